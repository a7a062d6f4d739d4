"""Filters and orders by dates, votes, venue and keywords: what they find is what a plain reading of them says."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.dates import beginning, day_here
from reader.errors import UsageError
from reader.paper import Paper, Status
from reader.query import SORTS, parse, sorted_papers, understood
from reader.query.fields import DATED
from reader.query.filters import ORDERED, day_range, number_range
from tests.support.laws import law

TODAY = date(2026, 11, 21)


def found(text: str, *papers: Paper) -> str:
    """The ids of those that pass."""
    return "".join(paper.id for paper in papers if parse(text).accepts(paper, lambda _: (), TODAY))


def paper(id: str, **more: object) -> Paper:
    return Paper(id, "A title", **more)  # type: ignore[arg-type]


READ = paper("r", status=Status.READ, read_at="2026-11-15T23:59:59Z", starred=True, starred_at="2025-02-03T00:00:00Z",
             changed_at="2026-11-20T12:00:00Z", added="2024-01-01T00:00:00Z", tags=("x",), upvotes=50,
             published="2024-05-06", venue="Transactions on Lamps", keywords=("flow matching", "KV cache"))  # fmt: skip
PLAIN = paper("p", upvotes=0, published="2024-05", venue="Lamps")
AHEAD = paper("a", status=Status.READ, read_at="2031-01-01T00:00:00Z", published="2024", upvotes=7)
ALL = (READ, PLAIN, AHEAD)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("read:7d", "ra"), ("read:6d", "a"), ("read:2026-11-15", "r"), ("read:2026-11", "r"), ("read:2026", "r"),
        ("read:2026-11-15..2026-11-15", "r"), ("read:..2026-11-14", ""), ("read:2026-11..", "ra"), ("-read:2026", "pa"),
        ("starred:2025-02", "r"), ("starred:30d", ""), ("changed:2d", "r"), ("changed:today", ""),
        ("published:2024", "rpa"), ("published:2024-05", "rp"), ("published:2024-05-06", "r"),
        ("published:2024-05..", "rp"),
        ("published:..2024-05", "rp"), ("published:..2024-05-30", "r"), ("published:..2024-05-31", "rp"),
        ("published:2024-05-01..", "rp"), ("published:2024-05-02..", "r"), ("published:..2023", ""),
        ("published:1y", ""),
        ("upvotes:50", "r"), ("upvotes:>50", ""), ("upvotes:>=50", "r"), ("upvotes:<50", "pa"), ("upvotes:<=50", "rpa"),
        ("upvotes:7..50", "ra"), ("upvotes:7..", "ra"), ("upvotes:..6", "p"), ("upvotes:<0", ""), ("upvotes:0", "p"),
        ("is:untagged", "pa"), ("-is:untagged", "r"), ("venue:lamps", "rp"), ("venue:trans", "r"),
        ('venue:"on lamps"', "r"),
        ("keyword:cache", "r"), ('keyword:"kv cache"', "r"), ("keyword:match", "r"), ("keywords:matching", "r"),
        ('keyword:"cache flow"', ""), ('keyword:"matching kv"', ""),
    ],
)  # fmt: skip
def test_it_finds(query: str, ids: str) -> None:
    """What has no date, no votes or another state passes none of them; a year is in a month where all of it is."""
    assert found(query, *ALL) == ids
    assert not parse(query).doubts


@pytest.mark.parametrize(
    ("value", "numbers"),
    [(">50", (51, 10**9)), (">=50", (50, 10**9)), ("<50", (0, 49)), ("<=50", (0, 50)), ("50", (50, 50)),
     ("50..100", (50, 100)), ("50..", (50, 10**9)), ("..100", (0, 100)), ("> 50", (51, 10**9)), ("100..50", None),
     ("..", None), ("", None), (">", None), ("x", None), ("5e3", None), ("٣", None), ("50..x", None),
     ("1234567890", None),
     ("-5", None), (">>5", None), ("=5", None)],
)  # fmt: skip
def test_the_numbers_that_a_value_means(value: str, numbers: tuple[int, int] | None) -> None:
    assert number_range(value) == numbers


DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))
PERIODS = st.tuples(DAYS, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0].isoformat()[: pair[1]])


def days_of(period: str) -> set[date]:
    """The days of a day, month or year, counted one by one."""
    first = date.fromisoformat(f"{period}-01-01"[: len("2026-01-01")] if len(period) == 4 else f"{period}-01"[:10])
    days = (first + timedelta(n) for n in range(366))
    return {day for day in days if day.isoformat().startswith(period)}


@law()
@given(PERIODS, PERIODS, PERIODS, st.sampled_from(DATED), st.booleans())
def test_a_range_of_days_is_read_as_one_reads_it(one: str, other: str, held: str, field: str, alone: bool) -> None:
    """Every field of days: from the first day of what begins it to the last of what ends it."""
    first, last = min(days_of(one)), max(days_of(one if alone else other))
    query = f"{field}:{one}" if alone else f"{field}:{one}..{other}"
    if first > max(days_of(other)) and not alone:
        return
    if day_range(query.partition(":")[2], TODAY) is None:
        assert not alone  # It runs backwards as it is written: 2026-05..2026 begins behind the beginning of its end.
        return
    told = held if field == "published" else f"{min(days_of(held))}T12:00:00Z"
    days = days_of(held) if field == "published" else {min(days_of(held))}
    assert bool(found(query, paper("x", **{ORDERED[field]: told}))) is (first <= min(days) and max(days) <= last)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("upvotes:50+", "upvotes:>=50"), ("upvotes:≥50", "upvotes:>=50"), ("upvotes:100..50", "upvotes:50..100"),
        ("upvotes:50-100", "upvotes:50..100"), ("upvotes:=50", "upvotes:50"), ("upvotes:1,000", "upvotes:1000"),
        ("upvotes>50", "upvotes:>50"), ("upvotes>=50", "upvotes:>=50"), ("upvotes=50", "upvotes:50"),
        ("upvote:50", "upvotes:50"), ("read:7days", "read:7d"), ("starred:tody", "starred:today"),
        ("read:Yesterdy", "read:yesterday"), ("published:2025-6", "published:2025-06"),
        ("published:2025-6..2025-8", "published:2025-06..2025-08"), ("added:2026-1-5", "added:2026-01-05"),
        ("changed:2026-11-31", "changed:2026-11-30"), ("changed:2026-02-30..", "changed:2026-02-28.."),
        ("changed:2026-2-29", "changed:2026-02-28"), ("added:2025-6-2025-7", "added:2025-06..2025-07"),
        ("published:2025-06-2025-07", "published:2025-06..2025-07"),
        ("read7d", "read:7d"), ("changed-2026", "changed:2026"), ("published2024", "published:2024"),
        ("* -read 7d", "read:7d"), ("* -upvotes 50", "upvotes:50"), ("starrd:7d", "starred:7d"),
        ("is:untaged", "is:untagged"),
        ("sort:upvote", "sort:upvotes"), ("sort:-publishd", "sort:-published"), ("read: 7d", "read:7d"),
        ('upvotes:"at least 50"', "upvotes:>=50"), ('upvotes:"more than 50"', "upvotes:>50"),
        ('upvotes:"at most 5"', "upvotes:<=5"), ('upvotes:"fewer than 5"', "upvotes:<5"),
    ],
)  # fmt: skip
def test_what_changes_anything_refuses_a_wrong_value_and_names_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        understood(typed)
    assert f"'{meant}'" in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("changed:2026-11-31", "'changed:2026-11-31' is no such day; did you mean"),
        ("read:2026-2-30", "'read:2026-2-30' is no such day; did you mean"),
        ("read:2026-2-3", "'read:2026-2-3' is no filter value; did you mean"),
        ("read:soon", "it takes today, yesterday, 7d, 2026-11."),
        ("changed:soon", "it takes today, yesterday, 2026-11-01..2026-11-15."),
        ("published:2026-13-01", "it takes today, yesterday, 2025-06.., 2024, 30d."),
        ("added:2026-11-00", "it takes today, yesterday, 7d"),
    ],
)
def test_what_is_wrong_with_a_day_is_said(typed: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        understood(typed)
    assert says in str(refused.value)


@pytest.mark.parametrize("value", ["soon", "2026-13", "7x", "..", "0d"])
def test_a_wrong_day_asks_for_nothing_while_it_is_typed(value: str) -> None:
    """And is refused with what a value is where it would change something."""
    for field in DATED:
        assert parse(f"{field}:{value}").is_empty
        with pytest.raises(UsageError, match=f"'{field}:"):
            understood(f"{field}:{value}")


@pytest.mark.parametrize(
    ("zone", "day", "ids"),
    [("UTC", 20, "m"), ("UTC", 19, "b"), ("America/Los_Angeles", 20, "me"), ("Asia/Tokyo", 20, "m"),
     ("Asia/Tokyo", 21, "e"), ("Pacific/Auckland", 20, "bm")],
)  # fmt: skip
def test_a_day_is_one_where_the_user_is(monkeypatch: pytest.MonkeyPatch, zone: str, day: int, ids: str) -> None:
    """What one did this evening one did today, whatever day it is at Greenwich; a bare day that came is that day."""
    moments = {"b": "2026-11-19T12:00:00Z", "m": "2026-11-20T09:30:00Z", "e": "2026-11-21T03:00:00Z"}
    papers = [paper(id, changed_at=moment) for id, moment in moments.items()]
    query, today = parse("changed:today"), date(2026, 11, day)
    with monkeypatch.context() as machine:
        machine.setenv("TZ", zone)
        time.tzset()
        try:
            done = [one.id for one in papers if query.accepts(one, lambda _: (), today)]
            days = [day_here(moment) for moment in moments.values()]
            bare = parse("added:2026-11-20").accepts(paper("x", added="2026-11-20"), lambda _: (), today)
        finally:
            machine.undo()
            time.tzset()
    assert ("".join(done), bare) == (ids, True)
    assert [id for id, told in zip(moments, days, strict=True) if told == today.isoformat()] == done


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("America/Santiago", date(2025, 9, 7), "2025-09-07T04:00:00Z"),
        ("America/Santiago", date(2025, 9, 8), "2025-09-08T03:00:00Z"),
        ("America/Havana", date(2025, 11, 2), "2025-11-02T04:00:00Z"),
        ("Europe/Berlin", date(2025, 3, 30), "2025-03-29T23:00:00Z"),
    ],
)
def test_a_day_begins_when_its_first_hour_does_also_where_the_clock_changes_at_midnight(
    monkeypatch: pytest.MonkeyPatch, zone: str, day: date, begins: str
) -> None:
    with monkeypatch.context() as machine:
        machine.setenv("TZ", zone)
        time.tzset()
        try:
            found = beginning(day)
        finally:
            machine.undo()
            time.tzset()
    assert found == begins


@pytest.mark.parametrize("days", ["added:..9999", "added:0001..", "added:9999y", "added:..9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(days: str) -> None:
    assert found(days, paper("x", added="2026-11-20T00:00:00Z"), paper("y", added="2026-11-20")) == "xy"


def test_words_that_are_fields_too_are_words_without_their_colon() -> None:
    """Of a title with a colon the rest is sought; to export it wants quotes."""
    for text in (
        "read",
        "published papers",
        "hashtag",
        "hashcode",
        "venue",
        "changed my mind",
        "read more",
    ):
        assert understood(text).words
    assert parse("Read: a study").words == ("a", "study")
    assert parse("READ: a network").words == ("read", "a", "network")
    assert parse("READ: a network").notes == ()
    assert (parse("READ: ").words, parse("IS: so").words, len(parse("READ:7d").filters)) == ((), ("so",), 1)
    with pytest.raises(UsageError, match=r"'read:' is empty; .* Put a title in quotes"):
        understood("READ: a network")
    assert understood('"Read: a study"').chooses


def test_the_newest_and_the_most_come_first_and_what_is_not_known_last() -> None:
    """Both ways; equal ones keep their order."""
    papers = [
        paper("a", upvotes=3, published="2024", read_at="2026-01-01T00:00:00Z", starred_at="2026-01-03T00:00:00Z"),
        paper("b", upvotes=None, published="2024-05-01", read_at="2026-01-02T00:00:00Z"),
        paper("c", upvotes=0, published="", changed_at="2026-01-02T00:00:00Z"),
        paper("d", upvotes=30, published="2023-05", changed_at="2026-01-03T00:00:00Z"),
        paper("e", upvotes=3, published="2024-05-01"),
    ]

    def ids(key: str) -> str:
        return "".join(p.id for p in sorted_papers(papers, key.removeprefix("-"), reverse=key.startswith("-")))

    assert [ids("published"), ids("-published")] == ["beadc", "dabec"]
    assert [ids("read"), ids("-read")] == ["bacde", "abcde"]
    assert [ids("starred"), ids("-starred")] == ["abcde", "abcde"]
    assert [ids("changed"), ids("-changed")] == ["dcabe", "cdabe"]
    assert [ids("upvotes"), ids("-upvotes")] == ["daecb", "caedb"]
    assert {*SORTS} - {*ORDERED} <= {"relevance", "next"}

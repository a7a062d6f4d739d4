"""One's reading in figures: each rule by an example, and all of them against another count of random histories."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from reader.errors import UsageError
from reader.library import change
from reader.library.change import Step
from reader.operations import duplicates, reading_lists, triage
from reader.operations.reading_figures import (
    PERIOD_COLUMNS,
    QUEUE_KEY,
    Calendar,
    FigureColumn,
    LeftOut,
    Period,
    ReadingFigures,
    ReadingRecord,
    ReadShare,
    Waiting,
    columns_of,
    day_called,
    figures,
    figures_by,
    figures_json,
    starts_of,
)
from reader.paper import Decision, Paper, Status
from tests.support.diaries import History, Walk, floor
from tests.support.laws import often
from tests.support.memory import Log, library
from tests.support.reading import CAME_IN, NOT_FOR_ME, NOW, READ, Diary, half_year

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland")
TOLD_APART = (48,)
"""Histories of which the two counts once told something else."""
BEGUN = 60
"""Days ago, when the first import of most tests is made."""


def of(
    diary: Diary, period: Period = Period.WEEK, *, goal: int = 0, since: date | None = None, zone: tzinfo = UTC
) -> ReadingFigures:
    """The figures of a diary at `NOW`."""
    return figures(ReadingRecord(diary.library, NOW), period, goal=goal, since=since, zone=zone)


def begun(*titles: str) -> Diary:
    """A diary with one paper, which the first import brought, and others that came the week after."""
    diary = Diary()
    diary.on(BEGUN).came("The first one")
    if titles:
        diary.on(BEGUN - 7).came(*titles)
    return diary


def ids(diary: Diary) -> list[str]:
    """The papers of a diary, but for that of the first import."""
    return list(diary.library.papers)[1:]


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_the_figures_are_those_of_another_count_of_the_journal(part: int) -> None:
    """In histories of two devices with imports, undo, redo, removals and duplicates that became one."""
    zone = ZoneInfo(ZONES[part])
    met: Counter[str] = Counter()
    numbers = [*range(part, often(40, 500), 4), *(number for number in TOLD_APART if number % 4 == part)]
    for number in dict.fromkeys(numbers):
        history = History(number)
        for unit in (Period.WEEK, Period.MONTH, Period.YEAR):
            found = figures_json(figures(ReadingRecord(history.library, NOW), unit, zone=zone, goal=1))
            walk = Walk(history.library, NOW, zone)
            told = walk.count(unit.value)
            found["read_this_week"] = set(found["read_this_week"])
            found["ages"] = [group["papers"] for group in found["ages"]]
            ahead = found["left_out"].pop("ahead")
            assert {name: found[name] for name in told} == told, f"history {number} by {unit}"
            assert ahead == len(walk.ahead)
            rows = {name: found[name] for name in ("came_in", "not_for_me", "read", "to_read")}
            met.update(name for name, value in (rows | found["left_out"]).items() if value)
    # Histories in which nothing of the kind happens prove nothing.
    assert set(met) == {"came_in", "not_for_me", "read", "to_read", "first_import", "undone", "removed", "came_read"}


def test_the_rows_are_what_happened_in_each_week_and_add_up() -> None:
    found = of(half_year(), goal=1)
    assert [column.came_in for column in found.columns] == list(CAME_IN)
    assert [column.not_for_me for column in found.columns] == list(NOT_FOR_ME)
    assert [column.read for column in found.columns] == list(READ)
    to_read = found.before
    for column in found.columns:
        to_read += column.came_in - column.not_for_me - column.read
        assert column.to_read == to_read
    assert len(found.to_read) == to_read == found.before + len(found.came_in) - len(found.not_for_me) - len(found.read)
    assert (found.columns[0].start, found.until, found.before) == (date(2026, 6, 1), date(2026, 11, 25), 60)
    assert (found.pace, found.growth) == (30 / 26, 36)
    assert found.queue_weeks == 7 / (30 / 26)


def test_the_first_import_is_there_before_and_the_second_came_in() -> None:
    diary = begun("a", "b")
    found = of(diary)
    assert (found.before, len(found.came_in), found.left_out.first_import) == (1, 2, 1)
    # Where it lies before the period nothing of it is left out.
    found = of(diary, since=NOW.date() - timedelta(7))
    assert (found.before, len(found.came_in), found.left_out.first_import) == (3, 0, 0)


def test_an_import_that_was_undone_is_not_the_first_and_brought_nothing() -> None:
    diary = Diary()
    diary.on(BEGUN).came("tried")
    diary.library.undo()
    diary.on(40).came("a", "b")
    diary.on(30).came("c")
    found = of(diary)
    assert (found.before, len(found.came_in), len(found.to_read)) == (2, 1, 3)
    assert found.left_out == LeftOut(first_import=2, undone=0)
    assert of(diary, Period.YEAR).left_out.undone == 1


def test_what_was_undone_did_not_happen_and_what_was_redone_happened_when_it_was_done() -> None:
    diary = begun("a", "b")
    one, other = ids(diary)
    diary.on(30).mark(one)
    diary.on(10)
    diary.library.undo()
    assert of(diary).read == ()
    diary.library.redo()
    found = of(diary)
    assert found.read == (one,)
    assert [column.start for column in found.columns if column.read] == [date(2026, 10, 26)]
    assert found.left_out.undone == 0
    diary.on(9).dismiss(other)
    diary.library.undo()
    assert (of(diary).not_for_me, of(diary).left_out.undone) == ((), 1)


def test_a_paper_that_is_unread_again_was_not_read_and_counts_when_it_was_read_last() -> None:
    diary = begun("a")
    (id,) = ids(diary)
    diary.on(40).mark(id)
    diary.on(20).mark(id, status=Status.UNREAD)
    assert of(diary).read == ()
    diary.on(2).mark(id)
    found = of(diary)
    assert [column.read for column in found.columns] == [0] * (len(found.columns) - 1) + [1]
    assert found.this_week == (id,)


def test_a_paper_that_was_dismissed_and_is_read_counts_once_and_as_read() -> None:
    diary = begun("a")
    (id,) = ids(diary)
    diary.on(40).dismiss(id)
    diary.on(20).mark(id)
    # As an older version left it: dismissed, and read still.
    diary.library.apply(change.triage(diary.library.papers[id], "dismissed"), "Dismissed")
    found = of(diary)
    assert (found.not_for_me, found.read, len(found.to_read)) == ((), (id,), 1)


@pytest.mark.parametrize("again", ["dismissed", "unread", "off the queue"])
def test_what_is_not_for_me_again_is_so_since_it_is_so_again(again: str) -> None:
    diary = begun("a")
    (id,) = ids(diary)
    # As another device puts it there that has not heard of the decision.
    queued = change.Change(id, QUEUE_KEY, None, {"at": "V"})
    diary.on(50).dismiss(id)
    diary.on(40)
    if again == "off the queue":
        diary.library.apply([queued], "Queued")
    else:
        diary.mark(id)
    assert of(diary).not_for_me == ()
    diary.on(20)
    if again == "dismissed":
        diary.dismiss(id)
    elif again == "unread":
        diary.mark(id, status=Status.UNREAD)
    else:
        diary.library.apply([change.Change(id, QUEUE_KEY, queued.after, None)], "Taken off")
    found = of(diary)
    assert [column.start for column in found.columns if column.not_for_me] == [date(2026, 11, 2)]
    assert found.not_for_me == (id,)


def test_removed_papers_are_in_no_row_and_told() -> None:
    diary = begun("a", "b")
    one, other = ids(diary)
    diary.on(30).mark(one)
    diary.on(20).remove(one, other)
    found = of(diary)
    assert (found.read, found.came_in, found.left_out.removed) == ((), (), 2)
    diary.on(10)
    diary.library.undo()
    assert (of(diary).read, of(diary).left_out.removed) == ((one,), 0)


def test_what_became_one_paper_came_when_the_first_came_and_was_read_when_either_was() -> None:
    diary = begun("Lamps that learn", "Lamps that learn by themselves")
    stays, goes = ids(diary)
    diary.on(40).queue(goes)
    diary.on(30).mark(goes)
    diary.on(5)
    papers = diary.library.papers
    duplicates.merge(diary.library, papers[stays], papers[goes], papers[stays])
    found = of(diary)
    assert found.read == found.came_in == (stays,)
    assert [column.start for column in found.columns if column.read] == [date(2026, 10, 26)]
    assert found.waiting == Waiting(1, 10, 10)
    diary.library.undo()
    assert of(diary).read == (goes,)


@pytest.mark.parametrize("stays", [0, 1])
def test_of_papers_that_were_read_together_and_became_one_the_queued_one_tells_how_long_it_waited(stays: int) -> None:
    diary = begun("Lamps that learn", "Lamps that learn by themselves")
    both = ids(diary)
    diary.on(40).queue(both[0])
    diary.on(30).mark(*both)
    papers = diary.on(5).papers(both)
    duplicates.merge(diary.library, papers[stays], papers[1 - stays], papers[stays])
    assert (of(diary).read, of(diary).waiting) == ((both[stays],), Waiting(1, 10, 10))


@pytest.mark.parametrize(
    ("read", "stays_first", "came", "when"),
    [
        ({0: 30, 1: 37}, True, 45, 37),
        ({0: 37, 1: 30}, False, 45, 37),
        ({}, False, 45, None),
        ({1: 37}, True, 45, 37),
        ({0: 37}, False, 45, 37),
    ],
)
def test_of_what_became_one_paper_the_first_moments_count_everywhere(
    read: dict[int, int], stays_first: bool, came: int, when: int | None
) -> None:
    diary = begun()
    both = [*diary.on(45).came("Lamps that learn"), *diary.on(38).came("Lamps that learn by themselves")]
    for at, days_ago in sorted(read.items(), key=lambda pair: -pair[1]):
        diary.on(days_ago).mark(both[at])
        diary.star(both[at])
    stays, goes = both if stays_first else both[::-1]
    papers = diary.on(5).library.papers
    duplicates.merge(diary.library, papers[stays], papers[goes], papers[stays])

    def moment_of(days_ago: int | None) -> str:
        return "" if days_ago is None else (NOW - timedelta(days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")

    paper = diary.library.papers[stays]
    assert (paper.read_at, paper.starred_at) == (moment_of(when), moment_of(when))
    found = of(diary)
    columns = {column.start: column for column in found.columns}
    monday = [floor((NOW - timedelta(days_ago)).date(), "week") for days_ago in (came, when) if days_ago is not None]
    assert columns[monday[0]].came_in == 1
    assert [column.start for column in found.columns if column.read] == monday[1:]
    diary.on(2).mark(stays, status=Status.UNREAD)
    diary.mark(stays)
    assert diary.library.papers[stays].read_at == moment_of(2)
    assert [column.start for column in of(diary).columns if column.read] == [floor((NOW - timedelta(2)).date(), "week")]


def test_a_paper_that_was_removed_and_came_again_came_then_everywhere() -> None:
    diary, was = begun(), "2026-10-06T08:00:00Z"
    (id,) = diary.on(50).came("Lamps that learn", added=was)
    diary.on(30).remove(id)
    diary.on(9)
    diary.library.add([Paper("", "Lamps that learn", doi=diary.library.state.known[id].doi)], say=lambda plan: "Again")
    again = (NOW - timedelta(9)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert diary.library.papers[id].added == again
    assert library(*diary.library.state.known.values(), log=diary.log).papers[id].added == again
    assert diary.library.state.copied().papers[id].added == again
    monday = floor((NOW - timedelta(9)).date(), "week")
    assert [column.start for column in of(diary).columns if column.came_in] == [monday]
    for _ in range(2):
        diary.on(3).library.undo()
    assert diary.library.papers[id].added == was


def test_what_came_beside_papers_that_were_removed_since_came_in() -> None:
    diary = Diary()
    tried = diary.on(60).came("A try", "Another try")
    diary.on(40).came("Lamps that learn", "Salt for bread")
    assert (len(of(diary).came_in), of(diary).left_out.first_import) == (2, 2)
    diary.on(30).remove(*tried)
    assert (len(of(diary).came_in), of(diary).left_out.first_import) == (2, 0)
    diary = Diary()
    diary.on(60).remove(*diary.came("A try"))
    diary.on(40).came("Lamps that learn", "Salt for bread")
    assert (len(of(diary).came_in), of(diary).left_out.first_import) == (0, 2)


def test_what_came_beside_a_paper_that_stayed_when_its_import_was_undone_came_in() -> None:
    """Another device had said something of it; it was removed since, and comes again."""
    log = Log()
    diary = Diary(log)
    tried, other = diary.on(60).came("A try", "Another try")
    beside = Diary(log, "lap").on(55)
    beside.library.refresh()
    beside.mark(tried, status=Status.READING)
    diary.on(50).library.refresh()
    diary.library.undo_step(log.steps[0].id)
    assert list(diary.library.papers) == [tried]
    diary.on(40).came("Lamps that learn", "Salt for bread")
    diary.on(30).remove(tried)
    assert other not in diary.library.papers
    assert (len(of(diary).came_in), of(diary).left_out.first_import) == (2, 0)


def test_what_was_undone_did_not_happen_to_a_paper_that_is_removed() -> None:
    """Neither its removal, so that it was there when others came, nor its import, so that it never left."""
    diary = Diary()
    (tried,) = diary.on(60).came("A try")
    diary.on(50).remove(tried)
    diary.on(40).came("Lamps that learn", "Salt for bread")
    assert of(diary).left_out.first_import == 2
    diary.on(35).library.undo_step(diary.log.steps[1].id)
    diary.on(30).remove(tried)
    assert (len(of(diary).came_in), of(diary).left_out.first_import) == (2, 0)
    diary = begun("Lamps that learn")
    diary.on(30).remove(*ids(diary))
    assert of(diary).left_out.removed == 1
    diary.on(20).library.undo_step(diary.log.steps[1].id)
    assert of(diary).left_out.removed == 0


def test_what_comes_again_after_its_import_was_undone_came_when_it_came_again() -> None:
    diary = begun()
    first, again = Paper("", "Salt for bread", doi="10.1000/salt"), (NOW - timedelta(9)).strftime("%Y-%m-%dT%H:%M:%SZ")
    diary.on(40).library.add([replace(first, added="2026-10-16T15:00:00Z")], say=lambda plan: "Imported")
    diary.on(39).library.undo()
    diary.on(9).library.add([replace(first, added=again)], say=lambda plan: "Imported")
    (id,) = ids(diary)
    assert diary.library.papers[id].added == again
    assert [column.start for column in of(diary).columns if column.came_in] == [
        floor((NOW - timedelta(9)).date(), "week")
    ]


def test_what_is_imported_again_leaves_the_first_import_the_first() -> None:
    diary = Diary()
    (tried,) = diary.on(60).came("A try")
    diary.on(50).came("Lamps that learn", "Salt for bread")
    diary.library.undo_step(diary.log.steps[0].id)
    diary.on(20).library.add([Paper("", "A try", doi=diary.library.state.known[tried].doi)], say=lambda plan: "Again")
    assert (len(of(diary).came_in), of(diary).left_out.first_import) == (1, 2)


def test_what_was_one_and_comes_again_came_when_it_came_again() -> None:
    diary = begun("Lamps that learn", "Lamps which learn")
    kept, other = ids(diary)
    diary.on(40)
    duplicates.merge_into(diary.library, diary.library.papers[kept], diary.papers([other]))
    doi = diary.library.papers[kept].doi
    diary.on(30).remove(kept)
    diary.on(9).library.add([Paper("", "Lamps that learn", doi=doi)], say=lambda plan: "Again")
    assert [column.start for column in of(diary).columns if column.came_in] == [
        floor((NOW - timedelta(9)).date(), "week")
    ]


def test_what_came_as_read_was_never_to_read() -> None:
    diary = begun()
    diary.on(40).came("read before", status=Status.READ)
    diary.came("dismissed before", triage="dismissed")
    found = of(diary)
    assert (found.came_in, found.read, found.not_for_me, len(found.to_read)) == ((), (), (), 1)
    assert found.left_out.came_read == 2
    (id, _) = ids(diary)
    diary.on(20).mark(id, status=Status.UNREAD)
    diary.on(10).mark(id)
    assert of(diary).read == of(diary).came_in == (id,)


@pytest.mark.parametrize(("ahead", "told"), [(timedelta(minutes=5), 0), (timedelta(days=400), 1)])
def test_a_step_from_the_future_counts_as_one_of_now(ahead: timedelta, told: int) -> None:
    diary = begun("a")
    diary.now = NOW + ahead
    diary.mark(*ids(diary))
    found = of(diary)
    assert (found.this_week, found.columns[-1].read, found.left_out.ahead) == (tuple(ids(diary)), 1, told)


@pytest.mark.parametrize("wall", [-(10**18), 0, 10**18, 1 << 70])
def test_a_clock_beyond_all_sense_harms_nothing(wall: int) -> None:
    log = Log()
    diary = Diary(log)
    diary.on(BEGUN).came("The first one")
    diary.on(30).came("a")
    diary.mark(*ids(diary))
    log.steps[:] = [replace(step, wall=wall) if step.id != "here-1" else step for step in log.steps]
    again = Diary(log)
    for period in Period:
        found = of(again, period)
        assert len(found.columns) <= PERIOD_COLUMNS
        assert found.before + len(found.came_in) - len(found.read) == len(found.to_read) == 1


def test_a_machine_that_thinks_it_is_1970_gets_figures_too() -> None:
    diary = begun("a")
    early = datetime(1970, 1, 3, tzinfo=UTC)
    found = figures(ReadingRecord(diary.library, early), zone=UTC)
    assert (len(found.columns), found.until) == (1, date(1970, 1, 3))


def test_papers_of_which_no_journal_tells_were_there_before() -> None:
    diary = Diary(Log([Paper("x", "Of the catalogue only")]))
    diary.on(3).came("a")
    found = of(diary, Period.WEEK)
    assert (found.before, len(found.to_read)) == (2, 2)


def test_an_empty_library_has_figures_of_one_column() -> None:
    found = of(Diary(), goal=1)
    assert found.columns == (FigureColumn(date(2026, 11, 23), 0, 0, 0, 0),)
    assert (found.queue_weeks, found.waiting, found.goal and found.goal.weeks) == (None, None, 0)


def test_the_running_week_counts_for_the_goal_once_it_is_met() -> None:
    diary = begun(*"abcdef")
    papers = ids(diary)
    assert of(diary).goal is None
    diary.on(10).mark(*papers[:2])
    goal = of(diary, goal=2).goal
    assert goal is not None
    assert (goal.met, goal.weeks, goal.so_far) == (1, 9, 0)
    diary.on(1).mark(papers[2])
    assert of(diary, goal=2).goal == replace(goal, so_far=1)
    diary.mark(papers[3])
    assert of(diary, goal=2).goal == replace(goal, met=2, weeks=10, so_far=2)
    # Years do not begin before the library did.
    assert of(diary, Period.YEAR, goal=2).goal == replace(goal, met=2, weeks=10, so_far=2)


def test_days_on_the_queue_are_counted_from_when_a_paper_came_onto_it() -> None:
    diary = begun(*"abc")
    one, two, three = ids(diary)
    diary.on(40).queue(one, two)
    diary.on(30)
    reading_lists.move_in_list(diary.library, "Queue", diary.papers([two]), 1)
    diary.on(20).mark(two)
    diary.on(15).queue(three)
    triage.decide(diary.library, diary.papers([one]), None)
    diary.on(10).mark(one, three)
    assert of(diary).waiting == Waiting(2, 13, 20)
    diary.on(9)
    diary.library.undo()
    assert of(diary).waiting == Waiting(1, 20, 20)
    diary.queue(one)
    diary.library.undo()
    diary.on(8).mark(one)
    assert of(diary).waiting == Waiting(1, 20, 20)


def test_the_queue_is_what_stands_on_it_and_is_not_read() -> None:
    diary = begun(*"ab")
    diary.queue(*ids(diary))
    diary.on(3).mark(ids(diary)[0], status=Status.READING)
    diary.mark(ids(diary)[1])
    assert of(diary).queue == (ids(diary)[0],)


def test_what_is_to_read_is_told_by_its_age() -> None:
    diary = begun()
    for days in (6.9, 7.1, 29, 31, 90, 92):
        diary.on(days).came(f"{days} days old")
    sizes = [(group.age, len(group.papers)) for group in of(diary).ages]
    assert sizes == [("under a week", 1), ("a month", 2), ("a quarter", 3), ("longer", 1)]


def test_tags_and_lists_are_told_by_how_much_of_them_is_read() -> None:
    diary = begun(*"abcd")
    papers = ids(diary)
    diary.tag("few", papers[0])
    diary.tag("Many", *papers)
    diary.tag("none", papers[3])
    diary.put_on("Edge", *papers[:3])
    reading_lists.new_list(diary.library, "empty")
    reading_lists.new_list(diary.library, "smart", query="is:unread")
    diary.queue(papers[3])
    diary.mark(*papers[:2])
    found = of(diary)
    assert found.tags == (ReadShare("Many", 2, 4), ReadShare("few", 1, 1), ReadShare("none", 0, 1))
    assert found.lists == (ReadShare("Edge", 2, 3),)


def test_later_is_to_read_still() -> None:
    diary = begun("a")
    triage.decide(diary.library, diary.papers(ids(diary)), Decision.LATER)
    assert len(of(diary).to_read) == 2


@pytest.mark.parametrize(
    ("period", "begin", "unit", "first", "number"),
    [
        (Period.WEEK, date(2020, 1, 1), Period.WEEK, date(2026, 6, 1), 26),
        (Period.WEEK, date(2026, 11, 17), Period.WEEK, date(2026, 11, 16), 2),
        (Period.MONTH, date(2020, 1, 31), Period.MONTH, date(2024, 10, 1), 26),
        (Period.MONTH, date(2025, 12, 31), Period.MONTH, date(2025, 12, 1), 12),
        (Period.YEAR, date(2020, 5, 1), Period.YEAR, date(2020, 1, 1), 7),
        (Period.ALL, date(2026, 11, 1), Period.WEEK, date(2026, 10, 26), 5),
        (Period.ALL, date(2025, 11, 1), Period.MONTH, date(2025, 11, 1), 13),
        (Period.ALL, date(2010, 1, 1), Period.YEAR, date(2010, 1, 1), 17),
        (Period.ALL, date(1971, 1, 1), Period.YEAR, date(2001, 1, 1), 26),
    ],
)
def test_columns_begin_with_the_library_and_are_26_at_most(
    period: Period, begin: date, unit: Period, first: date, number: int
) -> None:
    found, starts = columns_of(period, begin, NOW.date(), None)
    assert (found, starts[0], len(starts)) == (unit, first, number)


def test_a_day_to_begin_with_gives_as_many_columns_as_there_are_since() -> None:
    begin, today = date(2020, 1, 1), NOW.date()
    assert len(columns_of(Period.WEEK, begin, today, date(2025, 11, 25))[1]) == 53
    assert columns_of(Period.ALL, begin, today, date(2025, 11, 25))[0] is Period.MONTH
    assert columns_of(Period.WEEK, begin, today, date(2019, 1, 1))[1][0] == date(2019, 12, 30)
    assert columns_of(Period.WEEK, begin, today, date(2027, 1, 1))[1] == [date(2026, 11, 23)]


def test_a_week_begins_on_monday_at_midnight_where_the_user_is() -> None:
    diary = begun("a", "b")
    one, other = ids(diary)
    diary.now = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    diary.mark(one)
    diary.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    diary.mark(other)
    assert of(diary).this_week == ()
    assert of(diary, zone=ZoneInfo("Europe/Berlin")).this_week == (other,)
    assert of(diary, zone=timezone(timedelta(hours=9))).this_week == (other, one)


def test_a_day_on_which_clocks_change_has_its_own_length() -> None:
    berlin = Calendar(ZoneInfo("Europe/Berlin"))
    assert berlin.moment(date(2026, 10, 26)) - berlin.moment(date(2026, 10, 25)) == 25 * 3_600_000
    assert berlin.day(berlin.moment(date(2026, 10, 25))) == date(2026, 10, 25)
    assert berlin.day(berlin.moment(date(2026, 10, 26)) - 1) == date(2026, 10, 25)


def test_without_a_zone_days_are_those_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as machine:
        machine.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        try:
            there = Calendar(ZoneInfo("Pacific/Auckland"))
            here = Calendar(None)
            day = date(2026, 9, 28)
            assert here.moment(day) == there.moment(day)
            assert here.day(here.moment(day)) == day
        finally:
            machine.undo()
            time.tzset()


def test_weeks_months_and_years_follow_one_another() -> None:
    assert starts_of(Period.WEEK, date(2025, 12, 31), date(2026, 1, 5)) == [date(2025, 12, 29), date(2026, 1, 5)]
    assert starts_of(Period.MONTH, date(2025, 12, 31), date(2026, 2, 1)) == [
        date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)
    ]  # fmt: skip
    assert starts_of(Period.YEAR, date(2025, 12, 31), date(2026, 1, 1)) == [date(2025, 1, 1), date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-09-17", date(2026, 9, 17)),
        ("2026-09", date(2026, 9, 1)),
        ("2025", date(2025, 1, 1)),
        ("7d", date(2026, 11, 19)),
        ("today", date(2026, 11, 25)),
        ("1012", date(1971, 1, 1)),
    ],
)
def test_a_day_is_called_as_in_a_query(words: str, day: date) -> None:
    assert day_called(words, NOW.date()) == day


@pytest.mark.parametrize("words", ["", "soon", "2026-02-31", "2026-01..2026-02", "2027", "2026-12"])
def test_other_words_are_no_day_and_what_has_not_come_is_none(words: str) -> None:
    with pytest.raises(UsageError):
        day_called(words, NOW.date())


def test_figures_are_asked_for_in_words() -> None:
    diary = begun("a")
    assert figures_by(diary.library, NOW).period is Period.WEEK
    assert figures_by(diary.library, NOW, by="year").unit is Period.YEAR
    assert figures_by(diary.library, NOW, since="30d").period is Period.ALL
    assert figures_by(diary.library, NOW, since="30d", by="month", goal=3).unit is Period.MONTH
    with pytest.raises(UsageError, match="'mnth' is no period; did you mean 'month'"):
        figures_by(diary.library, NOW, by="mnth")


def test_steps_that_do_not_stand_are_those_of_all_devices() -> None:
    log = Log()
    here, there = Diary(log), Diary(log, "there")
    here.on(BEGUN).came("The first one")
    there.library.refresh()
    there.on(20).mark(*there.library.papers)
    there.library.undo()
    here.library.refresh()
    undone: list[Step] = here.library.undone()
    assert [step.device for step in undone] == ["there"]
    assert of(here).left_out.undone == 1

"""The order of For you is there again in the next run, and nothing that lies in its place does any harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.operations import annotate
from reader.tui.kept_order import keep_order, kept_order
from reader.tui.library_state import library_state
from reader.tui.model.for_you import Headed, Ranking
from tests.support.screen import lines, opened, text
from tests.tui.test_for_you import FOR_YOU, headings, ids, ranked, starred

RANKING = Ranking(
    (Headed("Go on with", papers=("a",), is_chosen=True), Headed("far", "1 in 5", ("b", "c"))),
    {"b": "4-bit · like ★ AWQ"},
    {"b": 0, "c": 1},
    "9 ★ 2 ✓ 1 ×",
    "A word.",
)


def test_an_order_is_kept_whole(tmp_path: Path) -> None:
    assert kept_order(tmp_path) is None
    keep_order(tmp_path, RANKING)
    assert kept_order(tmp_path) == RANKING


WHOLE: dict[str, Any] = {"parts": [], "reasons": {}, "places": [], "learned": "", "message": ""}


@pytest.mark.parametrize(
    "record",
    [
        b"\xff\x00",
        b"[]",
        b"3",
        b"{}",
        *(
            json.dumps(WHOLE | {name: value}).encode()
            for name, value in (
                ("parts", 3), ("parts", [3]), ("parts", [["h", "", False]]), ("parts", [["h", "", False, [3]]]),
                ("parts", [[3, "", False, []]]), ("reasons", []), ("reasons", {"a": 3}), ("places", [3]),
                ("places", 3), ("learned", 3), ("message", None),
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_order_is_none(tmp_path: Path, record: bytes) -> None:
    (tmp_path / "for-you.json").write_bytes(record)
    assert kept_order(tmp_path) is None


def test_no_text_of_it_steers_a_terminal(tmp_path: Path) -> None:
    record = WHOLE | {"parts": [["\x1b[31mred\n", "\x07", 1, ["a"]]], "reasons": {"a": "\x1b]52;c;eA==\x07x"}}
    (tmp_path / "for-you.json").write_text(json.dumps(record), encoding="utf-8")
    found = kept_order(tmp_path)
    assert found is not None
    told = [found.parts[0].heading, found.parts[0].aside, *found.reasons.values()]
    assert all(one.isprintable() for one in told)
    assert not found.parts[0].is_chosen


@pytest.mark.parametrize("late", [False, True])
async def test_for_you_begins_with_the_order_of_the_last_run(tmp_path: Path, late: bool) -> None:
    """And says when there is another one."""
    found = starred("q")
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        order, above = ids(app), headings(app)
    annotate.star_papers(found, found.held(["v0", "v1"]), True)
    async with opened(found, tmp_path, (120, 30), late=late) as (app, pilot):
        assert app.main.navigator.collection == FOR_YOU
        assert ids(app) == order
        assert headings(app) == above
        await ranked(app, pilot)
        assert ids(app) == order
        assert "learned from 5 ★ 0 ✓ 0 × · new order" in lines(app)[1]
        await pilot.press("1")
        assert ids(app) != order
        assert "learned from 7 ★" in lines(app)[1]


async def test_papers_that_are_told_twice_or_are_gone_are_shown_once_or_not(tmp_path: Path) -> None:
    found = starred("q", each=2, stars=1)
    own = library_state(tmp_path, Path())[0]
    twice = Ranking((Headed("One", papers=("v0", "gone", "v0")), Headed("Two", papers=("v0", "q1"))), learned="1 ★")
    keep_order(own, twice)
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        assert "One" not in text(app)
        await pilot.press("1")
        assert ids(app)[:2] == ["v0", "q1"]
        assert sorted(ids(app)) == sorted(found.papers)
        assert headings(app) == ["One\t1", "Two\t1", "came in since\t4"]

"""What is new in the inbox and in a smart list since it was last left, also in another run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.io.read import read_text
from reader.library.library import Library, Outcome
from reader.operations import annotate, imports, reading_lists
from reader.operations.collection import Collection, Kind
from reader.tui.app import ReaderApp
from reader.tui.model.looked import Looked
from tests.support.laws import law
from tests.support.memory import library
from tests.support.screen import bottom, lines, opened, text

INBOX = Collection(Kind.INBOX)
BEST = Collection(Kind.LIST, "Best")
IDS = st.lists(st.text(max_size=5), max_size=6)


@law()
@given(IDS, IDS)
def test_what_was_not_there_when_a_place_was_left_is_new(before: list[str], after: list[str]) -> None:
    """Also in the next run."""
    looked = Looked()
    assert looked.new("inbox", before) == frozenset()
    looked.leave("inbox", before)
    for seen in (looked, Looked(lambda: looked.told({"inbox"}))):
        assert seen.new("inbox", after) == set(after) - set(before)
    assert looked.told(()) == {}


@pytest.mark.parametrize(
    "kept", [None, [], 5, "x", {}, {"inbox": 5}, {"inbox": "AA="}, {"inbox": "AAAA"}, {"inbox": "é"}, {"inbox": None}]
)
def test_whatever_is_remembered_nothing_is_new_where_it_is_not_understood(kept: object) -> None:
    assert Looked(lambda: kept).new("inbox", ["a", "b"]) == frozenset()


def shelf() -> Library:
    """Two papers and a smart list that finds none of them yet."""
    found = library()
    bring_in(found, "Heaps", "Tries")
    reading_lists.new_list(found, "Best", query="is:starred")
    return found


def bring_in(shelf: Library, *titles: str) -> tuple[Outcome, ...]:
    """Import papers with these titles."""
    records = "\n".join(f'{{"title": "{title}"}}' for title in titles)
    return imports.import_sources(shelf, [read_text(records, "jsonl")]).outcomes


def counts(app: ReaderApp) -> tuple[str, str]:
    """What stands beside the inbox and the smart list."""
    rows = {row.collection: row.count for row in app.main.widgets.sidebar.rows}
    return rows[INBOX], rows[BEST]


async def test_what_is_new_is_counted_until_its_place_is_left(tmp_path: Path) -> None:
    """Beside the place and in its title; what is decided on meanwhile is not new any more."""
    found = shelf()
    async with opened(found, tmp_path, (120, 30)) as (app, _):
        assert counts(app) == ("2", "")
        app.main.context.done(*bring_in(found, "Skip lists", "Bloom filters"))
        app.main.context.done(annotate.star_papers(found, list(found.papers.values())[2:3], True))
        app.main.presenter.recount()
        assert counts(app) == ("1 new 3", "1 new")
        app.main.navigator.open(INBOX)
        assert bottom(app).startswith("3 of 4 papers · Inbox · 1 new")
        assert [line[25:35] for line in lines(app) if "•" in line[25:]] == [" •  Bloom "]
        assert counts(app) == ("1 new 3", "1 new")
        app.main.navigator.open(BEST)
        assert counts(app) == ("3", "1 new")
        app.main.navigator.open(Collection())
        assert counts(app) == ("3", "1")
        assert "new" not in text(app).splitlines()[2][:26]


async def test_what_came_between_two_runs_is_new(tmp_path: Path) -> None:
    """And a place that was open at the end was left then."""
    found = shelf()
    async with opened(found, tmp_path, (120, 30)) as (app, _):
        app.main.navigator.open(BEST)
    annotate.star_papers(found, list(found.papers.values())[:1], True)
    bring_in(found, "Skip lists")
    async with opened(found, tmp_path, (120, 30)) as (app, _):
        assert counts(app) == ("1 new 2", "1 new")
    async with opened(found, tmp_path, (120, 30)) as (app, _):
        assert counts(app) == ("1 new 2", "1")

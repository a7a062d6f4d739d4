"""A loss that a window notices: shown as long as it lasts, with the way out, and nothing is called new for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import paths
from reader.io.read import read_text
from reader.library.library import Library
from reader.operations import imports, triage
from reader.operations.collection import Collection, Kind
from reader.paper import Decision
from reader.store import open_library
from reader.store.folder import Folder
from tests.support.screen import bottom, opened

INBOX = Collection(Kind.INBOX)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the library is."""
    return tmp_path / "library"


def library_in(place: Path, folder: Folder | None = None) -> Library:
    """Three papers, all decided on."""
    found = Library(folder if folder is not None else open_library(place))
    records = "".join(f'{{"title": "{title}"}}\n' for title in ("Heaps", "Tries", "Ropes"))
    imports.import_sources(found, [read_text(records, "jsonl")])
    triage.decide(found, list(found.papers.values()), Decision.LATER)
    return found


async def test_what_is_missing_is_shown_until_it_is_back(place: Path, tmp_path: Path) -> None:
    """Beside what is shown, whatever else is said; where no copy is known, who knows more is named."""
    found = library_in(place)
    (journal,) = (place / "journal").glob("*.jsonl")
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, pilot):
        held = journal.read_bytes()
        journal.unlink()
        app.main.context.follow_others()
        app.main.presenter.say("")
        await pilot.pause()
        assert "3 papers · read-only: `reader doctor` says what to do" in bottom(app)
        app.main.presenter.say("Something else.")
        await pilot.pause()
        assert "3 papers · read-only" in bottom(app)
        assert "Something else." in bottom(app)
        journal.write_bytes(held)
        app.main.context.follow_others()
        await pilot.pause()
        assert "read-only" not in bottom(app)


async def test_the_command_that_brings_words_back_is_named(place: Path, tmp_path: Path) -> None:
    """By its name in the palette."""
    folder = open_library(place)
    library_in(place, folder)
    folder.close(long=True)
    (journal,) = (place / "journal").glob("*.jsonl")
    found = Library(open_library(place))
    assert any((paths.data_dir() / "backups").rglob("*.jsonl.gz"))
    async with opened(found, tmp_path, (80, 24), folder=place) as (app, pilot):
        journal.unlink()
        app.main.context.follow_others()
        app.main.presenter.say("")
        await pilot.pause()
        assert "3 papers · read-only: : Put a backup back" in bottom(app)
        assert "keys" in bottom(app)


async def test_no_paper_is_new_because_its_decision_is_missing(place: Path, tmp_path: Path) -> None:
    """Neither while it is, nor when it is back; what is really new is told then."""
    found = library_in(place)
    (journal,) = (place / "journal").glob("*.jsonl")
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, _):

        def beside() -> str:
            return next(row.count for row in app.main.widgets.sidebar.rows if row.collection == INBOX)

        app.main.context.done(
            *imports.import_sources(found, [read_text('{"title": "Bloom filters"}', "jsonl")]).outcomes
        )
        assert beside() == "1 new"
        held = journal.read_bytes()
        journal.unlink()
        app.main.context.follow_others()
        assert beside() == "4"
        journal.write_bytes(held)
        app.main.context.follow_others()
        assert beside() == "1 new"

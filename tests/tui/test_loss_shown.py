"""A loss that a window notices: shown as long as it lasts, with the way out, and nothing is called new for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader import paths
from reader.commands.bindings import COMMANDS, named
from reader.io.read import read_text
from reader.library.library import Library, Outcome
from reader.operations import annotate, imports, triage
from reader.operations.collection import Collection, Kind
from reader.paper import Decision
from reader.store import open_library, past
from reader.store.doctor import check, repair
from reader.store.folder import Folder
from reader.tui import typeahead
from reader.tui.app import ReaderApp
from tests.support.grids import crossed
from tests.support.screen import bottom, opened, text, until

INBOX = Collection(Kind.INBOX)


@pytest.fixture(autouse=True)
def read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is asked here reads what he is asked in no time."""
    monkeypatch.setattr(typeahead, "PAUSE", 0)


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
        assert "What was missing is back. The library can be written again." in bottom(app)


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
        assert "3 papers · read-only: 'Put a backup back' under :" in bottom(app)
        assert "keys" in bottom(app)


async def test_no_paper_is_new_because_its_decision_is_missing(place: Path, tmp_path: Path) -> None:
    """Neither while it is, nor when it is back; what is really new is told then."""
    found = library_in(place)
    (journal,) = (place / "journal").glob("*.jsonl")
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, _):
        app.main.context.done(*bring_in(found, "Bloom filters"))
        assert inbox(app) == "1 new"
        held = journal.read_bytes()
        journal.unlink()
        app.main.context.follow_others()
        assert inbox(app) == "4"
        journal.write_bytes(held)
        app.main.context.follow_others()
        assert inbox(app) == "1 new"


def inbox(app: ReaderApp) -> str:
    """What stands beside the inbox."""
    return next(row.count for row in app.main.widgets.sidebar.rows if row.collection == INBOX)


def bring_in(found: Library, title: str) -> tuple[Outcome, ...]:
    """Import a paper."""
    return imports.import_sources(found, [read_text(f'{{"title": "{title}"}}', "jsonl")]).outcomes


async def go_on(app: ReaderApp, pilot: Pilot[Any], key: str) -> str:
    """Go on without what is missing, this key being the answer; the question as it stood there."""
    app.main.run(named(COMMANDS, "go-on"))
    await until(pilot, lambda: app.screen is not app.main)
    asked = " ".join(text(app).replace("│", " ").split())
    await pilot.press(key)
    await until(pilot, lambda: app.screen is app.main and (key != "y" or not app.main.context.library.read_only))
    await pilot.pause()
    return asked


@pytest.mark.parametrize("backed_up", [True, False])
async def test_who_goes_on_without_what_is_missing_is_told_what_that_is_and_can_edit_at_once(
    place: Path, tmp_path: Path, backed_up: bool
) -> None:
    """With where a copy is, or that there is none, where Enter means no. Nothing is new for it but what was before."""
    folder = open_library(place)
    found = library_in(place, folder)
    if backed_up:
        folder.close(long=True)
    else:
        shutil.rmtree(paths.data_dir() / "backups", ignore_errors=True)
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, pilot):
        app.main.context.done(*bring_in(found, "Bloom filters"))
        assert inbox(app) == "1 new"
        (journal,) = (place / "journal").glob("*.jsonl")
        held = journal.read_bytes()
        journal.unlink()
        app.main.context.follow_others()
        assert inbox(app) == "4"
        asked = await go_on(app, pilot, "n")
        assert "2 steps of this machine that were here" in asked
        assert ("Now or later it comes back with `reader backup restore" in asked) == backed_up
        assert ("No backup has it." in asked) != backed_up
        assert found.loss
        await go_on(app, pilot, "y")
        assert (found.loss, found.read_only, found.gone) == ("", "", ())
        assert "read-only" not in bottom(app)
        assert inbox(app) == "1 new 4"
        app.main.context.done(triage.decide(found, list(found.papers.values())[:1], Decision.LATER))
        assert inbox(app) == "1 new 3"
        journal.with_name("back.jsonl").write_bytes(held)
        app.main.context.follow_others()
        assert inbox(app) == "1 new"


def cut_journal(place: Path) -> None:
    """Lines of a journal are gone, and those around them are there."""
    (journal,) = (place / "journal").glob("*.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2] + lines[3:]))


def lose_catalogue(place: Path) -> None:
    """With the one before its last change."""
    for catalogue in place.glob("catalogue.json*"):
        catalogue.unlink()


def damage_catalogue(place: Path) -> None:
    (place / "catalogue.json").write_bytes(b"\0" * 300)


def cut_catalogue(place: Path) -> None:
    """It has fewer papers, and is whole."""
    lines = (place / "catalogue.json").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "Tries" not in line]
    assert len(kept) < len(lines)
    (place / "catalogue.json").write_text("\n".join(kept), encoding="utf-8")


@crossed
@pytest.mark.parametrize("backed_up", [True, False])
@pytest.mark.parametrize("lose", [cut_journal, lose_catalogue, damage_catalogue, cut_catalogue])
async def test_whatever_is_missing_the_window_can_be_written_at_once(
    place: Path, tmp_path: Path, lose: Callable[[Path], None], backed_up: bool
) -> None:
    """And nothing is new for it; what still stands somewhere is brought back."""
    folder = open_library(place)
    found = library_in(place, folder)
    if backed_up:
        folder.close(long=True)
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, pilot):
        annotate.star_papers(found, list(found.papers.values())[:1], on=True)
        lose(place)
        app.main.context.follow_others()
        assert found.read_only
        assert "missing" in await go_on(app, pilot, "y")
        assert (found.loss, found.read_only, found.gone) == ("", "", ())
        assert "new" not in inbox(app)
        app.main.context.done(*bring_in(found, "Skip lists"))
        assert inbox(app).startswith("1 new")
    assert {finding.kind for finding in check(place)} <= {"orphan"}


async def test_a_window_goes_on_without_what_only_it_has_seen(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of edits in quick succession the last are remembered late: what else is mended tells nothing of them."""
    monkeypatch.setattr(past, "OFTEN", 10**9)
    found = library_in(place)
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, pilot):
        annotate.star_papers(found, list(found.papers.values())[:1], on=True)
        cut_journal(place)
        app.main.context.follow_others()
        await go_on(app, pilot, "y")
        assert (found.loss, found.read_only, found.gone) == ("", "", ())


async def test_nothing_is_new_for_what_was_gone_on_without_between_two_runs(place: Path, tmp_path: Path) -> None:
    """By a command of the shell; what comes after is."""
    found = library_in(place)
    async with opened(found, tmp_path, (100, 30), folder=place):
        pass
    found = Library(open_library(place))
    bring_in(found, "Bloom filters")
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, _):
        assert inbox(app) == "1 new"
    (journal,) = (place / "journal").glob("*.jsonl")
    journal.unlink()
    repair(place)
    found = Library(open_library(place))
    async with opened(found, tmp_path, (100, 30), folder=place) as (app, _):
        assert inbox(app) == "4"
        app.main.context.done(*bring_in(found, "Skip lists"))
        assert inbox(app) == "1 new 5"
    async with opened(Library(open_library(place)), tmp_path, (100, 30), folder=place) as (app, _):
        assert inbox(app) == "1 new 5"


async def test_where_nothing_is_missing_nothing_is_asked(place: Path, tmp_path: Path) -> None:
    """Nor where the library is away as a whole, which may come back."""
    found = library_in(place)
    async with opened(found, tmp_path, (250, 30), folder=place) as (app, pilot):
        app.main.run(named(COMMANDS, "go-on"))
        await pilot.pause()
        assert "Nothing is missing." in bottom(app)
        place.rename(tmp_path / "elsewhere")
        app.main.run(named(COMMANDS, "go-on"))
        await pilot.pause()
        assert app.screen is app.main
        assert "cannot be read" in text(app)
        assert not place.exists()

"""Journeys through the whole program by keys alone: a real library folder, the real dialogs, restarts in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from reader.library.library import Library
from reader.paper import Status
from reader.store import open_library
from reader.tui.app import ReaderApp
from tests.support.screen import bottom, opened, text, type_in, until


@asynccontextmanager
async def reader(folder: Path) -> AsyncIterator[tuple[ReaderApp, Pilot[object], Library]]:
    """The interface on a folder, as `reader` opens it, 100 columns wide."""
    store = open_library(folder / "library", state_dir=folder / "state", data_dir=folder / "data")
    library = Library(store)
    async with opened(library, folder / "state", (100, 30)) as (app, pilot):
        yield app, pilot, library


async def find(pilot: Pilot[object], words: str) -> None:
    """Search from anywhere and go to the list."""
    await pilot.press("escape", "escape", "slash")
    await type_in(pilot, words)
    await pilot.press("enter")
    await pilot.pause()


async def bring_in(app: ReaderApp, pilot: Pilot[object], source: Path) -> None:
    """Import a file through the dialog."""
    await pilot.press("i")
    await type_in(pilot, str(source))
    await pilot.press("enter")
    await until(pilot, lambda: "import 14 papers" in text(app))
    await pilot.press("enter")
    await until(pilot, lambda: "14 papers" in bottom(app) and "Imported" in bottom(app))


NOTE = "Zeile eins | *schön*\nZeile zwei, ü"


async def test_from_an_empty_library_to_an_exported_list_and_back(tmp_path: Path, fixtures: Path) -> None:
    """Import, find with a typo, tag three, star one, write a note, make a list, export; restart; undo all; redo."""
    async with reader(tmp_path) as (app, pilot, library):
        assert "Nothing to read yet" in text(app)
        await bring_in(app, pilot, fixtures / "page-compact.txt")

        await find(pilot, "flashatention")
        assert bottom(app).startswith("1 of 14 papers")
        await pilot.press("escape", "escape", "g", "space", "space", "space", "t")
        await type_in(pilot, "edge")
        await pilot.press("enter")
        await pilot.pause()
        chosen = [paper.id for paper in library.papers.values() if paper.tags == ("edge",)]
        assert len(chosen) == 3

        await pilot.press("L")
        await type_in(pilot, "Edge models")
        await pilot.press("enter")
        await pilot.pause()
        assert list(library.reading_list("Edge models").papers) == chosen

        await pilot.press("escape", "escape", "g", "s", "e")
        await type_in(pilot, NOTE)
        await pilot.press("escape")
        await pilot.pause()
        first = library.papers[chosen[0]]
        assert (first.starred, first.note) == (True, NOTE)

    target = tmp_path / "edge.md"
    async with reader(tmp_path) as (app, pilot, library):
        assert library.papers[chosen[0]].note == NOTE
        await find(pilot, 'list:"Edge models"')
        await pilot.press("x")
        await until(pilot, lambda: "for whom is it?" in text(app))
        await pilot.press("down", "down", "tab", "end", "ctrl+u")
        await type_in(pilot, str(target))
        await pilot.press("enter")
        await until(pilot, lambda: "Exported" in text(app))
        written = target.read_text(encoding="utf-8")
        titles = [library.papers[id].title for id in chosen]
        places = [written.index(title.split(":")[0].strip('"?')[:12]) for title in titles]
        assert places == sorted(places)
        assert all(line in written for line in NOTE.split("\n"))

        for _ in range(5):
            await pilot.press("escape", "u")
            await pilot.pause()
        assert not library.papers
        assert not library.lists
        for _ in range(5):
            await pilot.press("escape", "ctrl+r")
            await pilot.pause()
        assert library.papers[chosen[0]].note == NOTE
        assert len(library.reading_list("Edge models").papers) == 3


async def test_triage_goes_through_the_inbox_one_key_a_paper(tmp_path: Path, fixtures: Path) -> None:
    """Queue, later, star, dismiss; leave and resume where it was left."""
    async with reader(tmp_path) as (app, pilot, library):
        await bring_in(app, pilot, fixtures / "page-compact.txt")
        await pilot.press("T")
        await until(pilot, lambda: "14 left" in text(app))
        await pilot.press("plus", "greater_than_sign", "s", "minus")
        await until(pilot, lambda: "10 left" in text(app))
        await pilot.press("escape")
        await pilot.pause()
        decided = [paper.triage for paper in library.papers.values()]
        assert decided[:4] == ["queued", "later", "kept", "dismissed"]
        assert [paper.starred for paper in library.papers.values()][:4] == [False, False, True, False]
        assert len(library.reading_list("Queue").papers) == 1
    async with reader(tmp_path) as (app, pilot, library):
        await pilot.press("T")
        await until(pilot, lambda: "10 left" in text(app))
        await pilot.press("escape")


async def test_a_list_is_read_from_top_to_bottom(tmp_path: Path, fixtures: Path) -> None:
    """Status by one key, the next unread by another, progress in the sidebar."""
    async with reader(tmp_path) as (app, pilot, library):
        await bring_in(app, pilot, fixtures / "page-compact.txt")
        await pilot.press("escape", "g", "space", "space", "L")
        await type_in(pilot, "Week")
        await pilot.press("enter")
        await pilot.pause()
        await find(pilot, "list:week")
        assert bottom(app).startswith("2 of 14 papers")
        await pilot.press("g", "r", "r")
        await pilot.pause()
        assert [paper.status for paper in library.papers.values()][:2] == [Status.READ, Status.UNREAD]
        assert "1/2" in text(app)


async def test_a_note_half_written_survives_a_crash(tmp_path: Path, fixtures: Path) -> None:
    """Reader ends in the middle of a sentence: the draft is there again when the note is opened next."""
    async with reader(tmp_path) as (app, pilot, library):
        await bring_in(app, pilot, fixtures / "page-compact.txt")
        await pilot.press("escape", "g", "e")
        await type_in(pilot, "half a thought")
        assert not any(paper.note for paper in library.papers.values())
    async with reader(tmp_path) as (app, pilot, library):
        await pilot.press("g", "e")
        await pilot.pause()
        assert "half a thought" in text(app)


async def test_saved_searches_and_smart_lists_follow_what_changes(tmp_path: Path, fixtures: Path) -> None:
    """A saved search shows its count in the sidebar, and the count follows an edit."""
    async with reader(tmp_path) as (app, pilot, library):
        await bring_in(app, pilot, fixtures / "page-compact.txt")
        await pilot.press("escape", "slash")
        await type_in(pilot, "is:starred")
        await pilot.press("enter", "w")
        await type_in(pilot, "Best")
        await pilot.press("enter")
        await pilot.pause()
        assert library.reading_list("Best").query == "is:starred"
        await find(pilot, "")
        await pilot.press("escape", "g", "s")
        await pilot.pause()
        await until(pilot, lambda: any("Best" in line and " 1 " in line[:26] for line in text(app).splitlines()))

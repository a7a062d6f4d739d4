"""The interface takes up the search index that was kept, so that it can search while it reads, and leaves one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.cli.session import Session
from reader.library.change import Draft, Step, Update
from reader.library.library import Library
from reader.operations import annotate
from reader.operations.collection import Collection, Kind
from reader.operations.kept_index import IndexKeeper
from reader.search import Index, records
from reader.settings import Settings
from reader.store import standing
from reader.tui.app import ReaderApp
from reader.tui.main_screen import MainScreen
from reader.tui.model.live_search import LiveSearch
from reader.tui.model.view_state import ViewState
from reader.tui.presenter import Presenter
from tests.support.cli import Reader
from tests.support.pilot import NEVER, driven
from tests.support.screen import bottom, lines, text, until

TITLES = {"2401.00001": "Attention of Experts", "2401.00002": "Bounds of Quantization", "2401.00003": "Cache Models"}


@pytest.fixture
def shelf(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A library of some papers; the clock of its file system counts as exact."""
    monkeypatch.setattr(standing, "FINE", 0)
    monkeypatch.setattr(standing, "COARSE", 0)
    monkeypatch.setattr("reader.tui.app.POLL", NEVER)
    reader.take(TITLES)
    return reader


@asynccontextmanager
async def opening(shelf: Reader, state: Path, go: Event) -> AsyncIterator[tuple[ReaderApp, Pilot[object]]]:
    """The interface over a library that is not read until `go`."""
    session = Session(str(shelf.folder))

    def read() -> Library:
        assert go.wait(60)
        return session.open_library()

    keeper = partial(session._keeper, few=False)
    app = ReaderApp(read, settings=Settings(), state=state, folder=shelf.folder, index_keeper=keeper)
    async with driven(app, (80, 24)) as pilot:
        try:
            yield app, pilot
        finally:
            go.set()
            if app._building is not None:
                await app._building
            session.close()


def index_file(home: Path) -> Path:
    (found,) = (home / "cache" / "reader" / "indexes").glob("*.index")
    return found


async def test_it_is_searched_while_the_library_is_read(shelf: Reader, tmp_path: Path) -> None:
    """By the index that was kept, typos and all; an edit waits, and in the end the library itself is shown."""
    shelf("tag", "2401.00002", "--add", "rl")
    shelf("search", "attention")
    go = Event()
    async with opening(shelf, tmp_path, go) as (app, pilot):
        await until(pilot, lambda: "Cache Models" in text(app))
        assert bottom(app).startswith("3 papers")
        await pilot.press("slash", *"quantizaton")
        await until(pilot, lambda: "Bounds of Quantization" in text(app) and "Cache Models" not in text(app))
        assert bottom(app).startswith("1 of 3 papers")
        assert "#rl" in text(app)
        await pilot.press(*"xqzv")
        await until(pilot, lambda: "Nothing matches" in text(app))
        assert app.main.view_state.library is None
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "Cache Models" in text(app))
        go.set()
        await until(pilot, lambda: app.main.view_state.library is not None)
        await pilot.press("slash", *"quantizaton")
        await until(pilot, lambda: bottom(app).startswith("1 of 3 papers"))
        await pilot.press("enter", "s")
        library = app.main.view_state.library
        assert library is not None
        await until(pilot, lambda: library.papers["2401.00002"].starred)


def test_what_is_shown_until_the_library_is_read_is_told_without_reading_a_paper(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which columns there are is noted beside the index: else all papers would lie in memory twice."""
    shelf("tag", "2401.00002", "--add", "rl")
    shelf("search", "attention")
    session = Session(str(shelf.folder))
    found = session._keeper(few=False).as_it_stands()
    assert found is not None
    view_state = ViewState()
    monkeypatch.setattr(records, "paper_of", lambda record: pytest.fail("read"))
    view_state.foresee_all(*found)
    columns = view_state.columns()
    assert len(view_state.shown.rows) == 3
    assert {"tags", "note"}.intersection(columns.names) == {"tags"}
    assert found[0].fields_told == session.library.fields_told
    session.close()


async def test_the_answer_to_a_key_that_waited_for_the_library_stays(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said of a library that was just read comes before it, and tells of no draft that the key itself left."""
    go = Event()
    said: list[str] = []
    take = MainScreen.take

    def taken(screen: MainScreen, library: Library) -> None:
        take(screen, library)
        asyncio.get_running_loop().call_soon(screen.context.keep_draft, "2401.00001", "mine")

    monkeypatch.setattr(MainScreen, "take", taken)
    monkeypatch.setattr(Presenter, "say", lambda _, message, **more: said.append(message))
    async with opening(shelf, tmp_path, go) as (app, pilot):
        go.set()
        await until(pilot, lambda: app._building is not None and app._building.done())
        assert app.main.context.draft("2401.00001") == "mine"
    assert not any("not saved last time" in message for message in said)


async def test_the_answer_to_a_key_while_the_kept_index_is_looked_for_stays(shelf: Reader, tmp_path: Path) -> None:
    """So it does where the library was read before the first frame."""
    session, go = Session(str(shelf.folder)), Event()

    def keeper() -> IndexKeeper:
        assert go.wait(60)
        return session._keeper(few=False)

    app = ReaderApp(
        session.open_library,
        settings=Settings(),
        state=tmp_path,
        folder=shelf.folder,
        library=session.open_library(),
        index_keeper=keeper,
    )
    async with driven(app, (80, 24)) as pilot:
        await until(pilot, lambda: app._building is not None)
        app.main.context.keep_draft("2401.00001", "mine")
        app.main.presenter.say("The editor was ended.")
        go.set()
        await until(pilot, lambda: app._building is not None and app._building.done())
        assert "The editor was ended." in bottom(app)
    session.close()


async def test_a_smart_list_of_words_holds_nothing_and_takes_no_key_until_the_words_are_known(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title by title it would hold what has the word that it excludes in a note, and lack what has it in one alone."""
    shelf("note", "2401.00002", "--set", "a benchmark")
    shelf("note", "2401.00003", "--set", "a piece of it")
    shelf("list", "new", "Neg", "--query", "of -benchmark")
    shelf("list", "new", "Kept", "--query", "has:note")
    go, build = asyncio.Event(), LiveSearch._built

    async def built(finder: LiveSearch, *given: Any) -> Index:
        await go.wait()
        return await build(finder, *given)

    monkeypatch.setattr(LiveSearch, "_built", built)
    ready = Event()
    ready.set()
    async with opening(shelf, tmp_path, ready) as (app, pilot):
        try:
            await until(pilot, lambda: app.main.view_state.library is not None)
            library = app.main.view_state.library
            assert library is not None
            assert app.main.view_state.searches == {"Kept": 2, "Neg": None}
            app.main.navigator.open(Collection(Kind.LIST, "Neg"))
            await pilot.press("V", "s")
            await pilot.pause()
            assert [line.strip() for line in lines(app) if "Looking" in line] == ["Looking for the papers of Neg…"]
            assert (bottom(app).startswith("3 papers"), app.main.view_state.shown.papers) == (True, 0)
        finally:
            go.set()
        await until(pilot, lambda: any(paper.starred for paper in library.papers.values()))
        assert {paper.id for paper in library.papers.values() if paper.starred} == {"2401.00001", "2401.00003"}
        assert app.main.view_state.searches == {"Kept": 2, "Neg": 2}


async def test_no_key_waits_for_an_index_that_cannot_be_made(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf("list", "new", "Neg", "--query", "of")
    ready = Event()
    ready.set()
    monkeypatch.setattr(LiveSearch, "_built", None)
    async with opening(shelf, tmp_path, ready) as (app, pilot):
        await until(pilot, lambda: app._building is not None and app._building.done())
        app.main.navigator.open(Collection(Kind.LIST, "Neg"))
        await pilot.press("s")
        await until(pilot, lambda: "There is no paper here" in bottom(app))


async def test_what_changed_since_is_not_shown_as_it_was(shelf: Reader, tmp_path: Path) -> None:
    """Where a file of the library is another than it was nothing is searched until the library has been read."""
    shelf("search", "attention")
    shelf("remove", "2401.00003", "--yes")
    go = Event()
    async with opening(shelf, tmp_path, go) as (app, pilot):
        await pilot.pause(0.3)
        assert "Cache Models" not in text(app)
        assert app.main.view_state.contents is None
        go.set()
        await until(pilot, lambda: app.main.view_state.finder.ready)
        await pilot.press("slash", *"of")
        await until(pilot, lambda: bottom(app).startswith("2 of 2 papers"))


async def test_an_edit_while_the_library_is_read_is_found(shelf: Reader, tmp_path: Path) -> None:
    """Another process tags a paper between the first look and the reading: what was kept answers no more."""
    shelf("search", "attention")
    go = Event()
    async with opening(shelf, tmp_path, go) as (app, pilot):
        await until(pilot, lambda: app.main.view_state.contents is not None)
        other = Session(str(shelf.folder))
        library = other.open_library()
        annotate.tag_papers(library, [library.papers["2401.00003"]], ["zebra"], [])
        other.close()
        go.set()
        await until(pilot, lambda: app.main.view_state.library is not None)
        await pilot.press("slash", *"zebra")
        await until(pilot, lambda: bottom(app).startswith("1 of 3 papers"))
        assert "Cache Models" in text(app)


async def test_an_index_that_was_built_is_kept_and_read_where_it_lies(
    shelf: Reader, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next search from the shell opens nothing, also after an edit; what was noted is no longer than the edit."""
    go = Event()
    go.set()
    async with opening(shelf, tmp_path, go) as (app, pilot):
        await until(pilot, lambda: app._building is not None and app._building.done())
        index = app.main.view_state.finder._index
        assert index is not None
        assert index.kept is not None
        before = index_file(own_home).stat().st_ino
        await pilot.press("t", *"zebra", "enter")
        library = app.main.view_state.library
        assert library is not None
        await until(pilot, lambda: "zebra" in library.papers["2401.00001"].tags)
        await pilot.press("q")
    assert index_file(own_home).stat().st_ino == before
    monkeypatch.setattr(Session, "open_library", None)
    assert shelf("search", "zebra", "--ids").lines == ["2401.00001"]


async def test_a_spoilt_index_is_made_anew_without_a_word(shelf: Reader, tmp_path: Path, own_home: Path) -> None:
    """The interface opens as where nothing was kept."""
    shelf("search", "attention")
    path = index_file(own_home)
    path.write_bytes(path.read_bytes()[:-3_000])
    go = Event()
    go.set()
    async with opening(shelf, tmp_path, go) as (app, pilot):
        await until(pilot, lambda: app.main.view_state.finder.ready)
        await pilot.press("slash", *"quantizaton")
        await until(pilot, lambda: bottom(app).startswith("1 of 3 papers"))
        assert not any("index" in line for line in lines(app))


async def test_what_was_edited_when_the_program_ended_is_found_by_the_next_search(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that a signal cuts off has made its step, and nobody shows it any more: the index has it all the same."""
    shelf("search", "attention")
    go = Event()
    go.set()
    async with opening(shelf, tmp_path, go) as (app, pilot):
        await until(pilot, lambda: app._building is not None and app._building.done())
        library = app.main.view_state.library
        assert library is not None
        annotate.tag_papers(library, [library.papers["2401.00003"]], ["zebra"], [])
        await pilot.press("q")
    monkeypatch.setattr(Session, "open_library", None)
    assert shelf("search", "tag:zebra", "--ids").lines == ["2401.00003"]


async def test_an_edit_that_is_under_way_when_the_program_ends_leaves_no_index_from_before_it(
    shelf: Reader, tmp_path: Path
) -> None:
    """The step stands in the files, and not yet in the papers: the next search reads the files."""
    shelf("search", "attention")
    go, is_written, seen = Event(), Event(), Event()
    go.set()
    async with opening(shelf, tmp_path, go) as (app, pilot):
        await until(pilot, lambda: app._building is not None and app._building.done())
        library = app.main.view_state.library
        assert library is not None
        push = library._backing.push

        def slowly(propose: Callable[[Update], Draft | None]) -> Step | None:
            step = push(propose)
            is_written.set()
            assert seen.wait(60)
            return step

        library._backing.push = slowly  # type: ignore[method-assign]
        edit = Thread(target=annotate.tag_papers, args=(library, [library.papers["2401.00003"]], ["zebra"], []))
        edit.start()
        assert is_written.wait(60)
        app.leave()
        seen.set()
        edit.join()
        library._backing.push = push  # type: ignore[method-assign]
        app.main.view_state.finder.leave = lambda *_: None  # type: ignore[method-assign]
    assert shelf("search", "tag:zebra", "--ids").lines == ["2401.00003"]


async def test_an_edit_while_a_built_index_is_kept_is_found_by_the_next_search(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread edits between the reading of the index and its writing, and is not followed before the program ends."""
    go = Event()
    blocks = Index.blocks
    edited: list[Library] = []

    def edited_meanwhile(index: Index) -> Iterator[tuple[str, bytes]]:
        yield from blocks(index)
        if not edited and (library := app.main.view_state.library) is not None:
            edited.append(library)
            annotate.tag_papers(library, [library.papers["2401.00003"]], ["zebra"], [])

    monkeypatch.setattr(Index, "blocks", edited_meanwhile)
    async with opening(shelf, tmp_path, go) as (app, pilot):
        go.set()  # Not sooner: the thread must know the app.
        await until(pilot, lambda: app._building is not None and app._building.done())
        app.main.view_state.finder.leave = lambda *_: None  # type: ignore[method-assign]
    assert edited, app.failure
    assert shelf("search", "tag:zebra", "--ids").lines == ["2401.00003"]

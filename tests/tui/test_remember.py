"""What is remembered between runs belongs to one library, and never keeps the interface from opening."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from reader.library.library import Library
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.paths import data_dir
from reader.store import open_library
from reader.tui.app import ReaderApp
from reader.tui.drafts import Drafts
from reader.tui.library_state import library_state, mark
from reader.tui.model.sidebar_rows import SidebarRow
from reader.tui.remember import Remembered, recall, remember
from reader.tui.startup_cache import keep_startup_cache, read_startup_cache
from tests.support.laws import often
from tests.support.memory import library
from tests.support.screen import bottom, lines, opened, text

PAPERS = (Paper(id="p1", title="A first paper", tags=("rl",)), Paper(id="p2", title="A second paper"))


def shelf() -> Library:
    """A library with two papers, in memory."""
    return library(*PAPERS)


# -- one library's state is not another's -----------------------------------------------------------------------------


async def test_a_draft_of_one_library_is_not_offered_in_another(tmp_path: Path) -> None:
    """Though both have the same paper; in its own it is named at the start and offered."""
    state, mine, other = tmp_path / "state", tmp_path / "mine", tmp_path / "other"
    async with opened(shelf(), state, folder=mine) as (app, pilot):
        await pilot.press("e", *"only here")
        app.exit()
    async with opened(shelf(), state, folder=other) as (app, pilot):
        assert bottom(app).startswith("2 papers")
        await pilot.press("e")
        await pilot.pause()
        assert "only here" not in text(app)
    async with opened(shelf(), state, (120, 24), folder=mine) as (app, pilot):
        assert "The note on 'A first paper' was not saved last time: e there goes on with it." in bottom(app)
        await pilot.press("e")
        await pilot.pause()
        assert "only here" in text(app)


async def test_place_query_order_cursor_folded_tags_and_export_are_kept_for_each_library(tmp_path: Path) -> None:
    """The theme and the panes are the person's, and go along."""
    state, mine, other = tmp_path / "state", tmp_path / "mine", tmp_path / "other"
    async with opened(shelf(), state, folder=mine) as (app, pilot):
        app.main.navigator.show_theme("nord")
        app.main.navigator.open(Collection(Kind.UNREAD))
        await pilot.press("slash", *"second", "enter", "left_square_bracket")
        app.main.navigator.sort("title")
        app.main.presenter.folded.add("rl")
        app.main.context.keep("export", "{}")
        await pilot.press("q")
    async with opened(shelf(), state, folder=other) as (app, pilot):
        view_state, main = app.main.view_state, app.main
        assert (view_state.collection.kind, view_state.query, view_state.order) == (Kind.ALL, "", "")
        assert (main.presenter.folded, main.context.kept("export"), main.widgets.list.current) == (set(), "", "p1")
        assert app.theme == "nord"
        await pilot.press("q")
    async with opened(shelf(), state, folder=mine) as (app, _):
        view_state, main = app.main.view_state, app.main
        assert (view_state.collection.kind, view_state.query, view_state.order) == (Kind.UNREAD, "second", "title")
        assert (main.presenter.folded, main.context.kept("export"), main.widgets.list.current) == ({"rl"}, "{}", "p2")


def edited(folder: Path) -> Path:
    """A library on the disk with one paper, so that it carries an id."""
    store = open_library(folder)
    Library(store).add([Paper(id="p", title="A paper")], say=lambda plan: "Imported")
    store.close()
    return folder


def test_a_library_is_the_same_through_a_link_and_after_a_move_and_a_copy_is_another(tmp_path: Path) -> None:
    state, first = tmp_path / "state", edited(tmp_path / "first")
    Drafts(library_state(state, first)[0]).keep("p", "a thought")
    (tmp_path / "link").symlink_to(first, target_is_directory=True)
    assert library_state(state, tmp_path / "link") == library_state(state, first)
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in first.iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(file.read_bytes())
    assert Drafts(library_state(state, copy)[0]).text("p") is None
    moved = first.rename(tmp_path / "moved")
    (tmp_path / "link").unlink()
    assert Drafts(library_state(state, moved)[0]).text("p") == "a thought"


def test_drafts_that_do_not_fit_on_the_disk_come_along_as_soon_as_they_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library was moved; no half of them stands for all until then."""
    state, first = tmp_path / "state", edited(tmp_path / "first")
    think(state, first, "a thought")
    moved = first.rename(tmp_path / "moved")
    copied: list[str] = []

    def until_it_is_full(source: str, target: str) -> None:
        if Path(source).suffix == ".md":
            raise OSError(errno.ENOSPC, target)
        copied.append(shutil.copyfile(source, target))

    with monkeypatch.context() as full:
        full.setattr(shutil, "copy2", until_it_is_full)
        full.setattr(shutil.copytree, "__defaults__", (False, None, until_it_is_full, False, False))
        assert thought(state, moved) is None
    assert copied != []
    assert thought(state, moved) == "a thought"
    assert [path.name for path in (state / "windows").iterdir() if path.name.startswith(".")] == []


async def test_what_is_typed_and_cannot_be_kept_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state folder lies on a full disk; the library does not."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("reader.tui.remember.replace_unlocked", full)
    async with opened(shelf(), tmp_path / "state", (160, 24)) as (app, pilot):
        await pilot.press("e", *"a thought")
        app.screen.keep()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "A crash would lose what you type until you save it: it cannot be written" in text(app)
        said: list[object] = []
        monkeypatch.setattr(app.main.presenter, "say", lambda *told, **_: said.append(told))
        await pilot.press("x")
        app.screen.keep()  # type: ignore[attr-defined]
        await pilot.pause()
        assert said == []


def thought(state: Path, folder: Path) -> str | None:
    """The draft that is offered in a library."""
    return Drafts(library_state(state, folder)[0]).text("p")


def think(state: Path, folder: Path, words: str) -> None:
    """Leave a draft in a library."""
    drafts = Drafts(library_state(state, folder)[0])
    drafts.keep("p", words)
    drafts.close()


def test_the_state_of_two_libraries_whose_folders_are_swapped_goes_with_each(tmp_path: Path) -> None:
    state, a, b = tmp_path / "state", edited(tmp_path / "a"), edited(tmp_path / "b")
    think(state, a, "of a")
    think(state, b, "of b")
    for order, offered in (((a, b), ("of b", "of a")), ((b, a), ("of a", "of b")), ((a, b), ("of b", "of a"))):
        a.rename(tmp_path / "c")
        b.rename(a)
        (tmp_path / "c").rename(b)
        found = {folder: thought(state, folder) for folder in order}
        assert (found[a], found[b]) == offered


def test_another_library_at_the_same_place_is_offered_nothing_and_the_first_gets_it_back(tmp_path: Path) -> None:
    state, a = tmp_path / "state", edited(tmp_path / "a")
    think(state, a, "of the first")
    old = a.rename(tmp_path / "old")
    a.mkdir()
    assert thought(state, a) is None
    think(state, a, "of the second")
    shutil.copytree(edited(tmp_path / "new"), a, dirs_exist_ok=True)
    assert thought(state, a) == "of the second"
    assert thought(state, old) == "of the first"


def test_a_disk_that_is_away_for_a_while_brings_its_drafts_back(tmp_path: Path) -> None:
    """Though an empty folder, or a copy, was opened meanwhile."""
    state, a = tmp_path / "state", edited(tmp_path / "a")
    think(state, a, "of a")
    shutil.copytree(a, tmp_path / "copy")
    away = a.rename(tmp_path / "away.disk")
    assert thought(state, tmp_path / "copy") == "of a"
    a.mkdir()
    assert thought(state, a) is None
    a.rmdir()
    away.rename(a)
    assert thought(state, a) == "of a"
    think(state, tmp_path / "copy", "of the copy")
    assert thought(state, a) == "of a"


def test_a_folder_that_is_not_to_be_seen_for_a_moment_is_no_other_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed in a window that was opened then is offered in the next one, as what was typed before is there."""
    state, a = tmp_path / "state", edited(tmp_path / "a")
    think(state, a, "before")
    looked = os.listdir
    for error in (FileNotFoundError(2, ""), NotADirectoryError(20, ""), PermissionError(13, "")):

        def gone(path: str, error: OSError = error) -> list[str]:
            if str(path) == str(a):
                raise error
            return looked(path)

        with monkeypatch.context() as moment:
            moment.setattr(os, "listdir", gone)
            assert thought(state, a) == "before"
            think(state, a, "while it was away")
        assert thought(state, a) == "while it was away"
        think(state, a, "before")
    a.rename(tmp_path / "elsewhere")
    think(state, a, "while it was away")
    (tmp_path / "elsewhere").rename(a)
    assert thought(state, a) == "while it was away"


# -- two windows -------------------------------------------------------------------------------------------------------


def test_two_windows_on_one_paper_keep_two_drafts(tmp_path: Path) -> None:
    """Neither is offered what the other is typing, nor takes it away; when both crashed, both are offered."""
    one, two = Drafts(tmp_path), Drafts(tmp_path)
    one.keep("p", "typed in one")
    assert two.offer("p") is None
    two.keep("p", "typed in two")
    os.utime(next((tmp_path / "drafts").glob(f"*.{two._window}.md")), (2_000_000_000, 2_000_000_000))
    two.forget("p")
    two.keep("p", "typed in two again")
    assert (one.offer("p"), two.offer("p")) == ("typed in one", "typed in two again")
    one.close()
    two.close()
    later = Drafts(tmp_path)
    found = {str(later.offer("p"))}
    later.forget("p")
    found.add(str(later.offer("p")))
    later.forget("p")
    assert found == {"typed in one", "typed in two again"}
    assert later.offer("p") is None


def test_a_draft_that_was_offered_goes_on_in_one_file(tmp_path: Path) -> None:
    crashed = Drafts(tmp_path)
    crashed.keep("p", "half")
    crashed.close()
    later = Drafts(tmp_path)
    assert later.offer("p") == "half"
    later.keep("p", "half a thought")
    later.close()
    assert len(list((tmp_path / "drafts").iterdir())) == 1
    assert Drafts(tmp_path).offer("p") == "half a thought"


@pytest.mark.parametrize(
    ("begun_on", "present", "fits"),
    [
        ("old", "old", True),
        ("old", "new", False),
        ("old", "", False),
        ("", "", True),
        ("", "new", False),
        (None, "", True),
        (None, "new", False),
    ],
)
def test_a_draft_knows_on_which_note_it_was_begun(
    tmp_path: Path, begun_on: str | None, present: str, fits: bool
) -> None:
    """One of an earlier version does not, and goes only with a note that is empty."""
    crashed = Drafts(tmp_path)
    crashed.keep("p", "first", "another note")
    crashed.keep("p", "half a thought", begun_on)
    crashed.close()
    assert len(list((tmp_path / "drafts").iterdir())) == 1
    later = Drafts(tmp_path)
    assert later.offer("p") == "half a thought"
    assert later.begun_on("p", present) is fits


# -- what an earlier version kept --------------------------------------------------------------------------------------


def of_an_earlier_version(state: Path, *seen: Path) -> None:
    """One file of windows and one folder of drafts for all libraries, as an earlier version left them."""
    import hashlib

    (state / "drafts").mkdir(parents=True)
    (state / "drafts" / f"{hashlib.sha256(b'p1').hexdigest()[:24]}.md").write_text("an old thought")
    (state / "export.json").write_text("{}")
    (state / "window.json").write_text('{"theme": "nord", "query": "second", "cursor": "p2"}')
    for folder in seen:
        keep_startup_cache(state, folder, PAPERS, 0, (), "2 papers")


async def test_what_an_earlier_version_kept_is_taken_over_where_there_was_one_library(tmp_path: Path) -> None:
    state, mine = tmp_path / "state", tmp_path / "mine"
    of_an_earlier_version(state, mine)
    async with opened(shelf(), state, (120, 24), folder=mine) as (app, pilot):
        assert (app.main.view_state.query, app.theme, app.main.context.kept("export")) == ("second", "nord", "{}")
        assert "The note on 'A first paper' was not saved last time" in bottom(app)
        await pilot.press("q")
    async with opened(shelf(), state, folder=tmp_path / "other") as (app, _):
        assert (app.main.view_state.query, app.theme) == ("", "nord")
        assert app.main.context.draft("p1") is None


@pytest.mark.parametrize("case", ["two seen", "none seen", "another seen", "another edited"])
async def test_what_may_be_of_another_library_stays_where_it_is_and_is_named_once(case: str, tmp_path: Path) -> None:
    state, mine, other = tmp_path / "state", tmp_path / "mine", tmp_path / "other"
    seen = {"two seen": [mine, other], "none seen": [], "another seen": [other], "another edited": [mine]}
    of_an_earlier_version(state, *seen[case])
    if case == "another edited":
        (data_dir() / "backups" / "other-12345678").mkdir(parents=True)
    async with opened(shelf(), state, (300, 24), folder=mine) as (app, pilot):
        assert f"1 unsaved note of an earlier version, it is not known of which library: kept in {state}" in bottom(app)
        assert (app.main.view_state.query, app.theme, app.main.context.draft("p1")) == ("", "nord", None)
        await pilot.press("q")
    for folder in (mine, other):
        async with opened(shelf(), state, (300, 24), folder=folder) as (app, pilot):
            assert bottom(app).startswith("2 papers")
            await pilot.press("q")
    assert [path.read_text() for path in (state / "drafts").glob("*.md")] == ["an old thought"]


async def test_all_that_there_is_to_say_at_the_start_can_be_read(tmp_path: Path) -> None:
    """What is said last does not take the place of what was said before it."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        app.main.context.keep_draft("p1", "half a thought")
        await pilot.press("q")
    found = shelf()
    found.warnings = ("A step was lost.", "A file was moved.")
    async with opened(found, tmp_path, (300, 24)) as (app, _):
        assert "A step was lost. A file was moved. The note on 'A first paper' was not saved last time" in bottom(app)


# -- whatever bytes stand there ----------------------------------------------------------------------------------------

QUERIES = ("i:", "I:", "ha:", "(((", '"', "-", "OR", "year:..", "added:99999999d", "\0", "\ud800", "a" * 100_000,
           "sort:nothing", "like:", "#", "tag:", "[/nope]", "\x1b[2J", "is:", "year:1e9", "(" * 900)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1e308, float("inf"), float("nan"), "", [], {}, [[]], [None], ["\ud800"], {"a": []},
    "list", "search", "tag", "gone", "p1", *QUERIES,
)  # fmt: skip
TABLES: dict[str, Any] = {
    "window.json": {"theme": "nord", "hidden": ["sidebar"], "unfolded": ["detail"], "sidebar": 30, "detail": 3},
    "place.json": {"place": "tag", "name": "rl", "query": "rl", "order": "title", "cursor": "p2", "folded": ["rl"]},
    "export.json": {"subject": "all", "scope": "all", "format": "csv", "style": "", "abstracts": False, "path": "x"},
    "glimpse": {
        "papers": [{"id": "p1", "title": "A first paper"}, {"id": "p2", "title": "A second paper"}],
        "cursor": 1,
        "sidebar": [["All papers", ["all", ""], "2", 0, None, False], ["rl", ["tag", "rl"], "1", 1, True, False]],
        "count": "2 papers",
    },
    "library.json": {"folder": "/x", "ids": ["a"]},
    "looked.json": {"inbox": "0f1c9a77", "list:rl": "0f1c9a771a2b3c4d"},
    "copy.json": "bibtex",
    "for-you.json": {
        "parts": [["Lamps", "", True, ["p1", "p2"]]], "reasons": {"p1": "near to 'A second paper'"},
        "places": ["p1", "p2"], "learned": "1 star", "message": "",
    },
}  # fmt: skip


def hurt(draw: random.Random, value: Any) -> Any:
    """A table in which something is another."""
    if isinstance(value, dict) and value and draw.random() < 0.9:
        key = draw.choice(list(value))
        return {**value, key: hurt(draw, value[key])}
    if isinstance(value, list) and value and draw.random() < 0.7:
        at = draw.randrange(len(value))
        return [*value[:at], hurt(draw, value[at]), *value[at + 1 :]]
    return draw.choice(ODD)


def rubbish(draw: random.Random, path: Path, table: Any) -> None:
    """Something under a name, whatever it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = json.dumps(hurt(draw, table)).encode()
    kind = draw.choice(("table",) * 8 + ("cut", "bytes", "deep", "huge", "number", "folder", "loop", "pipe", "none"))
    if kind == "folder":
        path.mkdir()
        (path / "inside").write_text("x")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(1 << 34)
    elif kind != "none":
        path.write_bytes(
            {
                "table": said,
                "cut": said[: draw.randrange(len(said))],
                "bytes": draw.randbytes(draw.randrange(300)),
                "deep": b"[" * 100_000,
                "number": b'{"sidebar": ' + b"9" * 5_000 + b"}",
            }[kind]
        )


def wreck(draw: random.Random, state: Path, folder: Path) -> None:
    """A state folder in which any of what is kept may be anything."""
    import hashlib

    own = state / "windows" / mark(folder)
    for name, table in TABLES.items():
        if draw.random() < 0.6:
            places = {"glimpse": state / "glimpses" / f"{mark(folder)}.json", "window.json": state / name}
            rubbish(draw, places.get(name, own / name), table)
    marked = hashlib.sha256(b"p1").hexdigest()[:24]
    words = hashlib.sha256(b"ExportDialog\nExport").hexdigest()[:24]
    drafts = [own / "drafts" / f"{marked}.md", own / "drafts" / f"{marked}.abc.md", own / "words" / f"{words}.abc.md"]
    for path in (*drafts, own / "open" / "abc"):
        if draw.random() < 0.4:
            rubbish(draw, path, "half a thought")
    if draw.random() < 0.1:
        for name in ("drafts", "words", "open"):
            if not (own / name).exists():
                rubbish(draw, own / name, "x")


async def opens(tmp_path: Path, seed: int) -> None:
    """The interface opens over a wrecked state, shows papers, takes keys, and can be left."""
    draw = random.Random(seed)
    state, folder = tmp_path / f"state-{seed}", tmp_path / "library"
    wreck(draw, state, folder)
    reports: list[BaseException] = []
    with (
        patch("reader.tui.app.write_report", reports.append),
        patch("reader.tui.error_reports.write_report", reports.append),
    ):
        async with opened(shelf(), state, (100, 30), folder=folder, late=draw.random() < 0.5) as (app, pilot):
            await pilot.press("escape", "1", "escape")
            assert app.is_running, seed
            assert sum("A first paper" in line for line in lines(app)) > 0, seed
            await pilot.press("e" if seed % 2 else "x")
            assert app.is_running, seed
            app.exit()
    assert reports == [], seed


@pytest.mark.long
@pytest.mark.parametrize("part", range(often(1, 16)))
async def test_whatever_stands_in_the_state_folder_the_interface_opens(part: int, tmp_path: Path) -> None:
    """Cut off, damaged, of other types, endless, folders, loops and pipes: five states in each part."""
    for seed in range(part * 5, part * 5 + 5):
        await opens(tmp_path, seed)


def test_whatever_stands_in_the_state_folder_it_is_read_and_written_without_an_error(tmp_path: Path) -> None:
    """A hundred states, without a screen."""
    folder = tmp_path / "library"
    for seed in range(100):
        state = tmp_path / f"state-{seed}"
        wreck(random.Random(seed), state, folder)
        own, _ = library_state(state, folder)
        files = state / "window.json", own / "place.json"
        found = recall(*files)
        assert isinstance(found, Remembered)
        seen = read_startup_cache(state, folder)
        assert 0 <= seen.cursor <= len(seen.papers)
        keep_startup_cache(state, folder, seen.papers, seen.cursor, seen.sidebar, seen.count)
        remember(*files, found)
        drafts = Drafts(own)
        text = drafts.offer("p1")
        drafts.keep("p1", f"{text}, and on")
        assert drafts.text("p1") in (f"{text}, and on", text)
        drafts.forget("p1")
        drafts.close()


def test_the_sidebar_of_the_last_run_comes_back_line_by_line(tmp_path: Path) -> None:
    rows = [
        SidebarRow("Inbox", Collection(Kind.INBOX), "3", key="2"),
        SidebarRow(""),
        SidebarRow("Tags", heading=True),
        SidebarRow("rl", Collection(Kind.TAG, "rl"), "2", 1, True),
    ]
    keep_startup_cache(tmp_path / "state", tmp_path / "library", (), 0, rows, "3 papers")
    assert list(read_startup_cache(tmp_path / "state", tmp_path / "library").sidebar) == rows


@pytest.mark.parametrize(
    ("broken", "late"),
    [
        ("reader.tui.model.view_state.show", False),
        ("reader.tui.model.view_state.show", True),
        ("reader.tui.model.view_state.parse", True),
    ],
)
async def test_a_remembered_query_whose_search_fails_does_not_keep_the_interface_from_opening(
    broken: str, late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens at all papers, and says where the report lies."""
    import reader.tui.model.view_state as used

    whole: Callable[..., Any] = getattr(used, broken.rpartition(".")[2])

    def failing(*arguments: Any) -> Any:
        if "second" in arguments:
            raise ZeroDivisionError("a mistake")
        return whole(*arguments)

    state, folder = tmp_path / "state", tmp_path / "library"
    async with opened(shelf(), state, folder=folder) as (app, pilot):
        await pilot.press("slash", *"second", "enter", "q")
    monkeypatch.setattr(broken, failing)
    async with opened(shelf(), state, (200, 24), folder=folder, late=late) as (app, pilot):
        assert "the report is in" in bottom(app)
        assert (app.main.view_state.query, app.main.widgets.search.text) == ("", "")
        assert [app.main.widgets.list.rows[at] for at in range(2)] == ["p1", "p2"]
        await pilot.press("q")
    async with opened(shelf(), state, folder=folder) as (app, _):
        assert isinstance(app, ReaderApp)
        assert bottom(app).startswith("2 papers")


def test_no_secret_of_an_address_is_remembered(tmp_path: Path) -> None:
    personal, place = tmp_path / "window.json", tmp_path / "place.json"
    remember(personal, place, Remembered(query="https://ann:hush@papers.org/x?token=hush&a=1"))
    assert recall(personal, place).query == "https://papers.org/x?a=1"
    assert "hush" not in place.read_text("utf-8")

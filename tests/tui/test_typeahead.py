"""Typing ahead: however fast keys come, each goes where the keys before it lead."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.bindings import ASKING, COMMANDS, named
from reader.commands.context import Pane
from reader.io import read as reading
from reader.library.library import Library
from reader.operations import annotate, imports, reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.settings import Settings
from reader.tui import dialogs, runner, typeahead
from reader.tui.app import ReaderApp
from reader.tui.dialogs.finder import Finder
from tests.support.keyboard import TURNS, at_work, burst, one_by_one, rest, seen, send, until
from tests.support.laws import is_long
from tests.support.memory import Log, library
from tests.support.screen import bottom, opened, text
from tests.tui.test_screen import shelf

SIZES = [(120, 36), (80, 24), (40, 12)]
OPENERS = (
    "search", "sort", "go", "search.save", "paper.tag", "paper.note", "paper.put-right", "paper.copy", "follow",
    "list.add", "list.new", "list.section", "list.remark", "list.settings", "place.delete", "import",
    "export", "sync", "triage", "go.tag", "menu", "history", "stats", "theme", "palette", "help", "open",
)  # fmt: skip
"""The commands that open something to type in, to choose from or to read."""
KINDS = ("search", "sort", "paper.note", "import", "open")
"""One of each kind: the search line, a choice, a page to write on, a job in a form, nothing."""
BY_THE_WAY = {
    "duplicates", "tags", "paper.note-editor", "suspend", "place.rename", "search.smart", "import.by-hand", "complete"
}  # fmt: skip
"""Commands that open something only elsewhere: with papers that are alike, in a terminal that can be lent; and those
without a key, since another key leads there or the palette does."""


async def at_the_start(app: ReaderApp, pilot: Any) -> None:
    """Where every command makes sense: in a reading list, and for those that want one, with a query."""
    app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
    await rest(app, pilot)


async def played(
    tmp_path: Path, names: list[str], play: Callable[..., Any], size: tuple[int, int] = (80, 24), query: str = ""
) -> dict[str, Any]:
    """What is seen in the end, when keys are typed so in a reading list of a fresh library."""
    found = shelf()
    async with opened(found, tmp_path, size) as (app, pilot):
        await at_the_start(app, pilot)
        if query:
            await one_by_one(app, pilot, ["/", *query, "enter"])
        await play(app, pilot, names)
        return seen(app, found)


async def quick(app: ReaderApp, pilot: Any, names: list[str]) -> None:
    await burst(app, pilot, *names)


async def opened_in_turn(tmp_path: Path, play: Callable[..., Any]) -> dict[str, Any]:
    """What is seen of one window after each key that opens something and the letters behind it, typed so."""
    found, ends = shelf(), {}
    async with opened(found, tmp_path) as (app, pilot):
        for id in OPENERS:
            if id != "open":  # It opens nothing here, so that `q` leaves.
                await at_the_start(app, pilot)
                if id.startswith("search."):
                    await one_by_one(app, pilot, ["/", "l", "enter"])
                await play(app, pilot, [named(COMMANDS, id).keys[0], *"unq"])
                ends[id] = seen(app, found)
                await burst(app, pilot, *["escape"] * 4)
                assert app.screen is app.main, id
    return ends


async def test_letters_after_the_key_of_a_command_go_into_what_it_opens(tmp_path: Path) -> None:
    """Typed in one go they leave the same as one after the other, whatever the command opens."""
    slow = await opened_in_turn(tmp_path / "slow", one_by_one)
    assert await opened_in_turn(tmp_path / "quick", quick) == slow
    assert slow["help"] != slow["paper.tag"]


@pytest.mark.long
@pytest.mark.parametrize("id", OPENERS if is_long() else KINDS)
async def test_what_follows_the_key_of_a_command_goes_into_what_it_opens(tmp_path: Path, id: str) -> None:
    """Letters, Enter, Esc and `q` typed in one go leave the same as the same keys typed one after the other."""
    first = named(COMMANDS, id).keys[0]
    query = "l" if named(COMMANDS, id).id.startswith("search.") else ""
    names = [first, *"unq", "enter", "u", "escape", "escape", "q"]
    slow = await played(tmp_path / "slow", names, one_by_one, query=query)
    assert await played(tmp_path / "quick", names, quick, query=query) == slow


async def test_every_command_that_opens_something_is_known_here(tmp_path: Path) -> None:
    """A command that is added to the table has to be typed ahead of here."""
    commands = [command for command in COMMANDS if command.keys and command.id not in BY_THE_WAY]
    commands.sort(key=lambda command: command.id in OPENERS)
    while commands:
        async with opened(shelf(), tmp_path / commands[-1].id) as (app, pilot):
            while commands and app.main.is_attached:  # What leaves is the last in its window.
                command = commands.pop()
                await at_the_start(app, pilot)
                app.main.navigator.focus(Pane.LIST)
                if command.id.startswith("search."):
                    await one_by_one(app, pilot, ["/", "l", "enter"])
                focused, questions = app.screen.focused, app.main.context.questions
                await burst(app, pilot, command.keys[0])
                if not app.main.is_attached:
                    break
                opens = len(app.screen_stack) > 1 or (app.screen.focused is not focused and command.group != "Moving")
                assert opens == (command.id in OPENERS and command.id != "open"), command.id
                asked = app.main.context.questions > questions
                assert asked == (command.id in ASKING), command.id
                if opens:
                    await burst(app, pilot, *["escape"] * 4)


async def test_letters_are_waited_for_until_the_thread_that_read_them_looks_again(tmp_path: Path) -> None:
    """Between reading them and handing them on it may be kept waiting for long, on a busy machine."""
    keys = SimpleNamespace(has_unread=True, looks=7)
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "t", *"half")
        field = app.screen.focused
        assert isinstance(field, Input)
        caught_up = asyncio.ensure_future(app.ahead.catch_up(keys))
        await asyncio.sleep(0.1)
        keys.has_unread = False
        await asyncio.sleep(0.1)
        assert not caught_up.done()
        send(app, *" a tag")
        keys.looks = 8
        await caught_up
        assert field.value == "half a tag"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_dialog_takes_all_letters_that_follow_its_key(tmp_path: Path, size: tuple[int, int]) -> None:
    """The field holds them all, in order; nothing beneath has moved."""
    found = shelf()
    async with opened(found, tmp_path, size) as (app, pilot):
        before = found.papers["p1"]
        await burst(app, pilot, "t", *"dnuq")
        field = app.screen.focused
        assert isinstance(field, Input)
        assert field.value == "dnuq"
        assert found.papers["p1"] == before
        await burst(app, pilot, "enter")
        assert "dnuq" in found.papers["p1"].tags
        assert app.screen is app.main


async def test_tagging_in_one_go_tags(tmp_path: Path) -> None:
    """Key, letters and Enter at once."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        await burst(app, pilot, "t", *"dnu", "enter", "j", "s")
        assert "dnu" in found.papers["p1"].tags
        assert [id for id, paper in found.papers.items() if paper.starred] == ["p1", "p2"]


async def test_the_search_line_takes_all_letters_that_follow_its_key(tmp_path: Path) -> None:
    """In one go, none is lost, doubled or a command."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        papers = dict(found.papers)
        await burst(app, pilot, "/", *"unlearning")
        assert app.main.view_state.query == "unlearning"
        assert dict(found.papers) == papers
        await burst(app, pilot, "escape", "escape", "G", "s")
        assert found.papers["p5"].starred


async def test_what_a_dialog_leads_to_takes_the_keys_after_its_answer(tmp_path: Path) -> None:
    """A second dialog that a command opens after the first is answered: a new list is named, then opened."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        await burst(app, pilot, ":", *"new list", "escape", ":", *"make a reading", "enter", *"qqq", "enter", "?", "q")
        assert "qqq" in {lst.name for lst in found.state.lists.values()}
        assert app.screen is app.main


async def test_quit_in_the_packet_of_a_dialog_key_goes_into_the_dialog(tmp_path: Path) -> None:
    """And in the packet of a sheet that `q` closes, it closes that."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "x", "q")
        assert type(app.screen).__name__ == "ExportDialog"
        await burst(app, pilot, "escape", "escape", "?", "q")
        assert app.screen is app.main
        await burst(app, pilot, ":", "q")
        assert isinstance(app.screen, Finder)
        await burst(app, pilot, "escape", "e", *"abc", "escape", "q")
        assert not app.main.is_attached


async def test_a_key_behind_esc_in_one_packet_is_one_with_alt_only_where_a_line_is_edited(tmp_path: Path) -> None:
    """As the terminal sends both alike."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "?", "alt+f")
        assert [type(screen).__name__ for screen in app.screen_stack[1:]] == ["ChoiceDialog"]
        await burst(app, pilot, "escape", "t", *"ab cd", "alt+b", "x")
        field = app.screen.focused
        assert isinstance(field, Input)
        assert field.value == "ab xcd"
        await burst(app, pilot, "alt+backspace")
        assert field.value == "ab cd"
        await burst(app, pilot, "escape", "/", *"ab cd", "alt+b", "x")
        assert app.main.widgets.search.text == "ab xcd"


LEFT = ("paper.tag", "export", "sync", "list.new", "palette", "help", "sort", "import")
TURNS_BEFORE = (0, 1, 2, 3, 5)


@pytest.mark.long
@pytest.mark.parametrize(
    ("id", "turns"),
    [(id, turns) for n, id in enumerate(LEFT) for at, turns in enumerate(TURNS_BEFORE)
     if is_long() or not n or n % len(TURNS_BEFORE) == at],
)  # fmt: skip
async def test_leaving_while_a_dialog_opens_is_no_crash(tmp_path: Path, id: str, turns: int) -> None:
    """Whatever ends the program at that moment."""
    async with opened(shelf(), tmp_path) as (app, _):
        app.main.run(named(COMMANDS, id))
        for _ in range(turns):
            await asyncio.sleep(0)
        app.exit()
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("edge models", Collection(Kind.LIST, "Edge models")),
        ("inbox", Collection(Kind.INBOX)),
        ("sequence", Collection(Kind.TAG, "ml/sequence")),
    ],
)
async def test_going_to_a_name_in_one_go_opens_what_is_called_so(tmp_path: Path, words: str, place: Collection) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "'", *words, "enter")
        assert app.main.view_state.collection == place
        await burst(app, pilot, "'", *"nothing", "enter")
        assert app.screen is not app.main
        assert app.main.view_state.collection == place


# -- pasting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "shown"), [("tsrdq", "tsrdq"), ("On Light\nOf Shadows and Lamps", "Pasted 2 lines: On Light")]
)
async def test_pasted_text_is_no_command_where_no_field_is_open_and_may_be_imported(
    tmp_path: Path, pasted: str, shown: str
) -> None:
    """It changes nothing: it stands where one can look what it brings; Esc leads back, and it is offered no more."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        papers = dict(found.papers)
        await burst(app, pilot, f"paste:{pasted}")
        assert dict(found.papers) == papers
        assert shown in text(app)
        assert "Enter look" in text(app)
        await burst(app, pilot, "escape", "i")
        assert shown not in text(app)
        await burst(app, pilot, "escape", "paste:   ")
        assert app.screen is app.main


async def test_pasted_text_goes_into_what_the_key_before_it_opens(tmp_path: Path) -> None:
    """The search line and the tag dialog alike, in the packet of their key."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        await burst(app, pilot, "/", "paste:mamba", "x", "enter", "escape", "t", "paste:state", *"s", "enter")
        assert app.main.view_state.query == ""
        assert [id for id, paper in found.papers.items() if "states" in paper.tags] == ["p2"]


# -- jobs -------------------------------------------------------------------------------------------------------------


class Held:
    """A function that goes on when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.go, self.began = Event(), Event()
        function = getattr(module, name)

        def held(*given: Any, **named: Any) -> Any:
            self.began.set()
            assert self.go.wait(60)
            return function(*given, **named)

        monkeypatch.setattr(module, name, held)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with one paper, in the folder that the program runs in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.jsonl").write_text('{"title": "A paper that came in", "doi": "10.1/one"}\n', encoding="utf-8")
    return "one.jsonl"


async def test_an_import_typed_in_one_go_is_whole_and_what_follows_meets_the_new_paper(
    tmp_path: Path, source: str
) -> None:
    """Path, Enter, Enter once more for what was found, and a search when it is in."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        await burst(app, pilot, "i", *source, "enter", "enter", "/", *"came in", "enter", "s")
        assert [paper.title for paper in found.papers.values() if paper.starred][-1] == "A paper that came in"


async def test_keys_typed_while_a_dialog_reads_wait_for_what_it_finds(
    tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those typed in sight of the bar; Esc typed in sight of it stops the job instead, and what waited for it."""
    job = Held(monkeypatch, reading, "read")
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        send(app, "i", *source, "enter", "enter")
        await until(pilot, lambda: app.ahead.blocked and job.began.is_set())
        assert len(found.papers) == 5
        job.go.set()
        await rest(app, pilot)
        assert len(found.papers) == 6
        assert app.screen is app.main

        job.go.clear()
        send(app, "i", *source, "enter", "enter")
        await until(pilot, lambda: _in_sight(app))
        send(app, "escape")
        await until(pilot, lambda: not app.ahead.holding)
        job.go.set()
        await rest(app, pilot)
        assert "Stopped; nothing was imported." in text(app)
        assert len(found.papers) == 6


@pytest.mark.parametrize("waiting", [["enter"], []], ids=["with keys that wait", "alone"])
async def test_escape_stops_a_job_also_while_the_screen_comes_to_rest(
    tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch, waiting: list[str]
) -> None:
    """The bar that tells of the job is laid out just then."""
    job = Held(monkeypatch, reading, "read")
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        send(app, "i", *source, "enter", *waiting)
        await until(pilot, lambda: _in_sight(app))
        with monkeypatch.context() as busy:
            busy.setattr(app.ahead, "_at_rest", lambda: False)
            send(app, "escape")
            await until(pilot, lambda: app.ahead.holding and not app.message_queue_size)
        await until(pilot, lambda: not app.ahead.holding)
        job.go.set()
        await rest(app, pilot)
        assert "Stopped; nothing was imported." in text(app)
        assert len(found.papers) == 5


async def test_keys_typed_before_an_import_can_be_seen_wait_for_its_end(
    tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A star meant for the paper that comes in does not meet another one."""
    job = Held(monkeypatch, imports, "import_sources")
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        send(app, "i", *source, "enter", "enter", "G", "s")
        await until(pilot, lambda: app.ahead.blocked and job.began.is_set())
        assert not any(paper.starred for id, paper in found.papers.items() if id != "p1")
        job.go.set()
        await rest(app, pilot)
        assert [paper.title for paper in found.papers.values() if paper.starred][-1] == "A paper that came in"


async def test_in_sight_of_a_job_one_can_move_and_an_edit_waits_and_says_so(
    tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed after the edit waits behind it."""
    job = Held(monkeypatch, imports, "import_sources")
    found = shelf()
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        send(app, "i", *source, "enter", "enter")
        await until(pilot, lambda: _in_sight(app))
        send(app, "j")
        await until(pilot, lambda: app.main.widgets.list.current == "p2")
        send(app, "s", "j", "s")
        await until(pilot, lambda: app.ahead.blocked)
        assert not found.papers["p2"].starred
        assert app.main.widgets.list.current == "p2"
        job.go.set()
        await rest(app, pilot)
        assert found.papers["p2"].starred
        assert found.papers["p3"].starred


def _in_sight(app: ReaderApp) -> bool:
    sight = app.main.context.sight or getattr(app.screen, "job", None)
    return sight is not None and sight.since is not None


# -- the very start ---------------------------------------------------------------------------------------------------


async def test_what_is_typed_before_the_library_is_read_waits_for_it(tmp_path: Path) -> None:
    """What needs it waits and is said; what does not, does not; and nothing misfires."""
    found, go = shelf(), Event()

    def read() -> Library:
        assert go.wait(60)
        return found

    app = ReaderApp(read, settings=Settings(), state=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        send(app, "/", *"mam")
        await until(pilot, lambda: app.main.widgets.search.text == "mam" and not at_work(app))
        send(app, "enter", "t", *"dnuq", "enter", "s")
        await until(pilot, lambda: app.ahead.blocked)
        await until(pilot, lambda: bottom(app).endswith("The library is still being read."))
        assert not found.papers["p2"].starred
        go.set()
        await until(pilot, lambda: app.main.view_state.library is not None and not at_work(app))
        await until(pilot, lambda: found.papers["p2"].starred)
        assert "dnuq" in found.papers["p2"].tags
        assert [id for id, paper in found.papers.items() if paper.starred] == ["p1", "p2"]


@pytest.mark.parametrize("chosen", [False, True], ids=["key", "palette"])
async def test_a_command_chosen_before_the_library_is_read_takes_the_keys_after_it(
    tmp_path: Path, chosen: bool
) -> None:
    """By its key and from the palette."""
    found, go = shelf(), Event()

    def read() -> Library:
        assert go.wait(60)
        return found

    app = ReaderApp(read, settings=Settings(), state=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        send(app, *([":", *"make a reading list", "enter"] if chosen else ["N"]), *"q1", "enter")
        await until(pilot, lambda: app.ahead.blocked)
        go.set()
        await until(pilot, lambda: "q1" in {lst.name for lst in found.state.lists.values()})


async def test_quit_typed_before_the_first_frame_quits(tmp_path: Path) -> None:
    """The library need not be read for it."""
    go = Event()

    def read() -> Library:
        assert go.wait(60)
        return shelf()

    app = ReaderApp(read, settings=Settings(), state=tmp_path)
    app.post_message(events.Key("q", "q"))
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            send(app, "q")
            await until(pilot, lambda: not app.main.is_attached)
    finally:
        go.set()
    assert app.return_code == 0


# -- another program --------------------------------------------------------------------------------------------------


async def test_what_was_typed_for_a_program_that_had_the_terminal_is_no_command_here(tmp_path: Path) -> None:
    """It is told; what is typed afterwards counts."""
    found = shelf()
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        papers = dict(found.papers)
        send(app, *"tsq", "enter")
        app.app_resume_signal.publish(app)
        await rest(app, pilot)
        assert dict(found.papers) == papers
        assert app.screen is app.main
        assert [note.message for note in app._notifications] == [
            "Typed before the other program had the terminal, and not taken: t s q enter"
        ]
        await burst(app, pilot, "j", "s")
        assert found.papers["p2"].starred


# -- what does not open -----------------------------------------------------------------------------------------------


def notices(app: ReaderApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told over the screen from now on."""
    told: list[str] = []
    monkeypatch.setattr(app, "notify", lambda message, **_: told.append(message))
    return told


REFUSED = {
    "a": "Open a reading list (not a smart one) first.",
    "m": "Open a reading list (not a smart one) first.",
    ",": "Open a list or a tag first.",
    "w": "Search for something first.",
    "M": "No two papers look like one.",
}
"""Keys that open nothing among all papers, and why."""


@pytest.mark.parametrize("key", REFUSED)
async def test_what_was_typed_for_a_question_that_is_not_put_is_no_command(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told; what is typed afterwards counts."""
    monkeypatch.setattr(typeahead, "PAUSE", 0.1)
    found = shelf()
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        told = notices(app, monkeypatch)
        before = dict(found.papers), app.main.widgets.list.current
        await burst(app, pilot, key, *"Dirks", "enter", "paste:dq")
        assert (dict(found.papers), app.main.widgets.list.current) == before
        assert app.screen is app.main
        assert REFUSED[key] in text(app)
        await asyncio.sleep(2 * typeahead.PAUSE)
        assert told == ["Typed for what did not open, and not taken: D i r k s enter dq"]
        await burst(app, pilot, "j", "s")
        assert found.papers["p2"].starred
        assert len(told) == 1


async def test_a_sentence_typed_on_for_a_question_that_is_not_put_is_no_command_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sees at once that there is no place for it: it ends with a pause, or with Esc."""
    found = shelf()
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        told = notices(app, monkeypatch)
        before = dict(found.papers)
        for key in ("a", *"discuss"):
            await burst(app, pilot, key)
            await asyncio.sleep(0.05)
        assert (dict(found.papers), app.screen is app.main) == (before, True)
        await burst(app, pilot, "escape", "j", "s")
        assert found.papers["p2"].starred
        await asyncio.sleep(2 * typeahead.PAUSE)
        await burst(app, pilot, "k")
        assert told == ["Typed for what did not open, and not taken: d i s c u s s"]


async def test_nothing_to_tag_takes_no_name_of_a_tag_for_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing is found, and from the palette too."""
    monkeypatch.setattr(typeahead, "PAUSE", 0.1)
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        await burst(app, pilot, "/", *"nosuchword", "enter")
        told = notices(app, monkeypatch)
        for keys in (["t"], [":", *"tag", "enter"]):
            await burst(app, pilot, *keys, *"1q")
            await asyncio.sleep(2 * typeahead.PAUSE)
        assert told == ["Typed for what did not open, and not taken: 1 q"] * 2
        assert app.main.view_state.query == "nosuchword"


async def test_commands_in_one_go_are_all_run_also_behind_one_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is typed behind a command that asks can be meant for an answer."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        told = notices(app, monkeypatch)
        await burst(app, pilot, "alt+up", "u", "j", "s", "t", *"new", "enter", "j", "s")
        assert [id for id in ("p2", "p3") if found.papers[id].starred] == ["p2", "p3"]
        assert "new" in found.papers["p2"].tags
        assert told == []


# -- never for ever ---------------------------------------------------------------------------------------------------


async def test_keys_go_on_when_a_screen_never_comes_to_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time that one waits for it."""
    monkeypatch.setattr(typeahead, "REST_TIME", 0.0)
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        monkeypatch.setattr(app.main.runner, "opening", lambda: True)
        monkeypatch.setattr(app.ahead, "_opening", lambda: True)
        send(app, "j", "s")
        await until(pilot, lambda: found.papers["p2"].starred)


async def test_keys_go_on_when_what_they_were_to_open_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that cannot be made is a notice; what was typed for it is no command, what is typed then is one."""
    monkeypatch.setattr(typeahead, "PAUSE", 0.1)

    def broken(question: object) -> None:
        raise ZeroDivisionError("a mistake")

    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        monkeypatch.setattr(dialogs, "screen_for", broken)
        papers = dict(found.papers)
        await burst(app, pilot, "t", "j", "s")
        assert dict(found.papers) == papers
        await asyncio.sleep(2 * typeahead.PAUSE)
        await burst(app, pilot, "j", "s")
        assert found.papers["p2"].starred


async def test_a_screen_that_must_be_laid_out_is_not_at_rest(tmp_path: Path) -> None:
    """What Textual knows of that: a page of a list that was just made longer is a page of what is seen."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "j")
        assert app.ahead._at_rest()
        app.main.widgets.bottom.refresh(layout=True)
        assert app.main.widgets.bottom._layout_required
        await rest(app, pilot)
        assert app.ahead._at_rest()
        app.main.widgets.bottom._layout_required = True  # Without the message that brings about the next frame.
        assert not app.ahead._on_its_way(app.screen)
        assert not app.ahead._at_rest()


async def test_a_screen_that_has_had_no_frame_is_not_at_rest(tmp_path: Path) -> None:
    """Its widgets get their places with the first one."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "j")
        assert app.ahead._at_rest()
        app.ahead._frames.clear()
        assert not app.ahead._on_its_way(app.screen)
        assert not app.ahead._at_rest()


async def test_a_message_on_its_way_or_a_widget_without_its_beginning_keeps_keys_waiting(tmp_path: Path) -> None:
    """What Textual knows of those."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "j")
        assert app.ahead._at_rest()
        app.main.widgets.list.call_later(lambda: None)
        assert not app.ahead._at_rest()
        await rest(app, pilot)
        assert app.ahead._at_rest()
        app.main.mount(Widget())
        assert not app.ahead._at_rest()


# -- all of it --------------------------------------------------------------------------------------------------------

KEYS = (
    "/", "j", "k", "down", "up", "g", "G", "ctrl+d", "ctrl+u", "pageup", "pagedown", "home", "end", "enter", "l", "h",
    "space", "V", "t", "s", "r", "e", "L", "alt+up", "alt+down", "i", "x", "S", "d", "u", "ctrl+r", ":", "?", "tab",
    "shift+tab", "1", "2", "3", "7", "w", "n", "'", "N", "m", "a", "-", ",", "R", "X", "T", "#", "H", "[", "]",
    "ctrl+t", "Y", "y", "backspace", "escape", "escape", "ctrl+s", "paste:mamba two",
)  # fmt: skip
WORDS = ("unlearning", "quant", "ml", "q", "list", "mamba")
THEN = ((), ("enter",), ("enter", "enter"), ("escape",), ("tab", "x"), ("escape", "escape"))


def some_keys(seed: int) -> list[str]:
    """Keys of the contract as a hasty person types them: what opens something, words, Enter and Esc."""
    chance = random.Random(seed)
    names: list[str] = []
    for _ in range(chance.randint(2, 5)):
        names += chance.choices(KEYS, k=chance.randint(1, 3))
        names += [*chance.choice(WORDS), *chance.choice(THEN)]
    return names


@pytest.mark.parametrize("seed", range(3))
async def test_keys_at_once_and_keys_one_by_one_end_alike(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same library, the same screens open, the same texts in them; but for what haste drops."""
    monkeypatch.setattr(runner, "now", lambda: 0.0)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    names, size = some_keys(seed), SIZES[seed % 3]
    slow = await played(tmp_path / "slow", names, one_by_one, size)
    assert await played(tmp_path / "quick", names, quick, size) == slow, names


async def test_a_command_that_waits_for_something_slow_is_looked_at_now_and_then_not_without_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys that wait meanwhile cost no processor that the slow thing needs."""
    slept: list[float] = []
    usual = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await usual(0)

    async with opened(shelf(), tmp_path) as (app, pilot):
        slow = asyncio.get_running_loop().create_future()
        before = app.main.context.current

        async def waits(_: object) -> None:
            await slow

        app.main.run(replace(named(COMMANDS, "help"), run=waits))
        with monkeypatch.context() as counted:
            counted.setattr(typeahead, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
            send(app, "s")
            for _ in range(TURNS):
                if typeahead.LOOK in slept:
                    break
                await usual(0.005)
            slow.set_result(None)
        await rest(app, pilot)
        assert typeahead.LOOK in slept
        paper = app.main.context.current
        assert before is not None
        assert paper is not None
        assert paper.starred is not before.starred


def change_note(there: Library) -> None:
    annotate.set_note(there, there.papers["p2"], "theirs")


def change_remark(there: Library) -> None:
    reading_lists.annotate_entry(there, "L", there.papers["p2"], "theirs")


def change_query(there: Library) -> None:
    held = there.reading_list("S")
    reading_lists.edit_list(there, held, replace(held, query="theirs"), "")


@pytest.mark.parametrize(
    ("place", "keys", "meanwhile", "leave", "answer", "draft"),
    [
        ("L", ["e", *"mine"], change_note, "escape", "t", "mine"),
        ("L", ["a", *"mine"], change_remark, "enter", "t", None),
        ("S", [",", "tab", "end", *" mine"], change_query, "ctrl+s", "enter", None),
    ],
    ids=["note", "remark", "query"],
)
async def test_no_key_typed_before_it_was_seen_answers_that_something_was_changed_elsewhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    keys: list[str],
    meanwhile: Callable[[Library], None],
    leave: str,
    answer: str,
    draft: str | None,
) -> None:
    monkeypatch.setattr(typeahead, "PAUSE", 0.1)
    log = Log([Paper("p2", "A mine of theirs")])
    here, there = library(log=log), library(log=log, device="there")
    reading_lists.add_to_list(here, "L", list(here.papers.values()))
    reading_lists.new_list(here, "S", query="a")
    there.refresh()
    async with opened(here, tmp_path) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, place))
        await rest(app, pilot)
        told = notices(app, monkeypatch)
        await burst(app, pilot, *keys)
        meanwhile(there)
        steps = len(log.steps)
        await burst(app, pilot, leave, "t", "f", "enter", "escape")
        assert "Changed elsewhere" in text(app)
        await asyncio.sleep(2 * typeahead.PAUSE)
        assert told == ["Typed before the question was seen, and not taken: t f enter escape"]
        assert len(log.steps) == steps
        await burst(app, pilot, answer)
        assert app.screen is app.main
        assert app.main.context.draft("p2") == draft


async def test_no_key_typed_on_answers_what_was_not_expected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it was drawn between two keys: whoever begins to write a note reads nothing before he has ended."""
    found = library(Paper("p1", "A paper"))
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        told = notices(app, monkeypatch)
        app.main.context.keep_draft("p1", "mine", "another note")
        monkeypatch.setattr(typeahead, "PAUSE", 60)
        await one_by_one(app, pilot, ["e", *"theirs mj", "enter", "paste:t"])
        assert "Changed elsewhere" in text(app)
        monkeypatch.setattr(typeahead, "PAUSE", 0)
        await burst(app, pilot, "tab")
        assert told == ["Typed before the question was seen, and not taken: t h e i r s   m j enter t"]
        monkeypatch.setattr(typeahead, "PAUSE", 60)
        await burst(app, pilot, "m")
        assert "mine" in text(app)
        assert "Changed elsewhere" not in text(app)


async def test_escape_leads_out_of_what_was_not_expected_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers nothing, and tells that the question was seen."""
    found = library(Paper("p1", "A paper"))
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        app.main.context.keep_draft("p1", "mine", "another note")
        told = notices(app, monkeypatch)
        monkeypatch.setattr(typeahead, "PAUSE", 2)
        await one_by_one(app, pilot, ["e", *"th", "escape"])
        assert "Your version is kept as a draft; e goes on with it." in bottom(app)
        assert app.main.context.draft("p1") == "mine"
        await until(pilot, lambda: told == ["Typed before the question was seen, and not taken: t h"])


async def test_a_draft_that_gave_way_is_offered_until_a_note_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeahead, "PAUSE", 0)
    found = library(Paper("p1", "A paper"))
    annotate.set_note(found, found.papers["p1"], "theirs")
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        for draft in ("mine one", "mine two"):
            app.main.context.keep_draft("p1", draft, "another note")
            await one_by_one(app, pilot, ["e", "t", *", on", "ctrl+g", "ctrl+g"])
            assert app.screen is app.main
        assert app.main.context.draft("p1") is None
        await burst(app, pilot, "e")
        assert "Your draft that gave way; ctrl+r joins it: mine one" in text(app)
        await burst(app, pilot, "ctrl+r", "escape")
        assert found.papers["p1"].note == "theirs\nmine one\nmine two"
        await burst(app, pilot, "e")
        assert "gave way" not in text(app)


async def test_a_remark_that_gave_way_to_theirs_is_offered_the_next_time(tmp_path: Path) -> None:
    log = Log([Paper("p2", "A paper")])
    here, there = library(log=log), library(log=log, device="there")
    reading_lists.add_to_list(here, "L", list(here.papers.values()))
    there.refresh()
    async with opened(here, tmp_path, (120, 36)) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "L"))
        await rest(app, pilot)
        await burst(app, pilot, "a", *"mine")
        change_remark(there)
        await burst(app, pilot, "enter")
        await asyncio.sleep(2 * typeahead.PAUSE)
        await burst(app, pilot, "t")
        assert "What you typed is kept; the remark offers it." in bottom(app)
        await burst(app, pilot, "a")
        assert "Not saved last time; ctrl+r takes it: mine" in text(app)


@pytest.mark.parametrize(
    ("place", "query", "keys", "asked"),
    [
        (Collection(Kind.TAG, "ml"), "", [",", "ctrl+u", *"ai", "enter"], "become one"),
        (Collection(), "mine", ["w", *"S", "enter"], "another query"),
    ],
    ids=["tag", "search"],
)
async def test_no_key_typed_before_it_was_seen_says_yes_to_what_is_seldom_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Collection, query: str, keys: list[str], asked: str
) -> None:
    monkeypatch.setattr(typeahead, "PAUSE", 0.1)
    log = Log([Paper("p1", "A mine"), Paper("p2", "A mine of theirs")])
    here = library(log=log)
    for id, tag in (("p1", "ml"), ("p2", "ai")):
        annotate.tag_papers(here, [here.papers[id]], add=[tag])
    reading_lists.keep_search(here, "S", "theirs")
    async with opened(here, tmp_path) as (app, pilot):
        app.main.navigator.open(place)
        app.main.navigator.search(query)
        await rest(app, pilot)
        told = notices(app, monkeypatch)
        steps = len(log.steps)
        await burst(app, pilot, *keys, "enter", "y")
        assert asked in text(app)
        await asyncio.sleep(2 * typeahead.PAUSE)
        assert told == ["Typed before the question was seen, and not taken: enter y"]
        assert len(log.steps) == steps
        await burst(app, pilot, "enter")
        assert len(log.steps) == steps + 1

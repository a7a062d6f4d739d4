"""Dialogs, palette and help in which something fails that nobody foresaw."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from reader.commands.questions import Confirm
from reader.paths import state_dir
from reader.tui.app import ReaderApp
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.paper_tags import TagDialog
from reader.tui.sheet import Sheet
from tests.support.keyboard import burst, rest, until
from tests.support.laws import by_turns, is_long
from tests.support.screen import opened
from tests.tui.test_screen import NAMES, shelf

SHEETS = "teLNixYST#Hy':?"
"""Keys that open something over the one screen."""
KINDS = "teT:?"
"""One of each kind: fields, a page to write on, keys of its own, the palette, text to be read."""


class Odd(Message):
    """Something that its handler does not stand."""


def fails(*_: object) -> None:
    raise ZeroDivisionError("a mistake")


def told(app: ReaderApp) -> str:
    return " ".join(notice.message for notice in app._notifications)


def reports() -> list[Path]:
    return list(state_dir().glob("crash-*"))


def on_main(app: ReaderApp) -> bool:
    screen: object = app.screen
    return screen is app.main


async def over(app: ReaderApp, pilot: Any, key: str) -> Sheet[Any]:
    """What a key opened."""
    await pilot.press(NAMES.get(key, key))
    await rest(app, pilot)
    sheet: Screen[Any] = app.screen
    assert isinstance(sheet, Sheet), key
    return sheet


async def goes_on(app: ReaderApp, pilot: Any) -> None:
    """The one screen takes keys."""
    assert on_main(app)
    starred = app.main.context.current
    await pilot.press("s")
    await rest(app, pilot)
    after = app.main.context.current
    assert starred is not None
    assert after is not None
    assert after.starred is not starred.starred


@pytest.mark.long
@pytest.mark.parametrize("key", SHEETS if is_long() else KINDS)
async def test_a_sheet_in_which_something_fails_says_so_and_stays_until_esc_or_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """It stays where it can go on, is given up where it loses a part, and the program goes on after both."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        sheet = await over(app, pilot, key)
        with monkeypatch.context() as broken:
            broken.setattr(type(sheet), "on_odd", fails, raising=False)
            sheet.post_message(Odd())
            await rest(app, pilot)
        assert app.screen is sheet
        assert "This dialog met an error it does not know; the report is in" in told(app)
        assert reports()
        await pilot.press("escape")
        await rest(app, pilot)
        await goes_on(app, pilot)

        app.clear_notifications()
        sheet = await over(app, pilot, key)
        part = app.focused or next(iter(sheet.query("*").results(Widget)))
        monkeypatch.setattr(type(part), "on_odd", fails, raising=False)
        part.post_message(Odd())
        await until(pilot, lambda: on_main(app))
        await rest(app, pilot)
        assert "This dialog met an error" in told(app)
        await goes_on(app, pilot)


async def test_what_was_said_before_a_sheet_was_opened_does_not_lie_over_it(tmp_path: Path) -> None:
    """What is said while it is open does."""
    async with opened(shelf(), tmp_path, (40, 12)) as (app, pilot):
        for key in SHEETS:
            app.main.context.say("It was written to a file whose name is long. " * 3)
            await rest(app, pilot)
            assert told(app), key
            await over(app, pilot, key)
            assert not told(app), key
            app.main.context.say("Another window gave the list another name meanwhile. " * 3)
            await rest(app, pilot)
            assert told(app), key
            await burst(app, pilot, "escape", "escape")
            assert on_main(app), key


@pytest.mark.parametrize("name", ["compose", "on_mount", "body"])
async def test_a_dialog_that_cannot_begin_is_given_up_and_the_program_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        with monkeypatch.context() as broken:
            broken.setattr(TagDialog, name, fails)
            await pilot.press("t")
            await until(pilot, lambda: on_main(app) and bool(told(app)))
            await rest(app, pilot)
        await goes_on(app, pilot)
        assert isinstance(await over(app, pilot, "t"), TagDialog)


async def test_a_note_that_cannot_be_answered_stays_open_and_esc_keeps_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        note = await over(app, pilot, "e")
        await pilot.press(*"half")
        with monkeypatch.context() as broken:
            broken.setattr(NoteDialog, "action_leave", Mock(side_effect=ZeroDivisionError("a mistake")))
            await pilot.press("ctrl+s")
            await rest(app, pilot)
            assert app.screen is note
            await pilot.press(*" a thought")
            await pilot.press("escape")
            await rest(app, pilot)
        assert on_main(app)
        assert "This dialog met an error" in told(app)
        note = await over(app, pilot, "e")
        assert isinstance(note, NoteDialog)
        assert note._note.text.endswith("half a thought")


async def test_a_note_that_is_given_up_for_an_error_leaves_its_words_as_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody threw them away."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        note = await over(app, pilot, "e")
        await pilot.press(*"half a thought")
        with monkeypatch.context() as broken:
            broken.setattr(type(app.focused), "on_odd", fails, raising=False)
            app.focused.post_message(Odd())  # type: ignore[union-attr]  # the area to write in
            await until(pilot, lambda: on_main(app))
            await rest(app, pilot)
        note = await over(app, pilot, "e")
        assert isinstance(note, NoteDialog)
        assert note.question.recovered
        assert note._note.text.endswith("half a thought")


async def test_a_question_that_is_given_up_is_no_answer_to_it(tmp_path: Path) -> None:
    """The command ends there: what it would do after a no is not done either."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        went_on = []

        async def asks() -> None:
            answer = await app.main.context.ask(Confirm("Sure?"))
            went_on.append(answer)

        asking = asyncio.ensure_future(asks())
        await until(pilot, lambda: isinstance(app.screen, Sheet))
        sheet: object = app.screen
        assert isinstance(sheet, Sheet)
        sheet.contain(ZeroDivisionError("a mistake"), leave=True)
        await until(pilot, lambda: on_main(app) and asking.done())
        assert asking.cancelled()
        assert (went_on, app.main.context.waiting) == ([], 0)


ROWS = range(1, 24, 6)


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "rows"), [(key, by_turns(ROWS, 4, at)) for at, key in enumerate(by_turns(["", *SHEETS], 2))]
)
async def test_double_clicks_anywhere_break_nothing(tmp_path: Path, key: str, rows: range) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        if key:
            await over(app, pilot, key)
        for y in rows:
            if key and on_main(app):  # A click chose something, or one beside it left it.
                await pilot.press(NAMES.get(key, key))
                await rest(app, pilot)
            await pilot.click(offset=(y * 3 + 2, y), times=2)
            await pilot.click(offset=(78 - y * 3, y), times=3)
            await rest(app, pilot)
        assert "does not know" not in told(app)
        assert not reports()


async def test_a_draft_that_cannot_be_kept_leaves_the_note_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.dialogs.note.KEEP_EVERY", 0.001)
    async with opened(shelf(), tmp_path) as (app, pilot):
        note = await over(app, pilot, "e")
        with monkeypatch.context() as broken:
            broken.setattr(app.main.context.drafts, "keep", fails)
            await pilot.press(*"half")
            await until(pilot, lambda: bool(told(app)))
            assert app.screen is note
            assert len(app._notifications) == 1
        await pilot.press("ctrl+s")
        await rest(app, pilot)
        paper = app.main.context.current
        assert paper is not None
        assert paper.note.endswith("half")

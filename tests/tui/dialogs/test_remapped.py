"""Keys that the settings give hold in every dialog that does what a command does, and are named there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from reader.commands.bindings import (
    COMMANDS,
    IN_TRIAGE,
    OF_DIALOGS,
    OF_TRIAGE,
    changed_keys,
    kept_by_dialogs,
    named,
    remapped,
    shown_keys,
)
from reader.commands.questions import AskChoice, Choice, Confirm, Question
from reader.settings import Settings
from reader.tui.dialogs import _SCREENS, screen_for
from reader.tui.dialogs.triage import TriageScreen
from reader.tui.help import Help
from tests.support.dialog_host import UNASKED, asking, text
from tests.support.keyboard import burst
from tests.support.laws import is_long
from tests.support.screen import opened
from tests.support.screen import text as screen_text
from tests.tui.dialogs.test_keys import QUESTIONS
from tests.tui.test_screen import NAMES, shelf

MANY: dict[str, Question[Any]] = {
    "AskChoice": AskChoice("Sort", tuple(Choice(f"v{at}", f"choice {at}") for at in range(30))),
    "Confirm": Confirm("Sure?", details=tuple(f"line {at}" for at in range(60))),
}
TAKEN = (
    ("Triage", "paper.queue", ()), ("Triage", "paper.later", ()), ("Triage", "paper.star", ()),
    ("Triage", "list.take-off", ()), ("Triage", "undo", ("right", "plus")), ("Triage", "sort", ()),
    ("Triage", "quit", ()), ("ShowReading", "help", ()), ("ShowReading", "quit", ()), ("ShowReading", "export", ()),
    ("TagHygiene", "search", ()), ("TagHygiene", "paper.select", ("down",)), ("TagHygiene", "paper.remove", ("down",)),
    ("ListSettings", "list.up", ("tab", "tab", "down")), ("ListSettings", "list.down", ("tab", "tab")),
    ("AskChoice", "move.down", ()), ("AskChoice", "move.bottom", ()), ("Confirm", "move.page-down", ()),
    ("ShowHistory", "move.down", ()), ("Duplicates", "move.down", ()), ("TagHygiene", "move.down", ()),
    ("ShowReading", "move.down", ()),
)  # fmt: skip
"""Dialogs with the commands whose keys they take, and what is pressed before."""
OF_EACH = list({dialog: (dialog, command, before) for dialog, command, before in TAKEN}.values())
"""One of each dialog."""
OWN = "ctrl+y"
"""A key that no dialog has."""


async def seen(
    dialog: str, *keys: str, given: str = "", before: tuple[str, ...] = ()
) -> tuple[object, str | None, str]:
    """What a dialog answers and shows after some keys, where the settings give `OWN` to a command."""
    question = MANY.get(dialog) or QUESTIONS[dialog]()
    async with asking(question, (80, 24)) as (host, pilot):
        if given:
            host.set_keymap(changed_keys(remapped({given: (OWN,)})[0]))
        await pilot.press(*before, *keys)
        await pilot.pause()
        focused = host.screen.focused
        return host.answer, "" if focused is None else focused.id, text(host)


@pytest.mark.long
@pytest.mark.parametrize(("dialog", "command", "before"), TAKEN if is_long() else OF_EACH)
async def test_a_key_of_the_settings_does_in_a_dialog_what_the_usual_one_does_else(
    dialog: str, command: str, before: tuple[str, ...]
) -> None:
    """And the usual one does nothing more there. In a usual run one command of each dialog, in a long one all."""
    usual = NAMES.get(key := named(COMMANDS, command).keys[0], {"+": "plus"}.get(key, key))
    untouched = await seen(dialog, before=before)
    wanted = await seen(dialog, usual, before=before)
    assert wanted != untouched
    assert await seen(dialog, OWN, given=command, before=before) == wanted
    assert await seen(dialog, usual, given=command, before=before) == untouched


async def test_a_command_without_a_key_has_none_in_dialogs() -> None:
    async with asking(QUESTIONS["Triage"]()) as (host, pilot):
        host.set_keymap(changed_keys(remapped({"paper.star": ()})[0]))
        before = text(host)
        await pilot.press("s")
        assert text(host) == before


def test_only_keys_that_are_others_than_usual_are_given_on() -> None:
    """A key that was taken from a command is none of its keys, and a comma is no part of a list of keys."""
    table, _ = remapped({"paper.tag": ("s", ","), "paper.queue": ("+", "=")})
    assert changed_keys(table) == {"paper.tag": "s,comma", "paper.star": "none", "list.settings": "none"}


async def test_dialogs_and_help_name_and_take_the_keys_of_the_settings(tmp_path: Path) -> None:
    keys = {"paper.queue": ("Z",), "help": ("ctrl+y",), "move.down": ("n",), "undo": ("f5",)}
    async with opened(shelf(), tmp_path, settings=Settings(keys=keys)) as (app, pilot):
        await burst(app, pilot, "T")
        shown = screen_text(app)
        assert "Z queue" in shown
        assert "f5 undo" in shown
        await burst(app, pilot, "Z", "escape")
        assert len(app.main.context.library.reading_list("Queue").papers) == 1
        await burst(app, pilot, "ctrl+y")
        sheet: object = app.screen
        assert isinstance(sheet, Help)
        assert "Esc or ctrl+y leads back" in screen_text(app)
        await burst(app, pilot, "n", "n")
        assert sheet._lines.top == 2
        await burst(app, pilot, "j", "ctrl+y")
        assert app.screen is app.main


async def test_no_key_is_named_for_a_command_whose_key_another_one_has(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, settings=Settings(keys={"paper.note": ("V",)})) as (app, pilot):
        await burst(app, pilot, "T")
        assert "V note" in screen_text(app)
        assert "all 2 left" not in screen_text(app)


def test_the_keys_of_a_dialog_that_nobody_remapped_are_the_usual_ones() -> None:
    assert shown_keys(remapped({})[0]) == shown_keys(COMMANDS)
    assert changed_keys(remapped({})[0]) == {}


@pytest.mark.parametrize(
    ("dialog", "key", "wanted"),
    [("Confirm", "n", False), ("AskConflict", "m", "mine"), ("ListSettings", "d", UNASKED)],
)
async def test_a_letter_of_a_dialogs_own_stays_that_where_the_settings_have_it_move(
    dialog: str, key: str, wanted: object
) -> None:
    """And what moves has its other keys."""
    question = MANY.get(dialog) or QUESTIONS[dialog]()
    async with asking(question, (80, 24)) as (host, pilot):
        host.set_keymap(changed_keys(remapped({"move.down": (key, "ctrl+y")})[0]))
        if dialog == "ListSettings":
            await pilot.press("tab", "tab", key)
            assert "Removes 'Intro'" in text(host)
        else:
            await pilot.press(key)
        assert host.answer == wanted


async def test_triage_names_another_key_for_what_it_does_itself_where_the_settings_have_given_that_away() -> None:
    async with asking(QUESTIONS["Triage"]()) as (host, pilot):
        assert "→ skip" in text(host)
        screen = host.screen
        assert isinstance(screen, TriageScreen)
        screen.key = shown_keys(remapped({"paper.star": ("right",)})[0]).__getitem__
        screen.on_mount()
        await pilot.pause()
        assert "n skip" in text(host)
        assert "→ star" in text(host)


async def test_a_command_that_triage_shares_has_its_key_there_before_what_is_triages_own() -> None:
    async with asking(QUESTIONS["Triage"]()) as (host, pilot):
        commands = remapped({"paper.star": ("n",)})[0]
        host.set_keymap(changed_keys(commands))
        host.screen.key = shown_keys(commands).__getitem__  # type: ignore[attr-defined]
        await pilot.press("n", "right", "right")
        assert "1 starred" not in text(host)
        assert "1 left" in text(host)


def test_letters_that_dialogs_have_are_those_that_are_told() -> None:
    own: set[str] = set()
    shared: set[str] = set()
    for module, name in _SCREENS.values():
        dialog = getattr(import_module(f"reader.tui.dialogs.{module}"), name)
        for binding in dialog.BINDINGS:
            if binding.id is None:
                own.update(key for key in binding.key.split(",") if len(key) == 1 and not key.isdigit())
            elif name == "TriageScreen":
                shared.add(binding.id)
    usual = {key for id in ("move.down", "move.up") for key in named(COMMANDS, id).keys}
    assert own - usual == OF_DIALOGS
    assert shared == IN_TRIAGE
    assert OF_TRIAGE < OF_DIALOGS


def test_a_key_that_a_dialog_has_is_told_once_for_each_command() -> None:
    told = kept_by_dialogs({"move.down": ("n", "down"), "paper.star": ("p", "*"), "search": ("n",)})
    assert [one.partition(": ")[0] for one in told] == ["keys.move.down", "keys.paper.star"]
    assert "'n' means something of their own in some dialogs" in told[0]
    assert "as ← does, in triage; there it is yours now" in told[1]


async def test_a_letter_that_moves_in_the_list_is_that_of_no_choice(tmp_path: Path) -> None:
    """The others follow it, so that each choice has one."""
    question = AskChoice("Follow", tuple(Choice(f"v{at}", f"choice {at}") for at in range(4)), letters=True)
    answers: list[str | None] = []
    settings = Settings(keys={"move.down": ("down", "s")})
    async with opened(shelf(), tmp_path, settings=settings) as (app, pilot):
        for keys in (("s", "s", "enter"), ("d",)):
            app.push_screen(screen_for(question), answers.append)
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
    assert answers == ["v2", "v1"]

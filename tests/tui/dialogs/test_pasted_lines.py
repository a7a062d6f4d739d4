"""What is pasted into the fields of the dialogs: text of several lines is one line there, and no word of it is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import events

from reader.commands.questions import AskChoice, AskText, Choice, ListSettings, Question, TagEdit
from reader.paper import ReadingList
from reader.tui.dialogs.field import CommaField, Field, PageField
from tests.support.dialog_host import asking, text, type_in
from tests.tui.dialogs.test_kept_words import ASKING
from tests.tui.dialogs.test_keys import QUESTIONS

LINES = "\none\r\ntwo \n\n  three\u2028four\n"
FIELDS: dict[str, Callable[[], Question[Any]]] = {
    **{name: QUESTIONS[name] for name in ASKING},
    "a choice that is found": lambda: AskChoice("Go", (Choice("one", "one two three four"),), find=True),
    "a smart list": lambda: ListSettings(ReadingList("L", query="x")),
}
"""Every dialog with a field."""


@pytest.mark.parametrize("name", sorted(FIELDS))
async def test_lines_that_are_pasted_into_a_field_stand_in_it_joined_by_blanks(name: str) -> None:
    """Or with commas, where several names are typed. Only a page is given to the dialog, which shows it."""
    async with asking(FIELDS[name]()) as (host, pilot):
        for field in host.screen.query(Field):
            field.put("before ")
            field.post_message(events.Paste(LINES))
            await pilot.pause()
            if isinstance(field, PageField):
                assert "Pasted 6 lines: one" in text(host)
                continue
            wanted = "one, two, three, four, " if isinstance(field, CommaField) else "one two three four"
            assert field.value == f"before {wanted}"


async def test_lines_replace_what_is_selected_in_a_field() -> None:
    async with asking(AskText("Remark", initial="old words")) as (host, pilot):
        host.screen.query_one(Field).select_all()
        await type_in(pilot, LINES)
        await pilot.press("enter")
        assert host.answer == "one two three four"


async def test_lines_that_were_cut_in_a_note_are_pasted_by_key_as_one() -> None:
    async with asking(AskText("Remark")) as (host, pilot):
        host.copy_to_clipboard(LINES)
        await pilot.press("ctrl+v")
        assert host.screen.query_one(Field).value == "one two three four"


async def test_tags_that_are_pasted_one_a_line_come_to_those_that_were_typed() -> None:
    async with asking(QUESTIONS["AskTags"]()) as (host, pilot):
        await type_in(pilot, "typed, ")
        await type_in(pilot, "a\nb, c\nd,\n")
        await pilot.press("enter")
        assert host.answer == TagEdit(("typed", "a", "b", "c", "d"), ())


@pytest.mark.parametrize("path", ["Screenshot 10.02.03\u202fAM.md", "a\xa0b.md"])
async def test_the_pasted_name_of_a_file_keeps_the_blanks_that_are_in_it(path: str) -> None:
    async with asking(QUESTIONS["AskSync"]()) as (host, pilot):
        field = host.screen.query_one(Field)
        field.put("")
        await type_in(pilot, f"{path}\n")
        assert field.value == path

"""What a typed character is: every character of a text, in whatever field, as the terminal sends it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.library.library import Library
from reader.operations.annotate import set_note
from reader.operations.collection import Collection
from reader.text import is_text
from tests.support.keyboard import burst
from tests.support.laws import by_turns
from tests.support.screen import opened, type_in
from tests.tui.test_screen import shelf

BLANKS = {"ideographic": "東京\u3000大学", "no-break": "5\xa0GB", "narrow": "10\u202f000", "em": "a\u2003b"}
"""Words with a blank of another kind between them."""
LETTERS = {
    "Persian": "می\u200cخواهم",
    "Devanagari": "क्\u200dष",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "newer than Python": "\U0001fae8\U0001fac6",
    "private": "\uf8ff\ue0b0",
}
"""Words of characters that Python would not print as they are, and that are a word's own."""
REFUSED = "\xad\u200b\u200e\u202e\u2066\u2069\ufeff\U000e0041\x85\x9b\u2028"
"""What no text of the library holds."""


async def test_a_note_holds_every_character_that_was_typed_into_it(tmp_path: Path) -> None:
    """Just as if it had been pasted."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        for words in (*BLANKS.values(), *LETTERS.values()):
            set_note(found, found.papers["p2"], "")
            app.main.context.follow_others()
            app.main.navigator.go_to("p2")
            await burst(app, pilot, "e", *words, "escape")
            assert found.papers["p2"].note == words


async def typed_everywhere(folder: Path, many: Iterable[str]) -> tuple[Library, list[str]]:
    """Type each of them as the name of a list, as a tag of the paper p2, and as a query; the library and the queries
    then."""
    found, queries = shelf(), []
    async with opened(found, folder) as (app, pilot):
        for words in many:
            await burst(app, pilot, "N", *words, "enter")
            app.main.navigator.open(Collection())
            app.main.navigator.go_to("p2")
            await burst(app, pilot, "t", *words, "enter", "enter")
            await burst(app, pilot, "/", *words)
            queries.append(app.main.view_state.query)
            await burst(app, pilot, "escape", "escape")
    return found, queries


async def test_a_blank_of_another_kind_is_a_blank_in_names_tags_and_queries(tmp_path: Path) -> None:
    """Two words never become one."""
    found, queries = await typed_everywhere(tmp_path, BLANKS.values())
    plain = [" ".join(words.split()) for words in BLANKS.values()]
    assert [words for words in plain if words not in found.lists] == []
    assert [words for words in plain if words not in found.papers["p2"].tags] == []
    assert queries == plain


async def test_names_tags_and_queries_hold_every_character_that_was_typed(tmp_path: Path) -> None:
    """Also those that Python counts as nothing to print."""
    found, queries = await typed_everywhere(tmp_path, LETTERS.values())
    assert [words for words in LETTERS.values() if words not in found.lists] == []
    assert [words for words in LETTERS.values() if words not in found.papers["p2"].tags] == []
    assert queries == list(LETTERS.values())


async def test_what_is_pasted_into_a_field_is_what_would_be_typed(tmp_path: Path) -> None:
    """No character of a word becomes a blank."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        for words in LETTERS.values():
            await pilot.press("N")
            await type_in(pilot, f"{words}\u202e\tx")
            assert app.screen.query_one(Input).value == f"{words} x"
            await pilot.press("escape", "slash")
            await type_in(pilot, f"{words}\u202e\tx")
            assert app.main.view_state.query == f"{words} x"
            await pilot.press("escape", "escape")


async def test_what_no_text_holds_is_not_typed(tmp_path: Path) -> None:
    """Controls, marks of direction and what nobody sees are taken out of every text, so no field shows them first."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        app.main.navigator.go_to("p2")
        await burst(app, pilot, "e", "a", *REFUSED, "b", "escape")
        await burst(app, pilot, "/", "a", *REFUSED, "b")
        query = app.main.view_state.query
    assert found.papers["p2"].note == "ab"
    assert query == "ab"


@pytest.mark.long
def test_every_character_that_can_be_printed_is_text_unless_it_is_taken_out() -> None:
    """A key that wrote something before the rule was ours writes it still, but for the marks of plane 14."""
    looked_at = [*range(0x3100), *by_turns(range(0x3100, 0xE0000), 13)]
    lost = [c for c in map(chr, looked_at) if c.isprintable() and not is_text(c)]
    assert lost == []
    assert [c for c in "\t\n\r\x1b\x7f\x00" + REFUSED if is_text(c)] == []

"""The form in which a person puts the facts of a paper right."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets import Input

from reader.commands.questions import AskCorrections
from reader.library.corrections import corrected
from reader.paper import Paper
from tests.support.dialog_host import HOSTILE, asking, fits_every_size, paper, press_hint, text

PAPER = Paper("p", "On Ligth", authors=("Ada Vale", "Bo Ash"), published="2021", abstract="A lamp.\nIt burns.")


async def test_only_what_was_changed_is_answered() -> None:
    async with asking(AskCorrections(PAPER, PAPER)) as (host, pilot):
        await pilot.press(*["backspace"] * 3, *"ght", "tab", *"; Cy Oak", "down", "down", *"Lamps", "enter")
        assert host.answer == {
            "title": "On Light",
            "authors": {"authors": ["Ada Vale", "Bo Ash", "Cy Oak"]},
            "venue": "Lamps",
        }


async def test_an_untouched_form_answers_none_and_esc_drops_what_was_typed() -> None:
    async with asking(AskCorrections(PAPER, PAPER)) as (host, pilot):
        await pilot.press("x", "backspace", "ctrl+s")
        assert host.answer is None
    async with asking(AskCorrections(PAPER, PAPER)) as (host, pilot):
        await pilot.press("x", "escape")
        assert host.answer is None


async def test_a_value_that_cannot_be_one_is_told_at_its_field_and_the_form_stays() -> None:
    async with asking(AskCorrections(PAPER, PAPER)) as (host, pilot):
        await pilot.press("x", "tab", "tab", *"-02-31", "shift+tab")
        await press_hint(host, pilot, "save")
        await pilot.pause()
        assert "The date stays as it is. '2021-02-31' is no date" in text(host)
        assert host.screen.focused is host.screen.query_one("#date")
        await pilot.press(*["backspace"] * 3, "enter")
        assert host.answer == {"title": "On Ligthx", "published": "2021-02"}


async def test_a_field_is_cleared_and_the_abstract_is_written() -> None:
    async with asking(AskCorrections(PAPER, PAPER)) as (host, pilot):
        host.screen.query_one("#date", Input).value = ""
        host.screen.query_one("#abstract").focus()
        await pilot.press("down", "end", *" Out.", "ctrl+s")
        assert host.answer == {"published": "", "abstract": "A lamp. It burns. Out."}


async def test_a_corrected_field_says_how_it_came_and_takes_that_back() -> None:
    shown = corrected(PAPER, {"title": "On Light", "venue": "Lamps"})
    async with asking(AskCorrections(shown, PAPER)) as (host, pilot):
        assert "It came as: On Ligth" in text(host)
        await pilot.press("ctrl+o", "down")
        assert "It came as" not in text(host)
        await pilot.press("down", "down")
        assert "It came as: nothing" in text(host)
        await pilot.press("ctrl+s")
        assert host.answer == {"title": "On Ligth"}


async def test_it_fits_every_size_and_shows_text_as_text() -> None:
    hostile = replace(paper(1), title=HOSTILE, venue=HOSTILE)
    await fits_every_size(AskCorrections(hostile, hostile))

"""The abstract stays readable while one writes about it, and a sentence of it can be quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.commands.questions import AskNote
from reader.operations import annotate
from reader.paper import Paper
from reader.tui.dialogs.abstract_pane import sentences
from tests.support.dialog_host import asking
from tests.support.laws import law
from tests.support.memory import library
from tests.support.pilot import NEVER
from tests.support.screen import golden, lines, opened, text, until

ABSTRACT = "One is said first. The second, e.g. of Li et al. (2024), costs 2.5 times more! Is a third there? Yes."
SAID = [
    "One is said first.",
    "The second, e.g. of Li et al. (2024), costs 2.5 times more!",
    "Is a third there?",
    "Yes.",
]


def question(note: str = "") -> AskNote:
    return AskNote(Paper("p", "A title", abstract=ABSTRACT, note=note), note)


@pytest.mark.parametrize("size", [(120, 30), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_beside_or_above_the_note_the_abstract_stands(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 100 columns on no cell of the preview changes; below that the abstract stands above the note."""
    monkeypatch.setattr("reader.tui.dialogs.note.KEEP_EVERY", NEVER)  # A draft that is kept is told of.
    found = library(Paper("p", "A title", abstract=ABSTRACT * 3), Paper("q", "Another"))
    annotate.set_note(found, found.papers["p"], "Mine.")
    async with opened(found, tmp_path, size) as (app, pilot):
        before = [line[app.main.widgets.detail.region.x :] for line in lines(app)][2:-1]
        await pilot.press("e", *" ok")
        golden(f"note-{size[0]}x{size[1]}", text(app))
        if size[0] >= 100:
            assert [line[app.main.widgets.detail.region.x :] for line in lines(app)][2:-1] == before
        elif size[1] >= 18:
            assert "One is said first." in text(app)
        await pilot.press("tab")
        assert "▌One is said first." in text(app)
        await pilot.press("tab", "escape")
        await until(pilot, lambda: app.screen is app.main)
        assert found.papers["p"].note == "Mine. ok"


async def test_a_sentence_is_quoted_where_the_cursor_stands_and_one_goes_on_writing() -> None:
    async with asking(question("Mine")) as (host, pilot):
        await pilot.press("tab", "j", "j", "k", "enter", "x", "escape")
        assert host.answer == f"Mine\n> {SAID[1]}\n\nx"
    async with asking(question("")) as (host, pilot):
        await pilot.press("tab", "G", "j", "enter", "tab", "g", "enter", "escape")
        assert host.answer == f"> {SAID[3]}\n\n> {SAID[0]}\n\n"


async def test_what_stands_behind_the_cursor_is_parted_from_a_quote() -> None:
    async with asking(question("Mine. Yours.")) as (host, pilot):
        await pilot.press("home", *["right"] * 6, "tab", "enter", "escape")
        assert host.answer == f"Mine. \n> {SAID[0]}\nYours."


async def test_without_an_abstract_nothing_is_quoted() -> None:
    async with asking(AskNote(Paper("p", "A title"), "")) as (host, pilot):
        await pilot.press("tab", "j", "enter", "tab", "x", "escape")
        assert host.answer == "x"


def test_a_text_is_parted_into_its_sentences() -> None:
    assert sentences(ABSTRACT) == SAID
    assert sentences("量化很重要。第二句！") == ["量化很重要。", "第二句！"]
    assert sentences("") == []


@law(60)
@given(st.text(st.sampled_from('aB. !?。"”)\n4'), max_size=40))
def test_no_letter_of_a_text_is_in_no_sentence(words: str) -> None:
    assert "".join("".join(sentences(words)).split()) == "".join(words.split())

"""The note editor: nothing typed is lost, and a note is kept character for character."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets.text_area import Document

from reader.commands.questions import AskNote
from reader.fences import fenced_lines
from reader.operations import settling
from reader.operations.sentences import refused
from reader.operations.settling import clean_note
from reader.text import NOTE_LIMIT, clean_text
from reader.tui.dialogs import note
from reader.tui.dialogs.note_area import marks
from tests.support.dialog_host import HOSTILE, asking, fits_every_size, paper, press_hint, text
from tests.support.laws import law
from tests.support.pilot import NEVER

AWKWARD = "# A | b\n\ttab\n* ü ﬁ 漢字 e\u0301\n\n```py\nx = 1\n```\n  trailing  \n\n"


def ask(text: str, **fields: object) -> AskNote:
    return AskNote(paper(1, note=text), text, **fields)  # type: ignore[arg-type]


def keeper(kept: list[str], did: bool = True) -> Callable[[str], bool]:
    """Takes note of what is to be kept, and says whether it was."""

    def keep(text: str) -> bool:
        kept.append(text)
        return did

    return keep


async def test_leaving_saves_and_every_character_stays() -> None:
    async with asking(ask(AWKWARD)) as (host, pilot):
        await pilot.press("x", "enter", *"|*ß", "escape")
        assert host.answer == AWKWARD + "x\n|*ß"


async def test_a_line_feed_begins_a_line_where_the_cursor_stands() -> None:
    async with asking(ask("")) as (host, pilot):
        await pilot.press(*"ab", "ctrl+j", *"cd", "left", "ctrl+j", "e", "shift+left", "ctrl+j", "escape")
        assert host.answer == "ab\nc\n\nd"


async def test_leaving_an_untouched_note_answers_none() -> None:
    async with asking(ask(AWKWARD)) as (host, pilot):
        await pilot.press("x", "backspace", "escape")
        assert host.answer is None


async def test_a_recovered_draft_is_said_and_saved_by_leaving() -> None:
    async with asking(AskNote(paper(1, note="old"), "draft", recovered=True)) as (host, pilot):
        assert "a draft that was not saved" in text(host)
        await pilot.press("escape")
        assert host.answer == "draft"


async def test_a_text_that_stands_nowhere_else_is_answered_by_esc_as_it_is_and_says_why() -> None:
    async with asking(AskNote(paper(1, note="old"), "mine", trouble="The disk is full.")) as (host, pilot):
        assert "The disk is full." in text(host)
        await pilot.press("ctrl+g")
        assert not host.answered
        await pilot.press("escape")
        assert host.answer == "mine"


async def test_what_could_not_be_kept_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note, "KEEP_EVERY", NEVER)
    asked: list[str] = []
    async with asking(ask("old", keep=keeper(asked, False))) as (host, pilot):
        await pilot.press("x")
        host.screen.keep()  # type: ignore[attr-defined]
        host.screen.keep()  # type: ignore[attr-defined]
        assert asked == ["oldx", "oldx"]


async def test_throwing_away_asks_twice_and_typing_on_forgets_the_first() -> None:
    async with asking(ask("old")) as (host, pilot):
        await pilot.press("x", "ctrl+g", "y")
        await pilot.pause()
        await press_hint(host, pilot, "throw away")
        assert not host.answered
        await pilot.press("ctrl+g")
        assert host.answer is None


async def test_what_is_typed_is_remembered_once_a_change() -> None:
    kept: list[str] = []
    async with asking(ask("old", keep=keeper(kept))) as (host, pilot):
        dialog = host.screen
        assert isinstance(dialog, note.NoteDialog)
        dialog.keep()
        await pilot.press("x")
        dialog.keep()
        dialog.keep()
        assert kept == ["oldx"]


async def test_an_app_that_ends_leaves_a_draft() -> None:
    kept: list[str] = []
    async with asking(ask("old", keep=keeper(kept))) as (host, pilot):
        await pilot.press("x")
        host.exit()
    assert kept == ["oldx"]


async def test_a_note_that_is_too_long_stays_in_its_editor() -> None:
    async with asking(ask(("x" * 1023 + "\n") * (NOTE_LIMIT // 1024))) as (host, pilot):
        await pilot.press("y", "escape")
        assert not host.answered
        assert "1,048,577" in text(host)


async def test_a_note_is_as_long_as_it_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor refuses what the library would refuse, in its words, and nothing else."""
    monkeypatch.setattr(settling, "NOTE_LIMIT", 10)
    composed = "e\u0301" * 9
    async with asking(ask(composed)) as (host, pilot):
        await pilot.press("x", "escape")
        assert host.answer == composed + "x"
    async with asking(ask(composed)) as (host, pilot):
        await pilot.press("x", "y", "escape")
        assert not host.answered
        assert refused(clean_note, composed + "xy") in " ".join(text(host).split())


async def test_the_key_line_saves_by_click() -> None:
    async with asking(ask("")) as (host, pilot):
        await pilot.press("x")
        await press_hint(host, pilot, "save")
        assert host.answer == "x"


async def test_a_note_fits_and_stays_text() -> None:
    question = AskNote(paper(1, title=HOSTILE), "\n".join([clean_text(HOSTILE)] * 60))
    await fits_every_size(question)


def test_markdown_is_marked_where_it_is() -> None:
    line = "- [x] a *b* **c** `*d*` [e](http://f) snake_case_name 2*3*4"
    assert [(kind, line[start:end]) for kind, start, end in marks(line)] == [
        ("sign", "- [x]"), ("strong", "**c**"), ("emphasis", "*b*"), ("link", "[e](http://f)"), ("code", "`*d*`"),
    ]  # fmt: skip
    assert marks("## Head") == [("heading", 0, 7)]
    assert marks("#tag is no heading") == []


def test_a_code_block_ends_with_its_own_fence() -> None:
    assert fenced_lines(["a", "~~~~", "```", "~~~", "~~~~", "b"]) == {1, 2, 3, 4}
    assert fenced_lines(["```open", "to the end"]) == {0, 1}


@law(200)
@given(st.text(alphabet=st.sampled_from("ab*_`~#>[]()!|-+ 1.\n\t漢é\\")))
def test_marks_lie_within_their_line(line: str) -> None:
    for part in line.split("\n"):
        assert all(0 <= start < end <= len(part) for _, start, end in marks(part))
    fenced_lines(line.split("\n"))


@law(200)
@given(st.text())
def test_a_clean_note_goes_through_the_editor_unchanged(note_text: str) -> None:
    """The editor's document splits at more line ends than ours; none of the others survives cleaning."""
    clean = clean_text(note_text)
    assert Document(clean).text == clean

"""The small dialogs: what keys and clicks answer, that they fit, and that text from outside stays text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from reader.commands.bindings import shown_key
from reader.commands.questions import AskChoice, AskText, Choice, Confirm, Question
from tests.support.dialog_host import HOSTILE, SIZES, asking, fits_every_size, lines, nothing_cut_off, press_hint, text
from tests.support.pilot import looked_at
from tests.support.screen import resize


def name_complaint(name: str) -> str:
    return "" if name.strip() else "A name cannot be empty."


def completions(typed: str) -> list[str]:
    return [word for word in ("alpha", "alphabet", "beta") if word.startswith(typed)]


ASK_NAME = AskText("Rename", "A new name.", "old", "name", name_complaint, completions)
CHOICES = tuple(Choice(f"v{number}", f"choice {number}", "hint") for number in range(30))
HOSTILE_QUESTIONS: list[Question[Any]] = [
    AskText(HOSTILE, HOSTILE, complaint=lambda text: HOSTILE),
    AskChoice(HOSTILE, (*(Choice("v", HOSTILE, HOSTILE) for _ in range(30)),), HOSTILE),
    AskChoice(HOSTILE, (*(Choice("v", HOSTILE, HOSTILE) for _ in range(30)),), HOSTILE, find=True),
    Confirm(HOSTILE, HOSTILE, (HOSTILE,) * 60),
]


async def test_enter_answers_the_text_that_replaced_the_initial_one() -> None:
    async with asking(ASK_NAME) as (host, pilot):
        await pilot.press(*"new", "enter")
        assert host.answer == "new"


async def test_a_text_with_a_complaint_is_not_answered() -> None:
    async with asking(ASK_NAME) as (host, pilot):
        await pilot.press("backspace", "enter")
        assert not host.answered
        assert "A name cannot be empty." in text(host)
        await pilot.press("x", "enter")
        assert host.answer == "x"


async def test_tab_completes_and_arrows_choose_among_completions() -> None:
    async with asking(ASK_NAME) as (host, pilot):
        await pilot.press("a", "tab")
        await pilot.pause()
        await pilot.press("down", "enter")
        assert host.answer == "alphabet"


async def test_a_completion_can_be_clicked() -> None:
    async with asking(ASK_NAME) as (host, pilot):
        await pilot.press("b")
        await pilot.pause()
        await pilot.click("CompletingField PickList", offset=(3, 0))
        await press_hint(host, pilot, "done")
        assert host.answer == "beta"


@pytest.mark.parametrize("question", [ASK_NAME, AskChoice("Sort", CHOICES), Confirm("Remove?")], ids=lambda q: q.title)
async def test_escape_answers_none(question: Question[Any]) -> None:
    async with asking(question) as (host, pilot):
        await pilot.press("escape")
        assert host.answer is None


async def test_a_choice_is_made_with_keys() -> None:
    async with asking(AskChoice("Sort", CHOICES, initial="v3")) as (host, pilot):
        await pilot.press("down", "j", "enter")
        assert host.answer == "v5"


@pytest.mark.parametrize("key", ["y", "ctrl+y", "J", "down"])
async def test_the_key_that_asked_answers_what_was_marked_at_first(key: str) -> None:
    """Wherever the cursor is, and whatever else the key does in a list."""
    async with asking(AskChoice("Copy", CHOICES, initial="v3", again=shown_key(key))) as (host, pilot):
        await pilot.press("k", key)
        assert host.answer == "v3"
    async with asking(AskChoice("Copy", CHOICES, initial="v3", again=shown_key(key))) as (host, pilot):
        await press_hint(host, pilot, "choice 3")
        assert host.answer == "v3"


async def test_a_choice_is_made_with_the_mouse() -> None:
    async with asking(AskChoice("Sort", CHOICES)) as (host, pilot):
        await pilot.click("#choices", offset=(5, 2))
        await pilot.pause()
        assert host.answer == "v2"


FIND = AskChoice("Go to", (*CHOICES, Choice("e", "Édge models", "list"), Choice("k", "kites", "tag")), find=True)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("edge", "e"), ("models", "e"), ("kites", "k"), ("choice 3", "v3"),
        (["down", "down"], "v2"), ([*"choice", "down"], "v1"), ([*"kite", *["backspace"] * 4], "v0"),
    ],
)  # fmt: skip
async def test_a_choice_is_found_by_typing(keys: Sequence[str], answer: str) -> None:
    """What begins so or is called so comes first; letters that move elsewhere are letters here."""
    async with asking(FIND) as (host, pilot):
        await pilot.press(*("space" if key == " " else key for key in keys), "enter")
        assert host.answer == answer


async def test_what_no_choice_is_called_chooses_none() -> None:
    async with asking(FIND) as (host, pilot):
        await pilot.press(*"zz", "enter")
        assert not host.answered
        assert "Nothing here is called 'zz'." in text(host)
        await pilot.press("backspace", "backspace", "enter")
        assert host.answer == "v0"


async def test_a_preview_follows_the_cursor_and_escape_restores() -> None:
    seen: list[str] = []
    async with asking(AskChoice("Theme", CHOICES[:3], initial="v1", preview=seen.append)) as (host, pilot):
        await pilot.press("down")
        await pilot.click("#choices", offset=(5, 0))
        await pilot.pause()
        assert not host.answered
        await pilot.press("escape")
        assert seen == ["v2", "v0", "v1"]
        assert host.answer is None


@pytest.mark.parametrize(("grave", "answer"), [(False, True), (True, False)])
async def test_enter_means_yes_unless_it_cannot_be_taken_back(grave: bool, answer: bool) -> None:
    async with asking(Confirm("Remove?", details=("a", "b"), grave=grave)) as (host, pilot):
        await pilot.press("enter")
        assert host.answer is answer


async def test_yes_and_no_have_keys_and_can_be_clicked() -> None:
    async with asking(Confirm("Remove?", yes="Remove", no="Keep")) as (host, pilot):
        await press_hint(host, pilot, "Keep")
        assert host.answer is False
    async with asking(Confirm("Remove?", grave=True)) as (host, pilot):
        await pilot.press("y")
        assert host.answer is True


@pytest.mark.parametrize("question", HOSTILE_QUESTIONS, ids=lambda q: type(q).__name__)
async def test_it_fits_and_draws_hostile_text_as_text(question: Question[Any]) -> None:
    await fits_every_size(question)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_every_word_stands_out_from_its_background(theme: str) -> None:
    """A muted colour is one that depends on what lies beneath; taken by itself it would be white in every theme."""
    async with asking(AskChoice("Sort", CHOICES, "How?", "v2")) as (host, pilot):
        host.theme = theme
        await pilot.pause()
        for strip in looked_at(host):
            for segment in strip:
                style = segment.style
                if segment.text.strip() and style is not None and style.color and style.bgcolor:
                    ink, paper = (sum(color.get_truecolor()) for color in (style.color, style.bgcolor))
                    assert abs(ink - paper) > 90, (theme, segment)


@pytest.mark.parametrize("size", SIZES)
async def test_news_is_read_whole_and_cannot_be_refused(size: tuple[int, int]) -> None:
    sentence = "A paper of beans on walls has another title in its second version, which nobody was told of until now."
    news = Confirm("3 completed", details=(sentence,) * 3, yes="go on", news=True, sentences=True)
    async with asking(news, size) as (host, pilot):
        await pilot.pause()
        nothing_cut_off(host)
        assert "…" not in text(host)
        await pilot.press("enter")
        assert host.answer is True


@pytest.mark.parametrize("size", SIZES)
async def test_sentences_that_an_answer_hangs_on_are_read_whole(size: tuple[int, int]) -> None:
    sentence = "Even then two steps of this machine that were here on a day of November are missing."
    async with asking(Confirm("Sure?", "Bring it back.", (sentence,), sentences=True), size) as (host, pilot):
        await pilot.pause()
        assert "…" not in text(host)
        assert "are missing." in text(host)
        await pilot.press("y")
        assert host.answer is True


async def test_a_small_dialog_is_parted_by_lines_from_what_is_around_it_also_where_there_are_few_rows() -> None:
    """But for where there are too few, and where it takes all of them."""
    async with asking(Confirm("Sure?"), (40, 12)) as (host, pilot):
        for height, is_lined in ((12, True), (8, False), (17, True)):
            await resize(pilot, 40, height)
            at = next(number for number, line in enumerate(lines(host)) if "Sure?" in line)
            assert lines(host)[at - 1].startswith("─" * 30) == is_lined

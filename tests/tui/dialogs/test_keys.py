"""Every key of the contract, pressed in every dialog: no crash, and Esc always leads back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.commands.export_ways import EXPORT_WAYS, default_answer
from reader.commands.place_look import AskPlaceLook, PlaceLook
from reader.commands.questions import (
    AskChoice,
    AskConflict,
    AskCorrections,
    AskDoubts,
    AskExport,
    AskImport,
    AskList,
    AskNote,
    AskSync,
    AskTags,
    AskText,
    Choice,
    Confirm,
    Duplicates,
    HistoryLine,
    ListChoice,
    ListSettings,
    Question,
    Scope,
    ShowHistory,
    ShowReading,
    SyncPreview,
    TagHygiene,
    Triage,
)
from reader.operations.completion import CompletionDoubt
from reader.operations.duplicates import DuplicatePair
from reader.operations.foreseen_exports import Beginning, Destination
from reader.operations.imports import ImportResult
from reader.operations.likely_records import FoundRecord
from reader.operations.reading_figures import Period, ReadingRecord, figures
from reader.operations.tag_suggestions import TagCount, TagSuggestion
from reader.paper import ReadingList
from reader.tui.dialogs import _SCREENS, screen_for
from tests.support.dialog_host import SIZES, UNASKED, asking, nothing_cut_off, paper
from tests.support.laws import by_turns, is_long
from tests.support.memory import library
from tests.support.reading import NOW
from tests.support.screen import resize

KEYS = (
    "slash", "j", "k", "down", "up", "g", "G", "ctrl+d", "ctrl+u", "pageup", "pagedown", "home", "end", "l", "space",
    "V", "t", "s", "r", "e", "E", "L", "alt+up", "alt+down", "o", "y", "i", "x", "S", "d", "u", "ctrl+r", "colon",
    "question_mark", "tab", "shift+tab", "q", "left", "right", "1", "9", "backspace", "delete",
    "ctrl+g", "ctrl+t", "enter",
)  # fmt: skip
PAPERS = (paper(1, tags=("rl",)), paper(2))
FIGURES = {period: figures(ReadingRecord(library(*PAPERS), NOW), period) for period in Period}


def nothing(*_: object) -> tuple[str, ...]:
    """No completions."""
    return ()


QUESTIONS: dict[str, Callable[[], Question[Any]]] = {
    "AskText": lambda: AskText("Name", initial="x"),
    "AskChoice": lambda: AskChoice("Follow", (Choice("a", "A"), Choice("b", "B")), letters=True),
    "Confirm": lambda: Confirm("Sure?", details=("a", "b")),
    "AskTags": lambda: AskTags(PAPERS, (TagCount("rl", 1),), (TagSuggestion("new", 1.0, "x"),)),
    "AskNote": lambda: AskNote(paper(1, note="n"), "n"),
    "AskCorrections": lambda: AskCorrections(paper(1), paper(1)),
    "AskConflict": lambda: AskConflict("the note", "mine", "theirs"),
    "AskList": lambda: AskList(PAPERS, (ListChoice("Edge", ("Intro",), 3, 1),)),
    "AskPlaceLook": lambda: AskPlaceLook("Inbox", PlaceLook()),
    "Triage": lambda: Triage(PAPERS, "Next", lambda id, decision: "done", lambda: "undone"),
    "AskDoubts": lambda: AskDoubts(
        (CompletionDoubt(PAPERS[0], (FoundRecord(paper(3, arxiv_id="2403.00001"), "arXiv"),), "may be {}"),)
    ),
    "Duplicates": lambda: Duplicates((DuplicatePair(*PAPERS, "alike"),)),
    "TagHygiene": lambda: TagHygiene((TagCount("rl", 1), TagCount("RL2", 1)), (("rl", "RL2"),), nothing),
    "ListSettings": lambda: ListSettings(ReadingList("Edge", sections=("Intro", "End"))),
    "ShowHistory": lambda: ShowHistory(
        (HistoryLine("a", "today", "14:10", "Starred", 1), HistoryLine("b", "today", "14:09", "Read", 2))
    ),
    "ShowReading": lambda: ShowReading(FIGURES, {one.id: one for one in PAPERS}, Period.WEEK),
    "AskImport": lambda: AskImport(lambda source, progress: ImportResult((), new=PAPERS), nothing),
    "AskExport": lambda: AskExport(
        (Scope("all", "All", 2), Scope("shown", "Shown", 1)), EXPORT_WAYS, default_answer, lambda answer: "",
        lambda answer: Beginning((("", "text"),), "", 2), lambda answer, progress: Destination("new"),
        lambda answer: "tags", nothing, default_answer(EXPORT_WAYS[0], "all"),
    ),
    "AskSync": lambda: AskSync(lambda path, progress: SyncPreview(("a",), ("b",)), nothing, ("/p",)),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "size"),
    [(name, size) for at, name in enumerate(sorted(_SCREENS)) for size in (SIZES if is_long() else [SIZES[at % 3]])],
)
async def test_no_key_crashes_and_escape_leads_back(name: str, size: tuple[int, int]) -> None:
    """An answered question is asked again, so that every key meets an open dialog. In a usual run each key meets every
    eighth dialog at one of the sizes; in a long run all meet all."""
    keys = by_turns(KEYS, 8, sorted(_SCREENS).index(name))
    async with asking(QUESTIONS[name](), size, drawing=False) as (host, pilot):
        for key in keys:
            await pilot.press(key)
            if host.answered:
                host.answer = UNASKED
                host.push_screen(screen_for(QUESTIONS[name]()), host._keep)
                await pilot.pause()
        await host.workers.wait_for_complete()
        await resize(pilot, 80, 24)
        await resize(pilot, 40, 12)
        nothing_cut_off(host)
        for _ in range(5):
            if not host.answered:
                await pilot.press("escape")
        assert host.answered
        assert len(host.screen_stack) == 1


async def test_what_has_the_focus_stays_in_sight_whatever_becomes_of_the_terminal() -> None:
    """A form that was short is no more so where there is room, and what was moved up in it for its end is not now."""
    async with asking(QUESTIONS["AskCorrections"](), (40, 12)) as (host, pilot):
        await pilot.press("shift+tab")
        for width, height in ((80, 24), (40, 12), (60, 16)):
            await resize(pilot, width, height)
            assert host.screen.focused is host.screen.query_one("#abstract")
            nothing_cut_off(host)


KINDS = ("AskText", "AskChoice", "AskNote", "Triage", "TagHygiene", "ShowReading")
"""One of each kind: a field, a choice, a page to write on, keys of its own, lines with marks, text to be read."""


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(_SCREENS) if is_long() else KINDS)
async def test_text_is_marked_by_double_clicks_and_by_dragging_and_the_dialog_stays(name: str) -> None:
    """At the heading, the edges of the frame and the blanks beside what is in it."""
    async with asking(QUESTIONS[name](), (80, 24)) as (host, pilot):
        area = host.screen.query_one("#frame").region
        corners = [(area.x, area.y), (area.right - 1, area.bottom - 1)]
        for at in ((area.x + 2, area.y + 1), *corners, (area.right - 2, area.y + area.height // 2)):
            await pilot.click(offset=at, times=2)
            assert not host.answered, at
        await pilot.mouse_down(offset=(area.x + 3, area.y + 1))
        await pilot.hover(offset=(area.right - 3, area.bottom - 3))
        await pilot.mouse_up(offset=(area.right - 3, area.bottom - 3))
        await pilot.pause()
        assert not host.answered
        assert host.screen.get_component_rich_style("screen--selection").bgcolor is not None

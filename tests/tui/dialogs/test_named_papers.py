"""Naming papers in the import dialog, choosing what is meant, and telling a paper by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from reader.commands.imports import reader_of, turned
from reader.commands.questions import AskCorrections, AskDoubts, AskImport, DoubtDecision, ImportAnswer
from reader.errors import NetworkError
from reader.io.fetch import WebAnswer
from reader.operations.completion import CompletionDoubt
from reader.operations.imports import ImportResult
from reader.operations.likely_records import FoundRecord
from reader.operations.looking_up import NamedImport
from reader.paper import Paper
from reader.tui.dialogs.pick_list import PickList
from tests.operations.test_completion import knowing
from tests.operations.test_likely_records import RECORD
from tests.support.context import PlainContext
from tests.support.dialog_host import HOSTILE, SIZES, Host, asking, nothing_cut_off, text, type_in
from tests.support.memory import library
from tests.support.screen import resize
from tests.support.services import Question, serving

TWIN = replace(RECORD, arxiv_id="2403.00002", authors=("Cy Oak",))
DOUBT = CompletionDoubt(
    Paper("a", "Beans on Walls"), (FoundRecord(RECORD, "arXiv"), FoundRecord(TWIN, "arXiv")), "may be {}"
)


def ask() -> AskImport:
    """The question of an empty library."""
    held = library()
    return AskImport(reader_of(held, PlainContext(held).service_client), lambda typed: (), partial(turned, held))


async def settle(host: Host) -> None:
    """Let the jobs of the dialog end."""
    await host.workers.wait_for_complete()


def taken(answer: object) -> list[str]:
    """The ids of what would be added."""
    assert isinstance(answer, ImportAnswer)
    return [paper.arxiv_id for paper in answer.preview.new]


@pytest.mark.parametrize("size", SIZES)
async def test_a_title_of_several_papers_asks_which_is_meant(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    serving(monkeypatch, knowing(RECORD, TWIN))
    async with asking(ask(), size) as (host, pilot):
        await type_in(pilot, f"2403.00009\n2403.00001\n{RECORD.title}")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        rows = host.screen.query_one("#rows", PickList)
        assert rows.current is not None
        assert rows.current.text == RECORD.title
        shown = [row.text for row in rows.rows]
        assert shown[:2] == ["Not there (1)", "arXiv has no paper 2403.00009."]
        assert "  ‹ its title alone ›" in shown
        assert "1 not there" in text(host)
        nothing_cut_off(host)
        await pilot.press("left")
        await settle(host)
        await pilot.pause()
        assert rows.current.text == RECORD.title
        assert any("Cy Oak" in row.text and TWIN.arxiv_id in row.text for row in rows.rows)
        nothing_cut_off(host)
        await pilot.press("enter")
        assert taken(host.answer) == [RECORD.arxiv_id, TWIN.arxiv_id]


async def test_a_bad_line_is_named_and_the_others_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD))
    async with asking(ask()) as (host, pilot):
        await type_in(pilot, "2403.00001\nfoo")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "'foo' is one word among several texts" in text(host)
        await pilot.press("enter")
        assert taken(host.answer) == ["2403.00001"]


@pytest.mark.parametrize("typed", ["2502.O9620", "1O.1126/science.1157784", "<html>", "TY  - JOUR", "title = {Foo},"])
async def test_what_looks_like_an_id_or_a_piece_of_a_record_is_refused(typed: str) -> None:
    async with asking(ask()) as (host, pilot):
        await type_in(pilot, typed)
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert not host.answered
        shown = text(host)
        assert any(why in shown for why in ("is no whole arXiv id", "and no title"))


async def test_what_is_left_out_is_not_added(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD, TWIN))
    async with asking(ask()) as (host, pilot):
        await type_in(pilot, "2403.00001, 2403.00002")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        await pilot.press("space")
        await settle(host)
        await pilot.pause()
        assert "left out" in text(host)
        await pilot.press("enter")
        assert taken(host.answer) == ["2403.00002"]


async def test_without_a_network_it_says_so_before_anything_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(question: Question) -> WebAnswer:
        raise NetworkError("arXiv cannot be reached: no network.")

    serving(monkeypatch, away)
    async with asking(ask()) as (host, pilot):
        await type_in(pilot, "2403.00001")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "arXiv cannot be reached: no network." in text(host)
        assert "Not asked for, noted as named (1)" in text(host)
        await pilot.press("enter")
        assert taken(host.answer) == ["2403.00001"]


@pytest.mark.parametrize("size", [(120, 36), (100, 30), (80, 24)])
async def test_a_long_complaint_is_said_whole(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    long = "arXiv asks to wait 24 hours: nothing that was named could be asked for, and `reader complete` goes on then."

    def away(question: Question) -> WebAnswer:
        raise NetworkError(long)

    serving(monkeypatch, away)
    async with asking(ask(), size) as (host, pilot):
        await type_in(pilot, "2403.00001")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert long in " ".join(text(host).replace("│", " ").split())


async def test_what_is_not_there_leads_back_to_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing())
    async with asking(ask()) as (host, pilot):
        await type_in(pilot, "2403.00001")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "There is nothing to add." in text(host)
        await pilot.press("enter", "escape")
        assert host.answer is None


async def test_what_services_say_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(replace(RECORD, title="[bold]x[/] [@click=app.quit]y[/]", authors=("[/nope]",))))
    async with asking(ask()) as (host, pilot):
        await type_in(pilot, "2403.00001")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "[bold]x[/] [@click=app.quit]y[/]" in text(host)


async def test_a_key_leads_to_the_form() -> None:
    async with asking(ask()) as (host, pilot):
        await pilot.press("ctrl+n")
        assert host.answer == ImportAnswer(ImportResult(()), by_hand="")


async def test_what_was_typed_goes_along_to_the_form() -> None:
    async with asking(ask()) as (host, pilot):
        await type_in(pilot, "On Light")
        await pilot.press("ctrl+n")
        assert host.answer == ImportAnswer(ImportResult(()), by_hand="On Light")
    async with asking(AskCorrections(Paper("", ""), Paper("", ""), {"title": "On Light"})) as (host, pilot):
        await pilot.press("enter")
        assert host.answer == {"title": "On Light"}


async def test_a_paper_that_is_told_needs_a_title() -> None:
    async with asking(AskCorrections(Paper("", ""), Paper("", ""))) as (host, pilot):
        assert "Add a paper by hand" in text(host)
        await pilot.press("tab", *"Ada Vale", "enter")
        await pilot.pause()
        assert "A paper needs a title." in text(host)
        assert not host.answered
        await pilot.press(*"On Light", "enter")
        assert host.answer == {"title": "On Light", "authors": {"authors": ["Ada Vale"]}}


async def test_an_untouched_form_adds_nothing() -> None:
    async with asking(AskCorrections(Paper("", ""), Paper("", ""))) as (host, pilot):
        await pilot.press("enter")
        assert host.answer is None


def test_a_preview_of_named_papers_is_one_of_an_import() -> None:
    assert issubclass(NamedImport, ImportResult)


# -- doubts ------------------------------------------------------------------------------------------------------------


async def test_a_record_is_taken_or_none() -> None:
    for keys, wanted in ((("enter",), 0), (("down", "enter"), 1), (("down", "down", "enter"), None)):
        async with asking(AskDoubts((DOUBT,))) as (host, pilot):
            await pilot.press(*keys)
            assert host.answer == DoubtDecision(0, wanted)


async def test_the_record_under_the_cursor_is_shown_beside_the_paper() -> None:
    async with asking(AskDoubts((DOUBT,))) as (host, pilot):
        assert "arXiv: 2403.00001" in text(host)
        await pilot.press("down")
        await pilot.pause()
        assert "arXiv: 2403.00002" in text(host)
        await pilot.press("down")
        await pilot.pause()
        assert "arXiv: 2403" not in text(host)
        assert "Yours" in text(host)


async def test_other_papers_are_a_key_away_and_esc_leaves_the_rest() -> None:
    other = replace(DOUBT, paper=Paper("b", "Peas on Fences"))
    async with asking(AskDoubts((DOUBT, other))) as (host, pilot):
        assert "1 of 2" in text(host)
        await pilot.press("n")
        await pilot.pause()
        assert "Peas on Fences" in text(host)
        await pilot.press("enter")
        assert host.answer == DoubtDecision(1, 0)
    async with asking(AskDoubts((DOUBT, other), 1)) as (host, pilot):
        assert "2 of 2" in text(host)
        await pilot.press("escape")
        assert host.answer is None


async def test_doubts_fit_every_size_and_stay_text() -> None:
    hostile = replace(RECORD, title=HOSTILE, authors=(HOSTILE,), abstract=HOSTILE)
    doubt = CompletionDoubt(replace(hostile, id="a"), (FoundRecord(hostile, "arXiv"),) * 9, "may be {}")
    async with asking(AskDoubts((doubt,)), SIZES[0]) as (host, pilot):
        for width, height in SIZES:
            await resize(pilot, width, height)
            nothing_cut_off(host)
            assert "[bold]x[/]" in text(host)
            assert "\x1b" not in text(host)

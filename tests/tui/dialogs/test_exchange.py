"""Import, sync and history: a look first, long jobs that can be given up, and an answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from reader.commands.imports import OwnExport
from reader.commands.questions import (
    AskImport,
    AskSync,
    HistoryLine,
    HistoryWish,
    ImportAnswer,
    ImportSource,
    Progress,
    ShowHistory,
    SyncPreview,
)
from reader.errors import InputError
from reader.formats.parsed import Problem
from reader.operations.imports import ImportResult, SourceResult
from reader.tui.dialogs.import_ import gains, nothing_said, read_words, unquoted
from reader.tui.dialogs.job_line import JobLine
from reader.tui.dialogs.pick_list import PickList
from tests.support.dialog_host import (
    HOSTILE,
    SIZES,
    Host,
    asking,
    fits_every_size,
    nothing_cut_off,
    paper,
    press_hint,
    text,
    type_in,
)
from tests.support.screen import golden, resize, until

PATIENCE = 60
"""Seconds after which a thread that nobody lets go on does so by itself."""
PREVIEW = ImportResult(
    (
        SourceResult(
            "page.txt", "hf-page", new=2, updated=1, unchanged=340, possible_duplicates=(("4", "5"),),
            problems=(Problem(40, "a title without an abstract"),),
        ),
    ),
    new=(paper(1), paper(2)),
    completed=((paper(3, abstract=""), paper(3, doi="10.1/x")),),
    doubtful=((paper(4), paper(5)),),
)  # fmt: skip
EMPTY = ImportResult((SourceResult("page.txt", "page", unchanged=356),))


def ask_import(preview: ImportResult = PREVIEW, sources: list[ImportSource] | None = None) -> AskImport:
    def read(source: ImportSource, progress: Progress) -> ImportResult:
        progress.report(1, 2, source.path)
        if sources is not None:
            sources.append(source)
        if source.path == "missing":
            raise InputError("There is no file 'missing'.")
        return preview

    return AskImport(read, lambda typed: [name for name in ("page.txt", "papers/") if name.startswith(typed)])


async def settle(host: Host) -> None:
    """Let the jobs of the dialog end."""
    await host.workers.wait_for_complete()


async def test_a_path_is_read_looked_at_and_approved_with_wishes() -> None:
    sources: list[ImportSource] = []
    async with asking(ask_import(sources=sources)) as (host, pilot):
        await pilot.press(*"pag", "tab", "enter")
        await settle(host)
        await pilot.pause()
        shown = text(host)
        assert "2 new, 1 completed, 340 known already, 1 possible duplicate" in shown
        assert "line 40: a title without an abstract" in shown
        assert "+ abstract, doi" in shown
        await pilot.press("tab")
        await type_in(pilot, "rl, ml")
        await pilot.press("tab")
        await type_in(pilot, "Edge")
        await pilot.press("enter")
        assert host.answer == ImportAnswer(PREVIEW, ("rl", "ml"), "Edge")
        assert sources == [ImportSource("page.txt")]


async def test_space_leaves_papers_out_of_an_import_and_takes_them_again() -> None:
    """Where none is left, that is said; the answer has what the library makes of the others."""
    wanted: list[object] = []

    def without(preview: ImportResult, left: frozenset[str]) -> ImportResult:
        wanted.append((preview, left))
        return EMPTY

    async with asking(replace(ask_import(), without=without)) as (host, pilot):
        await pilot.press("x", "enter")
        await settle(host)
        await pilot.pause()
        rows = host.screen.query_one("#rows", PickList)
        papers = [number for number, row in enumerate(rows.rows) if row.value]
        assert rows.cursor < papers[0], "a line that is no paper is passed"
        while rows.cursor < papers[0]:
            at = rows.cursor
            await pilot.press("space")
            assert rows.cursor > at
        assert rows.cursor == papers[0]
        await pilot.press(*["space"] * len(papers))
        assert "Enter import" not in text(host)
        assert "Space take again" in text(host)
        await pilot.press("tab")
        assert "Space" not in text(host), "it is a blank in a field"
        await pilot.press("shift+tab", "enter")
        assert "All of it is left out" in text(host)
        rows.put_cursor(papers[-1])
        await pilot.press("space", "enter")
        await settle(host)
        ids = {rows.rows[number].value.removeprefix("paper ") for number in papers}
        assert wanted == [(PREVIEW, frozenset(ids - {rows.rows[papers[-1]].value.removeprefix("paper ")}))]
        assert host.answer == ImportAnswer(EMPTY)


async def test_a_pasted_page_is_read_as_text_and_can_be_forgotten() -> None:
    sources: list[ImportSource] = []
    async with asking(ask_import(sources=sources)) as (host, pilot):
        await type_in(pilot, "A title\nAn abstract\n")
        await pilot.press("backspace")
        assert "Pasted" not in text(host)
        await type_in(pilot, "A title\nAn abstract\n")
        assert "Pasted 3 lines: A title" in text(host)
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        await press_hint(host, pilot, "import 3 papers")
        assert sources == [ImportSource(text="A title\nAn abstract\n")]
        assert host.answer == ImportAnswer(PREVIEW)


async def test_what_cannot_be_read_is_said_and_escape_goes_back_step_by_step() -> None:
    async with asking(ask_import()) as (host, pilot):
        await type_in(pilot, "missing")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "There is no file 'missing'." in text(host)
        await pilot.press("ctrl+u", *"x", "enter")
        await settle(host)
        await pilot.press("escape")
        await pilot.pause()
        assert not host.answered
        await pilot.press("escape")
        assert host.answer is None


async def test_nothing_new_is_said_and_enter_goes_back() -> None:
    async with asking(ask_import(EMPTY)) as (host, pilot):
        await pilot.press("x", "enter")
        await settle(host)
        await pilot.pause()
        assert "There is nothing new in it." in text(host)
        await pilot.press("enter", "escape")
        assert host.answer is None


def test_it_is_said_in_few_words_what_was_read_and_whether_all_of_it_is_known() -> None:
    one, other = SourceResult("a.bib", "bibtex", unchanged=2), SourceResult("b.ris", "ris")
    lost = SourceResult("c", "", problems=(Problem(1, "what is this?"),))
    assert [read_words(sources) for sources in ((), (one,), (one, one), (one, other), (lost,))] == [
        "", " · a.bib, read as bibtex", " · 2 sources, read as bibtex", " · 2 sources, read as 2 formats", " · c",
    ]  # fmt: skip
    assert nothing_said(ImportResult((one, lost))) == "There is nothing new in it."
    assert nothing_said(ImportResult((lost,))) == "Nothing in it can be imported."


async def test_a_long_reading_shows_how_far_it_is_and_can_be_given_up() -> None:
    started, go_on, given_up = Event(), Event(), Event()

    def read(source: ImportSource, progress: Progress) -> ImportResult:
        progress.report(3, 9, "page 3")
        started.set()
        go_on.wait(PATIENCE)
        try:
            progress.report(4, 9, "page 4")
        finally:
            given_up.set()
        return PREVIEW

    async with asking(AskImport(read, lambda typed: ())) as (host, pilot):
        await pilot.press("x", "enter")
        await until(pilot, started.is_set)
        host.screen.query_one(JobLine).refresh()
        await pilot.pause()
        assert "3 of 9  page 3" in text(host)
        await pilot.press("escape")
        go_on.set()
        await settle(host)
        await until(pilot, given_up.is_set)
        await pilot.pause()
        assert "Stopped; nothing was imported." in text(host)
        assert not host.answered


async def test_a_reading_that_waits_for_ever_is_left_behind_at_once() -> None:
    """A server that never answers gives no report at which it could be stopped."""
    started, released, ended = Event(), Event(), Event()

    def read(source: ImportSource, progress: Progress) -> ImportResult:
        started.set()
        assert released.wait(PATIENCE)
        ended.set()
        return PREVIEW

    async with asking(AskImport(read, lambda typed: ())) as (host, pilot):
        await pilot.press("x", "enter")
        await until(pilot, started.is_set)
        await pilot.press("escape")
        await settle(host)
        await pilot.pause()
        assert not ended.is_set()
        assert "Stopped; nothing was imported." in text(host)
        released.set()
        await until(pilot, ended.is_set)
        await pilot.pause()
        assert "Stopped; nothing was imported." in text(host)
        assert not host.answered


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_path_may_go_on_with_stands_between_the_field_and_the_keys(size: tuple[int, int]) -> None:
    """However many there are; and what is said of a path that does not exist is seen."""

    def read(source: ImportSource, progress: Progress) -> ImportResult:
        raise InputError("There is no file called pap.")

    offered = tuple(f"papers{number}/" for number in range(20))
    async with asking(AskImport(read, lambda typed: offered if typed else ()), size) as (host, pilot):
        empty = host.screen.query_one("#frame").region.height
        await pilot.press(*"pap")
        await pilot.pause()
        assert "papers0/" in text(host)
        nothing_cut_off(host)
        assert host.screen.query_one("#frame").region.height <= empty + 5
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "There is no file called pap." in text(host)
        nothing_cut_off(host)


async def test_import_fits_and_stays_text() -> None:
    source = SourceResult(HOSTILE, HOSTILE, new=40, problems=(Problem(1, HOSTILE, HOSTILE),))
    hostile = ImportResult((source,), new=(paper(1, title=HOSTILE),) * 40)
    async with asking(ask_import(hostile)) as (host, pilot):
        await pilot.press("x", "enter")
        await settle(host)
        for size in ((120, 36), (80, 24), (40, 12)):
            await resize(pilot, *size)
            nothing_cut_off(host)
            assert host.screen.query_one("#rows", PickList).size.height >= 2
            assert "[bold]x[/]" in text(host)
            assert "\x1b" not in text(host)


def test_a_dropped_file_is_a_path(tmp_path: Path) -> None:
    assert [unquoted(given) for given in (" 'a b.txt' ", "file:///a/b", "x'y", '"')] == ["a b.txt", "/a/b", "x'y", '"']
    assert unquoted("file:///a%20b/%25.ris") == "/a b/%.ris"
    (tmp_path / "a b.ris").touch()
    (tmp_path / r"c\ d.ris").touch()
    assert unquoted(rf"{tmp_path}/a\ b.ris") == f"{tmp_path}/a b.ris"
    assert unquoted(rf"{tmp_path}/c\ d.ris") == rf"{tmp_path}/c\ d.ris"
    assert unquoted(rf"{tmp_path}/e\ f.ris") == rf"{tmp_path}/e\ f.ris"
    assert unquoted(rf"'{tmp_path}/a\ b.ris'") == rf"{tmp_path}/a\ b.ris"


async def test_a_record_typed_where_a_path_is_asked_for_is_read_as_one() -> None:
    """A line of BibTeX is pasted like any other line: into the field."""
    sources: list[ImportSource] = []
    async with asking(ask_import(sources=sources)) as (host, pilot):
        await type_in(pilot, "@article{a, title={One Paper}}")
        await pilot.press("enter")
        await settle(host)
    assert sources == [ImportSource(text="@article{a, title={One Paper}}")]


def test_what_an_import_completes_is_named() -> None:
    assert gains(paper(1), paper(1, arxiv_id="2408.1", sources=("a",))) == "arxiv"


# -- sync and history --------------------------------------------------------------------------------------------------


def ask_sync(preview: SyncPreview) -> AskSync:
    def plan(path: str, progress: Progress) -> SyncPreview:
        if "missing" in path:
            raise InputError(f"There is no file '{path}'.")
        return preview

    return AskSync(plan, lambda typed: (), ("/p/list.md", "/p/vault"))


async def test_a_sync_is_compared_and_approved() -> None:
    preview = SyncPreview(("'A' is read",), ("'B' is starred",), (HOSTILE,), left="mine.md was left as it is.")
    async with asking(ask_sync(preview)) as (host, pilot):
        await pilot.press("down", "down", "enter")
        await settle(host)
        await pilot.pause()
        assert "1 into the library, 1 into the file, 2 to look at" in text(host)
        assert "[bold]x[/]" in text(host)
        for told in ("← 'A' is read", "→ 'B' is starred", "! mine.md was left as it is."):
            assert told in text(host)  # The marks of the command line.
        for size in ((120, 36), (40, 12)):
            await resize(pilot, *size)
            nothing_cut_off(host)
        await pilot.press("enter")
        assert (host.answer.path, host.answer.preview) == ("/p/vault", preview)


LONG = "A Paper with a Title that Needs More than the Width of a Narrow Screen: leaves 'Edge models'"
MUCH = SyncPreview(
    (LONG, "Mamba: unread → read"), ("Attention Is All You Need: ★ set",),
    conflicts=("Mamba: the note was changed in the file and in the library; it now holds both",), losses=(LONG,),
    untaken=("line 12: a heading that is no section",), notes=("No paper has the tag 'x'.",),
    brake="It lacks so much that 12 of 20 papers would lose a place, note, remark, star or tag.",
)  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_a_sync_would_move_looks_as_it_is_kept(size: tuple[int, int]) -> None:
    async with asking(ask_sync(MUCH), size) as (host, pilot):
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        golden(f"sync-{size[0]}x{size[1]}", text(host))
        nothing_cut_off(host)


async def test_all_that_a_sync_would_move_is_read_whole_on_a_small_screen() -> None:
    """Each sentence to its last word, one page after another."""
    async with asking(ask_sync(MUCH), (40, 12)) as (host, pilot):
        await pilot.press("enter")
        await settle(host)
        seen = ""
        for _ in range(12):
            await pilot.pause()
            seen += text(host)
            await pilot.press("pagedown")
        for word in ("tag.", "both", "section", "models'", "read", "set", "'x'."):
            assert word in seen
        assert "asks first" in seen
        await pilot.press("enter")
        assert host.answer.preview == MUCH


async def test_a_path_that_is_begun_with_is_compared_at_once() -> None:
    question = replace(ask_sync(MUCH), begun="/p/vault", said="It was changed meanwhile.")
    async with asking(question) as (host, pilot):
        await settle(host)
        await pilot.pause()
        assert "It was changed meanwhile." in text(host)
        await pilot.press("enter")
        assert host.answer.path == "/p/vault"


async def test_what_reader_exported_is_not_imported_but_synced() -> None:
    def read(source: ImportSource, progress: Progress) -> ImportResult:
        raise OwnExport(source.path)

    async with asking(AskImport(read, lambda typed: ())) as (host, pilot):
        await pilot.press(*"mine.md", "enter")
        await settle(host)
        await pilot.pause()
        assert host.answer.exported == "mine.md"
    async with asking(AskImport(read, lambda typed: ())) as (host, pilot):
        await type_in(pilot, "a pasted\npage of it")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "sync brings its edits back" in text(host)


@pytest.mark.parametrize(("known", "told"), [((), False), (("/p/list.md",), False), (("/p/list.md", "/p/vault"), True)])
async def test_other_paths_are_offered_only_where_there_are_some(known: tuple[str, ...], told: bool) -> None:
    question = replace(ask_sync(SyncPreview((), ())), known=known)
    async with asking(question) as (host, pilot):
        assert ("others" in text(host)) is told
        if told:
            await press_hint(host, pilot, "others")
            assert "/p/vault" in text(host)


async def test_a_sync_of_nothing_or_of_a_missing_file_leads_back() -> None:
    async with asking(ask_sync(SyncPreview((), ()))) as (host, pilot):
        await type_in(pilot, "missing")
        await pilot.press("enter")
        await settle(host)
        await pilot.pause()
        assert "There is no file" in text(host)
        await pilot.press("ctrl+u", "y", "enter")
        await settle(host)
        await pilot.pause()
        assert "Both sides are the same" in text(host)
        await pilot.press("enter")
        assert host.answer is None


STEPS = (
    HistoryLine("d-3", "today", "14:10", "Starred 'A'", 1),
    HistoryLine("e-9", "today", "14:09", "Tagged 'B'", 0, elsewhere=True),
    HistoryLine("d-2", "yesterday", "14:08", HOSTILE, 2),
    HistoryLine("d-1", "yesterday", "14:07", "Imported 3 papers", 0, undone=True),
)


async def test_one_step_is_undone_at_once_and_several_are_asked_for_twice() -> None:
    async with asking(ShowHistory(STEPS)) as (host, pilot):
        await pilot.press("enter")
        assert host.answer == HistoryWish(1)
    async with asking(ShowHistory(STEPS)) as (host, pilot):
        await pilot.press("down", "enter")
        assert not host.answered
        assert "Another device made it." in text(host)
        await pilot.press("down", "enter")
        assert "Press Enter again to undo the last 2 steps." in text(host)
        await press_hint(host, pilot, "undo to here")
        assert host.answer == HistoryWish(2)


async def test_a_step_is_found_by_its_words_and_leads_to_its_papers() -> None:
    """What is found stands in the order in which it was done; Esc shows all again before it leaves."""
    async with asking(ShowHistory(STEPS)) as (host, pilot):
        rows = host.screen.query_one("#steps", PickList)
        await pilot.press("slash", *"red")
        assert "Enter to the steps" in text(host)
        assert "the papers" not in text(host)
        await pilot.press("enter")
        assert "→ the papers" in text(host)
        assert [row.text for row in rows.rows] == ["today", "14:10 Starred 'A'", "yesterday", f"14:08 {HOSTILE}"]
        await pilot.press("escape")
        assert len(rows.rows) == len(STEPS) + len({step.day for step in STEPS})
        await pilot.press("slash", *"port", "down", "right")
        assert host.answer == HistoryWish(papers_of="d-1")


async def test_the_history_says_which_program_made_a_step() -> None:
    """Where it was not the user."""
    by_program = HistoryLine("d-4", "today", "14:11", "Starred 'C'", 1, author="Claude Code")
    async with asking(ShowHistory((by_program, *STEPS))) as (host, pilot):
        assert "Starred 'C' (by Claude Code)." in text(host)
        await pilot.press("down")
        assert "(by" not in text(host)


async def test_history_fits_and_stays_text() -> None:
    await fits_every_size(ShowHistory(STEPS * 20), "down", "down")
    async with asking(ShowHistory(())) as (host, pilot):
        await pilot.press("enter", "escape")
        assert host.answer is None

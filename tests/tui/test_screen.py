"""The one screen, by keys and by mouse: journeys, and its looks as plain text."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from rich.color import Color
from rich.segment import Segment
from textual.app import App
from textual.color import Color as ScreenColor
from textual.widgets import Input

from reader.commands.bindings import COMMANDS, Command, named
from reader.commands.context import Pane
from reader.errors import Refused
from reader.formats.markdown.escaping import target
from reader.identity import normal_url
from reader.library.library import Library, Outcome
from reader.operations import annotate, reading_lists, undo
from reader.operations.collection import Collection, Kind
from reader.paper import QUEUE, Paper, Status
from reader.paths import state_dir
from reader.settings import Settings
from reader.tui import outside_programs
from reader.tui.startup_cache import StartupCache, read_startup_cache
from reader.tui.widgets import paper_detail
from reader.tui.widgets.bottom_line import BottomLine
from reader.tui.widgets.line_view import LEGIBLE, contrast
from tests.support.memory import Log, library, saved_before
from tests.support.pilot import looked_at
from tests.support.screen import bottom, golden, lines, opened, resize, text, type_in, until

HOSTILE = "[bold]x[/] [@click=app.quit]y[/] [/nope] \x1b[31mred\x1b]52;c;eA==\x07 \u202eevil"

NAMES = {
    ":": "colon", "?": "question_mark", "/": "slash", "[": "left_square_bracket", "'": "apostrophe",
    "]": "right_square_bracket", ",": "comma", "-": "minus", "#": "number_sign", ">": "greater_than_sign",
    "<": "less_than_sign",
}  # fmt: skip
"""Keys as Textual names them."""
PAPERS = (
    Paper("p1", "Attention Is All You Need", authors=("Ashish Vaswani", "Noam Shazeer", "Niki Parmar"),
          published="2017-06-12", arxiv_id="1706.03762", abstract="The dominant sequence transduction models are based "
          "on recurrent networks. We propose the Transformer, of $O(n^2)$ cost."),
    Paper("p2", "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", published="2023-12-01",
          authors=("Albert Gu", "Tri Dao"), abstract="Foundation models are mostly based on attention."),
    Paper("p3", "大规模语言模型的量化方法研究与实践：从后训练量化到量化感知训练的系统综述以及未来", abstract="量化"),
    Paper("p4", "LoRA", abstract="Low-rank adaptation of large language models."),
    Paper("p5", "Vision language models are blind", authors=("Pooyan R",), published="2024"),
)  # fmt: skip


def shelf(*more: Paper) -> Library:
    """A small library with tags, a list, stars and notes."""
    found = library(*PAPERS, *more)
    held = found.papers
    annotate.tag_papers(found, [held["p1"], held["p2"]], ["architecture", "ml/sequence"])
    annotate.star_papers(found, [held["p1"]], True)
    annotate.mark_papers(found, [held["p4"]], Status.READ)
    annotate.set_note(found, held["p1"], "# Why\n- it *scales*\n- see [blog](https://x.y)")
    reading_lists.add_to_list(found, "Edge models", [held["p4"], held["p2"]])
    return found


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_looks_as_it_is_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(shelf(), tmp_path, size) as (app, _):
        golden(f"screen-{size[0]}x{size[1]}", text(app))


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_inbox_is_gone_through_by_single_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    """Each key decides on the paper under the cursor, which then is the next one; what is shown says the rest."""
    found = library(*PAPERS)
    async with opened(found, tmp_path, size) as (app, pilot):
        await pilot.press("2", "plus", "greater_than_sign", "minus")
        await pilot.pause()
        assert [paper.stage for paper in found.papers.values()] == ["queued", "later", "dismissed", "inbox", "inbox"]
        assert bottom(app).startswith("2 of 5 papers · Inbox ")
        await pilot.press("minus", "equals_sign", "n")
        await pilot.pause()
        assert app.main.view_state.collection == Collection(Kind.LIST, QUEUE)
        assert app.main.widgets.list.current == "p1"
        await pilot.press("minus", "2")
        await pilot.pause()
        assert app.main.view_state.shown.rows == ["p1"]


def test_the_first_frame_waits_for_nothing_that_only_a_query_or_a_question_needs() -> None:
    """A third of what was loaded for it was, when the table of commands imported the questions."""
    program = "import sys, reader.cli.main, reader.tui.launch, reader.tui.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    late = ("reader.search", "reader.commands.questions", "reader.operations.choosing", "reader.relevance",
            "reader.formats", "reader.online", "markdown_it", "rapidfuzz")  # fmt: skip
    assert [name for name in loaded if name.startswith(late)] == []


def test_no_regular_expression_is_compiled_while_modules_are_loaded_for_the_first_frame() -> None:
    """They took a tenth of the time to it. Those of other packages are not ours to put off."""
    program = (
        "import re, sys; of, compiled = [], re.compile\n"
        "def told(*of_it, **more):\n"
        "    of.append(sys._getframe(1).f_globals['__name__'])\n"
        "    return compiled(*of_it, **more)\n"
        "re.compile = told\n"
        "import reader.cli.main, reader.tui.launch, reader.store.named_library, reader.store.catalogue\n"
        "import reader.tui.app\n"
        "print(*of)"
    )
    names = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "textual.css.tokenizer" in names, "what is compiled is not seen"
    assert [name for name in names if name.startswith("reader.") and name != "reader.patterns"] == []


async def test_the_keys_offered_from_the_first_frame_on_are_those_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other widget has the focus for a moment."""
    offered: list[list[str]] = []
    show = BottomLine.show_commands

    def noted(line: BottomLine, commands: Sequence[Command]) -> None:
        offered.append([command.id for command in commands])
        show(line, commands)

    monkeypatch.setattr(BottomLine, "show_commands", noted)
    async with opened(shelf(), tmp_path) as (app, _):
        assert app.main.focused is app.main.widgets.list
    assert [keys for keys in offered if keys != offered[0]] == []


async def test_search_help_palette_and_a_folded_pane_look_as_they_are_kept(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("slash")
        await type_in(pilot, "sequnce #arch")
        golden("search-80x24", text(app))
        await pilot.press("escape", "question_mark")
        golden("help-80x24", text(app))
        await pilot.press("escape", "colon")
        await type_in(pilot, "list")
        golden("palette-80x24", text(app))
        await pilot.press("escape", "tab", "tab")
        golden("sidebar-80x24", text(app))


async def test_an_empty_library_says_what_to_do_next(tmp_path: Path) -> None:
    async with opened(library(), tmp_path) as (app, _):
        golden("empty-80x24", text(app))


async def test_a_query_of_the_last_run_leaves_out_what_it_left_out_then(tmp_path: Path) -> None:
    """From the first frame on, and when the index is built: an edit of all that is shown takes nothing else."""
    for query, ids in (("* -attention", "345"), ("* -models", "3"), ('* -"language models"', "123")):
        async with opened(shelf(), tmp_path, query=query, late=True) as (app, pilot):
            assert bottom(app).startswith(f"{len(ids)} of 5"), query
            await pilot.press("V", "s")
            starred = {paper.id for paper in app.main.context.library.papers.values() if paper.starred}
            assert starred == {"p1", *(f"p{id}" for id in ids)}, query


@pytest.mark.parametrize(("query", "key"), [("* -is:starred", "s"), ("* -is:reading", "r"), ("* NOT is:reading", "r")])
async def test_the_list_follows_an_edit_where_a_filter_leaves_out(tmp_path: Path, query: str, key: str) -> None:
    """What a query leaves out goes from the list at once, whatever it is left out by."""
    async with opened(shelf(), tmp_path, query=query) as (app, pilot):
        before = len(app.main.context.shown)
        await pilot.press("j")
        await pilot.press(key)
        assert len(app.main.context.shown) == before - 1


async def test_every_key_of_the_search_line_finds_and_esc_leads_back(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        assert bottom(app).startswith("5 papers")
        await pilot.press("j", "slash", *"mamab")
        assert bottom(app).startswith("1 of 5 papers")
        assert "Mamba" in lines(app)[2]
        await pilot.press("enter")
        assert app.main.context.current is not None
        assert app.main.context.current.id == "p2"
        await pilot.press("escape")
        assert bottom(app).startswith("5 papers")
        assert app.main.context.current.id == "p2"
        await pilot.press("slash", "up")
        assert app.main.view_state.query == "mamab"


async def test_unknown_fields_are_said_quietly_and_names_are_completed(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("slash", *"is:rea")
        assert "Tab  reading  read  unread" in lines(app)[1]
        await pilot.press("ctrl+u", *"#arc")
        assert "architecture" in lines(app)[1]
        await pilot.press("tab")
        assert app.main.view_state.query == "#architecture "
        assert bottom(app).startswith("2 of 5 papers · #architecture")


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("is:unraed", "is:unread "), ("mamba sort:titel", "mamba sort:title "),
        ("(is:unraed or mamba)", "(is:unread or mamba)"),
        ("is:unraed mamba", "is:unread mamba"), ("yaer:2024", "year:2024 "),
    ],
)  # fmt: skip
async def test_tab_takes_what_was_likely_meant_where_that_is_said(tmp_path: Path, typed: str, taken: str) -> None:
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        await pilot.press("slash", *typed)
        assert re.search(r"did you mean '.*'\? Tab takes it\.", lines(app)[1])
        await pilot.press("enter")
        assert "Tab takes it" not in lines(app)[1]
        await pilot.press("slash", "tab")
        assert app.main.view_state.query == taken
        assert app.main.panes.focus is Pane.SEARCH


async def test_edits_show_at_once_and_undo_says_what_it_undid(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("G", "s")
        assert " ★ Vision" in text(app)
        assert "Starred 'Vision language models are blind'." in bottom(app)
        await pilot.press("u")
        assert " ★ Vision" not in text(app)
        assert "Undid: Starred" in bottom(app)
        await pilot.press("ctrl+r", "r")
        assert "◐★ Vision" in text(app)


async def test_a_selection_is_edited_as_one_step(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("space", "space")
        assert "2 selected" in bottom(app)
        await pilot.press("r")
        assert [paper.status for paper in app.main.context.shown][:2] == [Status.READING] * 2
        await pilot.press("escape", "V")
        assert "5 selected" in bottom(app)
        await pilot.press("V")
        assert "selected" not in bottom(app)


async def test_a_list_is_reordered_by_keys_and_keeps_the_cursor(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        await pilot.pause()
        assert bottom(app).startswith("2 of 5 papers · Edge models")
        await pilot.press("alt+down")
        assert app.main.context.library.reading_list("Edge models").papers == ("p2", "p4")
        assert app.main.context.current is not None
        assert app.main.context.current.id == "p4"
        await pilot.press("escape")
        assert app.main.view_state.collection == Collection()


async def test_the_detail_follows_the_cursor_and_opens_and_closes(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        assert "Ashish Vaswani" in text(app)
        assert "O(n²)" in text(app)
        await pilot.press("j")
        assert "Albert Gu" in text(app)
        await pilot.press("l")
        assert app.main.panes.focus is Pane.DETAIL
        await pilot.press("h", "right_square_bracket")
        assert not app.main.panes.visible(Pane.DETAIL)
        await resize(pilot, 40, 12)
        await pilot.press("enter")
        assert not app.main.widgets.list.display
        await pilot.press("escape")
        assert app.main.widgets.list.display


async def test_the_place_is_kept_when_the_terminal_changes_its_size(tmp_path: Path) -> None:
    many = [Paper(f"m{number}", f"Paper number {number}") for number in range(200)]
    async with opened(shelf(*many), tmp_path, (120, 36)) as (app, pilot):
        app.main.navigator.go_to("m150")
        for size in [(80, 24), (40, 12), (120, 36)]:
            await resize(pilot, *size)
            assert "Paper number 150" in text(app)
            assert app.main.context.current is not None
            assert app.main.context.current.id == "m150"


async def test_the_mouse_alone_opens_stars_selects_and_drags(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        await pilot.click("#bottom", offset=(lines(app)[-1].index("/ search") + 1, 0))
        assert app.main.panes.focus is Pane.SEARCH
        await pilot.click("#list", offset=(10, 1))
        assert app.main.widgets.list.current == "p2"
        await pilot.click("#list", offset=(1, 1))
        assert app.main.context.library.papers["p2"].starred
        await pilot.click("#list", offset=(0, 1))
        assert app.main.widgets.list.selection == {"p2"}
        await pilot.click("#sidebar", offset=(5, 4))
        assert app.main.view_state.collection == Collection(Kind.STARRED)
        await pilot.mouse_down("#side")
        await pilot.hover(offset=(40, 9))
        await pilot.mouse_up(offset=(40, 9))
        await pilot.pause()
        assert app.main.widgets.sidebar.size.width == 40


async def test_text_from_papers_is_never_markup_nor_an_escape_sequence(tmp_path: Path) -> None:
    evil = Paper("evil", HOSTILE, abstract=HOSTILE, authors=(HOSTILE,), tags=())
    found = library(evil)
    annotate.set_note(found, evil, "[bold]note[/] [@click=app.quit]z[/]")
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        await pilot.press("s")
        shown = text(app)
        assert "[bold]x[/] [@click=app.quit]y[/] [/nope]" in shown
        app.main.context.say("[/nope] " + HOSTILE * 3, error=True)
        await pilot.pause()
        assert app.is_running
        guarded = [
            one.text for one in app.get_line_filters()[0].apply(list(_segments(app)), app.screen.background_colors[1])
        ]
        assert not any(sign in "".join(guarded) for sign in "\x1b\x07\u202e")


def _segments(app: App[Any]) -> Sequence[Segment]:
    return [segment for strip in looked_at(app) for segment in strip]


async def test_what_another_process_wrote_is_shown_without_losing_the_place(tmp_path: Path) -> None:
    log = Log(PAPERS)
    mine, theirs = library(log=log, device="here"), library(log=log, device="there")
    async with opened(mine, tmp_path) as (app, pilot):
        await pilot.press("j", "space", "slash", *"a")
        annotate.star_papers(theirs, [theirs.papers["p1"]], True)
        reading_lists.new_list(theirs, "From elsewhere")
        app.main.context.follow_others()
        await pilot.pause()
        assert app.main.widgets.list.selection == {"p2"}
        assert app.main.widgets.search.text == "a"
        assert app.main.view_state.counts.views[Kind.STARRED] == 1
        assert "From elsewhere" in [row.text for row in app.main.widgets.sidebar.rows]


async def test_what_is_open_stays_open_when_another_window_renames_it(tmp_path: Path) -> None:
    """A list and a smart one, also twice between two looks, and by undo; a deleted one is said to be gone."""
    log = Log(PAPERS)
    mine, theirs = library(log=log, device="here"), library(log=log, device="there")
    reading_lists.add_to_list(mine, "Edge", [mine.papers["p4"], mine.papers["p2"]])
    saved_before(mine, "Deep", "attention")
    async with opened(mine, tmp_path) as (app, pilot):

        async def follow() -> tuple[Kind, str]:
            theirs.refresh()
            app.main.context.follow_others()
            await pilot.pause()
            return app.main.view_state.collection.kind, app.main.view_state.collection.name

        theirs.refresh()
        app.main.navigator.open(Collection(Kind.LIST, "Edge"))
        await pilot.press("j")
        reading_lists.rename_list(theirs, "Edge", "Kanten")
        reading_lists.rename_list(theirs, "Kanten", "Ränder")
        assert await follow() == (Kind.LIST, "Ränder")
        assert bottom(app).endswith("The list 'Edge' is called 'Ränder' now.")
        assert app.main.widgets.list.current == "p2"
        undo.undo(theirs, 2)
        assert await follow() == (Kind.LIST, "Edge")
        reading_lists.rename_list(theirs, "Edge", "EDGE")
        assert await follow() == (Kind.LIST, "EDGE")
        reading_lists.delete_list(theirs, "Edge")
        assert await follow() == (Kind.ALL, "")
        assert bottom(app).endswith("The list 'EDGE' was deleted elsewhere.")
        app.main.navigator.open(Collection(Kind.LIST, "Deep"))
        reading_lists.rename_list(theirs, "Deep", "Tief")
        assert await follow() == (Kind.LIST, "Tief")
        reading_lists.rename_list(theirs, "Tief", "TIEF")
        assert await follow() == (Kind.LIST, "TIEF")
        reading_lists.delete_list(theirs, "Tief")
        assert await follow() == (Kind.ALL, "")


async def test_a_search_that_another_process_saved_is_shown_at_once(tmp_path: Path) -> None:
    """Though no paper looks different by it."""
    log = Log(PAPERS)
    mine, theirs = library(log=log, device="here"), library(log=log, device="there")
    async with opened(mine, tmp_path) as (app, _):
        reading_lists.keep_search(theirs, "Deep", "attention")
        app.main.context.follow_others()
        assert "Deep" in [row.text for row in app.main.widgets.sidebar.rows]


async def test_the_list_that_is_open_stays_open_when_its_new_name_is_taken_back(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        app.main.run(named(COMMANDS, "place.rename"))
        await pilot.pause()
        await pilot.press("x", "enter", "u")
        assert app.main.view_state.collection == Collection(Kind.LIST, "Edge models")
        await pilot.press("ctrl+r")
        assert app.main.view_state.collection == Collection(Kind.LIST, "x")


async def test_where_the_user_was_is_there_again_in_the_next_run(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("5", "escape", "g", "j", "j", "left_square_bracket")
        app.main.navigator.show_theme("nord")
        await pilot.press("q")
    async with opened(shelf(), tmp_path) as (app, _):
        assert app.theme == "nord"
        assert app.main.widgets.list.current == "p3"
        assert app.main.panes.visible(Pane.SIDEBAR)


async def test_a_large_library_is_read_after_the_first_frame(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, late=True) as (app, _):
        assert bottom(app).startswith("5 papers")


async def test_a_mistake_in_a_command_is_a_notice_that_names_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a mistake")

    found = shelf()
    monkeypatch.setattr(annotate, "star_papers", broken)
    async with opened(found, tmp_path, (200, 36)) as (app, pilot):
        await pilot.press("s")
        assert "“Star or unstar” met an error it does not know; the report is in" in bottom(app)
        await pilot.press("j")
        assert app.is_running


async def test_a_mistake_in_search_completion_or_drawing_is_a_notice_and_the_program_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(shelf(), tmp_path, (200, 36)) as (app, pilot):
        for where, name, key, words in (
            (app.main.view_state, "derive", "x", "The search met an error it does not know; the report is in"),
            (app.main.widgets.search, "_complete", "y", "Drawing met an error"),
            (app.main.context.library, "refresh", "", "Reading what others wrote met an error"),
            (paper_detail, "detail_lines", "j", "Drawing met an error"),
            (app.main.widgets.list, "_ground", "j", "Drawing met an error"),
        ):
            if key in ("x", "y"):
                await pilot.press("slash")
            with monkeypatch.context() as patched:
                patched.setattr(where, name, Mock(side_effect=ZeroDivisionError(name)))
                if key:
                    await pilot.press(key)
                else:
                    app.main.context.follow_others()
                await pilot.pause()
                lines(app)  # It is drawn.
                await pilot.pause()
                assert words in bottom(app), name
            app.main.presenter.say("")
            await pilot.press("escape", "escape")
        assert bottom(app).startswith("5 papers")
    sizes = [path.stat().st_size for path in state_dir().glob("crash-*.txt")]
    assert sizes
    assert 0 not in sizes


@pytest.mark.parametrize("key", ["i", "x", "Y"])
async def test_a_home_that_nobody_has_is_said_of_and_the_dialog_stays(tmp_path: Path, key: str) -> None:
    """While the path is typed, too: half of it is the start of many a path."""
    async with opened(shelf(), tmp_path, (100, 30)) as (app, pilot):
        await pilot.press(key)
        if key == "x":
            field = app.screen.query_one("#path Input", Input)
            field.focus()
            field.value = ""
            await pilot.pause()
        await type_in(pilot, "~no-such-user/x")
        await pilot.press("enter")
        await until(pilot, lambda: "'~no-such-user/x' is no path: there is no such home." in text(app))
        assert app.is_running


async def test_ctrl_c_says_how_to_leave_and_leaves_nothing(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("ctrl+c")
        assert "q quits" in bottom(app)
        assert app.is_running


async def test_the_bottom_line_says_what_is_asked_for_as_it_was_typed(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, (160, 36)) as (app, pilot):
        for typed, said in (
            ("mamba", "1 of 5 papers · mamba"),
            ("-is:starred", "4 of 5 papers · -is:starred"),
            ("  vision   year:2024 ", "1 of 5 papers · vision year:2024"),
            ("sort:title", "5 papers · by title"),
            ("is:", "5 papers "),
        ):
            app.main.navigator.search(typed)
            await pilot.pause()
            assert bottom(app).startswith(said), typed


async def test_keys_can_be_remapped_in_the_settings(tmp_path: Path) -> None:
    settings = Settings(keys={"paper.star": ("b",), "move.down": ("n",)})
    async with opened(shelf(), tmp_path, settings=settings) as (app, pilot):
        await pilot.press("n", "b", "s", "j")
        assert app.main.context.library.papers["p2"].starred
        assert app.main.widgets.list.current == "p2"


@pytest.mark.parametrize("address", ["https://example.org/x", "HTTPS://Example.org/x"])
async def test_what_is_stored_as_an_address_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """In whatever letters it came; where there is no browser it is copied."""
    monkeypatch.setattr(outside_programs, "has_browser", lambda: False)
    assert normal_url(address) == address
    assert address in target(address)
    async with opened(shelf(), tmp_path, size=(120, 36)) as (app, pilot):
        app.main.context.open_address(address)
        await pilot.pause()
        assert f"The address was copied: {address}" in text(app)


@pytest.mark.parametrize("address", ["ftp://example.org/x", "file:///x", "javascript:alert(1)"])
async def test_nothing_else_is_stored_written_or_opened_as_an_address(tmp_path: Path, address: str) -> None:
    assert [normal_url(address), target(address)] == ["", ""]
    async with opened(shelf(), tmp_path) as (app, _):
        with pytest.raises(Refused, match="Only http and https"):
            app.main.context.open_address(address)


@pytest.mark.parametrize("keys", [("b",), ()])
async def test_an_empty_list_names_the_key_that_leads_back(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(shelf(), tmp_path, settings=Settings(keys={"back": keys})) as (app, pilot):
        app.main.navigator.search("nowhere")
        await pilot.pause()
        assert "Nothing matches" in text(app)
        assert ("b clears the search." in text(app)) == bool(keys)
        assert "Esc clears" not in text(app)


async def test_a_name_that_no_paper_has_is_said_where_the_list_is_empty(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        app.main.navigator.search("https://doi.org/10.1234/nowhere")
        await pilot.pause()
        assert "No paper has the DOI https://doi.org/10.1234/nowhere." in text(app)


@pytest.mark.parametrize(
    ("size", "first"), [((120, 36), 0), ((80, 24), 1), ((40, 12), 2)], ids=["120x36", "80x24", "40x12"]
)
async def test_from_every_key_in_every_pane_esc_leads_back(tmp_path: Path, size: tuple[int, int], first: int) -> None:
    """Each key is pressed in another pane at each size; at the larger sizes every sixth one."""
    keys = [key for command in COMMANDS for key in command.keys[:1] if command.id not in ("quit", "paper.note-editor")]
    async with opened(shelf(), tmp_path, size) as (app, pilot):
        for at, key in list(enumerate(keys))[:: 1 if first == 2 else 6]:
            pane = (Pane.LIST, Pane.DETAIL, Pane.SIDEBAR)[(at + first) % 3]
            app.main.navigator.focus(pane)
            await pilot.press(NAMES.get(key, key))
            for _ in range(4):
                if app.screen is app.main:
                    break
                await pilot.press("escape")
            assert app.screen is app.main, f"Esc does not lead back from {key} in {pane}"
        assert app.is_running


async def test_a_large_library_shows_where_the_user_was_while_it_is_being_read(tmp_path: Path) -> None:
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("j", "q")
    seen = read_startup_cache(tmp_path, Path())
    assert [paper.id for paper in seen.papers] == list(found.papers)
    assert (seen.cursor, seen.count) == (1, "5 papers")
    async with opened(found, tmp_path, late=True) as (app, _):
        assert app.main.widgets.list.current == "p2"
        assert not app.main.view_state.cached
    (tmp_path / "glimpses").rename(tmp_path / "elsewhere")
    assert read_startup_cache(tmp_path, Path()) == StartupCache()


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "solarized-light", "atom-one-light", "dracula"])
async def test_every_word_stands_out_from_its_ground_also_under_the_cursor(tmp_path: Path, theme: str) -> None:
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        app.theme = theme
        await pilot.press("j", "j", "space", "j", "V", "g")
        for segment in _segments(app):
            if segment.text.strip(" ─━│┬▐▎▌…") and segment.style is not None:
                fore, back = segment.style.color, segment.style.bgcolor
                assert fore is not None, segment
                assert back is not None, segment
                assert contrast(ScreenColor.from_rich_color(fore), ScreenColor.from_rich_color(back)) >= LEGIBLE, (
                    segment
                )


async def test_words_that_a_command_could_not_save_stand_in_its_dialog_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are kept until they are saved, so that no refusal, signal or conflict on the way loses them."""
    kept: list[bool] = []
    save = reading_lists.annotate_entry

    def refuse(*_: object) -> Outcome:
        kept.append(any(tmp_path.rglob("words/*.md")))
        raise Refused("Not now.")

    library = shelf()
    reading_lists.new_list(library, "L")
    reading_lists.add_to_list(library, "L", list(library.papers.values()))
    async with opened(library, tmp_path) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "L"))
        await pilot.press("a", *"remark")
        with monkeypatch.context() as patched:
            patched.setattr(reading_lists, "annotate_entry", refuse)
            await pilot.press("enter")
            assert (kept, "Not now." in bottom(app)) == ([True], True)
        await pilot.press("a")
        assert "Not saved last time; Esc drops it." in text(app)
        await pilot.press("enter")
    assert reading_lists.annotate_entry is save
    assert [entry.note for entry in library.reading_list("L").entries if entry.note] == ["remark"]
    assert not any(tmp_path.rglob("words/*.md"))


async def test_the_detail_of_a_paper_ends_before_the_scroll_bar_that_a_lower_terminal_needs(tmp_path: Path) -> None:
    long = Paper("p1", "A paper", abstract="a" * 600)
    async with opened(library(long), tmp_path, (120, 36)) as (app, pilot):
        detail = app.main.widgets.detail
        assert not detail.bar
        await resize(pilot, 120, 12)
        assert detail.bar
        drawn = [detail.render_line(y).text for y in range(detail.page)]
        assert [line for line in drawn if line[-2] != " "] == []


async def test_the_nearest_papers_stand_under_words_and_are_selected_one_by_one_only(tmp_path: Path) -> None:
    """Where no paper has all words; `V` selects what matches, and an export of what is shown takes no other."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("slash", *"linear time sequence zebra")
        assert lines(app)[2].strip().startswith("No paper has all these words: the nearest one.")
        await resize(pilot, 40, 12)
        assert lines(app)[2].strip().startswith("The nearest one.")
        await resize(pilot, 120, 36)
        assert "Mamba" in lines(app)[3]
        assert bottom(app).startswith("1 of 5 papers")
        await pilot.press("enter")
        assert app.main.context.current is not None
        assert app.main.context.current.id == "p2"
        assert list(app.main.context.matching) == []
        await pilot.press("V")
        assert list(app.main.context.selected) == []
        assert "None of these has all the words: Space selects one of the nearest." in bottom(app)
        await pilot.press("space")
        assert [paper.id for paper in app.main.context.selected] == ["p2"]
        await pilot.press("V")
        assert [paper.id for paper in app.main.context.selected] == ["p2"]


async def test_what_ends_when_the_program_has_left_its_screen_draws_nothing(tmp_path: Path) -> None:
    """A count that waits for its time, or the end of an import, may come after the last frame."""
    async with opened(shelf(), tmp_path) as (app, _):
        presenter = app.main.presenter
    assert not app.screen_stack
    presenter.everything()


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_in_the_terminals_own_colours_no_word_stands_on_a_ground_that_may_hide_it(
    tmp_path: Path, theme: str
) -> None:
    """Only that its own colours are to be read on its own ground is known; what is reversed is so, too."""
    async with opened(shelf(), tmp_path, (120, 36), settings=Settings(theme=theme)) as (app, pilot):
        await pilot.press("space")
        view, places = app.main.widgets.list, app.main.widgets.sidebar
        for ground in ("row", "cursor", "cursor-blurred", "selected"):
            for name in ("quiet", "star", "mark", "tag", "match", "read"):
                style = view.style_of(f"list--{name}", f"list--{ground}")
                assert (style.bgcolor or Color.parse("default")).is_default, (ground, name)
                if style.reverse:
                    assert (style.color or Color.parse("default")).is_default, name
        assert places.style_of("sidebar--count", "sidebar--cursor").reverse
        assert [view.style_of(f"list--{name}").reverse or False for name in ("row", "cursor")] == [False, True]
        assert view.style_of("list--selected").bold
        variables = app.get_css_variables()
        assert variables["text-accent"] != variables["text-success"]
        assert (theme, variables["text-primary"]) != ("ansi-dark", "ansi_blue")


async def test_what_is_done_to_its_end_offers_no_key_that_gives_it_up(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        for part, offered in ((None, True), (0.5, True), (1.0, False)):
            app.main.widgets.bottom.show_progress("Undoing 2,000 changes", part)
            await pilot.pause()
            assert ("Esc cancels" in bottom(app)) == offered, part


async def test_a_query_stays_whole_beside_a_sentence_where_there_is_room(tmp_path: Path) -> None:
    """And where there are no keys; where there is none, the sentence is whole and the query is cut."""
    query = "mamba or whatever else is linear in time"
    async with opened(shelf(), tmp_path, (100, 24), query=query) as (app, _):
        line = app.main.widgets.bottom
        line.show_notice("Starred it.")
        assert f" · {query} " in bottom(app)
        line.show_notice("Starred it. " * 4)
        assert f" · {query[:20]}" in bottom(app)
        assert f" · {query} " not in bottom(app)
        assert bottom(app).endswith("Starred it. Starred it.")
    async with opened(shelf(), tmp_path, (61, 24), query=query) as (app, _):
        line = app.main.widgets.bottom
        assert not bottom(app).endswith(query)
        line.show_commands(())
        assert bottom(app).endswith(query)

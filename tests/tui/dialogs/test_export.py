"""Export: for whom it is, what would be written and where, seen before it is written; and an answer."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.commands.export_ways import EXPORT_WAYS, default_answer, way_of
from reader.commands.exports import Chooser
from reader.commands.questions import AskExport, ExportAnswer, ExportWay, Progress, Scope
from reader.errors import InputError
from reader.formats import WRITTEN
from reader.library.library import Library
from reader.operations import annotate, exports, reading_lists
from reader.operations.collection import Collection, Kind
from reader.operations.exports import Wish
from reader.operations.foreseen_exports import Beginning, Destination
from reader.paper import Paper, Status
from reader.tui.dialogs.cycler import Cycler
from reader.tui.dialogs.html_lines import HtmlPage
from reader.tui.dialogs.markdown_lines import parse, token_lines
from reader.tui.dialogs.pane import LinePane
from reader.tui.dialogs.pick_list import PickList
from tests.support.context import PlainContext
from tests.support.dialog_host import (
    HOSTILE,
    SIZES,
    Host,
    asking,
    fits_every_size,
    nothing_cut_off,
    press_hint,
    text,
    type_in,
)
from tests.support.memory import library
from tests.support.screen import golden, resize, until

MARKDOWN = "# Papers\n\n- [ ] [Title \\[MASK\\]](https://x.org) <!-- reader:ab -->\n"
PAGE, BROWSER, TASKS, VAULT, LATEX, MANAGER, SHEET, PROGRAM, TEMPLATE = EXPORT_WAYS


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the next key before a preview is made."""
    monkeypatch.setattr("reader.tui.dialogs.export._PAUSE", 0)


NEW = Destination("new")


def ask_export(initial: ExportAnswer | None = None, found: Destination = NEW, **fields: Any) -> AskExport:
    """A question whose answers are made up."""

    def suggest(answer: ExportAnswer) -> str:
        return f"/p/{answer.scope}.{answer.format}"

    def begin(way: ExportWay, scope: str) -> ExportAnswer:
        answer = default_answer(way, scope)
        return replace(answer, path=suggest(answer))

    def render(answer: ExportAnswer) -> Beginning:
        if answer.format == "markdown":
            return Beginning((("", MARKDOWN),), "markdown", 3)
        return Beginning((("", f"@article{{{HOSTILE}}}"),), "", 3)

    question = AskExport(
        (Scope("selection", "The selection", 3), Scope("all", HOSTILE, 356)), EXPORT_WAYS, begin, suggest, render,
        lambda answer, progress: found, lambda answer: "tags; not your notes", lambda typed: (),
        initial or begin(PAGE, "selection"),
    )  # fmt: skip
    return replace(question, **fields)


async def settle(host: Host, pilot: Pilot[None]) -> None:
    """Let what is made aside come to its end."""
    await host.workers.wait_for_complete()
    await pilot.pause()


def edge_models() -> Library:
    """A library with a list of two sections, with all that a person may say."""
    titles = ("AWQ: Activation-aware Weight Quantization", "CommVQ: Commutative Vector Quantization", "SlimMoE")
    papers = [
        Paper(f"p{at}", title, authors=("Ji Lin", "Bo By"), arxiv_id=f"2306.0000{at}")
        for at, title in enumerate(titles)
    ]
    found = library(*papers)
    reading_lists.new_list(found, "Edge models")
    reading_lists.add_to_list(found, "Edge models", papers[:1], section="Foundations")
    reading_lists.add_to_list(found, "Edge models", papers[1:], section="Cache")
    reading_lists.annotate_entry(found, "Edge models", papers[0], "read this one first")
    annotate.tag_papers(found, papers[1:], ["kv-cache"])
    annotate.star_papers(found, papers[:1], True)
    annotate.mark_papers(found, papers[1:2], Status.READING)
    return found


def of_list(found: Library, folder: Path) -> PlainContext:
    """Where the list is open."""
    context = PlainContext(found, folder=folder / "library")
    context.navigator.collection = Collection(Kind.LIST, "Edge models")
    return context


# -- for whom ----------------------------------------------------------------------------------------------------------


def test_every_format_with_its_styles_is_for_somebody() -> None:
    """What the command line writes, the interface writes."""
    forms = {(form.format, form.style) for way in EXPORT_WAYS for form in way.forms}
    assert forms == {(known.name, style) for known in WRITTEN for style in known.styles or ("",)}


@pytest.mark.parametrize("way", EXPORT_WAYS, ids=[way.name for way in EXPORT_WAYS])
def test_an_answer_goes_the_way_that_it_came_from(way: ExportWay) -> None:
    template = "/own.md" if way.has_template else ""
    assert way_of(replace(default_answer(way, "all"), template=template)) == way


async def test_enter_repeats_the_last_export() -> None:
    last = ExportAnswer("all", "markdown", "tasks", True, "/my/own.md", "me", "", "tag", True, "7")
    async with asking(ask_export(last)) as (host, pilot):
        assert host.screen.query_one("#ways", PickList).current.text == TASKS.label  # type: ignore[union-attr]
        await pilot.press("enter")
        await settle(host, pilot)
        assert host.answer == last


async def test_keys_typed_in_one_go_choose_and_write() -> None:
    async with asking(ask_export()) as (host, pilot):
        await pilot.press("down", "down", "down", "down", "enter")
        await settle(host, pilot)
        assert host.answer == ExportAnswer("selection", "bibtex", path="/p/selection.bibtex", audience="me")


async def test_what_was_set_stays_with_the_way_that_was_left() -> None:
    async with asking(ask_export()) as (host, pilot):
        await pilot.press("tab", "down", "down", "down", "right", "escape", "down", "up", "enter")
        await settle(host, pilot)
        assert host.answer == ExportAnswer("selection", "markdown", "list", True, "/p/selection.markdown", "others")


async def test_the_mouse_chooses_opens_the_options_turns_and_writes() -> None:
    async with asking(ask_export()) as (host, pilot):
        await pilot.click("#ways", offset=(4, 2))
        await press_hint(host, pilot, "file and options")
        await pilot.click("#abstracts", offset=(5, 0))
        await pilot.click("#form", offset=(0, 0))
        await press_hint(host, pilot, "write")
        await settle(host, pilot)
        assert host.answer == ExportAnswer("selection", "markdown", "table", True, "/p/selection.markdown", "me")


async def test_two_clicks_on_a_way_write() -> None:
    async with asking(ask_export()) as (host, pilot):
        await pilot.click("#ways", offset=(4, 6), times=2)
        await settle(host, pilot)
        assert host.answer.format == "csv"


async def test_escape_goes_from_the_options_to_the_ways_and_then_away() -> None:
    async with asking(ask_export()) as (host, pilot):
        await pilot.press("tab", "escape")
        assert "for whom is it?" in text(host)
        await pilot.press("escape")
        assert host.answer is None


async def test_the_options_are_those_that_the_form_has_use_for() -> None:
    shown: dict[str, set[str]] = {}
    async with asking(ask_export()) as (host, pilot):
        for way in EXPORT_WAYS:
            rows = [row for row in host.screen.query("#options > .labelled") if row.display]
            shown[way.name] = {str(row.id).removeprefix("row-") for row in rows}
            await pilot.press("down")
    always = {"path", "scope", "audience"}
    assert shown["page"] == shown["tasks"] == {*always, "form", "abstracts", "group", "front_matter", "authors"}
    assert shown["browser"] == {*always, "abstracts", "group", "authors"}
    assert shown["latex"] == shown["sheet"] == always
    assert shown["template"] == (shown["page"] - {"form"}) | {"template"}


async def test_headings_of_a_status_are_for_nobody_else() -> None:
    async with asking(ask_export()) as (host, pilot):
        assert not host.screen.query_one("#group", Cycler).offers("status")
        host.screen.query_one("#audience", Cycler).action_turn(-1)
        await pilot.pause()
        assert host.screen.query_one("#group", Cycler).offers("status")


async def test_the_path_follows_the_papers_and_the_form_until_it_is_typed() -> None:
    async with asking(ask_export()) as (host, pilot):
        await pilot.press("tab", "down", "right")
        assert "/p/all.markdown" in text(host)
        await pilot.press("up")
        await type_in(pilot, "2")
        await pilot.press("down", "left", "ctrl+s")
        await settle(host, pilot)
        assert (host.answer.scope, host.answer.path) == ("selection", "/p/all.markdown2")


async def test_an_empty_path_is_the_clipboard_but_not_for_a_folder() -> None:
    async with asking(ask_export(default_answer(VAULT, "all"))) as (host, pilot):
        await pilot.press("enter")
        await settle(host, pilot)
        assert "A folder cannot go to the clipboard" in text(host)
    async with asking(ask_export(default_answer(LATEX, "all"))) as (host, pilot):
        assert "Into       the clipboard" in text(host)
        await press_hint(host, pilot, "copy")
        await settle(host, pilot)
        assert host.answer == default_answer(LATEX, "all")


# -- the preview -------------------------------------------------------------------------------------------------------


async def test_the_preview_is_rendered_or_the_source() -> None:
    async with asking(ask_export()) as (host, pilot):
        await settle(host, pilot)
        assert "• ☐ Title [MASK]" in text(host)
        assert "reader:ab" not in text(host)
        await pilot.press("ctrl+t")
        await settle(host, pilot)
        assert "reader:ab" in text(host)


async def test_no_preview_is_shown_of_a_way_that_was_left() -> None:
    """What takes its time is thrown away; until the next is there, none is shown."""
    go_on, begun = threading.Event(), threading.Event()

    def render(answer: ExportAnswer) -> Beginning:
        if answer.format == "html":
            begun.set()
            assert go_on.wait(60)
        return Beginning((("", f"text of {answer.format}"),), "", 3)

    async with asking(ask_export(render=render)) as (host, pilot):
        await settle(host, pilot)
        assert "text of markdown" in text(host)
        await pilot.press("down")
        await until(pilot, begun.is_set)
        assert "text of" not in text(host)
        await pilot.press("down", "down", "down")
        go_on.set()
        await settle(host, pilot)
        assert "text of bibtex" in text(host)


async def test_what_cannot_be_rendered_is_said_in_its_place() -> None:
    def render(answer: ExportAnswer) -> Beginning:
        raise InputError("The template, line 3: there is no filter 'x'.")

    async with asking(ask_export(render=render)) as (host, pilot):
        await settle(host, pilot)
        assert "The template, line 3" in text(host)


async def test_of_many_papers_the_first_are_shown_and_the_rest_are_counted() -> None:
    beginning = Beginning((("", "one\n" * 3),), "", 40)
    async with asking(ask_export(default_answer(SHEET, "all"), render=lambda answer: beginning)) as (host, pilot):
        await settle(host, pilot)
        assert "… and 316 more papers" in text(host)


async def test_a_long_preview_is_scrolled_without_leaving_the_ways() -> None:
    lines = "\n".join(f"line {number}" for number in range(100))
    async with asking(ask_export(render=lambda answer: Beginning((("", lines),), "", 3))) as (host, pilot):
        await settle(host, pilot)
        await pilot.press("J", "J", "K")
        shown = text(host)
        assert ("line 0 " in shown, "line 1 " in shown) == (False, True)
        host.screen.query_one("#preview", LinePane).focus()
        await pilot.press("G")
        assert "line 99" in text(host)


def test_a_page_of_html_is_drawn_as_it_reads() -> None:
    page = (
        "<!doctype html><html><head><title>No</title><style>p{}</style></head><body><h1>Head</h1><p class=count>2"
        " papers</p><ul><li><p class=title><a href=x>One</a></p><p class=by>Ann</p><div class=state>read"
        " <ul class=tags><li>rl</li><li>ml</li></ul></div></li><li>Two &lt;b&gt;</li></ul>"
        "<p>a<br>b</p></b></body></html>"
    )
    drawn = ["".join(part for part, _ in line) for line in HtmlPage(page).lines(30)]
    assert drawn == ["Head", "", "2 papers", "", "• One", "  Ann", "  read · rl · ml", "", "• Two <b>", "", "a", "b"]


# -- where it goes -----------------------------------------------------------------------------------------------------


async def test_what_stands_in_the_way_is_said_and_nothing_is_answered_until_it_is_gone() -> None:
    """Only what can be written over is offered to be."""
    for can_be_forced in (False, True):
        found = Destination("somebody else's", "mine.md exists.", can_be_forced)
        async with asking(ask_export(found=found)) as (host, pilot):
            await pilot.press("enter")
            await settle(host, pilot)
            assert "mine.md exists." in text(host)
            assert not host.answered
            assert ("write over it" in text(host)) is can_be_forced
            await pilot.press("ctrl+o")
            assert host.answered is can_be_forced


async def test_a_template_is_asked_for() -> None:
    async with asking(ask_export()) as (host, pilot):
        await pilot.press(*["down"] * 8, "enter")
        assert "Which template?" in text(host)
        await type_in(pilot, "/t/weekly.tex")
        await pilot.press("enter")
        await settle(host, pilot)
        assert (host.answer.template, host.answer.format) == ("/t/weekly.tex", "markdown")


async def test_the_file_is_called_as_the_template_is_until_its_path_is_typed(tmp_path: Path) -> None:
    """So that no two ways lead to one file."""
    async with asking(Chooser(of_list(edge_models(), tmp_path)).question()) as (host, pilot):
        await pilot.press(*["down"] * 8, "tab")
        assert "the clipboard" in text(host)
        await type_in(pilot, "/t/weekly.tex.jinja")
        assert "edge-models-weekly.tex" in text(host)
        await pilot.press("tab", "ctrl+u", *"own", "shift+tab", "2")
        assert "edge-models" not in text(host).partition("Into")[0].replace('"Edge models"', "")


async def test_looking_where_it_goes_can_be_given_up() -> None:
    go_on, begun = threading.Event(), threading.Event()

    def look(answer: ExportAnswer, progress: Progress) -> Destination:
        begun.set()
        assert go_on.wait(60)
        return Destination("new")

    async with asking(ask_export(look=look)) as (host, pilot):
        await pilot.press("enter")
        await until(pilot, begun.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped; nothing was written." in text(host))
        assert not host.answered
        go_on.set()


async def test_export_fits_and_stays_text() -> None:
    await fits_every_size(ask_export(replace(default_answer(LATEX, "all"), path="/p/x.bib")), "tab", "down")
    for keys in ((), ("tab",), ("down",) * 8 + ("tab",)):
        async with asking(ask_export(found=Destination("", HOSTILE * 4, True)), SIZES[0]) as (host, pilot):
            await pilot.press(*keys)
            for size in SIZES:
                await resize(pilot, *size)
                await settle(host, pilot)
                nothing_cut_off(host)
                assert "\x1b" not in text(host)


# -- with a library ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialog_looks_as_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    context = of_list(edge_models(), tmp_path)
    name = f"{size[0]}x{size[1]}"
    papers, lst = _of(context)
    wish = Wish(audience="others")
    exports.export(context.library, context.folder, wish, papers, lst=lst, path=Path("edge-models.md"))
    own = Path("edge-models.md")
    own.write_text(own.read_text().replace("## Cache", "Mine.\n\nAnd mine.\n\n## Cache"))
    async with asking(Chooser(context).question(), size) as (host, pilot):
        preview = host.screen.query_one("#preview", LinePane)
        await until(pilot, lambda: "3 regions" in text(host) and (preview.line_count > 1 or not preview.display))
        await settle(host, pilot)
        golden(f"export-{name}", text(host))
        await pilot.press("tab")
        await until(pilot, lambda: "3 regions" in text(host))
        await settle(host, pilot)
        golden(f"export-options-{name}", text(host))


def _of(context: PlainContext) -> tuple[list[Paper], Any]:
    lst = context.library.lists["Edge models"]
    return context.library.held(entry.paper for entry in lst.entries), lst


def test_markdown_is_drawn_as_it_reads() -> None:
    source = (
        "---\ntags: [a]\n---\n# Head\n\nOne *two*\nthree  \nfour\n\n1. a\n2. b\n   - [x] c\n\n> said\n\n"
        "| A | B |\n|---|---|\n| 1 | long cell |\n\n```\n  code\n```\n<!-- hidden -->\n<b>shown</b>\n"
    )
    drawn = ["".join(part for part, _ in line) for line in token_lines(parse(source), 20)]
    assert drawn == [
        "---", "tags: [a]", "---", "", "Head", "", "One two three", "four", "", "1. a", "2. b", "   • ☑ c", "",
        "│ said", "", "A │ B        ", "──┼──────────", "1 │ long cell", "", "  code", "", "<b>shown</b>",
    ]  # fmt: skip

"""Rows of the list: why they match, and how the mouse moves them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from textual import events
from textual.geometry import Region
from textual.pilot import Pilot

from reader.commands.context import Pane
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.search import Index, Snippet
from reader.search.hits import Ids
from reader.tui.app import ReaderApp
from reader.tui.drawing.styled_text import cells
from reader.tui.model.rows import HEADING
from reader.tui.model.view_state import ViewState
from reader.tui.widgets.paper_list import Drop, drop_at
from tests.support.memory import library
from tests.support.pilot import looked_at
from tests.support.screen import bottom, lines, opened, type_in

LONG = "Foundations of something else entirely that has a very long title indeed, for it was written by a committee"
PAPERS = (
    Paper("a", "Outlier suppression", authors=("Ada Ash",), published="2024", abstract="On calibration without data."),
    Paper("b", LONG, published="2023", abstract="We first say much that does not matter here, at length, and only then "
          "show that outlier channels need calibration, of $O(n^2)$ cost, before anything else is done."),
    Paper("c", "Calibration of an outlier", authors=("Bea Bee",), published="2022", abstract="Nothing."),
    Paper("d", "Quiet", note="an outlier; calibration helps"),
    Paper("e", "量化", abstract="异常值校准 outlier calibration 大规模语言模型的量化方法研究与实践从后训练量化"),
)  # fmt: skip


@pytest.mark.parametrize("width", [120, 80, 40])
async def test_a_row_says_why_it_matches_when_its_title_does_not(tmp_path: Path, width: int) -> None:
    async with opened(library(*PAPERS), tmp_path, (width, 24)) as (app, pilot):
        await pilot.press("slash")
        await type_in(pilot, "outlier calibration")
        view = app.main.widgets.list
        shown = {id: view.line(at, view.size.width) for at, id in enumerate(view.rows)}
        assert {strip.cell_length for strip in shown.values()} == {view.size.width}
        assert {cells(strip.text) for strip in shown.values()} == {view.size.width}
        assert "Calibration of an outlier" in shown["c"].text
        assert "Nothing" not in shown["c"].text
        assert ("calibration helps" in shown["d"].text) == (width > 40)
        assert "Foundations of some" in shown["b"].text
        if width == 40:
            assert "channels" not in shown["b"].text
            return
        assert "On calibration" in shown["a"].text
        assert "Ash" not in shown["a"].text
        assert "outlier" in shown["b"].text
        match = view.style_of("list--match", "list--row")
        assert "outlier" in [segment.text.lower() for segment in shown["b"] if segment.style == match]


async def test_a_filter_on_the_note_or_the_abstract_is_shown_too_and_no_word_no_snippet(tmp_path: Path) -> None:
    async with opened(library(*PAPERS), tmp_path) as (app, _):
        for query, words in (("note:outlier", "an outlier; calibration"), ("abstract:channels", "outlier channels")):
            app.main.navigator.search(query)
            strip = app.main.widgets.list.line(0, 80)
            assert words in strip.text
        app.main.navigator.search("is:unread")
        assert "2024" in app.main.widgets.list.line(0, 80).text


async def test_snippets_are_found_for_the_rows_on_the_screen_only_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    found = Index.snippet

    def counted(self: Index, query: object, paper: Paper, width: int = 120) -> Snippet | None:
        asked.append(paper.id)
        return found(self, query, paper, width)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "snippet", counted)
    many = [Paper(f"m{at}", f"Paper {at}", abstract="hadron decays") for at in range(200)]
    async with opened(library(*many), tmp_path) as (app, pilot):
        app.main.navigator.search("hadron")
        await pilot.pause()
        for key in ("slash", "escape", "j", "k"):
            await pilot.press(key)
            lines(app)
        assert sorted(asked) == sorted(set(asked))
        assert 0 < len(asked) < 30


async def test_every_cell_of_every_row_has_a_ground_of_the_list(tmp_path: Path) -> None:
    """Headings, with what stands at their right and without, and reasons too."""
    many = [Paper(f"m{at}", f"Paper {at} of lamps", abstract="lamps and light", starred=at < 6) for at in range(12)]
    async with opened(library(*many), tmp_path) as (app, pilot):
        lines = app.main.widgets.list
        for rows in (["\0Go on with\t1", "m1", "\0\1m1", "\0A section", "m2"], ["m1", "m2"]):
            lines.show_rows(rows, (), keep=False)
            grounds = {lines.style_of(name).bgcolor for name in ("", "list--row", "list--cursor")}
            for number in range(len(rows)):
                strip = lines.line(number, 80)
                assert {segment.style.bgcolor if segment.style else None for segment in strip} <= grounds, number
        await pilot.pause()


# -- dragging ---------------------------------------------------------------------------------------------------------

IDS = "pqrstu"


def shelf() -> Library:
    """A list with two papers on top and two sections."""
    found = library(*(Paper(id, f"Paper {id}") for id in IDS))
    held = found.papers
    reading_lists.add_to_list(found, "L", [held["p"], held["q"]])
    reading_lists.add_to_list(found, "L", [held["r"], held["s"]], section="One")
    reading_lists.add_to_list(found, "L", [held["t"], held["u"]], section="Two")
    return found


def order(app: ReaderApp) -> str:
    """The list as "pq|rs|tu"."""
    lst = app.main.context.library.reading_list("L")
    parts = ["".join(e.paper for e in lst.entries if e.section == name) for name in ("", *lst.sections)]
    return "|".join(parts)


async def drag(pilot: Pilot[object], start: int, *through: int, x: int = 10, drop: bool = True) -> None:
    """Press on a row of the list, move over others with the button down, and let go on the last."""
    await pilot.mouse_down("#list", offset=(10, start))
    for row in through:
        await pilot._post_mouse_events([events.MouseMove], "#list", offset=(x, row), button=1)
    if drop:
        await pilot.mouse_up("#list", offset=(x, through[-1]))
    await pilot.pause()


async def at_list(app: ReaderApp, pilot: Pilot[object]) -> None:
    """Open the list. Its rows: p q One r s Two t u."""
    app.main.navigator.open(Collection(Kind.LIST, "L"))
    await pilot.pause()


async def test_a_paper_dragged_takes_the_place_of_the_row_it_is_dropped_on(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await at_list(app, pilot)
        for start, end, wanted in (
            (0, 1, "qp|rs|tu"),
            (1, 0, "qp|rs|tu"),
            (0, 4, "q|rsp|tu"),
            (4, 1, "psq|r|tu"),
            (7, 3, "pq|urs|t"),
            (3, 6, "pq|s|tru"),
            (7, 2, "pqu|rs|t"),
            (0, 2, "q|prs|tu"),
            (4, 5, "pq|r|stu"),
            (1, 12, "p|rs|tuq"),
        ):
            await drag(pilot, start, end)
            assert order(app) == wanted, (start, end)
            await pilot.press("u")
            assert order(app) == "pq|rs|tu"


async def test_while_dragging_a_line_shows_where_and_esc_or_leaving_gives_it_up(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await at_list(app, pilot)
        first = [line.strip() for line in lines(app)[2:10]]
        await drag(pilot, 0, 3, drop=False)
        shown = [line.strip() for line in lines(app)[2:11]]
        assert shown[4].startswith("━━━")
        assert [*shown[:4], *shown[5:]] == first
        await pilot.press("escape")
        assert app.main.view_state.collection.name == "L"
        await pilot.mouse_up("#list", offset=(10, 3))
        assert [line.strip() for line in lines(app)[2:10]] == first
        await drag(pilot, 0, 3, drop=False)
        await pilot.mouse_up("#search")
        await drag(pilot, 1, 0, drop=False)
        app.main.navigator.open(Collection())
        await pilot.mouse_up("#list", offset=(10, 3))
        assert order(app) == "pq|rs|tu"
        assert app.mouse_captured is None


async def test_the_selected_papers_are_dragged_together(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await at_list(app, pilot)
        await pilot.click("#list", offset=(0, 0))
        await pilot.click("#list", offset=(0, 6))
        await drag(pilot, 6, 5, 4, drop=False)
        assert "━━ 2 papers ━━" in "\n".join(lines(app))
        await pilot.mouse_up("#list", offset=(10, 4))
        await pilot.pause()
        assert order(app) == "q|rpts|u"
        assert app.main.widgets.list.selection == {"p", "t"}
        await pilot.press("u")
        assert order(app) == "pq|rs|tu"
        await drag(pilot, 1, 3, 4)
        assert order(app) == "p|rsq|tu"


async def test_elsewhere_dragging_does_nothing_and_a_click_still_selects(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await drag(pilot, 0, 2, 4)
        assert app.main.widgets.list.current == "p"
        await at_list(app, pilot)
        app.main.navigator.search("paper")
        await pilot.pause()
        await drag(pilot, 0, 1, 2)
        app.main.navigator.search("")
        app.main.navigator.sort("title")
        await pilot.pause()
        await drag(pilot, 0, 1, 2)
        app.main.navigator.sort("")
        await pilot.pause()
        await pilot.click("#list", offset=(10, 4))
        assert app.main.widgets.list.current == "s"
        await pilot.click("#list", offset=(10, 4), times=2)
        assert app.main.panes.focus is Pane.DETAIL
        assert order(app) == "pq|rs|tu"
        assert "Moved" not in bottom(app)


async def drag_out(app: ReaderApp, pilot: Pilot[object], start: int, words: str, *, drop: bool = True) -> None:
    """Press on a row of the list and move onto the line of the sidebar that says so."""
    await pilot.mouse_down("#list", offset=(10, start))
    at = next(number for number, row in enumerate(app.main.widgets.sidebar.rows) if row.text == words)
    await pilot._post_mouse_events([events.MouseMove], "#sidebar", offset=(4, at), button=1)
    if drop:
        await pilot.mouse_up("#sidebar", offset=(4, at))
    await pilot.pause()


async def test_papers_are_dragged_onto_lists_and_tags_and_nowhere_else(tmp_path: Path) -> None:
    """From any place, all that are selected together, and as one step; a view and a smart list take none."""
    found = shelf()
    annotate.tag_papers(found, [found.papers["u"]], ["lamps"])
    reading_lists.new_list(found, "Short")
    reading_lists.new_list(found, "Smart", query="paper")
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        await drag_out(app, pilot, 0, "Short")
        assert found.reading_list("Short").papers == ("p",)
        await drag_out(app, pilot, 1, "#lamps")
        assert found.papers["q"].tags == ("lamps",)
        assert app.mouse_captured is None
        await pilot.press("j", "full_stop", "space", "space")
        assert found.papers["r"].tags == ("lamps",)
        before = len(found.history())
        await drag_out(app, pilot, 3, "Short")
        assert found.reading_list("Short").papers == ("p", "r", "s")
        assert len(found.history()) == before + 1
        for words in ("Smart", "Starred", "Tags"):
            await drag_out(app, pilot, 0, words)
        assert len(found.history()) == before + 1


async def test_what_is_dragged_stays_so_while_the_smart_lists_are_counted_anew(tmp_path: Path) -> None:
    """An edit right before may have changed what they find, and that is counted a moment later."""
    found = shelf()
    reading_lists.new_list(found, "Short")
    reading_lists.new_list(found, "Smart", query="is:starred")
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        before = {row.text: row.count for row in app.main.widgets.sidebar.rows}
        await pilot.press("s")
        await drag_out(app, pilot, 1, "Short", drop=False)
        app.main.presenter.recount()
        await pilot.pause()
        after = {row.text: row.count for row in app.main.widgets.sidebar.rows}
        await pilot.mouse_up("#sidebar", offset=(4, list(after).index("Short")))
        await pilot.pause()
        assert found.reading_list("Short").papers == ("q",)
        assert after["Smart"] != before["Smart"]


async def test_the_line_on_which_papers_would_be_dropped_is_shown(tmp_path: Path) -> None:
    """Until they are dropped, or Esc gives it up."""
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        sidebar = app.main.widgets.sidebar
        at = next(number for number, row in enumerate(sidebar.rows) if row.text == "L")
        await drag_out(app, pilot, 0, "L", drop=False)
        assert sidebar.line(at, 20)._segments[0].style == sidebar.style_of("sidebar--cursor")
        await pilot.press("escape")
        await pilot.pause()
        assert sidebar.line(at, 20)._segments[0].style != sidebar.style_of("sidebar--cursor")
        await pilot.mouse_up("#sidebar", offset=(4, at))
        assert order(app) == "pq|rs|tu"


async def test_dragging_to_the_edge_scrolls(tmp_path: Path) -> None:
    found = library(*(Paper(f"m{at:02}", f"Paper {at}") for at in range(40)))
    reading_lists.add_to_list(found, "L", list(found.papers.values()))
    async with opened(found, tmp_path, (40, 12)) as (app, pilot):
        await at_list(app, pilot)
        page = app.main.widgets.list.page
        await drag(pilot, 2, *[page - 1] * 5, drop=False)
        assert app.main.widgets.list.top == 5
        assert lines(app)[1 + page].strip(" ▐").startswith("━━")
        await pilot.mouse_up("#list", offset=(10, page - 1))
        await pilot.pause()
        assert app.main.context.library.reading_list("L").papers.index("m02") == page + 5


def test_where_a_gap_is_follows_from_the_row_above_it() -> None:
    rows = ["p", "q", HEADING + "One", "r", HEADING + "Two"]
    assert drop_at(rows, ["q"], 0) == Drop(("q",), "", "")
    assert drop_at(rows, ["p"], 2) == Drop(("p",), "", "q")
    assert drop_at(rows, ["r"], 3) == Drop(("r",), "One", "")
    assert drop_at(rows, ["r"], 4) == Drop(("r",), "One", "")
    assert drop_at(rows, ["p"], 5) == Drop(("p",), "Two", "")


async def test_only_the_lines_that_look_other_are_drawn_anew(tmp_path: Path) -> None:
    async with opened(library(*PAPERS), tmp_path, (120, 36)) as (app, pilot):
        views = (app.main.widgets.list, app.main.widgets.sidebar, app.main.widgets.detail)
        drawn: list[tuple[Region, ...]] = []
        lines(app)
        for view in views:
            whole = view.refresh

            def noted(*regions: Region, whole: Callable[..., object] = whole, **how: bool) -> object:
                drawn.append(regions)
                return whole(*regions, **how)

            view.refresh = noted  # type: ignore[assignment, method-assign]
        await pilot.press("s")
        assert all(drawn), "one view was drawn whole"
        assert sum(map(len, drawn)) <= 4, "the row, how many are starred, and what the detail says of it"
        assert "★" in lines(app)[views[0].region.y]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_what_was_left_undrawn_is_what_a_whole_drawing_shows(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(library(*PAPERS), tmp_path, size) as (app, pilot):
        for key in (
            "s",
            "j",
            "space",
            "s",
            "r",
            "V",
            "s",
            "escape",
            "u",
            "u",
            "plus",
            "minus",
            "G",
            "s",
            "tab",
            "j",
            "u",
        ):
            await pilot.press(key)
            left = looked_at(app)
            widgets = app.main.widgets
            for view in (widgets.list, widgets.sidebar, widgets.detail):
                view.refresh()
            await pilot.pause()
            assert looked_at(app) == left, key


def test_what_is_shown_until_the_library_is_read_is_counted_once_and_not_at_each_drawing() -> None:
    view_state = ViewState()
    view_state.foresee(PAPERS, "5 papers")
    some = view_state.columns()
    view_state.foresee_all(library(*PAPERS, replace(PAPERS[0], id="f", tags=("new",))), Index())
    with patch("reader.library.contents.fields_told", side_effect=AssertionError("counted again")):
        every = view_state.columns()
    assert [sorted({"year", "tags"}.intersection(one.names)) for one in (some, every)] == [["year"], ["tags", "year"]]


def test_a_column_that_is_empty_all_the_way_down_a_place_gives_its_room_to_the_titles() -> None:
    """What is searched for there keeps the columns of the place: no title moves as one types."""
    found = library(Paper("a", "Alpha", published="2024"), Paper("b", "Beta", authors=("Bo Li",)))
    annotate.star_papers(found, [found.papers["b"]], on=True)
    view_state = ViewState()
    view_state.take(found)

    def beside(kind: Kind, query: str = "") -> list[str]:
        view_state.collection, view_state.query = Collection(kind), query
        view_state.derive()
        return sorted({"year", "authors", "votes"}.intersection(view_state.columns().names))

    assert beside(Kind.ALL) == ["authors", "year"]
    assert beside(Kind.STARRED) == ["authors"]
    assert beside(Kind.STARRED, "year:1900") == ["authors"]
    assert beside(Kind.ALL, "year:1900") == ["authors", "year"]


async def test_a_letter_looks_only_at_those_that_were_found_and_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most papers of a library are found by the first letter."""
    looked: list[int] = []
    asked = Ids.__getitem__

    def told(ids: Ids, at: int | slice) -> object:
        looked.append(1 if isinstance(at, int) else len(range(*at.indices(len(ids)))))
        return asked(ids, at)

    many = [Paper(f"p{at:04d}", f"Outlier number {at}") for at in range(2_000)]
    async with opened(library(*many), tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("slash")
        with monkeypatch.context() as watched:
            watched.setattr(Ids, "__getitem__", told)
            watched.setattr(Ids, "__iter__", lambda _: pytest.fail("all of them are looked at"))
            await type_in(pilot, "out")
        assert app.main.view_state.shown.papers == 2_000
        assert "Outlier number" in "\n".join(lines(app))
    assert sum(looked) < 1_000


def test_all_that_were_found_are_asked_for_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Ids(["a", "b", "c"], [2, 0])
    monkeypatch.setattr(Ids, "__getitem__", lambda *_: pytest.fail("one is asked for at a time"))
    assert list(found) == ["c", "a"]

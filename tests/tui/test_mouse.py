"""What a click does: tags and links of the paper shown, tags of the sidebar, scroll bars and dividers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events

from reader.commands.context import Pane
from reader.operations import annotate
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.text import TAG_LIMIT
from reader.tui.drawing.styled_text import cells
from reader.tui.widgets.line_view import WHEEL, LineView
from tests.support.memory import library
from tests.support.screen import lines, opened, resize, text
from tests.tui.test_screen import shelf


def place_of(app: Any, widget: LineView, words: str) -> tuple[int, int]:
    """The cell of a widget where words begin; they must stand there once."""
    area = widget.region
    (found,) = [
        (cells(line[: line.index(words, area.x)]) - area.x, y - area.y)
        for y, line in enumerate(lines(app))
        if area.y <= y < area.bottom and words in line[area.x : area.right]
    ]
    return found


async def test_a_clicked_tag_of_the_paper_opens_its_papers(tmp_path: Path) -> None:
    """The tag under the pointer, also behind letters that are two cells wide."""
    found = library(Paper("p1", "One"))
    annotate.tag_papers(found, [found.papers["p1"]], ["大规模语言", "量化", "vision"])
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        detail = app.main.widgets.detail
        for tag in ("vision", "量化", "大规模语言"):
            x, y = place_of(app, detail, f"#{tag}")
            for at in (x, x + cells(f"#{tag}") - 1):
                app.main.navigator.open(Collection())
                await pilot.pause()
                await pilot.click(detail, offset=(at, y))
                assert app.main.view_state.collection == Collection(Kind.TAG, tag)


async def test_a_clicked_tag_is_whole_where_a_search_marks_it_or_a_line_breaks_it(
    tmp_path: Path,
) -> None:
    long = "z-tag-that-is-longer-than-any-line-of-the-pane-in-which-it-stands"[:TAG_LIMIT]
    found = library(Paper("p1", "One"))
    annotate.tag_papers(found, [found.papers["p1"]], ["computer vision", "vision", long])
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        detail = app.main.widgets.detail
        for words, beyond, tag in (("computer", 0, "computer vision"), ("computer", 10, "computer vision"),
                                   (long[-12:], 0, long)):  # fmt: skip
            await pilot.press("slash", *"vision", "enter")
            x, y = place_of(app, detail, words)
            await pilot.click(detail, offset=(x + beyond, y))
            assert app.main.view_state.collection == Collection(Kind.TAG, tag)
            app.main.navigator.open(Collection())
            await pilot.pause()


async def test_a_click_beside_the_words_of_the_paper_does_nothing(tmp_path: Path) -> None:
    """Neither in what is no button, nor behind the last word of a line, nor below the last line."""
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        detail = app.main.widgets.detail
        _, y = place_of(app, detail, "#architecture")
        x, top = place_of(app, detail, "Ashish")
        for place in ((x, top), (detail.size.width - 1, y), (1, detail.size.height - 1)):
            await pilot.click(detail, offset=place)
            assert app.main.view_state.collection == Collection()
        assert app.screen is app.main


async def test_a_clicked_link_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def browse(address: str) -> bool:
        asked.append(address)
        return True

    monkeypatch.setattr("reader.tui.outside_programs.has_browser", lambda: True)
    monkeypatch.setattr("reader.tui.outside_programs.browse", browse)
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        detail = app.main.widgets.detail
        x, y = place_of(app, detail, "page  PDF")
        for at in (3, 4, 6):
            await pilot.click(detail, offset=(x + at, y))
            await pilot.pause()
        assert asked == ["https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"]


async def test_a_clicked_word_for_code_or_project_is_opened_and_an_address_in_a_note_where_it_is_the_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("reader.tui.outside_programs.has_browser", lambda: True)
    monkeypatch.setattr("reader.tui.outside_programs.browse", lambda address: not asked.append(address))  # type: ignore[func-returns-value]
    code, project = "https://code.org/lamps", "https://project.org/lamps"
    note = f"{project} https://else.org [code](x)"
    paper = Paper("p", "Lamps", url="https://lamps.org", links=(("code", code), ("project", project)), note=note)
    async with opened(library(paper), tmp_path, (120, 36)) as (app, pilot):
        detail = app.main.widgets.detail
        for words, at in (("page  code", 1), ("page  code", 7), ("code  project", 7), ("https://project", 1),
                          ("https://else", 1)):  # fmt: skip
            x, y = place_of(app, detail, words)
            await pilot.click(detail, offset=(x + at, y))
            await pilot.pause()
        assert asked == ["https://lamps.org", code, project, project]


async def test_the_triangle_of_a_tag_folds_it_and_its_name_opens_it(tmp_path: Path) -> None:
    """A heading of the sidebar, and the room below its last row, are no places."""
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        sidebar = app.main.widgets.sidebar
        x, y = place_of(app, sidebar, "▾ #ml")
        await pilot.click(sidebar, offset=(x, y))
        assert "▸ #ml" in text(app)
        assert app.main.view_state.collection == Collection()
        await pilot.click(sidebar, offset=(x, y))
        assert "▾ #ml" in text(app)
        await pilot.click(sidebar, offset=(x + 3, y))
        assert app.main.view_state.collection == Collection(Kind.TAG, "ml")
        before = sidebar.cursor
        heading = next(at for at, row in enumerate(sidebar.rows) if row.heading)
        for line in (heading, sidebar.size.height - 1):
            await pilot.click(sidebar, offset=(3, line))
            assert app.main.view_state.collection == Collection(Kind.TAG, "ml")
            assert sidebar.cursor == before


async def test_h_in_the_sidebar_folds_the_tag_under_the_cursor(tmp_path: Path) -> None:
    """What is folded already, and what cannot be, stays as it is."""
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        sidebar = app.main.widgets.sidebar
        await pilot.press("h")
        assert app.main.panes.focus is Pane.SIDEBAR
        await pilot.press("h")
        assert "▾ #ml" in text(app)
        at = next(at for at, row in enumerate(sidebar.rows) if row.collection == Collection(Kind.TAG, "ml"))
        while sidebar.cursor < at:
            await pilot.press("j")
        for _ in range(2):
            await pilot.press("h")
            assert "▸ #ml" in text(app)
            assert "sequence" not in "\n".join(row.text for row in sidebar.rows)


async def test_the_scroll_bar_is_dragged_and_let_go(tmp_path: Path) -> None:
    found = library(*(Paper(f"m{number}", f"Paper number {number}") for number in range(200)))
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        rows = app.main.widgets.list
        x = rows.text_width
        assert rows.bar
        await pilot.mouse_down(rows, offset=(x, 0))
        await pilot.hover(rows, offset=(x, rows.page - 1))
        assert rows.top == rows.line_count - rows.page
        await pilot.mouse_up(rows, offset=(x, rows.page - 1))
        await pilot.hover(rows, offset=(x, 0))
        assert rows.top == rows.line_count - rows.page


async def test_the_wheel_scrolls_and_stops_at_both_ends(tmp_path: Path) -> None:
    found = library(*(Paper(f"m{number}", f"Paper number {number}") for number in range(200)))
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        rows = app.main.widgets.list
        tops = []
        for event in (events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollDown, events.MouseScrollUp):
            await pilot._post_mouse_events([event], rows, offset=(5, 5))
            tops.append(rows.top)
        assert tops == [0, WHEEL, 2 * WHEEL, WHEEL]


async def test_the_divider_of_the_detail_is_dragged_beside_the_list_and_below_it(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        detail = app.main.widgets.detail
        await pilot.mouse_down("#split")
        await pilot.hover(offset=(70, 9))
        await pilot.mouse_up(offset=(70, 9))
        await pilot.pause()
        assert detail.size.width == 49
        await resize(pilot, 70, 36)
        assert app.main.panes.below
        await pilot.mouse_down("#split")
        await pilot.hover(offset=(30, 20))
        await pilot.mouse_up(offset=(30, 20))
        await pilot.pause()
        assert detail.size.height == 14

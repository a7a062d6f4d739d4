"""Lines are made once for a frame, and what lies beneath a dialog is not made again for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip
from textual.widget import Widget

from reader.paper import Paper
from reader.tui.app import DIALOG_STYLES, ReaderApp
from reader.tui.dialogs.paper_tags import TagDialog
from reader.tui.widgets.line_view import LineView
from tests.support.memory import library
from tests.support.pilot import looked_at
from tests.support.screen import lines, opened


class Counted(LineView):
    """Texts, and the numbers of those that were made into lines."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.texts = list(texts)
        self.made: list[int] = []

    @property
    def line_count(self) -> int:
        """A line a text."""
        return len(self.texts)

    def line(self, number: int, width: int) -> Strip:
        """The text."""
        self.made.append(number)
        return Strip([Segment(self.texts[number], self.base)]).adjust_cell_length(width, self.base)


class Counting(App[None]):
    """One view."""

    def __init__(self, view: Counted) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        """The view."""
        yield self.view


def shown(app: Counting) -> list[str]:
    """The lines on the screen."""
    return [strip.text.rstrip(" ▐") for strip in looked_at(app)]


async def test_a_line_that_was_made_to_see_whether_it_changed_is_drawn_as_it_was_made() -> None:
    view = Counted("a", "b", "c")
    app = Counting(view)
    async with app.run_test(size=(20, 3)) as pilot:
        view.made.clear()
        view.texts[1] = "B"
        view.redraw_changed()
        await pilot.pause()
        assert shown(app) == ["a", "B", "c"]
        assert view.made == [0, 1, 2]


async def test_what_changes_once_more_before_it_is_drawn_is_made_anew() -> None:
    view = Counted("a", "b", "c")
    app = Counting(view)
    async with app.run_test(size=(20, 3)) as pilot:
        view.texts[1:] = ["B", "C"]
        view.redraw_changed()
        view.texts[1] = "D"
        view.redraw_lines(1)
        await pilot.pause()
        assert shown(app) == ["a", "D", "C"]
        view.texts[1] = "E"
        view.redraw_changed()
        view.texts[1] = "F"
        view.notify_style_update()
        await pilot.pause()
        assert shown(app) == ["a", "F", "C"]


async def test_the_scroll_bar_stands_where_the_lines_stand() -> None:
    view = Counted(*"abcdef")
    app = Counting(view)
    async with app.run_test(size=(20, 3)) as pilot:
        for top, thumb in ((0, [0]), (1, [1]), (3, [2])):
            view.scroll_lines(top)
            await pilot.pause()
            drawn = [strip.text for strip in looked_at(app)]
            assert [text[0] for text in drawn] == view.texts[top : top + 3]
            assert [at for at, text in enumerate(drawn) if text.endswith("▐")] == thumb


async def test_a_dialog_is_styled_once_and_nothing_beneath_it_is_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    styled: list[object] = []
    drawn: list[object] = []
    style = App.update_styles

    def told(app: App[object], node: Widget, animate: bool = True) -> None:
        styled.append(type(node))
        style(app, node, animate)

    def drawn_anew(screen: BackgroundScreen, *_: object) -> tuple[()]:
        drawn.append(screen)
        return ()

    monkeypatch.setattr(App, "update_styles", told)
    monkeypatch.setattr(BackgroundScreen, "__rich_console__", drawn_anew)
    async with opened(library(Paper("a", "Outlier suppression")), tmp_path, (120, 36)) as (app, pilot):
        await pilot.press("t")
        await pilot.pause()
        assert isinstance(app.screen, TagDialog)
        assert TagDialog not in styled
        assert type(app.main) not in styled
        assert "Outlier suppression" in lines(app)[2]
        assert drawn == []


async def test_the_styles_of_dialogs_are_read_after_the_first_frame_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first dialog would have all of them be read again."""
    known: list[bool] = []
    read_again: list[Stylesheet] = []
    begin = ReaderApp._begin

    def told(app: ReaderApp) -> None:
        known.append(app.stylesheet.has_source(str(DIALOG_STYLES)))
        begin(app)

    monkeypatch.setattr(ReaderApp, "_begin", told)
    monkeypatch.setattr(Stylesheet, "reparse", read_again.append)
    async with opened(library(Paper("a", "Outlier suppression")), tmp_path) as (app, pilot):
        await pilot.press("t")
        await pilot.pause()
        assert isinstance(app.screen, TagDialog)
        assert app.stylesheet.has_source(str(DIALOG_STYLES))
    assert known[0] is False
    assert all(known[1:])
    assert read_again == []

"""The widgets of the one screen, by name."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import Container
from textual.widget import Widget

from reader.commands.context import Pane
from reader.tui.widgets.bottom_line import BottomLine
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.line_view import LineView
from reader.tui.widgets.paper_detail import PaperDetail
from reader.tui.widgets.paper_list import PaperList
from reader.tui.widgets.search_line import SearchLine
from reader.tui.widgets.sidebar import Sidebar


@dataclass(frozen=True, slots=True)
class ScreenWidgets:
    """What stands on the screen."""

    search: SearchLine
    sidebar: Sidebar
    side: Divider
    main: Container
    list: PaperList
    split: Divider
    detail: PaperDetail
    bottom: BottomLine

    def pane(self, pane: Pane) -> Widget:
        """The widget of a pane."""
        if pane is Pane.SEARCH:
            return self.search
        return self.view(pane)

    def view(self, pane: Pane) -> LineView:
        """The widget of a pane that has lines; that of the list for the search line."""
        views: dict[Pane, LineView] = {Pane.SIDEBAR: self.sidebar, Pane.DETAIL: self.detail}
        return views.get(pane, self.list)

    def of(self, widget: Widget | None) -> Pane:
        """The pane of a widget; the list when it is none."""
        panes: dict[Widget, Pane] = {
            self.search: Pane.SEARCH,
            self.sidebar: Pane.SIDEBAR,
            self.detail: Pane.DETAIL,
        }
        return panes.get(widget, Pane.LIST) if widget is not None else Pane.LIST

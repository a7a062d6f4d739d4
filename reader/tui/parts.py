"""The widgets of the one screen, by name."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import Container
from textual.widget import Widget

from reader.commands.desk import Pane
from reader.tui.bottom_line import BottomLine
from reader.tui.divider import Divider
from reader.tui.line_view import LineView
from reader.tui.paper_detail import PaperDetail
from reader.tui.paper_list import PaperList
from reader.tui.search_line import SearchLine
from reader.tui.sidebar import Sidebar


@dataclass(frozen=True, slots=True)
class Parts:
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

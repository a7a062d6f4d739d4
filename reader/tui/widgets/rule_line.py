"""A hairline with a title in it, above a pane."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.drawing.titled_rule import NO_TITLE, PaneTitle, titled_rule


class RuleLine(Widget):
    """One line; heavy while the pane beneath it has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rule-line--rule", "rule-line--focused", "rule-line--title", "rule-line--aside"
    }  # fmt: skip
    DEFAULT_CSS = "RuleLine { height: 1; width: 1fr; }"
    _title = NO_TITLE

    def show_title(self, title: PaneTitle) -> None:
        """Say what the pane beneath shows."""
        if title != self._title:
            self._title = title
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, with its title."""
        width = self.size.width
        runs = titled_rule(self._title, width)
        return Strip([Segment(text, self.style_for(name)) for text, name in runs], width)

    def style_for(self, name: str) -> Style:
        """The style of a part of the line."""
        return self.get_component_rich_style(f"rule-line--{name}")

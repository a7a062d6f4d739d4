"""A hairline between two panes, which the mouse can drag; a flat one bears the title of the pane beneath it."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.drawing.titled_rule import NO_TITLE, PaneTitle, titled_rule


class Divider(Widget):
    """A line one cell wide, upright or flat."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"divider--rule", "divider--focused", "divider--title", "divider--aside"}

    class Dragged(Message):
        """The line is to be somewhere else on the screen."""

        def __init__(self, divider: Divider, x: int, y: int) -> None:
            super().__init__()
            self.divider = divider
            self.x = x
            self.y = y

    _held = False
    _title = NO_TITLE

    def show_title(self, title: PaneTitle) -> None:
        """Say what the pane beneath shows."""
        if title != self._title:
            self._title = title
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The hairline, drawn for one row."""
        width = self.size.width
        runs = [("│", "rule")] if width == 1 else titled_rule(self._title, width)
        return Strip([Segment(text, self.get_component_rich_style(f"divider--{name}")) for text, name in runs], width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the divider."""
        event.stop()
        self._held = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where it is dragged to."""
        if self._held:
            self.post_message(self.Dragged(self, event.screen_x, event.screen_y))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the divider."""
        self._held = False
        self.release_mouse()

"""A hairline between two panes, which the mouse can drag; a flat one bears the title of the pane beneath it."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.tui.widgets.rule_line import RuleLine


class Divider(RuleLine):
    """A line one cell wide, upright or flat."""

    class Dragged(Message):
        """The line is to be somewhere else on the screen."""

        def __init__(self, divider: Divider, x: int, y: int) -> None:
            super().__init__()
            self.divider = divider
            self.x = x
            self.y = y

    _held = False

    def render_line(self, y: int) -> Strip:
        """The hairline, drawn for one row."""
        if self.size.width > 1:
            return super().render_line(y)
        return Strip([Segment("│", self.style_for("rule"))], 1)

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

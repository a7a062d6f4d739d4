"""The bottom line: what is shown, the active filters, and beside them a notice, progress, or the keys that matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.commands.bindings import Command, shown_key
from reader.tui.drawing.styled_text import cells, fit

FILTERS = 24
"""Cells that the active filters keep beside a notice."""
ROOM_FOR_KEYS = 12
"""Cells that keys keep beside filters, and beside why nothing can be saved."""
BAR_WIDTH = 16
"""Cells of a progress bar."""
_READ_ONLY = " · read-only"


class BottomLine(Widget):
    """One line, drawn whole. A click on a key runs its command."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bottom--count", "bottom--filter", "bottom--key", "bottom--word", "bottom--notice", "bottom--error",
        "bottom--bar",
    }  # fmt: skip

    class CommandPressed(Message):
        """A key of the line was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._count, self._filters = "", ""
        self._standing = ""
        self._commands: Sequence[Command] = ()
        self._notice: tuple[str, bool] | None = None
        self._progress: tuple[str, float | None] | None = None
        self._buttons: list[tuple[int, int, Command]] = []

    def show_count(self, count: str, filters: str) -> None:
        """Say what is shown: "12 of 356 papers", and under which filters."""
        if (count, filters) != (self._count, self._filters):
            self._count, self._filters = count, filters
            self.refresh()

    def show_standing(self, way: str) -> None:
        """Say as long as it is so that nothing can be saved, and the `way` out where there is room; "" when it can."""
        if way != self._standing:
            self._standing = way
            self.refresh()

    def show_commands(self, commands: Sequence[Command]) -> None:
        """Offer these commands, the most important first."""
        if list(commands) != list(self._commands):
            self._commands = commands
            self.refresh()

    def show_notice(self, text: str, *, error: bool = False) -> bool:
        """Say something in the place of the keys; "" takes it away. False when it does not fit whole."""
        self._notice = (text, error) if text else None
        self.refresh()
        standing = cells(_READ_ONLY) if self._standing else 0
        return cells(text) <= self.size.width - cells(self._count) - cells(self._filters[:FILTERS]) - standing - 6

    def show_progress(self, what: str, part: float | None) -> None:
        """Show a bar: `part` from 0 to 1, None when that is unknown; "" takes it away."""
        self._progress = (what, part) if what else None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Count and filters on the left, the rest on the right."""
        width = self.size.width
        count = fit(f" {self._count}", width)
        segments = [Segment(count, self.get_component_rich_style("bottom--count"))]
        room = width - cells(count)
        self._buttons = []
        kept = cells(_READ_ONLY) if self._standing else 0
        quiet = self._notice is None and self._progress is None
        filters = fit(f" · {self._filters}", self._room_of_filters(room - kept)) if self._filters else ""
        segments.append(Segment(filters, self.get_component_rich_style("bottom--filter")))
        room -= cells(filters)
        if self._standing:
            told = f"{_READ_ONLY}: {self._standing}  " if quiet else _READ_ONLY
            told = fit(told, max(min(kept, room), room - ROOM_FOR_KEYS) if quiet else room)
            segments.append(Segment(told, self.get_component_rich_style("bottom--error")))
            room -= cells(told)
        if self._progress is not None:
            right = self._bar(room - 2)
        elif self._notice is not None:
            text, error = self._notice
            style = self.get_component_rich_style("bottom--error" if error else "bottom--notice")
            right = [Segment(fit(text, room - 3) + " ", style)]
        else:
            right = self._keys(room - 3)
        used = sum(cells(segment.text) for segment in right)
        ground = self.get_component_rich_style("bottom--word")
        gap = Segment(" " * max(0, room - used), ground)
        start = width - used
        self._buttons = [(start + left, start + stop, command) for left, stop, command in self._buttons]
        return Strip([*segments, gap, *right]).adjust_cell_length(width, ground)

    def _room_of_filters(self, room: int) -> int:
        """How many of so many cells the filters may take: all that the keys or a notice leave, and some in any case."""
        if self._progress is not None:
            return FILTERS
        if self._notice is not None:
            return max(FILTERS, room - cells(self._notice[0]) - 4)
        return max(0, room - (ROOM_FOR_KEYS if self._commands else 1))

    def _bar(self, room: int) -> list[Segment]:
        what, part = self._progress or ("", None)
        style = self.get_component_rich_style("bottom--bar")
        notice = self.get_component_rich_style("bottom--notice")
        if part is None:
            return [Segment(fit(f"{what} · Esc cancels ", room), notice)]
        full = round(BAR_WIDTH * max(0.0, min(1.0, part)))
        bar = "━" * full + "╌" * (BAR_WIDTH - full)
        text = fit(f"{what} {round(part * 100)} % ", max(0, room - BAR_WIDTH - 14))
        ends = " Esc cancels " if part < 1 else " "  # What is done cannot be given up any more.
        return [Segment(text, notice), Segment(bar, style), Segment(ends, notice)]

    def _keys(self, room: int) -> list[Segment]:
        """As many keys as fit, the most important first."""
        key_style = self.get_component_rich_style("bottom--key")
        word_style = self.get_component_rich_style("bottom--word")
        kept: list[tuple[Command, str, str]] = []
        for command in self._commands:
            key, word = shown_key(command.keys[0]), f" {command.word}  "
            size = cells(key) + cells(word)
            if size > room:
                break
            room -= size
            kept.append((command, key, word))
        segments: list[Segment] = []
        at = 0
        for command, key, word in kept:
            segments += [Segment(key, key_style), Segment(word, word_style)]
            self._buttons.append((at, at + cells(key) + cells(word) - 1, command))
            at += cells(key) + cells(word)
        return segments

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A click on a key presses it."""
        for start, stop, command in self._buttons:
            if start <= event.x < stop:
                event.stop()
                self.post_message(self.CommandPressed(command))

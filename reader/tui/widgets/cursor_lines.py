"""Lines with a cursor: one rule how it moves, what it steps over and how the lines scroll with it."""

from __future__ import annotations

from reader.commands.context import Motion
from reader.tui.widgets.line_view import LineView, stride


class CursorLines(LineView):
    """A view of lines of which the cursor stands on one."""

    cursor = 0
    """The number of the line with the cursor."""

    def can_hold(self, number: int) -> bool:
        """Whether the cursor can stand on a line, as it can on all but headings."""
        return True

    def cursor_moved(self) -> None:
        """The cursor came to another line."""

    def move(self, motion: Motion) -> None:
        """Move the cursor by a motion."""
        count = self.line_count
        step = stride(motion, count, self.page)
        self.put_cursor(self.settled(max(0, min(self.cursor + step, count - 1)), 1 if step > 0 else -1))

    def settled(self, number: int, way: int) -> int:
        """The next line from `number` on that can hold the cursor, turning round at the ends; `number` without one."""
        for direction in (way, -way):
            at = number
            while 0 <= at < self.line_count:
                if self.can_hold(at):
                    return at
                at += direction
        return max(0, number)

    def put_cursor(self, number: int) -> None:
        """Put the cursor on a line, and tell of it where it is another one."""
        before, top = self.cursor, self.top
        if number == before:
            return
        self.cursor = number
        self.reveal()
        if self.top == top:
            self.redraw_lines(before, number)
        else:
            self.refresh()
        self.cursor_moved()

    def reveal(self) -> None:
        """Scroll as little as needed so that the cursor is on the screen, with the heading above it."""
        first = self.cursor
        if first and not self.can_hold(first - 1):
            first -= 1
        if first < self.top:
            self.top = first
        elif self.cursor >= self.top + self.page:
            self.top = self.cursor - self.page + 1
        self.top = max(0, min(self.top, self.line_count - self.page))

    def fit_to_size(self) -> None:
        """Keep the cursor on the screen."""
        super().fit_to_size()
        self.reveal()

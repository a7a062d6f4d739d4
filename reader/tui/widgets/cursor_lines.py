"""Lines with a cursor: one rule how it moves, what it steps over and how the lines scroll with it."""

from __future__ import annotations

from reader.commands.context import Motion
from reader.tui.widgets.line_view import LineView, stride


class CursorLines(LineView):
    """A view of lines of which the cursor stands on one."""

    cursor = 0
    """The number of the line with the cursor; -1 for none."""

    def can_hold(self, number: int) -> bool:
        """Whether the cursor can stand on a line, as it can on all but headings."""
        return True

    def cursor_moved(self) -> None:
        """The cursor came to another line."""

    def move(self, motion: Motion) -> None:
        """Move the cursor by a motion; where no line can hold it, scroll."""
        count = self.line_count
        step = stride(motion, count, self.page)
        goal = self.nearest(max(0, min(self.cursor + step, count - 1)), 1 if step > 0 else -1)
        if goal is None:
            super().move(motion)
        else:
            self.put_cursor(goal)

    def nearest(self, number: int, way: int) -> int | None:
        """The next line from `number` on that can hold the cursor, turning round at the ends; None without one."""
        for direction in (way, -way):
            at = number
            while 0 <= at < self.line_count:
                if self.can_hold(at):
                    return at
                at += direction
        return None

    def put_cursor(self, number: int) -> None:
        """Put the cursor on a line, bring it in sight, and tell of it where it is another one."""
        before, top = self.cursor, self.top
        self.cursor = number
        self.reveal()
        if self.top != top:
            self.refresh()
        elif number != before:
            self.redraw_lines(before, number)
        if number != before:
            self.cursor_moved()

    def lines_with(self, number: int) -> tuple[int, int]:
        """The first and the last of the lines that are to be seen with a line: the headings above it."""
        first = number
        while first > 0 and not self.can_hold(first - 1):
            first -= 1
        return first, number

    def reveal(self) -> None:
        """Scroll as little as needed so that the cursor is on the screen, with the lines that belong to it."""
        page = self.size.height
        if not page:
            return
        first, last = self.lines_with(self.cursor)
        first = max(first, self.cursor - page + 1)
        last = min(last, self.cursor + page - 1)
        if 0 <= first < self.top:
            self.top = first
        elif last >= self.top + page:
            self.top = min(last - page + 1, self.cursor)
        self.top = max(0, min(self.top, self.line_count - page))

    def fit_to_size(self) -> None:
        """Keep the cursor on the screen."""
        super().fit_to_size()
        self.reveal()

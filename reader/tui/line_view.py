"""A widget that draws only the lines on the screen, scrolls without animation and never lays anything out."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from reader.commands.desk import Motion
from reader.tui.runs import Line, cells, cut
from reader.tui.scrolled import Scrolled


def stride(motion: Motion, rows: int, page: int) -> int:
    """How many rows a motion goes down (up when negative) among `rows`, `page` of which are seen at once."""
    return {
        Motion.UP: -1,
        Motion.DOWN: 1,
        Motion.TOP: -rows,
        Motion.BOTTOM: rows,
        Motion.HALF_UP: -(page // 2),
        Motion.HALF_DOWN: page // 2,
        Motion.PAGE_UP: 1 - page,
        Motion.PAGE_DOWN: page - 1,
    }[motion]


class LineView(Scrolled, can_focus=True):
    """Base of list, sidebar and detail: `line_count` lines, of which those from `top` on are shown.

    The last column is a scroll bar when not everything fits.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--thumb", "bar--track"}

    class NotDrawn(Message):
        """A line could not be drawn, for a reason that nobody foresaw; it is blank."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    _frame: tuple[int, bool] | None = None
    """(cells of a line, whether there is a scroll bar), known while a frame is drawn."""
    _fitted = Size(0, 0)
    """The size for which the first line was chosen."""

    def line(self, number: int, width: int) -> Strip:
        """The line, exactly `width` cells wide."""
        return Strip.blank(width, self.base)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines; what is the same for all of them is looked up once."""
        if self.size != self._fitted:
            self._fitted = self.size
            self.fit_to_size()
        self._frame = (self.text_width, self.bar)
        try:
            return super().render_lines(crop)
        finally:
            self._frame = None

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, bar = self._frame or (self.text_width, self.bar)
        number = self.top + y
        try:
            strip = self.line(number, width) if number < self.line_count else self.beyond(y, width)
        except Exception as error:  # noqa: BLE001  one line that cannot be drawn must not end the program
            self.post_message(self.NotDrawn(error))
            strip = Strip.blank(width, self.base)
        return Strip.join([strip, self._bar_at(y)]) if bar else strip

    def fit_to_size(self) -> None:
        """The view has another size: choose the first line so that the place is kept."""
        self.top = max(0, min(self.top, self.line_count - self.page))

    def beyond(self, y: int, width: int) -> Strip:
        """What is drawn below the last line."""
        return Strip.blank(width, self.base)

    def _thumb(self) -> tuple[int, int]:
        page, total = self.page, max(1, self.line_count)
        size = max(1, page * page // total)
        room = page - size
        start = round(room * self.top / max(1, total - page))
        return start, start + size

    def _bar_at(self, y: int) -> Strip:
        start, stop = self._thumb()
        on = start <= y < stop
        style = self.style_of("bar--thumb" if on else "bar--track")
        return Strip([Segment("▐" if on else " ", style)], 1)

    def redraw_lines(self, *numbers: int) -> None:
        """Draw some lines anew, where they are on the screen."""
        regions = [Region(0, number - self.top, self.size.width, 1) for number in numbers]
        shown = [region for region in regions if 0 <= region.y < self.page]
        if shown:
            self.refresh(*shown)

    def move(self, motion: Motion) -> None:
        """Scroll; a view with a cursor moves that instead."""
        page = self.page
        target = {
            Motion.UP: self.top - 1,
            Motion.DOWN: self.top + 1,
            Motion.TOP: 0,
            Motion.BOTTOM: self.line_count,
            Motion.HALF_UP: self.top - page // 2,
            Motion.HALF_DOWN: self.top + page // 2,
            Motion.PAGE_UP: self.top - page + 1,
            Motion.PAGE_DOWN: self.top + page - 1,
        }
        self.scroll_lines(target[motion])


def strip_of(runs: Line, width: int, styles: dict[str, Style], base: Style) -> Strip:
    """Runs as a strip of exactly `width` cells."""
    segments: list[Segment] = []
    used = 0
    for text, name in runs:
        size = cells(text)
        if used + size > width:
            text = cut(text, width - used)
            size = cells(text)
        if text:
            segments.append(Segment(text, styles.get(name, base)))
        used += size
        if used >= width:
            break
    if used < width:
        segments.append(Segment(" " * (width - used), base))
    return Strip(segments, width)

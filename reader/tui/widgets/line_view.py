"""A widget that draws only the lines on the screen, scrolls without animation and never lays anything out.

Textual's list widgets lay out every row, which costs ten times as much a cursor move.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, NamedTuple, Self

from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.color import Color
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.commands.bindings import COMMANDS, named
from reader.commands.context import Motion
from reader.tui.drawing.styled_text import Line, cells, cut

MOTION_BINDINGS = [
    Binding(key, f"go('{motion}')", show=False, id=f"move.{motion}")
    for motion in Motion
    for key in named(COMMANDS, f"move.{motion}").keys
]
"""The keys that move in what is drawn line by line, for a widget of a dialog, which takes its keys itself: as on the
main screen, and as the settings change them there."""
RIGHT = 3
"""The button of the mouse that asks what can be done."""
WHEEL = 3
"""Lines that one turn of the wheel scrolls."""
LEGIBLE = 3.0
"""The least contrast of a mark or of large text with its ground (WCAG 2.1, success criteria 1.4.3 and 1.4.11)."""


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.1 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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


class _Frame(NamedTuple):
    """What is the same for all lines of a frame."""

    lines: int
    """How many lines there are."""
    width: int
    """The cells of a line."""
    thumb: range = range(0)
    """The lines of the screen at which the scroll bar has its thumb."""
    on: Segment | None = None
    off: Segment | None = None
    """The scroll bar at its thumb and elsewhere; None where there is none."""

    def bar_at(self, y: int) -> Segment | None:
        """The scroll bar in a line of the screen."""
        return self.on if y in self.thumb else self.off


class LineView(Widget, can_focus=True):
    """Base of list, sidebar and detail: `line_count` lines, of which those from `top` on are shown.

    The last column is a scroll bar when not everything fits; it and the wheel move the lines, and a press on a line is
    told to `pressed`. Styles are looked up once, not for every line.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--thumb", "bar--track"}
    # Here, so that a widget with lines can say of itself that it is lower: a style sheet would have the last word.
    DEFAULT_CSS = "LineView { width: 1fr; height: 1fr; }"

    class NotDrawn(Message):
        """A line could not be drawn, for a reason that nobody foresaw; it is blank."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    class Wanted(Message):
        """The user clicked what stands for a command."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    top = 0
    """The first line that is shown."""
    _dragging = False
    _styles: dict[str, Style] | None = None
    _frame: _Frame | None = None
    """What is the same for all lines, known while a frame is drawn."""
    _fitted = Size(0, 0)
    """The size for which the first line was chosen."""
    _drawn: dict[int, Strip] | None = None
    """What stands in each line of the screen since it was drawn last."""
    _ready: Mapping[int, Strip] = MappingProxyType({})
    """Lines of the screen that were made to see whether they changed, and are not drawn yet."""

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return 0

    @property
    def page(self) -> int:
        """How many lines are on the screen."""
        return max(1, self.size.height)

    @property
    def bar(self) -> bool:
        """Whether there is a scroll bar."""
        return self.line_count > self.page

    @property
    def text_width(self) -> int:
        """How many cells a line has."""
        return max(1, self.size.width - (1 if self.bar else 0))

    def scroll_lines(self, top: int) -> None:
        """Show the lines from `top` on, as far as there are lines."""
        top = max(0, min(top, self.line_count - self.page))
        if top != self.top:
            self.top = top
            self.refresh()

    # -- drawing ------------------------------------------------------------------------------------------------------

    def line(self, number: int, width: int) -> Strip:
        """The line, exactly `width` cells wide."""
        return Strip.blank(width, self.base)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines; what is the same for all of them is looked up once."""
        if self.size != self._fitted:
            self._fitted, self._drawn, self._ready = self.size, None, {}
            self.fit_to_size()
        self._frame = self._new_frame()
        try:
            return super().render_lines(crop)
        finally:
            self._frame, self._ready = None, {}

    def _new_frame(self) -> _Frame:
        lines, page = self.line_count, self.page
        if lines <= page:
            return _Frame(lines, max(1, self.size.width))
        size = max(1, page * page // lines)
        start = round((page - size) * self.top / (lines - page))
        thumb, track = (Segment(text, self.style_of(f"bar--{of}")) for text, of in (("▐", "thumb"), (" ", "track")))
        return _Frame(lines, max(1, self.size.width - 1), range(start, start + size), thumb, track)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        strip = self._ready.get(y) or self._line_at(y, self._frame or self._new_frame())
        if self._drawn is None:
            self._drawn = {}
        self._drawn[y] = strip
        return strip

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw anew; what was made ready before may have changed since."""
        self._ready = {}
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _line_at(self, y: int, frame: _Frame) -> Strip:
        number, width = self.top + y, frame.width
        try:
            strip = self.line(number, width) if number < frame.lines else self.beyond(y, width)
        except Exception as error:  # noqa: BLE001  one line that cannot be drawn must not end the program
            self.post_message(self.NotDrawn(error))
            strip = Strip.blank(width, self.base)
        bar = frame.bar_at(y)
        return strip if bar is None else Strip([*strip, bar], width + 1)

    def fit_to_size(self) -> None:
        """The view has another size: choose the first line so that the place is kept."""
        self.top = max(0, min(self.top, self.line_count - self.page))

    def beyond(self, y: int, width: int) -> Strip:
        """What is drawn below the last line."""
        return Strip.blank(width, self.base)

    def redraw_lines(self, *numbers: int) -> None:
        """Draw some lines anew, where they are on the screen."""
        regions = [Region(0, number - self.top, self.size.width, 1) for number in numbers]
        shown = [region for region in regions if 0 <= region.y < self.page]
        if shown:
            self.refresh(*shown)

    def redraw_changed(self) -> None:
        """Draw anew those lines of the screen that look other now than when they were drawn: over a slow line a star is
        not to cost a screen. What else the lines depend on must be changed before."""
        drawn = self._drawn
        if drawn is None or self.size != self._fitted:
            self.refresh()
            return
        self._frame = frame = self._new_frame()
        try:
            made = {y: self._line_at(y, frame) for y in range(self.page)}
        finally:
            self._frame = None
        self.redraw_lines(*(self.top + y for y, strip in made.items() if strip != drawn.get(y)))
        self._ready = made

    # -- styles -------------------------------------------------------------------------------------------------------

    @property
    def base(self) -> Style:
        """The style of plain text here."""
        return self.style_of("")

    def style_of(self, name: str, over: str | None = None) -> Style:
        """The style of a component class, "" for plain text; with `over`, laid over that of another class."""
        if self._styles is None:
            self._styles = {}
        key = name if over is None else f"{name}\0{over}"
        style = self._styles.get(key)
        if style is None:
            if over is not None:
                style = self._laid(name, self.style_of(over))
            else:
                style = self.get_component_rich_style(name) if name else self.rich_style
            self._styles[key] = style
        return style

    def _laid(self, name: str, ground: Style) -> Style:
        """The style of a class on a ground; where its colour cannot be read there, in the colour of the ground."""
        own = self.get_component_rich_style(name, partial=True)
        if ground.reverse:
            return ground + own.without_color  # Its colour would be a ground among the others.
        style = ground + own
        rules = self.get_component_styles(name) if name else self.styles
        if not rules.has_rule("color") or not ground.bgcolor or ground.bgcolor.type is not ColorType.TRUECOLOR:
            return style  # The colours of the terminal itself: nobody knows what they are.
        below = Color.from_rich_color(ground.bgcolor)
        shade = below + rules.color
        colour = shade.rich_color if contrast(shade, below) >= LEGIBLE else ground.color
        return style + Style(color=colour)

    def notify_style_update(self) -> None:
        """The theme or the focus changed: look all styles up again."""
        self._styles, self._ready = None, {}
        super().notify_style_update()

    # -- moving -------------------------------------------------------------------------------------------------------

    def move(self, motion: Motion) -> None:
        """Scroll; a view with a cursor moves that instead."""
        self.scroll_lines(self.top + stride(motion, self.line_count, self.page))

    def action_go(self, motion: str) -> None:
        """Move by the motion of this name."""
        self.move(Motion(motion))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll some lines down."""
        event.stop()
        self.scroll_lines(self.top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll some lines up."""
        event.stop()
        self.scroll_lines(self.top - WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar, or press a line."""
        event.stop()
        if self.bar and event.x >= self.text_width:
            self._dragging = True
            self.capture_mouse()
            self._drag_to(event.y)
        elif event.button == 1:
            self.pressed(self.top + event.y, event)
        elif event.button == RIGHT and self.point(self.top + event.y):
            self.post_message(self.Wanted("menu"))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the scroll bar."""
        if self._dragging:
            self._drag_to(event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the scroll bar go."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        self.scroll_lines(round((self.line_count - self.page) * y / max(1, self.page - 1)))

    def point(self, number: int) -> bool:
        """The right button was pressed on a line: whether there is something with which more can be done."""
        return False

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """A line was clicked (perhaps one beyond the last)."""


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

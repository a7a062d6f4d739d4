"""One's reading in figures: a page to look at, of which each line opens the papers that it counts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.commands.questions import ReadingAnswer, ShowReading
from reader.counting import count
from reader.operations.reading_figures import Period
from reader.tui.dialogs.frame import Dialog, Hint, KeyLine, Saying, TextLine
from reader.tui.drawing.reading_page import PagePart, PageRow, Target, heading, page, signs_for
from reader.tui.drawing.styled_text import Line
from reader.tui.widgets.cursor_lines import CursorLines
from reader.tui.widgets.line_view import MOTION_BINDINGS, strip_of

_STYLES = ("bar", "quiet", "heading", "read", "cursor")
_KEYS = "w weeks, m months, y years, a all; left and right go from block to block, Enter opens the papers of a line."


class ReadingLines(CursorLines):
    """The lines of the page. Where two blocks stand side by side, the cursor is in one of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"reading--{name}" for name in _STYLES}
    DEFAULT_CSS = """
    ReadingLines {
        & > .reading--bar { color: $text-primary; }
        & > .reading--quiet { color: $text-muted; }
        & > .reading--heading { text-style: bold; }
        & > .reading--read { color: $text-success; }
        & > .reading--cursor { background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style; }
        & > .bar--thumb { color: $foreground 40%; }
        & > .bar--track { color: $foreground 10%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *MOTION_BINDINGS,
        Binding("enter,l", "pick", "Open", show=False),
        Binding("left", "side(-1)", "Left", show=False),
        Binding("right", "side(1)", "Right", show=False),
    ]

    class TargetPicked(Message):
        """The papers of a line are wanted."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, cursor_sign: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sign = cursor_sign
        self._make: Callable[[int], Sequence[PageRow]] = lambda width: ()
        self._rows: Sequence[PageRow] = ()
        self._made_for = Size(0, 0)
        self._side = 0
        self._wanted: Target | None = None

    def show_page(self, make: Callable[[int], Sequence[PageRow]], at: int = -1) -> None:
        """Show another page, which `make` draws for a width; the cursor goes to the line `at`, or the next that opens
        something."""
        self._make = make
        self._made_for = Size(0, 0)
        self._wanted = None
        self.top = 0
        self.cursor = at
        self.refresh()

    @property
    def line_count(self) -> int:
        """As many lines as are needed at this size; where they do not all fit, they end before the scroll bar."""
        if self.size != self._made_for and self.size.width > 0:
            self._made_for = self.size
            self._rows = self._make(self.size.width)
            if len(self._rows) > self.page:
                self._rows = self._make(self.size.width - 1)
            self._place(self._wanted)
        return len(self._rows)

    def _place(self, wanted: Target | None) -> None:
        """Put the cursor on what it was on before the lines were drawn for another size, else where it stood."""
        there = (at for at, row in enumerate(self._rows) if any(part.target == wanted for part in row))
        at = next(there, self.cursor) if wanted is not None else self.cursor
        goal = self.nearest(max(0, min(at, len(self._rows) - 1)), 1)
        self.cursor = -1 if goal is None else goal
        self._note()
        self.reveal()

    def _note(self) -> None:
        self._wanted = None if self.part is None else self.part.target

    def cursor_moved(self) -> None:
        """Know what the cursor is on."""
        self._note()

    def can_hold(self, number: int) -> bool:
        """What opens nothing is stepped over."""
        return any(part.target is not None for part in self._rows[number])

    @property
    def part(self) -> PagePart | None:
        """What the cursor is on."""
        if not 0 <= self.cursor < self.line_count:
            return None
        parts = [part for part in self._rows[self.cursor] if part.target is not None]
        return parts[min(self._side, len(parts) - 1)] if parts else None

    def action_side(self, by: int) -> None:
        """Go to the block at the other side."""
        self._side = max(0, min(1, self._side + by))
        self._note()
        self.redraw_lines(self.cursor)

    def action_pick(self) -> None:
        """Open what is under the cursor."""
        part = self.part
        if part is not None and part.target is not None:
            self.post_message(self.TargetPicked(part.target))

    def on_click(self, event: events.Click) -> None:
        """A click on what opens something moves the cursor there, two open it."""
        offset = event.get_content_offset(self)
        number = offset.y + self.top if offset is not None else -1
        if offset is None or not 0 <= number < self.line_count:
            return
        parts = [part for part in self._rows[number] if part.target is not None]
        there = next((at for at, part in enumerate(parts) if part.at - 1 <= offset.x < part.end), None)
        if there is None:
            return
        event.stop()
        self._side = there
        self.put_cursor(number)
        self._note()
        self.redraw_lines(number)
        if event.chain > 1:
            self.action_pick()

    def line(self, number: int, width: int) -> Strip:
        """One line of the page, drawn."""
        here = self.part if number == self.cursor else None
        runs: Line = []
        used = 0
        for part in self._rows[number]:
            sign = self._sign if part is here else " "
            runs += [(" " * (part.at - 1 - used), ""), (sign, "cursor" if part is here else "")]
            runs += [(text, "cursor" if part is here else style) for text, style in part.runs]
            used = part.end
        if here is not None and here is self._rows[number][-1]:
            runs.append((" " * (width - used), "cursor"))
        styles = {name: self.style_of(f"reading--{name}") for name in _STYLES}
        return strip_of(runs, width, styles, self.base)


class ReadingScreen(Dialog[ReadingAnswer]):
    """The page over the whole screen. It changes nothing; what is wanted of it is its answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"show('{period.name}')", period.value, show=False)
          for key, period in zip("wmya", Period, strict=True)),
        Binding("x", "write", "Write the week", show=False, id="export"),
        Binding("question_mark", "keys", "Keys", show=False, id="help"),
        Binding("q", "leave", "Back", show=False, id="quit"),
    ]  # fmt: skip
    HINTS = (Hint("?", "keys", "keys", "help"), Hint("x", "week as Markdown", "write", "export"),
             Hint("Enter", "the papers", "open"), Hint("Esc", "back", "leave"))  # fmt: skip
    FRAME = "-full"

    def __init__(self, question: ShowReading) -> None:
        super().__init__("Your reading")
        self.question = question
        self._signs = signs_for(os.environ)
        self._period = question.period
        self._lines = ReadingLines(self._signs.cursor, id="page")

    def compose(self) -> ComposeResult:
        """The page between its heading and the keys, on every cell of the screen."""
        with Vertical(id="frame", classes=f"frame {self.FRAME}"):
            yield TextLine(id="heading", classes="heading")
            yield from self.body()
            yield TextLine(id="kept")
            yield Saying(id="saying")
            with Horizontal(id="foot"):
                yield TextLine(count(len(self.question.papers), "paper"), id="count")
                yield KeyLine(self.HINTS, id="keys")

    def body(self) -> Iterable[Widget]:
        """The lines of the page."""
        yield self._lines

    def on_mount(self) -> None:
        """Begin with the period of the question."""
        self._lines.focus()
        self._show(self.question.at)
        self.saying.say(self.question.said, bad=self.question.failed)

    def on_resize(self, event: events.Resize) -> None:
        """The heading reaches from side to side."""
        self._show_heading()

    def _show(self, at: int) -> None:
        found = self.question.figures[self._period]
        self._lines.show_page(lambda width: page(found, self.question.papers, width, self._signs), at)
        self._show_heading()

    def _show_heading(self) -> None:
        found = self.question.figures[self._period]
        self.show_heading(heading(found, self.size.width, self._signs, keys=", w m y all"))

    def action_show(self, name: str) -> None:
        """Show the figures of another period."""
        self._period = Period[name]
        self.saying.say("")
        self._show(self._lines.cursor)

    def action_keys(self) -> None:
        """Say what the keys do."""
        self.saying.say(_KEYS)

    def action_write(self) -> None:
        """Have the week written as Markdown."""
        self.dismiss(ReadingAnswer(self._period, self._lines.cursor, None))

    def action_open(self) -> None:
        """Open what is under the cursor."""
        self._lines.action_pick()

    def on_reading_lines_target_picked(self, event: ReadingLines.TargetPicked) -> None:
        """Have the papers of a line shown."""
        target = event.target
        self.dismiss(ReadingAnswer(self._period, self._lines.cursor, target.collection, target.paper))

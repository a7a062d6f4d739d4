"""A list that draws only the lines on the screen, so that ten thousand tags open as quickly as ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, overload

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.tui.dialogs.drawing import one_line
from reader.tui.drawing.styled_text import fit, pad
from reader.tui.widgets.cursor_lines import CursorLines
from reader.tui.widgets.line_view import MOTION_BINDINGS

LED_BINDINGS: list[BindingType] = [
    Binding("up", "go('up')", "Up", show=False),
    Binding("down", "go('down')", "Down", show=False),
    Binding("pageup", "go('page-up')", "Page up", show=False),
    Binding("pagedown", "go('page-down')", "Page down", show=False),
]
"""The keys by which a dialog moves in its list while the cursor stays in a field."""


WITH_KIND = 52
"""The cells from which on a row that says what it is has columns for that and for its hint."""
KIND, HINT = 9, 22
"""The cells of these columns."""
LEAST_HINT = 6
"""The cells of a hint that is cut so that the text before it is whole; with less it is left out."""


class Tone(StrEnum):
    """How a row is meant; each has a style of the list's own."""

    PLAIN = "plain"
    HEADING = "heading"
    """A title within the list, which the cursor steps over."""
    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    value: str
    """What picking the row means to the dialog."""
    text: str
    hint: str = ""
    """A few quiet words at the right edge; the first to go when there is no room."""
    mark: str = ""
    """A sign before the text, such as "✓"."""
    tone: Tone = Tone.PLAIN
    kind: str = ""
    """What it is, in a column of its own before the hint where there is room, else in place of one that is missing."""

    def aside(self, room: int) -> str:
        """What stands at the right edge of so many cells."""
        hint, kind = one_line(self.hint), one_line(self.kind)
        if not kind or room < WITH_KIND:
            return hint or kind
        return pad(fit(kind, KIND), KIND) + pad(fit(hint, HINT), HINT)


class MadeRows(Sequence[Row]):
    """Rows that are made when they are drawn, for lists of thousands."""

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._make(at) for at in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return self._make(index % self._count)


class PickList(CursorLines):
    """Rows with a cursor, drawn line by line; keyboard and mouse pick one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pick-list--cursor",
        "pick-list--mark",
        "pick-list--hint",
        "pick-list--heading",
        "pick-list--quiet",
        "pick-list--good",
        "pick-list--bad",
        "pick-list--warn",
    }
    DEFAULT_CSS = """
    PickList {
        width: 1fr;
        height: 1fr;
        & > .pick-list--cursor { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style; }
        &:focus > .pick-list--cursor, &.-led > .pick-list--cursor { background: $block-cursor-background;
            color: $block-cursor-foreground; text-style: $block-cursor-text-style; }
        & > .pick-list--mark { color: $text-accent; }
        & > .pick-list--hint { color: $text-muted; }
        & > .pick-list--heading { color: $foreground; text-style: bold; }
        & > .pick-list--quiet { color: $text-muted; }
        & > .pick-list--good { color: $text-success; }
        & > .pick-list--bad { color: $text-error; }
        & > .pick-list--warn { color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*MOTION_BINDINGS, Binding("enter", "pick", "Pick", show=False)]

    class Moved(Message):
        """The cursor came to another row."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class Picked(Message):
        """A row was picked with Enter or the mouse."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(
        self,
        rows: Sequence[Row] = (),
        *,
        id: str | None = None,
        classes: str | None = None,
        led: bool = False,
        click_picks: bool = True,
        cursor: bool = True,
    ) -> None:
        """`led`: a field beside it has the focus and moves the cursor here. `click_picks`: one click is enough.

        Without `cursor` it is a text to scroll through, and nothing can be picked.
        """
        super().__init__(id=id, classes=classes)
        self.rows: Sequence[Row] = ()
        self._has_cursor = cursor
        self._click_picks = click_picks
        if led:
            self.can_focus = False
            self.add_class("-led")
        self.show_rows(rows)

    @property
    def line_count(self) -> int:
        """A line a row."""
        return len(self.rows)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show_rows(self, rows: Sequence[Row], *, at: str | int = "") -> None:
        """Show other rows; the cursor goes to the row `at` (a value or a number), else to the first to be picked."""
        other = len(rows) != len(self.rows)
        self.rows = rows
        if isinstance(at, str):
            at = next((i for i, row in enumerate(rows) if row.value == at and self.can_hold(i)), 0) if at else 0
        goal = self.nearest(at, 1)
        self.cursor = -1 if goal is None else goal
        self.reveal()
        self.refresh(layout=other)

    def can_hold(self, number: int) -> bool:
        """Headings are stepped over, and a text to scroll through has no cursor."""
        return self._has_cursor and self.rows[number].tone is not Tone.HEADING

    def cursor_moved(self) -> None:
        """Tell which row the cursor came to."""
        self.post_message(self.Moved(self.rows[self.cursor]))

    def unmark(self) -> None:
        """Take the cursor away until somebody moves it."""
        self.cursor = -1
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a row, where the list takes what room it needs."""
        return len(self.rows)

    def action_pick(self) -> None:
        """Pick the row under the cursor; without one Enter is for the dialog."""
        if (row := self.current) is None:
            raise SkipAction
        self.post_message(self.Picked(row))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor there; it picks as well where that was asked for, else two clicks do."""
        offset = event.get_content_offset(self)
        number = offset.y + self.top if offset is not None and offset.x < self.text_width else -1
        if not 0 <= number < len(self.rows) or not self.can_hold(number):
            return
        event.stop()
        self.put_cursor(number)
        if self._click_picks or event.chain > 1:
            self.post_message(self.Picked(self.rows[number]))

    def line(self, number: int, width: int) -> Strip:
        """One row: its mark, its text, and its hint at the right."""
        row, base, here = self.rows[number], self.base, number == self.cursor
        cursor = self._style("cursor") if here else Style()
        bar = Segment("▌" if here else " ", base + cursor) if self._has_cursor else Segment("", base)
        room = width - cell_len(bar.text) - (1 if self._has_cursor else 0)
        parts = [bar]
        if row.mark:
            parts.append(Segment(row.mark + " ", base + self._style("mark") + cursor))
            room -= cell_len(row.mark) + 1
        hint, left = row.aside(room), room - cell_len(one_line(row.text)) - 2
        if not row.kind and LEAST_HINT <= left < cell_len(hint):
            hint = fit(hint, left)  # The text stays whole where it can.
        is_whole = not row.kind and -2 <= left < LEAST_HINT
        reserved = cell_len(hint) + 2 if hint and cell_len(hint) + 14 <= room and not is_whole else 0
        text = fit(one_line(row.text), room - reserved)
        tone = Style() if row.tone is Tone.PLAIN else self._style(row.tone.value)
        parts.append(Segment(text, base + tone + cursor))
        if reserved:
            gap = room - cell_len(text) - reserved + 2
            parts.append(Segment(" " * gap, base + cursor))
            parts.append(Segment(hint, base + (cursor if here else self._style("hint"))))
        return Strip(parts).adjust_cell_length(width, base + cursor)

    def _style(self, name: str) -> Style:
        return self.style_of(f"pick-list--{name}")

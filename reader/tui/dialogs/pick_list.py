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
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.dialogs.drawing import one_line
from reader.tui.drawing.styled_text import fit


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


class PickList(ScrollView, can_focus=True):
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
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .pick-list--cursor { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style; }
        &:focus > .pick-list--cursor, &.-led > .pick-list--cursor { background: $block-cursor-background;
            color: $block-cursor-foreground; text-style: $block-cursor-text-style; }
        & > .pick-list--mark { color: $text-accent; }
        & > .pick-list--hint { color: $text-muted; }
        & > .pick-list--heading { color: $text-primary; text-style: bold; }
        & > .pick-list--quiet { color: $text-muted; }
        & > .pick-list--good { color: $text-success; }
        & > .pick-list--bad { color: $text-error; }
        & > .pick-list--warn { color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False),
        Binding("ctrl+u", "page(-1, 2)", "Half a page up", show=False),
        Binding("ctrl+d", "page(1, 2)", "Half a page down", show=False),
        Binding("home,g", "edge(False)", "First", show=False),
        Binding("end,G", "edge(True)", "Last", show=False),
        Binding("enter", "pick", "Pick", show=False),
    ]

    class Moved(Message):
        """The cursor came to another row."""

        def __init__(self, sender: PickList, row: Row) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> PickList:
            """The list that it happened in."""
            return self.sender

    class Picked(Message):
        """A row was picked with Enter or the mouse."""

        def __init__(self, sender: PickList, row: Row) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> PickList:
            """The list that it happened in."""
            return self.sender

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
        self.rows = rows
        self.cursor = -1
        self._has_cursor = cursor
        self._click_picks = click_picks
        if led:
            self.can_focus = False
            self.add_class("-led")
        self.show_rows(rows)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show_rows(self, rows: Sequence[Row], *, at: str | int = "") -> None:
        """Show other rows; the cursor goes to the row `at` (a value or a place), else to the first to be picked."""
        self.rows = rows
        self.virtual_size = Size(0, len(rows))
        if isinstance(at, str):
            at = next((i for i, row in enumerate(rows) if row.value == at and _pickable(row)), 0) if at else 0
        self.cursor = self._nearest(at, 1) if self._has_cursor else -1
        self._reveal()
        self.refresh()

    def unmark(self) -> None:
        """Take the cursor away until somebody moves it."""
        self.cursor = -1
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row (or the nearest that can be picked) and say so."""
        if not self._has_cursor:
            self.scroll_to(y=index, animate=False)
            return
        way = 1 if index >= self.cursor else -1
        index = max(0, min(index, len(self.rows) - 1))
        goal = self._nearest(index, way)
        if goal < 0:
            goal = self._nearest(index, -way)
        if goal < 0 or goal == self.cursor:
            if way < 0:
                self.scroll_to(y=0 if goal <= self._nearest(0, 1) else goal, animate=False)
            return
        self.cursor = goal
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self, self.rows[goal]))

    def _nearest(self, index: int, way: int) -> int:
        while 0 <= index < len(self.rows):
            if _pickable(self.rows[index]):
                return index
            index += way
        return -1

    def _reveal(self) -> None:
        height = self.size.height
        if self.cursor < 0 or not height:
            return
        top = round(self.scroll_target_y)
        first = self.cursor - 1 if self.cursor and not _pickable(self.rows[self.cursor - 1]) else self.cursor
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def action_step(self, by: int) -> None:
        """Move by some rows."""
        if self._has_cursor:
            self.move_to(self.cursor + by)
        else:
            self.scroll_relative(y=by, animate=False)

    def action_page(self, way: int, part: int = 1) -> None:
        """Move by a page, or by a part of one."""
        self.action_step(way * max(1, (self.size.height - 1) // part))

    def action_edge(self, end: bool) -> None:
        """Move to the first or the last row."""
        self.move_to(len(self.rows) - 1 if end else 0)

    def action_pick(self) -> None:
        """Pick the row under the cursor; without one Enter is for the dialog."""
        if (row := self.current) is None:
            raise SkipAction
        self.post_message(self.Picked(self, row))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor there; it picks as well where that was asked for, else two clicks do."""
        offset = event.get_content_offset(self)
        index = offset.y + self.scroll_offset.y if offset is not None else -1
        if not self._has_cursor or not 0 <= index < len(self.rows) or not _pickable(self.rows[index]):
            return
        event.stop()
        if index != self.cursor:
            self.cursor = index
            self.refresh()
            self.post_message(self.Moved(self, self.rows[index]))
        if self._click_picks or event.chain > 1:
            self.post_message(self.Picked(self, self.rows[index]))

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        index = y + self.scroll_offset.y
        width, base = self.size.width, self.rich_style
        if not 0 <= index < len(self.rows):
            return Strip.blank(width, base)
        row, here = self.rows[index], index == self.cursor
        cursor = self._style("cursor") if here else Style()
        bar = Segment("▌" if here else " ", base + cursor) if self._has_cursor else Segment("", base)
        room = width - cell_len(bar.text) - (1 if self._has_cursor else 0)
        parts = [bar]
        if row.mark:
            parts.append(Segment(row.mark + " ", base + self._style("mark") + cursor))
            room -= cell_len(row.mark) + 1
        hint = one_line(row.hint)
        reserved = cell_len(hint) + 2 if hint and cell_len(hint) + 14 <= room else 0
        text = fit(one_line(row.text), room - reserved)
        tone = Style() if row.tone is Tone.PLAIN else self._style(row.tone.value)
        parts.append(Segment(text, base + tone + cursor))
        if reserved:
            gap = room - cell_len(text) - reserved + 2
            parts.append(Segment(" " * gap, base + cursor))
            parts.append(Segment(hint, base + (cursor if here else self._style("hint"))))
        return Strip(parts).adjust_cell_length(width, base + cursor)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"pick-list--{name}")


def _pickable(row: Row) -> bool:
    return row.tone is not Tone.HEADING

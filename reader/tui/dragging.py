"""Rows that the mouse drags to another place of a reading list, with a line where they will be dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from reader.commands.place import Kind
from reader.commands.table import Command, Need, late
from reader.tui.line_view import LineView
from reader.tui.session import Session
from reader.tui.shown import HEADING

EDGE = 1
"""Lines at the top and bottom of the list in which dragging scrolls."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Where dragged papers go."""

    papers: tuple[str, ...]
    """Their ids, in the order of the list."""
    section: str
    """The section that they join, "" for the part above the first heading."""
    after: str
    """The id of the paper above them in that section, "" when they become its first."""


class Order:
    """The order of the list that is open, as far as it is the user's to change."""

    def __init__(self, session: Session, run: Callable[[Command], None]) -> None:
        self._session = session
        self._run = run

    @property
    def is_free(self) -> bool:
        """Whether papers can be dragged: an ordinary reading list is open and shown in its own order."""
        session = self._session
        if session.library is None or session.place.kind is not Kind.LIST or session.query.strip() or session.order:
            return False
        return not session.library.reading_list(session.place.name).query

    def change(self, drop: Drop) -> None:
        """Put papers elsewhere, as one step, by the way that every command goes."""
        run = late("ask_papers.dropper", drop.papers, drop.section, drop.after)
        self._run(Command("list.drop", (), "Drop", run, "Reading lists", need=Need.LIBRARY | Need.LIST))


def drop_at(rows: Sequence[str], moving: Sequence[str], gap: int) -> Drop:
    """What it means to drop papers above row `gap`."""
    after = ""
    for row in reversed(rows[:gap]):
        if row.startswith(HEADING):
            return Drop(tuple(moving), row[len(HEADING) :], after)
        if not after and row not in moving:
            after = row
    return Drop(tuple(moving), "", after)


class MovableRows(LineView):
    """A view of rows (ids and headings) that can be dragged when their order is free."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--drop"}

    def __init__(self, order: Order, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._order = order
        self.rows: Sequence[str] = ()
        self.selection: set[str] = set()
        self._held: int | None = None
        """The row that was pressed, while the button is down and the order free."""
        self._moving: tuple[str, ...] = ()
        """What is being dragged, () while nothing is."""
        self._gap: int | None = None
        """The row above which it would be dropped; None where nothing would change."""

    @property
    def line_count(self) -> int:
        """A line a row."""
        return len(self.rows)

    def hold(self, number: int) -> None:
        """A row was pressed: it may be dragged from now on."""
        if self._order.is_free:
            self._held = number
            self.capture_mouse()

    def let_go(self) -> None:
        """Drag nothing any more."""
        if self._held is None:
            return
        self._held, self._gap, self._moving = None, None, ()
        self.release_mouse()
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the row that is held, with the others that are selected when it is one of them."""
        if self._held is None:
            return
        if not self._moving:
            if event.button != 1 or self.top + event.y == self._held:
                return
            row = self.rows[self._held]
            chosen = self.selection if row in self.selection else {row}
            self._moving = tuple(one for one in self.rows if one in chosen)
        inside = 0 <= event.x < self.size.width and -EDGE <= event.y < self.page + EDGE
        if inside and event.y < EDGE:
            self.scroll_lines(self.top - 1)
        elif inside and event.y >= self.page - EDGE:
            self.scroll_lines(self.top + 1)
        gap = self._gap_at(self.top + max(0, min(event.y, self.page - 1))) if inside else None
        if gap != self._gap:
            self._gap = gap
            self.refresh()

    def _gap_at(self, number: int) -> int | None:
        """Dropped on a row, the papers take its place: below it when they come from above, else above it."""
        held = self._held
        if held is None or number == held or (number < len(self.rows) and self.rows[number] in self._moving):
            return None
        return min(number + 1, len(self.rows)) if number > held else number

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop what is dragged."""
        moving, gap = self._moving, self._gap
        self.let_go()
        if moving and gap is not None:
            self._order.change(drop_at(self.rows, moving, gap))

    def on_mouse_release(self, event: events.MouseRelease) -> None:
        """Another screen or widget took the mouse."""
        self.let_go()

    def on_key(self, event: events.Key) -> None:
        """Esc gives up dragging."""
        if self._moving and event.key == "escape":
            event.stop()
            event.prevent_default()
            self.let_go()

    def row_behind(self, number: int) -> int | None:
        """The row that is drawn in a line; None for the line where something would be dropped."""
        gap = self._gap
        if gap is None:
            return number
        if gap >= self.top + self.page:
            number += 1
        return None if number == gap else number - (number > gap)

    def drop_line(self, width: int) -> Strip:
        """The line between two rows that shows where the papers would go."""
        papers = f" {len(self._moving)} papers " if len(self._moving) > 1 else ""
        text = f"  ━━{papers}".ljust(max(0, width - 1), "━")
        return Strip([Segment(text, self.style_of("list--drop"))]).adjust_cell_length(width, self.base)

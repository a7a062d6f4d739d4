"""The sidebar: where one can go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.operations.collection import Collection
from reader.text import fold_name
from reader.tui.drawing.styled_text import cells, pad
from reader.tui.model.sidebar_rows import SidebarRow
from reader.tui.widgets.cursor_lines import CursorLines

KEY = 2
"""Cells for the key that opens a pinned place."""


class Sidebar(CursorLines):
    """Collections, one a line, with a cursor of its own and a mark on the one that is open."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--row", "sidebar--open", "sidebar--cursor", "sidebar--heading", "sidebar--count"
    }  # fmt: skip

    class CollectionChosen(Message):
        """A collection was chosen."""

        def __init__(self, collection: Collection) -> None:
            super().__init__()
            self.collection = collection

    class Folded(Message):
        """The children of a tag are to be hidden or shown."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[SidebarRow] = ()
        self.collection = Collection()
        self._target: int | None = None
        """The line on which what is dragged would be dropped."""

    @property
    def line_count(self) -> int:
        """A line a row."""
        return len(self.rows)

    def show_rows(self, rows: Sequence[SidebarRow], collection: Collection) -> None:
        """Show other rows, with `collection` marked as open; the cursor stays on its own where that is still there."""
        if rows == self.rows and collection == self.collection:
            return
        held = self.rows[self.cursor].collection if self.cursor < len(self.rows) else None
        if not self.has_focus:
            held = collection
        self.rows, self.collection = rows, collection
        same = [at for at, row in enumerate(rows) if row.collection is not None and row.collection == held]
        self.cursor = same[0] if same else min(self.cursor, max(0, len(rows) - 1))
        self.reveal()
        self.redraw_changed()

    def can_hold(self, number: int) -> bool:
        """Headings and the lines between are stepped over."""
        return self.rows[number].collection is not None

    @property
    def pointed(self) -> Collection | None:
        """The collection under the cursor."""
        return self.rows[self.cursor].collection if self.cursor < len(self.rows) else None

    def choose(self) -> None:
        """Open the collection under the cursor."""
        if self.pointed is not None:
            self.post_message(self.CollectionChosen(self.pointed))

    def fold_tag(self) -> None:
        """Hide the children of the tag under the cursor, where there are any to be seen."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        if row is not None and row.collection is not None and row.folded is False:
            self.post_message(self.Folded(fold_name(row.collection.name)))

    def line(self, number: int, width: int) -> Strip:
        """One collection, or a heading."""
        row = self.rows[number]
        if row.collection is None:
            style = self.style_of("sidebar--heading" if row.heading else "sidebar--row")
            return Strip([Segment(pad(" " + row.text, width), style)], width)
        opened = row.collection == self.collection
        name = "sidebar--open" if opened else "sidebar--row"
        if number == self._target or (self._target is None and number == self.cursor and self.has_focus):
            name = "sidebar--cursor"
        style = self.style_of(name)
        count = f" {row.count} "
        mark = "▎" if opened else " "
        fold = "" if row.folded is None else "▸ " if row.folded else "▾ "
        key = f"{row.key:<{KEY}}" if len(row.key) < KEY else f"{row.key} "
        text = pad(f"{mark}{key}{'  ' * row.depth}{fold}{row.text}", width - cells(count))
        quiet = self.style_of("sidebar--count", name)
        return Strip([Segment(text, style), Segment(count, style if number == self.cursor else quiet)], width)

    def point(self, number: int) -> bool:
        """Have the cursor on the collection that is meant."""
        if self.collection_at(number) is None:
            return False
        self.focus()
        self.put_cursor(number)
        return True

    def collection_at(self, number: int) -> Collection | None:
        """What a line opens."""
        return self.rows[number].collection if 0 <= number < len(self.rows) else None

    def show_target(self, number: int | None) -> None:
        """Show on which line what is dragged would be dropped; None for none."""
        if number != self._target:
            self._target = number
            self.redraw_changed()

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """Open the collection that was clicked; its triangle hides and shows what is below."""
        if number >= len(self.rows) or self.rows[number].collection is None:
            return
        self.cursor = number
        row = self.rows[number]
        if row.folded is not None and event.x <= KEY + row.depth * 2 + 2 and row.collection is not None:
            self.post_message(self.Folded(fold_name(row.collection.name)))
        else:
            self.choose()
        self.refresh()

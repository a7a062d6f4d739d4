"""The list of papers: a line a paper, of which only those on the screen are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.commands.desk import Mark, Motion
from reader.paper import Paper
from reader.tui.dragging import MovableRows, Order
from reader.tui.line_view import stride
from reader.tui.paper_row import Snip, Spans, paper_row
from reader.tui.runs import cells, fit
from reader.tui.shown import HEADING


class PaperList(MovableRows):
    """Papers with a cursor and a selection. It knows rows (ids and headings) and how to look a paper up."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--row", "list--cursor", "list--cursor-blurred", "list--selected", "list--star", "list--mark",
        "list--read", "list--quiet", "list--tag", "list--match", "list--heading", "list--words",
    }  # fmt: skip

    class CursorMoved(Message):
        """Another paper is under the cursor."""

    def __init__(
        self,
        paper: Callable[[str], Paper | None],
        spans: Callable[[Paper], Spans],
        snip: Snip,
        order: Order,
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(order, id=id)
        self._paper = paper
        self._spans = spans
        self._snip = snip
        self.cursor = 0
        self.words: Sequence[str] = ()
        """Lines to show when there is no row."""

    # -- what is in it ------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str | None:
        """The id under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else HEADING
        return None if row.startswith(HEADING) else row

    def show_rows(self, rows: Sequence[str], words: Sequence[str], *, keep: bool) -> None:
        """Show other rows. With `keep` the cursor stays on its paper (or its line, when that is gone) where the user
        sees it; without, it goes to the first."""
        self.let_go()
        held, height = self.current, self.cursor - self.top
        self.rows, self.words = rows, words
        if not keep:
            self.cursor, self.top = 0, 0
        elif held is not None and not (self.cursor < len(rows) and rows[self.cursor] == held):
            try:
                self.cursor = rows.index(held)
            except ValueError:
                self.cursor = min(self.cursor, max(0, len(rows) - 1))
        self.cursor = self._settled(min(self.cursor, max(0, len(rows) - 1)), 1)
        self.top = max(0, min(self.cursor - height, len(rows) - self.page)) if keep else 0
        self._reveal()
        self.refresh()

    def go_to(self, id: str) -> bool:
        """Put the cursor on a paper; False when it is not here."""
        try:
            self._set_cursor(self.rows.index(id))
        except ValueError:
            return False
        return True

    # -- moving -------------------------------------------------------------------------------------------------------

    def move(self, motion: Motion) -> None:
        """Move the cursor."""
        step = stride(motion, len(self.rows), self.page)
        target = max(0, min(self.cursor + step, len(self.rows) - 1))
        self._set_cursor(self._settled(target, 1 if step > 0 else -1))

    def _settled(self, row: int, direction: int) -> int:
        """The next row from `row` on that is a paper, turning round at the ends."""
        for way in (direction, -direction):
            at = row
            while 0 <= at < len(self.rows):
                if not self.rows[at].startswith(HEADING):
                    return at
                at += way
        return max(0, row)

    def _set_cursor(self, row: int) -> None:
        before, top = self.cursor, self.top
        if row == before:
            return
        self.cursor = row
        self._reveal()
        if self.top == top:
            self.redraw_lines(before, row)
        else:
            self.refresh()
        self.post_message(self.CursorMoved())

    def _reveal(self) -> None:
        """Scroll as little as needed so that the cursor is on the screen."""
        first = self.cursor
        if first and self.rows[first - 1].startswith(HEADING):
            first -= 1
        if first < self.top:
            self.top = first
        elif self.cursor >= self.top + self.page:
            self.top = self.cursor - self.page + 1

    def fit_to_size(self) -> None:
        """Keep the cursor on the screen."""
        super().fit_to_size()
        self._reveal()

    def mark(self, mark: Mark) -> None:
        """Change the selection."""
        if mark is Mark.TOGGLE:
            if (id := self.current) is not None:
                self.selection ^= {id}
                self.redraw_lines(self.cursor)
                self.move(Motion.DOWN)
            return
        papers = {row for row in self.rows if not row.startswith(HEADING)}
        self.selection = papers if mark is Mark.ALL and not papers <= self.selection else set()
        self.refresh()

    def keep_selected(self, ids: Iterable[str]) -> None:
        """Drop from the selection what is no longer there."""
        self.selection &= set(ids)

    # -- drawing ------------------------------------------------------------------------------------------------------

    def beyond(self, y: int, width: int) -> Strip:
        """Words in the middle when there is nothing to list; while a paper is dragged, the row that made room."""
        if self.rows and self.row_behind(self.top + y) != self.top + y and self.top + y == len(self.rows):
            return self.line(self.top + y, width)
        first = max(0, (self.page - len(self.words)) // 3)
        if self.rows or not 0 <= y - first < len(self.words):
            return Strip.blank(width, self.base)
        text = fit(self.words[y - first], width - 2)
        left = max(0, width - max(map(cells, self.words))) // 2
        style = self.style_of("list--words")
        return Strip([Segment(" " * left + text, style)]).adjust_cell_length(width, self.base)

    def line(self, number: int, width: int) -> Strip:
        """One paper, or a heading."""
        behind = self.row_behind(number)
        if behind is None:
            return self.drop_line(width)
        number, row = behind, self.rows[behind]
        if row.startswith(HEADING):
            text = f" {fit(row[len(HEADING) :], width - 4)} "
            style = self.style_of("list--heading")
            return Strip([Segment(text, style)]).adjust_cell_length(width, self.base)
        paper = self._paper(row)
        if paper is None:
            return Strip.blank(width, self.base)
        ground = self._ground(number, row)

        def over(name: str) -> Style:
            return self.style_of(f"list--{name}", ground) if name else self.style_of(ground)

        spans = self._spans(paper)
        return Strip(paper_row(paper, width, spans, self._snip, over, selected=row in self.selection), width)

    def _ground(self, number: int, id: str) -> str:
        """The class of a line."""
        if number == self.cursor:
            return "list--cursor" if self.has_focus else "list--cursor-blurred"
        return "list--selected" if id in self.selection else "list--row"

    # -- the mouse ----------------------------------------------------------------------------------------------------

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """Put the cursor there and hold the row; star and margin are buttons, with shift or ctrl it selects."""
        if number >= len(self.rows) or self.rows[number].startswith(HEADING):
            return
        self._set_cursor(number)
        if event.x < 1 or event.ctrl or event.shift or event.meta:
            self.selection ^= {self.rows[number]}
            self.redraw_lines(number)
        elif event.x < 3:
            self.post_message(self.Wanted("paper.star"))
        else:
            self.hold(number)

    def on_click(self, event: events.Click) -> None:
        """A second click opens the detail."""
        if event.chain == 2 and event.x >= 3 and self.top + event.y < len(self.rows):
            self.post_message(self.Wanted("open"))

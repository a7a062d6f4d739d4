"""The list of papers: a line a paper, of which only those on the screen are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.commands.bindings import Command, Need, late
from reader.commands.context import Mark, Motion
from reader.commands.place_look import SECTION, UNGROUPED
from reader.counting import briefest
from reader.operations.collection import Kind
from reader.paper import Paper
from reader.tui.drawing.styled_text import Spans, cells, fit, wrap
from reader.tui.model.rows import ASIDE, FOLDED, HEADING, NEAREST, REASON, heading_of
from reader.tui.model.view_state import ViewState
from reader.tui.widgets.cursor_lines import CursorLines
from reader.tui.widgets.paper_row import ALL_COLUMNS, CURSOR, LEAD, RowColumns, Snip, paper_row

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

    def __init__(self, view_state: ViewState, run: Callable[[Command], None]) -> None:
        self._view_state = view_state
        self._run = run

    @property
    def is_free(self) -> bool:
        """Whether papers can be dragged: an ordinary reading list is open and shown in its own order."""
        view_state = self._view_state
        if (
            view_state.library is None
            or view_state.collection.kind is not Kind.LIST
            or view_state.query.strip()
            or view_state.order
            or view_state.shown.group not in ("", SECTION)
            or view_state.look.group == UNGROUPED
            or view_state.shown.hidden
        ):
            return False
        return not view_state.library.reading_list(view_state.collection.name).query

    def change(self, drop: Drop) -> None:
        """Put papers elsewhere, as one step, by the way that every command goes."""
        run = late("papers.dropper", drop.papers, drop.section, drop.after)
        self._run(Command("list.drop", (), "Drop", run, "Reading lists", need=Need.LIBRARY | Need.LIST))


def drop_at(rows: Sequence[str], moving: Sequence[str], gap: int) -> Drop:
    """What it means to drop papers above row `gap`."""
    after = ""
    for row in reversed(rows[:gap]):
        if row.startswith(REASON):
            continue
        if row.startswith(HEADING):
            return Drop(tuple(moving), heading_of(row), after)
        if not after and row not in moving:
            after = row
    return Drop(tuple(moving), "", after)


class PaperList(CursorLines):
    """Papers with a cursor and a selection, which can be dragged when their order is free.

    It knows rows (ids, headings, reasons) and how to look a paper up, and why it stands there.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--row", "list--cursor", "list--cursor-blurred", "list--selected", "list--star", "list--mark",
        "list--read", "list--quiet", "list--tag", "list--match", "list--heading", "list--words", "list--drop",
    }  # fmt: skip

    class CursorMoved(Message):
        """Another paper is under the cursor."""

    class SelectionChanged(Message):
        """Other papers are selected, by the mouse or by a range."""

    class RangeClicked(Message):
        """All up to a row is meant."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class FoldTurned(Message):
        """A group is to be folded, or opened."""

        def __init__(self, heading: str) -> None:
            super().__init__()
            self.heading = heading

    class PapersDragged(Message):
        """Papers were dragged out of the list, or dropped (`done`), to a cell of the screen; None for back into it."""

        def __init__(self, papers: tuple[str, ...], at: tuple[int, int] | None, *, done: bool) -> None:
            super().__init__()
            self.papers, self.at, self.done = papers, at, done

    def __init__(
        self,
        paper: Callable[[str], Paper | None],
        spans: Callable[[Paper], Spans],
        snip: Snip,
        reason: Callable[[str], str],
        order: Order,
        is_new: Callable[[Paper], bool],
        is_listed: Callable[[str], bool],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._paper = paper
        self._spans = spans
        self._snip = snip
        self._reason = reason
        self._order = order
        self._is_new = is_new
        self._is_listed = is_listed
        self._columns = ALL_COLUMNS
        self.rows: Sequence[str] = ()
        self._hidden: Mapping[str, Sequence[str]] = {}
        """The papers that a row of a folded group hides, by that row."""
        self._places: dict[str, int] | None = None
        """The rank of each paper among the papers, from 1 on; None until it is asked for."""
        self.selection: set[str] = set()
        self.range_from: str | None = None
        """The paper from which on a range is selected; None while none is."""
        self._range_at = ("", 0)
        """The group in which that paper was, and the number of its row: it may stand in several groups."""
        self._outside: frozenset[str] = frozenset()
        """What was selected before the range."""
        self.words: Sequence[str] = ()
        """Lines to show when there is no row."""
        self._held: int | None = None
        """The row that was pressed, while the button is down and the order free."""
        self._moving: tuple[str, ...] = ()
        """What is being dragged, () while nothing is."""
        self._gap: int | None = None
        """The row above which it would be dropped; None where nothing would change."""

    # -- what is in it ------------------------------------------------------------------------------------------------

    @property
    def line_count(self) -> int:
        """A line a row."""
        return len(self.rows)

    @property
    def current(self) -> str | None:
        """The id under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else HEADING
        return None if row.startswith(HEADING) else row

    @property
    def reached(self) -> str | None:
        """The id under the cursor, or the last one above it."""
        above = (self.rows[at] for at in range(min(self.cursor, len(self.rows) - 1), -1, -1))
        return next((row for row in above if not row.startswith(HEADING)), None)

    def position(self, papers: int) -> int | None:
        """Which of the papers is under the cursor, from 1 on; None for none of them. So many `papers` there are."""
        if self.current is None:
            return None
        if len(self.rows) == papers:
            return self.cursor + 1
        if self._places is None:
            self._places = {id: at for at, id in enumerate(dict.fromkeys(self._papers_in(self.rows)), 1)}
        return self._places[self.current]

    def _papers_in(self, rows: Iterable[str]) -> Iterator[str]:
        """The papers of rows, those of folded groups among them."""
        for row in rows:
            if not row.startswith(HEADING):
                yield row
            elif row in self._hidden:
                yield from self._hidden[row]

    @property
    def group(self) -> str:
        """The heading of the group in which the cursor stands, "" where it is in none."""
        return self._group_at(self.cursor)

    def _group_at(self, number: int) -> str:
        above = (self.rows[at] for at in range(min(number, len(self.rows) - 1), -1, -1))
        return next((heading_of(row) for row in above if row.startswith(HEADING) and not row.startswith(REASON)), "")

    def _row_of(self, id: str, group: str, number: int) -> int | None:
        """The row of a paper that was this row in this group: of a paper that is in several groups, the one in the same
        group, else the one that is nearest to where it was; None where it is not here."""
        there: list[int] = []
        with suppress(ValueError):  # three times as quick as a look at each row
            while True:
                there.append(self.rows.index(id, there[-1] + 1 if there else 0))
        if len(there) > 1:
            there = [at for at in there if self._group_at(at) == group] or there
        return min(there, key=lambda at: abs(at - number), default=None)

    @property
    def is_at_fold(self) -> bool:
        """Whether the cursor stands on the line of a folded group."""
        return self.cursor < len(self.rows) and self.rows[self.cursor].startswith(FOLDED)

    def show_columns(self, columns: RowColumns) -> None:
        """Have these columns beside the titles."""
        if columns != self._columns:
            self._columns = columns
            self.refresh()

    def show_rows(
        self,
        rows: Sequence[str],
        words: Sequence[str],
        *,
        keep: bool,
        hidden: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Show other rows, some of which may stand for `hidden` papers. With `keep` the cursor stays on its paper (or
        the line of the group in which that is folded, or its own line, when that is gone) where the user sees it;
        without, it goes to the first."""
        self.let_go()
        held, group, height = self.current, self.group, self.cursor - self.top
        at_fold = self.is_at_fold
        seen = self._seen()
        self.rows, self.words, self._hidden, self._places = rows, words, hidden, None
        if not keep:
            self.cursor, self.top = 0, 0
        elif held is not None and (at := self._row_of(held, group, self.cursor)) is not None:
            self.cursor = at
        elif (fold := self._fold_of(held, group if at_fold else "")) is not None:
            # No key that is typed for it comes to a paper that took its line.
            self.cursor = fold
        self.cursor = self.nearest(min(self.cursor, max(0, len(rows) - 1)), 1) or 0
        self.top = max(0, min(self.cursor - height, len(rows) - self.page)) if keep else 0
        if self.top and rows[self.top].startswith(REASON):
            self.top -= 1
        self.reveal()
        if rows and self._seen() == seen:
            self.redraw_changed()
        else:
            self.refresh()

    def _seen(self) -> tuple[int, Sequence[str]]:
        """The rows on the screen, with the number of the first."""
        return self.top, self.rows[self.top : self.top + self.page]

    def show_above(self, ids: Set[str]) -> None:
        """Scroll up to the last of these papers, which came back, with the headings above it, where it is above what is
        seen and the cursor stays on the screen."""
        numbers = [number for number, row in enumerate(self.rows) if row in ids] if ids else []
        if not numbers:
            return
        first, last = self.lines_with(numbers[-1])[0], self.lines_with(self.cursor)[1]
        if first < self.top and last - first < self.page:
            self.top = first
            self.refresh()

    def go_to(self, id: str, group: str = "") -> bool:
        """Put the cursor on a paper, on its row in a group where it is there; False when it is not here."""
        at = self._row_of(id, group, 0)
        if at is None:
            return False
        self.put_cursor(at)
        return True

    def go_to_fold(self, heading: str) -> None:
        """Put the cursor on the line that opens the folded group of this heading."""
        if (at := self._fold_of(None, heading)) is not None:
            self.put_cursor(at)

    def _fold_of(self, id: str | None, heading: str) -> int | None:
        """The line that opens the folded group which hides a paper, or has this heading; None where there is none."""
        for at, row in enumerate(self.rows if self._hidden else ()):
            if row in self._hidden and (id in self._hidden[row] or (heading and heading_of(row) == heading)):
                return at
        return None

    # -- moving -------------------------------------------------------------------------------------------------------

    def can_hold(self, number: int) -> bool:
        """Headings are stepped over, and so is why a paper stands there; what opens a folded group is none."""
        row = self.rows[number]
        return not row.startswith(HEADING) or row.startswith(FOLDED)

    def lines_with(self, number: int) -> tuple[int, int]:
        """The headings above a paper, and why it stands there."""
        first = last = number
        while first > 0 and self._is_heading(first - 1):
            first -= 1
        if number + 1 < len(self.rows) and self.rows[number + 1].startswith(REASON):
            last = number + 1
        return first, last

    def _is_heading(self, number: int) -> bool:
        return self.rows[number].startswith(HEADING) and not self.rows[number].startswith((REASON, FOLDED))

    def cursor_moved(self) -> None:
        """Tell that the detail is of another paper; a range reaches to it."""
        if self.range_from is not None:
            self._stretch()
            self.post_message(self.SelectionChanged())
        self.post_message(self.CursorMoved())

    def begin_range(self) -> None:
        """Select from the paper under the cursor on; where a range is begun already, it stays as it is."""
        if self.range_from is not None or self.current is None:
            self.end_range()
            return
        self.range_from, self._range_at = self.current, (self.group, self.cursor)
        self._outside = frozenset(self.selection)
        self._stretch()

    def select_to(self, row: int) -> None:
        """Let the range that was begun end at a row."""
        if row < len(self.rows):
            self.put_cursor(row)
            self.end_range()
            self.post_message(self.SelectionChanged())

    def end_range(self) -> bool:
        """The cursor selects nothing any more, and what is selected stays; False where it selected nothing."""
        before, self.range_from = self.range_from, None
        return before is not None

    def _stretch(self) -> None:
        begun = None if self.range_from is None else self._row_of(self.range_from, *self._range_at)
        if begun is None:
            self.end_range()
            return
        self._range_at = self._range_at[0], begun
        ends = sorted((begun, self.cursor))
        self.selection = {*self._outside, *self._papers_in(self.rows[ends[0] : ends[1] + 1])}
        self.refresh()

    def mark(self, mark: Mark) -> None:
        """Select or unselect papers."""
        if mark is Mark.RANGE:
            self.begin_range()
            return
        self.end_range()
        if mark is Mark.TOGGLE:
            if (id := self.current) is not None:
                self.selection ^= {id}
                self.redraw_changed()
                self.move(Motion.DOWN)
            return
        matching = takewhile(lambda row: not row.startswith(NEAREST), self.rows)
        papers = set(self._papers_in(matching))
        if mark is Mark.ALL and not papers:
            return  # The nearest are selected one by one, and stay so.
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
        words = [] if self.rows else self._said(width - 2)
        first = max(0, (self.page - len(words)) // 3)
        if not 0 <= y - first < len(words):
            return Strip.blank(width, self.base)
        text = words[y - first]
        left = max(0, width - max(map(cells, words))) // 2
        style = self.style_of("list--words")
        return Strip([Segment(" " * left + text, style)]).adjust_cell_length(width, self.base)

    def _said(self, width: int) -> list[str]:
        """The words as lines, whole: why nothing is listed stands often at the end of a sentence."""
        found: list[str] = []
        for words in self.words:
            long = [] if cells(words) <= width else wrap([(words, "")], width)
            found += ["".join(text for text, _ in line) for line in long] or [words]
        return found

    def line(self, number: int, width: int) -> Strip:
        """One paper, or a heading."""
        behind = self.row_behind(number)
        if behind is None:
            return self.drop_line(width)
        number, row = behind, self.rows[behind]
        if row.startswith(REASON):
            why = fit(self._reason(row.removeprefix(REASON)), width - LEAD - 3)
            style = self.style_of("list--quiet", "list--row")
            return Strip([Segment(" " * (LEAD + 2) + why, style)]).adjust_cell_length(width, self.base)
        if row.startswith(HEADING):
            return self._fold_line(row, width, number) if row.startswith(FOLDED) else self._heading(row, width)
        paper = self._paper(row)
        if paper is None:
            return Strip.blank(width, self.base)
        ground = self._ground(number, row)

        def over(name: str) -> Style:
            return self.style_of(f"list--{name}", ground) if name else self.style_of(ground)

        spans = self._spans(paper)
        selected, new = row in self.selection, self._is_new(paper)
        drawn = paper_row(
            paper,
            width,
            spans,
            self._snip,
            over,
            selected=selected,
            new=new,
            columns=self._columns,
            is_listed=self._is_listed(row),
            is_cursor=number == self.cursor,
        )
        return Strip(drawn, width)

    def _heading(self, row: str, width: int) -> Strip:
        told, ruled, aside = row.lstrip(HEADING).partition(ASIDE)
        text = f" {fit(briefest(told, width - 4) if row.startswith(NEAREST) else told, width - 4)} "
        style = self.style_of("list--heading")
        segments = [Segment(text, style)]
        if ruled:
            line = max(0, width - LEAD + 1 - cells(text) - cells(aside) - 2)
            quiet = self.style_of("list--quiet", "list--row")
            segments = [Segment(" " * (LEAD - 1), self.base), *segments, Segment(f"{'─' * line} {aside} ", quiet)]
        return Strip(segments).adjust_cell_length(width, self.base)

    def _fold_line(self, row: str, width: int, number: int) -> Strip:
        """What opens a folded group."""
        ground = self._ground(number, row)
        selected = len(self.selection.intersection(self._hidden[row]))
        also = f", {selected} selected" if selected else ""
        told = fit(f"… {len(self._hidden[row])} more{also}, folded ▸", width - LEAD)
        mark = Segment(CURSOR if number == self.cursor else " ", self.style_of("list--mark", ground))
        style = self.style_of("list--quiet", ground)
        segments = [mark, Segment(" " * (LEAD - 1) + told, style)]
        return Strip(segments).adjust_cell_length(width, self.style_of(ground))

    def _ground(self, number: int, id: str) -> str:
        """The class of a line."""
        if number == self.cursor:
            return "list--cursor" if self.has_focus else "list--cursor-blurred"
        return "list--selected" if id in self.selection else "list--row"

    # -- the mouse ----------------------------------------------------------------------------------------------------

    def point(self, number: int) -> bool:
        """Have the cursor on the paper that is meant."""
        if number < len(self.rows) and self.rows[number].startswith(REASON):
            number -= 1
        if number >= len(self.rows) or not self.can_hold(number):
            return False
        self.focus(scroll_visible=False)
        self.put_cursor(number)
        return True

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """Put the cursor there and hold the row; star and margin are buttons, ctrl selects it, shift all up to it."""
        if number < len(self.rows) and self.rows[number].startswith(REASON):
            self.put_cursor(number - 1)
            return
        if number < len(self.rows) and self._is_heading(number) and ASIDE in self.rows[number]:
            self.post_message(self.FoldTurned(heading_of(self.rows[number])))
            return
        if number < len(self.rows) and self.rows[number].startswith(FOLDED):
            self.put_cursor(number)
            self.post_message(self.FoldTurned(heading_of(self.rows[number])))
            return
        if number >= len(self.rows) or not self.can_hold(number):
            return
        if event.shift and self.current is not None:
            self.post_message(self.RangeClicked(number))
            return
        self.put_cursor(number)
        if event.x < 1 or event.ctrl or event.meta:
            self.selection ^= {self.rows[number]}
            self.redraw_changed()
            self.post_message(self.SelectionChanged())
        elif event.x < 3:
            self.post_message(self.Wanted("paper.star"))
        else:
            self.hold(number)

    def on_click(self, event: events.Click) -> None:
        """A second click opens the detail."""
        if event.chain == 2 and event.x >= 3 and self.top + event.y < len(self.rows):
            self.post_message(self.Wanted("open"))

    # -- dragging -----------------------------------------------------------------------------------------------------

    def hold(self, number: int) -> None:
        """A row was pressed: it may be dragged from now on."""
        self._held = number
        self.capture_mouse()

    def let_go(self) -> None:
        """Drag nothing any more."""
        if self._held is None:
            return
        if self._moving:
            self.post_message(self.PapersDragged((), None, done=False))
        self._held, self._gap, self._moving = None, None, ()
        self.release_mouse()
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the row that is held, with the others that are selected when it is one of them."""
        if self._held is None:
            return
        if not self._moving:
            if event.button != 1 or (self.top + event.y == self._held and self._is_over(event)):
                return
            row = self.rows[self._held]
            chosen = self.selection if row in self.selection else {row}
            self._moving = tuple(dict.fromkeys(one for one in self._papers_in(self.rows) if one in chosen))
        out = None if self._is_over(event) else (event.screen_x, event.screen_y)
        self.post_message(self.PapersDragged(self._moving, out, done=False))
        inside = self._order.is_free and 0 <= event.x < self.size.width and -EDGE <= event.y < self.page + EDGE
        if inside and event.y < EDGE:
            self.scroll_lines(self.top - 1)
        elif inside and event.y >= self.page - EDGE:
            self.scroll_lines(self.top + 1)
        gap = self._gap_at(self.top + max(0, min(event.y, self.page - 1))) if inside else None
        if gap != self._gap:
            self._gap = gap
            self.refresh()

    def _is_over(self, event: events.MouseEvent) -> bool:
        return 0 <= event.x < self.size.width and 0 <= event.y < self.page

    def _gap_at(self, number: int) -> int | None:
        """Dropped on a row, the papers take its place: below it when they come from above, else above it."""
        held = self._held
        if number < len(self.rows) and self.rows[number].startswith(REASON):
            number -= 1
        if held is None or number == held or (number < len(self.rows) and self.rows[number] in self._moving):
            return None
        if number <= held:
            return number
        beneath = number + 1 < len(self.rows) and self.rows[number + 1].startswith(REASON)
        return min(number + 1 + beneath, len(self.rows))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop what is dragged."""
        moving, gap = self._moving, self._gap
        self.let_go()
        if moving and gap is not None:
            self._order.change(drop_at(self.rows, moving, gap))
        elif moving and not self._is_over(event):
            self.post_message(self.PapersDragged(moving, (event.screen_x, event.screen_y), done=True))

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

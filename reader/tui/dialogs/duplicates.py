"""Possible duplicates side by side: merge them field by field, or remember that they are different."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from reader.commands.context import Motion
from reader.commands.questions import Duplicates, PairDecision
from reader.paper import Paper
from reader.tui.dialogs.field_choice import CHOOSABLE, Side, differing, fuller, merged, value_text
from reader.tui.dialogs.frame import Dialog, Hint, TextLine
from reader.tui.dialogs.pane import LinePane, plain_lines
from reader.tui.drawing.styled_text import Line, cells, cut

_SIDE_BY_SIDE = 72
"""Cells from which on the two stand side by side."""


class PairPane(LinePane):
    """The fields that differ, each with both values; the one that is kept is marked."""

    class SideChosen(Message):
        """A value was clicked."""

        def __init__(self, field: str, side: Side) -> None:
            super().__init__()
            self.field = field
            self.side = side

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._spots: list[tuple[str, Side | None]] = []
        """For each line the field it belongs to, and the side where the two are stacked."""

    def show_pair(self, left: Paper, right: Paper, choice: dict[str, Side], cursor: str) -> None:
        """Show two papers; the view stays where it is."""
        top = self.top
        self.show_lines(lambda width: self._pair(left, right, choice, cursor, width))
        self.top = top

    def reveal(self, field: str) -> None:
        """Scroll to where a field is."""
        count = self.line_count
        places = [number for number, (name, _) in enumerate(self._spots) if name == field]
        if places and count:
            if places[0] < self.top:
                self.scroll_lines(places[0])
            elif places[-1] >= self.top + self.page:
                self.scroll_lines(min(places[0], places[-1] - self.page + 1))

    def _pair(self, left: Paper, right: Paper, choice: dict[str, Side], cursor: str, width: int) -> list[Line]:
        lines: list[Line] = []
        self._spots = []
        halved = width >= _SIDE_BY_SIDE
        for field in choice:
            values = [(side, value_text(paper, field)) for side, paper in ((Side.LEFT, left), (Side.RIGHT, right))]
            here = field == cursor
            head: Line = [("▌" if here else " ", "link"), (CHOOSABLE[field], "heading" if here else "quiet")]
            self._add(lines, [head], field, None)
            if halved:
                half = (width - 3) // 2
                first, second = (self._value(text, choice[field] is side, half) for side, text in values)
                self._add(lines, _beside(first, second, half), field, None)
            else:
                for side, text in values:
                    self._add(lines, self._value(text, choice[field] is side, width), field, side)
        same = [CHOOSABLE[field] for field in CHOOSABLE if field not in choice and value_text(left, field)]
        self._add(lines, [[], *plain_lines(f"The same in both: {', '.join(same)}", width, "quiet")] if same else [],
                  "", None)  # fmt: skip
        return lines

    def _add(self, lines: list[Line], more: list[Line], field: str, side: Side | None) -> None:
        lines += more
        self._spots += [(field, side)] * len(more)

    def _value(self, text: str, kept: bool, width: int) -> list[Line]:
        mark = "● " if kept else "○ "
        found = plain_lines(text or "(nothing)", max(4, width - 3), "" if kept else "quiet")
        return [[(" ", ""), (mark if at == 0 else "  ", "added" if kept else "quiet"), *line]
                for at, line in enumerate(found)]  # fmt: skip

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """A click keeps the value that was clicked."""
        if number < min(self.line_count, len(self._spots)):
            field, side = self._spots[number]
            if field:
                by_column = Side.LEFT if event.x < self.size.width // 2 else Side.RIGHT
                self.post_message(self.SideChosen(field, side or by_column))


def _beside(left: list[Line], right: list[Line], half: int) -> list[Line]:
    lines: list[Line] = []
    for number in range(max(len(left), len(right))):
        line = left[number] if number < len(left) else []
        used = sum(cells(text) for text, _ in line)
        if used > half:
            line, used = [(cut("".join(text for text, _ in line), half), "")], half
        other = right[number] if number < len(right) else []
        lines.append([*line, (" " * (half - used), ""), (" │ ", "quiet"), *other])
    return lines


class DuplicatesDialog(Dialog[PairDecision]):
    """One pair at a time; arrows choose field and side, Enter merges."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "field(-1)", "Field above", show=False, priority=True, id="move.up"),
        Binding("down,j", "field(1)", "Field below", show=False, priority=True, id="move.down"),
        Binding("left,h", "take('left')", "Keep the left", show=False),
        Binding("right,l", "take('right')", "Keep the right", show=False),
        Binding("space", "take", "The other value", show=False),
        Binding("enter", "merge", "Merge", show=False),
        Binding("d", "different", "Different", show=False),
        Binding("n", "pair(1)", "Next pair", show=False),
        Binding("p", "pair(-1)", "Previous pair", show=False),
    ]
    FRAME = "-large"

    def __init__(self, question: Duplicates) -> None:
        super().__init__("Possible duplicates")
        self.question = question
        self._at = max(0, min(question.at, len(question.pairs) - 1))
        self._choice: dict[str, Side] = {}
        self._field = ""

    def body(self) -> Iterable[Widget]:
        """Why they look alike, and what differs."""
        yield TextLine("", id="reason", classes="quiet")
        yield PairPane(id="pair")

    def on_mount(self) -> None:
        """Begin with the pair asked for."""
        self.query_one("#pair", PairPane).focus()
        if self.question.pairs:
            self.action_pair(0)
        else:
            self.query_one("#reason", TextLine).say("No two papers look alike.")

    def _show(self) -> None:
        pair = self.question.pairs[self._at]
        pane = self.query_one("#pair", PairPane)
        pane.show_pair(pair.left, pair.right, self._choice, self._field)
        pane.call_after_refresh(pane.reveal, self._field)

    def action_pair(self, by: int) -> None:
        """Go to another pair."""
        pairs = self.question.pairs
        if not pairs:
            return
        self._at = (self._at + by) % len(pairs)
        pair = pairs[self._at]
        self._choice = fuller(pair.left, pair.right)
        self._field = next(iter(differing(pair.left, pair.right)), "")
        self.show_heading(f"Possible duplicates: {self._at + 1} of {len(pairs)}")
        self.query_one("#reason", TextLine).say(pair.reason)
        self.query_one("#pair", PairPane).move(Motion.TOP)
        keys = [Hint("← →", "which to keep", "take"), Hint("Enter", "merge", "merge"),
                Hint("d", "they are different", "different")]  # fmt: skip
        others = [Hint("n", "next pair", "pair(1)"), Hint("p", "previous", "pair(-1)")] if len(pairs) > 1 else []
        self.show_hints(*keys, *others, Hint("Esc", "back", "leave"))
        self._show()

    def action_field(self, by: int) -> None:
        """Go to another field."""
        names = list(self._choice)
        if names:
            self._field = names[max(0, min(names.index(self._field) + by, len(names) - 1))]
            self._show()

    def action_take(self, side: str = "") -> None:
        """Keep the value of a side, or of the other one."""
        if self._field:
            other = Side.RIGHT if self._choice[self._field] is Side.LEFT else Side.LEFT
            self._choice[self._field] = Side(side) if side else other
            self._show()

    def on_pair_pane_side_chosen(self, event: PairPane.SideChosen) -> None:
        """A click on a value keeps it."""
        self._field = event.field
        self.action_take(event.side.value)

    def _answer(self, same: bool) -> None:
        if self.question.pairs:
            pair = self.question.pairs[self._at]
            paper = merged(pair.left, pair.right, self._choice) if same else None
            self.dismiss(PairDecision(pair.left.id, pair.right.id, same, paper))

    def action_merge(self) -> None:
        """They are one paper."""
        self._answer(True)

    def action_different(self) -> None:
        """Remember that the two are two papers."""
        self._answer(False)

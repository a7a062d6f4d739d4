"""How a place is shown: its order, its groups, its rows and its columns, each a line that the arrows change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from reader.commands.place_look import SORT_CHOICES, AskPlaceLook, PlaceLook, ShownSo
from reader.commands.questions import Choice
from reader.settings import LIST_COLUMNS
from reader.text import shortened
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.drawing.styled_text import cells
from reader.tui.widgets.paper_row import BESIDE_TITLE

ORDER, GROUP, ROWS, APPLIES = "order", "group", "rows", "applies"
"""The lines of which each holds one of a few values."""
_LABELS = {ORDER: "Sort", GROUP: "Group", ROWS: "Rows", APPLIES: "For"}
_BENEATH = (Choice("", "one line"), Choice("beneath", "with authors beneath"))
_COLUMN = "column "
"""Begins the value of a row for a column, whose name follows."""
_LABEL = 5
_OTHERS = 38
"""Cells for what else a line can hold."""


class PlaceLookDialog(Dialog[ShownSo]):
    """Nothing is shown otherwise before Enter; what is chosen is kept for the place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", "Previous value", show=False),
        Binding("right,l", "turn(1)", "Next value", show=False),
        Binding("space", "switch", "On or off", show=False),
    ]
    HINTS = (Hint("Enter", "keep", "done"), Hint("← →", "change", "turn(1)"), Hint("Space", "on or off", "switch"),
             Hint("Esc", "as before", "leave"))  # fmt: skip

    def __init__(self, question: AskPlaceLook) -> None:
        super().__init__(f"How '{shortened(question.place, 30)}' is shown")
        self.question = question
        look = question.look
        chosen = question.usual if look.columns is None else look.columns
        self._columns = set(chosen)
        self._choices: dict[str, Sequence[Choice]] = {
            ORDER: SORT_CHOICES, GROUP: question.groups, ROWS: _BENEATH,
            APPLIES: (Choice("", shortened(question.place, 20)), Choice("every", "every place")),
        }  # fmt: skip
        self._order = look.order.replace("year", "published")
        """The order of before, as it is offered."""
        self._at = {
            ORDER: _number(SORT_CHOICES, self._order),
            GROUP: _number(question.groups, look.group),
            ROWS: int(look.beneath),
            APPLIES: 0,
        }

    def body(self) -> Iterable[Widget]:
        """All of it in one list."""
        yield PickList(self._rows(), id="look", classes="-grows", click_picks=False)

    def on_mount(self) -> None:
        """Begin with the order."""
        self._list.focus()

    @property
    def _list(self) -> PickList:
        return self.query_one("#look", PickList)

    @property
    def _line(self) -> str:
        """The value of the line under the cursor, "" for none."""
        return self._list.current.value if self._list.current is not None else ""

    def _rows(self) -> list[Row]:
        columns = [
            Row(
                _COLUMN + name,
                BESIDE_TITLE[name].label,
                str(BESIDE_TITLE[name].wide),
                mark=f"[{'x' if name in self._columns else ' '}]",
            )
            for name in LIST_COLUMNS
        ]
        return [
            self._row(ORDER),
            self._row(GROUP),
            self._row(ROWS),
            Row("", "Columns, where the list has so many cells", tone=Tone.HEADING),
            *columns,
            self._row(APPLIES),
        ]

    def _row(self, line: str) -> Row:
        """A line with its value, and what comes next."""
        choices, at = self._choices[line], self._at[line]
        others = [choice.label for choice in (*choices[at + 1 :], *choices[:at])]
        told = ", ".join(others)
        while cells(told) > _OTHERS:
            others.pop()
            told = ", ".join(others) + ", …"
        return Row(line, f"‹ {choices[at].label} ›", told, mark=f"{_LABELS[line]:<{_LABEL}}")

    def _show(self) -> None:
        self._list.show_rows(self._rows(), at=self._list.cursor)

    @property
    def look(self) -> PlaceLook:
        """What is chosen now."""
        columns = tuple(name for name in LIST_COLUMNS if name in self._columns)
        is_usual = self.question.look.columns is None and columns == tuple(self.question.usual)
        look = replace(self.question.look, columns=None if is_usual else columns, beneath=bool(self._at[ROWS]))
        look = look.grouped_by(self._value(GROUP))
        order = self._value(ORDER)
        return look if order == self._order else replace(look, order=order)

    def _value(self, line: str) -> str:
        return self._choices[line][self._at[line]].value

    def action_turn(self, by: int) -> None:
        """Take the next value of the line; a column is switched."""
        line = self._line
        if line in self._at:
            self._at[line] = (self._at[line] + by) % len(self._choices[line])
            self._show()
        else:
            self.action_switch()

    def action_switch(self) -> None:
        """Have a column, or no more; a line with values takes the next."""
        line = self._line
        if line in self._at:
            self.action_turn(1)
        elif line.startswith(_COLUMN):
            self._columns ^= {line.removeprefix(_COLUMN)}
            self._show()

    async def on_key(self, event: events.Key) -> None:
        """A letter takes the next value that begins so, unless it is the dialog's own."""
        line = self._line
        if line not in self._at or not event.character or not event.is_printable or self.own_letter(event.key):
            return
        choices, at = self._choices[line], self._at[line]
        for step in range(1, len(choices)):
            number = (at + step) % len(choices)
            if choices[number].label.startswith(event.character):
                event.stop()
                self._at[line] = number
                self._show()
                return

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter, or two clicks, keep what is chosen."""
        self.action_done()

    def action_done(self) -> None:
        """Answer with what is chosen."""
        self.dismiss(ShownSo(self.look, everywhere=bool(self._value(APPLIES))))


def _number(choices: Sequence[Choice], value: str) -> int:
    """Which of the choices has a value, the first where none has."""
    return next((at for at, choice in enumerate(choices) if choice.value == value), 0)

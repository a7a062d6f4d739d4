"""What was done, newest first, by day and with where it was done; "undo to here", and the papers of a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.questions import HistoryLine, HistoryWish, ShowHistory
from reader.counting import count
from reader.tui.dialogs.field import Field
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.model.name_search import NameSearch

_PAPERS, _FIND = Hint("→", "the papers", "papers"), Hint("/", "find", "find", "search")
_BACK = Hint("Esc", "back", "leave")


def _row(number: int, line: HistoryLine) -> Row:
    stands = not line.undone and not line.elsewhere
    mark = "↶" if line.undone else "·" if line.elsewhere else " "
    origin = "undone" if line.undone else line.origin
    return Row(str(number), f"{line.time} {line.say}".lstrip(), origin, mark, Tone.PLAIN if stands else Tone.QUIET)


class HistoryDialog(Dialog[HistoryWish]):
    """Steps; several are undone only when Enter is pressed twice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", show=False, id="search"),
        Binding("right,l", "papers", "The papers", show=False),
        Binding("down", "to_steps", "To the steps", show=False),
    ]
    FRAME = "-tall"

    def __init__(self, question: ShowHistory) -> None:
        super().__init__("History")
        self.question = question
        self._sure = -1

    @cached_property
    def _names(self) -> NameSearch:
        return NameSearch([line.say for line in self.question.lines], [line.origin for line in self.question.lines])

    def body(self) -> Iterable[Widget]:
        """The steps, newest first."""
        yield Field(placeholder="type to find", id="find")
        yield PickList(id="steps", click_picks=False)

    def on_mount(self) -> None:
        """Begin with the last step."""
        self._find.display = False
        self._show(range(len(self.question.lines)))
        self._steps.focus()

    @property
    def _find(self) -> Field:
        return self.query_one("#find", Field)

    @property
    def _steps(self) -> PickList:
        return self.query_one("#steps", PickList)

    @property
    def _line(self) -> HistoryLine | None:
        row = self._steps.current
        return self.question.lines[int(row.value)] if row is not None else None

    def _show(self, numbers: Sequence[int]) -> None:
        """Show these steps under their days."""
        nothing = "No step is called so." if self.question.lines else "Nothing was done yet."
        self._steps.show_rows(list(self._rows(numbers)) or [Row("", nothing, tone=Tone.HEADING)])
        self._follow()

    def _rows(self, numbers: Sequence[int]) -> Iterator[Row]:
        lines = self.question.lines
        for day, those in groupby(numbers, key=lambda number: lines[number].day):
            yield Row("", day or "at some time", tone=Tone.HEADING)
            yield from (_row(number, lines[number]) for number in those)

    def _follow(self) -> None:
        """The whole sentence of a step, and what Enter would do."""
        line = self._line
        self._sure = -1
        if self._find.has_focus:
            self.saying.say("")
            self.show_hints(Hint("Enter", "to the steps", "to_steps"), _BACK)
            return
        if line is None:
            self.saying.say("")
            self.show_hints(*([_FIND] if self.question.lines else []), _BACK)
            return
        why = ("It is undone already." if line.undone else "Another device made it." if line.elsewhere
               else "" if line.undo else "It cannot be undone here.")  # fmt: skip
        by = f" (by {line.author})" if line.author else ""
        self.saying.say(f"{line.say}{by}. {why}".replace("..", "."))
        what = "undo it" if line.undo == 1 else f"undo to here, {count(line.undo, 'step')}"
        self.show_hints(*([Hint("Enter", what, "done")] if line.undo else []), _PAPERS, _FIND, _BACK)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keys are those of what one types in, or of the steps."""
        self._follow()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as one types, in the order in which it was done."""
        event.stop()
        typed = self._find.value.strip()
        found = (
            sorted(place for _, place in self._names.found(typed, near=False))
            if typed
            else range(len(self.question.lines))
        )
        self._show(found)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from the search to the steps."""
        event.stop()
        self._steps.focus()

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """What is said beneath follows the cursor."""
        self._follow()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter, or two clicks."""
        self.action_done()

    def action_find(self) -> None:
        """Go to the search."""
        self._find.display = True
        self._find.focus()

    def action_to_steps(self) -> None:
        """Go from the search to the steps."""
        self._steps.focus()

    def action_papers(self) -> None:
        """Answer that the papers of the step are to be shown."""
        if (line := self._line) is not None:
            self.dismiss(HistoryWish(papers_of=line.id))

    def action_done(self) -> None:
        """Answer how many steps to undo; more than one is asked for twice."""
        line = self._line
        if line is None or not line.undo:
            return
        if line.undo > 1 and self._sure != line.undo:
            self._sure = line.undo
            self.saying.say(f"Press Enter again to undo the last {count(line.undo, 'step')}.", bad=True)
        else:
            self.dismiss(HistoryWish(line.undo))

    def action_leave(self) -> None:
        """Out of the search, out of the dialog."""
        if self._find.display:
            self._find.clear()
            self._find.display = False
            self._steps.focus()
        else:
            self.dismiss(None)

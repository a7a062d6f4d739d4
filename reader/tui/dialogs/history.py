"""What was done, newest first, with "undo to here"."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from reader.commands.questions import HistoryLine, ShowHistory
from reader.counting import count
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.pick_list import PickList, Row, Tone

_BACK = Hint("Esc", "back", "leave")


def _row(number: int, line: HistoryLine) -> Row:
    if line.undone:
        return Row(str(number), line.say, f"undone, {line.when}", "↶", Tone.QUIET)
    if line.elsewhere:
        return Row(str(number), line.say, f"elsewhere, {line.when}", "·", Tone.QUIET)
    return Row(str(number), line.say, line.when, " ")


class HistoryDialog(Dialog[int]):
    """Steps; several are undone only when Enter is pressed twice."""

    FRAME = "-tall"

    def __init__(self, question: ShowHistory) -> None:
        super().__init__("History")
        self.question = question
        self._sure = -1

    def body(self) -> Iterable[Widget]:
        """The steps, newest first."""
        rows = [_row(number, line) for number, line in enumerate(self.question.lines)]
        yield PickList(rows or [Row("", "Nothing was done yet.", tone=Tone.HEADING)], id="steps", click_picks=False)

    def on_mount(self) -> None:
        """Begin with the last step."""
        self.query_one("#steps", PickList).focus()
        self._follow()

    @property
    def _line(self) -> HistoryLine | None:
        row = self.query_one("#steps", PickList).current
        return self.question.lines[int(row.value)] if row is not None else None

    def _follow(self) -> None:
        """The whole sentence of a step, and what Enter would do."""
        line = self._line
        self._sure = -1
        if line is None:
            self.saying.say("")
        else:
            why = ("It is undone already." if line.undone else "Another device made it." if line.elsewhere
                   else "" if line.undo else "It cannot be undone here.")  # fmt: skip
            by = f" (by {line.author})" if line.author else ""
            self.saying.say(f"{line.say}{by}. {why}".replace("..", "."))
        if line is not None and line.undo:
            what = "undo it" if line.undo == 1 else f"undo to here, {count(line.undo, 'step')}"
            self.show_hints(Hint("Enter", what, "done"), _BACK)
        else:
            self.show_hints(_BACK)

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """What is said beneath follows the cursor."""
        self._follow()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter, or two clicks."""
        self.action_done()

    def action_done(self) -> None:
        """Answer how many steps to undo; more than one is asked for twice."""
        line = self._line
        if line is None or not line.undo:
            return
        if line.undo > 1 and self._sure != line.undo:
            self._sure = line.undo
            self.saying.say(f"Press Enter again to undo the last {count(line.undo, 'step')}.", bad=True)
        else:
            self.dismiss(line.undo)

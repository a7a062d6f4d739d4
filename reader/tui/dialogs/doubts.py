"""Papers for which something was found that nothing proves: each with the records that it may be, one of which is
taken, or none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from reader.commands.questions import AskDoubts, DoubtDecision
from reader.operations.likely_records import FoundRecord
from reader.paper import Paper
from reader.tui.dialogs.frame import Dialog, Hint, TextLine
from reader.tui.dialogs.pane import LinePane, plain_lines
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.drawing.styled_text import Line

_NONE = "none"
"""The value of the row that takes none."""


class DoubtsDialog(Dialog[DoubtDecision]):
    """One paper at a time; the list chooses a record, Enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "paper(1)", "Next paper", show=False),
        Binding("p", "paper(-1)", "Previous paper", show=False),
        Binding("tab", "scroll", "Scroll what is compared", show=False),
    ]
    FRAME = "-large"
    unforeseen = True

    def __init__(self, question: AskDoubts) -> None:
        super().__init__("Which paper is it?")
        self.question = question
        self._at = question.at

    def body(self) -> Iterable[Widget]:
        """The paper, what it may be, and both beside each other."""
        yield TextLine("", id="title")
        yield PickList(id="records", click_picks=False)
        yield LinePane(id="compared")

    def on_mount(self) -> None:
        """Begin with the paper asked for."""
        self.action_paper(0)

    def action_paper(self, by: int) -> None:
        """Go to another paper."""
        doubts = self.question.doubts
        self._at = (self._at + by) % len(doubts)
        doubt = doubts[self._at]
        self.show_heading(f"Which paper is it? {self._at + 1} of {len(doubts)}")
        self.query_one("#title", TextLine).say(doubt.paper.title)
        rows = [Row(str(at), record.paper.title, _named(record)) for at, record in enumerate(doubt.records)]
        records = self.query_one("#records", PickList)
        records.show_rows([*rows, Row(_NONE, "None of these", tone=Tone.QUIET)])
        records.focus()
        self._compare()
        others = [Hint("n", "next paper", "paper(1)"), Hint("p", "previous", "paper(-1)")] if len(doubts) > 1 else []
        self.show_hints(
            Hint("Enter", "take it", "take"),
            Hint("Tab", "scroll", "scroll"),
            *others,
            Hint("Esc", "leave the rest", "leave"),
        )

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Compare with the record under the cursor."""
        self._compare()

    def _compare(self) -> None:
        doubt, row = self.question.doubts[self._at], self.query_one("#records", PickList).current
        pairs = []
        if row is not None and row.value != _NONE:
            record = doubt.records[int(row.value)]
            pairs.append((f"{record.service}: {record.identifier}", record.paper))
        pairs.append(("Yours", doubt.paper))
        self.query_one("#compared", LinePane).show_lines(
            lambda width: [line for heading, paper in pairs for line in _lines(heading, paper, width)]
        )

    def action_scroll(self) -> None:
        """Go to what is compared, or back to the list."""
        self.focus_next()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter takes the record."""
        self.action_take()

    def action_take(self) -> None:
        """Take the record under the cursor, or none."""
        row = self.query_one("#records", PickList).current
        if row is not None:
            self.dismiss(DoubtDecision(self._at, None if row.value == _NONE else int(row.value)))


def _named(found: FoundRecord) -> str:
    """A record beside its title."""
    by = found.paper.authors[0] if found.paper.authors else ""
    return ", ".join(filter(None, (by, str(found.paper.year or ""), found.identifier)))


def _lines(heading: str, paper: Paper, width: int) -> list[Line]:
    """What is known of a paper, to be held against another."""
    lines: list[Line] = [[(heading, "heading")]]
    known = (", ".join(paper.authors), ", ".join(filter(None, (paper.published, paper.venue, paper.link))))
    for text, style in ((paper.title, "strong"), *((part, "quiet") for part in known), (paper.abstract, "")):
        if text:
            lines += plain_lines(text, width, style)
    return [*lines, []]

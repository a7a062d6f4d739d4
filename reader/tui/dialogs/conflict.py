"""A text that was changed elsewhere meanwhile: keep mine, keep theirs, or join both."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from reader.commands.questions import AskConflict
from reader.library.note_versions import join, line_diff
from reader.tui.dialogs.frame import Dialog, Hint, TextLine
from reader.tui.dialogs.pane import LinePane, plain_lines
from reader.tui.drawing.styled_text import Line

_SIGNS = {"added": "+ ", "conflict": "~ "}
"""What stands before a line that only mine has, or only theirs, so that it is told without colour."""


def _shown(mine: str, stored: str, side: str, width: int) -> list[Line]:
    """One of the texts (or both joined, side ""), with the lines that only one has in the colour of that side."""
    lines: list[Line] = []
    for tag, left, right in line_diff(mine, stored):
        if tag == "equal":
            parts = [(left, "")]
        else:
            parts = [(right, "conflict")] * (side != "mine") + [(left, "added")] * (side != "stored")
        for texts, style in parts:
            for text in texts:
                lines += plain_lines(f"{_SIGNS.get(style, '')}{text}", width, style)
    return lines


def _hints(mine: str, theirs: str) -> tuple[Hint, ...]:
    """The keys at the foot, which call the two texts so."""
    return (
        Hint("m", f"keep {mine}", "keep('mine')"),
        Hint("t", f"keep {theirs}", "keep('stored')"),
        Hint("j, Enter", "join both", "keep('both')"),
        Hint("Tab", "look", "look(1)"),
        Hint("Esc", "later", "leave"),
    )


class ConflictDialog(Dialog[str]):
    """Both texts and both joined: side by side, one above the other when narrow, one at a time on a small screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "keep('mine')", "Keep mine", show=False),
        Binding("t", "keep('stored')", "Keep theirs", show=False),
        Binding("j,enter", "keep('both')", "Join", show=False, priority=True),
        Binding("tab,right", "look(1)", "Look at the next", show=False, priority=True),
        Binding("shift+tab,left", "look(-1)", "Look at the one before", show=False, priority=True),
    ]
    HINTS = _hints("mine", "theirs")
    FRAME = "-large"
    unforeseen = True

    def __init__(self, question: AskConflict) -> None:
        super().__init__(f"Changed elsewhere: {question.what}")
        self.question = question
        self._at = 0

    def body(self) -> Iterable[Widget]:
        """Both notes, line by line."""
        mine, stored = self.question.mine, self.question.stored
        sides = (
            (self.question.of_mine, "mine"),
            (self.question.of_stored, "stored"),
            ("Both joined", ""),
        )
        with Container(id="sides"):
            for heading, side in sides:
                with Vertical(classes="side"):
                    yield TextLine(heading, classes="quiet")
                    yield LinePane(partial(_shown, mine, stored, side), id=side or "both")

    def on_mount(self) -> None:
        """Begin with the user's own text."""
        self.show_hints(*_hints(*self.question.names))
        self.action_look(0)

    def action_look(self, by: int) -> None:
        """Go to another of the three texts."""
        self._at = (self._at + by) % 3
        for number, side in enumerate(self.query(".side")):
            side.set_class(number == self._at, "-on")
        self.query(LinePane)[self._at].focus()

    def action_keep(self, which: str) -> None:
        """Answer one of the texts, or both joined."""
        mine, stored = self.question.mine, self.question.stored
        self.dismiss({"mine": mine, "stored": stored}.get(which) if which != "both" else join(mine, stored))

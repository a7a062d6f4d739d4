"""The abstract beside or above a note that is written on it: a sentence of it can be chosen, to be quoted."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.readable_tex import readable
from reader.tui.drawing.styled_text import Line, wrap
from reader.tui.widgets.line_view import LineView, strip_of

_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-ÞΑ-Ω])|(?<=[。！？])")
"""Where a sentence may end."""
_GOES_ON = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|al|Fig|Figs|Eq|Eqs|Sec|Tab|resp|approx|No|St|Dr)|\b[A-Z])\.$")
"""What ends in a full stop in the middle of a sentence."""
BAR = "▌"
"""Stands left of the chosen sentence."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, which joined by a blank (or nothing, where there was none) are the text again."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _GOES_ON.search(text[start : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


class AbstractPane(LineView, can_focus=True):
    """An abstract; with the focus, one of its sentences is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"abstract--chosen", "abstract--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "choose(1)", show=False, id="move.down"),
        Binding("k,up", "choose(-1)", show=False, id="move.up"),
        Binding("g,home", "choose(-100000)", show=False, id="move.top"),
        Binding("G,end", "choose(100000)", show=False, id="move.bottom"),
        Binding("enter", "quote", show=False),
    ]

    class SentenceQuoted(Message):
        """A sentence is to be quoted."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, abstract: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sentences = sentences(readable(abstract))
        self.chosen = 0
        """The number of the sentence that would be quoted."""
        self._lines: list[Line] = []
        self._made_for = Size(0, 0)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be quoted."""
        return not self._sentences

    @property
    def line_count(self) -> int:
        """As many lines as the abstract needs at this width."""
        size = self.size
        if size != self._made_for and size.width > 0:
            self._made_for = size
            self._lines = self._made(max(8, size.width - 2))
            if len(self._lines) > self.page:
                self._lines = self._made(max(8, size.width - 3))
        return len(self._lines)

    def lines_at(self, width: int) -> int:
        """How many lines it needs in a pane of so many cells."""
        return len(self._made(max(8, width - 2)))

    def _made(self, width: int) -> list[Line]:
        if self.is_empty:
            return [[("No abstract is known.", "")]]
        runs = [(part, str(at)) for at, one in enumerate(self._sentences) for part in (one, " ")]
        return wrap(runs, width)

    def line(self, number: int, width: int) -> Strip:
        """One line; a bar stands left of it where it has something of the chosen sentence."""
        runs = self._lines[number]
        is_chosen = self.has_focus and any(name == str(self.chosen) for _, name in runs)
        styles = {str(self.chosen): self.style_of("abstract--chosen", "")} if is_chosen else {}
        lead = Segment(BAR if is_chosen else " ", self.style_of("abstract--bar", ""))
        return Strip.join([Strip([lead], 1), strip_of(runs, width - 1, styles, self.base)])

    def action_choose(self, by: int) -> None:
        """Choose another sentence, and bring it into sight."""
        chosen = max(0, min(self.chosen + by, len(self._sentences) - 1))
        if chosen != self.chosen:
            self.chosen = chosen
            self.refresh()
        self._reveal()

    def _reveal(self) -> None:
        mine = [at for at in range(self.line_count) if any(name == str(self.chosen) for _, name in self._lines[at])]
        if mine:
            self.scroll_lines(min(mine[0], max(self.top, mine[-1] - self.page + 1)))

    def action_quote(self) -> None:
        """Quote the chosen sentence."""
        if not self.is_empty:
            self.post_message(self.SentenceQuoted(self._sentences[self.chosen]))

    def on_focus(self) -> None:
        """The chosen sentence is shown."""
        self._reveal()
        self.refresh()

    def on_blur(self) -> None:
        """No sentence is chosen any more."""
        self.refresh()

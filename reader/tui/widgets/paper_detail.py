"""The detail pane: all that is known about the paper under the cursor, as drawn lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.paper import Paper
from reader.tui.drawing.styled_text import Line, Spans
from reader.tui.widgets.detail_lines import detail_lines
from reader.tui.widgets.line_view import LineView, strip_of

_NAMES = (
    "title", "authors", "quiet", "link", "star", "status-unread", "status-reading", "status-read", "tag", "list",
    "heading", "strong", "emphasis", "code", "match",
)  # fmt: skip


class PaperDetail(LineView):
    """One paper. Its lines are made when it is first drawn, and again when its width changes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"detail--{name}" for name in _NAMES}

    class TagPressed(Message):
        """A tag of the paper was clicked."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paper: Paper | None = None
        self._lists: Sequence[str] = ()
        self._matches: Mapping[str, Spans] = {}
        self._lines: list[Line] = []
        self._made_for = -1

    def show_paper(self, paper: Paper | None, lists: Sequence[str], matches: Mapping[str, Spans]) -> None:
        """Show a paper, None for nothing; `matches` are the spans to highlight (see `detail_lines`)."""
        lists = tuple(lists)
        if paper is self._paper and lists == self._lists and matches == self._matches:
            return
        if paper is None or self._paper is None or paper.id != self._paper.id:
            self.top = 0
        self._paper, self._lists, self._matches = paper, lists, matches
        self._made_for = -1
        self.refresh()

    @property
    def line_count(self) -> int:
        """As many lines as the paper needs at this width."""
        width = self.size.width
        if width != self._made_for and width > 0:
            self._made_for = width
            self._lines = self._made(width - 2)
            if len(self._lines) > self.page:
                self._lines = self._made(width - 3)
            self.top = max(0, min(self.top, len(self._lines) - self.page))
        return len(self._lines)

    def _made(self, width: int) -> list[Line]:
        if self._paper is None:
            return []
        try:
            return detail_lines(self._paper, max(8, width), self._lists, self._matches)
        except Exception as error:  # noqa: BLE001  a paper that cannot be laid out must not end the program
            self.post_message(self.NotDrawn(error))
            return [[("This paper cannot be shown.", "quiet")]]

    def line(self, number: int, width: int) -> Strip:
        """One line, with a blank on either side."""
        runs = self._lines[number]
        styles = {name: self.style_of(f"detail--{name}", "") for _, name in runs if name in _NAMES}
        return strip_of([(" ", ""), *runs], width, styles, self.base)

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """Links and tags are buttons."""
        if number >= self.line_count:
            return
        at = 0
        for text, name in [(" ", ""), *self._lines[number]]:
            at += len(text)
            if event.x < at:
                if name == "link" and self._paper is not None and text in self._paper.link:
                    self.post_message(self.Wanted("paper.open"))
                elif name == "tag":
                    self.post_message(self.TagPressed(text.removeprefix("#").replace("\u00a0", " ")))
                return

"""The detail pane: all that is known about the paper under the cursor, as drawn lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.operations.links import LINKS
from reader.paper import Paper
from reader.tui.drawing.styled_text import Line, Spans, cells
from reader.tui.widgets.detail_lines import KEEPING, OPENED, Amount, as_button, detail_lines, near_lines
from reader.tui.widgets.line_view import LineView, strip_of

_NAMES = (
    "title", "authors", "quiet", "link", "star", "mark", "status-unread", "status-reading", "status-read", "tag",
    "opens", "list", "heading", "strong", "emphasis", "code", "match", "near",
)  # fmt: skip


_OPENERS = {word: "paper.open" if kind == "page" else f"paper.{kind}" for kind, word in OPENED}
"""The command of each word that stands for something to open."""


class PaperDetail(LineView):
    """One paper. Its lines are made when it is first drawn, and again when its width changes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"detail--{name}" for name in _NAMES}

    class TagPressed(Message):
        """A tag of the paper was clicked."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    class NearPressed(Message):
        """A paper that is near was clicked."""

        def __init__(self, paper: str) -> None:
            super().__init__()
            self.paper = paper

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._near: Sequence[tuple[Paper, str]] = ()
        self._near_key = ""
        self._paper: Paper | None = None
        self._lists: Sequence[str] = ()
        self._unseen: Sequence[tuple[str, str]] = ()
        self._matches: Mapping[str, Spans] = {}
        self._amount = Amount.WHOLE
        self._lines: list[Line] = []
        self._made_for = Size(0, 0)

    def show_paper(
        self,
        paper: Paper | None,
        lists: Sequence[str],
        matches: Mapping[str, Spans],
        unseen: Sequence[tuple[str, str]] = (),
        amount: Amount = Amount.WHOLE,
    ) -> None:
        """Show a paper, None for nothing, and so much of it; `matches` are the spans to highlight, and `unseen` other
        texts of its note (see `detail_lines`)."""
        lists = tuple(lists)
        shown = (self._lists, self._matches, self._unseen, self._amount)
        if paper is self._paper and (lists, matches, unseen, amount) == shown:
            return
        is_other = paper is None or self._paper is None or paper.id != self._paper.id
        if is_other:
            self.top, self._near = 0, ()
        if amount is not self._amount:
            self.top = 0
        self._paper, self._lists, self._matches, self._unseen = paper, lists, matches, unseen
        self._amount = amount
        self._made_for = Size(0, 0)
        if is_other:
            self.refresh()
        else:
            self.redraw_changed()

    def show_near(self, near: Sequence[tuple[Paper, str]], key: str) -> None:
        """Show beneath the paper those that are near, each with what it shares; `key` is the one that shows all."""
        if (near, key) != (self._near, self._near_key):
            self._near, self._near_key = near, key
            self._made_for = Size(0, 0)
            self.redraw_changed()

    @property
    def line_count(self) -> int:
        """As many lines as the paper needs at this size: where they do not all fit, they end before the scroll bar."""
        size = self.size
        if size != self._made_for and size.width > 0:
            self._made_for = size
            self._lines = self._made(size.width - 2)
            if len(self._lines) > self.page:
                self._lines = self._made(size.width - 3)
            # These come later, and no line above them is to move.
            self._lines += near_lines(self._near, max(8, size.width - 3), self._near_key)
            self.top = max(0, min(self.top, len(self._lines) - self.page))
        return len(self._lines)

    @property
    def has_room(self) -> bool:
        """Whether something more could be seen beneath the paper."""
        return self.line_count < self.page

    def _made(self, width: int) -> list[Line]:
        if self._paper is None:
            return []
        try:
            return detail_lines(self._paper, max(8, width), self._lists, self._matches, self._unseen, self._amount)
        except Exception as error:  # noqa: BLE001  a paper that cannot be laid out must not end the program
            self.post_message(self.NotDrawn(error))
            return [[("This paper cannot be shown.", "quiet")]]

    def line(self, number: int, width: int) -> Strip:
        """One line, with a blank on either side."""
        runs = [(text.replace(KEEPING, " "), name) for text, name in self._lines[number]]
        styles = {name: self.style_of(f"detail--{name}", "") for _, name in runs if name in _NAMES}
        return strip_of([(" ", ""), *runs], width, styles, self.base)

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """Links and tags are buttons."""
        if number >= self.line_count or self._paper is None:
            return
        if tag := self._tag_at(number, event.x):
            self.post_message(self.TagPressed(tag))
            return
        if any(name == "near" for _, name in self._lines[number]):
            self.post_message(self.NearPressed(self._near_at(number).id))
            return
        at = 1
        for text, name in self._lines[number]:
            if at <= event.x < at + cells(text) and (command := self._opener(text, name)):
                self.post_message(self.Wanted(command))
            at += cells(text)

    def _near_at(self, number: int) -> Paper:
        """The near paper whose title stands in a line."""
        titles = [at for at, line in enumerate(self._lines) if any(name == "near" for _, name in line)]
        return self._near[titles.index(number)][0]

    def _opener(self, text: str, name: str) -> str:
        """The command that opens what was clicked: a word that stands for it, or the paper's own address in a note; ""
        for anything else."""
        if name == "opens":
            return _OPENERS.get(text, "")
        paper = self._paper
        if paper is None or name != "link":
            return ""
        return next((_OPENERS[word] for kind, word in OPENED if text in LINKS[kind].of(paper)), "")

    def _tag_at(self, number: int, x: int) -> str:
        """The tag whose letters, or some of them where it is longer than a line, stand in that cell; "" for none."""
        line, tags = self._lines[number], self._paper.tags if self._paper is not None else ()
        if any(name not in ("tag", "match") for text, name in line if not text.isspace()):
            return ""
        at = 1
        for word in "".join(text for text, _ in line).split(" "):
            if at <= x < at + cells(word):
                meant = [tag for tag in tags if as_button(tag) == word] or [
                    tag for tag in tags if word in as_button(tag)
                ]
                return meant[0] if len(meant) == 1 else ""
            at += cells(word) + 1
        return ""

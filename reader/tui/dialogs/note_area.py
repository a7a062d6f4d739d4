"""A text area for Markdown, with a light highlighting of its own: line by line, without any parser library."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import TextArea

from reader.fences import fenced_lines
from reader.headings import heading_in, is_rule
from reader.text import clean_text

LONG_LINE = 4_000
"""Characters of a line above which it is not highlighted, so that a huge paragraph stays quick to type in."""

_QUOTE = re.compile(r" {0,3}>")
_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+\[[ xX]\])?(?=\s)")
_UNDERLINE = re.compile(r" {0,3}={3,}\s*$")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_SPANS = (
    ("strong", re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")),
    ("emphasis", re.compile(r"(?<![\w*])(\*|_)(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\w*])")),
    ("link", re.compile(r"!?\[[^\]]*\]\([^)\s]*\)|\[\[[^\]]+\]\]|https?://\S+")),
    ("strike", re.compile(r"~~(?=\S).+?(?<=\S)~~")),
)


def marks(line: str) -> list[tuple[str, int, int]]:
    """(kind, start, end) of what is Markdown in a line that stands in no code block; later ones lie on top."""
    if len(line) > LONG_LINE:
        return []
    if heading_in(line).level:
        return [("heading", 0, len(line))]
    if is_rule(line) or _UNDERLINE.match(line):
        return [("sign", 0, len(line))]
    found = []
    if _QUOTE.match(line):
        found.append(("quote", 0, len(line)))
    if bullet := _BULLET.match(line):
        found.append(("sign", 0, bullet.end()))
    for kind, pattern in _SPANS:
        found += [(kind, match.start(), match.end()) for match in pattern.finditer(line)]
    code = [("code", match.start(), match.end()) for match in _CODE.finditer(line)]
    inside = [(start, end) for _, start, end in code]
    free = [mark for mark in found
            if mark[0] in ("quote", "sign") or not any(s <= mark[1] < e for s, e in inside)]  # fmt: skip
    return free + code


class NoteArea(TextArea):
    """Markdown to be typed; what is pasted is cleaned of what could steer the terminal, all else stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j", "break_line", "New line", show=False)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"note--{kind}" for kind in ("heading", "strong", "emphasis", "code", "link", "quote", "sign", "strike")
    }
    DEFAULT_CSS = """
    NoteArea {
        border: none;
        padding: 0 1;
        height: 1fr;
        &:focus { border: none; }
        & .note--heading { color: $foreground; text-style: bold; }
        & .note--strong { text-style: bold; }
        & .note--emphasis { text-style: italic; }
        & .note--code { color: $text-success; }
        & .note--link { color: $text-accent; text-style: underline; }
        & .note--quote { color: $text-muted; text-style: italic; }
        & .note--sign { color: $text-secondary; text-style: bold; }
        & .note--strike { text-style: strike; }
    }
    """

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            text,
            id=id,
            placeholder=placeholder,
            tab_behavior="focus",
            highlight_cursor_line=False,
            show_line_numbers=False,
        )
        self.cursor_blink = False
        self._code: set[int] | None = None

    def action_break_line(self) -> None:
        """Begin a new line: a line feed, which is what ctrl+j sends, as a terminal without paste marks pastes it."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    def get_line(self, line_index: int) -> Text:
        """A line with its Markdown highlighted."""
        line = super().get_line(line_index)
        if self._code is None:
            self._code = fenced_lines(self.document.lines)
        if line_index in self._code:
            line.stylize(self._kind("code"))
            return line
        for kind, start, end in marks(line.plain):
            line.stylize(self._kind(kind), start, end)
        return line

    def render_line(self, y: int) -> Strip:
        """One line of the screen; where there is no room for any, nothing (the placeholder could not be wrapped)."""
        return super().render_line(y) if self.content_size.width > 0 else Strip.blank(self.size.width, self.rich_style)

    def _kind(self, kind: str) -> Style:
        return self.get_component_rich_style(f"note--{kind}")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Look again for code blocks, since one may have begun or ended; lines below look different then."""
        code = fenced_lines(self.document.lines)
        if code != self._code:
            self._code = code
            self.notify_style_update()
            self.refresh()

    async def _on_paste(self, event: events.Paste) -> None:
        # The text area's own handler runs next, with the same event.
        event.text = clean_text(event.text)

"""A page of HTML as it reads, drawn as styled lines: headings, paragraphs, lists and links. Nothing is run.

It is for the pages that Reader writes, and for those of a person's own template: what it does not know is its text.
"""

from __future__ import annotations

from html.parser import HTMLParser

from reader.tui.drawing.styled_text import Line, Run, wrap

_UNSEEN = frozenset({"style", "script", "title", "template"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_APART = _HEADINGS | {"blockquote", "header", "nav", "ol", "p", "pre", "section", "table", "ul"}
"""Blocks with an empty line around them, unless they stand in an item of a list."""
_BLOCKS = _APART | {
    "address", "article", "aside", "body", "dd", "details", "div", "dl", "dt", "figure", "footer", "hr", "html", "li",
    "main", "summary", "tr",
}  # fmt: skip
_STYLES = {"a": "link", "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis",
           "code": "code", "pre": "code"}  # fmt: skip
_QUIET = frozenset({"by", "count", "label", "state"})
"""Classes of the pages that Reader writes whose text is beside the point."""


class HtmlPage(HTMLParser):
    """A page that was read; `lines` wraps it for a width."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[tuple[int, str, list[Run], bool]] = []
        """(indent, mark before the first line, text, whether an empty line stands above) of each block."""
        self._runs: list[Run] = []
        self._styles: list[tuple[str, str]] = []
        self._unseen = self._depth = 0
        self._mark, self._is_apart, self._is_inline = "", False, False
        self.feed(text)
        self.close()
        self._end()

    def lines(self, width: int) -> list[Line]:
        """The lines of the page."""
        found: list[Line] = []
        for indent, mark, runs, is_apart in self._blocks:
            if is_apart and found:
                found.append([])
            for number, line in enumerate(wrap(runs, width - indent)):
                lead = " " * (indent - 2) + mark if mark and not number else " " * indent
                found.append([(lead, "quiet"), *line] if lead else line)
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A part of the page begins."""
        self._unseen += tag in _UNSEEN
        classes = set((dict(attrs).get("class") or "").split())
        self._is_inline = self._is_inline or (tag == "ul" and "tags" in classes)
        if self._is_inline and tag in ("ul", "li"):
            self._runs.append((" · " if tag == "li" and any(text.strip() for text, _ in self._runs) else " ", "quiet"))
            return
        if tag in _BLOCKS:
            self._end()
            self._is_apart = self._is_apart or (not self._depth and (tag in _APART or tag == "li"))
        self._depth += tag == "li"
        if tag == "li":
            self._mark = "• "
        elif tag == "br":
            self._end()
        heading = "heading" if tag in _HEADINGS else ""
        quiet = "quiet" if _QUIET & classes else ""
        if style := heading or _STYLES.get(tag, "") or quiet:
            self._styles.append((tag, style))

    def handle_endtag(self, tag: str) -> None:
        """A part of the page ends."""
        if self._is_inline and tag in ("ul", "li"):
            self._is_inline = tag == "li"
            return
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self._end()
        self._depth = max(0, self._depth - (tag == "li"))
        if tag == "li":
            self._mark = ""
        if any(known == tag for known, _ in self._styles):
            while self._styles.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text is kept in the style of what is open."""
        if not self._unseen:
            self._runs.append((data, self._styles[-1][1] if self._styles else ""))

    def _end(self) -> None:
        runs, self._runs = self._runs, []
        if any(text.strip() for text, _ in runs):
            self._blocks.append((2 * self._depth, self._mark, runs, self._is_apart))
            self._mark, self._is_apart = "", False

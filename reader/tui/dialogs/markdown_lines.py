"""Markdown as it will be read: CommonMark with tables, drawn as styled lines. Nothing in it is run or loaded.

Textual's widget for it lays out a widget a paragraph; these are lines of the pane that shows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.text import clean_text
from reader.tui.drawing.styled_text import Line, Run, cells, fit, wrap

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BOX = re.compile(r"\[([ xX])\](?=\s|$)")
_STYLES = {"strong_open": "strong", "em_open": "emphasis", "s_open": "quiet", "link_open": "link"}


def parse(text: str) -> list[Token]:
    """The tokens of a Markdown text, front matter first; the slow part, which may run in a thread."""
    text = clean_text(text)
    tokens: list[Token] = []
    if front := _FRONT_MATTER.match(text):
        tokens.append(Token("front_matter", "", 0, content=front[0].rstrip("\n")))
        text = text[front.end() :]
    return tokens + MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def token_lines(tokens: Sequence[Token], width: int) -> list[Line]:
    """The lines of parsed Markdown, styled and wrapped."""
    page = _Page(width)
    for token in tokens:
        page.take(token)
    while page.lines and not page.lines[-1]:
        page.lines.pop()
    return page.lines


class _Page:
    """Lines in the making: the prefixes of the blocks that are open, and the table that is being read."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[Line] = []
        self._prefix: list[tuple[str, str]] = []
        """(before the first line of the block that begins, before its other lines), outermost block first."""
        self._numbers: list[int | None] = []
        self._heading = False
        self._tight = False
        self._rows: list[list[list[Run]]] | None = None

    def take(self, token: Token) -> None:
        """The next token, which is taken from the rest."""
        if self._rows is not None and self._table(token):
            return
        kind = token.type
        if kind == "inline":
            self._paragraph(token)
        elif kind in ("fence", "code_block"):
            self._put([[(line, "code")] for line in token.content.rstrip("\n").expandtabs(4).split("\n")])
            self._gap()
        elif kind == "front_matter" or (kind == "html_block" and not token.content.lstrip().startswith("<!--")):
            self._put([[(fit(line, self._room), "quiet")] for line in token.content.rstrip("\n").split("\n")])
            self._gap()
        elif kind == "hr":
            self._put([[("─" * min(self._room, 24), "quiet")]])
            self._gap()
        elif kind == "table_open":
            self._rows = []
        else:
            self._nest(token)

    def _nest(self, token: Token) -> None:
        kind = token.type
        if kind in ("heading_open", "heading_close"):
            self._heading = token.nesting > 0
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self._numbers.append(int(token.attrGet("start") or 1) if kind[0] == "o" else None)
        elif kind == "list_item_open":
            number = self._numbers[-1]
            mark = "• " if number is None else f"{number}. "
            self._numbers[-1] = None if number is None else number + 1
            self._prefix.append((mark, " " * len(mark)))
        elif kind == "blockquote_open":
            self._prefix.append(("│ ", "│ "))
        elif kind in ("list_item_close", "blockquote_close"):
            self._prefix.pop()
            if kind == "blockquote_close" and self.lines and "".join(text for text, _ in self.lines[-1]).endswith("│"):
                self.lines.pop()
                self._gap()
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._numbers.pop()
            self._tight = self._tight and bool(self._numbers)
            self._gap()
        elif kind == "paragraph_open":
            self._tight = token.hidden

    @property
    def _room(self) -> int:
        return max(6, self.width - sum(cells(rest) for _, rest in self._prefix))

    def _put(self, lines: list[Line]) -> None:
        for line in lines:
            lead = "".join(first for first, _ in self._prefix)
            self._prefix = [(rest, rest) for _, rest in self._prefix]
            self.lines.append([(lead, "quiet"), *line] if lead else line)

    def _gap(self) -> None:
        if self.lines and self.lines[-1] and not self._tight:
            self.lines.append([("".join(rest for _, rest in self._prefix).rstrip(), "quiet")] if self._prefix else [])

    def _paragraph(self, token: Token) -> None:
        for part in _split(_inline(token, "heading" if self._heading else "", bool(self._numbers))):
            self._put(wrap(part, self._room))
        self._gap()

    def _table(self, token: Token) -> bool:
        rows = self._rows or []
        if token.type == "table_close":
            self._rows = None
            self._put(_columns(rows, self._room))
            self._gap()
        elif token.type == "tr_open":
            self._rows = [*rows, []]
        elif token.type == "inline" and rows:
            rows[-1].append(_inline(token, "strong" if len(rows) == 1 else "", False))
        return True


def _inline(token: Token, style: str, item: bool) -> list[Run]:
    runs: list[Run] = []
    styles = [style]
    for child in token.children or ():
        kind = child.type
        if kind == "text":
            text = child.content
            if item and not runs and (box := _BOX.match(text)):
                text = ("☐" if box[1] == " " else "☑") + text[box.end() :]
            runs.append((text, styles[-1]))
        elif kind == "code_inline":
            runs.append((child.content, "code"))
        elif kind in ("softbreak", "hardbreak"):
            runs.append((" " if kind == "softbreak" else "\n", styles[-1]))
        elif kind == "image":
            runs.append((child.content or "image", "link"))
        elif kind == "html_inline":
            if not child.content.startswith("<!--"):
                runs.append((child.content, "quiet"))
        elif child.nesting > 0:
            styles.append(_STYLES.get(kind, styles[-1]))
        elif child.nesting < 0 and len(styles) > 1:
            styles.pop()
    return runs


def _split(runs: list[Run]) -> list[list[Run]]:
    """The runs between hard breaks."""
    parts: list[list[Run]] = [[]]
    for run in runs:
        if run[0] == "\n":
            parts.append([])
        else:
            parts[-1].append(run)
    return parts


def _columns(rows: list[list[list[Run]]], room: int) -> list[Line]:
    """A table, its columns as wide as their widest cell while there is room, else the wide ones cut alike."""
    if not rows:
        return []
    count = max(map(len, rows))
    texts = [["".join(text for text, _ in cell) for cell in row] + [""] * (count - len(row)) for row in rows]
    widths = [max(1, *(cells(row[column]) for row in texts)) for column in range(count)]
    while sum(widths) + 3 * (count - 1) > room and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    lines: list[Line] = []
    for number, row in enumerate(texts):
        style = "strong" if number == 0 else ""
        line: Line = []
        for column, text in enumerate(row):
            shown = fit(text, widths[column])
            line += [(shown + " " * (widths[column] - cells(shown)), style)]
            line += [(" │ ", "quiet")] if column < count - 1 else []
        lines.append(line)
        if number == 0:
            lines.append([("─┼─".join("─" * width for width in widths), "quiet")])
    return lines

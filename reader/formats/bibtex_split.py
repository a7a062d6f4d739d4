"""A BibTeX text -> its blocks as they stand, one after the other, and what stands between them.

The rules are those by which the library bibtexparser splits: what lies between braces or quotes belongs to a value, a
sign behind a backslash is no sign, and a line that begins with `@` ends a block that is not closed. Our own because the
library keeps all blocks of a text at once, with each of their lines and errors, which took up to a hundred bytes for
each byte of a damaged file and several times as long; and because it sets aside entries for a key that comes twice.

>>> [(block.kind, block.name, block.fields) for block in split("@misc{lamps, title = {Lamps}, year = 2024}")]
[('misc', 'lamps', [(1, 'title', '{Lamps}'), (1, 'year', '2024')])]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

OUTSIDE, BROKEN, STRING, COMMENT, PREAMBLE = "-", "!", "string", "comment", "preamble"
"""What a block is that is no entry: a text between blocks, a block that is not whole, and those with names of their
own."""
_BEGINNING = re.compile(r"@\w*+[ \t]*+(?=[{(])")
_MARKS = {end: re.compile(rf"(?<!\\)[{{}}\",={end}]|{_BEGINNING.pattern}") for end in "})"}
"""What a block that ends so is split at."""


def _within_braces(depth: int) -> str:
    """The expression of what may stand between two braces, with so many more of them within each other."""
    signs = r"[^{}\\@]++|\\++[{}]?+|(?:(?<=\S)|(?<=\S ))@"
    return f"(?:{signs}|{{{_within_braces(depth - 1)}}})*" if depth else f"(?:{signs})*"


_FIELD = re.compile(
    r'([^{}",=@\\]*+)=\s*+'
    rf"({{{_within_braces(3)}}}"
    r'|"(?:[^"\\@]++|\\++"?+|(?:(?<=\S)|(?<=\S ))@)*(?:(?<!\{)"|"(?!\}))'
    r'|[^\s{}",=@\\#]++)\s*+([,}])'
)
"""A field as nearly all are written, with what ends it: its value is whole, and nothing stands behind it."""
_KEY = re.compile(r'([^{}",=@\\]*+),')
_CLOSED = re.compile(r"\s*+\}")


@dataclass(slots=True)
class Block:
    """A block as it stands: the values of its fields are TeX with their delimiters."""

    kind: str
    """The type of an entry, in small letters as all others."""
    line: int
    start: int
    end: int
    """Where it stands in the text."""
    name: str = ""
    """The key of an entry, the name of a string."""
    value: str = ""
    """That of a string, and the text of a comment."""
    fields: list[tuple[int, str, str]] = field(default_factory=list)
    """(line, name, value)."""
    loose: bool = False
    """Whether a value of a field may go on behind its end."""
    margin: int = 0
    """Where the line begins on which the block does."""


class _Cut(Exception):
    """That a block is not whole, and where it ends."""

    def __init__(self, end: int) -> None:
        super().__init__()
        self.end = end


def split(text: str) -> Iterator[Block]:
    """The blocks of a text in their order, and what stands between them."""
    return _Splitter(text).blocks()


class _Splitter:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        """Where the next mark is looked for."""
        self._last = 0
        """Where the last one was found."""
        self._marks = _MARKS["}"]
        self._end = "}"
        self._counted, self._line, self._margin = 0, 1, 0

    def blocks(self) -> Iterator[Block]:
        """The blocks, and what stands between them."""
        outside = 0
        while (begins := _BEGINNING.search(self._text, self._at)) is not None:
            yield from self._outside(outside, begins.start())
            yield self._block(begins)
            outside = self._last + 1
        yield from self._outside(outside, len(self._text))

    def _outside(self, start: int, end: int) -> Iterator[Block]:
        """What stands between two blocks, where that is more than blanks."""
        if text := self._text[start:end].strip():
            at = self._text.index(text[0], start)
            line = self._line_of(at)
            yield Block(OUTSIDE, line, at, at + len(text), value=text, margin=self._margin)

    def _line_of(self, at: int) -> int:
        """The number of the line of a place, none before the last that was asked for."""
        if more := self._text.count("\n", self._counted, at):
            self._line += more
            self._margin = self._text.rfind("\n", self._counted, at) + 1
        self._counted = max(self._counted, at)
        return self._line

    def _block(self, begins: re.Match[str]) -> Block:
        """The block that begins at a place."""
        start, self._at, self._last = begins.start(), begins.end() + 1, begins.start()
        self._end = ")" if self._text[begins.end()] == "(" else "}"
        self._marks = _MARKS[self._end]
        kind = begins[0][1:].strip().lower()
        block = Block(kind, self._line_of(start), start, 0, margin=self._margin)
        try:
            if kind.startswith(COMMENT) and kind != "commentary":
                block.kind, block.value = COMMENT, self._text[self._at : self._closing(quotes=False)].strip()
            elif kind.startswith(PREAMBLE):
                block.kind, block.value = PREAMBLE, self._text[self._at : self._closing(quotes=True)]
            elif kind.startswith(STRING):
                block.kind = STRING
                self._string(block)
            else:
                self._entry(block)
            block.end = self._at
        except _Cut as cut:
            block = Block(BROKEN, block.line, start, cut.end, margin=block.margin)
        return block

    def _mark(self) -> re.Match[str]:
        """The next mark. Raises `_Cut` where there is none."""
        mark = self._marks.search(self._text, self._at)
        if mark is None:
            self._at = self._last = len(self._text)
            raise _Cut(self._at)
        self._at, self._last = mark.end(), mark.start()
        return mark

    def _put_back(self) -> None:
        """Have the last mark found again."""
        self._at = self._last

    def _must_go_on(self, mark: re.Match[str]) -> None:
        """Raise `_Cut` at a line that begins with a block: none stands within another."""
        if mark[0][0] == "@" and self._begins_line(mark.start()):
            self._put_back()
            raise _Cut(mark.start() - 1)

    def _begins_line(self, at: int) -> bool:
        text = self._text
        while at and text[at - 1] != "\n" and text[at - 1].isspace():
            at -= 1
        return at == 0 or text[at - 1] == "\n"

    def _closing(self, *, quotes: bool) -> int:
        """Where the block is closed; in parentheses a value in `quotes` may hold one."""
        depth, quoted = 0, False
        while True:
            mark = self._mark()
            sign = mark[0]
            if sign == "{":
                depth += 1
            elif sign == "}" and depth:
                depth -= 1
            elif not depth and sign == '"' and quotes and self._end == ")":
                quoted = not quoted
            elif not depth and sign == self._end and not quoted:
                return mark.start()
            else:
                self._must_go_on(mark)

    def _string(self, block: Block) -> None:
        start, mark = self._at, self._mark()
        if mark[0] != "=":
            self._put_back()
            raise _Cut(mark.end())
        block.name = self._text[start : mark.start()].strip()
        start = self._at
        block.value = self._text[start : self._closing(quotes=True)].strip()

    def _entry(self, block: Block) -> None:
        start = self._at
        if self._end == "}" and (key := _KEY.match(self._text, start)) is not None:
            block.name, self._at, self._last = key[1].strip(), key.end(), key.end() - 1
            self._fields(block)
            return
        mark = self._mark()
        if mark[0] not in (",", self._end):
            self._put_back()
            raise _Cut(mark.end())
        block.name = self._text[start : mark.start()].strip()
        if mark[0] == ",":
            self._fields(block)

    def _fields(self, block: Block) -> None:
        """Read the fields of an entry to its end."""
        text, fields, plain = self._text, block.fields, self._end == "}"
        while True:
            while plain and (found := _FIELD.match(text, self._at)) is not None:
                fields.append((self._line_of(found.end(1)), found[1].strip(), found[2]))
                self._at, self._last = found.end(), found.end() - 1
                if found[3] == "}":
                    return
            if plain and (end := _CLOSED.match(text, self._at)) is not None:
                self._at, self._last = end.end(), end.end() - 1
                return
            start, mark = self._at, self._mark()
            if mark[0] == self._end and text[start : mark.start()].strip():
                raise _Cut(mark.end())
            if mark[0] == self._end:
                return
            if mark[0] != "=":
                self._put_back()
                raise _Cut(mark.start())
            line, name = self._line_of(mark.start()), text[start : mark.start()].strip()
            fields.append((line, name, self._value()))
            block.loose = True

    def _value(self) -> str:
        """The value that begins here, with what may stand behind its end; the comma that parts it from the next field
        is read."""
        start, depth, quoted = self._at, 0, False
        while True:
            mark = self._mark()
            sign = mark[0]
            if sign == '"' and not depth:
                quoted = not quoted or self._is_braced_quote(mark.start())
            elif sign == "{" and not quoted:
                depth += 1
            elif sign == "}" and not quoted and depth:
                depth -= 1
            elif sign in (",", self._end) and not quoted and not depth:
                if sign == self._end:
                    self._put_back()
                return self._text[start : mark.start()].strip()
            else:
                self._must_go_on(mark)

    def _is_braced_quote(self, at: int) -> bool:
        """Whether a quote stands in braces of its own, so that it is one of the text."""
        return 0 < at < len(self._text) - 2 and self._text[at - 1] == "{" and self._text[at + 1] == "}"

"""Reading a query: pieces of text, then a tree. Nothing is ever refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reader.query.filters import FIELDS, Filter, trouble
from reader.query.nodes import And, Node, Not, Or, Phrase, Query, Word
from reader.query.scripts import parts
from reader.text import fold

DEPTH = 50
"""Parentheses deeper than this are read as if they were not there."""

LETTERS = 10_000
"""So many characters of a query are read."""
TERMS = 100
"""So many words and filters of a query are read: a pasted page is known by fewer."""

_QUOTES = '"“”„'
_PIECE = re.compile(
    r'(?P<blank>\s+)'
    r'|(?P<open>\()|(?P<close>\))'
    r'|(?P<minus>(?<![^\s(])-(?=[^\s)-]))'
    r'|(?P<field>[A-Za-z_]+):(?P<value>[“”„"](?:[^“”„"\\]|\\.)*(?:[“”„"]|$)|[^\s()“”„"]*)'
    r'|\#(?P<tag>[“”„"](?:[^“”„"\\]|\\.)*(?:[“”„"]|$)|[^\s()“”„"]*)'
    r'|(?P<phrase>[“”„"](?:[^“”„"\\]|\\.)*[“”„"])'
    r'|(?P<word>[“”„"\\]|[^\s()“”„"]+)',
    re.DOTALL,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    """"(", ")", "-", "OR", or "node"."""
    node: Node | None = None


def parse(text: str) -> Query:
    """The query that a text means, as far as it is typed; never raises."""
    reader = _Reader(text)
    pieces = reader.pieces()
    root, _ = _either(pieces, 0, 0)
    return Query(text, root, reader.sort, tuple(dict.fromkeys(reader.notes)))


def unquote(value: str) -> tuple[str, bool]:
    """The value without its quotes, and whether it is complete: a closing quote is there."""
    if not value or value[0] not in _QUOTES:
        return value, False
    closed = len(value) > 1 and value[-1] in _QUOTES and value[-2] != "\\"
    inner = value[1:-1] if closed else value[1:]
    return re.sub(r'\\([“”„"\\])', r"\1", inner), closed


class _Reader:
    """Cuts a text into pieces and remembers what it cannot use."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.notes: list[str] = []
        self.terms = 0
        self.sort: tuple[str, bool] | None = None

    def pieces(self) -> list[_Piece]:
        found: list[_Piece] = []
        read = 0
        for match in _PIECE.finditer(self.text[:LETTERS]):
            if self.terms >= TERMS:
                break
            self._take(match, found)
            read = match.end()
        if self.text[read:].strip():
            self.notes.append("the query is long: only its beginning is read")
        return found

    def _take(self, match: re.Match[str], found: list[_Piece]) -> None:
        last = match.end() == len(self.text)
        match match.lastgroup:
            case "open" | "close" | "minus":
                found.append(_Piece({"open": "(", "close": ")", "minus": "-"}[match.lastgroup]))
            case "value":
                self._field(match["field"], match["value"], last, found)
            case "tag":
                self._filter("tag", match["tag"], last, found, quiet=not match["tag"])
            case "phrase":
                if inner := tuple(parts(unquote(match["phrase"])[0])):
                    self._put(found, Phrase(inner))
            case "word":
                self._word(match[0], last, found)

    def _word(self, word: str, last: bool, found: list[_Piece]) -> None:
        if word in ("OR", "NOT", "AND"):
            if word != "AND":
                found.append(_Piece("OR" if word == "OR" else "-"))
            return
        if word in _QUOTES:
            self.notes.append("the quote is not closed yet")
            return
        cut = parts(word)[: TERMS - self.terms]
        ends = last and bool(cut) and word[-1:].isalnum()
        end = len(cut) - 1
        self._put(found, *(Word(part, ends and at == end, at > 0) for at, part in enumerate(cut)))

    def _put(self, found: list[_Piece], *nodes: Node) -> None:
        found.extend(_Piece("node", node) for node in nodes)
        self.terms += len(nodes)

    def _field(self, field: str, value: str, last: bool, found: list[_Piece]) -> None:
        name = field.lower()
        if name in FIELDS:
            self._filter(name, value, last, found)
            return
        if name + "s" in FIELDS or (name.endswith("s") and name[:-1] in FIELDS):
            self._filter(name[:-1], value, last, found)
            return
        self._word(field, False, found)
        inner, closed = unquote(value)
        if closed and (phrase := tuple(parts(inner))):
            self._put(found, Phrase(phrase))
        elif inner:
            self._word(inner, last, found)
        if value and not value.startswith("//"):
            self.notes.append(f"{field[:40]}: is not a field, so its words are searched")

    def _filter(self, name: str, value: str, last: bool, found: list[_Piece], *, quiet: bool = False) -> None:
        inner, closed = unquote(value)
        if why := trouble(name, inner):
            if not quiet:
                self.notes.append(why)
        elif name == "sort":
            self.sort = (fold(inner).lstrip("-"), inner.startswith("-"))
            return
        else:
            self._put(found, Filter(name, inner, typing=last and not closed))
            return
        if found and found[-1].kind == "-":
            found.pop()


def _either(pieces: list[_Piece], at: int, depth: int) -> tuple[Node | None, int]:
    """Reads alternatives up to a closing parenthesis; gives the node and where it stopped."""
    options: list[Node] = []
    while True:
        node, at = _every(pieces, at, depth)
        if node is not None:
            options.append(node)
        if at >= len(pieces) or pieces[at].kind != "OR":
            break
        at += 1
    if len(options) > 1:
        return Or(tuple(options)), at
    return (options[0] if options else None), at


def _every(pieces: list[_Piece], at: int, depth: int) -> tuple[Node | None, int]:
    """Reads what must hold together, up to an OR or a closing parenthesis."""
    parts: list[Node] = []
    exclude = False
    while at < len(pieces) and pieces[at].kind != "OR":
        piece = pieces[at]
        node: Node | None = piece.node
        at += 1
        if piece.kind == "-":
            exclude = not exclude
            continue
        if piece.kind == ")":
            if depth == 0:
                continue
            return _join(parts), at - 1
        if piece.kind == "(":
            if depth >= DEPTH:
                continue
            node, at = _either(pieces, at, depth + 1)
            at += at < len(pieces) and pieces[at].kind == ")"
        if node is not None:
            parts.append(Not(_settled(node)) if exclude else node)
        exclude = False
    return _join(parts), at


def _settled(node: Node) -> Node:
    """An excluded node as it stands: what is half-typed must not exclude more than it says."""
    return replace(node, typing=False) if isinstance(node, Word | Filter) else node


def _join(parts: list[Node]) -> Node | None:
    if len(parts) > 1:
        return And(tuple(parts))
    return parts[0] if parts else None

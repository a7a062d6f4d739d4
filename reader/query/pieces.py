"""The pieces that a query is cut into before they are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.query.filters import Filter
from reader.query.nodes import EVERYTHING, And, Node, Word
from reader.text import DASHES, clean_line, shortened

QUOTES = '"“”„＂«»'
"""What stands around a phrase or a value of several words."""
SAME_SIGNS = str.maketrans(dict.fromkeys(QUOTES, '"') | dict.fromkeys(DASHES, "-") | {"（": "(", "）": ")"})
"""Signs that are one, however a title is written."""
TITLE_WORDS = 3
"""From so many words on a query may be a title."""
LONGEST_SHOWN = 40
"""Letters of a part of a query in a sentence about it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a filter, a sign or a parenthesis."""

    kind: str
    """"(", ")", "-", "OR", "AND", "sign" for what holds no word, or "node"."""
    text: str
    """As it was typed."""
    at: int
    """Where it begins, in characters of the query."""
    node: Node | None = None
    """What it asks for; None for what joins others, and for a part that asks for nothing."""

    @property
    def end(self) -> int:
        """Where in the query it ends."""
        return self.at + len(self.text)

    @property
    def asks(self) -> bool:
        """Whether it is a filter or `*`."""
        return isinstance(self.node, Filter) or self.node == EVERYTHING

    @property
    def holds_words(self) -> bool:
        """Whether it is a free word, or some that are left out in one piece."""
        return isinstance(self.node, Word) or (isinstance(self.node, And) and self.node != EVERYTHING)


def each_once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, each part of the query once: of one that is several words the first stands for all."""
    at = -1
    for piece in pieces:
        if piece.at != at:
            at = piece.at
            yield piece


def typed_filter(field: str, value: str) -> str:
    """A filter as it is typed: a value of several words stands in quotes."""
    line = clean_line(value)
    return f'{field}:"{line}"' if " " in line else f"{field}:{line}"


def shown(text: str) -> str:
    """A part of a query as it is named in a sentence: cut where it is long."""
    return shortened(text, LONGEST_SHOWN)

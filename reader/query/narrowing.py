"""A query as words, and what stands beside these: filters, and what is to be left out, only take papers away.

>>> from reader.query.parser import parse
>>> words, beside = narrowed(parse("-is:read lamps (tag:ml OR year:2024) learn"))
>>> words.text, len(beside), words.words
('lamps learn', 2, ('lamps', 'learn'))
>>> narrowed(parse("tag:ml"))[0].root is None, narrowed(parse("lamps OR tag:ml"))[1]
(True, ())
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.query.filters import Filter
from reader.query.nodes import Node, Not, Phrase, Query, Word, all_of, tops
from reader.query.parser import PARENTHESES, pieces_of
from reader.query.pieces import Piece
from reader.text import ends_in_word


def narrowed(query: Query, said: Collection[Node] = ()) -> tuple[Query, tuple[Node, ...]]:
    """A query without all that only takes papers away from those that its words find, just as who leaves it out types
    it; and what that is. A filter among `said` is text: it is none of the query's parts any more.

    Which papers come near enough is decided for the words alone: so no filter ever shows a paper that is not shown
    without it.
    """
    nodes = tops(query.root)
    beside = tuple(filter(_takes_away, nodes))
    if not beside and query.is_plain and query.sort is None and not query.doubts:
        return query, ()
    left = [node for node in nodes if node not in beside]
    text, behind = _text_alone(query.text, said) if left else ("", False)
    if left and behind and isinstance(last := left[-1], Word) and ends_in_word(text):
        left[-1] = replace(last, typing=not query.exact, ended=True)
    return replace(query, text=text, root=all_of(left)), beside


def widened(words: Query, beside: Sequence[Node]) -> Query:
    """Words with what stood beside them."""
    return replace(words, root=all_of([*tops(words.root), *beside])) if beside else words


def is_name(node: Node | None) -> bool:
    """Whether a part of a query is the name of a paper."""
    return isinstance(node, Filter) and node.bare


def _takes_away(node: Node) -> bool:
    match node:
        case Word() | Phrase():
            return False
        case Filter():
            return not node.bare
        case Not():
            return True
    return all(map(_takes_away, node.nodes))


def _text_alone(text: str, said: Collection[Node]) -> tuple[str, bool]:
    """The text of a query without what only takes papers away, and whether some of that stood behind the rest."""
    pieces = pieces_of(text)
    kept, begin = "", 0
    for first, last in _away(pieces, _Span(0, len(pieces)), said):
        kept = " ".join(filter(None, (kept, text[begin : pieces[first].at].strip())))
        begin = pieces[last - 1].end
    rest = text[begin:]
    return " ".join(filter(None, (kept, rest.lstrip()))) if begin else text, begin > 0 and not rest.strip()


@dataclass(frozen=True, slots=True)
class _Span:
    """Some of the pieces of a query, from one to before another."""

    at: int
    end: int
    depth: int = 0
    """In so many parentheses they stand."""

    def items(self, pieces: Sequence[Piece]) -> Iterator[tuple[int, _Span, bool]]:
        """Each part that stands there: where it begins with the signs before it, the piece or the group, and whether it
        is to be left out."""
        at = self.at
        while at < self.end:
            begin = at
            while at < self.end - 1 and pieces[at].kind in ("-", "AND"):
                at += 1
            start, opened = at, 0
            while at < self.end:
                opened += {"(": 1, ")": -1}.get(pieces[at].kind, 0)
                at += 1
                if opened <= 0:
                    break
            out = sum(piece.kind == "-" for piece in pieces[begin:start]) % 2 == 1
            yield begin, _Span(start, at, self.depth), out

    def within(self, pieces: Sequence[Piece]) -> _Span | None:
        """What stands between the parentheses of a group; None where it is none."""
        if pieces[self.at].kind != "(" or self.depth >= PARENTHESES:
            return None
        return _Span(self.at + 1, self.end - (pieces[self.end - 1].kind == ")"), self.depth + 1)

    def asks(self, pieces: Sequence[Piece], said: Collection[Node]) -> bool:
        """Whether a text or the name of a paper is asked for there."""
        return any(
            any(_is_said(piece, said) for piece in pieces[item.at : item.end])
            if (inner := item.within(pieces)) is None
            else inner.asks(pieces, said)
            for _, item, out in self.items(pieces)
            if not out
        )


def _away(pieces: Sequence[Piece], span: _Span, said: Collection[Node]) -> Iterator[tuple[int, int]]:
    """From which piece to before which there is what only takes papers away, where all of the span must hold."""
    items = [*span.items(pieces)]
    if any(pieces[item.at].kind == "OR" for _, item, _ in items):
        return
    gone = True
    for begin, item, out in items:
        inner, before = item.within(pieces), gone
        is_sign = inner is None and pieces[item.at].kind in ("sign", ")", "(")
        stays = is_sign or _Span(item.at, item.end, span.depth).asks(pieces, said)
        gone = out or not stays
        if gone:
            yield begin, item.end
            continue
        if before and pieces[begin].kind == "AND":
            yield begin, begin + 1
        if inner is not None:
            yield from _away(pieces, inner, said)


def _is_said(piece: Piece, said: Collection[Node]) -> bool:
    """Whether a piece is text of its own, or the name of a paper."""
    node = piece.node
    return piece.holds_words or isinstance(node, Phrase) or is_name(node) or (node is not None and node in said)

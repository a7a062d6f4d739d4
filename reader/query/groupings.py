"""The ways in which the parts of a query may belong together, where it does not say by parentheses which is meant.

>>> groupings("deep nets OR mamba")
('(deep nets) OR mamba', 'deep (nets OR mamba)')
>>> groupings("tag:ml -survey OR review")
('(tag:ml -survey) OR review', 'tag:ml (-survey OR review)', 'tag:ml -(survey OR review)')
>>> groupings("* -(diffusion survey)"), groupings("(deep nets) OR mamba")
(('* -(diffusion AND survey)', '* -(diffusion OR survey)'), ('(deep nets) OR mamba',))
>>> groupings("rain or shine", loose=loose_words("rain or shine"))
('rain shine', 'rain OR shine')
>>> groupings("rain read", loose=loose_words("rain read"))
('rain "read"', 'rain is:read')
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

from reader.query.doubts.exclusions import marked
from reader.query.fields import CHOICES
from reader.query.nodes import Word
from reader.query.parser import pieces_of
from reader.query.pieces import Piece, each_once
from reader.query.scripts import parts

_SMALL = {"or": "OR", "and": "AND", "not": "-"}
"""What joins, in small letters, each with the kind of its piece in capitals."""
_WAYS = ("near", "either", "neither")
"""What holds together first where OR stands beside other parts: what stands side by side; the alternatives; these, and
a sign of exclusion before the first is that of all."""


@dataclass(frozen=True, slots=True)
class LooseWord:
    """A word of a query that may be meant as more than a word: one in small letters that joins, a state of papers."""

    at: int
    """Where it begins, in characters of the query."""
    phrases: tuple[tuple[str, ...], ...]
    """It with words beside it, as they stand in a text: who has one of these means words; empty where no words do."""


@dataclass(slots=True)
class _Part:
    """A word, a phrase, a filter or a group, with what stands before it."""

    body: str | _Level
    signs: str = ""
    """The signs of exclusion before it, as they were typed."""
    joined: bool = False
    """AND stands before it."""

    @property
    def excludes(self) -> bool:
        return (self.signs.count("-") + self.signs.count("NOT")) % 2 == 1


@dataclass(slots=True)
class _Level:
    """What stands in one pair of parentheses, or in none."""

    options: list[list[_Part]] = field(default_factory=lambda: [[]])
    """The parts of each alternative."""


@dataclass(frozen=True, slots=True)
class _Grouping:
    """How the parts of a query are held together."""

    way: str
    """One of `_WAYS`."""
    any_out: bool
    """A group to be left out leaves out what has any of its parts, and not what has all of them."""

    def text(self, level: _Level, excluded: bool = False) -> str:
        """The level as it is typed with all its parentheses."""
        options = [option for option in level.options if option]
        flat = [part for option in options for part in option]
        if excluded and self.any_out and _may_be_any(flat):
            return " OR ".join(self.part(part, excluded) for part in flat)
        if len(options) > 1 and len(flat) > len(options) and self.way != "near":
            return self.beside(self.chains(options), excluded)
        told = [self.side_by_side(option, excluded) for option in options]
        if len(told) > 1:
            told = [f"({one})" if len(option) > 1 else one for one, option in zip(told, options, strict=True)]
        return " OR ".join(told)

    def side_by_side(self, option: Sequence[_Part], excluded: bool) -> str:
        """The parts of one alternative."""
        return self.beside([[part] for part in option], excluded)

    def beside(self, chains: Sequence[Sequence[_Part]], excluded: bool) -> str:
        """Alternatives that stand side by side; AND says of those to be left out that all are meant."""
        told = ""
        for chain in chains:
            join = "" if not told else " AND " if chain[0].joined or excluded else " "
            told += join + self.either(chain, excluded)
        return told

    @staticmethod
    def chains(options: Sequence[Sequence[_Part]]) -> list[list[_Part]]:
        """The parts, each with those that OR joins to it."""
        found: list[list[_Part]] = []
        for option in options:
            first, *others = option
            if found:
                found[-1].append(first)
            else:
                found.append([first])
            found += [[part] for part in others]
        return found

    def either(self, chain: Sequence[_Part], excluded: bool) -> str:
        """Alternatives of one part each."""
        if len(chain) == 1:
            return self.part(chain[0], excluded)
        first, *others = chain
        if self.way == "neither" and first.signs and not any(part.signs for part in others):
            out = excluded is not first.excludes
            return f"{first.signs}({' OR '.join(self.part(part, out) for part in (replace(first, signs=''), *others))})"
        return f"({' OR '.join(self.part(part, excluded) for part in chain)})"

    def part(self, part: _Part, excluded: bool) -> str:
        """One part with its signs."""
        if isinstance(part.body, str):
            return part.signs + part.body
        return f"{part.signs}({self.text(part.body, excluded is not part.excludes)})"


def _may_be_any(parts_: Sequence[_Part]) -> bool:
    """Whether who leaves out these parts side by side may mean any of them: no AND joins them, and none is a thing that
    is to be had."""
    return not any(part.joined or part.excludes for part in parts_)


def groupings(text: str, *, loose: Collection[LooseWord] = ()) -> tuple[str, ...]:
    """A query that is understood, as it is typed with the parentheses of each way in which it may be read, each once,
    that first in which it is read; where there is one way only, that alone. `loose` are words to be read as what else
    they may mean, too."""
    pieces, order = _parted(text)
    starts = frozenset(word.at for word in loose)
    told: list[str] = []
    for joins, states in product((False, True), repeat=2) if starts else ((False, False),):
        level, _ = _level([*_read_loose(pieces, starts, joins=joins, states=states)], 0)
        told += [_Grouping(way, any_out).text(level) for any_out, way in product((False, True), _WAYS)]
    return tuple(dict.fromkeys(" ".join(filter(None, (one, *order))) for one in told))


def loose_words(text: str) -> list[LooseWord]:
    """The words `or` and `not` in small letters that may join what stands beside them, `and` where one does, and those
    that are asked for and are a state of papers (`read`)."""
    pieces, _ = _parted(text)
    joins, states = [], []
    flags = [excluded for _, excluded in marked(pieces)]
    for at, piece in enumerate(pieces):
        before, after = _before(pieces, at), pieces[at + 1] if at + 1 < len(pieces) else None
        if not isinstance(piece.node, Word):
            continue
        around = [other for other in (before, piece, after) if other is not None and isinstance(other.node, Word)]
        if piece.text in CHOICES["is"]:
            if not flags[at]:
                states.append(LooseWord(piece.at, tuple(_words_of(pair) for pair in pairwise(around))))
        elif (small := _small(piece)) and after is not None and _begins(after):
            if small != "not" and (before is None or before.kind not in (")", "node") or _small(before)):
                continue
            is_within = after in around and (small == "not" or before in around)
            joins.append((small, LooseWord(piece.at, (_words_of(around),) if is_within else ())))
    return [*states, *(join for _, join in joins if any(word != "and" for word, _ in joins))]


def _before(pieces: Sequence[Piece], at: int) -> Piece | None:
    """What stands before a piece: before `or` or `and` that begins a pair of parentheses, what stands before that."""
    while at and pieces[at - 1].kind == "(" and _small(pieces[at]) in ("or", "and"):
        pieces = [*pieces[: at - 1], *pieces[at:]]
        at -= 1
    return pieces[at - 1] if at else None


def _words_of(pieces: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(word for piece in pieces for word in parts(piece.text))


def _begins(piece: Piece) -> bool:
    """Whether a part of a query begins there."""
    return piece.kind in ("(", "-") or (piece.kind == "node" and _small(piece) not in ("or", "and"))


def _parted(text: str) -> tuple[list[Piece], list[str]]:
    """The pieces of a query, each part once, and the orders that it asks for."""
    found: list[Piece] = []
    order = []
    for piece in each_once(pieces_of(text)):
        if piece.kind == "node" and piece.node is None:
            order.append(piece.text)
        elif piece.kind != "sign":
            found.append(piece)
    return found, order


def _read_loose(pieces: Sequence[Piece], starts: Collection[int], *, joins: bool, states: bool) -> Iterator[Piece]:
    """The pieces with those that begin at `starts` as words that mean no more, or as what else they may mean: those
    that may join where `joins`, before the parenthesis that they begin, the others where `states`."""
    opened: list[Piece] = []
    for piece in pieces:
        small = _small(piece)
        if piece.kind == "(":
            opened.append(piece)
            continue
        if small and joins and piece.at in starts and piece.kind == "node":
            joining = replace(piece, kind=_SMALL[small], text=small.upper(), node=None)
            yield from (*opened, joining) if small == "not" else (joining, *opened)
            opened = []
            continue
        yield from opened
        opened = []
        if piece.at not in starts or piece.kind != "node":
            yield piece
        elif small == "not" or not small:
            yield replace(piece, text=f"is:{piece.text}" if states and not small else f'"{piece.text}"')


def _small(piece: Piece) -> str:
    """The word in small letters, or in some, that joins; "" for any other piece."""
    small = piece.text.lower()
    return small if small in _SMALL and not piece.text.isupper() else ""


def _level(pieces: Sequence[Piece], at: int, depth: int = 0) -> tuple[_Level, int]:
    """What is read from there up to a closing parenthesis, and where it stopped."""
    level = _Level()
    signs, joined = "", False
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if piece.kind == ")":
            if depth:
                break
            continue
        if piece.kind == "OR":
            level.options.append([])
        elif piece.kind == "-":
            signs += "-" if piece.text == "-" else "NOT "
        elif piece.kind == "AND":
            joined = True
        else:
            body: str | _Level = piece.text
            if piece.kind == "(":
                body, at = _level(pieces, at, depth + 1)
            level.options[-1].append(_Part(body, signs, joined))
            signs, joined = "", False
    return level, at

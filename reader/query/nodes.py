"""What a query is made of: words, phrases and filters, joined by and, or and not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reader.paper import Paper
from reader.query.filters import Filter, Lists, searched_texts, side_by_side
from reader.query.scripts import flat
from reader.text import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A free word, matched fuzzily."""

    text: str
    """Folded, letters and digits only, as `scripts.parts` cuts them."""
    typing: bool = False
    """It ends the query, so it may be only begun."""
    ended: bool = field(default=False, compare=False)
    """It is the last word that is asked for, be a filter behind it or not: what changes papers takes those alone that
    have it also as one that is still typed."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand one after the other, exactly so, in one field."""

    words: tuple[str, ...]
    """Folded; never empty."""
    literal: bool = field(default=False, compare=False)
    """It was typed without a blank: it is taken at its word, whatever it is like."""

    def accepts(self, paper: Paper) -> bool:
        """Whether a field of the paper holds the phrase."""
        return any(map(self.within, searched_texts(paper)))

    def within(self, text: str) -> bool:
        """Whether `text` holds the phrase."""
        return text != "" and side_by_side(self.words)(flat(text))


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be so."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """What matches when all of its nodes do."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    nodes: tuple[Node, ...]


Node = Word | Phrase | Filter | Not | And | Or


EVERYTHING = And(())
"""What `*` means: every paper has all of nothing."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part of a query that is not understood."""

    part: str
    """The part as it was typed."""
    why: str
    """Quiet words on what is wrong with it, which name it."""
    nearest: str = ""
    """What was likely meant instead; "" where nothing is like it."""
    at: int = 0
    """Where the part begins, in characters of the query."""
    typing: bool = False
    """It is usual in a query that is still being typed, or in a pasted title: nothing is said of it meanwhile."""
    pasted: bool = False
    """It is a mark of a list, a table or a link around words: who only looks for these need not be told of it."""

    def is_within(self, other: Doubt) -> bool:
        """Whether it is about a piece of what another doubt is about, which proposes something for all of it, and is
        said to nobody to whom that is not."""
        is_piece = other.at <= self.at and self.at + len(self.part) <= other.at + len(other.part)
        return is_piece and other.nearest != "" and self.typing >= other.typing

    @property
    def words(self) -> str:
        """The doubt as it is said beneath the search line."""
        return f"{self.why}; did you mean '{self.nearest}'?" if self.nearest else self.why

    @property
    def sentence(self) -> str:
        """The doubt as a sentence."""
        said = self.words[:1].upper() + self.words[1:]
        return said if said.endswith(("?", "..")) else said + "."


@dataclass(frozen=True, slots=True)
class Query:
    """A query, understood as far as it is typed."""

    text: str
    """As it was typed."""
    root: Node | None = None
    """Words, phrases and filters; None when there are none."""
    sort: tuple[str, bool] | None = None
    """A key of `SORTS` and whether it is reversed; None when the query asks for no order."""
    doubts: tuple[Doubt, ...] = ()
    """The parts that are not understood, in order: they are left out, or taken as words."""
    exact: bool = False
    """It chooses what is changed, exported or saved, or is saved itself: no other reading of it is tried."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Quiet words on what is unknown or half-typed, to be shown beneath the search line."""
        return tuple(dict.fromkeys(doubt.words for doubt in self.doubts if not (doubt.typing or doubt.pasted)))

    @property
    def told(self) -> tuple[str, ...]:
        """What is not understood, in sentences for who only looks."""
        return tuple(dict.fromkeys(doubt.sentence for doubt in self.doubts if not doubt.pasted))

    @property
    def chooses(self) -> bool:
        """Whether it names the papers that it wants, or all of them by `*`, and does not only leave some out."""
        return self.root is not None and chooses(self.root)

    @property
    def can_stand(self) -> bool:
        """Whether a stored query may be answered: one that is not understood must not mean every paper."""
        return not self.doubts or self.chooses

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing: every paper matches."""
        return self.root is None

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but free words that must all be there."""
        nodes = self.root.nodes if isinstance(self.root, And) else (self.root,)
        return all(isinstance(node, Word) for node in nodes)

    @property
    def words(self) -> tuple[str, ...]:
        """The free words that are asked for (those excluded are left out), folded, in order."""
        return tuple(leaf.text for leaf in wanted(self.root) if isinstance(leaf, Word))

    @property
    def has_words(self) -> bool:
        """Whether any free word or phrase decides, an excluded one too: then only an index can answer."""
        return any(isinstance(leaf, Word | Phrase) for leaf in leaves(self.root))

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters in order, those that leave out too: a paper is found or not by any of them."""
        return tuple(leaf for leaf in leaves(self.root) if isinstance(leaf, Filter))

    def with_filters(self, new: Callable[[Filter, bool], Filter]) -> Query:
        """The query with other filters in the places of its own; `new` is told whether one is to be left out."""
        return self if self.root is None else replace(self, root=_with_filters(self.root, new, excluded=False))

    def accepts(self, paper: Paper, lists: Lists, today: date) -> bool:
        """Whether the filters and phrases allow this paper; free words (the index judges them) are taken to match.

        `lists` gives the names of a paper's reading lists by its id.
        """
        return judge(self.root, paper, lists, today) is not False

    def plainly(self, lists: Lists, today: date) -> Callable[[Paper], bool]:
        """What judges papers without an index: words that are asked for by pieces of titles, all else as an index does.

        So nothing is found that is to be left out.
        """
        root = None if self.root is None else _literal(self.root)
        return lambda paper: judge(root, paper, lists, today, fold(paper.title)) is not False


def judge(node: Node | None, paper: Paper, lists: Lists, today: date, title: str | None = None) -> bool | None:
    """Whether the node allows the paper; None when that hangs on free words (Kleene's three values), which are pieces
    of `title` where that is given."""
    match node:
        case None:
            return True
        case Word():
            return None if title is None else node.text in title
        case Phrase():
            return node.accepts(paper)
        case Filter():
            return node.accepts(paper, lists, today)
        case Not():
            inner = judge(node.node, paper, lists, today, title)
            return None if inner is None else not inner
    every = isinstance(node, And)
    open_ = False
    for part in node.nodes:
        verdict = judge(part, paper, lists, today, title)
        if verdict is (not every):
            return verdict
        open_ = open_ or verdict is None
    return None if open_ else every


def chooses(node: Node, *, outside: bool = False) -> bool:
    """Whether a node names papers that it wants; with `outside`, whether what it leaves out does."""
    match node:
        case Not():
            return chooses(node.node, outside=not outside)
        case And() | Or():
            chosen = [chooses(part, outside=outside) for part in node.nodes]
            if node == EVERYTHING:
                return not outside
            return any(chosen) if isinstance(node, And) is not outside else all(chosen)
    return not outside


def _literal(node: Node, *, outside: bool = False) -> Node:
    """The node with the words that it leaves out as phrases of one word: they are never matched fuzzily."""
    match node:
        case Word() if outside:
            return Phrase((node.text,))
        case Not():
            return Not(_literal(node.node, outside=True))
        case And() | Or():
            return replace(node, nodes=tuple(_literal(part, outside=outside) for part in node.nodes))
    return node


def _with_filters(node: Node, new: Callable[[Filter, bool], Filter], *, excluded: bool) -> Node:
    match node:
        case Filter():
            return new(node, excluded)
        case Not():
            return Not(_with_filters(node.node, new, excluded=not excluded))
        case And() | Or():
            return replace(node, nodes=tuple(_with_filters(part, new, excluded=excluded) for part in node.nodes))
    return node


def settled(node: Node) -> Node:
    """The node as it stands: nothing in it is taken to be half-typed."""
    match node:
        case Word() | Filter():
            return replace(node, typing=False)
        case Not():
            return Not(settled(node.node))
        case And() | Or():
            return replace(node, nodes=tuple(map(settled, node.nodes)))
    return node


def as_typed(node: Node) -> Node:
    """A settled node with the word that ended the query as it is where that is still typed."""
    match node:
        case Word():
            return replace(node, typing=node.ended)
        case And() | Or():
            return replace(node, nodes=tuple(map(as_typed, node.nodes)))
    return node


def tops(node: Node | None) -> tuple[Node, ...]:
    """The parts of a tree that must all hold."""
    return node.nodes if isinstance(node, And) else () if node is None else (node,)


def all_of(nodes: Sequence[Node]) -> Node | None:
    """The tree of parts that must all hold; None for none."""
    return And(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None


def leaves(node: Node | None) -> Iterator[Word | Phrase | Filter]:
    """All leaves in order, the excluded ones too."""
    match node:
        case None:
            return
        case Not():
            yield from leaves(node.node)
        case And() | Or():
            for part in node.nodes:
                yield from leaves(part)
        case _:
            yield node


def wanted(node: Node | None) -> Iterator[Word | Phrase | Filter]:
    """The leaves that are asked for, in order; what is excluded is left out."""
    match node:
        case None | Not():
            return
        case And() | Or():
            for part in node.nodes:
                yield from wanted(part)
        case _:
            yield node

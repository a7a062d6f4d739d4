"""Which papers match a query, and how well: the tree of words, phrases and filters becomes one column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableSequence, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice, pairwise
from typing import Any

from reader.paper import Paper
from reader.query import And, Filter, Node, Not, Or, Phrase, Query, Word
from reader.query.filters import TEXTS, Test
from reader.query.nodes import tops
from reader.query.parser import LONGEST
from reader.query.scripts import is_unspaced, parts
from reader.search.compounds import joined
from reader.search.entries import Entries
from reader.search.hits import Hit, Hits
from reader.search.initials import authored, names, persons
from reader.search.last_order import COMPARED, LastOrder, line_of
from reader.search.layers import Slots
from reader.search.lookup import BESIDE_NAMES
from reader.search.nearest import Nearest
from reader.search.phrases import glued, holding, literally, passage, phrase, within
from reader.search.postings import START
from reader.search.terms import EVERYWHERE, EXACTLY, GLUED, ONE_TYPO, STOP_WORDS, TWO_TYPOS, Term

ENOUGH = (0.87, 0.78, 0.0)
"""When the best paper reaches this score, the query is not read with more typos."""
FLOOR = (0.0, 0.7, 0.75)
"""Papers below this part of the best score are left out, for each reach."""
FAVOUR = 0.98
"""A query that begins with a small word ("what to r") means a title that does, and other papers lose this much."""
LEAST = 0.5
"""A best score below this is chance, and nothing is found."""
ENOUGH_FOUND = 20
"""Where so many papers match, no nearest ones are shown."""
QUOTED, QUOTED_SCORE = 12, 50.0
"""So many papers are shown that have only what stands in quotes, with this score."""
AS_ONE_HELD = 5
"""A word of which that many papers hold the one that it makes with the next ("pre" in "pre-training") stands for no
longer word."""
NAMED = 12
"""In a longer line no letters are sought that are an author's initials."""
SOMEBODY, IN_ORDER = 0.9, 0.95
"""What other papers lose where some are by a person whose whole name is typed, and where its words stand in this order.
"""
PIECE = 5
"""So many words that follow each other are a piece of a text rather than words."""
_POSSESSIVE = "s"
"""What stands behind an apostrophe."""
PASSAGE = 0.75
"""What other papers lose where some hold such a piece as it stands."""

Stays = Sequence[Callable[[str], bool]]
"""What a paper that the words find must pass, by its id, to stay."""


class Evaluation:
    """One query over one library."""

    def __init__(
        self,
        entries: Entries,
        query: Query,
        papers: Mapping[str, Paper],
        lists: Callable[[str], Collection[str]],
        today: date,
    ) -> None:
        self.entries = entries
        self.columns = entries.columns
        self.size = len(entries.papers)
        self.query = query
        self.papers = papers
        self.lists = lists
        self.today = today
        self.reach = EXACTLY
        """How far the reading goes that was found."""
        self.names: set[str] = set()
        """Words of the query that were taken for an author's surname and initials: they are not sought in titles."""

    def run(self) -> Hits:
        """The papers that match, in order."""
        if self.query.root is None:
            return Hits(list(self.papers))
        root = self._settled(self.query.root)
        parts = tops(root)
        ranked = tuple(part for part in parts if _has_words(part))
        strict = sorted((part for part in parts if not _has_words(part)), key=_reads_texts)
        if not ranked:
            kept: Collection[Paper] = self.papers.values()
            for part in strict:
                kept = list(filter(self._test(part), kept))
            return Hits([paper.id for paper in kept])
        slots, scores = self._ranked(And(ranked))
        for part in strict:
            test = self._test(part)
            places = [at for at, slot in enumerate(slots) if test(self._paper(slot))]
            slots, scores = [slots[at] for at in places], [scores[at] for at in places]
        return LastOrder(self.entries, self.query, self.reach, self.names).hits(slots, scores)

    def with_nearest(self, found: Hits, stays: Stays = ()) -> Hits:
        """The hits that `run` gave, and after them the papers that come nearest to the words where none has them all,
        or where they say more of the query than those that have; of the nearest only those that stay."""
        nodes = tops(self.query.root)
        free = [node for node in nodes if isinstance(node, Word)][:LONGEST]
        words = [word for word in free if word.text not in STOP_WORDS]
        telling = [word for word in words if word.text not in BESIDE_NAMES]
        words = telling if len(telling) > 1 else words
        if len(found) >= ENOUGH_FOUND:
            return found
        if not len(found) and words and any(isinstance(node, Phrase) for node in nodes):
            return self._quoted([node for node in nodes if not isinstance(node, Word)], stays)
        if len(words) < 2:
            return found
        tests = [self._held(node) for node in nodes if not isinstance(node, Word)]
        ids = self.entries.ids
        taken = [slot for id in found.ids if (slot := self.entries.slots.get(id)) is not None]
        line = parts(self.query.text[:COMPARED])
        best = Nearest(self.entries, words).best(
            self.entries.order(self.papers),
            line,
            taken,
            lambda slot: all(test(slot) for test in tests),
            lambda slot: all(test(ids[slot]) for test in stays),
        )
        hits = [Hit(ids[slot], round(100 * min(1.0, score), 2), nearest=True) for score, slot in best]
        return found.followed_by(hits)

    def staying(self, beside: Sequence[Node], inside: Collection[str] | None) -> Stays:
        """Which of the papers `inside` stay where what stands beside the words of a query takes others away."""
        settled = sorted((self._settled(node) for node in beside), key=_reads_texts)
        return [*([] if inside is None else [inside.__contains__]), *map(self._staying, settled)]

    def _staying(self, node: Node) -> Callable[[str], bool]:
        """What tells whether the paper of an id has a node that is no free word; one that is not entered yet has none
        of which the index tells."""
        if not _has_words(node):
            test, papers = self._test(node), self.papers
            return lambda id: test(papers[id])
        held, slots = self._held(node), self.entries.slots
        return lambda id: (slot := slots.get(id)) is not None and held(slot)

    def _quoted(self, parts: Sequence[Node], stays: Stays) -> Hits:
        """The first papers that have what stands in quotes, and none of which has the words beside that, as nearest."""
        query = replace(self.query, root=And(tuple(parts)))
        ids = Evaluation(self.entries, query, self.papers, self.lists, self.today).run().ids
        held = islice((id for id in ids if all(test(id) for test in stays)), QUOTED)
        return Hits([]).followed_by([Hit(id, QUOTED_SCORE, nearest=True) for id in held])

    def _held(self, part: Node) -> Callable[[int], bool]:
        """What tells whether the paper of a slot has a part of the query that is no free word."""
        if not _has_words(part):
            test = self._test(part)
            return lambda slot: test(self._paper(slot))
        column = self._column(part, EXACTLY)
        return lambda slot: column is not None and column[slot] > 0

    def _test(self, node: Node) -> Test:
        """What tells whether a paper passes a node without free words; the index answers for the words of a field."""
        match node:
            case Not():
                inner = self._test(node.node)
                return lambda paper: not inner(paper)
            case And() | Or():
                tests = [self._test(part) for part in node.nodes]
                all_or_any = all if isinstance(node, And) else any
                return lambda paper: all_or_any(test(paper) for test in tests)
        assert isinstance(node, Filter)
        if node.field not in TEXTS:
            return node.test(self.lists, self.today)
        held, slots, read = holding(self.entries, node), self.entries.slots, node.test(self.lists, self.today)
        return lambda paper: held[slot] > 0 if (slot := slots.get(paper.id)) is not None else read(paper)

    def _paper(self, slot: int) -> Paper:
        held = self.entries.papers[slot]
        assert held is not None
        return self.papers[held.id]

    def _settled(self, node: Node) -> Node:
        """The tree with half-typed names of tags and lists read as beginnings where nothing is called just so."""
        match node:
            case Filter() if node.typing and node.field in ("tag", "list"):
                known = any(map(node.test(self.lists, self.today), self.papers.values()))
                return node if known else replace(node, prefix=True)
            case And() | Or():
                return replace(node, nodes=tuple(map(self._settled, node.nodes)))
        return node

    def _ranked(self, root: And) -> tuple[MutableSequence[int], MutableSequence[float]]:
        order = self.entries.order(self.papers)
        words = _alone(root)
        found: tuple[MutableSequence[int], MutableSequence[float]] = [], []
        read = EXACTLY
        for reach in (EXACTLY, ONE_TYPO, TWO_TYPOS):
            self.reach = reach
            column = self._column(words, reach)
            if column is None:
                continue
            found, read = self.columns.ranked(self._preferred(column), order, FLOOR[reach]), reach
            if len(found[1]) and found[1][0] >= ENOUGH[reach]:
                break
        slots, scores = found
        if not len(scores) or scores[0] < LEAST:
            return [], []
        if words == root:
            return slots, scores
        column = self._column(root, read)
        if column is None:
            return [], []
        return self.columns.ranked(self._preferred(self._within(column, slots)), order, 0.0)

    def _preferred(self, column: Any) -> Any:
        """A column of what is found, in which other papers lose a part where some are more likely meant."""
        first = next(iter(self.query.words), "")
        if first in STOP_WORDS:
            column = self.columns.favoured(column, self.entries.postings.table(START).get(first, set()), FAVOUR)
        if piece := self._passage:
            column = self.columns.favoured(column, piece, PASSAGE)
        for some, factor in zip(self._by_somebody, (IN_ORDER, SOMEBODY), strict=True):
            column = self.columns.favoured(column, some, factor) if some else column
        return column

    @cached_property
    def _by_somebody(self) -> tuple[set[int], set[int]]:
        """The slots of the papers by a person whose whole name is typed: spelt so, and in any order (see `persons`)."""
        words = self.query.words
        return persons(self.entries, words) if 1 < len(words) <= NAMED else (set(), set())

    @cached_property
    def _passage(self) -> set[int]:
        """The slots of the papers in which the words follow each other as they do in the query, where these are many
        enough to be a piece of a text; the last may be only begun."""
        line = line_of(self.query)
        return passage(self.entries, line) if PIECE <= len(line) <= LONGEST else set()

    def _column(self, node: Node, reach: int) -> Any:
        """The column of a node, None when nothing matches."""
        match node:
            case Word():
                return self._together((node,), reach)
            case Phrase():
                return phrase(self.entries, node.words)
            case Filter():
                return self._mask(node)
            case Not():
                excluded = self._column(node.node, -1)
                return self._all() if excluded is None else self.columns.outside(excluded)
            case Or():
                found = [column for part in node.nodes if (column := self._alternative(part, reach)) is not None]
                return self.columns.either(found) if found else None
            case And(nodes=()):
                return self._all()
        plain = tuple(part for part in node.nodes if isinstance(part, Word))
        scored = [part for part in node.nodes if not isinstance(part, Word | Filter | Not)]
        masks = [part for part in node.nodes if isinstance(part, Filter | Not)]
        found = [self._together(plain, reach)] if plain else []
        found += [self._column(part, reach) for part in scored]
        if any(column is None for column in found):
            return None
        weights = ([float(len(plain))] if plain else []) + [1.0] * len(scored)
        column = self.columns.every(found, weights) if found else None
        for mask in masks:
            held = self._column(mask, reach)
            if held is None:
                return None
            column = held if column is None else self.columns.less(column, self.columns.outside(held))
        return column

    def _alternative(self, part: Node, reach: int) -> Any:
        """The column of an alternative: what no paper has is read with typos as it is by itself, whatever the others
        find."""
        words = _alone(part)
        column = self._column(words, reach)
        if not 0 <= reach < TWO_TYPOS or (column is not None and self.columns.some(column)):
            return column if words == part else self._column(part, reach)
        further = (self._column(words, other) for other in range(reach + 1, TWO_TYPOS + 1))
        for other, column in enumerate(further, reach + 1):
            if column is None:
                continue
            slots, scores = self.columns.ranked(column, self.entries.order(self.papers), FLOOR[other])
            if len(scores) and scores[0] >= max(LEAST, ENOUGH[other]):
                column = column if words == part else self._column(part, other)
                return None if column is None else self._within(column, slots)
        return None

    def _within(self, column: Any, slots: Iterable[int]) -> Any:
        """A column without what it finds in other slots than these."""
        kept = self.columns.spread(self.size, [(1.0, [set(slots)])])
        return self.columns.less(column, self.columns.outside(kept))

    def _all(self) -> Any:
        """The column in which every paper matches."""
        return self.columns.spread(self.size, [(1.0, [set(range(self.size))])])

    def _mask(self, node: Filter) -> Any:
        test = self._test(node)
        slots = {slot for slot in self.entries.order(self.papers) if test(self._paper(slot))}
        return self.columns.spread(self.size, [(1.0, [slots])]) if slots else None

    def _together(self, nodes: tuple[Word, ...], reach: int) -> Any:
        """The column of words that must all match."""
        if reach < 0:
            return self._left_out(nodes)
        ways = [self._as_words(nodes, reach)]
        if len(nodes) <= NAMED:
            ways.append(self._as_names(nodes, reach))
        found = [way for way in ways if way is not None]
        return self.columns.either(found) if found else None

    def _as_names(self, nodes: tuple[Word, ...], reach: int) -> Any:
        """The column where letters beside a surname are an author's initials; None where there are none."""
        named, taken = names(self.entries, nodes[:LONGEST], reach)
        if not named:
            return None
        surnames = {name.at: authored(self.entries, nodes[name.at], name, reach) for name in named}
        self.names |= {nodes[at].text for at in (*taken, *surnames)}
        others = [
            at
            for at, node in enumerate(nodes[:LONGEST])
            if at not in taken and at not in surnames and (node.text not in STOP_WORDS or node.typing)
        ]
        columns = list(surnames.values())
        weights = [_weight(nodes[at]) for at in surnames]
        if others:
            columns.append(self._as_words(tuple(nodes[at] for at in others), reach))
            weights.append(sum(_weight(nodes[at]) for at in others))
        return None if any(one is None for one in columns) else self.columns.every(columns, weights)

    def _as_words(self, nodes: tuple[Word, ...], reach: int) -> Any:
        """The column where every word, a letter too, stands in the paper."""
        needed = tuple(node for node in nodes if node.text not in STOP_WORDS or node.typing) or nodes
        needed = needed[:LONGEST]
        last = len(needed) - 1
        pairs = {at: column for at in range(last) if (column := self._joined(needed[at], needed[at + 1])) is not None}
        shortened = self._shortened(nodes, needed)
        columns: dict[int, Any] = {}
        frequency = self.entries.vocabulary.frequency
        common = None
        for at in sorted(range(len(needed)), key=lambda at: frequency(needed[at].text)):
            is_part = at in pairs and frequency(needed[at].text + needed[at + 1].text) >= AS_ONE_HELD
            column = self._term(needed[at], reach, whole=is_part)
            held = [one for one in (column, *shortened.get(at, ())) if one is not None]
            columns[at] = self.columns.either(held) if held else None
            held += [pairs[pair] for pair in (at - 1, at) if pair in pairs]
            if not held:
                return None
            if len(needed) >= PIECE:
                having = self.columns.either(held)
                common = having if common is None else self.columns.every([common, having], [1.0, 1.0])
                if not self.columns.some(common):
                    return None
        weights = [_weight(node) for node in needed]
        ways = []
        if all(column is not None for column in columns.values()):
            ways.append(self.columns.every([columns[at] for at in range(last + 1)], weights))
        for at, glue in pairs.items():
            rest = [other for other in range(last + 1) if other not in (at, at + 1)]
            if all(columns[other] is not None for other in rest):
                shares = [weights[at] + weights[at + 1], *(weights[other] for other in rest)]
                ways.append(self.columns.every([glue, *(columns[other] for other in rest)], shares))
        return self.columns.either(ways) if ways else None

    def _shortened(self, nodes: tuple[Word, ...], needed: tuple[Word, ...]) -> dict[int, list[Any]]:
        """For the places of needed words that stand together for one: the columns of that one."""
        found: dict[int, list[Any]] = {}
        texts = [node.text for node in nodes]
        for start, end, one in joined(self.entries, texts):
            column = literally(self.entries, one, 1.0, texts[start:end])
            if column is not None:
                for node in nodes[start:end]:
                    if node in needed:
                        found.setdefault(needed.index(node), []).append(column)
        return found

    def _left_out(self, nodes: tuple[Word, ...]) -> Any:
        """The column of words that are to be left out where all of them are: each in any of its forms and spellings, as
        the beginning of a longer word, in pieces or for an acronym, as it is found where it is asked for; but by no
        typo."""
        needed = tuple(node for node in nodes if node.text not in STOP_WORDS and node.text != _POSSESSIVE) or nodes
        shortened = self._shortened(nodes, needed)
        columns: list[Any] = []
        for at, node in enumerate(needed):
            found = [self._whole(node), glued(self.entries, node.text), *shortened.get(at, ())]
            held = [column for column in found if column is not None]
            columns.append(self.columns.either(held) if held else None)
        ways = [columns]
        for at, (first, second) in enumerate(pairwise(needed)):
            one = self._whole(Word(first.text + second.text))
            ways.append([*columns[:at], one, *columns[at + 2 :]])
        whole = [self.columns.every(way, [1.0] * len(way)) for way in ways if all(one is not None for one in way)]
        return self.columns.either(whole) if whole else None

    def _whole(self, node: Word) -> Any:
        """The column of all that a word finds without a typo; None where it finds nothing."""
        if is_unspaced(node.text):
            return within(self.entries, node.text, scattered=False)
        same = {node.text, *self.entries.meant(node.text, False, EXACTLY)}
        slots = self.entries.postings.slots
        held: list[Slots] = [found for one in sorted(same) for _, found in slots(one, EVERYWHERE)]
        return self.columns.spread(self.size, [(1.0, held)]) if held else None

    def _term(self, node: Word, reach: int, *, whole: bool = False) -> Any:
        """The column of a word, with the papers that hold it in pieces; None when nothing matches. With `whole` it is
        no beginning of a longer one."""
        if is_unspaced(node.text):
            return within(self.entries, node.text, scattered=reach > EXACTLY, typing=node.typing)
        term = self.entries.whole_word(node.text, reach) if whole else self.entries.term(node.text, node.typing, reach)
        column = term.column
        in_pieces = glued(self.entries, node.text)
        if column is None or in_pieces is None:
            return in_pieces if column is None else column
        return self.columns.either([column, in_pieces])

    def _joined(self, first: Word, second: Word) -> Any:
        """The column of two neighbours read as one word of the library, None when it has no such word."""
        term = as_one(self.entries, first, second)
        return None if term is None or term.column is None else self.columns.scaled(term.column, GLUED)


def as_one(entries: Entries, first: Word, second: Word) -> Term | None:
    """Two neighbours as one word, None where that is none of the library: a glued word with a typo is any word."""
    word = first.text + second.text
    if is_unspaced(first.text) or is_unspaced(second.text) or not 4 <= len(word) <= 40:
        return None
    if word not in entries.vocabulary and not second.typing:
        return None
    return entries.term(word, second.typing, EXACTLY)


def _weight(node: Word) -> float:
    """What a word counts among the others: a long one says more."""
    return 0.5 + min(len(node.text), 8) / 16


def _reads_texts(node: Node) -> bool:
    """Whether judging it may take long, so that others may spare it."""
    return not isinstance(node, Filter) or node.field in TEXTS


def _alone(node: Node) -> Node:
    """A node without what only takes papers away from those that its words find, or a phrase beside them: by the words
    alone it is decided how far from them is near enough."""
    match node:
        case Or():
            return replace(node, nodes=tuple(map(_alone, node.nodes)))
        case And() if any(map(_says, node.nodes)):
            return replace(node, nodes=tuple(_alone(part) for part in node.nodes if _says(part)))
    return node


def _says(node: Node) -> bool:
    """Whether a node asks for free words."""
    return isinstance(node, Word) or (isinstance(node, And | Or) and any(map(_says, node.nodes)))


def _has_words(node: Node) -> bool:
    match node:
        case Word() | Phrase():
            return True
        case Filter():
            return False
        case Not():
            return _has_words(node.node)
    return any(_has_words(part) for part in node.nodes)

"""What the index holds: papers in slots, their postings and vocabulary, and what the last queries worked out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reader.paper import Paper
from reader.query.scripts import index_words
from reader.search.acronyms import Acronyms
from reader.search.blocks import Blocks, Unsound
from reader.search.columns import LARGE, Columns, PlainColumns
from reader.search.keys import Keys
from reader.search.names import NameTable
from reader.search.postings import ACRONYMS, Postings, same_facts
from reader.search.records import Shelf
from reader.search.stems import forms, inflected
from reader.search.terms import EVERYWHERE, EXACTLY, Term, exact_readings, groups, readings
from reader.search.words import Vocabulary

REMEMBERED = 100
"""So many words are kept from keystroke to keystroke."""
WORDS_MEANT = 200
"""Of so many what they may mean is: a pasted sentence asks for it several times."""
FINDINGS = 2_000
"""So many small findings are."""
SPARE = 1_000
"""So many empty slots, beyond one for each paper, are borne before everything is entered anew."""


class Entries:
    """The papers of a library as the search sees them."""

    def __init__(self, blocks: Blocks | None = None, large: int | None = None) -> None:
        """`blocks` are those that other entries gave: what they held is then held by these. `large` is how many papers
        are many for what is asked (`LARGE`)."""
        self._begin(blocks)
        self._large = LARGE if large is None else large
        self.columns: Columns[Any] = _columns(len(self.slots) >= self._large)
        self._kept: dict[tuple[object, ...], Any] = {}
        self._noted: dict[tuple[object, ...], Any] = {}
        self._meant: dict[tuple[object, ...], Any] = {}
        self._acronyms: tuple[int, Acronyms] | None = None
        self._order: tuple[Mapping[str, Paper], int, Sequence[int]] | None = None

    def _begin(self, blocks: Blocks | None = None) -> None:
        self.base = blocks
        self.papers = Shelf(blocks)
        self.ids: list[str] = blocks.told("ids") if blocks is not None else []
        if len(self.ids) != len(self.papers):
            raise Unsound
        self.titles: list[list[str] | None] = [None] * len(self.ids)
        self.slots = {id: slot for slot, id in enumerate(self.ids) if id}
        self.names = NameTable(blocks, self.ids)
        words = Keys(blocks, "words") if blocks is not None else None
        self.postings = Postings(blocks, words, len(self.ids))
        self.vocabulary = Vocabulary(self.postings.frequency, blocks, words, self.postings.lives)
        self.changed: set[str] = set()
        """The ids of the papers that are not as they were in the blocks."""

    def take(self, papers: Iterable[Paper]) -> None:
        """Takes these papers in the place of those of the blocks, in whose order they are and which they are like."""
        for slot, paper in enumerate(papers):
            self.papers[slot] = paper

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """All of it, to be read by others."""
        if self.base is not None and not self.changed:
            yield from self.base.all()
            return
        words = self.vocabulary.all()
        yield "ids", json.dumps([id if self.slots.get(id) == slot else "" for slot, id in enumerate(self.ids)]).encode()
        yield from self.papers.blocks()
        yield from self.vocabulary.blocks(words)
        yield from self.postings.blocks(words)
        yield from self.names.blocks(self.slots)

    @property
    def count(self) -> int:
        """How many papers it holds."""
        return len(self.slots)

    @property
    def acronyms(self) -> Acronyms:
        """What acronyms stand for, as the papers say."""
        told = self.postings.explained
        if self._acronyms is None or self._acronyms[0] != told:
            self._acronyms = (told, Acronyms(self.postings.table(ACRONYMS)))
        return self._acronyms[1]

    def enter(self, paper: Paper) -> None:
        """Enters a paper, or what changed of it."""
        slot = self.slots.get(paper.id)
        if slot is not None and self.papers.holds(slot, paper):
            return
        old = None if slot is None else self.papers[slot]
        if slot is not None and old is not None:
            if old is paper or old == paper:
                self.papers[slot] = paper
                return
            self.changed.add(paper.id)
            self.names.enter(paper, old)
            if same_facts(old, paper):
                self.papers[slot] = paper
                if (old.tags, old.note) != (paper.tags, paper.note):
                    self.postings.remove_user(slot, old)
                    self.vocabulary.add(self.postings.add_user(slot, paper))
                    self._forget()
                return
            self.leave(paper.id)
        self.names.enter(paper, None)
        slot = len(self.papers)
        self.papers.append(paper)
        self.ids.append(paper.id)
        self.titles.append(None)
        self.slots[paper.id] = slot
        self.changed.add(paper.id)
        self.vocabulary.add(self.postings.add(slot, paper))
        self._changed()

    def readying(self) -> Iterator[None]:
        """Does now, step by step, what the first search would otherwise have to do first."""
        from rapidfuzz import fuzz  # noqa: F401, PLC0415  (takes some 20 ms, better spent here)

        yield
        yield from self.vocabulary.settling()

    def leave(self, id: str) -> None:
        """Takes a paper out, if it is there."""
        slot = self.slots.pop(id, None)
        if slot is None or (old := self.papers[slot]) is None:
            return
        self.papers[slot] = None
        self.changed.add(id)
        self.names.leave(old)
        self.postings.remove(slot, old)
        self._changed()
        if len(self.papers) > 2 * len(self.slots) + SPARE:
            self._anew()

    def leave_all(self, ids: Iterable[str]) -> None:
        """Takes papers out. Where few stay, these are entered anew at once: to take each of the others out of the
        table of each of its words is far more work."""
        going = [id for id in dict.fromkeys(ids) if id in self.slots]
        if len(self.papers) <= 2 * (len(self.slots) - len(going)) + SPARE:
            for id in going:
                self.leave(id)
            return
        for id in going:
            self.papers[self.slots.pop(id)] = None
        self._changed()
        self._anew()

    def order(self, papers: Mapping[str, Paper]) -> Sequence[int]:
        """The slots of `papers` in their order; those not entered yet are left out."""
        held = self._order
        if held is None or held[0] is not papers or held[1] != len(papers):
            get = self.slots.get
            slots = [slot for slot in map(get, papers) if slot is not None]
            held = self._order = (papers, len(papers), self.columns.order(slots))
        return held[2]

    def ordered(self, slots: Iterable[int]) -> list[int]:
        """Slots in an order that tells nothing of when their papers were entered."""
        return sorted(slots, key=self.ids.__getitem__)

    def meant(self, word: str, typing: bool, reach: int) -> Mapping[str, float]:
        """The words of the library that a query word may mean, each with its closeness."""
        vocabulary, reach = self.vocabulary, min(reach, max(0, len(word) - 2))

        def remembered(reach: int, make: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
            found: Mapping[str, float] = _remembered(self._meant, WORDS_MEANT, (word, typing, reach), make)
            return found

        exact = remembered(EXACTLY, lambda: exact_readings(vocabulary, word, typing))
        if reach == EXACTLY:
            return exact
        return remembered(reach, lambda: readings(vocabulary, word, typing, reach, exact))

    def term(self, word: str, typing: bool, reach: int) -> Term:
        """What a query word may mean and where."""
        found = self.meant(word, typing, reach)
        if found is self.meant(word, typing, EXACTLY):
            reach = EXACTLY
        term: Term = self.kept((word, typing, reach), lambda: self._term(word, found))
        return term

    def whole_word(self, word: str, reach: int) -> Term:
        """The same of a word that is not taken for the beginning of a longer one, but for its own forms."""
        found = self.term(word, False, reach)
        same = {word, *self.inflections(word)}

        def make() -> Term:
            kept = {one: worth for one, worth in found.found.items() if one in same or not one.startswith(word)}
            levels = list(groups(self.postings, word, kept))
            return Term(word, kept, self.columns.spread(len(self.papers), levels) if levels else None)

        term: Term = self.kept(("whole", word, reach), make)
        return term

    def as_typed(self, word: str) -> Any:
        """The column of the papers that have just this word, in any field; None where none has."""

        def make() -> Any:
            held = [slots for _, slots in self.postings.slots(word, EVERYWHERE)]
            return self.columns.spread(len(self.papers), [(1.0, held)]) if held else None

        return self.kept(("as typed", word), make)

    def inflections(self, word: str) -> Sequence[str]:
        """The other words of the library that are inflections of what a word is one of."""
        found: Sequence[str] = self.noted(("inflected", word), lambda: forms(self.vocabulary, word, inflected))
        return found

    def kept(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once until something changes: the next keystroke asks for most of it again."""
        return _remembered(self._kept, REMEMBERED, key, make)

    def noted(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """As `kept`, for what takes little room however large the library is."""
        return _remembered(self._noted, FINDINGS, key, make)

    def _term(self, word: str, found: Mapping[str, float]) -> Term:
        levels = list(groups(self.postings, word, found))
        return Term(word, found, self.columns.spread(len(self.papers), levels) if levels else None)

    def title(self, slot: int) -> list[str]:
        """The words of a title, kept from the first time they are asked for."""
        held = self.titles[slot]
        paper = self.papers[slot]
        if held is None and paper is not None:
            held = self.titles[slot] = index_words(paper.title)
        return held or []

    def hasten(self) -> None:
        """Load what makes many searches of a large library quicker: more are made than was told."""
        self._large = LARGE
        self._changed()

    def _changed(self) -> None:
        self._order = None
        self._forget()
        large = len(self.slots) >= self._large
        if large is isinstance(self.columns, PlainColumns):
            self.columns = _columns(large)

    def _forget(self) -> None:
        if self._kept:
            self._kept.clear()
        if self._noted:
            self._noted.clear()
        if self._meant:
            self._meant.clear()

    def _anew(self) -> None:
        living = [paper for paper in self.papers if paper is not None]
        self._begin()
        self._acronyms = None
        for paper in living:
            self.enter(paper)


def _remembered(
    held: dict[tuple[object, ...], Any], most: int, key: tuple[object, ...], make: Callable[[], Any]
) -> Any:
    if key not in held:
        if len(held) >= most:
            del held[next(iter(held))]
        held[key] = make()
    return held[key]


class Held(Mapping[str, Paper]):
    """The papers that entries hold, by id and in the order given; each is read when it is asked for."""

    def __init__(self, entries: Entries, ids: Sequence[str]) -> None:
        self._entries = entries
        self._ids = ids

    def __getitem__(self, id: str) -> Paper:
        paper = self._entries.papers[self._entries.slots[id]]
        assert paper is not None
        return paper

    def __contains__(self, id: object) -> bool:
        return id in self._entries.slots

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _columns(large: bool) -> Columns[Any]:
    if not large:
        return PlainColumns()
    from reader.search.dense import DenseColumns  # noqa: PLC0415  (numpy loads for large libraries only)

    return DenseColumns()

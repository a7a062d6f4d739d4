"""Which papers hold a word, field by field.

A paper has a slot, a small number given once. The facts (title, authors, abstract, venue, keywords, year, arXiv id)
hardly ever change and are kept in plain arrays of slots, in order; when one does change the paper moves to a new slot,
and nothing stands in the old one. What the user says (tags, note) changes often and is kept in sets. All of it may lie
over what an earlier run kept (see `layers`). A word that no paper holds any more is in no table.
"""

from __future__ import annotations

import json
from array import array
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from reader.paper import Paper
from reader.query.scripts import index_words
from reader.search.acronyms import explained
from reader.search.blocks import Blocks
from reader.search.keys import Keys
from reader.search.layers import KeptTable, Layers, Slots, placed, table_blocks, without

START, TITLE, AUTHORS, TAGS, NOTE, ABSTRACT, VENUE, KEYWORDS, YEAR, ARXIV, ACRONYMS = range(11)
"""The fields: START is the first word of the title, ACRONYMS what `acronyms.explained` gives, which holds no words."""

WEIGHTS = (1.0, 0.98, 0.96, 0.95, 0.94, 0.86, 0.85, 0.84, 0.9, 0.9)
"""What a match in each field is worth; the outer contract gives their order."""

FACTS = (START, TITLE, AUTHORS, ABSTRACT, VENUE, KEYWORDS, YEAR, ARXIV, ACRONYMS)
"""The fields of the facts, in the order of `facts_words`."""
INITIALS = (START, TITLE, AUTHORS)
"""Those of which it is known with which letters their words begin."""
_COUNTED = (TITLE, AUTHORS, ABSTRACT, VENUE, KEYWORDS, YEAR, ARXIV, TAGS, NOTE)
"""Those in which a word is counted."""
_COUNTS = 20_000
"""Of so many words it is kept how often they occur."""


def facts_words(paper: Paper, *, repeated: bool = False) -> tuple[Collection[str], ...]:
    """What is entered in each of the fields of `FACTS`; words may be `repeated` where that does no harm."""
    abstract = index_words(paper.abstract)
    title = index_words(paper.title)
    return (
        title[:1],
        set(title),
        set(index_words(" ".join(paper.authors))) if paper.authors else (),
        abstract if repeated else set(abstract),
        set(index_words(paper.venue)) if paper.venue else (),
        set(index_words(" ".join(paper.keywords))) if paper.keywords else (),
        (paper.published[:4],) if paper.published else (),
        index_words(paper.arxiv_id) if paper.arxiv_id else (),
        explained(paper.title, paper.abstract),
    )


def same_facts(one: Paper, other: Paper) -> bool:
    """Whether two papers have the same words in all fields of the facts."""
    return _facts(one) == _facts(other)


def _facts(paper: Paper) -> tuple[object, ...]:
    keywords, year = paper.keywords, paper.published[:4]
    return (paper.title, paper.authors, paper.abstract, paper.venue, keywords, year, paper.arxiv_id)


def user_words(paper: Paper) -> tuple[set[str], set[str]]:
    """The words of TAGS and NOTE."""
    tags = set(index_words(" ".join(paper.tags))) if paper.tags else set()
    return tags, set(index_words(paper.note)) if paper.note else set()


class _Growing(dict[str, "array[int]"]):
    """The slots of each word; a word that is asked for is there from then on, and among the `fresh` ones."""

    def __init__(self) -> None:
        self.fresh: list[str] = []

    def __missing__(self, word: str) -> array[int]:
        self.fresh.append(word)
        slots = self[word] = array("I")
        return slots


class Postings:
    """For each field, the slots of each word."""

    def __init__(self, blocks: Blocks | None = None, words: Keys | None = None, size: int = 0) -> None:
        """`blocks` are those that another one gave of papers in `size` slots, `words` their vocabulary."""
        self.facts = {field: _Growing() for field in FACTS}
        self.user: dict[int, dict[str, set[int]]] = {TAGS: {}, NOTE: {}}
        self.initials: dict[int, dict[str, array[int]]] = {field: {} for field in INITIALS}
        """The slots of papers with a word that begins with a letter: a single letter is asked for at every new word."""
        self.explained = 0
        """So often a paper came or left that says what an acronym stands for."""
        self._size = size
        self._void: set[int] = set()
        """Slots of which what was kept of the user's words is no longer so."""
        self._often: dict[str, int] = {}
        """How often words occur that were asked for, until something changes."""
        self._layers: dict[str, Layers] = {}
        if blocks is not None and words is not None:
            told = blocks.told("postings")
            for name, table in self._tables():
                void = self._void if name.startswith("user") else ()
                keys = Keys(blocks, name) if name in told["own"] else words
                self._layers[name] = Layers(KeptTable(blocks, name, keys), table, void)
        self._by_field: dict[int, Mapping[str, Slots]] = {
            field: self._layers.get(f"{kind}.{field}", table)
            for kind, tables in (("facts", self.facts), ("user", self.user))
            for field, table in tables.items()
        }

    def _tables(self) -> Iterator[tuple[str, dict[str, array[int]] | dict[str, set[int]]]]:
        """Every table of what came since, under the name that it is kept by."""
        for kind, tables in (("facts", self.facts), ("user", self.user), ("initials", self.initials)):
            for field, table in tables.items():
                yield f"{kind}.{field}", table

    def blocks(self, words: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """All of it, to be read by another `Postings`; `words` is the vocabulary in order."""
        own: list[str] = []
        places = placed(words)
        for name, table in self._tables():
            yield from table_blocks(name, self._layers.get(name, table), places, own)
        yield "postings", json.dumps({"own": own}).encode()

    def add(self, slot: int, paper: Paper) -> list[str]:
        """Enters a paper under a new slot and gives the words that some field had not held before."""
        fresh: list[str] = []
        for field, held in zip(FACTS, facts_words(paper), strict=True):
            table = self.facts[field]
            table.fresh.clear()
            # The loop over the words, most of the work of building, without a step of Python's for each.
            deque(map(array.append, map(table.__getitem__, held), repeat(slot)), maxlen=0)
            if field != ACRONYMS:
                fresh += table.fresh
            elif held:
                self.explained += 1
            if field in self.initials:
                letters = self.initials[field]
                for letter in {word[0] for word in held}:
                    letters.setdefault(letter, array("I")).append(slot)
        return fresh + self.add_user(slot, paper)

    def add_user(self, slot: int, paper: Paper) -> list[str]:
        """Enters the tags and the note, and gives the words that neither had held before."""
        fresh: list[str] = []
        self._often.clear()
        for field, held in zip((TAGS, NOTE), user_words(paper), strict=True):
            table = self.user[field]
            for word in held:
                if word in table:
                    table[word].add(slot)
                else:
                    table[word] = {slot}
                    fresh.append(word)
        return fresh

    def remove(self, slot: int, paper: Paper) -> None:
        """Takes a paper out: nothing is found in its slot from now on, and no word is known by it."""
        self.remove_user(slot, paper)
        for field, held in zip(FACTS, facts_words(paper), strict=True):
            self._take_out(f"facts.{field}", self.facts[field], held, slot)
            self.explained += field == ACRONYMS and bool(held)
            if field in self.initials:
                self._take_out(f"initials.{field}", self.initials[field], {word[0] for word in held}, slot)

    def _take_out(self, name: str, table: dict[str, array[int]], words: Iterable[str], slot: int) -> None:
        if slot < self._size:
            for word in words:
                self._layers[name].leave(word, slot)
            return
        for word in words:
            without(table[word], slot)
            if not table[word]:
                del table[word]

    def remove_user(self, slot: int, paper: Paper) -> None:
        """Takes the tags and the note out."""
        self._often.clear()
        for field, held in zip((TAGS, NOTE), user_words(paper), strict=True):
            table = self.user[field]
            for word in held:
                if word in table:
                    table[word].discard(slot)
                    if not table[word]:
                        del table[word]
        if slot < self._size:
            self._void.add(slot)

    def frequency(self, word: str) -> int:
        """How often the word occurs, counted once in each field of each paper; 0 when no living paper holds it."""
        if (often := self._often.get(word)) is None:
            if len(self._often) >= _COUNTS:
                self._often.clear()
            often = self._often[word] = sum(len(self._by_field[field].get(word, ())) for field in _COUNTED)
        return often

    def lives(self, word: str) -> bool:
        """Whether a living paper holds the word."""
        if (often := self._often.get(word)) is not None:
            return often > 0
        return any(self._by_field[field].get(word) for field in _COUNTED)

    def slots(self, word: str, fields: Iterable[int]) -> Iterator[tuple[int, Slots]]:
        """(field, slots) for each of the fields in which the word occurs."""
        for field in fields:
            if held := self.table(field).get(word):
                yield field, held

    def table(self, field: int) -> Mapping[str, Slots]:
        """The slots of each word in one field."""
        return self._by_field[field]

    def letters(self, field: int) -> Mapping[str, Slots]:
        """The slots of papers with a word in one field that begins with a letter."""
        return self._layers.get(f"initials.{field}", self.initials[field])

    def held(self, fields: Iterable[int], words: Collection[str]) -> Iterator[tuple[int, Iterable[Slots | None]]]:
        """For each of the fields the slots of each of many words, None where it has none there."""
        keys, places = None, list[int]()
        for field in fields:
            table = self.table(field)
            kept = table.as_kept if isinstance(table, Layers) else None
            if kept is None:
                yield field, map(table.get, words)
                continue
            if kept.keys is not keys:
                keys, places = kept.keys, kept.keys.places(words)
            yield field, kept.at(places)

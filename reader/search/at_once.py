"""The blocks of an index of many papers, made at once.

They are, byte for byte, those of an index into which the papers were entered one by one, in a third of the time: the
words are numbers, and sorted as such.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from reader.paper import Paper
from reader.search.layers import placed, table_blocks
from reader.search.names import NameTable
from reader.search.postings import ACRONYMS, FACTS, INITIALS, NOTE, TAGS, facts_words, user_words
from reader.search.records import record, record_blocks
from reader.search.words import Vocabulary

_FIELDS = (*FACTS, TAGS, NOTE)


def blocks_of(papers: Sequence[Paper]) -> Iterator[tuple[str, bytes]]:
    """The blocks of an index that holds these papers in this order (see `Index.blocks`)."""
    yield "ids", json.dumps([paper.id for paper in papers]).encode()
    yield from record_blocks(map(record, papers))
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    """Each word that stands in a paper, with a number for it."""
    fields = {field: _FieldWords() for field in _FIELDS}
    explained: dict[str, array[int]] = {}
    for slot, paper in enumerate(papers):
        for field, held in zip(_FIELDS, chain(facts_words(paper, repeated=True), user_words(paper)), strict=True):
            if field == ACRONYMS:
                for entry in held:
                    explained.setdefault(entry, array("I")).append(slot)
            else:
                fields[field].enter(map(numbers.__getitem__, held))
    words = sorted(numbers)
    yield from Vocabulary(lambda word: 0).blocks(words)
    yield from _postings_blocks(fields, explained, words, numbers)
    names = NameTable()
    for paper in papers:
        names.enter(paper, None)
    yield from names.blocks({paper.id: slot for slot, paper in enumerate(papers)})


class _FieldWords:
    """The words of one field as numbers, paper by paper."""

    def __init__(self) -> None:
        self._held, self._ends = array("I"), array("I")

    def enter(self, numbers: Iterable[int]) -> None:
        """Takes the words of the next paper."""
        self._held.extend(numbers)
        self._ends.append(len(self._held))

    def slots(self, places: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
        """The place of each word with the slot of each paper that holds it, once and in order; `places` has the place
        of each number."""
        papers = np.uint64(len(self._ends))
        ends = np.frombuffer(self._ends, np.uint32).astype(np.intp)
        lengths = ends - np.concatenate(([0], ends))[:-1]
        pairs = places[np.frombuffer(self._held, np.uint32)] * papers
        pairs += np.repeat(np.arange(papers, dtype=np.uint64), lengths)
        pairs.sort()
        first = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
        pairs = pairs[first]
        return (pairs // papers).astype(np.intp), (pairs % papers).astype(np.uint32)


def _postings_blocks(
    fields: Mapping[int, _FieldWords],
    explained: Mapping[str, array[int]],
    words: Sequence[str],
    numbers: Mapping[str, int],
) -> Iterator[tuple[str, bytes]]:
    """As `Postings.blocks`, of the words of each field and what acronyms are explained in which slots."""
    own: list[str] = []
    where = placed(words)
    places = np.array([where[word] for word in numbers], np.uint64)
    for field in _FIELDS:
        name = f"{'user' if field in (TAGS, NOTE) else 'facts'}.{field}"
        if field == ACRONYMS:
            yield from table_blocks(name, explained, where, own)
            continue
        held, slots = fields[field].slots(places)
        starts = np.concatenate(([0], np.cumsum(np.bincount(held, minlength=len(words)))))
        yield f"{name}.slots-from", starts.astype(np.uint32).tobytes()
        yield f"{name}.slots", slots.tobytes()
        yield f"{name}.some", np.append(np.diff(starts) > 0, np.False_).tobytes()
    letters = {letter: at for at, letter in enumerate(sorted({word[0] for word in words}))}
    first = np.array([letters[word[0]] for word in numbers], np.uint64)
    for field in INITIALS:
        held, slots = fields[field].slots(first)
        begun = {letter: array("I", slots[held == at].tobytes()) for letter, at in letters.items()}
        yield from table_blocks(f"initials.{field}", begun, where, own)
    yield "postings", json.dumps({"own": own}).encode()

"""The papers nearest to words that no paper has all of: by which of them they have, and how rare, close and in order
these are.

A word counts by its rarity (the inverse document frequency of BM25), once for each paper: in the best field and the
best form in which it stands there. Papers that have too little of the query are left out, so that nonsense finds none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice, pairwise
from math import log
from operator import itemgetter
from typing import Any

from reader.naming import LIKE_YEAR
from reader.query import Word
from reader.query.scripts import parts
from reader.search.compounds import joined
from reader.search.entries import Entries
from reader.search.layers import Slots
from reader.search.phrases import glued, literally
from reader.search.postings import (
    ABSTRACT,
    ARXIV,
    AUTHORS,
    KEYWORDS,
    NOTE,
    START,
    TAGS,
    TITLE,
    VENUE,
    YEAR,
)
from reader.search.stems import derived, forms
from reader.search.terms import Term

_FIELDS = {
    START: 1.0, TITLE: 1.0, AUTHORS: 1.0, TAGS: 0.9, NOTE: 0.8, VENUE: 0.8, YEAR: 0.8, ARXIV: 0.8, KEYWORDS: 0.7,
    ABSTRACT: 0.5,
}  # fmt: skip
"""What a word is worth in each field."""
_INFLECTED = 0.92
_DERIVED = 0.8
_BEGUN = 0.6
"""What a longer word is worth that begins so."""
_TYPING = 0.8
"""The same for a word that is still being typed."""
_TYPOS = (0.65, 0.45, 0.3)
"""What a word is worth that is one, two or three typos away from a word that the library does not know."""
_PIECES = 0.9
"""What the words are worth that a word stands for or is glued of."""
_QUORUM = 0.4
"""A paper must have so much of the query's words, by their rarity."""
_SEVERAL = 3
"""From so many words on one alone does not decide."""
_RARE = 40
"""An unknown word weighs as much as one that so many papers hold, or as the rarest known one beside it."""
_DATED = 0.3
"""What a year weighs beside other words: it prefers papers, and where they tell no year it speaks against none."""
_LONGEST = 14
"""So many words of a long text are looked for: its rarest."""
_UNKNOWN = 5
"""At most so many of these are words that the library does not know."""
_CANDIDATES = 60
"""So many papers are looked at again."""
_MOST, _FEW = 12, 4
"""So many are shown where no paper matches, and where some do."""
_TELLS = 0.8
"""Where papers match, a nearest one must say at least so much of the query as the best of them."""
_TOGETHER, _WHOLE, _COVER = 0.25, 0.5, 0.05
"""What it adds that all words stand side by side, that the whole title stands in the query, that it has no others."""
_PIECE = 5
"""In a line of so many words it tells how they stand in an abstract."""
_SENTENCE, _AGAIN = 0.7, 0.6
"""What it adds there that one sentence has all of the query, and that the text has it again and again."""
_SENTENCE_END = re.compile(r"[.!?:;]\s+")
_FLOOR = 0.6
"""Papers below this part of the best score are left out."""


@dataclass(frozen=True, slots=True)
class Near(Term):
    """A word of the query as it is looked for here."""

    rarity: float
    exact: Any
    """1 for every paper that has the word itself or an inflection of it, in the same form; None when none does."""

    @property
    def is_year(self) -> bool:
        """Whether it is a year."""
        return LIKE_YEAR.fullmatch(self.word) is not None

    def lifted(self, entries: Entries, other: Any) -> Near:
        """The same where `other` is what some papers have in its place."""
        if other is None:
            return self
        column = other if self.column is None else entries.columns.either([self.column, other])
        return replace(self, column=column)


class Nearest:
    """The words of one query, and what is near to them."""

    def __init__(self, entries: Entries, words: Sequence[Word]) -> None:
        self.entries = entries
        self.columns = entries.columns
        kept = _telling(entries, words)
        sought = {at: near(entries, words[at]) for at in kept}
        texts = [word.text for word in words]
        for start, end, one in joined(entries, texts):
            column = literally(entries, one, _PIECES, texts[start:end])
            for at in range(start, end):
                if at in sought:
                    sought[at] = sought[at].lifted(entries, column)
        self.sought = _fairly(list(sought.values()), entries.count)

    def best(
        self,
        order: Sequence[int],
        line: Sequence[str],
        taken: Collection[int],
        has: Callable[[int], bool],
        stays: Callable[[int], bool],
    ) -> list[tuple[float, int]]:
        """(score, slot) of those slots of `order` that have what is asked beside the words and are not `taken`, best
        first; only those that stay.

        Where others are taken, since they have all words, only those are left that say about as much of the `line`, and
        none where none would without regard to which stay.
        """
        column = self._column()
        if column is None:
            return []
        found: list[tuple[float, int]] = []
        seen, highest = 0, 0.0
        for slot, score in zip(*self.columns.ranked(column, order, _FLOOR), strict=True):
            slot = int(slot)
            if slot in taken or not has(slot):
                continue
            seen += 1
            is_left = stays(slot)
            if not is_left and (not taken or seen > _CANDIDATES):
                continue
            again = round(self._again(slot, float(score), line), 6)
            if not taken or seen <= _CANDIDATES:
                highest = max(highest, again)
            if is_left:
                found.append((again, slot))
            if len(found) == _CANDIDATES:
                break
        others = islice(taken, _CANDIDATES)
        least = _TELLS * max((self._again(slot, float(column[slot]), line) for slot in others), default=0.0)
        found = [one for one in found if one[0] > least] if highest > least else []
        found.sort(key=lambda one: -one[0])
        return found[: _FEW if taken else _MOST]

    def _column(self) -> Any:
        """The score of every paper that has enough of the words, from 0 to 1; None where none can have."""
        held = [one for one in self.sought if one.column is not None]
        whole = sum(one.rarity for one in self.sought)
        if not held or (known := self._known()) is None:
            return None
        weights = [one.rarity / whole for one in held]
        column = self.columns.quorate([one.column for one in held], weights, _QUORUM * self._counted() / whole)
        return self.columns.less(column, self.columns.outside(known))

    def _counted(self) -> float:
        """How much rarity the query has, of which a paper must have a part. Of several words the rarest counts at most
        as much as the others together: these are what the query is about, and that one may be a word too many."""
        whole = sum(one.rarity for one in self.sought)
        rarest = max(one.rarity for one in self.sought)
        return min(whole, 2 * (whole - rarest)) if len(self.sought) >= _SEVERAL else whole

    def _known(self) -> Any:
        """The column of the papers that have two of the words themselves, or inflections of them; one, where there are
        but two. Years count where there is nothing else. None where no paper can have as many."""
        words = [one for one in self.sought if not one.is_year] or self.sought
        least = max(1, min(2, len(words) - 1))
        exact = [one.exact for one in words if one.exact is not None]
        return self.columns.quorate(exact, [1.0] * len(exact), least) if len(exact) >= least else None

    def _again(self, slot: int, score: float, line: Sequence[str]) -> float:
        """The score with what the order of the words adds to it, and of a longer line how they stand in the text.

        `line` has all words of the query.
        """
        title = self.entries.title(slot)
        paper = self.entries.papers[slot]
        if paper is None:
            return 0.0
        typed, named = f" {' '.join(line)} ", f" {' '.join(title)} "
        found = pairs_in(line, named)
        if len(line) >= _PIECE:
            sentences = [parts(sentence) for sentence in _SENTENCE_END.split(paper.abstract)]
            found |= pairs_in(line, f" {' '.join(chain.from_iterable(sentences))} ")
            score += self._told([title, *sentences])
        together = len(found) / (len(line) - 1) if len(line) > 1 else 0.0
        whole = len(named) > 12 and named in typed
        cover = sum(word in self._meant for word in title) / max(1, len(title))
        return score + _TOGETHER * together + _WHOLE * whole + _COVER * cover

    def _told(self, sentences: Sequence[Sequence[str]]) -> float:
        """What it adds that one sentence has much of the query, and that all together have it again and again."""
        meant, best = self._meant, 0.0
        often = [0.0] * len(self.sought)
        for sentence in sentences:
            here: dict[int, float] = {}
            for at, worth in [meant[word] for word in sentence if word in meant]:
                often[at] += worth
                here[at] = max(worth, here.get(at, 0.0))
            best = max(best, sum(self.sought[at].rarity * worth for at, worth in here.items()))
        again = sum(one.rarity * times / (times + 1) for one, times in zip(self.sought, often, strict=True))
        return (_SENTENCE * best + _AGAIN * again) / sum(one.rarity for one in self.sought)

    @cached_property
    def _meant(self) -> dict[str, tuple[int, float]]:
        """For each word that is meant, by which word of the query it is most, and what it is worth."""
        found: dict[str, tuple[int, float]] = {}
        for at, one in enumerate(self.sought):
            for word, worth in one.found.items():
                if worth > found.get(word, (0, 0.0))[1]:
                    found[word] = (at, worth)
        return found


def _fairly(sought: list[Near], count: int) -> list[Near]:
    """The words with no unknown one weighing much more than the rarest known one, so that it does not say alone that
    nothing is near; beside common words it does. A year weighs less than words."""
    known = max((one.rarity for one in sought if one.exact is not None), default=0.0)
    most = max(known, log(1 + count / _RARE))
    fair = [one if one.exact is not None else replace(one, rarity=min(one.rarity, most)) for one in sought]
    if all(one.is_year for one in fair):
        return fair
    return [replace(one, rarity=_DATED * one.rarity) if one.is_year else one for one in fair]


def pairs_in(line: Sequence[str], text: str) -> set[int]:
    """The places of those words of a line that are followed by the next one in a text, too."""
    return {at for at, (one, other) in enumerate(pairwise(line)) if f" {one} {other} " in text}


def near(entries: Entries, word: Word) -> Near:
    """A word as it is looked for, kept from keystroke to keystroke."""
    found: Near = entries.kept(("near", word.text, word.typing), lambda: _near(entries, word.text, word.typing))
    return found


def meant_nearly(entries: Entries, word: str, typing: bool) -> Mapping[str, float]:
    """The words of the library that a word may mean here, each with what it is worth."""
    found: Mapping[str, float] = entries.noted(("nearly", word, typing), lambda: _meant_nearly(entries, word, typing))
    return found


def _meant_nearly(entries: Entries, word: str, typing: bool) -> Mapping[str, float]:
    vocabulary, same = entries.vocabulary, entries.inflections(word)
    found = dict.fromkeys(forms(vocabulary, word, derived), _DERIVED) | dict.fromkeys(same, _INFLECTED) | {word: 1.0}
    if len(word) >= 3:
        for other in vocabulary.beginning(word):
            found.setdefault(other, _TYPING if typing else _BEGUN)
    if len(word) >= 4 and not sum(map(vocabulary.frequency, (word, *same))):
        for other, cost in vocabulary.alike(word, 1 if len(word) < 5 else 2 if len(word) < 8 else 3):
            found[other] = max(found.get(other, 0.0), _TYPOS[cost - 1])
    return found


def _near(entries: Entries, word: str, typing: bool) -> Near:
    postings, size, same = entries.postings, len(entries.papers), (word, *entries.inflections(word))
    found = meant_nearly(entries, word, typing)
    levels: dict[float, list[Slots]] = {}
    for field, held in postings.held(_FIELDS, found):
        for slots, worth in zip(held, found.values(), strict=True):
            if slots:
                levels.setdefault(round(worth * _FIELDS[field], 4), []).append(slots)
    column = entries.columns.spread(size, sorted(levels.items(), key=itemgetter(0))) if levels else None
    own = [slots for other in same for _, slots in postings.slots(other, _FIELDS)]
    exact = entries.columns.spread(size, [(1.0, own)]) if own else None
    frequency = sum(map(entries.vocabulary.frequency, same))
    rarity = log(1 + (entries.count + 0.5) / (frequency + 0.5))
    return Near(word, found, column, rarity, exact).lifted(entries, glued(entries, word))


def _telling(entries: Entries, words: Sequence[Word]) -> list[int]:
    """The places of the words that say most: all of a short line, the rarest of a long one. Of the words that the
    library does not know no more than some are among them, so that the others of a citation count too."""
    if len(words) <= _LONGEST:
        return list(range(len(words)))
    common = {at: entries.vocabulary.frequency(word.text) for at, word in enumerate(words)}
    unknown = [at for at, often in common.items() if not often][:_UNKNOWN]
    known = sorted((at for at, often in common.items() if often), key=lambda at: common[at])
    return sorted([*unknown, *known][:_LONGEST])

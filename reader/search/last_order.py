"""The last order of the papers that match: by where in their titles the words stand, whose name is meant and which
number, and by titles that begin with the line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableSequence, Sequence, Set
from itertools import islice
from typing import Any
from unicodedata import normalize

from reader.query import Query, Word
from reader.query.nodes import wanted
from reader.query.parser import LONGEST
from reader.query.scripts import parts
from reader.search.best import OTHER_NUMBER, SHARE, begun, other_number, placed
from reader.search.compounds import joined, ways
from reader.search.entries import Entries
from reader.search.hits import Hits, Ids
from reader.search.postings import AUTHORS
from reader.search.terms import EXACTLY, STOP_WORDS
from reader.text import fold, spelt_words

COMPARED = 500
"""So many characters of a query are compared with titles letter by letter."""
SPELT_SO = 0.2
"""What it adds that words with accents are spelt with them there: who types them means them."""
AS_TYPED, _SEVERAL = 0.03, 2
"""What it adds that all words of a line of several stand there as they are typed, and none in another form."""
SURNAME = 0.03
"""What it adds that a word is the last one of an author's name, and not a given name."""
SURE_OF = 3
"""So many of these are those that have the last word as it stands; the others may go on otherwise."""
STEADY, SOUGHT = 5, 2_000
"""So many papers whose titles begin with the line come first; they are sought among so many hits."""
BEST = 80
"""So many candidates are looked at again."""


def line_of(query: Query) -> tuple[str, ...]:
    """The words of a query that is nothing but words, small ones too; none of any other."""
    return query.words if query.is_plain else ()


def with_accents(text: str) -> set[str]:
    """The words of a text that are spelt with accents on Latin letters, in small letters."""
    if text.isascii():
        return set()
    spelt = spelt_words(normalize("NFC", text.casefold()))
    return {word for word in spelt if not word.isascii() and fold(word).isascii()}


class LastOrder:
    """The order for one query, read as far as `reach` goes."""

    def __init__(self, entries: Entries, query: Query, reach: int, names: Set[str]) -> None:
        """`names` are words that were taken for an author's surname and initials: no title is asked for these."""
        self.entries = entries
        self.query = query
        self.reach = reach
        self.names = names

    def hits(self, slots: MutableSequence[int], scores: MutableSequence[float]) -> Hits:
        """The papers in these slots, which have these scores, in order."""
        if not len(slots):
            return Hits([])
        terms = self._terms()
        text = " ".join(parts(self.query.text[:COMPARED]))
        authors = self.entries.postings.table(AUTHORS)
        surnames = {word for word in self.query.words if len(word) > 1 and word in authors}
        is_other = other_number(self.query.text)
        accented = with_accents(self.query.text)
        as_typed = self._as_typed()
        top: list[tuple[float, int]] = []
        for at in range(min(BEST, len(slots))):
            base = float(scores[at])
            if base + SHARE / (1 - SHARE) < float(scores[0]):
                break
            bonus = placed(self.entries.title(slots[at]), terms, text) * SHARE / (1 - SHARE)
            bonus += AS_TYPED * (as_typed[slots[at]] > 0) if as_typed is not None else 0.0
            bonus += SURNAME * len(surnames & self._surnames(slots[at])) if surnames else 0.0
            bonus -= OTHER_NUMBER * is_other(self._title(slots[at]))
            bonus += SPELT_SO * self._has(accented, slots[at]) if accented else 0.0
            top.append((-round(base + bonus, 6), at))
        top.sort()
        slots[: len(top)] = [slots[at] for _, at in top]
        scores[: len(top)] = [min(-score, 1 / (1 - SHARE)) for score, _ in top]
        self._begun_first(slots, scores)
        return Hits(Ids(self.entries.ids, slots), scores, 100 * (1 - SHARE))

    def _as_typed(self) -> Any:
        """The column of the papers that have each word of a line as it is typed; None where no paper has them so, or
        the line has one word, which stands in a title or does not."""
        others = STOP_WORDS | self.names
        words = [word for word in dict.fromkeys(line_of(self.query)) if word not in others][:LONGEST]
        if len(words) < _SEVERAL or self.reach > EXACTLY or self._has_acronyms(words):
            return None
        held = [self.entries.as_typed(word) for word in words]
        return self.entries.columns.every(held, [1.0] * len(held)) if all(one is not None for one in held) else None

    def _has_acronyms(self, words: Sequence[str]) -> bool:
        """Whether a word of a line stands for several, or several for one: who types these means the others as much."""
        return any(map(self.entries.acronyms.meant, words)) or any(joined(self.entries, words))

    def _terms(self) -> list[tuple[Mapping[str, float], Sequence[tuple[str, ...]]]]:
        """For each word what it may mean, and the words that stand for it; one for all words that one stands for."""
        words = [leaf for leaf in islice(wanted(self.query.root), LONGEST) if isinstance(leaf, Word)]
        words = [word for word in words if word.text not in self.names]
        texts = [word.text for word in words]
        shorter = {start: (end, one) for start, end, one in joined(self.entries, texts)}
        terms: list[tuple[Mapping[str, float], Sequence[tuple[str, ...]]]] = []
        at = 0
        while at < len(words):
            if at in shorter:
                end, one = shorter[at]
                spelt = tuple(texts[at:end])
                terms.append(({one: 1.0, one + "s": 1.0}, (spelt, (*spelt[:-1], spelt[-1] + "s"))))
                at = end
            else:
                word = words[at]
                found = self.entries.meant(word.text, word.typing, self.reach)
                terms.append((found, ways(self.entries, word.text)))
                at += 1
        return terms

    def _title(self, slot: int) -> str:
        paper = self.entries.papers[slot]
        return paper.title if paper is not None else ""

    def _has(self, accented: Collection[str], slot: int) -> bool:
        """Whether words with accents, or longer ones, stand so in a paper's title or its authors' names."""
        paper = self.entries.papers[slot]
        if not accented or paper is None:
            return not accented
        held = with_accents(" ".join((paper.title, *paper.authors)))
        return all(any(word.startswith(one) for word in held) for one in accented)

    def _surnames(self, slot: int) -> set[str]:
        paper = self.entries.papers[slot]
        return {words[-1] for author in paper.authors if (words := parts(author))} if paper is not None else set()

    def _begun_first(self, slots: MutableSequence[int], scores: MutableSequence[float]) -> None:
        """Puts those first whose titles begin with the line, always in the same order: so none of them falls out of the
        first ones while its title is typed on."""
        if not (likely := begun(self.entries, line_of(self.query))):
            return
        places = dict(zip(map(int, slots[:SOUGHT]), range(SOUGHT), strict=False))
        likely = [slot for slot in likely if slot in places]
        is_other = other_number(self.query.text)
        accented = with_accents(self.query.text)
        first = [slot for slot in likely if not is_other(self._title(slot)) and self._has(accented, slot)]
        shorter = sorted(first[SURE_OF:], key=lambda slot: len(self.entries.title(slot)))
        first = [*first[:SURE_OF], *shorter][:STEADY]
        if not first:
            return
        moved = sorted(places[slot] for slot in first)
        slots_moved = set(moved)
        others = [at for at in range(moved[-1] + 1) if at not in slots_moved]
        rest = [(slots[at], scores[at]) for at in others]
        best = scores[0]
        slots[: moved[-1] + 1] = [*first, *(slot for slot, _ in rest)]
        scores[: moved[-1] + 1] = [*(best for _ in first), *(score for _, score in rest)]

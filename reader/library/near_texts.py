"""Abstracts of many papers of one title or one DOI: of which of them a text may be a revision.

What is found may be more than there is, never less, so that `identity.same_abstract` need not be asked of all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from reader.identity import NEARLY_EQUAL, has_telling_abstract
from reader.paper import Paper
from reader.text import words

_BEGINNING = 9
"""Words with which two abstracts begin of which one may be the beginning of the other."""
_ASKED = 0.6
"""Share of a text's words, the rarest of them, that are looked for."""

_Word = tuple[str, int]
"""A word of a text, and how often it stood there before."""


class NearTexts:
    """Ids of papers by the words of their abstracts.

    Of two texts that have the share s of their words in common, by Dice's coefficient, each has s/(2-s) of its own in
    the other. So of the rarest words of one, wherever that leaves fewer out than may be lacking, some are in the other
    (after the prefix filtering of Chaudhuri et al. 2006, in the order of what the texts themselves hold).
    """

    def __init__(self) -> None:
        self._beginning: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        self._holding: defaultdict[_Word, dict[str, None]] = defaultdict(dict)

    def add(self, paper: Paper) -> None:
        """Take in a paper, or its completed form."""
        if has_telling_abstract(paper):
            found = words(paper.abstract)
            self._beginning[tuple(found[:_BEGINNING])][paper.id] = None
            for word in _numbered(found):
                self._holding[word][paper.id] = None

    def near(self, paper: Paper) -> set[str]:
        """The papers whose abstracts may be nearly a paper's."""
        if not has_telling_abstract(paper):
            return set()
        found = words(paper.abstract)
        near = {*self._beginning.get(tuple(found[:_BEGINNING]), ())}
        holding = sorted((self._holding.get(word, {}) for word in _numbered(found)), key=len)
        lacking = len(holding) - int(len(holding) * NEARLY_EQUAL / (2 - NEARLY_EQUAL))
        asked = max(lacking + 1, round(len(holding) * _ASKED))
        counted = Counter(id for held in holding[:asked] for id in held)
        near.update(id for id, count in counted.items() if count >= asked - lacking)
        return near


def _numbered(found: list[str]) -> Iterator[_Word]:
    """The words of a text, each time that it stands there told apart."""
    seen: Counter[str] = Counter()
    for word in found:
        yield word, seen[word]
        seen[word] += 1

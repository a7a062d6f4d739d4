"""Papers by their terms, each weighed by how rare it is: which papers are near to one."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log, log2, sqrt

from reader.paper import Paper
from reader.relevance.terms import terms_of

Nearness = list[int]
"""The nearness of every slot to something, in millionths."""


class Space:
    """The papers that were entered, in slots."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.slots: dict[str, int] = {}
        self.papers: list[Paper | None] = []
        self._terms: list[Mapping[str, int]] = []
        self._holders: dict[str, array[int]] = {}
        self._scales: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self.slots)

    def enter(self, paper: Paper) -> bool:
        """Enters a paper, or what changed of it; whether that may change what is near."""
        if (slot := self.slots.get(paper.id)) is not None:
            held = self.papers[slot]
            assert held is not None
            self.papers[slot] = paper
            if (held.title, held.abstract, held.keywords, held.authors) == (
                paper.title, paper.abstract, paper.keywords, paper.authors,
            ):  # fmt: skip
                return False
            self.leave(paper.id)
        slot = len(self.ids)
        counts = Counter(terms_of(f"{paper.title}. {paper.abstract}. {'. '.join(paper.keywords)}"))
        self.ids.append(paper.id)
        self.papers.append(paper)
        self._terms.append(counts)
        self.slots[paper.id] = slot
        for term in counts:
            self._holders.setdefault(term, array("I")).append(slot)
        self._scales.clear()
        return True

    def leave(self, id: str) -> bool:
        """Takes a paper out; whether it was there."""
        slot = self.slots.pop(id, None)
        if slot is None:
            return False
        for term in self._terms[slot]:
            self._holders[term].remove(slot)
        self._terms[slot] = {}
        self.papers[slot] = None
        self._scales.clear()
        return True

    def living(self) -> Iterator[int]:
        """The slots in which papers are."""
        return iter(self.slots.values())

    def rarity(self, term: str) -> float:
        """What it says of a paper that it holds a term: nothing where no other does, or many do."""
        holders, count = len(self._holders.get(term, ())), len(self.slots)
        return log(count / holders) if 2 <= holders <= max(2, 0.3 * count) and holders < count else 0.0

    def vector(self, slot: int) -> dict[str, float]:
        """The terms of a paper with their weights, its length 1."""
        weighed = {
            term: (1 + log2(count)) * rarity
            for term, count in self._terms[slot].items()
            if (rarity := self.rarity(term)) > 0
        }
        scale = sqrt(sum(sorted(weight * weight for weight in weighed.values()))) or 1.0
        return {term: weight / scale for term, weight in weighed.items()}

    def row(self, slot: int) -> Nearness:
        """How near every paper is to the one in a slot."""
        row = [0.0] * len(self.ids)
        for term, weight in self.vector(slot).items():
            rarity = self.rarity(term)
            for other in self._holders[term]:
                row[other] += weight * (1 + log2(self._terms[other][term])) * rarity
        return [round(1e6 * value / self._scale(at)) if value else 0 for at, value in enumerate(row)]

    def _scale(self, slot: int) -> float:
        if slot not in self._scales:
            squares = (((1 + log2(count)) * self.rarity(term)) ** 2 for term, count in self._terms[slot].items())
            self._scales[slot] = sqrt(sum(sorted(squares))) or 1.0
        return self._scales[slot]

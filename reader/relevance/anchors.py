"""The papers that others are said to be like: which of them is nearest to one, and by which terms."""

from __future__ import annotations

from collections.abc import Iterable

from reader.relevance.neighbours import strongest
from reader.relevance.space import Space, Vector

ANCHOR_TERMS = 80
"""So many of the strongest terms of each are looked at."""


class Anchors:
    """Some papers of a space, by their terms."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._vectors: dict[int, Vector] = {}
        self._holders: dict[int, dict[int, float]] = {}

    def clear(self) -> None:
        """Forget all: the space has changed."""
        self._vectors, self._holders = {}, {}

    def set(self, slots: Iterable[int]) -> None:
        """Let these be the papers; only what changed is worked out."""
        wanted = set(slots)
        for slot in [slot for slot in self._vectors if slot not in wanted]:
            for term in self._vectors.pop(slot):
                del self._holders[term][slot]
        for slot in wanted - self._vectors.keys():
            self._vectors[slot] = strongest(self._space.vector(slot), ANCHOR_TERMS)
            for term, weight in self._vectors[slot].items():
                self._holders.setdefault(term, {})[slot] = weight

    def nearness(self, at: int) -> tuple[Vector, dict[int, int]]:
        """The terms of the paper in a slot, and how near it is to each of them, in whole numbers; none that is not near
        at all, nor itself."""
        own = self._space.vector(at)
        sums: dict[int, int] = {}
        for term, weight in own.items():
            if held := self._holders.get(term):
                for slot, other in held.items():
                    sums[slot] = sums.get(slot, 0) + int(weight * other)
        sums.pop(at, None)
        return own, sums

    def shared(self, own: Vector, slot: int) -> list[int]:
        """The terms of `own` that one of them holds too, the strongest first."""
        theirs = self._vectors[slot]
        shared = {term: weight * theirs[term] for term, weight in own.items() if term in theirs}
        return sorted(shared, key=lambda term: (-shared[term], self._space.said(term)))

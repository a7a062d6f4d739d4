"""The papers that others are said to be like: which of them is nearest to one, and by which terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.relevance.neighbours import strongest
from reader.relevance.space import Space, Vector

ANCHOR_TERMS = 80
"""So many of the strongest terms of each are looked at."""
NEARNESS_KEPT = 64
"""Of so many papers it is kept how near they are: after one more star most of them are asked for again."""
FEW_NEW = 3
"""Where more papers come than this, all is worked out anew."""


class Anchors:
    """Some papers of a space, by their terms."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._vectors: dict[int, Vector] = {}
        self._holders: dict[int, dict[int, float]] = {}
        self._near: dict[int, dict[int, int]] = {}
        """How near papers are to each of them, by their slots."""

    def clear(self) -> None:
        """Forget all: the space has changed."""
        self._vectors, self._holders = {}, {}
        self._near.clear()

    def set(self, slots: Iterable[int]) -> None:
        """Let these be the papers; only what changed is worked out."""
        wanted = set(slots)
        gone, new = self._vectors.keys() - wanted, wanted - self._vectors.keys()
        for slot in gone:
            for term in self._vectors.pop(slot):
                del self._holders[term][slot]
        for slot in new:
            self._vectors[slot] = strongest(self._space.vector(slot), ANCHOR_TERMS)
            for term, weight in self._vectors[slot].items():
                self._holders.setdefault(term, {})[slot] = weight
        if len(new) > FEW_NEW:
            self._near.clear()
        for at, near in self._near.items() if gone or new else ():
            own = self._space.vector(at)
            for slot in gone:
                near.pop(slot, None)
            for slot in new - {at}:
                shared = self._vectors[slot].items()
                if held := [int(own[term] * weight) for term, weight in shared if term in own]:
                    near[slot] = sum(held)

    def nearness(self, at: int) -> tuple[Vector, Mapping[int, int]]:
        """The terms of the paper in a slot, and how near it is to each of them, in whole numbers; none that is not near
        at all, nor itself. Nobody may change it."""
        own = self._space.vector(at)
        if (known := self._near.get(at)) is not None:
            return own, known
        if len(self._near) >= NEARNESS_KEPT:
            del self._near[next(iter(self._near))]
        near = self._near[at] = self._nearness(own)
        near.pop(at, None)
        return own, near

    def _nearness(self, own: Vector) -> dict[int, int]:
        sums: dict[int, int] = {}
        for term, weight in own.items():
            if held := self._holders.get(term):
                for slot, other in held.items():
                    sums[slot] = sums.get(slot, 0) + int(weight * other)
        return sums

    def shared(self, own: Vector, slot: int) -> list[int]:
        """The terms of `own` that one of them holds too, the strongest first."""
        theirs = self._vectors[slot]
        shared = {term: weight * theirs[term] for term, weight in own.items() if term in theirs}
        return sorted(shared, key=lambda term: (-shared[term], self._space.said(term)))

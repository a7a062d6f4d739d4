"""What is near to a paper, and its vector spread over what is near to it.

Two abstracts on one thing may share few words. What the nearest papers say beside is likely to be said of it too: their
terms are added to those of the paper, which is known as pseudo-relevance feedback (Rocchio, "Relevance feedback in
information retrieval", 1971; Buckley and others, "Automatic query expansion using SMART", TREC-3, 1994).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from heapq import nlargest
from itertools import repeat
from operator import add, mul

from reader.relevance.space import Space, Vector

SPREAD = 20
"""So many of the nearest papers lend their terms."""
LENT = 2.0
"""What all that they lend weighs beside the paper's own terms."""
KEPT_TERMS = 200
"""So many of the strongest terms are kept of that, and those that weigh as much as the last of them."""
SPREAD_OF = 100
"""So many of the papers that weigh most in a taste are spread over their neighbours; of more, the others
stand for themselves alone: so many say what one of them lacks, and to spread thousands takes minutes."""
UNLENT = 2
"""What a paper that stands for itself alone weighs more, for what its neighbours do not lend."""

Whole = dict[int, int]
"""A vector in whole numbers, so that sums of such do not hang on their order."""


class Neighbours:
    """The papers of a space with those near to them, worked out when asked for and kept until the space changes."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._wide: dict[int, Whole] = {}

    def clear(self) -> None:
        """Forget all: the space has changed."""
        self._wide.clear()

    def nearness(self, slot: int) -> list[float]:
        """How near all papers are to the one in a slot: 1 for itself."""
        space = self._space
        return [*map(mul, space.reach(whole(space.vector(slot))), space.shares)]

    def wide(self, slot: int) -> Whole:
        """The vector of the paper in a slot with the terms that its neighbours lend."""
        if slot not in self._wide:
            self._wide[slot] = self.spread(slot, self.nearness(slot))
        return self._wide[slot]

    def spread(self, slot: int, near: list[float]) -> Whole:
        """As `wide`, where it is known how near all papers are."""
        space, ids = self._space, self._space.ids
        kept = near[slot]
        near[slot] = 0.0
        least = nlargest(SPREAD, near)[-1]
        around = [at for at, value in enumerate(near) if value >= least and value > 0]
        around = sorted(around, key=lambda at: (-near[at], ids[at]))[:SPREAD]
        near[slot] = kept
        found = dict(space.vector(slot))
        total = sum(near[at] for at in around)
        for at in around:
            part = LENT * near[at] / total
            for term, weight in space.vector(at).items():
                found[term] = found.get(term, 0.0) + part * weight
        return whole(strongest(found, KEPT_TERMS))


def strongest(vector: Vector, count: int) -> Vector:
    """So many of the strongest terms of a vector, and those that weigh as much as the last of them."""
    if len(vector) <= count:
        return vector
    least = nlargest(count, vector.values())[-1]
    return {term: weight for term, weight in vector.items() if weight >= least}


def whole(vector: Vector) -> Whole:
    """A vector in whole numbers."""
    return {term: rounded for term, weight in vector.items() if (rounded := round(weight))}


def by_chance(id: str) -> bytes:
    """What puts papers in an order that is always the same and nobody made."""
    return blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest()


class KeptSum:
    """How much all papers hold of what some papers hold, each with a weight. Only what changed since it was asked for
    is worked out."""

    def __init__(self, space: Space, vector_of: Callable[[int], Whole]) -> None:
        self._space = space
        self._vector_of = vector_of
        self._held: dict[int, int] = {}
        self._total: list[int] = []

    def clear(self) -> None:
        """Forget all: the space has changed."""
        self._held, self._total = {}, []

    def of(self, weights: Mapping[int, int]) -> list[int]:
        """The reach (see `Space.reach`) of the sum of the vectors of these slots, times their weights."""
        steps: dict[int, list[int]] = {}
        for slot in self._held.keys() | weights.keys():
            if more := weights.get(slot, 0) - self._held.get(slot, 0):
                steps.setdefault(more, []).append(slot)
        for more, slots in steps.items():
            moved: Whole = {}
            for slot in slots:
                for term, weight in self._vector_of(slot).items():
                    moved[term] = moved.get(term, 0) + weight
            reach = map(mul, self._space.reach(moved), repeat(more))
            self._total = [*map(add, self._total, reach)] if self._total else [*reach]
        self._held = dict(weights)
        if not self._total:
            self._total = [0] * len(self._space.ids)
        return self._total


class TasteSum:
    """How much all papers hold of what a person's papers say, each with its weight. Those that weigh most are spread
    over their neighbours, which takes the most time; the others stand for themselves alone."""

    def __init__(self, space: Space, neighbours: Neighbours) -> None:
        self._space = space
        self._neighbours = neighbours
        self._spread = KeptSum(space, neighbours.wide)
        self._alone = KeptSum(space, self._own)
        self._is_spread: set[int] = set()

    def clear(self) -> None:
        """Forget all: the space has changed."""
        self._spread.clear()
        self._alone.clear()

    def of(self, weights: Mapping[int, int]) -> list[int]:
        """The reach (see `Space.reach`) of the sum of the vectors of these slots, times their weights."""
        ids = self._space.ids
        most: Iterable[int] = weights
        if len(weights) > SPREAD_OF:
            most = sorted(weights, key=lambda at: (-weights[at], by_chance(ids[at]), ids[at]))[:SPREAD_OF]
        self._is_spread = {*most}
        alone = {slot: weight for slot, weight in weights.items() if slot not in self._is_spread}
        total = self._spread.of({slot: weights[slot] for slot in self._is_spread})
        return [*map(add, total, self._alone.of(alone))] if alone else total

    def vector(self, slot: int) -> Whole:
        """The vector of one of the slots of which the sum was asked last."""
        return self._neighbours.wide(slot) if slot in self._is_spread else self._own(slot)

    def _own(self, slot: int) -> Whole:
        return whole({term: UNLENT * weight for term, weight in self._space.vector(slot).items()})

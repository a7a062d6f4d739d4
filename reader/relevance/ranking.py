"""The papers of a library in the order in which they come near to some of them, or to a person's taste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from time import perf_counter

from reader.paper import Paper
from reader.relevance.reasons import reasons_of
from reader.relevance.space import Nearness, Space
from reader.relevance.values import Reason, Suggestion, Taste

BREATH = 0.004
"""Seconds of building between two breaths of `Relevance.building`."""
NEAR_AT_ALL = 80_000
"""Millionths of nearness below which a paper is not near to another."""
EXPLAINED = 50
"""So many of the first suggestions have reasons; the rest of a long answer is an order only."""
AGAINST = 0.75
"""What the mean of the papers that were dismissed weighs against that of those that are wanted."""


class Relevance:
    """The papers of a library, kept up to date paper by paper. For one thread at a time."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._space = Space()
        self._rows: dict[int, Nearness] = {}
        for _ in self.building(papers):
            pass

    def __len__(self) -> int:
        return len(self._space)

    def building(self, papers: Iterable[Paper]) -> Iterator[None]:
        """Enters papers piece by piece and pauses every few milliseconds, so that others may go first; those that it
        held and that are none of these are taken out."""
        pause = perf_counter() + BREATH
        gone = set(self._space.slots)
        for paper in papers:
            gone.discard(paper.id)
            self.update(paper)
            if perf_counter() > pause:
                yield
                pause = perf_counter() + BREATH
        for id in sorted(gone):
            self.remove(id)

    def update(self, paper: Paper) -> None:
        """Enters a paper, or what changed of it."""
        if self._space.enter(paper):
            self._rows.clear()

    def remove(self, id: str) -> None:
        """Takes a paper out; an unknown id is left alone."""
        if self._space.leave(id):
            self._rows.clear()

    def follow(self, papers: Mapping[str, Paper], ids: Iterable[str]) -> None:
        """Enters or takes out the papers of these ids: what changed, came or went among `papers`."""
        for id in ids:
            if paper := papers.get(id):
                self.update(paper)
            else:
                self.remove(id)

    def related(self, ids: Sequence[str], limit: int = 0) -> tuple[Suggestion, ...]:
        """The papers nearest to some, best first; none below a floor. `limit` 0 gives all."""
        slots = self._space.slots
        near = sorted({slots[id] for id in ids if id in slots}, key=self._space.ids.__getitem__)
        if not near:
            return ()
        rows = [self._row(slot) for slot in near]
        total = [sum(values) for values in zip(*rows, strict=True)]
        most = [max(values) for values in zip(*rows, strict=True)]
        held = set(near)
        found = [at for at in self._space.living() if at not in held and most[at] >= NEAR_AT_ALL]
        order = self._best(found, total, limit)
        return self._told(order, total, len(near), near)

    def ranked(
        self, taste: Taste, ids: Iterable[str], limit: int = 0, *, explore: bool = False
    ) -> tuple[Suggestion, ...]:
        """Papers in the order in which a person is likely to want them; `limit` 0 gives all.

        With `explore` one in five is from outside of what the person wants. Where nothing is known of the taste, the
        papers keep their order.
        """
        slots = self._space.slots
        found = [slots[id] for id in ids if id in slots]
        good = sorted((slots[id] for id in taste.good if id in slots), key=self._space.ids.__getitem__)
        bad = [slots[id] for id in taste.bad if id in slots]
        if not good:
            order = found[:limit] if limit else found
            return tuple(Suggestion(self._space.ids[at], 0.0) for at in order)
        total = self._mean(good, taste.good, 1.0)
        if bad:
            against = self._mean(bad, taste.bad, AGAINST)
            total = [value - less for value, less in zip(total, against, strict=True)]
        if not explore:
            return self._told(self._best(found, total, limit), total, 1, good)
        order = self._best(found, total, 0)
        return self._told(mixed(order)[: limit or None], total, 1, good, set(order[len(order) // 2 :]))

    def _mean(self, slots: Sequence[int], weights: object, part: float) -> Nearness:
        total = [0] * len(self._space.ids)
        for slot in slots:
            row = self._row(slot)
            total = [value + more for value, more in zip(total, row, strict=True)]
            total[slot] -= row[slot]
        return [round(part * value / len(slots)) for value in total]

    def _best(self, found: Sequence[int], total: Nearness, limit: int) -> list[int]:
        ids = self._space.ids
        return nsmallest(limit or len(found), found, key=lambda at: (-total[at], ids[at]))

    def _row(self, slot: int) -> Nearness:
        if slot not in self._rows:
            self._rows[slot] = self._space.row(slot)
        return self._rows[slot]

    def _told(
        self,
        order: Sequence[int],
        total: Nearness,
        parts: int,
        near: Sequence[int],
        far: set[int] | frozenset[int] = frozenset(),
    ) -> tuple[Suggestion, ...]:
        space = self._space
        told = []
        for number, at in enumerate(order):
            score = round(min(100.0, max(0.0, total[at] / parts / 1e4)), 2)
            if number >= EXPLAINED:
                reasons: tuple[Reason, ...] = ()
            elif at in far:
                reasons = (Reason("elsewhere", ""),)
            else:
                reasons = self._why(at, near)
            told.append(Suggestion(space.ids[at], score, reasons))
        return tuple(told)

    def _why(self, at: int, near: Sequence[int]) -> tuple[Reason, ...]:
        space = self._space
        best = max(near, key=lambda slot: (self._row(slot)[at], space.ids[slot]))
        paper, other = space.papers[at], space.papers[best]
        assert paper is not None
        assert other is not None
        own, theirs = space.vector(at), space.vector(best)
        return reasons_of(paper, other, {term: own[term] * theirs[term] for term in own if term in theirs})


def mixed(order: Sequence[int]) -> list[int]:
    """An order in which every fifth is from its far half, in that half's own order."""
    near, far = list(order[: len(order) // 2]), list(order[len(order) // 2 :])
    found = []
    while near and far:
        found += near[:4]
        del near[:4]
        found.append(far.pop(0))
    return [*found, *near, *far]

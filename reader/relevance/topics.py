"""The topics of a taste: which of the papers that are wanted belong together, and what each group is about.

The groups are made by average linkage: two whose papers are near to one another in the mean become one (Sokal and
Michener, "A statistical method for evaluating systematic relationships", 1958).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, repeat

from reader.paper import Paper
from reader.relevance.neighbours import Neighbours, Whole
from reader.relevance.reasons import Spelling
from reader.relevance.space import UNIT_LENGTH, Space, Vector
from reader.relevance.terms import root_of

GROUPED = 30
"""So many of the papers that are wanted most are grouped."""
TOGETHER_FROM = 0.25
"""The mean nearness from which on two groups are one, as a part of how near these papers are to their nearest."""
NAMES = 2
"""So many tags or words name a topic at most."""


class Topics:
    """The groups of some papers of a space."""

    def __init__(self, space: Space, neighbours: Neighbours) -> None:
        self._space = space
        self._neighbours = neighbours
        self.clear()

    def clear(self) -> None:
        """Forget all: the space has changed."""
        self._slots: tuple[int, ...] = ()
        self._near: dict[tuple[int, int], float] = {}
        self._own: dict[int, Vector] = {}
        self.groups: list[list[int]] = []
        """The slots of the papers in each group."""
        self._words: dict[tuple[tuple[int, ...], ...], list[str]] = {}
        self._reaches: dict[tuple[int, ...], list[int]] = {}

    def set(self, slots: Sequence[int]) -> None:
        """Let these be the papers that are grouped, the first of them if they are too many."""
        chosen = tuple(sorted(slots[:GROUPED], key=self._space.ids.__getitem__))
        if chosen == self._slots:
            return
        self._slots = chosen
        self._own = {slot: self._own.get(slot) or self._space.vector(slot) for slot in chosen}
        self.groups = self._grouped(chosen)
        groups = {*map(tuple, self.groups)}
        self._reaches = {group: reach for group, reach in self._reaches.items() if group in groups}
        self._words.clear()

    def reach(self, number: int) -> list[int]:
        """How much all papers hold of what those of a group hold (see `Space.reach`)."""
        group = tuple(self.groups[number])
        if group not in self._reaches:
            total: Whole = {}
            for slot in group:
                for term, weight in self._neighbours.wide(slot).items():
                    total[term] = total.get(term, 0) + weight
            self._reaches[group] = self._space.reach(total)
        return self._reaches[group]

    def _grouped(self, slots: Sequence[int]) -> list[list[int]]:
        groups = [[slot] for slot in slots]
        links = {(a, b): self._both(slots[a], slots[b]) for a in range(len(slots)) for b in range(a)}
        nearest = [max((self._both(one, other) for other in slots if other != one), default=0.0) for one in slots]
        least = TOGETHER_FROM * sum(nearest) / len(slots) if slots else 0.0
        means = dict(links)
        while means:
            a, b = max(means, key=means.__getitem__)
            if links[a, b] < least * len(groups[a]) * len(groups[b]):
                break
            groups[b] += groups[a]
            groups[a] = []
            for other, group in enumerate(groups):
                if not group:
                    continue
                del means[max(a, other), min(a, other)]
                if other != b:
                    pair = (max(b, other), min(b, other))
                    links[pair] += links[max(a, other), min(a, other)]
                    means[pair] = links[pair] / (len(groups[b]) * len(group))
        return [group for group in groups if group]

    def _both(self, one: int, other: int) -> float:
        """How near two papers are, seen from both, in the mean."""
        if (one, other) not in self._near:
            total = sum(
                weight * wide.get(term, 0)
                for slot, wide in ((one, self._neighbours.wide(other)), (other, self._neighbours.wide(one)))
                for term, weight in self._own[slot].items()
            )
            self._near[one, other] = self._near[other, one] = total / (2 * UNIT_LENGTH * UNIT_LENGTH)
        return self._near[one, other]

    def of(self, near: Mapping[int, int]) -> int:
        """The group to which a paper is nearest in the mean, by how near it is to each slot."""
        means = [sum(map(near.get, group, repeat(0))) / len(group) for group in self.groups]
        return means.index(max(means))

    def named(self, papers: Mapping[str, Paper], near: Mapping[int, int]) -> list[str]:
        """What each group is called: tags that half of its papers have, else words that half of them hold and half of
        those that are shown with it; "" where there are none. `near`: the group of each that is shown."""
        shown: list[list[int]] = [[] for _ in self.groups]
        for slot, number in near.items():
            shown[number].append(slot)
        return [", ".join(self._names(*both, papers)) for both in zip(self.groups, shown, strict=True)]

    def _names(self, group: Sequence[int], shown: Sequence[int], papers: Mapping[str, Paper]) -> list[str]:
        members = [papers[self._space.ids[slot]] for slot in group]
        half = (len(group) + 1) // 2
        tags = Counter(tag for paper in members for tag in paper.tags)
        common = sorted((tag for tag in tags if tags[tag] >= half), key=lambda tag: (-tags[tag], tag))
        if common:
            return [f"#{tag}" for tag in common[:NAMES]]
        key = (tuple(group), tuple(shown))
        if key not in self._words:
            self._words[key] = [*islice(self._words_of(group, shown, members, half), NAMES)]
        return self._words[key]

    def _words_of(
        self, group: Sequence[int], shown: Sequence[int], members: Sequence[Paper], half: int
    ) -> Iterator[str]:
        held = Counter(term for slot in group for term in self._own[slot])
        here = Counter(term for slot in shown for term in self._space.vector(slot) if held[term] >= half)
        sums: dict[int, float] = {}
        for slot in group:
            for term, weight in self._own[slot].items():
                if held[term] >= half and 2 * here[term] >= len(shown):
                    sums[term] = sums.get(term, 0.0) + weight
        told: set[str] = set()
        for term in sorted(sums, key=lambda term: (-sums[term], self._space.said(term))):
            stems = self._space.said(term)
            roots = {*map(root_of, stems)}
            spelt = (Spelling.of(paper.title, paper.abstract) for paper in members)
            if told.isdisjoint(roots) and (said := next(filter(None, (one.shared(one, stems) for one in spelt)), "")):
                told.update(roots)
                yield said

"""The papers of a library in the order in which they come near to some of them, or to a person's taste."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import chain, repeat
from operator import add, mul
from time import perf_counter

from reader.paper import Paper
from reader.relevance.anchors import Anchors
from reader.relevance.kept import mark_of, space_blocks, space_of
from reader.relevance.neighbours import Neighbours, TasteSum, Whole, by_chance, whole
from reader.relevance.reasons import reasons_of
from reader.relevance.space import Space, Vector, least_of_pairs
from reader.relevance.terms import forget_words
from reader.relevance.topics import Topics
from reader.relevance.values import Reason, Suggestion, Taste
from reader.search.blocks import Blocks
from reader.text import fold_name, words

BREATH = 0.004
"""Seconds of building between two breaths of `Relevance.building`."""
TOGETHER = 50
"""So many papers that come at once are entered faster together than one by one."""
NEAR_AT_ALL = 0.07
"""The nearness below which a paper is not near to another."""
ABROAD = 2
"""The power of how much of what a paper says is said in the library at all (see `Space.at_home`), in whether it is near
to others."""
UNWANTED = 0.2
"""The nearness from which on a paper goes with one that was dismissed as long as nothing is wanted: at `NEAR_AT_ALL` a
first few dismissals put a large part of what waits last, what is wanted among it."""
EXPLAINED = 100
"""So many of the first suggestions of an answer without a limit have reasons; the rest is an order only."""
AGAINST = 0.8
"""What one paper that was dismissed weighs against one that is wanted; all together no more than all of these."""
ANCHORS = 300
"""So many of the papers that are wanted most may be reasons."""
SHARED = 40
"""So many of the best are put in an order in which each topic has its share; fewer are all seen anyway."""
TOPIC_SHARE = 0.1
"""What a paper of a topic of one paper loses by each of that topic before it, as a part of what is between the best and
the last of these."""
SEEN = 20
"""Among so many of the first each topic has half its share at least."""
TOPIC_OF = 3
"""So many papers that are wanted make a topic of which one paper at least is among these."""
TRIED = 4
"""So many papers are looked at for one that is missing of a topic."""
REASONS_KEPT = 512
"""So many of the reasons that were told are kept: after one more star most of them are the same."""
ONE_IN = 5
"""With `explore`, one paper of so many is from outside."""
FAR = 3
"""One paper of so many is so far from what is wanted that it may be from outside."""
STRONG, LIKELY = 12, 4
"""So many of the strongest terms of a paper lead to so many others that it is near to, if it is near to any."""


class Relevance:
    """The papers of a library, kept up to date paper by paper. For one thread at a time."""

    def __init__(self, papers: Iterable[Paper] | None = (), kept: Blocks | None = None) -> None:
        """`kept` is what another one gave (see `blocks`): its papers are held, those of `papers` that still are so.
        With None all of them are, until `building` holds each against what is there; till then it must not be asked.
        Raises `Unsound` where it is not what this program gives."""
        self._papers: dict[str, Paper] = {}
        self._kept = kept
        self._space, self._marks = space_of(kept) if kept is not None else (Space(), {})
        self.changes = 0
        """How many papers came, changed or went since it was made."""
        self._neighbours = Neighbours(self._space)
        self._good = TasteSum(self._space, self._neighbours)
        self._bad = TasteSum(self._space, self._neighbours)
        self._anchors = Anchors(self._space)
        self._topics = Topics(self._space, self._neighbours)
        self._told_why: dict[int, tuple[Paper, Paper, tuple[Reason, ...]]] = {}
        """Why a paper is near to another, by the slot of the first."""
        self._far = FarOnes(self._space)
        self._closes: dict[int, dict[int, float]] = {}
        for _ in self.building(papers) if papers is not None else ():
            pass

    def __len__(self) -> int:
        return len(self._space)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be worked out before it answers: after `building`, until a text changes."""
        return self._space.is_settled

    def building(self, papers: Iterable[Paper]) -> Iterator[None]:
        """Enters papers piece by piece and pauses every few milliseconds, so that others may go first; those that it
        held and that are none of these are taken out. It must not be asked meanwhile."""
        pause = perf_counter() + BREATH
        for _ in self._entering(papers):
            if perf_counter() > pause:
                yield
                pause = perf_counter() + BREATH

    def _entering(self, papers: Iterable[Paper]) -> Iterator[None]:
        given = {paper.id: paper for paper in papers}
        new = []
        for paper in given.values():
            if not self._holds(paper):
                new.append(paper)
            yield
        for id in [id for id in self._space.slots if id not in given]:
            self.remove(id)
        for paper in new:
            self.remove(paper.id)
        self._papers.update(given)
        for paper in new:
            slot = self._space.enter(paper)
            self.changes += 1
            if len(new) < TOGETHER:
                self._space.pair(slot)
            yield
        if len(new) >= TOGETHER:
            forget_words()
            yield from self._space.pairing()
        yield from self._settling()
        if self._kept is not None:
            self._kept.rest()  # All of it was read; little will be asked for next.

    def _settling(self) -> Iterator[None]:
        if self._space.is_settled:
            return
        for kept in (self._neighbours, self._good, self._bad, self._anchors, self._topics, self._far):
            kept.clear()
        self._told_why.clear()
        self._closes.clear()
        if self._space.least != least_of_pairs(len(self._space)):
            yield from self._space.pairing()
        yield from self._space.settling()

    def _settle(self) -> None:
        for _ in self._settling():
            pass

    def follow(self, papers: Mapping[str, Paper], ids: Iterable[str]) -> None:
        """Enters or takes out the papers of these ids: what changed, came or went among `papers`."""
        changed = list(ids)
        if len(changed) >= TOGETHER:
            for _ in self.building(papers.values()):
                pass
            return
        for id in changed:
            if paper := papers.get(id):
                self.update(paper)
            else:
                self.remove(id)

    def update(self, paper: Paper) -> None:
        """Enters a paper, or what changed of it."""
        if not self._holds(paper):
            self.remove(paper.id)
            self._space.pair(self._space.enter(paper))
            self.changes += 1
        self._papers[paper.id] = paper

    def remove(self, id: str) -> None:
        """Takes a paper out; an unknown id is left alone."""
        self._papers.pop(id, None)
        self._marks.pop(id, None)
        if id in self._space.slots:
            self._space.leave(id)
            self.changes += 1

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """All of it, piece by piece, for another one (see `Relevance`)."""
        return space_blocks(self._space, self._papers)

    def _holds(self, paper: Paper) -> bool:
        """Whether a paper is held with the text that it has."""
        held = self._papers.get(paper.id)
        if held is None:
            return self._marks.get(paper.id) == mark_of(paper) if self._marks else False
        return held is paper or (
            (held.title, held.abstract, held.keywords) == (paper.title, paper.abstract, paper.keywords)
        )

    def related(self, ids: Iterable[str], limit: int = 0, *, explained: int = 0) -> tuple[Suggestion, ...]:
        """The papers nearest to some, best first; none below a floor, and one of each title. `limit` 0 gives all.

        Those behind the first that are to be `explained` have no reasons, which take the most time; 0 explains all."""
        near, found, scores = self._near(ids)
        anchors = Anchors(self._space)
        anchors.set(near[:ANCHORS])
        order = self._without_twins(self._best(found, scores, 0))[0][: limit or None]
        told = order[: explained or None]
        return (
            *(self._told(at, scores[at], self._why(at, *anchors.nearness(at), anchors)) for at in told),
            *(self._told(at, scores[at], ()) for at in order[len(told) :]),
        )

    def near(self, ids: Iterable[str]) -> list[str]:
        """The ids of the papers that `related` gives, in its order."""
        _, found, scores = self._near(ids)
        return [self._space.ids[at] for at in self._best(found, scores, 0)]

    def _near(self, ids: Iterable[str]) -> tuple[list[int], list[int], list[float]]:
        """The slots of these papers, those of the papers that are near to one of them, and what each slot scores."""
        self._settle()
        space, slots = self._space, self._space.slots
        near = sorted({slots[id] for id in ids if id in slots}, key=space.ids.__getitem__)
        wanted: Whole = {}
        found: set[int] = set()
        for slot in near:
            nearness = self._neighbours.nearness(slot)
            for term, weight in self._neighbours.spread(slot, nearness).items():
                wanted[term] = wanted.get(term, 0) + weight
            found.update(self._near_by(slot, nearness))
        found.difference_update(near)
        part = 1 / max(1, len(near))
        return (
            near,
            sorted(found),
            [value * share * part for value, share in zip(space.reach(wanted), space.shares, strict=True)],
        )

    def _near_by(self, slot: int, nearness: Sequence[float]) -> list[int]:
        """The slots of the papers that are near to the one in a slot, by how near all are."""
        least = NEAR_AT_ALL / max(self._space.at_home(slot) ** ABROAD, 1e-9)
        found = (at for at in self._sharing(slot) if nearness[at] >= least)
        return [at for at in found if nearness[at] * self._space.at_home(at) ** ABROAD >= least]

    def _sharing(self, slot: int) -> Iterator[int]:
        """The slots of the papers that share two telling words with the paper in one, or one and an author."""
        held = Counter(chain.from_iterable(self._space.telling(slot).values()))
        ids, papers = self._space.ids, self._papers
        authors = {*map(fold_name, papers[ids[slot]].authors)}
        for at, count in held.items():
            if count > 1 or not authors.isdisjoint(map(fold_name, papers[ids[at]].authors)):
                yield at

    @staticmethod
    def is_near(nearness: float) -> bool:
        """Whether that is near enough to be called so (see `nearness`)."""
        return nearness >= NEAR_AT_ALL

    def nearness(self, ids: Iterable[str]) -> dict[str, float]:
        """How near all papers are to some by their own terms, in the mean: 1 for a paper to itself; none that is not
        near at all."""
        self._settle()
        space = self._space
        near = sorted({space.slots[id] for id in ids if id in space.slots}, key=space.ids.__getitem__)
        total = [0.0] * len(space.ids)
        for slot in near:
            total = [*map(add, total, self._neighbours.nearness(slot))]
        return {id: value / len(near) for id, slot in space.slots.items() if (value := total[slot]) > 0}

    def ranked(
        self, taste: Taste, ids: Iterable[str], limit: int = 0, *, explore: bool = False
    ) -> tuple[Suggestion, ...]:
        """Papers in the order in which a person is likely to want them; `limit` 0 gives all.

        Papers with the title of one of the first hundred before them come last. With `explore` one in five of the first
        hundred is like nothing of the taste, as long as there are such. Where nothing is wanted, the papers keep their
        order, but for those very near to what is dismissed: they come last, the nearest of all at the end.
        """
        order = self._ordered(taste, ids, 0 if explore else limit)
        return self._answer(order, self._mixed(order) if explore else (order.slots, set()), limit)

    def ranked_twice(
        self, taste: Taste, ids: Iterable[str], explored: Collection[str]
    ) -> tuple[tuple[Suggestion, ...], tuple[Suggestion, ...]]:
        """Papers as `ranked` gives them, and those of these that are `explored` as it gives them with `explore`; both
        by one order."""
        order = self._ordered(taste, ids, 0)
        ids_ = self._space.ids
        some = replace(order, slots=[at for at in order.slots if ids_[at] in explored])
        return self._answer(order, (order.slots, set()), 0), self._answer(some, self._mixed(some), 0)

    def _ordered(self, taste: Taste, ids: Iterable[str], limit: int) -> _Order:
        """As `ranked`; of a `limit` only the first in the order."""
        self._settle()
        space, slots = self._space, self._space.slots
        found = [slots[id] for id in ids if id in slots]
        good = {slots[id]: weight for id, weight in taste.good.items() if id in slots}
        bad = {slots[id]: weight for id, weight in taste.bad.items() if id in slots}
        if not good:
            near = self._closest(bad) if bad else {}
            behind = sorted((at for at in found if at in near), key=near.__getitem__)
            return _Order([*(at for at in found if at not in near), *behind])
        scores = self._scores(found, good, bad)
        most = sorted(good, key=lambda at: (-good[at], space.ids[at]))
        self._anchors.set(most[:ANCHORS])
        # Of more than are grouped, by no order that anybody made, so that no topic is left out by its papers' names.
        self._topics.set(sorted(good, key=lambda at: (-good[at], by_chance(space.ids[at]), space.ids[at])))
        order = self._best(found, scores, max(limit, SHARED) if limit else 0)
        seen = _Seen(self._anchors)
        first = self._with_all_topics(order[:SHARED], found, scores, seen)
        order = [*self._shared(first, scores, seen), *(at for at in order[SHARED:] if at not in seen.added)]
        alone, twins = self._without_twins(order[:EXPLAINED])
        return _Order([*alone, *order[EXPLAINED:], *twins], scores, seen, {**good, **bad})

    def _closest(self, slots: Iterable[int]) -> dict[int, float]:
        """How near each paper is to the one of these that is nearest, those that are very near to one."""
        found: dict[int, float] = {}
        for slot in slots:
            for at, nearness in self._close(slot).items():
                if nearness >= UNWANTED:
                    found[at] = max(nearness, found.get(at, 0.0))
        return found

    def _close(self, slot: int) -> dict[int, float]:
        """How near the papers are that are near to the one in a slot, kept until the space changes."""
        if slot not in self._closes:
            nearness = self._neighbours.nearness(slot)
            self._closes[slot] = {at: nearness[at] for at in self._near_by(slot, nearness)}
        return self._closes[slot]

    def _answer(self, order: _Order, mixed: tuple[Sequence[int], set[int]], limit: int) -> tuple[Suggestion, ...]:
        """The papers of an order, the first of them explained. `mixed`: these with those from outside in their places,
        and which these are."""
        if order.seen is None:
            return tuple(Suggestion(self._space.ids[at], 0.0) for at in order.slots[: limit or None])
        slots, outside = mixed
        scores, seen = order.scores, order.seen
        explaining = limit or EXPLAINED
        explained = [at for at in slots[: min(explaining, EXPLAINED)] if at not in outside and seen[at][1]]
        topics = {at: self._topics.of(seen[at][1]) for at in explained}
        named = self._topics.named(self._papers, topics)
        told = []
        for number, at in enumerate(slots[: limit or None]):
            reasons: tuple[Reason, ...] = ()
            topic = ""
            if at in outside:
                reasons = (Reason("elsewhere", ""),)
            elif number < explaining:
                reasons = self._why(at, *seen[at], self._anchors)
                topic = named[topics[at]] if at in topics else ""
            told.append(self._told(at, scores[at], reasons, topic))
        return tuple(told)

    def _with_all_topics(
        self, order: Sequence[int], found: Iterable[int], scores: Sequence[float], seen: _Seen
    ) -> list[int]:
        """The best of an order, and behind them what is best of each topic of which fewer are among these than are to
        be seen."""
        groups, shares = self._topics.groups, self._space.shares
        if len(groups) < 2 or len(order) < SHARED:
            return list(order)
        all_in = sum(map(len, groups))
        here = Counter(self._topics.of(seen[at][1]) for at in order)
        for number, group in enumerate(groups):
            lacking = max(1, SEEN * len(group) // (2 * all_in)) - here[number]
            if lacking <= 0 or len(group) < TOPIC_OF:
                continue
            reach, part = self._topics.reach(number), 1 / len(group)
            held = {*order, *seen.added}
            worth = [*map(add, scores, map(mul, map(mul, reach, shares), repeat(part)))]
            best = self._best([at for at in found if at not in held], worth, TRIED * lacking)
            seen.added.update([at for at in best if seen[at][1] and self._topics.of(seen[at][1]) == number][:lacking])
        return [*order, *sorted(seen.added, key=lambda at: (-scores[at], self._space.ids[at]))]

    def _shared(self, order: Sequence[int], scores: Sequence[float], seen: _Seen) -> list[int]:
        """The best of an order so that each topic has its share: its papers score less the more of it came, and at any
        place half as much of it came at least as it has in what is wanted."""
        groups = self._topics.groups
        if len(groups) < 2 or len(order) < SHARED:
            return list(order)
        step = TOPIC_SHARE * (scores[order[0]] - scores[order[SHARED - 1]])
        waiting: dict[int, list[int]] = {}
        for at in reversed(order):
            waiting.setdefault(self._topics.of(seen[at][1]), []).append(at)
        place = {at: number for number, at in enumerate(order)}
        came = dict.fromkeys(waiting, 0)
        all_in = sum(map(len, groups))
        shared: list[int] = []
        while waiting:
            firsts = {group: left[-1] for group, left in waiting.items()}
            worth = {group: scores[at] - step * came[group] / len(groups[group]) for group, at in firsts.items()}
            behind = [group for group in worth if came[group] < len(groups[group]) * (len(shared) + 1) // (2 * all_in)]
            group = min(behind or worth, key=lambda group: (-worth[group], place[firsts[group]]))
            shared.append(waiting[group].pop())
            came[group] += 1
            if not waiting[group]:
                del waiting[group]
        return shared

    def _scores(self, found: Iterable[int], good: Mapping[int, int], bad: Mapping[int, int]) -> list[float]:
        """What each slot scores; those found nothing by what is wanted of their own papers."""
        shares = self._space.shares
        wanted, unwanted = self._good.of(good), self._bad.of(bad)
        evidence = sum(good.values())
        part, against = 1 / evidence, AGAINST / max(evidence, sum(bad.values()))
        scores = [(w * part - u * against) * share for w, u, share in zip(wanted, unwanted, shares, strict=True)]
        for at in good.keys() & set(found):
            scores[at] -= self._space.held(at, self._good.vector(at)) * good[at] * part * shares[at]
        return scores

    def _best(self, found: Sequence[int], scores: Sequence[float], limit: int) -> list[int]:
        """Those of the slots with the highest scores, best first; all where `limit` is 0."""
        ids = self._space.ids
        if 0 < limit < len(found):
            least = nlargest(limit, [scores[at] for at in found])[-1]
            found = [at for at in found if scores[at] >= least]
        return sorted(found, key=lambda at: (-scores[at], ids[at]))[: limit or None]

    def _without_twins(self, order: Iterable[int]) -> tuple[list[int], list[int]]:
        """The papers of an order without those that have the title of one before them, and these."""
        told: set[tuple[str, ...]] = set()
        alone: list[int] = []
        twins: list[int] = []
        for at in order:
            title = self._title(at)
            (twins if title and title in told else alone).append(at)
            told.add(title)
        return alone, twins

    def _title(self, at: int) -> tuple[str, ...]:
        """By what two papers have one title."""
        return tuple(words(self._papers[self._space.ids[at]].title))

    def _mixed(self, ordered: _Order) -> tuple[list[int], set[int]]:
        """An order in which one of `ONE_IN` of the first is like nothing of the taste, and which these are: those with
        the most votes, of equally many by no order that anybody made. None has the title of a paper of the taste, or of
        one that comes first or is from outside, too."""
        order, taste = ordered.slots, ordered.taste
        if not taste:
            return order, set()
        ids, papers = self._space.ids, self._papers
        wanted = min(len(order), EXPLAINED) // ONE_IN
        outside: set[int] = set()
        far = order[len(order) - len(order) // FAR :]
        told = {*map(self._title, (*taste, *order[: min(EXPLAINED, len(order) - len(far))]))} - {()}
        for at in sorted(far, key=lambda at: (-(papers[ids[at]].upvotes or 0), by_chance(ids[at]), ids[at])):
            if len(outside) == wanted:
                break
            if (title := self._title(at)) not in told and self._far.is_far(at, taste):
                outside.add(at)
                told.update({title} - {()})
        near = [at for at in order if at not in outside]
        mixed: list[int] = []
        for number, at in enumerate(at for at in order if at in outside):
            mixed += near[number * (ONE_IN - 1) : (number + 1) * (ONE_IN - 1)]
            mixed.append(at)
        return [*mixed, *near[len(outside) * (ONE_IN - 1) :]], outside

    def _why(self, at: int, own: Vector, near: Mapping[int, int], anchors: Anchors) -> tuple[Reason, ...]:
        """What the paper in a slot shares with the nearest of the anchors."""
        if not near:
            return ()
        ids = self._space.ids
        slot = min(near, key=lambda slot: (-near[slot], ids[slot]))
        paper, other = self._papers[ids[at]], self._papers[ids[slot]]
        if (known := self._told_why.get(at)) is not None and known[0] is paper and known[1] is other:
            return known[2]
        if len(self._told_why) >= REASONS_KEPT:
            del self._told_why[next(iter(self._told_why))]
        found = reasons_of(paper, other, map(self._space.said, anchors.shared(own, slot)))
        self._told_why[at] = (paper, other, found)
        return found

    def _told(self, at: int, score: float, reasons: tuple[Reason, ...], topic: str = "") -> Suggestion:
        return Suggestion(self._space.ids[at], round(min(100.0, max(0.0, 100 * score)), 2), reasons, topic)


@dataclass(frozen=True, slots=True)
class _Order:
    """Papers in the order in which they are likely to be wanted, by their slots."""

    slots: list[int]
    scores: Sequence[float] = ()
    """What each slot scores."""
    seen: _Seen | None = None
    """How near they are to what is wanted; None where nothing is."""
    taste: Mapping[int, int] = field(default_factory=dict)
    """What each slot weighs in the taste."""


class FarOnes:
    """Which papers of a space are near to none of some; what was found is kept until the space changes."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._like: dict[int, int] = {}
        """A paper that one is near to, by the slots of both."""
        self._near: dict[int, array[int]] = {}
        """The slots of all papers that one is near to, where these were worked out."""

    def clear(self) -> None:
        """Forget all: the space has changed."""
        self._like.clear()
        self._near.clear()

    def is_far(self, at: int, slots: Collection[int]) -> bool:
        """Whether a paper is near to none of these."""
        if self._like.get(at) in slots:
            return False
        if at not in self._near:
            own, shares = whole(self._space.vector(at)), self._space.shares
            for slot in self._likely(own, slots):
                if self._space.held(slot, own) * shares[slot] >= NEAR_AT_ALL:
                    self._like[at] = slot
                    return False
            nearness = map(mul, self._space.reach(own), shares)
            self._near[at] = array("I", (slot for slot, near in enumerate(nearness) if near >= NEAR_AT_ALL))
        return not any(slot in slots for slot in self._near[at])

    def _likely(self, own: Mapping[int, int], slots: Collection[int]) -> list[int]:
        """Those of the slots that share most of the strongest terms: where a paper is near to one, it mostly is to one
        of these, which takes less than to ask of all."""
        strong = nlargest(STRONG, own, key=own.__getitem__)
        shared = Counter(slot for term in strong for slot in self._space.holding(term) if slot in slots)
        return [slot for slot, _ in shared.most_common(LIKELY)]


class _Seen(dict[int, tuple[Vector, Mapping[int, int]]]):
    """How near papers are to the anchors, by their slots, worked out once."""

    def __init__(self, anchors: Anchors) -> None:
        super().__init__()
        self._anchors = anchors
        self.added: set[int] = set()
        """Papers that are seen for their topics alone."""

    def __missing__(self, at: int) -> tuple[Vector, Mapping[int, int]]:
        self[at] = self._anchors.nearness(at)
        return self[at]

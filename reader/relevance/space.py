"""Papers by their terms: what each term weighs, and how near all papers are to some of these terms.

A term is the stem of a word, or a pair of stems that stand side by side. It weighs more the fewer papers hold it, and
the more often it stands in those that do: what a text is about it says again (Church and Gale, "Poisson mixtures",
Natural Language Engineering 1, 1995). Sums are whole numbers, so that no answer hangs on the order of papers or terms.

The postings of a term are one array: for each paper that holds it four times the paper's slot, and how often it stands
there, so that a weight is added to a lane of its own for each number of times, and these are joined once at the end.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from math import log

from reader.paper import Paper
from reader.relevance.runs import NumberRun, NumberRuns, RunTable
from reader.relevance.terms import is_vague, root_of, stems_of
from reader.search.columns import LARGE

LANES = 4
"""So many times of one term in a paper are told apart: once, twice, three times, more."""
TIMES = (16, 23, 27, 30)
"""What a term that stands once, twice, three times or more often in a paper counts there."""
RARITY_POWER = 0.75
"""The power of a term's rarity in its weight."""
BURST_POWER = 0.5
"""The power of how often a term stands in the papers that hold it, in its weight."""
PAIRED = 1.5
"""What a pair of stems weighs beside a stem that is as rare."""
COMMON = 0.25
"""The share of the papers from which on a term tells nothing."""
FEW_TOLD, FEW_OF = 3, 3
"""So many papers hold a word at most that tells something alone, or one of so many."""
FEW_HOLDERS = 20
"""So many papers may hold a term in any library."""
UNIT_WEIGHT = 1 << 8
"""The weight 1 of a term in whole numbers."""
UNIT_LENGTH = 1 << 12
"""The length 1 of a vector in whole numbers."""
REMEMBERED_VECTORS = 256
"""So many of the vectors that were asked for last are kept."""
FEW_SUMMINGS = 12
"""So many sums over a large library take less than to load what makes them quicker; whoever asks for more goes on."""
_PAIRS = 200
"""Pairs that a paper may hold, to choose the size of a sketch of them all."""
_APART = 1 << 32
"""What parts the two numbers in the key of a pair."""

Vector = dict[int, float]
"""Terms with their weights: stems by their numbers, pairs by their keys."""


class Space:
    """The papers that were entered, in slots; a slot that a paper leaves is taken by the next."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        """The id of the paper in each slot, "" for none."""
        self.slots: dict[str, int] = {}
        self.stems: list[str] = [""]
        """Each stem by its number; 0 is what parts a title from an abstract."""
        self._numbers: dict[str, int] = {"": 0}
        """The number of each stem; none as long as no text is read (see `take`)."""
        self.texts = NumberRuns()
        self.holders = NumberRuns()
        self.holders.append(array("I"))
        self.pairs = RunTable()
        self.least = least_of_pairs(0)
        """So many papers hold a pair that is entered."""
        self._free: list[int] = []
        self.is_settled = False
        """Whether it is known what all terms weigh."""
        self._vectors: dict[int, Vector] = {}
        self._paired: list[int] = []
        """What a pair weighs, by how many papers hold it."""
        self._weights: list[int] = []
        self._scales: list[float] = []
        self._summings = 0
        self._alone: list[int] = []
        """How many of the stems of the paper in each slot no other paper holds."""
        self._usual = 1.0
        """The share of a paper's stems that others hold, in the mean."""
        self.shares: list[float] = []
        """What a reach (see `reach`) is to be multiplied with, for each slot, so that it is how near a paper is."""

    def __len__(self) -> int:
        return len(self.slots)

    # What is in it

    def enter(self, paper: Paper) -> int:
        """Enters the stems of a paper that is not there; its pairs are still to be entered."""
        numbers = self._numbers = self._numbers or {stem: number for number, stem in enumerate(self.stems)}
        text = array("I")
        for part in (paper.title, paper.abstract, *paper.keywords):
            stems = stems_of(part)
            for stem in stems:
                if stem not in numbers:
                    numbers[stem] = len(self.stems)
                    self.stems.append(stem)
                    self.holders.append(array("I"))
            text.extend([*map(numbers.__getitem__, stems), 0])
        if self._free:
            slot = self._free.pop()
            self.ids[slot], self.texts[slot] = paper.id, text
        else:
            slot = len(self.ids)
            self.ids.append(paper.id)
            self.texts.append(text)
        self.slots[paper.id] = slot
        own, first = self.holders.own, slot * LANES - 1
        for number, times in self._stems_in(slot).items():
            own(number).append(first + (times if times < LANES else LANES))
        self.is_settled = False
        return slot

    def pair(self, slot: int) -> None:
        """Enters the pairs of the paper in a slot, where another paper holds them."""
        for pair, times in self._pairs_in(slot).items():
            if (held := self.pairs.own(pair)) is not None:
                held.append(_place(slot, times))
            elif len(holders := list(self._with_pair(pair))) >= self.least:
                self.pairs[pair] = array("I", holders)
        self.is_settled = False

    def pairing(self) -> Iterator[None]:
        """Enters the pairs of all papers anew, a paper at a time: first they are counted in a sketch, where some meet
        by chance, so that few of those are entered that too few papers hold."""
        least = self.least = least_of_pairs(len(self.slots))
        places = (1 << max(10, (len(self.slots) * _PAIRS).bit_length())) - 1
        seen = bytearray(places)
        for slot in self.slots.values():
            for at in {pair % places for pair in self._all_pairs_in(slot)}:
                if seen[at] < least:
                    seen[at] += 1
            yield
        found: dict[int, array[int]] = {}
        for slot in self.slots.values():
            pairs = Counter([pair for pair in self._all_pairs_in(slot) if seen[pair % places] == least])
            for pair, times in pairs.items():
                if (held := found.get(pair)) is None:
                    held = found[pair] = array("I")
                held.append(_place(slot, times))
            yield
        for pair in [pair for pair, held in found.items() if len(held) < least]:
            del found[pair]
            yield
        self.pairs = RunTable()
        for pair, held in found.items():
            self.pairs[pair] = held
        self.is_settled = False

    def leave(self, id: str) -> None:
        """Takes a paper out that is there."""
        slot = self.slots.pop(id)
        for number, times in self._stems_in(slot).items():
            self.holders.own(number).remove(_place(slot, times))
        for pair, times in self._pairs_in(slot).items():
            if (held := self.pairs.own(pair)) is not None:
                held.remove(_place(slot, times))
                if len(held) < self.least:
                    del self.pairs[pair]
        self.ids[slot], self.texts[slot] = "", array("I")
        self._free.append(slot)
        self.is_settled = False

    def _stems_in(self, slot: int) -> Counter[int]:
        found = Counter(self.texts[slot])
        found.pop(0, None)
        return found

    def _pairs_in(self, slot: int) -> Counter[int]:
        return Counter(self._all_pairs_in(slot))

    def _all_pairs_in(self, slot: int) -> list[int]:
        """The pairs of the paper in a slot, repeats included."""
        return [one * _APART + other for one, other in pairwise(self.texts[slot].tolist()) if one and other]

    def _with_pair(self, pair: int) -> Iterator[int]:
        """The places of the papers that hold a pair."""
        one, other = divmod(pair, _APART)
        sought = array("I", (one, other)).tobytes()
        for place in min(self.holders[one], self.holders[other], key=len):
            slot = place // LANES
            if sought in self.texts[slot].tobytes() and (times := self._pairs_in(slot)[pair]):
                yield _place(slot, times)

    def take(self, ids: list[str]) -> None:
        """Let these be the ids of the papers in the slots: texts, holders and pairs are those of another space."""
        self.ids = list(ids)
        self.slots = {id: slot for slot, id in enumerate(ids)}
        self._numbers.clear()
        self.is_settled = False

    @staticmethod
    def moved(held: Sequence[int], slots: Mapping[int, int]) -> array[int]:
        """The holders of a term when the papers are in other slots."""
        return array("I", (slots[place // LANES] * LANES + place % LANES for place in held))

    # What it weighs

    def settling(self) -> Iterator[None]:
        """Works out what all terms weigh and how long all papers are, a term at a time."""
        self._vectors.clear()
        rarities = _rarities(len(self.slots))
        paired = self._paired = [round(UNIT_WEIGHT * PAIRED * rarity) for rarity in rarities]
        known = len(rarities)
        lanes = [0] * (LANES * len(self.ids))
        weights = []
        alone = self._alone = [0] * len(self.ids)
        postings = 0
        for held in self.holders:
            weight = 0
            postings += len(held)
            if len(held) == 1:
                alone[held[0] // LANES] += 1
            if len(held) < known and (rarity := rarities[len(held)]):
                times = sum(place % LANES for place in held) + len(held)
                weight = round(UNIT_WEIGHT * rarity * ((times + 1) / (len(held) + 1)) ** BURST_POWER)
                square = weight * weight
                for place in held:
                    lanes[place] += square
                yield
            weights.append(weight)
        for _, held in self.pairs.items():
            if len(held) < known:
                square = paired[len(held)] ** 2
                for place in held:
                    lanes[place] += square
                yield
        self._usual = 1 - sum(alone) / postings if postings else 1.0
        sums = _joined(lanes, tuple(times * times for times in TIMES))
        self._scales = [1 / total**0.5 if total else 0.0 for total in sums]
        self.shares = [scale / UNIT_LENGTH for scale in self._scales]
        self._weights = weights
        self.is_settled = True

    def weight(self, term: int) -> int:
        """What a term weighs; 0 where it tells nothing."""
        if term < _APART:
            return self._weights[term]
        held = len(self.pairs.get(term) or ())
        return self._paired[held] if held < len(self._paired) else 0

    def vector(self, slot: int) -> Vector:
        """The terms of the paper in a slot that tell something, with their weights there; the length of all together
        is `UNIT_LENGTH`. Nobody may change it."""
        if (found := self._vectors.pop(slot, None)) is None:
            if len(self._vectors) >= REMEMBERED_VECTORS:
                del self._vectors[next(iter(self._vectors))]
            found = self._vector(slot)
        self._vectors[slot] = found  # The last one that leaves.
        return found

    def _vector(self, slot: int) -> Vector:
        scale = self._scales[slot] * UNIT_LENGTH
        heights = [scale * times for times in (0, *TIMES)]
        weights, pairs, paired = self._weights, self.pairs, self._paired
        found: Vector = {}
        for stem, times in self._stems_in(slot).items():
            if weight := weights[stem]:
                found[stem] = weight * heights[times if times < LANES else LANES]
        for pair, times in self._pairs_in(slot).items():
            if (held := pairs.get(pair)) is not None and len(held) < len(paired):
                found[pair] = paired[len(held)] * heights[times if times < LANES else LANES]
        return found

    def telling(self, slot: int) -> dict[str, set[int]]:
        """The words of the paper in a slot that tell something alone, by their roots, with the slots of the papers that
        hold them."""
        most = max(FEW_TOLD, len(self.slots) // FEW_OF)
        found: dict[str, set[int]] = {}
        for stem in self._stems_in(slot):
            if 1 < len(self.holders[stem]) <= most and not is_vague(self.stems[stem]):
                held = found.setdefault(root_of(self.stems[stem]), set())
                held.update(place // LANES for place in self.holders[stem])
        return found

    def at_home(self, slot: int) -> float:
        """How much of what the paper in a slot says others say too, as a part of what is usual; 1 at most. A text from
        another field says much that none of them does, and what it shares it shares by chance."""
        stems = len({*self.texts[slot]} - {0})
        return min(1.0, (1 - self._alone[slot] / stems) / self._usual) if stems and self._usual else 0.0

    def holding(self, term: int) -> Iterator[int]:
        """The slots of the papers that hold a term."""
        return (place // LANES for place in (self.holders[term] if term < _APART else self.pairs.get(term) or ()))

    def reach(self, vector: Mapping[int, int]) -> list[int]:
        """How much the paper in each slot holds of these terms; of a sum of vectors the sum of that."""
        amounts: list[int] = []
        runs: list[NumberRun] = []
        weights, paired = self._weights, self._paired
        for term, wanted in vector.items():
            if term < _APART:
                held, weight = self.holders[term], weights[term]
            elif (pair := self.pairs.get(term)) is not None and len(pair) < len(paired):
                held, weight = pair, paired[len(pair)]
            else:
                continue
            if amount := wanted * weight:
                amounts.append(amount)
                runs.append(held)
        return self._summed(amounts, runs)

    def _summed(self, amounts: Sequence[int], runs: Sequence[NumberRun]) -> list[int]:
        """What each slot has of these amounts, each of which its run gives to places."""
        size = LANES * len(self.ids)
        self._summings += 1
        if self._summings > FEW_SUMMINGS and len(self.ids) >= LARGE:
            from reader.search.dense import summed  # noqa: PLC0415  (numpy loads for many sums over large libraries)

            return summed(size, amounts, runs, TIMES)
        lanes = [0] * size
        for amount, held in zip(amounts, runs, strict=True):
            for place in held:
                lanes[place] += amount
        return _joined(lanes, TIMES)

    def held(self, slot: int, vector: Mapping[int, int]) -> int:
        """How much the paper in a slot holds of these terms (see `reach`)."""
        own = chain(self._stems_in(slot).items(), self._pairs_in(slot).items())
        return sum(
            vector[term] * self.weight(term) * TIMES[min(times, LANES) - 1] for term, times in own if term in vector
        )

    def said(self, term: int) -> tuple[str, ...]:
        """The stems of a term."""
        return (self.stems[term],) if term < _APART else tuple(self.stems[one] for one in divmod(term, _APART))


def least_of_pairs(count: int) -> int:
    """So many of `count` papers hold a pair of stems that counts: in a large library those that few hold would take
    much memory and tell little more."""
    return 2 + count // 20_000


def _place(slot: int, times: int) -> int:
    return slot * LANES + min(times, LANES) - 1


def _joined(lanes: list[int], times: Sequence[int]) -> list[int]:
    one, two, three, four = times
    each = zip(lanes[::4], lanes[1::4], lanes[2::4], lanes[3::4], strict=True)
    return [one * a + two * b + three * c + four * d for a, b, c, d in each]


def _rarities(count: int) -> list[float]:
    """How rare a term is by how many of so many papers hold it: 0 where it tells nothing."""
    most = min(count - 1, max(FEW_HOLDERS, int(COMMON * count)))
    return [0.0, 0.0, *(log(count / held) ** RARITY_POWER for held in range(2, most + 1))]

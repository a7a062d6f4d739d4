"""The vocabulary of a library: which words there are, which begin so, which are a typo away."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from reader.search.blocks import Blocks
from reader.search.keys import Keys, key_blocks

_FEW = 100
"""Fewer new words than this are put in their places one by one."""
_VOWELS = str.maketrans("", "", "aeiou")


def skeleton(word: str) -> str:
    """The word without its inner vowels: "quantization" and "qntztn" agree."""
    return word[:1] + word[1:-1].translate(_VOWELS) + word[-1:]


class _Initial:
    """The words with one first letter, and the skeletons of the long ones, in order."""

    __slots__ = ("_new", "_skeletons", "_words")

    def __init__(self) -> None:
        self._new: list[str] = []
        self._words: list[str] = []
        self._skeletons: list[tuple[str, str]] = []

    def add(self, word: str) -> None:
        """Takes a word that is new; it is found after `settle`."""
        self._new.append(word)

    def settle(self) -> None:
        """Sorts in what was added since the last time."""
        if not self._new:
            return
        bones = [(skeleton(word), word) for word in self._new if len(word) >= _LONG]
        if len(self._new) < _FEW:
            for word in self._new:
                insort(self._words, word)
            for pair in bones:
                insort(self._skeletons, pair)
        else:
            self._words += self._new
            self._words.sort()
            self._skeletons += bones
            self._skeletons.sort()
        self._new.clear()

    def beginning(self, prefix: str) -> list[str]:
        self.settle()
        low = bisect_left(self._words, prefix)
        return self._words[low : bisect_left(self._words, prefix + "\U0010ffff", low)]

    def shortened(self, word: str) -> list[tuple[str, str]]:
        """(skeleton, word) where the skeleton begins with `word`."""
        self.settle()
        low = bisect_left(self._skeletons, (word, ""))
        return self._skeletons[low : bisect_left(self._skeletons, (word + "\U0010ffff", ""), low)]


_ENDS = {"head": 0, "tail": -1}
"""The two ends of a word, and where its letter stands there."""
_LONG = 7
"""Words of so many letters may be meant by their skeleton."""


class _Kept:
    """The words that an earlier run kept, in order, read where they lie."""

    def __init__(self, blocks: Blocks, words: Keys) -> None:
        self.words = words
        self._skeletons = blocks.numbers("words.by-skeleton")
        self._by_ends = {side: blocks.numbers(f"words.by-{side}") for side in _ENDS}
        self._ends = {
            side: {(letter, size): range(first, last) for letter, size, first, last in blocks.told(f"words.{side}s")}
            for side in _ENDS
        }
        self._groups: dict[tuple[str, str, int], list[str]] = {}

    def beginning(self, prefix: str) -> list[str]:
        return self.words.run(self.words.beginning(prefix))

    def shortened(self, word: str) -> list[tuple[str, str]]:
        """As `_Initial.shortened`."""
        found = []
        for place in self._skeletons[bisect_left(self._skeletons, word, key=self._skeleton) :]:
            full = self.words[place]
            bones = skeleton(full)
            if not bones.startswith(word):
                break
            found.append((bones, full))
        return found

    def _skeleton(self, place: int) -> str:
        return skeleton(self.words[place])

    def ended(self, side: str, letter: str, size: int) -> list[str]:
        """The words of so many letters with this first ("head") or last ("tail") one."""
        key = (side, letter, size)
        if key not in self._groups:
            places = self._by_ends[side]
            at = self._ends[side].get((letter, size), range(0))
            self._groups[key] = self.words.several(places[at.start : at.stop])
        return self._groups[key]


class Vocabulary:
    """Words, found by beginning, by skeleton and by likeness. They are only ever added; `frequency` says which count.

    Words that are alike are living ones: a dead one would stand in the way of others that are less like.
    """

    def __init__(
        self,
        frequency: Callable[[str], int],
        blocks: Blocks | None = None,
        words: Keys | None = None,
        lives: Callable[[str], bool] | None = None,
    ) -> None:
        """`blocks` are those that another vocabulary gave, `words` the words in them; `lives` tells quicker than
        `frequency` whether any paper holds a word."""
        self.lives = lives or (lambda word: frequency(word) > 0)
        """Whether a paper holds a word."""
        self.frequency = frequency
        """How often a word occurs; 0 when no paper holds it (any more)."""
        self._kept = None if blocks is None or words is None else _Kept(blocks, words)
        self._known: set[str] = set()
        self._by_initial: dict[str, _Initial] = {}
        self._heads: dict[tuple[str, int], list[str]] = {}
        self._tails: dict[tuple[str, int], list[str]] = {}

    def add(self, words: Iterable[str]) -> None:
        """Takes note of words, known or new."""
        known = self._known
        kept = self._kept.words if self._kept is not None else ()
        for word in words:
            if word in known or word in kept:
                continue
            known.add(word)
            size = len(word)
            group = self._by_initial.get(word[0])
            if group is None:
                group = self._by_initial[word[0]] = _Initial()
            group.add(word)
            self._heads.setdefault((word[0], size), []).append(word)
            self._tails.setdefault((word[-1], size), []).append(word)

    def __contains__(self, word: str) -> bool:
        known = word in self._known or (self._kept is not None and word in self._kept.words)
        return known and self.lives(word)

    def all(self) -> list[str]:
        """Every word that it ever took note of, in order."""
        return sorted(self._known.union(self._kept.words if self._kept is not None else ()))

    def blocks(self, words: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """All of it, to be read by another vocabulary; `words` are `all` of them."""
        yield from key_blocks("words", words)
        bones = {place: skeleton(word) for place, word in enumerate(words) if len(word) >= _LONG}
        yield "words.by-skeleton", array("I", sorted(bones, key=bones.__getitem__)).tobytes()
        for side, end in _ENDS.items():
            groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
            for place, word in enumerate(words):
                groups[word[end], len(word)].append(place)
            places, ends = array("I"), []
            for key, group in sorted(groups.items()):
                ends.append((*key, len(places), len(places) + len(group)))
                places.extend(group)
            yield f"words.by-{side}", places.tobytes()
            yield f"words.{side}s", json.dumps(ends).encode()

    def beginning(self, prefix: str) -> list[str]:
        """The words that begin with `prefix`, itself included, in order."""
        group = self._by_initial.get(prefix[0])
        fresh = group.beginning(prefix) if group else []
        if self._kept is None:
            return fresh
        kept = self._kept.beginning(prefix)
        return sorted(kept + fresh) if fresh else kept

    def shortened(self, word: str) -> list[str]:
        """The long words whose skeleton is `word`, or begins with it when it is long enough."""
        if len(word) < 4 or skeleton(word) != word:
            return []
        group = self._by_initial.get(word[0])
        found = group.shortened(word) if group else []
        if self._kept is not None:
            found = found + self._kept.shortened(word)
        return [full for bones, full in found if bones == word or (len(word) >= 5 and len(bones) - len(word) <= 2)]

    def alike(self, word: str, edits: int) -> list[tuple[str, int]]:
        """The words at most `edits` typos away with how many it takes (Damerau's four kinds, optimal string alignment).

        At least the first letter or the last must agree, or the first two be swapped: nearly all typing errors are so,
        and it keeps the search among the few words that can answer.
        """
        from rapidfuzz.distance import OSA  # noqa: PLC0415  (loads with the first search that needs it)
        from rapidfuzz.process import extract  # noqa: PLC0415

        near: list[str] = []
        for length in range(max(2, len(word) - edits), len(word) + edits + 1):
            near += self._ended("head", word[0], length)
            near += self._ended("tail", word[-1], length)
            if len(word) > 1 and word[1] != word[0]:
                near += self._ended("head", word[1], length)
        found = extract(word, near, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(other, int(cost)) for other, cost, _ in found if cost and self.lives(other)]

    def ending(self, letter: str, size: int) -> Sequence[str]:
        """The words of so many letters that end with this one."""
        return self._ended("tail", letter, size)

    def _ended(self, side: str, letter: str, size: int) -> Sequence[str]:
        """The words of so many letters with this first ("head") or last ("tail") one."""
        fresh = (self._heads if side == "head" else self._tails).get((letter, size), [])
        return fresh if self._kept is None else self._kept.ended(side, letter, size) + fresh

    def begun_alike(self, word: str) -> list[str]:
        """The longer words whose beginning is one typo away from `word`, for a last word that is still being typed."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415  (loads with the first search that needs it)
        from rapidfuzz.process import extract  # noqa: PLC0415

        size = len(word)
        for sure in (size // 2, 1):
            starts = {other[: size - 1] for other in self.beginning(word[:sure]) if len(other) > size}
            rough = extract(word[:-1], starts, scorer=OSA.distance, score_cutoff=2, limit=None)
            found = [
                other
                for start in sorted(start for start, _, _ in rough)
                for other in self.beginning(start)
                if any(OSA.distance(word, other[: size + more], score_cutoff=1) <= 1 for more in (0, 1, -1))
                and self.lives(other)
            ]
            if found:
                return found
        return []

    def nearest(self, word: str) -> str:
        """The living word most like this one, "" when none is like it; for "did you mean".

        Fewest edits first, but a word that begins alike goes before one that does not (Jaro and Winkler).
        """
        from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415  (loads with the first search that needs it)

        edits = 1 if len(word) < 5 else 2 if len(word) < 7 else 3 if len(word) < 10 else 4
        found = [
            (cost + 4 * JaroWinkler.distance(word, other), -self.frequency(other), other)
            for other, cost in self.alike(word, edits)
            if cost == 1 or (word[0] == other[0] and len(other) > 2 * cost)
        ]
        return min(found)[2] if found else ""

    def settling(self) -> Iterator[None]:
        """Sorts in what was added since the last time, so that the next question need not wait, a letter at a time."""
        for group in list(self._by_initial.values()):
            group.settle()
            yield

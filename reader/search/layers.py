"""A table of the index in two layers: what was kept of it, read where it lies, and what came since."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import TypeAlias

from reader.search.blocks import Blocks
from reader.search.keys import Keys, key_blocks

Slots: TypeAlias = "array[int] | set[int] | memoryview[int]"
"""The papers that hold a word in one field."""


class KeptTable:
    """The slots of each word as they were kept."""

    def __init__(self, blocks: Blocks, name: str, keys: Keys) -> None:
        self.keys = keys
        self._starts = blocks.numbers(f"{name}.slots-from")
        self._slots = blocks.numbers(f"{name}.slots")
        self._some = blocks.block(f"{name}.some")

    def get(self, word: str) -> memoryview[int]:
        """The slots of a word; none where it was not there."""
        place = self.keys.place(word)
        return self._slots[self._starts[place] : self._starts[place + 1]] if place >= 0 else self._slots[:0]

    def at(self, places: Iterable[int]) -> list[memoryview[int] | None]:
        """The slots of the words at these places among the keys, None for one that has none or is no key (-1)."""
        starts, slots, some = self._starts, self._slots, self._some
        return [slots[starts[place] : starts[place + 1]] if some[place] else None for place in places]

    def __iter__(self) -> Iterator[str]:
        keys, some = self.keys, self._some
        return (keys[place] for place in range(len(keys)) if some[place])


class Layers(Mapping[str, Slots]):
    """The slots of each word: those that were kept, less those that are `void`, and those that came since."""

    def __init__(
        self, kept: KeptTable, fresh: Mapping[str, array[int]] | Mapping[str, set[int]], void: Collection[int]
    ) -> None:
        self._kept = kept
        self._fresh = fresh
        self._void = void
        self._left: dict[str, array[int]] = {}
        """Which of the kept slots of a word are left, for those words that a paper took with it."""

    def leave(self, word: str, slot: int) -> None:
        """Take the kept slot of a paper that had a word away from it."""
        if word not in self._left:
            self._left[word] = array("I", self._kept.get(word).tobytes())
        without(self._left[word], slot)

    def get(self, word: str, default: Slots | None = None) -> Slots | None:  # type: ignore[override]
        """The slots of a word, the default where no paper has it."""
        held, added = self._left.get(word) if word in self._left else self._kept.get(word), self._fresh.get(word)
        if not held:
            return added or default
        if self._void or isinstance(added, set):
            return set(held).difference(self._void).union(added or ()) or default
        return held if added is None else array("I", held.tobytes()) + added

    @property
    def as_kept(self) -> KeptTable | None:
        """What was kept, where all of it still is so; None elsewhere."""
        return None if self._fresh or self._void or self._left else self._kept

    def __getitem__(self, word: str) -> Slots:
        if (found := self.get(word)) is None:
            raise KeyError(word)
        return found

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.get(word) is not None

    def __iter__(self) -> Iterator[str]:
        return (word for word in dict.fromkeys(chain(self._kept, self._fresh)) if word in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def table_blocks(
    name: str, table: Mapping[str, Slots], words: Mapping[str, int], own: list[str]
) -> Iterator[tuple[str, bytes]]:
    """The blocks that `KeptTable` reads under a name; `words` are keys that tables share, in order, with their places.

    Where a key of the table is none of them it has its own, and `own` takes up its name.
    """
    held = {word: slots for word, slots in table.items() if slots}
    places = words
    if not held.keys() <= words.keys():
        own.append(name)
        places = placed(sorted(held))
        yield from key_blocks(name, list(places))
    sizes, pieces = array("I", bytes(4 * (len(places) + 1))), []
    for word in sorted(held, key=places.__getitem__):
        slots = held[word]
        sizes[places[word] + 1] = len(slots)
        pieces.append(array("I", sorted(slots)).tobytes() if isinstance(slots, set) else slots.tobytes())
    yield f"{name}.slots-from", array("I", accumulate(sizes)).tobytes()
    yield f"{name}.slots", b"".join(pieces)
    yield f"{name}.some", bytes((*map(bool, sizes[1:]), 0))  # The last one is of what is no key.


def without(slots: array[int], slot: int) -> None:
    """Take a slot out of slots in order, where it is among them."""
    at = bisect_left(slots, slot)
    if at < len(slots) and slots[at] == slot:
        del slots[at]


def placed(words: Sequence[str]) -> dict[str, int]:
    """Each of the words with its place among them."""
    return dict(zip(words, range(len(words)), strict=True))

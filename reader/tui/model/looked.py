"""What each place held when it was last left, so that it can be told what is new there.

A place is the inbox or a smart list. Of each paper four bytes are kept (the CRC-32 of its id): that two papers share
them is one chance in a million in a library of thousands, and then one of them is not called new.

What was decided on by words that somebody went on without stands again where it waited: that is not new. So it is kept
too when that was last, and where it was again since, what the places held before tells nothing any more.
"""

from __future__ import annotations

import struct
from base64 import b64decode, b64encode
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property
from zlib import crc32

INBOX = "inbox"
"""The name of the inbox among the places; a smart list is named by its subject."""
_SETTLED = "settled"


class Looked:
    """The places that were left."""

    def __init__(self, remembered: Callable[[], object] = dict) -> None:
        """`remembered` gives what `told` gave in an earlier run; whatever it gives, nothing here raises."""
        self._remembered = remembered
        self.changed = False
        """Whether there is something to be remembered."""

    @cached_property
    def _told(self) -> dict[object, object]:
        told = self._remembered()
        return told if isinstance(told, dict) else {}

    @cached_property
    def _left(self) -> dict[str, frozenset[int]]:
        found = {str(place): _marks(text) for place, text in self._told.items() if place != _SETTLED}
        return {place: marks for place, marks in found.items() if marks is not None}

    @cached_property
    def _settled(self) -> str:
        found = self._told.get(_SETTLED)
        return found if isinstance(found, str) else ""

    def settle(
        self, stamp: tuple[int, str], held: Mapping[str, Iterable[str]], new: Mapping[str, Iterable[str]]
    ) -> None:
        """Somebody last went on without what was lost at this `stamp`. Where that was not known, all that the places
        `held` had been looked at, but for what is known to be `new`."""
        settled = f"{stamp[0]} {stamp[1]}" if stamp[0] else ""
        if settled == self._settled:
            return
        self._settled, self.changed = settled, True
        self._left.clear()
        for place, ids in held.items():
            self.leave(place, set(ids).difference(new.get(place, ())))

    def new(self, place: str, ids: Iterable[str]) -> frozenset[str]:
        """Those of the papers of a place that were not in it when it was last left. Where that is not known, all are
        as if they had been looked at."""
        if place not in self._left:
            self.leave(place, ids)
            return frozenset()
        held = self._left[place]
        return frozenset(id for id in ids if _mark(id) not in held)

    def leave(self, place: str, ids: Iterable[str]) -> None:
        """The place is left, with these papers in it."""
        self._left[place] = frozenset(map(_mark, ids))
        self.changed = True

    def told(self, places: Container[str]) -> dict[str, str]:
        """What is to be remembered of these places, in plain values for JSON."""
        left = {place: sorted(marks) for place, marks in self._left.items() if place in places}
        told = {place: b64encode(struct.pack(f"<{len(marks)}I", *marks)).decode() for place, marks in left.items()}
        return {**told, _SETTLED: self._settled} if self._settled else told


def _mark(id: str) -> int:
    return crc32(id.encode("utf-8", "surrogatepass"))


def _marks(text: object) -> frozenset[int] | None:
    """The marks that a text tells; None where it tells none."""
    try:
        told = b64decode(text, validate=True) if isinstance(text, str) else b"?"
        return frozenset(struct.unpack(f"<{len(told) // 4}I", told))
    except (ValueError, struct.error):
        return None

"""Sortable positions: text keys between which there is always room for another.

A position is a fraction in base 62 written as text, so that positions compare as text compares. A new key between two
neighbours touches no other key, which is why two processes can both reorder a list. After D. Greenspan, "Implementing
Fractional Indexing" (observablehq.com/@dgreensp/implementing-fractional-indexing).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_WIDTH = 5
_STEP = 62


def is_position(text: object) -> bool:
    """Whether `text` can be a position."""
    return isinstance(text, str) and bool(text) and all(c in _VALUE for c in text) and not text.endswith("0")


def between(low: str, high: str) -> str:
    """A position after `low` and before `high`; "" stands for the open end. Raises ValueError unless low < high."""
    if low and high and low >= high:
        raise ValueError(f"no position lies between {low!r} and {high!r}")
    width = max(_WIDTH, len(low), len(high))
    if not low and not high:
        return _write(62**_WIDTH // 2, _WIDTH)
    if not high and (after := _read(low[:_WIDTH], _WIDTH) + _STEP) < 62**_WIDTH:
        return _write(after, _WIDTH)
    if not low and (before := _read(high[:_WIDTH], _WIDTH) - _STEP) > 0:
        return _write(before, _WIDTH)
    while True:
        floor = _read(low, width)
        ceiling = _read(high, width) if high else 62**width
        if ceiling - floor >= 2:
            return _write((floor + ceiling) // 2, width)
        width += 1


def spread(low: str, high: str, count: int) -> list[str]:
    """`count` positions in rising order between `low` and `high`."""
    if count <= 0:
        return []
    if not high:
        keys = [between(low, "")]
        while len(keys) < count:
            keys.append(between(keys[-1], ""))
        return keys
    middle = between(low, high)
    left = count // 2
    return [*spread(low, middle, left), middle, *spread(middle, high, count - left - 1)]


def reposition(ids: Sequence[str], held: dict[str, str], moving: Collection[str] = ()) -> dict[str, str]:
    """The fewest new positions that put `ids` into this order, given the positions `held` so far.

    Returns id -> new position for those that must move: all but a longest rising run of the held ones. Of those that
    somebody is `moving` and their neighbours the former do.
    """
    places = [(index, held[id]) for index, id in enumerate(ids) if is_position(held.get(id))]
    kept = _rising([place for place in places if ids[place[0]] not in moving])
    if moving:
        kept = _with_all_that_fit(places, kept)
    moved: dict[str, str] = {}
    low, start = "", 0
    for stop in [*kept, len(ids)]:
        high = held[ids[stop]] if stop < len(ids) else ""
        moved.update(zip(ids[start:stop], spread(low, high, stop - start), strict=True))
        low, start = high, stop + 1
    return moved


def _with_all_that_fit(places: Sequence[tuple[int, str]], kept: Sequence[int]) -> list[int]:
    """The indices that are `kept`, in order, and those of other places that lie between them as they are."""
    stays, highs, high = set(kept), [], ""
    for index, key in reversed(places):
        highs.append(high)
        high = key if index in stays else high
    found: list[int] = []
    low = ""
    for (index, key), above in zip(places, reversed(highs), strict=True):
        if index in stays or (low < key and (not above or key < above)):
            found.append(index)
            low = key
    return found


def _rising(places: Sequence[tuple[int, str]]) -> list[int]:
    """Indices of a longest strictly rising subsequence (patience sorting)."""
    tails: list[str] = []
    ends: list[int] = []
    previous: list[int] = []
    for here, (_, key) in enumerate(places):
        at = bisect_left(tails, key)
        previous.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(key)
            ends.append(here)
        else:
            tails[at], ends[at] = key, here
    run: list[int] = []
    here = ends[-1] if ends else -1
    while here >= 0:
        run.append(places[here][0])
        here = previous[here]
    return run[::-1]


def _read(key: str, width: int) -> int:
    value = 0
    for digit in key.ljust(width, "0"):
        value = value * 62 + _VALUE[digit]
    return value


def _write(value: int, width: int) -> str:
    digits = []
    for _ in range(width):
        value, digit = divmod(value, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rstrip("0")

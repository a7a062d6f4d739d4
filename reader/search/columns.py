"""A column: one score from 0 (no match) to 1 for every slot. This is the plain form, quick for small libraries.

`dense.py` has the same functions over numpy arrays, which only large libraries need to load.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence, Sequence
from typing import Protocol, TypeVar

from reader.search.layers import Slots

LARGE = 2_000
"""From this many papers on numpy earns its loading time (some 60 ms and 14 MB)."""
HUGE = 50_000
"""From this many papers on it does so for a single search."""

C = TypeVar("C")


class Columns(Protocol[C]):
    """What can be done with columns of one kind."""

    def spread(self, size: int, groups: Iterable[tuple[float, list[Slots]]]) -> C:
        """A column from (score, slots), the scores ascending: where slots repeat, the last one holds."""

    def common(self, size: int, parts: Sequence[Slots]) -> list[int]:
        """The slots that all the parts hold."""

    def marked(self, size: int, parts: Sequence[Slots]) -> bytes:
        """For every slot 1 when one of the parts holds it, else 0."""

    def every(self, columns: Sequence[C], weights: Sequence[float]) -> C:
        """The weighted mean where all the columns have a score, else 0."""

    def quorate(self, columns: Sequence[C], weights: Sequence[float], least: float) -> C:
        """The weighted sum where the weights of the columns that have a score come to `least`, else 0."""

    def either(self, columns: Sequence[C]) -> C:
        """The best score that any of the columns has."""

    def some(self, column: C) -> bool:
        """Whether any slot has a score."""

    def less(self, column: C, excluded: C) -> C:
        """The scores where `excluded` has none."""

    def outside(self, excluded: C) -> C:
        """1 where `excluded` has no score."""

    def scaled(self, column: C, factor: float) -> C:
        """The column with every score multiplied by `factor`."""

    def favoured(self, column: C, slots: Slots, factor: float) -> C:
        """Every score times `factor` but for these slots."""

    def ranked(
        self, column: C, order: Sequence[int], floor: float
    ) -> tuple[MutableSequence[int], MutableSequence[float]]:
        """Those slots of `order` that score above `floor` of the best, best first, equal ones in the order given."""

    def order(self, slots: list[int]) -> Sequence[int]:
        """Slots in library order, in the form that `ranked` reads quickest."""


class PlainColumns:
    """Columns as lists of floats."""

    def spread(self, size: int, groups: Iterable[tuple[float, list[Slots]]]) -> list[float]:
        column = [0.0] * size
        for score, parts in groups:
            for slots in parts:
                for slot in slots:
                    column[slot] = score
        return column

    def common(self, size: int, parts: Sequence[Slots]) -> list[int]:
        return sorted(set(parts[0]).intersection(*parts[1:]))

    def marked(self, size: int, parts: Sequence[Slots]) -> bytes:
        marks = bytearray(size)
        for slots in parts:
            for slot in slots:
                marks[slot] = 1
        return bytes(marks)

    def every(self, columns: Sequence[list[float]], weights: Sequence[float]) -> list[float]:
        if len(columns) == 1:
            return columns[0]
        share = [weight / sum(weights) for weight in weights]
        total = [part * share[0] for part in columns[0]]
        for column, weight in zip(columns[1:], share[1:], strict=True):
            total = [a + b * weight if a and b else 0.0 for a, b in zip(total, column, strict=True)]
        return total

    def quorate(self, columns: Sequence[list[float]], weights: Sequence[float], least: float) -> list[float]:
        total = [0.0] * len(columns[0])
        held = [0.0] * len(columns[0])
        for column, weight in zip(columns, weights, strict=True):
            for slot, score in enumerate(column):
                if score:
                    total[slot] += score * weight
                    held[slot] += weight
        return [score if weight >= least else 0.0 for score, weight in zip(total, held, strict=True)]

    def either(self, columns: Sequence[list[float]]) -> list[float]:
        return columns[0] if len(columns) == 1 else list(map(max, *columns))

    def some(self, column: list[float]) -> bool:
        return any(column)

    def less(self, column: list[float], excluded: list[float]) -> list[float]:
        return [0.0 if out else score for score, out in zip(column, excluded, strict=True)]

    def outside(self, excluded: list[float]) -> list[float]:
        return [0.0 if out else 1.0 for out in excluded]

    def scaled(self, column: list[float], factor: float) -> list[float]:
        return [score * factor for score in column]

    def favoured(self, column: list[float], slots: Slots, factor: float) -> list[float]:
        lowered = [score * factor for score in column]
        for slot in slots:
            lowered[slot] = column[slot]
        return lowered

    def ranked(
        self, column: list[float], order: Sequence[int], floor: float
    ) -> tuple[MutableSequence[int], MutableSequence[float]]:
        best = max((column[slot] for slot in order), default=0.0)
        least = max(best * floor, 1e-6)
        found = [slot for slot in order if column[slot] >= least]
        found.sort(key=lambda slot: -round(column[slot] * GRAIN))
        return found, [column[slot] for slot in found]

    def order(self, slots: list[int]) -> Sequence[int]:
        return slots


GRAIN = 20_000
"""Scores that differ by less than one part in this many are equal."""

"""Columns over numpy arrays, for large libraries; the same functions as `columns.PlainColumns`. And sums over them."""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from reader.search.columns import GRAIN
from reader.search.layers import Slots

Column = NDArray[np.float32]


class DenseColumns:
    """Columns as arrays of 32-bit floats."""

    def spread(self, size: int, groups: Iterable[tuple[float, list[Slots]]]) -> Column:
        column = np.zeros(size, np.float32)
        for score, parts in groups:
            column[_joined(parts)] = score
        return column

    def common(self, size: int, parts: Sequence[Slots]) -> list[int]:
        shortest, *others = sorted(parts, key=len)
        found = _joined([shortest])
        for other in others:
            held = np.zeros(size, np.bool_)
            held[_joined([other])] = True
            found = found[held[found]]
        return sorted(found.tolist())

    def marked(self, size: int, parts: Sequence[Slots]) -> bytes:
        marks = np.zeros(size, np.uint8)
        marks[_joined(parts)] = 1
        return marks.tobytes()

    def every(self, columns: Sequence[Column], weights: Sequence[float]) -> Column:
        if len(columns) == 1:
            return columns[0]
        whole = sum(weights)
        total = columns[0] * np.float32(weights[0] / whole)
        for column, weight in zip(columns[1:], weights[1:], strict=True):
            total += column * np.float32(weight / whole)
        for column in columns:
            total *= column > 0
        return total

    def quorate(self, columns: Sequence[Column], weights: Sequence[float], least: float) -> Column:
        total = np.zeros(len(columns[0]), np.float32)
        held = np.zeros(len(columns[0]), np.float32)
        for column, weight in zip(columns, weights, strict=True):
            total += column * np.float32(weight)
            held += (column > 0) * np.float32(weight)
        total *= held >= np.float32(least)
        return total

    def either(self, columns: Sequence[Column]) -> Column:
        best = columns[0]
        for column in columns[1:]:
            best = np.maximum(best, column)
        return best

    def some(self, column: Column) -> bool:
        return bool(column.any())

    def less(self, column: Column, excluded: Column) -> Column:
        kept: Column = column * (excluded == 0)
        return kept

    def outside(self, excluded: Column) -> Column:
        kept: Column = (excluded == 0).astype(np.float32)
        return kept

    def scaled(self, column: Column, factor: float) -> Column:
        return column * np.float32(factor)

    def favoured(self, column: Column, slots: Slots, factor: float) -> Column:
        lowered = column * np.float32(factor)
        kept = _joined([slots])
        lowered[kept] = column[kept]
        return lowered

    def ranked(
        self, column: Column, order: Sequence[int], floor: float
    ) -> tuple[MutableSequence[int], MutableSequence[float]]:
        places = np.asarray(order)
        scores = column[places]
        if not len(scores):
            return [], []
        kept = np.flatnonzero(scores >= max(float(scores.max()) * floor, 1e-6))
        scores = scores[kept]
        grains = np.rint(scores * np.float32(GRAIN)).astype(np.int16)
        sequence = np.argsort(-grains, kind="stable")
        return places[kept[sequence]], scores[sequence]  # type: ignore[return-value]  # arrays read as sequences

    def order(self, slots: list[int]) -> Sequence[int]:
        return np.array(slots, np.intp)  # type: ignore[return-value]  # an array reads as a sequence


def summed(size: int, amounts: Sequence[int], runs: Sequence[Slots], times: Sequence[int]) -> list[int]:
    """What comes together where each run of places, none twice, gets an amount at each: the sum over neighbouring
    places, of which each counts so many times. All are whole numbers, and exact below 2^53."""
    if not runs:
        return [0] * (size // len(times))
    given = np.repeat(np.array(amounts, np.float64), [len(run) for run in runs])
    lanes = np.bincount(_joined(runs), given, size).astype(np.int64)
    total: list[int] = (lanes.reshape(-1, len(times)) @ np.array(times, np.int64)).tolist()
    return total


def _joined(parts: Iterable[Slots]) -> NDArray[np.intp]:
    parts = list(parts)
    plain = [np.frombuffer(b"".join(part for part in parts if not isinstance(part, set)), np.uint32)]
    loose = list(chain.from_iterable(part for part in parts if isinstance(part, set)))
    if loose:
        plain.append(np.array(loose, np.uint32))
    return np.concatenate(plain).astype(np.intp) if loose else plain[0].astype(np.intp)

"""Tests over several lists of values: so many of all combinations that every two values meet, and all in a long run.

What goes wrong for one value or for two that meet is found by either; a test of seconds becomes one of a few tenths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import Any

import pytest

from tests.support.laws import is_long


def meeting(*values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Combinations of one of each of some lists, so few that any two values of different lists still stand together in
    one of them.

    >>> len(meeting("abc", "xyz", "12"))
    9
    """
    places = [range(len(each)) for each in values]
    met: set[tuple[tuple[int, int], ...]] = set()
    taken: set[tuple[int, ...]] = set()
    for new in range(len(values) * (len(values) - 1) // 2, 0, -1):
        for chosen in product(*places):
            pairs = {*combinations(enumerate(chosen), 2)}
            if len(pairs - met) >= new:
                met |= pairs
                taken.add(chosen)
    return [tuple(each[at] for each, at in zip(values, chosen, strict=True)) for chosen in sorted(taken)]


def grid(**values: Iterable[Any]) -> pytest.MarkDecorator:
    """Parametrize a test by lists of values under their names (see `meeting`)."""
    lists = [list(each) for each in values.values()]
    chosen = list(product(*lists)) if is_long() else meeting(*lists)
    return pytest.mark.parametrize(tuple(values), [pytest.param(*each, marks=pytest.mark.long) for each in chosen])

"""Tests over several lists of values: so many of all combinations that every two values meet (`grid`), or that each
value stands in one (`crossed`, `beside`), and all in a long run.

What goes wrong for one value or for two that meet is found by the first; where a combination costs much and values of
different lists have little to do with each other, the second is enough. A test of seconds becomes one of a few tenths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product
from typing import Any, TypeVar

import pytest

from tests.support.laws import is_long

_Test = TypeVar("_Test", bound=Callable[..., Any])


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


def beside(**values: Iterable[Any]) -> pytest.MarkDecorator:
    """As `grid`, but in a usual run each value stands beside one of each other list, as in `crossed`."""
    lists = [list(each) for each in values.values()]
    chosen = list(product(*lists)) if is_long() else _abreast(lists)
    return pytest.mark.parametrize(tuple(values), [pytest.param(*each, marks=pytest.mark.long) for each in chosen])


def _abreast(lists: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """As many combinations as the longest list has values; the others begin again at their ends."""
    return [tuple(each[n % len(each)] for each in lists) for n in range(max(map(len, lists)))]


def crossed(test: _Test) -> _Test:
    """A test of what differs in several ways, each a `parametrize` below this: every value of each is tried in a usual
    run, side by side with one of the others; in a long run all are tried with all.

        @crossed
        @pytest.mark.parametrize("style", ["list", "table"])
        @pytest.mark.parametrize("end", ["\\n", "\\r\\n", "\\r"])

    are three tests in a usual run: a list with the first, a table with the second, a list with the third.
    """
    marks: list[pytest.Mark] = vars(test).get("pytestmark", [])
    ways = [mark for mark in reversed(marks) if mark.name == "parametrize"]
    if len(ways) < 2:
        raise TypeError(f"'{test.__name__}' differs in one way only")
    if not is_long():
        names = [name.strip() for way in ways for name in _names(way)]
        columns = [[_row(value, len(_names(way))) for value in way.args[1]] for way in ways]
        rows = [[value for cell in row for value in cell] for row in _abreast(columns)]
        test.pytestmark = [mark for mark in marks if mark.name != "parametrize"]  # type: ignore[attr-defined]
        pytest.mark.parametrize(names, rows)(test)
    pytest.mark.long(test)
    return test


def _names(way: pytest.Mark) -> Sequence[str]:
    """What one `parametrize` names."""
    return way.args[0].split(",") if isinstance(way.args[0], str) else way.args[0]


def _row(value: Any, count: int) -> Sequence[Any]:
    """One of its values, as many as it has names."""
    row: Sequence[Any] = value if count > 1 else [value]
    return row

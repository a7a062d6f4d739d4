"""The last word on the best candidates: where in the title the query's words stand, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

SHARE = 0.11
"""How much of the final score the position of the words makes; the rest is which were found, and in which field."""

_ORDER, _NEXT, _COVER, _START, _LETTERS = 0.2, 0.2, 0.2, 0.2, 0.2


Runs = Sequence[tuple[str, ...]]


def placed(title: Sequence[str], terms: Sequence[tuple[Mapping[str, float], Runs]], query: str) -> float:
    """From 0 to 1: how well the words of a title follow the query.

    `terms` gives for each query word the words of the library it may mean, and the pieces it may stand in. It counts
    whether they follow in order, stand next to each other, make up much of the title, begin it, and are alike letter by
    letter (partial ratio).
    """
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415  (loads with the first search)

    positions: list[tuple[int, int]] = []
    free = list(title)
    last = -1
    worth = 0.0
    for term, runs in terms:
        closeness = [term.get(word, 0.0) for word in free]
        best = max(closeness, default=0.0)
        size = 1
        if best:
            position = closeness.index(best)
            if position <= last and best in closeness[last + 1 :]:
                position = closeness.index(best, last + 1)
        elif runs and (found := _run(free, runs)) is not None:
            position, size = found
            best = float(size)
        else:
            continue
        free[position : position + size] = [""] * size
        positions.append((position, position + size))
        worth += best
        last = position + size - 1
    if not positions:
        return 0.0
    steps = len(terms) - 1
    ordered = sum(a[1] <= b[0] for a, b in pairwise(positions)) / steps if steps else 1.0
    beside = sum(a[1] == b[0] for a, b in pairwise(positions)) / steps if steps else 1.0
    cover = min(1.0, worth / len(title))
    whole = " ".join(title)
    start = 1.0 if whole.startswith(query) else 0.5 if positions[0][0] == 0 else 0.0
    letters = partial_ratio(query, whole) / 100
    return _ORDER * ordered + _NEXT * beside + _COVER * cover + _START * start + _LETTERS * letters


def _run(title: Sequence[str], runs: Runs) -> tuple[int, int] | None:
    """Where one of the runs stands in the title, and how many words it has."""
    for run in runs:
        for at in range(len(title) - len(run) + 1):
            if title[at] == run[0] and tuple(title[at : at + len(run)]) == run:
                return at, len(run)
    return None

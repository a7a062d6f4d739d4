"""The last word on the best candidates: where in the title the query's words stand, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

SHARE = 0.11
"""How much of the final score the place of the words makes; the rest is which words were found, and in which field."""

_ORDER, _NEXT, _COVER, _START, _LETTERS = 0.2, 0.2, 0.2, 0.2, 0.2


def placed(title: Sequence[str], terms: Sequence[Mapping[str, float]], query: str) -> float:
    """From 0 to 1: how well the words of a title follow the query.

    `terms` gives for each query word the words of the library it may mean. It counts whether they follow in order,
    stand next to each other, make up much of the title, begin it, and are alike letter by letter (partial ratio).
    """
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415  (loads with the first search)

    places: list[int] = []
    free = list(title)
    last = -1
    worth = 0.0
    for term in terms:
        closeness = [term.get(word, 0.0) for word in free]
        best = max(closeness, default=0.0)
        if not best:
            continue
        place = closeness.index(best)
        if place <= last and best in closeness[last + 1 :]:
            place = closeness.index(best, last + 1)
        free[place] = ""
        places.append(place)
        worth += best
        last = place
    if not places:
        return 0.0
    steps = len(terms) - 1
    ordered = sum(a < b for a, b in pairwise(places)) / steps if steps else 1.0
    beside = sum(b - a == 1 for a, b in pairwise(places)) / steps if steps else 1.0
    cover = min(1.0, worth / len(title))
    whole = " ".join(title)
    start = 1.0 if whole.startswith(query) else 0.5 if places[0] == 0 else 0.0
    letters = partial_ratio(query, whole) / 100
    return _ORDER * ordered + _NEXT * beside + _COVER * cover + _START * start + _LETTERS * letters

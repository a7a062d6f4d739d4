"""The last word on the best candidates: where in the title the query's words stand, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from reader.search.entries import Entries
from reader.search.postings import START, TITLE
from reader.text import fold

SHARE = 0.11
"""How much of the final score the position of the words makes; the rest is which were found, and in which field."""

_ORDER, _NEXT, _COVER, _START, _LETTERS = 0.2, 0.2, 0.2, 0.2, 0.2


_LETTERS_OF_LINE, _MANY_TITLES = 3, 60
"""From so many letters on it tells of a title that it begins with a line, unless more titles than these do."""

_NUMBERED = re.compile(r"([^\W\d_]+)[\W_]*(\d+(?:\.\d+)*)$")
"""A name with a number at the end of a line."""
_LONGEST_NAME = 200
"""Characters at the end of a line in which such a name is looked for: a word without an end is none."""
OTHER_NUMBER = 0.05
"""What a title loses that has another one."""

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


def other_number(text: str) -> Callable[[str], bool]:
    """What tells of a title whether the name and number at the end of a query only begin another number there, as
    "llama 3" begins Llama 3.1."""
    said = _NUMBERED.search(fold(text[-_LONGEST_NAME:]))
    if said is None:
        return lambda title: False
    spelt = re.compile(rf"{re.escape(said[1])}[\W_]*{re.escape(said[2])}(?!\d)(?P<more>[.,]\d)?")

    def is_other(title: str) -> bool:
        more = [match["more"] for match in spelt.finditer(fold(title))]
        return bool(more) and all(more)

    return is_other


def begun(entries: Entries, line: Sequence[str]) -> list[int]:
    """The slots of the papers whose titles begin with the words of a line, the last perhaps only begun: whole words and
    short titles first, whatever else the line may find.

    None where very many do, or the line has too few letters to tell.
    """
    if len("".join(line)) < _LETTERS_OF_LINE:
        return []
    *whole, last = line
    start, title = entries.postings.table(START), entries.postings.table(TITLE)
    if whole:
        held = [start.get(whole[0], ()), *(title.get(word, ()) for word in whole[1:])]
        slots = entries.columns.common(len(entries.papers), held) if all(held) else []  # type: ignore[arg-type]
    else:
        slots = [slot for word in entries.vocabulary.beginning(last) for slot in start.get(word, ())]
    living = [slot for slot in slots if entries.slots.get(entries.ids[slot]) == slot]
    if len(living) > _MANY_TITLES:
        return []
    titles = {slot: entries.title(slot) for slot in living}
    fits = [slot for slot, words in titles.items() if _begins(words, whole, last)]
    return sorted(fits, key=lambda slot: (titles[slot][len(whole)] != last, len(titles[slot]), entries.ids[slot]))


def _begins(title: Sequence[str], whole: list[str], last: str) -> bool:
    return title[: len(whole)] == whole and len(title) > len(whole) and title[len(whole)].startswith(last)


def _run(title: Sequence[str], runs: Runs) -> tuple[int, int] | None:
    """Where one of the runs stands in the title, and how many words it has."""
    for run in runs:
        for at in range(len(title) - len(run) + 1):
            if title[at] == run[0] and tuple(title[at : at + len(run)]) == run:
                return at, len(run)
    return None

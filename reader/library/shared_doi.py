"""Many papers of one DOI, as the chapters of a book that carry its own: which of their titles may be that of a record.

What is found may be more than there is, never less, so that `identity.same_paper` need not be asked of all of them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, product
from typing import NamedTuple

from reader.identity import is_untitled
from reader.paper import Paper
from reader.titles import (
    alike_pairs,
    is_damaged,
    main_key,
    pairs_of,
    parts,
    share_words,
    telling_words,
    title_key,
    title_notices,
)

_BITS = 4093
"""Into so many bits the pairs of a title's signs are told apart."""


class _Compared(NamedTuple):
    """What titles are compared by in no time."""

    words: frozenset[str]
    pairs: int
    """A bit for each two signs that stand side by side, each time that they do."""
    doubled: int
    """How many of them have no bit of their own."""
    length: int


_Counted = tuple[frozenset[str], tuple[str, ...]]
"""The numbers by which a title counts, and the notices that it says to be."""


class TitlesOfOneDoi:
    """The papers of one DOI by their titles."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        """The papers in their order."""
        self._any: dict[str, None] = {}
        """Those whose titles may be any."""
        self._spelled: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """Papers by the signs of their titles, and of their titles without subtitles."""
        self._titles: defaultdict[_Counted, dict[_Compared, dict[str, None]]] = defaultdict(dict)

    def add(self, paper: Paper) -> None:
        """Take in a paper, or its completed form."""
        self._places.setdefault(paper.id, len(self._places))
        if _may_be_any(paper):
            self._any[paper.id] = None
        for key in _spellings(paper):
            self._spelled[key][paper.id] = None
        key = title_key(paper.title)
        self._titles[_counted(key)].setdefault(_title(key), {})[paper.id] = None

    def alike(self, paper: Paper) -> list[str]:
        """The papers that may be one with this one by their titles, in their order."""
        if _may_be_any(paper):
            return list(self._places)
        key = title_key(paper.title)
        found = {*self._any, *chain(*(self._spelled.get(spelling, ()) for spelling in _spellings(paper)))}
        mine, (counts, notices) = _title(key), _counted(key)
        groups = product((counts, frozenset[str]()), (notices,)) if counts else self._titles.keys()
        for group in {*groups}:
            if group[1] == notices:
                for title, ids in self._titles.get(group, {}).items():
                    if _may_be_alike(mine, title):
                        found.update(ids)
        return sorted(found, key=self._places.__getitem__)


def _may_be_any(paper: Paper) -> bool:
    return is_untitled(paper) or is_damaged(paper.title)


def _spellings(paper: Paper) -> set[str]:
    """The signs of a title, and of it without its subtitle."""
    return {key.replace(" ", "") for key in (title_key(paper.title), main_key(paper.title)) if key}


def _counted(key: str) -> _Counted:
    return frozenset(parts(key)), tuple(title_notices(key))


def _title(key: str) -> _Compared:
    pairs, told = 0, 0
    for pair, count in pairs_of(key).items():
        told += count
        for nth in range(count):
            pairs |= 1 << (31 * ord(pair[0]) + 7 * nth + 1009 * ord(pair[1])) % _BITS
    return _Compared(telling_words(key), pairs, told - pairs.bit_count(), len(key))


def _may_be_alike(mine: _Compared, other: _Compared) -> bool:
    """Whether `titles.alike_titles` may be true of two titles: of all that it asks but for the order of their signs."""
    if share_words(mine.words, other.words):
        return True
    common = (mine.pairs & other.pairs).bit_count() + min(mine.doubled, other.doubled)
    return common >= alike_pairs(mine.length + other.length)

"""Many papers of one DOI, as the chapters of a book that carry its own: which of their titles may be that of a record.

What is found may be more than there is, never less, so that `identity.same_paper` need not be asked of all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import chain, product
from typing import NamedTuple

from reader.identity import facets_of_one_doi, is_untitled
from reader.library.near_texts import NearTexts
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


class _OneTitle:
    """The papers of one DOI and one title, by what else they tell."""

    def __init__(self) -> None:
        self.ids: dict[str, None] = {}
        self._found: defaultdict[str, defaultdict[object, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        """By the names of facets, ids by what is told."""
        self._any: dict[str, dict[str, None]] = {}
        """The papers that tell nothing there, for each facet of which one tells something."""
        self._texts = NearTexts()

    def add(self, paper: Paper) -> None:
        """Take in a paper, or its completed form."""
        self._texts.add(paper)
        facets = {facet.name: facet for facet in facets_of_one_doi(paper) if facet.told}
        for name in facets:
            self._any.setdefault(name, dict(self.ids))
        self.ids[paper.id] = None
        for name, untold in self._any.items():
            if name not in facets:
                untold[paper.id] = None
        for name, facet in facets.items():
            for told in facet.told:
                self._found[name][told][paper.id] = None

    def alike(self, paper: Paper) -> Collection[str]:
        """The papers that may be one with this one: of all that it finds by one facet the fewest."""
        found: Collection[str] = self.ids
        for facet in facets_of_one_doi(paper):
            if facet.asked and facet.name in self._any:
                groups = self._found[facet.name]
                near = self._texts.near(paper) if facet.unless_one_text else ()
                several = chain(self._any[facet.name], near, *(groups.get(told, ()) for told in facet.asked))
                found = min(found, {*several}, key=len)
        return found


class TitlesOfOneDoi:
    """The papers of one DOI by their titles."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        """The papers in their order."""
        self._any: dict[str, None] = {}
        """Those whose titles may be any."""
        self._equal: dict[str, _OneTitle] = {}
        """The papers by their titles; one that got another stays under that which it had, too."""
        self._spelled: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """Titles by their signs, and by those of the same without subtitles."""
        self._titles: defaultdict[_Counted, dict[_Compared, dict[str, None]]] = defaultdict(dict)

    def add(self, paper: Paper) -> None:
        """Take in a paper, or its completed form."""
        self._places.setdefault(paper.id, len(self._places))
        if _may_be_any(paper):
            self._any[paper.id] = None
        key = title_key(paper.title)
        for spelling in _spellings(paper):
            self._spelled[spelling][key] = None
        if key not in self._equal:
            self._equal[key] = _OneTitle()
            self._titles[_counted(key)].setdefault(_title(key), {})[key] = None
        self._equal[key].add(paper)

    def alike(self, paper: Paper) -> list[str]:
        """The papers that may be one with this one by what they tell, in their order."""
        if _may_be_any(paper):
            return list(self._places)
        key = title_key(paper.title)
        keys = {key, *chain(*(self._spelled.get(spelling, ()) for spelling in _spellings(paper)))}
        mine, (counts, notices) = _title(key), _counted(key)
        groups = product((counts, frozenset[str]()), (notices,)) if counts else self._titles.keys()
        for group in {*groups}:
            if group[1] == notices:
                for title, held in self._titles.get(group, {}).items():
                    if _may_be_alike(mine, title):
                        keys.update(held)
        titled = ((other, self._equal[other]) for other in keys if other in self._equal)
        found = {*self._any, *chain(*(held.alike(paper) if other == key else held.ids for other, held in titled))}
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

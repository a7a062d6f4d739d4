"""Names that are found as one types: one rule for the finder and for whatever has names to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from reader.paper import Paper
from reader.query import parse
from reader.text import ends_in_word, fold, words

if TYPE_CHECKING:
    from reader.search import Index

EQUAL, BEGINS, WORD_BEGINS, HOLDS, HAS_WORDS, IS_NEAR, HAS_LETTERS = range(7)
"""How well a name fits what was typed, the best first: it is that, begins so, a part between "/" or a word does, it
holds that, or all its words in any order, the search finds it (slips, forms of words), it holds the letters in order.
"""
BRIEF = 4
"""How many times as long as the letters a name may be that only holds them in order: a long one holds most letters."""
CHOOSER_ROWS = 8
"""As many names as a chooser shows at once: where so many hold what was typed, none is searched for that is only near
it."""


def rank(name: str, typed: str) -> int | None:
    """How well a folded name fits the folded text typed by its letters, 0 best; None when it does not."""
    if name == typed:
        return EQUAL
    if name.startswith(typed):
        return BEGINS
    at = name.find(typed)
    if at > 0:
        starts = any(not ends_in_word(name[:i]) for i in _finds(name, typed, at))
        return WORD_BEGINS if starts else HOLDS
    parts = typed.split()
    if len(parts) > 1 and all(part in name for part in parts):
        return HAS_WORDS
    letters = iter(name)
    is_brief = len(typed) > 1 and len(name) <= BRIEF * len(typed)
    return HAS_LETTERS if is_brief and all(letter in letters for letter in typed) else None


def _finds(name: str, typed: str, at: int) -> Iterable[int]:
    while at > 0:
        yield at
        at = name.find(typed, at + 1)


class NameSearch:
    """Some names, found by what was typed of them."""

    def __init__(self, names: Sequence[str], also: Sequence[str] = ()) -> None:
        """`also` are words by which each is found beside its name."""
        self._names = names
        self._folded = [fold(name) for name in names]
        self._also = [fold(words) for words in also]

    @cached_property
    def _papers(self) -> dict[str, Paper]:
        """The names as what the search finds."""
        return {str(at): Paper(id=str(at), title=name) for at, name in enumerate(self._names) if name.strip()}

    @cached_property
    def _index(self) -> Index:
        from reader.search import Index  # noqa: PLC0415  the first frame does not wait for it

        index = Index()
        for _ in index.building(list(self._papers.values())):
            pass
        return index

    def found(self, typed: str) -> list[tuple[int, int]]:
        """(how well it fits, number) of each name that fits, the best first; all of them where nothing was typed."""
        wanted = fold(typed).strip()
        if not wanted:
            return [(EQUAL, number) for number in range(len(self._names))]
        fits = {
            number: place for number in range(len(self._names)) if (place := self._place(number, wanted)) is not None
        }
        if sum(place < IS_NEAR for place in fits.values()) < CHOOSER_ROWS:
            for place, number in self._near(wanted):
                fits[number] = min(place, fits.get(number, place))
        return sorted((place, number) for number, place in fits.items())

    def _place(self, number: int, wanted: str) -> int | None:
        place = rank(self._folded[number], wanted)
        if self._also and (place is None or place > HAS_WORDS):
            whole = f"{self._folded[number]} {self._also[number]}"
            if all(part in whole for part in wanted.split()):
                return HAS_WORDS
        return place

    def _near(self, wanted: str) -> list[tuple[int, int]]:
        """What the search finds by these words."""
        query = parse(" ".join(words(wanted)))
        if not query.has_words:
            return []
        found = self._index.search(query, self._papers, nearest=False)
        return [(IS_NEAR, int(id)) for id in found.hits.ids]

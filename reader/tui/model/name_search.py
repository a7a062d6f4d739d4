"""Names that are found as one types: one rule for the finder and for whatever has names to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from time import perf_counter
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
"""As many names as a chooser shows at once: where so many hold what was typed, none is looked for that is only near it,
or has but its letters."""
_DONE = object()


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
        self._whole = {at: f"{self._folded[at]} {fold(words)}" for at, words in enumerate(also) if words}
        """The folded names that have other words beside them, with these."""
        self._index: Index | None = None
        self._building: Iterator[object] | None = None
        self.lacked_near = False
        """Whether what is only near to what was typed last was looked for, and could not be found yet."""

    @cached_property
    def _papers(self) -> dict[str, Paper]:
        """The names as what the search finds."""
        return {str(at): Paper(id=str(at), title=name) for at, name in enumerate(self._names) if name.strip()}

    def prepare(self, seconds: float = 0.0) -> bool:
        """Make ready to find what is only near to what is typed, for so many seconds at most (0: to the end); whether
        that is so now."""
        if self._index is None:
            from reader.search import Index  # noqa: PLC0415  the first frame does not wait for it

            self._index = Index()
            self._building = iter(self._index.building(list(self._papers.values())))
        until = perf_counter() + seconds
        while self._building is not None and (not seconds or perf_counter() < until):
            if next(self._building, _DONE) is _DONE:
                self._building = None
        return self._building is None

    def found(self, typed: str, *, near: bool = True) -> list[tuple[int, int]]:
        """(how well it fits, number) of each name that fits, the best first; all of them where nothing was typed.
        Without `near`, what only comes near is found once that is prepared; `lacked_near` tells that it was not."""
        wanted = fold(typed).strip()
        self.lacked_near = False
        if not wanted:
            return [(EQUAL, number) for number in range(len(self._names))]
        fits: dict[int, int] = {
            number: rank(name, wanted) or EQUAL for number, name in enumerate(self._folded) if wanted in name
        }
        parts = wanted.split()
        for number, whole in self._whole.items():
            if number not in fits and all(part in whole for part in parts):
                fits[number] = HAS_WORDS
        if len(parts) > 1:
            for number, name in enumerate(self._folded):
                if number not in fits and all(part in name for part in parts):
                    fits[number] = HAS_WORDS
        if len(fits) < CHOOSER_ROWS:
            longest = BRIEF * len(wanted)
            for number, name in enumerate(self._folded):
                if len(name) <= longest and number not in fits and rank(name, wanted) is not None:
                    fits[number] = HAS_LETTERS
            self.lacked_near = not near and (self._index is None or self._building is not None)
            if not self.lacked_near:
                for place, number in self._near(wanted):
                    fits[number] = min(place, fits.get(number, place))
        return sorted((place, number) for number, place in fits.items())

    def _near(self, wanted: str) -> list[tuple[int, int]]:
        """What the search finds by these words."""
        query = parse(" ".join(words(wanted)))
        if not query.has_words:
            return []
        self.prepare()
        assert self._index is not None
        found = self._index.search(query, self._papers, nearest=False)
        return [(IS_NEAR, int(id)) for id in found.hits.ids]

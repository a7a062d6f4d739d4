"""Search for the interface: the index is built in small pieces between the keys, and follows every edit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reader.library.library import Library
from reader.paper import Paper
from reader.query import Query, parse, stored

if TYPE_CHECKING:
    from reader.search import Index, Snippet

WARMING = "atention modle x"
"""A query that needs all that any query may need: words with typos, a word that is only begun."""

RESPITE = 0.01
"""Seconds that the building of the index rests between two pieces while the user is busy."""


class LiveSearch:
    """The papers of a library that match a query; until the index is ready, by plain pieces of titles."""

    def __init__(self) -> None:
        self._bare: Index | None = None
        self._index: Index | None = None
        self._late: set[str] = set()

    @property
    def ready(self) -> bool:
        """Whether the index is built."""
        return self._index is not None

    async def build(self, library: Library, busy: Callable[[], bool] = lambda: False) -> None:
        """Build the index, leaving the screen time to answer every few milliseconds.

        While the user is `busy` a key needs several turns of the loop to become a frame: it gets them first.
        """
        index = _new_index()
        for _ in index.building(list(library.papers.values())):
            await asyncio.sleep(RESPITE if busy() else 0)
        # The first search of an index loads what searching needs; no key should wait for that.
        await asyncio.to_thread(index.search, parse(WARMING), library.papers, limit=1)
        index.follow(library.papers, self._late)
        self._late = set()
        self._index = index

    def follow(self, library: Library, ids: Iterable[str]) -> None:
        """Bring the index up to date with papers that changed, came or went."""
        if self._index is None:
            self._late.update(ids)
        else:
            self._index.follow(library.papers, ids)

    def find(self, library: Library, query: Query, order: str = "") -> tuple[Sequence[str], str]:
        """The ids that match, in order, and the query that may have been meant when nothing does."""
        if self._bare is None:
            self._bare = _new_index()
        index = self._bare if self._index is None and not query.has_words else self._index
        if index is None:
            return self._plainly(library, query), ""
        result = index.search(
            query, library.papers, sort=order or None, lists=library.state.lists_of, key_of=library.lone_key
        )
        return result.hits.ids, result.suggestion

    def stored(self, library: Library, text: str) -> Sequence[str]:
        """The ids that a smart list or a saved search holds: none where its query is not understood."""
        query = stored(text)
        return self.find(library, query)[0] if query.can_stand else ()

    def _plainly(self, library: Library, query: Query) -> Sequence[str]:
        fits = query.plainly(library.state.lists_of, date.today())
        return [id for id, paper in library.papers.items() if fits(paper)]

    def spans(self, query: Query, paper: Paper) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Where a paper matches, field by field, in characters."""
        if query.is_empty or self._index is None:
            return {}
        return self._index.matches(query, paper)

    def snippet(self, query: Query, paper: Paper, width: int) -> Snippet | None:
        """A piece of the abstract or the note when the title does not show why a paper was found."""
        return None if query.is_empty or self._index is None else self._index.snippet(query, paper, width)


def _new_index() -> Index:
    from reader.search import Index  # noqa: PLC0415  the first frame does not wait for it

    return Index()

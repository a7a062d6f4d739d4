"""Search for the interface: the index is built in small pieces between the keys, and follows every edit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from reader.library.contents import Contents
from reader.library.library import Library
from reader.operations.near_filters import by_ids, is_by_nearness, nearest_first
from reader.paper import Paper
from reader.query import Query, parse
from reader.tui.background import in_background

if TYPE_CHECKING:
    from reader.operations.kept_index import IndexKeeper
    from reader.search import Index, Result, Snippet

WARMING = "atention modle x"
"""A query that needs all that any query may need: words with typos, a word that is only begun."""

RESPITE = 0.01
"""Seconds that the building of the index rests between two pieces while the user is busy."""


class LiveSearch:
    """The papers of a library that match a query; until the index is ready, by plain pieces of titles."""

    def __init__(self, placed: Callable[[Contents, Query], Query] = lambda library, query: query) -> None:
        """`placed` gives a query with the papers that its `like:` find."""
        self._placed = placed
        self._bare: Index | None = None
        self._index: Index | None = None
        self._built_of = -1
        """The revision of the library of which all is in the index; -1 as long as it was not built of one."""
        self._edits = 0
        self.is_given_up = False
        """Whether no index will come."""

    @property
    def ready(self) -> bool:
        """Whether there is an index to search with."""
        return self._index is not None

    def foresee(self, index: Index) -> None:
        """Search with this index until that of the library is built."""
        self._index = index

    async def build(
        self, library: Library, busy: Callable[[], bool] = lambda: False, keeper: IndexKeeper | None = None
    ) -> None:
        """Build the index, leaving the screen time to answer every few milliseconds.

        While the user is `busy` a key needs several turns of the loop to become a frame: it gets them first. With a
        `keeper` it is made of what was kept, and kept where there was nothing.
        """
        if keeper is None or not keeper.still_stands():
            self._index = None
        try:
            index = await self._built(library, busy, keeper)
        finally:
            self.is_given_up = self._index is None
        if keeper is not None and index.kept is None and await self._kept(library, index, keeper):
            # What is kept is read where it lies: it takes less memory than what was just built.
            await self._built(library, busy, keeper)

    async def _built(self, library: Library, busy: Callable[[], bool], keeper: IndexKeeper | None) -> Index:
        self._built_of = -1
        index: Index | None = None
        revision = library.revision
        papers = list(library.papers.values())
        for made in _pieces(papers) if keeper is None else keeper.building(papers):
            index = made
            await asyncio.sleep(RESPITE if busy() else 0)
        assert index is not None
        # The first search of an index loads what searching needs; no key should wait for that.
        await asyncio.to_thread(index.search, parse(WARMING), library.papers, limit=1)
        self._index = index
        self._catch_up(library, index, revision)
        return index

    def _catch_up(self, library: Library, index: Index, revision: int) -> None:
        """Bring an index that has all of a revision up to what the library is now, whoever changed it: a thread may
        have that nobody follows any more, since the program was left."""
        self._built_of = library.revision
        index.follow(library.papers, library.touched_since(revision))

    async def _kept(self, library: Library, index: Index, keeper: IndexKeeper) -> bool:
        """Keep an index that was built, unless it is edited meanwhile; whether it was."""
        edits, revision = self._edits, self._built_of

        def stands(blocks: Mapping[str, bytes]) -> Mapping[str, Any] | None:
            return None if library.touched_since(revision) else keeper.told(library, blocks)

        try:
            blocks = await in_background(lambda: dict(index.blocks()))
        except RuntimeError:  # A table grew while it was read.
            return False
        told = await in_background(lambda: library.at_rest(lambda: stands(blocks)))
        if edits != self._edits or told is None:
            return False
        await in_background(lambda: keeper.write(blocks, told))
        return True

    def leave(self, library: Library, keeper: IndexKeeper | None) -> None:
        """The program ends: note what the next run must know of the index."""
        index = self._index
        if keeper is None or index is None or self._built_of < 0:
            return

        def note() -> None:
            self._catch_up(library, index, self._built_of)
            keeper.note(library, index)

        library.at_rest(note)

    def follow(self, library: Library, ids: Iterable[str]) -> None:
        """Bring the index up to date with papers that changed, came or went."""
        self._edits += 1
        if self._index is not None:
            self._index.follow(library.papers, ids)

    def find(self, library: Contents, query: Query, order: str = "", inside: Collection[str] | None = None) -> Result:
        """The papers that match, in order, and behind them those that come nearest to the words; of those `inside`, all
        if it is None."""
        return self._find(library, query, order, inside, nearest=True)

    def _find(
        self, library: Contents, query: Query, order: str, inside: Collection[str] | None, *, nearest: bool
    ) -> Result:
        if self._bare is None:
            self._bare = _new_index()
        query = self._placed(library, by_ids(library, query))
        index = self._bare if self._index is None and not query.has_words else self._index
        if index is None:
            return self._plainly(library, query, inside)
        found = index.search(
            query,
            library.papers,
            sort=order or None,
            lists=library.state.lists_of,
            key_of=library.lone_key,
            nearest=nearest,
            inside=inside,
        )
        if order or not is_by_nearness(query):
            return found
        place = {id: at for at, id in enumerate(found.hits.ids)}
        return replace(found, hits=found.hits.taken([place[id] for id in nearest_first(query, list(place))]))

    def stored(self, library: Contents, text: str) -> Sequence[str] | None:
        """The ids that a smart list holds; None where its query cannot be answered, or not yet: what only has the words
        in its title is not what it holds."""
        from reader.operations.choosing import answerable  # noqa: PLC0415  the first frame does not wait for it

        query = answerable(library, text)
        if query is None or (self._index is None and query.has_words):
            return None
        return self._find(library, query, "", None, nearest=False).hits.ids

    def awaits(self, text: str) -> bool:
        """Whether what a smart list holds is known only once there is an index, which is still to come."""
        return self._index is None and not self.is_given_up and parse(text).has_words

    def _plainly(self, library: Contents, query: Query, inside: Collection[str] | None) -> Result:
        from reader.search import Hits, Result  # noqa: PLC0415  the first frame does not wait for it

        fits = query.plainly(library.state.lists_of, date.today())
        found = [id for id, paper in library.papers.items() if (inside is None or id in inside) and fits(paper)]
        return Result(Hits(found), len(found), len(found))

    def spans(self, query: Query, paper: Paper) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Where a paper matches, field by field, in characters."""
        if query.is_empty or self._index is None:
            return {}
        return self._index.matches(query, paper)

    def snippet(self, query: Query, paper: Paper, width: int) -> Snippet | None:
        """A piece of the abstract or the note when the title does not show why a paper was found."""
        return None if query.is_empty or self._index is None else self._index.snippet(query, paper, width)


def _pieces(papers: Sequence[Paper]) -> Iterator[Index | None]:
    """As `IndexKeeper.building`, where nothing is kept."""
    index = _new_index()
    for _ in index.building(papers):
        yield None
    yield index


def _new_index() -> Index:
    from reader.search import Index  # noqa: PLC0415  the first frame does not wait for it

    return Index()

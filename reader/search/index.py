"""The search index of a library."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import overload

from reader.paper import Paper
from reader.query import Query, sorted_papers
from reader.search.entries import Entries
from reader.search.evaluate import Evaluation, sought, suggestion
from reader.search.spans import Snippet, Span, matches, snippet

CHUNK = 0.004
"""Seconds of building between two breaths of `Index.building`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found."""

    id: str
    score: float
    """0 to 100; 100 for every paper when the query has no free words."""


class Hits(Sequence[Hit]):
    """Hits in their order, each made when it is looked at: a list of a hundred thousand costs nothing."""

    def __init__(self, ids: Sequence[str], scores: Sequence[float] = ()) -> None:
        self.ids = ids
        self._scores = scores

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Hits: ...
    def __getitem__(self, at: int | slice) -> Hit | Hits:
        if isinstance(at, slice):
            return Hits(self.ids[at], self._scores[at] if len(self._scores) else ())
        return Hit(self.ids[at], round(float(self._scores[at]), 2) if len(self._scores) else 100.0)


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found."""

    hits: Hits
    """In order; `hits.ids` gives the ids alone."""
    total: int
    """How many papers match, whatever the limit."""
    suggestion: str = ""
    """When nothing matches: the query with the nearest words of the library, "" when none are near."""


def _no_lists(_: str) -> Collection[str]:
    return ()


class Index:
    """All words of a library's papers, kept up to date paper by paper."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._entries = Entries()
        for _ in self.building(papers):
            pass

    def __len__(self) -> int:
        return self._entries.count

    def building(self, papers: Iterable[Paper]) -> Iterator[None]:
        """Enters papers piece by piece; it pauses every few milliseconds, so that others may go first."""
        pause = perf_counter() + CHUNK
        for paper in papers:
            self._entries.enter(paper)
            if perf_counter() > pause:
                yield
                pause = perf_counter() + CHUNK

    def update(self, paper: Paper) -> None:
        """Enters a paper, or what changed of it."""
        self._entries.enter(paper)

    def remove(self, id: str) -> None:
        """Takes a paper out; an unknown id is left alone."""
        self._entries.leave(id)

    def search(
        self,
        query: Query,
        papers: Mapping[str, Paper],
        *,
        limit: int = 0,
        sort: str | None = None,
        lists: Callable[[str], Collection[str]] = _no_lists,
        today: date | None = None,
    ) -> Result:
        """The papers of `papers` that match, best first; without free words in the order of `papers`.

        `sort` is a key of `SORTS`, "-" in front reverses it; what the query itself asks for goes before it. `limit` 0
        gives all. `lists` gives the names of a paper's reading lists. Equal scores keep the order of `papers`. It is
        quickest when the same mapping is passed each time.
        """
        evaluation = Evaluation(self._entries, query, papers, lists, today or date.today())
        ids, scores = evaluation.run()
        key, back = query.sort or ((sort or "relevance").lstrip("-"), (sort or "").startswith("-"))
        if key != "relevance":
            place = {id: at for at, id in enumerate(ids)}
            ids = [paper.id for paper in sorted_papers((papers[id] for id in ids), key, reverse=back)]
            scores = [scores[place[id]] for id in ids] if len(scores) else ()
        elif back:
            ids, scores = ids[::-1], scores[::-1] if len(scores) else ()
        better = "" if len(ids) else suggestion(self._entries, query)
        hits = Hits(ids, scores)
        return Result(hits[:limit] if limit > 0 else hits, len(ids), better)

    def matches(self, query: Query, paper: Paper) -> dict[str, list[Span]]:
        """Where the paper matches: for each of title, authors, tags, note, abstract the spans in characters.

        Authors and tags count as one text each, joined by ", ".
        """
        return matches(paper, sought(self._entries, query))

    def snippet(self, query: Query, paper: Paper, width: int = 120) -> Snippet | None:
        """A piece of the abstract or the note when the title does not show why the paper was found, else None."""
        return snippet(paper, sought(self._entries, query), width)

"""What the list shows: the papers of a collection that match the query, in an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.counting import nearest_words
from reader.library.contents import Contents
from reader.operations.collection import Collection, Kind, collection_now
from reader.paper import MOMENTS, STANDINGS, ReadingList
from reader.query import Query, parse, sorted_papers
from reader.query.filters import ORDERED
from reader.text import at_or_under, fold_name
from reader.tui.model.counts import recent_since
from reader.tui.model.live_search import LiveSearch

HEADING = "\0"
"""Begins a row that is not a paper's id but the heading of a section."""
NEAREST = HEADING + "\0"
"""Begins the heading above papers that do not have all words of the query."""

ALL_PAPERS = Collection()
NO_QUERY = Query("")
_SEARCHED = frozenset(
    ("tags", "note", "abstract", "authors", "venue", "keywords", "published", "arxiv_id", "citation_key")
)
"""What a search looks at besides the title."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, and of what."""

    collection: Collection = ALL_PAPERS
    query: Query = NO_QUERY
    order: str = ""
    """A sort key, "" for the order of the collection."""
    rows: Sequence[str] = ()
    """Ids of papers, and headings."""
    papers: int = 0
    """How many of the rows are papers."""
    nearest: int = 0
    """How many of these, the last ones, do not have all words of the query and only come nearest to them."""
    suggestion: str = ""
    """A query that may have been meant when nothing was found."""
    unknown: str = ""
    """That no paper has what the query names, as a sentence."""

    def touched_by(self, fields: Iterable[str]) -> bool:
        """Whether a change of these fields of papers ("" when papers came or went) may change the rows."""
        changed = set(fields)
        # What a filter looks at may be any field.
        return bool(changed if self.query.filters else changed & self._cares())

    def _cares(self) -> set[str]:
        cares = {"", "title", "added"}
        standing = STANDINGS.get(self.collection.kind)
        cares |= {standing.field} if standing else {"tags"} if self.collection.kind is Kind.TAG else set()
        if self.collection.kind in (Kind.SEARCH, Kind.LIST):
            cares |= {"tags", "starred", "status", "triage", "published", "upvotes", *MOMENTS} | _SEARCHED
        if not self.query.is_empty:
            cares |= _SEARCHED
        key = (self.query.sort[0] if self.query.sort else self.order).lstrip("-")
        return cares | {ORDERED.get(key, key)}


def show(library: Contents, finder: LiveSearch, collection: Collection, text: str, order: str = "") -> Shown:
    """The rows of a collection under a query, by the name that it has now. One that is gone (a deleted list) shows all
    papers."""
    query = parse(text)
    collection = collection_now(library, collection)
    base = _base(library, finder, collection)
    suggestion = unknown = ""
    near = 0
    plain = query.is_empty
    if plain:
        rows: Sequence[str] = list(library.papers) if base is None else base
        key, back = query.sort or (order.lstrip("-"), order.startswith("-"))
        if key and key != "relevance":
            rows = [paper.id for paper in sorted_papers((library.papers[id] for id in rows), key, reverse=back)]
            plain = False
    else:
        result = finder.find(library, query, order, None if base is None else set(base))
        rows, near = result.hits.ids, result.total - result.strict
        suggestion, unknown = result.suggestion, result.unknown
    number = len(rows)
    if near:
        rows = [*rows[: number - near], NEAREST + nearest_words(near, found=number - near), *rows[number - near :]]
    if plain and collection.kind is Kind.LIST:
        rows = _with_headings(library.reading_list(collection.name), rows)
    return Shown(collection, query, order, rows, number, near, suggestion, unknown)


def _base(library: Contents, finder: LiveSearch, collection: Collection) -> Sequence[str] | None:
    """The ids of a collection in its own order; None for all papers."""
    papers = library.papers
    if collection.kind in STANDINGS:
        test = STANDINGS[collection.kind].test
        return [id for id, paper in papers.items() if test(paper)]
    match collection.kind:
        case Kind.RECENT:
            since = recent_since()
            recent = [paper for paper in papers.values() if paper.added >= since]
            return [paper.id for paper in sorted_papers(recent, "added")]
        case Kind.TAG:
            key = fold_name(collection.name)
            return [id for id, paper in papers.items() if any(at_or_under(tag, key) for tag in paper.tags)]
        case Kind.LIST:
            lst = library.reading_list(collection.name)
            return finder.stored(library, lst.query) if lst.query else lst.papers
        case Kind.SEARCH:
            return finder.stored(library, library.searches[collection.name].query)
        case _:
            return None


def _with_headings(lst: ReadingList, ids: Sequence[str]) -> Sequence[str]:
    if not lst.sections or lst.query:
        return ids
    here = set(ids)
    rows = [entry.paper for entry in lst.entries if not entry.section and entry.paper in here]
    for section in lst.sections:
        rows.append(HEADING + section)
        rows += [entry.paper for entry in lst.entries if entry.section == section and entry.paper in here]
    return rows

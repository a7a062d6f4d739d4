"""What the list shows: the papers of a collection that match the query, in an order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reader.commands.place_look import DAY, SECTION, TAG, UNGROUPED, USUAL_LOOK, YEAR, PlaceLook
from reader.counting import nearest_words
from reader.library.contents import Contents
from reader.operations.collection import Collection, Kind, collection_now
from reader.operations.near_filters import asks_for_near
from reader.operations.resurfacing import again
from reader.paper import MOMENTS, STANDINGS, ReadingList
from reader.query import Query, parse, sorted_papers
from reader.query.filters import LIKELIEST, ORDERED
from reader.text import clean_line
from reader.tui.model.counts import recent_since
from reader.tui.model.for_you import LIKELY, NEAREST_FIRST, SO_FAR, UNLEARNED
from reader.tui.model.groups import grouped, rows_of
from reader.tui.model.live_relevance import LiveRelevance
from reader.tui.model.live_search import LiveSearch
from reader.tui.model.rows import HEADING, NEAREST, REASON

ALL_PAPERS = Collection()
NO_QUERY = Query("")
_SEARCHED = frozenset(
    ("tags", "note", "abstract", "authors", "venue", "keywords", "published", "arxiv_id", "citation_key")
)
"""What a search looks at besides the title."""
NOT_ASKED = "nothing here waits to be read"
"""What is said of the order of what is likely to be wanted where it is asked of none of the papers."""
_GROUPED_BY: dict[str, set[str]] = {DAY: {"added"}, TAG: {"tags"}, YEAR: {"published"}}
"""The fields of a paper that say in which groups it is."""
RANKED = (Kind.FOR_YOU, Kind.NEAR, Kind.AGAIN)
"""Collections whose order says how likely a paper is wanted: what no word is searched for in keeps it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, and of what."""

    collection: Collection = ALL_PAPERS
    query: Query = NO_QUERY
    rows: Sequence[str] = ()
    """Ids of papers, headings, and what else stands among them. A paper that is in two groups has two rows."""
    ids: Sequence[str] = ()
    """The papers in their order, each once, those of folded groups among them."""
    hidden: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The papers that a row for folded ones hides, by that row."""
    papers: int = 0
    """How many papers there are."""
    nearest: int = 0
    """How many of them, the last ones, do not have all words of the query and only come nearest to them."""
    suggestion: str = ""
    """A query that may have been meant when nothing was found."""
    unknown: str = ""
    """That the query names what is not there, a sentence a line."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why papers stand there, or what is remarked of them here, in a line each, by their ids."""
    look: PlaceLook = USUAL_LOOK
    """How the place is shown."""
    group: str = ""
    """What the papers are put together by; "" for nothing, or for the topics of what is likely to be wanted."""
    by: str = ""
    """The order in which the papers stand, in words; "" for the one in which a collection has them."""
    waits: bool = False
    """Whether other rows come once it is worked out what is likely to be wanted, or near."""

    @property
    def order(self) -> str:
        """A sort key, "" for the order of the collection."""
        return self.look.order

    @property
    def by_likelihood(self) -> bool:
        """Whether what the user is likely to want stands first because that was asked for."""
        return (self.query.sort[0] if self.query.sort else self.order).lstrip("-") == LIKELIEST

    @property
    def is_learned(self) -> bool:
        """Whether another order of what is likely to be wanted has other rows."""
        return self.by_likelihood or (self.collection.kind is Kind.FOR_YOU and self.by in (LIKELY, SO_FAR, *UNLEARNED))

    def touched_by(self, fields: Iterable[str]) -> bool:
        """Whether a change of these fields of papers ("" when papers came or went) may change the rows."""
        changed = set(fields)
        # What a filter looks at may be any field.
        return bool(changed if self.query.filters else changed & self._cares())

    def _cares(self) -> set[str]:
        cares = {"", "title", "added"} | _GROUPED_BY.get(self.group, set())
        if self.look.beneath:
            cares |= {"authors", "more_authors"}
        standing = STANDINGS.get(self.collection.kind)
        cares |= set(standing.fields) if standing else {"tags"} if self.collection.kind is Kind.TAG else set()
        if self.collection.kind is Kind.FOR_YOU:
            cares |= {"status", "triage"}
        if self.collection.kind is Kind.AGAIN:
            cares |= {"status", "triage", "note", "starred_at", "changed_at"}
        if self.collection.kind is Kind.LIST:
            cares |= {"tags", "starred", "status", "triage", "published", "upvotes", *MOMENTS} | _SEARCHED
        if not self.query.is_empty:
            cares |= _SEARCHED
        key = (self.query.sort[0] if self.query.sort else self.order).lstrip("-")
        return cares | {ORDERED.get(key, key)}


def _group_of(lst: ReadingList | None, look: PlaceLook) -> str:
    """What the papers of a place are put together by in a look, `lst` where it is a list; "" for nothing."""
    own = SECTION if lst is not None and lst.sections and not lst.query else ""
    return {"": own, UNGROUPED: ""}.get(look.group, look.group)


def show(
    library: Contents,
    finder: LiveSearch,
    relevance: LiveRelevance,
    collection: Collection,
    text: str,
    look: PlaceLook = USUAL_LOOK,
) -> Shown:
    """The rows of a collection under a query, by the name that it has now. One that is gone (a deleted list) shows all
    papers."""
    query, order = parse(text), look.order
    collection = collection_now(library, collection)
    base = _base(library, finder, relevance, collection)
    key, back = query.sort or (order.lstrip("-"), order.startswith("-"))
    likeliest, is_own = key == LIKELIEST, key in ("", "relevance")
    suggestion = unknown = ""
    near = held = 0
    plain = query.is_empty
    if plain:
        rows: Sequence[str] = list(library.papers) if base is None else base
        if not is_own and not likeliest:
            rows = [paper.id for paper in sorted_papers((library.papers[id] for id in rows), key, reverse=back)]
            plain = False
    else:
        result = finder.find(library, query, "" if likeliest else order, None if base is None else set(base))
        rows, near = result.hits.ids, result.total - result.strict
        held = result.held
        from reader.operations.choosing import missing_names  # noqa: PLC0415  the first frame does not wait for it

        suggestion, unknown = result.suggestion, "\n".join(missing_names(library, query)) or result.unknown
        if base is not None and collection.kind in RANKED and not query.has_words and is_own:
            found = set(rows)
            rows = [id for id in base if id in found]
    if likeliest:
        plain, matching = False, len(rows) - near
        rows = [*relevance.in_order(library, rows[:matching], back=back), *rows[matching:]]
    number, ids, hidden = len(rows), rows, dict[str, Sequence[str]]()
    lst = library.list_called(collection.name) if collection.kind is Kind.LIST else None
    reasons = {} if query.has_words or lst is None else _remarks(lst)
    if not query.has_words and (likeliest or (collection.kind in RANKED and is_own)):
        reasons = _reasons(library, relevance, collection) | reasons
    group = "" if query.has_words or near else _group_of(lst, look)
    told = library.papers if look.beneath and not query.has_words else {}

    def is_beneath(id: str) -> bool:
        return id in reasons or (id in told and bool(told[id].authors))

    if near:
        rows = [*rows[: number - near], NEAREST + nearest_words(near, number - near, held), *rows[number - near :]]
    elif group:
        groups = grouped(library, ids, group, first_last=key in ("added", "published") and back, lst=lst)
        made = rows_of(groups, group, look.turned, is_beneath)
        rows, ids, hidden = made.rows, list(made.ids), dict(made.hidden)
    elif plain and collection.kind is Kind.FOR_YOU and look.group != UNGROUPED:
        rows = _with_lines_beneath(relevance.with_headings(rows), is_beneath)
        ids = [row for row in rows if not row.startswith(HEADING)]
    elif reasons or told:
        rows = _with_lines_beneath(rows, is_beneath)
    by = f"by {key}{', reversed' if back else ''}"
    if likeliest:
        by = f"{relevance.order_words()}{', reversed' if back else ''}" if relevance.asks_of(rows) else NOT_ASKED
    elif is_own:
        by = "best match first" if query.has_words else _own_order(relevance, collection)
    waits = (likeliest or collection.kind in RANKED) and relevance.lacks(collection)
    waits = waits or (asks_for_near(query) and not relevance.ready)
    return Shown(
        collection, query, rows, ids, hidden, number, near, suggestion, unknown, reasons, look, group, by, waits
    )


def _remarks(lst: ReadingList) -> dict[str, str]:
    """What is remarked of papers in a list, in a line each."""
    return {entry.paper: clean_line(entry.note) for entry in lst.entries if entry.note}


def _reasons(library: Contents, relevance: LiveRelevance, collection: Collection) -> dict[str, str]:
    """Why papers stand there, in a line each."""
    if collection.kind is Kind.AGAIN:
        return again(library.papers.values(), datetime.now(UTC))
    return dict(relevance.reasons(library, collection))


def _own_order(relevance: LiveRelevance, collection: Collection) -> str:
    """The order in which a collection has its papers, in words, where that goes without saying in none."""
    if collection.kind is Kind.FOR_YOU:
        return relevance.order_words()
    return NEAREST_FIRST if collection.kind is Kind.NEAR else ""


def _base(
    library: Contents, finder: LiveSearch, relevance: LiveRelevance, collection: Collection
) -> Sequence[str] | None:
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
            return [paper.id for paper in library.under(collection.name)]
        case Kind.LIST:
            lst = library.reading_list(collection.name)
            return (finder.stored(library, lst.query) or ()) if lst.query else lst.papers
        case Kind.PAPERS:
            return [id for id in collection.name.split() if id in papers]
        case Kind.FOR_YOU:
            return relevance.for_you(library)
        case Kind.NEAR:
            return relevance.near_to(library, collection, lambda query: finder.stored(library, query) or ())
        case Kind.AGAIN:
            return list(again(papers.values(), datetime.now(UTC)))
        case _:
            return None


def _with_lines_beneath(rows: Sequence[str], is_beneath: Callable[[str], bool]) -> Sequence[str]:
    found: list[str] = []
    for row in rows:
        found.append(row)
        if is_beneath(row):
            found.append(REASON + row)
    return found

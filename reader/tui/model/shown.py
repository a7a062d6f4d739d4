"""What the list shows: the papers of a collection that match the query, in an order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

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
    is_sought: bool = False
    """Whether nothing is known yet of what the place holds: a smart list has words, and there is no index."""

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


class _Sorting(NamedTuple):
    """By what the papers are to stand."""

    key: str
    back: bool
    """Whether they stand the other way round."""

    @property
    def is_learned(self) -> bool:
        """Whether it is what the user is likely to want."""
        return self.key == LIKELIEST

    @property
    def is_own(self) -> bool:
        """Whether it is the order of the collection, or that of what was searched for."""
        return self.key in ("", "relevance")

    @property
    def turned(self) -> str:
        """What is said behind its name."""
        return ", reversed" if self.back else ""


class _Matches(NamedTuple):
    """The papers of a collection that a query takes, in their order."""

    ids: Sequence[str]
    near: int = 0
    """See `Shown.nearest`."""
    held: int = 0
    """How many papers have all its words, those that a filter takes away among them."""
    suggestion: str = ""
    unknown: str = ""
    plain: bool = False
    """Whether they are the collection as it is."""


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
    query, collection = parse(text), collection_now(library, collection)
    sorting = _Sorting(*(query.sort or (look.order.lstrip("-"), look.order.startswith("-"))))
    found = _found(library, finder, relevance, collection, query, sorting, look)
    lst = library.list_called(collection.name) if collection.kind is Kind.LIST else None
    reasons = {} if query.has_words or lst is None else _remarks(lst)
    if not query.has_words and (sorting.is_learned or (collection.kind in RANKED and sorting.is_own)):
        reasons = _reasons(library, relevance, collection) | reasons
    told = library.papers if look.beneath and not query.has_words else {}

    def is_beneath(id: str) -> bool:
        return id in reasons or (id in told and bool(told[id].authors))

    group = "" if query.has_words or found.near else _group_of(lst, look)
    rows, ids, hidden = found.ids, found.ids, dict[str, Sequence[str]]()
    if found.near:
        matching = len(ids) - found.near
        rows = [*ids[:matching], NEAREST + nearest_words(found.near, matching, found.held), *ids[matching:]]
    elif group:
        first_last = sorting.key in ("added", "published") and sorting.back
        made = rows_of(grouped(library, ids, group, first_last=first_last, lst=lst), group, look.turned, is_beneath)
        rows, ids, hidden = made.rows, list(made.ids), dict(made.hidden)
    elif found.plain and collection.kind is Kind.FOR_YOU and look.group != UNGROUPED:
        rows = _with_lines_beneath(relevance.with_headings(ids), is_beneath)
        ids = [row for row in rows if not row.startswith(HEADING)]
    elif reasons or told:
        rows = _with_lines_beneath(ids, is_beneath)
    by = _order_in_words(relevance, collection, query, sorting, rows)
    waits = (sorting.is_learned or collection.kind in RANKED) and relevance.lacks(collection)
    waits = waits or (asks_for_near(query) and not relevance.ready)
    is_sought = lst is not None and bool(lst.query) and finder.awaits(lst.query)
    return Shown(
        collection, query, rows, ids, hidden, len(found.ids), found.near, found.suggestion, found.unknown, reasons,
        look, group, by, waits, is_sought,
    )  # fmt: skip


def _found(
    library: Contents,
    finder: LiveSearch,
    relevance: LiveRelevance,
    collection: Collection,
    query: Query,
    sorting: _Sorting,
    look: PlaceLook,
) -> _Matches:
    """What a query takes of a collection, sorted."""
    base = _base(library, finder, relevance, collection)
    if query.is_empty:
        found = _all_of(library, base, sorting)
    else:
        result = finder.find(
            library, query, "" if sorting.is_learned else look.order, None if base is None else set(base)
        )
        ids, near = result.hits.ids, result.total - result.strict
        from reader.operations.choosing import missing_names  # noqa: PLC0415  the first frame does not wait for it

        if base is not None and collection.kind in RANKED and not query.has_words and sorting.is_own:
            taken = set(ids)
            ids = [id for id in base if id in taken]
        unknown = "\n".join(missing_names(library, query)) or result.unknown
        found = _Matches(ids, near, result.held, result.suggestion, unknown)
    if not sorting.is_learned:
        return found
    matching = len(found.ids) - found.near
    likely = relevance.in_order(library, found.ids[:matching], back=sorting.back)
    return found._replace(ids=[*likely, *found.ids[matching:]], plain=False)


def _all_of(library: Contents, base: Sequence[str] | None, sorting: _Sorting) -> _Matches:
    """All papers of a collection, `base` or those of the library, sorted unless that is for what is learned to do."""
    ids = list(library.papers) if base is None else base
    if sorting.is_own or sorting.is_learned:
        return _Matches(ids, plain=True)
    papers = sorted_papers((library.papers[id] for id in ids), sorting.key, reverse=sorting.back)
    return _Matches([paper.id for paper in papers])


def _order_in_words(
    relevance: LiveRelevance, collection: Collection, query: Query, sorting: _Sorting, rows: Sequence[str]
) -> str:
    """See `Shown.by`."""
    if sorting.is_learned:
        return f"{relevance.order_words()}{sorting.turned}" if relevance.asks_of(rows) else NOT_ASKED
    if sorting.is_own:
        return "best match first" if query.has_words else _own_order(relevance, collection)
    return f"by {sorting.key}{sorting.turned}"


def _remarks(lst: ReadingList) -> dict[str, str]:
    """What is remarked of papers in a list, in a line each."""
    return {entry.paper: clean_line(entry.note) for entry in lst.entries if entry.note}


def _reasons(library: Contents, relevance: LiveRelevance, collection: Collection) -> dict[str, str]:
    """Why papers stand there, in a line each."""
    if collection.kind is Kind.AGAIN:
        return again(library, datetime.now().astimezone())
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
            return list(again(library, datetime.now().astimezone()))
        case _:
            return None


def _with_lines_beneath(rows: Sequence[str], is_beneath: Callable[[str], bool]) -> Sequence[str]:
    found: list[str] = []
    for row in rows:
        found.append(row)
        if is_beneath(row):
            found.append(REASON + row)
    return found

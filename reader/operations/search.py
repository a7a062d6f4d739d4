"""Finding papers: by name, by query, on a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from reader import query as queries
from reader.errors import UnknownPaper, UsageError, WrongValue
from reader.library.contents import Contents
from reader.library.library import Library, Outcome
from reader.operations.choosing import answerable, choose, doubted_list, unknown_of_list, unknown_parts
from reader.operations.near_filters import by_ids, is_by_nearness, nearest_first, placed
from reader.operations.read_signs import sign_of_none
from reader.operations.recommend import what_next
from reader.operations.sentences import name
from reader.paper import Paper, ReadingList
from reader.query.filters import LIKELIEST
from reader.query.parser import as_it_stands
from reader.query.pieces import shown
from reader.relevance import Relevance
from reader.search import Index, Result
from reader.search.lookup import cited
from reader.suggestions import nearest as nearest_of
from reader.suggestions import perhaps

Tell = Callable[[str], object]
"""What tells a sentence to whoever asked."""


_NEAREST = 3
"""So many papers are named that come near to a query that no paper matches."""


def find(
    library: Contents,
    index: Index,
    query: queries.Query,
    *,
    sort: str | None = None,
    limit: int = 0,
    nearest: bool = False,
    naming: bool = False,
    relevance: Callable[[], Relevance] | None = None,
) -> Result:
    """The papers of a library that match a query, best first; `limit` 0 means all. Raises `UsageError` for an unknown
    sort.

    With `nearest` those follow that only come near to its words, and with `naming` there are only those that it names
    (see `Index.search`): the former for who looks, never for what changes, exports or saves. `relevance` gives what
    tells which papers are near and wanted, where a query asks for that (`like:`, `sort:next`); by default it is made
    anew.
    """
    if sort is not None and sort.removeprefix("-") not in queries.SORTS:
        near = nearest_of(sort.removeprefix("-"), queries.SORTS)
        near = "-" + near if near and sort.startswith("-") else near
        end = perhaps(near) if near else f"; one of {', '.join(queries.SORTS)}, or with a leading '-'."
        raise UsageError(f"Cannot sort by '{sort}'{end}")
    made = relevance or (lambda: Relevance(library.papers.values()))
    asked, said = placed(library, by_ids(library, query), made)
    key, back = query.sort or ((sort or "").removeprefix("-"), (sort or "").startswith("-"))
    whole = key == LIKELIEST or (not key and is_by_nearness(query))
    result = index.search(
        asked,
        library.papers,
        limit=0 if whole else limit,
        sort=sort,
        lists=library.state.lists_of,
        today=date.today(),
        key_of=library.lone_key,
        nearest=nearest,
        naming=naming,
    )
    if whole:
        ids = list(result.hits.ids)
        strict = ids[: result.hits.strict]
        order = _wanted_first(library, made(), strict, back=back) if key == LIKELIEST else nearest_first(asked, strict)
        place = {id: at for at, id in enumerate(ids)}
        hits = result.hits.taken([place[id] for id in (*order, *ids[len(strict) :])][: limit or None])
        result = replace(result, hits=hits)
    return replace(result, unknown=" ".join(said)) if said and not result.hits else result


def find_strictly(
    library: Contents, index: Index, query: queries.Query, *, sort: str | None = None, limit: int = 0
) -> Result:
    """As `find`, for what changes papers or hands them on: those that have what the query asks for as it was typed,
    where tags and lists count by their whole names, and else the one that words alone name, or those whose citation
    keys it consists of."""
    result = find(library, index, as_it_stands(query), sort=sort, limit=limit)
    if result.hits or not query.is_plain or not query.words:
        return result
    named = find(library, index, query, naming=True)
    return named if len(named.hits) in (1, len(cited(query.text))) else result


def _wanted_first(library: Contents, relevance: Relevance, ids: Sequence[str], *, back: bool) -> list[str]:
    """These papers in the order in which the user is likely to want them, and those that do not wait behind them."""
    found = what_next(library, relevance, [library.papers[id] for id in ids])
    order = [one.id for one in found.suggestions][:: -1 if back else 1]
    known = set(order)
    return [*order, *(id for id in ids if id not in known)]


class PaperFinder:
    """A library with a search index that is built when words are first searched for and then follows the edits."""

    def __init__(
        self,
        library: Library,
        indexed: Callable[[Sequence[Paper]], Index] = Index,
        related: Callable[[Iterable[Paper]], Relevance] = Relevance,
    ) -> None:
        """`indexed` makes the index of papers, `related` what tells which of them are near."""
        self._library = library
        self._indexed = indexed
        self._related = related
        self._index: Index | None = None
        self._relevance: Relevance | None = None

    def find(self, query: queries.Query, *, sort: str | None = None, limit: int = 0, nearest: bool = False) -> Result:
        """As the function `find`, in this library."""
        return find(
            self._library,
            self.index(query),
            query,
            sort=sort,
            limit=limit,
            nearest=nearest,
            relevance=lambda: self.relevance,
        )

    @property
    def built(self) -> Index | None:
        """The index, once it was needed."""
        return self._index

    def index(self, query: queries.Query) -> Index:
        """The index that answers `query`: an empty one when the query has no words to look up, nor an address that no
        paper has and in which a title may stand."""
        if self._index is None:
            names = any(filter_.bare for filter_ in query.filters)
            if not query.has_words and not (names and find(self._library, Index(), query, limit=1).unknown):
                return Index()
            self._index = self._indexed(list(self._library.papers.values()))
        return self._index

    @property
    def related(self) -> Relevance | None:
        """What tells which papers are near, once it was needed."""
        return self._relevance

    @property
    def relevance(self) -> Relevance:
        """What tells which papers are near to others, made when it is first needed."""
        if self._relevance is None:
            self._relevance = self._related(self._library.papers.values())
        return self._relevance

    def papers(self, query: queries.Query) -> list[Paper]:
        """All papers that match a query, best first."""
        return [self._library.papers[hit.id] for hit in self.find(query).hits]

    def matching(self, text: str, say: Tell) -> list[Paper]:
        """All papers that a query chooses, best first; what no paper has of it is told to `say`.

        Raises what `choose` raises, and `UnknownPaper` when nothing matches, with the nearest: of a citation
        (`Vaswani et al. 2017`) the paper that a search finds by it. One that has a whole title in it, or a citation
        key, names its paper, which is told to `say`.
        """
        query = choose(self._library, text, self.papers)
        papers = self.papers(query)
        if not papers and (papers := self._named_by(query)):
            say(f"'{shown(text)}' names {name(papers)}.")
            return papers
        for sentence in unknown_parts(self._library, query):
            say(sentence)
        if not papers:
            if why := sign_of_none(self._library, text):
                raise UsageError(why)
            looked_for = self.find(queries.parse(text), limit=_NEAREST, nearest=True) if query.has_words else None
            near = [self._library.papers[hit.id] for hit in looked_for.hits] if looked_for is not None else []
            raise UnknownPaper(
                f"Nothing matches '{text}'{'; there are papers near to it.' if near else '.'}",
                [(one.id, one.title) for one in near],
            )
        return papers

    def _named_by(self, query: queries.Query) -> list[Paper]:
        """The papers that a query names which has no paper as it was typed."""
        found = find_strictly(self._library, self.index(query), replace(query, exact=False))
        return self._library.held(hit.id for hit in found.hits)

    def follow(self, outcome: Outcome) -> None:
        """Bring what was built up to date after an edit."""
        if self._index is not None:
            self._index.follow(self._library.papers, outcome.papers)
        if self._relevance is not None:
            self._relevance.follow(self._library.papers, outcome.papers)

    def on_list(self, lst: ReadingList, say: Tell | None = None) -> list[Paper]:
        """The papers of a list in its order; those of a smart list by its query. Why that cannot be answered is told
        to `say`; then there are none, since without a part of it there would be others.
        """
        if lst.query:
            if (query := answerable(self._library, lst.query)) is not None:
                return self.papers(query)
            if say is not None:
                say(doubted_list(self._library, lst))
            return []
        return self._library.held(lst.papers)

    def of_list(self, lst: ReadingList, say: Tell) -> list[Paper]:
        """As `on_list`, of one list that is asked for: to `say` is told, too, what no paper has of its query."""
        for sentence in unknown_of_list(self._library, lst):
            say(sentence)
        return self.on_list(lst)


def named(library: Library, names: Iterable[str]) -> list[Paper]:
    """The papers called `names`, each once, in this order. Raises `UnknownPaper`, `WrongValue` when there is none."""
    papers = {paper.id: paper for paper in map(library.resolve, names)}
    if not papers:
        raise WrongValue("Name at least one paper.")
    return list(papers.values())

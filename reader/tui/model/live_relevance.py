"""What the user is likely to want, for the interface: worked out between the keys, and only when it is asked for.

Its parts are used by one thread at a time: while a thread works out an order, edits wait, and nothing is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.library.contents import Contents
from reader.library.library import Library
from reader.operations.collection import Collection, Kind, is_for_you, those_near_which
from reader.operations.near_filters import asks_for_near, placed
from reader.paper import Paper
from reader.query import Query, sorted_papers
from reader.tui.background import in_background
from reader.tui.freed_memory import give_back
from reader.tui.model.for_you import (
    Headed,
    Ranking,
    chosen_words,
    is_undecided,
    laid_out,
    newest_first,
    order_words,
    why,
)
from reader.tui.model.live_search import RESPITE

if TYPE_CHECKING:
    from reader.operations.kept_relevance import RelevanceKeeper
    from reader.relevance import Relevance, Suggestion

NEAR_SHOWN = 100
"""So many papers are shown at most that are near to some."""
TAKEN_AT_ONCE = 10
"""So many papers that changed are taken in at once; more are, when nobody waits for an answer."""
NOT_YET = -1
"""For the number of edits after which an order was worked out, where none was."""
BESIDE_ONE = 3
"""So many of them stand beneath a paper in its detail."""


def nothing() -> None:
    """Whom it may concern is told nothing."""


class LiveRelevance:
    """The papers near to some, and the order of For you; neither before it is `ready`."""

    def __init__(self) -> None:
        self._relevance: Relevance | None = None
        self.keeper: RelevanceKeeper | None = None
        """What keeps it between two runs."""
        self._at_work = False
        self._late: set[str] = set()
        self.edits = 0
        """How often papers changed, came or went."""
        self._ranked = NOT_YET
        self._near: dict[Collection, Sequence[Suggestion]] = {}
        self._asked = False
        self.is_missed = False
        """Whether a query found nothing by its `like:` because that could not be told yet."""
        self.is_given_up = False
        """Whether an error keeps it from being worked out."""
        self.wanted = False
        """Whether the order of For you was asked for."""
        self.ranking: Ranking | None = None
        """The order that is shown; None until there is one."""
        self.newer: Ranking | None = None
        """The order that was worked out since, to be shown when For you is entered again."""
        self.is_awaited = True
        """Whether the next order is shown as soon as it is there: nobody has touched anything since a place was opened
        that waits for it."""
        self.has_arrived = False
        """Whether an order came in that is to be shown; to be taken back when it is."""
        self.stirred: Callable[[], None] = nothing
        """Called when there may be something to work out."""

    @property
    def ready(self) -> bool:
        """Whether it can be asked what is near, and answers at once."""
        return not self._at_work and not self._late and self._relevance is not None and self._relevance.is_settled

    @property
    def relevance(self) -> Relevance | None:
        """What tells which papers are near to others; None while it is being made or used."""
        self.be_ready()
        return self._relevance if self.ready else None

    def be_ready(self) -> None:
        """Have it made ready to say what is near, where it is not."""
        if not self.ready:
            self._ask()

    @property
    def is_ranked(self) -> bool:
        """Whether there is an order, shown or not."""
        return self._latest is not None

    @property
    def _latest(self) -> Ranking | None:
        return self.newer or self.ranking

    @property
    def is_due(self) -> bool:
        """Whether something that was asked for is not worked out, or not of the library as it is."""
        return (self._asked and not self.ready) or (self.wanted and self._ranked != self.edits)

    def lacks(self, collection: Collection) -> bool:
        """Whether the order of a place is not worked out yet."""
        if collection.kind is Kind.AGAIN:
            return False
        return collection not in self._near if collection.kind is Kind.NEAR else self.ranking is None

    def want(self) -> None:
        """Have the order worked out from now on."""
        if not self.wanted:
            self.wanted = True
            self._ask()

    def _ask(self) -> None:
        self._asked = True
        self.stirred()

    def enter(self) -> bool:
        """A place is opened: what was worked out meanwhile is its order, and so is what is still to be worked out after
        edits, unless the place is touched before; that of the last run stays. True when it is another one."""
        self._near.clear()
        self.is_awaited = self.ranking is None or NOT_YET < self._ranked < self.edits
        if self.newer is None:
            return False
        self.ranking, self.newer = self.newer, None
        return True

    def touch(self) -> None:
        """A key or a click is on its way to what is shown: from now on no row moves by itself."""
        self.is_awaited = False

    def take(self, found: Ranking) -> None:
        """An order is there: it is shown where it is awaited or moves nothing, else it waits."""
        is_same = self.ranking is not None and self.ranking.parts == found.parts
        if is_same or self.is_awaited:
            self.ranking, self.newer = found, None
            self.has_arrived = not is_same
        else:
            self.newer = found
        self.is_awaited = False

    async def build(self, library: Library, busy: Callable[[], bool] = lambda: False) -> None:
        """Enter all papers, or those whose texts changed, leaving the screen time to answer every few milliseconds, as
        `LiveSearch.build` does. With a `keeper` it is made of what was left, and left where much of it is not there."""
        if self.ready or self._at_work:
            return
        self._at_work = True
        self._late.clear()
        try:
            made = self._relevance if self._relevance is not None else await in_background(self._left)
            await _entered(made, library, busy)
            keeper = self.keeper
            if keeper is not None and keeper.lacks(made):
                await in_background(lambda: keeper.keep(made))
                # What is kept is read where it lies: it takes less memory than what was just built.
                if len(kept := await in_background(keeper.left)):
                    await _entered(kept, library, busy)
                    made = kept
            await in_background(give_back)
        finally:
            self._at_work = False
        self._relevance = made
        self._catch_up(library)

    def _left(self) -> Relevance:
        from reader.relevance import Relevance  # noqa: PLC0415  the first frame does not wait for it

        return Relevance() if self.keeper is None else self.keeper.left()

    async def rank(self, library: Library) -> None:
        """Work out the order of For you as the library is now."""
        relevance = self._relevance
        if relevance is None or not self.ready:
            return
        edits, self._at_work = self.edits, True
        try:
            found: Ranking | None = await in_background(lambda: _worked_out(library, relevance))
        except RuntimeError:  # A table of the library grew while it was read.
            if edits == self.edits:
                raise
            found = None
        finally:
            self._at_work = False
            self._catch_up(library)
        if found is None:
            return
        self._ranked = edits
        self.take(found)

    def follow(self, library: Library, ids: Iterable[str]) -> None:
        """Take in papers that changed, came or went."""
        self.edits += 1
        self._late.update(ids)
        if not self._at_work:
            self._catch_up(library)
        self.stirred()

    def _catch_up(self, library: Library) -> None:
        if self._relevance is None or len(self._late) > TAKEN_AT_ONCE:
            return
        late, self._late = self._late, set()
        self._relevance.follow(library.papers, sorted(late))

    # -- what is shown ------------------------------------------------------------------------------------------------

    def for_you(self, library: Contents) -> list[str]:
        """The ids of For you: in the order that was worked out, and what came since behind it."""
        self.want()
        if self.ranking is None:
            return newest_first(library.papers.values())
        here = {id: paper for id, paper in library.papers.items() if is_for_you(paper)}
        ordered = dict.fromkeys(id for part in self.ranking.parts for id in part.papers if id in here)
        return [*ordered, *newest_first(paper for id, paper in here.items() if id not in ordered)]

    def with_headings(self, rows: Sequence[str]) -> list[str]:
        """The rows of For you with the headings above them."""
        here = set(rows)
        found: list[str] = []
        for part in self.ranking.parts if self.ranking is not None else ():
            if inside := [id for id in dict.fromkeys(part.papers) if id in here]:
                found += [*part.lines(len(inside)), *inside]
                here.difference_update(inside)
        came = [id for id in rows if id in here]
        return [*found, *(Headed("came in since", "").lines(len(came)) if came and found else ()), *came]

    def in_order(self, library: Contents, ids: Sequence[str], *, back: bool = False) -> list[str]:
        """The likeliest first (last with `back`), then those of which that is not asked: read, starred, dismissed."""
        self.want()
        return _in_order(self.ranking, library, ids, back=back)

    def likeliest(self, library: Contents, ids: Sequence[str]) -> Sequence[str]:
        """The same by the order that was worked out last, shown or not; nothing while there is none."""
        self.want()
        return () if self._latest is None else _in_order(self._latest, library, ids)

    def order_words(self, *, latest: bool = False) -> str:
        """What comes first in the order that is shown, or in the one that was worked out last (`latest`)."""
        return order_words(self._latest if latest else self.ranking)

    def asks_of(self, ids: Iterable[str]) -> bool:
        """Whether the order says of any of these papers where it stands, as far as that is known."""
        return self.ranking is None or any(id in self.ranking.places for id in ids)

    def is_cut(self, collection: Collection) -> bool:
        """Whether more may be near than what is shown."""
        return len(self._near.get(collection, ())) == NEAR_SHOWN

    def near_to(
        self, library: Contents, collection: Collection, found: Callable[[str], Sequence[str]] = lambda query: ()
    ) -> list[str]:
        """The ids of what is near to some papers, the nearest first; none while that cannot be told. `found` gives the
        ids of what a query finds."""
        if collection not in self._near:
            if self._relevance is None or not self.ready:
                self._ask()
                return []
            ids = [paper.id for paper in those_near_which(library, collection, found)]
            self._near[collection] = self._relevance.related(ids, NEAR_SHOWN)
        return [one.id for one in self._near[collection] if one.id in library.papers]

    def beside(self, library: Contents, id: str) -> list[tuple[Paper, str]]:
        """The few papers nearest to one, each with what it shares; none while that cannot be told at once."""
        if self._relevance is None or not self.ready:
            return []
        papers = library.papers
        found = self._relevance.related([id], BESIDE_ONE)
        return [(papers[one.id], why(papers, one, alone=True)) for one in found if one.id in papers]

    def placed(self, library: Contents, query: Query) -> Query:
        """A query with the papers that its `like:` find; they find none while that cannot be told."""
        if not asks_for_near(query):
            return query
        if self._relevance is None or not self.ready:
            self.is_missed = True
            self._ask()
            return query
        relevance = self._relevance
        return placed(library, query, lambda: relevance)[0]

    def reasons(self, library: Contents, collection: Collection, *, latest: bool = False) -> Mapping[str, str]:
        """Why papers stand in a place, in a line each, by their ids; with `latest` by the order that was worked out
        last, shown or not."""
        if collection.kind is Kind.NEAR:
            papers, alone = library.papers, collection.name in library.papers
            near = [one for one in self._near.get(collection, ()) if one.id in papers]
            return {one.id: said for one in near if (said := why(papers, one, alone=alone))}
        ranking = self._latest if latest else self.ranking
        if ranking is None:
            return {}
        found = dict(ranking.reasons)
        if collection.kind is Kind.FOR_YOU:
            lists, now = library.state.lists_of, datetime.now(UTC)
            chosen = (id for part in ranking.parts if part.is_chosen for id in part.papers)
            found |= {paper.id: chosen_words(paper, lists(paper.id), now) for paper in library.held(chosen)}
        return {id: said for id, said in found.items() if said}


async def _entered(relevance: Relevance, library: Library, busy: Callable[[], bool]) -> None:
    for _ in relevance.building(list(library.papers.values())):
        await asyncio.sleep(RESPITE if busy() else 0)


def _in_order(ranking: Ranking | None, library: Contents, ids: Sequence[str], *, back: bool = False) -> list[str]:
    """The ids in an order (the other way round with `back`), then those which it does not ask of; the newest first as
    long as there is none."""
    if ranking is not None:
        places = ranking.places
        known = sorted((id for id in ids if id in places), key=places.__getitem__, reverse=back)
    else:
        papers = filter(is_for_you, library.held(ids))
        known = [paper.id for paper in sorted_papers(papers, "year", reverse=back)]
    here = set(known)
    return [*known, *(id for id in ids if id not in here)]


def _worked_out(library: Library, relevance: Relevance) -> Ranking:
    from reader.operations.recommend import what_next_twice  # noqa: PLC0415  as above

    papers = dict(library.papers)
    undecided = {paper.id for paper in papers.values() if is_undecided(paper)}
    straight, found = what_next_twice(library, relevance, papers.values(), undecided)
    return laid_out(papers, found, straight)

"""What to read next: the papers that a person is likely to want, and those near to some, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from reader.counting import count, rank
from reader.errors import Refused
from reader.library.contents import Contents
from reader.operations.sentences import AS_THEY_CAME, NEWEST, UNLIKE, name
from reader.paper import QUEUE, Decision, Paper, ReadingList, Status, is_open
from reader.query.filters import sorted_papers
from reader.relevance import STAR, Relevance, Suggestion, Taste
from reader.text import fold_name

NEAR = 10
"""So many papers near to others are shown where nobody says how many."""
ENOUGH_KNOWN = 5
"""So many papers starred or read tell a taste."""
WEIGHT_READ, WEIGHT_BEGUN, WEIGHT_TAGGED, WEIGHT_LISTED = 60, 40, 30, 40
"""What a paper weighs in a taste that was read, begun, tagged or put on a list, where `STAR` is that of a star."""


@dataclass(frozen=True, slots=True)
class WhatNext:
    """Papers in the order in which a person is likely to want them."""

    suggestions: tuple[Suggestion, ...]
    enough: bool
    """Whether enough papers were starred or read to tell; else the order is a first guess."""
    stars: int
    reads: int
    dismissed: int
    others: int = 0
    """What the order was learned from; `others` were neither starred nor read, and are tagged, on a list or begun."""
    otherwise: str = NEWEST
    """The order in which papers stand as long as nothing is known."""
    waiting: int = 0
    """How many papers it is an order of."""

    @property
    def is_learned(self) -> bool:
        """Whether anything is known of what is wanted; else the newest are first."""
        return bool(self.stars or self.reads or self.others)

    @property
    def learned(self) -> str:
        """What the order was learned from, in signs and words; "" where it was from nothing."""
        if not self.is_learned:
            return ""
        others = f", {self.others} tagged, listed or begun" if self.others else ""
        return f"{self.stars} ★ {self.reads} ✓ {self.dismissed} ×{others}"

    @property
    def message(self) -> str:
        """What is to be said of the order; "" where enough is known."""
        if self.enough:
            return ""
        if not self.is_learned:
            last = f", last what is like the {self.dismissed} ×" if self.dismissed else ""
            return f"Star or read five papers and this order becomes yours. Until then: {self.otherwise}{last}."
        return f"A first guess, from {self.learned}. Star or read five papers and it becomes yours."


def taste_of(library: Contents) -> Taste:
    """What the papers that were starred, read, tagged, put on lists and dismissed tell of a person's taste.

    Who dismisses what has a star does not want more of its kind.
    """
    good: dict[str, int] = {}
    bad: dict[str, int] = {}
    listed = {id for lst in library.lists.values() for id in lst.papers}
    unread, dismissed = Status.UNREAD, Decision.DISMISS
    for id, paper in library.papers.items():
        if paper.triage and paper.triage == dismissed and paper.status is unread:
            bad[id] = STAR
        elif paper.starred:
            good[id] = STAR
        elif paper.status is not unread:
            good[id] = WEIGHT_READ if paper.status is Status.READ else WEIGHT_BEGUN
        elif id in listed:
            good[id] = WEIGHT_LISTED
        elif paper.tags:
            good[id] = WEIGHT_TAGGED
    return Taste(good, bad)


def waiting(papers: Iterable[Paper]) -> list[Paper]:
    """Those of the papers from which one chooses: unread, neither starred nor dismissed."""
    return _unread(papers, starred=False)


def chosen(papers: Iterable[Paper]) -> list[Paper]:
    """Those of the papers that were starred and are unread, the last starred first: they are chosen, and to be read."""
    return sorted_papers(_unread(papers, starred=True), "starred")


def _unread(papers: Iterable[Paper], *, starred: bool) -> list[Paper]:
    """Those of the papers that are unread and not dismissed, with a star or without one."""
    unread, dismissed = Status.UNREAD, Decision.DISMISS
    return [
        paper for paper in papers if paper.starred is starred and paper.status is unread and paper.triage != dismissed
    ]


def what_next(
    library: Contents,
    relevance: Relevance,
    papers: Iterable[Paper] | None = None,
    *,
    limit: int = 0,
    explore: bool = False,
) -> WhatNext:
    """The papers that wait, of these or of the whole library, in the order in which the person is likely to want them.

    `limit` 0 gives all. With `explore` one in five is from outside of the person's topics. As long as nothing is wanted
    the newest are first, and what is like something dismissed is last; from the first star on, what is like it leads.
    """
    taste = taste_of(library)
    found, otherwise = _first_order(library.papers.values() if papers is None else papers, taste)
    suggestions = relevance.ranked(taste, [paper.id for paper in found], limit, explore=explore)
    return _what_next(library, taste, suggestions, otherwise, len(found))


def none_waits(papers: int) -> str:
    """What is to be said where so many papers were asked of and none of them waits."""
    return f"None waits of {count(papers, 'paper')}: what is starred, begun, read or dismissed is not suggested."


def what_next_twice(
    library: Contents, relevance: Relevance, papers: Iterable[Paper], explored: Collection[str]
) -> tuple[WhatNext, WhatNext]:
    """What `what_next` gives of papers, and what it gives with `explore` of those of them in `explored` (ids): by one
    order, worked out once."""
    taste = taste_of(library)
    found, otherwise = _first_order(papers, taste)
    straight, mixed = relevance.ranked_twice(taste, [paper.id for paper in found], explored)
    return (
        _what_next(library, taste, straight, otherwise, len(found)),
        _what_next(library, taste, mixed, otherwise, len(mixed)),
    )


def _first_order(papers: Iterable[Paper], taste: Taste) -> tuple[list[Paper], str]:
    """Those of the papers that wait, in the order in which they stand as long as nothing is known, and what that is."""
    found = waiting(papers)
    if taste.good:
        return found, NEWEST
    dated = any(paper.published for paper in found)
    return sorted_papers(found, "year"), NEWEST if dated or not found else AS_THEY_CAME


def _what_next(
    library: Contents, taste: Taste, suggestions: tuple[Suggestion, ...], otherwise: str, waiting: int
) -> WhatNext:
    known = library.held(taste.good)
    stars = sum(paper.starred for paper in known)
    reads = sum(paper.status is Status.READ for paper in known)
    either = sum(paper.starred or paper.status is Status.READ for paper in known)
    enough = either >= ENOUGH_KNOWN
    return WhatNext(suggestions, enough, stars, reads, len(taste.bad), len(known) - either, otherwise, waiting)


@dataclass(frozen=True, slots=True)
class NextPaper:
    """A paper to be read next."""

    paper: Paper
    reason: str
    """Why, as one line; "" where nothing is to be said."""


def next_on_list(papers: Sequence[Paper], called: str, limit: int = 0) -> list[NextPaper]:
    """What is unread of the papers of a list, in its order; `limit` 0 gives all. Raises `Refused` where nothing is."""
    found = [
        NextPaper(paper, f"{rank(at)} of {len(papers)} in {called}")
        for at, paper in enumerate(papers, 1)
        if is_open(paper)
    ]
    if not found:
        raise Refused(f"Nothing unread is left in the list '{called}'.")
    return found[: limit or None]


def next_papers(
    library: Contents,
    relevance: Callable[[], Relevance],
    queued: Sequence[Paper],
    *,
    limit: int = 0,
    explore: bool = False,
) -> tuple[list[NextPaper], str]:
    """What is unread of the papers on the Queue in its order, then what else waits, the likeliest first, and at last
    what was starred; and what is to be said of the order, "" for nothing. `limit` 0 gives all. Raises `Refused` where
    nothing is left."""
    found = next_on_list(queued, QUEUE) if any(map(is_open, queued)) else []
    message = ""
    if not limit or len(found) < limit:
        held = {one.paper.id for one in found}
        rest = [paper for paper in waiting(library.papers.values()) if paper.id not in held]
        order = what_next(library, relevance(), rest, limit=limit and limit - len(found), explore=explore)
        found += [NextPaper(library.papers[one.id], because(library, one)) for one in order.suggestions]
        message = order.message if rest else ""
        starred = [paper for paper in chosen(library.papers.values()) if paper.id not in held]
        found += [NextPaper(paper, "starred") for paper in starred]
    if not found:
        raise Refused("Nothing unread is left in the library.")
    return found[: limit or None], message


def next_asked(
    library: Contents,
    list_name: str | None,
    on_list: Callable[[ReadingList], Sequence[Paper]],
    relevance: Callable[[], Relevance],
    *,
    limit: int = 0,
    explore: bool = False,
) -> tuple[list[NextPaper], str]:
    """What is unread on the list of a name, in its order; without a name what `next_papers` gives. `on_list` gives the
    papers of a list. Raises `UnknownList`, and `Refused` where nothing is left."""
    if list_name is not None:
        lst = _list_named(library, list_name)
        return next_on_list(on_list(lst), lst.name, limit), ""
    queued = on_list(_list_named(library, QUEUE))
    return next_papers(library, relevance, queued, limit=limit, explore=explore)


def _list_named(library: Contents, name: str) -> ReadingList:
    """The list of that name. The Queue is always there. Raises `UnknownList`."""
    if fold_name(name) == fold_name(QUEUE):
        return library.list_called(QUEUE) or ReadingList(QUEUE)
    return library.reading_list(name)


def how_many_wait(library: Contents, list_name: str | None, on_list: Callable[[ReadingList], Sequence[Paper]]) -> int:
    """How many papers `next_asked` has to give. Raises `UnknownList`."""
    lst = _list_named(library, QUEUE if list_name is None else list_name)
    found = {paper.id for paper in on_list(lst) if is_open(paper)}
    if list_name is None:
        papers = library.papers.values()
        found.update(paper.id for paper in (*waiting(papers), *chosen(papers)))
    return len(found)


def related_to(
    library: Contents, relevance: Relevance, ids: Sequence[str], limit: int = 0, *, explained: int = 0
) -> tuple[Suggestion, ...]:
    """The papers of a library that are near to some, best first; nothing where none is. So many of the first are
    `explained`, all where it is 0."""
    return tuple(one for one in relevance.related(ids, limit, explained=explained) if one.id in library.papers)


def because(library: Contents, suggestion: Suggestion, *, alone: bool = False) -> str:
    """Why a paper is suggested, as one line; "" where nothing is to be said. With `alone` there is one paper only that
    it can be like, and that is not told."""
    if suggestion.is_outside:
        return UNLIKE
    other = suggestion.other(library.papers)
    said = ", ".join(reason.value for reason in suggestion.reasons if reason.kind in ("word", "author", "tag"))
    if other is None or alone:
        return said
    so = "starred" if other.starred else "read" if other.status is Status.READ else ""
    like = f"like {name([other])}{f', {so}' if so else ''}"
    return f"{like}: {said}" if said else like


def suggestion_json(library: Contents, suggestion: Suggestion) -> dict[str, object]:
    """A suggestion as the command line and `batch` give it."""
    reasons = [{"kind": one.kind, "value": one.value, "paper": one.paper} for one in suggestion.reasons]
    title = library.papers[suggestion.id].title
    return {"id": suggestion.id, "title": title, "score": suggestion.score, "reasons": reasons}

"""What to read next: the papers that a person is likely to want, and those near to some, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.library.library import Library
from reader.operations.sentences import name
from reader.paper import STANDINGS, Paper
from reader.relevance import STAR, Relevance, Suggestion, Taste

NEAR = 10
"""So many papers near to others are shown where nobody says how many."""
ENOUGH_KNOWN = 5
"""So many papers starred or read tell a taste."""
TOO_LITTLE = "Star or read five papers and this order becomes yours. Until then: newest first."
"""What is said where less is known."""
READ, BEGUN, TAGGED, LISTED = 60, 40, 30, 40
"""What a paper weighs in a taste that was read, begun, tagged or put on a list, where `STAR` is that of a star."""


@dataclass(frozen=True, slots=True)
class WhatNext:
    """Papers in the order in which a person is likely to want them."""

    suggestions: tuple[Suggestion, ...]
    enough: bool
    """Whether enough papers were starred or read to tell; else the newest are first."""
    stars: int
    reads: int
    dismissed: int
    """What the order was learned from."""

    @property
    def message(self) -> str:
        """What is to be said of the order; "" where enough is known."""
        return "" if self.enough else TOO_LITTLE


def taste_of(library: Library) -> Taste:
    """What the papers that were starred, read, tagged, put on lists and dismissed tell of a person's taste."""
    good: dict[str, int] = {}
    bad: dict[str, int] = {}
    listed = {id for lst in library.lists.values() for id in lst.papers}
    for id, paper in library.papers.items():
        if STANDINGS["dismissed"].test(paper) and not paper.starred:
            bad[id] = STAR
        elif weight := _weight(paper, id in listed):
            good[id] = weight
    return Taste(good, bad)


def _weight(paper: Paper, listed: bool) -> int:
    told = (
        (STAR, paper.starred),
        (READ, STANDINGS["read"].test(paper)),
        (BEGUN, STANDINGS["reading"].test(paper)),
        (LISTED, listed),
        (TAGGED, bool(paper.tags)),
    )
    return max((weight for weight, is_so in told if is_so), default=0)


def waiting(papers: Iterable[Paper]) -> list[Paper]:
    """Those of the papers from which one chooses: unread, neither starred nor dismissed."""
    unread, dismissed = STANDINGS["unread"].test, STANDINGS["dismissed"].test
    return [paper for paper in papers if unread(paper) and not paper.starred and not dismissed(paper)]


def what_next(
    library: Library,
    relevance: Relevance,
    papers: Iterable[Paper] | None = None,
    *,
    limit: int = 0,
    explore: bool = False,
) -> WhatNext:
    """The papers that wait, of these or of the whole library, in the order in which the person is likely to want them.

    `limit` 0 gives all. With `explore` one in five is from outside of the person's topics. As long as nothing is known
    the newest are first; from the first star on, what is like it.
    """
    everything = library.papers.values()
    stars = sum(paper.starred for paper in everything)
    reads = sum(map(STANDINGS["read"].test, everything))
    dismissed = sum(map(STANDINGS["dismissed"].test, everything))
    either = sum(paper.starred or STANDINGS["read"].test(paper) for paper in everything)
    newest = sorted(waiting(everything if papers is None else papers), key=lambda paper: paper.id)
    newest.sort(key=lambda paper: paper.published, reverse=True)
    found = relevance.ranked(taste_of(library), [paper.id for paper in newest], limit, explore=explore)
    return WhatNext(found, either >= ENOUGH_KNOWN, stars, reads, dismissed)


def related_to(library: Library, relevance: Relevance, ids: Sequence[str], limit: int = 0) -> tuple[Suggestion, ...]:
    """The papers of a library that are near to some, best first; nothing where none is."""
    return tuple(one for one in relevance.related(ids, limit) if one.id in library.papers)


def because(library: Library, suggestion: Suggestion) -> str:
    """Why a paper is suggested, as one line; "" where nothing is to be said."""
    if any(reason.kind == "elsewhere" for reason in suggestion.reasons):
        return "nothing like it among what you starred or read"
    other = next(
        (library.papers[reason.paper] for reason in suggestion.reasons if reason.paper in library.papers), None
    )
    said = ", ".join(reason.value for reason in suggestion.reasons if reason.kind in ("word", "author", "tag"))
    if other is None:
        return said
    like = f"like {name([other])}{', starred' if other.starred else ', read' if STANDINGS['read'].test(other) else ''}"
    return f"{like}: {said}" if said else like


def suggestion_json(library: Library, suggestion: Suggestion) -> dict[str, object]:
    """A suggestion as the command line and `batch` give it."""
    reasons = [{"kind": one.kind, "value": one.value, "paper": one.paper} for one in suggestion.reasons]
    title = library.papers[suggestion.id].title
    return {"id": suggestion.id, "title": title, "score": suggestion.score, "reasons": reasons}

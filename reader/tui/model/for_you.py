"""For you, laid out: what is being read, topic by topic what is likely to be wanted, what was chosen already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.dates import day_words, moment_of
from reader.operations.collection import TITLES, Collection, Kind, is_for_you
from reader.operations.sentences import AS_THEY_CAME, NEWEST, UNLIKE
from reader.paper import STANDINGS, Paper
from reader.query import sorted_papers
from reader.text import shortened
from reader.tui.model.rows import ASIDE, HEADING

if TYPE_CHECKING:
    from reader.operations.recommend import WhatNext
    from reader.relevance import Suggestion

ROUND, ROUNDS = 20, 5
"""So many papers are put together by their topics before the next so many are; after so many rounds follows the rest.
The share of each topic stays what it was, and the likeliest of all stand before the second likeliest of one."""
TITLE = 30
"""Characters of another paper's title in a reason."""
LIKELY, GUESS, SO_FAR = "likeliest first", "a first guess", "newest first so far"
"""The orders in which papers stand by what is likely to be wanted: learned; as long as little is known; as long as it
is not worked out. As long as nothing is known they are `NEWEST` or `AS_THEY_CAME`."""
UNLEARNED = (GUESS, NEWEST, AS_THEY_CAME)
"""Those of them that are to become the user's own."""
NEAREST_FIRST = "the nearest first"
"""The order of what is near."""
OUTSIDE = "outside your topics"
"""The heading above papers that are like nothing that was starred or read."""


@dataclass(frozen=True, slots=True)
class Headed:
    """Papers under one heading."""

    heading: str
    """"" for papers that need none."""
    aside: str = ""
    """What stands at the right of the heading; "" for the number of papers."""
    papers: tuple[str, ...] = ()
    is_chosen: bool = False
    """Whether the user chose these papers, so that nothing else is a reason."""

    def lines(self, here: int) -> tuple[str, ...]:
        """The rows above the papers of the group, of which so many are `here`."""
        return (f"{HEADING}{self.heading}{ASIDE}{self.aside or here}",) if self.heading else ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """For you as it was worked out at one time."""

    parts: tuple[Headed, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Why a paper stands there, in a line, by its id, where that is known."""
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The place of each paper in the order alone, the likeliest first, by its id."""
    learned: str = ""
    """What it was learned from, in signs and words: "9 ★ 23 ✓ 61 ×"; "" where nothing is known."""
    message: str = ""
    """What is to be said of it where too little is known."""
    otherwise: str = NEWEST
    """The order in which papers stand where nothing is known."""


def is_undecided(paper: Paper) -> bool:
    """Whether it is the order that is to say where a paper stands: it was neither queued nor put off."""
    return not STANDINGS["queued"].test(paper) and not STANDINGS["later"].test(paper)


def laid_out(papers: Mapping[str, Paper], found: WhatNext, straight: WhatNext) -> Ranking:
    """The papers of For you under headings; `straight` is the order without what is outside the topics in between."""
    mine = [paper for paper in papers.values() if is_for_you(paper)]
    suggested = {one.id for one in found.suggestions}
    rest = [paper for paper in mine if paper.id not in suggested]
    reading, later = (
        tuple(paper.id for paper in rest if STANDINGS[standing].test(paper)) for standing in ("reading", "later")
    )
    apart = {*reading, *later}
    chosen = tuple(paper.id for paper in rest if paper.id not in apart)
    groups = [Headed("Go on with", papers=reading, is_chosen=True)] if reading else []
    if found.is_learned:
        groups += _by_topic(found.suggestions)
    elif found.suggestions:
        groups.append(Headed(found.otherwise if groups else "", papers=tuple(one.id for one in found.suggestions)))
    groups += [Headed("chosen already", papers=chosen, is_chosen=True)] if chosen else []
    groups += [Headed("put off", papers=later, is_chosen=True)] if later else []
    told = (*straight.suggestions, *found.suggestions[: ROUND * ROUNDS])
    reasons = {one.id: why(papers, one) for one in told if one.reasons}
    places = {one.id: at for at, one in enumerate(straight.suggestions)}
    return Ranking(tuple(groups), reasons, places, found.learned, found.message, found.otherwise)


def _by_topic(suggestions: Sequence[Suggestion]) -> list[Headed]:
    groups: list[Headed] = []
    for start in range(0, min(len(suggestions), ROUND * ROUNDS), ROUND):
        topics: dict[str, list[str]] = {}
        for one in suggestions[start : start + ROUND]:
            topics.setdefault(_topic(one), []).append(one.id)
        # What is outside comes last in its round, so that a topic is not cut in two by it.
        for topic in sorted(topics, key=lambda topic: topic == OUTSIDE):
            ids = tuple(topics[topic])
            groups.append(Headed(topic, "1 in 5" if topic == OUTSIDE else "", ids))
    rest = tuple(one.id for one in suggestions[ROUND * ROUNDS :])
    return [*groups, Headed("further on", papers=rest)] if rest else groups


def _topic(suggestion: Suggestion) -> str:
    if suggestion.is_outside:
        return OUTSIDE
    return suggestion.topic or "like what you chose"


def newest_first(papers: Iterable[Paper]) -> list[str]:
    """The ids of what For you shows, as long as no order is worked out."""
    return [paper.id for paper in sorted_papers(filter(is_for_you, papers), "year")]


def why(papers: Mapping[str, Paper], suggestion: Suggestion, *, alone: bool = False) -> str:
    """Why a paper is suggested, for a line that may be cut: what it shares, then with which paper that is; the latter
    not where all share it with the one (`alone`)."""
    if suggestion.is_outside:
        return UNLIKE
    said = {"author": "by ", "tag": "#"}
    words = ", ".join(
        f"{said.get(reason.kind, '')}{reason.value}"
        for reason in suggestion.reasons
        if reason.kind in ("word", "author", "tag")
    )
    other = suggestion.other(papers)
    if other is None or (alone and words):
        return words
    sign = "★ " if other.starred else "✓ " if STANDINGS["read"].test(other) else ""
    return f"{words}{' · ' if words else ''}like {sign}{short_title(other)}"


def short_title(paper: Paper) -> str:
    """The name that a title begins with ("AWQ: Activation-aware …"), else its beginning."""
    name, colon, _ = paper.title.partition(":")
    return name if colon and 0 < len(name) <= TITLE else shortened(paper.title, TITLE)


def chosen_words(paper: Paper, lists: Sequence[str], now: datetime) -> str:
    """Why a paper stands in For you that the user chose already, in a line."""
    begun = moment_of(paper.reading_at)
    since = f"reading since {day_words(begun, now)}" if begun is not None else "being read"
    said = [since] if STANDINGS["reading"].test(paper) else []
    said += ["starred"] if paper.starred else []
    said += [f"in {', '.join(lists)}"] if lists else []
    return ", ".join(said)


def order_words(ranking: Ranking | None) -> str:
    """What comes first in an order."""
    if ranking is None:
        return SO_FAR
    return LIKELY if not ranking.message else GUESS if ranking.learned else ranking.otherwise


def near_words(collection: Collection, by: str, *, cut: int = 0) -> tuple[str, ...]:
    """What stands above the papers near to some, which stand in the order `by`. `cut`: so many of them only are shown,
    0 for all."""
    return (
        f"What is near {collection.label}{f', the {cut} nearest' if cut else ''}, {by}",
        f"{f'the {cut} nearest, ' if cut else ''}{by}",
    )


def title_words(title: str, by: str, ranking: Ranking | None, *, newer: bool) -> tuple[str, ...]:
    """What stands above a place whose papers stand in the order `by`, the longest form first. `newer`: whether another
    order is ready."""
    last = " · new order" if newer else ""
    if by in UNLEARNED and ranking is not None:
        return (
            f"{title} · {ranking.message}{last}",
            f"{ranking.message}{last}",
            f"{title} · {by}: star or read five papers to make it yours{last}",
            f"{by}: star or read five{last}",
        )
    if by != LIKELY or ranking is None:
        last = last if by == SO_FAR else ""
        return (f"{title} · {by}{last}", f"{by}{last}")
    learned = f" · learned from {ranking.learned}"
    what = "unread, in the order" if title == TITLES[Kind.FOR_YOU] else "in the order"
    return (
        f"{title} · {what} you are likely to want them{learned}{last}",
        f"{title} · {by}{learned}{last}",
        f"{title} · {by}{last}",
    )

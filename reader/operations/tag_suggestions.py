"""What is known about tags: which are at hand, which would fit a paper, which look like one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.library.library import Library
from reader.paper import Paper
from reader.text import fold_name, words

if TYPE_CHECKING:
    from reader.relevance import Relevance


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and how many papers have it."""

    name: str
    papers: int


@dataclass(frozen=True, slots=True)
class TagSuggestion:
    """A tag of the library that may fit papers."""

    tag: str
    score: float
    """0 to 100, to compare with the others of the same answer."""
    reason: str
    """Why, as the piece of a line."""


RECENT_STEPS = 200
"""How far back in the history a tag counts as recently used."""
OFFERED = 3
"""So many tags are offered at most to somebody who tags papers."""
TAGGED_ENOUGH = 20
"""From so many papers with tags on it is known what they are given for."""


def known_tags(library: Library) -> tuple[TagCount, ...]:
    """Every tag, those used lately first, then the most frequent."""
    counts = library.tags.counts()
    spelling = {fold_name(name): name for name in counts}
    rank: dict[str, int] = {}
    for step in library.history()[:RECENT_STEPS]:
        for change in step.changes:
            key = change.key.removeprefix("tag:")
            if key != change.key and change.after is not None and key in spelling:
                rank.setdefault(key, len(rank))
    ordered = sorted(counts, key=lambda name: (min(rank.get(fold_name(name), 12), 12), -counts[name], name))
    return tuple(TagCount(name, counts[name]) for name in ordered)


def offered_tags(library: Library, relevance: Relevance, papers: Sequence[Paper]) -> tuple[TagSuggestion, ...]:
    """The few tags that are offered to somebody who tags papers; none as long as hardly any paper has one."""
    tagged = sum(bool(paper.tags) for paper in library.papers.values())
    return suggested_tags(library, relevance, papers, OFFERED) if tagged >= TAGGED_ENOUGH else ()


CONSULTED = 25
"""So many of the nearest papers that have tags are asked for theirs."""


def suggested_tags(
    library: Library, relevance: Relevance, papers: Sequence[Paper], limit: int = 0
) -> tuple[TagSuggestion, ...]:
    """Tags of the library that fit papers and none of them has, best first, each with its reason."""
    held = {fold_name(tag) for paper in papers for tag in paper.tags}
    flat = f" {' '.join(word for paper in papers for word in words(f'{paper.title} {paper.abstract}'))} "
    near = [one for one in relevance.related([paper.id for paper in papers]) if library.papers[one.id].tags][:CONSULTED]
    votes, have = Counter[str](), Counter[str]()
    for one in near:
        for tag in library.papers[one.id].tags:
            votes[tag] += round(one.score * one.score)
            have[tag] += 1
    most = max(votes.values(), default=1)
    found = []
    for tag in library.tags.counts():
        if fold_name(tag) in held:
            continue
        own = words(tag.rpartition("/")[2])
        stands = bool(own) and f" {' '.join(own)} " in flat
        score = 50 * votes[tag] / most + 50 * stands
        if score > 0:
            reason = "stands in the text" if stands else f"{have[tag]} of the {len(near)} nearest papers have it"
            found.append(TagSuggestion(tag, round(score, 2), reason))
    return tuple(sorted(found, key=lambda one: (-one.score, one.tag))[: limit or None])


def similar_tags(tags: Iterable[TagCount]) -> tuple[tuple[str, ...], ...]:
    """Groups of tags that look like one ("LLM", "LLMs", "llm-s"), the most used first in each."""
    groups: dict[str, list[TagCount]] = {}
    for tag in tags:
        groups.setdefault(_stem(tag.name), []).append(tag)
    return tuple(
        tuple(tag.name for tag in sorted(group, key=lambda tag: -tag.papers))
        for group in groups.values()
        if len(group) > 1
    )


def _stem(name: str) -> str:
    """What tags that differ in hyphens, accents and a plural have in common."""
    letters = "/".join("".join(words(part)) for part in name.split("/"))
    if len(letters) > 4 and letters.endswith("ies"):
        return letters[:-3] + "y"
    return letters[:-1] if len(letters) > 3 and letters.endswith("s") and not letters.endswith("ss") else letters

"""What is known about tags: which are at hand, which would fit a paper, which look like one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from reader.library.contents import Contents
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
LOOKED_AT = 20
"""So many of the papers that are tagged at once are looked at: somebody waits for the dialog."""
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
    return suggested_tags(library, relevance, papers[:LOOKED_AT], OFFERED) if tagged >= TAGGED_ENOUGH else ()


CONSULTED = 25
"""So many of the nearest papers that have tags are asked for theirs."""
ASKED = 5
"""Of so many of them it is told how many have a tag."""
NAMED, LIKE_ALL = 1.2, 1.0
"""What it counts that a tag's name stands in the text, and that all papers with the tag are near, where that the
nearest have it counts 1."""


def suggested_tags(
    library: Contents, relevance: Relevance, papers: Sequence[Paper], limit: int = 0
) -> tuple[TagSuggestion, ...]:
    """Tags of the library that fit papers and none of them has, best first, each with its reason; `limit` 0 gives all.

    Three things tell: the tags of the nearest papers, how near all papers with a tag are, and whether its name stands
    in the text.
    """
    own = {paper.id for paper in papers}
    held = {fold_name(tag) for paper in papers for tag in paper.tags}
    near = relevance.nearness(own)
    tags = {id: [*map(fold_name, paper.tags)] for id, paper in library.papers.items() if paper.tags and id not in own}
    nearest = sorted((id for id in tags if id in near), key=lambda id: (-near[id], id))[:CONSULTED]
    whole: dict[str, list[float]] = {}
    for id, names in tags.items():
        for tag in names:
            whole.setdefault(tag, []).append(near.get(id, 0.0))
    votes = dict.fromkeys(whole, 0.0)
    for id in nearest:
        for tag in tags[id]:
            votes[tag] += near[id]
    spread = {tag: fsum(values) / len(values) ** 0.5 for tag, values in whole.items()}
    most, widest = max(votes.values(), default=0) or 1, max(spread.values(), default=0) or 1
    titles = "".join(_stems(paper.title) for paper in papers)
    abstracts = "".join(_stems(paper.abstract) for paper in papers)
    found = []
    for name in library.tags.counts():
        tag = fold_name(name)
        if tag in held or tag not in whole:
            continue
        stems = _stems(name.rpartition("/")[2])
        in_title = bool(stems.strip()) and stems in titles
        stands = in_title or (bool(stems.strip()) and stems in abstracts)
        score = votes[tag] / most + LIKE_ALL * spread[tag] / widest + NAMED * stands
        if score > 0:
            have = sum(tag in tags[id] for id in nearest[:ASKED])
            said = f"stands in the {'title' if in_title else 'abstract'}" if stands else _votes_told(have, nearest)
            found.append(TagSuggestion(name, round(100 * score / (1 + LIKE_ALL + NAMED), 2), said))
    found.sort(key=lambda one: (-one.score, one.tag))
    return tuple(found[: limit or None])


def _votes_told(have: int, nearest: Sequence[str]) -> str:
    if not have:
        return "papers with it are near"
    asked = min(ASKED, len(nearest))
    return f"{have} of the {asked} nearest papers have it" if asked > 1 else "the nearest paper has it"


def _stems(text: str) -> str:
    """The words of a text by their stems, with a blank before and after each."""
    from reader.search.stems import inflected  # noqa: PLC0415  the interface's first frame does not wait for search

    return f" {' '.join(map(inflected, words(text)))} "


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

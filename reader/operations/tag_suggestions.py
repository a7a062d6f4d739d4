"""What is known about tags: which are at hand, which would fit a paper, which look like one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from math import fsum
from typing import TYPE_CHECKING

from reader.counting import count
from reader.library.contents import Contents
from reader.library.library import Library
from reader.paper import Paper
from reader.text import fold_name, without_plural, words

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
    is_likely: bool = True
    """Whether it is above the floor of what is shown unasked."""


RECENT_STEPS = 200
"""How far back in the history a tag counts as recently used."""
USED_LATELY = 12
"""So many tags stand first for having been used lately."""
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
    for key in _given(library):
        if key in spelling:
            rank.setdefault(spelling[key], len(rank))
        if len(rank) == USED_LATELY:
            break  # The step before may be an import of very many.
    ordered = sorted(counts, key=lambda name: (rank.get(name, USED_LATELY), -counts[name], name))
    return tuple(TagCount(name, counts[name]) for name in ordered)


def _given(library: Library) -> Iterator[str]:
    """The keys of the tags that papers were given lately, the last one first."""
    for step in library.recent(RECENT_STEPS):
        for change in step.changes:
            key = change.key.removeprefix("tag:")
            if key != change.key and change.after is not None:
                yield key


def offered_tags(
    library: Library, relevance: Callable[[], Relevance | None], papers: Sequence[Paper]
) -> tuple[TagSuggestion, ...] | None:
    """The few tags that are offered to somebody who tags papers; none as long as hardly any paper has one, and None
    while `relevance` cannot tell what is near."""
    tagged = sum(bool(paper.tags) for paper in library.papers.values())
    if tagged < TAGGED_ENOUGH:
        return ()
    near = relevance()
    return None if near is None else likely_tags(library, near, papers, OFFERED, LOOKED_AT)


CONSULTED = 25
"""So many of the nearest papers that have tags are asked for theirs."""
ASKED = 5
"""Of so many of them it is told how many have a tag."""
LEAST_OF_ASKED, SHARE_OF_ASKED = 2, 3
"""So many of these have a tag that is likely, and one in so many; or its name stands in one text in so many."""
NAMED, LIKE_ALL = 1.2, 1.0
"""What it counts that a tag's name stands in the text, and that all papers with the tag are near, where that the
nearest have it counts 1."""


def likely_tags(
    library: Contents, relevance: Relevance, papers: Sequence[Paper], limit: int = 0, looked_at: int = 0
) -> tuple[TagSuggestion, ...]:
    """Those of `suggested_tags` that are likely: whose name stands in the text, or that several of the nearest papers
    have. `looked_at`: so many of the papers are looked at, where that is not 0."""
    found = suggested_tags(library, relevance, papers, 0, looked_at)
    return tuple(one for one in found if one.is_likely)[: limit or None]


def suggested_tags(
    library: Contents, relevance: Relevance, papers: Sequence[Paper], limit: int = 0, looked_at: int = 0
) -> tuple[TagSuggestion, ...]:
    """Tags of the library that may fit papers and none of them has, best first, each with its reason; `limit` 0 gives
    all. `looked_at`: so many of the papers are looked at, where that is not 0.

    Three things tell: the tags of the nearest papers, how near all papers with a tag are, and whether its name stands
    in the text.
    """
    own = {paper.id for paper in papers}
    held = {fold_name(tag) for paper in papers for tag in paper.tags}
    looked = papers[: looked_at or None]
    near = relevance.nearness(paper.id for paper in looked)
    folded = cache(fold_name)  # A few tags stand on very many papers.
    tags = {id: [*map(folded, paper.tags)] for id, paper in library.papers.items() if paper.tags and id not in own}
    nearest = nsmallest(CONSULTED, (id for id in tags if id in near), key=lambda id: (-near[id], id))
    asked = [id for id in nearest[:ASKED] if relevance.is_near(near[id])]
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
    titles = [_stems(paper.title) for paper in looked]
    abstracts = [_stems(paper.abstract) for paper in looked]
    said_of = f"the first {len(looked)}" if len(looked) < len(papers) else str(len(looked))
    found = []
    for name in library.tags.counts():
        tag = fold_name(name)
        if tag in held or tag not in whole:
            continue
        stems = _stems(name.rpartition("/")[2])
        in_titles = sum(stems in text for text in titles) if stems.strip() else 0
        in_texts = sum(stems in text or stems in more for text, more in zip(titles, abstracts, strict=True))
        stands = stems.strip() and in_texts
        score = votes[tag] / most + LIKE_ALL * spread[tag] / widest + NAMED * bool(stands)
        if score > 0:
            have = sum(tag in tags[id] for id in asked)
            if not stands:
                said = _votes_told(have, len(asked), sum(map(relevance.is_near, whole[tag])))
            elif len(papers) > 1:
                said = f"stands in {in_texts} of {said_of}"
            else:
                said = f"stands in the {'title' if in_titles else 'abstract'}"
            is_likely = (
                in_texts * SHARE_OF_ASKED >= len(looked)
                if stands
                else have >= LEAST_OF_ASKED and have * SHARE_OF_ASKED >= len(asked)
            )
            found.append(TagSuggestion(name, round(100 * score / (1 + LIKE_ALL + NAMED), 2), said, is_likely))
    found.sort(key=lambda one: (-one.score, one.tag))
    return tuple(found[: limit or None])


def tag_json(one: TagSuggestion) -> dict[str, object]:
    """A suggested tag as the command line and `batch` give it."""
    return {"tag": one.tag, "score": one.score, "reason": one.reason}


def _votes_told(have: int, asked: int, near: int) -> str:
    """Why a tag may fit that `have` of the tagged papers have that were asked, and so many that are near."""
    if have:
        verb = "has" if have == 1 else "have"
        return (
            f"{have} of the {asked} nearest tagged papers {verb} it" if asked > 1 else "the nearest tagged paper has it"
        )
    if near:
        return f"{count(near, 'paper')} with it {'is' if near == 1 else 'are'} near, none of the nearest"
    return "no paper with it is near"


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
    return without_plural("/".join("".join(words(part)) for part in name.split("/")))

"""What is known about tags: which are at hand, which would fit a paper, which look like one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from reader.library.library import Library
from reader.paper import Paper
from reader.relevance import Relevance
from reader.text import fold_name, words


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
NEIGHBOURS = 500
"""At most this many tagged papers are compared with the one that is to be tagged."""
OFFERED = 6
"""So many tags are suggested at most."""
_COMMON = frozenset(
    words(
        "a an and are as at be by can for from has have in into is it its of on or our that the their these this to "
        "we which with using based via towards toward how new not than more model models learning method methods"
    )
)


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


def suggestions(library: Library, papers: Sequence[Paper]) -> tuple[str, ...]:
    """Tags that fit papers: those whose words stand in their text, and those of papers that share rare words."""
    counts = library.tags.counts()
    held = {fold_name(tag) for paper in papers for tag in paper.tags}
    text = [word for paper in papers[:20] for word in words(f"{paper.title} {paper.abstract}")]
    present = set(text)
    flat = f" {' '.join(text)} "
    score: dict[str, float] = dict.fromkeys(counts, 0.0)
    for name in counts:
        for part in {name, name.rpartition("/")[2]}:
            own = words(part)
            if own and f" {' '.join(own)} " in flat:
                score[name] += 4
    for name, weight in _neighbours(library, papers, present).items():
        score[name] = score.get(name, 0.0) + weight
    fitting = [
        name
        for name in sorted(score, key=lambda name: -score[name])
        if score[name] >= 1 and fold_name(name) not in held
    ]
    return tuple(fitting[:OFFERED])


CONSULTED = 25
"""So many of the nearest papers that have tags are asked for theirs."""


def suggested_tags(
    library: Library, relevance: Relevance, papers: Sequence[Paper], limit: int = OFFERED
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
    return tuple(sorted(found, key=lambda one: (-one.score, one.tag))[:limit])


def _neighbours(library: Library, papers: Sequence[Paper], present: set[str]) -> Mapping[str, float]:
    own = {paper.id for paper in papers}
    tagged = [paper for paper in library.papers.values() if paper.tags and paper.id not in own][:NEIGHBOURS]
    texts = [set(words(f"{paper.title} {paper.abstract[:600]}")) - _COMMON for paper in tagged]
    often = Counter(word for text in texts for word in text & present)
    weight = {word: log((1 + len(texts)) / number) for word, number in often.items()}
    near = sorted(((sum(weight[word] for word in text & present), at) for at, text in enumerate(texts)), reverse=True)[
        :8
    ]
    found: dict[str, float] = {}
    for closeness, at in near:
        if closeness > 6:
            for tag in tagged[at].tags:
                found[tag] = found.get(tag, 0.0) + closeness / 12
    return found


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

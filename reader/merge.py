"""Bringing papers from outside together with those a library has: what is new, what is completed, what may be twice.

Candidates are found through indexes (arXiv id, DOI, folded title, carried id), so that 10,000 papers come into a
library of 100,000 in about a second; `identity` gives the verdict on each candidate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.identity import (
    Verdict,
    family_names,
    identified,
    is_id,
    make_id,
    own_doi,
    same_abstract,
    same_paper,
    title_key,
)
from reader.paper import Paper
from reader.text import words

_SIMILAR_TITLES = 0.8
"""Share of words in common from which two titles by the same authors may be one paper (retitled between versions)."""
_BUCKET = 20
"""How many earlier papers with the same rare word and author are compared with one."""
_DAMAGE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing is done yet."""

    ids: tuple[str, ...] = ()
    """Parallel to the incoming papers: the id under which the library knows, or will know, each."""
    new: tuple[Paper, ...] = ()
    """Papers that the library does not have, each with its id, in order of arrival."""
    completed: tuple[tuple[Paper, Paper], ...] = ()
    """Known papers that gain facts, as (before, after); the user's fields and the id are those of `before`."""
    unchanged: tuple[str, ...] = ()
    """Ids of known papers that the import repeats without adding anything."""
    revived: tuple[Paper, ...] = ()
    """Papers that the user had removed and that the import brings back, in their completed form; one that gains
    facts is among `completed` too."""
    possible_duplicates: tuple[tuple[str, str], ...] = ()
    """(id of a new paper, id of another paper of the same title): perhaps one paper, perhaps two."""


class _Index:
    """Papers by everything that can identify them. Papers are looked up by id, so that completed ones stay findable."""

    def __init__(self) -> None:
        self.papers: dict[str, Paper] = {}
        self._arxiv: dict[str, str] = {}
        self._doi: dict[str, str] = {}
        self._title: dict[str, str | list[str]] = {}

    def put(self, paper: Paper, key: str = "") -> None:
        known = paper.id in self.papers
        self.papers[paper.id] = paper
        if paper.arxiv_id:
            self._arxiv.setdefault(paper.arxiv_id, paper.id)
        if doi := own_doi(paper):
            self._doi.setdefault(doi, paper.id)
        if not known:
            self._put_title(key or title_key(paper.title), paper.id)

    def _put_title(self, key: str, id: str) -> None:
        held = self._title.setdefault(key, id)
        if isinstance(held, list):
            held.append(id)
        elif held != id:
            self._title[key] = [held, id]

    def titled(self, key: str) -> Sequence[str]:
        held = self._title.get(key, ())
        return (held,) if isinstance(held, str) else held

    def find(self, paper: Paper, key: str) -> tuple[str, list[str]]:
        """The id of the paper that `paper` is, "" when it is none of them; and those that it may be."""
        for id in (self._arxiv.get(paper.arxiv_id), self._doi.get(own_doi(paper)), paper.id):
            if id and id in self.papers and self._agree(self.papers[id], paper, key):
                return id, []
        best, best_likeness = "", -1.0
        possible = []
        for id in self.titled(key):
            verdict = same_paper(self.papers[id], paper)
            if verdict is Verdict.POSSIBLE:
                possible.append(id)
            elif verdict is Verdict.SAME and (likeness := self._likeness(self.papers[id], paper)) > best_likeness:
                best, best_likeness = id, likeness
        return best, possible

    @staticmethod
    def _agree(known: Paper, paper: Paper, key: str) -> bool:
        """Whether an identifier in common means one paper: an id carried by a file needs the title or abstract too."""
        verdict = same_paper(known, paper)
        if verdict is Verdict.SAME or known.id != paper.id:
            return verdict is Verdict.SAME
        if known.arxiv_id and paper.arxiv_id:
            return False
        return title_key(known.title) == key or (bool(known.abstract) and known.abstract == paper.abstract)

    @staticmethod
    def _likeness(known: Paper, paper: Paper) -> float:
        return same_abstract(known.abstract, paper.abstract) if known.abstract and paper.abstract else 0.0


def plan(
    known: Mapping[str, Paper],
    incoming: Sequence[Paper],
    gone: Mapping[str, Paper] | None = None,
    merged: Mapping[str, str] | None = None,
) -> Plan:
    """What importing `incoming` would do to a library that holds `known` and hides `gone`.

    `merged` maps ids in `gone` to the papers that took their place: what matches such a paper goes to its successor.
    Importing the same papers twice changes nothing the second time.
    """
    here, hidden = _Index(), _Index()
    for paper in known.values():
        here.put(paper)
    for paper in (gone or {}).values():
        hidden.put(paper)
    ids: list[str] = []
    revived: dict[str, None] = {}
    fresh: dict[str, None] = {}
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for raw in incoming:
        paper = identified(raw)
        key = title_key(paper.title)
        id, possible = here.find(paper, key)
        if not id:
            id, _ = hidden.find(paper, key)
            successor = _successor(id, merged or {})
            if successor in here.papers:
                ids.append(successor)
                continue
            if id:
                here.put(hidden.papers[id])
                revived[id] = None
        if id:
            here.put(completed(here.papers[id], paper))
        else:
            id = _free_id(paper, here, hidden)
            here.put(replace(paper, id=id), key)
            fresh[id] = None
            pairs |= {frozenset((id, other)): (id, other) for other in possible}
        ids.append(id)
    before = {**known, **{id: hidden.papers[id] for id in revived}}
    touched = [id for id in dict.fromkeys(ids) if id in before]
    return Plan(
        ids=tuple(ids),
        new=tuple(here.papers[id] for id in fresh),
        completed=tuple((before[id], here.papers[id]) for id in touched if before[id] != here.papers[id]),
        unchanged=tuple(id for id in touched if before[id] == here.papers[id] and id not in revived),
        revived=tuple(here.papers[id] for id in revived),
        possible_duplicates=tuple(pairs.values()),
    )


def _successor(id: str, merged: Mapping[str, str]) -> str:
    seen = set()
    while id in merged and id not in seen:
        seen.add(id)
        id = merged[id]
    return id if seen else ""


def _free_id(paper: Paper, *indexes: _Index) -> str:
    """The id that the paper carries, else the one made for it; numbered should another paper have it already."""
    id = paper.id if is_id(paper.id) else make_id(paper)
    if any(id in index.papers for index in indexes):
        id = make_id(paper)
    free, number = id, 1
    while any(free in index.papers for index in indexes):
        number += 1
        free = f"{id}-{number}"
    return free


def completed(known: Paper, incoming: Paper) -> Paper:
    """`known` with what `incoming` adds to its facts; the id and everything the user said stay.

    Every rule only ever adds (fills what is empty, makes a date finer, a list longer, a vote count higher, replaces
    damaged or cut text), so that the order of imports does not matter and a second import changes nothing.
    """
    after = replace(
        known,
        title=incoming.title if _DAMAGE in known.title and _DAMAGE not in incoming.title else known.title,
        abstract=_fuller_text(known.abstract, incoming.abstract),
        authors=_fuller_names(known, incoming),
        published=incoming.published if _finer(known.published, incoming.published) else known.published,
        venue=known.venue or incoming.venue,
        arxiv_id=known.arxiv_id or incoming.arxiv_id,
        doi=own_doi(known) or own_doi(incoming) or known.doi or incoming.doi,
        url=known.url or incoming.url,
        keywords=_union(known.keywords, incoming.keywords),
        upvotes=max((votes for votes in (known.upvotes, incoming.upvotes) if votes is not None), default=None),
        sources=tuple(dict.fromkeys((*known.sources, *incoming.sources))),
    )
    # Where else it was seen is worth remembering only beside a fact that was new.
    return known if replace(after, sources=known.sources) == known else after


def _fuller_text(known: str, incoming: str) -> str:
    if not known or (_DAMAGE in known and incoming and _DAMAGE not in incoming):
        return incoming
    whole = known.rstrip(" .…")
    return incoming if len(incoming) > len(known) and incoming.startswith(whole) and len(whole) < len(known) else known


def _fuller_names(known: Paper, incoming: Paper) -> tuple[str, ...]:
    """The longer list of authors when it holds all of the shorter one ("et al." spelt out)."""
    if not known.authors or any(_DAMAGE in author for author in known.authors):
        return incoming.authors or known.authors
    if len(incoming.authors) <= len(known.authors):
        return known.authors
    missing = family_names(known) - family_names(incoming)
    return known.authors if missing - {"al", "others"} else incoming.authors


def _finer(known: str, incoming: str) -> bool:
    return len(incoming) > len(known)


def _union(known: tuple[str, ...], incoming: tuple[str, ...]) -> tuple[str, ...]:
    have = {word.casefold() for word in known}
    fresh = {word.casefold(): word for word in reversed(incoming) if word.casefold() not in have}
    return (*known, *reversed(fresh.values()))


def near_duplicates(papers: Iterable[Paper]) -> list[tuple[str, str]]:
    """Pairs of ids, in the papers' order, that may be one paper twice: equal titles whose abstracts differ, or titles
    nearly equal by words with an author in common. Papers with different arXiv ids or DOIs are never paired.

    Similar titles are compared only where they share a rare word, and a first author or the beginning of the abstract,
    so that a library of 100,000 takes seconds.
    """
    shelf = list(papers)
    keys = [title_key(paper.title) for paper in shelf]
    pairs = dict.fromkeys(_equal_titles(shelf, keys))
    pairs |= dict.fromkeys(_similar_titles(shelf, keys))
    return [(shelf[a].id, shelf[b].id) for a, b in sorted(pairs)]


def _equal_titles(shelf: Sequence[Paper], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[key].append(place)
    for group in groups.values():
        for position, a in enumerate(group[:50]):
            for b in group[position + 1 : 50]:
                if same_paper(shelf[a], shelf[b]) is not Verdict.DIFFERENT:
                    yield a, b


def _similar_titles(shelf: Sequence[Paper], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    word_sets = [frozenset(key.split()) for key in keys]
    frequency = Counter(word for found in word_sets for word in found)
    buckets: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, found in enumerate(word_sets):
        if len(found) < 4:
            continue
        # Sets that share 80 % of their words share one of the rarest third (prefix filtering, Chaudhuri et al. 2006).
        rarest = sorted(found, key=lambda word: (frequency[word], word))[: len(found) // 3 + 1]
        seen: set[int] = set()
        for sign in _signs(shelf[place]):
            for word in rarest:
                bucket = buckets[word, sign]
                seen.update(bucket[-_BUCKET:])
                bucket.append(place)
        for other in seen:
            if keys[other] != keys[place] and _alike(shelf[other], shelf[place], word_sets[other], found):
                yield other, place


def _signs(paper: Paper) -> Iterator[str]:
    """What two records of one paper have in common besides their titles: a first author, or how the abstract begins."""
    for author in paper.authors[:2]:
        yield from words(author)[-1:]
    if paper.abstract:
        yield " ".join(words(paper.abstract[:200])[:3])


def _alike(a: Paper, b: Paper, left: frozenset[str], right: frozenset[str]) -> bool:
    common = len(left & right)
    if 2 * common < _SIMILAR_TITLES * (len(left) + len(right)):
        return False
    if (a.arxiv_id and b.arxiv_id) or (own_doi(a) and own_doi(b)):
        return False
    if a.authors and b.authors:
        return bool(family_names(a) & family_names(b))
    return bool(a.abstract and b.abstract) and same_abstract(a.abstract, b.abstract) >= _SIMILAR_TITLES

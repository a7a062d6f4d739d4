"""Papers of a library that may be one paper twice, by equal or nearly equal titles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reader.identity import Verdict, family_names, own_doi, same_abstract, same_paper
from reader.paper import Paper
from reader.text import words
from reader.titles import names_another, spelling_key, title_key

_SIMILAR_TITLES = 0.8
"""Share of words in common from which two titles by the same authors may be one paper (retitled between versions)."""
_BUCKET = 20
"""How many earlier papers with the same rare word and author are compared with one."""
_NAMESAKES = 50
"""How many earlier papers of the same title are compared with one: more are editorials, and no pairs to go through."""


def near_duplicates(papers: Iterable[Paper]) -> list[tuple[str, str]]:
    """Pairs of ids, in the papers' order, that may be one paper twice: equal titles whose abstracts differ, or titles
    nearly equal by words with an author in common, where one word may be misspelt by a letter. Papers with different
    arXiv ids or DOIs are never paired, nor are parts of one work, nor a paper and its erratum.

    Similar titles are compared only where they share a rare word, and a first author or the beginning of the abstract,
    so that a library of 100,000 takes seconds.
    """
    held = list(papers)
    keys = [title_key(paper.title) for paper in held]
    pairs = dict.fromkeys(_equal_titles(held))
    pairs |= dict.fromkeys(_similar_titles(held, keys))
    return [(held[a].id, held[b].id) for a, b in sorted(pairs)]


def _equal_titles(papers: Sequence[Paper]) -> Iterator[tuple[int, int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, paper in enumerate(papers):
        groups[spelling_key(paper.title)].append(place)
    for group in groups.values():
        for position, b in enumerate(group):
            for a in group[max(0, position - _NAMESAKES) : position]:
                if same_paper(papers[a], papers[b]) is not Verdict.DIFFERENT:
                    yield a, b


def _similar_titles(papers: Sequence[Paper], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    word_sets = [frozenset(key.split()) for key in keys]
    frequency = Counter(word for found in word_sets for word in found)
    buckets: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, found in enumerate(word_sets):
        if len(found) < 3:
            continue
        # Sets that share 80 % of their words share one of the rarest third (prefix filtering, Chaudhuri et al. 2006).
        rarest = sorted(found, key=lambda word: (frequency[word], word))[: len(found) // 3 + 1]
        seen: set[int] = set()
        for sign in _signs(papers[place]):
            for word in rarest:
                bucket = buckets[word, sign]
                seen.update(bucket[-_BUCKET:])
                bucket.append(place)
        for other in seen:
            if keys[other] == keys[place] or not _alike_words(word_sets[other], found):
                continue
            if _may_be_one(papers[other], papers[place]) and not names_another(keys[other], keys[place]):
                yield other, place


def _signs(paper: Paper) -> Iterator[str]:
    """What two records of one paper have in common besides their titles: a first author, or how the abstract begins."""
    for author in paper.authors[:2]:
        yield from words(author)[-1:]
    if paper.abstract:
        yield " ".join(words(paper.abstract[:200])[:3])


def _alike_words(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two titles have most of their words in common, where one of them may be misspelt."""
    common, mine, others = len(left & right), left - right, right - left
    if len(mine) == len(others) == 1 and _misspelt(*mine, *others):
        common += 1
    elif min(len(left), len(right)) < 4:
        return False
    return 2 * common >= _SIMILAR_TITLES * (len(left) + len(right))


def _misspelt(a: str, b: str) -> bool:
    """Whether two words differ by one letter: another one, one more, or two that changed places."""
    shorter, longer = sorted((a, b), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    rest, other = shorter[start:], longer[start:]
    if len(rest) < len(other):
        return rest == other[1:]
    return rest[1:] == other[1:] or (rest[:2] == other[:2][::-1] and rest[2:] == other[2:])


def _may_be_one(a: Paper, b: Paper) -> bool:
    if (a.arxiv_id and b.arxiv_id) or (own_doi(a) and own_doi(b)):
        return False
    if a.authors and b.authors:
        return bool(family_names(a) & family_names(b))
    return bool(a.abstract and b.abstract) and same_abstract(a.abstract, b.abstract) >= _SIMILAR_TITLES

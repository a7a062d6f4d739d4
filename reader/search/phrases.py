"""Words that stand side by side: phrases, and words that the query writes in one piece ("kvcache")."""

from __future__ import annotations

from typing import Any

from reader.paper import Paper
from reader.query.filters import side_by_side
from reader.search.entries import Entries
from reader.search.postings import ABSTRACT, AUTHORS, NOTE, TAGS, TITLE, WEIGHTS, Slots
from reader.search.terms import GLUED
from reader.search.words import Vocabulary
from reader.text import fold

VERIFIED = 200
"""Where more abstracts than this hold all pieces of a word, they are not read to see whether these stand together."""
_MOST = 20
_TRIED = 1_000
"""So many cuts are tried; a word like "aaaaaaaa" has no end of them."""


def phrase(entries: Entries, parts: tuple[str, ...]) -> Any:
    """The column of a phrase, None when it stands nowhere."""
    return entries.kept(("phrase", *parts), lambda: _column(entries, [parts], 1.0, None))


def glued(entries: Entries, word: str) -> Any:
    """The column of a word that stands in pieces, None when it does so nowhere."""
    return entries.kept(("glued", word), lambda: _column(entries, pieces(entries.vocabulary, word), GLUED, VERIFIED))


def pieces(vocabulary: Vocabulary, word: str, most: int = 5) -> list[tuple[str, ...]]:
    """The ways to cut `word` into two or more words of the library ("kvcache": kv, cache), at most twenty.

    At most one piece is a single letter.
    """
    found: list[tuple[str, ...]] = []
    tried = 0

    def cut(at: int, before: tuple[str, ...]) -> None:
        nonlocal tried
        for end in range(len(word), at, -1):
            tried += 1
            piece = word[at:end]
            if len(found) >= _MOST or tried > _TRIED or (at == 0 and end == len(word)) or piece not in vocabulary:
                continue
            path = (*before, piece)
            if sum(len(part) == 1 for part in path) > 1:
                continue
            if end == len(word):
                found.append(path)
            elif len(path) < most:
                cut(end, path)

    if 4 <= len(word) <= 40:
        cut(0, ())
    return found


def _column(entries: Entries, ways: list[tuple[str, ...]], worth: float, most: int | None) -> Any:
    found: dict[float, list[Slots]] = {}
    size = len(entries.papers)
    for field in (TITLE, AUTHORS, TAGS, NOTE, ABSTRACT):
        table = entries.postings.table(field)
        for parts in ways:
            held = [table[part] for part in parts if part in table]
            if len(held) < len(parts):
                continue
            common = entries.columns.common(size, held)
            if most is not None and field == ABSTRACT and len(common) > most:
                continue
            standing = {slot for slot in common if _stands(entries.papers[slot], field, parts)}
            if standing:
                found.setdefault(round(worth * WEIGHTS[field], 4), []).append(standing)
    return entries.columns.spread(size, sorted(found.items())) if found else None


def _stands(paper: Paper | None, field: int, parts: tuple[str, ...]) -> bool:
    if paper is None:
        return False
    texts = {TITLE: (paper.title,), AUTHORS: paper.authors, TAGS: paper.tags, NOTE: (paper.note,)}
    pattern = side_by_side(parts)
    return any(pattern.search(fold(text)) for text in texts.get(field, (paper.abstract,)))

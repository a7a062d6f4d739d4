"""One query word: which words of the library it may mean, and how much each of them is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reader.search.postings import ABSTRACT, AUTHORS, NOTE, START, TAGS, TITLE, WEIGHTS, Postings, Slots
from reader.search.words import Vocabulary

EVERYWHERE = (START, TITLE, AUTHORS, TAGS, NOTE, ABSTRACT)
HEADLINES = (START, TITLE, AUTHORS, TAGS, NOTE)

EXACTLY, ONE_TYPO, TWO_TYPOS = range(3)
"""How far a reading of the query goes: as it stands, with a typo in a word, with two."""

GLUED = 0.95
"""What "kvcache" is worth where "kv cache" stands, and the other way round."""
SKELETON = 0.7
"""What "qntztn" is worth where "quantization" stands."""
_BEGUN = 0.94
_SHORTENED = 0.9
_ENDINGS = frozenset(("s", "es", "d", "ed", "ing", "r", "er", "ly", "al"))
_PER_LETTER = 0.012
_FADES = 10
_ONE = {3: 0.6, 4: 0.7, 5: 0.76, 6: 0.79, 7: 0.81}
_TWO = {4: 0.34, 5: 0.42, 6: 0.48, 7: 0.54, 8: 0.58, 9: 0.62}
_CHANCE = 0.92
"""A likeness found in an abstract, which holds a hundred words, is more often chance."""


@dataclass(frozen=True, slots=True)
class Term:
    """One query word, understood."""

    word: str
    found: Mapping[str, float]
    """The words of the library it may mean, each with its closeness."""
    column: Any
    """The score of every paper, in the form that the library's `Columns` have; None when there is none."""


def readings(vocabulary: Vocabulary, word: str, typing: bool, reach: int) -> dict[str, float]:
    """The words of the library that `word` may mean, each with its closeness from 0 to 1 (the same word)."""
    found: dict[str, float] = {}
    if reach >= ONE_TYPO and len(word) >= 3:
        _typos(vocabulary, word, typing, reach, found)
    for full in vocabulary.shortened(word):
        _raise(found, full, SKELETON)
    if len(word) >= 2 or typing:
        base = _BEGUN if typing else _SHORTENED
        for full in vocabulary.beginning(word):
            rest = len(full) - len(word)
            value = base - _PER_LETTER * min(rest, _FADES)
            if rest <= 3 and full[len(word) :] in _ENDINGS:
                value = _BEGUN
            _raise(found, full, value)
    if len(word) >= 4 and word[-1] == "s" and word[:-1] in vocabulary:
        _raise(found, word[:-1], _BEGUN)
    if word in vocabulary:
        found[word] = 1.0
    return found


def _typos(vocabulary: Vocabulary, word: str, typing: bool, reach: int, found: dict[str, float]) -> None:
    edits = 2 if reach >= TWO_TYPOS and len(word) >= 4 else 1
    for other, cost in vocabulary.alike(word, edits):
        size = max(3, min(len(word), len(other) + 1))
        value = _ONE.get(size, 0.83) if cost == 1 else _TWO.get(size, 0.65)
        _raise(found, other, value)
    if typing and len(word) >= 4 and not found:
        for other in vocabulary.begun_alike(word):
            _raise(found, other, 0.72 - _PER_LETTER * min(len(other) - len(word), _FADES))


def _raise(found: dict[str, float], word: str, value: float) -> None:
    if found.get(word, 0.0) < value:
        found[word] = value


def groups(postings: Postings, word: str, found: dict[str, float]) -> Iterator[tuple[float, list[Slots]]]:
    """(score, slots) in ascending order of score: closeness times the weight of the field.

    A beginning of one or two letters is not looked for in abstracts, where it says nothing.
    """
    levels: dict[float, list[Slots]] = {}
    for other, closeness in found.items():
        begins = other.startswith(word)
        chance = 1.0 if begins or closeness >= GLUED else _CHANCE
        fields = HEADLINES if begins and len(word) <= 2 and other != word else EVERYWHERE
        for field, slots in postings.slots(other, fields):
            score = closeness * WEIGHTS[field] * (chance if field == ABSTRACT else 1.0)
            levels.setdefault(round(score, 4), []).append(slots)
    return iter(sorted(levels.items()))


def pieces(vocabulary: Vocabulary, word: str, most: int = 5) -> list[tuple[str, ...]]:
    """The ways to cut `word` into two or more words of the library ("kvcache": kv, cache), at most twenty.

    At most one piece is a single letter.
    """
    found: list[tuple[str, ...]] = []

    def cut(at: int, before: tuple[str, ...]) -> None:
        for end in range(len(word), at, -1):
            piece = word[at:end]
            if len(found) >= 20 or (at == 0 and end == len(word)) or piece not in vocabulary:
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


def stands(parts: tuple[str, ...], text: list[str]) -> bool:
    """Whether the words `parts` stand one after the other in the words of a text."""
    return f" {' '.join(parts)} " in f" {' '.join(text)} "

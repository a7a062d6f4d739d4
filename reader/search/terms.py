"""One query word: which words of the library it may mean, and how much each of them is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from reader.query.scripts import index_words, is_unspaced
from reader.search.layers import Slots
from reader.search.postings import (
    ABSTRACT,
    ARXIV,
    AUTHORS,
    KEYWORDS,
    NOTE,
    START,
    TAGS,
    TITLE,
    VENUE,
    WEIGHTS,
    YEAR,
    Postings,
)
from reader.search.spellings import spelt_otherwise
from reader.search.stems import forms, inflected
from reader.search.words import Vocabulary

# fmt: off
STOP_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "do", "for", "from", "how", "in", "is", "it", "its", "of",
    "on", "or", "that", "the", "their", "this", "to", "via", "we", "what", "with",
))
# fmt: on
"""Words that say nothing alone: they need not match unless the query has no others."""
HEADLINES = (START, TITLE, AUTHORS, TAGS)
BENEATH = (NOTE, VENUE, KEYWORDS, YEAR, ARXIV)
"""The fields that a list does not show, but for the abstract, in which a word says less."""
EVERYWHERE = (*HEADLINES, *BENEATH, ABSTRACT)

EXACTLY, ONE_TYPO, TWO_TYPOS = range(3)
"""How far a reading of the query goes: as it stands, with a typo in a word, with two."""

GLUED = 0.95
"""What "kvcache" is worth where "kv cache" stands, and the other way round."""
BEGUN = 0.94
"""What a word that is still being typed is worth where a longer one stands, less a little for each missing letter."""
SKELETON = 0.7
"""What "qntztn" is worth where "quantization" stands."""
SLIPS, COMMONER = 3, 20
"""A word that papers hold is meant as it stands, unless so few of them do that it may be a slip there too: then others
may be meant that are so many times as common."""
_SHORTENED = 0.9
_CONTINUED = 0.84
_INFLECTED = 0.8
_SPELT = 0.97
"""What a word is worth where the same stands in the spelling of the other side of the ocean."""
_BRIEF = 5
"""Up to so many letters a word may well be an abbreviation, and its presence in an abstract says less."""
_TELLING = 1.07
"""What a longer word is worth more in an abstract."""
_ENDINGS = frozenset(("s", "es", "d", "ed", "ing", "r", "er", "ly", "al"))
_PER_LETTER = 0.012
_FADES = 10
_ONE = (0.0, 0.0, 0.0, 0.6, 0.7, 0.76, 0.79, 0.81, 0.83, 0.84, 0.86, 0.88, 0.9)
"""What a word with one typo is worth, by its letters; the last for all longer ones."""
_TWO = (0.0, 0.0, 0.0, 0.25, 0.34, 0.42, 0.48, 0.54, 0.58, 0.62, 0.66, 0.7, 0.74)
"""The same with two typos."""
_FIRST = 0.04
"""What a typo in the first letter loses: these are rare."""
_UNLIKELY = 0.03
"""What a typo loses that no slip of the hand makes."""
MEANT_OFTEN = 20
"""A short word with a letter too many means only one that stands so often: there are many rare ones."""
_TELLING_SLIPS, _TINY = 6, 3
"""Letters from which a word tells of such a typo: many a shorter one that means nothing is so far from some name. In
one of three letters a letter is missing, or two are swapped."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    key: "".join(row[max(0, at - 1) : at + 2] for row in _ROWS[max(0, line - 1) : line + 2]).replace(key, "")
    for line, keys in enumerate(_ROWS)
    for at, key in enumerate(keys)
}
"""The keys around a key."""
_CHANCE = 0.92
"""A likeness found in an abstract, which holds a hundred words, is more often chance."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query with the words of the library that it may mean."""

    word: str
    found: Mapping[str, float]
    """The words of the library it may mean, each with its closeness."""
    column: Any
    """The score of every paper, in the form that the library's `Columns` have; None when there is none."""


class Initial(Mapping[str, float]):
    """Every word that begins with a letter, without a list of them."""

    def __init__(self, letter: str) -> None:
        self._letter = letter

    def __getitem__(self, word: str) -> float:
        if word[:1] != self._letter:
            raise KeyError(word)
        return 1.0 if word == self._letter else BEGUN

    def get(self, word: str, default: Any = None) -> Any:
        """As for every mapping, without raising on the way."""
        return default if word[:1] != self._letter else 1.0 if word == self._letter else BEGUN

    def __iter__(self) -> Iterator[str]:
        yield self._letter

    def __len__(self) -> int:
        return 1


def exact_readings(vocabulary: Vocabulary, word: str, typing: bool) -> Mapping[str, float]:
    """The words of the library that `word` may mean as it is typed, each with its closeness from 0 to 1 (the same
    word)."""
    if is_unspaced(word):
        return dict.fromkeys(index_words(word), 1.0)
    if len(word) == 1 and typing:
        return Initial(word)
    found: dict[str, float] = {}
    for full in vocabulary.shortened(word):
        _raise(found, full, SKELETON)
    if len(word) >= 2 or typing:
        _beginnings(vocabulary, word, typing, found)
    for other in forms(vocabulary, word, inflected):
        _raise(found, other, _SPELT if other[-2:] == word[-2:] else _INFLECTED)
    for other, worth in spelt_otherwise(vocabulary, word).items():
        _raise(found, other, worth)
    if word in vocabulary:
        found[word] = 1.0
    return found


def readings(
    vocabulary: Vocabulary, word: str, typing: bool, reach: int, exact: Mapping[str, float]
) -> Mapping[str, float]:
    """The words of the library that `word` may mean, mistyped so far: `exact` are those that it means as it is typed,
    and these themselves are given where there are no others."""
    if reach < ONE_TYPO or len(word) < 3 or is_unspaced(word):
        return exact
    found: dict[str, float] = {}
    _typos(vocabulary, word, typing, reach, found)
    if not found:
        return exact
    for other, worth in exact.items():
        _raise(found, other, worth)
    return found


def _beginnings(vocabulary: Vocabulary, word: str, typing: bool, found: dict[str, float]) -> None:
    size = len(word)
    base = BEGUN if typing else _SHORTENED if size <= _BRIEF else _CONTINUED
    ending = max(base, _INFLECTED)
    worth = [base - _PER_LETTER * min(rest, _FADES) for rest in range(_FADES + 1)]
    for full in vocabulary.beginning(word):
        rest = len(full) - size
        value = ending if rest <= 3 and full[size:] in _ENDINGS else worth[rest if rest < _FADES else _FADES]
        if found.get(full, 0.0) < value:
            found[full] = value


def _typos(vocabulary: Vocabulary, word: str, typing: bool, reach: int, found: dict[str, float]) -> None:
    short = len(word) < _TELLING_SLIPS
    edits = 2 if reach >= TWO_TYPOS and not short else 1
    digits = _digits(word)
    often = vocabulary.frequency(word)
    if often > SLIPS or (len(word) > _TINY and _is_roll(word)) or (short and _is_known(vocabulary, word)):
        return
    for other, cost in vocabulary.alike(word, 1 if often else edits):
        if _digits(other) != digits or vocabulary.frequency(other) < often * COMMONER:
            continue
        strange = cost == 1 and _is_strange(word, other)
        if short and (strange or _is_chance(vocabulary, word, other)):
            continue
        if cost == 2 and len(word) == _TELLING_SLIPS and (len(other) < len(word) or other[0] != word[0]):
            continue
        size = max(3, min(len(word), len(other) + (cost == 1), len(_ONE) - 1))
        value = _ONE[size] - _UNLIKELY * strange if cost == 1 else _TWO[size]
        _raise(found, other, value - (_FIRST if word[0] != other[0] else 0.0))
    if typing and len(word) >= 4 and not found:
        for other in vocabulary.begun_alike(word):
            if short and not _begins_by_slip(word, other):
                continue
            _raise(found, other, 0.72 - _PER_LETTER * min(len(other) - len(word), _FADES))


def _is_known(vocabulary: Vocabulary, word: str) -> bool:
    """Whether papers hold a word, its plural or its singular: a short one is then meant as it stands."""
    return word in vocabulary or word.removesuffix("s") in vocabulary or word + "s" in vocabulary


def _is_chance(vocabulary: Vocabulary, typed: str, meant: str) -> bool:
    """Whether a short word is another by chance rather than by a slip: that is an everyday word, which stands
    everywhere, with other letters, has two letters only, or lacks a letter and is rare."""
    if meant in STOP_WORDS or len(meant) < _TINY:
        return sorted(typed) != sorted(meant)
    return _is_added(typed, meant) and vocabulary.frequency(meant) < MEANT_OFTEN


def _begins_by_slip(typed: str, meant: str) -> bool:
    """Whether a word begins with a short one but for a slip that a hand makes."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (loads with the first search that needs it)

    starts = {meant[: len(typed) + more] for more in (0, 1, -1)}
    slips = [start for start in starts if OSA.distance(typed, start, score_cutoff=1) == 1]
    return any(not _is_strange(typed, start) and not _is_added(typed, start) for start in slips)


def _digits(word: str) -> str:
    """The digits of a word, of which none is ever a typo: "2024" and "2025", "llama2" and "llama3" are two things."""
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))


def _is_strange(typed: str, meant: str) -> bool:
    """Whether a single typo is an unlikely one: a key that is no neighbour of the right key or the last, nor
    the last one struck twice."""
    if len(typed) < len(meant):
        return False
    at = next((at for at, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), len(typed) - 1)
    if len(typed) == len(meant):
        swapped = typed[at : at + 2] == meant[at : at + 2][::-1]
        near = meant[at] in _NEIGHBOURS.get(typed[at], "") or typed[at] == typed[at - 1 : at]
        return not swapped and (len(typed) <= _TINY or not near)
    around = typed[max(0, at - 1) : at] + typed[at + 1 : at + 2]
    return not any(typed[at] == key or typed[at] in _NEIGHBOURS.get(key, "") for key in around)


def _is_added(typed: str, meant: str) -> bool:
    """Whether a word has a letter more than another, which does not only stand twice."""
    if len(typed) <= len(meant):
        return False
    at = next((at for at, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), len(typed) - 1)
    return typed[at] not in typed[max(0, at - 1) : at] + typed[at + 1 : at + 2]


def _is_roll(word: str) -> bool:
    """Whether the keys of a word lie side by side in its order: "asdf" is what a hand does, and no slip of it."""
    return any(word in row or word[::-1] in row for row in _ROWS)


def _raise(found: dict[str, float], word: str, value: float) -> None:
    if found.get(word, 0.0) < value:
        found[word] = value


def groups(postings: Postings, word: str, found: Mapping[str, float]) -> Iterator[tuple[float, list[Slots]]]:
    """(score, slots) in ascending order of score: closeness times the weight of the field.

    A beginning of one or two letters is looked for in what the list shows only: elsewhere it says nothing.
    """
    levels: dict[float, list[Slots]] = {}
    if isinstance(found, Initial):
        for field in postings.initials:
            if slots := postings.letters(field).get(word):
                levels[round(BEGUN * WEIGHTS[field], 4)] = [slots]
        _gather(postings, EVERYWHERE, {word: 1.0}, levels)
    elif len(word) <= 2:
        _gather(postings, HEADLINES, found, levels)
        _gather(postings, (*BENEATH, ABSTRACT), {word: found.get(word, 0.0)}, levels)
    else:
        _gather(postings, (*HEADLINES, *BENEATH), found, levels)
        telling = _TELLING if len(word) > _BRIEF else 1.0
        chances = {
            other: worth * (telling if worth >= GLUED or other.startswith(word) else telling * _CHANCE)
            for other, worth in found.items()
        }
        _gather(postings, (ABSTRACT,), chances, levels)
    return iter(sorted(levels.items(), key=itemgetter(0)))


def _gather(
    postings: Postings, fields: tuple[int, ...], found: Mapping[str, float], levels: dict[float, list[Slots]]
) -> None:
    for field, held in postings.held(fields, found):
        worth: dict[float, list[Slots]] = {}
        for slots, closeness in zip(held, found.values(), strict=True):
            if slots:
                if closeness in worth:
                    worth[closeness].append(slots)
                else:
                    worth[closeness] = [slots]
        for closeness, parts in worth.items():
            levels.setdefault(round(closeness * WEIGHTS[field], 4), []).extend(parts)

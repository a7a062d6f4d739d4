"""Acronyms and what they stand for, as texts explain them: "Retrieval-Augmented Generation (RAG)".

What is read from all papers of a library makes its table: who types one form finds the other too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Sized
from functools import lru_cache

from reader.query.scripts import parts

# Each begins with a sign that is rare, which is found ten times as quickly as what stands before it.
_SHORT = re.compile(r"\((?<=[ \n]\()([A-Za-z0-9][\w-]{1,9})[,;) ]")
"""A short form in parentheses."""
_MEANT = re.compile(r" \((?<=[\w-] \()([A-Za-z][\w'’/ -]{6,80})\)")
"""Words in parentheses, for which the short form right before them may stand."""
_BEFORE = re.compile(r"(?<![\w-])[A-Z0-9][\w-]{1,9}\Z")
"""A short form at the end of a text."""
_SMALL = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"))
"""Words that may have no letter in an acronym."""
_SOUNDS = {"2": "to", "4": "for"}
_LETTERS = 5
"""So many first letters of a word may stand in an acronym."""
_LONGEST = 8
"""Words in what an acronym stands for."""
MEANINGS = 3
"""So many things an acronym may stand for."""
RARE = 0.1
"""What is explained so much less often than the commonest meaning of an acronym is a slip."""
_LONG = 11
"""Characters of a short form, and of the one before it."""
_LETTERS_OF_MANY, SURE = 2, 3
"""An acronym of so many letters stands for many things: who types one of these finds it only where so many papers
explain it so."""
_LOOKED_AT = 100
"""Characters before a short form in which its words stand."""


def explained(*texts: str) -> set[str]:
    """The acronyms that the texts explain, each with its words behind it ("rag retrieval augmented generation")."""
    found: set[str] = set()
    for text in texts:
        if "(" not in text:
            continue
        for match in _SHORT.finditer(text):
            if acronym := _folded(match[1]):
                before = text[max(0, match.start() - _LOOKED_AT) : match.start()].split()[-_LONGEST:]
                _explain(acronym, before, found)
        for match in _MEANT.finditer(text):
            short = _BEFORE.search(text[max(0, match.start() - _LONG) : match.start()])
            if short and (acronym := _folded(short[0])) and stands_for(acronym, meant := parts(match[1])):
                _enter(acronym, meant, found)
    return found


def _folded(short: str) -> str:
    """A short form in small letters and without its plural; "" where it is none: it has two capitals or digits."""
    plain = short.replace("-", "").replace("_", "").removesuffix("s")
    return plain.lower() if plain.isascii() and _has_signs(plain) and not plain.isdigit() else ""


def _has_signs(word: str) -> bool:
    return sum(letter.isupper() or letter.isdigit() for letter in word) >= 2


def is_abbreviated(acronym: str, *texts: str) -> bool:
    """Whether texts spell a word as the acronym that it may be, with its capitals, and not as a word of its own.

    >>> is_abbreviated("code", "We propose CoDe"), is_abbreviated("code", "Our code is public")
    (True, False)
    """
    return any(map(_has_signs, spellings(acronym, *texts)))


def _explain(acronym: str, tokens: list[str], found: set[str]) -> None:
    """Adds the fewest last tokens of which the acronym is made, if it is."""
    first = (acronym[0], _SOUNDS.get(acronym[0], "")[:1])
    meant: list[str] = []
    for token in reversed(tokens):
        meant = [*parts(token), *meant]
        if meant and meant[0][0] in first and stands_for(acronym, meant):
            _enter(acronym, meant, found)
            return


def _enter(acronym: str, meant: list[str], found: set[str]) -> None:
    if 2 <= len(meant) <= _LONGEST:
        found.add(" ".join((acronym, *meant[:-1], singular(meant[-1]))))


def stands_for(acronym: str, words: list[str]) -> bool:
    """Whether an acronym is made of the first letters of all the words, small ones perhaps left out."""
    if not words:
        return not acronym
    word = words[0]
    if not acronym:
        return False
    if _SOUNDS.get(acronym[0]) == word and stands_for(acronym[1:], words[1:]):
        return True
    for size in range(1, min(_LETTERS, len(word), len(acronym)) + 1):
        if word[:size] != acronym[:size]:
            break
        if stands_for(acronym[size:], words[1:]):
            return True
    return word in _SMALL and stands_for(acronym, words[1:])


def singular(word: str) -> str:
    """A word without the s of its plural."""
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "su" else word


class Acronyms:
    """What the papers of a library say that acronyms stand for, both ways."""

    def __init__(self, table: Mapping[str, Sized]) -> None:
        self._meant: dict[str, list[tuple[str, ...]]] = {}
        self._short: dict[str, list[tuple[str, ...]]] = {}
        for entry, papers in sorted(table.items(), key=lambda item: (-len(item[1]), item[0])):
            acronym, *words = entry.split()
            known = self._meant.setdefault(acronym, [])
            if len(known) < MEANINGS and (
                not known or len(papers) >= RARE * len(table[" ".join((acronym, *known[0]))])
            ):
                if not known and (len(acronym) > _LETTERS_OF_MANY or len(papers) >= SURE):
                    self._short.setdefault(words[0], []).append((acronym, *words))
                known.append(tuple(words))

    def meant(self, acronym: str) -> list[tuple[str, ...]]:
        """The words that it stands for, the commonest first, the last of them in the singular."""
        return self._meant.get(acronym, [])

    def spelt_out(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """(start, end, acronym) for each run of the words that an acronym stands for."""
        for at, word in enumerate(words):
            for acronym, *meant in self._short.get(word, ()):
                run = words[at : at + len(meant)]
                if len(run) == len(meant) and [*run[:-1], singular(run[-1])] == meant:
                    yield at, at + len(meant), acronym

    def explanations(self, acronym: str) -> list[str]:
        """What papers say that it stands for, as `explained` gives it, the commonest first."""
        return [" ".join((acronym, *words)) for words in self._meant.get(acronym, ())]


def spellings(acronym: str, *texts: str) -> set[str]:
    """The ways in which texts spell an acronym, without the s of a plural.

    >>> spellings("gan", "The GAN and other GANs; Gan et al. on GaN") == {"GAN", "Gan", "GaN"}
    True
    """
    return {match[1] for text in texts for match in _spelt(acronym).finditer(text)}


def is_spelt_otherwise(found: set[str], known: set[str]) -> bool:
    """Whether all spellings that a text has of an acronym are of another one, which has small letters elsewhere than
    the known spellings. In capitals all are spelt alike.

    >>> is_spelt_otherwise({"GaN"}, {"GAN"}), is_spelt_otherwise({"gan"}, {"GAN"}), is_spelt_otherwise({"GAN"}, {"GaN"})
    (True, False, False)
    """
    return bool(found) and known.isdisjoint(found) and all(_has_signs(one) and not one.isupper() for one in found)


@lru_cache(100)
def _spelt(acronym: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])({re.escape(acronym)})s?(?![^\W_])", re.IGNORECASE)

"""Names of authors: "J. Wexler", "Wexler J", "J.-P. Wexler", "Jana Wexler" mean the papers of one author.

An initial is a letter beside a word that is the name of some author in the library. It tells authors of one surname
apart; it need not stand in the paper, where the given name may be written out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from reader.query import Word
from reader.query.scripts import index_words, is_unspaced
from reader.search.entries import Entries
from reader.search.postings import AUTHORS
from reader.search.terms import EXACTLY

FITS, PARTLY, OTHER = 1.0, 0.93, 0.8
"""What an author's surname is worth whose given names have all the initials; some and the first; another first one."""
MANY = 3_000
"""Of more papers than this under one surname only those are looked at in which some author has the initial."""


_WORDS = range(2, 6)
"""So many words a name has that is typed whole."""


def persons(entries: Entries, words: Sequence[str]) -> tuple[set[int], set[int]]:
    """The slots of the papers by an author whose whole name stands among the words, as it is spelt there and whatever
    goes first in it. Words that are the names of several people are none."""
    table = entries.postings.table(AUTHORS)
    known = [word in table for word in words]
    spelt_so: set[int] = set()
    turned: set[int] = set()
    for start in range(len(words) - 1):
        for end in range(start + _WORDS.start, min(len(words), start + _WORDS.stop - 1) + 1):
            if not all(known[start:end]):
                break
            name = _without_initials(words[start:end])
            so, otherwise = entries.noted(("called", name), partial(_called, entries, name))
            spelt_so |= so
            turned |= otherwise
    return spelt_so, spelt_so | turned


def _called(entries: Entries, name: tuple[str, ...]) -> tuple[set[int], set[int]]:
    """The slots of the papers by an author of this name, spelt so, and with other words first."""
    table = entries.postings.table(AUTHORS)
    turned = {name[at:] + name[:at] for at in range(len(name))}
    found: tuple[set[int], set[int]] = set(), set()
    held = [table[word] for word in dict.fromkeys(name)]
    for slot in entries.columns.common(len(entries.papers), held) if len(name) > 1 else ():
        paper = entries.papers[slot]
        names = [_without_initials(index_words(author)) for author in paper.authors] if paper is not None else []
        if not turned.isdisjoint(names):
            found[name not in names].add(slot)
    return found


def _without_initials(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) > 1)


@dataclass(frozen=True, slots=True)
class Named:
    """A surname in a query, and the initials around it."""

    at: int
    """The position of the surname among the words."""
    before: str = ""
    """The initials that go before it, in order: "jr" of "J. R. Wexler"."""
    after: str = ""
    """Those that follow it."""


def names(entries: Entries, words: Sequence[Word], reach: int) -> tuple[list[Named], set[int]]:
    """The surnames with initials among the words, and the positions of those initials."""
    if not any(_is_initial(word) for word in words):
        return [], set()
    found: list[Named] = []
    taken: set[int] = set()
    for at, word in enumerate(words):
        if len(word.text) < 2 or is_unspaced(word.text):
            continue
        before, after = _run(words, at, -1), _run(words, at, 1)
        if before and not after and found and found[-1].at == before[-1] - 1 and not found[-1].before:
            continue  # They are those of the name before: "Haas, A. of ...".
        if (before or after) and _surnames(entries, word, reach):
            taken.update(before, after)
            texts = ["".join(words[position].text for position in sorted(positions)) for positions in (before, after)]
            found.append(Named(at, *texts))
            found += (Named(other, *texts) for other in _further(entries, words, found[-1]))
    return found, taken


def _further(entries: Entries, words: Sequence[Word], named: Named) -> Iterator[int]:
    """The positions of further words of a family name: of "rossum" for the "van" of "G. van Rossum"; some author is
    called so, with these initials."""
    for initials, by in ((named.before, 1), (named.after, -1)):
        at = named.at
        while initials and 0 <= at + by < len(words):
            first, second = sorted((at, at + by))
            pair = (words[first].text, words[second].text)
            if not entries.noted(("family", pair, initials), partial(_is_family, entries, pair, initials)):
                break
            at += by
            yield at


def _is_family(entries: Entries, pair: tuple[str, str], initials: str) -> bool:
    """Whether two words stand beside one another in the name of an author who has the initials besides."""
    table = entries.postings.table(AUTHORS)
    if min(map(len, pair)) < 2 or not all(word in table for word in pair):
        return False
    for slot in entries.columns.common(len(entries.papers), [table[word] for word in pair]):
        paper = entries.papers[slot]
        for held in map(index_words, paper.authors if paper is not None else ()):
            others = "".join(word[0] for word in held if word not in pair)
            if pair in pairwise(held) and _worth(initials, others) == FITS:
                return True
    return False


def authored(entries: Entries, word: Word, named: Named, reach: int) -> Any:
    """The papers of those authors whose name is meant: where any has the initials, only those; None for none."""
    key = ("names", word, named.before, named.after, reach)
    return entries.kept(key, lambda: _authored(entries, word, named, reach))


def _authored(entries: Entries, word: Word, named: Named, reach: int) -> Any:
    found: dict[bool, dict[float, set[int]]] = {True: {}, False: {}}
    letters = entries.postings.letters(AUTHORS)
    for surname, closeness in _surnames(entries, word, reach).items():
        slots: Collection[int] = entries.postings.table(AUTHORS).get(surname, ())
        if len(slots) > MANY:
            slots = set(slots).intersection(*(letters.get(run[0], ()) for run in (named.before, named.after) if run))
        fits: dict[str, float] = {}
        for slot in slots:
            paper = entries.papers[slot]
            if paper is None:
                continue
            for author in paper.authors:
                if author not in fits:
                    fits[author] = _fit(author, surname, named)
            fit = max(map(fits.__getitem__, paper.authors), default=0.0)
            if fit:
                found[fit > OTHER].setdefault(round(fit * closeness, 4), set()).add(slot)
    levels = found[True] or found[False]
    if not levels:
        return None
    return entries.columns.spread(len(entries.papers), [(score, [levels[score]]) for score in sorted(levels)])


def _fit(author: str, surname: str, named: Named) -> float:
    """How well an author's name fits; 0 where the surname is another one."""
    if author.isascii() and surname not in author.lower():
        return 0.0
    held = index_words(author)
    if surname not in held:
        return 0.0
    held.remove(surname)
    first = "".join(name[0] for name in held)
    return max(_worth(initials, first) for initials in (named.before, named.after) if initials)


def _worth(initials: str, first: str) -> float:
    """What initials are worth beside the first letters of an author's other names."""
    rest = list(first)
    had = 0
    for letter in initials:
        if letter in rest:
            rest.remove(letter)
            had += 1
    if had == len(initials):
        return FITS
    return PARTLY if initials[0] in first or not first else OTHER


def _surnames(entries: Entries, word: Word, reach: int) -> dict[str, float]:
    """The names of authors that a word means, each with its closeness: itself, else what it is the beginning of."""
    table = entries.postings.table(AUTHORS)
    if word.text in table and word.text in entries.vocabulary:
        return {word.text: 1.0}
    if len(word.text) < 3 or (reach == EXACTLY and not word.typing):
        return {}
    found = entries.meant(word.text, word.typing, reach)
    return {name: worth for name, worth in found.items() if name in table}


def _is_initial(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha() and not is_unspaced(word.text)


def _run(words: Sequence[Word], at: int, by: int) -> list[int]:
    """The positions of the initials that stand beside a position without anything between."""
    positions = []
    position = at + by
    while 0 <= position < len(words) and _is_initial(words[position]):
        positions.append(position)
        position += by
    return positions

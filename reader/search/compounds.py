"""Words that stand for several ("kvcache", "rag", "7b"), and several that stand for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import pairwise

from reader.query.scripts import is_unspaced
from reader.search.acronyms import is_abbreviated, is_spelt_otherwise, singular, spellings
from reader.search.entries import Entries
from reader.search.postings import ABSTRACT, ACRONYMS, TITLE
from reader.search.spellings import name_apart, sign_of
from reader.search.words import Vocabulary

_MOST = 20
_PIECES = 5
"""Into so many pieces a word is cut."""
_TRIED = 1_000
"""So many cuts are tried; a word like "aaaaaaaa" has no end of them."""
_UNITS = {
    "b": ("b", "billion"), "billion": ("b", "billion"), "m": ("m", "million"), "million": ("m", "million"),
    "k": ("k", "thousand"), "thousand": ("k", "thousand"), "bit": ("bit", "bits"), "bits": ("bit", "bits"),
    "x": ("x", "times"), "times": ("x", "times"), "d": ("d", "dimensional"), "dimensional": ("d", "dimensional"),
}  # fmt: skip
"""What stands behind numbers, with the other ways to write it."""
_LOOKED_AT = 100
"""So many papers tell whether a word is an acronym."""
_SPELT = 200
"""Of more papers with a word it is not looked up how each spells it."""
_AMOUNT = re.compile(r"(\d+)([a-z]+)")


def ways(entries: Entries, word: str) -> list[tuple[str, ...]]:
    """The words that stand for `word` where they follow each other: what it is glued of, what an acronym stands for,
    an amount with its unit."""
    found: list[tuple[str, ...]] = entries.noted(("ways", word), lambda: _ways(entries, word))
    return found


def _ways(entries: Entries, word: str) -> list[tuple[str, ...]]:
    named = [way] if (way := name_apart(word)) and all(part in entries.vocabulary for part in way) else []
    return [*pieces(entries.vocabulary, word), *named, *_spelt_out(entries, word), *_amounts(word)]


def _spelt_out(entries: Entries, word: str) -> Iterator[tuple[str, ...]]:
    said = entries.acronyms.meant(word)
    for meant in said if said and _is_acronym(entries, word) else ():
        yield meant
        yield (*meant[:-1], meant[-1] + "s")


def _is_acronym(entries: Entries, word: str) -> bool:
    """Whether most papers that hold a word mean an acronym by it. What one of them calls CoDe is no code for others.

    Those that are looked at are the same whatever slots they have.
    """
    found: bool = entries.noted(("acronym", word), lambda: _means_acronym(entries, word))
    return found


def _means_acronym(entries: Entries, word: str) -> bool:
    found = (slots for one in (word, word + "s") for _, slots in entries.postings.slots(one, (TITLE, ABSTRACT)))
    ids = {entries.ids[slot] for slots in found for slot in slots}
    held = [entries.papers[entries.slots[id]] for id in nsmallest(_LOOKED_AT, ids)]
    short = sum(paper is not None and is_abbreviated(word, paper.title, paper.abstract) for paper in held)
    return not held or 2 * short > len(held)


def meaning_another(entries: Entries, word: str, run: Sequence[str]) -> set[int]:
    """The slots of the papers that mean something else by an acronym than the words of `run`: they explain it so, or
    spell it as no paper does that explains it by these words ("GaN" is no GAN). None where it is no acronym of them."""
    said, own = entries.acronyms.explanations(word), " ".join((word, *run[:-1], singular(run[-1])))
    if own not in said:
        return set()
    found: set[int] = entries.noted(("another", own), lambda: _meaning_another(entries, word, said, own))
    return found


def _meaning_another(entries: Entries, word: str, said: Sequence[str], own: str) -> set[int]:
    table = entries.postings.table(ACRONYMS)
    explain = set(table[own])
    found = {slot for one in said for slot in table[one]} - explain
    held = {
        slot
        for one in (word, word + "s")
        for _, slots in entries.postings.slots(one, (TITLE, ABSTRACT))
        for slot in slots
    }
    if len(held) <= _SPELT:
        known = {one for slot in explain for one in _spellings(entries, word, slot)}
        for slot in held - explain - found:
            if is_spelt_otherwise(_spellings(entries, word, slot), known):
                found.add(slot)
    return found


def _spellings(entries: Entries, word: str, slot: int) -> set[str]:
    paper = entries.papers[slot]
    return spellings(word, paper.title, paper.abstract) if paper is not None else set()


def _amounts(word: str) -> Iterator[tuple[str, ...]]:
    if amount := _AMOUNT.fullmatch(word):
        yield from ((amount[1], unit) for unit in _UNITS.get(amount[2], ()))


def joined(entries: Entries, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) for each run of the words that one word stands for: an acronym, a number with its unit,
    a Greek letter with the word to which it is tied."""
    yield from (run for run in entries.acronyms.spelt_out(words) if _is_acronym(entries, run[2]))
    for at, (number, unit) in enumerate(pairwise(words)):
        if number.isdigit():
            yield from ((at, at + 2, number + written) for written in _UNITS.get(unit, ()))
        elif sign := sign_of(number):
            yield at, at + 2, sign + unit


def pieces(vocabulary: Vocabulary, word: str) -> list[tuple[str, ...]]:
    """The ways to cut `word` into two or more words of the library ("kvcache": kv, cache), at most twenty.

    At most one piece is a single letter; digits may be more ("diff2in1": diff, 2, in, 1).
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
            if sum(len(part) == 1 and not part.isdigit() for part in path) > 1:
                continue
            if end == len(word):
                found.append(path)
            elif len(path) < _PIECES:
                cut(end, path)

    if 4 <= len(word) <= 40 and not is_unspaced(word):
        cut(0, ())
    return found

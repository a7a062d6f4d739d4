"""Words that stand side by side: phrases, and words that the query writes in one piece ("kvcache")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import product
from typing import Any

from reader.paper import Paper
from reader.persons import without_apostrophes
from reader.query import Filter
from reader.query.filters import TEXTS, side_by_side
from reader.query.scripts import flat, index_words, is_unspaced, parts
from reader.search.compounds import meaning_another, ways
from reader.search.entries import Entries
from reader.search.layers import Slots
from reader.search.postings import ABSTRACT, AUTHORS, KEYWORDS, NOTE, TAGS, TITLE, VENUE, WEIGHTS
from reader.search.records import Shelf
from reader.search.terms import GLUED

_FIELDS = {
    "title": TITLE, "author": AUTHORS, "note": NOTE, "abstract": ABSTRACT, "venue": VENUE, "keyword": KEYWORDS,
}  # fmt: skip
_READ: dict[int, Callable[[Paper], tuple[str, ...]]] = {
    TAGS: lambda paper: paper.tags,
    **{_FIELDS[name]: read for name, read in TEXTS.items()},
}
_SAID = tuple(field for field in _READ if field not in (AUTHORS, VENUE))
VERIFIED = 1_000
"""Where more abstracts than this hold all pieces of a word, they are not read to see whether these stand together."""
PASSAGES = 400
"""So many texts are read for a piece of them."""
SCATTERED = 0.8
"""What a word of a script without blanks is worth where its letters stand apart."""


def phrase(entries: Entries, run: tuple[str, ...]) -> Any:
    """The column of a phrase, None when it stands nowhere."""
    return entries.kept(("phrase", *run), lambda: _column(entries, [run], 1.0))


def passage(entries: Entries, run: tuple[str, ...]) -> set[int]:
    """The slots of the papers where the words follow each other in a title, an abstract or a note, the last perhaps
    only begun; none where so many have all of them that it would take long to read these."""
    found: set[int] = set()
    stand = side_by_side(run, begun=True)
    for field in (TITLE, ABSTRACT, NOTE):
        table = entries.postings.table(field)
        held = [table.get(entry, ()) for part in run[:-1] for entry in index_words(part)]
        common = entries.columns.common(len(entries.papers), held) if all(held) else []  # type: ignore[arg-type]
        if len(common) <= PASSAGES:
            found |= _standing(entries.papers, common, field, stand)
    return found


def glued(entries: Entries, word: str) -> Any:
    """The column of a word for which several stand, None when they do so nowhere."""
    return entries.kept(("glued", word), lambda: _column(entries, ways(entries, word), GLUED, VERIFIED))


def literally(entries: Entries, word: str, worth: float, run: Sequence[str]) -> Any:
    """The column of the papers whose texts hold the word itself or its plural in the sense of the words of `run`, not
    their authors or venue, which may be called like an acronym; None when none does."""
    return entries.kept(("literally", word, worth, *run), lambda: _literally(entries, word, worth, run))


def _literally(entries: Entries, word: str, worth: float, run: Sequence[str]) -> Any:
    others = meaning_another(entries, word, run)
    found: dict[float, list[Slots]] = {}
    for one in (word, word + "s"):
        for field, slots in entries.postings.slots(one, _SAID):
            kept = set(slots) - others if others else slots
            if kept:
                found.setdefault(round(worth * WEIGHTS[field], 4), []).append(kept)
    return entries.columns.spread(len(entries.papers), sorted(found.items())) if found else None


def within(entries: Entries, word: str, *, scattered: bool, typing: bool = False) -> Any:
    """The column of a word of a script without blanks, which may stand in the midst of others; None when nowhere.

    When it is `scattered`, the letters need only stand in the same field: "模型量化" finds "模型的量化". While it is
    typed, the mark of its last letter may be yet to come.
    """
    found = entries.kept(("within", word, typing), lambda: _column(entries, [(word,)], 1.0, begun=typing))
    if found is not None or not scattered:
        return found
    return entries.kept(("scattered", word), lambda: _scattered(entries, word))


def _scattered(entries: Entries, word: str) -> Any:
    found: dict[float, list[Slots]] = {}
    for field in _READ:
        table = entries.postings.table(field)
        held = [table[letter] for letter in set(word) if letter in table]
        if len(held) == len(set(word)):
            common = set(entries.columns.common(len(entries.papers), held))
            found.setdefault(round(SCATTERED * WEIGHTS[field], 4), []).append(common)
    return entries.columns.spread(len(entries.papers), sorted(found.items())) if found else None


def holding(entries: Entries, asked: Filter) -> bytes:
    """For every slot 1 or 0: whether the field that is asked for holds the words, the last perhaps only begun
    where it is not literal."""
    found: bytes = entries.kept(("holding", asked.field, asked.value, asked.literal), lambda: _holding(entries, asked))
    return found


def _holding(entries: Entries, asked: Filter) -> bytes:
    run = tuple(parts(asked.value))
    size, marked, common = len(entries.papers), entries.columns.marked, entries.columns.common
    table = entries.postings.table(_FIELDS[asked.field])
    last, papers = run[-1], entries.papers
    test = asked.test(lambda _: (), date.min)
    perhaps = _perhaps_named(entries, run, asked.value) if asked.field == "author" else set()
    begun: list[Slots] | None = None
    if not is_unspaced(last) and not asked.literal:
        begun = [table[word] for word in entries.vocabulary.beginning(last) if word in table]
    if begun is None or len(run) > 1:
        whole = {entry for part in (run[:-1] if begun is not None else run) for entry in index_words(part)}
        together = set(common(size, [table.get(word, set()) for word in whole]))
        if begun is not None:
            ends_so = marked(size, begun)
            together = {slot for slot in together if ends_so[slot]}
        perhaps |= together
    stands = [] if begun is None or len(run) > 1 else begun
    return marked(size, [*stands, {slot for slot in perhaps if (held := papers[slot]) and test(held)}])


def _perhaps_named(entries: Entries, run: Sequence[str], name: str) -> set[int]:
    """The slots of the papers that may have an author of a name in another form: initials and "et al." need not be
    there, and "O'Neil" may be written in one piece on either side."""
    table, size = entries.postings.table(AUTHORS), len(entries.papers)
    found: set[int] = set()
    for word in {*run, *index_words(without_apostrophes(name))}:
        found.update(table.get(word, ()) if len(word) > 1 or is_unspaced(word) else ())
        begins = [begin for at in range(1, len(word)) if (begin := word[:at]) in table]
        ends = [end for at in range(1, len(word)) if (end := word[at:]) in table]
        for begin, end in product(begins, ends):
            if len(begin) + len(end) <= len(word):
                found.update(entries.columns.common(size, [table[begin], table[end]]))
    return found


def _column(entries: Entries, ways: list[tuple[str, ...]], worth: float, most: int = 0, *, begun: bool = False) -> Any:
    """The column of words that follow each other in one of these ways.

    Where more than `most` papers have them in one field, these are not read: in a title it is taken for granted, in an
    abstract it does not count.
    """
    found: dict[float, list[Slots]] = {}
    size = len(entries.papers)
    needed = [(way, {entry for part in way for entry in index_words(part)}) for way in ways]
    sought = list({entry for _, words in needed for entry in words})
    for field, held_by in entries.postings.held(_READ, sought):
        slots_of = {one: slots for one, slots in zip(sought, held_by, strict=True) if slots}
        for way, words in needed if slots_of else ():
            if not words <= slots_of.keys():
                continue
            held = [slots_of[one] for one in words]
            common = entries.columns.common(size, held)
            unread = 0 < most < len(common)
            if not common or (unread and field == ABSTRACT):
                continue
            standing = set(common)
            if not unread:
                standing = _standing(entries.papers, common, field, side_by_side(way, begun=begun))
            if standing:
                found.setdefault(round(worth * WEIGHTS[field], 4), []).append(standing)
    return entries.columns.spread(size, sorted(found.items())) if found else None


def _standing(papers: Shelf, slots: Iterable[int], field: int, stand: Callable[[str], bool]) -> set[int]:
    """Those of the slots where words stand side by side in the field."""
    read = _READ[field]
    return {slot for slot in slots if (paper := papers[slot]) and any(stand(flat(text)) for text in read(paper))}

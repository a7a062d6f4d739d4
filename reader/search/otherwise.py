"""A line that finds nothing as it was typed, read otherwise: as a reference, a page's title, the name of a file, a name
in camel case or with its initials in one word, the keys of another keyboard.

Only the library can tell whether one is meant: the title in a reference is one of its titles, and what other keys stand
for are its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from reader.paper import Paper
from reader.query import And, Filter, Or, Phrase, Query, Word, parse
from reader.query.line import (
    cleaned,
    in_other_layouts,
    is_dressed,
    is_reference,
    spelt_apart,
    titles_within,
    without_request,
)
from reader.query.narrowing import is_name
from reader.query.nodes import all_of, tops
from reader.query.parser import pieces_of
from reader.query.scripts import is_unspaced, parts
from reader.search.best import begun
from reader.search.entries import Entries
from reader.search.postings import AUTHORS
from reader.titles import is_main_title

_ALIKE = 75.0
"""How like a part of a reference a title is that it may be (RapidFuzz' ratio)."""
_KNOWN = 0.5
"""The share of the words that a library knows in a line that was typed on its keyboard."""
TITLE_LENGTH = 4
"""So many words may be a title."""
_INITIALS = 3
"""So many initials stand in one word."""
_OTHER_KEYS, _OTHER_SCRIPT = 5, 3
"""Letters of a word of the library that a line stands for on another keyboard of its script, and on one of another."""


def sure_readings(entries: Entries, query: Query) -> Iterator[Query]:
    """What a line surely means rather than what was typed: without what a program added to a title and what people say
    who ask for a paper, and a name in camel case that is no word of the library as the words that it is made of. What a
    title begins with asks for nothing else."""
    dressed, asks = is_dressed(query.text), without_request(query.text) != query.text
    asks = asks and not begun(entries, parts(query.text))
    if not dressed and not asks and query.text == query.text.lower():
        return
    free = free_text(query)
    if asks and (plain := without_request(free)) != free:
        yield _read(query, plain)
    if dressed and free.strip() and (plain := cleaned(free)) != free.strip():
        yield _read(query, plain)
    apart = spelt_apart(free, lambda word: _is_held(entries, word))
    if apart != " ".join(free.split()) and all(_is_held(entries, word) for word in apart.split()):
        yield _read(query, apart)


def readings(entries: Entries, query: Query) -> Iterator[tuple[Query, str]]:
    """Other queries that a line may mean, the likeliest first, each with the title that what it finds has to be like
    ("" where it need not). A reference is none that all of its words are asked of."""
    free = free_text(query)
    if not free.strip():
        return
    tried = {free.strip()}

    def fresh(text: str) -> bool:
        known = text in tried or not text
        tried.add(text)
        return not known

    plain = cleaned(free)
    apart = [spelt_apart(plain, lambda word: _is_held(entries, word), digits=digits) for digits in (False, True)]
    for text in filter(fresh, (plain, *apart, initials_apart(entries, free)) if not is_reference(free) else ()):
        yield _read(query, text), ""
    if is_reference(free):
        for text in filter(fresh, titles_within(plain)):
            yield _read(query, text), text
    if not any(_is_held(entries, word) for word in free.split() if not word.isdecimal()):
        for text in filter(fresh, in_other_layouts(free.strip())):
            other = _read(query, text)
            known = [word for word in other.words if _is_known(entries, word)]
            least = _OTHER_KEYS if text.isascii() is free.isascii() else _OTHER_SCRIPT
            if any(len(word) >= least or is_unspaced(word) for word in known) and len(known) >= _KNOWN * len(
                other.words
            ):
                yield other, ""


def initials_apart(entries: Entries, line: str) -> str:
    """A line with initials apart that stand in one word behind the name of an author, or before it, as PubMed and
    Google Scholar write them ("Kingma DP, Ba J"); a word of the library is none."""
    authors = entries.postings.table(AUTHORS)
    typed = line.split()
    names = [all(part in authors for part in parts(word)) and len(word) > 1 for word in typed]
    for at, word in enumerate(typed):
        letters = word.strip(".,;()")
        if not (2 <= len(letters) <= _INITIALS and letters.isalpha()) or _is_held(entries, letters):
            continue
        if any(names[max(0, at - 1) : at]) or any(names[at + 1 : at + 2]):
            typed[at] = word.replace(letters, " ".join(letters))
    return " ".join(typed)


def _is_held(entries: Entries, typed: str) -> bool:
    """Whether all that a piece of a line without blanks holds are words of the library, or their beginnings."""
    held = parts(typed)
    return bool(held) and all(_is_known(entries, word) for word in held)


def _is_known(entries: Entries, word: str) -> bool:
    return word in entries.vocabulary or (
        len(word) > 2 and any(map(entries.vocabulary.frequency, entries.vocabulary.beginning(word)))
    )


def free_text(query: Query, *, named: bool = False) -> str:
    """The text of a query of words without the names of papers in it; "" where alternatives stand.

    With `named` a name of a paper is text.
    """
    if not all(isinstance(node, Word | Phrase | Filter) for node in tops(query.root)):
        return ""
    text = query.text
    for piece in pieces_of(query.text):
        if piece.asks and not (named and is_name(piece.node)):
            text = text[: piece.at] + " " * len(piece.text) + text[piece.end :]
    return text


def without_strange_tags(
    query: Query, known: Callable[[Filter], bool], *, hashtags: bool = False
) -> tuple[Query, tuple[Filter, ...]]:
    """A query without each number behind a # that is the name of no tag, beside words: it is that of an issue, in the
    title of a page. With `hashtags` it is without names of no tag, too, beside words enough for a title, with which
    they were pasted. What is left out is given too. What chooses papers is taken at its word."""
    if query.exact or "#" not in query.text or not query.words or not isinstance(query.root, And):
        return query, ()
    pasted = hashtags and len(query.words) >= TITLE_LENGTH
    typed = [piece.node for piece in pieces_of(query.text) if piece.text[0] == "#"]
    left = [
        node
        for node in query.root.nodes
        if node in typed and isinstance(node, Filter) and (pasted or node.value.isdecimal()) and not known(node)
    ]
    kept = tuple(node for node in query.root.nodes if node not in left)
    return replace(query, root=all_of(kept)), tuple(left)


def is_borne(asked: Filter, papers: Iterable[Paper]) -> bool:
    """Whether one of the papers has the tag that is asked for, or, while it is typed, one that begins so."""
    wanted = [asked, replace(asked, prefix=True)] if asked.typing else [asked]
    tests = [one.test(lambda _: (), date.min) for one in wanted]
    return any(test(paper) for paper in papers for test in tests)


def _read(query: Query, text: str) -> Query:
    return replace(query, root=parse(text).root)


def alike(title: str, text: str) -> bool:
    """Whether a title is like a part of a reference."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415  (loads with the first search that needs it)

    return is_main_title(text, title) or ratio(" ".join(parts(title)), " ".join(parts(text))) >= _ALIKE


def as_found(query: Query, papers: list[Paper]) -> Query:
    """A query for the titles of papers, to show in them what was found."""
    phrases = tuple(Phrase(tuple(parts(paper.title))) for paper in papers)
    return replace(query, root=Or(phrases) if len(phrases) > 1 else phrases[0])

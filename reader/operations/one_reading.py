"""Whether a query can be read in one way only: of two ways that take other papers, neither is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from reader.counting import count
from reader.library.contents import Contents
from reader.paper import Paper, ReadingList
from reader.patterns import regex
from reader.query import Or, Phrase, Query, Word, stored
from reader.query.chosen import chosen_twice
from reader.query.groupings import LooseWord, groupings, loose_words
from reader.query.parser import pieces_of
from reader.query.pieces import SAME_SIGNS, TITLE_WORDS, each_once, shown
from reader.query.scripts import parts
from reader.text import clean_line

_BEFORE = regex(r"""(?<![^\s("'“”„＂«»])[^\w\s()"“”„＂«»*]+(?=[\w\s("“”„＂«»])""")
"""What stands before a word, or alone."""
Finds = Callable[[Query], Iterable[Paper]]
"""What gives the papers that a query finds."""


def which_is_meant(library: Contents, text: str, find: Finds | None) -> str:
    """A sentence with the ways in which a query that is understood may be read, by its OR, by what it leaves out, by
    small words that join, where they take other papers than `find` gives for one another; else "". Without `find` the
    query is to be kept, and papers that are still to come count too: then any two ways are told."""
    loose = [word for word in loose_words(text) if not _is_of_a_title(library, word)]
    ways = tuple(map(_choosing, groupings(text, loose=loose)))
    words, beside = _words_of(text)
    if find is not None and (named := titled(library, words)):
        grouped = f"({named})" if beside and " OR " in named else named
        others = ways if len(ways) > 1 else (" ".join((f"({clean_line(words)})", *beside)),)
        ways = " ".join((grouped, *beside)), *others
    told = [f"'{one}'" for one in ways]
    if find is not None and len(ways) > 1:
        taken: dict[frozenset[str], str] = {}
        for one in ways:
            taken.setdefault(frozenset(paper.id for paper in find(stored(one))), one)
        told = [f"'{one}' ({count(len(ids), 'paper')})" for ids, one in taken.items()]
    if len(told) < 2:
        return ""
    of_text = " In quotes it is a text." * bool(loose)
    return f"'{shown(clean_line(text))}' may be read as {' or as '.join(told)}: write the one that is meant.{of_text}"


def _choosing(way: str) -> str:
    """A way to read a query as it may be typed: one that only leaves papers out with a `*` before it, and one that asks
    for some without."""
    query = stored(way)
    bare = way.removeprefix("* ")
    if bare != way and chosen_twice(query) and stored(bare).chooses:
        return bare
    if query.root is None or query.chooses:
        return way
    return f"* ({way})" if isinstance(query.root, Or) else f"* {way}"


def may_be_read_otherwise(text: str) -> bool:
    """Whether a query may be read in two ways, whatever papers there are."""
    return len(groupings(text, loose=loose_words(text))) > 1


def _is_of_a_title(library: Contents, word: LooseWord) -> bool:
    """Whether a paper has a word with one beside it in its title."""
    phrases = list(map(Phrase, word.phrases))
    return any(phrase.within(paper.title) for phrase in phrases for paper in library.papers.values())


def titled(library: Contents, text: str) -> str:
    """What asks for the papers alone of which a text of several words is the whole title, whatever it would be as a
    query (`Line: Large networks`); "" where there are none. A sign that would leave out, group or quote, and that the
    title does not have there, is no sign of it."""
    words = parts(text)
    if len(words) < TITLE_WORDS:
        return ""
    signs = _signs(text)
    named = (paper for paper in library.papers.values() if parts(paper.title) == words and signs <= _signs(paper.title))
    return " OR ".join(f"id:{paper.id}" for paper in named)


def _signs(text: str) -> Counter[str]:
    """The signs of a text that may be meant as those of a query: quotes, parentheses, stars, and any before a word."""
    found = Counter(sign for run in _BEFORE.findall(text) for sign in dict.fromkeys(run.translate(SAME_SIGNS)))
    return found + Counter(sign for sign in text.translate(SAME_SIGNS) if sign in '"()*')


def is_title_of_one(text: str, found: Iterable[Paper]) -> bool:
    """Whether the words of a query are the whole title of some of the papers that it finds, and not of others."""
    words = parts(_words_of(text)[0])
    if len(words) < TITLE_WORDS:
        return False
    return len({parts(paper.title) == words for paper in found}) > 1


def _words_of(text: str) -> tuple[str, list[str]]:
    """The words of a query, with the signs that titles have, and what stands beside them; no words where these are
    joined by more than standing side by side. Where all are in capitals, as some print titles, so may be AND, OR and
    NOT."""
    words: list[str] = []
    beside: list[str] = []
    sign = ""
    pieces = list(each_once(pieces_of(text)))
    is_capital = all(piece.text.isupper() for piece in pieces if piece.holds_words)
    for piece in pieces:
        if is_capital and piece.text in ("AND", "OR", "NOT"):
            words.append(piece.text)
        elif piece.kind == "-":
            sign += "-"
        elif piece.kind not in ("node", "sign"):
            return "", []
        elif sign or not (isinstance(piece.node, Word) or piece.kind == "sign"):
            beside.append(sign + piece.text)
            sign = ""
        else:
            words.append(piece.text)
    return " ".join(words), beside


def reading_of_list(lst: ReadingList) -> str:
    """A sentence on the way in which the query of a smart list is read that earlier versions kept, where there is
    another one; else ""."""
    first, *others = groupings(lst.query)
    return f"The query of the list '{lst.name}' is read as '{first}'." if others else ""

"""Whether a query can be read in one way only: of two ways that take other papers, neither is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reader.counting import count
from reader.library.contents import Contents
from reader.paper import Paper, ReadingList
from reader.query import Or, Phrase, Query, stored
from reader.query.groupings import groupings, small_joins
from reader.query.pieces import shown
from reader.text import clean_line

Finds = Callable[[Query], Iterable[Paper]]
"""What gives the papers that a query finds."""


def which_is_meant(library: Contents, text: str, find: Finds | None) -> str:
    """A sentence with the ways in which a query that is understood may be read, by its OR, by what it leaves out, by
    small words that join, where they take other papers than `find` gives for one another; else "". Without `find` the
    query is to be kept, and papers that are still to come count too: then any two ways are told."""
    small = [join for join in small_joins(text) if not _is_of_a_title(library, join.phrase)]
    ways = tuple(map(_choosing, groupings(text, small=small)))
    told = [f"'{one}'" for one in ways]
    if find is not None and len(ways) > 1:
        taken: dict[frozenset[str], str] = {}
        for one in ways:
            taken.setdefault(frozenset(paper.id for paper in find(stored(one))), one)
        told = [f"'{one}' ({count(len(ids), 'paper')})" for ids, one in taken.items()]
    if len(told) < 2:
        return ""
    of_text = " In quotes it is a text." * bool(small)
    return f"'{shown(clean_line(text))}' may be read as {' or as '.join(told)}: write the one that is meant.{of_text}"


def _choosing(way: str) -> str:
    """A way to read a query as it may be typed: one that only leaves papers out with a `*` before it."""
    query = stored(way)
    if query.root is None or query.chooses:
        return way
    return f"* ({way})" if isinstance(query.root, Or) else f"* {way}"


def may_be_read_otherwise(text: str) -> bool:
    """Whether a query may be read in two ways, whatever papers there are."""
    return len(groupings(text, small=small_joins(text))) > 1


def _is_of_a_title(library: Contents, words: tuple[str, ...]) -> bool:
    """Whether a paper has these words one after the other in its title."""
    phrase = Phrase(words)
    return words != () and any(phrase.within(paper.title) for paper in library.papers.values())


def reading_of_list(lst: ReadingList) -> str:
    """A sentence on the way in which the query of a smart list is read that earlier versions kept, where there is
    another one; else ""."""
    first, *others = groupings(lst.query)
    return f"The query of the list '{lst.name}' is read as '{first}'." if others else ""

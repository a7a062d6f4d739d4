"""The query of what changes, exports or saves: all of it is understood, or nothing is done.

What a query says by itself is asked in `reader.query.doubts`; here what only this library can tell: a list that is not
there, parts that no paper has (`missing_parts`), and quotes, colons and NOTs that are lost (`lost_signs`).
"""

from __future__ import annotations

from reader.errors import ReaderError, UsageError
from reader.library.library import Library
from reader.operations.collection import Collection, Kind
from reader.operations.lost_signs import lost_sign, unquoted_name
from reader.operations.missing_parts import missing_parts
from reader.operations.near_filters import near_which
from reader.operations.other_forms import lost_name, named_paper
from reader.paper import ReadingList
from reader.query import Query, doubted, parse, understood
from reader.query.chosen import chosen_twice
from reader.query.filters import Filter
from reader.query.nodes import leaves
from reader.query.parser import marked_pieces


def choose(library: Library, text: str) -> Query:
    """The query that a text means in this library, for what changes, exports or saves.

    Raises `UsageError` for what is not understood, for a query that chooses nothing and for what is to be left out and
    looks mistyped, so that more papers than were meant would be taken; `UnknownList` for a reading list that does not
    exist, `UnknownPaper` where none is meant by what others are to be like.
    """
    query = understood(text)
    if why := unquoted_name(library, text):
        raise UsageError(why)
    for name in _named(query, "list"):
        lst = library.reading_list(name)
        if lst.query:
            raise UsageError(f"'{lst.name}' is a smart list: write its query, ({lst.query}), in place of 'list:'.")
    for name in _named(query, "like"):
        near_which(library, name)
    if why := mistyped_exclusion(library, query) or chosen_twice(query):
        raise UsageError(why)
    return query


def mistyped_exclusion(library: Library, query: Query) -> str:
    """A sentence on what is to be left out, is nowhere in the library and looks like what is, or on a sign of a filter
    or of exclusion that is lost in it; else ""."""
    why = next((part.sentence for part in missing_parts(library, query) if part.excluded and part.mistyped), "")
    named = named_paper(library, marked_pieces(query.text))
    return named or lost_sign(library, query.text) or lost_name(library, query.root) or why


def complaint(library: Library, text: str) -> str:
    """Why a query cannot be saved, in a sentence; "" when it can."""
    try:
        choose(library, text)
    except ReaderError as error:
        return str(error)
    return ""


def unknown_parts(library: Library, query: Query) -> list[str]:
    """A sentence for each name or word of a query that no paper has: nothing is found by it, or left out."""
    return [part.sentence for part in missing_parts(library, query)]


def unknown_of_list(library: Library, lst: ReadingList) -> tuple[str, ...]:
    """What is to be said of a smart list's query before its papers are used: why it is not understood, or the sentences
    of `unknown_parts`; nothing for an ordinary list."""
    why = doubted_list(lst)
    return (why,) if why else tuple(unknown_parts(library, parse(lst.query)))


def unknown_of_collection(library: Library, collection: Collection) -> tuple[str, ...]:
    """The same for the smart list that is open; nothing for any other."""
    if collection.kind is Kind.LIST and collection.name in library.lists:
        return unknown_of_list(library, library.lists[collection.name])
    return ()


def doubted_list(lst: ReadingList) -> str:
    """What is not understood of a smart list's query, in a sentence; "" when all of it is."""
    why = doubted(parse(lst.query))
    return f"The query of the list '{lst.name}' is not understood: {why}" if why else ""


def doubted_collection(library: Library, collection: Collection) -> str:
    """As `doubted_list`, for the smart list that is open; "" for any other."""
    if collection.kind is Kind.LIST and collection.name in library.lists:
        return doubted_list(library.lists[collection.name])
    return ""


def _named(query: Query, field: str) -> list[str]:
    """The names that a query's filters of one field give, each once, those that are left out too."""
    found = (leaf for leaf in leaves(query.root) if isinstance(leaf, Filter) and leaf.field == field)
    return list(dict.fromkeys(leaf.value.strip() for leaf in found))

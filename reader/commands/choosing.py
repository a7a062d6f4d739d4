"""The query of what changes, exports or saves: all of it is understood, or nothing is done."""

from __future__ import annotations

from reader.commands.place import Kind, Place
from reader.errors import ReaderError, UnknownList, UsageError
from reader.library import Library
from reader.paper import ReadingList
from reader.query import Query, doubted, parse, understood
from reader.query.filters import Filter
from reader.query.nodes import leaves
from reader.text import clean_line, fold_name, nearest


def choose(library: Library, text: str) -> Query:
    """The query that a text means in this library.

    Raises `UsageError` for what is not understood and for a query that chooses nothing, `UnknownList` for a reading
    list that does not exist.
    """
    query = understood(text)
    lists = {fold_name(lst.name): lst for lst in library.lists.values()}
    for name in _named(query, "list"):
        lst = lists.get(fold_name(name))
        if lst is None:
            meant = nearest(name, (known.name for known in lists.values()))
            raise UnknownList(f"There is no reading list called '{clean_line(name)}'{_perhaps(meant)}")
        if lst.query:
            raise UsageError(f"'{lst.name}' is a smart list: write its query, ({lst.query}), in place of 'list:'.")
    return query


def complaint(library: Library, text: str) -> str:
    """Why a query cannot be saved, in a sentence; "" when it can."""
    try:
        choose(library, text)
    except ReaderError as error:
        return str(error)
    return ""


def strange_tags(library: Library, query: Query) -> list[str]:
    """A sentence for each tag of a query that no paper has: nothing is found by it, or left out."""
    known = library.tags()
    folded = [fold_name(tag) for tag in known]
    return [
        f"No paper has the tag '{clean_line(name)}'{_perhaps(nearest(name, known))}"
        for name in _named(query, "tag")
        if not any(tag == fold_name(name) or tag.startswith(fold_name(name) + "/") for tag in folded)
    ]


def doubted_list(lst: ReadingList) -> str:
    """What is not understood of a smart list's query, in a sentence; "" when all of it is."""
    why = doubted(parse(lst.query))
    return f"The query of the list '{lst.name}' is not understood: {why}" if why else ""


def doubted_place(library: Library, place: Place) -> str:
    """As `doubted_list`, for the smart list or the saved search that is open; "" for any other place."""
    if place.kind is Kind.LIST and place.name in library.lists:
        return doubted_list(library.lists[place.name])
    if place.kind is Kind.SEARCH and place.name in library.searches:
        why = doubted(parse(library.searches[place.name].query))
        return f"The saved search '{place.name}' is not understood: {why}" if why else ""
    return ""


def _named(query: Query, field: str) -> list[str]:
    """The names that a query's filters of one field give, each once, those that are left out too."""
    found = (leaf for leaf in leaves(query.root) if isinstance(leaf, Filter) and leaf.field == field)
    return list(dict.fromkeys(leaf.value.strip() for leaf in found))


def _perhaps(meant: str) -> str:
    return f"; did you mean '{meant}'?" if meant else "."

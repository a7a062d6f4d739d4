"""The query of what changes, exports or saves: all of it is understood, or nothing is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.commands.place import Kind, Place
from reader.errors import ReaderError, UsageError
from reader.library import Library
from reader.paper import ReadingList
from reader.query import Query, doubted, parse, understood
from reader.query.filters import Filter
from reader.query.nodes import And, Node, Not, Or, leaves
from reader.text import clean_line, fold_name, is_slip, nearest, perhaps, under

_SIGNS = frozenset("*?,;|:=#'\"")
"""What joins names or stands for any letter in other programs, and hardly in the name of a tag."""


def choose(library: Library, text: str) -> Query:
    """The query that a text means in this library, for what saves it.

    Raises `UsageError` for what is not understood and for a query that chooses nothing, `UnknownList` for a reading
    list that does not exist.
    """
    query = understood(text)
    for name in _named(query, "list"):
        lst = library.reading_list(name)
        if lst.query:
            raise UsageError(f"'{lst.name}' is a smart list: write its query, ({lst.query}), in place of 'list:'.")
    if why := _lost_colon(library, query):
        raise UsageError(why)
    return query


def choose_now(library: Library, text: str) -> Query:
    """As `choose`, for what changes or exports the papers that are found: what is to be left out is not mistyped
    either, or more papers than were meant would be taken."""
    query = choose(library, text)
    if why := mistyped_exclusion(library, query):
        raise UsageError(why)
    return query


def mistyped_exclusion(library: Library, query: Query) -> str:
    """A sentence on a tag to be left out that no paper has and that looks like one which some have, or on a tag or list
    to be left out that has no colon; else ""."""
    known = library.tags()
    for name in _tags(query.root, outside=False):
        if not _has(known, name):
            meant = next((tag for tag in _with_parents(known) if is_slip(fold_name(name), fold_name(tag))), "")
            if meant or _SIGNS & set(name):
                return f"No paper has the tag '{clean_line(name)}' that is to be left out{perhaps(meant)}"
    return _lost_colon(library, query)


def _lost_colon(library: Library, query: Query) -> str:
    """A sentence on a tag or list to be left out that has no colon, so that it is words; else ""."""
    known = library.tags()
    for typed, field, name in _without_colons(query.text):
        if _has(known if field == "tag" else library.lists, name):
            return f"'{clean_line(typed)}' is no filter{perhaps(f'{field}:{name}')}"
    return ""


def _without_colons(text: str) -> Iterator[tuple[str, str, str]]:
    """What is to be left out and begins as `tag:` and `list:` do (`-tagrl`, `-tags.rl`, `-list Edge`), each with that
    field and with what may be the name."""
    for match in re.finditer(r"(?:(?<![^\s(])-|\bNOT\s+)((tag|list)(?:s?\s+([^\s():]+)|[^\s:()]+))", text):
        typed, field, apart = match.groups()
        if apart:
            yield typed, field, apart
        else:
            first = len(field)
            yield from ((typed, field, typed[at:]) for at in range(first, min(first + 3, len(typed))))


def _with_parents(tags: Iterable[str]) -> Iterator[str]:
    """The tags, each with those that it is nested under."""
    return (tag[: end.start()] for tag in tags for end in re.finditer("/|$", tag))


def _tags(node: Node | None, *, outside: bool) -> Iterator[str]:
    """The tags that a query leaves out; with `outside` those of a node that is left out itself."""
    match node:
        case Not():
            yield from _tags(node.node, outside=not outside)
        case And() | Or():
            for part in node.nodes:
                yield from _tags(part, outside=outside)
        case Filter(field="tag") if outside:
            yield node.value.strip()


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
    return [
        f"No paper has the tag '{clean_line(name)}'{perhaps(nearest(name, known))}"
        for name in _named(query, "tag")
        if not _has(known, name)
    ]


def _has(known: Iterable[str], name: str) -> bool:
    """Whether a tag of this name, or one nested under it, is among those that are known."""
    return any(fold_name(tag) == fold_name(name) or under(tag, name) is not None for tag in known)


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

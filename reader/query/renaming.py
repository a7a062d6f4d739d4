"""Queries that follow the names of tags and lists: only the name in a filter changes, all else stays as typed."""

from __future__ import annotations

from collections.abc import Callable

from reader.query.completion import quoted
from reader.query.filters import Filter
from reader.query.nodes import Query
from reader.query.parser import parse, pieces_of

NewName = Callable[[str], str | None]
"""Name as a filter gives it -> its new name, None where it stays."""


def names(query: Query, field: str, new: NewName) -> bool:
    """Whether a query has a filter of a field with a name that is another one now."""
    return any(filter_.field == field and new(filter_.value) is not None for filter_ in query.filters)


def renamed(text: str, field: str, new: NewName) -> str | None:
    """The query with the new names in the filters of a field; None where it is not sure that it then means the same:
    not all of it is understood."""
    found = text
    for piece in reversed(pieces_of(text)):
        node = piece.node
        if isinstance(node, Filter) and node.field == field and (name := new(node.value)) is not None:
            sign = "#" if piece.text.startswith("#") else piece.text.partition(":")[0] + ":"
            found = found[: piece.at] + sign + quoted(name) + found[piece.end :]
    before, after = parse(text), parse(found)
    wanted = [(one.field, (new(one.value) if one.field == field else None) or one.value) for one in before.filters]
    same = wanted == [(one.field, one.value) for one in after.filters]
    return found if same and not before.doubts and not after.doubts else None

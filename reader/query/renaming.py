"""Queries that follow the names of tags and lists: only the value of a filter changes, all else stays as typed."""

from __future__ import annotations

from collections.abc import Callable

from reader.begun_word import written
from reader.query.filters import Filter
from reader.query.nodes import Query
from reader.query.parser import parse, pieces_of

NewValue = Callable[[Filter], str | None]
"""A filter -> its new value, None where that stays."""


def names(query: Query, new: NewValue) -> bool:
    """Whether a query has a filter that has another value now."""
    return any(new(filter_) is not None for filter_ in query.filters)


def renamed(text: str, new: NewValue) -> str | None:
    """The query with the new values in its filters; None where it is not sure that it then means the same: not all of
    it is understood."""
    found = text
    for piece in reversed(pieces_of(text)):
        node = piece.node
        if isinstance(node, Filter) and (value := new(node)) is not None:
            sign = "#" if piece.text.startswith("#") else piece.text.partition(":")[0] + ":"
            found = found[: piece.at] + sign + written(value) + found[piece.end :]
    before, after = parse(text), parse(found)
    wanted = [(one.field, new(one) or one.value) for one in before.filters]
    same = wanted == [(one.field, one.value) for one in after.filters]
    return found if same and not before.doubts and not after.doubts else None

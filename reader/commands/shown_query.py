"""What is asked of the query in the search line before all that it shows is taken: whether all of it is understood."""

from __future__ import annotations

from reader.commands.context import CommandContext
from reader.errors import UsageError
from reader.library.library import Library
from reader.operations.choosing import doubted_collection, missing_names, mistyped_part
from reader.operations.collection import Collection, collection_now
from reader.query import doubted, parse


def must_be_understood(context: CommandContext) -> None:
    """Raises `UsageError` where papers are shown by something that is not understood, so that other papers may be meant
    than all that are shown: by the place that is open, or by what stands in the search line."""
    there = context.navigator
    if why := doubt_of_shown(context.library, there.collection, there.query):
        raise UsageError(why)


def doubt_of_shown(library: Library, place: Collection, text: str) -> str:
    """Why the papers of a place that a query shows may be others than were meant, as a sentence; "" for no reason."""
    query = parse(text)
    why = doubted_collection(library, collection_now(library, place)) or doubted(query)
    return why or " ".join(missing_names(library, query)) or mistyped_part(library, query)

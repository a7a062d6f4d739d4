"""Smart lists, when a tag or a list that their queries name is renamed or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reader.library.change import Change
from reader.library.library import Library
from reader.paper import ReadingList
from reader.query import parse
from reader.query.renaming import NewName, names, renamed
from reader.text import clean_line, fold_name


@dataclass(frozen=True, slots=True)
class Stored:
    """A query that is kept under a name."""

    what: str
    """Whose it is, in words."""
    query: str
    changed: Callable[[str], list[Change]]
    """What gives it another query."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What becomes of the stored queries."""

    changes: tuple[Change, ...] = ()
    say: str = ""
    """The end of the sentence on the step, "" where no query changes."""
    warnings: tuple[str, ...] = ()
    """A sentence on each query that names what is gone, and could not follow."""


def stored(library: Library) -> Iterator[Stored]:
    """The queries of the smart lists."""

    def of_list(before: ReadingList) -> Callable[[str], list[Change]]:
        return lambda query: library.list_changes(before, replace(before, query=query))

    for lst in library.lists.values():
        if lst.query:
            yield Stored(f"the smart list '{lst.name}'", lst.query, of_list(lst))


def follow(library: Library, field: str, new: NewName) -> Followed:
    """Let the stored queries go on naming what got other names: a tag that a query leaves out stays left out."""
    changes: list[Change] = []
    followed: list[str] = []
    warnings: list[str] = []
    for one in stored(library):
        if not names(parse(one.query), field, new):
            continue
        query = renamed(one.query, field, new)
        if query is None:
            warnings.append(f"The query of {one.what} is not understood and keeps the old name: {one.query}")
        else:
            changes += one.changed(query)
            followed.append(one.what)
    say = f", and in the query of {' and of '.join(followed)}" if followed else ""
    return Followed(tuple(changes), say, tuple(warnings))


def orphaned(library: Library, field: str, name: str) -> tuple[str, ...]:
    """A sentence on each stored query that names a tag or a list which goes: it finds nothing by it, or leaves nothing
    out."""

    def gone(value: str) -> str | None:
        return name if fold_name(clean_line(value)) == fold_name(name) else None

    found = (one for one in stored(library) if names(parse(one.query), field, gone))
    return tuple(f"The query of {one.what} still names the {field} '{name}': {one.query}" for one in found)

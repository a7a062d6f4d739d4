"""Smart lists, when a tag or a list that their queries name is renamed or deleted, or a paper removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from reader.errors import UnknownPaper
from reader.library.change import Change
from reader.library.library import Library
from reader.operations.near_filters import Meant, meant_by
from reader.operations.sentences import name as naming
from reader.paper import Paper, ReadingList
from reader.query import parse
from reader.query.filters import Filter
from reader.query.renaming import NewValue, names, renamed
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


NewName = Callable[[str], str | None]
"""Name of a tag, of a list, or id of a paper -> its new name, None where it stays."""


def _by_name(library: Library, field: str, new: NewName) -> NewValue:
    """The new values of filters that name what gets new names: tags or lists in filters of their own, and these or
    papers in `like:`, as long as they have their old names."""

    def value(one: Filter) -> str | None:
        if one.field == field:
            return new(one.value)
        meant = _meant(library, one)
        name = new(meant.name) if meant is not None and meant.kind == field else None
        return None if meant is None or name is None else replace(meant, name=name).typed

    return value


def _meant(library: Library, one: Filter) -> Meant | None:
    """What a `like:` names; None for another filter, and where that is nothing."""
    if one.field != "like":
        return None
    try:
        return meant_by(library, one.value)
    except UnknownPaper:
        return None


def follow(library: Library, field: str, new: NewName) -> Followed:
    """Let the stored queries go on naming what got other names: a tag that a query leaves out stays left out."""
    changes: list[Change] = []
    followed: list[str] = []
    warnings: list[str] = []
    value = _by_name(library, field, new)
    for one in stored(library):
        if not names(parse(one.query), value):
            continue
        query = renamed(one.query, value)
        if query is None:
            warnings.append(f"The query of {one.what} is not understood and keeps the old name: {one.query}")
        else:
            changes += one.changed(query)
            followed.append(one.what)
    say = f", and in the query of {' and of '.join(followed)}" if followed else ""
    return Followed(tuple(changes), say, tuple(warnings))


def let_go(library: Library, list_name: str) -> tuple[Change, ...]:
    """The changes by which stored queries go on meaning a list by `like:` that goes, whatever else is called so: an
    older program stored its bare name."""
    changes: list[Change] = []
    for one in stored(library):

        def typed(filter_: Filter) -> str | None:
            meant = _meant(library, filter_)
            return meant.typed if meant == Meant("list", list_name) and meant.typed != filter_.value else None

        if names(parse(one.query), typed) and (query := renamed(one.query, typed)) is not None:
            changes += one.changed(query)
    return tuple(changes)


def orphaned(library: Library, field: str, name: str) -> tuple[str, ...]:
    """A sentence on each stored query that names a tag or a list which goes: it finds nothing by it, or leaves nothing
    out."""

    def gone(value: str) -> str | None:
        return name if fold_name(clean_line(value)) == fold_name(name) else None

    return _naming(library, field, gone, f"{field} '{name}'")


def emptied(library: Library, list_name: str) -> tuple[str, ...]:
    """A sentence on each stored query by what is near to a list of which no paper is left: it then is by nothing."""
    found = (
        one
        for one in stored(library)
        for filter_ in parse(one.query).filters
        if _meant(library, filter_) == Meant("list", list_name)
    )
    return tuple(
        f"The list '{list_name}' is empty now; the query of {what} is by what is near to it."
        for what in dict.fromkeys(one.what for one in found)
    )


def orphaned_by_papers(library: Library, papers: Iterable[Paper]) -> tuple[str, ...]:
    """The same for papers that go, to which others are to be near."""
    meant = (_meant(library, filter_) for one in stored(library) for filter_ in parse(one.query).filters)
    ids = {one.name for one in meant if one is not None and one.kind == "paper"}
    told: list[str] = []
    for paper in papers:
        if paper.id in ids:
            told += _naming(library, "paper", {paper.id: paper.id}.get, f"paper {naming([paper])}")
    return tuple(told)


def _naming(library: Library, field: str, gone: NewName, what: str) -> tuple[str, ...]:
    value = _by_name(library, field, gone)
    found = (one for one in stored(library) if names(parse(one.query), value))
    return tuple(f"The query of {one.what} still names the {what}: {one.query}" for one in found)

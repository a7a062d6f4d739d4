"""`like:` in a query: which papers it means, and which are near to these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import UnknownPaper
from reader.library.contents import Contents
from reader.query import Query
from reader.query.filters import Filter
from reader.text import at_or_under, clean_line, fold_name, tag_name

if TYPE_CHECKING:
    from reader.relevance import Relevance


def near_which(library: Contents, value: str) -> list[str]:
    """The ids of the papers that a value of `like:` means: a paper by any of its names, else those of a reading list,
    else those with a tag, which a # says too.

    Raises `UnknownPaper`, with the papers that have a name like it.
    """
    name = clean_line(value)
    if not name.startswith("#"):
        try:
            return [library.resolve(name).id]
        except UnknownPaper as error:
            unknown = error
        if (lst := library.list_called(name)) is not None and lst.papers:
            return [id for id in lst.papers if id in library.papers]
    else:
        unknown = UnknownPaper(f"No paper has the tag '{name.lstrip('#')}'.")
    key = fold_name(tag_name(name.lstrip("#")))
    if key and (
        tagged := [id for id, paper in library.papers.items() if any(at_or_under(tag, key) for tag in paper.tags)]
    ):
        return tagged
    raise unknown


def asks_for_near(query: Query) -> bool:
    """Whether a query has a filter that only what is near can answer."""
    return any(one.field == "like" for one in query.filters)


def is_by_nearness(query: Query) -> bool:
    """Whether what a query finds stands best in the order of nearness: it asks for no words and for no order."""
    return asks_for_near(query) and not query.has_words and query.sort is None


def nearest_first(query: Query, ids: Sequence[str]) -> list[str]:
    """These papers in the order in which the first `like:` of a query finds them, the others behind them."""
    among = next((one.among for one in query.filters if one.field == "like"), ())
    place = {id: at for at, id in enumerate(among)}
    return sorted(ids, key=lambda id: place.get(id, len(place)))


def unknown_in(library: Contents, query: Query) -> str:
    """What each `like:` of a query names that is none of the papers, lists and tags, in a sentence each; "" where all
    are known."""
    said: list[str] = []
    for one in query.filters:
        if one.field == "like":
            try:
                near_which(library, one.value)
            except UnknownPaper as error:
                said.append(str(error))
    return "\n".join(dict.fromkeys(said))


def placed(library: Contents, query: Query, relevance: Callable[[], Relevance]) -> tuple[Query, tuple[str, ...]]:
    """The query with the papers that its `like:` find, and a sentence on each that names none."""
    if not asks_for_near(query):
        return query, ()
    said: list[str] = []

    def found(one: Filter) -> Filter:
        if one.field != "like":
            return one
        try:
            near: Sequence[str] = relevance().near(near_which(library, one.value))
        except UnknownPaper as error:
            said.append(str(error))
            near = ()
        return replace(one, among=tuple(near))

    return query.with_filters(found), tuple(dict.fromkeys(said))

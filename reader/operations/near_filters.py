"""`like:` in a query: which papers it means, and which are near to these.

Its value is a name, or with "list:", "#" or "tag:", or "id:" before it that of a list, a tag or a paper alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from reader.errors import ReaderError, Refused, UnknownPaper, UsageError
from reader.library.contents import Contents
from reader.query import Query
from reader.query.filters import Filter
from reader.query.renaming import renamed
from reader.suggestions import called_tags, perhaps, told_name
from reader.text import clean_line, tag_name

if TYPE_CHECKING:
    from reader.relevance import Relevance


@dataclass(frozen=True, slots=True)
class Meant:
    """What a value of `like:` names."""

    kind: Literal["paper", "list", "tag"]
    name: str
    """The id of a paper, the name of a list or a tag."""

    @property
    def typed(self) -> str:
        """The value that means it, whatever else is called so or comes to be: the id of a paper, a tag with its #, a
        list with "list:" before it, also when there is none of that name any more."""
        return {"paper": "", "list": "list:", "tag": "#"}[self.kind] + self.name


def meant_by(library: Contents, value: str) -> Meant:
    """What a value of `like:` names: a paper with just this id, else a reading list of this name, a paper by any other
    of its names, a tag; with a # before it, a tag first. With "list:", "tag:" or "id:" before it, a list, a tag or a
    paper and nothing else; a list or a tag also where there is none of that name.

    Raises `UnknownPaper`, with the papers that have a name like it.
    """
    name = clean_line(value)
    kind, _, alone = name.partition(":")
    if (alone := alone.strip()) and kind.lower() in _KINDS:
        return _meant_alone(library, kind.lower(), alone)
    tag = tag_name(name.lstrip("#"))
    if name.startswith("#") and (library.under(tag) or library.list_called(name) is None):
        return Meant("tag", tag)
    if (paper := library.with_id(name)) is not None:
        return Meant("paper", paper.id)
    if (lst := library.list_called(name)) is not None:
        return Meant("list", lst.name)
    answering = library.answering(name)
    if len(answering) == 1:
        return Meant("paper", answering[0])
    if library.under(tag):
        return Meant("tag", tag)
    called = {**called_tags(library.tags.counts()), **{one: one for one in library.lists}}
    near = "" if answering else called.get(told_name(name, called), "")
    error = library.misnamed(name)
    if near or not error.candidates:
        error = UnknownPaper(f"There is no paper, reading list or tag called '{name}'{perhaps(near)}")
    raise error


_KINDS = ("list", "tag", "id")


def _meant_alone(library: Contents, kind: str, name: str) -> Meant:
    """What a name is of which it is said that it is that of a list, a tag or a paper ("id"). Raises as `meant_by`."""
    if kind == "list":
        lst = library.list_called(name)
        return Meant("list", name if lst is None else lst.name)
    if kind == "tag":
        return Meant("tag", tag_name(name.lstrip("#")))
    return Meant("paper", library.resolve(name).id)


def near_which(library: Contents, value: str) -> list[str]:
    """The ids of the papers that a value of `like:` means (see `meant_by`).

    Raises `UnknownPaper` where it means none, `UnknownList` where that was to be a list, `Refused` for a list without
    papers, `UsageError` for a smart list.
    """
    meant = meant_by(library, value)
    if meant.kind == "paper":
        return [meant.name]
    if meant.kind == "tag":
        if not (tagged := library.under(meant.name)):
            called = called_tags(library.tags.counts())
            near = called.get(told_name(meant.name, called), "")
            raise UnknownPaper(f"No paper has the tag '{meant.name}'{perhaps(near)}")
        return [paper.id for paper in tagged]
    lst = library.reading_list(meant.name)
    if lst.query:
        raise UsageError(
            f"'{lst.name}' is a smart list: 'like:' takes a list that is filled by hand, a paper or a tag."
        )
    if not (held := [paper.id for paper in library.held(lst.papers)]):
        raise Refused(f"The list '{lst.name}' is empty: nothing is near to it.")
    return held


def told(error: ReaderError) -> str:
    """Why a filter names nothing, in one line, with the papers that it may mean."""
    ids = [id for id, _ in error.candidates] if isinstance(error, UnknownPaper) else []
    return f"{str(error).rstrip('.:')}: {', '.join(ids)}." if ids else str(error)


def by_ids(library: Contents, query: Query) -> Query:
    """The query with the id of a paper in each `id:` that names one by its citation key: that under which an export
    has it stands in no paper."""
    if not any(one.field == "id" and not one.bare for one in query.filters):
        return query
    return query.with_filters(lambda one, _: replace(one, value=_id_of(library, one) or one.value))


def _id_of(library: Contents, one: Filter) -> str:
    """The id of the paper that an `id:` names by its citation key; "" where it is another name, or that of several."""
    if one.field != "id" or one.bare or library.with_id(clean_line(one.value)) is not None:
        return ""
    found = list(library.keyed(clean_line(one.value)))
    return found[0] if len(found) == 1 else ""


def to_be_stored(library: Contents, text: str) -> str:
    """A query with each `like:` written so that it means the same for good (see `Meant.typed`), and with the ids of
    papers in place of citation keys, which may come to be those of others."""

    def typed(one: Filter) -> str | None:
        if one.field == "id":
            return _id_of(library, one) or None
        if one.field != "like":
            return None
        typed = meant_by(library, one.value).typed
        return None if typed == one.value else typed

    return renamed(text, typed) or text


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


def placed(library: Contents, query: Query, relevance: Callable[[], Relevance]) -> tuple[Query, tuple[str, ...]]:
    """The query with the papers that its `like:` find, and a sentence on each that names none.

    One that leaves out leaves out what it names as well as what is near to that.
    """
    if not asks_for_near(query):
        return query, ()
    said: list[str] = []

    def found(one: Filter, excluded: bool) -> Filter:
        if one.field != "like":
            return one
        try:
            meant = near_which(library, one.value)
            near: Sequence[str] = [*relevance().near(meant), *(meant if excluded else ())]
        except ReaderError as error:
            said.append(told(error))
            near = ()
        return replace(one, among=tuple(near))

    return query.with_filters(found), tuple(dict.fromkeys(said))

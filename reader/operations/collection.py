"""A collection: what the list can show, a view, a reading list or a tag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reader.counting import count
from reader.errors import Refused
from reader.library.change import Step
from reader.library.contents import Contents
from reader.library.library import Library
from reader.paper import STANDINGS, Paper, ReadingList
from reader.text import fold_name, shortened


class Kind(StrEnum):
    """What a collection is: a view of the library, what is near to some papers, a reading list or a tag, or just some
    papers."""

    ALL = "all"
    STARRED = "starred"
    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    RECENT = "recent"
    INBOX = "inbox"
    FOR_YOU = "for-you"
    NEAR = "near"
    AGAIN = "again"
    LIST = "list"
    TAG = "tag"
    PAPERS = "papers"
    """Some papers, each by its id, for as long as they are looked at."""

    @classmethod
    def _missing_(cls, value: object) -> Kind | None:
        """What an earlier version remembered as a saved search is a smart list by now."""
        return cls.LIST if value == "search" else None


TITLES = {
    Kind.ALL: "All papers",
    Kind.FOR_YOU: "For you",
    Kind.STARRED: "Starred",
    Kind.UNREAD: "Unread",
    Kind.READING: "Reading",
    Kind.READ: "Read",
    Kind.RECENT: "Recently added",
    Kind.INBOX: "Inbox",
    Kind.AGAIN: "Again",
}
"""The views and their names, in the order of the sidebar."""

DECIDED_IN = frozenset({Kind.ALL, Kind.FOR_YOU, Kind.INBOX, Kind.NEAR})
"""The places through which all papers come by: to take one off there is to say that it is not for oneself."""

RECENT_DAYS = 14
"""How far back "Recently added" looks."""


def is_for_you(paper: Paper) -> bool:
    """Whether a paper may yet be read: it is neither read nor dismissed."""
    return not STANDINGS["read"].test(paper) and not STANDINGS["dismissed"].test(paper)


@dataclass(frozen=True, slots=True)
class Collection:
    """A view, what is near to some papers, a reading list or a tag."""

    kind: Kind = Kind.ALL
    name: str = ""
    """The name of the list or tag; the ids of papers with blanks between, or "list:" or "tag:" and a name, of what
    others are near to; the ids of some papers, likewise; "" for a view."""
    label: str = field(default="", compare=False)
    """What others are near to, or what some papers are, in words."""

    @property
    def title(self) -> str:
        """The words on the screen."""
        if self.kind is Kind.NEAR:
            return f"near {self.label}"
        if self.kind is Kind.PAPERS:
            return self.label
        return TITLES.get(self.kind) or (f"#{self.name}" if self.kind is Kind.TAG else self.name)


def collection_now(library: Contents, collection: Collection) -> Collection:
    """The collection as it is called now: a list that was renamed, in whatever window, is the same one still. All
    papers where it is gone."""
    if collection.kind is Kind.NEAR:
        return _near_now(library, collection)
    if collection.kind is not Kind.LIST:
        return collection
    held = library.state.lists
    subject = f"{collection.kind}:{fold_name(collection.name)}"
    steps: Sequence[Step] = library.history() if subject not in held else ()
    while subject and subject not in held:
        subject, steps = _renamed(subject, steps)
    return Collection(collection.kind, held[subject].name) if subject else Collection()


def some_papers(what: str, ids: Iterable[str]) -> Collection:
    """Some papers, by their ids; `what` says in words what they are."""
    return Collection(Kind.PAPERS, " ".join(ids), what)


def near_papers(papers: Sequence[Paper]) -> Collection:
    """What is near to these papers."""
    return Collection(Kind.NEAR, " ".join(paper.id for paper in papers), _told(papers))


def _told(papers: Sequence[Paper]) -> str:
    """What stands for papers in the name of a place, where there is little room."""
    others = f" and {count(len(papers) - 1, 'other')}" if len(papers) > 1 else ""
    return f"'{shortened(papers[0].title, 30)}'{others}"


def near_collection(collection: Collection) -> Collection:
    """What is near to the papers of a list or a tag."""
    return Collection(Kind.NEAR, f"{collection.kind}:{collection.name}", f"'{collection.title}'")


def those_near_which(library: Contents, collection: Collection, found: Callable[[str], Sequence[str]]) -> list[Paper]:
    """The papers near to which those of a collection of the kind `Kind.NEAR` are, as far as they are there; `found`
    gives the ids of what the query of a smart list finds."""
    kind, parted, name = collection.name.partition(":")
    if parted and kind == Kind.LIST:
        lst = library.list_called(name)
        return library.held(found(lst.query) if lst.query else lst.papers) if lst is not None else []
    if parted and kind == Kind.TAG:
        return library.under(name)
    return library.held(collection.name.split())


def _near_now(library: Contents, collection: Collection) -> Collection:
    """The same with the words for it as they are now; all papers where nothing is left of what it is near to."""
    kind, parted, name = collection.name.partition(":")
    if parted and kind == Kind.LIST:
        now = collection_now(library, Collection(Kind.LIST, name))
        return near_collection(now) if now.kind is Kind.LIST else now
    there = those_near_which(library, collection, lambda query: ())
    if not there:
        return Collection()
    return near_collection(Collection(Kind.TAG, name)) if parted else replace(collection, label=_told(there))


def followed(library: Library, seen: Collection) -> Collection:
    """A collection that was shown, as it is called now. Raises `Refused` where it was deleted."""
    now = collection_now(library, seen)
    if now.kind is not seen.kind:
        raise Refused(f"The list '{seen.name}' was deleted meanwhile; what you typed is kept.")
    return now


def followed_list(library: Library, seen: str) -> ReadingList:
    """A list that was shown, as it is now. Raises `Refused` where it was deleted."""
    return library.reading_list(followed(library, Collection(Kind.LIST, seen)).name)


def _renamed(subject: str, steps: Sequence[Step]) -> tuple[str, Sequence[Step]]:
    """The subject to which the last of the steps (newest first) that took the name from this one gave a name, "" where
    that is none or not the only one; and the steps after that."""
    for at, step in enumerate(steps):
        # What an older program saved as a search is a list, too.
        named = {
            change.subject.replace("search:", "list:", 1): change.after
            for change in step.changes
            if change.key == "name"
        }
        if subject in named and not named[subject]:
            kind = subject[: subject.index(":") + 1]
            given = [other for other, name in named.items() if name and other.startswith(kind)]
            return (given[0] if len(given) == 1 else ""), steps[:at]
    return "", ()

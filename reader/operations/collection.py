"""A collection: what the list can show, a view, a reading list, a tag or a saved search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.errors import Refused
from reader.library.change import Step
from reader.library.contents import Contents
from reader.library.library import Library
from reader.paper import ReadingList
from reader.text import fold_name


class Kind(StrEnum):
    """What a collection is: a view of the library, a reading list, a tag or a saved search."""

    ALL = "all"
    STARRED = "starred"
    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    RECENT = "recent"
    INBOX = "inbox"
    LIST = "list"
    TAG = "tag"
    SEARCH = "search"


TITLES = {
    Kind.ALL: "All papers",
    Kind.STARRED: "Starred",
    Kind.UNREAD: "Unread",
    Kind.READING: "Reading",
    Kind.READ: "Read",
    Kind.RECENT: "Recently added",
    Kind.INBOX: "Inbox",
}
"""The views and their names, in the order of the sidebar."""

RECENT_DAYS = 14
"""How far back "Recently added" looks."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A view, a reading list, a tag or a saved search."""

    kind: Kind = Kind.ALL
    name: str = ""
    """The name of the list, tag or saved search; "" for a view."""

    @property
    def title(self) -> str:
        """The words on the screen."""
        return TITLES.get(self.kind) or (f"#{self.name}" if self.kind is Kind.TAG else self.name)


def collection_now(library: Contents, collection: Collection) -> Collection:
    """The collection as it is called now: a list or a saved search that was renamed, in whatever window, is the same
    one still. All papers where it is gone."""
    if collection.kind not in (Kind.LIST, Kind.SEARCH):
        return collection
    held = library.state.lists if collection.kind is Kind.LIST else library.state.searches
    subject = f"{collection.kind}:{fold_name(collection.name)}"
    steps: Sequence[Step] = library.history() if subject not in held else ()
    while subject and subject not in held:
        subject, steps = _renamed(subject, steps)
    return Collection(collection.kind, held[subject].name) if subject else Collection()


def followed(library: Library, seen: Collection) -> Collection:
    """A collection that was shown, as it is called now. Raises `Refused` where it was deleted."""
    now = collection_now(library, seen)
    if now.kind is not seen.kind:
        what = "list" if seen.kind is Kind.LIST else "saved search"
        raise Refused(f"The {what} '{seen.name}' was deleted meanwhile; what you typed is kept.")
    return now


def followed_list(library: Library, seen: str) -> ReadingList:
    """A list that was shown, as it is now. Raises `Refused` where it was deleted."""
    return library.reading_list(followed(library, Collection(Kind.LIST, seen)).name)


def _renamed(subject: str, steps: Sequence[Step]) -> tuple[str, Sequence[Step]]:
    """The subject to which the last of the steps (newest first) that took the name from this one gave a name, "" where
    that is none or not the only one; and the steps after that."""
    for at, step in enumerate(steps):
        named = {change.subject: change.after for change in step.changes if change.key == "name"}
        if subject in named and not named[subject]:
            kind = subject[: subject.index(":") + 1]
            given = [other for other, name in named.items() if name and other.startswith(kind)]
            return (given[0] if len(given) == 1 else ""), steps[:at]
    return "", ()

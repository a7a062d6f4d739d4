"""A collection: what the list can show, a view, a reading list, a tag or a saved search."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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

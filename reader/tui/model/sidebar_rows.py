"""The lines of the sidebar: views, reading lists with progress, saved searches, tags as a tree."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence, Sized
from dataclasses import dataclass, replace

from reader.operations.collection import TITLES, Collection, Kind
from reader.paper import QUEUE
from reader.text import at_or_under, fold_name
from reader.tui.model.counts import Counts

Pinned = Sequence[tuple[Collection, str]]
"""Pinned places, each with the key that opens it, "" for none."""

_QUEUE = Collection(Kind.LIST, QUEUE)
UNANSWERED = "?"
"""In place of a number where the query of a smart list cannot be answered; opened, the list says why."""


@dataclass(frozen=True, slots=True)
class SidebarRow:
    """One line of the sidebar."""

    text: str
    collection: Collection | None = None
    """What it opens; None for a heading or a blank."""
    count: str = ""
    """At the right: "12", "2 new 12" where some are new, "3/12" for a reading list, or `UNANSWERED`."""
    depth: int = 0
    """How deep a tag is nested."""
    folded: bool | None = None
    """Whether the tags below are hidden; None when there are none."""
    heading: bool = False
    key: str = ""
    """The key that opens it, where it is pinned."""


def sidebar_rows(
    counts: Counts,
    lists: Mapping[str, tuple[int, int]],
    searches: Mapping[str, int | None],
    folded: Container[str] = (),
    again: int | None = None,
    new: Callable[[Collection], Sized] = lambda collection: (),
    pinned: Pinned = (),
) -> list[SidebarRow]:
    """All lines. `lists` gives (read, all) of each reading list, `searches` how many papers each smart list finds, None
    where its query cannot be answered; `folded` holds the folded names of tags whose children are hidden; `again` is
    how many papers may be looked at again, None where that is not shown; `new` gives what is new in a place. Views that
    are `pinned`, and the Queue, stand above; a list or a tag that is stands where it is anyway, with its key."""
    keys = dict(pinned)
    rows: list[SidebarRow] = []
    for place, key in pinned:
        if place.kind in TITLES and place.kind is not Kind.AGAIN:
            number = counts.views[place.kind]
            rows.append(replace(_place(place.title, place, number, new), key=key))
        elif place == _QUEUE:
            read, all_ = lists.get(QUEUE, (0, 0))
            rows.append(SidebarRow(QUEUE, place, str(all_ - read or ""), key=key))
    if Collection() not in keys:
        rows.append(_place(TITLES[Kind.ALL], Collection(), counts.views[Kind.ALL], new))
    if again is not None:
        rows.append(SidebarRow(TITLES[Kind.AGAIN], Collection(Kind.AGAIN), str(again)))
    lists = {name: progress for name, progress in lists.items() if name != QUEUE or _QUEUE not in keys}
    if lists:
        rows += [SidebarRow(""), SidebarRow("Lists", heading=True)]
        rows += [
            SidebarRow(name, Collection(Kind.LIST, name), f"{read}/{all_}") for name, (read, all_) in lists.items()
        ]
    if searches:
        rows += [SidebarRow(""), SidebarRow("Searches", heading=True)]
        rows += [_place(name, Collection(Kind.LIST, name), number, new) for name, number in searches.items()]
    tags = counts.tags.counts()
    if tags:
        rows += [SidebarRow(""), SidebarRow("Tags", heading=True), *_tag_rows(tags, folded)]
    return [
        replace(row, key=keys[row.collection]) if row.collection in keys and row.collection is not None else row
        for row in rows
    ]


def _place(text: str, collection: Collection, number: int | None, new: Callable[[Collection], Sized]) -> SidebarRow:
    """A line with the number of papers, and before it how many of them are new."""
    if number is None:
        return SidebarRow(text, collection, UNANSWERED)
    fresh = len(new(collection))
    count = f"{fresh} new" if fresh == number else f"{fresh} new {number}"
    return SidebarRow(text, collection, count if fresh else str(number or ""))


def _tag_rows(tags: Mapping[str, int], folded: Container[str]) -> list[SidebarRow]:
    """Tags as a tree; a level that only nested tags name ("ml" of "ml/rl") has a line too, without a count."""
    nodes: dict[str, tuple[str, str]] = {}
    for tag, number in tags.items():
        parts = tag.split("/")
        for depth in range(1, len(parts) + 1):
            name = "/".join(parts[:depth])
            last = depth == len(parts)
            if last or fold_name(name) not in nodes:
                nodes[fold_name(name)] = (name, str(number) if last else "")
    rows: list[SidebarRow] = []
    keys = sorted(nodes, key=lambda key: key.split("/"))
    for at, key in enumerate(keys):
        parents = key.split("/")[:-1]
        if any("/".join(parents[:depth]) in folded for depth in range(1, len(parents) + 1)):
            continue
        name, count = nodes[key]
        parent = at + 1 < len(keys) and at_or_under(keys[at + 1], key)
        rows.append(
            SidebarRow(
                f"#{name}" if not parents else name.rpartition("/")[2],
                Collection(Kind.TAG, name),
                count,
                len(parents),
                (key in folded) if parent else None,
            )
        )
    return rows

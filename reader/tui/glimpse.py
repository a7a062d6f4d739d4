"""A glimpse: what the list and the sidebar showed when the program was left, to be shown again while a large library
is being read. It lies in the state folder, may be lost, and is replaced by the truth as soon as that is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.commands.place import Kind, Place
from reader.paper import Paper
from reader.record import from_json, to_json
from reader.text import clean_line
from reader.tui.remember import write_small
from reader.tui.sidebar_rows import SidebarRow

LIMIT = 80
"""Rows that are kept of the list, and of the sidebar."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The rows that were on the screen."""

    papers: tuple[Paper, ...] = ()
    cursor: int = 0
    """Which of them was under the cursor."""
    sidebar: tuple[SidebarRow, ...] = ()
    count: str = ""
    """What the bottom line said: "10000 papers"."""


def glimpse(state: Path, folder: Path) -> Glimpse:
    """What was on the screen when the library in `folder` was last left; empty where that is not known."""
    try:
        raw = json.loads(_file(state, folder).read_text(encoding="utf-8"))
        papers = tuple(from_json(record) for record in raw["papers"][:LIMIT])
        sidebar = tuple(_row(*row) for row in raw["sidebar"][:LIMIT])
        return Glimpse(papers, max(0, min(int(raw["cursor"]), len(papers) - 1)), sidebar, clean_line(raw["count"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Glimpse()


def keep_glimpse(
    state: Path, folder: Path, papers: Sequence[Paper], cursor: int, sidebar: Sequence[SidebarRow], count: str
) -> None:
    """Keep it for the next run."""
    record = {
        "papers": [to_json(paper) for paper in papers[:LIMIT]],
        "cursor": cursor,
        "sidebar": [[row.text, _place(row), row.count, row.depth, row.folded, row.heading] for row in sidebar[:LIMIT]],
        "count": count,
    }
    with suppress(OSError):
        write_small(_file(state, folder), json.dumps(record, ensure_ascii=False))


def _place(row: SidebarRow) -> list[str] | None:
    return [row.place.kind.value, row.place.name] if row.place is not None else None


def _row(
    text: str, place: Sequence[str] | None, count: str, depth: int, folded: bool | None, heading: bool
) -> SidebarRow:
    return SidebarRow(text, Place(Kind(place[0]), place[1]) if place else None, count, depth, folded, heading)


def _file(state: Path, folder: Path) -> Path:
    return state / "glimpses" / f"{hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:24]}.json"

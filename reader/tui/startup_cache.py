"""A glimpse: what the list and the sidebar showed when the program was left, to be shown again while a large library
is being read. It lies in the state folder, may be lost, and is replaced by the truth as soon as that is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.paper_json import from_json, to_json
from reader.text import clean_line
from reader.tui.library_state import mark
from reader.tui.model.sidebar_rows import SidebarRow
from reader.tui.remember import keep_small, read_json

ROW_LIMIT = 80
"""Rows that are kept of the list, and of the sidebar."""
DEEPEST = 64
"""Steps that a tag in the sidebar may be nested: a tag has no more characters."""


@dataclass(frozen=True, slots=True)
class StartupCache:
    """The rows that were on the screen."""

    papers: tuple[Paper, ...] = ()
    cursor: int = 0
    """Which of them was under the cursor."""
    sidebar: tuple[SidebarRow, ...] = ()
    count: str = ""
    """What the bottom line said: "10000 papers"."""


def read_startup_cache(state: Path, folder: Path) -> StartupCache:
    """What was on the screen when the library in `folder` was last left; empty where that is not known."""
    try:
        raw: Any = read_json(_file(state, folder))
        papers = tuple(from_json(record) for record in raw["papers"][:ROW_LIMIT])
        sidebar = tuple(_row(*row) for row in raw["sidebar"][:ROW_LIMIT])
        cursor = raw["cursor"] if type(raw["cursor"]) is int else 0
        known = len({paper.id for paper in papers}) == len(papers)
        return StartupCache(
            papers if known else (), max(0, min(cursor, len(papers) - 1)), sidebar, clean_line(raw["count"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return StartupCache()


def keep_startup_cache(
    state: Path, folder: Path, papers: Sequence[Paper], cursor: int, sidebar: Sequence[SidebarRow], count: str
) -> None:
    """Keep what is on the screen of a library's folder, as `read_startup_cache` gives it to the next run: the first
    papers of the list and lines of the sidebar, the row of the cursor and the count."""
    record = {
        "papers": [to_json(paper) for paper in papers[:ROW_LIMIT]],
        "cursor": cursor,
        "sidebar": [
            [row.text, _collection(row), row.count, row.depth, row.folded, row.heading, row.key]
            for row in sidebar[:ROW_LIMIT]
        ],
        "count": count,
    }
    keep_small(_file(state, folder), json.dumps(record, ensure_ascii=False))


def _collection(row: SidebarRow) -> list[str] | None:
    return [row.collection.kind.value, row.collection.name] if row.collection is not None else None


def _row(
    text: str,
    collection: Sequence[str] | None,
    count: str,
    depth: int,
    folded: bool | None,
    heading: bool,
    key: str = "",
) -> SidebarRow:
    """A row as it was kept. Raises ValueError for what no row can be."""
    if type(depth) is not int or not 0 <= depth <= DEEPEST or folded not in (None, True, False):
        raise ValueError("no row of the sidebar")
    opens = Collection(Kind(collection[0]), clean_line(collection[1])) if collection else None
    return SidebarRow(clean_line(text), opens, clean_line(count), depth, folded, heading is True, clean_line(key))


def _file(state: Path, folder: Path) -> Path:
    return state / "glimpses" / f"{mark(folder)}.json"

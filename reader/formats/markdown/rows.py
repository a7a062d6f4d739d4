"""One row of an exported table: what its cells say, and why a row that is not whole says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reader.formats.markdown.state import STARS
from reader.paper import Status
from reader.text import clean_line

_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says; None where it says nothing."""

    status: Status | None = None
    starred: bool | None = None
    tags: str | None = None
    """As they stand in their cell."""
    problems: tuple[str, ...] = ()
    """What could not be read, a clause each."""


def cells_of(line: str) -> list[str]:
    """The cells of a row, with or without the bars at its ends."""
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip() for cell in _CELLS.split(line)]


def read_row(line: str, columns: Mapping[str, int], width: int) -> Row:
    """What a row of a table with `width` columns says of its paper; `columns` tells where each of ours stands.

    A cell too many or too few shifts all that follow it, so such a row says nothing but that its paper is there.
    """
    cells = cells_of(line)
    if len(cells) != width:
        many = "many" if len(cells) > width else "few"
        message = f"this row has too {many} cells ({len(cells)} for {width}); status, star and tags stay as they were"
        return Row(problems=(message,))
    problems: list[str] = []
    status: Status | None = None
    starred: bool | None = None
    word, star = (cells[columns[name]] if name in columns else "" for name in ("Status", "★"))
    if word.casefold() in list(Status):
        status = Status(word.casefold())
    elif word:
        problems.append(f"'{clean_line(word)[:30]}' is not unread, reading or read; the status stays")
    if "★" in columns:
        starred = star in STARS
        if star and not starred:
            starred = None
            problems.append(f"'{clean_line(star)[:30]}' is not a star; it stays as it was")
    tags = cells[columns["Tags"]] if "Tags" in columns else None
    return Row(status, starred, tags, tuple(problems))

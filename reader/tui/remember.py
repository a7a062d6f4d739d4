"""What is remembered between runs. It lies in the platform's state folder and may be lost at any time without harm.

    window.json                      what is the person's: the theme, the panes and their sizes
    windows/<library>/place.json     where the user was in one library: place, query, order, cursor, way, folded tags
    windows/<library>/looks.json     how each place is shown: order, groups, which of them are folded, columns
    windows/<library>/looked.json    what the inbox and the smart lists held when they were left
    windows/<library>/for-you.json   the order in which the user was likely to want papers (`kept_order.py`)
    windows/<library>/export.json    the last export
    windows/<library>/copy.json      the kind that was copied last
    windows/<library>/drafts/        unsaved notes (`drafts.py`)
    windows/<library>/words/         what stands half-typed in dialogs (the same)
    windows/<library>/library.json   which library that is

Whatever bytes stand in these files, nothing here raises: what cannot be read or makes no sense is as if it were not
there.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from reader.address_secrets import without_secrets
from reader.store.disk import replace_unlocked
from reader.text import clean_line

LOOKED = "looked.json"
LOOKS = "looks.json"
STATE_LIMIT = 4 << 20
"""Bytes of a small file that is still read."""
REMEMBERED_LIMIT = 2_000
"""Characters of a remembered text that is still taken."""
WIDEST = 10_000
"""Columns or lines of a remembered pane that are still taken."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where the user was when the program was left."""

    theme: str = ""
    place: str = "all"
    """The kind of collection that was open."""
    name: str = ""
    """Its name."""
    query: str = ""
    order: str = ""
    cursor: str = ""
    """The id of the paper under the cursor."""
    hidden: tuple[str, ...] = ()
    """Panes that the user hid."""
    unfolded: tuple[str, ...] = ()
    """Panes that the user wants where the layout would fold them."""
    sidebar: int = 0
    """Width of the sidebar, 0 for the usual one."""
    detail: int = 0
    """Width of the detail beside the list."""
    preview: int = 0
    """Height of the detail below the list."""
    folded: tuple[str, ...] = field(default=())
    """Tags whose children are hidden, folded names."""
    visited: tuple[str, ...] = field(default=())
    """The places where one was, the last one first, each its kind, a blank and its name."""
    pinned: tuple[str, ...] = ("for-you", "inbox", "list Queue", "reading", "starred")
    """The places that stand above the others, and that digits open, likewise."""
    again: int = 0
    """1 where the sidebar shows what may be looked at again."""


PERSONAL = frozenset({"theme", "hidden", "unfolded", "sidebar", "detail", "preview"})
"""What goes with the person into every library; the rest belongs to the one library."""
_DEFAULT = Remembered()


def remembered_theme(window: Path) -> str:
    """The theme that was chosen last, "" for none."""
    return recall(window, window).theme


def recall(personal: Path, place: Path) -> Remembered:
    """What two files remember, the person's and a library's; the defaults where they say nothing that makes sense."""
    mine, its = _table(personal), _table(place)
    known: dict[str, Any] = {}
    for one in fields(Remembered):
        value = (mine if one.name in PERSONAL else its).get(one.name)
        if (taken := _sensible(value, getattr(_DEFAULT, one.name))) is not None:
            known[one.name] = taken
    return replace(_DEFAULT, **known)


def remember(personal: Path, place: Path, what: Remembered) -> None:
    """Keep it for the next run, without the secrets of an address that was searched for; a folder that cannot be
    written is no reason to complain."""
    whole = asdict(replace(what, query=without_secrets(what.query)))
    for path, names in ((personal, PERSONAL), (place, whole.keys() - PERSONAL)):
        table = {name: value for name, value in whole.items() if name in names}
        keep_small(path, json.dumps(table, ensure_ascii=False, indent=1))


def _table(path: Path) -> dict[str, Any]:
    found = read_json(path)
    return found if isinstance(found, dict) else {}


def _sensible(value: object, default: object) -> object:
    """A value of the kind of `default`; None when it is none or nobody can have meant it."""
    if isinstance(default, tuple):
        return tuple(map(clean_line, value)) if isinstance(value, list) and all(map(_is_name, value)) else None
    if isinstance(default, str):
        return clean_line(value) if isinstance(value, str) and _is_name(value) else None
    return value if type(value) is int and 0 <= value <= WIDEST else None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= REMEMBERED_LIMIT


def read_json(path: Path) -> object:
    """What a small file says in JSON; None where that cannot be read."""
    try:
        return json.loads(read_small(path) or "null")
    except (ValueError, RecursionError):
        return None


def read_small(path: Path) -> str | None:
    """The text of a small file, what is no UTF-8 escaped in it; None when there is none that can be read.

    Whatever bears the name is opened without waiting for it, and only an ordinary file of a sensible size is read.
    """
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > STATE_LIMIT:
                return None
            return file.read(STATE_LIMIT).decode("utf-8", "backslashreplace")
    except (OSError, ValueError):
        return None


def keep_small(path: Path, text: str) -> bool:
    """Replace a small file in one go; False when that could not be done, which is no reason to complain."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_unlocked(str(path), [text.encode("utf-8", "replace")])
    except (OSError, ValueError):
        return False
    return True

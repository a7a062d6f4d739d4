"""Which part of the state folder is one library's, so that nothing of one is ever offered in another.

A library is known by its folder, links followed; where that is new here and another folder that carried the same id is
gone, the library was moved, and its state goes with it. A copy has a state of its own.

What an earlier version kept for all libraries together (drafts, the last export, the place) is taken over only where
this machine has seen no other library than this one.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from reader.places import data_dir
from reader.store import library_ids
from reader.store.backup import Backups
from reader.text import for_terminal
from reader.tui.remember import keep_small, read_json


def library_state(state: Path, folder: Path) -> tuple[Path, str]:
    """The folder for the state of the library in `folder`, and what is to be said about what an earlier version left.

    The sentence is "" where there is nothing to say; it is said once.
    """
    own = state / "windows" / mark(folder)
    told = ""
    with suppress(OSError, ValueError):
        if not own.is_dir():
            _move_in(state, folder, own)
            told = _take_over(state, folder, own)
    ids = sorted(library_ids(folder))
    card = {"folder": str(_real(folder)), "ids": ids}
    if read_json(own / "library.json") != card:
        keep_small(own / "library.json", json.dumps(card, ensure_ascii=True))
    return own, told


def mark(folder: Path) -> str:
    """A name for the library in `folder`, the same through every link to it."""
    return _hashed(_real(folder))


def _hashed(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _real(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError, ValueError):
        return folder.absolute()


def _move_in(state: Path, folder: Path, own: Path) -> None:
    """Take the state of the library that lay elsewhere and does no more. Raises OSError."""
    ids = set(library_ids(folder))
    for other in sorted((state / "windows").glob("*/library.json")) if ids else ():
        card = read_json(other)
        before, carried = (card.get("folder"), card.get("ids")) if isinstance(card, dict) else (None, None)
        if not isinstance(before, str) or not isinstance(carried, list):
            continue
        if ids.intersection(map(str, carried)) and ids.isdisjoint(library_ids(before)):
            other.parent.rename(own)
            return


def _take_over(state: Path, folder: Path, own: Path) -> str:
    """Take what an earlier version kept, where it can only be this library's; else a sentence about its drafts, once.

    Raises OSError.
    """
    if own.is_dir():
        return ""
    drafts = state / "drafts"
    if _is_the_only_one(state, folder):
        own.mkdir(parents=True, mode=0o700)
        for name in ("drafts", "export.json"):
            with suppress(FileNotFoundError):
                (state / name).rename(own / name)
        if isinstance(before := read_json(state / "window.json"), dict):
            keep_small(own / "place.json", json.dumps(before))
        return ""
    if not drafts.is_dir() or (drafts / ".named").exists() or not (number := len(list(drafts.glob("*.md")))):
        return ""
    keep_small(drafts / ".named", "These notes were named to the user, who may take them from here.\n")
    notes = "1 unsaved note" if number == 1 else f"{number} unsaved notes"
    return f"{notes} of an earlier version, it is not known of which library: kept in {for_terminal(str(drafts))}."


def _is_the_only_one(state: Path, folder: Path) -> bool:
    """Whether this machine has opened and edited no other library, and this one at least once. Raises OSError."""
    seen = {path.stem for path in (state / "glimpses").glob("*.json")}
    windows = [path for path in (state / "windows").glob("*") if path.is_dir()]
    kept = {path.name for path in (data_dir() / "backups").glob("*")}
    own_backups = {Path(Backups(str(place), str(data_dir())).folder).name for place in (folder, _real(folder))}
    return bool(seen) and not windows and seen <= {_hashed(folder.absolute()), mark(folder)} and kept <= own_backups

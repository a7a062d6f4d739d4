"""Which part of the state folder is one library's, so that nothing of one is ever offered in another.

A library is known by its id, and by its folder (links followed) as long as it has none. The state in use is named after
the folder; where another library lies there by now, it is laid aside. A library that comes to a folder brings the state
of its id along: from where another one lies by now it is taken; from a folder that is gone it is copied, since a disk
that is away looks like a move. A copy beside its original has a state of its own.

What an earlier version kept for all libraries together (drafts, the last export, the place) is taken over only where
this machine has seen no other library than this one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from reader.counting import count
from reader.paths import data_dir
from reader.store import ids_in, library_ids
from reader.store.backup import Backups
from reader.text import for_terminal
from reader.tui.remember import keep_small, read_json


def library_state(state: Path, folder: Path) -> tuple[Path, str]:
    """The folder for the state of the library in `folder`, and what is to be said about what an earlier version left.

    The sentence is "" where there is nothing to say; it is said once. A folder that cannot be looked into, or is not to
    be seen, is taken for that of the library which lay there last: no other one begins there by itself.
    """
    own, told = state / "windows" / mark(folder), ""
    carried = _card(own)[1]
    try:
        ids = sorted(ids_in(folder))
    except FileNotFoundError:
        if carried:
            return own, told
        ids = []
    except OSError:
        return own, told
    try:
        if carried and set(ids).isdisjoint(carried):
            own = _beside(own, ids)
        if not own.is_dir():
            _move_in(state, folder, own)
            told = _take_over(state, folder, own)
    except OSError:  # It is tried again the next time.
        return own, told
    except ValueError:
        pass
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


def _card(own: Path) -> tuple[str, list[str]]:
    """The folder and the ids of the library whose state this is, "" and none where it is not said."""
    card = read_json(own / "library.json")
    folder, ids = (card.get("folder"), card.get("ids")) if isinstance(card, dict) else (None, None)
    if not isinstance(folder, str) or not isinstance(ids, list):
        return "", []
    return folder, sorted(map(str, ids))


def _beside(own: Path, ids: list[str]) -> Path:
    """Where the state of the library in a folder lies, when the usual place holds that of another one. Raises OSError.

    One without an id may be an empty folder in which a disk will lie again: nothing makes room for it.
    """
    nameless = own.with_name(f"{own.name}-nameless")
    if not ids:
        return nameless
    own.rename(own.with_name(f"{own.name}-{secrets.token_hex(4)}"))
    return own


def _move_in(state: Path, folder: Path, own: Path) -> None:
    """Bring the state of the library that lay elsewhere and does no more. Raises OSError."""
    ids = set(library_ids(folder))
    found: list[tuple[float, Path, str]] = []
    for card in (state / "windows").glob("[!.]*/library.json") if ids else ():
        before, carried = _card(card.parent)
        if ids.intersection(carried) and ids.isdisjoint(library_ids(before)):
            found.append((_last_used(card.parent), card.parent, before))
    if found:
        _, other, before = max(found)
        if library_ids(before):
            other.rename(own)
        else:
            fresh = own.with_name(f".{own.name}.{secrets.token_hex(4)}.tmp")
            try:
                shutil.copytree(other, fresh, symlinks=True, ignore=shutil.ignore_patterns("open"))
                fresh.rename(own)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    elif (nameless := own.with_name(f"{own.name}-nameless")).is_dir() and ids:
        nameless.rename(own)


def _last_used(own: Path) -> float:
    """When a state was left last. Raises OSError."""
    place = own / "place.json"
    return (place if place.exists() else own / "library.json").stat().st_mtime


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
    notes = count(number, "unsaved note")
    return f"{notes} of an earlier version, it is not known of which library: kept in {for_terminal(str(drafts))}."


def _is_the_only_one(state: Path, folder: Path) -> bool:
    """Whether this machine has opened and edited no other library, and this one at least once. Raises OSError."""
    seen = {path.stem for path in (state / "glimpses").glob("*.json")}
    windows = [path for path in (state / "windows").glob("[!.]*") if path.is_dir()]
    kept = {path.name for path in (data_dir() / "backups").glob("*")}
    own_backups = {Path(Backups(str(place), str(data_dir())).folder).name for place in (folder, _real(folder))}
    return bool(seen) and not windows and seen <= {_hashed(folder.absolute()), mark(folder)} and kept <= own_backups

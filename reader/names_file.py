"""The file in the cache folder that tells a shell the names in a library: ids, titles, tags, lists, steps.

    <cache>/indexes/<name made of the library's path>.names        mode 0600

    reader names 1 <CRC-32 of what follows>
    tag <tab> name
    list <tab> name <tab> section <tab> section …
    step <tab> id <tab> what it did
    paper <tab> id <tab> citation key <tab> title

A shell asks for it at each Tab, so that reading it loads next to nothing. It may be lost, old or damaged at any time:
what is not whole, no plain file or not this user's is nothing.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from reader import paths

_FIRST = b"reader names 1 "


def names_path(library: str | Path, cache: Path) -> Path:
    """Where the names in the library of this folder are kept."""
    return cache / "indexes" / f"{paths.place_key(library)}.names"


def read_names(path: Path) -> list[list[str]]:
    """The rows of the file, each with its kind first; [] where there is none, or not what was written."""
    try:
        with open(path, "rb", opener=_unwaited) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or (hasattr(os, "geteuid") and found.st_uid != os.geteuid()):
                return []
            first, _, rest = file.read().partition(b"\n")
        if first != _FIRST + b"%08x" % zlib.crc32(rest):
            return []
        return [row.split("\t") for row in rest.decode("utf-8").split("\n") if row]
    except (OSError, ValueError):
        return []


def _unwaited(path: str, flags: int) -> int:
    """Open what stands there; one that is a pipe keeps no Tab waiting for whoever writes into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def packed_names(rows: Iterable[Sequence[str]]) -> bytes:
    """What the file holds that `read_names` reads as these rows."""
    text = "".join("\t".join(part.replace("\t", " ").replace("\n", " ") for part in row) + "\n" for row in rows)
    rest = text.encode("utf-8", "replace")
    return _FIRST + b"%08x\n" % zlib.crc32(rest) + rest

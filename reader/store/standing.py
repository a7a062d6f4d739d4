"""How the files of a library stand: what tells, without reading them, that they are as they were.

A library that stands as it did would be read as it was. What a process reads when it opens one is all told here: the
folder, the journals, the marks beside them, whether they may be written, and what this machine remembers of it. As Git
does with its index ("racy Git"), nothing is told of files that were written just now: a clock of the file system that
goes in steps gives two writes in one step the same time.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from reader.store import disk
from reader.store.catalogue import NAME
from reader.store.memory import Memory

COARSE, FINE = 2_100_000_000, 50_000_000
"""Nanoseconds that must have passed since the last write: where the file system tells seconds or two, and elsewhere."""
_FINELY = 1_000_000
"""A time that is no multiple of this many nanoseconds is of a clock that goes in small steps."""

FileMarks: TypeAlias = Sequence[object]
"""Plain values for JSON. Two that are equal are of files that are as they were."""


def standing(path: str, state: str, since: int | None = None) -> FileMarks | None:
    """How the library in the folder `path` stands, and what the folder `state` holds about it.

    None where that cannot be told for sure: something is not there, or was written after the moment `since`
    (nanoseconds since 1970; by default now) or just before it. So what was read from then on stands like this.
    """
    until = time.time_ns() if since is None else since
    try:
        seen = list(_seen(path))
        if not all(_settled(found, until) for _, found in seen):
            return None
        remembered = [_content(Memory(state, path).file), _content(os.path.join(state, "device"))]
    except OSError:
        return None
    written = (path, os.path.join(path, "journal"), os.path.join(path, NAME))
    return [path, [[name, *_mark(found)] for name, found in seen], list(map(disk.writable, written)), remembered]


def _seen(path: str) -> Iterator[tuple[str, os.stat_result]]:
    for folder in (path, os.path.join(path, "journal")):
        yield folder, os.stat(folder)
        for name in disk.names(folder):
            yield name, os.stat(os.path.join(folder, name))


def _mark(found: os.stat_result) -> list[int]:
    return [
        found.st_mode,
        found.st_uid,
        found.st_dev,
        found.st_ino,
        found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
    ]


def _settled(found: os.stat_result, until: int) -> bool:
    latest = max(found.st_mtime_ns, found.st_ctime_ns)
    return latest + (FINE if found.st_ctime_ns % _FINELY else COARSE) <= until


def _content(path: str) -> list[int]:
    held = disk.read(path)
    return [len(held), zlib.crc32(held)]

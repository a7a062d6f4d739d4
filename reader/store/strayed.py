"""Journals that lie where nobody reads them: a folder too high, in a folder of another name, packed, renamed."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from reader.store import disk
from reader.store.journal import as_utf8, is_journal
from reader.store.lines import parse

_LOOKED_AT = 1 << 16
"""Bytes of a file that are read: its first lines."""
_FILES = 1000
"""So many files are looked at."""
_PACKED = b"\x1f\x8b"
"""How a file of gzip begins (RFC 1952)."""


def strayed(library: str) -> list[str]:
    """The files in a library's folder, and one folder below it, that begin with lines of a journal and are in no place
    where journals are read. What cannot be looked at is passed over."""
    found: list[str] = []
    for path in islice(_files(library), _FILES):
        with suppress(OSError, EOFError, zlib.error):
            if stat.S_ISREG(os.stat(path).st_mode) and _says_something(path, os.path.join(library, "journal")):
                found.append(path)
    return found


def _files(library: str) -> Iterator[str]:
    """What lies there, without what the program puts there for other purposes."""
    for name in disk.names(library):
        path = os.path.join(library, name)
        if not os.path.isdir(path):
            yield path
        elif name not in ("exports", "set-aside"):
            with suppress(OSError):
                yield from (os.path.join(path, inner) for inner in disk.names(path))


def _says_something(path: str, journals: str) -> bool:
    """Whether lines of a journal that nobody reads stand in a file. What is called as a journal in the folder of the
    `journals` is read, but for what is packed in it."""
    data = next(disk.chunks(path), b"")[:_LOOKED_AT]
    if data.startswith(_PACKED):
        with gzip.open(path) as file:
            data = file.read(_LOOKED_AT)
    elif os.path.dirname(path) == journals and is_journal(os.path.basename(path)):
        return False
    return any(line.said for line in parse(as_utf8(data), ""))

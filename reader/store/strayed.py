"""Journals that lie where nobody reads them: a folder too high, in a folder of another name, packed, renamed."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress

from reader.store import disk
from reader.store.journal import as_utf8, is_journal
from reader.store.lines import parse

_LOOKED_AT = 1 << 16
"""Bytes of a file that are read: its first lines."""
_FILES = 1000
_PACKED = b"\x1f\x8b"
"""How a file of gzip begins (RFC 1952)."""


def strayed(library: str) -> list[str]:
    """The files in a library's folder, and one folder below it, that begin with lines of a journal and are in no place
    where journals are read. What cannot be looked at is passed over."""
    found: list[str] = []
    for looked, path in enumerate(_beside(library)):
        if looked >= _FILES:
            break
        with suppress(OSError, EOFError, zlib.error):
            if stat.S_ISREG(os.stat(path).st_mode) and _says_something(path):
                found.append(path)
    return found


def _beside(library: str) -> Iterator[str]:
    journals = os.path.join(library, "journal")
    for name in disk.names(library):
        path = os.path.join(library, name)
        if not os.path.isdir(path):
            yield path
        elif name not in ("exports", "set-aside"):
            with suppress(OSError):
                inner = disk.names(path)
                yield from (os.path.join(path, name) for name in inner if path != journals or not is_journal(name))
    with suppress(OSError):  # A file that is called as a journal is read, but not what is packed in it.
        yield from (os.path.join(journals, name) for name in disk.names(journals) if is_journal(name))


def _says_something(path: str) -> bool:
    data = next(disk.chunks(path), b"")[:_LOOKED_AT]
    packed = data.startswith(_PACKED)
    if not packed and is_journal(os.path.basename(path)) and os.path.basename(os.path.dirname(path)) == "journal":
        return False
    if packed:
        with gzip.open(path) as file:
            data = file.read(_LOOKED_AT)
    return any(line.said for line in parse(as_utf8(data), ""))

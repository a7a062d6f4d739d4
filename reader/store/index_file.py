"""The file in the cache folder in which the search index of a library waits for the next run.

    <cache>/indexes/<name made of the library's path>.index        mode 0600
    <cache>/indexes/<the same>.near                                what tells which papers are near, likewise
    <cache>/indexes/<the same>.steps                               what came of a long history (see `snapshot`)

It holds the blocks of an index (`search.blocks`) and behind them a note that is written over in place: how the library
stood, and what has changed since the blocks were written.

    CRC-32 and length of the note    the note (JSON)

It may be lost, cut, emptied, replaced or unwritable at any time: what is not whole, or not of this program, this user
and this library, is not believed but made anew, and nobody is told. Two that write at once harm each other's work only.
"""

from __future__ import annotations

import json
import mmap
import os
import stat
import struct
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.store import disk
from reader.store.library_id import library_keys
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.search.blocks import Blocks, Head

_NOTE = struct.Struct("<II")
_LONGEST_HEAD = 1 << 20
_LONG_AGO = 600
"""Seconds after which nobody writes any more at what is not finished."""


@dataclass(frozen=True, slots=True)
class KeptIndex:
    """What the file held."""

    blocks: Blocks
    note: Mapping[str, Any] = field(default_factory=dict)
    """Empty where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the file holds beside an index."""

    head: Head
    ids: Sequence[str]
    """The ids of the papers in the index."""
    note: Mapping[str, Any]


class IndexFile:
    """The file of one library's index."""

    def __init__(
        self, library: str | os.PathLike[str], cache: str | os.PathLike[str], ending: str = "index", *also: str
    ) -> None:
        """`ending` is that of the file's name: "index", "near" for what tells which papers are near, or "steps" for
        what came of them; `also` names further modules on which it depends (see `search.program`)."""
        self._also = also
        self.library = os.path.abspath(os.fspath(library))
        self._folder = os.path.join(cache, "indexes")
        self.path = os.path.join(self._folder, f"{library_keys(self.library)[-1]}.{ending}")

    def read(self) -> KeptIndex | None:
        """What is there; None where there is nothing, or not what was written."""
        from reader.search.blocks import Blocks, Unsound  # noqa: PLC0415  most commands search for nothing

        try:
            with disk.opened(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)) as fd:
                if not _is_own(fd):
                    return None
                data, let_go = _held(fd, self.path)
            blocks = Blocks(data, let_go)
            return KeptIndex(blocks, _note(data[blocks.head.end :])) if blocks.about == self._about() else None
        except (OSError, ValueError, Unsound):
            return None

    def glance(self) -> Glance | None:
        """What is noted there, without a look at the blocks, which whoever reads them checks; None as for `read`."""
        from reader.search.blocks import HEAD_BEGUN, Head, Unsound  # noqa: PLC0415  as in `read`

        try:
            with disk.opened(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)) as fd:
                if not _is_own(fd):
                    return None
                length = Head.length_of(_piece(fd, 0, HEAD_BEGUN))
                head = Head(_piece(fd, 0, min(length, _LONGEST_HEAD)))
                at, size, checksum = head.places["ids"]
                said = _piece(fd, at, size)
                os.lseek(fd, head.end, os.SEEK_SET)
                note = _note(memoryview(b"".join(disk.rest_of(fd))))
            ids = json.loads(said)
            return Glance(head, ids, note) if zlib.crc32(said) == checksum and head.about == self._about() else None
        except (OSError, ValueError, LookupError, TypeError, Unsound):
            return None

    def told(self) -> str:
        """Where it is, in a sentence for people."""
        where = f"'{for_terminal(self.path)}'"
        if not os.path.lexists(self.path):
            return f"The next search leaves its index in {where}."
        if self.read() is None:
            return f"What is in {where} is no index of this program and library; the next search makes it anew."
        return f"The search index is in {where}; it may be removed at any time."

    def write(self, blocks: Mapping[str, bytes], note: Mapping[str, Any]) -> None:
        """Put this in the file's place. A cache folder that cannot be written is no reason to complain."""
        from reader.search.blocks import packed  # noqa: PLC0415  as in `read`

        with suppress(OSError):
            disk.make_folder(self._folder)
            self._sweep()
            disk.replace_unlocked(self.path, (*packed(blocks, self._about()), _sealed(note)), lasting=False)

    def amend(self, head: Head, note: Mapping[str, Any]) -> None:
        """Put another note behind the blocks of this head, where they still are there."""
        with suppress(OSError):
            data = _sealed(note)
            with disk.opened(self.path, os.O_RDWR) as fd:
                if os.read(fd, len(head.bytes)) == head.bytes and os.fstat(fd).st_size >= head.end:
                    os.lseek(fd, head.end, os.SEEK_SET)
                    disk.write_all(fd, data)
                    os.ftruncate(fd, head.end + len(data))

    def remove(self) -> None:
        """Throw away what is there."""
        with suppress(OSError):
            disk.remove(self.path)

    def _sweep(self) -> None:
        """Remove what others left unfinished who were killed while they wrote."""
        for name in disk.names(self._folder):
            path = os.path.join(self._folder, name)
            if name.endswith(".tmp") and os.stat(path).st_mtime < time.time() - _LONG_AGO:
                disk.remove(path)

    def _about(self) -> dict[str, object]:
        from reader.search.program import program  # noqa: PLC0415  as in `read`

        return {"program": program(*self._also), "library": os.fsencode(self.library).hex()}


def _held(fd: int, path: str) -> tuple[memoryview, Callable[[int, int], object]]:
    """What an open file holds, whatever becomes of it meanwhile, and what lets go of the memory of some of it.

    A file that is cut while it is mapped ends the process that reads it, and bytes that are written into it were not
    those that were checked: so a copy is mapped.
    """
    try:
        with disk.nameless_copy(fd, path) as copy:
            mapped = mmap.mmap(copy, 0, access=mmap.ACCESS_READ)
    except OSError:  # The disk is full, or may not be written.
        os.lseek(fd, 0, os.SEEK_SET)
        return memoryview(b"".join(disk.rest_of(fd))), lambda start, length: None
    return memoryview(mapped), _unmapping(mapped)


def _unmapping(mapped: mmap.mmap) -> Callable[[int, int], object]:
    """What lets go of the memory of pages that were looked at once; they are read again where they are wanted."""
    if not hasattr(mmap, "MADV_DONTNEED"):
        return lambda start, length: None

    def let_go(start: int, length: int) -> None:
        first = start // mmap.PAGESIZE * mmap.PAGESIZE
        mapped.madvise(mmap.MADV_DONTNEED, first, min(start + length, len(mapped)) - first)

    return let_go


def _is_own(fd: int) -> bool:
    """Whether an open file is one, and this user's."""
    found = os.fstat(fd)
    return stat.S_ISREG(found.st_mode) and not (hasattr(os, "geteuid") and found.st_uid != os.geteuid())


def _piece(fd: int, at: int, length: int) -> bytes:
    os.lseek(fd, at, os.SEEK_SET)
    return os.read(fd, length)


def _sealed(note: Mapping[str, Any]) -> bytes:
    said = json.dumps(note).encode()
    return _NOTE.pack(zlib.crc32(said), len(said)) + said


def _note(data: memoryview) -> Mapping[str, Any]:
    if len(data) >= _NOTE.size:
        mark, length = _NOTE.unpack(data[: _NOTE.size])
        said = bytes(data[_NOTE.size :])
        if len(said) == length and zlib.crc32(said) == mark:
            with suppress(ValueError, RecursionError):
                note = json.loads(said)
                return note if isinstance(note, dict) else {}
    return {}

"""Papers as the index keeps them: all that is known of each, as a line of JSON that needs no check when it is read."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from reader.paper import Name, Paper, Status
from reader.search.blocks import Blocks, Unsound

_FIELDS = tuple(field.name for field in fields(Paper))
_VALUES = attrgetter(*_FIELDS)
_STATUS, _NAMES = _FIELDS.index("status"), _FIELDS.index("names")
_TEXTS = tuple(map(_FIELDS.index, ("authors", "keywords", "sources", "records", "tags", "corrected")))
_PAIRS = tuple(map(_FIELDS.index, ("metadata", "kept", "links")))


_LENGTH = 16


def record(paper: Paper) -> bytes:
    """A paper as it is kept."""
    return json.dumps(_VALUES(paper), ensure_ascii=False, default=astuple).encode("utf-8", "surrogatepass")


def paper_of(record: bytes) -> Paper:
    """The paper of a record. Raises `Unsound` where it is none."""
    try:
        values: list[Any] = json.loads(record.decode("utf-8", "surrogatepass"))
        for at in _TEXTS:
            values[at] = tuple(values[at])
        for at in _PAIRS:
            values[at] = tuple(map(tuple, values[at]))
        values[_NAMES] = tuple((printed, Name(*parts)) for printed, parts in values[_NAMES])
        values[_STATUS] = Status(values[_STATUS])
        return Paper(*values)
    except (ValueError, TypeError, LookupError, RecursionError):
        raise Unsound from None


def _mark(record: bytes) -> bytes:
    """What tells a record from others, so that it need not be looked at."""
    return blake2b(record, digest_size=_LENGTH).digest()


def record_blocks(records: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The blocks that `Shelf` reads: the record of the paper in each slot, b"" for a slot without one."""
    starts, pieces, at = array("Q", [0]), [], 0
    for piece in records:
        pieces.append(piece)
        at += len(piece)
        starts.append(at)
    yield "records", b"".join(pieces)
    yield "records.starts", starts.tobytes()
    yield "records.marks", b"".join(map(_mark, pieces))


class Shelf:
    """The papers in their slots, None where there is none (any more); those that were kept are read when asked for."""

    def __init__(self, blocks: Blocks | None = None) -> None:
        self._records = memoryview(b"")
        self._starts = memoryview(array("Q", [0]))
        self._marks = memoryview(b"")
        if blocks is not None:
            self._records = blocks.block("records")
            self._starts = blocks.block("records.starts").cast("Q")
            self._marks = blocks.block("records.marks")
        self._papers: list[Paper | None] = [None] * (len(self._starts) - 1)
        self._unread = bytearray(b"\1") * len(self._papers)
        for slot in range(len(self._papers)):
            if self._starts[slot] == self._starts[slot + 1]:
                self._unread[slot] = 0

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[Paper | None]:
        return map(self.__getitem__, range(len(self._papers)))

    def __getitem__(self, slot: int) -> Paper | None:
        if slot < len(self._unread) and self._unread[slot]:
            self[slot] = paper_of(self._kept(slot))
        return self._papers[slot]

    def __setitem__(self, slot: int, paper: Paper | None) -> None:
        self._papers[slot] = paper
        if slot < len(self._unread):
            self._unread[slot] = 0

    def append(self, paper: Paper) -> None:
        """Puts a paper into the next slot."""
        self._papers.append(paper)

    def _kept(self, slot: int) -> bytes:
        return bytes(self._records[self._starts[slot] : self._starts[slot + 1]])

    def holds(self, slot: int, paper: Paper) -> bool:
        """Whether exactly this paper was kept in a slot; it is then the one in it, not another like it."""
        if slot >= len(self._unread) or not self._unread[slot]:
            return False
        if self._marks[slot * _LENGTH : (slot + 1) * _LENGTH] != _mark(record(paper)):
            return False
        self[slot] = paper
        return True

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """All of it, to be read by another shelf."""
        kept = len(self._unread)
        yield from record_blocks(
            self._kept(slot) if slot < kept and self._unread[slot] else b"" if paper is None else record(paper)
            for slot, paper in enumerate(self._papers)
        )

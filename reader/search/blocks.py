"""Named blocks of bytes in one piece, each with a checksum, to be read where they lie.

    "reader index\\n"  length and CRC-32 of the head  head (JSON)  blocks, each at a multiple of eight

The head names the blocks with their places, lengths and CRC-32, and says of whom the numbers are: their order of bytes
and size are those of the machine that wrote them. Whatever is not exactly so is `Unsound`, and nothing of it is
believed: the piece may have been cut, emptied, mixed with another or written by another program.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

_MAGIC = b"reader index\n\0\0\0"
_HEAD = struct.Struct("<16sII")
HEAD_BEGUN = _HEAD.size
"""So many bytes tell how long a head is."""
_ALIGNED = 8
_PIECE = 1 << 20

Numbers: TypeAlias = "memoryview[int]"
"""Numbers from 0 to 2^32 - 1, read where they lie."""


class Unsound(Exception):
    """This is not what was written: it is to be thrown away and made anew."""


def _machine() -> list[object]:
    return [sys.byteorder, array("I").itemsize]


def packed(blocks: Mapping[str, bytes], about: Mapping[str, Any]) -> Iterator[bytes]:
    """The bytes of these blocks, in pieces; `about` is told again by `Blocks.about`."""
    places: list[list[object]] = []
    at = 0
    for name, block in blocks.items():
        places.append([name, at, len(block), zlib.crc32(block)])
        at += _padded(len(block))
    head = json.dumps({"machine": _machine(), "about": about, "blocks": places, "size": at}).encode()
    yield _HEAD.pack(_MAGIC, len(head), zlib.crc32(head)) + head + bytes(_missing(_HEAD.size + len(head)))
    for block in blocks.values():
        yield block
        yield bytes(_missing(len(block)))


def _missing(length: int) -> int:
    return -length % _ALIGNED


def _padded(length: int) -> int:
    return length + _missing(length)


def _checksum(block: memoryview, start: int, let_go: Callable[[int, int], object]) -> int:
    found = 0
    for at in range(0, len(block), _PIECE):
        found = zlib.crc32(block[at : at + _PIECE], found)
        let_go(start + at, _PIECE)
    return found


class Head:
    """What stands before the blocks and names them. Raises `Unsound` where that is not what `packed` gave."""

    def __init__(self, data: bytes) -> None:
        """`data` are the bytes from the first one on, at least as many as `length_of` tells."""
        if len(data) < _HEAD.size:
            raise Unsound
        magic, length, mark = _HEAD.unpack(data[: _HEAD.size])
        self.bytes = data[: _HEAD.size + length]
        """The bytes that tell these blocks from all others."""
        said = self.bytes[_HEAD.size :]
        if magic != _MAGIC or zlib.crc32(said) != mark:
            raise Unsound
        try:
            told = json.loads(said)
            start = _padded(len(self.bytes))
            self.end: int = start + told["size"]
            """Where the blocks end; what follows is not theirs."""
            self.about: Mapping[str, Any] = told["about"]
            self.places = {name: (start + at, size, checksum) for name, at, size, checksum in told["blocks"]}
            """Where each block begins, how long it is, and its CRC-32."""
            if told["machine"] != _machine():
                raise Unsound
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Unsound from None

    @staticmethod
    def length_of(data: bytes) -> int:
        """How many bytes the head has of which `data` are the first `HEAD_BEGUN`. Raises `Unsound`."""
        if len(data) < _HEAD.size:
            raise Unsound
        return _HEAD.size + int(_HEAD.unpack(data[: _HEAD.size])[1])


class Blocks:
    """The blocks that `packed` made bytes of. Raises `Unsound` where there is the least doubt."""

    def __init__(self, data: memoryview, let_go: Callable[[int, int], object] = lambda start, length: None) -> None:
        """`let_go` is told which bytes were looked at and may leave the memory: first and how many."""
        self.head = Head(bytes(data[: Head.length_of(bytes(data[:HEAD_BEGUN]))]))
        self.about = self.head.about
        self._let_go, self._length = let_go, len(data)
        if len(data) < self.head.end:
            raise Unsound
        self._blocks: dict[str, memoryview] = {}
        for name, (at, size, checksum) in self.head.places.items():
            block = data[at : at + size]
            if len(block) != size or _checksum(block, at, let_go) != checksum:
                raise Unsound
            self._blocks[name] = block

    def rest(self) -> None:
        """All that was looked at may leave the memory: little of it will be asked for next."""
        self._let_go(0, self._length)

    def all(self) -> Iterator[tuple[str, bytes]]:
        """The blocks with their names, as they were packed."""
        return ((name, bytes(block)) for name, block in self._blocks.items())

    def block(self, name: str) -> memoryview:
        """The bytes of a block. Raises `Unsound` where there is none of that name."""
        try:
            return self._blocks[name]
        except KeyError:
            raise Unsound from None

    def numbers(self, name: str) -> Numbers:
        """The numbers of a block that was made of an array of them."""
        block = self.block(name)
        if len(block) % array("I").itemsize:
            raise Unsound
        return block.cast("I")

    def told(self, name: str) -> Any:
        """The value of a block that was made of JSON."""
        try:
            return json.loads(bytes(self.block(name)))
        except (ValueError, RecursionError):
            raise Unsound from None

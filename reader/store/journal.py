"""The journals: the user's words, one file a device, read as they grow."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reader.counting import form
from reader.library.change import Step
from reader.store import disk
from reader.store.chain import Chain, Gap, unmet
from reader.store.lines import VERSION, Header, chained, checksum, encode_header, is_merge_mark, parse
from reader.text import for_terminal

_GUARD = 64
Signature = tuple[int, int, int]


class Replaced(Exception):
    """A journal is not the continuation of what was read: everything must be read again."""


@dataclass(frozen=True, slots=True)
class ReadPosition:
    """How far a journal has been read."""

    device: str
    signature: Signature = (0, 0, 0)
    offset: int = 0
    """Bytes up to the end of the last whole line."""
    guard: bytes = b""
    """The last bytes before `offset`, by which a file is known again."""
    chain: Chain = field(default_factory=Chain)
    """How its lines hang together up to `offset`."""


@dataclass(slots=True)
class Reading:
    """What was new in the journals."""

    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    newer: str = ""
    """The name of a journal that a newer version of the program wrote."""
    unreadable: str = ""
    """A sentence about a journal that cannot be read now and is tried again the next time."""


def journal_paths(library: str) -> list[str]:
    """The journals of a library folder, conflict copies included. Raises OSError."""
    folder = os.path.join(library, "journal")
    return [os.path.join(folder, name) for name in disk.names(folder) if name.endswith(".jsonl")]


def device_of(path: str) -> str:
    """The device that a journal's name tells, for when its first line does not."""
    return os.path.basename(path).removesuffix(".jsonl")


def unmet_gaps(library: str, gaps: Iterable[Gap], imports: Iterable[bytes]) -> list[Gap]:
    """Those of the gaps whose missing line stands in no journal of a library folder (see `chain.unmet`)."""
    return unmet(gaps, map(_content, journal_paths(library)), list(imports))


def _content(path: str) -> bytes:
    """The bytes of a journal; none where it cannot be read, which is told elsewhere."""
    try:
        return disk.read(path)
    except OSError:
        return b""


class Journals:
    """The folder of journals. All that is read is remembered only when everything could be read."""

    def __init__(self, folder: str, own: str) -> None:
        self._folder = folder
        self._own = f"{own}.jsonl"
        self._device = own
        self._positions: dict[str, ReadPosition] = {}

    @property
    def path(self) -> str:
        """The file of this device's own journal."""
        return os.path.join(self._folder, self._own)

    def forget(self) -> None:
        """Forget how far each journal was read, so that the next reading begins at their beginnings."""
        self._positions = {}

    def live(self) -> dict[str, Signature | None]:
        """The journals as they are on disk now. Raises OSError."""
        found = [name for name in disk.names(self._folder) if name.endswith(".jsonl")]
        return {name: disk.signature(os.path.join(self._folder, name)) for name in found}

    @property
    def seen(self) -> dict[str, Signature | None]:
        """The journals as they were when they were read."""
        return {name: position.signature for name, position in self._positions.items()}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The places in the journals at which a line is not there that another one names, as far as was read."""
        return tuple(gap for position in self._positions.values() for gap in position.chain.gaps)

    def read(self) -> Reading:
        """What is new since the last time. Raises `Replaced` and OSError, and then nothing counts as read."""
        live = self.live()
        if self._positions.keys() - live.keys():
            raise Replaced
        reading = Reading()
        positions = {}
        for name, signature in live.items():
            position = self._positions.get(name) or ReadPosition(name.removesuffix(".jsonl"))
            if signature is not None and signature != position.signature:
                try:
                    position = self._continue(name, position, signature, reading)
                except IsADirectoryError:
                    reading.warnings.append(f"'journal/{for_terminal(name)}' is no journal and is passed over.")
                    position = replace(position, signature=signature)
                except OSError as error:
                    shown = f"'journal/{for_terminal(name)}'"
                    reading.unreadable = f"{shown} cannot be read ({disk.reason(error)}), so the library is read-only."
            positions[name] = position
        self._positions = positions
        return reading

    def _continue(self, name: str, position: ReadPosition, signature: Signature, reading: Reading) -> ReadPosition:
        inode, size, _ = position.signature
        if inode and (signature[0] != inode or signature[1] <= size):
            raise Replaced
        data = disk.read(os.path.join(self._folder, name), position.offset - len(position.guard))
        if not data.startswith(position.guard):
            raise Replaced
        fresh = data[len(position.guard) :]
        damaged, merging = 0, False
        device, end, chain = position.device, position.offset, position.chain.copy()
        for line in parse(fresh, device, position.offset):
            device, end = line.device, line.offset + len(line.raw) + 1
            chain.follow(line)
            if isinstance(line.said, Step):
                reading.steps.append(line.said)
            elif isinstance(line.said, Header):
                reading.newer = name if line.said.version > VERSION else reading.newer
            elif is_merge_mark(line.text):
                merging = True
            else:
                damaged += line.damaged
        shown = f"'journal/{for_terminal(name)}'"
        if merging:
            reading.warnings.append(f"{shown} holds the marks of an unfinished Git merge; both sides are read.")
        if damaged:
            lines = form(damaged, "a line that is damaged and was", f"{damaged} lines that are damaged and were")
            reading.warnings.append(f"{shown} has {lines} left out; `reader doctor` says more.")
        guard = data[: end - position.offset + len(position.guard)][-_GUARD:]
        return ReadPosition(device, signature, end, guard, chain)

    def append(self, lines: Iterable[bytes]) -> None:
        """Append sealed lines to this device's journal in one write, durably, each with the name of the one before it.

        Only under the lock, when everything was just read. A last line that was never finished is closed first, so that
        it can never come alive. Raises OSError and `disk.Unsure`.
        """
        position = self._positions.get(self._own)
        if position is None:
            position = self._create()
        size = position.signature[1]
        pieces = [b"~\n"] if size > position.offset else []
        last = position.chain.last
        for line in lines:
            pieces.append(chained(line, last))
            last = checksum(pieces[-1][:-1])
        data = b"".join(pieces)
        signature = disk.append(self.path, data, size)
        chain = replace(position.chain, last=last, step=None, linked=True, torn=b"")
        self._remember(ReadPosition(position.device, signature, signature[1], data[-_GUARD:], chain))

    def _create(self) -> ReadPosition:
        disk.make_folder(self._folder)
        header = encode_header(self._device)
        try:
            disk.create(self.path, header)
        except OSError:
            disk.remove(self.path)
            raise
        found = disk.signature(self.path)
        if found is None:
            raise FileNotFoundError(self.path)
        chain = Chain(last=checksum(header[:-1]))
        position = ReadPosition(self._device, found, len(header), header[-_GUARD:], chain)
        self._remember(position)
        return position

    def _remember(self, position: ReadPosition) -> None:
        self._positions = {**self._positions, self._own: position}

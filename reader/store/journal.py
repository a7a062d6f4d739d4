"""The journals: the user's words, one file a device, read as they grow."""

from __future__ import annotations

import os
import secrets
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from reader.counting import form
from reader.library.change import Step
from reader.patterns import regex
from reader.store import disk
from reader.store.chain import Chain, Gap, unmet
from reader.store.lines import (
    VERSION,
    Header,
    JournalLine,
    chained,
    checksum,
    encode_header,
    is_merge_mark,
    last_line,
    parse,
)
from reader.text import for_terminal

_ENDING = ".jsonl"
_DEVICE = regex(r"[a-z0-9]{10}")
_DEVICE_WITHIN = regex(rf"(?<![a-z0-9]){_DEVICE.pattern}(?![a-z0-9])")
_GUARD = 64
Signature = tuple[int, int, int]


class Replaced(Exception):
    """A journal is not the continuation of what was read: everything must be read again."""


@dataclass(frozen=True, slots=True)
class ReadPosition:
    """How far a journal has been read."""

    device: str
    signature: Signature = (0, 0, 0)
    told: bool = False
    """Whether a line tells the device (see `JournalLine.told`)."""
    offset: int = 0
    """Bytes up to the end of the last whole line."""
    guard: bytes = b""
    """The last bytes before `offset`, by which a file is known again."""
    chain: Chain = field(default_factory=Chain)
    """How its lines hang together as far as they were read."""
    utf16: bool = False
    """Whether it was saved as UTF-16. It is then read from its beginning whenever it changes: `offset` stays 0."""
    crc: int | None = 0
    """The CRC-32 of the bytes before `offset`; None where not all of them were seen."""
    damaged: int = 0
    """How many of those lines are damaged."""
    merging: bool = False
    """Whether there are marks of an unfinished Git merge among them."""
    copied_by: str = ""
    """As of the last line (see `JournalLine.copied_by`)."""
    open: JournalLine | None = None
    """The step behind them that was there and has lost nothing but its newline."""


@dataclass(slots=True)
class Reading:
    """What was new in the journals."""

    steps: list[Step] = field(default_factory=list)
    guessed: list[Step] = field(default_factory=list)
    """Those of which only the name of a journal says whose they are: where they stand in another one that tells it,
    that one is right."""
    warnings: list[str] = field(default_factory=list)
    newer: str = ""
    """The name of a journal that a newer version of the program wrote."""
    unreadable: str = ""
    """A sentence about a journal that cannot be read now and is tried again the next time."""


def is_journal(name: str) -> bool:
    """Whether a file of this name may hold lines of a journal.

    Sync tools, editors and Git add to a name in front, behind and in the middle ("x (1).jsonl", "x.jsonl~HEAD",
    "x.jsonl.orig", ".x.jsonl.AbC123", "X.JSONL"), and what they leave may hold what stands nowhere else.
    """
    return _ENDING in name.casefold() and not disk.is_placeholder(name)


def is_plain(name: str) -> bool:
    """Whether a journal is called as one, and not as what an editor or a tool leaves beside it for itself."""
    return name.casefold().endswith(_ENDING) and not name.startswith(".")


def journal_paths(library: str) -> list[str]:
    """The journals of a library folder, and what was left beside them. Raises OSError."""
    folder = os.path.join(library, "journal")
    return [os.path.join(folder, name) for name in in_order(disk.names(folder)) if is_journal(name)]


def journals_there(library: str) -> list[str]:
    """The same without links to what is not there: it may come again, and some editors leave one as their mark that a
    file is open. Raises OSError."""
    return [path for path in journal_paths(library) if disk.signature(path) is not None]


def as_utf8(data: bytes) -> bytes:
    """The bytes of a journal as the program writes them: an editor may have saved it as UTF-16, with its mark."""
    return data.decode("utf-16", "replace").encode("utf-8", "replace") if is_utf16(data) else data


def is_utf16(data: bytes) -> bool:
    """Whether a file begins with the mark of UTF-16."""
    return data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))


def device_of(path: str) -> str:
    """The device that a journal's name tells, for when its first line does not: that of a copy which a tool made, too
    ("<device> 2.jsonl", "<device> (conflicted copy).jsonl", "<device>-LAPTOP.jsonl")."""
    name = os.path.basename(path)
    stem = name[: name.casefold().find(_ENDING)].lstrip(".~#")
    told = [found[0] for found in _DEVICE_WITHIN.finditer(stem.casefold()) if found[0] != "conflicted"]
    if not told:
        return stem or name
    return told[0] if stem.casefold().startswith(told[0]) else told[-1]


def is_device(id: str) -> bool:
    """Whether this may be a device's id."""
    return _DEVICE.fullmatch(id) is not None


def in_order(names: Iterable[str]) -> list[str]:
    """The names of journals in the order in which they are read: first those that devices wrote, for a step that stands
    in a copy, too, is its device's, and a copy may not tell whose it is."""
    return sorted(names, key=lambda name: (not is_of_device(name), name))


def tells_whose(name: str, data: bytes) -> bool:
    """Whether the first line of a journal that says anything tells whose it is; `data` is what it begins with."""
    return next((line.told for line in parse(data, device_of(name)) if line.said is not None), False)


def is_of_device(name: str) -> bool:
    """Whether a journal is called as a device calls its own."""
    return name.endswith(_ENDING) and is_device(name.removesuffix(_ENDING))


def unmet_gaps(library: str, gaps: Iterable[Gap], imports: Iterable[bytes]) -> list[Gap]:
    """Those of the gaps whose missing line stands in no journal of a library folder (see `chain.unmet`)."""
    return unmet(gaps, map(_content, journal_paths(library)), list(imports))


def _content(path: str) -> bytes:
    """The bytes of a journal; none where it cannot be read, which is told elsewhere."""
    try:
        return as_utf8(disk.read(path))
    except OSError:
        return b""


def holds_nothing(path: str, data: bytes) -> str:
    """Why a file among the journals says nothing, as half a sentence; "" where it says something, or is called as a
    journal and is damaged."""
    if not data.strip(b"\0"):
        return "It holds nothing but NULs" if data else "It is empty"
    if is_plain(os.path.basename(path)) or any(line.said for line in parse(as_utf8(data), "")):
        return ""
    return "It holds no line of a journal"


def _is_met(position: ReadPosition) -> bool:
    """Whether a journal was looked at by this process up to there."""
    return position.signature[0] != 0


def _followed(name: str, position: ReadPosition, fresh: bytes, reading: Reading) -> ReadPosition:
    """Take the whole lines that stand behind a place in a journal, and say where they end and what they are: `damaged`
    and `merging` tell of these alone."""
    device, end, told, copied_by = position.device, position.offset, position.told, position.copied_by
    chain = position.chain.copy() if position.offset else Chain()
    damaged, merging = 0, False
    for line in parse(fresh, device, position.offset, told=told, copied_by=copied_by):
        device, end, told, copied_by = line.device, line.offset + len(line.raw) + 1, line.told, line.copied_by
        chain.follow(line)
        if isinstance(line.said, Step):
            (reading.steps if told else reading.guessed).append(line.said)
        elif isinstance(line.said, Header):
            reading.newer = name if line.said.version > VERSION else reading.newer
        elif is_merge_mark(line.text):
            merging = True
        else:
            damaged += line.damaged
    return replace(
        position,
        device=device,
        told=told,
        offset=end,
        chain=chain,
        damaged=damaged,
        merging=merging,
        copied_by=copied_by,
    )


def _faults(name: str, found: ReadPosition) -> Iterator[str]:
    """What is to be said of the lines of a journal, as sentences."""
    shown = f"'journal/{for_terminal(name)}'"
    if found.merging:
        yield f"{shown} holds the marks of an unfinished Git merge; both sides are read."
    if found.damaged and (is_plain(name) or found.chain.last):
        lines = form(
            found.damaged, "a line that is damaged and was", f"{found.damaged} lines that are damaged and were"
        )
        yield f"{shown} has {lines} left out; `reader doctor` says more."


class Journals:
    """The folder of journals. All that is read is remembered only when everything could be read."""

    def __init__(self, folder: str, own: str, had: Callable[[Step], bool]) -> None:
        """`own` is this device, `had` tells whether a step was there already."""
        self._folder = folder
        self._had = had
        self._own = f"{own}.jsonl"
        self._device = own
        self._positions: dict[str, ReadPosition] = {}

    @property
    def path(self) -> str:
        """The file of this device's own journal."""
        return os.path.join(self._folder, self._own)

    def ends(self) -> dict[str, ReadPosition]:
        """How far each journal of which anything was understood was read."""
        ends = {name: self._positions[name] for name in in_order(self._positions)}
        return {name: end for name, end in ends.items() if end.offset or end.utf16}

    def go_on_from(self, ends: Mapping[str, ReadPosition]) -> bool:
        """Read on from where another process had read; False where one of the journals is not what it was up to there,
        or cannot be read."""
        try:
            for name, position in ends.items():
                if disk.checksum(os.path.join(self._folder, name), position.offset) != position.crc:
                    return False
        except OSError:
            return False
        self._positions = {name: replace(position, signature=(0, 0, 0)) for name, position in ends.items()}
        return True

    def early(self, ends: Mapping[str, ReadPosition]) -> Iterator[Step]:
        """The steps up to there, as `read` gives them: last those of which only a name says whose they are. Raises
        `Replaced` where they are not there, and OSError."""
        guessed: list[Step] = []
        for name, position in ends.items():
            data = disk.read(os.path.join(self._folder, name))[: position.offset]
            if len(data) != position.offset or zlib.crc32(data) != position.crc:
                raise Replaced
            for line in parse(data, device_of(name)):
                if isinstance(line.said, Step):
                    if line.told:
                        yield line.said
                    else:
                        guessed.append(line.said)
        yield from guessed

    def forget(self) -> None:
        """Forget how far each journal was read, so that the next reading begins at their beginnings."""
        self._positions = {}

    def live(self) -> dict[str, Signature]:
        """The journals as they are on disk now. Raises OSError."""
        there = in_order(disk.names(self._folder))
        found = [name for name in there if is_journal(name) or disk.is_placeholder(name)]
        signatures = {name: disk.signature(os.path.join(self._folder, name)) for name in found}
        return {name: signature for name, signature in signatures.items() if signature is not None}

    @property
    def seen(self) -> dict[str, Signature]:
        """The journals as they were when they were read."""
        return {name: position.signature for name, position in self._positions.items()}

    @property
    def linked(self) -> bool:
        """Whether any line that was read names the one before it: since then each library has a `.gitattributes`."""
        return any(position.chain.linked for position in self._positions.values())

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
            position = self._positions.get(name) or ReadPosition(device_of(name))
            if disk.is_placeholder(name):
                self._is_elsewhere(name, live, reading)
                position = replace(position, signature=signature)
            elif signature != position.signature:
                try:
                    position = self._continue(name, position, signature, reading)
                except IsADirectoryError:
                    if name == self._own:
                        kind = "What is no file" if disk.is_no_folder(os.path.join(self._folder, name)) else "A folder"
                        reading.unreadable = (
                            f"{kind} stands in the place of this machine's journal 'journal/{for_terminal(name)}', "
                            "so the library is read-only; `reader doctor --repair` sets it aside."
                        )
                    else:
                        reading.warnings.append(f"'journal/{for_terminal(name)}' is no journal and is passed over.")
                    position = replace(position, signature=signature)
                except OSError as error:
                    shown = f"'journal/{for_terminal(name)}'"
                    reading.unreadable = f"{shown} cannot be read ({disk.reason(error)}), so the library is read-only."
            positions[name] = position
        own = positions.get(self._own)
        if own is None and os.path.islink(self.path):
            reading.unreadable = (
                f"This machine's journal 'journal/{for_terminal(self._own)}' is a link to what is not there, so the "
                "library is read-only; bring back what it leads to, or move the link away."
            )
        if own is not None and own.utf16:
            reading.unreadable = (
                f"This machine's journal 'journal/{for_terminal(self._own)}' was saved as UTF-16, so the library is "
                "read-only; `reader doctor --repair` saves it as UTF-8 again."
            )
        self._positions = positions
        return reading

    def _is_elsewhere(self, name: str, live: Collection[str], reading: Reading) -> None:
        """Tell of a file that iCloud has taken away and left a placeholder for."""
        real = disk.stood_for(name)
        if real in live:
            return
        shown = f"'journal/{for_terminal(real)}' {disk.ELSEWHERE}"
        if real == self._own:
            reading.unreadable = f"{shown}, so the library is read-only; {disk.FETCH}."
        elif is_journal(real):
            reading.warnings.append(f"{shown}, so its steps are not here; {disk.FETCH}.")

    def _continue(self, name: str, position: ReadPosition, signature: Signature, reading: Reading) -> ReadPosition:
        """Read what has come behind the place up to which a journal was read, and say up to where it is read now.
        Raises `Replaced` and OSError."""
        fresh, utf16 = self._behind(name, position, signature)
        found = _followed(name, replace(position, told=False, copied_by="") if utf16 else position, fresh, reading)
        left = last_line(fresh, found.device, position.offset, told=found.told, copied_by=found.copied_by)
        if left is not None and isinstance(left.said, Step) and self._had(left.said):
            (reading.steps if left.told else reading.guessed).append(left.said)
        else:
            left = None
        whole = replace(found, damaged=position.damaged + found.damaged, merging=position.merging or found.merging)
        # What another process found before is told with what is found now.
        reading.warnings += _faults(name, found if _is_met(position) else whole)
        if utf16:
            return ReadPosition(found.device, signature, found.told, chain=found.chain, utf16=True, crc=None)
        length = found.offset - position.offset
        guard = (position.guard + fresh[max(length - _GUARD, 0) : length])[-_GUARD:]
        crc = None if position.crc is None else zlib.crc32(memoryview(fresh)[:length], position.crc)
        return replace(whole, signature=signature, guard=guard, utf16=False, crc=crc, open=left)

    def _behind(self, name: str, position: ReadPosition, signature: Signature) -> tuple[bytes, bool]:
        """What stands in a journal behind the place up to which it was read, and whether it was saved as UTF-16. Raises
        `Replaced` and OSError."""
        inode, size, _ = position.signature
        if _is_met(position) and (signature[0] != inode or signature[1] <= size):
            raise Replaced
        data = disk.read(os.path.join(self._folder, name), position.offset - len(position.guard))
        if not data.startswith(position.guard):
            raise Replaced
        utf16 = not position.offset and is_utf16(data)
        return (as_utf8(data) if utf16 else data)[len(position.guard) :], utf16

    def finish(self) -> None:
        """Close the last line of this device's journal where it has lost nothing but its newline; as `append`."""
        position = self._position()
        if position is None or position.open is None:
            return
        signature = disk.append(self.path, b"\n", position.signature[1])
        line = position.open.raw + b"\n"
        chain = position.chain.copy()
        chain.follow(position.open)
        self._remember(
            replace(
                position,
                signature=signature,
                offset=signature[1],
                guard=(position.guard + line)[-_GUARD:],
                chain=chain,
                crc=None if position.crc is None else zlib.crc32(line, position.crc),
                open=None,
            )
        )

    def append(self, lines: Iterable[bytes]) -> None:
        """Append sealed lines to this device's journal in one write, durably, each with the name of the one before it.

        Only under the lock, when everything was just read. A last line that was never finished is closed first, so that
        it can never come alive. Raises OSError and `disk.Unsure`.
        """
        self.finish()
        position = self._position() or self._create()
        size = position.signature[1]
        torn = size > position.offset
        pieces = [b"~\n"] if torn else []
        last = position.chain.last
        whose = not last or position.device != self._device or bool(position.copied_by)
        if whose:
            # What emptied the file has taken its first line, too; under that of another device no step would be ours.
            pieces.append(encode_header(self._device))
            last = checksum(pieces[-1][:-1])
        for line in lines:
            pieces.append(chained(line, last))
            last = checksum(pieces[-1][:-1])
        data = b"".join(pieces)
        signature = disk.append(self.path, data, size)
        self._remember(
            replace(
                position,
                device=self._device,
                told=position.told or whose,
                copied_by="" if whose else position.copied_by,
                signature=signature,
                offset=signature[1],
                guard=data[-_GUARD:],
                chain=replace(position.chain, last=last, step=None, linked=True, torn=b""),
                crc=None if torn or position.crc is None else zlib.crc32(data, position.crc),
            )
        )

    def _position(self) -> ReadPosition | None:
        """How far this device's journal was read, where it is there: also under a name in other letters, where the file
        system takes both for one."""
        if self._own not in self._positions:
            for name, position in self._positions.items():
                if name.casefold() == self._own.casefold() and disk.signature(self.path) == position.signature:
                    self._own = name
                    break
        return self._positions.get(self._own)

    def bring_back(self, lines: Iterable[tuple[str, bytes]], by: str) -> None:
        """Put lines that were lost, each with its device, into a journal of their own: all of them or none, durably.
        It says that they are copies, and which step puts them back: `by`.

        Only under the lock. Raises OSError.
        """
        data: list[bytes] = []
        last = None
        for device, raw in lines:
            if device != last:
                data.append(encode_header(device, by))
                last = device
            data.append(raw + b"\n")
        disk.make_folder(self._folder)
        path = os.path.join(self._folder, f"back-{secrets.token_hex(5)}.jsonl")
        disk.replace_unlocked(path, data)

    def _create(self) -> ReadPosition:
        disk.make_folder(self._folder)
        header = encode_header(self._device)
        disk.create(self.path, header)
        found = disk.signature(self.path)
        if found is None:
            raise FileNotFoundError(self.path)
        chain = Chain(last=checksum(header[:-1]))
        crc = zlib.crc32(header)
        position = ReadPosition(
            self._device, found, told=True, offset=len(header), guard=header[-_GUARD:], chain=chain, crc=crc
        )
        self._remember(position)
        return position

    def _remember(self, position: ReadPosition) -> None:
        self._positions = {**self._positions, self._own: position}

"""The files of backups: what a backup is called, what stands in it, and how it is written and read.

    backups/<library's name>-<mark of its path>/     mode 0700, its files 0600
      library-<id>.id                  whose they are, as in the library's own folder
      2026-11-26-081203.jsonl.gz       a backup, called by when it was made (UTC): all journals in one, compressed
      catalogue-<mark>.json.gz         a catalogue, called by its content: that of each backup that names it
      2026-08-01.jsonl                 a backup of an older version: all journals in one, without a catalogue

The first line of a backup is a journal's with one key more, so that an unpacked backup that is put into `journal/` is
read as one, and an unpacked catalogue beside `catalogue.json` as a copy of it:

    {"reader":"journal","version":1,"device":"","backup":{"kind":"first edit","ids":["k3v9x2m7qa"],
     "place":"/home/i/library","catalogues":["<mark>"],"as":[[1234,5678,1795254495897000000]],
     "ends":{"k3v9x2m7qa.jsonl":8123}},"c":"1f0c9a77"}

`ends` tells how long each journal was; `as` tells the catalogue and its copies as they were (inode, size, time of the
last write): one that is still so is not read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from reader.counting import count
from reader.errors import Damaged
from reader.library.change import Step
from reader.library.withdrawn import as_read_twice
from reader.paper import Paper
from reader.patterns import regex
from reader.store import disk
from reader.store.catalogue import Documents, last_import, salvaged, tables_of
from reader.store.facts import paper_of
from reader.store.journal import Signature
from reader.store.lines import VERSION, bare, decode, parse, seal, unsealed
from reader.store.loss import day

FIRST_EDIT = "first edit"
SESSION_END = "session end"
WORDS_ONLY = "words only"
"""The kinds of backups: before the first edit of a day (or of a session after one that was killed), after the last one
of a session, of an older version."""

_NAME = regex(r"(\d{4}-\d{2}-\d{2})(?:-(\d{6}))?\.jsonl(\.gz)?")
_STAMP = "%Y-%m-%d-%H%M%S"
_CATALOGUE = regex(r"catalogue-([0-9a-f]{32})\.json\.gz")
_GZIP = 31
"""`wbits` of zlib for gzip's format (RFC 1952)."""
_PIECE = 1 << 16
_CUT = "its end is missing"
_OTHER = "it is not as it was put there"
_STEP = b'{"i":"'
_HEADER = b'{"reader":'


@dataclass(frozen=True, slots=True)
class BackupHead:
    """What the first line of a backup says."""

    kind: str = WORDS_ONLY
    ids: tuple[str, ...] = ()
    """The library's."""
    place: str = ""
    """Where the library was; "" where that is not known."""
    catalogues: tuple[str, ...] = ()
    """Marks of the catalogue and of its copies."""
    signatures: tuple[Signature, ...] = ()
    """What these files were like."""
    ends: Mapping[str, int] = field(default_factory=dict)
    """How many bytes of each journal it holds, by the journal's name; of one of an older version nothing is known."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on disk, of which only the name was read."""

    path: str
    name: str
    """As `reader backup restore` takes it."""
    made: str
    """When, as far as its name tells, in UTC: "2026-11-26 08:12:03" or a day alone."""
    packed: bool
    former: bool = False
    """Whether it is of another library, which was at the same path before."""

    @property
    def day(self) -> str:
        """On which day it was made: "2026-11-26"."""
        return self.made[:10]

    @property
    def folder(self) -> str:
        """The folder in which it lies."""
        return os.path.dirname(self.path)


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds, as far as it can be read."""

    head: BackupHead
    steps: Mapping[str, Step]
    """By id."""
    lines: Mapping[str, tuple[str, bytes]]
    """The device and the line of each step, by its id."""
    papers: Mapping[str, Paper]
    """What its catalogue says, by id."""
    flaws: tuple[str, ...] = field(default=())
    """What of it cannot be read, as half sentences; empty when all is well."""


def name_of(wall: int) -> str:
    """The name of a backup that is made at a moment. Raises OverflowError, ValueError and OSError where no calendar has
    it."""
    return f"{datetime.fromtimestamp(wall / 1000, UTC):{_STAMP}}"


def moment_of(backup: Backup) -> int:
    """When a backup was made, in milliseconds since 1970, as its name tells it; the beginning of its day where that
    tells no time of a clock."""
    try:
        made = datetime.strptime(backup.made, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        made = datetime.strptime(backup.day, "%Y-%m-%d")
    return int(made.replace(tzinfo=UTC).timestamp()) * 1000


def backup_at(path: str, where: str = "") -> Backup | None:
    """The backup in a file, None where its name is none of one; `where` is told in the name of one from elsewhere."""
    match = _NAME.fullmatch(os.path.basename(path))
    try:
        if match is None or not datetime.strptime(match[1], "%Y-%m-%d").replace(tzinfo=UTC):
            return None
    except ValueError:
        return None
    time = match[2] or ""
    name = f"{match[1]}{f'-{time}' if time else ''}{f'@{where}' if where else ''}"
    made = f"{match[1]} {time[:2]}:{time[2:4]}:{time[4:]}" if time else match[1]
    return Backup(path, name, made, match[3] is not None)


def backups_in(folder: str, where: str = "") -> list[Backup]:
    """The backups in a folder, the oldest first. Raises OSError."""
    found = (backup_at(os.path.join(folder, name), where) for name in disk.names(folder))
    return sorted((one for one in found if one), key=lambda one: (one.made, one.packed))


def catalogue_path(folder: str, mark: str) -> str:
    """The file of the catalogue with this mark."""
    return os.path.join(folder, f"catalogue-{mark}.json.gz")


def catalogues_in(folder: str) -> list[str]:
    """The marks of the catalogues in a folder. Raises OSError."""
    return [match[1] for match in map(_CATALOGUE.fullmatch, disk.names(folder)) if match]


# -- writing ----------------------------------------------------------------------------------------------------------


def packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same, compressed as gzip does it. The lowest level: it takes a third of the time of the usual one."""
    packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
    for piece in pieces:
        if done := packer.compress(piece):
            yield done
    yield packer.flush()


def head_line(head: BackupHead) -> bytes:
    """The first line of a backup."""
    told = {
        "kind": head.kind,
        "ids": list(head.ids),
        "place": head.place,
        "catalogues": list(head.catalogues),
        "as": [list(signature) for signature in head.signatures],
        "ends": dict(head.ends),
    }
    return seal({"reader": "journal", "version": VERSION, "device": "", "backup": told})


# -- reading ----------------------------------------------------------------------------------------------------------


def _pieces(path: str, packed: bool) -> Iterator[bytes]:
    """The bytes of a file, unpacked. Raises OSError, and `Damaged` at the end of what can be read."""
    if not packed:
        yield from disk.chunks(path)
        return
    unpacker, hashed = zlib.decompressobj(_GZIP), hashlib.sha256()
    try:
        for chunk in disk.chunks(path):
            for start in range(0, len(chunk), _PIECE):
                piece = unpacker.decompress(chunk[start : start + _PIECE])
                hashed.update(piece)
                yield piece
    except zlib.error:
        raise Damaged("it is damaged") from None
    if not unpacker.eof:
        raise Damaged(_CUT)
    if (named := _CATALOGUE.fullmatch(os.path.basename(path))) and named[1] != mark_of(hashed.hexdigest()):
        raise Damaged(_OTHER)


def mark_of(digest: str) -> str:
    """The mark of a catalogue, of the SHA-256 of its bytes."""
    return digest[:32]


def _whole(pieces: Iterable[bytes]) -> tuple[bytes, str]:
    """All that can be read, and why that is not all, "" when it is. Raises OSError."""
    data: list[bytes] = []
    try:
        for piece in pieces:
            data.append(piece)
    except Damaged as error:
        return b"".join(data), str(error)
    return b"".join(data), ""


def is_whole(path: str) -> bool:
    """Whether a compressed file is there and can be read to its end."""
    return not _unread(path, packed=True)


def head_of(backup: Backup) -> BackupHead:
    """What the first line of a backup says. Raises `Damaged` where it cannot be read, and OSError."""
    if not backup.packed:
        return BackupHead()
    start = b""
    for piece in _pieces(backup.path, packed=True):
        start += piece
        if b"\n" in start:
            break
    return _head(start.partition(b"\n")[0])


def _head(line: bytes) -> BackupHead:
    """Raises `Damaged`."""
    try:
        if not unsealed(line):
            raise ValueError("damaged")
        told = json.loads(line)["backup"]
        return BackupHead(
            kind=str(told["kind"]),
            ids=tuple(map(str, told["ids"])),
            place=str(told["place"]),
            catalogues=tuple(
                mark for mark in map(str, told["catalogues"]) if _CATALOGUE.fullmatch(catalogue_path("", mark))
            ),
            signatures=tuple((int(inode), int(size), int(at)) for inode, size, at in told["as"]),
            ends={str(name): int(length) for name, length in told.get("ends", {}).items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Damaged("it does not begin as a backup does") from None


def read_backup(backup: Backup, *, catalogues: bool = True) -> BackupContents:
    """All that can be read of a backup, with its `catalogues` or without. Raises `Damaged` where that is nothing, and
    OSError."""
    data, flaw = _whole(_pieces(backup.path, backup.packed))
    flaws = [flaw] if flaw else []
    head = BackupHead()
    try:
        head = _head(data.partition(b"\n")[0]) if backup.packed else head
    except Damaged as error:
        flaws.append(str(error))
    steps: dict[str, Step] = {}
    lines: dict[str, tuple[str, bytes]] = {}
    damaged = 0
    for line in parse(data, ""):
        if isinstance(line.said, Step):
            held = steps.setdefault(line.said.id, line.said)
            steps[held.id] = as_read_twice(held, line.said)
            lines.setdefault(line.said.id, (line.said.device, line.text))
        damaged += line.damaged
    if damaged:
        flaws.append(f"{count(damaged, 'line')} of it cannot be read")
    papers: dict[str, Paper] = {}
    for mark in head.catalogues if catalogues else ():
        try:
            found, imported, flaw = _catalogue(backup.folder, mark)
        except (Damaged, OSError) as error:
            flaws.append(f"its catalogue cannot be read ({_why(error)})")
            continue
        flaws += [f"its catalogue can be read in part ({flaw})"] if flaw else []
        papers = {**found, **papers}
        if imported is not None and ((there := steps.get(imported[0].id)) is None or there.copied_by):
            steps[imported[0].id], lines[imported[0].id] = imported[0], (imported[0].device, imported[1])
    if flaws and not steps and not papers:
        raise Damaged(flaws[0])
    return BackupContents(head, steps, lines, papers, tuple(flaws))


def _catalogue(folder: str, mark: str) -> tuple[dict[str, Paper], tuple[Step, bytes] | None, str]:
    """The papers of a catalogue, the step of its last import, and why that is not all, "" when it is. Raises `Damaged`
    where nothing of it can be read, and OSError."""
    tables, flaw = _readable(folder, mark)
    found = {id: paper_of(id, raw) for id, raw in tables["papers"].raw.items()}
    _, line = last_import(tables)
    step = decode(line, "") if line else None
    papers = {id: paper for id, paper in found.items() if isinstance(paper, Paper)}
    return papers, (step, line) if isinstance(step, Step) else None, flaw


def catalogues_of(backups: Iterable[Backup]) -> list[tuple[int, Backup, dict[str, Any]]]:
    """The tables of each catalogue that backups hold, with when it was written (nanoseconds since 1970), the newest
    first; those of which nothing can be read are left out."""
    found: dict[tuple[str, str], tuple[int, Backup, dict[str, Any]]] = {}
    for backup in sorted(backups, key=lambda one: one.made, reverse=True):
        with suppress(Damaged, OSError):
            head = head_of(backup)
            for mark, signature in zip(head.catalogues, head.signatures, strict=False):
                with suppress(Damaged, OSError):
                    if (backup.folder, mark) not in found:
                        found[backup.folder, mark] = signature[2], backup, _readable(backup.folder, mark)[0]
    return sorted(found.values(), key=lambda one: one[0], reverse=True)


def _tables(folder: str, mark: str) -> dict[str, Any]:
    """The tables of a catalogue. Raises `Damaged` where it cannot be read whole, and OSError."""
    return tables_of(b"".join(_pieces(catalogue_path(folder, mark), packed=True)))


def _readable(folder: str, mark: str) -> tuple[dict[str, Any], str]:
    """The tables of a catalogue, of one that was cut those papers that stand before the cut, and why that is not all,
    "" when it is. Raises `Damaged` where nothing of it can be read, and OSError."""
    data, flaw = _whole(_pieces(catalogue_path(folder, mark), packed=True))
    if not flaw:
        return tables_of(data), ""
    documents = Documents()
    if flaw in (_CUT, _OTHER):  # What is damaged may say what nobody wrote.
        with suppress(Damaged):
            return tables_of(data), flaw
        documents.raw = salvaged(data)
    if not documents.raw:
        raise Damaged(flaw)
    return {"papers": documents}, flaw


def flaws_of(backups: Iterable[Backup]) -> Iterator[tuple[Backup, str]]:
    """The backups that cannot be read to their ends, or whose catalogues cannot, each with why. A catalogue that
    several of them name is read once."""
    unread = cache(partial(_unread, packed=True))
    for backup in backups:
        flaw = _unread(backup.path, packed=backup.packed)
        try:
            paths = [] if flaw else [catalogue_path(backup.folder, mark) for mark in head_of(backup).catalogues]
        except (Damaged, OSError) as error:
            flaw, paths = _why(error), []
        if why := next(filter(None, map(unread, paths)), ""):
            flaw = f"its catalogue cannot be read ({why})"
        if flaw:
            yield backup, flaw


def _unread(path: str, *, packed: bool) -> str:
    """Why a file cannot be read to its end, "" where it can."""
    try:
        for _ in _pieces(path, packed):
            continue
    except (Damaged, OSError) as error:
        return _why(error)
    return ""


def _why(error: Damaged | OSError) -> str:
    return disk.reason(error) if isinstance(error, OSError) else str(error)


# -- what one backup holds that another does not ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Extent:
    """What a backup holds, as far as another is measured by it."""

    steps: frozenset[bytes]
    """Their ids."""
    catalogues: frozenset[str]
    """Their marks."""

    def holds(self, other: Extent, papers_of: Mapping[str, frozenset[str]]) -> bool:
        """Whether nothing of the other is missing here; `papers_of` gives the papers of a catalogue by its mark.

        Raises `Damaged` where a catalogue that only one of them names cannot be read whole, and OSError.
        """
        if not other.steps <= self.steps:
            return False
        theirs = frozenset[str]().union(*(papers_of[mark] for mark in other.catalogues - self.catalogues))
        return not theirs or theirs <= frozenset[str]().union(*(papers_of[mark] for mark in self.catalogues))


def extent_of(backup: Backup) -> Extent:
    """What a backup holds. Raises `Damaged` where it cannot be read whole, and OSError."""
    steps: set[bytes] = set()
    rest = b""
    for piece in _pieces(backup.path, backup.packed):
        *lines, rest = (rest + piece).split(b"\n")
        steps.update(_key(line) for line in map(bare, lines) if unsealed(line) and not line.startswith(_HEADER))
    return Extent(frozenset(steps), frozenset(head_of(backup).catalogues))


def _key(line: bytes) -> bytes:
    """A step's id by its line; of a line that another program laid out, the line."""
    return line[len(_STEP) : line.find(b'"', len(_STEP))] if line.startswith(_STEP) else line


class PapersOf(dict[str, frozenset[str]]):
    """The ids in each catalogue of a folder, by its mark, read when they are asked for.

    Asking raises `Damaged` and OSError where one cannot be read whole.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, mark: str) -> frozenset[str]:
        found = self[mark] = frozenset(_tables(self._folder, mark)["papers"].raw)
        return found


def first_step(contents: BackupContents) -> str:
    """The id of the earliest step; "" where there is none."""
    return min(((step.stamp, step.id) for step in contents.steps.values()), default=((0, ""), ""))[1]


def said_day(backup: Backup) -> str:
    """The day of a backup as people say it: "24 November 2026"."""
    at = datetime.strptime(backup.day, "%Y-%m-%d").replace(tzinfo=UTC)
    return day(int(at.timestamp() * 1000)).removeprefix("on ")

"""Backups: dated copies of the user's words and of the catalogue, outside the library.

One is made before the first edit of a day, of what was there before it, and one when a session that edited ends (see
`backup_files` for what stands in them); of one that was killed, before the first edit of the next or as that ends. Of
short sessions in quick succession the first leaves one, and then each that finds `UNHELD` steps that are in none: what
no backup holds is less than that, and was said within `OFTENEST`.

Of each of the last seven days with any the last one is kept, of today the first too, and before them the last one of
each of four weeks; days that are still to come, which a wrong clock made, are counted on their own. Any other goes, but
only where one that is kept holds all its steps and papers: so the words of before a loss that nobody noticed stay as
long as the library is without them.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date

from reader.errors import Busy, Damaged
from reader.store import disk
from reader.store.backup_files import (
    FIRST_EDIT,
    SESSION_END,
    Backup,
    BackupHead,
    PapersOf,
    backups_in,
    catalogue_path,
    catalogues_in,
    extent_of,
    flaws_of,
    head_line,
    head_of,
    is_whole,
    mark_of,
    moment_of,
    name_of,
    packed,
)
from reader.store.catalogue import NAME, copies
from reader.store.journal import Signature, device_of, in_order, is_journal, tells_whose
from reader.store.library_id import are_of_two, give_id, library_ids
from reader.store.lines import Header, bare, decode, encode_header
from reader.store.memory import Memory
from reader.text import for_terminal

DAYS = 7
WEEKS = 4
OFTENEST = 10 * 60_000
"""Milliseconds within which a short session that ends makes no further backup, while that of another lacks little."""
UNHELD = 20
"""Steps that are not in the last such backup, from which on one is made all the same."""
LARGE_LIBRARY = 1 << 22
"""Bytes from which on a backup is made in a thread of its own."""
_NAME = 235
"""Bytes of a folder's name that stand in that of its backups: most file systems take 255 (NAME_MAX), and a mark and an
id follow."""
_ONE_DAY = 86_400_000
_BUSY = 1.0
"""Seconds to wait for another process that makes a backup of the same library."""


def _shortened(name: str) -> str:
    """The beginning of a folder's name, so that with what is added to it no file system finds it too long."""
    return os.fsencode(name)[:_NAME].decode("utf-8", "ignore") if len(os.fsencode(name)) > _NAME else name


@dataclass(frozen=True, slots=True)
class _Taken:
    """The files of a library as they are at one moment, held open so that they can be copied later."""

    journals: Sequence[tuple[str, int, int]]
    """Of each its name, the file and its length."""
    catalogues: Sequence[tuple[int, Signature]]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(length for *_, length in self.journals) + sum(signature[1] for _, signature in self.catalogues)

    def let_go(self) -> None:
        """Close them."""
        for fd in (*(fd for _, fd, _ in self.journals), *(fd for fd, _ in self.catalogues)):
            disk.let_go(fd)


class Backups:
    """The backups of one library that this machine makes. `library` is its folder, `data_folder` the platform's.

    `state_folder` is where this machine remembers which library that was, for when the folder is gone.
    """

    def __init__(self, library: str, data_folder: str, state_folder: str = "") -> None:
        self.library = os.path.abspath(library)
        self._state = state_folder
        mark = hashlib.sha256(os.fsencode(self.library)).hexdigest()[:8]
        self._all = os.path.join(data_folder, "backups")
        self._place = os.path.join(self._all, f"{_shortened(os.path.basename(self.library))}-{mark}")
        self._day = -1
        self._newest = 0
        """When this process made one last, or found one."""
        self._thread: threading.Thread | None = None
        self._told: list[str] = []

    @property
    def folder(self) -> str:
        """Where they lie: a folder for each path, and of its own for each further library that comes to that path."""
        ids = self.ids
        held = library_ids(self._place)
        return f"{self._place}-{ids[0]}" if are_of_two(ids, held) else self._place

    @property
    def ids(self) -> tuple[str, ...]:
        """The library's; those that it had, where it is there no more, or where they are gone from it."""
        ids = library_ids(self.library)
        if ids or not self._state:
            return ids
        memory = Memory(self._state, self.library)
        return memory.away().ids or memory.ids

    def former(self) -> list[Backup]:
        """Those of other libraries that were at the same path before, the oldest first. Raises OSError."""
        own, ids = self.folder, set(self.ids)
        found: list[Backup] = []
        for name in disk.names(self._all):
            path = os.path.join(self._all, name)
            here = path == self._place or path.startswith(f"{self._place}-")
            if here and path != own and ids.isdisjoint(library_ids(path)):
                found += (replace(one, former=True) for one in backups_in(path, where=name))
        return found

    def found(self) -> list[Backup]:
        """All that there are of this library, the oldest first; then those that were made where the library, or a copy
        of it, is or was at another path. Raises OSError."""
        own, ids = self.folder, set(self.ids)
        found = backups_in(own)
        for name in disk.names(self._all):
            path = os.path.join(self._all, name)
            if path != own and not ids.isdisjoint(library_ids(path)):
                found += backups_in(path, where=name)
        return found

    # -- making -------------------------------------------------------------------------------------------------------

    def before_edit(self, wall: int) -> None:
        """Make the backup of the day of `wall` (milliseconds since 1970) unless the day has one, and that of a session
        which was killed: of what is there now.

        After the first call of a day and process this is one comparison. What fails is told by `failures`, and is no
        error.
        """
        day = wall // _ONE_DAY
        if day != self._day:
            self._day = day
            self._make(FIRST_EDIT, wall, lambda: not (self._of_today(wall) and self._is_held_nearly(wall)))

    def after_reading(self, wall: int) -> None:
        """Make a backup where a session that did not edit leaves what an earlier one had no time to back up, as it was
        killed."""
        self._make(SESSION_END, wall, lambda: not self._is_held_nearly(wall))

    def after_session(self, wall: int, *, long: bool) -> None:
        """Make a backup of what a session leaves that edited; of a short one only where the last such backup is a while
        ago or lacks many steps. One that was made before the edits of its session is none of these."""
        self._make(SESSION_END, wall, lambda: long or not self._is_held_mostly(wall))

    def make(self, wall: int) -> bool:
        """Make a backup of what is there now, whichever there are; whether there is one more.

        Raises OSError. What fails besides is told by `failures`.
        """
        before = len(backups_in(self.folder))
        self._make(SESSION_END, wall, lambda: True)
        self.wait()
        return len(backups_in(self.folder)) > before

    def failures(self) -> list[str]:
        """What could not be made since the last call, a sentence each."""
        told, self._told = self._told, []
        return told

    def wait(self) -> None:
        """Wait until what is being made is there."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _of_today(self, wall: int) -> list[Backup]:
        return [one for one in backups_in(self.folder) if one.day == name_of(wall)[:10]]

    def _is_held_mostly(self, wall: int) -> bool:
        """Whether a session that ended a short while ago left a backup that lacks few steps of those that are there."""
        for one in reversed(self._of_today(wall)):
            with suppress(Damaged, OSError):
                if self._is_recent(one, wall) and (head := head_of(one)).kind == SESSION_END:
                    return self._steps_behind(head.ends) < UNHELD
        return False

    def _is_held_nearly(self, wall: int) -> bool:
        """Whether the last backup lacks no step, or few that were made a short while ago; also where none tells."""
        for one in reversed(backups_in(self.folder)):
            with suppress(Damaged, OSError):
                if (head := head_of(one)).ends:
                    behind = self._steps_behind(head.ends)
                    return behind == 0 or (behind < UNHELD and self._is_recent(one, wall))
        return True

    def _steps_behind(self, ends: Mapping[str, int]) -> int:
        """How many lines there are behind these ends of the journals; all of one that is shorter. Raises OSError."""
        found = 0
        for path, size in self._journals():
            end = ends.get(os.path.basename(path), 0)
            found += sum(chunk.count(b"\n") for chunk in disk.chunks(path, end if end <= size else 0))
        return found

    def _journals(self) -> Iterator[tuple[str, int]]:
        """The path and length of each journal that holds anything. Raises OSError."""
        folder = os.path.join(self.library, "journal")
        for name in in_order(disk.names(folder)):
            path = os.path.join(folder, name)
            if is_journal(name) and not name.startswith(".") and (size := (disk.signature(path) or (0, 0, 0))[1]):
                yield path, size

    @staticmethod
    def _is_recent(backup: Backup, wall: int) -> bool:
        earliest, latest = (name_of(max(0, moment)) for moment in (wall - OFTENEST, wall))
        return earliest <= backup.name <= latest

    def _make(self, kind: str, wall: int, due: Callable[[], bool]) -> None:
        self.wait()
        with self._telling():
            if not due():
                return
            taken = self._take()
            if not taken.journals and not taken.catalogues:
                return
            # On Windows nothing takes the name of a file that is open.
            if taken.size < LARGE_LIBRARY or sys.platform == "win32":
                self._finish(kind, wall, taken, due)
                return
            self._thread = threading.Thread(target=self._late, args=(kind, wall, taken, due), name="backup")
            self._thread.start()

    def _late(self, kind: str, wall: int, taken: _Taken, due: Callable[[], bool]) -> None:
        with self._telling():
            self._finish(kind, wall, taken, due)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (OSError, OverflowError, ValueError) as error:
            what = disk.reason(error) if isinstance(error, OSError) else "the clock is wrong"
            self._told.append(f"Today's backup in '{for_terminal(self._place)}' could not be made: {what}.")

    def _take(self) -> _Taken:
        """The library's files as they are now: the journals first, for what they say is in the catalogue already."""
        journals: list[tuple[str, int, int]] = []
        catalogues: list[tuple[int, Signature]] = []
        taken = _Taken(journals, catalogues)
        try:
            for path, size in self._journals():
                with suppress(IsADirectoryError):
                    journals.append((os.path.basename(path), disk.hold(path), size))
            for path in (os.path.join(self.library, NAME), *copies(self.library)):
                if (signature := disk.signature(path)) is not None:
                    with suppress(IsADirectoryError):
                        catalogues.append((disk.hold(path), signature))
        except OSError:
            taken.let_go()
            raise
        return taken

    def _finish(self, kind: str, wall: int, taken: _Taken, due: Callable[[], bool]) -> None:
        """Write what was taken, unless another process did meanwhile, and let go what is superfluous."""
        lock = None
        try:
            folder = self.folder
            disk.make_folder(folder)
            lock = disk.Lock(os.path.join(folder, ".lock"), _BUSY)
            with suppress(Busy), lock.held():
                if due():
                    self._write(folder, kind, wall, taken)
                    self._tidy(folder, wall)
        finally:
            taken.let_go()
            if lock is not None:
                lock.close()

    def _write(self, folder: str, kind: str, wall: int, taken: _Taken) -> None:
        ids = self.ids
        for id in ids:
            give_id(folder, id)
        signatures = tuple(signature for _, signature in taken.catalogues)
        marks = self._unchanged(folder, signatures, thorough=kind == FIRST_EDIT) or tuple(
            self._keep_catalogue(folder, fd, signature[1]) for fd, signature in taken.catalogues
        )
        ends = {name: length for name, _, length in taken.journals}
        head = head_line(BackupHead(kind, ids, self.library, marks, signatures, ends))
        disk.replace_unlocked(_place_for(folder, wall), packed(_words(head, taken.journals)))

    @staticmethod
    def _unchanged(folder: str, signatures: tuple[Signature, ...], *, thorough: bool) -> tuple[str, ...]:
        """The marks of these files, where the last backup was made of the same and has them still; else ().

        To be `thorough` is to read what it has of them.
        """
        last = next((backup for backup in reversed(backups_in(folder)) if backup.packed), None)
        with suppress(Damaged, OSError):
            head = head_of(last) if last is not None else BackupHead()
            paths = [catalogue_path(folder, mark) for mark in head.catalogues]
            if head.signatures == signatures and all(
                is_whole(path) if thorough else os.path.exists(path) for path in paths
            ):
                return head.catalogues
        return ()

    @staticmethod
    def _keep_catalogue(folder: str, fd: int, length: int) -> str:
        """Copy a catalogue into the folder unless it is there; returns its mark."""
        hashed = hashlib.sha256()
        for piece in disk.beginning(fd, length):
            hashed.update(piece)
        mark = mark_of(hashed.hexdigest())
        path = catalogue_path(folder, mark)
        if not is_whole(path):
            disk.replace_unlocked(path, packed(disk.beginning(fd, length)))
        return mark

    # -- letting go ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _tidy(folder: str, wall: int) -> None:
        """Remove what is superfluous and what a crash left behind. Only under the lock of the folder."""
        papers_of = PapersOf(folder)
        there = backups_in(folder)
        wanted = _staying(there, name_of(wall)[:10])
        survivors = [one for one in there if one.made in wanted]
        for one in reversed([one for one in there if one.made not in wanted]):
            if _is_held(one, survivors, papers_of):
                disk.remove(one.path)
            else:
                survivors.append(one)
        _remove_catalogues(folder, survivors)
        for name in disk.names(folder):
            if name.startswith(".") and name.endswith(".tmp"):
                disk.remove(os.path.join(folder, name))


def _place_for(folder: str, wall: int) -> str:
    """The file of a backup that is made at a moment: behind the others of its day also where the clock went back, so
    that the first of a day stays its first."""
    day = name_of(wall)[:10]
    later = max((moment_of(one) for one in backups_in(folder) if one.day == day), default=0) + 1000
    if name_of(later)[:10] == day:
        wall = max(wall, later)
    while os.path.exists(path := os.path.join(folder, f"{name_of(wall)}.jsonl.gz")):
        wall += 1000
    return path


def _words(head: bytes, journals: Iterable[tuple[str, int, int]]) -> Iterator[bytes]:
    """All journals as one, each beginning with whose it is and ending with a whole line; last those of which only
    their name says whose they are."""
    yield head

    def is_guessed(journal: tuple[str, int, int]) -> bool:
        name, fd, length = journal
        return not tells_whose(name, next(disk.beginning(fd, length), b""))

    for name, fd, length in sorted(journals, key=is_guessed):
        last = b""
        for piece in disk.beginning(fd, length):
            if not last and not isinstance(decode(bare(piece.partition(b"\n")[0]), ""), Header):
                yield encode_header(device_of(name))
            yield piece
            last = piece[-1:]
        if last not in (b"", b"\n"):
            yield b"~\n"


def _staying(there: Sequence[Backup], today: str) -> set[str]:
    """Which of them stay whatever they hold, by when they were made (see `kept`). One that cannot be read stays, and
    takes the place of none that can."""
    broken: set[str] = set()
    looked: set[str] = set()
    while True:
        wanted = kept([one.made for one in there if one.made not in broken], today) | broken
        weeks = {_week(one.made) for one in there if one.made not in wanted}
        rivals = [one for one in there if one.made in wanted and one.made not in looked and _week(one.made) in weeks]
        looked.update(one.made for one in rivals)
        found = {one.made for one, _ in flaws_of(rivals)}
        if not found:
            return wanted
        broken |= found


def _week(made: str) -> tuple[int, int]:
    """The year and the week of a moment."""
    return date.fromisoformat(made[:10]).isocalendar()[:2]


def _is_held(backup: Backup, survivors: Iterable[Backup], papers_of: PapersOf) -> bool:
    """Whether one of the others, which are tried from the newest on, holds all that a backup holds.

    What cannot be read whole is held by none and holds nothing.
    """
    with suppress(Damaged, OSError):
        extent = extent_of(backup)
        for other in sorted(survivors, key=lambda one: one.made, reverse=True):
            with suppress(Damaged, OSError):
                if extent_of(other).holds(extent, papers_of):
                    return True
    return False


def _remove_catalogues(folder: str, backups: Iterable[Backup]) -> None:
    """Remove the catalogues that no backup names; none where there is a backup that does not say which it names."""
    try:
        named = {mark for backup in backups for mark in head_of(backup).catalogues}
    except (Damaged, OSError):
        return
    for mark in set(catalogues_in(folder)) - named:
        disk.remove(catalogue_path(folder, mark))


def kept(made: Iterable[str], today: str) -> set[str]:
    """Which of backups made at these moments ("2026-11-26 08:12:03") stay whatever they hold.

    >>> sorted(kept(["2026-11-24 08:00:00", "2026-11-24 17:30:00", "2026-11-25 09:10:00"], "2026-11-25"))
    ['2026-11-24 17:30:00', '2026-11-25 09:10:00']
    """
    ordered = sorted(made)
    found = {one for one in ordered if one[:10] == today}
    found = {min(found), max(found)} if found else found
    for group in ([one for one in ordered if one[:10] <= today], [one for one in ordered if one[:10] > today]):
        last_of = {one[:10]: one for one in group}
        days = sorted(last_of, reverse=True)
        weeks: dict[tuple[int, int], str] = {}
        for day in days[DAYS:]:
            weeks.setdefault(_week(day), day)
        found.update(last_of[day] for day in (*days[:DAYS], *list(weeks.values())[:WEEKS]))
    return found

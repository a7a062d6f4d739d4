"""Mending a library: damaged parts are set aside under the date, what is readable is brought back."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from reader.counting import count, form
from reader.errors import Damaged, ReadOnly, StoreError
from reader.library.change import Step
from reader.paper import Paper
from reader.store import disk
from reader.store.backup import Backups
from reader.store.backup_files import catalogues_of, said_day
from reader.store.catalogue import (
    MARKS,
    NAME,
    Documents,
    copies,
    decoded,
    in_places,
    last_import,
    leftovers,
    placeholder,
    read_tables,
    salvaged,
    version,
    written,
)
from reader.store.facts import NEWER, paper_of
from reader.store.journal import as_utf8, device_of, holds_nothing, is_utf16, journal_paths, journals_there
from reader.store.lines import VERSION, Header, decode, is_merge_mark, parse, whole_lines
from reader.store.memory import JournalEnd, was_here
from reader.text import for_terminal

_STEP = re.compile(rb'(?=\{"i":")')


def mend(path: Path, ends: Mapping[str, JournalEnd], backups: Backups) -> list[str]:
    """Mend what `doctor.check` finds in the files: damaged parts go to the folder "set-aside", what is readable stays.
    `ends` tells how far this machine had read the journal of each device; a catalogue that is lost is made of what is
    left of it, and of what `backups` hold.

    Returns a sentence for each thing done. Raises `Busy`, `ReadOnly` and `StoreError`.
    """
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        raise StoreError(f"There is no folder '{for_terminal(folder)}'.")
    lock = disk.Lock(os.path.join(folder, ".lock"))
    mending = _Mending(folder, ends, backups)
    try:
        mending.free_lock(lock.path)
        with lock.held():
            return mending.all()
    except OSError as error:
        raise mending.stopped(error) from error
    finally:
        lock.close()


def mend_catalogue(folder: str, backups: Backups) -> list[str]:
    """Mend the catalogue alone, as `mend` does; only under the library's lock. Raises `Damaged` and OSError."""
    return _Mending(folder, {}, backups).catalogue()


class _Mending:
    """One repair of one library, under its lock."""

    def __init__(self, folder: str, ends: Mapping[str, JournalEnd], backups: Backups) -> None:
        self._folder = folder
        self._backups = backups
        self._ends = ends
        self._aside = os.path.join(folder, "set-aside")
        self._date = f"{datetime.now(UTC):%Y-%m-%d}"
        self._done: list[str] = []

    def free_lock(self, path: str) -> None:
        """Set aside what is in the place of the lock and nobody's lock: no plain file. Raises OSError."""
        for place in (path, disk.owned(path)):
            if disk.is_there(place) and not stat.S_ISREG(os.lstat(place).st_mode):
                self._move(place)

    def stopped(self, error: OSError) -> StoreError:
        """The error for a repair that failed halfway, with what it had done until then."""
        if not self._done:
            return disk.refusal(error, self._folder)
        return StoreError(f"{' '.join(self._done)} There the repair stopped: {disk.reason_in(error, self._folder)}.")

    def all(self) -> list[str]:
        """Mend everything; sentences about what was done. Raises OSError and `ReadOnly`."""
        if placeholder(self._folder):
            raise ReadOnly(f"'{NAME}' {disk.ELSEWHERE}, so nothing is mended; {disk.FETCH}.")
        journals = os.path.join(self._folder, "journal")
        if disk.is_no_folder(journals):
            self._move(journals)
        self._refuse_newer()
        for path in (*leftovers(self._folder), *self._strange()):
            self._move(path)
        self.catalogue()
        for path in journals_there(self._folder):
            self._journal(path)
        self._modes()
        return self._done

    def _strange(self) -> list[str]:
        """What has a name of ours and is no plain file (a folder, a pipe), and what lies among the journals and says
        nothing."""
        journals = journals_there(self._folder)
        paths = [os.path.join(self._folder, NAME), *copies(self._folder), *journals]
        strange = [path for path in paths if disk.is_strange(path)]
        files = filter(os.path.isfile, journals)
        return strange + [path for path in files if holds_nothing(path, disk.read(path))]

    def _refuse_newer(self) -> None:
        headers = []
        for path in journals_there(self._folder):
            if not disk.is_strange(path):
                lines = parse(as_utf8(disk.read(path)), "")
                headers += [line.said for line in lines if isinstance(line.said, Header)]
        try:
            marked = version(read_tables(os.path.join(self._folder, NAME)))
        except (Damaged, FileNotFoundError, IsADirectoryError):
            marked = VERSION
        if any(found > VERSION for found in (marked, *(header.version for header in headers))):
            raise ReadOnly(NEWER)

    # -- setting aside ------------------------------------------------------------------------------------------------

    def _place(self, name: str) -> str:
        disk.make_folder(self._aside)
        stem = f"{self._date}-{name.lstrip('.')}"
        path, number = os.path.join(self._aside, stem), 1
        while os.path.lexists(path):
            number += 1
            path = os.path.join(self._aside, f"{self._date}-{number}-{name.lstrip('.')}")
        return path

    def _move(self, path: str) -> None:
        place = self._place(os.path.basename(path))
        disk.rename(path, place)
        disk.sync_folder(self._aside)
        disk.sync_folder(os.path.dirname(path))
        self._say(f"Set '{os.path.basename(path)}' aside as '{os.path.relpath(place, self._folder)}'.")

    def _keep(self, name: str, data: bytes) -> str:
        """Write what is taken out of a file; returns where."""
        place = self._place(name)
        disk.create(place, data)
        return os.path.relpath(place, self._folder)

    def _say(self, sentence: str) -> None:
        self._done.append(for_terminal(sentence))

    # -- the catalogue ------------------------------------------------------------------------------------------------

    def catalogue(self) -> list[str]:
        """Mend the catalogue; sentences about what was done until now. Raises OSError."""
        path = os.path.join(self._folder, NAME)
        others = copies(self._folder)
        try:
            tables = read_tables(path)
            for raw in tables["papers"].raw.values():
                decoded(raw)
        except FileNotFoundError:
            if not others and not os.path.lexists(disk.former(path)) and not journal_paths(self._folder):
                return self._done
            self._rebuild(path, {})
        except Damaged as error:
            data = disk.read(path)
            self._say(f"'{NAME}' could not be read: {error}. It is kept as '{self._keep(NAME, data)}'.")
            self._rebuild(path, salvaged(data))
        else:
            self._tidy(path, tables)
        for other in others:
            self._move(other)
        return self._done

    def _rebuild(self, path: str, found: dict[str, bytes]) -> None:
        documents = Documents()
        documents.raw = {id: raw for id, raw in found.items() if isinstance(paper_of(id, raw), Paper)}
        told = []
        if documents.raw:
            told.append(f"{count(len(documents.raw), 'paper was', 'papers were')} read out of the damaged '{NAME}'.")
        marks: dict[str, Any] = {"format": {"version": VERSION}}
        for source, tables in self._others(path):
            more = self._merge(documents, tables["papers"])
            if more:
                told.append(f"{count(more, 'paper')} came from {source}.")
            marks.setdefault("import", tables.get("state", {}).get("import", {}))
        disk.replace(path, written({"state": {k: v for k, v in marks.items() if v}, "papers": documents}))
        for sentence in told:
            self._say(sentence)
        named = self._named() - documents.raw.keys()
        if named:
            ids = ", ".join(sorted(named)[:20])
            again = f"could not be brought back; import {form(len(named), 'it', 'them')} again: {ids}"
            self._say(f"{count(len(named), 'paper')} that the journals name {again}")

    def _others(self, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """What else holds papers, with what it is called: the catalogue of before its last change, copies, and those in
        backups, of which what was written later than the first comes before it."""
        told: list[tuple[int, str, dict[str, Any]]] = []
        for other in (disk.former(path), *copies(self._folder)):
            with suppress(Damaged, OSError):
                told.append((os.stat(other).st_mtime_ns, f"'{os.path.basename(other)}'", read_tables(other)))
        since = told[0][0] if told else 0
        with suppress(OSError):
            for written, backup, tables in catalogues_of(self._backups.found()):
                place = sum(at > written for at, *_ in told) if written > since else len(told)
                told.insert(place, (written, f"the backup of {said_day(backup)}", tables))
        return ((source, tables) for _, source, tables in told)

    def _merge(self, documents: Documents, others: Documents) -> int:
        """Take over papers that are missing, each where it stood among the others; how many."""
        more = set()
        for id, raw in others.raw.items():
            try:
                fresh = id not in documents.raw and isinstance(paper_of(id, raw), Paper)
            except Damaged:
                continue
            if fresh:
                documents.raw[id] = raw
                more.add(id)
        documents.raw = in_places(documents.raw, more, others.raw)
        return len(more)

    def _named(self) -> set[str]:
        """The papers that the journals speak of and that are not removed by the last word about them."""
        return {
            change.subject
            for path in journals_there(self._folder)
            for line in parse(as_utf8(disk.read(path)), "")
            if isinstance(line.said, Step)
            for change in line.said.changes
            if change.of_paper
        }

    def _tidy(self, path: str, tables: dict[str, Any]) -> None:
        """Set aside single entries of a catalogue that as a whole is sound, and take over what only copies have."""
        documents: Documents = tables["papers"]
        bad = {id: raw for id, raw in documents.raw.items() if not isinstance(paper_of(id, raw), Paper)}
        state = tables.get("state", {})
        state = state if isinstance(state, dict) else {"?": state}
        strange = {name: mark for name, mark in state.items() if name not in MARKS}
        id, line = last_import(tables)
        if id and not isinstance(decode(line, ""), Step):
            strange["import"] = state["import"]
        more = 0
        doubled = list(documents.doubled)
        for other in copies(self._folder):
            try:
                more += self._merge(documents, read_tables(other)["papers"])
            except (Damaged, OSError):
                continue
        if not (bad or strange or more or doubled or documents.uneven):
            return
        if documents.uneven:
            self._say(f"The commas between the lines of '{NAME}' were put right.")
        if bad or strange or doubled:
            place = self._keep(NAME, disk.read(path))
            names = ", ".join([*bad, *strange, *doubled][:20])
            self._say(f"Entries of '{NAME}' were set aside ({names}); it is kept as '{place}'.")
        if more:
            self._say(f"{count(more, 'paper')} came from copies of the catalogue.")
        for name in bad:
            del documents.raw[name]
        marks = {"format": {"version": VERSION}, **{k: v for k, v in state.items() if k not in strange}}
        rest = {name: table for name, table in tables.items() if name not in ("papers", "state", "version")}
        disk.replace(path, written({"state": marks, **rest, "papers": documents}), keep=True)

    # -- the journals -------------------------------------------------------------------------------------------------

    def _journal(self, path: str) -> None:
        data = disk.read(path)
        name = os.path.basename(path)
        if is_utf16(data):
            place = self._keep(name, data)
            data = as_utf8(data)
            disk.replace(path, [data])
            self._say(f"'{name}' was saved as UTF-16 and is UTF-8 again; it is kept as '{place}'.")
        lines, left = whole_lines(data, device_of(path), partial(was_here, self._ends))
        damaged = [line for line in lines if line.damaged or line.marred]
        marks = [line for line in lines if line.said is None and is_merge_mark(line.text)]
        if damaged or marks:
            place = self._keep(name, b"".join(line.raw + b"\n" for line in (*damaged, *marks)))
            kept: list[bytes] = []
            saved = 0
            for line in lines:
                if line in damaged:
                    steps = [line.text + b"\n"] if line.marred else list(_steps_in(line.raw))
                    saved += len(steps)
                    kept += steps
                elif line not in marks:
                    kept.append(line.raw + b"\n")
            if left is not None:
                kept.append(left.raw + b"~\n")
            disk.replace(path, kept)
            bad = len(damaged) + len(marks)
            within = (
                f"; {count(saved, 'step')} within could be read and {form(saved, 'is', 'are')} kept" if saved else ""
            )
            self._say(f"{count(bad, 'line')} of '{name}' {form(bad, 'was', 'were')} set aside as '{place}'{within}.")
        elif left is not None and not left.blank:
            disk.append(path, b"~\n", len(data))
            self._say(f"The unfinished last line of '{name}' was closed.")

    # -- modes --------------------------------------------------------------------------------------------------------

    def _modes(self) -> None:
        names = (".lock", NAME, "journal")
        paths = [self._folder, *(os.path.join(self._folder, name) for name in names), *journal_paths(self._folder)]
        for path in paths:
            if os.name == "posix" and os.path.exists(path):
                mode = stat.S_IMODE(os.stat(path).st_mode)
                if mode & stat.S_IWOTH:
                    os.chmod(path, mode & ~stat.S_IWOTH)
                    self._say(f"'{os.path.relpath(path, self._folder)}' may no longer be written by every user.")


def _steps_in(raw: bytes) -> Iterator[bytes]:
    """Steps that stand whole within a damaged line: two lines that ran together."""
    for part in _STEP.split(raw):
        whole = part[: part.rfind(b'"}') + 2]
        if isinstance(decode(whole, ""), Step):
            yield whole + b"\n"

"""What this machine remembers of a library, outside of it: how much there was, so that a loss can be noticed.

One small file for each path of a library, in the folder "memory" of the state folder:

    {"reader":"memory","version":1,"place":"/home/i/library","ids":["k3v9x2m7qa"],"when":1795254495897,"clock":17,
     "settled":[0,""],"papers":355,"sample":["2408.07990",...],"journals":{"<device>":[214,17,"9f2c41d07b3e-4",...]},
     "mount":"/","c":"1f0c9a77"}

It is written over after each edit and when a process that read more is done, without waiting for the disk: it claims
only what was durable before. It may be lost, damaged or unwritable at any time; then nothing is remembered, and nothing
is told. Beside it lies a second name of the library's id file, where the two are on one file system: it tells whether
that library still is somewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from typing import Any

from reader.store import disk
from reader.store.catalogue import NAME, copies
from reader.store.library_id import id_path, library_ids
from reader.store.lines import CLOCK_LIMIT, seal, unsealed

_VERSION = 1


@dataclass(frozen=True, slots=True)
class JournalEnd:
    """How many steps of a device were there."""

    steps: int
    clock: int
    """Of the last of them, by clock and id."""
    id: str
    wall: int
    """Of the same, in milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class RememberedLibrary:
    """How much of a library this machine has seen."""

    path: str = ""
    """The library's, absolute; "" when nothing is remembered."""
    ids: tuple[str, ...] = ()
    when: int = 0
    """When all of it was there last, in milliseconds since 1970."""
    clock: int = 0
    """The highest that was ever seen."""
    settled: tuple[int, str] = (0, "")
    """The stamp of the last step by which the user went on without what was lost."""
    papers: int = 0
    """In the catalogue."""
    sample: tuple[str, ...] = ()
    """Ids of a few of them, from all parts of the catalogue."""
    journals: Mapping[str, JournalEnd] = field(default_factory=dict)
    """By device."""
    mount: str = ""
    """Where the file system begins that the library lies on."""

    @property
    def worth(self) -> bool:
        """Whether there was a paper or a step, so that its loss is worth a word."""
        return bool(self.papers or self.journals)


NOTHING = RememberedLibrary()


class Memory:
    """What is remembered of the library at one path."""

    def __init__(self, state: str, path: str) -> None:
        self._folder = os.path.join(state, "memory")
        self._path = path
        self._file = os.path.join(self._folder, f"{_mark(path)}.json")
        self._link = os.path.join(self._folder, f"{_mark(path)}.id")
        self._seen: tuple[int, int, int] | None = None
        self._ids: tuple[str, ...] | None = None
        self._mount = ""

    def changed(self) -> bool:
        """Whether another process wrote it since it was last read or written."""
        try:
            return disk.signature(self._file) != self._seen
        except OSError:
            return False

    def load(self) -> RememberedLibrary:
        """What is remembered; `NOTHING` where that cannot be read."""
        with suppress(OSError):
            self._seen = disk.signature(self._file)
        found = _load(self._file)
        return found if found.path == self._path else NOTHING

    def save(self, what: RememberedLibrary) -> None:
        """Remember this from now on. A state folder that cannot be written is no reason to complain."""
        with suppress(OSError):
            if what.ids != self._ids:
                self._look_round(what.ids)
            disk.scribble(self._file, _written(replace(what, path=self._path, mount=self._mount)))
            self._seen = disk.signature(self._file)

    def _look_round(self, ids: tuple[str, ...]) -> None:
        """Find out what is remembered of the folder itself, which stays while it is open, and keep the second name."""
        disk.make_folder(self._folder)
        self._mount = _mount(self._path)
        if ids:
            file = id_path(self._path, ids[0])
            with suppress(OSError):
                if not (os.path.exists(self._link) and os.path.samefile(self._link, file)):
                    disk.remove(self._link)
                    os.link(file, self._link)
        self._ids = ids

    def forget(self) -> None:
        """Remember nothing any more. Raises OSError."""
        disk.remove(self._file)
        disk.remove(self._link)
        self._seen = None

    # -- what became of the library -----------------------------------------------------------------------------------

    def is_away(self, what: RememberedLibrary) -> bool:
        """Whether the library that is remembered is not at its path, and nothing else is.

        An empty folder may take a new one where the old one was deleted, as far as that can be known.
        """
        if not what.worth or not bare(self._path):
            return False
        if not os.path.isdir(self._path) or _mount(self._path) != what.mount:
            return True
        return self._is_elsewhere() or not os.path.exists(self._link)

    def is_another(self, what: RememberedLibrary) -> bool:
        """Whether the library at this path carries another id than the one that is remembered."""
        ids = library_ids(self._path)
        return bool(ids and what.ids) and set(ids).isdisjoint(what.ids)

    def _is_elsewhere(self) -> bool:
        """Whether the id file that is remembered lies in a folder, and not in this one."""
        try:
            here = any(os.path.samefile(self._link, id_path(self._path, id)) for id in library_ids(self._path))
            return os.stat(self._link).st_nlink > 1 and not here
        except OSError:
            return False

    def before(self) -> tuple[int, RememberedLibrary]:
        """For a library that was never seen at this path: the highest clock that it had at others, and what is
        remembered of it where it no longer is (`NOTHING` when it still is there, so that this is a copy)."""
        ids = set(library_ids(self._path))
        clock, gone = 0, NOTHING
        if not ids:
            return clock, gone
        with suppress(OSError):
            for name in disk.names(self._folder):
                found = _load(os.path.join(self._folder, name)) if name.endswith(".json") else NOTHING
                if ids.isdisjoint(found.ids):
                    continue
                clock = max(clock, found.clock)
                if bare(found.path) and found.when > gone.when:
                    gone = found
        return clock, gone


def bare(path: str) -> bool:
    """Whether there is no library at a path: no folder, or nothing of a library in it."""
    try:
        names = disk.names(path)
        return not (NAME in names or "journal" in names or library_ids(path) or copies(path))
    except OSError:
        return not os.path.isdir(path)


def _mark(path: str) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _mount(path: str) -> str:
    """Where the file system begins that a path lies on; what is not there counts as its folder."""
    path = os.path.realpath(path)
    while not os.path.ismount(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


def _written(what: RememberedLibrary) -> bytes:
    facts: dict[str, Any] = {one.name: getattr(what, one.name) for one in fields(what) if one.name != "path"}
    facts["journals"] = {device: [mark.steps, mark.clock, mark.id, mark.wall] for device, mark in what.journals.items()}
    return seal({"reader": "memory", "version": _VERSION, "place": what.path, **facts})


def _load(path: str) -> RememberedLibrary:
    """What a file remembers. Whatever stands in it, there is no error."""
    try:
        line = disk.read(path).partition(b"\n")[0]
        said = json.loads(line) if unsealed(line) else None
        if not isinstance(said, dict) or said["reader"] != "memory" or said["version"] != _VERSION:
            return NOTHING
        found = RememberedLibrary(
            path=said["place"],
            ids=tuple(said["ids"]),
            when=said["when"],
            clock=said["clock"],
            settled=(said["settled"][0], said["settled"][1]),
            papers=said["papers"],
            sample=tuple(said["sample"]),
            journals={device: JournalEnd(*mark) for device, mark in said["journals"].items()},
            mount=said["mount"],
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return NOTHING
    return found if _sound(found) else NOTHING


def _sound(what: RememberedLibrary) -> bool:
    """Whether every value is of its kind."""
    marks = what.journals.values()
    numbers = (what.when, what.clock, what.papers, what.settled[0])
    counts = (*numbers, *(number for mark in marks for number in (mark.steps, mark.clock, mark.wall)))
    texts = (what.path, what.mount, what.settled[1], *what.ids, *what.sample, *what.journals, *(m.id for m in marks))
    return (
        all(type(number) is int for number in counts)
        and all(isinstance(text, str) for text in texts)
        and 0 <= what.clock <= CLOCK_LIMIT
    )

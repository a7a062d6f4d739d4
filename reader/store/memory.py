"""What this machine remembers of a library, outside of it: how much there was, so that a loss can be noticed.

One small file for each path of a library, in the folder "memory" of the state folder:

    {"reader":"memory","version":1,"place":"/home/i/library","ids":["k3v9x2m7qa"],"when":1795254495897,"clock":17,
     "settled":[0,""],"papers":355,"sample":["2408.07990",...],"journals":{"<device>":[214,17,"9f2c41d07b3e-4",...]},
     "c":"1f0c9a77"}

It is written over after each edit and when a process that read more is done, without waiting for the disk: it claims
only what was durable before. It may be lost, damaged or unwritable at any time; then nothing is remembered, and nothing
is told. Where another library has taken the place of one that is remembered, the memory of the former one stays beside
it, under the id of that library, until it is back. What is said of a library only once has a file beside it
(`<library>.no-locks`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from typing import Any

from reader.library.change import Step
from reader.store import disk
from reader.store.catalogue import NAME, copies, placeholder
from reader.store.library_id import are_of_two, library_ids
from reader.store.lines import CLOCK_LIMIT, SENSE, seal, unsealed
from reader.text import for_terminal

_VERSION = 1


@dataclass(frozen=True, slots=True)
class JournalEnd:
    """How many steps of a device were there."""

    steps: int
    clock: int
    """Of the last of them, by clock and id."""
    id: str
    wall: int
    """The latest moment of one of them, in milliseconds since 1970: where the clock was wrong for a time, not that of
    the last."""


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

    @property
    def worth(self) -> bool:
        """Whether there was a paper or a step, so that its loss is worth a word."""
        return bool(self.papers or self.journals)


NOTHING = RememberedLibrary()


def was_here(journals: Mapping[str, JournalEnd], step: Step) -> bool:
    """Whether a step was there, by how far the journals of the devices went.

    So a last line that has lost its newline is told from one that was never finished: what is written after a line has
    a later clock, and what was never answered is not remembered.
    """
    end = journals.get(step.device)
    return end is not None and (step.id == end.id or step.clock < end.clock)


class Memory:
    """What is remembered of the library at one path."""

    def __init__(self, state: str, path: str) -> None:
        self._folder = os.path.join(state, "memory")
        self._path = path
        self.file = os.path.join(self._folder, f"{_mark(path)}.json")
        """Where it is remembered."""
        self._seen: tuple[int, int, int] | None = None
        self._ids: tuple[str, ...] | None = None
        """Of the library that the file remembers, as it was last read or written."""

    def changed(self) -> bool:
        """Whether another process wrote it since it was last read or written."""
        try:
            return disk.signature(self.file) != self._seen
        except OSError:
            return False

    def load(self) -> RememberedLibrary:
        """What is remembered; `NOTHING` where that cannot be read."""
        with suppress(OSError):
            self._seen = disk.signature(self.file)
        found = _load(self.file)
        self._ids = found.ids or None
        return found if found.path == self._path else NOTHING

    @property
    def trouble(self) -> str:
        """A sentence where something is there that cannot be read or is damaged: no loss is noticed by it. "" where it
        can be read, or nothing is there."""
        what = f"What this machine remembers of the library, in '{for_terminal(self.file)}',"
        for folder in (os.path.dirname(self._folder), self._folder):
            if os.path.lexists(folder) and not os.path.isdir(folder):
                why = f"'{for_terminal(folder)}' is no folder"
                return f"{what} cannot be kept ({why}): what gets lost is not noticed until that is moved away."
        try:
            if disk.signature(self.file) is None or unsealed(disk.read_small(self.file).partition(b"\n")[0]):
                return ""
        except OSError as error:
            why = disk.reason(error)
            return f"{what} cannot be read ({why}): what gets lost is not noticed until that is mended or removed."
        return f"{what} is damaged: what was lost before now is not noticed."

    def save(self, what: RememberedLibrary) -> None:
        """Remember this from now on. A state folder that cannot be written is no reason to complain."""
        with suppress(OSError):
            if what.ids != self._ids:
                disk.make_folder(self._folder)
                held = self.load()
                if held.ids and set(held.ids).isdisjoint(what.ids):
                    self._lay_aside(held)
                self._ids = what.ids
            disk.scribble(self.file, _written(replace(what, path=self._path)))
            self._seen = disk.signature(self.file)

    def forget(self) -> None:
        """Another library may begin here; the memory of this one is kept for the day on which it is back.

        Raises OSError.
        """
        for other in [] if self.load().worth else list(self._by_other_paths()):
            Memory(os.path.dirname(self._folder), other.path).forget()
        held = self.load()
        if held.ids:
            self._lay_aside(held)
        disk.remove(self.file)
        self._seen = None

    def first_time(self, what: str) -> bool:
        """Whether this never happened to the library before; from now on it has, where that can be kept."""
        try:
            disk.make_folder(self._folder)
            with disk.opened(f"{self.file.removesuffix('.json')}.{what}", os.O_WRONLY | os.O_CREAT | os.O_EXCL):
                return True
        except FileExistsError:
            return False
        except OSError:
            return True

    def _lay_aside(self, held: RememberedLibrary) -> None:
        """Keep what is remembered under the library's id. Raises OSError."""
        disk.scribble(self._aside(held.ids[0]), _written(held))

    def _aside(self, id: str) -> str:
        return os.path.join(self._folder, f"{_mark(self._path)}-{id}.json")

    # -- what became of the library -----------------------------------------------------------------------------------

    def away(self) -> RememberedLibrary:
        """The library that is remembered here and is not there, nor is anything else; `NOTHING` when there is none.

        An empty folder is what a disk that is not mounted leaves, so that it takes no new library by itself, by
        whatever path it is called.
        """
        if not bare(self._path):
            return NOTHING
        held = self.load()
        return held if held.worth else next((other for other in self._by_other_paths() if other.worth), NOTHING)

    def _by_other_paths(self) -> Iterator[RememberedLibrary]:
        """What is remembered of the same folder under other paths that lead to it."""
        real = os.path.realpath(self._path)
        with suppress(OSError):
            for name in disk.names(self._folder):
                found = _load(os.path.join(self._folder, name)) if name.endswith(".json") else NOTHING
                is_current = name == f"{_mark(found.path)}.json"
                if is_current and found.path != self._path and os.path.realpath(found.path) == real:
                    yield found

    def is_another(self, what: RememberedLibrary) -> bool:
        """Whether the library at this path carries another id than the one that is remembered."""
        return are_of_two(library_ids(self._path), what.ids)

    def of_this(self, what: RememberedLibrary) -> RememberedLibrary:
        """What is remembered of the very library that is here: `what`, unless another one was here meanwhile."""
        if what.worth and not self.is_another(what):
            return what
        kept = ((id, _load(self._aside(id))) for id in library_ids(self._path))
        return next((found for id, found in kept if found.path == self._path and id in found.ids), NOTHING)

    def before(self) -> tuple[int, RememberedLibrary]:
        """For a library that was never seen at this path: the highest clock that it had at others, or that another one
        had here, whose words may come back to it; and what is remembered of it where it no longer is (`NOTHING` when it
        still is there, so that this is a copy)."""
        ids = set(library_ids(self._path))
        clock, gone = 0, NOTHING
        with suppress(OSError):
            for name in disk.names(self._folder):
                found = _load(os.path.join(self._folder, name)) if name.endswith(".json") else NOTHING
                is_this = not ids.isdisjoint(found.ids)
                if is_this or (found.path == self._path and found.clock <= SENSE):
                    clock = max(clock, found.clock)
                if is_this and bare(found.path) and found.when > gone.when:
                    gone = found
        return clock, gone


def last_used(state: str, path: str) -> RememberedLibrary:
    """Of the libraries that there are elsewhere than at `path`, the one that this machine saw last; `NOTHING` where it
    remembers none."""
    folder, found = os.path.join(state, "memory"), [NOTHING]
    with suppress(OSError):
        held = [_load(os.path.join(folder, name)) for name in disk.names(folder) if name.endswith(".json")]
        found += [other for other in held if other.worth and other.path != path and not bare(other.path)]
    return max(found, key=lambda other: other.when)


def bare(path: str) -> bool:
    """Whether there is no library at a path: no folder, or nothing of a library in it."""
    try:
        names = disk.names(path)
        return not (NAME in names or "journal" in names or library_ids(path) or copies(path) or placeholder(path))
    except OSError:
        return not os.path.isdir(path)


def _mark(path: str) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _written(what: RememberedLibrary) -> bytes:
    facts: dict[str, Any] = {one.name: getattr(what, one.name) for one in fields(what) if one.name != "path"}
    facts["journals"] = {device: [mark.steps, mark.clock, mark.id, mark.wall] for device, mark in what.journals.items()}
    return seal({"reader": "memory", "version": _VERSION, "place": what.path, **facts})


def _load(path: str) -> RememberedLibrary:
    """What a file remembers. Whatever stands in it, there is no error."""
    try:
        line = disk.read_small(path).partition(b"\n")[0]
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
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return NOTHING
    return found if _sound(found) else NOTHING


def _sound(what: RememberedLibrary) -> bool:
    """Whether every value is of its kind."""
    marks = what.journals.values()
    numbers = (what.when, what.clock, what.papers, what.settled[0])
    counts = (*numbers, *(number for mark in marks for number in (mark.steps, mark.clock, mark.wall)))
    texts = (what.path, what.settled[1], *what.ids, *what.sample, *what.journals, *(m.id for m in marks))
    return (
        all(type(number) is int for number in counts)
        and all(isinstance(text, str) for text in texts)
        and 0 <= what.clock <= CLOCK_LIMIT
    )

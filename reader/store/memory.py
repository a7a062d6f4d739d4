"""What this machine remembers of a library, outside of it: how much there was, so that a loss can be noticed.

One small file for each path of a library, in the folder "memory" of the state folder:

    {"reader":"memory","version":1,"place":"/home/i/library","ids":["k3v9x2m7qa"],"when":1795254495897,"clock":17,
     "settled":[0,""],"papers":355,"sample":["2408.07990",...],"catalogue":"5d0e...","journals":{"<device>":[214,17,"9f2c41d07b3e-4",...]},
     "moved":"","copy":false,"exports":"","writer":["k3v9x2m7qa","9c01d55e2b"],"c":"1f0c9a77"}

It is written over after each edit and when a process that read more is done, without waiting for the disk: it claims
only what was durable before. It may be lost, damaged or unwritable at any time; then no more is remembered, and nothing
is told but that. Where another library has taken the place of one that is remembered, the memory of the former one
stays beside it, under the id of that library, until it is back. What is said of a library only once has a file beside
it (`<library>.no-locks`). "catalogue" is the mark of the ids of all papers, which stand in a file of their own (see
`paper_ids`); an older version left a "sample" alone. "writer" is this machine's id, and what tells the machine (see
`device`). "exports" names the file beside it of what it left of exported files (see `told_files`), wherever the library
was then.

A library goes by its id, wherever it lies: what is remembered of it in a place where it is no more, or by another path
to the same folder, counts where it is found, and "moved" names that place in the memory of the former one. A copy,
first seen while the library with its id was still in another place ("copy"), goes by itself from then on.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any

from reader.library.change import Step
from reader.patterns import regex
from reader.store import disk
from reader.store.catalogue import NAME, copies, placeholder
from reader.store.known_again import SeenLibrary, known_again
from reader.store.library_id import are_of_two, library_ids
from reader.store.lines import CLOCK_LIMIT, SENSE, seal, unsealed
from reader.store.paper_ids import PaperIds, is_mark
from reader.text import for_terminal

_VERSION = 1
_EXPORTS = regex(r"(?:[0-9a-f]{16}(?:-[0-9]{1,9})?)?")


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
    catalogue: PaperIds = field(default_factory=PaperIds)
    """The ids of all of them, as far as they are known."""
    journals: Mapping[str, JournalEnd] = field(default_factory=dict)
    """By device."""
    moved: str = ""
    """Where it was seen next, having left this place; "" as far as is known it has not."""
    copy: bool = False
    """Whether it was first seen here while another folder with its id was there."""
    exports: str = ""
    """What names the file of what this machine left of its exported files; "" for the mark of its path."""
    writer: tuple[str, str] = ("", "")
    """The device that saw it, and what tells the machine; "" where that was not kept."""

    @property
    def worth(self) -> bool:
        """Whether there was a paper or a step, so that its loss is worth a word."""
        return bool(self.papers or self.journals)


NOTHING = RememberedLibrary()


@dataclass(frozen=True, slots=True)
class LibraryHere:
    """What is remembered of the library that is in a place now."""

    remembered: RememberedLibrary
    """Of all that is remembered of it, what was seen last; nothing but whether it is a copy where it is new here."""
    clock: int
    """The highest that it had anywhere, or that another one had here, whose words may come back to it."""
    before: str = ""
    """The place where that was remembered, if it has left that one; else ""."""
    instead: RememberedLibrary = NOTHING
    """The other library that was here before it."""


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
        self._papers = PaperIds()
        """The same of the papers."""
        self._keeps = False
        """Whether it was seen that these are kept."""
        self._left: tuple[str, RememberedLibrary] | None = None
        """The file that remembers it in the place which it left, until it is remembered here."""
        self._failure = ""
        """Why it could not be written when that was last tried."""

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
        self._papers, self._keeps = found.catalogue, False
        return found if found.path == self._path else NOTHING

    @property
    def trouble(self) -> str:
        """A sentence where something is there that cannot be read, is damaged or cannot be written: no loss is noticed
        by it. "" where it can be, or nothing is there."""
        if why := self.unkept:
            return why
        try:
            if disk.signature(self.file) is None or unsealed(disk.read_small(self.file).partition(b"\n")[0]):
                return self._lost_papers
        except OSError as error:
            why = disk.reason(error)
            return (
                f"{self._what} cannot be read ({why}): what gets lost is not noticed until that is mended or removed."
            )
        return f"{self._what} is damaged: what was lost before now is not noticed."

    @property
    def _is_readable(self) -> bool:
        """Whether it could be read, whatever it says, or nothing is there."""
        try:
            return disk.signature(self.file) is None or disk.read_small(self.file) is not None
        except OSError:
            return False

    @property
    def _lost_papers(self) -> str:
        """A sentence where the ids of the papers are not there as they were kept; else ""."""
        papers = _load(self.file).catalogue
        if not papers.mark or papers.are_known:
            return ""
        shown = for_terminal(papers.place(self._folder))
        what = f"The list of this library's papers that this machine remembers, '{shown}', is gone or damaged"
        return f"{what}: of papers that were lost before now, not all are noticed."

    @property
    def unkept(self) -> str:
        """A sentence where nothing more can be remembered, or could not be when it was last tried; else ""."""
        place = disk.nearest(self.file)
        why, until = self._failure, "mended"
        if place != self.file and not os.path.isdir(place):
            why, until = f"'{for_terminal(place)}' is no folder", "moved away"
        elif os.path.islink(self.file) and not os.path.isdir(os.path.dirname(os.path.realpath(self.file))):
            why, until = "it is a link to what is not there", "mended or removed"
        elif os.access(place, os.R_OK) and not disk.writable(place):
            why = f"'{for_terminal(place)}' may not be written"
        elif os.path.isdir(self._folder) and not disk.writable(self._folder):
            why = f"'{for_terminal(self._folder)}' may not be written"
        return (
            f"{self._what} cannot be kept ({why}): what gets lost is not noticed until that is {until}." if why else ""
        )

    @property
    def _what(self) -> str:
        return f"What this machine remembers of the library, in '{for_terminal(self.file)}',"

    def save(self, what: RememberedLibrary) -> None:
        """Remember this from now on. Where that cannot be written, it is no error; `unkept` tells."""
        self._failure = ""
        try:
            self._save(what)
        except OSError as error:
            self._failure = disk.reason(error) if self._is_readable else ""  # What cannot be read is told as that.

    def _save(self, what: RememberedLibrary) -> None:
        if what.ids != self._ids:
            disk.make_folder(self._folder)
            held = self.load()
            if held.ids and set(held.ids).isdisjoint(what.ids):
                self._lay_aside(held)
            self._ids = what.ids
        former_papers, failure = self._papers, None
        if what.catalogue != former_papers or not self._keeps:
            disk.make_folder(self._folder)
            try:
                what.catalogue.keep(self._folder)
            except OSError as error:  # All the rest is remembered still.
                failure, what = error, replace(what, catalogue=PaperIds())
            self._papers, self._keeps = what.catalogue, True
        if self._left is not None:
            file, former = self._left
            self._left = None
            disk.scribble(file, _written(replace(former, moved=self._path)))
        disk.scribble(self.file, _written(replace(what, path=self._path)))
        self._seen = disk.signature(self.file)
        if former_papers.mark not in ("", what.catalogue.mark):
            self._let_go(former_papers)
        if failure is not None:
            raise failure

    def _let_go(self, papers: PaperIds) -> None:
        """Remove ids of papers that are no more remembered of any library."""
        if all(_load(file).catalogue != papers for file in self._files()):
            with suppress(OSError):
                disk.remove(papers.place(self._folder))

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

    def beside(self, what: str, name: str = "") -> str:
        """The file of something further that is remembered of the library in this place, or under this name."""
        return os.path.join(self._folder, f"{name or _mark(self._path)}.{what}")

    def first_time(self, what: str) -> bool:
        """Whether this never happened to the library before; from now on it has, where that can be kept."""
        try:
            disk.make_folder(self._folder)
            with disk.opened(self.beside(what), os.O_WRONLY | os.O_CREAT | os.O_EXCL):
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
                if name != f"{_mark(found.path)}.json" or found.path == self._path:
                    continue
                if os.path.realpath(found.path) == real or _is_one_folder(found.path, self._path):
                    yield found

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that the library in this place carries; those that it had, where they are gone from it: as it is
        remembered in this place, or by another path to the same folder, or where its words were before."""
        if found := library_ids(self._path) or self.load().ids:
            return found
        if by_path := next((found.ids for found in self._by_other_paths() if found.ids), ()):
            return by_path
        others = [found for _, found in self._elsewhere() if found.ids]
        others.sort(key=lambda one: (bare(one.path), one.clock, one.when), reverse=True)
        seen = [SeenLibrary(one.ids, [end.id for end in one.journals.values()], one.sample) for one in others]
        return known_again(self._path, seen) if seen else ()

    def here(self) -> LibraryHere:
        """What is remembered of the very library that is in this place, wherever it was before.

        What another folder with its id remembers that is still there is another matter: one is a copy of the other.
        """
        held, ids = self.load(), self.ids
        own, instead = (NOTHING, held) if are_of_two(ids, held.ids) else (held, NOTHING)
        others = [(file, found) for file, found in self._elsewhere() if not set(ids).isdisjoint(found.ids)]
        if not own.worth:
            aside = (_load(self._aside(id)) for id in ids)
            own = next((found for found in aside if found.path == self._path and not are_of_two(ids, found.ids)), own)
        same = [one for one in others if _is_one_folder(one[1].path, self._path)]
        left = [one for one in others if one not in same and _has_left(one[1])]
        left = [one for one in left if not one[1].moved] or left
        if not own.worth:
            left = [one for one in left if not one[1].copy] or left
        elif not own.moved:
            left = []
        file, best = max([(self.file, own), *same, *left], key=lambda one: (one[1].clock, one[1].when))
        clocks = [best.clock, *(found.clock for _, found in others)]
        if not best.worth:
            clocks += [found.clock for found in self._in_this_place() if found.clock <= SENSE]
            new = replace(NOTHING, ids=ids, copy=bool(others), exports=self._free_exports())
            return LibraryHere(new, max(clocks), instead=instead)
        self._left = (file, best) if (file, best) in left else None
        is_other = bool(best.moved) and not left  # It is in its other place still: this is a copy of it.
        exports = self._free_exports() if is_other else exports_of(best)
        kept = replace(best, moved="", exports=exports)
        return LibraryHere(kept, max(clocks), best.path if self._left else "", instead)

    @property
    def is_gone(self) -> bool:
        """Whether nothing is remembered of this place, not even another library, though it could be."""
        return not self.unkept and self.load() == NOTHING and not any(self._in_this_place())

    def _free_exports(self) -> str:
        """A name for what is left of the exported files of a library that is new here, which no other one has."""
        taken, own = {exports_of(found) for file in self._files() if (found := _load(file)).path}, _mark(self._path)
        return next(name for n in count() if (name := f"{own}-{n}" if n else own) not in taken)

    def _elsewhere(self) -> Iterator[tuple[str, RememberedLibrary]]:
        """The files that remember other places, with what they remember."""
        for file in self._files():
            if (found := _load(file)).worth and found.path != self._path:
                yield file, found

    def _in_this_place(self) -> Iterator[RememberedLibrary]:
        return (found for file in self._files() if (found := _load(file)).path == self._path)

    def _files(self) -> Iterator[str]:
        with suppress(OSError):
            for name in disk.names(self._folder):
                if name.endswith(".json") and (file := os.path.join(self._folder, name)) != self.file:
                    yield file


def _is_one_folder(one: str, other: str) -> bool:
    """Whether two paths lead to one folder that is there: a link, a second mount, capitals where those mean nothing."""
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def exports_of(what: RememberedLibrary) -> str:
    """What names the file of what this machine left of a library's exported files; "" where nothing is remembered."""
    return what.exports or (_mark(what.path) if what.path else "")


def _has_left(what: RememberedLibrary) -> bool:
    """Whether a library is no more in the place where it is remembered: nothing is there, or another one."""
    return bare(what.path) or are_of_two(library_ids(what.path), what.ids)


def used_elsewhere(state: str, path: str) -> list[RememberedLibrary]:
    """The libraries that there are elsewhere than at `path`, the one that this machine saw last first."""
    found = (other for other in _all(state) if other.worth and other.path != path and not bare(other.path))
    return sorted(found, key=lambda other: other.when, reverse=True)


def writers(state: str) -> list[tuple[str, str]]:
    """The devices that saw libraries, as `RememberedLibrary.writer` says it, the one that saw one last first."""
    return [one.writer for one in sorted(_all(state), key=lambda one: one.when, reverse=True)]


def _all(state: str) -> list[RememberedLibrary]:
    """All that is remembered, of whatever library."""
    folder = os.path.join(state, "memory")
    try:
        return [_load(os.path.join(folder, name)) for name in disk.names(folder) if name.endswith(".json")]
    except OSError:
        return []


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
    facts["catalogue"] = what.catalogue.mark
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
            catalogue=PaperIds.kept(os.path.dirname(path), said.get("catalogue", "")),
            journals={device: JournalEnd(*mark) for device, mark in said["journals"].items()},
            moved=said.get("moved", ""),
            copy=said.get("copy", False),
            exports=said.get("exports", ""),
            writer=(said.get("writer", ("", ""))[0], said.get("writer", ("", ""))[1]),
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return NOTHING
    return found if _sound(found) else NOTHING


def _sound(what: RememberedLibrary) -> bool:
    """Whether every value is of its kind."""
    marks = what.journals.values()
    numbers = (what.when, what.clock, what.papers, what.settled[0])
    counts = (*numbers, *(number for mark in marks for number in (mark.steps, mark.clock, mark.wall)))
    named = (*what.writer, *what.ids, *what.sample, *what.journals)
    texts = (what.path, what.moved, what.exports, what.settled[1], *named, *(mark.id for mark in marks))
    return (
        all(type(number) is int for number in counts)
        and all(isinstance(text, str) for text in texts)
        and isinstance(what.copy, bool)
        and is_mark(what.catalogue.mark)
        and _EXPORTS.fullmatch(what.exports) is not None
        and 0 <= what.clock <= CLOCK_LIMIT
    )

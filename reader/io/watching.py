"""A file or a folder that is watched: which of its files are new or changed, each once it is whole.

Not every file system tells of changes, so that somebody has to look again and again. A file is whole when it is as it
was at the look before, and its name is none under which programs write what is not finished.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> watch = Watch([folder])
    >>> _ = (folder / "a.bib").write_text("@misc{a, title={On Light}}")
    >>> [[path.name for path in watch.look()] for _ in range(3)]
    [[], ['a.bib'], []]
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.io.read import files_below

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", ".swp", "~")
"""How the names of files end that are still written, lower case."""


class FileMark(NamedTuple):
    """What tells a file from the one that it was before."""

    size: int
    """In bytes."""
    changed: int
    """In nanoseconds since 1970."""
    number: int
    """Of its inode: a file that takes the place of another has its own."""


class Watch:
    """Some files and folders as they were when somebody last looked; what is there at the beginning counts as given."""

    def __init__(self, places: Sequence[Path]) -> None:
        self.places = tuple(places)
        self._taken = self._marks()
        self._before = dict(self._taken)

    def look(self) -> list[Path]:
        """The files that are new or changed since they were last given, and whole; in the order of their paths."""
        now = self._marks()
        found = [
            path
            for path, mark in now.items()
            if mark.size and mark == self._before.get(path) and mark != self._taken.get(path)
        ]
        self._before = now
        self._taken.update((path, now[path]) for path in found)
        return found

    def give_again(self, path: Path) -> None:
        """Give a file once more that could not be taken now."""
        self._taken.pop(path, None)

    def missing(self) -> set[Path]:
        """The places that are not there now, or cannot be looked at."""
        return {place for place in self.places if not os.path.exists(place)}  # noqa: PTH110  it raises for no place

    def _marks(self) -> dict[Path, FileMark]:
        found = {}
        for path in self._files():
            if path.name.lower().endswith(UNFINISHED):
                continue
            try:
                status = path.stat()
            except OSError:
                continue  # It went away since it was seen, or may not be looked at: there is nothing to take.
            found[path] = FileMark(status.st_size, status.st_mtime_ns, status.st_ino)
        return found

    def _files(self) -> Iterator[Path]:
        for place in self.places:
            if place.is_dir():
                yield from files_below(place, lambda error: None)
            else:
                yield place

"""The ids of all papers of a catalogue, kept beside what is remembered of its library: they tell which are missing.

    <state>/memory/<mark>.papers        an id a line, in the catalogue's order

A catalogue only grows, so that a paper which it had and has no more is lost, however many others stand in its place: a
sync tool may have put another machine's catalogue there. The file goes by what stands in it: its name is the mark of
just these ids, so that it is written when papers come and not at every edit, and what is not as it was written is known
for that and counts as not there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from reader.patterns import regex
from reader.store import disk

ENDING = ".papers"
_MARK = regex("[0-9a-f]{20}")
_LARGEST = 1 << 26
"""Bytes of such a file, at most: the ids of some millions of papers."""


@dataclass(frozen=True)
class PaperIds:
    """The ids of some papers. Two that have the same mark are the same, in the same order."""

    mark: str = ""
    """What tells them from all others; "" where they are not known."""
    _source: Callable[[], bytes] = field(default=bytes, compare=False, repr=False)

    @classmethod
    def of(cls, ids: Iterable[str]) -> PaperIds:
        """These ids, as they stand here."""
        text = "\n".join(ids).encode("utf-8", "surrogatepass")
        return cls(_mark(text), lambda: text)

    @classmethod
    def kept(cls, folder: str, mark: str) -> PaperIds:
        """Those that were kept in a folder under this mark, which are read when they are asked for."""
        return cls(mark, lambda: disk.read_small(os.path.join(folder, f"{mark}{ENDING}"), _LARGEST))

    def keep(self, folder: str) -> None:
        """Keep them in a folder, unless they are there. Raises OSError."""
        text, path = self._text, self.place(folder)
        if text is not None and not _is_there(path, text):
            disk.scribble(path, text)

    def place(self, folder: str) -> str:
        """The file that holds them where they are kept in a folder."""
        return os.path.join(folder, f"{self.mark}{ENDING}")

    @property
    def are_known(self) -> bool:
        """Whether they are known, and not their mark alone."""
        return self._text is not None

    def missing_in(self, there: Collection[str]) -> int | None:
        """How many of them are not there; None where they are not known, or not any more."""
        text = self._text
        if text is None:
            return None
        return sum(id not in there for id in text.decode("utf-8", "surrogatepass").split("\n") if text)

    @cached_property
    def _text(self) -> bytes | None:
        """What stands in the file; None where it is not there, or something else."""
        if not self.mark:
            return None
        try:
            text = self._source()
        except OSError:
            return None
        return text if _mark(text) == self.mark else None


def _is_there(path: str, text: bytes) -> bool:
    try:
        return disk.read_small(path, len(text)) == text
    except OSError:
        return False


def _mark(text: bytes) -> str:
    return blake2b(text, digest_size=10).hexdigest()


def is_mark(value: object) -> bool:
    """Whether a value is such a mark, or that of ids that are not known."""
    return isinstance(value, str) and (not value or _MARK.fullmatch(value) is not None)

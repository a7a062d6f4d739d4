"""Runs of numbers: the text of each paper, the papers that hold each term.

What was kept is read where it lies, and only what changes of it becomes an array of its own: tens of thousands of
arrays would take several times the room.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

from reader.search.blocks import Blocks, Unsound

NumberRun: TypeAlias = "array[int] | memoryview[int]"

_NUMBER = array("I").itemsize


class NumberRuns:
    """Runs by their numbers, from 0 on."""

    def __init__(self, blocks: Blocks | None = None, name: str = "") -> None:
        """`blocks` hold what `run_blocks` gave under this name."""
        self._data = blocks.block(name) if blocks is not None else memoryview(b"")
        self._ends = blocks.block(f"{name}.ends").cast("Q") if blocks is not None else memoryview(array("Q"))
        self._kept = len(self._ends)
        self._changed: dict[int, array[int]] = {}
        self._more: list[array[int]] = []
        if (self._ends[-1] if self._kept else 0) != len(self._data) or len(self._data) % _NUMBER:
            raise Unsound

    def __len__(self) -> int:
        return self._kept + len(self._more)

    def __getitem__(self, at: int) -> NumberRun:
        if at >= self._kept:
            return self._more[at - self._kept]
        if (changed := self._changed.get(at)) is not None:
            return changed
        return self._data[self._ends[at - 1] if at else 0 : self._ends[at]].cast("I")

    def __setitem__(self, at: int, run: array[int]) -> None:
        if at >= self._kept:
            self._more[at - self._kept] = run
        else:
            self._changed[at] = run

    def __iter__(self) -> Iterator[NumberRun]:
        return map(self.__getitem__, range(len(self)))

    def append(self, run: array[int]) -> None:
        """Puts a run behind the others."""
        self._more.append(run)

    def own(self, at: int) -> array[int]:
        """A run that may be changed where it stands."""
        run = self[at]
        if not isinstance(run, array):
            run = self[at] = array("I", run)
        return run


class RunTable:
    """Runs by keys, which are any numbers."""

    def __init__(self, blocks: Blocks | None = None, name: str = "") -> None:
        """`blocks` hold what `table_blocks` gave under this name."""
        self._keys = blocks.block(name).cast("Q") if blocks is not None else memoryview(array("Q"))
        self._kept = NumberRuns(blocks, f"{name}.holders") if blocks is not None else NumberRuns()
        self._own: dict[int, array[int]] = {}
        self._gone: set[int] = set()
        """Keys of which what was kept is no longer so."""
        if len(self._keys) != len(self._kept):
            raise Unsound

    def __len__(self) -> int:
        return len(self._keys) - len(self._gone) + len(self._own)

    def get(self, key: int) -> NumberRun | None:
        """The run of a key, None where there is none."""
        if (own := self._own.get(key)) is not None or not self._keys or key in self._gone:
            return own
        at = bisect_left(self._keys, key)
        return self._kept[at] if at < len(self._keys) and self._keys[at] == key else None

    def __setitem__(self, key: int, run: array[int]) -> None:
        if self.get(key) is not None and key not in self._own:
            self._gone.add(key)
        self._own[key] = run

    def __delitem__(self, key: int) -> None:
        if self._own.pop(key, None) is None:
            self._gone.add(key)

    def items(self) -> Iterator[tuple[int, NumberRun]]:
        """All of them, in no order."""
        gone = self._gone
        yield from (item for item in zip(self._keys, self._kept, strict=True) if not gone or item[0] not in gone)
        yield from self._own.items()

    def own(self, key: int) -> array[int] | None:
        """A run that may be changed where it stands, None where there is none."""
        run = self.get(key)
        if run is not None and not isinstance(run, array):
            run = self[key] = array("I", run)
        return run


def run_blocks(name: str, runs: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The blocks that `NumberRuns` reads under a name."""
    pieces = list(runs)
    yield name, b"".join(pieces)
    yield f"{name}.ends", array("Q", accumulate(map(len, pieces))).tobytes()


def table_blocks(
    name: str, table: RunTable, moved: Callable[[Sequence[int]], array[int]]
) -> Iterator[tuple[str, bytes]]:
    """The blocks that `RunTable` reads under a name; `moved` gives each run as it is to be kept."""
    items = sorted((key, moved(run).tobytes()) for key, run in table.items())
    yield name, array("Q", [key for key, _ in items]).tobytes()
    yield from run_blocks(f"{name}.holders", (run for _, run in items))

"""What came of the steps of a long history, for who opens the library without reading them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import attrgetter

from reader.library.change import Step
from reader.library.registers import State

RECENT = 500
"""So many of the last steps are kept, and of those that can be undone and redone."""
RECENT_CHANGES = 100_000
"""So many changes those have at most, all together."""

_BY_STAMP = attrgetter("stamp")


@dataclass(frozen=True, slots=True)
class KeptSteps:
    """The few of many steps that are asked for often. All the others are read when they are."""

    recent: tuple[Step, ...] = ()
    """The last of all devices, newest first."""
    done: tuple[Step, ...] = ()
    """The last of this device that can be undone, the next one last."""
    undone: tuple[Step, ...] = ()
    """Those that can be redone likewise."""
    all_done: bool = True
    """Whether no further ones can be undone."""
    all_undone: bool = True
    """Whether no further ones can be redone."""
    top: tuple[int, str] = (-1, "")
    """The stamp of this device's last step."""

    def since(self, steps: Iterable[Step], stamp: tuple[int, str]) -> list[Step] | None:
        """The steps later than `stamp`, of these and the given ones; None where others may be."""
        if not self.recent or stamp < self.recent[-1].stamp:
            return None
        return [step for step in (*self.recent, *steps) if step.stamp > stamp]

    def last(self, steps: Iterable[Step], count: int) -> list[Step] | None:
        """The last of these and the given steps, newest first; None where others may be among them."""
        if len(self.recent) < count:
            return None
        return nlargest(count, (*self.recent, *steps), key=_BY_STAMP)


@dataclass(frozen=True, slots=True)
class FoldedSteps:
    """What came of many steps."""

    state: State
    """Without the facts of the papers."""
    steps: KeptSteps
    mendings: frozenset[str] = frozenset()
    """The ids of those that put back what was lost."""
    undone: frozenset[str] = frozenset()
    """Those of them that do not stand (see `withdrawn`)."""


def last(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The last of the steps, newest first, as many as are kept."""
    return few(nlargest(RECENT, steps, key=_BY_STAMP))


def few(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The first of the steps, as many as are kept."""
    room = RECENT_CHANGES
    for at, step in enumerate(steps[:RECENT]):
        room -= len(step.changes)
        if room < 0:
            return tuple(steps[:at])
    return tuple(steps[:RECENT])

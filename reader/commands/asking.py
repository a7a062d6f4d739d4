"""What every question and every long job has in common. Light, since the first frame needs it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import Generic, Protocol, TypeVar

from reader.errors import Cancelled as Cancelled

A = TypeVar("A")


class Progress(Protocol):
    """How a long job says how far it is."""

    @property
    def given_up(self) -> Event:
        """Set when the user gave up: what a job waits for ends soon after."""

    def report(self, done: int, total: int | None, what: str = "") -> None:
        """`done` of `total` steps (None: unknown), now at `what`. Raises `Cancelled` when the user gave up."""


class Question(Generic[A]):
    """Something to ask; `A` is the type of the answer. Esc answers None."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers."""

    value: str
    """What is answered."""
    label: str
    hint: str = ""
    """A few quiet words behind the label."""

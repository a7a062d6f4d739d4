"""How far a long job is, as its thread says and the screen shows; and whether the user gave it up."""

from __future__ import annotations

from threading import Event

from reader.commands.asking import Cancelled
from reader.tui.typeahead import Sight

LOOK_EVERY = 0.1
"""Seconds between two looks at a job's progress."""


class JobProgress:
    """What a job in a thread says. It touches no widget: the screen looks every `LOOK_EVERY`."""

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None
        self.what = ""
        self.sight = Sight()
        self.given_up = Event()
        """Set when the user gave up."""

    def report(self, done: int, total: int | None, what: str = "") -> None:
        """Take note of how far the job is. Raises `Cancelled` when the user gave it up."""
        self.done, self.total, self.what = done, total, what
        if self.given_up.is_set():
            raise Cancelled

    @property
    def part(self) -> float | None:
        """How much of the job is done, 0 to 1; None while nobody knows."""
        return self.done / self.total if self.total else None

    def give_up(self) -> None:
        """The next report raises `Cancelled`."""
        self.given_up.set()

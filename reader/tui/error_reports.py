"""Errors that nobody foresaw: a notice that names the report, and the program goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from reader.crash_report import told, write_report
from reader.errors import ReaderError


class Say(Protocol):
    """A function that shows a notice."""

    def __call__(self, message: str, *, error: bool = False) -> None:
        """Say it."""


class ErrorReports:
    """Contains what goes wrong where the program can go on: in a command, a search, a drawing, a timer."""

    def __init__(self, say: Say, report: Callable[[BaseException], object] = write_report) -> None:
        self._say = say
        self._report = report
        self._last: tuple[str, str] | None = None

    @contextmanager
    def contained(self, what: str) -> Iterator[None]:
        """Give a notice of what is raised inside; `what` names the attempt in it."""
        try:
            yield
        except ReaderError as error:
            self._say(str(error), error=True)
        except Exception as error:  # noqa: BLE001  a mistake in one place must not end the program
            self.met(what, error)

    def met(self, what: str, error: Exception) -> None:
        """Report an error, once while it comes again and again (a timer, a frame), and say where the report lies."""
        sign = (what, repr(error))
        if sign != self._last:
            self._last = sign
            self._say(f"{what} met an error it does not know; {told(self._report(error))}.", error=True)

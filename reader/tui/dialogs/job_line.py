"""Long jobs in a dialog: run in a thread that touches no widget, with a bar that moves, and given up on Esc."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from threading import Thread
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader.commands.questions import Cancelled, Progress
from reader.crash_report import told, write_report
from reader.errors import ReaderError
from reader.tui.dialogs.drawing import one_line
from reader.tui.drawing.styled_text import cells, fit
from reader.tui.job_progress import LOOK_EVERY, JobProgress
from reader.tui.typeahead import Sight

A = TypeVar("A")
T = TypeVar("T")


class JobEnd(NamedTuple, Generic[A]):
    """What came of a job: its result, or why there is none."""

    result: A | None
    trouble: str = ""
    """Why there is no result, as a sentence; "" when there is one."""
    bad: bool = False
    """Whether the trouble is an error, and not the user's wish."""


class JobLine(Widget):
    """A bar and a few words while a job runs; no room otherwise."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"job-line--done", "job-line--left"}
    DEFAULT_CSS = """
    JobLine {
        height: 1;
        width: 1fr;
        display: none;
        &.-running { display: block; }
        & > .job-line--done { color: $text-accent; }
        & > .job-line--left { color: $text-disabled; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._progress: JobProgress | None = None
        self._outcome: asyncio.Future[Any] | None = None
        """What the dialog waits for while a job runs."""
        self._timer: Timer | None = None
        self._beat = 0

    @property
    def running(self) -> bool:
        """Whether a job runs now."""
        return self._progress is not None

    @property
    def sight(self) -> Sight | None:
        """Since when the job that runs can be seen; None when there is none."""
        return self._progress.sight if self._progress is not None else None

    async def run_job(self, job: Callable[[Progress], A], stopped: str) -> JobEnd[A]:
        """Run a job in a thread to its end, whatever that is; `stopped` is said when the user gives it up."""
        try:
            return JobEnd(await self._in_thread(job))
        except Cancelled:
            return JobEnd(None, stopped)
        except ReaderError as error:
            return JobEnd(None, str(error), True)
        except Exception as error:  # noqa: BLE001  a parser's mistake must not end the program
            trouble = f"It met an error that Reader does not know; {told(write_report(error))}."
            return JobEnd(None, trouble, True)

    async def _in_thread(self, job: Callable[[Progress], A]) -> A:
        """What a job gives. Given up it is left behind at once, whatever it waits for: it only reads, and its thread
        ends at its next report, or with the program."""
        progress = self._progress = JobProgress()
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[A] = loop.create_future()
        self._outcome = outcome

        def settle(put: Callable[[T], object], value: T) -> None:
            with suppress(RuntimeError):  # The program has ended meanwhile.
                loop.call_soon_threadsafe(lambda: outcome.done() or put(value))

        def run() -> None:
            try:
                result = job(progress)
            except BaseException as error:  # noqa: BLE001  it is the waiting dialog's
                settle(outcome.set_exception, error)
            else:
                settle(outcome.set_result, result)

        self.add_class("-running")
        self._timer = self.set_interval(LOOK_EVERY, self._look)
        try:
            Thread(target=copy_context().run, args=(run,), daemon=True).start()
            return await outcome
        finally:
            # A dialog that goes away meanwhile gives the job up, too.
            progress.give_up()
            self._timer.stop()
            self._progress = self._outcome = None
            self.remove_class("-running")

    def give_up(self) -> bool:
        """Give the job up; whether one was running."""
        if self._progress is None or self._outcome is None:
            return False
        self._progress.give_up()
        if not self._outcome.done():
            self._outcome.set_exception(Cancelled())
        return True

    def _look(self) -> None:
        self._beat += 1
        if self._progress is not None:
            self._progress.sight.show()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The bar, how many of how many, and what is being done."""
        width, base = self.content_size.width, self.rich_style
        progress = self._progress
        if progress is None:
            return Strip.blank(width, base)
        bar = max(6, min(30, width // 3))
        if progress.total:
            full = min(bar, bar * progress.done // progress.total)
            parts = [("━" * full, True), ("─" * (bar - full), False)]
            words = f" {progress.done} of {progress.total}"
        else:
            at = self._beat % bar
            parts = [("─" * at, False), ("━", True), ("─" * (bar - at - 1), False)]
            words = f" {progress.done}" if progress.done else ""
        words = fit(f"{words}  {one_line(progress.what)}", width - bar)
        done, left = (base + self.get_component_rich_style(f"job-line--{name}")
                      for name in ("done", "left"))  # fmt: skip
        segments = [Segment(text, done if on else left) for text, on in parts]
        return Strip([*segments, Segment(words, base)], bar + cells(words)).adjust_cell_length(width, base)

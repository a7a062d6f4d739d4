"""Long jobs in a dialog: run in a thread that touches no widget, with a bar that moves, and given up on Esc."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import ClassVar, TypeVar

from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader.commands.questions import Cancelled, Progress
from reader.tui.dialogs.drawing import one_line
from reader.tui.drawing.styled_text import cells, fit
from reader.tui.typeahead import Sight

A = TypeVar("A")
_LOOK_EVERY = 0.1
"""Seconds between two looks at how far the job is."""


class Ticker:
    """What the job reports to; it only writes values, which the bar reads."""

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None
        self.what = ""
        self.sight = Sight()
        self._given_up = Event()

    def report(self, done: int, total: int | None, what: str = "") -> None:
        """`done` of `total` steps; raises `Cancelled` when the user gave up."""
        self.done, self.total, self.what = done, total, what
        if self._given_up.is_set():
            raise Cancelled

    def give_up(self) -> None:
        """The next report raises `Cancelled`."""
        self._given_up.set()


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
        self._ticker: Ticker | None = None
        self._timer: Timer | None = None
        self._beat = 0

    @property
    def running(self) -> bool:
        """Whether a job runs now."""
        return self._ticker is not None

    @property
    def sight(self) -> Sight | None:
        """Since when the job that runs can be seen; None when there is none."""
        return self._ticker.sight if self._ticker is not None else None

    async def run_job(self, job: Callable[[Progress], A]) -> A:
        """Run a job in a thread. Raises what it raises, `Cancelled` too."""
        ticker = self._ticker = Ticker()
        self.add_class("-running")
        self._timer = self.set_interval(_LOOK_EVERY, self._look)
        try:
            result = await asyncio.to_thread(job, ticker)
        finally:
            # A dialog that goes away meanwhile gives the job up; the thread ends at its next report.
            ticker.give_up()
            self._timer.stop()
            self._ticker = None
            self.remove_class("-running")
        return result

    def give_up(self) -> bool:
        """Give the job up; whether one was running."""
        if self._ticker is None:
            return False
        self._ticker.give_up()
        return True

    def _look(self) -> None:
        self._beat += 1
        if self._ticker is not None:
            self._ticker.sight.show()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The bar, how many of how many, and what is being done."""
        width, base = self.content_size.width, self.rich_style
        ticker = self._ticker
        if ticker is None:
            return Strip.blank(width, base)
        bar = max(6, min(30, width // 3))
        if ticker.total:
            full = min(bar, bar * ticker.done // ticker.total)
            parts = [("━" * full, True), ("─" * (bar - full), False)]
            words = f" {ticker.done} of {ticker.total}"
        else:
            at = self._beat % bar
            parts = [("─" * at, False), ("━", True), ("─" * (bar - at - 1), False)]
            words = f" {ticker.done}" if ticker.done else ""
        words = fit(f"{words}  {one_line(ticker.what)}", width - bar)
        done, left = (base + self.get_component_rich_style(f"job-line--{name}")
                      for name in ("done", "left"))  # fmt: skip
        segments = [Segment(text, done if on else left) for text, on in parts]
        return Strip([*segments, Segment(words, base)], bar + cells(words)).adjust_cell_length(width, base)

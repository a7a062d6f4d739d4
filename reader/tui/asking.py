"""How commands ask the user, and how their long jobs run: what the keys after them wait for."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

from textual.app import App

from reader.commands.asking import Cancelled, Progress, Question
from reader.tui import dialogs
from reader.tui.drafts import Drafts
from reader.tui.screen_widgets import ScreenWidgets
from reader.tui.typeahead import Sight

A = TypeVar("A")

FRAME = 0.1
"""Seconds between two looks at a job's progress."""


class JobProgress:
    """What a job in a thread says, and whether the user gave it up. Plain fields: each is written by one side only."""

    def __init__(self) -> None:
        self.cancelled = False
        self.sight = Sight()
        self.part: float | None = None
        self.what = ""

    def report(self, done: int, total: int | None, what: str = "") -> None:
        """Take note of how far the job is. Raises `Cancelled`."""
        if self.cancelled:
            raise Cancelled
        self.part = done / total if total else None
        self.what = what


class Asking(ABC):
    """The part of `commands.context.CommandContext` that takes time: questions and jobs."""

    def __init__(self, app: App[object], parts: ScreenWidgets) -> None:
        self._app = app
        self._parts = parts
        self._job: JobProgress | None = None
        self._asked = 0
        self.questions = 0
        """How many questions were put so far, to the user or to the user's editor."""

    words: Drafts
    """Keeps what stands typed in a dialog that goes away without an answer."""

    @abstractmethod
    def say(self, message: str, *, error: bool = False) -> None:
        """A notice."""

    @property
    def working(self) -> bool:
        """Whether a long job runs; edits wait for its end."""
        return self._job is not None

    @property
    def sight(self) -> Sight | None:
        """Since when the job that runs can be seen; None when there is none."""
        return self._job.sight if self._job is not None else None

    @property
    def waiting(self) -> int:
        """How many commands wait for an answer or for a job."""
        return self._asked + self.working

    def cancel(self) -> None:
        """Give up the job that runs."""
        if self._job is not None:
            self._job.cancelled = True

    async def ask(self, question: Question[A]) -> A | None:
        """Put a question on a screen of its own."""
        answer: asyncio.Future[A | None] = asyncio.get_running_loop().create_future()

        def take(given: A | None) -> None:
            self._asked -= 1
            if not answer.done():
                answer.set_result(given)

        self._app.push_screen(dialogs.screen_for(question, self.words), take)
        self._asked += 1
        self.questions += 1
        return await answer

    async def work(self, what: str, job: Callable[[Progress], A]) -> A | None:
        """Run a job in a thread, with its progress in the bottom line."""
        progress = self._job = JobProgress()
        task = asyncio.ensure_future(asyncio.to_thread(job, progress))
        try:
            while not (await asyncio.wait({task}, timeout=FRAME))[0]:
                self._parts.bottom.show_progress(f"{what} {progress.what}".strip(), progress.part)
                progress.sight.show()
            return task.result()
        except Cancelled:
            self.say("Cancelled; nothing was changed.")
            return None
        finally:
            self._job = None
            self._parts.bottom.show_progress("", None)

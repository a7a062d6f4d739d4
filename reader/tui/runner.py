"""Runs commands: those that ask go on as a task, and an error in any of them is a notice, not a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager

from reader.commands.bindings import ASKING, OVER_SCREEN, Command, missing
from reader.commands.context import CommandContext
from reader.errors import ReaderError
from reader.tui.error_reports import ErrorReports
from reader.tui.model.view_state import ViewState
from reader.tui.screen_context import ScreenContext
from reader.tui.typeahead import now

_SAFE_WHILE_WORKING = ("Moving", "Finding", "Screen")
"""Groups of commands that change nothing in the library."""


class Runner:
    """The one way in which a command is run, whether by key, click or finder."""

    def __init__(self, context: ScreenContext, view_state: ViewState, error_reports: ErrorReports) -> None:
        self._context = context
        self._error_reports = error_reports
        self._view_state = view_state
        self._tasks: set[asyncio.Task[None]] = set()
        self.refused = 0.0
        """When a command that asks last ended without having asked: what was typed until then was for its question."""

    def run(self, command: Command) -> None:
        """Run a command, or say why it cannot be."""
        asked = self._context.questions
        if self._begin(command, asked) is None:
            self._ended(command, asked)

    def run_on(self, command: Command, on: CommandContext) -> None:
        """Run a command over another context than that of the screen, or say there why it cannot be."""
        asked = self._context.questions
        if reason := self.must_wait(command):
            on.say(reason)
        elif self._start(command, asked, on) is None:
            self._ended(command, asked)

    def _begin(self, command: Command, asked: int) -> asyncio.Task[None] | None:
        """What is left of a command when it was begun; None when it is at its end already."""
        context = self._context
        if context.working and command.id == "back":
            context.cancel()
            return None
        if reason := self.must_wait(command):
            context.say(reason)
            return None
        if reason := missing(command.need, context, ready=self._view_state.library is not None):
            context.say(reason, error=True)
            return None
        if command.id in OVER_SCREEN:
            context.uncover()
        return self._start(command, asked, context)

    def _start(self, command: Command, asked: int, context: CommandContext) -> asyncio.Task[None] | None:
        with self._contained(command, context):
            pending = command.run(context)
            if pending is not None:
                task = asyncio.ensure_future(self._finish(command, pending, asked, context))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
                return task
        return None

    @contextmanager
    def _contained(self, command: Command, context: CommandContext) -> Iterator[None]:
        """What a command over another context cannot do is said there."""
        with self._error_reports.contained(f"“{command.title}”"):
            try:
                yield
            except ReaderError as error:
                if context is self._context:
                    raise
                context.say(str(error), error=True)

    async def _finish(self, command: Command, pending: Awaitable[None], asked: int, context: CommandContext) -> None:
        carried_out = False
        try:
            with self._contained(command, context):
                await pending
                carried_out = True
        finally:
            self._context.end_of_command(carried_out=carried_out)
        self._ended(command, asked)

    def _ended(self, command: Command, asked: int) -> None:
        """`asked` questions had been put when it was begun."""
        if command.id in ASKING and self._context.questions == asked:
            self.refused = now()

    def opening(self) -> bool:
        """Whether a command is at work that neither waits for an answer nor runs a job: it may ask yet, or end."""
        return sum(not task.done() for task in self._tasks) > self._context.waiting

    def must_wait(self, command: Command) -> str:
        """Why a command cannot run while a job runs, in a sentence; "" when it can."""
        if self._context.working and command.id != "back" and command.group not in _SAFE_WHILE_WORKING:
            return "One moment: the last command is still at work. Esc gives it up."
        return ""

    def stop(self) -> None:
        """Give up what still waits for an answer."""
        for task in self._tasks:
            task.cancel()

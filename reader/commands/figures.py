"""The interface's command on one's reading in figures: the page, the papers behind its lines, a week as Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from reader.commands.context import CommandContext, Pane
from reader.commands.exports import without_option
from reader.commands.path_completion import complete_path
from reader.commands.questions import AskText, ShowReading
from reader.errors import ReaderError
from reader.io.write import write_file
from reader.operations.reading_figures import Period, ReadingFigures, ReadingRecord, figures
from reader.operations.week_digest import digest_name, week_digest

A = TypeVar("A")

COUNTED_BESIDE = 3_000
"""So many papers are counted beside the screen, which would stand still for more than 50 milliseconds else."""


async def show_figures(context: CommandContext) -> None:
    """Show the page of figures; open what is wanted of it, or write the week and show it again."""
    found = await _counted(context)
    if found is None:
        return
    question = ShowReading(found, context.library.papers, Period.WEEK)
    while (answer := await context.ask(question)) is not None:
        if answer.opens is not None:
            context.navigator.open(answer.opens)
            context.navigator.focus(Pane.LIST)
            if answer.paper:
                context.navigator.go_to(answer.paper)
            return
        said, failed = "", False
        try:
            said = await _write_week(context, found[Period.WEEK])
        except ReaderError as error:
            said, failed = without_option(str(error)), True
        question = replace(question, period=answer.period, at=answer.at, said=said, failed=failed)


async def _counted(context: CommandContext) -> dict[Period, ReadingFigures] | None:
    """The figures of every period; None where the user did not wait for them."""
    library, goal, now = context.library, context.goal, datetime.now(UTC)

    def counted() -> dict[Period, ReadingFigures]:
        record = ReadingRecord(library, now)
        return {period: figures(record, period, goal=goal) for period in Period}

    return await _beside_the_screen(context, counted)


async def _write_week(context: CommandContext, found: ReadingFigures) -> str:
    """Ask where to write the running week as Markdown, write it, and say what came of it. Raises `ReaderError`."""
    name = digest_name(found.until)
    path = await context.ask(
        AskText("This week as Markdown", "The file to write", initial=name, placeholder="path", complete=complete_path)
    )
    if path is None or not path.strip():
        return ""
    library, now = context.library, datetime.now(UTC)

    def written() -> str:
        return week_digest(library, ReadingRecord(library, now), now.astimezone().date())

    text = await _beside_the_screen(context, written)
    return "" if text is None else write_file(Path(path.strip()), text, protect=context.folder).say


async def _beside_the_screen(context: CommandContext, job: Callable[[], A]) -> A | None:
    """What comes of a job that goes through the whole library; None where the user did not wait for it."""
    if len(context.library.papers) < COUNTED_BESIDE:
        return job()
    return await context.work("Counting", lambda progress: job())

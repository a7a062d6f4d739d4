"""The interface's command on one's reading in figures: the page, the papers behind its lines, a week as Markdown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader.commands.context import CommandContext, Pane
from reader.commands.exports import without_option
from reader.commands.imports import complete_path
from reader.commands.questions import AskText, Progress, ShowReading
from reader.errors import ReaderError
from reader.io.write import write_file
from reader.library.library import Library
from reader.operations.reading_figures import Period, ReadingFigures, ReadingRecord, figures
from reader.operations.week_digest import digest_name, week_digest

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

    def counted(progress: Progress | None = None) -> dict[Period, ReadingFigures]:
        record = ReadingRecord(library, now)
        return {period: figures(record, period, goal=goal) for period in Period}

    return counted() if len(library.papers) < COUNTED_BESIDE else await context.work("Counting", counted)


async def _write_week(context: CommandContext, found: ReadingFigures) -> str:
    """Ask where to write the running week as Markdown, write it, and say what came of it. Raises `ReaderError`."""
    name = digest_name(found.until)
    path = await context.ask(
        AskText("This week as Markdown", "The file to write", initial=name, placeholder="path", complete=complete_path)
    )
    if path is None or not path.strip():
        return ""
    return write_file(Path(path.strip()), _week(context.library), protect=context.folder).say


def _week(library: Library) -> str:
    now = datetime.now(UTC)
    return week_digest(library, ReadingRecord(library, now), now.astimezone().date())

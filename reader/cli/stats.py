"""stats: one's reading in figures, or a week of it as Markdown."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from reader.cli.later import later
from reader.cli.look import look
from reader.cli.mistakes import OneOf, filled
from reader.cli.output import is_unicode, put, put_json, say
from reader.cli.session import Session
from reader.cli.teaching import Taught
from reader.errors import UsageError

if TYPE_CHECKING:
    from reader.operations import reading_figures, week_digest
else:
    reading_figures, week_digest = later("reading_figures", "week_digest")

_COLUMNS = 80
"""The width of the page, where the terminal is not narrower."""
_NARROWEST = 40
_FIGURES, _DIGEST = ("by", "since", "as_json", "ascii_"), ("week", "path", "force")
"""Options that say something of the figures only, and of a week as Markdown only."""


@click.command(cls=Taught)
@click.option("--by", type=OneOf(["week", "month", "year", "all"]), help="What a column is (default: week).")
@click.option("--since", metavar="D", help="From this day on: 2026-09-01, 2026-09, 2026, or 90d.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object.")
@click.option("--ascii", "ascii_", is_flag=True, help="Draw with plain characters.")
@click.option("--markdown", is_flag=True, help="This week as Markdown: what you read, with your notes.")
@click.option("--week", metavar="DAY", help="The week of this day as Markdown: today, 7d, 2026-11-25.")
@click.option("-o", "--output", "path", metavar="FILE", callback=filled, help="Write the Markdown here.")
@click.option("--force", is_flag=True, help="Overwrite that file.")
@click.pass_obj
def stats(
    session: Session,
    by: str | None,
    since: str | None,
    as_json: bool,
    ascii_: bool,
    markdown: bool,
    week: str | None,
    path: str | None,
    force: bool,
) -> None:
    """Show your reading in figures: what came in, what you read, what is to read and how long that takes.

    It follows from the journal: the first import and steps that were undone are left out. With --markdown it is the
    digest of a week instead.
    """
    _must_go_together(markdown)
    now = datetime.now(UTC)
    if markdown:
        _put_digest(session, now, "today" if week is None else week, path, force)
        return
    found = reading_figures.figures_by(session.library, now, by=by, since=since, goal=session.settings.goal)
    if as_json:
        put_json(reading_figures.figures_json(found))
        return
    from reader.tui.drawing import reading_page  # noqa: PLC0415  the help does without it

    plain = ascii_ or not is_unicode(sys.stdout)
    signs = reading_page.PLAIN_SIGNS if plain else reading_page.signs_for(os.environ)
    width, papers = _width(), session.library.papers
    if (seen := look()) is None:
        put(reading_page.plain_page(found, papers, width, signs))
        return
    rows = map(reading_page.line_of, reading_page.page(found, papers, width, signs))
    seen.show([[(reading_page.heading(found, width, signs), "heading")], [], *rows])


def _must_go_together(of_week: bool) -> None:
    """Raise `UsageError` for an option that says nothing of what is asked for."""
    context = click.get_current_context()
    given = {
        name for name in (*_FIGURES, *_DIGEST) if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    }
    for param in context.command.params:
        if param.name in given and (param.name in _FIGURES) == of_week:
            option = max(param.opts, key=len)
            raise UsageError(f"{option} {'does not go' if of_week else 'goes'} with --markdown.")


def _width() -> int:
    """The width of the page: that of a narrow terminal, else the usual one."""
    if not sys.stdout.isatty():
        return _COLUMNS
    return max(_NARROWEST, min(_COLUMNS, shutil.get_terminal_size().columns))


def _put_digest(session: Session, now: datetime, week: str, path: str | None, force: bool) -> None:
    text = week_digest.digest_of(session.library, now, week)
    if path is None:
        put(text)
        return
    from reader.io.write import write_file  # noqa: PLC0415  the figures do without it

    say(write_file(Path(path), text, force=force, protect=session.folder).say)


CLICK_COMMANDS = [stats]

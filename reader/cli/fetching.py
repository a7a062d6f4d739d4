"""`reader fetch`: papers of a day, a search, a category, ids and DOIs, asked of the services that know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from reader.cli.importing import ProgressLine, tell_sources
from reader.cli.later import later
from reader.cli.mistakes import Group, Number
from reader.cli.output import put_json, say
from reader.cli.session import Session
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.operations import annotate, fetching, imports, reading_lists
else:
    annotate, fetching, imports, reading_lists = later("annotate", "fetching", "imports", "reading_lists")

_NAMED = 20
"""What is not there that is said by name."""


_OPTIONS = (
    click.option("--tag", "-t", "tags", multiple=True, metavar="T", help="Tag every paper that comes."),
    click.option("--list", "list_name", metavar="NAME", help="Put every paper on this reading list."),
    click.option("--dry-run", is_flag=True, help="Ask, and say what would happen; change nothing."),
    click.option("--json", "as_json", is_flag=True, help="Counts, problems and possible duplicates as JSON."),
)


def _fetched(command: Callable[..., fetching.Fetching]) -> Callable[..., None]:
    """A command that says what to ask for, made one that asks for it and imports it: it takes the options of both."""

    def fetch_and_import(
        session: Session, tags: Sequence[str], list_name: str | None, dry_run: bool, as_json: bool, **asked: Any
    ) -> None:
        annotate.must_be_tags(tags)
        name = "" if list_name is None else reading_lists.clean_name(list_name)
        _run(session, command(session, **asked), tags, name, dry_run, as_json)

    fetch_and_import.__doc__ = command.__doc__
    shared: Callable[..., None] = click.pass_obj(fetch_and_import)
    for option in reversed(_OPTIONS):
        shared = option(shared)
    return shared


def _run(
    session: Session, asked: fetching.Fetching, tags: Sequence[str], list_name: str, dry_run: bool, as_json: bool
) -> None:
    library = session.library
    wanted = annotate.wanted_tags(library, tags)
    line = ProgressLine()
    client = session.service_client(line.tell)

    def progress(came: int, expected: int) -> None:
        line.tell(f"{came}{f' of {expected}' if expected else ''} from {asked.service} …")

    line.tell(f"Asking {asked.service} …")
    try:
        report = fetching.fetch_papers(
            library, client, asked, tags=wanted, list_name=list_name, dry_run=dry_run, progress=progress
        )
    finally:
        line.end()
    if as_json:
        put_json(report.to_json())
    else:
        _tell(session, report, wanted, list_name, dry_run)
    if report.failed:
        raise click.exceptions.Exit(1)


def _tell(session: Session, report: fetching.FetchReport, tags: Sequence[str], list_name: str, dry_run: bool) -> None:
    tell_sources(report.result, dry_run, session.key("duplicates"))
    for sentence in report.missing[:_NAMED]:
        say(f"reader: {for_terminal(sentence)}")
    if (more := len(report.missing) - _NAMED) > 0:
        say(f"… and {more} more that are not there.")
    if report.error is not None:
        say(f"reader: {for_terminal(str(report.error))}")
        say("What came before that is in the library; the same command goes on behind it.")
    if report.note:
        say(for_terminal(report.note))
    if report.steps:
        say(f"{'Would fetch' if dry_run else 'Fetched'}: {report.summary}.")
    for step in report.steps if dry_run else ():
        for sentence in imports.joining(session.library, step, tags, list_name):
            say(sentence)


@click.group("fetch", cls=Group)
def fetch() -> None:
    """Get papers of Hugging Face, arXiv or a DOI.

    Each page that a service answers is a step of its own. What the library has whole is not asked for, and what was
    answered today is not asked again: a run that was interrupted goes on where it stopped.
    """


@fetch.command("hf")
@click.argument("period", required=False, metavar="[DAY|WEEK|MONTH]")
@click.option("--date", metavar="D", help="The papers of a day: 2025-03-12.")
@click.option("--week", metavar="W", help="The papers of a week: 2025-W11.")
@click.option("--month", metavar="M", help="The papers of a month: 2025-03.")
@_fetched
def fetch_hf(
    _: Session, period: str | None, date: str | None, week: str | None, month: str | None
) -> fetching.Fetching:
    """Get the papers that Hugging Face lists for a day, a week, a month.

    Without one, they are those of today.
    """
    return fetching.asked_of_huggingface(period, date, week, month)


@fetch.command("arxiv")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--search", "query", metavar="Q", help="The best papers for words, “phrases”, au:NAME, ti:WORD, cat:cs.CL."
)
@click.option("--limit", type=Number(1), metavar="N", help="At most so many of a search (25).")
@click.option("--category", metavar="C", help="The newest papers of a category: cs.CL.")
@click.option("--since", metavar="D", help="All of a category since a day: 2025-03-12, 7d.")
@_fetched
def fetch_arxiv(
    session: Session,
    ids: Sequence[str],
    query: str | None,
    limit: int | None,
    category: str | None,
    since: str | None,
) -> fetching.Fetching:
    """Get papers of arXiv: by ids, by a search, or of a category."""
    return fetching.asked_of_arxiv(session.library, ids, query, category, since, limit)


@fetch.command("doi")
@click.argument("dois", nargs=-1, required=True, metavar="DOI...")
@_fetched
def fetch_doi(session: Session, dois: Sequence[str]) -> fetching.Fetching:
    """Get works by their DOIs, of whichever agency."""
    return fetching.of_dois(session.library, dois)


CLICK_COMMANDS = [fetch]

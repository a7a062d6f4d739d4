"""`reader complete`: what papers lack is asked of the services that know them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reader.cli.importing import ProgressLine
from reader.cli.later import later
from reader.cli.look import Look, look
from reader.cli.output import put, put_json, say
from reader.cli.session import Session
from reader.cli.teaching import Taught
from reader.counting import count
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.operations import completion
    from reader.tui.drawing.styled_text import Line
else:
    (completion,) = later("completion")

_NAMED = 20
"""Papers of one kind that are said by name."""


@click.command(cls=Taught)
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@click.option("--query", metavar="QUERY", help="All papers that match, in place of PAPER.")
@click.option("--dry-run", is_flag=True, help="Ask nothing: say what is missing, and how many requests it would take.")
@click.option("--json", "as_json", is_flag=True, help="What was completed, what is in doubt and what was not found.")
@click.pass_obj
def complete(session: Session, papers: Sequence[str], query: str | None, dry_run: bool, as_json: bool) -> None:
    """Fill in authors, dates, links and abstracts from arXiv, Hugging Face, Crossref and doi.org.

    Of all papers, or of those named, only what something is missing of is asked for. Papers without an arXiv id
    or a DOI are looked for by their titles, and what is found is taken only where title and authors, or title and
    abstract, agree, or where you noted no more than a title and there is just one paper of it; what is in doubt is
    said and not taken. What you put right stays. Each slice of papers is a step for `reader undo`, and a run that was
    interrupted goes on where it stopped.
    """
    chosen = session.chosen(papers, query) if papers or query is not None else None
    plan = completion.plan_completion(session.library, chosen)
    if dry_run:
        _foretell(plan, as_json)
        return
    line = ProgressLine()
    client = session.service_client(line.tell)

    def progress(asked: int, total: int, completed: int) -> None:
        line.tell(f"{asked} of {count(total, 'paper')} asked for, {completed} completed …")

    if plan.papers:
        progress(0, len(plan.papers), 0)
    try:
        report = completion.complete_papers(session.library, client, plan, progress=progress)
    finally:
        line.end()
    if as_json:
        put_json(report.to_json())
    else:
        _tell(plan, report)
    if report.error is not None:
        raise click.exceptions.Exit(1)


def _foretell(plan: completion.CompletionPlan, as_json: bool) -> None:
    if as_json:
        put_json(plan.to_json())
        return
    seen = look()
    for paper in plan.papers:
        lacks = ", ".join(completion.lacks(paper))
        if seen is None:
            put(for_terminal(f"{paper.id}: {lacks}"))
        else:
            seen.show(_lines(paper.id, lacks, seen))
    say(f"{completion.asked_for(plan)}; {_left_out(plan)}.")


def _lines(id: str, lacks: str, seen: Look) -> Iterator[Line]:
    """A paper for a terminal: its id, then what it lacks, all of it."""
    from reader.cli.on_terminal import wrapped  # noqa: PLC0415  off a terminal it is not needed

    yield from wrapped([(f"{id}: ", "id"), (lacks, "")], seen, 0, seen.width)


def _left_out(plan: completion.CompletionPlan) -> str:
    nameless = f", {len(plan.nameless)} have no id and no title to be found by" if plan.nameless else ""
    return f"{count(len(plan.whole), 'paper')} {'lacks' if len(plan.whole) == 1 else 'lack'} nothing{nameless}"


def _tell(plan: completion.CompletionPlan, report: completion.CompletionReport) -> None:
    if not plan.papers:
        say(f"Nothing to complete: {_left_out(plan)}.")
        return
    for outcome in report.outcomes:
        for warning in (*outcome.warnings, *outcome.skipped):
            say(warning)
    for _, sentence in report.told:
        say(for_terminal(sentence))
    for doubt in report.doubts:
        say(for_terminal(str(doubt)))
    if report.doubts:
        say("Where one of them is the paper: `reader edit PAPER --set arxiv=ID` (or doi=DOI), then complete it again.")
    for problem in report.problems[:_NAMED]:
        say(for_terminal(f"reader: {problem.message}"))
    for paper in report.absent[:_NAMED]:
        say(for_terminal(f"Not found: {paper.title} ({paper.id})"))
    if (more := len(report.absent) - _NAMED) > 0:
        say(f"… and {more} more that were not found.")
    if report.error is not None:
        say(f"reader: {for_terminal(str(report.error))}")
        say("What came before that is in the library; the same command goes on behind it.")
    say(f"{report.summary[:1].upper()}{report.summary[1:]}, with {count(report.requests, 'request')}.")


CLICK_COMMANDS = [complete]

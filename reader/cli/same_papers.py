"""`reader duplicates`: papers that may be one, made one, or told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reader.cli.later import later
from reader.cli.look import Look, look
from reader.cli.mistakes import Group
from reader.cli.output import line, put, put_json, say
from reader.cli.papers import may_be_tried
from reader.cli.session import Session
from reader.counting import count, form
from reader.errors import UsageError

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.operations import duplicates
    from reader.tui.drawing.styled_text import Line
else:
    (duplicates,) = later("duplicates")


@click.group("duplicates", cls=Group, invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
@click.option("--json", "as_json", is_flag=True, help="An array of pairs, {left, right, reason}.")
@click.pass_context
def duplicates_(ctx: click.Context, as_json: bool) -> None:
    """Show papers that may be one; make them one, or tell them apart."""
    if ctx.invoked_subcommand is not None:
        return
    pairs = duplicates.possible(ctx.obj.library)
    if as_json:
        put_json([duplicates.pair_json(pair) for pair in pairs])
        return
    if (seen := look()) is not None:
        seen.show(_pair_lines(ctx.obj.library, pairs, seen))
    for pair in pairs if seen is None else ():
        put(f"{line(pair.left)}\n{line(pair.right)}\n    {pair.reason}")
    if pairs:
        say(f"{count(len(pairs), 'pair')}: `reader duplicates merge KEEP OTHER` or `… different A B` settles one.")
    else:
        say("No two papers look like one.")


def _pair_lines(library: Library, pairs: Sequence[duplicates.DuplicatePair], seen: Look) -> Iterator[Line]:
    """The pairs for a terminal, each with what makes them alike beneath it."""
    from reader.cli.on_terminal import PaperLines  # noqa: PLC0415  off a terminal it is not needed

    papers = [paper for pair in pairs for paper in (pair.left, pair.right)]
    shown = PaperLines(seen, papers, library.papers.keys())
    for pair in pairs:
        yield from (shown.line(pair.left), shown.line(pair.right), shown.beneath(pair.reason))


@duplicates_.command("merge")
@click.argument("keep")
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@click.option("--yes", is_flag=True, help="Do not ask where nothing says that they are one.")
@may_be_tried
@click.pass_obj
def duplicates_merge(session: Session, keep: str, others: Sequence[str], yes: bool) -> None:
    """Make papers one: KEEP gains what the others have, and they go.

    KEEP keeps its id and its facts, and gains those that it has not; tags, lists, remarks and notes of all are joined,
    a star stays, the status is the furthest. It is one step, which `reader undo` takes back. Where titles, DOIs and
    records do not say that they may be one, it is asked first; off a terminal that takes --yes.
    """
    kept = session.one(keep)
    going = session.named(others)
    if unlike := duplicates.not_alike(session.library, kept, going):
        what = "it" if len(going) == 1 else f"{count(len(going), 'paper')}"
        if session.dry_run and not yes:
            say("Nothing says that they are one: it is asked first, and off a terminal that takes --yes.")
        session.confirm([kept, *unlike], yes, f"Nothing says that they are one. Merge {what} into '{kept.title}'?")
    session.tell(duplicates.merge_into(session.library, kept, going))


@duplicates_.command("different")
@click.argument("a")
@click.argument("b")
@may_be_tried
@click.pass_obj
def duplicates_different(session: Session, a: str, b: str) -> None:
    """Remember that two papers are different, and no pair."""
    papers = session.named([a, b])
    if "-" in (a, b) and len(papers) != 2:
        raise UsageError(
            f"This takes two papers, and with standard input {len(papers)} {form(len(papers), 'is', 'are')} named."
        )
    session.tell(duplicates.tell_apart(session.library, papers[0], papers[-1]))


CLICK_COMMANDS = [duplicates_]

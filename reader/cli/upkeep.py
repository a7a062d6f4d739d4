"""undo, redo, history, batch, doctor, completion, help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reader.cli.batch_keys import OPS
from reader.cli.later import later
from reader.cli.look import Look, look
from reader.cli.mistakes import Group, Number, OneOf
from reader.cli.output import put, put_json, say
from reader.cli.papers import may_be_tried
from reader.cli.session import Session, is_at_terminal
from reader.cli.shells import SHELLS, script
from reader.cli.teaching import Taught
from reader.counting import count
from reader.dates import moment_here
from reader.errors import Refused, UsageError

if TYPE_CHECKING:
    from reader.library.change import Step
    from reader.library.library import Library, Outcome
    from reader.operations import undo as undo_operations
    from reader.operations.undo import UndoHistory
    from reader.tui.drawing.styled_text import Line
else:
    (undo_operations,) = later("undo")


def _tell(session: Session, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        session.tell(outcome)


@click.command(cls=Taught)
@click.argument("steps", type=Number(1), required=False, metavar="[N]")
@click.option("--step", metavar="ID", help="That one step, by its id in `history --json`.")
@click.option("--to", metavar="ID", help="The step with this id, and all that were made since.")
@may_be_tried
@click.pass_obj
def undo(session: Session, steps: int | None, step: str | None, to: str | None) -> None:
    """Take back your last step, or the last N: edits, bulk edits and imports alike.

    Where there are fewer than N, nothing is taken back, unless you say so where a terminal asks.
    """
    if sum(given is not None for given in (steps, step, to)) > 1:
        raise UsageError("Give N, --step or --to, one of them.")
    if step is None:
        many = len(undo_operations.ids_down_to(session.library, to)) if to is not None else 1
        _revisit(session, undo_operations.undo, undo_operations.next_undone, many if steps is None else steps)
        return
    _tell(session, undo_operations.undo_step(session.library, step))


@click.command(cls=Taught)
@click.argument("steps", type=Number(1), default=1, metavar="[N]")
@may_be_tried
@click.pass_obj
def redo(session: Session, steps: int) -> None:
    """Bring back what undo took back, of the last N steps."""
    _revisit(session, undo_operations.redo, undo_operations.next_redone, steps)


def _revisit(
    session: Session,
    act: Callable[[Library, int], list[Outcome]],
    foresee: Callable[[Library, int], list[Step]],
    steps: int,
) -> None:
    """Take back or bring back so many steps. Where there are fewer, it is asked whether all are meant; off a terminal
    that is refused."""
    try:
        wanted = foresee(session.library, steps)
    except undo_operations.TooFewSteps as error:
        if session.dry_run or not is_at_terminal():
            raise
        if not click.confirm(f"{error.found}. All there is?", err=True):
            raise Refused("Nothing was changed.") from None
        wanted = foresee(session.library, error.there)
    if not session.dry_run or not wanted:
        _tell(session, act(session.library, max(1, len(wanted))))
        return
    for step in wanted:
        put(step.say)
    for sentence in undo_operations.foretold(session.library, wanted) if act is undo_operations.undo else ():
        say(sentence)
    say(f"Without --dry-run: {act.__name__} of {count(len(wanted), 'step')}.")


@click.command("history", cls=Taught)
@click.option("--query", metavar="QUERY", help="What was done with the papers that match.")
@click.option("--limit", type=Number(0), default=0, help="At most so many; 0: all.")
@click.option("--json", "as_json", is_flag=True, help="An array of {id, when, say, undone, own, session, author}.")
@click.pass_obj
def history_(session: Session, query: str | None, limit: int, as_json: bool) -> None:
    """Show what was done, newest first."""
    papers = None if query is None else {paper.id for paper in session.chosen((), query)}
    past = undo_operations.past(session.library, papers)
    past = past[:limit] if limit else past
    if as_json:
        put_json([undo_operations.past_json(line) for line in past])
        return
    if (seen := look()) is not None:
        seen.show(text for line in past for text in _history_lines(line, seen))
    else:
        for line in past:
            put(f"{line.when}  {_said(line)}")
    if not past:
        say("Nothing was done yet." if query is None else "Nothing was done with them.")


def _said(line: UndoHistory) -> str:
    by = f" (by {line.author})" if line.author else ""
    wrote = f": “{line.wrote}”" if line.wrote else ""
    return f"{line.say}{by}{wrote}{' (undone)' if line.undone else ''}"


def _history_lines(line: UndoHistory, seen: Look) -> Iterator[Line]:
    """A step for a terminal: when it was by the clock here, then what was done, all of it."""
    from reader.cli.on_terminal import wrapped  # noqa: PLC0415  off a terminal it is not needed

    first, *more = wrapped([(_said(line), "quiet" if line.undone else "")], seen, len(moment_here("")) + 2, seen.width)
    yield [(moment_here(line.when) + "  ", "label"), *first[1:]]
    yield from more


class _Requests(Taught):
    """A command whose help names the operations of the table."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help with the table's names at its end."""
        super().format_help_text(ctx, formatter)
        with formatter.indentation():
            formatter.write_text(f"Ops: {' '.join(OPS)}.")


@click.command(cls=_Requests)
@click.pass_obj
def batch(session: Session) -> None:
    """Answer JSON requests, one a line on standard input, one answer a line on standard output.

    For example {"op": "search", "query": "mamba"} or {"op": "tag", "papers": ["2408.07990"], "add": ["merge"]};
    {"op": "help", "brief": true} says what can be asked, {"op": "help", "ops": ["tag"]} how.
    """
    from reader.cli import batch as requests  # noqa: PLC0415  the other verbs do without it

    requests.run(session)


@click.command(cls=Taught)
@click.option("--repair", is_flag=True, help="Set damaged parts aside, recover what is readable.")
@click.option("--json", "as_json", is_flag=True, help="An object with findings.")
@click.pass_obj
def doctor(session: Session, repair: bool, as_json: bool) -> None:
    """Check every promise about the library's files."""
    from reader.store import doctor as examine  # noqa: PLC0415  the other verbs do without it

    folder = session.folder if repair else session.folder_looked_at
    done = examine.repair(folder) if repair else []
    findings = examine.check(folder)
    examine.remember(folder)
    index = session.index_file
    if as_json:
        put_json({
            "folder": str(folder),
            "index": index.path,
            "ok": not findings,
            "repaired": list(done),
            "findings": [finding.to_json() for finding in findings],
        })  # fmt: skip
    else:
        for sentence in done:
            put(sentence)
        for finding in findings:
            put(f"{finding.where}: {finding.message}")
        if not findings:
            put("Everything about the library's files is as it should be.")
        elif not repair and any(finding.repairable for finding in findings):
            say("`reader doctor --repair` mends what can be mended; nothing is deleted.")
        put(index.told())
    if any(finding.serious for finding in findings):
        raise click.exceptions.Exit(1)


@click.command(cls=Taught)
@click.argument("shell", type=OneOf(SHELLS))
def completion(shell: str) -> None:
    """Print a completion script for a shell: eval "$(reader completion bash)".

    It completes commands, options, papers, tags, lists, filters and files. For zsh it is the same, for fish `reader
    completion fish | source`, for PowerShell `reader completion powershell | Out-String | Invoke-Expression`.
    """
    put(script(shell))


@click.command("help", cls=Taught)
@click.argument("words", nargs=-1, metavar="[COMMAND [SUBCOMMAND]]")
@click.pass_context
def help_(ctx: click.Context, words: Sequence[str]) -> None:
    """Say what a command does and takes, as its --help does; without one, which commands there are."""
    told = ctx.find_root()
    for word in words:
        if not isinstance(told.command, Group):
            raise UsageError(f"'{told.command_path}' has no commands under it, so that '{word}' is none.")
        command = told.command.called(told, word)
        told = command.context_class(command, told, word, **command.context_settings)
    put(told.get_help())


CLICK_COMMANDS = [undo, redo, history_, batch, doctor, completion, help_]

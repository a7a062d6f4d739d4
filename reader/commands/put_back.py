"""The interface's commands on what is lost: put a backup back, or go on without it."""

from __future__ import annotations

from reader.commands.at_work import made_aside
from reader.commands.context import CommandContext
from reader.commands.questions import AskChoice, Choice, Confirm
from reader.counting import count
from reader.errors import Refused
from reader.operations import backups
from reader.operations.backups import BackupRow


async def put_back(context: CommandContext) -> None:
    """Put a backup of the library back; undo takes it back as one step."""
    of_library = backups.library_backups(context.folder)
    device = context.library.device
    rows = await context.work("Reading the backups", lambda progress: backups.backup_rows(of_library, device))
    if rows is None:
        return
    if not rows:
        context.say(backups.NONE_YET)
        return
    choices = tuple(Choice(row.name, row.name, _hint(row)) for row in reversed(rows))
    name = await context.ask(AskChoice("Put a backup back", choices, "When each was made, in UTC."))
    if name is None:
        return
    chosen = backups.chosen(of_library, name, context.library)
    plan = context.library.foreseen(chosen.held)
    first, *details = backups.foretold(context.library, chosen, plan)
    if not plan.anything:
        context.say(first)
        return
    sure = Confirm(
        "Put this backup back?", first, tuple(details), yes="Put it back", no="Leave it", sentences=True
    )  # fmt: skip
    if await context.ask(sure):
        context.follow_others()
        library, size = context.library, len(plan.changes)
        put_back = await made_aside(context, "Putting back", size, lambda: [backups.put_back(library, chosen)])
        context.done(*put_back)


async def go_on(context: CommandContext) -> None:
    """Go on without what the library has lost, which is named first; it can be written again then."""
    context.follow_others()
    library = context.library
    library.must_be_here()
    gone = library.gone
    if not gone:
        context.say(library.read_only or backups.NOTHING_LOST)
        return
    copies = library.copies
    back = f"Now or later it comes back with {copies}." if copies else "No backup has it."
    told = (*gone, "Damaged parts are set aside in the library's folder, and nothing is deleted.")
    sure = Confirm(
        "Go on without what is missing?", back, told, yes="Go on without it", no="Leave it", grave=not copies,
        sentences=True, unforeseen=True,
    )  # fmt: skip
    if not await context.ask(sure):
        return
    context.follow_others()
    if library.gone != gone:
        raise Refused("Nothing was changed: something else is missing by now than when you were asked.")
    done = await context.work("Going on", lambda progress: backups.mend(context.folder)) or []
    context.follow_others()
    if library.gone:  # This window has seen more than was remembered when it got lost.
        outcome = library.go_on()
        context.done(outcome, quiet=True)
        done += [f"{outcome.say}."] if outcome.step else []
    context.say(" ".join(done or [backups.NOTHING_LOST]))


def _hint(row: BackupRow) -> str:
    """What a backup holds, in a few words."""
    if not row.kind:
        return "cannot be read"
    return f"{count(row.steps, 'step')}, {count(row.papers, 'paper')}{', damaged' if row.flaws else ''}"

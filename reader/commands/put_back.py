"""The interface's command on backups: choose one, see what would come back, put it back."""

from __future__ import annotations

from reader.commands.context import CommandContext
from reader.commands.questions import AskChoice, Choice, Confirm
from reader.counting import count
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
    elif await context.ask(Confirm("Put this backup back?", first, tuple(details), yes="Put it back", no="Leave it")):
        context.follow_others()
        context.done(backups.put_back(context.library, chosen))


def _hint(row: BackupRow) -> str:
    """What a backup holds, in a few words."""
    if not row.kind:
        return "cannot be read"
    return f"{count(row.steps, 'step')}, {count(row.papers, 'paper')}{', damaged' if row.flaws else ''}"

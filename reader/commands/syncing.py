"""The interface's way there and back: an exported file or folder and the library are brought to the same state."""

from __future__ import annotations

from pathlib import Path

from reader.commands.context import CommandContext
from reader.commands.exports import without_option
from reader.commands.imports import complete_path
from reader.commands.last_exports import keep_syncable, shown_path, syncable
from reader.commands.questions import AskSync, Confirm, Progress, SyncPreview
from reader.errors import InputError
from reader.operations import roundtrip
from reader.operations.search import PaperFinder
from reader.paths import expanded
from reader.text import for_terminal


async def sync(context: CommandContext) -> None:
    """Ask for an exported file or folder, show what goes which way, and do both directions once."""
    library, folder = context.library, context.folder

    def plan(path: str, progress: Progress) -> SyncPreview:
        if not path.strip():
            raise InputError("Name a file or folder that was exported.")
        target = expanded(path.strip())
        if not target.exists():
            raise InputError(f"There is no '{for_terminal(path)}'; export writes it first.")
        progress.report(0, None, "comparing")
        back = roundtrip.sync(library, folder, target, PaperFinder(library), dry_run=True)
        found, written = back.returned, without_option(back.written)
        problems = tuple(f"line {p.line}: {p.message}" if p.line else p.message for p in found.problems)
        brake = (found.brake,) if found.brake else ()
        return SyncPreview(
            tuple(found.diff),
            back.out if back.is_left or not written else (*back.out, written),
            (*brake, *found.conflicts, *problems, *back.notes),
            left=written if back.is_left else "",
            brake=found.brake,
            is_foreign=back.is_foreign,
        )

    known = tuple(shown_path(Path(path)) for path in syncable(context))
    answer = await context.ask(AskSync(plan, complete_path, known))
    if answer is None:
        return
    target = expanded(answer.path.strip())
    brake = answer.preview.brake
    if brake:
        meant = Confirm("Is all of this meant?", brake, answer.preview.into_library, yes="Take it as it is", grave=True)
        if not await context.ask(meant):
            context.say("Nothing was synced.")
            return
    force = False
    if answer.preview.is_foreign:
        wanted = Confirm("Write it?", answer.preview.left, yes="Write it", no="Leave the file", grave=True)
        force = await context.ask(wanted) is True

    def carry_out(progress: Progress) -> roundtrip.Back:
        progress.report(0, None, for_terminal(target.name))
        return roundtrip.sync(library, folder, target, PaperFinder(library), accept=bool(brake), force=force)

    back = await context.work("Syncing", carry_out)
    if back is not None:
        keep_syncable(context, target)
        if back.outcome is not None:
            context.done(back.outcome, quiet=True)
        came = back.outcome.say if back.outcome is not None else back.nothing.removesuffix(".")
        context.say(" ".join(filter(None, [f"{came}.", without_option(back.written), *back.notes])))

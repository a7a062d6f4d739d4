"""The interface's way there and back: an exported file or folder and the library are brought to the same state."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from reader.commands.context import CommandContext
from reader.commands.exports import without_option
from reader.commands.last_exports import keep_syncable, shown_path, syncable
from reader.commands.path_completion import complete_path
from reader.commands.questions import AskSync, Confirm, Progress, SyncAnswer, SyncPreview
from reader.errors import InputError
from reader.formats.obsidian import is_note
from reader.formats.parsed import Problem
from reader.library.library import Library
from reader.operations import roundtrip
from reader.operations.search import PaperFinder
from reader.paths import expanded
from reader.text import for_terminal

_LOSS = re.compile(r": (?:leaves '|note removed|remark removed|★ taken away|tags .*−)")
"""What takes something away in the library, as it is told."""
_CHANGED = "It was changed meanwhile, and here is what it comes to now."


async def sync(context: CommandContext, begun: str = "") -> None:
    """Ask for an exported file or folder, or begin with one; show what goes which way, and do both directions once.

    What is done is what was shown: where file or library change meanwhile, it is compared and asked again.
    """
    library, folder = context.library, context.folder

    def plan(path: str, progress: Progress) -> SyncPreview:
        if not path.strip():
            raise InputError("Name a file or folder that was exported.")
        target = expanded(path.strip())
        if not target.exists():
            raise InputError(f"There is no '{for_terminal(path)}'; export writes it first.")
        progress.report(0, None, "comparing")
        state = _state(library, target)
        back = roundtrip.sync(library, folder, target, PaperFinder(library), dry_run=True)
        found, written = back.returned, without_option(back.written)
        return SyncPreview(
            tuple(found.diff),
            back.out if back.is_left or back.is_foreign or not written else (*back.out, written),
            tuple(found.conflicts),
            tuple(line for line in found.diff if _LOSS.search(line)),
            tuple(map(_told, found.problems)),
            tuple(back.notes),
            left=written if back.is_left or back.is_foreign else "",
            brake=found.brake,
            is_foreign=back.is_foreign,
            state=state,
        )

    said = ""
    while True:
        known = tuple(shown_path(Path(path)) for path in syncable(context))
        answer = await context.ask(AskSync(plan, complete_path, known, begun, said))
        if answer is None:
            return
        target = expanded(answer.path.strip())
        allowed = await _allowed(context, answer)
        if allowed is None:
            return
        context.follow_others()
        before = answer.preview
        if not before.state or _state(library, target) == before.state:
            break
        if await context.work("Comparing", partial(plan, answer.path)) == before:
            break
        begun, said = answer.path, _CHANGED

    def carry_out(progress: Progress) -> roundtrip.Back:
        progress.report(0, None, for_terminal(target.name))
        accept = bool(answer.preview.brake)
        return roundtrip.sync(library, folder, target, PaperFinder(library), accept=accept, force=allowed)

    back = await context.work("Syncing", carry_out)
    if back is not None:
        keep_syncable(context, target)
        if back.outcome is not None:
            context.done(back.outcome, quiet=True)
        came = back.outcome.say if back.outcome is not None else back.nothing.removesuffix(".")
        context.say(" ".join(filter(None, [f"{came}.", without_option(back.written), *back.notes])))


async def _allowed(context: CommandContext, answer: SyncAnswer) -> bool | None:
    """Whether a file is written that another library wrote last; None where it is not meant that so much is gone."""
    preview = answer.preview
    if preview.brake:
        meant = Confirm("Is all of this meant?", preview.brake, preview.losses or preview.into_library,
                        yes="Take it as it is", grave=True)  # fmt: skip
        if not await context.ask(meant):
            context.say("Nothing was synced.")
            return None
    if not preview.is_foreign:
        return False
    wanted = Confirm("Write it?", preview.left, yes="Write it", no="Leave the file", grave=True)
    return await context.ask(wanted) is True


def _told(problem: Problem) -> str:
    """What is not taken of a file, with its line."""
    where = ", ".join(filter(None, (for_terminal(problem.file), f"line {problem.line}" if problem.line else "")))
    what = f"{problem.message} (“{problem.excerpt}”)" if problem.excerpt else problem.message
    return f"{where}: {what}" if where else what


def _state(library: Library, path: Path) -> tuple[object, ...]:
    """What is another where a file, or one in a folder, was written, or where the library was changed."""
    paths = sorted(each for each in path.rglob("*") if is_note(each.name)) if path.is_dir() else [path]
    found: list[object] = [next((step.id for step in library.history()), "")]
    for each in paths:
        try:
            seen = each.stat()
        except OSError:
            found.append((str(each), None))
        else:
            found.append((str(each), seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(found)

"""What was written without sight of the text that is shown is settled before one writes on."""

from __future__ import annotations

from reader.commands.context import CommandContext
from reader.commands.questions import AskConflict
from reader.library.note_versions import told_of_unseen
from reader.operations.settling import OpenText, settle_as


async def settled_text(context: CommandContext, text: OpenText, command: str) -> bool:
    """Ask what becomes of each text that was written without sight of the shown one. Whether none is left; where the
    user leaves that for later, all of them stand as they did, and `command`, by which it is settled, is named."""
    library = context.library
    for unseen in library.state.unseen(*text.at):
        told = library.state.text_at(*text.at)
        heading = f"Other, written {told_of_unseen(unseen, library.device)}"
        names = ("the other", "the shown")
        answer = await context.ask(
            AskConflict(f"the {told.called}", unseen.text, text.shown, heading, "Shown now", names)
        )
        if answer is None:
            way = context.key(command) or f"the {told.kind}"
            context.say(f"Both texts of the {told.kind} are kept; {way} settles it.")
            return False
        context.done(settle_as(library, text, answer, [unseen.text]))
        text = text._replace(shown=library.state.shown_text(*text.at))
    return True

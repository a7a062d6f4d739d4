"""The command that puts right what the world says about a paper; apart, since it knows what formats call the fields."""

from __future__ import annotations

from reader.commands.context import CommandContext
from reader.commands.papers import current_paper
from reader.commands.questions import AskCorrections
from reader.operations import corrections


async def put_right(context: CommandContext) -> None:
    """Put right what is wrong in the title, the authors and the like of one paper."""
    paper = current_paper(context)
    answer = await context.ask(AskCorrections(paper, context.library.state.beneath(paper)))
    if answer is not None:
        context.done(corrections.correct(context.library, paper, answer))

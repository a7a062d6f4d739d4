"""Edits that are so large that they take a moment: they are made in a thread, told meanwhile, and can be given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.commands.asking import Progress
from reader.commands.context import CommandContext
from reader.counting import count
from reader.library.change import Draft
from reader.library.library import Outcome

MANY_CHANGES = 1_000
"""From so many changes on an edit takes longer than a few frames."""


async def made_aside(
    context: CommandContext, what: str, changes: int, act: Callable[[], Sequence[Outcome]]
) -> Sequence[Outcome]:
    """What comes of an edit of about so many changes, told as `what`; nothing where it was given up before anything was
    written."""
    library = context.library
    if changes < MANY_CHANGES:
        return act()

    def carry_out(progress: Progress) -> Sequence[Outcome]:
        review = library.review

        def asked(draft: Draft) -> Draft:
            size = len(draft.changes)
            progress.report(size, size, count(size, "change"))
            return review(draft)

        progress.report(0, None, count(changes, "change"))
        library.review = asked
        try:
            return act()
        finally:
            library.review = review

    return await context.work(what, carry_out) or ()

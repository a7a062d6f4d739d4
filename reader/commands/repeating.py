"""Doing once more, to other papers, what was done last: a tag, a star, a status, a list, a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.commands.context import CommandContext, targets
from reader.errors import Refused
from reader.library.library import Library, Outcome
from reader.operations import reading_lists
from reader.operations.collection import followed_list
from reader.paper import Paper


def repeat(context: CommandContext) -> None:
    """Do to the papers meant what was done last. Raises `Refused` where that is nothing."""
    if context.again is None:
        raise Refused("Nothing to repeat yet: tag papers first, star them, set a status or put them on a list.")
    context.done(context.again(context.library, targets(context)))


def adding_to_list(name: str, section: str) -> Callable[[Library, Sequence[Paper]], Outcome]:
    """Puts papers at the end of a list as it is called by then, in the same section while there is one. Raises
    `Refused` where the list is gone."""

    def add(library: Library, papers: Sequence[Paper]) -> Outcome:
        now = followed_list(library, name)
        return reading_lists.add_to_list(library, now.name, papers, section=section if section in now.sections else "")

    return add

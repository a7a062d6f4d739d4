"""Doing once more, to other papers, what was done last: a tag, a star, a status, a list, a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.commands.context import CommandContext, targets
from reader.errors import Refused
from reader.library.change import Step
from reader.library.library import Library, Outcome
from reader.operations import annotate, reading_lists
from reader.operations.collection import followed_list
from reader.paper import Paper
from reader.text import fold_name

_TAG = "tag:"
"""What the register of a tag begins with."""


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


def tagging(add: Sequence[str], remove: Sequence[str]) -> Callable[[Library, Sequence[Paper]], Outcome]:
    """Gives papers tags as they are called by then, and takes others off. Raises `Refused` where one of those was
    deleted, or taken off its last paper."""

    def tag(library: Library, papers: Sequence[Paper]) -> Outcome:
        return annotate.tag_papers(library, papers, [_followed(library, name) for name in add], remove)

    return tag


def _followed(library: Library, tag: str, steps: Sequence[Step] | None = None) -> str:
    """A tag that was given, as it is called now; as it was where its giving alone was undone."""
    if library.under(tag):
        return tag
    steps = library.history() if steps is None else steps
    for at, step in enumerate(steps):
        lost = {change.subject for change in step.changes if _is_of(change.key, tag) and not change.after}
        if lost and not step.undoes:
            given = {change.key for change in step.changes if change.subject in lost and change.after}
            names = {key.removeprefix(_TAG) for key in given if key.startswith(_TAG)}
            if len(names) == 1:
                return _followed(library, names.pop(), steps[:at])
            raise Refused(f"No paper has the tag '{tag}' any more, so it is not given again.")
        if lost:
            break
    return tag


def _is_of(key: str, tag: str) -> bool:
    return key.startswith(_TAG) and fold_name(key.removeprefix(_TAG)) == fold_name(tag)

"""What was typed into the settings of a list, onto the list as it is by now: what nobody touched stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from reader.commands.context import CommandContext
from reader.commands.questions import AskChoice, AskConflict, Choice, ListEdit, unchanged
from reader.operations.reading_lists import spelled_section
from reader.paper import ReadingList

_CALLED = {"name": "the name", "description": "the description", "query": "the query", "sections": "the sections"}
Sections = Sequence[tuple[str, str]]
"""(name so far, name from now on), as in a `ListEdit`."""


async def settled(context: CommandContext, before: ReadingList, now: ReadingList, typed: ListEdit) -> ListEdit | None:
    """What was changed in the form; the rest as the list is `now`. None when the user leaves a conflict undecided.

    `before` is the list that the form showed. What was changed both in it and elsewhere is asked.
    """
    wish: dict[str, Any] = {}
    for one in fields(ListEdit):
        shown, mine, theirs = (getattr(edit, one.name) for edit in (_settings(before), typed, _settings(now)))
        wish[one.name] = theirs if mine == shown else mine
        if mine == shown or theirs in (shown, mine):
            continue
        answer = await _asked(context, one.name, before.name, mine, theirs)
        if answer is None:
            return None
        wish[one.name] = answer
        if one.name == "sections" and answer == mine:
            wish[one.name] = tuple(sections_left(before.sections, mine, now.sections))
    return ListEdit(**wish)


async def _asked(context: CommandContext, field: str, list_name: str, mine: Any, theirs: Any) -> Any:
    """One of two values, or both joined; None when it is left undecided."""
    what = f"{_CALLED[field]} of '{list_name}'"
    if field == "description":
        return await context.ask(AskConflict(what, mine, theirs))
    choices = (
        Choice("mine", f"Mine: {_for_people(mine)}"),
        Choice("theirs", f"In the library now: {_for_people(theirs)}"),
    )
    answer = await context.ask(AskChoice(f"Changed elsewhere: {what}", choices, unforeseen=True))
    return {"mine": mine, "theirs": theirs}.get(answer or "")


def _for_people(value: str | Sections) -> str:
    return value if isinstance(value, str) else ", ".join(new for _, new in value) or "none"


def _settings(lst: ReadingList) -> ListEdit:
    return ListEdit(lst.name, lst.description, lst.query, unchanged(lst.sections))


def sections_left(were: Sequence[str], wanted: Sections, now: Sequence[str]) -> list[tuple[str, str]]:
    """The sections that were wanted of a list that had other ones then: what others added or removed since is so."""
    olds = {old for old, _ in wanted}
    left = [(old, new) for old, new in wanted if old in now or (not old and spelled_section(now, new) not in now)]
    return left + [(name, name) for name in now if name not in were and name not in olds]

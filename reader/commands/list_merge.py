"""What was typed into the settings of a list, onto the list as it is by now: what nobody touched stays as it is."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from reader.commands.context import CommandContext
from reader.commands.questions import AskChoice, AskConflict, Choice
from reader.operations.collection import followed_list
from reader.operations.list_settings import ListEdit, Sections, renamed_since, sections_left, settings_of
from reader.paper import ReadingList

_CALLED = {"name": "the name", "description": "the description", "query": "the query", "sections": "the sections"}


def list_now(context: CommandContext, seen: str) -> ReadingList:
    """A list that was shown, with what other windows wrote. Raises as `followed_list`."""
    context.follow_others()
    return followed_list(context.library, seen)


async def settled(context: CommandContext, before: ReadingList, typed: ListEdit) -> tuple[ReadingList, ListEdit] | None:
    """The list as it is now, and what is wished of it: what was changed in the form, the rest as it is. None when the
    user leaves a conflict undecided.

    `before` is the list that the form showed. What was changed both in it and elsewhere is asked, and asked again
    where the library changed while the question stood there. Raises `Refused` where the list is gone.
    """
    shown, wish = before, typed
    while (now := list_now(context, before.name)) != shown:
        joined = await _joined(context, shown, now, wish)
        if joined is None:
            return None
        shown, wish = now, joined
    return shown, wish


def given_up(before: ReadingList, typed: ListEdit, now: ReadingList, wish: ListEdit) -> list[str]:
    """What was typed in the form and gives way to what the library holds, as people call it; of two names one was
    chosen, and nothing of the other is to be kept."""
    forms = (settings_of(before), typed, settings_of(now), wish)
    values = {one.name: [getattr(form, one.name) for form in forms] for one in fields(ListEdit)}
    return [
        _CALLED[field]
        for field, (shown, mine, theirs, wished) in values.items()
        if field != "name" and mine != shown and wished == theirs != mine
    ]


async def _joined(context: CommandContext, before: ReadingList, now: ReadingList, typed: ListEdit) -> ListEdit | None:
    wish: dict[str, Any] = {}
    for one in fields(ListEdit):
        shown, mine, theirs = (getattr(edit, one.name) for edit in (settings_of(before), typed, settings_of(now)))
        wish[one.name] = theirs if mine == shown else mine
        if mine == shown or theirs in (shown, mine):
            continue
        answer = await _asked(context, one.name, before.name, mine, theirs)
        if answer is None:
            return None
        wish[one.name] = answer
        if one.name == "sections" and answer == mine:
            wish[one.name] = tuple(sections_left(before.sections, renamed_since(before, mine, now), now.sections))
    return ListEdit(**wish)


async def _asked(context: CommandContext, field: str, list_name: str, mine: Any, theirs: Any) -> Any:
    """One of two values, or both joined; None when it is left undecided."""
    what = f"{_CALLED[field]} of '{list_name}'"
    if field == "description":
        return await context.ask(AskConflict(what, mine, theirs))
    answer = await asked_which(context, what, _for_people(mine), _for_people(theirs))
    return {"mine": mine, "theirs": theirs}.get(answer or "")


async def asked_which(context: CommandContext, what: str, mine: str, theirs: str) -> str | None:
    """Which of two values of something that was changed elsewhere meanwhile stays, "mine" or "theirs"; None when it is
    left undecided."""
    choices = (Choice("mine", f"Mine: {mine}"), Choice("theirs", f"In the library now: {theirs}"))
    return await context.ask(AskChoice(f"Changed elsewhere: {what}", choices, unforeseen=True))


def _for_people(value: str | Sections) -> str:
    return value if isinstance(value, str) else ", ".join(new for _, new in value) or "none"

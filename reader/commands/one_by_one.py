"""Triage: the papers that wait, one by one, each with why it may be wanted and with the tags that fit it."""

from __future__ import annotations

from collections.abc import Sequence

from reader.commands.context import CommandContext
from reader.commands.papers import offered_tags
from reader.commands.questions import Triage
from reader.counting import count
from reader.errors import Refused
from reader.library.library import Outcome
from reader.operations import annotate
from reader.operations import triage as triage_operations
from reader.operations.collection import Collection, Kind
from reader.operations.removal import still_there
from reader.operations.tag_suggestions import TagSuggestion
from reader.operations.undo import undo_step
from reader.paper import QUEUE, STANDINGS, Decision, Paper
from reader.query.filters import LIKELIEST
from reader.text import clean_line


def _waiting(context: CommandContext) -> tuple[tuple[Paper, ...], str]:
    """The papers that wait for a decision: those that are shown, in that order, else all, else what was put off; and
    the words for the place where they are, "" for the whole inbox."""
    there = context.navigator
    shown = tuple(filter(STANDINGS["inbox"].test, context.matching))
    if not shown:
        waiting = triage_operations.inbox(context.library)
        return (waiting, "") if waiting else (triage_operations.put_off(context.library), "put off")
    place = "" if there.collection.kind in (Kind.ALL, Kind.INBOX) else there.collection.title
    return shown, ", ".join(filter(None, (place, clean_line(there.query))))


def _is_sorted(context: CommandContext) -> bool:
    """Whether what is shown comes in the order of what is likely to be wanted."""
    there = context.navigator
    return there.order == LIKELIEST or (there.collection.kind is Kind.FOR_YOU and not there.order and not there.query)


async def triage(context: CommandContext) -> None:
    """Go through what waits of what is shown, else through the whole inbox, one paper at a time; when that is empty,
    through what was put off."""
    library = context.library
    waiting, place = _waiting(context)
    if not waiting:
        raise Refused("The inbox is empty, and nothing is put off: every paper has been looked at.")

    shown = {paper.id: paper for paper in waiting}
    steps: list[str] = []

    def carried_out(outcome: Outcome) -> str:
        context.done(outcome, quiet=True)
        steps.append(outcome.step.id if outcome.step else "")
        return outcome.say

    def decide(id: str, decision: Decision) -> str:
        context.follow_others()
        return carried_out(triage_operations.decide(library, [still_there(library, shown[id])], decision))

    def tag(id: str, name: str, on: bool) -> str:
        context.follow_others()
        paper = still_there(library, shown[id])
        add, remove = ([name], []) if on else ([], [name])
        return carried_out(annotate.tag_papers(library, [paper], add, remove))

    def suggest(id: str) -> Sequence[TagSuggestion] | None:
        papers = library.held([id])
        return offered_tags(context, papers) if papers else ()

    def likeliest() -> Sequence[str]:
        return context.likely.likeliest(library, list(shown))

    def by() -> str:
        return context.likely.order_words(latest=True)

    def take_back() -> str:
        if not steps[-1]:
            steps.pop()
            return "That decision changed nothing, so there is nothing to take back."
        context.follow_others()
        if library.standing(steps[-1]) is None:
            steps.pop()
            return "That was taken back elsewhere already."
        # Another window of the same device may have made steps since.
        outcomes = undo_step(library, steps[-1])
        steps.pop()
        context.done(*outcomes, quiet=True)
        return outcomes[0].say

    reasons: dict[str, str] = {}

    def why(id: str) -> str:
        if not reasons:
            reasons.update(context.likely.reasons(library, Collection(Kind.FOR_YOU), latest=True))
        return reasons.get(id, "")

    number = await context.ask(
        Triage(waiting, QUEUE, decide, take_back, place, likeliest, why, suggest, tag, by, _is_sorted(context))
    )
    if number:
        left = len(triage_operations.inbox(library))
        context.say(f"{count(number, 'paper')} decided, {left} left in the inbox.")

"""Triage: the papers that wait, one by one, each with why it may be wanted and with the tags that fit it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from reader.commands.context import CommandContext
from reader.commands.papers import offered_tags
from reader.commands.questions import Triage
from reader.counting import count
from reader.errors import Refused
from reader.library.library import Library, Outcome
from reader.operations import annotate
from reader.operations import triage as triage_operations
from reader.operations.collection import Collection, Kind
from reader.operations.removal import still_there
from reader.operations.tag_suggestions import TagSuggestion
from reader.operations.undo import undo_step
from reader.paper import QUEUE, STANDINGS, Decision, Paper, Stage
from reader.query.filters import LIKELIEST
from reader.text import clean_line

Repeated = Callable[[Library, Sequence[Paper]], Outcome] | None
"""What does to papers what was done to papers last."""


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


def has_left(shown: Paper, now: Paper) -> bool:
    """Whether a paper that waited waits no more: it stands elsewhere on its way, and not in the inbox."""
    return now.stage is not shown.stage and now.stage is not Stage.INBOX


def _is_sorted(context: CommandContext) -> bool:
    """Whether what is shown comes in the order of what is likely to be wanted."""
    there = context.navigator
    return there.order == LIKELIEST or (there.collection.kind is Kind.FOR_YOU and not there.order and not there.query)


class OnOnePaper:
    """What a command sees that is run on the one paper of triage, whatever is selected in the list: what came of it is
    told there. All else is as in the context of the whole screen."""

    def __init__(
        self,
        context: CommandContext,
        paper: Paper,
        tell: Callable[[str, bool], None],
        done: Callable[[Outcome], None],
    ) -> None:
        self._context = context
        self._id = paper.id
        self._tell = tell
        self._done = done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    @property
    def current(self) -> Paper | None:
        """The paper, as it is now."""
        return self._context.library.papers.get(self._id)

    @property
    def selected(self) -> Sequence[Paper]:
        """The selection of the list is not meant."""
        return ()

    @property
    def again(self) -> Repeated:
        """What was done last, here or in the list."""
        return self._context.again

    @again.setter
    def again(self, repeated: Repeated) -> None:
        """It is the last one from then on."""
        self._context.again = repeated

    def say(self, message: str, *, error: bool = False) -> None:
        """Say it in triage, which lies over the bottom line."""
        self._tell(message, error)

    def open_address(self, address: str, say: Callable[[str], None] | None = None) -> None:
        """What came of it is told here, too."""
        self._context.open_address(address, say or self.say)

    def done(self, *outcomes: Outcome, quiet: bool = False) -> None:
        """Show in the list beneath what edits did, and tell here what they say."""
        self._context.done(*outcomes, quiet=True)
        for outcome in outcomes:
            self._done(outcome)
        extra = [words for outcome in outcomes for words in (*outcome.skipped, *outcome.warnings)]
        said = [*([] if quiet else [outcomes[-1].say]), *extra]
        self._tell(" ".join(words if words.endswith((".", "!", "?")) else f"{words}." for words in said), False)


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

    def settled(ids: Sequence[str]) -> Sequence[str]:
        context.follow_others()
        now = library.papers
        return [id for id in ids if id not in now or has_left(shown[id], now[id])]

    def decide(ids: Sequence[str], decision: Decision) -> str:
        context.follow_others()
        papers = [still_there(library, shown[ids[0]])] if len(ids) == 1 else library.held(ids)
        return carried_out(triage_operations.decide(library, papers, decision))

    def run(id: str, command: str, tell: Callable[[str, bool], None], note_edit: Callable[[], None]) -> None:
        context.follow_others()

        def done(outcome: Outcome) -> None:
            if outcome.step is not None:
                steps.append(outcome.step.id)
                note_edit()

        on_one = OnOnePaper(context, still_there(library, shown[id]), tell, done)
        context.run_aside(command, cast("CommandContext", on_one))

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

    context.likely.want()
    asked = Triage(
        waiting, QUEUE, decide, take_back, place, likeliest, why, suggest, tag, by, _is_sorted(context),
        library.papers.get, settled, run,
    )  # fmt: skip
    number = await context.ask(asked)
    if number:
        left = len(triage_operations.inbox(library))
        context.say(f"{count(number, 'paper')} decided, {left} left in the inbox.")

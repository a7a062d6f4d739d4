"""Triage: the papers that wait, one by one, each with why it may be wanted and with the tags that fit it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from reader.commands.context import CommandContext
from reader.commands.papers import offered_tags
from reader.commands.questions import Triage
from reader.commands.shown_query import must_be_understood
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


class GoingThrough:
    """What triage's screen asks of the library while it goes through papers; each edit is a step that can be taken
    back, the last one first."""

    def __init__(self, context: CommandContext, papers: Sequence[Paper]) -> None:
        """`papers` are those that wait, as they are shown."""
        self._context = context
        self._library = context.library
        self._shown = {paper.id: paper for paper in papers}
        self._steps: list[str] = []
        """The ids of the steps that were made here, "" for a decision that changed nothing."""
        self._reasons: dict[str, str] = {}
        """Why each paper of the library may be wanted, once that was asked."""

    def question(self, place: str) -> Triage:
        """The question that shows the papers; `place` says where they are."""
        return Triage(
            tuple(self._shown.values()), QUEUE, self.decide, self.take_back, place, self.likeliest, self.why,
            self.suggest, self.tag, self.by, _is_sorted(self._context), self._library.papers.get, self.settled,
            self.run,
        )  # fmt: skip

    def decide(self, ids: Sequence[str], decision: Decision) -> str:
        """Carry out a decision, and say it."""
        self._context.follow_others()
        papers = [self._as_it_is(ids[0])] if len(ids) == 1 else self._library.held(ids)
        return self._carried_out(triage_operations.decide(self._library, papers, decision))

    def tag(self, id: str, name: str, on: bool) -> str:
        """Give a paper a tag, or take it off, and say so."""
        self._context.follow_others()
        add, remove = ([name], []) if on else ([], [name])
        return self._carried_out(annotate.tag_papers(self._library, [self._as_it_is(id)], add, remove))

    def run(self, id: str, command: str, tell: Callable[[str, bool], None], note_edit: Callable[[], None]) -> None:
        """Run a command on a paper; `note_edit` hears of each step of it."""
        self._context.follow_others()

        def done(outcome: Outcome) -> None:
            if outcome.step is not None:
                self._steps.append(outcome.step.id)
                note_edit()

        on_one = OnOnePaper(self._context, self._as_it_is(id), tell, done)
        self._context.run_aside(command, cast("CommandContext", on_one))

    def take_back(self) -> str:
        """Undo the last step that was made here, and say what came of it."""
        if not self._steps[-1]:
            self._steps.pop()
            return "That decision changed nothing, so there is nothing to take back."
        self._context.follow_others()
        if self._library.standing(self._steps[-1]) is None:
            self._steps.pop()
            return "That was taken back elsewhere already."
        # Another window of the same device may have made steps since.
        outcomes = undo_step(self._library, self._steps[-1])
        self._steps.pop()
        self._context.done(*outcomes, quiet=True)
        return outcomes[0].say

    def settled(self, ids: Sequence[str]) -> Sequence[str]:
        """Those of some papers that wait no more, whoever decided on them."""
        self._context.follow_others()
        now = self._library.papers
        return [id for id in ids if id not in now or has_left(self._shown[id], now[id])]

    def suggest(self, id: str) -> Sequence[TagSuggestion] | None:
        """The tags that fit a paper; None while that is worked out."""
        papers = self._library.held([id])
        return offered_tags(self._context, papers) if papers else ()

    def likeliest(self) -> Sequence[str]:
        """The ids of the papers, the likeliest to be wanted first."""
        return self._context.likely.likeliest(self._library, list(self._shown))

    def by(self) -> str:
        """What that order goes by, in words."""
        return self._context.likely.order_words(latest=True)

    def why(self, id: str) -> str:
        """Why a paper may be wanted, "" where that is not known."""
        if not self._reasons:
            place = Collection(Kind.FOR_YOU)
            self._reasons.update(self._context.likely.reasons(self._library, place, latest=True))
        return self._reasons.get(id, "")

    def _as_it_is(self, id: str) -> Paper:
        """A paper as it is now. Raises `UnknownPaper` where it was removed meanwhile."""
        return still_there(self._library, self._shown[id])

    def _carried_out(self, outcome: Outcome) -> str:
        """Show what an edit did, keep its step, and say it."""
        self._context.done(outcome, quiet=True)
        self._steps.append(outcome.step.id if outcome.step else "")
        return outcome.say


async def triage(context: CommandContext) -> None:
    """Go through what waits of what is shown, else through the whole inbox, one paper at a time; when that is empty,
    through what was put off. Raises `UsageError` where what shows them is not understood."""
    must_be_understood(context)
    waiting, place = _waiting(context)
    if not waiting:
        raise Refused("The inbox is empty, and nothing is put off: every paper has been looked at.")
    context.likely.want()
    number = await context.ask(GoingThrough(context, waiting).question(place))
    if number:
        left = len(triage_operations.inbox(context.library))
        context.say(f"{count(number, 'paper')} decided, {left} left in the inbox.")

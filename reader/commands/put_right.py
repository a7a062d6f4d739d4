"""The command that puts right what the world says about a paper; apart, since it knows what formats call the fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reader.commands.context import CommandContext
from reader.commands.list_merge import asked_which
from reader.commands.papers import current_paper
from reader.commands.questions import AskCorrections
from reader.errors import Refused
from reader.operations import corrections
from reader.operations.removal import still_there
from reader.operations.sentences import name
from reader.paper import Paper
from reader.text import shortened

_SHOWN = 60


async def put_right(context: CommandContext) -> None:
    """Put right what is wrong in the title, the authors and the like of one paper."""
    paper = current_paper(context)
    answer = await context.ask(AskCorrections(paper, context.library.state.beneath(paper)))
    if answer is not None:
        now, wish = await _settled(context, paper, answer)
        context.done(corrections.correct(context.library, now, wish))


async def _settled(context: CommandContext, paper: Paper, typed: Mapping[str, Any]) -> tuple[Paper, dict[str, Any]]:
    """The paper as it is now, and what is wished of it: what was changed elsewhere since the form showed it is asked,
    and asked again where the library changed while the question stood there.

    Raises `Refused` where the user leaves that undecided, so that what was typed is kept, `UnknownPaper` where the
    paper is gone.
    """
    shown, wish = paper, dict(typed)
    while True:
        context.follow_others()
        now = still_there(context.library, shown)
        changed = corrections.changed_elsewhere(context.library, shown, wish)
        if not changed:
            return now, wish
        for field, theirs in changed.items():
            what = f"the {corrections.word_for(field)} of {name([paper])}"
            mine, stored = (shortened(corrections.text_of(field, one), _SHOWN) for one in (wish[field], theirs))
            match await asked_which(context, what, mine or "nothing", stored or "nothing"):
                case "theirs":
                    del wish[field]
                case None:
                    raise Refused("Nothing was saved. What you typed is kept; the same form offers it.")
        shown = now

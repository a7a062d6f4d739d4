"""`.` does to other papers what was done last."""

from __future__ import annotations

import pytest

from reader.commands.bindings import COMMANDS, named
from reader.commands.questions import InList, TagEdit
from reader.errors import Refused
from reader.operations import reading_lists
from reader.paper import Paper
from tests.support.context import PlainContext
from tests.support.memory import library

PAPERS = (Paper("p1", "One", tags=("old",)), Paper("p2", "Two", tags=("old",)), Paper("p3", "Three"))


async def pressed(context: PlainContext, *commands: str, at: int = 0) -> None:
    """Run commands on the paper of that number."""
    context.at = at
    for id in commands:
        pending = named(COMMANDS, id).run(context)
        if pending is not None:
            await pending


async def test_tag_star_status_list_and_decision_are_done_again_as_they_were() -> None:
    context = PlainContext(library(*PAPERS), TagEdit(("new",), ("old",)), InList("Edge", ""))
    held = context.library.papers
    await pressed(context, "paper.tag")
    await pressed(context, "paper.repeat", at=1)
    assert [paper.tags for paper in held.values()] == [("new",), ("new",), ()]
    await pressed(context, "paper.star", "paper.star")
    await pressed(context, "paper.repeat", at=0)
    assert not held["p1"].starred
    await pressed(context, "paper.status")
    await pressed(context, "paper.repeat", "paper.repeat", at=2)
    assert [paper.status for paper in held.values()] == ["reading", "unread", "reading"]
    await pressed(context, "list.add")
    await pressed(context, "paper.repeat", at=1)
    assert context.library.reading_list("Edge").papers == ("p1", "p2")
    await pressed(context, "paper.later")
    await pressed(context, "paper.repeat", at=1)
    assert held["p2"].triage == "later"


async def test_nothing_is_repeated_that_was_not_done_and_no_list_is_made_anew() -> None:
    context = PlainContext(library(*PAPERS), None, InList("Edge", ""))
    await pressed(context, "paper.tag")
    with pytest.raises(Refused, match="Nothing to repeat yet"):
        await pressed(context, "paper.repeat")
    await pressed(context, "list.add")
    reading_lists.rename_list(context.library, "Edge", "Edge models")
    await pressed(context, "paper.repeat", at=1)
    assert context.library.reading_list("Edge models").papers == ("p1", "p2")
    reading_lists.delete_list(context.library, "Edge models")
    with pytest.raises(Refused, match="was deleted"):
        await pressed(context, "paper.repeat", at=2)
    assert not context.library.lists

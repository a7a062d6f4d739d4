"""`.` does to other papers what was done last."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.commands.bindings import COMMANDS, named
from reader.commands.questions import InList, TagEdit
from reader.errors import Refused
from reader.operations import annotate, reading_lists
from reader.operations.collection import Collection, Kind
from reader.operations.undo import undo
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


@pytest.mark.parametrize("kind", [Kind.ALL, Kind.STARRED, Kind.TAG, Kind.LIST])
async def test_what_is_taken_off_or_is_not_for_the_user_is_the_last_thing_done(kind: Kind) -> None:
    """Whatever was done before it, which is often the opposite."""
    context = PlainContext(library(*PAPERS))
    held, name = context.library.papers, {Kind.TAG: "old", Kind.LIST: "Edge"}.get(kind, "")
    reading_lists.add_to_list(context.library, "Edge", list(held.values()))
    annotate.star_papers(context.library, list(held.values()), on=True)
    annotate.tag_papers(context.library, list(held.values()), ["old"])
    context.navigator.collection = Collection(kind, name)
    await pressed(context, "paper.queue")
    if kind is Kind.LIST:
        reading_lists.rename_list(context.library, "Edge", "Edge models")
        context.navigator.collection = Collection(kind, "Edge models")
    await pressed(context, "list.take-off", at=1)
    await pressed(context, "paper.repeat", at=2)
    edge = context.library.reading_list("Edge models" if kind is Kind.LIST else "Edge")
    gone: dict[Kind, Callable[[Paper], bool]] = {
        Kind.ALL: lambda paper: paper.triage == "dismissed",
        Kind.STARRED: lambda paper: not paper.starred,
        Kind.TAG: lambda paper: "old" not in paper.tags,
        Kind.LIST: lambda paper: paper.id not in edge.papers,
    }
    assert [id for id, paper in held.items() if gone[kind](paper)] == ["p2", "p3"]
    assert context.library.reading_list("Queue").papers == ("p1",)


async def test_many_papers_are_not_for_the_user_only_where_that_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    context = PlainContext(library(*PAPERS))
    await pressed(context, "paper.dismiss")
    monkeypatch.setattr("reader.commands.papers.CONFIRMED_FROM", 2)
    context.selected = list(context.library.papers.values())
    with pytest.raises(Refused, match="3 papers would be not for you: that is asked first, so it is not done again"):
        await pressed(context, "paper.repeat")


async def test_papers_go_into_the_same_section_again() -> None:
    context = PlainContext(library(*PAPERS), "Intro")
    reading_lists.add_to_list(context.library, "Edge", list(context.library.papers.values()))
    context.navigator.collection = Collection(Kind.LIST, "Edge")
    await pressed(context, "list.section")
    await pressed(context, "paper.repeat", at=2)
    sections = [entry.section for entry in context.library.reading_list("Edge").entries]
    assert sections == ["", "Intro", "Intro"]


async def test_a_tag_is_given_again_as_it_is_called_now_and_none_that_was_deleted() -> None:
    context = PlainContext(library(*PAPERS), TagEdit(("new",), ()))
    held = context.library.papers
    await pressed(context, "paper.tag")
    undo(context.library)
    await pressed(context, "paper.repeat", at=1)
    assert held["p2"].tags == ("new",)
    annotate.rename_tag(context.library, "new", "newer")
    annotate.rename_tag(context.library, "newer", "newest")
    await pressed(context, "paper.repeat", at=2)
    assert held["p3"].tags == ("newest",)
    annotate.delete_tag(context.library, "newest")
    with pytest.raises(Refused, match="No paper has the tag 'newest' any more"):
        await pressed(context, "paper.repeat")
    assert held["p1"].tags == ()

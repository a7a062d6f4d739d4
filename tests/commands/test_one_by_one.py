"""Triage by its command: what it goes through, in which order, why, and the tags that are offered."""

from __future__ import annotations

import pytest

from reader.commands.questions import AskTags, TagEdit, Triage
from reader.errors import Refused
from reader.library.library import Library
from reader.operations import annotate
from reader.operations.collection import Collection, Kind
from reader.operations.tag_suggestions import OFFERED, TAGGED_ENOUGH
from reader.operations.triage import decide
from reader.operations.undo import undo_these
from reader.paper import Decision
from reader.tui.model.live_relevance import LiveRelevance
from tests.relevance.test_relevance import made
from tests.support.context import PlainContext
from tests.support.memory import library


def asked(context: PlainContext) -> Triage:
    """What triage asks."""
    context.run("triage")
    question = context.asked[-1]
    assert isinstance(question, Triage)
    return question


def order(question: Triage) -> list[str]:
    return [paper.id for paper in question.papers]


async def ranked(found: Library) -> PlainContext:
    """A context in which it is worked out what is likely to be wanted."""
    context = PlainContext(found)
    context.likely.want()
    await context.likely.build(found)
    await context.likely.rank(found)
    return context


def test_what_waits_of_what_is_shown_is_gone_through_and_where_nothing_does_the_inbox() -> None:
    context = PlainContext(library(*made(2)))
    decide(context.library, context.library.held(["q0"]), Decision.LATER)
    context.hidden = frozenset({"r1", "v0", "v1"})
    context.navigator.collection, context.navigator.query = Collection(Kind.TAG, "arms"), " flow "
    question = asked(context)
    assert context.likely.wanted, "reasons are to be told"
    assert order(question) == ["q1", "r0"]
    assert question.place == "#arms, flow"
    context.hidden = frozenset(context.library.papers) - {"q0"}
    question = asked(context)
    assert order(question) == ["q1", "v0", "v1", "r0", "r1"]
    assert question.place == ""


def test_when_the_inbox_is_empty_what_was_put_off_is_gone_through_the_longest_first() -> None:
    context = PlainContext(library(*made(1)))
    for id in ("v0", "q0", "r0"):
        decide(context.library, context.library.held([id]), Decision.LATER)
    question = asked(context)
    assert order(question) == ["v0", "q0", "r0"]
    assert question.place == "put off"
    decide(context.library, list(context.library.papers.values()), Decision.DISMISS)
    with pytest.raises(Refused, match="The inbox is empty, and nothing is put off"):
        context.run("triage")


def test_the_whole_inbox_has_no_other_name() -> None:
    context = PlainContext(library(*made(1)))
    context.navigator.collection = Collection(Kind.INBOX)
    assert asked(context).place == ""


async def test_the_likeliest_are_known_with_their_reasons_once_that_is_worked_out() -> None:
    found = library(*made(9))
    annotate.star_papers(found, found.held([f"q{at}" for at in range(5)]), True)
    unready = PlainContext(found)
    question = asked(unready)
    assert question.likeliest() == ()
    assert question.why("q5") == ""
    question = asked(await ranked(found))
    likeliest = list(question.likeliest())
    assert sorted(likeliest) == sorted(order(question))
    assert {id[0] for id in likeliest[:4]} == {"q"}
    assert "like ★" in question.why(likeliest[0])


def test_undo_takes_back_its_own_step_though_another_window_made_one_since() -> None:
    found = library(*made(1))
    question = asked(PlainContext(found))
    question.decide(("q0",), Decision.LATER)
    question.decide(("v0",), Decision.LATER)
    decide(found, found.held(["r0"]), Decision.DISMISS)
    question.undo()
    assert [found.papers[id].triage for id in ("q0", "v0", "r0")] == ["later", "", "dismissed"]
    undo_these(found, [step.id for step in found.undoable()][:2])
    assert question.undo() == "That was taken back elsewhere already."


def test_for_you_and_what_is_sorted_so_come_in_the_order_of_the_likeliest_anyway() -> None:
    context = PlainContext(library(*made(1)))
    assert not asked(context).is_sorted
    context.navigator.order = "next"
    assert asked(context).is_sorted
    context.navigator.collection, context.navigator.order = Collection(Kind.FOR_YOU), ""
    assert asked(context).is_sorted
    context.navigator.order = "title"
    assert not asked(context).is_sorted
    context.navigator.order, context.navigator.query = "", "flow"
    assert not asked(context).is_sorted


async def test_tags_are_offered_from_twenty_tagged_papers_on_and_given_as_a_step_that_is_taken_back() -> None:
    found = library(*made(10))
    papers = list(found.papers.values())
    tags = {"q": "bits", "v": "films", "r": "arms"}
    for paper in papers[: TAGGED_ENOUGH - 1]:
        annotate.tag_papers(found, [paper], [tags[paper.id[0]]])
    context = await ranked(found)
    assert asked(context).suggest("r9") == ()
    annotate.tag_papers(found, found.held(["r0", "r1", "r2", "r3"]), ["arms"])
    question = asked(context)
    offered = question.suggest("r9") or ()
    assert 0 < len(offered) <= OFFERED
    assert offered[0].tag == "arms"
    assert offered[0].reason
    assert question.tag is not None
    assert "arms" in question.tag("r9", "arms", True)
    assert found.papers["r9"].tags == ("arms",)
    assert "arms" not in [one.tag for one in question.suggest("r9") or ()]
    assert question.tag("r9", "arms", False)
    assert not found.papers["r9"].tags
    question.undo()
    assert found.papers["r9"].tags == ("arms",)
    question.undo()
    assert not found.papers["r9"].tags
    context.at = list(found.papers).index("r9")
    context.answers = [TagEdit(("arms",))]
    context.run("paper.tag")
    dialog = context.asked[-1]
    assert isinstance(dialog, AskTags)
    assert (dialog.suggestions, dialog.later) == (tuple(offered), None)


async def test_tags_that_cannot_be_told_yet_come_later_and_none_where_that_is_given_up() -> None:
    found = library(*made(10))
    for paper in [*found.papers.values()][:TAGGED_ENOUGH]:
        annotate.tag_papers(found, [paper], ["arms"])
    context = await ranked(found)
    known, context.likely = context.likely, LiveRelevance()
    assert asked(context).suggest("r9") is None
    context.answers = [TagEdit()]
    context.run("paper.tag")
    dialog = context.asked[-1]
    assert isinstance(dialog, AskTags)
    assert dialog.later is not None
    assert (dialog.suggestions, dialog.later()) == ((), None)
    context.likely.is_given_up = True
    assert dialog.later() == asked(context).suggest("r9") == ()
    context.likely = known
    assert dialog.later() is not None

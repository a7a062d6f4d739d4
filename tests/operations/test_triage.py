"""Triage decides on as many papers as are named, as one step, and a paper is on the Queue or it is not."""

from __future__ import annotations

import pytest

from reader.errors import UsageError
from reader.library.library import Library
from reader.operations import annotate, reading_lists, undo
from reader.operations.triage import changing, decide, decision_called, inbox
from reader.paper import DECISIONS, QUEUE, Decision, Paper, Status
from tests.support.memory import library

TITLES = {"a": "Heaps", "b": "Caches", "c": "Tries"}


@pytest.fixture
def shelf() -> Library:
    """Three papers in the inbox."""
    return library(*(Paper(id=id, title=title) for id, title in TITLES.items()))


def papers(shelf: Library, ids: str = "abc") -> list[Paper]:
    """The papers as they stand now."""
    return [shelf.papers[id] for id in ids]


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("queue", "Queued 3 papers"),
        ("later", "Put off 3 papers"),
        ("star", "Starred 3 papers"),
        ("dismiss", "3 papers are not for you"),
    ],
)
def test_a_decision_on_several_papers_is_one_step_that_one_undo_takes_back(
    shelf: Library, decision: str, says: str
) -> None:
    before = papers(shelf)
    assert decide(shelf, before, DECISIONS[decision]).say == says
    assert inbox(shelf) == ()
    assert len(shelf.history()) == 1
    undo.undo(shelf)
    assert papers(shelf) == before
    assert list(inbox(shelf)) == before


def test_of_one_paper_it_is_said_where_it_stands_on_the_queue(shelf: Library) -> None:
    decide(shelf, papers(shelf, "ab"), Decision.QUEUE)
    assert decide(shelf, papers(shelf, "c"), Decision.QUEUE).say == "Queued 'Tries', 3rd of 3"
    assert decide(shelf, papers(shelf, "c"), Decision.DISMISS).say == "'Tries' is not for you"
    assert shelf.reading_list(QUEUE).papers == ("a", "b")


def test_only_the_papers_that_change_are_counted(shelf: Library) -> None:
    decide(shelf, papers(shelf, "ab"), Decision.LATER)
    assert [paper.id for paper in changing(shelf, papers(shelf), Decision.LATER)] == ["c"]
    assert decide(shelf, papers(shelf), Decision.LATER).say == "Put off 'Tries'"
    assert decide(shelf, papers(shelf), Decision.LATER).step is None


@pytest.mark.parametrize("decision", ["later", "dismiss", "inbox"])
def test_another_decision_takes_a_paper_off_the_queue_and_makes_it_unread(shelf: Library, decision: str) -> None:
    decide(shelf, papers(shelf, "ab"), Decision.QUEUE)
    annotate.mark_papers(shelf, papers(shelf, "a"), Status.READING)
    decide(shelf, papers(shelf, "a"), DECISIONS[decision])
    assert shelf.reading_list(QUEUE).papers == ("b",)
    assert shelf.papers["a"].status is Status.UNREAD
    assert shelf.papers["a"].triage == (DECISIONS[decision] or "")


def test_a_read_paper_that_is_queued_is_unread_again_and_one_in_hand_stays_in_hand(shelf: Library) -> None:
    annotate.mark_papers(shelf, papers(shelf, "a"), Status.READ)
    annotate.mark_papers(shelf, papers(shelf, "b"), Status.READING)
    decide(shelf, papers(shelf), Decision.QUEUE)
    assert [paper.status for paper in papers(shelf)] == [Status.UNREAD, Status.READING, Status.UNREAD]
    assert shelf.reading_list(QUEUE).papers == ("a", "b", "c")


def test_a_star_stands_beside_the_queue_and_beside_what_is_read(shelf: Library) -> None:
    decide(shelf, papers(shelf, "a"), Decision.QUEUE)
    annotate.mark_papers(shelf, papers(shelf, "b"), Status.READ)
    decide(shelf, papers(shelf), Decision.STAR)
    assert all(paper.starred for paper in papers(shelf))
    assert shelf.papers["a"].triage == "queued"
    assert shelf.papers["b"].status is Status.READ
    assert shelf.reading_list(QUEUE).papers == ("a",)


def test_what_is_put_back_waits_in_the_inbox_again(shelf: Library) -> None:
    decide(shelf, papers(shelf, "ab"), Decision.QUEUE)
    assert decide(shelf, papers(shelf, "a"), None).say == "Put 'Heaps' back into the inbox"
    assert [paper.id for paper in inbox(shelf)] == ["a", "c"]


def test_a_mistyped_decision_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="'dismis' is no decision; did you mean 'dismiss'"):
        decision_called("dismis")
    assert decision_called("inbox") is None


def test_a_smart_list_called_queue_is_left_as_it_is_by_other_decisions(shelf: Library) -> None:
    reading_lists.new_list(shelf, QUEUE, query="is:unread")
    decide(shelf, papers(shelf), Decision.LATER)
    assert shelf.reading_list(QUEUE).query == "is:unread"
    assert inbox(shelf) == ()

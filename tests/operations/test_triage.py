"""Triage decides on as many papers as are named, as one step, and a paper is on the Queue or it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Refused, UnknownList, UnknownPaper, UsageError
from reader.io.read import read_text
from reader.library.change import Change
from reader.library.library import Library
from reader.operations import annotate, duplicates, imports, reading_lists, removal, undo
from reader.operations.triage import changing, decide, decision_called, inbox
from reader.paper import DECISIONS, QUEUE, STANDINGS, Decision, Paper, Stage, Status
from reader.query import parse
from tests.support.laws import law
from tests.support.memory import Log, library

TODAY = date(2026, 11, 26)
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


# -- where a paper stands ----------------------------------------------------------------------------------------------


def stages(shelf: Library) -> dict[str, str]:
    """Where each paper stands."""
    return {id: paper.stage.value for id, paper in shelf.papers.items()}


def one(shelf: Library, id: str = "a") -> list[Paper]:
    """A paper as it stands now."""
    return [shelf.papers[id]]


Act = Callable[[Library, str], object]


def deciding(word: str) -> Act:
    """What decides so."""
    return lambda shelf, id: decide(shelf, one(shelf, id), DECISIONS[word])


def marking(to: Status) -> Act:
    """What marks a paper so."""
    return lambda shelf, id: annotate.mark_papers(shelf, one(shelf, id), to)


ACTS: dict[str, Act] = {
    **{word: deciding(word) for word in DECISIONS},
    **{to.value: marking(to) for to in Status},
    "star on": lambda shelf, id: annotate.star_papers(shelf, one(shelf, id), True),
    "star off": lambda shelf, id: annotate.star_papers(shelf, one(shelf, id), False),
    "onto a list": lambda shelf, id: reading_lists.add_to_list(shelf, "L", one(shelf, id)),
    "off the list": lambda shelf, id: reading_lists.remove_from_list(shelf, "L", one(shelf, id)),
    "onto the Queue": lambda shelf, id: reading_lists.add_to_list(shelf, "queue", one(shelf, id)),
    "off the Queue": lambda shelf, id: reading_lists.remove_from_list(shelf, QUEUE, one(shelf, id)),
    "another name": lambda shelf, _: reading_lists.rename_list(shelf, QUEUE, "To read"),
    "its name again": lambda shelf, _: reading_lists.rename_list(shelf, "To read", QUEUE),
    "no Queue": lambda shelf, _: reading_lists.delete_list(shelf, QUEUE),
    "tag": lambda shelf, id: annotate.tag_papers(shelf, one(shelf, id), ["rl"]),
    "note": lambda shelf, id: annotate.append_note(shelf, shelf.papers[id], "Look."),
    "remove": lambda shelf, id: removal.remove_papers(shelf, one(shelf, id)),
    "undo": lambda shelf, _: shelf.undo(),
    "redo": lambda shelf, _: shelf.redo(),
    "an older program": lambda shelf, id: shelf.apply([Change(id, "triage", None, "queued")], "Queued"),
    "a newer program": lambda shelf, id: shelf.apply([Change(id, "triage", None, "someday")], "Someday"),
}


@law(60)
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from("abc")), max_size=12))
def test_every_paper_is_in_exactly_one_state_whatever_was_done(acts: list[tuple[str, str]]) -> None:
    """And who is queued is who stands on the Queue; a library opened anew says the same."""
    log = Log([Paper(id=id, title=title) for id, title in TITLES.items()])
    shelf = library(log=log)
    for act, id in acts:
        if id in shelf.papers:
            try:
                ACTS[act](shelf, id)
            except (Refused, UnknownList, UnknownPaper):
                continue
    queue = shelf.list_called(QUEUE)
    on_queue = set(queue.papers if queue is not None else ())
    for paper in shelf.papers.values():
        found = [stage for stage in Stage if parse(f"is:{stage}").accepts(paper, shelf.state.lists_of, TODAY)]
        assert set(found) - {"queued"} == {paper.stage} - {"queued"}
        assert ("queued" in found) == (paper.id in on_queue)
    assert stages(library(log=log)) == stages(shelf)


@pytest.mark.parametrize(
    ("acts", "stage"),
    [
        ("", "inbox"),
        ("tag, note", "inbox"),
        ("star on", "kept"),
        ("star on, star off", "kept"),
        ("onto a list", "kept"),
        ("onto a list, off the list", "kept"),
        ("later, star on", "later"),
        ("dismiss, onto a list", "dismissed"),
        ("dismiss, star", "kept"),
        ("reading", "reading"),
        ("reading, read, unread", "inbox"),
        ("later, reading", "reading"),
        ("later, reading, unread", "later"),
        ("onto the Queue", "queued"),
        ("onto the Queue, off the Queue", "inbox"),
        ("queue, off the Queue", "inbox"),
        ("queue, undo", "inbox"),
        ("later, onto the Queue", "queued"),
        ("queue, another name", "kept"),
        ("queue, another name, its name again", "queued"),
        ("queue, no Queue", "inbox"),
        ("queue, no Queue, undo", "queued"),
        ("queue, star on", "queued"),
        ("queue, reading", "reading"),
        ("queue, reading, unread", "queued"),
        ("queue, reading, read", "read"),
        ("queue, read, unread", "kept"),
        ("read, queue", "queued"),
        ("read, dismiss", "dismissed"),
        ("star on, inbox", "inbox"),
        ("an older program", "kept"),
        ("a newer program", "inbox"),
    ],
)
def test_the_picture_of_what_is_to_be_read(shelf: Library, acts: str, stage: str) -> None:
    """Where a paper comes to stand by each way."""
    for act in filter(None, acts.split(", ")):
        ACTS[act](shelf, "a")
    assert stages(shelf) == {"a": stage, "b": "inbox", "c": "inbox"}


def test_what_is_read_leaves_the_queue_by_itself_and_what_is_begun_keeps_its_place(shelf: Library) -> None:
    decide(shelf, papers(shelf), Decision.QUEUE)
    annotate.mark_papers(shelf, papers(shelf, "ab"), Status.READING)
    assert shelf.reading_list(QUEUE).papers == ("a", "b", "c")
    annotate.mark_papers(shelf, papers(shelf, "a"), Status.READ)
    assert shelf.reading_list(QUEUE).papers == ("b", "c")
    undo.undo(shelf)
    assert shelf.reading_list(QUEUE).papers == ("a", "b", "c")


def test_a_smart_list_called_queue_takes_nothing_off_what_is_read(shelf: Library) -> None:
    reading_lists.new_list(shelf, QUEUE, query="is:read")
    annotate.mark_papers(shelf, papers(shelf, "a"), Status.READ)
    assert stages(shelf)["a"] == "read"
    assert shelf.reading_list(QUEUE).papers == ()


def test_an_import_decides_nothing_but_takes_what_its_records_say(shelf: Library) -> None:
    """What comes onto a list by an import waits in the inbox; a star was given by somebody, and who was queued is on
    the Queue."""
    records = [
        '{"title": "Skip lists of old", "lists": ["Old"]}',
        '{"title": "Bloom filters of old", "starred": true}',
        '{"title": "Cuckoo hashing of old", "triage": "queued"}',
        '{"title": "Suffix arrays of old", "triage": "later", "starred": true}',
        '{"title": "Radix sort of old", "triage": "inbox"}',
        '{"title": "Merge sort of old", "status": "read", "triage": "read"}',
    ]
    imports.import_sources(shelf, [read_text("\n".join(records), "jsonl")], list_name="New")
    assert {paper.title.split()[0]: paper.stage.value for paper in shelf.papers.values() if "old" in paper.title} == {
        "Skip": "inbox", "Bloom": "kept", "Cuckoo": "queued", "Suffix": "later", "Radix": "inbox", "Merge": "read",
    }  # fmt: skip
    assert [shelf.papers[id].title for id in shelf.reading_list(QUEUE).papers] == ["Cuckoo hashing of old"]


def one_of(shelf: Library, ids: str) -> None:
    """Make two papers one, the first of them."""
    left, right = papers(shelf, ids)
    duplicates.merge(shelf, left, right, left)


def test_two_papers_that_become_one_keep_what_was_decided_of_either(shelf: Library) -> None:
    decide(shelf, papers(shelf, "b"), Decision.DISMISS)
    one_of(shelf, "ab")
    assert stages(shelf) == {"a": "dismissed", "c": "inbox"}
    decide(shelf, papers(shelf, "c"), Decision.QUEUE)
    one_of(shelf, "ac")
    assert stages(shelf) == {"a": "queued"}


def test_every_word_for_what_is_so_of_a_paper_is_explained() -> None:
    assert all(standing.says for standing in STANDINGS.values())
    assert {*Stage} <= set(STANDINGS)

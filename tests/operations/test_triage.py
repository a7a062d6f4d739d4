"""Triage decides on as many papers as are named, as one step, and a paper is on the Queue or it is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import Refused, UnknownList, UnknownPaper, UsageError
from reader.formats import csv, jsonl
from reader.io.read import read_text
from reader.library.change import Change
from reader.library.library import Library
from reader.operations import annotate, duplicates, imports, reading_lists, removal, roundtrip, undo
from reader.operations.exports import Wish, text_of
from reader.operations.triage import changing, decide, decision_called, inbox, unread_by
from reader.paper import DECISIONS, QUEUE, STANDINGS, Decision, Paper, ReadingList, Stage, Status
from reader.paper_json import to_json
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


@pytest.mark.parametrize("status", [Status.READING, Status.READ])
@pytest.mark.parametrize("before", ["later", "dismiss", "inbox"])
def test_what_has_its_star_and_is_begun_or_read_is_not_starred_once_more(
    shelf: Library, before: str, status: Status
) -> None:
    """Of such a paper nobody sees what was decided: a step would change nothing that anybody could tell."""
    decide(shelf, papers(shelf, "a"), DECISIONS[before])
    annotate.mark_papers(shelf, papers(shelf, "a"), status)
    annotate.star_papers(shelf, papers(shelf, "a"), on=True)
    assert changing(shelf, papers(shelf, "a"), Decision.STAR) == []
    assert decide(shelf, papers(shelf, "a"), Decision.STAR).step is None


def test_what_is_put_back_waits_in_the_inbox_again(shelf: Library) -> None:
    decide(shelf, papers(shelf, "ab"), Decision.QUEUE)
    assert decide(shelf, papers(shelf, "a"), None).say == "Put 'Heaps' back into the inbox"
    assert [paper.id for paper in inbox(shelf)] == ["a", "c"]


def test_a_mistyped_decision_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="'dismis' is no decision; did you mean 'dismiss'"):
        decision_called("dismis")
    assert decision_called("inbox") is None


def test_a_smart_list_called_queue_is_left_as_it_is_by_other_decisions(shelf: Library) -> None:
    shelf.set_list(None, ReadingList(QUEUE, query="is:unread"), "As an older program")
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


def as_tasks(shelf: Library, id: str) -> tuple[str, str]:
    """The Queue as a file with boxes, all papers where there is none; and the line of a paper in it."""
    queue = shelf.list_called(QUEUE)
    shown = list(shelf.papers.values()) if queue is None else list(shelf.held(queue.papers))
    text = text_of(shelf, Wish(style="tasks"), shown, queue)
    return text, next((line for line in text.splitlines() if f"reader:{id} " in line), "")


def typed(shelf: Library, id: str, old: str, new: str) -> None:
    """Change the line of a paper in such a file, and bring that back."""
    text, line = as_tasks(shelf, id)
    if line:
        roundtrip.bring_back_text(shelf, text.replace(line, line.replace(old, new)), "tasks.md")


def pasted(shelf: Library, id: str, box: str = "[ ] ") -> None:
    """Type a paper into the file of the Queue, and bring that back."""
    queue = shelf.list_called(QUEUE)
    if queue is not None and not queue.query and id not in queue.papers:
        text, _ = as_tasks(shelf, id)
        line = f"- {box}{TITLES[id]} <!-- reader:{id} -->"
        roundtrip.bring_back_text(shelf, text.replace("# Queue\n", f"# Queue\n\n{line}\n", 1), "queue.md")


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
    "no list": lambda shelf, _: reading_lists.delete_list(shelf, "L"),
    "no Queue": lambda shelf, _: reading_lists.delete_list(shelf, QUEUE),
    "tag": lambda shelf, id: annotate.tag_papers(shelf, one(shelf, id), ["rl"]),
    "note": lambda shelf, id: annotate.append_note(shelf, shelf.papers[id], "Look."),
    "remove": lambda shelf, id: removal.remove_papers(shelf, one(shelf, id)),
    "undo": lambda shelf, _: shelf.undo(),
    "redo": lambda shelf, _: shelf.redo(),
    "ticked": lambda shelf, id: typed(shelf, id, "- [ ]", "- [x]"),
    "unticked": lambda shelf, id: typed(shelf, id, "- [x]", "- [ ]"),
    "pasted into the Queue": lambda shelf, id: pasted(shelf, id),
    "one with": lambda shelf, id: one_with_a_partner(shelf, id),
    "an older program": lambda shelf, id: shelf.apply([Change(id, "triage", None, "queued")], "Queued"),
    "a newer program": lambda shelf, id: shelf.apply([Change(id, "triage", None, "someday")], "Someday"),
}


ARRIVALS: list[dict[str, object]] = [
    {"title": "Skip lists of old", "status": "read", "triage": "queued"},
    {"title": "Bloom filters of old", "status": "reading", "triage": "queued", "lists": ["Queue"]},
    {"title": "Cuckoo hashing of old", "status": "read", "triage": "dismissed", "lists": ["L", "Queue"]},
    {"title": "Suffix arrays of old", "triage": "kept"},
    {"title": "Radix sort of old", "triage": "kept", "lists": ["L"]},
]


def do(shelf: Library, acts: list[tuple[str, str]]) -> None:
    """Do what can be done of these."""
    for act, id in acts:
        if id in shelf.papers:
            try:
                ACTS[act](shelf, id)
            except (Refused, UnknownList, UnknownPaper):
                continue


def together(*logs: Log) -> Log:
    """What a folder holds in which the journals of several devices were brought together."""
    found = Log({paper.id: paper for log in logs for paper in log.papers}.values())
    found.steps = sorted({step.id: step for log in logs for step in log.steps}.values(), key=lambda step: step.stamp)
    return found


def must_be_in_one_state_each(shelf: Library) -> None:
    """Of each paper `is:`, JSON and what is shown say the same one; who is queued is on the Queue, who is kept has a
    star or a list, and who waits on the Queue is queued."""
    queue = shelf.list_called(QUEUE)
    on_queue = set(queue.papers if queue is not None else ())
    for paper in shelf.papers.values():
        found = [stage for stage in Stage if parse(f"is:{stage}").accepts(paper, shelf.state.lists_of, TODAY)]
        assert found == [paper.stage]
        assert to_json(paper)["triage"] == paper.stage
        unread = paper.status is Status.UNREAD
        assert (paper.stage == "queued") == (unread and paper.id in on_queue)
        if paper.stage == "kept":
            assert [*shelf.state.lists_of(paper.id), *["★"] * paper.starred]


DEEDS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from("abc")), max_size=8)


@law(60)
@given(DEEDS, DEEDS, DEEDS)
@example(before=[("one with", "a")], here=[], there=[("one with", "a"), ("one with", "a")])
def test_every_paper_is_in_exactly_one_state_whatever_was_done_on_two_devices(
    before: list[tuple[str, str]], here: list[tuple[str, str]], there: list[tuple[str, str]]
) -> None:
    """Whatever order the steps come in; a library opened anew says the same."""
    log = Log([Paper(id=id, title=title) for id, title in TITLES.items()])
    do(library(log=log), before)
    one_log, other_log = together(log), together(log)
    do(library(log=one_log), here)
    do(library(log=other_log, device="there"), there)
    both = together(one_log, other_log)
    shelf = library(log=both)
    must_be_in_one_state_each(shelf)
    late = library(log=together(one_log))
    late.state.fold((), other_log.steps)
    assert stages(late) == stages(shelf)
    assert stages(library(log=both)) == stages(shelf)


@pytest.mark.parametrize(("box", "stage"), [("", "queued"), ("[ ] ", "queued"), ("[x] ", "read")])
def test_what_is_typed_into_the_file_of_the_queue_is_as_its_box_says(shelf: Library, box: str, stage: str) -> None:
    """And where there is none, it is unread as all that is put on the Queue."""
    decide(shelf, papers(shelf, "b"), Decision.QUEUE)
    annotate.mark_papers(shelf, papers(shelf, "a"), Status.READ)
    pasted(shelf, "a", box)
    assert stages(shelf) == {"a": stage, "b": "queued", "c": "inbox"}
    assert shelf.reading_list(QUEUE).papers == ("a", "b")


def test_what_comes_in_is_in_one_state_whatever_its_record_says(shelf: Library) -> None:
    text = "\n".join(map(json.dumps, ARRIVALS))
    imports.import_sources(shelf, [read_text(text, "jsonl")])
    must_be_in_one_state_each(shelf)
    assert {paper.title.split()[0]: paper.stage.value for paper in shelf.papers.values() if "old" in paper.title} == {
        "Skip": "read", "Bloom": "reading", "Cuckoo": "read", "Suffix": "inbox", "Radix": "kept",
    }  # fmt: skip
    queue = [shelf.papers[id].title.split()[0] for id in shelf.reading_list(QUEUE).papers]
    assert queue == ["Bloom", "Cuckoo"]
    read = next(paper for paper in shelf.papers.values() if paper.title.startswith("Skip"))
    annotate.mark_papers(shelf, [read], Status.UNREAD)
    assert shelf.papers[read.id].stage == "inbox"


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_was_decided_comes_back_with_an_export_to_the_word(shelf: Library, form: str) -> None:
    """Also that nothing was decided of a paper with a star, of one that is read too."""
    annotate.star_papers(shelf, papers(shelf, "ab"), True)
    decide(shelf, papers(shelf, "a"), None)
    annotate.star_papers(shelf, papers(shelf, "a"), True)
    decide(shelf, papers(shelf, "c"), Decision.LATER)
    held = papers(shelf)
    assert [(paper.starred, paper.triage) for paper in held] == [(True, ""), (True, "kept"), (False, "later")]
    if form == "jsonl":
        annotate.mark_papers(shelf, papers(shelf, "ab"), Status.READ)
        held = papers(shelf)
    text = {"jsonl": jsonl, "csv": csv}[form].dump(held)
    other = library()
    imports.import_sources(other, [read_text(text, form)])
    assert [(one.title, one.starred, one.triage, one.status) for one in other.papers.values()] == [
        (one.title, one.starred, one.triage, one.status) for one in held
    ]
    assert [paper.stage for paper in other.papers.values()] == [paper.stage for paper in held]


def test_a_star_without_a_word_on_the_inbox_keeps_a_paper(shelf: Library) -> None:
    imports.import_sources(shelf, [read_text('{"title": "Starred Heaps", "starred": true}', "jsonl")])
    assert [paper.stage for paper in shelf.papers.values() if paper.starred] == ["kept"]


def test_what_one_device_read_and_another_queued_is_read_until_it_is_queued_again() -> None:
    log = Log([Paper(id=id, title=title) for id, title in TITLES.items()])
    here, there = together(log), together(log)
    annotate.mark_papers(library(log=here), [log.papers[0]], Status.READ)
    decide(library(log=there, device="there"), [log.papers[0]], Decision.QUEUE)
    shelf = library(log=together(here, there))
    assert stages(shelf)["a"] == "read"
    assert decide(shelf, one(shelf), Decision.QUEUE).say == "Queued 'Heaps', 1st of 1, and marked it as unread"
    assert stages(shelf)["a"] == "queued"
    undo.undo(shelf)
    put = reading_lists.add_to_list(shelf, QUEUE, one(shelf))
    assert put.say == "Put 'Heaps' on the list 'Queue', and marked it as unread"
    assert stages(shelf)["a"] == "queued"


@pytest.mark.parametrize(
    ("acts", "stage"),
    [
        ("", "inbox"),
        ("tag, note", "inbox"),
        ("star on", "kept"),
        ("star on, star off", "inbox"),
        ("star, star off", "inbox"),
        ("star on, onto a list, star off", "kept"),
        ("star on, star off, star on", "kept"),
        ("star on, star off, undo", "kept"),
        ("onto a list", "kept"),
        ("onto a list, off the list", "inbox"),
        ("onto a list, off the list, onto a list", "kept"),
        ("onto a list, no list", "inbox"),
        ("onto a list, no list, undo", "kept"),
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
        ("read, onto the Queue", "queued"),
        ("reading, onto the Queue", "reading"),
        ("reading, onto the Queue, unread", "queued"),
        ("read, onto the Queue, undo", "read"),
        ("queue, ticked", "read"),
        ("queue, ticked, queue", "queued"),
        ("queue, another name", "kept"),
        ("queue, another name, its name again", "queued"),
        ("queue, no Queue", "inbox"),
        ("queue, no Queue, undo", "queued"),
        ("queue, star on", "queued"),
        ("queue, reading", "reading"),
        ("queue, reading, unread", "queued"),
        ("queue, reading, read", "read"),
        ("queue, read, unread", "inbox"),
        ("star on, queue, read, unread", "kept"),
        ("read, queue", "queued"),
        ("read, dismiss", "dismissed"),
        ("star on, inbox", "inbox"),
        ("an older program", "later"),
        ("star on, an older program", "kept"),
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
    shelf.set_list(None, ReadingList(QUEUE, query="is:read"), "As an older program")
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


def one_with_a_partner(shelf: Library, id: str) -> None:
    """Make a paper one with another of the three, where one is still there."""
    for other in [other for other in "abc" if other != id and other in shelf.papers][:1]:
        one_of(shelf, id + other)


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


@pytest.mark.parametrize("read", ["a", "b"])
def test_what_is_read_as_one_of_two_papers_is_not_on_the_queue_as_the_other(shelf: Library, read: str) -> None:
    decide(shelf, papers(shelf, "abc"), Decision.QUEUE)
    annotate.mark_papers(shelf, papers(shelf, read), Status.READ)
    one_of(shelf, "ab")
    assert stages(shelf) == {"a": "read", "c": "queued"}
    assert shelf.reading_list(QUEUE).papers == ("c",)
    annotate.mark_papers(shelf, papers(shelf, "a"), Status.UNREAD)
    assert stages(shelf)["a"] == "inbox"


@pytest.mark.parametrize(
    ("decision", "marked", "says"),
    [
        ("later", "a", "Put off 3 papers, and marked 1 of them as unread"),
        ("later", "abc", "Put off 3 papers, and marked them as unread"),
        ("inbox", "ab", "Put 2 papers back into the inbox, and marked them as unread"),
        ("dismiss", "a", "3 papers are not for you, and 1 of them is marked as unread"),
        ("dismiss", "abc", "3 papers are not for you, and are marked as unread"),
        ("queue", "ab", "Queued 3 papers, and marked 2 of them as unread"),
        ("star", "ab", "Starred 3 papers"),
    ],
)
def test_it_is_said_what_becomes_unread_by_a_decision(shelf: Library, decision: str, marked: str, says: str) -> None:
    annotate.mark_papers(shelf, papers(shelf, marked), Status.READ)
    again = unread_by(papers(shelf), DECISIONS[decision])
    assert [paper.id for paper in again] == ([] if decision == "star" else list(marked))
    assert decide(shelf, papers(shelf), DECISIONS[decision]).say == says
    undo.undo(shelf)
    assert [paper.id for paper in papers(shelf) if paper.status is Status.READ] == list(marked)


def test_it_is_said_of_one_paper_that_it_becomes_unread(shelf: Library) -> None:
    annotate.mark_papers(shelf, papers(shelf, "ab"), Status.READ)
    assert decide(shelf, papers(shelf, "a"), Decision.DISMISS).say == "'Heaps' is not for you, and is marked as unread"
    assert decide(shelf, papers(shelf, "b"), Decision.LATER).say == "Put off 'Caches', and marked it as unread"
    annotate.mark_papers(shelf, papers(shelf, "abc"), Status.READ)
    put = reading_lists.add_to_list(shelf, "queue", papers(shelf))
    assert put.say == "Put 3 papers on the list 'queue', and marked them as unread"
    assert reading_lists.add_to_list(shelf, "L", papers(shelf, "a")).say == "Put 'Heaps' on the list 'L'"


def test_every_word_for_what_is_so_of_a_paper_is_explained() -> None:
    assert all(standing.says for standing in STANDINGS.values())
    assert {*Stage} <= set(STANDINGS)

"""What can be undone and redone after a device's steps."""

from __future__ import annotations

import pytest

from reader.library import change as edits
from reader.library.change import Step
from reader.library.undo import stacks, taken_back
from reader.paper import ReadingList
from tests.support.folders import named, numbered
from tests.support.memory import Log, library


def step(id: str, *, undoes: str = "", redoes: str = "", without: tuple[str, ...] = ()) -> Step:
    return Step(id, 1, 1, id, (), undoes, redoes, "here", without)


def names(*own: Step) -> tuple[list[str], list[str]]:
    """What can be undone, and what redone."""
    done, undone, _ = stacks(own)
    return [one.id for one in done], [one.id for one in undone]


def test_what_was_redone_can_be_undone_again() -> None:
    (paper,) = numbered(1)
    shelf = library(paper)
    shelf.apply(edits.star(paper, True), "Starred")
    shelf.undo()
    shelf.redo()
    assert (shelf.papers[paper.id].starred, shelf.redoable()) == (True, [])
    shelf.undo()
    assert not shelf.papers[paper.id].starred
    assert names(step("a"), step("b"), step("c", undoes="b"), step("d", redoes="b")) == (["a", "b"], [])


def test_steps_of_any_device_stand_until_they_are_taken_back_and_again_once_they_are_brought_back() -> None:
    """In the order in which they were made, whatever the order in which they are known."""
    made = [
        Step(f"{at}", at, 1, "", (), undoes, redoes, device)
        for at, (undoes, redoes, device) in enumerate(
            [("", "", "here"), ("", "", "there"), ("0", "", "here"), ("1", "", "there"), ("", "0", "here")]
        )
    ]
    assert taken_back(made) == taken_back(reversed(made)) == {"1"}
    log = Log(numbered(1))
    here, there = library(log=log), library(log=log, device="there")
    there.apply(edits.star(there.papers[named(0)], True), "Starred")
    there.undo()
    here.refresh()
    assert [(one.say, one.device) for one in here.undone()] == [("Starred", "there")]


def test_a_step_that_is_not_there_is_neither_undone_nor_redone() -> None:
    """Its line may be damaged, or another process of this device was quicker."""
    assert names(step("a"), step("b", undoes="lost"), step("c", redoes="lost")) == (["a"], [])
    assert names(step("a"), step("b", undoes="a"), step("c", undoes="a"), step("d", redoes="lost")) == ([], ["a"])


def test_a_step_that_takes_another_out_of_account_is_none_to_undo() -> None:
    """And leaves what can be redone as it is."""
    assert names(step("a"), step("b", undoes="a"), step("c", without=("x",))) == ([], ["a"])


@pytest.mark.parametrize("on", [True, False])
def test_a_word_is_taken_back_whatever_another_device_says_of_its_paper(on: bool) -> None:
    """Only what would make the paper vanish stays on the other's account."""
    log = Log(numbered(1))
    here, there = library(log=log), library(log=log, device="there")
    here.apply(edits.star(here.papers[named(0)], True), "Starred")
    if not on:
        here.apply(edits.star(here.papers[named(0)], False), "Unstarred")
    there.refresh()
    there.apply(edits.note(there.papers[named(0)], "theirs"), "Noted")
    assert here.undo().skipped == ()
    assert here.papers[named(0)].starred is not on


def test_what_is_left_alone_of_a_list_that_another_device_deleted_is_still_told_by_name() -> None:
    log = Log(numbered(1))
    here, there = library(log=log), library(log=log, device="there")
    here.set_list(None, ReadingList("Edge Models", "Small ones"), "Made a list")
    here.set_list(here.lists["Edge Models"], ReadingList("Edge Models", "What runs at home"), "Described it")
    there.refresh()
    there.set_list(there.lists["Edge Models"], None, "Deleted it")
    assert here.undo().skipped == ("The description of 'edge models' was changed since and is left as it is.",)

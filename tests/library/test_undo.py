"""What can be undone and redone after a device's steps."""

from __future__ import annotations

from reader.library import change as edits
from reader.library.change import Step
from reader.library.undo import stacks
from tests.support.folders import numbered
from tests.support.memory import library


def step(id: str, *, undoes: str = "", redoes: str = "", without: tuple[str, ...] = ()) -> Step:
    return Step(id, 1, 1, id, (), undoes, redoes, "here", without)


def names(*own: Step) -> tuple[list[str], list[str]]:
    """What can be undone, and what redone."""
    done, undone = stacks(own)
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


def test_a_step_that_is_not_there_is_neither_undone_nor_redone() -> None:
    """Its line may be damaged, or another process of this device was quicker."""
    assert names(step("a"), step("b", undoes="lost"), step("c", redoes="lost")) == (["a"], [])
    assert names(step("a"), step("b", undoes="a"), step("c", undoes="a"), step("d", redoes="lost")) == ([], ["a"])


def test_a_step_that_takes_another_out_of_account_is_none_to_undo() -> None:
    """And leaves what can be redone as it is."""
    assert names(step("a"), step("b", undoes="a"), step("c", without=("x",))) == ([], ["a"])

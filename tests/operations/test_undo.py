"""Taking back in words for people: what cannot be taken back is named."""

from __future__ import annotations

import pytest

from reader.errors import Refused
from reader.library.change import Step, star
from reader.operations.undo import undo
from tests.support.folders import numbered
from tests.support.memory import Log, library


def without(number: int) -> Step:
    """A step by which this device went on without what was lost."""
    return Step(f"gone-{number}", number, number, "Went on without 3 steps", (), "", "", "here", ("journal/x",))


def test_that_one_went_on_without_what_was_lost_is_not_passed_over_in_silence() -> None:
    """The step before it is taken back, and both is said, once."""
    log = Log(numbered(1))
    shelf = library(log=log)
    (paper,) = shelf.papers.values()
    shelf.apply(star(paper, True), "Starred")
    shelf.apply(star(shelf.papers[paper.id], False), "Unstarred")
    log.steps.append(without(3))
    shelf.refresh()
    (first,) = undo(shelf)
    assert first.say == "Undid: Unstarred"
    assert first.warnings == (
        "'Went on without 3 steps' cannot be taken back: what was lost comes back when its file or a backup does."
        " The step before it was undone.",
    )
    (second,) = undo(shelf)
    assert (second.say, second.warnings) == ("Undid: Starred", ())


def test_where_nothing_stands_before_it_the_refusal_names_it() -> None:
    log = Log(numbered(1))
    log.steps.append(without(1))
    with pytest.raises(Refused, match="nothing to undo: 'Went on without 3 steps' cannot be taken back"):
        undo(library(log=log))

"""A note that two devices wrote at once is settled before one writes on, in the interface."""

from __future__ import annotations

import pytest

from reader.commands.questions import AskConflict, AskNote
from reader.library.change import Change, Step
from reader.paper import Paper
from tests.support.context import PlainContext
from tests.support.memory import Log, library

A = Paper("a", "A paper")


def context() -> PlainContext:
    """A library in which the note of this device is shown and another's is not."""
    log = Log([A])
    for number, (device, text) in enumerate((("desk", "theirs"), ("here", "mine")), 1):
        log.steps.append(Step(f"{device}-1", number, 0, "", (Change("a", "note", None, text),), device=device))
    return PlainContext(library(log=log))


@pytest.mark.parametrize("answer", ["mine", "theirs", "both"])
def test_both_texts_are_asked_and_the_editor_begins_with_what_comes_of_them(answer: str) -> None:
    d = context()
    d.answers = [answer, None]
    d.run("paper.note")
    conflict, editor = d.asked
    assert isinstance(conflict, AskConflict)
    assert (conflict.mine, conflict.stored) == ("theirs", "mine")
    assert "the machine 'desk'" in conflict.of_mine
    assert conflict.names == ("the other", "the shown")
    assert isinstance(editor, AskNote)
    assert (editor.text, d.library.papers["a"].note) == (answer, answer)
    assert d.library.state.unseen("a") == ()


def test_what_is_left_for_later_stands_as_it_did() -> None:
    d = context()
    d.answers = [None]
    d.run("paper.note")
    assert "Both texts of the note are kept" in d.said[-1]
    assert [one.text for one in d.library.state.unseen("a")] == ["theirs"]

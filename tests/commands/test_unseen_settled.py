"""A note, a remark or a description that two devices wrote at once is settled in the interface before one writes on."""

from __future__ import annotations

import pytest

from reader.commands.questions import AskConflict, AskNote, AskText, ListSettings
from reader.library.change import Change, Step
from reader.operations.collection import Collection, Kind
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


LIST = "list:l"


def in_a_list() -> PlainContext:
    """A list open in which the remark and the description of this device are shown and another's are not."""
    log = Log([A])
    log.steps.append(Step("here-0", 0, 0, "", (Change(LIST, "name", None, "L"),), device="here"))
    for number, (device, text) in enumerate((("desk", "theirs"), ("here", "mine")), 1):
        changes = (
            Change("a", LIST, {"at": "V"}, {"at": "V", "note": text}),
            Change(LIST, "description", None, text),
        )
        log.steps.append(Step(f"{device}-1", number, 0, "", changes, device=device))
    d = PlainContext(library(log=log))
    d.navigator.open(Collection(Kind.LIST, "L"))
    return d


@pytest.mark.parametrize("answer", ["mine", "theirs", "both"])
def test_a_remark_is_settled_as_a_note_is(answer: str) -> None:
    d = in_a_list()
    d.answers = [answer, None]
    d.run("list.remark")
    conflict, editor = d.asked
    assert isinstance(conflict, AskConflict)
    assert (conflict.what, conflict.mine, conflict.stored) == ("the remark on 'A paper' in 'L'", "theirs", "mine")
    assert isinstance(editor, AskText)
    assert (editor.initial, d.library.reading_list("L").entries[0].note) == (answer, answer)
    assert d.library.state.with_unseen == [(LIST, "description")]


@pytest.mark.parametrize("answer", ["mine", "theirs", "both"])
def test_a_description_is_settled_before_the_list_is_changed(answer: str) -> None:
    d = in_a_list()
    d.answers = [answer, None]
    d.run("list.settings")
    conflict, settings = d.asked
    assert isinstance(conflict, AskConflict)
    assert (conflict.what, conflict.mine, conflict.stored) == ("the description of 'L'", "theirs", "mine")
    assert isinstance(settings, ListSettings)
    assert d.library.reading_list("L").description == answer
    assert d.library.state.with_unseen == [("a", LIST)]


@pytest.mark.parametrize(("command", "kind"), [("list.remark", "remark"), ("list.settings", "description")])
def test_words_of_a_list_that_are_left_for_later_stand_as_they_did(command: str, kind: str) -> None:
    d = in_a_list()
    d.answers = [None]
    d.run(command)
    assert f"Both texts of the {kind} are kept; {d.key(command)} settles it." in d.said[-1]
    assert len(d.library.state.with_unseen) == 2

"""Taking back in words for people: what cannot be taken back is named."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Refused, WrongValue
from reader.library import change as edits
from reader.library import reading_lists
from reader.library.change import Change, Step, star
from reader.library.library import Library, Outcome
from reader.operations.duplicates import merge
from reader.operations.undo import redo, undo, undo_all
from reader.paper import Paper, ReadingList, Status
from tests.support.folders import named, numbered
from tests.support.laws import law
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


class Shared:
    """A library on two devices, of which each sees what the other did before it does something itself."""

    def __init__(self, chance: random.Random) -> None:
        self.log = Log(numbered(1))
        self.both = [library(log=self.log), library(log=self.log, device="there")]
        self.chance = chance

    def edit(self, shelf: Library) -> Outcome | None:
        """One act of a user; None where there is nothing to do it with."""
        some = self.chance.choice
        paper, what = shelf.papers.get(named(some([0, 1, 2]))), some(["import", "merge", "gone", "list", *_MARKS])
        if paper is None or what == "import":
            came = numbered(2, start=some([0, 1]))
            carried = replace(came[0], added=AT, starred=some([False, True]), starred_at=AT, venue=some(["", "Lamps"]))
            return shelf.add([carried, *came[1:]], say=lambda plan: "Imported", tags=some([(), ("new",)]))
        other = shelf.papers.get(named(some([0, 1, 2])), paper)
        if what == "merge":
            return merge(shelf, paper, other, paper) if other is not paper else None
        if what == "list":
            lst = shelf.list_called("L")
            put = reading_lists.remove if lst and paper.id in lst.papers else reading_lists.add
            return shelf.set_list(lst, put(lst or ReadingList("L"), [paper.id]), what)
        return shelf.apply(edits.gone(paper) if what == "gone" else _MARKS[what](paper, some), what)

    def live(self) -> None:
        """An act of the one or the other device, one of its acts before taken back, or brought back."""
        shelf = self.chance.choice(self.both)
        shelf.refresh()
        turn = self.chance.randrange(10)
        if turn < 6:
            self.edit(shelf)
        elif turn < 9 and (standing := shelf.undoable()):
            shelf.undo_step(self.chance.choice(standing).id)
        elif undone := shelf.redoable():
            shelf.redo_step(self.chance.choice(undone).id)


_MARKS: Mapping[str, Callable[[Paper, Callable[[Sequence[Any]], Any]], list[Change]]] = {
    "star": lambda paper, some: edits.star(paper, not paper.starred),
    "status": lambda paper, some: edits.status(paper, some(list(Status))),
    "note": lambda paper, some: edits.note(paper, some(["", "one", "two"])),
    "tag": lambda paper, some: edits.tag(paper, ("a",)) if "a" not in paper.tags else edits.tag(paper, remove=("a",)),
    "triage": lambda paper, some: edits.triage(paper, some(["", "later", "dismissed"])),
}
AT = "2020-02-02T02:02:02Z"


def seen(shelf: Library) -> tuple[object, ...]:
    """What a person sees of a library, dates and all."""
    return sorted(shelf.papers.values(), key=lambda paper: paper.id), list(shelf.lists.values())


def lived(seed: int, moments: int) -> tuple[Shared, Library]:
    """Two libraries that share a journal, after so much was done in them, and one of them as it is now."""
    shared = Shared(random.Random(seed))
    for _ in range(moments):
        shared.live()
    shelf = shared.chance.choice(shared.both)
    shelf.refresh()
    return shared, shelf


@law(300)
@given(st.integers(0, 2**32))
def test_undo_right_after_an_act_brings_back_what_was_there_and_redo_what_came_of_it(seed: int) -> None:
    """Whatever had happened before, on whichever device: what was taken back, brought back, left alone, merged."""
    shared, shelf = lived(seed, 14)
    before = seen(shelf)
    assert before == seen(library(log=shared.log))
    made = shared.edit(shelf)
    if made is None or made.step is None:
        return
    after = seen(shelf)
    shelf.undo()
    assert seen(shelf) == before
    shelf.redo()
    assert seen(shelf) == after


def told(outcomes: Sequence[Outcome]) -> list[tuple[object, ...]]:
    """What is answered to taking back, but for ids."""
    return [(one.say, one.skipped, one.warnings, list(edits.subjects(one.changes))) for one in outcomes]


@law(200)
@given(st.integers(0, 2**32), st.sampled_from(["undo", "redo", "session"]))
def test_a_dry_run_of_taking_back_several_steps_says_what_the_run_says(seed: int, what: str) -> None:
    """Each is told as it is after those before it, and nothing is changed by it."""
    _, shelf = lived(seed, 14)
    there = shelf.undoable() if what == "undo" else shelf.redoable()
    made = [step.id for step in shelf.history() if step.device == shelf.device]
    acts: dict[str, Callable[[], list[Outcome]]] = {
        "undo": lambda: undo(shelf, len(there)),
        "redo": lambda: redo(shelf, len(there)),
        "session": lambda: undo_all(shelf, made),
    }
    before, revision = seen(shelf), shelf.revision
    with suppress(Refused, WrongValue):
        with shelf.trying():
            tried = acts[what]()
        assert (seen(shelf), shelf.revision) == (before, revision)
        assert told(tried) == told(acts[what]())


@law(200)
@given(st.integers(0, 2**32))
def test_any_step_that_is_taken_back_and_brought_back_at_once_leaves_all_as_it_was(seed: int) -> None:
    """Dates and all, and so it is read by whoever opens the library next."""
    shared, shelf = lived(seed, 12)
    if not (standing := shelf.undoable()):
        return
    chosen, before = shared.chance.choice(standing).id, seen(shelf)
    shelf.undo_step(chosen)
    without = seen(shelf)
    shelf.redo_step(chosen)
    assert seen(shelf) == before
    shelf.undo_step(chosen)
    assert seen(shelf) == without == seen(library(log=shared.log))

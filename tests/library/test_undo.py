"""What can be undone and redone after a device's steps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library import change as edits
from reader.library import reading_lists
from reader.library.change import Change, Step
from reader.library.library import Library
from reader.library.registers import State
from reader.library.undo import revisit, stacks
from reader.paper import Paper, ReadingList, Status
from reader.text import fold_name
from tests.support.folders import named, numbered
from tests.support.laws import law
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
    for known in (made, reversed(made)):
        state = State()
        state.fold([], known)
        assert [step.id for step in made if state.is_taken_back(step.id)] == ["1"]
    log = Log(numbered(1))
    here, there = library(log=log), library(log=log, device="there")
    there.apply(edits.star(there.papers[named(0)], True), "Starred")
    there.undo()
    here.refresh()
    assert [(one.say, one.device) for one in here.undone()] == [("Starred", "there")]


def test_a_list_with_papers_keeps_its_name_when_the_step_that_gave_it_is_undone() -> None:
    """Whoever put papers on it since has it as it was called; that is said."""
    for made in (ReadingList("My Reading"), reading_lists.add(ReadingList("My Reading"), [named(0)])):
        shelf = library(*numbered(2))
        shelf.set_list(None, made, "Made")
        (first,) = shelf.undoable()
        (lst,) = shelf.lists.values()
        shelf.set_list(lst, reading_lists.add(lst, [named(1)]), "Went on")
        assert shelf.undo_step(first.id).skipped == ("'My Reading' has papers since and stays.",)
        (lst,) = shelf.lists.values()
        assert (lst.name, lst.papers) == ("My Reading", (named(1),))
        assert shelf.state.lists_of(named(1)) == ("My Reading",)
        shelf.set_list(lst, reading_lists.remove(lst, [named(1)]), "Taken off")
        assert shelf.undo().skipped == ()
    shelf = library(*numbered(2))
    shelf.set_list(None, reading_lists.add(ReadingList("Secs"), [named(0)]), "Made")
    (lst,) = shelf.lists.values()
    shelf.set_list(lst, replace(lst, name="Sections Of Mine"), "Renamed")
    renamed = shelf.undoable()[0]
    (lst,) = shelf.lists.values()
    shelf.set_list(lst, reading_lists.add(lst, [named(1)]), "Added")
    assert shelf.undo_step(renamed.id).skipped == ("'Sections Of Mine' has papers since and stays.",)
    names = {one.name: one.papers for one in shelf.lists.values()}
    assert names == {"Secs": (named(0),), "Sections Of Mine": (named(1),)}
    shelf = library(*numbered(2))
    shelf.set_list(None, reading_lists.add(ReadingList("Gone"), [named(0)]), "Made")
    assert (shelf.undo().skipped, dict(shelf.lists)) == ((), {})


def test_papers_that_go_with_their_list_are_none_that_it_has_since() -> None:
    """One that another step brought is, and stays on it."""
    other = library()
    other.set_list(None, ReadingList("Secs"), "Made")
    for joined, told in (([0], ()), ([0, 1], ("'Secs' has papers since and stays.",))):
        shelf = library(*numbered(2))
        shelf.apply([Change(named(0), "gone", None, True)], "Removed")
        brought = [Change(named(0), "gone", True, None), *other.undoable()[0].changes]
        shelf.apply(brought, "Imported with its list")
        (lst,) = shelf.lists.values()
        shelf.set_list(lst, reading_lists.add(lst, [named(at) for at in joined]), "Went on")
        assert shelf.undo_step(shelf.undoable()[1].id).skipped == told
        assert [*shelf.papers] == [named(1)]
        assert shelf.state.lists_of(named(1)) == (("Secs",) if told else ())


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


@pytest.mark.parametrize(("ours", "again"), [(True, False), (False, False), (False, True)])
def test_what_stayed_when_its_import_was_undone_comes_back_when_its_removal_is_undone(ours: bool, again: bool) -> None:
    """Another device had said something of it by then: what came with it stands, its tags too, for either device, and
    it came in when it did."""
    log = Log()
    here, there = library(log=log), library(log=log, device="there")
    for _ in range(1 + again):
        if here.papers:
            here.undo()
        here.add(numbered(2), say=lambda plan: "Imported", tags=("new",))
    there.refresh()
    there.apply(edits.note(there.papers[named(0)], "theirs"), "Noted")
    assert len(here.undo().skipped) == 1
    there.refresh()
    there.apply(edits.note(there.papers[named(0)], ""), "Noted nothing")
    shelf = here if ours else there
    shelf.refresh()
    (paper,) = shelf.papers.values()
    for changes in (edits.tag(paper, remove=("new",)), edits.gone(paper), edits.gone(paper, named(1))):
        shelf.apply(changes, "Removed")
        assert (shelf.undo().skipped, dict(shelf.papers)) == ((), {paper.id: paper})
        shelf.redo()
        shelf.undo()
        assert dict(shelf.papers) == {paper.id: paper}


@pytest.mark.parametrize(
    ("key", "first", "then", "said"),
    [
        ("gone", True, named(1), "'{}' became one with another since and stays so."),
        ("gone", "", True, "'{}' was removed since and stays so."),
        ("gone", True, None, "'{}' came again since and stays."),
        ("tag:rl", "RL", None, "The tag 'RL' of '{}' was changed since and is left as it is."),
        ("list:l", {"at": "V"}, {"at": "W"}, "The place of '{}' in 'l' was changed since and is left as it is."),
        ("differs:" + named(1), True, None, "That '{}' is not '{other}' was changed since and is left as it is."),
        ("triage", "later", "kept", "The triage of '{}' was changed since and is left as it is."),
    ],
)
def test_what_was_changed_since_is_told_in_words_for_people(key: str, first: Any, then: Any, said: str) -> None:
    here, other = numbered(2)
    made = Step("a", 1, 1, "", (Change(here.id, key, None, first),))
    state = State()
    state.fold([here, other], [made, Step("b", 2, 1, "", (Change(here.id, key, first, then),))])
    draft, skipped = revisit(state, made, back=False, find={"a": made}.__getitem__)
    assert (draft.changes, skipped) == ((), [said.format(here.title, other=other.title)])


class Walked(tuple[Change, ...]):
    """Changes that count how many of them were looked at."""

    seen = 0

    def __iter__(self) -> Iterator[Change]:
        for change in super().__iter__():
            Walked.seen += 1
            yield change


@pytest.mark.parametrize("what", ["undo", "redo", "undo what stands on a step that was undone"])
def test_a_step_is_undone_and_redone_in_looks_at_its_changes_that_grow_with_them(what: str) -> None:
    """Of ten thousand papers, too."""

    def looked(count: int) -> int:
        changes = Walked(Change(named(n), "star", None, True) for n in range(count))
        back = tuple(change.inverse for change in changes)
        first = Step("a", 1, 1, "Starred", changes)
        after = [] if what == "undo" else [Step("b", 2, 1, "", back, undoes="a")]
        last = Step("c", 3, 1, "Starred again", changes) if what.startswith("undo what") else first
        state = State()
        state.fold(numbered(count), [first, *after, *([last] if last is not first else [])])
        Walked.seen = 0
        draft, _ = revisit(state, last, back=what != "redo", find={"a": first}.__getitem__)
        assert len(draft.changes) == count
        return Walked.seen

    assert looked(80) == 2 * looked(40)
    assert looked(80) >= 80


class Diary:
    """What was done in a library by one device, with the steps that stand, and what they would make of it alone."""

    def __init__(self, chance: random.Random) -> None:
        self.log = Log(numbered(2))
        self.shelf = library(log=self.log)
        self.chance = chance

    def edit(self) -> None:
        """One act of a user, as another text or mark of a paper or a list."""
        shelf, some = self.shelf, self.chance.choice
        paper, text = shelf.papers.get(named(some([0, 1]))), some(["", "one", "two", "three"])
        lst = shelf.list_called("L")
        if paper is None:
            shelf.add([some(numbered(2))], say=lambda plan: "Imported", tags=some([(), ("new",)]))
            return
        changes = {
            "star": edits.star(paper, not paper.starred),
            "status": edits.status(paper, some(list(Status))),
            "note": edits.note(paper, text),
            "tag": edits.tag(paper, ("a",)) if "a" not in paper.tags else edits.tag(paper, remove=("a",)),
            "triage": edits.triage(paper, some(["", "later", "dismissed"])),
            "gone": edits.gone(paper) if some([False, False, True]) else [],
        }
        what = some([*changes, "list", "remark", "list"])
        if what in changes:
            shelf.apply(changes[what], what)
        elif lst is None or what == "list":
            put = reading_lists.remove if lst and paper.id in lst.papers else reading_lists.add
            shelf.set_list(lst, put(replace(lst or ReadingList("L"), description=text), [paper.id]), what)
        elif paper.id in lst.papers:
            shelf.set_list(lst, reading_lists.annotate(lst, paper.id, text), what)

    def act(self) -> None:
        """An edit, or a step of the history taken back or brought back, whichever."""
        shelf = self.shelf
        turn = self.chance.randrange(10)
        if turn < 5:
            self.edit()
        elif turn < 8 and (standing := shelf.undoable()):
            shelf.undo_step(self.chance.choice(standing).id)
        elif undone := shelf.undone():
            shelf.redo_step(self.chance.choice(undone).id)

    @property
    def shown(self) -> tuple[object, ...]:
        """What a person sees, but for the moments."""
        return _seen(self.shelf.state)

    @property
    def alone(self) -> tuple[object, ...]:
        """What a person would see if nothing but what stands had ever been done."""
        state = State()
        fresh = [step for step in self.shelf.history() if not (step.undoes or step.redoes)]
        ends = {(change.subject, change.key): change for step in fresh for change in reversed(step.changes)}
        before = tuple(replace(change, after=change.before, before=None) for change in ends.values())
        standing = {step.id for step in self.shelf.undoable()}
        state.fold(numbered(2), [Step("0", 0, 0, "", before), *(step for step in fresh if step.id in standing)])
        return _seen(state)


@law(300)
@given(st.integers(0, 2**32))
def test_what_is_all_taken_back_in_any_order_is_as_it_was_dates_and_all(seed: int) -> None:
    """And each step that is taken back and brought back at once leaves all as it was."""
    diary = Diary(random.Random(seed))
    for _ in range(3):
        diary.edit()
    base = {step.id for step in diary.shelf.undoable()}
    before = _dated(diary.shelf)
    for _ in range(7):
        diary.edit()
    made = [step.id for step in diary.shelf.undoable() if step.id not in base]
    diary.chance.shuffle(made)
    for id in made:
        stood = _dated(diary.shelf)
        diary.shelf.undo_step(id)
        assert _dated(library(log=diary.log)) == _dated(diary.shelf)
        if diary.chance.choice([False, True]):
            diary.shelf.redo_step(id)
            assert _dated(diary.shelf) == stood
            diary.shelf.undo_step(id)
    assert _dated(diary.shelf) == before


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("status", [Status.UNREAD, Status.READ]), ("status", [Status.READING, Status.READ]), ("star", [False, True]),
        ("triage", ["later", ""]), ("note", ["", "mine"]),
    ],
)  # fmt: skip
def test_a_moment_is_of_no_step_that_was_taken_back(key: str, values: list[Any]) -> None:
    """Though what stands is what the step had said as well."""
    shelf = library(*numbered(1))
    act = getattr(edits, key)
    for value in values[::-1]:
        shelf.apply(act(shelf.papers[named(0)], value), "before")
    shelf.apply(act(shelf.papers[named(0)], values[1]), "before")
    before = _dated(shelf)
    steps = [shelf.apply(act(shelf.papers[named(0)], value), "said").step for value in values]
    ids = [step.id for step in steps if step is not None]
    for id in ids:
        shelf.undo_step(id)
    assert _dated(shelf) == before
    shelf.redo_step(ids[1])
    assert shelf.papers[named(0)].changed_at > before[0][0].changed_at


def _dated(shelf: Library) -> tuple[list[Paper], list[ReadingList]]:
    """What a person sees, with the moments."""
    return sorted(shelf.papers.values(), key=lambda paper: paper.id), list(shelf.lists.values())


def _seen(state: State) -> tuple[object, ...]:
    papers = [
        (paper.id, paper.tags, paper.starred, paper.status, paper.note, paper.triage)
        for paper in sorted(state.papers.values(), key=lambda paper: paper.id)
    ]
    # A list with papers that has no name any more is called as it was; alone nothing tells how that was.
    return (papers, [replace(lst, name=fold_name(lst.name)) for lst in state.lists.values()])


@law(600)
@given(st.integers(0, 2**32))
def test_what_is_shown_is_what_the_steps_that_stand_say_whichever_were_taken_back(seed: int) -> None:
    """In any order, with any of them brought back."""
    diary = Diary(random.Random(seed))
    for _ in range(25):
        diary.act()
        assert diary.shown == diary.alone

"""What was written on a note unseen is told, by whichever device and in whatever order the steps come."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Refused
from reader.library import change as edits
from reader.library.change import Change, Draft, Step, Update
from reader.library.library import Library
from reader.library.moments import NOTE, with_text
from reader.library.note_versions import unseen_texts
from reader.library.registers import State
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.folders import named, numbered
from tests.support.laws import law
from tests.support.memory import Lossless

PAPERS = numbered(2)
ID = named(0)
TEXTS = ["a", "b", "a\nb", "b\nc", "a note", "a note\n\nand more", ""]


class Copy(Lossless):
    """A device's copy of a library, to which steps of others are brought, and from which some are lost."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.here: dict[str, Step] = {}
        self.clock = 0
        """The highest ever seen."""
        self._news: list[Step] = []
        self._reset = True

    def bring(self, steps: list[Step]) -> None:
        """Steps arrive; some may be there."""
        fresh = [step for step in steps if step.id not in self.here]
        self.here.update((step.id, step) for step in fresh)
        self.clock = max([self.clock, *(step.clock for step in fresh)])
        self._news += fresh

    def lose(self, ids: list[str]) -> None:
        """Steps are lost."""
        self.here = {id: step for id, step in self.here.items() if id not in ids}
        self._reset = True

    def pull(self) -> Update:
        """What arrived, or all anew where something was lost."""
        steps = tuple(self.here.values() if self._reset else self._news)
        reset, self._reset, self._news = self._reset, False, []
        return Update(tuple(PAPERS) if reset else (), steps, reset=reset)

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Keep what `propose` wants."""
        draft = propose(self.pull())
        if draft is None:
            return None
        self.clock += 1
        id = f"{self.device}-{self.clock}"
        wall = self.clock * 1000
        step = Step(id, self.clock, wall, draft.say, draft.changes, draft.undoes, draft.redoes, self.device)
        self.here[id] = step
        return step


def noted(id: str, *texts: str | None, undoes: str = "", redoes: str = "") -> Step:
    """A step on the one note, with the text that stood there and the one that is written: the id tells its device and
    its clock. Without texts it says no word."""
    device, _, clock = id.partition("-")
    changes = (Change(ID, "note", *texts),) if texts else ()
    return Step(id, int(clock), 0, "", changes, undoes, redoes, device)


def act(shelf: Library, chance: random.Random) -> Step | None:
    """Something that a user does about the one note."""
    paper = shelf.papers[ID]
    kind = chance.randrange(10)
    try:
        if kind == 0:
            return shelf.undo().step
        if kind == 1:
            return shelf.redo().step
        if kind == 2 and shelf.undoable():
            return shelf.undo_step(chance.choice(shelf.undoable()).id).step
    except Refused:
        return None
    unseen = [one.text for one in shelf.state.unseen(ID)]
    if kind < 7 and unseen:
        some = chance.sample(unseen, chance.randrange(1, len(unseen) + 1))
        text = chance.choice([paper.note, *some, "\n".join([paper.note, *some])])
        return shelf.settle_text((ID, NOTE), paper.note, text, some, "Settled").step
    text = chance.choice([*TEXTS, f"{paper.note}\nmore {chance.randrange(99)}"])
    return shelf.apply(edits.note(paper, text.strip("\n")), "Noted").step


def story(chance: random.Random, devices: int) -> list[Step]:
    """Random steps of devices that bring one another some of what they have, lose some and get it back: all steps that
    were made."""
    copies = [Copy(f"d{n}") for n in range(devices)]
    shelves = [Library(copy) for copy in copies]
    made: dict[str, Step] = {}
    for _ in range(chance.randrange(2, 14)):
        at = chance.randrange(devices)
        copy, shelf = copies[at], shelves[at]
        kind = chance.random()
        if kind < 0.6:
            if (step := act(shelf, chance)) is not None:
                made[step.id] = step
        elif kind < 0.9:
            other = chance.choice(copies)
            some = [step for step in other.here.values() if chance.random() < 0.8]
            copy.bring(chance.sample(some, len(some)))
        elif kind < 0.95 and copy.here:
            copy.lose(chance.sample(list(copy.here), chance.randrange(1, len(copy.here) + 1)))
        else:
            copy.bring([step for step in made.values() if step.device == copy.device])
        shelf.refresh()
    return list(made.values())


def folded(steps: list[Step], *, thaw: bool = False) -> State:
    """What comes of the steps, in the order given; of the first half by what was left of it, where it is to `thaw`."""
    state = State()
    if not thaw:
        state.fold(PAPERS, steps)
        return state
    cut = len(steps) // 2
    state.fold(PAPERS, steps[:cut])
    state = State.taken_up(state.frozen())
    state.fold(PAPERS, [])
    state.fold([], steps[cut:])
    return state


def lines_of(text: str) -> str:
    """A text between line ends, without empty lines around it, of which nobody misses any."""
    return f"\n{text.strip()}\n"


@law(400)
@given(st.randoms(use_true_random=False), st.sampled_from([1, 2, 3]))
def test_no_text_that_was_saved_vanishes_without_a_word(chance: random.Random, devices: int) -> None:
    """Each is shown, was before the eyes of who wrote a later step, was taken back, or is told; and every order of
    arrival tells the same, with what was left by another opening or without."""
    assert_that_none_vanishes(story(chance, devices), chance)


def test_empty_lines_around_a_text_make_no_other_one() -> None:
    """It was joined with nothing, while its words were written and taken back elsewhere."""
    written = [
        noted("one-1", None, "a"),
        noted("two-1", None, "b"),
        noted("one-2", "a", None, undoes="one-1"),
        noted("one-3", None, "b"),
        Step("two-3", 3, 0, "", (Change(ID, "note", None, "\nb"), Change(ID, "note", "b", "\nb")), device="two"),
        noted("one-4", "b", None, undoes="one-3"),
    ]
    assert_that_none_vanishes(written, random.Random(0))


def assert_that_none_vanishes(made: list[Step], chance: random.Random) -> None:
    """That what the law says holds for these steps."""
    state = folded(sorted(made, key=lambda step: step.stamp))
    shown, told = state.papers[ID].note, {one.text for one in state.unseen(ID)}
    ops = [(step, change) for step in made for change in step.changes if change.key == "note"]
    for step, change in ops:
        text = change.after or ""
        started = [other.before or "" for later, other in ops if later.stamp > step.stamp]
        writers = [
            earlier.id
            for earlier, other in ops
            if earlier.stamp < step.stamp and (other.after or "").strip() == text.strip()
            if not (earlier.undoes or earlier.redoes)
        ]
        by_undo = bool(step.undoes and writers) and all(map(state.is_taken_back, writers))
        revisited = step.undoes or step.redoes
        again = revisited != "" and state.is_taken_back(revisited) != bool(step.undoes)
        is_open = text.strip() and not (again or by_undo or state.is_taken_back(step.id))
        if is_open and not any(lines_of(text) in lines_of(other) for other in (shown, *started)):
            assert text.strip() in {one.strip() for one in told}
    for thaw in (False, True):
        state = folded(chance.sample(made, len(made)), thaw=thaw)
        assert (state.papers[ID].note, {one.text for one in state.unseen(ID)}) == (shown, told)
        assert state.with_unseen == ([(ID, NOTE)] if told else [])


@pytest.mark.parametrize("key", ["list:x", "description"])
@law(100)
@given(st.randoms(use_true_random=False))
def test_what_is_unseen_of_a_note_is_unseen_of_a_remark_and_of_a_description(key: str, chance: random.Random) -> None:
    """Whatever else is said of the place in the list that the remark stands on."""

    def as_other(change: Change) -> Change:
        if change.key != NOTE:
            return change
        if key == "description":
            return replace(change, subject="list:x", key=key)
        before, after = (with_text({"at": chance.choice("abc")}, text or "") for text in (change.before, change.after))
        return replace(change, key=key, before=before, after=after)

    made = story(chance, 2)
    of_note = folded(made).unseen(ID)
    others = [replace(step, changes=tuple(map(as_other, step.changes))) for step in made]
    named = Step("zz-1", 0, 0, "Made a list", (Change("list:x", "name", None, "X"),))
    subject = "list:x" if key == "description" else ID
    for thaw in (False, True):
        state = folded(chance.sample([*others, named], len(others) + 1), thaw=thaw)
        assert state.unseen(subject, key) == of_note
        there = key == "description" or ID in state.entries(key)
        assert state.with_unseen == ([(subject, key)] if of_note and there else [])


@law(300)
@given(st.randoms(use_true_random=False))
def test_where_nobody_wrote_without_sight_nothing_is_told(chance: random.Random) -> None:
    """However one writes, undoes and redoes, on one device or on several that have read all of one another; but a text
    that was brought back where another stands, or from which started what was taken back once more, may be told."""
    copies = [Copy("one"), Copy("two")]
    shelves = [Library(copy) for copy in copies]
    for _ in range(12):
        at = chance.randrange(2)
        act(shelves[at], chance)
        copies[1 - at].bring(list(copies[at].here.values()))
        shelves[1 - at].refresh()
        steps = copies[0].here.values()
        brought_back = {step.redoes for step in steps}
        unsure = {
            change.before if shelves[0].state.is_taken_back(step.id) else change.after
            for step in steps
            for change in step.changes
            if step.id in brought_back
        }
        told = [{one.text for one in shelf.state.unseen(ID)} - unsure for shelf in shelves]
        assert told == [set(), set()]


def test_a_text_that_an_undo_brought_back_for_a_while_is_told_of_its_writer_alone() -> None:
    """Who took it back: then nothing of it is told, however often what was written over it is undone and redone."""
    copies = [Copy("one"), Copy("two")]
    one, two = map(Library, copies)

    def meet() -> list[tuple[str, ...]]:
        for copy, other in (copies, copies[::-1]):
            copy.bring(list(other.here.values()))
        for shelf in (one, two):
            shelf.refresh()
        return [tuple(text.text for text in shelf.state.unseen(ID)) for shelf in (one, two)]

    first = two.apply(edits.note(two.papers[ID], "a"), "Noted").step
    assert first is not None
    meet()
    one.apply(edits.note(one.papers[ID], "b"), "Noted")
    one.undo()
    one.redo()
    meet()
    two.undo_step(first.id)
    assert meet() == [(), ()]
    one.undo()
    assert (meet(), one.papers[ID].note) == ([(), ()], "")


def test_a_text_whose_redoing_was_taken_back_without_a_word_is_not_told() -> None:
    """Nor is it where the steps come in another order."""
    written = [
        noted("one-1", None, "a"),
        noted("two-2", "a", "b"),
        noted("one-3", undoes="one-1"),
        noted("two-4", "b", None, undoes="two-2"),
        noted("one-5", None, "a", redoes="one-1"),
        noted("two-6", "a", "b", redoes="two-2"),
        noted("one-7", undoes="one-1"),
        noted("two-8", "b", None, undoes="two-2"),
    ]
    for steps in (written, written[::-1]):
        assert (folded(steps).papers[ID].note, folded(steps, thaw=True).unseen(ID)) == ("", ())
    assert [one.text for one in folded([*written[:6], written[7]]).unseen(ID)] == ["a"]


def test_a_text_that_an_undo_brought_back_is_not_told_once_its_writer_took_it_back_without_a_word() -> None:
    """Nor where that comes before what makes it unseen."""
    written = [
        noted("one-1", None, "a"),
        noted("one-2", "a", "b"),
        noted("one-3", "b", "a", undoes="one-2"),
        noted("two-4", "a", "b"),
        noted("one-5", undoes="one-1"),
        noted("two-6", "b", None, undoes="two-4"),
    ]
    for steps in (written, written[::-1]):
        assert (folded(steps).papers[ID].note, folded(steps, thaw=True).unseen(ID)) == ("", ())
    assert [one.text for one in folded([*written[:4], written[5]]).unseen(ID)] == ["a"]


def test_what_an_undo_leaves_unseen_is_told_also_where_it_puts_nothing_in_the_place_of_nothing() -> None:
    """And where what was written before had been read by another opening."""
    written = [
        noted("one-1", None, "a"),
        noted("two-1", None, "a"),
        noted("one-2", "a", None),
        noted("one-3", undoes="one-1"),
        noted("one-4", None, None, undoes="one-2"),
    ]
    for thaw in (False, True):
        assert [one.device for one in folded(written, thaw=thaw).unseen(ID)] == ["two"]


def test_who_wrote_over_a_text_has_seen_it_again_once_that_is_redone_without_a_word() -> None:
    """As the same words stand there by another step."""
    written = [
        noted("one-1", None, "a"),
        noted("two-2", "a", "b"),
        noted("two-3", "b", "a", undoes="two-2"),
        noted("one-4", "a", "b"),
        noted("two-5", redoes="two-2"),
        noted("one-6", "b", "b", undoes="one-4"),
    ]
    for steps in (written, written[::-1], [*written[:4], written[5], written[4]]):
        assert (folded(steps).papers[ID].note, folded(steps, thaw=True).unseen(ID)) == ("b", ())
    assert [one.text for one in folded([*written[:4], written[5]]).unseen(ID)] == ["a"]


class Pair:
    """Two devices of which each has written without sight of the other's text."""

    def __init__(self, mine: str, theirs: str, before: str = "") -> None:
        self.copies = [Copy("lap"), Copy("desk")]
        self.lap, self.desk = (Library(copy) for copy in self.copies)
        if before:
            self.write(self.lap, before)
            self.meet()
        self.write(self.lap, mine)
        self.write(self.desk, theirs)
        self.meet()

    def write(self, shelf: Library, text: str) -> Step | None:
        """Save a note."""
        return shelf.apply(edits.note(self.paper(shelf), text), "Noted").step

    def paper(self, shelf: Library) -> Paper:
        """The paper as a device shows it."""
        return shelf.papers[ID]

    def meet(self) -> list[tuple[str, ...]]:
        """Each device gets what the other has; what each says to that."""
        for one, other in (self.copies, self.copies[::-1]):
            one.bring(list(other.here.values()))
        return [shelf.refresh().warnings for shelf in (self.lap, self.desk)]

    def stands(self) -> tuple[str, list[str]]:
        """What is shown, and what is told besides; both devices agree."""
        both = [
            (self.paper(shelf).note, [one.text for one in shelf.state.unseen(ID)]) for shelf in (self.lap, self.desk)
        ]
        assert both[0] == both[1]
        return both[0]


@pytest.mark.parametrize("before", ["", "begun"])
def test_the_other_text_is_told_with_its_device_and_moment(before: str) -> None:
    """On both devices alike, in one sentence."""
    pair = Pair("of the lap", "of the desk", before)
    shown, (other,) = pair.stands()
    assert {shown, other} == {"of the lap", "of the desk"}
    (unseen,) = pair.lap.state.unseen(ID)
    (writer,) = [step for step in pair.lap.history() if any(change.after == other for change in step.changes)]
    assert (unseen.device, unseen.wall) == (writer.device, writer.wall)
    fresh = Library(pair.copies[0])
    fresh.refresh()
    pair.copies[0].lose([])
    assert [warning for warning in Library(pair.copies[0]).warnings if "without sight" in warning] != []


def test_who_has_the_papers_is_told_when_the_steps_arrive() -> None:
    """Once, and the paper counts as one that looks different though what is shown of it is the same."""
    copy = Copy("lap")
    shelf = Library(copy)
    written = Step("desk-1", 1, 1000, "", (Change(ID, "note", None, "theirs"),), device="desk")
    shelf.apply(edits.note(shelf.papers[ID], "mine"), "Noted")
    copy.bring([replace(written, clock=0)])
    outcome = shelf.refresh()
    assert shelf.papers[ID].note == "mine"
    assert outcome.papers == {ID}
    assert [("without sight" in warning, ID in warning) for warning in outcome.warnings] == [(True, True)]
    assert shelf.refresh().warnings == ()


def test_what_is_written_over_the_shown_text_leaves_the_other_open() -> None:
    """Until it is settled."""
    pair = Pair("of the lap", "of the desk")
    _, (other,) = pair.stands()
    pair.write(pair.lap, "something new")
    pair.meet()
    assert pair.stands() == ("something new", [other])


@pytest.mark.parametrize("choice", ["shown", "other", "both", "neither"])
def test_settled_is_settled_and_undo_opens_it_again(choice: str) -> None:
    """By one step, which brings the note back as it was shown; redo settles it again."""
    pair = Pair("of the lap", "of the desk")
    shown, (other,) = pair.stands()
    text = {"shown": shown, "other": other, "both": f"{shown}\n\n{other}", "neither": ""}[choice]
    step = pair.lap.settle_text((ID, NOTE), pair.paper(pair.lap).note, text, [other], "Settled").step
    assert step is not None
    pair.meet()
    assert pair.stands() == (text, [])
    assert pair.lap.settle_text((ID, NOTE), pair.paper(pair.lap).note, text, [other], "Settled").step is None
    pair.lap.undo()
    pair.meet()
    assert pair.stands() == (shown, [other])
    pair.lap.redo()
    pair.meet()
    assert pair.stands() == (text, [])
    pair.lap.undo()
    pair.write(pair.lap, "gone on")
    pair.meet()
    assert pair.stands() == ("gone on", [other])


def test_an_older_program_applies_what_settles_and_takes_it_back() -> None:
    """It keeps each register's last value, and undoes by the net change."""
    pair = Pair("of the lap", "of the desk")
    shown, (other,) = pair.stands()
    step = pair.lap.settle_text((ID, NOTE), pair.paper(pair.lap).note, "both", [other], "Settled").step
    assert step is not None
    assert [(change.before, change.after) for change in step.changes] == [(shown, "both"), (other, "both")]
    assert edits.net(edits.inverse(step.changes)) == [Change(ID, "note", "both", shown)]


def test_blank_texts_and_those_that_are_contained_are_not_told() -> None:
    """Where all lines of the other stand in what is shown nothing is lost."""
    assert Pair("one line\n\nand another", "one line").stands()[1] in ([], ["one line\n\nand another"])
    state = State()
    state.fold(
        PAPERS,
        [
            noted("a-1", None, "  "),
            noted("b-1", None, "a line"),
            Step("c-1", 2, 0, "", (Change(ID, "note", "x", "first\na line\nlast"),), device="c"),
        ],
    )
    assert state.unseen(ID) == ()
    state.fold([], [noted("d-1", None, "line")])
    assert [one.text for one in state.unseen(ID)] == ["line"]


def test_a_lost_journal_that_comes_back_after_its_words_were_written_anew_is_told() -> None:
    """The words of before the loss stand beside those of after it."""
    copy = Copy("lap")
    shelf = Library(copy)
    lost = shelf.apply(edits.note(shelf.papers[ID], "of years"), "Noted").step
    assert lost is not None
    copy.lose([lost.id])
    shelf.refresh()
    shelf.apply(edits.note(shelf.papers[ID], "written anew"), "Noted")
    copy.bring([lost])
    assert any("without sight" in warning for warning in shelf.refresh().warnings)
    assert (shelf.papers[ID].note, [one.text for one in shelf.state.unseen(ID)]) == ("written anew", ["of years"])


def test_values_that_are_no_texts_are_none() -> None:
    """Nothing in a file is trusted."""
    state = State()
    values = [5, ["x"], {"a": 1}, True, None]
    steps = [Step(f"s-{n}", 1, 0, "", (Change(ID, "note", value, value),)) for n, value in enumerate(values)]
    state.fold(PAPERS, steps)
    assert state.unseen(ID) == ()
    assert unseen_texts(()) == ()


def test_what_another_window_wrote_in_a_list_just_before_is_told() -> None:
    """A remark and a description that were typed over by one who had seen the former ones; a move alone leaves what was
    written meanwhile."""
    copy = Copy("one")
    shelf = Library(copy)
    shelf.set_list(None, ReadingList("L", entries=(ListEntry(ID),)), "Made")
    key = "list:l"
    seen = shelf.state.value(ID, key)
    shelf.apply([Change(ID, key, seen, {**seen, "note": "theirs"}), Change(key, "description", None, "theirs")], "")
    shelf.apply([Change(ID, key, seen, {**seen, "section": "S"})], "")
    assert shelf.reading_list("L").entries == (ListEntry(ID, "S", "theirs"),)
    assert shelf.state.with_unseen == []
    changes = [Change(ID, key, seen, {**seen, "note": "mine"}), Change(key, "description", None, "mine")]
    told = shelf.apply(changes, "").warnings
    assert told == (
        "2 notes, remarks and descriptions have texts that are not shown, written without sight of what is:"
        " `reader doctor` lists them.",
    )
    assert [shelf.state.unseen(*at)[0].text for at in ((ID, key), (key, "description"))] == ["theirs", "theirs"]

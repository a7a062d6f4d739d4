"""What imports complete of a paper: each fact by its own last word, whichever device says it and whoever undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from random import Random
from typing import Any

import pytest

from reader.library import ingest
from reader.library.change import Change, Step
from reader.library.completions import completion
from reader.library.registers import State, overlay
from reader.library.undo import revisit, stacks
from reader.paper import Paper
from reader.paper_json import from_facts, to_facts
from tests.support.laws import often
from tests.support.memory import Log, library

PAPER = Paper("2401.10000", "Lantern trees", sources=("base.jsonl",))


class Device:
    """A device that completes the paper, with the catalogue that it wrote last."""

    def __init__(self, name: str, *met: Step) -> None:
        self.name, self.steps, self.paper = name, [*met], PAPER

    def state(self) -> State:
        state = State()
        state.fold([self.paper], self.steps)
        return state

    def _make(self, changes: tuple[Change, ...], undoes: str = "", redoes: str = "") -> Step:
        clock = max((step.clock for step in self.steps), default=0) + 1
        step = Step(f"{self.name}-{clock}", clock, clock, "", changes, undoes, redoes, self.name)
        self.steps.append(step)
        return step

    def completes(self, **facts: Any) -> Step:
        state = self.state()
        shown = state.papers[PAPER.id]
        new = {**to_facts(shown), **facts, "sources": [*shown.sources, f"{self.name}{len(self.steps)}"]}
        self.paper = from_facts(PAPER.id, {**to_facts(self.paper), **new})
        made = completion(PAPER.id, state.completed(PAPER.id), to_facts(shown), new)
        assert made is not None
        return self._make((made,))

    def turns(self, step: Step, *, back: bool) -> list[str]:
        others = [one for one in self.steps if one.device != self.name]
        known = {one.id: one for one in self.steps}
        draft, said = revisit(self.state(), step, back=back, others=lambda step: others, find=known.__getitem__)
        self._make(draft.changes, draft.undoes, draft.redoes)
        return said

    def meets(self, other: Device) -> None:
        both = {step.id: step for step in (*self.steps, *other.steps)}
        self.steps = sorted(both.values(), key=lambda step: step.stamp)
        other.steps, other.paper = [*self.steps], self.paper

    def shown(self) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
        paper = self.state().papers[PAPER.id]
        return paper.venue, paper.authors, paper.doi, paper.sources


@pytest.mark.parametrize("names", ["ab", "ba"], ids=["the one's id is greater", "the other's"])
@pytest.mark.parametrize("catalogue", ["of the one", "of the other", "of neither"])
def test_what_two_devices_completed_unseen_counts_whosever_catalogue_is_left(names: str, catalogue: str) -> None:
    one, other = map(Device, names)
    one.completes(venue="ICML", doi="10.1000/a")
    other.completes(authors=["Ann Bee"])
    (other if catalogue == "of the other" else one).meets(one if catalogue == "of the other" else other)
    paper = PAPER if catalogue == "of neither" else one.paper
    for steps in permutations(one.steps):
        state = State()
        state.fold([paper], steps)
        shown = state.papers[PAPER.id]
        assert (shown.venue, shown.authors, shown.doi) == ("ICML", ("Ann Bee",), "10.1000/a")
        assert sorted(shown.sources) == sorted({"base.jsonl", f"{names[0]}0", f"{names[1]}0"})
        assert State.taken_up(state.frozen()).completed(PAPER.id) == state.completed(PAPER.id)


def test_a_completion_taken_back_takes_its_own_facts_and_nobodys_else() -> None:
    one, other = Device("b"), Device("a")
    first, theirs = one.completes(venue="ICML"), other.completes(authors=["Ann Bee"])
    one.meets(other)
    second = one.completes(doi="10.1000/a", venue="ICML 2024")
    whole = one.shown()
    assert whole[:3] == ("ICML 2024", ("Ann Bee",), "10.1000/a")
    for _ in range(2):
        assert one.turns(second, back=True) == []
        assert one.shown()[:3] == ("ICML", ("Ann Bee",), "")
        assert one.turns(first, back=True) == []
        assert one.shown() == ("", ("Ann Bee",), "", ("base.jsonl", "a0"))
        assert one.turns(first, back=False) == []
        assert one.turns(second, back=False) == []
        assert one.shown() == whole
    one.meets(other)
    assert other.turns(theirs, back=True) == []
    assert other.shown()[:3] == ("ICML 2024", (), "10.1000/a")
    assert other.turns(theirs, back=False) == []
    assert other.shown()[:3] == whole[:3]


def test_what_two_devices_said_alike_stays_while_one_of_them_says_it() -> None:
    one, other = Device("a"), Device("b")
    first, theirs = one.completes(venue="ICML"), other.completes(venue="ICML")
    one.meets(other)
    one.paper = PAPER
    assert one.turns(first, back=True) == []
    assert one.shown()[0] == "ICML"
    assert one.turns(theirs, back=True) == []
    assert one.shown()[0] == ""


def test_who_completes_another_fact_takes_nothing_back_that_somebody_said_meanwhile() -> None:
    one, other = Device("a"), Device("b")
    one.completes(venue="ICML")
    one.meets(other)
    one.completes(authors=["Ann Bee"])
    other.completes(authors=["Ann Bee", "Di Eff"])
    one.completes(doi="10.1000/a")
    one.meets(other)
    assert one.shown()[:3] == ("ICML", ("Ann Bee", "Di Eff"), "10.1000/a")


def test_what_became_one_with_another_paper_is_as_it_was_once_that_is_undone_redone_and_undone() -> None:
    """As an older version wrote it: what it was before stands in the catalogue alone."""
    facts = Paper("p", "Lanterns", venue="ICLR", authors=("Ann Bee",))
    made = Change("p", "world", None, {"venue": "ICML", "doi": "10.1000/a"})
    merged = Step("s-1", 1, 1, "", (made,), "", "", "s")
    steps, state = [merged], State()
    state.fold([facts], steps)
    for n, back in enumerate((True, False, True), start=2):
        draft, _ = revisit(state, merged, back=back, find=lambda id: merged)
        steps.append(Step(f"s-{n}", n, n, "", draft.changes, draft.undoes, draft.redoes, "s"))
        state.fold([], steps[-1:])
        assert state.papers["p"].venue == ("ICLR" if back else "ICML")
        assert state.papers["p"].doi == ("" if back else "10.1000/a")


def test_an_import_that_completed_a_paper_twice_is_undone_step_by_step() -> None:
    """The catalogue holds what the last one said."""
    shelf = library(log=Log([PAPER]))
    shown = [shelf.papers[PAPER.id]]
    for more in ({"venue": "ICML"}, {"authors": ("Ann Bee",), "abstract": "Of lanterns."}):
        paper = overlay(PAPER, {key: list(value) if isinstance(value, tuple) else value for key, value in more.items()})
        shelf.add([paper], say=lambda plan: "Imported")
        shown.append(shelf.papers[PAPER.id])
    assert (shown[1].venue, shown[1].authors, shown[2].authors) == ("ICML", (), ("Ann Bee",))
    for before in reversed(shown[:2]):
        shelf.undo()
        assert shelf.papers[PAPER.id] == before
    for after in shown[1:]:
        shelf.redo()
        assert shelf.papers[PAPER.id] == after
    assert ingest.bare(shown[0]).venue == ""


def test_what_two_devices_took_back_unheard_is_as_it_was() -> None:
    """Each repeats what the other said, which stood when it took its own word back."""
    one, other = Device("a"), Device("b")
    first, theirs = one.completes(venue="ICML", doi="10.1000/a"), other.completes(venue="ICLR", authors=["Ann Bee"])
    one.meets(other)
    assert one.turns(first, back=True) == []
    assert other.turns(theirs, back=True) == []
    assert one.shown()[:3] == ("ICLR", ("Ann Bee",), "")
    assert other.shown()[:3] == ("ICML", (), "10.1000/a")
    one.meets(other)
    assert one.shown() == other.shown() == ("", (), "", ("base.jsonl",))


def test_a_word_taken_back_beneath_another_goes_with_that_though_nothing_was_different_by_it() -> None:
    one, other = Device("a"), Device("b")
    first = one.completes(authors=["Ann Bee"])
    one.meets(other)
    second = other.completes(authors=["Di Eff"])
    other.meets(one)
    other.turns(second, back=True)
    one.turns(first, back=True)
    state = other.state()
    assert state.papers[PAPER.id].authors == ("Ann Bee",)
    state.fold([], one.steps[-1:])
    other.meets(one)
    assert state.papers[PAPER.id].authors == other.shown()[1] == ()


def test_what_an_older_version_said_again_as_it_put_back_what_was_lost_holds_nothing_fast() -> None:
    """The lost words are back themselves."""
    one = Device("a")
    first = one.completes(venue="ICML")
    said = Change(PAPER.id, "world", None, {"venue": "ICML"})
    one.steps.append(Step("a-2", 2, 2, "Put back", (said,), "", "", "a", times={(PAPER.id, "world"): first.stamp}))
    assert one.shown()[0] == "ICML"
    assert one.turns(first, back=True) == []
    assert one.shown()[0] == ""


def test_facts_that_became_others_twice_are_as_they_were_in_whatever_order_that_is_taken_back() -> None:
    """As where papers become one with another, one after the other."""
    shelf, steps = library(log=Log([PAPER])), []
    for more in ({"venue": "ICML"}, {"venue": "ICLR", "doi": "10.1000/a"}):
        facts = to_facts(shelf.papers[PAPER.id])
        made = completion(PAPER.id, shelf.state.completed(PAPER.id), facts, {**facts, **more})
        assert made is not None
        steps += [shelf.apply([made], "Merged").step]
        assert steps[-1] is not None
        assert steps[-1].changes == (made,)
    shown = []
    for step in filter(None, steps):
        shelf.undo_step(step.id)
        shown.append((shelf.papers[PAPER.id].venue, shelf.papers[PAPER.id].doi))
    assert shown == [("ICLR", "10.1000/a"), ("", "")]


FACTS: dict[str, list[Any]] = {
    "venue": ["ICML", "ICLR"],
    "authors": [["Ann Bee"], ["Di Eff"]],
    "doi": ["10.1000/a", "10.1000/b"],
}


def lived(number: int) -> None:
    """Two devices complete the paper, take that back and bring it back, and hear of each other now and then."""
    chance = Random(number)
    devices = [Device("a"), Device("b")]
    for _ in range(chance.randrange(4, 14)):
        device, other = chance.sample(devices, 2)
        mine = stacks(step for step in device.steps if step.device == device.name)
        act = chance.choice(["complete", "complete", "undo", "undo", "redo", "meet", "meet"])
        if act == "complete":
            names = chance.sample([*FACTS], chance.randrange(1, 3))
            device.completes(**{name: chance.choice(FACTS[name]) for name in names})
        elif act == "meet":
            device.meets(other)
        elif turned := mine.done if act == "undo" else mine.undone:
            device.turns(chance.choice(turned), back=act == "undo")
    one, other = devices
    kept = State()
    kept.fold([PAPER], other.steps)
    one.meets(other)
    assert dict(zip(FACTS, one.shown(), strict=False)) == standing(one.steps)
    paper = one.state().papers[PAPER.id]
    chance.shuffle(one.steps)
    for step in one.steps:
        kept.fold([one.paper], [step])
    assert kept.papers[PAPER.id] == paper, "it depends on the order in which the words arrive"


def standing(steps: Sequence[Step]) -> dict[str, Any]:
    """Each fact by the last word that is not taken back, else as it was at first."""
    last: dict[str, Step] = {step.undoes or step.redoes: step for step in steps}
    facts: dict[str, Any] = {"venue": "", "authors": (), "doi": ""}
    for step in steps:
        if step.undoes or step.redoes or (step.id in last and last[step.id].undoes):
            continue
        (made,) = step.changes
        assert isinstance(made.before, dict)
        assert isinstance(made.after, dict)
        for name in FACTS:
            if (fact := made.after.get(name)) != made.before.get(name):
                facts[name] = tuple(fact) if isinstance(fact, list) else fact
    return facts


@pytest.mark.long
def test_a_fact_that_everybody_took_back_is_as_it_was_whoever_heard_of_whom() -> None:
    """Who takes a word back repeats what others say, which they may take back unheard."""
    for number in range(often(60, 8000)):
        try:
            lived(number)
        except AssertionError as error:
            raise AssertionError(f"in history {number}: {error}") from error

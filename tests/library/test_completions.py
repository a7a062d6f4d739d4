"""What imports complete of a paper: each fact by its own last word, whichever device says it and whoever undoes it."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from reader.library import ingest
from reader.library.change import Change, Step
from reader.library.completions import completion
from reader.library.registers import State, overlay
from reader.library.undo import revisit
from reader.paper import Paper
from reader.paper_json import from_facts, to_facts
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
        draft, said = revisit(self.state(), step, back=back, others=lambda: others, find=known.__getitem__)
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

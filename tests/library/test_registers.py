"""Folding steps: any order of arrival gives one state, and nothing in a file is trusted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.change import Change, Step
from reader.library.positions import between
from reader.library.registers import State, Tally
from reader.paper import Status
from tests.support.folders import named, numbered
from tests.support.laws import law

PAPERS = numbered(3)
SUBJECTS = st.sampled_from([paper.id for paper in PAPERS] + ["nobody"])
PLACE = st.fixed_dictionaries({"at": st.sampled_from(["V", "W", "Z"])}, optional={"section": st.just("Later")})
WORD = st.one_of(
    st.tuples(SUBJECTS, st.just("star"), st.sampled_from([True, None])),
    st.tuples(SUBJECTS, st.just("status"), st.sampled_from(["read", "reading", None])),
    st.tuples(SUBJECTS, st.just("note"), st.sampled_from(["a", "b", None])),
    st.tuples(SUBJECTS, st.just("gone"), st.sampled_from([True, None, named(0)])),
    st.tuples(SUBJECTS, st.just("world"), st.sampled_from([{"venue": "X"}, {"title": "New"}, None])),
    st.tuples(SUBJECTS, st.sampled_from(["tag:a", "tag:b"]), st.sampled_from(["A", "b", None])),
    st.tuples(SUBJECTS, st.sampled_from(["list:one", "list:two"]), st.none() | PLACE),
    st.tuples(st.just("list:one"), st.sampled_from(["name", "description", "query"]), st.sampled_from(["One", None])),
    st.tuples(st.just("search:s"), st.sampled_from(["name", "query"]), st.sampled_from(["S", None])),
)


def steps(words: list[list[tuple[str, str, Any]]]) -> list[Step]:
    """Steps with these changes; some share a clock, as those of two devices do."""
    return [
        Step(f"s-{n}", n // 2, n * 1000, "", tuple(Change(subject, key, None, value) for subject, key, value in step))
        for n, step in enumerate(words)
    ]


def seen(state: State) -> object:
    """All that a user can see."""
    return (state.papers, list(state.papers), state.lists, state.searches, state.orphans, state.merged)


@law()
@given(st.lists(st.lists(WORD, max_size=3, unique_by=lambda word: word[:2]), max_size=8).map(steps), st.randoms())
def test_steps_in_any_order_and_portions_give_one_state(made: list[Step], chance: Any) -> None:
    """Also when some come twice, and papers after the words about them."""
    at_once = State()
    at_once.fold(PAPERS, made)
    shuffled = [*made, *made[:2]]
    chance.shuffle(shuffled)
    bit_by_bit = State()
    cut = len(shuffled) // 2
    bit_by_bit.fold([], shuffled[:cut])
    assert bit_by_bit.papers == {}
    bit_by_bit.fold(PAPERS, [])
    assert bit_by_bit.lists is not None
    bit_by_bit.fold([], shuffled[cut:])
    assert seen(bit_by_bit) == seen(at_once)


@law()
@given(st.lists(st.lists(WORD, max_size=3), max_size=6).map(steps))
def test_what_fold_returns_are_the_papers_that_look_different(made: list[Step]) -> None:
    """No more and no less."""
    state = State()
    state.fold(PAPERS, [])
    for step in made:
        before = dict(state.papers)
        changed = state.fold([], [step])
        assert changed == {paper.id for paper in PAPERS if before.get(paper.id) != state.papers.get(paper.id)}


@pytest.mark.parametrize("value", [5, "yes", [1], {"a": 1}, True, None, 1.5, "x" * 1000, "\x1b[31mx"])
@pytest.mark.parametrize(
    "key", ["star", "status", "note", "gone", "world", "triage", "tag:a", "list:a", "differs:b", "name", "sections", ""]
)
def test_a_value_of_the_wrong_type_counts_as_empty(key: str, value: object) -> None:
    """Whatever stands in a journal, the papers can be shown."""
    state = State()
    for subject in (named(0), "list:a", "search:a"):
        state.fold(PAPERS, [Step("s-1", 1, 10**18, "", (Change(subject, key, None, value),))])
    shown = [*state.papers.values(), *state.lists.values(), *state.searches.values()]
    assert "\x1b" not in repr(shown)
    assert all(type(paper.starred) is bool and isinstance(paper.status, Status) for paper in state.papers.values())
    assert state.pairs("differs") is not None


def test_a_list_is_in_the_order_of_its_positions_within_sections() -> None:
    """A section that only an entry names comes after the stated ones."""
    state = State()
    low = between("", "")
    high = between(low, "")
    places = [
        Change(named(0), "list:l", None, {"at": high}),
        Change(named(1), "list:l", None, {"at": low}),
        Change(named(2), "list:l", None, {"at": low, "section": "Later", "note": "why"}),
        Change("list:l", "name", None, "L"),
        Change("list:l", "sections", None, ["Soon"]),
    ]
    state.fold(PAPERS, [Step("s-1", 1, 1, "", tuple(places))])
    lst = state.lists["list:l"]
    assert (lst.name, lst.sections) == ("L", ("Soon", "Later"))
    assert lst.papers == (named(1), named(0), named(2))
    assert lst.entries[2].note == "why"
    assert state.lists_of(named(2)) == ("L",)


def test_a_removed_paper_leaves_its_lists_and_comes_back_to_its_place() -> None:
    """Its words are kept meanwhile."""
    state = State()
    place = Change(named(0), "list:l", None, {"at": "V"})
    state.fold(PAPERS, [Step("s-1", 1, 1, "", (place, Change(named(0), "star", None, True)))])
    assert state.fold([], [Step("s-2", 2, 2, "", (Change(named(0), "gone", None, True),))]) == {named(0)}
    assert list(state.lists["list:l"].papers) == []
    assert list(state.hidden) == [named(0)]
    state.fold([], [Step("s-3", 3, 3, "", (Change(named(0), "gone", True, None),))])
    assert list(state.lists["list:l"].papers) == [named(0)]
    assert state.papers[named(0)].starred
    assert list(state.papers) == [paper.id for paper in PAPERS]


@law()
@given(st.lists(st.lists(WORD, max_size=3), max_size=6).map(steps))
def test_the_tally_of_tags_kept_paper_by_paper_is_that_of_all_papers(made: list[Step]) -> None:
    """Through edits, removals and returns."""
    state = State()
    state.fold(PAPERS, [])
    assert state.tally.counts() == {}
    for step in made:
        state.fold([], [step])
        assert state.tally.counts() == Tally(state.papers.values()).counts()

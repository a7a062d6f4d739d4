"""Folding steps: any order of arrival gives one state, and nothing in a file is trusted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.change import Change, Step, subjects
from reader.library.note_versions import WrittenText
from reader.library.positions import between
from reader.library.registers import State, Tally, overlay
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
    unseen = [(at, state.unseen(*at)) for at in state.with_unseen]
    return (state.papers, list(state.papers), state.lists, state.searches, state.orphans, state.merged, unseen)


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
        before = {id: (paper, state.unseen(id)) for id, paper in state.papers.items()}
        changed = state.fold([], [step])
        now = {id: (paper, state.unseen(id)) for id, paper in state.papers.items()}
        assert changed == {paper.id for paper in PAPERS if before.get(paper.id) != now.get(paper.id)}


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


def folded(*changes: tuple[str, str, Any], wall: int = 1000) -> State:
    """What three papers look like after one step that sets these registers."""
    state = State()
    state.fold(
        PAPERS, [Step("s-1", 1, wall, "", tuple(Change(subject, key, None, value) for subject, key, value in changes))]
    )
    return state


@pytest.mark.parametrize(
    ("wall", "time"),
    [(0, "1970-01-01T00:00:00Z"), (1_790_000_000_999, "2026-09-21T14:13:20Z"), (10**18, ""), (-(10**18), "")],
)
def test_a_paper_is_read_at_the_time_of_the_step_that_says_so(wall: int, time: str) -> None:
    """In whole seconds of UTC; a time that no calendar has is none, and neither has a paper that is being read."""
    for said, read_at in (("read", time), ("reading", "")):
        assert folded((named(0), "status", said), wall=wall).papers[named(0)].read_at == read_at


def test_of_two_values_of_one_register_in_one_step_the_last_counts() -> None:
    """As it does where the step is undone."""
    assert folded((named(0), "note", "first"), (named(0), "note", "last")).papers[named(0)].note == "last"


def test_the_spelling_of_a_tag_that_most_papers_have_is_that_of_the_tag() -> None:
    """Of two that as many have, always the same one; a tag that no paper has is as it was asked for."""
    tally = Tally()
    for tags in (["RL", "b"], ["rl"], ["rl", "B"]):
        tally.count(tags, 1)
    assert tally.counts() == {"b": 2, "rl": 3}
    assert [tally.spelling(tag) for tag in ("Rl", "B", "C")] == ["rl", "b", "C"]
    tally.count(["rl"], -1)
    tally.count(["rl", "b", "B"], -1)
    assert tally.counts() == {"RL": 1}
    assert tally.spelling("B") == "B"


@pytest.mark.parametrize(
    ("changes", "lists"),
    [
        ([("list:l", "name", "L")], {"list:l": "L"}),
        ([(named(0), "list:l", {"at": "V"})], {"list:l": "l"}),
        ([(named(0), "list:l", {"at": "V"}), ("list:l", "name", "Other")], {"list:l": "l"}),
        ([("list:l", "description", "of a list that was deleted")], {}),
        ([("list:", "name", ""), (named(0), "list:", {"at": "V"})], {}),
        ([("list:l", "name", "L"), ("list:a", "name", "A")], {"list:a": "A", "list:l": "L"}),
    ],
)
def test_a_list_is_there_while_it_has_a_name_or_papers(changes: list[Any], lists: dict[str, str]) -> None:
    """Its name is one under which an edit finds it."""
    state = folded(*changes)
    assert {key: lst.name for key, lst in state.lists.items()} == lists
    assert list(state.lists) == list(lists)
    held = [key for where, key, _ in changes if where == named(0) and key in lists]
    assert state.lists_of(named(0)) == tuple(lists[key] for key in held)
    assert state.lists_of(named(1)) == ()


def test_papers_without_a_section_come_first_and_sections_in_the_order_that_was_stated() -> None:
    places = [(named(0), "list:l", {"at": "V", "section": "B"}), (named(1), "list:l", {"at": "W", "section": "A"}),
              (named(2), "list:l", {"at": "Z"}), ("list:l", "sections", ["A", "", "Empty", 7, "B"])]  # fmt: skip
    lst = folded(*places).lists["list:l"]
    assert lst.sections == ("A", "Empty", "B")
    assert lst.papers == (named(2), named(1), named(0))


def test_an_entry_whose_paper_is_not_there_is_left_out_and_still_known() -> None:
    state = folded(("nobody", "list:l", {"at": "V", "note": "why", "x": 5}), (named(0), "list:l", {"at": "W"}))
    assert state.lists["list:l"].papers == (named(0),)
    assert state.entries("list:l") == {"nobody": {"at": "V", "note": "why"}, named(0): {"at": "W"}}
    state.fold([], [Step("s-2", 2, 1, "", (Change(named(0), "list:l", None, None),))])
    assert list(state.lists["list:l"].papers) == []
    assert state.lists_of(named(0)) == ()


@pytest.mark.parametrize(
    ("changes", "orphans"),
    [
        ([("nobody", "star", True)], ["nobody"]),
        ([("nobody", "gone", True)], []),
        ([("nobody", "star", None)], []),
        ([(named(0), "star", True)], []),
        ([("list:l", "name", "L"), ("search:s", "query", "x")], []),
        ([("b", "note", "x"), ("a", "gone", True), ("a", "tag:t", "t")], ["a", "b"]),
    ],
)
def test_words_of_papers_that_no_catalogue_knows_are_told_by_their_ids(changes: list[Any], orphans: list[str]) -> None:
    assert folded(*changes).orphans == orphans


@pytest.mark.parametrize("key", ["alike", "differs"])
@pytest.mark.parametrize("value", [True, None])
def test_two_papers_that_were_paired_are_so_from_either_side(key: str, value: bool | None) -> None:
    state = folded((named(0), f"{key}:{named(1)}", value))
    assert state.pairs(key) == ({frozenset((named(0), named(1)))} if value else set())
    assert state.pairs("differs" if key == "alike" else "alike") == set()
    assert state.is_paired(named(0), named(1)) is state.is_paired(named(1), named(0)) is bool(value)
    assert not state.is_paired(named(0), named(2))


@pytest.mark.parametrize(
    ("changes", "searches"),
    [
        ([("search:s", "name", "S"), ("search:s", "query", "x")], [("S", "x")]),
        ([("search:s", "name", "Other"), ("search:s", "query", "x")], [("s", "x")]),
        ([("search:s", "query", "x")], []),
        ([("search:", "name", "Other")], []),
        ([("search:b", "name", "B"), ("search:a", "name", "A"), ("list:l", "name", "L")], [("A", ""), ("B", "")]),
    ],
)
def test_a_saved_search_is_there_while_it_has_a_name(changes: list[Any], searches: list[tuple[str, str]]) -> None:
    assert [(each.name, each.query) for each in folded(*changes).searches.values()] == searches


def test_what_a_user_says_of_a_paper_is_shown_and_of_the_wrong_kind_is_not() -> None:
    """A tag under another's name would be found by no edit."""
    said = {"star": True, "triage": "later", "note": "mine", "tag:rl": "RL", "tag:b": "other", "tag:c": 5}
    paper = folded(*((named(0), key, value) for key, value in said.items())).papers[named(0)]
    assert (paper.starred, paper.triage, paper.note, paper.tags) == (True, "later", "mine", ("RL",))
    paper = folded((named(0), "star", 1), (named(0), "note", "x")).papers[named(0)]
    assert (paper.starred, paper.status, paper.read_at) == (False, Status.UNREAD, "")


def test_all_that_a_register_of_a_paper_held_is_told_in_the_order_of_the_steps() -> None:
    state = folded()
    steps = [
        Step(f"s-{at}", at, at, "", (Change(named(0), "status", None, value),)) for at, value in enumerate("abc", 1)
    ]
    state.fold([], [steps[2], steps[0], steps[1]])
    assert [held.value for held in state.held(named(0), "status")] == ["a", "b", "c"]
    assert state.held(named(0), "star") == state.held("nobody", "star") == ()


def test_registers_are_told_also_where_they_were_frozen() -> None:
    words = ((named(0), "star", True), (named(1), "note", "mine"), ("list:one", "name", "One"))
    state = folded(*words)
    register = State.taken_up(state.frozen()).register(named(1), "note")
    assert register is not None
    assert (register.value, register) == ("mine", state.register(named(1), "note"))
    assert sorted(State.taken_up(state.frozen()).registers()) == sorted(state.registers())
    assert [(subject, key, register.value) for subject, key, register in state.registers()] == [*words]


def test_a_paper_that_another_took_the_place_of_is_told_with_it_until_it_comes_back() -> None:
    state = folded((named(0), "gone", named(1)), (named(2), "gone", True))
    assert state.merged == {named(0): named(1)}
    assert list(state.hidden) == [named(0), named(2)]
    state.fold([], [Step("s-2", 2, 1, "", (Change(named(0), "gone", named(1), None),))])
    assert (state.merged, list(state.papers)) == ({}, [named(0), named(1)])


def test_facts_of_the_world_stand_over_those_of_the_catalogue() -> None:
    """What cannot be read leaves them as they were."""
    assert folded((named(0), "world", {"venue": "Attic Letters"})).papers[named(0)].venue == "Attic Letters"
    for damaged in ({"title": 5}, {}, "x"):
        shown = folded((named(0), "world", damaged), (named(0), "star", True)).papers[named(0)]
        assert (shown.title, shown.starred) == (PAPERS[0].title, True)
        assert overlay(PAPERS[0], damaged) == PAPERS[0]


def test_what_is_only_said_again_is_not_told_as_changed_and_each_paper_is_told_once() -> None:
    said = [
        Change("a", "star", True, True), Change("b", "star", None, True), Change("list:edge", "name", None, "Edge"),
        Change("b", "note", "", "Seen"),
    ]  # fmt: skip
    assert subjects(said) == ["b", "list:edge"]


@pytest.mark.parametrize(
    ("key", "value", "decision"),
    [("star", True, "kept"), ("list:one", {"at": "V"}, "kept"), ("note", "a", "")],
)
def test_kept_is_what_a_star_or_a_list_holds(key: str, value: Any, decision: str) -> None:
    """Each of them alone; without both a paper waits again."""
    state = State()
    state.fold(PAPERS, steps([[(named(0), "triage", "kept"), (named(0), key, value)]]))
    assert state.papers[named(0)].triage == decision


def test_what_a_paper_became_one_with_is_known_of_what_was_left_by_another_opening() -> None:
    state = State()
    state.fold(PAPERS, steps([[(named(0), "gone", named(1)), (named(2), "gone", True)]]))
    state = State.taken_up(state.frozen())
    state.fold(PAPERS, [])
    assert (state.merged, list(state.papers)) == ({named(0): named(1)}, [named(1)])


def test_a_search_called_as_another_one_had_to_be_is_a_list_of_its_own() -> None:
    """As that is called like a list of other papers."""
    state = State()
    saved = [("lamps", "Lamps", "a"), ("lamps (search)", "Lamps (search)", "b")]
    made = [[(f"search:{at}", "name", name), (f"search:{at}", "query", query)] for at, name, query in saved]
    state.fold([], steps([[("list:lamps", "name", "Lamps")], *made]))
    queries = {"Lamps": "", "Lamps (search)": "a", "Lamps (search) (search)": "b"}
    assert {lst.name: lst.query for lst in state.lists.values()} == queries


def test_searches_that_older_programs_saved_are_numbered_where_their_names_are_those_of_lists() -> None:
    taken = ["Lamps", "Lamps (search)", "Lamps (search 2)"]
    lists = [[(f"list:{name.lower()}", "name", name)] for name in taken]
    state = State()
    state.fold([], steps([*lists, [("search:lamps", "name", "Lamps"), ("search:lamps", "query", "is:read")]]))
    assert [lst.name for lst in state.lists.values() if lst.query] == ["Lamps (search 3)"]


@pytest.mark.parametrize(
    ("subject", "key", "known"),
    [
        (named(0), "note", WrittenText(named(0), PAPERS[0].title)),
        (named(0), "list:one", WrittenText(named(0), PAPERS[0].title, "One")),
        ("nobody", "list:two", WrittenText("nobody", "nobody", "two")),
        ("list:one", "description", WrittenText(list="One")),
    ],
)
def test_a_text_is_known_by_its_paper_and_its_list(subject: str, key: str, known: WrittenText) -> None:
    """By their keys where they are not there any more."""
    assert folded(("list:one", "name", "One")).text_at(subject, key) == known

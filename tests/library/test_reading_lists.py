"""Reading lists: order, sections, and the changes that carry an edit out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.library import reading_lists
from reader.library.change import Step
from reader.library.registers import State
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.laws import law

PAPERS = [Paper(id, f"Paper {id}") for id in "abcdef"]


def make(*parts: str, sections: tuple[str, ...] = ()) -> ReadingList:
    """ "a", "b", "One:c" -> a list with c in section One."""
    entries = [ListEntry(part[-1], part[:-2] if ":" in part else "") for part in parts]
    return reading_lists.arrange(ReadingList("L", sections=sections), entries)


def told(lst: ReadingList) -> list[str]:
    """The inverse of `make`."""
    return [f"{entry.section}:{entry.paper}" if entry.section else entry.paper for entry in lst.entries]


def test_a_paper_moved_to_a_place_stands_there() -> None:
    """`move` is by 1-based place, and beyond the end means the end."""
    lst = make("a", "b", "c")
    assert told(reading_lists.move(lst, ["c"], 1)) == ["c", "a", "b"]
    assert told(reading_lists.move(lst, ["a"], 2)) == ["b", "a", "c"]
    assert told(reading_lists.move(lst, ["a"], 99)) == ["b", "c", "a"]


def test_stepping_crosses_a_heading_before_it_passes_a_paper() -> None:
    """Down from the end of one section leads to the top of the next, an empty one too."""
    lst = make("a", "b", "Two:c", sections=("One", "Two"))
    down = reading_lists.step(lst, "b", 1)
    assert told(down) == ["a", "One:b", "Two:c"]
    assert told(reading_lists.step(down, "b", 1)) == ["a", "Two:b", "Two:c"]
    assert told(reading_lists.step(reading_lists.step(down, "b", -1), "b", -1)) == ["b", "a", "Two:c"]


def test_stepping_past_either_end_changes_nothing() -> None:
    """The first stays first, the last stays last."""
    lst = make("a", "b")
    assert reading_lists.step(lst, "a", -1) == lst
    assert reading_lists.step(lst, "b", 1) == lst


@law(60)
@given(
    st.lists(st.sampled_from(["", "One:", "Two:"]), min_size=1, max_size=6),
    st.sets(st.sampled_from("abcdef")),
    st.sampled_from([-1, 1]),
)
def test_papers_that_step_together_keep_their_order_and_one_alone_steps_as_ever(
    sections: list[str], chosen: set[str], by: int
) -> None:
    """Among themselves and among the rest."""
    lst = make(*map("".join, zip(sections, "abcdef", strict=False)), sections=("One", "Two"))
    papers = chosen & set(lst.papers)
    after = reading_lists.step_all(lst, papers, by)
    for some in (papers, set(lst.papers) - papers):
        assert [paper for paper in after.papers if paper in some] == [paper for paper in lst.papers if paper in some]
    for paper in papers:
        assert reading_lists.step_all(lst, {paper}, by) == reading_lists.step(lst, paper, by)


def test_removing_a_heading_keeps_its_papers() -> None:
    """They join the section before it."""
    lst = make("a", "One:b", "Two:c")
    assert told(reading_lists.without_section(lst, "Two")) == ["a", "One:b", "One:c"]
    assert told(reading_lists.without_section(lst, "One")) == ["a", "b", "Two:c"]


def test_renaming_a_heading_to_one_that_exists_joins_the_two() -> None:
    """No paper is lost and no heading is double."""
    joined = reading_lists.rename_section(make("One:a", "Two:b"), "Two", "One")
    assert told(joined) == ["One:a", "One:b"]
    assert joined.sections == ("One",)


SECTIONS = st.sampled_from(["", "One", "Two"])
LISTS = st.builds(
    lambda ids, sections, empty, name, text: reading_lists.arrange(
        ReadingList(name, text, (empty,)), [ListEntry(i, s, text) for i, s in zip(ids, sections, strict=False)]
    ),
    st.permutations(list("abcdef")).flatmap(lambda ids: st.integers(0, 6).map(lambda n: ids[:n])),
    st.lists(SECTIONS, min_size=6, max_size=6),
    st.sampled_from(["One", "Empty"]),
    st.sampled_from(["L", "l", "M"]),
    st.sampled_from(["", "words"]),
)


@law()
@given(st.lists(LISTS, min_size=1, max_size=4))
def test_any_edit_of_a_list_comes_back_from_the_registers(values: list[ReadingList]) -> None:
    """Whatever a list is turned into, the registers then say exactly that, and nothing of the list before is left."""
    state = State()
    state.fold(PAPERS, ())
    before: ReadingList | None = None
    for clock, after in enumerate(values, 1):
        held = {} if before is None else state.entries(reading_lists.subject(before.name))
        changes = reading_lists.changes(before, after, held)
        state.fold((), [Step(f"s-{clock}", clock, 0, "", tuple(changes))])
        assert list(state.lists.values()) == [after]
        before = after
    changes = reading_lists.changes(before, None, state.entries(reading_lists.subject(values[-1].name)))
    state.fold((), [Step("s-99", 99, 0, "", tuple(changes))])
    assert not state.lists

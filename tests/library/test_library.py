"""The library: every edit is one step, undo takes back exactly that, and nothing changes when a save fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.citation_keys import told_apart
from reader.errors import NoteConflict, Refused, StoreError, UnknownPaper
from reader.library import change as edits
from reader.library import reading_lists
from reader.library.change import Change, Draft, Step, Update
from reader.library.library import Library
from reader.paper import IncomingEntry, ListEntry, Paper, ReadingList, Status
from tests.support.folders import named, numbered
from tests.support.laws import law
from tests.support.memory import Log, MemoryBacking, library

PAPERS = numbered(4)
PICK = st.integers(0, 3).map(named)


def everything(shelf: Library) -> object:
    """All that a user can see."""
    return (dict(shelf.papers), list(shelf.papers), dict(shelf.lists))


Act = Callable[[Library], list[Change]]
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda id, on: lambda shelf: edits.star(shelf.papers[id], on), PICK, st.booleans()),
    st.builds(lambda id, to: lambda shelf: edits.status(shelf.papers[id], to), PICK, st.sampled_from(Status)),
    st.builds(lambda id, text: lambda shelf: edits.note(shelf.papers[id], text), PICK, st.sampled_from(["", "a", "b"])),
    st.builds(
        lambda add, remove: lambda shelf: [c for p in shelf.papers.values() for c in edits.tag(p, (add,), (remove,))],
        st.sampled_from(["a", "A", "b"]),
        st.sampled_from(["b", "c"]),
    ),
    st.builds(lambda id: lambda shelf: edits.triage(shelf.papers[id], "later"), PICK),
    st.builds(
        lambda ids: (
            lambda shelf: shelf.list_changes(
                shelf.lists.get("L"), reading_lists.add(shelf.lists.get("L") or ReadingList("L"), ids)
            )
        ),
        st.lists(PICK, max_size=3),
    ),
    st.builds(
        lambda id: (
            lambda shelf: shelf.list_changes(
                shelf.lists.get("L"), reading_lists.move(shelf.lists.get("L") or ReadingList("L"), [id], 1)
            )
        ),
        PICK,
    ),
    st.builds(lambda: lambda shelf: shelf.list_changes(shelf.lists.get("L"), None)),
)


@law()
@given(st.lists(ACTS, max_size=10))
def test_undoing_every_step_leads_back_and_redoing_leads_forth(acts: list[Act]) -> None:
    """Through every state on the way, dates included; and a library opened anew sees the same."""
    log = Log(PAPERS)
    shelf = library(log=log)
    states = [everything(shelf)]
    for act in acts:
        if shelf.apply(act(shelf), "An edit").step:
            states.append(everything(shelf))
        else:
            assert everything(shelf) == states[-1]
    assert everything(library(log=log)) == states[-1]
    for expected in states[-2::-1]:
        assert shelf.undo().skipped == ()
        assert everything(shelf) == expected
    with pytest.raises(Refused, match="nothing to undo"):
        shelf.undo()
    for expected in states[1:]:
        assert shelf.redo().skipped == ()
        assert everything(shelf) == expected
    with pytest.raises(Refused, match="nothing to redo"):
        shelf.redo()
    assert everything(library(log=log)) == everything(shelf)


def test_a_fresh_edit_clears_what_could_be_redone() -> None:
    """As in every editor."""
    shelf = library(*PAPERS)
    shelf.apply(edits.star(PAPERS[0], True), "Starred")
    shelf.undo()
    assert [step.say for step in shelf.redoable()] == ["Starred"]
    shelf.apply(edits.star(PAPERS[1], True), "Starred another")
    assert shelf.redoable() == []
    assert [step.say for step in shelf.history()] == ["Starred another", "Undid: Starred", "Starred"]


def test_undo_leaves_alone_what_another_device_changed_since_and_names_it() -> None:
    """A note is never overwritten by undo."""
    log = Log(PAPERS)
    here, there = library(log=log), library(log=log, device="there")
    here.apply([*edits.note(PAPERS[0], "mine"), *edits.star(PAPERS[0], True)], "Noted and starred")
    there.refresh()
    there.apply(edits.note(there.papers[named(0)], "theirs"), "Noted")
    outcome = here.undo()
    assert outcome.skipped == ("The note of 'The paper that has the number 0' was changed since and is left as it is.",)
    assert here.papers[named(0)].note == "theirs"
    assert not here.papers[named(0)].starred
    assert outcome.papers == {named(0)}


def test_a_step_that_changes_a_register_twice_is_one_change_and_undone_in_full() -> None:
    """The last value counts, and what leads back to where it was is no change."""
    shelf = library(PAPERS[0])
    id = named(0)
    made = shelf.apply([Change(id, "star", None, True), Change(id, "star", True, None)], "To and fro")
    assert made.step is None
    assert not shelf.papers[id].starred
    notes = [Change(id, "note", None, "first"), Change(id, "note", "first", "second")]
    assert shelf.apply(notes, "Noted").step is not None
    assert shelf.papers[id].note == "second"
    assert shelf.undo().skipped == ()
    assert shelf.papers[id].note == ""
    assert shelf.redo().skipped == ()
    assert shelf.papers[id].note == "second"


def test_a_foreign_line_that_changes_a_register_twice_is_undone_in_full() -> None:
    """As older journals may hold it, in either form."""
    for between in (None, "reading"):
        log = Log(PAPERS)
        twice = (Change(named(0), "status", None, "reading"), Change(named(0), "status", between, "read"))
        log.steps.append(Step("here-1", 1, 1, "Marked", twice, device="here"))
        shelf = library(log=log)
        assert shelf.papers[named(0)].status is Status.READ
        assert shelf.undo().skipped == ()
        assert shelf.papers[named(0)].status is Status.UNREAD
        assert shelf.redo().skipped == ()
        assert shelf.papers[named(0)].status is Status.READ


def test_undoing_an_import_leaves_the_papers_that_another_device_has_used_and_names_them() -> None:
    """Redo brings the others back and has nothing to say of those that stayed."""
    log = Log()
    here, there = library(log=log), library(log=log, device="there")
    here.add(PAPERS, say=lambda plan: "Imported", tags=["new"])
    there.refresh()
    there.apply(edits.tag(there.papers[named(1)], ("theirs",)), "Tagged")
    there.apply(edits.star(there.papers[named(2)], True), "Starred")
    there.undo()
    outcome = here.undo()
    assert outcome.skipped == (f"'{PAPERS[1].title}' is in use on another device since and stays.",)
    assert {id: paper.tags for id, paper in here.papers.items()} == {named(1): ("new", "theirs")}
    assert here.redo().skipped == ()
    assert list(here.papers) == [paper.id for paper in PAPERS]
    assert here.papers[named(0)].tags == ("new",)


def test_undoing_a_new_list_leaves_it_when_another_device_has_put_papers_on_it() -> None:
    """Its name would be lost."""
    log = Log(PAPERS)
    here, there = library(log=log), library(log=log, device="there")
    here.set_list(None, ReadingList("Edge Models"), "Made a list")
    there.refresh()
    (lst,) = there.lists.values()
    there.set_list(lst, reading_lists.add(lst, [named(1)]), "Added")
    assert here.undo().skipped == ("'Edge Models' is in use on another device since and stays.",)
    assert [found.name for found in here.lists.values()] == ["Edge Models"]


def test_two_spellings_of_one_list_in_an_import_are_one_list_in_order() -> None:
    """The first spelling stays."""
    shelf = library()
    spelled = [[IncomingEntry("Edge")], [IncomingEntry("edge")], [IncomingEntry("EDGE")], [IncomingEntry("Edge")]]
    shelf.add(PAPERS, say=lambda plan: "Imported", entries=spelled)
    assert [(lst.name, lst.papers) for lst in shelf.lists.values()] == [("Edge", tuple(p.id for p in PAPERS))]


def test_an_import_is_undone_as_a_whole_and_importing_twice_changes_nothing() -> None:
    """What was undone comes back when it is imported again."""
    shelf = library(*PAPERS[:1])
    assert shelf.add(PAPERS, say=lambda plan: f"Imported {len(plan.new)}").say == "Imported 3"
    assert shelf.add(PAPERS, say=lambda plan: "").step is None
    shelf.undo()
    assert list(shelf.papers) == [named(0)]
    assert shelf.add(PAPERS, say=lambda plan: "Again").step is not None
    assert list(shelf.papers) == [paper.id for paper in PAPERS]


def test_what_a_new_paper_carries_of_the_user_s_words_is_taken_and_a_known_one_keeps_its_own() -> None:
    """An import never touches what the user said."""
    shelf = library(PAPERS[0])
    shelf.apply(edits.note(PAPERS[0], "my words"), "Noted")
    carried = [
        Paper("", PAPERS[n].title, PAPERS[n].abstract, arxiv_id=named(n), tags=("t",), note="theirs", venue="V")
        for n in (0, 1)
    ]
    shelf.add(
        carried,
        say=lambda plan: "Imported",
        tags=["all"],
        list_name="L",
        entries=[[IncomingEntry("M")], [IncomingEntry("M")]],
    )
    old, new = shelf.papers[named(0)], shelf.papers[named(1)]
    assert (old.note, old.tags, old.venue) == ("my words", ("all",), "V")
    assert (new.note, set(new.tags)) == ("theirs", {"t", "all"})
    assert shelf.lists["L"].papers == (named(0), named(1))
    assert shelf.lists["M"].papers == (named(1),)
    shelf.undo()
    assert shelf.papers[named(0)].venue == ""
    assert list(shelf.papers) == [named(0)]


def test_a_paper_that_was_removed_meanwhile_cannot_be_edited() -> None:
    """And an unknown one never could."""
    log = Log(PAPERS)
    one, two = library(log=log), library(log=log)
    one.apply(edits.gone(PAPERS[0]), "Removed")
    with pytest.raises(UnknownPaper, match="removed meanwhile"):
        two.apply(edits.star(PAPERS[0], True), "Starred")
    with pytest.raises(UnknownPaper, match="no paper called"):
        two.apply([Change("nobody", "star", None, True)], "Starred")


BIBLIOGRAPHY = [
    Paper("2001.00001", "Of Lamps", citation_key="Vale:2001", added="2020"),
    Paper("2001.00002", "Of Lights", citation_key="vale:2001", added="2021"),
    Paper("2001.00003", "Of Mazes", authors=("Bo Lind",), published="2003", added="2022"),
    Paper("2001.00004", "Of Mazes", authors=("Bo Lind",), published="2003", abstract="Other mazes.", added="2023"),
    Paper("lamps-1f", "Of Candles", citation_key="2001.000", added="2024"),
    Paper("lamps-2f", "Of Torches", citation_key="lamps-1", added="2024"),
    Paper("odd", "Of Oddities", citation_key="odd's", added="2025"),
]


OWN = {paper.id: next(told_apart("", paper.id)) for paper in BIBLIOGRAPHY}
"""What stands behind the key of each where several would have it."""


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Vale:2001", ["2001.00001"]),
        ("vale:2001", ["2001.00002"]),
        ("VALE:2001", ["2001.00001", "2001.00002"]),
        (f"vale:2001{OWN['2001.00002']}", ["2001.00002"]),
        ("lind2003mazes", ["2001.00003", "2001.00004"]),
        (f"Lind2003Mazes{OWN['2001.00004'].upper()}", ["2001.00004"]),
        ("2001.00003", ["2001.00003"]),
        ("2001.000", ["lamps-1f", "2001.00001", "2001.00002", "2001.00003", "2001.00004"]),
        ("lamps-1", ["lamps-2f", "lamps-1f"]),
        ("lamps-2", ["lamps-2f"]),
        ("odd's", ["odd"]),
        ("oddities", ["odd"]),
        ("lind2003maezs", ["2001.00003", "2001.00004"]),
        ("lind2003", ["2001.00003", "2001.00004"]),
        ("nobody", []),
        ("", []),
    ],
)
def test_a_paper_is_called_by_its_id_the_start_of_one_or_its_citation_key(name: str, ids: list[str]) -> None:
    """The key is that with which it came, or that under which an export names it. What may mean several papers, or is
    like the name of some, lists them, best first."""
    shelf = library(*BIBLIOGRAPHY)
    is_meant = len(ids) == 1 and not name.endswith("maezs")
    if is_meant:
        assert shelf.resolve(name).id == ids[0]
        return
    with pytest.raises(UnknownPaper) as error:
        shelf.resolve(name)
    assert [id for id, _ in error.value.candidates] == ids


def test_at_most_ten_papers_are_listed_for_a_name() -> None:
    with pytest.raises(UnknownPaper, match="names 12 papers") as error:
        library(*(Paper(f"id-{at}", f"Title {at}") for at in range(12))).resolve("id-")
    assert len(error.value.candidates) == 10


def test_the_key_of_a_paper_follows_what_is_known_of_it() -> None:
    """A key is asked for, then another paper comes in with it."""
    shelf = library(*BIBLIOGRAPHY)
    assert shelf.resolve("oddities").id == "odd"
    shelf.add([Paper("n", "A New One", citation_key="oddities", doi="10.1/n")], say=lambda plan: "Imported")
    assert shelf.resolve("oddities").title == "A New One"
    assert shelf.citation_keys["odd"] == f"oddities{OWN['odd']}"
    assert shelf.resolve(f"oddities{OWN['odd']}").id == "odd"


def test_a_list_is_renamed_and_deleted_with_the_places_of_removed_papers() -> None:
    """They stand in it again, where they stood, when they come back; of a list that is gone nothing does."""
    shelf = library(*PAPERS[:3])
    before = ReadingList("L", entries=tuple(ListEntry(paper.id, note=f"of {paper.id}") for paper in PAPERS[:3]))
    shelf.set_list(None, before, "Made")
    shelf.apply(edits.gone(PAPERS[1]), "Removed")
    shelf.set_list(shelf.lists["L"], replace(shelf.lists["L"], name="M"), "Renamed")
    assert (list(shelf.lists), shelf.lists["M"].papers) == (["M"], (PAPERS[0].id, PAPERS[2].id))
    shelf.apply([Change(PAPERS[1].id, "gone", True, None)], "Brought back")
    assert shelf.lists["M"].entries == before.entries
    shelf.apply(edits.gone(PAPERS[1]), "Removed")
    shelf.set_list(shelf.lists["M"], None, "Deleted")
    shelf.apply([Change(PAPERS[1].id, "gone", True, None)], "Brought back")
    assert shelf.lists == {}
    shelf.undo()
    shelf.undo()
    assert shelf.lists["M"].papers == (PAPERS[0].id, PAPERS[2].id)


def test_a_removed_paper_is_moved_from_no_list_to_another() -> None:
    shelf = library(*PAPERS[:2])
    for name in "AB":
        shelf.set_list(None, ReadingList(name, entries=(ListEntry(PAPERS[0].id, note="mine"),)), "Made")
    seen = shelf.lists["A"]
    shelf.apply(edits.gone(PAPERS[0]), "Removed")
    there = shelf.state.entries("list:a")[PAPERS[0].id]
    with pytest.raises(UnknownPaper, match="removed meanwhile"):
        shelf.apply([Change(PAPERS[0].id, "list:a", there, None),
                     Change(PAPERS[0].id, "list:c", None, there | {"note": "else"})], "Moved")  # fmt: skip
    assert seen.papers == (PAPERS[0].id,)


def test_a_note_that_changed_is_refused_with_both_texts() -> None:
    """The same text twice is no conflict."""
    log = Log(PAPERS)
    one, two = library(log=log), library(log=log)
    one.apply(edits.note(PAPERS[0], "one"), "Noted")
    with pytest.raises(NoteConflict) as refused:
        two.apply(edits.note(PAPERS[0], "two"), "Noted")
    assert (refused.value.stored, refused.value.mine) == ("one", "two")
    assert two.apply(edits.note(PAPERS[0], "one"), "Noted").step is None


class Failing(MemoryBacking):
    """A backing that cannot save."""

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Refuse after the proposal was made."""
        propose(self.pull())
        raise StoreError("The disk is full.")


def test_memory_is_what_it_was_when_a_save_fails() -> None:
    """Disk first, memory second; but others' news is taken."""
    log = Log(PAPERS)
    shelf, other = Library(Failing(log)), library(log=log, device="there")
    other.apply(edits.star(PAPERS[1], True), "Starred")
    with pytest.raises(StoreError):
        shelf.apply(edits.star(PAPERS[0], True), "Starred")
    assert [paper.starred for paper in shelf.papers.values()] == [False, True, False, False]
    with pytest.raises(StoreError):
        shelf.add(numbered(1, start=8), say=lambda plan: "Imported")
    assert len(shelf.papers) == 4
    assert [step.say for step in shelf.history()] == ["Starred"]


def test_a_list_name_that_is_taken_is_refused_blind_to_case() -> None:
    """Renaming to another case of itself is no clash."""
    shelf = library(*PAPERS)
    first = ReadingList("First")
    shelf.set_list(None, first, "Made")
    with pytest.raises(Refused, match="already is a reading list"):
        shelf.set_list(None, ReadingList("FIRST"), "Made")
    shelf.set_list(shelf.lists["First"], ReadingList("first"), "Renamed")
    assert list(shelf.lists) == ["first"]

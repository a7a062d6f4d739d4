"""What is changed elsewhere while a dialog is open: what nobody touched here stays, and what both changed is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.commands.context import EditorResult
from reader.commands.questions import (
    AskChoice,
    AskConflict,
    AskText,
    Confirm,
    Duplicates,
    ExportAnswer,
    HistoryWish,
    InList,
    ListSettings,
    PairDecision,
    TagHygiene,
    Triage,
)
from reader.errors import ReaderError, Refused, UnknownPaper
from reader.library import change
from reader.library.library import Library, Outcome
from reader.operations import annotate, corrections, reading_lists
from reader.operations.annotate import TagChange, tag_effect
from reader.operations.collection import Collection, Kind
from reader.operations.list_settings import ListEdit, unchanged
from reader.operations.removal import remove_papers
from reader.paper import Decision, Paper, ReadingList
from tests.support.context import PlainContext
from tests.support.memory import Log, library, saved_before

A = Paper("a", "A paper")
BEFORE = ReadingList("L", description="as it was", sections=("One", "Two"))
TYPED = ListEdit("L", "as it was", "", unchanged(("One", "Two")))


class Two:
    """Two windows on one library; the list `L` with one paper is open in the first."""

    def __init__(self, before: ReadingList = BEFORE) -> None:
        log = Log([A])
        self.here = PlainContext(library(log=log, device="here"))
        reading_lists.new_list(self.here.library, "L", query=before.query or None)
        if not before.query:
            reading_lists.add_to_list(self.here.library, "L", [A])
        held = self.here.library.reading_list("L")
        after = replace(held, description=before.description, sections=before.sections)
        reading_lists.edit_list(self.here.library, held, after, "")
        self.there = library(log=log, device="there")
        self.here.navigator.collection = Collection(Kind.LIST, "L")

    def meanwhile(self, answer: Any, **theirs: Any) -> Callable[[object], Any]:
        """An answer before which the list is changed elsewhere."""

        def answered(_: object) -> Any:
            held = self.there.reading_list("L")
            reading_lists.edit_list(self.there, held, replace(held, **theirs), "")
            return answer

        return answered

    def settle(self, *answers: Any) -> ReadingList:
        """The list after its settings were answered."""
        self.here.answers = list(answers)
        self.here.run("list.settings")
        return next(iter(self.here.library.lists.values()))


def test_a_field_that_nobody_touched_stays_as_it_was_changed_elsewhere() -> None:
    two = Two()
    after = two.settle(
        two.meanwhile(replace(TYPED, name="L2"), description="theirs", sections=("One", "Between", "Two"))
    )
    assert (after.name, after.description, after.sections) == ("L2", "theirs", ("One", "Between", "Two"))
    assert after.papers == ("a",)


@pytest.mark.parametrize("answer", ["mine", "joined"])
def test_a_description_changed_here_and_elsewhere_is_asked(answer: str) -> None:
    two = Two()
    after = two.settle(two.meanwhile(replace(TYPED, description="mine"), description="theirs"), answer)
    conflict = two.here.asked[1]
    assert isinstance(conflict, AskConflict)
    assert (conflict.what, conflict.mine, conflict.stored) == ("the description of 'L'", "mine", "theirs")
    assert after.description == answer


def test_a_query_changed_here_and_elsewhere_is_asked() -> None:
    two = Two(ReadingList("L", query="a"))
    after = two.settle(two.meanwhile(ListEdit("L", "", "b", ()), query="c"), "mine")
    assert isinstance(two.here.asked[1], AskChoice)
    assert after.query == "b"


def test_sections_changed_here_go_onto_those_changed_elsewhere() -> None:
    two = Two()
    mine = (("Two", "2"), ("One", "One"), ("", "New"))
    after = two.settle(two.meanwhile(replace(TYPED, sections=mine), sections=("One", "Between", "Two")), "mine")
    assert after.sections == ("2", "One", "New", "Between")


def test_a_conflict_left_undecided_leads_back_to_what_was_typed() -> None:
    two = Two()
    mine = replace(TYPED, description="mine")
    after = two.settle(two.meanwhile(mine, description="theirs"), None, None)
    again = two.here.asked[2]
    assert isinstance(again, ListSettings)
    assert again.typed == mine
    assert after.description == "theirs"


LATER = Paper("b", "Another paper")


def worked_on(there: Library) -> None:
    """The papers of the list get a note, another order and a companion, and the list another name."""
    there.refresh()
    annotate.set_note(there, there.papers["a"], "theirs")
    reading_lists.add_to_list(there, "L", [there.papers["b"]], position=1)
    reading_lists.rename_list(there, "L", "LX")


@pytest.mark.parametrize(
    ("scope", "titles"),
    [("list", ["Another paper", "A paper"]), ("selection", ["A paper"]), ("shown", ["A paper", "Another paper"])],
)
def test_an_export_holds_what_was_written_elsewhere_while_it_was_chosen(
    tmp_path: Path, scope: str, titles: list[str]
) -> None:
    """A list in its new order under its new name; of papers that were selected or shown, those, as they are now."""
    here, there = two_windows(A, LATER)
    reading_lists.add_to_list(here.library, "L", [A])
    here.navigator.collection = Collection(Kind.LIST, "L")
    here.navigator.query = "" if scope == "list" else "paper"
    here.selected, here.folder = [A], tmp_path / "library"

    def answered(_: object) -> ExportAnswer:
        worked_on(there)
        return ExportAnswer(scope, "jsonl", path=str(tmp_path / "out.jsonl"))

    here.answers = [answered]
    here.run("export")
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [one["title"] for one in written] == titles
    assert next(one for one in written if one["title"] == "A paper")["note"] == "theirs"


def test_what_is_copied_of_a_paper_is_what_it_holds_when_it_is_copied() -> None:
    here, there = two_windows(A)

    def answered(_: object) -> str:
        annotate.set_note(there, A, "theirs")
        return "note"

    here.answers = [answered]
    assert here.run("paper.copy").copied == "theirs"


def remarks(shelf: Library) -> list[str]:
    return [entry.note for entry in shelf.reading_list("L").entries]


@pytest.mark.parametrize(("typed", "left"), [("", "theirs"), ("mine", "theirs, mine")])
def test_a_remark_replaces_none_that_was_written_elsewhere_meanwhile(typed: str, left: str) -> None:
    """Left as it was it changes nothing, and else both are shown."""
    two = Two()

    def answered(_: object) -> str:
        reading_lists.annotate_entry(two.there, "L", A, "theirs")
        return typed

    two.here.answers = [answered, lambda question: f"{question.stored}, {question.mine}"]
    two.here.run("list.remark")
    two.here.library.refresh()
    assert remarks(two.here.library) == [left]


def test_a_remark_whose_conflict_is_left_undecided_is_still_typed() -> None:
    two = Two()

    def answered(_: object) -> str:
        reading_lists.annotate_entry(two.there, "L", A, "theirs")
        return "mine"

    two.here.answers = [answered, None, None]
    two.here.run("list.remark")
    again = two.here.asked[2]
    assert isinstance(again, AskText)
    assert again.initial == "mine"
    assert remarks(two.here.library) == ["theirs"]


def two_windows(*papers: Paper) -> tuple[PlainContext, Library]:
    """Two windows of one device on one library."""
    log = Log(papers)
    return PlainContext(library(log=log)), library(log=log)


def test_the_history_undoes_no_other_step_than_the_one_that_was_chosen() -> None:
    here, there = two_windows(A)
    annotate.star_papers(here.library, [A], on=True)

    def answered(_: object) -> HistoryWish:
        annotate.set_note(there, A, "theirs")
        return HistoryWish(1)

    here.answers = [answered]
    with pytest.raises(Refused, match="history changed meanwhile, so nothing was undone"):
        here.run("history")
    there.refresh()
    assert (there.papers["a"].note, there.papers["a"].starred) == ("theirs", True)


def test_the_history_undoes_nothing_more_where_a_step_was_undone_meanwhile() -> None:
    here, there = two_windows(A)
    annotate.set_note(here.library, A, "mine")
    annotate.star_papers(here.library, [A], on=True)

    def answered(_: object) -> HistoryWish:
        there.refresh()
        there.undo()
        return HistoryWish(1)

    here.answers = [answered]
    with pytest.raises(Refused, match="history changed meanwhile"):
        here.run("history")
    assert here.library.papers["a"].note == "mine"


def test_steps_that_are_undone_stop_at_one_that_was_made_between(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = two_windows(A)
    annotate.star_papers(here.library, [A], on=True)
    annotate.tag_papers(here.library, [A], add=["x"])
    undo = here.library.undo

    def undone(seen: str = "") -> Outcome:
        outcome = undo(seen)
        annotate.set_note(there, A, "theirs")
        return outcome

    monkeypatch.setattr(here.library, "undo", undone)
    here.answers = [HistoryWish(2)]
    here.run("history")
    held = here.library.papers["a"]
    assert (held.tags, held.starred, held.note) == ((), True, "theirs")
    assert here.said == ["Undid 1 step. The history changed meanwhile: look at the others again."]


def test_triage_takes_back_its_own_decision_and_no_step_of_another_window() -> None:
    here, there = two_windows(A)

    def answered(question: Triage) -> None:
        question.decide(["a"], Decision.LATER)
        annotate.set_note(there, A, "theirs")
        question.undo()

    here.answers = [answered]
    here.run("triage")
    assert (here.library.papers["a"].note, here.library.papers["a"].triage) == ("theirs", "")


def test_triage_takes_nothing_back_for_a_decision_that_was_made_elsewhere_before() -> None:
    here, there = two_windows(A)

    def answered(question: Triage) -> None:
        annotate.set_note(here.library, A, "mine")
        there.refresh()
        there.apply(change.triage(there.papers["a"], "later"), "Put off")
        question.decide(["a"], Decision.LATER)
        assert question.undo() == "That decision changed nothing, so there is nothing to take back."

    here.answers = [answered]
    here.run("triage")
    assert (here.library.papers["a"].note, here.library.papers["a"].triage) == ("mine", "later")


def test_a_paper_removed_while_triage_shows_it_is_said_to_be_gone() -> None:
    here, there = two_windows(A)

    def answered(question: Triage) -> None:
        remove_papers(there, [A])
        with pytest.raises(UnknownPaper, match="'A paper' was removed meanwhile"):
            question.decide(["a"], Decision.QUEUE)

    here.answers = [answered]
    here.run("triage")
    assert not here.library.lists


def test_of_a_paper_removed_while_its_note_is_written_title_and_draft_are_named() -> None:
    here, there = two_windows(A)

    def answered(_: object) -> str:
        remove_papers(there, [A])
        return "typed"

    here.answers = [answered]
    here.run("paper.note")
    assert here.said == [
        "'A paper' was removed meanwhile. What you typed is kept as a draft for when it is back, in drafts/a.md."
    ]
    assert here.drafts == {"a": "typed"}


@pytest.mark.parametrize("gone", ["a", "b"])
@pytest.mark.parametrize("same", [True, False])
def test_a_pair_of_which_one_was_removed_meanwhile_is_said_to_be_gone_and_the_next_one_asked(
    gone: str, same: bool
) -> None:
    here, there = two_windows(
        A, Paper("b", "A paper"), Paper("c", "Another one of two"), Paper("d", "Another one of two")
    )

    def answered(_: object) -> PairDecision:
        remove_papers(there, [there.papers[gone]])
        return PairDecision("a", "b", same, A if same else None)

    here.answers = [answered]
    here.run("duplicates")
    assert here.said == ["'A paper' was removed meanwhile."]
    again = here.asked[1]
    assert isinstance(again, Duplicates)
    assert [(pair.left.id, pair.right.id) for pair in again.pairs] == [("c", "d")]
    assert set(here.library.papers) == {"a", "b", "c", "d"} - {gone}


@pytest.mark.parametrize(
    ("tags", "to", "said"),
    [
        (
            ("ml",),
            "ml/vision",
            ["'ml' becomes 'ml/vision' on 1 paper", "'ml/vision' becomes 'ml/vision/vision' on 1 paper"],
        ),
        (("ml/vision",), "ML", ["'ml' exists already: the two become one.", "'ml/vision' becomes 'ml' on 1 paper"]),
        (("ml",), "ai", ["'ml' becomes 'ai' on 1 paper", "'ml/vision' becomes 'ai/vision' on 1 paper"]),
        (("ml", "ml/vision"), "ml", ["'ml/vision' becomes 'ml' on 1 paper"]),
        (("gone",), "ml", ["No paper has the tag 'gone'."]),
        (("ml",), "x" * 60, ["A tag may have at most 64 characters; 'xxxxxxxxxxxxxxxxxxxx…' has 67."]),
    ],
)
def test_a_renaming_is_foretold_tag_by_tag_or_refused(tags: tuple[str, ...], to: str, said: list[str]) -> None:
    here, _ = tagged_windows()
    lines = tag_effect(here.library, TagChange(tags, to))
    assert [line for line in lines if line not in ("A paper", "B paper")] == said


def tagged_windows(*more: str) -> tuple[PlainContext, Library]:
    """Two windows; one paper is tagged `ml`, another `ml/vision`, and a third one with `more`."""
    here, there = two_windows(A, Paper("b", "B paper"), Paper("c", "C paper"))
    for id, tags in (("a", ["ml"]), ("b", ["ml/vision"]), ("c", [*more])):
        if tags:
            annotate.tag_papers(here.library, [here.library.papers[id]], add=tags)
    there.refresh()
    return here, there


def test_tags_that_become_one_beneath_a_renamed_one_are_foretold() -> None:
    here, _ = tagged_windows("ai/vision", "x/vision")
    assert tag_effect(here.library, TagChange(("ml",), "ai"))[0] == "'ai/vision' exists already: the two become one."
    assert tag_effect(here.library, TagChange(("ml", "x"), "ai"))[0] == "'ai/vision' exists already: all 3 become one."
    assert tag_effect(here.library, TagChange(("ml", "x"), "y"))[0] == "'ml/vision' and 'x/vision' become one."


@pytest.mark.parametrize(("answer", "left"), [(True, ["ai", "ai/vision"]), (None, ["ai", "ml", "ml/vision"])])
def test_a_tag_that_appeared_meanwhile_takes_another_in_only_on_a_yes(answer: bool | None, left: list[str]) -> None:
    here, there = tagged_windows()

    def answered(_: object) -> TagChange:
        annotate.tag_papers(there, [there.papers["c"]], add=["ai"])
        return TagChange(("ml",), "ai")

    here.answers = [answered, answer, None]
    here.run("tags")
    asked = here.asked[1]
    assert isinstance(asked, Confirm)
    assert asked.details == ("'ai' exists already: the two become one.",)
    assert list(here.library.tags.counts()) == left


def test_tags_that_were_said_to_become_one_are_not_asked_about_again() -> None:
    here, _ = tagged_windows()
    here.answers = [TagChange(("ml/vision",), "ml"), None]
    here.run("tags")
    assert [type(question) for question in here.asked] == [TagHygiene, TagHygiene]
    assert list(here.library.tags.counts()) == ["ml"]


@pytest.mark.parametrize(("answer", "left"), [(True, ["ml"]), (None, ["ml", "ml/vision"])])
def test_the_tag_that_is_open_is_renamed_to_another_only_on_a_yes(answer: bool | None, left: list[str]) -> None:
    here, _ = tagged_windows()
    here.navigator.collection = Collection(Kind.TAG, "ml/vision")
    here.answers = ["ml", answer]
    here.run("place.rename")
    assert isinstance(here.asked[1], Confirm)
    assert list(here.library.tags.counts()) == left


@pytest.mark.parametrize("chosen", ["L", "l"])
def test_papers_go_onto_the_list_that_was_chosen_though_it_was_renamed_meanwhile(chosen: str) -> None:
    here, there = two_windows(A)
    reading_lists.new_list(here.library, "L")

    def answered(_: object) -> InList:
        there.refresh()
        reading_lists.rename_list(there, "L", "Theirs")
        return InList(chosen)

    here.answers = [answered]
    here.run("list.add")
    assert [(lst.name, lst.papers) for lst in here.library.lists.values()] == [("Theirs", ("a",))]
    assert here.said == ["Put 'A paper' on the list 'Theirs'"]


def section_chosen(command: str, typed: str, meanwhile: Callable[[Library], object]) -> ReadingList:
    """The list after a paper was put into a section of it, where something happened before the answer."""
    two = Two()
    if command == "list.add":
        reading_lists.remove_from_list(two.here.library, "L", [A])

    def answered(_: object) -> object:
        two.there.refresh()
        meanwhile(two.there)
        return InList("L", typed) if command == "list.add" else typed

    two.here.answers = [answered]
    two.here.run(command)
    return two.here.library.reading_list("L")


@pytest.mark.parametrize("command", ["list.section", "list.add"])
@pytest.mark.parametrize("typed", ["One", "one"])
def test_papers_go_into_the_section_that_was_chosen_though_it_was_renamed_meanwhile(command: str, typed: str) -> None:
    after = section_chosen(command, typed, lambda there: reading_lists.rename_section(there, "L", "One", "Eins"))
    assert after.sections == ("Eins", "Two")
    assert [(entry.paper, entry.section) for entry in after.entries] == [("a", "Eins")]


@pytest.mark.parametrize("command", ["list.section", "list.add"])
def test_no_section_is_made_where_the_chosen_one_was_removed_meanwhile(command: str) -> None:
    with pytest.raises(Refused, match="The section 'One' of 'L' was removed meanwhile; what you typed is kept"):
        section_chosen(command, "One", lambda there: reading_lists.remove_section(there, "L", "One"))


def test_no_second_list_is_made_where_the_chosen_one_was_deleted_meanwhile() -> None:
    here, there = two_windows(A)
    reading_lists.new_list(here.library, "L")

    def answered(_: object) -> InList:
        there.refresh()
        reading_lists.delete_list(there, "L")
        return InList("L")

    here.answers = [answered]
    with pytest.raises(Refused, match="The list 'L' was deleted meanwhile; what you typed is kept"):
        here.run("list.add")
    assert not here.library.lists


def test_what_was_typed_for_a_list_goes_with_its_new_name() -> None:
    """A description and a remark, where another window renamed the list while they were typed."""
    two = Two()
    typed = replace(TYPED, description="mine")
    two.here.answers = [two.meanwhile(typed, name="L2")]
    two.here.run("list.settings")
    assert two.here.library.reading_list("L2").description == "mine"

    def renamed(_: object) -> str:
        two.there.refresh()
        reading_lists.rename_list(two.there, "L2", "L3")
        return "remark"

    two.here.answers = [renamed]
    two.here.run("list.remark")
    assert list(two.here.library.lists) == ["L3"]
    assert [entry.note for entry in two.here.library.reading_list("L3").entries] == ["remark"]


def test_what_was_changed_again_while_the_question_stood_there_is_asked_again() -> None:
    two = Two()
    again = two.meanwhile("mine", description="a third")
    after = two.settle(two.meanwhile(replace(TYPED, description="mine"), description="theirs"), again, "both")
    assert [q.stored for q in two.here.asked if isinstance(q, AskConflict)] == ["theirs", "a third"]
    assert after.description == "both"


def test_a_remark_written_again_while_the_question_stood_there_is_asked_again() -> None:
    two = Two()

    def written(remark: str, answer: str) -> Callable[[object], str]:
        def answered(_: object) -> str:
            reading_lists.annotate_entry(two.there, "L", A, remark)
            return answer

        return answered

    two.here.answers = [written("theirs", "mine"), written("a third", "mine"), "both"]
    two.here.run("list.remark")
    assert [q.stored for q in two.here.asked if isinstance(q, AskConflict)] == ["theirs", "a third"]
    assert remarks(two.here.library) == ["both"]


@pytest.mark.parametrize(
    ("command", "typed"), [("list.settings", replace(TYPED, description="mine")), ("list.remark", "mine")]
)
def test_a_list_deleted_while_the_question_stood_there_does_not_come_back(command: str, typed: object) -> None:
    two = Two()

    def changed(_: object) -> object:
        reading_lists.annotate_entry(two.there, "L", A, "theirs")
        held = two.there.reading_list("L")
        reading_lists.edit_list(two.there, held, replace(held, description="theirs"), "")
        return typed

    def deleted(_: object) -> str:
        reading_lists.delete_list(two.there, "L")
        return "mine"

    two.here.answers = [changed, deleted]
    with pytest.raises(Refused, match="'L' was deleted meanwhile; what you typed is kept"):
        two.here.run(command)
    assert not two.here.library.lists


@pytest.mark.parametrize(
    ("mine", "theirs", "left"),
    [
        ((("One", "Uno"), ("Two", "Two")), ("Eins", "Two"), ("Uno", "Two")),
        ((("Two", "Two"), ("One", "One")), ("Eins", "Two"), ("Two", "Eins")),
        ((("One", "Uno"), ("Two", "Two")), ("Two",), ("Uno", "Two")),
        ((("One", "Uno"), ("Two", "Two")), ("Eins", "Two", "More"), ("Uno", "Two", "More")),
        ((("One", "Uno"), ("Two", "Two")), ("Two", "Eins", "More"), ("Uno", "Two", "More")),
        ((("One", "One"), ("Two", "2")), ("One", "Zwei", "More"), ("One", "2", "More")),
    ],
)
def test_my_name_of_a_section_stays_where_it_is_to_be_mine(mine: Any, theirs: Any, left: Any) -> None:
    two = Two()
    reading_lists.put_in_section(two.there, "L", [A], "One")
    two.here.library.refresh()

    def renamed(_: object) -> ListEdit:
        for old, new in (("One", "Eins"), ("Two", "Zwei")):
            if new in theirs:
                reading_lists.rename_section(two.there, "L", old, new)
            elif old not in theirs:
                reading_lists.remove_section(two.there, "L", old)
        held = two.there.reading_list("L")
        reading_lists.edit_list(two.there, held, replace(held, sections=theirs), "")
        return replace(TYPED, sections=mine)

    after = two.settle(renamed, "mine")
    assert after.sections == left
    assert after.papers == ("a",)


@pytest.mark.parametrize(("field", "mine", "theirs"), [("description", "mine", "theirs"), ("query", "b", "c")])
def test_what_gives_way_to_theirs_is_kept(field: str, mine: Any, theirs: Any) -> None:
    """An answer of which not all was saved ends as a refusal, so that its words wait in the dialog."""
    two = Two(ReadingList("L", query="a"))
    typed = replace(ListEdit("L", "", "a", ()), **{field: mine})
    with pytest.raises(Refused, match=f"What you typed for the {field} is kept; the settings offer it"):
        two.settle(two.meanwhile(typed, **{field: theirs}), "theirs")
    assert getattr(two.here.library.reading_list("L"), field) == theirs


def test_no_list_changes_its_name_while_something_typed_for_it_gives_way() -> None:
    """Words are kept under the name of their list, and would not be found again."""
    two = Two()
    with pytest.raises(Refused, match="Nothing was changed: the description would be lost with the name"):
        two.settle(two.meanwhile(replace(TYPED, name="L2", description="mine"), description="theirs"), "theirs")
    assert list(two.here.library.state.lists) == list(two.there.state.lists)


@pytest.mark.parametrize(
    ("command", "typed"), [("list.settings", replace(TYPED, name="Mine")), ("place.rename", "Mine")]
)
@pytest.mark.parametrize(("answer", "name"), [("mine", "Mine"), ("theirs", "LX")])
def test_of_two_new_names_of_a_list_the_one_that_is_chosen_is_its_name(
    command: str, typed: object, answer: str, name: str
) -> None:
    """There is one list, and it is the one that is open."""
    two = Two()
    two.here.answers = [two.meanwhile(typed, name="LX"), answer]
    two.here.run(command)
    assert [(lst.name, lst.papers) for lst in two.here.library.lists.values()] == [(name, ("a",))]
    assert two.here.navigator.collection == Collection(Kind.LIST, name)
    conflict = two.here.asked[1]
    assert isinstance(conflict, AskChoice)
    assert conflict.title == "Changed elsewhere: the name of 'L'"


def test_a_name_left_undecided_is_asked_for_again_as_it_was_typed() -> None:
    two = Two()
    two.here.answers = [two.meanwhile("Mine", name="LX"), None, None]
    two.here.run("place.rename")
    again = two.here.asked[2]
    assert isinstance(again, AskText)
    assert again.initial == "Mine"
    assert list(two.here.library.lists) == ["LX"]


@pytest.mark.parametrize("seen", ["L", "S"])
@pytest.mark.parametrize("command", ["place.rename", "place.delete"])
def test_what_is_open_is_renamed_or_deleted_though_another_window_renamed_it(seen: str, command: str) -> None:
    """Also a search that an older program saved."""
    two = Two()
    saved_before(two.here.library, "S", "paper")
    other = "S" if seen == "L" else "L"
    two.here.navigator.collection = Collection(Kind.LIST, seen)

    def renamed(_: object) -> object:
        two.there.refresh()
        reading_lists.rename_list(two.there, seen, "Theirs")
        return True if command == "place.delete" else "Mine"

    two.here.answers = [renamed, "mine"]
    two.here.run(command)
    assert sorted(two.here.library.lists) == sorted([other] if command == "place.delete" else ["Mine", other])


@pytest.mark.parametrize("seen", ["L", "S"])
@pytest.mark.parametrize(
    ("command", "why"),
    [("place.rename", "was deleted meanwhile; what you typed is kept"), ("place.delete", "There is no")],
)
def test_what_another_window_deleted_is_neither_renamed_nor_deleted(seen: str, command: str, why: str) -> None:
    two = Two()
    saved_before(two.here.library, "S", "paper")
    two.here.navigator.collection = Collection(Kind.LIST, seen)

    def deleted(_: object) -> object:
        two.there.refresh()
        reading_lists.delete_list(two.there, seen)
        return True if command == "place.delete" else "Mine"

    two.here.answers = [deleted]
    with pytest.raises(ReaderError, match=why):
        two.here.run(command)
    assert len(two.here.library.lists) == 1


def test_a_remark_that_gives_way_to_theirs_is_kept() -> None:
    two = Two()

    def answered(_: object) -> str:
        reading_lists.annotate_entry(two.there, "L", A, "theirs")
        return "mine"

    two.here.answers = [answered, "theirs"]
    with pytest.raises(Refused, match="What you typed is kept; the remark offers it"):
        two.here.run("list.remark")
    assert remarks(two.here.library) == ["theirs"]


@pytest.mark.parametrize("what", ["paper.note", "paper.note-editor"])
@pytest.mark.parametrize("saved", [False, True])
def test_a_draft_that_gives_way_to_theirs_is_offered_until_a_note_is_saved_beside_it(what: str, saved: bool) -> None:
    here = Two().here
    annotate.set_note(here.library, here.library.papers["a"], "theirs")
    here.keep_draft("a", "mine", "another note")
    here.edited = lambda before: EditorResult("more" if saved else before)
    here.answers = ["theirs", "more" if saved else None]
    here.run(what)
    assert here.library.papers["a"].note == ("more" if saved else "theirs")
    assert (here.drafts, here.given_way) == ({}, {} if saved and what == "paper.note" else {"a": "mine"})


def test_a_note_that_gives_way_to_theirs_is_kept_as_a_draft() -> None:
    two = Two()

    def answered(_: object) -> str:
        annotate.set_note(two.there, two.there.papers["a"], "theirs")
        return "mine"

    two.here.answers = [answered, "theirs"]
    two.here.run("paper.note")
    assert two.here.library.papers["a"].note == "theirs"
    assert two.here.drafts == {"a": "mine"}


@pytest.mark.parametrize(("which", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_a_field_that_was_put_right_elsewhere_while_the_form_was_open_is_asked(which: str, title: str) -> None:
    two = Two()

    def form(_: object) -> Any:
        corrections.correct(two.there, two.there.papers["a"], {"title": "Theirs", "venue": "Lamps"})
        return {"title": "Mine", "published": "2024"}

    asked = list[Any]()

    def choose(question: Any) -> str:
        asked.append(question)
        return which

    two.here.answers = [form, choose]
    two.here.run("paper.put-right")
    paper = two.here.library.papers["a"]
    assert (paper.title, paper.published, paper.venue) == (title, "2024", "Lamps")
    (question,) = asked
    assert isinstance(question, AskChoice)
    assert [choice.label for choice in question.choices] == ["Mine: Mine", "In the library now: Theirs"]


def test_a_form_that_is_left_undecided_changes_nothing() -> None:
    two = Two()

    def form(_: object) -> Any:
        corrections.correct(two.there, two.there.papers["a"], {"title": "Theirs"})
        return {"title": "Mine", "published": "2024"}

    two.here.answers = [form, None]
    with pytest.raises(Refused, match="What you typed is kept"):
        two.here.run("paper.put-right")
    assert (two.here.library.papers["a"].title, two.here.library.papers["a"].published) == ("Theirs", "")

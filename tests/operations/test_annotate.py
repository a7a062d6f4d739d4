"""What a reader says about papers, each as one step that undo takes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.commands.asking import Cancelled
from reader.errors import InputError, LimitError, NoteConflict, Refused
from reader.io.read import Source
from reader.library.change import Change
from reader.library.library import Library
from reader.operations import annotate, imports, removal, undo
from reader.paper import Paper, Status
from tests.support.memory import Log, library

A = Paper("a", "Attention Is All You Need")
B = Paper("b", "Mamba: Linear-Time Sequence Modeling")


@pytest.fixture
def shelf() -> Library:
    """Two papers that nothing was said about."""
    return library(A, B)


def test_a_tag_is_kept_as_first_typed_and_compared_blind_to_case(shelf: Library) -> None:
    """`RL` and `rl` are one tag, and the first spelling is shown."""
    annotate.tag_papers(shelf, [A], ["RL"])
    annotate.tag_papers(shelf, [shelf.papers["a"], shelf.papers["b"]], ["rl"])
    assert [paper.tags for paper in shelf.papers.values()] == [("RL",), ("RL",)]
    assert shelf.tags.counts() == {"RL": 2}


def test_tagging_several_papers_is_one_step_with_a_sentence(shelf: Library) -> None:
    """The history says what was done to how many, and one undo takes it back."""
    assert annotate.tag_papers(shelf, [A, B], ["x", "y"]).say == "Tagged 2 papers 'x' and 'y'"
    undo.undo(shelf)
    assert shelf.tags.counts() == {}


def test_tagging_what_is_tagged_changes_nothing(shelf: Library) -> None:
    """No empty steps stand in the history."""
    annotate.tag_papers(shelf, [A], ["x"])
    again = annotate.tag_papers(shelf, [shelf.papers["a"]], ["X"])
    assert again.step is None
    assert len(shelf.history()) == 1


@pytest.mark.parametrize("tag", ["", " \t\u200b ", "/", "#", "# #", "#/", "x" * 65])
def test_what_is_no_tag_is_refused(shelf: Library, tag: str) -> None:
    """An empty or endless tag is an error with a sentence, not a silent nothing."""
    with pytest.raises(InputError):
        annotate.tag_papers(shelf, [A], [tag])


def test_a_hash_that_a_paper_has_for_a_tag_is_taken_off_by_its_name(shelf: Library) -> None:
    """A file of another program may have brought it."""
    shelf.apply([Change("a", "tag:#", None, "#")], "As it was once")
    annotate.tag_papers(shelf, [shelf.papers["a"]], remove=["#"])
    assert "#" not in shelf.papers["a"].tags


def test_a_tag_loses_its_hash_and_no_escape() -> None:
    """What people type becomes the tag they mean; what nobody sees is none of it."""
    assert annotate.clean_tag("#rl") == "rl"
    with pytest.raises(InputError, match=r"'x\[U\+001B\]\[31mred' holds a character that nobody sees"):
        annotate.clean_tag("x\x1b[31mred")
    assert annotate.clean_tag("ml / nlp") == "ml/nlp"


def test_a_tag_is_made_without_empty_parts_and_an_older_one_with_them_is_let_be(shelf: Library) -> None:
    """It opens as it stands, is found, given, renamed and taken off by its name; no new one is like it."""
    shelf.apply([Change("a", "tag:a//b", None, "a//b"), Change("a", "tag:x/", None, "x/")], "As it was once")
    annotate.tag_papers(shelf, [B], ["/q", "q/", "A//B", "m//n"])
    assert [paper.tags for paper in shelf.papers.values()] == [("a//b", "x/"), ("a//b", "m/n", "q")]
    annotate.tag_papers(shelf, [shelf.papers["b"]], remove=["a//b", "m//n", "/q"])
    assert shelf.papers["b"].tags == ()
    annotate.rename_tag(shelf, "a//b", "c//d")
    annotate.delete_tag(shelf, "x/")
    assert shelf.papers["a"].tags == ("c/d",)


def test_a_name_that_only_others_are_nested_under_is_spelt_anew() -> None:
    found = library(replace(A, tags=("ml/nlp",)), replace(B, tags=("ML/ssm",)))
    annotate.rename_tag(found, "ML", "ml")
    assert sorted(found.tags.counts()) == ["ml/nlp", "ml/ssm"]


def test_renaming_a_tag_renames_what_is_nested_and_merges(shelf: Library) -> None:
    """`ml` to `ai`: `ml/rl` becomes `ai/rl`; who has `ai` already has it once."""
    annotate.tag_papers(shelf, [A], ["ml", "ml/rl"])
    annotate.tag_papers(shelf, [B], ["ml", "ai"])
    annotate.rename_tag(shelf, "ML", "ai")
    assert [paper.tags for paper in shelf.papers.values()] == [("ai", "ai/rl"), ("ai",)]
    undo.undo(shelf)
    assert [paper.tags for paper in shelf.papers.values()] == [("ml", "ml/rl"), ("ai", "ml")]


@pytest.mark.parametrize(
    ("old", "nested", "new", "renamed"),
    [
        ("Straße", "STRASSE/x", "road", "road/x"),
        ("STRASSE", "straße/Größe", "road", "road/Größe"),
        ("İzmir", "i̇zmir/x", "city", "city/x"),
        ("oﬃce", "OFFICE/Maß/y", "context", "context/Maß/y"),
        ("ａ", "A/x", "ß", "ß/x"),
        ("ﬁ/ß", "FI/SS/ﬂ", "q", "q/ﬂ"),
    ],
)
def test_what_is_nested_keeps_its_own_name_whole(shelf: Library, old: str, nested: str, new: str, renamed: str) -> None:
    """However the letters of the old name are spelt, and however many they become when names are compared."""
    annotate.tag_papers(shelf, [A], [nested])
    annotate.tag_papers(shelf, [B], [old])
    annotate.rename_tag(shelf, old, new)
    assert sorted(shelf.tags.counts()) == sorted([new, renamed])


def test_several_tags_become_one_or_go_all_of_them_or_none(shelf: Library) -> None:
    """A tag and what is nested under it too; where one of them is gone meanwhile, the others stay."""
    annotate.tag_papers(shelf, [A], ["ml", "ml/nlp", "ml/nlp/old", "vision"])
    with pytest.raises(Refused, match="No paper has the tag 'gone'"):
        annotate.merge_tags(shelf, ["ml", "gone"], "x")
    with pytest.raises(Refused, match="No paper has the tag 'gone'"):
        annotate.delete_tags(shelf, ["ml", "gone"])
    assert list(shelf.papers["a"].tags) == ["ml", "ml/nlp", "ml/nlp/old", "vision"]
    annotate.merge_tags(shelf, ["ml", "ml/nlp"], "x")
    assert list(shelf.papers["a"].tags) == ["vision", "x", "x/old"]
    undo.undo(shelf)
    annotate.merge_tags(shelf, ["ml", "ml/nlp"], "ml/nlp")
    assert list(shelf.papers["a"].tags) == ["ml/nlp", "ml/nlp/old", "vision"]


def test_no_nested_tag_grows_past_the_limit(shelf: Library) -> None:
    """Where one would, nothing is renamed: a tag that long is kept nowhere."""
    long = "ml/" + "x" * 60
    annotate.tag_papers(shelf, [A], ["ml", long])
    with pytest.raises(LimitError, match="64 characters"):
        annotate.rename_tag(shelf, "ml", "learning")
    assert set(shelf.tags.counts()) == {"ml", long}


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("ml", "ml/rl", ["ml", "ml/rl"], ["ml/rl", "ml/rl/rl"]),
        ("ml/rl", "ml", ["ml/rl", "ml/rl/rl"], ["ml", "ml/rl"]),
        ("ml/rl", "ML", ["ml", "ml/rl", "ml/rl/rl/x"], ["ml", "ml/rl/x"]),
    ],
)
def test_a_tag_may_take_the_name_that_another_leaves(
    shelf: Library, old: str, new: str, before: list[str], after: list[str]
) -> None:
    """A paper that has a tag and what is nested under it loses neither, whichever is renamed into the other's place."""
    annotate.tag_papers(shelf, [A], before)
    annotate.rename_tag(shelf, old, new)
    assert sorted(shelf.tags.counts()) == sorted(after)
    undo.undo(shelf)
    assert sorted(shelf.tags.counts()) == sorted(before)


def test_a_tag_can_be_respelt(shelf: Library) -> None:
    """`llm` to `LLM` changes the spelling and nothing else."""
    annotate.tag_papers(shelf, [A, B], ["llm"])
    annotate.rename_tag(shelf, "llm", "LLM")
    assert shelf.tags.counts() == {"LLM": 2}


def test_a_renamed_tag_takes_the_spelling_that_is_known(shelf: Library) -> None:
    """And an odd one of an older library, with nothing behind its "/", is renamed with it."""
    annotate.tag_papers(shelf, [A], ["slow", "slow/er"])
    annotate.tag_papers(shelf, [B], ["efficiency", "efficiency/ER"])
    shelf.apply([Change("b", "tag:slow/", None, "slow/")], "As it was once")
    annotate.rename_tag(shelf, "slow", "EFFICIENCY")
    assert shelf.tags.counts() == {"efficiency": 2, "efficiency/": 1, "efficiency/ER": 2}


def test_nothing_is_appended_to_a_note_by_a_blank_text(shelf: Library) -> None:
    annotate.set_note(shelf, A, "A remark.")
    for text in ("", " \n", "\u200b"):
        with pytest.raises(InputError, match="nothing to append"):
            annotate.append_note(shelf, shelf.papers["a"], text)
    assert shelf.papers["a"].note == "A remark."


def test_a_tag_that_no_paper_has_cannot_be_renamed_or_deleted(shelf: Library) -> None:
    """A mistyped name is said, not swallowed."""
    with pytest.raises(Refused, match="'nope'"):
        annotate.rename_tag(shelf, "nope", "yes")
    with pytest.raises(Refused, match="'nope'"):
        annotate.delete_tag(shelf, "nope")


def test_what_is_said_of_tags_that_go_is_what_went(shelf: Library) -> None:
    """A mistyped one beside them is told apart, and a part of the path of a tag names that tag."""
    annotate.tag_papers(shelf, [*shelf.papers.values()], add=["very/deep", "kept"])
    taken = annotate.tag_papers(shelf, [*shelf.papers.values()], remove=["kept", "kpet"])
    assert (taken.say.startswith("Took 'kept' off 2"), taken.warnings[-1]) == (
        True, "No paper has the tag 'kpet'; did you mean 'kept'?",
    )  # fmt: skip
    for part in ("very", "deep"):
        with pytest.raises(Refused, match=f"No paper has the tag '{part}'; did you mean 'very/deep'"):
            annotate.delete_tag(shelf, part)


def test_star_and_status_change_and_come_back(shelf: Library) -> None:
    """Each is one undoable step; the time of reading is remembered."""
    annotate.star_papers(shelf, [A], True)
    annotate.mark_papers(shelf, [A], Status.READ)
    paper = shelf.papers["a"]
    assert (paper.starred, paper.status, paper.read_at[:4]) == (True, Status.READ, "2023")
    undo.undo(shelf, 2)
    assert shelf.papers["a"] == A


def test_a_note_is_kept_to_the_letter_and_its_controls_go(shelf: Library) -> None:
    """Markdown, umlauts, tabs and lines stay."""
    annotate.set_note(shelf, A, "zwei | Zeilen *ü*\n\tzweite \x1b[31mred\r\n")
    assert shelf.papers["a"].note == "zwei | Zeilen *ü*\n\tzweite red\n"
    annotate.append_note(shelf, shelf.papers["a"], "more")
    assert shelf.papers["a"].note == "zwei | Zeilen *ü*\n\tzweite red\n\nmore"


def test_a_note_over_the_limit_is_refused(shelf: Library) -> None:
    """Nothing is cut silently."""
    with pytest.raises(LimitError, match="1,048,576"):
        annotate.set_note(shelf, A, "n" * 2_000_000)


def test_a_paragraph_is_added_behind_what_another_process_wrote_meanwhile() -> None:
    """Nobody opened the note, so that nothing of it is overwritten."""
    log = Log([A])
    here, there = library(log=log), library(log=log)
    annotate.append_note(here, here.papers["a"], "one")
    annotate.append_note(there, there.papers["a"], "two")
    annotate.append_note(here, A, "three")
    assert here.papers["a"].note == "one\n\ntwo\n\nthree"
    here.undo()
    assert here.papers["a"].note == "one\n\ntwo"


def test_a_paragraph_is_added_behind_the_same_one_that_another_process_wrote_meanwhile() -> None:
    """What comes of two calls is the same whether the second saw the first or not."""
    log = Log([A])
    here, there = library(log=log), library(log=log)
    assert annotate.append_note(here, here.papers["a"], "same").step is not None
    assert annotate.append_note(there, there.papers["a"], "same").step is not None
    assert annotate.append_note(here, A, "same").step is not None
    assert here.papers["a"].note == "same\n\nsame\n\nsame"


def test_a_note_changed_elsewhere_is_not_overwritten() -> None:
    """The second save is refused with both texts, and both stand in the history."""
    log = Log([A])
    here, there = library(log=log), library(log=log, device="there")
    annotate.set_note(there, A, "theirs")
    with pytest.raises(NoteConflict) as caught:
        annotate.set_note(here, A, "mine", started_from="")
    assert (caught.value.stored, caught.value.mine) == ("theirs", "mine")
    assert here.papers["a"].note == "theirs"


def test_undo_leaves_alone_what_was_changed_since_and_says_so() -> None:
    """Another process read one of the two papers: undo takes back the other and names this one."""
    log = Log([A, B])
    here, there = library(log=log), library(log=log, device="there")
    annotate.mark_papers(here, [A, B], Status.READING)
    there.refresh()
    annotate.mark_papers(there, [there.papers["a"]], Status.READ)
    (outcome,) = undo.undo(here)
    assert [paper.status for paper in here.papers.values()] == [Status.READ, Status.UNREAD]
    assert outcome.skipped == ("The status of 'Attention Is All You Need' was changed since and is left as it is.",)


def test_undo_passes_over_what_is_as_wanted_already() -> None:
    """Another process unstarred one of the two papers: there is nothing to name."""
    log = Log([A, B])
    here, there = library(log=log), library(log=log, device="there")
    annotate.star_papers(here, [A, B], True)
    there.refresh()
    annotate.star_papers(there, [there.papers["a"]], False)
    (outcome,) = undo.undo(here)
    assert [paper.starred for paper in here.papers.values()] == [False, False]
    assert outcome.skipped == ()


def test_a_fresh_edit_ends_redo(shelf: Library) -> None:
    """After undo and another edit there is nothing to redo."""
    annotate.star_papers(shelf, [A], True)
    undo.undo(shelf)
    annotate.star_papers(shelf, [B], True)
    with pytest.raises(Refused, match="nothing to redo"):
        undo.redo(shelf)


def test_undo_reaches_only_this_devices_steps() -> None:
    """What another machine did is not mine to take back."""
    log = Log([A])
    here, there = library(log=log), library(log=log, device="there")
    annotate.star_papers(there, [A], True)
    here.refresh()
    with pytest.raises(Refused, match="nothing to undo"):
        undo.undo(here)


def test_removed_papers_come_back_with_everything(shelf: Library) -> None:
    """Removing hides; undo shows the same paper again in its old place."""
    annotate.tag_papers(shelf, [A], ["x"])
    removal.remove_papers(shelf, [shelf.papers["a"]])
    assert list(shelf.papers) == ["b"]
    undo.undo(shelf)
    assert [(paper.id, paper.tags) for paper in shelf.papers.values()] == [("a", ("x",)), ("b", ())]


def test_an_import_given_up_at_the_last_moment_changes_nothing() -> None:
    """What the last call raises ends it, and the next edit finds the library as it was."""
    shelf = library(A)

    def give_up() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        imports.import_sources(shelf, [Source("page", "hf-page", (Paper("", "A New Paper"),))], last_call=give_up)
    assert list(shelf.papers) == ["a"]
    assert not shelf.history()
    annotate.star_papers(shelf, [A], True)
    assert shelf.papers["a"].starred

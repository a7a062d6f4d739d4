"""The interface's commands, without a screen: what they ask, what they do, what they say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from reader.citation_keys import told_apart
from reader.commands import at_work
from reader.commands import library as commands_on_library
from reader.commands import papers as paper_commands
from reader.commands.asking import Cancelled
from reader.commands.context import EditorResult, Pane
from reader.commands.copying import COPIES
from reader.commands.library import history_lines
from reader.commands.questions import (
    AskChoice,
    AskConflict,
    AskExport,
    AskImport,
    AskNote,
    AskTags,
    AskText,
    Confirm,
    ExportAnswer,
    HistoryWish,
    ImportAnswer,
    ImportSource,
    InList,
    PairDecision,
    TagEdit,
    Triage,
)
from reader.errors import Refused
from reader.identity import normal_doi
from reader.library.change import Step
from reader.library.library import Library
from reader.operations import annotate, duplicates, reading_lists, tag_suggestions, triage
from reader.operations.annotate import TagChange
from reader.operations.collection import Collection, Kind
from reader.operations.copies import COPIED
from reader.operations.exports import Wish, text_of
from reader.operations.list_settings import ListEdit, edited
from reader.paper import QUEUE, Decision, Paper, Stage, Status
from tests.support.context import PlainContext, PlainProgress
from tests.support.memory import Log, library

A = Paper("a", "Attention Is All You Need", abstract="We propose a network for translation.", arxiv_id="1706.03762")
B = Paper("b", "Mamba", abstract="A state space model.", authors=("Ada Lovelace", "Bo Li"), published="2023-12-01")
C = Paper("c", "Attention is all you need", abstract="Something else entirely.")


def context(*answers: object, folder: Path = Path()) -> PlainContext:
    return PlainContext(library(A, B, C), *answers, folder=folder)


def papers(d: PlainContext) -> dict[str, Paper]:
    return dict(d.library.papers)


def test_star_status_and_read_work_on_the_selection_or_the_cursor() -> None:
    d = context().run("paper.star")
    assert papers(d)["a"].starred
    d.selected = d.shown
    d.run("paper.star")
    assert all(paper.starred for paper in d.shown)
    d.selected = d.shown
    d.run("paper.star")
    assert not any(paper.starred for paper in d.shown)
    d.selected = ()
    d.run("paper.status").run("paper.status")
    assert papers(d)["a"].status is Status.READ


def test_tags_are_asked_once_and_given_to_all() -> None:
    d = context(TagEdit(("rl", "edge"), ()))
    d.selected = d.shown
    d.run("paper.tag")
    assert isinstance(d.asked[0], AskTags)
    assert all(paper.tags == ("edge", "rl") for paper in d.shown)
    assert d.said == ["Tagged 3 papers 'rl' and 'edge'"]


@pytest.mark.parametrize("id", ["paper.tag", "paper.note", "list.add", "import", "export", "history", "list.new"])
def test_escape_means_that_nothing_happened(id: str) -> None:
    d = context().run(id)
    assert d.asked
    assert not d.library.history()


def test_a_note_is_saved_and_its_draft_forgotten() -> None:
    d = context("# Mine | *ü*\nsecond").run("paper.note")
    assert papers(d)["a"].note == "# Mine | *ü*\nsecond"
    assert not d.drafts


def test_a_note_that_changed_elsewhere_opens_a_choice() -> None:
    log = Log([A])
    d = PlainContext(library(log=log, device="here"))
    other = library(log=log, device="there")

    def typing(question: object) -> str:
        PlainContext(other, "theirs").run("paper.note")
        return "mine"

    d.answers = [typing, lambda question: f"{question.mine} and {question.stored}"]
    d.run("paper.note")
    assert isinstance(d.asked[1], AskConflict)
    assert d.library.papers["a"].note == "mine and theirs"


def test_an_unanswered_conflict_keeps_what_was_typed_as_a_draft() -> None:
    log = Log([A])
    d = PlainContext(library(log=log, device="here"))
    other = library(log=log, device="there")

    def typing(question: object) -> str:
        PlainContext(other, "theirs").run("paper.note")
        return "mine"

    d.answers = [typing]
    d.run("paper.note")
    assert d.drafts == {"a": "mine"}
    assert d.library.papers["a"].note == "theirs"


def noted(note: str) -> PlainContext:
    """A context with one paper that has a note."""
    d = PlainContext(library(A))
    annotate.set_note(d.library, A, note)
    return d


@pytest.mark.parametrize("what", ["paper.note", "paper.note-editor"])
@pytest.mark.parametrize("begun_on", ["", "an older note", None])
@pytest.mark.parametrize("left", [False, True])
def test_a_draft_replaces_no_note_that_its_writer_has_not_seen(what: str, begun_on: str | None, left: bool) -> None:
    """The note was set elsewhere after the draft was begun: both are shown, and Esc leaves both as they are."""
    d = noted("newer")
    d.keep_draft("a", "half a thought", begun_on)
    d.answers = [None] if left else [lambda question: f"{question.stored}, {question.mine}", lambda note: note.text]
    d.run(what)
    conflict = d.asked[0]
    assert isinstance(conflict, AskConflict)
    assert (conflict.mine, conflict.stored) == ("half a thought", "newer")
    assert papers(d)["a"].note == ("newer" if left else "newer, half a thought")
    assert d.drafts == ({"a": "half a thought"} if left else {})


@pytest.mark.parametrize("what", ["paper.note", "paper.note-editor"])
def test_a_draft_of_the_present_note_is_gone_on_with_unasked(what: str) -> None:
    d = noted("as it was")
    d.answers = [lambda note: note.text]
    d.keep_draft("a", "as it was, and on", "as it was")
    d.run(what)
    assert not any(isinstance(question, AskConflict) for question in d.asked)
    assert papers(d)["a"].note == "as it was, and on"


@pytest.mark.parametrize("what", ["paper.note", "paper.note-editor"])
@pytest.mark.parametrize("thrown_away", [False, True])
def test_what_can_neither_be_saved_nor_kept_as_a_draft_stays_in_the_dialog(
    what: str, thrown_away: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it can be, or is thrown away; nobody is told that it is kept."""
    monkeypatch.setattr("reader.operations.settling.NOTE_LIMIT", 10)
    d = context()
    d.full, d.edited = True, lambda before: EditorResult("words of an hour")

    def again(question: AskNote) -> str | None:
        assert "It could not be kept as a draft either" in question.trouble
        assert question.text == "words of an hour"
        return None if thrown_away else "few words"

    d.answers = ["words of an hour", again] if what == "paper.note" else [again]
    d.run(what)
    assert papers(d)["a"].note == ("" if thrown_away else "few words")
    assert not any("draft" in said for said in d.said)


def test_a_conflict_that_is_left_where_no_draft_can_be_kept_opens_the_note_again() -> None:
    log = Log([A])
    d = PlainContext(library(log=log, device="here"))
    d.full = True
    PlainContext(library(log=log, device="there"), "theirs").run("paper.note")
    d.answers = ["mine", None, lambda question: question.text, lambda question: question.mine]
    d.run("paper.note")
    assert [type(question) for question in d.asked] == [AskNote, AskConflict, AskNote, AskConflict]
    assert d.library.papers["a"].note == "mine"


def test_a_failing_editor_is_not_said_to_leave_a_draft_where_none_can_be_kept() -> None:
    d = context(lambda question: question.text)
    d.full, d.edited = True, lambda before: EditorResult("half", "The editor failed.", Path("left.md"))
    d.run("paper.note-editor")
    asked = d.asked[0]
    assert isinstance(asked, AskNote)
    assert "The editor failed. What it left is kept in left.md." in asked.trouble
    assert papers(d)["a"].note == "half"


def test_the_editor_writes_the_note_too() -> None:
    d = context()
    d.edited = lambda text: EditorResult(text + "from vi")
    d.run("paper.note-editor")
    assert papers(d)["a"].note == "from vi"


def test_papers_go_onto_a_list_up_and_down_and_off_it() -> None:
    d = context(InList("Edge models", "Later"))
    d.selected = d.shown
    d.run("list.add")
    d.navigator.collection = Collection(Kind.LIST, "Edge models")
    d.selected = ()
    d.run("list.down")
    assert d.library.reading_list("Edge models").papers == ("b", "a", "c")
    d.at = 2
    d.run("list.top").run("list.take-off")
    assert d.library.reading_list("Edge models").papers == ("b", "a")
    d.navigator.query = "x"
    with pytest.raises(Refused, match="leave the search"):
        d.run("list.up")


def test_undo_redo_and_undo_to_here() -> None:
    d = context(HistoryWish(2)).run("paper.star").run("paper.status").run("undo")
    assert d.said[-1].startswith("Undid: Marked")
    d.run("redo").run("history")
    assert papers(d)["a"] == A


@pytest.mark.parametrize("given_up_at", [0, 1, 2])
def test_an_undo_that_takes_a_moment_can_be_given_up_until_it_is_written(
    monkeypatch: pytest.MonkeyPatch, given_up_at: int
) -> None:
    """It is told what is done; given up, nothing was changed, and the next edit asks nobody any more."""
    monkeypatch.setattr(commands_on_library, "MANY_CHANGES", 1)
    monkeypatch.setattr(at_work, "MANY_CHANGES", 1)
    told: list[str] = []
    ended: list[bool] = []

    class Impatient:
        def report(self, done: int, total: int | None, what: str = "") -> None:
            told.append(what)
            ended.append(done == total)
            if len(told) == given_up_at:
                raise Cancelled

    async def work(what: str, job: Any) -> Any:
        with suppress(Cancelled):
            return job(Impatient())

    d = context().run("paper.star")
    monkeypatch.setattr(d, "work", work)
    d.run("undo")
    assert papers(d)["a"].starred == (given_up_at > 0)
    assert told == ["2 changes"] * (given_up_at or 2)
    assert ended == [False, True][: given_up_at or 2], "the last call is the end: Esc is offered no more"
    monkeypatch.undo()
    assert papers(d.run("paper.status"))["a"].status is Status.READING
    assert len(told) == (given_up_at or 2)


def test_steps_of_another_device_are_marked_whatever_this_one_can_undo() -> None:
    log = Log([A, B])
    theirs = library(log=log, device="there")
    annotate.star_papers(theirs, [theirs.papers["a"]], True)
    ours = library(log=log)
    assert [(line.elsewhere, line.undo) for line in history_lines(ours)] == [(True, 0)]
    annotate.star_papers(ours, [ours.papers["b"]], True)
    assert [(line.elsewhere, line.undo) for line in history_lines(ours)] == [(False, 1), (True, 0)]
    ours.undo()
    assert [line.elsewhere for line in history_lines(ours)] == [False, False, True]
    assert [line.origin for line in history_lines(ours)] == ["this window", "this window", "another machine"]
    assert [line.origin for line in history_lines(library(log=log))][:2] == ["this machine", "this machine"]


def test_the_papers_of_a_step_are_shown_as_far_as_they_are_here() -> None:
    d = context(lambda question: HistoryWish(papers_of=question.lines[0].id), HistoryWish(papers_of="no step"))
    d.run("paper.star").run("history")
    assert d.navigator.collection == Collection(Kind.PAPERS, "a", d.library.history()[0].say)
    with pytest.raises(Refused, match="No paper that this step changed is here"):
        d.run("history")


def test_what_belongs_to_the_paper_under_the_cursor_is_followed() -> None:
    """Each way is offered where there is one; a person's name may have quotes, which a query cannot."""
    paper = Paper("a", "A", authors=('Ada "AL" Lee',), doi="10.1/x", links=(("code", "https://x.y"),))
    d = PlainContext(library(paper))
    reading_lists.add_to_list(d.library, "Edge", [paper])
    annotate.tag_papers(d.library, [paper], ["rl"])
    labels = ["page", "code", 'Ada "AL" Lee', "#rl", "Edge"]

    def chosen(label: str) -> PlainContext:
        d.answers = [lambda asked: next(one.value for one in asked.choices if one.label == label)]
        return d.run("follow")

    assert chosen("page").opened == "https://doi.org/10.1/x"
    assert isinstance(asked := d.asked[-1], AskChoice)
    assert [choice.label for choice in asked.choices] == labels
    assert chosen('Ada "AL" Lee').navigator.query == 'author:"Ada  AL  Lee"'
    assert chosen("#rl").navigator.collection == Collection(Kind.TAG, "rl")
    assert chosen("Edge").navigator.collection == Collection(Kind.LIST, "Edge")
    with pytest.raises(Refused, match="Nothing leads on from 'Bare'"):
        PlainContext(library(Paper("b", "Bare"))).run("follow")


def test_a_removed_paper_comes_back_with_undo() -> None:
    d = context().run("paper.remove")
    assert "a" not in papers(d)
    assert papers(d.run("undo"))["a"] == A


def test_many_papers_are_removed_only_after_a_yes() -> None:
    many = [Paper(f"p{number}", f"Paper {number}") for number in range(paper_commands.CONFIRMED_FROM)]
    d = PlainContext(library(*many), False, True)
    d.selected = d.shown
    d.run("paper.remove")
    assert isinstance(d.asked[0], Confirm)
    assert len(d.library.papers) == len(many)
    d.run("paper.remove")
    assert not d.library.papers


def test_a_search_that_is_kept_is_said_to_be_one_of_the_whole_library() -> None:
    d = context(None, None)
    d.navigator.query = "#rl"
    d.run("search.save")
    d.navigator.collection = Collection(Kind.FOR_YOU)
    d.run("search.save")
    told = [question.prompt for question in d.asked if isinstance(question, AskText)]
    assert told == [
        "It always holds what matches: #rl",
        "It always holds what matches in the whole library, not in For you alone: #rl",
    ]


def test_that_many_papers_are_not_for_the_user_is_said_only_after_a_yes() -> None:
    many = [Paper(f"p{number}", f"Paper {number}") for number in range(paper_commands.CONFIRMED_FROM)]
    d = PlainContext(library(*many), False, True)
    d.selected = d.shown
    d.run("list.take-off")
    asked = d.asked[0]
    assert isinstance(asked, Confirm)
    assert asked.title == "100 papers: not for you?"
    assert not any(paper.triage for paper in d.library.papers.values())
    d.run("paper.dismiss")
    assert {paper.triage for paper in d.library.papers.values()} == {"dismissed"}
    d.selected = d.shown[1:]
    d.run("paper.dismiss")
    assert len(d.asked) == 2


def test_papers_that_are_not_seen_are_removed_only_after_a_yes() -> None:
    """A selection outlives a search: what it hides would go with the key that was meant for what is found."""
    d = context(False, True)
    d.selected, d.hidden = d.shown[:2], frozenset("a")
    d.run("paper.remove")
    assert isinstance(d.asked[0], Confirm)
    assert (d.asked[0].title, d.asked[0].details) == ("Remove 2 papers, 1 of them not shown here?", (A.title, B.title))
    assert len(d.library.papers) == 3
    d.run("paper.remove")
    assert list(d.library.papers) == ["c"]


@pytest.mark.parametrize(
    ("keys", "removed", "deleted", "kept"),
    [
        ({"undo": "z", "paper.note": "b"}, "z brings them back.", "z brings it back.", "b goes on with it."),
        ({}, "Undo brings them back.", "undo brings it back.", "the note goes on with it."),
    ],
)
def test_a_sentence_names_the_key_that_the_user_gave_to_a_command(
    keys: dict[str, str], removed: str, deleted: str, kept: str
) -> None:
    """Or what the command does, where it has none."""
    many = [Paper(f"p{number}", f"Paper {number}") for number in range(paper_commands.CONFIRMED_FROM)]
    d = PlainContext(library(*many), None, None)
    d.selected, d.keys = d.shown, keys
    d.run("paper.remove")
    reading_lists.new_list(d.library, "L")
    d.navigator.collection = Collection(Kind.LIST, "L")
    d.run("place.delete")
    told = [question.text for question in d.asked if isinstance(question, Confirm)]
    assert told == [removed, f"Its papers stay; {deleted}"]
    d.selected = ()
    d.keep_draft("p0", "mine", "another note")
    d.run("paper.note")
    assert d.said == [f"Your version is kept as a draft; {kept}"]


def test_copying_gives_a_citation_or_a_markdown_link() -> None:
    d = context("citation", "markdown", "note")
    d.at = 1
    assert d.run("paper.copy").copied == "Ada Lovelace, Bo Li. Mamba. 2023."
    d.at = 0
    assert d.run("paper.copy").copied == "[Attention Is All You Need](https://arxiv.org/abs/1706.03762)"
    with pytest.raises(Refused, match="no note"):
        d.run("paper.copy")


CITED = [
    Paper("a", "Of *Lamps*", "*Lamps* light rooms.", ("Ada Vale",), "2001", citation_key="Vale:2001", note="bright"),
    Paper("b", "Of Mazes", authors=("Bo Lind",), published="2003", venue="Annals of Walls"),
]


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("citation", "Ada Vale. Of *Lamps*. 2001.\nBo Lind. Of Mazes. Annals of Walls. 2003.", "citation of 2 papers"),
        ("key", "Vale:2001\nlind2003mazes", "citation key of 2 papers"),
        ("cite", r"\cite{Vale:2001,lind2003mazes}", r"\cite{} of 2 papers"),
        ("quote", "> \\*Lamps\\* light rooms.\n>\n> — Ada Vale. Of \\*Lamps\\*. 2001.\n", "quote of 'Of *Lamps*'"),
        ("note", "bright", "note of 'Of *Lamps*'"),
    ],
)
def test_of_several_papers_what_there_is_is_copied_and_counted(kind: str, text: str, what: str) -> None:
    """What one of them has not is not said to be copied of it."""
    d = PlainContext(library(*CITED), kind)
    d.selected = CITED
    d.run("paper.copy")
    assert d.copied == text
    assert d.what_was_copied == f"The {what}"


def test_copied_bibtex_is_that_of_an_export() -> None:
    """Under the key that the paper has in the whole library."""
    twin = replace(CITED[1], id="c", title="Of Mazes, Again", doi="10.1/c")
    d = PlainContext(library(*CITED, twin), "bibtex")
    d.at = 2
    assert d.run("paper.copy").copied == text_of(d.library, Wish("bibtex"), [twin])
    assert d.copied.startswith(f"@article{{{next(told_apart('lind2003mazes', 'c'))},")
    assert d.what_was_copied == "The BibTeX of 'Of Mazes, Again'"


def test_the_kind_that_was_copied_last_is_offered_again() -> None:
    """With the key that asks; what is remembered wrongly is as if it were not."""
    d = context("key", None, None)
    d.run("paper.copy").run("paper.copy")
    d.remembered["copy"] = "poem"
    d.run("paper.copy")
    asked = [question for question in d.asked if isinstance(question, AskChoice)]
    assert [(question.initial, question.again) for question in asked] == [
        ("citation", "y"), ("key", "y"), ("citation", "y"),
    ]  # fmt: skip


def test_every_kind_of_copy_can_be_chosen() -> None:
    assert sorted(choice.value for choice in COPIES) == sorted(COPIED)


def test_a_copied_link_lives_whatever_its_title_and_doi_hold() -> None:
    """A browser opens what the DOI names, and Markdown shows the title as it is."""
    odd = Paper("p", "A ![lamp](x) & <b>*night*</b>", doi="10.1002/(sici)1097<1::aid#2>3.0%co;2-a")
    assert normal_doi(odd.link) == odd.doi
    assert [sign for sign in "<>#" if sign in odd.link] == []
    d = PlainContext(library(odd), "markdown")
    tokens = MarkdownIt().parseInline(d.run("paper.copy").copied)[0].children or []
    assert [token.type for token in tokens if token.type != "text"] == ["link_open", "link_close"]
    assert tokens[0].attrs["href"] == odd.link
    assert "".join(token.content for token in tokens) == odd.title


def test_only_papers_with_an_address_are_opened() -> None:
    assert context().run("paper.open").opened == "https://arxiv.org/abs/1706.03762"
    assert context().run("paper.pdf").opened == "https://arxiv.org/pdf/1706.03762"
    for kind in ("code", "project"):
        with pytest.raises(Refused, match=f"No {kind}"):
            context().run(f"paper.{kind}")
        known = PlainContext(library(Paper("p", "T", links=((kind, "https://x.org"),))))
        assert known.run(f"paper.{kind}").opened == "https://x.org"
    d = context()
    d.at = 1
    with pytest.raises(Refused, match="no address"):
        d.run("paper.open")


def test_triage_is_durable_at_every_key_and_can_be_taken_back() -> None:
    seen: list[str] = []

    def decide(question: Triage) -> int:
        seen.append(question.decide(["a"], Decision.QUEUE))
        seen.append(question.decide(["b"], Decision.STAR))
        seen.append(question.decide(["c"], Decision.DISMISS))
        seen.append(question.undo())
        return 2

    d = context(decide).run("triage")
    assert d.library.reading_list("Queue").papers == ("a",)
    assert papers(d)["b"].starred
    assert [paper.triage for paper in d.shown] == ["queued", "kept", ""]
    assert d.said == ["2 papers decided, 1 left in the inbox."]


def test_tags_are_renamed_merged_and_deleted_after_a_preview() -> None:
    d = context(TagEdit(("LLMs",), ()), TagChange(("LLMs",), "llm"), TagChange(("llm",), ""), None)
    d.run("paper.tag").run("tags")
    assert not d.library.tags.counts()
    preview = d.asked[1].preview(TagChange(("LLMs",), ""))  # type: ignore[attr-defined]
    assert preview[0] == "'LLMs' goes from 0 papers"


def test_equal_titles_are_possible_duplicates_until_told_apart_or_merged() -> None:
    d = context(PairDecision("a", "c", same=False))
    assert [(pair.left.id, pair.right.id) for pair in duplicates.possible(d.library)] == [("a", "c")]
    d.run("duplicates")
    assert d.said == ["Told 'Attention Is All You Need' and its namesake apart", "No two papers look like one."]
    assert duplicates.possible(d.library) == ()


def test_a_merge_keeps_the_words_about_both_and_is_one_step() -> None:
    d = context(InList("One"), TagEdit(("rl",), ()), PairDecision("a", "c", same=True, merged=A))
    d.at = 2
    d.run("list.add").run("paper.tag").run("duplicates")
    assert "c" not in papers(d)
    assert papers(d)["a"].tags == ("rl",)
    assert d.library.reading_list("One").papers == ("a",)
    d.run("undo")
    assert papers(d)["c"].tags == ("rl",)
    assert d.library.reading_list("One").papers == ("c",)


def test_a_list_is_made_changed_renamed_and_deleted() -> None:
    edit = ListEdit("Second", "About *it*", "", (("", "New"),))
    d = context("First", edit, "Third", True)
    d.run("list.new")
    assert d.navigator.collection == Collection(Kind.LIST, "First")
    d.run("list.settings").run("place.rename")
    assert d.library.reading_list("Third").sections == ("New",)
    assert d.library.reading_list("Third").description == "About *it*"
    d.run("place.delete")
    assert not d.library.lists


def test_sections_are_renamed_reordered_and_removed_at_once() -> None:
    d = context(InList("L", "One"), InList("L", "Two"), InList("L", "Three"))
    for d.at in range(3):
        d.run("list.add")
    lst = d.library.reading_list("L")
    after = edited(lst, ListEdit("L", "", "", (("Three", "3"), ("One", "1"))))
    assert [(entry.paper, entry.section) for entry in after.entries] == [("c", "3"), ("a", "1"), ("b", "1")]
    swapped = edited(lst, ListEdit("L", "", "", (("One", "Two"), ("Two", "One"), ("Three", "Three"))))
    assert [(entry.paper, entry.section) for entry in swapped.entries] == [("a", "Two"), ("b", "One"), ("c", "Three")]


def test_a_search_is_saved_under_a_name() -> None:
    d = context("State space")
    d.navigator.query = "state space #rl"
    d.run("search.save")
    assert d.library.reading_list("State space").query == "state space #rl"
    d.navigator.query = ""
    assert d.run("search.save").said[-1] == "Search for something first."


def test_an_import_is_looked_at_first_and_then_one_step(fixtures: Path) -> None:
    page = next(fixtures.glob("*.txt"))

    def look(question: AskImport) -> ImportAnswer:
        return ImportAnswer(question.read(ImportSource(path=str(page)), PlainProgress()), ("new",), "Read me")

    d = PlainContext(library(), look).run("import")
    assert len(d.library.papers) > 3
    assert all(paper.tags == ("new",) for paper in d.shown)
    assert len(d.library.reading_list("Read me").papers) == len(d.library.papers)
    d.run("undo")
    assert not d.library.papers


def test_an_export_is_written_where_it_was_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "out.md"

    def choose(question: AskExport) -> ExportAnswer:
        assert "Mamba" in question.render(ExportAnswer("all", "markdown", "list")).files[0][1]
        return ExportAnswer("all", "markdown", "list", path=str(target))

    d = context(choose, "copy", folder=tmp_path / "library").run("export")
    assert "Mamba" in target.read_text()
    assert d.copied == str(target)


def test_a_strangers_file_is_overwritten_only_after_a_yes(tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    target.write_text("mine")
    answer = ExportAnswer("all", "markdown", "list", path=str(target))
    with pytest.raises(Refused):
        context(answer, False, folder=tmp_path / "library").run("export")
    assert target.read_text() == "mine"
    context(answer, True, folder=tmp_path / "library").run("export")
    assert "Mamba" in target.read_text()


def test_recent_tags_come_first_and_near_duplicates_are_grouped() -> None:
    d = context(TagEdit(("LLM", "old"), ()), TagEdit(("llms",), ()), TagEdit(("zeta",), ()))
    d.run("paper.tag")
    d.at = 1
    d.run("paper.tag").run("paper.tag")
    known = tag_suggestions.known_tags(d.library)
    assert known[0].name == "zeta"
    assert tag_suggestions.similar_tags(known) == (("llms", "LLM"),)


def test_no_more_steps_are_looked_through_than_are_needed_to_know_the_tags_used_lately(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One of them may be the import of a whole library."""
    d = context()
    tags = [f"t{at:02d}" for at in range(tag_suggestions.USED_LATELY + 3)]
    for tag in tags:
        annotate.tag_papers(d.library, [papers(d)["a"]], [tag])
    taken: list[Step] = []
    recent = d.library.recent(tag_suggestions.RECENT_STEPS)

    def one_by_one(limit: int) -> Iterator[Step]:
        for step in recent[:limit]:
            taken.append(step)
            yield step

    monkeypatch.setattr(d.library, "recent", one_by_one)
    known = tag_suggestions.known_tags(d.library)
    assert [one.name for one in known[: tag_suggestions.USED_LATELY]] == tags[: -1 - tag_suggestions.USED_LATELY : -1]
    assert len(taken) == tag_suggestions.USED_LATELY


def test_the_next_unread_paper_is_found_from_the_cursor_on() -> None:
    d = context()
    d.run("paper.status").run("next-unread")
    assert d.navigator.calls[-2:] == [("go_to", "b"), ("focus", Pane.LIST)]
    assert d.said[-1] == "Next in All papers, 2nd of 3."
    d.at = 2
    assert d.run("next-unread").said[-1] == "Next in All papers, 2nd of 3."


def test_where_nothing_unread_is_here_the_queue_is_next_and_then_what_one_is_likely_to_want() -> None:
    d = context()
    for paper, to in zip(d.shown, (Status.READ, Status.READ, Status.READING), strict=True):
        annotate.mark_papers(d.library, [paper], to)
    with pytest.raises(Refused, match="Nothing unread is left in the library"):
        d.run("next-unread")
    triage.decide(d.library, [papers(d)["b"]], Decision.QUEUE)
    d.hidden = frozenset("b")
    d.run("next-unread")
    assert d.navigator.collection == Collection(Kind.LIST, QUEUE)
    assert d.said[-1] == "Nothing unread here. First in your Queue: 'Mamba'."
    triage.decide(d.library, [papers(d)["b"]], Decision.LATER)
    d.run("next-unread")
    assert d.navigator.collection == Collection(Kind.FOR_YOU)
    assert d.said[-1] == "Nothing unread here, and nothing in your Queue. First for you: 'Mamba'."
    assert d.navigator.calls[-2:] == [("go_to", "b"), ("focus", Pane.LIST)]


def test_what_is_selected_is_queued_and_put_off_from_wherever_one_is() -> None:
    d = context()
    d.selected = d.shown[:2]
    d.run("paper.queue")
    assert (d.library.reading_list(QUEUE).papers, d.said[-1]) == (("a", "b"), "Queued 2 papers")
    d.selected = ()
    d.run("paper.later")
    assert (d.library.reading_list(QUEUE).papers, papers(d)["a"].stage) == (("b",), Stage.LATER)
    d.run("paper.dismiss")
    assert papers(d)["a"].stage is Stage.DISMISSED


@pytest.mark.parametrize("kind", [Kind.ALL, Kind.INBOX, Kind.FOR_YOU])
def test_minus_says_of_what_comes_by_that_it_is_not_for_one(kind: Kind) -> None:
    d = context()
    d.navigator.collection = Collection(kind)
    d.run("list.take-off")
    assert papers(d)["a"].stage is Stage.DISMISSED
    assert d.said[-1].endswith("is not for you")


def test_minus_takes_off_what_is_open() -> None:
    """The star among the starred papers, the tag of a tag, the Queue, whose papers wait in the inbox again."""
    d = context()
    triage.decide(d.library, d.shown[:1], Decision.QUEUE)
    d.navigator.collection = Collection(Kind.LIST, QUEUE)
    d.run("list.take-off")
    assert papers(d)["a"].stage is Stage.INBOX
    d.run("paper.star")
    d.navigator.collection = Collection(Kind.STARRED)
    d.run("list.take-off")
    assert not papers(d)["a"].starred
    d.navigator.collection = Collection(Kind.UNREAD)
    assert d.run("list.take-off").said[-1].startswith("There is nothing to take them off: Unread holds")


def test_what_a_command_needs_is_said() -> None:
    d = PlainContext(Library(__import__("tests.support.memory", fromlist=["MemoryBacking"]).MemoryBacking(Log())))
    assert d.run("paper.star").said == ["There is no paper here."]
    assert d.run("list.settings").said[-1] == "Open a list or a tag first."


def test_a_theme_is_shown_while_it_is_chosen_and_put_back_by_escape() -> None:
    d = context("nord", None)
    assert d.run("theme").navigator.theme == "nord"
    assert d.run("theme").navigator.theme == "nord"


@pytest.mark.parametrize(("id", "sign"), [("go", ""), ("go.tag", "#"), ("palette", ":")])
def test_one_finder_has_three_doors(id: str, sign: str) -> None:
    assert context().run(id).navigator.calls == [("finder", sign)]


def test_the_question_what_to_import_waits_for_nothing_that_exports_need() -> None:
    """Letters typed behind its key stand in its field at once."""
    needed = "('reader.commands.exports', 'reader.operations.exports', 'reader.operations.roundtrip')"
    call = f"import sys, reader.commands.imports; sys.exit(any(name in sys.modules for name in {needed}))"
    assert subprocess.run([sys.executable, "-c", call], check=False).returncode == 0


def test_the_first_edit_waits_for_no_format() -> None:
    """A star, a tag, a note or the question what to copy loads nothing that only an export needs."""
    imports = "import sys, reader.commands.papers, reader.commands.copying"
    call = f"{imports}; sys.exit(any('formats' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", call], check=False).returncode == 0

"""Two libraries on one file that know the papers of it by other ids, or by other facts: they come to stand quietly, and
nothing of either is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.errors import Untaken
from reader.library.change import note
from reader.library.library import Library
from reader.operations import annotate, corrections, reading_lists, removal, roundtrip
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from reader.paper import Paper
from tests.support.memory import Log, MemoryBacking

FORMS: list[dict[str, Any]] = [
    {"style": "list"},
    {"style": "list", "abstracts": True},
    {"style": "tasks"},
    {"style": "table"},
    {"style": "table", "abstracts": True},
    {"format": "obsidian"},
]
WALKS = Paper("walks-of-ann", "Graph walks for the patient", authors=("Ann Lee", "Bo Chu"), published="2021")
BARK = Paper("10.1000-abc", "Second work on bark", authors=("Ann Lee",), doi="10.1000/abc", published="2020")
LEAVES = Paper("2402.00003", "Third work on leaves", authors=("Cy Dee",), arxiv_id="2402.00003", published="2019")
ROOTS = Paper("2402.00004", "Fourth work on roots", authors=("Cy Dee",), arxiv_id="2402.00004", published="2019")
OTHERWISE = (
    replace(WALKS, id="walks-of-bob", abstract="We walk graphs, patiently, and show that it pays every time."),
    replace(BARK, title="Second Work on Bark", venue="TREES 2020", added="2026-01-02T00:00:00Z"),
    replace(LEAVES, title="Third work on leafs", abstract="On leafs."),
    ROOTS,
)
LATER = OTHERWISE[1:]


def library_of(device: str, *papers: Paper) -> Library:
    """A library whose steps bear the name of its device."""
    held = Library(MemoryBacking(Log(papers), device))
    held.refresh()
    return held


def two(place: Path, form: dict[str, Any]) -> tuple[Library, Library, Path]:
    """Two libraries, and the file or folder that the first made of its list."""
    ann, bob = library_of("ann", WALKS, BARK, LEAVES, ROOTS), library_of("bob", *OTHERWISE)
    reading_lists.add_to_list(ann, "Group", [*ann.papers.values()])
    path = place / ("vault" if "format" in form else "group.md")
    export(ann, place / "library", Wish(**form), [*ann.papers.values()], lst=ann.reading_list("Group"), path=path)
    return ann, bob, path


def synced(held: Library, path: Path, *, force: bool = False) -> roundtrip.Back:
    """Both ways once."""
    return roundtrip.sync(held, path.parent / "library", path, PaperFinder(held), force=force)


def said(path: Path) -> dict[str, str]:
    """All that stands there."""
    files = sorted(path.rglob("*.md")) if path.is_dir() else [path]
    return {file.name: file.read_text() for file in files}


def told(back: roundtrip.Back) -> list[str]:
    """What is told of papers that are otherwise in the file."""
    return [problem.message for problem in back.returned.problems if "another title" in problem.message]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_paper_under_another_id_is_known_and_the_file_keeps_its_own(tmp_path: Path, form: dict[str, Any]) -> None:
    ann, bob, path = two(tmp_path, form)
    synced(bob, path)
    assert bob.reading_list("Group").papers == ("walks-of-bob", BARK.id, LEAVES.id, ROOTS.id)
    synced(bob, path)
    before = said(path)
    assert synced(bob, path).written
    assert said(path) == before
    annotate.set_note(bob, bob.papers["walks-of-bob"], "Walked it.")
    annotate.tag_papers(bob, [bob.papers["walks-of-bob"]], add=["graphs"])
    reading_lists.move_in_list(bob, "Group", [bob.papers["walks-of-bob"]], 4)
    synced(bob, path)
    assert not any("walks-of-bob" in text for text in said(path).values())
    synced(ann, path)
    walks = ann.papers["walks-of-ann"]
    assert (walks.note, walks.tags, "walks-of-bob" in ann.papers) == ("Walked it.", ("graphs",), False)
    assert ann.reading_list("Group").papers == (BARK.id, LEAVES.id, ROOTS.id, "walks-of-ann")
    before = said(path)
    for held in (bob, ann, bob):
        synced(held, path)
    assert said(path) == before


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_what_only_the_world_says_stays_as_the_file_has_it(tmp_path: Path, form: dict[str, Any]) -> None:
    ann, bob, path = two(tmp_path, form)
    before = said(path)
    assert len(told(synced(bob, path))) == 2 + ("abstracts" in form)
    assert not told(synced(bob, path))
    assert said(path) == before
    for paper in bob.papers.values():
        bob.apply(note(paper, f"Of {paper.id}."), "Noted")
    assert not told(back := synced(bob, path))
    assert not back.is_left
    assert not [word for word in ("TREES", "leafs", "Bark") if word in str(said(path))]
    synced(ann, path)
    assert [paper.note for paper in ann.papers.values()] == ["Of walks-of-bob.", *(f"Of {each.id}." for each in LATER)]
    before = said(path)
    for held in (bob, ann, bob):
        assert not told(synced(held, path))
    assert said(path) == before


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_correction_goes_out_and_is_told_to_the_others_once(tmp_path: Path, form: dict[str, Any]) -> None:
    ann, bob, path = two(tmp_path, form)
    synced(bob, path)
    corrections.correct(ann, ann.papers[ROOTS.id], {"title": "Fourth work on the roots"})
    assert not synced(ann, path).is_left
    assert "the roots" in str(said(path))
    (message,) = [each for each in told(synced(bob, path)) if "Fourth" in each]
    assert "'Fourth work on roots' has another title" in message
    before = said(path)
    for held in (bob, ann, bob):
        assert not told(synced(held, path))
    assert said(path) == before
    assert bob.papers[ROOTS.id].title == "Fourth work on roots"


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_force_writes_what_this_library_has_and_the_other_stands_quietly(tmp_path: Path, form: dict[str, Any]) -> None:
    ann, bob, path = two(tmp_path, form)
    synced(bob, path)
    synced(bob, path, force=True)
    assert "Second Work on Bark" in str(said(path))
    assert any("Second work on bark" in each for each in told(synced(ann, path)))
    before = said(path)
    for held in (ann, bob, ann):
        assert not told(synced(held, path))
    assert said(path) == before


@pytest.mark.parametrize("form", [FORMS[0], FORMS[3]], ids=str)
def test_a_title_that_a_person_typed_is_no_other_librarys(tmp_path: Path, form: dict[str, Any]) -> None:
    """Nobody wrote the file since, so what stands there was typed: it is named, and the file is left."""
    ann, bob, path = two(tmp_path, form)
    synced(bob, path)
    path.write_text(path.read_text().replace("work on roots", "work on routes"))
    for held in (ann, bob):
        annotate.set_note(held, held.papers[ROOTS.id], "Something to write.")
        back = synced(held, path)
        assert back.is_left
        assert "could not take what stands in line" in back.written
        assert not told(back)
    assert "routes" in path.read_text()
    with pytest.raises(Untaken):
        export(ann, tmp_path / "library", Wish(**form), [], lst=ann.reading_list("Group"), path=path)


def test_what_is_told_of_a_meeting_names_papers_by_their_titles(tmp_path: Path) -> None:
    """A remark that comes with a paper, and one that is filled in, are told; so is what differs."""
    ann, bob, path = two(tmp_path, FORMS[0])
    for held, paper, text in ((ann, ROOTS, "Dig here."), (ann, BARK, "Peel."), (bob, BARK, "Do not peel.")):
        if "Group" not in [lst.name for lst in held.lists.values()]:
            reading_lists.add_to_list(held, "Group", [held.papers[BARK.id], held.papers[LEAVES.id]])
        reading_lists.annotate_entry(held, "Group", held.papers[paper.id], text)
    reading_lists.annotate_entry(ann, "Group", ann.papers[LEAVES.id], "Turn over.")
    synced(ann, path)
    back = synced(bob, path)
    assert "Fourth work on roots: joins 'Group', with a remark" in back.returned.diff
    assert "Third work on leafs: remark added" in back.returned.diff
    assert "The remark on 'Second Work on Bark' differs in the file; the library's stays" in back.returned.conflicts
    assert not [line for line in back.lines if BARK.id in line]


def test_advice_for_a_file_for_others_can_be_followed(tmp_path: Path) -> None:
    """No note goes into it, and no box is taken from it."""
    ann = library_of("ann", ROOTS)
    reading_lists.add_to_list(ann, "Group", [ROOTS])
    path, form = tmp_path / "group.md", Wish(style="tasks", audience="others")
    export(ann, tmp_path / "library", form, [ROOTS], lst=ann.reading_list("Group"), path=path)
    path.write_text(path.read_text().replace("[ ]", "[x]"))
    reading_lists.annotate_entry(ann, "Group", ann.papers[ROOTS.id], "Something to write.")
    back = synced(ann, path)
    assert back.is_left
    assert "Say it in Reader, or put it on a line of its own." in back.written
    assert "in a note" not in back.written


def test_a_note_that_speaks_of_marks_stays_as_it_is(tmp_path: Path) -> None:
    ann, bob, path = two(tmp_path, FORMS[0])
    text = "See <!-- reader:walks-of-ann --> there."
    annotate.set_note(ann, ann.papers[ROOTS.id], text)
    for held in (ann, bob, bob, ann):
        synced(held, path)
    assert ann.papers[ROOTS.id].note == bob.papers[ROOTS.id].note == text


def test_two_papers_of_the_file_are_never_one_here(tmp_path: Path) -> None:
    """The file shows the paper under this library's id, too: the other is none of its."""
    both = replace(WALKS, id="walks-of-bob", doi="10.1000/walks")
    ann = library_of("ann", WALKS, both, ROOTS)
    bob = library_of("bob", replace(OTHERWISE[0], doi="10.1000/walks"), ROOTS)
    reading_lists.add_to_list(ann, "Group", [*ann.papers.values()])
    path = tmp_path / "group.md"
    export(ann, tmp_path / "library", Wish(), [*ann.papers.values()], lst=ann.reading_list("Group"), path=path)
    synced(bob, path)
    annotate.set_note(bob, bob.papers[ROOTS.id], "Written.")
    assert not synced(bob, path).is_left
    assert '["walks-of-ann"' in path.read_text()
    assert "reader:walks-of-ann " in path.read_text()
    assert [*bob.papers] == ["walks-of-bob", ROOTS.id]
    synced(ann, path)
    assert ann.reading_list("Group").papers == ("walks-of-ann", "walks-of-bob", ROOTS.id)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_paper_that_this_library_gave_up_before_stays_in_the_file(tmp_path: Path, form: dict[str, Any]) -> None:
    """It is on the list of the others; what is taken out after they met leaves it."""
    ann, bob, path = two(tmp_path, form)
    annotate.set_note(ann, ann.papers[LEAVES.id], "Of leaves.")
    synced(ann, path)
    removal.remove_papers(bob, [bob.papers[LEAVES.id]])
    synced(bob, path)
    annotate.set_note(bob, bob.papers[ROOTS.id], "Written.")
    assert not synced(bob, path).is_left
    synced(ann, path)
    assert ann.reading_list("Group").papers == (WALKS.id, BARK.id, LEAVES.id, ROOTS.id)
    assert (ann.papers[LEAVES.id].note, ann.papers[ROOTS.id].note) == ("Of leaves.", "Written.")
    before = said(path)
    for held in (bob, ann, bob):
        synced(held, path)
    assert said(path) == before
    removal.remove_papers(bob, [bob.papers[BARK.id]])
    synced(bob, path)
    synced(ann, path)
    assert ann.reading_list("Group").papers == (WALKS.id, LEAVES.id, ROOTS.id)

"""A library that joined a file has seen what stands in it, whatever it had before; and what was written is read by the
record in the file, whoever wrote it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.formats.markdown import OpenedExport, opened_export
from reader.formats.markdown.scan import File, scan_parts
from reader.operations import annotate, reading_lists
from reader.operations.removal import remove_papers
from reader.operations.undo import undo
from reader.paper import Status
from tests.support.grids import crossed
from tests.support.memory import Log
from tests.support.sharing import FORMS, IDS, LIST, Play, Sharer, say_everything, sharers, trees
from tests.support.typing_in import typed_in

WAYS = ("sync", "import", "import, sync", "sync, undo, sync")


def join(sharer: Sharer, way: str) -> None:
    """Meet a file for the first time."""
    acts: dict[str, Callable[[], object]] = {
        "sync": sharer.sync, "import": sharer.bring_back, "undo": lambda: undo(sharer.library)
    }  # fmt: skip
    for act in way.split(", "):
        acts[act]()


def take_away(of: Sharer) -> None:
    """Take back something of each kind that was said."""
    annotate.tag_papers(of.library, [of.paper(0)], remove=["bark"])
    annotate.star_papers(of.library, [of.paper(1)], on=False)
    annotate.set_note(of.library, of.paper(2), "")
    annotate.mark_papers(of.library, [of.paper(3)], Status.UNREAD)
    reading_lists.annotate_entry(of.library, LIST, of.paper(0), "")
    reading_lists.remove_from_list(of.library, LIST, [of.paper(1)])


@pytest.mark.parametrize(("form", "way"), [*((form, "sync") for form in FORMS), *(("list", way) for way in WAYS[1:])])
def test_what_the_writer_takes_away_stays_away_where_a_library_joined_empty(
    tmp_path: Path, form: str, way: str
) -> None:
    ann, bob, _ = sharers(tmp_path, form)
    say_everything(ann)
    ann.export()
    join(bob, way)
    assert bob.said() == ann.said()
    take_away(ann)
    wanted = ann.said()
    assert [ann.sync(), bob.sync(), ann.sync(), bob.sync()] == [True, False, False, False]
    assert [each.said() for each in (ann, bob)] == [wanted, wanted]


@pytest.mark.parametrize("form", ["list", "obsidian"])
def test_what_one_takes_away_between_two_that_join_comes_back_through_neither(tmp_path: Path, form: str) -> None:
    ann, bob, cy = sharers(tmp_path, form)
    say_everything(ann)
    ann.export()
    bob.sync()
    take_away(bob)
    wanted = bob.said()
    bob.sync()
    cy.sync()
    assert [each.sync() for each in (ann, bob, cy, ann)] == [False] * 4
    assert [each.said() for each in (ann, cy)] == [wanted, wanted]


def test_a_library_that_joined_a_vault_on_another_day_goes_on_to_write_it(tmp_path: Path) -> None:
    """The day on which each got the papers stays as the first wrote it."""
    ann, bob, _ = sharers(tmp_path, "obsidian")
    ann.export()
    bob.sync()
    annotate.star_papers(bob.library, [bob.paper(0)], on=True)
    assert bob.sync()
    assert "added: 2024-03-01" in next(text for name, text in bob.files().items() if name.startswith("Ash"))
    assert [ann.sync(), bob.sync()] == [False, False]
    assert ann.paper(0).starred


def _add(of: Sharer, *names: str) -> None:
    for name in names:
        reading_lists.add_section(of.library, LIST, name)


def _add_first(of: Sharer) -> None:
    lst = of.library.reading_list(LIST)
    reading_lists.edit_list(of.library, lst, replace(lst, sections=("Before", *lst.sections)), "Added a section")


def _turn_round(of: Sharer) -> None:
    lst = of.library.reading_list(LIST)
    reading_lists.edit_list(of.library, lst, replace(lst, sections=lst.sections[::-1]), "Turned the sections round")


def _empty(of: Sharer) -> None:
    reading_lists.put_in_section(of.library, LIST, [of.paper(1), of.paper(2)], "")


SECTION_EDITS: dict[str, Callable[[Sharer], object]] = {
    "empty ones added": lambda of: _add(of, "Later", "Much later"),
    "one added above": _add_first,
    "emptied": _empty,
    "turned round": _turn_round,
    "renamed": lambda of: reading_lists.rename_section(of.library, LIST, "Soft", "Soft bark"),
    "an empty one renamed": lambda of: reading_lists.rename_section(of.library, LIST, "None", "Nothing"),
    "other capitals": lambda of: reading_lists.rename_section(of.library, LIST, "Soft", "SOFT"),
    "removed": lambda of: reading_lists.remove_section(of.library, LIST, "Soft"),
    "an empty one removed": lambda of: reading_lists.remove_section(of.library, LIST, "None"),
}


@pytest.mark.parametrize(
    ("form", "edit"),
    [*(("list", edit) for edit in SECTION_EDITS), ("obsidian", "one added above"), ("table", "renamed")],
)
def test_what_one_library_makes_of_the_sections_of_a_list_reaches_the_others(
    tmp_path: Path, form: str, edit: str
) -> None:
    ann, bob, cy = sharers(tmp_path, form)
    _add(ann, "Soft", "None")
    reading_lists.put_in_section(ann.library, LIST, [ann.paper(1), ann.paper(2)], "Soft")
    ann.export()
    bob.sync()
    cy.sync()
    SECTION_EDITS[edit](bob)
    wanted = bob.said()
    assert [each.sync() for each in (bob, ann, cy, bob, ann, cy)] == [True, *[False] * 5]
    assert [each.said() for each in (ann, bob, cy)] == [wanted] * 3


ODD_TAGS = (
    "two words", "A/B c", "#hash", "123", "🌳", "a, b", "a | b", "x·y", "-", '"q"', "[x]", "★", "two-words", "read"
)  # fmt: skip


@pytest.mark.parametrize(("form", "with_papers"), [(form, form == "table") for form in ("list", "table", "obsidian")])
def test_a_tag_that_a_form_cannot_say_is_read_by_the_record_in_the_file(
    tmp_path: Path, form: str, with_papers: bool
) -> None:
    ann, bob, cy = sharers(tmp_path, form, with_papers=with_papers)
    annotate.tag_papers(ann.library, [ann.paper(0)], add=ODD_TAGS)
    for at in (1, 2, 3):
        annotate.tag_papers(ann.library, [ann.paper(at)], add=ODD_TAGS[at - 1 :: 4])
    ann.export()
    bob.sync()
    cy.sync()
    assert [each.sync() for each in (ann, bob, cy)] == [False] * 3
    assert [each.said() for each in (bob, cy)] == [ann.said()] * 2


def test_a_paper_that_joins_a_known_vault_keeps_nobody_from_writing_it(tmp_path: Path) -> None:
    """Its file is met for the first time, the vault is not; what both say of the paper stays as it is there."""
    ann, bob, _ = sharers(tmp_path, "obsidian", with_papers=True)
    reading_lists.remove_from_list(ann.library, LIST, [ann.paper(3)])
    ann.export()
    bob.sync()
    annotate.set_note(bob.library, bob.paper(3), "Bob's own.")
    annotate.set_note(ann.library, ann.paper(3), "Ann's own.")
    reading_lists.add_to_list(ann.library, LIST, [ann.paper(3)])
    annotate.star_papers(bob.library, [bob.paper(0)], on=True)
    assert [ann.sync(), bob.sync(), ann.sync(), bob.sync()] == [True, True, False, False]
    assert ann.paper(0).starred
    assert (ann.paper(3).note, bob.paper(3).note) == ("Ann's own.", "Bob's own.")


def test_a_file_is_not_written_in_turn_by_one_who_knows_steps_and_one_who_knows_none(tmp_path: Path) -> None:
    """The parts of the first line of its comment stand in the order that they had."""
    ann, _, cy = sharers(tmp_path, "obsidian", with_papers=True)
    ann.export()
    reading_lists.remove_from_list(ann.library, LIST, [ann.paper(1)])
    ann.sync()
    cy.sync()
    touched = {change.subject for step in cy.library.history() for change in step.changes}
    assert IDS[1] not in touched
    assert [each.sync() for each in (cy, ann, cy)] == [False] * 3


def test_a_remark_that_was_typed_where_none_was_keeps_a_paper_on_the_list(tmp_path: Path) -> None:
    ann, _, _ = sharers(tmp_path, "list")
    ann.export()
    text, mark = ann.target.read_text(), f"<!-- reader:{IDS[1]} -->\n"
    remark = f"\n  <!-- reader-remark {IDS[1]} -->\n  Typed.\n\n  <!-- /reader-remark -->\n"
    ann.target.write_text(text.replace(mark, mark + remark))
    reading_lists.remove_from_list(ann.library, LIST, [ann.paper(1)])
    ann.sync()
    assert [entry.note for entry in ann.library.reading_list(LIST).entries] == ["", "Typed.", "", ""]


@pytest.mark.parametrize("form", ["list", "table", "obsidian"])
@pytest.mark.parametrize("before", ["", "An old remark."])
def test_a_remark_on_a_paper_that_another_took_off_the_list_keeps_it_there(
    tmp_path: Path, form: str, before: str
) -> None:
    ann, bob, cy = sharers(tmp_path, form)
    reading_lists.annotate_entry(ann.library, LIST, ann.paper(1), before)
    ann.export()
    bob.sync()
    cy.sync()
    reading_lists.annotate_entry(bob.library, LIST, bob.paper(1), "A new remark.")
    bob.sync()
    wanted = bob.said()
    reading_lists.remove_from_list(ann.library, LIST, [ann.paper(1)])
    reading_lists.remove_from_list(cy.library, LIST, [cy.paper(1)])
    assert [each.sync() for each in (ann, cy)] == [False, False]
    assert [each.said() for each in (ann, cy)] == [wanted, wanted]


def test_a_paper_that_one_removed_and_another_tagged_is_left_to_the_other(tmp_path: Path) -> None:
    """Neither is stuck: what the first says else goes out."""
    ann, bob, _ = sharers(tmp_path, "list")
    ann.export()
    bob.sync()
    annotate.tag_papers(bob.library, [bob.paper(2)], add=["bark"])
    bob.sync()
    remove_papers(ann.library, [ann.paper(2)])
    annotate.star_papers(ann.library, [ann.paper(0)], on=True)
    assert [ann.sync(), bob.sync(), ann.sync()] == [True, False, False]
    assert (bob.paper(0).starred, bob.paper(2).tags, len(bob.library.reading_list(LIST).entries)) == (
        True,
        ("bark",),
        4,
    )
    assert IDS[2] not in ann.library.papers


@pytest.mark.parametrize("form", FORMS)
def test_that_a_paper_is_left_to_others_is_said_once(tmp_path: Path, form: str) -> None:
    ann, bob, _ = sharers(tmp_path, form)
    ann.export()
    bob.sync()
    annotate.tag_papers(bob.library, [bob.paper(2)], add=["bark"])
    bob.sync()
    remove_papers(ann.library, [ann.paper(2)])
    told: list[list[str]] = []
    for on in (True, False):
        annotate.star_papers(ann.library, [ann.paper(0)], on=on)
        before = ann.files()
        told.append([line for line in ann.lines() if f"no paper in the library has the id '{IDS[2]}'" in line])
        assert ann.files() != before
        bob.sync()
        assert bob.paper(0).starred is on
    assert [len(lines) for lines in told] == [1, 0]


@crossed
@pytest.mark.parametrize("own", ["", "own-"])
@pytest.mark.parametrize("form", FORMS)
def test_what_was_said_of_a_paper_stays_where_one_who_never_saw_it_puts_the_paper_back(
    tmp_path: Path, form: str, own: str
) -> None:
    """Be it under an id of its own."""
    ann, bob, cy = sharers(tmp_path, form)
    if own:
        cy = Sharer(ann.target, form, "cy", [replace(paper, id=own + paper.id) for paper in trees()])
    ann.export()
    bob.sync()
    cy.sync()
    ann.sync()
    say_everything(ann)
    ann.sync()
    wanted = ann.said()
    bob.sync()
    remove_papers(bob.library, [bob.paper(1)])
    bob.sync()
    cy.sync()
    paper = cy.library.papers[own + IDS[1]]
    reading_lists.add_to_list(cy.library, LIST, [paper], position=2)
    cy.sync()
    ann.sync()
    assert ann.said() == wanted
    cy.sync()
    assert cy.library.papers[paper.id].note == "A note on Birch and its bark."
    annotate.star_papers(cy.library, [cy.library.papers[paper.id]], on=False)
    cy.sync()
    ann.sync()
    assert not ann.paper(1).starred


def test_no_more_than_the_latest_papers_are_told_that_were_put_back(tmp_path: Path) -> None:
    ann, *_ = sharers(tmp_path, "list")
    ann.export()
    facts = [replace(trees()[0], id=f"x{n:03}", title=f"Number {n}", arxiv_id="", url="") for n in range(230)]
    ann.library.add(facts, say=lambda _: "Added papers")
    many = [paper for id, paper in ann.library.papers.items() if id not in IDS]
    for move in (reading_lists.add_to_list, reading_lists.remove_from_list, reading_lists.add_to_list):
        move(ann.library, LIST, many)
        ann.sync()
    assert sorted(told_back(ann)) == sorted(paper.id for paper in many[30:])


def told_back(of: Sharer) -> list[str]:
    """The papers of which the record in a file says that they were put back."""
    record = OpenedExport(of.target.read_text()).record
    return [back.id for back in record.back] if record is not None else []


@pytest.mark.parametrize("wrapped", [" — Ash Author", "its bark](", "<!-- reader:"])
@pytest.mark.parametrize("form", ["list", "tasks"])
def test_a_line_that_a_formatter_wrapped_keeps_nobody_from_writing_what_another_knows_otherwise(
    tmp_path: Path, form: str, wrapped: str
) -> None:
    ann, *_ = sharers(tmp_path, form)
    papers = trees()
    bob = Sharer(ann.target, form, "bob", [replace(papers[0], venue="Elsewhere"), *papers[1:]])
    ann.export()
    bob.sync()
    before = ann.target.read_text()
    ann.target.write_text(before.replace(f" {wrapped.lstrip()}", f"\n  {wrapped.lstrip()}", 1))
    # A mark that begins a line is none to every renderer, so that the paper goes out anew.
    wanted = before if "<!--" in wrapped else ann.target.read_text()
    annotate.tag_papers(bob.library, [bob.paper(1)], add=["bark"])
    assert bob.sync()
    assert ann.target.read_text().split("\n")[2] == wanted.split("\n")[2]
    assert [ann.sync(), bob.sync()] == [False, False]
    assert ann.paper(1).tags == ("bark",)


@crossed
@pytest.mark.parametrize("device", ["ann", "bob"])
@pytest.mark.parametrize("form", FORMS)
def test_a_copy_of_a_library_with_what_that_remembers_of_a_file_takes_what_is_edited_since(
    tmp_path: Path, form: str, device: str
) -> None:
    """Its journal never comes over; on another machine the copy is another device."""
    ann, *_ = sharers(tmp_path, form)
    say_everything(ann)
    ann.export()
    ann.sync()
    log = Log(ann.log.papers)
    log.steps, log.told = [*ann.log.steps], {name: dict(told) for name, told in ann.log.told.items()}
    copy = Sharer(ann.target, form, device, log=log)
    for one, other in ((ann, copy), (copy, ann), (ann, copy)):
        reading_lists.move_to_place(one.library, LIST, [one.paper(2)], 1 if one.said()[2][0].paper != IDS[2] else 3)
        one.sync()
        other.sync()
        assert one.said() == other.said()
        annotate.star_papers(one.library, [one.paper(0)], on=not one.paper(0).starred)
        annotate.set_note(one.library, one.paper(1), "" if one.paper(1).note else "Another note.")
        wanted = one.said()
        one.sync()
        other.sync()
        assert one.said() == other.said() == wanted


@pytest.mark.parametrize(("form", "one_after_another"), [("list", True), ("obsidian", True), ("table", False)])
def test_everybody_says_the_same_in_the_end_whatever_each_does(
    tmp_path: Path, form: str, one_after_another: bool
) -> None:
    played = Play(tmp_path, form, random.Random(f"{form} 4"), one_after_another=one_after_another)
    assert played.faults(turns=6) == []


@pytest.mark.parametrize("form", ["list", "table"])
def test_an_edit_is_taken_with_one_look_at_the_lines_of_what_stands_there_and_of_what_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """It says the same as a second look would, with what is told of who wrote it."""
    ann, *_ = sharers(tmp_path, form)
    say_everything(ann)
    ann.export()
    ann.sync()
    ann.target.write_text(typed_in(ann.target.read_text(), "A note on Ash", "Another note on Ash"))
    read: list[str] = []

    def scanned(text: str, *rest: Any) -> File:
        read.append(text)
        return scan_parts(text, *rest)

    monkeypatch.setattr(opened_export, "scan_parts", scanned)
    ann.sync()
    assert ann.paper(0).note.startswith("Another note")
    assert len(read) == 2
    edited = OpenedExport(ann.target.read_text())
    assert edited.file.lines
    again = edited.with_text(edited.text.replace('{"a":0}', '{"a":1}'))
    assert again.file == OpenedExport(again.text).file
    assert len(read) == 4

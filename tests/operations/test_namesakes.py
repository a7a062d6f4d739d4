"""A file belongs to the list that it was written from, not to whichever bears its name today."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.library.library import Library
from reader.operations import annotate, reading_lists, roundtrip
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from tests.support.cli import Copies, Reader
from tests.support.folders import Machines, named, numbered
from tests.support.grids import beside, crossed
from tests.support.typing_in import typed_in

PAPERS = {
    "2401.00001": "Rushes along the northern bank",
    "2401.00002": "Sedge roots under running water",
    "2401.00003": "Turf walls without any mortar",
    "2401.00004": "Umber stains from the peat",
}
IDS = list(PAPERS)
FORMS: dict[str, tuple[str, ...]] = {
    "list": (),
    "tasks": ("--style", "tasks"),
    "table": ("--style", "table"),
    "vault": ("--format", "obsidian"),
}


def made(reader: Reader) -> None:
    reader.take(PAPERS)
    reader("list", "add", "Week", *IDS[:3])
    reader("list", "section", "add", "Week", "Monday")
    reader("list", "section", "put", "Week", "Monday", IDS[2])
    reader("list", "annotate", "Week", IDS[0], "for the seminar, not the talk")
    reader("list", "describe", "Week", "what is read and what is not")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """A list with a section, a remark and a description."""
    return copy_of(made)


def renamed(shelf: Reader) -> None:
    shelf("list", "rename", "Week", "Week 47")
    shelf("list", "add", "Week", IDS[3])


def deleted(shelf: Reader) -> None:
    shelf("list", "delete", "Week")
    shelf("list", "add", "Week", IDS[3])


def swapped(shelf: Reader) -> None:
    shelf("list", "add", "Other", IDS[3])
    shelf("list", "rename", "Other", "Other 2")
    shelf("list", "rename", "Week", "Other")
    shelf("list", "rename", "Other 2", "Week")


def smart(shelf: Reader) -> None:
    shelf("list", "rename", "Week", "Week 47")
    shelf("list", "new", "Week", "--query", "is:unread")


FATES: dict[str, tuple[Callable[[Reader], None], str]] = {
    "renamed": (renamed, "is called 'Week 47' now"),
    "deleted": (deleted, "was deleted"),
    "swapped": (swapped, "is called 'Other' now"),
    "smart": (smart, "is called 'Week 47' now"),
}


def exported(shelf: Reader, tmp_path: Path, form: str, name: str = "Week") -> tuple[Path, Path]:
    """What is synced, and the file in it that lists the papers."""
    path = tmp_path / ("vault" if form == "vault" else "week.md")
    shelf("export", "--list", name, *FORMS[form], "-o", str(path))
    return path, path / f"{name}.md" if path.is_dir() else path


def place(text: str, id: str) -> str:
    """The lines of a paper's place."""
    found = re.search(rf"^[|-].*<!-- reader:{re.escape(id)} -->.*\n(?:  \S.*\n)*", text, re.MULTILINE)
    assert found
    return found[0]


def moved(text: str) -> str:
    one, two = place(text, IDS[0]), place(text, IDS[1])
    return text.replace(two, "").replace(one, two + one)


def taken_out(text: str) -> str:
    return text.replace(place(text, IDS[1]), "")


def section_renamed(text: str) -> str:
    return text.replace("## Monday", "## Tuesday")


def described(text: str) -> str:
    return text.replace("what is read and what is not", "what is not read and what is")


def remarked(text: str) -> str:
    return text.replace("for the seminar, not the talk", "for the talk, not the seminar")


EDITS = [moved, taken_out, section_renamed, described, remarked]


def lists_of(shelf: Reader) -> list[Any]:
    """All lists whole."""
    names = [lst["name"] for lst in shelf("list", "--json").json]
    return [shelf("list", "show", name, "--json").json for name in names]


def contents(path: Path) -> dict[str, str]:
    """What a file, or each file of a folder, holds."""
    return {file.name: file.read_text() for file in ([path] if path.is_file() else sorted(path.iterdir()))}


@beside(form=FORMS, fate=FATES, edit=EDITS)
def test_no_edit_of_a_file_enters_a_list_that_only_bears_the_name(
    shelf: Reader, tmp_path: Path, form: str, fate: str, edit: Callable[[str], str]
) -> None:
    """It is named, and neither a sync nor an export writes over it."""
    path, file = exported(shelf, tmp_path, form)
    before = file.read_text()
    file.write_text(edit(before))
    assert file.read_text() != before
    go, told = FATES[fate]
    go(shelf)
    lists, text = lists_of(shelf), contents(path)
    for command in ("import", "sync"):
        answer = shelf(command, str(path))
        said = answer.out + answer.err
        assert f"the list 'Week' that the file was written from {told}, and the 'Week' of today is another list" in said
        assert (lists_of(shelf), contents(path)) == (lists, text)
    refused = shelf("export", "--list", "Week", *FORMS[form], "-o", str(path), check=False)
    assert (refused.status, contents(path)) == (1, text)
    assert told in refused.err
    assert "and the 'Week' of today is another list" in refused.err


@crossed
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fate", ["renamed", "deleted", "swapped"])
def test_what_is_said_of_papers_in_such_a_file_is_taken(shelf: Reader, tmp_path: Path, form: str, fate: str) -> None:
    path, file = exported(shelf, tmp_path, form)
    file = file if form != "vault" else next(each for each in path.iterdir() if IDS[0] in each.name)
    file.write_text(typed_in(file.read_text(), "unread", "reading"))
    FATES[fate][0](shelf)
    lists = [[paper["id"] for paper in lst["papers"]] for lst in lists_of(shelf)]
    shelf("sync", str(path))
    assert shelf("show", IDS[0], "--json").json["status"] == "reading"
    assert [[paper["id"] for paper in lst["papers"]] for lst in lists_of(shelf)] == lists


@crossed
@pytest.mark.parametrize("form", ["list", "tasks", "table"])
@pytest.mark.parametrize("fate", ["renamed", "swapped", "smart"])
def test_the_renamed_list_is_written_into_its_own_file_and_the_namesake_is_not(
    shelf: Reader, tmp_path: Path, form: str, fate: str
) -> None:
    path, _ = exported(shelf, tmp_path, form)
    go, told = FATES[fate]
    go(shelf)
    text = path.read_text()
    refused = shelf("export", "--list", "Week", *FORMS[form], "-o", str(path), check=False)
    assert (refused.status, path.read_text()) == (1, text)
    assert told in refused.err
    now = "Other" if fate == "swapped" else "Week 47"
    shelf("export", "--list", now, *FORMS[form], "-o", str(path))
    assert path.read_text() == text.replace("# Week\n", f"# {now}\n").split("<!-- reader-base")[0] + (
        "<!-- reader-base" + path.read_text().split("<!-- reader-base")[1]
    )
    assert "was up to date" in shelf("sync", str(path)).out


@crossed
@pytest.mark.parametrize("form", ["list", "tasks", "table"])
@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit is not section_renamed])
def test_an_export_of_the_renamed_list_names_what_was_edited_in_its_file(
    shelf: Reader, tmp_path: Path, form: str, edit: Callable[[str], str]
) -> None:
    """A heading of a section stays in the file, as one of a person's own does."""
    path, _ = exported(shelf, tmp_path, form)
    path.write_text(edit(path.read_text()))
    renamed(shelf)
    text = path.read_text()
    refused = shelf("export", "--list", "Week 47", *FORMS[form], "-o", str(path), check=False)
    assert (refused.status, path.read_text()) == (1, text)
    assert "which was not taken: the list 'Week' that the file was written from is called 'Week 47' now" in refused.err


@pytest.mark.parametrize("form", FORMS)
def test_a_list_made_anew_takes_over_an_unedited_file_of_one_that_was_deleted(
    shelf: Reader, tmp_path: Path, form: str
) -> None:
    """Though it has the same papers as that had."""
    path, file = exported(shelf, tmp_path, form)
    shelf("list", "delete", "Week")
    made(shelf)
    assert "was left as it is" in shelf("sync", str(path)).out
    shelf("export", "--list", "Week", *FORMS[form], "-o", str(path))
    file.write_text(moved(file.read_text()))
    assert "order changed" in shelf("sync", str(path)).out
    assert [paper["id"] for paper in lists_of(shelf)[0]["papers"]] == [IDS[1], IDS[0], IDS[2]]


def back_again(shelf: Reader) -> None:
    renamed(shelf)
    shelf("list", "delete", "Week")
    shelf("list", "rename", "Week 47", "Week")


def undone(shelf: Reader) -> None:
    shelf("list", "rename", "Week", "Week 47")
    shelf("undo")


def deleted_and_undone(shelf: Reader) -> None:
    shelf("list", "delete", "Week")
    shelf("undo")
    shelf("redo")
    shelf("undo")


@crossed
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fate", [back_again, undone, deleted_and_undone])
def test_a_list_that_has_its_name_again_takes_the_edits_of_its_file(
    shelf: Reader, tmp_path: Path, form: str, fate: Callable[[Reader], None]
) -> None:
    path, file = exported(shelf, tmp_path, form)
    file.write_text(moved(file.read_text()))
    fate(shelf)
    assert "order changed" in shelf("sync", str(path)).out
    assert [paper["id"] for paper in lists_of(shelf)[0]["papers"]] == [IDS[1], IDS[0], IDS[2]]


@crossed
@pytest.mark.parametrize("form", ["list", "tasks", "table"])
@pytest.mark.parametrize("group", [(), ("--group", "status")])
def test_the_file_of_a_smart_or_grouped_list_is_not_filled_by_a_namesake(
    shelf: Reader, tmp_path: Path, form: str, group: tuple[str, ...]
) -> None:
    if not group:
        shelf("list", "rename", "Week", "Plain")
        shelf("list", "new", "Week", "--query", "list:Plain")
    path = tmp_path / "week.md"
    shelf("export", "--list", "Week", *FORMS[form], *group, "-o", str(path))
    text = path.read_text()
    renamed(shelf)
    said = shelf("sync", str(path)).out
    assert "is called 'Week 47' now, and the 'Week' of today is another list" in said
    assert path.read_text() == text


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_names_no_steps_belongs_to_the_list_of_its_name(shelf: Reader, tmp_path: Path, form: str) -> None:
    """As those of earlier versions, which nobody can tell more of where this library never met the file."""
    path, file = exported(shelf, tmp_path, form)
    shutil.rmtree(shelf.folder / "exports")
    text = file.read_text()
    line = next(each for each in text.split("\n") if each.startswith('{"name"'))
    head = {key: value for key, value in json.loads(line).items() if key not in ("by", "own")}
    file.write_text(moved(text.replace(line, json.dumps(head))))
    shelf("list", "rename", "Week", "Week 47")
    shelf("list", "rename", "Week 47", "Else")
    shelf("list", "add", "Week", *IDS[:3])
    assert "another list" not in shelf("import", str(path)).out


@crossed
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("group", [(), ("--group", "status")])
def test_a_list_whose_name_has_other_capitals_is_the_list_of_its_file(
    shelf: Reader, tmp_path: Path, form: str, group: tuple[str, ...]
) -> None:
    path = tmp_path / "week"
    shelf("export", "--list", "Week", *FORMS[form], *group, "-o", str(path))
    shelf("list", "rename", "Week", "WEEK")
    shelf("star", IDS[0])
    assert "★ set" in shelf("sync", str(path)).out
    text = contents(path)
    starred = "starred: true" if form == "vault" else "★"
    assert any(starred in each for each in text.values())
    shelf("list", "add", "Other", IDS[0])
    if form != "vault":
        refused = shelf("export", "--list", "Other", *FORMS[form], "-o", str(path), check=False)
        assert (refused.status, "export of the list 'WEEK'" in refused.err) == (1, True)
        assert contents(path) == text


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """Two devices, each with a copy of one library."""
    found = Machines(tmp_path)
    found.library("one", "here").add(numbered(3), say=lambda plan: "Imported")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    return found


def bring(machines: Machines, source: str, target: str) -> None:
    """Carry the journals of one copy to the other, as a program that syncs folders does."""
    for journal in (machines.root / source / "journal").glob("*.jsonl"):
        if not (place := machines.root / target / "journal" / journal.name).exists():
            shutil.copy(journal, place)


def write_edited(library: Library, path: Path) -> None:
    """Export the list to a file, and put two papers of it there in the other order."""
    lst = library.reading_list("Week")
    export(library, path.parent / "one", Wish(), library.held(lst.papers), lst=lst, path=path)
    text = path.read_text()
    ids = lst.papers
    one, two = place(text, ids[0]), place(text, ids[1])
    path.write_text(text.replace(two, "").replace(one, two + one))


def test_a_list_that_another_device_renamed_before_it_knew_of_the_file_is_followed(
    machines: Machines, tmp_path: Path
) -> None:
    here = machines.library("one", "here")
    reading_lists.add_to_list(here, "Week", list(here.papers.values()))
    shutil.copy(next((tmp_path / "one" / "journal").glob("here*")), tmp_path / "two" / "journal")
    there = machines.library("two", "there")
    reading_lists.rename_list(there, "Week", "Week 47")
    reading_lists.add_to_list(there, "Week", [there.papers[named(0)]])
    for _ in range(5):
        annotate.star_papers(here, [here.papers[named(0)]], on=not here.papers[named(0)].starred)
    path = tmp_path / "week.md"
    write_edited(here, path)
    text = path.read_text()
    bring(machines, "two", "one")
    here = machines.library("one", "here")
    assert set(here.lists) == {"Week", "Week 47"}
    before = dict(here.lists)
    back = roundtrip.sync(here, tmp_path / "one", path, PaperFinder(here))
    assert "is called 'Week 47' now" in back.written
    assert (dict(here.lists), path.read_text()) == (before, text)


def test_a_list_of_the_same_name_that_came_and_went_elsewhere_before_is_nothing_to_the_file(
    machines: Machines, tmp_path: Path
) -> None:
    here, there = machines.library("one", "here"), machines.library("two", "there")
    reading_lists.add_to_list(there, "Week", [there.papers[named(0)]])
    reading_lists.delete_list(there, "Week")
    for _ in range(5):
        annotate.star_papers(here, [here.papers[named(0)]], on=not here.papers[named(0)].starred)
    reading_lists.add_to_list(here, "Week", list(here.papers.values()))
    path = tmp_path / "week.md"
    write_edited(here, path)
    bring(machines, "two", "one")
    here = machines.library("one", "here")
    back = roundtrip.sync(here, tmp_path / "one", path, PaperFinder(here))
    assert "another list" not in " ".join(back.lines)
    assert here.reading_list("Week").papers == (named(1), named(0), named(2))

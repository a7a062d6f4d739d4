"""The contents of two journals exchanged: what is said next is this machine's, and no word is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.errors import ReadOnly
from reader.library import change as edits
from reader.library.library import Library
from tests.support.folders import Machines, give_tags, named, numbered, seed


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library of two machines, the content of whose journals somebody exchanged."""
    machines = Machines(tmp_path)
    seed(machines.library())
    give_tags(machines.library(device="there"), 2)
    give_tags(machines.library(), 3, "u")
    own, other = machines.path("journal", "herexxxxxx.jsonl"), machines.path("journal", "therexxxxx.jsonl")
    before = own.read_bytes()
    own.write_bytes(other.read_bytes())
    other.write_bytes(before)
    return machines


def star(library: Library, n: int) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], True), f"Starred {n}")


def looked(machines: Machines) -> Library:
    """The library as a process of this machine saw it that has ended."""
    folder = machines.folder()
    library = Library(folder)
    folder.close()
    return library


def test_an_edit_counts_as_this_machines_own(machines: Machines) -> None:
    """It stands under a first line of its own, so that it can be undone here and is not missed."""
    library = machines.library()
    star(library, 0)
    star(library, 1)
    again = machines.library()
    assert (again.warnings, library.warnings) == ((), ())
    assert [step.device for step in again.history()[:2]] == ["herexxxxxx", "herexxxxxx"]
    assert [paper.starred for paper in again.papers.values()] == [True, True, False]
    assert machines.library(device="there").warnings == ()
    assert machines.path("journal", "herexxxxxx.jsonl").read_bytes().count(b"herexxxxxx") == 1


def test_the_doctor_names_both_files(machines: Machines) -> None:
    """Until each machine has written again."""
    found = machines.check()
    assert [(one.kind, one.serious) for one in found] == [("header", False)] * 2
    assert "read as those of the machine 'therexxxxx'" in found[0].message
    star(machines.library(), 0)
    (left,) = machines.check()
    assert left.where == "journal/therexxxxx.jsonl"
    star(machines.library(device="there"), 1)
    assert machines.check() == []


def test_a_repair_leads_out_where_an_edit_came_under_the_name_of_the_other(machines: Machines) -> None:
    """As versions of before wrote it."""
    star(machines.library(), 0)
    own = machines.path("journal", "herexxxxxx.jsonl")
    own.write_bytes(b"".join(line for line in own.read_bytes().splitlines(keepends=True) if b"herexxxxxx" not in line))
    with pytest.raises(ReadOnly, match="1 step of this machine"):
        star(machines.library(), 1)
    machines.repair()
    library = machines.library()
    star(library, 1)
    again = machines.library()
    assert (again.warnings, [paper.starred for paper in again.papers.values()]) == ((), [True, True, False])


@pytest.mark.parametrize("more", [0, 1], ids=["of the same papers", "with one more"])
@pytest.mark.parametrize("is_open", [False, True])
def test_the_catalogue_of_another_library_leaves_no_loss_behind(tmp_path: Path, more: int, *, is_open: bool) -> None:
    """What this machine said in the other one stands in that catalogue, too, and is no step of this one."""
    machines = Machines(tmp_path)
    seed(machines.library("other"), 3 + more)
    seed(machines.library())
    window = machines.library()
    star(window, 0)
    ours, theirs = machines.path("catalogue.json"), tmp_path / "other" / "catalogue.json"
    before = ours.read_bytes()
    ours.write_bytes(theirs.read_bytes())
    looked(machines)
    if is_open:
        window.refresh()
    ours.write_bytes(before)
    again = window if is_open else machines.library()
    again.refresh()
    star(again, 1)
    assert machines.library().warnings == ()
    assert machines.check() == []
    assert [paper.starred for paper in machines.library().papers.values()] == [True, True, False]


def test_the_journal_of_another_library_in_the_place_of_a_second_machines_leaves_no_loss_behind(
    tmp_path: Path,
) -> None:
    """The first one had written in both: what it said there is not missed here. What it says meanwhile is."""
    machines = Machines(tmp_path)
    give = machines.library("other")
    seed(give)
    give_tags(give, 2)
    seed(machines.library())
    star(machines.library(device="there"), 0)
    other = machines.path("journal", "therexxxxx.jsonl")
    assert looked(machines).warnings == ()
    before = other.read_bytes()
    other.write_bytes((tmp_path / "other" / "journal" / "herexxxxxx.jsonl").read_bytes())
    (warning,) = looked(machines).warnings
    assert "1 step of the machine 'therexxxxx'" in warning
    star(machines.library(), 1)
    star(machines.library(), 2)
    other.write_bytes(before)
    library = machines.library()
    assert library.warnings == ()
    assert all(paper.starred for paper in library.papers.values())
    own = machines.path("journal", "herexxxxxx.jsonl")
    own.write_bytes(own.read_bytes()[: own.read_bytes().rstrip(b"\n").rindex(b"\n") + 1])
    assert "1 step of this machine" in " ".join(machines.library().warnings)


@pytest.mark.parametrize("is_open", [False, True])
def test_what_a_copy_of_the_catalogue_brought_is_missed_before_its_journal_comes(
    tmp_path: Path, *, is_open: bool
) -> None:
    """The line of its import stands in no journal here; a copy that a sync tool left is of this library all the same,
    and no other catalogue stands in the place of its own."""
    machines = Machines(tmp_path)
    seed(machines.library())
    window = machines.library()
    shutil.copytree(machines.path(), tmp_path / "there-too")
    machines.library("there-too", "there").add(numbered(1, start=5), say=lambda plan: "Imported one more")
    copy = machines.path("catalogue.sync-conflict-there.json")
    shutil.copyfile(tmp_path / "there-too" / "catalogue.json", copy)
    for seen in (window, looked(machines)):
        seen.refresh()
        assert len(seen.papers) == 4
    copy.write_bytes(b"")
    told = " ".join(window.refresh().warnings if is_open else machines.library().warnings)
    assert "1 paper of the catalogue" in told
    assert "1 step of the machine 'therexxxxx'" in told

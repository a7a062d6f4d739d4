"""This machine's id is not lost with the file that has it, so that its words stay its own and their loss a loss."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import paths
from reader.errors import ReadOnly
from reader.library import change as edits
from reader.library.library import Library
from reader.store import device, doctor, open_library
from reader.store.folder import Folder
from tests.support.cli import Reader
from tests.support.folders import Machines, found_in, named, seed

Spoil = Callable[[Path], object]


def folder_there(file: Path) -> None:
    file.unlink()
    file.mkdir()


def link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


SPOILT: dict[str, Spoil] = {
    "gone": os.remove,
    "NULs": lambda file: file.write_bytes(bytes(11)),
    "another text": lambda file: file.write_text("hello there!"),
    "a folder": folder_there,
    "in circles": link_to_itself,
}


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library with two steps of this machine."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    library.apply(edits.tag(library.papers[named(0)], add=("kept",)), "Tagged")
    return machines


def found_by(machines: Machines) -> Folder:
    """The library, opened by a program that finds the state folder as it is."""
    aside = machines.root / "here"
    return open_library(machines.path(), state_dir=aside / "state", data_dir=aside / "data", clock=machines.tick)


def checked(machines: Machines) -> list[doctor.Finding]:
    """What the doctor finds who finds it so."""
    aside = machines.root / "here"
    return found_in(machines.path(), state_dir=aside / "state", data_dir=aside / "data")


@pytest.mark.parametrize("how", SPOILT)
def test_the_words_of_a_machine_whose_id_is_lost_stay_its_own(machines: Machines, how: str) -> None:
    """One can undo them, goes on in the same journal, and where they are gone nothing is written."""
    file = machines.root / "here" / "state" / "device"
    SPOILT[how](file)
    library = Library(found_by(machines))
    assert library.undo().say == "Undid: Tagged"
    library.apply(edits.star(library.papers[named(1)], True), "Starred")
    machines.journal().write_bytes(b"")
    library = Library(found_by(machines))
    assert "3 steps of this machine" in library.read_only
    with pytest.raises(ReadOnly):
        library.apply(edits.star(library.papers[named(2)], True), "Starred")
    assert [one.kind for one in checked(machines) if one.serious][:1] == ["missing"]


@pytest.mark.parametrize("how", ["a folder", "in circles"])
def test_an_id_that_cannot_be_read_is_told_by_every_opening_and_the_doctor(machines: Machines, how: str) -> None:
    file = machines.root / "here" / "state" / "device"
    SPOILT[how](file)
    (warning,) = Library(found_by(machines)).warnings
    assert warning.startswith(f"This machine's id in '{file}' cannot be read: ")
    assert warning.endswith("Meanwhile it is known by what this machine remembers of libraries.")
    (finding,) = checked(machines)
    assert (finding.kind, finding.message, finding.serious) == ("device", warning, False)
    machines.forget()
    (warning,) = Library(found_by(machines)).warnings
    assert warning.endswith("Until it can, what this machine wrote before counts as another machine's.")
    assert [one.serious for one in checked(machines) if one.kind == "device"] == [True]


def test_a_home_that_was_copied_to_another_machine_gives_that_no_id(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two machines with one id would write into one journal."""
    state = machines.root / "here" / "state"
    (state / "device").unlink()
    monkeypatch.setattr(device, "machine_mark", lambda: "elsewhere0")
    assert device.device_id(str(state)) != "herexxxxxx"


def test_another_id_in_the_place_of_the_former_is_told_once(machines: Machines) -> None:
    state = machines.root / "here" / "state"
    (state / "device").write_text("otherxxxxx\n")
    (finding,) = checked(machines)
    opened = found_by(machines)
    (warning,) = Library(opened).warnings
    assert warning.startswith("This machine wrote here as 'herexxxxxx' before and is 'otherxxxxx' now: ")
    assert warning.endswith("write 'herexxxxxx' into the file 'device' of the state folder again.")
    assert (finding.kind, finding.message, finding.serious) == ("device", warning, True)
    opened.close()
    assert Library(found_by(machines)).warnings == ()


def test_a_library_that_the_doctor_alone_looks_at_is_remembered(reader: Reader) -> None:
    """Nothing is written in it, and what it loses after that is told."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Heaps", "arxiv_id": "2401.00001"}\n')
    reader("tag", "2401.00001", "--add", "kept")
    shutil.rmtree(paths.state_dir() / "memory")
    before = sorted(reader.folder.rglob("*"))
    reader("doctor")
    assert sorted(reader.folder.rglob("*")) == before
    (journal,) = (reader.folder / "journal").iterdir()
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    answer = reader("doctor", check=False)
    assert (answer.status, "1 step of this machine that was here" in answer.out) == (1, True)


def back_up(machines: Machines) -> None:
    """A session that edits and ends."""
    opened = found_by(machines)
    library = Library(opened)
    library.apply(edits.star(library.papers[named(1)], True), "Starred")
    opened.close(long=True)


def test_a_state_folder_that_is_gone_is_told_with_what_a_backup_holds(machines: Machines) -> None:
    """The machine has lost its id and all that it remembered, and perhaps words as well: once, and by the doctor."""
    back_up(machines)
    state = machines.root / "here" / "state"
    shutil.rmtree(state)
    machines.journal().write_bytes(b"".join(machines.journal().read_bytes().splitlines(keepends=True)[:-2]))
    (finding,) = (one for one in checked(machines) if one.kind == "memory")
    assert finding.serious
    opened = found_by(machines)
    (warning,) = Library(opened).warnings
    gone, lost = warning.split(". ")
    assert gone.endswith("is gone, and so is its id: what it wrote here before counts as another machine's")
    assert lost.endswith("that are not here: `reader backup restore 2026-09-21-141328` puts them back.")
    assert "holds 2 steps" in lost
    opened.close()
    assert Library(found_by(machines)).warnings == ()


def test_a_memory_that_is_gone_is_told_where_a_backup_holds_what_is_not_here(machines: Machines) -> None:
    """One that holds nothing more is no reason to say anything."""
    back_up(machines)
    machines.forget()
    assert Library(found_by(machines)).warnings == ()
    machines.forget()
    lines = machines.journal().read_bytes().splitlines(keepends=True)
    machines.journal().write_bytes(b"".join(lines[:-1]))
    (warning,) = Library(found_by(machines)).warnings
    assert warning == (
        "What this machine remembered of this library is gone. The backup '2026-09-21-141328' holds 1 step that is not "
        "here: `reader backup restore 2026-09-21-141328` puts it back."
    )

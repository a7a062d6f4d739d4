"""Whatever stands where this machine remembers libraries, each opens with all of its words and takes an edit."""

from __future__ import annotations

import errno
import os
import random
from pathlib import Path

import pytest

from reader.errors import ReadOnly
from reader.library import change as edits
from reader.library.library import Library
from reader.paper import Status
from reader.store import disk, open_library
from reader.store.folder import Folder
from reader.store.lines import unsealed
from reader.store.memory import Memory
from reader.store.paper_ids import PaperIds
from tests.support.folders import Machines, found_in, named, numbered, seed
from tests.support.laws import often
from tests.unprivileged import permissions_count


def spoil(draw: random.Random, path: Path) -> None:
    """Let something else stand in the place of a file."""
    true = path.read_bytes()
    kind = draw.choice(("cut", "cut", "flipped", "flipped", "bytes", "deep", "folder", "loop", "huge", "pipe", "none"))
    path.unlink()
    match kind:
        case "cut":
            path.write_bytes(true[: draw.randrange(len(true) + 1)])
        case "flipped":
            at, bit = draw.randrange(len(true)), 1 << draw.randrange(8)
            path.write_bytes(true[:at] + bytes([true[at] ^ bit]) + true[at + 1 :])
        case "bytes":
            path.write_bytes(draw.randbytes(draw.randrange(2_000)))
        case "deep":
            path.write_bytes(b"[" * 100_000)
        case "folder":
            path.mkdir()
            (path / "inside").write_bytes(true)
        case "loop":
            path.symlink_to(path)
        case "huge":
            with path.open("wb") as file:
                file.truncate(1 << 34)
        case "pipe":
            os.mkfifo(path)


def opened_on(machines: Machines) -> Folder:
    """The library, opened by a program that finds the state folder as it is."""
    aside = machines.root / "here"
    return open_library(machines.path(), state_dir=aside / "state", data_dir=aside / "data", clock=machines.tick)


def opens(root: Path, number: int) -> None:
    """A library of two devices opens over spoiled memory, tells what it holds and takes an edit."""
    draw, machines = random.Random(number), Machines(root / f"{number}")
    library, other = machines.library(), machines.library(device="there")
    seed(library)
    library.apply(edits.tag(library.papers[named(0)], add=("kept",)), "Tagged")
    other.refresh()
    other.apply(edits.status(other.papers[named(1)], Status.READ), "Read")
    library.refresh()
    files = sorted(path for path in (machines.root / "here" / "state").rglob("*") if path.is_file())
    assert len(files) > 1
    for path in files:
        if draw.random() < 0.7:
            spoil(draw, path)
    again = opened_on(machines)
    found = Library(again)
    assert (again.read_only, found.papers[named(0)].tags, found.papers[named(1)].status) == ("", ("kept",), Status.READ)
    found.apply(edits.star(found.papers[named(2)], True), "Starred")
    again.close()
    assert Library(opened_on(machines)).papers[named(2)].starred


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_a_library_opens_whatever_is_remembered_of_it(part: int, tmp_path: Path) -> None:
    for number in range(part * 15, part * 15 + often(7, 15)):
        opens(tmp_path, number)


def test_what_is_remembered_and_cannot_be_read_is_said_and_edits_go_on(tmp_path: Path) -> None:
    """Until it can, or is gone."""
    machines = Machines(tmp_path)
    seed(machines.library())
    (file,) = (tmp_path / "here" / "state" / "memory").glob("*.json")
    file.unlink()
    file.mkdir()
    library = machines.library()
    (warning,) = library.warnings
    assert warning.startswith("What this machine remembers of the library, in '")
    assert "cannot be read (it is no plain file)" in warning
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    assert [found.kind for found in machines.check()] == ["memory"]
    file.rmdir()
    assert machines.library().warnings == ()
    assert machines.check() == []


def test_a_file_in_the_place_of_a_folder_of_the_state_is_said_and_edits_go_on(tmp_path: Path) -> None:
    """What is remembered went with it, so nothing else would say that losses are not noticed any more."""
    machines = Machines(tmp_path)
    seed(machines.library())
    folder, aside = tmp_path / "here" / "state" / "memory", tmp_path / "aside"
    folder.rename(aside)
    folder.write_text("")
    library = machines.library()
    (warning,) = library.warnings
    assert f"cannot be kept ('{folder}' is no folder)" in warning
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    assert [found.kind for found in machines.check()] == ["memory"]
    folder.unlink()
    aside.rename(folder)
    assert machines.library().warnings == ()
    aside.write_text("")
    assert f"'{aside}' is no folder" in Memory(str(aside), str(tmp_path)).trouble


def test_a_file_in_the_place_of_a_folder_above_the_state_is_said(tmp_path: Path) -> None:
    """Once a command or window; edits go on, and the doctor ends with 1."""
    place, state = tmp_path / "local", tmp_path / "local" / "share" / "state"
    place.write_text("")
    opened = open_library(tmp_path / "library", state_dir=state, data_dir=tmp_path / "data")
    library = Library(opened)
    (warning,) = library.warnings
    assert f"cannot be kept ('{place}' is no folder): what gets lost is not noticed" in warning
    seed(library)
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    assert (opened.close(), library.warnings) == ((), (warning,))
    (found,) = found_in(tmp_path / "library", state_dir=state, data_dir=tmp_path / "data")
    assert (found.kind, found.serious, found.message) == ("memory", True, warning)


def test_a_memory_that_is_a_link_to_what_is_not_there_is_said_by_the_doctor(tmp_path: Path) -> None:
    machines = Machines(tmp_path)
    seed(machines.library())
    (file,) = (tmp_path / "here" / "state" / "memory").glob("*.json")
    file.unlink()
    file.symlink_to(tmp_path / "nowhere" / "memory.json")
    (found,) = machines.check()
    assert (found.kind, found.serious) == ("memory", True)
    assert "cannot be kept (it is a link to what is not there)" in found.message
    assert found.message in machines.library().warnings
    (tmp_path / "nowhere").mkdir()
    assert machines.library().warnings == ()
    assert machines.check() == []


@pytest.mark.skipif(not permissions_count(), reason="root may write everywhere")
@pytest.mark.parametrize("new", [False, True])
def test_a_state_folder_that_may_not_be_written_is_said_and_what_it_last_held_counts(tmp_path: Path, new: bool) -> None:
    """Whether it is the memory of the library that may not be written, or that none may be made."""
    machines = Machines(tmp_path)
    seed(machines.library())
    machines.library().apply(edits.tag(machines.library().papers[named(0)], add=("kept",)), "Tagged")
    folder = tmp_path / "here" / "state" / "memory"
    (file,) = folder.glob("*.json")
    machines.path().rename(tmp_path / "second") if new else None
    folder.chmod(0o500)
    file.chmod(0o400)
    library = machines.library("second" if new else "library")
    folder.chmod(0o700)
    (warning,) = library.warnings
    assert f"cannot be kept ('{folder if new else file}' may not be written)" in warning
    journal = tmp_path / ("second" if new else "library") / "journal" / "herexxxxxx.jsonl"
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[0])
    library.refresh()
    with pytest.raises(ReadOnly, match="1 step of this machine"):
        library.apply(edits.star(library.papers[named(0)], True), "Starred")


def test_what_cannot_be_remembered_when_it_is_tried_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that is full."""
    machines = Machines(tmp_path)
    seed(machines.library())

    def full(path: str, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "scribble", full)
    folder = machines.folder()
    library = Library(folder)
    assert library.warnings == ()
    (warning,) = [
        said
        for n in range(2)
        for change in [edits.star(library.papers[named(n)], True)]
        for said in (*library.apply(change, "Starred").warnings, *library.refresh().warnings)
    ]
    assert "cannot be kept (the disk is full)" in warning
    assert folder.close() == ()


def fill(monkeypatch: pytest.MonkeyPatch, folder: Path, room: int = 0) -> None:
    """Let no file below a folder grow: a write gets in what fits into the `room` of it, as on a disk that is full."""
    write, write_at, place = os.write, os.pwrite, os.path.realpath(folder)

    def fitting(fd: int, at: int, data: bytes) -> int:
        free = max(os.fstat(fd).st_size, room) - at
        if not os.path.realpath(f"/proc/self/fd/{fd}").startswith(place) or len(data) <= free:
            return len(data)
        if free <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return free

    def written(fd: int, data: bytes) -> int:
        return write(fd, bytes(data)[: fitting(fd, os.lseek(fd, 0, os.SEEK_CUR), data)])

    def written_at(fd: int, data: bytes, at: int) -> int:
        return write_at(fd, bytes(data)[: fitting(fd, at, data)], at)

    monkeypatch.setattr(os, "write", written)
    monkeypatch.setattr(os, "pwrite", written_at)


@pytest.mark.parametrize("room", [0, 40])
@pytest.mark.parametrize("state_was", ["new", "whole", "damaged"])
def test_on_a_full_disk_edits_are_answered_and_nothing_of_the_state_is_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, state_was: str
) -> None:
    """Neither is what stands there already spoilt by what does not fit any more; that no loss is noticed is told with
    every reading."""
    machines = Machines(tmp_path)
    state = tmp_path / "here" / "state"
    if state_was != "new":
        library = machines.library()
        seed(library, 1)
        library.keep_told("9a", "as it was")
    if state_was == "damaged":
        (file,) = (state / "memory").glob("*.json")
        file.write_bytes(file.read_bytes()[:9])
    before = {path: path.read_bytes() for path in state.rglob("*") if path.is_file()}
    with monkeypatch.context() as full:
        fill(full, state, room)
        folder = opened_on(machines)
        library = Library(folder)
        told = list(library.add(numbered(200, 1), say=lambda plan: "Imported").warnings)
        told += library.apply(edits.star(library.papers[named(1)], True), "Starred").warnings
        library.keep_told("9a", "as it is")
        library.keep_told("9b", "as it is " * 20)
        told += [*library.refresh().warnings, *folder.close()]
        assert [sentence for sentence in told if "cannot be kept (the disk is full)" in sentence] != []
        again = opened_on(machines)
        told = [*Library(again).warnings, *again.close()]
        assert [sentence for sentence in told if "cannot be kept (the disk is full)" in sentence] != []
    left = {path: path.read_bytes() for path in state.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert {path for path in left if path not in before} <= {path for path in left if left[path]}
    lists = [PaperIds.kept(str(path.parent), path.stem) for path in left if path.suffix == ".papers"]
    assert [ids for ids in lists if not ids.are_known] == []
    fresh = [path for path in left if path.suffix != ".papers" and left[path] != before.get(path)]
    assert [path for path in fresh if not whole(left[path])] == []
    assert set(library.told("9a").values()) <= {"as it is"}
    assert library.papers[named(1)].starred
    again = opened_on(machines)
    assert Library(again).papers[named(1)].starred
    again.close()
    assert machines.check() == []


def whole(data: bytes) -> bool:
    """Whether a file of the state is all that was written: the device's id, or a line that is sealed."""
    return len(data) == len("0123456789\n") or unsealed(data.partition(b"\n")[0])

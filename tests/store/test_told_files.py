"""What this library knows of exported files counts as this machine left it, and not as it was before."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from reader.library import change as edits
from reader.library.library import Library
from reader.store import disk
from reader.store.told_files import ToldFiles
from tests.support.folders import Machines, named, seed


@pytest.fixture
def kept(tmp_path: Path) -> ToldFiles:
    """What this device keeps, and another one beside it."""
    (tmp_path / "library" / "exports").mkdir(parents=True)
    (tmp_path / "library" / "exports" / "a.there").write_text("theirs", encoding="utf-8")
    return at(tmp_path)


def at(root: Path, device: str = "here") -> ToldFiles:
    """The same, looked at by one more process."""
    return ToldFiles(str(root / "library"), device, str(root / "state" / "memory" / "a.exports"))


def test_what_was_put_back_to_an_older_state_counts_as_not_there(kept: ToldFiles, tmp_path: Path) -> None:
    """Nor does what other devices keep, as it was put back with it; until it is written anew."""
    kept.keep("a", "first")
    held = (tmp_path / "library" / "exports" / "a.here").read_bytes()
    kept.keep("b", "other")
    kept.keep("a", "second")
    assert at(tmp_path).read("a") == {"here": "second", "there": "theirs"}
    (tmp_path / "library" / "exports" / "a.here").write_bytes(held)
    assert (at(tmp_path).read("a"), at(tmp_path).read("b")) == ({}, {"here": "other"})
    (tmp_path / "library" / "exports" / "a.here").unlink()
    assert at(tmp_path).read("a") == {}
    kept.keep("a", "third")
    assert at(tmp_path).read("a") == {"here": "third", "there": "theirs"}


@pytest.mark.parametrize("said", [b"", b"[]", b'{"reader":"exports"}\n', b"\\0" * 50])
def test_where_nothing_is_remembered_what_is_there_counts(kept: ToldFiles, tmp_path: Path, said: bytes) -> None:
    """Also of another device of this machine, whose id was another one then."""
    kept.keep("a", "first")
    assert at(tmp_path, "there").read("a") == {"here": "first", "there": "theirs"}
    (tmp_path / "state" / "memory" / "a.exports").write_bytes(said)
    (tmp_path / "library" / "exports" / "a.here").write_text("older", encoding="utf-8")
    assert at(tmp_path).read("a") == {"here": "older", "there": "theirs"}


def test_what_is_let_go_as_the_oldest_is_not_missed(kept: ToldFiles, tmp_path: Path) -> None:
    kept.keep("a", "first")
    os.utime(tmp_path / "library" / "exports" / "a.here", (1, 1))
    for n in range(60):
        kept.keep(f"b{n}", "other")
    assert at(tmp_path).read("a") == {"there": "theirs"}


def test_an_open_library_believes_no_older_record(tmp_path: Path) -> None:
    """As where its whole folder was put back, and its words came back from a backup."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    library.keep_told("a", "first")
    record = machines.path("exports", "a.herexxxxxx")
    held = record.read_bytes()
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    library.keep_told("a", "second")
    assert machines.library().told("a") == {"herexxxxxx": "second"}
    record.write_bytes(held)
    assert machines.library().told("a") == {}


@pytest.mark.parametrize("place", ["library", "state"])
def test_what_cannot_be_kept_of_an_exported_file_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """By a window at its next look, by a command at its end; whichever disk is full."""
    machines = Machines(tmp_path)
    seed(machines.library())

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(disk, {"library": "replace_unlocked", "state": "scribble"}[place], full)
    sentence = "could not be kept beside the library (the disk is full): the next sync of it takes nothing away."
    window = machines.library()
    for _ in range(2):
        window.keep_told("a", "first")
    assert [sentence in told for told in window.refresh().warnings].count(True) == 1
    assert not any(sentence in told for told in window.refresh().warnings)
    command = machines.folder()
    Library(command).keep_told("a", "second")
    assert [sentence in told for told in command.close()].count(True) == 1
    monkeypatch.undo()
    Library(machines.folder()).keep_told("a", "third")
    assert machines.library().told("a") == {"herexxxxxx": "third"}


@pytest.mark.parametrize("how", ["moved", "looked at", "elsewhere", "link", "back"])
def test_what_was_left_goes_with_the_library(tmp_path: Path, how: str) -> None:
    """Wherever its folder is, and by whatever path it is called."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    library.keep_told("a", "first")
    place, old, other = machines.path(), tmp_path / "old", tmp_path / "other"
    shutil.copytree(place, old)
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    library.keep_told("a", "second")
    if how == "elsewhere":
        shutil.rmtree(place)
        shutil.copytree(old, other)
    elif how == "link":
        other.symlink_to(place)
    else:
        place.rename(other)
    if how not in ("moved", "elsewhere"):
        assert machines.library("other").told("a") == {"herexxxxxx": "second"}
        machines.library("other").keep_told("a", "third")
    if how == "back":
        other.rename(place)
    now = "library" if how in ("link", "back") else "other"
    shutil.copy(old / "exports" / "a.herexxxxxx", tmp_path / now / "exports")
    assert machines.library(now).told("a") == {}


def test_a_copy_of_a_library_goes_by_itself(tmp_path: Path) -> None:
    """Also one in the place that the library has left."""
    machines = Machines(tmp_path)
    seed(machines.library())
    machines.library().keep_told("a", "first")
    machines.path().rename(tmp_path / "moved")
    machines.library("moved").keep_told("a", "second")
    for name in ("library", "copy"):
        shutil.copytree(tmp_path / "moved", tmp_path / name)
        machines.library(name).keep_told("a", name)
    said = [machines.library(name).told("a")["herexxxxxx"] for name in ("moved", "library", "copy")]
    assert said == ["second", "library", "copy"]


def test_what_is_kept_goes_where_no_other_can_be_remembered(
    kept: ToldFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what was kept before, what Reader wrote to the file since would be somebody's edit."""
    kept.keep("a", "first")
    monkeypatch.setattr(disk, "scribble", refused)
    kept.keep("a", "second")
    assert at(tmp_path).read("a") == {}


def refused(path: str, data: bytes) -> None:
    """A disk that is full."""
    raise OSError(errno.ENOSPC, path)

"""A file where a folder should be, a folder where a file should be, a lock that is refused: what stands there is named,
nothing is saved halfway, and a repair sets it aside."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

import pytest

from reader.store import disk
from reader.store.owner_file import OwnerFile
from tests.support.cli import Reader

PAGE = '{"title": "Heaps", "arxiv_id": "2401.00001"}\n'


def begin(reader: Reader) -> Path:
    """A library with a tagged paper; its journal."""
    reader("import", "-", "--format", "jsonl", stdin=PAGE)
    reader("tag", "2401.00001", "--add", "kept")
    return next((reader.folder / "journal").glob("*.jsonl"))


def test_a_file_in_the_place_of_the_journals_is_named_and_set_aside(reader: Reader) -> None:
    journal = begin(reader)
    journal.parent.rename(reader.folder.parent / "journals")
    journal.parent.write_text("somebody's words")
    assert "'journal' in it is no folder" in reader("tag", "2401.00001", "--add", "x", check=False).err
    assert "'journal' in it is no folder" in reader("doctor", check=False).out
    reader("doctor", "--repair")
    assert [path.read_text() for path in (reader.folder / "set-aside").iterdir()] == ["somebody's words"]
    reader("tag", "2401.00001", "--add", "x")


def test_a_folder_in_the_place_of_the_own_journal_keeps_every_edit_from_beginning(reader: Reader) -> None:
    """An import puts nothing into the catalogue that its journal cannot take."""
    journal = begin(reader)
    journal.rename(reader.folder.parent / "kept.jsonl")
    journal.mkdir()
    before = (reader.folder / "catalogue.json").read_bytes()
    answer = reader("import", "-", "--format", "jsonl", stdin='{"title": "Tries"}\n', check=False)
    assert answer.status == 1
    assert "A folder stands in the place of this machine's journal" in answer.err
    assert (reader.folder / "catalogue.json").read_bytes() == before
    reader("doctor", "--repair")
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Tries"}\n')


@pytest.mark.skipif(sys.platform == "win32", reason="its locks are others")
def test_a_lock_that_is_refused_is_no_other_window(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    begin(reader)

    def refused(fd: int, how: int) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(fcntl, "flock", refused)
    said = reader("tag", "2401.00001", "--add", "x", check=False).err
    assert "Another window" not in said
    assert "Nothing was saved in" in said
    assert disk.reason(OSError(errno.EPERM, "")) in said


@pytest.mark.skipif(sys.platform == "win32", reason="its locks are others")
@pytest.mark.parametrize("name", [".lock", ".lock-held"])
def test_a_folder_in_the_place_of_a_lock_is_named(reader: Reader, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import fcntl

    begin(reader)

    def none(fd: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", none)
    place = reader.folder / name
    place.unlink(missing_ok=True)
    place.mkdir()
    said = reader("tag", "2401.00001", "--add", "x", check=False).err
    assert f"'{name}' in it is a folder" in said
    assert "Another window" not in said


def test_a_folder_that_is_no_lock_is_left(tmp_path: Path) -> None:
    place = tmp_path / "held"
    place.mkdir()
    with pytest.raises(IsADirectoryError):
        OwnerFile(str(place), "here").take()
    assert place.is_dir()


def test_the_first_answer_of_a_batch_that_can_be_given_tells_what_is_missing(reader: Reader) -> None:
    """Once: no answer is empty before that was said, also where the first line was no request."""
    begin(reader)
    (reader.folder / "catalogue.json").unlink()
    asked = '{"op": "search", "query": "heaps"}\n'
    lines = reader("batch", stdin="[]\n" + asked * 2, check=False).out.splitlines()
    wrong, first, second = (json.loads(line) for line in lines)
    assert not wrong["ok"]
    assert [answer["papers"] for answer in (first, second)] == [[], []]
    assert "is not there though the journals are" in first["notes"][0]
    assert "notes" not in second

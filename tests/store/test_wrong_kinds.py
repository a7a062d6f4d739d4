"""A file where a folder should be, a folder where a file should be, a lock that is refused: what stands there is named,
nothing is saved halfway, and a repair sets it aside."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize(
    ("put", "kind"), [(os.mkdir, "A folder"), (getattr(os, "mkfifo", os.mkdir), "What is no file")]
)
def test_the_doctor_says_that_nothing_can_be_saved_where_the_own_journal_is_no_file(
    reader: Reader, put: Callable[[Path], None], kind: str
) -> None:
    """Also where its steps stand in another file, so that none is missing."""
    journal = begin(reader)
    journal.rename(journal.with_name(f"{journal.name}.orig"))
    put(journal)
    assert f"{kind} stands in the place of this machine's journal" in reader("star", "2401.00001", check=False).err
    answer = reader("doctor", check=False)
    assert (answer.status, "so that nothing can be saved" in answer.out) == (1, True)
    reader("doctor", "--repair")
    reader("star", "2401.00001")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_the_place_of_the_lock_is_named_and_stops_nothing(reader: Reader) -> None:
    begin(reader)
    (reader.folder / ".lock").unlink()
    os.mkfifo(reader.folder / ".lock")
    reader("tag", "2401.00001", "--add", "x")
    assert ".lock: It is no plain file; move it away" in reader("doctor").out


@pytest.mark.skipif(sys.platform == "win32", reason="its locks are others")
def test_a_lock_that_is_refused_is_no_other_window(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    begin(reader)

    def refused(fd: int, how: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(fcntl, "flock", refused)
    said = reader("tag", "2401.00001", "--add", "x", check=False).err
    assert "Another window" not in said
    assert "Nothing was saved in" in said
    assert disk.reason(OSError(errno.EIO, "")) in said


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


@pytest.fixture
def lockless(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A library on a file system without locks, with an edit."""
    begin(reader)
    import fcntl

    def none(fd: int, how: int) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(fcntl, "flock", none)
    return reader


@pytest.mark.skipif(sys.platform == "win32", reason="its locks are others")
@pytest.mark.parametrize("name", [".lock", ".lock-held"])
@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_is_no_lock_in_its_place_is_told_by_the_doctor_and_set_aside(
    lockless: Reader, name: str, kind: str
) -> None:
    place = lockless.folder / name
    place.unlink(missing_ok=True)
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(lockless.folder.parent if name == ".lock" else "nowhere")
    answer = lockless("doctor", "--json", check=False)
    (finding,) = answer.json["findings"]
    stops = (name, kind) != (".lock", "pipe")
    assert (answer.status, "nothing can be saved" in finding["message"]) == (int(stops), stops)
    assert (finding["kind"], finding["where"], finding["repairable"]) == ("lock", name, True)
    lockless("doctor", "--repair")
    assert [path.name[11:] for path in (lockless.folder / "set-aside").iterdir()] == [name[1:]]
    lockless("tag", "2401.00001", "--add", "x")
    assert lockless("doctor", "--json").json["findings"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="its locks are others")
@pytest.mark.parametrize("said", [b"", b"\0" * 200, b"somebody's words", b'{"pid": "x"}'])
def test_a_lock_that_does_not_say_whose_it_is_is_told_with_when_it_ends(
    lockless: Reader, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the doctor and by the edit that it refuses; a repair waits for it, and the next edit after that saves."""
    monkeypatch.setattr("reader.store.disk.Lock.__init__.__defaults__", (0.0, ""))
    place = lockless.folder / ".lock-held"
    place.write_bytes(said)
    then = time.time() - 100
    os.utime(place, (then, then))
    answer = lockless("doctor", "--json", check=False)
    (finding,) = answer.json["findings"]
    assert (answer.status, finding["kind"], finding["where"], finding["repairable"]) == (1, "lock", ".lock-held", False)
    (left,) = re.findall(r"counts no more in (\d+) seconds, by itself", finding["message"])
    assert 150 < int(left) <= 200
    assert finding["message"].startswith("The file '.lock-held' stands for the lock and does not say whose it is, so")
    refused = lockless("doctor", "--repair", check=False).err
    assert "does not say whose it is (`reader doctor` says when that ends); nothing was saved" in refused
    assert place.read_bytes() == said
    os.utime(place, (then - 300, then - 300))
    assert "the next edit takes it over" in lockless("doctor").out
    lockless("tag", "2401.00001", "--add", "x")
    assert lockless("doctor", "--json").json["findings"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="its locks are others")
def test_a_lock_of_a_process_that_runs_is_told_and_no_fault(lockless: Reader) -> None:
    lock = OwnerFile(str(lockless.folder / ".lock-held"), "here")
    assert lock.take()
    assert f"Process {os.getpid()} on " in lockless("doctor").out
    lock.free()
    assert lockless("doctor", "--json").json["findings"] == []


def test_where_there_are_locks_a_file_that_stands_for_one_means_nothing(reader: Reader) -> None:
    """Unless it is none, and would be in the way elsewhere."""
    begin(reader)
    place = reader.folder / ".lock-held"
    place.write_bytes(b"")
    assert reader("doctor", "--json").json["findings"] == []
    place.unlink()
    place.mkdir()
    assert "no lock of anybody" in reader("doctor").out
    reader("doctor", "--repair")
    assert not place.exists()


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


@pytest.mark.skipif(sys.platform == "win32", reason="links are made otherwise")
def test_a_repair_passes_a_link_that_leads_nowhere_over_and_says_what_it_did(reader: Reader) -> None:
    journal = begin(reader)
    link = journal.with_name(f".#{journal.name}")
    link.symlink_to("somebody@machine.12:34")
    (reader.folder / "catalogue.json").rename(reader.folder / "catalogue (1).json")
    assert "Set 'catalogue (1).json' aside" in reader("doctor", "--repair").out
    assert link.is_symlink()
    assert reader("show", "2401.00001").status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links are made otherwise")
def test_a_repair_that_stops_halfway_says_what_it_did_and_what_stopped_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a folder that is gone is told to be gone."""
    begin(reader)
    copy = reader.folder / "catalogue (1).json"
    copy.write_bytes((reader.folder / "catalogue.json").read_bytes())
    (reader.folder / "set-aside").symlink_to("nowhere")
    said = reader("doctor", "--repair", check=False).err
    assert said == f"reader: Nothing was saved in '{reader.folder}': 'set-aside' in it is no folder.\n"
    (reader.folder / "set-aside").unlink()
    (reader.folder / "journal" / "folder.jsonl").mkdir()
    (reader.folder / "catalogue.json").unlink()
    gone = reader.folder.parent / "gone"
    (reader.folder / "catalogue.json").symlink_to(gone / "catalogue.json")
    said = reader("doctor", "--repair", check=False).err
    assert "Set 'folder.jsonl' aside as" in said
    assert f"There the repair stopped: '{gone}', to which a link in it leads, is not there." in said
    assert "came from" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="links are made otherwise")
@pytest.mark.parametrize("remembered", [True, False], ids=["remembered", "forgotten"])
def test_a_link_in_the_place_of_the_own_journal_whose_target_is_away_stays(
    reader: Reader, own_home: Path, remembered: bool
) -> None:
    """Nothing is written in its place: when the disk that it leads to is back, all words are."""
    journal = begin(reader)
    kept = reader.folder.parent / "other disk" / "kept.jsonl"
    kept.parent.mkdir()
    journal.rename(kept)
    journal.symlink_to(kept)
    reader("star", "2401.00001")
    away = kept.parent.rename(reader.folder.parent / "away")
    if not remembered:
        shutil.rmtree(own_home / "state" / "reader" / "memory")
    for call in (("star", "2401.00001", "--off"), ("doctor", "--repair")):
        answer = reader(*call, check=False)
        assert answer.status == 1
        assert f"'journal/{journal.name}' is a link to what is not there, so the library is read-only" in answer.err
    found = reader("doctor", check=False)
    assert (found.status, "move the link away: until then nothing can be saved" in found.out) == (1, True)
    assert journal.is_symlink()
    away.rename(kept.parent)
    reader("tag", "2401.00001", "--add", "later")
    assert reader("show", "2401.00001", "--json").json["tags"] == ["kept", "later"]
    assert journal.is_symlink()


def test_lines_are_the_same_however_the_file_is_cut_into_pieces(tmp_path: Path) -> None:
    """Also of one that is longer than what is read at once, and of one that has no end of line."""
    path = tmp_path / "lines"
    for data in (
        b"",
        b"\n",
        b"one",
        b"a\n\nb",
        b"x" * (3 << 20),
        b"y" * (1 << 20) + b"\n" + b"z" * (1 << 20) + b"\nend",
    ):
        path.write_bytes(data)
        assert list(disk.lines(str(path))) == data.split(b"\n")

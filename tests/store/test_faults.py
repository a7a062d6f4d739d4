"""Every single system call may fail: an edit is then there whole or refused, and what was refused never comes back."""

from __future__ import annotations

import errno
import inspect
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.errors import ReadOnly, StoreError
from reader.io.write import write_file
from reader.library import change as edits
from reader.library.library import Library
from reader.store import disk
from reader.tui.remember import keep_small
from tests.support.folders import Machines, named, numbered, seed
from tests.support.grids import crossed
from tests.support.laws import is_long, often

CALLS = {
    "open", "read", "write", "fsync", "stat", "fstat", "listdir", "link", "replace", "unlink", "mkdir", "ftruncate",
    "lseek", "close", "fchmod", "pwrite",
}  # fmt: skip
ERRORS = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EMFILE]


class Faulty:
    """`os`, where call number `at` fails: with `lasting` every call of that name from then on, with `half` the call of
    `write` with that number, after half of it."""

    def __init__(self, at: int, error: int, *, lasting: bool = False, half: bool = False) -> None:
        self.count = 0
        self.hit = ""
        self.places: dict[tuple[object, ...], int] = {}
        """The number of the first call of each name from a place: a line, with the three that led to it."""
        self._at = at
        self._error = error
        self._lasting = lasting
        self._half = half

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS or (self._half and name != "write"):
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            frame, place = inspect.currentframe(), [name]
            for _ in range(4):
                frame = frame and frame.f_back
                place += [f"{frame.f_code.co_qualname}:{frame.f_lineno}"] if frame else []
            self.places.setdefault(tuple(place), self.count)
            if self.count == self._at or (self._lasting and name == self.hit):
                self.hit = name
                if self._half:
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                if name == "close":
                    real(*args)
                raise OSError(self._error, os.strerror(self._error))
            return real(*args, **kwargs)

        return call


def tag(library: Library) -> None:
    """One edit."""
    library.apply(edits.tag(library.papers[named(0)], add=("fault",)), "Tagged")


def bring(library: Library) -> None:
    """One import."""
    library.add(numbered(2, start=3), say=lambda plan: f"Imported {len(plan.new)}")


def state(library: Library) -> dict[str, tuple[str, ...]]:
    """What is compared."""
    return {id: paper.tags for id, paper in library.papers.items()}


def copied(machines: Machines, name: str) -> Machines:
    """The same devices and libraries in a place of their own beside them: one place would know of every copy in it."""
    copy = Machines(machines.root.with_name(name))
    shutil.copytree(machines.root, copy.root)
    copy.now = machines.now
    return copy


@crossed
@pytest.mark.parametrize(
    ("way", "errors"), [("once", ERRORS), ("lasting", [errno.EIO, errno.EMFILE]), ("half", [errno.ENOSPC])]
)
@pytest.mark.parametrize("act", [tag, bring])
def test_no_edit_that_was_refused_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Library], None], way: str, errors: list[int]
) -> None:
    """Call by call: what is acknowledged is on disk, what is refused is not, and the next edit works.

    The first call of each place fails with one of the errors, by turns; in a long run each call, with all of them."""
    for turn in range(often(1, len(errors))):
        root = tmp_path / str(turn)
        refused = 0
        first = Machines(root / "first")
        seed(first.library())
        library = copied(first, "whole").library()
        with monkeypatch.context() as patched:
            patched.setattr(disk, "os", whole := Faulty(0, 0, half=way == "half"))
            act(library)
        for at in range(1, 200) if is_long() else [*whole.places.values(), whole.count + 1]:
            machines = copied(first, str(at))
            library = machines.library()
            before = state(library)
            error = errors[(at + turn) % len(errors)]
            faulty = Faulty(at, error, lasting=way == "lasting", half=way == "half")
            with monkeypatch.context() as patched:
                patched.setattr(disk, "os", faulty)
                try:
                    act(library)
                    after = state(library)
                    assert after != before
                except StoreError:
                    refused += 1
                    after = before
            fresh = machines.library()
            assert state(fresh) == after, f"call {at}, {faulty.hit}"
            fresh.apply(edits.tag(fresh.papers[named(1)], add=("next",)), "Tagged")
            assert state(machines.library()) == {**after, named(1): ("next",)}, f"call {at}, {faulty.hit}"
            if not faulty.hit:
                break
        assert not faulty.hit
        assert refused > (0 if way == "half" else 3)


class Away(Faulty):
    """`os`, which cannot find the catalogue when it is opened for the time `at`, and finds it again at once."""

    def __getattr__(self, name: str) -> Any:
        return self.open if name == "open" else getattr(os, name)

    def open(self, path: str, *more: int) -> int:
        """A descriptor, as `os.open` gives it."""
        self.count += path.endswith("catalogue.json")
        if self.count == self._at and not self.hit:
            self.hit = "open"
            raise FileNotFoundError(errno.ENOENT, "")
        return os.open(path, *more)


def test_a_catalogue_that_is_away_when_it_is_written_is_not_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there when it was read, so what it holds is not written over, though it cannot be found just now."""
    machines = Machines(tmp_path)
    seed(machines.library())
    refused = []
    for at in range(1, 20):
        library = machines.library()
        expected = state(library)
        away = Away(at, errno.ENOENT)
        with monkeypatch.context() as patched:
            patched.setattr(disk, "os", away)
            try:
                library.add(numbered(1, start=3 + at), say=lambda plan: f"Imported {len(plan.new)}")
                expected |= {named(3 + at): ()}
            except StoreError as error:
                refused.append(str(error))
        assert state(machines.library()) == expected, f"opened for the {at}th time"
        if not away.hit:
            break
    assert not away.hit
    assert refused
    assert all(str(tmp_path / "library") in sentence for sentence in refused)


@pytest.mark.parametrize("error", ERRORS, ids=[errno.errorcode[error] for error in ERRORS])
def test_what_fails_while_reading_is_told_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """A look at the files that fails keeps what is known; the next one brings the news."""
    machines = Machines(tmp_path)
    seed(machines.library())
    for at in range(1, 100):
        library, other = machines.library(), machines.library()
        other.apply(edits.tag(other.papers[named(0)], add=(f"t{at}",)), "Tagged")
        faulty = Faulty(at, error)
        with monkeypatch.context() as patched:
            patched.setattr(disk, "os", faulty)
            library.refresh()
        library.refresh()
        assert state(library) == state(other)
        tag(library) if at == 1 else None
        if not faulty.hit:
            break
    assert not faulty.hit


def test_after_a_failed_fsync_the_library_is_read_only_until_it_is_reopened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel may have dropped the pages: nothing more is promised on this descriptor's word."""
    machines = Machines(tmp_path)
    seed(machines.library())
    library = machines.library()

    def fail(fd: int) -> None:
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patched:
        patched.setattr(disk, "sync", fail)
        with pytest.raises(StoreError, match="the disk reports an error"):
            tag(library)
    with pytest.raises(ReadOnly, match="until it is reopened"):
        tag(library)
    assert state(library)[named(0)] == ()
    again = machines.library()
    assert state(again)[named(0)] == ()
    tag(again)
    assert state(machines.library())[named(0)] == ("fault",)


def test_a_full_disk_is_one_sentence_and_the_next_edit_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that is cut off is cut away again, and the library goes on."""
    machines = Machines(tmp_path)
    seed(machines.library())
    library = machines.library()
    tag(library)
    length = machines.journal().stat().st_size
    real = os.write

    class Full(Faulty):
        """A disk with room for ten more bytes."""

        def __getattr__(self, name: str) -> Any:
            if name == "write":
                return self.write
            return getattr(os, name)

        def write(self, fd: int, data: Any) -> int:
            """Ten bytes, then no more."""
            if len(data) > 10 and not self.hit:
                self.hit = "write"
                return real(fd, bytes(data[:10]))
            raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patched:
        patched.setattr(disk, "os", Full(1, errno.ENOSPC))
        with pytest.raises(StoreError, match=r"Nothing was saved in '.*': the disk is full\.$"):
            library.apply(edits.star(library.papers[named(1)], True), "Starred")
    assert machines.journal().stat().st_size == length
    library.apply(edits.star(library.papers[named(2)], True), "Starred")
    assert [paper.starred for paper in machines.library().papers.values()] == [False, False, True]


# -- a file replaced at once -------------------------------------------------------------------------------------------

Replace = Callable[[Path, str], object]

REPLACES: dict[str, Replace] = {
    "the store": lambda path, text: disk.replace(str(path), [text.encode()]),
    "an export": lambda path, text: write_file(path, text, force=True),
    "remembered state": keep_small,
}


@pytest.mark.parametrize("who", REPLACES)
def test_whoever_replaces_a_file_makes_it_and_its_name_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """File, then name, then folder, in this order: no power cut leaves half a file."""
    calls: list[str] = []

    real = os.replace

    def replace(old: str, new: str) -> None:
        calls.append("name")
        real(old, new)

    def fsync(fd: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    (tmp_path / "x").write_text("old", encoding="utf-8")
    REPLACES[who](tmp_path / "x", "new")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "new"
    assert calls == ["file", "name", "folder"]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("who", REPLACES)
def test_whoever_replaces_a_file_asks_a_mac_to_empty_its_disks_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """There `fsync` alone leaves the bytes in the drive (fsync(2) of macOS)."""
    full: list[int] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr("fcntl.fcntl", lambda fd, call: full.append(call))
    REPLACES[who](tmp_path / "x", "new")
    assert full == [51, 51]


@pytest.mark.parametrize("who", REPLACES)
def test_whoever_replaces_a_file_waits_for_who_reads_it_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """A virus scanner or an editor may hold the old file for a moment."""
    real, tries = os.replace, iter([PermissionError(), PermissionError()])

    def replace(old: str, new: str) -> None:
        if (error := next(tries, None)) is not None:
            raise error
        real(old, new)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    REPLACES[who](tmp_path / "x", "new")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "new"


def test_two_windows_that_remember_at_once_leave_one_of_two_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each writes beside under a name of its own: no lock guards what is remembered."""
    real = os.fsync

    def other(fd: int) -> None:
        monkeypatch.setattr(os, "fsync", real)
        keep_small(tmp_path / "x", "theirs")

    monkeypatch.setattr(os, "fsync", other)
    assert keep_small(tmp_path / "x", "mine")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]

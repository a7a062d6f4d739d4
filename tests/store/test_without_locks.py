"""Where the file system has no locks, a file that names its owner stands for them, and no edit is lost."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from reader.errors import Busy
from reader.library.library import Library
from reader.store import disk, owner_file
from reader.store.owner_file import AGE, OwnerFile
from tests.store.test_store import star, starred
from tests.support.folders import Machines, named, seed

if sys.platform == "win32":
    pytest.skip("its locks are others", allow_module_level=True)

import fcntl

WRITER = """
import errno, fcntl, os, sys
from pathlib import Path

def none(fd, how):
    raise OSError({number}, os.strerror({number}))

fcntl.flock = none
os.fsync = lambda fd: None  # Nothing here has to outlive the machine.
from reader.library import change as edits
from reader.library.library import Library
from reader.store import open_library

place, who = Path(sys.argv[1]), sys.argv[2]
folder = open_library(place / "library", state_dir=place / who, data_dir=place / who, patience=300.0)
library = Library(folder)
paper = next(iter(library.papers))
print("begun", flush=True)
for number in range(int(sys.argv[3])):
    library.apply(edits.tag(library.papers[paper], add=(f"{{who}}-{{number}}",)), "Tagged")
    print(number, flush=True)
"""
"""A process that makes edits where no lock can be had."""


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    return Machines(tmp_path)


@pytest.fixture(params=["ENOLCK", "EOPNOTSUPP", "ENOSYS", "EINVAL", "EPERM"])
def lockless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that answers so when it is asked for a lock."""

    def none(fd: int, how: int) -> None:
        raise OSError(getattr(errno, request.param), "no locks available")

    monkeypatch.setattr(fcntl, "flock", none)


def writer(place: Path, who: str, edits: int, number: int = errno.ENOLCK) -> subprocess.Popen[str]:
    """Start such a process."""
    command = [sys.executable, "-c", WRITER.format(number=number), str(place), who, str(edits)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.usefixtures("lockless")
def test_a_library_without_locks_is_written_and_that_is_said_once(machines: Machines) -> None:
    library = machines.library()
    seed(library)
    told = [warning for warning in library.refresh().warnings if "no locks" in warning]
    assert len(told) == 1
    assert "'.lock-held'" in told[0]
    star(library)
    star(machines.library(), 1)
    assert [warning for warning in library.refresh().warnings if "no locks" in warning] == []
    assert starred(machines.library()) == [named(0), named(1)]
    assert not machines.path(".lock-held").exists()


@pytest.mark.usefixtures("lockless")
def test_a_lock_that_another_holds_is_a_sentence_which_names_the_holder(machines: Machines) -> None:
    library = Library(machines.folder(patience=0.0))
    seed(library)
    with (
        disk.Lock(str(machines.path(".lock"))).held(),
        pytest.raises(Busy, match=rf"process {os.getpid()} on .*lock-held"),
    ):
        star(library)
    star(library)
    assert starred(machines.library()) == [named(0)]


def test_another_error_of_a_lock_is_no_lack_of_locks(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(fd: int, how: int) -> None:
        raise OSError(errno.EIO, "bad disk")

    monkeypatch.setattr(fcntl, "flock", fails)
    with pytest.raises(OSError, match="bad disk"), disk.Lock(str(machines.root / "l")).held():
        pass
    assert os.listdir(machines.root) == ["l"]  # noqa: PTH208


def test_processes_at_once_lose_nothing_where_no_lock_can_be_had(machines: Machines) -> None:
    """Three processes, 12 edits each, of which one is killed while it holds the lock, or near it."""
    seed(machines.library())
    writers = [writer(machines.root, f"w{number}", 12) for number in range(3)]
    killed = writer(machines.root, "killed", 100_000, errno.EOPNOTSUPP)
    assert killed.stdout is not None
    answered = [killed.stdout.readline() for _ in range(6)]
    killed.send_signal(signal.SIGKILL)
    answered += killed.communicate()[0].splitlines()
    assert [process.wait() for process in writers] == [0, 0, 0]
    for process in writers:
        assert process.stdout is not None
        process.stdout.close()
    tags = set(machines.library().papers[named(0)].tags)
    assert {f"w{who}-{number}" for who in range(3) for number in range(12)} <= tags
    assert {f"killed-{number}" for number in range(len(answered) - 1)} <= tags
    left = [name for name in os.listdir(machines.path()) if "-held-" in name]  # noqa: PTH208
    assert [name for name in left if not name.endswith(".new")] == []
    assert len(left) <= 1  # What the one was writing that was killed.


class Killed(BaseException):
    """The end of a process, in which nothing is put in order."""


class Mortal:
    """`os` of a process that is killed just before its call number `at`, or just after it."""

    def __init__(self, at: int, *, after: bool, links: bool) -> None:
        self.calls = 0
        self._at = at
        self._after = after
        self._links = links

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in ("open", "write", "close", "link", "unlink", "stat", "listdir", "read"):
            return real

        def call(*arguments: Any, **more: Any) -> Any:
            self.calls += 1
            if self.calls > self._at or (self.calls == self._at and not self._after):
                raise Killed
            if name == "link" and not self._links:
                raise OSError(errno.EPERM, "no links")
            answer = real(*arguments, **more)
            if self.calls == self._at:
                raise Killed
            return answer

        return call

    def getpid(self) -> int:
        """Nobody else has its number, and it has none of the living."""
        return (1 << 31) - 1


@pytest.mark.parametrize("after", [False, True])
def test_wherever_a_process_is_killed_the_next_one_need_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Between any two calls of taking and letting go of a lock."""
    for at in range(1, 100):
        lock, mortal = OwnerFile(str(tmp_path / f"held{at}"), "there"), Mortal(at, after=after, links=True)
        with monkeypatch.context() as patched:
            patched.setattr(owner_file, "os", mortal)
            try:
                assert lock.take()
                lock.free()
            except Killed:
                pass
        other = OwnerFile(lock.path, "here")
        assert other.take(), f"killed at call {at}"
        other.free()
        left = [path.name for path in tmp_path.iterdir()]
        assert len(left) <= 1
        for path in tmp_path.iterdir():
            os.utime(path, (path.stat().st_mtime - AGE - 30,) * 2)
        assert OwnerFile(lock.path, "another process").take()
        assert [path.name for path in tmp_path.iterdir()] == [f"held{at}"]
        (tmp_path / f"held{at}").unlink()
        if mortal.calls < at:
            break
    assert 5 < at < 99


def test_where_there_are_neither_locks_nor_links_one_at_a_time_has_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner_file, "os", Mortal(1_000, after=False, links=False))
    one, other = OwnerFile(str(tmp_path / "held"), "here"), OwnerFile(str(tmp_path / "held"), "there")
    assert one._make()
    assert not other._make()
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    assert not other._make()  # Nor where it came between the look and the making.
    assert json.loads((tmp_path / "held").read_text("utf-8"))["device"] == "here"
    assert [path.name for path in tmp_path.iterdir()] == ["held"]
    one.free()
    assert other._make()


def test_a_lock_whose_makers_answer_went_astray_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network file system may say that a name is taken when it had given it for the same question before."""

    def link(fresh: str, path: str) -> None:
        os_link(fresh, path)
        raise FileExistsError(errno.EEXIST, "there", path)

    os_link = os.link
    monkeypatch.setattr(os, "link", link)
    lock = OwnerFile(str(tmp_path / "held"), "here")
    assert lock.take()
    assert not OwnerFile(lock.path, "there").take()
    assert [path.name for path in tmp_path.iterdir()] == ["held"]


def left_behind(path: Path, **but: object) -> dict[str, object]:
    """The lock of a process that is no more."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    owner = {"token": f"{random.random()}", "host": owner_file._host(), "pid": gone.pid, "begun": "1", **but}
    path.write_text(json.dumps(owner), encoding="utf-8")
    return owner


def test_a_lock_of_a_process_that_is_gone_is_taken_over_by_one_at_a_time(tmp_path: Path) -> None:
    path, inside, most, taken = tmp_path / "held", [], [], []
    owner = left_behind(path)

    def run() -> None:
        lock = OwnerFile(str(path), "here")
        for number in range(30):
            while not lock.take():
                time.sleep(random.random() / 2_000)
            inside.append(number)
            most.append(len(inside))
            if random.random() < 0.5:
                inside.pop()
                lock.free()
            else:
                # As one that is killed: its lock stays behind, for a process that is no more.
                inside.pop()
                fresh = path.with_name(f"fresh-{threading.get_ident()}")
                fresh.write_text(json.dumps(owner | {"token": f"{random.random()}"}), encoding="utf-8")
                fresh.replace(path)
            taken.append(number)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), max(most)) == (180, 1)
    assert {name.name for name in tmp_path.iterdir()} <= {"held"}


def test_a_number_that_another_process_has_by_now_is_of_no_owner(tmp_path: Path) -> None:
    path = tmp_path / "held"
    left_behind(path, pid=os.getpid(), begun="1")
    assert OwnerFile(str(path), "").take() is bool(owner_file._begun(os.getpid()))


@pytest.mark.parametrize(
    ("said", "age", "free"),
    [
        ({"host": "another/12345678"}, AGE - 30, False),
        ({"host": "another/12345678"}, AGE + 30, True),
        ({"host": "another/12345678"}, -AGE - 30, True),
        ({"pid": os.getpid(), "begun": owner_file._begun(os.getpid())}, AGE + 30, False),
        ({"pid": "many"}, AGE - 30, False),
        ({"pid": 1 << 80}, AGE + 30, True),
    ],
)
def test_when_a_lock_counts_no_more(tmp_path: Path, said: dict[str, object], age: float, free: bool) -> None:
    path = tmp_path / "held"
    left_behind(path, **said)
    then = time.time() - age
    os.utime(path, (then, then))
    assert OwnerFile(str(path), "").take() is free


@pytest.mark.parametrize("bytes_", [b"", b"{", b"\xff\xfe", b"[1]", b"[" * 3_000, b'{"token": null}'])
def test_a_lock_that_says_nothing_is_held_until_it_is_old(tmp_path: Path, bytes_: bytes) -> None:
    path = tmp_path / "held"
    path.write_bytes(bytes_)
    lock = OwnerFile(str(path), "")
    assert not lock.take()
    assert lock.holder() == "the file 'held' stands for the lock and does not say whose it is"
    then = time.time() - AGE - 30
    os.utime(path, (then, then))
    assert OwnerFile(str(path), "").take()


def test_a_lock_that_cannot_be_removed_is_still_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = OwnerFile(str(tmp_path / "held"), "")
    assert lock.take()

    def fails(path: str) -> None:
        raise PermissionError(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", fails)
        with pytest.raises(PermissionError):
            lock.free()
    assert not OwnerFile(lock.path, "").take()
    assert lock.take()
    lock.free()
    assert OwnerFile(lock.path, "").take()


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("words", encoding="utf-8")
    (tmp_path / "held").symlink_to(tmp_path / "theirs")
    assert not OwnerFile(str(tmp_path / "held"), "").take()
    assert (tmp_path / "theirs").read_text("utf-8") == "words"

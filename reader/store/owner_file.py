"""A lock for file systems that have none (some of NFS, SMB and FUSE): a file that names its owner.

    {"token":"9f2c41d07b3e4a55","host":"desk/1f0c9a77","pid":4711,"begun":"831722","device":"k3v9x2m7qa"}

Whoever makes the file has the lock, and removes it in the end. It is written under another name first and then linked
to its own (the way of open(2) for network file systems), so that from its first moment on it names its owner: of one
that a process left which was killed just then, nobody could tell for `AGE` that it is of no one. Where there are no
links either, it is made by `O_EXCL`, which the server of a network file system decides. One that was left behind
counts no more when the process that it names is gone from this very machine, or, where that cannot be told, when it is
older than `AGE`, by the clock of the file system. It is taken away by the one process that makes a second such file
named after its token; no token is ever used twice, so a process that is late with its judgement takes nothing away.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import secrets
import stat
import time
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

AGE = 300.0
"""Seconds after which a lock of a process that cannot be asked counts no more; no step takes so long."""
_LARGEST = 4_096
_FRESH = ".new"
"""How the other name ends under which a lock is written."""
_LOOK_AGAIN = 1.0
"""Seconds between two looks at the age of one lock."""
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class LockPlace(NamedTuple):
    """What stands in the place of a lock."""

    holder: str
    """As `OwnerFile.holder` says it."""
    strange: bool
    """Whether it is a folder, a link or another thing that is no lock of anybody, and stays."""
    rest: float | None
    """Seconds until it counts no more by itself; 0 where nobody has it any more, None while it does not end so."""


class OwnerFile:
    """The lock that is the file `path`, for one process."""

    def __init__(self, path: str, device: str) -> None:
        self.path = path
        self._device = device
        self._token = ""
        self._looked = ("", 0.0)
        self._swept = False

    def take(self) -> bool:
        """Take the lock; whether it was free. Raises OSError when no file can be made here, a folder being in its
        place, too."""
        if self._make():
            return True
        held = _read(self.path)
        if held is None:
            return False
        if os.path.isdir(self.path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), self.path)
        if self._token and held.get("token") == self._token:  # It could not be removed the last time.
            return True
        return self._is_left_behind(held) and self._take_away(held) and self._make()

    def free(self) -> None:
        """Let go of the lock. Raises OSError."""
        held = _read(self.path)
        if held is not None and held.get("token") == self._token:
            with suppress(FileNotFoundError):
                os.unlink(self.path)

    def holder(self) -> str:
        """Who has it, as half a sentence behind which more can follow."""
        held, name = _read(self.path) or {}, os.path.basename(self.path)
        pid, host = held.get("pid"), str(held.get("host", "")).rpartition("/")[0]
        if type(pid) is not int or not host:
            return f"the file '{name}' stands for the lock and does not say whose it is"
        return f"process {pid} on {host} has the lock, the file '{name}'"

    def standing(self, now: float) -> LockPlace | None:
        """What stands in the lock's place, None where nothing does, at a moment in seconds since 1970. Nothing is
        written. Raises OSError."""
        try:
            found = os.lstat(self.path)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return LockPlace("", True, None)
        held = _read(self.path) or {}
        left = _lives_here(held)
        if left is None:
            ahead, age = found.st_mtime - now, abs(now - found.st_mtime)
            return LockPlace(self.holder(), False, max(0.0, AGE - age if age > AGE or ahead <= 0 else AGE + ahead))
        return LockPlace(self.holder(), False, None if left else 0.0)

    def _make(self) -> bool:
        if os.path.lexists(self.path):
            return False
        token = self._token = secrets.token_hex(8)
        owner = {"token": token, "host": _host(), "pid": os.getpid(), "begun": _begun(os.getpid())}
        data = json.dumps({**owner, "device": self._device}).encode()
        fresh = f"{self.path}-{token}{_FRESH}"
        _write(fresh, data)
        try:
            self._sweep(fresh)
            return _linked(fresh, self.path)
        except OSError:  # The file system knows no links.
            with suppress(FileExistsError):
                _write(self.path, data)
                return True
            return False
        finally:
            with suppress(OSError):
                os.unlink(fresh)

    def _sweep(self, fresh: str) -> None:
        """Once, remove what processes left beside that were killed while they wrote a lock."""
        if self._swept:
            return
        self._swept = True
        folder, name = os.path.split(self.path)
        with suppress(OSError):
            for other in os.listdir(folder or "."):
                if other.startswith(f"{name}-") and other.endswith(_FRESH):
                    path = os.path.join(folder, other)
                    if abs(os.stat(fresh).st_mtime - os.stat(path).st_mtime) > AGE:
                        os.unlink(path)

    def _is_left_behind(self, held: dict[str, Any]) -> bool:
        """Whether a lock is of nobody any more."""
        if (here := _lives_here(held)) is not None:
            return not here
        token, now = str(held.get("token")), time.monotonic()
        if self._looked[0] == token and now - self._looked[1] < _LOOK_AGAIN:
            return False
        self._looked = (token, now)
        return self._age() > AGE

    def _age(self) -> float:
        """Seconds since the lock was taken, by the clock that dates the files here; a lock of the future is as old as
        it is ahead: the clock was set back since. 0 when it cannot be told."""
        probe = f"{self.path}-{secrets.token_hex(8)}{_FRESH}"
        try:
            os.close(os.open(probe, _MAKE, 0o600))
            try:
                return abs(os.stat(probe).st_mtime - os.stat(self.path).st_mtime)
            finally:
                os.unlink(probe)
        except OSError:
            return 0.0

    def _take_away(self, held: dict[str, Any]) -> bool:
        """Remove a lock that was left behind; False when another process does, or has."""
        mark = hashlib.sha256(str(held.get("token")).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        claim = OwnerFile(f"{self.path}-{mark}", self._device)
        if not claim.take():
            return False
        try:
            self._looked = ("", 0.0)
            if _read(self.path) == held and self._is_left_behind(held):
                os.unlink(self.path)
        except FileNotFoundError:
            return True
        finally:
            with suppress(OSError):
                claim.free()
        return True


def _write(path: str, data: bytes) -> None:
    """Write a new file; what could not be written is not left. Raises FileExistsError, OSError."""
    fd = os.open(path, _MAKE, 0o600)
    try:
        os.write(fd, data)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
    finally:
        with suppress(OSError):
            os.close(fd)


def _linked(fresh: str, path: str) -> bool:
    """Whether a written lock has got its name. Raises OSError where the file system knows no links."""
    try:
        os.link(fresh, path)
    except OSError as error:
        with suppress(OSError):
            if os.stat(fresh).st_nlink > 1:  # It has: the answer of a server went astray.
                return True
        if isinstance(error, (FileExistsError, FileNotFoundError)):
            return False
        raise
    return True


def _read(path: str) -> dict[str, Any] | None:
    """What a lock says; nothing where it was made this moment or makes no sense, None where there is none."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError:  # It is a link, or may not be read.
        return {}
    try:
        found = json.loads(os.read(fd, _LARGEST) or b"{}")
    except (OSError, ValueError, RecursionError):
        return {}
    finally:
        with suppress(OSError):
            os.close(fd)
    return found if isinstance(found, dict) else {}


@cache
def _host() -> str:
    """This machine as long as it is up, and the space in which a process has its number: "desk/1f0c9a77"."""
    known = [platform.node()]
    for path in ("/etc/machine-id", "/proc/sys/kernel/random/boot_id"):
        with suppress(OSError, ValueError), open(path, encoding="ascii") as file:
            known.append(file.read(100).strip())
    with suppress(OSError):
        known.append(str(os.stat("/proc/self/ns/pid").st_ino))
    return f"{known[0]}/{hashlib.sha256(' '.join(known).encode()).hexdigest()[:8]}"


def _lives_here(held: dict[str, Any]) -> bool | None:
    """Whether the process that has a lock runs; None where this machine cannot tell."""
    pid = held.get("pid")
    if held.get("host") == _host() and type(pid) is int and 0 < pid < 1 << 31 and hasattr(os, "fork"):
        return _is_alive(pid, held.get("begun"))
    return None


def _is_alive(pid: int, begun: object) -> bool:
    """Whether the process runs that has had this number since it begun."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # It is somebody else's.
        return True
    now = _begun(pid)
    return not now or not begun or now == begun


def _begun(pid: int) -> str:
    """When a process began, in the units of proc_pid_stat(5); "" where that is not told."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read(2_000).rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""

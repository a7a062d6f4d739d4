"""What the system refuses: the n-th call that touches files, programs or the network fails, whoever makes it.

    with Faults(root, Way(errno.ENOSPC), at=7) as faults: ...
    faults.hit            what was refused, "" where nothing was

Counted are calls on what lies below one folder, and those for pipes, processes and connections: the modules of Python,
the terminal and the tests themselves go on as they do. A call counts for an error only where the system may give that
error for it: no disk is full while it is read.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

_LOOKS = ("stat", "lstat", "listdir", "scandir", "readlink")
_NAMES = ("mkdir", "rmdir", "unlink", "remove", "replace", "rename", "link", "symlink", "chmod", "utime")
_ON_FILES = ("fsync", "fstat", "ftruncate", "lseek", "fchmod")
_MAKES_ROOM = {
    "make",
    "write",
    "pwrite",
    "fsync",
    "mkdir",
    "replace",
    "rename",
    "link",
    "symlink",
    "close",
    "ftruncate",
}
_WRITES = ("write", "pwrite")
_TALKS = {"connect", "send", "receive"}
MAY_GIVE = {
    errno.ENOSPC: _MAKES_ROOM - {"ftruncate"},
    errno.EROFS: {"make", *_NAMES},
    errno.EACCES: {"open", "make", "run", *_LOOKS, *_NAMES},
    errno.EIO: {"open", "make", *_LOOKS, *_NAMES, *_ON_FILES, "read", "write", "pwrite", "close"},
    errno.EMFILE: {"open", "make", "listdir", "scandir", "pipe", "connect"},
    errno.ENOENT: {"open", "run", *_LOOKS, "unlink", "remove", "replace", "rename"},
    errno.ENOMEM: {"fork", "run"},
    errno.ECONNRESET: _TALKS,
    errno.ETIMEDOUT: _TALKS,
}
"""Each error with the calls for which the system gives it."""


@dataclass(frozen=True, slots=True)
class Way:
    """How calls fail."""

    error: int
    """Its number; 0: nothing fails, but reads and writes do half of what was asked, as the system may at any time."""
    lasting: bool = False
    """Whether all calls of that name fail from then on."""
    half: bool = False
    """Whether half of what was to be written is written before."""

    def __str__(self) -> str:
        name = errno.errorcode[self.error] if self.error else "short"
        return name + (", lasting" if self.lasting else "") + (", half" if self.half else "")

    def meets(self, name: str) -> bool:
        """Whether a call may fail so."""
        if not self.error:
            return name in ("read", "receive", *_WRITES)
        return name in MAY_GIVE[self.error] and (not self.half or name in _WRITES)


class _File(io.FileIO):
    """An open file of Python, the calls of which are counted."""

    faults: Faults

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer."""
        view = memoryview(buffer)
        return super().readinto(view[: self.faults.room("read", len(view), self.name)])

    def readall(self) -> bytes:
        """Read to the end."""
        pieces = []
        while piece := self.read(1 << 20):
            pieces.append(piece)
        return b"".join(pieces)

    def read(self, size: int | None = -1) -> bytes:
        """Read at most so many bytes."""
        if size is None or size < 0:
            return self.readall()
        return super().read(self.faults.room("read", size, self.name))

    def write(self, data: Any) -> int:
        """Write what the system takes."""
        view = memoryview(data).cast("B")
        return super().write(view[: self.faults.room("write", len(view), self.name)])

    def close(self) -> None:
        """Close it, which may tell that what was written before was lost."""
        was_open = not self.closed
        super().close()
        if was_open and self.writable_once:
            self.faults.meet("close", self.name)

    writable_once = False


class Faults:
    """While it is entered, call number `at` fails; 0: none does, and they are only counted."""

    _passed_over: ClassVar[set[int]] = set()

    def __init__(self, root: Path, way: Way, at: int = 0) -> None:
        self.root = str(root)
        self.way = way
        self.at = at
        self._count = 0
        self._full = False
        self.calls: list[tuple[str, str]] = []
        """All that may fail, in their order: the name of the call, and what it was about where that has a name."""
        self.hit = ""
        """The name of the call that failed."""
        self.path = ""
        """What it was about, where that has a name."""
        self._fds: dict[int, tuple[str, bool]] = {}
        """Descriptors that were opened here: path, and whether for writing."""
        self._stack = ExitStack()

    # -- what fails ----------------------------------------------------------------------------------------------------

    @classmethod
    def pass_over(cls) -> None:
        """Let this thread do whatever it wants: it is no part of the program."""
        cls._passed_over.add(threading.get_ident())

    def meet(self, name: str, path: object = "") -> None:
        """Count a call, and raise OSError where it is one that fails."""
        if self._fails(name, path):
            about = [path] if isinstance(path, str) and path else []
            raise OSError(self.way.error, os.strerror(self.way.error), *about)

    def room(self, name: str, size: int, path: object = "") -> int:
        """How many of so many bytes may be read or written. Raises OSError where the call fails; where it does so after
        half of it, that half is written first, as the system does it."""
        if self._full and name in _WRITES:
            self._full = False
            raise OSError(self.way.error, os.strerror(self.way.error))
        if not self._fails(name, path):
            return size
        self._full = self.way.half
        if self.way.half or not self.way.error:
            return max(1, size // 2)
        raise OSError(self.way.error, os.strerror(self.way.error))

    def _fails(self, name: str, path: object) -> bool:
        if threading.get_ident() in self._passed_over:
            return False
        named = self._fds.get(path, ("", False))[0] if isinstance(path, int) else path
        self.calls.append((name, os.fsdecode(named) if isinstance(named, (str, bytes)) else ""))
        if not self.way.meets(name):
            return False
        self._count += 1
        if self._count == self.at and not self.hit:
            self.hit, self.path = self.calls[-1]
            return True
        return self.hit == name and self.way.lasting

    def _ours(self, path: Any, at: Any = None) -> bool:
        """Whether something lies below the folder."""
        if isinstance(path, int):
            return path in self._fds
        if path is None:
            return False
        name = os.fsdecode(os.fspath(path))
        if not Path(name).is_absolute():
            if at is not None:
                return at in self._fds
            name = str(Path.cwd() / name)
        return name == self.root or name.startswith(self.root + os.sep)

    # -- what is put in the place of the system's calls ----------------------------------------------------------------

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if not self._ours(path, dir_fd):
            return self._real_open(path, flags, mode, dir_fd=dir_fd)
        name = os.fsdecode(os.fspath(path))
        self.meet("make" if flags & os.O_CREAT else "open", name)
        fd = self._real_open(path, flags, mode, dir_fd=dir_fd)
        self._fds[fd] = (name, bool(flags & (os.O_WRONLY | os.O_RDWR)))
        return fd

    def _close(self, fd: int) -> None:
        name, writes = self._fds.pop(fd, ("", False))
        self._real_close(fd)
        if writes:
            self.meet("close", name)

    def _read(self, fd: int, size: int) -> bytes:
        return self._real_read(fd, self.room("read", size, fd) if fd in self._fds else size)

    def _write(self, fd: int, data: Any) -> int:
        if fd not in self._fds:
            return self._real_write(fd, data)
        view = memoryview(data).cast("B")
        return self._real_write(fd, view[: self.room("write", len(view), fd)])

    def _pwrite(self, fd: int, data: Any, offset: int) -> int:
        if fd not in self._fds:
            return self._real_pwrite(fd, data, offset)
        view = memoryview(data).cast("B")
        size = self.room("pwrite", len(view), fd)
        return self._real_pwrite(fd, view[:size], offset)

    def _file(
        self, file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, errors: str | None = None,
        newline: str | None = None, closefd: bool = True, opener: Any = None,
    ) -> Any:  # fmt: skip
        if not self._ours(file):
            return self._real_file(file, mode, buffering, encoding, errors, newline, closefd, opener)
        plain = mode.replace("t", "").replace("b", "")
        writes = plain.strip("+") != "r" or "+" in plain
        if not isinstance(file, int):
            self.meet("make" if plain.strip("+") != "r" else "open", os.fsdecode(os.fspath(file)))
        else:
            self._fds.pop(file)
        raw = _File(file, plain, closefd, opener)
        if not isinstance(file, int):
            raw.name = os.fspath(file)
        raw.faults, raw.writable_once = self, writes
        if buffering == 0:
            return raw
        kind = io.BufferedRandom if "+" in plain else io.BufferedWriter if writes else io.BufferedReader
        buffer = kind(raw, buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE)
        if "b" in mode:
            return buffer
        text = io.TextIOWrapper(buffer, encoding, errors, newline, buffering == 1)
        text.mode = mode  # type: ignore[misc]
        return text

    def _of_paths(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            path = args[0] if args else kwargs.get("path", kwargs.get("src", "."))
            if self._ours(path, kwargs.get("dir_fd")):
                self.meet(name, path if isinstance(path, int) else os.fsdecode(os.fspath(path)))
            return real(*args, **kwargs)

        return call

    def _of_files(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(fd: Any, *args: Any) -> Any:
            number = fd if isinstance(fd, int) else fd.fileno()
            if number in self._fds:
                self.meet(name, number)
            return real(fd, *args)

        return call

    def _any(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.meet(name)
            return real(*args, **kwargs)

        return call

    def _program(self) -> type[subprocess.Popen[bytes]]:
        faults = self

        class Program(subprocess.Popen[bytes]):
            """A program, the start of which is counted."""

            def __init__(self, *args: Any, **kwargs: Any) -> None:
                faults.meet("run")
                super().__init__(*args, **kwargs)

        return Program

    def _connection(self) -> type[socket.socket]:
        faults, real = self, socket.socket

        class Connection(real):  # type: ignore[valid-type,misc]
            """A connection, the calls of which are counted."""

            def connect(self, address: Any) -> None:
                faults.meet("connect")
                super().connect(address)

            def sendall(self, data: Any, *more: int) -> None:
                faults.meet("send")
                super().sendall(data, *more)

            def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
                size = nbytes or len(buffer)
                got: int = super().recv_into(buffer, faults.room("receive", size), flags)
                return got

        return Connection

    def __enter__(self) -> Faults:
        self._real_open, self._real_close, self._real_file = os.open, os.close, io.open
        self._real_read, self._real_write, self._real_pwrite = os.read, os.write, os.pwrite
        ours: dict[tuple[Any, str], Any] = {
            (os, "open"): self._open, (os, "close"): self._close, (os, "read"): self._read, (os, "write"): self._write,
            (os, "pwrite"): self._pwrite, (io, "open"): self._file, (builtins, "open"): self._file,
            (os, "pipe"): self._any("pipe", os.pipe), (os, "fork"): self._any("fork", os.fork),
            (subprocess, "Popen"): self._program(),
            (socket, "socket"): self._connection(),
        }  # fmt: skip
        ours |= {(os, name): self._of_paths(name, getattr(os, name)) for name in (*_LOOKS, *_NAMES)}
        ours |= {(os, name): self._of_files(name, getattr(os, name)) for name in _ON_FILES}
        for (module, name), stand_in in ours.items():
            self._stack.enter_context(patch.object(module, name, stand_in))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

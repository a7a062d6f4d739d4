"""Power cuts, simulated: the store's system calls are recorded, and every folder that a cut could leave is rebuilt.

On the strictest file system that POSIX allows: bytes are on disk after `fsync` of their file, names after `fsync` of
their folder; whatever is pending may be there or not, in any part, and the last write may be torn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Op:
    """One call that changes what is on disk."""

    kind: str
    """create, rename, unlink, mkdir, write, trunc, sync, syncdir; "ack" when the user was told that all is saved."""
    path: str = ""
    to: str = ""
    file: int = 0
    at: int = 0
    data: bytes = b""
    said: Any = None


NAMES = ("create", "rename", "unlink", "mkdir")


@dataclass
class Recorder:
    """`os` for the store, with what it does to the folder `root` written down."""

    root: Path
    ops: list[Op] = field(default_factory=list)
    forgets_sync: bool = False

    def __post_init__(self) -> None:
        """Nothing is there yet."""
        self._files: dict[str, int] = {}
        self._sizes: dict[int, int] = {}
        self._open: dict[int, tuple[str, int, bool]] = {}

    def __getattr__(self, name: str) -> Any:
        """Everything else is `os`."""
        return getattr(os, name)

    def _inside(self, path: str) -> bool:
        return path == str(self.root) or path.startswith(f"{self.root}/")

    def open(self, path: str, flags: int, mode: int = 0o777) -> int:
        """A file may come into being."""
        fd = os.open(path, flags, mode)
        if self._inside(path):
            if not os.path.isdir(path) and path not in self._files:
                self._files[path] = file = len(self.ops) + 1
                self._sizes[file] = 0
                self.ops.append(Op("create", path, file=file))
            self._open[fd] = (path, self._files.get(path, 0), bool(flags & os.O_APPEND))
        return fd

    def write(self, fd: int, data: bytes) -> int:
        """Bytes at the end; the store never writes elsewhere when nothing fails."""
        count = os.write(fd, data)
        if fd in self._open:
            file = self._open[fd][1]
            self.ops.append(Op("write", file=file, at=self._sizes[file], data=bytes(data[:count])))
            self._sizes[file] += count
        return count

    def fsync(self, fd: int) -> None:
        """Bytes or names become durable."""
        if fd in self._open and not self.forgets_sync:
            path, file, _ = self._open[fd]
            self.ops.append(Op("sync", file=file) if file else Op("syncdir", path))

    def close(self, fd: int) -> None:
        """The number may be used again."""
        self._open.pop(fd, None)
        os.close(fd)

    def link(self, path: str, to: str) -> None:
        """A second name."""
        os.link(path, to)
        if self._inside(path):
            self._files[to] = self._files[path]
            self.ops.append(Op("create", to, file=self._files[to]))

    def replace(self, path: str, to: str) -> None:
        """A name taken over."""
        os.replace(path, to)
        if not self._inside(path) or self._files.get(to) == self._files[path]:
            return  # For two names of one file rename(2) does nothing.
        self._files[to] = self._files.pop(path)
        self.ops.append(Op("rename", path, to, file=self._files[to]))

    def unlink(self, path: str) -> None:
        """A name gone."""
        os.unlink(path)
        if self._files.pop(path, None) is not None:
            self.ops.append(Op("unlink", path))

    def mkdir(self, path: str, mode: int = 0o777) -> None:
        """A folder."""
        os.mkdir(path, mode)
        if self._inside(path):
            self.ops.append(Op("mkdir", path))

    def states(self, end: int) -> Iterator[dict[str, bytes]]:
        """Every folder that a power cut after `end` operations can leave, as path -> bytes."""
        ops = self.ops[:end]
        synced = {op.file: n for n, op in enumerate(ops) if op.kind == "sync"}
        folders = {op.path: n for n, op in enumerate(ops) if op.kind == "syncdir"}

        def durable(n: int, op: Op) -> bool:
            if op.kind in NAMES:
                return folders.get(os.path.dirname(op.path), -1) > n
            return synced.get(op.file, -1) > n

        sure = {n for n, op in enumerate(ops) if durable(n, op)}
        pending = [n for n, op in enumerate(ops) if op.kind in (*NAMES, "write") and n not in sure]
        names = [n for n in pending if ops[n].kind in NAMES]
        yield self._folder(ops, sure)
        yield self._folder(ops, sure | set(names))
        yield self._folder(ops, sure | set(pending) - set(names))
        for n in range(1, len(pending) + 1):
            yield self._folder(ops, sure | set(pending[:n]))
        for n in pending:
            yield self._folder(ops, (sure | set(pending)) - {n})
            if ops[n].kind == "write":
                length = len(ops[n].data)
                for cut in {*range(1, length, length // 12 + 1), length - 1}:
                    yield self._folder(ops, sure | set(pending), (n, ops[n].data[:cut]))
                    yield self._folder(ops, sure | set(pending), (n, ops[n].data[:cut] + b"\0" * (length - cut)))

    def _folder(self, ops: list[Op], kept: set[int], torn: tuple[int, bytes] = (-1, b"")) -> dict[str, bytes]:
        files: dict[str, int] = {}
        data: dict[int, bytearray] = {}
        for n in sorted(kept):
            op = ops[n]
            if op.kind == "create":
                files[op.path] = op.file
            elif op.kind == "rename":
                files.pop(op.path, None)
                files[op.to] = op.file
            elif op.kind == "unlink":
                files.pop(op.path, None)
            elif op.kind == "write":
                held = data.setdefault(op.file, bytearray())
                held.extend(b"\0" * (op.at - len(held)))
                written = torn[1] if n == torn[0] else op.data
                held[op.at : op.at + len(written)] = written
        return {os.path.relpath(path, self.root): bytes(data.get(file, b"")) for path, file in files.items()}

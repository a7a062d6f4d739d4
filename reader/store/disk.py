"""The few things that the store asks of the disk, each durable when it returns, and what its errors mean in words.

Everything the store does to files goes through here and through `os`, so that a test can make any single call fail.
The rules are those of the POSIX manual pages: a file's bytes are durable after `fsync` of the file, its name only
after `fsync` of the folder (see also T. S. Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014).
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from reader.errors import Busy, ReadOnly, StoreError
from reader.store.owner_file import OwnerFile
from reader.text import for_terminal

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 5.0
"""Seconds to wait for another process that is saving."""
ELSEWHERE = "is in iCloud and not on this machine"
FETCH = "have it downloaded (in the Finder, open the folder and click the cloud beside it)"
"""What is said of a file for which only a placeholder is there."""
SMALL_FILE = 4 << 20
"""Bytes of a file of what this machine remembers that is still read."""
_CHUNK = 1 << 20
_PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _PLAIN

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the system does not let the file grow any further",
    errno.EIO: "the disk reports an error",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOENT: "it is not there",
    errno.ENOTDIR: "it is not a folder",
    errno.EISDIR: "it is no plain file",
    errno.ELOOP: "its links go round in a circle",
}
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL, errno.EPERM}
"""What a file system without locks answers; some of those in user space, and those of virtual machines, answer that the
call is wrong or not permitted."""
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_ASTRAY = {errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTDIR}
"""What is answered of a link that can never lead to a file."""


def reason(error: OSError) -> str:
    """Why a call failed, as half a sentence."""
    text = _REASONS.get(error.errno or 0) or os.strerror(error.errno or 0)
    return for_terminal(text)


def reason_for(error: OSError, path: str) -> str:
    """The same of one file; of one whose permission is denied, with who can give it."""
    if error.errno not in (errno.EACCES, errno.EPERM) or sys.platform == "win32":
        return reason(error)
    owner = owner_of(path)
    gives = f"it belongs to the user '{owner}'" if owner else "`chmod u+rw` gives it back"
    return f"{reason(error)}; {gives}"


def owner_of(path: str) -> str:
    """The name of the user to whom a file or folder belongs, cleaned for the terminal; "" where that is this user, or
    cannot be told."""
    if sys.platform == "win32":
        return ""
    import pwd  # noqa: PLC0415  it is hardly ever needed

    try:
        owner = os.stat(path).st_uid
    except OSError:
        return ""
    if owner == os.geteuid():
        return ""
    try:
        return for_terminal(pwd.getpwuid(owner).pw_name)
    except KeyError:  # A number that has no name on this machine.
        return str(owner)


def reason_in(error: OSError, path: str) -> str:
    """The same of a folder that stands; what has the wrong kind in it (a file for a folder, a folder for a file), is
    forbidden or not there is named."""
    name = error.filename if isinstance(error.filename, str) else ""
    if error.errno in (errno.EACCES, errno.EPERM) and name.startswith(path + os.sep):
        return f"{reason(error)} for '{for_terminal(os.path.relpath(name, path))}' in it"
    if error.errno in (errno.ENOTDIR, errno.EISDIR) and name.startswith(path + os.sep):
        what = "a folder" if os.path.isdir(name) else "no folder"
        return f"'{for_terminal(os.path.relpath(name, path))}' in it is {what}"
    if error.errno == errno.ENOENT and name.startswith(path + os.sep):
        what = "a link to what is not there" if os.path.islink(name) else "not there"
        return f"'{for_terminal(os.path.relpath(name, path))}' in it is {what}"
    if error.errno == errno.ENOENT and name and not os.path.isdir(os.path.dirname(name)):
        return f"'{for_terminal(os.path.dirname(name))}', to which a link in it leads, is not there"
    return reason(error)


def refusal(error: OSError, path: str) -> StoreError:
    """The error for a write to the library in `path` that failed; nothing was saved."""
    if error.errno == errno.ESTALE or (error.errno in (errno.ENOENT, errno.ENOTDIR) and not os.path.isdir(path)):
        return ReadOnly(f"The library's folder '{for_terminal(path)}' is gone; nothing was saved.")
    sentence = f"Nothing was saved in '{for_terminal(path)}': {reason_in(error, path)}."
    return ReadOnly(sentence) if error.errno in _FORBIDDEN else StoreError(sentence)


def signature(path: str) -> tuple[int, int, int] | None:
    """What tells a file's former content from a later one: inode, size, time of the last write; None if there is none.

    A link that leads nowhere but in circles or beyond a file is told by what it is itself. Raises OSError when it
    cannot be told.
    """
    try:
        found = _stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _stat(path: str) -> os.stat_result:
    try:
        return os.stat(path)
    except OSError as error:
        if error.errno not in _ASTRAY:
            raise
        return os.lstat(path)


def writable(path: str) -> bool:
    """Whether this user may write to a file or folder; a missing one does not stand in the way."""
    return os.access(path, os.W_OK) or not os.path.exists(path)


def is_full(path: str) -> bool:
    """Whether nothing fits any more on the disk that a file or folder lies on, as far as the system tells."""
    try:
        space = shutil.disk_usage(path)
    except OSError:
        return False
    return space.total > 0 and not space.free


def nearest(path: str) -> str:
    """The path, or the nearest folder above it that is there, where it would be made."""
    while not os.path.lexists(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    return path


def obstacle(path: str) -> str:
    """Why a folder can neither be used nor made, as the rest of a sentence; "" where nothing is known against it. What
    is there is looked at, and nothing is tried."""
    path = os.path.abspath(path)
    place = nearest(path)
    if not os.path.isdir(place):
        return "it is not a folder" if place == path else f"'{for_terminal(place)}' is not a folder"
    if not os.access(place, os.X_OK | (os.R_OK if place == path else os.W_OK)):
        return "you may not look into it" if place == path else f"you may make nothing in '{for_terminal(place)}'"
    return ""


def is_there(path: str) -> bool:
    """Whether something bears a name, be it a link that leads nowhere. Raises OSError when that cannot be told: what
    cannot be looked at is not taken for missing."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def is_strange(path: str) -> bool:
    """Whether what bears a name is there and no plain file, nor a link to one that may come. Raises OSError as
    `is_there` does."""
    try:
        return not stat.S_ISREG(_stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def is_no_folder(path: str) -> bool:
    """Whether what bears a name is there and no folder, be it a link that leads nowhere. Raises OSError as `is_there`
    does."""
    try:
        return not stat.S_ISDIR(_stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return os.path.islink(path)


def names(path: str) -> list[str]:
    """The names in a folder, in order; none when there is no folder."""
    try:
        return names_there(path)
    except FileNotFoundError:
        return []


def names_there(path: str) -> list[str]:
    """The same of a folder that must be there. Raises OSError where it is not."""
    return sorted(os.listdir(path))


def is_placeholder(name: str) -> bool:
    """Whether a file of this name stands for one that is in iCloud only, as macOS names it: ".<name>.icloud"."""
    return name.startswith(".") and name.endswith(".icloud")


def stood_for(name: str) -> str:
    """The name of the file for which a placeholder stands."""
    return name.removeprefix(".").removesuffix(".icloud")


@contextmanager
def opened(path: str, flags: int, mode: int = 0o600) -> Iterator[int]:
    """A file descriptor, closed in the end (see `let_go`). What it makes belongs to whom its folder belongs."""
    fd = _made(path, flags, mode) if flags & os.O_CREAT else os.open(path, flags | _PLAIN, mode)
    try:
        yield fd
    finally:
        let_go(fd)


@contextmanager
def nameless_copy(fd: int, beside: str) -> Iterator[int]:
    """A file descriptor of what an open file holds, in a file without a name, which nobody else can change or cut; it
    lies beside a path. Where open files keep their names it is the file itself: none that is mapped can be cut there.
    """
    if sys.platform == "win32":
        yield fd
        return
    path = f"{beside}.{secrets.token_hex(4)}.tmp"
    with opened(path, os.O_RDWR | os.O_CREAT | os.O_EXCL) as copy:
        os.remove(path)
        for chunk in rest_of(fd):
            write_all(copy, chunk)
        yield copy


def hold(path: str) -> int:
    """Open a file to read it later, whatever takes its name meanwhile; whoever asks closes it with `let_go`.

    Raises OSError: IsADirectoryError for all that is no regular file, a link that can never lead to one included.
    """
    try:
        fd = os.open(path, _READ)
    except OSError as error:
        if error.errno in _ASTRAY:
            raise IsADirectoryError(error.errno, os.strerror(error.errno or 0)) from None
        raise
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except OSError:
        let_go(fd)
        raise
    return fd


def let_go(fd: int) -> None:
    """Close a file. That cannot fail in a way that matters: what counts was synced."""
    with suppress(OSError):
        os.close(fd)


def chunks(path: str, start: int = 0) -> Iterator[bytes]:
    """The bytes of a file from `start` on. Raises OSError: IsADirectoryError for all that is no regular file."""
    fd = hold(path)
    try:
        if start:
            os.lseek(fd, start, os.SEEK_SET)
        yield from rest_of(fd)
    finally:
        let_go(fd)


def rest_of(fd: int) -> Iterator[bytes]:
    """The bytes of an open file from where it is read on."""
    while chunk := os.read(fd, _CHUNK):
        yield chunk


def beginning(fd: int, length: int) -> Iterator[bytes]:
    """The first bytes of a file that is held."""
    os.lseek(fd, 0, os.SEEK_SET)
    while length > 0 and (chunk := os.read(fd, min(_CHUNK, length))):
        length -= len(chunk)
        yield chunk


def read(path: str, start: int = 0) -> bytes:
    """All the bytes of a regular file from `start` on."""
    return b"".join(chunks(path, start))


def read_small(path: str, limit: int = SMALL_FILE) -> bytes:
    """All the bytes of a file that is small. Raises OSError, also for one that is larger than `limit`, as a device is
    that never ends."""
    data = b""
    for chunk in chunks(path):
        data += chunk
        if len(data) > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


def checksum(path: str, length: int) -> int | None:
    """The CRC-32 of the first `length` bytes of a file; None where there are fewer. Raises OSError."""
    found = 0
    for chunk in chunks(path):
        found = zlib.crc32(memoryview(chunk)[:length], found)
        length -= len(chunk)
        if length <= 0:
            return found
    return None if length else found


def lines(path: str) -> Iterator[bytes]:
    """The lines of a file without their ends, one by one; the last may be b""."""
    begun: list[bytes] = []
    for chunk in chunks(path):
        end, *further = chunk.split(b"\n")
        begun.append(end)
        if further:
            yield b"".join(begun)
            begun = [further.pop()]
            yield from further
    yield b"".join(begun)


def sync(fd: int) -> None:
    """Make a file's bytes durable."""
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        except OSError:
            os.fsync(fd)
    else:
        os.fsync(fd)


def sync_folder(path: str) -> None:
    """Make the names in a folder durable. On Windows there is nothing to do."""
    if sys.platform == "win32":
        return
    with opened(path or ".", os.O_RDONLY | os.O_DIRECTORY) as fd:
        sync(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data`, in one call unless the system takes less at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _made(path: str, flags: int, mode: int) -> int:
    """The descriptor of a file that is made where there is none. One that root makes is given to whom its folder
    belongs: an edit with `sudo` takes nobody's library away. Nothing that was there is given away."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return os.open(path, flags | _PLAIN, mode)
    try:
        fd = os.open(path, flags | os.O_EXCL | _PLAIN, mode)
    except FileExistsError:
        if flags & os.O_EXCL:
            raise
        return os.open(path, flags | _PLAIN, mode)
    _give(fd, os.path.dirname(path) or ".")
    return fd


def _give(made: int | str, like: str) -> None:
    """Give a file (its descriptor) or a folder that root just made to whom `like` belongs; where that cannot be done,
    it stays root's."""
    if sys.platform != "win32" and os.geteuid() == 0:
        with suppress(OSError):
            owner = os.stat(like)
            if isinstance(made, int):
                os.fchown(made, owner.st_uid, owner.st_gid)
            else:
                os.chown(made, owner.st_uid, owner.st_gid, follow_symlinks=False)


def make_folder(path: str, mode: int = 0o700) -> None:
    """Make a folder, and those above it, durably; a folder that exists is left as it is. Raises OSError,
    NotADirectoryError where something else has its name, be it a link that leads nowhere."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(os.path.abspath(path))
    make_folder(above, 0o777)
    try:
        os.mkdir(path, mode)
    except FileExistsError:
        if not os.path.isdir(path):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path) from None
    else:
        _give(path, above)
    sync_folder(above)


def create(path: str, data: bytes) -> None:
    """Make a new file with these bytes, durable with its name. Raises OSError: FileExistsError where something has that
    name, be it a link that leads nowhere, and it stays; of the new file no part stays."""
    with opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as fd:
        try:
            write_all(fd, data)
            sync(fd)
            sync_folder(os.path.dirname(path))
        except OSError:
            with suppress(OSError):
                os.remove(path)
            raise


def scribble(path: str, data: bytes) -> None:
    """Write a small file over without waiting for the disk: for what may be lost at any time.

    Raises OSError, and then the file is as it was, or gone where it was not there: what it grows by is written first,
    which is what a full disk refuses. Who reads it meanwhile, or after a crash, may find a part of it.
    """
    with opened(path, os.O_RDWR | os.O_CREAT) as fd:
        size = os.fstat(fd).st_size
        try:
            _write_at(fd, size, data[size:])
            if size:
                _write_at(fd, 0, data)
        except OSError:
            with suppress(OSError):
                os.ftruncate(fd, size)
                if not (size or os.path.islink(path)):
                    os.remove(path)
            raise
        if size > len(data):
            os.ftruncate(fd, len(data))


def _write_at(fd: int, at: int, data: bytes) -> None:
    while data:
        if hasattr(os, "pwrite"):
            written = os.pwrite(fd, data, at)
        else:
            os.lseek(fd, at, os.SEEK_SET)
            written = os.write(fd, data)
        at, data = at + written, data[written:]


def settle(fresh: str, path: str) -> None:
    """Give a finished file its name unless another has it. Raises FileExistsError."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # The file system knows no links.
        if is_there(path):
            raise FileExistsError(path) from None
        rename(fresh, path)
    sync_folder(os.path.dirname(path))


def rename(old: str, new: str) -> None:
    """Put a file in another's place. On Windows, where a reader can be in the way, it is tried for a second."""
    if sys.platform != "win32":
        os.replace(old, new)
        return
    until = time.monotonic() + 1
    while True:
        try:
            os.replace(old, new)
        except PermissionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def remove(path: str) -> None:
    """Remove a file if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def former(path: str) -> str:
    """Where the previous content of a file is kept."""
    return os.path.realpath(path) + ".1"


def replace(path: str, data: Iterable[bytes], *, keep: bool = False) -> None:
    """Put a whole new content in a file's place, atomically and durably; `keep` keeps the previous one (see `former`).

    At every instant `path` is either the old file or the new one, whole. A symbolic link stays one, its target is
    replaced; the mode of the old file is kept. Raises OSError, and then the old file is in its place.
    """
    real = os.path.realpath(path)
    folder, name = os.path.split(real)
    _put(real, os.path.join(folder, f".{name}.tmp"), data, 0o600, former(path) if keep else "")


def replace_unlocked(path: str, data: Iterable[bytes], mode: int = 0o600, *, lasting: bool = True) -> None:
    """As `replace`, for a file that no lock guards: of those that replace it at the same time one wins, whole.

    A symbolic link is replaced itself, never what it points to. A new file gets `mode`, less what the umask takes. What
    need not be `lasting` is not waited for: after a power cut there may be a part of it.
    """
    folder, name = os.path.split(path)
    _put(path, os.path.join(folder, f".{name[:40]}.{secrets.token_hex(4)}.tmp"), data, mode, lasting=lasting)


def _put(path: str, fresh: str, data: Iterable[bytes], mode: int, kept: str = "", *, lasting: bool = True) -> None:
    """Write `fresh`, make it durable where it must be `lasting`, and put it in the place of `path`, whose content stays
    in `kept` where that is named."""
    folder, name = os.path.split(path)
    there = is_there(path) and not os.path.islink(path)
    try:
        remove(fresh)
        with opened(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode) as fd:
            if there and sys.platform != "win32":
                os.fchmod(fd, stat.S_IMODE(os.stat(path).st_mode))
                _give(fd, path)
            for piece in data:
                write_all(fd, piece)
            if lasting:
                sync(fd)
        if kept and there:
            old = os.path.join(folder, f".{name}.old")
            _second_name(path, old)
            rename(old, kept)
            remove(old)
        rename(fresh, path)
    except BaseException:
        with suppress(OSError):
            remove(fresh)
        raise
    if not lasting:
        return
    try:
        sync_folder(folder)
    except OSError:
        if kept and there:
            rename(kept, path)
        elif not there:
            remove(path)
        raise


def _second_name(path: str, other: str) -> None:
    """Give a file a second name; a copy where the file system knows no links."""
    remove(other)
    try:
        os.link(path, other)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EACCES, errno.EMLINK, errno.ENOSYS, errno.EXDEV):
            raise
        with opened(other, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as fd:
            for chunk in chunks(path):
                write_all(fd, chunk)
            sync(fd)


class Unsure(Exception):
    """An append that failed after its bytes had reached the file: it must not be tried again."""


def append(path: str, data: bytes, length: int) -> tuple[int, int, int]:
    """Append to a file of `length` bytes with one write and make it durable; returns its new signature (its inode is 0
    when it cannot be told).

    When it fails the file is cut back to `length`. Raises OSError, and `Unsure` when `fsync` itself failed: the kernel
    may have dropped the pages, so that nothing more can be trusted until the file is read again from the start
    (PostgreSQL's "fsyncgate" of 2018).
    """
    with opened(path, os.O_WRONLY | os.O_APPEND) as fd:
        try:
            write_all(fd, data)
        except OSError:
            _cut_back(path, fd, length)
            raise
        try:
            sync(fd)
        except OSError as error:
            _cut_back(path, fd, length)
            raise Unsure(reason(error)) from error
        try:
            found = os.fstat(fd)
        except OSError:  # It is durable all the same.
            return (0, length + len(data), 0)
        return (found.st_ino, found.st_size, found.st_mtime_ns)


def _cut_back(path: str, fd: int, length: int) -> None:
    try:
        os.ftruncate(fd, length)
    except OSError:
        # A line that does not begin as one is never a step. (Through `fd` every write would go to the end.)
        with suppress(OSError), opened(path, os.O_WRONLY) as other:
            os.lseek(other, length, os.SEEK_SET)
            os.write(other, b"~")
    with suppress(OSError):
        os.fsync(fd)


def owned(path: str) -> str:
    """The file that stands for the lock whose file this is, where the file system has no locks."""
    return f"{path}-held"


def lacks_locks(path: str) -> bool:
    """Whether the file system of a lock's file has no locks; True where that cannot be told. Nothing is written."""
    if sys.platform == "win32":
        return False
    try:
        with opened(path, os.O_RDONLY) as fd:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return not isinstance(error, BlockingIOError)
    return False


def can_be_locked(path: str) -> bool:
    """Whether what is in the place of a lock's file can be opened as one, be it no plain file. Nothing is written."""
    try:
        os.close(os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | _PLAIN))
    except OSError:
        return False
    return True


class Lock:
    """The library's lock, held by one process at a time; readers never need it."""

    def __init__(self, path: str, patience: float = PATIENCE, device: str = "") -> None:
        """`device` is named where a file has to stand for the lock."""
        self.path = path
        self._patience = patience
        self._device = device
        self._fd = -1
        self._owner: OwnerFile | None = None

    @property
    def by_file(self) -> str:
        """The name of the file that stands for the lock, where the file system has none; "" else."""
        return os.path.basename(self._owner.path) if self._owner is not None else ""

    def close(self) -> None:
        """Let go of the lock's file."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            with suppress(OSError):
                os.close(fd)

    def __del__(self) -> None:
        """A lock that nobody refers to keeps no file open."""
        self.close()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock. Raises `Busy` after the patience has run out, and OSError."""
        self._open()
        until = time.monotonic() + self._patience
        pause = 0.0005
        while not self._try():
            if time.monotonic() > until:
                told = "Another window is saving to this library and does not finish"
                if self._owner is not None:
                    who = for_terminal(self._owner.holder())
                    told = f"This library stays locked: {who} (`reader doctor` says when that ends)"
                raise Busy(f"{told}; nothing was saved.")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)
        try:
            yield
        finally:
            self._free()

    def _open(self) -> None:
        if self._fd >= 0:
            named = signature(self.path)
            if named is not None and named[0] == os.fstat(self._fd).st_ino:
                return
            self.close()
        self._fd = _made(self.path, os.O_RDWR | os.O_CREAT, 0o600)

    def _try(self) -> bool:
        if self._owner is not None:
            return self._owner.take()
        try:
            if sys.platform == "win32":
                os.lseek(self._fd, 0, os.SEEK_SET)
                msvcrt.locking(self._fd, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno == errno.EACCES:  # So Windows says that another has it.
                return False
            if error.errno not in _NO_LOCKS:
                raise
            self._owner = OwnerFile(owned(self.path), self._device)
            return self._owner.take()
        return True

    def _free(self) -> None:
        try:
            if self._owner is not None:
                self._owner.free()
            elif sys.platform == "win32":
                os.lseek(self._fd, 0, os.SEEK_SET)
                msvcrt.locking(self._fd, msvcrt.LK_UNLCK, 1)
            else:
                fcntl.flock(self._fd, fcntl.LOCK_UN)
        except OSError:  # Closing the file lets go of the lock in any case.
            self.close()


@contextmanager
def forgiven() -> Iterator[None]:
    """Let a failure pass that loses nothing: what was to be written is kept elsewhere."""
    with suppress(OSError, StoreError):
        yield


Clock = Callable[[], int]
"""Milliseconds since 1970, UTC."""

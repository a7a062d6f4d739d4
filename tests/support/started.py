"""The program, started without loading it anew: a process that has loaded it forks one for each terminal.

Most of what a start of the interface costs is the loading of modules and of style sheets, which is the same each time.
A test that is about loading, or about what happens before anything is loaded, starts Python itself (see `Terminal`); so
does every test while coverage is measured, which begins with Python, and so where the system has no way to take in a
process as one's own child (`adopting`).

    worker ──asks──▶ server ──forks──▶ a middle one ──forks──▶ the program
                                       (ends at once: the program is now the worker's child)
"""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.support.handing import handed_quickly
from tests.support.styling import styled_once

ROOT = Path(__file__).parent.parent.parent
_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): orphans among one's descendants become one's own children."""
_LOADED = (
    "reader.cli.main", "reader.cli.session", "reader.tui.launch", "reader.tui.main_screen", "reader.tui.background",
    "reader.tui.driver", "reader.tui.pastes", "reader.store.folder", "reader.operations.kept_index",
    "reader.operations.annotate", "reader.operations.triage", "reader.operations.duplicates",
    "reader.operations.list_settings", "reader.commands.questions", "reader.commands.view", "reader.search.index",
    "textual.layouts.horizontal", "textual.layouts.stream", "textual.scrollbar", "concurrent.futures.thread",
    "rapidfuzz.process", "rapidfuzz.distance",
)  # fmt: skip
"""What is loaded before: whatever else a start needs, it loads itself."""
_OPENING = ("e", "N", "t", "i", "x")
"""The keys of the note, a new list, tags, what is to be imported and an export."""


class Started:
    """A program that was started so, as `subprocess.Popen` shows one."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status, minus the number of the signal that ended it; None as long as it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        """Its exit status. Raises `subprocess.TimeoutExpired` where it does not end in so many seconds."""
        until = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(0.005)
        return status

    def send_signal(self, number: int) -> None:
        """Send it a signal, as long as it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


@cache
def can_adopt() -> bool:
    """Whether a process may become the child of one that did not start it: on Linux."""
    return sys.platform == "linux" and _prctl(_SUBREAPER, 0)


def _prctl(option: int, value: int) -> bool:
    done: int = ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
    return done == 0


@contextmanager
def _adopting() -> Iterator[None]:
    """Take in what becomes an orphan meanwhile; nothing else does, so that no test sees other children than its own."""
    _prctl(_SUBREAPER, 1)
    try:
        yield
    finally:
        _prctl(_SUBREAPER, 0)


@cache
def _server() -> socket.socket:
    """The process of this worker that has loaded the program, by the socket on which it is asked."""
    ours, its_side = socket.socketpair()
    with its_side:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.started", str(its_side.fileno())],
            pass_fds=[its_side.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd=ROOT,
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def start(arguments: Sequence[str], terminal: int, environment: dict[str, str], before: str = "") -> Started:
    """Start the command `reader` in a session of its own, with a terminal (the descriptor of its side) that controls
    it. `before` is Python that is run first."""
    server = _server()
    what = {"arguments": list(arguments), "environment": environment, "folder": str(Path.cwd()), "before": before}
    asked = json.dumps(what).encode()
    with _adopting():
        socket.send_fds(server, [len(asked).to_bytes(4, "big")], [terminal])
        server.sendall(asked)
        return Started(int.from_bytes(_taken(server, 4), "big"))


def _taken(connection: socket.socket, count: int) -> bytes:
    """So many bytes. Raises EOFError where the other side is gone."""
    held = b""
    while len(held) < count:
        if not (more := connection.recv(count - len(held))):
            raise EOFError("the process that starts programs has ended")
        held += more
    return held


def _serve(connection: socket.socket) -> None:
    """Load the program, and start it whenever that is asked, until nobody asks any more."""
    for name in _LOADED:
        import_module(name)
    with styled_once(), handed_quickly():
        _draw()
        gc.freeze()
        _start_all(connection)


def _draw() -> None:
    """Draw the interface once, with the dialogs that most are about: what it loads for them, compiles and works out of
    its styles then, the programs need not load and work out again."""
    from reader.paper import Paper
    from reader.settings import Settings
    from reader.tui.app import ReaderApp
    from tests.support.memory import library

    async def drawn(state: str) -> None:
        held = library(Paper("p", "A paper", abstract="Of lamps."))
        app = ReaderApp(lambda: held, settings=Settings(), state=Path(state), library=held)
        async with app.run_test(size=(100, 30), tooltips=True, notifications=True) as pilot:
            for key in _OPENING:
                await pilot.press(key, "escape")

    with tempfile.TemporaryDirectory() as state:
        asyncio.run(drawn(state))


def _start_all(connection: socket.socket) -> None:
    """Start the program whenever that is asked, until nobody asks any more."""
    while True:
        head, descriptors, _, _ = socket.recv_fds(connection, 4, 1)
        if not head:
            return
        asked = json.loads(_taken(connection, int.from_bytes(head, "big")))
        its_end, tells = os.pipe()
        middle = os.fork()
        if not middle:
            program = os.fork()
            if program:
                os.write(tells, program.to_bytes(4, "big"))
                os._exit(0)
            for descriptor in (connection.fileno(), its_end, tells):
                os.close(descriptor)
            os._exit(_run(descriptors[0], **asked))
        for descriptor in (descriptors[0], tells):
            os.close(descriptor)
        os.waitpid(middle, 0)  # From here on the program is the worker's child.
        connection.sendall(os.read(its_end, 4))
        os.close(its_end)


def _run(terminal: int, arguments: list[str], environment: dict[str, str], folder: str, before: str) -> int:
    """The program in a forked process; its exit status."""
    import fcntl
    import termios

    from reader.__main__ import main
    from tests.support.terminal import hear_signals

    os.setsid()
    for standard in range(3):
        os.dup2(terminal, standard)
    os.close(terminal)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    hear_signals()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["reader", *arguments]
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", 1, encoding="utf-8", closefd=False)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)  # type: ignore[misc]
    try:
        exec(before, {})
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001  as Python ends a program
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))

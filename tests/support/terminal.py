"""The program in a terminal of its own: a pseudo-terminal whose every byte is kept.

Whoever imports it is skipped on Windows, which has none, and nowhere else.
"""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from coverage import Coverage

from tests.support import started

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

import fcntl
import pty
import termios

ROOT = Path(__file__).parent.parent.parent
PROGRAM = ("-m", "reader")
ANEW = ("-m", "reader.__main__")
"""The program as `PROGRAM`, which loads itself in any case."""
PATIENCE = 60.0
"""Seconds after which a terminal that shows nothing new is a failure."""
LOOK = 0.01
"""Seconds between two looks at whether the program stands still."""
MODES_OFF = ("\x1b[?1049l", "\x1b[?1000l", "\x1b[?1003l", "\x1b[?1006l", "\x1b[?1004l", "\x1b[?2004l", "\x1b[?25h")
"""What a terminal must be told last: the usual screen, no reports of mouse, focus and paste, the cursor shown."""
TAKEN = "\x1b[?1049h"
"""What a program tells a terminal when it takes it."""
_STEERING = re.compile(r"\x1b\[[?>\d;]*[A-Za-z]")


def hear_signals() -> None:
    """To be run in a child before its program: it hears the signals that a job in the background is told to ignore."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    hear_signals()


def _measuring() -> dict[str, str]:
    """What has a child add to the measure of coverage, where one is taken: no other test runs what a terminal asks."""
    if Coverage.current() is None:
        return {}
    return {"COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml"), "COVERAGE_FILE": str(ROOT / ".coverage")}


class Terminal:
    """A program in a pseudo-terminal that is its controlling one; its questions go unanswered."""

    def __init__(self, *arguments: str, command: tuple[str, ...] = PROGRAM, before: str = "", **variables: str) -> None:
        """`command` is what Python runs; `variables` are added to the environment. The program itself is loaded already
        where that can be (see `started`); `ANEW` loads it. `before` is Python that is run before the program."""
        self._fd, its_side = pty.openpty()
        self.modes = termios.tcgetattr(self._fd)
        """How the terminal was set before the program began."""
        variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30", **variables}
        self.process: subprocess.Popen[bytes] | started.Started
        if command == PROGRAM and Coverage.current() is None and started.can_adopt():
            self.process = started.start(arguments, its_side, variables, before)
        else:
            if before:
                command = ("-c", f"{before}\nfrom reader.__main__ import main\nmain()")
            self.process = subprocess.Popen(
                [sys.executable, *command, *arguments],
                stdin=its_side,
                stdout=its_side,
                stderr=its_side,
                start_new_session=True,
                preexec_fn=_own_terminal,
                env={**variables, **_measuring()},
            )
        os.close(its_side)
        self._ready = select.poll()
        self._ready.register(self._fd, select.POLLIN)
        self.bytes = b""

    def read(self, enough: Callable[[str], bool]) -> str:
        """All that is written until it is enough, or until the program ends."""
        start = len(self.bytes)
        while not enough(seen := self.bytes[start:].decode(errors="replace")):
            ready = self._ready.poll(PATIENCE * 1000)
            assert ready, f"nothing comes any more after {seen[-400:]!r}"
            try:
                self.bytes += os.read(self._fd, 65536)
            except OSError:
                return seen
        return seen

    def wait_for(self, shown: str) -> None:
        """Wait for words to be drawn."""
        seen = self.read(lambda seen: shown in _STEERING.sub("", seen))
        assert shown in _STEERING.sub("", seen), f"it ended and never showed {shown!r}: {seen[-1000:]!r}"

    def shows_within(self, seconds: float, *shown: str) -> float | None:
        """After how many seconds all of some words were drawn; None where they were not within so many."""
        start, began = len(self.bytes), time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            seen = _STEERING.sub("", self.bytes[start:].decode(errors="replace"))
            if all(words in seen for words in shown):
                return passed
            self._take(LOOK)
        return None

    def send(self, keys: str) -> None:
        """Type, and wait for nothing."""
        os.write(self._fd, keys.encode())

    def press(self, keys: str, shown: str) -> None:
        """Type, and wait for words to be drawn."""
        self.send(keys)
        self.wait_for(shown)

    def halt(self, number: signal.Signals) -> None:
        """Stop it from outside, and read all that it writes until it stands still: it stops when its frame is written,
        which it is not while nobody reads."""
        self.process.send_signal(number)
        looks = iter(range(round(PATIENCE / LOOK)))
        while os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG) is None:
            assert next(looks, None) is not None, f"{number.name} did not stop it"
            self._take(LOOK)
        while self._take(0):
            continue

    def listen(self, seconds: float) -> None:
        """Read what comes for so many seconds, as a terminal does while nobody types; at the end of the program no
        more."""
        until = time.monotonic() + seconds
        with suppress(OSError):
            while (left := until - time.monotonic()) > 0:
                self._take(left)

    @property
    def has_ended(self) -> bool:
        """Whether nobody has the other side of the terminal open any more."""
        return any(what & select.POLLHUP for _, what in self._ready.poll(0))

    @property
    def worked(self) -> float:
        """Seconds for which the program had a processor so far; where the system does not tell, it never stops."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def _take(self, seconds: float) -> bool:
        """Read what comes within so many seconds; whether anything did."""
        found = self._ready.poll(seconds * 1000)
        self.bytes += os.read(self._fd, 65536) if found else b""
        return bool(found)

    def go_on(self, *shown: str) -> None:
        """Let it go on where it was stopped, and wait for words to be drawn, in whatever packets they come."""
        self.process.send_signal(signal.SIGCONT)
        seen = self.read(lambda seen: all(words in _since_taken(seen) for words in shown))
        missing = [words for words in shown if words not in _since_taken(seen)]
        assert not missing, f"it ended and never showed {missing}: {seen[-1000:]!r}"

    def end(self, keys: str = "") -> int:
        """Type, and wait for the end; the exit status."""
        self.send(keys)
        self.read(lambda seen: False)
        return self.process.wait(PATIENCE)

    def hang_up(self) -> int:
        """Close the terminal and wait for the end; the exit status."""
        os.close(self._fd)
        self._fd = -1
        return self.process.wait(PATIENCE)

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was before: its modes, and the last word about each of its reports."""
        told = self.bytes.decode(errors="replace")
        off = all(told.rfind(mode) > told.rfind(_opposite(mode)) for mode in MODES_OFF)
        return off and self.set_as_before

    @property
    def set_as_before(self) -> bool:
        """Whether the modes of the terminal are those from before the program began."""
        return termios.tcgetattr(self._fd) == self.modes

    def stop(self) -> None:
        """End it, also when a test failed midway."""
        self.process.kill()
        self.process.wait()
        if self._fd >= 0:
            os.close(self._fd)


def _since_taken(seen: str) -> str:
    """What is drawn since the terminal was taken."""
    return _STEERING.sub("", seen.partition(TAKEN)[2])


def _opposite(mode: str) -> str:
    return mode[:-1] + ("h" if mode.endswith("l") else "l")

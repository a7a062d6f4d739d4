"""How a signal ends the interface: what was typed kept, the terminal as it was, the exit status of a shell."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from reader.tui.terminal import Modes, hushed, modes_of, set_modes, unstopped

GRACE = 10.0
"""Seconds in which the interface may still put everything away, before it is ended in the middle of it."""
_END_NOTHING = (
    "SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGINFO",  # Nobody hears them who does not ask for them.
    "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU",  # A program that they stop goes on later.
)  # fmt: skip
_UNHEARD = ("SIGKILL", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE")
"""Nothing can be done about the first, and nothing that Python runs is reached after the others."""
RESTORING = (
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[<u\x1b[?1049l"
    b"\x1b[?25h\x1b[?1004l"
)
"""What takes back all that Textual tells a terminal (xterm's control sequences, and kitty's for the keyboard)."""


_ASKED = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
"""What a user, a shell or a system that shuts down sends: heard in the place of whatever heard it before."""


def ending() -> list[int]:
    """The signals that end this program now, by themselves or by an `Ending`, and that it can hear: not those which
    whoever began the program wants it not to hear, nor those that somebody else hears."""
    left_out, asked = ({getattr(signal, name, None) for name in names} for names in (_END_NOTHING + _UNHEARD, _ASKED))

    def ends(number: int) -> bool:
        by = signal.getsignal(number)
        ours = by is signal.SIG_DFL or isinstance(getattr(by, "__self__", None), Ending)
        return ours or (number in asked and by is not signal.SIG_IGN)

    return sorted(filter(ends, signal.valid_signals() - left_out))


class Ending:
    """The signals that end a program, from before the first frame until nothing is left to put away."""

    def __init__(self) -> None:
        self.number = 0
        """The signal that was heard first; 0 while there was none."""
        self._leave: Callable[[], None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._former: dict[int, Any] = {}
        self._terminal = -1
        self.modes: Modes | None = None
        """How the terminal was set before it was the interface's; None where there is none."""
        self._set: Modes | None = None
        """How it was set by us."""
        self._give_up: Callable[[], None] = lambda: None

    @property
    def status(self) -> int:
        """The exit status: 128 and the number, as shells have it."""
        return 128 + self.number

    def listen(self) -> None:
        """Hear the signals from now on, but for those that whoever began the program wants it not to hear.

        From now on ctrl+s is a key too: typed before the first frame, it would stop the terminal.
        """
        with suppress(OSError, ValueError, AttributeError):
            self._terminal = sys.__stdin__.fileno()  # type: ignore[union-attr]  # None is an AttributeError
            self.modes = modes_of(self._terminal)
        self.speak()
        for number in ending():
            with suppress(ValueError, OSError):  # Only the main thread hears signals, and not all that a system has.
                self._former[number] = signal.signal(number, self._heard)

    def deafen(self) -> None:
        """Nothing is left to put away: the signals do what they did before."""
        self._leave = None
        self._give_back()
        for number, before in self._former.items():
            signal.signal(number, before)
        self._former = {}

    def hush(self, give_up: Callable[[], None]) -> bool:
        """Let the terminal hand on each key at once and show none, as long as it is asked something; whether it does.

        Where the program ends meanwhile, `give_up` is called first.
        """
        self._give_up = give_up
        self._set = hushed(unstopped(self.modes))
        set_modes(self._terminal, self._set)
        return self._set is not None and modes_of(self._terminal) == self._set

    def speak(self) -> None:
        """Let it go on as it did, but for ctrl+s."""
        self._set = unstopped(self.modes)
        set_modes(self._terminal, self._set)

    def _give_back(self) -> None:
        """The terminal as it was, where nobody has set it since."""
        with suppress(OSError, ValueError):
            self._give_up()
        if self.modes is not None and modes_of(self._terminal) == self._set:
            set_modes(self._terminal, self.modes)

    def leave_by(self, leave: Callable[[], None]) -> None:
        """The terminal is about to be the interface's; from now on `leave`, called in this loop, puts it back."""
        self._loop, self._leave = asyncio.get_running_loop(), leave

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        self.end(number)

    def end(self, number: int) -> None:
        """End as that signal has it; from any thread. Only the first call counts."""
        if self.number:
            return
        self.number = number
        if self._leave is None or self._loop is None:
            self._give_back()
            os._exit(self.status)
        threading.Thread(target=self._in_any_case, daemon=True).start()
        with suppress(RuntimeError):  # The loop is closed: the interface was just left.
            self._loop.call_soon_threadsafe(self._leave)

    def _in_any_case(self) -> None:
        """End where something else does not: a job, a terminal that takes nothing. No file is left half-written."""
        time.sleep(GRACE)
        if self.modes is not None:
            set_modes(self._terminal, unstopped(self.modes))
            words = threading.Thread(target=self._restore, daemon=True)
            words.start()
            words.join(0.5)
            set_modes(self._terminal, self.modes)
        os._exit(self.status)

    @staticmethod
    def _restore() -> None:
        with suppress(OSError):
            os.write(2, RESTORING)

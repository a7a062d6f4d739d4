"""The terminal that the interface was begun in: lent to another program and taken back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

if sys.platform != "win32":
    import termios


Modes = list[Any]
"""How a terminal is set, as `termios` has it."""


def modes_of(terminal: int) -> Modes | None:
    """How a terminal is set; None where it is none."""
    if sys.platform != "win32":
        with suppress(OSError, ValueError, termios.error):
            return termios.tcgetattr(terminal)
    return None


def set_modes(terminal: int, modes: Modes | None) -> None:
    """Set a terminal, at once; one that is gone needs nothing."""
    if sys.platform != "win32" and modes is not None:
        with suppress(OSError, ValueError, termios.error):
            termios.tcsetattr(terminal, termios.TCSANOW, modes)


def unstopped(modes: Modes | None) -> Modes | None:
    """The same modes, but ctrl+s is a key like any other and stops nothing (POSIX's IXON)."""
    if sys.platform == "win32" or modes is None:
        return None
    return [modes[0] & ~termios.IXON, *modes[1:]]


def hushed(modes: Modes | None) -> Modes | None:
    """The same modes, but each key is handed on at once, and none is shown (POSIX's ICANON and ECHO)."""
    if sys.platform == "win32" or modes is None:
        return None
    signs = list(modes[6])
    signs[termios.VMIN], signs[termios.VTIME] = 1, 0
    return [*modes[:3], modes[3] & ~(termios.ICANON | termios.ECHO), *modes[4:6], signs]


def has_shell() -> bool:
    """Whether a shell waits for this program, so that it can be stopped and continued.

    POSIX (2.108 of the definitions) calls a group of processes orphaned where no parent of the same session is left.
    """
    if sys.platform == "win32":
        return False
    try:
        parent = os.getppid()
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:
        return False


@contextmanager
def as_it_was() -> Iterator[None]:
    """Whatever another program does inside: the terminal is this program's again afterwards, in the same modes."""
    if sys.platform == "win32" or not sys.__stdin__ or not sys.__stdin__.isatty():
        yield
        return
    fd = sys.__stdin__.fileno()
    modes, ours = None, False
    with suppress(OSError, termios.error):
        modes, ours = termios.tcgetattr(fd), os.tcgetpgrp(fd) == os.getpgrp()
    try:
        yield
    finally:
        with suppress(OSError, termios.error):
            # Whoever takes the terminal from the background is stopped for it, unless the signal is held back.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
            try:
                if ours:
                    os.tcsetpgrp(fd, os.getpgrp())
                if modes is not None:
                    termios.tcsetattr(fd, termios.TCSADRAIN, modes)
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTTOU})

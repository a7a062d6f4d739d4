"""The terminal that the interface was begun in: lent to another program and taken back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

if sys.platform != "win32":
    import termios


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

"""Work on foreign words in a process of its own, which the system ends when it takes too much time or memory.

The process is a copy of this one (fork(2)), so that nothing has to be loaded or handed over; its bounds are those of
setrlimit(2), and a clock of ours. Where a system has no such copies (Windows) the work is done here, and where it
keeps to no bounds of memory (macOS) those of time hold alone: whoever gives the work counts what it makes as well.
"""

from __future__ import annotations

import math
import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from reader.errors import InputError, ReaderError

if sys.platform != "win32":
    import resource

TOO_LONG = "it takes too many steps"
"""What is wrong with work that does not end within its bounds."""
TOO_LARGE = "it needs too much memory"
"""What is wrong with work that makes more than there is room for."""
WAITING = 4
"""Times its processor time that work may take by the clock, on a machine that does other things too."""
_DONE, _REFUSED = b"+", b"-"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a piece of work may take."""

    seconds: float
    """Of processor time."""
    room: float
    """Bytes of what it makes, all together."""


def in_own_process(work: Callable[[], str], bounds: Bounds, what: str) -> str:
    """The text that `work` gives, which changes nothing else. `what` names it in the sentence of an error.

    Raises InputError when it takes more than its bounds, when the system has no room for another process, and with the
    sentence of an error that `work` raises.
    """
    if not hasattr(os, "fork"):
        return work()
    try:
        ours, theirs = os.pipe()
    except OSError as error:
        raise _no_room(what, error) from None
    try:
        with warnings.catch_warnings():
            # Python warns of copies of a process with threads: what another thread holds stays held. `work` needs none.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError as error:
        for end in (ours, theirs):
            os.close(end)
        raise _no_room(what, error) from None
    if not child:
        _be_the_child(work, bounds, theirs)
    try:
        os.close(theirs)
        answer = _heard(ours, time.monotonic() + 1 + WAITING * bounds.seconds)
    finally:
        os.close(ours)
        ended_by = _ended(child)
    if answer is None or ended_by == signal.SIGXCPU:
        raise InputError(f"{what}: {TOO_LONG}.")
    told, text = answer[:1], answer[1:].decode("utf-8", "surrogatepass")
    if told == _DONE:
        return text
    raise InputError(text if told == _REFUSED else f"{what}: {TOO_LARGE}.")


def _no_room(what: str, error: OSError) -> InputError:
    return InputError(f"{what}: the system gives it no process of its own ({(error.strerror or str(error)).lower()}).")


def _be_the_child(work: Callable[[], str], bounds: Bounds, answer: int) -> NoReturn:
    """Work within bounds, write what came of it, and end."""
    status = 1
    try:
        _deafen()
        _bind(bounds)
        try:
            told = _DONE + work().encode("utf-8", "surrogatepass")
        except ReaderError as error:
            told = _REFUSED + str(error).encode("utf-8", "surrogatepass")
        rest = memoryview(told)
        while rest:
            rest = rest[os.write(answer, rest) :]
        status = 0
    finally:
        # Nothing of the process that this one is a copy of may happen twice: what it has not yet written, say.
        os._exit(status)


def _deafen() -> None:
    """Let signals do what they do by themselves: what hears them puts away what is not this process's."""
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)


def _bind(bounds: Bounds) -> None:
    """Let the system end this process when it takes more time, and give it no more memory: twice of what is counted,
    since Python needs some besides."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, math.ceil(bounds.seconds) + 1)
    with suppress(OSError, ValueError), open("/proc/self/statm", encoding="ascii") as file:
        _limit(resource.RLIMIT_AS, int(file.read().split()[0]) * resource.getpagesize() + 2 * int(bounds.room))


def _limit(kind: int, value: int) -> None:
    """Set a limit, unless a lower one holds already. A system that has none of the kind is left alone."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _heard(pipe: int, until: float) -> bytes | None:
    """All that is written into a pipe; None when that does not end in time."""
    heard = bytearray()
    while (left := until - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            if not (chunk := os.read(pipe, _CHUNK)):
                return bytes(heard)
            heard += chunk
    return None


def _ended(child: int) -> int:
    """End a process that may have ended already; the number of the signal that did it, 0 where it was none."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    try:
        _, status = os.waitpid(child, 0)
    except ChildProcessError:  # Whoever started this program has the system forget what ended.
        return 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

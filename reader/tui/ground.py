"""The ground that a terminal draws on, light or dark, as the terminal itself tells: so a theme fits it.

It is asked (OSC 11 of xterm: what is your background?) before the interface is loaded, and the answer is read when that
is done, so that nobody waits where a terminal answers at all. What was typed meanwhile comes in the same stream and is
kept for the interface; an answer that comes later still is no key (`escapes`).
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Mapping
from contextlib import suppress

from reader.patterns import regex
from reader.tui.signals import Ending

if sys.platform != "win32":
    import termios

ASKING_GROUND = b"\x1b]11;?\x1b\\"
GROUND_TIME = 0.05
"""Seconds in which a terminal answers; one that does not costs no more."""
_ANSWER = regex(r"\x1b\]11;(?:rgba?:([0-9a-fA-F/]+)|[^\x07\x1b]*)(?:\x07|\x1b\\)")
_LIGHT_NUMBERS = ("7", "15")
"""The numbers of the light grounds in `COLORFGBG` (rxvt's "15;0": letters, ground)."""


class Ground:
    """Asks for the ground, and knows it."""

    def __init__(self, ending: Ending, variables: Mapping[str, str] = os.environ) -> None:
        self._ending = ending
        self._variables = variables
        self._asked: float | None = None
        self._typed = b""

    def ask(self) -> None:
        """Ask, where there is a terminal to be asked."""
        if sys.platform == "win32" or self._variables.get("TERM", "dumb") in ("dumb", "linux"):
            return
        with suppress(OSError, ValueError, termios.error):
            if self._ending.modes is None or not os.isatty(2):
                return
            if self._ending.hush(self._give_up):
                os.write(2, ASKING_GROUND)
                self._asked = time.monotonic()

    def look(self) -> bool:
        """Whether it is light, as the terminal answers within `GROUND_TIME`, else as its surroundings say."""
        if self._asked is None:
            return self._by_variable()
        told = self._answer(self._asked + GROUND_TIME)
        self._asked = None
        self._ending.speak()
        return self._by_variable() if told is None else told

    def take_typed(self) -> bytes:
        """What was typed before the answer, to be read by the interface, once."""
        typed, self._typed = self._typed, b""
        return typed

    def _give_up(self) -> None:
        """The program ends before it looked: whoever has the terminal next must not take the answer for keys."""
        if self._asked is not None:
            self._answer(self._asked + GROUND_TIME)

    def _answer(self, until: float) -> bool | None:
        sent = b""
        found: re.Match[str] | None = None
        while select.select([0], [], [], max(0.0, until - time.monotonic()))[0]:
            more = os.read(0, 4096)
            sent += more
            found = _ANSWER.search(sent.decode("latin-1"))
            if found or not more:
                break
        typed = _ANSWER.sub("", sent.decode("latin-1"))
        # What a terminal makes of Enter before a program has set it up.
        self._typed = typed.encode("latin-1").replace(b"\n", b"\r")
        return is_light_colour(found.group(1) or "") if found is not None else None

    def _by_variable(self) -> bool:
        return self._variables.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_NUMBERS


def is_light_colour(told: str) -> bool | None:
    """Whether a colour as X11 writes it ("ffff/ffff/ffff", one to four digits each) is light; None where it is none."""
    parts = told.split("/")[:3]
    if len(parts) < 3 or not all(re.fullmatch("[0-9a-fA-F]{1,4}", part) for part in parts):
        return None
    red, green, blue = (int(part, 16) / float(16 ** len(part) - 1) for part in parts)
    # ITU-R BT.601: how bright the eye finds each of them.
    brightness = 0.299 * red + 0.587 * green + 0.114 * blue
    return brightness > 0.5

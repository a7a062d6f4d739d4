"""Esc among what a terminal sends: the key, where what follows makes no other key of it.

A terminal sends Esc as the byte with which its reports of other keys begin, and alt with a key as Esc and that key.
Whoever presses Esc and goes on, in a macro or over a slow line, sends the same. Reader has keys with alt only where a
line is edited (alt+b, alt+f, alt+backspace): all else behind an Esc is a key of its own, and Esc is not lost.

What has the form of a report (ECMA-48) and is none that is known, as a late answer to somebody else or a key in a form
that another program left switched on, is taken whole and means nothing: its letters are nobody's keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.patterns import regex

ESC = "\x1b"
_ALONE = regex(r"\x1b(?=[^\[O\]PX^_bf\x7f\x08])")
"""An Esc behind which no report of a key begins (ECMA-48: CSI, SS3, strings), nor a key that goes with alt."""
_REPORT = regex(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][0-9lLI][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\")
"""A control sequence (CSI), and strings: of the system (OSC, which xterm also ends with BEL) and others (DCS, SOS, PM,
APC), each whole."""
_BEGUN = regex(r"\x1b(?:\[[0-?]*[ -/]*|\](?:[0-9lLI][^\x07\x1b]*\x1b?)?|[PX^_][^\x1b]*\x1b?)?\Z")
"""One that has only begun."""
_SURE = regex(r"\x1b[\[\]][0-9<?]")
"""What nobody types."""
_PAUSES = 10
"""So many pauses the end of what nobody types is waited for."""
_LONGEST = 4096
"""Characters after which what begins like a report is none."""


def _all(_: str) -> bool:
    return True


class Escapes:
    """Parts a stream; an Esc at its end waits for what follows, and so does what begins like a report."""

    def __init__(self, is_known: Callable[[str], bool] = _all) -> None:
        """`is_known` tells of a report that is whole whether it means anything."""
        self._is_known = is_known
        self._kept = ""
        """What came last and is not whole."""
        self._pauses = 0

    def feed(self, text: str) -> Iterator[str]:
        """What was typed, each Esc that stands for itself alone."""
        text = _REPORT.sub(lambda found: found[0] if self._is_known(found[0]) else "", self._kept + text)
        begun = _BEGUN.search(text)
        self._kept = begun[0] if begun is not None and len(begun[0]) < _LONGEST else ""
        self._pauses = 0
        text = text.removesuffix(self._kept)
        # Of an Esc that ends this, what follows is not known yet; of one before it, it is.
        ends = [found.start() for found in _ALONE.finditer(text + self._kept)]
        at = 0
        for end in ends:
            if text[at:end]:
                yield text[at:end]
            yield ESC
            at = end + 1
        if text[at:]:
            yield text[at:]

    def pause(self) -> Iterator[str]:
        """Nothing was typed for a moment: an Esc that came last stands for itself, and what may have been typed behind
        it for that; what nobody types is waited for, and dropped when its end does not come."""
        self._pauses += 1
        kept = self._kept
        if not kept or (_SURE.match(kept) is not None and self._pauses < _PAUSES):
            return
        self._kept = ""
        if kept == ESC:
            yield ESC
        elif _SURE.match(kept) is None:
            yield kept

"""Esc among what a terminal sends: the key, where what follows makes no other key of it.

A terminal sends Esc as the byte with which its reports of other keys begin, and alt with a key as Esc and that key.
Whoever presses Esc and goes on, in a macro or over a slow line, sends the same. Reader has keys with alt only where a
line is edited (alt+b, alt+f, alt+backspace): all else behind an Esc is a key of its own, and Esc is not lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.patterns import regex

ESC = "\x1b"
_ALONE = regex(r"\x1b(?=[^\[O\]PX^_bf\x7f\x08])")
"""An Esc behind which no report of a key begins (ECMA-48: CSI, SS3, strings), nor a key that goes with alt."""


class Escapes:
    """Parts a stream; an Esc at its end waits for what follows."""

    def __init__(self) -> None:
        self._kept = False
        """Whether an Esc came last."""

    def feed(self, text: str) -> Iterator[str]:
        """What was typed, each Esc that stands for itself alone."""
        text = (ESC if self._kept else "") + text
        self._kept = text.endswith(ESC)
        text = text.removesuffix(ESC)
        # Of an Esc that ends this, what follows is not known yet; of one before it, it is.
        ends = [found.start() for found in _ALONE.finditer(text + (ESC if self._kept else ""))]
        at = 0
        for end in ends:
            if text[at:end]:
                yield text[at:end]
            yield ESC
            at = end + 1
        if text[at:]:
            yield text[at:]

    def pause(self) -> Iterator[str]:
        """Nothing was typed for a moment: an Esc that came last stands for itself."""
        if self._kept:
            self._kept = False
            yield ESC

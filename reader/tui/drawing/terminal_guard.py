"""The last guard before the terminal: nothing that could steer, hide or reorder text leaves the program.

Text is cleaned on the way into the library; this filter holds for every other text too (file names, error messages).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from reader.patterns import regex
from reader.text import NO_TEXT
from reader.tui.drawing.styled_text import cells

_UNSAFE = regex(f"[{NO_TEXT}\t\n\u2028\u2029\ud800-\udfff]")
SHOWN_AS = "\N{REPLACEMENT CHARACTER}"


class TextGuard(LineFilter):
    """Replaces control, bidirectional and zero-width characters in every segment of every widget."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, safe to print."""
        for segment in segments:
            text = segment.text
            plain = text.isascii() and text.isprintable()
            if not plain and not segment.control and _UNSAFE.search(text):
                return list(_guarded(segments))
        return segments


def _guarded(segments: Iterable[Segment]) -> Iterable[Segment]:
    for segment in segments:
        yield segment if segment.control else Segment(_UNSAFE.sub(_replaced, segment.text), segment.style)


def _replaced(found: re.Match[str]) -> str:
    """What stands for a character: as wide as it was thought to be, so that nothing after it shifts."""
    return SHOWN_AS if cells(found[0]) else ""

"""The last guard before the terminal: nothing that could steer, hide or reorder text leaves the program.

Text is cleaned on the way into the library; this filter holds for every other text too (file names, error messages).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from reader.text import NO_TEXT

_UNSAFE = re.compile(f"[{NO_TEXT}\t\n\u2028\u2029\ud800-\udfff]")
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
    """A character of the same width as what the terminal was promised, so that nothing after it shifts."""
    return "" if found[0] in _WIDTHLESS or found[0] >= _SUPPLEMENT else SHOWN_AS


_WIDTHLESS = frozenset("\xad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
_SUPPLEMENT = "\U000e0000"
"""From here on stand tags and selectors, which have no width either."""

"""What the terminal behind standard output can show, and how a line of styled text comes there; a pager for many."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from reader.cli.front import terminal_size
from reader.cli.output import OutputError, is_unicode, put
from reader.text import as_one_line

if TYPE_CHECKING:
    from reader.tui.drawing.styled_text import Line, Spans

_CODES = {
    "id": "2", "quiet": "2", "label": "2", "star": "33", "mark": "36", "tag": "36", "bar": "36", "read": "32",
    "title": "1", "heading": "1", "match": "1;31",
}  # fmt: skip
"""What a terminal is told for each style (ECMA-48, 8.3.117): one of its own eight colours, bold or faint."""
_PLAIN_SIGNS = str.maketrans({"★": "*", "◐": "~", "✓": "v", "×": "x", "…": "~"})
"""What stands for signs where the terminal's encoding has none of them."""
_WIDEST_TEXT = 100
"""Cells beyond which lines of running text are no easier to read."""


class Look(NamedTuple):
    """What a terminal can show."""

    width: int
    height: int
    colour: bool
    signs: bool
    """Whether it has the signs of `_PLAIN_SIGNS`, and not only what stands for them."""
    encoding: str = ""
    """Its encoding where that lacks letters; "" where it has all."""

    @property
    def text_width(self) -> int:
        """The width of running text."""
        return min(self.width, _WIDEST_TEXT)

    def spelt(self, text: str) -> str:
        """A text as it stands there, to be measured before it is cut: a letter that there is none for by its number."""
        plain = text if self.signs else text.translate(_PLAIN_SIGNS)
        return plain.encode(self.encoding, "backslashreplace").decode(self.encoding) if self.encoding else plain

    def placed(self, text: str, spans: Spans) -> Spans:
        """Where the pieces of a text stand once it is spelt."""
        if not self.encoding or not spans:
            return spans
        return tuple((len(self.spelt(text[:first])), len(self.spelt(text[:last]))) for first, last in spans)

    def painted(self, line: Line) -> str:
        """A line as the terminal gets it. No text in it steers the terminal."""
        return "".join(self._painted(as_one_line(text), style) for text, style in line).rstrip(" ")

    def _painted(self, text: str, style: str) -> str:
        shown = text if self.signs else text.translate(_PLAIN_SIGNS)
        code = _CODES.get(style, "") if self.colour else ""
        return f"\x1b[{code}m{shown}\x1b[0m" if code and shown.strip() else shown

    def show(self, lines: Iterable[Line]) -> None:
        """Print lines, by way of a pager where they are more than the terminal has. Raises `OutputError` where that
        fails, so that nobody saw them."""
        told = list(map(self.painted, lines))
        if not told:
            return
        text = "\n".join(told) + "\n"
        if len(told) >= self.height and os.environ.get("TERM") != "dumb":
            from reader.tui.pager import page_through  # noqa: PLC0415  few answers are that long

            if (status := page_through(text)) is not None:
                if status:
                    raise OutputError(f"The pager ended with {status}; PAGER= shows the answer without one.")
                return
        put(text)


def look() -> Look | None:
    """What the terminal behind standard output can show; None where there is none."""
    if not sys.stdout.isatty():
        return None
    width, height = terminal_size()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    colour = not plain and (sys.platform != "win32" or "WT_SESSION" in os.environ)
    encoding = "" if is_unicode(sys.stdout) else sys.stdout.encoding
    return Look(max(width, 20), max(height, 2), colour, _has_signs(sys.stdout.encoding), encoding)


def _has_signs(encoding: str | None) -> bool:
    try:
        "".join(map(chr, _PLAIN_SIGNS)).encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True

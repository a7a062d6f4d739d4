"""What a terminal sends, parted into pastes and the rest.

A terminal that is asked to (mode 2004 of xterm, "bracketed paste") sets a mark before pasted text and one behind it.
Whatever lies between is text. Textual's parser goes on looking for keys in it: an escape character there (the colours
of a program's output, as some terminals paste them) cuts the text, turns its order round and eats line ends.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

BEGIN = "\x1b[200~"
END = "\x1b[201~"
_SURE = 3
"""So many characters of the first mark are surely no key: Esc and alt+[ may stand alone."""


@dataclass(frozen=True, slots=True)
class PastedText:
    """Text that was pasted, as it came."""

    text: str


class Pastes:
    """Parts a stream; what is cut in the middle of a letter or of a mark waits for the rest of it."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._kept = ""
        self._paste: list[str] | None = None

    def feed(self, sent: bytes) -> Iterator[str | PastedText]:
        """Keys as they came, and each paste when it is whole, in their order; never an empty text of keys."""
        rest = self._kept + self._decode(sent)
        while rest:
            mark = BEGIN if self._paste is None else END
            before, found, rest = rest.partition(mark)
            if not found:
                self._kept = _half(before, mark, _SURE if self._paste is None else 1)
                before = before[: len(before) - len(self._kept)]
            else:
                self._kept = ""
            if self._paste is None and before:
                yield before
            elif self._paste is not None:
                self._paste.append(before)
            if not found:
                return
            if self._paste is None:
                self._paste = []
            else:
                yield PastedText("".join(self._paste))
                self._paste = None


def _half(text: str, mark: str, least: int) -> str:
    """What of a mark stands at the end of a text, from that many characters on."""
    return next((mark[:size] for size in range(len(mark) - 1, least - 1, -1) if text.endswith(mark[:size])), "")

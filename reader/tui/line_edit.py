"""A line of text with a cursor: what typing, deleting and moving do to it. Values only, so that it is tested alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD_BEFORE = re.compile(r"\S+\s*$|\s+$")
_WORD_AFTER = re.compile(r"^\s*\S+|^\s+")


@dataclass(frozen=True, slots=True)
class LineEdit:
    """The text and the place of the cursor in it."""

    text: str = ""
    at: int = 0
    """0 to the length of the text."""

    def typed(self, words: str) -> LineEdit:
        """With something typed or pasted at the cursor; line breaks and tabs become blanks."""
        words = re.sub(r"\s", " ", words)
        return LineEdit(self.text[: self.at] + words + self.text[self.at :], self.at + len(words))

    def after(self, key: str) -> LineEdit | None:
        """After an editing key, as Textual names it; None when the key does not edit."""
        text, at = self.text, self.at
        match key:
            case "backspace":
                return LineEdit(text[: max(0, at - 1)] + text[at:], max(0, at - 1))
            case "delete":
                return LineEdit(text[:at] + text[at + 1 :], at)
            case "left":
                return LineEdit(text, max(0, at - 1))
            case "right":
                return LineEdit(text, min(len(text), at + 1))
            case "home" | "ctrl+a":
                return LineEdit(text, 0)
            case "end" | "ctrl+e":
                return LineEdit(text, len(text))
            case "ctrl+u":
                return LineEdit(text[at:], 0)
            case "ctrl+k":
                return LineEdit(text[:at], at)
            case "ctrl+w" | "alt+backspace" | "ctrl+backspace":
                start = self._word_start()
                return LineEdit(text[:start] + text[at:], start)
            case "ctrl+left" | "alt+b" | "alt+left":
                return LineEdit(text, self._word_start())
            case "ctrl+right" | "alt+f" | "alt+right":
                found = _WORD_AFTER.search(text[at:])
                return LineEdit(text, at + (found.end() if found else 0))
        return None

    def _word_start(self) -> int:
        found = _WORD_BEFORE.search(self.text[: self.at])
        return found.start() if found else 0

"""Words of one's own that hold what nobody sees: told on the command line, in a batch or from Python they are refused.

What is pasted into the interface, written in an editor or read from a file of Markdown is cleaned instead (`text`):
there it stands before one's eyes as it is kept. What joins letters or forms of a sign is a part of words and stays.
"""

from __future__ import annotations

from reader.errors import WrongValue
from reader.operations.settling import clean_note
from reader.text import CONTROLS, UNSEEN, by_number

_SHOWN = 60
"""Characters of a name that a refusal shows."""


def must_be_seen(name: str, what: str) -> None:
    """Raises `WrongValue` for a name that holds what nobody sees: who reads it could not tell it from another, nor type
    it. The refusal shows the number of each such character where it stands."""
    if match := UNSEEN.search(name):
        start = max(0, match.start() - _SHOWN // 2)
        parts = ("…" * bool(start), name[start : start + _SHOWN], "…" * (len(name) > start + _SHOWN))
        seen = UNSEEN.sub(by_number, "".join(parts))
        raise WrongValue(f"'{seen}' holds a character that nobody sees: it is no name of a {what}.")


def must_be_text(text: str, what: str = "It") -> None:
    """Raises `WrongValue` for a text of several lines with a control, as of an escape sequence, which is no text; signs
    that turn a line or tell where it may break are parts of what people write."""
    if sign := CONTROLS.search(text):
        raise WrongValue(f"{what} holds U+{ord(sign[0]):04X}, which is no character of a text.")


def appended(text: str) -> str:
    """What is added to a note. Raises `WrongValue` for a control in it."""
    must_be_text(text, "What is appended")
    return text


def told_text(text: str, what: str = "note") -> str:
    """A note, remark or description that is told in one piece. Raises `WrongValue` for a control in it, and for one
    with nothing but blanks, or what nobody sees: only "" means that there shall be none."""
    must_be_text(text, f"The {what}")
    if text and not clean_note(text):
        raise WrongValue(f'The {what} holds nothing but blanks; "" removes what stands there.')
    return text

"""Words of one's own that hold what nobody sees, or that nobody wrote, since they are a place that a script did not
fill in: told on the command line, in a batch or from Python they are refused.

What is pasted into the interface, written in an editor or read from a file of Markdown is cleaned instead (`text`):
there it stands before one's eyes as it is kept. What joins letters or forms of a sign is a part of words and stays.
"""

from __future__ import annotations

from reader.errors import WrongValue
from reader.operations.settling import clean_note
from reader.text import CONTROLS, UNSEEN, by_number, for_terminal, is_unfilled

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


def filled(text: str, what: str) -> str:
    """A new name, or a text, as it is meant: of a place of a script or a template in double quotes the place itself.
    Raises `WrongValue` for one without them, which was not filled in."""
    words = text.strip()
    if is_unfilled(words) and "://" not in words:
        told = for_terminal(words)
        raise WrongValue(f"'{told}' is a place that was not filled in; in quotes ('\"{told}\"') it is the {what}.")
    is_quoted = len(words) > 2 and words[0] == words[-1] == '"' and is_unfilled(words[1:-1])
    return words[1:-1] if is_quoted else text


def filled_value(text: str, what: str, *, is_name: bool) -> str:
    """The same of what a field of a paper is to hold. Braces around several words hold these together there, and those
    around a name (`is_name`) all of it."""
    words = text.strip()
    is_whole = len(words.strip("{}").split()) > 1 or (is_name and not words.startswith("{{"))
    return text if words.startswith("{") and is_whole else filled(text, what)


def appended(text: str) -> str:
    """What is added to a note. Raises `WrongValue` for a control in it, and as `filled`."""
    must_be_text(text, "What is appended")
    return _filled_text(text, "text")


def told_text(text: str, what: str = "note") -> str:
    """A note, remark or description that is told in one piece. Raises `WrongValue` as `written_text`, and as
    `filled`."""
    return _filled_text(written_text(text, what), what)


def written_text(text: str, what: str = "note") -> str:
    """The same of one that stands in a file. Raises `WrongValue` for a control in it, and for one with nothing but
    blanks, or what nobody sees: only "" means that there shall be none."""
    must_be_text(text, f"The {what}")
    if text and not clean_note(text):
        raise WrongValue(f'The {what} holds nothing but blanks; "" removes what stands there.')
    return text


def _filled_text(text: str, what: str) -> str:
    """As `filled`, of a text in Markdown, in which code stands between backticks."""
    return text if text.lstrip().startswith("`") else filled(text, what)

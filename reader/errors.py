"""Every error that a person may see, as one tree.

    ReaderError                 exit 1: it could not be done; the message is one clear sentence
    ├── UsageError              exit 2: the call itself was wrong
    ├── InputError              a source or a value from outside cannot be used
    │   ├── LimitError          it is larger than what is allowed
    │   ├── UnknownForm         a text is in no form that Reader knows
    │   ├── WrongValue          exit 2: no name, tag or field's value is like it, so it is a UsageError too
    │   └── NetworkError        a service on the network gave no answer that can be used
    ├── UnknownPaper            no paper, or more than one, answers to that name
    ├── UnknownList             no reading list has that name
    ├── Refused                 the state of the library does not allow it
    │   ├── NoteConflict        the note was changed elsewhere since it was read
    │   ├── Untaken             an exported file holds words that the library never took
    │   ├── WriteProtected      a file that is there may not be written over
    │   └── SavedMeanwhile      another program saved a file after it was read
    ├── StoreError              the library's files
    │   ├── Busy                another process holds the lock
    │   ├── ReadOnly            the library cannot be written; reading goes on
    │   └── Damaged             a file cannot be read
    └── SettingsError           the settings file

Each carries its sentence, its exit status and a short `kind` for `--json`. No sentence has the secrets of an address
(`address_secrets.py`). `Cancelled` stands outside: what the user gave up is no error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.patterns import regex

_LONG = 400
"""A sentence of so many letters may quote what nobody would read to its end."""
_QUOTED = regex(r"(?<![^\s(])'((?:[^\n']|'(?![\s.,;:?!)]|$))*+)'(?=[\s.,;:?!)]|$)")
"""What is quoted, up to the first sign that closes it: what stands between two quotations is none."""
_QUOTED_LONG = 255
"""Letters of the longest name that a file can have: what is quoted and no longer stays."""
_LINE_LONG = regex(r"[^\n]{1500,}")
"""A line of more letters than any sentence has that lists what is allowed."""
_READ = 20_000
"""So many letters of a sentence are looked at."""
_SHOWN = 80
"""So many of what is quoted are shown."""


def bounded(sentence: str) -> str:
    """A sentence in which what is quoted is cut where it is very long: a name of thousands of letters, a page pasted in
    place of one."""
    if len(sentence) <= _LONG:
        return sentence
    if len(sentence) > _READ:
        sentence = f"{sentence[: _READ // 2]}…{sentence[-_READ // 2 :]}"
    cut = _QUOTED.sub(_cut, sentence)
    return _LINE_LONG.sub(lambda found: f"{found[0][:_SHOWN]}…{found[0][-_SHOWN:]}", cut)


def _cut(quoted: re.Match[str]) -> str:
    return quoted[0] if len(quoted[1]) <= _QUOTED_LONG else f"'{quoted[1][:_SHOWN].rstrip()}…'"


def in_words(error: BaseException) -> str:
    """What Python's own error says to a person, as half a sentence; else what it is called."""
    names: dict[type[BaseException], str] = {
        RecursionError: "it is nested too deeply",
        MemoryError: "it needs more memory than there is",
    }
    return names.get(type(error), type(error).__name__)


class ReaderError(Exception):
    """Base of all; `str(error)` is the sentence that the user reads."""

    exit_code = 1
    kind = "error"

    def __init__(self, message: str = "") -> None:
        if "=" in message or "@" in message:
            from reader.address_secrets import told_without_secrets  # noqa: PLC0415  few mistakes pay for it

            message = told_without_secrets(message)
        if not message.isprintable():
            from reader.text import clean_line  # noqa: PLC0415  few sentences hold what steers a terminal

            message = clean_line(message)
        super().__init__(bounded(message))


class UsageError(ReaderError):
    """The call is wrong in itself, whatever the library holds."""

    exit_code = 2
    kind = "usage"


class InputError(ReaderError):
    """Something from outside (a file, an address, a value) cannot be used."""

    kind = "input"


class LimitError(InputError):
    """Something from outside is larger than the stated limit."""

    kind = "limit"


class UnknownForm(InputError):
    """A text is in no form in which papers are known to come."""


class WrongValue(UsageError, InputError):
    """A name, a tag or the value of a field can be none, whatever the library holds: where it stands in a call the call
    is wrong, and in a source it is the source."""


class NetworkError(InputError):
    """A service on the network could not be asked, or what it answered is no answer; `passing` says that the same
    question may well be answered a moment later."""

    kind = "network"

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class UnknownPaper(ReaderError):
    """No paper, or several, answer to `name`; `candidates` lists (id, title) of the several."""

    kind = "unknown-paper"

    def __init__(self, message: str, candidates: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class UnknownList(ReaderError):
    """No reading list has that name."""

    kind = "unknown-list"


class Refused(ReaderError):
    """The state of the library does not allow the edit."""

    kind = "refused"


class NoteConflict(Refused):
    """The stored note is no longer the one the user started from; nothing was written.

    `stored` is what the library holds now, `mine` what the user wanted to save.
    """

    kind = "note-conflict"

    def __init__(self, message: str, *, stored: str, mine: str) -> None:
        super().__init__(message)
        self.stored = stored
        self.mine = mine


class Untaken(Refused):
    """An exported file holds words that the library never took; it was left as it is."""


class WriteProtected(Refused):
    """An exported file is marked as not to be written, so it was left as it is."""


class SavedMeanwhile(Refused):
    """Another program saved an exported file, made it or took it away after it was read; it was left as it is."""


class StoreError(ReaderError):
    """The library's files could not be read or written."""

    kind = "store"


class Busy(StoreError):
    """Another process held the lock for too long; the step was not applied."""

    kind = "busy"


class ReadOnly(StoreError):
    """The library can be read but not written; the sentence says why."""

    kind = "read-only"


class Damaged(StoreError):
    """A file of the library cannot be read; nothing was overwritten."""

    kind = "damaged"


class SettingsError(ReaderError):
    """A setting is unknown or wrong; the sentence names file, key and what is allowed."""

    kind = "settings"


class Cancelled(Exception):
    """The user gave up a long job; nothing of it was done."""

"""Tags and notes that another program keeps in objects of its JSON or YAML: what they are called, and what they say.

>>> names_told([{"slug": "rl"}, ["q", "robots"]]), names_told({"rl": "true", "q": "0.9", "old": "false"})
(['rl', 'q', 'robots'], ['rl', 'q'])
>>> names_told({"rl": "core", "q": "true"}), names_told([["rl", "1"], ["q", "2"]])
(['rl', 'core', 'q'], ['rl', 'q'])
>>> notes_told([{"quote": "Hay burns.", "comment": "So it does.", "page": "3", "id": "n1"}])
['Hay burns.\\nSo it does.']
>>> notes_told({"method": "Fire and hay.", "2024-05-01": "Read again.", "note": "Ask Bo.", "k3f": "Try it."})
['Method: Fire and hay.', '2024-05-01: Read again.', 'Ask Bo.', 'Try it.']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reader.dates import date_in
from reader.formats.field_names import field_of, is_of_program, plain, remark, texts_in
from reader.formats.user_fields import yes_or_no

_CALLED = (
    "name",
    "tag",
    "label",
    "text",
    "value",
    "keyword",
    "term",
    "display_name",
    "title",
    "slug",
    "note",
    "content",
)
"""Keys under which an object in a list of tags or keywords has what it is called, the most telling first."""
_BESIDE = frozenset(
    "author by color colour format kind lang language mime mimetype page pages position type user username".split()  # noqa: SIM905
)
"""Keys under which an object has nothing of what a note says."""
_OF_NOTES = frozenset({
    *_CALLED, "annotation", "body", "comment", "comments", "description", "highlight", "html", "markdown", "md",
    "message", "notes", "quote",
})  # fmt: skip
"""Keys that only say that a note stands under them."""
_AMOUNT = re.compile(r"[-+]?\d*\.?\d+")


def names_told(value: Any) -> list[str]:
    """The tags or keywords in a value: a text, a list of them or of objects, or a mapping of each to how often, how
    surely or whether it was given."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, Mapping):
        if all(isinstance(held, str) and _is_amount(held) for held in value.values()):
            return [str(name) for name, held in value.items() if yes_or_no(held) is not False and _counts(held)]
        if all(isinstance(held, Mapping) and not _name_in(held) for held in value.values()):
            return [*map(str, value)]
        return [text for name, held in value.items() for text in _told_of(str(name), held)]
    members = value if isinstance(value, list) else []
    return [text for member in members for text in _names_in(member)]


def _told_of(name: str, held: Any) -> list[str]:
    """The tags or keywords in one of several values of a mapping that are not all alike: the key is one of them where
    its value only says how much, or what of it, and no number counts the values."""
    if not isinstance(held, str):
        return names_told(held)
    if _is_amount(held):
        return [name] if yes_or_no(held) is not False and _counts(held) else []
    is_key = name in _CALLED or plain(name) in _BESIDE or is_of_program(name) or _is_amount(name)
    return names_told(held) if is_key else [name, *names_told(held)]


def _names_in(member: Any) -> list[str]:
    """The tags or keywords in a member of a list: of a list of its own not how much of each there is."""
    if isinstance(member, Mapping):
        return _called(member)
    told = names_told(member)
    names = [text for text in told if not _is_amount(text)]
    return names if names and isinstance(member, list) else told


def _called(member: Mapping[str, Any]) -> list[str]:
    """What an object in a list is called: by a key that says so, else all that it tells."""
    if name := _name_in(member):
        return [name]
    told = {key: held for key, held in member.items() if not is_of_program(key) and plain(key) not in _BESIDE}
    if told and all(isinstance(held, str) and yes_or_no(held) is not None for held in told.values()):
        return [key for key, held in told.items() if yes_or_no(held)]
    return [text for held in told.values() for text in texts_in(held) if not _is_amount(text)]


def _name_in(member: Mapping[str, Any]) -> str:
    """What an object says that it is called, "" where it does not."""
    return next((held.strip() for key in _CALLED if isinstance(held := member.get(key), str) and held.strip()), "")


def sets_as_lists(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record, as it came, with lists of those tags, keywords and names of lists that are the keys of a mapping to
    nothing, as YAML writes a set."""
    return {name: [*map(str, value)] if _is_set(name, value) else value for name, value in record.items()}


def _is_set(name: str, value: Any) -> bool:
    if not isinstance(value, Mapping) or not value or field_of(plain(name)) not in ("tags", "keywords", "lists"):
        return False
    return all(held in (None, "", {}, []) for held in value.values())


def _is_amount(text: str) -> bool:
    return yes_or_no(text) is not None or _AMOUNT.fullmatch(text) is not None


def _counts(amount: str) -> bool:
    """Whether an amount is more than nothing."""
    return any(digit in amount for digit in "123456789") or not any(map(str.isdigit, amount))


def notes_told(value: Any) -> list[str]:
    """The notes in a value: a text, a list of them or of objects with all that they say of each, or a mapping, of which
    keys in somebody's own words are told."""
    if not isinstance(value, Mapping):
        return _notes(value, within=False)
    return [_under(key, note) for key, held in value.items() for note in _notes({key: held}, within=True)]


def _notes(value: Any, *, within: bool) -> list[str]:
    """The same without a word on keys; `within` an object a number, a date or a yes is no note."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() and (not within or _is_prose(value)) else []
    if isinstance(value, Mapping):
        told = [held for key, held in value.items() if not is_of_program(key) and plain(key) not in _BESIDE]
        return [note for held in told for note in _notes(held, within=True)]
    members = value if isinstance(value, list) else []
    return [note for member in members if (note := "\n".join(_notes(member, within=within)))]


def _under(key: str, note: str) -> str:
    """A note with the key that it stands under, where that is a word of somebody's own or a day."""
    if date_in(key):
        return f"{key.strip()}: {note}"
    is_own = plain(key) not in _OF_NOTES and re.sub(r"[\s_-]", "", key).isalpha()
    return remark(key, note) if is_own else note


def _is_prose(text: str) -> bool:
    """Whether a text may be words: no number, date, colour or answer."""
    return any(map(str.isalpha, text)) and yes_or_no(text) is None and not (date_in(text) and len(text.split()) == 1)

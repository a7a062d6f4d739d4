"""What the search line offers while a query is typed: field names, tags, lists and the values of fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.query.fields import CHOICES, FIELDS
from reader.query.parser import LETTERS, unquote
from reader.text import fold

OFFER_LIMIT = 50
"""At most this many are offered."""

_AT = re.compile(
    r'(?:^|[\s(])(?P<minus>-?)(?:(?P<field>[A-Za-z_]+):|(?P<tag>\#))?(?P<value>"(?:[^"\\]|\\.)*|[^\s()"]*)$', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Completion:
    """One offer: `text` takes the place of the characters from `start` to `end` of the query."""

    start: int
    end: int
    text: str
    label: str
    """What to show for it."""


def complete(text: str, cursor: int, tags: Iterable[str] = (), lists: Iterable[str] = ()) -> list[Completion]:
    """What may stand at the cursor, best first; nothing where nothing is begun.

    `tags` and `lists` are offered in the order given, names that begin with what is typed before those that hold it.
    """
    cursor = max(0, min(cursor, len(text)))
    if cursor > LETTERS:
        return []
    found = _AT.search(text[:cursor])
    if found is None:
        return []
    typed = unquote(found["value"])[0]
    if found["tag"]:
        start = found.start("tag")
        return _names("#", start, cursor, typed, tags)
    if found["field"] is None:
        if not typed or found["value"].startswith('"'):
            return []
        start = found.start("value")
        names = [name for name in FIELDS if name.startswith(typed.lower()) and not (name == "sort" and found["minus"])]
        return [Completion(start, cursor, name + ":", f"{name}:  {FIELDS[name].values}") for name in names]
    return _values(found["field"].lower(), found.start("field"), cursor, typed, tags, lists)


def _values(
    field: str, start: int, end: int, typed: str, tags: Iterable[str], lists: Iterable[str]
) -> list[Completion]:
    prefix = field + ":"
    if field in ("tag", "list"):
        return _names(prefix, start, end, typed, tags if field == "tag" else lists)
    if field in FIELDS and (offers := FIELDS[field].offers):
        pairs = [(value, label) for value, label in offers if value.startswith(typed.lower())]
        return [Completion(start, end, prefix + value, label) for value, label in pairs]
    back = "-" if field == "sort" and typed.startswith("-") else ""
    return _names(prefix, start, end, typed, [back + word for word in CHOICES.get(field, ())])


def _names(prefix: str, start: int, end: int, typed: str, names: Iterable[str]) -> list[Completion]:
    wanted = fold(typed)
    ranked = sorted(
        ((not folded.startswith(wanted), at, name) for at, name in enumerate(names) if wanted in (folded := fold(name)))
    )
    return [Completion(start, end, prefix + quoted(name), name) for _, _, name in ranked[:OFFER_LIMIT]]


def quoted(name: str) -> str:
    """The name as it must be typed: in quotes when it holds what would end it."""
    if name and not re.search(r'[\s()"“”„＂«»\\]', name):
        return name
    return '"' + re.sub(r'([“”„＂«»"\\])', r"\\\1", name) + '"'

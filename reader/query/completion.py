"""What the search line offers while a query is typed: field names, tags, lists and the values of fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.begun_word import begun_word, written
from reader.query.fields import CHOICES, FIELDS
from reader.query.parser import LETTERS, parse
from reader.text import fold

OFFER_LIMIT = 50
"""At most this many are offered."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One offer: `text` takes the place of the characters from `start` to `end` of the query."""

    start: int
    end: int
    text: str
    label: str
    """What to show for it."""
    puts_right: bool = False
    """Whether it stands for something that is not understood, wherever the cursor is."""


def cure(text: str) -> list[Completion]:
    """What is likely meant by the part of a query that is said not to be understood; none where nothing is like it."""
    told = next((doubt for doubt in parse(text).doubts if not (doubt.typing or doubt.pasted)), None)
    end = told.at + len(told.part) if told is not None else 0
    if told is None or not told.nearest or text[told.at : end] != told.part:
        return []
    return [Completion(told.at, end, told.nearest, told.nearest, puts_right=True)]


def complete(text: str, cursor: int, tags: Iterable[str] = (), lists: Iterable[str] = ()) -> list[Completion]:
    """What may stand at the cursor, best first; nothing where nothing is begun.

    `tags` and `lists` are offered in the order given, names that begin with what is typed before those that hold it.
    """
    cursor = max(0, min(cursor, len(text)))
    if cursor > LETTERS:
        return []
    begun = begun_word(text[:cursor])
    if begun is None:
        return []
    start, typed = begun.start + len(begun.minus), begun.typed
    if begun.field == "#":
        return _names("#", start, cursor, typed, tags)
    if begun.field is None:
        if not typed or begun.quoted:
            return []
        names = [name for name in FIELDS if name.startswith(typed.lower()) and not (name == "sort" and begun.minus)]
        return [Completion(start, cursor, name + ":", f"{name}:  {FIELDS[name].values}") for name in names]
    return _values(begun.field.lower(), start, cursor, typed, tags, lists)


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
    return [Completion(start, end, prefix + written(name), name) for _, _, name in ranked[:OFFER_LIMIT]]

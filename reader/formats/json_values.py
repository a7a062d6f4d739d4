"""What JSON may hold under a key: whatever that is, it is asked for as a text, an object or some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reader.formats.references import group

JsonObject = Mapping[str, Any]


def text_of(value: Any) -> str:
    """A text or a number as text; the first that says something of several; "" for anything else."""
    if isinstance(value, list):
        return next(filter(None, map(text_of, value[:20])), "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return value if isinstance(value, str) else str(value)


def object_of(value: Any) -> JsonObject:
    """An object; one that says nothing for anything else."""
    return value if isinstance(value, dict) else {}


def all_of(value: Any) -> list[Any]:
    """The members of an array, or what stands alone where there might be one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def texts_of(value: Any, *keys: str) -> list[str]:
    """The texts of an array, or what its objects hold under the first of some keys that they have."""
    found = (
        member if not isinstance(member, dict) else next(filter(None, map(member.get, keys)), "")
        for member in all_of(value)
    )
    return [text for text in map(text_of, found) if text]


def shown_as(record: Any) -> str:
    """By what a record of which nothing is known is shown: its title or name, or how it begins."""
    named = text_of(record.get("title") or record.get("name") or record.get("id")) if isinstance(record, dict) else ""
    return named or str(record)[:300]


def person_of(person: JsonObject) -> str:
    """The name of a person or a group by its parts, whatever these are called, as bibliographies list it."""
    given = text_of(person.get("firstName") or person.get("first") or person.get("given"))
    family = text_of(person.get("lastName") or person.get("last") or person.get("family"))
    suffix, whole = text_of(person.get("suffix")), text_of([person.get("collective"), person.get("name")])
    if given and family:
        return ", ".join(filter(None, (family, given, suffix)))
    return family or given or group(whole or text_of(person.get("literal"))) or text_of(person.get("formatted"))

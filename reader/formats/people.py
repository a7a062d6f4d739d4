"""The people whom a field of authors names, in whatever form its record has them: a list of texts or of parts, a
mapping, one text. There is this one reading for tables, JSON, YAML and notes.

Names come as `Reference.authors` holds them: as printed or with the family name before a comma, that of a group with a
comma behind it, and "et al." at the end where the list goes on.

    >>> people_in("Devlin, Chang, Lee, Toutanova"), people_in("Gu, Albert and others")
    (['Devlin', 'Chang', 'Lee', 'Toutanova'], ['Gu, Albert', 'et al.'])
    >>> people_in([{"name": "Ada Vale"}]), people_in([{"given": "Bo", "family": "Ash"}, {"name": "Lamp Circle"}])
    (['Ada Vale'], ['Ash, Bo', 'Lamp Circle,'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.formats.author_lists import goes_on_behind, is_of_one, names_in
from reader.formats.bylines import names_a_house
from reader.formats.field_names import plain, texts_in
from reader.formats.references import group
from reader.persons import without_others
from reader.text import clean_line

_AND = re.compile(r"\s*[;；]\s*(?:and\s+)?|,?\s+and\s+", re.IGNORECASE)
_ANDS = re.compile(r"\s*[;；]\s*(?:and\s+)?|,?\s+(?:and|&)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\(\d+\)\s*$")
_OTHERS = "et al."
_FAMILY = ("family", "last", "surname", "familyname", "familynames", "lastname")
_GIVEN = ("given", "first", "givenname", "givennames", "firstname", "firstnames", "forename")
_WHOLE = ("name", "fullname", "displayname")
_BARE = 3
"""So many names of one word in one text are family names."""


def people_in(value: Any, *, bibtex: bool = False) -> list[str]:
    """The names that a value holds. `bibtex`: a text parts them by "and" only, and a comma stands within one."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    if isinstance(value, list):
        in_parts = any(isinstance(member, Mapping) and _has(member, _FAMILY) for member in value)
        return [name for member in value for name in _of_member(member, in_parts=in_parts)]
    if isinstance(value, Mapping):
        return _of_member(value)
    return _of_text(value, bibtex=bibtex) if isinstance(value, str) else []


def named_apart(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The names of a list one by one without what says that it goes on, and whether it does."""
    found = [name for given in names for name in _of_member(given)]
    return tuple(name for name in found if name != _OTHERS), _OTHERS in found


def may_be_two(text: str) -> bool:
    """Whether a text of two words with a comma between them may be one name, family name first, as well as two."""
    return "," in text and names_in(text) is None and is_of_one(text)


def lists_families(texts: Iterable[str]) -> bool:
    """Whether what a table or list has for authors are bare family names: some text has several with commas between
    them, and none has a family name before a given one."""
    bare = False
    for text in map(without_others, texts):
        parts = [part.strip() for part in text.split(",")]
        if ";" in text or any(part.endswith(".") for part in parts):
            return False
        bare = bare or (len(parts) >= _BARE and all(part and " " not in part for part in parts))
    return bare


def _of_text(text: str, *, bibtex: bool) -> list[str]:
    plain_text = clean_line(text)
    goes_on = goes_on_behind(plain_text)
    body = goes_on.strip(" ,;&") if goes_on is not None else plain_text
    more = [_OTHERS] * (goes_on is not None)
    parts = [part.strip() for part in (_AND if bibtex else _ANDS).split(body) if part.strip()]
    commas = [part.count(",") for part in parts]
    if ";" not in body and not bibtex and any(commas) and not (set(commas) == {1} and all(map(is_of_one, parts))):
        parts = list(names_in(body, family_first=True) or ())
    elif not bibtex and len(parts) == 1 and not names_in(body, family_first=True):
        parts = []
    return [*(_NUMBERED.sub("", part) for part in parts), *more]


def _of_member(member: Any, *, in_parts: bool = False) -> list[str]:
    """The name of one member of a list, `in_parts` where others there tell a family name apart."""
    if isinstance(member, str):
        name = clean_line(member)
        body = goes_on_behind(name)
        return [text for text in ((name,) if body is None else (body.strip(" ,;"), _OTHERS)) if text]
    if not isinstance(member, Mapping):
        return []
    held = {plain(name): clean_line(next(iter(texts_in(value)), "")) for name, value in member.items()}
    family, given, whole = (
        next((held[name] for name in names if held.get(name)), "") for names in (_FAMILY, _GIVEN, _WHOLE)
    )
    if given and not family:
        family, whole = whole, ""  # As Hayagriva calls it.
    if family:
        particle = held.get("particle") or held.get("nondroppingparticle") or held.get("prefix") or ""
        dropping = held.get("droppingparticle", "")
        parts = [" ".join(filter(None, (dropping, particle, family))), given, held.get("suffix", "")]
        return [", ".join(filter(None, parts))]
    if whole and not in_parts and not names_a_house(whole):
        return _of_member(whole)
    return [name for name in (given or group(whole or held.get("literal", "")),) if name]


def _has(member: Mapping[str, Any], names: Sequence[str]) -> bool:
    return any(plain(name) in names for name in member)

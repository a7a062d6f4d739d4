"""The people whom a field of authors names, in whatever form its record has them: a list of texts or of parts, a
mapping, one text. There is this one reading for tables, JSON, YAML and notes.

Names come as `Reference.authors` holds them: as printed or with the family name before a comma, that of a group with a
comma behind it or braces around it, and "et al." at the end where the list goes on.

    >>> people_in("Devlin, Chang, Lee, Toutanova"), people_in("Gu, Albert and others")
    (['Devlin', 'Chang', 'Lee', 'Toutanova'], ['Gu, Albert', 'et al.'])
    >>> people_in([{"name": "Ada Vale"}]), people_in([{"given": "Bo", "family": "Ash"}, {"name": "Lamp Circle"}])
    (['Ada Vale'], ['Ash, Bo', 'Lamp Circle,'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.formats.author_lists import authors_in, without_places
from reader.formats.bylines import names_a_house
from reader.formats.field_names import plain, texts_in
from reader.formats.references import group
from reader.paper import Name
from reader.persons import is_nobody, listed_name, without_others
from reader.text import clean_line

_AND = re.compile(r"\s*[;；]\s*(?:and\s+)?|,?\s+and\s+", re.IGNORECASE)
_OTHERS = "et al."
_FAMILY = ("family", "last", "surname", "familyname", "familynames", "lastname")
_GIVEN = ("given", "first", "givenname", "givennames", "firstname", "firstnames", "forename")
_WHOLE = ("name", "fullname", "displayname")
_BARE = 3
"""So many names of one word in one text are family names; of an even number each second may be a given name."""


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


def names_of_people(text: str) -> tuple[list[Name], bool]:
    """The people whom a text names by the parts of their names, and whether there are more."""
    found = authors_in(text)
    names = map(listed_name, found.told)
    return [name for name in names if name.printed and not is_nobody(name.printed)], found.more


def named_apart(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The names of a list one by one without what says that it goes on, and whether it does."""
    found = [name for given in names for name in _of_member(given)]
    return tuple(name for name in found if name != _OTHERS), _OTHERS in found


def lists_families(texts: Iterable[str]) -> bool:
    """Whether in what a table or list has for authors commas stand between people: some text has three bare names and
    more, or whole names, and none has a family name before a given one."""
    apart = False
    for text in map(without_others, texts):
        parts = [part.strip() for part in text.split(",")]
        if ";" in text or any(part.endswith(".") and " " not in part for part in parts):
            return False
        bare = len(parts) >= _BARE and len(parts) % 2 == 1 and all(part and " " not in part for part in parts)
        apart = apart or bare or (len(parts) > 1 and all(" " in part for part in parts))
    return apart


def _of_text(text: str, *, bibtex: bool) -> list[str]:
    if not bibtex:
        found = authors_in(text)
        return [*found.told, *[_OTHERS] * found.more]
    line = clean_line(text)
    body = without_others(line)
    parts = [part.strip(" ,") for part in _AND.split(body)]
    return [*filter(None, parts), *[_OTHERS] * (body != line)]


def _of_member(member: Any, *, in_parts: bool = False) -> list[str]:
    """The name of one member of a list, `in_parts` where others there tell a family name apart."""
    if isinstance(member, str):
        name = clean_line(member)
        body = without_others(name)
        told = without_places(body).strip(" ,;") if body != name else without_places(body)
        return [text for text in (told, _OTHERS if body != name else "") if text]
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
    house = whole or held.get("literal", "")
    told = f"{{{house}}}" if "," in house and names_a_house(house) else group(house)
    return [name for name in (given or told,) if name]


def _has(member: Mapping[str, Any], names: Sequence[str]) -> bool:
    return any(plain(name) in names for name in member)

"""Whether commas of a BibTeX name stand between people, as those do who take the field for a sentence.

BibTeX has "and" between people and commas within a name: "Last, First" and "Last, Jr, First". What cannot be that
names several, and where that is not sure it is kept as written, which is said:

    >>> between_commas(["John Smith", "Jane Doe"]), between_commas(["García López", "María José"])
    ((['John Smith', 'Jane Doe'], False), ([], False))
    >>> between_commas(["Smith J", "Doe J", "Lee A"]), between_commas(["Smith", "Jr", "Ada"])
    ((['Smith, J', 'Doe, J', 'Lee, A'], False), ([], False))
    >>> between_commas(["Li Wei", "Wang Fang"]), between_commas(["Smith", "John", "Doe", "Jane"])
    (([], True), ([], True))
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.formats.author_lists import authors_in, is_whole
from reader.formats.bylines import has_known_family, is_known_given, names_a_house
from reader.formats.name_joints import are_initials, is_degree
from reader.persons import is_company, is_particle, is_suffix

COMMAS = "authors that may be one or several with commas between them, kept as written"
"""What is said of "Li Wei, Wang Fang"."""
_PREFIXES = frozenset(("al", "ben", "bin", "el", "ibn", "mac", "san", "santa", "st", "st.", "ter"))
"""What family names of two words begin with besides particles."""


def between_commas(parts: Sequence[str], *, listed: bool = False, inverted: bool = False) -> tuple[list[str], bool]:
    """The people between the commas of what stands between two "and", each as `persons.listed_name` reads it, [] where
    that is one name; and whether it may be several. `listed`: a comma stands before the "and" behind it, or a name
    without one; `inverted`: each of several names has one comma."""
    if len(parts) == 2 and not all(map(is_whole, parts)):
        return [], False
    if len(parts) < 2 or is_suffix(parts[1]) or is_company(parts[-1]):
        return [], False
    if len(parts) == 3 and (is_suffix(parts[2]) or is_degree(parts[2])):
        return [], False
    if len(parts) == 2:
        return _couple(*parts, listed=listed, inverted=inverted)
    found = authors_in(", ".join(parts))
    are_sure = found.sure and found.reads_well and not any(map(names_a_house, parts))
    return ([*found.told], False) if are_sure and _are_alike(parts) else ([], True)


def _are_alike(parts: Sequence[str]) -> bool:
    """Whether parts are all whole names, or family names alone, or have initials behind each family name."""
    if all(map(is_whole, parts)) or not any(" " in part or are_initials(part) for part in parts):
        return True
    return len(parts) % 2 == 0 and all(map(are_initials, parts[1::2]))


def _couple(first: str, second: str, *, listed: bool, inverted: bool) -> tuple[list[str], bool]:
    """The same of two parts that both may be whole names."""
    if _may_be_double(first) or names_a_house(first):
        return [], False
    if " " not in first and " " not in second:
        return [first, second], False
    *_, last = second.split()
    if _has_initials(first) and not all(map(are_initials, second.split())):
        return [*authors_in(f"{first}, {second}").told], False
    if are_initials(last) or is_suffix(last):
        return [], False
    begins, goes_on = (is_known_given(part.split()[0]) for part in (first, second))
    if begins and not is_known_given(last) and (goes_on or listed):
        return [first, second], False
    is_one = is_known_given(last) or (has_known_family(first) and not has_known_family(second))
    return [], begins or not (is_one or inverted)


def _may_be_double(family: str) -> bool:
    """Whether the first word of what may be a family name shows that it is one."""
    begin = family.split()[0].lower()
    return is_particle(begin) or begin in _PREFIXES


def _has_initials(name: str) -> bool:
    """Whether a name of several words has initials among them, as no family name has."""
    return " " in name and any(are_initials(word) and not is_suffix(word) for word in name.split())

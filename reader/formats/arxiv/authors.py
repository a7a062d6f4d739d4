"""The line of authors of a record of arXiv -> their names.

arXiv asks for names separated by commas or "and", with affiliations in parentheses and a collaboration before a colon
(https://info.arxiv.org/help/prep.html#author):

    >>> names("ATLAS Collaboration: Ada Sample (1), Bo Muster, Jr. (2) and C. Probe ((1) Here, (2) There)")
    ('ATLAS Collaboration', 'Ada Sample', 'Bo Muster Jr.', 'C. Probe')
    >>> names("Sample, A., Muster, B. C.")
    ('A. Sample', 'B. C. Muster')
    >>> are_more("Ada Sample, Bo Muster, et al. (3 additional authors not shown)"), are_more("Ada Sample (and others)")
    (True, True)
"""

from __future__ import annotations

import re

from reader.formats.author_lists import goes_on_behind, without_places
from reader.persons import is_nobody, without_others
from reader.text import clean_line

_PARTED = re.compile(r"(?:(?<!\s)\s+)?(?:[;:，、；]|,(?:\s*(?:and|&)\s)?)\s*|(?<!\s)\s+(?:and|&)\s+")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*){1,4}|[A-Z]{1,3}")
_FOR = re.compile(r"(?:,\s*)?\b(?:for|on behalf of) (?=the\b|[A-Z][\w-]* Collaboration\b)")


def names(line: str) -> tuple[str, ...]:
    """The names in a line, "Given Family"; "et al." and what tells how many are not shown are none."""
    parts = _parts(line)
    if len(parts) > 1 and len(parts) % 2 == 0 and all(map(_INITIALS.fullmatch, parts[1::2])):
        parts = [f"{given} {family}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    found: list[str] = []
    for part in parts:
        name = re.sub(r"^and |^the (?=.*\bCollaboration$)", "", without_others(part))
        if _SUFFIX.fullmatch(name) and found:
            found[-1] += f" {name}"
        elif name and not is_nobody(name):
            found.append(name)
    return tuple(found)


def are_more(line: str) -> bool:
    """Whether a line says that it does not name all authors."""
    return goes_on_behind(line) or any(without_others(part) != part for part in _parts(line))


def _parts(line: str) -> list[str]:
    text = without_others(clean_line(_FOR.sub(", ", without_places(line))))
    return [part for part in _PARTED.split(text) if part]

"""The line of authors of a record of arXiv -> their names.

arXiv asks for names separated by commas or "and", with affiliations in parentheses and a collaboration before a colon
(https://info.arxiv.org/help/prep.html#author):

    >>> names("ATLAS Collaboration: Ada Sample (1), Bo Muster, Jr. (2) and C. Probe ((1) Here, (2) There)")
    ('ATLAS Collaboration', 'Ada Sample', 'Bo Muster Jr.', 'C. Probe')
    >>> names("Sample, A., Muster, B. C.")
    ('A. Sample', 'B. C. Muster')
    >>> are_more("Ada Sample, Bo Muster, et al. (3 additional authors not shown)"), are_more("Ada Sample (and others)")
    (True, False)
"""

from __future__ import annotations

import re

from reader.persons import is_nobody
from reader.text import clean_line

_PARTED = re.compile(r"\s*(?:[;:]|,(?:\s*(?:and|&)\s)?|\s(?:and|&)\s)\s*")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*){1,4}|[A-Z]{1,3}")
_UNNAMED = re.compile(r"et\.? al\.?|(?:and )?(?:\d+ )?(?:other authors?|others)|.*\bauthors not shown", re.IGNORECASE)
_CUT = re.compile(r"\s+et\.? al\.?$")
_HIDDEN = re.compile(r"\(\s*\d* ?additional authors? not shown\s*\)", re.IGNORECASE)
_FOR = re.compile(r"(?:,\s*)?\b(?:for|on behalf of) (?=the\b|[A-Z][\w-]* Collaboration\b)")


def names(line: str) -> tuple[str, ...]:
    """The names in a line, "Given Family"; "et al." and what tells how many are not shown are none."""
    parts = _parts(line)
    if len(parts) > 1 and len(parts) % 2 == 0 and all(map(_INITIALS.fullmatch, parts[1::2])):
        parts = [f"{given} {family}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    found: list[str] = []
    for part in parts:
        name = re.sub(r"^and |^the (?=.*\bCollaboration$)", "", _CUT.sub("", part))
        if _SUFFIX.fullmatch(name) and found:
            found[-1] += f" {name}"
        elif not _UNNAMED.fullmatch(name) and not is_nobody(name):
            found.append(name)
    return tuple(found)


def are_more(line: str) -> bool:
    """Whether a line says that it does not name all authors."""
    hidden = any(_UNNAMED.fullmatch(part) or _CUT.search(part) for part in _parts(line))
    return hidden or _HIDDEN.search(line) is not None


def _parts(line: str) -> list[str]:
    text = clean_line(_FOR.sub(", ", _without_places(line)))
    return [part for part in _PARTED.split(text) if part]


def _without_places(line: str) -> str:
    """A line without what stands in parentheses, which may be nested; what is never closed goes to the end."""
    kept, depth = [], 0
    for sign in line:
        depth += sign == "("
        if depth == 0:
            kept.append(sign)
        depth -= sign == ")" and depth > 0
    return "".join(kept)

"""What shows that a line is a piece of a record, of a page or of a program, and no title that somebody names.

>>> piece_of("TY  - JOUR"), piece_of("  author = {A, B},"), piece_of("<html>"), piece_of("import numpy as np")
('the beginning of a record', 'a field of a record', 'markup of a page', 'a piece of a program')
>>> piece_of("LoRA: Low-Rank Adaptation"), piece_of(r"On $\\mathcal{N}=4$ Super Yang-Mills"), piece_of("P = NP")
('', '', '')
"""

from __future__ import annotations

import re

from reader.formats.beginnings import begins_data, begins_record
from reader.formats.field_names import field_of

_FIELD_OF_RECORD = "a field of a record"
_MARKUP = "markup of a page"
_PROGRAM = "a piece of a program"
_DATA = "a piece of data"

_TAG_OF_PAGE = re.compile(
    r"^\s*(?:<[!?/]?[a-z\[-]|```|~~~)|<[a-z][\w:.-]*\s+[\w:.-]+\s*=|</(?!(?:b|em|i|scp?|span|strong|sub|sup|tt|u)\b)[a-z]"
    r"|<(?:br|hr|img|p|div|li|td|tr)\b[^<>]*>|<[a-z]+$",
    re.IGNORECASE,
)
"""A tag with which a line begins, that has attributes or is closed; but for those of emphasis, which titles have."""
_TAGS_OF_RIS = (
    "A1|A2|A3|AB|AD|AN|AU|AV|BT|C1|C2|CA|CP|CT|CY|DA|DO|DP|EP|ER|ET|ID|IS|J1|J2|JA|JF|JO|KW|L1|L2|LA|LK|M1|M3|N1|N2|PB"
    "|PY|RP|SN|SP|T1|T2|T3|TA|TI|TT|TY|UR|VL|Y1|Y2"
)
_TAGGED = re.compile(
    rf"[ \t]*(?:[A-Z][A-Z0-9]{{1,3}}(?:[ \t]{{2,3}}|\t)-(?:[ \t]|$)|(?:PMID|PMC|OWN|STAT|{_TAGS_OF_RIS}) ?-(?:[ \t]|$)"
    r"|%[0-9A-Z?@!#$\]&()*+^><\[=~](?:[ \t]|$)|PT [A-Z]$|RT [A-Z][a-z]+(?: [A-Z]|$)|FN (?:Clarivate|Thomson|ISI)\b)"
)
"""A line of RIS, PubMed, EndNote, RefWorks or Web of Science, as far as no title begins so."""
_ASSIGNED = re.compile(
    r"[ \t]*[\w.-]+[ \t]*=[ \t]*(?:[\"'{\[]|.*,[ \t]*$|.*;[ \t]*$)|[ \t]*[a-z][\w.-]+[ \t]*=[ \t]*\S+[ \t]*$"
)
_QUOTED_KEY = re.compile(r"[ \t]*[\"'][^\"']{1,40}[\"'][ \t]*:[ \t]*(?=[\"'\[{\d]|true\b|false\b|null\b)")
_LABEL = re.compile(r"[ \t]*(?:[-*][ \t]+)?(?P<key>[A-Za-z][\w-]*(?: [a-z]+)?)[ \t]*:(?:[ \t]|$)")
_OF_ALL_RECORDS = frozenset(("title", "authors", "abstract", "year", "doi", "url", "keywords"))
"""Fields whose names begin no title, with a capital either."""
_CODE = re.compile(
    r"[ \t]*(?:import [\w.]+(?: as \w+|,|;|$)|from [\w.]+ import\b|(?:def|class|function|fn|func)\s+\w+\s*[(:{]"
    r"|(?:const|let|var)\s+\w+\s*=|return\b.*[;()]|#include\b|#!|\\[A-Za-z]+\*?[\[{]|[\w.]+\([^()]*\);?$|@@ |\+\+\+ "
    r"|--- [ab]/|\$ \w|>>> |SELECT\s.+\sFROM\s|(?:if|for|while|elif|else|try|except|with)\b.*[:{]$)"
)
_BROKEN_OFF = (";", "{", "[", "(", "=", ",", "\\", "|")
"""How a line ends that goes on below, or is one of a program."""
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$|[^\t]*\t[^\t]*\t")
_CELL = re.compile(r"[,;\t]")
_TEX = re.compile(r"\$[^$]*\$|\\\w+\s*(?:\{[^{}]*\})+|[\^_]\{[^{}]*\}|\\[{}]")
"""What a title may have in braces: formulas and words of TeX."""
_BRACES = re.compile(r"[{}]")
_ENTRY = re.compile(r"[ \t]*@\w+[ \t]*[({]")


def piece_of(line: str) -> str:
    """What a line is a piece of, in words that go on behind "is"; "" for one that may be a title."""
    plain = line.strip()
    if begins_record(line) or _ENTRY.match(line):
        return "the beginning of a record"
    if _TAGGED.match(line) or _ASSIGNED.match(line) or _is_labelled(line):
        return _FIELD_OF_RECORD
    if _QUOTED_KEY.match(line) or begins_data(plain) or _ROW.match(line) or _is_header(plain):
        return _DATA
    if _TAG_OF_PAGE.search(line):
        return _MARKUP
    if _CODE.match(line) or plain.endswith(_BROKEN_OFF[:1]):
        return _PROGRAM
    if _BRACES.search(_without_tex(plain)):
        return _DATA
    return "broken off, as a line of a longer text is" if plain.endswith(_BROKEN_OFF) else ""


def _is_labelled(line: str) -> bool:
    """Whether a line is the name of a field, a colon and its value."""
    match = _LABEL.match(line)
    field = field_of(match["key"]) if match is not None else ""
    return field in _OF_ALL_RECORDS or (bool(field) and match is not None and match["key"].islower())


def _is_header(line: str) -> bool:
    """Whether a line holds nothing but the names of fields, as the head of a table does."""
    names = _CELL.split(line)
    return len(names) > 1 and all(map(field_of, names))


def _without_tex(text: str) -> str:
    while (bare := _TEX.sub("", text)) != text:
        text = bare
    return text

"""Signs that look like those of a query and are others: they stand in pasted text and come from other keyboards."""

from __future__ import annotations

from typing import NamedTuple

from reader.patterns import regex
from reader.query.fields import field_of
from reader.query.nodes import Doubt
from reader.query.pieces import shown
from reader.text import DASHES, UNSEEN, by_number, clean_line

COLONS = "：﹕꞉ː∶։︰˸"
"""What looks like the colon behind a field."""
_PLAIN = str.maketrans(dict.fromkeys(COLONS, ":") | {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)})
_PART = regex(r"(?:\S|[\x1c-\x1f])+")
_CLOSING = {"'": "'’", "‘": "’'", "’": "’'", "‚": "‘’", "`": "`'´", "´": "´", "「": "」", "『": "』"}
"""Other quotes that open, with what closes each."""
_OPENED = regex(rf"(?<![^\s(])(-|-?[^\W\d]\w*:|)([{''.join(_CLOSING)}])(?=\w)")
"""Such a quote right behind the sign of exclusion or a field, or before a word."""
_WITHIN = 200
"""So far behind such a quote the one that closes it is looked for."""
_LATER = regex(r"[^\s\w]?(?=[\s)]|$)")
_SECOND = regex(r"(?<!\W)\W+([^\W\d]\w*):(?!//)\S")


class Quoted(NamedTuple):
    """Words between other quotes than those of a query."""

    at: int
    part: str
    meant: str


def plain_signs(word: str) -> str:
    """A word with a colon in place of what looks like one, and the signs and letters of a wide keyboard as those of
    queries are ("ｔａｇ：ｘ")."""
    return word.translate(_PLAIN)


def unseen(text: str) -> list[Doubt]:
    """A doubt for each part of a query that holds what nobody sees or what steers a terminal: who reads the query does
    not see what it is. The part is named with the number of each such character in its place."""
    if UNSEEN.search(text) is None:
        return []
    found = []
    for match in _PART.finditer(text):
        typed = UNSEEN.sub(by_number, match[0])
        if typed != match[0]:
            why = f"'{shown(typed)}' holds a character that nobody sees"
            found.append(Doubt(match[0], why, clean_line(match[0]), match.start(), typing=True))
    return found


def quoted_otherwise(text: str) -> list[Quoted]:
    """The words, more than one, that other quotes hold together: behind the sign of exclusion or a field only the first
    of these would be left out or looked for there, and as loose words they find more than what they are quoted for."""
    found = []
    for match in _OPENED.finditer(text):
        start = match.end()
        ends = (
            at
            for at in range(start, min(len(text), start + _WITHIN))
            if text[at] in _CLOSING[match[2]] and _LATER.match(text, at + 1)
        )
        end = next(ends, -1)
        inner = text[start:end] if end > 0 else ""
        if " " in inner.strip() and '"' not in inner and (match[1] in ("", "-") or field_of(match[1].strip("-:"))):
            found.append(Quoted(match.start(), text[match.start() : end + 1], f'{match[1]}"{inner}"'))
    return found


def two_filters(value: str) -> str:
    """A value in which another filter stands ("haas,title:heaps"), with a blank between them; else ""."""
    match = _SECOND.search(value)
    if match is None or not field_of(match[1]):
        return ""
    sign = "-" if value[match.start(1) - 1] in DASHES else ""
    return f"{value[: match.start()]} {sign}{value[match.start(1) :]}"

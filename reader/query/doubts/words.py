"""Words that were hardly meant as words: filters and exclusions with a slip of the hand in them."""

from __future__ import annotations

import re

from reader.patterns import regex
from reader.query.doubts.lookalikes import plain_signs
from reader.query.fields import CHOICES, DATED, FIELDS, MEANT_BY, field_of, letters_of, slip_of_field
from reader.query.filters import trouble
from reader.query.nodes import Doubt
from reader.query.pieces import QUOTES, shown
from reader.suggestions import is_slip, nearest
from reader.text import DASHES, MARKED, fold

_NEGATED = regex(r"[!¬！]+\W*\w")
"""A word with the sign of exclusion that other programs have."""
_INNER_FIELD = regex(rf"(?:^|.*?[^\w{MARKED}])([^\W\d][\w{MARKED}]*)([^\w\s/:]{{0,2}}[:=<>;|≠≤≥~])(?!//)\S", re.DOTALL)
"""A word with what looks like a filter in it: `!is:read`, `year>2020`, `is!=read`."""
_GLUED = regex(
    rf"(?!hash)(is|has)\w?[\W_]{{0,2}}({'|'.join(CHOICES['is'] + CHOICES['has'])})"
    rf"|(year|{'|'.join(DATED)})\w?[\W_]{{0,2}}(\d{{4}}(?:-\d\d){{0,2}}(?:\.\.(?:\d{{4}}(?:-\d\d){{0,2}})?)?)"
    rf"|({'|'.join(DATED)})\w?[\W_]{{0,2}}(\d{{1,4}}[dwmy]|today|yesterday)"
    rf"|(sort)[^\w:]?[\W_]((?:(?<=[\W_])-)?(?:{'|'.join(CHOICES['sort'])}))",
    re.ASCII,
)
"""A word that is a filter but for its colon: `isunread`, `has-pdf`, `year2024`, `sort-year`."""
_INNER_SIGN = regex(rf"\*[^\w\s]*[{DASHES}]|[^\s/]+#\w|\S*[\w{MARKED}][,;|&，；]+[{DASHES}]\w")
"""A word with a sign in it that stands before a word of its own: `*-heaps`, `x#tag`."""
_COMPARED = regex(r"([<>≤≥]=?|=[<>]?)(\d{1,9})", re.ASCII)
"""A comparison without its field."""
_RANGE = regex(r"\d{4}(?:-\d\d){0,2}\.\.(?:\d{4}(?:-\d\d){0,2})?|\.\.\d{4}(?:-\d\d){0,2}", re.ASCII)
"""A range of years or days without its field."""
_DENYING = ("no", "non", "without")
_RUN_ON = regex(r"NOT[^A-Z:]|not[\W_]")
_YEAR = 4
"""Digits of a year."""
_SHORT = 3
"""A name of so many letters is a slip of too many words."""
_LONG = 5
"""Values with more letters are told by all but one of these."""
_BEFORE = regex(r"^[^\w#]+")
_OTHER_FIELD = regex(r"-?[^\W\d]\w*:(?!//)[\x21-\x7e]+")
"""What is like a filter of no field that there is; behind a wide colon stands a title, too, in letters of its own."""
_STATES = ("state", "status")
"""What other programs call what `is` finds."""
_CLOSING = {sign: sign for sign in "'’‘`"} | {"[": "]", "{": "}", "<": ">"}
"""What closes a sign before a word, and is none of its filter."""


def suspected(word: str, *, compound: bool) -> Doubt | None:
    """The doubt of a word that looks like a filter or an exclusion, None for one that is as it should be.

    `compound` says that it goes on from a quote or a parenthesis, as words of a title do.
    """
    typed = shown(word)
    plain = plain_signs(word)
    if meant := _inner_filter(plain) or _split_field(plain):
        return Doubt(word, f"'{typed}' is no filter", meant if meant != word else "")
    if plain[-1] == ":" and (field := field_of(_BEFORE.sub("", plain[:-1]))):
        return Doubt(word, f"'{typed}' is no field, '{field}:' is", typing=True)
    if plain != word and _OTHER_FIELD.fullmatch(plain):
        return Doubt(word, f"'{typed}' is no filter; in quotes it is text", typing=True)
    if glued := _glued_filter(fold(plain).rstrip(",;!?")):
        return Doubt(word, f"'{typed}' is a word like any other here", glued, typing=True)
    if lost := _without_field(plain):
        return Doubt(word, f"'{typed}' has no field before it", lost, typing=True)
    if _INNER_SIGN.match(word):
        return Doubt(word, f"'{typed}' has a sign in the midst of a word; in quotes it is text", typing=True)
    if word[0] == "＃":
        return Doubt(word, f"'{typed}' is no tag", "#" + plain.lstrip("#"), typing=True)
    if fold(word).upper() in ("OR", "AND", "NOT") and not word.isascii():
        return Doubt(word, f"'{typed}' is a word like any other here", fold(word).upper())
    if word[0] in ":：":
        return Doubt(word, f"'{typed}' has no field before it; in quotes it is text", typing=True)
    if word[0] in DASHES and not compound:
        return Doubt(word, f"'{typed}' is no exclusion", "-" + word.lstrip(DASHES), typing=True)
    if _NEGATED.match(word):
        return Doubt(word, f"'{typed}' is no exclusion", "-" + word.lstrip("!¬！" + DASHES))
    return None


def _without_field(word: str) -> str:
    """The filter whose field is lost before a comparison or a range, else ""."""
    if compared := _COMPARED.fullmatch(word):
        fields = ("year", "upvotes") if len(compared[2]) == _YEAR and compared[2][:2] in ("19", "20") else ("upvotes",)
        found = ((field, trouble(field, word)) for field in fields)
        return next((meant or f"{field}:{word}" for field, (why, meant) in found if meant or not why), "")
    return f"{'published' if '-' in word else 'year'}:{word}" if _RANGE.fullmatch(word) else ""


def compares(word: str) -> bool:
    """Whether a word is a comparison without its field."""
    return _COMPARED.fullmatch(word) is not None


def _glued_filter(word: str) -> str:
    """The filter that a folded word is but for its colon, else ""; a long value may have a slip of the hand, too."""
    if glued := _GLUED.fullmatch(word):
        field, value = filter(None, glued.groups())
        return f"{field}:{value}"
    for field in ("is", "has"):
        rest = word.removeprefix(field)
        slips = (value for value in CHOICES[field] if rest != word and len(value) > _LONG and is_slip(rest, value))
        if value := next(slips, ""):
            return f"{field}:{value}"
    return ""


def behind_joining(field: str, value: str) -> str:
    """What a word that joins with a colon behind it likely means (`NOT:tag:x`), "" for any other field; in small
    letters it joins nothing but a filter."""
    joining = field.upper()
    if joining not in ("NOT", "AND", "OR") or not (field.isupper() or value[0] in "#(" or ":" in value):
        return ""
    return f"-{value}" if joining == "NOT" else f"{joining} {value}"


def runs_on(field: str) -> bool:
    """Whether a word before a colon begins with NOT and has more behind it (`NOTtag:x`, `not;tag:x`)."""
    return _RUN_ON.match(field) is not None


def denies(field: str) -> bool:
    """Whether what has a word before a colon is to be left out: `no:note`, `NOTtag:x`."""
    return field.lower() in _DENYING or runs_on(field)


def hardly_a_title(word: str, field: str, behind: str) -> bool:
    """Whether a word before a colon and a blank is a field with a slip in it (`field` is the one that it is like), and
    no word of a title: these begin so too, but hardly with a word that is one letter off and no acronym, or with what
    people call a field before a value that it may have ("status: read")."""
    slip = field != "" and is_slip(fold(word), field)
    if slip and ((len(word) > 2 and word[1:].islower()) or behind[:1] in QUOTES):
        return True
    choices = CHOICES.get(MEANT_BY.get(word, ""), ())
    wide = not word.isascii() and field_of(plain_signs(word)) != ""
    return wide or behind.lower().split(None, 1)[0].rstrip(")") in choices


def _inner_filter(word: str) -> str:
    """The filter that a word likely means in which one stands behind a sign or with another sign than a colon, else
    ""."""
    inner = None if _has_split_field(word) else _INNER_FIELD.match(word)
    name = inner and (field_of(inner[1]) or _slipped(inner[1], inner[2]))
    if inner is not None and inner[1].lower() in _STATES and word[inner.end(2) :].lower() in CHOICES["is"]:
        name = "is"
    if inner is None or not name:
        return ""
    before = word[: inner.start(1)]
    joining = letters_of(before).upper()
    leaves_out = word[0] in DASHES + "!~" or before[-1:] in tuple(DASHES) or inner[2][0] in "!≠" or joining == "NOT"
    sign = "-" if leaves_out or (joining in ("AND", "OR") and before[-1] in DASHES) else ""
    sign = f"{joining} {sign}" if joining in ("AND", "OR") else sign
    value = word[inner.end(2) :].lstrip(":=<>;|")
    if name in ("year", "upvotes") and (compared := re.search("[<>≤≥].*", inner[2])):
        value = compared[0].strip(":;|") + value
    return f"{sign}{name}:{value.rstrip(_CLOSING.get(word[0], ''))}"


def _slipped(name: str, sign: str) -> str:
    """The field that one before a sign was likely meant to be, "" where none is like it: before another sign than a
    colon stand names of other things, too ("k=5")."""
    if sign.endswith(":"):
        return nearest(name, FIELDS)
    field = slip_of_field(name) if len(name) > _SHORT else ""
    return field if sign[-1] in "=;" or len(sign) > 1 or field in ("year", "upvotes", *DATED) else ""


def _has_split_field(word: str) -> bool:
    """Whether all letters before a colon are those of a field, though signs stand among them ("ti-tle:x")."""
    head, colon, _ = word.partition(":")
    return colon != "" and word[0].isalnum() and not runs_on(head) and field_of(letters_of(head)) != ""


def _split_field(word: str) -> str:
    """The filter that a word likely means whose field has a sign or a digit in it ("ta.g:x", "8s:read"), else ""."""
    head, colon, value = word.partition(":")
    letters = letters_of(head)
    if not colon or not value or value.startswith("//"):
        return ""
    name = slip_of_field(head)
    if name in CHOICES and value.lower() not in CHOICES[name]:
        name = ""
    if not name and "/" not in head and len(letters) > 1:
        name = field_of(letters) or nearest(letters, FIELDS)
    return f"{'-' if head[0] in DASHES or runs_on(head) else ''}{name}:{value}" if name else ""

"""What joins the names of a list in other languages than English, and what stands beside a name and is none.

"und", "et" and the like stand between people where there are a family and a given name on both sides of them. Within a
name some of them may stand as well ("Ramón y Cajal"); what cannot be told stays as it is, and that is said:

    >>> with_plain_joints("Ada Vale und Bo Ash"), with_plain_joints("Vale, A. et Ash, B.")
    (('Ada Vale and Bo Ash', False), ('Vale, A. and Ash, B.', False))
    >>> with_plain_joints("José Ortega y Gasset"), with_plain_joints("Vale und Ash")
    (('José Ortega y Gasset', False), ('Vale und Ash', True))
    >>> without_titles("By Ada Vale, PhD, Bo Ash, MD, eds.")
    'Ada Vale, Bo Ash'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.formats.bylines import names_a_house
from reader.persons import is_particle, is_suffix, without_introduction

JOINED = "authors that may be one or several with a word between them, taken for one"
"""What is said of "Vale und Ash"."""
DEGREE = "capitals behind a name that may be a degree or initials, left out"
"""What is said of "García López, MD"."""
_JOINT = re.compile(
    r"[,，、]?\s+(?P<word>(?i:und)|et|ET|y|e|i|en|och|og|ve|и|та|\+)\s+"
    r"|(?P<sure>\s*[;；|•]\s*(?:(?:and|&)\s+)?|\s+[/·]\s+)|[,，、]?\s+(?P<and>(?i:and)|&)\s+"
)
"""What stands between people for sure, and the words that may."""
_WITHIN = frozenset(("y", "e", "i"))
"""Words that stand between the family names of one person, too."""
_COMMA = re.compile(r"[,，、]")
_SEMICOLONS = re.compile(r"[;；]")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[ -]?){1,4}")
_NAME_WORD = re.compile(r"(?:[^\W\d_a-z][^\W\d_]*[.'’ʼ‘-]*)+|[a-z]['’][^\W\d_a-z][^\W\d_]+")
"""A word of a name: it begins with a capital, or has none in its script ("O'Neil", "Jean-Luc", "J.-P.", "d'Arc")."""
_LONGEST_NAMES = 500
"""Characters before a word that are looked at to tell what it joins."""
_PART_WORDS = 4
_PERSON_WORDS = 7
_DEGREE = (
    r"Ph\.?\s?D\.?|D\.?\s?Phil\.?|M\.?\s?Phil\.?|[MB]\.?\s?Sc\.?|D\.?\s?Sc\.|Sc\.?\s?D\.?|Pharm\.?\s?D\.?|Psy\.?D\.?|Ed\.?D\.?"
    r"|Dr\.-Ing\.?|Dipl\.-[^\W\d_]+\.?|Esq\.?"
)
"""Degrees that are no initials for sure."""
_DEGREES = re.compile(rf"(?:{_DEGREE})(?:\s+(?:{_DEGREE}))*")
_LIKE_INITIALS = re.compile(
    r"M\.?D\.?|M\.?A\.?|M\.?S\.?|M\.?B\.?A\.?|M\.?P\.?H\.?|R\.?N\.?|D\.?O\.?|D\.?D\.?S\.?|FRCPC?|FRS"
)
"""Degrees that may be initials, too, behind a family name."""
_MOSTLY_DEGREES = frozenset(("MD", "MBA", "MPH", "RN", "FRCP", "FRS"))
"""Those of them that are degrees behind one whole name alone."""
_DEGREE_BEHIND = re.compile(rf"(?<=[^\W\d_.])\s+(?:{_DEGREE})(?=\s*(?:[,;，；&]|\s(?:and|und|et|y|e|en)\s|$))")
_ROLES = re.compile(
    r"eds?\.?|Eds\.?|(?i:editors?|hrsg\.?|herausgeber|éds?\.|translators?|coords?\.|supervisors?|advisors?)|trans\.|Hg\.?|hg\.?"
)
_BETWEEN = re.compile(r"(\s*[;；|•]\s*(?:(?:and|&)\s+)?|[,，、]?\s+(?:and|&|und|et|y|e|en)\s+|\s*[,，、]\s*)")


def reads_like_part(text: str) -> bool:
    """Whether a text may be the family name or the given names of a person."""
    words = text.split()
    return 0 < len(words) <= _PART_WORDS and all(map(_is_of_name, words))


def are_initials(text: str) -> bool:
    """Whether a text is nothing but initials: "A. B.", "AB"."""
    return text.isupper() and _INITIALS.fullmatch(text) is not None


def with_plain_joints(text: str) -> tuple[str, bool]:
    """A list of names with "and" or a semicolon in place of the words of other languages that stand between people in
    it, and whether there are some of which that cannot be told."""
    if not (found := list(_JOINT.finditer(text))):
        return text, False
    several = _SEMICOLONS.search(text) is not None
    ends = [*(match.start() for match in found), len(text)]
    told, near, doubted = [text[: ends[0]]], text[: ends[0]], False
    for at, match in enumerate(found):
        behind = text[match.end() : ends[at + 1]]
        word = match["word"] or (match["and"] if several else None)
        if word is None:
            told += (match[0], behind)
            near = behind
            continue
        left, right = _pieces(near[-_LONGEST_NAMES:]), _pieces(behind)
        following = _pieces(text[match.end() : ends[at + 2]]) if at + 2 < len(ends) and found[at + 1]["word"] else []
        if _joins(word, left, right) or (_joins(word, left, following) and _is_double(left, following)):
            joint, near = "; " if several else " and ", behind
        else:
            doubted = doubted or not (match["and"] or _is_within(word, left, right))
            joint, near = match[0], near[-_LONGEST_NAMES:] + match[0] + behind
        told += (joint, behind)
    return "".join(told), doubted


def without_titles(text: str) -> str:
    """A list of names without what introduces it ("by", "Authors:"), and without degrees and roles behind them.

    Capitals that may be initials are a degree behind a whole name only."""
    told = _DEGREE_BEHIND.sub("", without_introduction(text))
    first, *others = _BETWEEN.split(told)
    pieces = [first, *others[1::2]]
    people = [piece for piece in map(str.strip, pieces) if not is_degree(piece) and not _ROLES.fullmatch(piece)]
    whole = all(_is_person(piece) for piece in people if piece)
    several = len(people) > 1 or any(map(_DEGREES.fullmatch, map(str.strip, pieces)))
    kept, before = first, first.strip()
    for sign, piece in zip(others[::2], map(str.strip, pieces[1:]), strict=True):
        shown = whole and (several or piece in _MOSTLY_DEGREES or _has_initials(before))
        if "," in sign and (_DEGREES.fullmatch(piece) or _ROLES.fullmatch(piece) or (shown and is_degree(piece))):
            continue
        kept, before = kept + sign + piece, piece
    return kept


def may_end_in_initials(text: str) -> bool:
    """Whether a text is one name of two words and capitals behind a comma, which `without_titles` takes for a degree
    and which may be the initials of a person of two family names: "García López, MD"."""
    first, *others = _BETWEEN.split(text.strip())
    if len(others) != 2 or "," not in others[0] or others[1] not in _MOSTLY_DEGREES:
        return False
    return len(first.split()) == 2 and _is_person(first) and not _has_initials(first)


def is_degree(piece: str) -> bool:
    """Whether a piece behind a comma may be a degree of the one before it."""
    return _DEGREES.fullmatch(piece) is not None or _LIKE_INITIALS.fullmatch(piece) is not None


def _has_initials(name: str) -> bool:
    return any(map(are_initials, name.split()))


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _COMMA.split(text) if piece.strip()]


def _joins(word: str, left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a word stands between people: there is a whole name on both sides of it, in either order, or family names
    stand alone in the list and none of them can have the word in it."""
    if not left or not right or names_a_house(left[-1]) or names_a_house(right[0]):
        return False
    inverted = len(left) > 1 and _is_given(left[-1], alone=len(left) == 2) and reads_like_part(left[-2])
    begins = len(right) > 1 and reads_like_part(right[0]) and _is_given(right[1], alone=len(right) == 2)
    if (inverted and (_is_person(right[0]) or begins)) or (
        _is_person(left[-1]) and _is_person(right[0]) and not begins
    ):
        return True
    return word not in _WITHIN and len(left) > 1 and len(right) == 1 and all(map(_is_bare, (*left, *right)))


def _is_double(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether behind a word there is a family name of two with such a word between them and its given names behind it,
    as all names of the list have them."""
    words = right[0].split()
    return len(left) > 1 and len(right) > 1 and len(words) == 3 and words[1] in _WITHIN and are_initials(left[-1])


def _is_within(word: str, left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a word surely stands within one name: that of a group, which has other small words, or between the two
    family names of a person whose given names stand before or behind them."""
    if not left or not right:
        return True
    if not all(map(_is_of_name, f"{left[-1]} {right[0]}".split())):
        return not (_is_person(left[-1]) or _is_person(right[0]))
    if word not in _WITHIN or names_a_house(left[-1]) or names_a_house(right[0]) or not _is_bare(right[0]):
        return False
    return (_is_person(left[-1]) and not _WITHIN.intersection(left[-1].split())) or (
        len(left) == 1 and _is_bare(left[0]) and len(right) > 1 and reads_like_part(right[1])
    )


def _is_given(piece: str, *, alone: bool) -> bool:
    """Whether a piece behind a comma is a given name: initials, or a word where there are no more pieces."""
    return are_initials(piece) or (alone and " " not in piece and reads_like_part(piece))


def _is_bare(piece: str) -> bool:
    """Whether a piece is a family name alone, particles before it."""
    *before, last = piece.split()
    return all(map(is_particle, before)) and _NAME_WORD.fullmatch(last) is not None and not are_initials(piece)


def _is_person(piece: str) -> bool:
    """Whether a piece may be a given and a family name."""
    words = piece.split()
    return (
        1 < len(words) <= _PERSON_WORDS
        and all(map(_is_of_name, words))
        and not _is_bare(piece)
        and not names_a_house(piece)
    )


def _is_of_name(word: str) -> bool:
    return _NAME_WORD.fullmatch(word) is not None or is_particle(word) or word in _WITHIN or is_suffix(word)

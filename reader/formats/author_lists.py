"""The names in one text that is known to hold authors and nothing else: the cell of a table, in the order of print.

Semicolons part names for sure, "and" and commas mostly. Where a comma may stand between two people as well as within
one name, the text says nothing for sure, and nothing is taken:

    >>> names_in("Vale, Ada; Ash, Bo"), names_in("Vale, Ada and Ash, Bo"), names_in("Vale, A., & Ash, B.")
    (('Ada Vale', 'Bo Ash'), ('Ada Vale', 'Bo Ash'), ('A. Vale', 'B. Ash'))
    >>> names_in("Vale et al."), names_in("n/a"), names_in("Vale, Ada"), names_in("Vale, Ada", family_first=True)
    (('Vale',), (), None, ('Ada Vale',))

A list of names needs no parting, but may have them family name first:

    >>> given_first_all(["Vale, Ada", "Plato"]), given_first_all(["Dept. of Lamps, Oxford"])
    (('Ada Vale', 'Plato'), ('Dept. of Lamps, Oxford',))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.formats.bylines import names_a_house
from reader.paper import Name, Paper
from reader.persons import given_first, is_nobody, is_particle, is_suffix, named_authors, without_others
from reader.text import clean_line

_AND = re.compile(r"[,，、]?\s+(?:and|&)\s+")
_COMMA = re.compile(r"[,，、]")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[ -]?){1,4}")
_STOP = re.compile(r"(?P<word>[^\W\d_]*[^\W\d_A-Z])\.$")
"""The full stop behind a whole word."""
_NUMBERED = re.compile(r"\s*\(\d+\)\s*$")
_MARKED = re.compile(r"[\s*∗†‡§¶⁰¹²³⁴-⁹]+$")
"""What leads from a name to a note: an asterisk, a raised number."""
_UNTOLD = re.compile(r"[\W\d_]*|n\.?\s?/?\s?a\.?|none|unknown|tbd|tba", re.IGNORECASE)
"""What a cell says that names nobody."""
_GOES_ON = re.compile(r"[\s,;]+(?:\.{3}|…)$")
"""What says at the end of a list that it was cut."""
_COMPANY = frozenset(("corp", "gmbh", "inc", "llc", "ltd"))
_BEHIND = re.compile(
    r"(?P<family>\S*[^\W\d_A-Z]\S*(?: \S*[^\W\d_A-Z]\S*)*) (?P<given>(?:[^\W\d_a-z]\.?[ -]?){0,3}[^\W\d_a-z]\.?)"
    r"(?: (?P<suffix>Jr\.?|Sr\.?|2nd|3rd|I{2,3}))?"
)
"""A name with its initials behind it: "van der Berg AM", "Vale A.-B.", "Ash B 3rd"."""
_INITIALS_LENGTH = 8
_LENGTH = 100
"""Characters of a name of a person."""
_NAME_WORDS = 7
_SMALL_WORDS = 3
"""Words of a name, a group's too, and those of them without a capital; what has more is a sentence."""
_PART_WORDS = 4
_NAME_WORD = re.compile(r"(?:[^\W\d_a-z][^\W\d_]*[.'’ʼ‘-]*)+|[a-z]['’][^\W\d_a-z][^\W\d_]+")
"""A word of a name: it begins with a capital, or has none in its script ("O'Neil", "Jean-Luc", "J.-P.", "d'Arc")."""
_NO_NAME = re.compile(r"://|@|\bwww\.|[<>|{}\[\]]")


def names_in(text: str, *, family_first: bool = False) -> tuple[str, ...] | None:
    """The names that a text holds, given names first; () where it says that there are none, None where it cannot be
    told which they are, or what stands there reads like no names.

    `family_first`: a lone comma stands within a name, as in what reference managers write.
    """
    plain = without_others(_GOES_ON.sub("", clean_line(text)))
    if _UNTOLD.fullmatch(plain):
        return ()
    if (stop := _STOP.search(plain)) and not is_suffix(stop["word"]) and not _is_company(stop["word"]):
        plain = plain[:-1]
    parts = _parts(plain, family_first=family_first)
    if parts is None:
        return None
    names = [clean_line(_MARKED.sub("", _NUMBERED.sub("", part))) for part in parts]
    names = [name for name in names if name and not is_nobody(name)]
    return tuple(names) if family_first or all(map(_is_name, names)) else None


def goes_on_behind(text: str) -> str | None:
    """What stands before "et al.", "and others" or dots at the end of a list of names; None where nothing says that it
    goes on."""
    before = without_others(_GOES_ON.sub("", text))
    return before if before != text.rstrip() else None


def given_first_all(names: Sequence[str]) -> tuple[str, ...]:
    """The names of a list in the order of print, where it has them family name first: then each has a comma, but for
    those of one word, all read like people's, and one at least is surely one name. Else as they are."""
    several = [name for name in names if " " in without_others(name)]
    inverted = all(map(_is_inverted, several)) and any(map(_is_one, several))
    return tuple(map(_in_order, names)) if inverted else tuple(names)


def names_of(paper: Paper) -> list[Name]:
    """The parts of a paper's authors for the ways out: as `named_authors`, and of those that stand family name first
    and of which no source told the parts."""
    told = dict(paper.names)
    if any(_COMMA.search(author) and author in told for author in paper.authors):
        return named_authors(paper)
    return named_authors(replace(paper, authors=given_first_all(paper.authors)))


def _is_inverted(name: str) -> bool:
    """Whether a name has its family name first for sure: a person's, with a comma behind it."""
    family, *given = (part.strip() for part in _COMMA.split(name))
    suffixes = [part for part in given if is_suffix(part)]
    return (
        0 < len(given) - (len(given) > 1 and len(suffixes) == 1) <= 1
        and all(map(_reads_like_part, (family, *given)))
        and not names_a_house(name)
    )


def _reads_like_part(text: str) -> bool:
    """Whether a text may be the family name or the given names of a person."""
    words = text.split()
    return 0 < len(words) <= _PART_WORDS and all(
        _NAME_WORD.fullmatch(word) is not None or is_particle(word) or is_suffix(word) for word in words
    )


def _parts(text: str, *, family_first: bool) -> Sequence[str] | None:
    """The names one by one, given names first; None where a comma may stand between as well as within them."""
    if ";" in text or "；" in text:
        return [_in_order(part) for part in re.split("[;；]", text)]
    joined = [part for part in _AND.split(text) if part.strip()]
    if len(joined) > 1 and all(len(_COMMA.findall(part)) == 1 and _is_one(part) for part in joined):
        return list(map(_in_order, joined))
    pieces = _with_companies([piece for part in joined for piece in map(str.strip, _COMMA.split(part)) if piece])
    if family_first and (names := _with_initials_behind(pieces)):
        return names
    given = pieces[1::2]
    if len(pieces) > 1 and len(given) * 2 == len(pieces) and all(map(_is_initials, given)):
        return [f"{first} {last}" for last, first in zip(pieces[::2], given, strict=True)]
    if len(joined) == 1 and len(pieces) == 3 and [is_suffix(piece) for piece in pieces[1:]].count(True) == 1:
        one = ", ".join(piece for piece in pieces if not is_suffix(piece))
        return [given_first(pieces)] if _is_one(one) else [pieces[0], " ".join(pieces[1:])]
    if len(joined) == 1 and len(pieces) == 2 and (family_first or is_suffix(pieces[1])):
        houses = list(map(names_a_house, pieces))
        if all(houses):
            return pieces
        if any(house and " " in piece for house, piece in zip(houses, pieces, strict=True)):
            return [text]
        return [_in_order(text)] if _is_one(text) or _is_initials(pieces[1]) else pieces
    return None if not family_first and len(joined) == 1 and _is_doubtful(pieces) else pieces


def _with_companies(pieces: Sequence[str]) -> list[str]:
    """What stands between commas, where "Inc." is no name but a part of the one before it."""
    found: list[str] = []
    for piece in pieces:
        if found and _is_company(piece):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found


def _is_company(text: str) -> bool:
    return text.rstrip(".").lower() in _COMPANY


def _with_initials_behind(pieces: Sequence[str]) -> list[str]:
    """Several names of which each has its initials behind the family name, as PubMed and Scopus write them, in the
    order of print; [] for any others."""
    if len(pieces) > 1 and not any("." in piece for piece in pieces[:-1]):
        pieces = [*pieces[:-1], pieces[-1].removesuffix(".")]
    found = [_BEHIND.fullmatch(piece) for piece in pieces if len(piece) <= _LENGTH]
    told = [match for match in found if match is not None and len(match["given"]) <= _INITIALS_LENGTH]
    if len(pieces) < 2 or len(told) < len(pieces):
        return []
    return [" ".join(filter(None, match.group("given", "family", "suffix"))) for match in told]


def _is_doubtful(pieces: Sequence[str]) -> bool:
    """Whether what stands between commas may be whole names as well as the parts of names."""
    if len(pieces) % 2:
        return False
    if all(piece.lower() == piece.upper() for piece in pieces):
        return any(len(piece) == 1 for piece in pieces)
    single = [len(piece.split()) == 1 for piece in pieces]
    return any(single) if len(pieces) == 2 else all(single)


def _in_order(name: str) -> str:
    """One name, given names first; more than three parts are a group's."""
    parts = _COMMA.split(_NUMBERED.sub("", name))
    return given_first(parts) if len(parts) <= 3 else name


def _is_one(text: str) -> bool:
    """Whether what has a comma is surely one name, family name first: two whole names have words on both sides."""
    family, given = (part.split() for part in _COMMA.split(text, maxsplit=1))
    return min(len(family), len(given)) == 1 or is_particle(family[0])


def _is_initials(text: str) -> bool:
    return text.isupper() and _INITIALS.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    """Whether a text may be what somebody is called: a few words, few of them small, and no address."""
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return (
        any(map(str.isalpha, text))
        and len(words) <= _NAME_WORDS
        and small <= _SMALL_WORDS
        and _NO_NAME.search(text) is None
    )

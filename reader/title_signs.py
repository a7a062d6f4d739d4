"""The signs of titles that tell papers apart: "$W^+$" and "$W^-$", "Q*" and "Q", "x²" and "x₂", "≤ 3" and "≥ 3".

Titles come as sources print them: in TeX, with tags of HTML, with Unicode's own superscripts. A sign is compared with
what stands between the same two letters of the other title, so that the spelling does not count:

    >>> tell_other_signs("The $W^+$ boson", "The W⁻ boson")
    True
    >>> tell_other_signs("The $W^{+}$ boson", "The W<sup>+</sup> boson")
    False

One that stands in one title only may be lost in the other, which is the less likely the more it says:

    >>> lacks_signs("A search for $D^*$", "A search for D"), lacks_signs("Light on H$_2$O", "Light on H2O")
    (True, False)
    >>> lacks_signs("Lamps of Oslo*", "Lamps of Oslo")
    False
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from reader.patterns import regex
from reader.text import fold
from reader.titles import GREEK, SIGNS_OF_TEX, TAGS_IN_TITLE, title_key

_RELATION = regex("<=|>=|!=|[<>=≤≥≦≧⩽⩾≠≈∼]")
_RELATIONS = {"<=": "≤", ">=": "≥", "!=": "≠", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥"}
_INTERVAL = regex(r"([\[(\]])\s*([-+]?(?:\d+|[a-z]|∞))\s*[,;]\s*([-+]?(?:\d+|[a-z]|∞))\s*([\])\[])")
"""Two numbers with the brackets that say whether they are of it."""
_NO_SIGN_OF_BRACKETS = regex(r"\\(?:left|right)\b|[\\${}]")
"""What TeX writes around them."""
_PLACE_TAG = regex(r"<(/?)(su[bp])>", re.IGNORECASE)
_EMPHASIS = regex(r"(?<![\w*\\^{$])(\*{1,3})(?=\w)([^*]*[^\s*])\1(?![\w*])")
"""Stars of Markdown around words."""
_SPELLINGS = {
    "∗": "*", "⁎": "*", "＊": "*", "⋆": "*", "−": "-", "‐": "-", "‑": "-", "–": "-", "＋": "+",
    "∣": "|", "’": "'", "‘": "'", "ʹ": "'", "ʼ": "'", "′": "′", "″": "″", "‡": "†",
}  # fmt: skip
_COMMANDS = {
    "ast": "*", "star": "*", "prime": "′", "pm": "±", "mp": "∓", "dagger": "†", "dag": "†", "ddag": "†", "minus": "-",
    "textasteriskcentered": "*", **SIGNS_OF_TEX,
}  # fmt: skip
"""The signs that commands of TeX stand for."""
_PRIMES = {"′": "'", "″": "''"}
"""What signs are written as that are primes for sure."""
_PLACES = {"^": "^", "_": "_", "textsuperscript": "^", "textsubscript": "_", "sp": "^", "sb": "_"}
"""What says in TeX that what follows stands high or low."""
_TOKEN = regex(r"\\([A-Za-z]+)\s*|\\.|.", re.DOTALL)
_SIGNS = frozenset("+-*'′″†±∓")
"""What says something where it stands with a letter or digit, so that the other title is another without it."""
_MARKS_OF_FOOTNOTES = frozenset("*†§¶")
_RELATING = frozenset("<>=≤≥≦≧⩽⩾≠≈∼~|^")
"""Signs of mathematics that are compared as relations, or say nothing."""
_UNITS = frozenset("%‰°")
"""Signs that stand behind a number and say of what it is one."""
_ROUNDING = frozenset("⌊⌋⌈⌉")
"""Brackets that say more than that something belongs together."""
_ORNAMENTS = frozenset("®©•●○■□▪▫◦◆◇►▶★☆✓✔✦✨\ufffd")
"""Symbols that say nothing: marks of trade, bullets, and what stands for a letter that was lost."""
_LOST_EASILY = regex("[\u2190-\u21ff\u2794-\u27be\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b11×∙⋅∘$]")
"""Arrows, dots and dollars, also written as nothing, in letters or as TeX: that one is missing says nothing."""
_ENDS_OF_ORDINALS = frozenset(("st", "nd", "rd", "th", "e", "er", "re", "eme", "o", "a"))
_JOINING_WORDS = frozenset(("and", "or", "und", "oder", "et", "ou", "y", "o", "e", "to", "bis", "versus", "vs"))
"""Words before which a hyphen stands for the rest of a word: "pre- and postprocessing"."""
_SYMBOL = 3
"""A word of fewer letters is a symbol, behind which stands no mark of a footnote."""
_MAY_TELL = regex(r"[^\w\s.,:;?!()/&\"“”„]|[_\u00b2\u00b3\u00b9\u2070-\u209f]")
"""What may tell of a sign; it spares all other titles."""


@dataclass(slots=True)
class _Character:
    """A letter, a sign or anything else of a title, and whether it stands high ("^"), low ("_") or where that is not
    told ("")."""

    text: str
    place: str = ""
    in_math: bool = False
    is_letter: bool = False


@dataclass(slots=True)
class _Between:
    """What stands behind a letter and before the next one."""

    signs: list[tuple[str, str]] = field(default_factory=list)
    """Signs that say something, each with its place."""
    symbols: list[str] = field(default_factory=list)
    """Other signs, of mathematics, of units and pictures."""
    is_joint: bool = False
    """Whether a hyphen or dash stands there."""
    others: set[str] = field(default_factory=set)
    """What else may stand there in the place of one: "=" ("C=C"), and "." between digits ("5.7")."""


@dataclass(frozen=True, slots=True)
class _Signed:
    """A title by its letters, with their places and what stands between them."""

    letters: str
    places: Sequence[str]
    gaps: Sequence[_Between]


def tell_other_signs(a: str, b: str) -> bool:
    """Whether two titles, as printed, have different signs in one place: "x ≤ 3" and "x ≥ 3", "W⁺" and "W⁻", "x²" and
    "x₂"; or a word of one has a sign at its end that the other has not: "C" and "C++"."""
    if a == b:
        return False
    left, right = _relations(a), _relations(b)
    if (left and right and left != right) or _tell_other_intervals(a, b):
        return True
    if _other_sign_of_word(a, b) or _other_sign_of_word(b, a):
        return True
    return any(one and other for one, other in _differences(a, b))


def lacks_signs(a: str, b: str) -> bool:
    """Whether one of two titles has no sign where the other has one that says something: "D" and "D*", "A" and "A′",
    "x2" and "x²". A footnote's mark says nothing, nor does it that a letter stands low."""
    return a != b and any(not (one and other) for one, other in _differences(a, b))


def have_other_signs(a: str, b: str) -> bool:
    """Whether two titles that are equal but for signs may be those of two papers."""
    return tell_other_signs(a, b) or lacks_signs(a, b)


def _relations(title: str) -> list[str]:
    """The signs of relations in a title."""
    return [_RELATIONS.get(sign, sign) for sign in _RELATION.findall(TAGS_IN_TITLE.sub("", title))]


def _tell_other_intervals(a: str, b: str) -> bool:
    """Whether the same numbers are an interval with its ends in one title, and without in the other."""
    left, right = (_INTERVAL.findall(_NO_SIGN_OF_BRACKETS.sub("", title)) for title in (a, b))
    same_numbers = [found[1:3] for found in left] == [found[1:3] for found in right]
    return same_numbers and left != right


def _other_sign_of_word(a: str, b: str) -> bool:
    """Whether a word of one title has a sign at its end where the same word of the other has none, or another."""
    if "+" not in a and "#" not in a:
        return False
    others = title_key(b).split()
    signed = (word for word in title_key(a).split() if word[-1] in "+#" and word not in others and word[-1] not in b)
    return any(word.rstrip("+#") in {other.rstrip("+#") for other in others} for word in signed)


def _differences(a: str, b: str) -> list[tuple[str, str]]:
    """What two titles of the same letters have otherwise between them; "" for what is missing. [] where the letters
    differ, since nothing says then which sign stands for which."""
    if _MAY_TELL.search(a) is None and _MAY_TELL.search(b) is None:
        return []
    left, right = _signed(a), _signed(b)
    if left.letters != right.letters:
        return []
    found = [
        (one, other)
        for one, other in zip(left.places, right.places, strict=True)
        if one != other and "^" in (one, other)
    ]
    last = len(left.gaps) - 1
    for at, (mine, its) in enumerate(zip(left.gaps, right.gaps, strict=True)):
        found += _other_signs(mine, its)
        if mine.others != its.others and any(
            one.is_joint and other.others for one, other in ((mine, its), (its, mine))
        ):
            found.append(("-", "-"))
        found += _other_symbols(mine.symbols, its.symbols, at_end=at in (0, last))
    return found


def _other_signs(mine: _Between, its: _Between) -> list[tuple[str, str]]:
    """What two gaps have otherwise."""
    one, other = (" ".join(sorted(sign for sign, _ in gap.signs)) for gap in (mine, its))
    if one != other:
        is_hyphen = (one, other) in (("-", ""), ("", "-")) and (mine.is_joint or its.is_joint)
        return [] if is_hyphen else [(one, other)]
    pairs = zip(sorted(mine.signs), sorted(its.signs), strict=True)
    return [(place, another) for (_, place), (_, another) in pairs if place and another and place != another]


def _other_symbols(mine: Sequence[str], its: Sequence[str], *, at_end: bool) -> list[tuple[str, str]]:
    """What two gaps have otherwise of symbols. A picture that one title alone has at an end adorns it."""
    if mine and its:
        return [] if mine == its else [(mine[0], its[0])]
    telling = [
        symbol
        for symbol in (*mine, *its)
        if not _LOST_EASILY.match(symbol)
        and not (at_end and symbol not in _UNITS and unicodedata.category(symbol) == "So")
    ]
    return [(telling[0], "") if mine else ("", telling[0])] if telling else []


@lru_cache(maxsize=4096)
def _signed(title: str) -> _Signed:
    """A title by its letters and signs."""
    pieces = _without_footnote(_behind_low(_pieces(title)))
    letters, places = list[str](), list[str]()
    gaps = [_Between()]
    for at, piece in enumerate(pieces):
        if piece.is_letter:
            for letter in fold(piece.text).translate(GREEK):
                letters.append(letter)
                places.append(piece.place if piece.place and not _stands_so_anyway(pieces, at) else "")
                gaps.append(_Between())
        elif piece.text == "=" or (piece.text == "." and _is_point(pieces, at)):
            gaps[-1].others.add(piece.text)
        elif piece.text in _SIGNS:
            if _says_something(pieces, at):
                is_bracketed = pieces[at - 1].text == "(" if at else False
                closed = is_bracketed and at + 1 < len(pieces) and pieces[at + 1].text == ")"
                signs = _PRIMES.get(piece.text, piece.text)
                gaps[-1].signs += [(f"({sign})" if closed else sign, piece.place) for sign in signs]
            else:
                gaps[-1].is_joint |= piece.text == "-"
        elif (
            _is_symbol(piece.text)
            or (piece.text == "!" and piece.in_math and _is_letter(pieces, at - 1))
            or (piece.text == "|" and _is_bar(pieces, at))
        ):
            gaps[-1].symbols.append(piece.text)
    return _Signed("".join(letters), places, gaps)


def _is_symbol(text: str) -> bool:
    """Whether a character is a sign of mathematics, of a unit or a picture that says something."""
    if text in _UNITS or text in _ROUNDING:
        return True
    if text in _RELATING or text in _ORNAMENTS or unicodedata.decomposition(text).startswith("<"):
        return False
    return unicodedata.category(text) in ("Sm", "So", "Sc")


def _is_bar(pieces: Sequence[_Character], at: int) -> bool:
    """Whether a bar is a sign of mathematics, as in "|x|" and "p(x|y)", and parts no title from the name of a site."""
    if pieces[at].in_math:
        return True
    bars = [place for place, piece in enumerate(pieces) if piece.text == "|"]
    opens, closes = ({place for place in bars if _stands_at(pieces, place + side)} for side in (1, -1))
    if at in opens:
        return at in closes or any(place > at for place in closes)
    return at in closes and any(place < at for place in opens)


def _stands_at(pieces: Sequence[_Character], at: int) -> bool:
    """Whether there is a character at a place, and no blank."""
    return 0 <= at < len(pieces) and not pieces[at].text.isspace()


def _is_point(pieces: Sequence[_Character], at: int) -> bool:
    """Whether a dot stands between two digits."""
    beside = pieces[max(0, at - 1) : at + 2]
    return len(beside) == 3 and beside[0].text.isdigit() and beside[2].text.isdigit()


def _pieces(title: str) -> list[_Character]:
    """The characters of a title in their places, without what only marks those."""
    tex = _PLACE_TAG.sub(
        lambda tag: "}" if tag[1] else r"\textsuperscript{" if tag[2].lower() == "sup" else r"\sb{", title
    )
    tex = _EMPHASIS.sub(r"\2", TAGS_IN_TITLE.sub("", tex))
    found: list[_Character] = []
    opened, following, in_math = list[str](), "", False
    for token in _TOKEN.finditer(tex):
        text, name = token[0], token[1] or ""
        place = following or (opened[-1] if opened else "")
        if text == "$":
            in_math = not in_math
        elif text == "{":
            opened.append(place)
            following = ""
        elif text == "}":
            del opened[-1:]
        elif (name or text) in _PLACES:
            following = _PLACES[name or text]
        elif name and name not in _COMMANDS:
            found += [_Character(letter, place, in_math, is_letter=True) for letter in name]
            following = ""
        elif name or not text.startswith("\\") or text[1:] in _UNITS or text == r"\$":
            if text.isspace() and following:
                continue
            sign = _COMMANDS[name] if name else text.removeprefix("\\") or text
            found += _of_character("°" if name == "circ" and place == "^" else sign, place, in_math=in_math)
            following = ""
    return found


def _of_character(text: str, place: str, *, in_math: bool) -> list[_Character]:
    """The pieces of one character, which may stand high or low by itself."""
    if not text.isascii():
        form, _, code = unicodedata.decomposition(text).partition(" ")
        if form in ("<super>", "<sub>") and len(code) == 4 and not unicodedata.category(text).startswith("L"):
            text, place = chr(int(code, 16)), "^" if form == "<super>" else "_"
    if text.isalnum():
        return [_Character(text, place, in_math, is_letter=True)]
    if unicodedata.category(text).startswith("M"):
        return []
    return [_Character(_SPELLINGS.get(text, text), place, in_math)]


def _behind_low(pieces: list[_Character]) -> list[_Character]:
    """The pieces with signs that stand high behind what stands low at the same letter: "D^+_s" is "D_s^+"."""
    found: list[_Character] = []
    at = 0
    while at < len(pieces):
        high = [*takewhile(lambda piece: piece.place == "^" and not piece.is_letter, pieces[at:])]
        low = [*takewhile(lambda piece: piece.place == "_", pieces[at + len(high) :])] if high else []
        found += [*low, *high] if high else pieces[at : at + 1]
        at += len(high) + len(low) if high else 1
    return found


def _without_footnote(pieces: list[_Character]) -> list[_Character]:
    """The pieces without the mark of a footnote behind the last word, unless that is a symbol ("RRT*", "Q*")."""
    kept = list(pieces)
    while kept and not kept[-1].is_letter:
        kept.pop()
    word = [*takewhile(lambda piece: piece.is_letter, reversed(kept))]
    is_shouted = not any(piece.text.islower() for piece in kept)
    is_symbol = len(word) < _SYMBOL or any(piece.in_math or piece.text.isdigit() for piece in word)
    if is_symbol or (any(piece.text.isupper() for piece in word[:-1]) and not is_shouted):
        return pieces
    return [*kept, *(piece for piece in pieces[len(kept) :] if piece.text not in _MARKS_OF_FOOTNOTES)]


def _stands_so_anyway(pieces: Sequence[_Character], at: int) -> bool:
    """Whether it says nothing that a letter stands high: it belongs to the symbol behind it ("¹³C"), to an ordinal
    ("2nd") or to a charge ("Ca²⁺")."""
    if pieces[at].place != "^":
        return False
    first, last = at, at
    while first and pieces[first - 1].place == "^":
        first -= 1
    while last + 1 < len(pieces) and pieces[last + 1].place == "^":
        last += 1
    run = pieces[first : last + 1]
    if not all(piece.is_letter for piece in run):
        return True
    if not _is_letter(pieces, first - 1):
        return _is_letter(pieces, last + 1) and (first == 0 or pieces[first - 1].text not in ")]|")
    behind = "".join(piece.text for piece in takewhile(lambda piece: piece.is_letter, pieces[first:])).lower()
    return behind in _ENDS_OF_ORDINALS and (len(behind) > 1 or pieces[first - 1].text.isdigit())


def _says_something(pieces: Sequence[_Character], at: int) -> bool:
    """Whether a sign belongs to a letter or digit, and is no hyphen, dash, bullet, apostrophe or quotation mark."""
    sign = pieces[at]
    if sign.place or sign.text in "±∓+′″":
        return True
    first = at
    while first and pieces[first - 1].text in _SIGNS:
        first -= 1
    before, behind = _is_letter(pieces, first - 1), _is_letter(pieces, at + 1)
    if sign.text == "-":
        return _is_minus(pieces, at, before=before, behind=behind)
    if sign.text == "'":
        is_symbol = sign.in_math or 0 < len(_word_before(pieces, first)) < _SYMBOL
        return before and not behind and is_symbol and not _closes_quotation(pieces, first)
    return before or sign.in_math or (not behind and at + 1 < len(pieces) and pieces[at + 1].text == "-")


def _is_minus(pieces: Sequence[_Character], at: int, *, before: bool, behind: bool) -> bool:
    """Whether a hyphen is a minus: in mathematics, before a number ("Charge -1"), alone in brackets or behind a symbol
    ("OH-")."""
    if pieces[at].in_math:
        return True
    if behind:
        is_apart = at == 0 or pieces[at - 1].text in " ([{=:;,/"
        return is_apart and pieces[at + 1].text.isdigit()
    if not before:
        return 0 < at < len(pieces) - 1 and pieces[at - 1].text == "(" and pieces[at + 1].text == ")"
    following = "".join(piece.text if piece.is_letter else " " for piece in pieces[at + 1 : at + 12]).lower().split()
    word = _word_before(pieces, at)
    is_symbol = word.isupper() or any(map(str.isdigit, word)) or len(word) == 1
    is_symbol = is_symbol or (len(word) < _SYMBOL and word[:1].isupper())
    return is_symbol and (not following or following[0] not in _JOINING_WORDS)


def _word_before(pieces: Sequence[_Character], at: int) -> str:
    """The word that ends before a sign."""
    return "".join(piece.text for piece in takewhile(lambda piece: piece.is_letter, reversed(pieces[:at])))[::-1]


def _closes_quotation(pieces: Sequence[_Character], at: int) -> bool:
    """Whether a quotation mark that stands before a word is closed by this one."""
    return any(
        piece.text == "'" and _is_letter(pieces, place + 1) and not _is_letter(pieces, place - 1)
        for place, piece in enumerate(pieces[:at])
    )


def _is_letter(pieces: Sequence[_Character], at: int) -> bool:
    return 0 <= at < len(pieces) and pieces[at].is_letter

"""What belongs together in a query and does not: parentheses, and the words and signs that join what others ask for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.patterns import regex
from reader.query.doubts.exclusions import marked
from reader.query.doubts.lookalikes import plain_signs
from reader.query.doubts.words import hardly_a_title
from reader.query.fields import CHOICES, DATED, field_of, letters_of, meant_field, slip_of_field
from reader.query.filters import Filter, trouble
from reader.query.nodes import Doubt, Phrase, Word
from reader.query.pieces import Piece, shown
from reader.text import DASHES, fold

_JOINS = ("OR", "AND", "-")
_CLOSING = frozenset(".,;:?…")
"""Signs that end what stands before them."""
_LINKING = regex("[&+×·•→–—―]+|--+")
"""What stands between words of a title; one hyphen may also be meant to leave out."""
_SUBTITLE = 3
"""So many words after a hyphen are the rest of a title: who means to leave out names fewer."""
_TEX = frozenset("$\\^")
"""Signs of TeX, which stand beside what they are about."""
_SPACED = regex(r"([^\W\d]\w*)(\s+[:;=<>≤≥]+\s*|[:=<>≤≥]+\s+|\s+[.…]+\s+)")
"""A word with a blank at what stands for a colon behind it; a semicolon or a point behind a word is of a sentence."""


def unpaired(pieces: Sequence[Piece], text: str, depth: int) -> list[Doubt]:
    """The parentheses of a text without a partner or nested deeper than `depth`, the joining words and signs without
    something to join, and those in small letters beside a filter, where they are hardly meant as words."""
    found: list[Doubt] = []
    open_: list[Piece] = []
    before: Piece | None = None
    for piece in pieces:
        if piece.kind in ("OR", "AND", ")") and before is not None and before.kind in _JOINS:
            found.append(_doubt(before, "stands before nothing"))
        elif piece.kind in ("OR", "AND") and (before is None or before.kind == "("):
            found.append(_doubt(piece, "stands after nothing"))
        elif piece.kind == "-" and before is not None and before.kind == "-":
            found.append(_doubt(before, "stands before another exclusion"))
        elif _orders(piece) and before is not None and before.kind == "OR":
            found.append(_doubt(before, "stands before nothing"))
        if piece.kind == "(":
            open_.append(piece)
            if len(open_) == depth + 1:
                found.append(_doubt(piece, "is nested too deeply"))
        elif piece.kind == ")":
            if before is not None and before.kind == "(":
                found.append(_doubt(before, "holds nothing"))
            if open_:
                open_.pop()
            else:
                found.append(_doubt(piece, "closes nothing"))
        before = None if before is None and _orders(piece) else piece
    if before is not None and before.kind in _JOINS:
        found.append(_doubt(before, "stands before nothing"))
    found += [_doubt(piece, "is not closed yet") for piece in open_]
    found += _in_small_letters(pieces) + _wide_parentheses(pieces)
    return found + _lone_signs(pieces) + _without_colons(pieces, text)


def _orders(piece: Piece) -> bool:
    """Whether a piece only says in which order papers stand: it is none of what OR joins."""
    return piece.kind == "node" and piece.node is None and field_of(piece.text.partition(":")[0]) == "sort"


def _doubt(piece: Piece, what: str) -> Doubt:
    return Doubt(piece.text, f"'{shown(piece.text)}' {what}", at=piece.at, typing=True)


def _lone_signs(pieces: Sequence[Piece]) -> list[Doubt]:
    """The signs that hold no word, but for those with which titles and citations are written, beside words."""
    found = []
    words = _words_behind(pieces) if all(map(is_plain, pieces)) else [0] * len(pieces)
    for at, piece in enumerate(pieces):
        if piece.kind != "sign":
            continue
        before = pieces[at - 1] if at else None
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        glued = before is not None and before.at + len(before.text) == piece.at
        closing = set(piece.text) <= (_CLOSING | {"!"} if glued else _CLOSING)
        ends = closing and before is not None and (_is_text(before) or before.kind == ")")
        links = _LINKING.fullmatch(piece.text) and _is_text(before) and _is_text(after)
        parts_a_title = piece.text == "-" and before is not None and before.kind != "(" and words[at] >= _SUBTITLE
        links = links or parts_a_title or _is_tex(before, piece, after)
        if not links and not (ends and (after is None or _is_text(after) or after.kind in "()")):
            what = "stands before nothing" if not piece.text.strip(DASHES) else "holds no word"
            found.append(_doubt(piece, what))
    return found


def _is_text(piece: Piece | None) -> bool:
    return piece is not None and isinstance(piece.node, Word | Phrase)


def _wide_parentheses(pieces: Sequence[Piece]) -> list[Doubt]:
    """The words with a wide parenthesis in a query that is no title: it holds nothing together."""
    if all(map(is_plain, pieces)):
        return []
    wide = (piece for piece in pieces if _is_text(piece) and (piece.text[0] in "（）" or piece.text[-1] in "（）"))
    return [
        Doubt(piece.text, f"'{shown(piece.text)}' has a parenthesis that groups nothing; '(' and ')' do", at=piece.at)
        for piece in wide
    ]


def is_plain(piece: Piece) -> bool:
    """Whether a piece may stand in a title: no filter, nothing that leaves out or offers alternatives."""
    return _is_text(piece) or piece.kind in ("sign", "(", ")")


def _words_behind(pieces: Sequence[Piece]) -> list[int]:
    """For each piece how many words stand behind it, up to what is none; those in one word count as one."""
    found: list[int] = []
    count, begun = 0, -1
    for piece in reversed(pieces):
        found.append(count)
        if not _is_text(piece):
            count, begun = 0, -1
        elif piece.at != begun:
            count, begun = count + 1, piece.at
    return found[::-1]


def _is_tex(before: Piece | None, piece: Piece, after: Piece | None) -> bool:
    """Whether a sign of TeX stands at a word or a parenthesis, and at nothing that is a filter."""
    if not set(piece.text) <= _TEX or not all(is_plain(other) for other in (before, after) if other is not None):
        return False
    return (before is not None and before.end == piece.at) or (after is not None and piece.end == after.at)


def _without_colons(pieces: Sequence[Piece], text: str) -> list[Doubt]:
    """The names of fields whose value stands beside them without a colon: a phrase glued to a name, the value of a
    field that is to be left out (else it would be asked for), also behind any sign, `is unread` where there are no
    other words, a value that its field alone has behind any sign (`year – 2023`), and a paper's id (`id;2401.00001`).
    """
    found = []
    words = sum(map(_is_text, pieces))
    flags = [flag for _, flag in marked(pieces)]
    for at, (piece, value) in enumerate(pairwise(pieces)):
        if not isinstance(piece.node, Word):
            continue
        name, meant = field_of(piece.text), ""
        excluded = flags[at] or (at > 0 and pieces[at - 1].kind == "-")
        if isinstance(value.node, Phrase) and piece.end == value.at:
            meant = name or _slipped(piece.text)
        elif isinstance(value.node, Phrase) and excluded:
            meant = name
        elif isinstance(value.node, Filter) and excluded and name == "like":
            meant = name if value.node.field in ("list", "tag", "id") else ""
        elif isinstance(value.node, Filter) and value.node.bare and piece.end == value.at:
            meant = next((one for one in ("id", "like") if one == letters_of(piece.text).lower()), "")
        elif isinstance(value.node, Word) and name in (*CHOICES, "year", "upvotes", *DATED):
            alone = name in ("is", "has") and words == 2
            meant = name if (excluded or alone) and trouble(name, value.text) == ("", "") else ""
        elif value.kind == "sign" and _has_value(behind := pieces[min(at + 2, len(pieces) - 1)]):
            is_of_few = name in (*CHOICES, "year", "upvotes", *DATED) and trouble(name, behind.text) == ("", "")
            meant, value = (name, behind) if excluded or is_of_few else ("", value)
        if meant:
            part, near = text[piece.at : value.end], f"{meant}:{value.text}"
            found.append(Doubt(part, f"'{shown(part)}' is no filter", near, piece.at, typing=True))
    return found


def spaced_colons(pieces: Sequence[Piece], text: str) -> list[Doubt]:
    """The filters with a blank before or behind what stands for their colon (`year : 2023`, `tag ：x`, `note= x`), and
    the names of fields with such a sign alone behind them: as words they ask for what merely speaks of it. Titles have
    a colon between blanks, too, but hardly behind the name of a field."""
    found = []
    plain = plain_signs(text)
    for piece in pieces:
        if not isinstance(piece.node, Word):
            continue
        spaced = _SPACED.match(plain, piece.at)
        if spaced is None or text[spaced.start(2)] == ":":  # The parser reads a colon behind a word itself.
            continue
        name, sign = spaced[1], spaced[2].strip()
        begin = spaced.end()
        holding = next((one for one in pieces if one.end > begin), None)
        value = text[begin : holding.end] if holding is not None and _has_value(holding) else ""
        meant = field_of(name)
        if not meant and value and ":" in sign and hardly_a_title(name, near := meant_field(name), value):
            meant = near
        if meant:
            compared = sign.lstrip(":;") if meant in ("year", "upvotes") and sign.strip(":;=") else ""
            part = text[piece.at : begin + len(value)].rstrip()
            near = f"{meant}:{compared}{value}" if value else ""
            found.append(Doubt(part, f"'{shown(part)}' is no filter", near, piece.at, typing=True))
    return found


def _has_value(piece: Piece) -> bool:
    """Whether a piece may be the value of a filter."""
    return isinstance(piece.node, Word | Phrase | Filter)


def _slipped(word: str) -> str:
    """The field that a word without its signs and digits is a slip of, else ""."""
    letters = letters_of(word)
    return field_of(fold(letters)) or (slip_of_field(letters) if len(letters) > 1 else "")


def _in_small_letters(pieces: Sequence[Piece]) -> list[Doubt]:
    """The joining words in small letters that are hardly words of a title: beside a filter or `*`, `or` in parentheses
    and `not` also where one of these stands anywhere, as it would turn what is meant round."""
    found = []
    is_query = any(piece.asks for piece in pieces) or any(piece.kind in ("-", "OR") for piece in pieces)
    depth = 0
    for at, piece in enumerate(pieces):
        depth += (piece.kind == "(") - (piece.kind == ")")
        word = piece.text.upper()
        if not isinstance(piece.node, Word) or word not in ("OR", "AND", "NOT"):
            continue
        beside = pieces[at + 1 : at + 2] if word == "NOT" else (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])
        far = is_query and (word == "NOT" or (word == "OR" and depth > 0))
        if far or any(other.asks for other in beside):
            found.append(Doubt(piece.text, f"'{shown(piece.text)}' is a word like any other here", word, piece.at))
    return found

"""What belongs together in a query and does not: parentheses, and the words and signs that join what others ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.query.filters import Filter
from reader.query.nodes import Doubt, Phrase, Word
from reader.query.pieces import DASHES, Piece

_JOINS = ("OR", "AND", "-")
_CLOSING = frozenset(".,;:?…")
"""Signs that end what stands before them."""
_LINKING = re.compile("[&+×·•→–—―]+|--+")
"""What stands between words of a title; one hyphen may also be meant to leave out."""


def unpaired(pieces: Sequence[Piece], depth: int) -> list[Doubt]:
    """The parentheses without a partner or nested deeper than `depth`, the joining words and signs without something
    to join, and those in small letters beside a filter, where they are hardly meant as words."""
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
        before = piece
    if before is not None and before.kind in _JOINS:
        found.append(_doubt(before, "stands before nothing"))
    found += [_doubt(piece, "is not closed yet") for piece in open_]
    return found + _in_small_letters(pieces) + _lone_signs(pieces)


def _doubt(piece: Piece, what: str) -> Doubt:
    return Doubt(piece.text, f"'{piece.text}' {what}", at=piece.at, typing=True)


def _lone_signs(pieces: Sequence[Piece]) -> list[Doubt]:
    """The signs that hold no word, but for those with which titles and citations are written, beside words."""
    found = []
    for at, piece in enumerate(pieces):
        if piece.kind != "sign":
            continue
        before = pieces[at - 1] if at else None
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        glued = before is not None and before.at + len(before.text) == piece.at
        closing = set(piece.text) <= (_CLOSING | {"!"} if glued else _CLOSING)
        ends = closing and before is not None and (_is_text(before) or before.kind == ")")
        links = _LINKING.fullmatch(piece.text) and _is_text(before) and _is_text(after)
        if not links and not (ends and (after is None or _is_text(after) or after.kind in "()")):
            what = "stands before nothing" if not piece.text.strip(DASHES) else "holds no word"
            found.append(_doubt(piece, what))
    return found


def _is_text(piece: Piece | None) -> bool:
    return piece is not None and isinstance(piece.node, Word | Phrase)


def _in_small_letters(pieces: Sequence[Piece]) -> list[Doubt]:
    found = []
    for at, piece in enumerate(pieces):
        word = piece.text.upper()
        if not isinstance(piece.node, Word) or word not in ("OR", "AND", "NOT"):
            continue
        beside = pieces[at + 1 : at + 2] if word == "NOT" else (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])
        if any(isinstance(other.node, Filter) for other in beside):
            found.append(Doubt(piece.text, f"'{piece.text}' is a word like any other here", word, piece.at))
    return found

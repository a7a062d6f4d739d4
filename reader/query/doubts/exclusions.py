"""What is to be left out: a slip of the hand in it leaves out less, or chooses just that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.patterns import regex
from reader.query.doubts.words import compares
from reader.query.nodes import Doubt, Phrase, Word
from reader.query.pieces import QUOTES, TITLE_WORDS, Piece, shown
from reader.suggestions import is_slip
from reader.text import DASHES, fold, is_unfilled, words

_JOINING = ("OR", "AND", "NOT")
_RUN_ON = regex(r"[a-z\d](?:OR|AND|NOT)$|^(?:OR|AND|NOT)[a-z\d]")
"""A joining word without a blank before or behind it."""
_SHORT = 3
"""A word in capitals with fewer letters is likely the rest of one that joins, where filters stand."""
_INITIAL = regex(r"[^\W\d_]\.?")
_LETTER = regex("[A-Za-z0-9]")
_WILD = regex(
    r'["“”„＂«»]?\.?(?P<lead>(?:[*?/%…+~$#@|&]|\.{2,})*)(?P<word>\w+(?:-\w+)*)'
    r'(?P<tail>(?:\.?[*?/%…+~$#@|&]|\.{2,})*)["“”„＂«»]?'
)
"""A word, and the signs around it that stand for letters in some program; stars on both sides are an emphasis."""
_LEADING = regex(r"[=_+~^]+-?\w|[=_+~^.,;*|&]+-\w")
"""A word behind a sign that stands beside the one that leaves out on a keyboard, or that hides it."""
_BESIDE = regex(r"([./,;\[\]{}'’‘`´|&*§°?<>])[./,;\[\]{}'’‘`´|&*§°?<>]*\w")
"""A word behind a sign that stands beside it on some keyboard, and before words of titles too."""
_CLOSED = {"[": "]", "{": "}", "<": ">", "‘": "’", "`": "'´`"}
"""What ends a word before which such a sign stands, so that both were meant; the same sign does too."""


def marked(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, bool]]:
    """The pieces, each with whether it is to be left out; what is left out twice is asked for."""
    groups = [False]
    exclude = False
    for piece in pieces:
        yield piece, groups[-1] is not exclude
        if piece.kind == "(":
            groups.append(groups[-1] is not exclude)
        elif piece.kind == ")" and len(groups) > 1:
            groups.pop()
        exclude = exclude is not True if piece.kind == "-" else False


def is_slip_of(word: str, joining: str) -> bool:
    """Whether a word as it was typed is a joining word but for its case, signs in it or a slip of the hand."""
    bare = "".join(words(word))
    slips = word[0].isalnum() and is_slip(bare, joining.lower())
    return len(bare) > 1 and (bare == joining.lower() or slips)


def slipped(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The words of a query that are hardly words: what stands glued before a quote or a parenthesis, a joining word
    with a slip in it before a filter, and what stands among filters that are to be left out."""
    if not all(isinstance(piece.node, Word | Phrase) or piece.kind in ("sign", "(", ")") for piece in pieces):
        yield from _glued(pieces)
        yield from _signed(pieces)
    else:
        yield from _dashed(pieces)
    yield from _unfilled_words(pieces)
    yield from _wild(pieces)
    yield from _initials(pieces)
    yield from _letters(pieces)
    joining = list(_joining(pieces))
    yield from joining
    known = {doubt.at for doubt in joining} | {piece.at for piece in pieces if piece.text.upper() in _JOINING}
    yield from (doubt for doubt in _among_filters(pieces) if doubt.at not in known)


def _glued(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """What stands right before a quote, or before a parenthesis that is none of a formula: a field or a sign with a
    slip."""
    flags = [excluded for _, excluded in marked(pieces)]
    for at, (piece, after, within) in enumerate(zip(pieces, pieces[1:], _ask_within(pieces)[2:], strict=False)):
        if piece.kind != "node" or piece.end != after.at:
            continue
        asks = flags[at] or piece.asks or within
        if isinstance(after.node, Phrase) or (after.kind == "(" and asks):
            where = "a parenthesis, where only '-'" if after.kind == "(" else "a quote, where only '-' or 'field:'"
            why = f"'{shown(piece.text)}' stands right before {where} may stand"
            yield Doubt(piece.text, why, at=piece.at, typing=True)
    yield from _glued_behind(pieces)


def _glued_behind(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """What stands right behind a quote, or a parenthesis that is none of a title: it belongs to nothing there."""
    within = False
    for piece, after in pairwise(pieces):
        within = piece.kind != "(" and (within or piece.asks or piece.kind == "OR")
        if piece.end != after.at or after.kind in (")", "sign") or after.text[0] in DASHES:
            continue
        if isinstance(piece.node, Phrase) or (piece.asks and piece.text[-1] in QUOTES):
            where = "a quote"
        elif piece.kind == ")" and within:
            where = "a parenthesis"
        else:
            continue
        why = f"'{shown(after.text)}' stands right behind {where}, where only a blank may stand"
        yield Doubt(after.text, why, at=after.at, typing=True)


def _ask_within(pieces: Sequence[Piece]) -> list[bool]:
    """For each piece, and for the end, whether a group that begins there holds a filter or alternatives."""
    found = [False]
    for piece in reversed(pieces):
        found.append(piece.kind != ")" and (found[-1] or piece.asks or piece.kind == "OR"))
    return found[::-1]


def _signed(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The words behind a sign that was hardly meant (`=heaps`), and those with a hyphen before a filter."""
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        if not piece.holds_words:
            continue
        beside = _BESIDE.match(piece.text)
        apart = (before is None or before.end < piece.at) and (before is None or before.kind != "-")
        if compares(piece.text):
            continue
        if _LEADING.match(piece.text):
            near = "-" * (piece.text[0] != "+") + piece.text.lstrip("=_+~^" + DASHES)
            yield Doubt(piece.text, f"'{shown(piece.text)}' is no exclusion", near, piece.at, typing=True)
        elif beside and apart and piece.text[-1] not in _CLOSED.get(beside[1], "") + beside[1]:
            why = f"'{shown(piece.text)}' is no exclusion, and in quotes it is text"
            yield Doubt(piece.text, why, f"-{piece.text[beside.end() - 1 :]}", piece.at, typing=True)
        elif after is not None and piece.text[-1] in DASHES and piece.end < after.at:
            yield _ends_dashed(piece)


def _dashed(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """What ends with the sign of exclusion before a phrase, and signs right before one: also among words alone."""
    for before, piece, after in zip([None, *pieces], pieces, pieces[1:], strict=False):
        if not isinstance(after.node, Phrase):
            continue
        if piece.holds_words and piece.text[-1] in DASHES:
            yield _ends_dashed(piece)
        elif piece.kind == "sign" and piece.end == after.at and (before is None or before.end < piece.at):
            part = piece.text + after.text
            yield Doubt(part, f"'{shown(part)}' is no exclusion", f"-{after.text}", piece.at, typing=True)


def _ends_dashed(piece: Piece) -> Doubt:
    why = f"'{shown(piece.text)}' ends with the sign of exclusion; in quotes it is text"
    return Doubt(piece.text, why, at=piece.at, typing=True)


def _unfilled_words(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The words that are all a place of a template, where they are no title."""
    if not _is_title(pieces):
        for piece in pieces:
            if piece.holds_words and is_unfilled(piece.text):
                yield Doubt(piece.text, unfilled(piece.text), at=piece.at, typing=True)


def unfilled(typed: str) -> str:
    """Why a place of a template is not understood."""
    return f"'{shown(typed)}' is a place that was not filled in; in quotes it is text that papers must have so"


def _is_title(pieces: Sequence[Piece]) -> bool:
    """Whether pieces may be a title: several words, and nothing that is asked for otherwise."""
    return len({piece.at for piece in pieces if piece.holds_words}) >= TITLE_WORDS and not any(
        piece.asks for piece in pieces
    )


def _wild(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The words with a star around them, which stands for any letters in other programs, where they are no title, and
    those to be left out with any other sign around them, which would be dropped: they are whole words there."""
    is_title = _is_title(pieces)
    before = ""
    for piece, excluded in marked(pieces):
        found = _WILD.fullmatch(piece.text)
        found = found if found and (found["lead"] or found["tail"]) and not is_unfilled(piece.text) else None
        if found and excluded and (piece.holds_words or (isinstance(piece.node, Phrase) and "*" in piece.text)):
            sign = before if before == "-" else ""
            why = f"'{shown(sign + piece.text)}' holds a sign beside the word: no sign stands for other letters"
            near = f"{sign}title:{found['word']}"
            yield Doubt(sign + piece.text, why, near, piece.at - len(sign), typing=True)
        elif (
            found
            and not excluded
            and not is_title
            and piece.holds_words
            and ("*" in found["lead"]) is not ("*" in found["tail"])
        ):
            why = f"'{shown(piece.text)}' has a sign that stands for no other letters; in quotes it is text"
            yield Doubt(piece.text, why, at=piece.at, typing=True)
        before = piece.text


def _initials(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The single letters that are left out, with a word behind them that would be asked for (`-T. Dao`)."""
    for sign, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        beside = after.at == piece.end + 1 and isinstance(after.node, Word) and ":" not in after.text
        if sign.kind == "-" and beside and _INITIAL.fullmatch(piece.text):
            part = f"{piece.text} {after.text}"
            why = f"'{shown(part)}' leaves out a letter and asks for '{shown(after.text)}'"
            yield Doubt(part, why, f'author:"{part}"', piece.at, typing=True)


def _letters(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The dashes with one letter or digit behind, which are options of commands and stand in a query by mistake
    (`is:read -n`, all of it in quotes)."""
    for sign, piece in pairwise(pieces):
        if sign.text == "-" and sign.end == piece.at and piece.holds_words and _LETTER.fullmatch(piece.text):
            why = f"'-{shown(piece.text)}' is like an option, and none stands within a query"
            yield Doubt(f"-{piece.text}", why, f'-"{piece.text}"', sign.at, typing=True)


def _joining(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The words that are likely NOT, or with capitals AND or OR, before a filter or a group (`NTO tag:x`, `pR tag:x`,
    `N OT tag:x`), and NOT half in small letters anywhere."""
    is_query = any(piece.asks for piece in pieces)
    for at, piece in enumerate(pieces):
        if not isinstance(piece.node, Word):
            continue
        after = next((other for other in pieces[at + 1 :] if other.at > piece.at), None)
        before = pieces[at - 1].text if at and isinstance(pieces[at - 1].node, Word) else ""
        meant = "NOT" if piece.text.upper() == "NOT" and piece.text not in ("not", "Not") else ""
        if after is not None and is_query and (after.asks or after.kind in ("(", "-")):
            likely = (one for one in _JOINING if is_slip_of(piece.text, one))
            if not piece.text.isupper() and piece.text[1:].islower():
                likely = (one for one in likely if one == "NOT" and set(piece.text.lower()) <= set("not"))
            both = before + piece.text
            meant = meant or ("NOT" if fold(both) == "not" else "OR" if both == "OR" else next(likely, ""))
        if meant:
            yield Doubt(
                piece.text, f"'{shown(piece.text)}' is a word like any other here", meant, piece.at, typing=True
            )


@dataclass(slots=True)
class _Group:
    """What is read of a group."""

    left_out: bool
    """It, or one around it, is to be left out."""
    words: list[Piece] = field(default_factory=list)
    """The words of the alternative that is read, but for those that AND joins."""
    others: bool = False
    """Filters or groups stand beside them."""

    def end(self) -> Iterator[Doubt]:
        """The doubts of the alternative, which ends."""
        for piece in self.words:
            capitals = sum(map(str.isupper, piece.text)) > 1
            joins = capitals and any(is_slip_of(piece.text, one) for one in _JOINING)
            if self.left_out and (self.others or joins):
                what = "is a word among filters that are to be left out; in quotes it is text"
                yield Doubt(piece.text, f"'{shown(piece.text)}' {what}", at=piece.at, typing=True)
        self.words, self.others = [], False


def _among_filters(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The words beside filters in a group that is to be left out: `-(tag:x ORR is:read)` would leave nothing out."""
    groups = [_Group(False)]
    for at, piece in enumerate(pieces):
        around = {other.kind for other in pieces[max(0, at - 1) : at + 2]}
        if piece.kind == "(":
            groups[-1].others = True
            excluded = at > 0 and pieces[at - 1].kind == "-"
            groups.append(_Group(excluded or groups[-1].left_out))
        elif piece.kind in (")", "OR"):
            yield from groups[-1].end()
            if piece.kind == ")" and len(groups) > 1:
                groups.pop()
        elif groups[-1].left_out and _RUN_ON.search(piece.text):
            yield Doubt(piece.text, f"'{shown(piece.text)}' runs on into a word that joins", at=piece.at, typing=True)
        elif piece.holds_words:
            if at and pieces[at - 1].kind == "-" and not (piece.text.isupper() and len(piece.text) < _SHORT):
                groups[-1].others = True
            elif "AND" not in around:
                groups[-1].words.append(piece)
        elif piece.kind == "-" or piece.asks:
            groups[-1].others = True
    for group in groups:
        yield from group.end()

"""The signs of a query: each of them is understood, or what changes, exports or saves is refused.

Words are sought without their signs, so that `C++` alone would take all that has the word `c`. A sign is understood
where it belongs to

- the language: a filter with its value, where that is compared as a whole; quotes, parentheses, what leaves out, `*`
  alone; `&` alone, since all words must be there anyway;
- the spelling of a word: a hyphen, an apostrophe or `_` between two letters, a full stop or a colon behind a word, and
  what parts the names of an author;
- the papers: the query takes the same papers whether the words around the sign are sought, or what has just these
  words with their signs in one of its texts (`e+ e-`, `p < 0.05`, `42 U.S.C. § 1983`).

Of anything else both readings are told, each with the number of its papers. A query that is kept takes papers that are
still to come: a sign in it is understood where each paper that has its words side by side has it, too, and where such
papers are there, or it is in quotes or left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from reader.counting import count
from reader.errors import UsageError
from reader.library.contents import Contents
from reader.operations.missing_parts import at_its_word, way_of
from reader.paper import Paper
from reader.patterns import regex
from reader.query import Phrase, Query, parse, stored
from reader.query.filters import TEXTS, Filter, Lists, Test, searched_texts
from reader.query.nodes import Doubt
from reader.query.parser import as_it_stands, marked_pieces, of_pieces, pieces_of, unquote
from reader.query.pieces import SAME_SIGNS, Piece, each_once, shown
from reader.query.scripts import parts
from reader.readable_tex import readable
from reader.text import DASHES, JOINERS, clean_line, fold, is_mark, spelt_words

Finds = Callable[[Query], Iterable[Paper]]
"""What gives the papers that a query finds."""
_JOINING_WORDS = ("AND", "OR", "NOT")
_JOINING = DASHES + "'’_"
"""What joins two letters to one word."""
_ENDING = ".:…"
"""What ends a word and says nothing of it."""
_OF_SENTENCES = ",;?!"
"""What stands in a sentence behind a word."""
_OF_NAMES = ".,"
"""What parts the names of an author (`Haas, A.`)."""
_RUN_ON = regex(r"(?:OR|AND|NOT)(?:[^\w\s]|[a-z]).*|.*[a-z](?:OR|AND|NOT)[^\w\s]*", re.DOTALL)
"""A joining word that runs on, or a word that runs on into one: it joins nothing then."""
_ANY_SIGN, _SOME_SIGN = r"[\W_]*", r"[\W_]+"
"""What stands for a sign that joins, and for one that is there."""
_NOWHERE = "(?!)"
"""What matches nothing."""
_FEW = 3
"""So many papers that have something as it stands are named."""
_TOKEN = regex(rf"[{DASHES}]+|\s+|[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True)
class SignedPart:
    """A part of a query with a sign that is none of the language and none of the spelling of a word."""

    typed: str
    """As it was typed, without its quotes and its field."""
    at: int
    end: int
    """Where it begins and ends in the query, its quotes and its field with it."""
    field: str = ""
    """The field whose texts are asked for; "" where all are."""
    before: str = ""
    behind: str = ""
    """What stands around it in the query: its field and the quotes."""
    is_apart: bool = False
    """It is a sign of exclusion alone, or one at a quote or a filter, which belongs to no text."""
    excluded: bool = False
    """It is to be left out."""

    def stands_in(self, paper: Paper) -> bool:
        """Whether a text of the paper has it with all its signs; what joins two words may be left out there."""
        return not self.is_apart and any(map(self.stands_within, _texts(paper, self.field)))

    def is_joined_in(self, paper: Paper) -> bool:
        """Whether the paper has it only with its words run together (`GPT4` for `GPT-4`), which others may be taken for
        or not."""
        apart = re.compile(self._pattern.pattern.replace(_ANY_SIGN, _SOME_SIGN))
        texts = (form for text in _texts(paper, self.field) for form in (text, readable(text)))
        return self.stands_in(paper) and not any(apart.search(with_same_signs(text)) for text in texts)

    def stands_within(self, text: str) -> bool:
        """Whether a text has it with all its signs, and in capitals what joins in a query."""
        if self.typed in _JOINING_WORDS:
            return self.typed in text.split()
        if "$" not in text and "\\" not in text and not all(map(fold(text).__contains__, self._words)):
            return False
        return any(self._pattern.search(with_same_signs(form)) for form in {text, readable(text)})

    @cached_property
    def _words(self) -> list[str]:
        """Its words, which tell most texts from those that have it."""
        return parts(self.typed)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_as_it_stands(with_same_signs(self.typed)))

    def plain(self, *, alone: bool) -> str:
        """How its words are typed without their signs; held together, unless what it stands beside is asked for, too
        (`alone`)."""
        words = spelt_words(self.typed)
        if self.behind or (self.field and len(words) == 1):
            return f"{self.before}{' '.join(words)}{self.behind}"
        if self.field:
            return f'{self.before}"{" ".join(words)}"'
        words = [f'"{word}"' if word in _JOINING_WORDS else word for word in words]
        if len(words) > 1 and (self.excluded or not alone):
            return f"({(' AND ' if self.excluded else ' ').join(words)})"
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class _Standing(Filter):
    """What finds the papers in whose texts a part of a query stands with its signs."""

    def test(self, lists: Lists, today: date) -> Test:
        """By the ids of these papers."""
        return lambda paper: paper.id in self.among


def signed_parts(text: str) -> list[SignedPart]:
    """The parts of a query with signs that only the papers can account for, in order."""
    clusters = list(_clusters(text))
    found: list[SignedPart] = []
    left_out = {piece.at for piece, excluded in marked_pieces(text) if excluded}
    for at, cluster in enumerate(clusters):
        if _is_lone_sign(cluster):
            around = [one for one in clusters[max(0, at - 1) : at + 2] if one is cluster or all(map(_is_text, one))]
            is_apart = len(around) < 3 and cluster[0].text[0] in DASHES
            part = SignedPart("", around[0][0].at, around[-1][-1].end, is_apart=is_apart)
            part = replace(part, typed=text[part.at : part.end])
            if found and found[-1].end > part.at:
                begun = found.pop()
                is_apart = is_apart or begun.is_apart
                part = replace(part, at=begun.at, typed=text[begun.at : part.end], is_apart=is_apart)
            found.append(part)
        elif not (found and found[-1].end > cluster[0].at):
            found += (replace(one, excluded=one.at in left_out) for one in _signed_within(cluster, text))
    return found


def signs_of_title(text: str) -> list[SignedPart]:
    """What has a sign in a text that may be a whole title: those of a query, too, and what joins, unless all is in
    capitals, as some print titles."""
    typed = text.split()
    found = []
    for at, word in enumerate(typed):
        if has_stray_sign(word, ending=_OF_SENTENCES) or (word in _JOINING_WORDS and not text.isupper()):
            around = word if any(map(str.isalnum, word)) else " ".join(typed[max(0, at - 1) : at + 2])
            found.append(SignedPart(around, 0, 0))
    return found


def _clusters(text: str) -> Iterator[list[Piece]]:
    """The pieces of a query that stand together without a blank."""
    cluster: list[Piece] = []
    for piece in each_once(pieces_of(text)):
        if cluster and cluster[-1].end < piece.at:
            yield cluster
            cluster = []
        cluster.append(piece)
    if cluster:
        yield cluster


def _is_text(piece: Piece) -> bool:
    """Whether a piece is free words or a sign."""
    return piece.holds_words or piece.kind == "sign"


def _is_lone_sign(cluster: Sequence[Piece]) -> bool:
    """Whether pieces that stand together hold a sign and no word."""
    return all(piece.kind == "sign" for piece in cluster) and any(map(_has_sign, cluster))


def _signed_within(cluster: list[Piece], text: str) -> Iterator[SignedPart]:
    """The parts with such signs in pieces that stand together: all of them, but for what groups or leaves out around
    them, where parentheses or signs are of a word (`(2+1)-dimensional`), or each."""
    if not any(map(_has_sign, cluster)):
        return
    whole = _without_grammar(cluster)
    if len(whole) > 1 and all(_is_text(piece) or piece.kind in ("(", ")") for piece in whole) and _is_paired(whole):
        yield SignedPart(text[whole[0].at : whole[-1].end], whole[0].at, whole[-1].end)
        return
    for piece in filter(_has_sign, cluster):
        yield _part_of(piece)


def _without_grammar(cluster: list[Piece]) -> list[Piece]:
    """Pieces without a sign of exclusion before them, and without parentheses around them or of others."""
    while cluster and cluster[0].kind == "-":
        cluster = cluster[1:]
    while cluster and cluster[0].kind == "(" and (not _is_paired(cluster) or _is_paired(cluster[1:-1])):
        cluster = cluster[1:-1] if cluster[-1].kind == ")" and _is_paired(cluster) else cluster[1:]
    while cluster and cluster[-1].kind == ")" and not _is_paired(cluster):
        cluster = cluster[:-1]
    return cluster


def _is_paired(pieces: Sequence[Piece]) -> bool:
    """Whether each parenthesis has its partner among the pieces."""
    depth = 0
    for piece in pieces:
        depth += (piece.kind == "(") - (piece.kind == ")")
        if depth < 0:
            return False
    return depth == 0


def _part_of(piece: Piece) -> SignedPart:
    """One piece as such a part."""
    if isinstance(piece.node, Filter):
        typed = piece.node.value
        before, _, behind = piece.text.partition(typed)
        return SignedPart(typed, piece.at, piece.end, piece.node.field, before, behind)
    if isinstance(piece.node, Phrase):
        return SignedPart(unquote(piece.text)[0], piece.at, piece.end, "", piece.text[0], piece.text[-1])
    return SignedPart(piece.text, piece.at, piece.end, is_apart=piece.kind == "sign")


def _has_sign(piece: Piece) -> bool:
    """Whether a piece has a sign that is none of the language and none of the spelling of a word."""
    if piece.kind == "sign":
        return not set(piece.text) <= {*_ENDING, "&"}
    if isinstance(piece.node, Filter):
        besides = _OF_NAMES if piece.node.field == "author" else ""
        return piece.node.field in TEXTS and has_stray_sign(piece.node.value, besides)
    if isinstance(piece.node, Phrase):
        return has_stray_sign(unquote(piece.text)[0])
    return piece.holds_words and (_RUN_ON.fullmatch(piece.text) is not None or has_stray_sign(piece.text))


def has_stray_sign(text: str, besides: str = "", ending: str = "") -> bool:
    """Whether a text has a sign that is none of the spelling of its words, none of `besides`, and none of `ending` that
    ends one."""
    for at, sign in enumerate(text):
        if sign.isalnum() or sign.isspace() or is_mark(sign) or sign in JOINERS or sign in besides:
            continue
        before, behind = text[:at][-1:], text[at + 1 : at + 2]
        if sign in _JOINING and _is_letter(before) and _is_letter(behind):
            continue
        ends = sign in _ENDING + ending and before != "" and not before.isspace()
        if not (ends and (not behind or behind.isspace() or behind in _ENDING + ending)):
            return True
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalpha() or is_mark(sign)


def _texts(paper: Paper, field: str) -> Iterable[str]:
    return TEXTS[field](paper) if field else searched_texts(paper)


def with_same_signs(text: str) -> str:
    """A text as it is compared with all its signs."""
    return fold(text.translate(SAME_SIGNS))


def _as_it_stands(typed: str) -> str:
    """A regular expression for a text with its signs, not within a longer word or among more of the same signs. A text
    of marks alone, of which nothing is left to be compared, stands nowhere."""
    tokens = _TOKEN.findall(typed.rstrip(_ENDING) or typed)
    if not tokens:
        return _NOWHERE
    first, last = tokens[0][:1], tokens[-1][-1:]
    begin = r"(?<!\d[.,])" if first.isdigit() else "" if first.isalnum() else rf"(?<!{re.escape(first)})"
    end = r"(?![^\W_]|[.,]\d)" if last.isdigit() else rf"(?!{re.escape(last)})"
    end = (r"(?![^\W_])" if last.isalpha() or last in DASHES else "") + end
    around = zip(tokens, ["", *tokens], [*tokens[1:], ""], strict=False)
    return rf"{begin}(?<![^\W_]){''.join(_token_as_it_stands(*each) for each in around)}{end}"


def _token_as_it_stands(token: str, before: str, behind: str) -> str:
    """The same for a word, a blank or a sign between others: what joins a word may be left out or be another, and a
    blank may stand at a sign that leaves nothing out, or not."""
    if token.isspace():
        return r"\s+" if all(one.isalnum() or one[:1] in DASHES for one in (before, behind)) else r"\s*"
    if token.isalnum():
        return re.escape(token)
    if token[0] in _JOINING and before.isalnum() and behind.isalnum():
        return _ANY_SIGN
    if token[0] in DASHES:
        return "-+"
    return rf"\s*{re.escape(token)}{'?' * (token in _ENDING and behind.isspace())}\s*"


def with_signs(library: Contents, query: Query, signed: Sequence[SignedPart]) -> Query:
    """The query as it is where each of these parts of it is what the papers have just so, and nothing is in doubt about
    them."""

    def is_of_one(doubt: Doubt) -> bool:
        return any(part.at <= doubt.at and doubt.at + len(doubt.part) <= part.end for part in signed)

    pieces: list[Piece] = []
    for piece in pieces_of(query.text):
        part = next((one for one in signed if one.at <= piece.at < one.end), None)
        if part is None:
            pieces.append(piece)
        elif not pieces or pieces[-1].at != part.at or not isinstance(pieces[-1].node, _Standing):
            standing = _Standing("source", part.typed, among=tuple(_holders(library, part)))
            pieces.append(Piece("node", part.typed, part.at, standing))
    return replace(of_pieces(query, pieces), doubts=tuple(one for one in query.doubts if not is_of_one(one)))


def settled_by_papers(library: Contents, query: Query, find: Finds) -> Query:
    """The query without its doubts, where all of them are about signs that are understood as those of the papers, and
    none is of a filter with a slip in it.

    Raises `UsageError` with both readings where papers have these signs, others are taken without, and nothing else was
    likely meant.
    """
    signed = signed_parts(query.text) if query.doubts else []
    is_of_papers = signed and all(_holders(library, part) for part in signed)
    if not is_of_papers or not query.words or with_signs(library, query, signed).doubts:
        return query
    meant = [parse(doubt.nearest) for doubt in query.doubts if doubt.nearest]
    if any(near.filters or near.sort for near in meant):
        return query
    why = unread_sign(library, query.text, find)
    if not why and any(find(as_it_stands(query))):
        return replace(query, doubts=())
    if why and not meant:
        raise UsageError(why)
    return query


def unread_sign(library: Contents, text: str, find: Finds | None) -> str:
    """A sentence on a sign of a query that is not understood, with both readings of it; else ""."""
    signed = signed_parts(text)
    plain = _plain(text, signed)
    if find is None:
        unread = [part for part in signed if not _stays_so(library, part)]
        why = ", and papers that are still to come may not have them"
        return f"{_lost(unread[0])}{why}: write '{plain}'." if unread else ""
    query = parse(text)
    taken = _ids(find, as_it_stands(query)) if signed else frozenset()
    for part in signed:
        having = _ids(find, with_signs(library, query, [part]))
        if taken < having:
            having = frozenset(id for id in having if id in taken or not part.is_joined_in(library.papers[id]))
        is_lost = not _holders(library, part)
        if having != taken or (taken and is_lost and not part.excluded):
            if _RUN_ON.fullmatch(part.typed) and len(spelt_words(part.typed)) == 1:
                way = at_its_word(way_of(part.typed, excluded=part.excluded))
                return f"'{shown(part.typed)}' runs on into a word that joins.{way}"
            lacking = ", and no paper has them" * is_lost
            told = f"{_lost(part)}{lacking}: write '{plain}' ({count(len(taken_by(find, plain)), 'paper')})"
            number = count(len(having), "paper")
            named = " OR ".join(f"id:{id}" for id in sorted(having))
            if is_lost or not having:
                return f"{told}."
            return told + (
                f" or '{named}' ({number})." if len(having) <= _FEW else f"; with them it would be {number}."
            )
    return ""


def _lost(part: SignedPart) -> str:
    return f"'{shown(clean_line(part.typed))}' is sought without its signs"


def _holders(library: Contents, part: SignedPart) -> frozenset[str]:
    """The ids of the papers that have a part of a query with its signs."""
    return _holders_of(library, library.revision, part)


@lru_cache(8)
def _holders_of(library: Contents, _revision: int, part: SignedPart) -> frozenset[str]:
    return frozenset(id for id, paper in library.papers.items() if part.stands_in(paper))


def _stays_so(library: Contents, part: SignedPart) -> bool:
    """Whether the sign of a part may be understood in a query that is kept."""
    words = tuple(parts(part.typed))
    having = [paper for paper in library.papers.values() if words and _stand_side_by_side(words, paper, part.field)]
    return all(map(part.stands_in, having)) and bool(having or part.behind or part.excluded)


def _stand_side_by_side(words: tuple[str, ...], paper: Paper, field: str) -> bool:
    return any(map(Phrase(words).within, _texts(paper, field)))


def sign_of_none(library: Contents, text: str) -> str:
    """A sentence on a sign within the words of a query that no paper has so; "" where there is none. One that may end a
    word or part a file's name is of the line that was pasted."""
    for part in signed_parts(text):
        is_within = _RUN_ON.fullmatch(part.typed) is not None or has_stray_sign(part.typed, ".", _OF_SENTENCES)
        if is_within and not _holders(library, part):
            return f"{_lost(part)}, and no paper has them."
    return ""


def _plain(text: str, signed: Sequence[SignedPart]) -> str:
    """A query with the words of each signed part alone."""
    alone = not any(piece.kind == "OR" for piece in pieces_of(text))
    told, end = "", 0
    for part in signed:
        told, end = told + text[end : part.at] + part.plain(alone=alone), part.end
    return clean_line(told + text[end:])


def taken_by(find: Finds, text: str) -> frozenset[str]:
    """The ids of the papers that a query takes, as it stands in full."""
    return _ids(find, stored(text))


def _ids(find: Finds, query: Query) -> frozenset[str]:
    return frozenset(paper.id for paper in find(query))

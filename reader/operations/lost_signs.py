"""Signs that are lost in a query: the quotes around a name, the colon of what is to be left out, the NOT before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from reader.errors import ReaderError
from reader.library.contents import Contents
from reader.library.library import Library
from reader.operations.missing_parts import at_its_word, has_tag, marked_by, way_of
from reader.operations.near_filters import meant_by
from reader.operations.other_forms import paper_like
from reader.operations.read_signs import Finds, taken_by, with_same_signs
from reader.query import Query
from reader.query.doubts.exclusions import is_slip_of
from reader.query.fields import CHOICES, FIELDS, PLURALS, field_of
from reader.query.filters import TEXTS, Filter, searched_texts, trouble
from reader.query.nodes import And, Node, Or, Phrase, Word, wanted
from reader.query.parser import marked_pieces, quoted_in, unquote
from reader.query.pieces import Piece
from reader.query.scripts import parts
from reader.suggestions import TELLING, any_slip, called_tags, perhaps, tells
from reader.text import MARKED, clean_line, fold, fold_name, is_unfilled, tag_name, unfilled_in

_NAMED = re.compile(
    r'(?<![^\s(])(?P<filter>(?P<out>(?:-|NOT\s+)?)(?:(?P<field>[^\W\d]\w*):|\#))(?P<first>[^\s()"“”„＂«»]+)'
    r'(?P<more>(?:\s+(?!(?:AND|OR|NOT)(?!\S))[^\s()"“”„＂«»:#*-][^\s()"“”„＂«»:]*(?![^\s)]))+)',
)
"""A filter with words behind it; what begins the next filter is none of them."""
_LONGEST = 6
"""So many words of a text may be one name or phrase without its quotes."""
_SIGNS = 2
"""So many other signs may stand where a colon is lost."""
_SIGN_FOR_COLON = re.compile(r"[^\W\d_]+[^\w\s]|[^\W\d_]+_")
_OTHER_SIGN = re.compile(r"(?P<field>(?i:tags?|lists?))(?:[\W_]| \S+ )(?P<value>\w.*)")
_BETWEEN = re.compile(rf"(?<=[\w{MARKED}])[,;|/&+，；、](?=\w)")
"""What joins values in other programs."""
_JOINED_WORDS = re.compile(rf"(?:[^\W\d]|[{MARKED}])[,;|，；、][^\W\d]")
"""The signs among them that no text has between two letters; `TCP/IP`, `R&D` and `3,000` are words."""
_DENYING = frozenset(("WITHOUT", "EXCEPT", "EXCLUDING", "BUT", "MINUS"))
"""What is written for NOT elsewhere."""
_TELLING = 2
"""So many letters of a value tell that it is one."""


def lost_sign(library: Library, text: str) -> str:
    """A sentence on a filter that has no colon, so that it is words, or on a word that is NOT with a slip in it; else
    ""."""
    pieces = marked_pieces(text)
    if why := _bare_field(pieces):
        return why
    asked = [*_with_other_signs(pieces), *_glued_fields(library, pieces)]
    for excluded, found in ((True, _without_colons(pieces)), (False, asked)):
        for typed, field, value in found:
            if _is_meant(library, typed, field, value):
                quoted = f'"{typed}"' if ":" in typed else typed
                why = f"'{clean_line(quoted)}' is no filter{perhaps(f'{field}:{value}')}"
                return why + at_its_word("" if ":" in typed else way_of(typed, excluded=excluded))
    for piece, excluded in pieces:
        joined = "".join(parts(piece.text))
        if excluded and isinstance(piece.node, And) and _holds(library, joined) and not _holds(library, piece.text):
            why = f"No paper has '{clean_line(piece.text)}' that is to be left out{perhaps(joined)}"
            return why + at_its_word(way_of(piece.text))
    for piece, excluded in pieces:
        if excluded and (values := _several_values(library, piece)):
            if piece.holds_words and (field := field_of(values[0])):
                meant = f"{field}:{piece.text[len(values[0]) + 1 :]}"
                why = f"'{clean_line(piece.text)}' is no filter{perhaps(meant)}"
                return why + at_its_word(way_of(piece.text))
            meant = perhaps(f"({' OR '.join(values)})")
            why = f"'{clean_line(piece.text)}' leaves out only what has all of it{meant}"
            return why + at_its_word(_literally(piece))
    return _slipped_joining(library, pieces)


def _slipped_joining(library: Library, pieces: Sequence[tuple[Piece, bool]]) -> str:
    """A sentence on a word in capitals that is NOT, AND or OR with a slip in it, or what other languages write for NOT;
    else "". Beside words in small letters it is a word where a paper writes it so: "no" stands in many."""
    is_all_capitals = " ".join(piece.text for piece, _ in pieces).isupper()
    for piece, excluded in pieces[:-1]:
        word = piece.text.rstrip(".,")
        is_half_not = word[1:] != word[1:].lower() and set(word.lower()) <= set("not")
        if not piece.holds_words or excluded or not (word.isupper() or is_half_not):
            continue
        denies = word.upper() in _DENYING or is_slip_of(word, "NOT")
        if denies and word.isupper() and not _holds(library, piece.text):
            return f"No paper has the word '{clean_line(piece.text)}'{perhaps('NOT')}"
        meant = "NOT" if denies else next((one for one in ("AND", "OR") if is_slip_of(word, one)), "")
        if meant and word.isalpha() and not is_all_capitals and not _is_written_so(library, word):
            why = f"No paper has the word '{word}' in capitals{perhaps(meant)}"
            return why + at_its_word(way_of(word, excluded=False))
    return ""


def _is_written_so(library: Contents, word: str) -> bool:
    """Whether a text of a paper, in which not all is in capitals, has a word as it is typed."""
    written = re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])")
    return any(
        not text.isupper() and written.search(text) is not None
        for paper in library.papers.values()
        for text in searched_texts(paper)
    )


def unfilled_place(library: Contents, text: str) -> str:
    """A sentence on a place of a script or a template that was not filled in and would be words without its signs, in
    quotes or among others as in a title, where no paper has it so; else ""."""
    for part, typed, field in _places(text):
        is_held = has_tag(library, tag_name(typed)) if field == "tag" else _is_written(library, typed)
        if not is_held:
            return f"'{clean_line(part)}' is a place that was not filled in: no paper has '{typed}'."
    return ""


def may_be_unfilled(text: str) -> bool:
    """Whether words alone hold what may be a place of a script."""
    return any(_places(text))


def _places(text: str) -> Iterator[tuple[str, str, str]]:
    """What may be a place that was not filled in, with the filter and the quotes that it stands in and without them,
    and the field of the filter."""
    yield from ((place, clean_line(place), "") for place in unfilled_in(_without_quoted(text)))
    for piece, _ in marked_pieces(text):
        field, value = "", piece.text
        if isinstance(piece.node, Filter):
            field, value = piece.node.field, piece.node.value
        typed = clean_line(unquote(value)[0])
        if (isinstance(piece.node, Phrase) or field in (*TEXTS, "tag")) and is_unfilled(typed.lstrip("#")):
            yield piece.text, typed, field


def _is_written(library: Contents, typed: str) -> bool:
    """Whether a text of a paper has this with all its signs."""
    wanted = with_same_signs(typed)
    return any(wanted in with_same_signs(text) for paper in library.papers.values() for text in searched_texts(paper))


def _bare_field(pieces: Sequence[tuple[Piece, bool]]) -> str:
    """A sentence on the name of a field that is to be left out as a word, with another word or a phrase behind it that
    would be asked for (`-tag attention`), whatever it is; else ""."""
    for (piece, excluded), (after, also) in pairwise(pieces):
        field = field_of(piece.text) if excluded and isinstance(piece.node, Word) and not also else ""
        if field and (after.holds_words or isinstance(after.node, Phrase)):
            typed = clean_line(f"{piece.text} {after.text}")
            return f"'{typed}' is no filter{perhaps(f'{field}:{after.text}')}{at_its_word(way_of(piece.text))}"
    return ""


def bare_mark(library: Library, query: Query) -> str:
    """A sentence on a word that is what `is:` finds, without `is:` before it: one that is left out (`-read`; `-note`,
    too), an alternative to a filter (`tag:x OR unread`), or one that is asked for and that no paper has; else ""."""
    before = ""
    for piece, excluded in marked_pieces(query.text):
        mark = piece.node.text if before == "-" and excluded and isinstance(piece.node, Word) else ""
        if mark and (field := marked_by(mark) or ("has" if mark in CHOICES["has"] else "")):
            why = f"'-{mark}' leaves out what has the word '{mark}'{perhaps(f'-{field}:{mark}')}"
            return why + at_its_word(way_of(mark))
        before = piece.kind
    for word in wanted(query.root):
        if isinstance(word, Word) and word.text in CHOICES["is"] and library.papers and not _holds(library, word.text):
            return f"No paper has the word '{word.text}'{perhaps(f'is:{word.text}')}"
    for word in _beside_filters(query.root):
        if word.text in CHOICES["is"]:
            why = f"'{word.text}' is a word like any other here{perhaps(f'is:{word.text}')}"
            return f"{why} In quotes it is text."
    return ""


def _beside_filters(node: Node | None) -> Iterator[Word]:
    """The words that are asked for as alternatives to a filter."""
    if isinstance(node, And | Or):
        if isinstance(node, Or) and any(isinstance(part, Filter) for part in node.nodes):
            yield from (part for part in node.nodes if isinstance(part, Word))
        for part in node.nodes:
            yield from _beside_filters(part)


def _several_values(library: Library, piece: Piece) -> list[str]:
    """The values, each with its field, of a part to be left out in which signs join several (`survey,vision`,
    `tag:a;b`); none where the whole is in the library, or nothing of it."""
    filter_ = piece.node if isinstance(piece.node, Filter) else None
    if filter_ is None and not piece.holds_words:
        return []
    if filter_ is not None and (filter_.literal or filter_.field not in (*TEXTS, "tag", "source")):
        return []
    value = piece.text if filter_ is None else filter_.value
    values = [part for part in _BETWEEN.split(value) if part]
    if len(values) < 2 or any(map(str.isspace, value)):
        return []
    if filter_ is None:
        joined = _JOINED_WORDS.search(value) is None and _holds(library, value)
        return [] if joined or not any(_holds(library, part) for part in values) else values
    nests = filter_.field == "tag" and len(values) == value.count("/") + 1
    held = [_finds(library, replace(filter_, value=part)) for part in values]
    joins = all(held) if nests else any(held)
    return [f"{filter_.field}:{part}" for part in values] if joins and not _finds(library, filter_) else []


def _finds(library: Contents, filter_: Filter) -> bool:
    """Whether a paper has what a filter asks for."""
    return any(map(filter_.test(library.state.lists_of, date.today()), library.papers.values()))


def _literally(piece: Piece) -> str:
    """How a part to be left out is typed to be taken at its word."""
    return way_of(piece.node.value, f"{piece.node.field}:") if isinstance(piece.node, Filter) else way_of(piece.text)


def _without_colons(pieces: list[tuple[Piece, bool]]) -> Iterator[tuple[str, str, str]]:
    """What is to be left out and begins as a filter does (`-tagrl`, `-(tags.rl)`, `-list Edge`, `-"tag:rl"`), each with
    the field and with what may be its value."""
    for at, (piece, excluded) in enumerate(pieces):
        if not excluded or not (piece.holds_words or isinstance(piece.node, Phrase)):
            continue
        if isinstance(piece.node, Phrase) and len(piece.node.words) == 1:
            continue
        typed = unquote(piece.text)[0].strip()
        if name := field_of(typed):
            after = pieces[at + 1][0] if at + 1 < len(pieces) else None
            if after is not None and (after.holds_words or isinstance(after.node, Phrase)):
                yield f"{typed} {after.text}", name, unquote(after.text)[0]
            continue
        yield from _begun_with_field(typed)


def _glued_fields(library: Library, pieces: list[tuple[Piece, bool]]) -> Iterator[tuple[str, str, str]]:
    """The same of the words that are asked for and that no paper has (`tagrl OR is:read`)."""
    for piece, excluded in pieces:
        if not excluded and piece.holds_words and not field_of(piece.text) and not _holds(library, piece.text):
            yield from _begun_with_field(piece.text)


def _begun_with_field(typed: str) -> Iterator[tuple[str, str, str]]:
    """A text that begins with a field, each time with the field and with what may be its value."""
    for spelt in (*PLURALS, *FIELDS):
        rest = typed[len(spelt) :]
        if rest and fold(typed).startswith(spelt) and spelt != "sort":
            yield from ((typed, field_of(spelt), rest[at:].strip()) for at in range(min(_SIGNS + 1, len(rest))))


def _with_other_signs(pieces: list[tuple[Piece, bool]]) -> Iterator[tuple[str, str, str]]:
    """The words that are asked for and are a tag or a list but for another sign in place of the colon (`tag_rl`,
    `tag . rl`)."""
    alone = [(piece.text, excluded) for piece, excluded in pieces if piece.holds_words]
    around = zip(pieces, pieces[1:], pieces[2:], strict=False)
    apart = [
        (f"{piece.text} {sign.text} {value.text}", excluded)
        for (piece, excluded), (sign, _), (value, _) in around
        if sign.kind == "sign" and value.holds_words
    ]
    for typed, excluded in (*alone, *apart):
        if not excluded and (found := _OTHER_SIGN.fullmatch(typed)):
            yield typed, field_of(found["field"]), found["value"]


def _is_meant(library: Library, typed: str, field: str, value: str) -> bool:
    """Whether a filter of the field finds what the words that were typed do not; where another sign stands for the
    colon and the field is none of words (`tag_rl`), what it finds tells enough."""
    if _holds(library, typed) and (field in TEXTS or not _SIGN_FOR_COLON.match(typed)):
        return False
    if field in ("tag", "list"):
        is_list = field == "list"
        return _has_name(library, value, is_list=is_list) or _has_near_name(library, value, is_list=is_list)
    if field == "is" and sorted(fold(value)) in map(sorted, CHOICES["is"]):  # `isolated` is a word
        return True
    if (tells(value) < TELLING if field in TEXTS else len(value) < _TELLING) or trouble(field, value) != ("", ""):
        return False
    if field == "upvotes":  # A number glued to a field is no word, whatever the papers have.
        return True
    if field == "like":
        return _is_like_something(library, value)
    begun = field == "id" and any(map(str.isdigit, value)) and paper_like(library, value) != ""
    return begun or _finds(library, Filter(field, value))


def _is_like_something(library: Library, value: str) -> bool:
    """Whether papers are near to what a value of `like:` names, or its words stand in some paper."""
    try:
        meant_by(library, value)
    except ReaderError:
        return any(map(str.isdigit, value)) or (tells(value) >= TELLING and _holds(library, value))
    return True


def _holds(library: Library, text: str) -> bool:
    """Whether a paper has these words one after the other."""
    words = tuple(parts(text))
    return bool(words) and any(map(Phrase(words).accepts, library.papers.values()))


def _has_name(library: Contents, name: str, *, is_list: bool) -> bool:
    """Whether there is a list of this name, or a paper with such a tag."""
    return fold_name(name) in map(fold_name, library.lists) if is_list else has_tag(library, name)


def _has_near_name(library: Contents, name: str, *, is_list: bool) -> bool:
    """Whether there is one a slip away from this name."""
    if not name[:1].isalnum() or tells(name) < TELLING:
        return False
    names = library.lists if is_list else called_tags(library.tags.counts())
    return any_slip(fold_name(name), {fold_name(known) for known in names}) != ""


def unquoted_text(library: Contents, text: str, find: Finds) -> str:
    """A sentence on words that stand behind a filter of a text and in that text of a paper, without quotes, so that all
    but the first are sought anywhere, where that finds other papers; else ""."""
    for typed, filter_, field, name in _several_words(text, asked=True):
        meant = f'{filter_}"{name}"'
        is_held = field in TEXTS and _finds(library, Filter(field, name)) and typed in text
        if is_held and taken_by(find, text) != taken_by(find, text.replace(typed, meant, 1)):
            return f"'{clean_line(typed)}' is a filter and words beside it{perhaps(meant)}"
    return ""


def unquoted_name(library: Contents, text: str) -> str:
    """A sentence on a name of several words without quotes that this library knows, a tag, a list or an author, or on
    such a text that is to be left out; else ""."""
    for typed, filter_, field, name in _several_words(text):
        if field in ("tag", "list"):
            known = _has_name(library, name, is_list=field == "list")
        else:
            known = _finds(library, Filter(field, name))
        if known:
            meant = f'{filter_}"{name}"'
            return f"'{clean_line(typed)}' is a filter and words beside it{perhaps(meant)}"
    return ""


def _several_words(text: str, *, asked: bool = False) -> Iterator[tuple[str, str, str, str]]:
    """What may be a name of two words or more, as it stands in a query: with its filter, the sign and field alone, the
    field, and the name. Of a title or another text only what is to be left out, unless `asked`: to ask for the words
    one by one finds no other papers most often."""
    for found in _NAMED.finditer(_without_quoted(text)):
        field = field_of(found["field"]) if found["field"] else "tag"
        if field not in ("tag", "list", "author") and not ((found["out"] or asked) and field in (*TEXTS, "source")):
            continue
        words = [found["first"], *found["more"].split()][:_LONGEST]
        for end in range(len(words), 1, -1):
            name = " ".join(words[:end])
            yield found["filter"] + name, found["filter"], field, name


def _without_quoted(text: str) -> str:
    """A query with nothing between its quotes."""
    around, end = "", 0
    for begin, behind in quoted_in(text):
        around, end = f'{around}{text[end:begin]}""', behind
    return around + text[end:]

"""Whether a query can be read in one way only: of two ways that take other papers, neither is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.counting import count
from reader.library.contents import Contents
from reader.operations.read_signs import Finds, signs_of_title, taken_by
from reader.paper import Paper, ReadingList
from reader.query import Or, Phrase, Word, parse, stored
from reader.query.chosen import chosen_twice
from reader.query.groupings import LooseWord, groupings, loose_words
from reader.query.parser import pieces_of
from reader.query.pieces import TITLE_WORDS, each_once, shown
from reader.query.scripts import parts
from reader.text import clean_line

_ALL = frozenset(("all", "any", "everything", "anything", "all papers", "any paper", "every paper"))
"""What people call all papers, which as words finds some."""


def which_is_meant(library: Contents, text: str, find: Finds | None) -> str:
    """A sentence with the ways in which a query that is understood may be read, by its OR, by what it leaves out, by
    small words that join, where they take other papers than `find` gives for one another; else "". Without `find` the
    query is to be kept, and papers that are still to come count too: then any two ways are told."""
    if _names_all(text):
        meant = ("*", f'"{text.strip()}"')
        return _told(text, [f"'{one}'" if find is None else _counted(one, taken_by(find, one)) for one in meant])
    loose = [word for word in loose_words(text) if not _is_of_a_title(library, word)]
    ways = tuple(map(_choosing, groupings(text, loose=loose)))
    if find is not None and (title := _title_in(library, text)) is not None:
        others = ways if len(ways) > 1 else (" ".join((f"({clean_line(title.words)})", *title.beside)),)
        ways = title.query, *others
    told = [f"'{one}'" for one in ways]
    if find is not None and len(ways) > 1:
        taken: dict[frozenset[str], str] = {}
        for one in ways:
            taken.setdefault(taken_by(find, one), one)
        if loose:  # What would be done: words find what is like them as well.
            taken.setdefault(taken_by(find, text), "")
        named = {ids: f"'{one}'" if one else "words in any of their forms" for ids, one in taken.items()}
        told = [f"{one} ({count(len(ids), 'paper')})" for ids, one in named.items()]
    return _told(text, told) + " In quotes it is a text." * bool(loose) if len(told) > 1 else ""


def meant_otherwise(text: str, named: str, find: Finds) -> str:
    """A sentence with both ways to read a query that is the whole title of papers (`named`), and of which a part in
    doubt likely means something that takes others (`year:1998 not ...`); else ""."""
    asked = taken_by(find, named)
    for doubt in parse(text).doubts:
        meant = f"{text[: doubt.at]}{doubt.nearest}{text[doubt.at + len(doubt.part) :]}"
        is_whole = doubt.nearest and not parse(meant).doubts and stored(meant).chooses
        if is_whole and (others := taken_by(find, meant)) and others != asked:
            return _told(text, [_counted(named, asked), _counted(meant, others)])
    return ""


def _counted(way: str, ids: frozenset[str]) -> str:
    return f"'{way}' ({count(len(ids), 'paper')})"


def _told(text: str, ways: Sequence[str]) -> str:
    return f"'{shown(clean_line(text))}' may be read as {' or as '.join(ways)}: write the one that is meant."


def _choosing(way: str) -> str:
    """A way to read a query as it may be typed: one that only leaves papers out with a `*` before it, and one that asks
    for some without."""
    query = stored(way)
    bare = way.removeprefix("* ")
    if bare != way and chosen_twice(query) and stored(bare).chooses:
        return bare
    if query.root is None or query.chooses:
        return way
    return f"* ({way})" if isinstance(query.root, Or) else f"* {way}"


def may_be_read_otherwise(text: str) -> bool:
    """Whether a query may be read in two ways, whatever papers there are."""
    return _names_all(text) or len(groupings(text, loose=loose_words(text))) > 1


def _names_all(text: str) -> bool:
    """Whether a query is what people call all papers."""
    return " ".join(parts(text)) in _ALL and parse(text).is_plain


def _is_of_a_title(library: Contents, word: LooseWord) -> bool:
    """Whether a paper has a word with one beside it in its title."""
    phrases = list(map(Phrase, word.phrases))
    return any(phrase.within(paper.title) for phrase in phrases for paper in library.papers.values())


def titled(library: Contents, text: str) -> str:
    """What asks for the papers alone of which a text is the whole title, whatever it would be as a query (`Line: Large
    networks`); "" where there are none. A sign of the text that the title does not have just so is none of it. Words
    alone are the title of a paper from three on: of fewer many papers speak."""
    words, signs = parts(text), signs_of_title(text)
    if not words or (len(words) < TITLE_WORDS and not signs):
        return ""
    named = (paper for paper in library.papers.values() if parts(paper.title) == words)
    return " OR ".join(f"id:{paper.id}" for paper in named if all(one.stands_within(paper.title) for one in signs))


@dataclass(frozen=True, slots=True)
class _TitleAsked:
    """A whole title in a query."""

    words: str
    beside: Sequence[str]
    """The filters that stand beside it."""
    named: str
    """What asks for its papers."""

    @property
    def query(self) -> str:
        """The query that it is then."""
        grouped = f"({self.named})" if self.beside and " OR " in self.named else self.named
        return " ".join((grouped, *self.beside))


def _title_in(library: Contents, text: str) -> _TitleAsked | None:
    """The whole title that a query is, as it stands with all its signs, or without its filters, or by its words."""
    for words, beside in _likely_titles(text):
        if named := titled(library, words):
            return _TitleAsked(words, beside, named)
    return None


def as_title(library: Contents, text: str) -> str:
    """The query that a text is as a whole title, with or without filters; "" where no paper has that."""
    found = _title_in(library, text)
    return "" if found is None else found.query


def _likely_titles(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    """What may be the whole title in a query, each with what stands beside it."""
    yield text, ()
    yield _without_filters(text)
    yield _words_of(text)


def _without_filters(text: str) -> tuple[str, list[str]]:
    """A query without its filters but for a word with # before it, and these, those that leave out with their sign."""
    rest, beside, end, sign = "", [], 0, -1
    for piece in each_once(pieces_of(text)):
        begin = piece.at if sign < 0 else sign
        if (piece.asks and not piece.text.startswith("#")) or piece.text.startswith("sort:"):
            rest, end = rest + text[end:begin], piece.end
            beside.append(text[begin:end])
        sign = piece.at if piece.kind == "-" else -1
    return clean_line(rest + text[end:]), beside


def is_title_of_one(text: str, found: Iterable[Paper]) -> bool:
    """Whether the words of a query are the whole title of some of the papers that it finds, and not of others."""
    likely = {tuple(words) for title, _ in _likely_titles(text) if len(words := parts(title)) >= TITLE_WORDS}
    return bool(likely) and len({tuple(parts(paper.title)) in likely for paper in found}) > 1


def _words_of(text: str) -> tuple[str, list[str]]:
    """The words of a query, with the signs that titles have, and what stands beside them; no words where these are
    joined by more than standing side by side. Where all are in capitals, as some print titles, so may be AND, OR and
    NOT."""
    words: list[str] = []
    beside: list[str] = []
    sign = ""
    pieces = list(each_once(pieces_of(text)))
    is_capital = all(piece.text.isupper() for piece in pieces if piece.holds_words)
    for piece in pieces:
        if is_capital and piece.text in ("AND", "OR", "NOT"):
            words.append(piece.text)
        elif piece.kind == "-":
            sign += "-"
        elif piece.kind not in ("node", "sign"):
            return "", []
        elif sign or not (isinstance(piece.node, Word) or piece.kind == "sign"):
            beside.append(sign + piece.text)
            sign = ""
        else:
            words.append(piece.text)
    return " ".join(words), beside


def reading_of_list(lst: ReadingList) -> str:
    """A sentence on the way in which the query of a smart list is read that earlier versions kept, where there is
    another one; else ""."""
    first, *others = groupings(lst.query)
    return f"The query of the list '{lst.name}' is read as '{first}'." if others else ""

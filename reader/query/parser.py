"""Reading a query: pieces of text, then a tree. `parse` refuses nothing, `understood` all that is in doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import cast

from reader.errors import UsageError
from reader.naming import PaperName, id_begun, names_in
from reader.page_titles import without_site
from reader.patterns import regex
from reader.query.chosen import unchosen
from reader.query.doubts.addresses import torn, torn_beside
from reader.query.doubts.exclusions import marked, slipped, unfilled
from reader.query.doubts.lookalikes import quoted_otherwise, two_filters, unseen
from reader.query.doubts.pairing import is_plain, spaced_colons, unpaired
from reader.query.doubts.proposals import proposable
from reader.query.doubts.words import behind_joining, denies, hardly_a_title, suspected
from reader.query.fields import CHOICES, DATED, MEANT_BY, field_of, meant_field
from reader.query.filters import TEXTS, Filter, trouble
from reader.query.line import is_link, own_text
from reader.query.nodes import EVERYTHING, And, Doubt, Node, Not, Or, Phrase, Query, Word, all_of, settled, tops
from reader.query.pieces import QUOTES, TITLE_WORDS, Piece, shown
from reader.query.scripts import parts
from reader.suggestions import is_slip, nearest
from reader.text import DASHES, MARKED, ends_in_word, fold, is_unfilled

PARENTHESES = 50
"""Parentheses deeper than this are read as if they were not there."""

LETTERS = 10_000
"""So many characters of a query are read."""
TERMS = 100
"""So many words and filters of a query are read: a pasted page is known by fewer."""
LONGEST = 40
"""Words of a query that must match; a pasted abstract is known by fewer."""
_ACRONYM = 2
"""Letters of a field that is no acronym yet, though it is in capitals: `IS: read`."""
SAID = 3
"""So many doubts are named when a query is refused."""

_WITHIN = r'"(?:[^“”„"＂«»\\]|\\.|“[^“”„"＂«»\\]*”|„[^“”„"＂«»\\]*[“”]|«[^“”„"＂«»\\]*»)*"'
"""A text between straight quotes in which others stand in pairs, or none."""
_BETWEEN = r'[“”„"＂«»](?:[^“”„"＂«»\\]|\\.)*'
"""A text behind a quote of any kind, up to the next of any kind."""
_VALUE = rf'{_WITHIN}|{_BETWEEN}(?:[“”„"＂«»]|$)|[^\s()“”„"＂«»]*'
_PIECE = regex(
    r'(?P<blank>\s+)'
    r'|(?P<open>\()|(?P<close>\))'
    r'|(?P<minus>(?<![^\s(])-(?=[^\s)-]))'
    rf'|(?P<field>[^\W\d][\w{MARKED}]*):'
    rf'(?P<value>(?P<kind>(?<=(?i:like):)(?i:list|tag|id):)?(?:{_VALUE}))'
    rf'|\#(?P<tag>{_VALUE})'
    rf'|(?P<phrase>{_WITHIN}|{_BETWEEN}[“”„"＂«»])'
    r'|(?P<word>[“”„"＂«»\\]|[^\s()“”„"＂«»]+)',
    re.DOTALL,
)  # fmt: skip


_QUOTED = regex(rf'{_WITHIN}|{_BETWEEN}[“”„"＂«»]', re.DOTALL)
"""A text between quotes."""
_RANGE_APART = regex(r"\s+((?:\.\.)?\d{4}(?:-\d\d){0,2}(?:\.\.)?)(?=[\s)]|$)")
"""The other half of a range of years or dates."""
_OUT_WITHIN = regex(rf"[{DASHES}]\w+\s+\w")
"""Words of which the first has the sign of exclusion."""
_VALUE_APART = regex(rf'\s+({_WITHIN}|[“”„"＂«»][^“”„"＂«»]*[“”„"＂«»]|[^\s()“”„"＂«»:]+(?=[\s)]|$))')
"""What stands behind a field and a blank, and is no field itself."""


def parse(text: str) -> Query:
    """The query that a text means, as far as it is typed; never raises.

    The last queries are kept: each part of a request may ask for the query that it has as a text.
    """
    return _proposing(text) if len(text) <= LETTERS else _proposing.__wrapped__(text)


@lru_cache(64)
def _proposing(text: str) -> Query:
    """As `parse`, however long the text is."""
    query = _parsed(text)
    return replace(query, doubts=proposable(text, query.doubts, lambda other: _parsed(other).doubts))


def quoted_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each text between quotes begins and ends, the quotes with it."""
    closed = _closed(text)
    end = 0
    for at, sign in enumerate(text):
        if at >= end and sign in QUOTES and closed[at] and (match := _QUOTED.match(text, at)):
            yield match.span()
            end = match.end()


def _closed(text: str) -> list[bool]:
    """For each character whether a quote follows that would close one which stands there: who looks for it from every
    quote anew reads a text of quotes that are escaped once for each of them."""
    found = [False, False]
    for sign in reversed(text):
        # What begins here ends where a quote stands, else where what begins behind this sign ends.
        found.append(sign in QUOTES or found[-2 if sign == "\\" else -1])
    return found[-2::-1]


def _parsed(text: str) -> Query:
    """As `parse`; what its doubts propose may be in doubt itself."""
    reader = _Reader(text)
    pieces = reader.pieces()
    root, _ = _either(pieces, 0, 0)
    quoted = [
        Doubt(part, f"'{shown(part)}' is quoted by other signs than \"", meant, at, typing=part != text.strip())
        for at, part, meant in quoted_otherwise(text[:LETTERS])
    ]
    found = [*reader.doubts, *unpaired(pieces, text, PARENTHESES), *slipped(pieces), *torn_beside(pieces), *quoted]
    spaced = spaced_colons(pieces, text[:LETTERS])
    found = [one for one in found if not any(map(one.is_within, spaced))] + spaced
    found = unseen(text[:LETTERS]) or found  # What else is strange about it may come of that.
    doubts = list(_each_once(sorted(found, key=lambda doubt: doubt.at)))
    if doubts and is_link(text):
        doubts = [replace(doubt, pasted=True) for doubt in doubts]
    elif doubts and all(map(is_plain, pieces)):
        begin, end = own_text(text)
        doubts = [replace(one, pasted=one.part == "|" or not begin <= one.at < end) for one in doubts]
    query = Query(text, root, reader.sort, tuple(doubts))
    if len(query.words) > LONGEST:
        why = f"the query is long: only its first {LONGEST} words are looked for"
        query = replace(query, doubts=(*doubts, Doubt(text[:60], why, at=len(text), typing=True)))
    return query


def _each_once(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """The doubts without those that propose something for a part for which something was proposed already."""
    mended = set()
    for doubt in doubts:
        place = doubt.at, doubt.part
        if not doubt.nearest or place not in mended:
            yield doubt
        if doubt.nearest:
            mended.add(place)


def pieces_of(text: str) -> list[Piece]:
    """What a query is cut into, in order."""
    return _Reader(text).pieces()


def of_pieces(query: Query, pieces: list[Piece]) -> Query:
    """The query as it stands where these are its pieces."""
    return as_it_stands(replace(query, root=_either(pieces, 0, 0)[0]))


def understood(text: str) -> Query:
    """The query that a text means, for what changes, exports or saves: nothing in it is taken to be half-typed.

    Raises as `without_doubt`.
    """
    return without_doubt(parse(text))


def without_doubt(query: Query, known: Callable[[Doubt], Doubt] = lambda doubt: doubt) -> Query:
    """A query in which nothing is in doubt, and nothing taken to be half-typed. `known` gives a doubt with what it
    proposes as a library has that.

    Raises `UsageError`, which names what is not understood, and for a query that chooses nothing: an empty one, one
    that only leaves out.
    """
    if query.doubts:
        why = doubted(replace(query, doubts=tuple(map(known, query.doubts[:SAID]))))
        raise UsageError(why + _title_hint(query) * ("in quotes" not in why))
    if why := unchosen(query):
        raise UsageError(why)
    return as_it_stands(query)


def stored(text: str) -> Query:
    """The query of a smart list: as `parse`, but nothing in it is taken to be half-typed, and no other reading of it is
    tried."""
    return as_it_stands(parse(text))


def as_it_stands(query: Query) -> Query:
    """A query in which nothing is taken to be half-typed."""
    return replace(query, root=None if query.root is None else settled(query.root), exact=True)


def _title_hint(query: Query) -> str:
    """What is said behind the doubts of a query that may be a title: several words without a filter that is whole."""
    takes_all = EVERYTHING in (query.root, *tops(query.root))
    may_be = len(query.text.split()) >= TITLE_WORDS and not query.filters and not takes_all
    if may_be and '"' not in (title := without_site(query.text.strip())) and title != query.text.strip():
        return f" Put the title in quotes: '\"{title}\"'."
    return " Put a title in quotes." * may_be


def marked_pieces(text: str) -> list[tuple[Piece, bool]]:
    """The pieces of a text, each with whether it is to be left out."""
    return list(marked(_Reader(text).pieces()))


def doubted(query: Query) -> str:
    """What is not understood of a query, in sentences; "" when all of it is."""
    return " ".join(dict.fromkeys(doubt.sentence for doubt in query.doubts[:SAID]))


def unquote(value: str) -> tuple[str, bool]:
    """The value without its quotes, and whether it is complete: a closing quote is there."""
    if not value or value[0] not in QUOTES:
        return value, False
    closed = _QUOTED.fullmatch(value) is not None
    return re.sub(r"\\([“”„＂«»\"\\])", r"\1", value[1:-1] if closed else value[1:]), closed


def _apart(doubt: Doubt, before: str, at: int) -> Doubt:
    """The doubt of a word that begins there; of a sign of exclusion that stands right behind another sign with both."""
    if not before:
        return replace(doubt, at=at)
    part = before + doubt.part
    why = f"'{shown(part)}' has no blank before the sign of exclusion"
    return replace(doubt, part=part, why=why, nearest=f"{before} {doubt.part}", at=at - 1)


def _is_at_its_word(quoted: str) -> bool:
    """Whether what stands in quotes is one word, to be taken as it is. Other quotes than `"` may be of its name."""
    return quoted[:1] == '"' and len(quoted.split()) == 1


class _Reader:
    """Cuts a text into pieces and remembers what it cannot use."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.doubts: list[Doubt] = []
        self.terms = 0
        self.sort: tuple[str, bool] | None = None

    def pieces(self) -> list[Piece]:
        found: list[Piece] = []
        read = 0
        text = self.text[:LETTERS]
        closed = _closed(text)
        for begin, end, named in _parts_of(text):
            if self.terms >= TERMS:
                break
            if named is not None:
                if begin < named.at and text[begin] == "-":
                    found.append(Piece("-", "-", begin))
                found.append(Piece("node", named.text, named.at, Filter("id", named.text, bare=True)))
                self.terms += 1
                read = end
                continue
            read = begin
            while read < end and self.terms < TERMS:
                until = read + 1 if text[read] in QUOTES and not closed[read] else end
                match = cast("re.Match[str]", _PIECE.match(text, read, until))  # It takes any character.
                self._take(match, found)
                read = match.end()
        if self.text[read:].strip():
            self._cut(read)
        return _with_last_word(found)

    def _cut(self, at: int) -> None:
        self.doubts.append(Doubt(self.text[at : at + 60], "the query is long: only its beginning is read", at=at))

    def _doubt(self, match: re.Match[str], why: str, nearest: str = "", *, typing: bool = False) -> None:
        self.doubts.append(Doubt(match[0], why, nearest, match.start(), typing))

    def _doubt_apart(self, match: re.Match[str], why: str, field: str, *, typing: bool = False) -> None:
        """Doubt a field without a value; what stands behind it after a blank is likely that."""
        value = _VALUE_APART.match(self.text, match.end()) if field else None
        part = self.text[match.start() : value.end()] if value else match[0]
        near = f"{field}:{value[1]}" if value else ""
        self.doubts.append(Doubt(part, why, near, match.start(), typing))

    def _take(self, match: re.Match[str], found: list[Piece]) -> None:
        match match.lastgroup:
            case "open" | "close" | "minus":
                found.append(Piece({"open": "(", "close": ")", "minus": "-"}[match.lastgroup], match[0], match.start()))
            case "value":
                self._field(match, found)
            case "tag":
                self._filter("tag", match, found, quiet=not match["tag"])
            case "phrase":
                typed = unquote(match["phrase"])[0]
                inner = tuple(parts(typed))
                if not inner:
                    self._doubt(match, f"'{shown(match[0])}' holds no word", typing=True)
                elif _OUT_WITHIN.match(typed):
                    why = f"'{shown(match[0])}' has the sign of exclusion within its quotes"
                    self._doubt(match, why, f'-"{typed[1:]}"', typing=True)
                self._put(match, found, *([Phrase(inner, _is_at_its_word(match["phrase"]))] if inner else []))
            case "word":
                self._word(match, found)

    def _word(self, match: re.Match[str], found: list[Piece]) -> None:
        word = match[0]
        if word in ("OR", "NOT", "AND"):
            found.append(Piece("-" if word == "NOT" else word, word, match.start()))
        elif word in QUOTES:
            begun = shown(" ".join(self.text[match.end() :].split()))
            where = f"before '{begun}'" if begun else "at the end"
            self._doubt(match, f"the quote {where} is not closed yet")
        elif word == "*":
            self._put(match, found, EVERYTHING)
        elif not parts(word):
            found.append(Piece("sign", word, match.start()))
        else:
            compound = self.text[match.start() - 1 : match.start()] in (")", *QUOTES) and all(map(is_plain, found))
            if doubt := torn(word) or suspected(word, compound=compound):
                beside = self.text[match.start() - 1 : match.start()] if doubt.nearest == word else ""
                self.doubts.append(_apart(doubt, beside, match.start()))
            self._put(match, found, *self._words(word, match.end() == len(self.text)))

    def _words(self, word: str, last: bool, taken: int = 0) -> list[Word]:
        """The free words in a piece of text without blanks, of which `taken` words are taken up with these."""
        cut = parts(word)
        room = max(0, TERMS - self.terms - taken)
        if len(cut) > room:
            self._cut(len(self.text))
        cut = cut[:room]
        ends = last and bool(cut) and ends_in_word(word)
        end = len(cut) - 1
        return [Word(part, ends and at == end) for at, part in enumerate(cut)]

    def _put(self, match: re.Match[str], found: list[Piece], *nodes: Node) -> None:
        """Take nodes up as one piece; without a node the piece still stands in its place, so that no sign before it
        comes to stand before what follows."""
        if len(nodes) > 1 and not (found and found[-1].kind == "-"):
            found.extend(Piece("node", match[0], match.start(), node) for node in nodes)
        else:
            found.append(Piece("node", match[0], match.start(), _join(list(nodes))))
        self.terms += len(nodes)

    def _field(self, match: re.Match[str], found: list[Piece]) -> None:
        field, value = match["field"], match["value"]
        if (name := field_of(field)) and self._is_acronym(match):
            self._doubt_apart(match, trouble(name, "")[0], name, typing=True)
            self._put(match, found, *self._words(field, False))
            return
        if name:
            self._filter(name, match, found)
            return
        inner, closed = unquote(value)
        phrase = tuple(parts(inner)) if closed else ()
        words: list[Node] = [*self._words(field, False)]
        words += [Phrase(phrase)] if phrase else self._words(inner, match.end() == len(self.text), len(words))
        near = meant_field(field)
        if doubt := torn(match[0]):
            self.doubts.append(replace(doubt, at=match.start()))
        elif value and not id_begun(match[0]):
            both = (name for name in CHOICES if is_slip(field.lower(), name) and nearest(inner, CHOICES[name]))
            of_value = next((name for name, values in CHOICES.items() if inner.lower() in values), next(both, ""))
            is_other = field.lower() not in MEANT_BY and not is_slip(field.lower(), near)
            if near in CHOICES and field.lower() in MEANT_BY and (other := nearest(inner, CHOICES[near])):
                value = other
            elif (near in CHOICES and inner.lower() not in CHOICES[near]) or (
                of_value and (is_other or is_slip(field.lower(), of_value))
            ):
                near = of_value
            meant = f"{near}:{value}" if near else ""
            meant = behind_joining(field, value) or ("-" if meant and denies(field) else "") + meant
            hint = "" if meant else "; in quotes it is text"
            self._doubt(match, f"'{shown(match[0])}' is no filter{hint}", meant)
        elif not value and (not (behind := self.text[match.end() :].lstrip()) or hardly_a_title(field, near, behind)):
            meant = f", '{near}:' is" if near and (field.lower() in MEANT_BY or not field.isascii()) else ""
            self._doubt_apart(match, f"'{shown(match[0])}' is no field{meant}", near, typing=True)
        self._put(match, found, *words)

    def _is_acronym(self, match: re.Match[str]) -> bool:
        """Whether a field in capitals with words behind a blank may be the acronym that a title begins with ("READ: a
        network")."""
        field, rest = match["field"], self.text[match.end() :]
        return field.isupper() and len(field) > _ACRONYM and not match["value"] and rest.strip() != ""

    def _filter(self, name: str, match: re.Match[str], found: list[Piece], *, quiet: bool = False) -> None:
        typed = match[match.lastgroup or 0]
        # Of `like:list:"Edge models"` the value is all of it, without the quotes.
        kind = match["kind"] or ""
        inner, closed = unquote(typed.removeprefix(kind))
        inner = kind + inner
        why, meant = trouble(name, inner)
        node: Node | None = None
        if why and not typed and not quiet:
            self._doubt_apart(match, why, name)
        elif why:
            self._doubt(match, why.replace("'tag:'", "'#'") if quiet else why, meant, typing=quiet)
        elif name == "sort":
            if self.sort is not None:
                self._doubt(match, f"'{shown(match[0])}' is a second order")
            self.sort = (fold(inner).lstrip("-"), inner.startswith("-"))
            if found and found[-1].kind == "-":
                near, at = f"sort:-{inner.lstrip('-')}", found[-1].at
                part = self.text[at : match.end()]
                self.doubts.append(Doubt(part, f"'{shown(part)}' leaves nothing out", near, at))
        else:
            self._doubt_value(name, inner, match, closed)
            if inner != typed and not closed:
                self._doubt(match, f"the quote in '{shown(match[0])}' is not closed yet", typing=True)
            typing = match.end() == len(self.text) and not closed
            node = Filter(name, inner, typing=typing, literal=closed and _is_at_its_word(typed.removeprefix(kind)))
        self._put(match, found, *([] if node is None else [node]))

    def _doubt_value(self, name: str, value: str, match: re.Match[str], closed: bool) -> None:
        """Doubt a value in which more stands than a value."""
        typed = shown(match[0])
        if not closed and is_unfilled(value.lstrip("#") if name == "tag" else value):
            self._doubt(match, unfilled(match[0]), typing=True)
        elif not closed and (two := two_filters(value)):
            self._doubt(match, f"'{typed}' holds two filters; in quotes it is text", f"{name}:{two}", typing=True)
        elif not closed and value[0] in ":=" and (rest := value.lstrip(":=")):
            self._doubt(match, f"'{typed}' has a sign too many behind its field", f"{name}:{rest}", typing=True)
        elif not closed and name in TEXTS and value[0] in "!" + DASHES:
            near = f"-{name}:{value.lstrip('!' + DASHES)}"
            self._doubt(match, f"'{typed}' has the sign of exclusion behind the colon", near, typing=True)
        elif not closed and name in (*TEXTS, "source") and value[-1] in DASHES:
            after = _VALUE_APART.match(self.text, match.end())
            part = self.text[match.start() : after.end()] if after else match[0]
            near = f"{match[0].rstrip(DASHES)} -{after[1]}" if after else ""
            why = f"'{typed}' ends with the sign of exclusion; in quotes it is text"
            self.doubts.append(Doubt(part, why, near, match.start(), typing=True))
        elif name in ("year", *DATED) and (after := _RANGE_APART.match(self.text, match.end())):
            part = self.text[match.start() : after.end()]
            why = f"'{shown(part)}' has a blank in it"
            apart = value.endswith("..") is not after[1].startswith("..")
            self.doubts += [Doubt(part, why, match[0] + after[1], match.start())] if apart else []


def _with_last_word(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the last word that is asked for as one that ended the query, whatever stands behind it: a filter
    beside words only takes papers away."""
    asked = [at for at, (piece, out) in enumerate(marked(pieces)) if isinstance(piece.node, Word) and not out]
    if asked and ends_in_word(pieces[asked[-1]].text):
        last = pieces[asked[-1]]
        pieces[asked[-1]] = replace(last, node=replace(cast("Word", last.node), ended=True))
    return pieces


def _parts_of(text: str) -> Iterator[tuple[int, int, PaperName | None]]:
    """Where each part of a query begins and ends: a name of a paper, with the brackets and the sign of exclusion before
    it and the signs behind it, or what stands between two. In quotes there is none."""
    quoted = list(quoted_in(text))
    done = 0
    for named in names_in(text):
        if named.at < done or any(begin < named.at < end for begin, end in quoted):
            continue
        begin, end = named.at, named.end
        while begin > done and text[begin - 1] in "-<[":
            begin -= 1
        while end < len(text) and text[end] in ">],;.":
            end += 1
        yield done, begin, None
        yield begin, end, named
        done = end
    yield done, len(text), None


def _either(pieces: list[Piece], at: int, depth: int) -> tuple[Node | None, int]:
    """Reads alternatives up to a closing parenthesis; gives the node and where it stopped."""
    options: list[Node] = []
    while True:
        node, at = _every(pieces, at, depth)
        if node is not None:
            options.append(node)
        if at >= len(pieces) or pieces[at].kind != "OR":
            break
        at += 1
    if len(options) > 1:
        return Or(tuple(options)), at
    return (options[0] if options else None), at


def _every(pieces: list[Piece], at: int, depth: int) -> tuple[Node | None, int]:
    """Reads what must hold together, up to an OR or a closing parenthesis."""
    held: list[Node] = []
    exclude = False
    while at < len(pieces) and pieces[at].kind != "OR":
        piece = pieces[at]
        node: Node | None = piece.node
        at += 1
        if piece.kind == "-":
            exclude = not exclude
            continue
        if piece.kind == "AND":
            continue
        if piece.kind == ")":
            if depth == 0:
                continue
            return _join(held), at - 1
        if piece.kind == "(":
            if depth >= PARENTHESES:
                continue
            node, at = _either(pieces, at, depth + 1)
            at += at < len(pieces) and pieces[at].kind == ")"
        if node is not None:
            held.append(Not(settled(node)) if exclude else node)
        exclude = False
    return _join(held), at


def _join(nodes: list[Node]) -> Node | None:
    """All of these at once, but any of the papers that are named; None for none. What a pair of parentheses holds that
    must all match stands beside the rest: they are signs of a text as often ("Rain (Sample et al., 2020)")."""
    nodes = [part for node in nodes for part in (node.nodes if isinstance(node, And) and node.nodes else (node,))]
    named = [node for node in nodes if isinstance(node, Filter) and node.bare]
    if len(named) > 1:
        nodes = [node for node in nodes if node not in named] + [Or(tuple(named))]
    return all_of(nodes)

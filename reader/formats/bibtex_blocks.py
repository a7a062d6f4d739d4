"""A BibTeX text -> its blocks, also those that are written or damaged otherwise than `bibtex_split` knows, and what
stands outside them.

It splits by one way of writing a block and of counting braces; the others that BibTeX takes are put into that first
(`texdoc btxdoc`): blanks and line ends around the type, and braces and line ends that count though a backslash stands
before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from sys import intern

from reader.formats.bibtex_split import BROKEN, COMMENT, OUTSIDE, PREAMBLE, STRING, Block, split
from reader.formats.parsed import Problem, excerpt
from reader.text import clean_line

TYPES = (
    r"(?:mv|in|book|supp)?(?:article|book|collection|proceedings|reference|inbook|periodical)|artwork|audio|bibnote|booklet"
    r"|commentary|conference|dataset|image|jurisdiction|legal|legislation|letter|manual|(?:masters|phd)?thesis|misc|movie"
    r"|music|online|patent|performance|report|review|set|software|standard|techreport|unpublished|video|webpage|www|xdata"
)
"""The types of BibTeX and BibLaTeX, and some that people add."""
_SPACED = re.compile(
    rf"^[ \t]*@(\s*)({TYPES}|string|comment|preamble)(\s*)([{{(])(?=\s*[^\s,={{}}()]*\s*[,=])",
    re.IGNORECASE | re.MULTILINE,
)
_LISTED_TYPES = re.compile(r"^[ \t]*@[ \t]*\[[ \t]*(?:['\"]?(\w*)['\"]?)?[^\]\n]{0,300}\][ \t]*\{", re.MULTILINE)
"""The types of a paper in the place of one, as the program of a service prints its list: `@['JournalArticle']{`."""
_TYPE_OF = {"JournalArticle": "article", "Review": "article", "Conference": "inproceedings", "Book": "book",
            "BookSection": "incollection", "Dataset": "dataset"}  # fmt: skip
_WITHOUT_KEY = re.compile(
    rf"^([ \t]*@[ \t]*(?:{TYPES})[ \t]*{{)(?=\s*[A-Za-z][\w-]*\s*=)", re.IGNORECASE | re.MULTILINE
)
_OPENING = re.compile(r"^[ \t]*@\w+[ \t]*\{", re.MULTILINE)
_BEGINNING = re.compile(r"^[ \t]*@[ \t]*\w+\s*[{(]", re.MULTILINE)
_SIGN = re.compile(r"(?P<begins>^[ \t]*@)(?=[ \t]*\w+\s*[{(])|(?<!\\)[{}\"]", re.MULTILINE)
_BLANKS = 50
"""Characters before a quote among which its `=` or `#` stands."""
_LOOKED_THROUGH = 200_000
"""Characters within which an entry ends that quotes others."""
_UNENDED = 50
"""Entries of one text that do not end, below which no quotation is looked for."""
_EVERY_BRACE = re.compile(r"[{}]")
_UNESCAPED_BRACE = re.compile(r"(?<!\\)[{}]")
_ESCAPED = re.compile(r"\\(?=[{}])")
_ESCAPED_END = re.compile(r"\\(?=\n)")
COUNTED = "\x01"
"""Between a backslash and a brace, or the end of a line, that counts all the same."""
_UNREAD = re.compile(rf"[ \t]*@\s*(?:{TYPES})[ \t]*(?:[\w:.-]+[ \t]*,|$)", re.IGNORECASE)
_WITHOUT_AT = re.compile(rf"[ \t]*(?:{TYPES})[ \t]*{{[^\s,={{}}()]*,", re.IGNORECASE)
_BEHIND_END = re.compile(r"\s*,\s*[A-Za-z][\w-]*\s*=")
_NEXT_FIELD = re.compile(r"([A-Za-z][\w-]*)\s*=\s*(?=\S)")
_SWALLOWED = re.compile(r",\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]")
_PLAIN_VALUE = re.compile(r"\"[^\"]*\"|[\w.:+/'-]+")
_CLOSED_BEFORE = re.compile(r"}\s*[^\s}]")
_DOUBLE_COMMA = re.compile(r",\s*(?=,)")
_RESCUES = 500
"""Broken entries of one text that are looked at twice."""
_SHOWN = 300
"""Characters of a block of which its excerpt is made."""
_NO_ENTRY = frozenset((OUTSIDE, BROKEN, STRING, COMMENT, PREAMBLE))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands: its values are TeX with their delimiters."""

    line: int
    kind: str
    key: str
    fields: dict[str, str]
    again: tuple[tuple[int, str, str], ...] = ()
    """(line, name, value) of fields that were there already and said something else; BibTeX does not read them."""


@dataclass(frozen=True, slots=True)
class String:
    """An abbreviation that `@string` defines."""

    line: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What an `@comment` holds, where programs keep what is of no entry."""

    line: int
    text: str


def plain(text: str) -> str:
    """The text with the beginning of every block as most write it, and the braces that count marked; lines stay."""
    if "@[" in text:
        text = _LISTED_TYPES.sub(lambda m: f"@{_TYPE_OF.get(m[1] or '', 'misc')}{{", text)
    text = _WITHOUT_KEY.sub(r"\1,", text)
    spaced = _SPACED.sub(lambda m: f"@{m[2]}{m[4]}" + "\n" * (m[1] + m[3]).count("\n"), _with_quoted(text))
    spaced = _ESCAPED_END.sub(r"\\" + COUNTED, spaced)
    if _ESCAPED.search(spaced) is None:
        return spaced
    starts = [match.start() for match in _OPENING.finditer(spaced)]
    return spaced[: starts[0] if starts else None] + "".join(
        _counted(spaced[start:end]) for start, end in pairwise([*starts, len(spaced)])
    )


def _with_quoted(text: str) -> str:
    """The text with the `@` marked of each line that begins an entry within a value of another which is whole: there it
    is a quotation. Where braces or quotes do not close, such a line begins the next entry."""
    starts = [match.start() for match in _BEGINNING.finditer(text)]
    quoted: list[int] = []
    behind, unended = 0, 0
    for start, end in pairwise([*starts, len(text)]):
        if start < behind or text.count("{", start, end) <= text.count("}", start, end) or unended >= _UNENDED:
            continue
        if found := _quotations(text, start):
            *inside, behind = found
            quoted += inside
        else:
            unended += 1
    pieces = [text[start:end] for start, end in pairwise([0, *quoted, len(text)])]
    return COUNTED.join(pieces)


def _quotations(text: str, start: int) -> list[int]:
    """The places of each `@` that begins a line within a value of the entry that begins at a place, and the place of
    that entry's end; [] where it does not end, another begins between its values, or fields stand in a value, so that
    its brace is missing."""
    found: list[int] = []
    depth, in_quotes, value = 0, False, start
    for sign in _SIGN.finditer(text, start, start + _LOOKED_THROUGH):
        at = sign.end() - 1
        if sign["begins"]:
            within = depth > 1 or in_quotes
            first = not found or found[-1] < value
            if depth and (not within or (first and _SWALLOWED.search(text, value, at))):
                return []
            found += [at] if depth else []
        elif sign[0] == "{":
            depth += 1
            value = at if depth == 2 and not in_quotes else value
        elif sign[0] == "}":
            depth -= 1
            if depth == 0:
                return [*found, at]
        elif depth == 1:
            opens = text[max(start, at - _BLANKS) : at].rstrip()[-1:] in ("=", "#")
            in_quotes, value = not in_quotes and opens, at
    return []


def _counted(entry: str) -> str:
    """An entry whose braces are marked to count where it is whole only so.

    Most programs leave out `\\{` and `\\}`, BibTeX does not. The way by which the entry ends later is the one by which
    it was written: by the other a field ends in its middle.
    """
    every, unescaped = _end(entry, _EVERY_BRACE), _end(entry, _UNESCAPED_BRACE)
    whole = unescaped >= 0 and not entry[unescaped + 1 :].strip()
    return entry if whole or every <= unescaped else _ESCAPED.sub(r"\\" + COUNTED, entry)


def _end(entry: str, braces: re.Pattern[str]) -> int:
    """Where an entry ends, -1 where it does not."""
    depth = 0
    for brace in braces.finditer(entry):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return -1


def blocks(text: str, left: list[str]) -> Iterator[Entry | String | Comment | Problem]:
    """The blocks of a plain text. `left` gets what stands outside them piece by piece, each line in its place."""
    last = len(text.rstrip())
    quoting = _Quoting(text)
    rescues, below = 0, 1
    read = False
    for block, following in pairwise(chain(split(text), (None,))):
        if block is None or read:
            read = False
            continue
        if block.kind == OUTSIDE:
            outside = block.value.replace(COUNTED, "")
            left.append(("\n" * (block.line - below) or " " * bool(left)) + outside)
            below = max(below, block.line) + outside.count("\n")
            yield from _outside(block, outside, text)
        elif block.kind == STRING:
            yield String(block.line, block.name.lower(), block.value)
        elif block.kind == COMMENT:
            yield Comment(block.line, block.value.replace(COUNTED, ""))
        elif block.kind == BROKEN:
            rescues += 1
            rest = following.value if following is not None and following.kind == OUTSIDE else ""
            rescued = _rescued(block, text, rest) if rescues <= _RESCUES else None
            read = rescued is not None and rescued.with_rest
            yield from _of_broken(block, rescued, text, last)
        elif quoting.holds(block):
            yield _problem(block, "an entry within a line of something else, skipped", text)
        elif block.kind != PREAMBLE:
            yield from _entry(block)
    left.append("\n" * (text.count("\n") + 1 - below))


class _Quoting:
    """Whether entries of a text stand in lines of something else: what stands before the first of a line is neither
    nothing nor the end of another, but a program's text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._margin, self._holds = -1, False

    def holds(self, block: Block) -> bool:
        """The same of one, which stands below those that were asked of before."""
        if block.kind != PREAMBLE and block.margin != self._margin:
            before = self._text[block.margin : self._text.index("@", block.margin)].rstrip()
            self._margin, self._holds = block.margin, before != "" and before[-1] not in "})"
        return block.kind != PREAMBLE and self._holds


def _outside(block: Block, outside: str, text: str) -> Iterator[Problem]:
    """What of the text between two blocks was meant for one."""
    yield from _unread(block.line, outside.split("\n"), text, block.margin)
    if behind := _BEHIND_END.match(block.value):
        at = block.line + behind[0].partition(",")[0].count("\n")
        message = "fields behind the end of the entry above (a brace too many), not read"
        yield Problem(at, message, excerpt(clean_line(block.value[:_SHOWN])))


def _entry(block: Block) -> Iterator[Entry | Problem]:
    """An entry with its fields; where a value goes on behind its end, the comma behind it is missing, or a brace."""
    fields: dict[str, str] = {}
    again = []
    for at, name, value in block.fields:
        name = name.lower()
        while block.loose and (rest := _rest(value)):
            following = _NEXT_FIELD.match(rest)
            if following is None:
                message = f"the value of '{name}' goes on behind its end, the entry skipped"
                yield Problem(block.line, message, excerpt(clean_line(value[:_SHOWN])))
                return
            message = f"no comma between '{name}' and '{following[1]}', read as if it stood there"
            yield Problem(at, message, excerpt(block.name))
            if fields.setdefault(name, value[: -len(rest)].strip()) != value[: -len(rest)].strip():
                again.append((at, name, value[: -len(rest)].strip()))
            name, value = following[1].lower(), rest[following.end() :]
        if fields.setdefault(intern(name), value) != value:
            again.append((at, name, value))
    yield Entry(block.line, block.kind, block.name, fields, tuple(again))


def _rest(value: str) -> str:
    """What stands behind the end of a value: behind its last brace or quote, where no `#` joins more to it. A value is
    whole by one way of counting braces or the other (see `_counted`)."""
    if value[:1] == "{" and _CLOSED_BEFORE.search(value) is None:
        return ""
    if _PLAIN_VALUE.fullmatch(value) or (COUNTED in value and not _rest(value.replace(COUNTED, ""))):
        return ""
    at = 0
    while at < len(value):
        if value[at] == "{":
            end = _end(value[at:], _UNESCAPED_BRACE)
            at = at + end + 1 if end >= 0 else len(value)
        elif value[at] == '"':
            at = _end_of_quoted(value, at)
        else:
            joint = value.find("#", at)
            bare = value[at : joint if joint >= 0 else None]
            if "{" not in bare and '"' not in bare:
                at += len(bare)
            else:
                return value[at:]
        rest = value[at:].lstrip()
        if not rest.startswith("#"):
            return rest
        at = len(value) - len(rest[1:].lstrip())
    return ""


def _end_of_quoted(value: str, at: int) -> int:
    """Where a value in quotes ends that begins at a place: braces keep quotes that are part of it."""
    depth = 0
    for place in range(at + 1, len(value)):
        if value[place - 1] == "\\":
            continue
        if value[place] == '"' and depth == 0:
            return place + 1
        depth += (value[place] == "{") - (value[place] == "}")
    return len(value)


_REMARK = re.compile(rf"[ \t]*%[ \t%@]*(?:{TYPES})[ \t]*[{{(]", re.IGNORECASE)
_STRAY_TITLE = re.compile(r"\s*(?:book)?title\s*=\s*[{\"]", re.IGNORECASE)


def _unread(line: int, outside: list[str], text: str, margin: int) -> Iterator[Problem]:
    """Lines that begin an entry without a brace, or without its `@`, and whole ones of a `text` with a title outside of
    any, but for those of an entry that somebody made a remark. The first of them has its `margin` there."""
    is_remark = False
    for number, told in enumerate(outside, start=line):
        is_remark = _REMARK.match(told) is not None or (is_remark and bool(told.strip()))
        if _UNREAD.match(told) or _WITHOUT_AT.match(told):
            yield Problem(number, "an entry that cannot be read, skipped", excerpt(clean_line(told)))
        elif not is_remark and _STRAY_TITLE.match(told) and (number > line or _STRAY_TITLE.match(text, margin)):
            message = "a title outside an entry (no @ line before it), skipped"
            yield Problem(number, message, excerpt(clean_line(told)))


def _problem(block: Block, message: str, text: str) -> Problem:
    shown = text[block.start : min(block.end, block.start + _SHOWN)]
    return Problem(block.line, message, intern(excerpt(clean_line(shown))))


@dataclass(frozen=True, slots=True)
class _Rescued:
    """The entry that a block holds which is not whole."""

    entry: Block
    closed: bool = False
    """Whether it was closed so that it is one."""
    with_rest: bool = False
    """Whether it takes in what stands behind the block."""


def _rescued(block: Block, text: str, behind: str) -> _Rescued | None:
    """The entry inside a block that is not whole for a stray comma, where its rest may stand `behind` it, or for a
    brace that is missing at its end; None where there is none."""
    raw = text[block.start : block.end]
    if "=" not in raw:
        return None
    mended = _DOUBLE_COMMA.sub("", raw)
    more = [_DOUBLE_COMMA.sub("", raw + behind)] if behind and raw.rstrip().endswith(",") else []
    for attempt in (mended, *more, mended + "}"):
        entries = [one for one in split(attempt) if one.kind not in _NO_ENTRY]
        if len(entries) == 1:
            entry = entries[0]
            entry.line = block.line
            entry.fields = [(line + block.line - 1, name, value) for line, name, value in entry.fields]
            return _Rescued(entry, closed=attempt == mended + "}", with_rest=attempt in more)
    return None


def _of_broken(block: Block, rescued: _Rescued | None, text: str, last: int) -> Iterator[Entry | Problem]:
    """What is read of a block that is not whole, where a text has its last sign at a place."""
    if rescued is None:
        yield _problem(block, "an entry that cannot be read, skipped", text)
        return
    if rescued.closed and any(_SWALLOWED.search(value) for _, _, value in rescued.entry.fields):
        yield _problem(block, "an entry with a brace that stays open in a field, skipped", text)
        return
    if rescued.closed:
        what = "the text ends in the middle of this entry" if block.end >= last else "an entry that is not closed"
        yield _problem(block, f"{what}, read as far as it goes", text)
    yield from _entry(rescued.entry)

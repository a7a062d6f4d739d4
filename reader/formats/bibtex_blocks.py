"""A BibTeX text -> its blocks, by the library bibtexparser, and what stands outside them.

The library knows one way of writing a block and of counting braces; the others that BibTeX takes are put into it first
(`texdoc btxdoc`): blanks and line ends around the type, and braces and line ends that count though a backslash stands
before them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.formats.parsed import Problem, excerpt
from reader.text import clean_line

if TYPE_CHECKING:
    from bibtexparser import model

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
    """The blocks of a plain text. `left`, a list of its lines, keeps what stands outside them."""
    # Loaded here because the library costs more than all of the rest of an import.
    from bibtexparser import model  # noqa: PLC0415
    from bibtexparser.splitter import Splitter  # noqa: PLC0415

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would log comes back as a problem
    rescues = 0
    lines = text.split("\n")
    left[:] = [""] * len(lines)
    found = Splitter(text).split().blocks
    read = False
    for block, following in pairwise([*found, None]):
        if read or block is None:
            read = False
            continue
        line = (block.start_line or 0) + 1
        if isinstance(block, model.ImplicitComment):
            outside = block.comment.replace(COUNTED, "").split("\n")
            left[line - 1 : line - 1 + len(outside)] = outside
            yield from _unread(line, outside, lines)
            if behind := _BEHIND_END.match(block.comment):
                at = line + behind[0].partition(",")[0].count("\n")
                message = "fields behind the end of the entry above (a brace too many), not read"
                yield Problem(at, message, excerpt(clean_line(block.comment[:300])))
            continue
        if isinstance(block, model.Entry) and _is_quoted_in(lines[line - 1]):
            yield _problem(line, "an entry within a line of something else, skipped", block)
            continue
        if isinstance(block, model.ParsingFailedBlock) and rescues < _RESCUES:
            rescues += 1
            rest = following.raw or "" if isinstance(following, model.ImplicitComment) else ""
            block, closed = _rescued(block, rest)
            read = isinstance(block, model.Entry) and rest != "" and (block.raw or "").endswith(rest)
            if isinstance(block, model.Entry) and closed and any(map(_SWALLOWED.search, map(_written, block.fields))):
                yield _problem(line, "an entry with a brace that stays open in a field, skipped", block)
                continue
            if closed:
                ends = (block.raw or "").rstrip() == text[-len(block.raw or "") :].rstrip()
                what = "the text ends in the middle of this entry" if ends else "an entry that is not closed"
                yield _problem(line, f"{what}, read as far as it goes", block)
        if isinstance(block, model.Entry):
            yield from _entry(line, block)
        elif isinstance(block, model.String):
            yield String(line, block.key.lower(), str(block.value))
        elif isinstance(block, model.ExplicitComment):
            yield Comment(line, block.comment.replace(COUNTED, ""))
        elif isinstance(block, model.ParsingFailedBlock):
            yield _problem(line, "an entry that cannot be read, skipped", block)


def _entry(line: int, block: model.Entry) -> Iterator[Entry | Problem]:
    """An entry with its fields; where a value goes on behind its end, the comma behind it is missing, or a brace."""
    fields: dict[str, str] = {}
    again = []
    for field in block.fields:
        at = line + (field.start_line or 0) - (block.start_line or 0)
        name, value = field.key.lower(), str(field.value)
        while rest := _rest(value):
            following = _NEXT_FIELD.match(rest)
            if following is None:
                yield Problem(
                    line,
                    f"the value of '{name}' goes on behind its end, the entry skipped",
                    excerpt(clean_line(value[:300])),
                )
                return
            yield Problem(
                at, f"no comma between '{name}' and '{following[1]}', read as if it stood there", excerpt(block.key)
            )
            if fields.setdefault(name, value[: -len(rest)].strip()) != value[: -len(rest)].strip():
                again.append((at, name, value[: -len(rest)].strip()))
            name, value = following[1].lower(), rest[following.end() :]
        if fields.setdefault(name, value) != value:
            again.append((at, name, value))
    yield Entry(line, block.entry_type, block.key, fields, tuple(again))


def _written(field: model.Field) -> str:
    return str(field.value)


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


def _unread(line: int, outside: list[str], lines: list[str]) -> Iterator[Problem]:
    """Lines that begin an entry without a brace, or without its `@`, and whole `lines` with a title outside of any, but
    for those of an entry that somebody made a remark."""
    is_remark = False
    for number, text in enumerate(outside, start=line):
        is_remark = _REMARK.match(text) is not None or (is_remark and bool(text.strip()))
        if _UNREAD.match(text) or _WITHOUT_AT.match(text):
            yield Problem(number, "an entry that cannot be read, skipped", excerpt(clean_line(text)))
        elif not is_remark and _STRAY_TITLE.match(text) and _STRAY_TITLE.match(lines[number - 1]):
            message = "a title outside an entry (no @ line before it), skipped"
            yield Problem(number, message, excerpt(clean_line(text)))


def _problem(line: int, message: str, block: model.Block) -> Problem:
    return Problem(line, message, excerpt(clean_line((block.raw or "")[:300])))


def _is_quoted_in(line: str) -> bool:
    """Whether what stands before the entry on its line is neither nothing nor the end of another: a program's text."""
    before = line.partition("@")[0].rstrip()
    return before != "" and before[-1] not in "})"


def _rescued(block: model.Block, behind: str) -> tuple[model.Block, bool]:
    """The entry inside a block that the library rejects for a duplicate key, a duplicate field or a stray comma, where
    its rest may stand `behind` it; and whether the brace that closes it is missing."""
    from bibtexparser import model  # noqa: PLC0415
    from bibtexparser.splitter import Splitter  # noqa: PLC0415

    inner = getattr(block, "ignore_error_block", None)
    if inner is not None:
        return inner, False
    if "=" not in (block.raw or ""):
        return block, False
    raw = block.raw or ""
    mended = _DOUBLE_COMMA.sub("", raw)
    more = [(_DOUBLE_COMMA.sub("", raw + behind), raw + behind)] if behind and raw.rstrip().endswith(",") else []
    for attempt, whole in ((mended, raw), *more, (mended + "}", raw)):
        entries = [found for found in Splitter(attempt).split().blocks if isinstance(found, model.Entry)]
        if len(entries) == 1:
            held = entries[0]
            found = model.Entry(held.entry_type, held.key, held.fields, block.start_line, whole)
            return found, attempt == mended + "}"
    return block, False

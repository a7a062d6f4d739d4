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
_OPENING = re.compile(r"^[ \t]*@\w+[ \t]*\{", re.MULTILINE)
_EVERY_BRACE = re.compile(r"[{}]")
_UNESCAPED_BRACE = re.compile(r"(?<!\\)[{}]")
_ESCAPED = re.compile(r"\\(?=[{}])")
_ESCAPED_END = re.compile(r"\\(?=\n)")
COUNTED = "\x01"
"""Between a backslash and a brace, or the end of a line, that counts all the same."""
_UNREAD = re.compile(rf"[ \t]*@\s*(?:{TYPES})[ \t]*(?:[\w:.-]+[ \t]*,|$)", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class String:
    """An abbreviation that `@string` defines."""

    name: str
    value: str


def plain(text: str) -> str:
    """The text with the beginning of every block as most write it, and the braces that count marked; lines stay."""
    spaced = _SPACED.sub(lambda m: f"@{m[2]}{m[4]}" + "\n" * (m[1] + m[3]).count("\n"), text)
    spaced = _ESCAPED_END.sub(r"\\" + COUNTED, spaced)
    if _ESCAPED.search(spaced) is None:
        return spaced
    starts = [match.start() for match in _OPENING.finditer(spaced)]
    return spaced[: starts[0] if starts else None] + "".join(
        _counted(spaced[start:end]) for start, end in pairwise([*starts, len(spaced)])
    )


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


def blocks(text: str, left: list[str]) -> Iterator[Entry | String | Problem]:
    """The blocks of a plain text. `left`, a list of its lines, keeps what stands outside them."""
    # Loaded here because the library costs more than all of the rest of an import.
    from bibtexparser import model  # noqa: PLC0415
    from bibtexparser.splitter import Splitter  # noqa: PLC0415

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would log comes back as a problem
    rescues = 0
    lines = text.split("\n")
    left[:] = [""] * len(lines)
    for block in Splitter(text).split().blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, model.ImplicitComment):
            outside = block.comment.replace(COUNTED, "").split("\n")
            left[line - 1 : line - 1 + len(outside)] = outside
            yield from _unread(line, outside)
            continue
        if isinstance(block, model.Entry) and _is_quoted_in(lines[line - 1]):
            yield _problem(line, "an entry within a line of something else, skipped", block)
            continue
        if isinstance(block, model.ParsingFailedBlock) and rescues < _RESCUES:
            rescues += 1
            block = _rescued(block)
        if isinstance(block, model.Entry):
            fields: dict[str, str] = {}
            for field in block.fields:
                fields.setdefault(field.key.lower(), str(field.value))
            yield Entry(line, block.entry_type, block.key, fields)
        elif isinstance(block, model.String):
            yield String(block.key.lower(), str(block.value))
        elif isinstance(block, model.ParsingFailedBlock):
            yield _problem(line, "an entry that cannot be read, skipped", block)


def _unread(line: int, outside: list[str]) -> Iterator[Problem]:
    """Lines that begin an entry without a brace."""
    for number, text in enumerate(outside, start=line):
        if _UNREAD.match(text):
            yield Problem(number, "an entry that cannot be read, skipped", excerpt(clean_line(text)))


def _problem(line: int, message: str, block: model.Block) -> Problem:
    return Problem(line, message, excerpt(clean_line((block.raw or "")[:300])))


def _is_quoted_in(line: str) -> bool:
    """Whether what stands before the entry on its line is neither nothing nor the end of another: a program's text."""
    before = line.partition("@")[0].rstrip()
    return before != "" and before[-1] not in "})"


def _rescued(block: model.Block) -> model.Block:
    """The entry inside a block that the library rejects for a duplicate key, a duplicate field or a stray comma."""
    from bibtexparser import model  # noqa: PLC0415
    from bibtexparser.splitter import Splitter  # noqa: PLC0415

    inner = getattr(block, "ignore_error_block", None)
    if inner is not None:
        return inner  # type: ignore[no-any-return]
    if "=" not in (block.raw or ""):
        return block
    mended = _DOUBLE_COMMA.sub("", block.raw or "")
    for attempt in (mended, mended + "}"):
        entries = [found for found in Splitter(attempt).split().blocks if isinstance(found, model.Entry)]
        if len(entries) == 1:
            return model.Entry(entries[0].entry_type, entries[0].key, entries[0].fields, block.start_line, block.raw)
    return block

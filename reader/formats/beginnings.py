"""Where, in a text of several parts, a part in some format begins: only the beginning of a line is looked at."""

from __future__ import annotations

import re

from reader.formats.bibtex_blocks import TYPES
from reader.formats.evidence import leads_to_paper

_RECORD = re.compile(rf"\ufeff?(?:[ \t]*@[ \t]*(?i:{TYPES})[ \t]*[{{(]|TY[ \t]{{1,3}}-[ \t]*[A-Z]{{2,10}}[ \t]*$)")
_DATA = re.compile(r"\ufeff?[ \t]*(?:\[[ \t]*$|\[?[ \t]*\{[ \t]*(?:$|\")|<\?xml\b|<feed\b)")
_ITEM = re.compile(r"[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+.*\]\(<?(?P<url>https?://[^\s()<>]+)")
_TABLE_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_SEPARATOR = re.compile(r"[,;\t]")
_HEADER = 5_000
"""Characters of a header that are looked at."""
_TITLES = frozenset(("title", "paper title", "article title", "document title"))
_COLUMNS = _TITLES | {
    "author",
    "authors",
    "author(s)",
    "year",
    "doi",
    "journal",
    "abstract",
    "arxiv_id",
    "url",
    "venue",
}
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def begins_record(line: str) -> bool:
    """Whether an entry of BibTeX or a record of RIS begins in a line."""
    return _RECORD.match(line) is not None


def begins_data(line: str) -> bool:
    """Whether JSON or XML begins in a line."""
    return _DATA.match(line) is not None


def begins_part(line: str) -> bool:
    """Whether a line begins a part of a text in another format than that of the rows, or fields, above it: an entry or
    record, JSON, XML, an item of a list that leads to a paper, a row of a table of Markdown, a block of code."""
    line = line.rstrip("\r\n")
    if begins_record(line) or begins_data(line) or _TABLE_ROW.match(line) or _FENCE.match(line):
        return True
    item = _ITEM.match(line)
    return item is not None and leads_to_paper(item["url"])


def begins_table(line: str) -> bool:
    """Whether a line is the header of a table of papers: names of columns, of which one is the title's."""
    names = {name.strip(" \"'\ufeff\r\n").lower() for name in _SEPARATOR.split(line[:_HEADER])}
    return bool(names & _TITLES) and len(names & _COLUMNS) > 1

"""Where, in a text of several parts, a part in some format begins: only the beginning of a line is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.fences import FENCE, closing
from reader.formats.bibtex_blocks import TYPES
from reader.formats.evidence import leads_to_paper
from reader.formats.field_names import TRANSLATED

OWN_MARKS = ("<!-- reader:", "<!-- reader-base")
"""What our own Markdown exports contain, an empty list's too."""
_OPENING = re.compile(rf"^[ \t>]*({FENCE})|<pre\b", re.MULTILINE | re.IGNORECASE)
_CLOSING_TAG = re.compile(r"</pre>", re.IGNORECASE)
_OPEN = 10
"""Where so many blocks of one kind are never closed, no further one of it is taken for closed."""
_NOT_BLANK = re.compile(r"[^\n]+")
_LOOKED_AT = 20
"""Lines of a text that may begin JSON or XML, of which the first that do are looked at."""
_RECORD = re.compile(
    rf"\ufeff?(?:[ \t]*@[ \t]*(?i:{TYPES})[ \t]*[{{(]|TY[ \t]{{1,3}}-[ \t]*[A-Z]{{2,10}}[ \t]*$"
    r"|PMID ?- ?\d{1,9}[ \t]*$|OWN - ERIC$|%0 [A-Z][a-z]|FN (?:Clarivate|Thomson|ISI)\b)"
)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_PAGE = 1 << 16
"""Characters in which the source of a web page begins."""
_DATA = re.compile(
    r"^\ufeff?[ \t]*+(?:\[[ \t]*+$|(?:\[[ \t]*+)?\{[ \t]*+(?:$|\")|<\?xml\b|<(?:feed|rss|xml|records)\b"
    r"|<(?:[\w.-]+:)?(?:OAI-PMH|RDF|modsCollection|PubmedArticleSet)\b)",
    re.MULTILINE,
)
_ITEM = re.compile(r"[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+.*\]\(<?(?P<url>https?://[^\s()<>]+)")
_TABLE_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_SEPARATOR = re.compile(r"[,;\t]")
_HEADER = 5_000
"""Characters of a header that are looked at."""
_TITLES = frozenset(("title", "paper title", "article title", "document title", *TRANSLATED["title"]))
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
    "date",
    *TRANSLATED["authors"],
    *TRANSLATED["year"],
}
_PROPERTIES = 1_000
"""Lines of properties that are looked at."""
_FENCE = re.compile(rf"[ \t]*(?:{FENCE})", re.MULTILINE)


def begins_record(line: str) -> bool:
    """Whether an entry of BibTeX or a record of RIS begins in a line."""
    return _RECORD.match(line) is not None


def is_page(text: str) -> bool:
    """Whether a text begins as the source of a web page does."""
    return _PAGE.match(text[:_BEFORE_PAGE]) is not None


def begins_data(line: str) -> bool:
    """Whether JSON or XML begins in a line."""
    return _DATA.match(line) is not None


def begins_part(line: str) -> bool:
    """Whether a line begins a part of a text in another format than that of the rows, or fields, above it: an entry or
    record, JSON, XML, an item of a list that leads to a paper, a row of a table of Markdown, a block of code, a paper
    of our own Markdown."""
    line = line.rstrip("\r\n")
    if any(mark in line for mark in OWN_MARKS):
        return True
    if begins_record(line) or begins_data(line) or _TABLE_ROW.match(line) or _FENCE.match(line):
        return True
    item = _ITEM.match(line)
    return item is not None and leads_to_paper(item["url"])


def begins_table(line: str) -> bool:
    """Whether a line is the header of a table of papers: names of columns, of which one is the title's."""
    names = {name.strip(" \"'\ufeff\r\n").lower() for name in _SEPARATOR.split(line[:_HEADER])}
    return bool(names & _TITLES) and len(names & _COLUMNS) > 1


def enclosed(lines: Sequence[str], at: int = 0) -> int:
    """The index below the properties that begin in a line, between two lines `---` (YAML) or `+++` (TOML); 0 for
    none."""
    sign = lines[at].lstrip("\ufeff").rstrip() if at < len(lines) else ""
    ends = {"---": ("---", "..."), "+++": ("+++",)}.get(sign, ())
    last = min(len(lines), at + _PROPERTIES) if ends else 0
    return next((number + 1 for number in range(at + 1, last) if lines[number].rstrip() in ends), 0)


def data_starts(text: str) -> Iterator[int]:
    """Where the first lines begin in which JSON or XML may begin."""
    return islice((match.start() for match in _DATA.finditer(text)), _LOOKED_AT)


def in_code(text: str) -> Iterator[tuple[int, int]]:
    """Where the blocks of code of Markdown begin and end, quoted ones too; one that stays open is none."""
    at = 0
    open_: dict[str, list[int]] = {"`": [], "~": [], "": []}
    while (opening := _OPENING.search(text, at)) is not None:
        fence, at = opening[1] or "", opening.end()
        kind = open_[fence[:1]]
        known = len(kind) >= _OPEN or any(len(fence) >= length for length in kind)
        end = None if known else _closing(fence).search(text, at)
        if end is not None:
            yield opening.start(), (at := end.end())
        elif not known:
            kind.append(len(fence))


def _closing(fence: str) -> re.Pattern[str]:
    """What closes a block that a fence opened, or `<pre>` where there is no fence."""
    if not fence:
        return _CLOSING_TAG
    return re.compile(rf"^[ \t>]*{closing(fence)}", re.MULTILINE)


def without_code(text: str) -> str:
    """The text without its blocks of code; its lines stay."""
    kept, at = [], 0
    for start, end in in_code(text):
        kept += [text[at:start], blank(text[start:end])]
        at = end
    return "".join([*kept, text[at:]])


def blank(text: str) -> str:
    """As many empty lines as a text has."""
    return _NOT_BLANK.sub("", text)


def from_line(text: str, line: int) -> str:
    """A text without what stands above a line; its lines keep their numbers."""
    lines = text.split("\n")
    return "\n" * min(line - 1, len(lines) - 1) + "\n".join(lines[line - 1 :])

r"""The mailings of arXiv: the daily lists of new, cross-listed and replaced papers, its archives of them, and what it
answers to a `get` (https://info.arxiv.org/help/subscribe.html, https://info.arxiv.org/help/prep.html).

An entry is parted by lines of two backslashes: the header, then perhaps the abstract, then perhaps its address.

    \\
    arXiv:2401.00011 (*cross-listing*)
    Date: Mon, 1 Jan 2024 12:00:00 GMT   (120kb)

    Title: Lamps that learn
    Authors: Ada Sample, Bo Muster
    Categories: cs.CL
    \\
      We show that lamps learn.
    \\ ( https://arxiv.org/abs/2401.00011 ,  120kb)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from reader.dates import date_written
from reader.formats.arxiv.accents import accented
from reader.formats.arxiv.authors import are_more, names
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.user_fields import cut_short
from reader.identity import arxiv_year, find_arxiv_id, normal_doi
from reader.latex import decode
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_HEAD = re.compile(
    r"(?:arXiv:\s*|Paper(?:\s*\([^()]{1,40}\))?:\s*)(\S{6,40})(?:\s+\([^()]{1,40}\))?\s*$", re.IGNORECASE
)
_PART = re.compile(r"\s*\\\\\s*(?:\(|$)")
"""A line of two backslashes, alone or before the address of the paper."""
_ANY_PART = re.compile(r"^(?:> ?)*[ \t]*\\\\[ \t]*(?:\(|$)", re.MULTILINE)
_RULE = re.compile(r"\s*(?:-{30,}|(?:%{1,4}-{1,4}){8,})")
_FIELD = re.compile(
    r"(From|Date(?: \(revised v?\w+\))?|Title|Authors?|Categories|Comments?|Report-no|Proxy|Journal-ref|DOI|License"
    r"|(?:MSC|ACM|Subj)-class|Class|Replaced|Subject):\s*(.*)",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"replaced with revised version", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
_HEADER = 40
"""Lines of a header in which its title stands."""
_Entry = tuple[int, int, str]
"""(line where its header begins, from 0; line where it ends; arXiv id)"""


def sniff(text: str) -> bool:
    """Whether the text holds an entry of a mailing."""
    return begins(text) > 0


def begins(text: str) -> int:
    """The line where the first entry begins, 0 where none has a title."""
    if "Title:" not in text or _ANY_PART.search(text) is None:
        return 0
    lines = _unquoted(text)
    return next((start + 1 for start, end, _ in _entries(lines) if _is_titled(lines[start:end])), 0)


def signs(text: str) -> Iterator[tuple[int, str]]:
    """The lines where an entry with a title begins: the two backslashes above it."""
    if begins(text):
        lines = _unquoted(text)
        for start, end, _ in _entries(lines):
            if _is_titled(lines[start:end]):
                yield next(at + 1 for at in range(start - 1, -1, -1) if lines[at].strip()), ""


def parse(text: str) -> Parsed:
    """Read every entry: header and abstract. What is left is what stands below the last."""
    lines = _unquoted(text)
    papers: list[Paper] = []
    problems: list[Problem] = []
    last = 0
    for start, last, arxiv_id in _entries(lines):
        paper = _paper(lines[start:last], arxiv_id)
        if isinstance(paper, str):
            problems.append(Problem(start + 1, paper, excerpt(clean_line(lines[start]))))
        else:
            papers.append(paper)
            problems += cut_short(start + 1, paper)
    return Parsed(tuple(papers), tuple(problems), left="\n" * last + "\n".join(lines[last:]))


def _unquoted(text: str) -> list[str]:
    """The lines of a text, without the signs by which a forwarded mail is quoted."""
    lines = split_lines(text)
    quoted = any(line.startswith(">") and _PART.match(line.lstrip("> ")) for line in lines)
    return [_QUOTED.sub("", line) for line in lines] if quoted else lines


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    """Each entry: two backslashes, the line with its id, and all up to the next entry or to the line that ends it."""
    starts = []
    for at, line in enumerate(lines):
        if (head := _HEAD.match(line.strip())) is None or not _after_part(lines, at):
            continue
        if arxiv_id := find_arxiv_id(f"arXiv:{head[1]}"):
            starts.append((at, arxiv_id))
    for (start, arxiv_id), (following, _) in pairwise([*starts, (len(lines), "")]):
        yield start, _end(lines, start, following), arxiv_id


def _is_titled(entry: Sequence[str]) -> bool:
    """Whether the header of an entry has a title."""
    return any(line.startswith("Title:") for line in entry[:_HEADER])


def _after_part(lines: Sequence[str], at: int) -> bool:
    """Whether the line above, blank ones aside, begins an entry."""
    above = at - 1
    while above >= 0 and not lines[above].strip() and at - above < 3:
        above -= 1
    return above >= 0 and _PART.match(lines[above]) is not None


def _end(lines: Sequence[str], start: int, following: int) -> int:
    """Where an entry ends: with the line that ends its abstract, or its header where it has none; with the first
    paragraph of its abstract, where that line was cut off."""
    opened = -1
    for at in range(start, following):
        if _RULE.match(lines[at]):
            following = at
            break
        if _PART.match(lines[at]):
            if opened >= 0 or "(" in lines[at]:
                return at + 1
            opened = at
    if opened < 0:
        return following
    first = next((at for at in range(opened + 1, following) if lines[at].strip()), following)
    return next((at for at in range(first, following) if not lines[at].strip()), following)


def _paper(lines: Sequence[str], arxiv_id: str) -> Paper | str:
    """The paper of an entry, or what is wrong with it."""
    parts = [at for at, line in enumerate(lines) if _PART.match(line)]
    header = lines[1 : parts[0]] if parts else lines[1:]
    fields = _fields(header)
    title = accented(clean_line(fields.get("title", "")))
    if not title:
        return "an entry without a title, skipped"
    abstract = lines[parts[0] + 1 : parts[1] if len(parts) > 1 else len(lines)] if parts else []
    if parts and "(" in lines[parts[0]]:
        abstract = []
    replaced = any(map(_REPLACED.match, header))
    return Paper(
        id="",
        title=title[:TITLE_LIMIT],
        abstract=accented(clean_line("\n".join(abstract)))[:ABSTRACT_LIMIT],
        authors=tuple(filter(None, map(clean_line, names(decode(fields.get("authors", "")))))),
        more_authors=are_more(decode(fields.get("authors", ""))),
        published=("" if replaced else date_written(fields.get("date", "").partition("(")[0])) or arxiv_year(arxiv_id),
        venue=clean_line(fields.get("journal-ref", "")),
        arxiv_id=arxiv_id,
        doi=normal_doi(fields.get("doi", "").strip().split(" ")[0].rstrip(";,")),
        keywords=tuple(dict.fromkeys(fields.get("categories", "").split())),
    )


def _fields(header: Sequence[str]) -> Mapping[str, str]:
    """The fields of a header by their names in lower case; a line that is none goes on with the one above."""
    found: dict[str, str] = {}
    name = ""
    for line in header:
        if not line.strip():
            name = ""
        elif (field := _FIELD.match(line)) is not None:
            name = field[1].lower().replace("author", "authors").replace("authorss", "authors")
            if name in found:
                name = ""  # A further date is that of a revision.
            else:
                found[name] = field[2]
        elif name:
            found[name] += f" {line.strip()}"
    return found

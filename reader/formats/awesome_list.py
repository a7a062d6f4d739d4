"""Other people's Markdown lists of papers, such as the "awesome" lists on GitHub: bullets or table rows with links.

A row is a paper when it has a link that reads like a title and leads somewhere papers are, or a title beside a link
called "Paper". Everything else on the page (news, contents, code links, badges) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import compress
from typing import NamedTuple
from urllib.parse import unquote

from reader.counting import form
from reader.fences import fenced_lines
from reader.formats.author_lists import names_in
from reader.formats.bylines import are_persons, says_authors, says_nothing_else
from reader.formats.evidence import leads_elsewhere, leads_to_paper
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.scan import HEADER, cells_of
from reader.formats.markdown.state import parse_state
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.identity import arxiv_year, find_arxiv_id, is_preprint_venue, normal_doi, normal_url
from reader.paper import Paper, leads_to_pdf
from reader.text import TITLE_LIMIT, clean_line

_ROW = re.compile(r"\s*(?:[*+-]|\d{1,3}[.)])\s+(?P<bullet>.*)|\s*\|(?P<cells>.*)")
_IMAGE = re.compile(r"\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?|<img\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^)]*\)")
GENERIC = re.compile(
    r"\W*(?:paper|github|code|project|page|project page|home\s?page|pdf|view pdf|download pdf|full text|html|arxiv"
    r"|arxiv page|tex source|other formats|nasa ads|google scholar|semantic scholar|dblp|abs|website|web|blog|demo"
    r"|video|slides?|data|dataset|datasets|model|models|weights|checkpoint|here|link|poster|talk|hf|hugging\s?face|colab"
    r"|pytorch|tensorflow|jax|code \d|unofficial code|official code|official|tweet|bibtex|openreview|supp|\d+)\W*",
    re.IGNORECASE,
)
"""What a link beside a paper is called, never a paper."""
_PAPER_LINK = re.compile(r"\W*(?:paper|pdf|arxiv|abs|link)\b.*", re.IGNORECASE)
_VENUE = re.compile(r"badge/(?:Conference|Journal|Publish|Venue)-([^-)\s]+)-", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: (?:[a-z]{1,3} )*[^\W\d_][\w.’'-]*){1,4}")
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", re.IGNORECASE)
_ET_AL = re.compile(r"|et\.? ?al|(?:and )?others", re.IGNORECASE)
_CITED = re.compile(
    r"(?:\[\d{1,4}\]\s*)?(?:[^\W\d_a-z][\w.’'-]*[\s,]+(?:(?:and|&)\s+)?){1,6}et\.? ?al\b[\s.,;:()\[\]]*"
    r"(?:(?:19|20)\d\d[a-z]?)?[\s.)\]]*"
)
"""A paper named by its authors and year ("[1] Vaswani et al., 2017"), which is no title."""
_CITATION_NUMBER = re.compile(r"\W*\[\d{1,4}\]\W*(?=[\w\"“])")
_QUOTED = re.compile(r"(?P<before>.*?)[\"“](?P<title>[^\"“”]+)[\"”](?P<after>.*)")
_ENDED = ("", ".", ",", ";", "(", ")")
"""What stands beside a title in quotes: nothing, or what ends the words before it, or those of the title."""
_AROUND = " .,:;*_-—–·"
_WHOLE = re.compile(r"\(([^()]+(?:\(\d{4}\))?)\)")
"""What stands in brackets as a whole."""
_DATED = re.compile(
    r"(?:(?:^|[,.;(·—–-])\s*(?P<venue>arXiv|[A-Z][a-z]*[A-Z][A-Za-z]*)[\s,’']+|(?:^|[\s,.;(·—–-]))"
    r"(?P<year>(?:19|20)\d\d)[\s).]*$"
)
"""A year at the end, perhaps behind the short name of a venue ("NeurIPS 2023")."""
_MARKUP = re.compile(r"(\*\*|__|`|~~)")
_TAG = re.compile(r"</?[a-z]+[^<>]*>", re.IGNORECASE)
_NOTHING = re.compile(r"(?:\[[xX]\] )?(?::\w+:|\W|\d)*")
"""What may stand before a title: the box of a task, an emoji's code, a number, signs."""
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\||$)")
"""The line below the header of a table."""
_SEGMENT = re.compile(r"<br\s*/?>|\|", re.IGNORECASE)
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
"""A link whose address stands elsewhere on the page."""
_BY = re.compile(r"^by:?\s+", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^()]*\)")


class _Byline(NamedTuple):
    """What stands beside a title."""

    authors: tuple[str, ...] = ()
    year: str = ""
    venue: str = ""
    unread: str = ""
    """What is said to be authors and cannot be taken apart."""


_NO_BYLINE = _Byline()
_UNREAD = "authors that cannot be told apart for sure, left out"
_OF_ONE_PAPER = 3
"""So many names for one arXiv id are no titles."""
_LONGEST = 20_000
"""Characters of a row that is looked at."""
_BELOW_HEAD = 3
"""The line of a table's first row, from its heading."""
_LOST = (
    "this looks like a list that Reader exported and that has lost its marks, so only papers were read: no status,"
    " star, tag, note or order was taken; export it again to have them"
)
_UNLINKED = "without a link to a paper"
_UNTITLED = "with a link to a paper and no title that is surely its own"
_MANY = 2
"""So many rows that are surely papers make a page a list of papers; those that may be are then papers, too."""


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that has what a paper's row has."""

    line: int
    paper: Paper
    sure: bool
    """A link leads to a paper (an arXiv id, a DOI, a publisher), or to a PDF and is called "Paper"."""
    elsewhere: bool
    """All links lead to what surely is no paper: a listing, a profile, a home page."""
    unread: str
    """What is said to be its authors and cannot be taken apart."""


def sniff(text: str) -> bool:
    """Whether the text has a row that is surely a paper."""
    return begins(text) > 0


def begins(text: str) -> int:
    """The 1-based number of the line of the first row that is surely a paper; 0 for none."""
    return next((row.line for row in _told_apart(list(_rows(text))) if row.sure), 0)


def parse(text: str) -> Parsed:
    """Read the rows that are papers; of the other rows and items, how many there are is one problem.

    A row whose links do not lead to a paper for sure counts where most rows of the page do, unless they lead to what
    surely is none.
    """
    rows = _told_apart(list(_rows(text)))
    sure = sum(row.sure for row in rows)
    lost = _lost_marks(text, rows)
    all_of_them = sure >= _MANY and sure >= 0.5 * len(rows)
    taken = [row.sure or (all_of_them and not row.elsewhere) for row in rows]
    problems = (
        Problem(row.line, "a row whose link leads to no paper for sure, skipped", excerpt(row.paper.title))
        for row, is_taken in zip(rows, taken, strict=True)
        if not is_taken
    )
    unread = (Problem(row.line, _UNREAD, excerpt(row.unread)) for row in compress(rows, taken) if row.unread)
    read = {row.line for row in rows}
    left = "\n".join("" if number in read else line for number, line in enumerate(split_lines(text), start=1))
    others = _without_links(text, read) if sure else ()
    found = tuple(sorted((*lost, *problems, *unread, *others), key=lambda problem: problem.line))
    return Parsed(tuple(row.paper for row in compress(rows, taken)), found, left=left)


def _without_links(text: str, read: Set[int]) -> Iterator[Problem]:
    """One problem for all items and rows of tables without a link to a paper, and one for those that have a link and
    show no title, but for what stands beneath a paper's item, the contents of the page, the headers of tables and code.
    `read` are the lines that are papers."""
    lines = split_lines(text)
    code = fenced_lines(lines)
    found: dict[str, list[tuple[int, str]]] = {_UNLINKED: [], _UNTITLED: []}
    paper = -1
    for at, line in enumerate(lines):
        match = _ROW.match(line)
        if match is None or at in code:
            paper = -1 if line[:1].strip() else paper
            continue
        indent = len(line) - len(line.lstrip())
        if at + 1 in read:
            paper = indent
        elif paper < 0 or indent <= paper:
            paper = -1
            words = _text(_TAG.sub(" ", _IMAGE.sub("", match["bullet"] or match["cells"] or ""))).strip(_AROUND + "|")
            is_head = match["cells"] is not None and _is_head(lines, at)
            if any(map(str.isalpha, words)) and "](#" not in line and not is_head:
                linked = any(leads_to_paper(link[2]) for link in _LINK.finditer(line[:_LONGEST]))
                found[_UNTITLED if linked else _UNLINKED].append((at + 1, words))
    for what, items in found.items():
        if items:
            count = form(len(items), "an item", f"{len(items)} items")
            yield Problem(items[0][0], f"{count} {what}, skipped", excerpt(items[0][1]))


def _lost_marks(text: str, rows: Sequence[_Row]) -> tuple[Problem, ...]:
    """A problem for a list that Reader exported and that an editor took the marks out of: what a person said there
    cannot be told from the page's own words."""
    lines = split_lines(text)
    for row in rows:
        next_line = lines[row.line] if row.line < len(lines) else ""
        below = parse_state(next_line) if next_line[:1].isspace() else None
        cells = tuple(cells_of(lines[row.line - 3])) if row.line >= _BELOW_HEAD else ()
        if (below is not None and below.status is not None) or cells == HEADER:
            return (Problem(row.line, _LOST),)
    return ()


def _told_apart(rows: list[_Row]) -> list[_Row]:
    """The rows without those that all lead to one paper under other names: they are the links of its own page."""
    names: dict[str, set[str]] = {}
    for row in rows:
        if row.paper.arxiv_id:
            names.setdefault(row.paper.arxiv_id, set()).add(row.paper.title.casefold())
    return [row for row in rows if len(names.get(row.paper.arxiv_id, ())) < _OF_ONE_PAPER]


def _rows(text: str) -> Iterator[_Row]:
    lines = split_lines(text)
    head: tuple[str, ...] = ()
    for number, line in enumerate(lines, start=1):
        if not line.lstrip().startswith("|"):
            head = ()
        elif _is_head(lines, number - 1):
            head = () if "](" in line else tuple(map(_text, cells_of(line)))
        if "](" in line and len(line) <= _LONGEST and (row := _row(number, line, head)) is not None:
            yield row


def _is_head(lines: Sequence[str], at: int) -> bool:
    """Whether the row of a table at an index is its header."""
    return _RULE.match("".join(lines[at + 1 : at + 2])) is not None


def _row(number: int, line: str, head: Sequence[str]) -> _Row | None:
    """The row of a line that has what a paper's has; `head` are the heads of its columns, as far as they are known."""
    match = _ROW.match(line)
    if match is None:
        return None
    row = match["bullet"] if match["bullet"] is not None else match["cells"]
    plain = _IMAGE.sub(lambda image: " " * len(image[0]), row)
    links = [_Link(_text(m[1]), m[2], m.start(), m.end()) for m in _LINK.finditer(plain)]
    rest = partial(_rest_of_item, plain) if match["cells"] is None else partial(_rest_of_row, plain, head)
    title = _title(plain, links, rest)
    if title is None:
        return None
    addresses = [title.url, *(link.url for link in links if _PAPER_LINK.fullmatch(link.text))]
    urls = [url for url in map(normal_url, addresses) if url]
    arxiv_id = next(filter(None, map(find_arxiv_id, urls)), "")
    badge = _VENUE.search(row)
    authors, year, venue, unread = rest(title.end)
    paper = Paper(
        id="",
        title=title.text[:TITLE_LIMIT],
        authors=authors,
        published=arxiv_year(arxiv_id) or year,
        venue=clean_line(unquote(badge[1]).replace("_", " ")) if badge else "" if is_preprint_venue(venue) else venue,
        arxiv_id=arxiv_id,
        doi=next(filter(None, map(normal_doi, urls)), ""),
        url=next(filter(_scholarly, urls), urls[0] if urls else ""),
    )
    called = any(link.text.strip(" []").lower() == "paper" and leads_to_pdf(link.url) for link in links)
    sure = called or any(leads_to_paper(url) for url in urls)
    return _Row(number, paper, sure, not sure and bool(urls) and all(map(leads_elsewhere, urls)), unread)


def _scholarly(url: str) -> bool:
    return leads_to_paper(url) or leads_to_pdf(url)


def _title(row: str, links: list[_Link], byline: Callable[[int], _Byline]) -> _Link | None:
    """The link that is the title; or, beside a link called "Paper", the text before it. `byline` reads what stands
    beside a title that ends at an index."""
    scholarly = any(_scholarly(link.url) for link in links)
    papers = [link for link in links if _PAPER_LINK.fullmatch(link.text) and normal_url(link.url)]
    for link in links:
        if GENERIC.fullmatch(link.text) or not normal_url(link.url) or link.text.count(" ") < 1 or len(link.text) < 8:
            continue
        if _CITED.fullmatch(link.text):
            continue
        leads = _scholarly(link.url) or papers or len(byline(link.end).authors) > 1
        if leads and _NOTHING.fullmatch(_TAG.sub(" ", row[: link.start])):
            return link
    if not papers or not scholarly:
        return None
    before = _text(_TAG.sub(" ", row[: papers[0].start]).rstrip(" [(|"))
    marked = (_text(found[1]) for found in re.finditer(r"\*\*(.+?)\*\*", row[: papers[0].start]))
    bold = next((text for text in marked if any(map(str.isalpha, text))), "")
    text = bold.strip(' .,:;-|"“”') if bold else _unquoted(_CITATION_NUMBER.sub("", before))
    if _CITED.fullmatch(text):
        return None
    blanks, letters = (1, 8) if bold else (2, 15)
    if text.count(" ") < blanks or len(text) < letters or GENERIC.fullmatch(text):
        return None
    place = row.find(text[-10:])
    return _Link(text, papers[0].url, 0, place + 10 if place >= 0 else papers[0].start)


def _unquoted(text: str) -> str:
    """The title in a text: what stands in quotes as a whole, alone, behind authors or before them; else all of the
    text up to its first full stop."""
    quoted = _QUOTED.fullmatch(text)
    if quoted and " " in quoted["title"]:
        before, after = quoted["before"].rstrip()[-1:], quoted["after"].lstrip()[:1]
        if before in _ENDED and (after in _ENDED or quoted["title"][-1] in ".,"):
            return quoted["title"].strip(" .,:;-|")
    text = re.split(r"\. (?=[A-Z])| \| ", text)[0].strip(" .,:;-|")
    whole = text.count('"') > 1 or ("“" in text and "”" in text)
    return text if whole else text.strip(' .,:;-|"“”')


def _text(markdown: str) -> str:
    """Markdown's text: links give their words, emphasis and escapes go."""
    linked = _LINK.sub(lambda match: match[1], markdown)
    return clean_line(unescape(_MARKUP.sub("", linked)))


def _rest_of_item(item: str, end: int) -> _Byline:
    """Authors, year and venue in an item whose title ends at an index."""
    return _byline(item[end:])


def _rest_of_row(row: str, head: Sequence[str], end: int) -> _Byline:
    """Authors, year and venue in the row of a table whose title ends at an index: in the columns whose heads say that
    authors stand there; else behind the title, but never in a column that is called something else."""
    before, after = cells_of(f"|{row[:end]}."), cells_of(f"|{row[end:]}")
    cells = (*before[:-1], *after)
    columns = [*head, *[""] * len(cells)]
    own = len(before) - 1
    authored = [
        _told(cell, name, beside_title=at == own)
        for at, (cell, name) in enumerate(zip(cells, columns, strict=False))
        if says_authors(name)
    ]
    fullest = max(authored, key=lambda found: (len(found.authors), found.unread), default=_NO_BYLINE)
    if fullest.authors or fullest.unread:
        return fullest
    nameless = [cell for cell, name in zip(after[1:], columns[own + 1 :], strict=False) if not name]
    return _byline("|".join((after[0], *nameless)))


def _told(cell: str, head: str, *, beside_title: bool) -> _Byline:
    """Authors, year and venue in a cell whose head says that authors stand there: below its title, where that stands
    there as well."""
    words = _LINK.sub(lambda link: "" if GENERIC.fullmatch(_text(link[1])) else link[1], cell)
    lines = [_stripped(_text(_TAG.sub(" ", line))) for line in _SEGMENT.split(_REFERENCE.sub(r"\1", words))]
    lines = list(filter(None, lines))
    if not lines:
        return _NO_BYLINE
    if not says_nothing_else(head):
        found = _byline(cell, told=True)
        silent = found.authors or beside_title or names_in(lines[0]) == ()
        return found if silent else _Byline(unread=" ".join(lines))
    line, venue, year = _dated(lines[0] if beside_title else "; ".join(lines))
    line = _stripped(_BRACKETED.sub("", _BY.sub("", line)).strip("("))
    names = names_in(line)
    return _Byline(unread=line) if names is None else _Byline(names, year, venue)


def _stripped(text: str) -> str:
    """A text without signs around it, but for the point of an initial."""
    return text.lstrip(_AROUND).rstrip(_AROUND.replace(".", ""))


def _byline(rest: str, *, told: bool = False) -> _Byline:
    """Authors, year and venue right after the title, when that is nothing but names, and perhaps where and when.

    Unless it is told that these are authors they must read like people.
    """
    for segment in _SEGMENT.split(rest)[:3]:
        line = _text(re.split(r"\[\[|\[|<|_\((?!\s*(?:19|20)\d\d\s*\))", segment)[0]).strip(_AROUND)
        inner = _WHOLE.fullmatch(line)
        line, venue, year = _dated(inner[1] if inner else line)
        line = re.split(r"\(", line)[0].strip(_AROUND)
        line, by = _BY.subn("", line)
        if not line:
            continue
        parts = [part.strip(" .*") for part in _BETWEEN_NAMES.split(line)]
        names = [re.sub(r"\s+et\.? al\.?$", "", part) for part in parts if not _ET_AL.fullmatch(part)]
        named = bool(names) and all(_NAME.fullmatch(name) for name in names)
        others = names != list(filter(None, parts))
        if named and (told or are_persons(names, introduced=by > 0 or others, dated=year != "")):
            return _Byline(tuple(names), year, venue)
        return _NO_BYLINE
    return _NO_BYLINE


def _dated(line: str) -> tuple[str, str, str]:
    """A line without the year at its end, alone or behind the short name of a venue; that venue, and that year."""
    match = _DATED.search(line)
    return (line[: match.start()].strip(_AROUND), match["venue"] or "", match["year"]) if match else (line, "", "")

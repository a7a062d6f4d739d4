"""Bare lists of arXiv ids, DOIs and addresses of papers, one or several a line, as people keep them in a text file,
or each behind the title of its paper.

Manuals and invoices are files of PDF, too: one is a paper where its address shows that, and else it is named.

Nothing else is known of the others, so their titles are what they are known by; any later import completes them.

    >>> [paper.title for paper in parse("arXiv:2401.00011v2\\n10.1234/lamp.5\\n").papers]
    ['arXiv:2401.00011', '10.1234/lamp.5']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from reader.formats import awesome_list
from reader.formats.beginnings import enclosed
from reader.formats.evidence import leads_to_paper
from reader.formats.links import known_by, linked_paper, page_title, referred
from reader.formats.list_item import GENERIC, addresses_in, title_told
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.printed_reference import UNTOLD_TITLE, reference_in
from reader.formats.reading_marks import reading_marks
from reader.formats.title_labels import is_label
from reader.headings import heading_in
from reader.identity import ARCHIVES, arxiv_year, find_arxiv_id, marked_arxiv_id, normal_doi, normal_url
from reader.naming import BARE_NUMBER, names_in, unwrapped
from reader.paper import DOI_PREFIX, Paper, leads_to_pdf
from reader.text import NOTE_LIMIT, TITLE_LIMIT, clean_line

_ITEM = re.compile(r"(?:[*+•-]|\d{1,4}[.)])\s+(?:\[[ xX/-]\]\s+)?")
_REMARK = re.compile(r"\s+(?:#|//|%)\s*(?P<text>\S.*)$")
_BETWEEN = re.compile(r"[\s,;|]+")
_NEXT = re.compile(
    rf"(?<!doi:)(?<!arxiv:)[\s,;|]+(?=[\"'<\[(]*(?:https?://|doi:|arxiv:|{DOI_PREFIX}/|\d{{4}}\.\d{{4,5}}(?!\d)))",
    re.IGNORECASE,
)
"""What stands before the next of several names, also where it may be a part of a DOI: commas and semicolons are."""
_OF_ROW = re.compile(r'[,"]|(?<!co);(?!.*co;)')
"""What parts the cells of a table: a DOI has a semicolon where a SICI ends, and else hardly any of these."""
_TITLED = re.compile(r"(?P<link>\S+)(?:\t+|\s+[|–—-]\s+)(?P<title>\S.*)")
"""An address and the title of its page, as programs that save open tabs write them."""
_LAST = re.compile(r"(?:https?://|arxiv:\s?|doi:\s?)[^\s()<>\[\]]+(?=[)>\].,;]*$)", re.IGNORECASE)
"""The address, or the id with its mark, at the end of a line."""
_LATER = re.compile(r"[\s.;]+(?:Epub|PMID|PMCID|Published|Accessed)\b.{0,120}$")
"""What databases put behind the DOI of a reference."""
_BETWEEN_BOTH = " \t:,;|(<[–—-"
"""What stands between a title and that."""
_OF_PROSE = frozenset(
    """
    a also and as at based by cf check click for found from he hello here hi how i in is it its link look my of on or
    our paper please read see she source thanks that the their there these they this those to try via we with you your
    """.split()  # noqa: SIM905
)
"""Words that end no title."""
_BEGINS_PROSE = frozenset(
    """
    also cf check click found he hello here hi i it look my our please read see she source thanks there they try via we
    """.split()  # noqa: SIM905
)
"""Words with which prose begins, and hardly a title."""
_TITLE_CASE = 0.6
"""The share of a title's longer words that have a capital, where a text is nothing but that title and an address."""
_LONGER = 4
"""Letters of such a word."""
_MARK_APART = re.compile(
    rf"(?<![\w/.])(?P<mark>arxiv|doi)\s*[:=.#]?\s*(?=\d{{4}}\.\d{{4,5}}(?!\d)|{DOI_PREFIX}/|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}})",
    re.IGNORECASE,
)
"""The mark of an id that stands apart from it."""
_HEADING = re.compile(r"(?:#|//|%|;)")
_NUMBER = re.compile(BARE_NUMBER, re.IGNORECASE)
_FIVE_DIGITS = re.compile(r"\d{4}\.\d{5}(?!\d)")
_MAY_NAME = re.compile(r"\d|://")
"""What every id, DOI and address has."""
_BLANKS = re.compile(r"([ \t])\1+")
_LONGEST = 2_000
"""Characters of a line that is looked at."""
_LOOKED_AHEAD = 200
"""So many more lines that are no names of papers make a text another."""
_MANY = 2
"""So many bare numbers in the form of arXiv ids show that they are some, where nothing else does."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    papers: tuple[Paper, ...]
    marked: bool
    """Whether some of it can be nothing but the name of a paper: a bare number can."""
    files: tuple[str, ...] = ()
    """Addresses of files of PDF in it that show no paper."""
    title: str = ""
    """The words before the address, in a line that is a title and an address."""
    unread: str = ""
    """What may be a title in a reference, and nobody can say where it ends."""


def sniff(text: str) -> bool:
    """Whether at least half of the lines that say something are names of papers and nothing else, or all of them are
    that or a title with the address of its paper."""
    named = others = papers = marked = 0
    titles: list[str] = []
    told: set[str] = set()
    for line in _lines(text):
        if line.title:
            titles.append(line.title)
            told |= {line.papers[0].arxiv_id or line.papers[0].doi or line.papers[0].url}
        named += bool(line.papers) and not line.title
        others += not line.papers or bool(line.title)
        papers += len(line.papers)
        marked += line.marked
        if others > named + _LOOKED_AHEAD:
            return False
    if titles and others == len(titles) == len(told):
        return _are_titles(titles) and not awesome_list.sniff(text)
    return others <= named and (marked > 0 or papers >= _MANY)


def _are_titles(titles: Sequence[str]) -> bool:
    """Whether the words before the addresses of a text are the titles of papers: one of several has more words than
    one; one alone is spelt as a title."""
    if len(titles) > 1:
        return any(" " in title for title in titles)
    longer = [word for word in titles[0].split() if len(word) >= _LONGER]
    return len(longer) > 1 and sum(word[0].isupper() for word in longer) >= _TITLE_CASE * len(longer)


def is_one_number(text: str) -> bool:
    """Whether a text is one bare arXiv id of those with five digits behind the point, and nothing else: a shorter
    number may be any.

    >>> is_one_number("2401.00011\\n"), is_one_number("1203.4567\\n")
    (True, False)
    """
    number = text.strip()
    return _NUMBER.fullmatch(number) is not None and _FIVE_DIGITS.match(number) is not None


def is_bare(text: str) -> bool:
    """Whether every line that says something is names of papers, but for words above them that end in a colon."""
    if _MAY_NAME.search(text) is None:
        return False
    papers, marked = 0, False
    for at, line in enumerate(_lines(text)):
        if (not line.papers or line.title) and (at or not line.text.endswith(":")):
            return False
        papers += len(line.papers)
        marked = marked or line.marked
    return papers >= _MANY or (papers > 0 and marked)


def mentions(text: str) -> Iterator[Problem]:
    """The lines of a text that name a paper among other words, one of several below each other; none that is marked as
    a remark."""
    last = -1
    for line in _lines(text):
        if _mentions(line.text):
            if line.number != last + 1:
                message = "words between what is read that name a paper, not read"
                yield Problem(line.number, message, excerpt(line.text))
            last = line.number


def _mentions(text: str) -> bool:
    """Whether a line names a paper, maybe among other words: a bare number does at its beginning."""
    if _MAY_NAME.search(text) is None:
        return False
    first, *others = _BETWEEN.split(_ITEM.sub("", text, count=1).strip(_BETWEEN_BOTH))
    tokens = [first.rstrip(":"), *(token for token in others if not _is_number(unwrapped(token)))]
    return marked_arxiv_id(text) != "" or any(map(paper_named, filter(None, tokens)))


def parse(text: str) -> Parsed:
    """Read every line that holds names of papers; any other but headings, and words that end in a colon, is a
    problem."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    marks = reading_marks(split_lines(text))
    for line in _lines(text):
        papers += (marks.put(line.number, paper) for paper in line.papers)
        problems += marks.problems([line.number] if line.papers else [])
        if line.unread:
            problems.append(Problem(line.number, UNTOLD_TITLE, excerpt(line.unread)))
        for url in line.files:
            message = "a file of PDF whose address shows no paper, skipped"
            problems.append(Problem(line.number, message, excerpt(url)))
        if not line.papers and not line.files and not line.text.endswith(":"):
            what = "an address that surely leads to no paper" if normal_url(line.text) else "no id, DOI or address"
            what = "words of which none is surely a title, beside an address or id" if _mentions(line.text) else what
            problems.append(Problem(line.number, f"{what}, skipped", excerpt(line.text)))
    return Parsed(tuple(papers), tuple(problems))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that say something, but for properties above them, headings and remarks that are marked as such."""
    lines = split_lines(text)
    above = enclosed(lines)
    for number, raw in enumerate(lines[above:], start=above + 1):
        if not raw:
            continue
        line = marks_joined(_BLANKS.sub(r"\1", raw[:_LONGEST].strip("\ufeff \t")))
        if not line or (_HEADING.match(line) and not _is_linked(line)):
            continue
        if _MAY_NAME.search(line) is None:
            yield _Line(number, clean_line(line), (), marked=False)
            continue
        body = _ITEM.sub("", line, count=1) if _ITEM.match(line) else line
        remark = _REMARK.search(body)
        names = body[: remark.start()] if remark else body
        found, files = ((), ()) if len(raw) > _LONGEST else _named(names)
        if found and remark:
            found = tuple(replace(paper, note=clean_line(remark["text"])[:NOTE_LIMIT]) for paper in found)
        found = found or _titled(body)
        last = _last_of(body) if not found else None
        reference = _reference(body, last) if not found else None
        if reference is not None:
            yield _Line(number, clean_line(line), (reference[0],), marked=True, unread=reference[1])
            continue
        before = _titled_before(last) if last is not None else None
        title = before.title if before else ""
        found = (before,) if before else found
        marked = bool(found) and not all(_is_number(token) or _file(token) for token in _BETWEEN.split(names))
        yield _Line(number, clean_line(line), found, marked, files, title)


def _is_linked(line: str) -> bool:
    """Whether a heading of Markdown links a paper, so that it is more than a remark."""
    return "](" in line and heading_in(line).level > 0 and any(map(leads_to_paper, addresses_in(line)))


def _is_number(token: str) -> bool:
    return not token or _NUMBER.fullmatch(token) is not None


def marks_joined(line: str) -> str:
    """A line in which the mark of an id stands at it, as it is printed with a blank, too.

    >>> marks_joined("arXiv 2401.00011, DOI: 10.1234/lamp.5; an arXiv survey")
    'arXiv:2401.00011, DOI:10.1234/lamp.5; an arXiv survey'
    """
    return _MARK_APART.sub(r"\g<mark>:", line)


def paper_in(line: str) -> Paper | None:
    """The one paper of a line that is its id, DOI or address, a title or a reference with one, and nothing else; None
    for any other line, and where a remark stands behind it."""
    papers = [paper for found in _lines(line) for paper in found.papers]
    return papers[0] if len(papers) == 1 and not papers[0].note else None


def parted(line: str) -> tuple[list[str], list[str]]:
    """What the names in a line would be that holds nothing else: where commas may be a part of a DOI, and where none
    is."""
    return [name for name in _NEXT.split(line) if name], [token for token in _BETWEEN.split(line) if token]


def _named(body: str) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """The papers of a line that is nothing but their names, and files of PDF among them; nothing of any other line."""
    whole, split = parted(body)
    for names in (whole,) if whole == split else (whole, split):
        found = list(takewhile(bool, (paper_named(name) or _file(name) for name in names)))
        if len(found) == len(names):
            papers = tuple(one for one in found if isinstance(one, Paper))
            if any(_OF_ROW.search(paper.doi) for paper in papers):
                break
            return papers, tuple(one for one in found if isinstance(one, str))
    return (), ()


def _titled(body: str) -> tuple[Paper, ...]:
    """The paper of a line that is an address and its page's title."""
    match = _TITLED.fullmatch(body)
    if match is None or not normal_url(match["link"]):
        return ()
    paper = linked_paper(match["link"], match["title"])
    return (paper,) if paper is not None and page_title(match["title"]) else ()


def _last_of(body: str) -> tuple[str, Paper] | None:
    """What stands before the address, or the id with its mark, at the end of a line, and the paper of that; None where
    there is none, and where another address stands before it."""
    match = _LAST.search(body)
    if match is None or "://" in (before := body[: match.start()]):
        return None
    paper = paper_named(match[0])
    return (before, paper) if paper is not None else None


def _reference(body: str, last: tuple[str, Paper] | None) -> tuple[Paper, str] | None:
    """The paper of a line that is a reference as it is printed, and an address or an id with its mark behind it, with
    what may be its title; None for any other line. `last` is what stands at the end of the line."""
    plain = _LATER.sub("", body)
    if plain != body:
        last = _last_of(plain)
    if last is None:
        return None
    before, paper = last
    found = reference_in(before.rstrip(_BETWEEN_BOTH))
    return (referred(paper, found), found.unread) if found is not None else None


def _titled_before(last: tuple[str, Paper]) -> Paper | None:
    """The paper of a line that is a title and, behind it, an address or an id with its mark (`last`); None for any
    other line, and where the words read like prose that leads to a paper."""
    before, paper = last
    if not before.strip() or "](" in before:
        return None
    words = clean_line(before).rstrip(_BETWEEN_BOTH)
    title = told if (told := title_told(words)) else words.strip("\"“”' ").removesuffix(".")
    if next(names_in(title), None) is not None:
        return None
    spoken = [word.strip(".,:;!?\"'").lower() for word in title.split()] or [""]
    if title[:1].islower() or GENERIC.fullmatch(title) or is_label(title) or not page_title(title):
        return None
    if spoken[0] in _BEGINS_PROSE or spoken[-1] in _OF_PROSE:
        return None
    return replace(paper, title=title[:TITLE_LIMIT])


@lru_cache(maxsize=64)
def paper_named(name: str) -> Paper | None:
    """The paper that the whole of a text names by its id, its DOI or the address of a page that is one of papers. Of a
    line each word is asked for up to four times."""
    plain = marks_joined(unwrapped(name))
    if url := normal_url(plain):
        return linked_paper(url)
    if (arxiv_id := find_arxiv_id(plain)) and (_NUMBER.fullmatch(plain) or not plain[:1].isdigit()):
        return Paper("", known_by(arxiv_id, "", ""), published=arxiv_year(arxiv_id), arxiv_id=arxiv_id)
    doi = normal_doi(plain)
    return Paper("", doi, doi=doi) if doi else None


def _file(name: str) -> str:
    """The address of a file of PDF that the whole of a text is, "" for any other text."""
    url = normal_url(unwrapped(name))
    return url if leads_to_pdf(url) else ""

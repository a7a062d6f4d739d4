"""Names of PDF files that say which paper is inside: an arXiv id, a DOI, or what reference managers make of a record.

    >>> paper_named("2401.00011v2.pdf").title, paper_named("Sample et al. - 2020 - Lamps that learn.pdf").title
    ('arXiv:2401.00011', 'Lamps that learn')
    >>> paper_named("Invoice 2024-03.pdf") is None
    True

A list of such names is read, as `find` or `ls` prints it; what other files are called says nothing for sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reader.dates import date_of
from reader.formats.bylines import names_a_house
from reader.formats.links import is_of_papers, known_by
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.identity import arxiv_year, normal_arxiv_id, normal_doi
from reader.naming import BARE_NUMBER
from reader.page_titles import COPY, MANAGED
from reader.paper import DOI_PREFIX, Paper
from reader.persons import is_particle
from reader.text import TITLE_LIMIT, clean_line
from reader.titles import is_distinct, title_key

_SUFFIX = re.compile(r"\.pdf$", re.IGNORECASE)
_BY_ID = re.compile(
    rf"[\[(]?(?:arxiv[ :._-]*)?(?P<id>{BARE_NUMBER})[\])]?(?:[ _-]+(?P<title>\S.*))?"
    rf"|(?P<before>\S.*?)[ _-]*[\[(](?:arxiv[ :._-]*)?(?P<last>{BARE_NUMBER})[\])]",
    re.IGNORECASE,
)
_OLD_ID = re.compile(
    r"(?:arxiv[ :._-]*)?(?P<archive>[a-z]+(?:-[a-z]+)?)[_-](?P<number>\d{7})(?:v\d{1,2})?", re.IGNORECASE
)
_DOI = re.compile(rf"{DOI_PREFIX}[_:@%](?:2F)?\S+", re.IGNORECASE)
_FAMILY = r"(?:[^\W\d_]+ ){0,3}[^\W\d_]+(?:[-'’][^\W\d_]+)*"
_BY_SEVERAL = re.compile(rf"{_FAMILY},? et al\.?")
_OTHER_NAME = re.compile(r",? (?:and|&|und|et|y|e|en|i) |[,;] ")
"""What stands between the family names of authors."""
_OF_OFFICES = re.compile(
    r"\b(?:(?:account|bank) statement|annual (?:accounts|report)|tax return|facture|invoice|kontoauszug|pay ?slip"
    r"|receipt|rechnung)\b",
    re.IGNORECASE,
)
"""What papers of offices are called by."""
_ITEM = re.compile(r"^[*+-]\s+")
_NO_FILE = re.compile(r"://|[|<>]")
_WORDS = 4
"""Words of a title by which a file may be called."""
_LOOKED_AT = 100
"""Lines of which at least half are names of PDF files, in a list of such names."""
_LONGEST = 1_000
"""Characters of a path."""


def paper_named(path: str) -> Paper | None:
    """The paper that the name of a file tells, None where it tells none for sure."""
    name = clean_line(path.replace("\\", "/").rpartition("/")[2])
    stem = COPY.sub("", _SUFFIX.sub("", name))
    if not _SUFFIX.search(name) or not stem:
        return None
    if (match := _BY_ID.fullmatch(stem)) is not None:
        arxiv_id = normal_arxiv_id(match["id"] or match["last"])
        title = _spelt(match["title"] or match["before"] or "")
        return Paper("", title or known_by(arxiv_id, "", ""), published=arxiv_year(arxiv_id), arxiv_id=arxiv_id)
    if (match := _OLD_ID.fullmatch(stem)) and (arxiv_id := normal_arxiv_id(f"{match['archive']}/{match['number']}")):
        return Paper("", known_by(arxiv_id, "", ""), published=arxiv_year(arxiv_id), arxiv_id=arxiv_id)
    if _DOI.fullmatch(stem) and (doi := normal_doi(re.sub(r"(?i)[_:@]|%2F", "/", stem, count=1))):
        return Paper("", doi, doi=doi)
    match = MANAGED.fullmatch(stem)
    if match is not None and " " in (title := _spelt(match["title"])) and _names_people(match["authors"], title):
        return Paper("", title, published=date_of(match["year"]))
    return None


def _names_people(authors: str, title: str) -> bool:
    """Whether what stands before the year are the family names of people, and behind it no paper of an office."""
    if _BY_SEVERAL.fullmatch(authors):
        return True
    names = [name.split() for name in _OTHER_NAME.split(authors)]
    single = all(re.fullmatch(_FAMILY, name[-1]) and all(map(is_particle, name[:-1])) for name in names if name)
    return all(names) and single and not any(map(names_a_house, map(" ".join, names))) and not _OF_OFFICES.search(title)


def _spelt(title: str) -> str:
    """A title as a file's name spells it, with blanks where those were replaced; "" for what is none."""
    text = title if " " in title else re.sub(r"[_-]+", " ", title)
    return clean_line(text)[:TITLE_LIMIT] if " " in clean_line(text) else ""


def _path(line: str) -> str:
    """The path of the PDF file that a line is, "" for any other line."""
    plain = _ITEM.sub("", line.strip("\ufeff \t"), count=1).strip("\"'")
    is_file = len(plain) <= _LONGEST and plain[-4:].lower() == ".pdf" and not _NO_FILE.search(plain)
    return plain if is_file else ""


def sniff(text: str) -> bool:
    """Whether the text is a list of files, most of them PDF, of which some are called as papers are."""
    if ".pdf" not in text.lower():
        return False
    head = list(islice((line for line in _lines(text) if line.strip()), _LOOKED_AT))
    if 2 * sum(_path(line) != "" for line in head) < max(len(head), 1):
        return False
    lines = [line for line in _lines(text) if line.strip()]
    paths = list(filter(None, map(_path, lines)))
    return 2 * len(paths) >= len(lines) and any(map(paper_named, paths))


def _lines(text: str) -> Iterator[str]:
    return (line[0] for line in re.finditer(r"[^\r\n]+", text))


def parse(text: str) -> Parsed:
    """Read the names that tell a paper; any other is a problem, but for titles where most names tell one."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    lines = split_lines(text)
    says = 0
    named: dict[int, Paper] = {}
    for number, line in enumerate(lines, start=1):
        says += bool(line.strip("\ufeff \t"))
        if (path := _path(line)) and (paper := paper_named(path)) is not None:
            named[number] = paper
    titled = is_of_papers(len(named), says)
    shown = ""
    for number, line in enumerate(lines, start=1):
        if not line.strip("\ufeff \t"):
            continue
        paper = named.get(number) or (_titled(_path(line)) if titled else None)
        if paper is None:
            message = "a file whose name does not say which paper is inside, skipped"
            fresh = excerpt(clean_line(line[:300]))
            shown = shown if fresh == shown else fresh  # One that is there very often is held once.
            problems.append(Problem(number, message, shown))
        else:
            papers.append(paper)
    return Parsed(tuple(papers), tuple(problems))


def _titled(path: str) -> Paper | None:
    """The paper whose title a file is called by, where that has words enough."""
    stem = COPY.sub("", _SUFFIX.sub("", clean_line(path).rpartition("/")[2]))
    title = "" if MANAGED.fullmatch(stem) else _spelt(stem)
    return Paper("", title) if len(title.split()) >= _WORDS and is_distinct(title_key(title)) else None

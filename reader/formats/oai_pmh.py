"""What a repository answers to a harvester: OAI-PMH (https://www.openarchives.org/OAI/openarchivesprotocol.html), with
records in arXiv's own forms (https://info.arxiv.org/help/oa/index.html#metadata-formats) or in Dublin Core.
"""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from reader.dates import date_in, date_written
from reader.formats.arxiv.authors import are_more, names
from reader.formats.page_metadata import Values, paper_of, with_rest
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.references import Beside, Reference
from reader.formats.remainder import Form, asked_for, with_remainder
from reader.formats.twins import Twins
from reader.formats.user_fields import cut_short
from reader.formats.xml_records import local, records
from reader.identity import arxiv_year, find_arxiv_id, normal_doi
from reader.latex import decode
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_ANSWER = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?(?!xml\b)[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:(?:[\w.-]+:)?OAI-PMH\b|(?:[\w.-]+:)?[A-Za-z]+\b[^>]*(?:openarchives\.org/OAI/2\.0|arxiv\.org/OAI/))",
    re.DOTALL,
)
_FORM = Form("arxiv", {"it is the archive's own": "id created updated license submitter proxy version authors"})
_TAKEN = ("title", "abstract", "journal-ref", "doi", "categories")
_LOOKED_AT = 20_000
_OF_ARXIV = ("arXiv", "arXivRaw", "arXivOld")
_RECORD = re.compile(r"<(?:[\w.-]+:)?record[\s>]")


def sniff(text: str) -> bool:
    """Whether the text is such an answer, or records out of one."""
    return _ANSWER.match(text[:_LOOKED_AT]) is not None


def parse(text: str) -> Parsed:
    """Read every record that is a paper; a deleted one, or one of something else, is named."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    twins = Twins("a record", ())
    for line, record in records(text, ("record",) if _RECORD.search(text) else (*_OF_ARXIV, "dc")):
        if isinstance(record, Problem):
            problems.append(record)
            continue
        found = _read(line, record)
        if isinstance(found, str):
            problems.append(Problem(line, found, excerpt(_text(record, "identifier"))))
        else:
            paper, fields, unkept = found
            papers.append(paper)
            problems += [*unkept, *cut_short(line, paper), *twins.seen(line, paper, fields)]
    return Parsed(tuple(papers), tuple(problems))


def _read(line: int, record: Element) -> Beside | str:
    """The paper of a record with what that says beside it, or why it gives none."""
    for part in record.iter():
        if local(part.tag) in _OF_ARXIV:
            paper = _of_arxiv(part)
            return paper if isinstance(paper, str) else _with_rest(line, part, paper)
        if local(part.tag) == "dc":
            values = _values(part)
            known = paper_of(values)
            return with_rest(line, known, values) if known else "a record that is of no paper, skipped"
        if part.get("status") == "deleted":
            return "a record that was deleted, skipped"
    return "a record in a form that is not read, skipped"


def _values(part: Element) -> Values:
    """The values of Dublin Core, as a page tells them."""
    values = defaultdict(list)
    for value in part:
        values[f"dc.{local(value.tag).lower()}"].append("".join(value.itertext()))
    return values


def _with_rest(line: int, told: Element, paper: Paper) -> Beside:
    """The paper of a record in one of arXiv's forms with what that says beside it."""
    held: dict[str, list[str]] = {}
    for part in told:
        held.setdefault(local(part.tag), []).append(clean_line("".join(part.itertext())))
    return with_remainder(paper, Reference(line=line), asked_for(held, _TAKEN), _FORM)


def _of_arxiv(told: Element) -> Paper | str:
    """The paper of a record in one of arXiv's forms: with its authors in parts, or in one line of TeX."""
    title, arxiv_id = _text(told, "title"), find_arxiv_id(f"arXiv:{_text(told, 'id')}")
    if not title or not arxiv_id:
        return f"a record without {'an arXiv id' if title else 'a title'}, skipped"
    authors = tuple(_name(author) for author in told.iter() if local(author.tag) == "author")
    version = next((part for part in told if local(part.tag) == "version"), told)
    return Paper(
        id="",
        title=title[:TITLE_LIMIT],
        abstract=_text(told, "abstract")[:ABSTRACT_LIMIT],
        authors=tuple(filter(None, authors)) or tuple(map(clean_line, names(decode(_text(told, "authors"))))),
        more_authors=are_more(decode(_text(told, "authors"))),
        published=date_in(_text(told, "created")) or date_written(_text(version, "date")) or arxiv_year(arxiv_id),
        venue=_text(told, "journal-ref"),
        arxiv_id=arxiv_id,
        doi=normal_doi(_text(told, "doi").split(" ")[0]),
        keywords=tuple(dict.fromkeys(_text(told, "categories").split())),
    )


def _name(author: Element) -> str:
    """A name of which family name, given names and suffix are told apart."""
    return clean_line(" ".join(_text(author, part) for part in ("forenames", "keyname", "suffix")))


def _text(element: Element, name: str) -> str:
    """The text of the first element of this local name within another, clean; "" where there is none."""
    found = next((part for part in element.iter() if local(part.tag) == name), None)
    return clean_line("".join(found.itertext())) if found is not None else ""

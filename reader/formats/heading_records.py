"""Papers of which each has a heading of its own, with lines such as "Authors: …" below it, as bots publish them daily.

>>> (found,) = records_under_headings([
...     "### 1. [Lamps that learn](https://arxiv.org/abs/2401.00011)",
...     "**Authors**: Ada Sample, Bo Jones",
...     "#### Abstract",
...     "We show that lamps learn.",
... ])
>>> found.paper.title, found.paper.authors, found.paper.abstract
('Lamps that learn', ('Ada Sample', 'Bo Jones'), 'We show that lamps learn.')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reader.dates import date_in
from reader.fences import fenced_lines
from reader.formats.author_lists import AuthorList, authors_in, said_of
from reader.formats.evidence import leads_to_paper
from reader.formats.field_names import is_own_words, remark, spaced
from reader.formats.list_item import GENERIC, addresses_in, only_links, plain_text
from reader.formats.parsed import Problem
from reader.formats.title_labels import title_begins
from reader.headings import heading_in
from reader.identity import arxiv_year, doi_at, find_arxiv_id, normal_doi
from reader.paper import Paper
from reader.persons import told_parts
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line

_LABELS = {
    "authors": "authors author author(s) 作者",
    "abstract": "abstract summary 摘要",
    "published": "published date published_on publication_date publish_date submitted submitted_on year 日期 发布日期",
    "venue": "journal venue conference published_in",
    "address": "link links url paper pdf arxiv arxiv_id arxiv_link paper_link paper_url pdf_link doi source id 链接",
}
_FIELD_OF = {label.replace("_", " "): name for name, labels in _LABELS.items() for label in labels.split()}
_FIELD = re.compile(r"[\s>*_+•-]*(?P<label>[^\W\d_][\w ()-]{1,24}?)\s*[*_]*\s*[:：]\s*[*_]*\s*(?P<value>.*)$")
_NUMBER = re.compile(r"^(?:[\[(#]?\d{1,4}[\]).:]{1,2}\s+|[^\w\"“$([{]+\s*)+")
"""What may stand before a title in a heading: a number, an emoji."""
_DETAILS = re.compile(r"<(/?)details\b", re.IGNORECASE)
_LONGEST = 20_000
"""Characters of a line that is looked at."""
_BELOW = 2
"""Lines below a heading in which its links stand."""
_SEVERAL = 2
_OF_OTHERS = ("comment", "comments", "highlight", "highlights", "score", "stars", "review", "reviews", "why")
_NEAR = 12
"""Lines below a heading in which the first field stands."""


@dataclass(slots=True)
class HeadedRecord:
    """One paper with a heading of its own."""

    line: int
    """1-based."""
    title: str
    addresses: list[str]
    """Those of the heading, then those of its fields."""
    end: int = 0
    """The line before which the next begins, 1-based."""
    fields: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    """What somebody wrote for themselves in lines with a label of their own."""
    own: bool = False
    """Whether the heading itself leads to a paper."""
    linked: int = 0
    """The line of nothing but links right below the heading, of which one leads to a paper; 0 for none."""

    @property
    def paper(self) -> Paper:
        """The paper that it tells."""
        arxiv_id = next(filter(None, map(find_arxiv_id, self.addresses)), "")
        people = self.people
        return Paper(
            "",
            self.title[:TITLE_LIMIT],
            self.fields.get("abstract", "")[:ABSTRACT_LIMIT],
            tuple(name.printed for name in people.parts),
            date_in(self.fields.get("published", "")) or arxiv_year(arxiv_id),
            clean_line(self.fields.get("venue", "")),
            arxiv_id,
            next(filter(None, map(doi_at, self.addresses)), ""),
            next((address for address in self.addresses if address.startswith("http")), ""),
            note="\n\n".join(self.remarks)[:NOTE_LIMIT],
            names=told_parts(people.parts),
            more_authors=people.more,
        )

    @property
    def doubted(self) -> Problem | None:
        """What is to be said of its authors."""
        return said_of(self.people, self.fields.get("authors", ""))

    @property
    def people(self) -> AuthorList:
        """Whom it names as its authors."""
        return authors_in(self.fields.get("authors", ""))

    @property
    def is_paper(self) -> bool:
        """Whether heading and fields show that it is one paper."""
        ids = {found for found in map(find_arxiv_id, self.addresses) if found}
        told = len(self.fields) - ("address" in self.fields)
        led = self.own or ("authors" in self.fields and any(map(_leads, self.addresses)))
        return led and told > 0 and len(ids) < 2


def records_under_headings(lines: Sequence[str]) -> list[HeadedRecord]:
    """The papers of some lines that have headings of their own, in order. Headings above nothing but links are titles
    where there are several."""
    found = list(_records(lines))
    bare = sum(not record.is_paper for record in found)
    return [record for record in found if record.is_paper or bare >= _SEVERAL]


def _records(lines: Sequence[str]) -> Iterator[HeadedRecord]:
    code = fenced_lines(lines, closed=True)
    found: HeadedRecord | None = None
    deep = 0
    for at, line in enumerate(lines):
        if at in code:
            continue
        heading = heading_in(line)
        begun = _begun(at, line[heading.start : heading.end]) if heading.level else None
        own = begun is not None and begun.own
        if heading.level and (own or (not deep and not _named_field(line))):
            yield from _closed(found, at + 1)
            found, deep = begun, 0
        elif found is not None and not deep and len(line) <= _LONGEST:
            _read_field(found, lines, at, heading.level)
        if "<" in line:
            deep = max(0, deep + sum(-1 if closing else 1 for closing in _DETAILS.findall(line)))
    yield from _closed(found, len(lines) + 1)


def _closed(record: HeadedRecord | None, end: int) -> Iterator[HeadedRecord]:
    if record is not None and (record.is_paper or (record.linked and not record.fields)):
        record.end = end if record.is_paper else record.linked + 1
        yield record


def _leads(address: str) -> bool:
    return bool(find_arxiv_id(address) or normal_doi(address)) or leads_to_paper(address)


def _begun(at: int, text: str) -> HeadedRecord | None:
    """The record that may begin with a heading; None for the heading of something else."""
    addresses = addresses_in(text)
    plain = _NUMBER.sub("", plain_text(text))
    title = plain[title_begins(plain, within=True) :]
    if title.count(" ") < 1 or GENERIC.fullmatch(title):
        return None
    return HeadedRecord(at + 1, title, addresses, own=any(map(leads_to_paper, addresses)))


def _named_field(heading: str) -> str:
    """The field that stands below a heading, "" for any other heading."""
    return _FIELD_OF.get(plain_text(heading.strip(" #")).strip(":： *").lower(), "")


def _is_own(label: str) -> bool:
    """Whether a line with a label is surely its writer's own: comments and scores may be arXiv's or a site's."""
    return is_own_words(label) and spaced(label) not in _OF_OTHERS


def _read_field(record: HeadedRecord, lines: Sequence[str], at: int, level: int) -> None:
    """Take a line into the fields of a record: "Authors: …", or a heading "Abstract" above its text."""
    line = lines[at]
    if level:
        name = _named_field(line)
        below = next((text for text in lines[at + 1 : at + 4] if text.strip()), "")
        if name == "abstract" and below and not heading_in(below).level:
            record.fields.setdefault(name, plain_text(below.strip("> ")))
        return
    if not record.fields and at + 1 - record.line > _NEAR:
        return
    match = _FIELD.match(line)
    name = _FIELD_OF.get(match["label"].strip().lower(), "") if match else ""
    if match and name:
        value = match["value"].strip(" *_`<>") or next((text for text in lines[at + 1 : at + 3] if text.strip()), "")
        if name == "address":
            record.addresses += addresses_in(value) or [value]
        record.fields.setdefault(name, plain_text(value).strip("*_> "))
    elif match and match["value"].strip(" *_") and _is_own(match["label"]):
        record.remarks.append(remark(match["label"], plain_text(match["value"]).strip("*_> ")))
    elif "abstract" not in record.fields and (addresses := only_links(line)):
        if any(map(leads_to_paper, addresses)) and at + 1 - record.line <= _BELOW:
            record.linked = at + 1
        record.addresses += addresses

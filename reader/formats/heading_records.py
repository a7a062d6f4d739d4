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
from reader.formats.field_names import field_of, is_no_value, is_of_program, is_own_words, remark, spaced
from reader.formats.list_item import GENERIC, addresses_in, links_in, only_links, plain_text, words_beside_links
from reader.formats.parsed import Problem
from reader.formats.title_labels import title_begins
from reader.formats.user_fields import kept_tags, status_of, tags_in, yes_or_no
from reader.headings import heading_in
from reader.identity import arxiv_year, doi_at, find_arxiv_id, normal_doi, normal_url
from reader.paper import Paper, Status
from reader.persons import told_parts
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line

_LABELS = {
    "authors": "authors author author(s) 作者",
    "abstract": "abstract 摘要",
    "summary": "summary",
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
_OF_ARXIV = re.compile(
    r"\b(?:pages?|figures?|figs?|tables?|accepted|appear|published|version|preprint|submitted|camera|workshop|conference"
    r"|proceedings|journal|code|project|https?)\b",
    re.IGNORECASE,
)
"""Words of the comments that arXiv has of a paper, and hardly of a reader's."""
_CATEGORY = re.compile(r"[a-z-]{2,8}(?:\.[A-Za-z-]{2,8})?")
_CATEGORIES = ("category", "categories", "primary category", "subject", "subjects")
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|mine)\b")
_LONG_SUMMARY = 200
"""Characters of a summary that is an abstract, where nobody speaks of themselves in it."""
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
    level: int = 0
    """That of the heading."""
    status: Status = Status.UNREAD
    starred: bool = False
    tags: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """The labels of lines that are not read."""
    words: list[tuple[int, str, bool]] = field(default_factory=list)
    """The lines of other words, with these, and whether each is an item."""
    own: bool = False
    """Whether the heading itself leads to a paper."""
    bare: bool = False
    """Whether the heading is a title that leads to a paper, and nothing else."""
    linked: int = 0
    """The line of nothing but links right below the heading, of which one leads to a paper; 0 for none."""

    @property
    def paper(self) -> Paper:
        """The paper that it tells."""
        arxiv_id = next(filter(None, map(find_arxiv_id, self.addresses)), "")
        people = self.people
        summary = self.fields.get("summary", "")
        is_own = len(summary) < _LONG_SUMMARY or _FIRST_PERSON.search(summary) or "abstract" in self.fields
        abstract = self.fields.get("abstract", "") or ("" if is_own else summary)
        remarks = [*self.remarks, *([remark("summary", summary)] if summary and is_own else [])]
        return Paper(
            "",
            self.title[:TITLE_LIMIT],
            abstract[:ABSTRACT_LIMIT],
            tuple(name.printed for name in people.parts),
            date_in(self.fields.get("published", "")) or arxiv_year(arxiv_id),
            clean_line(self.fields.get("venue", "")),
            arxiv_id,
            next(filter(None, map(doi_at, self.addresses)), ""),
            next((address for address in self.addresses if address.startswith("http")), ""),
            note="\n\n".join(remarks)[:NOTE_LIMIT],
            tags=kept_tags(self.line, self.tags, []),
            status=self.status,
            starred=self.starred,
            names=told_parts(people.parts),
            more_authors=people.more,
        )

    @property
    def doubted(self) -> Problem | None:
        """What is to be said of its authors."""
        return said_of(self.people, self.fields.get("authors", ""))

    @property
    def words_below(self) -> tuple[int, str] | None:
        """The first line of words below the heading that are not read, and these; None for none."""
        items_are_read = not self.is_paper
        return next(((line, text) for line, text, is_item in self.words if not (is_item and items_are_read)), None)

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
    """The papers of some lines that have headings of their own, in order. Headings above nothing but links, and those
    that are links, are titles where there are several."""
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
        begun = _begun(at, line[heading.start : heading.end], heading.level) if heading.level else None
        own = begun is not None and begun.own
        if heading.level and (own or (not deep and not _named_field(line) and not _is_part(found, line))):
            yield from _closed(found, at + 1)
            found, deep = begun, 0
        elif found is not None and not deep and len(line) <= _LONGEST:
            _read_field(found, lines, at, heading.level)
        if "<" in line:
            deep = max(0, deep + sum(-1 if closing else 1 for closing in _DETAILS.findall(line)))
    yield from _closed(found, len(lines) + 1)


def _closed(record: HeadedRecord | None, end: int) -> Iterator[HeadedRecord]:
    if record is not None and (record.is_paper or ((record.linked or record.bare) and not record.fields)):
        record.end = end if record.is_paper else max(record.linked, record.line) + 1
        yield record


def _leads(address: str) -> bool:
    return bool(find_arxiv_id(address) or normal_doi(address)) or leads_to_paper(address)


def _begun(at: int, text: str, level: int) -> HeadedRecord | None:
    """The record that may begin with a heading; None for the heading of something else."""
    links = links_in(text)[1]
    addresses = [url for link in links if (url := normal_url(link.url))]
    plain = _NUMBER.sub("", plain_text(text))
    title = plain[title_begins(plain, within=True) :]
    if title.count(" ") < 1 or GENERIC.fullmatch(title):
        return None
    own = any(map(leads_to_paper, addresses))
    return HeadedRecord(
        at + 1, title, addresses, level=level, own=own, bare=own and [title] == [link.text for link in links]
    )


def _named_field(heading: str) -> str:
    """The field that stands below a heading, "" for any other heading."""
    return _FIELD_OF.get(plain_text(heading.strip(" #")).strip(":： *").lower(), "")


def _is_part(record: HeadedRecord | None, line: str) -> bool:
    """Whether a heading below that of a paper is called by what somebody writes for themselves ("Notes")."""
    name = plain_text(line.strip(" #")).strip(":： *")
    below = record is not None and heading_in(line).level > record.level
    return below and (field_of(name) == "note" or is_own_words(name))


def _is_own(label: str) -> bool:
    """Whether a line with a label is surely its writer's own: comments and scores may be arXiv's or a site's."""
    return field_of(label) == "note" or (is_own_words(label) and spaced(label) not in _OF_OTHERS)


def _read_field(record: HeadedRecord, lines: Sequence[str], at: int, level: int) -> None:
    """Take a line into the fields of a record: "Authors: …", or a heading "Abstract" above its text."""
    line = lines[at]
    if level:
        name = _named_field(line)
        below = next((text for text in lines[at + 1 : at + 4] if text.strip()), "")
        if name in ("abstract", "summary") and below and not heading_in(below).level:
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
    elif match and (value := plain_text(match["value"]).strip("*_> ")):
        _take_words(record, match["label"].strip(), value, words_beside_links(match["value"]))
    elif addresses := only_links(line):
        if "abstract" not in record.fields:
            if any(map(leads_to_paper, addresses)) and at + 1 - record.line <= _BELOW:
                record.linked = at + 1
            record.addresses += addresses
    elif (words := words_beside_links(line)) and not is_no_value(words) and not _is_value(record, line):
        record.words.append((at + 1, words, line.lstrip()[:1] in "*+-|" or line.lstrip()[:1].isdigit()))


def _is_value(record: HeadedRecord, line: str) -> bool:
    """Whether a line is what was read below a label or a heading of its own."""
    return plain_text(line.strip(" *_`<>")).strip("*_> ") in record.fields.values()


def _take_words(record: HeadedRecord, label: str, value: str, words: str) -> None:
    """Take what a line with a label says of the reader and not of the paper; what is not understood is named."""
    name = field_of(label)
    if name == "tags":
        tags = list(tags_in(value))
        record.tags += [] if all(map(_CATEGORY.fullmatch, tags)) and any("." in tag for tag in tags) else tags
    elif name == "status" and (status := status_of(value)) is not None:
        record.status = status
    elif name == "read" and (yes_or_no(value) is not None or date_in(value)):
        record.status = Status.READ if yes_or_no(value) or date_in(value) else record.status
        record.remarks += [] if yes_or_no(value) is not None else [remark(label, value)]
    elif name == "starred" and (answer := yes_or_no(value)) is not None:
        record.starred = answer
    elif _is_own(label):
        record.remarks.append(value if name == "note" else remark(label, value))
    elif spaced(label) in ("comment", "comments") and _OF_ARXIV.search(value):
        return
    elif words and not is_no_value(value) and spaced(label) not in _CATEGORIES and not is_of_program(label):
        record.unread.append(label)

"""What Zotero means, whichever of its exports tells it: kinds of items, and the lines of the field "Extra"
(https://www.zotero.org/support/kb/item_types_and_fields#citing_fields_from_extra)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reader.formats.parsed import Problem, excerpt
from reader.formats.references import Reference
from reader.identity import arxiv_year, marked_arxiv_id, normal_arxiv_id, normal_doi, normal_url
from reader.paper import Paper, Status
from reader.paper_json import variables
from reader.text import clean_line, clean_text

PARTS = frozenset({"attachment", "note", "annotation"})
"""Kinds of items that are no records but belong to one."""
_KINDS = """
artwork audioRecording computerProgram email film instantMessage map podcast radioBroadcast tvBroadcast videoRecording
"""
_NO_TEXTS = frozenset(_KINDS.lower().split())
"""Kinds of items that are nothing to read."""
VENUES = (
    "publicationTitle", "proceedingsTitle", "bookTitle", "conferenceName", "encyclopediaTitle", "dictionaryTitle",
    "websiteTitle", "blogTitle", "forumTitle", "repository", "institution", "university", "journalAbbreviation",
)  # fmt: skip
"""Fields that say in what an item appeared, the most telling first."""
VARIABLES = {
    "volume": "volume", "issue": "issue", "page": "pages", "publisher": "publisher", "publisher-place": "place",
    "collection-title": "series", "edition": "edition", "language": "language", "number": "reportNumber",
    "ISBN": "ISBN", "ISSN": "ISSN", "PMID": "PMID", "PMCID": "PMCID", "archive": "archive",
    "archive_location": "archiveLocation", "call-number": "callNumber",
}  # fmt: skip
"""Variables of CSL with the fields that tell them."""
NUMBERS = (
    "reportNumber", "patentNumber", "billNumber", "docketNumber", "publicLawNumber", "documentNumber", "number",
)  # fmt: skip
"""Fields that number an item, of which each type has one."""
_LINE = re.compile(r"([A-Za-z][\w .-]{1,30}?)\s*:\s*(.+)")
_READ = {
    "read": Status.READ, "done": Status.READ, "finished": Status.READ, "in progress": Status.READING,
    "reading": Status.READING, "started": Status.READING,
}  # fmt: skip
"""What the column "Read Status" of Zotero's reading list says (https://github.com/Dominic-DallOsto/zotero-reading-list);
whatever else it says ("New", "To Read", "Not Reading") is unread."""


def take_extra(reference: Reference, extra: str) -> None:
    """Add what the lines of "Extra" say; what is none of the known fields stays as CSL's `note`, as Zotero keeps it."""
    rest = []
    for line in clean_text(extra).split("\n"):
        match = _LINE.fullmatch(line.strip())
        name = re.sub(r"[ _-]", "", match[1]).lower() if match is not None else ""
        value = match[2].strip() if match is not None else ""
        if name in ("arxiv", "arxivid", "eprint"):
            reference.arxiv_id = reference.arxiv_id or value.split(" ")[0].removeprefix("arXiv:")
            reference.named.append(f"arXiv:{value}")
        elif name == "doi":
            reference.dois.append(value)
        elif name == "url":
            reference.urls.append(value)
        elif name in ("pmid", "pmcid", "isbn", "issn", "volume", "issue", "edition", "publisher", "language"):
            known = name.upper() if name in ("pmid", "pmcid", "isbn", "issn") else name
            reference.metadata[known] = reference.metadata.get(known) or value
        elif name == "readstatus":
            reference.status = _READ.get(value.lower(), Status.UNREAD)
        elif name == "citationkey":
            reference.key = reference.key or value
        elif name != "readstatusdate" and clean_line(line):
            rest.append(clean_line(line))
    if rest:
        reference.metadata["note"] = "; ".join(rest)


def is_text(kind: str, reference: Reference) -> bool:
    """Whether an item is something to read: by its kind, or by a DOI or an arXiv id, which programs of papers have."""
    identifiers = (reference.arxiv_id, *map(normal_doi, reference.dois), *map(marked_arxiv_id, reference.urls))
    return is_to_read(kind, *identifiers)


def is_to_read(kind: str, *identifiers: str) -> bool:
    """Whether an item of a kind that is known to have these identifiers is something to read."""
    return kind.lower() not in _NO_TEXTS or any(identifiers)


def alone(line: int, note: str) -> Iterator[Problem]:
    """What is said of a note that belongs to no item; nothing where there is none."""
    if note:
        yield Problem(line, "a note that belongs to no item, skipped", excerpt(clean_line(note[:300])))


def with_extra(paper: Paper, extra: str) -> Paper:
    """A paper with what the lines of "Extra" add to it."""
    if not extra.strip():
        return paper
    reference = Reference(line=0)
    take_extra(reference, extra)
    arxiv_id = normal_arxiv_id(reference.arxiv_id) or next(filter(None, map(marked_arxiv_id, reference.named)), "")
    return replace(
        paper,
        arxiv_id=paper.arxiv_id or arxiv_id,
        published=paper.published or arxiv_year(arxiv_id),
        doi=paper.doi or next(filter(None, map(normal_doi, reference.dois)), ""),
        url=paper.url or next(filter(None, map(normal_url, reference.urls)), ""),
        metadata=variables({**reference.metadata, **dict(paper.metadata)}),
        citation_key=paper.citation_key or clean_line(reference.key),
        status=reference.status,
    )

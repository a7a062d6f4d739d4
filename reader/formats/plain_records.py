"""A record of plain fields, as YAML and JSON of people and small programs hold them: a title, and further fields under
any of the names that are usual for them.

Anything may have a title and an author. A record is a paper's where it tells a DOI, an arXiv id, an address that leads
to one, or the kinds and fields that only bibliographies have; among such papers, who wrote it and when is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.formats.csl_variables import pages
from reader.formats.evidence import leads_to_paper
from reader.formats.latex import decode
from reader.formats.references import Reference, References, group, numbers_of_books, of_edition
from reader.identity import find_arxiv_id, marked_arxiv_id, normal_doi
from reader.paper import Status, leads_to_pdf

_ALIASES = {
    "title": ("title", "paper_title"),
    "abstract": ("abstract", "summary", "abstractnote", "description"),
    "authors": ("author_list", "authors", "author", "paper_authors", "creators", "creator"),
    "dates": ("issued", "date", "published", "publication_date", "publicationdate", "year"),
    "venues": (
        "journal", "journaltitle", "booktitle", "container_title", "venue", "conference", "full_journal_title",
        "publication", "school", "institution", "eventtitle",
    ),
    "dois": ("doi",),
    "arxiv": ("arxiv", "arxivid", "arxiv_id", "eprint", "paper_arxiv_id", "arxiv_link"),
    "urls": (
        "url", "link", "links", "urls", "paper", "paper_url", "pdf", "pdf_url", "html", "website", "doc_url",
        "site", "paper_link", "arxiv_url",
    ),
    "volume": ("volume",), "issue": ("issue", "number"), "page": ("pages", "page", "page_range"),
    "publisher": ("publisher",), "edition": ("edition",), "language": ("language", "langid"),
}  # fmt: skip
"""Fields as people and programs call them, the most telling first."""
_KINDS = re.compile(
    r"article(?:-.*)?|(?:in)?book(?:let)?|chapter|incollection|inproceedings|conference|paper-conference|proceedings"
    r"|(?:phd|master'?s?|mast?er)?_?thesis|techreport|report|manuscript|preprint|unpublished",
    re.IGNORECASE,
)
"""Kinds of works in BibTeX, CSL and Hayagriva."""
_OF_PROGRAMS = frozenset({"papis_id", "author_list", "files", "entrytype", "ref"})
"""Keys of papis and cobib, whose tags and notes are the user's."""
_AND = re.compile(r"\s+and\s+|\s*;\s*", re.IGNORECASE)
_FILE = re.compile(r"\S+\.(?:md|txt|org|tex|rst|typ)")
_NO_NOTE = ("", "placeholder")
_STATES = {"read": Status.READ, "done": Status.READ, "reading": Status.READING}
_YEAR = re.compile(r"[12]\d{3}")


def take_papers(references: References, records: Sequence[PlainRecord]) -> None:
    """Take those of a text's records that are papers'; name every other."""
    surely = any(record.is_surely_paper for record in records)
    for record in records:
        if record.is_surely_paper or (surely and record.may_be_paper):
            references.take(record.reference, record.held)
        else:
            references.skip(record.line, "in which nothing shows a paper", record.reference.title)


class PlainRecord:
    """One mapping, and what speaks for a paper in it."""

    def __init__(self, line: int, held: Mapping[str, Any], key: str = "") -> None:
        """`held` has lists, mappings and texts for values; `key` is what the record stands under: its citation key."""
        self.key = key
        self.held = {re.sub(r"[- ]", "_", key.strip().lower()): value for key, value in held.items()}
        self.line = line
        self.reference = self._reference()

    @property
    def is_surely_paper(self) -> bool:
        """Whether it tells by itself that it is a paper's."""
        said = self.reference
        if find_arxiv_id(said.arxiv_id) or any(map(normal_doi, said.dois)) or any(map(leads_to_paper, said.urls)):
            return True
        if any(map(marked_arxiv_id, (*said.urls, *said.named))):
            return True
        who = bool(said.authors)
        kind = _text(self.held.get("entrytype")) or _text(self.held.get("type"))
        in_venue = any(said.venues) and any(_YEAR.search(date) for date in said.dates)
        return who and ((_KINDS.fullmatch(kind) is not None and any(said.dates)) or in_venue or self._is_dated_file)

    @property
    def may_be_paper(self) -> bool:
        """Whether it tells as much as papers beside it do: who wrote it, and when or where it is read."""
        return bool(self.reference.authors) and any((*self.reference.dates, *self.reference.urls))

    @property
    def _is_dated_file(self) -> bool:
        """Whether it is a file of PDF or PostScript of some year."""
        files = (leads_to_pdf(url) or re.search(r"\.ps(?:\.gz)?$", url) for url in self.reference.urls)
        return bool(_text(self.held.get("year"))) and any(files)

    def _reference(self) -> Reference:
        held = self.held
        plain = decode if not _OF_PROGRAMS.isdisjoint(held) or "entrytype" in held else str
        mine = not _OF_PROGRAMS.isdisjoint(held)
        serial, parent = held.get("serial_number"), _parent(held.get("parent"))
        numbers = serial if isinstance(serial, Mapping) else {}
        words = _words(held.get("tags"), blanks=mine)
        return Reference(
            line=self.line,
            title=plain(self._first("title")),
            kind=_text(held.get("entrytype")) or _text(held.get("type")),
            key=_text(held.get("ref")) or self.key,
            abstract=plain(self._first("abstract")),
            authors=[plain(name) for name in _people(self._value("authors"))],
            dates=self._dates(),
            venues=[*(plain(text) for text in self._texts("venues")), _text(parent.get("title"))],
            arxiv_id=find_arxiv_id(self._first("arxiv")) or find_arxiv_id(_text(numbers.get("arxiv"))),
            named=[*self._texts("venues"), _text(held.get("note")), _text(held.get("ref"))],
            dois=[*self._texts("dois"), _text(numbers.get("doi"))],
            urls=[plain(url) for url in self._addresses()],
            keywords=[*_words(held.get("keywords")), *_words(held.get("keyword")), *([] if mine else words)],
            tags=words if mine else [],
            notes=[note for name in ("note", "notes", "opinion") for note in self._note(name, mine)],
            starred=_is_yes(held.get("starred")) or _is_yes(held.get("favorite")) or _is_yes(held.get("favourite")),
            status=self._status(),
            metadata={
                "volume": self._first("volume") or _text(parent.get("volume")),
                "issue": self._first("issue") or _text(parent.get("issue")),
                "page": pages(self._first("page"), _text(held.get("first_page")), _text(held.get("last_page"))),
                "publisher": plain(self._first("publisher") or _text(parent.get("publisher"))),
                "edition": of_edition(self._first("edition")),
                "language": self._first("language"),
                **numbers_of_books([_text(held.get("isbn")), _text(held.get("issn")), *map(_text, numbers.values())]),
            },
        )

    def _value(self, field: str) -> Any:
        """What stands under the first of the names of a field that says something."""
        return next((value for name in _ALIASES[field] if (value := self.held.get(name))), None)

    def _texts(self, field: str) -> list[str]:
        return [text for name in _ALIASES[field] for text in _all_texts(self.held.get(name))]

    def _first(self, field: str) -> str:
        return next(iter(self._texts(field)), "")

    def _addresses(self) -> list[str]:
        """Addresses, those that lead to a paper first."""
        return sorted(self._texts("urls"), key=lambda url: not leads_to_paper(url))

    def _dates(self) -> list[str]:
        month, year = _text(self.held.get("month")), _text(self.held.get("year"))
        parts = [_of_parts(self.held.get(name)) for name in ("issued", "date")]
        more = [f"{year}-{month.zfill(2)}" if month.isdecimal() else f"{month} {year}"] if month and year else []
        return list(filter(None, [*parts, year, *more, *self._texts("dates")]))

    def _note(self, name: str, mine: bool) -> Iterable[str]:
        """A note, but for the name of the file that holds it; that of a work is its own."""
        text = _text(self.held.get(name))
        return [] if text in _NO_NOTE or _FILE.fullmatch(text) or (name == "note" and mine) else [text]

    def _status(self) -> Status:
        told = _text(self.held.get("status")).lower()
        return Status.READ if _is_yes(self.held.get("read")) else _STATES.get(told, Status.UNREAD)


def _text(value: Any) -> str:
    """A text; the first of several; Hayagriva's `value` of a text that is told with its spelling."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value[:20])), "")
    if isinstance(value, Mapping):
        held = value.get("value")
        return held if isinstance(held, str) else ""
    return value if isinstance(value, str) else ""


def _all_texts(value: Any) -> list[str]:
    """Each text of a list or of a mapping of texts, or the text itself."""
    members = value if isinstance(value, list) else list(value.values()) if isinstance(value, Mapping) else [value]
    return [text for member in members[:100] if isinstance(member, str) and (text := member.strip())]


def _words(value: Any, *, blanks: bool = False) -> list[str]:
    """Tags or keywords: a list, or a text with signs or, as papis has it, `blanks` between them."""
    if not isinstance(value, str):
        return _all_texts(value)
    return re.split(r"\s+" if blanks and not re.search("[,;]", value) else r"\s*[,;]\s*", value.strip())


def _is_yes(value: Any) -> bool:
    return isinstance(value, str) and value.lower() in ("true", "yes", "1")


def _parent(value: Any) -> Mapping[str, Any]:
    held = value[0] if isinstance(value, list) and value else value
    return held if isinstance(held, Mapping) else {}


def _people(value: Any) -> list[str]:
    """Names: a list of texts or parts, or a text with "and", semicolons, or commas between whole names."""
    if isinstance(value, list):
        return [name for member in value for name in _people_of_member(member)]
    if isinstance(value, Mapping):
        return _people_of_member(value)
    if not isinstance(value, str):
        return []
    names = _AND.split(value)
    if len(names) == 1 and all(" " in part.strip() for part in value.split(",")):
        names = value.split(",")
    return [name.strip() for name in names if name.strip()]


def _people_of_member(member: Any) -> list[str]:
    if isinstance(member, str):
        return [member.strip()] if member.strip() else []
    if not isinstance(member, Mapping):
        return []
    held = {re.sub(r"[- ]", "_", key.lower()): _text(value) for key, value in member.items()}
    family = next((held[name] for name in ("family", "last", "surname", "family_names") if held.get(name)), "")
    given = next(
        (held[name] for name in ("given", "first", "given_name", "given_names", "firstname") if held.get(name)), ""
    )
    particle = held.get("particle", "") or held.get("non_dropping_particle", "")
    parts = [" ".join(filter(None, (particle, family))), given, held.get("suffix", "")]
    if family:
        return [", ".join(filter(None, parts))]
    return [whole for whole in (given or group(held.get("name", "")) or group(held.get("literal", "")),) if whole]


def _of_parts(value: Any) -> str:
    """A date that CSL tells in parts, one below the other or each under its name."""
    held = value[0] if isinstance(value, list) and value and isinstance(value[0], Mapping) else value
    if not isinstance(held, Mapping):
        return ""
    parts = held.get("date-parts")
    told = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    found = told or list(filter(None, (held.get(name) for name in ("year", "month", "day"))))
    texts = [_text(part) for part in found[:3]]
    return "-".join(text.zfill(2) for text in texts) if texts and all(map(str.isdecimal, texts)) else ""

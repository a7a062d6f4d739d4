"""A record of plain fields, as YAML and JSON of people and small programs hold them: a title, and further fields under
any of the names that are usual for them.

Anything may have a title, an author and a date, also what stands beside papers: films, posts, tasks, degrees. A record
is a paper's where it tells a DOI, an arXiv id, an address that leads to one, or the kinds and fields that only
bibliographies have. Other signs count only beside such papers: a PDF file, a meeting, a kind under a citation key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.formats.bylines import names_a_house
from reader.formats.csl_variables import pages
from reader.formats.evidence import leads_to_paper
from reader.formats.latex import decode
from reader.formats.links import is_of_papers
from reader.formats.publication_dates import OF_SESSIONS
from reader.formats.references import Reference, References, group, numbers_of_books, of_edition
from reader.identity import find_arxiv_id, marked_arxiv_id, normal_doi
from reader.paper import Status, leads_to_pdf

_ALIASES = {
    "title": ("title", "paper_title"),
    "abstract": ("abstract", "summary", "abstractnote", "description"),
    "authors": ("author_list", "authors", "author", "paper_authors", "creators", "creator"),
    "dates": ("issued", "published", "publication_date", "publicationdate", "year"),
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
_OWN_KINDS = re.compile(
    r"article-journal|paper-conference|conference-paper|inproceedings|incollection|techreport|preprint"
    r"|(?:phd|master'?s?|mast?er)_?thesis",
    re.IGNORECASE,
)
"""Those that nothing but bibliographies has: a post is an article, too, and a lecture a conference."""
_IN_PRINT = ("journal", "journaltitle", "booktitle", "container_title", "full_journal_title")
"""Names of the venue that nothing but bibliographies has: a newspaper, a hall or a university is no such sign."""
_MEETINGS = ("venue", "conference", "eventtitle")
_OF_SCHOLARS = re.compile(
    r"\b(?:(?:annals|journal|proc(?:eedings|\.)|transactions) (?:of|on|in)\b"
    r"|(?:conference|symposium|workshop) (?:of|on|for)\b)",
    re.IGNORECASE,
)
"""What the names of journals and proceedings have."""
_ACRONYM = re.compile(r"[A-Z]+[a-z]{0,3}[A-Z]{2,}[A-Z\d-]*(?:\W{0,2}(?:\d\d|[12]\d{3}))?(?: workshops?)?")
"""A meeting as papers name it: "ICLR 2024", "NeurIPS"."""
_PAGES = re.compile(r"\d+\s*(?:-+|–)\s*\d+")
_FAMILY = frozenset({"family", "family_names", "surname"})
_OF_FORUMS = frozenset({"comment_count", "created_utc", "num_comments", "points", "story_id", "subreddit"})
"""Keys of what people send to a forum, whose author sent the link and did not write the paper."""
_OF_PROGRAMS = frozenset({"papis_id", "author_list", "files", "entrytype", "ref"})
"""Keys of papis and cobib, whose tags and notes are the user's."""
_AND = re.compile(r"\s+and\s+|\s*;\s*", re.IGNORECASE)
_FILE = re.compile(r"\S+\.(?:md|txt|org|tex|rst|typ)")
_NO_NOTE = ("", "placeholder")
_STATES = {"read": Status.READ, "done": Status.READ, "reading": Status.READING}
_YEAR = re.compile(r"[12]\d{3}")


def show_papers(records: Sequence[PlainRecord]) -> bool:
    """Whether some of a text's records are surely papers', or most tell as much as a plain list of papers does."""
    told = sum(record.is_dated_by_people for record in records)
    return any(record.is_surely_paper for record in records) or is_of_papers(told, len(records))


def take_papers(references: References, records: Sequence[PlainRecord], *, beside: bool = False) -> None:
    """Take those of a text's records that are papers', maybe `beside` papers of another form; name every other."""
    shown = beside or show_papers(records)
    for record in records:
        if record.is_surely_paper or (shown and record.may_be_paper):
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
        self.reference.of_bibliography = self._is_dated_by_publication

    @property
    def is_surely_paper(self) -> bool:
        """Whether it tells by itself that it is a paper's."""
        said = self.reference
        if find_arxiv_id(said.arxiv_id) or any(map(normal_doi, said.dois)) or any(map(leads_to_paper, said.urls)):
            return True
        if any(map(marked_arxiv_id, (*said.urls, *said.named))):
            return True
        return self._says_who_and_when and self._is_of_bibliography

    @property
    def may_be_paper(self) -> bool:
        """Whether it has a sign of its own that counts beside papers."""
        if self.is_file_by_people or "entrytype" in self.held:
            return any(self.reference.authors)
        return self._says_who_and_when and ((self._is_kind and bool(self.reference.key)) or self._names_meeting)

    @property
    def is_dated_by_people(self) -> bool:
        """Whether it tells as much as the papers of a list do that has nothing else: who wrote it and when, and a file
        or a meeting."""
        return self._says_who_and_when and (self.is_file_by_people or self._names_meeting)

    @property
    def is_file_by_people(self) -> bool:
        """Whether it is a file of PDF or PostScript by somebody with a given and a family name."""
        names = [name for name in self.reference.authors if not name.endswith(",")]
        persons = any(" " in name and not names_a_house(name) for name in names)
        files = (leads_to_pdf(url) or re.search(r"\.ps(?:\.gz)?$", url) for url in self.reference.urls)
        return persons and self._names_authors and any(files)

    @property
    def _names_authors(self) -> bool:
        """Whether the authors stand under a name of authors: anything has a creator."""
        return any(self.held.get(name) for name in _ALIASES["authors"] if not name.startswith("creator"))

    @property
    def _says_who_and_when(self) -> bool:
        dates = (*self.reference.dates, self.reference.bare_date)
        return any(map(_YEAR.search, dates)) and self._names_authors and any(self.reference.authors)

    @property
    def _is_dated_by_publication(self) -> bool:
        """Whether its bare date is that of the work: it is a bibliography's, or has nothing but the work and its
        authors, and no arXiv id that tells the year better."""
        if not self._names_authors or not OF_SESSIONS.isdisjoint(name.replace("_", " ") for name in self.held):
            return False
        if self._is_of_bibliography or self._names_meeting or (self._is_kind and bool(self.reference.key)):
            return True
        return not any(map(find_arxiv_id, (self.reference.arxiv_id, *self.reference.dois, *self.reference.urls)))

    @property
    def _names_meeting(self) -> bool:
        return any(_ACRONYM.fullmatch(_text(self.held.get(name)).strip()) for name in _MEETINGS)

    @property
    def _is_kind(self) -> bool:
        return _KINDS.fullmatch(self.reference.kind) is not None

    @property
    def _is_of_bibliography(self) -> bool:
        """Whether it has a kind or a field that nothing but bibliographies has."""
        held = self.held
        if _OWN_KINDS.fullmatch(self.reference.kind) or any(_text(held.get(name)) for name in _IN_PRINT):
            return True
        if self._is_kind and (self._names_families or "entrytype" in held or _parent(held.get("parent"))):
            return True
        if any(map(_OF_SCHOLARS.search, self._texts("venues"))):
            return True
        paged = _PAGES.search(self._first("page")) is not None and bool(self._first("volume"))
        return paged and any(self.reference.venues)

    @property
    def _names_families(self) -> bool:
        """Whether it tells family names apart from others: in parts, or before a comma under a citation key."""
        parts = any(_FAMILY & _keys(name) for name in _members(self._value("authors")))
        return parts or (bool(self.reference.key) and all(", " in name for name in self.reference.authors))

    def _reference(self) -> Reference:
        held = self.held
        plain = decode if not _OF_PROGRAMS.isdisjoint(held) or "entrytype" in held else str
        mine = not _OF_PROGRAMS.isdisjoint(held)
        serial, parent = held.get("serial_number"), _parent(held.get("parent"))
        numbers = serial if isinstance(serial, Mapping) else {}
        words = _words(held.get("tags"), blanks=mine)
        sent = not _OF_FORUMS.isdisjoint(held)
        return Reference(
            line=self.line,
            title=plain(self._first("title")),
            kind=_text(held.get("entrytype")) or _text(held.get("type")),
            key=_text(held.get("ref")) or self.key,
            abstract=plain(self._first("abstract")),
            authors=[] if sent else [plain(name) for name in _people(self._value("authors"))],
            dates=[] if sent else self._dates(),
            bare_date="" if sent else _text(held.get("date")),
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


def _members(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _keys(value: Any) -> set[str]:
    """The keys of a mapping as those of a record are spelt."""
    return {re.sub(r"[- ]", "_", key.lower()) for key in value} if isinstance(value, Mapping) else set()


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

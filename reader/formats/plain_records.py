"""A record of plain fields, as YAML and JSON of people and small programs hold them: a title, and further fields under
any of the names that are usual for them.

Anything may have a title, an author and a date, also what stands beside papers: films, posts, tasks, degrees. A record
is a paper's where it tells a DOI, an arXiv id, an address that leads to one, or the kinds and fields that only
bibliographies have. Other signs count only beside such papers: a PDF file, a meeting, a kind under a citation key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from reader.dates import date_in, date_written, says_state
from reader.formats.author_lists import authors_in
from reader.formats.bibtex_fields import VARIABLE_FIELDS
from reader.formats.bylines import names_a_house
from reader.formats.csl_variables import pages
from reader.formats.evidence import leads_to_paper
from reader.formats.field_names import (
    NAMES_OF,
    OF_FORUMS,
    TEXT_VARIABLES,
    are_of_service,
    field_of,
    is_of_program,
    is_own_words,
    is_running_number,
    not_read,
    remark,
    spaced,
    tells,
    texts_in,
    written_list,
)
from reader.formats.field_names import plain as plain_name
from reader.formats.links import is_of_papers
from reader.formats.meetings import OF_SESSIONS
from reader.formats.note_evidence import names_venue
from reader.formats.parsed import Problem, excerpt
from reader.formats.people import lists_families, people_in
from reader.formats.references import Reference, References, csl_type, genre_of, numbers_of_books, of_edition, one_line
from reader.formats.told_objects import names_told, notes_told, sets_as_lists
from reader.formats.user_fields import note_of, status_of, yes_or_no
from reader.identity import find_arxiv_id, marked_arxiv_id, normal_doi, normal_url
from reader.latex import decode
from reader.paper import NAME_VARIABLES, Paper, Status, leads_to_pdf
from reader.persons import names_as_variable
from reader.text import clean_line

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
_IN_PRINT = ("journal", "journaltitle", "booktitle", "containertitle", "fulljournaltitle")
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
_FAMILY = frozenset({"family", "familynames", "surname"})
_OF_PROGRAMS = frozenset({"papisid", "authorlist", "files", "entrytype", "ref"})
"""Keys of papis and cobib, whose tags are the user's."""
_BY_PROGRAMS = frozenset({"papisid", "entrytype"})
"""Those that nothing else has."""
_FILE = re.compile(r"\S+\.(?:md|txt|org|tex|rst|typ)")
_NO_NOTE = ("", "placeholder")
_DIGITS = 10
_ADDRESS = 2_000
"""Characters of an address at most."""
_DEPTH = 7
_ELSEWHERE = frozenset(
    {*NAME_VARIABLES, "publisher", "publisher-place", "genre", "event-place", "note", "ISSN", "ISBN"}
)
"""Variables of BibTeX's fields that are told otherwise in such records, or by a field that means more than one."""
_HAYAGRIVA = {
    "genre": "genre", "number-of-pages": "pagetotal", "number-of-volumes": "volumetotal",
    "organization": "organization", "chapter-number": "chapter", "part-number": "part", "event-title": "eventtitle",
}  # fmt: skip
"""Variables of CSL with the names by which Hayagriva, or plain lists, tell them."""
_KEPT_AS_IT_IS = re.compile(r"\{([^{}]*)\}")
_LISTED = ("authors", "keywords", "tags")
_NESTED = ("parent", "serialnumber")
"""Keys below which Hayagriva tells of what a work appeared in, and its numbers."""
_YEAR = re.compile(r"[12]\d{3}")


def show_papers(records: Sequence[PlainRecord]) -> bool:
    """Whether some of a text's records are surely papers', or most tell as much as a plain list of papers does."""
    told = sum(record.is_dated_by_people for record in records)
    return any(record.is_surely_paper for record in records) or is_of_papers(told, len(records))


def take_papers(references: References, records: Sequence[PlainRecord], *, beside: bool = False) -> None:
    """Take those of a text's records that are papers', maybe `beside` papers of another form; name every other, and the
    keys of those taken that are not read."""
    shown = beside or show_papers(records)
    unread: dict[str, None] = {}
    families = lists_families([text for record in records for text in record.authors_in_one])
    for record in records:
        if record.is_surely_paper or (shown and record.may_be_paper):
            references.problems += record.settle(families=families)
            paper = references.take(record.reference, record.said)
            unread |= dict.fromkeys(record.unread(paper) if paper is not None else ())
        else:
            references.skip(record.line, "in which nothing shows a paper", record.reference.title)
    references.problems += not_read("keys", unread)


class PlainRecord:
    """One mapping, and what speaks for a paper in it."""

    def __init__(self, line: int, held: Mapping[str, Any], key: str = "", *, in_our_words: bool = False) -> None:
        """`held` has lists, mappings and texts for values; `key` is what the record stands under: its citation key.
        `in_our_words` says that it names things as Reader does, so that its tags are the user's."""
        self.key = key
        self._in_our_words = in_our_words
        self.said = held
        self.held: dict[str, Any] = {}
        self._compared: dict[str, str] = {}
        """The names of the record, each as it is compared; a second one that is compared as the first keeps its own."""
        for name, value in held.items():
            known = plain_name(name)
            self._compared[name] = f"{known} {name}" if texts_in(self.held.get(known)) else known
            told = written_list(value) if isinstance(value, str) and field_of(name) in _LISTED else []
            self.held[self._compared[name]] = told or value
        self.line = line
        self._used: set[str] = set()
        """The names from which something was taken, as they are compared."""
        self.reference = self._reference()
        self.reference.of_bibliography = self._is_dated_by_publication

    @classmethod
    def of_json(cls, line: int, record: Mapping[str, Any], *, in_our_words: bool = False) -> PlainRecord:
        """The record of an object of JSON."""
        told = {name: as_text(value) for name, value in sets_as_lists(record).items()}
        return cls(line, told, in_our_words=in_our_words)

    @property
    def authors_in_one(self) -> list[str]:
        """The text that holds all authors, where they stand in one."""
        told = self._value("authors")
        members = told if isinstance(told, list) else [told]
        return [text for text in members if isinstance(text, str)] if len(members) == 1 else []

    def settle(self, *, families: bool) -> Iterator[Problem]:
        """Decide on what is in doubt, once this is known to be a paper's record, and name what stays so.

        A bare `id` in the form of arXiv's is one of arXiv.
        What may be two authors as well as one is two where `families` alone stand for the authors of other records,
        else one. An address of a paper under an unknown name is that of this one, where no other is told.
        """
        said = self.reference
        said.arxiv_id = said.arxiv_id or find_arxiv_id(self._own_id)
        if not (said.arxiv_id or any(map(normal_doi, said.dois)) or said.urls):
            self._take_stray()
        for text in self.authors_in_one:
            if self.held.get("author") == text or self._is_of_forum:
                continue
            found = authors_in(text)
            if found.apart and families:
                self.reference.authors = [*found.apart, *["et al."] * found.more]
            elif found.doubt:
                yield Problem(self.line, found.doubt, excerpt(clean_line(text[:300])))

    @property
    def _own_id(self) -> str:
        """What stands under `id`: a number of some program, or what names the paper."""
        return clean_line(_text(self.held.get("id"))[:_ADDRESS])

    def _take_stray(self) -> None:
        """Take the one address or arXiv id of a paper that stands under a name which is not known."""
        found: dict[str, str] = {}
        for name, value in self.held.items():
            text = clean_line(value) if isinstance(value, str) and len(value) < _ADDRESS and not field_of(name) else ""
            told = find_arxiv_id(text) if "arxiv" in name else ""
            if told or leads_to_paper(text):
                found.setdefault(f"https://arxiv.org/abs/{told}" if told else text, name)
        if len(found) == 1:
            self.reference.urls += found
            self._used |= {*found.values()}

    def unread(self, paper: Paper) -> Iterator[str]:
        """The keys under which something stands that `paper`, made of this record, does not say."""
        for name, value in self.said.items():
            known = self._compared[name] in self._used or is_of_program(name)
            if not known and not all(self._is_told(paper, *told) for told in self._parts(name, value)):
                yield name

    def _parts(self, name: str, value: Any, depth: int = 2) -> Iterator[tuple[str, Any]]:
        """What stands under a name, and below the keys there, where those are read."""
        if depth and plain_name(name) in _NESTED and _parent(value):
            for inner, one in _parent(value).items():
                if field_of(inner) != "kind":
                    yield from self._parts(inner, one, depth - 1)
        else:
            yield name, value

    def _is_told(self, paper: Paper, name: str, value: Any) -> bool:
        told = [one_line(self._plain(text)) for text in texts_in(value)]
        return not told or tells(paper, name, told)

    @property
    def is_surely_paper(self) -> bool:
        """Whether it tells by itself that it is a paper's."""
        said = self.reference
        if find_arxiv_id(said.arxiv_id) or any(map(normal_doi, said.dois)) or any(map(leads_to_paper, said.urls)):
            return True
        if any(map(marked_arxiv_id, (*said.urls, *said.named))):
            return True
        return self._is_of_bibliography and (self._says_who_and_when or self._says_who_and_state)

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
        names = [name for name in self.reference.authors if not name.endswith((",", "}"))]
        persons = any(" " in name and not names_a_house(name) for name in names)
        files = (leads_to_pdf(url) or re.search(r"\.ps(?:\.gz)?$", url) for url in self.reference.urls)
        return persons and self._names_authors and any(files)

    @property
    def _names_authors(self) -> bool:
        """Whether the authors stand under a name of authors: anything has a creator."""
        return any(self.held.get(name) for name in NAMES_OF["authors"] if not name.startswith("creator"))

    @property
    def _says_who_and_when(self) -> bool:
        dates = (*self.reference.dates, self.reference.bare_date)
        return any(map(_YEAR.search, dates)) and self._names_authors and any(self.reference.authors)

    @property
    def _says_who_and_state(self) -> bool:
        """The same of a work that is to come or has no year, and of any date that such a program keeps."""
        dates = [text for text in (*self.reference.dates, self.reference.bare_date) if text]
        told = dates if not _BY_PROGRAMS.isdisjoint(self.held) else filter(says_state, dates)
        return any(told) and self._names_authors and any(self.reference.authors)

    @property
    def _is_dated_by_publication(self) -> bool:
        """Whether its bare date is that of the work: it is a bibliography's, or has nothing but the work and its
        authors, and no arXiv id that tells the year better."""
        if not self._names_authors or not OF_SESSIONS.isdisjoint(map(spaced, self.said)):
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
        if any(map(_OF_SCHOLARS.search, self._texts("venue"))):
            return True
        paged = _PAGES.search(self._first("page")) is not None and bool(self._first("volume"))
        return paged and any(self.reference.venues)

    @property
    def _names_families(self) -> bool:
        """Whether it tells family names apart from others: in parts, or before a comma under a citation key."""
        parts = any(_FAMILY & _keys(name) for name in _members(self._value("authors")))
        return parts or (bool(self.reference.key) and all(", " in name for name in self.reference.authors))

    @property
    def _is_of_forum(self) -> bool:
        return not self.held.keys().isdisjoint(OF_FORUMS)

    @cached_property
    def _is_of_service(self) -> bool:
        return are_of_service(self.held)

    def _plain(self, text: str) -> str:
        """A text without TeX where a program of bibliographies wrote it, and without the braces in which Hayagriva
        keeps capitals."""
        if self._is_of_program:
            return decode(text)
        return _KEPT_AS_IT_IS.sub(r"\1", text) if self._is_of_hayagriva else text

    @property
    def _is_of_program(self) -> bool:
        return not self.held.keys().isdisjoint(_OF_PROGRAMS)

    def _reference(self) -> Reference:
        plain, mine = self._plain, self._is_of_program
        serial, parent = self._below("serialnumber"), self._below("parent")
        words, labelled = self._tags(blanks=mine), mine or self._in_our_words
        sent = self._is_of_forum
        votes = "".join(self._texts("upvotes"))
        source = self._told("source")
        remarks = [*([] if mine else self._notes()), *self._remarks()]
        return Reference(
            line=self.line,
            title=plain(self._first("title")),
            kind=self._kind(),
            key=self._first("key") or self.key,
            abstract=plain(self._first("abstract") or self._first("description")),
            authors=[] if sent else self._people("authors"),
            editors=self._people("editor") or people_in(parent.get("editor")),
            dates=[] if sent else self._dates(),
            bare_date="" if sent else self._told("date"),
            venues=[plain(self._venue()), _text(parent.get("title")), *_no_address(source)],
            arxiv_id=find_arxiv_id(self._told("arxiv")) or find_arxiv_id(_text(serial.get("arxiv"))),
            named=[*self._texts("venue"), *self._texts("note"), self._first("key")],
            dois=[*self._texts("doi"), _text(serial.get("doi")), self._own_id],
            urls=self._addresses(),
            keywords=[*self._words("keywords"), *([] if labelled else words)],
            tags=words if labelled else [],
            notes=remarks,
            starred=self._yes("starred"),
            lists=self._words("lists"),
            upvotes=int(votes) if votes.isdecimal() and len(votes) < _DIGITS else None,
            status=self._status(),
            metadata=self._of_bibliographies()
            | _said(
                {
                    "volume": self._first("volume") or _text(parent.get("volume")),
                    "issue": self._first("issue") or self._number() or _text(parent.get("issue")),
                    "page": self._pages(),
                    "edition": of_edition(self._told("edition")),
                    "note": plain("; ".join(self._notes())) if mine else "",
                    **{variable: plain(self._first(field)) for variable, field in TEXT_VARIABLES.items()},
                    **self._places(),
                    "translator": names_as_variable(self._people("translator")),
                    **numbers_of_books([*self._texts("isbn"), *self._texts("issn"), *map(_text, serial.values())]),
                    "PMID": self._first("pmid"),
                    "PMCID": self._first("pmcid"),
                }
            ),
        )

    def _number(self) -> str:
        """The number of a report or an issue, and none that only counts the records."""
        names = self._names("number")[:1]
        return "" if any(is_running_number(name, map(field_of, self.held)) for name in names) else self._first("number")

    def _venue(self) -> str:
        """Where it appeared; in a program's record also what only BibTeX counts as such."""
        return self._first("venue") or (self._under(("howpublished",)) if self._is_of_program else "")

    def _of_bibliographies(self) -> dict[str, str]:
        """Further variables of CSL, by the fields of BibTeX where a program of it wrote the record, by those of
        Hayagriva else."""
        if self._is_of_program:
            fields = {variable: names for variable, names in VARIABLE_FIELDS.items() if variable not in _ELSEWHERE}
            genre = self._under(("type",)) if "entrytype" in self.held else ""
            return {
                "genre": self._plain(genre),
                **{name: self._plain(self._under(told)) for name, told in fields.items()},
            }
        seen = _text(self._below("url").get("date"))
        self._used |= {"url"} if seen else set()
        above = _parent(self._below("parent").get("parent"))
        told = {variable: self._under((name,)) for variable, name in _HAYAGRIVA.items()}
        return {"collection-title": _text(above.get("title")), "accessed": seen, **told}

    def _places(self) -> dict[str, str]:
        """The publisher and its place, which Hayagriva tells below it, beside it or with what the work appeared in."""
        parent = self._below("parent")
        houses = [_parent(value) for value in (self.held.get("publisher"), parent.get("publisher"))]
        name = next(filter(None, (_text(house.get("name")) for house in houses)), "")
        place = next(filter(None, (_text(house.get("location")) for house in houses)), "")
        self._used |= {"publisher"} if houses[0] else set()
        told = name or self._first("publisher") or _text(parent.get("publisher"))
        if not place and (self._is_of_program or self._is_of_hayagriva):
            place = self._under(("location",)) or _text(parent.get("location"))
        place = self._first("place") or place
        return {"publisher": self._plain(told), "publisher-place": self._plain(place)}

    @property
    def _is_of_hayagriva(self) -> bool:
        return bool(self._below("parent") or self._below("serialnumber")) or "pagerange" in self.held

    def _under(self, names: Sequence[str]) -> str:
        """The first text under some names."""
        for name in names:
            if name in self.held and (text := next(iter(_all_texts(self.held[name])), "")):
                self._used.add(name)
                return text
        return ""

    def _names(self, field: str) -> list[str]:
        """The names of a field under which something stands, the most telling first."""
        held = self.held
        return [name for name in NAMES_OF[field] if name in held and texts_in(held[name])]

    def _value(self, field: str) -> Any:
        """What stands under the first of the names of a field that says something."""
        names = self._names(field)[:1]
        self._used |= {*names}
        return self.held[names[0]] if names else None

    def _texts(self, field: str) -> list[str]:
        return [text for name in self._names(field) for text in _all_texts(self.held.get(name))]

    def _told(self, field: str) -> str:
        """The first text of a field of which it is not yet known whether it can be used."""
        return next(iter(self._texts(field)), "")

    def _first(self, field: str) -> str:
        """The first text of a field, which is taken as it is."""
        for name in self._names(field):
            for text in _all_texts(self.held[name])[:1]:
                if len(texts_in(self.held[name])) == 1:
                    self._used.add(name)
                return text
        return ""

    def _below(self, name: str) -> Mapping[str, Any]:
        """What stands below a key that has keys of its own."""
        return _parent(self.held.get(name))

    def _kind(self) -> str:
        """The kind of work; used are those names whose words say one."""
        for name in self._names("kind"):
            if csl_type(text := _text(self.held[name])) or genre_of(text):
                self._used.add(name)
                return text
        return self._told("kind") if "entrytype" in self.held else _text(self.held.get("type"))

    def _tags(self, *, blanks: bool) -> list[str]:
        """The words under the first of the names of tags."""
        names = self._names("tags")[:1]
        words = _words(self.held[names[0]], blanks=blanks) if names else []
        self._used |= {*names} if words else set()
        return words

    def _words(self, field: str) -> list[str]:
        found = {name: _words(self.held[name]) for name in self._names(field)}
        self._used |= {name for name, words in found.items() if words}
        return [word for words in found.values() for word in words]

    def _yes(self, field: str) -> bool:
        """Whether some name of a field says yes; no and yes are understood, anything else is not."""
        said = {name: _text(self.held[name]) for name in self._names(field)}
        self._used |= {name for name, text in said.items() if yes_or_no(text) is not None}
        return any(map(yes_or_no, said.values()))

    def _people(self, field: str) -> list[str]:
        """Names as `Reference.authors` holds them."""
        names = people_in(self._value(field), bibtex=self._is_of_program)
        groups = (_KEPT_AS_IT_IS.fullmatch(name) for name in names)
        return [
            f"{{{self._plain(group[1])}}}" if group else self._plain(name)
            for name, group in zip(names, groups, strict=True)
        ]

    def _pages(self) -> str:
        return pages(*(self._first(name) for name in ("page", "first page", "last page", "article number")))

    def _addresses(self) -> list[str]:
        """Addresses, those that lead to a paper first."""
        own = self._own_id if leads_to_paper(self._own_id) else ""
        told = map(self._plain, (*self._texts("url"), *self._texts("source"), own))
        urls = [url for url in told if normal_url(clean_line(url))]
        return sorted(urls, key=lambda url: not leads_to_paper(url))

    def _dates(self) -> list[str]:
        day, month, year = (self._told(field) for field in ("day", "month", "year"))
        parts = [_of_parts(self.held.get(name)) for name in ("issued", "date")]
        self._used |= {name for name, told in zip(("issued", "date"), parts, strict=True) if told}
        numbers = "-".join((year, *(part.zfill(2) for part in (month, day) if part)))
        more = [numbers if month.isdecimal() else f"{day} {month} {year}"] if month and year else []
        self._used |= {"date"} if date_written(self._told("date")) else set()
        held = self.held
        told = [held.get(name) for name in NAMES_OF["published"] if isinstance(held.get(name), str)]
        return list(filter(None, [*parts, year, *more, *told]))

    def _notes(self) -> list[str]:
        """Notes, but for the name of the file that holds one."""
        names = [name for name in self._names("note") if notes_told(self.held[name])]
        self._used |= {*names}
        texts = [note_of(text) for name in names for text in notes_told(self.held[name])]
        return [text for text in texts if text not in _NO_NOTE and not _FILE.fullmatch(text)]

    def _remarks(self) -> list[str]:
        """What somebody wrote under names of their own."""
        found = []
        for name, value in self.said.items():
            held = self._compared[name]
            if is_own_words(name) and not field_of(name) and not self._is_of_service:
                self._used.add(held)
                found += [remark(name, ", ".join(texts))] if (texts := texts_in(value)) else []
            elif field_of(held) == "read" and (day := _text(value)) and date_in(day):
                self._used.add(held)
                found.append(remark(name, day))
        return found

    def _status(self) -> Status:
        if self._yes("read") or any(date_in(text) for text in self._texts("read")):
            return Status.READ
        for name in self._names("status"):
            if status := status_of(_text(self.held[name])):
                self._used.add(name)
                return status
        return Status.UNREAD


def as_text(value: Any, depth: int = 0) -> Any:
    """A value of JSON with texts for numbers and the like, as deep as a field of a record is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, int | float):
        return str(value)
    if depth < _DEPTH and isinstance(value, list):
        return [as_text(member, depth + 1) for member in value]
    if depth < _DEPTH and isinstance(value, dict):
        return {key: as_text(member, depth + 1) for key, member in value.items()}
    return ""


def _no_address(text: str) -> list[str]:
    """A text that names where a work appeared, as it is no address."""
    return [] if normal_url(text) or not names_venue(text) else [text]


def _text(value: Any) -> str:
    """A text; the first of several; Hayagriva's `value` of a text that is told with its spelling."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value[:20])), "")
    if isinstance(value, Mapping):
        held = value.get("value")
        return held if isinstance(held, str) else ""
    return value if isinstance(value, str) else ""


def _all_texts(value: Any) -> list[str]:
    """Each text of a list or of a mapping of texts, or the text itself; of an object in a list what it is called."""
    if not isinstance(value, Mapping):
        return names_told(value)
    return [text for member in value.values() if isinstance(member, str) and (text := member.strip())]


def _words(value: Any, *, blanks: bool = False) -> list[str]:
    """Tags or keywords: a list, or a text with signs or, as papis has it, `blanks` between them."""
    if not isinstance(value, str):
        return names_told(value)
    return re.split(r"\s+" if blanks and not re.search("[,;]", value) else r"\s*[,;]\s*", value.strip())


def _said(metadata: Mapping[str, str]) -> dict[str, str]:
    """The variables that say something."""
    return {name: value for name, value in metadata.items() if value}


def _members(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _keys(value: Any) -> set[str]:
    """The keys of a mapping as those of a record are spelt."""
    return {*map(plain_name, value)} if isinstance(value, Mapping) else set()


def _parent(value: Any) -> Mapping[str, Any]:
    held = value[0] if isinstance(value, list) and value else value
    return held if isinstance(held, Mapping) else {}


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

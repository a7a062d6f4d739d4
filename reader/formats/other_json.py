"""The JSON of other programs and services: each record shows by its own keys whose it is, and is read by their meaning.

Zotero (https://www.zotero.org/support/dev/web_api/v3/basics), Paperpile, Semantic Scholar
(https://api.semanticscholar.org/api-docs/graph), Crossref (https://github.com/CrossRef/rest-api-doc), OpenAlex
(https://docs.openalex.org/api-entities/works/work-object), DataCite (https://support.datacite.org/docs/api), arXiv's
dump (https://www.kaggle.com/datasets/Cornell-University/arxiv), Europe PMC (https://europepmc.org/RestfulWebService),
INSPIRE (https://github.com/inspirehep/rest-api-doc), and a few others. Whatever of these an answer is wrapped in is
taken off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any

from reader.dates import date_written
from reader.formats.arxiv.accents import accented
from reader.formats.arxiv.authors import are_more, names
from reader.formats.csl_variables import pages
from reader.formats.folders import names_of_folders, path_in
from reader.formats.json_rows import JSON_START, rows
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.references import (
    Reference,
    References,
    csl_type,
    genre_of,
    group,
    numbers_of_books,
    of_edition,
)
from reader.formats.remainder import AskedObject, Form, taken, with_remainder
from reader.formats.tagged.pubmed import with_comma, without_stop
from reader.formats.user_fields import note_of
from reader.formats.zotero import NUMBERS, PARTS, VARIABLES, VENUES, alone, is_text, take_extra
from reader.identity import arxiv_year, find_arxiv_id
from reader.latex import decode
from reader.paper import Status
from reader.persons import names_as_variable, without_number
from reader.text import clean_line, words

_SIGN = re.compile(
    r'"(?:itemType|labelsNamed|foldersNamed|pubtype|paperId|externalIds|externalids|corpusId|corpusid|message-type'
    r"|reference-count|is-referenced-by-count|authorships|abstract_inverted_index|titles|forum|hits?|@pid|cites_url|article_url|last_name"
    r'|authors_parsed|update_date|submitter|authorString|journalInfo|journalTitle|abstractText)"\s*:'
)
_LOOKED_AT = 200_000
_KINDS_OF_DBLP = {
    "Journal Articles": "journal article", "Conference and Workshop Papers": "conference paper",
    "Parts in Books or Collections": "chapter", "Data and Artifacts": "dataset",
}  # fmt: skip
_OF_HARZING = (
    "title", "abstract", "year", "source", "doi", "article_url", "fulltext_url", "volume", "issue", "startpage",
    "endpage", "publisher", "issn",
)  # fmt: skip
_WRAPPED = (
    "message", "items", "data", "results", "resultList", "result", "hits", "hit", "info", "papers", "works",
    "recommendedPapers", "citedPaper", "citingPaper", "notes",
)  # fmt: skip
"""Keys under which answers and exports keep their records."""
_DEPTH = 6
"""Wrappings within each other at most."""
_LONGEST = 20_000
"""Words of an abstract that is told as the places of its words."""

_ASIDE = {
    "peerreview": "a review of a paper",
    "component": "a part of a paper",
    "supplementarymaterials": "a part of a paper",
    "paratext": "pages around the papers",
    "grant": "a grant",
    "award": "a grant",
    **dict.fromkeys(("journal", "journalvolume", "journalissue"), "a journal"),
    **dict.fromkeys(("bookseries", "proceedingsseries", "reportseries"), "a series"),
}
"""Types of what Crossref, OpenAlex and DataCite register beside works, without signs."""

_Object = Mapping[str, Any]


def sniff(text: str) -> bool:
    """Whether the text is JSON with a record of one of these."""
    if JSON_START.match(text.removeprefix("\ufeff")) is None or _SIGN.search(text[:_LOOKED_AT]) is None:
        return False
    found = (_records(row[1]) for row in rows(text, keys=()) if not isinstance(row, Problem))
    return any(_kind(record) is not None or _is_part(record) for records in found for record in records)


def parse(text: str) -> Parsed:
    """Read every record that is one of these; any other is a problem."""
    references = References("a record")
    collections = _Collections()
    found: list[tuple[int, Any]] = []
    for row in rows(text, keys=()):
        if isinstance(row, Problem):
            references.problems.append(row)
            continue
        collections.learn(row[1])
        found += ((row[0], record) for record in _records(row[1]))
    parts = _PartsOfItems(record for _, record in found)
    for line, record in found:
        if _is_part(record):
            references.problems += parts.without_item(line, record)
            continue
        kind = _kind(record)
        if kind is None:
            references.skip(line, "in which nothing shows a paper of a known program", _shown(record))
            continue
        read, form = kind
        reference = read(line, told := AskedObject(record))
        if (aside := _aside(record)) or not is_text(_text(_item(record).get("itemType")), reference):
            references.skip(line, f"of {aside or 'something that is no text'}", reference.title)
            continue
        collections.add_to(reference, record)
        parts.add_to(reference, record)
        references.take(reference, beside=partial(with_remainder, reference=reference, record=told, form=form))
    if collections.unnamed:
        message = f"collections of {collections.unnamed} records are told by keys without names, left out"
        references.problems.append(Problem(0, message))
    return references.parsed()


def _records(value: Any, depth: int = 0) -> Iterator[Any]:
    """The records of a value without what they are wrapped in; a value that wraps nothing is one itself."""
    if isinstance(value, list) and depth:
        for member in value:
            yield from _records(member, depth + 1)
        return
    wrapped = (
        [value[key] for key in _WRAPPED if isinstance(value.get(key), dict | list)] if isinstance(value, dict) else []
    )
    if not wrapped or depth > _DEPTH or _kind(value) is not None or _is_part(value):
        yield value
        return
    yield from _records(wrapped[0], depth + 1)


def _kind(record: Any) -> tuple[Callable[[int, _Object], Reference], Form] | None:
    """What reads a record, by the keys that it has, and whose form it has; None for what is none of these."""
    if not isinstance(record, dict):
        return None
    return next(((read, form) for shows, read, form in _KINDS if shows(record)), None)


def _aside(record: _Object) -> str:
    """What a record is of that is no work itself but written on one or around it; "" for any other."""
    if any(value in (1, True, "1") for value in (record.get("trashed"), _item(record).get("deleted"))):
        return "something in the trash"
    if _is_openreview(record):
        return "a reply to a paper" if _is_reply(record) else ""
    held = _object(record.get("attributes")) or record
    if _is_crossref(record) or _is_openalex(record) or _is_datacite(record):
        kinds = (_text(held.get("type")), _text(_object(held.get("types")).get("resourceTypeGeneral")))
        return next((_ASIDE[name] for kind in kinds if (name := _letters(kind)) in _ASIDE), "")
    return ""


def _is_reply(record: _Object) -> bool:
    """Whether a note of OpenReview is a review, a decision or a comment: it replies to another, or stands in another's
    forum and names nobody (https://docs.openreview.net/reference/api-v2/entities/note/fields)."""
    if "replyto" in record:
        return _text(record["replyto"]) != ""
    own = _text(record.get("id"))
    return own not in ("", record["forum"]) and "authors" not in _object(record.get("content"))


def _letters(kind: str) -> str:
    return "".join(filter(str.isalpha, kind.lower()))


# -- what JSON may hold under a key ------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    """A text or a number as text; the first that says something of several; "" for anything else."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value[:20])), "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return value if isinstance(value, str) else str(value)


def _object(value: Any) -> _Object:
    return value if isinstance(value, dict) else {}


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any, *keys: str) -> list[str]:
    """The texts of an array, or what its objects hold under the first of some keys that they have."""
    found = (
        member if not isinstance(member, dict) else next(filter(None, map(member.get, keys)), "")
        for member in _all(value)
    )
    return [text for text in map(_text, found) if text]


def _shown(record: Any) -> str:
    named = _text(record.get("title") or record.get("name") or record.get("id")) if isinstance(record, dict) else ""
    return named or str(record)[:300]


# -- Zotero ------------------------------------------------------------------------------------------------------------


def _item(record: Any) -> _Object:
    """The fields of an item of Zotero, which the web API keeps a level below; empty for anything else."""
    held = _object(record)
    data = _object(held.get("data"))
    item = data if "itemType" in data else held
    return item if isinstance(item.get("itemType"), str) else {}


def _is_part(record: Any) -> bool:
    return _item(record).get("itemType") in PARTS


def _keys(record: Any) -> list[str]:
    """By what the notes of an item, and its collections, name it."""
    item = _item(record)
    return [key for name in ("key", "itemKey", "itemID") if (key := _text(item.get(name)))]


def _words_of_part(part: _Object) -> list[str]:
    """What somebody wrote in a note, on a file, or at a place in it, whose words are quoted above."""
    marked = "\n".join(f"> {line}" for line in note_of(_text(part.get("annotationText"))).splitlines())
    own = [marked, note_of(_text(part.get("annotationComment"))), note_of(_text(part.get("note")))]
    below = (text for one in _all(part.get("annotations")) for text in _words_of_part(_object(one)))
    return list(filter(None, ("\n\n".join(filter(None, own)), *below)))


class _PartsOfItems:
    """The notes, files and annotations that stand beside the items that they are of, or below one another."""

    def __init__(self, records: Iterable[_Object]) -> None:
        items = list(map(_item, records))
        parts = [item for item in items if item.get("itemType") in PARTS]
        self._known = {key for item in items if item.get("itemType") not in PARTS for key in _keys(item)}
        self._above = {key: _text(part.get("parentItem")) for part in parts for key in _keys(part)}
        self._of_item: dict[str, list[_Object]] = {}
        for part in parts:
            self._of_item.setdefault(self._item_of(part), []).append(part)

    def _item_of(self, part: _Object) -> str:
        """The key of the item that a part is of, "" for one that is not here."""
        above, seen = _text(part.get("parentItem")), set[str]()
        while above not in self._known and above in self._above and above not in seen:
            seen.add(above)
            above = self._above[above]
        return above if above in self._known else ""

    def without_item(self, line: int, record: Any) -> Iterator[Problem]:
        """What is said of a part that is of no item here."""
        part = _item(record)
        if self._item_of(part):
            return
        told = _words_of_part(part)
        for written in told:
            yield from alone(line, written)
        if not told and part.get("itemType") == "attachment":
            yield Problem(line, "a file that belongs to no item, skipped", excerpt(clean_line(_shown(part)[:300])))

    def add_to(self, reference: Reference, record: Any) -> None:
        """Put what its parts say to an item, with the tags that they have."""
        within = [_object(one) for one in _all(_item(record).get("attachments"))]
        parts = [part for key in _keys(record) for part in self._of_item.get(key, ())]
        for part in (*within, *parts):
            reference.notes += _words_of_part(part)
        for part in (*within, *parts, *map(_object, _all(_item(record).get("notes")))):
            reference.keywords += _texts(part.get("tags"), "tag")


_ZOTERO = Form(
    "zotero",
    {
        "it numbers, dates or files the item in the program": "key version itemKey itemID libraryID library uri select"
        " links meta dateAdded dateModified inPublications parentItem collections relations seeAlso attachments",
        "it says how it was found, and on which terms": "accessDate libraryCatalog rights",
        "the same of a note, which is read": "notes/key notes/version notes/itemKey notes/itemID notes/itemType"
        " notes/uri notes/parentItem notes/dateAdded notes/dateModified notes/tags notes/relations notes/collections",
    },
    within="data",
    beside="creatorType fieldMode type",
    variables={"conferenceName": "event-title"},
)


def _is_zotero(record: _Object) -> bool:
    item = _item(record)
    return bool(item) and not item.keys().isdisjoint(
        ("creators", "dateAdded", "abstractNote", "key", "itemKey", "version")
    )


def _zotero(line: int, record: _Object) -> Reference:
    item = _item(record)
    reference = Reference(
        line=line,
        title=_text(item.get("title")) or _text(item.get("caseName")) or _text(item.get("subject")),
        kind=_text(item.get("itemType")),
        key=_text(item.get("citationKey")) or _text(item.get("citekey")),
        abstract=_text(item.get("abstractNote")),
        authors=_creators(item.get("creators")),
        editors=_creators(item.get("creators"), "editor"),
        dates=_of_one_day([_text(item.get("date")), _text(_object(_object(record).get("meta")).get("parsedDate"))]),
        venues=[_text(item.get(name)) for name in VENUES],
        named=[_text(item.get("archiveID")), _text(item.get("reportNumber")), _text(item.get("url"))],
        dois=[_text(item.get("DOI"))],
        urls=[_text(item.get("url"))],
        keywords=_texts(item.get("tags"), "tag"),
        notes=[note_of(note) for note in _texts(item.get("notes"), "note")],
        metadata={variable: _text(item.get(name)) for variable, name in VARIABLES.items()},
    )
    reference.metadata["page"] = pages(reference.metadata["page"])
    reference.metadata["number"] = next(filter(None, (_text(item.get(name)) for name in NUMBERS)), "")
    reference.metadata["translator"] = names_as_variable(_creators(item.get("creators"), "translator"))
    if extra := _text(item.get("extra")):
        take_extra(reference, extra)
        taken(item, "extra")
    return reference


def _creators(value: Any, role: str = "") -> list[str]:
    """Those of a role among the creators; without one the authors, or whoever stands first in their place."""
    people = [member for member in _all(value) if isinstance(member, dict)]
    kinds = [_text(person.get("creatorType")) for person in people]
    wanted = role or next((kind for kind in ("author", *kinds) if kind in kinds), "")
    return [_name(person) for person, kind in zip(people, kinds, strict=True) if kind == wanted]


def _name(person: _Object) -> str:
    given = _text(person.get("firstName") or person.get("first") or person.get("given"))
    family = _text(person.get("lastName") or person.get("last") or person.get("family"))
    suffix, whole = _text(person.get("suffix")), _text([person.get("collective"), person.get("name")])
    if given and family:
        return ", ".join(filter(None, (family, given, suffix)))
    return family or given or group(whole or _text(person.get("literal"))) or _text(person.get("formatted"))


class _Collections:
    """The names of Zotero's collections, and what is in them."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._above: dict[str, str] = {}
        self._of_item: dict[str, list[str]] = {}
        self.unnamed = 0
        """Records with a collection whose name the file does not tell."""

    def learn(self, value: Any) -> None:
        """What one JSON text, or one member of an array, says of collections."""
        held = _object(value)
        for key, collection in _object(held.get("collections")).items():
            self._names[key] = _text(_object(collection).get("name"))
            self._above[key] = _text(_object(collection).get("parent"))
            for item in _all(_object(collection).get("items")):
                self._of_item.setdefault(_text(item), []).append(key)

    @cached_property
    def _lists(self) -> dict[str, str]:
        """The names of the reading lists that collections become."""
        keys = [key for key, name in self._names.items() if name]
        paths = [path_in(self._above, self._names, key) for key in keys]
        return dict(zip(keys, names_of_folders(paths), strict=True))

    def add_to(self, reference: Reference, record: _Object) -> None:
        """Put a record into its collections."""
        item = _item(record)
        if not item:
            return
        keys = [_text(key) for key in _all(item.get("collections"))]
        names = [self._lists[key] for key in keys if key in self._lists]
        self.unnamed += len(names) < len(keys)
        for key in _keys(record):
            names += (self._lists[one] for one in self._of_item.get(key, ()) if one in self._lists)
        reference.lists += dict.fromkeys(names)


# -- other programs ----------------------------------------------------------------------------------------------------


_PAPERPILE = Form(
    "paperpile",
    {
        "it numbers, dates or files the paper in the program": "_id sha1 sha owner kind gsid created updated trashed"
        " labels folders attachments incomplete library_id import_id lastEdited openalexid citedby",
        "a name again, in one piece": "author/formatted author/initials editor/formatted editor/initials",
        "it is of the people": "author/orcid author/affiliation affiliation aff",
    },
)


def _is_paperpile(record: _Object) -> bool:
    return (
        "title" in record
        and not record.keys().isdisjoint(("labelsNamed", "foldersNamed", "pubtype"))
        and "_id" in record
    )


def _paperpile(line: int, record: _Object) -> Reference:
    kind = _text(record.get("pubtype")).removeprefix("PP_")
    taken(record, *(["pubtype"] if csl_type(kind) else ()))
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=kind,
        key=_text(record.get("citekey")),
        abstract=_text(record.get("abstract")),
        authors=[_name(_object(person)) for person in _all(record.get("author"))],
        editors=[_name(_object(person)) for person in _all(record.get("editor"))],
        dates=[_of_named(record.get("published")), _text(record.get("year"))],
        venues=[_text(record.get(name)) for name in ("journal", "journalfull", "booktitle", "school", "institution")],
        arxiv_id=_text(record.get("arxivid")),
        dois=[_text(record.get("doi"))],
        urls=_texts(record.get("url")),
        keywords=[word for text in _texts(record.get("keywords")) for word in re.split("[,;]", text)],
        tags=_texts(record.get("labelsNamed")),
        notes=[note_of(text) for text in (_text(record.get("notes")), _text(record.get("annote"))) if text],
        starred=record.get("starred") in (1, True, "1"),
        lists=_texts(record.get("foldersNamed")),
        metadata={
            "volume": _text(record.get("volume")),
            "issue": _text(record.get("issue")) or _text(record.get("number")),
            "page": pages(_text(record.get("pages"))),
            "edition": of_edition(_text(record.get("edition"))),
            "publisher": _text(record.get("publisher")),
            "publisher-place": _text(record.get("address")),
            "note": _text(record.get("note")),
            "PMID": _text(record.get("pmid")),
            "PMCID": _text(record.get("pmcid")),
            **numbers_of_books([*_texts(record.get("isbn")), *_texts(record.get("issn"))]),
        },
    )


_SEMANTIC_SCHOLAR = Form(
    "semantic-scholar",
    {
        "it is the service's own number": "paperId corpusId corpusid externalIds/MAG externalIds/CorpusId"
        " externalids/MAG externalids/CorpusId publicationVenue/id",
        "it counts, and tells of other papers": "referenceCount citationCount influentialCitationCount references"
        " citations referencecount citationcount influentialcitationcount embedding contexts intents isInfluential"
        " contextsWithIntent matchScore",
        "it says where there are copies": "isOpenAccess isopenaccess openAccessPdf textAvailability",
        "the service guesses it": "s2FieldsOfStudy s2fieldsofstudy tldr/model",
        "the same in another form": "citationStyles publicationVenue/alternate_names publicationVenue/alternate_issns"
        " publicationVenue/url publicationVenue/alternate_urls publicationVenue/type",
        "it is of the people": "authors/authorId authors/externalIds authors/url authors/affiliations authors/aliases"
        " authors/homepage authors/paperCount authors/citationCount authors/hIndex",
    },
)


def _is_semantic_scholar(record: _Object) -> bool:
    return "title" in record and not record.keys().isdisjoint(
        ("paperId", "externalIds", "externalids", "corpusId", "corpusid", "s2FieldsOfStudy")
    )


def _semantic_scholar(line: int, record: _Object) -> Reference:
    numbers = _object(record.get("externalIds") or record.get("externalids"))
    ids = {name.lower(): _text(numbers.get(name)) for name in numbers}
    journal = _object(record.get("journal"))
    venue = _object(record.get("publicationVenue"))
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=next(iter(_texts(record.get("publicationTypes"))), ""),
        abstract=_text(record.get("abstract")),
        authors=_texts(record.get("authors"), "name"),
        dates=_of_one_day(
            [_text(record.get("publicationDate") or record.get("publicationdate")), _text(record.get("year"))]
        ),
        venues=[_text(record.get("venue")), _text(journal.get("name")), _text(venue.get("name"))],
        arxiv_id=ids.get("arxiv", ""),
        dois=[ids.get("doi", ""), _text(record.get("doi"))],
        urls=[_text(record.get("url")), _text(_object(record.get("openAccessPdf")).get("url"))],
        keywords=_texts(record.get("fieldsOfStudy")),
        metadata={
            "volume": _text(journal.get("volume")),
            "page": pages(_text(journal.get("pages"))),
            "PMID": ids.get("pubmed", ""),
            "PMCID": ids.get("pubmedcentral", ""),
            **numbers_of_books([_text(venue.get("issn"))]),
        },
    )


_CROSSREF = Form(
    "crossref",
    {
        "the service counts it, or keeps it for itself": "indexed created deposited reference-count references-count"
        " is-referenced-by-count content-domain prefix member score source update-policy assertion alternative-id",
        "it is of other papers": "reference",
        "it says where there are copies, and on which terms": "link license resource free-to-read archive",
        "the same in another form": "issn-type isbn-type journal-issue/published-print journal-issue/published-online",
        "it is of the people": "author/ORCID author/authenticated-orcid author/affiliation author/sequence author/role"
        " editor/ORCID editor/authenticated-orcid editor/affiliation editor/sequence editor/role",
    },
    beside="sequence affiliation id-type",
    variables={"event/name": "event-title", "event/location": "event-place", "degree": "genre"},
)


def _is_crossref(record: _Object) -> bool:
    return (
        isinstance(record.get("title"), list)
        and "DOI" in record
        and not record.keys().isdisjoint(
            (
                "reference-count",
                "is-referenced-by-count",
                "content-domain",
                "member",
                "prefix",
                "container-title",
                "issued",
            )
        )
    )


def _crossref(line: int, record: _Object) -> Reference:
    event, issue = _object(record.get("event")), _object(record.get("journal-issue"))
    houses = _texts(record.get("institution"), "name")
    dates = ("issued", "published", "published-print", "published-online", "posted", "created")
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=_text(record.get("type")),
        abstract=_text(record.get("abstract")),
        authors=[_name(_object(person)) for person in _all(record.get("author"))],
        editors=[_name(_object(person)) for person in _all(record.get("editor"))],
        dates=_of_one_day([_of_parts(record.get(name)) for name in dates]),
        venues=[_text(record.get("container-title")), _text(event.get("name")), *houses],
        named=[_text(record.get("DOI")), _text(record.get("number"))],
        dois=[_text(record.get("DOI"))],
        urls=[_text(record.get("URL"))],
        keywords=_texts(record.get("subject")),
        metadata={
            "volume": _text(record.get("volume")),
            "issue": _text([record.get("issue"), issue.get("issue")]),
            "page": pages(_text(record.get("page")), article=_text(record.get("article-number"))),
            "publisher": _text(record.get("publisher")),
            "edition": _text(record.get("edition-number")),
            "language": _text(record.get("language")),
            "container-title-short": _text(record.get("short-container-title")),
            "translator": names_as_variable(map(_name, map(_object, _all(record.get("translator"))))),
            **numbers_of_books([*_texts(record.get("ISBN")), *_texts(record.get("ISSN"))]),
        },
    )


def _of_one_day(dates: Iterable[str]) -> list[str]:
    """Those of several dates, the surest first, that may be the same as the first that is one: a service also tells
    when a text was online, deposited or changed."""
    given = [(date, date_written(date)) for date in filter(None, dates)]
    first = next(filter(None, (found for _, found in given)), "")
    return [date for date, found in given if found.startswith(first) or first.startswith(found)]


def _of_named(value: Any) -> str:
    """A date of year, month and day as text; the month may be a name."""
    when = _object(value)
    year, month, day = (_text(when.get(part)).strip() for part in ("year", "month", "day"))
    if month and not month.isdecimal():
        return f"{day} {month} {year}".strip()
    return "-".join(filter(None, (year, month.zfill(2) if month else "", day.zfill(2) if month and day else "")))


def _of_parts(value: Any) -> str:
    """A date of CSL's parts as text."""
    parts = _object(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [_text(part) for part in first[:3]]
    return "-".join(number.zfill(2) for number in numbers) if numbers and all(numbers) else ""


_OPENALEX = Form(
    "openalex",
    {
        "it is the service's own number": "id ids/openalex ids/mag mag",
        "the service counts it, or keeps it for itself": "cited_by_count cited_by_api_url counts_by_year fwci"
        " citation_normalized_percentile cited_by_percentile_year relevance_score updated_date created_date indexed_in"
        " locations_count countries_distinct_count institutions_distinct_count referenced_works_count ngrams_url"
        " has_fulltext fulltext_origin has_content content_urls is_xpac authors_count concepts_count topics_count"
        " is_authors_truncated apc_list apc_paid datasets versions",
        "the service guesses it": "concepts topics primary_topic sustainable_development_goals mesh keywords/id"
        " keywords/score",
        "it is of other papers": "referenced_works related_works",
        "it says where there are copies, and on which terms": "locations best_oa_location open_access"
        " alternate_host_venues primary_location/id primary_location/is_oa primary_location/license"
        " primary_location/license_id primary_location/version primary_location/is_accepted"
        " primary_location/is_published primary_location/raw_type primary_location/raw_source_name",
        "it is of the journal": "primary_location/source/id primary_location/source/type primary_location/source/is_oa"
        " primary_location/source/is_in_doaj primary_location/source/is_core primary_location/source/host_organization"
        " primary_location/source/host_organization_lineage primary_location/source/host_organization_lineage_names"
        " primary_location/source/is_indexed_in_scopus host_venue/id host_venue/type host_venue/is_oa"
        " host_venue/version host_venue/license host_venue/url",
        "it is of the people": "authorships/author/id authorships/author/orcid authorships/author_position"
        " authorships/institutions authorships/countries authorships/is_corresponding authorships/raw_author_name"
        " authorships/raw_affiliation_string authorships/raw_affiliation_strings authorships/affiliations"
        " authorships/raw_orcid corresponding_author_ids corresponding_institution_ids institutions"
        " institution_assertions",
        "the same in another form": "type_crossref is_paratext",
    },
    beside="score id",
)


def _is_openalex(record: _Object) -> bool:
    held = not record.keys().isdisjoint(("authorships", "publication_year", "abstract_inverted_index"))
    return held and "openalex.org/W" in _text(record.get("id")) and ("title" in record or "display_name" in record)


def _openalex(line: int, record: _Object) -> Reference:
    place, book = _object(record.get("primary_location")), _object(record.get("biblio"))
    source = _object(place.get("source")) or _object(record.get("host_venue"))
    ids = _object(record.get("ids"))
    pmid, pmcid = (_text(ids.get(name)).rstrip("/").rpartition("/")[2] for name in ("pmid", "pmcid"))
    taken(ids, *filter(ids.get, ("pmid", "pmcid")))
    if abstract := _in_order(record.get("abstract_inverted_index")):
        taken(record, "abstract_inverted_index")
    return Reference(
        line=line,
        title=_text([record.get("title"), record.get("display_name")]),
        kind=_text(record.get("type")),
        abstract=abstract,
        authors=[
            _text(_object(_object(one).get("author")).get("display_name")) for one in _all(record.get("authorships"))
        ],
        dates=_of_one_day([_text(record.get("publication_date")), _text(record.get("publication_year"))]),
        venues=[_text(source.get("display_name"))],
        dois=[_text(record.get("doi"))],
        urls=[_text(place.get("landing_page_url")), _text(place.get("pdf_url")), _text(record.get("id"))],
        keywords=_texts(record.get("keywords"), "display_name", "keyword"),
        metadata={
            "volume": _text(book.get("volume")),
            "issue": _text(book.get("issue")),
            "page": pages("", _text(book.get("first_page")), _text(book.get("last_page"))),
            "PMID": pmid,
            "PMCID": f"PMC{pmcid}" if pmcid.isdecimal() else pmcid,
            "language": _text(record.get("language")),
            "publisher": _text([source.get("host_organization_name"), source.get("publisher")]),
            **numbers_of_books([*_texts(source.get("issn_l")), *_texts(source.get("issn"))]),
        },
    )


def _in_order(index: Any) -> str:
    """The text of an abstract that is told as the places of each of its words."""
    placed = (
        (place, word) for word, places in _object(index).items() for place in _all(places) if isinstance(place, int)
    )
    return " ".join(word for _, word in sorted(placed)[:_LONGEST])


_DATACITE = Form(
    "datacite",
    {
        "it is the register's own": "id type relationships links prefix suffix xml contentUrl metadataVersion"
        " schemaVersion source isActive state reason landingPage created registered updated agency clientId providerId",
        "it counts": "viewCount viewsOverTime downloadCount downloadsOverTime referenceCount citationCount"
        " citationsOverTime partCount partOfCount versionCount versionOfCount",
        "it says on which terms": "rightsList",
        "the same in another form": "types/ris types/schemaOrg types/citeproc types/bibtex container/type",
        "it is of the people": "creators/affiliation creators/nameIdentifiers creators/nameType"
        " contributors/affiliation contributors/nameIdentifiers contributors/nameType",
        "it says in which list the subject stands": "subjects/subjectScheme subjects/schemeUri subjects/valueUri"
        " subjects/classificationCode subjects/lang publisher/schemeUri publisher/publisherIdentifier"
        " publisher/publisherIdentifierScheme publisher/lang",
    },
    within="attributes",
    beside="lang titleType dateType descriptionType identifierType alternateIdentifierType contributorType numberType",
)


def _is_datacite(record: _Object) -> bool:
    held = _object(record.get("attributes")) or record
    return isinstance(held.get("titles"), list) and isinstance(held.get("creators"), list) and "doi" in held


def _datacite(line: int, record: _Object) -> Reference:
    held = _object(record.get("attributes")) or record
    box = _object(held.get("container"))
    said = [_object(one) for one in _all(held.get("descriptions"))]
    people = [_object(one) for one in _all(held.get("creators"))]
    helpers = [_object(one) for one in _all(held.get("contributors"))]
    days = sorted(map(_object, _all(held.get("dates"))), key=lambda one: one.get("dateType") != "Issued")
    types = [_text(_object(held.get("types")).get(name)) for name in ("resourceTypeGeneral", "resourceType", "bibtex")]
    return Reference(
        line=line,
        title=next(iter(_texts(held.get("titles"), "title")), ""),
        kind=next(filter(csl_type, types), ""),
        abstract=next((_text(one.get("description")) for one in said if one.get("descriptionType") == "Abstract"), ""),
        authors=list(map(_of_datacite, people)),
        editors=[_of_datacite(one) for one in helpers if one.get("contributorType") == "Editor"],
        dates=_of_one_day([_text(held.get("publicationYear")), _text(held.get("published")), *_texts(days, "date")]),
        venues=[
            _text(box.get("title")),
            _text(held.get("publisher")),
            _text(_object(held.get("publisher")).get("name")),
        ],
        dois=[_text(held.get("doi"))],
        urls=[_text(held.get("url"))],
        keywords=_texts(held.get("subjects"), "subject"),
        metadata={
            "volume": _text(box.get("volume")),
            "issue": _text(box.get("issue")),
            "page": pages("", _text(box.get("firstPage")), _text(box.get("lastPage"))),
            **numbers_of_books([_text(box.get("identifier"))]),
        },
    )


def _of_datacite(one: _Object) -> str:
    return _name({"given": one.get("givenName"), "family": one.get("familyName"), "name": one.get("name")})


_OPENREVIEW = Form(
    "openreview",
    {
        "it numbers and dates the note in the system": "id forum number cdate tcdate pdate odate mdate tmdate ddate"
        " original referent version domain",
        "it says who may see it, and what it answers": "signatures readers writers nonreaders invitation invitations"
        " replyto details license",
        "the same in another form": "_bibtex paperhash venueid authorids pdf",
        "its authors declare it to the venue": "code_of_ethics submission_guidelines anonymous_url student_author"
        " no_acknowledgement_section reciprocal_reviewing code_of_conduct",
    },
    within="content value",
)


def _is_openreview(record: _Object) -> bool:
    return isinstance(record.get("forum"), str) and "title" in _object(record.get("content"))


def _openreview(line: int, record: _Object) -> Reference:
    content = _object(record.get("content"))
    names = ("title", "abstract", "authors", "venue", "keywords")
    held = {name: _object(value).get("value", value) for name in names if (value := content.get(name))}
    stamp = record.get("pdate") or record.get("cdate")
    return Reference(
        line=line,
        title=_text(held.get("title")),
        abstract=_text(held.get("abstract")),
        authors=_texts(held.get("authors")),
        dates=[_year_of(stamp)] if isinstance(stamp, int) else [],
        venues=[_text(held.get("venue"))],
        urls=[f"https://openreview.net/forum?id={_text(record.get('forum'))}"],
        keywords=_texts(held.get("keywords")),
    )


def _year_of(stamp: int) -> str:
    """The year of a moment in milliseconds since 1970."""
    return str(1970 + int(stamp / 31_556_952_000)) if 0 < stamp < 10**14 else ""


_DBLP = Form(
    "dblp",
    {
        "it is the service's own number": "key id score authors/author/pid",
        "it says where there are copies": "access",
    },
    within="text",
)


def _is_dblp(record: _Object) -> bool:
    return {"title", "venue", "key"} <= record.keys() and isinstance(record.get("authors"), dict)


def _dblp(line: int, record: _Object) -> Reference:
    return Reference(
        line=line,
        title=_text(record.get("title")).removesuffix("."),
        kind=_KINDS_OF_DBLP.get(_text(record.get("type")), ""),
        authors=[without_number(name) for name in _texts(_object(record.get("authors")).get("author"), "text")],
        dates=[_text(record.get("year"))],
        venues=[_text(record.get("venue"))],
        named=[f"{_text(record.get('venue'))} {_text(record.get('volume'))}"],
        dois=[_text(record.get("doi"))],
        urls=[_text(record.get("ee")), _text(record.get("url"))],
        metadata={
            "volume": _text(record.get("volume")),
            "issue": _text(record.get("number")),
            "page": pages(_text(record.get("pages"))),
        },
    )


_HARZING = Form(
    "publish-or-perish",
    {
        "it counts": "cites cites_per_year cites_per_author author_count age ecc rank gsrank use",
        "it says how the record was found": "uid query_date cites_url related_url type",
    },
)


def _is_harzing(record: _Object) -> bool:
    return "title" in record and {"cites", "article_url"} <= record.keys()


def _harzing(line: int, record: _Object) -> Reference:
    """A record of Publish or Perish (https://harzing.com/resources/publish-or-perish), for which 0 is not known."""
    known = {name: "" if (value := record.get(name)) == 0 else _text(value) for name in _OF_HARZING}
    taken(record, *(name for name, value in record.items() if value == 0))
    return Reference(
        line=line,
        title=known["title"],
        kind=_text(record.get("type")),
        abstract=known["abstract"],
        authors=_texts(record.get("authors")),
        dates=[known["year"]],
        venues=[known["source"]],
        dois=[known["doi"]],
        urls=[known["article_url"], known["fulltext_url"]],
        metadata={
            "volume": known["volume"],
            "issue": known["issue"],
            "page": pages("", known["startpage"], known["endpage"]),
            "publisher": known["publisher"],
            **numbers_of_books([known["issn"]]),
        },
    )


_MENDELEY = Form(
    "mendeley",
    {
        "it numbers, dates or files the document in the program": "id uuid created last_modified profile_id group_id"
        " file_attached files folder_uuids private_publication hidden authored confirmed link scores readers"
        " reader_count trashed",
        "it is another service's own number": "identifiers/scopus identifiers/pui identifiers/sgr",
        "it is of the people": "authors/scopus_author_id editors/scopus_author_id",
    },
    variables={"source_type": "genre"},
)


def _is_mendeley(record: _Object) -> bool:
    people = [_object(one) for one in _all(record.get("authors"))]
    return "title" in record and any("last_name" in one for one in people)


def _mendeley(line: int, record: _Object) -> Reference:
    """A document of Mendeley (https://dev.mendeley.com/methods/#documents)."""
    ids = _object(record.get("identifiers"))
    people, editors, translators = (
        [_name({"given": one.get("first_name"), "family": one.get("last_name")}) for one in map(_object, _all(told))]
        for told in map(record.get, ("authors", "editors", "translators"))
    )
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=_text(record.get("type")),
        key=_text(record.get("citation_key")),
        abstract=_text(record.get("abstract")),
        authors=people,
        editors=editors,
        dates=[_of_named(record)],
        venues=[_text(record.get("source")), _text(record.get("institution"))],
        arxiv_id=_text(ids.get("arxiv")).removeprefix("arXiv:"),
        dois=[_text(ids.get("doi"))],
        urls=_texts(record.get("websites")),
        keywords=_texts(record.get("keywords")),
        tags=_texts(record.get("tags")),
        notes=[note_of(note) for note in _texts(record.get("notes"))],
        starred=record.get("starred") is True,
        status=Status.READ if record.get("read") is True else Status.UNREAD,
        metadata={
            "volume": _text(record.get("volume")),
            "issue": _text(record.get("issue")),
            "page": pages(_text(record.get("pages"))),
            "publisher": _text([record.get("publisher"), record.get("institution")]),
            "accessed": _text(record.get("accessed")),
            "translator": names_as_variable(translators),
            "PMID": _text(ids.get("pmid")),
            **numbers_of_books([_text(ids.get("isbn")), _text(ids.get("issn"))]),
        },
    )


_ARXIV = Form(
    "arxiv",
    {"it is the archive's own": "id submitter license update_date versions"},
)


def _is_arxiv_dump(record: _Object) -> bool:
    held = record.keys() & {"authors_parsed", "update_date", "submitter", "versions", "journal-ref"}
    return "title" in record and len(held) > 1 and find_arxiv_id(f"arXiv:{_text(record.get('id'))}") != ""


def _arxiv_dump(line: int, record: _Object) -> Reference:
    arxiv_id = find_arxiv_id(f"arXiv:{_text(record.get('id'))}")
    line_of_authors = decode(_text(record.get("authors")))
    people = [_in_order_of_index(list(map(_text, _all(one)))) for one in _all(record.get("authors_parsed"))]
    first = _object(next(iter(_all(record.get("versions"))), None))
    if any(people):
        taken(record, "authors_parsed")
    if set(words(" ".join(names(line_of_authors)))) <= set(words(" ".join(people) or line_of_authors)):
        taken(record, *(["authors"] if line_of_authors else ()))
    return Reference(
        line=line,
        title=accented(_text(record.get("title"))),
        abstract=accented(_text(record.get("abstract"))),
        authors=[*(people or names(line_of_authors)), *["et al."] * are_more(line_of_authors)],
        dates=_of_one_day([_text(first.get("created")), arxiv_year(arxiv_id)]),
        venues=[accented(_text(record.get("journal-ref")))],
        arxiv_id=arxiv_id,
        dois=_text(record.get("doi")).split(),
        keywords=_text(record.get("categories")).split(),
    )


def _in_order_of_index(parts: list[str]) -> str:
    """A name of family name, given names and suffix, behind which its places may stand."""
    family, given, suffix = (decode(part) for part in (*parts, "", "", "")[:3])
    return ", ".join(filter(None, (family, given, suffix))) if given else group(family) if " " in family else family


_EUROPE_PMC = Form(
    "europe-pmc",
    {
        "it is the service's own": "id source pmcid_type journalInfo/journalIssueId journalInfo/journal/nlmid"
        " journalInfo/journal/NLMid dateOfCompletion dateOfCreation dateOfRevision firstIndexDate fullTextReceivedDate"
        " subsetList publicationStatus pubModel fullTextIdList manuscriptId",
        "it counts, and says what else the service has": "citedByCount isOpenAccess inEPMC inPMC hasPDF hasBook"
        " hasSuppl hasData hasReferences hasTextMinedTerms hasDbCrossReferences hasLabsLinks hasTMAccessionNumbers"
        " hasEvaluations dbCrossReferenceList tmAccessionTypeList dataLinksTagsList epmcAuthMan ukpmcAuthMan nihAuthMan"
        " authMan",
        "it says where there are copies, and on which terms": "fullTextUrlList license",
        "it is of the people": "authorIdList affiliation authorList/author/authorId"
        " authorList/author/authorAffiliationDetailsList authorList/author/affiliation authorList/author/initials"
        " authorList/author/fullName authorList/author/affiliationOrgId",
        "the same in another form": "journalInfo/dateOfPublication journalInfo/monthOfPublication"
        " journalInfo/yearOfPublication bookOrReportDetails/yearOfPublication electronicPublicationDate",
    },
)


def _is_europe_pmc(record: _Object) -> bool:
    held = record.keys() & {"authorString", "pubYear", "journalInfo", "journalTitle", "abstractText", "isOpenAccess"}
    return "title" in record and "source" in record and len(held) > 1


def _europe_pmc(line: int, record: _Object) -> Reference:
    issue, book = _object(record.get("journalInfo")), _object(record.get("bookOrReportDetails"))
    journal = _object(issue.get("journal"))
    people = list(map(_object, _all(_object(record.get("authorList")).get("author"))))
    named = [with_comma(name) for name in re.split(r",\s*", _text(record.get("authorString")).rstrip(". "))]
    days = ((issue, "printPublicationDate"), (record, "firstPublicationDate"))
    kinds = _texts(_object(record.get("pubTypeList")).get("pubType")) or _text(record.get("pubType")).split("; ")
    kind = next(filter(csl_type, kinds), "")
    return Reference(
        line=line,
        title=without_stop(_text(record.get("title"))),
        kind="preprint" if record.get("source") == "PPR" else kind,
        abstract=_text(record.get("abstractText")),
        authors=list(filter(None, map(_of_europe_pmc, people))) or named,
        dates=_of_one_day([_text(record.get("pubYear")), *(_text(held.get(name)) for held, name in days)]),
        venues=[
            _text(journal.get("title")), _text(record.get("journalTitle")),
            _text(book.get("comprisingTitle")), _text(book.get("publisher")),
        ],
        dois=[_text(record.get("doi"))],
        keywords=_texts(_object(record.get("keywordList")).get("keyword")),
        metadata={
            **genre_of("; ".join(filter(genre_of, kinds))),
            "volume": _text([issue.get("volume"), record.get("journalVolume")]),
            "issue": _text([issue.get("issue"), record.get("issue")]),
            "page": pages(_text(record.get("pageInfo"))),
            "container-title-short": _text([journal.get("isoabbreviation"), journal.get("ISOAbbreviation")]),
            "publisher": _text(book.get("publisher")),
            "language": _text(record.get("language")),
            "PMID": _text(record.get("pmid")),
            "PMCID": _text(record.get("pmcid")),
            **numbers_of_books(
                [_text([book.get("isbn13"), book.get("isbn10")]), _text(journal.get("issn")),
                 _text(journal.get("essn")), *_text(record.get("journalIssn")).split("; ")]
            ),
        },
    )  # fmt: skip


def _of_europe_pmc(person: _Object) -> str:
    if whole := _text(person.get("collectiveName")):
        return group(whole)
    told = {"given": person.get("firstName") or person.get("initials"), "family": person.get("lastName")}
    return _name(told) or with_comma(_text(person.get("fullName")))


_INSPIRE = Form(
    "inspire",
    {
        "it is the service's own": "id created updated uuid revision_id links control_number legacy_creation_date"
        " legacy_version external_system_identifiers self $schema _collections _created _updated _files _export_to"
        " _private_notes _desy_bookkeeping deleted_records new_record acquisition_source curated core citeable"
        " first_author author_count number_of_authors facet_author_name author_suggest bookautocomplete"
        " primary_arxiv_category primary_category inspire_categories arxiv_eprints/categories documents figures"
        " fulltext_links authors/emails authors/raw_affiliations",
        "it counts, and is of other papers": "references citation_count citation_count_without_self_citations"
        " number_of_references related_records citation_pdf_urls",
        "it says on which terms": "license copyright",
        "it is of the people": "authors/uuid authors/record authors/recid authors/affiliations authors/ids authors/bai"
        " authors/first_name authors/last_name authors/full_name_unicode_normalized authors/name_suggest"
        " authors/signature_block authors/affiliations_identifiers authors/curated_relation authors/alternative_names"
        " collaborations/record corporate_author_record",
        "it leads to another record": "publication_info/journal_record publication_info/parent_record"
        " publication_info/conference_record publication_info/journal_issue_record accelerator_experiments",
        "it says in which list the word stands": "keywords/schema keywords/source",
    },
    within="metadata value",
    beside="source schema material medium hidden curated_relation record inspire_roles",
    variables={"report_numbers": "number", "languages": "language", "thesis_info/degree_type": "genre"},
)


def _is_inspire(record: _Object) -> bool:
    held = _object(record.get("metadata")) or record
    shows = held.keys() & {"arxiv_eprints", "texkeys", "publication_info", "inspire_categories", "document_type"}
    return isinstance(held.get("titles"), list) and len(shows) > 0


def _inspire(line: int, record: _Object) -> Reference:
    held = _object(record.get("metadata")) or record
    place, house, series = (
        _object(next(iter(_all(held.get(name))), None)) for name in ("publication_info", "imprints", "book_series")
    )
    school = _texts(_object(held.get("thesis_info")).get("institutions"), "name")
    people = list(map(_object, _all(held.get("authors"))))
    writers = [_text(one.get("full_name")) for one in people if "editor" not in _texts(one.get("inspire_roles"))]
    editors = [_text(one.get("full_name")) for one in people if "editor" in _texts(one.get("inspire_roles"))]
    groups = [group(f"{name} Collaboration") for name in _texts(held.get("collaborations"), "value")]
    return Reference(
        line=line,
        title=next(iter(_texts(held.get("titles"), "title")), ""),
        kind=_text(held.get("document_type")),
        key=_text(held.get("texkeys")),
        abstract=next(iter(_texts(held.get("abstracts"), "value")), ""),
        authors=writers or groups,
        editors=editors,
        dates=_of_one_day([_text(place.get("year")), *map(_text, map(held.get, ("preprint_date", "earliest_date")))]),
        venues=[_text(place.get("journal_title")), *school],
        arxiv_id=next(iter(_texts(held.get("arxiv_eprints"), "value")), ""),
        dois=_texts(held.get("dois"), "value"),
        urls=_texts(held.get("urls"), "value"),
        keywords=_texts(held.get("keywords"), "value"),
        metadata={
            "volume": _text(place.get("journal_volume")),
            "issue": _text(place.get("journal_issue")),
            "page": pages(
                "", _text(place.get("page_start")), _text(place.get("page_end")), article=_text(place.get("artid"))
            ),
            "publisher": _text([house.get("publisher"), *school]),
            "publisher-place": _text(house.get("place")),
            "collection-title": _text(series.get("title")),
            "collection-number": _text(series.get("volume")),
            "edition": _text(held.get("editions")),
            **numbers_of_books(_texts(held.get("isbns"), "value")),
        },
    )


_KINDS = (
    (_is_zotero, _zotero, _ZOTERO),
    (_is_paperpile, _paperpile, _PAPERPILE),
    (_is_semantic_scholar, _semantic_scholar, _SEMANTIC_SCHOLAR),
    (_is_crossref, _crossref, _CROSSREF),
    (_is_openalex, _openalex, _OPENALEX),
    (_is_datacite, _datacite, _DATACITE),
    (_is_openreview, _openreview, _OPENREVIEW),
    (_is_dblp, _dblp, _DBLP),
    (_is_harzing, _harzing, _HARZING),
    (_is_mendeley, _mendeley, _MENDELEY),
    (_is_arxiv_dump, _arxiv_dump, _ARXIV),
    (_is_europe_pmc, _europe_pmc, _EUROPE_PMC),
    (_is_inspire, _inspire, _INSPIRE),
)
"""What shows whose a record is, what reads it, and how it is told."""

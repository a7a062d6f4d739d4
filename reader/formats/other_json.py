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
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from reader.formats.arxiv.accents import accented
from reader.formats.arxiv.authors import are_more, names
from reader.formats.csl_variables import pages
from reader.formats.field_names import is_of_program, not_read
from reader.formats.json_rows import JSON_START, rows
from reader.formats.parsed import Parsed, Problem
from reader.formats.references import Reference, References, csl_type, group, numbers_of_books, of_edition
from reader.formats.tagged.pubmed import with_comma, without_stop
from reader.formats.user_fields import note_of
from reader.formats.zotero import NUMBERS, PARTS, VARIABLES, VENUES, alone, is_text, take_extra
from reader.identity import arxiv_year, find_arxiv_id
from reader.latex import decode
from reader.other_texts import is_mere
from reader.paper import Status
from reader.persons import as_variable, listed_name, without_number

_SIGN = re.compile(
    r'"(?:itemType|labelsNamed|foldersNamed|pubtype|paperId|externalIds|externalids|corpusId|corpusid|message-type'
    r"|reference-count|is-referenced-by-count|authorships|abstract_inverted_index|titles|forum|hits?|@pid|cites_url|article_url|last_name"
    r'|authors_parsed|update_date|submitter|authorString|journalInfo|journalTitle|abstractText)"\s*:'
)
_LOOKED_AT = 200_000
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
    known = {key for _, record in found if not _is_part(record) for key in _keys(record)}
    unread: list[str] = []
    for line, record in found:
        if _is_part(record):
            references.problems += alone(line, _note_beside(record, known))
            continue
        kind = _kind(record)
        if kind is None:
            references.skip(line, "in which nothing shows a paper of a known program", _shown(record))
            continue
        reference = kind(line, record)
        if (aside := _aside(record)) or not is_text(_text(_item(record).get("itemType")), reference):
            references.skip(line, f"of {aside or 'something that is no text'}", reference.title)
            continue
        collections.add_to(reference, record)
        references.take(reference)
        unread += _unread_of_zotero(_item(record))
    references.problems += not_read("fields", unread)
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


def _kind(record: Any) -> Callable[[int, _Object], Reference] | None:
    """What reads a record, by the keys that it has; None for what is none of these."""
    if not isinstance(record, dict):
        return None
    return next((read for shows, read in _KINDS if shows(record)), None)


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


def _note_beside(record: Any, known: Container[str]) -> str:
    """The text of a note that is of no item among those `known` by their keys, "" for what else is no record."""
    item = _item(record)
    is_note = item.get("itemType") == "note" and _text(item.get("parentItem")) not in known
    return note_of(_text(item.get("note"))) if is_note else ""


_OF_ZOTERO = frozenset({
    *VENUES, *VARIABLES.values(), *NUMBERS, "DOI", "abstractNote", "archiveID", "caseName", "citationKey", "citekey",
    "date", "extra", "itemKey", "itemType", "parentItem", "select", "subject", "title", "uri", "url",
})  # fmt: skip
"""The fields of Zotero's items of which something is taken."""


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
        dates=[_text(item.get("date")), _text(_object(_object(record).get("meta")).get("parsedDate"))],
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
    translators = _creators(item.get("creators"), "translator")
    reference.metadata["translator"] = as_variable(listed_name(name).printed for name in translators)
    take_extra(reference, _text(item.get("extra")))
    return reference


def _unread_of_zotero(item: _Object) -> Iterator[str]:
    """The fields of an item of Zotero, and the parts that people have in it, of which nothing is taken."""
    for name, value in item.items():
        if (
            name not in _OF_ZOTERO
            and not is_mere(name)
            and not is_of_program(name)
            and isinstance(value, str)
            and value.strip()
        ):
            yield name
    people = (member for member in _all(item.get("creators")) if isinstance(member, dict))
    roles = list(dict.fromkeys(_text(person.get("creatorType")) for person in people))
    first = "author" if "author" in roles else next(iter(roles), "")
    yield from (role for role in roles if role not in (first, "editor", "translator", ""))


def _creators(value: Any, role: str = "") -> list[str]:
    """Those of a role among the creators; without one the authors, or whoever stands first in their place."""
    people = [member for member in _all(value) if isinstance(member, dict)]
    kinds = [_text(person.get("creatorType")) for person in people]
    wanted = role or next((kind for kind in ("author", *kinds) if kind in kinds), "")
    return [_name(person) for person, kind in zip(people, kinds, strict=True) if kind == wanted]


def _name(person: _Object) -> str:
    given = _text(person.get("firstName") or person.get("first") or person.get("given"))
    family = _text(person.get("lastName") or person.get("last") or person.get("family"))
    suffix = _text(person.get("suffix"))
    if given and family:
        return ", ".join(filter(None, (family, given, suffix)))
    return (
        family or given or group(_text(person.get("name") or person.get("literal"))) or _text(person.get("formatted"))
    )


class _Collections:
    """The names of Zotero's collections, and the notes that stand beside the items that they are of."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._of_item: dict[str, list[str]] = {}
        self._notes: dict[str, list[str]] = {}
        self.unnamed = 0
        """Records with a collection whose name the file does not tell."""

    def learn(self, value: Any) -> None:
        """What one JSON text, or one member of an array, says of collections and notes."""
        held = _object(value)
        for key, collection in _object(held.get("collections")).items():
            name = _text(_object(collection).get("name"))
            self._names[key] = name
            for item in _all(_object(collection).get("items")):
                self._of_item.setdefault(_text(item), []).append(name)
        for record in (value, *_all(held.get("items"))):
            item = _item(record)
            if item.get("itemType") == "note" and _text(item.get("parentItem")):
                self._notes.setdefault(_text(item.get("parentItem")), []).append(note_of(_text(item.get("note"))))

    def add_to(self, reference: Reference, record: _Object) -> None:
        """Put a record into its collections, and its notes to it."""
        item = _item(record)
        if not item:
            return
        keys = [_text(key) for key in _all(item.get("collections"))]
        names = [self._names[key] for key in keys if self._names.get(key)]
        self.unnamed += len(names) < len(keys)
        for key in _keys(record):
            names += self._of_item.get(key, ())
            reference.notes += self._notes.get(key, ())
        reference.lists += dict.fromkeys(names)


# -- other programs ----------------------------------------------------------------------------------------------------


def _is_paperpile(record: _Object) -> bool:
    return (
        "title" in record
        and not record.keys().isdisjoint(("labelsNamed", "foldersNamed", "pubtype"))
        and "_id" in record
    )


def _paperpile(line: int, record: _Object) -> Reference:
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=_text(record.get("pubtype")).removeprefix("PP_"),
        key=_text(record.get("citekey")),
        abstract=_text(record.get("abstract")),
        authors=[_name(_object(person)) for person in _all(record.get("author"))],
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
            "PMID": _text(record.get("pmid")),
            "PMCID": _text(record.get("pmcid")),
            **numbers_of_books([*_texts(record.get("isbn")), *_texts(record.get("issn"))]),
        },
    )


def _is_semantic_scholar(record: _Object) -> bool:
    return "title" in record and not record.keys().isdisjoint(
        ("paperId", "externalIds", "externalids", "corpusId", "corpusid", "s2FieldsOfStudy")
    )


def _semantic_scholar(line: int, record: _Object) -> Reference:
    ids = {
        name.lower(): _text(value)
        for name, value in _object(record.get("externalIds") or record.get("externalids")).items()
    }
    journal = _object(record.get("journal"))
    venue = _object(record.get("publicationVenue"))
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=next(iter(_texts(record.get("publicationTypes"))), ""),
        abstract=_text(record.get("abstract")),
        authors=_texts(record.get("authors"), "name"),
        dates=[_text(record.get("publicationDate") or record.get("publicationdate")), _text(record.get("year"))],
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
        },
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
    event = _object(record.get("event"))
    dates = ("issued", "published", "published-print", "published-online", "posted", "created")
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=_text(record.get("type")),
        abstract=_text(record.get("abstract")),
        authors=[_name(_object(person)) for person in _all(record.get("author"))],
        editors=[_name(_object(person)) for person in _all(record.get("editor"))],
        dates=[_of_parts(record.get(name)) for name in dates],
        venues=[_text(record.get("container-title")), _text(event.get("name")), _text(record.get("institution"))],
        named=[_text(record.get("DOI")), _text(record.get("number"))],
        dois=[_text(record.get("DOI"))],
        urls=[_text(record.get("URL"))],
        keywords=_texts(record.get("subject")),
        metadata={
            "volume": _text(record.get("volume")),
            "issue": _text(record.get("issue")),
            "page": pages(_text(record.get("page")), article=_text(record.get("article-number"))),
            "publisher": _text(record.get("publisher")),
            "edition": _text(record.get("edition-number")),
            "language": _text(record.get("language")),
            **numbers_of_books([*_texts(record.get("ISBN")), *_texts(record.get("ISSN"))]),
        },
    )


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


def _is_openalex(record: _Object) -> bool:
    held = not record.keys().isdisjoint(("authorships", "publication_year", "abstract_inverted_index"))
    return held and "openalex.org/W" in _text(record.get("id")) and ("title" in record or "display_name" in record)


def _openalex(line: int, record: _Object) -> Reference:
    place, book = _object(record.get("primary_location")), _object(record.get("biblio"))
    source = _object(place.get("source")) or _object(record.get("host_venue"))
    ids = _object(record.get("ids"))
    return Reference(
        line=line,
        title=_text(record.get("title") or record.get("display_name")),
        kind=_text(record.get("type")),
        abstract=_in_order(record.get("abstract_inverted_index")),
        authors=[
            _text(_object(_object(one).get("author")).get("display_name")) for one in _all(record.get("authorships"))
        ],
        dates=[_text(record.get("publication_date")), _text(record.get("publication_year"))],
        venues=[_text(source.get("display_name"))],
        dois=[_text(record.get("doi"))],
        urls=[_text(place.get("landing_page_url")), _text(place.get("pdf_url")), _text(record.get("id"))],
        keywords=_texts(record.get("keywords"), "display_name", "keyword"),
        metadata={
            "volume": _text(book.get("volume")),
            "issue": _text(book.get("issue")),
            "page": pages("", _text(book.get("first_page")), _text(book.get("last_page"))),
            "PMID": _text(ids.get("pmid")).rpartition("/")[2],
            "language": _text(record.get("language")),
        },
    )


def _in_order(index: Any) -> str:
    """The text of an abstract that is told as the places of each of its words."""
    placed = (
        (place, word) for word, places in _object(index).items() for place in _all(places) if isinstance(place, int)
    )
    return " ".join(word for _, word in sorted(placed)[:_LONGEST])


def _is_datacite(record: _Object) -> bool:
    held = _object(record.get("attributes")) or record
    return isinstance(held.get("titles"), list) and isinstance(held.get("creators"), list) and "doi" in held


def _datacite(line: int, record: _Object) -> Reference:
    held = _object(record.get("attributes")) or record
    box = _object(held.get("container"))
    said = [_object(one) for one in _all(held.get("descriptions"))]
    people = [_object(one) for one in _all(held.get("creators"))]
    return Reference(
        line=line,
        title=next(iter(_texts(held.get("titles"), "title")), ""),
        abstract=next((_text(one.get("description")) for one in said if one.get("descriptionType") == "Abstract"), ""),
        authors=[
            _name({"given": one.get("givenName"), "family": one.get("familyName"), "name": one.get("name")})
            for one in people
        ],
        dates=[_text(held.get("publicationYear")), *_texts(held.get("dates"), "date")],
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
        },
    )


def _is_openreview(record: _Object) -> bool:
    return isinstance(record.get("forum"), str) and "title" in _object(record.get("content"))


def _openreview(line: int, record: _Object) -> Reference:
    held = {name: _object(value).get("value", value) for name, value in _object(record.get("content")).items()}
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


def _is_dblp(record: _Object) -> bool:
    return {"title", "venue", "key"} <= record.keys() and isinstance(record.get("authors"), dict)


def _dblp(line: int, record: _Object) -> Reference:
    return Reference(
        line=line,
        title=_text(record.get("title")).removesuffix("."),
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


def _is_harzing(record: _Object) -> bool:
    return "title" in record and {"cites", "article_url"} <= record.keys()


def _harzing(line: int, record: _Object) -> Reference:
    """A record of Publish or Perish (https://harzing.com/resources/publish-or-perish), for which 0 is not known."""
    known = {name: "" if value == 0 else _text(value) for name, value in record.items()}
    return Reference(
        line=line,
        title=known["title"],
        abstract=known.get("abstract", ""),
        authors=_texts(record.get("authors")),
        dates=[known.get("year", "")],
        venues=[known.get("source", "")],
        dois=[known.get("doi", "")],
        urls=[known["article_url"], known.get("fulltext_url", "")],
        metadata={
            "volume": known.get("volume", ""),
            "issue": known.get("issue", ""),
            "page": pages("", known.get("startpage", ""), known.get("endpage", "")),
            "publisher": known.get("publisher", ""),
        },
    )


def _is_mendeley(record: _Object) -> bool:
    people = [_object(one) for one in _all(record.get("authors"))]
    return "title" in record and any("last_name" in one for one in people)


def _mendeley(line: int, record: _Object) -> Reference:
    """A document of Mendeley (https://dev.mendeley.com/methods/#documents)."""
    ids = _object(record.get("identifiers"))
    people = [_object(one) for one in _all(record.get("authors"))]
    return Reference(
        line=line,
        title=_text(record.get("title")),
        kind=_text(record.get("type")),
        key=_text(record.get("citation_key")),
        abstract=_text(record.get("abstract")),
        authors=[_name({"given": one.get("first_name"), "family": one.get("last_name")}) for one in people],
        dates=[_of_named(record)],
        venues=[_text(record.get("source"))],
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
            "publisher": _text(record.get("publisher")),
            "PMID": _text(ids.get("pmid")),
            **numbers_of_books([_text(ids.get("isbn")), _text(ids.get("issn"))]),
        },
    )


def _is_arxiv_dump(record: _Object) -> bool:
    held = record.keys() & {"authors_parsed", "update_date", "submitter", "versions", "journal-ref"}
    return "title" in record and len(held) > 1 and find_arxiv_id(f"arXiv:{_text(record.get('id'))}") != ""


def _arxiv_dump(line: int, record: _Object) -> Reference:
    arxiv_id = find_arxiv_id(f"arXiv:{_text(record.get('id'))}")
    line_of_authors = decode(_text(record.get("authors")))
    people = [_in_order_of_index(list(map(_text, _all(one)))) for one in _all(record.get("authors_parsed"))]
    first = _object(next(iter(_all(record.get("versions"))), None))
    return Reference(
        line=line,
        title=accented(_text(record.get("title"))),
        abstract=accented(_text(record.get("abstract"))),
        authors=[*(people or names(line_of_authors)), *["et al."] * are_more(line_of_authors)],
        dates=[_text(first.get("created")), arxiv_year(arxiv_id)],
        venues=[accented(_text(record.get("journal-ref")))],
        arxiv_id=arxiv_id,
        dois=_text(record.get("doi")).split(),
        keywords=_text(record.get("categories")).split(),
    )


def _in_order_of_index(parts: list[str]) -> str:
    """A name of family name, given names and suffix, behind which its places may stand."""
    family, given, suffix = (decode(part) for part in (*parts, "", "", "")[:3])
    return ", ".join(filter(None, (family, given, suffix))) if given else group(family) if " " in family else family


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
        dates=[_text(record.get("pubYear")), *(_text(held.get(name)) for held, name in days)],
        venues=[
            _text(journal.get("title")), _text(record.get("journalTitle")),
            _text(book.get("comprisingTitle")), _text(book.get("publisher")),
        ],
        dois=[_text(record.get("doi"))],
        keywords=_texts(_object(record.get("keywordList")).get("keyword")),
        metadata={
            "volume": _text(issue.get("volume")) or _text(record.get("journalVolume")),
            "issue": _text(issue.get("issue")) or _text(record.get("issue")),
            "page": pages(_text(record.get("pageInfo")) ),
            "publisher": _text(book.get("publisher")),
            "language": _text(record.get("language")),
            "PMID": _text(record.get("pmid")),
            "PMCID": _text(record.get("pmcid")),
            **numbers_of_books(
                [_text(book.get("isbn13")) or _text(book.get("isbn10")), _text(journal.get("issn")),
                 *_text(record.get("journalIssn")).split("; ")]
            ),
        },
    )  # fmt: skip


def _of_europe_pmc(person: _Object) -> str:
    if whole := _text(person.get("collectiveName")):
        return group(whole)
    told = {"given": person.get("firstName") or person.get("initials"), "family": person.get("lastName")}
    return _name(told) or with_comma(_text(person.get("fullName")))


def _is_inspire(record: _Object) -> bool:
    held = _object(record.get("metadata")) or record
    shows = held.keys() & {"arxiv_eprints", "texkeys", "publication_info", "inspire_categories", "document_type"}
    return isinstance(held.get("titles"), list) and len(shows) > 0


def _inspire(line: int, record: _Object) -> Reference:
    held = _object(record.get("metadata")) or record
    place = _object(next(iter(_all(held.get("publication_info"))), None))
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
        dates=[_text(place.get("year")), _text(held.get("preprint_date")), _text(held.get("earliest_date"))],
        venues=[_text(place.get("journal_title"))],
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
            **numbers_of_books(_texts(held.get("isbns"), "value")),
        },
    )


_KINDS = (
    (_is_zotero, _zotero),
    (_is_paperpile, _paperpile),
    (_is_semantic_scholar, _semantic_scholar),
    (_is_crossref, _crossref),
    (_is_openalex, _openalex),
    (_is_datacite, _datacite),
    (_is_openreview, _openreview),
    (_is_dblp, _dblp),
    (_is_harzing, _harzing),
    (_is_mendeley, _mendeley),
    (_is_arxiv_dump, _arxiv_dump),
    (_is_europe_pmc, _europe_pmc),
    (_is_inspire, _inspire),
)
"""What shows whose a record is, and what reads it."""

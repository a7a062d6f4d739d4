"""The XML of other programs and services, by the elements that their records have: EndNote's library, PubMed's articles
(https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/), the ACL Anthology (https://github.com/acl-org/acl-anthology), dblp's
(https://dblp.org/xml/docu/dblpxml.pdf), Zotero's RDF, and MODS (https://www.loc.gov/standards/mods/)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from reader.formats.csl_variables import pages
from reader.formats.field_names import remark
from reader.formats.folders import names_of_folders, path_in
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.references import (
    Beside,
    Reference,
    References,
    csl_type,
    doi_in,
    genre_of,
    group,
    number_of_text,
    numbers_of_books,
    of_edition,
    take_label,
)
from reader.formats.remainder import Form, Heard, with_remainder
from reader.formats.ris import is_service_note
from reader.formats.tagged.pubmed import without_stop
from reader.formats.user_fields import note_of
from reader.formats.xml_records import local, records
from reader.formats.zotero import PARTS, alone, is_text, take_extra
from reader.paper import Paper
from reader.persons import names_as_variable, without_number
from reader.text import clean_line

_START = re.compile(r"[\s\ufeff]*<")
_LOOKED_AT = 20_000
_ANTHOLOGY = "https://aclanthology.org/"
_ASKED = " asked"
"""A mark among the attributes of an element, which no XML can hold."""
_TYPES = ("type", "IdType", "EIdType")
"""Attributes that say which of several things of one name an element is."""

_Rows = Iterable[tuple[int, Element]]


@dataclass(frozen=True, slots=True)
class _Dialect:
    """One program's XML."""

    sign: re.Pattern[str]
    """What stands near the beginning of its texts and of no others."""
    names: frozenset[str]
    """The elements that are records, or say something of them."""
    read: Callable[[_Rows, References], None]


def sniff(text: str) -> bool:
    """Whether the text is the XML of one of these."""
    return _dialect(text) is not None


def parse(text: str) -> Parsed:
    """Read every record that has a title; what is damaged is a problem."""
    dialect = _dialect(text)
    references = References("a record")
    if dialect is None:
        return references.parsed()
    rows: list[tuple[int, Element]] = []
    for line, row in records(text, dialect.names):
        if isinstance(row, Problem):
            references.problems.append(row)
        else:
            rows.append((line, row))
    dialect.read(rows, references)
    return references.parsed()


def _dialect(text: str) -> _Dialect | None:
    head = text[:_LOOKED_AT]
    if _START.match(head) is None:
        return None
    return next((dialect for dialect in _DIALECTS if dialect.sign.search(head)), None)


# -- what stands in an element -----------------------------------------------------------------------------------------


def _each(element: Element, *path: str) -> Iterator[Element]:
    """The elements at the end of a path of local names below an element."""
    if not path:
        yield element
        return
    for child in element:
        if isinstance(child.tag, str) and local(child.tag) == path[0]:
            yield from _each(child, *path[1:])


def _below(element: Element | None, name: str) -> Iterator[Element]:
    """The elements of a name in an element, where there is one."""
    return iter(()) if element is None else _each(element, name)


def _first(element: Element, *path: str) -> Element | None:
    return next(_each(element, *path), None)


def _text(element: Element | None, *path: str) -> str:
    """The text of the first of them that has any, with that of the elements in it."""
    found = () if element is None else _each(element, *path)
    return next(filter(None, map(_heard, found)), "")


def _texts(element: Element, *path: str) -> list[str]:
    return list(filter(None, map(_heard, _each(element, *path))))


def _heard(element: Element) -> str:
    """The text of an element, which is marked as one that was asked for."""
    element.set(_ASKED, "")
    return "".join(element.itertext()).strip()


def _record(element: Element) -> dict[str, Any]:
    """An element as an object of JSON, with its type behind the name of each within it, and what was asked for marked
    so. Other attributes say how, or of what, an element tells."""
    found: dict[str, Any] = {}
    for child in element:
        if isinstance(child.tag, str):
            name, kind = local(child.tag), _type(child)
            found.setdefault(f"{name}/{kind}" if kind else name, []).append(_value(child))
    return found


def _type(element: Element) -> str:
    """Which of several things of one name an element is, "" where it does not say so."""
    told = {local(name): value for name, value in reversed(element.attrib.items())}  # The first of one name counts.
    return next(filter(None, map(told.get, _TYPES)), "")


def _value(element: Element) -> Any:
    own = filter(None, (element.text, *(child.tail for child in element)))
    if _ASKED not in element.attrib and len(element) and not any(map(str.strip, own)):
        return _record(element)
    text = "".join(element.itertext()).strip()
    return Heard(text) if _ASKED in element.attrib else text


def _with_rest(reference: Reference, element: Element, form: Form, **more: Any) -> Callable[[Paper], Beside]:
    """What keeps of an element what its reader made nothing of; `more` is told elsewhere of it, or in another form."""

    def beside(paper: Paper) -> Beside:
        return with_remainder(paper, reference, {**_record(element), **more}, form)

    return beside


def _told(element: Element, name: str) -> str:
    """The value of an attribute, in whatever namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


# -- EndNote -----------------------------------------------------------------------------------------------------------

_OWN = {f"custom{number}": f"custom {number}" for number in range(1, 8)}
"""Elements in which somebody writes for themselves, with what the program calls them."""
_ENDNOTE = Form(
    "endnote-xml",
    {
        "it numbers, dates or files the record in the program": "database source-app rec-number foreign-keys"
        " modified-date remote-database-name remote-database-provider pdf-urls ref-type",
    },
    within="contributors titles periodical urls dates style",
)


def _read_endnote(rows: _Rows, references: References) -> None:
    rows = list(rows)
    labels = Counter(clean_line(_text(record, "label")) for _, record in rows)
    for line, record in rows:
        if _first(record, "titles") is None and _first(record, "ref-type") is None:
            references.skip(line, "without a kind or a title of EndNote's", _text(record))
        else:
            reference = _endnote(line, record)
            take_label(reference, labels)
            kind = "" if csl_type(reference.kind) else reference.kind
            references.take(reference, beside=_with_rest(reference, record, _ENDNOTE, type=Heard(kind)))


def _endnote(line: int, record: Element) -> Reference:
    year, day = _text(record, "dates", "year"), _text(record, "dates", "pub-dates", "date")
    addresses = [url for name in ("urls", "urls-x") for url in _texts(record, name, "related-urls", "url")]
    venues = [_text(record, "titles", "secondary-title"), _text(record, "periodical", "full-title")]
    stands = any(venues)
    ref_type = _first(record, "ref-type")
    kind, numbers = "" if ref_type is None else _told(ref_type, "name"), _text(record, "isbn").splitlines()
    return Reference(
        line=line,
        title=_text(record, "titles", "title"),
        kind=kind,
        key=_text(record, "label"),
        abstract=_text(record, "abstract"),
        authors=_texts(record, "contributors", "authors", "author"),
        editors=_texts(record, "contributors", "secondary-authors", "author"),
        dates=[year or day, day if not year or re.search(r"\d{4}", day) else f"{day} {year}"],
        venues=[
            *venues,
            _text(record, "titles", "alt-title"),
            _text(record, "titles", "tertiary-title"),
            _text(record, "periodical", "abbr-1"),
        ],
        named=[*addresses, _text(record, "accession-num"), *venues, _text(record, "electronic-resource-num")],
        dois=[doi_in(text) for text in (_text(record, "electronic-resource-num"), *addresses)],
        urls=[*addresses, *_texts(record, "urls", "web-urls", "url")],
        keywords=[word for text in _texts(record, "keywords", "keyword") for word in text.splitlines()],
        notes=[
            note for name in ("notes", "research-notes") for note in _texts(record, name) if not is_service_note(note)
        ]
        + [remark(name, text) for element, name in _OWN.items() for text in _texts(record, element)],
        metadata={
            "volume": _text(record, "volume"),
            "issue": _text(record, "number"),
            "page": pages(_text(record, "pages")),
            "edition": of_edition(_text(record, "edition")),
            "publisher": _text(record, "publisher"),
            "publisher-place": _text(record, "pub-location"),
            "language": _text(record, "language"),
            "title-short": _text(record, "titles", "short-title"),
            "container-title-short": (_text(record, "periodical", "abbr-1") or _text(record, "titles", "alt-title"))
            if stands
            else "",
            "collection-title": _text(record, "titles", "tertiary-title") if stands else "",
            "call-number": _text(record, "call-num"),
            "number-of-volumes": _text(record, "num-vols"),
            "genre": _text(record, "work-type"),
            "accessed": _text(record, "access-date"),
            "translator": names_as_variable(_texts(record, "contributors", "translated-authors", "author")),
            **number_of_text(kind, *numbers),
            **numbers_of_books(numbers),
        },
    )


# -- PubMed ------------------------------------------------------------------------------------------------------------


_PUBMED = Form(
    "pubmed",
    {
        "it is the register's own": "DateCompleted DateRevised DateCreated CitationSubset History PublicationStatus"
        " ChemicalList SupplMeshList GeneSymbolList MeshHeadingList/MeshHeading/QualifierName NumberOfReferences"
        " ArticleIdList/ArticleId/pubmed ArticleIdList/ArticleId/url",
        "it is the publisher's own number": "ELocationID/pii ArticleIdList/ArticleId/pii",
        "it is of other papers": "ReferenceList CommentsCorrectionsList",
        "it is of the journal": "MedlineJournalInfo",
        "it is of the people": "AuthorList/Author/Identifier AuthorList/Author/AffiliationInfo"
        " AuthorList/Author/Affiliation AuthorList/Author/Initials InvestigatorList CoiStatement",
        "it says on which terms": "Abstract/CopyrightInformation",
    },
    within="MedlineCitation BookDocument Article PubmedData PubmedBookData Book",
    variables={"Edition": "edition", "PubmedBookArticle/Book/Volume": "volume", "ReportNumber": "number"},
)


def _read_pubmed(rows: _Rows, references: References) -> None:
    for line, record in rows:
        reference = _pubmed(line, record)
        references.take(reference, beside=_with_rest(reference, record, _PUBMED))


def _pubmed(line: int, record: Element) -> Reference:
    whole = _first(record, "MedlineCitation")
    book = _first(record, "BookDocument")
    cited = next((one for one in (whole, book) if one is not None), record)
    article = next((one for one in (_first(cited, "Article"),) if one is not None), cited)
    issue = _first(article, "Journal", "JournalIssue")
    ids = [*_each(record, "PubmedData", "ArticleIdList", "ArticleId"), *_each(cited, "ArticleIdList", "ArticleId")]
    of_kind = {_told(one, "IdType"): _text(one) for one in reversed(ids)}
    places = [_text(one) for one in _each(article, "ELocationID") if _told(one, "EIdType") == "doi"]
    title = _text(article, "ArticleTitle")
    whole_book = _text(cited, "Book", "BookTitle")
    words = [_text(one) for one in _each(cited, "KeywordList", "Keyword")]
    vernacular = _text(article, "VernacularTitle")
    types = _texts(article, "PublicationTypeList", "PublicationType")
    subjects = _texts(cited, "MeshHeadingList", "MeshHeading", "DescriptorName")
    return Reference(
        line=line,
        title=without_stop(clean_line(title or whole_book or vernacular)),
        kind="journal article" if title and issue is not None else "",
        abstract=" ".join(_labelled(one) for one in _each(article, "Abstract", "AbstractText")),
        authors=[_person(one) for one in _authors(article, cited)],
        dates=[_day(issue, "PubDate"), _day(article, "ArticleDate"), _day(cited, "Book", "PubDate")],
        venues=[
            _text(article, "Journal", "Title"), _text(article, "Journal", "ISOAbbreviation"),
            _text(cited, "MedlineJournalInfo", "MedlineTA"), whole_book if title else "",
        ],
        dois=[*places, of_kind.get("doi", "")],
        keywords=[word for word in (*words, *subjects) if word],
        metadata={
            **genre_of("; ".join(filter(genre_of, types))),
            "volume": _text(issue, "Volume"),
            "issue": _text(issue, "Issue"),
            "page": pages(
                _text(article, "Pagination", "MedlinePgn"),
                _text(article, "Pagination", "StartPage"),
                _text(article, "Pagination", "EndPage"),
            ),
            "PMID": _text(cited, "PMID"),
            "PMCID": of_kind.get("pmc", ""),
            "language": _text(article, "Language"),
            "publisher": _text(cited, "Book", "Publisher", "PublisherName"),
            "publisher-place": _text(cited, "Book", "Publisher", "PublisherLocation"),
            "container-title-short": _text(article, "Journal", "ISOAbbreviation"),
            "original-title": vernacular if title or whole_book else "",
            "note": "; ".join(_texts(cited, "GeneralNote")),
            **numbers_of_books([_text(article, "Journal", "ISSN"), _text(cited, "Book", "Isbn")]),
        },
    )  # fmt: skip


def _authors(article: Element, cited: Element) -> list[Element]:
    """The authors of an article, or those of the book that it is."""
    lists = [*_each(article, "AuthorList"), *_each(cited, "Book", "AuthorList")]
    own = [one for one in lists if _told(one, "Type") != "editors"] or lists
    return list(_each(own[0], "Author")) if own else []


def _person(author: Element) -> str:
    family = _text(author, "LastName")
    given = _text(author, "ForeName") or _text(author, "FirstName") or _text(author, "Initials")
    return ", ".join(filter(None, (family, given, _text(author, "Suffix")))) or group(_text(author, "CollectiveName"))


def _labelled(part: Element) -> str:
    label = _told(part, "Label")
    return f"{label}: {_text(part)}" if label and label != "UNLABELLED" else _text(part)


def _day(element: Element | None, *path: str) -> str:
    """A date of PubMed's as text: its parts, or what it says where it has none."""
    when = None if element is None else _first(element, *path)
    year, month, day = _text(when, "Year"), _text(when, "Month") or _text(when, "Season"), _text(when, "Day")
    if month.isdecimal():
        return "-".join(filter(None, (year, month.zfill(2), day.zfill(2) if day else "")))
    return " ".join(filter(None, (year, month, day))) or _text(when, "MedlineDate")


# -- the ACL Anthology -------------------------------------------------------------------------------------------------


_OF_ANTHOLOGY = Form(
    "anthology",
    {
        "it says what else there is": "video attachment mrf pwccode pwcdataset revision",
        "it is of the volume": "volume/url volume/venue volume/doi volume/editor volume/month volume/year",
    },
    variables={"volume/shortbooktitle": "container-title-short"},
)


def _read_anthology(rows: _Rows, references: References) -> None:
    """The papers of each volume, of which the element `meta` above them tells where and when it appeared."""
    volume: Element | None = None
    for line, element in rows:
        if local(element.tag) == "meta":
            volume = element
        else:
            reference = _anthology(line, element, volume)
            above = {} if volume is None else {"volume": _record(volume)}
            references.take(reference, beside=_with_rest(reference, element, _OF_ANTHOLOGY, **above))


def _anthology(line: int, paper: Element, volume: Element | None) -> Reference:
    year, month = (_text(paper, name) or _text(volume, name) for name in ("year", "month"))
    address = _text(paper, "url")
    authors = [_named(author) for author in _each(paper, "author")]
    return Reference(
        line=line,
        title=_text(paper, "title"),
        kind="article" if _text(volume, "journal-title") else "inproceedings",
        key=_text(paper, "bibkey"),
        abstract=_text(paper, "abstract"),
        authors=authors,
        editors=[_named(one) for above in (paper, volume if authors else None) for one in _below(above, "editor")],
        dates=[year, f"{month} {year}"],
        venues=[_text(volume, "journal-title"), _text(paper, "booktitle"), _text(volume, "booktitle")],
        dois=[_text(paper, "doi")],
        urls=[f"{_ANTHOLOGY}{address}" if address and "/" not in address else address],
        metadata={
            "page": pages(_text(paper, "pages")),
            "volume": _text(volume, "journal-volume"),
            "issue": _text(volume, "journal-issue"),
            "publisher": _text(paper, "publisher") or _text(volume, "publisher"),
            "publisher-place": _text(paper, "address") or _text(volume, "address"),
            "language": _text(paper, "language"),
            **numbers_of_books([_text(volume, "isbn")]),
        },
    )


def _named(author: Element) -> str:
    family, given = _text(author, "last"), _text(author, "first")
    return f"{family}, {given}" if family and given else family or given or _text(author)


# -- dblp --------------------------------------------------------------------------------------------------------------


_DBLP = Form(
    "dblp",
    {
        "it is the service's own": "url crossref cdrom stream rel",
        "it is of other papers": "cite",
    },
    variables={"address": "publisher-place"},
)


def _read_dblp(rows: _Rows, references: References) -> None:
    for line, record in rows:
        reference, sort = _dblp_record(line, record), _told(record, "publtype").replace("informal", "")
        more = {"publtype": sort} | ({"journal": ""} if _is_of_arxiv(record) else {})
        references.take(reference, beside=_with_rest(reference, record, _DBLP, **more))


def _is_of_arxiv(record: Element) -> bool:
    """Whether a record is in CoRR, which is arXiv."""
    return _text(record, "volume").startswith("abs/")


def _dblp_record(line: int, record: Element) -> Reference:
    journal, volume = _text(record, "journal"), _text(record, "volume")
    in_journal = not _is_of_arxiv(record)
    return Reference(
        line=line,
        title=_text(record, "title").removesuffix("."),
        kind=local(record.tag),
        authors=list(map(without_number, _texts(record, "author"))),
        editors=list(map(without_number, _texts(record, "editor"))),
        dates=[_text(record, "year"), f"{_text(record, 'month')} {_text(record, 'year')}"],
        venues=[
            journal if in_journal else "",
            _text(record, "booktitle"),
            _text(record, "school"),
            _text(record, "publisher"),
        ],
        named=[f"{journal} {volume}"],
        urls=_texts(record, "ee"),
        metadata={
            "volume": volume if in_journal else "",
            "issue": _text(record, "number"),
            "page": pages(_text(record, "pages")),
            "publisher": _text(record, "publisher") or _text(record, "school"),
            "collection-title": _text(record, "series"),
            **numbers_of_books([*_texts(record, "isbn"), *_texts(record, "issn")]),
        },
    )


# -- Zotero's RDF ------------------------------------------------------------------------------------------------------

_KINDS_OF_ITEMS = """
Article Attachment Blog Book BookSection Collection Conference ConferenceProceedings CourtCase Data
Description Document Email Forum Illustration Image Interview Journal Legislation Letter Manuscript
Memo MotionPicture Newspaper Patent Periodical Quotation Recording Report Series Software Speech
Thesis UserItem Website
"""
_CREATORS = (
    "authors", "inventors", "presenters", "programmers", "artists", "cartographers", "podcasters", "directors",
    "interviewees", "composers", "performers", "sponsors",
)  # fmt: skip
"""What holds those who made an item, which each kind calls otherwise."""
_PLACE = ("Organization", "adr", "Address", "locality")
_ITEMS = frozenset(_KINDS_OF_ITEMS.split())
"""The elements that items of Zotero are, and what belongs to them."""


_ZOTERO = Form(
    "zotero",
    {
        "it files the item in the program": "link isReferencedBy",
        "it says how it was found, and on which terms": "libraryCatalog dateSubmitted rights",
    },
    within="Seq li Person Organization Address adr address value URI Journal Series Book"
    " Periodical Conference AutomaticTag",
    variables={"presentedAt/title": "event-title", "isPartOf/identifier": "collection-number"},
)


def _read_zotero(rows: _Rows, references: References) -> None:
    """The items, each with what it only refers to: its journal, its notes, its collections."""
    rows = list(rows)
    about = {_told(element, "about"): element for _, element in rows if _told(element, "about")}
    folders = {name: element for name, element in about.items() if local(element.tag) == "Collection"}
    parts = [(name, _told(part, "resource")) for name in folders for part in _each(folders[name], "hasPart")]
    titles = {name: title for name, element in folders.items() if (title := _text(element, "title"))}
    holders = {part: name for name, part in parts}
    paths = [path_in(holders, titles, name) for name in titles]
    named = dict(zip(titles, names_of_folders(paths), strict=True))
    lists: dict[str, list[str]] = {}
    for name, part in parts:
        lists.setdefault(part, []).append(named.get(name, ""))
    referred = {_told(one, "resource") for _, element in rows for one in _each(element, "isReferencedBy")}
    filed = {_told(one, "resource") for _, element in rows for one in _each(element, "link")}
    for line, element in rows:
        kind, name = _text(element, "itemType"), _told(element, "about")
        if local(element.tag) == "Memo" and name not in referred:
            references.problems += alone(line, note_of(_text(element, "value")))
        if kind == "attachment" and name not in filed:
            message = "a file that belongs to no item, skipped"
            references.problems.append(Problem(line, message, excerpt(clean_line(_text(element, "title")[:300]))))
        if kind and kind not in PARTS:
            above = _above(element, about)
            reference = _zotero(line, element, about, above)
            reference.lists = lists.get(name, [])
            if is_text(kind, reference):
                rest = {"isPartOf": list(map(_record, above)), "description": ""}
                references.take(reference, beside=_with_rest(reference, element, _ZOTERO, **rest))
            else:
                references.skip(line, "of something that is no text", reference.title)


def _above(item: Element, about: dict[str, Element]) -> list[Element]:
    """What an item stands in, with it or told elsewhere."""
    parts = _each(item, "isPartOf")
    return [one for part in parts for one in (*part, about.get(_told(part, "resource"))) if one is not None]


def _zotero(line: int, item: Element, about: dict[str, Element], above: list[Element]) -> Reference:
    named = [text for one in (item, *above) for text in _identifiers(one)]
    addresses = [text for part in _each(item, "identifier") for text in _texts(part, "URI", "value")]
    people = [one for name in ("contributors", "editors") for one in _each(item, name, "Seq", "li")]
    own = next((found for name in _CREATORS if (found := list(_each(item, name, "Seq", "li")))), [])
    tags = [_text(one, "AutomaticTag", "value") or _text(one) for one in _each(item, "subject")]
    houses = [_text(one, "publisher", "Organization", "name") for one in (item, *above)]
    notes = [about[name] for one in _each(item, "isReferencedBy") if (name := _told(one, "resource")) in about]
    reference = Reference(
        line=line,
        title=_text(item, "title"),
        kind=_text(item, "itemType"),
        abstract=_text(item, "abstract"),
        authors=[_of_foaf(one) for one in own or people],
        editors=[_of_foaf(one) for one in _each(item, "editors", "Seq", "li")],
        dates=[_text(item, "date")],
        venues=[
            *(_text(one, "title") for one in above if local(one.tag) != "Series"),
            *_texts(item, "presentedAt", "Conference", "title"), _text(item, "repository"),
            *(_text(one, "alternative") for one in above),
        ],
        named=[*named, *addresses],
        dois=[text.partition(" ")[2] for text in named if text.upper().startswith("DOI ")],
        urls=addresses,
        keywords=tags,
        notes=[note_of(_text(one, "value")) for one in notes if _text(one, "itemType") != "attachment"],
        metadata={
            "volume": next(filter(None, (_text(one, "volume") for one in (item, *above))), ""),
            "issue": next(filter(None, (_text(one, "number") for one in above)), ""),
            "page": pages(_text(item, "pages")),
            "edition": _text(item, "edition"),
            "publisher": next(filter(None, houses), ""),
            "publisher-place": next(filter(None, (_text(one, "publisher", *_PLACE) for one in (item, *above))), ""),
            "language": _text(item, "language"),
            "translator": names_as_variable(map(_of_foaf, _each(item, "translators", "Seq", "li"))),
            "collection-title": next((_text(one, "title") for one in above if local(one.tag) == "Series"), ""),
            "container-title-short": next(filter(None, (_text(one, "alternative") for one in above)), ""),
            **numbers_of_books(text for text in named if not text.upper().startswith("DOI ")),
        },
    )  # fmt: skip
    take_extra(reference, "\n".join(_texts(item, "description")))
    return reference


def _identifiers(element: Element) -> list[str]:
    """What identifies an item or a journal besides its address: "DOI 10.1000/xyz", "ISSN 1234-5678"."""
    return [text for part in _each(element, "identifier") if len(part) == 0 and (text := _text(part))]


def _of_foaf(entry: Element) -> str:
    family = _text(entry, "Person", "surname")
    given = _text(entry, "Person", "givenName") or _text(entry, "Person", "givenname")
    return f"{family}, {given}" if family and given else family or given or _text(entry)


# -- MODS --------------------------------------------------------------------------------------------------------------


_MODS = Form(
    "mods",
    {
        "it is of the record": "recordInfo",
        "it says on which terms": "accessCondition",
        "it says again that it is printed, and in parts": "typeOfResource relatedItem/host/typeOfResource"
        " relatedItem/host/genre originInfo/issuance relatedItem/host/originInfo/issuance",
    },
    within="number",
    beside="role roleTerm",
    variables={
        "titleInfo/partNumber": "part-number",
        **{f"identifier/{what}{sign}number": "number" for what in ("report", "patent") for sign in ("-", "")},
    },
)


def _read_mods(rows: _Rows, references: References) -> None:
    for line, record in rows:
        reference = _mods(line, record)
        references.take(reference, beside=_with_rest(reference, record, _MODS))


def _mods(line: int, record: Element) -> Reference:
    host = next((one for one in _each(record, "relatedItem") if _told(one, "type") == "host"), None)
    both = [record] if host is None else [record, host]
    ids = [(_told(one, "type").lower(), _text(one)) for place in both for one in _each(place, "identifier")]
    parts = {_told(one, "type"): _text(one, "number") for place in both for one in _each(place, "part", "detail")}
    extent = next((one for place in both for one in _each(place, "part", "extent")), None)
    dates = [
        text for place in both for name in ("dateIssued", "copyrightDate") for text in _texts(place, "originInfo", name)
    ]
    origins = [origin for place in both for origin in _each(place, "originInfo")]
    return Reference(
        line=line,
        title=_mods_title(record),
        kind=next(filter(csl_type, _texts(record, "genre")), ""),
        key=_told(record, "ID"),
        abstract=_text(record, "abstract"),
        authors=[_mods_name(one) for one in _mods_authors(record)],
        editors=[_mods_name(one) for one, said in _mods_names(record) if said & {"editor", "edt"}],
        dates=[*dates, *(text for place in both for text in _texts(place, "part", "date"))],
        venues=[_mods_title(host) if host is not None else ""],
        named=[f"{kind}:{text}" for kind, text in ids],
        dois=[text for kind, text in ids if kind == "doi"],
        urls=[*_texts(record, "location", "url"), *(text for kind, text in ids if kind == "uri")],
        keywords=_texts(record, "subject", "topic"),
        metadata={
            "volume": parts.get("volume", ""),
            "issue": parts.get("issue", "") or parts.get("number", ""),
            "page": pages("", _text(extent, "start"), _text(extent, "end")),
            "publisher": next(filter(None, (_text(origin, "publisher") for origin in origins)), ""),
            "publisher-place": next(filter(None, (_mods_place(origin) for origin in origins)), ""),
            "edition": next(filter(None, (of_edition(_text(origin, "edition")) for origin in origins)), ""),
            "language": _text(record, "language", "languageTerm"),
            "part-number": parts.get("part", ""),
            "chapter-number": parts.get("chapter", ""),
            **numbers_of_books(text for kind, text in ids if kind in ("isbn", "issn")),
        },
    )


def _mods_place(origin: Element) -> str:
    """Where a text came out, in words rather than by the code of a country."""
    terms = [*_each(origin, "place", "placeTerm")]
    return next(filter(None, map(_heard, sorted(terms, key=lambda one: _told(one, "type") == "code"))), "")


def _mods_title(element: Element) -> str:
    info = next((one for one in _each(element, "titleInfo") if not _told(one, "type")), None)
    title = " ".join(filter(None, (_text(info, "nonSort"), _text(info, "title"))))
    return ": ".join(filter(None, (title, _text(info, "subTitle"))))


def _mods_authors(record: Element) -> list[Element]:
    names = _mods_names(record)
    authors = [one for one, said in names if said & {"author", "aut", "creator", "cre"}]
    return authors or [one for one, said in names if not said]


def _mods_names(record: Element) -> list[tuple[Element, set[str]]]:
    """The names of a record, each with its roles in small letters."""
    return [(one, {text.lower() for text in _texts(one, "role", "roleTerm")}) for one in _each(record, "name")]


def _mods_name(name: Element) -> str:
    parts: dict[str, list[str]] = {}
    for part in _each(name, "namePart"):
        parts.setdefault(_told(part, "type"), []).append(_text(part))
    family, given = " ".join(parts.get("family", ())), " ".join(parts.get("given", ()))
    return f"{family}, {given}" if family and given else family or given or " ".join(parts.get("", ()))


_DIALECTS = (
    _Dialect(re.compile(r"<ref-type\b|<source-app\s+name=\"EndNote"), frozenset({"record"}), _read_endnote),
    _Dialect(
        re.compile(r"<(?:PubmedArticle|PubmedArticleSet|PubmedBookArticle|MedlineCitation|MedlineCitationSet)[\s>]"),
        frozenset({"PubmedArticle", "PubmedBookArticle", "MedlineCitation"}),
        _read_pubmed,
    ),
    _Dialect(
        re.compile(r"<collection\s+id=\"[\w.-]+\"[^<]*>\s*<volume\b"), frozenset({"meta", "paper"}), _read_anthology
    ),
    _Dialect(
        re.compile(r"<dblp(?:person)?[\s>]"),
        frozenset(("article", "inproceedings", "proceedings", "book", "incollection", "phdthesis", "mastersthesis")),
        _read_dblp,
    ),
    _Dialect(re.compile(r"http://www\.zotero\.org/namespaces/export#"), _ITEMS, _read_zotero),
    _Dialect(re.compile(r"http://www\.loc\.gov/mods/v3|<mods(?:Collection)?[\s>]"), frozenset({"mods"}), _read_mods),
)
"""In the order in which they are tried."""

"""What a page or a repository says of a paper in named values -> the paper: the tags that Google Scholar asks for
(https://scholar.google.com/intl/en/scholar/inclusion.html#indexing), those of bepress and EPrints, PRISM, and Dublin
Core (https://www.dublincore.org/specifications/dublin-core/dcmi-terms/).

Dublin Core tells of anything, so there a type or an identifier must say that it is a paper.

    >>> paper = paper_of({"dc.title": ["On lamps"], "dc.creator": ["Sample, Ada"], "dc.identifier": ["doi:10.1234/x"]})
    >>> paper.title, paper.authors, paper.doi
    ('On lamps', ('Ada Sample',), '10.1234/x')
    >>> paper_of({"dc.title": ["A map of the town"], "dc.type": ["Image"]})
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from reader.dates import date_written
from reader.formats.author_lists import goes_on_behind, names_in
from reader.formats.bylines import names_a_house
from reader.formats.csl_variables import pages
from reader.formats.evidence import leads_to_paper
from reader.formats.html import plain
from reader.formats.references import Beside, Reference
from reader.formats.remainder import Form, asked_for, with_remainder
from reader.identity import arxiv_year, find_arxiv_id, normal_doi, normal_url
from reader.paper import Paper
from reader.paper_json import variables
from reader.persons import given_first, is_nobody, without_others
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT

Values = Mapping[str, Sequence[str]]
"""What is told, by the names of the tags in lower case."""

_TAGS: Mapping[str, str] = MappingProxyType({
    "title": "citation_title bepress_citation_title eprints.title prism.title dc.title dcterms.title",
    "authors": "citation_author citation_authors bepress_citation_author eprints.creators_name dc.creator"
    " dcterms.creator dc.creator.personalname dc.contributor.author",
    "date": "citation_publication_date citation_date bepress_citation_date citation_year prism.publicationdate"
    " dc.date.issued dcterms.issued dc.issued eprints.date dc.date citation_cover_date dcterms.date dcterms.created"
    " citation_online_date",
    "venue": "citation_journal_title citation_conference_title citation_conference citation_inbook_title"
    " citation_book_title bepress_citation_journal_title eprints.publication eprints.book_title eprints.event_title"
    " prism.publicationname dc.source.journaltitle",
    "doi": "citation_doi bepress_citation_doi eprints.doi eprints.id_number prism.doi dc.identifier.doi",
    "identifier": "dc.identifier dcterms.identifier dc.identifier.uri dc.identifier.url eprints.official_url",
    "arxiv": "citation_arxiv_id eprints.arxiv_id",
    "page": "citation_abstract_html_url bepress_citation_abstract_html_url citation_public_url"
    " citation_fulltext_html_url eprints.official_url canonical og:url",
    "pdf": "citation_pdf_url bepress_citation_pdf_url eprints.document_url",
    "abstract": "citation_abstract eprints.abstract dcterms.abstract dc.description.abstract dc.description"
    " dcterms.description",
    "keywords": "citation_keywords citation_keyword eprints.keywords bepress_citation_keywords dc.subject"
    " dcterms.subject",
    "volume": "citation_volume bepress_citation_volume eprints.volume prism.volume",
    "issue": "citation_issue bepress_citation_issue eprints.number prism.number prism.issue",
    "first": "citation_firstpage bepress_citation_firstpage prism.startingpage",
    "last": "citation_lastpage bepress_citation_lastpage prism.endingpage",
    "pages": "citation_pages eprints.pagerange prism.pagerange",
    "publisher": "citation_publisher citation_dissertation_institution citation_technical_report_institution"
    " eprints.publisher eprints.institution dc.publisher dcterms.publisher",
    "number": "citation_technical_report_number",
    "isbn": "citation_isbn eprints.isbn prism.isbn",
    "issn": "citation_issn bepress_citation_issn eprints.issn prism.issn",
    "language": "citation_language dc.language dcterms.language",
    "type": "dc.type dcterms.type eprints.type dc.type.text",
})  # fmt: skip
"""The tags that tell a thing, the surest first."""
_BY_TAG = MappingProxyType({kind: tuple(tags.split()) for kind, tags in _TAGS.items()})
_OF_PAPERS = ("citation_title", "bepress_citation_title", "eprints.title")
"""Tags that only the page of a paper has."""
_BESIDE_TITLE = ("authors", "date", "venue", "doi", "arxiv", "pdf")
"""What such a page tells beside the title."""
_SCHOLARLY = re.compile(
    r"(?:^|[/\s:])(?:(?:journal|research|scholarly|review|conference|peer)?[\s_-]?(?:article|paper)|preprint"
    r"|(?:doctoral|master|bachelor|phd)?[\s_-]?(?:thesis|dissertation)|(?:(?:technical|working|research)[\s_-]?)?report|working[\s_-]?paper"
    r"|conference[\s_-]?(?:object|item|proceedings?)|book[\s_-]?(?:part|section|chapter)|text\.serial\.journal)"
    r"(?:s|es)?(?:$|[/\s.:;])",
    re.IGNORECASE,
)
"""Words for a type of text that is a paper, as repositories write them."""
_PLACE = re.compile(r", Vol\. (?P<volume>[\w-]+)(?:, No\. (?P<issue>[\w-]+))?,.*?(?:, pp\. (?P<pages>[\w–-]+))?$")
"""How Atypon's sites tell the place in a journal, as an identifier: "Lamps, Vol. 3, No. 2, May 2013, pp. 1–9"."""


_READ = frozenset(tag for tags in _BY_TAG.values() for tag in tags)
_OF_TEXTS = ("citation_", "bepress_citation_", "eprints.", "prism.", "dc.", "dcterms.")
"""What the names of tags begin with that tell of a text, and not of the page that shows it."""
_FORM = Form(
    "meta",
    {
        "it says where there are copies, and on which terms": "citation_pdf_url bepress_citation_pdf_url"
        " eprints.document_url citation_fulltext_html_url citation_fulltext_world_readable citation_abstract_html_url"
        " bepress_citation_abstract_html_url citation_public_url citation_xml_url citation_springer_api_url dc.rights"
        " dcterms.rights dcterms.rightsholder dcterms.license dc.rightsagent dc.format dcterms.format dc.copyright"
        " prism.copyright prism.rightsagent citation_mjid citation_id citation_id_from_sass_path citation_journal_url",
        "it is of other papers, and of the people": "citation_reference citation_author_email"
        " citation_author_hal_id citation_author_orcid"
        " citation_author_institution dc.relation.references",
        "it is of the page": "eprints.eprintid eprints.rev_number eprints.eprint_status eprints.userid eprints.dir"
        " eprints.datestamp eprints.lastmod eprints.status_changed eprints.metadata_visibility eprints.full_text_status"
        " eprints.citation dcterms.available dcterms.dateaccepted dc.date.available dc.date.accessioned",
    },
    variables={
        "citation_edition": "edition", "prism.edition": "edition", "prism.versionidentifier": "version",
        "citation_patent_number": "number",
    },
)  # fmt: skip


def with_rest(line: int, paper: Paper, values: Values) -> Beside:
    """A paper with what its tags say beside it."""
    told = {tag: list(map(plain, texts)) for tag, texts in values.items() if tag.startswith(_OF_TEXTS)}
    return with_remainder(paper, Reference(line=line), asked_for(told, _READ), _FORM)


def paper_of(values: Values) -> Paper | None:
    """The paper that values tell of; None where they do not say that it is one."""
    title = _first(values, "title")[:TITLE_LIMIT]
    if not any(map(str.isalnum, title)) or not _is_paper(values):
        return None
    arxiv_id = _arxiv_id(values)
    abstract = next((text for text in _all(values, "abstract") if not text.startswith(("Comment:", "Comments:"))), "")
    return Paper(
        id="",
        title=title,
        abstract=abstract[:ABSTRACT_LIMIT],
        authors=_authors(values),
        more_authors=any(goes_on_behind(name) for name in _together(values, "authors")),
        published=_date(values) or arxiv_year(arxiv_id),
        venue=_first(values, "venue"),
        arxiv_id=arxiv_id,
        doi=_doi(values),
        url="" if arxiv_id else next(_addresses(values), ""),
        keywords=_keywords(values),
        metadata=_metadata(values),
    )


def _all(values: Values, kind: str) -> Iterator[str]:
    """What is told of a thing, clean, the surest first."""
    for tag in _BY_TAG[kind]:
        yield from filter(None, map(plain, values.get(tag, ())))


def _first(values: Values, kind: str) -> str:
    return next(_all(values, kind), "")


def _together(values: Values, kind: str) -> list[str]:
    """All that the surest tag tells that is there."""
    return next((told for tag in _BY_TAG[kind] if (told := [*filter(None, map(plain, values.get(tag, ())))])), [])


def _is_paper(values: Values) -> bool:
    """Whether values are those of a paper."""
    if any(values.get(tag) for tag in _OF_PAPERS) and any(_first(values, kind) for kind in _BESIDE_TITLE):
        return True
    if _arxiv_id(values) or _doi(values) or any(map(leads_to_paper, _all(values, "identifier"))):
        return True
    return any(map(_SCHOLARLY.search, _all(values, "type"))) and bool(_first(values, "authors"))


def _arxiv_id(values: Values) -> str:
    told = (text for kind in ("arxiv", "identifier", "page", "pdf") for text in _all(values, kind))
    return next(filter(None, map(find_arxiv_id, told)), "")


def _doi(values: Values) -> str:
    """The DOI; what stands in a field for any identifier may be that of an issue or book, but says that it is one."""
    told = (normal_doi(text) for text in _all(values, "doi"))
    return next(filter(None, (*told, *map(normal_doi, _all(values, "identifier")))), "")


def _addresses(values: Values) -> Iterator[str]:
    for kind in ("page", "identifier", "pdf"):
        for address in map(normal_url, _all(values, kind)):
            if address and not normal_doi(address):
                yield address


def _authors(values: Values) -> tuple[str, ...]:
    """The authors, one a tag or all in one."""
    told = _together(values, "authors")
    if len(told) == 1 and (found := names_in(told[0])) is not None:
        return found
    alone = map(without_others, told)
    people = (name if names_a_house(name) else _in_order(name) for name in alone)
    return tuple(dict.fromkeys(name for name in people if name and not is_nobody(name)))


def _in_order(name: str) -> str:
    """A name of the form family, given, suffix in the order of print."""
    family, *rest = name.split(",")
    return given_first([family, *reversed(rest)])


def _date(values: Values) -> str:
    dates = (date_written(text) for text in _all(values, "date"))
    return next(filter(None, dates), "")


def _keywords(values: Values) -> tuple[str, ...]:
    told = _together(values, "keywords")
    parts = (part.strip(" .") for text in told for part in re.split(r";" if ";" in text else r",", text))
    return tuple(dict.fromkeys(filter(None, parts)))


def _metadata(values: Values) -> tuple[tuple[str, str], ...]:
    found = next(filter(None, (_PLACE.search(text[:300]) for text in _all(values, "identifier"))), None)
    place = found.groupdict("") if found else dict.fromkeys(("volume", "issue", "pages"), "")
    return variables({
        "volume": _first(values, "volume") or place["volume"],
        "issue": _first(values, "issue") or place["issue"],
        "page": pages(_first(values, "pages") or place["pages"], _first(values, "first"), _first(values, "last")),
        "publisher": _first(values, "publisher"),
        "number": _first(values, "number"),
        "ISBN": _first(values, "isbn"),
        "ISSN": _first(values, "issn"),
        "language": _first(values, "language"),
    })  # fmt: skip

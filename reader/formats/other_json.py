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
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from reader.formats.arxiv.accents import accented
from reader.formats.arxiv.authors import are_more, names
from reader.formats.csl_variables import pages
from reader.formats.json_rows import JSON_START, rows
from reader.formats.json_values import JsonObject, all_of, object_of, person_of, shown_as, text_of, texts_of
from reader.formats.parsed import Parsed, Problem
from reader.formats.publication_dates import of_one_day
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
from reader.formats.zotero import is_text
from reader.formats.zotero_json import ZOTERO_JSON, Collections, PartsOfItems, is_item, is_part, item_of, read_item
from reader.identity import arxiv_year, find_arxiv_id
from reader.latex import decode
from reader.paper import Status
from reader.persons import names_as_variable, without_number
from reader.text import words

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


def sniff(text: str) -> bool:
    """Whether the text is JSON with a record of one of these."""
    if JSON_START.match(text.removeprefix("\ufeff")) is None or _SIGN.search(text[:_LOOKED_AT]) is None:
        return False
    found = (_records(row[1]) for row in rows(text, keys=()) if not isinstance(row, Problem))
    return any(_kind(record) is not None or is_part(record) for records in found for record in records)


def parse(text: str) -> Parsed:
    """Read every record that is one of these; any other is a problem."""
    references = References("a record")
    collections = Collections()
    found: list[tuple[int, Any]] = []
    for row in rows(text, keys=()):
        if isinstance(row, Problem):
            references.problems.append(row)
            continue
        collections.learn(row[1])
        found += ((row[0], record) for record in _records(row[1]))
    parts = PartsOfItems(record for _, record in found)
    for line, record in found:
        if is_part(record):
            references.problems += parts.without_item(line, record)
            continue
        kind = _kind(record)
        if kind is None:
            references.skip(line, "in which nothing shows a paper of a known program", shown_as(record))
            continue
        read, form = kind
        reference = read(line, told := AskedObject(record))
        if (aside := _aside(record)) or not is_text(text_of(item_of(record).get("itemType")), reference):
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
    if not wrapped or depth > _DEPTH or _kind(value) is not None or is_part(value):
        yield value
        return
    yield from _records(wrapped[0], depth + 1)


def _kind(record: Any) -> tuple[Callable[[int, JsonObject], Reference], Form] | None:
    """What reads a record, by the keys that it has, and whose form it has; None for what is none of these."""
    if not isinstance(record, dict):
        return None
    return next(((read, form) for shows, read, form in _KINDS if shows(record)), None)


def _aside(record: JsonObject) -> str:
    """What a record is of that is no work itself but written on one or around it; "" for any other."""
    if any(value in (1, True, "1") for value in (record.get("trashed"), item_of(record).get("deleted"))):
        return "something in the trash"
    if _is_openreview(record):
        return "a reply to a paper" if _is_reply(record) else ""
    held = object_of(record.get("attributes")) or record
    if _is_crossref(record) or _is_openalex(record) or _is_datacite(record):
        kinds = (text_of(held.get("type")), text_of(object_of(held.get("types")).get("resourceTypeGeneral")))
        return next((_ASIDE[name] for kind in kinds if (name := _letters(kind)) in _ASIDE), "")
    return ""


def _is_reply(record: JsonObject) -> bool:
    """Whether a note of OpenReview is a review, a decision or a comment: it replies to another, or stands in another's
    forum and names nobody (https://docs.openreview.net/reference/api-v2/entities/note/fields)."""
    if "replyto" in record:
        return text_of(record["replyto"]) != ""
    own = text_of(record.get("id"))
    return own not in ("", record["forum"]) and "authors" not in object_of(record.get("content"))


def _letters(kind: str) -> str:
    return "".join(filter(str.isalpha, kind.lower()))


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


def _is_paperpile(record: JsonObject) -> bool:
    return (
        "title" in record
        and not record.keys().isdisjoint(("labelsNamed", "foldersNamed", "pubtype"))
        and "_id" in record
    )


def _paperpile(line: int, record: JsonObject) -> Reference:
    kind = text_of(record.get("pubtype")).removeprefix("PP_")
    taken(record, *(["pubtype"] if csl_type(kind) else ()))
    return Reference(
        line=line,
        title=text_of(record.get("title")),
        kind=kind,
        key=text_of(record.get("citekey")),
        abstract=text_of(record.get("abstract")),
        authors=[person_of(object_of(person)) for person in all_of(record.get("author"))],
        editors=[person_of(object_of(person)) for person in all_of(record.get("editor"))],
        dates=[_of_named(record.get("published")), text_of(record.get("year"))],
        venues=[text_of(record.get(name)) for name in ("journal", "journalfull", "booktitle", "school", "institution")],
        arxiv_id=text_of(record.get("arxivid")),
        dois=[text_of(record.get("doi"))],
        urls=texts_of(record.get("url")),
        keywords=[word for text in texts_of(record.get("keywords")) for word in re.split("[,;]", text)],
        tags=texts_of(record.get("labelsNamed")),
        notes=[note_of(text) for text in (text_of(record.get("notes")), text_of(record.get("annote"))) if text],
        starred=record.get("starred") in (1, True, "1"),
        lists=texts_of(record.get("foldersNamed")),
        metadata={
            "volume": text_of(record.get("volume")),
            "issue": text_of(record.get("issue")) or text_of(record.get("number")),
            "page": pages(text_of(record.get("pages"))),
            "edition": of_edition(text_of(record.get("edition"))),
            "publisher": text_of(record.get("publisher")),
            "publisher-place": text_of(record.get("address")),
            "note": text_of(record.get("note")),
            "PMID": text_of(record.get("pmid")),
            "PMCID": text_of(record.get("pmcid")),
            **numbers_of_books([*texts_of(record.get("isbn")), *texts_of(record.get("issn"))]),
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


def _is_semantic_scholar(record: JsonObject) -> bool:
    return "title" in record and not record.keys().isdisjoint(
        ("paperId", "externalIds", "externalids", "corpusId", "corpusid", "s2FieldsOfStudy")
    )


def _semantic_scholar(line: int, record: JsonObject) -> Reference:
    numbers = object_of(record.get("externalIds") or record.get("externalids"))
    ids = {name.lower(): text_of(numbers.get(name)) for name in numbers}
    journal = object_of(record.get("journal"))
    venue = object_of(record.get("publicationVenue"))
    return Reference(
        line=line,
        title=text_of(record.get("title")),
        kind=next(iter(texts_of(record.get("publicationTypes"))), ""),
        abstract=text_of(record.get("abstract")),
        authors=texts_of(record.get("authors"), "name"),
        dates=of_one_day(
            [text_of(record.get("publicationDate") or record.get("publicationdate")), text_of(record.get("year"))]
        ),
        venues=[text_of(record.get("venue")), text_of(journal.get("name")), text_of(venue.get("name"))],
        arxiv_id=ids.get("arxiv", ""),
        dois=[ids.get("doi", ""), text_of(record.get("doi"))],
        urls=[text_of(record.get("url")), text_of(object_of(record.get("openAccessPdf")).get("url"))],
        keywords=texts_of(record.get("fieldsOfStudy")),
        metadata={
            "volume": text_of(journal.get("volume")),
            "page": pages(text_of(journal.get("pages"))),
            "PMID": ids.get("pubmed", ""),
            "PMCID": ids.get("pubmedcentral", ""),
            **numbers_of_books([text_of(venue.get("issn"))]),
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


def _is_crossref(record: JsonObject) -> bool:
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


def _crossref(line: int, record: JsonObject) -> Reference:
    event, issue = object_of(record.get("event")), object_of(record.get("journal-issue"))
    houses = texts_of(record.get("institution"), "name")
    dates = ("issued", "published", "published-print", "published-online", "posted", "created")
    return Reference(
        line=line,
        title=text_of(record.get("title")),
        kind=text_of(record.get("type")),
        abstract=text_of(record.get("abstract")),
        authors=[person_of(object_of(person)) for person in all_of(record.get("author"))],
        editors=[person_of(object_of(person)) for person in all_of(record.get("editor"))],
        dates=of_one_day([_of_parts(record.get(name)) for name in dates]),
        venues=[text_of(record.get("container-title")), text_of(event.get("name")), *houses],
        named=[text_of(record.get("DOI")), text_of(record.get("number"))],
        dois=[text_of(record.get("DOI"))],
        urls=[text_of(record.get("URL"))],
        keywords=texts_of(record.get("subject")),
        metadata={
            "volume": text_of(record.get("volume")),
            "issue": text_of([record.get("issue"), issue.get("issue")]),
            "page": pages(text_of(record.get("page")), article=text_of(record.get("article-number"))),
            "publisher": text_of(record.get("publisher")),
            "edition": text_of(record.get("edition-number")),
            "language": text_of(record.get("language")),
            "container-title-short": text_of(record.get("short-container-title")),
            "translator": names_as_variable(map(person_of, map(object_of, all_of(record.get("translator"))))),
            **numbers_of_books([*texts_of(record.get("ISBN")), *texts_of(record.get("ISSN"))]),
        },
    )


def _of_named(value: Any) -> str:
    """A date of year, month and day as text; the month may be a name."""
    when = object_of(value)
    year, month, day = (text_of(when.get(part)).strip() for part in ("year", "month", "day"))
    if month and not month.isdecimal():
        return f"{day} {month} {year}".strip()
    return "-".join(filter(None, (year, month.zfill(2) if month else "", day.zfill(2) if month and day else "")))


def _of_parts(value: Any) -> str:
    """A date of CSL's parts as text."""
    parts = object_of(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [text_of(part) for part in first[:3]]
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


def _is_openalex(record: JsonObject) -> bool:
    held = not record.keys().isdisjoint(("authorships", "publication_year", "abstract_inverted_index"))
    return held and "openalex.org/W" in text_of(record.get("id")) and ("title" in record or "display_name" in record)


def _openalex(line: int, record: JsonObject) -> Reference:
    place, book = object_of(record.get("primary_location")), object_of(record.get("biblio"))
    source = object_of(place.get("source")) or object_of(record.get("host_venue"))
    ids = object_of(record.get("ids"))
    pmid, pmcid = (text_of(ids.get(name)).rstrip("/").rpartition("/")[2] for name in ("pmid", "pmcid"))
    taken(ids, *filter(ids.get, ("pmid", "pmcid")))
    if abstract := _in_order(record.get("abstract_inverted_index")):
        taken(record, "abstract_inverted_index")
    return Reference(
        line=line,
        title=text_of([record.get("title"), record.get("display_name")]),
        kind=text_of(record.get("type")),
        abstract=abstract,
        authors=[
            text_of(object_of(object_of(one).get("author")).get("display_name"))
            for one in all_of(record.get("authorships"))
        ],
        dates=of_one_day([text_of(record.get("publication_date")), text_of(record.get("publication_year"))]),
        venues=[text_of(source.get("display_name"))],
        dois=[text_of(record.get("doi"))],
        urls=[text_of(place.get("landing_page_url")), text_of(place.get("pdf_url")), text_of(record.get("id"))],
        keywords=texts_of(record.get("keywords"), "display_name", "keyword"),
        metadata={
            "volume": text_of(book.get("volume")),
            "issue": text_of(book.get("issue")),
            "page": pages("", text_of(book.get("first_page")), text_of(book.get("last_page"))),
            "PMID": pmid,
            "PMCID": f"PMC{pmcid}" if pmcid.isdecimal() else pmcid,
            "language": text_of(record.get("language")),
            "publisher": text_of([source.get("host_organization_name"), source.get("publisher")]),
            **numbers_of_books([*texts_of(source.get("issn_l")), *texts_of(source.get("issn"))]),
        },
    )


def _in_order(index: Any) -> str:
    """The text of an abstract that is told as the places of each of its words."""
    placed = (
        (place, word) for word, places in object_of(index).items() for place in all_of(places) if isinstance(place, int)
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


def _is_datacite(record: JsonObject) -> bool:
    held = object_of(record.get("attributes")) or record
    return isinstance(held.get("titles"), list) and isinstance(held.get("creators"), list) and "doi" in held


def _datacite(line: int, record: JsonObject) -> Reference:
    held = object_of(record.get("attributes")) or record
    box = object_of(held.get("container"))
    said = [object_of(one) for one in all_of(held.get("descriptions"))]
    people = [object_of(one) for one in all_of(held.get("creators"))]
    helpers = [object_of(one) for one in all_of(held.get("contributors"))]
    days = sorted(map(object_of, all_of(held.get("dates"))), key=lambda one: one.get("dateType") != "Issued")
    types = [
        text_of(object_of(held.get("types")).get(name)) for name in ("resourceTypeGeneral", "resourceType", "bibtex")
    ]
    return Reference(
        line=line,
        title=next(iter(texts_of(held.get("titles"), "title")), ""),
        kind=next(filter(csl_type, types), ""),
        abstract=next(
            (text_of(one.get("description")) for one in said if one.get("descriptionType") == "Abstract"), ""
        ),
        authors=list(map(_of_datacite, people)),
        editors=[_of_datacite(one) for one in helpers if one.get("contributorType") == "Editor"],
        dates=of_one_day(
            [text_of(held.get("publicationYear")), text_of(held.get("published")), *texts_of(days, "date")]
        ),
        venues=[
            text_of(box.get("title")),
            text_of(held.get("publisher")),
            text_of(object_of(held.get("publisher")).get("name")),
        ],
        dois=[text_of(held.get("doi"))],
        urls=[text_of(held.get("url"))],
        keywords=texts_of(held.get("subjects"), "subject"),
        metadata={
            "volume": text_of(box.get("volume")),
            "issue": text_of(box.get("issue")),
            "page": pages("", text_of(box.get("firstPage")), text_of(box.get("lastPage"))),
            **numbers_of_books([text_of(box.get("identifier"))]),
        },
    )


def _of_datacite(one: JsonObject) -> str:
    return person_of({"given": one.get("givenName"), "family": one.get("familyName"), "name": one.get("name")})


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


def _is_openreview(record: JsonObject) -> bool:
    return isinstance(record.get("forum"), str) and "title" in object_of(record.get("content"))


def _openreview(line: int, record: JsonObject) -> Reference:
    content = object_of(record.get("content"))
    names = ("title", "abstract", "authors", "venue", "keywords")
    held = {name: object_of(value).get("value", value) for name in names if (value := content.get(name))}
    stamp = record.get("pdate") or record.get("cdate")
    return Reference(
        line=line,
        title=text_of(held.get("title")),
        abstract=text_of(held.get("abstract")),
        authors=texts_of(held.get("authors")),
        dates=[_year_of(stamp)] if isinstance(stamp, int) else [],
        venues=[text_of(held.get("venue"))],
        urls=[f"https://openreview.net/forum?id={text_of(record.get('forum'))}"],
        keywords=texts_of(held.get("keywords")),
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


def _is_dblp(record: JsonObject) -> bool:
    return {"title", "venue", "key"} <= record.keys() and isinstance(record.get("authors"), dict)


def _dblp(line: int, record: JsonObject) -> Reference:
    return Reference(
        line=line,
        title=text_of(record.get("title")).removesuffix("."),
        kind=_KINDS_OF_DBLP.get(text_of(record.get("type")), ""),
        authors=[without_number(name) for name in texts_of(object_of(record.get("authors")).get("author"), "text")],
        dates=[text_of(record.get("year"))],
        venues=[text_of(record.get("venue"))],
        named=[f"{text_of(record.get('venue'))} {text_of(record.get('volume'))}"],
        dois=[text_of(record.get("doi"))],
        urls=[text_of(record.get("ee")), text_of(record.get("url"))],
        metadata={
            "volume": text_of(record.get("volume")),
            "issue": text_of(record.get("number")),
            "page": pages(text_of(record.get("pages"))),
        },
    )


_HARZING = Form(
    "publish-or-perish",
    {
        "it counts": "cites cites_per_year cites_per_author author_count age ecc rank gsrank use",
        "it says how the record was found": "uid query_date cites_url related_url type",
    },
)


def _is_harzing(record: JsonObject) -> bool:
    return "title" in record and {"cites", "article_url"} <= record.keys()


def _harzing(line: int, record: JsonObject) -> Reference:
    """A record of Publish or Perish (https://harzing.com/resources/publish-or-perish), for which 0 is not known."""
    known = {name: "" if (value := record.get(name)) == 0 else text_of(value) for name in _OF_HARZING}
    taken(record, *(name for name, value in record.items() if value == 0))
    return Reference(
        line=line,
        title=known["title"],
        kind=text_of(record.get("type")),
        abstract=known["abstract"],
        authors=texts_of(record.get("authors")),
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


def _is_mendeley(record: JsonObject) -> bool:
    people = [object_of(one) for one in all_of(record.get("authors"))]
    return "title" in record and any("last_name" in one for one in people)


def _mendeley(line: int, record: JsonObject) -> Reference:
    """A document of Mendeley (https://dev.mendeley.com/methods/#documents)."""
    ids = object_of(record.get("identifiers"))
    people, editors, translators = (
        [
            person_of({"given": one.get("first_name"), "family": one.get("last_name")})
            for one in map(object_of, all_of(told))
        ]
        for told in map(record.get, ("authors", "editors", "translators"))
    )
    return Reference(
        line=line,
        title=text_of(record.get("title")),
        kind=text_of(record.get("type")),
        key=text_of(record.get("citation_key")),
        abstract=text_of(record.get("abstract")),
        authors=people,
        editors=editors,
        dates=[_of_named(record)],
        venues=[text_of(record.get("source")), text_of(record.get("institution"))],
        arxiv_id=text_of(ids.get("arxiv")).removeprefix("arXiv:"),
        dois=[text_of(ids.get("doi"))],
        urls=texts_of(record.get("websites")),
        keywords=texts_of(record.get("keywords")),
        tags=texts_of(record.get("tags")),
        notes=[note_of(note) for note in texts_of(record.get("notes"))],
        starred=record.get("starred") is True,
        status=Status.READ if record.get("read") is True else Status.UNREAD,
        metadata={
            "volume": text_of(record.get("volume")),
            "issue": text_of(record.get("issue")),
            "page": pages(text_of(record.get("pages"))),
            "publisher": text_of([record.get("publisher"), record.get("institution")]),
            "accessed": text_of(record.get("accessed")),
            "translator": names_as_variable(translators),
            "PMID": text_of(ids.get("pmid")),
            **numbers_of_books([text_of(ids.get("isbn")), text_of(ids.get("issn"))]),
        },
    )


_ARXIV = Form(
    "arxiv",
    {"it is the archive's own": "id submitter license update_date versions"},
)


def _is_arxiv_dump(record: JsonObject) -> bool:
    held = record.keys() & {"authors_parsed", "update_date", "submitter", "versions", "journal-ref"}
    return "title" in record and len(held) > 1 and find_arxiv_id(f"arXiv:{text_of(record.get('id'))}") != ""


def _arxiv_dump(line: int, record: JsonObject) -> Reference:
    arxiv_id = find_arxiv_id(f"arXiv:{text_of(record.get('id'))}")
    line_of_authors = decode(text_of(record.get("authors")))
    people = [_in_order_of_index(list(map(text_of, all_of(one)))) for one in all_of(record.get("authors_parsed"))]
    first = object_of(next(iter(all_of(record.get("versions"))), None))
    if any(people):
        taken(record, "authors_parsed")
    if set(words(" ".join(names(line_of_authors)))) <= set(words(" ".join(people) or line_of_authors)):
        taken(record, *(["authors"] if line_of_authors else ()))
    return Reference(
        line=line,
        title=accented(text_of(record.get("title"))),
        abstract=accented(text_of(record.get("abstract"))),
        authors=[*(people or names(line_of_authors)), *["et al."] * are_more(line_of_authors)],
        dates=of_one_day([text_of(first.get("created")), arxiv_year(arxiv_id)]),
        venues=[accented(text_of(record.get("journal-ref")))],
        arxiv_id=arxiv_id,
        dois=text_of(record.get("doi")).split(),
        keywords=text_of(record.get("categories")).split(),
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


def _is_europe_pmc(record: JsonObject) -> bool:
    held = record.keys() & {"authorString", "pubYear", "journalInfo", "journalTitle", "abstractText", "isOpenAccess"}
    return "title" in record and "source" in record and len(held) > 1


def _europe_pmc(line: int, record: JsonObject) -> Reference:
    issue, book = object_of(record.get("journalInfo")), object_of(record.get("bookOrReportDetails"))
    journal = object_of(issue.get("journal"))
    people = list(map(object_of, all_of(object_of(record.get("authorList")).get("author"))))
    named = [with_comma(name) for name in re.split(r",\s*", text_of(record.get("authorString")).rstrip(". "))]
    days = ((issue, "printPublicationDate"), (record, "firstPublicationDate"))
    kinds = texts_of(object_of(record.get("pubTypeList")).get("pubType")) or text_of(record.get("pubType")).split("; ")
    kind = next(filter(csl_type, kinds), "")
    return Reference(
        line=line,
        title=without_stop(text_of(record.get("title"))),
        kind="preprint" if record.get("source") == "PPR" else kind,
        abstract=text_of(record.get("abstractText")),
        authors=list(filter(None, map(_of_europe_pmc, people))) or named,
        dates=of_one_day([text_of(record.get("pubYear")), *(text_of(held.get(name)) for held, name in days)]),
        venues=[
            text_of(journal.get("title")), text_of(record.get("journalTitle")),
            text_of(book.get("comprisingTitle")), text_of(book.get("publisher")),
        ],
        dois=[text_of(record.get("doi"))],
        keywords=texts_of(object_of(record.get("keywordList")).get("keyword")),
        metadata={
            **genre_of("; ".join(filter(genre_of, kinds))),
            "volume": text_of([issue.get("volume"), record.get("journalVolume")]),
            "issue": text_of([issue.get("issue"), record.get("issue")]),
            "page": pages(text_of(record.get("pageInfo"))),
            "container-title-short": text_of([journal.get("isoabbreviation"), journal.get("ISOAbbreviation")]),
            "publisher": text_of(book.get("publisher")),
            "language": text_of(record.get("language")),
            "PMID": text_of(record.get("pmid")),
            "PMCID": text_of(record.get("pmcid")),
            **numbers_of_books(
                [text_of([book.get("isbn13"), book.get("isbn10")]), text_of(journal.get("issn")),
                 text_of(journal.get("essn")), *text_of(record.get("journalIssn")).split("; ")]
            ),
        },
    )  # fmt: skip


def _of_europe_pmc(person: JsonObject) -> str:
    if whole := text_of(person.get("collectiveName")):
        return group(whole)
    told = {"given": person.get("firstName") or person.get("initials"), "family": person.get("lastName")}
    return person_of(told) or with_comma(text_of(person.get("fullName")))


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


def _is_inspire(record: JsonObject) -> bool:
    held = object_of(record.get("metadata")) or record
    shows = held.keys() & {"arxiv_eprints", "texkeys", "publication_info", "inspire_categories", "document_type"}
    return isinstance(held.get("titles"), list) and len(shows) > 0


def _inspire(line: int, record: JsonObject) -> Reference:
    held = object_of(record.get("metadata")) or record
    place, house, series = (
        object_of(next(iter(all_of(held.get(name))), None)) for name in ("publication_info", "imprints", "book_series")
    )
    school = texts_of(object_of(held.get("thesis_info")).get("institutions"), "name")
    people = list(map(object_of, all_of(held.get("authors"))))
    writers = [text_of(one.get("full_name")) for one in people if "editor" not in texts_of(one.get("inspire_roles"))]
    editors = [text_of(one.get("full_name")) for one in people if "editor" in texts_of(one.get("inspire_roles"))]
    groups = [group(f"{name} Collaboration") for name in texts_of(held.get("collaborations"), "value")]
    return Reference(
        line=line,
        title=next(iter(texts_of(held.get("titles"), "title")), ""),
        kind=text_of(held.get("document_type")),
        key=text_of(held.get("texkeys")),
        abstract=next(iter(texts_of(held.get("abstracts"), "value")), ""),
        authors=writers or groups,
        editors=editors,
        dates=of_one_day(
            [text_of(place.get("year")), *map(text_of, map(held.get, ("preprint_date", "earliest_date")))]
        ),
        venues=[text_of(place.get("journal_title")), *school],
        arxiv_id=next(iter(texts_of(held.get("arxiv_eprints"), "value")), ""),
        dois=texts_of(held.get("dois"), "value"),
        urls=texts_of(held.get("urls"), "value"),
        keywords=texts_of(held.get("keywords"), "value"),
        metadata={
            "volume": text_of(place.get("journal_volume")),
            "issue": text_of(place.get("journal_issue")),
            "page": pages(
                "",
                text_of(place.get("page_start")),
                text_of(place.get("page_end")),
                article=text_of(place.get("artid")),
            ),
            "publisher": text_of([house.get("publisher"), *school]),
            "publisher-place": text_of(house.get("place")),
            "collection-title": text_of(series.get("title")),
            "collection-number": text_of(series.get("volume")),
            "edition": text_of(held.get("editions")),
            **numbers_of_books(texts_of(held.get("isbns"), "value")),
        },
    )


_KINDS = (
    (is_item, read_item, ZOTERO_JSON),
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

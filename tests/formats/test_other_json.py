"""The JSON of reference managers and services comes in by what its own keys mean, and no other JSON does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats import detect, read
from reader.formats.parsed import Parsed
from reader.paper import Name, Paper, Status
from tests.support.laws import law

ZOTERO: dict[str, Any] = {
    "key": "AAAA1111",
    "version": 7,
    "meta": {"parsedDate": "2019-05-03"},
    "data": {
        "key": "AAAA1111",
        "itemType": "journalArticle",
        "title": "Lamps that <i>learn</i> & think",
        "creators": [
            {"creatorType": "editor", "firstName": "Eva", "lastName": "Redakt"},
            {"creatorType": "author", "firstName": "Ada B.", "lastName": "Sample"},
            {"creatorType": "author", "name": "Lamp Group"},
        ],
        "abstractNote": "We ask whether\nlamps learn.",
        "publicationTitle": "Lamp Letters",
        "volume": "153",
        "issue": "2",
        "pages": "343–355",
        "date": "May 03, 2019",
        "DOI": "10.1234/Lamp.2019.02",
        "url": "https://example.org/lamps",
        "ISSN": "1234-5678",
        "tags": [{"tag": "lamp"}, {"tag": "light", "type": 1}],
        "collections": ["CCCC1111"],
        "extra": "arXiv: 1905.00011 [cs]\nPMID: 30000001\nRead_Status: Read\nRead_Status_Date: 2020\nSeen at a fair",
    },
}
PAPERPILE = {
    "_id": "x",
    "pubtype": "PP_PREPRINT",
    "title": "Lamps that learn",
    "arxivid": "1905.00011v2",
    "starred": 1,
    "author": [{"first": "Ada B.", "last": "Sample", "formatted": "Sample AB"}],
    "published": {"year": "2019", "month": "5"},
    "journal": "Lamp Letters",
    "abstract": "We ask.",
    "labelsNamed": ["lamps"],
    "foldersNamed": ["Thesis"],
    "notes": "<p>mine</p><p>twice</p>",
    "keywords": "lamp, light",
    "url": ["https://example.org/lamps"],
    "pages": "1-2",
}
SCHOLAR = {
    "paperId": "f" * 40,
    "title": "Lamps that learn",
    "externalIds": {"ArXiv": "1905.00011", "DOI": "10.1234/Lamp.1"},
    "authors": [{"authorId": "1", "name": "Ada B. Sample"}],
    "year": 2019,
    "publicationDate": "2019-05-03",
    "venue": "Lamp Letters",
    "journal": {"name": "LL", "volume": "153", "pages": "343 - 355"},
    "abstract": "We ask.",
    "references": [{"paperId": "e" * 40, "title": "Another's lamps"}],
    "citations": [{"title": "A later lamp"}],
    "url": "https://www.semanticscholar.org/paper/f",
}
CROSSREF = {
    "DOI": "10.1234/lamp.1",
    "title": ["Lamps that <i>learn</i>"],
    "container-title": ["Lamp Letters"],
    "type": "journal-article",
    "author": [{"given": "Ada B.", "family": "Sample", "suffix": "Jr"}, {"name": "Lamp Group"}],
    "issued": {"date-parts": [[2019, 5]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We ask.</jats:p>",
    "reference-count": 1,
    "ISSN": ["1234-5678"],
    "reference": [{"key": "a", "article-title": "Another's lamps", "DOI": "10.1234/old"}],
    "volume": "153",
    "page": "343-355",
}
OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1234/Lamp.1",
    "display_name": "Lamps that learn",
    "title": "Lamps that learn",
    "publication_year": 2019,
    "publication_date": "2019-05-03",
    "authorships": [{"author": {"display_name": "Ada B. Sample"}}],
    "primary_location": {
        "source": {"display_name": "Lamp Letters"},
        "landing_page_url": "https://doi.org/10.1234/lamp.1",
    },
    "biblio": {"volume": "153", "issue": "2", "first_page": "343", "last_page": "355"},
    "abstract_inverted_index": {"ask.": [1], "We": [0]},
    "referenced_works": ["https://openalex.org/W2"],
}
DATACITE: dict[str, Any] = {
    "id": "10.1234/lamp.1",
    "type": "dois",
    "attributes": {
        "doi": "10.1234/lamp.1",
        "titles": [{"title": "Lamps that learn"}],
        "publicationYear": 2019,
        "publisher": "Lamp Letters",
        "creators": [{"name": "Sample, Ada B.", "givenName": "Ada B.", "familyName": "Sample"}],
        "descriptions": [
            {"descriptionType": "Other", "description": "no"},
            {"descriptionType": "Abstract", "description": "We ask."},
        ],
    },
}
OPENREVIEW = {
    "id": "n1",
    "forum": "f1",
    "cdate": 1_556_900_000_000,
    "content": {
        "title": {"value": "Lamps that learn"},
        "authors": {"value": ["Ada B. Sample"]},
        "abstract": {"value": "We ask."},
        "venue": {"value": "Lamp Letters"},
    },
}
DBLP = {
    "@id": "1",
    "info": {
        "key": "journals/ll/Sample19",
        "title": "Lamps that learn.",
        "venue": "Lamp Letters",
        "year": "2019",
        "authors": {"author": [{"@pid": "1", "text": "Ada B. Sample 0001"}]},
        "doi": "10.1234/LAMP.1",
    },
}
HARZING = {
    "uid": "GS:1",
    "title": "Lamps that learn",
    "source": "Lamp Letters",
    "article_url": "https://example.org/lamps",
    "cites": 3,
    "year": 2019,
    "volume": 0,
    "issue": 0,
    "startpage": 0,
    "endpage": 0,
    "authors": ["Ada B. Sample"],
    "abstract": "We ask.",
}
MENDELEY = {
    "title": "Lamps that learn",
    "type": "journal",
    "authors": [{"first_name": "Ada B.", "last_name": "Sample"}],
    "year": 2019,
    "month": 5,
    "source": "Lamp Letters",
    "identifiers": {"doi": "10.1234/lamp.1", "arxiv": "1905.00011"},
    "abstract": "We ask.",
    "id": "u",
    "read": True,
    "starred": True,
    "tags": ["lamps"],
}
INSPIRE: dict[str, Any] = {
    "id": "1",
    "metadata": {
        "titles": [{"title": "Lamps that learn", "source": "arXiv"}],
        "authors": [{"full_name": "Sample, Ada B."}, {"full_name": "Redakt, Eva", "inspire_roles": ["editor"]}],
        "collaborations": [{"value": "LAMP"}],
        "arxiv_eprints": [{"value": "1905.00011", "categories": ["hep-ex"]}],
        "dois": [{"value": "10.1234/lamp.1"}],
        "abstracts": [{"value": "We ask.", "source": "arXiv"}],
        "publication_info": [{"journal_title": "Lamp Letters", "journal_volume": "153", "artid": "0612", "year": 2019}],
        "preprint_date": "2019-05-03",
        "document_type": ["article"],
        "texkeys": ["LAMP:2019abc"],
    },
}
RECORDS: dict[str, dict[str, Any]] = {
    "zotero": ZOTERO,
    "paperpile": PAPERPILE,
    "semantic scholar": SCHOLAR,
    "crossref": CROSSREF,
    "openalex": OPENALEX,
    "datacite": DATACITE,
    "openreview": OPENREVIEW,
    "dblp": DBLP,
    "publish or perish": HARZING,
    "mendeley": MENDELEY,
    "inspire": INSPIRE,
}
every = pytest.mark.parametrize("name", RECORDS)


def taken(value: object) -> Parsed:
    """What JSON gives that is known by its content to be another program's."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    assert detect(text) == "json"
    return read(text, "json")


def only(value: object) -> Paper:
    """The one paper of it."""
    parsed = taken(value)
    assert parsed.problems == ()
    (paper,) = parsed.papers
    return paper


def test_a_record_of_inspire_has_its_key_and_its_place_and_without_authors_its_group() -> None:
    paper = only({"hits": {"hits": [INSPIRE], "total": 1}})
    assert (paper.citation_key, paper.arxiv_id, paper.doi) == ("LAMP:2019abc", "1905.00011", "10.1234/lamp.1")
    assert (paper.about("volume"), paper.about("page"), paper.about("editor")) == ("153", "0612", "Eva Redakt")
    alone = only({"metadata": {**INSPIRE["metadata"], "authors": []}})
    assert alone.authors == ("LAMP Collaboration",)


@every
def test_a_record_comes_in_with_what_it_says(name: str) -> None:
    record = {**ZOTERO, "data": {**ZOTERO["data"], "collections": []}} if name == "zotero" else RECORDS[name]
    paper = only([record])
    assert paper.title == ("Lamps that learn & think" if name == "zotero" else "Lamps that learn")
    assert paper.authors[0].startswith("Ada B. Sample")
    assert paper.year == 2019
    assert paper.venue == "Lamp Letters"
    assert paper.link != ""


def test_an_item_of_zotero_is_understood_with_its_extra() -> None:
    parsed = taken([ZOTERO])
    (paper,) = parsed.papers
    assert paper.authors == ("Ada B. Sample", "Lamp Group")
    assert (paper.arxiv_id, paper.doi, paper.published) == ("1905.00011", "10.1234/lamp.2019.02", "2019-05-03")
    assert (paper.abstract, paper.keywords, paper.tags) == ("We ask whether lamps learn.", ("lamp", "light"), ())
    assert dict(paper.metadata) == {
        "volume": "153",
        "issue": "2",
        "page": "343-355",
        "ISSN": "1234-5678",
        "PMID": "30000001",
        "note": "Seen at a fair",
        "editor": "Eva Redakt",
    }
    assert paper.status is Status.READ
    assert [problem.message for problem in parsed.problems] == [
        "collections of 1 records are told by keys without names, left out"
    ]


def test_attachments_and_notes_of_zotero_are_no_papers_and_notes_come_with_their_item() -> None:
    note = {
        "key": "N",
        "data": {"key": "N", "itemType": "note", "parentItem": "AAAA1111", "note": "<p>mine &amp; yours</p>"},
    }
    file = {
        "key": "F",
        "data": {"key": "F", "itemType": "attachment", "title": "Full Text PDF", "url": "https://example.org/a.pdf"},
    }
    parsed = taken([file, ZOTERO, note])
    assert [paper.note for paper in parsed.papers] == ["mine & yours"]


def test_better_bibtex_s_library_names_its_collections_and_holds_its_notes() -> None:
    item = {
        **ZOTERO["data"],
        "itemID": 12,
        "notes": [{"note": "<p>one</p><p>two</p>"}],
        "tags": ["lamp"],
        "collections": [],
    }
    library = {
        "config": {"label": "BetterBibTeX JSON"},
        "version": {"zotero": "6"},
        "collections": {"CCCC1111": {"key": "CCCC1111", "name": "Lamps", "items": [12]}},
        "items": [item],
    }
    parsed = taken(library)
    assert [paper.note for paper in parsed.papers] == ["one\n\ntwo"]
    assert [entry.list for entry in parsed.entries[0]] == ["Lamps"]
    assert parsed.problems == ()


def test_a_group_is_one_name_and_a_list_that_goes_on_says_so() -> None:
    (paper,) = taken([ZOTERO]).papers
    assert dict(paper.names) == {"Lamp Group": Name(literal="Lamp Group")}
    more = only({**SCHOLAR, "authors": [{"name": "Ada B. Sample"}, {"name": "et al."}]})
    assert (more.authors, more.more_authors) == (("Ada B. Sample",), True)


def test_what_the_user_said_in_paperpile_and_mendeley_comes_along() -> None:
    parsed = taken([PAPERPILE])
    (paper,) = parsed.papers
    assert (paper.tags, paper.note, paper.starred, paper.arxiv_id) == (("lamps",), "mine\n\ntwice", True, "1905.00011")
    assert [entry.list for entry in parsed.entries[0]] == ["Thesis"]
    other = only([MENDELEY])
    assert (other.tags, other.starred, other.status, other.published) == (("lamps",), True, Status.READ, "2019-05")


def test_what_a_work_cites_is_no_paper_of_the_list() -> None:
    assert only(SCHOLAR).published == "2019-05-03"
    assert only(CROSSREF).authors == ("Ada B. Sample Jr", "Lamp Group")
    assert only(CROSSREF).abstract == "Abstract We ask."
    assert only(OPENALEX).abstract == "We ask."
    assert only(OPENALEX).about("page") == "343-355"


@pytest.mark.parametrize(
    "answer",
    [
        {"total": 1, "offset": 0, "data": [SCHOLAR]},
        {"recommendedPapers": [SCHOLAR]},
        {"offset": 0, "data": [{"contexts": [], "citedPaper": SCHOLAR}]},
        {"status": "ok", "message-type": "work", "message": CROSSREF},
        {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [CROSSREF]}},
        {"meta": {"count": 1}, "results": [OPENALEX]},
        {"data": DATACITE},
        {"data": [DATACITE], "meta": {}},
        {"notes": [OPENREVIEW], "count": 1},
        {"result": {"query": "lamps", "hits": {"@total": "1", "hit": [DBLP]}}},
    ],
)
def test_the_answer_that_a_record_is_wrapped_in_is_taken_off(answer: object) -> None:
    assert only(answer).title == "Lamps that learn"


def test_a_record_without_a_title_or_of_nobody_is_named_with_its_line() -> None:
    empty = {**SCHOLAR, "title": None}
    parsed = taken([SCHOLAR, empty, None, {"name": "a lamp", "price": 3}])
    assert len(parsed.papers) == 1
    assert [problem.message for problem in parsed.problems] == [
        "a record without a title, skipped",
        "a record in which nothing shows a paper of a known program, skipped",
        "a record in which nothing shows a paper of a known program, skipped",
    ]
    lines = [problem.line for problem in parsed.problems]
    assert lines == sorted(lines)
    assert lines[0] > 1


@pytest.mark.parametrize(
    ("paper", "more"),
    [
        (OPENREVIEW, {"id": "r1", "replyto": "f1"}),
        (OPENREVIEW, {"id": "r2", "replyto": "r1", "content": {"title": "Our answer", "comment": "Thanks."}}),
        (OPENREVIEW, {"id": "r3", "content": {"title": {"value": "Paper decision"}, "decision": {"value": "Accept"}}}),
        (CROSSREF, {"type": "peer-review", "DOI": "10.1234/review.1"}),
        (CROSSREF, {"type": "component", "title": ["Figure 1"], "DOI": "10.1234/lamp.2019.02.g1"}),
        (CROSSREF, {"type": "journal", "title": ["Lamp Letters"], "DOI": "10.1234/ll"}),
        (OPENALEX, {"type": "peer-review"}),
        (OPENALEX, {"type": "paratext", "title": "Front cover"}),
        (DATACITE, {"attributes": {**DATACITE["attributes"], "types": {"resourceTypeGeneral": "PeerReview"}}}),
        (DATACITE, {"attributes": {**DATACITE["attributes"], "types": {"resourceTypeGeneral": "Award"}}}),
    ],
)  # fmt: skip
def test_what_is_written_on_a_paper_or_around_it_is_named_and_no_paper(
    paper: dict[str, Any], more: dict[str, Any]
) -> None:
    other = {**paper, **more}
    parsed = taken([paper, other])
    assert [found.title for found in parsed.papers] == ["Lamps that learn"]
    assert [problem.message.startswith("a record of ") for problem in parsed.problems] == [True]
    assert parsed.problems[0].line > 2
    alone = taken([other])
    assert (alone.papers, len(alone.problems)) == ((), 1)


def test_the_first_note_of_a_forum_is_the_paper() -> None:
    for replyto in (None, ""):
        assert only({**OPENREVIEW, "id": "f1", "replyto": replyto}).title == "Lamps that learn"


@every
def test_a_text_that_is_cut_gives_what_is_whole(name: str) -> None:
    text = json.dumps([RECORDS[name], RECORDS[name]], indent=1)
    whole = text.index("\n {", 10)
    parsed = read(text[: whole + 200], "json")
    assert len(parsed.papers) == 1
    assert parsed.problems


NO_RECORDS: dict[str, object] = {
    "a package": {"name": "lamps", "version": "1.0.0", "title": "Lamps", "author": "Ada", "dependencies": {"a": "1"}},
    "a forum": {"topics": [{"title": "Lamps", "forum": "garden", "posts": 3}]},
    "hits": {"hits": {"total": 3, "hits": [{"_id": "1", "_source": {"title": "Lamps", "price": 3}}]}},
    "items of a shop": {"items": [{"itemType": "lamp", "title": "A blue lamp", "price": 3}]},
    "a message": {"message": {"title": "Hello", "text": "lamps"}},
    "titles": {"titles": ["Lamps", "More lamps"]},
    "a group": {"identifiers": ["a"], "title": "Lamps", "authors": ["x"]},
    "a list of authors": {
        "results": [{"id": "https://openalex.org/A1", "display_name": "Ada Sample", "works_count": 3}]
    },
    "nothing": [],
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_other_json_is_none_of_them(name: str) -> None:
    text = json.dumps(NO_RECORDS[name])
    assert detect(text) != "json"
    assert read(text, "json").papers == ()


_KEYS = sorted(
    {key for record in RECORDS.values() for key in (*record, *record.get("data", ()), *record.get("content", ()))}
)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(list(RECORDS.values())),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*_KEYS, "value", "name"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@law()
@example("zotero", {"data": None})
@given(st.sampled_from(sorted(RECORDS)), st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=6))
def test_whatever_stands_under_a_key_is_read_or_left_and_never_breaks(name: str, other: dict[str, Any]) -> None:
    record = {**RECORDS[name], **other}
    within = {**record, "data": {**RECORDS[name].get("data", {}), **other}}
    text = json.dumps([record, within if name == "zotero" else other])
    parsed = read(text, "json")
    assert all(paper.title for paper in parsed.papers)
    assert len(parsed.papers) + len(parsed.problems) >= 1


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("zotero-items.json", {3, 4}),
        ("semantic-scholar-paper.json", {1}),
        ("crossref.json", {1}),
        ("publish-or-perish-scholar.json", {7}),
    ],
)
def test_files_as_these_programs_write_them_come_in(file: str, counts: set[int]) -> None:
    path = Path(__file__).parents[3] / "shared/corpus/captures" / file
    if not path.exists():
        pytest.skip("the captured files are not beside the project")
    text = path.read_text(encoding="utf-8-sig")
    assert detect(text, file) == "json"
    assert len(read(text, "json").papers) in counts


DUMP: dict[str, Any] = {
    "id": "0704.0001",
    "submitter": "Pavel Sample",
    "authors": "C. Bal\\'azs, E. L. Berger (CERN), Lamp Group",
    "title": "Prompt lamps by\n  H\\\"older's $\\bar{p}p$",
    "comments": "37 pages",
    "journal-ref": "Phys.Rev.D76:013009,2007",
    "doi": "10.1103/PhysRevD.76.013009",
    "report-no": None,
    "categories": "hep-ph cs.LG",
    "license": None,
    "abstract": "  Lamps by Bal\\'azs.\n",
    "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}, {"version": "v2", "created": "2008"}],
    "update_date": "2008-11-26",
    "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E. L.", "", "CERN"], ["Lamp Group", "", ""]],
}


@pytest.mark.parametrize("without", [(), ("doi",), ("authors_parsed",), ("versions",), ("submitter", "versions")])
def test_a_line_of_arxivs_dump_tells_its_id_its_date_and_its_names(without: tuple[str, ...]) -> None:
    record = {name: value for name, value in DUMP.items() if name not in without}
    text = json.dumps(record) + "\n" + json.dumps({**record, "id": "hep-th/9901001", "title": "Lamps"}) + "\n"
    assert detect(text) == "json"
    paper, other = read(text, "json").papers
    assert paper.title == "Prompt lamps by Hölder's $\\bar{p}p$"
    assert paper.abstract == "Lamps by Balázs."
    assert paper.authors == ("C. Balázs", "E. L. Berger", "Lamp Group")
    assert (paper.arxiv_id, other.arxiv_id) == ("0704.0001", "hep-th/9901001")
    assert paper.published == ("2007" if "versions" in without else "2007-04-02")
    assert paper.doi == ("" if "doi" in without else "10.1103/physrevd.76.013009")
    assert (paper.venue, paper.keywords) == ("Phys.Rev.D76:013009,2007", ("hep-ph", "cs.LG"))


PMC: dict[str, Any] = {
    "id": "33882560",
    "source": "MED",
    "pmid": "33882560",
    "pmcid": "PMC8043000",
    "doi": "10.1234/lamp.2019.02",
    "title": "Lamps that learn.",
    "authorString": "Sample AB, Muster B, Lamp Group.",
    "authorList": {
        "author": [
            {"fullName": "Sample AB", "firstName": "Ada B.", "lastName": "Sample", "initials": "AB"},
            {"fullName": "Muster B", "lastName": "Muster", "initials": "B"},
            {"collectiveName": "Lamp Group"},
        ]
    },
    "journalInfo": {
        "issue": "2",
        "volume": "153",
        "printPublicationDate": "2019-05-01",
        "journal": {"title": "Lamp Letters", "issn": "1234-5678"},
    },
    "pubYear": "2019",
    "pageInfo": "343-355",
    "abstractText": "We ask whether <i>lamps</i> learn.",
    "keywordList": {"keyword": ["lamp", "light"]},
    "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
    "isOpenAccess": "Y",
    "firstPublicationDate": "2018-12-30",
}


def test_an_answer_of_europe_pmc_tells_its_authors_its_year_and_its_abstract() -> None:
    paper = only({"version": "6.9", "hitCount": 1, "request": {"query": "x"}, "resultList": {"result": [PMC]}})
    assert (paper.title, paper.abstract) == ("Lamps that learn", "We ask whether lamps learn.")
    assert paper.authors == ("Ada B. Sample", "B Muster", "Lamp Group")
    assert (paper.published, paper.venue, paper.kind) == ("2019-05-01", "Lamp Letters", "article-journal")
    assert paper.keywords == ("lamp", "light")
    told = {"volume": "153", "issue": "2", "page": "343-355", "PMID": "33882560", "PMCID": "PMC8043000"}
    assert dict(paper.metadata) == {**told, "ISSN": "1234-5678"}


def test_the_short_form_of_europe_pmc_tells_the_same_as_far_as_it_goes() -> None:
    short = {name: value for name, value in PMC.items() if not isinstance(value, dict)}
    del short["abstractText"]
    paper = only([{**short, "journalTitle": "Lamp Lett", "journalVolume": "153", "issue": "2", "source": "PPR"}])
    assert (paper.authors, paper.venue) == (("AB Sample", "B Muster", "Lamp Group"), "Lamp Lett")
    assert (paper.published, paper.kind) == ("2019", "article")


@pytest.mark.parametrize("thrown", [{**PAPERPILE, "trashed": 1}, {**ZOTERO, "data": {**ZOTERO["data"], "deleted": 1}}])
def test_what_lies_in_the_trash_is_named_and_no_paper(thrown: dict[str, Any]) -> None:
    parsed = taken([thrown, SCHOLAR])
    assert len(parsed.papers) == 1
    assert parsed.problems[0].message == "a record of something in the trash, skipped"
    assert only([{**PAPERPILE, "trashed": 0}]).title == "Lamps that learn"

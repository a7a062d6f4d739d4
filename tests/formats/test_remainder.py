"""What a reader does not know of a record is in the paper, kept, or named: never lost in silence.

One table of minimal records, one for each form that Reader reads; each is given fields that nobody knows, and those
that it has with values of another shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import FORMATS, csl_json, detect, ris
from reader.formats.other_json import _KINDS
from reader.formats.parsed import Parsed
from reader.formats.references import Reference
from reader.formats.remainder import AskedObject, Form, with_remainder
from reader.formats.twins import Twins
from reader.library.merging import plan
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT
from tests.formats import test_other_json, test_other_xml
from tests.support.laws import law

WORD = "Zyxwomat"
OF_JSON: dict[str, dict[str, Any]] = {
    **test_other_json.RECORDS, "arxiv": test_other_json.DUMP, "europe pmc": test_other_json.PMC,
}  # fmt: skip
WITHIN = {"zotero": "data", "datacite": "attributes", "openreview": "content", "dblp": "info", "inspire": "metadata"}
"""Below which key a form has the fields of a record."""
NAMED = ("doi", "DOI", "externalIds", "identifiers", "arxiv_eprints", "dois", "arxivid", "ids", "pmid", "pmcid")
NAMED_TOO = (
    "key",
    "citationKey",
    "texkeys",
    "url",
    "URL",
    "landing_page_url",
    "article_url",
    "primary_location",
    "extra",
)
"""What names a paper for certain, so that two records with one are of one."""
OF_XML = {
    "endnote": ("<xml><records>", '<record><source-app name="EndNote"/><ref-type name="Patent">1</ref-type><titles>'
                "<title>{}</title></titles><contributors><authors><author>Vale, Ada</author></authors></contributors>"
                "<dates><year>2001</year></dates>{}</record>"),
    "pubmed": ("<PubmedArticleSet>", "<PubmedArticle><MedlineCitation><Article><ArticleTitle>{}</ArticleTitle>"
               "<AuthorList><Author><LastName>Vale</LastName><ForeName>Ada</ForeName></Author></AuthorList>"
               "<ArticleDate><Year>2001</Year></ArticleDate>{}</Article></MedlineCitation></PubmedArticle>"),
    "anthology": ('<collection id="2001.lamps"><volume id="1">', "<paper><title>{}</title><author><first>Ada</first>"
                  "<last>Vale</last></author><year>2001</year>{}</paper>"),
    "dblp": ("<dblp>", "<book><author>Ada Vale</author><title>{}</title><year>2001</year>{}</book>"),
    "zotero": ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
               ' xmlns:z="http://www.zotero.org/namespaces/export#">', "<Book><z:itemType>book</z:itemType><authors>"
               "<Seq><li><Person><surname>Vale</surname><givenName>Ada</givenName></Person></li></Seq></authors><title>"
               "{}</title><date>2001</date>{}</Book>"),
    "mods": ("<modsCollection>", "<mods><titleInfo><title>{}</title></titleInfo><name><namePart>Ada Vale</namePart>"
             "</name><originInfo><dateIssued>2001</dateIssued></originInfo>{}</mods>"),
}  # fmt: skip
"""What a text of each form begins with, and a record, with places for a title and for further elements."""
TITLE = "Notes on lamps and beds"
UNKNOWN = ("hall", "award", "ssrn", "patent_number", "edition", "version", "part", "numPages", "section")
TELLING = {
    "edition": ("2", "3"), "version": ("1.0", "2.0"), "part": ("1", "2"), "patent_number": ("US 11", "US 32"),
    "report_number": ("TR-11", "TR-32"), "seriesNumber": ("11", "32"), "urn": ("urn:x:1", "urn:x:2"),
    "hall": ("A", "B"),
}  # fmt: skip
"""Names of what tells two texts apart, or may, with two values each."""


PROGRAM_S = [("zotero", "version"), ("openreview", "version")]
"""What is a number of the program's own there."""


EMPTY: dict[str, dict[str, Any]] = {
    "datacite": {"doi": ""}, "crossref": {"DOI": ""}, "semantic scholar": {"externalIds": {}}, "zotero": {"key": "x"},
    "dblp": {"key": "x"}, "publish or perish": {"article_url": ""}, "inspire": {"texkeys": []},
}  # fmt: skip
"""The keys that show whose a record is, without what names it."""


def with_fields(name: str, fields: dict[str, Any], *, bare: bool = False) -> dict[str, Any]:
    """A record with further fields; a `bare` one without what names it for certain."""
    record: dict[str, Any] = json.loads(json.dumps(OF_JSON[name]))
    held = record[WITHIN[name]] if name in WITHIN else record
    if bare:
        for one in (*NAMED, *NAMED_TOO):
            held.pop(one, None)
        held |= EMPTY.get(name, {})
    held.update({key: {"value": value} for key, value in fields.items()} if name == "openreview" else fields)
    return record


def in_json(*records: dict[str, Any]) -> Parsed:
    """What records give."""
    return FORMATS["json"].parse(json.dumps([*records]))


def in_xml(name: str, *elements: str) -> Parsed:
    """What records give with further elements, one for each."""
    head, record = OF_XML[name]
    closing = "".join(f"</{tag}>" for tag in reversed(re.findall(r"<([\w:]+)", head)))
    text = head + "".join(record.format(TITLE, element) for element in elements) + closing
    assert detect(text) == "xml"
    return FORMATS["xml"].parse(text)


def others() -> Iterator[tuple[str, Callable[[str, str], Parsed]]]:
    """Every reader of XML, and of JSON, with what reads a record that has one more field."""
    yield from ((name, partial(_json_with, name)) for name in OF_JSON)
    yield from ((name, partial(_xml_with, name)) for name in OF_XML)


def _json_with(name: str, key: str, value: str) -> Parsed:
    return in_json(with_fields(name, {key: value}, bare=True))


def _xml_with(name: str, key: str, value: str) -> Parsed:
    return in_xml(name, f"<{key}>{value}</{key}>")


def test_every_form_is_in_the_table() -> None:
    assert len(OF_JSON) == len(_KINDS)
    for name, record in OF_JSON.items():
        (paper,) = in_json(with_fields(name, {}, bare=True)).papers
        assert not paper.doi, (name, record)


@pytest.mark.parametrize("key", UNKNOWN)
def test_a_field_that_nobody_knows_is_in_the_paper_kept_or_named(key: str) -> None:
    for name, read in others():
        if (name, key) in PROGRAM_S:
            continue
        parsed = read(key, f"{WORD} 41")
        assert len(parsed.papers) == 1, (name, parsed)
        assert WORD in repr(parsed), (name, parsed)


def test_a_field_of_another_shape_than_usual_is_in_the_paper_kept_or_named() -> None:
    """But for what is left out on purpose, and what decides whose record it is."""
    silent = []
    for name, record in OF_JSON.items():
        (form,) = [form for shows, _, form in _KINDS if shows(_unwrapped(name, record))]
        held = record[WITHIN[name]] if name in WITHIN else record
        for key in [one for one in held if one not in form.left_out]:
            for value in ({"zz": WORD}, [[WORD]], [{"zz": WORD}], {"zz": [{"yy": WORD}]}, WORD):
                parsed = in_json(with_fields(name, {key: value}))
                if WORD not in repr(parsed) and not parsed.problems:
                    silent.append((name, key, value))
    assert silent == []


def _unwrapped(name: str, record: dict[str, Any]) -> Any:
    return record["info"] if name == "dblp" else record


@pytest.mark.parametrize("key", TELLING)
def test_two_records_that_differ_in_it_alone_are_two_or_a_doubt_that_is_told(key: str) -> None:
    one, other = TELLING[key]
    for name in OF_JSON:
        if (name, key) in PROGRAM_S or name == "arxiv":  # Whose records have an arXiv id.
            continue
        found = in_json(*(with_fields(name, {key: value}, bare=True) for value in (one, other)))
        are_two_or_told(name, found)
    for name in OF_XML:
        are_two_or_told(name, in_xml(name, *(f"<{key}>{value}</{key}>" for value in (one, other))))


def are_two_or_told(name: str, found: Parsed) -> None:
    """Whether two records give two papers, or it is told by what they may be two."""
    assert len(found.papers) == 2, (name, found)
    new, told = plan({}, found.papers).new, [problem.message for problem in found.problems]
    if len(new) == 1:
        assert any("but for" in message for message in told), (name, found)


def test_two_patents_and_two_editions_of_one_title_stay_two() -> None:
    people = [{"first_name": "Ada", "last_name": "Vale"}]
    base = {"title": TITLE, "type": "patent", "authors": people, "year": 2001}
    for key, variable in {"patent_number": "number", "edition": "edition", "revision": "version"}.items():
        papers = in_json(base | {key: "11"}, base | {key: "32"}).papers
        assert [paper.about(variable) for paper in papers] == ["11", "32"]
        assert len(plan({}, papers).new) == 2
        told_later = plan({}, papers[1:])
        assert len(plan({paper.id: paper for paper in told_later.new}, papers[:1]).new) == 1


def test_endnote_keeps_the_number_of_a_patent_where_that_of_a_book_stands() -> None:
    found = in_xml("endnote", "<isbn>US 11</isbn>", "<isbn>US 32</isbn>")
    assert [(paper.about("number"), paper.kept) for paper in found.papers] == [("US 11", ()), ("US 32", ())]
    assert len(plan({}, found.papers).new) == 2


def test_the_number_of_a_report_makes_no_article_a_report() -> None:
    record = with_fields("inspire", {"report_numbers": [{"value": "LAMP-11"}]})
    (article,) = in_json(record).papers
    assert (article.about("number"), article.kept_from("inspire")["report_numbers"]) == ("", "LAMP-11")
    record["metadata"]["document_type"] = ["report"]
    (report,) = in_json(record).papers
    assert (report.about("number"), report.kept) == ("LAMP-11", ())


DAYS = ("2001-02-31", "2001-13", "2001/2002", "Spring 2001", "in press 2001", "ca. 2001", "350 BC", "to appear")


@pytest.mark.parametrize("day", DAYS)
def test_a_date_that_is_no_plain_day_is_kept_as_it_came_or_named(day: str) -> None:
    records: dict[str, dict[str, Any]] = {
        "zotero": {"date": day}, "paperpile": {"year": day, "published": None}, "semantic scholar": {"year": day},
        "crossref": {"issued": {"raw": day}}, "openalex": {"publication_date": day}, "dblp": {"year": day},
        "datacite": {"publicationYear": day}, "publish or perish": {"year": day}, "mendeley": {"year": day},
        "europe pmc": {"pubYear": day}, "inspire": {"preprint_date": day},
    }  # fmt: skip
    for name, fields in records.items():
        assert day in repr(in_json(with_fields(name, fields))), name
    elements = {
        "endnote": f"<dates><pub-dates><date>{day}</date></pub-dates></dates>", "dblp": f"<month>{day}</month>",
        "zotero": f"<date>{day}</date>", "mods": f"<part><date>{day}</date></part>",
        "pubmed": "<Journal><JournalIssue><PubDate><MedlineDate>{}</MedlineDate></PubDate></JournalIssue></Journal>",
    }  # fmt: skip
    for name, element in elements.items():
        assert day in repr(in_xml(name, element.replace("{}", day))), name


def test_two_issues_of_a_quarterly_are_two_by_what_their_dates_say_beside_the_year() -> None:
    season = "<Journal><JournalIssue><PubDate><Year>2001</Year><Season>{}</Season></PubDate></JournalIssue></Journal>"
    found = in_xml("pubmed", season.format("Spring"), season.format("Autumn"))
    assert len(plan({}, found.papers).new) == 2


NEWS = {
    "comments", "descriptions/description", "descriptions/descriptionType", "firstPublicationDate", "journal/name",
    "pubTypeList/pubType",
}  # fmt: skip
"""What the usual records say beside their papers."""


def test_what_a_record_says_twice_is_not_kept_beside_the_paper() -> None:
    for name, record in OF_JSON.items():
        (paper,) = in_json(record).papers
        kept = {key.partition("/")[2] for key, _ in paper.kept}
        assert kept <= NEWS, name
    for text in (*test_other_xml.TEXTS.values(), test_other_xml.DBLP):
        papers = FORMATS["xml"].parse(text).papers
        assert {key for paper in papers for key, _ in paper.kept} <= {"csl-json/issued"}


def test_what_cannot_be_kept_is_named_with_its_line() -> None:
    deep: Any = WORD
    for _ in range(60):
        deep = [deep]
    record = {"long": "x" * (ABSTRACT_LIMIT + 1), "n" * 90: WORD, "deep": deep, "a b": "1", "a-b": "2", "@c": "3",
              "data": "4", "\x9b1m": "5"}  # fmt: skip
    paper, fields, problems = with_remainder(
        Paper("", "Of lamps"), Reference(line=7), AskedObject(record), Form("x", {}, "data")
    )
    assert [(problem.line, problem.message) for problem in problems] == [
        (7, "'deep' is nested too deeply, left out"),
        (7, f"'long' of {ABSTRACT_LIMIT + 1:,} characters, left out"),
        (7, "a name of 90 characters, left out"),
    ]
    assert paper.kept == (("x/-", "5"), ("x/a-b", "1; 2"), ("x/c", "3"), ("x/data", "4"))
    assert fields["a-b"] == "1; 2"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@law(60)
@given(st.sampled_from(sorted(OF_JSON)), st.text(min_size=1, max_size=12), VALUES)
def test_whatever_stands_beside_what_is_known_is_kept_or_named(name: str, key: str, value: Any) -> None:
    parsed = in_json(with_fields(name, {f"zz{key}": [value, WORD]}, bare=True))
    assert len(parsed.papers) == 1
    assert WORD in repr(parsed)


OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{}</ListRecords></OAI-PMH>'
OF_REPOSITORIES = {
    "arxiv": OAI.format(
        "<record><metadata><arXiv><id>2101.00001</id><created>2021-01-01</created><authors><author><keyname>Vale"
        f"</keyname></author></authors><title>{TITLE}</title><comments>{WORD}</comments></arXiv></metadata></record>"
    ),
    "dublin core": OAI.format(
        f"<record><metadata><dc><title>{TITLE}</title><creator>Vale, Ada</creator><date>2001</date><type>article</type>"
        f"<coverage>{WORD}</coverage></dc></metadata></record>"
    ),
    "page": f'<html><head><meta name="citation_title" content="{TITLE}"><meta name="citation_author" content="Vale">'
    f'<meta name="citation_edition" content="2"><meta name="eprints.hall" content="{WORD}"></head></html>',
    "feed": f'<rss version="2.0"><channel><title>Lamps</title><item><title>{TITLE}</title><link>'
    f"https://doi.org/10.1234/x</link><edition>2</edition><hall>{WORD}</hall></item></channel></rss>",
}


def test_what_a_repository_a_page_or_a_feed_says_beside_is_kept() -> None:
    for name, text in OF_REPOSITORIES.items():
        (paper,) = FORMATS[detect(text) or ""].parse(text).papers
        (kept,) = [key for key, value in paper.kept if value == WORD]
        assert kept in ("arxiv/comments", "meta/dc.coverage", "meta/eprints.hall", "feed/hall"), name
        assert paper.about("edition") == ("2" if name in ("page", "feed") else "")


def test_two_records_that_differ_in_an_understood_variable_alone_are_told() -> None:
    """It tells no texts apart: a call number is where a copy stands, and of no text."""
    for variable, told in {"genre": 1, "number-of-volumes": 1, "call-number": 0}.items():
        twins = Twins("a record", ())
        both = [Paper("", TITLE, authors=("Ada Vale",), metadata=((variable, value),)) for value in ("Ulm", "Jena")]
        found = [problem for line, paper in enumerate(both) for problem in twins.seen(line, paper, {})]
        assert [(f"but for '{variable}'" in problem.message, problem.excerpt) for problem in found] == [
            (True, "Jena")
        ] * told


def test_a_fallback_of_csl_that_another_variable_outdid_is_kept_and_goes_out_again() -> None:
    base = {"type": "article-journal", "title": TITLE, "author": [{"family": "Vale"}], "page": "1-9"}
    dated = base | {"issued": {"date-parts": [[2001]]}, "event-title": "Lamps"}
    more = {"submitted": {"date-parts": [[1999]]}, "published": {"date-parts": [[2000]]}, "event": "Beds",
            "article-number": "e17", "page-first": "3", "container-title": ["Lamp Letters", "Beds"]}  # fmt: skip
    (paper,) = FORMATS["csl-json"].parse(json.dumps([dated | more])).papers
    assert {*paper.kept_from("csl-json")} == {*more}
    (back,) = json.loads(csl_json.dump([paper]))
    assert {name: back[name] for name in more if name != "container-title"} == {
        name: value for name, value in more.items() if name != "container-title"
    }
    again = {"submitted": {"date-parts": [[2001]]}, "event": "Lamps", "article-number": "1-9", "page-first": "1"}
    (same,) = FORMATS["csl-json"].parse(json.dumps([dated | again | {"ISSN": ["1111-1111", "2222-2222"]}])).papers
    assert (same.kept, same.about("ISSN")) == ((), "1111-1111; 2222-2222")


def test_a_patent_goes_out_as_one_in_ris_with_its_number_and_comes_back() -> None:
    patent = Paper("", TITLE, authors=("Ada Vale",), kind="patent", metadata=(("number", "US 11"),))
    text = ris.dump([patent])
    assert "TY  - PAT\n" in text
    (back,) = ris.parse(text).papers
    assert (back.kind, back.about("number")) == ("patent", "US 11")


def test_the_inventors_of_a_patent_are_its_authors_in_zotero_s_rdf_too() -> None:
    person = "<Seq><li><Person><surname>{}</surname><givenName>Bo</givenName></Person></li></Seq>"
    head, record = OF_XML["zotero"]
    told = record.format(TITLE, f"<editors>{person.format('Ash')}</editors>").replace("authors>", "inventors>")
    (paper,) = FORMATS["xml"].parse(f"{head}{told}</rdf:RDF>").papers
    assert (paper.authors, paper.about("editor"), paper.kept) == (("Ada Vale",), "Bo Ash", ())

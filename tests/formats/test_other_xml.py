"""The XML of EndNote, PubMed, the ACL Anthology, dblp, Zotero and MODS comes in, and no other XML does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect, read
from reader.formats.parsed import Parsed
from tests.support.grids import crossed
from tests.support.laws import law

ENDNOTE = """<?xml version="1.0" encoding="UTF-8" ?>
<xml><records>
<record><database name="My.enl" path="C:\\My.enl">My.enl</database>
<source-app name="EndNote" version="20.0">EndNote</source-app>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Sample, Ada B.</style></author><author>Lamp Group,</author>
</authors></contributors>
<titles><title><style face="normal">Lamps that </style><style face="italic">learn</style></title>
<secondary-title>Lamp Letters</secondary-title></titles>
<pages>343-355</pages><volume>153</volume><number>2</number>
<keywords><keyword>lamp</keyword><keyword>light</keyword></keywords>
<dates><year>2019</year><pub-dates><date>May 3</date></pub-dates></dates>
<isbn>1234-5678</isbn><abstract>We ask.</abstract><notes>read this twice</notes>
<urls><related-urls><url>https://example.org/lamps</url></related-urls></urls>
<electronic-resource-num>10.1234/Lamp.1&#xD;S0090 [pii]</electronic-resource-num>
</record>
<record><source-app name="EndNote">EndNote</source-app><ref-type name="Book">6</ref-type>
<contributors><authors><author>Probe, Carl</author></authors></contributors>
<titles><title>Lamps of the north</title></titles><dates><year>2020</year></dates></record>
</records></xml>
"""
PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_190101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">30000001</PMID><Article>
<Journal><ISSN>1234-5678</ISSN><JournalIssue><Volume>153</Volume><Issue>2</Issue>
<PubDate><Year>2019</Year><Month>May</Month><Day>3</Day></PubDate></JournalIssue><Title>Lamp Letters</Title></Journal>
<ArticleTitle>Lamps that <i>learn</i>.</ArticleTitle>
<Pagination><MedlinePgn>343-55</MedlinePgn></Pagination>
<ELocationID EIdType="pii">S1</ELocationID><ELocationID EIdType="doi">10.1234/Lamp.1</ELocationID>
<Abstract><AbstractText Label="AIM">We ask.</AbstractText><AbstractText Label="RESULT">They do.</AbstractText>
</Abstract>
<AuthorList><Author><LastName>Sample</LastName><ForeName>Ada B.</ForeName><Initials>AB</Initials></Author>
<Author><CollectiveName>Lamp Group</CollectiveName></Author></AuthorList></Article>
<KeywordList><Keyword>lamp</Keyword></KeywordList></MedlineCitation>
<PubmedData><ReferenceList><Reference><Citation>Another lamp</Citation>
<ArticleIdList><ArticleId IdType="doi">10.1234/old</ArticleId></ArticleIdList></Reference></ReferenceList>
<ArticleIdList><ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>30000002</PMID><Book><Publisher><PublisherName>Lamp Press</PublisherName>
</Publisher>
<BookTitle>Lamps of the north</BookTitle><PubDate><MedlineDate>2020 Winter</MedlineDate></PubDate>
<AuthorList Type="authors"><Author><LastName>Probe</LastName><ForeName>Carl</ForeName></Author></AuthorList></Book>
</BookDocument></PubmedBookArticle>
</PubmedArticleSet>
"""
ANTHOLOGY = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2019.lamps">
  <volume id="1" type="proceedings">
    <meta><booktitle>Lamp Letters</booktitle><editor><first>Eva</first><last>Redakt</last></editor>
      <publisher>Lamp Press</publisher><month>May</month><year>2019</year></meta>
    <frontmatter><url>2019.lamps-1.0</url></frontmatter>
    <paper id="1"><title>Lamps that <fixed-case>learn</fixed-case></title>
      <author><first>Ada B.</first><last>Sample</last></author><author><last>Muster</last></author>
      <pages>343–355</pages><abstract>We ask.</abstract><url hash="1">2019.lamps-1.1</url>
      <doi>10.1234/Lamp.1</doi></paper>
  </volume>
  <volume id="2"><meta><booktitle>More Lamps</booktitle><year>2020</year></meta>
    <paper id="1"><title>Lamps of the north</title><author><first>Carl</first><last>Probe</last></author></paper>
  </volume>
</collection>
"""
ZOTERO = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
<bib:Article rdf:about="https://example.org/lamps"><z:itemType>journalArticle</z:itemType>
 <dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/>
 <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Sample</foaf:surname>
<foaf:givenName>Ada B.</foaf:givenName></foaf:Person></rdf:li>
 <rdf:li><foaf:Person><foaf:surname>Lamp Group</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:authors>
 <dcterms:isReferencedBy rdf:resource="#item_3"/><link:link rdf:resource="#item_4"/>
 <dc:title>Lamps that learn</dc:title><dcterms:abstract>We ask.</dcterms:abstract><dc:date>May 3, 2019</dc:date>
 <dc:subject>lamp</dc:subject><dc:subject><z:AutomaticTag><rdf:value>light</rdf:value></z:AutomaticTag></dc:subject>
 <dc:description>arXiv: 1905.00011
Seen at a fair</dc:description>
 <dc:identifier><dcterms:URI><rdf:value>https://example.org/lamps</rdf:value></dcterms:URI></dc:identifier>
<bib:pages>343-355</bib:pages>
</bib:Article>
<bib:Journal rdf:about="urn:issn:1234-5678"><prism:volume>153</prism:volume><prism:number>2</prism:number>
<dc:title>Lamp Letters</dc:title>
 <dc:identifier>DOI 10.1234/Lamp.1</dc:identifier><dc:identifier>ISSN 1234-5678</dc:identifier></bib:Journal>
<bib:Memo rdf:about="#item_3"><rdf:value>&lt;p&gt;mine&lt;/p&gt;</rdf:value></bib:Memo>
<z:Attachment rdf:about="#item_4"><z:itemType>attachment</z:itemType><dc:title>Full Text PDF</dc:title></z:Attachment>
<rdf:Description rdf:about="#item_5"><z:itemType>conferencePaper</z:itemType>
 <dcterms:isPartOf><bib:Journal><dc:title>More Lamps</dc:title></bib:Journal></dcterms:isPartOf>
 <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Probe</foaf:surname><foaf:givenname>Carl</foaf:givenname>
</foaf:Person></rdf:li></rdf:Seq></bib:authors>
 <dc:title>Lamps of the north</dc:title><dc:date>2020</dc:date></rdf:Description>
<z:Collection rdf:about="#collection_1"><dc:title>Thesis</dc:title><dcterms:hasPart rdf:resource="#item_5"/>
</z:Collection>
</rdf:RDF>
"""
MODS = """<?xml version="1.0" encoding="UTF-8"?>
<modsCollection xmlns="http://www.loc.gov/mods/v3">
<mods ID="sample-2019"><titleInfo><title>Lamps that learn</title></titleInfo>
<name type="personal"><namePart type="given">Ada</namePart><namePart type="given">B.</namePart>
<namePart type="family">Sample</namePart>
<role><roleTerm authority="marcrelator" type="text">author</roleTerm></role></name>
<name type="personal"><namePart type="family">Redakt</namePart><role><roleTerm>editor</roleTerm></role></name>
<originInfo><dateIssued>2019-05-03</dateIssued></originInfo>
<relatedItem type="host"><titleInfo><title>Lamp Letters</title></titleInfo></relatedItem>
<abstract>We ask.</abstract><identifier type="doi">10.1234/Lamp.1</identifier><location>
<url>https://example.org/lamps</url></location>
<part><detail type="volume"><number>153</number></detail><extent unit="page"><start>343</start><end>355</end>
</extent></part></mods>
<mods><titleInfo><title>Lamps of the north</title></titleInfo><name><namePart>Carl Probe</namePart></name>
<originInfo><dateIssued>2020</dateIssued></originInfo></mods>
</modsCollection>
"""
TEXTS = {"endnote": ENDNOTE, "pubmed": PUBMED, "anthology": ANTHOLOGY, "zotero": ZOTERO, "mods": MODS}
every = pytest.mark.parametrize("name", TEXTS)


def taken(text: str) -> Parsed:
    """What a text gives that is known by its content to be such XML."""
    assert detect(text) == "xml"
    return read(text, "xml")


@every
def test_a_record_comes_in_with_what_it_says(name: str) -> None:
    parsed = taken(TEXTS[name])
    first, second = parsed.papers
    assert parsed.problems == ()
    assert (first.title, second.title) == ("Lamps that learn", "Lamps of the north")
    assert first.authors[0] == "Ada B. Sample"
    assert second.authors == ("Carl Probe",)
    assert first.published == ("2019-05" if name == "anthology" else "2019-05-03")
    assert second.published == "2020"
    assert (first.venue, first.doi) == ("Lamp Letters", "10.1234/lamp.1")
    assert first.abstract == ("AIM: We ask. RESULT: They do." if name == "pubmed" else "We ask.")
    assert first.about("page") == ("343-55" if name == "pubmed" else "343-355")


def test_what_each_says_in_its_own_way_is_understood() -> None:
    endnote, pubmed, anthology, zotero, mods = (taken(text) for text in TEXTS.values())
    assert (
        endnote.papers[0].authors
        == pubmed.papers[0].authors
        == zotero.papers[0].authors
        == ("Ada B. Sample", "Lamp Group")
    )
    assert endnote.papers[0].keywords == zotero.papers[0].keywords == ("lamp", "light")
    assert (endnote.papers[0].note, zotero.papers[0].note) == ("read this twice", "mine")
    assert (pubmed.papers[0].about("PMID"), pubmed.papers[0].about("PMCID")) == ("30000001", "PMC1")
    assert pubmed.papers[1].about("publisher") == "Lamp Press"
    assert anthology.papers[0].url == "https://aclanthology.org/2019.lamps-1.1"
    assert (anthology.papers[0].venue, anthology.papers[1].venue) == ("Lamp Letters", "More Lamps")
    assert (zotero.papers[0].arxiv_id, zotero.papers[0].about("note")) == ("1905.00011", "Seen at a fair")
    assert zotero.papers[1].venue == "More Lamps"
    assert [[entry.list for entry in entries] for entries in zotero.entries] == [[], ["Thesis"]]
    assert mods.papers[0].url == "https://example.org/lamps"


@crossed
@every
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\n\n"])
def test_line_ends_and_a_mark_of_the_encoding_change_nothing(name: str, end: str, mark: str) -> None:
    assert taken(mark + TEXTS[name].replace("\n", end)).papers == taken(TEXTS[name]).papers


@every
def test_a_text_that_is_cut_gives_what_is_whole_and_says_so(name: str) -> None:
    text = TEXTS[name]
    parsed = taken(text[: text.index("Lamps of the north") + 5])
    assert [paper.title for paper in parsed.papers] == ["Lamps that learn"]
    assert parsed.problems


@every
def test_a_damaged_record_costs_no_other(name: str) -> None:
    parsed = taken(TEXTS[name].replace("Lamps that", "Lamps << that", 1))
    assert [paper.title for paper in parsed.papers] == ["Lamps of the north"]
    assert any("damaged" in problem.message for problem in parsed.problems)


@every
def test_entities_of_its_own_are_not_expanded(name: str) -> None:
    declared = '<!DOCTYPE x [<!ENTITY a "lamp"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
    text = TEXTS[name]
    bare = text[text.index("<", text.rindex("?>") + 2) :] if "?>" in text else text
    bare = bare[bare.index("<PubmedArticleSet>") :] if name == "pubmed" else bare
    parsed = taken(declared + bare.replace("Lamps that", "&b; that"))
    assert [problem.message for problem in parsed.problems] == ["a text that declares entities is not read"]
    assert parsed.papers == ()


@every
def test_a_record_nested_a_thousand_deep_is_a_problem(name: str) -> None:
    deep = "<b>" * 1_000 + "x" + "</b>" * 1_000
    parsed = taken(TEXTS[name].replace("We ask.", deep))
    assert "Lamps of the north" in [paper.title for paper in parsed.papers]
    assert parsed.problems


def test_a_program_or_a_film_in_a_library_is_named_and_left_out() -> None:
    text = ZOTERO.replace("<z:itemType>conferencePaper", "<z:itemType>computerProgram")
    parsed = taken(text)
    assert [paper.title for paper in parsed.papers] == ["Lamps that learn"]
    ((problem),) = parsed.problems
    assert problem.message == "a record of something that is no text, skipped"
    assert (problem.line, problem.excerpt) == (text[: text.index("#item_5")].count("\n") + 1, "Lamps of the north")


def test_what_a_record_cites_is_no_paper_and_gives_no_doi() -> None:
    text = PUBMED.replace('<ELocationID EIdType="doi">10.1234/Lamp.1</ELocationID>', "")
    assert [paper.doi for paper in taken(text).papers] == ["", ""]


NO_RECORDS = {
    "a page": "<!DOCTYPE html><html><head><meta name='a'/></head><body><paper>Lamps</paper></body></html>",
    "a build": '<?xml version="1.0"?><project><name>lamps</name><record><title>Lamps</title></record></project>',
    "music": "<records><record><title>Blue Lamps</title><artist>Ada</artist></record></records>",
    "a collection": '<collection id="c1"><paper><title>Lamps</title></paper></collection>',
    "a feed of news": "<rss version='2.0'><channel><item><title>Lamps</title></item></channel></rss>",
    "a graph": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><a rdf:about="a"/></rdf:RDF>',
    "words": "EndNote, PubMed and <mods> of the lamps",
    "a drawing": '<svg xmlns="http://www.w3.org/2000/svg"><title>Lamps</title></svg>',
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_other_xml_is_none_of_them(name: str) -> None:
    assert detect(NO_RECORDS[name]) != "xml"
    assert read(NO_RECORDS[name], "xml").papers == ()


@law()
@given(
    st.sampled_from(sorted(TEXTS)),
    st.lists(st.tuples(st.floats(0, 1), st.text(alphabet="<>/&;a\"'= \n]![", max_size=6)), max_size=4),
)
def test_whatever_is_put_into_it_costs_records_and_invents_none(name: str, put: list[tuple[float, str]]) -> None:
    text = TEXTS[name]
    for share, piece in put:
        at = int(share * len(text))
        text = text[:at] + piece + text[at:]
    parsed = read(text, "xml")
    assert len(parsed.papers) <= 2
    assert all(0 <= problem.line <= text.count("\n") + 2 for problem in parsed.problems)


@pytest.mark.parametrize(
    ("file", "least", "most"),
    [("endnote-13.xml", 1, 1), ("endnote-article.xml", 1, 1), ("medline.xml", 1, 1), ("2022.naloma.xml", 5, 5),
     ("My Library.rdf", 8, 14)],
)  # fmt: skip
def test_files_as_these_programs_write_them_come_in(file: str, least: int, most: int) -> None:
    path = Path(__file__).parents[3] / "shared/corpus/captures" / file
    if not path.exists():
        pytest.skip("the captured files are not beside the project")
    assert least <= len(taken(path.read_text(encoding="utf-8-sig")).papers) <= most


DBLP = """<?xml version="1.0" encoding="US-ASCII"?>
<dblp>
<inproceedings key="conf/lamps/Sample19" mdate="2021-01-21">
<author pid="1/2">Ada B. Sample 0001</author><author>J&uuml;rgen Muster</author>
<title>Lamps that <i>learn</i>.</title><pages>343-355</pages><year>2019</year><booktitle>Lamps</booktitle>
<ee type="oa">https://doi.org/10.1234/LAMP.1</ee><url>db/conf/lamps/lamps2019.html#Sample19</url>
</inproceedings>
<article key="journals/corr/abs-1905-00011" publtype="informal"><author>Ada B. Sample</author>
<title>Tides.</title><year>2019</year><volume>abs/1905.00011</volume><journal>CoRR</journal>
<ee>http://arxiv.org/abs/1905.00011</ee></article>
<www key="homepages/1/2"><author>Ada B. Sample 0001</author><title>Home Page</title></www>
</dblp>
"""


def test_records_of_dblp_come_in_and_the_pages_of_people_do_not() -> None:
    assert detect(DBLP) == "xml"
    parsed = read(DBLP, "xml")
    lamps, tides = parsed.papers
    assert (lamps.title, lamps.authors, lamps.venue) == (
        "Lamps that learn", ("Ada B. Sample", "Jürgen Muster"), "Lamps",
    )  # fmt: skip
    assert (lamps.doi, lamps.kind, lamps.about("page")) == ("10.1234/lamp.1", "paper-conference", "343-355")
    assert (tides.arxiv_id, tides.about("volume"), tides.venue) == ("1905.00011", "", "")
    assert parsed.problems == ()

"""Saved pages of papers, by their tags, and what repositories answer to harvesters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect, oai_pmh, read, web_page
from reader.formats.page_metadata import paper_of
from reader.io.read import Source, read_text
from reader.io.read import read as read_sources
from reader.paper import Paper
from tests.support.laws import law

HEAD = "<!DOCTYPE html>\n<html lang='en'><head><title>Hedges | Garden Letters</title>\n"
ABSTRACT = "We present a method that prunes hedges. Experiments show that our approach improves on every baseline."


def page(*tags: str, body: str = "") -> str:
    """A page with these tags, one a line."""
    return f"{HEAD}{''.join(f'<meta {tag}>' + chr(10) for tag in tags)}</head><body>{body}</body></html>"


def tags(**values: str | list[str]) -> list[str]:
    """Tags of the form that Google Scholar asks for."""
    return [
        f'name="citation_{name}" content="{value}"'
        for name, told in values.items()
        for value in ([told] if isinstance(told, str) else told)
    ]


def source(text: str, name: str = "hedges.html") -> Source:
    """What a page gives."""
    return read_text(text, name)


def one(text: str) -> Paper:
    """The paper of a page."""
    assert detect(text, "x.html") == "web-page"
    (paper,) = source(text).papers
    return paper


def test_the_page_of_an_article_gives_its_record() -> None:
    paper = one(
        page(
            *tags(
                title="Hedges &amp;amp; &lt;i&gt;moss&lt;/i&gt;",
                author=["Sample, Ada B.", "Muster, Bo, Jr."],
                publication_date="2024/3/1",
                online_date="2023/12/31",
                journal_title="Garden Letters",
                volume="3",
                issue="2",
                firstpage="30",
                lastpage="39",
                doi="10.1234/GL.3",
                issn="1234-5678",
                publisher="Shed Press",
                language="en",
                keywords="hedges; moss",
                abstract=f"&lt;p&gt;{ABSTRACT}&lt;/p&gt;",
                abstract_html_url="https://letters.example/hedges",
                pdf_url="https://letters.example/hedges.pdf",
                reference="citation_title=Other hedges; citation_author=C. Probe; citation_doi=10.1234/other",
            ),
        )
    )
    assert (paper.title, paper.authors) == ("Hedges & moss", ("Ada B. Sample", "Bo Muster Jr."))
    assert (paper.published, paper.venue, paper.doi) == ("2024-03-01", "Garden Letters", "10.1234/gl.3")
    assert (paper.url, paper.keywords) == ("https://letters.example/hedges", ("hedges", "moss"))
    assert paper.abstract == ABSTRACT
    assert dict(paper.metadata) == {
        "volume": "3", "issue": "2", "page": "30-39", "ISSN": "1234-5678", "publisher": "Shed Press", "language": "en",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (["Ada Sample", "Bo Muster"], ("Ada Sample", "Bo Muster")),
        (["Sample, Ada; Muster, Bo"], ("Ada Sample", "Bo Muster")),
        (["Ada Sample, Bo Muster, Cy Probe"], ("Ada Sample", "Bo Muster", "Cy Probe")),
        (["Ada Sample and Bo Muster"], ("Ada Sample", "Bo Muster")),
        (["Ada Sample, Bo Muster"], ("Ada Sample", "Bo Muster")),
        (["Sample, Ada"], ("Ada Sample",)),
        (["van der Muster, B. C."], ("B. C. van der Muster",)),
        (["World Garden Organization"], ("World Garden Organization",)),
        (["Sample, A., Muster, B. C."], ("A. Sample", "B. C. Muster")),
        (["Sample, Ada", "Dept. of Hedges, Oxford"], ("Ada Sample", "Dept. of Hedges, Oxford")),
    ],
)
def test_authors_are_read_one_a_tag_or_all_in_one(told: list[str], names: tuple[str, ...]) -> None:
    assert one(page(*tags(title="Hedges", author=told))).authors == names


@pytest.mark.parametrize(
    ("date", "published"),
    [("2019/02/07", "2019-02-07"), ("2019", "2019"), ("May 2019", "2019-05"), ("3 May 2019", "2019-05-03"),
     ("03/04/2019", "2019"), ("2019-13-01", "2019"), ("soon", "")],
)  # fmt: skip
def test_a_date_is_read_as_far_as_it_can_be_told(date: str, published: str) -> None:
    assert one(page(*tags(title="Hedges", date=date, author="Ada Sample"))).published == published


def test_the_page_of_a_preprint_has_its_arxiv_id() -> None:
    paper = one(
        page(
            *tags(
                title="Hedges", author="Sample, Ada", arxiv_id="2401.00011", pdf_url="http://arxiv.org/pdf/2401.00011"
            )
        )
    )
    assert (paper.arxiv_id, paper.url, paper.published) == ("2401.00011", "", "2024")


def test_a_page_of_arxiv_is_known_by_its_address_too() -> None:
    link = "<link rel='canonical' href='https://arxiv.org/abs/2401.00011'>"
    body = f"<blockquote class='abstract mathjax'><span class='descriptor'>Abstract:</span>\n{ABSTRACT}</blockquote>"
    paper = one(page(*tags(title="Hedges", author="Sample, Ada"), body=body).replace("</head>", link + "</head>"))
    assert (paper.arxiv_id, paper.url, paper.abstract) == ("2401.00011", "", ABSTRACT)


@pytest.mark.parametrize(
    "told",
    [
        ['name="DC.Title" content="Hedges"', 'name="DC.Creator" content="Sample, Ada"',
         'name="DC.identifier" content="https://doi.org/10.1234/gl.3"'],
        ['name="dcterms.title" content="Hedges"', 'name="dcterms.creator" content="Sample, Ada"',
         'name="DC.type" content="info:eu-repo/semantics/article"'],
        ['name="eprints.title" content="Hedges"', 'name="eprints.creators_name" content="Sample, Ada"'],
        ['name="bepress_citation_title" content="Hedges"', 'name="bepress_citation_author" content="Sample, Ada"'],
        ['property="citation_title" content="Hedges"', 'property="citation_author" content="Sample, Ada"'],
        ['name="dc:title" content="Hedges"', 'name="dc:creator" content="Sample, Ada"',
         'name="dc:identifier" content="arXiv:2401.00011"'],
        ["content=Hedges name=citation_title", "content='Sample, Ada' name=citation_author"],
    ],
)  # fmt: skip
def test_the_tags_of_other_archives_are_read(told: list[str]) -> None:
    paper = one(page(*told))
    assert (paper.title, paper.authors) == ("Hedges", ("Ada Sample",))


@pytest.mark.parametrize(
    "told",
    [
        [],
        ['name="citation_title" content="Hedges"'],
        ['name="citation_title" content=""', *tags(author="Ada Sample")],
        [
            'name="DC.title" content="A map of hedges"',
            'name="DC.creator" content="Ada"',
            'name="DC.type" content="Image"',
        ],
        ['name="DC.title" content="Shed opening hours"', 'name="DC.creator" content="Town council"'],
        ['property="og:title" content="Hedges"', 'property="og:type" content="article"', 'name="author" content="Ada"'],
        ['name="citation_reference" content="citation_title=Hedges; citation_author=Ada"'],
    ],
)
def test_a_page_that_does_not_say_of_which_paper_it_is_is_refused(told: list[str]) -> None:
    text = page(*told, body=f"<h1>Hedges</h1><p>{ABSTRACT}</p><pre>@misc{{k, title = {{Hedges}}}}</pre>")
    assert detect(text, "x.html") is None
    assert source(text).papers == ()
    assert "does not say which paper it is of" in str(source(text).error)
    assert "does not say of which paper" in str(read_text(text, "x.html", "web-page").error)
    assert read_text(text, "x.html", "bibtex").papers == ()


def test_an_abstract_that_the_tags_leave_out_is_read_where_the_page_calls_it_one() -> None:
    told = tags(title="Hedges", author="Ada Sample")
    body = f"<div class='card-body acl-abstract'><h5>Abstract</h5><div>{ABSTRACT}</div></div><p>Cite</p>"
    assert one(page(*told, body=body)).abstract == ABSTRACT
    assert one(page(*told, body="<div id=abstract>Log in to read.</div>")).abstract == ""
    assert one(page(*told, body=f"<p>{ABSTRACT}</p>")).abstract == ""


def test_an_abstract_that_the_tags_cut_is_read_whole_where_the_page_has_it() -> None:
    told = ['name="dc.Title" content="Hedges"', 'name="dc.Creator" content=" Ada   Sample "',
            'name="dc.Identifier" scheme="doi" content="10.1234/gl.3"',
            'name="dc.Identifier" scheme="coden" content="Garden Letters, Vol. 3, No. 1-2, July 2013, pp. 30–39"',
            f'name="dc.Description" content="{ABSTRACT[:40]}..."', 'name="dc.Date" content="24 Apr 2013"']  # fmt: skip
    paper = one(page(*told, body=f"<div class='abstractSection'><p>{ABSTRACT}</p></div>"))
    assert (paper.abstract, paper.published, paper.doi) == (ABSTRACT, "2013-04-24", "10.1234/gl.3")
    assert dict(paper.metadata) == {"volume": "3", "issue": "1-2", "page": "30-39"}
    assert one(page(*told)).abstract == f"{ABSTRACT[:40]}..."


def test_of_a_folder_the_pages_of_papers_are_read_and_the_others_left(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(*tags(title="Hedges", author="Ada Sample")))
    (tmp_path / "b.html").write_text(page(body="Shed"))
    assert [(one.format, len(one.papers)) for one in read_sources(tmp_path)] == [("web-page", 1)]


def test_a_second_title_is_a_problem_with_its_line() -> None:
    text = page(*tags(title=["Hedges", "Hedges", "Hecken"], author="Ada Sample"))
    (problem,) = source(text).problems
    assert (problem.line, problem.message, problem.excerpt) == (3, "a second title of one page, not read", "Hecken")


def test_a_page_cut_short_or_commented_out_gives_what_it_says() -> None:
    text = page(*tags(title="Hedges", author="Ada Sample", doi="10.1234/gl.3"))
    assert one(text[: text.index("</head>")]).doi == "10.1234/gl.3"
    assert source(text[: text.index("citation_author")]).papers == ()
    hidden = text.replace("<meta", "<!-- <meta", 1)
    assert source(hidden).papers == ()


ARXIV = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-03-01T00:00:00Z</responseDate>
<ListRecords>
<record><header><identifier>oai:arXiv.org:0704.0001</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><created>2007-04-02</created><updated>2008-01-13</updated>
<authors><author><keyname>Muster</keyname><forenames>Bo</forenames><suffix>Jr</suffix></author>
<author><keyname>HEDGE Collaboration</keyname></author></authors>
<title>Hedges in
  sheds</title><categories>hep-ph cs.ZZ</categories><doi>10.1234/A.1 10.1234/a.2</doi>
<journal-ref>Garden Letters 3</journal-ref><abstract>  Hedges, $a&lt;b$.
</abstract></arXiv></metadata></record>
<record><header status="deleted"><identifier>oai:arXiv.org:0704.0002</identifier></header></record>
<record><header><identifier>oai:arXiv.org:math/0501001</identifier></header><metadata>
<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>math/0501001</id>
<version version="v1"><date>Mon, 3 Jan 2005 10:00:00 GMT</date></version>
<version version="v2"><date>Wed, 2 Feb 2005 10:00:00 GMT</date></version>
<title>Old hedges</title><authors>Cleo Prob\\'e, Ada Sample (Shed)</authors><categories>math.CO</categories>
<abstract>Old.</abstract></arXivRaw></metadata></record>
<record><header><identifier>oai:shed:1</identifier></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>Moss</dc:title><dc:creator>Sample, Ada</dc:creator><dc:subject>moss</dc:subject>
<dc:description>Comment: 3 pages</dc:description><dc:description>Moss grows.</dc:description>
<dc:date>2020-05-01</dc:date>
<dc:type>text</dc:type><dc:identifier>http://arxiv.org/abs/2005.00011</dc:identifier></oai_dc:dc></metadata></record>
<record><header><identifier>oai:shed:2</identifier></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>A picture</dc:title><dc:creator>Ada</dc:creator><dc:type>Image</dc:type></oai_dc:dc></metadata></record>
<record><header><identifier>oai:shed:3</identifier></header><metadata><mods/></metadata></record>
</ListRecords></OAI-PMH>
"""


def test_an_answer_of_a_repository_gives_its_papers_and_names_the_rest() -> None:
    assert detect(ARXIV, "x.xml") == "oai-pmh"
    parsed = read(ARXIV, "oai-pmh")
    first, old, moss = parsed.papers
    assert (first.title, first.arxiv_id, first.published) == ("Hedges in sheds", "0704.0001", "2007-04-02")
    assert first.authors == ("Bo Muster Jr", "HEDGE Collaboration")
    assert (first.doi, first.venue, first.abstract) == ("10.1234/a.1", "Garden Letters 3", "Hedges, $a<b$.")
    assert first.keywords == ("hep-ph", "cs.ZZ")
    assert (old.arxiv_id, old.authors, old.published) == ("math/0501001", ("Cleo Probé", "Ada Sample"), "2005-01-03")
    assert (moss.title, moss.authors, moss.arxiv_id) == ("Moss", ("Ada Sample",), "2005.00011")
    assert (moss.abstract, moss.published, moss.keywords) == ("Moss grows.", "2020-05-01", ("moss",))
    assert [(problem.line, problem.message, problem.excerpt) for problem in parsed.problems] == [
        (13, "a record that was deleted, skipped", "oai:arXiv.org:0704.0002"),
        (26, "a record that is of no paper, skipped", "oai:shed:2"),
        (29, "a record in a form that is not read, skipped", "oai:shed:3"),
    ]


def test_records_without_their_answer_and_a_cut_answer_are_read() -> None:
    start, end = ARXIV.index("<arXiv "), ARXIV.index("</arXiv>") + len("</arXiv>")
    assert [paper.arxiv_id for paper in read_text(ARXIV[start:end], "x.xml").papers] == ["0704.0001"]
    cut = read_text(ARXIV[: ARXIV.index("<title>Old")], "x.xml")
    assert (cut.format, [paper.arxiv_id for paper in cut.papers]) == ("oai-pmh", ["0704.0001"])
    assert len(cut.problems) == 3


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(end: str) -> None:
    for text in (ARXIV, page(*tags(title="Hedges", author="Ada Sample"))):
        mangled = read_text("\ufeff" + text.replace("\n", end), "x")
        assert mangled.papers == read_text(text, "x").papers
        assert mangled.papers


_PIECES = st.sampled_from(
    [line for text in (ARXIV, page(*tags(title="Hedges", author="Ada"))) for line in text.splitlines()]
    + ["<meta name=citation_title content=", "'", '"', ">", "<!--", "-->", "<record>", "</record>", "&", "&#0;", "\x00"]
)


@law(150)
@given(st.lists(_PIECES, max_size=50).map("\n".join))
def test_whatever_lines_come_together_a_paper_has_a_title_of_the_text(text: str) -> None:
    for module in (web_page, oai_pmh):
        for paper in module.parse(text).papers:
            assert paper.title.replace("\ufffd", " ").split()[0] in text
    if web_page.sniff(text):
        assert web_page.parse(text).papers


def test_values_of_nothing_are_of_no_paper() -> None:
    assert paper_of({}) is None
    assert paper_of({"citation_title": ["&#0; --"], "citation_author": ["Ada"]}) is None
    assert paper_of({"citation_title": ["<p></p>"], "citation_author": ["Ada"]}) is None

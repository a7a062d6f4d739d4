"""RSS and Atom feeds: which items are papers, and what is read of them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats import detect, feed, read
from reader.io.read import read_text
from tests.support.laws import law

RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
 <channel><title>cs.ZZ updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.ZZ</link>
 <item>
  <title>Hedges that listen: $\\alpha$-shears</title>
  <link>https://arxiv.org/abs/2403.01111</link>
  <description>arXiv:2403.01111v2 Announce Type: replace-cross
Abstract: Shears that listen cut less.</description>
  <guid isPermaLink="false">oai:arXiv.org:2403.01111v2</guid>
  <category>cs.ZZ</category><category>math.YY</category>
  <pubDate>Tue, 04 Feb 2025 00:00:00 -0500</pubDate>
  <arxiv:announce_type>replace-cross</arxiv:announce_type>
  <dc:creator>Ada Hedge, Bo Shear (Garden Institute) and Cy Trowel</dc:creator>
  <arxiv:journal_reference>Garden Letters 3 (2024)</arxiv:journal_reference>
  <arxiv:DOI>10.1234/Hedge.3</arxiv:DOI>
 </item>
 <item>
  <title>Call for gardens</title>
  <link>https://gardens.example/call</link>
 </item>
</channel></rss>
"""
RDF = """<?xml version="1.0" encoding="UTF-8"?>

<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
>
<channel rdf:about="http://arxiv.org/"><title>updates on arXiv.org</title></channel>
<item rdf:about="http://arxiv.org/abs/2012.06560">
<title>Pruned early. (arXiv:2012.06560v1 [cs.ZZ] CROSS LISTED)</title>
<link>http://arxiv.org/abs/2012.06560</link>
<description rdf:parseType="Literal">&lt;p&gt;Pruning early
 helps&amp;#46;&lt;/p&gt;</description>
<dc:creator> &lt;a href="http://arxiv.org/find/a"&gt;Ada Hedge&lt;/a&gt;,
 &lt;a href="x"&gt;Bo Shear&lt;/a&gt;</dc:creator>
</item>
<item rdf:about="https://www.nature.com/articles/s41586-024-00001-1">
<title><![CDATA[Moss &amp; <i>lichen</i>]]></title>
<link>https://www.nature.com/articles/s41586-024-00001-1</link>
<description>Moss Weekly, Published online: 3 May 2024</description>
<dc:creator>Ada Hedge</dc:creator><dc:creator>Shear, Bo</dc:creator>
<dc:identifier>doi:10.1038/s41586-024-00001-1</dc:identifier>
<dc:date>2024-05-03</dc:date>
<prism:publicationName>Moss Weekly</prism:publicationName>
<prism:volume>12</prism:volume><prism:number>4</prism:number>
<prism:startingPage>1</prism:startingPage><prism:endingPage>9</prism:endingPage>
</item>
</rdf:RDF>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily papers</title>
<entry><title>Ponds &amp;amp; frogs</title>
<link href="https://huggingface.co/papers/2504.00042" rel="alternate"/>
<link href="https://huggingface.co/picture" rel="enclosure"/>
<id>https://huggingface.co/papers/2504.00042</id><published>2025-06-01T00:00:00Z</published>
<summary>Frogs jump.</summary><author><name>Ada Hedge</name></author><author><name>Bo Shear</name></author></entry>
</feed>
"""


def test_a_feed_of_arxiv_gives_what_each_item_tells() -> None:
    assert detect(RSS, "x.xml") == "feed"
    parsed = read(RSS, "feed")
    (paper,) = parsed.papers
    assert (paper.title, paper.arxiv_id) == ("Hedges that listen: $\\alpha$-shears", "2403.01111")
    assert paper.authors == ("Ada Hedge", "Bo Shear", "Cy Trowel")
    assert paper.abstract == "Shears that listen cut less."
    assert (paper.doi, paper.venue) == ("10.1234/hedge.3", "Garden Letters 3 (2024)")
    assert paper.keywords == ("cs.ZZ", "math.YY")
    assert paper.published == "2024"  # Not the day on which it was announced again.


def test_an_item_that_leads_to_no_paper_is_named_with_its_line() -> None:
    (problem,) = read(RSS, "feed").problems
    assert (problem.line, problem.message, problem.excerpt) == (
        18, "an item that leads to no paper, skipped", "Call for gardens",
    )  # fmt: skip


def test_an_older_feed_of_arxiv_and_one_of_a_journal_are_read() -> None:
    assert detect(RDF, "x.xml") == "feed"
    old, article = read(RDF, "feed").papers
    assert (old.title, old.arxiv_id, old.abstract) == ("Pruned early.", "2012.06560", "Pruning early helps.")
    assert old.authors == article.authors == ("Ada Hedge", "Bo Shear")
    assert (article.title, article.venue, article.published) == ("Moss & lichen", "Moss Weekly", "2024-05-03")
    assert article.doi == "10.1038/s41586-024-00001-1"
    assert dict(article.metadata) == {"volume": "12", "issue": "4", "page": "1-9"}
    assert article.abstract == ""  # What stands there tells where it appeared.


OF_ARXIV = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns="http://www.w3.org/2005/Atom"><id>http://rss.arxiv.org/atom/cs.ZZ</id><title>cs.ZZ updates on arXiv.org</title>
<entry><id>oai:arXiv.org:2403.01111v2</id><title>Hedges that listen</title><updated>2025-02-04T05:00:00+00:00</updated>
<link href="https://arxiv.org/abs/2403.01111" rel="alternate" type="text/html"/>
<summary>arXiv:2403.01111v2 Announce Type: replace
Abstract: Shears that listen cut less, if $a&lt;b$ and $c&gt;d$.</summary>
<category term="cs.ZZ"/><published>2025-02-04T00:00:00-05:00</published>
<arxiv:announce_type>replace</arxiv:announce_type><dc:creator>Ada Hedge, Bo Shear</dc:creator></entry></feed>"""


def test_the_atom_feed_of_what_arxiv_announces_is_read_like_its_rss() -> None:
    assert detect(OF_ARXIV, "x.xml") == "arxiv-atom"
    (paper,) = read(OF_ARXIV, "arxiv-atom").papers
    assert (paper.arxiv_id, paper.authors, paper.published) == ("2403.01111", ("Ada Hedge", "Bo Shear"), "2024")
    assert (paper.abstract, paper.keywords) == ("Shears that listen cut less, if $a<b$ and $c>d$.", ("cs.ZZ",))


JOURNAL = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/2.0/basic/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<item><title>Hedges</title><link>https://letters.example/index.php/gl/article/view/12</link>
<media:title>A picture</media:title><dc:creator>Sample, Ada; Muster, Bo</dc:creator>
<description>Authors: Ada Sample, Bo Muster. Source: Garden Letters.</description>
<prism:volume>12</prism:volume><prism:number>4</prism:number><pubDate>Fri, 03 May 2024 08:00:00 GMT</pubDate></item>
<item><title>Moss</title><link>https://doi.org/10.1234/gl.5</link><author>ada@shed.example (Ada Sample)</author>
<description>We present moss. Experiments show that our model improves on every baseline.</description></item>
<item><title>Editors wanted</title><link>https://letters.example/news/1</link><dc:creator>Ada Sample</dc:creator></item>
<item><title/><link>https://doi.org/10.1234/gl.6</link></item>
</channel></rss>"""


def test_a_feed_of_a_journal_gives_articles_and_no_news() -> None:
    parsed = feed.parse(JOURNAL)
    first, second = parsed.papers
    assert (first.title, first.authors, first.published) == ("Hedges", ("Ada Sample", "Bo Muster"), "2024-05-03")
    assert (first.url, first.abstract) == ("https://letters.example/index.php/gl/article/view/12", "")
    assert (second.doi, second.authors) == ("10.1234/gl.5", ("Ada Sample",))
    assert second.abstract.startswith("We present moss.")
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (9, "an item that leads to no paper, skipped"),
        (10, "an item without a title, skipped"),
    ]


def test_an_atom_feed_of_others_is_read_by_where_its_entries_lead() -> None:
    assert detect(ATOM, "x.xml") == "feed"
    (paper,) = read(ATOM, "feed").papers
    assert (paper.title, paper.arxiv_id, paper.published) == ("Ponds & frogs", "2504.00042", "2025")
    assert (paper.authors, paper.abstract) == (("Ada Hedge", "Bo Shear"), "Frogs jump.")


@pytest.mark.parametrize("text", [RSS, RDF, ATOM])
@pytest.mark.parametrize("mangle", [lambda text: "\ufeff" + text.replace("\n", "\r\n"), lambda text: "\n \n" + text])
def test_line_ends_and_marks_change_nothing(text: str, mangle: object) -> None:
    whole = read_text(text, "feed.xml")
    mangled = read_text(mangle(text), "feed.xml")  # type: ignore[operator]
    assert mangled.papers == whole.papers
    assert mangled.format == "feed"


@pytest.mark.parametrize(
    "text",
    [
        '<opml version="2.0"><body><outline xmlUrl="https://rss.arxiv.org/rss/cs.CL"/></body></opml>',
        "<svg xmlns='http://www.w3.org/2000/svg'><title>rss</title></svg>",
        "<rssi>-40</rssi>",
        '<rdf:RDF xmlns:rdf="x#" xmlns:link="http://purl.org/rss/1.0/modules/link/"><item><title>x</title></item></rdf:RDF>',
        '<?xml version="1.0"?><project><item><title>2401.00011</title></item></project>',
        "A letter about <rss> and <feed xmlns='http://www.w3.org/2005/Atom'>.",
    ],
)
def test_other_markup_is_no_feed(text: str) -> None:
    assert not feed.sniff(text)
    assert read_text(text, "x.xml").papers == ()


def test_a_list_of_feeds_is_told_from_a_list_of_papers() -> None:
    text = '<?xml version="1.0"?>\n<opml version="2.0"><body><outline xmlUrl="https://a.example/b"/></body></opml>'
    assert "a list of feeds (OPML)" in str(read_text(text, "x.opml").error)
    assert "a list of feeds (OPML)" in str(read_text(text, "x.xml").error)
    dressed = (
        "<?xml version='1.0'?>\n<?xml-stylesheet href='a'?><!-- mine --><!DOCTYPE opml>\n" + text.partition("\n")[2]
    )
    assert "a list of feeds (OPML)" in str(read_text(dressed, "feeds").error)


def test_a_feed_that_was_cut_gives_its_whole_items_with_their_lines() -> None:
    parsed = feed.parse(RSS[: RSS.index("<link>https://gardens")])
    assert [paper.arxiv_id for paper in parsed.papers] == ["2403.01111"]
    assert [problem.message for problem in parsed.problems] == [
        "the text is damaged or cut here; whole records are read",
        "a record that is cut or damaged, skipped",
    ]
    assert parsed.problems[1].line == 18


def test_a_lone_ampersand_or_an_undeclared_prefix_costs_no_item() -> None:
    text = RSS.replace("Hedges that listen", "Hedges & walls").replace("xmlns:dc", "xmlns:other")
    (paper,) = feed.parse(text).papers
    assert paper.title.startswith("Hedges & walls")
    assert len(paper.authors) == 3


def test_a_feed_that_declares_entities_is_not_read() -> None:
    parsed = feed.parse('<!DOCTYPE rss [<!ENTITY a "aaaa">]>' + RSS[RSS.index("<rss") :])
    assert parsed.papers == ()
    assert parsed.problems[0].message == "a text that declares entities is not read"


def test_an_item_that_stands_twice_is_one_paper() -> None:
    item = RSS[RSS.index(" <item>") : RSS.index("</item>") + 7]
    twice = feed.parse(RSS.replace(item, item * 2)).papers
    assert len(twice) == 2
    assert twice[0] == twice[1]


_PIECES = st.sampled_from(
    ["<rss>", "<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "https://arxiv.org/abs/2401.00011", "&",
     "&nbsp;", "<![CDATA[", "]]>", "<!--", "-->", "<dc:creator>", "</dc:creator>", "<entry/>", "\n", "x", "\x00", "é",
     "\ud83d",
     '<feed xmlns="http://www.w3.org/2005/Atom">', "</feed>", "<!DOCTYPE rss>", "<?xml version='1.0'?>"]
)  # fmt: skip


@law()
@example('<feed xmlns="http://www.w3.org/2005/Atom"><rss></feed><rss>')
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_whatever_a_feed_holds_it_is_read_or_a_problem(text: str) -> None:
    for paper in feed.parse(text).papers:
        assert paper.title
        assert paper.arxiv_id
    if feed.sniff(text):
        assert feed.parse(text) == read(text, "feed")

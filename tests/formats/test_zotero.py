"""What Zotero keeps in "Extra" counts in its tables too, and notes that belong to no item are named."""

from __future__ import annotations

import json

from reader.formats import detect, read
from reader.paper import Status

HEADER = '"Key","Item Type","Publication Year","Author","Title","DOI","Url","Volume","Date","Extra"\n'


def row(extra: str, kind: str = "journalArticle", volume: str = "") -> str:
    return f'"K1","{kind}","2020","Vale, Ada","Lamps that learn","","","{volume}","2020-03","{extra}"\n'


def test_the_lines_of_extra_tell_of_the_paper() -> None:
    extra = "arXiv:2401.00011 [cs]\nDOI: 10.1234/Lamp.1\nPMID: 123\nVolume: 9"
    extra += "\nCitation Key: vale20\nRead Status: Done\n14 pages"
    text = HEADER + row(extra, volume="7")
    parsed = read(text, detect(text, "x.csv") or "")
    (paper,) = parsed.papers
    assert (paper.arxiv_id, paper.doi, paper.citation_key, paper.status) == (
        "2401.00011", "10.1234/lamp.1", "vale20", Status.READ,
    )  # fmt: skip
    assert {name: paper.about(name) for name in ("PMID", "volume", "note")} == {
        "PMID": "123", "volume": "7", "note": "14 pages",
    }  # fmt: skip
    assert parsed.problems == ()


def test_a_column_called_extra_of_another_table_tells_nothing() -> None:
    text = "title,authors,year,extra\nLamps that learn,Ada Vale,2020,DOI: 10.1234/a\n"
    (paper,) = read(text, "csv").papers
    assert (paper.doi, paper.metadata) == ("", ())


def test_a_note_of_no_item_is_named_in_every_export() -> None:
    item = {"key": "K1", "itemType": "journalArticle", "title": "Lamps that learn", "creators": [], "DOI": "10.1234/a"}
    of_item = {"key": "N1", "itemType": "note", "note": "<p>Mine</p>", "parentItem": "K1"}
    alone = {"key": "N2", "itemType": "note", "note": "<p>To <b>ask</b></p>"}
    strayed = {"key": "N3", "itemType": "note", "note": "<p>Far</p>", "parentItem": "K9"}
    attached = {"key": "A1", "itemType": "attachment", "parentItem": "K1", "title": "Full text"}
    for text in (
        json.dumps({"items": [item, of_item, alone, strayed, attached]}),
        json.dumps([item, of_item, alone, strayed, attached]),
    ):
        parsed = read(text, "json")
        assert [paper.note for paper in parsed.papers] == ["Mine"]
        assert [(problem.message, problem.excerpt) for problem in parsed.problems] == [
            ("a note that belongs to no item, skipped", "To ask"),
            ("a note that belongs to no item, skipped", "Far"),
        ]
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/'
        'export#" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://'
        'purl.org/dc/elements/1.1/">\n<bib:Article rdf:about="#item_1"><z:itemType>journalArticle</z:itemType>'
        '<dcterms:isReferencedBy rdf:resource="#item_2"/><dc:title>Lamps that learn</dc:title></bib:Article>\n'
        '<bib:Memo rdf:about="#item_2"><rdf:value>&lt;p&gt;Mine&lt;/p&gt;</rdf:value></bib:Memo>\n'
        '<bib:Memo rdf:about="#item_3"><rdf:value>&lt;p&gt;To ask&lt;/p&gt;</rdf:value></bib:Memo>\n</rdf:RDF>\n'
    )
    parsed = read(rdf, "xml")
    assert [paper.note for paper in parsed.papers] == ["Mine"]
    assert [(problem.line, problem.message, problem.excerpt) for problem in parsed.problems] == [
        (4, "a note that belongs to no item, skipped", "To ask")
    ]
    table = HEADER + row("") + row("", kind="note")
    assert [problem.message for problem in read(table, "csv").problems] == [
        "a row of the type 'note', which is no paper's, skipped"
    ]

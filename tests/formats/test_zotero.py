"""What Zotero keeps in "Extra" counts in its tables too, and notes that belong to no item are named."""

from __future__ import annotations

import json

from reader.formats import FORMATS, detect, read
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


def test_words_on_files_and_at_places_in_them_are_notes_of_their_item() -> None:
    """Where it is not here, they are named, and so is a file alone."""

    def part(kind: str, key: str, above: str, **told: object) -> dict[str, object]:
        return {"key": key, "data": {"key": key, "itemType": kind, "parentItem": above, "version": 1, **told}}

    item = {"key": "I", "version": 1, "itemType": "book", "title": "Lamps", "creators": [], "tags": [{"tag": "light"}]}
    file = part("attachment", "F", "I", note="<p>on the file</p>", tags=[{"tag": "figures"}])
    mark = part("annotation", "M", "F", annotationText="Lamps learn.", annotationComment="do they?")
    found = FORMATS["json"].parse(json.dumps([mark, item, file]))
    (paper,) = found.papers
    assert (paper.note, paper.keywords) == ("> Lamps learn.\n\ndo they?\n\non the file", ("light", "figures"))
    assert found.problems == ()
    within = {**item, "attachments": [{"note": "on it", "annotations": [{"annotationText": "lit"}]}]}
    assert FORMATS["json"].parse(json.dumps([within])).papers[0].note == "on it\n\n> lit"
    circle = part("attachment", "C", "D", title="lone.pdf"), part("attachment", "D", "C", note="<p>why</p>")
    alone = FORMATS["json"].parse(json.dumps([item, mark, *circle]))
    assert [(problem.message.partition(" that")[0], problem.excerpt) for problem in alone.problems] == [
        ("a note", "> Lamps learn. do they?"), ("a file", "lone.pdf"), ("a note", "why"),
    ]  # fmt: skip


def test_a_file_of_zotero_s_rdf_that_no_item_has_is_named() -> None:
    file = '<z:Attachment rdf:about="#a{}"><z:itemType>attachment</z:itemType><dc:title>{}</dc:title></z:Attachment>'
    book = '<bib:Book><z:itemType>book</z:itemType><link:link rdf:resource="#a1"/><dc:title>Lamps</dc:title></bib:Book>'
    names = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "z": "http://www.zotero.org/namespaces/export#"}
    spaces = "".join(f' xmlns:{name}="{names.get(name, name)}"' for name in ("rdf", "z", "dc", "bib", "link"))
    text = f"<rdf:RDF{spaces}>{book}{file.format(1, 'its.pdf')}{file.format(2, 'lone.pdf')}</rdf:RDF>"
    found = FORMATS["xml"].parse(text)
    assert [problem.excerpt for problem in found.problems] == ["lone.pdf"]


def test_a_group_of_paperpile_s_is_an_author() -> None:
    record = {"_id": "x", "pubtype": "PP_ARTICLE", "title": "Lamps", "author": [{"collective": "Lamp Body"}]}
    (paper,) = FORMATS["json"].parse(json.dumps([record])).papers
    assert (paper.authors, paper.names[0][1].literal) == (("Lamp Body",), "Lamp Body")


def lists_of(format: str, text: str) -> list[list[str]]:
    """The names of the lists that each paper of a text stands in."""
    return [[entry.list for entry in entries] for entries in FORMATS[format].parse(text).entries]


def test_two_folders_of_one_name_are_two_lists() -> None:
    tree = {"A": ("Thesis", ""), "B": ("Reading", "A"), "C": ("Grant", ""), "D": ("Reading", "C"), "E": ("Fun", "C")}
    held = {"B": [1], "D": [2], "E": [2]}
    wanted = [["Thesis/Reading"], ["Grant/Reading", "Fun"]]
    collections = {
        key: {"name": name, "parent": above, "items": held.get(key, [])} for key, (name, above) in tree.items()
    }
    items: list[dict[str, object]] = [
        {"itemID": at, "itemType": "book", "version": 1, "title": f"Lamps {at}", "creators": []} for at in (1, 2)
    ]
    assert lists_of("json", json.dumps({"collections": collections, "items": items})) == wanted
    names = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "z": "http://www.zotero.org/namespaces/export#"}
    spaces = "".join(f' xmlns:{name}="{names.get(name, name)}"' for name in ("rdf", "z", "dc", "dcterms"))
    books = "".join(
        f'<rdf:Description rdf:about="{at}"><z:itemType>book</z:itemType><dc:title>Lamps {at}</dc:title>'
        "</rdf:Description>"
        for at in (1, 2)
    )
    folders = "".join(
        f'<z:Collection rdf:about="{key}"><dc:title>{name}</dc:title>'
        + "".join(f'<dcterms:hasPart rdf:resource="{part}"/>' for part in (
            *held.get(key, ()), *(one for one, (_, above) in tree.items() if above == key)))
        + "</z:Collection>"
        for key, (name, _) in tree.items()
    )  # fmt: skip
    assert lists_of("xml", f"<rdf:RDF{spaces}>{books}{folders}</rdf:RDF>") == wanted
    groups = (
        "1 ExplicitGroup:Thesis\\;0\\;\\;;\n2 ExplicitGroup:Reading\\;0\\;k1\\;;\n1 ExplicitGroup:Grant\\;0\\;\\;;\n"
    )
    groups += "2 ExplicitGroup:Reading\\;0\\;k2\\;;\n2 ExplicitGroup:Fun\\;0\\;k2\\;;\n"
    entries = "".join(f"@book{{k{at}, title={{Lamps {at}}}}}\n" for at in (1, 2))
    assert lists_of("bibtex", f"{entries}@Comment{{jabref-meta: groupstree:\n0 AllEntriesGroup:;\n{groups}}}") == wanted

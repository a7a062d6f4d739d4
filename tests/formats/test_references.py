"""What a work is, and its citation key, come in from every program that tells them."""

from __future__ import annotations

import json

import pytest

from reader.formats import detect, read
from reader.formats.references import csl_type
from tests.formats import test_other_json as others
from tests.formats.test_other_xml import ANTHOLOGY, ENDNOTE, MODS, PUBMED, ZOTERO
from tests.formats.test_other_yaml import COBIB, HAYAGRIVA, PAPIS
from tests.formats.test_tagged import TEXTS

JSON = {name: json.dumps([record]) for name, record in others.RECORDS.items()}


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        (TEXTS["pubmed"], "article-journal", ""),
        (TEXTS["endnote"].replace("%T Lamps that", "%F sample2019\n%T Lamps that"), "article-journal", "sample2019"),
        (TEXTS["refworks"], "article-journal", ""),
        (TEXTS["web-of-science"].replace("DT Article", "DT Proceedings Paper"), "paper-conference", ""),
        (ENDNOTE.replace("<pages>", "<label>sample2019</label><pages>"), "article-journal", "sample2019"),
        (PUBMED, "article-journal", ""),
        (ANTHOLOGY.replace("<pages>", "<bibkey>sample-2019</bibkey><pages>"), "paper-conference", "sample-2019"),
        (ZOTERO.replace("Seen at", "Citation Key: sample2019\nSeen at"), "article-journal", "sample2019"),
        (MODS, "", "sample-2019"),
        (JSON["zotero"].replace("Seen at", "Citation Key: sample2019\\nSeen at"), "article-journal", "sample2019"),
        (JSON["paperpile"].replace('"title"', '"citekey": "Sample-ab", "title"'), "article", "Sample-ab"),
        (
            JSON["semantic scholar"].replace('"year"', '"publicationTypes": ["Conference"], "year"'),
            "paper-conference",
            "",
        ),
        (JSON["crossref"], "article-journal", ""),
        (JSON["mendeley"].replace('"year"', '"citation_key": "Sample2019", "year"'), "article-journal", "Sample2019"),
        (PAPIS, "article-journal", "sample2019"),
        (COBIB, "article-journal", "sample2019"),
        (HAYAGRIVA, "article-journal", "sample2019"),
    ],
)
def test_the_kind_of_work_and_its_citation_key_are_kept(text: str, kind: str, key: str) -> None:
    name = detect(text)
    assert name is not None
    paper = read(text, name).papers[0]
    assert (paper.kind, paper.citation_key) == (kind, key)


@pytest.mark.parametrize(
    ("told", "kind"),
    [("Book, Section", "chapter"), ("conferencePaper", "paper-conference"), ("phdthesis", "thesis"),
     ("Book, Whole", "book"), ("Dissertation/Thesis", "thesis"), ("Artwork", "graphic"), ("Hearing", ""), ("", "")],
)  # fmt: skip
def test_a_kind_is_known_by_its_usual_names_only(told: str, kind: str) -> None:
    assert csl_type(told) == kind

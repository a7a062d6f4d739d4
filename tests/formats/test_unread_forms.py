"""A text in a form that no reader takes is refused with the name of its form, not as that of another one."""

from __future__ import annotations

import pytest

from reader.formats import detect
from reader.io.read import read_text

TEXTS = {
    "XML of JATS, which Reader does not read": (
        '<article article-type="research-article"><front><article-meta><title-group><article-title>Lamps of winter'
        "</article-title></title-group></article-meta></front></article>"
    ),
    "XML of DataCite, which Reader does not read": (
        '<resource xmlns="http://datacite.org/schema/kernel-4"><titles><title>Lamps</title></titles></resource>'
    ),
    "XML of ADS, which Reader does not read": (
        '<records xmlns="http://ads.harvard.edu/schema/abs/1.1/abstracts"><record><title>Lamps of winter</title>'
        "<author>Vale, Ada</author></record></records>"
    ),
    "XML in no format that Reader knows": '<lamps xmlns="https://lamps.example"><title>Lamps of winter</title></lamps>',
    "JSON with keys of Zotero, but without items as its exports have them": (
        '{"title": "Lamps of winter", "itemType": "journalArticle", "citationKey": "vale"}'
    ),
    "JSON in no format that Reader knows": '[{"lamp": "Lamps of winter"}]',
}


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>\n'])
def test_an_unread_form_is_named(form: str, head: str) -> None:
    if head and not form.startswith("XML"):
        return
    ending = ".xml" if form.startswith("XML") else ".json"
    text = head + TEXTS[form]
    assert detect(text, f"found{ending}") is None
    for name in (f"found{ending}", "found.txt", "found"):
        source = read_text(text, name)
        assert (source.papers, str(source.error)) == (
            (), f"{name} is {form}: export it as CSL JSON, BibTeX or RIS.",
        )  # fmt: skip

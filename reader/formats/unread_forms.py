"""What a text of JSON or XML is that no reader takes: the form by its name, so that a refusal can say it.

>>> unread_form('<?xml version="1.0"?><resource xmlns="http://datacite.org/schema/kernel-4"/>')
'XML of DataCite, which Reader does not read'
>>> unread_form('["Of lamps"]'), unread_form("Of lamps")
('JSON in no format that Reader knows', '')
"""

from __future__ import annotations

import re

_LOOKED_AT = 4_000
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\s|<[A-Za-z][\w.-]*:?[\w.-]*\s[^<>]*\b(?:xmlns|article-type)\b)")
_OF_ZOTERO = re.compile(r'"(?:itemType|citationKey)"\s*:')
_OF_XML = {
    "JATS": re.compile(r"\barticle-type=|\bJATS\b|//NLM//DTD"),
    "DataCite": re.compile(r"\bdatacite\.org/schema"),
    "ADS": re.compile(r"\bads\.harvard\.edu/|\badsabs\b"),
    "Crossref": re.compile(r"\bcrossref\.org/"),
    "MARC": re.compile(r"\bloc\.gov/MARC21"),
    "TEI": re.compile(r"\btei-c\.org/ns"),
}
"""By what shows them: how services and publishers tell their records in XML."""
_UNKNOWN = "in no format that Reader knows"


def unread_form(text: str) -> str:
    """What a text is that begins as JSON or XML does, "" for any other."""
    head = text.removeprefix("\ufeff")[:_LOOKED_AT]
    if _JSON.match(head):
        is_zotero_s = _OF_ZOTERO.search(head) is not None
        return f"JSON {'with keys of Zotero, but without items as its exports have them' if is_zotero_s else _UNKNOWN}"
    if _XML.match(head):
        name = next((name for name, sign in _OF_XML.items() if sign.search(head)), "")
        return f"XML of {name}, which Reader does not read" if name else f"XML {_UNKNOWN}"
    return ""

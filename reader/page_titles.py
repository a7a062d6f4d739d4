"""The title of a paper in that of its page, as browsers show and keep it, in the name of its file, and copied with what
stands around it on a page of papers: what a site, a browser or a program adds to it.

>>> without_site("[2401.00011] Lamps that learn"), without_site("Lamps that learn | OpenReview - Mozilla Firefox")
('Lamps that learn', 'Lamps that learn')
>>> without_card("Submitted by\\nsample\\n12\\nLamps that learn\\n· 9 authors\\n3")
'Lamps that learn'
>>> without_card("Lamps that learn Published on Aug 15, 2024 · 5"), without_card("12 lamps of 9 authors")
('Lamps that learn', '12 lamps of 9 authors')
"""

from __future__ import annotations

import re

from reader.dates import MONTHS
from reader.patterns import regex

COPY = regex(r"(?:\s*\(\d{1,2}\)|[ _-]copy(?:[ _-]\d)?)+$", re.IGNORECASE)
"""What a browser, or a person, puts behind the name of a file that is there already."""
MANAGED = regex(r"(?P<authors>[^\W\d_][^\d]{0,200}?) - (?P<year>(?:19|20)\d\d) - (?P<title>\S.*)")
"""Zotero's and Mendeley's names for the files of a record; banks and firms call theirs so, too."""
_SITES = (
    r"academia\.edu|acl anthology|acm digital library|alphaxiv|arxiv(?:\.org| vanity)?|biorxiv|cool papers"
    r"|cvf open access|elsevier|emergent ?mind|github|google (?:scholar|search)|hugging ?face"
    r"|ieee(?: conference publication| journals? (?:&|and) magazine)?|ieee xplore|jstor|mdpi|medrxiv"
    r"|nature(?: [a-z]+)*|openreview(?:\.net)?|papers with code|philpapers|plos(?: one)?|pnas|proceedings of [^|]*"
    r"|pubmed|pmc|request pdf|research ?gate|science(?: advances)?|sciencedirect|scispace|semantic scholar"
    r"|springer ?link|ssrn|usenix|wiley online library|youtube"
)
_BROWSERS = r"brave|google chrome|microsoft\W{1,2}edge|mozilla firefox|safari"
_OF_SITE = regex(
    rf"(?<!\s)\s+(?:[|·•–—-]{{1,2}}|::)\s+(?:{_SITES})\s*$"
    r"|(?<!\s)\s+·\s+(?:issue|pull request|discussion) #\d+(?:\s+·\s+[\w.-]+/[\w.-]+)?\s*$|(?<!\s)\s+\(#\d+\)\s*$"
    rf"|(?: and \d+ more pages?)?(?: - (?:personal|work|profile \d+))?(?<!\s)\s+[–—-]\s+(?:{_BROWSERS})\s*$",
    re.IGNORECASE,
)
"""What a site puts behind the title of a paper's page, and a browser behind that; what stands in the title of an
issue about it."""
_BEFORE = regex(
    r"^(?:\[[\w.-]+/\d{7}(?:v\d+)?\]|\[\d{4}\.\d{4,5}(?:v\d+)?\]|paper page - |\(pdf\) |\[pdf\] "
    r"|(?:aistats|iclr|icml|neurips) (?:\d{4} )?(?:oral|poster|spotlight) )\s*",
    re.IGNORECASE,
)
"""What a site, or a search engine, puts before it: an arXiv id, a kind of file."""


def without_site(title: str) -> str:
    """The title of a page without what a site puts before and behind that of a paper."""
    text = _BEFORE.sub("", title)
    while (shorter := _OF_SITE.sub("", text)) not in ("", text):
        text = shorter
    return text


_DATE = rf"(?:{'|'.join(MONTHS)})[a-z]*\.? \d{{1,2}}(?:, \d{{4}})?|\d{{4}}-\d\d-\d\d"
_AGO = r"(?:about )?(?:\d+|an?|one) (?:minute|hour|day|week|month|year)s? ago|yesterday|today"
_ABOVE_TITLE = regex(
    rf"\s*(?:(?:#\d+\s+)?paper of the (?:day|week|month)|submitted by\s+\S+|\S+\s+submitted a paper(?:\s+(?:{_AGO}))?"
    r"|\S+['’]s avatar)(?:\s+\d{1,5}(?=\s))?\s+(?=\S)",
    re.IGNORECASE,
)
"""What stands above a paper's title on a page with many of them, and the number of votes."""
_TELLING = regex(
    rf"\+?\d+ (?:authors?|upvotes?|comments?|likes?|stars?|citations?)|upvotes?|{_AGO}"
    rf"|(?:published|updated|submitted)(?: on)? (?:{_DATE})|submitted by\s+\S+(?: on (?:{_DATE}))?",
    re.IGNORECASE,
)
_BENEATH_TITLE = regex(
    rf"(?<!\s)\s+(?P<bit>{_TELLING.pattern}|{_DATE}|paper|\d{{4}}\.\d{{4,5}}|\+?\d+|[·•|⭐▲])\s*$", re.IGNORECASE
)
"""The last of what stands beneath it: who put it there and when, how many wrote it, like it and talk of it."""
_BITS, _LONGEST_BIT = 12, 120
"""So many bits stand there at most, and so many characters each has."""
_DOTS = ("·", "•", "|")
_BETWEEN = " \n" + "".join(_DOTS)
"""What stands between them."""
_VOTES = regex(r"\s*\d{1,5}\s*\n\s*(?=\S)")
"""A number of votes on a line of its own, above the title."""


def without_card(text: str) -> str:
    """A title that was copied with what stands around it on a page of papers, without that."""
    title = rest = whole = _ABOVE_TITLE.sub("", text, count=1)
    for bits in range(_BITS):
        if (bit := _BENEATH_TITLE.search(rest, max(0, len(rest) - _LONGEST_BIT))) is None:
            break
        rest = rest[: bit.start()]
        telling = _TELLING.fullmatch(bit["bit"]) and (bits or "\n" in bit[0] or rest.endswith(_DOTS))
        if telling or (len(title) < len(whole) and bit["bit"].lower() in ("paper", *_DOTS)):
            title = rest.rstrip(_BETWEEN)
    if len(title) < len(text):
        title = _VOTES.sub("", title, count=1)
    return title if title.strip() else text

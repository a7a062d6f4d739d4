"""The title of a paper in that of its page, as browsers show and keep it, and in the name of its file: what a site, a
browser or a program adds to it.

>>> without_site("[2401.00011] Lamps that learn"), without_site("Lamps that learn | OpenReview - Mozilla Firefox")
('Lamps that learn', 'Lamps that learn')
"""

from __future__ import annotations

import re

COPY = re.compile(r"(?:\s*\(\d{1,2}\)|[ _-]copy(?:[ _-]\d)?)+$", re.IGNORECASE)
"""What a browser, or a person, puts behind the name of a file that is there already."""
MANAGED = re.compile(r"(?P<authors>[^\W\d_][^\d]{0,200}?) - (?P<year>(?:19|20)\d\d) - (?P<title>\S.*)")
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
_OF_SITE = re.compile(
    rf"(?<!\s)\s+(?:[|·•–—-]{{1,2}}|::)\s+(?:{_SITES})\s*$"
    r"|(?<!\s)\s+·\s+(?:issue|pull request|discussion) #\d+(?:\s+·\s+[\w.-]+/[\w.-]+)?\s*$|(?<!\s)\s+\(#\d+\)\s*$"
    rf"|(?: and \d+ more pages?)?(?: - (?:personal|work|profile \d+))?(?<!\s)\s+[–—-]\s+(?:{_BROWSERS})\s*$",
    re.IGNORECASE,
)
"""What a site puts behind the title of a paper's page, and a browser behind that; what stands in the title of an
issue about it."""
_BEFORE = re.compile(
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

"""What shows that a record or a row is a paper's, whatever the format: an address that leads to one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from reader.identity import find_arxiv_id, normal_doi, normal_url

_PLACES = re.compile(
    r"(?:^|\.)(?:openreview\.net|aclanthology\.org|aclweb\.org|nips\.cc|neurips\.cc|mlr\.press|jmlr\.org|ieee\.org"
    r"|computer\.org|acm\.org|nature\.com|science\.org|sciencemag\.org|sciencedirect\.com|springer\.com|thecvf\.com"
    r"|semanticscholar\.org|biorxiv\.org|medrxiv\.org|pnas\.org|aaai\.org|ijcai\.org|isca-speech\.org|ssrn\.com"
    r"|usenix\.org|mdpi\.com|wiley\.com|tandfonline\.com|elifesciences\.org|plos\.org|science|inria\.fr|aps\.org"
    r"|iop\.org|oup\.com|sagepub\.com|frontiersin\.org|jstor\.org|ecva\.net|roboticsproceedings\.org|hal\.[a-z.]+"
    r"|archives-ouvertes\.fr|eccv\.net|siam\.org|ams\.org|projecteuclid\.org|citeseerx\.ist\.psu\.edu|bmvc\d*\.org)$"
    r"|^(?:www\.)?(?:proceedings|bmva-archive|papers)\.",
    re.IGNORECASE,
)
"""Hosts of publishers, conferences and archives."""
_NUMBERED = re.compile(r"\d|forum|pdf\?|/paper", re.IGNORECASE)
"""What the address of a paper has after its host, and that of a publisher's help page has not."""
_PAPER_PAGE = re.compile(r"huggingface\.co/papers/\d|alphaxiv\.org/(?:abs|pdf|overview)/", re.IGNORECASE)


def leads_to_paper(url: str) -> bool:
    """Whether an address is surely that of a paper: it has an arXiv id or a DOI, or is a publisher's."""
    if not normal_url(url):
        return False
    if find_arxiv_id(url) or normal_doi(url) or _PAPER_PAGE.search(url):
        return True
    parts = urlsplit(url)
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return _PLACES.search(parts.hostname or "") is not None and _NUMBERED.search(rest) is not None

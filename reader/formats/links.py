"""A link that somebody kept, with what a browser called its page -> the paper that it leads to.

>>> kept = linked_paper("https://arxiv.org/abs/2401.00011", "[2401.00011] Lamps that learn")
>>> kept.title, kept.arxiv_id
('Lamps that learn', '2401.00011')
>>> linked_paper("https://arxiv.org/pdf/2401.00011v2", "2401.00011v2.pdf").title
'arXiv:2401.00011'
>>> linked_paper("https://example.org/egg", "How to cook an egg") is None
True
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.formats.evidence import is_of_other_site, leads_elsewhere, leads_to_paper
from reader.formats.printed_reference import PrintedReference, is_group, reference_in
from reader.identity import (
    arxiv_year,
    doi_at,
    find_arxiv_id,
    is_preprint_venue,
    normal_doi,
    normal_url,
    untracked,
    wrong_arxiv_id,
)
from reader.page_titles import without_site
from reader.paper import Name, Paper
from reader.paper_json import variables
from reader.persons import told_parts
from reader.text import TITLE_LIMIT, clean_line
from reader.titles import is_dots

_NO_TITLE = re.compile(r"\S+\.pdf|https?://\S+|\S*://\S*|pdf|untitled|no title|\(no title\)|new tab", re.IGNORECASE)
_SURE = 2
_SHARE = 2 / 3
"""So many links of a list, and such a share of them, make it one of papers; those that may be are then papers, too."""


def linked_paper(url: str, title: str = "", *, anything: bool = False) -> Paper | None:
    """The paper that an address leads to; None where it surely leads to none, or `anything` is not said and it is not
    sure, and where nothing but a mistyped arXiv id tells it. The title is the page's, or what the paper is known by."""
    address = untracked(normal_url(clean_line(url)))
    other = leads_elsewhere(address) or is_of_other_site(address)
    if not address or not (leads_to_paper(address) or (anything and not other)):
        return None
    if wrong_arxiv_id(address) and not page_title(title):
        return None
    arxiv_id, doi = find_arxiv_id(address), doi_at(address)
    paper = Paper(
        "", page_title(title) or known_by(arxiv_id, doi, address), published=arxiv_year(arxiv_id), arxiv_id=arxiv_id,
        doi=doi, url=address,
    )  # fmt: skip
    found = reference_in(title) if title else None
    return referred(paper, found) if found is not None else paper


def referred(paper: Paper, reference: PrintedReference) -> Paper:
    """A paper of which an identifier or an address is known, with what the reference beside it says; where that has no
    title, the paper is named by what is known of it."""
    return replace(
        paper,
        title=reference.title[:TITLE_LIMIT] or known_by(paper.arxiv_id, paper.doi, paper.url),
        authors=reference.authors,
        names=told_parts(Name(literal=name) for name in reference.authors if is_group(name)),
        more_authors=reference.more,
        published=reference.year or paper.published,
        venue="" if is_preprint_venue(reference.venue) else reference.venue,
        metadata=variables(dict(reference.place)),
    )


def known_by(arxiv_id: str, doi: str, url: str) -> str:
    """What stands for the title of a paper of which nothing else is known yet."""
    return f"arXiv:{arxiv_id}" if arxiv_id else doi or url[:TITLE_LIMIT]


def page_title(title: str) -> str:
    """The title of a paper in that of its page, as a browser keeps it; "" where that is an address or the name of a
    file."""
    text = without_site(clean_line(title))
    named = _NO_TITLE.fullmatch(text) or find_arxiv_id(text) or normal_doi(text) or is_dots(text)
    return "" if named else text[:TITLE_LIMIT]


def is_of_papers(sure: int, links: int) -> bool:
    """Whether a list of so many links, of which some surely lead to papers, is a list of papers."""
    return sure >= _SURE and sure >= _SHARE * links

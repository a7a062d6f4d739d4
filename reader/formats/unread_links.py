"""The links to papers in other people's Markdown that no paper read from it has: each is told, none is lost in silence.

An item may lead to one paper several times: those links are called "PDF" or "DOI", by its title, or by where it
appeared, and name no other paper.

>>> beside = "[Lamps that dim](https://arxiv.org/abs/2401.00011), after [Lamps](https://arxiv.org/abs/2401.00012)"
>>> papers = [Paper("", "Lamps that dim", arxiv_id="2401.00011")]
>>> (found,) = other_links(beside, signs_of(papers), papers)
>>> found.text, found.url
('Lamps', 'https://arxiv.org/abs/2401.00012')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from reader.formats.evidence import leads_to_paper
from reader.formats.list_item import ItemLink, leads_aside, leads_to_its_paper, links_in, reads_like_title
from reader.identity import doi_at, find_arxiv_id, normal_url, own_doi, untracked
from reader.paper import Paper
from reader.titles import title_key

_MAY_LEAD = re.compile(r"://|arxiv:|doi:", re.IGNORECASE)
_LONGEST = 100_000
"""Characters of a line that are looked at."""


def other_links(line: str, known: Set[str], beside: Sequence[Paper] = ()) -> list[ItemLink]:
    """The links of a line that lead to papers, but to none that is `known` (see `signs_of`), as those that stand in the
    line are (`beside`)."""
    if _MAY_LEAD.search(line, 0, _LONGEST) is None:
        return []
    links = [link for link in links_in(line[:_LONGEST])[1] if leads_to_paper(link.url)]
    return [link for link in links if known.isdisjoint(_signs(link.url)) and _leads_to_another(link, beside)]


def shown(link: ItemLink) -> str:
    """A link as it is told: its words where they are of its paper alone, else its address."""
    return link.text if reads_like_title(link.text) else link.url


def signs_of(papers: Iterable[Paper]) -> set[str]:
    """By what a link is known as one to some of these papers: their arXiv ids, DOIs and addresses."""
    held = {sign for paper in papers for sign in (paper.arxiv_id, paper.doi, untracked(paper.url))}
    return held - {""}


def _signs(url: str) -> set[str]:
    return {find_arxiv_id(url), doi_at(url), untracked(normal_url(url))} - {""}


def _leads_to_another(link: ItemLink, beside: Sequence[Paper]) -> bool:
    """Whether a link leads to another paper than those that it stands beside."""
    if leads_aside(link):
        return False
    if any(title_key(paper.title) == title_key(link.text) for paper in beside) or leads_to_its_paper(link):
        return all(_tells_apart(link.url, paper) for paper in beside)
    return True


def _tells_apart(url: str, paper: Paper) -> bool:
    """Whether an address has an id of another paper than this."""
    arxiv_id, doi = find_arxiv_id(url), doi_at(url)
    return bool(arxiv_id and paper.arxiv_id) or bool(doi and not arxiv_id and own_doi(paper))

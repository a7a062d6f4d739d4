"""What the venue of a paper is, in the terms of CSL: what it stands in, who published it, its series or its event.

`Paper.venue` holds the first of these that a record told, for the eye; a bibliography must not say that a thesis stands
"in" its university. One rule tells which it is, and every format writes by it:

    >>> from reader.paper import Paper
    >>> venue_variable(Paper("", "T", venue="MIT", kind="thesis")), venue_variable(Paper("", "T", venue="eLife"))
    ('publisher', 'container-title')
    >>> told(Paper("", "T", venue="MIT", kind="thesis"), "publisher")
    'MIT'
"""

from __future__ import annotations

from dataclasses import replace

from reader.paper import Paper
from reader.paper_json import variables

CONTAINER = "container-title"
VENUE_VARIABLES = (CONTAINER, "publisher", "collection-title", "event-title")
"""The variables of CSL one of which a venue is."""
PUBLISHED = frozenset(("thesis", "report", "book", "pamphlet", "dataset", "software", "standard"))
"""Types of CSL of what is published by itself and stands in nothing else."""
_ARTICLES = frozenset(("article-journal", "article-magazine", "article-newspaper"))
_ISSUES = frozenset(("volume", "issue"))


def venue_variable(paper: Paper) -> str:
    """Which variable of CSL the venue is, "" where none is known.

    It is the one that the paper's metadata tells with the same value. Where they tell none, the kind decides: what is
    published by itself has a publisher, beside another publisher a series; anything else stands in its venue. An
    article always does, since periodicals have the name of their publisher.
    """
    if not paper.venue:
        return ""
    if _is_article(paper):
        return CONTAINER
    known = dict(paper.metadata)
    if same := next((name for name in VENUE_VARIABLES if known.get(name) == paper.venue), ""):
        return same
    if paper.kind in PUBLISHED or (not paper.kind and "number" in known):
        return next((name for name in ("publisher", "collection-title") if name not in known), CONTAINER)
    return CONTAINER


def told(paper: Paper, variable: str) -> str:
    """What is known of a variable of CSL, the venue where it is that."""
    return paper.venue if venue_variable(paper) == variable else paper.about(variable)


def told_as(paper: Paper, variable: str) -> Paper:
    """The paper, with it kept that its venue was told as this variable where the rule would say another; an article
    whose periodical is not told has no venue. "" for a variable that is not known."""
    if not variable or not paper.venue or venue_variable(paper) == variable:
        return paper
    if _is_article(paper):
        return replace(paper, venue="")
    return replace(paper, metadata=variables({**dict(paper.metadata), variable: paper.venue}))


def _is_article(paper: Paper) -> bool:
    """Whether it is in a periodical, by its kind, or by its place where no kind is known and it has no number of its
    own, as a report."""
    known = dict(paper.metadata).keys()
    return paper.kind in _ARTICLES or (not paper.kind and "number" not in known and not known.isdisjoint(_ISSUES))

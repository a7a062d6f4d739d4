"""Which of the records that services found for a paper is that paper: proven by title and authors, or title and
abstract, or by the whole abstract where the title was changed between versions. Nothing else is taken.

A search nearly always finds something: that a record comes first proves nothing, and neither does an equal title.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reader.identity import (
    Verdict,
    authors_agree,
    has_telling_abstract,
    is_untitled,
    same_abstract,
    same_paper,
)
from reader.latex import decode
from reader.online.answers import PreprintVersion
from reader.paper import Paper
from reader.text import words
from reader.titles import alike_titles, names_another, parts, same_signs, title_key

_SAME_TEXT = 0.9
"""Share of words in common from which abstracts under two titles are one text."""
_NEAR_TEXT = 0.8
"""The same from which they may be."""
_LONG_ABSTRACT = 40
"""Words that an abstract must have to stand for a paper under another title."""
_HALF = 0.5
"""Share of words in common below which two titles are not worth a look at the abstracts."""


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """What a service told of a paper that may be the one that is looked for."""

    paper: Paper
    service: str
    version: PreprintVersion | None = None
    """What arXiv says of it besides."""

    @property
    def identifier(self) -> str:
        """What it is known by: its arXiv id, else its DOI."""
        return self.paper.arxiv_id or self.paper.doi

    @property
    def is_withdrawn(self) -> bool:
        """Whether arXiv says that its authors took it back."""
        return self.version is not None and self.version.withdrawn


def verdict(paper: Paper, found: FoundRecord) -> Verdict:
    """Whether a record that a search found is a paper of the library."""
    record = found.paper
    if same_title(paper.title, record.title):
        likely = record
        if title_key(paper.title) != title_key(record.title):  # One of them is in TeX.
            likely = replace(record, title=paper.title)
        told = _by_evidence(paper, likely)
        if told is Verdict.POSSIBLE and found.is_withdrawn:
            # In place of the abstract stands that it was withdrawn.
            told = _by_evidence(paper, replace(likely, abstract=""))
        return told
    return _retitled(paper, record)


def is_of_identifier(paper: Paper, found: FoundRecord) -> bool:
    """Whether a record of the paper's own arXiv id or DOI is plainly of that paper: the id may be another's, or that of
    the book."""
    record = found.paper
    mine, others = title_key(decode(paper.title)), title_key(decode(record.title))
    if is_untitled(paper) or same_signs(mine, others):
        return True
    if authors_agree(paper, record) and not names_another(mine, others):
        return True
    if paper.abstract and record.abstract and same_abstract(paper.abstract, record.abstract) >= _NEAR_TEXT:
        return True
    return alike_titles(mine, others) and authors_agree(paper, record) is not False


def same_title(a: str, b: str) -> bool:
    """Whether two titles are one, of which either may be written in TeX."""
    return same_signs(title_key(decode(a)), title_key(decode(b)))


def settled(paper: Paper, found: Iterable[FoundRecord]) -> tuple[FoundRecord | None, tuple[FoundRecord, ...]]:
    """Of records that a service found for a paper the one that it is, None where none is or several are; and those
    that it may be."""
    judged = {record.identifier: (record, verdict(paper, record)) for record in reversed([*found])}
    sure = [record for record, told in judged.values() if told is Verdict.SAME]
    if len(sure) == 1:
        return sure[0], ()
    return None, tuple(record for record, told in reversed(judged.values()) if told is not Verdict.DIFFERENT)


def _by_evidence(paper: Paper, record: Paper) -> Verdict:
    """The verdict on two records of one title, of which more than the title has to agree."""
    told = same_paper(paper, record)
    if told is not Verdict.SAME:
        return told
    if authors_agree(paper, record) or (has_telling_abstract(paper) and has_telling_abstract(record)):
        return Verdict.SAME
    return Verdict.POSSIBLE


def _retitled(paper: Paper, record: Paper) -> Verdict:
    """The verdict on two records of different titles: one paper only where the abstract is the same long text, and
    nothing speaks against it."""
    mine, others = title_key(decode(paper.title)), title_key(decode(record.title))
    if names_another(mine, others) or parts(mine) != parts(others) or not _worth_a_look(paper, record, mine, others):
        return Verdict.DIFFERENT
    if same_paper(paper, replace(record, title=paper.title)) is Verdict.DIFFERENT:
        return Verdict.DIFFERENT
    alike = same_abstract(paper.abstract, record.abstract)
    if alike < _NEAR_TEXT:
        return Verdict.DIFFERENT
    shorter = min(len(words(paper.abstract)), len(words(record.abstract)))
    sure = alike >= _SAME_TEXT and shorter >= _LONG_ABSTRACT and authors_agree(paper, record) is not False
    return Verdict.SAME if sure else Verdict.POSSIBLE


def _worth_a_look(paper: Paper, record: Paper, mine: str, others: str) -> bool:
    """Whether the abstracts of two papers of different titles need be compared, which takes long."""
    if not (has_telling_abstract(paper) and has_telling_abstract(record)):
        return False
    if words(paper.abstract[:60])[:5] == words(record.abstract[:60])[:5]:
        return True
    left, right = set(mine.split()), set(others.split())
    return 2 * len(left & right) >= _HALF * (len(left) + len(right))

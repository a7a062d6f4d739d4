"""Records of one text that tell the same of a paper in all that is understood, and differ in something that is not."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from reader.formats.parsed import Problem, excerpt
from reader.identity import identified, own_doi, tell_other_pages
from reader.paper import Paper
from reader.text import clean_line, fold

_MERE = frozenset(
    """
    abstractnote access accessdate accessdates accessed added annotation archive archivelocation automatictags
    bdskfile1 bdskurl1 bdskurl2 callnumber categories citationkey citations citedby cites containertitleshort
    crossref dateadded dateaddedtoxplore datemodified db dp eissn extra file fileattachments filename files groups
    id ids issn issns itemtype journalabbreviation key keyword keywords kind kw l1 l2 l3 l4 la label langid language
    librarycatalog link linkattachments links lk manualtags mendeleygroups mendeleytags modified n1 notes options
    owner pdf pdflink printed priority rank ranking rating read related relatedstring relatedtype rights
    shortjournal shorttitle source tags timestamp titleshort type u1 u2 u3 u4 u5 ur url urlaccessdate urldate xref
    y2
    """.split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Names, without signs, of what says where a record was found, is kept or was written down, and nothing of the text."""


_Record = tuple[Paper, int, Mapping[str, Any]]
"""(paper, line, its fields)."""


class Twins:
    """The records of one text that were read so far: `what` they are called, and the fields that are `understood`."""

    def __init__(self, what: str, understood: Container[str]) -> None:
        self._what = what
        self._understood = understood
        self._titled: dict[str, _Record] = {}
        self._told: dict[tuple[object, ...], _Record] = {}
        """Those of a title that several have, by what they tell, with and without their address."""

    def seen(self, line: int, paper: Paper, fields: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Keep the record of a line; a problem where an earlier one tells the same but for a field that is not
        understood, so that two papers may be taken for one. A DOI or an arXiv id says for certain that they are one."""
        if paper.arxiv_id or own_doi(paper):
            return ()
        record = (paper, line, fields)
        if (first := self._titled.setdefault(paper.title, record)) is record:
            return ()
        told = _told(paper)
        for one in (first, record):
            self._told.setdefault(_told(one[0]), one)
            self._told.setdefault((*_told(one[0]), one[0].url), one)
        if (same := self._told[*told, paper.url]) is record:
            same = self._told[told]
        if same is record or tell_other_pages(identified(same[0]), identified(paper)):
            return ()
        return self._difference(line, fields, *same[1:])

    def _difference(
        self, line: int, fields: Mapping[str, Any], first: int, held: Mapping[str, Any]
    ) -> tuple[Problem, ...]:
        for name in fields:
            mine, its = _plain(fields[name]), _plain(held.get(name))
            if mine and its and fold(mine) != fold(its) and not self._is_mere(name):
                what = f"{self._what} that tells the same as that of line {first} but for '{name}'"
                return (Problem(line, f"{what}, taken for the same paper", excerpt(mine)),)
        return ()

    def _is_mere(self, name: str) -> bool:
        return name in self._understood or "".join(filter(str.isalnum, name.lower())) in _MERE


def _plain(value: Any) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return clean_line(text[:300])


def _told(paper: Paper) -> tuple[object, ...]:
    return (paper.title, paper.authors, paper.published, paper.venue, paper.abstract, paper.places)

"""Records of one text that tell the same of a paper in all that is understood, and differ in something that is not."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from reader.formats.parsed import Problem, excerpt
from reader.identity import are_told_apart, identified, own_doi
from reader.other_texts import is_mere, told_alike, told_otherwise
from reader.paper import Paper
from reader.text import clean_line, fold

_NOT_APART = "by which no papers are told apart: they are one where nothing else shows two"
"""What is true of two such records, whether the library then keeps one paper or, of a title that many bear, two."""
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
        told = told_alike(paper)
        for one in (first, record):
            self._told.setdefault(told_alike(one[0]), one)
            self._told.setdefault((*told_alike(one[0]), one[0].url), one)
        if (same := self._told[*told, paper.url]) is record:
            same = self._told[told]
        if same is record or are_told_apart(identified(same[0]), identified(paper)):
            return ()
        name, shown = self._difference(fields, same[2])
        if not name:
            name, shown = told_otherwise(same[0], paper)
        what = f"{self._what} that tells the same as that of line {same[1]} but for '{name}'"
        return (Problem(line, f"{what}, {_NOT_APART}", excerpt(_plain(shown))),) if name else ()

    def _difference(self, fields: Mapping[str, Any], held: Mapping[str, Any]) -> tuple[str, str]:
        """The first field of a record that another one tells otherwise, with its value; "" for none."""
        for name in fields:
            mine, its = _plain(fields[name]), _plain(held.get(name))
            if mine and its and fold(mine) != fold(its) and not self._is_mere(name):
                return name, mine
        return "", ""

    def _is_mere(self, name: str) -> bool:
        return name in self._understood or is_mere(name)


def _plain(value: Any) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return clean_line(text[:300])

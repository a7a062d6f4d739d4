"""Joins `reader.search` to the judge of search: dicts with title, abstract, tags and note in, titles out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.paper import Paper
from reader.paper_json import sorted_tags
from reader.query import parse
from reader.search import Index


class Engine:
    """The index over a corpus; `search` gives titles, `update` changes one paper's tags and note."""

    def __init__(self, papers: Sequence[Mapping[str, Any]]) -> None:
        self.papers = {str(at): _paper(str(at), record) for at, record in enumerate(papers)}
        self.index = Index(self.papers.values())
        self.index.search(parse("warm up"), self.papers, limit=1)
        self._by_title = {paper.title: paper.id for paper in self.papers.values()}

    def search(self, text: str, limit: int) -> list[str]:
        """The titles of the best papers."""
        result = self.index.search(parse(text), self.papers, limit=limit)
        return [self.papers[id].title for id in result.hits.ids]

    def update(self, title: str, tags: Sequence[str], note: str) -> None:
        """Gives the paper of that title other tags and another note."""
        paper = replace(self.papers[self._by_title[title]], tags=sorted_tags(tags), note=note)
        self.papers[paper.id] = paper
        self.index.update(paper)


def _paper(id: str, record: Mapping[str, Any]) -> Paper:
    return Paper(
        id, record["title"], record["abstract"], tags=sorted_tags(record["tags"] or ()), note=record["note"] or ""
    )

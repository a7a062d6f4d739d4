"""Why the rows on the screen match, where their titles do not show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.paper import Paper
from reader.query import Query
from reader.tui.session import Session
from reader.tui.tex import readable

if TYPE_CHECKING:
    from reader.search import Snippet


class Snippets:
    """Pieces of abstracts and notes, each found when its row is first drawn and kept while the query is shown."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._query: Query | None = None
        self._kept: dict[tuple[str, int], tuple[Paper, Snippet | None]] = {}

    def of(self, paper: Paper, width: int) -> Snippet | None:
        """At most `width` characters that show why a shown paper matches; None when its title shows it."""
        session = self._session
        if not session.matching:
            return None
        query = session.shown.query
        if query is not self._query:
            self._query, self._kept = query, {}
        held = self._kept.get((paper.id, width))
        if held is None or held[0] is not paper:
            abstract = readable(paper.abstract)
            shown = paper if abstract is paper.abstract else replace(paper, abstract=abstract)
            held = self._kept[paper.id, width] = (paper, session.finder.snippet(query, shown, width))
        return held[1]

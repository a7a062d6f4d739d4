"""What tells which papers are near, between two runs: taken up where papers are as they were, and left for the next.

Every paper is held against what was left (`relevance.kept`); so nothing is near by what it no longer says, whatever
the files' times are.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader import garbage
from reader.paper import Paper
from reader.relevance import Relevance
from reader.search.blocks import Unsound
from reader.store.index_file import IndexFile

WRITTEN_FROM = 50
"""From so many papers on that came, changed or went, all of it is written again; fewer are entered anew each time."""


class RelevanceKeeper:
    """What keeps the relevance of one library."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file
        self._is_kept = False

    def left(self) -> Relevance:
        """What was left, of which nothing is believed before it was held against the papers that there are
        (`Relevance.building`); an empty one where nothing was."""
        if (kept := self._file.read()) is not None:
            try:
                found = Relevance(None, kept.blocks)
            except Unsound:
                self._file.remove()
            else:
                self._is_kept = True
                return found
        self._is_kept = False
        return Relevance()

    def relevance(self, papers: Iterable[Paper]) -> Relevance:
        """That of these papers, by what was left, else made anew."""
        with garbage.none_looked_for():
            found = self.left()
            for _ in found.building(papers):
                pass
            return found

    def lacks(self, relevance: Relevance) -> bool:
        """Whether it is to be left for the next run: much of it is not there."""
        return len(relevance) > 0 and (not self._is_kept or relevance.changes >= WRITTEN_FROM)

    def keep(self, relevance: Relevance) -> None:
        """Leave it for the next run, unless nearly all of it is there."""
        if self.lacks(relevance):
            self._file.write(dict(relevance.blocks()), {})

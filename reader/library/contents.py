"""The contents of a library: everything in it that can be read, and the ways to name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.errors import UnknownList, UnknownPaper
from reader.identity import find_arxiv_id, normal_doi
from reader.library import reading_lists
from reader.library.registers import State, Tally
from reader.paper import Paper, ReadingList, SavedSearch
from reader.suggestions import meant_name, perhaps
from reader.text import clean_line


class Contents:
    """Papers, lists, searches and tags as they stand; nothing here changes anything."""

    def __init__(self) -> None:
        self._state = State()

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The papers by id, in the library's order (that of their first import)."""
        return self._state.papers

    @property
    def state(self) -> State:
        """The registers behind the papers, for those who check or preview; it knows which lists hold a paper."""
        return self._state

    @property
    def lists(self) -> Mapping[str, ReadingList]:
        """The reading lists by name, in the order of their names."""
        return {lst.name: lst for lst in self._state.lists.values()}

    @property
    def searches(self) -> Mapping[str, SavedSearch]:
        """The saved searches by name, in the order of their names."""
        return {search.name: search for search in self._state.searches.values()}

    def list_called(self, name: str) -> ReadingList | None:
        """The list of that name, blind to case; None where there is none."""
        return self._state.lists.get(reading_lists.subject(clean_line(name)))

    def reading_list(self, name: str) -> ReadingList:
        """The list of that name, blind to case. Raises `UnknownList`."""
        found = self.list_called(name)
        if found is None:
            meant = meant_name(clean_line(name), self.lists)
            raise UnknownList(f"There is no reading list called '{clean_line(name)}'{perhaps(meant)}")
        return found

    @property
    def tags(self) -> Tally:
        """How many papers have each tag, and how each is spelt."""
        return self._state.tally

    def held(self, ids: Iterable[str]) -> list[Paper]:
        """The papers with these ids, in this order; the library may have some of them no more."""
        papers = self.papers
        return [papers[id] for id in ids if id in papers]

    def resolve(self, name: str) -> Paper:
        """The paper called `name`: an id, a unique prefix of one, an arXiv id or its address, or a DOI.

        Raises `UnknownPaper`, which lists the candidates when several answer.
        """
        wanted = clean_line(name)
        if paper := self.papers.get(wanted):
            return paper
        if (survivor := self._state.merged.get(wanted)) and survivor in self.papers:
            return self.papers[survivor]
        arxiv_id, doi = find_arxiv_id(wanted), normal_doi(wanted)
        found = [
            paper
            for paper in self.papers.values()
            if (arxiv_id and paper.arxiv_id == arxiv_id) or (doi and paper.doi == doi)
        ] or [paper for id, paper in self.papers.items() if wanted and id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnknownPaper(f"There is no paper called '{wanted}'.")
        raise UnknownPaper(f"'{wanted}' names {len(found)} papers.", [(paper.id, paper.title) for paper in found[:20]])

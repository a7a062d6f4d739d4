"""The contents of a library: everything in it that can be read, and the ways to name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from reader.citation_keys import forms_of, library_keys
from reader.errors import SettingsError, UnknownList, UnknownPaper, WrongValue
from reader.identity import find_arxiv_id, normal_doi, own_doi
from reader.library import reading_lists
from reader.library.change import Step
from reader.library.merging import successor
from reader.library.registers import State, Tally
from reader.paper import Paper, ReadingList
from reader.suggestions import TELLING, is_slip, perhaps, told_name
from reader.text import CONTROLS, at_or_under, by_number, clean_line, fold_name

CANDIDATES = 10
"""So many papers are listed where a name is not that of one."""


SHOWN_WHERE_TOLD = ("published", "authors", "tags", "note", "upvotes")
"""What is shown of papers only where some of them tell it."""


def fields_told(papers: Iterable[Paper]) -> frozenset[str]:
    """Those of the fields of `SHOWN_WHERE_TOLD` that some of the papers have."""
    missing, found = list(SHOWN_WHERE_TOLD), set[str]()
    for paper in papers:
        if fresh := [field for field in missing if getattr(paper, field)]:
            found.update(fresh)
            missing = [field for field in missing if field not in found]
        if not missing:
            break
    return frozenset(found)


class Contents:
    """Papers, lists and tags as they stand; nothing here changes anything."""

    def __init__(self, keys_of: Callable[[Iterable[Paper]], Mapping[str, str]] = library_keys) -> None:
        """`keys_of` gives the citation key of each paper of a library, by its id."""
        self._state = State()
        self.warnings: tuple[str, ...] = ()
        """Sentences about what could not be read when the library was opened."""
        self.revision = 0
        """Another number whenever the library is no longer what it was."""
        self._keys_of = keys_of
        self._keys: tuple[int, Mapping[str, str]] = (-1, {})
        self._named: tuple[int, Mapping[str, Sequence[str]]] = (-1, {})
        self._like: tuple[int, dict[str, list[tuple[str, str]]]] = (-1, {})
        """The papers with a name like one that none has, for those who ask again with every line that is drawn."""

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The papers by id, in the library's order (that of their first import)."""
        return self._state.papers

    @property
    def fields_told(self) -> frozenset[str]:
        """Those of the fields of `SHOWN_WHERE_TOLD` that some paper has."""
        return fields_told(self.papers.values())

    @property
    def state(self) -> State:
        """The registers behind the papers, for those who check or preview; it knows which lists hold a paper."""
        return self._state

    @property
    def lists(self) -> Mapping[str, ReadingList]:
        """The reading lists by name, in the order of their names."""
        return {lst.name: lst for lst in self._state.lists.values()}

    def list_called(self, name: str) -> ReadingList | None:
        """The list of that name, blind to case; None where there is none."""
        return self._state.lists.get(reading_lists.subject(clean_line(name)))

    def reading_list(self, name: str) -> ReadingList:
        """The list of that name, blind to case. Raises `UnknownList`, and `WrongValue` for what is no name."""
        if not clean_line(name):
            raise WrongValue("The name of a reading list cannot be empty.")
        found = self.list_called(name)
        if found is None:
            raise self.no_list(name)
        return found

    def no_list(self, name: str, typed: Callable[[str], str] = str) -> UnknownList:
        """The error for a name of which there is no list; `typed` gives the nearest as it is typed there."""
        meant = told_name(clean_line(name), self.lists)
        return UnknownList(
            f"There is no reading list called '{clean_line(name)}'{perhaps(typed(meant) if meant else '')}"
        )

    def history(self) -> list[Step]:
        """Every step that is known, newest first: none where only what came of them is."""
        return []

    @property
    def tags(self) -> Tally:
        """How many papers have each tag, and how each is spelt."""
        return self._state.tally

    def held(self, ids: Iterable[str]) -> list[Paper]:
        """The papers with these ids, in this order; the library may have some of them no more."""
        papers = self.papers
        return [papers[id] for id in ids if id in papers]

    def under(self, tag: str) -> list[Paper]:
        """The papers that have a tag, or one nested under it."""
        key = fold_name(tag)
        papers = self.papers.values() if key else ()
        return [paper for paper in papers if any(at_or_under(own, key) for own in paper.tags)]

    @property
    def citation_keys(self) -> Mapping[str, str]:
        """The citation key of each paper by its id, under which every export names it.

        Raises `SettingsError` where it is not known how the user wants them.
        """
        if self._keys[0] != self.revision:
            self._keys = (self.revision, self._keys_of(self.papers.values()))
        return self._keys[1]

    def key_of(self, paper: Paper) -> str:
        """The citation key of a paper; where it is not known how the user wants them, that with which it came."""
        return self._known_keys.get(paper.id, paper.citation_key)

    def lone_key(self, paper: Paper) -> str:
        """The citation key that a paper would have in a library of its own; that with which it came where it is not
        known how the user wants them."""
        try:
            return self._keys_of((paper,))[paper.id]
        except SettingsError:
            return paper.citation_key

    def with_id(self, id: str) -> Paper | None:
        """The paper that has just this id, or took the place of the one that had it; None where there is none."""
        return self.papers.get(id) or self.papers.get(successor(id, self._state.merged))

    def resolve(self, name: str) -> Paper:
        """The paper called `name`: an id, a unique prefix of one, an arXiv id or its address, a DOI, or a citation key,
        that with which it came or that under which an export names it.

        Raises `UnknownPaper`, which lists the candidates, best first: those that answer, or those with a name like it.
        """
        if CONTROLS.search(name):
            raise UnknownPaper(f"There is no paper called '{CONTROLS.sub(by_number, name)}'.")
        found = self.answering(name)
        if len(found) != 1:
            raise self.misnamed(name)
        return self.papers[found[0]]

    def misnamed(self, name: str) -> UnknownPaper:
        """What is to be said of a name to which no paper answers, or several."""
        wanted = clean_line(name)
        if found := self.answering(wanted):
            return UnknownPaper(f"'{wanted}' names {len(found)} papers.", self._candidates(found))
        if self._like[0] != self.revision:
            self._like = (self.revision, {})
        like = self._like[1]
        if wanted not in like:
            like[wanted] = self._candidates(self._nearly(wanted))
        said = " Names like it have:" if like[wanted] else ""
        return UnknownPaper(f"There is no paper called '{wanted}'.{said}", like[wanted])

    def answering(self, name: str) -> list[str]:
        """The ids of the papers that answer to a name (see `resolve`): of one that has just this id, of that alone."""
        wanted = clean_line(name)
        if (paper := self.with_id(wanted)) is not None:
            return [paper.id]
        arxiv_id, doi = find_arxiv_id(wanted), normal_doi(wanted)
        found = [
            paper.id
            for paper in self.papers.values()
            if (arxiv_id and paper.arxiv_id == arxiv_id) or (doi and doi in (paper.doi, own_doi(paper)))
        ]
        if not found and wanted:
            begun = (id for id in self.papers if id.startswith(wanted))
            found = list(dict.fromkeys((*self.keyed(wanted), *begun)))
        return found

    def _candidates(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        return [(id, self.papers[id].title) for id in islice(ids, CANDIDATES)]

    def keyed(self, name: str) -> Iterable[str]:
        """The ids of the papers that a citation key names; capitals count where two keys differ by nothing else."""
        ids = self._ids_by_key.get(name.lower(), ())
        keys = self._known_keys
        return [id for id in ids if name in (self.papers[id].citation_key, keys.get(id))] or ids

    def _nearly(self, name: str) -> Iterable[str]:
        """The ids of papers whose key or id is nearly a name: but for a slip of the hand, else one that goes on."""
        wanted = name.lower()
        if len(wanted) < TELLING:
            return ()
        names = [*self._ids_by_key.items(), *((id, (id,)) for id in self.papers)]
        slips = (id for other, ids in names if is_slip(wanted, other) for id in ids)
        longer = (id for other, ids in names if other.startswith(wanted) for id in ids)
        return dict.fromkeys((*slips, *longer))

    @property
    def _known_keys(self) -> Mapping[str, str]:
        """The keys of an export; none where it is not known how the user wants them."""
        try:
            return self.citation_keys
        except SettingsError:
            return {}

    @property
    def _ids_by_key(self) -> Mapping[str, Sequence[str]]:
        """The papers by their citation keys in small letters, as BibTeX compares them; also by the bare key that
        several would have, and by the one with letters of its own that a paper has no more."""
        if self._named[0] != self.revision:
            keys, named = self._known_keys, dict[str, list[str]]()
            for id, paper in self.papers.items():
                made = forms_of(keys[id], id) if id in keys else ()
                for key in {key.lower() for key in (paper.citation_key, *made)} - {""}:
                    named.setdefault(key, []).append(id)
            self._named = (self.revision, named)
        return self._named[1]

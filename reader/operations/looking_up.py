"""Looking up what a person named, before anything of it is taken: ids and DOIs are asked for, titles are looked for.

Nothing is changed: what came is shown, and where a title may be that of several papers a person says which is meant.
What the library has whole is not asked for. Where a service cannot be asked, a paper is what its name says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.errors import InputError, NetworkError
from reader.formats.parsed import Problem
from reader.identity import is_untitled
from reader.io.read import Source, read
from reader.library.library import Library
from reader.online import arxiv
from reader.online.client import ServiceClient
from reader.operations import completion, fetching, imports
from reader.operations.completion import SERVICE_SOURCES, named_record
from reader.operations.imports import BY_HAND, ImportResult
from reader.operations.likely_records import FoundRecord
from reader.operations.sentences import name
from reader.paper import Paper
from reader.titles import alike_titles, title_key

_PAGE = "the page"
"""The service of what a page says of its own paper."""
_CHOICES = 5
"""Records of a title that a person can choose from."""

OnLookedUp = Callable[[int, int], None]
"""Told how many of what was named were looked up, and of how many."""


class LookupOutcome(StrEnum):
    """What is known of a paper that was named."""

    CAME = "came"
    """A service told of it."""
    KNOWN = "known"
    """The library has it, so that nobody was asked."""
    NOTED = "noted"
    """Nobody could be asked: it is what its name says."""
    DOUBTFUL = "doubtful"
    """There are records of its title; nothing proves that one is meant."""
    STRANGE = "strange"
    """No service knows its title."""


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper that a person named, and what it may be."""

    noted: Paper
    """With no more than its name says."""
    standing: LookupOutcome = LookupOutcome.NOTED
    records: tuple[FoundRecord, ...] = ()
    """What it is, or may be, the likeliest first."""
    held: str = ""
    """The title of the paper of the library that it is; "" for none."""
    chosen: int = 0
    """Which of them is taken; behind the last: what its name says; -1: it is left out."""

    @property
    def record(self) -> FoundRecord | None:
        """The record that is taken, None where none is."""
        return self.records[self.chosen] if 0 <= self.chosen < len(self.records) else None

    @property
    def paper(self) -> Paper | None:
        """What is taken; None where it is left out."""
        if self.chosen < 0:
            return None
        return self.noted if self.record is None else self.record.paper

    def turned(self, by: int) -> NamedPaper:
        """With the next choice, or the one before: each record, the name alone where it is a title, nothing."""
        last = len(self.records) - (self.standing is LookupOutcome.CAME)
        return replace(self, chosen=(self.chosen + 1 + by) % (last + 2) - 1)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What came of looking up; nothing was taken yet."""

    named: tuple[NamedPaper, ...] = ()
    """In the order in which they were named, without what is not there."""
    missing: tuple[str, ...] = ()
    """What a service does not have, a sentence each."""
    unasked: tuple[str, ...] = ()
    """Why papers are only noted, a sentence each."""
    problems: tuple[Problem, ...] = ()
    """What could not be read of the answers."""
    refused: tuple[str, ...] = ()
    """Why texts that should name papers do not, a sentence each."""
    left: tuple[str, ...] = ()
    """Which words of texts were left, a sentence each."""

    @property
    def taken(self) -> tuple[NamedPaper, ...]:
        """Those that are not left out."""
        return tuple(one for one in self.named if one.paper is not None)

    @property
    def sources(self) -> list[Source]:
        """What is taken, as one import in the order in which it was named."""
        found: list[Source] = []
        for one in self.taken:
            service = one.record.service if one.record is not None else ""
            source, format = SERVICE_SOURCES.get(service, (one.noted.url, "html") if service else (BY_HAND, ""))
            paper = one.record.paper if one.record is not None else one.noted
            paper = replace(paper, sources=(source,))
            if found and found[-1].name == source:
                found[-1] = replace(found[-1], papers=(*found[-1].papers, paper))
            else:
                found.append(Source(source, format, (paper,)))
        if self.problems:
            found = [*found[:-1], replace(found[-1], problems=self.problems)] if found else [_unread(self.problems)]
        return found

    def turned(self, at: int, by: int) -> Lookup:
        """With another choice for one of those that were named."""
        named = tuple(one.turned(by) if here == at else one for here, one in enumerate(self.named))
        return replace(self, named=named)

    @property
    def called_otherwise(self) -> Iterator[str]:
        """Which papers were named with a title that is plainly not the one of their ids, a sentence each."""
        for one in self.named:
            record = one.record if one.standing is LookupOutcome.CAME else None
            if record is not None and _is_called_otherwise(one.noted, record.paper):
                yield f"{name([one.noted])} is called {name([record.paper])} by {record.service}."

    @property
    def told(self) -> Iterator[str]:
        """What is to be said of papers that were named by their titles, maybe beside an id, and of those that were
        withdrawn; a sentence each."""
        yield from self.called_otherwise
        for one in self.named:
            record = one.record
            if record is not None and record.is_withdrawn:
                yield completion.withdrawal(record)
            if one.standing is LookupOutcome.DOUBTFUL and record is not None:
                yield completion.only_one(record)
            elif one.standing is LookupOutcome.DOUBTFUL:
                several = " or ".join(map(named_record, one.records))
                yield f"{name([one.noted])} may be {several}; it is noted by its title."
            elif one.standing is LookupOutcome.STRANGE:
                yield f"Nothing is known of {name([one.noted])} yet; it is noted by its title."


@dataclass(frozen=True, slots=True)
class NamedImport(ImportResult):
    """What adding the papers would do that were named."""

    lookup: Lookup = Lookup()

    @property
    def summary(self) -> str:
        """ "3 new, 1 completed, 1 not there"."""
        missing = f", {len(self.lookup.missing)} not there" if self.lookup.missing else ""
        return f"{super(NamedImport, self).summary}{missing}"


def preview(library: Library, lookup: Lookup) -> NamedImport:
    """What taking what was chosen would do; nothing is changed."""
    told = imports.preview(library, lookup.sources)
    fields = {field: getattr(told, field) for field in ImportResult.__dataclass_fields__}
    return NamedImport(**fields, lookup=lookup)


def look_up(
    library: Library,
    papers: Sequence[Paper],
    client: ServiceClient | None,
    *,
    titles: bool = True,
    progress: OnLookedUp = lambda done, total: None,
) -> Lookup:
    """Look up papers that were named (see `named_texts.sorted_out`); with no client nobody is asked. Without
    `titles` only ids are asked for. Raises `Cancelled`, and what `progress` raises."""
    run = _LookingUp(library, papers, client, progress)
    if client is not None:
        run.ask_for_ids(client)
        if titles:
            run.read_pages()
            run.look_for_titles(client)
    return run.found()


class _LookingUp:
    """One looking up, service by service."""

    def __init__(
        self, library: Library, papers: Sequence[Paper], client: ServiceClient | None, progress: OnLookedUp
    ) -> None:
        self._library = library
        self._named: dict[int, NamedPaper] = {}
        for paper in papers:
            self._named[len(self._named)] = NamedPaper(paper)
        self._progress = progress
        self._settled: set[int] = set()
        self._missing: list[str] = []
        self._gone: set[int] = set()
        self._refused: list[str] = []
        self._unasked: dict[str, None] = {}
        self._is_away = False
        """Whether a service could not be asked."""
        self._problems: list[Problem] = []
        self._begin(asks=client is not None)

    def _begin(self, *, asks: bool) -> None:
        """Tell what the library has; what it has not whole is asked for by its id all the same."""
        papers = [one.noted for one in self._named.values()]
        plan = self._library.merge(imports.stamped([Source(BY_HAND, "", tuple(papers))]))
        for at, id in enumerate(plan.ids):
            held = self._library.papers.get(id)
            if held is None:
                continue
            one = self._named[at]
            lacking = asks and not fetching.is_whole(held, work=not one.noted.arxiv_id)
            if not (lacking and (one.noted.arxiv_id or one.noted.doi)):
                known = self._library.state.beneath(held)
                self._settle(at, replace(one, noted=known, standing=LookupOutcome.KNOWN, held=held.title))

    def _settle(self, at: int, one: NamedPaper) -> None:
        self._named[at] = one
        self._settled.add(at)

    def _tell(self) -> None:
        self._progress(len(self._settled), len(self._named))

    def _left(self) -> dict[int, Paper]:
        return {at: one.noted for at, one in self._named.items() if at not in self._settled}

    def ask_for_ids(self, client: ServiceClient) -> None:
        """Ask arXiv for arXiv ids and doi.org for DOIs."""
        self._tell()
        left = self._left()
        by_arxiv = {at: paper.arxiv_id for at, paper in left.items() if paper.arxiv_id}
        by_doi = {at: paper.doi for at, paper in left.items() if paper.doi and not paper.arxiv_id}
        for names, asking, service in (
            (by_arxiv, fetching.of_arxiv, "arXiv"),
            (by_doi, fetching.of_dois, "doi.org"),
        ):
            if not names:
                continue
            try:
                for answer in asking(self._library, names.values()).answers(client):
                    records = {
                        id: FoundRecord(paper, service, answer.versions.get(paper.arxiv_id))
                        for paper in answer.papers
                        for id in (paper.arxiv_id, paper.doi)
                    }
                    for at, id in names.items():
                        if (record := records.get(id)) is not None:
                            self._settle(at, replace(self._named[at], standing=LookupOutcome.CAME, records=(record,)))
                        elif id in answer.missing or id in answer.unread:
                            self._settled.add(at)
                            self._gone.add(at)
                    self._missing += [f"{service} has no paper {id}." for id in answer.missing]
                    self._missing += [f"The record of {id} could not be read." for id in answer.unread]
                    self._problems += answer.problems
                    self._tell()
            except InputError as error:
                self._unasked[str(error)] = None
                self._is_away = True

    def read_pages(self) -> None:
        """Read the pages of papers of which only their addresses are known."""
        for at, paper in self._left().items():
            if paper.arxiv_id or paper.doi or not paper.url:
                continue
            source = next(iter(read(paper.url, progress=lambda done, total: self._tell())), None)
            if source is None or isinstance(source.error, NetworkError):
                said = str(source.error) if source is not None else f"{paper.url} gave nothing."
                self._unasked[said] = None
            elif source.error is not None or len(source.papers) != 1:
                said = f"{paper.url} is no page of one paper that Reader can read."
                self._refused.append(f"{said} Where it leads to one, tell the paper by hand.")
                self._settled.add(at)
                self._gone.add(at)
            else:
                page = replace(source.papers[0], url=source.papers[0].url or paper.url)
                self._settle(
                    at, replace(self._named[at], standing=LookupOutcome.CAME, records=(FoundRecord(page, _PAGE),))
                )
            self._tell()

    def look_for_titles(self, client: ServiceClient) -> None:
        """Look for papers of which only their titles are known; not where nobody could be asked for the others."""
        left = {at: paper for at, paper in self._left().items() if _is_title(paper)}
        if not left or self._is_away:
            return
        asked = [replace(paper, id=str(at)) for at, paper in left.items()]
        try:
            for begin in range(0, len(asked), arxiv.TITLES_AT_ONCE):
                self._of_titles(client, asked[begin : begin + arxiv.TITLES_AT_ONCE])
        except InputError as error:
            self._unasked[str(error)] = None

    def _of_titles(self, client: ServiceClient, asked: Sequence[Paper]) -> None:
        held = {id for paper in self._library.papers.values() for id in (paper.arxiv_id, paper.doi) if id}
        proven: dict[str, FoundRecord] = {}
        for paper, records in completion.found_by_title(client, asked, proven):
            at = int(paper.id)
            one = self._named[at]
            if paper.id in proven:
                one = replace(one, standing=LookupOutcome.CAME, records=(proven[paper.id],))
            elif records:
                only = completion.is_the_only_one(one.noted, records, held)
                shown = records[:_CHOICES]
                one = replace(one, standing=LookupOutcome.DOUBTFUL, records=shown, chosen=0 if only else len(shown))
            else:
                one = replace(one, standing=LookupOutcome.STRANGE)
            self._settle(at, one)
            self._tell()

    def found(self) -> Lookup:
        """What came of it."""
        named = tuple(one for at, one in self._named.items() if at not in self._gone)
        return Lookup(named, tuple(self._missing), tuple(self._unasked), tuple(self._problems), tuple(self._refused))


def _is_title(paper: Paper) -> bool:
    return not (paper.arxiv_id or paper.doi or paper.url or is_untitled(paper))


def _is_called_otherwise(noted: Paper, found: Paper) -> bool:
    """Whether a paper was told with a title that is plainly not the one of its id."""
    return not is_untitled(noted) and not alike_titles(title_key(noted.title), title_key(found.title))


def _unread(problems: tuple[Problem, ...]) -> Source:
    return Source(BY_HAND, "", problems=problems)

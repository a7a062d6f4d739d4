"""Fetching: papers of a service become steps of the library, one for each page or slice that it answers.

A run that is interrupted has imported what came before, and goes on when it is started again: what the library has
whole is not asked for, and what was answered today is not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from reader.errors import InputError, ReaderError, UsageError
from reader.formats.parsed import Problem
from reader.identity import find_arxiv_id
from reader.io.read import Source
from reader.library.library import Library, Outcome
from reader.online import arxiv, crossref, doi, huggingface
from reader.online.answers import ServiceAnswer
from reader.online.client import ServiceClient
from reader.operations import annotate, imports, reading_lists
from reader.operations.imports import ImportResult, SourceResult
from reader.operations.reading_figures import day_called
from reader.paper import Paper
from reader.suggestions import perhaps_of
from reader.text import clean_line, shortened

FOUND_MOST = 25
"""Papers of a search that are taken where nobody says how many."""
SEARCHED_MOST = 2_000
"""Papers of a search that can be taken."""
SERVICES = ("hf", "arxiv", "doi")
"""What can be fetched from, as it is called on the command line."""
_SHOWN = 60

OnFetched = Callable[[int, int], None]
"""Told how many papers came and how many there are of what was asked for (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """What is asked of a service, understood and not yet asked."""

    source: str
    """Where the papers are from, as they remember it: an address without its scheme."""
    format: str
    service: str
    """As people call it."""
    answers: Callable[[ServiceClient], Iterator[ServiceAnswer]]
    known: tuple[Paper, ...] = ()
    """What was asked for by an id and the library has whole, so that it is not asked for."""
    expected: int = 0
    """How many papers are asked for, 0 where that is not known."""
    nothing: str = ""
    """What is said where there is nothing of it; "" where that need not be said."""
    more: str = ""
    """What is said where there is more of it than came, with places for `came` and `total`."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What came of it."""

    result: ImportResult
    """Of all steps together."""
    steps: tuple[ImportResult, ...] = ()
    missing: tuple[str, ...] = ()
    """What the service has not, a sentence each."""
    note: str = ""
    """What there is besides, or that there is nothing; "" for neither."""
    error: ReaderError | None = None
    """Why it ended before its time, after some steps."""

    @property
    def failed(self) -> bool:
        """Whether something that was asked for did not come."""
        return bool(self.missing) or self.error is not None

    @property
    def summary(self) -> str:
        """ "23 new, 2 known already, 1 not there"."""
        return self.result.summary + (f", {len(self.missing)} not there" if self.missing else "")

    def to_json(self) -> dict[str, Any]:
        """The contract's object for an import; what is not there is a problem, and why it ended is one."""
        (source,) = self.result.sources
        told = [Problem(0, text.rstrip(".")) for text in self.missing]
        told += [Problem(0, str(self.error).rstrip("."))] if self.error is not None else []
        whole = replace(source, problems=(*source.problems, *told))
        found = replace(self.result, sources=(whole,)).to_json()
        return {**found, **({"note": self.note} if self.note else {})}


def asked_of_huggingface(
    period: str | None = None, date: str | None = None, week: str | None = None, month: str | None = None
) -> Fetching:
    """The papers of a day, a week or a month of Hugging Face, of today where none is named; a period may be any of the
    three. Raises `UsageError`."""
    told = {"": period, "date": date, "week": week, "month": month}
    given = [(kind, text) for kind, text in told.items() if text is not None]
    if len(given) > 1:
        raise UsageError("Name a day, a week or a month, one of the three.")
    kind, text = given[0] if given else ("", None)
    return of_huggingface(text, kind=kind)


def asked_of_arxiv(
    library: Library,
    ids: Sequence[str] = (),
    search: str | None = None,
    category: str | None = None,
    since: str | None = None,
    limit: int | None = None,
) -> Fetching:
    """Papers of arXiv by ids, by a search or of a category. Raises `UsageError`, also for what does not go together."""
    if [bool(ids), search is not None, category is not None].count(True) != 1:
        raise UsageError("Name ids, a search or a category, one of the three.")
    if since is not None and category is None:
        raise UsageError("A day since which papers are fetched goes with a category.")
    if limit is not None and search is None:
        raise UsageError("How many papers are fetched is said of a search only.")
    if search is not None:
        return of_arxiv_search(search, FOUND_MOST if limit is None else limit)
    if category is not None:
        begin = None if since is None else day_called(since, datetime.now(UTC).date())
        return of_arxiv_category(category, begin)
    return of_arxiv(library, ids)


def of_huggingface(period: str | None, *, kind: str = "", now: datetime | None = None) -> Fetching:
    """The papers of a day, a week or a month of Hugging Face, of today where none is named; `kind` is "date", "week" or
    "month" where only that is meant. Raises `UsageError` for what no calendar has."""
    today = (now or datetime.now(UTC)).date()
    wanted = huggingface.period_of(today.isoformat() if period is None else period.strip())
    forms = {"date": "day such as 2025-03-12", "week": "week such as 2025-W11", "month": "month such as 2025-03"}
    if wanted is None or kind not in ("", wanted[0]):
        what = forms[kind] if kind else ", ".join(forms.values())
        raise UsageError(f"'{shortened(clean_line(period or ''), _SHOWN)}' is no {what}.")
    named, text = wanted
    days = huggingface.days_of(wanted)
    nothing = f"Hugging Face lists no papers for {text}."
    ahead = days is not None and days[0] > today + timedelta(1)
    return Fetching(
        f"huggingface.co/papers/{named}/{text}",
        "hf-json",
        "Hugging Face",
        # What is still to come has no papers, and need not be asked for.
        lambda client: iter(()) if ahead else huggingface.pages(client, wanted),
        nothing=nothing,
    )


def of_arxiv(library: Library, ids: Iterable[str]) -> Fetching:
    """Papers of arXiv by their ids. Raises `UsageError` for what is no id."""
    asked = list(dict.fromkeys(map(arxiv.id_told, ids)))
    held = {paper.arxiv_id: paper for paper in library.papers.values() if paper.arxiv_id}
    known = [held[id] for id in asked if id in held and is_whole(held[id])]
    whole = {paper.arxiv_id for paper in known}
    left = [id for id in asked if id not in whole]
    return Fetching(
        "arxiv.org", "arxiv-atom", "arXiv", lambda client: arxiv.by_ids(client, left), tuple(known), len(left)
    )


def of_arxiv_search(query: str, most: int = FOUND_MOST) -> Fetching:
    """The best papers that a search of arXiv finds. Raises `UsageError` where it says nothing."""
    asked = arxiv.search_query(query)
    if not 1 <= most <= SEARCHED_MOST:
        raise UsageError(f"A search gives from 1 to {SEARCHED_MOST:,} papers.")

    def pages(client: ServiceClient) -> Iterator[ServiceAnswer]:
        for start in range(0, most, arxiv.SLICE):
            found = arxiv.search(client, asked, start=start, most=min(arxiv.SLICE, most - start))
            yield found
            if found.last or not found.papers:
                return

    shown = shortened(clean_line(query), _SHOWN)
    return Fetching(
        "arxiv.org",
        "arxiv-atom",
        "arXiv",
        pages,
        expected=most,
        nothing=f"arXiv finds nothing for “{shown}” (asked: {asked}).",
        more="The best {came} of {total} came; with --limit N more do.",
    )


def of_arxiv_category(category: str, since: date | None) -> Fetching:
    """The newest papers of a category of arXiv, those since a day where one is named. Raises `UsageError`."""
    named = arxiv.category_told(category)
    when = f" since {since.isoformat()}" if since is not None else ""
    return Fetching(
        f"arxiv.org/list/{named}",
        "arxiv-atom",
        "arXiv",
        lambda client: arxiv.by_category(client, named, since),
        nothing=f"arXiv has no papers in {named}{when}.",
        more="" if since is not None else "The newest {came} of {total} came; with --since D all since a day do.",
    )


def of_dois(library: Library, dois: Iterable[str]) -> Fetching:
    """Works by their DOIs. Raises `UsageError` for what is no DOI."""
    if not (asked := list(dict.fromkeys(map(crossref.doi_told, dois)))):
        raise UsageError("Name the DOIs of the works to fetch.")
    held = {paper.doi: paper for paper in library.papers.values() if paper.doi}
    preprints = {paper.arxiv_id: paper for paper in library.papers.values() if paper.arxiv_id}
    found = {doi: held.get(doi) or preprints.get(find_arxiv_id(doi)) for doi in asked}
    known = {doi: paper for doi, paper in found.items() if paper is not None and is_whole(paper, work=True)}
    left = [doi for doi in asked if doi not in known]
    return Fetching(
        "doi.org", "csl-json", "doi.org", lambda client: doi.by_dois(client, left), tuple(known.values()), len(left)
    )


def is_whole(paper: Paper, *, work: bool = False) -> bool:
    """Whether a paper has all that a service would tell of it; Crossref has no abstract of most works."""
    return bool(paper.authors and paper.published and (paper.abstract or work))


def service_called(name: str) -> str:
    """One of `SERVICES`. Raises `UsageError`."""
    if name not in SERVICES:
        raise UsageError(f"'{shortened(clean_line(name), _SHOWN)}' is no service{perhaps_of(name, SERVICES)}")
    return name


def fetch_papers(
    library: Library,
    client: ServiceClient,
    asked: Fetching,
    *,
    tags: Sequence[str] = (),
    list_name: str = "",
    dry_run: bool = False,
    progress: OnFetched = lambda came, total: None,
) -> FetchReport:
    """Ask, and import each answer as a step of its own; tags and list go to all papers, known ones too.

    Raises what asking raises where it was the first answer, and `Refused` when `list_name` is a smart list; what ends a
    later one is in the report.
    """
    imports.must_take_papers(library, list_name)
    steps: list[ImportResult] = []
    total, there = ServiceAnswer(), 0
    error: ReaderError | None = None

    def take(papers: Sequence[Paper], problems: Sequence[Problem] = ()) -> None:
        source = Source(asked.source, asked.format, tuple(_from(papers, asked.source)), tuple(problems))
        if not papers:
            steps.append(imports.preview(library, [source]))
        elif dry_run:
            steps.append(imports.tried(library, [source], tags, list_name))
        else:
            steps.append(imports.import_sources(library, [source], tags=tags, list_name=list_name))

    if asked.known:
        with library.trying() if dry_run else nullcontext():
            outcomes = _also(library, asked.known, tags, list_name)
        steps.append(ImportResult((SourceResult(asked.source, asked.format, unchanged=len(asked.known)),), outcomes))
    try:
        for answer in asked.answers(client):
            total = total.and_then(answer)
            if answer.papers or answer.problems:
                take(answer.papers, answer.problems)
            there = max(there, answer.total)
            progress(len(total.papers), asked.expected)
    except InputError as failed:
        if not steps:
            raise
        error = failed
    missing = tuple(f"{asked.service} has no paper {name}." for name in total.missing)
    missing += tuple(f"The record of {name} could not be read." for name in total.unread)
    return FetchReport(
        _joined(asked, steps), tuple(steps), missing, _note(asked, steps, len(total.papers), there), error
    )


def _from(papers: Iterable[Paper], source: str) -> Iterator[Paper]:
    return (replace(paper, sources=paper.sources or (source,)) for paper in papers)


def _also(library: Library, papers: Sequence[Paper], tags: Sequence[str], list_name: str) -> tuple[Outcome, ...]:
    """Give the tags and the list of a fetch to papers that were not asked for."""
    outcomes = [annotate.tag_papers(library, papers, tags, ())] if tags else []
    held = library.list_called(list_name) if list_name else None
    outside = [paper for paper in papers if held is None or paper.id not in held.papers]
    if list_name and outside:
        outcomes.append(reading_lists.add_to_list(library, list_name, outside))
    return tuple(outcomes)


def _note(asked: Fetching, steps: Sequence[ImportResult], came: int, total: int) -> str:
    if not steps:
        return asked.nothing
    return asked.more.format(came=came, total=total) if total > came else ""


def _joined(asked: Fetching, steps: Sequence[ImportResult]) -> ImportResult:
    """What came of all steps as of one import from one source."""
    sources = [source for step in steps for source in step.sources]
    whole = SourceResult(
        asked.source,
        asked.format,
        sum(source.new for source in sources),
        sum(source.updated for source in sources),
        sum(source.unchanged for source in sources),
        tuple(dict.fromkeys(pair for source in sources for pair in source.possible_duplicates)),
        tuple(pair for source in sources for pair in source.joined),
        tuple(problem for source in sources for problem in source.problems),
    )
    return ImportResult(
        (whole,),
        tuple(outcome for step in steps for outcome in step.outcomes),
        tuple(paper for step in steps for paper in step.new),
        tuple(pair for step in steps for pair in step.completed),
        tuple(pair for step in steps for pair in step.doubtful),
        tuple(pair for step in steps for pair in step.joined),
    )

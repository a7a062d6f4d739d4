"""Completing: what a paper lacks of its authors, date, abstract and address is asked of the services that may know it.

Papers with an arXiv id or a DOI are asked for by it, many at once. Those that have a title only are looked for: at
arXiv many at once, by title and then by the beginning of the abstract; what is not there at Hugging Face and Crossref,
one by one. What is found is taken where it is proven to be the paper (see `likely_records`), or the only one of a title
by which a person noted the paper, and told where it may be.

Each slice of papers is a step, so that a run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from reader.counting import count
from reader.errors import Cancelled, InputError, ReaderError, Refused
from reader.formats.parsed import Problem
from reader.identity import find_arxiv_id, is_untitled, own_doi, same_abstract
from reader.io.read import Source
from reader.library.library import Library, Outcome
from reader.online import arxiv, crossref, doi, huggingface
from reader.online.answers import ServiceAnswer
from reader.online.client import ServiceClient
from reader.operations import imports
from reader.operations.imports import BY_HAND, ImportResult
from reader.operations.likely_records import FoundRecord, is_of_identifier, same_title, settled
from reader.operations.removal import still_there
from reader.operations.sentences import first_author, name
from reader.paper import Paper
from reader.title_signs import have_other_signs
from reader.titles import is_generic, title_key

SERVICE_SOURCES = {
    "arXiv": ("arxiv.org", "arxiv-atom"),
    "Hugging Face": ("huggingface.co/papers", "hf-json"),
    "Crossref": ("crossref.org", "csl-json"),
    "doi.org": ("doi.org", "csl-json"),
}
"""What a paper remembers as the source of what a service told, and the format of that."""
_REVISED = 0.98
"""Share of words in common below which an abstract was rewritten."""
_CANDIDATES = 5
"""Records that are named where a paper may be one of them."""

OnCompleted = Callable[[int, int, int], None]
"""Told how many papers were asked for, of how many, and how many were completed."""


def lacks(paper: Paper) -> tuple[str, ...]:
    """What a paper lacks of what services tell: "authors", "date", "abstract", "address"."""
    held = {
        "authors": paper.authors,
        "date": paper.published,
        "abstract": paper.abstract,
        "address": paper.arxiv_id or paper.doi or paper.url,
    }
    return tuple(part for part, value in held.items() if not value)


@dataclass(frozen=True, slots=True)
class CompletionPlan:
    """Which papers are asked for and how; nothing was asked yet."""

    by_arxiv: tuple[Paper, ...] = ()
    by_doi: tuple[Paper, ...] = ()
    by_title: tuple[Paper, ...] = ()
    whole: tuple[Paper, ...] = ()
    """Papers that lack nothing."""
    nameless: tuple[Paper, ...] = ()
    """Papers that lack something and have neither an id nor a title to be looked for by."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """All that are asked for, in the order in which they are."""
        return (*self.by_arxiv, *self.by_doi, *self.by_title)

    @property
    def requests(self) -> tuple[int, int]:
        """How many requests that takes at least and, where nobody is busy, at most."""
        by_id = ceil(len(self.by_arxiv) / arxiv.SLICE) + ceil(len(self.by_doi) / crossref.DOIS)
        slices = ceil(len(self.by_title) / arxiv.TITLES_AT_ONCE)
        return by_id + slices, by_id + len(self.by_doi) + 2 * slices + 3 * len(self.by_title)

    def to_json(self) -> dict[str, Any]:
        """What a dry run answers."""
        how = {"arxiv": self.by_arxiv, "doi": self.by_doi, "title": self.by_title}
        asked = [
            {"id": paper.id, "title": paper.title, "lacks": list(lacks(paper)), "by": by}
            for by, papers in how.items()
            for paper in papers
        ]
        least, most = self.requests
        return {
            "dry_run": True,
            "papers": asked,
            "requests": {"least": least, "most": most},
            "unasked": [paper.id for paper in self.nameless],
        }


@dataclass(frozen=True, slots=True)
class CompletionDoubt:
    """A paper for which something was found of which nothing proves that it is the paper, so that it was not taken."""

    paper: Paper
    records: tuple[FoundRecord, ...]
    why: str
    """What is said of the paper, with a place for the records."""

    def __str__(self) -> str:
        """A sentence for people."""
        named = " or ".join(map(named_record, self.records[:_CANDIDATES]))
        return f"{name([self.paper])} ({self.paper.id}) {self.why.format(named)}. Nothing of it was taken."

    def to_json(self) -> dict[str, Any]:
        """The paper, and what it may be."""
        records = [
            {
                "service": record.service,
                "title": record.paper.title,
                "authors": list(record.paper.authors),
                "year": record.paper.year,
                "arxiv_id": record.paper.arxiv_id,
                "doi": record.paper.doi,
            }
            for record in self.records
        ]
        return {"id": self.paper.id, "title": self.paper.title, "message": str(self), "records": records}


@dataclass(frozen=True, slots=True)
class CompletionReport:
    """What came of it."""

    asked: int = 0
    completed: tuple[str, ...] = ()
    """Ids of papers that gained something."""
    doubts: tuple[CompletionDoubt, ...] = ()
    absent: tuple[Paper, ...] = ()
    """Papers that none of the services has, or of which it tells nothing more."""
    told: tuple[tuple[str, str], ...] = ()
    """What is worth knowing of papers that were found: (id, sentence)."""
    problems: tuple[Problem, ...] = ()
    steps: tuple[ImportResult, ...] = ()
    requests: int = 0
    error: ReaderError | None = None
    """Why it ended before its time."""
    given_up: bool = False
    """Whether the user ended it before its time."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What was done, slice by slice."""
        return tuple(outcome for step in self.steps for outcome in step.outcomes)

    @property
    def summary(self) -> str:
        """ "96 completed, 3 in doubt, 2 not found"."""
        parts = [f"{len(self.completed)} completed"]
        parts += [f"{len(self.doubts)} in doubt"] if self.doubts else []
        parts += [f"{len(self.absent)} not found"] if self.absent else []
        return ", ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """All of it, with the step of each slice."""
        steps = [outcome.step.id for outcome in self.outcomes if outcome.step is not None]
        return {
            "asked": self.asked,
            "completed": list(self.completed),
            "doubtful": [doubt.to_json() for doubt in self.doubts],
            "not_found": [paper.id for paper in self.absent],
            "told": [{"id": id, "message": sentence} for id, sentence in self.told],
            "problems": [problem.message for problem in self.problems],
            "requests": self.requests,
            "steps": steps,
            **({"error": {"message": str(self.error), "kind": self.error.kind}} if self.error is not None else {}),
        }


def plan_completion(library: Library, papers: Iterable[Paper] | None = None) -> CompletionPlan:
    """What to ask of these papers, of all where none are named: only those that lack something are asked for."""
    chosen = list(library.papers.values() if papers is None else papers)
    found: dict[str, list[Paper]] = {"arxiv": [], "doi": [], "title": [], "whole": [], "nameless": []}
    for paper in chosen:
        if not lacks(paper):
            found["whole"].append(paper)
        elif paper.arxiv_id or find_arxiv_id(paper.doi):
            found["arxiv"].append(paper)
        elif own_doi(paper):
            found["doi"].append(paper)
        else:
            found["nameless" if is_untitled(paper) or not paper.title.strip() else "title"].append(paper)
    return CompletionPlan(*(tuple(found[kind]) for kind in ("arxiv", "doi", "title", "whole", "nameless")))


def complete_papers(
    library: Library,
    client: ServiceClient,
    plan: CompletionPlan,
    *,
    progress: OnCompleted = lambda asked, total, completed: None,
) -> CompletionReport:
    """Ask, and take each slice as a step of its own. What ends it before its time is in the report, and so is what came
    before; raises that where nothing did. Given up, it says so in the report, whatever came before."""
    run = _Run(library, client, plan, progress)
    error: ReaderError | None = None
    given_up = False
    try:
        run.all()
    except Cancelled:
        given_up = True
    except InputError as failed:
        if not run.steps:
            raise
        error = failed
    return CompletionReport(
        run.asked,
        tuple(run.completed),
        tuple(run.doubts.values()),
        tuple(run.absent),
        tuple(dict.fromkeys(run.told)),
        tuple(dict.fromkeys(run.problems)),
        tuple(run.steps),
        client.requests,
        error,
        given_up,
    )


@dataclass
class _Run:
    """One run, slice by slice."""

    library: Library
    client: ServiceClient
    plan: CompletionPlan
    progress: OnCompleted
    asked: int = 0
    completed: dict[str, None] = field(default_factory=dict)
    doubts: dict[str, CompletionDoubt] = field(default_factory=dict)
    absent: list[Paper] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    steps: list[ImportResult] = field(default_factory=list)

    def all(self) -> None:
        """Ask for all papers of the plan."""
        for ask, papers, size in (
            (self._of_arxiv_ids, self.plan.by_arxiv, arxiv.SLICE),
            (self._of_dois, self.plan.by_doi, crossref.DOIS),
            (self._of_titles, self.plan.by_title, arxiv.TITLES_AT_ONCE),
        ):
            for at in range(0, len(papers), size):
                some = papers[at : at + size]
                taken: dict[str, FoundRecord] = {}
                try:
                    ask(some, taken)
                except (InputError, Cancelled):
                    # What was found before a service failed, or the user had enough, is taken too.
                    self._take(some, taken)
                    raise
                self._take(some, taken)
                self.asked += len(some)
                self.progress(self.asked, len(self.plan.papers), len(self.completed))

    def _of_arxiv_ids(self, papers: Sequence[Paper], taken: dict[str, FoundRecord]) -> None:
        by_id = _grouped(papers, lambda paper: paper.arxiv_id or find_arxiv_id(paper.doi))
        for answer in arxiv.by_ids(self.client, by_id):
            self._of_identifiers(by_id, answer, "arXiv", lambda paper: paper.arxiv_id, taken)

    def _of_dois(self, papers: Sequence[Paper], taken: dict[str, FoundRecord]) -> None:
        by_doi = _grouped(papers, lambda paper: paper.doi)
        for answer in doi.by_dois(self.client, by_doi):
            self._of_identifiers(by_doi, answer, "doi.org", lambda paper: paper.doi, taken)

    def _of_identifiers(
        self,
        wanted: Mapping[str, Sequence[Paper]],
        answer: ServiceAnswer,
        service: str,
        identifier: Callable[[Paper], str],
        taken: dict[str, FoundRecord],
    ) -> None:
        """Take what a service told of papers by their own ids, where it plainly is of them."""
        self.problems += answer.problems
        for found in _records(answer, service):
            for paper in wanted.get(identifier(found.paper), ()):
                if is_of_identifier(paper, found):
                    taken[paper.id] = found
                else:
                    self._doubt(paper, [found], "has the id of another paper, {}, it seems")
        self.absent += [paper for id in answer.missing for paper in wanted.get(id, ())]
        self.problems += [Problem(0, f"the record of {id} could not be read") for id in answer.unread]

    def _of_titles(self, papers: Sequence[Paper], taken: dict[str, FoundRecord]) -> None:
        """Look for papers by their titles."""
        held = {id for paper in self.library.papers.values() for id in (paper.arxiv_id, paper.doi) if id}
        for settled_here, (paper, records) in enumerate(found_by_title(self.client, papers, taken), 1):
            if paper.id not in taken:
                if _is_title_by_hand(paper) and is_the_only_one(paper, records, held):
                    taken[paper.id] = records[0]
                    self.told.append((paper.id, f"{only_one(records[0])} `reader undo` takes it back."))
                elif records:
                    self._doubt(paper, records, "may be {}, which nothing proves")
                    self.told += [(paper.id, withdrawal(record)) for record in records if record.is_withdrawn]
                else:
                    self.absent.append(paper)
            self.progress(self.asked + settled_here, len(self.plan.papers), len(self.completed))

    def _take(self, papers: Sequence[Paper], taken: Mapping[str, FoundRecord]) -> None:
        """Complete papers by what was found of them, as one step. What would go to another paper is not taken."""
        wanted = [(paper, taken[paper.id]) for paper in papers if paper.id in taken and self._is_free(paper, taken)]
        for _ in range(2):
            sources = _sources(wanted)
            if not sources:
                return
            order = [id for id, _ in sources]
            plan = self.library.merge(imports.stamped(source for _, source in sources))
            astray = {id for id, went in zip(order, plan.ids, strict=True) if id != went}
            if not astray:
                break
            for paper, found in wanted:
                if paper.id in astray:
                    self._doubt(paper, [found], "may be {}, or another paper of the library is")
            wanted = [pair for pair in wanted if pair[0].id not in astray]
        else:
            return
        services = " and ".join(dict.fromkeys(found.service for _, found in wanted))
        result = imports.import_sources(
            self.library,
            _joined(sources),
            plan=plan,
            say=lambda done: f"Completed {count(len(done.completed), 'paper')} from {services}",
        )
        self.steps.append(result)
        self.completed |= {after.id: None for _, after in result.completed}
        for paper, found in wanted:
            self.told += [(paper.id, sentence) for sentence in _worth_telling(paper, found)]

    def _is_free(self, paper: Paper, taken: Mapping[str, FoundRecord]) -> bool:
        """Whether what was found of a paper is of no other paper, here or found just now."""
        found = taken[paper.id]
        holder = next(
            (held for held in self.library.papers.values() if _holds(held, found) and held.id != paper.id), None
        )
        if holder is None and Counter(record.identifier for record in taken.values())[found.identifier] == 1:
            return True
        other = f"{name([holder])} ({holder.id})" if holder is not None else "another of these papers"
        self._doubt(paper, [found], f"may be {{}}, as {other.replace('{', '{{').replace('}', '}}')} may")
        return False

    def _doubt(self, paper: Paper, records: Iterable[FoundRecord], why: str) -> None:
        self.doubts[paper.id] = CompletionDoubt(paper, tuple(records), why)


def found_by_title(
    client: ServiceClient, papers: Sequence[Paper], taken: dict[str, FoundRecord]
) -> Iterator[tuple[Paper, tuple[FoundRecord, ...]]]:
    """Look for papers by their titles, at most `arxiv.TITLES_AT_ONCE`: at arXiv all at once, then elsewhere one by one.

    Gives each paper once it is settled, with the records that it may be; what one is proven to be is in `taken` by its
    id then. Raises `NetworkError` and `Cancelled`.
    """
    likely: defaultdict[str, dict[str, FoundRecord]] = defaultdict(dict)

    def left() -> list[Paper]:
        return [paper for paper in papers if paper.id not in taken]

    def weigh(answer: ServiceAnswer, service: str, those: Sequence[Paper]) -> None:
        found = list(_records(answer, service))
        for paper in those:
            one, several = settled(paper, found)
            if one is not None:
                taken[paper.id] = _with_what_is_said(one, likely[paper.id].get(one.identifier))
            for record in several:
                likely[paper.id].setdefault(record.identifier, record)

    titles = arxiv.by_titles(client, [paper.title for paper in papers])
    weigh(titles, "arXiv", papers)
    if not titles.last:
        for paper in left():
            weigh(arxiv.by_title(client, paper.title), "arXiv", [paper])
    if begun := [paper for paper in left() if paper.abstract]:
        weigh(arxiv.by_abstracts(client, [paper.abstract for paper in begun]), "arXiv", begun)
    for paper in papers:
        if paper.id not in taken:
            weigh(huggingface.search(client, paper.title), "Hugging Face", [paper])
        if paper.id not in taken:
            weigh(crossref.search(client, _citation(paper)), "Crossref", [paper])
        yield paper, () if paper.id in taken else tuple(likely[paper.id].values())


def is_the_only_one(paper: Paper, records: Sequence[FoundRecord], held: Container[str]) -> bool:
    """Whether all that was found for a paper of which no more than the title is known is one record of just that title,
    of a paper whose ids are not `held`."""
    if len(records) != 1 or records[0].identifier in held or records[0].is_withdrawn:
        return False
    key, title = title_key(paper.title), records[0].paper.title
    return title_key(title) == key and not is_generic(key) and not have_other_signs(title, paper.title)


def only_one(record: FoundRecord) -> str:
    """A sentence on a record that was taken for the paper of a title since there is no other of it."""
    return f"{name([record.paper])} is the only one of that title: {record.paper.link}."


def _is_title_by_hand(paper: Paper) -> bool:
    """Whether all that is known of a paper is its title, by which a person noted it."""
    return paper.sources == (BY_HAND,) and not (paper.authors or paper.abstract or paper.published or paper.venue)


def _grouped(papers: Iterable[Paper], key: Callable[[Paper], str]) -> dict[str, list[Paper]]:
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        found.setdefault(key(paper), []).append(paper)
    return found


def _records(answer: ServiceAnswer, service: str) -> Iterator[FoundRecord]:
    return (FoundRecord(paper, service, answer.versions.get(paper.arxiv_id)) for paper in answer.papers)


def _with_what_is_said(found: FoundRecord, other: FoundRecord | None) -> FoundRecord:
    """A record with what arXiv said of the same paper before it was proven to be it."""
    return replace(found, version=found.version or (other.version if other is not None else None))


def _citation(paper: Paper) -> str:
    """A paper as Crossref looks for it."""
    return " ".join(filter(None, (paper.title, *paper.authors[:3], str(paper.year or ""))))


def _holds(held: Paper, found: FoundRecord) -> bool:
    record = found.paper
    same_doi = bool(own_doi(record)) and own_doi(held) == own_doi(record)
    return bool(record.arxiv_id and held.arxiv_id == record.arxiv_id) or same_doi


def _sources(wanted: Sequence[tuple[Paper, FoundRecord]]) -> list[tuple[str, Source]]:
    """Each record as the paper's own, in the order of the services: the title by which it is known here stays, and so
    does its abstract; that it was withdrawn is no abstract."""
    pairs = []
    for paper, found in sorted(wanted, key=lambda pair: pair[1].service):
        record = found.paper
        source, format = SERVICE_SOURCES[found.service]
        notice = found.is_withdrawn and same_abstract(paper.abstract, record.abstract) < _REVISED
        own = replace(
            record,
            id=paper.id,
            title=record.title if is_untitled(paper) else paper.title,
            abstract=paper.abstract or ("" if notice else record.abstract),
            sources=(source,),
        )
        pairs.append((paper.id, Source(source, format, (own,))))
    return pairs


def take_record(library: Library, paper: Paper, found: FoundRecord) -> ImportResult:
    """Complete a paper by a record of which a person says that it is the paper, as one step.

    Raises `UnknownPaper` where the paper is gone, and `Refused` where the record is of another paper of the library.
    """
    now = still_there(library, paper)
    other = next((held for held in library.papers.values() if _holds(held, found) and held.id != now.id), None)
    if other is None:
        sources = [source for _, source in _sources([(now, found)])]
        plan = library.merge(imports.stamped(sources))
        if plan.ids == (now.id,):
            return imports.import_sources(library, sources, plan=plan, say=lambda _: f"Completed {name([now])}")
        other = library.papers.get(plan.ids[0])
    shown = f"{name([other])} ({other.id})" if other is not None else "another paper"
    raise Refused(f"{named_record(found)} is {shown} of the library already: merge the two, or edit one of them.")


def _joined(sources: Iterable[tuple[str, Source]]) -> list[Source]:
    """The same with one source for each service."""
    found: dict[str, Source] = {}
    for _, source in sources:
        held = found.get(source.name)
        found[source.name] = source if held is None else replace(held, papers=(*held.papers, *source.papers))
    return list(found.values())


def named_record(found: FoundRecord) -> str:
    """A record as people read it: "'Beans' by Ada Bean (2401.00001, arXiv)"."""
    by = f" by {author}" if (author := first_author(found.paper)) else ""
    return f"{name([found.paper])}{by} ({found.identifier}, {found.service})"


def withdrawal(found: FoundRecord) -> str:
    """A sentence on a paper that its authors took back."""
    said = f": {found.version.comment.rstrip('.')}" if found.version is not None and found.version.comment else ""
    return f"{name([found.paper])} ({found.identifier}) was withdrawn from arXiv{said}."


def _worth_telling(paper: Paper, found: FoundRecord) -> Iterator[str]:
    """Sentences on what a reader wants to know of a paper that was found: that it was withdrawn, published, revised."""
    version, record = found.version, found.paper
    if version is None:
        return
    if version.withdrawn:
        yield withdrawal(found)
    where = version.journal or (f"doi.org/{version.doi}" if version.doi else "")
    if where and not (version.doi and own_doi(paper) == version.doi):
        beside = f" (doi.org/{version.doi})" if version.journal and version.doi else ""
        yield f"{name([paper])} was published: {where.rstrip('.')}{beside}."
    if version.number == 1:
        return
    changed = []
    if not is_untitled(paper) and not same_title(paper.title, record.title):
        changed.append(f"is called {name([record])}")
    if paper.abstract and not version.withdrawn and same_abstract(paper.abstract, record.abstract) < _REVISED:
        changed.append("has another abstract")
    if changed:
        yield f"{name([paper])} {' and '.join(changed)} in version {version.number} of {version.updated}."


def asked_for(plan: CompletionPlan) -> str:
    """What a dry run says first."""
    return f"Would ask for {count(len(plan.papers), 'paper')} with {requests_words(plan)}"


def requests_words(plan: CompletionPlan) -> str:
    """How many requests it takes: "1 request", "3 to 40 requests"."""
    least, most = plan.requests
    return count(most, "request") if least == most else f"{least} to {count(most, 'request')}"

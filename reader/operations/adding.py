"""Adding a paper that a person names, by an id, an address or its title, or tells field by field.

>>> noted("arXiv:2401.00011v2").arxiv_id, noted("https://doi.org/10.1234/Lamp.5").doi
('2401.00011', '10.1234/lamp.5')
>>> noted("Lamps that learn").title
'Lamps that learn'
>>> told({"title": "On Light", "authors": "Vale, Ada; Bo Ash", "date": "2024-05"}).authors
('Ada Vale', 'Bo Ash')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.address_secrets import without_secrets
from reader.errors import InputError, NetworkError, UsageError
from reader.formats import identifiers
from reader.formats.links import known_by, linked_paper
from reader.formats.parsed import split_lines
from reader.identity import arxiv_year, doi_at, find_arxiv_id, identified, normal_doi, normal_url
from reader.io.read import Source
from reader.library.corrections import corrected
from reader.library.library import Library, Outcome
from reader.library.merging import Plan
from reader.naming import unwrapped
from reader.operations import imports
from reader.operations.corrections import typed
from reader.operations.imports import ImportResult
from reader.operations.sentences import name
from reader.paper import Paper
from reader.text import TITLE_LIMIT, clean_line, for_terminal, shortened, words

if TYPE_CHECKING:
    from reader.online.client import ServiceClient

BY_HAND = "by hand"
"""The source of what a person typed in."""
_MARKED = re.compile(
    r"(?:arxiv|doi)\s*:|10\.\d{4,9}/|\d{4}\.\d{4,5}(?:v\d+)?(?:[\s,;:|]|$)|https?:|10\.\d*/\S*$|\d+\.\d+(?:v\d+)?$",
    re.IGNORECASE,
)
"""How an id or an address begins, that is no title then."""
_LABELLED = re.compile(
    r"[a-z][\w+.-]*:\S+$|(?:data|file|ftp|hdl|id|isbn|issn|mailto|pmc?id|s2cid|urn|ur[il])\s*:", re.IGNORECASE
)
"""How an id or an address of another kind begins."""
_REMARK = re.compile(r"#+(?:\s|\S*$)|//|%\s|;")
"""How a line of a list begins that only says something of it."""
_BY_HAND = "Where that is its title, tell the paper by hand."
_SHOWN = 60


def named(text: str) -> list[Paper]:
    """The papers that a text names, each once: in each of its lines a title, or an id, a DOI, an address, or several of
    these.

    Raises `InputError` for what is none of these, and for a text without any.
    """
    return list(dict.fromkeys(map(noted, _names(text))))


def sorted_out(texts: Iterable[str]) -> tuple[list[Paper], list[str]]:
    """The papers that texts name (see `named`), each once, and why the others of the names are refused, a sentence
    each."""
    papers, refused = dict[Paper, None](), dict[str, None]()
    for text in texts:
        for one in _names(text):
            try:
                papers[noted(one)] = None
            except InputError as error:
                refused[str(error)] = None
    return [*papers], [*refused]


def _names(text: str) -> list[str]:
    """What names a paper each: the lines of a text, or the ids, DOIs and addresses of a line that is nothing else."""
    lines = [line for line in split_lines(text) if line.strip()] or [text]
    return [one for line in lines for one in _names_in(line)]


def _names_in(line: str) -> list[str]:
    for parts in identifiers.parted(line):
        names = [unwrapped(part) for part in parts]
        whole = {*filter(_is_name, names)}
        if len(names) > 1 and whole and all(map(_is_near_name, {*names} - whole)):
            return names
    return [line]


def _is_name(text: str) -> bool:
    return any(find(text) for find in (find_arxiv_id, normal_doi, normal_url))


def _is_near_name(text: str) -> bool:
    """Whether a word begins like an id, and is none."""
    return " " not in text and _MARKED.match(text) is not None


def noted(text: str) -> Paper:
    """The paper that a text names, with no more than the text says of it: an arXiv id, a DOI, an address, or a title.

    Raises `InputError` for what is none of these.
    """
    line = clean_line(text)
    shown = shortened(line, _SHOWN)
    if arxiv_id := find_arxiv_id(line):
        return Paper("", known_by(arxiv_id, "", ""), published=arxiv_year(arxiv_id), arxiv_id=arxiv_id)
    if doi := normal_doi(line) or doi_at(line):
        paper = identified(Paper("", doi, doi=doi))
        return paper if not paper.arxiv_id else noted(paper.arxiv_id)
    if "://" in line:
        if (paper_at := linked_paper(without_secrets(line, pages=True), anything=True)) is None:
            raise InputError(f"'{shown}' leads to no paper that could be told: `reader import` reads what is there.")
        return paper_at
    if _MARKED.match(line):
        raise InputError(f"'{shown}' is no whole arXiv id, DOI or address.")
    if _REMARK.match(line):
        raise InputError(f"'{shown}' is a remark, and names no paper. {_BY_HAND}")
    if _LABELLED.match(line):
        raise InputError(f"'{shown}' begins like an id or an address that is none of a paper. {_BY_HAND}")
    if line and not any(map(str.isalpha, line)) and any(map(str.isdigit, line)):
        raise InputError(f"'{shown}' is a number, and none that names a paper. {_BY_HAND}")
    if not any(len(word) > 1 for word in words(line)):
        raise InputError(f"'{shown}' is no arXiv id, DOI, address or title.")
    if _is_file(text):
        raise InputError(f"'{for_terminal(shown)}' is a file: `reader import` reads it.")
    if len(line) > TITLE_LIMIT:
        raise InputError(f"'{shown}' is too long for a title.")
    return Paper("", line)


def _is_file(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False  # No file can have such a name.


def told(fields: Mapping[str, str], authors: Sequence[str] = ()) -> Paper:
    """A paper of which a person tells the fields, by what they are called (see `corrections.field_called`), and the
    authors one by one.

    Raises `UsageError` where it has no title, `InputError` for a value that cannot be one.
    """
    if not clean_line(fields.get("title", "")):
        raise UsageError("A paper that is told by hand needs a title.")
    bare = Paper("", clean_line(fields["title"]))
    people = {"authors": "".join(f"{author}; " for author in authors)} if authors else {}
    paper = corrected(bare, typed(bare, {**fields, **people}))
    return identified(replace(paper, corrected=()))


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding papers."""

    results: tuple[ImportResult, ...] = ()
    missing: tuple[str, ...] = ()
    """What a service does not have, a sentence each."""
    unasked: tuple[str, ...] = ()
    """Why papers are only noted, a sentence each."""
    told: tuple[str, ...] = ()
    """What services say of papers that were named by their titles, a sentence each: which they may be, above all."""
    refused: tuple[str, ...] = ()
    """Why texts that should name papers do not, a sentence each."""

    @property
    def ids(self) -> list[str]:
        """The papers that were named, in the order in which they came."""
        return list(dict.fromkeys(id for result in self.results if result.plan is not None for id in result.plan.ids))

    @property
    def outcomes(self) -> list[Outcome]:
        """The steps that were made."""
        return [outcome for result in self.results for outcome in result.outcomes]

    @property
    def failed(self) -> bool:
        """Whether something that was named did not come."""
        return bool(self.missing or self.refused)

    def to_json(self) -> dict[str, Any]:
        """The contract's object for an import, with the ids of the papers."""
        told = [result.to_json() for result in self.results]
        names = ("new", "updated", "unchanged", "problems")
        totals = {name: sum(one["totals"][name] for one in told) for name in names}
        more = {"missing": list(self.missing)} if self.missing else {}
        more |= {"refused": list(self.refused)} if self.refused else {}
        more |= {"notes": [*self.unasked, *self.told]} if self.unasked or self.told else {}
        return {"sources": [source for one in told for source in one["sources"]], "totals": totals,
                "papers": self.ids, **more}  # fmt: skip


def add(
    library: Library,
    papers: Sequence[Paper],
    client: ServiceClient | None = None,
    *,
    tags: Sequence[str] = (),
    list_name: str = "",
    dry_run: bool = False,
) -> Added:
    """Add papers that a person named or told. With a `client`, those with an arXiv id or a DOI are asked for; where a
    service cannot be asked, they are noted with what is known, as all others are.

    Raises `Refused` when `list_name` is a smart list; what is not there is told, and the rest is added.
    """
    found, missing, unasked = list[ImportResult](), list[str](), list[str]()
    left = list(papers)
    if client is not None:
        from reader.operations import fetching  # noqa: PLC0415  who tells a paper by hand asks nobody

        ids = [paper.arxiv_id for paper in papers if paper.arxiv_id]
        dois = [paper.doi for paper in papers if paper.doi and not paper.arxiv_id]
        for names, asking, field in ((ids, fetching.of_arxiv, "arxiv_id"), (dois, fetching.of_dois, "doi")):
            if not names:
                continue
            try:
                report = fetching.fetch_papers(
                    library, client, asking(library, names), tags=tags, list_name=list_name, dry_run=dry_run
                )
            except NetworkError as error:
                unasked.append(str(error))
                continue
            unasked += [] if report.error is None else [str(report.error)]
            found += report.steps
            missing += report.missing
            came = {getattr(paper, field) for step in report.steps if step.plan for paper in step.plan.incoming}
            done = came if report.error is not None else {*names}
            left = [paper for paper in left if getattr(paper, field) not in done]
    said: list[str] = []
    if left:
        found.append(_noted(library, left, tags, list_name, dry_run=dry_run))
        if client is not None and not dry_run and not unasked:
            said += _looked_up(library, client, found, unasked)
    return Added(tuple(found), tuple(missing), tuple(unasked), tuple(said))


def _looked_up(library: Library, client: ServiceClient, found: list[ImportResult], unasked: list[str]) -> Iterator[str]:
    """Look for the papers that were noted last. Gives what is to be said of them."""
    from reader.operations import completion  # noqa: PLC0415  as in `add`

    fresh = [paper for paper in found[-1].new if not (paper.arxiv_id or paper.doi)]
    try:
        plan = completion.plan_completion(library, library.held(paper.id for paper in fresh))
        report = completion.complete_papers(library, client, plan)
    except NetworkError as error:
        unasked.append(str(error))
        return
    found += report.steps
    unasked += [] if report.error is None else [str(report.error)]
    yield from (sentence for _, sentence in report.told)
    taken, ids = completion.taken_by_title(library, report.doubts)
    found += [] if taken is None else [taken]
    for paper in library.held(ids):
        yield f"{name([paper])} is the only one of that title: {paper.link}. `reader undo` takes it back."
    doubts = [doubt for doubt in report.doubts if doubt.paper.id not in ids]
    yield from map(str, doubts)
    if doubts:
        yield "Where one of them is the paper: `reader edit PAPER --set arxiv=ID` (or doi=DOI), then `reader complete`."
    for paper in report.absent:
        yield f"Nothing is known of '{shortened(paper.title, _SHOWN)}' yet; it is noted by its title."


def _noted(
    library: Library, papers: Sequence[Paper], tags: Sequence[str], list_name: str, *, dry_run: bool
) -> ImportResult:
    source = Source(BY_HAND, "", tuple(papers))
    if dry_run:
        return imports.preview(library, [source])
    return imports.import_sources(library, [source], tags=tags, list_name=list_name, say=_said)


def _said(plan: Plan) -> str:
    fresh = [*plan.new, *plan.revived]
    if fresh:
        return f"Added {name(fresh)}"
    return f"Completed {name([after for _, after in plan.completed])}" if plan.completed else "Added nothing new"

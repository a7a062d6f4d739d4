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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.address_secrets import told_without_secrets, without_secrets
from reader.errors import InputError, Refused, UsageError
from reader.formats import FORMATS, identifiers
from reader.formats.links import known_by, linked_paper
from reader.formats.parsed import split_lines
from reader.identity import arxiv_year, doi_at, find_arxiv_id, identified, normal_doi, normal_url
from reader.io.read import Source
from reader.library.corrections import corrected
from reader.library.library import Library, Outcome
from reader.library.merging import Plan
from reader.naming import unwrapped
from reader.operations import imports, known_already
from reader.operations.corrections import typed
from reader.operations.imports import BY_HAND, ImportResult
from reader.operations.sentences import listed, name
from reader.paper import Paper
from reader.text import TITLE_LIMIT, clean_line, for_terminal, shortened, words

if TYPE_CHECKING:
    from reader.online.client import ServiceClient
    from reader.operations.looking_up import Lookup

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
_PATH = re.compile(r"~|/|\.{1,2}[/\\]|[A-Za-z]:[/\\]|file:", re.IGNORECASE)
"""How a path begins."""
_FILE_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")
_RECORDS = tuple(ending for known in FORMATS.values() if known.reads for ending in known.extensions if ending != ".pdf")
"""How the names of files of records end."""
_FILES = (*_RECORDS, ".pdf", ".txt", ".htm", ".html", ".zip")
_MOST_TITLES = 50
_FEWEST_WORDS, _MOST_WORDS_OF_TITLE = 2, 40
_ENDS_OF_PROSE = (".", ",", ";", ":")
"""How no title ends."""


def is_address_of_paper(text: str) -> bool:
    """Whether a text is the address of one paper's page, and not that of a list or of a file of records."""
    line = clean_line(text)
    if "://" not in line or " " in line or _ends_as(line.partition("?")[0], _RECORDS):
        return False
    return bool(find_arxiv_id(line) or normal_doi(line) or doi_at(line) or linked_paper(line))


def looks_like_path(text: str) -> bool:
    """Whether a text is written as a path of a file or folder, and as nothing that names a paper."""
    line = clean_line(text)
    if find_arxiv_id(line) or normal_doi(line):
        return False
    if _PATH.match(line) or _ends_as(line, _FILES):
        return True
    return " " not in line and ("/" in line or "\\" in line or _FILE_ENDING.search(line) is not None)


def look_like_titles(text: str) -> bool:
    """Whether all lines of a text that name no paper by an id may be titles, one each: no sentences, no single words,
    and not too many."""
    lines = [line for line in split_lines(text) if line.strip()]
    plain = [clean_line(line) for line in lines if not identifiers.is_bare(line)]
    return len(plain) <= _MOST_TITLES and all(
        _FEWEST_WORDS <= len(line.split()) <= _MOST_WORDS_OF_TITLE and not line.endswith(_ENDS_OF_PROSE)
        for line in plain
        if not find_arxiv_id(line)
    )


def _ends_as(text: str, endings: Iterable[str]) -> bool:
    return text.lower().endswith(tuple(endings))


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
    if looks_like_path(line):
        raise InputError(f"'{for_terminal(shown)}' is written like a path, and no file is there. {_BY_HAND}")
    if len(line) > TITLE_LIMIT:
        raise InputError(f"'{shown}' is too long for a title.")
    return Paper("", line)


def fields_of(text: str) -> dict[str, str]:
    """The field of a form that a text belongs in, by its word (see `corrections.FIELD_WORDS`): the id, the DOI or the
    address of a paper in its own, anything else in the title, where a person sees it."""
    line = told_without_secrets(clean_line(text))
    try:
        paper = noted(line)
    except InputError:
        return {"title": line} if line and not looks_like_path(line) else {}
    told = {"arxiv": paper.arxiv_id, "doi": paper.doi, "url": paper.url}
    return next(({word: value} for word, value in told.items() if value), {"title": line})


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
    people = {"authors": "".join(f"{author}; " for author in authors)} if authors else {}
    return of_values(typed(Paper("", clean_line(fields["title"])), {**fields, **people}))


def of_values(values: Mapping[str, Any]) -> Paper:
    """The same of values as a form has them, by the names of corrections."""
    paper = corrected(Paper("", clean_line(values.get("title", ""))), values)
    return identified(replace(paper, corrected=()))


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding papers."""

    result: ImportResult
    lookup: Lookup | None = None
    """What was looked up; None for papers that a person told by hand."""
    refused: tuple[str, ...] = ()
    """Why texts that should name papers do not, and what may be another paper, a sentence each."""
    known: tuple[str, ...] = ()
    """What known papers gained, and what is told of them otherwise, a sentence each."""
    not_taken: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The fields of known papers, by their ids, of which a person told something else."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What a service does not have, a sentence each."""
        return self.lookup.missing if self.lookup is not None else ()

    @property
    def unasked(self) -> tuple[str, ...]:
        """Why papers are only noted, a sentence each."""
        return self.lookup.unasked if self.lookup is not None else ()

    @property
    def told(self) -> tuple[str, ...]:
        """What services say of papers that were named by their titles, a sentence each: which they may be, above all.
        Nothing where nobody was asked."""
        return tuple(self.lookup.told) if self.lookup is not None else ()

    @property
    def is_unsure(self) -> bool:
        """Whether one of them may be a paper that a service told of, and was noted by its title all the same."""
        return self.lookup is not None and any(one.records and one.record is None for one in self.lookup.named)

    @property
    def ids(self) -> list[str]:
        """The papers that were named, in the order in which they came."""
        return list(dict.fromkeys(self.result.plan.ids if self.result.plan is not None else ()))

    @property
    def counts(self) -> dict[str, int]:
        """How many papers are new, completed and known already, each counted once, and what was refused."""
        new = {paper.id for paper in self.result.new}
        gains = {after.id for before, after in self.result.completed if known_already.gained(before, after)}
        rest = {*self.ids} - new - gains
        return {
            "new": len(new),
            "completed": len(gains - new),
            "known already": len(rest),
            "refused": len(self.refused),
        }

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The step that was made."""
        return self.result.outcomes

    @property
    def failed(self) -> bool:
        """Whether something that was named did not come."""
        return bool(self.missing or self.refused)

    def to_json(self) -> dict[str, Any]:
        """The contract's object for an import, with the ids of the papers."""
        more: dict[str, Any] = {"missing": list(self.missing)} if self.missing else {}
        more |= {"refused": list(self.refused)} if self.refused else {}
        notes = [*self.unasked, *self.told, *self.known]
        more |= {"notes": notes} if notes else {}
        more |= {"facts_not_taken": {id: [*words] for id, words in self.not_taken.items()}} if self.not_taken else {}
        return {**self.result.to_json(), "papers": self.ids, **more}


def add(
    library: Library,
    papers: Sequence[Paper],
    client: ServiceClient | None = None,
    *,
    tags: Sequence[str] = (),
    list_name: str = "",
    dry_run: bool = False,
) -> Added:
    """Add papers that a person named or told, as one step. With a `client`, those with an arXiv id or a DOI are asked
    for, and titles are looked for (but in a dry run); where a service cannot be asked, they are noted with what is
    known, as all others are.

    A paper that may be one of the library by its title alone, and would complete it, is not taken. Raises `Refused` for
    such a one, and when `list_name` is a smart list; what is not there is told, and the rest is added.
    """
    imports.must_take_papers(library, list_name)
    doubts = known_already.doubts(library, imports.preview(library, [Source(BY_HAND, "", tuple(papers))]))
    papers = [paper for at, paper in enumerate(papers) if at not in doubts]
    if doubts and not papers:
        raise Refused(" ".join(doubts.values()))
    lookup, sources = None, [Source(BY_HAND, "", tuple(papers))]
    if client is not None:
        from reader.operations import looking_up  # noqa: PLC0415  who tells a paper by hand asks nobody

        lookup = looking_up.look_up(library, papers, client, titles=not dry_run)
        sources = lookup.sources
    if dry_run:
        result = imports.preview(library, sources)
    else:

        def say(plan: Plan) -> str:
            return said_of(plan, imports.wishes_of_known(library, plan, tags, list_name))

        result = imports.import_sources(library, sources, tags=tags, list_name=list_name, say=say)
    known = known_already.said(library, result, BY_HAND)
    other = known_already.not_taken(library, result, BY_HAND)
    return Added(result, lookup, tuple(doubts.values()), tuple(known), other)


def said_of(plan: Plan, more: Sequence[str] = ()) -> str:
    """The sentence on a step that adds papers; `more` is what becomes of known ones besides."""
    fresh = [*plan.new, *plan.revived]
    completed = [after for before, after in plan.completed if known_already.gained(before, after)]
    parts = [f"added {name(fresh)}"] if fresh else [f"completed {name(completed)}"] if completed else []
    said = listed([*parts, *more] or ["added nothing new"])
    return said[:1].upper() + said[1:]

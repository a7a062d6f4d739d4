"""Importing: what was read from the sources becomes one step, and a report of what came of each source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from reader.counting import count
from reader.dates import moment
from reader.formats.parsed import Problem, excerpt
from reader.formats.user_fields import kept_tags
from reader.identity import may_be_one_title
from reader.io.read import Source
from reader.library.corrections import corrected_alike
from reader.library.library import Library, Outcome
from reader.library.merging import Plan
from reader.operations import corrections, duplicates
from reader.operations.new_names import with_near, with_near_tags
from reader.operations.own_records import recognised
from reader.operations.reading_lists import must_be_by_hand
from reader.operations.sentences import joined, listed
from reader.paper import Paper, Status
from reader.text import fold_name, words


@dataclass(frozen=True, slots=True)
class WordsLeft:
    """What a source says for the user of a paper that had its words already."""

    id: str
    words: tuple[str, ...]
    """Their kinds, of `KINDS_OF_WORDS`."""


BY_HAND = "by hand"
"""The source of what a person typed in."""
KINDS_OF_WORDS = ("note", "tags", "star", "status", "triage", "lists")
"""What a source can say for the user, as it is named."""
_NAMED = 5
"""Papers that are named where the words of more were not taken."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What one source brings."""

    source: str
    format: str
    """"" when it was not recognised."""
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    possible_duplicates: tuple[tuple[str, str], ...] = ()
    joined: tuple[tuple[Paper, Paper], ...] = ()
    """Papers that become one since a record has the ids of both: (the one that stays, the other)."""
    problems: tuple[Problem, ...] = ()
    untaken: tuple[WordsLeft, ...] = ()
    """The papers of which the source says more for the user than was taken: words come with new papers only."""
    edits: tuple[str, ...] = ()
    """What a person edited in a file that Reader exported, a line each."""
    error: str = ""
    """Why the source gave nothing, "" when it gave something."""

    @property
    def left(self) -> str:
        """For people: of which papers words were not taken, which kinds, and how to take them; "" for none."""
        if not self.untaken:
            return ""
        kinds = [kind for kind in KINDS_OF_WORDS if any(kind in left.words for left in self.untaken)]
        ids = [left.id for left in self.untaken]
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        return (
            f"words for {count(len(ids), 'paper')} that came before were not taken ({', '.join(kinds)}):"
            f" {', '.join(ids[:_NAMED])}{more}. Only a new paper brings words along; the commands note, tag, star,"
            " mark, triage and list take them."
        )

    def to_json(self) -> dict[str, Any]:
        """The contract's object for one source."""
        problems = [
            {"line": p.line, "message": ": ".join(filter(None, (p.file, p.message))), "excerpt": p.excerpt}
            for p in self.problems
        ]
        if self.error:
            problems.append({"line": 0, "message": self.error, "excerpt": ""})
        return {
            "source": self.source,
            "format": self.format,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "possible_duplicates": [list(pair) for pair in self.possible_duplicates],
            "problems": problems,
            **({"joined": [[kept.id, other.id] for kept, other in self.joined]} if self.joined else {}),
            **({"words_not_taken": {left.id: list(left.words) for left in self.untaken}} if self.untaken else {}),
            **({"edits": list(self.edits)} if self.edits else {}),
        }


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import brings: what it would do, while `outcomes` is empty or only tried, and what it did."""

    sources: tuple[SourceResult, ...]
    outcomes: tuple[Outcome, ...] = ()
    new: tuple[Paper, ...] = ()
    """Papers that the library did not show, those that the user had removed among them."""
    completed: tuple[tuple[Paper, Paper], ...] = ()
    """(as it was, as it is then)."""
    doubtful: tuple[tuple[Paper, Paper], ...] = ()
    """Possible duplicates: (one in the library or before it in the source, the new one)."""
    joined: tuple[tuple[Paper, Paper], ...] = ()
    """Papers that become one, in a step of their own: (the one that stays, the other)."""
    read: tuple[Source, ...] = ()
    """What was read, to be carried out."""
    plan: Plan | None = None
    """What the library would do with it; None where there is nothing to do."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to carry out."""
        return not self.new and not self.completed and not self.joined

    @property
    def unreadable(self) -> tuple[tuple[str, Problem], ...]:
        """What could not be read, with the names of the sources; a source that gave nothing says why."""
        return tuple(
            (source.source, problem)
            for source in self.sources
            for problem in (*source.problems, *([Problem(0, source.error)] if source.error else []))
        )

    @property
    def problems(self) -> int:
        """How many records or sources could not be read, or not in full."""
        return len(self.unreadable)

    def to_json(self) -> dict[str, Any]:
        """The contract's object for an import."""
        totals = {name: sum(getattr(s, name) for s in self.sources) for name in ("new", "updated", "unchanged")}
        return {
            "sources": [source.to_json() for source in self.sources],
            "totals": {**totals, "problems": self.problems},
        }

    @property
    def summary(self) -> str:
        """ "12 new, 3 completed, 40 known already, 2 possible duplicates, 1 not read in full (line 40)"."""
        new, updated, unchanged = (
            sum(getattr(source, name) for source in self.sources) for name in ("new", "updated", "unchanged")
        )
        parts = [f"{new} new"]
        parts += [f"{updated} completed"] if updated else []
        parts += [f"{unchanged} known already"] if unchanged else []
        parts += [f"{count(len(self.joined), 'pair')} joined"] if self.joined else []
        if doubts := sum(len(source.possible_duplicates) for source in self.sources):
            parts.append(count(doubts, "possible duplicate"))
        if left := {one.id for source in self.sources for one in source.untaken}:
            parts.append(f"words for {count(len(left), 'paper')} not taken")
        if problems := [problem for source in self.sources for problem in source.problems]:
            # Some of these left out a record, others a part of one that was read.
            lines = [problem.line for problem in problems if problem.line]
            where = f" (line {', '.join(map(str, lines[:3]))}{'…' if len(lines) > 3 else ''})" if lines else ""
            parts.append(f"{len(problems)} not read in full{where}")
        if failed := sum(bool(source.error) for source in self.sources):
            parts.append(f"{failed} not readable")
        return ", ".join(parts)


def must_take_papers(library: Library, list_name: str) -> None:
    """Raises `Refused` when a list that an import names is a smart list."""
    if (lst := library.list_called(list_name)) is not None:
        must_be_by_hand(lst)


def stamped(sources: Iterable[Source]) -> list[Paper]:
    """The papers of all sources in order, each with the time of now where it says none, and its source."""
    now = moment(datetime.now(UTC))
    return [
        replace(paper, added=paper.added or now, sources=paper.sources or (source.name,))
        for source in sources
        for paper in source.papers
    ]


def with_keyword_tags(source: Source) -> Source:
    """A source whose papers have their keywords as tags too, which come in with those that are new; a keyword that
    cannot be a tag is a problem."""
    problems: list[Problem] = []
    papers = [
        replace(paper, tags=kept_tags(0, (*paper.tags, *paper.keywords), problems)) if paper.keywords else paper
        for paper in source.papers
    ]
    return replace(source, papers=tuple(papers), problems=(*source.problems, *dict.fromkeys(problems)))


def preview(library: Library, sources: Sequence[Source]) -> ImportResult:
    """What an import of these sources would do; nothing is changed."""
    return _result(library, sources, planned(library, sources))


def planned(library: Library, sources: Sequence[Source]) -> Plan:
    """What the library would do with what was read, where it knows what it wrote itself."""
    incoming = stamped(sources)
    plan = library.merge(incoming)
    forms = [source.format for source in sources for _ in source.papers]
    own = recognised(library, incoming, forms, plan)
    return plan if own is None else library.merge(own)


def without(library: Library, found: ImportResult, left: Collection[str]) -> ImportResult:
    """The preview of the same sources without the papers that have these ids in the preview `found`."""
    if found.plan is None:
        return found
    ids = iter(found.plan.ids)
    sources = []
    for source in found.read:
        kept = [at for at, id in enumerate(islice(ids, len(source.papers))) if id not in left]
        entries = tuple(source.entries[at] for at in kept) if source.entries else ()
        sources.append(replace(source, papers=tuple(source.papers[at] for at in kept), entries=entries))
    return preview(library, sources)


def tried(library: Library, sources: Sequence[Source], tags: Sequence[str], list_name: str) -> ImportResult:
    """What `import_sources` would do, with the step that it would make; nothing is changed."""
    with library.trying():
        return import_sources(library, sources, tags=tags, list_name=list_name)


def joining(library: Library, report: ImportResult, tags: Sequence[str], list_name: str) -> list[str]:
    """Sentences on how many papers of a preview would get each tag, and how many would join a list."""
    ids = set(report.plan.ids) if report.plan is not None else set()
    said = [f"{count(len(_without_tag(library, ids, tag)), 'paper')} would get the tag '{tag}'." for tag in tags]
    if list_name:
        found = library.list_called(list_name)
        new = "" if found is not None else "new "
        outside = count(len(_outside(library, ids, list_name)), "paper")
        said.append(f"{outside} would join the {new}list '{found.name if found else list_name}'.")
    return said


def _without_tag(library: Library, ids: Iterable[str], tag: str) -> set[str]:
    """Those of some papers, known or not, that do not have a tag."""
    key, papers = fold_name(tag), library.papers
    return {id for id in ids if id not in papers or key not in map(fold_name, papers[id].tags)}


def _outside(library: Library, ids: Iterable[str], list_name: str) -> set[str]:
    """Those of some papers that do not stand in a list, which need not be there."""
    found = library.list_called(list_name)
    return set(ids).difference(found.papers if found is not None else ())


def import_sources(
    library: Library,
    sources: Sequence[Source],
    *,
    tags: Sequence[str] = (),
    list_name: str = "",
    plan: Plan | None = None,
    last_call: Callable[[], None] = lambda: None,
    say: Callable[[Plan], str] | None = None,
) -> ImportResult:
    """Import what was read from the sources as one step; tags and list go to every paper of it, known ones too.

    `plan` is what the library said that it would do with them (see `preview`), which it does unless it changed.
    `last_call` is called when all is known and nothing is written yet: what it raises ends the import undone. `say`
    gives the step's sentence in place of the usual one.
    Raises `Refused` when `list_name` is a smart list.
    """
    must_take_papers(library, list_name)
    if plan is None and any(source.papers for source in sources):
        plan = planned(library, sources)
    if plan is None or not plan.incoming:
        return _result(library, sources, None)
    incoming = plan.incoming
    entries = [found for source in sources for found in (source.entries or ((),) * len(source.papers))]
    read = [source.name for source in sources if source.papers]

    def sentence(plan: Plan) -> str:
        last_call()
        if say is not None:
            return say(plan)
        origin = read[0] if len(read) == 1 else count(len(read), "source")
        return f"{_done(library, plan, tags, list_name)} from {origin}"

    tags_before, lists_before = library.tags.counts(), list(library.lists)
    outcome = library.add(incoming, say=sentence, tags=tags, list_name=list_name, entries=entries, plan=plan)
    outcome = outcome.telling(_said_otherwise(library, outcome.plan))
    outcome = with_near_tags(outcome, tags, tags_before)
    outcome = with_near(outcome, "list", [list_name] if list_name else [], lists_before)
    result = _result(library, sources, outcome.plan)
    # What is only tried is not there to be joined.
    joins = [duplicates.join(library, *pair) for pair in result.joined if not library.only_tries]
    return replace(result, outcomes=(outcome, *joins))


def _done(library: Library, plan: Plan, tags: Sequence[str], list_name: str) -> str:
    """What an import does: "Imported 2 papers, completed 1 and tagged 3 known papers 'x'"."""
    fresh = {paper.id for paper in (*plan.new, *plan.revived)}
    gaining = _gaining(plan)
    parts = [f"completed {len(gaining)}"] if gaining else []
    parts += wishes_of_known(library, plan, tags, list_name)
    differing = len({id for id, _, _ in plan.differing})
    parts += [f"noted what else is said of {count(differing, 'corrected paper')}"] if differing else []
    if fresh or gaining or not parts:
        parts.insert(0, f"imported {count(len(fresh), 'paper')}")
    said = listed(parts)
    return said[:1].upper() + said[1:]


def wishes_of_known(library: Library, plan: Plan, tags: Sequence[str], list_name: str) -> list[str]:
    """What becomes of known papers by the tags and the list that all papers of an import get: "tagged 1 known paper
    'x'"."""
    known = set(plan.ids) - {paper.id for paper in (*plan.new, *plan.revived)}
    tagged = {id for tag in tags for id in _without_tag(library, known, tag)}
    joining = _outside(library, known, list_name) if list_name else set[str]()
    parts = [f"tagged {count(len(tagged), 'known paper')} {joined(tags)}"] if tagged else []
    return parts + ([f"put {count(len(joining), 'known paper')} on the list '{list_name}'"] if joining else [])


def _gaining(plan: Plan) -> list[tuple[Paper, Paper]]:
    """The papers that were there and gain facts: one that was removed comes back as a new one, whatever it gains."""
    back = {paper.id for paper in plan.revived}
    return [pair for pair in plan.completed if pair[1].id not in back]


def _said_otherwise(library: Library, plan: Plan | None) -> Iterable[str]:
    """Sentences on what an import says other than what the user put right, which stays."""
    for id, field, value in plan.differing if plan is not None else ():
        if (paper := library.papers.get(id)) is not None:
            yield corrections.said_otherwise(paper, field, value)


def _as_shown(library: Library, before: Paper, after: Paper) -> tuple[Paper, Paper]:
    """A completed paper as it was and is shown, with what the user put right of it."""
    shown = library.papers.get(before.id)
    if shown is None or not shown.corrected:
        return before, after
    return shown, corrected_alike(after, shown)


def _result(library: Library, sources: Sequence[Source], plan: Plan | None) -> ImportResult:
    new = (*plan.new, *plan.revived) if plan is not None else ()
    completed = [_as_shown(library, *pair) for pair in _gaining(plan)] if plan is not None else []
    known = {**library.papers, **{paper.id: paper for paper in (*(after for _, after in completed), *new)}}
    joined = duplicates.linked(plan.linked, known) if plan is not None else []
    results = tuple(_reports(library, sources, plan, known, joined))
    if plan is None:
        return ImportResult(results, read=tuple(sources))
    pairs = [pair for result in results for pair in result.possible_duplicates]
    doubtful = tuple((known[one], known[other]) for one, other in pairs if one in known and other in known)
    return ImportResult(results, (), new, tuple(completed), doubtful, tuple(joined), tuple(sources), plan)


def _reports(
    library: Library,
    sources: Sequence[Source],
    plan: Plan | None,
    known: Mapping[str, Paper],
    joined: Sequence[tuple[Paper, Paper]],
) -> Iterable[SourceResult]:
    """A report for each source; a paper counts as new or updated, and is `joined` with another, in the first source
    that brings it."""
    fresh = {paper.id for paper in (*plan.new, *plan.revived)} if plan else set()
    completed = {after.id for _, after in _gaining(plan)} if plan else set()
    arrived = {paper.id for paper in plan.new} if plan else set[str]()
    one = {frozenset((kept.id, other.id)) for kept, other in joined}
    doubtful = [pair for pair in plan.possible_duplicates if frozenset(pair) not in one] if plan else []
    waiting = list(joined)
    ids = iter(plan.ids if plan else ())
    start = 0
    for source in sources:
        named = [next(ids) for _ in source.papers] if plan else []
        places = range(start, start + len(named))
        bare = [source.papers[at - start] for at in plan.presumed if at in places] if plan else []
        otherwise = [(source.papers[at - start], what) for at, what in plan.otherwise if at in places] if plan else []
        others = [(source.papers[at - start], known[id]) for at, id in plan.mistaken if at in places] if plan else []
        retitled = [(source.papers[at - start], known[id]) for at, id in plan.retitled if at in places] if plan else []
        left = [(source.papers[at - start], known[id]) for at, id in plan.other_dois if at in places] if plan else []
        strange = {at - start for at, _ in plan.mistaken} if plan else set[int]()
        own = [id for at, id in enumerate(named) if at not in strange]
        of_own = set(own)
        start += len(named)
        new = {id for id in own if id in fresh}
        updated = {id for id in own if id in completed}
        pairs = tuple(pair for pair in doubtful if pair[0] in of_own or pair[1] in of_own)
        doubtful = [pair for pair in doubtful if pair not in pairs]
        here = tuple(pair for pair in waiting if any(paper.id in of_own for paper in pair))
        waiting = [pair for pair in waiting if pair not in here]
        fresh, completed = fresh - new, completed - updated
        yield SourceResult(
            source=source.name,
            format=source.format,
            new=len(new),
            updated=len(updated),
            unchanged=len(own) - len(new) - len(updated),
            possible_duplicates=pairs,
            joined=here,
            problems=(
                *source.problems,
                *_under_one_id(others, "another title and other people, not taken"),
                *_under_one_id(retitled, "another title, taken for it"),
                *_with_other_doi(left),
                *_presumed(bare),
                *_told_otherwise(otherwise),
            ),
            untaken=tuple(_untaken(library, source, named, known, arrived)),
            error=str(source.error) if source.error is not None else "",
        )


def _untaken(
    library: Library, source: Source, ids: Sequence[str], known: Mapping[str, Paper], fresh: Container[str]
) -> Iterable[WordsLeft]:
    """What the records of a source say for the user and their papers, `known` by `ids`, do not have. A paper that is
    `fresh` joins the lists of all its records."""
    members: dict[str, Container[str]] = {}
    found: dict[str, set[str]] = {}
    for paper, id, entries in zip(source.papers, ids, source.entries or ((),) * len(ids), strict=False):
        if (held := known.get(id)) is None:
            continue
        kinds = _more_words(paper, held)
        for entry in entries if id not in fresh else ():
            key = fold_name(entry.list)
            if key not in members:
                lst = library.list_called(entry.list)
                members[key] = () if lst is None else known if lst.query else set(lst.papers)
            kinds += ["lists"] if id not in members[key] else []
        if kinds:
            found.setdefault(id, set()).update(kinds)
    return [WordsLeft(id, tuple(kind for kind in KINDS_OF_WORDS if kind in kinds)) for id, kinds in found.items()]


def _more_words(paper: Paper, held: Paper) -> list[str]:
    """The kinds of words that a record has and its paper has not, or has otherwise."""
    kinds = []
    if paper.note and paper.note != held.note and " ".join(words(paper.note)) not in " ".join(words(held.note)):
        kinds.append("note")
    if paper.tags and not {*map(fold_name, paper.tags)} <= {*map(fold_name, held.tags)}:
        kinds.append("tags")
    kinds += ["star"] if paper.starred and not held.starred else []
    kinds += ["status"] if paper.status not in (Status.UNREAD, held.status) else []
    kinds += ["triage"] if paper.triage not in ("", held.triage) else []
    return kinds


def _presumed(bare: Sequence[Paper]) -> Iterable[Problem]:
    """What is said of records that were taken for papers of their title on no other evidence."""
    if bare:
        many = f"{len(bare)} records say" if len(bare) > 1 else "a record says"
        message = f"{many} too little to be told from others of the title, and was taken for the paper that is here"
        yield Problem(0, message.replace("was", "were") if len(bare) > 1 else message, excerpt(bare[0].title))


def _under_one_id(records: Iterable[tuple[Paper, Paper]], what: str) -> Iterable[Problem]:
    """What is said of records with the arXiv id of a paper that has a wholly other title, and `what` else."""
    for record, paper in records:
        message = f"a record with the arXiv id {paper.arxiv_id} of '{excerpt(paper.title)}' but {what}"
        yield Problem(0, message, excerpt(record.title))


def _with_other_doi(records: Iterable[tuple[Paper, Paper]]) -> Iterable[Problem]:
    """What is said of records that were taken for papers with another DOI, by an arXiv id for example: theirs is none
    that a paper has, so it would be lost in silence."""
    for record, paper in records:
        titled = "another title and " if not may_be_one_title(record, paper) else ""
        message = (
            f"a record taken for '{excerpt(paper.title)}' ({paper.doi}) has {titled}another DOI, left out: {record.doi}"
        )
        yield Problem(0, message, excerpt(record.title))


def _told_otherwise(records: Sequence[tuple[Paper, str]]) -> Iterable[Problem]:
    """What is said of records that were taken for papers from elsewhere though they tell one thing otherwise."""
    for what in dict.fromkeys(name for _, name in records):
        titles = [paper.title for paper, name in records if name == what]
        one = f"a record that tells the same as the paper that is here but for '{what}', taken for it"
        several = f"{len(titles)} records that tell the same as papers here but for '{what}', taken for them"
        yield Problem(0, one if len(titles) == 1 else several, excerpt(titles[0]))

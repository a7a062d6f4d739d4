"""Bringing papers from outside together with those a library has: what is new, what is completed, what may be twice.

`matching` finds the paper that each record is, through indexes, so that 10,000 papers come into a library of 100,000
in about a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from reader.identity import (
    Verdict,
    are_plainly_others,
    are_unlike,
    authors_agree,
    contradict,
    evidence_mark,
    full_mark,
    has_telling_abstract,
    is_filler,
    is_id,
    is_preprint_venue,
    is_untitled,
    make_id,
    may_be_one_title,
    may_recur,
    own_doi,
    same_paper,
    stand_apart,
    tell_other_pages,
    tells_itself,
)
from reader.library.corrections import corrected_alike, value_of
from reader.library.matching import DOUBTS, Carried, IncomingRecord, KnownPapers, is_column, printed
from reader.other_texts import told_otherwise
from reader.paper import MOMENTS, Name, Paper
from reader.paper_json import variables
from reader.patterns import regex
from reader.persons import fuller_name, name_key, names_held
from reader.text import fold_name
from reader.titles import alike_titles, is_damaged, is_generic, title_key

_KINDS_OF_PREPRINTS = ("article", "article-journal", "manuscript", "webpage")
"""How programs call what is nothing but a preprint."""
_OTHER = "not "
"""What the mark of a record begins with that is told apart from a paper, not taken for it."""
_SPELT = regex("/[@=]")
"""What a name in `Paper.kept` has that tells how a record was spelled."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing is done yet."""

    ids: tuple[str, ...] = ()
    """Parallel to the incoming papers: the id under which the library knows, or will know, each."""
    new: tuple[Paper, ...] = ()
    """Papers that the library does not have, each with its id, in order of arrival."""
    completed: tuple[tuple[Paper, Paper], ...] = ()
    """Known papers that gain facts, as (before, after); the user's fields and the id are those of `before`."""
    unchanged: tuple[str, ...] = ()
    """Ids of known papers that the import repeats without adding anything."""
    revived: tuple[Paper, ...] = ()
    """Papers that the user had removed and that the import brings back, in their completed form; one that gains
    facts is among `completed` too."""
    possible_duplicates: tuple[tuple[str, str], ...] = ()
    """(id of a new paper or one that comes back, id of another paper of the same title or DOI): perhaps one paper,
    perhaps two. Those of `linked` are among them."""
    linked: tuple[tuple[str, str], ...] = ()
    """Two papers that a record says are one, by an arXiv id of the one and the DOI of the other."""
    incoming: tuple[Paper, ...] = ()
    """What arrives, as it came."""
    revision: int = -1
    """Of the library that the plan was made for (see `Library.revision`)."""
    differing: tuple[tuple[str, str, Any], ...] = ()
    """What records say other than what the user put right, and than was said beneath: (id of the paper, name of the
    correction, value)."""
    presumed: tuple[int, ...] = ()
    """Positions of the incoming papers that say too little to be told from others of their title, and were taken for
    one that came from elsewhere."""
    otherwise: tuple[tuple[int, str], ...] = ()
    """Positions of the incoming papers that were taken for one from elsewhere which tells the same but for one thing
    that both tell, with the name of that."""
    mistaken: tuple[tuple[int, str], ...] = ()
    """Positions of the incoming papers that have the arXiv id of a paper with another title and other people, with the
    id of that: they go to it, and nothing is taken from them."""
    retitled: tuple[tuple[int, str], ...] = ()
    """The same of those that were taken for a paper under a title that has nothing in common with its own, where one of
    the two names nobody."""
    other_dois: tuple[tuple[int, str], ...] = ()
    """The same of those that were taken for a paper with another DOI, which stays, so that no paper has theirs."""


class _Import:
    """One import as it is worked out: where each record goes, and what that makes of the papers.

    Records are placed in an order of their own (`IncomingRecord.order`), so that the order of arrival decides ids only.
    """

    def __init__(
        self,
        known: Mapping[str, Paper],
        incoming: Sequence[Paper],
        gone: Mapping[str, Paper],
        merged: Mapping[str, str],
        beneath: Mapping[str, Paper],
    ) -> None:
        self.carried = Carried(raw.id for raw in incoming if raw.id in known or raw.id in gone)
        self.records = [IncomingRecord(at, raw, self.carried) for at, raw in enumerate(incoming)]
        self._mates: defaultdict[str, list[Paper]] = defaultdict(list)
        for record in self.records:
            self._mates[record.spelling].append(record.paper)
        crowded = [key for key, mates in self._mates.items() if is_column(mates)]
        self.here, self.hidden = KnownPapers(known.values(), crowded), KnownPapers(gone.values(), crowded)
        self.merged = merged
        self.beneath = dict(beneath)
        """The papers of which the user put something right, as the world tells them."""
        self._former = KnownPapers(beneath.values(), crowded)
        """The same as they were before the import, to find those that a record calls as the world did."""
        self.differing: dict[tuple[str, str], Any] = {}
        """What records say other than what the user put right, by paper and name."""
        self.ids = [""] * len(self.records)
        """For each record the id of its paper; a new paper has a name of its own until all are placed."""
        self.members: dict[str, None] = {}
        """The papers that records came to."""
        self._strange: dict[str, list[Paper]] = {}
        """For each paper the records that did not find it by themselves, or not before this import."""
        self.revived: dict[str, None] = {}
        self.doubts_of_revived: dict[str, list[str]] = {}
        """For each of those which of the library's papers it may be."""
        self.doubts: dict[str, list[str]] = {}
        self.linked: dict[tuple[str, str], None] = {}
        self._other_dois: dict[str, list[str]] = {}
        """The papers that records of a DOI came to which have another or none."""
        self._recurring: dict[str, bool] = {}
        self._taken: defaultdict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)
        """For the bare records of one source that tell the same, the papers that they came to: each has one of its own,
        since nothing says that they are one."""
        self._alone: dict[tuple[object, ...], tuple[int, list[str]]] = {}
        """For such records that found no paper: how many had their title then, and which of them each may be."""
        self.presumed: list[int] = []
        """Positions of the bare records that were taken for a paper of another source."""
        self.otherwise: list[tuple[int, str]] = []
        """Positions of the records that were taken for one which tells one thing otherwise, with the name of that."""
        self.mistaken: dict[int, str] = {}
        """The papers whose arXiv id records have that are plainly of others, by the positions of those."""
        self.retitled: dict[int, str] = {}
        """The papers that records came to under a title that is wholly another."""
        self._left_dois: dict[int, str] = {}
        """The papers that records came to which have another DOI than theirs."""
        ordered = sorted(self.records, key=lambda record: record.order)
        for record in ordered:
            self.ids[record.at] = self._paper_of(record)
        self._place_again([record for record in ordered if record.at in self.mistaken])
        self.members |= dict.fromkeys(self.mistaken.values())

    def _place_again(self, records: Sequence[IncomingRecord]) -> None:
        """Place records anew that were of another paper than their arXiv id says, as long as papers became since by
        which one of them is not: else the next import would find that out."""
        while records:
            for record in records:
                del self.mistaken[record.at]
                self.ids[record.at] = self._paper_of(record)
            left = [record for record in records if record.at in self.mistaken]
            records = left if len(left) < len(records) else ()

    def _paper_of(self, record: IncomingRecord) -> str:
        if record.is_bare and not self.hidden.papers and not self.beneath and not is_id(record.paper.id):
            return self._paper_of_bare(record)
        return self._place(record)

    def _paper_of_bare(self, record: IncomingRecord) -> str:
        """The same of a bare record: where one that tells the same found no paper, nor does the next one, as long as no
        other has come since but theirs."""
        twins = (*record.twins, record.full)
        count, possible = self._alone.get(twins, (-1, []))
        if count != len(self.here.titled(record.spelling)):
            id = self._place(record)
        else:
            id = self._add(record, possible)
            self.members[id] = None
            self._taken[record.twins].add(id)
            self._strange.setdefault(id, []).append(record.paper)
            self.here.remember(id, record)
        if id == _provisional(record):
            possible = [*self.doubts[id], id][:DOUBTS]
            self._alone[twins] = (len(self.here.titled(record.spelling)), possible)
        return id

    def _add(self, record: IncomingRecord, possible: Sequence[str]) -> str:
        """Make a new paper of a record, which may be some others."""
        id = _provisional(record)
        self.here.fresh.add(id)
        self.here.put(replace(record.paper, id=id), record.spelling)
        self.doubts[id] = [*possible[:DOUBTS]]
        self._link(id)
        return id

    def _place(self, record: IncomingRecord) -> str:
        taken = self._taken[record.twins] if record.is_bare else set[str]()
        id, former, possible = self.here.exact(record, _adds, taken), "", list[str]()
        # One that came before in this import may be all by which this record finds its paper.
        strange = not id or id in self.here.fresh or id in self._strange
        id = id or self.here.carrying(record)
        if not id and self.hidden.papers:
            former = self.hidden.exact(record, _adds, taken) or self.hidden.carrying(record)
            former = former if self._may_come_to(former, record, Verdict.SAME, Verdict.POSSIBLE) else ""
        if not id and not former:
            id, possible = self.here.like(record, self._recurs)
        if not id and not former and (id := self._before_correction(record)):
            possible = []
        if not id and not former and self.hidden.papers:
            former, _ = self.hidden.like(record, self._recurs)
            former = former if self._may_come_to(former, record, Verdict.SAME) else ""
        if former:
            heir = successor(former, self.merged)
            if heir in self.here.papers:
                return heir
            self._bring_back(former)
            id = former
        if id and self._is_mistaken(id, record):
            return id
        if id:
            self._note_what_may_differ(id, record)
            self._complete(id, record)
        else:
            id = self._add(record, possible)
        self.members[id] = None
        taken.add(id)
        if strange:
            self._strange.setdefault(id, []).append(record.paper)
            self.here.remember(id, record)
        self.carried.add(id, record.paper.id)
        return id

    def _may_come_to(self, former: str, record: IncomingRecord, *verdicts: Verdict) -> bool:
        """Whether a record that is like a paper which was removed may be that one: where another has brought it back,
        and maybe an identifier with it, it is held against what it became by that."""
        return former not in self.revived or same_paper(self.here.papers[former], record.paper) in verdicts

    def _bring_back(self, former: str) -> None:
        """Bring back a paper that was removed, once, and note which others it may be."""
        if former in self.revived:
            return
        paper = self.hidden.papers[former]
        same, possible = self.here.like(IncomingRecord(-1, paper, self.carried), self._recurs)
        self.doubts_of_revived[former] = [*filter(None, (same, *possible))][:DOUBTS]
        self.here.put(paper)
        self.revived[former] = None

    def _is_mistaken(self, id: str, record: IncomingRecord) -> bool:
        """Whether a record has the arXiv id of a paper and is plainly of another one, or was when it came first, which
        is noted; so is what comes to a paper under a wholly other title."""
        forms = [self.here.papers[id], *([self.beneath[id]] if id in self.beneath else [])]
        if not record.paper.arxiv_id:
            return False
        known = {mark for form in forms for mark in form.records}
        others = record.full not in known and all(are_plainly_others(form, record.paper) for form in forms)
        if others or _mark_of_other(record) in known:
            self.mistaken[record.at] = id
        elif all(are_unlike(form, record.paper) for form in forms):
            self.retitled[record.at] = id
        return record.at in self.mistaken

    def _note_what_may_differ(self, id: str, record: IncomingRecord) -> None:
        """Note that a record was taken for a paper from elsewhere on little, or though it tells something otherwise."""
        paper, known = record.paper, self.beneath.get(id, self.here.papers[id])
        if id == paper.id or not {*known.sources}.isdisjoint(paper.sources):
            return
        self.presumed += [record.at] if record.is_bare else []
        if not any((paper.arxiv_id, own_doi(paper), known.arxiv_id, own_doi(known))):
            name, _ = told_otherwise(known, paper)
            self.otherwise += [(record.at, name)] if name else []

    def _complete(self, id: str, record: IncomingRecord) -> None:
        """Complete a paper, but for a DOI that another paper has already: that the record links the two is told."""
        before, paper = self.here.papers[id], record.paper
        doi = own_doi(paper)
        beneath = self.beneath.get(id, before)
        after = completed(beneath, paper)
        if doi and doi not in (own_doi(before), own_doi(beneath)):
            holders = [self.here.papers[other] for other in self.here.with_doi(doi) if other != id]
            keys = {title_key(after.title), title_key(paper.title)}
            if any(alike_titles(title_key(holder.title), key) for holder in holders for key in keys):
                after = completed(beneath, replace(paper, doi=""))
            self.linked |= {(id, holder.id): None for holder in holders}
            if own_doi(after) != doi:
                self._other_dois.setdefault(doi, []).append(id)
                self._left_dois[record.at] = id
        if id in self.beneath:
            self._compare(before, beneath, paper)
            self.beneath[id], after = after, corrected_alike(after, before)
        self.here.put(after)
        self._link(id)

    def _compare(self, shown: Paper, beneath: Paper, record: Paper) -> None:
        """Note what a record says other than what the user put right, unless that is what was put right."""
        for name in shown.corrected:
            value = value_of(record, name)
            if value and value not in (value_of(shown, name), value_of(beneath, name)):
                self.differing.setdefault((shown.id, name), value)

    def _before_correction(self, record: IncomingRecord) -> str:
        """The paper that a record calls as the world did before the user put it right; "" for none."""
        if not self.beneath:
            return ""
        id = self._former.exact(record, _adds) or self._former.like(record, self._recurs)[0]
        if not id or record.claims(id):
            return ""
        named = {title_key(paper.title) for paper in (self._former.papers[id], self.here.papers[id])}
        return id if record.key in named else ""

    def _link(self, id: str) -> None:
        """Tell of a paper that holds a DOI under which a record came to another one."""
        others = self._other_dois.get(own_doi(self.here.papers[id]), ())
        self.linked |= {(other, id): None for other in others if other != id}

    def without_doi(self) -> list[tuple[int, str]]:
        """The positions of the records whose DOI no paper has, with the papers that they came to."""
        left = sorted(self._left_dois.items())
        return [(at, id) for at, id in left if not self.here.with_doi(own_doi(self.records[at].paper))]

    def _recurs(self, key: str) -> bool:
        """Whether a title is that of a column: papers of one title, here or coming, that stand in different places."""
        if key not in self._recurring:
            several = [*self._mates[key], *(self.here.papers[id] for id in self.here.titled(key))]
            distinct = list({printed(paper): paper for paper in several}.values())
            self._recurring[key] = is_column(distinct) or any(
                (stand_apart(a, b) or tell_other_pages(a, b) or may_recur(a, b))
                and authors_agree(a, b) is not False
                and same_paper(a, b) is not Verdict.SAME
                for a, b in combinations(distinct, 2)
            )
        return self._recurring[key]

    def remembering(self, id: str, before: Paper | None) -> Paper:
        """A paper as it became, with the marks of those of its records that would not find it again without, and of
        those that have its arXiv id and another title, of others or not: what it gains later may say otherwise."""
        paper = self._with_records(id, before)
        marks = []
        for record in self._by_arxiv.get(id, ()):
            if record.at in self.mistaken:
                marks.append(_mark_of_other(record))
            elif record.paper.title != paper.title and not may_be_one_title(paper, record.paper):
                marks.append(record.full)
        return replace(paper, records=tuple(dict.fromkeys((*paper.records, *marks)))) if marks else paper

    @cached_property
    def _by_arxiv(self) -> dict[str, list[IncomingRecord]]:
        """The records that have an arXiv id, by the papers that they came to or were mistaken for."""
        found: dict[str, list[IncomingRecord]] = {}
        for record in self.records:
            if record.paper.arxiv_id:
                found.setdefault(self.ids[record.at], []).append(record)
        return found

    def _with_records(self, id: str, before: Paper | None) -> Paper:
        shown = self.here.papers[id]
        after = self.beneath.get(id, shown)
        if before is None and len(self._strange[id]) == 1:
            return after
        forms = dict.fromkeys((after, shown))
        told = [paper for paper in self._strange.get(id, ()) if not any(self._finds(paper, form) for form in forms)]
        if before is not None and before != after and not _one_text(before, after):
            told.insert(0, before)
        if not told:
            return after
        whole = full_mark(after)
        marks = [*map(evidence_mark, told), *(mark for mark in map(full_mark, told) if mark != whole)]
        own = evidence_mark(after) if has_telling_abstract(after) in map(has_telling_abstract, told) else ""
        return replace(after, records=tuple(dict.fromkeys((*after.records, *(mark for mark in marks if mark != own)))))

    def _finds(self, record: Paper, paper: Paper) -> bool:
        """Whether a record finds its paper by what both tell for good: an identifier, or title and abstract."""
        if record.arxiv_id or record is paper:
            return True
        key = title_key(paper.title)
        if title_key(record.title) != key:
            return False
        # Where the paper is printed may be told later, and then its kind is that of what stands there.
        keeps_kind = not record.kind or _is_placed(paper)
        if (doi := own_doi(record)) and doi == own_doi(paper) and not is_generic(key) and keeps_kind:
            holders = self.here.alike_of_doi(record)
            return [id for id in holders if same_paper(self.here.papers[id], record) is Verdict.SAME] == [paper.id]
        return _one_text(record, paper)


def _provisional(record: IncomingRecord) -> str:
    """The name of the new paper that a record makes, until all are placed."""
    return f"{record.at} new"


def _mark_of_other(record: IncomingRecord) -> str:
    """What stands among the marks of a paper for a record that has its arXiv id and is of another."""
    return f"{_OTHER}{record.full}"


def _one_text(a: Paper, b: Paper) -> bool:
    one = a.abstract == b.abstract and tells_itself(a) and title_key(a.title) == title_key(b.title)
    return one and not contradict(a, b)


def plan(
    known: Mapping[str, Paper],
    incoming: Sequence[Paper],
    gone: Mapping[str, Paper] | None = None,
    merged: Mapping[str, str] | None = None,
    beneath: Mapping[str, Paper] | None = None,
) -> Plan:
    """What importing `incoming` would do to a library that holds `known` and hides `gone`.

    `merged` maps ids in `gone` to the papers that took their place: what matches such a paper goes to its successor.
    `beneath` has those of `known` of which the user put something right as the world tells them: that is completed.
    Importing the same papers twice changes nothing the second time, and which of them are one paper does not depend on
    their order.
    """
    beneath = beneath or {}
    work = _Import(known, incoming, gone or {}, merged or {}, beneath)
    before = {id: beneath.get(id, paper) for id, paper in known.items() if id in work.members}
    before.update((id, work.hidden.papers[id]) for id in work.revived)
    after = {id: work.remembering(id, before.get(id)) for id in work.members}
    names, arrival = {id: id for id in work.here.papers}, dict[str, int]()
    new = []
    taken = [work.here.papers, work.hidden.papers, given := dict[str, Paper]()]
    numbers = dict[str, int]()
    named = zip(work.records, work.ids, strict=True)
    keys = _first_keys(pair for pair in named if pair[0].at not in work.mistaken)
    for at, (record, id) in enumerate(zip(work.records, work.ids, strict=True)):
        if id not in work.doubts or id in arrival or at in work.mistaken:
            continue
        arrival[id] = at
        names[id] = _free_id(record.paper, taken, numbers)
        given[names[id]] = paper = _named(after[id], names[id], record.paper, keys.get(id, ""))
        new.append(paper)
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for id in arrival:
        for other in work.doubts[id]:
            later, earlier = sorted((id, other), key=lambda one: arrival.get(one, -1), reverse=True)
            pairs.setdefault(frozenset((later, earlier)), (names[later], names[earlier]))
    for id, others in work.doubts_of_revived.items():
        for other in others:
            pairs.setdefault(frozenset((id, other)), (id, names[other]))
    linked = tuple((names[one], names[other]) for one, other in work.linked)
    told = {frozenset(pair) for pair in pairs.values()}
    touched = [id for id in dict.fromkeys(work.ids) if id not in work.doubts]
    now = {id: after.get(id) or work.here.papers[id] for id in touched}
    was = {id: before.get(id) or known[id] for id in touched}
    return Plan(
        ids=tuple(names[id] for id in work.ids),
        new=tuple(new),
        completed=tuple((was[id], now[id]) for id in touched if was[id] != now[id]),
        unchanged=tuple(id for id in touched if was[id] == now[id] and id not in work.revived),
        revived=tuple(after[id] for id in touched if id in work.revived),
        possible_duplicates=(*pairs.values(), *(pair for pair in linked if frozenset(pair) not in told)),
        linked=linked,
        presumed=tuple(sorted(work.presumed)),
        otherwise=tuple(sorted(work.otherwise)),
        mistaken=tuple((at, names[id]) for at, id in sorted(work.mistaken.items())),
        retitled=tuple((at, names[id]) for at, id in sorted(work.retitled.items())),
        other_dois=tuple((at, names[id]) for at, id in work.without_doi()),
        differing=tuple((id, name, value) for (id, name), value in work.differing.items()),
    )


def _named(paper: Paper, id: str, first: Paper, key: str) -> Paper:
    """A new paper under its id and key, with what its first record carries of the user's words."""
    return replace(
        paper, id=id, citation_key=key, tags=first.tags, starred=first.starred, status=first.status, note=first.note,
        added=first.added, triage=first.triage, corrected=first.corrected,
        **{name: getattr(first, name) for name in MOMENTS},
    )  # fmt: skip


def _first_keys(records: Iterable[tuple[IncomingRecord, str]]) -> dict[str, str]:
    """For each paper the citation key of the first of its records that has one."""
    keys: dict[str, str] = {}
    for record, id in records:
        if record.paper.citation_key:
            keys.setdefault(id, record.paper.citation_key)
    return keys


def successor(id: str, merged: Mapping[str, str]) -> str:
    """The id of the paper that took the place of this one at last, by what was merged into what; "" where none did."""
    seen = set()
    while id in merged and id not in seen:
        seen.add(id)
        id = merged[id]
    return id if seen else ""


def _free_id(paper: Paper, taken: Sequence[Container[str]], numbers: dict[str, int]) -> str:
    """The id that the paper carries, else the one made for it; numbered should another paper have it already. `numbers`
    remembers the last one of each id."""
    id = paper.id if is_id(paper.id) else make_id(paper)
    if any(id in held for held in taken):
        id = make_id(paper)
    free, number = id, numbers.get(id, 1)
    while any(free in held for held in taken):
        number += 1
        free = f"{id}-{number}"
        numbers[id] = number
    return free


def _adds(known: Paper, incoming: Paper) -> bool:
    return completed(known, incoming) != known


def completed(known: Paper, incoming: Paper) -> Paper:
    """`known` with what `incoming` adds to its facts; the id and everything the user said stay.

    Every rule only ever adds (fills what is empty, makes a date finer, a list or a name longer, a vote count higher,
    replaces damaged or cut text, and what a preprint tells of its place by that of the publication), so that the order
    of imports does not matter and a second import changes nothing.
    """
    authors = _fuller_names(known, incoming)
    placed, other = (incoming, known) if not _is_placed(known) and _is_placed(incoming) else (known, incoming)
    is_published = _is_placed(placed) and _is_of_preprint(other)
    metadata = _both(placed, other, is_published=is_published) if is_published else _both(known, incoming)
    after = replace(
        known,
        title=_fuller_title(known, incoming),
        abstract=_fuller_text(known.abstract, incoming.abstract),
        authors=authors,
        names=_told_names((*authors, *names_held(metadata)), known, incoming),
        more_authors=any(paper.more_authors for paper in (known, incoming) if paper.authors == authors),
        published=_date(placed, other) if is_published else _date(known, incoming),
        venue=placed.venue or other.venue,
        arxiv_id=known.arxiv_id or incoming.arxiv_id,
        doi=own_doi(known) or own_doi(incoming) or known.doi or incoming.doi,
        url=known.url or incoming.url,
        keywords=_union(known.keywords, incoming.keywords),
        upvotes=max((votes for votes in (known.upvotes, incoming.upvotes) if votes is not None), default=None),
        metadata=metadata,
        kind=placed.kind or _kind_beside(placed, other, incoming),
        citation_key=known.citation_key or incoming.citation_key,
        kept=_union_kept(placed.kept, other.kept) if is_published else _union_kept(known.kept, incoming.kept),
        links=tuple(sorted({**dict(incoming.links), **dict(known.links)}.items())),
        machine_summary=known.machine_summary or incoming.machine_summary,
        records=tuple(dict.fromkeys((*known.records, *incoming.records))),
        sources=tuple(dict.fromkeys((*known.sources, *incoming.sources))),
    )
    # Where else it was seen is worth remembering only beside a fact that was new.
    return known if replace(after, sources=known.sources) == known else after


def _is_placed(paper: Paper) -> bool:
    """Whether a record tells in what its paper stands, so that its kind is that of what stands there."""
    return paper.venue != "" and not is_preprint_venue(paper.venue)


def _kind_beside(placed: Paper, other: Paper, incoming: Paper) -> str:
    """The kind that the other of two records gives one that tells in what its paper stands, and has none.

    That of a preprint is none of the publication. Of a paper with an arXiv id it may have been dropped for that
    already, so that a later record which tells of no place gives it none again.
    """
    if not _is_placed(placed) or _is_placed(other):
        return other.kind
    has_preprint = placed.arxiv_id != "" or other.arxiv_id != ""
    if has_preprint and other is incoming:
        return ""
    return "" if _is_of_preprint(other) and other.kind in _KINDS_OF_PREPRINTS else other.kind


def _is_of_preprint(paper: Paper) -> bool:
    """Whether a record tells of a preprint only."""
    return not _is_placed(paper) and (paper.arxiv_id != "" or is_preprint_venue(paper.venue))


def _both(first: Paper, second: Paper, *, is_published: bool = False) -> tuple[tuple[str, str], ...]:
    """What two records tell of variables, the first one's word counting; where it `is_published` and the other a
    preprint, not who printed the other."""
    told = dict(second.metadata)
    if is_published:
        told = {name: value for name, value in told.items() if name != "publisher" or not is_preprint_venue(value)}
    return variables({**told, **dict(first.metadata)})


def _date(first: Paper, second: Paper) -> str:
    """The finer date, that of the first where they differ. The day of a preprint is none of its publication: what came
    before the publication was known may have told another year."""
    of_preprint = first.arxiv_id != "" and _is_placed(first) and not _is_placed(second)
    finer = _finer(first.published, second.published) and not (of_preprint and first.published)
    return second.published if finer else first.published


def _fuller_title(known: Paper, incoming: Paper) -> str:
    """The known title, unless it is damaged or only repeats an identifier, and the other does neither."""
    lacking = is_damaged(known.title) or is_untitled(known)
    return known.title if not lacking or is_damaged(incoming.title) or is_untitled(incoming) else incoming.title


def _fuller_text(known: str, incoming: str) -> str:
    if not known or (is_damaged(known) and incoming and not is_damaged(incoming)):
        return incoming
    if is_filler(known) and incoming and not is_filler(incoming):
        return incoming
    whole = known.rstrip(" .…")
    return incoming if len(incoming) > len(known) and incoming.startswith(whole) and len(whole) < len(known) else known


def _fuller_names(known: Paper, incoming: Paper) -> tuple[str, ...]:
    """The longer list of authors when it holds all of the shorter one ("et al." spelt out); of two lists of the same
    people in one order, each name in the fuller of its forms.

    Only such lists are compared name by name: which of two people of one family an initial means would depend on what
    was imported before.
    """
    own, others = _families(known), _families(incoming)
    if not any(own) or any(map(is_damaged, known.authors)):
        return incoming.authors if any(others) or not known.authors else known.authors
    if own == others:
        return tuple(map(fuller_name, known.authors, incoming.authors))
    is_longer = len(others) > len(own) and {*own} - {"", "al"} <= {*others}
    return incoming.authors if is_longer else known.authors


def _families(paper: Paper) -> list[str]:
    """The family name of each author, in whatever form the name is; "" for "et al."."""
    return [name_key(author)[0] for author in paper.authors]


def _told_names(people: tuple[str, ...], known: Paper, incoming: Paper) -> tuple[tuple[str, Name], ...]:
    if not known.names and not incoming.names:
        return ()
    told = {**dict(incoming.names), **dict(known.names)}
    return tuple(sorted(((author, told[author]) for author in {*people} & told.keys()), key=lambda pair: pair[0]))


_Kept = tuple[tuple[str, str], ...]


def _union_kept(known: _Kept, incoming: _Kept) -> _Kept:
    """What formats brought: of one format the first record stands, and gains what nobody understands of another."""
    if not incoming or known == incoming:
        return known
    formats = {name.partition("/")[0] for name, _ in known}
    more = {name: value for name, value in incoming if not _SPELT.search(name) or name.partition("/")[0] not in formats}
    return tuple(sorted({**more, **dict(known)}.items()))


def _finer(known: str, incoming: str) -> bool:
    """Whether a date is within a known one; of two years the known one stays."""
    return len(incoming) > len(known) and incoming.startswith(known)


def _union(known: tuple[str, ...], incoming: tuple[str, ...]) -> tuple[str, ...]:
    have = set(map(fold_name, known))
    fresh = {fold_name(word): word for word in reversed(incoming) if fold_name(word) not in have}
    return (*known, *reversed(fresh.values()))

"""Papers that may be one: finding them, merging two into one, remembering that they differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from reader.errors import Refused, UsageError
from reader.identity import is_linked, own_doi, stand_apart
from reader.library import change, reading_lists
from reader.library.change import Change
from reader.library.completions import completion
from reader.library.corrections import PREFIX, corrected, value_of
from reader.library.library import Library, Outcome
from reader.library.likeness import near_duplicates
from reader.library.merging import completed
from reader.operations.sentences import name
from reader.paper import QUEUE, Decision, Paper, Status
from reader.paper_json import to_facts
from reader.text import fold, fold_name
from reader.title_signs import have_other_signs
from reader.titles import title_key


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two papers that may be one."""

    left: Paper
    right: Paper
    reason: str
    """Why: "equal titles, different abstracts"."""


def possible(library: Library) -> tuple[DuplicatePair, ...]:
    """Pairs of papers that may be one, unless the user told them apart: by equal or nearly equal titles, by one DOI, or
    since a record had the ids of both. All that an import reports is among them."""
    papers, apart = library.papers, library.state.pairs("differs")
    by_doi: defaultdict[str, list[str]] = defaultdict(list)
    for paper in papers.values():
        if doi := own_doi(paper):
            by_doi[doi].append(paper.id)
    one_doi = (pair for ids in by_doi.values() for pair in combinations(ids, 2))
    linked = [tuple(sorted(pair)) for pair in library.state.pairs("alike")]
    found: dict[frozenset[str], DuplicatePair] = {}
    for said, pairs in (
        ("nearly equal titles", near_duplicates(papers.values())),
        ("one DOI, different titles", one_doi),
        ("one record has the ids of both", sorted(linked)),
    ):
        for left, right in pairs:
            pair = frozenset((left, right))
            if pair not in apart and pair not in found and left in papers and right in papers:
                reason = _of_equal_titles(papers[left], papers[right]) or said
                found[pair] = DuplicatePair(papers[left], papers[right], reason)
    return tuple(found.values())


def _of_equal_titles(left: Paper, right: Paper) -> str:
    """What two papers of one title differ in; "" for those of two titles."""
    if title_key(left.title) != title_key(right.title):
        return ""
    if left.arxiv_id and right.arxiv_id:
        return "equal titles, different arXiv ids"
    if left.doi and right.doi and left.doi != right.doi:
        return "equal titles, different DOIs"
    if have_other_signs(left.title, right.title):
        return "titles that differ in a sign"
    if stand_apart(left, right):
        return "equal titles, another year, volume or page"
    if fold(left.abstract) != fold(right.abstract):
        return "equal titles, different abstracts"
    return "equal titles"


def linked(pairs: Iterable[tuple[str, str]], papers: Mapping[str, Paper]) -> list[tuple[Paper, Paper]]:
    """Of the pairs (ids) that records link those that are one paper, the one that was there first before the other. A
    paper that is linked with several is none of them for sure."""
    found = [(papers[one], papers[other]) for one, other in pairs if one in papers and other in papers]
    count = Counter(paper.id for pair in found for paper in pair)
    sure = [pair for pair in found if all(count[paper.id] == 1 for paper in pair) and is_linked(*pair)]
    return [(min(pair, key=_first_there), max(pair, key=_first_there)) for pair in sure]


def _first_there(paper: Paper) -> tuple[str, str]:
    return paper.added or "9", paper.id


def pair_json(pair: DuplicatePair) -> dict[str, object]:
    """A pair as JSON gives it."""
    left, right = ({"id": paper.id, "title": paper.title} for paper in (pair.left, pair.right))
    return {"left": left, "right": right, "reason": pair.reason}


def not_alike(library: Library, kept: Paper, others: Iterable[Paper]) -> list[Paper]:
    """Those of `others` of which nothing says that they may be one with `kept` (see `possible`)."""
    pairs = {frozenset((pair.left.id, pair.right.id)) for pair in possible(library)}
    return [other for other in others if other.id != kept.id and frozenset((kept.id, other.id)) not in pairs]


def join(library: Library, kept: Paper, other: Paper) -> Outcome:
    """Make two papers one of which a record says that they are, as a step of its own: `kept` gains what `other` has."""
    kept, other = library.papers[kept.id], library.papers[other.id]
    say = f"Joined {name([kept])} with {name([other])}, since a record has the ids of both"
    return _merged(library, kept, [other], _gaining(kept, other), say)


def merge_into(library: Library, kept: Paper, others: Sequence[Paper]) -> Outcome:
    """Make several papers one, as one step: `kept` gains what the others have and it has not, as `merge` says.

    Raises `UsageError` where it is one of them, or there is none.
    """
    if not others or kept.id in {other.id for other in others}:
        raise UsageError(f"{name([kept])} is the paper that stays: name the others that are the same.")
    merged = kept
    for other in others:
        merged = _gaining(merged, other)
    say = f"Merged {_number(1 + len(others))} papers into {name([merged])}"
    return _merged(library, kept, others, merged, say)


def _number(papers: int) -> str:
    return "two" if papers == 2 else str(papers)


def _gaining(kept: Paper, other: Paper) -> Paper:
    """A paper with the facts that another has and it has not, and with what was put right of that one alone."""
    put_right = {field: value_of(other, field) for field in other.corrected if field not in kept.corrected}
    return corrected(completed(kept, other), put_right)


def tell_apart(library: Library, left: Paper, right: Paper) -> Outcome:
    """Remember that two papers are different. Raises `UsageError` where they are the same one."""
    if left.id == right.id:
        raise UsageError(f"Both names are those of {name([left])}: name two papers.")
    known = frozenset((left.id, right.id)) in library.state.pairs("differs")
    changes = [] if known else [Change(left.id, f"differs:{right.id}", None, True)]
    other = "its namesake" if title_key(left.title) == title_key(right.title) else name([right])
    return library.apply(changes, f"Told {name([left])} and {other} apart")


def merge(library: Library, left: Paper, right: Paper, merged: Paper) -> Outcome:
    """Make two papers one, as one step: `merged` has the id of the one that stays, and the facts that were chosen.

    Tags, lists and the remarks there of both are joined, a star stays, the status is the further one, what was decided
    of one holds where nothing was of the other, and a note that is not part of the merged one is added to it, with what
    was written unseen on that of the one that goes. What is read then is not on the Queue.
    """
    if merged.id not in (left.id, right.id):
        raise Refused("The merged paper must be one of the two.")
    stays, goes = (left, right) if merged.id == left.id else (right, left)
    return _merged(library, stays, [goes], merged, f"Merged two papers into {name([merged])}")


def _merged(library: Library, stays: Paper, going: Sequence[Paper], merged: Paper, say: str) -> Outcome:
    every = (stays, *going)
    gone = {paper.id for paper in going}
    changes = [*_facts(library, stays, going, merged)]
    tags = {fold_name(tag): tag for paper in reversed(every) for tag in paper.tags}
    own = {fold_name(tag) for tag in stays.tags}
    changes += change.tag(stays, tuple(tag for folded, tag in tags.items() if folded not in own))
    decided = next((paper.triage for paper in every if paper.triage), "")
    changes += change.star(replace(stays, triage=decided), any(paper.starred for paper in every))
    status = max((paper.status for paper in every), key=list(Status).index)
    changes += change.status(stays, status)
    changes += change.moments_of_one(stays, library.state.value(stays.id, "when"), _moments(every, status))
    notes = [stays.note]
    for paper in going:
        notes += [paper.note, *(one.text for one in library.state.unseen(paper.id))]
    changes += change.note(stays, _joined(merged.note, notes))
    queue = library.list_called(QUEUE)
    for lst in library.lists.values():
        if lst == queue and status is Status.READ:
            changes += library.list_changes(lst, reading_lists.remove(lst, {stays.id, *gone}))
        elif first := next((id for id in lst.papers if id in gone), ""):
            at = lst.papers.index(first)
            section = lst.entries[at].section
            with_one = reading_lists.remove(reading_lists.add(lst, [stays.id], section=section, at=at), gone)
            remarks = {entry.paper: entry.note for entry in lst.entries}
            others = [remarks.get(paper.id, "") for paper in going]
            key = reading_lists.subject(lst.name)
            others += [one.text for paper in going for one in library.state.unseen(paper.id, key)]
            remark = _joined(remarks.get(stays.id, ""), others)
            with_one = reading_lists.annotate(with_one, stays.id, remark)
            changes += library.list_changes(lst, with_one)
    changes += change.triage(stays, decided) if not stays.triage and decided != Decision.QUEUE else []
    kept = [edit for edit in changes if edit.subject not in gone]
    return library.apply([*kept, *(edit for paper in going for edit in change.gone(paper, stays.id))], say)


def _moments(every: Sequence[Paper], status: Status) -> dict[str, str]:
    """When the first of those that are one paper now came, was starred, and got as far as it is read; "" where nobody
    knows, and nothing of what is of none of them."""
    so_far = [paper for paper in every if paper.status is status]
    times = {
        "added": [paper.added for paper in every],
        "starred_at": [paper.starred_at for paper in every if paper.starred],
        "reading_at": [paper.reading_at for paper in so_far if status is Status.READING],
        "read_at": [paper.read_at for paper in so_far if status is Status.READ],
    }
    return {name: min(filter(None, held), default="") for name, held in times.items() if held}


def _facts(library: Library, stays: Paper, going: Iterable[Paper], merged: Paper) -> Iterable[Change]:
    """The changes of its facts that make a paper the merged one. What the user put right of it, or of another and was
    chosen, is put right in the merged one."""
    beneath = library.state.beneath(stays)
    chosen = (
        field for paper in going for field in paper.corrected if value_of(merged, field) == value_of(paper, field)
    )
    wanted = {field: value_of(merged, field) for field in sorted({*stays.corrected, *chosen})}
    for field, value in wanted.items():
        held = library.state.value(stays.id, f"{PREFIX}{field}")
        if value != held:
            yield Change(stays.id, f"{PREFIX}{field}", held, value)
    old, new = to_facts(beneath), to_facts(corrected(merged, {field: value_of(beneath, field) for field in wanted}))
    told = completion(stays.id, library.state.completed(stays.id), old, new)
    yield from [told] if told is not None else []


def _joined(chosen: str, notes: Iterable[str]) -> str:
    text = chosen
    for note in notes:
        if note.strip() and note.strip() not in text:
            text = f"{text.rstrip()}\n\n{note}" if text.strip() else note
    return text

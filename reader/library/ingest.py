"""What an import changes: the papers that arrive, what they bring along, and what the user wished for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reader.library import change, reading_lists
from reader.library.change import Change
from reader.library.completions import completion
from reader.library.corrections import PREFIX, value_of
from reader.library.merging import Plan
from reader.library.registers import State
from reader.paper import QUEUE, Decision, IncomingEntry, ListEntry, Paper, ReadingList, Stage, Status
from reader.paper_json import to_facts
from reader.text import clean_line

TOLD_PREFIX = "told:"
"""How the keys begin of registers that hold what an import said beside a correction: it is told once."""


def arrivals(state: State, plan: Plan) -> list[Change]:
    """The changes that show new papers and complete known ones. What new papers carry of the user's words is taken.

    A completion is a register of its own beside the catalogue (see `completions`), so that it can be undone.
    """
    changes = [Change(paper.id, "gone", True, None) for paper in plan.new]
    changes += [Change(paper.id, "gone", state.value(paper.id, "gone"), None) for paper in plan.revived]
    for before, after in plan.completed:
        facts = completion(after.id, state.completed(after.id), to_facts(before), to_facts(after))
        changes += [facts] if facts is not None else []
    changes += [Change(one, f"alike:{other}", None, True) for one, other in plan.linked]
    for paper in plan.new:
        told = paper.triage == Stage.INBOX
        decided = "" if told or _left_the_queue(paper) else paper.triage
        # A star keeps a paper of which nothing else is told.
        plain = replace(bare(paper), triage=paper.triage if told else decided)
        changes += change.tag(plain, paper.tags) + change.star(plain, paper.starred)
        changes += change.status(plain, paper.status) + change.note(plain, paper.note)
        changes += change.triage(bare(paper), decided) + change.when(paper)
        changes += [Change(paper.id, f"{PREFIX}{name}", None, value_of(paper, name)) for name in paper.corrected]
    for id, name, value in plan.differing:
        changes.append(Change(id, f"{TOLD_PREFIX}{name}", state.value(id, f"{TOLD_PREFIX}{name}"), value))
    return changes


def _left_the_queue(paper: Paper) -> bool:
    """Whether a paper that comes was queued before it was read."""
    return paper.triage == Decision.QUEUE and paper.status is Status.READ


def wishes(
    state: State, plan: Plan, tags: Sequence[str], list_name: str, entries_of: Sequence[Sequence[IncomingEntry]]
) -> list[Change]:
    """The changes that give `tags` and a place on `list_name` to every paper of the import, known ones too.

    `entries_of`, parallel to the incoming papers, tells the lists that those which are new come with; a new one that
    was queued, and not read since, comes onto the Queue.
    """
    fresh = {paper.id: paper for paper in plan.new}
    strange = {at for at, _ in plan.mistaken}
    named = list(dict.fromkeys(id for at, id in enumerate(plan.ids) if at not in strange))
    changes: list[Change] = []
    for id in named if tags else ():
        paper = fresh.get(id) or state.papers.get(id) or state.facts(id)
        if paper is not None:
            changes += change.tag(paper, tuple(tags))
    members: dict[str, list[tuple[IncomingEntry, str]]] = {}
    for id in named if list_name else ():
        members.setdefault(reading_lists.subject(list_name), []).append((IncomingEntry(list_name), id))
    for at, (id, wanted) in enumerate(zip(plan.ids, entries_of, strict=False)):
        for entry in wanted if id in fresh and at not in strange else ():
            members.setdefault(reading_lists.subject(entry.list), []).append((entry, id))
    for paper in plan.new:
        if paper.triage == Decision.QUEUE and not _left_the_queue(paper):
            members.setdefault(reading_lists.subject(QUEUE), []).append((IncomingEntry(QUEUE), paper.id))
    for subject, found in members.items():
        before = state.lists.get(subject)
        if before is not None and before.query:
            continue  # A smart list finds its papers itself.
        lst = before or ReadingList(clean_line(found[0][0].list))
        found.sort(key=lambda pair: (not pair[0].at, pair[0].at))
        entries = [ListEntry(id, entry.section, entry.note) for entry, id in found]
        changes += list_changes(state, before, reading_lists.arrange(lst, [*lst.entries, *entries]))
    return changes


def list_changes(
    state: State, before: ReadingList | None, after: ReadingList | None, moving: Collection[str] = ()
) -> list[Change]:
    """The changes that turn one value of a list into another, where some papers are `moving` within it.

    Papers that are hidden for now keep their place. A search that an older program saved becomes a smart list with its
    first edit; where it is one with a smart list, it goes with an edit of that.
    """
    if before is None:
        return reading_lists.changes(None, after, {})
    key = reading_lists.subject(before.name)
    leaving = [
        change.Change(search, part, state.value(search, part), None)
        for search in (state.searches_behind(key) if before != after else ())
        for part in ("name", "query")
    ]
    if state.is_search(key):
        return [*leaving, *reading_lists.changes(None, after, {})] if leaving else []
    return [*leaving, *reading_lists.changes(before, after, _places(state, before, after), moving)]


def _places(state: State, before: ReadingList, after: ReadingList | None) -> Mapping[str, dict[str, str]]:
    """The places on a list that an edit is to know of."""
    held = state.entries(reading_lists.subject(before.name))
    if after is None or reading_lists.subject(before.name) != reading_lists.subject(after.name):
        return held
    return {id: value for id, value in held.items() if id in state.papers or id in before.papers}


def bare(paper: Paper) -> Paper:
    """The paper without the user's words."""
    return replace(
        paper, tags=(), starred=False, status=Status.UNREAD, note="", starred_at="", reading_at="", read_at="",
        changed_at="", triage="", corrected=(),
    )  # fmt: skip

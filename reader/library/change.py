"""A change: the one kind of edit, and its inverse.

What the user says is kept in registers. A register is named by a subject (a paper's id, or a list or saved search)
and a key ("star", "note", "tag:rl", ...), and holds one JSON value, None when it is empty. A `Change` sets one register
and knows what it held before; a `Step` is what one act of the user changed, all of it or nothing. Because a tag is a
register of its own, two tags given at the same moment by two processes never conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from reader.paper import MOMENTS, Decision, Paper, Status
from reader.text import fold_name

Value = Any
"""A JSON value; None is an empty register."""
Times = Mapping[tuple[str, str], tuple[int, str]]
"""By a register's subject and key, the stamp of the word that a change of it only stands above (see `Draft.times`)."""
Stamp = tuple[int, str] | tuple[int, str, int, str]
"""What the words of one register are ordered by: the stamp of their step, behind that of the word that they only stand
above, where they do."""
NO_TIMES: Times = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """One register set from `before` to `after`."""

    subject: str
    """A paper's id, "list:<folded name>" or "search:<folded name>"."""
    key: str
    """star, status, note, gone, when, world, triage, tag:<folded>, list:<folded>, differs:<id>, alike:<id>,
    corrected:<fact>, told:<fact>; name, query, description, sections (of lists and searches)."""
    before: Value
    after: Value

    @property
    def of_paper(self) -> bool:
        """Whether it is of a paper, and not of a list or a saved search itself."""
        return not self.subject.startswith(("list:", "search:"))

    @property
    def is_place(self) -> bool:
        """Whether it is of a paper's place in a list."""
        return self.key.startswith("list:")

    @property
    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.subject, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the user wants to happen, before the store has made it durable and given it an id."""

    say: str
    """A sentence for people: "Tagged 14 papers 'rl'"."""
    changes: tuple[Change, ...]
    adds: tuple[Paper, ...] = ()
    """Papers whose facts the catalogue must hold from now on: new ones, and completed ones in their new form."""
    undoes: str = ""
    """The id of the step that this one takes back, or ""."""
    redoes: str = ""
    """The id of the undone step that this one brings back, or ""."""
    without: tuple[str, ...] = ()
    """What was lost and the user goes on without: "journal/<device>" for a device's steps, "catalogue" for papers,
    "gap/<name>" for lines in the middle of a journal. Such a step changes nothing else, and there is nothing to undo in
    it."""
    brings: tuple[str, ...] = ()
    """Ids of lost steps that come back before this one (see `Storage.put_back`)."""
    order: tuple[str, ...] = ()
    """The ids of papers in the order in which those of `adds` stand among them; () where new ones come last."""
    author: str = ""
    """Who makes the change where it is not the user: the name of a program, an assistant say."""
    times: Times = field(default_factory=lambda: NO_TIMES, hash=False)
    """Of changes that repeat older words, as those of putting a backup back: each stands above the word with this
    stamp, the last that was known of its register, and beneath all that was said later, whenever that arrives."""
    mends: bool = False
    """Whether it puts back what was lost, so that to undo it leaves nothing of it (see `withdrawn`)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A draft that is durable."""

    id: str
    """"<session>-<n>", unique over all devices."""
    clock: int
    """Lamport clock: larger than that of every step its writer had seen."""
    wall: int
    """Milliseconds since 1970 (UTC) by the writer's clock; for people, never for ordering."""
    say: str
    changes: tuple[Change, ...]
    undoes: str = ""
    redoes: str = ""
    device: str = field(default="", compare=False)
    """The journal it stands in: undo is scoped to this device's own steps."""
    without: tuple[str, ...] = ()
    """As in `Draft`."""
    author: str = ""
    """As in `Draft`."""
    times: Times = field(default_factory=lambda: NO_TIMES, hash=False)
    """As in `Draft`."""
    mends: bool = False
    """As in `Draft`."""
    copied_by: tuple[str, ...] = field(default=(), compare=False)
    """The ids of the steps that put back the copies of it, where it stands nowhere else than in such copies."""

    @property
    def session(self) -> str:
        """What the ids of the steps begin with that one process made while it had the library open."""
        return self.id.rpartition("-")[0]

    @property
    def puts_back(self) -> bool:
        """Whether it only brings back what a backup holds, and says nothing new."""
        return self.mends or bool(self.times)

    @property
    def stamp(self) -> tuple[int, str]:
        """Steps are ordered by this, on every machine alike."""
        return (self.clock, self.id)

    def stamp_of(self, change: Change) -> Stamp:
        """Its words of one register are ordered by this."""
        time = self.times.get((change.subject, change.key)) if self.times else None
        return self.stamp if time is None else (*time, *self.stamp)


@dataclass(frozen=True, slots=True)
class Update:
    """What the store has read that the library has not seen yet."""

    papers: tuple[Paper, ...] = ()
    """Facts of the catalogue, new or changed, in the catalogue's order."""
    steps: tuple[Step, ...] = ()
    reset: bool = False
    """True when everything known before is void and this is the whole: at the first reading, or when a file was
    replaced underneath."""
    warnings: tuple[str, ...] = ()
    """Sentences about what could not be read, each said once."""
    copied: Mapping[str, tuple[str, ...]] | None = None
    """By the ids of all papers whose facts stand nowhere but in what was put back, the steps that did it; None where
    that is as it was."""
    folded: Any = field(default=None, compare=False)
    """With `reset`: what came of the steps before these, which need not be read (`folded.FoldedSteps`); else None."""


def star(paper: Paper, on: bool) -> list[Change]:
    """Star or unstar; no change when it already is so. A star takes a paper out of the inbox."""
    if paper.starred == on:
        return []
    return [Change(paper.id, "star", paper.starred or None, on or None), *(out_of_inbox(paper) if on else ())]


def status(paper: Paper, to: Status) -> list[Change]:
    """Mark as unread, reading or read."""
    if paper.status is to:
        return []
    held = [None if s is Status.UNREAD else s.value for s in (paper.status, to)]
    return [Change(paper.id, "status", *held)]


def unread_again(paper: Paper) -> list[Change]:
    """Mark as unread what is read; what is being read stays so."""
    return status(paper, Status.UNREAD) if paper.status is Status.READ else []


def note(paper: Paper, text: str) -> list[Change]:
    """Replace the note; "" removes it. `text` must be clean (`text.clean_text`)."""
    return [] if paper.note == text else [Change(paper.id, "note", paper.note or None, text or None)]


def triage(paper: Paper, decision: str) -> list[Change]:
    """Remember what triage decided; "" puts the paper back into the inbox."""
    return [] if paper.triage == decision else [Change(paper.id, "triage", paper.triage or None, decision or None)]


def when(paper: Paper) -> list[Change]:
    """Remember the moments that a paper comes with, in the step that brings it."""
    told = {name: value for name in MOMENTS if (value := getattr(paper, name))}
    return [Change(paper.id, "when", None, told)] if told else []


def moments_of_one(paper: Paper, held: Value, told: Mapping[str, str]) -> list[Change]:
    """Remember the moments of a paper with which another has become one: those `told` hold for all that was said of it
    before. `held` is what was remembered of it."""
    changed = held.get("changed_at") if isinstance(held, Mapping) else None
    return [Change(paper.id, "when", held, {**({"changed_at": changed} if changed else {}), **told})]


def out_of_inbox(paper: Paper) -> list[Change]:
    """Take a paper that is kept for another reason out of the inbox; one on which was decided stays where it is."""
    return [] if paper.triage else triage(paper, Decision.STAR)


def tag(paper: Paper, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> list[Change]:
    """Add and remove tags (clean text), comparing blind to case; a tag both added and removed stays as it was."""
    held = {fold_name(name): name for name in paper.tags}
    wanted = {fold_name(name): name for name in add}
    unwanted = {fold_name(name) for name in remove}
    changes = [
        Change(paper.id, f"tag:{key}", None, name)
        for key, name in wanted.items()
        if key not in held and key not in unwanted
    ]
    return changes + [
        Change(paper.id, f"tag:{key}", held[key], None) for key in held if key in unwanted and key not in wanted
    ]


def gone(paper: Paper, merged_into: str = "") -> list[Change]:
    """Remove a paper from view; its words stay in the journal. `merged_into` names the paper that took its place."""
    return [Change(paper.id, "gone", None, merged_into or True)]


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that take all of `changes` back, in reverse order."""
    return tuple(change.inverse for change in reversed(tuple(changes)))


def subjects(changes: Iterable[Change]) -> list[str]:
    """What is told as changed by changes: the ids of papers, and "list:NAME" of lists, each once, in their order. What
    is only said again is no change."""
    return list(dict.fromkeys(change.subject for change in changes if change.before != change.after))


def net(changes: Iterable[Change]) -> list[Change]:
    """The same with each register once: from what it held before the first of its changes to the last one's value."""
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        register = (change.subject, change.key)
        first = found.get(register)
        found[register] = change if first is None else replace(first, after=change.after)
    return list(found.values())


def retag(paper: Paper, renamed: Mapping[str, str]) -> list[Change]:
    """Rename tags on one paper, all at once: `renamed` gives to each of its own spellings the new name.

    What one of them leaves another may take, and a tag that the paper has already is not doubled.
    """
    held = {fold_name(name): name for name in paper.tags}
    after = {key: name for key, name in held.items() if name not in renamed}
    for name in held.values():
        if name in renamed:
            after.setdefault(fold_name(renamed[name]), renamed[name])
    keys = dict.fromkeys([*held, *after])
    return [
        Change(paper.id, f"tag:{key}", held.get(key), after.get(key)) for key in keys if held.get(key) != after.get(key)
    ]

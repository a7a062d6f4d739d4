"""What putting back a backup changes.

What the library has lost comes back in the order of time: its steps, and its papers. What this device said after all
that the backup holds of it stays, whatever the clock of a lost step says, for that may have been lost, too. All other
words that the backup does not hold stay or not by their stamps, as everywhere. Where nothing is lost, what was removed
since comes back: papers, tags, stars, notes, places in lists, the lists themselves; and where something else stands
now, that stays.

Putting back says nothing new. What it says of a register stands above the last word that is known of it here, the lost
ones among them, and counts with the time of that word (see `Draft.times`): so a word that another device said later,
and that arrives after this, stands above it; and one that was said before stays beneath what followed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from reader.library.change import NO_TIMES, Change, Stamp, Step, Times, Value
from reader.library.completions import WORLD
from reader.library.moments import holds_text, with_text
from reader.library.registers import State
from reader.library.withdrawn import in_force, undone_mendings
from reader.paper import QUEUE, Decision, Paper
from reader.text import fold_name


class HeldBackup(Protocol):
    """What a backup holds."""

    @property
    def steps(self) -> Mapping[str, Step]:
        """Its steps, by their ids."""

    @property
    def lines(self) -> Mapping[str, tuple[str, bytes]]:
        """The device and the journal's line of each step, by its id."""

    @property
    def papers(self) -> Mapping[str, Paper]:
        """What its catalogue says, by id."""


class _InForce:
    """What counts of a backup (see `withdrawn`)."""

    def __init__(self, held: HeldBackup) -> None:
        every = tuple(held.steps.values())
        self.steps: Mapping[str, Step] = {step.id: step for step in in_force(every, undone_mendings(every))}
        self.lines = held.lines
        self.papers = held.papers


@dataclass(frozen=True, slots=True)
class PuttingBack:
    """What comes back, and what stays as it is."""

    steps: tuple[str, ...] = ()
    """Ids of those that are lost, in the backup's order."""
    papers: tuple[Paper, ...] = ()
    """Those that the catalogue has lost."""
    changes: tuple[Change, ...] = ()
    """All that becomes different."""
    newer: tuple[Change, ...] = ()
    """What was said later and stays: from what stands to what the backup says."""
    times: Times = field(default_factory=lambda: NO_TIMES)
    """The last word that is known of the register of each of the changes, and of the texts of `opened`."""
    opened: tuple[Change, ...] = ()
    """Of each text on which something that comes back was written unseen that, as what stands is said to start from:
    so who undoes the putting back has seen it (see `note_versions`)."""

    @property
    def lost(self) -> bool:
        """Whether the library had lost any of it."""
        return bool(self.steps or self.papers)

    @property
    def anything(self) -> bool:
        """Whether there is anything to put back."""
        return self.lost or bool(self.changes)


def putting_back(
    state: State, known: Mapping[str, Step], held: HeldBackup, device: str, *, unread: bool = False
) -> PuttingBack:
    """What is to be put back of a backup into a library in this state; `known` are its steps by their ids, and
    `device` says which of them were said here. Where its catalogue is `unread`, papers that are shown are lost as
    well. What does not count of either, as the putting back of it was undone, is not told."""
    held = _InForce(held)
    steps = tuple(id for id in held.steps if id not in known)
    papers = tuple(paper for id, paper in held.papers.items() if unread or state.facts(id) is None)
    if steps or papers:
        since = _said_since(held, device, known.values())
        return _with_opened(state, known, held, _lost(state, held, steps, papers, since))
    return _removed_since(state, held)


def _said_since(held: HeldBackup, device: str, known: Iterable[Step]) -> dict[tuple[str, str], Stamp]:
    """The last word of each register that this device said after the backup was made; one that it let stand where
    another one was put back counts like one that it said. What it said before, and the backup lacks because it was lost
    when that was made, is none of these."""
    last = max((step.wall for step in held.steps.values() if step.device == device), default=-1)
    own = (step for step in known if step.device == device and step.wall > last)
    found: dict[tuple[str, str], Stamp] = {}
    for step in own:
        for change in () if step.id in held.steps else step.changes:
            at, stamp = (change.subject, change.key), step.stamp_of(change)
            if (at not in step.times or change.before == change.after) and stamp > found.get(at, (0, "")):
                found[at] = stamp
    return found


def _lost(
    state: State,
    held: HeldBackup,
    steps: tuple[str, ...],
    papers: tuple[Paper, ...],
    since: Mapping[tuple[str, str], Stamp],
) -> PuttingBack:
    last: dict[tuple[str, str], tuple[Stamp, Value]] = {}
    for step in (held.steps[id] for id in steps):
        for change in step.changes:
            at, stamp = (change.subject, change.key), step.stamp_of(change)
            if change.key == WORLD:  # Each of these words counts by itself, once it is back.
                continue
            if at not in last or stamp >= last[at][0]:
                last[at] = (stamp, change.after)
    changes: dict[tuple[str, str], Change] = {}
    newer: list[Change] = []
    for (subject, key), (stamp, value) in last.items():
        register = state.register(subject, key)
        if register is None:
            if value is not None:
                changes[subject, key] = Change(subject, key, None, value)
            continue
        is_of_backup = register.by.id in held.steps or register.by.time[1] in held.steps
        said = since.get((subject, key))
        stays = said is not None and (said == register.by.stamp or not is_of_backup)
        if stamp > register.by.stamp and not stays:
            if value != register.value:
                changes[subject, key] = Change(subject, key, register.value, value)
        elif value != register.value and (stays or not is_of_backup):
            newer.append(Change(subject, key, register.value, value))
            if stamp > register.by.stamp:
                # Said again, so that it stands above what comes back.
                changes[subject, key] = Change(subject, key, register.value, register.value)
    for paper in papers:
        told = changes.get((paper.id, "gone"))
        shown = state.facts(paper.id) is not None
        if not (shown or (told.after if told is not None else state.value(paper.id, "gone"))):
            changes[paper.id, "gone"] = Change(paper.id, "gone", True, None)
    times = {(subject, key): state.time(subject, key) for subject, key in changes}
    times.update((at, max(times[at], last[at][0][:2])) for at in changes if at in last)
    return PuttingBack(steps, papers, tuple(changes.values()), tuple(newer), times)


def _with_opened(state: State, known: Mapping[str, Step], held: HeldBackup, plan: PuttingBack) -> PuttingBack:
    """The plan, with the texts of what comes back that will be told as written unseen."""
    back = [held.steps[id] for id in plan.steps]
    at_texts = {(change.subject, change.key) for step in back for change in step.changes if holds_text(change)}
    if not at_texts:
        return plan
    steps = [*known.values(), *back]
    last = max(step.clock for step in steps)
    then = State()
    for step in (*steps, Step("putting back", last + 1, 0, "", plan.changes, times=plan.times)):
        texts = tuple(change for change in step.changes if (change.subject, change.key) in at_texts)
        then.fold((), [replace(step, changes=texts)] if texts else [])
    changed = {(change.subject, change.key): change for change in plan.changes}
    opened: list[Change] = []
    times = dict(plan.times)
    for at in sorted(at_texts):
        told = {one.text for one in state.unseen(*at)}
        if not (fresh := [one.text for one in then.unseen(*at) if one.text not in told]):
            continue
        value = state.value(*at)
        says = changed.get(at) or Change(*at, value, value)
        times.setdefault(at, then.time(*at))
        there = says.before or ({} if says.is_place else None)
        opened += [] if at in changed else [says]
        opened += [replace(says, before=with_text(there, text)) for text in fresh]
    return replace(plan, opened=tuple(opened), times=times)


_SINGLE = ("star", "status", "note", "triage")
_SEVERAL_OF = ("tag", "list", "differs", "corrected")
_OF_LISTS = ("name", "description", "sections", "query")
_QUEUE = f"list:{fold_name(QUEUE)}"


def _removed_since(state: State, held: HeldBackup) -> PuttingBack:
    then = State()
    then.fold(held.papers.values(), held.steps.values())
    back = {id for id in then.papers if id not in state.papers and id not in state.merged}
    changes = [Change(id, "gone", state.value(id, "gone"), None) for id in then.papers if id in back]
    newer: list[Change] = []
    for subject, key, register in then.registers():
        value, now = register.value, state.value(subject, key)
        if value is None or value == now or not _is_word(subject, key):
            continue
        change = Change(subject, key, now, value)
        if change.of_paper and subject not in state.papers and subject not in back:
            continue
        if now is not None or _is_decided(state, change):
            newer.append(change)
        else:
            changes.append(change)
    times = {(change.subject, change.key): state.time(change.subject, change.key) for change in changes}
    return PuttingBack(changes=tuple(changes), newer=tuple(newer), times=times)


def _is_word(subject: str, key: str) -> bool:
    """Whether a register holds what a person says, and not what follows from it."""
    if subject.startswith(("list:", "search:")):
        return key in _OF_LISTS
    return key in _SINGLE or key.partition(":")[0] in _SEVERAL_OF


def _is_decided(state: State, change: Change) -> bool:
    """Whether something else was decided of a paper since, so that it belongs on the Queue no more, or is on it and was
    marked as unread for that."""
    if change.key == _QUEUE:
        put_off = state.value(change.subject, "triage") in (Decision.LATER, Decision.DISMISS)
        return put_off or state.value(change.subject, "status") is not None
    return change.key == "status" and state.value(change.subject, _QUEUE) is not None

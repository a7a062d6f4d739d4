"""What of a history does not count, as the putting back of what was lost was undone.

Who puts back what was lost brings copies of the lost steps and papers, and makes a step that says what came of it
(`Step.mends`). Undone, that step says nothing any more, and the copies that it brought count no more: the library
stands as if it had never been made, and takes nothing away from anybody. What stands elsewhere as well, in its own file
that returned or was never lost on another machine, counts there as ever; so what was lost is back once its file is,
before or after the undo.

It follows from the steps alone, in whatever order they come: what was undone is told by the last step that undid or
redid it, among those that count themselves. Those that brought a step are later than it, so that the last decides
first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter, itemgetter

from reader.library.change import NO_TIMES, Change, Stamp, Step, Value
from reader.paper import Paper

_Place = tuple[str, str]
"""A register's subject and key."""


def undone_mendings(steps: Collection[Step]) -> frozenset[str]:
    """The ids of the steps that put back what was lost and do not stand."""
    mendings = sorted((step for step in steps if step.mends), key=attrgetter("stamp"), reverse=True)
    revisits: dict[str, list[Step]] = {step.id: [] for step in mendings}
    for step in steps if mendings else ():
        if (again := step.undoes or step.redoes) in revisits:
            revisits[again].append(step)
    undone: set[str] = set()
    for step in mendings:
        told = [one for one in standing(revisits[step.id], undone) if one.stamp > step.stamp]
        if told and max(told, key=attrgetter("stamp")).undoes:
            undone.add(step.id)
    return frozenset(undone)


def is_withdrawn(copied_by: Sequence[str], undone: Collection[str]) -> bool:
    """Whether something is here no more that these steps brought, as they were `undone`."""
    return bool(copied_by) and all(id in undone for id in copied_by)


def standing(steps: Collection[Step], undone: Collection[str]) -> Collection[Step]:
    """Those of the steps that are here though the putting back of these copies was `undone`."""
    return [step for step in steps if not is_withdrawn(step.copied_by, undone)] if undone else steps


def in_force(steps: Collection[Step], undone: Collection[str]) -> Collection[Step]:
    """All steps as they count: what was undone says nothing. Nor does what only led back to it: a word that was said
    upon it and taken back, and that taking back, which says it once more."""
    if not undone:
        return steps
    led_back = _led_back(steps, undone)
    return [_saying(step, undone, led_back) for step in standing(steps, undone)]


def _saying(step: Step, undone: Collection[str], led_back: Mapping[str, set[_Place]]) -> Step:
    if step.id in undone:
        return replace(step, changes=(), times=NO_TIMES)
    if step.id not in led_back:
        return step
    silent = led_back[step.id]
    return replace(step, changes=tuple(one for one in step.changes if (one.subject, one.key) not in silent))


def registers_of(steps: Iterable[Step], undone: Collection[str]) -> set[_Place]:
    """The registers of which something was said that does not count, as that was `undone`."""
    silent = (step for step in steps if step.id in undone or is_withdrawn(step.copied_by, undone))
    return {(change.subject, change.key) for step in silent for change in step.changes}


def _led_back(steps: Collection[Step], undone: Collection[str]) -> dict[str, set[_Place]]:
    """By the ids of steps, the registers in which they only led back to what does not count."""
    concerned = registers_of(steps, undone)
    here = [step for step in steps if step.id in undone or not is_withdrawn(step.copied_by, undone)]
    last: dict[str, Step] = {}
    for step in here:
        if (again := step.undoes or step.redoes) and (again not in last or last[again].stamp < step.stamp):
            last[again] = step
    said: dict[_Place, list[tuple[Stamp, Step, Change]]] = {}
    for step in steps:
        for change in step.changes:
            if (at := (change.subject, change.key)) in concerned:
                said.setdefault(at, []).append((step.stamp_of(change), step, change))
    found: dict[str, set[_Place]] = {}
    put_back = {step.id: step.stamp for step in steps if step.id in undone}
    there = {step.stamp for step in here if step.id not in undone}
    for at, told in said.items():
        upon: list[Value] = []
        """What does not count and was said last, and what was said upon it and taken back."""
        since = (0, "")
        """When that was put back, so that nobody saw it before."""
        for _, step, change in sorted(told, key=itemgetter(0)):
            again = step.undoes or step.redoes
            if step.id in undone and step.times.get(at) in there:
                continue  # What it says again stands by itself.
            if step.id in undone or is_withdrawn(step.copied_by, undone):
                upon = [change.after]
                since = min(put_back[id] for id in (step.id, *step.copied_by) if id in put_back)
            elif again:
                if at in found.get(again, ()):
                    found.setdefault(step.id, set()).add(at)
            elif not (step.id in last and last[step.id].undoes):
                upon = []
            elif change.before in upon and step.stamp > since:
                upon.append(change.after)
                found.setdefault(step.id, set()).add(at)
    return found


def as_read_twice(held: Step, other: Step) -> Step:
    """A step that is `held` and was read elsewhere, too: that one, with what it is a copy by now."""
    copied_by = both_copied(held.copied_by, other.copied_by)
    return held if copied_by == held.copied_by else replace(held, copied_by=copied_by)


def both_copied(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The steps that brought something that was read twice, where these brought each (see `Step.copied_by`): () where
    one of them is no copy."""
    return tuple(sorted({*one, *other})) if one and other else ()


class Withdrawn:
    """What does not count of the history that a library has met so far. It is changed as more comes."""

    def __init__(self, mendings: Collection[str] = (), undone: Collection[str] = ()) -> None:
        self.mendings = frozenset(mendings)
        """The ids of the steps that put back what was lost."""
        self.undone = frozenset(undone)
        """Those of them that do not stand."""
        self.copied: Mapping[str, tuple[str, ...]] = {}
        """As in `Update`."""
        self._hidden: frozenset[str] = frozenset()
        """Those of these papers that do not count for that."""
        self._withheld: dict[str, Paper] = {}
        """What is said of them."""
        self._silenced: set[_Place] | None = None
        """The registers of which something was said that does not count; None where that is not known."""
        self._last: tuple[int, str] = (0, "")
        """The stamp of the last of the steps that were known when these were found out, or came since."""

    def standing(self, steps: Collection[Step]) -> Collection[Step]:
        """Those of the steps that are here (see `standing`)."""
        return standing(steps, self.undone)

    def meet(
        self,
        steps: Collection[Step],
        copied: Mapping[str, tuple[str, ...]] | None,
        is_taken_back: Callable[[str], bool],
    ) -> bool:
        """Take in which of the steps put back what was lost, and which papers are copies, None where that is as it was.
        Returns whether by these steps one that did so may stand no more, or again."""
        fresh = {step.id for step in steps if step.mends}
        self.mendings |= fresh
        self.copied = self.copied if copied is None else copied
        turned = bool(self.mendings) and any((step.undoes or step.redoes) in self.mendings for step in steps)
        return turned or any(map(is_taken_back, fresh))

    def stays(self, steps: Iterable[Step], undone: frozenset[str], known: Mapping[str, Step]) -> bool:
        """Whether nothing of what was `known` counts otherwise with these steps, and with these `undone`."""
        is_same = (undone, self._hidden_by(undone)) == (self.undone, self._hidden)
        return is_same and not (undone and self._leads_back(steps, known))

    def shown_of(self, facts: Sequence[Paper], steps: Iterable[Step]) -> Sequence[Paper]:
        """Those of the papers that count, where all else stays as it was with these steps."""
        if self.undone:
            self._last = max((self._last, *(step.stamp for step in steps)))
        if not self._hidden:
            return facts
        self._withhold({paper.id: paper for paper in facts})
        return [paper for paper in facts if paper.id not in self._hidden]

    def begin(
        self, known: Mapping[str, Paper], facts: Iterable[Paper], every: Collection[Step], undone: frozenset[str]
    ) -> list[Paper]:
        """Find out anew what does not count of `every` step there is, of the papers that were `known` or withheld, and
        of what is told of them now, as these steps are `undone`. Returns the papers that do."""
        papers = {**known, **self._withheld, **{paper.id: paper for paper in facts}}
        self.undone, self._hidden = undone, self._hidden_by(undone)
        self._withhold(papers)
        self._silenced = registers_of(every, undone)
        self._last = max((step.stamp for step in every), default=self._last)
        return [paper for id, paper in papers.items() if id not in self._hidden]

    def _hidden_by(self, undone: Collection[str]) -> frozenset[str]:
        return frozenset(id for id, by in self.copied.items() if is_withdrawn(by, undone))

    def _withhold(self, told: Mapping[str, Paper]) -> None:
        known = {**self._withheld, **told}
        self._withheld = {id: known[id] for id in self._hidden if id in known}

    def _leads_back(self, steps: Iterable[Step], known: Mapping[str, Step]) -> bool:
        """Whether one of the steps may lead back to what does not count, or stands beneath one that does (see
        `in_force`)."""
        for step in steps:
            again = step.undoes or step.redoes
            if self._silenced is None or step.copied_by or step.id in self.undone or (again and again not in known):
                return True
            if again or step.stamp < self._last:
                changes = (*step.changes, *(known[again].changes if again else ()))
                if any((change.subject, change.key) in self._silenced for change in changes):
                    return True
        return False

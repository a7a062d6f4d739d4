"""What is missing of a library: what was read of it, held against what is remembered.

A device's steps have an order, that of their stamps. Remembered are their number and the last of them; so that nothing
is missing as long as that one is there and as many are up to it, in whatever files they stand. Where nothing is
remembered, what is missing in the middle of a journal shows in its chain, and is told where it is not counted already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice

from reader.counting import count, form
from reader.library.change import Step
from reader.store.chain import Gap
from reader.store.memory import JournalEnd, RememberedLibrary, was_here
from reader.store.paper_ids import PaperIds
from reader.text import for_terminal, shortened

CHOICE = "put the files back, or go on without them with `reader doctor --repair`"
SAMPLE = 12
"""Ids of papers that are remembered."""
SANE = 1_767_225_600_000
"""Milliseconds since 1970 until 1 January 2026: no clock of a machine that runs this program is right before. The day
that one shows whose battery is empty (in 1970, in 2001) is none that the user knows."""
CATALOGUE = "catalogue"
JOURNAL = "journal/"
GAP = "gap/"
"""How `Draft.without` names what is missing: the papers of the catalogue, the steps of a device, what stood in a gap of
a journal."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What was there and is not."""

    own: int = 0
    """Steps of this device."""
    papers: int = 0
    others: Mapping[str, int] = field(default_factory=dict)
    """Steps of other devices."""
    when: str = ""
    """The day on which all of it was there, as people say it."""
    device: str = ""
    """This device."""
    gaps: Sequence[Gap] = ()
    """Where lines are missing in the middle of journals, in the order of the files."""
    unsure: frozenset[str] = frozenset()
    """Devices of which more may be missing than is counted: other steps stand in the place of some. `CATALOGUE` is
    among them where of a few papers alone it is known that they were there."""

    @property
    def serious(self) -> str:
        """What only this machine can have lost, as half a sentence; "" when nothing is missing."""
        parts = [f"{self._counted(self.own, self.device)} of this machine"] if self.own else []
        parts += [f"{self._counted(self.papers, CATALOGUE, 'paper')} of the catalogue"] if self.papers else []
        told = [f"{' and '.join(parts)} {self._gone(self.own + self.papers)}"] if parts else []
        own = [gap for gap in self.uncounted if gap.device == self.device]
        return " and ".join([*told, *([_torn("this machine", own)] if own else [])])

    @property
    def of_this_machine(self) -> Missing:
        """What of it only this machine can have lost, which `serious` tells."""
        gaps = [gap for gap in self.uncounted if gap.device == self.device]
        return replace(self, others={}, gaps=gaps, unsure=self.unsure & {self.device, CATALOGUE})

    @property
    def of_others(self) -> Missing:
        """What of it may still be on its way from other devices, which `light` tells."""
        gaps = [gap for gap in self.uncounted if gap.device != self.device]
        return replace(self, own=0, papers=0, gaps=gaps, unsure=self.unsure - {self.device, CATALOGUE})

    @property
    def number(self) -> int:
        """How many steps, papers and gaps are missing."""
        return self.own + self.papers + sum(self.others.values()) + len(self.uncounted)

    @property
    def one(self) -> bool:
        """Whether it is a single step or paper."""
        return self.number == 1 and not self.unsure and not self.uncounted

    @property
    def light(self) -> list[str]:
        """What may still be on its way from other devices, a half sentence each."""
        counted = [
            f"{self._counted(steps, device)} of the machine '{for_terminal(device)}' {self._gone(steps)}"
            for device, steps in sorted(self.others.items())
        ]
        gaps: dict[str, list[Gap]] = {}
        for gap in self.uncounted:
            gaps.setdefault(gap.device, []).append(gap)
        gaps.pop(self.device, None)
        return counted + [_torn(f"the machine '{for_terminal(device)}'", there) for device, there in gaps.items()]

    @property
    def uncounted(self) -> list[Gap]:
        """The gaps in journals of devices of which no step is counted as missing."""
        counted = {*self.others, *([self.device] if self.own else [])}
        return [gap for gap in self.gaps if gap.device not in counted]

    def _counted(self, number: int, of: str, noun: str = "step") -> str:
        return f"{'at least ' if of in self.unsure else ''}{count(number, noun)}"

    def _gone(self, number: int) -> str:
        return f"that {form(number, 'was', 'were')} here {self.when} {form(number, 'is', 'are')} missing"

    @property
    def without(self) -> tuple[str, ...]:
        """All of it, as `Draft.without` says it."""
        devices = [*([self.device] if self.own else []), *sorted(self.others)]
        gaps = (f"{GAP}{gap.name}" for gap in self.gaps)
        return (*(f"{JOURNAL}{device}" for device in devices), *([CATALOGUE] if self.papers else []), *gaps)

    @property
    def all(self) -> str:
        """All of it, for the history."""
        steps = self.own + sum(self.others.values())
        parts = [f"{'at least ' if self.unsure - {CATALOGUE} else ''}{count(steps, 'step')}"] if steps else []
        parts += [self._counted(self.papers, CATALOGUE, "paper")] if self.papers else []
        gaps = len(self.uncounted)
        parts += [f"what is missing at {count(gaps, 'place')} of the journals"] if gaps else []
        return " and ".join(parts)


def sentence(part: str) -> str:
    """A half sentence as the beginning of a sentence."""
    return f"{part[:1].upper()}{part[1:]}"


def advice(missing: Missing, copies: str) -> str:
    """What can be done where something is missing that only this machine can have lost, as half a sentence; `copies` is
    the command that brings it back (see `lost_copies`), where there is one."""
    return f"put {'it' if missing.of_this_machine.one else 'them'} back with {copies}, {CHOICE}" if copies else CHOICE


def others_back(missing: Missing, copies: str) -> list[str]:
    """What brings back the steps of other devices that are missing, as one sentence; none where no copy is known."""
    steps = "missing step of another machine comes" if missing.of_others.one else "missing steps of other machines come"
    return [f"The {steps} back with {copies}."] if copies else []


def _torn(whose: str, gaps: Sequence[Gap]) -> str:
    """That lines are missing in a device's journal, as half a sentence."""
    if len(gaps) == 1:
        return f"steps of {whose} {between(gaps[0])} are missing"
    return f"steps of {whose} are missing at {len(gaps)} places of its journal, first {between(gaps[0])}"


def between(gap: Gap) -> str:
    """Where lines are missing: between which steps."""
    if gap.after is None:
        return f"before {_named(gap.before)}"
    return f"between {_named(gap.after)} and {_named(gap.before)}"


def _named(step: Step) -> str:
    return f'"{for_terminal(shortened(step.say, 60))}" ({moment(step.wall)})'


@dataclass(slots=True)
class _Tally:
    """The steps of one device."""

    steps: int = 0
    top: JournalEnd | None = None
    """The last of them; its number is not used."""
    below: int = 0
    """How many stand up to the last one that is remembered."""
    early: int = 0
    """How many of those were made no later than all that are remembered, by the device's own clock too."""
    met: bool = False
    """Whether that one is there."""
    latest: int = 0
    """When the last of them by the device's own clock was made."""
    unsure: bool = False
    """Whether some of them were not held against what is remembered, so that `early` may be too large."""

    def take(self, step: Step, mark: JournalEnd | None) -> None:
        """Count one more step of this device; `mark` is the last one that is remembered."""
        self.steps += 1
        top = self.top
        if top is None or step.stamp > (top.clock, top.id):
            self.top = JournalEnd(0, step.clock, step.id, step.wall)
        if step.wall > self.latest:
            self.latest = step.wall
        self.hold(step, mark)

    def hold(self, step: Step, mark: JournalEnd | None) -> None:
        """Hold a step against what is remembered."""
        if mark is not None and step.stamp <= (mark.clock, mark.id):
            self.below += 1
            self.early += step.wall <= mark.wall
            self.met = self.met or step.id == mark.id

    def missing(self, mark: JournalEnd) -> int:
        """How many of the remembered steps are not there.

        Where the last of them is gone, others that were made since may have its clock: these were made later.
        """
        return max(0, mark.steps - self.below) if self.met else max(1, mark.steps - self.early)

    def is_unsure(self, mark: JournalEnd, *, settled: bool) -> bool:
        """Whether more may be missing, because some of those that are there may never have been remembered: they make
        up for all that are, or came back after the user went on without them (`settled`)."""
        return not self.met and self.below > 0 and (settled or mark.steps <= self.early)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of the steps of a library, without the steps."""

    tallies: Mapping[str, tuple[JournalEnd, int]]
    """Of each device its last step, with their number, and the latest moment of one by its own clock."""
    settled: tuple[int, str]
    """The stamp of the last step by which the user went on without what was lost."""
    let: frozenset[tuple[str, bool]]
    """Gaps, by name, that somebody goes on without, and whether it was said on this device."""


class Holdings:
    """What has been read of a library, and what should be there."""

    def __init__(self, own: str, remembered: RememberedLibrary) -> None:
        self._own = own
        self._marks = dict(remembered.journals)
        self._papers, self._sample = remembered.papers, remembered.sample
        self._ids = remembered.catalogue
        self._settled = remembered.settled
        """The stamp of the last step by which the user went on without what was lost."""
        self._when = remembered.when
        self._tallies: dict[str, _Tally] = {}
        self._strayed: dict[str, set[str]] = {}
        """By the id of the last step that is remembered of a device, other devices whose step it is now."""
        self._written: list[JournalEnd] = []
        """This process's own steps, in their order; their numbers are not used."""
        self.imports_alone = False
        """Whether the line of an import stands in the catalogue and in no journal. It may be another library's; what a
        sync tool's copy of the catalogue says came to this one."""
        self._gaps: Sequence[Gap] = ()
        self._let: set[tuple[str, bool]] = set()
        """Gaps, by name, that somebody goes on without, and whether it was said on this device."""
        self._catalogue: Collection[str] = ()
        self._aside: Collection[str] = ()
        self._here: tuple[tuple[int, int], PaperIds] = ((-1, 0), PaperIds())
        """How many entries and what is no paper among them, and the ids of the papers, as they were last looked at."""
        self._lacking: tuple[tuple[PaperIds, PaperIds], int | None] = ((PaperIds(), PaperIds()), None)
        """Which ids were sought among which, and how many are not there."""

    def begin(self, clock: Callable[[], int]) -> None:
        """Everything is read anew: what was there until now should be there again."""
        if self._tallies:
            claimed = self.remembered(clock())
            self._marks = dict(claimed.journals)
            self._papers, self._sample, self._when = claimed.papers, claimed.sample, claimed.when
            self._ids = claimed.catalogue
        self._tallies, self._strayed = {}, {}
        self._gaps, self._let = (), set()
        self._catalogue, self._here = (), ((-1, 0), PaperIds())

    def take(self, steps: Iterable[Step], catalogue: Collection[str] | None, aside: Collection[str] = ()) -> None:
        """More steps, and the ids of the catalogue as it is now, `aside` being those that are no papers.

        None: the catalogue cannot be read, so that nothing can be said about it.
        """
        last = {mark.id for mark in self._marks.values()}
        for step in steps:
            if step.id in last:
                self._strayed.setdefault(step.id, set()).add(step.device)
            if step.without:
                self._let.update((name, step.device == self._own) for name in step.without if name.startswith(GAP))
                if step.stamp > self._settled:
                    self._let_go(step)
            tally = self._tallies.get(step.device)
            if tally is None:
                tally = self._tallies[step.device] = _Tally()
            tally.take(step, self._marks.get(step.device))
        if catalogue is not None:
            self._catalogue, self._aside = catalogue, aside

    def wrote(self, step: Step) -> None:
        """This process made a step, which is the library's own for sure."""
        self._written.append(JournalEnd(0, step.clock, step.id, step.wall))

    @property
    def counted(self) -> Counted:
        """What was counted, for `go_on_from`."""
        tallies = {
            device: (replace(tally.top, steps=tally.steps), tally.latest)
            for device, tally in self._tallies.items()
            if tally.top
        }
        return Counted(tallies, self._settled, frozenset(self._let))

    def go_on_from(self, counted: Counted, known: Container[str]) -> bool:
        """Count on from what was counted before, `known` being the ids of those steps; False where only the steps
        themselves tell what is missing."""
        tallies = counted.tallies
        if counted.settled > self._settled:
            return False
        if any(device not in tallies and mark.id in known for device, mark in self._marks.items()):
            return False
        for device, (top, latest) in tallies.items():
            mark = self._marks.get(device)
            if mark is not None and (mark.clock, mark.id) < (top.clock, top.id):
                self._tallies = {}
                return False
            met = mark is not None and mark.id == top.id
            tally = _Tally(top.steps, top, top.steps, top.steps, met=met, latest=latest)
            tally.unsure = mark is not None and latest > mark.wall
            self._tallies[device] = tally
        self._let = set(counted.let)
        return True

    def is_sure(self) -> bool:
        """Whether what is missing can be told of what was counted."""
        tallies = (self._tallies.get(device) for device in self._marks)
        return not any(tally is not None and tally.unsure and not tally.met for tally in tallies)

    def drop(self) -> None:
        """Forget what was counted, as if nothing had been read."""
        self._tallies, self._strayed = {}, {}

    def _let_go(self, step: Step) -> None:
        """The user goes on without what a step names where it was said here: another device may have lost fewer, or
        what was never seen to be missing there, and may never have had what is missing here."""
        self._settled = step.stamp
        for name in step.without if step.device == self._own else ():
            if name == CATALOGUE:
                self._papers, self._sample, self._ids = 0, (), PaperIds()
            else:
                self._marks.pop(name.removeprefix(JOURNAL), None)

    def had(self, step: Step) -> bool:
        """Whether a step was there before everything was read."""
        return was_here(self._marks, step)

    def untold(self, gaps: Iterable[Gap]) -> list[Gap]:
        """Those of the gaps that nobody goes on without, and in which no damaged line stands, which is told itself."""
        return [gap for gap in gaps if not (gap.torn or self.goes_on_without(gap))]

    def goes_on_without(self, gap: Gap) -> bool:
        """Whether the user goes on without what stood there; of this device's own words, whether it was said here."""
        name = f"{GAP}{gap.name}"
        return (name, True) in self._let or ((name, False) in self._let and gap.device != self._own)

    def miss(self, gaps: Iterable[Gap]) -> None:
        """Lines are missing in these places."""
        self._gaps = tuple(gaps)

    def recall(self, remembered: RememberedLibrary, known: Container[str], steps: Callable[[], Iterable[Step]]) -> None:
        """Another process of this machine remembered more; `known` are the ids of the `steps`."""
        for device, mark in remembered.journals.items():
            tally = self._tallies.get(device, _Tally())
            if mark == self._marks.get(device) or (mark.id in known and mark.steps <= tally.steps):
                continue
            self._marks[device] = mark
            held = self._tallies[device] = replace(tally, below=0, early=0, met=False, unsure=False)
            for step in steps():
                if step.device == device:
                    held.hold(step, mark)
        if remembered.papers > self._papers or (remembered.papers == self._papers and remembered.catalogue.mark):
            self._papers, self._sample, self._ids = remembered.papers, remembered.sample, remembered.catalogue
        self._settled = max(self._settled, remembered.settled)
        self._when = max(self._when, remembered.when)

    @property
    def worth(self) -> bool:
        """Whether there should be anything."""
        return bool(self._papers or self._marks or self._tallies)

    def missing(self) -> Missing:
        """What is not there that should be."""
        short = {
            device: count
            for device, mark in self._marks.items()
            if (count := self._tallies.get(device, _Tally()).missing(mark)) and not self._is_anothers(device, mark)
        }
        settled = self._settled > (0, "")
        unsure = frozenset(
            device
            for device in short
            if device in self._tallies and self._tallies[device].is_unsure(self._marks[device], settled=settled)
        )
        own = short.pop(self._own, 0)
        gaps = self.untold(self._gaps)
        known = self._missing_ids()
        papers = self._missing_papers() if known is None else known
        if known is None and papers:
            unsure |= {CATALOGUE}
        return Missing(own, papers, short, day(self._when), self._own, gaps, unsure)

    def _is_anothers(self, device: str, mark: JournalEnd) -> bool:
        """Whether all that is remembered of a device turned out to be another one's: it was read in a copy of that
        one's journal that does not tell whose it is, and there was no such device."""
        others = self._strayed.get(mark.id, ())
        return (
            device not in self._tallies
            and device != self._own
            and any(self._tallies[other].steps >= mark.steps for other in others)
        )

    @property
    def settled(self) -> tuple[int, str]:
        """The stamp of the last step by which somebody went on without what was lost; (0, "") where nobody did."""
        return self._settled

    @property
    def last(self) -> tuple[int, str]:
        """The stamp of the last step that is there, or that is remembered; (0, "") without any."""
        tops = (tally.top for tally in self._tallies.values() if tally.top)
        return max(((end.clock, end.id) for end in (*tops, *self._marks.values())), default=(0, ""))

    def has_steps_of(self, device: str) -> bool:
        """Whether any step of a device is there."""
        return device in self._tallies

    def lacking(self, papers: Iterable[str]) -> int:
        """How many of these papers are not in the catalogue."""
        return sum(id not in self._catalogue or id in self._aside for id in papers)

    @property
    def papers_then(self) -> str:
        """How many papers there should be, as a sentence; "" when nothing is remembered."""
        return f"The catalogue had {count(self._papers, 'paper')} {day(self._when)}." if self._papers else ""

    def copy_of_papers(self, where: Callable[[RememberedLibrary], str]) -> str:
        """What `where` says of the papers that there should be."""
        return where(RememberedLibrary(papers=self._papers, sample=self._sample, catalogue=self._ids))

    def if_there_were(self, steps: Iterable[Step], papers: Iterable[str]) -> Missing:
        """What would be missing still if these further steps and papers were there."""
        other = copy(self)
        other._marks, other._let = dict(self._marks), set(self._let)
        other._strayed = {id: set(devices) for id, devices in self._strayed.items()}
        other._tallies = {device: replace(tally) for device, tally in self._tallies.items()}
        brought = dict.fromkeys(papers)
        other.take(steps, {**dict.fromkeys(self._catalogue), **brought}, set(self._aside) - brought.keys())
        return other.missing()

    def _missing_ids(self) -> int | None:
        """How many papers are missing; None where not all that there should be are known."""
        here = self._papers_here
        if self._ids == here:
            return 0
        if self._lacking[0] != (self._ids, here):
            there = {id for id in self._catalogue if id not in self._aside} if self._aside else self._catalogue
            self._lacking = (self._ids, here), self._ids.missing_in(there)
        return self._lacking[1]

    @property
    def _papers_here(self) -> PaperIds:
        """The ids of the papers that are there: looked at again where they are more, for they only become more."""
        size = len(self._catalogue), len(self._aside)
        if self._here[0] != size:
            self._here = size, PaperIds.of(id for id in self._catalogue if id not in self._aside)
        return self._here[1]

    def _missing_papers(self) -> int:
        """How many papers are missing at the least, by their number and a few of them."""
        fewer = self._papers - self._count
        if fewer > 0 or not self._sample:
            return max(fewer, 0)
        gone = sum(id not in self._catalogue for id in self._sample)
        return self._papers if gone == len(self._sample) else gone

    @property
    def _count(self) -> int:
        return len(self._catalogue) - len(self._aside)

    def remembered(self, now: int) -> RememberedLibrary:
        """What can be remembered from now on: all that is there, and what is missing as it was."""
        missing = self.missing()
        journals = {
            device: replace(tally.top, steps=tally.steps, wall=max(tally.latest, tally.top.wall))
            for device, tally in self._tallies.items()
            if tally.top
        }
        kept = {*missing.others, *([self._own] if missing.own else [])}
        journals.update((device, self._marks[device]) for device in kept)
        if missing.others and not missing.own:
            journals.pop(self._own, None)
            journals |= self._own_end
        if missing.papers or self.imports_alone:
            # The line of an import that stands in a wrong catalogue is no step of this library.
            journals = self._marks
        if not (missing.papers or self.imports_alone):
            if self._ids != self._papers_here or len(self._sample) < min(SAMPLE, self._count):
                self._papers, self._sample = self._count, tuple(_spread(self._catalogue, self._aside))
            self._ids = self._papers_here
        stands = missing.own or missing.papers or missing.others or (now < SANE and self._when)
        when = self._when if stands else now
        return RememberedLibrary(
            journals=journals,
            papers=self._papers,
            sample=self._sample,
            catalogue=self._ids,
            when=when,
            settled=self._settled,
        )

    @property
    def _own_end(self) -> Mapping[str, JournalEnd]:
        """What can be remembered of this device where another one's steps are missing, in whose journal those of
        another library may stand, which this device made too: what was, and what this process wrote since."""
        mark = self._marks.get(self._own, JournalEnd(0, -1, "", 0))
        since = [end for end in self._written if (end.clock, end.id) > (mark.clock, mark.id)]
        if not since:
            return {self._own: mark} if mark.steps else {}
        wall = max(mark.wall, *(end.wall for end in since))
        return {self._own: replace(since[-1], steps=mark.steps + len(since), wall=wall)}


def _spread(ids: Collection[str], aside: Collection[str]) -> list[str]:
    """A few of the ids, from the first to the last."""
    last, few = len(ids) - 1, min(SAMPLE, len(ids))
    wanted = {last * n // max(few - 1, 1) for n in range(few)}
    found = (id for place, id in enumerate(islice(ids, last + 1)) if place in wanted)
    return [id for id in found if id not in aside]


def day(wall: int) -> str:
    """A day as people say it: "on 24 November 2026"."""
    day = _time(wall)
    return f"on {day.day} {day:%B %Y}" if day else "before"


def moment(wall: int) -> str:
    """A moment as people say it: "24 November 2026, 17:05 UTC"."""
    then = _time(wall)
    return f"{then.day} {then:%B %Y, %H:%M} UTC" if then else "at a time that no clock shows"


def _time(wall: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(wall / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None

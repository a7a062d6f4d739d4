"""Random histories of two devices, and a count of them that walks the journal forwards, step by step.

`reader.operations.reading_figures` looks backwards from what stands; this looks at every step in its turn, keeps what
each register held before it, and counts papers one by one by dates. Neither knows the other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from statistics import median
from typing import Any

from reader.errors import Refused
from reader.library.change import Draft, Step, Update
from reader.library.library import Library
from reader.operations import annotate, duplicates, reading_lists, removal, triage
from reader.paper import Decision, Paper, Status
from tests.support.memory import Lossless

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


class Desk(Lossless):
    """What one device has of the journals; another device's part arrives when the two meet."""

    def __init__(self, name: str, wall: Callable[[], int]) -> None:
        self.device = name
        self.steps: dict[str, Step] = {}
        self.papers: dict[str, Paper] = {}
        self._wall = wall
        self._seen: set[str] = set()
        self._told: dict[str, Paper] = {}
        self._fresh = True

    def pull(self) -> Update:
        """What came since the last call."""
        steps = [step for id, step in self.steps.items() if id not in self._seen]
        papers = [paper for id, paper in self.papers.items() if self._told.get(id) != paper]
        self._seen.update(self.steps)
        self._told.update(self.papers)
        fresh, self._fresh = self._fresh, False
        return Update(tuple(papers), tuple(steps), reset=fresh)

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Keep what is proposed, later than all that is known."""
        draft = propose(self.pull())
        if draft is None:
            return None
        clock = 1 + max((step.clock for step in self.steps.values()), default=0)
        name = f"{self.device}-{clock}"
        step = Step(name, clock, self._wall(), draft.say, draft.changes, draft.undoes, draft.redoes, self.device)
        self.steps[name] = self._told_step(step)
        self.papers.update((paper.id, paper) for paper in draft.adds)
        self._told.update(self.papers)
        return step

    def _told_step(self, step: Step) -> Step:
        self._seen.add(step.id)
        return step

    def meet(self, other: Desk) -> None:
        """Each gets what the other has."""
        for mine, theirs in ((self, other), (other, self)):
            mine.steps.update((id, step) for id, step in theirs.steps.items() if id not in mine.steps)
            mine.papers.update((id, paper) for id, paper in theirs.papers.items() if id not in mine.papers)


class History:
    """Two devices at work for some months, by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.at = NOW - timedelta(self.chance.choice((3, 40, 200, 400)))
        self.desks = [Desk("desk", self._wall), Desk("lap", self._wall)]
        self.libraries = [Library(desk) for desk in self.desks]
        self._number = 0
        self._skew = self.chance.choice((0, 0, 0, 40))
        for _ in range(self.chance.randint(10, 80)):
            self._act()
        self.desks[0].meet(self.desks[1])
        self.library = self.libraries[0]
        self.library.refresh()

    def _wall(self) -> int:
        """The time by a clock that may be days wrong."""
        wrong = timedelta(self.chance.randint(-self._skew, self._skew)) if self._skew else timedelta()
        return int((self.at + wrong).timestamp() * 1000)

    def _act(self) -> None:
        chance = self.chance
        self.at = min(NOW, self.at + timedelta(hours=chance.choice((0, 1, 20, 24, 100, 300))))
        library = chance.choice(self.libraries)
        acts = [self._import, self._mark, self._mark, self._decide, self._decide, self._other, self._undo, self._undo]
        acts += [self._remove, self._merge, self._meet]
        chance.choice(acts)(library)

    def _some(self, library: Library) -> list[Paper]:
        known = list(library.papers.values())
        return self.chance.sample(known, min(len(known), self.chance.randint(1, 3)))

    def _import(self, library: Library) -> None:
        numbers = [self.chance.randint(0, 25) for _ in range(self.chance.randint(1, 6))]
        papers = [
            Paper(
                "", f"The paper that has the number {number}", doi=f"10.1000/n{number}",
                status=self.chance.choice((Status.UNREAD, Status.UNREAD, Status.UNREAD, Status.READ)),
                triage=self.chance.choice(("", "", "", "dismissed")),
            )
            for number in dict.fromkeys(numbers)
        ]  # fmt: skip
        library.add(papers, say=lambda plan: "Imported")

    def _mark(self, library: Library) -> None:
        if papers := self._some(library):
            annotate.mark_papers(library, papers, self.chance.choice((*Status, Status.READ)))

    def _decide(self, library: Library) -> None:
        if papers := self._some(library):
            decisions = (
                Decision.QUEUE,
                Decision.QUEUE,
                Decision.DISMISS,
                Decision.DISMISS,
                Decision.LATER,
                Decision.STAR,
                None,
            )
            triage.decide(library, papers, self.chance.choice(decisions))

    def _other(self, library: Library) -> None:
        papers = self._some(library)
        if papers and self.chance.random() < 0.5:
            annotate.tag_papers(library, papers, [self.chance.choice(("rl", "Video", "a/b"))])
        elif papers:
            reading_lists.add_to_list(library, self.chance.choice(("Queue", "Edge", "Thesis")), papers)

    def _undo(self, library: Library) -> None:
        """What is undone is known to both: of what two devices took back without knowing of one another no count is the
        right one."""
        self._meet(library)
        again = self.chance.random() < 0.4
        for _ in range(self.chance.randint(1, 3)):
            try:
                library.redo() if again else library.undo()
            except Refused:
                return

    def _remove(self, library: Library) -> None:
        if papers := self._some(library)[:1]:
            removal.remove_papers(library, papers)

    def _merge(self, library: Library) -> None:
        papers = self._some(library)[:2]
        if len(papers) == 2:
            duplicates.merge(library, papers[0], papers[1], papers[0])

    def _meet(self, library: Library) -> None:
        self.desks[0].meet(self.desks[1])
        for one in self.libraries:
            one.refresh()


@dataclass(frozen=True)
class Fact:
    """What a register holds, and the step to which that goes back."""

    value: Any = None
    step: Step | None = None
    queued: Step | None = None
    """Of a status: the step that had put the paper onto the Queue when it was given."""


class Walk:
    """The journal walked from its first step to its last, and what it comes to."""

    def __init__(self, library: Library, now: datetime, zone: tzinfo) -> None:
        self.now, self.zone = now, zone
        self.facts: dict[tuple[str, str], Fact] = {}
        self.brought: set[tuple[str, str]] = set()
        self.undone: dict[str, Step] = {}
        by_name: dict[str, Step] = {}
        around: dict[tuple[str, str, str], tuple[list[Fact], Fact]] = {}
        past: dict[tuple[str, str], list[Fact]] = {}
        self.there: dict[str, Fact] = {}
        self.lives: dict[str, list[tuple[tuple[int, str], bool, str]]] = {}
        self.stayed: set[tuple[str, str]] = set()
        """Papers that were there still when the steps that had brought them were undone, with these."""
        self.moved: set[tuple[str, str]] = set()
        """Papers that came or went when steps were undone, with these."""
        for step in sorted(library.history(), key=_stamp):
            by_name[step.id] = step
            if step.undoes in by_name:
                self.undone[step.undoes] = by_name[step.undoes]
            self.undone.pop(step.redoes, None)
            queues = {change.subject: self.fact(change.subject, "list:queue") for change in step.changes}
            for change in step.changes:
                old = self.fact(change.subject, change.key)
                queue = queues[change.subject]
                new = old
                if change.after != old.value:
                    new = Fact(change.after, step, queue.step if queue.value is not None else None)
                if change.key == "list:queue" and None not in (change.after, old.value):
                    new = Fact(change.after, old.step)
                if change.key == "gone" and old.step is None and not change.after:
                    new = Fact(None, step)
                before, itself = around.get((step.undoes or step.redoes, change.subject, change.key), ([], Fact(past)))
                # What stood before a step that is undone may have been undone itself: the last that was so before.
                former = [fact for fact in ([itself] if step.redoes else before) if fact.value == change.after]
                new = former[-1] if former else new
                if change.key == "gone" and not change.after:
                    self.brought.add((change.subject, step.id))
                held = past.setdefault((change.subject, change.key), [old])
                around[step.id, change.subject, change.key] = ([*held], new)
                held.append(new)
                self.facts[change.subject, change.key] = new
                if change.key == "gone":
                    if step.undoes:
                        self.moved.add((change.subject, step.undoes))
                    if not step.undoes and not step.redoes:
                        self.lives.setdefault(change.subject, []).append((_stamp(step), not change.after, step.id))
                    if not change.after:
                        self.there[change.subject] = new
            is_there = {id for id in self.there if not self.fact(id, "gone").value}
            self.stayed.update((id, step.undoes) for id in is_there if self._arrival(id).id == step.undoes)
        self.merged = {id: fact.value for (id, key), fact in self.facts.items() if key == "gone" and _name(fact.value)}
        self.library = library
        self.ahead: set[str] = set()

    def fact(self, id: str, key: str) -> Fact:
        """What a register of a paper holds."""
        return self.facts.get((id, key), Fact())

    def day(self, step: Step, *, counts: bool = True) -> tuple[date, int]:
        """The day of a step, by now at the latest, and its moment; with `counts` it is one that the figures show."""
        limit = int(self.now.timestamp() * 1000)
        if counts and step.wall > limit + 3_600_000:
            self.ahead.add(step.id)
        wall = min(step.wall, limit)
        return datetime.fromtimestamp(wall / 1000, self.zone).date(), wall

    def root(self, id: str) -> str:
        """The paper that one became; two that became each other, on two devices, are none any more."""
        seen: set[str] = set()
        while id in self.merged and id not in seen:
            seen.add(id)
            id = self.merged[id]
        return id

    def left(self, id: str) -> tuple[str, Step | None, Step | None]:
        """How a paper left what is to read, by which step, and which one had queued it."""
        if self.fact(id, "status").value == "read":
            readings = self.readings(id)
            unknown = {at for at, (one, fact) in enumerate(readings) if (one, fact.step.id) in self.brought}
            first = min(range(len(readings)), key=lambda at: (at in unknown, _stamp(readings[at][1].step)))
            step = readings[first][1].step
            queued = [fact.queued for one, fact in readings if fact.step is step and fact.queued is not None]
            return "read", step, min(queued, key=_stamp, default=None)
        # Who is being read, or stands on the Queue, is so whatever else another device has decided.
        begun = self.fact(id, "status").value or self.fact(id, "list:queue").value
        if self.fact(id, "triage").value == "dismissed" and not begun:
            decisive = [self.fact(id, key).step for key in ("triage", "status", "list:queue")]
            return "dismissed", max((step for step in decisive if step is not None), key=_stamp), None
        return "", None, None

    def readings(self, id: str) -> list[tuple[str, Any]]:
        """All that was read of what is one paper, but for what was read again after it became one."""
        own = self.fact(id, "status")
        found = []
        is_by_one = False
        for other, into in self.merged.items():
            at = self.fact(other, "gone").step
            if into != id or self.fact(other, "status").value != "read" or at is None or own.step is None:
                continue
            if _stamp(own.step) > _stamp(at):
                continue
            is_by_one |= at is own.step
            found += self.readings(other)
        return found if is_by_one else [*found, (id, own)]

    def first_of(self, arrivals: Iterable[Step]) -> tuple[int, str] | None:
        """The stamp of the step that brought papers where there were none."""
        first = min(map(_stamp, arrivals), default=None)
        for id in self.lives:
            until_then = [is_there for stamp, is_there in self.stands(id) if first is not None and stamp < first]
            if until_then and until_then[-1]:
                return None
        return first

    def stands(self, id: str) -> list[tuple[tuple[int, str], bool]]:
        """When it was said that a paper is there or is not, and what, where that stands."""
        return [
            (stamp, is_there)
            for stamp, is_there, by in self.lives.get(id, ())
            if by not in self.undone or ((id, by) in self.stayed if is_there else (id, by) not in self.moved)
        ]

    def count(self, unit: str) -> dict[str, Any]:
        """The numbers that `figures_json` gives of the last 26 weeks, months or years."""
        families: dict[str, list[str]] = {id: [id] for id in self.library.papers}
        for id in self.merged:
            if (root := self.root(id)) in families:
                families[root].append(id)
        arrivals = {id: self._came(id) for id in families}
        first = self.first_of(arrivals.values())
        lives: list[dict[str, Any]] = []
        for id, came in arrivals.items():
            how, step, queued = self.left(id)
            life: dict[str, Any] = {"id": id, "how": how, "first": _stamp(came) == first, "came": self.day(came)}
            if step is not None:
                life["left"] = self.day(step)
                life["came"] = min(life["came"], life["left"])
                life["brought"] = any((one, step.id) in self.brought for one in families[id])
                life["queued"] = min(self.day(queued), life["left"]) if queued is not None else None
            lives.append(life)
        return self._told(lives, unit)

    def _came(self, id: str) -> Step:
        """The step that brought a paper, or the first that brought one which became one with it since."""
        own = self._arrival(id)
        found = [own]
        for other, into in self.merged.items():
            gone = self.fact(other, "gone").step
            if into == id and gone is not None and _stamp(gone) >= _stamp(own):
                found.append(self._came(other))
        return min(found, key=_stamp)

    def _arrival(self, id: str) -> Step:
        step = self.there[id].step
        assert step is not None
        return step

    def _told(self, lives: list[dict[str, Any]], unit: str) -> dict[str, Any]:
        today = datetime.fromtimestamp(self.now.timestamp(), self.zone).date()
        begin = min([life["came"][0] for life in lives], default=today)
        starts = [floor(today, unit)]
        while len(starts) < 26 and starts[0] > floor(begin, unit):
            starts.insert(0, floor(starts[0] - timedelta(1), unit))
        weeks = [floor(today, "week")]
        while weeks[0] > floor(max(begin, starts[0]), "week"):
            weeks.insert(0, weeks[0] - timedelta(7))
        start = starts[0]
        gone = [life for life in lives if "left" in life and life["left"][0] < start]
        brought = [life for life in lives if life.get("brought") and life not in gone]
        rest = [life for life in lives if life not in gone and life not in brought]
        came = [life for life in rest if life["came"][0] >= start and not life["first"]]
        read = [life for life in rest if life["how"] == "read"]
        columns = []
        for at, day in enumerate(starts):
            end = starts[at + 1] if at + 1 < len(starts) else date.max
            columns.append(
                {
                    "start": day.isoformat(),
                    "came_in": len([1 for life in came if day <= life["came"][0] < end]),
                    "not_for_me": len([1 for one in rest if one["how"] == "dismissed" and day <= one["left"][0] < end]),
                    "read": len([1 for one in read if day <= one["left"][0] < end]),
                    "to_read": len([
                        1 for one in rest
                        if (one not in came or one["came"][0] < end) and ("left" not in one or one["left"][0] >= end)
                    ]),
                }
            )  # fmt: skip
        waits = [(life["left"][1] - life["queued"][1]) // 86_400_000 for life in read if life["queued"] is not None]
        monday = weeks[-1]
        a_week = [len([1 for one in read if week <= one["left"][0] < week + timedelta(7)]) for week in weeks]
        undone = [step for step in self.undone.values() if self.day(step, counts=False)[0] >= start]
        removed = [
            fact.step for (id, key), fact in self.facts.items()
            if key == "gone" and fact.value is True and fact.step is not None and not fact.step.undoes
            and id not in self.library.papers and self.day(fact.step)[0] >= start
            and any(is_there for _, is_there in self.stands(id))
        ]  # fmt: skip
        return {
            "since": start.isoformat(),
            "before": len(rest) - len(came),
            "came_in": len(came),
            "not_for_me": len([1 for life in rest if life["how"] == "dismissed"]),
            "read": len(read),
            "to_read": len([1 for life in rest if not life["how"]]),
            "columns": columns,
            "read_a_week": round(len(read) / len(weeks), 2),
            "ages": self._ages([life for life in rest if not life["how"]]),
            "days_from_queue_to_read": {"papers": len(waits), "middle": int(median(waits) + 0.5), "most": max(waits)}
            if waits
            else None,
            "read_this_week": {life["id"] for life in read if life["left"][0] >= monday},
            "goal": {
                "a_week": 1,
                "met": len([1 for number in a_week if number]),
                "weeks": len(weeks) - (a_week[-1] == 0),
                "so_far": a_week[-1],
            },
            "left_out": {
                "first_import": len([1 for life in rest if life["first"] and life["came"][0] >= start]),
                "undone": len(undone),
                "removed": len(removed),
                "came_read": len(brought),
            },
        }

    def _ages(self, waits: list[dict[str, Any]]) -> list[int]:
        days = [(self.now.timestamp() * 1000 - life["came"][1]) / 86_400_000 for life in waits]
        limits = (0, 7, 30, 91, 1e9)
        return [len([1 for age in days if low <= age < high]) for low, high in pairwise(limits)]


def _stamp(step: Step) -> tuple[int, str]:
    return (step.clock, step.id)


def _name(value: object) -> bool:
    return isinstance(value, str) and value != ""


def floor(day: date, unit: str) -> date:
    """The first day of the week, month or year of a day."""
    if unit == "week":
        while day.isoweekday() != 1:
            day -= timedelta(1)
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)

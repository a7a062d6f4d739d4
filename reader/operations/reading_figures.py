"""One's reading in figures: what came in, was put aside and was read, what is to read, and how long that takes.

All of it follows from the steps of the journals and from what stands in the library now, a paper once: it came in when
it last came into the library, was read when its present status was set, and is not for the user since its present
decision. What an undo brought back has the date that it had, a step that was undone has none. So the rows add up, in
every column: to read = before + came in - not for me - read.

- A paper that was dismissed and is read counts as read, and once.
- The first import is no pace of anything: its papers are there before, and none of them came in.
- Of papers that were merged, what one of them had been (read, queued, there) counts from when it was so.
- What came as read or dismissed was never to read, and is in no row.
- A step that is dated later than now is one of now. What was removed is in no figure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from reader.errors import UsageError
from reader.library import reading_lists
from reader.library.change import Stamp
from reader.library.library import Library
from reader.library.moments import Register, TakenBackBy, Writer, arrival, origin
from reader.paper import QUEUE, STANDINGS, Paper, Status
from reader.query.filters import day_range
from reader.suggestions import perhaps_of
from reader.text import fold_name

PERIOD_COLUMNS = 26
"""Columns of a period that begins by itself: half a year of weeks."""
A_DAY = 86_400_000
"""Milliseconds of a day."""
AHEAD = 3_600_000
"""Milliseconds by which a clock may be ahead without a word."""
AGES = (("under a week", 7), ("a month", 30), ("a quarter", 91), ("longer", 0))
"""Ages of what is to read, each with the days that it stays below; the last is all the rest."""
EARLIEST = date(1971, 1, 1)
"""No column begins before: a clock that knows no date says 1970."""
QUEUE_KEY = reading_lists.subject(QUEUE)


class Period(StrEnum):
    """How long ago the figures begin, and what one of their columns is."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"
    """From the first step on, in the shortest of the three of which there are not too many."""


UNITS = (Period.WEEK, Period.MONTH, Period.YEAR)
"""What a column can be."""


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """What happened in a week, a month or a year, as numbers of papers."""

    start: date
    """Its first day."""
    came_in: int
    not_for_me: int
    read: int
    to_read: int
    """How many were to read at its end."""


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """What is to read of one age."""

    age: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadShare:
    """How much of a tag or a reading list is read."""

    name: str
    read: int
    papers: int


@dataclass(frozen=True, slots=True)
class GoalFigures:
    """What became of the weekly goal. The running week counts once it is met: it is not over yet."""

    a_week: int
    met: int
    weeks: int
    so_far: int
    """Papers read in the running week."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Days from the Queue to being read."""

    papers: int
    """How many papers were read from the Queue."""
    middle: int
    most: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is in none of the rows, or not as it is dated."""

    first_import: int = 0
    """Papers of the first import, where it lies in the period."""
    undone: int = 0
    """Steps that were undone and do not stand."""
    removed: int = 0
    """Papers that were removed in the period."""
    came_read: int = 0
    """Papers that came into the library in the period as read or dismissed: when that was, no journal tells."""
    ahead: int = 0
    """Steps dated later than now, which count as of now."""


@dataclass(frozen=True, slots=True)
class ReadingFigures:
    """One's reading over a period. Rows are ids of papers, in the order in which it happened."""

    period: Period
    unit: Period
    """What a column is; never `ALL`."""
    until: date
    """Today, where the user is."""
    columns: tuple[FigureColumn, ...]
    """From the oldest to the running one; one at least."""
    before: int
    """How many were to read before the first column, with those of the first import where it lies in the period."""
    came_in: tuple[str, ...]
    not_for_me: tuple[str, ...]
    read: tuple[str, ...]
    to_read: tuple[str, ...]
    """What is to read now, in the library's order."""
    weeks: int
    """How many weeks the period has, from that of the first step on, the running one too."""
    queue: tuple[str, ...]
    """What is on the Queue and not read."""
    ages: tuple[AgeGroup, ...]
    tags: tuple[ReadShare, ...]
    """Every tag, those with most read papers first."""
    lists: tuple[ReadShare, ...]
    """Every reading list but saved searches and the Queue, which what is read leaves; in the same order."""
    waiting: Waiting | None
    """None where no paper was read from the Queue."""
    this_week: tuple[str, ...]
    """What was read in the running week, the last first."""
    goal: GoalFigures | None
    """None where there is none."""
    left_out: LeftOut

    @property
    def pace(self) -> float:
        """Papers read in a week."""
        return len(self.read) / self.weeks

    @property
    def queue_weeks(self) -> float | None:
        """How many weeks the Queue lasts at this pace; None where nothing was read."""
        return len(self.queue) / self.pace if self.read else None

    @property
    def growth(self) -> int:
        """By how many papers what is to read has grown; negative where it has become less."""
        return len(self.to_read) - self.before

    def each(self, number: int) -> float:
        """A number of the whole period as one of a column."""
        return number / len(self.columns)


class Life(NamedTuple):
    """A paper from its coming on, in milliseconds since 1970."""

    paper: Paper
    came: int
    first: bool
    """Whether the first import brought it."""
    left: int
    """When it was read or put aside; `NEVER` while it is to read."""
    brought: bool
    """Whether it was read or put aside when it came: it never was to read."""
    queued: int
    """When it came onto the Queue from which it was read; `NEVER` where it was on none."""


NEVER = 1 << 62
"""Later than every moment."""


class ReadingRecord:
    """When what happened with each paper, read off a library once for all periods."""

    def __init__(self, library: Library, now: datetime) -> None:
        self.now = int(now.timestamp() * 1000)
        self._state = library.state
        self._merged: dict[str, list[str]] = {}
        for id, into in self._state.merged.items():
            self._merged.setdefault(into, []).append(id)
        self._ahead: set[tuple[int, str]] = set()
        arrivals = {id: self._arrival(id) for id in library.papers}
        first = self._first(by for by in arrivals.values() if by is not None)
        self.lives = tuple(self._life(paper, arrivals[id], first) for id, paper in library.papers.items())
        self.waits = tuple(life for life in self.lives if life.left == NEVER)
        """What is to read."""
        queue = library.list_called(QUEUE)
        self.queue = tuple(paper.id for paper in library.held(queue.papers if queue else ()) if not _is_read(paper))
        self.tags, self.lists = _shares(_by_tag(library)), _shares(_by_list(library))
        self.removals = tuple(self._removals())
        """When papers were removed that are not there any more."""
        self.undone = tuple(min(step.wall, self.now) for step in library.undone())
        """When the steps were made that were undone and do not stand."""

    @property
    def ahead(self) -> int:
        """How many steps are dated later than now."""
        return len(self._ahead)

    def _life(self, paper: Paper, came: Writer | None, first: Writer | None) -> Life:
        by, queued = None, None
        if _is_read(paper):
            by, queued = self._read(paper.id)
        elif STANDINGS["dismissed"].test(paper):
            by = self._dismissed(paper.id)
        if by is None:
            return Life(paper, self._wall(came), _is_one(came, first), NEVER, False, NEVER)
        left = self._wall(by)
        # What was read or put aside was there: only a clock can say otherwise, or a paper that came twice.
        arrived = min(self._wall(came), left)
        on = NEVER if queued is None else min(self._wall(queued), left)
        return Life(paper, arrived, _is_one(came, first), left, self._came_by(paper.id, by), on)

    def _dismissed(self, id: str) -> Writer | None:
        """The step since which a paper is dismissed: it is so by a decision, while it is neither begun nor read nor on
        the Queue."""
        decisive = (self._since(id, key) for key in ("triage", "status", QUEUE_KEY))
        return max((by for by in decisive if by is not None), key=attrgetter("step"), default=None)

    def _first(self, arrivals: Iterable[Writer]) -> Writer | None:
        """The step that brought the first papers into an empty library; None where others were there that are not any
        more."""
        first = min(arrivals, default=None)
        return None if first is None or any(self._was_there(id, first) for id in self._state.known) else first

    def _was_there(self, id: str, before: Writer) -> bool:
        """Whether a paper stood in the library right before a step, by what was said of that till then and stands."""
        said = [one for one in self._gone(id) if one.by.stamp < before.stamp and not one.by.revisits]
        held = [one for one in said if self._stands(id, one)]
        return bool(held) and not held[-1].value

    def _stands(self, id: str, said: Register) -> bool:
        """Whether what was said of a paper's being there was not undone: what brought one that stayed then, as another
        device had said something of it, was not, nor what took one away that had come again before."""
        undo = self._state.taken_back_by(said.by.id)
        if undo is None:
            return True
        if said.value:
            return not any(one.by.id == undo.id for one in self._gone(id))
        held = [one for one in self._gone(id) if one.by.stamp <= undo.stamp]
        by = arrival(held, self._state.taken_back_by)
        return not held[-1].value and _is_one(by, said.by)

    def _read(self, id: str) -> tuple[Writer | None, Writer | None]:
        """The steps by which a paper was read and came onto the Queue from which that was; of those that are one paper
        now, the first of them that was read, not as it came. Of several that one step marked as read, the first that
        was queued."""
        readings = list(self._readings(id))
        if not readings:
            return None, None
        first = min((self._came_by(one, by), by) for by, one in readings)
        queued = (
            entered(self._state.held(one, QUEUE_KEY), by.stamp, self._state.taken_back_by)
            for by, one in readings
            if by == first[1]
        )
        return first[1], min((by for by in queued if by is not None), default=None)

    def _readings(self, id: str) -> Iterator[tuple[Writer, str]]:
        """The steps by which a paper, and those that became one with it when it was read or was read by that, were
        read."""
        if (by := self._since(id, "status")) is None:
            return
        joined = {other: gone for other in self._merged.get(id, ()) if (gone := self._since(other, "gone")) is not None}
        read = [other for other in joined if self._state.value(other, "status") == Status.READ]
        if not any(_is_one(joined[other], by) for other in read):
            yield by, id
        for other in read:
            if by.stamp <= joined[other].stamp:
                yield from self._readings(other)

    def _arrival(self, id: str) -> Writer | None:
        """The step that brought a paper or, of several that became one since, the first of them; None where no journal
        tells."""
        own = arrival(self._gone(id), self._state.taken_back_by)
        joined = (
            self._arrival(other)
            for other in self._merged.get(id, ())
            if own is None or (gone := self._since(other, "gone")) is None or gone.stamp >= own.stamp
        )
        return min((by for by in (own, *joined) if by is not None), default=None)

    def _came_by(self, id: str, by: Writer) -> bool:
        """Whether a step brought a paper, or one that became one with it."""
        family = self._family(id) if id in self._merged else (id,)
        return any(_is_one(held.by, by) and not held.value for one in family for held in self._gone(one))

    def _gone(self, id: str) -> Sequence[Register]:
        return self._state.held(id, "gone")

    def _family(self, id: str) -> list[str]:
        """A paper, and those that became one with it."""
        family = [id]
        for one in family:
            family += self._merged.get(one, ())
        return family

    def _since(self, id: str, key: str) -> Writer | None:
        held = self._state.held(id, key)
        return origin(held, self._state.taken_back_by) if held else None

    def _wall(self, by: Writer | None) -> int:
        """When a step was made, by this moment at the latest; the beginning of time where that is not known."""
        if by is None:
            return 0
        if by.wall > self.now + AHEAD:
            self._ahead.add(by.step)
        return max(0, min(by.wall, self.now))

    def starred(self, id: str) -> int:
        """When a paper was given its present star; `NEVER` where it has none, or came with it."""
        by = self._since(id, "star") if self._state.value(id, "star") is True else None
        return NEVER if by is None or self._came_by(id, by) else self._wall(by)

    def _removals(self) -> Iterator[int]:
        for id in self._state.hidden:
            by = self._since(id, "gone") if id not in self._state.merged else None
            # What an import that was undone brought has never come, also where it was removed before that.
            if by is not None and not by.undoes and self._had_come(id):
                yield self._wall(by)

    def _had_come(self, id: str) -> bool:
        """Whether a paper that is removed was there, by something that stands, or longer than any journal tells."""
        brought = [one for one in self._gone(id) if not one.value and not one.by.revisits]
        return not brought or any(self._stands(id, one) for one in brought)


def _is_one(one: Writer | None, other: Writer | None) -> bool:
    """Whether two writers are one step."""
    return one is not None and other is not None and one.id == other.id


def entered(held: Sequence[Register], before: Stamp, taken_back_by: TakenBackBy) -> Writer | None:
    """The step that put a paper onto a list on which it stood before a stamp, told by all that the register of its
    place held; None where it did not stand there."""
    at = next((at for at in reversed(range(len(held))) if held[at].by.stamp < before), -1)
    while at >= 0 and held[at].value is not None:
        by = origin(held[: at + 1], taken_back_by)
        if by is None:
            return None
        at = next(place for place in range(at + 1) if held[place].by == by)
        if at == 0 or held[at - 1].value is None:
            return by
        at -= 1
    return None


def figures(
    record: ReadingRecord,
    period: Period = Period.WEEK,
    *,
    zone: tzinfo | None = None,
    since: date | None = None,
    goal: int = 0,
) -> ReadingFigures:
    """The figures of a period. Weeks begin on Monday and days at midnight where the user is: in `zone`, None for that
    of the machine. With `since` the period begins with the column of that day, else `PERIOD_COLUMNS` columns ago, and
    never before the first step. `goal` is how many papers the user wants to read a week."""
    calendar = Calendar(zone)
    today, begin = calendar.day(record.now), calendar.first_day(record)
    unit, starts = columns_of(period, begin, today, since)
    weeks = starts_of(Period.WEEK, min(today, max(starts[0], begin)), today)
    edges, weekly = ([calendar.moment(day) for day in days] for days in (starts, weeks))
    rows = _Rows(record.lives, edges[0])
    return ReadingFigures(
        period=period,
        unit=unit,
        until=today,
        columns=tuple(rows.columns(starts, edges)),
        before=rows.before,
        came_in=_ids(rows.came_in, _came),
        not_for_me=_ids(rows.not_for_me, _left),
        read=_ids(rows.read, _left),
        to_read=tuple(life.paper.id for life in record.waits),
        weeks=len(weeks),
        queue=record.queue,
        ages=tuple(_ages(record.waits, record.now)),
        tags=record.tags,
        lists=record.lists,
        waiting=_waiting(rows.read),
        this_week=_ids((life for life in rows.read if life.left >= weekly[-1]), _left)[::-1],
        goal=_goal(goal, record.lives, weekly) if goal else None,
        left_out=LeftOut(
            rows.first,
            sum(wall >= edges[0] for wall in record.undone),
            sum(wall >= edges[0] for wall in record.removals),
            rows.came_read,
            record.ahead,
        ),
    )


def figures_by(
    library: Library, now: datetime, *, by: str | None = None, since: str | None = None, goal: int = 0
) -> ReadingFigures:
    """The figures that a person asked for in words, of today's calendar where the machine is: `by` names a period, and
    `since` a day, a month, a year or a time back ("90d"), from which on all is in as many columns as are easily read.
    Raises `UsageError` for other words."""
    begin = day_called(since, Calendar(None).day(int(now.timestamp() * 1000))) if since is not None else None
    if by is not None and by not in list(Period):
        raise UsageError(f"'{by}' is no period{perhaps_of(by, list(Period))}")
    period = Period(by) if by is not None else Period.WEEK if begin is None else Period.ALL
    return figures(ReadingRecord(library, now), period, since=begin, goal=goal)


def day_called(text: str, today: date) -> date:
    """The first of the days that a person's words mean: "2026-11-25", "2026-11", "2026", "7d", "yesterday". Raises
    `UsageError` for other words, and for a day that has not come."""
    days = day_range(text, today) if ".." not in text else None
    if days is None:
        raise UsageError(f"'{text}' is no day: 2026-09-01, 2026-09, 2026, 90d, today and yesterday are.")
    year, month, day = (int(part) for part in (days[0] + "-01-01")[:10].split("-"))
    if (found := date(year, month, day)) > today:
        raise UsageError(f"'{text}' has not come yet: today is {today.isoformat()}.")
    return max(found, EARLIEST)


class Calendar:
    """Days where the user is; with `zone` None, where the machine is."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone

    def day(self, wall: int) -> date:
        """The day of a moment (milliseconds since 1970)."""
        return datetime.fromtimestamp(wall / 1000, self._zone).date()

    def moment(self, day: date) -> int:
        """When a day begins."""
        return int(datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp() * 1000)

    def first_day(self, record: ReadingRecord) -> date:
        """The day on which the first paper came, not before `EARLIEST`."""
        return max(EARLIEST, self.day(min((life.came for life in record.lives), default=record.now)))


def columns_of(period: Period, begin: date, today: date, since: date | None) -> tuple[Period, Sequence[date]]:
    """What the columns of a period are, and their first days; `begin` is the day of the first step."""
    first = min(today, begin if since is None else max(begin, since))
    for unit in UNITS if period is Period.ALL else (period,):
        starts = starts_of(unit, first, today)
        if len(starts) <= PERIOD_COLUMNS:
            break
    return unit, starts if since is not None and period is not Period.ALL else starts[-PERIOD_COLUMNS:]


def starts_of(unit: Period, first: date, last: date) -> Sequence[date]:
    """The first days of the weeks, months or years from that of one day to that of another."""
    if unit is Period.WEEK:
        monday = first - timedelta(first.weekday())
        return [monday + timedelta(days) for days in range(0, (last - monday).days + 1, 7)]
    if unit is Period.MONTH:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [date(month // 12, month % 12 + 1, 1) for month in months]
    return [date(year, 1, 1) for year in range(first.year, last.year + 1)]


class _Rows:
    """Who is in which row of a period that begins at a moment."""

    def __init__(self, lives: Iterable[Life], start: int) -> None:
        self.came_in: list[Life] = []
        self.not_for_me: list[Life] = []
        self.read: list[Life] = []
        self.before = self.first = self.came_read = 0
        for life in lives:
            if life.left < start:
                continue
            if life.brought:
                self.came_read += 1
                continue
            if life.came >= start and not life.first:
                self.came_in.append(life)
            else:
                self.before += 1
                self.first += life.came >= start
            if life.left != NEVER:
                (self.read if _is_read(life.paper) else self.not_for_me).append(life)

    def columns(self, starts: Sequence[date], edges: Sequence[int]) -> Iterator[FigureColumn]:
        """The columns that begin at `edges`, which are the days `starts`."""
        came_in, not_for_me, read = (
            Counter(bisect_right(edges, when(life)) - 1 for life in row)
            for row, when in ((self.came_in, _came), (self.not_for_me, _left), (self.read, _left))
        )
        to_read = self.before
        for at, start in enumerate(starts):
            to_read += came_in[at] - not_for_me[at] - read[at]
            yield FigureColumn(start, came_in[at], not_for_me[at], read[at], to_read)


def _came(life: Life) -> int:
    return life.came


def _left(life: Life) -> int:
    return life.left


def _is_read(paper: Paper) -> bool:
    return paper.status is Status.READ


def _ids(lives: Iterable[Life], when: Callable[[Life], int]) -> tuple[str, ...]:
    return tuple(life.paper.id for life in sorted(lives, key=when))


def _ages(waits: Iterable[Life], now: int) -> Iterator[AgeGroup]:
    limits = [days * A_DAY for _, days in AGES[:-1]]
    groups: list[list[str]] = [[] for _ in AGES]
    for life in waits:
        groups[bisect_right(limits, now - life.came)].append(life.paper.id)
    return (AgeGroup(age, tuple(ids)) for (age, _), ids in zip(AGES, groups, strict=True))


def _by_tag(library: Library) -> Iterator[ReadShare]:
    read = Counter(fold_name(tag) for paper in library.papers.values() if _is_read(paper) for tag in paper.tags)
    return (ReadShare(tag, read[fold_name(tag)], number) for tag, number in library.tags.counts().items())


def _by_list(library: Library) -> Iterator[ReadShare]:
    for lst in library.lists.values():
        if lst.papers and reading_lists.subject(lst.name) != QUEUE_KEY:
            papers = library.held(lst.papers)
            yield ReadShare(lst.name, sum(map(_is_read, papers)), len(papers))


def _shares(found: Iterable[ReadShare]) -> tuple[ReadShare, ...]:
    return tuple(sorted(found, key=lambda share: (-share.read, -share.papers, share.name)))


def _waiting(read: Iterable[Life]) -> Waiting | None:
    days = sorted((life.left - life.queued) // A_DAY for life in read if life.queued != NEVER)
    if not days:
        return None
    # Of an even number the two in the middle, rounded up.
    middle = (days[(len(days) - 1) // 2] + days[len(days) // 2] + 1) // 2
    return Waiting(len(days), middle, days[-1])


def _goal(a_week: int, lives: Iterable[Life], weeks: Sequence[int]) -> GoalFigures:
    read = Counter(
        bisect_right(weeks, life.left) - 1
        for life in lives
        if life.left != NEVER and not life.brought and _is_read(life.paper)
    )
    met = sum(read[at] >= a_week for at in range(len(weeks)))
    so_far = read[len(weeks) - 1]
    return GoalFigures(a_week, met, len(weeks) - (so_far < a_week), so_far)


def figures_json(found: ReadingFigures) -> dict[str, Any]:
    """The figures as plain values: numbers of papers, and the ids of those read in the running week."""
    goal, waiting, out = found.goal, found.waiting, found.left_out
    return {
        "period": found.period.value,
        "unit": found.unit.value,
        "since": found.columns[0].start.isoformat(),
        "until": found.until.isoformat(),
        "before": found.before,
        "came_in": len(found.came_in),
        "not_for_me": len(found.not_for_me),
        "read": len(found.read),
        "to_read": len(found.to_read),
        "columns": [{**asdict(column), "start": column.start.isoformat()} for column in found.columns],
        "read_a_week": round(found.pace, 2),
        "growth_a_week": round(found.growth / found.weeks, 2),
        "queue": {
            "papers": len(found.queue),
            "weeks": None if found.queue_weeks is None else round(found.queue_weeks, 1),
        },
        "goal": asdict(goal) if goal else None,
        "ages": [{"age": group.age, "papers": len(group.papers)} for group in found.ages],
        "tags": [asdict(share) for share in found.tags],
        "lists": [asdict(share) for share in found.lists],
        "days_from_queue_to_read": asdict(waiting) if waiting else None,
        "read_this_week": list(found.this_week),
        "left_out": asdict(out),
    }

"""One's reading as a page of text: for the interface, and for the command line, which prints the same.

Nothing needs colour: blocks differ by height, bars by length, and a number stands beside each. It is drawn for the
width at hand; below `SIDE_BY_SIDE` cells what stands side by side comes one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from reader.counting import count
from reader.dates import MONTHS
from reader.operations.collection import Collection, Kind, some_papers
from reader.operations.reading_figures import Period, ReadingFigures, ReadShare
from reader.paper import QUEUE, Paper
from reader.readable_tex import readable
from reader.text import for_terminal
from reader.tui.drawing.styled_text import Line, cells, cut, wrap

SIDE_BY_SIDE = 74
"""Cells from which on two blocks stand side by side."""
_USUAL = 80
"""Cells of the rows, however wide the page is."""
_LABEL, _BAR, _RIGHT = 12, 12, 34
"""Cells of a row's name and of a bar, and where the block at the right begins."""
_SHARES = 4
"""Tags that are shown, and lists."""
_SOON, _LONG = 1, 104
"""Weeks below which a time is soon over, and from which on it is said in years."""


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What is drawn with."""

    rule: str
    levels: str
    """Heights of a column, from nothing on."""
    full: str
    rest: str
    """What a bar is made of, as far as it goes and behind that."""
    read: str
    more: str
    """What stands where a text was cut."""
    cursor: str
    exact: bool = True
    """Whether a height is rounded up, so that each one is seen; else to the nearest."""


BLOCK_SIGNS = PageSigns("━", " ▁▂▃▄▅▆▇█", "█", "·", "✓", "…", "▎")
PLAIN_SIGNS = PageSigns("-", "0123456789", "#", ".", "v", "...", ">", exact=False)
"""For terminals that know ASCII only."""


def signs_for(environ: Mapping[str, str]) -> PageSigns:
    """The signs for a terminal, by its locale (POSIX 8.2): the first of three variables that is set names it."""
    locale = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environ.get(name))), "UTF-8")
    return BLOCK_SIGNS if "utf8" in locale.lower().replace("-", "") else PLAIN_SIGNS


@dataclass(frozen=True, slots=True)
class Target:
    """What a part of the page tells of, to be opened."""

    collection: Collection
    paper: str = ""
    """The id of the one paper that is meant, "" for all."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """A piece of a line."""

    at: int
    """Its first cell."""
    runs: Line
    target: Target | None = None

    @property
    def end(self) -> int:
        """The cell behind its last one."""
        return self.at + sum(cells(text) for text, _ in self.runs)


PageRow = tuple[PagePart, ...]
"""A line of the page, its pieces from left to right."""


def heading(figures: ReadingFigures, width: int, signs: PageSigns, keys: str = "") -> str:
    """The line above the page: what it is, and of which time. `keys` names those that choose another."""
    left = f"{signs.rule} Your reading "
    right = f" {_span(figures)}{keys} {signs.rule}"
    if cells(left) + cells(right) > width:
        right = f" {_span(figures)} {signs.rule}"
    return cut(left + signs.rule * (width - cells(left) - cells(right)) + right, width)


def _span(figures: ReadingFigures) -> str:
    until = figures.until
    return f"{count(len(figures.columns), figures.unit.value)} to {until.day} {_month(until)}"


def plain_page(figures: ReadingFigures, papers: Mapping[str, Paper], width: int, signs: PageSigns) -> str:
    """The page as plain text."""
    rows = page(figures, papers, width, signs)
    return "\n".join([heading(figures, width, signs), "", *(_plain(row) for row in rows)])


def line_of(row: PageRow) -> Line:
    """The pieces of a line with blanks between them."""
    line: Line = []
    at = 0
    for part in row:
        line += [(" " * (part.at - at), ""), *part.runs]
        at = part.end
    return line


def _plain(row: PageRow) -> str:
    return "".join(text for text, _ in line_of(row)).rstrip()


def page(figures: ReadingFigures, papers: Mapping[str, Paper], width: int, signs: PageSigns) -> list[PageRow]:
    """The lines of the page, each of at most `width` cells. `papers` are those of the library, by id."""
    drawn = _Drawing(figures, papers, width, signs)
    return [
        *drawn.rows(),
        *drawn.prospects(),
        (),
        *drawn.blocks(),
        (),
        *drawn.remarks(),
        *drawn.this_week(),
        *drawn.lists(),
    ]


def level(value: int, most: int, signs: PageSigns) -> str:
    """The height of a column, where `most` is the height of the highest: nothing for nothing, and else something."""
    top = len(signs.levels) - 1
    height = ceil(top * value / most) if signs.exact and most else int(top * value / most + 0.5) if most else 0
    return signs.levels[max(height, 1 if value else 0)]


def bar(value: int, most: int, signs: PageSigns) -> str:
    """A bar of `_BAR` cells."""
    full = int(_BAR * value / most + 0.5) if most else 0
    full = max(full, 1) if value else 0
    return signs.full * full + signs.rest * (_BAR - full)


class _Drawing:
    """The parts of one page."""

    def __init__(self, figures: ReadingFigures, papers: Mapping[str, Paper], width: int, signs: PageSigns) -> None:
        self._figures = figures
        self._papers = papers
        self._width = width
        self._signs = signs
        self._of = f", {_span(figures)}"

    def _line(self, text: str, target: Target | None = None, style: str = "") -> Iterator[PageRow]:
        """A sentence, in as many lines as it needs."""
        for line in wrap([(text, style)], self._width - 2):
            yield (PagePart(1, line, target),)

    def _ids(self, title: str, ids: Sequence[str]) -> Target | None:
        return Target(some_papers(title, ids)) if ids else None

    # -- what happened ------------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[PageRow]:
        """The four rows, a height for each column, and beneath them when the columns were."""
        found, unit = self._figures, self._figures.unit.value
        told = (
            ("came in", found.came_in, [one.came_in for one in found.columns], ""),
            ("not for me", found.not_for_me, [one.not_for_me for one in found.columns], ""),
            ("read", found.read, [one.read for one in found.columns], ""),
            ("to read", found.to_read, [one.to_read for one in found.columns], "+"),
        )
        rates = [f"{found.each(found.growth if sign else len(ids)):{sign},.1f} a {unit}" for _, ids, _, sign in told]
        digits = max(4, *(len(str(len(ids))) + 1 for _, ids, _, _ in told))
        # Beside a scroll bar a blank less, so that 26 columns still stand apart.
        label = 11 if self._width >= _USUAL else 10
        at = 1 + label + digits + 1
        room = min(self._width, _USUAL) - at
        rate = max(map(len, rates))
        if room - rate - 1 < len(found.columns):
            rate = 0
        room -= rate + (rate > 0)
        step = 2 if 2 * len(found.columns) - 1 <= room else 1
        shown = min(len(found.columns), max(1, room))
        for (name, ids, values, sign), words in zip(told, rates, strict=True):
            most = max(values, default=0)
            heights = (level(value, most, self._signs) for value in values[-shown:])
            blocks = (" " * (step - 1)).join(heights)
            runs: Line = [(f"{name:<{label}}{len(ids):>{digits}} ", ""), (blocks, "bar")]
            if rate:
                runs.append((f"{words:>{room - cells(blocks) + 1 + rate}}", "quiet"))
            yield (PagePart(1, runs, self._ids(f"{name.capitalize()}{'' if sign else self._of}", ids)),)
        yield (PagePart(at, [(self._axis(shown, step), "quiet")]),)

    def _axis(self, shown: int, step: int) -> str:
        """Names beneath the columns, as many as there is room for: of months, and of years where a year begins."""
        text = ""
        starts = [one.start for one in self._figures.columns[-shown:]]
        room = (shown - 1) * step + 4
        for at, start in enumerate(starts):
            if self._figures.unit is Period.WEEK and start.day > 7:
                continue
            named = self._figures.unit is Period.YEAR or (self._figures.unit is Period.MONTH and start.month == 1)
            name = str(start.year) if named else _month(start)
            if at * step >= len(text) + (text != "") and at * step + len(name) <= room:
                text = text.ljust(at * step) + name
        return text or f"{starts[0].day} {_month(starts[0])}"

    def prospects(self) -> Iterator[PageRow]:
        """What the pace means for the Queue, and what became of the goal."""
        queue = self._figures.queue
        target = Target(Collection(Kind.LIST, QUEUE)) if queue else self._ids("To read", self._figures.to_read)
        yield from self._line(" ".join(filter(None, (self._pace(), self._goal()))), target)

    def _pace(self) -> str:
        found = self._figures
        growth = found.growth / found.weeks
        queue, waits = (count(len(ids), "paper") for ids in (found.queue, found.to_read))
        if not found.to_read:
            return "Nothing is left to read."
        if not found.read:
            return f"{f'Queue: {queue}' if found.queue else f'To read: {waits}'}; nothing was read in this time."
        if found.queue and found.queue_weeks is not None:
            return f"Queue: {queue}, {_weeks(found.queue_weeks)} at this pace."
        if growth < 0:
            return f"To read: {waits}, {_weeks(len(found.to_read) / -growth)} at this pace."
        return f"To read: {waits}, {f'{growth:,.1f} more every week' if growth else 'as many as before'}."

    def _goal(self) -> str:
        goal = self._figures.goal
        if goal is None:
            return ""
        if not goal.weeks:
            return f"Goal, {goal.a_week} a week: {goal.so_far} so far."
        return f"Goal, {goal.a_week} a week: met in {goal.met} of {goal.weeks}."

    # -- what there is ------------------------------------------------------------------------------------------------

    def blocks(self) -> Iterator[PageRow]:
        """What is to read by age, and what of each tag is read; side by side where there is room."""
        ages, tags = list(self._ages()), list(self._shares("tag", self._figures.tags, self._tag))
        if self._width < SIDE_BY_SIDE or not tags:
            yield from ((part,) for part in ages)
            if tags:
                yield ()
            yield from ((part,) for part in tags)
            return
        for at in range(max(len(ages), len(tags))):
            right = [_moved(tags[at], _RIGHT - (at > 0))] if at < len(tags) else []
            yield (*ages[at : at + 1], *right)

    def _ages(self) -> Iterator[PagePart]:
        ages = self._figures.ages
        most = max(len(group.papers) for group in ages)
        digits = max(4, len(str(most)) + 1)
        yield PagePart(1, [("What is to read, by age", "heading")])
        for group in ages:
            number = len(group.papers)
            drawn = bar(number, most, self._signs)
            runs: Line = [(f"{group.age:<{_LABEL}} ", ""), (drawn, "bar"), (f"{number:>{digits}}", "")]
            yield PagePart(1, runs, self._ids(f"To read, {group.age}", group.papers))

    def _tag(self, share: ReadShare) -> tuple[str, Target]:
        return f"#{share.name}", Target(Collection(Kind.TAG, share.name))

    def _list(self, share: ReadShare) -> tuple[str, Target]:
        return share.name, Target(Collection(Kind.LIST, share.name))

    def _shares(
        self, what: str, shares: Sequence[ReadShare], named: Callable[[ReadShare], tuple[str, Target]]
    ) -> Iterator[PagePart]:
        """How much of each is read: a heading, then those with most of it."""
        if not shares:
            return
        yield PagePart(1, [(f"Read, by {what}", "heading")])
        shown = shares[:_SHARES]
        numbers = [f"{share.read} of {share.papers}" for share in shown]
        digits = max(map(len, numbers))
        room = min(17, self._width - 1 - 1 - _BAR - 1 - digits - 1)
        for share, number in zip(shown, numbers, strict=True):
            name, target = named(share)
            label = self._fit(for_terminal(name), room)
            drawn = bar(share.read, share.papers, self._signs)
            blank = " " * (room - cells(label) + 1)
            yield PagePart(1, [(f"{label}{blank}", ""), (drawn, "bar"), (f" {number:>{digits}}", "")], target)

    def _fit(self, text: str, width: int) -> str:
        more = self._signs.more
        return text if cells(text) <= width else cut(text, max(0, width - cells(more))) + more

    def remarks(self) -> Iterator[PageRow]:
        """How long papers wait on the Queue, and what is in none of the rows."""
        waiting = self._figures.waiting
        if waiting is not None:
            days = f"{count(waiting.middle, 'day')} in the middle, {waiting.most} at most"
            yield from self._line(f"From queue to read: {days if waiting.papers > 1 else count(waiting.most, 'day')}.")
        if out := list(self._left_out()):
            yield from self._line(f"Left out: {', '.join(out)}.")
        if ahead := self._figures.left_out.ahead:
            yield from self._line(f"{count(ahead, 'step')} dated later than now: taken for steps of now.")
        if waiting is not None or out or ahead:
            yield ()

    def _left_out(self) -> Iterator[str]:
        out = self._figures.left_out
        if out.first_import:
            yield f"the first import of {count(out.first_import, 'paper')}"
        if out.came_read:
            yield f"{count(out.came_read, 'paper')} that came as read or dismissed"
        if out.removed:
            yield f"{count(out.removed, 'paper')} that {'was' if out.removed == 1 else 'were'} removed"
        if out.undone:
            yield "steps that were undone"

    def this_week(self) -> Iterator[PageRow]:
        """What was read since Monday."""
        ids = self._figures.this_week
        target = self._ids("Read this week", ids)
        yield (PagePart(1, [(f"This week: {len(ids) or 'nothing'} read", "heading")], target),)
        mark = f"  {self._signs.read} "
        for id in ids:
            title = self._fit(readable(for_terminal(self._papers[id].title)), self._width - 1 - cells(mark) - 1)
            opened = Target(target.collection, id) if target is not None else None
            yield (PagePart(1, [(mark, "read"), (title, "")], opened),)

    def lists(self) -> Iterator[PageRow]:
        """What of each reading list is read."""
        if parts := list(self._shares("list", self._figures.lists, self._list)):
            yield ()
            yield from ((part,) for part in parts)


def _month(day: date) -> str:
    return MONTHS[day.month - 1].capitalize()


def _moved(part: PagePart, by: int) -> PagePart:
    return PagePart(part.at + by, part.runs, part.target)


def _weeks(weeks: float) -> str:
    """A number of weeks in words."""
    if weeks < _SOON:
        return "under a week"
    if weeks < _LONG:
        return count(round(weeks), "week")
    return count(round(weeks * 7 / 365.25), "year")

"""A week's reading as Markdown: what was read, with what was written of it, what was starred and what came in.

It is a text for people, to be kept in a diary or sent to a group; nothing is ever read back from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from textwrap import indent

from reader.counting import count
from reader.formats.markdown.escaping import escape, target
from reader.library.library import Library
from reader.operations.reading_figures import Calendar, Life, Period, ReadingRecord, day_called, starts_of
from reader.paper import Paper, Status
from reader.persons import short_authors

CAME_SHOWN = 20
"""So many of the papers that came in are named, and the others counted."""


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return starts_of(Period.WEEK, day, day)[0]


def digest_name(day: date) -> str:
    """A file's name for the digest of a day's week: "reading-2026-W48.md"."""
    year, week, _ = day.isocalendar()
    return f"reading-{year}-W{week:02}.md"


def digest_of(library: Library, now: datetime, day: str) -> str:
    """The digest of the week of a day that a person named, where the machine is. Raises as `day_called`."""
    record = ReadingRecord(library, now)
    return week_digest(library, record, day_called(day, Calendar(None).day(record.now)))


def week_digest(library: Library, record: ReadingRecord, day: date, zone: tzinfo | None = None) -> str:
    """The week of a day as Markdown; `zone` is that of the user, None for the machine's. Each paper stands once."""
    calendar, monday = Calendar(zone), week_of(day)
    first, end = calendar.moment(monday), calendar.moment(monday + timedelta(7))

    def within(wall: int) -> bool:
        return first <= wall < end

    lives = [life for life in record.lives if not life.brought]
    read = [life.paper for life in sorted(lives, key=_left) if _is_read(life) and within(life.left)]
    stars = {id: when for id in library.papers if within(when := record.starred(id))}
    starred = library.held(sorted(stars, key=lambda id: stars[id]))
    came = [life for life in lives if within(life.came)]
    arrived = [life.paper for life in came if not life.first]
    counts = [f"{count(len(read), 'paper')} read", f"{len(starred)} starred", f"{len(arrived)} came in"]
    if others := len(came) - len(arrived):
        counts.append(f"the first import brought {others}")
    done = {paper.id for paper in read}
    rest = [paper for paper in arrived if paper.id not in done and paper.id not in stars]
    more = [f"- and {len(rest) - CAME_SHOWN} more"] if rest[CAME_SHOWN:] else []
    return "\n\n".join([
        f"# Reading, {_days(monday)}",
        f"{', '.join(counts)}.",
        *_section("Read", (_item(paper) + _words(library, paper) for paper in read)),
        *_section("Starred", (_item(paper) for paper in starred if paper.id not in done)),
        *_section("Came in", [*map(_item, rest[:CAME_SHOWN]), *more]),
    ]) + "\n"  # fmt: skip


def _left(life: Life) -> int:
    return life.left


def _is_read(life: Life) -> bool:
    return life.paper.status is Status.READ


def _days(monday: date) -> str:
    """A week by its first and last day."""
    sunday = monday + timedelta(6)
    return f"{monday.isoformat()} to {sunday.isoformat()}"


def _section(title: str, items: Iterable[str]) -> list[str]:
    listed = "\n".join(items)
    return [f"## {title}", listed] if listed else []


def _item(paper: Paper) -> str:
    """A paper as a line of a list."""
    title, address = escape(paper.title), target(paper.link)
    linked = f"[{title}]({address})" if address else title
    about = ", ".join(filter(None, (short_authors(paper), str(paper.year or ""))))
    return f"- {'★ ' if paper.starred else ''}{linked}{f' ({escape(about)})' if about else ''}"


def _words(library: Library, paper: Paper) -> str:
    """What the user wrote of a paper, as parts of its line: the note, and the remarks of reading lists."""
    remarks = [
        f"*{escape(lst.name)}*: {entry.note}"
        for lst in library.lists.values()
        for entry in lst.entries
        if entry.paper == paper.id and entry.note
    ]
    parts = [part for part in (paper.note.strip(), *remarks) if part]
    return "".join(f"\n\n{indent(part, '  ')}" for part in parts)

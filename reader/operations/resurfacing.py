"""What may be looked at again: papers starred long ago and not read, and old notes, each with why in a line."""

from __future__ import annotations

from datetime import datetime, timedelta

from reader.dates import moment_of
from reader.library.contents import Contents
from reader.paper import STANDINGS

UNREAD_DAYS = 182
"""A star is old after so many days, where the paper was not read since."""
NOTE_DAYS = 365
"""A note is old after so many days in which nobody changed it."""


def again(library: Contents, now: datetime) -> dict[str, str]:
    """The papers to be looked at again, by id, each with why: what lies back longest comes first. Months are those of
    the calendar in the zone of `now`."""
    found: list[tuple[str, str, str]] = []
    for paper in library.papers.values():
        if STANDINGS["dismissed"].test(paper):
            continue
        starred = moment_of(paper.starred_at)
        if STANDINGS["unread"].test(paper) and starred is not None and now - starred >= timedelta(UNREAD_DAYS):
            found.append((paper.starred_at, paper.id, f"starred in {_month(starred, now)}, not read"))
            continue
        written = library.state.noted_at(paper.id) if paper.note else ""
        noted = moment_of(written)
        if noted is not None and now - noted >= timedelta(NOTE_DAYS):
            years = (now - noted).days // NOTE_DAYS
            age = "a year" if years == 1 else f"{years} years"
            found.append((written, paper.id, f"your note is {age} old: {' '.join(paper.note.split())}"))
    return {id: why for _, id, why in sorted(found)}


def _month(then: datetime, now: datetime) -> str:
    """ "May", or "May 2025" where that is another year's."""
    here = then.astimezone(now.tzinfo)
    return f"{here:%B}" if here.year == now.year else f"{here:%B %Y}"

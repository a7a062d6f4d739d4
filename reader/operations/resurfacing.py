"""What may be looked at again: papers starred long ago and not read, and old notes, each with why in a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from reader.dates import moment_of
from reader.paper import STANDINGS, Paper

UNREAD_DAYS = 182
"""A star is old after so many days, where the paper was not read since."""
NOTE_DAYS = 365
"""A note is old after so many days in which nothing was said of its paper."""


def again(papers: Iterable[Paper], now: datetime) -> dict[str, str]:
    """The papers to be looked at again, by id, each with why: what lies back longest comes first."""
    found: list[tuple[str, str, str]] = []
    for paper in papers:
        if STANDINGS["dismissed"].test(paper):
            continue
        starred, noted = moment_of(paper.starred_at), moment_of(paper.changed_at)
        if STANDINGS["unread"].test(paper) and starred is not None and now - starred >= timedelta(UNREAD_DAYS):
            found.append((paper.starred_at, paper.id, f"starred in {_month(starred, now)}, not read"))
        elif paper.note and noted is not None and now - noted >= timedelta(NOTE_DAYS):
            years = (now - noted).days // NOTE_DAYS
            age = "a year" if years == 1 else f"{years} years"
            found.append((paper.changed_at, paper.id, f"your note is {age} old: {' '.join(paper.note.split())}"))
    return {id: why for _, id, why in sorted(found)}


def _month(then: datetime, now: datetime) -> str:
    """ "May", or "May 2025" where that is another year's."""
    return f"{then:%B}" if then.year == now.year else f"{then:%B %Y}"

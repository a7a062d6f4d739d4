"""When a work was published, as far as its record says so: of a note, a schedule or a saved page the bare `date` is a
day of its own.

    >>> published_dates(["2017"], "2024-03-01", "1706.03762")
    (['2017'], '2024-03-01')
    >>> published_dates([], "2017-12-04", "1706.03762"), published_dates([], "2024-03-01", "1706.03762")
    ((['2017-12-04'], ''), (['2017'], '2024-03-01'))
    >>> published_dates([], "2024-03-01", "", own=True), published_dates([], "2024-03-01", "")
    ((['2024-03-01'], ''), ([], '2024-03-01'))
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.dates import date_written
from reader.formats.parsed import Problem, excerpt
from reader.identity import arxiv_year
from reader.text import clean_line


def published_dates(known: Sequence[str], bare: str, arxiv_id: str, *, own: bool = False) -> tuple[list[str], str]:
    """The dates of publication of a record, and its bare `date` where that need not be one.

    `known` are those that it calls so; over these no other counts. Else the bare date does where the record is a
    bibliography's `own`, or has the year of the arXiv id, which says the year where it does not.
    """
    year, day = next(filter(None, map(date_written, known)), "")[:4], clean_line(bare)
    when = date_written(day)
    if year:
        return ([*known, day], "") if not when or when.startswith(year) else ([*known], day)
    if own or not when or when.startswith(arxiv_year(arxiv_id) or "-"):
        return [*known, day], ""
    return [*filter(None, (*known, arxiv_year(arxiv_id)))], day


def not_of_publication(left: Sequence[tuple[int, str]]) -> list[Problem]:
    """One problem for all bare dates of a text that were not taken, each given with its line."""
    if not left:
        return []
    one = "a date that need not be that of the publication, left out"
    several = f"the dates of {len(left):,} records need not be those of their publication, left out"
    shown = ", ".join(dict.fromkeys(date for _, date in left[:10]))
    return [Problem(left[0][0], one if len(left) == 1 else several, excerpt(clean_line(shown)))]

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

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress

from reader.dates import beyond_date, date_of, date_written, is_of_other_things
from reader.formats.parsed import Problem, excerpt
from reader.formats.user_fields import no_such_day
from reader.identity import arxiv_year
from reader.paper import Paper
from reader.paper_json import kept_json
from reader.text import ABSTRACT_LIMIT, clean_line

_ISSUED, _EARLY = "csl-json/issued", "csl-json/available-date"
"""Where words of dates are kept, whatever format told them: CSL has places for them."""


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


def of_one_day(dates: Iterable[str]) -> list[str]:
    """Those of several dates, the surest first, that may be the same as the first that is one: a service also tells
    when a text was online, deposited or changed."""
    given = [(date, date_written(date)) for date in filter(None, dates)]
    first = next(filter(None, (found for _, found in given)), "")
    return [date for date, found in given if found.startswith(first) or first.startswith(found)]


def kept_dates(line: int, texts: Iterable[str], published: str, problems: list[Problem]) -> dict[str, str]:
    """What the dates of a record say beyond the day, month or year that is taken from them, for `Paper.kept`: a season,
    a range, "in press", a year before Christ. That one says no year, or a day that no calendar has, is told. A day of
    another year is none of their words.

    >>> kept_dates(1, ["2019", "Spring 2019"], "2019", []), kept_dates(1, ["2019", "3 May 2019"], "2019-05-03", [])
    ({'csl-json/issued': '{"literal": "Spring 2019", "date-parts": [[2019]]}'}, {})
    """
    given = list(filter(None, map(clean_line, texts)))
    said: set[str] = set()
    told: list[str] = []
    for text in given:
        own = date_written(text)
        is_another = own != "" and not f"{own}-".startswith(published) and not beyond_date(text, own)
        if is_another or f"{published}-".startswith(f"{text}-") or is_of_other_things(text):
            continue
        if more := beyond_date(text, published) - said:
            said |= more
            told.append(text)
    if given and not published:
        kept = "kept as it is typed" if told else "left out"
        problems.append(Problem(line, f"a date that says no year, {kept}", excerpt(given[0][:300])))
    problems += no_such_day(line, next(iter(given), ""), published)
    parts = {"date-parts": [[int(part) for part in published.split("-")]]} if published else {}
    words = "; ".join(told)[: ABSTRACT_LIMIT // 2]
    return {_ISSUED: kept_json({"literal": words, **parts})} if told else {}


def kept_early(text: str) -> dict[str, str]:
    """The date on which a work was online ahead of its issue, for `Paper.kept`."""
    return {_EARLY: kept_json({"literal": clean_line(text)})} if text.strip() else {}


def words_of_date(paper: Paper) -> str:
    """The words in which the date of a paper came that say more than its day, month or year; "" for none, and where
    another date is known since.

    >>> words_of_date(Paper("", "Lamps", published="1999", kept=(("csl-json/issued", '{"literal": "Spring 1999"}'),)))
    'Spring 1999'
    """
    held = dict(paper.kept).get(_ISSUED, "")
    issued: object = None
    with suppress(ValueError, RecursionError):
        issued = json.loads(held) if held else None
    match issued:
        case str(words) | {"literal": str(words)} if _day_of(issued, words) == paper.published:
            return clean_line(words)
    return ""


def _day_of(issued: object, words: str) -> str:
    """The day, month or year of a date of CSL that is told in words, and perhaps in parts."""
    match issued:
        case {"date-parts": [[int(), *_] as parts, *_]}:
            return date_of(*map(str, parts[:3]))
    return date_written(words)

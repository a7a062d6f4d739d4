"""A date from outside (a bibliography, a page, a person's query) -> "2024-08-15", "2024-08" or "2024", or none.

What no calendar has is no date: a 31st of February leaves its month, a 13th month its year, a year 0 nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from reader.paper import DOI_PREFIX
from reader.patterns import regex
from reader.text import words

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first three letters of each."""
WEEK = 7
"""So many days, today the last of them, are called by their names."""
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
"""How a moment of UTC is written: when a paper was added or read, when a step was made."""
_WRITTEN = regex(
    r"(?<!\d)(\d{4})(?:(\d\d)(\d\d)?|[-/](\d{1,2})(?!\d)(?:[-/](\d{1,2})(?!\d))?)?(?!\d)", re.ASCII
)  # fmt: skip
_EXACT = regex(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_PARTS = regex(r"[^\W\d_]+|\d+", re.ASCII)
_YEAR_LAST = regex(r"(?<![\d./-])(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})(?![\d./-])", re.ASCII)
_NAMED_MONTH = regex(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)", re.IGNORECASE
)  # fmt: skip
_CLOCK = regex(r"T?\d{1,2}:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_OF_DATES = frozenset(
    """
    date literal parts raw st nd rd th of gmt utc mon monday tue tues tuesday wed wednesday thu thursday fri
    friday sat saturday sun sunday
    """.split()  # noqa: SIM905
)
"""Words that say nothing of a date."""
OF_STATE = frozenset(
    """
    ? ~ about accepted ahead appear appears approximately c ca circa d early epub expected forthcoming in n nd no of
    online press print preprint published submitted to true undated unpublished
    """.split()  # noqa: SIM905
)
"""Words in the place of a date that say how far a text has come, or how sure the date is."""
_UNSURE = regex(r"[?~]")
"""The signs of a date that is not known for sure (ISO 8601-2, 8)."""
_TIME_OF_DAY = regex(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?:\s*[+-]\d{4})?(?!\d)", re.ASCII)
_NO_DATE = regex(
    rf"{DOI_PREFIX}/\S+|https?://\S+"
    r"|(?<!\d)(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|\d\d(?:0[1-9]|1[0-2])\.\d{5})(?:v\d{1,3})?(?!\d)"
    r"|\b(?:vol(?:ume)?|n[or]|number|issue|pp?|pages?|article|ln(?:cs|ai))\b\.?\s*\d+(?:\s*[-–]+\s*\d+)?",
    re.ASCII | re.IGNORECASE,
)
"""A DOI, an address, an arXiv id, and what counts volumes, issues and pages: their digits are no year."""
_LETTERED = regex(r"\W*\d{4}\s?([a-z])\W*", re.ASCII)
_SEASONS = range(21, 42)
"""The numbers of seasons and other parts of a year in the place of a month."""
_WRITTEN_OUT = 60
"""Characters of a date in words that are looked at."""


@lru_cache(maxsize=20_000)
def date_in(text: str) -> str:
    """The first date in a text as `Paper.published` holds it, as fine as its parts are; "" where there is none.

    Years have four digits and come first: "2024/8/5", "2024-08-05T10:00:00Z", "20240805", "about 2024". The digits of
    an identifier, a volume or a page are none.
    """
    match = _written(text)
    return date_of(match[1], match[2] or match[4], match[3] or match[5]) if match else ""


def year_suffix(texts: Iterable[str]) -> str:
    """The letter behind a year alone, by which authors tell their texts of it apart ("2020a"); "" for none.

    >>> year_suffix(["2020", "2020a"]), year_suffix(["2020 May"])
    ('a', '')
    """
    return next((found[1] for text in texts if (found := _LETTERED.fullmatch(text))), "")


def _written(text: str) -> re.Match[str] | None:
    """The first year in a text with what stands behind it of month and day."""
    return _WRITTEN.search(_NO_DATE.sub(" ", text))


@lru_cache(maxsize=20_000)
def date_written(text: str) -> str:
    """The date of a text in any common order, as fine as it is certain: "2019 May 3", "September 1, 2021", "DEC 2020",
    "20/04/2020", "01/2020". Which of "02/12/2015" is the month cannot be told, so that is a year; of several months
    ("2019 May-Jun") it is the first, and a day between them is none."""
    found = date_in(text)
    if len(found) != len("YYYY"):
        return found
    text = _TIME_OF_DAY.sub(" ", _NO_DATE.sub(" ", text)[:_WRITTEN_OUT])
    if (last := _YEAR_LAST.search(text)) is not None:
        first, second, year = last[1] or "", last[2], last[3]
        if not first:
            return date_of(year, second)
        if first == second or int(first) > 12 or int(second) > 12:
            return date_of(year, *((second, first) if int(first) > 12 else (first, second)))
        return date_of(year)
    parts = _PARTS.findall(text)
    months = [part for part in parts if _NAMED_MONTH.fullmatch(part)]
    days = [part for part in parts if part.isdecimal() and len(part) < 3]
    years = {part for part in parts if part.isdecimal() and len(part) == 4}
    if not months or len(years) > 1:
        return (
            date_of(found, month_number(months[0])) if months and text.index(found) < text.index(months[0]) else found
        )
    return date_of(found, month_number(months[0]), days[0] if len(days) == len(months) == 1 else None)


def date_of(year: str | int, month: str | int | None = None, day: str | int | None = None) -> str:
    """A date made of its parts, as fine as those are that a calendar has; "" without a year from 1 to 9999."""
    years, months, days = (int(part) if part.isdecimal() else 0 for part in (str(year), str(month), str(day)))
    if not 1 <= years <= 9999:
        return ""
    if not 1 <= months <= 12:
        return f"{years:04d}"
    if not 1 <= days <= monthrange(years, months)[1]:
        return f"{years:04d}-{months:02d}"
    return f"{years:04d}-{months:02d}-{days:02d}"


@lru_cache(maxsize=20_000)
def beyond_date(text: str, published: str) -> frozenset[str]:
    """The words in which a text of a date says more than `Paper.published` does: a season, a term, a year that is none
    of the calendar's; empty where it says nothing else.

    >>> sorted(beyond_date("Spring 1999", "1999")), sorted(beyond_date("3 May 1999, 10:30", "1999-05-03"))
    (['spring'], [])
    >>> sorted(beyond_date("1999?", "1999"))
    ['?']
    """
    told = {0, *(int(part) for part in published.split("-") if part)}
    month = int(published[5:7] or 0)
    return frozenset(_UNSURE.findall(text)).union(
        word
        for word in words(_CLOCK.sub(" ", text))
        if not (word.isdecimal() and int(word[:9]) in told) and word not in _OF_DATES
        if not (month and month_number(word) == month)
    )


def says_state(text: str) -> bool:
    """Whether a text in the place of a date says nothing but how far a work has come: "in press", "n.d."."""
    told = words(text)
    return bool(told) and OF_STATE.issuperset(told)


def is_of_other_things(text: str) -> bool:
    """Whether a text in the place of a date is none, but an identifier, an address, a volume or pages."""
    return _NO_DATE.search(text) is not None and not date_in(text)


def is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year of the calendar, in the form of `Paper.published`."""
    return _EXACT.fullmatch(text) is not None and date_in(text) == text


def is_cut(text: str, date: str) -> bool:
    """Whether a date that was found in a text is less than the day or month that stands there, which is none.

    A season or another part of a year, which has a number in the place of a month (ISO 8601-2, 4.8), is one, and so
    is a year that goes on in the next: "2019/20".
    """
    match = _written(text)
    month = int(match[2] or match[4] or 0) if match else 0
    if match is None or month in _SEASONS or (not match[5] and month == (int(match[1]) + 1) % 100 > 12):
        return False
    return 1 + len([part for part in match.groups()[1:] if part]) > len(date.split("-"))


def moment(when: datetime) -> str:
    """A moment of UTC as it is stored."""
    return when.strftime(MOMENT)


def moment_of(text: str) -> datetime | None:
    """The moment of UTC that is stored so; None for a text that is none."""
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_moment(value: object) -> bool:
    """Whether a value from a file is a text of a moment of the calendar as it is stored."""
    return isinstance(value, str) and (when := moment_of(value)) is not None and moment(when) == value


def day_here(text: str) -> str:
    """The day of a stored moment where the user is, "YYYY-MM-DD"; that which stands there for any other text."""
    try:
        return when.astimezone().date().isoformat() if (when := moment_of(text)) is not None else text[:10]
    except (OverflowError, ValueError, OSError):
        return text[:10]


def day_words(then: datetime, now: datetime) -> str:
    """A day of the last week by its name, another one by its date, here: "Mon", "24 Nov", "24 Nov 2023"."""
    here, today = then.astimezone(), now.astimezone()
    if 0 <= (today.date() - here.date()).days < WEEK:
        return f"{here:%a}"
    return f"{here.day} {here:%b}" if here.year == today.year else f"{here.day} {here:%b %Y}"


def moment_here(text: str) -> str:
    """A stored moment by the clock of this machine, "YYYY-MM-DD HH:MM"; of any other text so much as such a one has."""
    try:
        here = f"{when.astimezone():%Y-%m-%d %H:%M}" if (when := moment_of(text)) is not None else text
    except (OverflowError, ValueError, OSError):
        here = text
    return f"{here[:16]:16}"


def beginning(day: date) -> str:
    """The stored moment at which a day begins where the user is."""
    try:
        # Where the clock is put on at midnight the day begins later: a timestamp knows, `astimezone` does not.
        here = datetime.fromtimestamp(datetime(day.year, day.month, day.day).timestamp(), UTC)
    except (OverflowError, ValueError, OSError):
        return f"{day.isoformat()}T00:00:00Z"
    return f"{here.replace(tzinfo=None).isoformat()}Z"


def month_number(text: str) -> int:
    """1 to 12 for a month's name (in any of its English forms) or number, 0 for anything else."""
    word = text.strip().lower()
    if word.isascii() and word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else 0
    return MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else 0

"""Filters: which papers `tag:`, `year:`, `has:` ... find, and the orders that `sort:` knows."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from reader.dates import beginning, is_date
from reader.naming import names_of, names_told
from reader.paper import STANDINGS, STATUS_ORDER, Paper
from reader.patterns import regex
from reader.persons import is_named
from reader.query.fields import CHOICES, DATED, FIELDS
from reader.query.scripts import flat, is_unspaced, parts
from reader.suggestions import nearest
from reader.text import at_or_under, clean_line, fold, fold_name, is_mark, plain_digits, shortened, tag_name

Lists = Callable[[str], Collection[str]]
"""The names of the reading lists that a paper (by its id) stands in."""

Test = Callable[[Paper], bool]
"""Whether a paper passes."""

_AROUND = "[]{}()'’‘‚`´«»‹›「」『』＂＇（）［］,;!?，；。、！？ "
"""What is written around words, and not part of a value that is one of a few or a date."""
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_ENDING = regex(r"\.[a-z][a-z0-9]{1,6}$")
"""The ending of a file's name."""
_RELATIVE = regex(r"(\d{1,4})([dwmy])", re.ASCII)
_MOMENT = len("YYYY-MM-DDTHH:MM:SSZ")
_NEVER = "a"
"""What sorts after every moment."""
_COUNT = regex(r"(>=|<=|>|<|)\s*(\d{1,9})", re.ASCII)
_COUNTS = regex(r"(\d{0,9})\.\.(\d{0,9})", re.ASCII)
_MOST = 10**9
"""More than any number of votes that can be asked for."""

ORDERED = {
    "added": "added", "year": "published", "published": "published", "read": "read_at", "starred": "starred_at",
    "changed": "changed_at", "upvotes": "upvotes", "title": "title", "status": "status",
}  # fmt: skip
"""The fields of a paper by which orders go, by their keys; "relevance" and `LIKELIEST` go by none."""
LIKELIEST = "next"
"""The order in which the user is likely to want papers."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One `field:value` of a query."""

    field: str
    """A key of `FIELDS` other than "sort"."""
    value: str
    """As typed, without its quotes."""
    typing: bool = False
    """It ends the query, so it may be half of a longer name: a prefix counts where nothing is called just so."""
    prefix: bool = False
    """Names that begin with the value count as well."""
    literal: bool = False
    """The value is one word in quotes: it is taken at its word, whatever it is like, and in texts for a whole one."""
    bare: bool = False
    """It is the name of a paper that stands for itself, without a field: what stands beside it may be about it only."""

    among: tuple[str, ...] = ()
    """The ids of the papers that are near, once that is worked out (see `operations.near_filters`)."""

    def test(self, lists: Lists, today: date) -> Test:
        """What tells whether a paper has what the filter asks for, worked out once for many papers."""
        return _TESTS[self.field](self, lists, today)

    def accepts(self, paper: Paper, lists: Lists, today: date) -> bool:
        """Whether the paper has what the filter asks for."""
        return self.test(lists, today)(paper)


def trouble(field: str, value: str) -> tuple[str, str]:
    """Why `field:value` cannot be used, and the filter that was likely meant ("" where none is like it).

    ("", "") when it can be used.
    """
    takes = FIELDS[field].values
    if not value.strip():
        return f"'{field}:' is empty; it takes {takes}", ""
    if _is_usable(field, value):
        return "", ""
    near = _meant(field, value.strip(_AROUND))
    shown = f"'{field}:{shortened(value, 22)}'"
    negated, _, opposite = value.strip(_AROUND).lower().partition("un")
    if field == "is" and not negated and opposite in CHOICES["is"]:
        return f"{shown} is no filter value: 'is:{opposite}' is its opposite, and '-is:{opposite}' leaves that out", ""
    if near:
        what = "no such day" if field in DATED and _absent_day(value) else "no filter value"
        return f"{shown} is {what}", f"{field}:{near}"
    return f"{shown} is no value; it takes {takes}", ""


def _is_usable(field: str, value: str) -> bool:
    """Whether papers can be told by a value of the field."""
    if field in CHOICES:
        back = "-" if field == "sort" and value.startswith("-") else ""
        return value.lower().removeprefix(back) in CHOICES[field]
    if field == "year":
        return year_range(value) is not None
    if field in DATED:
        return day_range(value, date.today()) is not None
    if field == "upvotes":
        return number_range(value) is not None
    if field == "tag":
        return value.strip("/ ") != ""
    return bool(parts(value)) if field in TEXTS else field != "source" or fold(value).strip() != ""


def _meant(field: str, value: str) -> str:
    """The value of the field that a mistyped one likely means; "" where none is like it."""
    if field not in (*CHOICES, "year", *DATED, "upvotes"):
        return ""
    value = plain_digits(value)
    if _is_usable(field, value):
        return value
    if field in CHOICES:
        back = "-" if field == "sort" and value.startswith("-") else ""
        near = nearest(value.removeprefix(back), CHOICES[field])
        return back + near if near else ""
    near = (_meant_years if field == "year" else _meant_days if field in DATED else _meant_numbers)(value)
    return near if near and _is_usable(field, near) else ""


def _meant_years(value: str) -> str:
    """The range of years that a mistyped one likely means ("2024-2025", ">=2024", "2025..2023"), else ""."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", value, re.ASCII)
    if len(years) == 2:
        return "..".join(sorted(years))
    if len(years) != 1 or re.search(r"[^\W\d_]", value):
        return ""
    year, typed = str(years[0]), value.strip()
    if typed == f"-{year}":
        return f"..{year}"
    if re.fullmatch(r"\d{4}-\d\d?(-\d\d?)?", typed):
        return year
    if typed[0] in "<>" and "=" not in typed:
        return f"..{int(year) - 1:04}" if typed[0] == "<" else f"{int(year) + 1}.."
    if typed[0] in "<>≤≥":
        return f"..{year}" if typed[0] in "<≤" else f"{year}.."
    return year if typed == year else f"{year}.."


_DAY = regex(r"(?<!\d)(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)", re.ASCII)


def _absent_day(value: str) -> str:
    """The first day in a value that its month has not ("2026-11-31"), "" where there is none."""
    days = (match[0] for match in _DAY.finditer(value) if match[3])
    return next((day for day in days if not is_date(_written_out(day))), "")


def _written_out(value: str) -> str:
    """The value with two digits for each month and day."""
    return _DAY.sub(lambda match: "-".join(part.zfill(2) for part in match.groups() if part), value)


def _last_day(match: re.Match[str]) -> str:
    """The day that was found, or the last one of its month where that is shorter."""
    year, month, day = match.groups()
    if not day or not 1 <= int(month) <= 12 or not int(year):
        return match[0]
    return f"{year}-{month}-{min(int(day), monthrange(int(year), int(month))[1]):02}"


def _meant_days(value: str) -> str:
    """What a mistyped range of days likely means ("2026-11-01-2026-11-20", "7 days", "tody", "2025-6", "2025/06",
    "2026-11-31"), else ""."""
    value = re.sub(r"(?<=\d)/(?=\d)", "-", value)
    value = _DAY.sub(_last_day, _written_out(value))
    days = re.findall(r"(?<!\d)\d{4}-\d{2}(?:-\d{2})?(?!\d)", value, re.ASCII)
    if len(days) == 2:
        return "..".join(sorted(days))
    if span := re.fullmatch(r"\s*(\d{1,4})\s*-?\s*([dwmy])[a-z]*\s*", value.lower(), re.ASCII):
        return span[1] + span[2]
    return nearest(value, ("today", "yesterday")) or value


def _meant_numbers(value: str) -> str:
    """What a mistyped range of numbers likely means ("50+", "100..50", "≥50", "more than 50"), else ""."""
    numbers: list[str] = re.findall(r"\d{1,9}", value.replace(",", ""), re.ASCII)
    if len(numbers) == 2:
        return "..".join(sorted(numbers, key=int))
    if len(numbers) != 1:
        return ""
    sign = ">=" if re.search("[≥+]|=>|least|from|min", value) else "<=" if re.search("≤|=<|most|max", value) else ""
    if not sign:
        sign = ">" if re.search(">|more|over|above", value) else "<" if re.search("<|less|fewer|below", value) else ""
    return sign + numbers[0]


@lru_cache(256)
def number_range(value: str) -> tuple[int, int] | None:
    """The least and greatest number of ">50", ">=50", "<50", "<=50", "50..100", "50..", "..100" or "50"; None when it
    is none of these, and for a range that runs backwards."""
    value = value.strip()
    if range_ := _COUNTS.fullmatch(value):
        low, high = int(range_[1] or 0), int(range_[2] or _MOST)
        return (low, high) if low <= high and value != ".." else None
    if (one := _COUNT.fullmatch(value)) is None:
        return None
    number = int(one[2])
    return {
        "": (number, number), ">": (number + 1, _MOST), ">=": (number, _MOST), "<": (0, number - 1), "<=": (0, number),
    }[one[1]]  # fmt: skip


@lru_cache(256)
def year_range(value: str) -> tuple[int, int] | None:
    """The first and last year of "2024", "2023..2025", "2023.." or "..2020"; None when it is none of these.

    A range that runs backwards is none.
    """
    low, dots, high = value.strip().partition("..")
    if not dots:
        high = low
    if not (low or high) or any(part and not re.fullmatch(r"\d{4}", part, re.ASCII) for part in (low, high)):
        return None
    first, last = int(low or 0), int(high or 9999)
    return (first, last) if first <= last else None


@lru_cache(256)
def day_range(value: str, today: date) -> tuple[str, str] | None:
    """The first and last day ("YYYY-MM-DD") that a value of a field of days means, None when it is no range of them.

    A day that no calendar has makes none, nor does a range that runs backwards.

    "7d" is the last seven days with today, "2026-11" the whole month; a month counts 30 days and a year 365 when
    they are counted back from today.
    """
    value = value.strip().lower()
    low, dots, high = value.partition("..")
    first = _first_day(low, today)
    if not dots:
        relative = _RELATIVE.fullmatch(value) is not None
        return None if not first else (first, "9999-12-31" if relative else first + _open_end(first))
    last = _first_day(high, today)
    if (low and not first) or (high and not last) or not (low or high):
        return None
    until = last + _open_end(last) if last else "9999-12-31"
    return (first or "", until) if first <= until else None


def _open_end(day: str) -> str:
    """What makes a year or a month sort after each of its days."""
    return "" if len(day) == 10 else "-99"


def _first_day(value: str, today: date) -> str:
    if value == "today":
        return today.isoformat()
    if value == "yesterday":
        return (today - timedelta(days=1)).isoformat()
    if relative := _RELATIVE.fullmatch(value):
        count = int(relative[1]) * _DAYS[relative[2]]
        return (today - timedelta(days=min(count - 1, today.toordinal() - 1))).isoformat() if count else ""
    return value if is_date(value) else ""


class _Named(dict[str, bool]):
    """Which names a filter means, blind to case: its value; with `nests` "value/...", with its prefix "value...".

    Thousands of papers share few tags, so what is known of a name is kept.
    """

    def __init__(self, f: Filter, *, nests: bool) -> None:
        super().__init__()
        self._wanted = fold_name((tag_name if nests else clean_line)(f.value))
        self._prefix, self._nests = f.prefix, nests

    def __missing__(self, name: str) -> bool:
        if self._prefix:
            means = fold_name(name).startswith(self._wanted)
        elif self._nests:
            means = at_or_under(name, self._wanted)
        else:
            means = fold_name(name) == self._wanted
        self[name] = means
        return means


@lru_cache(128)
def side_by_side(run: tuple[str, ...], *, begun: bool = False) -> Callable[[str], bool]:
    """What tells whether folded words stand one after the other in a `flat` text; with `begun` the last may be longer.
    No words stand nowhere.

    Words of scripts without blanks may stand in the midst of others, but no mark may follow: with it the last letter is
    another. It opens with plain letters, which the regular expression engine finds many times quicker than a boundary;
    a mark, which it takes for a sign, is looked for where it found something.
    """
    if not run:
        return lambda text: False
    first, last = run[0], run[-1]
    pattern = first if is_unspaced(first) else f"{first}(?<![^\\W_]{first})"
    for before, word in pairwise(run):
        pattern += ("([\\W_]*)" if is_unspaced(before) or is_unspaced(word) else "([\\W_]+)") + word
    search = re.compile(pattern if begun or is_unspaced(last) else pattern + r"(?![^\W_])").search
    inside = not is_unspaced(first)

    def stand(text: str) -> bool:
        found = search(text)
        if text.isascii():
            return found is not None
        while found is not None and (
            any(is_mark(sign[0]) for sign in found.groups() if sign)
            or (inside and is_mark(text[found.start() - 1 : found.start()]))
            or (not begun and is_mark(text[found.end() : found.end() + 1]))
        ):
            found = search(text, found.start() + 1)
        return found is not None

    return stand


def _tag(f: Filter, lists: Lists, today: date) -> Test:
    named = _Named(f, nests=True)
    return lambda paper: any(map(named.__getitem__, paper.tags))


def _is(f: Filter, lists: Lists, today: date) -> Test:
    return STANDINGS[f.value.lower()].test


def _list(f: Filter, lists: Lists, today: date) -> Test:
    named = _Named(f, nests=False)
    return lambda paper: any(map(named.__getitem__, lists(paper.id)))


def _year(f: Filter, lists: Lists, today: date) -> Test:
    low, high = year_range(f.value) or (1, 0)
    return lambda paper: (year := paper.year) is not None and low <= year <= high


def _moment(f: Filter, lists: Lists, today: date) -> Test:
    """By the day, where the user is, of what the library knows to the second; by that which stands there, of what came
    with a paper in another form."""
    low, high = day_range(f.value, today) or ("9999-12-31", "0001-01-01")
    last = date.fromisoformat(_last_of(high.removesuffix("-99")))
    first = beginning(date.fromisoformat(_first_of(low))) if low else ""
    end = beginning(last + timedelta(days=1)) if last < date.max else _NEVER
    read: Callable[[Paper], str] = attrgetter(ORDERED[f.field])

    def test(paper: Paper) -> bool:
        moment = read(paper)
        if len(moment) == _MOMENT and moment[-1] == "Z":
            return first <= moment < end
        return moment != "" and low <= moment[:10] <= high

    return test


def _published(f: Filter, lists: Lists, today: date) -> Test:
    """By a date of which less may be known: all of its days are in the range."""
    low, high = day_range(f.value, today) or ("9", "")
    first = _first_of(low) if low else ""
    return lambda paper: (
        paper.published != "" and first <= _first_of(paper.published) and _last_of(paper.published) <= high
    )


def _first_of(period: str) -> str:
    """The first day of a year, a month or a day."""
    return period + "-01-01"[len(period) - 4 :]


@lru_cache(2048)
def _last_of(period: str) -> str:
    """The last day of a year, a month or a day."""
    if len(period) == 7:
        return f"{period}-{monthrange(int(period[:4]), int(period[5:]))[1]}"
    return period + "-12-31"[len(period) - 4 :]


def _upvotes(f: Filter, lists: Lists, today: date) -> Test:
    low, high = number_range(f.value) or (1, 0)
    return lambda paper: (votes := paper.upvotes) is not None and low <= votes <= high


def _source(f: Filter, lists: Lists, today: date) -> Test:
    """By a part of a source's name; an ending of a file ("lib.json") is whole, once it is typed."""
    wanted = fold(f.value.strip())
    ends = r"(?![^\W_])" if _ENDING.search(wanted) and not f.typing else ""
    search = re.compile(re.escape(wanted) + ends).search
    return lambda paper: any(search(fold(source)) for source in paper.sources)


def _has(f: Filter, lists: Lists, today: date) -> Test:
    return {
        "pdf": lambda paper: paper.pdf != "",
        "note": lambda paper: paper.note != "",
        "abstract": lambda paper: paper.abstract != "",
        "doi": lambda paper: paper.doi != "",
        "code": lambda paper: paper.linked("code") != "",
        "project": lambda paper: paper.linked("project") != "",
        "tag": lambda paper: paper.tags != (),
        "list": lambda paper: len(lists(paper.id)) > 0,
    }[f.value.lower()]


def _like(f: Filter, lists: Lists, today: date) -> Test:
    among = frozenset(f.among)
    return lambda paper: paper.id in among


def _id(f: Filter, lists: Lists, today: date) -> Test:
    """By any name of a paper; one that came with it is blind to case."""
    wanted, told = clean_line(f.value), frozenset(names_told(f.value))
    key = wanted.lower()
    return lambda paper: (
        paper.id == wanted or paper.citation_key.lower() == key or not told.isdisjoint(names_of(paper) if told else ())
    )


def _text(f: Filter, lists: Lists, today: date) -> Test:
    read = TEXTS[f.field]
    stand = side_by_side(tuple(parts(f.value)), begun=not f.literal)
    return lambda paper: any(stand(flat(text)) for text in read(paper))


def _author(f: Filter, lists: Lists, today: date) -> Test:
    """By words that stand so in a name, and by what is a form of the name ("Haas, A." for Ada Haas). One word is a form
    of a name that is parted by an apostrophe ("ONeil")."""
    stands = _text(f, lists, today)
    if len(parts(f.value)) < 2:
        return lambda paper: (
            stands(paper) or any(is_named(name, f.value) for name in paper.authors if "'" in name or "’" in name)
        )
    return lambda paper: stands(paper) or any(is_named(author, f.value) for author in paper.authors)


TEXTS: dict[str, Callable[[Paper], tuple[str, ...]]] = {
    "title": lambda paper: (paper.title,),
    "author": lambda paper: paper.authors,
    "abstract": lambda paper: (paper.abstract,),
    "note": lambda paper: (paper.note,),
    "venue": lambda paper: (paper.venue,),
    "keyword": lambda paper: paper.keywords,
}
"""The fields that are filtered by their words, with the texts of each."""


def searched_texts(paper: Paper) -> tuple[str, ...]:
    """The texts in which free words and phrases are looked for."""
    own = (paper.title, *paper.authors, *paper.tags, paper.note, paper.abstract)
    return (*own, paper.venue, *paper.keywords, paper.published[:4], paper.arxiv_id)


_TESTS: dict[str, Callable[[Filter, Lists, date], Test]] = {
    "tag": _tag,
    "is": _is,
    "list": _list,
    "year": _year,
    **dict.fromkeys(DATED, _moment),
    "published": _published,
    "upvotes": _upvotes,
    "source": _source,
    "has": _has,
    "id": _id,
    "like": _like,
    **dict.fromkeys(TEXTS, _text),
    "author": _author,
}


def _by_title(paper: Paper) -> str:
    """Blind to case, accents and the quotes or dollars that some titles begin with."""
    return fold(paper.title).lstrip(" \"'`“”‘’«»$({[<*_-–—.:")


def sorted_papers(papers: Iterable[Paper], key: str, *, reverse: bool = False) -> list[Paper]:
    """Papers in the order of a sort key: newest first for dates, most first for votes; equal ones keep their order.

    status puts what is being read first, then the unread, then the read. What is unknown (a date, votes) or is not so
    (the day of reading of what is not read) comes last both ways. "relevance" leaves the order as it is, or turns it
    round, and so does "next", which only those know who know the library (`operations.search`).
    """
    listed = list(papers)
    if key in ("relevance", LIKELIEST):
        return listed[::-1] if reverse else listed
    if key == "title":
        return sorted(listed, key=_by_title, reverse=reverse)
    if key == "status":
        return sorted(listed, key=lambda paper: STATUS_ORDER.index(paper.status), reverse=reverse)
    value: Callable[[Paper], str | int | None] = attrgetter(ORDERED[key])
    known = [paper for paper in listed if value(paper) not in ("", None)]
    unknown = [paper for paper in listed if value(paper) in ("", None)]
    return sorted(known, key=value, reverse=not reverse) + unknown  # type: ignore[arg-type]

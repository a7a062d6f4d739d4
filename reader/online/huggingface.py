"""What Hugging Face can be asked: the papers of a day, a week or a month, one paper, and papers by words.

https://huggingface.co/docs/hub/api and `HfApi.list_daily_papers`, `paper_info`, `list_papers` of its own client
(https://github.com/huggingface/huggingface_hub): `/api/daily_papers?date= &week= &month= &limit= &p=`, at most 100 a
page; `/api/papers/ID`; `/api/papers/search?q=`. A page that has fewer than were asked for is the last.

    >>> period_of("2025-W11"), period_of("2025-3-12"), period_of("2025-02-30")
    (('week', '2025-W11'), None, None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from reader.errors import NetworkError
from reader.formats.huggingface import daily_json
from reader.formats.parsed import Problem, excerpt
from reader.identity import normal_arxiv_id
from reader.online.answers import ServiceAnswer, json_of, not_understood, once, read_by, text_of
from reader.online.client import DAY_LONG, ServiceClient

PAGE = 100
"""Papers of a page."""
SMALL_PAGE = 10
"""Papers of a page where one of `PAGE`, which is a multiple of it, does not come whole."""
MOST_LISTED = 10_000
"""Papers of one period that are asked for: a busy month lists a tenth."""
ListPeriod = tuple[str, str]
"""("date", "2025-03-12"), ("week", "2025-W11") or ("month", "2025-03")."""

_NAME = "Hugging Face"
_SOON = 600.0
"""Seconds for which an answer stands that may change: the list of a day grows while it lasts."""
_SETTLED = 3
"""Days after which a list does not grow any more."""
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def period_of(text: str) -> ListPeriod | None:
    """The day ("2025-03-12"), week ("2025-W11") or month ("2025-03") that a text names; None for any other text, and
    for what no calendar has."""
    return next(((kind, text.upper()) for kind in ("date", "week", "month") if days_of((kind, text)) is not None), None)


def days_of(period: ListPeriod) -> tuple[date, date] | None:
    """The first and the last day of a period; None where no calendar has it."""
    kind, text = period
    try:
        if kind == "date" and _DAY.fullmatch(text):
            return (day := date.fromisoformat(text)), day
        if kind == "week" and (match := _WEEK.fullmatch(text)):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return monday, monday + timedelta(6)
        if kind == "month" and (match := _MONTH.fullmatch(text)):
            first = date(int(match[1]), int(match[2]), 1)
            return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
    except (ValueError, OverflowError):
        return None
    return None


def listed(client: ServiceClient, period: ListPeriod, *, page: int = 0, rows: int = PAGE) -> ServiceAnswer:
    """A page (from 0) of so many of the papers that were listed on a day, or in a week or month; `last` says whether it
    is the last. A day without papers has none."""
    kind, text = period
    found = client.ask(
        client.endpoints.hf,
        "/api/daily_papers",
        {kind: text, "limit": str(rows), "p": str(page)},
        lambda body: _read_list(body, rows),
        accept="application/json",
        fresh=_stands(period),
    )
    if found is None:
        raise NetworkError(f"There are no daily papers at {client.endpoints.hf.base}.")
    return found


def pages(client: ServiceClient, period: ListPeriod) -> Iterator[ServiceAnswer]:
    """All pages of a day, a week or a month, each paper once. Where a page does not come whole, smaller ones may."""
    seen: set[str] = set()
    at, rows, last = 0, PAGE, False
    while not last:
        try:
            found = listed(client, period, page=at // rows, rows=rows)
        except NetworkError as error:
            if not error.passing or rows == SMALL_PAGE:
                raise
            rows = SMALL_PAGE
            continue
        at += rows
        news = tuple(paper for paper in found.papers if paper.arxiv_id not in seen)
        seen.update(paper.arxiv_id for paper in news)
        last = found.last or not news or at >= MOST_LISTED
        yield replace(found, papers=news, total=len(seen), last=last)


def one(client: ServiceClient, arxiv_id: str) -> ServiceAnswer:
    """The paper of an arXiv id, which is `missing` where Hugging Face has it not. Raises `ValueError` for no id."""
    if not (id := normal_arxiv_id(arxiv_id)):
        raise ValueError(f"{arxiv_id!r} is no arXiv id")
    path = f"/api/papers/{id}"
    found = client.ask(client.endpoints.hf, path, (), lambda body: _read_one(body, id), accept="application/json")
    return found if found is not None else ServiceAnswer(missing=(id,))


def search(client: ServiceClient, query: str, *, most: int = 20) -> ServiceAnswer:
    """Papers near to some words, best first. It nearly always finds something: that one comes first proves nothing."""
    found = client.ask(
        client.endpoints.hf,
        "/api/papers/search",
        {"q": query[:250], "limit": str(most)},
        lambda body: _read_list(body, most),
        accept="application/json",
    )
    return found if found is not None else ServiceAnswer()


def _stands(period: ListPeriod) -> float:
    days = days_of(period)
    today = datetime.now(UTC).date()
    return DAY_LONG if days is not None and days[1] + timedelta(_SETTLED) < today else _SOON


def _read_list(body: bytes, rows: int) -> ServiceAnswer:
    """The papers of a page of so many."""
    text = text_of(body, _NAME)
    value = json_of(text, _NAME)
    if not isinstance(value, list) or not all(isinstance(row, dict | str) for row in value):
        raise not_understood(_NAME, "it is no list of papers")
    if not value:
        return ServiceAnswer()
    found = _papers(text)
    return replace(found, last=len(value) < rows)


def _read_one(body: bytes, id: str) -> ServiceAnswer:
    text = text_of(body, _NAME)
    if not isinstance(json_of(text, _NAME), dict):
        raise not_understood(_NAME, "it is no paper")
    found = _papers(text)
    if [paper.arxiv_id for paper in found.papers] != [id]:
        raise NetworkError(f"{_NAME} answered for another paper than {id}, so nothing of it was taken.")
    return found


def _papers(text: str) -> ServiceAnswer:
    parsed = read_by(daily_json.parse, text, _NAME)
    nameless = [paper for paper in parsed.papers if not paper.arxiv_id]
    problems = [
        *parsed.problems,
        *(Problem(0, "a record without an arXiv id, skipped", excerpt(paper.title)) for paper in nameless),
    ]
    papers = once(paper for paper in parsed.papers if paper.arxiv_id)
    if not papers:
        raise not_understood(_NAME, problems[0].message if problems else "no record of it can be read")
    return ServiceAnswer(papers, tuple(problems), total=len(papers))

"""A date is read in one way wherever it comes from; what no calendar has is none."""

from __future__ import annotations

from datetime import date

import pytest

from reader.dates import date_in, date_of, date_written, is_cut, is_date, month_number
from reader.formats import read
from reader.formats.huggingface import scrape
from reader.formats.parsed import Problem
from reader.formats.user_fields import kept_time
from reader.query.filters import day_range

WRITTEN = [
    ("2024-08-15", "2024-08-15"),
    ("2024/8/5", "2024-08-05"),
    ("2024-08-15T10:00:00Z", "2024-08-15"),
    ("20240815", "2024-08-15"),
    ("202408", "2024-08"),
    ("2024-8", "2024-08"),
    ("about 2024", "2024"),
    ("1999-2000", "1999"),
    ("2024-02-31", "2024-02"),
    ("2023-02-29", "2023-02"),
    ("2024-02-29", "2024-02-29"),
    ("2024-13-01", "2024"),
    ("2024-00-10", "2024"),
    ("0000-05-05", ""),
    ("12345", ""),
    ("soon", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "found"), WRITTEN)
def test_a_date_is_as_fine_as_its_parts_are(text: str, found: str) -> None:
    assert date_in(text) == found


def test_only_a_day_a_month_or_a_year_of_the_calendar_is_a_date() -> None:
    assert all(map(is_date, ("2024", "2024-02", "2024-02-29", "0001")))
    wrong = ("2024-02-31", "2024-13", "0000", "24", "2024-2-3", "2024/02/03", "20240203", "2024-02-03T", "٢٠٢٤", "")
    assert not any(map(is_date, wrong))


def test_a_date_that_was_cut_is_known() -> None:
    assert is_cut("2024-02-31", "2024-02")
    assert is_cut("2024-13-01", "2024")
    assert not is_cut("2024-02-21", "2024-02-21")
    assert not is_cut("2024", "2024")
    assert not is_cut("soon", "")


def test_parts_of_a_date_may_be_numbers_and_texts() -> None:
    assert date_of(476, 9, 4) == "0476-09-04"
    assert date_of("2024", "2", "30") == "2024-02"
    assert [date_of(year) for year in (0, 10_000, "", "MMXX")] == ["", "", "", ""]


def test_months_have_names_and_numbers() -> None:
    assert [month_number(text) for text in ("Sept", "march", "12", "13", "0", "", "soon")] == [9, 3, 12, 0, 0, 0, 0]


SOURCES = {
    "bibtex": "@article{a, title={Deep Trees}, author={Ada Sample}, date={%s}}",
    "ris": "TY  - JOUR\nTI  - Deep Trees\nAU  - Sample, Ada\nDA  - %s\nER  - \n",
    "csl-json": '[{"type": "article", "title": "Deep Trees", "author": [{"family": "Sample"}],'
    ' "issued": {"raw": "%s"}, "DOI": "10.1234/ab"}]',
    "csv": "title,authors,published,doi\nDeep Trees,Ada Sample,%s,10.1234/ab\n",
    "jsonl": '{"title": "Deep Trees", "authors": ["Ada Sample"], "published": "%s"}\n',
    "hf-json": '[{"paper": {"id": "2402.00001", "title": "Deep Trees", "summary": "x", "publishedAt": "%s"}}]',
    "arxiv-atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2402.00001v1</id>'
    "<title>Deep Trees</title><published>%s</published></entry></feed>",
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(("text", "found"), [("2024-02-31", "2024-02"), ("2024-02-21", "2024-02-21")])
def test_every_format_reads_a_date_in_the_same_way(name: str, text: str, found: str) -> None:
    """A 31st of February leaves its month."""
    (paper,) = read(SOURCES[name] % text, name).papers
    assert paper.published == found


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_a_date_that_no_calendar_has_is_told(name: str) -> None:
    (problem,) = read(SOURCES[name] % "2024-02-31", name).problems
    assert problem.message == "no calendar has this date, kept as 2024-02"
    assert problem.excerpt == "2024-02-31"


def test_a_time_of_a_day_that_no_calendar_has_is_none() -> None:
    problems: list[Problem] = []
    assert kept_time(7, "added", "2024-02-29T10:00:00Z", problems) == "2024-02-29T10:00:00Z"
    assert problems == []
    assert kept_time(7, "added", "2024-02-31T10:00:00Z", problems) == ""
    assert [problem.line for problem in problems] == [7]


def test_a_query_knows_the_days_of_the_calendar() -> None:
    today = date(2026, 11, 26)
    assert day_range("2024-02-29", today) == ("2024-02-29", "2024-02-29")
    assert day_range("2024-02-31", today) is None


def test_a_page_knows_the_days_of_the_calendar() -> None:
    card = "[Upvote 1](https://huggingface.co/login?next=%2Fpapers%2F2402.00001)\n\n"
    card += "### [Deep Trees](https://huggingface.co/papers/2402.00001)\n\nFeb DAY, 2024\n"
    assert [scrape.parse(card.replace("DAY", day)).papers[0].published for day in ("29", "31")] == [
        "2024-02-29",
        "2024-02",
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019 May 3", "2019-05-03"), ("2019 May", "2019-05"), ("2019 May-Jun", "2019-05"), ("2019 Spring", "2019"),
        ("1998 Dec-1999 Jan", "1998-12"), ("September  1, 2021", "2021-09-01"), ("DEC 16 2020", "2020-12-16"),
        ("Sept. 2004", "2004-09"), ("3 May 2019", "2019-05-03"), ("20/04/2020", "2020-04-20"),
        ("4.20.2020", "2020-04-20"),
        ("02/12/2015", "2015"), ("02/02/2015", "2015-02-02"), ("01/2020", "2020-01"), ("13/2020", "2020"),
        ("2020 Apr 31", "2020-04"), ("May 3-7, 2019", "2019-05"), ("2019-05-03T10:00:00Z", "2019-05-03"),
        ("2019", "2019"), ("Mayor of 2019", "2019"), ("May", ""), ("", ""),
        ("Thu, 17 Jun 2021 15:45:54 UTC", "2021-06-17"), ("Tue, 04 Feb 2025 00:00:00 -0500", "2025-02-04"),
        ("Submitted 2 March, 2026", "2026-03-02"), ("Mon Jun 3 10:15:00 2019", "2019-06-03"),
        ("about 2019, perhaps 2020", "2019"),
    ],
)  # fmt: skip
def test_a_date_in_any_common_order_is_as_fine_as_it_is_certain(text: str, date: str) -> None:
    assert date_written(text) == date

"""A bare date beside a paper is that of its publication only where the record is the paper's own."""

from __future__ import annotations

import pytest

from reader.formats import FORMATS, detect
from reader.formats.parsed import Parsed
from reader.library.merging import completed
from reader.paper import Paper

LINK = "https://arxiv.org/abs/1706.03762"
ITEM = 'title: Attention Is All You Need, link: "https://arxiv.org/abs/1706.03762"'


def read(text: str) -> Parsed:
    name = detect(text)
    assert name is not None
    return FORMATS[name].read(text)


OTHERS = {
    "a note": '---\ntitle: Attention Is All You Need\narxiv: "1706.03762"\ndate: 2024-03-01\n---\nmy words\n',
    "a note with authors": f"---\ntitle: Attention Is All You Need\nauthors: [Ada Sample, Bo Muster]\nurl: {LINK}\n"
    "date: 2024-03-01\n---\nmine\n",
    "a page": f"title:: Attention Is All You Need\ndate:: 2024-03-01\narxiv:: {LINK}\nauthor:: Ada Sample\n\nmine\n",
    "a schedule in YAML": f"- {{{ITEM}, presenter: Ann, date: 2024-03-01}}\n",
    "a list in YAML": f"- {{{ITEM}, authors: [Ada Sample], date: 2024-03-01}}\n",
    "JSON": f'{{"a": [{{"paper_title": "Attention Is All You Need", "paper_url": "{LINK}", "date": "2024-03-01"}}]}}',
    "a schedule in CSV": f"Date,Presenter,Title,Link\n2024-03-01,Ann,Attention Is All You Need,{LINK}\n",
    "a table with authors": f"Title,Authors,Date,Link\nAttention Is All You Need,Ada Sample,2024-03-01,{LINK}\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_day_of_a_note_or_a_meeting_is_named_and_is_not_the_year_of_its_paper(name: str) -> None:
    (paper,), problems = (found := read(OTHERS[name])).papers, found.problems
    assert (paper.title, paper.published) == ("Attention Is All You Need", "2017")
    named = [(problem.message, problem.excerpt) for problem in problems if "2024" in problem.excerpt]
    assert named == [("a date that need not be that of the publication, left out", "2024-03-01")]
    assert not [problem for problem in problems if "date" in problem.message.removeprefix(named[0][0])]


def test_many_dates_of_meetings_are_one_problem() -> None:
    rows = "".join(f"2024-03-0{at},Ann,Lamps of the {at}th kind,https://doi.org/10.1234/l{at}\n" for at in range(1, 5))
    found = read(f"Date,Presenter,Title,Link\n{rows}")
    assert [paper.published for paper in found.papers] == [""] * 4
    assert [problem.message for problem in found.problems if not problem.line] == ["columns not read: presenter"]
    (problem,) = (problem for problem in found.problems if problem.line)
    assert problem.message == "the dates of 4 records need not be those of their publication, left out"


def test_no_bare_date_counts_over_a_year_that_the_record_tells() -> None:
    text = f"Title,Authors,Year,Date,Link\nLamps that learn,Ada Sample,2017,2024-03-01,{LINK}\n"
    yaml = "- {title: Lamps that learn, authors: [Ada Sample], year: 2017, date: 2024-03-01, doi: 10.1234/lamp}\n"
    for found in map(read, (text, yaml)):
        assert [paper.published for paper in found.papers] == ["2017"]
        assert "2024-03-01" in [problem.excerpt for problem in found.problems]


OWN = {
    "the day of the arXiv id": (f"- {{{ITEM}, date: 2017-06-12}}\n", "2017-06-12"),
    "a record of Hayagriva": (
        "a: {type: article, title: Lamps, author: 'Vale, Ada', date: 2019-05, parent: {type: periodical, title: L}}\n",
        "2019-05",
    ),
    "a list of somebody's papers": (
        "- {title: Lamps that learn, authors: [Ada Sample], date: 2019-05-03, doi: 10.1234/lamp}\n",
        "2019-05-03",
    ),
    "a paper in a journal later": (
        f"- {{{ITEM}, authors: [Ada Sample], journal: Lamp Letters, date: 2019-05-03}}\n",
        "2019-05-03",
    ),
    "a finer date": (
        "- {title: Lamps, authors: [Ada Sample], year: 2019, date: 2019-05-03, doi: 10.1234/l}\n",
        "2019-05-03",
    ),
    "a table of Zotero": (
        '"Key","Item Type","Publication Year","Author","Title","DOI","Url","Date","Date Added"\n'
        f'"A","preprint","2018","Sample, Ada","Lamps","","{LINK}","2018-02-03","2024-01-02"\n',
        "2018-02-03",
    ),
    "a table of works": ("Title,Authors,Date,DOI\nLamps that learn,Ada Sample,2019-05-03,10.1234/lamp\n", "2019-05-03"),
    "a note by Zotero": (
        f"---\ntitle: Lamps that learn\nauthor: Ada Sample\ndate: 2019-05-03\narxiv: {LINK}\n"
        "zotero: zotero://select/library/items/A\n---\n",
        "2019-05-03",
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_the_date_of_a_papers_own_record_is_that_of_its_publication(name: str) -> None:
    text, published = OWN[name]
    found = read(text)
    assert [paper.published for paper in found.papers] == [published]
    assert not [problem for problem in found.problems if "publication" in problem.message]


def test_a_date_of_another_year_does_not_make_a_known_year_finer() -> None:
    known = Paper("p", "Lamps", published="2017")
    assert completed(known, Paper("", "Lamps", published="2024-03-01")).published == "2017"
    assert completed(known, Paper("", "Lamps", published="2017-06")).published == "2017-06"


ANSWER = '"title": "Lamps of winter", "authors": ["Ada Sample"], "journal": "Lamp Letters"'
"""What a record of a bibliography has."""


@pytest.mark.parametrize(
    ("told", "published"),
    [
        ("10.1038/s41586-020-2012-7", ""),
        ("https://doi.org/10.1038/s41586-020-2012-7", ""),
        ("arXiv:1706.03762v2", ""),
        ("1412.6980", ""),
        ("NeurIPS, vol. 1030", ""),
        ("Lamp Letters no. 1045, pp. 1200-1210", ""),
        ("Lamp Letters, vol. 1030, 2015", "2015"),
        ("25.10.2020", "2020-10-25"),
        ("10.2020", "2020-10"),
        ("2012.08.05", "2012"),
    ],
)
def test_the_digits_of_an_identifier_or_a_volume_are_no_year(told: str, published: str) -> None:
    (paper,), problems = (found := read(f'[{{{ANSWER}, "published": "{told}"}}]')).papers, found.problems
    assert paper.published == published
    assert bool([problem for problem in problems if told in f"{problem.excerpt}"]) == (not published)
    (paper,) = read(f'Title,Authors,Published,Abstract\nLamps of winter,Ada Sample,"{told}",We ask.\n').papers
    assert paper.published == published[: len(paper.published or "YYYY")]


def test_the_true_date_counts_beside_an_identifier_that_is_called_a_date() -> None:
    told = '"date": "2020-01-02", "published": "10.1038/s41586-020-2012-7", "doi": "10.1101/2020.01.01.1"'
    (paper,), problems = (found := read(f"[{{{ANSWER}, {told}}}]")).papers, found.problems
    assert paper.published == "2020-01-02"
    assert [problem.message for problem in problems] == ["keys not read: published"]

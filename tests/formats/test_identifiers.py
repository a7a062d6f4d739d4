"""A bare list of ids, DOIs and addresses is papers to be completed; what is no such list gives none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect, read
from reader.formats.identifiers import parse, sniff
from reader.identity import is_untitled
from reader.io.read import read_text
from tests.support.laws import law


def titles(text: str) -> list[str]:
    """What the papers of a text are called, as the importer reads it."""
    return [paper.title for paper in read(text, detect(text, "list.txt") or "hf-page").papers]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_of_a_list_is_the_paper_that_it_names(end: str) -> None:
    lines = [
        "10.1234/hedge.1",
        "https://doi.org/10.1234/hedge.2",
        "2401.00141",
        "arXiv:2401.00142v2",
        "hep-th/9901001",
        "https://arxiv.org/abs/2401.00143",
        "doi: 10.1234/hedge.3",
        "<https://openreview.net/forum?id=Hedge1>",
    ]
    parsed = read(end.join(lines) + end, "ids")
    assert sniff(end.join(lines))
    assert not parsed.problems
    assert [(paper.title, paper.arxiv_id, paper.doi) for paper in parsed.papers] == [
        ("10.1234/hedge.1", "", "10.1234/hedge.1"),
        ("10.1234/hedge.2", "", "10.1234/hedge.2"),
        ("arXiv:2401.00141", "2401.00141", ""),
        ("arXiv:2401.00142", "2401.00142", ""),
        ("arXiv:hep-th/9901001", "hep-th/9901001", ""),
        ("arXiv:2401.00143", "2401.00143", ""),
        ("10.1234/hedge.3", "", "10.1234/hedge.3"),
        ("https://openreview.net/forum?id=Hedge1", "", ""),
    ]


def test_a_list_has_bullets_headings_and_remarks_which_are_notes() -> None:
    text = "# To read\n\n- 2401.00141  # see figure 2\n* [ ] arXiv:2401.00142\n3. 10.1234/hedge.1, 10.1234/hedge.2\n"
    parsed = parse(text)
    assert sniff(text)
    assert [(paper.title, paper.note) for paper in parsed.papers] == [
        ("arXiv:2401.00141", "see figure 2"),
        ("arXiv:2401.00142", ""),
        ("10.1234/hedge.1", ""),
        ("10.1234/hedge.2", ""),
    ]


def test_open_tabs_are_kept_with_the_titles_of_their_pages() -> None:
    text = (
        "https://arxiv.org/abs/2401.00141 | [2401.00141] Hedges that learn\n"
        "https://openreview.net/forum?id=Hedge1 | Hedges that plan | OpenReview\n"
        "https://example.org/news | News of the garden\n"
    )
    assert titles(text) == ["Hedges that learn", "Hedges that plan"]
    assert [(problem.line, problem.excerpt) for problem in parse(text).problems] == [
        (3, "https://example.org/news | News of the garden")
    ]


def test_what_names_no_paper_in_a_list_is_named() -> None:
    parsed = parse("10.1234/hedge.1\nhttps://example.org/\nHedges\n2401.99999\n10.1234/hedge.2\n10.1234/hedge.3\n")
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (2, "an address that surely leads to no paper, skipped"),
        (3, "no id, DOI or address, skipped"),
        (4, "no id, DOI or address, skipped"),
    ]


def test_a_file_of_pdf_in_a_list_is_named_unless_its_address_shows_a_paper() -> None:
    parsed = parse(
        "https://arxiv.org/pdf/2401.00141.pdf\nhttps://example.org/washer.pdf\n"
        "https://proceedings.neurips.cc/paper/2020/file/hedge-Paper.pdf\n10.1234/hedge.1 https://example.org/a.pdf\n"
    )
    assert [paper.title for paper in parsed.papers] == [
        "arXiv:2401.00141",
        "https://proceedings.neurips.cc/paper/2020/file/hedge-Paper.pdf",
        "10.1234/hedge.1",
    ]
    assert [(problem.line, problem.message, problem.excerpt) for problem in parsed.problems] == [
        (2, "a file of PDF whose address shows no paper, skipped", "https://example.org/washer.pdf"),
        (4, "a file of PDF whose address shows no paper, skipped", "https://example.org/a.pdf"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hi Bo,\n\nhttps://arxiv.org/abs/2401.00141\n\nBest, Ann\n",
        "1203.4567\n",
        "1203.4567\n1877.1234\n999.5\n",
        "2401.91234\n2402.81234\n",
        "12.5\n13.5\n14.5\n",
        "https://example.org/\nhttps://example.com/shop\n",
        "https://parts.example.org/lit/lamp317.pdf\nhttps://cdn.example.org/manuals/washer.pdf\n",
        "https://cdn.example.org/manuals/washer.pdf\n",
        "2401.00141 https://cdn.example.org/manuals/washer.pdf\n",
        "https://arxiv.org/abs/2401.00141\nhttps://example.org/a.pdf\nhttps://example.org/b.pdf\n",
        "pip==24.1\nnumpy==2401.00141\n",
        "/usr/lib/python3/2401.00141.so\n/usr/bin/python\n",
        "10.0.0.1/24\n10.1.0.0/16\n",
        "10.1234\n10.5678\n",
        "The hedge, doi 10.1234/hedge.1, grows.\nIt does.\n",
    ],
)
def test_any_other_text_is_no_such_list(text: str) -> None:
    assert not sniff(text)
    assert titles(text) == []


@law()
@given(st.text(max_size=300))
def test_no_text_makes_it_fail_and_every_paper_is_named_by_an_identifier(text: str) -> None:
    sniff(text)
    assert [paper for paper in parse(text).papers if not is_untitled(paper)] == []


@pytest.mark.parametrize(
    "row",
    ["10.1234/a,30", "10.1234/a;30", '"10.1234/a","30"', "10.1234/a,true", "https://doi.org/10.1234/a,30",
     "doi:10.1234/a,roofs", "10.1234/a 10.1234/c,30"],
)  # fmt: skip
def test_a_row_of_a_table_is_no_doi(row: str) -> None:
    """Else what stands in its other cells becomes a part of the DOI."""
    table = f"doi,downloads\n{row}\n{row.replace('a', 'b')}\n"
    assert not sniff(table)
    assert [problem.line for problem in parse(table).problems] == [1, 2, 3]
    assert parse(table).papers == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://doi.org/10.1234/x.1?utm_source=rss&utm_medium=feed", ["10.1234/x.1"]),
        ("https://dx.doi.org/10.1234%2Fx.1?nosfx=y#page", ["10.1234/x.1"]),
        ("10.1234/x.1?utm_source=mail", ["10.1234/x.1"]),
        ("https://arxiv.org/abs/2401.00141?utm_source=x#bib", ["arXiv:2401.00141"]),
        ('["https://arxiv.org/abs/2401.00141","10.1234/L"]', ["arXiv:2401.00141", "10.1234/l"]),
        ("['10.1234/a', '10.1234/b']", ["10.1234/a", "10.1234/b"]),
        ("(https://doi.org/10.1234/a) [10.1234/b] <10.1234/c>", ["10.1234/a", "10.1234/b", "10.1234/c"]),
        ("10.1234/a;10.1234/b,10.1234/c", ["10.1234/a", "10.1234/b", "10.1234/c"]),
        ("https://doi.org/10.1234/a,https://doi.org/10.1234/b", ["10.1234/a", "10.1234/b"]),
        (
            "10.1002/(SICI)1097(199806)49:8<693::AID-A4>3.0.CO;2-O",
            ["10.1002/(sici)1097(199806)49:8<693::aid-a4>3.0.co;2-o"],
        ),
        ("10.1234/a 2401.00141 arXiv:2401.00142", ["10.1234/a", "arXiv:2401.00141", "arXiv:2401.00142"]),
    ],
)
def test_names_are_told_apart_on_one_line_and_without_what_counts_visits(text: str, named: list[str]) -> None:
    assert titles(f"{text}\n") == named


def test_one_page_has_one_address_however_one_came_to_it() -> None:
    page = "https://openreview.net/forum?id=Hedge1"
    parsed = parse(f"{page}\n{page}&utm_source=mail\n{page}&fbclid=x#discussion\nhttps://example.org/?utm_source=a\n")
    assert [paper.url for paper in parsed.papers] == [page, page, f"{page}#discussion"]
    assert [problem.line for problem in parsed.problems] == [4]


ENTRY = "@article{lamp, title={Lamps of winter}, author={Ada Sample}, year={2020}}\n"


@pytest.mark.parametrize(
    "line",
    [
        "https://arxiv.org/abs/2401.00141 ask Zoe",
        "10.1234/hedge.1 must read",
        "arXiv:2401.00141 must read",
        "2401.00141 must read",
        "- 2401.00141: must read",
        "2401.00141",
    ],
)
def test_a_line_that_names_a_paper_beside_records_is_named_wherever_it_stands(line: str) -> None:
    above, below = read_text(f"{line}\n\n{ENTRY}", "x.txt"), read_text(f"{ENTRY}\n{line}\n", "x.txt")
    assert [(problem.line, problem.excerpt) for problem in above.problems] == [(1, line)]
    assert [(problem.line, problem.excerpt) for problem in below.problems] == [(3, line)]


def test_lines_below_each_other_that_name_papers_are_one_problem_also_at_the_top() -> None:
    lines = "arXiv:2401.00141 must read\n2401.00142 too\n10.1234/hedge.1 as well\n"
    assert [problem.line for problem in read_text(f"{lines}\n{ENTRY}", "x.txt").problems] == [1]


def test_one_bare_number_that_can_only_be_an_id_is_one_and_a_mark_may_stand_apart() -> None:
    assert titles("2401.00141\n") == ["arXiv:2401.00141"]
    assert titles("2401.99999\n") == []
    assert titles("arXiv 2401.00141\nDOI: 10.1234/a\n") == ["arXiv:2401.00141", "10.1234/a"]

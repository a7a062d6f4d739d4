"""A PDF file is the paper that its name tells; a name that tells none is not guessed at."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.pdf_names import paper_named, parse, sniff
from reader.io.read import read, read_text
from tests.support.laws import law

TITLE = "Hedges that grow in gardens"


@pytest.mark.parametrize(
    ("name", "title", "arxiv_id", "doi", "year"),
    [
        ("2603.00011.pdf", "arXiv:2603.00011", "2603.00011", "", 2026),
        ("down/2603.00011v2 (1).PDF", "arXiv:2603.00011", "2603.00011", "", 2026),
        ("arXiv-2603.00011v12.pdf", "arXiv:2603.00011", "2603.00011", "", 2026),
        (f"2603.00011 - {TITLE}.pdf", TITLE, "2603.00011", "", 2026),
        ("[2603.00011] Hedges_that_grow_in_gardens.pdf", TITLE, "2603.00011", "", 2026),
        (f"{TITLE} (2603.00011).pdf", TITLE, "2603.00011", "", 2026),
        ("C:\\papers\\0704.0001v1.pdf", "arXiv:0704.0001", "0704.0001", "", 2007),
        ("hep-th_9901001v2.pdf", "arXiv:hep-th/9901001", "hep-th/9901001", "", 1999),
        ("10.1145_3292500.3330701.pdf", "10.1145/3292500.3330701", "", "10.1145/3292500.3330701", None),
        (f"Sample et al. - 2020 - {TITLE}.pdf", TITLE, "", "", 2020),
        (f"Sample and Jones - 2020 - {TITLE}(2).pdf", TITLE, "", "", 2020),
        (f"Sample und van der Jones - 2020 - {TITLE}.pdf", TITLE, "", "", 2020),
        (f"Sample, Jones, O’Hedge - 2020 - {TITLE}.pdf", TITLE, "", "", 2020),
        (f"Sample-Jones & Hedge - 2020 - {TITLE}.pdf", TITLE, "", "", 2020),
        (f"García Muestra et al. - 2020 - {TITLE}.pdf", TITLE, "", "", 2020),
        (f"de la Cruz - 2020 - {TITLE}.pdf", TITLE, "", "", 2020),
    ],
)
def test_a_name_tells_its_paper(name: str, title: str, arxiv_id: str, doi: str, year: int | None) -> None:
    paper = paper_named(name)
    assert paper is not None
    assert (paper.title, paper.arxiv_id, paper.doi, paper.year) == (title, arxiv_id, doi, year)


@pytest.mark.parametrize(
    "name",
    [
        "Invoice 2024-03.pdf", "scan0001.pdf", "2024.12345 hedges.txt", "2613.00011.pdf", "2603.90011.pdf",
        "20240301.pdf",
        "1234.5678.pdf", "10.1_x.pdf", "Bank - 2020 - Statement.pdf", "Hedges that grow in gardens.pdf", ".pdf",
        "report_2024001.pdf", "v2.pdf", "German Bank - 2023 - Account statement January.pdf",
        "Acme Corp - 2024 - Annual report.pdf", "Acme - 2024 - Annual report of hedges.pdf",
        "Hedges and Hedges - 2024 - Invoice March.pdf", "University - 2024 - Rules of hedges.pdf",
        "My holiday photos - 2024 - In the garden.pdf", "Tax return - 2024 - All of it.pdf",
    ],
)  # fmt: skip
def test_any_other_name_tells_none(name: str) -> None:
    assert paper_named(name) is None


def test_a_list_of_names_gives_the_papers_that_they_tell_and_names_the_rest() -> None:
    source = read_text(
        f"papers/2603.00011v2.pdf\r\n./Sample - 2020 - {TITLE}.pdf\r\nscan.pdf\r\nnotes.md\r\n", "list.txt"
    )
    assert source.format == "pdf-names"
    assert [paper.title for paper in source.papers] == ["arXiv:2603.00011", TITLE]
    assert [(problem.line, problem.excerpt) for problem in source.problems] == [(3, "scan.pdf"), (4, "notes.md")]
    assert not sniff("scan.pdf\ninvoice.pdf\n")
    assert not sniff("https://example.org/2603.00011.pdf\n")
    assert not sniff("see\n\n2603.00011.pdf\n\nand\nmore\n")


def test_among_names_that_tell_papers_a_title_is_one() -> None:
    known = "2603.00011.pdf\n2603.00012v1.pdf\n2603.00013.pdf\n2603.00014.pdf\n"
    statement = "Hedge Bank - 2023 - Account statement of January.pdf"
    parsed = parse(f"{known}2603.00015.pdf\n2603.00016.pdf\na/{TITLE}.pdf\nscan 2.pdf\n{statement}\n")
    assert [paper.title for paper in parsed.papers][6:] == [TITLE]
    assert [problem.excerpt for problem in parsed.problems] == ["scan 2.pdf", statement]


def test_a_pdf_file_is_the_paper_of_its_name_alone_and_in_a_folder(tmp_path: Path) -> None:
    for name in ("2603.00011v2.pdf", "scan.pdf"):
        tmp_path.joinpath(name).write_bytes(b"%PDF-1.7\n\x00\x01")
    (source,) = read(tmp_path / "2603.00011v2.pdf")
    assert [(paper.arxiv_id, paper.sources) for paper in source.papers] == [("2603.00011", ("2603.00011v2.pdf",))]
    (other,) = read(tmp_path / "scan.pdf")
    assert "which paper is inside" in str(other.error)
    assert [paper.arxiv_id for source in read(tmp_path) for paper in source.papers] == ["2603.00011"]


@law()
@given(st.text(max_size=100))
def test_no_name_makes_it_fail(text: str) -> None:
    for name in (text, f"{text}.pdf", f"2603.00011 {text}.pdf"):
        assert len(parse(name).papers) >= sniff(name)


def test_a_long_text_is_soon_told_from_a_list_of_files() -> None:
    text = "we walk in gardens and look at hedges that grow slowly. " * 200_000 + "\n" * 3 + "a" * 100_000 + ".pdf"
    begun = process_time()
    assert not sniff(text)
    assert not parse(text).papers
    assert process_time() - begun < 5

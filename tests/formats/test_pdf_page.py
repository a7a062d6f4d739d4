"""A PDF file is the paper that its first page or its properties tell, by evidence and only where `pypdf` is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.formats import pdf_page
from reader.io.read import Source, read

TITLE = "Hedges that grow in gardens"
PAGE = [TITLE, "Ada Vale and Bo Ash", "Abstract", "We ask how a hedge grows [1] (see doi:10.5281/zenodo.1)."]
STAMP = "arXiv:2401.00011v2 [cs.LG] 3 Jan 2024"


def pdf(*lines: str, upright: str = "", **properties: str) -> bytes:
    """A file with one page of these lines, one of them perhaps upright at the margin, and these properties."""
    shown = "".join(
        f"BT /F1 11 Tf 1 0 0 1 90 {760 - 16 * at} Tm ({escaped(line)}) Tj ET\n" for at, line in enumerate(lines)
    )
    shown += f"BT /F1 20 Tf 0 1 -1 0 30 250 Tm ({escaped(upright)}) Tj ET\n" if upright else ""
    info = "".join(f"/{name} ({escaped(value)}) " for name, value in properties.items())
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info}>>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(text)
    text += f"xref\n0 7\n0000000000 65535 f \n{table}trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\n"
    text += f"startxref\n{start}\n%%EOF\n"
    return text.encode("latin-1")


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def only(folder: Path, name: str, data: bytes) -> Source:
    """What a file of this name gives."""
    (folder / name).write_bytes(data)
    (source,) = read(folder / name)
    return source


def told(source: Source) -> tuple[str, str, str, tuple[str, ...]]:
    """What is known of the one paper."""
    (paper,) = source.papers
    return paper.title, paper.arxiv_id, paper.doi, paper.authors


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pdf(*PAGE, upright=STAMP), ("arXiv:2401.00011", "2401.00011", "", ())),
        (pdf(*PAGE, upright=STAMP, Title=TITLE, Author="Ada Vale, Bo Ash"),
         (TITLE, "2401.00011", "", ("Ada Vale", "Bo Ash"))),
        (pdf(*PAGE, arXivID="https://arxiv.org/abs/2401.00011v1", Title=TITLE), (TITLE, "2401.00011", "", ())),
        (pdf(*PAGE, "https://doi.org/10.1234/hedge.1"), ("10.1234/hedge.1", "", "10.1234/hedge.1", ())),
        (pdf(*PAGE, "DOI: 10.1234/HEDGE.1.", Title="hedges.dvi"), ("10.1234/hedge.1", "", "10.1234/hedge.1", ())),
        (pdf(*PAGE, "doi:10.1234/other", doi="10.1234/hedge.1"), ("10.1234/hedge.1", "", "10.1234/hedge.1", ())),
        (pdf(*PAGE, Title=TITLE, Author="Ada Vale; Bo Ash"), (TITLE, "", "", ("Ada Vale", "Bo Ash"))),
    ],
)  # fmt: skip
def test_a_first_page_tells_its_paper(data: bytes, expected: object, tmp_path: Path) -> None:
    source = only(tmp_path, "scan.pdf", data)
    assert (source.format, told(source), source.problems) == ("pdf-names", expected, ())


@pytest.mark.parametrize(
    "data",
    [
        pdf("Invoice", "Ada Vale", "3 hedges at 10.12 each", Title="Invoice of March", Author="Ada Vale"),
        pdf("How to cut a hedge", "as in arXiv:2401.00011 and elsewhere", Title="How to cut a hedge"),
        pdf(*PAGE, "doi:10.1234/hedge.1 and doi:10.1234/hedge.2"),
        pdf(*PAGE, Title="Hedges that stand elsewhere", Author="Ada Vale"),
        pdf(*PAGE, Title=TITLE, Author="Cy Fir"),
        pdf(*PAGE, "https://doi.org/10.1234/hed-", "ge.1"),
        pdf(*PAGE)[:300],
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    ],
)
def test_a_page_that_is_no_paper_s_or_tells_none_for_sure_is_named(data: bytes, tmp_path: Path) -> None:
    source = only(tmp_path, "scan.pdf", data)
    assert source.papers == ()
    assert "neither its name nor its first page says which paper is inside" in str(source.error)


@pytest.mark.parametrize("end", [" et al.", "; et al.", " and 3 others"])
def test_properties_that_name_some_of_the_authors_say_so(end: str, tmp_path: Path) -> None:
    (paper,) = only(tmp_path, "scan.pdf", pdf(*PAGE, Title=TITLE, Author=f"Ada Vale; Bo Ash{end}")).papers
    assert (paper.authors, paper.more_authors) == (("Ada Vale", "Bo Ash"), True)


def test_name_and_page_complete_each_other_and_the_page_wins(tmp_path: Path) -> None:
    stamped = pdf(*PAGE, upright=STAMP, Title=TITLE)
    assert told(only(tmp_path, "2401.00011v1.pdf", stamped)) == (TITLE, "2401.00011", "", ())
    by_zotero = only(tmp_path, f"Vale and Ash - 2023 - {TITLE}.pdf", pdf(*PAGE, "https://doi.org/10.1234/hedge.1"))
    assert (told(by_zotero), by_zotero.papers[0].year) == ((TITLE, "", "10.1234/hedge.1", ()), 2023)
    other = only(tmp_path, "2402.00022.pdf", stamped)
    assert told(other)[:2] == (TITLE, "2401.00011")
    assert [problem.message for problem in other.problems] == [
        "its name says another paper than its first page, which is taken"
    ]


def test_a_folder_gives_the_papers_of_its_files_and_names_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(*PAGE, upright=STAMP, Title=TITLE))
    (tmp_path / "b.pdf").write_bytes(pdf("Invoice"))
    (tmp_path / "2402.00022.pdf").write_bytes(b"%PDF-1.7\n")
    found = {Path(source.name).name: [paper.title for paper in source.papers] for source in read(tmp_path)}
    assert found == {"a.pdf": [TITLE], "b.pdf": [], "2402.00022.pdf": ["arXiv:2402.00022"]}


def test_without_the_library_the_name_counts_and_the_extra_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_page, "can_be_read", lambda: False)
    stamped = pdf(*PAGE, upright=STAMP, Title=TITLE)
    assert told(only(tmp_path, "2401.00011v1.pdf", stamped))[:2] == ("arXiv:2401.00011", "2401.00011")
    refused = str(only(tmp_path, "scan.pdf", stamped).error)
    assert "its name does not say which paper is inside" in refused
    assert "pip install 'reader-papers[pdf]'" in refused

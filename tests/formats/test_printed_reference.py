"""References as papers print them: what they say is read, and they are no titles."""

from __future__ import annotations

import pytest

from reader.formats import detect, read
from reader.formats.printed_reference import UNTOLD_TITLE, reference_in

EPR = ("A. Einstein", "B. Podolsky", "N. Rosen")
DOI = "10.1103/physrev.47.777"


@pytest.mark.parametrize(("text", "authors", "venue", "year", "place"), [
    ("A. Einstein, B. Podolsky, and N. Rosen, Phys. Rev. 47, 777 (1935).", EPR, "Phys. Rev.", "1935", "47  777"),
    ("Einstein, A., Podolsky, B. & Rosen, N. Phys. Rev. 47, 777–780 (1935)", EPR, "Phys. Rev.", "1935", "47  777–780"),
    ("[12] J. S. Bell, J. Phys. A **12**, 3 (1990)", ("J. S. Bell",), "J. Phys. A", "1990", "12  3"),
    ("V. L. Ginzburg and L. D. Landau, Zh. Eksp. Teor. Fiz. 20, 1064 (1950) [Sov. Phys. JETP 5, 1174 (1957)]",
     ("V. L. Ginzburg", "L. D. Landau"), "Zh. Eksp. Teor. Fiz.", "1950", "20  1064"),
    ("ATLAS Collaboration, Phys. Lett. B 716, 1 (2012)", ("ATLAS Collaboration",), "Phys. Lett. B", "2012", "716  1"),
    ("J. Schmidhuber, Neural Networks 61 (2015) 85–117", ("J. Schmidhuber",), "Neural Networks", "2015", "61  85–117"),
    ("1. Nature. 2021 Aug;596(7873):583-589.", (), "Nature", "2021", "596 7873 583-589"),
    ("Proc Natl Acad Sci U S A. 1982 Apr;79(8):2554-8.", (), "Proc Natl Acad Sci U S A", "1982", "79 8 2554-8"),
    ("Hopfield JJ. Proc Natl Acad Sci U S A. 1982;79(8):2554-8.", ("JJ Hopfield",), "Proc Natl Acad Sci U S A", "1982",
     "79 8 2554-8"),
    ("W. Kohn and L. J. Sham, Phys. Rev., 1965, 140, A1133", ("W. Kohn", "L. J. Sham"), "Phys. Rev.", "1965",
     "140  A1133"),
    ("Planck Collaboration, 2016, A&A, 594, A13", ("Planck Collaboration",), "A&A", "2016", "594  A13"),
])  # fmt: skip
def test_a_reference_without_a_title_tells_its_place(
    text: str, authors: tuple[str, ...], venue: str, year: str, place: str
) -> None:
    found = reference_in(text)
    assert found is not None
    assert (found.title, found.authors, found.venue, found.year) == ("", authors, venue, year)
    assert " ".join(found.place.values()) == place
    assert found.unread == ""


@pytest.mark.parametrize(("text", "title"), [
    ("Jumper J, Evans R, et al. Highly accurate prediction of lamps. Nature. 2021;596(7873):583-589.",
     "Highly accurate prediction of lamps"),
    ("Vale, A. et al. Lamps that learn at night. Nature 596, 583–589 (2021).", "Lamps that learn at night"),
    ("A. Vale, Does a lamp depend on its light?, Ann. Phys. 18, 639 (1905)", "Does a lamp depend on its light?"),
    ("Y. Vale, Y. Ash, G. Elm, Deep learning, Nature 521, 436 (2015)", "Deep learning"),
    ("Vale, A., Ash, N. (2017). Lamps are all you need. Advances in Lamps, 30, 5998-6008.", "Lamps are all you need"),
])  # fmt: skip
def test_a_title_between_authors_and_journal_is_read_where_its_ends_are_sure(text: str, title: str) -> None:
    found = reference_in(text)
    assert found is not None
    assert found.title == title
    assert found.authors


@pytest.mark.parametrize("text", [
    "Attention Is All You Need", "See chapter 3, 12 (2019)", "BERT 4, 12 (2019)", "The lottery ticket hypothesis, 2019",
    "Adam: A Method for Stochastic Optimization", "J. Smith and the lamps of 1935", "Planck 2018 results. VI",
])  # fmt: skip
def test_a_title_is_no_reference(text: str) -> None:
    assert reference_in(text) is None


def test_initials_that_may_belong_to_the_journal_name_nobody() -> None:
    found = reference_in("Kohn, W.; Sham, L. J. Phys. Chem. 1965, 140, 1133")
    assert found is not None
    assert (found.title, found.authors, found.venue, found.year) == ("", (), "", "1965")


@pytest.mark.parametrize("line", [
    "[1] A. Einstein, B. Podolsky, and N. Rosen, Phys. Rev. 47, 777 (1935). https://doi.org/10.1103/PhysRev.47.777",
    "- A. Einstein, B. Podolsky, and N. Rosen, Phys. Rev. **47**, 777 (1935). doi:10.1103/PhysRev.47.777",
    "- A. Einstein, B. Podolsky, and N. Rosen, Phys. Rev. 47, 777 (1935). [[doi](https://doi.org/10.1103/PhysRev.47.777)]",
    "- [A. Einstein, B. Podolsky, and N. Rosen, Phys. Rev. 47, 777 (1935)](https://doi.org/10.1103/PhysRev.47.777)",
])  # fmt: skip
@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_reference_beside_its_identifier_is_a_paper_named_by_it_however_often_it_stands_there(
    line: str, times: int
) -> None:
    text = f"{line}\n" * times
    name = detect(text, "x.txt")
    assert name is not None
    parsed = read(text, name)
    assert {(p.title, p.doi, p.authors, p.venue, p.published) for p in parsed.papers} == {
        (DOI, DOI, EPR, "Phys. Rev.", "1935")
    }
    assert parsed.problems == ()


def test_a_reference_in_the_column_of_papers_is_no_title() -> None:
    row = "[A. Einstein and N. Rosen, Phys. Rev. 47, 777 (1935)](https://doi.org/10.1103/PhysRev.47.777)"
    parsed = read(f"| Paper | Year |\n|---|---|\n| {row} | 1935 |\n", "markdown-lists")
    assert [(p.title, p.authors) for p in parsed.papers] == [(DOI, ("A. Einstein", "N. Rosen"))]


@pytest.mark.parametrize("begin", ["", "- "])
def test_words_of_a_reference_that_may_be_a_title_are_said(begin: str) -> None:
    line = f"{begin}Deep Learning, Nature 521, 436 (2015). https://doi.org/10.1038/nature14539"
    name = detect(line, "x.txt")
    assert name is not None
    parsed = read(line, name)
    assert [p.title for p in parsed.papers] == ["10.1038/nature14539"]
    assert [(problem.message, problem.excerpt) for problem in parsed.problems] == [(UNTOLD_TITLE, "Deep Learning")]

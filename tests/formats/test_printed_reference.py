"""References as papers print them: what they say is read, and they are no titles."""

from __future__ import annotations

import pytest

from reader.formats import detect, read
from reader.formats.parsed import Parsed
from reader.formats.printed_reference import UNTOLD_TITLE, reference_in
from reader.persons import named_authors

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
    "John Smith (2020) says that lamps are good",
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


LAMPS = "10.1000/lamp.11"


def pasted(line: str) -> Parsed:
    """What a line of plain text gives that is pasted as it is printed."""
    name = detect(line, "x.txt")
    assert name is not None
    return read(line, name)


@pytest.mark.parametrize(("rest", "title", "venue", "place"), [
    ("Do lamps learn? A study of moss. Journal of Lamps, 3(2), 1–9", "Do lamps learn? A study of moss",
     "Journal of Lamps", "3 2 1–9"),
    ("Lamps and moss. A review of stones. Journal of Lamps, 3(2), 1–9", "Lamps and moss. A review of stones",
     "Journal of Lamps", "3 2 1–9"),
    ("What works? What does not? Lessons from moss. Lamp Letters, 3, 1–9",
     "What works? What does not? Lessons from moss", "Lamp Letters", "3  1–9"),
    ("Lamps at 3.5 V. Lamp Review, 4(1), 5–6", "Lamps at 3.5 V", "Lamp Review", "4 1 5–6"),
    ("Lamps that learn. Advances in neural lamp systems, 30, 5998–6008", "Lamps that learn",
     "Advances in neural lamp systems", "30  5998–6008"),
    ("Lamps that learn. In Proceedings of the meeting on lamps (pp. 7–8)", "Lamps that learn", "", ""),
    ("Lamps that learn. arXiv preprint arXiv:2401.00011", "Lamps that learn", "", ""),
    ("Lamps that learn", "Lamps that learn", "", ""),
    ("Lamp results 6", "Lamp results 6", "", ""),
    ("Lamps vs. Moss", "Lamps vs. Moss", "", ""),
    ("Lamps that learn. Advances in lamp systems, 30", "Lamps that learn", "Advances in lamp systems", "30  "),
])  # fmt: skip
def test_the_place_of_a_paper_shows_where_a_title_of_several_sentences_ends(
    rest: str, title: str, venue: str, place: str
) -> None:
    found = reference_in(f"Vale, J. (2020). {rest}.")
    assert found is not None
    assert (found.title, found.venue, " ".join(found.place.values())) == (title, venue, place)
    assert (found.authors, found.year, found.unread) == (("J. Vale",), "2020", "")


@pytest.mark.parametrize("rest", [
    "Lamps and moss. A review of stones", "Lamps and moss. Part 3", "Do lamps learn? A study of moss. Lamp Press",
    "Lamps in J. Lamp. Res., 3(2), 1–9", "Lamps. MIT Press",
])  # fmt: skip
def test_a_title_of_which_no_place_tells_the_end_is_named(rest: str) -> None:
    parsed = pasted(f"Vale, J. (2020). {rest}. https://doi.org/{LAMPS}")
    assert [(p.title, p.authors, p.published) for p in parsed.papers] == [(LAMPS, ("J. Vale",), "2020")]
    assert [problem.message for problem in parsed.problems] == [UNTOLD_TITLE]


VALES = ("K. Vale", "X. Ash")
WHOLE = ("Kai Vale", "Ann Ash", "Jo Elm")


@pytest.mark.parametrize("begin", ["", "- "])
@pytest.mark.parametrize(("line", "authors"), [
    ('[1] K. Vale and X. Ash, "Deep lamps for moss," in Proc. Lamps, 2016, pp. 770-778', VALES),
    ('Vale, Kai, et al. "Deep lamps for moss." Proceedings of the meeting on lamps. 2016', ()),
    ('Vale, Kai, Ann Ash, and Jo Elm. 2016. “Deep lamps for moss.” In Proceedings of Lamps, 770–78', WHOLE),
    ("Kai Vale, Ann Ash, and Jo Elm. 2016. Deep lamps for moss. In Proceedings of Lamps, pages 770–778", WHOLE),
    ("Vale, K., Ash, X., 2016. Deep lamps for moss. Lamp Letters 12, 770–778", VALES),
    ("Vale, K., Ash, X., 2016. Deep lamps for moss. In: Proc. Lamps, pp. 770–778", VALES),
    ("World Lamp Organization. (2016). Deep lamps for moss. Lamp Review, 4(1), 5–6", ("World Lamp Organization",)),
])  # fmt: skip
def test_a_pasted_reference_of_any_style_gives_its_title_and_not_its_line(
    begin: str, line: str, authors: tuple[str, ...]
) -> None:
    parsed = pasted(f"{begin}{line}. doi: {LAMPS}.")
    assert [(p.title, p.authors, p.published, p.doi) for p in parsed.papers] == [
        ("Deep lamps for moss", authors, "2016", LAMPS)
    ]
    assert parsed.problems == ()


def test_a_group_that_stands_for_the_authors_is_one() -> None:
    (paper,) = pasted(f"World Lamp Organization. (2016). Deep lamps for moss. https://doi.org/{LAMPS}").papers
    assert [name.literal for name in named_authors(paper)] == ["World Lamp Organization"]


@pytest.mark.parametrize("line", [
    "K. Vale, X. Ash, Deep lamps for moss, in Proc. Lamps, Oslo, 2016",
    "Vale K, Ash X. Deep lamps for moss. InProceedings of the meeting on lamps 2016 (pp. 7-8)",
    "[3] K. Vale and X. Ash: Deep lamps for moss; Lamp Press 2016",
])  # fmt: skip
def test_a_reference_in_no_known_form_is_named_by_its_identifier(line: str) -> None:
    parsed = pasted(f"{line}. https://doi.org/{LAMPS}")
    assert [(p.title, p.doi) for p in parsed.papers] == [(LAMPS, LAMPS)]
    assert [len(p.authors) for p in parsed.papers] == [2]
    assert [problem.message for problem in parsed.problems] == [UNTOLD_TITLE]


def test_words_in_bold_behind_authors_and_year_are_the_title() -> None:
    parsed = read(
        f"- Kai Vale and Ann Ash (2020). **Lamps. A review** [Paper](https://doi.org/{LAMPS})\n", "markdown-lists"
    )
    assert [p.title for p in parsed.papers] == ["Lamps. A review"]


@pytest.mark.parametrize(("behind", "year"), [
    ("(Vale et al., 2022)", "2022"), ("(Vale et al.)", ""), ("(Vale and Ash et al. 2022)", "2022"),
])  # fmt: skip
def test_authors_and_year_in_brackets_are_no_part_of_a_title(behind: str, year: str) -> None:
    parsed = read(f"- [Lamps that learn well {behind}](https://doi.org/{LAMPS})\n", "markdown-lists")
    assert [(p.title, p.published) for p in parsed.papers] == [("Lamps that learn well", year)]


def test_a_title_in_quotes_before_a_journal_has_its_place() -> None:
    found = reference_in('A. Vale, B. Ash, "Deep lamps for moss," Phys. Rev. 47, 777 (1935).')
    assert found is not None
    assert (found.title, found.venue, found.place["page"], found.year) == (
        "Deep lamps for moss",
        "Phys. Rev.",
        "777",
        "1935",
    )

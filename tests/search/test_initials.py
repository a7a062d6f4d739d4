"""`J. Wexler` and its like find the papers of that author, and first those that fit the initials."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.paper import Paper
from reader.query import parse
from reader.search import Index

PAPERS = {
    paper.id: paper
    for paper in (
        Paper("jana", "Glass Gardens at Dusk", "We plant them.", ("Jana Wexler", "Tom Kest")),
        Paper("near", "Paper Lanterns", "J. Wexlar has shown it first.", ("Ida Orl",)),
        Paper("kim", "Judging Jars of Jam", "Plain words on gardens.", ("Kim Wexler", "Jo Orl")),
        Paper("pierre", "Rivers of Sand", "", ("Jean-Pierre Dumé",)),
        Paper("short", "Rivers of Salt", "", ("J.P. Dume",)),
        Paper("emil", "Rivers of Stone", "", ("Émile Dumé",)),
        Paper("an", "Quiet Storms", "", ("Bo An Li",)),
        Paper("letter", "Q Learning for Kitchens", "", ("Ida Orl",)),
        Paper("learn", "Learning for Cellars", "", ("Bo Ek",)),
    )
}


def found(text: str) -> list[str]:
    """The ids that a finished query finds, best first."""
    return list(Index(PAPERS.values()).search(parse(text), PAPERS).hits.ids)


@pytest.mark.parametrize(
    ("text", "first"),
    [("mira holm", "own"), ("Mira Holm jars", "own"), ("Holm Mira", "turned"),
     ("mira orl", "two")],
)  # fmt: skip
def test_the_words_of_one_name_mean_that_person_before_several_people(text: str, first: str) -> None:
    """Two authors who have one of the words each, as their surnames even, are somebody else; the name as it is spelt
    goes before the same words turned round."""
    papers = (
        Paper("two", "Jars of Jam", "", ("Tom Mira", "Kim Holm", "Ida Orl")),
        Paper("turned", "Jars of Salt", "", ("Holm Mira", "Jo Mira")),
        Paper("own", "Jars of Sand", "", ("Mira Holm", "Jo Ek")),
        Paper("other", "Jars of Glass", "", ("Bo Mira", "Ed Holm")),
    )
    held = {paper.id: paper for paper in papers}
    hits = Index(papers).search(parse(text), held).hits
    assert hits.ids[0] == first


@pytest.mark.parametrize(
    "text",
    ["J. Wexler", "j wexler", "Wexler J ", "Wexler, J.", "J Wexler ", "Wexler J.", "J. M. Wexler", "J.M. Wexler",
     "J. Wexler gardens", "gardens J. Wexler", "Wexler J, Kest T", "J. Wexler, T. Kest", "J. Wexlr"],
)  # fmt: skip
def test_the_author_is_found_first_and_who_has_another_initial_is_not(text: str) -> None:
    """Whatever the order, the dots, and the words around the name; a co-author's initial is not the author's."""
    assert found(text)[0] == "jana"
    assert "kim" not in found(text)


def test_a_title_that_holds_the_surname_comes_after_the_author() -> None:
    """A paper about somebody is not by them."""
    about = Paper("about", "Wexler and the X in the Garden", "J. Wexler is read again.", ("Zed Nobody",))
    papers = PAPERS | {"about": about}
    index = Index(papers.values())
    for text in ("J. Wexler", "Wexler J ", "J. Wexler garden"):
        ids = list(index.search(parse(text), papers).hits.ids)
        assert (ids[0], "about" in ids) == ("jana", True), text


@pytest.mark.parametrize(
    "text",
    ["G. van Holm", "van Holm G ", "van Holm, G.", "G. van Holm lanterns", "G. al-Ek", "al-Ek, G.", "G. de la Orl"],
)
def test_all_words_of_a_family_name_are_the_authors(text: str) -> None:
    """A paper about somebody comes after theirs, and so does one by people who have a word of the name each."""
    papers = (
        Paper("by", "Paper Lanterns", "", ("Gus van Holm", "Gil al-Ek", "Ginny de la Orl")),
        Paper("about", "Holm, Ek, Orl and Their Lanterns", "G. van Holm, G. al-Ek, G. de la Orl.", ("Bo Van", "Al Y")),
        Paper("apart", "Rivers", "Holm, Ek and Orl on lanterns.", ("G. Van", "G. Al", "G. de", "G. La", "Jo Holm")),
    )
    held = {paper.id: paper for paper in papers}
    assert Index(papers).search(parse(text), held).hits.ids[0] == "by"


def test_a_small_word_between_two_names_need_not_stand_in_the_paper() -> None:
    """Citations join authors so."""
    assert found("J. Wexler and T. Kest") == found("J. Wexler & T. Kest") == ["jana"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("J.-P. Dumé", {"pierre", "short"}),
        ("J. P. Dume", {"pierre", "short"}),
        ("Dumé, J.-P.", {"pierre", "short"}),
        ("É. Dumé", {"emil"}),
        ("E. Dume", {"emil"}),
        ("B. A. Li", {"an"}),
        ("K. Wexler", {"kim"}),
    ],
)
def test_initials_tell_authors_of_one_surname_apart(text: str, first: set[str]) -> None:
    """Hyphens and accents or not; a given name or its letter in the paper."""
    assert set(found(text)) == first


def test_a_wrong_initial_still_finds_the_surname() -> None:
    """Where no author of that name fits, all of them are found."""
    assert set(found("Z. Wexler")) == {"jana", "kim"}


def test_a_name_is_found_while_it_is_typed() -> None:
    """From the third letter of the surname on."""
    for text in ("J. Wex", "J. Wexl", "J. Wexle", "J. Wexler"):
        assert "jana" in found(text)


def test_a_letter_that_is_still_typed_may_become_a_word() -> None:
    """The author goes before a title that has a word with this letter."""
    assert found("Wexler J") == ["jana", "kim"]


def test_a_letter_that_is_no_initial_must_stand_in_the_paper() -> None:
    """`Q learning` is not all learning, and what has neither word is not found."""
    assert found("Q learning ") == ["letter"]
    assert found("V learning ") == []


def test_a_large_library_answers_alike() -> None:
    """The other way in which scores are held gives the same order."""
    others = [Paper(f"p{at}", f"Filler {at}", authors=(f"Ann Other{at}",)) for at in range(5_000)]
    many = PAPERS | {paper.id: paper for paper in others}
    index = Index(many.values())
    for text in ("J. Wexler", "J.-P. Dumé", "Z. Wexler", "Wexler J, Kest T"):
        assert sorted(index.search(parse(text), many).hits.ids) == sorted(found(text)), text


def test_an_initial_is_of_the_name_before_it_where_the_word_behind_may_be_a_name_too() -> None:
    """`Dumé, J. An ...`: a word of the title that somebody is called by is no second author."""
    papers = PAPERS | {"isle": Paper("isle", "An Island of Sand", "", ("Jean Dumé",))}
    index = Index(papers.values())
    assert list(index.search(parse("Dumé, J. An island"), papers).hits.ids) == ["isle"]


@pytest.mark.parametrize(
    "text",
    ["Wexler JM", "wexler jm ", "JM Wexler", "Wexler JM, Kest T", "Wexler JM, Kest TA, 2019", "Kest TA, Wexler JM"],
)
def test_initials_in_one_word_are_initials(text: str) -> None:
    """So PubMed and Google Scholar cite."""
    jana = replace(PAPERS["jana"], authors=("Jana Mia Wexler", "Tom A. Kest"), published="2019")
    papers = PAPERS | {"jana": jana}
    assert list(Index(papers.values()).search(parse(text), papers).hits.ids) == ["jana"]
    assert list(Index(PAPERS.values()).search(parse("Wexler jam "), PAPERS).hits.ids) == ["kim"]


@pytest.mark.parametrize(
    "text",
    ["(Orl, 1964)", "Orl (1964)", "orl 1964", "1964 Orl", "Orl & Kest (1964)", "I. Orl, 1964", "Orl and Kest 1964",
     "Ida Orl 1964", "Orl, 1964, p. 3", "(Orl & Kest, 1964, pp. 307–317)"],
)  # fmt: skip
def test_a_citation_finds_the_paper_of_that_author_and_year_before_one_about_them(text: str) -> None:
    own = Paper("own", "A Paradox of Sand", "", ("Ida Orl", "Tom Kest"), "1964")
    about = Paper("about", "Orl Tested: Ida Orl and Kest", "In 1964 Orl and Kest showed it.", ("Zed Nobody",), "2014")
    second = Paper("second", "Orl Charts", "", ("Zed Nobody", "Ida Orl"), "1964")
    papers = {paper.id: paper for paper in (about, second, own)}
    assert Index(papers.values()).search(parse(text), papers).hits.ids[0] == "own"
    assert Index(papers.values()).search(parse("Orl tested 1964"), papers).hits.ids[0] == "about"


def test_a_citation_finds_its_author_in_another_spelling_and_counts_no_pages_as_words() -> None:
    own = Paper("own", "Growth in the Dark", "", ("Hans Müller",), "2001")
    about = Paper("about", "Mueller Tables", "", ("Ann Lee",), "2001")
    papers = {paper.id: paper for paper in (about, own)}
    assert Index(papers.values()).search(parse("Mueller (2001)"), papers).hits.ids[0] == "own"
    index = Index(papers.values())
    assert set(index.search(parse("Mueller (2001, p. 3)"), papers).hits.ids) == {"own", "about"}
    for kept in ("Mueller 2001 p 3 tables", "Mueller p. 3", "Mueller 2001 p 3 4 5"):
        assert not index.search(parse(kept), papers).hits.ids

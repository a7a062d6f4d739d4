"""Possible duplicates as the user goes through them: by the one rule of likeness, by DOI, and as records tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.operations import duplicates
from reader.paper import Paper
from tests.support.memory import library

ABSTRACT = "Small lamps are lit in the attic when the rain comes, and nobody knows by whom they were put there."
OTHER = "Rivers are counted from above by a boat that flies, which took eleven years and four dictionaries."
MICE = Paper("a", "Small mice of the old attic", ABSTRACT, ("Ada Sample",))


def found(*papers: Paper) -> list[tuple[str, str, str]]:
    return [(pair.left.id, pair.right.id, pair.reason) for pair in duplicates.possible(library(*papers))]


def test_titles_that_differ_by_a_sign_with_a_meaning_are_two() -> None:
    assert found(Paper("a", "C"), Paper("b", "C++"), Paper("c", "C#")) == []
    assert found(Paper("a", "C++"), Paper("b", "c++!")) == [("a", "b", "equal titles")]


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Small mice of the old attic", "Small mica of the old attic"),
        ("Small mice of the old attic", "Small mie of the old attic"),
        ("Small mice of the old attic", "Small micce of the old attic"),
        ("Small mice of the old attic", "Samll mice of the old attic"),
        ("Attic mice sleep", "Attic mice sleeps"),
        ("Attic mice sleep badly", "Attic mise sleep badly"),
    ],
)
def test_titles_a_letter_apart_by_one_author_may_be_one(title: str, other: str) -> None:
    one = replace(MICE, title=title)
    assert found(one, replace(one, id="b", title=other, abstract=OTHER)) == [("a", "b", "nearly equal titles")]
    assert found(one, replace(one, id="b", title=other, authors=("Bo Probe",))) == []


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Small mice of the attic 3", "Small mice of the attic 4"),
        ("Small mice of the attic, part one", "Small mice of the attic, part two"),
        ("Attic mice sleep", "Attic rats sleep"),
        ("Attic mice sleep", "Attic mice sleep again"),
        ("Attic mice sleep badly", "Attic mice sleep"),
        ("Attic mouses sleep", "Attic mouse slept"),
        ("Erratum: small mice of the attic", "Small mice of the attic"),
        ("Attic mice", "Attic mica"),
    ],
)
def test_titles_of_other_works_are_not_told_by_their_letters(title: str, other: str) -> None:
    one = replace(MICE, title=title)
    assert found(one, replace(one, id="b", title=other)) == []


def test_papers_of_different_identifiers_are_two_until_a_record_links_them() -> None:
    one = replace(MICE, arxiv_id="2401.00001")
    other = replace(MICE, id="b", arxiv_id="2401.00002")
    assert found(one, other) == []
    assert found(replace(one, doi="10.1000/a"), replace(other, doi="10.1000/a")) == [
        ("a", "b", "equal titles, different arXiv ids")
    ]


def test_papers_of_one_doi_may_be_one_whatever_their_titles() -> None:
    one = replace(MICE, doi="10.1000/a")
    other = Paper("b", "Rivers from above", OTHER, doi="10.1000/a")
    assert found(one, other, Paper("c", "Boats")) == [("a", "b", "one DOI, different titles")]


def test_each_namesake_is_compared_with_those_before_it_however_many_there_are() -> None:
    columns = [Paper(f"c{number:03}", "The attic column", published=str(1800 + number)) for number in range(120)]
    pairs = duplicates.possible(library(*columns))
    assert {pair.right.id for pair in pairs} == {paper.id for paper in columns[1:]}
    assert len(pairs) < 120 * 51


def test_a_pair_that_was_told_apart_or_whose_paper_went_is_shown_no_more() -> None:
    shelf = library(MICE, replace(MICE, id="b", abstract=OTHER))
    (pair,) = duplicates.possible(shelf)
    duplicates.tell_apart(shelf, pair.left, pair.right)
    assert duplicates.possible(shelf) == ()


def test_both_papers_that_are_told_apart_are_named() -> None:
    """One of the same title is its namesake."""
    shelf = library(MICE, replace(MICE, id="b"), replace(MICE, id="c", title="Small rats"))
    told = [duplicates.tell_apart(shelf, MICE, shelf.papers[id]).say for id in "bc"]
    name = "Told 'Small mice of the old attic' and"
    assert told == [f"{name} its namesake apart", f"{name} 'Small rats' apart"]


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (Paper("b", "Lamps in the rain", authors=("Ada Sample",), doi="10.1000/b"), True),
        (Paper("b", "Lamps in the rain", doi="10.1000/b"), True),
        (Paper("b", "10.1000/b", authors=("Ada Sample",), doi="10.1000/b"), True),
        (Paper("b", "Lamps in the rain", authors=("Bo Muster",), doi="10.1000/b"), False),
        (Paper("b", "Roofs of hay and straw", authors=("Ada Sample",), doi="10.1000/b"), False),
        (Paper("b", "Lamps in the rain, part II", authors=("Ada Sample",), doi="10.1000/b"), False),
        (Paper("b", "Lamps in the rain", authors=("Ada Sample",), arxiv_id="2401.00002"), False),
    ],
)
def test_papers_that_a_record_links_are_one_unless_something_speaks_against_it(other: Paper, is_one: bool) -> None:
    """People, titles, parts and further identifiers; a record may name a DOI that is not its own."""
    paper = Paper("a", "Lamps in the rain", authors=("Ada Sample",), arxiv_id="2401.00001")
    found = duplicates.linked([("a", "b")], {"a": paper, "b": other})
    assert [(one.id, two.id) for one, two in found] == [("a", "b")] * is_one


def test_editorials_that_a_record_links_are_not_one_for_sure() -> None:
    papers = {"a": Paper("a", "Editorial", arxiv_id="2401.00001"), "b": Paper("b", "Editorial", doi="10.1000/b")}
    assert duplicates.linked([("a", "b")], papers) == []

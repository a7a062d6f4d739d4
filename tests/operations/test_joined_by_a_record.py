"""A record that has an identifier of each of two papers joins them, in a step that one undo takes back."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from reader.io.read import Source
from reader.library.library import Library
from reader.operations import duplicates, imports
from reader.operations.annotate import set_note, star_papers, tag_papers
from reader.operations.undo import undo
from reader.paper import Paper
from tests.support.memory import library

PREPRINT = Paper(
    "",
    "Small mice of the old attic",
    "We watch mice.",
    ("Ada Vale", "Bo Ash"),
    "2023",
    arxiv_id="2301.00001",
    added="2024-01-01T00:00:00Z",
)
PRINTED = Paper(
    "", "Small Mice of the Old Attic", "", ("Ada Vale", "Bo Ash"), "2024", "Attic Letters", doi="10.1234/mice",
    metadata=(("volume", "3"),), added="2024-02-01T00:00:00Z",
)  # fmt: skip
BOTH = replace(PREPRINT, abstract="", doi="10.1234/mice")


def take(lib: Library, *papers: Paper) -> imports.ImportResult:
    """What an import of some records brings, which is what a preview of it said."""
    source = Source("x.bib", "bibtex", tuple(replace(paper, sources=("x.bib",)) for paper in papers))
    foretold = imports.preview(lib, [source])
    done = imports.import_sources(lib, [source])
    assert foretold.summary == done.summary
    assert foretold.to_json() == done.to_json()
    return done


def apart() -> Library:
    """A library that has both papers, with words about each."""
    lib = library()
    take(lib, PREPRINT)
    take(lib, replace(PRINTED, abstract="Another text altogether, of which nobody would say that it is that of mice."))
    assert len(lib.papers) == 2
    tag_papers(lib, [lib.papers["2301.00001"]], add=["attic"])
    star_papers(lib, [lib.papers["10.1234-mice"]], True)
    set_note(lib, lib.papers["10.1234-mice"], "See figure 2.")
    return lib


def test_a_record_of_both_ids_joins_two_papers_with_the_words_of_both() -> None:
    lib = apart()
    before = dict(lib.papers)
    done = take(lib, BOTH)
    (paper,) = lib.papers.values()
    assert (paper.arxiv_id, paper.doi, paper.venue, paper.about("volume")) == (
        "2301.00001", "10.1234/mice", "Attic Letters", "3",
    )  # fmt: skip
    assert (paper.tags, paper.starred, paper.note) == (("attic",), True, "See figure 2.")
    assert done.summary == "0 new, 1 known already, 1 pair joined"
    assert done.to_json()["sources"][0]["joined"] == [[paper.id, next(id for id in before if id != paper.id)]]
    assert done.outcomes[-1].say == (
        "Joined 'Small mice of the old attic' with 'Small Mice of the Old Attic', since a record has the ids of both"
    )
    undo(lib, 1)
    assert lib.papers == before


def test_what_was_joined_and_parted_again_stays_apart_and_is_offered() -> None:
    lib = apart()
    take(lib, BOTH)
    undo(lib, 1)
    assert take(lib, BOTH).joined == ()
    assert len(lib.papers) == 2
    assert [pair.reason for pair in duplicates.possible(lib)] != []


def test_later_records_of_either_come_to_the_one_paper() -> None:
    lib = apart()
    take(lib, BOTH)
    for record in (PREPRINT, PRINTED, BOTH):
        assert take(lib, record).summary == "0 new, 1 known already"
    assert len(lib.papers) == 1


def test_the_number_of_papers_does_not_depend_on_the_order_of_three_records() -> None:
    other = replace(PRINTED, authors=("Ada B. Vale", "Bo Ash"), title="Small mice of the old attics")
    for order in permutations((PREPRINT, other, BOTH)):
        lib = library()
        for record in order:
            take(lib, record)
        assert len(lib.papers) == 1, order


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PREPRINT, replace(PRINTED, title="A boat that counts rivers from above")),
        (PREPRINT, replace(PRINTED, title="Small mice of the old attic: erratum")),
        (PREPRINT, replace(PRINTED, title="Small mice of the old attic, part 2")),
        (PREPRINT, replace(PRINTED, authors=("Cy Fir", "Di Elm"))),
        (replace(PREPRINT, doi="10.1234/other"), PRINTED),
        (PREPRINT, replace(PRINTED, arxiv_id="2301.00002")),
        (replace(PREPRINT, title="Editorial"), replace(PRINTED, title="Editorial")),
    ],
)
def test_where_something_speaks_against_it_the_two_are_kept_and_the_doubt_is_told(one: Paper, other: Paper) -> None:
    lib = library()
    take(lib, one)
    take(lib, replace(other, abstract="Another text altogether, of which nobody would say that it is that of mice."))
    assert len(lib.papers) == 2
    done = take(lib, replace(one, doi="10.1234/mice", abstract=""))
    assert done.joined == ()
    assert len(lib.papers) == 2
    assert "1 possible duplicate" in done.summary


def test_a_pair_that_was_told_apart_is_not_joined() -> None:
    lib = apart()
    duplicates.tell_apart(lib, *lib.papers.values())
    assert take(lib, BOTH).joined == ()
    assert len(lib.papers) == 2


def test_a_paper_that_records_link_with_several_is_joined_with_none() -> None:
    lib = library()
    text = "Another text altogether, of which nobody would say that it is that of mice."
    take(lib, PREPRINT)
    take(lib, replace(PRINTED, abstract=text))
    take(lib, replace(PRINTED, abstract=text, doi="10.1234/mice.v2", venue="Other Letters"))
    count = len(lib.papers)
    done = take(lib, BOTH, replace(BOTH, doi="10.1234/mice.v2"))
    assert (done.joined, len(lib.papers)) == ((), count)

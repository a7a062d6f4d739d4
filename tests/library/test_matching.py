"""Different papers of one title are never folded, one paper in two spellings is one, and every record finds its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, permutations
from operator import and_
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reader.formats import FORMATS, jsonl
from reader.identity import Verdict, contradict, evidence_mark, former_mark, identified, same_paper
from reader.library.library import Library
from reader.library.matching import is_column
from reader.library.merging import plan
from reader.operations import duplicates
from reader.operations.duplicates import DuplicatePair
from reader.paper import Paper
from reader.persons import name_key
from reader.store import open_library
from tests.support.cli import Reader
from tests.support.laws import law
from tests.support.scripts import ALIKE, APART
from tests.support.some_papers import SENTENCES

ABSTRACT = " ".join(SENTENCES[:4])
TITLE = "A Year of Small Lamps: Notes from the Attic"
SHORT = "A Year of Small Lamps"
COLUMN = Paper(
    "", "The attic column", authors=("Ada Sample",), venue="Attic Letters", published="1983",
    metadata=(("page", "30-39"), ("volume", "3")),
)  # fmt: skip

Papers = dict[str, Paper]


def take(library: Papers, incoming: Sequence[Paper]) -> Papers:
    """The library after an import."""
    outcome = plan(library, incoming)
    assert len(outcome.ids) == len(incoming)
    return {**library, **{p.id: p for p in outcome.new}, **{after.id: after for _, after in outcome.completed}}


def parted(incoming: Sequence[Paper], library: Papers | None = None) -> set[frozenset[int]]:
    """Which records are one paper, by their places."""
    held: dict[str, set[int]] = {}
    for place, id in enumerate(plan(library or {}, incoming).ids):
        held.setdefault(id, set()).add(place)
    return set(map(frozenset, held.values()))


def by(*authors: str, **facts: str) -> Paper:
    """A record under the one title."""
    metadata = tuple(sorted((name, facts.pop(name)) for name in ("volume", "issue", "page") if name in facts))
    plain = Paper("", TITLE, authors=authors, metadata=metadata)
    return replace(plain, **facts)  # type: ignore[arg-type]  # Only the names of texts are given.


def told(kind: str = "", doi: str = "", **metadata: str) -> Paper:
    """The same of a kind, with variables."""
    plain = by("Ada Sample", published="2001", doi=doi, kind=kind)
    return replace(plain, metadata=tuple(sorted((name.replace("_", "-"), value) for name, value in metadata.items())))


def signed(title: str, doi: str = "") -> Paper:
    """A record under a title with signs."""
    return Paper("", title, authors=("Ada Sample",), doi=doi)


ONE_PAPER = {
    "initials": (by("Ada B. Sample", "Bo Muster"), by("A. Sample", "Muster, B.")),
    "family first": (by("Ada Sample", published="2020"), by("Sample, Ada", published="2020")),
    "a particle": (by("Jan van der Berg"), by("van der Berg, J.")),
    "a particle behind": (by("Jan van der Berg"), by("Berg, J. van der")),
    "a suffix": (by("Sample, III, Ada"), by("Ada Sample III")),
    "a group": (by("OpenAI"), by("OpenAI")),
    "another script": (by("王小明"), by("王 小明")),
    "fewer names and others": (by("Ada Sample", "Bo Muster"), by("Ada Sample", "others")),
    "more people in one year of a journal": (
        by("Ada Sample", "Bo Muster", venue="Attic Lett.", published="2020"),
        by("A. Sample", venue="Attic Letters", published="2020-03"),
    ),
    "more people and a doi": (
        by("Ada Sample", "Bo Muster", doi="10.1000/a", published="2021"),
        by("Ada Sample", doi="10.1000/a", published="2020", arxiv_id="2001.00001"),
    ),
    "more people and an abstract": (
        by("Ada Sample", "Bo Muster", abstract=ABSTRACT, published="2021"),
        by("Ada Sample", abstract=ABSTRACT, published="2020"),
    ),
    "a list that is said to go on": (
        by("Ada Sample", "Bo Muster", published="2021"),
        replace(by("A. Sample", published="2020"), more_authors=True),
    ),
    "a name with letters lost": (by("Ada Sample", "Bo Muster"), by("Ada Sample", "Bo M\ufffdster")),
    "et al.": (by("Ada Sample", "Bo Muster"), by("A. Sample et al.")),
    "accents": (by("Łukasz Žumer"), by("L. Zumer")),
    "a year between preprint and journal": (
        by("Ada Sample", published="2019", venue="arXiv preprint", arxiv_id="1901.00001"),
        by("A. Sample", published="2020", venue="Attic Letters", volume="4", page="1-9", doi="10.1000/a"),
    ),
    "a short name of the journal": (
        by("A. Sample", venue="J. Attic Lett."), by("A. Sample", venue="Journal of Attic Letters"),
    ),
    "a conference in short and its proceedings, on the same pages": (
        by("Ada Sample", published="2016", venue="CAL", page="770-778"),
        by("A. Sample", published="2016", venue="Conference on Attic Lamps", page="770--778"),
    ),
    "spelling of pages and volume": (
        by("A. Sample", volume="03", page="230-239"), by("A. Sample", volume="Vol. 3", page="230-9"),
    ),
    "a page without its end": (by("A. Sample", page="30"), by("A. Sample", page="30-39")),
    "an abstract and a list without": (Paper("", TITLE, ABSTRACT), by("Ada Sample", arxiv_id="1901.00001")),
    "a title alone": (Paper("", TITLE, ABSTRACT), Paper("", TITLE.upper())),
    "a doi in capitals and another spelling": (
        replace(by("Ada Sample"), doi="10.1000/AbC"),
        replace(by("A. Sample"), title="A year of small lamps; notes from the attics", doi="https://doi.org/10.1000/abc"),
    ),
    "a subtitle left out": (by(doi="10.1000/a"), replace(by(doi="10.1000/a"), title="A Year of Small Lamps")),
    "a subtitle left out of a title of one word": (
        replace(by("Ada Sample", doi="10.1000/a"), title="LAMP"),
        replace(by("A. Sample", doi="10.1000/a"), title="Lamp: A Year of Small Lights"),
    ),
    "online in one year and printed in the next": (
        by("Ada Sample", published="2019", venue="Attic Letters", volume="4"),
        by("A. Sample", published="2020", venue="Attic Letters", volume="4", page="1-9"),
    ),
    "a short given name": (by("Jon Sample"), by("Sample, Jonathan")),
    "a name in another alphabet": (by("Sergey Mueller", "Юрий Строев"), by("Sergei Mueller", "Ю. Строев")),
    "an umlaut spelt out": (by("Jürgen Sample"), by("Sample, Juergen")),
    "initials with hyphens": (by("Jean-Pierre Sample"), by("Sample, J.-P.")),
    "a suffix left out": (by("Ada Sample Jr."), by("Ada Sample")),
    "another given name and one doi": (by("Mike Sample", doi="10.1000/a"), by("Michael Sample", doi="10.1000/a")),
    "another given name and one abstract": (by("Jack Sample", abstract=ABSTRACT), by("Jane Sample", abstract=ABSTRACT)),
    "names in another order and one doi": (by("Wei Zhang", doi="10.1000/a"), by("Zhang Wei", doi="10.1000/a")),
    "names of two alphabets and one doi": (by("王小明", doi="10.1000/a"), by("Xiaoming Wang", doi="10.1000/a")),
    "a group and its members": (by("Lamps Consortium", doi="10.1000/a"), by("Ada Sample", doi="10.1000/a")),
    "online long before print": (
        by("Ada Sample", doi="10.1000/a", published="1936", volume="3"),
        by("Ada Sample", doi="10.1000/a", published="2010", volume="3"),
    ),
    "a preprint and its doi years after": (
        by("Ada Sample", doi="10.1000/a", published="2011", arxiv_id="1101.0001"),
        by("Ada Sample", doi="10.1000/a", published="2019", venue="Attic Letters"),
    ),
    "a journal's volumes as they were and became": (
        told("article-journal", doi="10.1000/a", volume="PP"), told("article-journal", doi="10.1000/a", volume="35"),
    ),
    "one language by two names": (told(language="ngerman"), told(language="de-DE")),
    "a kind that says nothing": (told("dataset"), told("webpage")),
    "a book and a text": (told("book"), told("article-journal")),
    "a part of a book and a paper at a conference": (told("chapter"), told("paper-conference")),
    "a thesis and one of a degree": (told("thesis"), told("thesis", genre="PhD thesis")),
    "a journal in print and online": (
        replace(told(ISSN="1234-5679"), venue="Attic Letters"), replace(told(ISSN="2345-6789"), venue="Attic Letters"),
    ),
    "a sign lost": (signed("Lamps of a power < 3 in houses"), signed("Lamps of a power 3 in houses")),
    "two spellings of a sign": (signed("Lamps of a power <= 3 in houses"), signed("Lamps of a power ≤ 3 in houses")),
    **{
        f"a title spelt {one!r} and {other!r}": (signed(one), signed(other))
        for one, other in (
            ("Lamps & rain", "Lamps and Rain"), ("Lampen und Regen", "Lampen & Regen"),
            (r"The $\alpha$ decay of lamps", "The α-decay of lamps"), ("The α decay", "The alpha-decay"),
            ("Deep-sea lamps", "Deepsea lamps"), ("Deep sea lamps", "Deepsea lamps"), ("Efﬁcient", "Efficient"),
            ("“Lamps” at night", "``Lamps'' at night"), ("Don’t look at lamps", "Dont look at lamps"),
            ("MoS$_2$ lamps", "MoS2 lamps"), ("<i>Lamps</i> at night", "Lamps at night"),
        )
    },
    "a title in two spellings with one abstract": (
        Paper("", "Lamps & rain", ABSTRACT), Paper("", "Lamps and rain", ABSTRACT),
    ),
    "a mark of a footnote": (signed("Lamps of the attics*"), signed("Lamps of the attics")),
    "another mark of a footnote": (signed("Lamps of the attics†"), signed("LAMPS OF THE ATTICS *")),
    "a sign in mathematics and in text": (signed("Lamps of $D^{*}$ houses"), signed("Lamps of D∗ houses")),
    "high and low in another order": (signed("Lamps of $D_s^+$ houses"), signed("Lamps of $D^{+}_{s}$ houses")),
    "a flame before it": (signed("🔥 Lamps of the attics"), signed("Lamps of the attics")),
    "a low number": (signed("Lamps in H₂O and rain"), signed("Lamps in H2O and rain")),
    "an isotope": (signed("Lamps of ¹³C and rain"), signed("Lamps of 13C and rain")),
    "a charge": (signed("Lamps of Ca²⁺ and rain"), signed("Lamps of Ca2+ and rain")),
    "hyphens and quotation marks": (
        signed("Pre- and post-war lamps: 'Plan A' of the keepers' houses - a history"),
        signed("Pre and post war lamps: “Plan A” of the keepers’ houses – a history"),
    ),
    "emphasis": (signed("Lamps of *Lampyris noctiluca*"), signed("Lamps of Lampyris noctiluca")),
    "a sign lost on the same pages": (
        replace(signed("Lamps of D* houses"), published="2001", metadata=(("page", "30-39"),)),
        replace(signed("Lamps of D houses"), published="2001", metadata=(("page", "30-39"),)),
    ),
    "a sign lost under one doi": (
        signed("Lamps of x² houses", doi="10.1000/a"), signed("Lamps of x2 houses", doi="10.1000/a"),
    ),
    "versions": (by(arxiv_id="2401.00001v1"), replace(by(arxiv_id="arXiv:2401.00001v3"), title="Another title")),
}  # fmt: skip

TWO_PAPERS = {
    "two venues that count their pages anew": (
        by("Ada Sample", published="2016", venue="CAL", page="1-8"),
        by("Ada Sample", published="2016", venue="Lamp Symposium", page="1-8"),
    ),
    "the same pages in two years": (
        by("Ada Sample", published="2016", venue="CAL", page="70-78"),
        by("Ada Sample", published="2017", venue="Lamp Symposium", page="70-78"),
    ),
    "another given name": (by("Jack Sample"), by("Sample, Jane")),
    "another middle name": (by("Ada Bea Sample"), by("Ada Beryl Sample")),
    "another given name of a column": (
        replace(COLUMN, authors=("Jack Sample",)), replace(COLUMN, authors=("Jane Sample",)),
    ),
    "another suffix": (by("Ada Sample Jr."), by("Ada Sample Sr.")),
    "groups of the same initials": (by("World Health Organization"), by("Wildlife Health Organization")),
    "groups of the same initials of a generic title": (
        Paper("", "Annual report", authors=("World Health Organization",), published="2020"),
        Paper("", "Annual report", authors=("Wildlife Health Organization",), published="2020"),
    ),
    "volumes of a book under one doi": (
        told("book", doi="10.1000/a", volume="1"), told("book", doi="10.1000/a", volume="2"),
    ),
    "volumes of a book under one doi with one abstract": (
        replace(told("book", doi="10.1000/a", volume="1"), abstract=ABSTRACT),
        replace(told("book", doi="10.1000/a", volume="2"), abstract=ABSTRACT),
    ),
    "editions of a book under one doi": (
        told("book", doi="10.1000/a", edition="1"), told("book", doi="10.1000/a", edition="Second"),
    ),
    "a translation": (told("book", language="en"), told("book", language="ngerman")),
    "a translation under one doi": (told(doi="10.1000/a", language="eng"), told(doi="10.1000/a", language="French")),
    "a dataset and its article": (told("dataset"), told("article-journal")),
    "a dataset and its article with one abstract": (
        replace(told("dataset"), abstract=ABSTRACT), replace(told("article-journal"), abstract=ABSTRACT),
    ),
    "a thesis and its article": (told("thesis"), told("article-journal")),
    "a book and a part of it": (told("book"), told("chapter", page="12-40")),
    "a book and an entry with one abstract": (
        replace(told("book"), abstract=ABSTRACT), replace(told("entry-encyclopedia"), abstract=ABSTRACT),
    ),
    "theses of two degrees": (told("thesis", genre="PhD thesis"), told("thesis", genre="Master's thesis")),
    "theses of two degrees as BibTeX tells them": (
        replace(told("thesis"), kept=(("bibtex/@", "phdthesis title author"),)),
        replace(told("thesis"), kept=(("bibtex/@", "mastersthesis title author"),)),
    ),
    "wholly other people of one doi": (by("Ada Sample", doi="10.1000/a"), by("Bo Muster", doi="10.1000/a")),
    "years far apart of one doi": (
        by("Ada Sample", doi="10.1000/a", published="2001"), by("Ada Sample", doi="10.1000/a", published="2019"),
    ),
    "other journals by their ISSN": (told(ISSN="1234-5679"), told(ISSN="2345-6789")),
    "another relation": (signed("Lamps of a power ≤ 3 in houses"), signed("Lamps of a power ≥ 3 in houses")),
    "another sign of one doi": (
        signed("Programming in C", doi="10.1000/a"), signed("Programming in C++", doi="10.1000/a"),
    ),
    "two signs of one doi": (
        signed("Programming in C#", doi="10.1000/a"), signed("Programming in C++", doi="10.1000/a"),
    ),
    **{
        f"{one} and {other}": (signed(f"Lamps of {one} in houses"), signed(f"Lamps of {other} in houses"))
        for one, other in (
            ("$D^*$", "$D$"), ("$D^{*}$", "D"), ("D*", "D"), ("$W^+$", "$W^-$"), ("OH$^+$", "OH$^-$"), ("OH-", "OH"),
            ("$A'$", "$A$"), ("A′", "A"), ("$f'$", "$f''$"),
            ("charge +1", "charge -1"), ("charge −1", "charge 1"), ("$x^2$", "$x_2$"), ("x²", "x₂"), ("x²", "x2"),
            ("$A_n$", "$A^n$"), ("$A^+$", "$A_+$"),
            ("(+)-camphor", "(−)-camphor"), ("$D^{(*)}$", "$D^*$"), ("A → B", "A ← B"), ("±1", "+1"), ("$a^†$", "$a$"),
            (r"$\Lambda^+$", "Λ⁻"), ("$2^n$", "2n"), ("♀ mice", "♂ mice"), ("∞-rooms", "rooms"), ("√n", "n"),
            ("50% rain", "50 rain"), ("5 °C", "5 C"), ("🐳", "🐙"),
        )
    },
    "a symbol with a star at the end": (signed("Lamps by RRT*"), signed("Lamps by RRT")),
    "two signs under one doi": (signed("Lamps of W⁺", doi="10.1000/a"), signed("Lamps of $W^-$", doi="10.1000/a")),
    "another first initial": (by("Ada Sample"), by("Bo Sample")),
    "another middle initial": (by("A. B. Sample"), by("A. C. Sample")),
    "no initial on one side": (by("Sample"), by("Ada Sample")),
    "another co-author": (by("Ada Sample", "Bo Muster"), by("Ada Sample", "Cy Probe")),
    "more people and another year": (
        by("Ada Sample", "Bo Muster", published="2020"),
        by("Ada Sample", "Cy Probe", "Bo Muster", "Dan Vale", published="2021"),
    ),
    "more people and another year of a venue": (
        by("Ada Sample", published="2020", venue="Attic Letters", volume="3", page="1-9"),
        by("Ada Sample", "Bo Muster", published="2021", venue="Attic Letters", volume="3", page="1-9"),
    ),
    "more people and a venue": (
        by("Ada Sample", published="2020"), by("A. Sample", "Bo Muster", venue="Attic Letters", published="2020"),
    ),
    "more people and a preprint": (
        by("Ada Sample", published="2020", venue="arXiv"),
        by("Ada Sample", "Bo Muster", published="2020", venue="arXiv"),
    ),
    "two years": (by("Ada Sample", published="2018"), by("Ada Sample", published="2020-01-01")),
    "another volume": (by("Ada Sample", volume="3"), by("Ada Sample", volume="4")),
    "another issue": (by("Ada Sample", issue="1"), by("Ada Sample", issue="2")),
    "other pages": (by("Ada Sample", page="1-20"), by("Ada Sample", page="21-40")),
    "another venue": (by("Ada Sample", venue="Attic Letters"), by("Ada Sample", venue="Cellar Letters")),
    "another series of the journal": (by("A. Sample", venue="Attic Rev. A"), by("A. Sample", venue="Attic Rev. B")),
    "really different abstracts": (Paper("", TITLE, ABSTRACT), Paper("", TITLE, " ".join(SENTENCES[6:]))),
    "a generic title": (
        Paper("", "Guest editorial", authors=("Ada Sample",)), Paper("", "Guest Editorial", ABSTRACT, ("Ada Sample",)),
    ),
    "a generic title in another script": (
        Paper("", "编者按", authors=("王小明",)), Paper("", "编者按", ABSTRACT, ("王小明",)),
    ),
    "a short title and nobody's name": (Paper("", "Lamps"), Paper("", "Lamps", ABSTRACT)),
    "a column of two years": (
        by("Ada Sample", venue="Attic Letters", published="2019"),
        by("Ada Sample", venue="Attic Letters", published="2020"),
    ),
    "proceedings of two years": (
        Paper("", "Roof Conference", authors=("Ada Sample",), published="2001", metadata=(("editor", "Ada Sample"),)),
        Paper("", "Roof Conference", authors=("Ada Sample",), published="2002", metadata=(("editor", "Ada Sample"),)),
    ),
    **{
        title: (
            Paper("", title, authors=("Ada Sample",), published="2001"),
            Paper("", title, authors=("Ada Sample",), published="2002"),
        )
        for title in (
            "Proceedings of the Roof Conference", "Yearbook of thatch", "Progress report", "編集後記",
            "The year in review: lamps", "Overview of the shared task on lamps",
        )
    },
    "the chapter of a book whose title begins so": (
        replace(by("Ada Sample", doi="10.1000/b"), title="Lamps"),
        replace(by("Ada Sample", doi="10.1000/b"), title="Lamps before the flood"),
    ),
    "the part of a book by another": (
        replace(by("Ada Sample", doi="10.1000/b"), title="Lamps"),
        replace(by("Bo Muster", doi="10.1000/b"), title="Lamps: before the flood"),
    ),
    "nobody's name and another year": (by(published="2019"), by(published="2020")),
    "chapters of one doi": (
        by("A. Sample", doi="10.1000/b"), replace(by("B. Muster", doi="10.1000/b"), title="Electron lamps"),
    ),
    "parts of one doi": (
        Paper("", "Lamps, part 1", doi="10.1000/b"), Paper("", "Lamps, part 2", doi="10.1000/b"),
    ),
    "introductions of one doi": (
        Paper("", "Introduction", authors=("Ada Sample",), doi="10.1000/b"),
        Paper("", "Introduction", authors=("Bo Muster",), doi="10.1000/b"),
    ),
    "a title in two spellings and nobody's name": (
        Paper("", "A long study of lamps & rain"), Paper("", "A long study of lamps and rain"),
    ),
    "a title in two spellings by others": (
        Paper("", "A long study of lamps & rain", authors=("Ada Sample",)),
        Paper("", "A long study of lamps and rain", authors=("Bo Muster",)),
    ),
    "a title in two spellings and another year": (
        replace(signed("Deep-sea lamps"), published="2001"), replace(signed("Deepsea lamps"), published="2011"),
    ),
    "one doi, two arxiv ids": (by(arxiv_id="2401.00001", doi="10.1000/a"), by(arxiv_id="2401.00002", doi="10.1000/a")),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_PAPER)
def test_one_paper_in_two_spellings_is_one(case: str) -> None:
    one, other = ONE_PAPER[case]
    for pair in ((one, other), (other, one)):
        assert len(plan({}, pair).new) == 1
        assert len(take(take({}, pair[:1]), pair[1:])) == 1


@pytest.mark.parametrize("case", TWO_PAPERS)
def test_papers_that_may_be_two_are_both_kept_and_reported(case: str) -> None:
    one, other = TWO_PAPERS[case]
    for pair in ((one, other), (other, one)):
        outcome = plan({}, pair)
        first, second = outcome.new
        assert outcome.possible_duplicates == ((second.id, first.id),)
        assert [paper.doi for paper in outcome.new] == [paper.doi for paper in pair]
        later = plan(take({}, pair[:1]), pair[1:])
        assert later.possible_duplicates == ((second.id, first.id),)


def test_a_column_of_every_year_is_never_folded() -> None:
    """Not even where volume and page are missing and the years follow one another."""
    years = [replace(COLUMN, published=str(year), metadata=()) for year in range(1990, 1996)]
    outcome = plan({}, years)
    assert len(outcome.new) == 6
    assert {id for pair in outcome.possible_duplicates for id in pair} == {paper.id for paper in outcome.new}


@pytest.mark.parametrize(
    "other",
    [
        {"published": "1988", "metadata": (("page", "1-4"), ("volume", "8"))},
        {"authors": ("Jane Roe",), "published": "1984", "metadata": (("volume", "4"),)},
        {"authors": ("Jane Roe",), "venue": "Journal of Cellars"},
        {"published": "1985", "metadata": (("page", "55-68"), ("volume", "5"))},
        {"published": "", "metadata": (("page", "55-68"), ("volume", "5"))},
        {"published": "1985", "metadata": (("page", "55-68"), ("volume", "3"))},
        {"published": "1992", "metadata": (("page", "55-68"),)},
    ],
)
def test_a_column_with_the_same_words_above_it_each_time_is_never_folded(other: dict[str, Any]) -> None:
    """One abstract is one text, but not by wholly other people elsewhere, nor in one journal's next volume."""
    first = replace(COLUMN, abstract=ABSTRACT)
    second = replace(first, **other)
    outcome = plan({}, [first, second])
    assert len(outcome.new) == 2
    assert len(outcome.possible_duplicates) == 1
    library = take({}, [first, second])
    assert take(library, [second, first]) == take(take({}, [first]), [second]) == library
    elsewhere = replace(first, venue="Proc. Attics", published="1985", metadata=(("page", "1-9"),))
    assert len(take({}, [first, elsewhere])) == len(take({}, [replace(second, arxiv_id="2401.00001"), first])) == 1


def test_a_column_that_pages_alone_tell_apart_is_as_many_papers_in_one_import_as_in_several() -> None:
    years = [
        replace(
            COLUMN, abstract=ABSTRACT, published=str(1980 + 3 * at), metadata=(("page", f"{9 * at + 1}-{9 * at + 8}"),)
        )
        for at in range(4)
    ]
    at_once, one_by_one = plan({}, years), dict[str, Paper]()
    doubts = 0
    for year in years:
        doubts += len(plan(one_by_one, [year]).possible_duplicates)
        one_by_one = take(one_by_one, [year])
    assert len(at_once.new) == len(one_by_one) == 4
    assert len(at_once.possible_duplicates) == doubts
    assert take(one_by_one, years) == one_by_one


@pytest.mark.parametrize(
    "filler",
    [
        "An abstract is not available for this content so a preview has been provided.",
        "There is no abstract for this article, but the full text is free on the site.",
        "The abstract of this text was not available when the record was made, so none stands here.",
    ],
)
def test_what_stands_where_there_is_no_abstract_makes_no_two_papers_one(filler: str) -> None:
    first, second = (by(name, venue=name, published="2003", abstract=filler) for name in ("Ann Vale", "Bo Ash"))
    assert len(take({}, [first, second])) == 2
    assert len(take({}, [first, replace(first, abstract="")])) == 1


def test_a_record_that_may_be_any_of_several_is_kept_beside_them() -> None:
    several = [COLUMN, replace(COLUMN, published="1984", metadata=(("volume", "4"),))]
    vague = replace(COLUMN, metadata=())
    library = take({}, several)
    outcome = plan(library, [vague])
    assert len(outcome.new) == 1
    assert {other for _, other in outcome.possible_duplicates} == set(library)
    assert plan(take(library, [vague]), [*several, vague]).unchanged


@pytest.mark.parametrize("arxiv_id", ["", "2401.00001"])
def test_a_record_folded_while_it_was_alone_is_found_again_when_others_have_come(arxiv_id: str) -> None:
    """Import x, then y, then x: nothing changes, though x alone would be in doubt by then."""
    vague, column = replace(COLUMN, metadata=()), replace(COLUMN, arxiv_id=arxiv_id)
    library = take({}, [column, vague])
    assert len(library) == 1
    library = take(library, [replace(COLUMN, published="1984", metadata=(("volume", "4"),))])
    assert len(library) == 2
    again = plan(library, [vague, column])
    assert (again.new, again.completed) == ((), ())


def test_papers_that_came_before_volumes_were_read_are_found_again_in_the_same_source() -> None:
    """A column of which only one year was kept, and without its volume, is not doubled."""
    file = [replace(COLUMN, published=str(year), metadata=(("volume", str(year - 1980)),), sources=("attic.bib",))
            for year in (1983, 1985, 1987)]  # fmt: skip
    before = take({}, [replace(file[0], metadata=())])
    after = take(before, file)
    assert sorted((paper.published, *paper.metadata) for paper in after.values()) == [
        ("1983", ("volume", "3")), ("1985", ("volume", "5")), ("1987", ("volume", "7")),
    ]  # fmt: skip
    assert take(after, file) == after
    elsewhere = [replace(paper, sources=("other.bib",)) for paper in file]
    assert len(take(before, elsewhere)) == 4


def test_a_record_of_both_ids_makes_one_paper_of_the_records_of_each() -> None:
    """In whatever order the three come."""
    three = [by("Ada Sample", doi="10.1000/a"), by("A. Sample", arxiv_id="2401.00001"),
             replace(by(doi="10.1000/a"), arxiv_id="2401.00001")]  # fmt: skip
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1), (1, 0, 2), (2, 0, 1)):
        (paper,) = plan({}, [three[at] for at in order]).new
        assert (paper.arxiv_id, paper.doi) == ("2401.00001", "10.1000/a")


def test_a_record_that_links_two_known_papers_is_reported_and_gives_no_paper_the_others_doi() -> None:
    link = replace(by(arxiv_id="2401.00001", doi="10.1000/a", published="2024"), title="Lamps of the Attic")
    preprint = replace(link, doi="", title="Attic lamps, revisited once more")
    known = take(take({}, [replace(link, arxiv_id="")]), [preprint])
    outcome = plan(known, [link])
    assert outcome.linked == outcome.possible_duplicates == (("2401.00001", "10.1000-a"),)
    after = take(known, [link])
    assert [paper.doi for paper in after.values()] == ["10.1000/a", ""]
    assert plan(after, [link]).completed == ()


def test_a_longer_list_of_authors_is_taken_whole_in_whatever_form_its_names_are() -> None:
    """A name with its family name first is that of the same person, not of one called by an initial."""
    known = take({}, [by("Ada Sample", doi="10.1000/a")])
    for _ in range(2):
        known = take(known, [by("Sample, Ada B.", "Jan van der Berg", doi="10.1000/a")])
        assert [paper.authors for paper in known.values()] == [("Sample, Ada B.", "Jan van der Berg")]


AUTHORS = ("Ada Sample", "A. Sample", "Sample, Ada B.", "Bo Sample", "Jan van der Berg", "van der Berg, J.", "OpenAI",
           "王小明", "others", "Ada Sample et al.", "Anna Sample", "Alma B. Sample", "Attic Health Group",
           "Alps Health Group", "Cy Muster, Jr.")  # fmt: skip
ABSTRACTS = ("", "", "", "It works.", "No abstract is available.", ABSTRACT, ABSTRACT[:-20] + "…", ABSTRACT[:120],
             ABSTRACT.upper(), " ".join(SENTENCES[3:7]), " ".join(SENTENCES[6:]),
             ABSTRACT + " A revision adds this.")  # fmt: skip


choose = cache(st.sampled_from)
AUTHORSHIPS = st.lists(choose(AUTHORS), max_size=3)
PLACES = st.fixed_dictionaries({}, optional={
    "language": choose(("en", "English", "de")), "edition": choose(("1", "2nd")),
    "ISSN": choose(("1234-5679", "2345-6789")),
    "volume": choose(("3", "03", "4")), "issue": choose(("1", "2")), "page": choose(("1-9", "1", "21-40")),
})  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> Paper:
    """A record that shares title, names, years, places and identifiers with others of its kind."""
    held = draw(PLACES)
    return Paper(
        draw(choose(("", "", "", "", "lamps-0123456789", "2401.00001", "Sample2020"))),
        draw(
            choose(
                (
                    TITLE,
                    TITLE.upper(),
                    "Editorial",
                    "Lamps",
                    "Raman lamps",
                    "Electron lamps",
                    "Lamps ≤ 3 of C++",
                    "Lamps > 3 of C",
                    SHORT,
                    "编者按",
                )
            )
        ),
        draw(choose(ABSTRACTS)),
        tuple(dict.fromkeys(draw(AUTHORSHIPS))),
        draw(choose(("", "", "2001", "2019", "2020", "2020-05-01", "2021", "2022"))),
        draw(choose(("", "", "Attic Letters", "Attic Lett.", "Cellar Letters", "arXiv"))),
        draw(choose(("", "", "", "2401.00001", "arXiv:2401.00001v2", "2401.00002"))),
        draw(choose(("", "", "10.1000/a", "10.1000/A", "doi.org/10.1000/b", "10.48550/arXiv.2401.00001"))),
        draw(choose(("", "", "https://example.org/1", "https://arxiv.org/abs/2401.00002v3"))),
        metadata=tuple(sorted(held.items())),
        kind=draw(choose(("", "", "", "article-journal", "book", "dataset", "thesis"))),
    )


REVISED = (
    replace(by("Ada Sample", published="2022", venue="arXiv"), abstract=f"{ABSTRACT} A revision adds this."),
    replace(by("Jane Roe", published="2022", venue="arXiv", doi="10.1000/a"), abstract=ABSTRACT),
    replace(by("A. Sample", "Bo Muster", published="2019", venue="Cellar Letters"), abstract=ABSTRACT),
)
"""The third finds its paper by the abstract of the second only."""


AS_PREPRINT = Paper("", TITLE, ABSTRACT, ("Ada Sample",), "2019", arxiv_id="2401.00001", kind="article")
AS_PUBLISHED = replace(AS_PREPRINT, venue="Attic Letters", kind="")


@pytest.mark.parametrize("kind", ["article", "article-journal", "thesis"])
@pytest.mark.parametrize("arxiv_id", ["", "2401.00001"])
def test_a_kind_that_was_dropped_at_publication_is_not_filled_again(kind: str, arxiv_id: str) -> None:
    """By a record without a place, whatever the order in which the three came."""
    told = [AS_PREPRINT, replace(AS_PUBLISHED, arxiv_id=arxiv_id), replace(AS_PREPRINT, arxiv_id="", kind=kind)]
    for order in permutations(told):
        library = Papers()
        for record in order:
            library = take(library, [record])
        assert [again.completed for again in (plan(library, [record]) for record in told)] == [(), (), ()], order


def test_what_stands_where_there_is_no_abstract_gives_way_to_one() -> None:
    """In either order."""
    told = [Paper("", TITLE, text, doi="10.1000/a") for text in ("[No abstract available]", ABSTRACT)]
    for first, second in (told, told[::-1]):
        library = take(take({}, [first]), [second])
        assert [paper.abstract for paper in library.values()] == [ABSTRACT]
        assert [plan(library, [record]).completed for record in told] == [(), ()]


def test_a_title_as_in_britain_and_as_in_america_is_one_with_other_evidence_only() -> None:
    titles = ("Colour of modelled centres", "Color of modeled centers")
    pair = [Paper("", title, authors=("Ada Roe",), published="2020") for title in titles]
    assert len(plan({}, pair).new) == 1
    asked = plan({}, [replace(paper, authors=()) for paper in pair])
    assert (len(asked.new), len(asked.possible_duplicates)) == (2, 1)
    assert len(plan({}, [pair[0], replace(pair[1], authors=("Bo Muster",))]).new) == 2


OF_A_SET = [
    Paper("lamps-0123456789", "Lamps", doi="10.1000/a", kind="article-journal"),
    Paper("lamps-0123456789", "Lamps", doi="10.1000/a", kind="dataset"),
    Paper("2401.00001", "Raman lamps", doi="10.1000/a"),
]
"""The second is one with the first by the id that both carry, and by all else one with the third."""
OF_TWO_KINDS = (
    [
        Paper("", "A year of small lamps in the attic", doi="10.1000/a", kind="dataset"),
        Paper("", "A year of small lamps in the attic", arxiv_id="2401.00001"),
    ],
    [
        Paper(
            "", "A year of small lamps in the attic", venue="Attic Letters", arxiv_id="2401.00001",
            kind="article-journal",
        )
    ],
)  # fmt: skip
"""Where it is printed is told by the last, and that it is no dataset."""


@law()
@example([REVISED[0]], [*REVISED[1:]])
@example(OF_A_SET, [])
@example(*OF_TWO_KINDS)
@given(st.lists(records(), max_size=8), st.lists(records(), max_size=4))
def test_importing_again_changes_nothing_even_with_other_imports_between(x: list[Paper], y: list[Paper]) -> None:
    x, y = ([replace(paper, sources=(name,)) for paper in papers] for name, papers in (("x.bib", x), ("y.bib", y)))
    library = take({}, x)
    again = plan(library, x)
    assert (again.new, again.completed) == ((), ())
    library = take(library, y)
    for batch in (x, y, [*y, *x], x[::-1], *([one] for one in x)):
        again = plan(library, batch)
        assert (again.new, again.completed) == ((), ())


@law(400)
@example(by("Ada Sample", "A. Sample"), by("Ada Sample", "Bo Sample"))
@example(by("Ada Sample", "others"), by("Ada Sample", "Attic Health Group"))
@given(records(), records())
def test_the_verdict_on_two_records_is_that_on_the_second_and_the_first(a: Paper, b: Paper) -> None:
    one, other = identified(a), identified(b)
    assert same_paper(one, other) is same_paper(other, one)
    assert contradict(one, other) == contradict(other, one)
    assert not contradict(one, one)


@law()
@given(st.lists(records(), max_size=7), st.data())
def test_which_records_are_one_paper_does_not_depend_on_their_order(x: list[Paper], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(x))))
    shuffled = parted([x[at] for at in order])
    assert {frozenset(order[at] for at in group) for group in shuffled} == parted(x)


@law()
@given(st.lists(records(), max_size=5), st.data())
def test_where_nothing_is_in_doubt_one_import_for_each_record_gives_as_many_papers_in_any_order(
    x: list[Paper], data: st.DataObject
) -> None:
    """What is known of the others then decides nothing. Of records that fit two others which are not one, and of those
    of one arXiv id under several titles, the first to come decides what the next may be: that is told as a doubt."""
    x = [replace(paper, id="") for paper in x]
    several = list(map(identified, x))
    same = [[same_paper(a, b) is Verdict.SAME for b in several] for a in several]
    assume(all(row[at] for at, row in enumerate(same)))
    assume(all(a == b for a in same for b in same if any(map(and_, a, b))))
    assume(all(same_paper(a, b) is not Verdict.POSSIBLE for a, b in combinations(several, 2)))
    library = Papers()
    for paper in data.draw(st.permutations(x)):
        library = take(library, [paper])
    assert len(library) == len(take({}, x)) == len({tuple(row) for row in same})


@law()
@given(st.lists(records(), max_size=8))
def test_every_record_is_counted_and_every_doubt_names_two_papers(x: list[Paper]) -> None:
    outcome = plan({}, x)
    assert set(outcome.ids) == {paper.id for paper in outcome.new}
    assert len({paper.id for paper in outcome.new}) == len(outcome.new)
    assert all(len({*pair} & set(outcome.ids)) == 2 for pair in outcome.possible_duplicates)


@law()
@example([], [Paper("lamps-0123456789", "Raman lamps", doi="10.1000/b"), Paper("2401.00001", "Lamps", doi="10.1000/b")])
@given(st.lists(records(), max_size=8), st.lists(records(), max_size=5))
def test_no_two_papers_hold_one_doi_in_silence(x: list[Paper], y: list[Paper]) -> None:
    library, told = Papers(), set[frozenset[str]]()
    for batch in (x, y):
        told |= set(map(frozenset, plan(library, batch).possible_duplicates))
        library = take(library, batch)
    papers = [paper for paper in library.values() if paper.doi and not paper.doi.startswith("10.48550/")]
    sharing = [(a, b) for a in papers for b in papers if a.id < b.id and a.doi == b.doi]
    silent = [{a.id, b.id} for a, b in sharing if same_paper(a, b) is not Verdict.POSSIBLE]
    assert [pair for pair in silent if pair not in told] == []


def test_a_title_with_the_marks_of_its_records_comes_back_from_json_lines() -> None:
    library = take({}, [by(), by(volume="3")])
    (paper,) = library.values()
    assert paper.records
    assert take({}, jsonl.parse(jsonl.dump([paper])).papers) == library


@law()
@given(st.lists(records(), max_size=8), st.lists(records(), max_size=5), st.data())
def test_json_lines_make_the_same_library_of_an_empty_one(x: list[Paper], y: list[Paper], data: st.DataObject) -> None:
    library = take(take({}, x), y)
    lines = data.draw(st.permutations(list(library.values())))
    back = take({}, jsonl.parse(jsonl.dump(lines)).papers)
    assert back == library


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json", "csv", "jsonl"])
def test_where_a_paper_stands_in_its_venue_goes_out_and_comes_back(name: str) -> None:
    paper = replace(COLUMN, metadata=(("issue", "2"), ("page", "30-39"), ("volume", "3")))
    dump = FORMATS[name].dump
    assert dump is not None
    text = dump([paper])
    (back,) = FORMATS[name].parse(text).papers
    assert back.metadata == paper.metadata


def test_names_are_compared_by_family_and_initials() -> None:
    for author in ("Ada B. Sample", "Sample, A. B.", "AB Sample", "Ada-Bea Sample", "A.B. Sample, Jr."):
        assert name_key(author) == ("sample", "ab")


def test_a_mark_is_that_of_title_and_abstract_and_of_all_facts_without_one() -> None:
    with_abstract = Paper("", TITLE, ABSTRACT)
    assert evidence_mark(with_abstract) == evidence_mark(replace(with_abstract, authors=("Ada Sample",)))
    assert evidence_mark(COLUMN) != evidence_mark(replace(COLUMN, published="1984"))
    assert evidence_mark(COLUMN) == evidence_mark(replace(COLUMN, authors=("Sample, A.",), title="The Attic Column"))


@pytest.mark.parametrize(("one", "other"), APART)
def test_records_that_a_mark_tells_apart_are_two_papers(one: str, other: str) -> None:
    """By their titles, by their authors; each is found again."""
    titled = [Paper("", f"{word} 1", authors=("田中, 太郎",), published="2001") for word in (one, other)]
    named = [Paper("", TITLE, authors=(f"{word} Sample", f"{word}, A."), published="2001") for word in (one, other)]
    for records in (titled, named):
        library = take({}, records)
        assert [paper.id for paper in library.values()] == list(plan(library, records).ids)
        assert len(library) == 2


@pytest.mark.parametrize(("written", "typed"), ALIKE)
def test_records_that_differ_in_what_people_leave_out_are_one_paper(written: str, typed: str) -> None:
    records = [Paper("", f"{word} 1", authors=(f"{word} Sample",), published="2001") for word in (written, typed)]
    assert len(take({}, records)) == 1


@pytest.mark.parametrize(
    ("record", "mark"),
    [
        (Paper("", "ガラスの研究", authors=("グェン, ゾイ",), published="2001", venue="ガラス学会誌"), "ae768c475d"),
        (Paper("", "रोम की कथा", "यह रोम की कथा है।", ("राम शर्मा",), "2001", "हिंदी पत्रिका"), "b3fb68ed89"),
        (
            Paper("", "Строй речи", authors=("Толстой, Й. А.",), published="2001", metadata=(("volume", "Й 3"),)),
            "e05cf40c2e",
        ),
        (Paper("", "การเลี้ยงเสื่อ", "ก่อนที่จะมีการเลี้ยงเสื่อ " * 12, published="2001"), "4908ba4ec4"),
        (Paper("", "葛\U000e0100城 ශ්\u200dරී", authors=("葛\U000e0100城",), published="2001"), "6767909c5d"),
    ],
)
def test_a_record_finds_the_paper_of_an_older_library_by_the_mark_that_it_had_then(record: Paper, mark: str) -> None:
    """Words were compared without the marks of any script; importing the record again changes nothing."""
    assert former_mark(record) == mark
    known = replace(record, id="old-1", published="1950", abstract="", venue="", metadata=())
    assert plan({"old-1": known}, [record]).ids != ("old-1",)
    known = replace(known, records=(mark,))
    library = take({"old-1": known}, [record])
    assert list(library) == ["old-1"]
    assert plan(library, [record]).unchanged == ("old-1",)
    assert plan({"old-1": known}, [replace(record, authors=("Z. Sample",), abstract="")]).ids != ("old-1",)


def test_what_is_beside_the_known_variables_in_a_catalogue_stays(reader: Reader) -> None:
    """Values of another version, of a paper that is completed; a catalogue without any opens as before."""
    record = '{"title": "Small lamps of the attic", "arxiv_id": "2401.00001"}\n'
    reader("import", "-", "--format", "jsonl", stdin=record)
    path = reader.folder / "catalogue.json"
    path.write_text(path.read_text().replace('"title"', '"metadata": {"editor": [{"family": "Probe"}]}, "title"', 1))
    line = '{"title": "Small lamps of the attic", "arxiv_id": "2401.00001", "metadata": {"volume": 3}}\n'
    reader("import", "-", "--format", "jsonl", stdin=line)
    assert reader("show", "2401.00001", "--json").json["metadata"] == {"volume": "3"}
    (entry,) = json.loads(path.read_text())["papers"].values()
    assert entry["metadata"] == {"editor": [{"family": "Probe"}], "volume": "3"}


def pairs(reader: Reader) -> tuple[DuplicatePair, ...]:
    """The possible duplicates of the library on disk."""
    backing = open_library(reader.folder)
    try:
        return duplicates.possible(Library(backing))
    finally:
        backing.close()


LINKED = [
    '{"title": "Lamps of the attic", "doi": "10.1000/a"}',
    '{"title": "Attic lamps revisited once more", "arxiv_id": "2401.00001"}',
    '{"title": "Lamps of the attic", "doi": "10.1000/a", "arxiv_id": "2401.00001", "published": "2024"}',
]


def test_a_record_that_links_two_papers_is_told_once_and_can_be_decided_later(reader: Reader) -> None:
    """In the text, the JSON and the possible duplicates; undo takes it back."""
    for line in LINKED[:2]:
        reader("import", "-", "--format", "jsonl", stdin=line)
    told = reader("import", "-", "--format", "jsonl", stdin=LINKED[2])
    assert "2401.00001 and 10.1000-a may be the same paper" in told.err
    assert "1 possible duplicate" in told.err
    assert [paper["doi"] for paper in reader("search", "--json").json] == ["10.1000/a", ""]
    again = reader("import", "-", "--format", "jsonl", "--json", stdin=LINKED[2]).json
    assert again["sources"][0]["possible_duplicates"] == []
    assert again["totals"] == {"new": 0, "updated": 0, "unchanged": 1, "problems": 0}
    (pair,) = pairs(reader)
    assert (pair.left.id, pair.right.id) == ("10.1000-a", "2401.00001")
    assert pair.reason == "one record has the ids of both"
    reader("undo")
    assert pairs(reader) == ()


@pytest.mark.parametrize(("keys", "told"), [('["D", "ctrl+y"]', "D"), ("[]", "'Go through possible duplicates'")])
def test_an_import_names_the_key_that_the_settings_give(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, told: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[keys]\nduplicates = {keys}\n")
    monkeypatch.setenv("READER_CONFIG", str(config))
    column = {"title": "The attic column", "authors": ["Ada Sample"]}
    lines = [json.dumps({**column, "year": year}) for year in range(1990, 2000)]
    said = reader("import", "-", "--format", "jsonl", stdin="\n".join(lines)).err
    assert f"in the interface {told} goes through them all." in said


def test_many_possible_duplicates_are_counted_and_all_can_be_decided_later(reader: Reader) -> None:
    column = {"title": "The attic column", "authors": ["Ada Sample"]}
    lines = [json.dumps({**column, "year": year}) for year in range(1990, 2000)]
    told = reader("import", "-", "--format", "jsonl", stdin="\n".join(lines))
    assert "10 new, 24 possible duplicates" in told.err
    assert told.err.count("both are kept") == 20
    assert "4 more pairs may be the same paper; in the interface M goes through them all." in told.err
    assert len(pairs(reader)) == 45
    report = reader("import", "--json", "--dry-run", "-", "--format", "jsonl", stdin="\n".join(lines)).json
    assert report["totals"]["unchanged"] == 10


BARE = {
    "a title that many bear": Paper("", "Preface"),
    "with its year": Paper("", "Introduction", published="2020"),
    "with its venue": Paper("", "Editorial", venue="Attic Letters"),
    "with year and venue": Paper("", "Errata", published="2020", venue="Attic Letters"),
    "with an author, who writes one each month": Paper("", "Editorial", authors=("Ada Sample",), venue="Attic Letters"),
    "with a volume": Paper("", "Index", venue="Attic Letters", metadata=(("volume", "3"),)),
    "with a short abstract": Paper("", "Foreword", "No abstract."),
    "a short title": Paper("", "Lamps"),
}
TOLD = {
    "by a DOI": Paper("", "Preface", doi="10.1000/p"),
    "by an address": Paper("", "Preface", url="https://example.org/preface.pdf"),
    "by pages": Paper("", "Preface", venue="Attic Letters", metadata=(("page", "3-4"), ("volume", "3"))),
    "by a page of its venue": Paper("", "Preface", venue="Attic Letters", metadata=(("page", "3"),)),
    "by a page of a volume": Paper("", "Preface", metadata=(("page", "3"), ("volume", "3"))),
    "by an abstract": Paper("", "Preface", ABSTRACT),
    "by authors of a telling title": Paper("", SHORT, authors=("Ada Sample",)),
    "by a long title": Paper("", TITLE),
}


def after(library: dict[str, Paper], *batch: Paper) -> tuple[dict[str, Paper], int]:
    """The library after an import, and how many doubts were reported."""
    found = plan(library, batch)
    facts = {paper.id: paper for paper in (*found.new, *(now for _, now in found.completed))}
    return library | facts, len(found.possible_duplicates)


@pytest.mark.parametrize("paper", BARE.values(), ids=BARE)
@pytest.mark.parametrize("times", [2, 3])
def test_records_that_tell_only_what_many_papers_share_are_kept_apart_within_a_file(paper: Paper, times: int) -> None:
    batch = [replace(paper, sources=("refs.bib",))] * times
    library, doubts = after({}, *batch)
    assert (len(library), doubts > 0) == (times, True)
    assert after(library, *batch) == (library, 0)
    assert after(library, *batch[1:]) == (library, 0)
    grown, _ = after(library, *batch, batch[0])
    assert len(grown) == times + 1


@pytest.mark.parametrize("paper", TOLD.values(), ids=TOLD)
def test_records_that_tell_which_paper_it_is_are_one_within_a_file(paper: Paper) -> None:
    batch = [replace(paper, sources=("refs.bib",))] * 2
    assert len(after({}, *batch)[0]) == 1


@law(60)
@given(st.lists(st.sampled_from([*BARE.values(), *TOLD.values()]), max_size=8), st.integers(0, 255), st.randoms())
def test_bare_records_from_several_files_find_their_papers_again_in_any_order(
    papers: list[Paper], which: int, chance: Any
) -> None:
    batch = [replace(paper, sources=("ab"[which >> at & 1],)) for at, paper in enumerate(papers)]
    library, _ = after({}, *batch)
    shuffled = list(batch)
    chance.shuffle(shuffled)
    assert after(library, *shuffled) == (library, 0)
    assert len(after({}, *shuffled)[0]) == len(library)
    for source in "ab":
        assert after(library, *(paper for paper in batch if paper.sources == (source,)))[0] == library


def test_bare_records_of_two_files_are_one_paper_and_the_second_is_told() -> None:
    """Only within one file each has a paper of its own."""
    files = [replace(BARE["a short title"], sources=(name,)) for name in ("a.bib", "b.bib")]
    for library in ({}, after({}, files[0])[0]):
        found = plan(library, files)
        assert (len(library) + len(found.new), found.presumed) == (1, (1,))


def test_a_removed_twin_comes_back_and_its_successor_stands_for_a_merged_one() -> None:
    batch = [replace(BARE["a short title"], sources=("refs.bib",))] * 2
    library, _ = after({}, *batch)
    one, other = library
    again = plan({one: library[one]}, batch, gone={other: library[other]})
    assert (again.new, [paper.id for paper in again.revived]) == ((), [other])
    again = plan({one: library[one]}, batch, gone={other: library[other]}, merged={other: one})
    assert (again.new, again.revived, again.completed) == ((), (), ())


def test_a_record_taken_for_a_paper_of_another_file_by_its_title_alone_is_told(reader: Reader, tmp_path: Path) -> None:
    entry = "@misc{{{}, title={{Preface}}}}\n"
    for name in ("one.bib", "two.bib"):
        (tmp_path / name).write_text(entry.format("a") + entry.format("b"))
    assert "2 new, 1 possible duplicate" in reader("import", str(tmp_path / "one.bib")).err
    assert "not readable" not in reader("import", str(tmp_path / "one.bib")).err
    (source,) = reader("import", str(tmp_path / "two.bib"), "--json").json["sources"]
    (problem,) = source["problems"]
    assert (source["new"], source["unchanged"], problem["excerpt"]) == (0, 2, "Preface")
    assert "2 records say too little" in problem["message"]


@pytest.mark.parametrize("name", ["arxiv_id", "doi"])
@pytest.mark.parametrize(("known", "incoming", "one"), [(0, 0, True), (1, 0, True), (0, 1, True), (1, 2, False)])
def test_a_carried_id_names_a_paper_unless_both_have_an_identifier_and_not_the_same(
    name: str, known: int, incoming: int, one: bool
) -> None:
    """One that is missing on either side says nothing against it."""
    texts = {"arxiv_id": ("", "2401.00009", "2401.00008"), "doi": ("", "10.1000/a", "10.1000/b")}[name]
    paper = replace(by("Ada Sample", **{name: texts[known]}), id="lamps-0123456789")
    record = replace(by("Bo Other", **{name: texts[incoming]}), id=paper.id)
    assert (plan({paper.id: paper}, [record]).ids == (paper.id,)) is one


def test_a_file_that_grew_by_another_year_or_volume_adds_a_paper() -> None:
    """What comes from the same source and tells another place is not the paper that came before."""
    year = replace(COLUMN, metadata=(), sources=("attic.bib",))
    volume = replace(COLUMN, metadata=(("volume", "3"),), sources=("attic.bib",))
    for paper, fresh in (
        (year, replace(year, published="1984")),
        (volume, replace(volume, metadata=(("volume", "4"),))),
    ):
        assert len(take(take({}, [paper]), [fresh])) == 2
    assert len(take(take({}, [year]), [volume])) == 1


def test_the_abstract_tells_which_paper_of_a_column_a_record_is() -> None:
    """Also where the title alone proves nothing, and the text was revised."""
    one = replace(COLUMN, abstract=ABSTRACT)
    other = replace(COLUMN, abstract=" ".join(SENTENCES[6:]), published="1990", metadata=(("volume", "10"),))
    library = take({}, [one, other])
    (id,) = plan(library, [Paper("", COLUMN.title, f"{ABSTRACT} A revision adds this.")]).ids
    assert library[id].published == "1983"


def test_of_two_papers_that_fit_a_few_words_alike_choose_none() -> None:
    """An abstract that tells nothing (here a cut one) gives neither the record."""
    words = "one two three four five six seven eight nine ten"
    full, bare = Paper("", TITLE, words, venue="Attic Letters"), by("Ada Sample", venue="Cellar Letters")
    library = take({}, [full, bare])
    assert len(library) == 2
    outcome = plan(library, [Paper("", TITLE, words.removesuffix(" ten"))])
    assert len(outcome.new) == 1
    assert {other for _, other in outcome.possible_duplicates} == set(library)


LOST = "\ufffd"


@pytest.mark.parametrize("abstract", ["", LOST * 90, f"{LOST * 40} LSTM {LOST * 50}"])
def test_titles_of_which_letters_were_lost_are_no_evidence(abstract: str) -> None:
    first = Paper("", f"{LOST * 6} {LOST * 9} LSTM", abstract, (f"{LOST}.{LOST}. {LOST * 7}",), "2010")
    second = replace(first, title=f"LSTM {LOST * 8}")
    assert parted([first, second]) == {frozenset({0}), frozenset({1})}
    assert len(library := take(take({}, [first]), [second])) == 2
    assert take(library, [second, first]) == library


def test_the_rest_of_a_damaged_name_is_no_family_name() -> None:
    whole = Paper("", TITLE, authors=("Nov A.", "Bo Ash"), published="2010")
    assert same_paper(whole, replace(whole, authors=(f"A. Iv{LOST}nov",))) is not Verdict.DIFFERENT
    assert name_key(f"A. Iv{LOST}nov") == ("", "")


def test_a_doi_says_that_a_damaged_title_is_of_its_paper_where_nothing_speaks_against_it() -> None:
    whole = Paper("", TITLE, authors=("Ada Vale",), doi="10.1000/1", published="2010", metadata=(("page", "3-9"),))
    damaged = replace(whole, title=f"{LOST * 4} {LOST * 7}")
    assert same_paper(whole, damaged) is Verdict.SAME
    assert same_paper(whole, replace(damaged, metadata=(("page", "10-19"),))) is Verdict.POSSIBLE


def test_a_record_that_comes_twice_goes_where_it_went_though_what_came_between_contradicts_it() -> None:
    """Another record of the same text completed its paper with people and a year that it does not have."""
    told = Paper("", TITLE, ABSTRACT, (), "1990", venue="Attic Letters", metadata=(("volume", "3"),))
    other = Paper("", TITLE, ABSTRACT[:-20], ("Ada Sample",), "1984", metadata=(("volume", "9"),))
    assert parted([told, other, told]) == {frozenset({0, 1, 2})}


def test_a_title_of_more_than_forty_papers_is_that_of_a_column() -> None:
    """Whoever tells the same is no other paper."""
    issues = [replace(COLUMN, metadata=(("volume", str(number)),)) for number in range(41)]
    assert is_column(issues)
    assert not is_column(issues[:40])
    assert not is_column([*issues[:40], *issues[:40]])

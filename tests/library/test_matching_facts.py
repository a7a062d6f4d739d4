"""What speaks against one paper: another month, part, number of a book or text, a notice, a boilerplate abstract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats import FORMATS, jsonl
from reader.identity import own_doi
from reader.library.merging import plan
from reader.paper import Paper
from reader.titles import alike_titles, is_generic, title_key
from tests.support.laws import law
from tests.support.some_papers import SENTENCES

TEXT = " ".join(SENTENCES[:4])
OTHER = " ".join(SENTENCES[5:9])
Papers = dict[str, Paper]
_FIELDS = ("abstract", "published", "venue", "arxiv_id", "doi", "url")


def take(library: Papers, incoming: Sequence[Paper]) -> Papers:
    """The library after an import."""
    outcome = plan(library, incoming)
    return {**library, **{p.id: p for p in outcome.new}, **{after.id: after for _, after in outcome.completed}}


def read(format: str, *records: str) -> tuple[Paper, ...]:
    """The papers of a text."""
    return FORMATS[format].parse("\n".join(records)).papers


def lamp(title: str = "Lamps in the rain", **facts: str) -> Paper:
    """A record by one author; facts that are no field of a paper are variables."""
    plain = {name: facts.pop(name) for name in _FIELDS if name in facts}
    authors = tuple(filter(None, facts.pop("by", "Ada Sample").split(" & ")))
    metadata = tuple(sorted((name.replace("_", "-"), value) for name, value in facts.items()))
    return replace(Paper("", title, authors=authors, metadata=metadata), **plain)  # type: ignore[arg-type]


def kept_and_told(incoming: Sequence[Paper], count: int) -> bool:
    """Whether in every order so many papers are kept and each is named in a doubt."""
    for order in permutations(incoming):
        outcome = plan({}, order)
        named = {id for pair in outcome.possible_duplicates for id in pair}
        if len(outcome.new) != count or named != set(outcome.ids) or plan(take({}, order), order).new:
            return False
    return True


COLUMN = "title={The attic column}, author={Ada Sample}, journal={Attic Letters}"
BOOK = "title={Lamps of the whole attic}, author={Ada Sample}, year=2020, publisher={Attic}"
REPORT = "title={Lamps of the whole attic}, author={Ada Sample}, year=2020, journal={Attic Letters}"
RIS = "TY  - JOUR\nTI  - The attic column\nAU  - Sample, Ada\nT2  - Attic Letters\n{}\nER  - "
TWO_TEXTS = {
    "months": read("bibtex", *(
        f"@article{{{month}, {COLUMN}, year=2020, month={month}, url={{https://attic.example/{month}}}}}"
        for month in ("jan", "feb", "mar"))),
    "months of one volume": read("bibtex", *(
        f"@article{{{month}, {COLUMN}, year=2020, month={month}, volume=4}}" for month in ("jan", "feb"))),
    "days": read("ris", *(RIS.format(f"DA  - {day}\nUR  - https://attic.example/{day}")
                          for day in ("2020/01/15", "2020/11/15"))),
    "months in RIS": read("ris", *(RIS.format(f"DA  - 2020/{month}//") for month in ("01", "11"))),
    "months in CSL": read("csl-json", '[{}]'.format(",".join(
        '{"type": "article-journal", "title": "The attic column", "author": [{"family": "Sample", "given": "Ada"}], '
        f'"issued": {{"date-parts": [[2020, {month}]]}}}}' for month in (1, 2)))),
    "books": read("bibtex", f"@book{{a, {BOOK}, isbn={{978-3-16-148410-0}}}}",
                  f"@book{{b, {BOOK}, isbn={{3-16-148411-1}}}}"),
    "parts": read("bibtex", f"@book{{a, {BOOK}, part=1}}", f"@book{{b, {BOOK}, part=2}}"),
    "texts in a catalogue": read("bibtex", f"@article{{a, {REPORT}, number=3, pmid=101}}",
                                 f"@article{{b, {REPORT}, eid=e45, pmid=102}}"),
    "volumes": read("bibtex", f"@article{{a, {REPORT}, volume=3}}", f"@article{{b, {REPORT}, volume=4}}"),
    "numbers": read("bibtex", f"@book{{a, {BOOK}, number=3}}", f"@book{{b, {BOOK}, number=4}}"),
    "editorials of one abstract": (
        lamp("Editorial", abstract=TEXT, volume="1", published="2018"),
        lamp("Editorial", abstract=TEXT, volume="2", published="2021", by="Bo Muster"),
    ),
    "editorials of one abstract and two authors": (
        lamp("Editorial", abstract=TEXT), lamp("Editorial", abstract=TEXT, by="Bo Muster"),
    ),
    "editorials of one abstract and two years": (
        lamp("Editorial", abstract=TEXT, published="2018"), lamp("Editorial", abstract=TEXT, published="2019"),
    ),
    "editorials of one abstract and two pages": (
        lamp("Editorial", abstract=TEXT, page="1"), lamp("Editorial", abstract=TEXT, page="9"),
    ),
    "a text and its erratum of one DOI": (
        lamp(doi="10.1000/a", volume="3", page="1-20", published="2018"),
        lamp("Erratum to: Lamps in the rain", doi="10.1000/a", volume="5", page="77", published="2020"),
    ),
    "a title and that with a number of another place": (
        lamp(doi="10.1000/a", page="1-20"), lamp("Lamps in the rain, part II", doi="10.1000/a", page="21-40"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TWO_TEXTS)
def test_texts_whose_facts_contradict_are_kept_and_told(case: str) -> None:
    assert kept_and_told(TWO_TEXTS[case], len(TWO_TEXTS[case]))


ONE_TEXT = {
    "a preprint of another month": (
        lamp(arxiv_id="2001.00001", published="2020-01-15"),
        lamp(venue="Attic Letters", published="2020-11", doi="10.1000/a"),
    ),
    "a preprint without its id": (
        lamp(venue="bioRxiv", published="2020-01"), lamp(venue="Attic Letters", published="2020-11", volume="4"),
    ),
    "a finer date": (lamp(published="2020-03"), lamp(published="2020")),
    "a day of the month": (lamp(published="2020-03"), lamp(published="2020-03-09")),
    "online before it was printed": (
        lamp(venue="Attic Letters", published="2020-01-15", page="30-39"),
        lamp(venue="Attic Letters", published="2020-03", page="30-39", volume="4"),
    ),
    "one issue of two dates": (
        lamp(venue="Attic Letters", published="2020-01", issue="2"),
        lamp(venue="Attic Letters", published="2020-02", issue="2"),
    ),
    "an ISBN in its two lengths": (lamp(ISBN="978-3-16-148410-0"), lamp(ISBN="3 16 148410 X")),
    "one of several ISBNs": (lamp(ISBN="9783161484100 9783161484117"), lamp(ISBN="978-3-16-148411-7")),
    "proceedings in two bindings": (
        lamp(ISBN="978-3-16-148410-0", page="30-39"), lamp(ISBN="978-3-16-148411-7", page="30-39"),
    ),
    "an editorial told twice": (
        lamp("Editorial", abstract=TEXT, volume="1"), lamp("Editorial", abstract=TEXT, published="2020"),
    ),
    "one abstract of two years": (lamp(abstract=TEXT, published="2018"), lamp(abstract=TEXT, published="2021")),
    "a part spelt in two ways": (
        lamp("Lamps in the rain, part II", doi="10.1000/a"), lamp("Lamps in the rain: Part 2", doi="10.1000/a"),
    ),
    "an erratum spelt in two ways": (
        lamp("Erratum: Lamps in the rain", doi="10.1000/a"), lamp("Errata to Lamps in the rain", doi="10.1000/a"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_TEXT)
def test_texts_whose_facts_may_be_those_of_one_are_one(case: str) -> None:
    one, other = ONE_TEXT[case]
    for pair in ((one, other), (other, one)):
        assert len(plan({}, pair).new) == 1
        assert len(take(take({}, pair[:1]), pair[1:])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{}, Part I", "{}, Part II"),
        ("{}: the first part", "{}: the second part"),
        ("{}, part a", "{}, part b"),
        ("{} I", "{} II"),
        ("{} II: what was seen of them", "{} III: how it ended for all"),
        ("{}. Volume one", "{}. Volume two"),
        ("{}, erster Teil", "{}, zweiter Teil"),
        ("{}", "Erratum to: {}"),
        ("{}", "Corrigendum to “{}”"),
        ("{}", "Author Correction: {}"),
        ("{}", "Comment on {}"),
        ("{}", "A Comment on '{}'"),
        ("Comment on {}", "Reply to Comment on {}"),
        ("{}", "Response to Muster et al.: {}"),
        ("{}", "Authors' reply: {}"),
        ("{}", "Retraction: {}"),
        ("{}", "Retraction notice to: {}"),
        ("{}", "Expression of Concern: {}"),
        ("{}", "Addendum: {}"),
        ("{}", "Discussion of {}"),
        ("{}", "{} (Erratum)"),
        ("{}", "{}: Corrigendum"),
        ("{}", "{} - Reply"),
    ],
)
@pytest.mark.parametrize("title", ["Lamps in the rain", "Rain"])
def test_parts_and_notices_that_carry_one_doi_are_kept_and_told(one: str, other: str, title: str) -> None:
    assert kept_and_told([lamp(form.format(title), doi="10.1000/a") for form in (one, other)], 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lamps in the rain II", "Lamps in the Rain 2"),
        ("A correction of lamps in the rain", "Correction of Lamps in the Rain"),
        ("Lamps in the rain", "RETRACTED: Lamps in the rain"),
        ("The first lamp in the long rain", "First lamp in long rain"),
        ("Lamps and the response of the rain", "Lamps and the response of rain"),
    ],
)
def test_one_title_in_two_spellings_under_one_doi_is_one_paper(one: str, other: str) -> None:
    assert len(plan({}, [lamp(one, doi="10.1000/a"), lamp(other, doi="10.1000/a")]).new) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lamps on MoS$_2$", "Lamps on MoS2"),
        ("Lamps at 10 K", "Lamps at 10K"),
        ("Dim $Z_2$ lamps", "Dim Z2 lamps"),
        ("Lamps above $10^{19}$ eV", "Lamps above 1019 eV"),
        ("A survey of 10,000 lamps", "A survey of 10000 lamps"),
        ("Hundred days of lamps in rain", "100 days of lamps in rain"),
    ],
)
def test_a_preprint_and_its_publication_may_write_a_number_otherwise(one: str, other: str) -> None:
    preprint = lamp(one, doi="10.1000/a", published="2017", arxiv_id="1701.00001")
    printed = lamp(other, doi="10.1000/a", published="2019", venue="Attic Letters")
    for records in ([preprint, printed], [printed, preprint]):
        assert len(plan({}, records).new) == 1
    assert kept_and_told([printed, replace(preprint, arxiv_id="")], 2) == ("Hundred" in one)


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json", "csv", "jsonl"])
def test_a_month_goes_out_and_comes_back(name: str) -> None:
    dump = FORMATS[name].dump
    assert dump is not None
    (back,) = FORMATS[name].parse(dump([lamp(published="2020-03", venue="Attic Letters")])).papers
    assert back.published == "2020-03"


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "jsonl"])
def test_what_names_a_book_or_a_text_goes_out_and_comes_back(name: str) -> None:
    dump = FORMATS[name].dump
    assert dump is not None
    told = lamp(ISBN="978-3-16-148410-0; 3-16-148411-1", PMID="101", PMCID="PMC7", part_number="2")
    (back,) = FORMATS[name].parse(dump([told])).papers
    assert back.metadata == told.metadata


def test_a_file_read_before_months_were_known_completes_its_papers_and_adds_none() -> None:
    file = [replace(paper, sources=("attic.bib",)) for paper in TWO_TEXTS["months"]]
    before = take({}, [replace(paper, published="2020") for paper in file[:1]])
    after = take(before, file)
    assert sorted(paper.published for paper in after.values()) == ["2020-01", "2020-02", "2020-03"]
    assert take(after, file) == after


RELATED = (
    lamp("Editorial", by="Bo Muster", published="2020", doi="10.1234/ab", abstract=TEXT),
    lamp("Editorial", doi="10.1234/ab", arxiv_id="2401.00001", abstract=OTHER),
    lamp("Editorial", by="Ada Sample & Bo Muster", arxiv_id="2401.00001"),
)
"""Two texts of one DOI, of which the last record makes the authors of the second those of both."""
PART = (
    lamp("Lamps", doi="10.1234/b"),
    lamp("Lamps: before the flood", by="Bo Muster", doi="10.1234/b"),
    lamp("Lamps", by="Ada Sample & Bo Muster", doi="10.1234/b"),
)
"""A book and a part of it by another, who is one of the book's authors as the last record tells."""


@pytest.mark.parametrize("records", [RELATED, PART])
def test_two_texts_of_one_doi_come_back_from_json_lines_though_nothing_tells_them_apart_any_more(
    records: Sequence[Paper],
) -> None:
    library: Papers = {}
    for record in records:
        library = take(library, [record])
    assert len(library) == 2
    for lines in permutations(library.values()):
        assert take({}, jsonl.parse(jsonl.dump(lines)).papers) == library


def test_what_is_added_goes_to_the_paper_of_the_same_title_where_two_hold_one_doi() -> None:
    library: Papers = {}
    for record in (*PART, replace(PART[1], published="2020")):
        library = take(library, [record])
    assert [(paper.title, paper.authors, paper.published) for paper in library.values()] == [
        (PART[0].title, PART[2].authors, ""), (PART[1].title, PART[1].authors, "2020"),
    ]  # fmt: skip


SPELT, SPELT_OTHERWISE = "lamps in the rain", "Lamps in the Rain"


@pytest.mark.parametrize(
    ("firm", "loose"),
    [
        (lamp(SPELT, arxiv_id="2401.00001", doi="10.1234/a"),
         lamp(SPELT_OTHERWISE, arxiv_id="2401.00001", abstract=TEXT, published="2020", venue="Attic Letters")),
        (lamp(SPELT, arxiv_id="2401.00001"), lamp(SPELT_OTHERWISE, doi="10.1234/a", abstract=TEXT, published="2020")),
        (lamp(SPELT, doi="10.1234/a"), lamp(SPELT_OTHERWISE, abstract=TEXT, published="2020")),
        (lamp(SPELT, abstract=TEXT), lamp(SPELT_OTHERWISE, published="2020", venue="Attic Letters")),
        (lamp(SPELT, published="2020"), lamp(SPELT_OTHERWISE)),
    ],
)  # fmt: skip
def test_of_the_records_of_one_paper_the_one_that_decides_most_gives_the_title(firm: Paper, loose: Paper) -> None:
    """In either order of arrival: ids before an abstract, an abstract before other facts."""
    for records in ([firm, loose], [loose, firm]):
        assert [paper.title for paper in plan({}, records).new] == [SPELT]


def test_a_report_of_the_year_before_makes_no_column_of_an_article_that_comes_twice() -> None:
    article = lamp(venue="Attic Letters", published="1991", volume="3", page="325-340")
    report = lamp(venue="University of the Attic", published="1990-05", number="CS-90")
    assert len(plan({}, [article, report, replace(article, venue="Attic Lett.")]).new) == 2


JOINED = (
    lamp(by="A. Sample", published="2023", venue="Attic Letters", volume="1", arxiv_id="2401.00001"),
    lamp(published="2024", venue="arXiv", doi="10.1234/ab", abstract=TEXT),
    lamp(by="A. Sample", venue="Attic Letters", volume="2", abstract=TEXT),
)
"""The second may be either of the others, which stand in two volumes."""


def test_a_record_that_fits_two_is_not_given_to_the_one_that_comes_first() -> None:
    for order in permutations(JOINED):
        outcome = plan({}, order)
        assert len(outcome.new) == 2
        assert len(outcome.possible_duplicates) == 1
        (volume,) = (paper.about("volume") for paper in outcome.new if not paper.arxiv_id)
        assert volume == "2"


LINKING = (
    lamp(doi="10.1234/b"),
    lamp(arxiv_id="2301.00001", doi="10.1234/a"),
    lamp(arxiv_id="2301.00001", doi="10.1234/b"),
)


def test_a_record_that_links_two_papers_is_told_though_each_has_a_doi() -> None:
    library = take(take({}, LINKING[:1]), LINKING[1:2])
    outcome = plan(library, LINKING[2:])
    assert outcome.linked == outcome.possible_duplicates == (("2301.00001", "10.1234-b"),)
    assert take(library, LINKING[2:]) == library
    for order in permutations(LINKING):
        at_once = plan({}, order)
        assert len(at_once.new) == 2
        assert [set(pair) for pair in at_once.possible_duplicates] == [{paper.id for paper in at_once.new}]


# -- laws --------------------------------------------------------------------------------------------------------------


@cache
def choose(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """One of a few values, and the same strategy for each example: to make one takes longer than to draw from it."""
    return st.sampled_from(values)


@st.composite
def records(draw: st.DrawFn) -> Paper:
    """A record of a small world, in which titles, names, places, dates and identifiers collide."""

    def some(*values: str) -> str:
        value: str = draw(choose(("", *values)))
        return value

    names = ("volume", "issue", "page", "ISBN", "PMID")
    values = (("1", "2"), ("1", "2"), ("1-9", "10-19", "5"), ("3161484100", "3161484111"), ("101", "102"))
    metadata = {name: some(*held) if draw(st.booleans()) else "" for name, held in zip(names, values, strict=True)}
    return Paper(
        draw(choose(("", "", "lamps-0123456789", "lamps-9876543210"))),
        draw(choose((
            "Lamps in the rain", "Lamps in the rain, Part I", "Lamps in the rain, Part II", "Editorial", "Rain",
            "Erratum to: Lamps in the rain",
        ))),
        some("", "", TEXT, OTHER, "No abstract."),
        draw(choose(((), ("Ada Sample",), ("A. Sample",), ("Bo Muster",), ("Ada Sample", "Bo Muster")))),
        some("2019", "2020", "2020-01", "2020-02", "2020-01-15"),
        some("Attic Letters", "Cellar Letters", "arXiv"),
        some("", "", "2401.00001", "2401.00002"),
        some("", "10.1234/a", "10.1234/b"),
        metadata=tuple(sorted((name, value) for name, value in metadata.items() if value)),
    )  # fmt: skip


def contradict(a: Paper, b: Paper) -> bool:
    """Whether two records tell facts that no one paper has, by the plainest reading."""
    if title_key(a.title) != title_key(b.title):
        return not alike_titles(title_key(a.title), title_key(b.title))
    if a.authors and b.authors and {a.authors[0][-6:], a.authors[-1][-6:]}.isdisjoint(name[-6:] for name in b.authors):
        return True
    if any(a.about(name) and b.about(name) and a.about(name) != b.about(name) for name in ("volume", "issue", "PMID")):
        return True
    pages = [paper.about("page").partition("-")[0] for paper in (a, b)]
    dates = [paper.published for paper in (a, b)]
    months = all(len(date) > 4 for date in dates) and dates[0][:7] != dates[1][:7] and dates[0][:4] == dates[1][:4]
    printed = not any(paper.arxiv_id or paper.venue == "arXiv" for paper in (a, b))
    dated = months and printed and not (a.about("issue") or a.about("page"))
    return (all(pages) and pages[0] != pages[1]) or dated


@law(200)
@given(records(), records())
def test_no_two_records_that_contradict_are_folded_in_silence(a: Paper, b: Paper) -> None:
    outcome = plan({}, [a, b])
    if len(outcome.new) == 1:
        one_text = a.abstract == b.abstract and len(a.abstract) > 40 and title_key(a.title) == title_key(b.title)
        generic = is_generic(title_key(a.title))
        one_doi = own_doi(a) and own_doi(a) == own_doi(b) and title_key(a.title) == title_key(b.title)
        one_id = (a.id and a.id == b.id) or (a.arxiv_id and a.arxiv_id == b.arxiv_id)
        if not one_id and (generic or not (one_text or one_doi)):
            assert not contradict(a, b)
    elif title_key(a.title) == title_key(b.title) or (own_doi(a) and own_doi(a) == own_doi(b)):
        different = (a.arxiv_id and b.arxiv_id) or (own_doi(a) and own_doi(b) and own_doi(a) != own_doi(b))
        if not different:
            assert outcome.possible_duplicates


def parted(incoming: Sequence[Paper]) -> set[frozenset[int]]:
    """Which records are one paper, by their places."""
    held: dict[str, set[int]] = {}
    for place, id in enumerate(plan({}, incoming).ids):
        held.setdefault(id, set()).add(place)
    return set(map(frozenset, held.values()))


@law(200)
@given(st.lists(records(), min_size=2, max_size=6), st.data())
def test_which_records_are_one_does_not_depend_on_their_order(x: list[Paper], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(x))))
    shuffled = parted([x[at] for at in order])
    assert {frozenset(order[at] for at in group) for group in shuffled} == parted(x)


def of_file(name: str, papers: Sequence[Paper]) -> list[Paper]:
    """Records as they are read from one file: two bare ones that tell the same are two papers."""
    return [replace(paper, sources=(name,)) for paper in papers]


OF_ONE_ID = (
    lamp(by="Ada Sample & Bo Muster", arxiv_id="2401.00002"), lamp(arxiv_id="2401.00002", page="1-9"),
    lamp("Editorial", by="Bo Muster", arxiv_id="2401.00002", doi="10.1234/a"),
)  # fmt: skip
"""The second is of another paper than the third, as far as that is known before the first."""


FIRST_PART = "Lamps in the rain, Part I"
CARRIED = [
    replace(lamp(FIRST_PART, by="Ada Sample", doi="10.1234/a"), id="lamps-0123456789"),
    replace(lamp(FIRST_PART, by="Bo Muster", arxiv_id="2401.00002"), id="lamps-0123456789"),
]
"""They come to one paper by the id that both carry; later another paper has the DOI and nobody's name."""
CLEARED = (
    [
        lamp(by="Ada Sample", arxiv_id="2401.00001", doi="10.1234/a"),
        lamp("Editorial", by="Bo Muster", arxiv_id="2401.00001", venue="Attic Letters"),
    ],
    [lamp(by="Ada Sample & Bo Muster", arxiv_id="2401.00001")],
)
"""The second has the id of another paper, of which its author is one as is told later."""
ESTRANGED = (
    [lamp("Editorial", by="Attic Health Group", arxiv_id="2401.00002"), lamp(by="Ada Sample", arxiv_id="2401.00002")],
    [lamp("Editorial", by="Bo Muster & Attic Health Group", arxiv_id="2401.00002")],
)
"""The second may be of a member of the group, until the members are told."""


ANOTHER_DOI = (
    [
        lamp("Editorial", by="", abstract=TEXT, arxiv_id="2401.00001"),
        lamp("Editorial", by="", abstract=OTHER, doi="10.1234/a", PMID="101"),
        lamp("Editorial", by="", abstract=TEXT, doi="10.1234/a", PMID="102"),
    ],
    [lamp(by="", arxiv_id="2401.00001", doi="10.1234/b")],
)
"""The third comes to the first by its text, and that one gets another DOI later."""


@law(150)
@example(*ANOTHER_DOI)
@example([lamp("Editorial", by="")], [lamp("Editorial", by="")])
@example([], [*OF_ONE_ID])
@example(CARRIED, [lamp(FIRST_PART, by="", arxiv_id="2401.00001", doi="10.1234/a")])
@example(*CLEARED)
@example(*ESTRANGED)
@given(st.lists(records(), max_size=6), st.lists(records(), max_size=4))
def test_importing_again_changes_nothing(x: list[Paper], y: list[Paper]) -> None:
    x, y = of_file("x.bib", x), of_file("y.bib", y)
    library = take(take({}, x), y)
    for batch in (x, y, [*y, *x], *([one] for one in x)):
        again = plan(library, batch)
        assert (again.new, again.completed) == ((), ())


def test_a_record_mistaken_for_a_paper_stays_so_and_one_taken_for_it_too() -> None:
    for (x, y), mistaken in ((CLEARED, [1]), (ESTRANGED, [])):
        library = take(take({}, x), y)
        assert [at for at, _ in plan(library, x).mistaken] == mistaken
        back = take({}, jsonl.parse(jsonl.dump(list(library.values()))).papers)
        assert back == library
        assert [at for at, _ in plan(back, x).mistaken] == mistaken


_OF_ONE_DOI = lamp(by="", doi="10.1234/a")
DRAWN_TOGETHER = (
    [
        replace(_OF_ONE_DOI, kind="article-journal", arxiv_id="2401.00001"), replace(_OF_ONE_DOI, kind="dataset"),
        lamp(by="", venue="Attic Letters", arxiv_id="2401.00001"),
    ],
    [
        replace(_OF_ONE_DOI, published="2010"), replace(_OF_ONE_DOI, published="2019"),
        replace(_OF_ONE_DOI, published="2010", arxiv_id="2401.00001"),
    ],
    [
        replace(_OF_ONE_DOI, authors=("Ada Sample",)), replace(_OF_ONE_DOI, authors=("Bo Muster",)),
        replace(_OF_ONE_DOI, authors=("Ada Sample", "Bo Muster")),
    ],
)  # fmt: skip
"""In each the first two are told apart, by kind, year or people, and the third adds to one what hides that."""


@law(150)
@example(list(RELATED), [], [])
@example(DRAWN_TOGETHER[0], [], [])
@example(DRAWN_TOGETHER[1], [], [])
@example(DRAWN_TOGETHER[2], [], [])
@given(st.lists(records(), max_size=5), st.lists(records(), max_size=4), st.lists(records(), max_size=4))
def test_json_lines_bring_the_library_back(x: list[Paper], y: list[Paper], z: list[Paper]) -> None:
    library: Papers = {}
    for one in x:
        library = take(library, [one])
    library = take(take(library, y), z)
    lines = list(library.values())
    for order in (lines, lines[::-1]):
        assert take({}, jsonl.parse(jsonl.dump(order)).papers) == library

"""What tells two texts of one title apart is read in every format, and what is not understood is never passed over."""

from __future__ import annotations

import csv as csv_library
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats import FORMATS, bibtex, csl_json, csv, jsonl, ris
from reader.formats.parsed import Parsed, Problem
from reader.formats.tagged import endnote
from reader.library.merging import Plan, plan
from reader.paper import Paper
from reader.paper_json import variables
from tests.support.laws import law

TITLE = "Notes on lamps and beds"


def table(*names: str, rows: tuple[tuple[str, ...], ...]) -> str:
    """A table of our two papers, with the columns that each has besides."""
    out = io.StringIO()
    csv_library.writer(out).writerows([["Title", "Author", "Year", *names]])
    csv_library.writer(out).writerows([[TITLE, "Vale, Ada", "2001", *row] for row in rows])
    return out.getvalue()


def in_csv(name: str, one: str, other: str) -> Parsed:
    """Two rows that differ in a column."""
    return csv.parse(table(name, rows=((one,), (other,))))


def in_bibtex(name: str, one: str, other: str) -> Parsed:
    """Two entries that differ in a field."""
    head = f"title={{{TITLE}}}, author={{Vale, Ada}}, year=2001"
    return bibtex.parse("".join(f"@book{{k{at}, {head}, {name}={{{it}}}}}\n" for at, it in enumerate((one, other))))


def in_ris(name: str, one: str, other: str) -> Parsed:
    """Two records that differ in a field."""
    head = f"TY  - JOUR\nTI  - {TITLE}\nAU  - Vale, Ada\nPY  - 2001\n"
    return ris.parse("".join(f"{head}{name}  - {it}\nER  - \n" for it in (one, other)))


def in_csl(name: str, one: str, other: str) -> Parsed:
    """Two items that differ in a variable."""
    head = {"type": "article-journal", "title": TITLE, "author": [{"family": "Vale", "given": "Ada"}]}
    dated = head | {"issued": {"date-parts": [[2001]]}}
    return csl_json.parse(json.dumps([dated | {name: it} for it in (one, other)]))


def in_jsonl(name: str, one: str, other: str) -> Parsed:
    """Two objects that differ in a key."""
    head = {"title": TITLE, "authors": ["Ada Vale"], "year": 2001}
    return jsonl.parse("".join(json.dumps(head | {name: it}) + "\n" for it in (one, other)))


def taken(parsed: Parsed) -> Plan:
    """What importing does."""
    return plan({}, parsed.papers)


TWO_BOOKS = ("978-0-201-31452-6", "978-0-201-31663-6")
TELLING: list[tuple[Callable[[str, str, str], Parsed], str, str, str]] = [
    *((in_csv, name, *TWO_BOOKS) for name in ("ISBN", "ISBNs")),
    *(
        (in_csv, name, "Attic Letters", "Cellar Reports")
        for name in ("Publication", "Conference", "Book Title", "Source title", "Journal/Book", "Proceedings Title")
    ),
    *(
        (in_csv, name, "11", "32")
        for name in (
            "Number",
            "Vol.",
            "Start Page",
            "Page start",
            "Art. No.",
            "PMID",
            "PMCID",
            "Edition",
            "Part",
        )
    ),
    (in_csv, "Month", "1", "5"),
    (in_csv, "Month", "Jan", "May"),
    *((in_bibtex, name, "2", "3") for name in ("edition", "chapter", "articleno")),
    *((in_csl, name, "2", "3") for name in ("edition", "chapter-number", "article-number", "page-first")),
    *((in_ris, name, "2", "3") for name in ("C7", "ET")),
    (in_ris, "C2", "PMC101", "PMC202"),
    (in_ris, "BT", "Attic Letters", "Cellar Reports"),
]


@pytest.mark.parametrize(("read", "name", "one", "other"), TELLING)
def test_records_that_differ_in_what_tells_texts_apart_are_two_papers(
    read: Callable[[str, str, str], Parsed], name: str, one: str, other: str
) -> None:
    parsed = read(name, one, other)
    found = taken(parsed)
    assert (len(found.new), len(found.possible_duplicates), parsed.problems) == (2, 1, ())
    same = taken(read(name, one, one))
    assert (len(same.new), len(same.possible_duplicates)) == (1, 0)


def test_the_running_number_of_a_table_tells_no_papers_apart() -> None:
    """A list that is sorted anew has every paper once."""
    parsed = in_csv("No.", "11", "32")
    assert [problem.message for problem in parsed.problems] == ["columns not read: no."]
    assert len(taken(parsed).new) == 1


@pytest.mark.parametrize(
    ("read", "name"),
    [(in_csv, "EID"), (in_csv, "Publisher"), (in_bibtex, "series"), (in_bibtex, "editor"), (in_ris, "AN"),
     *((in_bibtex, name) for name in ("type", "issn")),
     (in_ris, "T3"), (in_csl, "genre"), (in_jsonl, "isbn"), (in_jsonl, "award")],
)  # fmt: skip
def test_records_that_differ_only_in_what_is_not_understood_are_named(
    read: Callable[[str, str, str], Parsed], name: str
) -> None:
    parsed = read(name, "Alder", "Birch")
    (problem,) = filter(_has_line, parsed.problems)
    assert f"but for '{name.lower() if read is in_csv else name}', by which no papers are told apart" in problem.message
    assert problem.excerpt == "Birch"
    assert not any(map(_has_line, read(name, "Alder", "ALDER").problems))
    assert not any(map(_has_line, read(name, "Alder", "").problems))


@pytest.mark.parametrize("name", ["institution", "publisher", "school"])
def test_a_second_publisher_of_articles_that_are_taken_for_one_is_named(name: str) -> None:
    """One that is the venue tells two papers apart."""
    (problem,) = in_bibtex(f"journal={{Attic Letters}}, {name}", "Alder", "Birch").problems
    assert f"but for '{name}', by which no papers are told apart" in problem.message


def test_nothing_is_said_of_what_becomes_of_a_title_that_many_bear() -> None:
    """Two records of one are two papers, whatever else they tell."""
    entries = bibtex.parse("".join(f"@article{{k{it}, title={{Introduction}}, hall={{{it}}}}}\n" for it in "ab"))
    assert (len(taken(entries).new), "taken for" in entries.problems[0].message) == (2, False)


def _has_line(problem: Problem) -> bool:
    """Whether a problem is one of a record, and not of all that have a field which is not read."""
    return problem.line > 0


@pytest.mark.parametrize(
    ("read", "name"),
    [(in_csv, "Date Added"), (in_csv, "File Attachments"), (in_csv, "Key"), (in_bibtex, "file"),
     (in_bibtex, "timestamp"), (in_ris, "L1"), (in_csl, "accessed"), (in_jsonl, "id"), (in_jsonl, "added")],
)  # fmt: skip
def test_where_a_record_was_found_or_kept_is_no_doubt(read: Callable[[str, str, str], Parsed], name: str) -> None:
    parsed = read(name, "https://example.org/1", "https://example.org/2")
    assert len(taken(parsed).new) == 1
    assert [problem for problem in parsed.problems if "taken for the same" in problem.message] == []


ADDRESSED = [(in_csv, "URL"), (in_csv, "Link"), (in_bibtex, "url"), (in_ris, "UR"), (in_csl, "URL"), (in_jsonl, "url")]


@pytest.mark.parametrize(("read", "name"), ADDRESSED)
def test_records_that_differ_in_the_page_of_one_site_are_two_papers(
    read: Callable[[str, str, str], Parsed], name: str
) -> None:
    for one, other, count in (
        ("https://who.example/a", "https://who.example/b", 2),
        ("https://open.example/forum?id=aaa", "https://open.example/forum?id=bbb", 2),
        ("https://open.example/forum?id=aaa", "http://www.open.example/pdf?id=aaa", 1),
        ("https://arxiv.org/abs/2101.00001", "https://attic.example/lamps", 1),
        ("https://who.example/a", "", 1),
        ("http://[who/a", "http://[who/b", 1),
    ):
        parsed = read(name, one, other)
        found = taken(parsed)
        assert (len(found.new), len(found.possible_duplicates)) == (count, count - 1)
        assert not any(map(_has_line, parsed.problems))
        assert plan({paper.id: paper for paper in found.new}, parsed.papers).new == ()


def test_what_is_not_understood_is_no_doubt_of_records_that_their_pages_tell_apart() -> None:
    rows = (("https://who.example/a", "x"), ("https://who.example/b", "y"), ("https://who.example/b", "z"))
    (problem,) = filter(_has_line, csv.parse(table("URL", "EID", rows=rows)).problems)
    assert (problem.line, "that of line 3 but for 'eid'" in problem.message) == (4, True)


def test_records_that_bear_one_doi_are_one_whatever_they_tell_besides() -> None:
    parsed = csv.parse(table("DOI", "EID", rows=(("10.1000/a", "1"), ("10.1000/a", "2"))))
    assert [problem.message for problem in parsed.problems] == ["columns not read: eid"]


@pytest.mark.parametrize(
    ("one", "other"), [("2", "2nd"), ("Second", "2"), ("2nd ed.", "second edition"), ("12th", "12"), ("Zweite", "2.")]
)
def test_an_edition_is_one_however_it_is_spelt(one: str, other: str) -> None:
    assert len(taken(in_bibtex("edition", one, other)).new) == 1


def test_a_date_is_no_edition() -> None:
    assert taken(in_ris("ET", "2001/03/04", "2001/05/06")).new[0].metadata == ()


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "csv", "jsonl", "ris"])
def test_an_edition_goes_out_and_comes_back(name: str) -> None:
    dump = FORMATS[name].dump
    assert dump is not None
    held = (("ISBN", "978-0-201-31452-6"), ("edition", "2nd"))
    told = Paper("", TITLE, authors=("Ada Vale",), metadata=held)
    assert FORMATS[name].parse(dump([told])).papers[0].metadata == held


BASES = (
    Paper("", TITLE, authors=("Ada Vale",), published="2001"),
    Paper("", TITLE, authors=("Ada Vale",), published="2001", venue="Attic Letters"),
    Paper("", "Editorial", published="2001", venue="Attic Letters"),
    Paper("", TITLE),
)
OTHER_FACTS: dict[str, tuple[Paper, ...]] = {
    "arxiv_id": tuple(Paper("", "T", arxiv_id=id) for id in ("2101.00001", "gr-qc/0103067")),
    "doi": tuple(Paper("", "T", doi=doi) for doi in ("10.1000/a", "10.1000/b{c")),
    "url": tuple(
        Paper("", "T", url=f"https://{page}")
        for page in (
            "example.org/a_1?x=~b#%20",
            "example.org/a_2?x=~b#%20",
            "example.org/a_2.pdf?x=%7Eb",
            "example.org/?id=a&x=1",
            "www.example.org/?id=b",
            "attic.example/a",
            "doi.org/10.1000/c",
        )
    ),
    "authors": tuple(Paper("", "T", authors=names) for names in (("Ada Vale",), ("Bo Ash", "OpenAI"))),
    "published": tuple(Paper("", "T", published=day) for day in ("2001", "2004", "2001-02", "2001-05-06")),
    "venue": tuple(Paper("", "T", venue=name) for name in ("Attic Letters", "Cellar & Roof", "MIT")),
    "abstract": tuple(Paper("", "T", abstract=f"{word} " * 12 + "end.") for word in ("lamp", "bed")),
}
NUMBERS: dict[str, tuple[str, ...]] = {
    "volume": ("3", "4"), "issue": ("1", "2 Suppl."), "number": ("TR-1", "TR-2", "2010-123456789"),
    "part-number": ("2", "3"), "chapter-number": ("4", "V"), "edition": ("2nd", "3rd", "2001", "2004/05/06"),
    "page": ("1-9", "11-19", "e7"), "ISBN": TWO_BOOKS, "PMID": ("101", "23690738"),
    "PMCID": ("PMC101", "PMC202", "303"),
}  # fmt: skip


@st.composite
def two_papers(draw: st.DrawFn) -> tuple[Paper, Paper]:
    """Two papers that tell the same but for one fact, which may be all that tells them apart."""
    numbers = draw(st.fixed_dictionaries({}, optional={name: st.sampled_from(told) for name, told in NUMBERS.items()}))
    both = draw(st.sampled_from(BASES))
    if (name := draw(st.sampled_from((*OTHER_FACTS, *NUMBERS)))) in NUMBERS:
        ways = draw(st.lists(st.sampled_from(NUMBERS[name]), min_size=2, max_size=2, unique=True))
        first, second = (replace(both, metadata=variables(numbers | {name: way})) for way in ways)
    else:
        told = draw(st.lists(st.sampled_from(OTHER_FACTS[name]), min_size=2, max_size=2, unique=True))
        held = replace(both, metadata=variables(numbers))
        first, second = (replace(held, **{name: getattr(one, name)}) for one in told)
    return first, second


_NAMELESS = Paper("", TITLE, published="2001", url="https://example.org/a_1?x=~b#%20")


@law(300)
@given(two_papers())
@example((_NAMELESS, replace(_NAMELESS, url="https://doi.org/10.1000/c")))
def test_two_papers_of_a_library_are_two_when_they_come_back_from_any_format(two: tuple[Paper, Paper]) -> None:
    library = plan({}, two).new
    for known in FORMATS.values():
        if known.reads and known.writes:
            back = plan({}, known.parse(known.write(library, {})).papers)
            assert (known.name, len(back.new)) == (known.name, len(library))


@pytest.mark.parametrize("venue", ["", "Attic Letters"])
def test_what_names_a_text_comes_back_from_a_table_of_ours(venue: str) -> None:
    held = {"ISBN": "1", "PMCID": "PMC1", "PMID": "2", "chapter-number": "3", "edition": "4", "number": "5",
            "part-number": "6"}  # fmt: skip
    told = [Paper("", TITLE, venue=venue, metadata=tuple(held.items())), Paper("", "Beds")]
    parsed = csv.parse(csv.dump(told))
    assert ([paper.metadata for paper in parsed.papers], parsed.problems) == ([tuple(held.items()), ()], ())


def test_a_table_of_papers_without_such_numbers_has_no_columns_for_them() -> None:
    assert csv.dump([Paper("", TITLE)]).splitlines()[0] == ",".join(csv.COLUMNS)


def test_the_tables_of_services_are_read_whole() -> None:
    ieee = table("Publication Title", "Start Page", "End Page", rows=(("Attic Letters", "10", "12"),))
    assert csv.parse(ieee).papers[0].metadata == (("page", "10-12"),)
    scholar = (
        "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
        f'"Vale, Ada; Ash, Bo; ",{TITLE},Attic Letters,3,4,5--9,2001,Lamp Press\n'
    )
    (paper,) = csv.parse(scholar).papers
    assert (paper.venue, paper.authors) == ("Attic Letters", ("Ada Vale", "Bo Ash"))
    assert paper.metadata == (("issue", "4"), ("page", "5-9"), ("publisher", "Lamp Press"), ("volume", "3"))
    report = csv.parse(table("Number", rows=(("TR-1",),))).papers[0]
    assert report.metadata == (("number", "TR-1"),)


def ris_record(kind: str, *fields: str) -> Paper:
    """The paper of a record of RIS of a kind with these fields besides a title."""
    (paper,) = ris.parse("\n".join((f"TY  - {kind}", f"TI  - {TITLE}", *fields, "ER  - \n"))).papers
    return paper


@pytest.mark.parametrize(
    ("kind", "fields", "venue", "metadata"),
    [
        ("RPRT", ("SN  - TR-1", "PB  - MIT"), "MIT", (("number", "TR-1"),)),
        ("RPRT", ("SN  - 0360-0300", "M1  - TR-1", "PB  - MIT", "T2  - Notes"), "Notes", (("number", "TR-1"),)),
        ("RPRT", ("SN  - 978-0-201-31452-6", "SN  - TR-1"), "", (("ISBN", "978-0-201-31452-6"), ("number", "TR-1"))),
        ("RPRT", ("M1  - Ash, B. (2001). Beds", "M1  - Vale, A. (2002). Lamps"), "", ()),
        ("JOUR", ("M1  - 1228150341", "SN  - 0360-0300", "PB  - MIT"), "", ()),
        ("JOUR", ("U1  - 23690738[pmid]", "U2  - 1800850[pmcid]"), "", (("PMCID", "PMC1800850"), ("PMID", "23690738"))),
        ("JOUR", ("U1  - 23690738", "U2  - seen [by me]"), "", ()),
    ],
)
def test_the_numbers_of_ris_are_read_by_the_kind_of_record(
    kind: str, fields: tuple[str, ...], venue: str, metadata: tuple[tuple[str, str], ...]
) -> None:
    paper = ris_record(kind, *fields)
    assert (paper.venue, paper.places) == (venue, metadata)


# -- tables ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Vaswani, Ashish; Shazeer, Noam", ("Ashish Vaswani", "Noam Shazeer")),
        ("Ford, Jr., Henry; Plato", ("Henry Ford Jr.", "Plato")),
        ("He, Kaiming (57209052101); Sun, Jian (7407)", ("Kaiming He", "Jian Sun")),
        ("Vale, Ada", ("Ada Vale",)),
        ("Ada Vale, Bo Ash", ("Ada Vale", "Bo Ash")),
        ("Roe, Jane", ("Jane Roe",)),
        ("Roe, Jane Ann", ("Jane Ann Roe",)),
        ("García Márquez, G. J.", ("G. J. García Márquez",)),
        ("van der Berg, Jan Willem", ("Jan Willem van der Berg",)),
        ("Ada B. Vale, Bo Ash", ("Ada B. Vale", "Bo Ash")),
        ("OpenAI, DeepMind", ("OpenAI", "DeepMind")),
        ("Best, Neil", ("Neil Best",)),
        ("Gemini Team, Google", ("Gemini Team", "Google")),
        ("University of Lamps, Oslo", ("University of Lamps, Oslo",)),
        ("Google, Inc.", ("Google, Inc.",)),
        ("Vale A, Plan b, Ash B", ("Vale A", "Plan b", "Ash B")),
        ("Ada Vale, Bo Ash, Jr.", ("Ada Vale", "Bo Ash Jr.")),
        ("Lamp Works, Ltd", ("Lamp Works, Ltd",)),
        ("King, Martin Luther, Jr.", ("Martin Luther King Jr.",)),
        ("King, Jr., Martin", ("Martin King Jr.",)),
        ("Vale A., Ash B.C.", ("A. Vale", "B.C. Ash")),
        ("Vale A, Ash B, van der Berg AM.", ("A Vale", "B Ash", "AM van der Berg")),
        ("Ada Vale, Bo Ash, ...", ("Ada Vale", "Bo Ash")),
        ("Vale A, Ash B, …", ("A Vale", "B Ash")),
        ("Ada Vale, Bo Ash, Cy Oak", ("Ada Vale", "Bo Ash", "Cy Oak")),
        ("Vale, A., Ash, B.C.", ("A. Vale", "B.C. Ash")),
        ("Vale, A., Ash, B. C., & Oak, C.", ("A. Vale", "B. C. Ash", "C. Oak")),
        ("Vale, Ash, Oak, Elm", ("Vale", "Ash", "Oak", "Elm")),
        ("Ada Vale, Bo Ash, et al.", ("Ada Vale", "Bo Ash")),
        ("Vale, Jr.", ("Vale Jr.",)),
        ("Vale, Ada and Ash, Bo", ("Ada Vale", "Bo Ash")),
        ("Ada Vale, Bo Ash and Cy Oak", ("Ada Vale", "Bo Ash", "Cy Oak")),
        ("[No author name available]", ()),
    ],
)
def test_the_authors_of_a_foreign_table_are_given_names_first(cell: str, names: tuple[str, ...]) -> None:
    out = io.StringIO()
    csv_library.writer(out).writerows([["Title", "Authors", "Year"], [TITLE, cell, "2001"]])
    assert csv.parse(out.getvalue()).papers[0].authors == names


@pytest.mark.parametrize(
    ("names", "printed"),
    [
        (["Roe, Jane", "Li, Bo"], ("Jane Roe", "Bo Li")),
        (["Roe, Jane", "Plato", "García Márquez, Gabriel José"], ("Jane Roe", "Plato", "Gabriel José García Márquez")),
        (["van der Berg, Jan Willem", "O'Neil, E.", "d'Arc, J.-P."],
         ("Jan Willem van der Berg", "E. O'Neil", "J.-P. d'Arc")),
        (["King, Martin Luther, Jr."], ("Martin Luther King Jr.",)),
        (["King, Jr., Martin"], ("Martin King Jr.",)),
        (["King, Jr."], ("King Jr.",)),
    ],
)  # fmt: skip
def test_names_of_another_program_that_stand_family_first_are_turned(
    names: list[str], printed: tuple[str, ...]
) -> None:
    """In JSON and in tables with a column that other programs have too, as in BibTeX and RIS."""
    record = {"title": TITLE, "authors": names, "doi": "10.1000/4", "year": 2020}
    assert jsonl.parse(json.dumps(record)).papers[0].authors == printed
    cell = "; ".join(names)
    text = f'title,authors,year,arxiv_id\n{TITLE},"{cell}",2020,2001.00001\n'
    assert csv.parse(text).papers[0].authors == printed


@pytest.mark.parametrize(
    "names",
    [
        ["University of X, Dept of Y"], ["Gemini Team, Google"], ["Lamp, Inc."], ["DeepMind, London", "Ada Vale"],
        ["Ada Vale", "Roe, Jane"], ["Ada Vale, Bo Ash"], ["A, B, C, D"], ["lamps, all of them"], ["Plato", "Vale"], [],
    ],
)  # fmt: skip
def test_names_with_a_comma_that_are_hardly_those_of_people_stay(names: list[str]) -> None:
    record = {"title": TITLE, "authors": names, "doi": "10.1000/4", "year": 2020}
    assert jsonl.parse(json.dumps(record)).papers[0].authors == tuple(names)


def test_what_our_own_records_tell_of_authors_comes_back_as_it_is() -> None:
    paper = Paper("lamps", TITLE, authors=("Roe, Jane", "Li, Bo"), added="2026-01-01T00:00:00Z")
    assert jsonl.parse(jsonl.dump([paper])).papers == (paper,)
    assert csv.parse(csv.dump([paper])).papers == (paper,)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("ris", "AU  - Roe, Jane\nAU  - Li, Bo\n"), ("bibtex", "{Jane Roe and Bo Li}"), ("csl-json", '"family": "Roe"')],
)
def test_names_that_a_library_has_family_first_go_out_as_those_of_people(name: str, shown: str) -> None:
    assert shown in FORMATS[name].write([Paper("lamps", TITLE, authors=("Roe, Jane", "Li, Bo"))], {})
    group = Paper("lamps", TITLE, authors=("Dept. of Lamps, Oxford",))
    assert "Oxford, Dept" not in FORMATS[name].write([group], {})


def test_full_names_count_before_short_ones() -> None:
    text = table("Author full names", rows=(("Vale, Ada Maria (12)",),))
    assert csv.parse(text).papers[0].authors == ("Ada Maria Vale",)


@pytest.mark.parametrize("mark", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_tells_a_spreadsheet_the_delimiter_is_no_header(mark: str) -> None:
    text = f"{mark}\nTitle;Authors;Year\n{TITLE};Ada Vale;2001\nBeds;Bo Ash;\n;;2003\n"
    parsed = FORMATS["csv"].parse(text)
    assert csv.sniff(text)
    assert [paper.title for paper in parsed.papers] == [TITLE, "Beds"]
    assert [problem.line for problem in parsed.problems] == [5]


@pytest.mark.parametrize("kind", ["attachment", "Note"])
def test_what_is_attached_to_an_item_is_no_paper(kind: str) -> None:
    parsed = csv.parse(table("Item Type", "DOI", rows=(("book", ""), (kind, ""))))
    assert len(parsed.papers) == 1
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (3, f"a row of the type '{kind.lower()}', which is no paper's, skipped")
    ]


def test_two_columns_of_one_name_that_tell_different_things_are_named() -> None:
    parsed = csv.parse("title,authors,title,year\nLamps,Ada Vale,Beds,2001\nOaks,Bo Ash,Oaks,2002\n")
    assert [paper.title for paper in parsed.papers] == ["Lamps", "Oaks"]
    assert [(problem.line, problem.message, problem.excerpt) for problem in parsed.problems] == [
        (2, "two columns 'title' tell different things, the first taken", "Beds")
    ]


@pytest.mark.parametrize("title", ["...", "…", ". ."])
def test_dots_are_no_title(title: str) -> None:
    ways = (
        csv.parse(f"Title,Authors,Year\n{title},Ada Vale,2001\n"),
        bibtex.parse(f"@misc{{a, title={{{title}}}, year=2001}}\n"),
        ris.parse(f"TY  - JOUR\nTI  - {title}\nER  - \n"),
        csl_json.parse(json.dumps([{"type": "book", "title": title}])),
    )
    assert [(parsed.papers, [problem.message.split(",")[0] for problem in parsed.problems]) for parsed in ways] == [
        ((), [f"{what} without a title"]) for what in ("a row", "an entry", "a record", "an item")
    ]


@pytest.mark.parametrize("tag", ["a;b", "&amp;", "a\\", "a\\;b", "\\", ";", "a;;b", "\\\\;"])
def test_a_semicolon_in_a_tag_stays_one(tag: str) -> None:
    told = Paper("", TITLE, tags=(tag,), keywords=("x", tag, "y"))
    assert csv.parse(csv.dump([told])).papers[0].keywords == told.keywords
    assert csv.parse(csv.dump([told])).papers[0].tags == csv.parse(csv.dump([told, told])).papers[1].tags


@pytest.mark.parametrize(
    ("format", "record"),
    [
        ("ris", "TY  - JOUR\nTI  - {title}\nAU  - Vale, Ada\nPY  - {year}\nER  - \n\n"),
        ("endnote", "%0 Journal Article\n%T {title}\n%A Vale, Ada\n%D {year}\n\n"),
        ("yaml", "- title: {title}\n  authors: [Ada Vale]\n  year: {year}\n  journal: Lamp Letters\n"),
        ("bibtex", "@misc{{x{year}, title={{{title}}}, author={{Vale, Ada}}, year={{{year}}}}}\n"),
    ],
)
def test_the_letter_of_a_year_tells_two_texts_of_it_apart_in_every_format(format: str, record: str) -> None:
    records = [record.format(title=TITLE, year=year) for year in ("2001a", "2001b")]
    parsed = FORMATS[format].parse("".join(records))
    assert [paper.year for paper in parsed.papers] == [2001, 2001]
    assert len(plan({}, parsed.papers).new) == 2
    assert len(plan({}, parsed.papers[:1] * 2).new) == 1


def test_the_letter_of_a_year_tells_two_rows_of_it_apart() -> None:
    rows = [f"{TITLE},Ada Vale,{year},Lamp Letters\n" for year in ("2001a", "2001b")]
    assert len(plan({}, csv.parse("title,authors,year,journal\n" + "".join(rows)).papers).new) == 2


FILM = {"film": ("video", "VIDEO", "Film or Broadcast"), "song": ("music", "SOUND", "Audio Recording"),
        "picture": ("artwork", "ART", "Artwork")}  # fmt: skip
"""What is no text, as BibTeX, RIS and EndNote call it."""


@pytest.mark.parametrize("thing", FILM)
def test_a_recording_of_what_is_printed_and_that_are_two_in_every_form(thing: str) -> None:
    of_bibtex, of_ris, of_endnote = FILM[thing]
    records = {
        bibtex: f"@{{}}{{{{k,title={{{{{TITLE}}}}},author={{{{Vale, Ada}}}},year=2001}}}}\n",
        ris: f"TY  - {{}}\nTI  - {TITLE}\nAU  - Vale, Ada\nPY  - 2001\nER  - \n\n",
        endnote: f"%0 {{}}\n%T {TITLE}\n%A Vale, Ada\n%D 2001\n\n",
    }
    kinds = {bibtex: ("article", of_bibtex), ris: ("JOUR", of_ris), endnote: ("Journal Article", of_endnote)}
    for module, record in records.items():
        papers = module.parse("".join(map(record.format, kinds[module]))).papers
        assert (len(papers), len(plan({}, papers).new)) == (2, 2), module.__name__


def test_zoteros_table_gives_what_is_to_be_read_as_its_other_exports_do() -> None:
    head = "Key,Item Type,Publication Year,Author,Title,DOI\n"
    found = csv.parse(head + f"A,film,1979,Scott,{TITLE},\nB,computerProgram,2001,Vale,{TITLE} II,10.1234/lamps\n")
    assert [paper.doi for paper in found.papers] == ["10.1234/lamps"]
    assert any(problem.message.startswith("a row of something that is no text") for problem in found.problems)


def test_the_numbers_of_two_patents_and_the_versions_of_two_records_tell_them_apart() -> None:
    patent = f"TY  - PAT\nTI  - {TITLE}\nAU  - Vale, Ada\nPY  - 2001\nSN  - {{}}\nER  - \n\n"
    patents = ris.parse(patent.format("US1234567") + patent.format("US7654321")).papers
    assert len(plan({}, patents).new) == 2
    again = ris.parse(ris.dump(patents)).papers
    assert [(paper.kind, paper.about("number")) for paper in again] == [
        ("patent", "US1234567"),
        ("patent", "US7654321"),
    ]
    line = f'{{{{"title": "{TITLE}", "authors": ["Ada Vale"], "metadata": {{{{"version": "{{}}"}}}}}}}}\n'
    assert len(plan({}, jsonl.parse(line.format(1) + line.format(2)).papers).new) == 2


def test_what_two_json_lines_tell_otherwise_in_their_variables_is_named() -> None:
    line = f'{{{{"title": "{TITLE}", "authors": ["Ada Vale"], "metadata": {{{{"event-title": "{{}}"}}}}}}}}\n'
    problems = jsonl.parse(line.format("Attic") + line.format("Cellar")).problems
    assert [problem.message for problem in problems] == [
        "a record that tells the same as that of line 1 but for 'event-title', by which no papers are told apart: they"
        " are one where nothing else shows two"
    ]


def test_a_column_called_shelf_is_no_shelf_mark_and_is_named() -> None:
    """A reader's own shelves ("to read") tell no two papers apart; a library's mark does."""
    shelves, marks = in_csv("Shelf", "attic", "cellar"), in_csv("Shelfmark", "QA 1", "QA 2")
    assert "columns not read: shelf" in [problem.message for problem in shelves.problems]
    assert [paper.about("call-number") for parsed in (shelves, marks) for paper in parsed.papers] == [
        "",
        "",
        "QA 1",
        "QA 2",
    ]
    assert (len(taken(shelves).new), len(taken(marks).new)) == (1, 2)

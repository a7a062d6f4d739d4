"""Who the people are in a text: one reading, in whatever form the text stands."""

from __future__ import annotations

import csv as csv_library
import html
import io
import json
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import FORMATS, feed, page_metadata, read, scholar_alert
from reader.formats.arxiv import authors as of_arxiv_lines
from reader.formats.author_lists import authors_in, names_in
from reader.formats.comma_lists import COMMAS
from reader.formats.huggingface.page_noise import may_be_names
from reader.formats.name_joints import DEGREE
from reader.formats.parsed import Parsed
from reader.formats.read_later import saved
from reader.paper import Name, Paper
from reader.persons import goes_on, named_authors, without_others
from tests.support.grids import crossed
from tests.support.laws import law

TITLE, ADDRESS = "Lamps that learn", "https://arxiv.org/abs/2401.00011"
ONE_OR_TWO = "authors that may be one or two, taken for one, family name first"
ALL_OR_HALF = "authors that may be half as many with a comma in each name, taken as they stand"

JOINED = "authors that may be one or several with a word between them, taken for one"


def as_csv(people: str) -> str:
    out = io.StringIO(newline="")
    csv_library.writer(out).writerows([["Title", "Authors", "Year", "URL"], [TITLE, people, "2024", ADDRESS]])
    return out.getvalue()


def as_json(people: str) -> str:
    return json.dumps([{"title": TITLE, "authors": people, "url": ADDRESS, "award": "none"}], ensure_ascii=False)


def as_yaml(people: str) -> str:
    told = json.dumps(people, ensure_ascii=False)
    return f'- title: "{TITLE}"\n  url: "{ADDRESS}"\n  authors: {told}\n  award: none\n'


def as_note(people: str) -> str:
    told = json.dumps(people, ensure_ascii=False)
    return f"---\ntitle: {TITLE}\narxiv: 2401.00011\nauthors: {told}\n---\nMine.\n"


def as_table(people: str) -> str:
    cell = people.replace("|", "\\|").replace("\n", "<br>")
    return f"| Title | Authors | Link |\n|---|---|---|\n| {TITLE} | {cell} | [Paper]({ADDRESS}) |\n"


FORMS: dict[str, tuple[str, Callable[[str], str]]] = {
    "csv": ("csv", as_csv),
    "json": ("plain-json", as_json),
    "yaml": ("yaml", as_yaml),
    "note": ("note", as_note),
    "table": ("markdown-lists", as_table),
}
PEOPLE: list[tuple[str, tuple[str, ...]]] = [
    ("张三，李四", ("张三", "李四")),
    ("张三、李四", ("张三", "李四")),
    ("张三；李四", ("张三", "李四")),
    ("张三, 李四", ("张三", "李四")),
    ("山田太郎、鈴木花子", ("山田太郎", "鈴木花子")),
    ("山田太郎, 鈴木花子", ("山田太郎", "鈴木花子")),
    ("김철수, 이영희", ("김철수", "이영희")),
    ("Li Wei, 张伟", ("Li Wei", "张伟")),
    ("王小明、李华、Ada Sample", ("王小明", "李华", "Ada Sample")),
    ("Ada Sample (MIT), Bo Muster (ETH)", ("Ada Sample", "Bo Muster")),
    ("Ada Sample (MIT, Boston) and Bo Muster (ETH (Zürich))", ("Ada Sample", "Bo Muster")),
    ("Robert (Bob) Sample, Bo Muster", ("Robert (Bob) Sample", "Bo Muster")),
    ("Sample A, Muster B, Probe C", ("A Sample", "B Muster", "C Probe")),
    ("Sample AB, van der Berg CM, Probe C 3rd", ("AB Sample", "CM van der Berg", "C Probe 3rd")),
    ("Ada Sample\nBo Muster", ("Ada Sample", "Bo Muster")),
    ("Sample, Ada\nMuster, Bo", ("Ada Sample", "Bo Muster")),
    ("Ada Sample, Bo\nMuster, Cy Probe", ("Ada Sample", "Bo Muster", "Cy Probe")),
    ("Ada Sample | Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample / Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample & Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample · Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample • Bo Muster • Cy Probe", ("Ada Sample", "Bo Muster", "Cy Probe")),
    ("Gu, A.", ("A. Gu",)),
    ("van der Berg, Jan; Doe, Jane", ("Jan van der Berg", "Jane Doe")),
    ("Gu, A. and Dao, T.", ("A. Gu", "T. Dao")),
    ("Smith, J., Doe, J. and Lee, K.", ("J. Smith", "J. Doe", "K. Lee")),
    ("Smith, John, Doe, Jane and Lee, Kim", ("John Smith", "Jane Doe", "Kim Lee")),
    ("{World Health Organization}", ("World Health Organization",)),
    ("Martin Luther King, Jr.", ("Martin Luther King Jr.",)),
    ("King, Martin Luther, Jr.", ("Martin Luther King Jr.",)),
    ("Ada Sample, Bo Muster, Jr., Cy Probe", ("Ada Sample", "Bo Muster Jr.", "Cy Probe")),
    ("de la Cruz, María José, Pérez, Ana", ("María José de la Cruz", "Ana Pérez")),
    ("Alphabet, Inc.", ("Alphabet, Inc.",)),
    ("University of Lamps, Oslo", ("University of Lamps, Oslo",)),
    ("n/a", ()),
    ("Sample JA, Muster AB; Lamp Study Group.", ("JA Sample", "AB Muster", "Lamp Study Group")),
    ("Sample J.; Muster A.B.; van der Berg C.", ("J. Sample", "A.B. Muster", "C. van der Berg")),
    ("Garcia Lopez M.; Sample J.", ("M. Garcia Lopez", "J. Sample")),
    ("Sample JA.", ("JA Sample",)),
    ("Muster A", ("A Muster",)),
    ("van der Berg C.", ("C. van der Berg",)),
    ("Open AI", ("Open AI",)),
    ("Sample II", ("Sample II",)),
    ("Sample, John A., Ann B. Muster, and Wei Probe", ("John A. Sample", "Ann B. Muster", "Wei Probe")),
    ("Sample, Ada, Bo Muster, and Cy Probe", ("Ada Sample", "Bo Muster", "Cy Probe")),
    ("Lamp Collaboration, Ade, P. A. R., Muster, N.", ("Lamp Collaboration", "P. A. R. Ade", "N. Muster")),
    ("Ade, P. A. R., & Lamp Collaboration", ("P. A. R. Ade", "Lamp Collaboration")),
    ("Ann Sample, MIT; Bo Muster, ETH Zürich", ("Ann Sample", "Bo Muster")),
    ("Sample Lopez, Ann; Muster Roe, Bo", ("Ann Sample Lopez", "Bo Muster Roe")),
    ("A. Sample 1, B. Muster 1,2, C. Probe 2", ("A. Sample", "B. Muster", "C. Probe")),
    ("C. Probe 1,2", ("C. Probe",)),
    ("A. Sample 1, B. Muster 2", ("A. Sample", "B. Muster")),
    ("Lamp Team 17", ("Lamp Team 17",)),
    ("Sample, A.; Muster, B.; Probe, C.", ("A. Sample", "B. Muster", "C. Probe")),
    ("Sample, A.; Muster, B. and Probe, C.", ("A. Sample", "B. Muster", "C. Probe")),
    ("Sample, A.; Muster, B. und Probe, C.", ("A. Sample", "B. Muster", "C. Probe")),
    ("Lamps & Sons; Sample, A.", ("Lamps & Sons", "A. Sample")),
    ("Sample, A. und Muster, B.", ("A. Sample", "B. Muster")),
    ("Sample, A., Muster, B. und Probe, C.", ("A. Sample", "B. Muster", "C. Probe")),
    ("Sample, Ada und Muster, Bo", ("Ada Sample", "Bo Muster")),
    ("Ada Sample und Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample, Cy Probe und Bo Muster", ("Ada Sample", "Cy Probe", "Bo Muster")),
    ("Ada Sample (Köln) und Bo Muster (Bonn)", ("Ada Sample", "Bo Muster")),
    ("Sample A und Muster B", ("A Sample", "B Muster")),
    ("Sample, Muster und Probe", ("Sample", "Muster", "Probe")),
    ("Ada Sample et Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample y Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample e Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada de Sample en Bo van der Muster", ("Ada de Sample", "Bo van der Muster")),
    ("Ada Sample i Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Ada Sample + Bo Muster", ("Ada Sample", "Bo Muster")),
    ("José Ortega y Gasset", ("José Ortega y Gasset",)),
    ("Ana Costa e Silva", ("Ana Costa e Silva",)),
    ("Josep Puig i Cadafalch", ("Josep Puig i Cadafalch",)),
    ("Ramón y Cajal, S.", ("S. Ramón y Cajal",)),
    ("Ortega y Gasset, J. y Ramón y Cajal, S.", ("J. Ortega y Gasset", "S. Ramón y Cajal")),
    ("Ada Sample, José Ortega y Gasset y Bo Muster", ("Ada Sample", "José Ortega y Gasset", "Bo Muster")),
    ("Ministerium für Bildung und Forschung", ("Ministerium für Bildung und Forschung",)),
    ("Ada Sample, PhD, Bo Muster, MD", ("Ada Sample", "Bo Muster")),
    ("Ada Sample, M.D., Ph.D.", ("Ada Sample",)),
    ("Ada Sample, Ph.D.", ("Ada Sample",)),
    ("Ada Sample PhD and Bo Muster PhD", ("Ada Sample", "Bo Muster")),
    ("Garcia Lopez, M.A.; Muster, B.", ("M.A. Garcia Lopez", "B. Muster")),
    ("Ada Sample, Bo Muster, eds.", ("Ada Sample", "Bo Muster")),
    ("Ada Sample und Bo Muster, Hrsg.", ("Ada Sample", "Bo Muster")),
    ("by Ada Sample and Bo Muster", ("Ada Sample", "Bo Muster")),
    ("Authors: Ada Sample, Bo Muster", ("Ada Sample", "Bo Muster")),
]
GOES_ON = [
    " et al.", " et al", ", et al.", " et. al.", " [et al.]", " & al.", " and others", " (and others)", " and 3 others",
    " + 3 more", ", +3 authors", ", +6", " and 4 more authors", ", (12 additional authors not shown)", " and more",
    ", et al. (12 additional authors not shown)", "…", " …", ", ...", " и др.", ", 等", " ほか", " 외 3명", " u. a.",
    " u.a.", " und andere", " y otros", " y cols.", " e outros", " et coll.", " et autres", " e altri", "; 3 more",
]  # fmt: skip
"""What says behind names that there are more."""
every = pytest.mark.parametrize("form", FORMS)


def taken(form: str, people: str) -> Parsed:
    """What a record gives whose authors are written so."""
    name, write = FORMS[form]
    return read(write(people), name)


def said(parsed: Parsed) -> list[str]:
    """What is said of the authors of a record."""
    return [problem.message for problem in parsed.problems if problem.message.startswith("authors")]


@crossed
@every
@pytest.mark.parametrize(("people", "names"), PEOPLE)
def test_people_are_the_same_in_every_form(form: str, people: str, names: tuple[str, ...]) -> None:
    parsed = taken(form, people)
    (paper,) = parsed.papers
    assert (paper.authors, paper.more_authors, said(parsed)) == (names, False, [])


@crossed
@every
@pytest.mark.parametrize("end", GOES_ON)
def test_a_list_that_goes_on_has_more_authors_in_every_form_and_none_that_is_a_count(form: str, end: str) -> None:
    for people, names in (("Ada Sample, Bo Muster", ("Ada Sample", "Bo Muster")), ("Sample, A.", ("A. Sample",))):
        (paper,) = taken(form, people + end).papers
        assert (paper.authors, paper.more_authors) == (names, True)


@pytest.mark.parametrize("people", ["张三，李四等", "张三、李四等人", "张三, 李四 等 5 人", "張三，李四ほか"])
def test_the_words_of_the_east_for_more_stand_without_a_blank(people: str) -> None:
    found = authors_in(people)
    assert ([name[1:] for name in found.printed], found.more) == (["三", "四"], True)


@pytest.mark.parametrize(
    "names",
    ["Henry More", "Cudworth and More", "Alan Others", "Smith U.A.", "Ramón y Cajal", "J. Etal", "Wang Petal", "张等",
     "Anders Andre", "A. B.", "Sample, A.", "Gloria Thurn und Taxis", "", "Ada Sample (and others), Bo Muster"],
)  # fmt: skip
def test_a_name_that_is_like_a_word_for_more_is_none(names: str) -> None:
    assert without_others(names) == names
    assert not goes_on(names)


@every
@pytest.mark.parametrize(
    ("people", "names", "doubt"),
    [
        ("Gu, Albert", ("Albert Gu",), ONE_OR_TWO),
        ("山田, 太郎", ("太郎 山田",), ONE_OR_TWO),
        ("李, 四", ("四 李",), ONE_OR_TWO),
        ("Vaswani, Shazeer, Parmar, Jones", ("Vaswani", "Shazeer", "Parmar", "Jones"), ALL_OR_HALF),
        ("Sample und Muster", ("Sample und Muster",), JOINED),
        ("Ramón y Cajal", ("Ramón y Cajal",), JOINED),
        ("A. und B. Sample", ("A. und B. Sample",), JOINED),
        ("Ana y Luis Sample", ("Ana y Luis Sample",), JOINED),
        ("Sample, Muster y Probe", ("Sample, Muster y Probe",), JOINED),
        ("University Sample und Stadt Köln", ("University Sample und Stadt Köln",), JOINED),
    ],
)
def test_what_a_comma_may_mean_otherwise_is_said_in_every_form(
    form: str, people: str, names: tuple[str, ...], doubt: str
) -> None:
    parsed = taken(form, people)
    assert ([paper.authors for paper in parsed.papers], said(parsed)) == ([names], [doubt])
    assert names_in(people) is None


_SURNAMES = st.sampled_from(["Sample", "Muster", "van der Berg", "García", "Østlund", "O'Neil"])
_GIVEN = st.sampled_from(["Ada", "Bo Maria", "A.", "J.-P.", "Çan"])
_NAMES = st.lists(st.tuples(_SURNAMES, _GIVEN), min_size=2, max_size=4)
_PLACES = st.sampled_from(["", " (MIT)", " (1, 2)", "*", " (Lamps (Oslo))"])
_SIGNS = st.sampled_from(["; ", " | ", " • ", "；", " and "])
_ENDS = st.sampled_from(["", *GOES_ON])


@law()
@given(_NAMES, _SIGNS, st.booleans(), _PLACES, _ENDS)
def test_what_is_parted_for_sure_is_so_in_every_form_and_order_of_names(
    people: list[tuple[str, str]], between: str, inverted: bool, place: str, end: str
) -> None:
    written = [f"{family}, {name}" if inverted else f"{name} {family}" for family, name in people]
    text = between.join(name + place for name in written) + end
    expected = tuple(dict.fromkeys(f"{name} {family}" for family, name in people))
    for form in FORMS:
        (paper,) = taken(form, text).papers
        assert (tuple(dict.fromkeys(paper.authors)), paper.more_authors) == (expected, end != ""), form


@pytest.mark.parametrize("head", ["Autoren", "Autor"])
def test_what_a_word_may_join_is_said_of_a_table_that_has_family_names_alone_in_other_rows(head: str) -> None:
    parsed = read(f"Titel;{head};Jahr;Zeitschrift\nA b;Vale, Ash, Elm;2010;J. P\nC d;Oak und Fir;2011;J. P\n", "csv")
    assert parsed.papers[1].authors == ("Oak und Fir",)
    assert JOINED in said(parsed)


def test_a_line_of_a_reference_manager_names_one_or_says_by_its_signs_that_it_names_several() -> None:
    lines = ["García Márquez, Gabriel José", "张三，李四", "Vale, Ada; Ash, Bo", "Alphabet, Inc.", "{Lamps, Oslo}"]
    text = "".join(f"AU  - {line}\n" for line in [*lines, "Oak, C. et al."])
    (paper,) = read(f"TY  - JOUR\nTI  - {TITLE}\n{text}ER  - \n", "ris").papers
    assert paper.authors == (
        "Gabriel José García Márquez", "张三", "李四", "Ada Vale", "Bo Ash", "Alphabet, Inc.", "Lamps, Oslo", "C. Oak",
    )  # fmt: skip
    assert paper.more_authors
    assert named_authors(paper)[-2] == Name(literal="Lamps, Oslo")


@pytest.mark.parametrize("end", [" et al.", ", et al.", ", +3 authors", " and 5 others", ""])
def test_a_line_of_authors_on_a_page_may_go_on_in_the_same_words(end: str) -> None:
    assert may_be_names(f"Ada Sample, Bo Muster{end}")


def in_tags(people: str) -> Paper | None:
    return page_metadata.paper_of({
        "citation_title": [TITLE], "citation_authors": [people], "citation_doi": ["10.1234/a"],
    })  # fmt: skip


def in_a_tag_each(people: str) -> Paper | None:
    """Family names first, and the last of them with what stands behind it."""
    first, second = people.split(", ", maxsplit=1)
    return page_metadata.paper_of({
        "citation_title": [TITLE], "citation_author": [first, second], "citation_doi": ["10.1234/a"],
    })  # fmt: skip


def in_a_saved_page(people: str) -> Paper | None:
    return saved.papers_of([saved.SavedPage(1, ADDRESS, TITLE, people)]).papers[0]


def in_a_feed(address: str, people: str) -> Paper | None:
    text = (
        f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><title>{TITLE}</title>'
        f"<link>{address}</link><dc:creator>{html.escape(people)}</dc:creator></item></channel></rss>"
    )
    return feed.parse(text).papers[0]


def of_arxiv(people: str) -> Paper | None:
    return Paper("", TITLE, authors=of_arxiv_lines.names(people), more_authors=of_arxiv_lines.are_more(people))


def in_an_alert(people: str) -> Paper | None:
    text = f"{TITLE}\n{people} - Lamp Letters, 2024\n\nSent by Google Scholar"
    return next(iter(scholar_alert.parse(text).papers), None)


@pytest.mark.parametrize("end", GOES_ON)
@pytest.mark.parametrize(
    "read_so",
    [in_tags, in_a_tag_each, in_a_saved_page, partial(in_a_feed, ADDRESS),
     partial(in_a_feed, "https://doi.org/10.1234/a"), of_arxiv],
)  # fmt: skip
def test_that_a_list_goes_on_is_kept_of_pages_feeds_and_lists(read_so: Callable[[str], Paper | None], end: str) -> None:
    paper = read_so(f"Ada Sample, Bo Muster{end}")
    assert paper is not None
    assert (paper.authors, paper.more_authors) == (("Ada Sample", "Bo Muster"), True)


@pytest.mark.parametrize("end", ["…", " ...", ", …"])
def test_authors_that_an_alert_has_cut_are_more(end: str) -> None:
    paper = in_an_alert(f"A Sample, B Muster{end}")
    assert paper is not None
    assert (paper.authors, paper.more_authors) == (("A Sample", "B Muster"), True)


@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_two_words_are_two_people_beside_lists_of_family_names_whatever_stands_behind_them(form: str) -> None:
    name, write = FORMS[form]
    first, second = write("Devlin, Chang, Lee"), write("Vaswani, Shazeer (MIT) et al.").replace("00011", "00012")
    (_, paper) = read(first + (second.partition("\n")[2] if form == "csv" else second), name).papers
    assert (paper.authors, paper.more_authors) == (("Vaswani", "Shazeer"), True)


@pytest.mark.parametrize("line", ["M&uuml;ller, Anna", "Vale & Ash; Sons"])
def test_an_entity_in_a_line_of_a_reference_manager_parts_no_name(line: str) -> None:
    (paper,) = read(f"TY  - JOUR\nTI  - {TITLE}\nAU  - {line}\nER  - \n", "ris").papers
    assert len(paper.authors) == 1


def test_a_group_in_braces_stays_one_in_the_records_of_a_program() -> None:
    text = (
        f'- ref: x\n  title: "{TITLE}"\n  doi: 10.1234/a\n  papis_id: "1"\n  author: "{{Lamps, Oslo}} and Gu, Albert"\n'
    )
    (paper,) = read(text, "yaml").papers
    assert named_authors(paper) == [Name(literal="Lamps, Oslo"), Name("Gu", "Albert")]


def test_a_long_line_of_words_with_small_letters_is_read_in_no_time() -> None:
    words = " ".join(["understandings"] * 6) + " there"
    assert not names_in(f"{words}, {words}")
    assert authors_in("van der Berg AM, Vale AB, Ash B 3rd").printed == ("AM van der Berg", "AB Vale", "B Ash 3rd")


@pytest.mark.parametrize(
    "people", ["Vaswani et al., 2017", "Vaswani et al. 2017", "Vaswani et al. (2017)", "Vaswani et al., 2017a"]
)
@every
def test_the_year_behind_names_is_nobody(form: str, people: str) -> None:
    (paper,) = taken(form, people).papers
    assert (paper.authors, paper.more_authors) == (("Vaswani",), True)


def test_a_name_of_scopus_with_its_initials_behind_goes_out_by_its_parts() -> None:
    (paper,) = taken("csv", "Sample J.; van der Berg C.").papers
    assert [(name.particle, name.family, name.given) for name in named_authors(paper)] == [
        ("", "Sample", "J."), ("van der", "Berg", "C."),
    ]  # fmt: skip


@pytest.mark.parametrize("dots", ["...", "…", ". . ."])
@every
def test_dots_between_names_say_that_there_are_more(form: str, dots: str) -> None:
    (paper,) = taken(form, f"Sample, A., Muster, B. N., {dots} & Probe, C.").papers
    assert (paper.authors, paper.more_authors) == (("A. Sample", "B. N. Muster", "C. Probe"), True)


@pytest.mark.parametrize(("field", "people"), [
    ("Ada Sample, Anna Lee, Cy Probe", ("Ada Sample", "Anna Lee", "Cy Probe")),
    ("Sample, Jr., Ada Bo", ("Ada Bo Sample Jr.",)),
])  # fmt: skip
def test_commas_part_three_whole_names_of_bibtex(field: str, people: tuple[str, ...]) -> None:
    (paper,) = read(f"@article{{a, title={{{TITLE}}}, author={{{field}}}}}", "bibtex").papers
    assert paper.authors == people


@pytest.mark.parametrize("people", ["Ada Vale et al.; Bo Ash", "Vale, Ada et al.; Ash, Bo", "Ada Vale; Bo Ash et al."])
def test_a_list_may_say_behind_any_of_its_names_that_it_goes_on(people: str) -> None:
    """That is no part of the name."""
    found = authors_in(people)
    assert (found.printed, found.more) == (("Ada Vale", "Bo Ash"), True)


@pytest.mark.parametrize(("field", "people", "doubt"), [
    ("Ada Sample und Bo Muster", ("Ada Sample", "Bo Muster"), []),
    ("Sample, A. et Muster, B. and Probe, C.", ("A. Sample", "B. Muster", "C. Probe"), []),
    (r"Jos{\'e} Ortega y Gasset", ("José Ortega y Gasset",), []),
    (r"Ram{\'o}n y Cajal, Santiago", ("Santiago Ramón y Cajal",), []),
    ("{Forschung und Lehre}", ("Forschung und Lehre",), []),
    ("García Márquez y Pérez, Ana", ("Ana García Márquez y Pérez",), []),
    ("Sample und Muster", ("Sample und Muster",), [JOINED]),
])  # fmt: skip
def test_words_of_other_languages_part_whole_names_of_bibtex(
    field: str, people: tuple[str, ...], doubt: list[str]
) -> None:
    parsed = read(f"@article{{a, title={{{TITLE}}}, author={{{field}}}, year={{2024}}}}", "bibtex")
    assert (parsed.papers[0].authors, said(parsed)) == (people, doubt)


_RIS_OF_PEOPLE = "TY  - JOUR\nTI  - Lamps in the rain\n{}PY  - 2001\nT2  - Attic Letters\nER  - "
_YAML_OF_PEOPLE = "- title: Lamps in the rain\n  year: 2001\n  journal: Attic Letters\n  authors:\n{}"


@pytest.mark.parametrize(
    ("lines", "people", "doubted"),
    [
        (["Ada Sample und Bo Muster"], ("Ada Sample", "Bo Muster"), False),
        (["Sample, A. et Muster, B.", "Probe, C."], ("A. Sample", "B. Muster", "C. Probe"), False),
        (["Sample, Ada and Muster, Bo"], ("Ada Sample", "Bo Muster"), False),
        (["Cy Probe", "Dan Vale y Eva Ash"], ("Cy Probe", "Dan Vale", "Eva Ash"), False),
        (["José Ortega y Gasset", "Cy Probe"], ("José Ortega y Gasset", "Cy Probe"), False),
        (["Hans und Sophie Probe", "Cy Vale"], ("Hans und Sophie Probe", "Cy Vale"), True),
        (["Institut für Licht und Regen", "Cy Vale"], ("Institut für Licht und Regen", "Cy Vale"), False),
        (
            ["Deutsche Gesellschaft und Neue Medien", "Cy Vale"],
            ("Deutsche Gesellschaft und Neue Medien", "Cy Vale"),
            True,
        ),
    ],
)
def test_a_line_for_one_name_that_holds_two_people_is_parted_or_said(
    lines: list[str], people: tuple[str, ...], doubted: bool
) -> None:
    ris = FORMATS["ris"].parse(_RIS_OF_PEOPLE.format("".join(f"AU  - {line}\n" for line in lines)))
    yaml = FORMATS["yaml"].parse(_YAML_OF_PEOPLE.format("".join(f"    - {line}\n" for line in lines)))
    for parsed in (ris, yaml):
        assert parsed.papers[0].authors == people
        assert [problem.message for problem in parsed.problems] == [JOINED] * doubted


@pytest.mark.parametrize("name", ["Deutsche Gesellschaft", "Bundesverband Licht", "Société Lampe", "Instituto Luz"])
def test_what_houses_are_called_in_other_languages_joins_no_people(name: str) -> None:
    told = f"{name} und Neue Medien"
    assert (authors_in(told).printed, authors_in(told).doubt) == ((told,), JOINED)


@pytest.mark.parametrize(
    ("told", "doubt"),
    [
        ("García López, MD", DEGREE),
        ("Ada B. Sample, MD", ""),
        ("Ada Sample, PhD", ""),
        ("Ada Sample, MD; B Ash, MD", ""),
    ],
)
def test_capitals_that_may_be_initials_of_one_with_two_family_names_are_said(told: str, doubt: str) -> None:
    assert authors_in(told).doubt == doubt


@pytest.mark.parametrize(("field", "people", "doubt"), [
    ("John Smith, Jane Doe and Bob Lee", ("John Smith", "Jane Doe", "Bob Lee"), []),
    ("A. Smith, B. Jones, and C. Lee", ("A. Smith", "B. Jones", "C. Lee"), []),
    ("Smith J, Doe J, Lee A", ("J Smith", "J Doe", "A Lee"), []),
    ("Smith, J., Doe, J., Lee, A.", ("J. Smith", "J. Doe", "A. Lee"), []),
    ("张三, 李四, 王五", ("张三", "李四", "王五"), []),
    ("Li Wei, Wang Fang", ("Li Wei, Wang Fang",), [COMMAS]),
    ("Smith, John, Doe, Jane", ("Smith, John, Doe, Jane",), [COMMAS]),
    ("von Last, Jr, First", ("First von Last Jr",), []),
    ("García López, María José", ("María José García López",), []),
    ("García López, María José and Smith, J. A.", ("María José García López", "J. A. Smith"), []),
    ("Smith, John A., III and Kim, Ann, Jr", ("John A. Smith III", "Ann Kim Jr"), []),
    ("King, Martin Luther Jr", ("Martin Luther King Jr",), []),
    ("Doe, Jane, PhD", ("Jane Doe",), []),
    ("Google, Inc. and Smith, Bob", ("Google, Inc.", "Bob Smith"), []),
    ("{Li Wei}, {Wang Fang}", ("Wang Fang Li Wei",), []),
    ("Smith, J., and Lee, K.", ("J. Smith", "K. Lee"), []),
])  # fmt: skip
def test_commas_of_bibtex_part_people_where_they_cannot_stand_within_a_name(
    field: str, people: tuple[str, ...], doubt: list[str]
) -> None:
    parsed = read(f"@article{{a, title={{{TITLE}}}, author={{{field}}}, year={{2024}}}}", "bibtex")
    assert (parsed.papers[0].authors, said(parsed)) == (people, doubt)


def test_a_suffix_behind_given_names_is_none_of_them() -> None:
    parsed = read("PMID- 1\nTI  - Lamps in the rain\nFAU - King, Martin Luther Jr\n\n", "pubmed")
    assert parsed.papers[0].authors == ("Martin Luther King Jr",)

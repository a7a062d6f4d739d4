"""A slip of the hand in a bibliography is read as it was meant where that is sure, and else named with its line."""

from __future__ import annotations

import pytest

from reader.formats import FORMATS, bibtex, ris
from reader.formats.parsed import Parsed

BETA = "@article{b, title={Beta Paper}, author={Bob Beech}, year=2002}\n"
FIRST = "TY  - JOUR\nTI  - Alpha Paper\nAU  - Ash, Ann\nPY  - 2001\n"
SECOND = "TI  - Beta Paper\nAU  - Beech, Bob\nPY  - 2002\nDO  - 10.1000/beta\nER  - \n"
TWO = [("Alpha Paper", ("Ann Ash",), "2001", ""), ("Beta Paper", ("Bob Beech",), "2002", "10.1000/beta")]
UNENDED = [(1, "a record without its end (it has no ER line), read up to what begins below it")]


def told(parsed: Parsed) -> list[tuple[str, tuple[str, ...], str, str]]:
    """Who wrote what, when."""
    return [(paper.title, paper.authors, paper.published, paper.doi) for paper in parsed.papers]


def named(parsed: Parsed) -> list[tuple[int, str]]:
    """What could not be read, with its line."""
    return [(problem.line, problem.message) for problem in parsed.problems]


# -- RIS ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["   ", "  – ", "  — ", "  − ", " ", ": ", "    - "])
@pytest.mark.parametrize("end", ["ER  - \n\n", ""])
def test_a_record_whose_tags_are_all_mistyped_is_named_with_its_line(sign: str, end: str) -> None:
    above = FIRST + end
    parsed = ris.parse(f"{above}TY{sign}JOUR\nTI{sign}Gamma Paper\nER{sign}\n\nTY  - JOUR\n{SECOND}")
    assert told(parsed) == TWO
    message = "a record whose tags are mistyped (a field is 'TY  - JOUR'), skipped"
    assert named(parsed) == [*([] if end else UNENDED), (above.count("\n") + 1, message)]


@pytest.mark.parametrize("first", ["TY   JOUR", "TY  – JOUR", " TY: JOUR"])
def test_a_record_whose_first_tag_alone_is_mistyped_is_read(first: str) -> None:
    parsed = ris.parse(f"{FIRST}ER  - \n{first}\n{SECOND}")
    assert (told(parsed), named(parsed)) == (TWO, [])


def test_a_second_end_of_a_record_is_named() -> None:
    parsed = ris.parse(f"{FIRST}ER  - \nER  - \nTY  - JOUR\n{SECOND}")
    assert told(parsed) == TWO
    assert named(parsed) == [(6, "the end of a record (ER) outside a record (no TY line before it), skipped")]


@pytest.mark.parametrize(
    "between",
    ["Er  - \nty  - JOUR\n", "TYP  - JOUR\n", "Type  - JOUR\n", "ER  - \n\nty  - JOUR\n", "er\t-\nTy\t- JOUR\n"],
)
def test_records_with_a_mistyped_line_between_them_are_two(between: str) -> None:
    parsed = ris.parse(FIRST + between + SECOND)
    assert (told(parsed), named(parsed)) == (TWO, UNENDED if between.startswith("T") else [])


@pytest.mark.parametrize("between", ["", "\n", "\n\n", "TYX  - JOUR\n\n"])
def test_records_that_lost_the_lines_between_them_are_two_and_named(between: str) -> None:
    parsed = ris.parse(FIRST + between + SECOND)
    line = FIRST.count("\n") + between.count("\n") + 1
    message = "a second title and further fields, taken for a record whose beginning (its TY line) is missing"
    assert ([one[1:] for one in told(parsed)], named(parsed)) == ([one[1:] for one in TWO], [(line, message)])


def test_three_records_that_lost_every_line_between_them_are_three() -> None:
    third = SECOND.replace("Beta", "Gamma").replace("beta", "gamma")
    parsed = ris.parse(FIRST + SECOND.replace("ER  - \n", "") + third)
    assert [paper.doi for paper in parsed.papers] == ["", "10.1000/beta", "10.1000/gamma"]
    assert [line for line, _ in named(parsed)] == [5, 9]


def test_very_many_records_that_lost_the_lines_between_them_are_as_many() -> None:
    parsed = ris.parse("TY  - JOUR\n" + "".join(f"TI  - Paper {n}\nAU  - Ash, Ann\n" for n in range(2000)) + "ER  - \n")
    assert (len(parsed.papers), len(parsed.problems)) == (2000, 1999)


@pytest.mark.parametrize(
    ("again", "line", "message"),
    [
        ("TI  - A Paper of Alphas\n", 5, "a second TI in one record, not read"),
        ("PY  - 2003/04\n", 5, "a second PY in one record, not read"),
        ("DO  - 10.1000/a\nDO  - 10.1000/b\n", 6, "a second DO in one record, not read"),
    ],
)
def test_what_a_record_says_twice_in_two_ways_is_named(again: str, line: int, message: str) -> None:
    parsed = ris.parse(FIRST + again + "ER  - \n")
    assert named(parsed) == [(line, message)]
    assert [one[:3] for one in told(parsed)] == [TWO[0][:3]]


@pytest.mark.parametrize(
    "again",
    ["TI  - ALPHA paper\nAU  - Beech, Bob\n", "PY  - 2001/03/04/\n", "DO  - 10.1000/A\nDO  - https://doi.org/10.1000/a\n",
     "PY  - 2000/12/01/received\n", "T1  - Alpha Paper\n", "DO  - none\nDO  - 10.1000/a\n", "TI  - \n"],
)  # fmt: skip
def test_what_a_record_says_twice_in_two_forms_is_no_problem(again: str) -> None:
    parsed = ris.parse(FIRST + again + "ER  - \n")
    assert (len(parsed.papers), named(parsed)) == (1, [])


@pytest.mark.parametrize("line", ["PY- 2001", "PY -2001", "PY-2001", "py  - 2001", "PY  -2001"])
def test_a_field_with_a_blank_too_few_is_no_part_of_the_one_above(line: str) -> None:
    parsed = ris.parse(f"TY  - JOUR\nTI  - Alpha Paper\nAU  - Ash, Ann\n{line}\nDO- 10.1000/alpha\nER  - \n")
    assert told(parsed) == [("Alpha Paper", ("Ann Ash",), "2001", "10.1000/alpha")]


@pytest.mark.parametrize(
    "line", ["T2- and T1-weighted images", "AU - rich in gold", "pre- and postnatal", "PY- something", "so  - it seems",
             "CNN - a network", "ab-initio", "DO- or die"],
)  # fmt: skip
def test_a_line_of_prose_that_begins_like_a_field_continues_its_own(line: str) -> None:
    text = f"TY  - JOUR\nTI  - Alpha Paper\nAB  - We show\n{line}\nER  - \n"
    parsed = ris.parse(text)
    assert parsed.papers[0].abstract == ("We show" if line.startswith("AU - ") else f"We show {' '.join(line.split())}")


# -- BibTeX ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slip", "problems"),
    [
        ("article{a, title={Alpha Paper}, year=2001}", [(1, "an entry that cannot be read, skipped")]),
        ("@article{a, title={Alpha {Paper}, author={Ann Ash}, year=2001}",
         [(1, "an entry with a brace that stays open in a field, skipped")]),
        ("@article{a, title={Alpha} Paper, author={Ann Ash}, year=2001}",
         [(1, "the value of 'title' goes on behind its end, the entry skipped")]),
    ],
)  # fmt: skip
def test_an_entry_that_is_not_sure_is_skipped_and_named(slip: str, problems: list[tuple[int, str]]) -> None:
    parsed = bibtex.parse(f"{slip}\n\n{BETA}")
    assert (named(parsed), [paper.title for paper in parsed.papers]) == (problems, ["Beta Paper"])


@pytest.mark.parametrize(
    ("slip", "problem", "first"),
    [
        ("@article{a, title={Alpha Paper}\n  author={Ann Ash}, year=2001}",
         (1, "no comma between 'title' and 'author', read as if it stood there"), (("Ann Ash",), "2001")),
        ('@article{a,\n title="Alpha Paper" year = 2001, author={Ann Ash}}',
         (2, "no comma between 'title' and 'year', read as if it stood there"), (("Ann Ash",), "2001")),
        ("@article{a, title={Alpha Paper}, author={Ann Ash}},\n  year=2001\n}",
         (1, "fields behind the end of the entry above (a brace too many), not read"), (("Ann Ash",), "")),
        ("@article{a, title={Alpha Paper}, author={Ann Ash}, year=2001,",
         (1, "an entry that is not closed, read as far as it goes"), (("Ann Ash",), "2001")),
        ("@article{a, title={Alpha Paper},\n title={Other}, author={Ann Ash}, year=2001}",
         (2, "a second 'title' that says something else, not read"), (("Ann Ash",), "2001")),
    ],
)  # fmt: skip
def test_an_entry_with_a_slip_is_read_and_named(
    slip: str, problem: tuple[int, str], first: tuple[tuple[str, ...], str]
) -> None:
    parsed = bibtex.parse(f"{slip}\n\n{BETA}")
    assert named(parsed) == [problem]
    assert [paper.title for paper in parsed.papers] == ["Alpha Paper", "Beta Paper"]
    assert (parsed.papers[0].authors, parsed.papers[0].published) == first


@pytest.mark.parametrize("end", [", year=20", ", year=2002", ",", "", ",\n", ",\n  year = "])
def test_an_entry_that_is_cut_at_the_end_of_the_text_is_named(end: str) -> None:
    cut = f"@article{{b, title={{Beta Paper}}, author={{Bob Beech}}{end}"
    parsed = bibtex.parse(f"@misc{{a, title={{Alpha Paper}}}}\n{cut}")
    (problem,) = named(parsed)
    assert problem[0] == 2
    assert parsed.papers[0].title == "Alpha Paper"


@pytest.mark.parametrize(
    "field",
    [
        'title = "Alpha " # "Paper"', 'title = {Alpha } # {Paper}', "title = {{Alpha} {Paper}}",
        'title = "{Alpha} Paper"',
        "title = {Alpha Paper}, month = 1 # jan", "title = {Alpha Paper}, note = {a, b = {c}}", "title = Alpha Paper",
        'title = {Alpha Paper}, note = "{\\"o} # {\\"u}"', "title = {Alpha Paper},, year = 2001",
        "title={Alpha Paper}, , url={x}",
        "title = {Alpha Paper}, title = {{ALPHA} paper}, keywords = {a}, keywords = {a}",
    ],
)  # fmt: skip
def test_an_entry_without_a_slip_is_read_without_a_word(field: str) -> None:
    parsed = bibtex.parse(f"@misc{{a, {field}}}\n\n{BETA}")
    assert [paper.title for paper in parsed.papers] == ["Alpha Paper", "Beta Paper"]
    assert named(parsed) == []


# -- JSON --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before", "behind"), [("jsonl", "", ""), ("jsonl", "[\n", "]"), ("csl-json", "[\n", "]")]
)
@pytest.mark.parametrize(
    ("again", "titles", "told"),
    [
        ('"title": "Beds"', ["Lamps"], ["a second 'title' that says something else, not read “Beds”"]),
        ('"title": "Lamps", "title": ""', ["Lamps"], []),
        ('"x": {"a": 1, "a": 2}', ["Lamps"], ["a second 'a' that says something else, not read “2”"]),
    ],
)
def test_a_key_that_an_object_of_json_has_twice_is_named(
    name: str, before: str, behind: str, again: str, titles: list[str], told: list[str]
) -> None:
    item = f'{{"type": "book", "title": "", "title": "Lamps", {again}, "abstract": "{"Lamps are lit. " * 9}"}}\n'
    parsed = FORMATS[name].parse(before + item + behind)
    assert [paper.title for paper in parsed.papers] == titles
    named = [problem for problem in parsed.problems if problem.line]
    assert [f"{problem.message} “{problem.excerpt}”" for problem in named] == told
    assert {problem.line for problem in named} <= {1 + before.count("\n")}

"""A text that holds several formats gives what each of its parts gives, or says what was not read."""

from __future__ import annotations

from itertools import permutations
from time import process_time

import pytest

from reader.formats import bibtex, ris
from reader.formats.beginnings import in_code
from reader.io.read import Source, read_text
from reader.paper import Paper

LIST = "- [Gardens that prune](https://arxiv.org/abs/2603.00011)\n- [A bound on hedges](https://arxiv.org/abs/2603.00012)\n"
LISTED = ["Gardens that prune", "A bound on hedges"]
ENTRY = "@misc{lamps,\n  title = {A list of lamps},\n  author = {Ada Vale},\n  year = {2026}\n}\n"
RECORD = "TY  - JOUR\nTI  - A record of beds\nAU  - Ash, Bo\nER  - \n"
PARTS = {LIST: LISTED, ENTRY: ["A list of lamps"], RECORD: ["A record of beds"]}


def titles(source: Source) -> list[str]:
    """What was read."""
    return [paper.title for paper in source.papers]


@pytest.mark.parametrize("count", [2, 3])
def test_every_part_of_a_text_is_read_in_its_own_format(count: int) -> None:
    for parts in permutations(PARTS, count):
        source = read_text("\n".join(parts), "x.txt")
        assert sorted(titles(source)) == sorted(title for part in parts for title in PARTS[part]), source.format
        assert source.problems == ()


@pytest.mark.parametrize("indent", ["", "    ", "\t"])
def test_an_entry_below_a_list_does_not_take_its_place(indent: str) -> None:
    entry = "".join(indent + line for line in ENTRY.splitlines(keepends=True))
    source = read_text(f"# Lamps\n\n{LIST}\nCite as\n\n{entry}", "x.md")
    assert titles(source) == [*LISTED, "A list of lamps"]


@pytest.mark.parametrize(
    "block", ["```\n{}```\n", "~~~bibtex\n{}~~~\n", "  ```\n{}  ```\n", "<pre>\n{}</pre>\n", "> ```\n{}> ```\n"]
)
def test_an_entry_by_which_a_list_is_cited_is_told_and_not_read(block: str) -> None:
    code = block.format(ENTRY)
    for text, line in ((LIST + code, 4), (code + LIST, 2)):
        source = read_text(text, "x.md")
        assert titles(source) == LISTED
        assert [(problem.line, problem.message) for problem in source.problems] == [
            (line, "BibTeX in a block of code, not read")
        ]
    assert titles(read_text(code, "x.md")) == ["A list of lamps"]


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("````markdown\nSay:\n```bibtex\n{}```\n````\n", 6),
        ("~~~~\n~~~\n{}~~~~\n", 5),
        ("```\n``` here\n{}```\n", 5),
        ("~~~\n```\n{}~~~\n", 5),
    ],
)
def test_a_fence_is_closed_by_one_as_long_with_nothing_behind_it(block: str, line: int) -> None:
    source = read_text(LIST + block.format(ENTRY), "x.md")
    assert titles(source) == LISTED
    assert [(problem.line, problem.message) for problem in source.problems] == [
        (line, "BibTeX in a block of code, not read")
    ]


def test_words_in_code_signs_open_no_block() -> None:
    assert titles(read_text(f"{LIST}\n```cite```\n\n{ENTRY}\n```\n", "x.md")) == [*LISTED, "A list of lamps"]


def test_fences_that_are_never_closed_are_soon_looked_through() -> None:
    began = process_time()
    assert list(in_code("".join("`" * length + "\n" for length in range(2_000, 2, -1)))) == []
    assert process_time() - began < 2


@pytest.mark.parametrize("below", [ENTRY, " ".join(ENTRY.split()) + "\n", RECORD])
def test_a_table_ends_where_a_record_begins(below: str) -> None:
    title = PARTS.get(below, ["A list of lamps"])
    source = read_text(f"title,authors,year\nLamps,Ada Vale,2020\n@Home (a study),Bo Ash,2021\n{below}", "x.csv")
    assert (titles(source), source.problems) == (["Lamps", "@Home (a study)", *title], ())


def test_what_is_in_another_format_than_the_one_told_is_said() -> None:
    source = read_text(ENTRY + RECORD, "x.txt", "bibtex")
    assert titles(source) == ["A list of lamps"]
    assert [(problem.line, problem.message) for problem in source.problems] == [
        (6, "RIS in a text of another format, not read")
    ]


def test_what_a_note_quotes_is_part_of_the_note() -> None:
    quoting = Paper("", "Lamps", note=f"{LIST}{ENTRY}{RECORD}".strip(), authors=("Ada Vale",))
    for format in (bibtex, ris):
        source = read_text(format.dump([quoting, Paper("", "Next")]), "x.txt")
        assert titles(source) == ["Lamps", "Next"]
        assert source.papers[0].note == quoting.note
        assert source.problems == ()


@pytest.mark.parametrize(
    "begin",
    [
        "@misc\n{lamps,",
        "@misc\n\n  {{lamps\n,",
        "@ misc{{lamps,",
        "@misc\t{{\nlamps ,",
        "@\nMISC\n{{\nlamps,",
        "  @misc {{lamps,",
    ],
)
def test_blanks_and_line_ends_may_stand_around_the_type_of_an_entry(begin: str) -> None:
    text = "@misc{first, title={First}}\n" + begin.replace("{{", "{") + " title={Lamps (dim)}, year=2020}\n"
    paren = text.replace("{lamps", "(lamps").replace("{\nlamps", "(\nlamps").replace("2020}", "2020)")
    for written in (text, paren, text.split("\n", 1)[1], paren.split("\n", 1)[1]):
        assert titles(read_text(written, "x.txt"))[-1] == "Lamps (dim)"
    assert titles(read_text(text + ENTRY, "x.txt")) == ["First", "Lamps (dim)", "A list of lamps"]


def test_the_lines_of_entries_below_such_a_one_are_right() -> None:
    parsed = bibtex.parse("@misc\n\n{lamps, title={Lamps}}\n@misc{untitled, year=2020}\n")
    assert [problem.line for problem in parsed.problems] == [4]


def test_an_entry_without_a_brace_is_told() -> None:
    parsed = bibtex.parse(ENTRY + "@article beds, title = {Beds}, year = 2020\n")
    assert [(problem.line, problem.excerpt) for problem in parsed.problems] == [
        (6, "@article beds, title = {Beds}, year = 2020")
    ]


@pytest.mark.parametrize(
    "title", [r"Lamps in $\{1,2}$ order", r"Lamps $5\{}^2$", r"Lamps $\}{$", r"Lamps \{", r"\} Lamps", r"\{a\}"]
)
def test_a_foreign_entry_is_whole_by_one_way_of_counting_braces_or_the_other(title: str) -> None:
    text = f"@misc{{a, title = {{{title}}}, author = {{Ada Vale}}, year = {{2020}}}}\n\n@misc{{b, title = {{B}}}}\n"
    parsed = bibtex.parse(text)
    assert [(paper.authors, paper.published) for paper in parsed.papers] == [(("Ada Vale",), "2020"), ((), "")]
    assert parsed.papers[1].title == "B"
    assert "\x01" not in repr(parsed)


@pytest.mark.parametrize("mark", ["\\", "\\\\"])
def test_a_line_that_ends_in_a_backslash_is_counted(mark: str) -> None:
    entry = f"@misc{{%s,\n  title = {{Lamps {mark}\n dim}},\n  note = {{a{mark}\nb}}\n}}\n"
    text = entry % "a" + f"% the next {mark}\n" + entry % "b" + "% and\n" + entry % "c" + "@misc{d, year = 2020}\n"
    source = read_text(text, "x.bib")
    assert titles(source) == ["Lamps dim"] * 3
    assert [(problem.line, problem.excerpt) for problem in source.problems] == [(text.count("\n"), "d")]
    assert bibtex.parse(text).left.split("\n")[6] == f"% the next {mark}"

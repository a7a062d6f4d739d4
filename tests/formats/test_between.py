"""What stands above, between and below records, lists and data is read, or named with its line: ids, notes, YAML."""

from __future__ import annotations

import json
from functools import cache
from itertools import permutations

import pytest

from reader.formats.between import pieces
from reader.io.read import Source, read_text
from tests.support.grids import crossed

PARTS = {
    "bibtex": ("@misc{lamps,\n  title = {A list of lamps},\n  author = {Ada Vale},\n  year = {2026}\n}\n", 1),
    "ris": ("TY  - JOUR\nTI  - A record of beds\nAU  - Ash, Bo\nER  - \n", 1),
    "list": (
        "- [Gardens that prune](https://arxiv.org/abs/2603.00011)\n- [A bound on hedges](https://arxiv.org/abs/2603.00012)\n",
        2,
    ),
    "rows": ("| Title | Paper |\n|---|---|\n| [Rows of roses](https://arxiv.org/abs/2401.00181) | 2024 |\n", 1),
    "ids": ("2401.00141\narXiv:2401.00142v2\n10.1234/hedge.1\n", 3),
    "addresses": ("To read:\nhttps://arxiv.org/abs/2401.00151\nhttps://doi.org/10.1234/hedge.5\n", 2),
    "one": ("10.1234/hedge.6\n", 1),
    "note": (
        "---\ntitle: Moss that maps\nauthors: [Ada Vale]\nyear: 2021\ndoi: 10.1234/moss.1\n---\n\nMy words on moss.\n",
        1,
    ),
    "yaml": (
        "- title: Yew trees that yield\n  authors: [Ada Vale, Bo Ash]\n  year: 2020\n  doi: 10.1234/yew.1\n"
        "- title: Yew trees that wait\n  authors: [Ada Vale]\n  year: 2021\n  doi: 10.1234/yew.2\n",
        2,
    ),
    "papis": ("title: Papis of poplar\nauthor: Vale, Ada\nyear: 2020\ndoi: 10.1234/poplar.1\ntype: article\n", 1),
    "csl": (
        json.dumps([{"type": "article-journal", "title": "Ferns", "author": [{"family": "Vale"}], "DOI": "10.1/f"}])
        + "\n",
        1,
    ),
    "csv": ("title,authors,year,doi\nTables of thyme,Ada Vale,2020,10.1234/thyme.1\n", 1),
    "feed": (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2401.00171v1'
        "</id><title>Atoms of alder</title><author><name>Ada Vale</name></author></entry></feed>\n",
        1,
    ),
    "endnote xml": (
        '<?xml version="1.0"?>\n<xml><records><record><ref-type name="Journal Article">17</ref-type><titles><title>'
        "Elms in EndNote</title></titles><dates><year>2020</year></dates></record></records></xml>\n",
        1,
    ),
    "pubmed": ("PMID- 12345678\nTI  - Nettles in PubMed\nAU  - Vale A\nDP  - 2020\n\n", 1),
    "endnote": ("%0 Journal Article\n%T Oaks in refer\n%A Vale, Ada\n%D 2020\n\n", 1),
    "files": ("2401.00201v2.pdf\nVale et al. - 2020 - Pines that learn.pdf\n", 2),
}
OF_NAMES = ("ids", "addresses", "one")


def titles(source: Source) -> list[str]:
    """What was read."""
    return [paper.title for paper in source.papers]


@cache
def alone_in(name: str) -> list[str]:
    """What is read of a part by itself."""
    return titles(read_text(PARTS[name][0], "x.txt"))


@crossed
@pytest.mark.parametrize("first", PARTS)
@pytest.mark.parametrize("between", ["\n", "\n\nMore of them.\n\n"])
def test_of_two_parts_each_is_read_or_named_with_its_line(first: str, between: str) -> None:
    for second in PARTS:
        if second == first or {first, second} <= {*OF_NAMES}:
            continue
        above, below = PARTS[first][0], PARTS[second][0]
        alone = {name: alone_in(name) for name in (first, second)}
        assert [len(alone[name]) for name in (first, second)] == [PARTS[name][1] for name in (first, second)]
        source = read_text(above + between + below, "x.txt")
        if source.error is not None:
            assert ({first, second}, between) == ({"addresses", "files"}, "\n\nMore of them.\n\n")
            continue
        begin = above.count("\n") + 1
        for name, top, end in ((first, 1, begin - 1), (second, begin, 10_000)):
            named = any(top <= problem.line <= end for problem in source.problems)
            kept = first == "note" and name == second
            if not (named or kept):
                assert {*alone[name]} <= {*titles(source)}, (first, second, source)
        assert {*titles(source)} <= {*alone[first], *alone[second]}, (first, second, titles(source))


@pytest.mark.parametrize("names", [*OF_NAMES, "note", "yaml", "papis", "endnote xml", "files"])
def test_what_stands_around_records_is_read(names: str) -> None:
    text, count = PARTS[names]
    around = {"bibtex": PARTS["bibtex"][0], "ris": PARTS["ris"][0], "list": PARTS["list"][0]}
    for name, records in around.items():
        texts = {"below": f"{records}\n{text}", "between": f"{records}\n{text}\n{records}"}
        if names != "note":
            texts["above"] = f"{text}\n{records}"
        for where, whole in texts.items():
            source = read_text(whole, "x.txt")
            assert len(set(titles(source))) == PARTS[name][1] + count, (name, where, source)
            told = [problem.message for problem in source.problems if "say the same" not in problem.message]
            assert {*told} <= (
                {"2 items without a link to a paper, skipped"} if (name, names) == ("list", "yaml") else set()
            )


def test_papers_and_problems_have_the_lines_where_they_stand() -> None:
    note = "---\ntitle: Moss\nauthors: x & y & 12\ndoi: 10.1234/moss.1\nmood: dim\n---\n"
    source = read_text(f"{PARTS['bibtex'][0]}\n{note}", "x.txt")
    assert titles(source) == ["A list of lamps", "Moss"]
    assert {problem.line for problem in source.problems} == {7}


@pytest.mark.parametrize("words", ["See also arXiv:2401.00142.", "The other one: https://doi.org/10.1234/hedge.5"])
def test_words_between_records_that_name_a_paper_are_named_and_no_remark_is(words: str) -> None:
    for records in (PARTS["bibtex"][0], PARTS["ris"][0]):
        source = read_text(f"{records}\n{words}\n% {words}\n\n{records}", "x.txt")
        line = records.count("\n") + 2
        assert [
            (problem.line, problem.excerpt) for problem in source.problems if "name a paper" in problem.message
        ] == [(line, words)]
        assert {*titles(source)} == {*titles(read_text(records, "x.txt"))}
    prose = read_text(f"{PARTS['list'][0]}\n{words}\n", "x.md")
    assert titles(prose) == ["Gardens that prune", "A bound on hedges"]
    assert [problem.message for problem in prose.problems] == ["a link to a paper outside of items, not read"]


@pytest.mark.parametrize("names", ["ids", "note", "yaml", "files"])
def test_what_stands_around_a_part_whose_format_is_told_is_named(names: str) -> None:
    source = read_text(f"{PARTS['bibtex'][0]}\n{PARTS[names][0]}", "x.txt", "bibtex")
    assert titles(source) == ["A list of lamps"]
    assert [
        (problem.line, problem.message.endswith("in a text of another format, not read")) for problem in source.problems
    ] == [(7, True)]


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl", "csv", "yaml", "endnote xml"])
def test_records_in_the_words_of_a_note_stay_there_and_are_named(name: str) -> None:
    note = PARTS["note"][0]
    source = read_text(f"{note}\n{PARTS[name][0]}", "x.md")
    assert titles(source) == ["Moss that maps"]
    assert PARTS[name][0].strip() in source.papers[0].note
    assert [(problem.line, "kept in its words" in problem.message) for problem in source.problems] == [(10, True)]


def test_the_entry_of_its_own_paper_in_a_note_is_not_named() -> None:
    own = "@article{moss,\n  title = {Maps made by moss},\n  doi = {10.1234/MOSS.1}\n}\n"
    source = read_text(f"{PARTS['note'][0]}\n{own}", "x.md")
    assert (titles(source), source.problems) == (["Moss that maps"], ())


def test_a_mail_with_properties_above_it_is_none_of_these() -> None:
    mail = "Title: Lamps\nAuthor: Ada\nDOI: 10.1234/a\n\nDear all,\nplease read: this\n is it\n\nAda\n"
    assert read_text(mail, "x.txt").papers == ()


def test_a_rule_in_a_list_begins_no_note() -> None:
    text = f"{PARTS['list'][0]}\n---\n\nMore: soon\n\n---\n\n{PARTS['rows'][0]}"
    source = read_text(text, "x.md")
    assert (titles(source), source.problems) == (["Gardens that prune", "A bound on hedges", "Rows of roses"], ())


def test_a_table_below_records_is_read_from_its_heading_on() -> None:
    for records in (PARTS["bibtex"][0], PARTS["ris"][0]):
        text = (
            f"{records}\n| Title | Paper |\n|---|---|\n| Rows of roses | [link](https://arxiv.org/abs/2401.00181) |\n"
        )
        assert titles(read_text(text, "x.txt"))[1:] == ["Rows of roses"]


def test_every_pair_among_names_of_papers_is_read_whole() -> None:
    for one, other in permutations(OF_NAMES, 2):
        source = read_text(f"{PARTS[one][0]}\n{PARTS[other][0]}", "x.txt")
        assert len(source.papers) == PARTS[one][1] + PARTS[other][1]


def test_paragraphs_of_ids_in_a_long_bibliography_are_soon_read() -> None:
    text = "\n".join(f"@misc{{l{n}, title = {{Lamp number {n}}}}}\n\n10.1234/{n}\n" for n in range(600))
    source = read_text(text, "x.bib")
    assert (len(source.papers), source.problems) == (1_200, ())


def test_a_long_text_is_not_looked_through_for_each_line_of_dashes_in_it() -> None:
    """A megabyte of such lines took minutes."""
    text = "lamps\n" + "---\ntitle: x\n---\n" * 40_000
    seen: list[int] = []

    def is_in(name: str, part: str) -> bool:
        seen.append(len(part) * (name == "note"))
        return False

    pieces(text, is_in)
    assert len(text) <= sum(seen) < 2 * len(text) + 1_000_000

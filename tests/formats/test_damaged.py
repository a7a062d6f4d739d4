"""Records that lost a line, a sign or their end: each is read, or told with its line."""

from __future__ import annotations

import pytest

from reader.io.read import Source, read_text

PLACES = ("attic", "barn", "cellar")


def joined(record: str) -> str:
    return "".join(record.replace("%", place) for place in PLACES)


BIBTEX = joined("@misc{l%,\n  title = {Lamps of the %},\n  author = {Vale, Ada},\n  year = {2020}\n}\n")
PUBMED = joined("PMID- 1000\nTI  - Lamps of the %\nFAU - Vale, Ada\nDP  - 2020\nJT  - Lamp Letters\n\n")
LINES = joined('{"title": "Lamps of the %", "authors": ["Ada Vale"], "published": "2020"}\n')
ENTRIES = """New submissions (showing 2 of 2 entries)
[1] arXiv:2403.00075 [pdf, html, other]
Title: Plates that spin
Cy Dow, Di Roe
Subjects: Machine Learning (cs.LG)
[2] arXiv:2403.00076 [pdf, other]
Title: Bowls that roll
Di Roe
Subjects: Combinatorics (math.CO)
"""


def without_line(text: str, number: int) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: number - 1] + lines[number:])


def told(source: Source) -> list[tuple[int, str]]:
    return [(problem.line, problem.message.partition(",")[0]) for problem in source.problems]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (BIBTEX, 1, (1, "a title outside an entry (no @ line before it)")),
        (BIBTEX, 6, (6, "a title outside an entry (no @ line before it)")),
        (PUBMED, 7, (7, "a second title in a record")),
        (ENTRIES, 2, (1, "the page says that it shows 2 entries")),
        (ENTRIES, 7, (1, "the page says that it shows 2 entries")),
    ],
)
def test_a_record_that_lost_its_first_line_is_told(text: str, line: int, problem: tuple[int, str]) -> None:
    whole = read_text(text, "x.txt")
    assert whole.problems == ()
    damaged = read_text(without_line(text, line), "x.txt")
    assert len(damaged.papers) == len(whole.papers) - 1
    assert problem in told(damaged)


def test_a_page_that_shows_all_of_its_entries_or_says_that_it_may_show_more_is_whole() -> None:
    assert read_text(ENTRIES.replace("showing 2 of 2", "showing first 2 of 60"), "x.txt").problems == ()
    assert read_text(f"[ showing up to 25 entries per page: fewer | more ]\n{ENTRIES}", "x.txt").problems == ()


@pytest.mark.parametrize("line", [1, 2, 3])
def test_an_object_that_lost_its_first_signs_is_told(line: int) -> None:
    lines = LINES.splitlines()
    for damaged in (lines[line - 1].replace('"', "", 1), lines[line - 1][1:]):
        source = read_text("\n".join([*lines[: line - 1], damaged, *lines[line:]]), "x.jsonl")
        assert len(source.papers) == 2
        assert {at for at, _ in told(source)} == {line}


@pytest.mark.parametrize("text", [PUBMED, ENTRIES])
def test_a_text_that_ends_in_a_title_says_so(text: str) -> None:
    titles = [paper.title for paper in read_text(text, "x.txt").papers]
    cut = text[: text.index(titles[1]) + 7]
    source = read_text(cut, "x.txt")
    assert source.papers[-1].title == titles[1][:7].rstrip()
    assert (cut.count("\n") + 1, "the text ends in this title") in told(source)
    assert "the text ends in this title" not in [message for _, message in told(read_text(f"{cut}\n", "x.txt"))]


def test_an_entry_that_somebody_made_a_remark_is_told_nowhere() -> None:
    remark = BIBTEX.replace("@misc{lbarn", "%misc{lbarn")
    source = read_text(remark, "x.bib")
    assert (len(source.papers), source.problems) == (2, ())

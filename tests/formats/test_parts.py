"""A text of several parts: whatever stands in it in a known form is read or told, and nothing else becomes a paper."""

from __future__ import annotations

import json
from itertools import cycle, permutations

import pytest

from reader.io.read import Source, read_text
from tests.support import laws
from tests.support.grids import crossed

PARTS = {
    "bibtex": ("@misc{l,\n  title = {Lamps of %s},\n  author = {Vale, Ada},\n  year = {2020}\n}\n", "the attic"),
    "ris": ("TY  - JOUR\nTI  - Lamps of %s\nAU  - Vale, Ada\nER  - \n", "the barn"),
    "ris without end": ("TY  - JOUR\nTI  - Lamps of %s\nAU  - Vale, Ada\nKW  - dim\n", "the byre"),
    "csv": ("title,authors,year,doi\nLamps of %s,Ada Vale,2020,10.1000/c\n", "the cellar"),
    "tsv": ("Title\tAuthors\tYear\tDOI\nLamps of %s\tAda Vale\t2020\t10.1000/t\n", "the tower"),
    "csl": (
        '[{"type": "article-journal", "title": "Lamps of %s", "author": [{"family": "Vale"}], "volume": "3"}]\n',
        "the den",
    ),
    "jsonl": ('{"title": "Lamps of %s", "authors": ["Ada Vale"], "published": "2020", "note": "dim"}\n', "the hall"),
    "day": (
        json.dumps([{"paper": {"id": "2603.00021", "title": "Lamps of %s", "summary": "Dim."}}], indent=2) + "\n",
        "the east",
    ),
    "feed": (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<entry>\n'
        "<id>http://arxiv.org/abs/2603.00022v1</id>\n<title>Lamps of %s</title>\n</entry>\n</feed>\n",
        "the farm",
    ),
    "list": ("- [Lamps of %s](https://arxiv.org/abs/2603.00023) Ada Vale, Bo Ash, 2026\n", "the garden"),
    "rows": (
        "| Paper | Year |\n|---|---|\n| [Lamps of %s](https://arxiv.org/abs/2603.00024) | 2026 |\n",
        "the house",
    ),
    "page": (
        "Get trending papers in your email inbox!\n\nSubscribe\n\nLamps of %s\n\nLarge models cannot light a room of "
        "any size. We propose a method that gives them lamps which they control themselves, and show in experiments "
        "that our approach outperforms all others on three benchmarks of dark rooms, without any training at all. We "
        "release the code, and analyse when a lamp is needed and how its light enters the room.\n",
        "the inn",
    ),
}  # fmt: skip
BETWEEN = ("", "\n", "\nMore of them:\n\n", "% the next ones\n", "\n# Others\n\n")


def titles(source: Source) -> list[str]:
    """What was read."""
    return sorted(paper.title for paper in source.papers)


@pytest.mark.long
@pytest.mark.parametrize("first", PARTS)
def test_every_part_of_a_text_is_read_or_told_and_nothing_is_invented(first: str) -> None:
    """Every two beside each other, and with one more between them or below them, whatever stands between them by turns;
    in a long run every three, and every two with each of what may stand between."""
    rest = [name for name in PARTS if name != first]
    turn = list(PARTS).index(first)
    pairs = [(first, name, way) for at, name in enumerate(rest) for way in laws.by_turns(BETWEEN, 5, turn + at)]
    threes = permutations(rest, 2) if laws.is_long() else zip(rest, [*rest[1:], rest[0]], strict=True)
    triples = [(first, *others, between) for others, between in zip(threes, cycle(BETWEEN[1:3]))]
    for *chosen, between in (*pairs, *triples):
        source = read_text(between.join(PARTS[name][0] % PARTS[name][1] for name in chosen), "x.txt")
        there = {f"Lamps of {PARTS[name][1]}" for name in chosen}
        named = {title for title in there if any(title in problem.excerpt for problem in source.problems)}
        assert len(titles(source)) == len(set(titles(source))), chosen
        assert set(titles(source)) <= there <= set(titles(source)) | named, (chosen, between, source)
        assert len(there) - len(titles(source)) <= ("page" in chosen), (chosen, between, source)


def test_what_stands_in_a_block_of_code_below_a_list_is_told_and_not_read() -> None:
    for name, label in SHOWN.items():
        source = read_text(f"{PARTS['list'][0]}\n```\n{PARTS[name][0]}```\n", "x.md")
        assert titles(source) == ["Lamps of %s"]
        assert [(problem.line, problem.message) for problem in source.problems] == [
            (4, f"{label} in a block of code, not read")
        ]


SHOWN = {"csv": "CSV", "ris": "RIS", "jsonl": "JSON Lines", "bibtex": "BibTeX"}


@crossed
@pytest.mark.parametrize("above", ["", "list", "csv", "ris", "jsonl", "feed", "bibtex"])
@pytest.mark.parametrize("below", ["list", "csv", "ris", "jsonl", "feed", "bibtex"])
def test_what_stands_in_a_block_of_code_above_a_part_is_read_or_told(above: str, below: str) -> None:
    top = PARTS[above][0] % "the hall" + "\n" if above else ""
    for name, label in SHOWN.items():
        code = f"```\n{PARTS[name][0] % 'the shed'}```\n\n"
        source = read_text(top + code + PARTS[below][0] % "the barn", "x.md")
        line = top.count("\n") + 2
        problems = [(problem.line, problem.message) for problem in source.problems]
        assert {*titles(source)} - {"Lamps of the shed"} == {
            "Lamps of the barn",
            *(["Lamps of the hall"] * bool(above)),
        }
        told = (line, f"{label} in a block of code, not read") in problems
        assert told != ("Lamps of the shed" in titles(source)), (name, source)


def test_json_of_several_formats_in_one_file_is_read_by_each_of_them() -> None:
    foreign = {
        "title": "Beds",
        "authors": ["Bo Ash"],
        "publisher": "Barn",
        "article_url": "https://a.example",
        "year": 2020,
    }
    cited = PARTS["csl"][0] % "the den"
    for text in (cited + json.dumps([foreign]), json.dumps(foreign) + "\n" + cited, cited + PARTS["jsonl"][0]):
        source = read_text(text, "x.json")
        assert source.problems == ()
        assert sorted(paper.authors for paper in source.papers)[1:] == [("Vale",)]
        assert {paper.published for paper in source.papers} == {"2020", ""}


def test_no_more_parts_are_read_than_a_hundred_and_that_is_told() -> None:
    parts = [PARTS["csv"][0], PARTS["jsonl"][0]] * 60
    source = read_text("".join(part % number for number, part in enumerate(parts)), "x.txt")
    assert len(source.papers) == 100
    assert [problem.message for problem in source.problems] == ["more than 100 parts; from here on none was read"]


@pytest.mark.parametrize("told", [{"authors": ["Bo Ash"], "publisher": "Barn"}, {"year": 2020}, {"venue": "Barn"}])
def test_an_item_among_those_of_csl_that_is_in_another_form_is_told(told: dict[str, object]) -> None:
    cited = {"type": "article-journal", "title": "Lamps"}
    source = read_text(json.dumps([cited, {"title": "Beds", **told}]), "x.json")
    assert titles(source) == ["Lamps"]
    assert [(problem.message, problem.excerpt) for problem in source.problems] == [
        ("an item in another form than that of CSL, skipped", "Beds")
    ]

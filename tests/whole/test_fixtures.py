"""The pages and files in `fixtures/` give exactly what the golden file beside each of them says."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from reader.io.read import Source, read
from reader.library.merging import plan
from reader.paper import Paper

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
GOLDEN = sorted(FIXTURES.glob("*.expected.json"))


def beside(golden: Path) -> Path:
    """The fixture that a golden file speaks of."""
    stem = golden.name.removesuffix(".expected.json")
    (found,) = [path for path in FIXTURES.glob(f"{stem}.*") if not path.name.endswith(".expected.json")]
    return found


def only(path: Path) -> Source:
    """The one source that a file is."""
    (source,) = read(path)
    return source


def cell(paper: Paper, column: str) -> Any:
    """A fact of a paper in JSON's types."""
    value = getattr(paper, column)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_a_fixture_gives_what_its_golden_file_says(golden: Path) -> None:
    expected = json.loads(golden.read_text(encoding="utf-8"))
    source = only(beside(golden))
    assert source.error is None
    assert source.format == expected["format"]
    if "papers" in expected:
        assert [[paper.title, paper.abstract] for paper in source.papers] == expected["papers"]
    else:
        got = [[cell(paper, column) for column in expected["columns"]] for paper in source.papers]
        assert got == expected["rows"]
    assert [[problem.line, problem.message] for problem in source.problems] == expected.get("problems", [])


def test_every_fixture_has_a_golden_file() -> None:
    files = {path for path in FIXTURES.iterdir() if not path.name.endswith(".expected.json")}
    assert {beside(golden) for golden in GOLDEN} == files


def test_importing_the_folder_reads_every_fixture_and_no_golden_file() -> None:
    names = [Path(source.name).name for source in read(FIXTURES)]
    assert names == sorted(beside(golden).name for golden in GOLDEN)


def test_the_fixtures_hold_27_papers_in_whatever_order_they_are_imported() -> None:
    """One paper stands on both pages, two have one title, and the other files only repeat papers of the pages."""
    sources = [only(beside(golden)).papers for golden in GOLDEN]
    for start in range(len(sources)):
        order = [*sources[start:], *sources[:start]]
        library: dict[str, Paper] = {}
        for papers in order * 2:
            outcome = plan(library, papers)
            library |= {paper.id: paper for paper in outcome.new}
            library |= {after.id: after for _, after in outcome.completed}
        assert len(library) == 27


def test_the_two_pages_give_the_same_library_in_both_orders() -> None:
    pages = [only(FIXTURES / f"page-{layout}.txt").papers for layout in ("compact", "spaced")]
    assert min(map(len, pages)) + max(map(len, pages)) >= 24
    outcomes = [plan({}, [*first, *second]) for first, second in permutations(pages)]
    assert {paper.id for paper in outcomes[0].new} == {paper.id for paper in outcomes[1].new}
    assert [len(outcome.possible_duplicates) for outcome in outcomes] == [1, 1]


def test_the_pages_hold_the_traps_of_the_real_ones() -> None:
    compact = (FIXTURES / "page-compact.txt").read_text(encoding="utf-8")
    spaced = (FIXTURES / "page-spaced.txt").read_text(encoding="utf-8")
    both = compact + spaced
    assert "\nSubscribeRevisiting" in compact
    for trap in ('\n"Give', "\n$μ$nit", "\neDKM", "\nKurTail :", "19times", "~130x", "33\\%", "\\url{", "better.Code"):
        assert trap in both
    assert not compact.endswith("\n")
    assert not spaced.endswith("\n")

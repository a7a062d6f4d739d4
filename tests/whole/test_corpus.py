"""The shared corpus of real files comes out as its `truth.json` says (skipped where the corpus is absent)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest

from reader.formats import FORMATS, bibtex, detect
from reader.formats.html import without_tags
from reader.formats.parsed import Parsed, excerpt
from reader.io.read import decode
from reader.library.merging import Plan, plan
from reader.paper import Paper
from tests.formats.test_record import fields_of
from tests.support.laws import by_turns, is_long

pytestmark = pytest.mark.corpus

UNTITLED = "without a title"


@pytest.fixture
def truth(corpus: Path) -> dict[str, dict[str, Any]]:
    """What must come out, by folder and file."""
    found: dict[str, dict[str, Any]] = json.loads((corpus / "truth.json").read_text(encoding="utf-8"))
    return found


@cache
def parsed(path: Path, format: str) -> Parsed:
    """What a file gives, read once; its format must be recognised by its content or name."""
    text, _ = decode(path.read_bytes(), path.name)
    assert detect(text, path.name) == format, path.name
    return FORMATS[format].parse(text)


UNDEFINED = ("biber_etc_papers.bib", "bibpy_graphs.bib", "sphinx_macros_use.bib")
"""The BibTeX files that name an @string which they do not define."""
LONGEST = "biber_etc_papers.bib"
"""The BibTeX file with the most entries."""
TWINS = ("pybtex_xampl_mixed.bib",)
"""Has two entries that tell the same of a paper, one of them what it inherits."""
GIVEN_ON = ("biber_related.bib",)
"""Has an entry that is no paper and whose fields another one takes (`xdata`)."""
ORPHANED = (
    "Better_BibLaTeX_import_improvements_#549.bib",
    "Better_BibTeX.010.bib",
    "biber_crossrefs.bib",
    "btp1_crossref_missing_entries.bib",
)
"""Those that refer to an entry which they do not hold."""
RULED = tuple(f"jabref_testbib_{name}.bib" for name in ("complex", "jabref-authors", "simple-search-library"))
"""Those with groups of which no member is told."""
ODD_KEYS = ("bibpy_graphs.bib", "btp2_gbk_test.bib")
"""Those with citation keys that biber or pandoc does not read."""
COMMA_MISSING = ("008.bib",)
"""Those in which a comma between two fields is missing."""


def untitled(result: Parsed) -> int:
    """How many records were left out for want of a title."""
    return sum(UNTITLED in problem.message for problem in result.problems)


def flat(text: str) -> str:
    """A text with its white space collapsed."""
    return " ".join(text.split())


def pages(corpus: Path) -> list[tuple[Paper, ...]]:
    """The papers of the three pages."""
    return [parsed(path, "hf-page").papers for path in sorted((corpus / "hf-page").glob("0*.txt"))]


def days(corpus: Path) -> list[Paper]:
    """The papers of all days."""
    return [paper for path in sorted((corpus / "hf-json").glob("*.json")) for paper in parsed(path, "hf-json").papers]


def merged(library: dict[str, Paper], papers: Sequence[Paper]) -> Plan:
    """Import into a library and say what that did."""
    outcome = plan(library, papers)
    library.update({paper.id: paper for paper in outcome.new} | {after.id: after for _, after in outcome.completed})
    return outcome


def test_every_paper_of_the_pages_comes_out_verbatim(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    """Independently of the reader: below the header, lines alternate between titles and abstracts."""
    for name, expected in truth["hf-page"].items():
        if not name.startswith("0"):
            continue
        lines = [flat(line) for line in (corpus / "hf-page" / name).read_text(encoding="utf-8").split("\n")]
        body = [line for line in lines if line][2 if expected["layout"] == "A" else 5 :]
        body[0] = body[0].removeprefix("Subscribe")
        result = parsed(corpus / "hf-page" / name, "hf-page")
        assert len(result.papers) == expected["papers"]
        assert [(p.title, p.abstract) for p in result.papers] == list(zip(body[::2], body[1::2], strict=True))
        assert (result.papers[0].title, result.papers[-1].title) == (expected["first_title"], expected["last_title"])
        assert result.problems == ()


NAMES_LIKE = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+){1,3} and [A-Z][\w-]+(?: [A-Z][\w-]+){1,3}")
"""Titles that read as a couple of authors would."""


@pytest.mark.long
def test_a_title_that_reads_like_names_keeps_its_abstract_whatever_stands_above_it(corpus: Path) -> None:
    """Each of the corpus's among eight others: what is above it is told, a title that lost its abstract as well."""
    read = pages(corpus)
    known = {paper.title: paper for paper in (*(paper for papers in read for paper in papers), *days(corpus))}
    chosen = [paper for paper in known.values() if NAMES_LIKE.fullmatch(paper.title)]
    assert len(chosen) >= 4
    for at, paper in enumerate(chosen):
        others, lost = read[0][8 * at : 8 * at + 8], read[0][100 + at].title
        wanted = [(one.title, one.abstract) for one in (*others[:4], paper, *others[4:])]
        ways = list(product(("AdinaY", "Tsinghua University", lost), ([], ["48"]), ("\n", "\n\n")))
        for stray, votes, between in by_turns(ways, 12, 5 * at):
            lines = [text for pair in wanted for text in pair]
            lines[8:8] = [stray, *votes]
            result = FORMATS["hf-page"].parse(between.join(["Get trending papers in your email inbox!", *lines]))
            assert [(one.title, one.abstract) for one in result.papers] == wanted
            assert [problem.excerpt for problem in result.problems] == [excerpt(stray)]


def test_the_other_page_layouts_give_their_papers(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    for name, expected in truth["hf-page"].items():
        if name.startswith("0") or "." not in name:
            continue
        path = corpus / "hf-page" / name
        papers = FORMATS["hf-page"].parse(path.read_text(encoding="utf-8")).papers
        unique = plan({}, papers).new
        assert len(unique) == expected.get("unique", expected.get("papers", expected.get("records"))), name
        for key, field in (("ids", "arxiv_id"), ("titles", "title"), ("upvotes", "upvotes")):
            if key in expected:
                assert [getattr(paper, field) for paper in unique] == expected[key], name


@pytest.mark.long
def test_the_three_pages_make_356_papers_in_any_order_however_often(corpus: Path) -> None:
    """In a usual run each of them first once."""
    read = pages(corpus)
    libraries = set()
    for order in by_turns([*permutations(read)], 2):
        library: dict[str, Paper] = {}
        for papers in order * 2:
            merged(library, papers)
        libraries.add(frozenset(library))
        assert len(library) == 356
    assert len(libraries) == 1


def test_the_two_papers_of_one_title_are_kept_and_reported(corpus: Path) -> None:
    outcome = plan({}, [paper for papers in pages(corpus) for paper in papers])
    ((one, other),) = outcome.possible_duplicates
    titles = {paper.id: paper.title for paper in outcome.new}
    assert titles[one] == titles[other] == "FuseChat: Knowledge Fusion of Chat Models"


def test_every_day_gives_all_its_records(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    for name, expected in truth["hf-json"].items():
        if name == "all days together":
            continue
        result = parsed(corpus / "hf-json" / name, "hf-json")
        assert len(result.papers) == expected.get("entries", expected.get("records")), name
        assert result.problems == ()
        assert all(p.arxiv_id and p.abstract and p.authors and len(p.published) == 10 for p in result.papers), name
        if "first" in expected:
            assert [result.papers[0].arxiv_id, result.papers[0].title] == [
                expected["first"][0],
                flat(expected["first"][1]),
            ]
            assert max(len(paper.authors) for paper in result.papers) == expected["max_authors"]


def test_days_complete_the_papers_of_the_pages_and_leave_their_ids(corpus: Path) -> None:
    library: dict[str, Paper] = {}
    ids = merged(library, [paper for papers in pages(corpus) for paper in papers]).ids
    records = days(corpus)
    outcome = merged(library, records)
    completed = {after.id for _, after in outcome.completed}
    assert completed <= set(ids)
    assert sum(id in completed for id in ids) == 52
    assert all(library[id].arxiv_id and library[id].authors and library[id].published for id in completed)
    again = plan(library, records[::12])
    assert (again.new, again.completed) == ((), ())


@pytest.mark.long
def test_every_bibtex_entry_is_a_paper_or_lacks_a_title(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    """In a usual run every second file, and not the longest, of which another holds two thirds."""
    files = [(name, expected) for name, expected in truth["bibtex"].items() if name != LONGEST or is_long()]
    for name, expected in by_turns(files, 2):
        result = parsed(corpus / "bibtex" / name, "bibtex")
        assert len(result.papers) + untitled(result) + (name in GIVEN_ON) == expected["entries"], name
        undefined = sum("that nothing defines" in problem.message for problem in result.problems)
        assert undefined == (name in UNDEFINED), name
        orphaned = sum("nowhere in this text" in problem.message for problem in result.problems)
        assert orphaned == (name in ORPHANED), name
        told = undefined + orphaned + sum(name in names for names in (COMMA_MISSING, TWINS, ODD_KEYS, RULED))
        assert len(result.problems) == untitled(result) + told, name


@pytest.mark.long
def test_real_bibliographies_come_back_field_by_field(corpus: Path) -> None:
    """In 99 of 100 entries that have a title, all fields that another program finds are equal. In a usual run every
    third file is looked at."""
    same, other = 0, []
    for file in by_turns(sorted([*corpus.glob("bibtex/*.bib"), *corpus.glob("captures/*.bib")]), 3):
        before = fields_of(decode(file.read_bytes(), file.name)[0])
        after = fields_of(bibtex.dump(parsed(file, "bibtex").papers))
        for key, entry in before.items():
            if key and "title" in entry[1]:
                same += after.get(key) == entry
                other += [(file.name, key)] if after.get(key) != entry else []
    assert same / (same + len(other)) >= 0.99, other


def test_every_ris_record_is_a_paper_or_lacks_a_title(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    for name, expected in truth["ris"].items():
        result = parsed(corpus / "ris" / name, "web-of-science" if "_wos" in name else "ris")
        if "_wos" in name:  # the Web of Science's own format under the name of the other, in which it holds nothing
            assert len(result.papers) == (corpus / "ris" / name).read_text(encoding="utf-8").count("\nER")
            continue
        assert len(result.papers) + untitled(result) == expected["entries"], name
        if result.papers:
            ends = (result.papers[0].title, result.papers[-1].title)
            assert ends == (flat(expected["first_title"]), flat(expected["last_title"])), name
        else:
            assert result.problems, name


def test_every_csl_item_is_a_paper_or_lacks_a_title(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    for name, expected in truth["csl-json"].items():
        result = parsed(corpus / "csl-json" / name, "csl-json")
        assert len(result.papers) + untitled(result) == expected["items"], name
        ends = [result.papers[0].title, result.papers[-1].title]
        assert ends == [without_tags(expected[key][1]) for key in ("first", "last")], name


def test_every_entry_of_a_feed_is_a_paper(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    for name, expected in truth["arxiv-atom"].items():
        papers = parsed(corpus / "arxiv-atom" / name, "arxiv-atom").papers
        assert len(papers) == expected["papers"]
        for paper, (address, title) in ((papers[0], expected["first"]), (papers[-1], expected["last"])):
            assert paper.title == flat(title)
            assert paper.arxiv_id in address


def test_the_foreign_lists_give_their_papers(corpus: Path, truth: dict[str, dict[str, Any]]) -> None:
    for name, expected in truth["markdown-lists"].items():
        if name.endswith(".csv"):
            papers = parsed(corpus / "markdown-lists" / name, "csv").papers
            assert len(papers) == expected["rows"]
            assert len({paper.url for paper in papers}) == expected["unique_urls"]
        else:
            papers = parsed(corpus / "markdown-lists" / name, "markdown-lists").papers
            assert len(papers) == expected["papers"]
            assert len({paper.title for paper in papers}) == expected["unique_titles"]
            assert sum(bool(paper.authors) for paper in papers) >= len(papers) - 1

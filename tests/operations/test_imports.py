"""What an import brings is worked out once: looked at, then carried out as it was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reader.io.read import Source
from reader.library import merging
from reader.library.library import Library
from reader.library.merging import Plan
from reader.operations import annotate, imports
from reader.paper import IncomingEntry, Paper, Status
from tests.support.memory import Log, MemoryBacking

ONE = Paper("", "Cold Lakes in Northern Woods", "How cold lakes mix.", ("Ada Sample",), arxiv_id="2407.00001")
TWO = Paper("", "Warm Rivers in Southern Plains", "How warm rivers flow.", ("Bo Sample",), arxiv_id="2407.00002")
SOURCES = (Source("a.txt", "hf-page", (ONE,)), Source("b.txt", "hf-page", (TWO, ONE)))


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many papers each plan was made for, from now on."""
    counts: list[int] = []
    real = merging.plan

    def counting(known: object, incoming: Sequence[Paper], *rest: object) -> Plan:
        counts.append(len(incoming))
        return real(known, incoming, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "plan", counting)
    return counts


def test_an_import_that_was_looked_at_is_not_worked_out_again(planned: list[int]) -> None:
    library = Library(MemoryBacking(Log()))
    shown = imports.preview(library, SOURCES)
    assert [paper.title for paper in shown.new] == [ONE.title, TWO.title]
    done = imports.import_sources(library, shown.read, plan=shown.plan)
    assert planned == [3]
    assert (done.new, done.summary) == (shown.new, shown.summary)
    assert done.summary == "2 new, 1 known already"
    assert shown.outcomes == ()
    assert [outcome.say for outcome in done.outcomes] == ["Imported 2 papers from 2 sources"]
    assert set(library.papers) == {"2407.00001", "2407.00002"}


def test_a_library_that_changed_since_is_compared_anew(planned: list[int]) -> None:
    library = Library(MemoryBacking(Log()))
    shown = imports.preview(library, SOURCES)
    imports.import_sources(library, SOURCES[:1])
    done = imports.import_sources(library, shown.read, plan=shown.plan)
    assert planned == [3, 1, 3]
    assert [paper.title for paper in done.new] == [TWO.title]
    annotate.tag_papers(library, [library.papers["2407.00001"]], ["cold"])
    again = imports.import_sources(library, shown.read, plan=shown.plan)
    assert (again.new, library.papers["2407.00001"].tags) == ((), ("cold",))


def test_one_sentence_says_what_an_import_would_do_and_did() -> None:
    library = Library(MemoryBacking(Log()))
    imports.import_sources(library, SOURCES[:1])
    shown = imports.preview(library, SOURCES)
    assert shown.summary == "1 new, 2 known already"
    assert shown.to_json() == imports.import_sources(library, shown.read, plan=shown.plan).to_json()


def _source(name: str, *papers: Paper, lists: Sequence[str] = ()) -> Source:
    return Source(name, "jsonl", papers, entries=tuple(tuple(map(IncomingEntry, lists)) for _ in papers))


def test_words_for_a_paper_that_is_here_are_told_and_not_taken() -> None:
    library = Library(MemoryBacking(Log()))
    imports.import_sources(library, SOURCES)
    said = replace(ONE, note="Look at this.", tags=("cold",), starred=True, status=Status.READ, triage="later")
    source = _source("mine.jsonl", said, TWO, lists=["Lakes"])
    shown = imports.preview(library, [source])
    done = imports.import_sources(library, [source])
    for report in (shown, done):
        (result,) = report.sources
        assert [(left.id, left.words) for left in result.untaken] == [
            ("2407.00001", ("note", "tags", "star", "status", "triage", "lists")),
            ("2407.00002", ("lists",)),
        ]
        assert result.left.startswith("words for 2 papers that came before were not taken (note, tags, star, ")
        assert result.to_json()["words_not_taken"]["2407.00002"] == ["lists"]
        assert report.summary == "0 new, 2 known already, words for 2 papers not taken"
    assert (library.papers["2407.00001"].note, library.papers["2407.00001"].tags) == ("", ())


def test_words_that_are_here_already_are_nothing_to_tell() -> None:
    library = Library(MemoryBacking(Log()))
    source = _source("mine.jsonl", replace(ONE, note="Look  at this.", tags=("cold",), starred=True), lists=["Lakes"])
    assert imports.import_sources(library, [source]).sources[0].untaken == ()
    annotate.tag_papers(library, [library.papers["2407.00001"]], ["wet"])
    again = imports.import_sources(library, [source])
    assert again.sources[0].untaken == ()
    assert "words_not_taken" not in again.sources[0].to_json()
    assert again.summary == "0 new, 1 known already"


def test_the_words_of_a_second_record_of_one_new_paper_are_told() -> None:
    library = Library(MemoryBacking(Log()))
    first, second = replace(ONE, note="First."), replace(ONE, note="Second.")
    done = imports.import_sources(library, [Source("two.jsonl", "jsonl", (first, second))])
    assert [(left.id, left.words) for left in done.sources[0].untaken] == [("2407.00001", ("note",))]
    assert library.papers["2407.00001"].note == "First."


def test_papers_that_are_left_out_of_a_preview_do_not_come_and_the_others_keep_their_lists() -> None:
    """Two records of one paper are left out together; a source without any paper left is one still."""
    library = Library(MemoryBacking(Log()))
    papers = [ONE, TWO, ONE, Paper("", "Gamma")]
    entries = tuple((IncomingEntry(name),) for name in ("A", "B", "A", "C"))
    sources = [Source("one", papers=tuple(papers[:3]), entries=entries[:3]), Source("two", papers=tuple(papers[3:]))]
    found = imports.preview(library, sources)
    ids = {paper.title: paper.id for paper in found.new}
    fewer = imports.without(library, found, {ids[ONE.title], ids["Gamma"]})
    assert [paper.title for paper in fewer.new] == [TWO.title]
    assert [source.source for source in fewer.sources] == ["one", "two"]
    imports.import_sources(library, fewer.read, plan=fewer.plan)
    assert {lst.name: len(lst.papers) for lst in library.lists.values()} == {"B": 1}

"""What an import brings is worked out once: looked at, then carried out as it was shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.io.read import Source
from reader.library import merging
from reader.library.library import Library
from reader.library.merging import Plan
from reader.operations import annotate, imports
from reader.paper import Paper
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

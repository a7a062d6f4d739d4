"""What is fetched becomes steps of the library, and a run that was interrupted goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import NetworkError, Refused, UsageError
from reader.io.fetch import WebAnswer
from reader.library.library import Library
from reader.online import arxiv
from reader.operations import fetching, reading_lists
from reader.paper import Paper
from tests.support.memory import library
from tests.support.services import Question, atom, client, listed, said, serving

IDS = [f"2503.{number:05}" for number in range(1, 6)]


def of_arxiv(question: Question) -> WebAnswer:
    """arXiv, which has all that it is asked for but the last."""
    return said(atom(*((f"{id}v1", f"Beans {id}") for id in question.query["id_list"].split(",") if id != IDS[-1])))


def titles(held: Library) -> list[str]:
    """The titles of the library."""
    return [paper.title for paper in held.papers.values()]


def test_a_slice_is_a_step_and_what_is_there_is_not_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(arxiv, "SLICE", 2)
    services = serving(monkeypatch, of_arxiv)
    held = library(
        Paper(IDS[0], f"Beans {IDS[0]}", "An abstract.", ("Ada Bean",), "2025-03-01", arxiv_id=IDS[0]),
        Paper(IDS[1], f"Beans {IDS[1]}", arxiv_id=IDS[1]),
    )
    seen: list[tuple[int, int]] = []
    report = fetching.fetch_papers(
        held, client(tmp_path), fetching.of_arxiv(held, IDS), progress=lambda came, of: seen.append((came, of))
    )
    assert [question.query["id_list"] for question in services.asked] == [",".join(IDS[1:3]), ",".join(IDS[3:])]
    assert report.summary == "2 new, 1 completed, 1 known already, 1 not there"
    assert report.missing == (f"arXiv has no paper {IDS[4]}.",)
    assert report.failed
    assert [outcome.say for outcome in report.result.outcomes if outcome.step] == [
        "Imported 1 paper and completed 1 from arxiv.org",
        "Imported 1 paper from arxiv.org",
    ]
    assert seen == [(2, 4), (3, 4)]
    assert held.papers[IDS[1]].authors == ("Ada Bean",)
    assert report.to_json()["totals"] == {"new": 2, "updated": 1, "unchanged": 1, "problems": 1}
    again = fetching.fetch_papers(held, client(tmp_path), fetching.of_arxiv(held, IDS[:4]))
    assert again.summary == "0 new, 4 known already"
    assert not again.failed
    assert [outcome for outcome in again.result.outcomes if outcome.step] == []
    assert len(services.asked) == 2


def test_tags_and_lists_go_to_what_was_known_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, of_arxiv)
    held = library(Paper(IDS[0], f"Beans {IDS[0]}", "An abstract.", ("Ada Bean",), "2025-03-01", arxiv_id=IDS[0]))
    asked = fetching.of_arxiv(held, IDS[:2])
    fetching.fetch_papers(held, client(tmp_path), asked, tags=["beans"], list_name="Garden")
    assert [paper.tags for paper in held.papers.values()] == [("beans",)] * 2
    assert len(held.reading_list("Garden").papers) == 2
    assert len(titles(held)) == 2


def test_a_dry_run_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, of_arxiv)
    held = library()
    asked = fetching.of_arxiv(held, IDS[:2])
    report = fetching.fetch_papers(held, client(tmp_path), asked, tags=["x"], list_name="y", dry_run=True)
    assert report.summary == "2 new"
    assert (titles(held), dict(held.lists)) == ([], {})


def test_what_ends_a_later_answer_leaves_what_came(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(arxiv, "SLICE", 2)
    held = library()
    broken = serving(monkeypatch, lambda question: of_arxiv(question) if len(broken.asked) < 2 else said("<html>"))
    report = fetching.fetch_papers(held, client(tmp_path), fetching.of_arxiv(held, IDS[:4]))
    assert isinstance(report.error, NetworkError)
    assert report.failed
    assert len(titles(held)) == 2
    assert report.to_json()["totals"] == {"new": 2, "updated": 0, "unchanged": 0, "problems": 1}
    mended = serving(monkeypatch, of_arxiv)
    assert (
        fetching.fetch_papers(held, client(tmp_path), fetching.of_arxiv(held, IDS[:4])).summary
        == "2 new, 2 known already"
    )
    assert [question.query["id_list"] for question in mended.asked] == [",".join(IDS[2:4])]


def test_what_ends_the_first_is_raised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, lambda question: said("<html>"))
    held = library()
    with pytest.raises(NetworkError):
        fetching.fetch_papers(held, client(tmp_path), fetching.of_huggingface("2025-03-12"))


def test_a_smart_list_is_told_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, of_arxiv)
    held = library()
    reading_lists.new_list(held, "Smart", query="beans")
    with pytest.raises(Refused):
        fetching.fetch_papers(held, client(tmp_path), fetching.of_arxiv(held, IDS), list_name="smart")
    assert services.asked == []


def test_a_day_a_week_and_a_month(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said(json.dumps(listed((IDS[0], "Beans")))))
    held = library()
    for text in ("2025-03-12", "2025-W11", "2025-03"):
        fetching.fetch_papers(held, client(tmp_path), fetching.asked_of_huggingface(text))
    (paper,) = held.papers.values()
    assert paper.sources[0] == "huggingface.co/papers/date/2025-03-12"
    assert [next(iter(question.query.items())) for question in services.asked] == [
        ("date", "2025-03-12"), ("week", "2025-W11"), ("month", "2025-03"),
    ]  # fmt: skip


def test_a_day_without_papers_and_one_to_come_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said("[]"))
    for text in ("2025-12-25", "2999-01-01"):
        report = fetching.fetch_papers(library(), client(tmp_path), fetching.of_huggingface(text))
        assert report.note == f"Hugging Face lists no papers for {text}."
        assert not report.failed
        assert report.to_json()["totals"]["new"] == 0
    assert len(services.asked) == 1


def test_no_day_named_is_today() -> None:
    now = datetime(2026, 11, 27, 3, tzinfo=UTC)
    assert fetching.of_huggingface(None, now=now).source == "huggingface.co/papers/date/2026-11-27"


def test_a_page_that_does_not_come_whole_is_asked_for_in_smaller_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    records = listed(*((f"2503.{number:05}", f"Beans {number}") for number in range(1, 26)))

    def answer(question: Question) -> WebAnswer:
        rows, page = int(question.query["limit"]), int(question.query["p"])
        if rows > 10:
            raise NetworkError("Hugging Face was cut short on the way.", passing=True)
        return said(json.dumps(records[page * rows : (page + 1) * rows]))

    serving(monkeypatch, answer)
    report = fetching.fetch_papers(library(), client(tmp_path), fetching.of_huggingface("2025-03-12"))
    assert report.summary == "25 new"


def test_a_search_says_how_many_more_there_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said(atom((f"{IDS[0]}v1", "Beans"), total=77)))
    report = fetching.fetch_papers(library(), client(tmp_path), fetching.of_arxiv_search("beans", 1))
    assert report.note == "The best 1 of 77 came; with --limit N more do."
    assert services.asked[0].query["max_results"] == "1"
    serving(monkeypatch, lambda question: said(atom()))
    report = fetching.fetch_papers(library(), client(tmp_path), fetching.of_arxiv_search("peas"))
    assert report.note == "arXiv finds nothing for “peas” (asked: all:peas)."


WRONG: list[Callable[[], object]] = [
    lambda: fetching.asked_of_huggingface("2025-13-40"),
    lambda: fetching.asked_of_huggingface(week="2025-03"),
    lambda: fetching.asked_of_huggingface(date="2025-03-12", month="2025-03"),
    lambda: fetching.asked_of_arxiv(library()),
    lambda: fetching.asked_of_arxiv(library(), ["2503.00001"], search="x"),
    lambda: fetching.asked_of_arxiv(library(), ["x"]),
    lambda: fetching.asked_of_arxiv(library(), search="x", since="7d"),
    lambda: fetching.asked_of_arxiv(library(), category="cs.CL", since="soon"),
    lambda: fetching.asked_of_arxiv(library(), category="cs CL"),
    lambda: fetching.asked_of_arxiv(library(), category="foo"),
    lambda: fetching.asked_of_arxiv(library(), category="cs.CL", limit=3),
    lambda: fetching.asked_of_arxiv(library(), search="x", limit=0),
    lambda: fetching.asked_of_arxiv(library(), search="x", limit=9_999),
    lambda: fetching.of_dois(library(), ["beans"]),
    lambda: fetching.of_dois(library(), []),
    lambda: fetching.service_called("arxvi"),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_is_wrong_is_told_before_anything_is_asked(number: int) -> None:
    with pytest.raises(UsageError):
        WRONG[number]()


def test_a_doi_that_the_library_has_whole_is_not_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said("no"))
    held = library(
        Paper("a", "Beans", authors=("Ada Bean",), published="2020", doi="10.5555/beans"),
        Paper("b", "Peas", "Text.", ("Ada Bean",), "2025-03-01", arxiv_id=IDS[0]),
    )
    asked = fetching.of_dois(held, ["https://doi.org/10.5555/Beans", f"10.48550/arXiv.{IDS[0]}"])
    assert fetching.fetch_papers(held, client(tmp_path), asked).summary == "0 new, 2 known already"
    assert services.asked == []

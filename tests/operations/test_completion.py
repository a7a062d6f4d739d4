"""What papers lack is asked for, slice by slice; what is proven is taken, what is in doubt is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import NetworkError
from reader.io.fetch import WebAnswer
from reader.library.library import Library
from reader.online import arxiv
from reader.operations import annotate, completion, corrections, undo
from reader.paper import Paper
from tests.operations.test_likely_records import ABSTRACT, BEANS, OTHER, RECORD
from tests.support.memory import library
from tests.support.services import Question, Services, client, fed, listed, said, serving, work

NOTHING = json.dumps({"message-type": "work-list", "message": {"items": []}})


def knowing(*papers: Paper, more: str = "", version: int = 1) -> Callable[[Question], WebAnswer]:
    """Services of which arXiv knows these papers, by their ids, titles and abstracts, and the others nothing."""

    def answer(question: Question) -> WebAnswer:
        if question.path.startswith("/arxiv"):
            ids = question.query.get("id_list", "").split(",")
            found = [paper for paper in papers if paper.arxiv_id in ids or "search_query" in question.query]
            return said(fed(*found, more=more, version=version))
        return said("[]" if question.path.startswith("/hf") else NOTHING)

    return answer


def complete(held: Library, folder: Path, papers: Sequence[Paper] | None = None) -> completion.CompletionReport:
    """Complete a library, or some of its papers."""
    return completion.complete_papers(held, client(folder), completion.plan_completion(held, papers))


def the_only(held: Library) -> Paper:
    """The one paper of a library."""
    (paper,) = held.papers.values()
    return paper


def asked_of(services: Services) -> list[str]:
    """The services that were asked, in order."""
    return [path.split("/")[1] for path in services.paths]


def test_only_what_lacks_something_is_asked_for() -> None:
    held = library(
        replace(RECORD, id="whole"),
        replace(BEANS, id="one", arxiv_id="2403.00002"),
        replace(BEANS, id="two", title="Peas", doi="10.5555/peas"),
        replace(BEANS, id="three", title="Leeks", abstract=OTHER),
        Paper("four", "https://example.org/x", url="https://example.org/x"),
    )
    plan = completion.plan_completion(held)
    kinds = (plan.by_arxiv, plan.by_doi, plan.by_title, plan.whole, plan.nameless)
    assert [[paper.id for paper in kind] for kind in kinds] == [["one"], ["two"], ["three"], ["whole"], ["four"]]
    assert completion.lacks(held.papers["two"]) == ("authors", "date")
    assert completion.lacks(held.papers["three"]) == ("authors", "date", "address")
    assert plan.requests == (3, 8)
    assert completion.plan_completion(held, [held.papers["whole"]]).papers == ()


def test_a_title_becomes_a_whole_paper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, knowing(RECORD))
    held = library(BEANS)
    annotate.tag_papers(held, [BEANS], ["garden"], [])
    report = complete(held, tmp_path)
    paper = the_only(held)
    assert (paper.id, paper.authors, paper.published) == ("beans", ("Ada Bean", "Bo Pea"), "2025-03-01")
    assert (paper.arxiv_id, paper.sources, paper.tags) == ("2403.00001", ("arxiv.org",), ("garden",))
    assert report.summary == "1 completed"
    assert [outcome.say for outcome in report.outcomes] == ["Completed 1 paper from arXiv"]
    assert asked_of(services) == ["arxiv"]
    assert complete(held, tmp_path).asked == 0
    undo.undo(held, 1)
    assert the_only(held).authors == ()


def test_a_retitled_paper_is_found_by_its_abstract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    now = replace(RECORD, title="Walls That Bear: Beans of Three Valleys")
    known = knowing(now, version=2)
    services = serving(
        monkeypatch, lambda question: known(question) if "abs:" in question.query["search_query"] else said(fed())
    )
    held = library(BEANS)
    report = complete(held, tmp_path)
    assert (the_only(held).title, the_only(held).arxiv_id) == (BEANS.title, "2403.00001")
    assert services.asked[1].query["search_query"] == 'abs:"we grow beans on walls of several"'
    assert [sentence for _, sentence in report.told] == [
        "'Beans on Walls: A Study' is called 'Walls That Bear: Beans of Three Valleys' in version 2 of 2025-03-02."
    ]


def test_what_arxiv_has_not_is_asked_of_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = listed(("2403.00001", BEANS.title))
    told[0]["paper"]["summary"] = ABSTRACT
    printed = {**work("10.5555/peas", "Peas on Fences by the Sea"), "author": [{"family": "Leek", "given": "Cy"}]}
    found = json.dumps({"message-type": "work-list", "message": {"items": [printed]}})

    def answer(question: Question) -> WebAnswer:
        if question.path.startswith("/arxiv"):
            return said(fed())
        return said(json.dumps(told) if question.path.startswith("/hf") else found)

    services = serving(monkeypatch, answer)
    held = library(BEANS, Paper("peas", "Peas on Fences by the Sea", authors=("C. Leek",)))
    report = complete(held, tmp_path)
    assert (held.papers["beans"].arxiv_id, held.papers["peas"].doi) == ("2403.00001", "10.5555/peas")
    assert held.papers["peas"].venue == "Beans"
    assert [outcome.say for outcome in report.outcomes] == ["Completed 2 papers from Hugging Face and Crossref"]
    assert asked_of(services) == ["arxiv", "arxiv", "hf", "hf", "crossref"]


def test_an_equal_title_is_told_and_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(replace(RECORD, abstract=OTHER)))
    held = library(BEANS, replace(BEANS, id="leeks", title="Leeks in the Rain of Spring"))
    before = dict(held.papers)
    report = complete(held, tmp_path)
    assert dict(held.papers) == before
    assert [paper.id for paper in report.absent] == ["leeks"]
    assert [str(doubt) for doubt in report.doubts] == [
        "'Beans on Walls: A Study' (beans) may be 'Beans on Walls: A Study' by Ada Bean and others (2403.00001, arXiv),"
        " which nothing proves. Nothing of it was taken."
    ]
    assert report.summary == "0 completed, 1 in doubt, 1 not found"
    assert report.to_json()["doubtful"][0]["records"][0]["arxiv_id"] == "2403.00001"


def test_two_papers_of_one_title_get_each_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD, replace(RECORD, arxiv_id="2403.00002", abstract=OTHER)))
    held = library(BEANS, replace(BEANS, id="others", abstract=OTHER))
    complete(held, tmp_path)
    assert [paper.arxiv_id for paper in held.papers.values()] == ["2403.00001", "2403.00002"]


def test_what_another_paper_is_already_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD))
    held = library(BEANS, replace(RECORD, id="old", title="Walls {of} Beans"))
    report = complete(held, tmp_path)
    assert held.papers["beans"] == BEANS
    assert "as 'Walls {of} Beans' (old) may." in str(report.doubts[0])
    twins = library(BEANS, replace(BEANS, id="twin"))
    assert len(complete(twins, tmp_path / "x").doubts) == 2
    assert [paper.arxiv_id for paper in twins.papers.values()] == ["", ""]


def test_by_its_id_a_paper_is_asked_for_with_many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(arxiv, "SLICE", 2)
    ids = [f"2403.0000{number}" for number in range(1, 5)]
    services = serving(monkeypatch, knowing(*(replace(RECORD, arxiv_id=id) for id in ids[:3])))
    held = library(*(Paper(id, BEANS.title, arxiv_id=id) for id in ids))
    report = complete(held, tmp_path)
    assert [question.query["id_list"] for question in services.asked] == [",".join(ids[:2]), ",".join(ids[2:])]
    assert report.completed == tuple(ids[:3])
    assert [paper.id for paper in report.absent] == ids[3:]
    assert len(report.steps) == 2


def test_an_id_of_another_paper_is_a_doubt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD))
    held = library(Paper("wrong", "Folding with Little Memory", OTHER, arxiv_id="2403.00001"))
    report = complete(held, tmp_path)
    assert the_only(held).authors == ()
    assert "has the id of another paper" in str(report.doubts[0])


def test_a_doi_is_asked_of_its_agency(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(
        monkeypatch, lambda question: said(json.dumps({"message-type": "work", "message": work("10.5555/p", "Peas")}))
    )
    held = library(Paper("p", "Peas", doi="10.5555/p"))
    assert complete(held, tmp_path).summary == "1 completed"
    assert (the_only(held).authors, the_only(held).year, the_only(held).venue) == (("Ada Bean",), 2020, "Beans")


def test_what_was_put_right_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD))
    held = library(BEANS)
    corrections.correct(held, BEANS, {"published": "1999"})
    complete(held, tmp_path)
    assert (the_only(held).published, the_only(held).authors) == ("1999", ("Ada Bean", "Bo Pea"))


def test_withdrawn_and_published_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    more = (
        "<arxiv:comment>This paper has been withdrawn by its author</arxiv:comment>"
        "<arxiv:journal_ref>Beans 3 (2025)</arxiv:journal_ref><arxiv:doi>10.5555/beans</arxiv:doi>"
    )
    notice = replace(RECORD, abstract="This paper has been withdrawn by its author because of an error.")
    serving(monkeypatch, knowing(notice, more=more, version=2))
    held = library(Paper("beans", BEANS.title, arxiv_id="2403.00001"), replace(BEANS, id="other"))
    report = complete(held, tmp_path)
    assert held.papers["beans"].abstract == ""
    assert held.papers["other"].abstract == ABSTRACT
    assert [sentence for id, sentence in report.told if id == "beans"] == [
        "'Beans on Walls: A Study' (2403.00001) was withdrawn from arXiv: This paper has been withdrawn by its author.",
        "'Beans on Walls: A Study' was published: Beans 3 (2025) (doi.org/10.5555/beans).",
    ]


def test_what_came_before_a_failure_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(arxiv, "TITLES_AT_ONCE", 1)
    known = knowing(RECORD)
    broken = serving(monkeypatch, lambda question: known(question) if len(broken.asked) < 2 else said("<html>"))
    held = library(BEANS, replace(BEANS, id="leeks", title="Leeks in the Rain of Spring", abstract=OTHER))
    report = complete(held, tmp_path)
    assert isinstance(report.error, NetworkError)
    assert (report.asked, report.completed) == (1, ("beans",))
    with pytest.raises(NetworkError):
        complete(held, tmp_path)
    serving(monkeypatch, knowing())
    assert [paper.id for paper in complete(held, tmp_path).absent] == ["leeks"]


def test_what_was_found_before_a_service_failed_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = knowing(RECORD)
    serving(monkeypatch, lambda question: known(question) if question.path.startswith("/arxiv") else said("<html>"))
    held = library(BEANS, replace(BEANS, id="leeks", title="Leeks in the Rain of Spring", abstract=OTHER))
    report = complete(held, tmp_path)
    assert report.completed == ("beans",)
    assert str(report.error).startswith("Hugging Face answered with something else")


def test_a_search_that_finds_too_much_is_made_title_by_title(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def answer(question: Question) -> WebAnswer:
        wide = question.query["max_results"] == "10"
        return said(
            fed(replace(RECORD, title="Beans", abstract=OTHER) if wide else RECORD).replace(
                ">1<", ">99<" if wide else ">1<"
            )
        )

    services = serving(monkeypatch, answer)
    held = library(BEANS)
    complete(held, tmp_path)
    assert the_only(held).arxiv_id == "2403.00001"
    assert len(services.asked) == 2

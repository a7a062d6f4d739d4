"""What each service is asked, and what is taken of its answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reader.errors import LimitError, NetworkError, UsageError
from reader.io.fetch import WebAnswer
from reader.online import arxiv, crossref, doi, huggingface
from reader.online.client import ServiceClient
from tests.support.services import Question, atom, client, listed, said, serving, work

IDS = [f"2503.{number:05}" for number in range(1, 251)]


def test_arxiv_is_asked_for_many_ids_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def answer(question: Question) -> WebAnswer:
        ids = question.query["id_list"].split(",")
        assert question.query["max_results"] == str(len(ids))
        return said(atom(*((f"{id}v2", f"Beans {id}") for id in ids if id != IDS[7])))

    services = serving(monkeypatch, answer)
    answers = list(arxiv.by_ids(client(tmp_path), [f"arXiv:{IDS[0]}v1", *IDS]))
    assert services.paths == ["/arxiv/api/query"] * 3
    assert [paper.arxiv_id for each in answers for paper in each.papers] == [id for id in IDS if id != IDS[7]]
    assert [each.missing for each in answers] == [(IDS[7],), (), ()]
    assert answers[0].versions[IDS[0]].number == 2
    assert answers[0].papers[0].published == "2025-03-01"


def test_what_is_no_id_is_told_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said(""))
    asks: list[Callable[[ServiceClient], Any]] = [
        lambda one: arxiv.by_ids(one, ["2503.00001", "nonsense"]),
        lambda one: arxiv.by_category(one, "cs.CL OR 1"),
        lambda one: crossref.by_dois(one, ["beans"]),
        lambda one: doi.by_dois(one, ["10.5555/beans", "beans"]),
    ]
    for ask in asks:
        with pytest.raises(UsageError, match="is no"):
            ask(client(tmp_path))
    assert services.asked == []


def test_what_arxiv_says_of_versions_and_withdrawals_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    more = (
        "<arxiv:comment>This paper has been withdrawn by its author</arxiv:comment>"
        "<arxiv:journal_ref>Beans 3 (2025)</arxiv:journal_ref><arxiv:doi>10.5555/beans</arxiv:doi>"
    )
    serving(monkeypatch, lambda question: said(atom(("2503.00001v3", "Beans"), more=more)))
    (answer,) = arxiv.by_ids(client(tmp_path), ["2503.00001"])
    version = answer.versions["2503.00001"]
    assert (version.number, version.updated, version.journal) == (3, "2025-03-02", "Beans 3 (2025)")
    assert (version.doi, version.withdrawn) == ("10.5555/beans", True)


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("state-space models: mamba", 'all:"state space" AND all:models AND all:mamba'),
        ('"attention is all" you need', 'all:"attention is all" AND all:you AND all:need'),
        ('au:bengio ti:"deep learning" -cat:cs.CV', 'au:bengio AND ti:"deep learning" ANDNOT cat:cs.CV'),
        ("beans OR peas NOT au:smith", "all:beans OR all:peas ANDNOT au:smith"),
        ('GPT-4 (2023) "unclosed', 'all:"gpt 4" AND all:2023 AND all:unclosed'),
        ("foo:bar", 'all:"foo bar"'),
        ("of beans", "all:beans"),
    ],
)
def test_a_search_is_asked_for_in_the_language_of_arxiv(asked: str, query: str) -> None:
    assert arxiv.search_query(asked) == query


@pytest.mark.parametrize("asked", ["", "  ", ":-)", "AND beans", "beans OR", "beans AND OR peas", "-beans"])
def test_a_search_that_says_nothing_is_an_error(asked: str) -> None:
    with pytest.raises(UsageError):
        arxiv.search_query(asked)


def test_several_titles_are_one_question(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said(atom(("2503.00001v1", "Beans"))))
    found = arxiv.by_titles(client(tmp_path), ["GPT-4: A Report", r"$\mu$nit beans", "?"])
    assert services.asked[0].query["search_query"].startswith('ti:"gpt 4 a report" OR ti:"')
    assert [paper.arxiv_id for paper in found.papers] == ["2503.00001"]
    assert arxiv.by_titles(client(tmp_path), ["?"]).papers == ()
    assert len(services.asked) == 1
    with pytest.raises(ValueError, match="at most"):
        arxiv.by_titles(client(tmp_path), ["beans"] * 21)


def test_a_category_is_read_back_to_a_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(arxiv, "SLICE", 2)
    days = ["03-05", "03-04", "03-03", "03-02", "03-01"]
    feeds = [atom((f"2503.0000{number}v1", "Beans"), total=5).replace("2025-03-01", f"2025-{day}")
             for number, day in enumerate(days)]  # fmt: skip

    def answer(question: Question) -> WebAnswer:
        start = int(question.query["start"])
        both = feeds[start : start + 2]
        entries = "".join(feed[feed.index("<entry>") : feed.index("</feed>")] for feed in both)
        return said(atom(total=5).replace("</feed>", f"{entries}</feed>"))

    services = serving(monkeypatch, answer)
    pages = list(arxiv.by_category(client(tmp_path), "cs.CL", date(2025, 3, 3)))
    assert [[paper.published for paper in page.papers] for page in pages] == [
        ["2025-03-05", "2025-03-04"],
        ["2025-03-03"],
    ]
    assert [page.last for page in pages] == [False, True]
    assert services.asked[0].query["sortBy"] == "submittedDate"
    assert len(list(arxiv.by_category(client(tmp_path), "hep-th"))) == 1


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025-03-12", ("date", "2025-03-12")),
        ("2025-w11", ("week", "2025-W11")),
        ("2025-03", ("month", "2025-03")),
        ("2025-13", None),
        ("2025-02-30", None),
        ("2025-W54", None),
        ("2025", None),
        ("2025-3-1", None),
        ("0000-01-01", None),
        ("yesterday", None),
    ],
)
def test_a_period_is_one_of_the_calendar(text: str, period: tuple[str, str] | None) -> None:
    assert huggingface.period_of(text) == period


def test_a_month_is_asked_for_page_by_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    records = listed(*((id, f"Beans {id}") for id in IDS))

    def answer(question: Question) -> WebAnswer:
        page, rows = int(question.query["p"]), int(question.query["limit"])
        return said(json.dumps(records[page * rows : (page + 1) * rows]))

    services = serving(monkeypatch, answer)
    pages = list(huggingface.pages(client(tmp_path), ("month", "2025-03")))
    assert [len(page.papers) for page in pages] == [100, 100, 50]
    assert [question.query["month"] for question in services.asked] == ["2025-03"] * 3


def test_a_server_whose_pages_repeat_comes_to_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    records = listed(*((id, f"Beans {id}") for id in IDS[:100]))
    services = serving(monkeypatch, lambda question: said(json.dumps(records)))
    pages = list(huggingface.pages(client(tmp_path), ("date", "2025-03-12")))
    assert [len(page.papers) for page in pages] == [100, 0]
    assert len(services.asked) == 2


def test_one_paper_and_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paper = listed(("2503.00001", "Beans"))[0]["paper"]

    def answer(question: Question) -> WebAnswer:
        return said(json.dumps(paper)) if question.path.endswith("2503.00001") else said("{}", 404)

    serving(monkeypatch, answer)
    assert huggingface.one(client(tmp_path), "2503.00001").papers[0].upvotes == 3
    assert huggingface.one(client(tmp_path), "2503.00002").missing == ("2503.00002",)


def test_works_are_asked_for_together_and_by_their_agency_where_crossref_has_them_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    csl = {"type": "article", "DOI": "10.5555/DATA", "title": "Peas", "author": [{"family": "Pea"}]}

    def answer(question: Question) -> WebAnswer:
        if question.path.startswith("/arxiv"):
            return said(atom(("2503.00001v1", "Beans of arXiv")))
        if question.path.startswith("/doi"):
            assert question.headers["Accept"] == "application/vnd.citationstyles.csl+json"
            return said(json.dumps(csl)) if question.path == "/doi/10.5555/data" else said("<html>", 404)
        items = [work("10.5555/Beans", "Beans"), {"DOI": "10.5555/nothing", "title": []}]
        return said(json.dumps({"message-type": "work-list", "message": {"items": items}}))

    services = serving(monkeypatch, answer)
    asked = ["10.48550/arXiv.2503.00001", "10.5555/beans", "10.5555/data", "10.5555/nothing", "10.5555/none"]
    answers = list(doi.by_dois(client(tmp_path), asked))
    found = answers[0]
    for each in answers[1:]:
        found = found.and_then(each)
    assert [paper.title for paper in found.papers] == ["Beans of arXiv", "Beans", "Peas"]
    assert (found.missing, found.unread) == (("10.5555/none",), ("10.5555/nothing",))
    assert services.asked[1].query["filter"] == ",".join(f"doi:{doi}" for doi in asked[1:])
    assert len(services.asked) == 4


def test_a_doi_with_a_comma_is_asked_for_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    message = {"message-type": "work", "message": work("10.5555/a,b", "Beans")}
    services = serving(monkeypatch, lambda question: said(json.dumps(message)))
    (found,) = crossref.by_dois(client(tmp_path), ["10.5555/a,b"])
    assert found.papers[0].title == "Beans"
    assert services.paths == ["/crossref/works/10.5555/a,b"]


HTML = "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>"
BOMB = '<!DOCTYPE feed [<!ENTITY a "ha">]>'
ASKS: dict[str, Callable[[ServiceClient], Any]] = {
    "arxiv": lambda one: list(arxiv.by_ids(one, ["2503.00001"])),
    "day": lambda one: list(huggingface.pages(one, ("date", "2025-03-12"))),
    "paper": lambda one: huggingface.one(one, "2503.00001"),
    "search": lambda one: huggingface.search(one, "beans"),
    "works": lambda one: crossref.search(one, "beans"),
    "work": lambda one: crossref.by_doi(one, "10.5555/beans"),
    "dois": lambda one: list(crossref.by_dois(one, ["10.5555/beans", "10.5555/peas"])),
    "doi": lambda one: doi.by_doi(one, "10.5555/beans"),
}
OTHERS = {
    "arxiv": atom(("2503.00009v1", "Peas")),
    "paper": json.dumps(listed(("2503.00009", "Peas"))[0]["paper"]),
    "work": json.dumps({"message-type": "work", "message": work("10.5555/other", "Peas")}),
    "dois": json.dumps({"message-type": "work-list", "message": {"items": [work("10.5555/other", "Peas")]}}),
    "doi": json.dumps({"DOI": "10.5555/other", "title": "Peas", "type": "article"}),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_answer_for_another_paper_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    services = serving(monkeypatch, lambda question: said(OTHERS[name]))
    with pytest.raises(NetworkError, match="nothing of it was taken"):
        ASKS[name](client(tmp_path))
    with pytest.raises(NetworkError):
        ASKS[name](client(tmp_path))
    assert len(services.asked) == 2, "what was not understood is not kept"


@pytest.mark.parametrize("name", ASKS)
@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[1, 2]", b'{"items": []}', b"[{", HTML.encode(), b"\xff\xfe[\x00]\x00", b"<null/>",
        atom(("2503.00001v1", "Beans"))[:-90].encode(), b'"' + b"[" * 100_000,
        atom(("2503.00001v1", "Beans")).replace("?>\n", f"?>\n{BOMB}").encode(),
        b'[{"paper": {"id": null, "title": 5, "summary": []}}]', "[\"caf\u00e9\"]".encode("latin-1"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, body: bytes
) -> None:
    serving(monkeypatch, lambda question: said(body))
    with pytest.raises(NetworkError) as raised:
        ASKS[name](client(tmp_path))
    assert str(raised.value).count("\n") == 0
    assert "nothing of it was taken" in str(raised.value)


def test_a_text_longer_than_any_of_a_paper_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    beans = "beans " * 200_000
    long = {"arxiv": atom(("2503.00001v1", beans)), "hf": json.dumps(listed(("2503.00001", beans)))}
    serving(monkeypatch, lambda question: said(long[question.path.split("/")[1]]))
    for name in ("arxiv", "day"):
        with pytest.raises(LimitError, match="characters"):
            ASKS[name](client(tmp_path))


def test_an_error_of_arxiv_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    error = (
        atom(("x", "Error"))
        .replace("http://arxiv.org/abs/x", "https://arxiv.org/api/errors#start")
        .replace("They grow beans of Error.", "start must be an integer")
    )
    serving(monkeypatch, lambda question: said(error))
    with pytest.raises(NetworkError, match=r"does not understand the question: start must be an integer\."):
        arxiv.search(client(tmp_path), "all:beans")


def test_records_that_cannot_be_read_are_problems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    records = [*listed(("2503.00001", "Beans"), ("", "Nameless")), {"paper": {"id": "2503.00002", "title": None}}]
    serving(monkeypatch, lambda question: said(json.dumps(records)))
    found = huggingface.listed(client(tmp_path), ("date", "2025-03-12"))
    assert [paper.arxiv_id for paper in found.papers] == ["2503.00001"]
    assert len(found.problems) == 2

"""`reader complete` and the `complete` of a batch, against services that stand for those on the network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.errors import NetworkError
from tests.operations.test_completion import knowing
from tests.operations.test_likely_records import BEANS, OTHER, RECORD
from tests.support.cli import Reader
from tests.support.services import serving


@pytest.fixture
def beans(reader: Reader, tmp_path: Path) -> Reader:
    """A library with a paper that arXiv has, and one that nobody has."""
    rows = [{"title": BEANS.title, "abstract": BEANS.abstract}, {"title": "Leeks in the Rain", "abstract": OTHER}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    reader("import", str(tmp_path / "in.jsonl"))
    return reader


def test_papers_are_completed_and_it_is_said(beans: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, knowing(RECORD))
    foretold = beans("complete", "--dry-run")
    assert len(foretold.out.splitlines()) == 2
    assert foretold.out.splitlines()[0].endswith(": authors, date, address")
    assert foretold.err == "Would ask for 2 papers with 1 to 8 requests; 0 papers lack nothing.\n"
    assert services.asked == []
    done = beans("complete")
    assert (done.status, done.out) == (0, "")
    assert done.err.splitlines() == [
        f"Not found: Leeks in the Rain ({beans('search', 'leeks', '--ids').out.strip()})",
        "1 completed, 1 not found, with 4 requests.",
    ]
    assert beans("show", "2403.00001", "--json").json["authors"] == ["Ada Bean", "Bo Pea"]
    assert beans("history").out.splitlines()[0].endswith("Completed 1 paper from arXiv")
    assert beans("complete", "2403.00001").err == "Nothing to complete: 1 paper lacks nothing.\n"
    beans("undo")
    assert beans("complete", "--query", "beans", "--json").json["completed"] != []


def test_what_is_in_doubt_is_listed_with_its_ids(beans: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(*(RECORD, RECORD.__class__("", RECORD.title, RECORD.abstract, arxiv_id="2403.00002"))))
    done = beans("complete", "--query", "beans")
    assert "(2403.00001, arXiv) or 'Beans on Walls: A Study' (2403.00002, arXiv), which nothing proves." in done.err
    assert "`reader edit PAPER --set arxiv=ID`" in done.err
    assert beans.holds("search")[0]["arxiv_id"] == ""


def test_without_a_network_it_is_one_sentence(beans: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing())
    monkeypatch.undo()
    monkeypatch.setenv("READER_ARXIV_URL", "http://127.0.0.1:1")
    done = beans("complete", check=False)
    assert (done.status, done.err) == (1, "reader: arXiv cannot be reached: the connection was refused.\n")
    assert beans("complete", "--json", check=False).json["error"]["kind"] == "network"


def test_a_run_that_breaks_off_says_what_it_left(beans: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    known = knowing(RECORD)

    def breaks(question):  # type: ignore[no-untyped-def]
        if question.path.startswith("/arxiv"):
            return known(question)
        raise NetworkError("Hugging Face cannot be reached: gone.")

    serving(monkeypatch, breaks)
    done = beans("complete", check=False)
    assert done.status == 1
    assert done.err.splitlines() == [
        "reader: Hugging Face cannot be reached: gone.",
        "What came before that is in the library; the same command goes on behind it.",
        "1 completed, with 3 requests.",
    ]


def test_wrong_usage_asks_nothing(beans: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, knowing(RECORD))
    for call in (["nonsense-of-nobody"], ["--query", ""], ["x", "--query", "beans"], ["--dryrun"]):
        assert beans("complete", *call, check=False).status in (1, 2), call
    assert "The query is empty" in beans("complete", "--query", "", check=False).err
    assert services.asked == []


def test_a_batch_completes(beans: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD))
    foretold, done, found, wrong = beans.batch(
        {"op": "complete", "dry_run": True},
        {"op": "complete", "query": "beans"},
        {"op": "search", "query": "author:bean"},
        {"op": "complete", "papers": ["nobody"]},
    )
    assert [paper["lacks"] for paper in foretold["papers"]] == [["authors", "date", "address"]] * 2
    assert foretold["requests"] == {"least": 1, "most": 8}
    assert done["completed"] == [paper["id"] for paper in found["papers"]]
    assert (done["asked"], len(done["steps"]), done["doubtful"]) == (1, 1, [])
    assert wrong["ok"] is False

"""`reader fetch` and the `fetch` of a batch, against services that stand for those on the network."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from reader.errors import NetworkError
from reader.io.fetch import WebAnswer
from tests.support.cli import Reader
from tests.support.services import Question, atom, listed, said, serving, work

IDS = ("2503.00001", "2503.00002")


def both(question: Question) -> WebAnswer:
    """All services, which have two papers and a work."""
    if question.path.startswith("/arxiv"):
        asked = question.query.get("id_list", ",".join(IDS)).split(",")
        return said(atom(*((f"{id}v1", f"Beans {id}") for id in asked if id in IDS)))
    if question.path.startswith("/hf"):
        return said(json.dumps(listed(*((id, f"Beans {id}") for id in IDS))))
    if question.path == "/crossref/works/10.5555/beans":
        return said(json.dumps({"message-type": "work", "message": work("10.5555/beans", "Beans")}))
    return said("not there", 404)


def test_a_day_comes_in_with_a_tag_and_again_changes_nothing(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, both)
    done = reader("fetch", "hf", "--date", "2025-03-12", "--tag", "march", "--list", "March")
    assert done.err.splitlines()[-1] == "Fetched: 2 new."
    assert [paper["tags"] for paper in reader.holds("search")] == [["march"]] * 2
    assert [paper["sources"] for paper in reader.holds("search")] == [["huggingface.co/papers/date/2025-03-12"]] * 2
    assert reader("fetch", "hf", "2025-03-12").err.splitlines()[-1] == "Fetched: 0 new, 2 known already."
    assert len(services.asked) == 1
    reader("undo")
    assert reader("search", "--json").json == []


def test_ids_that_are_not_there_are_named(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, both)
    done = reader("fetch", "arxiv", IDS[0], "2301.99999", check=False)
    assert done.status == 1
    assert done.err.splitlines() == ["reader: arXiv has no paper 2301.99999.", "Fetched: 1 new, 1 not there."]
    told = reader("fetch", "arxiv", *IDS, "2301.99999", "--json", check=False)
    assert told.json["totals"] == {"new": 1, "updated": 0, "unchanged": 1, "problems": 1}
    assert told.json["sources"][0]["problems"][0]["message"] == "arXiv has no paper 2301.99999"


def test_a_search_a_category_and_a_doi(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, both)
    assert "Would fetch: 2 new." in reader("fetch", "arxiv", "--search", "state-space", "--dry-run").err
    assert reader("search", "--json").json == []
    assert "Fetched: 2 new." in reader("fetch", "arxiv", "--category", "cs.CL", "--since", "2025-03-01").err
    assert "Fetched: 1 new." in reader("fetch", "doi", "https://doi.org/10.5555/BEANS").err
    assert len(services.asked) == 3
    lost = reader("fetch", "doi", "10.5555/peas", check=False)
    assert (lost.status, lost.err) == (1, "reader: doi.org has no paper 10.5555/peas.\n")


@pytest.mark.parametrize(
    "call",
    [
        ["hf", "2025-13-40"], ["hf", "2025-03-12", "--week", "2025-W11"], ["hf", "--week", "2025-03-12"],
        ["arxiv"], ["arxiv", "nonsense"], ["arxiv", "--since", "7d", IDS[0]], ["arxiv", ""],
        ["arxiv", "--category", "cs.CL", "--since", "2999-01-01"], ["doi", "beans"], ["doi"], ["hugginface"],
    ],
)  # fmt: skip
def test_wrong_usage_asks_nothing(reader: Reader, monkeypatch: pytest.MonkeyPatch, call: list[str]) -> None:
    services = serving(monkeypatch, both)
    done = reader("fetch", *call, check=False)
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert services.asked == []


def test_without_a_network_it_is_one_sentence(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, both)
    monkeypatch.undo()
    monkeypatch.setenv("READER_HF_URL", "http://127.0.0.1:1")
    done = reader("fetch", "hf", "2025-03-12", check=False)
    assert done.status == 1
    assert done.err == "reader: Hugging Face cannot be reached: the connection was refused.\n"
    assert reader("fetch", "hf", "2025-03-12", "--json", check=False).json["error"]["kind"] == "network"


def test_a_wrong_setting_is_said(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_HF_URL", "file:///etc")
    done = reader("fetch", "hf", "2025-03-12", check=False)
    assert (done.status, done.err) == (1, "reader: $READER_HF_URL must be an http or https address.\n")


def test_a_run_that_breaks_off_says_what_it_left(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(question: Question) -> WebAnswer:
        if question.query["p"] != "0":
            raise NetworkError("Hugging Face cannot be reached: gone.")
        return said(json.dumps(listed(*((f"2503.{number:05}", f"Beans {number}") for number in range(100)))))

    serving(monkeypatch, breaks)
    done = reader("fetch", "hf", "--month", "2025-03", check=False)
    assert done.status == 1
    assert done.err.splitlines() == [
        "reader: Hugging Face cannot be reached: gone.",
        "What came before that is in the library; the same command goes on behind it.",
        "Fetched: 100 new.",
    ]
    assert len(reader.holds("search")) == 100


def test_a_batch_fetches(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, both)
    answers = reader.batch(
        {"op": "fetch", "service": "hf", "date": "2025-03-12", "dry_run": True},
        {"op": "fetch", "service": "hf", "date": "2025-03-12", "tags": ["march"], "list": "March"},
        {"op": "fetch", "service": "arxiv", "ids": [IDS[0], "2301.99999"]},
        {"op": "fetch", "service": "doi", "dois": "10.5555/beans"},
        {"op": "search", "query": "tag:march"},
    )
    assert [answer["totals"]["new"] for answer in answers[:4]] == [2, 2, 0, 1]
    assert answers[2]["totals"]["problems"] == 1
    assert len(answers[4]["papers"]) == 2
    asked = len(services.asked)
    for request in (
        {"op": "fetch"},
        {"op": "fetch", "service": "arxvi"},
        {"op": "fetch", "service": "hf", "ids": ["2503.00001"]},
        {"op": "fetch", "service": "hf", "day": "2025-03-12"},
        {"op": "fetch", "service": "arxiv", "search": "x", "limit": "3"},
        {"op": "fetch", "service": "doi"},
    ):
        (answer,) = reader.batch(request)
        assert answer["error"]["kind"] == "usage", request
    assert len(services.asked) == asked


def test_no_other_command_loads_what_asks_the_network() -> None:
    """Nor does the help of this one."""
    code = (
        "import sys; from reader.cli.main import main\n"
        "for call in (['fetch', 'hf', '--help'], ['tags', '--help']):\n"
        "    try:\n        main(call)\n    except SystemExit:\n        pass\n"
        "print([name for name in sys.modules if name.startswith(('reader.online', 'urllib.request'))], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"

"""`reader batch`: whatever a line holds, it is answered, and the next one is read."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.cli import batch
from reader.cli.session import Session
from reader.query import Query
from reader.text import shortened
from tests.support.cli import Copies, Reader

RECORDS = (
    '{"title": "Heaps and Other Trees", "arxiv_id": "2405.00001"}\n'
    '{"title": "Caches That Compress", "arxiv_id": "2405.00002"}\n'
)
Request = dict[str, Any]


def of_two(reader: Reader) -> None:
    """Two papers and a list with one of them."""
    reader("import", "-", stdin=RECORDS)
    reader("list", "add", "L", "2405.00001")


@pytest.fixture
def two(copy_of: Copies) -> Reader:
    """A library of two papers, one of them on a list."""
    return copy_of(of_two)


EDITS: tuple[Request, ...] = (
    {"op": "remove"}, {"op": "star"}, {"op": "mark", "status": "read"}, {"op": "tag", "add": ["x"]},
    {"op": "triage", "decision": "queue"},
    {"op": "list", "action": "add", "name": "L"}, {"op": "list", "action": "remove", "name": "L"},
    {"op": "list", "action": "move", "name": "L", "position": 1},
)  # fmt: skip


def test_a_query_chooses_the_same_papers_in_the_same_words_in_a_batch(two: Reader) -> None:
    """What no paper has is said, then that nothing matches; and of a smart list what is not found by it."""
    (answer,) = two.batch({"op": "star", "query": "heaps tag:nobody"})
    told = [*answer["notes"], answer["error"]["message"]]
    assert answer["error"]["kind"] == "unknown-paper"
    assert two("star", "--query", "heaps tag:nobody", "--yes", check=False).err.splitlines() == [
        told[0],
        f"reader: {told[1]}",
    ]
    (answer,) = two.batch({"op": "list", "action": "new", "name": "Odd", "query": "heaps tag:nobody"})
    assert answer["notes"] == told[:1]
    assert two("list", "new", "Odder", "--query", "heaps tag:nobody").err.splitlines()[-2:-1] == told[:1]


def untouched(reader: Reader) -> list[Any]:
    """The library as it stands."""
    return [reader.holds(question) for question in ("search", "list", "history")]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: str(edit.get("action", edit["op"])))
def test_no_edit_is_made_by_papers_that_are_not_understood(two: Reader, edit: Request) -> None:
    """A query in doubt, an empty one, no papers, an empty name, two ways at once: refused, and nothing is changed."""
    before = untouched(two)
    choices: tuple[Request, ...] = (
        {"query": "is:stared"}, {"query": ""}, {"query": None}, {"query": ["heaps"]}, {"query": "-tag:x"},
        {"query": "list:M"}, {}, {"papers": []}, {"papers": [""]}, {"paper": ""}, {"papers": None}, {"papers": {}},
        {"papers": [], "query": "heaps"}, {"papers": ["2405.00001"], "paper": "2405.00002"}, {"qeury": "heaps"},
        {"papers": ["2405"]}, {"papers": ["2405.00001"], "yes": True},
    )  # fmt: skip
    answers = two.batch(*({**edit, **choice} for choice in choices))
    assert [answer["ok"] for answer in answers] == [False] * len(choices)
    assert untouched(two) == before


def test_triage_answers_with_its_step_and_only_says_what_would_change_where_that_is_asked_for(two: Reader) -> None:
    """A word that is no decision changes nothing, and neither does a dry run."""
    ids = two("search", "--ids").lines
    wrong, tried, done, again = two.batch(
        {"op": "triage", "papers": ids, "decision": "quue"},
        {"op": "triage", "papers": ids, "decision": "queue", "dry_run": True},
        {"op": "triage", "query": "*", "decision": "queue"},
        {"op": "triage", "papers": ids, "decision": "queue"},
    )
    assert (wrong["ok"], wrong["error"]["kind"]) == (False, "usage")
    assert wrong["error"]["message"] == "'quue' is no decision; did you mean 'queue'?"
    assert (tried["say"], tried["papers"], set(tried["changed"])) == ("Queued 2 papers", ids, {*ids, "list:queue"})
    assert (tried["dry_run"], "step" in tried) == (True, False)
    assert (done["say"], sorted(done["changed"])) == ("Queued 2 papers", sorted([*ids, "list:queue"]))
    assert done["step"]
    assert again == {"ok": True, "say": "Nothing to change", "changed": []}
    assert len([step for step in two("history", "--json").json if step["say"] == "Queued 2 papers"]) == 1


def test_a_decision_names_the_papers_that_it_makes_unread(two: Reader) -> None:
    """Before it, in the dry run and in the question, and after it."""
    one, other = two("search", "--ids").lines
    two("mark", "read", one)
    (tried,) = two.batch({"op": "triage", "query": "*", "decision": "later", "dry_run": True})
    assert (sorted(tried["changed"]), tried["unread"]) == (sorted([one, other]), [one])
    title = two("show", one, "--json").json["title"]
    asked = two("triage", "later", "--query", "*", check=False)
    assert f"Triage (later) 2 papers, and mark 1 as unread ('{title}')? Off a terminal" in asked.err
    assert (
        f"2 papers would change; 1 would be marked as unread ('{title}')."
        in two("triage", "later", "--query", "*", "--dry-run").err
    )
    assert "Put off 2 papers, and marked 1 of them as unread." in two("triage", "later", "--query", "*", "--yes").err
    assert two("history").lines[0].endswith("Put off 2 papers, and marked 1 of them as unread")
    two("mark", "read", one)
    asked = two("list", "add", "queue", "--query", "*", check=False)
    assert f"Put on 'queue' 2 papers, and mark 1 as unread ('{title}')?" in asked.err
    assert "Put on 'L' 2 papers? Off" in two("list", "add", "L", "--query", "*", check=False).err


def test_an_edit_is_undone_by_the_id_that_it_was_answered_with(two: Reader) -> None:
    """Also when others were made since; a list that was made is among what changed."""
    one, _ = two("search", "--ids").lines
    starred, made = two.batch({"op": "star", "papers": [one]}, {"op": "list", "action": "new", "name": "Edge Models"})
    assert (starred["changed"], made["changed"]) == ([one], ["list:edge models"])
    undone, again, both, nothing = two.batch(
        {"op": "undo", "step": starred["step"]},
        {"op": "undo", "step": starred["step"]},
        {"op": "undo", "step": starred["step"], "steps": 1},
        {"op": "undo", "step": ""},
    )
    assert (undone["steps"], undone["say"], undone["skipped"]) == (1, [f"Undid: {starred['say']}"], [])
    assert (
        again["error"]["message"] == f"'{starred['step']}' is no step of this device that stands; `history` has them."
    )
    assert both["error"]["message"] == "'step' and 'steps' exclude each other."
    assert not nothing["ok"]
    assert "Edge Models" in two("list").out
    assert two("search", "is:starred", "--ids").lines == []
    two("undo", "--step", made["step"])
    assert "Edge Models" not in two("list").out
    for more in (("2",), ("--to", made["step"])):
        wrong = two("undo", *more, "--step", made["step"], check=False)
        assert (wrong.status, "Give N, --step or --to, one of them." in wrong.err) == (2, True)


def test_all_from_a_step_on_are_taken_back_from_the_shell_too(two: Reader) -> None:
    """And what is put on a list from a place on: what a batch can do a person can."""
    two("list", "add", "L", "2405.00001")
    first = two("history", "--json").json[0]["id"]
    two("list", "add", "L", "2405.00002", "--position", "1")
    assert [paper["id"] for paper in two("list", "show", "L", "--json").json["papers"]] == ["2405.00002", "2405.00001"]
    assert two("undo", "--to", first, "--dry-run").lines == [line["say"] for line in two("history", "--json").json[:2]]
    two("undo", "--to", first)
    assert two("list", "--json").json == []
    for wrong in ("", first):
        assert two("undo", "--to", wrong, check=False).status == (1 if wrong else 2)


def test_a_move_that_says_no_place_is_told_to(two: Reader) -> None:
    move = {"op": "list", "action": "move", "name": "L", "papers": ["2405.00001"]}
    for request in (move, {**move, "position": None}):
        (answer,) = two.batch(request)
        assert answer["error"]["message"] == (
            "'list move' needs 'position': a whole number from 1 on, or top, bottom, up or down."
        )


def test_what_a_query_left_unsaid_is_in_its_answer(two: Reader) -> None:
    """The nearest right part in a refusal; what a search left out, and a tag that nobody has, as notes."""
    refused, found, starred, plain = two.batch(
        {"op": "tag", "query": "is:stared", "add": ["x"]},
        {"op": "search", "query": "heaps is:stared"},
        {"op": "star", "query": '* -tag:"done"'},
        {"op": "search", "query": "heaps"},
    )
    assert refused["error"] == {
        "message": "'is:stared' is no filter value; did you mean 'is:starred'?",
        "kind": "usage",
    }
    assert found["notes"] == ["'is:stared' is no filter value; did you mean 'is:starred'?"]
    assert (len(starred["changed"]), starred["notes"]) == (2, ["No paper has the tag 'done' that is to be left out."])
    assert "notes" not in plain


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ("catalogue.json", "is gone, so the library is read-only."),
        ("journal", "of this machine that"),
    ],
)
def test_a_loss_between_two_requests_is_in_the_next_answer(two: Reader, lost: str, told: str) -> None:
    """Once, whatever was asked, also where the answer is that a paper is unknown; nothing more is said when it is
    back."""
    session = Session(str(two.folder))
    answering = batch.Batch(session)
    count, star = '{"op": "count"}', '{"op": "star", "papers": ["2405.00001"]}'
    for first in (count, star):
        assert answering.answer(count) == {"ok": True, "papers": 2}
        (two.folder / lost).rename(two.folder.parent / "lost")
        answer = answering.answer(first)
        said = [*answer.get("notes", []), *([answer["error"]["message"]] if "error" in answer else [])]
        assert len([sentence for sentence in said if told in sentence]) == 1
        assert answer["ok"] == (first == count)
        assert "notes" not in answering.answer(count)
        (two.folder.parent / "lost").rename(two.folder / lost)
        assert "notes" not in answering.answer(count)
    assert answering.answer(star)["ok"]
    session.close()


@pytest.mark.skipif(os.name == "nt", reason="links take a right there that few have")
def test_a_library_that_cannot_be_read_between_two_requests_is_no_answer_of_what_was_there(two: Reader) -> None:
    """And it reads on once it can."""
    session = Session(str(two.folder))
    answering = batch.Batch(session)
    count, journals = '{"op": "count"}', two.folder / "journal"
    assert answering.answer(count) == {"ok": True, "papers": 2}
    journals.rename(two.folder / "elsewhere")
    journals.symlink_to("journal")
    answer = answering.answer(count)
    assert (answer["ok"], answer["error"]["kind"]) == (False, "store")
    assert "cannot be read: its links go round in a circle" in answer["error"]["message"]
    journals.unlink()
    (two.folder / "elsewhere").rename(journals)
    answer = answering.answer(count)
    assert (answer["ok"], answer["papers"]) == (True, 2)
    session.close()


def test_a_library_that_goes_between_two_requests_is_put_back_by_a_third(two: Reader) -> None:
    session = Session(str(two.folder))
    answering = batch.Batch(session)
    (date,) = {row["date"] for row in answering.answer('{"op": "backup", "action": "list"}')["backups"]}
    shutil.rmtree(two.folder)
    assert not answering.answer('{"op": "count"}')["ok"]
    answer = answering.answer(json.dumps({"op": "backup", "action": "restore", "date": date}))
    assert (answer["ok"], len(answer["changed"])) == (True, 2)
    assert answering.answer('{"op": "count"}')["papers"] == 2
    session.close()


WRONG: list[tuple[Request, str]] = [
    ({"op": "serach"}, "'search'"),
    ({"op": "search", "qeury": "x"}, "'query'"),
    ({"op": "search", "fields": ["titel"]}, "'titel' is no field of a paper; did you mean 'title'?"),
    ({"op": "search", "order": "title"}, "query, sort, limit, offset, fields"),
    ({"op": "search", "sort": None}, "'sort' must be a text."),
    ({"op": "count", "query": "is:read"}, "'query' is no key of 'count'"),
    ({"op": "import", "text": RECORDS, "tag": ["x"]}, "'tags'"),
    ({"op": "import", "text": RECORDS, "sources": ["x.txt"]}, "'text' or 'sources', one of them"),
    ({"op": "import", "sources": ["-"]}, "standard input"),
    ({"op": "tags", "action": "delete"}, "'tags delete' needs 'tag'"),
    (
        {"op": "list", "name": "L", "paper": "2405.00001", "actino": "add"},
        "'actino' is no key of 'list show'; did you",
    ),
    ({"op": "tags", "tag": "x"}, "'tag' goes with the action 'rename' or 'delete', not with 'list'."),
    ({"op": "list", "action": "section ad", "name": "L"}, "did you mean 'section add'?"),
    ({"op": "list", "action": "move", "name": "L", "paper": "2405.00001", "position": "tpo"}, "'top'"),
    ({"op": "export", "format": "csv", "style": "list"}, "'style' goes with the format 'markdown'."),
    ({"op": "export", "format": "cvs"}, "'csv'"),
    ({"op": "export", "path": "x.bib"}, "say which is meant: bibtex or markdown."),
    ({"op": "export", "path": "x.bib "}, "say which is meant: bibtex or markdown."),
    ({"op": "export", "path": "x.docx"}, "no export ends in '.docx'; say markdown if that is meant."),
    ({"op": "export", "format": "bibtex", "path": "x.bib "}, "was given with a blank before or behind"),
    ({"op": "export", "format": ""}, "'' is no format of an export"),
    ({"op": "import", "text": RECORDS, "format": ""}, "There is no format called ''"),
    ({"op": "search", "sort": ""}, "Cannot sort by ''"),
    ({"op": "edit", "paper": "2405.00001", "set": {"authors": []}}, "'authors' has no value: 'clear' clears"),
    ({"op": "add", "title": "On Oil", "year": " "}, "'year' has no value"),
    ({"op": "sync", "path": ""}, "There is no ''"),
    ({"op": "duplicates", "action": "merge", "keep": "2405.00001", "papers": ["2405.00001"]}, "name the others"),
    ({"op": "star", "papers": ["2405.00001"], "on": True, "off": True}, "exclude each other"),
    ({"op": "note", "paper": "2405.00001", "txt": "x"}, "'text'"),
    ({"op": "note", "paper": "2405.00001", "append": "x", "started_from": ""}, "'started_from'"),
    ({"op": "undo", "stepp": 2}, "'step'"),
    ({"op": "undo", "step": 2}, "'step'"),
    ({"op": "undo", "steps": "2"}, "'steps'"),
    ({"op": "undo", "steps": None}, "'steps' must be a whole number from 1"),
    ({"op": "redo", "steps": 0}, "'steps' must be a whole number from 1"),
    ({"op": "undo", "steps": 10**30}, "'steps'"),
    ({"op": "import", "sources": []}, "'sources' names nothing to import: it is empty."),
    ({"op": "import", "text": []}, "'text' names nothing to import: it is empty."),
    ({"op": "search", "fields": []}, "'fields' names no field: it is empty."),
    ({"op": "help", "ops": []}, "'ops' names no operation: it is empty."),
    ({"op": "edit", "paper": "2405.00001", "set": {"authors": ["A B", ""]}}, "One of the texts of 'authors' is"),
    ({"op": "edit", "paper": "2405.00001", "set": {"authors": "A B; ; C D"}}, "names nobody before one of its"),
    ({"op": "search", "limit": -1}, "'limit'"),
    ({"op": "search", "limit": True}, "'limit'"),
    ({"op": "search", "query": 5}, "'query'"),
    ({"op": "star", "papers": ["2405.00001"], "on": "no"}, "'on'"),
    ({"op": "tag", "papers": ["2405.00001"], "add": [5]}, "'add'"),
    ({"op": "mark", "papers": ["2405.00001"], "status": "raed"}, "'read'"),
    ({"op": "list", "name": "L", "papers": ["2405.00002"]}, "'papers'"),
    ({"op": "list", "name": "L", "action": "ad"}, "'add'"),
    ({"op": "list", "name": "M", "action": "new", "query": "is:stared"}, "'is:starred'"),
    ({"op": "list", "name": "M", "action": "new", "query": ""}, "empty"),
]


def test_an_unknown_key_or_a_wrong_value_is_an_error(two: Reader) -> None:
    """It names the key or the nearest right one, and nothing is done."""
    before = untouched(two)
    answers = two.batch(*(request for request, _ in WRONG))
    assert [request for (request, _), answer in zip(WRONG, answers, strict=True) if answer["ok"]] == []
    told = [(meant, answer["error"]["message"]) for (_, meant), answer in zip(WRONG, answers, strict=True)]
    assert [pair for pair in told if pair[0] not in pair[1]] == []
    assert untouched(two) == before


def test_the_id_of_a_request_is_in_its_answer(two: Reader) -> None:
    """Whatever it is, with an answer and with an error."""
    answers = two.batch({"op": "count", "id": 7}, {"op": "nope", "id": {"a": [None]}}, {"id": "x"}, {"op": "count"})
    assert [answer.get("id", "none") for answer in answers] == [7, {"a": [None]}, "x", "none"]
    assert [answer["ok"] for answer in answers] == [True, False, False, True]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5_000])
def test_a_number_that_json_cannot_write_is_an_error(two: Reader, number: str) -> None:
    """Every answer can be read by any program; of a number without end only the beginning is told."""
    answer = two("batch", stdin=f'{{"op": "count", "id": {number}}}\n')
    assert (
        f"'{shortened(number, 40)}' is no number"
        in json.loads(answer.out, parse_constant=pytest.fail)["error"]["message"]
    )


def test_an_id_of_any_depth_is_answered(two: Reader) -> None:
    """Also one that can be read and not written again; the request after it is answered too."""
    depths = (10, 900, 980, 990, 1000, 5000, 100_000)
    deep = [f'{{"op": "count", "id": {"[" * depth}{"]" * depth}}}' for depth in depths]
    answers = two("batch", stdin="\n".join([*deep, '{"op": "count"}']) + "\n").lines
    assert len(answers) == len(deep) + 1
    assert [json.loads(answers[at])["ok"] for at in (0, -2, -1)] == [True, False, True]


def test_the_mark_before_the_first_request_is_none_of_it(two: Reader) -> None:
    answer = two("batch", stdin='\ufeff{"op": "count"}\n')
    assert json.loads(answer.out) == {"ok": True, "papers": 2}


def test_a_key_given_twice_is_an_error(two: Reader) -> None:
    """Only one of the two could be meant."""
    answer = two("batch", stdin='{"op": "remove", "query": "heaps", "query": "*"}\n').json
    assert "'query' stands twice" in answer["error"]["message"]
    assert len(two("search", "--ids").lines) == 2


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), RecursionError(), MemoryError(), OSError(28, "No space")])
def test_an_error_that_nobody_foresaw_is_an_answer(
    two: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
) -> None:
    """And the next request is read; the report lies where the sentence says."""
    monkeypatch.setattr("reader.crash_report.state_dir", lambda: tmp_path / "state")

    def fail(self: object, text: str, **more: object) -> Query:
        raise error

    monkeypatch.setattr("reader.operations.search.PaperFinder.find", fail)
    failed, counted = two.batch({"op": "search", "query": "x", "id": 1}, {"op": "count"})
    assert (failed["ok"], failed["id"], counted) == (False, 1, {"ok": True, "papers": 2})
    reports = list((tmp_path / "state").glob("crash-*.txt")) if isinstance(error, ZeroDivisionError) else []
    assert all(str(report) in failed["error"]["message"] for report in reports)
    assert len(reports) == isinstance(error, ZeroDivisionError)


def test_bytes_that_are_no_text_are_an_error_of_their_line(two: Reader) -> None:
    """Neither searched for nor written anywhere."""
    lines = b'{"op": "tag", "papers": ["2405.00001"], "add": ["\xff"]}\n\xfe\n{"op": "count"}\n'
    call = [sys.executable, "-m", "reader", "--library", str(two.folder), "batch"]
    done = subprocess.run(call, input=lines, capture_output=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["ok"] for answer in answers] == [False, False, True]
    assert "not UTF-8" in answers[0]["error"]["message"]


@pytest.mark.parametrize("escaped", ["\\ud800", "\\uDFFF x", "a\\udc00\\ud800"])
def test_half_a_character_is_an_error_of_its_line(two: Reader, escaped: str) -> None:
    """In whatever string, key or list of a request; a whole pair is a character."""
    before = untouched(two)
    session = Session(str(two.folder))
    answering = batch.Batch(session)
    for request in (
        '{"op": "import", "text": "x", "format": "%s"}', '{"op": "%s"}', '{"op": "search", "%s": "x"}',
        '{"op": "note", "paper": "2405.00001", "text": "%s"}', '{"op": "count", "id": ["%s"]}',
        '{"op": "tag", "paper": "2405.00001", "add": ["x", "%s"]}', '{"op": "list", "action": "%s"}',
    ):  # fmt: skip
        answer = answering.answer(request % escaped)
        assert answer["error"]["kind"] == "usage"
        assert "half a character" in answer["error"]["message"]
    assert answering.answer('{"op": "count", "id": "\\ud83d\\ude00 \\\\ud800"}')["ok"]
    session.close()
    assert untouched(two) == before


def test_a_line_without_end_is_an_error_of_its_own(two: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request after it is answered."""
    monkeypatch.setattr(batch, "REQUEST_LIMIT", 1_000)
    session = Session(str(two.folder))
    answers = io.StringIO()
    stream = io.StringIO('{"op": "search", "query": "' + "x" * 5_000 + '"}\n{"op": "count"}\n' + "y" * 1_001)
    batch.Batch(session).run(batch.lines(stream), answers)
    session.close()
    kinds = [json.loads(line).get("error", {}).get("kind") for line in answers.getvalue().splitlines()]
    assert kinds == ["limit", None, "limit"]


def test_a_caller_that_stops_listening_ends_it_quietly(two: Reader) -> None:
    """Exit 0 and not a word, as everywhere when nobody reads any more."""
    out, into = os.pipe()
    os.close(out)
    call = [sys.executable, "-m", "reader", "--library", str(two.folder), "batch"]
    done = subprocess.run(call, input=b'{"op": "count"}\n' * 3, stdout=into, stderr=subprocess.PIPE, check=False)
    os.close(into)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_related_and_what_comes_next_is_answered_with_reasons(two: Reader) -> None:
    """Nothing is below the floor, nothing hidden; a key that is not known is refused."""
    more = '{"title": "Heaps and Caches", "abstract": "Trees.", "arxiv_id": "2501.00003"}\n'
    two("import", "-", stdin=more)
    near, first, starred, then, tags, wrong = two.batch(
        {"op": "related", "paper": "2405.00001"},
        {"op": "recommend", "limit": 1},
        {"op": "star", "papers": ["2405.00001"]},
        {"op": "recommend", "query": "caches has:bogus"},
        {"op": "suggest_tags", "paper": "2405.00002"},
        {"op": "recommend", "explor": True},
    )
    (found,) = near["papers"]
    assert found["title"] == "Heaps and Caches"
    assert {reason["kind"] for reason in found["reasons"]} == {"word"}
    assert [paper["title"] for paper in first["papers"]] == ["Heaps and Caches"]
    assert first["enough"] is False
    assert "A first guess" in first["message"]
    assert starred["ok"]
    assert [paper["title"] for paper in then["papers"]] == ["Heaps and Caches", "Caches That Compress"]
    assert "bogus" in then["notes"][0]
    assert tags["tags"] == []
    assert "'explore'" in wrong["error"]["message"]


def test_each_related_paper_that_is_answered_has_a_reason_wherever_the_answer_begins(two: Reader) -> None:
    more = ("Heaps and Caches", "Caches of Heaps", "Heaps of Caches")
    two("import", "-", stdin="".join(f'{{"title": "{title}", "abstract": "Trees."}}\n' for title in more))
    whole, second = two.batch(
        {"op": "related", "paper": "2405.00001", "limit": 0},
        {"op": "related", "paper": "2405.00001", "limit": 1, "offset": 1},
    )
    assert whole["total"] == len(whole["papers"]) == second["total"]
    assert second["papers"] == whole["papers"][1:2]
    assert all(paper["reasons"] for paper in whole["papers"])


def test_a_strict_import_fails_where_a_record_cannot_be_read_and_says_what_came_of_the_others(two: Reader) -> None:
    """As on the command line; the answer has what that of any import has."""
    text = '{"title": "Of Wicks"}\n{"year": 2020}\n'
    tried, done, again = two.batch(
        {"op": "import", "text": text, "strict": True, "dry_run": True},
        {"op": "import", "text": text, "strict": True},
        {"op": "import", "text": '{"title": "Of Wicks"}\n', "strict": True},
    )
    for answer, said in ((tried, "would be"), (done, "are")):
        assert answer["error"] == {
            "message": f"1 record could not be read; the others {said} imported.",
            "kind": "input",
        }
        assert (answer["ok"], answer["totals"]["new"], len(answer["changed"])) == (False, 1, 1)
    assert (again["ok"], again["totals"]["unchanged"]) == (True, 1)


def test_a_dry_run_of_what_cannot_be_written_is_refused_as_the_run_is(reader: Reader) -> None:
    of_two(reader)  # A copy would be another library, of which nothing is missed.
    for journal in (reader.folder / "journal").iterdir():
        journal.unlink()
    request = {"op": "star", "papers": ["2405.00001"]}
    tried, done = reader.batch({**request, "dry_run": True}, request)
    assert not done["ok"]
    assert tried["error"] == done["error"]

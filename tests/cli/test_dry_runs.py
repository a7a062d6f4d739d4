"""Dry runs: whatever changes papers says what it would change, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.cli import Copies, Reader

EDITS = (
    "tag --query * --add lamps",
    "tag --query * --remove dim",
    "star --query *",
    "mark read --query *",
    "triage later --query *",
    "remove --query *",
    "list add Lamps --query *",
    "list remove Old --query *",
    "list section put Old Dim --query *",
)


def lamps(reader: Reader) -> None:
    """Two papers with a tag, on a list with a section."""
    reader("add", "--title", "On the Glow of Lamps", "--author", "Ada Vale")
    reader("add", "--title", "On the Wicks of Candles", "--author", "Bo Ash")
    reader("tag", "--query", "*", "--add", "dim", "--yes")
    reader("list", "add", "Old", "--query", "*", "--yes")
    reader("list", "section", "add", "Old", "Dim")


@pytest.fixture
def lit(copy_of: Copies) -> Reader:
    """A library of `lamps`."""
    return copy_of(lamps)


def state(reader: Reader) -> tuple[str, str, str]:
    """All that a library says."""
    return reader("search", "--json").out, reader("list", "show", "Old").out, reader("history", "--json").out


@pytest.mark.parametrize("command", EDITS)
def test_a_dry_run_lists_the_papers_that_would_change_and_changes_nothing(lit: Reader, command: str) -> None:
    """Without a terminal and without --yes, by a query as well as by name; what it says is then what is done."""
    before = state(lit)
    ids = lit("search", "--ids").lines
    tried = lit(*command.split(), "--dry-run")
    assert sorted(text.split()[0] for text in tried.lines) == sorted(ids)
    assert "2 papers would change" in tried.err
    assert state(lit) == before
    named = [word for word in command.split() if word not in ("--query", "*")]
    assert lit(*named, *ids, "--dry-run").lines == tried.lines
    assert state(lit) == before
    said = lit(*command.split(), "--yes").err.strip()
    if "Without --dry-run: " in tried.err:
        assert f"Without --dry-run: {said}" in tried.err
    assert state(lit) != before


def test_a_dry_run_of_what_is_done_already_says_so(lit: Reader) -> None:
    """Nothing is listed, and what is wrong is wrong in a dry run, too."""
    assert lit("tag", "--query", "*", "--add", "dim", "--dry-run").err == "Nothing would change.\n"
    wrong = lit("tag", "--query", "is:stared", "--add", "x", "--dry-run", check=False)
    assert (wrong.status, "is:starred" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    "request_",
    [
        {"op": "tag", "query": "*", "add": ["lamps"]},
        {"op": "star", "query": "*"},
        {"op": "mark", "query": "*", "status": "read"},
        {"op": "remove", "query": "*"},
        {"op": "note", "paper": "on-the-glow", "text": "Bright."},
        {"op": "list", "action": "add", "name": "Lamps", "query": "*"},
        {"op": "list", "action": "remove", "name": "Old", "query": "*"},
        {"op": "list", "action": "new", "name": "Lamps", "query": "tag:dim"},
        {"op": "list", "action": "rename", "name": "Old", "to": "Older"},
        {"op": "list", "action": "new", "name": "Lamps", "sections": {"Bright": ["on-the-glow"]}},
        {"op": "list", "action": "describe", "name": "Old", "text": "Lamps."},
        {"op": "list", "action": "annotate", "name": "Old", "paper": "on-the-glow", "text": "First."},
        {"op": "list", "action": "move", "name": "Old", "paper": "on-the-glow", "position": "bottom"},
        {"op": "list", "action": "section add", "name": "Old", "heading": "Bright"},
        {"op": "list", "action": "section rename", "name": "Old", "heading": "Dim", "to": "Bright"},
        {"op": "list", "action": "section remove", "name": "Old", "heading": "Dim"},
        {"op": "list", "action": "section put", "name": "Old", "heading": "Dim", "query": "*"},
        {"op": "list", "action": "delete", "name": "Old"},
        {"op": "tags", "action": "rename", "tag": "dim", "to": "bright"},
        {"op": "tags", "action": "delete", "tag": "dim"},
        {"op": "duplicates", "action": "merge", "keep": "on-the-glow", "papers": "on-the-wicks"},
        {"op": "duplicates", "action": "different", "papers": ["on-the-glow", "on-the-wicks"]},
        {"op": "undo"},
    ],
)
def test_a_request_may_be_a_dry_run(lit: Reader, request_: dict[str, Any]) -> None:
    """It answers with what would be said and changed, without a step, and the next request finds all as it was."""
    before = state(lit)
    tried, count, again = lit.batch({**request_, "dry_run": True}, {"op": "count"}, {**request_, "dry_run": True})
    assert (tried["ok"], tried["dry_run"], "step" in tried) == (True, True, False)
    assert (again, count["papers"]) == (tried, 2)
    assert state(lit) == before
    (done,) = lit.batch(request_)
    assert done["say"] == tried["say"]
    assert done.get("changed") == tried.get("changed")


JSONL = '{"title": "Of Wicks", "arxiv_id": "2401.00009", "lists": ["Fresh"], "tags": ["dim"]}\n'
FORETOLD: tuple[dict[str, Any], ...] = (
    {"op": "triage", "query": "*", "decision": "queue"},
    {"op": "triage", "query": "*", "decision": "star"},
    {"op": "add", "title": "Of Wicks", "tags": ["wax"], "list": "Edge"},
    {"op": "add", "title": "On the Glow of Lamps", "authors": ["Ada Vale"], "tags": ["wax"], "list": "Old"},
    {"op": "add", "title": "On the Glow of Lamps", "authors": ["Ada Vale"]},
    {"op": "import", "text": JSONL},
    {"op": "import", "text": JSONL, "tags": ["wax"], "list": "Edge", "format": "jsonl"},
    {"op": "import", "text": '{"title": "On the Glow of Lamps", "authors": ["Ada Vale"]}\n', "list": "Edge"},
    {"op": "edit", "paper": "on-the-glow", "set": {"doi": "10.1000/candles"}},
    {"op": "edit", "paper": "on-the-glow", "set": {"title": "On the Glow of Lamps"}},
    {"op": "undo", "steps": 3},
    {"op": "undo", "steps": 2},
    {"op": "undo_session"},
)


@pytest.mark.parametrize("request_", FORETOLD, ids=lambda one: f"{one['op']}")
def test_a_dry_run_foretells_what_the_request_answers(lit: Reader, request_: dict[str, Any]) -> None:
    """But for the step: what changes, lists too, what is counted and what there is to be said."""
    lit("edit", "on-the-wicks", "--set", "doi=10.1000/candles")
    tag = {"op": "tag", "query": "*", "add": "lit"}
    taken_back = request_["op"] == "undo_session"
    tried, done = lit.batch(*([tag] * taken_back), {**request_, "dry_run": True}, request_)[taken_back:]
    assert (tried["ok"], tried["dry_run"], "step" in tried) == (True, True, False)
    assert set(tried["changed"]) == set(done["changed"])
    told = [key for key in ("totals", "papers", "notes", "steps", "skipped") if key in done]
    assert {key: tried.get(key) for key in told} == {key: done[key] for key in told}
    assert tried.get("say") == done.get("say")


@pytest.mark.parametrize("request_", [{"op": "undo", "steps": 2}, {"op": "undo_session"}])
def test_a_dry_run_foretells_steps_that_cancel_each_other_as_they_are_told(
    lit: Reader, request_: dict[str, Any]
) -> None:
    """Each of them changes papers when it is taken back, though nothing is different in the end."""
    edits = [{"op": "tag", "query": "*", "add": "lit"}, {"op": "tags", "action": "delete", "tag": "lit"}]
    _, _, tried, done = lit.batch(*edits, {**request_, "dry_run": True}, request_)
    assert len(done["changed"]) == 2
    assert set(tried["changed"]) == set(done["changed"])

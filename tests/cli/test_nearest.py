"""The papers that come nearest are shown under words that say so, and nothing but what shows ever takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Reader

RECORDS = (
    '{"title": "Speculative Decoding with a Draft Model", "arxiv_id": "2405.00001"}\n'
    '{"title": "Heads That Decode", "arxiv_id": "2405.00002", "abstract": "A beaver is mentioned beside a lake, and the'
    ' speculative decoding of dams."}\n'
    '{"title": "Caches That Compress", "arxiv_id": "2405.00003"}\n'
)
NONE = "speculative decoding zebra"
MIXED = "speculative decoding draft lake"
"""The first paper has three of these words in its title; that the second has them all is arranged by a note."""


@pytest.fixture
def three(reader: Reader) -> Reader:
    reader("import", "-", stdin=RECORDS)
    reader("note", "2405.00002", "--set", "a draft")
    return reader


@pytest.mark.parametrize("way", [["--ids"], ["--fields", "title"], ["--format", "{{ title }}"]])
def test_what_leaves_the_nearest_papers_out_says_that_there_are_some(three: Reader, way: list[str]) -> None:
    """They are no answer that is piped on, and to say that nothing matches would send away who looks for one."""
    answer = three("search", *way, NONE)
    assert (answer.out, answer.err) == ("", "No paper has all these words; 2 papers near to them, not listed here.\n")
    assert three("search", *way, "zxqvbn").err == "Nothing matches.\n"


def test_a_line_of_words_stands_above_them(three: Reader) -> None:
    lines = three("search", NONE).out.splitlines()
    assert lines[0] == "No paper has all these words: the 2 nearest, best first."
    assert "Speculative Decoding" in lines[1]
    lines = three("search", MIXED).out.splitlines()
    assert "Heads That Decode" in lines[0]
    assert lines[1] == "Of the papers without all these words: the nearest one."
    assert "Speculative Decoding" in lines[2]


def test_json_marks_each_of_them(three: Reader) -> None:
    assert [paper.get("nearest") for paper in three("search", "--json", NONE).json] == [True, True]
    assert [paper.get("nearest") for paper in three("search", "--json", MIXED).json] == [None, True]
    assert [paper.get("nearest") for paper in three("search", "--json", "speculative").json] == [None, None]


def test_an_answer_of_a_batch_says_when_all_of_them_are(three: Reader) -> None:
    asked: tuple[dict[str, Any], ...] = tuple({"op": "search", "query": text} for text in (NONE, MIXED, "speculative"))
    none, mixed, plain = three.batch(*asked)
    assert (none["nearest"], [paper["nearest"] for paper in none["papers"]]) == (True, [True, True])
    assert ("nearest" in mixed, [paper.get("nearest") for paper in mixed["papers"]]) == (False, [None, True])
    assert ("nearest" in plain, ["nearest" in paper for paper in plain["papers"]]) == (False, [False, False])


def test_ids_are_for_other_commands_and_leave_them_out(three: Reader) -> None:
    assert three("search", "--ids", NONE).out == ""
    assert len(three("search", "--ids", MIXED).out.splitlines()) == 1


CHANGES = (
    ("tag", "--add", "x"), ("star",), ("mark", "read"), ("list", "add", "L"), ("remove",),
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=" ".join)
def test_what_changes_takes_those_that_match_only(three: Reader, change: tuple[str, ...]) -> None:
    before = three("search", "--json").json
    refused = three(*change, "--query", NONE, "--yes", check=False)
    assert (refused.status, three("search", "--json").json) == (1, before)
    three(*change, "--query", MIXED, "--yes")
    after = {paper["id"]: paper for paper in three("search", "--json").json}
    assert [paper["arxiv_id"] for paper in before if after.get(paper["id"]) != paper] == ["2405.00002"]


@pytest.mark.parametrize(
    "request_",
    [{"op": "tag", "add": ["x"]}, {"op": "star"}, {"op": "remove"}, {"op": "list", "action": "add", "name": "L"}],
    ids=lambda request_: str(request_["op"]),
)
def test_so_does_what_changes_in_a_batch(three: Reader, request_: dict[str, Any]) -> None:
    before = three("search", "--json").json
    refused, done = three.batch({**request_, "query": NONE}, {**request_, "query": MIXED})
    assert (refused["ok"], done["ok"]) == (False, True)
    after = {paper["id"]: paper for paper in three("search", "--json").json}
    assert [paper["arxiv_id"] for paper in before if after.get(paper["id"]) != paper] == ["2405.00002"]


def test_smart_lists_and_exports_hold_those_that_match_only(three: Reader, tmp_path: Path) -> None:
    three("list", "new", "Smart", "--query", MIXED)
    assert [paper["arxiv_id"] for paper in three("list", "show", "Smart", "--json").json["papers"]] == ["2405.00002"]
    for how in (("--list", "Smart"), (MIXED,)):
        exported = three("export", *how, "--format", "csv").out
        assert "Heads That Decode" in exported
        assert "Draft Model" not in exported
    assert three("export", NONE, "--format", "csv", check=False).status == 1

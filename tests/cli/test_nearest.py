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


def test_a_batch_marks_each_whichever_fields_are_asked_for(three: Reader) -> None:
    """Who tags the ids that it was given knows which of them no query would take."""
    (mixed,) = three.batch({"op": "search", "query": MIXED, "fields": ["id"]})
    assert [sorted(paper) for paper in mixed["papers"]] == [["id"], ["id", "nearest"]]
    assert mixed["papers"][1]["nearest"] is True


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CO2 emissions", []), ("CO2", []), ("smith et al. 2020", []), ("doe2018co", ["2405.00001"]),
        ("Smith_-_2020_-_What_Is_Known_of_Rain.pdf", ["2405.00002"]),
        ("J. Smith. What Is Known of Rain. Rain Press, 2020", ["2405.00002"]), ("rain known", ["2405.00002"]),
        ("What Is Known of Rain.pdf is:read", []),
    ],
)  # fmt: skip
def test_what_is_handed_on_is_what_an_edit_takes(reader: Reader, text: str, found: list[str]) -> None:
    """That is what has the words as they were typed, else what they name by a whole title or a citation key."""
    reader(
        "import", "-",
        stdin='{"title": "CO$_2$ Emissions and the State", "arxiv_id": "2405.00001", "authors": ["J. Doe"],'
        ' "year": 2018}\n'
        '{"title": "What Is Known of Rain", "arxiv_id": "2405.00002", "authors": ["J. Smith", "K. Poe"], "year": 2020}',
    )  # fmt: skip
    assert reader("search", "--ids", text, check=False).lines == found
    edit = reader("star", "--query", text, "--yes", check=False)
    assert (edit.status, [paper["id"] for paper in reader("search", "is:starred", "--json").json]) == (not found, found)


def test_an_alternative_that_is_mistyped_finds_what_it_finds_alone(reader: Reader) -> None:
    for title in ("Sleep and Dreams", "Soil Care", "Other"):
        reader("add", "--title", title)
    alone = reader("search", "--ids", "sllep").lines
    assert len(alone) == 1
    for text in ("sllep OR soil", "soil OR sllep", "(sllep dreams) OR soil", "soil OR (care sllep) OR sllep"):
        assert sorted(reader("search", "--ids", text).lines) == sorted(
            [*alone, *reader("search", "--ids", "soil").lines]
        )
    assert reader("search", "--ids", "soil OR zxqvbn").lines == reader("search", "--ids", "soil").lines

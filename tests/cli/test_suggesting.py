"""`reader related`, `reader next` and `reader tags suggest`: what is near, what comes next, which tags fit, and why."""

from __future__ import annotations

import json

import pytest

from tests.support.cli import Reader

PAPERS = [
    ("2401.00001", "Quantized Caches", "Quantization of key value caches saves memory on small devices."),
    ("2401.00002", "Cache Quantization Revisited", "We quantize key value caches with few bits."),
    ("2401.00003", "Caches of Four Bits", "Key value caches with four bits, by quantization."),
    ("2401.00004", "Robots That Grasp", "Robot arms grasp objects by tactile sensors."),
    ("2401.00005", "Tactile Robots", "Tactile sensors let robot arms grasp cloth."),
]


@pytest.fixture
def five(reader: Reader) -> Reader:
    """Three papers on one thing, two on another."""
    records = [json.dumps({"arxiv_id": id, "title": title, "abstract": text}) for id, title, text in PAPERS]
    reader("import", "-", stdin="\n".join(records))
    return reader


def test_what_is_near_is_shown_with_what_it_shares(five: Reader) -> None:
    (found, why, *_) = five("related", "2401.00004").lines
    assert "Tactile Robots" in found
    assert "tactile sensors" in why.lower()
    (only,) = five("related", "2401.00004", "--limit", "1", "--json").json
    assert only["id"] == "2401.00005"
    assert five("related", "2401.00004", "--limit", "1", "--fields", "id,title").out == "2401.00005\tTactile Robots\n"
    assert {reason["kind"] for reason in only["reasons"]} == {"word"}


def test_nothing_near_is_said(five: Reader) -> None:
    five("add", "--title", "Zymurgy", check=False)
    five("import", "-", stdin='{"title": "Zymurgy", "abstract": "Yeast ferments barley.", "arxiv_id": "2401.00009"}')
    answer = five("related", "2401.00009")
    assert (answer.out, answer.err.strip()) == ("", "Nothing is near.")
    assert five("related", "2401.00009", "--json").json == []
    assert five("related", "2401.00009", "--fields", "id").err.strip() == "Nothing is near."
    assert five("related", check=False).status == 2
    assert five("related", "2409.99999", check=False).status == 1


def test_the_queue_comes_first_then_what_is_like_what_was_starred(five: Reader) -> None:
    five("triage", "queue", "2401.00003")
    five("star", "2401.00004")
    answer = five("next", "--limit", "0")
    lines = [text for text in answer.lines if not text.startswith("    ")]
    assert [title in text for title, text in zip(("Four Bits", "Tactile"), lines, strict=False)] == [True, True]
    assert answer.lines[1] == "    1st of 1 in Queue"
    assert answer.lines[3].startswith("    like 'Robots That Grasp', starred: ")
    assert "A first guess, from 1 ★ 0 ✓ 0 ×" in answer.err
    assert (len(lines), answer.lines[-1]) == (5, "    starred")
    assert "Robots That Grasp" in lines[-1]
    assert five("next").lines == answer.lines[:2]
    one, several = five("next", "--json").json, five("next", "--limit", "2", "--explore", "--json").json
    assert one["id"] == several[0]["id"] == "2401.00003"
    assert several[1]["reason"] == answer.lines[3].strip()


def test_where_there_is_no_reason_it_is_null(five: Reader) -> None:
    assert five("next", "--json").json["reason"] is None
    (answer,) = five.batch({"op": "next"})
    assert answer["papers"][0]["reason"] is None


def test_a_list_has_its_own_order_and_says_when_nothing_is_left(five: Reader) -> None:
    five("list", "add", "L", "2401.00002", "2401.00001")
    five("mark", "read", "2401.00002")
    assert five("next", "L").lines[1] == "    2nd of 2 in L"
    assert five("next", "L", "--explore", check=False).status == 2
    five("mark", "read", "2401.00001")
    assert "Nothing unread is left in the list 'L'." in five("next", "L", check=False).err
    five("mark", "read", "--query", "*", "--yes")
    assert "Nothing unread is left in the library." in five("next", check=False).err


def test_tags_that_fit_are_shown_with_why_and_nothing_is_changed(five: Reader) -> None:
    five("tag", "2401.00001", "2401.00002", "--add", "small")
    five("tag", "2401.00004", "--add", "bits", "--add", "hand")
    rows = five("tags", "suggest", "2401.00003", "--json").json
    assert {row["tag"]: row["reason"] for row in rows} == {
        "bits": "stands in the title",
        "small": "2 of the 2 nearest tagged papers have it",
    }
    assert "small" in five("tags", "suggest", "2401.00003").out
    assert five("tags", "suggest", "2401.00003", "--limit", "1", "--json").json == rows[:1]
    assert five("search", "tag:small", "--ids").lines == ["2401.00001", "2401.00002"]
    assert five("tags", "suggest", check=False).status == 2
    five("tags", "delete", "small", "--yes")
    five("tags", "delete", "bits", "--yes")
    assert five("tags", "suggest", "2401.00003").err.strip() == "No tag of the library fits."


def test_a_batch_says_what_is_next_as_the_command_does(five: Reader) -> None:
    five("triage", "queue", "2401.00003")
    five("list", "add", "L", "2401.00002")
    five("star", "2401.00004")
    several = five("next", "--limit", "3", "--json").json
    one, three, listed, both, unknown = five.batch(
        {"op": "next"},
        {"op": "next", "limit": 3},
        {"op": "next", "name": "L"},
        {"op": "next", "name": "L", "explore": True},
        {"op": "next", "name": "M"},
    )
    assert one["papers"] == several[:1]
    assert three["papers"] == several
    assert "A first guess" in three["message"]
    assert [(paper["id"], paper["reason"]) for paper in listed["papers"]] == [("2401.00002", "1st of 1 in L")]
    assert (both["error"]["kind"], unknown["error"]["kind"]) == ("usage", "unknown-list")


def test_all_that_match_a_query_are_taken_in_place_of_papers(five: Reader) -> None:
    """Nothing is changed, so nobody is asked."""
    assert {one["id"] for one in five("related", "--query", "title:tactile", "--json").json} == {"2401.00004"}
    five("tag", "2401.00001", "2401.00002", "--add", "small")
    rows = five("tags", "suggest", "--query", 'title:"four bits"', "--json").json
    assert [row["tag"] for row in rows] == ["small"]
    for verb in (["related"], ["tags", "suggest"]):
        assert five(*verb, "--query", "is:nothing", check=False).status == 2
        assert five(*verb, "2401.00001", "--query", "*", check=False).status == 2

"""`reader duplicates`: what may be one is shown, made one in one step, or told apart."""

from __future__ import annotations

import json

import pytest

from tests.support.cli import Copies, Reader

RECORDS = [
    {"arxiv_id": "2401.00001", "title": "On Small Lamps", "abstract": "They are lit.", "tags": ["lamps"],
     "note": "Mine.", "authors": ["Ada Sample"]},
    {"doi": "10.1000/lamps", "title": "On Small Lamps", "abstract": "They shine.", "tags": ["light"], "starred": True,
     "note": "Of the other.", "venue": "Lights", "authors": ["Ada Sample"]},
    {"doi": "10.1000/talk", "title": "On Small Lamps", "abstract": "They are told of.", "status": "read",
     "authors": ["Ada Sample"]},
    {"arxiv_id": "2401.00004", "title": "Rivers from Above", "abstract": "Water."},
]  # fmt: skip


def made(reader: Reader) -> None:
    reader("import", "-", stdin="".join(json.dumps(record) + "\n" for record in RECORDS))
    reader("list", "add", "Evenings", "10.1000/lamps")
    reader("list", "annotate", "Evenings", "10.1000/lamps", "The first of all.")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Three papers of one title, and one of another."""
    return copy_of(made)


def ids(shelf: Reader) -> set[str]:
    return {paper["id"] for paper in shelf.holds("search")}


def pairs(shelf: Reader) -> int:
    return len(shelf("duplicates", "--json").json)


def test_pairs_are_shown_with_what_they_differ_in(shelf: Reader) -> None:
    """For people in three lines, for programs as objects."""
    answer = shelf("duplicates")
    assert len(answer.lines) == 6
    assert answer.lines[2] == "    equal titles, different abstracts"
    assert answer.err.startswith("2 pairs: ")
    first, *_ = shelf("duplicates", "--json").json
    assert (sorted(first), first["left"]["title"], first["reason"]) == (
        ["left", "reason", "right"], "On Small Lamps", "equal titles, different abstracts")  # fmt: skip


def test_several_become_one_in_one_step(shelf: Reader) -> None:
    """It keeps its id and gains tags, star, status, notes, facts, places and remarks; one undo brings all back."""
    before = shelf.holds("search"), shelf.holds("list", "show", "Evenings")
    answer = shelf("duplicates", "merge", "2401.00001", "10.1000/lamps", "10.1000/talk")
    assert answer.err == "Merged 3 papers into 'On Small Lamps'.\n"
    assert ids(shelf) == {"2401.00001", "2401.00004"}
    one = shelf("show", "2401.00001", "--json").json
    assert (one["tags"], one["starred"], one["status"], one["venue"]) == (["lamps", "light"], True, "read", "Lights")
    assert one["note"] == "Mine.\n\nOf the other."
    (entry,) = shelf.holds("list", "show", "Evenings")["papers"]
    assert (entry["id"], entry["entry_note"]) == ("2401.00001", "The first of all.")
    assert pairs(shelf) == 0
    shelf("undo")
    assert (shelf.holds("search"), shelf.holds("list", "show", "Evenings")) == before


def test_a_dry_run_counts_and_changes_nothing(shelf: Reader) -> None:
    before = shelf.holds("search"), shelf.holds("history")
    answer = shelf("duplicates", "merge", "2401.00001", "10.1000/lamps", "10.1000/talk", "--dry-run")
    assert "3 papers would change." in answer.err
    assert "Without --dry-run: Merged 3 papers" in answer.err
    assert "Without --dry-run: Told" in shelf("duplicates", "different", "2401.00001", "10.1000/talk", "--dry-run").err
    assert (shelf.holds("search"), shelf.holds("history")) == before


def test_papers_that_nothing_says_are_one_take_a_yes(shelf: Reader) -> None:
    """A mistyped id would make one of two that have nothing in common."""
    answer = shelf("duplicates", "merge", "2401.00001", "2401.00004", check=False)
    assert (answer.status, "Nothing says that they are one" in answer.err) == (2, True)
    assert len(ids(shelf)) == 4
    shelf("duplicates", "merge", "2401.00001", "2401.00004", "--yes")
    assert len(ids(shelf)) == 3


def test_two_that_are_told_apart_are_no_pair(shelf: Reader) -> None:
    """Undo makes them one again; told twice, nothing changes."""
    shelf("duplicates", "different", "2401.00001", "10.1000/talk")
    assert pairs(shelf) == 1
    assert "Nothing to change" in shelf("duplicates", "different", "2401.00001", "10.1000/talk").err
    assert "Nothing to change" in shelf("duplicates", "different", "10.1000/talk", "2401.00001").err
    shelf("undo")
    assert pairs(shelf) == 2


@pytest.mark.parametrize(
    ("call", "status", "told"),
    [
        ("merge 2401.00001 2401.00001", 2, "is the paper that stays"),
        ("merge 2401.00001 10.1000/lamps 2401.00001", 2, "is the paper that stays"),
        ("merge 2401.00001", 2, "OTHER"),
        ("merge 2401.00001 2409.99999", 1, "2409.99999"),
        ("different 2401.00001 2401.00001", 2, "name two papers"),
        ("different 2401.00001", 2, "'B'"),
        ("different 2401.00001 10.1000/talk x", 2, "x"),
        ("merg 2401.00001 10.1000/lamps", 2, "did you mean 'merge'?"),
    ],
)
def test_what_names_no_two_papers_changes_nothing(shelf: Reader, call: str, status: int, told: str) -> None:
    before = shelf.holds("search"), shelf.holds("history")
    answer = shelf("duplicates", *call.split(" "), check=False)
    assert (answer.status, told in answer.err, answer.out) == (status, True, "")
    assert (shelf.holds("search"), shelf.holds("history")) == before


@pytest.mark.parametrize("word", ["merge", "different"])
def test_the_word_alone_is_answered_with_the_whole_command(shelf: Reader, word: str) -> None:
    answer = shelf(word, "2401.00001", "10.1000/lamps", check=False)
    assert (answer.status, f"did you mean 'duplicates {word}'?" in answer.err) == (2, True)


def test_where_no_two_are_alike_it_is_said(reader: Reader) -> None:
    answer = reader("duplicates")
    assert (answer.out, answer.err) == ("", "No two papers look like one.\n")
    assert reader("duplicates", "--json").json == []

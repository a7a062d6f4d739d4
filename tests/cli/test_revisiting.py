"""`reader undo N` and `reader redo N`: as many as there are, or none unless somebody says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import click
import pytest

from reader.api import open_library
from tests.support.cli import Copies, Reader
from tests.support.grids import crossed

PAGE = '{"title": "On Lamps", "arxiv_id": "2405.00001"}\n'


def made(reader: Reader) -> None:
    reader("import", "-", stdin=PAGE)
    reader("star", "2405.00001")
    reader("tag", "2405.00001", "--add", "lamps")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """A paper, in three steps."""
    return copy_of(made)


def stands(shelf: Reader) -> list[str]:
    return [line["say"] for line in shelf.holds("history") if line["own"]]


@pytest.mark.parametrize(("number", "more"), [("4", ""), ("9999", ""), ("4", "--dry-run")])
def test_more_steps_than_there_are_are_refused(shelf: Reader, number: str, more: str) -> None:
    """One sentence, exit 1, and nothing is taken back; of a batch too."""
    before = stands(shelf)
    answer = shelf("undo", number, *more.split(), check=False)
    said = f"There are only 3 steps to undo, not {number}; nothing was changed."
    assert (answer.status, answer.err, answer.out) == (1, f"reader: {said}\n", "")
    (reply,) = shelf.batch({"op": "undo", "steps": int(number)})
    assert (reply["ok"], reply["error"]["kind"], reply["error"]["message"]) == (False, "refused", said)
    assert stands(shelf) == before
    shelf("undo", "3")
    assert stands(shelf) == []
    again = shelf("redo", number, check=False)
    assert (again.status, f"There are only 3 steps to redo, not {number}" in again.err) == (1, True)
    assert shelf("redo", "3").err.count("\n") == 3
    assert stands(shelf) == before


def test_one_step_is_said_in_the_singular(shelf: Reader) -> None:
    shelf("undo", "2")
    assert "There is only 1 step to undo, not 2;" in shelf("undo", "2", check=False).err


@pytest.mark.parametrize("yes", [True, False])
def test_on_a_terminal_it_is_asked_whether_all_are_meant(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch, yes: bool
) -> None:
    asked: list[str] = []

    def confirm(question: str, err: bool) -> bool:
        asked.append(question)
        return yes

    screen = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("reader.cli.session.sys", SimpleNamespace(stdin=screen, stderr=screen))
    monkeypatch.setattr(click, "confirm", confirm)
    answer = shelf("undo", "9999", check=False)
    assert asked == ["There are only 3 steps to undo, not 9999. All there is?"]
    assert answer.status == (0 if yes else 1)
    assert len(stands(shelf)) == (0 if yes else 3)


def test_a_dry_run_names_the_steps_and_counts_them(shelf: Reader) -> None:
    before = stands(shelf)
    answer = shelf("undo", "2", "--dry-run")
    assert (answer.lines, answer.err) == (before[:2], "Without --dry-run: undo of 2 steps.\n")
    assert stands(shelf) == before
    shelf("undo", "2")
    answer = shelf("redo", "--dry-run")
    assert (answer.lines, answer.err) == ([before[1]], "Without --dry-run: redo of 1 step.\n")
    assert stands(shelf) == before[2:]


@pytest.mark.parametrize("call", ["undo", "undo 3", "undo --dry-run", "redo", "redo 2 --dry-run"])
def test_where_there_is_nothing_it_is_said(reader: Reader, call: str) -> None:
    answer = reader(*call.split(" "), check=False)
    verb = call.partition(" ")[0]
    assert (answer.status, answer.err, answer.out) == (1, f"reader: There is nothing to {verb}.\n", "")


BY_EACH = [
    lambda shelf, ids: [shelf("undo", "--step", id) for id in ids],
    lambda shelf, ids: shelf.batch(*({"op": "undo", "step": id} for id in ids)),
    lambda shelf, ids: _of_python(shelf, ids),
    lambda shelf, ids: shelf.batch(*({"op": "undo_session", "session": id.rpartition("-")[0]} for id in ids)),
    lambda shelf, ids: (shelf("undo", "--step", ids[0]), shelf("undo", "--to", ids[1])),
]


def _of_python(shelf: Reader, ids: list[str]) -> None:
    for id in ids:
        open_library(shelf.folder).undo(step=id)


@crossed
@pytest.mark.parametrize("way", BY_EACH)
@pytest.mark.parametrize(
    ("first", "second", "held"),
    [
        (("note", "2405.00001", "--set", "of A"), ("note", "2405.00001", "--append", "of B"), "note"),
        (("star", "2405.00001", "--off"), ("star", "2405.00001"), "starred"),
        (("mark", "reading", "2405.00001"), ("mark", "read", "2405.00001"), "status"),
        (("triage", "later", "2405.00001"), ("triage", "dismiss", "2405.00001"), "triage"),
        (("tag", "2405.00001", "--remove", "lamps"), ("tag", "2405.00001", "--add", "lamps"), "tags"),
        (("edit", "2405.00001", "--set", "venue=A"), ("edit", "2405.00001", "--set", "venue=B"), "venue"),
        (("list", "add", "L", "2405.00001"), ("list", "remove", "L", "2405.00001"), "lists"),
        (("list", "add", "L", "2405.00001"), ("list", "annotate", "L", "2405.00001", "of B"), "lists"),
        (("remove", "2405.00001", "--yes"), ("import", "-"), "title"),
    ],
)
def test_what_was_taken_back_stays_so_when_what_was_built_upon_it_is(
    shelf: Reader, way: Any, first: Sequence[str], second: Sequence[str], held: str
) -> None:
    """By each way to undo; and the history says that both are undone."""
    before = shelf.holds("show", "2405.00001")[held]
    for command in (first, second):
        shelf(*command, stdin=PAGE)
    two = [line["id"] for line in shelf.holds("history")][1::-1]
    way(shelf, two)
    assert shelf.holds("show", "2405.00001")[held] == before
    assert [line["undone"] for line in shelf.holds("history") if line["id"] in two] == [True, True]


def test_the_id_of_an_undo_names_no_step_to_undo_and_is_told_apart(shelf: Reader) -> None:
    """`history` shows it beside the others."""
    shelf.batch({"op": "undo"}, {"op": "redo"})
    for row in json.loads(shelf("history", "--json").out)[:2]:
        (answer,) = shelf.batch({"op": "undo", "step": row["id"]})
        assert answer["error"]["message"].startswith(f"'{row['id']}' undid or redid another step")

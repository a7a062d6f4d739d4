"""`{"op": "help"}`: what it says of requests and answers is what is taken and what is answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reader.cli import batch
from reader.cli.batch_editing import EDITING
from reader.cli.batch_keys import ACTIONS, OPERATIONS, OPS, PAPER_KEYS, checked, operation_of
from reader.cli.batch_reading import READING
from reader.cli.batch_schemas import described
from reader.cli.front import VERBS
from reader.cli.session import Session
from reader.errors import UsageError
from reader.paper import Name, Paper
from reader.paper_json import JSON_KEYS, to_json
from tests.cli.test_fetching import both
from tests.support.cli import Reader
from tests.support.laws import law
from tests.support.services import serving

Json = dict[str, Any]
TEXT = '{"title": "Glow", "doi": "10.5555/glow", "keywords": ["light"], "note": "n"}\n'
NO_OPS = {"open", "completion", "config", "batch", "mcp", "help"}
"""Commands that are no operation: they ask for the interface or a terminal, or are how operations are asked for."""


def validator(schema: Json) -> Draft202012Validator:
    """What judges by a schema of the help."""
    return Draft202012Validator({**schema, "$defs": HELP["$defs"]})


HELP = described(())
REQUESTS = {name: validator(HELP["ops"][name]["request"]) for name in OPERATIONS}
ANSWERS = {name: validator(HELP["ops"][name]["answer"]) for name in OPERATIONS}
REFUSAL = validator(HELP["refusal"])


def test_every_command_is_an_operation() -> None:
    """But for those that ask for a terminal, a shell or a file of settings; and every operation is answered."""
    assert set(VERBS) - set(OPS) <= NO_OPS
    assert {*READING, *EDITING} == set(OPERATIONS)
    assert {name for name in OPERATIONS if OPERATIONS[name].edits} == set(EDITING)


def test_the_schemas_are_schemas() -> None:
    for name, told in HELP["ops"].items():
        Draft202012Validator.check_schema(told["request"])
        assert told["request"]["additionalProperties"] is False, name
    for name, schema in HELP["$defs"].items():
        Draft202012Validator.check_schema(schema)
        if name.startswith("answer"):
            assert schema["additionalProperties"] is False, name
    assert len(json.dumps(HELP)) < 66_000
    assert HELP["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_the_fields_of_a_paper_are_those_that_its_object_may_have() -> None:
    names = (("Cy Oak", Name(family="Oak", given="Cy")),)
    full = Paper(
        "a", "A", authors=("Cy Oak",), names=names, more_authors=True, machine_summary="m", kept=(("x/y", "z"),),
        corrected=("title",), links=(("code", "https://x.org"),), metadata=(("volume", "1"),),
    )  # fmt: skip
    added = {"score", "matches", "nearest", "reason", "reasons", "section", "entry_note"}
    added |= {"unseen_notes", "unseen_remarks"}
    assert set(to_json(full)) == set(JSON_KEYS)
    assert set(HELP["$defs"]["paper"]["properties"]) == {*JSON_KEYS, *added}
    validator(HELP["$defs"]["paper"]).validate(to_json(full))


def requests(one: str, other: str, there: Path) -> list[Json]:
    """Something of every operation."""
    return [
        {"op": "help", "id": [1]},
        {"op": "help", "brief": True},
        {"op": "search", "limit": None, "offset": None},
        {"op": "import", "text": [TEXT, TEXT], "tags": ["new"], "list": "In", "keywords": "as-tags", "dry_run": True},
        {"op": "import", "text": TEXT, "tags": ["new"], "list": "In", "keywords": "as-tags"},
        {"op": "import", "text": TEXT},
        {"op": "add", "title": "Wicks", "year": 2001, "authors": ["Oak, Cy"]},
        {"op": "add", "texts": ["2408.07990"], "offline": True, "dry_run": True},
        {"op": "search"},
        {"op": "search", "query": "heaps", "fields": ["id", "score"], "limit": 1, "offset": 0},
        {"op": "search", "query": "heaps caches glow"},
        {"op": "show", "paper": one},
        {"op": "show", "query": "*", "fields": ["id"]},
        {"op": "link", "paper": one},
        {"op": "tag", "papers": [one], "add": ["x"]},
        {"op": "related", "paper": one, "limit": 0},
        {"op": "related", "paper": one, "limit": 0, "fields": ["id", "reasons", "abstract"]},
        {"op": "recommend"},
        {"op": "next", "limit": 0},
        {"op": "suggest_tags", "paper": other},
        {"op": "tags"},
        {"op": "tags", "action": "suggest", "paper": other, "limit": 0},
        {"op": "tags", "action": "rename", "tag": "x", "to": "y", "dry_run": True},
        {"op": "tags", "action": "rename", "tag": "x", "to": "y"},
        {"op": "tags", "action": "delete", "tag": "y"},
        {"op": "count"},
        {"op": "star", "papers": one},
        {"op": "star", "papers": one, "off": True},
        {"op": "mark", "paper": one, "status": "read"},
        {"op": "triage", "paper": one, "decision": "later", "dry_run": True},
        {"op": "triage", "paper": one, "decision": "queue"},
        {"op": "next"},
        {"op": "note", "paper": one, "set": "A note."},
        {"op": "note", "paper": one, "text": "Mine.", "started_from": "Another."},
        {"op": "edit", "paper": one, "set": {"title": "Heaps", "year": 2001}, "dry_run": True},
        {"op": "edit", "paper": one, "set": {"title": "Heaps"}, "clear": ["authors"]},
        {"op": "list", "action": "new", "name": "L", "papers": [one], "sections": {"Late": [other], "Empty": []}},
        {"op": "list", "action": "add", "name": "M", "papers": [one], "section": "S", "position": 1},
        {"op": "list", "action": "move", "name": "L", "papers": [one], "position": "bottom"},
        {"op": "list", "action": "describe", "name": "L", "text": "Of heaps."},
        {"op": "list", "action": "annotate", "name": "L", "paper": one, "text": "First."},
        {"op": "list", "action": "section add", "name": "L", "heading": "New"},
        {"op": "list", "action": "section rename", "name": "L", "heading": "New", "to": "Newer"},
        {"op": "list", "action": "section put", "name": "L", "heading": "Newer", "papers": [one]},
        {"op": "list", "action": "section remove", "name": "L", "heading": "Newer"},
        {"op": "list"},
        {"op": "list", "name": "L", "fields": ["id", "section", "entry_note"]},
        {"op": "list", "action": "remove", "name": "L", "papers": [other]},
        {"op": "list", "action": "rename", "name": "L", "to": "K"},
        {"op": "list", "action": "delete", "name": "M"},
        {"op": "export", "list": "K"},
        {"op": "export", "query": "heaps", "format": "bibtex"},
        {"op": "export", "list": "K", "path": str(there / "k.md")},
        {"op": "sync", "path": str(there / "k.md"), "dry_run": True},
        {"op": "sync", "path": str(there / "k.md")},
        {"op": "duplicates"},
        {"op": "duplicates", "action": "different", "papers": [one, other]},
        {"op": "duplicates", "action": "merge", "keep": one, "papers": [other]},
        {"op": "complete", "dry_run": True},
        {"op": "complete", "papers": [one]},
        {"op": "fetch", "service": "hf", "date": "2025-03-12", "dry_run": True},
        {"op": "fetch", "service": "arxiv", "ids": ["2503.00001"]},
        {"op": "fetch", "service": "doi", "dois": ["10.5555/beans"], "tags": ["beans"]},
        {"op": "stats"},
        {"op": "stats", "week": "today"},
        {"op": "history", "limit": 3},
        {"op": "history", "query": "heaps"},
        {"op": "remove", "papers": [one]},
        {"op": "undo", "dry_run": True},
        {"op": "undo"},
        {"op": "redo"},
        {"op": "undo", "steps": 2},
        {"op": "backup"},
        {"op": "backup", "action": "restore", "date": "2000"},
        {"op": "doctor"},
        {"op": "undo_session"},
        {"op": "show", "paper": "he"},
        {"op": "nope"},
    ]


def test_a_conversation_of_every_operation_is_as_the_help_says(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each request is what its schema takes, each answer what its schema promises, with nothing besides."""
    serving(monkeypatch, both)
    reader.take({"2405.00001": "Heaps and Other Trees", "2405.00002": "Caches That Compress Heaps"})
    one, other = reader("search", "--ids").lines
    refused = {"nope", "show", "note", "backup restore"}
    conversation = requests(one, other, tmp_path)
    session = Session(str(reader.folder))
    answering = batch.Batch(session)
    for request in conversation:
        answer = answering.answer(json.dumps(request))
        name = operation_of(request) if request["op"] in OPS else "nope"
        if not answer["ok"]:
            assert name in refused, (request, answer)
        if name != "nope":
            REQUESTS[name].validate(request)
        (ANSWERS[name] if answer["ok"] else REFUSAL).validate(answer)
    assert {operation_of(request) for request in conversation if request["op"] in OPS} == set(OPERATIONS)
    assert answering.answer('{"op": "count"}')["papers"] == 2
    session.close()


VALUES: dict[str, list[Any]] = {
    "text": ["x"], "texts": ["x", ["x"], []], "flag": [True], "number": [0, 3], "place": [1, "up"],
    "value": ["x", 3, ["x"]], "values": [{"title": "x"}], "sections": [{"A": ["x"], "B": []}],
}  # fmt: skip
WRONG: list[Any] = [5.5, {"x": {}}, [5], -1, "zork"]


@law()
@given(st.data())
def test_what_is_taken_is_what_the_schema_takes(data: st.DataObject) -> None:
    """Of any operation, with any keys, too many and too few, and with values of the wrong kind."""
    name = data.draw(st.sampled_from(sorted(OPERATIONS)))
    op, _, action = name.partition(" ")
    operation = OPERATIONS[name]
    request: Json = {"op": op}
    if op in ACTIONS:
        request["service" if op == "fetch" else "action"] = action
    likely = {key for group in operation.needs for key in (group if group != PAPER_KEYS else group[:1])}
    for key in sorted({*operation.keys, "zork"}):
        if data.draw(st.integers(0, 9)) < (7 if key in likely else 1):
            known = operation.keys.get(key)
            right = (
                [known.choices[0]] if known is not None and known.choices else VALUES[known.type if known else "text"]
            )
            wrong = data.draw(st.integers(0, 19)) == 0
            request[key] = data.draw(st.sampled_from(WRONG if wrong else right))
    try:
        checked(name, request)
    except UsageError:
        taken = False
    else:
        taken = True
    # Which formats there are is asked where one is read or written.
    if request.get("format") in ("x", "zork"):
        del request["format"]
    assert REQUESTS[name].is_valid(request) == taken, request


def test_the_help_may_be_of_a_few_operations(reader: Reader) -> None:
    lists, one, wrong, brief = reader.batch(
        {"op": "help", "ops": ["list"]},
        {"op": "help", "ops": "list add"},
        {"op": "help", "ops": ["lst"]},
        {"op": "help", "brief": True},
    )
    assert brief == {"ok": True, "ops": {name: each.about for name, each in OPERATIONS.items()}}
    assert len(json.dumps(brief)) < 5_000
    assert all(name.startswith("list ") for name in lists["ops"])
    assert list(one["ops"]) == ["list add"]
    assert wrong["error"]["message"] == "'lst' is no operation; did you mean 'list'?"

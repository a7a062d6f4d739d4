"""What an assistant may do with a library: which tools it has, how far they go, and that all of it can be undone."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reader.cli.assistant_tools import ROWS, UNTRUSTED, AssistantSession, tools
from reader.cli.batch_keys import OPERATIONS
from reader.cli.session import Session
from reader.library.library import Library
from reader.operations import annotate
from reader.operations.reading_lists import new_list
from reader.operations.search import PaperFinder
from reader.operations.triage import decide
from reader.operations.undo import past
from reader.paper import Decision, Paper
from tests.support.cli import Reader
from tests.support.laws import law
from tests.support.memory import Log, library

Json = dict[str, Any]
ON_DISK = {"sync"}


def assistant(shelf: Library, **allowed: Any) -> AssistantSession:
    """An assistant with a library that is in memory."""
    session: Any = SimpleNamespace(library=shelf, finder=PaperFinder(shelf), settings=SimpleNamespace(goal=0))
    return AssistantSession(session, **allowed)


def shelf_of(papers: int = 6, log: Log | None = None) -> Library:
    """A library with papers, and words of the user about them."""
    words = ("Heaps", "Caches", "Locks", "Trees", "Queues", "Hashes", "Graphs", "Bits")
    held = [
        Paper(
            f"p{at}",
            f"{words[at % 8]} That {words[(at + 3) % 8]} Keep {at}",
            abstract="Of lamps.",
            arxiv_id=f"2401.{at:05}",
        )
        for at in range(papers)
    ]
    log = log or Log()
    log.papers.extend(held)
    found = library(log=log)
    annotate.tag_papers(found, held[:3], ["rl", "march"])
    annotate.set_note(found, found.papers["p0"], "The user's own note.")
    new_list(found, "Mine", papers=[found.papers["p1"]], sections={"Later": [found.papers["p2"]]})
    decide(found, [found.papers["p3"]], Decision.QUEUE)
    return found


def state(shelf: Library) -> tuple[Any, ...]:
    """All that a library says of its papers and lists."""
    return dict(shelf.papers), dict(shelf.lists), shelf.tags.counts(), shelf.state.pairs("differs")


def but_for_changed(told: tuple[Any, ...]) -> tuple[object, ...]:
    """The same without the moments in which papers were changed last."""
    papers, *rest = told
    return ({id: replace(paper, changed_at="") for id, paper in papers.items()}, *rest)


def test_the_tools_are_the_operations_that_stay_within_the_library() -> None:
    """Those that read, and where it is allowed those that edit; none of their keys is a file, or a step of others."""
    reading, all_of_them = tools(write=False), tools(write=True)
    names = {name.replace(" ", "_") for name in OPERATIONS if name not in {"help", *ON_DISK}}
    assert set(all_of_them) == names
    assert set(reading) == {name for name, tool in all_of_them.items() if not tool.operation.edits}
    keys = {key for tool in all_of_them.values() for key in tool.schema["properties"]}
    assert not keys & {"sources", "path", "template", "force", "repair", "op", "action", "steps", "session"}
    assert set(all_of_them["undo"].schema["properties"]) == {"step", "dry_run", "brief"}


def test_the_schema_of_a_tool_is_a_plain_object() -> None:
    """As the clients know it that are older than JSON Schema 2020-12: properties, and which are required."""
    for tool in tools(write=True).values():
        Draft202012Validator.check_schema(tool.schema)
        assert set(tool.schema) <= {"$schema", "type", "properties", "required", "additionalProperties"}
        assert tool.schema["type"] == "object"
    listed = tools(write=True)["list_section_put"]
    assert listed.schema["required"] == ["name", "heading"]
    assert listed.about.endswith("Give one of papers, paper, query.")


@pytest.mark.parametrize(
    ("tool", "arguments", "kind", "told"),
    [
        ("star", {"papers": ["p1"]}, "read-only", "`reader mcp --write` lets it edit"),
        ("serach", {}, "usage", "did you mean 'search'?"),
        ("sync", {"path": "x.md"}, "usage", "There is no tool 'sync'"),
        ("search", {"op": "remove", "query": "*"}, "usage", "'op' is no argument of 'search'"),
        ("list_show", {"action": "delete", "name": "Mine"}, "usage", "'action' is no argument"),
        ("export", {"path": "/tmp/x.md"}, "usage", "'path' is no argument"),
        ("doctor", {"repair": True}, "usage", "'repair' is no argument"),
        ("search", {"limit": "3"}, "usage", "'limit' must be a whole number"),
    ],
)
def test_what_is_not_allowed_is_refused(tool: str, arguments: Json, kind: str, told: str) -> None:
    shelf = shelf_of()
    before = state(shelf)
    answer = assistant(shelf).call(tool, arguments, "Claude")
    assert (answer["ok"], answer["error"]["kind"]) == (False, kind)
    assert told in answer["error"]["message"]
    assert state(shelf) == before


def test_who_only_reads_changes_nothing_whatever_is_asked() -> None:
    """Also what goes past the tools."""
    shelf = shelf_of()
    reading = assistant(shelf)
    before, steps = state(shelf), len(shelf.history())
    answer = reading._batch.reply({"op": "star", "papers": ["p1"]})
    assert answer["error"]["kind"] == "read-only"
    assert (state(shelf), len(shelf.history())) == (before, steps)


def test_an_edit_has_its_author_in_the_history(reader: Reader) -> None:
    """On the disk, on a terminal and in JSON; what the user does has none. The name is data, too."""
    reader.take({"2405.00001": "Heaps and Other Trees"})
    session = Session(str(reader.folder))
    writing = AssistantSession(session, write=True)
    done = writing.call("tag", {"paper": "2405.00001", "add": ["x"]}, "Claude\x1b[31m Code")
    writing.call("undo", {}, "")
    session.close()
    steps = reader("history", "--json").json
    assert [step.get("author") for step in steps] == ["an assistant", "Claude Code", None]
    assert steps[1]["id"] == done["step"]
    assert "Tagged 'Heaps and Other Trees' 'x' (by Claude Code) (undone)" in reader("history").lines[1]
    assert (reader.folder / "journal").exists()
    assert '"by":"Claude Code"' in "".join(path.read_text() for path in (reader.folder / "journal").glob("*.jsonl"))


def test_one_call_changes_no_more_papers_than_it_may() -> None:
    """Whatever it is that changes them, and a dry run says so too; the next call may change as many again, and undoing
    is not held back."""
    shelf = shelf_of()
    writing = assistant(shelf, write=True, most=2)
    before = state(shelf)
    for tool, arguments in (
        ("star", {"query": "*"}),
        ("remove", {"papers": ["p0", "p1", "p4"]}),
        ("tags_delete", {"tag": "rl"}),
        ("list_new", {"name": "N", "papers": ["p0", "p1", "p4"]}),
        (
            "import",
            {"text": "\n".join(json.dumps({"title": f"Lamp {at}", "arxiv_id": f"2402.0000{at}"}) for at in range(3))},
        ),
    ):
        answer = writing.call(tool, arguments, "Claude")
        assert (answer["ok"], answer["error"]["kind"]) == (False, "refused"), tool
        assert "the call would change 3 papers, and may change 2" in answer["error"]["message"].replace("6", "3")
        if tool != "import":
            assert writing.call(tool, {**arguments, "dry_run": True}, "Claude") == answer
        assert state(shelf) == before
    for papers in (["p0", "p1"], ["p2", "p3"]):
        assert writing.call("star", {"papers": papers}, "Claude")["ok"]
    assert writing.call("undo_session", {}, "Claude")["ok"]
    assert state(shelf) == before


def test_an_assistant_takes_back_its_own_steps_alone() -> None:
    """The user's last step stands, though it is the newer one; theirs are neither undone nor brought back."""
    log = Log()
    of_user = library(log=log)
    shelf = shelf_of(log=log)
    of_user.refresh()
    writing = assistant(shelf, write=True)
    last = of_user.undoable(1)[0].id
    assert "not made in this session" in writing.call("undo", {"step": last}, "x")["error"]["message"]
    assert writing.call("undo", {}, "x")["error"]["kind"] == "refused"
    writing.call("star", {"papers": ["p4"]}, "x")
    of_user.refresh()
    annotate.tag_papers(of_user, [of_user.papers["p4"]], ["mine"], [])
    assert writing.call("undo", {}, "x")["say"] == ["Undid: Starred 'Queues That Bits Keep 4'"]
    assert (shelf.papers["p4"].starred, shelf.papers["p4"].tags) == (False, ("mine",))
    of_user.undo_step(of_user.undoable()[0].id)
    assert "not made in this session" in writing.call("redo", {}, "x")["error"]["message"]
    assert writing.call("undo_session", {}, "x")["error"]["message"] == "There is nothing to undo."


def test_texts_are_told_to_be_data_and_hold_no_escape_sequence() -> None:
    shelf = shelf_of()
    reading = assistant(shelf)
    found = reading.call("search", {"query": "lamps \x1b]52;c;x\x07 tag:\x1b[31mnobody"}, "x")
    assert next(iter(found)) == "untrusted"
    assert found["untrusted"] == UNTRUSTED
    assert "\\u001b" not in json.dumps(found)
    assert "\\u001b" not in json.dumps(reading.call("\x1b[31mx", {"\x1b": 1}, "x"))


def test_an_answer_has_a_few_rows_where_nobody_says_how_many() -> None:
    shelf = shelf_of(ROWS + 5)
    reading = assistant(shelf)
    few, all_of_them = reading.call("search", {}, "x"), reading.call("search", {"limit": 0}, "x")
    assert (len(few["papers"]), few["total"]) == (ROWS, ROWS + 5)
    assert len(all_of_them["papers"]) == ROWS + 5
    shown, named = reading.call("show", {"query": "*"}, "x"), reading.call("show", {"papers": [*shelf.papers]}, "x")
    assert (len(shown["papers"]), shown["total"]) == (ROWS, ROWS + 5)
    assert len(named["papers"]) == ROWS + 5  # As many as it asked for.
    last = reading.call("show", {"query": "*", "offset": ROWS, "limit": 0, "fields": ["id"]}, "x")
    assert len(last["papers"]) == 5


def drawn_call(chance: random.Random, shelf: Library) -> tuple[str, Json]:
    """Some edit of some papers, lists and tags, that may or may not be possible."""
    ids = sorted(shelf.papers) or ["p0"]
    some = chance.sample(ids, chance.randint(1, min(3, len(ids))))
    name = chance.choice(["Mine", "New", "Queue", "Other"])
    section = chance.choice(["Later", "S", ""])
    calls: list[tuple[str, Json]] = [
        ("tag", {"papers": some, "add": [chance.choice("ab")], "remove": ["rl"]}),
        ("tags_rename", {"tag": chance.choice(["rl", "a", "march"]), "to": chance.choice(["b", "rl/x"])}),
        ("tags_delete", {"tag": chance.choice(["rl", "a"])}),
        ("star", {"papers": some, "on": chance.random() < 0.7}),
        ("mark", {"papers": some, "status": chance.choice(["unread", "reading", "read"])}),
        ("triage", {"papers": some, "decision": chance.choice(["queue", "later", "star", "dismiss", "inbox"])}),
        ("note", {"paper": some[0], chance.choice(["text", "append"]): chance.choice(["A note.", "More."])}),
        ("edit", {"paper": some[0], "set": {"venue": chance.choice(["NeurIPS", "ICML"])}}),
        ("remove", {"papers": some[:1]}),
        ("duplicates_merge", {"keep": some[0], "papers": some[1:] or ids[:1]}),
        ("duplicates_different", {"papers": ids[:2]}),
        ("list_new", {"name": name, "papers": some, "sections": {"S": []}}),
        ("list_add", {"name": name, "papers": some, "section": section}),
        ("list_remove", {"name": name, "papers": some}),
        ("list_move", {"name": name, "papers": some, "position": chance.choice([1, 2, "bottom", "up"])}),
        ("list_rename", {"name": name, "to": chance.choice(["New", "Renamed", "Queue"])}),
        ("list_delete", {"name": name}),
        ("list_describe", {"name": name, "text": "Words."}),
        ("list_annotate", {"name": name, "paper": some[0], "text": "A remark."}),
        ("list_section_add", {"name": name, "heading": "T"}),
        ("list_section_put", {"name": name, "papers": some, "heading": section}),
        ("list_section_remove", {"name": name, "heading": section}),
        (
            "import",
            {"text": json.dumps({"title": f"Lamp {chance.randint(1, 3)}", "arxiv_id": "2402.00001", "tags": ["i"]})},
        ),
        ("undo", {}),
        ("redo", {}),
    ]
    return chance.choice(calls)


@law(280)
@given(st.integers(0, 2**32))
def test_all_that_a_session_did_is_undone_by_one_call(seed: int) -> None:
    """Whatever it did, in whatever order, its own undoing among it: the library is as it was, moments and all."""
    chance = random.Random(seed)
    shelf = shelf_of()
    if chance.random() < 0.3:
        shelf.undo()
    before = state(shelf)
    writing = assistant(shelf, write=True)
    done = [writing.call(*drawn_call(chance, shelf), "x") for _ in range(chance.randint(1, 12))]
    undone = writing.call("undo_session", {}, "x")
    if undone["ok"]:
        assert undone["skipped"] == []
    assert state(shelf) == before
    assert [answer for answer in done if answer.get("error", {}).get("message", "").startswith("Reader met")] == []


@law(280)
@given(st.integers(0, 2**32))
def test_all_that_two_sessions_did_is_undone_by_one_call_of_each_in_either_order(seed: int) -> None:
    """Whatever the one built upon the other: of neither anything is left, and nothing of the user's is taken, but that
    a paper to which both said what took each other back counts as changed then."""
    chance = random.Random(seed)
    log = Log()
    shelves = {"one": shelf_of(log=log), "two": library(log=log), "user": library(log=log)}
    before = but_for_changed(state(shelves["user"]))
    sessions = {name: assistant(shelves[name], write=True) for name in ("one", "two")}

    def call(name: str, wanted: tuple[str, Json] | None = None) -> None:
        shelves[name].refresh()
        tool, arguments = wanted or drawn_call(chance, shelves[name])
        sessions[name].call(tool, arguments, name)

    for _ in range(chance.randint(2, 12)):
        call(chance.choice(["one", "two"]))
    for name in chance.sample(["one", "two"], 2):
        call(name, ("undo_session", {}))
    shelves["user"].refresh()
    assert but_for_changed(state(shelves["user"])) == before
    assert [line.say for line in past(shelves["user"]) if line.author and line.own] == []


def test_the_session_of_another_run_is_undone_by_its_name(reader: Reader) -> None:
    """As the history has it, by `undo_session` of a batch: also what it undid and brought back of former ones."""
    reader.take({"2405.00001": "Heaps and Other Trees", "2405.00002": "Caches That Compress"})
    (first,) = reader.batch({"op": "tag", "papers": "2405.00001", "add": ["x"]})
    star = {"op": "star", "papers": "2405.00002"}
    reader.batch({"op": "undo", "step": first["step"]}, star, {"op": "list", "action": "new", "name": "L"})
    session = reader("history", "--json").json[0]["session"]
    reader.batch({"op": "note", "paper": "2405.00002", "text": "Mine."})
    undone, wrong = reader.batch(
        {"op": "undo_session", "session": session}, {"op": "undo_session", "session": "nobody"}
    )
    assert (undone["steps"], undone["skipped"]) == (3, [])
    assert wrong["error"]["message"] == "'nobody' is no session of this device; `history` has them."
    papers = {paper["arxiv_id"]: paper for paper in reader("search", "--json").json}
    assert (papers["2405.00001"]["tags"], papers["2405.00002"]["starred"]) == (["x"], False)
    assert papers["2405.00002"]["note"] == "Mine."
    assert reader("list", "--json").json == []
    assert reader.batch({"op": "undo", "step": first["step"]})[0]["ok"]


def test_without_what_speaks_the_protocol_it_says_what_installs_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [*sys.modules]:
        if name == "mcp" or name.startswith(("mcp.", "mcp_types", "reader.cli.mcp_server")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp_types", None)
    answer = reader("mcp", check=False)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.strip().endswith("is not installed: pip install 'reader-papers[mcp]'")

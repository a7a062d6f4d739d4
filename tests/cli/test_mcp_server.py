"""`reader mcp` on the wire: the reference client of the protocol lists and calls every tool.

The client is loaded by the tests that need it: that takes more than a second, and not every worker has one of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from reader.cli.assistant_tools import AssistantSession, tools
from reader.cli.batch import GIVEN_UP
from reader.cli.session import Session
from tests.cli.test_fetching import both
from tests.support.cli import Reader
from tests.support.services import serving

Json = dict[str, Any]


def calls(one: str, other: str) -> dict[str, Json]:
    """What every tool is called with, so that all can be done in this order."""
    many = {"papers": [one, other]}
    return {
        "import": {"text": '{"title": "Lamps", "arxiv_id": "2402.00001"}'},
        "add": {"texts": ["2408.07990"], "offline": True},
        "fetch_hf": {"date": "2025-03-12"},
        "fetch_arxiv": {"ids": ["2503.00001"]},
        "fetch_doi": {"dois": "10.5555/beans"},
        "complete": {"paper": one},
        "search": {"query": "heaps", "fields": ["id", "abstract", "corrected"]},
        "show": many,
        "link": {"paper": one},
        "related": {"paper": one},
        "recommend": {},
        "next": {},
        "suggest_tags": {"paper": one},
        "count": {},
        "tag": {**many, "add": ["x"]},
        "tags_list": {},
        "tags_suggest": {"paper": one},
        "tags_rename": {"tag": "x", "to": "y"},
        "tags_delete": {"tag": "y"},
        "star": many,
        "mark": {**many, "status": "reading"},
        "triage": {**many, "decision": "queue"},
        "note": {"paper": one, "text": "A note."},
        "edit": {"paper": one, "set": {"venue": "ICML"}},
        "list_new": {"name": "L", "sections": {"S": [one]}},
        "list_add": {"name": "L", "papers": [other]},
        "list_show": {"name": "L"},
        "list_move": {"name": "L", "papers": [one], "position": "top"},
        "list_describe": {"name": "L", "text": "Words."},
        "list_annotate": {"name": "L", "paper": one, "text": "First."},
        "list_section_add": {"name": "L", "heading": "T"},
        "list_section_rename": {"name": "L", "heading": "T", "to": "U"},
        "list_section_put": {"name": "L", "heading": "U", "papers": [one]},
        "list_section_remove": {"name": "L", "heading": "U"},
        "export": {"list": "L"},
        "list_remove": {"name": "L", "papers": [other]},
        "list_rename": {"name": "L", "to": "K"},
        "list_delete": {"name": "K"},
        "duplicates_list": {},
        "duplicates_different": many,
        "duplicates_merge": {"keep": one, "papers": [other]},
        "stats": {},
        "history": {"limit": 3},
        "undo": {},
        "redo": {},
        "remove": {"paper": one},
        "doctor": {},
        "backup_list": {},
        "backup_restore": {"date": "2000"},
        "undo_session": {},
    }


@pytest.fixture
def shelf(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Two papers, and services that answer."""
    serving(monkeypatch, both)
    reader.take({"2405.00001": "Heaps and Other Trees", "2405.00002": "Caches That Compress Heaps"})
    return reader


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_the_reference_client_lists_and_calls_every_tool(shelf: Reader, mode: str) -> None:
    """By the old handshake and by the protocol of today: each answer is data, and each edit has the client's name."""
    from mcp import Client
    from mcp_types import Implementation, TextContent

    from reader.cli.mcp_server import server_of

    one, other = shelf("search", "--ids").lines
    before = shelf("search", "--json").json
    session = Session(str(shelf.folder))
    server = server_of(AssistantSession(session, write=True))
    wanted = calls(one, other)
    async with Client(server, mode=mode, client_info=Implementation(name="Claude Code", version="1")) as client:
        listed = await client.list_tools()
        assert sorted(tool.name for tool in listed.tools) == sorted(wanted) == sorted(tools(write=True))
        hints = {tool.name: tool.annotations for tool in listed.tools if tool.annotations is not None}
        assert (hints["search"].read_only_hint, hints["remove"].destructive_hint) == (True, True)
        for name, arguments in wanted.items():
            result = await client.call_tool(name, arguments)
            (block,) = result.content
            assert isinstance(block, TextContent)
            assert json.loads(block.text) == result.structured_content
            assert result.structured_content["ok"] == (name != "backup_restore"), (name, result)
            assert result.is_error == (name == "backup_restore")
            if name == "search":
                assert result.structured_content["papers"][0]["corrected"] is None
        wrong = await client.call_tool("serach", {})
        assert "did you mean 'search'?" in wrong.structured_content["error"]["message"]
    session.close()
    assert shelf("search", "--json").json == before
    authors = {step.get("author") for step in shelf("history", "--json").json}
    assert authors == {"Claude Code", None}


async def test_a_call_that_is_given_up_asks_no_more_and_changes_nothing(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while it waits for its turn with a service; the next call comes after it, and sees what there was."""
    from anyio import move_on_after
    from mcp import Client

    from reader.cli.mcp_server import server_of

    monkeypatch.setenv("READER_ARXIV_PAUSE", "30")
    session = Session(str(shelf.folder))
    assistant = AssistantSession(session, write=True)
    ended: list[Json] = []
    answered = assistant.call

    def call(tool: str, arguments: Json, author: str) -> Json:
        ended.append(answered(tool, arguments, author))
        return ended[-1]

    monkeypatch.setattr(assistant, "call", call)
    async with Client(server_of(assistant)) as client:
        await client.call_tool("fetch_arxiv", {"ids": ["2503.00001"]})
        with move_on_after(0.2):
            await client.call_tool("fetch_arxiv", {"ids": ["2503.00002"]})
        count = await client.call_tool("count", {})
    assert [answer["ok"] for answer in ended] == [True, False, True]
    assert ended[1]["error"] == {"message": GIVEN_UP, "kind": "refused"}
    assert count.structured_content["papers"] == 3
    session.close()


async def test_an_edit_of_a_call_that_was_given_up_is_refused(shelf: Reader) -> None:
    session = Session(str(shelf.folder))
    assistant = AssistantSession(session, write=True)
    assistant.given_up.set()
    assert assistant.call("star", {"query": "*"}, "me")["error"]["message"] == GIVEN_UP
    assert assistant.call("count", {}, "me")["papers"] == 2
    session.close()


async def test_it_speaks_on_standard_input_and_output(shelf: Reader, tmp_path: Path) -> None:
    """Started as a client starts it: nothing but the protocol is on standard output, and without --write it reads."""
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client
    from mcp_types import Implementation

    call = ["-m", "reader", "--library", str(shelf.folder), "mcp"]
    server = StdioServerParameters(command=sys.executable, args=call, env=dict(os.environ))
    client_info = Implementation(name="Claude Code", version="1")
    errors = (tmp_path / "errors").open("w", encoding="utf-8")
    async with Client(stdio_client(server, errors), client_info=client_info) as client:
        assert sorted(tool.name for tool in (await client.list_tools()).tools) == sorted(tools(write=False))
        found = await client.call_tool("search", {"query": "caches", "fields": ["title"]})
        assert found.structured_content["papers"] == [{"title": "Caches That Compress Heaps"}]
        refused = await client.call_tool("star", {"query": "*"})
        assert (refused.is_error, refused.structured_content["error"]["kind"]) == (True, "read-only")
    errors.close()


def test_requests_that_are_written_at_once_are_all_answered_before_it_ends(shelf: Reader) -> None:
    """The SDK drops those that it is at when its input ends."""
    about = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a script", "version": "1"}}
    asked: list[Json] = [
        {"id": 1, "method": "initialize", "params": about},
        {"method": "notifications/initialized"},
        *({"id": 2 + n, "method": "tools/call", "params": {"name": "search", "arguments": {}}} for n in range(9)),
        {"id": "last", "method": "tools/call", "params": {"name": "tag", "arguments": {"query": "*", "add": ["x"]}}},
    ]
    sent = "".join(json.dumps({"jsonrpc": "2.0", **one}) + "\n" for one in asked)
    call = [sys.executable, "-m", "reader", "--library", str(shelf.folder), "mcp", "--write"]
    done = subprocess.run(call, input=sent, capture_output=True, encoding="utf-8", timeout=60, check=True)
    answers = {one["id"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert answers.keys() == {1, *range(2, 11), "last"}
    assert len(answers["last"]["result"]["structuredContent"]["changed"]) == 2


async def test_nobody_waits_for_a_request_that_was_taken_back(shelf: Reader) -> None:
    """But for another one that came with it."""
    import anyio
    import mcp_types as types
    from mcp.shared.message import SessionMessage

    from reader.cli.mcp_server import Unanswered

    unanswered = Unanswered()
    send, given = anyio.create_memory_object_stream[SessionMessage | Exception](9)
    passed_on, handed = anyio.create_memory_object_stream[SessionMessage | Exception](9)
    told, answers = anyio.create_memory_object_stream[SessionMessage](9)
    with send, given, passed_on, handed, told, answers:
        for known in (8, "nine"):
            send.send_nowait(SessionMessage(types.JSONRPCRequest(jsonrpc="2.0", id=known, method="ping")))
        back = types.JSONRPCNotification(jsonrpc="2.0", method="notifications/cancelled", params={"requestId": "nine"})
        send.send_nowait(SessionMessage(back))
        send.close()
        told.send_nowait(SessionMessage(types.JSONRPCResponse(jsonrpc="2.0", id=8, result={})))
        told.close()
        with anyio.fail_after(5):
            async with anyio.create_task_group() as group:
                group.start_soon(unanswered.hand_on, given, passed_on, take_it)
                await anyio.wait_all_tasks_blocked()
                waiting = handed.statistics().open_send_streams
                await unanswered.hand_out(answers, take_it)
    assert waiting == 1


async def take_it(_: object) -> None:
    """Take an answer."""


def test_an_assistant_that_leaves_before_it_has_its_answer_is_no_error(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other errors stay what they are."""
    from reader.cli.mcp_server import serve

    found: list[Exception] = [BrokenPipeError(), ValueError("lamps")]

    def ends(main: Coroutine[Any, Any, None]) -> None:
        main.close()
        raise ExceptionGroup("of tasks", [ExceptionGroup("of writing", [found.pop(0)])])

    monkeypatch.setattr("asyncio.run", ends)
    session = Session(str(shelf.folder))
    serve(AssistantSession(session))
    with pytest.raises(ExceptionGroup):
        serve(AssistantSession(session))
    session.close()


@pytest.mark.parametrize(
    ("line", "code", "known"),
    [
        ("{oops", -32700, None),
        (r'"\ud83d"', -32700, None),
        (r'{"jsonrpc":"2.0","id":7,"method":"ping","params":{"a":"\ud83d"}}', -32700, 7),
        (r'{"jsonrpc":"2.0","id":"\ud83d","method":"ping"}', -32700, None),
        ("[" * 100_000, -32700, None),
        ("[]", -32600, None),
        ('{"jsonrpc":"2.0","id":8}', -32600, 8),
    ],
)
async def test_a_line_that_is_no_message_is_answered(line: str, code: int, known: int | None) -> None:
    """The SDK drops it, and who sent it would wait for ever; what follows it is handed on."""
    import anyio
    import mcp_types as types
    from mcp.shared.message import SessionMessage
    from pydantic import ValidationError

    from reader.cli.mcp_server import Unanswered

    whole = SessionMessage(types.JSONRPCNotification(jsonrpc="2.0", method="notifications/initialized"))
    messages: list[SessionMessage | Exception] = []
    for text in ("", line):
        with pytest.raises(ValidationError) as raised:
            types.jsonrpc_message_adapter.validate_json(text, by_name=False)
        messages.append(raised.value)
    send, given = anyio.create_memory_object_stream[SessionMessage | Exception](9)
    passed_on, handed = anyio.create_memory_object_stream[SessionMessage | Exception](9)
    taken, answers = anyio.create_memory_object_stream[SessionMessage](9)
    with send, given, passed_on, handed, taken, answers:
        for message in [*messages, whole]:
            send.send_nowait(message)
        send.close()
        await Unanswered().hand_on(given, passed_on, taken.send)
        answer = answers.receive_nowait().message
        assert isinstance(answer, types.JSONRPCError)
        assert (answer.error.code, answer.id) == (code, known)
        assert handed.receive_nowait() is whole
        assert answers.statistics().current_buffer_used == 0

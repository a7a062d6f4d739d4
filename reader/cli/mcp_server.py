"""`reader mcp` on the wire: the tools of an assistant by the Model Context Protocol, on standard input and output.

The protocol is https://modelcontextprotocol.io/specification; what speaks it is its official SDK.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterable, Awaitable, Callable
from typing import Any

import mcp_types as types
from anyio import Event, create_memory_object_stream, create_task_group, sleep_forever, to_thread
from anyio.streams.memory import MemoryObjectSendStream
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

from reader import __version__
from reader.cli.assistant_tools import UNTRUSTED, AssistantSession, AssistantTool

_INSTRUCTIONS = (
    "The user's library of research papers: find, read, tag, note and list them. Begin with `search` and choose"
    " `fields`: abstracts are long. Name a paper by its id, arXiv id, DOI or citation key. Every edit is a step of"
    " the user's history; `undo` takes back one of this session, `undo_session` all. "
) + UNTRUSTED
_DESTROYING = ("remove", "delete", "merge", "restore")
"""Words of operations that take something away; undo brings it back."""


def server_of(session: AssistantSession) -> Server[dict[str, Any]]:
    """The server that lets an assistant have this session."""
    one_at_a_time = asyncio.Lock()

    async def list_tools(
        _: ServerRequestContext[dict[str, Any]], __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in session.tools.values()])

    async def call_tool(
        context: ServerRequestContext[dict[str, Any]], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        client = context.session.client_params
        author = client.client_info.name if client is not None else ""
        async with one_at_a_time, create_task_group() as group:
            # What waits for the network or another process keeps nobody from asking whether the server lives. A call
            # that is given up still has its turn to the end: it ends soon, and the next must not come in between.
            session.given_up.clear()
            group.start_soon(_tell_when_cancelled, session.given_up)
            answer = await to_thread.run_sync(session.call, params.name, params.arguments or {}, author)
            group.cancel_scope.cancel()
        text = json.dumps(answer, ensure_ascii=False)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=answer, is_error=not answer["ok"]
        )

    return Server(
        "reader",
        version=__version__,
        title="Reader",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _tell_when_cancelled(given_up: threading.Event) -> None:
    """Set `given_up` once the call that this stands beside is cancelled (`notifications/cancelled`), or over."""
    try:
        await sleep_forever()
    finally:
        given_up.set()


def _described(tool: AssistantTool) -> types.Tool:
    operation = tool.operation
    return types.Tool(
        name=tool.name,
        description=tool.about,
        input_schema=tool.schema,
        annotations=types.ToolAnnotations(
            read_only_hint=not operation.edits,
            destructive_hint=any(word in tool.name.split("_") for word in _DESTROYING),
            idempotent_hint=not operation.edits,
            open_world_hint=operation.asks_network,
        ),
    )


def serve(session: AssistantSession) -> None:
    """Answer standard input until it ends, or nobody takes the answers any more."""
    try:
        asyncio.run(_serve(server_of(session)))
    except* BrokenPipeError:
        pass  # The assistant left before it had an answer, which is no error of this program; what it did is done.


async def _serve(server: Server[dict[str, Any]]) -> None:
    passed_on, whole = create_memory_object_stream[SessionMessage | Exception](0)
    answers, answered = create_memory_object_stream[SessionMessage](0)
    async with passed_on, answered, stdio_server() as (given, taken), given, taken, create_task_group() as group:
        unanswered = Unanswered()
        group.start_soon(unanswered.hand_out, answered, taken.send)
        group.start_soon(unanswered.hand_on, given, passed_on, taken.send)
        async with whole, answers:
            await server.run(whole, answers, server.create_initialization_options())
        group.cancel_scope.cancel()


class Unanswered:
    """The requests that have no answer yet. Input that ends does not take them back: who writes them all and closes
    the pipe (`reader mcp < requests`) gets each answer, while the SDK ends with its input."""

    def __init__(self) -> None:
        self._ids: set[str | int] = set()
        self._fewer = Event()

    async def hand_on(
        self,
        given: AsyncIterable[SessionMessage | Exception],
        passed_on: MemoryObjectSendStream[SessionMessage | Exception],
        answer: Callable[[SessionMessage], Awaitable[None]],
    ) -> None:
        """Hand on the messages that are whole, and answer each line that is none, which the SDK drops: who sent it
        would wait for ever. Comes to its end once every request has its answer."""
        async with passed_on:
            async for message in given:
                if isinstance(message, SessionMessage):
                    self._note(message.message)
                    await passed_on.send(message)
                elif (refused := refusal(message)) is not None:
                    await answer(SessionMessage(refused))
            while self._ids:
                self._fewer = Event()
                await self._fewer.wait()

    async def hand_out(
        self, answers: AsyncIterable[SessionMessage], answer: Callable[[SessionMessage], Awaitable[None]]
    ) -> None:
        """Give the answers to who asked."""
        async for message in answers:
            await answer(message)
            if isinstance(message.message, types.JSONRPCResponse | types.JSONRPCError):
                self._forget(message.message.id)

    def _note(self, message: types.JSONRPCMessage) -> None:
        """A request waits for its answer; one that is cancelled waits no more."""
        if isinstance(message, types.JSONRPCRequest):
            self._ids.add(message.id)
        elif isinstance(message, types.JSONRPCNotification) and message.method == "notifications/cancelled":
            self._forget((message.params or {}).get("requestId"))

    def _forget(self, known: object) -> None:
        if isinstance(known, str | int):
            self._ids.discard(known)
            self._fewer.set()


def refusal(why: Exception) -> types.JSONRPCError | None:
    """The answer to a line that is no message, with its id where that can be read; None for a blank line."""
    errors = why.errors() if isinstance(why, ValidationError) else []
    is_json = any(error["type"] != "json_invalid" for error in errors)
    message: object = None
    if is_json:
        message = next((error["input"] for error in errors if isinstance(error["input"], dict)), None)
    elif errors:
        line = str(errors[0]["input"])
        if not line.strip():
            return None
        try:
            message = json.loads(line)  # It takes half a character, which is no text.
        except (ValueError, RecursionError):
            message = None
    code = types.INVALID_REQUEST if is_json else types.PARSE_ERROR
    told = "This is no message of JSON-RPC." if is_json else "This line is no JSON, or holds half a character."
    return types.JSONRPCError(jsonrpc="2.0", id=_id_of(message), error=types.ErrorData(code=code, message=told))


def _id_of(message: object) -> str | int | None:
    """The id that a message has; None where it has none, or one that cannot be written."""
    known = message.get("id") if isinstance(message, dict) else None
    if isinstance(known, str):
        return known if known.isprintable() else None
    return known if isinstance(known, int) and not isinstance(known, bool) else None

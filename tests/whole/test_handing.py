"""Whether messages reach in tests whom they reach without them."""

from __future__ import annotations

import inspect
from pathlib import Path

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

from tests.support.handing import handed_quickly
from tests.support.memory import library
from tests.support.screen import opened

FIND = MessagePump._get_dispatch_methods
_OF_EVENTS = inspect.getmembers(events, lambda one: inspect.isclass(one) and issubclass(one, Message))
KINDS = [kind for _, kind in _OF_EVENTS if hasattr(kind, "handler_name")]


async def test_a_message_reaches_whom_it_reaches_without_tests(tmp_path: Path) -> None:
    """In whatever of the window; also where a class has conditions, and where one says that the rest is not called."""
    assert len(KINDS) > 30
    async with opened(library(), tmp_path) as (app, _):
        nodes = [app, app.main, *app.main.query("*")]
        quick = MessagePump._get_dispatch_methods
        assert quick is not FIND
        handled = 0
        for node in nodes:
            for kind in KINDS:
                message = kind.__new__(kind)
                message._no_default_action, message._sender = False, None
                kinds = [*FIND(node, kind.handler_name, message)]
                assert [*quick(node, kind.handler_name, message)] == kinds, (node, kind)
                for step, _ in enumerate(quick(node, kind.handler_name, message)):
                    assert step == 0
                    message._no_default_action = True
                handled += len(kinds)
        assert handled > len(nodes)


async def test_a_method_that_is_put_in_place_of_one_handles_what_that_did(tmp_path: Path) -> None:
    seen: list[object] = []

    class Told(MessagePump):
        def on_idle(self, event: object) -> None:
            """Handles it at first."""

    with handed_quickly():
        for _ in range(2):
            ((owner, _),) = Told()._get_dispatch_methods("on_idle", events.Idle())
            assert owner is Told
        Told.on_idle = lambda self, event: seen.append(event)  # type: ignore[method-assign]
        event = events.Idle()
        await Told()._on_message(event)
    assert seen == [event]
    assert MessagePump._get_dispatch_methods is FIND

"""How messages of Textual reach those who handle them in tests: who may do so is looked for once a run, and nothing is
told to a console that nobody has open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from textual._callback import invoke
from textual.message import Message
from textual.message_pump import MessagePump

_look_through = MessagePump._get_dispatch_methods
_HANDLING: dict[object, tuple[type, ...] | None] = {}
"""The classes of a node that have a method of a name, by both; None where methods are found otherwise as well."""


@contextmanager
def handed_quickly() -> Iterator[None]:
    """Meanwhile messages are handed on so, in the order of Textual: a tenth of what a window costs."""
    with patch.multiple(MessagePump, _get_dispatch_methods=_handlers, _on_message=_hand_on):
        yield


async def _hand_on(node: MessagePump, message: Message) -> None:
    """Have a message handled by a node, and then by what that stands in if it goes there."""
    for _, method in _handlers(node, message.handler_name, message):
        await invoke(method, message)
    if message.bubble and node._parent and not message._stop_propagation:
        if message._sender is not None and message._sender == node._parent:
            message.stop()
        if node.is_parent_active and node.is_attached:
            message._bubble_to(node._parent)


def _handlers(node: MessagePump, name: str, message: Message) -> Iterator[tuple[type, Callable[..., Any]]]:
    """The methods for a message, with the class that each is of. It may be said between two that the rest is not to be
    called."""
    kind = type(node), name
    if kind not in _HANDLING:
        _HANDLING[kind] = _handling(*kind)
    classes = _HANDLING[kind]
    if classes is None:
        yield from _look_through(node, name, message)
        return
    for owner in classes:
        if message._no_default_action:
            break
        method = vars(owner).get(f"_{name}") or vars(owner).get(name)
        if method is not None:
            yield owner, method.__get__(node, owner)


def _handling(node: type, name: str) -> tuple[type, ...] | None:
    """The classes of a kind of node that have a method of a name; None where one has methods found otherwise."""
    if any(vars(owner).get("_decorated_handlers") for owner in node.__mro__):
        return None
    return tuple(owner for owner in node.__mro__ if f"_{name}" in vars(owner) or name in vars(owner))

"""A key that was typed: what it writes, and whether it writes anything."""

from __future__ import annotations

from textual import events
from textual.message import Message

from reader.text import is_text


class TypedKey(events.Key):
    """A key that writes every character which a text of the library holds.

    Textual has only those write that Python prints as they are: it would drop blanks of other kinds, the joiners of
    Persian, Devanagari and emoji, and each character that is newer than this Python.
    """

    def __init__(self, key: events.Key) -> None:
        super().__init__(key.key, key.character)
        self.time = key.time

    @property
    def is_printable(self) -> bool:
        """Whether the key writes its character."""
        return self.character is not None and is_text(self.character)


WITH_ALT = {"alt+b": ("ctrl+left", "b"), "alt+f": ("ctrl+right", "f"), "alt+backspace": ("ctrl+w", "backspace")}
"""The keys that go with alt where a line is edited: what does the same there, and the key beside alt."""


def typed_like(event: events.Key, name: str) -> TypedKey:
    """A key of this name, typed at the same moment."""
    key = TypedKey(events.Key(name, name if len(name) == 1 else None))
    key.time = event.time
    return key


def key_name(event: events.Key) -> str:
    """A key as the settings and the table of commands name it: its character, where it writes one."""
    if event.is_printable and event.character is not None and event.key != "space":
        return event.character
    return event.key


def is_escape(message: Message) -> bool:
    """Whether it is the key that leaves, whatever waits or went wrong."""
    return isinstance(message, events.Key) and message.key == "escape"


TypedKey.handler_name = events.Key.handler_name

"""What lies over the one screen for a while: dialogs, the palette, the help."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import ModalScreen
from textual.widget import Widget

A = TypeVar("A")


class Begun(Widget):
    """Begins (`on_mount`) only with its widgets: Textual makes none for what is opened while the program ends."""

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; the beginning of what ends already is none."""
        if not isinstance(event, events.Mount) or self.is_attached:
            await super().on_event(event)


class Sheet(Begun, ModalScreen[A]):
    """A screen over another one."""

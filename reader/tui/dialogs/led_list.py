"""A dialog in whose field one types what a list beneath is to find, while the keys move in the list."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from textual.widgets import Input

from reader.commands.context import Motion
from reader.tui.dialogs.frame import Dialog
from reader.tui.dialogs.pick_list import LED_BINDINGS, PickList

A = TypeVar("A")


class LedListDialog(Dialog[A]):
    """It has one list, and Enter in a field answers."""

    BINDINGS = LED_BINDINGS

    @abstractmethod
    def action_done(self) -> None:
        """Answer, with what is under the cursor."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field answers."""
        event.stop()
        self.action_done()

    def action_go(self, motion: str) -> None:
        """Move in the list."""
        self.query_one(PickList).move(Motion(motion))

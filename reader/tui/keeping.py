"""What the desk keeps in the state folder for later."""

from __future__ import annotations

from pathlib import Path

from reader.tui import remember


class Keeping:
    """The part of `commands.desk.Desk` that remembers."""

    def __init__(self, state: Path) -> None:
        self._state = state

    def keep(self, what: str, text: str) -> None:
        """Remember a small text."""
        remember.keep(self._state, what, text)

    def kept(self, what: str) -> str:
        """What is remembered under a name."""
        return remember.kept(self._state, what)

    def keep_draft(self, paper: str, text: str | None) -> None:
        """Keep an unsaved note against a crash."""
        remember.keep_draft(self._state, paper, text)

    def draft(self, paper: str) -> str | None:
        """The unsaved note that was left behind."""
        return remember.draft(self._state, paper)

"""What the desk keeps in the state folder for later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reader.commands.wording import name
from reader.paper import Paper
from reader.tui.drafts import Drafts
from reader.tui.remember import keep_small, read_small


class Keeping:
    """The part of `commands.desk.Desk` that remembers."""

    def __init__(self, own: Path) -> None:
        """`own` is the folder for the state of the library."""
        self._own = own
        self.drafts = Drafts(own)
        self.words = Drafts(own, "words")
        """What stands half-typed in dialogs."""

    def close(self) -> None:
        """The window is left: what was not saved in it may be offered by others."""
        self.drafts.close()
        self.words.close()

    def keep(self, what: str, text: str) -> None:
        """Remember a small text."""
        keep_small(self._own / f"{what}.json", text)

    def kept(self, what: str) -> str:
        """What is remembered under a name."""
        return read_small(self._own / f"{what}.json") or ""

    def unsaved_notes(self, papers: Mapping[str, Paper], key: str) -> str:
        """A sentence that names a note which was not saved last time, "" when there is none; `key` opens notes."""
        waiting = [papers[id] for id in self.drafts.papers(papers) if self.drafts.text(id) != papers[id].note]
        if not waiting:
            return ""
        more = f" ({len(waiting) - 1} more like it)" if waiting[1:] else ""
        goes_on = f"{key or 'its note'} there goes on with it"
        return f"The note on {name(waiting[:1])} was not saved last time{more}: {goes_on}."

    def keep_draft(self, paper: str, text: str | None) -> bool:
        """Keep an unsaved note against a crash; False when it could not be."""
        if text is not None:
            return self.drafts.keep(paper, text)
        self.drafts.forget(paper)
        return True

    def draft(self, paper: str) -> str | None:
        """The unsaved note that was left behind."""
        return self.drafts.offer(paper)

"""What other programs do meanwhile: edits of the library by other processes, and editors that nobody waited for."""

from __future__ import annotations

from pathlib import Path

from reader.operations.collection import Collection
from reader.operations.sentences import name
from reader.text import clean_text, for_terminal
from reader.tui.drafts import Drafts
from reader.tui.model.view_state import ViewState
from reader.tui.presenter import Presenter

_WRITABLE = "The library can be written again."
_WHOLE = f"What was missing is back. {_WRITABLE}"


class Follower:
    """Looks for what other processes wrote, and for what editors saved that came back at once and may be open still."""

    def __init__(self, view_state: ViewState, presenter: Presenter, drafts: Drafts) -> None:
        self._view_state = view_state
        self._presenter = presenter
        self._drafts = drafts
        self._files: dict[Path, tuple[str, str, str]] = {}
        """For each file its paper, what was read from it last, and the note that was there when it was opened."""

    def expect(self, paper: str, path: Path, text: str, begun_on: str) -> None:
        """Watch a file, which holds `text`, for the note on a paper; `begun_on` is the note as it was."""
        self._files[path] = (paper, clean_text(text).rstrip("\n"), begun_on)

    def take_written(self) -> None:
        """Show what other processes wrote to the library."""
        library = self._view_state.library
        if library is None:
            return
        with self._presenter.error_reports.contained("Reading what others wrote"):
            revision, opened = library.revision, self._view_state.collection
            kept, lost = library.read_only, library.losses
            outcome = library.refresh()
            if library.revision != revision or library.state.lists is not self._view_state.lists:
                if self._view_state.follow(outcome.papers):
                    self._view_state.derive()
                self._presenter.everything()
            else:
                self._presenter.bottom()
            again = [_WHOLE if lost else _WRITABLE] if kept and not library.read_only else []
            self._presenter.say_all([*_elsewhere(opened, self._view_state.collection), *again, *outcome.warnings])

    def take_saved(self) -> None:
        """Keep as drafts what editors saved since the last look, and say so."""
        with self._presenter.error_reports.contained("Reading what an editor saved"):
            for path, (paper, before, note) in list(self._files.items()):
                from reader.tui.outside_programs import text_in  # noqa: PLC0415  few runs need it, and it costs a start

                found, _ = text_in(path)
                text = clean_text(found or "").rstrip("\n")
                if text.strip() and text != before:
                    self._files[path] = (paper, text, note)
                    known = self._drafts.text(paper)
                    self._say(paper, path, known in (None, before, text) and self._drafts.keep(paper, text, note))

    def _say(self, id: str, path: Path, kept: bool) -> None:
        """Say that an editor saved a note. Another draft, which nobody may lose, keeps it from becoming one."""
        paper = self._view_state.paper(id)
        note = f"the note on {name([paper])}" if paper is not None else "a note"
        if kept:
            key = self._presenter.key("paper.note") or "the note"
            self._presenter.say(f"The editor saved {note}: kept as a draft, {key} goes on with it.")
        else:
            where = for_terminal(str(path))
            told = f"The editor saved {note}, which has another draft: it stays in {where}."
            self._presenter.say(told, error=True)


def _elsewhere(before: Collection, after: Collection) -> list[str]:
    """What became elsewhere of the list that is open, in a sentence; none where nothing did."""
    if before == after:
        return []
    if after.kind is before.kind:
        return [f"The list '{before.name}' is called '{after.name}' now."]
    return [f"The list '{before.name}' was deleted elsewhere."]

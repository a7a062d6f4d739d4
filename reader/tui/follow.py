"""What other programs do meanwhile: editors that nobody waited for, and what they save."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reader.text import clean_text
from reader.tui.drafts import Drafts


class OpenEditors:
    """Files of editors that came back at once and may be open still: what is saved to them becomes a draft."""

    def __init__(self) -> None:
        self._files: dict[Path, tuple[str, str, str]] = {}
        """For each file its paper, what was read from it last, and the note that was there when it was opened."""

    def expect(self, paper: str, path: Path, text: str, begun_on: str) -> None:
        """Watch a file, which holds `text`, for the note on a paper; `begun_on` is the note as it was."""
        self._files[path] = (paper, clean_text(text).rstrip("\n"), begun_on)

    def take(self, drafts: Drafts) -> Iterator[tuple[str, Path, bool]]:
        """Keep as drafts what was saved since the last look; yields paper, file and whether it was kept.

        It is not where the paper has another draft by now, which nobody may lose, or where it cannot be kept.
        """
        for path, (paper, before, note) in list(self._files.items()):
            from reader.tui.outside_programs import text_in  # noqa: PLC0415  few runs need it, and it costs a start

            found, _ = text_in(path)
            text = clean_text(found or "").rstrip("\n")
            if not text.strip() or text == before:
                continue
            self._files[path] = (paper, text, note)
            mine = drafts.text(paper) in (None, before, text)
            yield paper, path, mine and drafts.keep(paper, text, note)

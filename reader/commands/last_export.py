"""The last export, kept so that repeating it is Enter, in this run and the next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from reader.commands.desk import Desk
from reader.commands.exchange import ExportAnswer, ExportFormat
from reader.places import expanded
from reader.text import clean_text

NAME = "export"
"""Under which the desk keeps it."""


@dataclass(frozen=True, slots=True)
class LastExport:
    """What was exported last, and how."""

    answer: ExportAnswer
    """With the whole path, whatever folder it was begun in."""
    subject: str
    """What the papers were: the place that was open, and the query where only what it found was exported."""

    @property
    def folder(self) -> Path | None:
        """Where it was written; None for the clipboard."""
        return Path(self.answer.path).parent if self.answer.path else None


def keep(desk: Desk, answer: ExportAnswer, subject: str) -> None:
    """Keep what was done."""
    path = str(expanded(answer.path.strip()).absolute()) if answer.path.strip() else ""
    desk.keep(NAME, json.dumps({**asdict(answer), "path": path, "subject": subject}, ensure_ascii=False))


def recall(desk: Desk, formats: Sequence[ExportFormat]) -> LastExport | None:
    """What was kept; None where there is nothing that can be read, or a format or style that is not known."""
    known: object = None
    with suppress(ValueError, RecursionError):
        known = json.loads(desk.kept(NAME))
    if not isinstance(known, dict) or not isinstance(subject := known.get("subject"), str):
        return None
    given: dict[str, Any] = {one.name: known.get(one.name) for one in fields(ExportAnswer)}
    if not all(isinstance(value, bool if name == "abstracts" else str) for name, value in given.items()):
        return None
    if any(value != clean_text(value) for value in (subject, *given.values()) if isinstance(value, str)):
        return None
    answer = ExportAnswer(**given)
    styles = {one.name: ("", *one.styles) for one in formats}
    return LastExport(answer, subject) if answer.style in styles.get(answer.format, ()) else None


def shown_path(path: Path) -> str:
    """A path as it is said in the dialog: without the folder that the program was begun in."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) and path != here else path)

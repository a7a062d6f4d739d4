"""What was exported last, in each place of the library; and which files and folders can be synced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from reader.commands.context import CommandContext
from reader.commands.export_ways import way_of
from reader.commands.questions import ExportAnswer
from reader.formats import FORMATS, WRITTEN
from reader.formats.styles import AUDIENCES
from reader.paths import expanded
from reader.text import clean_text

KEPT_AS = "export"
"""Under which the context keeps it."""
_KEPT = 60
"""So many exports are remembered."""
SYNCED = "synced"
"""Under which the context keeps what can be synced."""
_REMEMBERED = 20
"""How many files and folders can be synced without typing their path."""


@dataclass(frozen=True, slots=True)
class LastExport:
    """What was exported, and how."""

    answer: ExportAnswer
    """With the whole path, whatever folder it was begun in."""
    subject: str
    """What the papers were: the collection that was open, and the query where only what it found was exported."""
    place: str = ""
    """Where it was asked for: the collection that was open and the query; "" where that is not known."""
    digest: str = ""
    """Of the file as it was written, where what is in it does not tell that it is Reader's."""

    @property
    def folder(self) -> Path | None:
        """Where it was written; None for the clipboard."""
        return Path(self.answer.path).parent if self.answer.path else None


def keep(context: CommandContext, done: LastExport) -> None:
    """Keep what was done, as the newest, in place of what was exported from there for the same people before."""

    def kind(one: LastExport) -> tuple[str, ...]:
        return one.place, one.answer.scope, way_of(one.answer).name

    others = [one for one in recall(context) if kind(one) != kind(done)]
    told = [{**asdict(one.answer), "subject": one.subject, "place": one.place, "digest": one.digest}
            for one in (done, *others)]  # fmt: skip
    context.keep(KEPT_AS, json.dumps({"exports": told[:_KEPT]}, ensure_ascii=False))


def recall(context: CommandContext) -> tuple[LastExport, ...]:
    """What was kept, the newest first, without what cannot be read and what is of a format or style not known."""
    known = _kept(context, KEPT_AS)
    if not isinstance(known, dict):
        return ()
    told = known.get("exports", [known])  # An earlier version kept the last one alone.
    found = [_read(one) for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    return tuple(one for one in found if one is not None)


def _kept(context: CommandContext, name: str) -> object:
    """What was kept under a name; None where that cannot be read."""
    try:
        return json.loads(context.kept(name))
    except (ValueError, RecursionError):
        return None


def _read(told: Mapping[str, object]) -> LastExport | None:
    given: dict[str, Any] = {
        one.name: told.get(one.name, None if one.default is MISSING else one.default) for one in fields(ExportAnswer)
    }
    flags = {one.name for one in fields(ExportAnswer) if one.default is False}
    subject, place, digest = told.get("subject"), told.get("place", ""), told.get("digest", "")
    if not (isinstance(subject, str) and isinstance(place, str) and isinstance(digest, str)):
        return None
    if not all(isinstance(value, bool if name in flags else str) for name, value in given.items()):
        return None
    if any(value != clean_text(value) for value in (subject, place, *given.values()) if isinstance(value, str)):
        return None
    answer = ExportAnswer(**given)
    styles = {one.name: ("", *one.styles) for one in WRITTEN}
    is_known = answer.style in styles.get(answer.format, ()) and answer.audience in ("", *AUDIENCES)
    return LastExport(answer, subject, place, digest) if is_known else None


def digest_of(path: Path) -> str:
    """Of the bytes of an ordinary file; "" for anything else, and where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""
    except OSError:
        return ""


def whole_path(path: str) -> str:
    """A path that was typed, from the root on; "" stays "", which is the clipboard."""
    return str(expanded(path.strip()).absolute()) if path.strip() else ""


def shown_path(path: Path) -> str:
    """A path as it is said in the dialog: without the folder that the program was begun in."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) and path != here else path)


# -- what can be synced ------------------------------------------------------------------------------------------------


def syncable(context: CommandContext) -> tuple[str, ...]:
    """The files and folders that were exported or synced and are still there, the last one first."""
    known = _kept(context, SYNCED)
    paths = [path for path in known if isinstance(path, str)] if isinstance(known, list) else []
    last = next(iter(recall(context)), None)
    if not paths and last is not None and FORMATS[last.answer.format].syncs and last.answer.path:
        paths = [last.answer.path]
    return tuple(path for path in paths if path == clean_text(path) and _exists(path))


def _exists(path: str) -> bool:
    try:
        return bool(path) and Path(path).exists()
    except (OSError, ValueError):
        return False


def keep_syncable(context: CommandContext, target: Path) -> None:
    """Keep what was exported or synced last as the first that is offered."""
    path = str(target.absolute())
    paths = (path, *(known for known in syncable(context) if known != path))
    context.keep(SYNCED, json.dumps(paths[:_REMEMBERED], ensure_ascii=False))

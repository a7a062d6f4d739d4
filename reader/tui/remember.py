"""What is remembered between runs: where the user was, the last export, and unsaved notes. It lies in the
platform's state folder and may be lost at any time without harm."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where the user was when the program was left."""

    theme: str = ""
    place: str = "all"
    """The kind of place that was open."""
    name: str = ""
    """Its name."""
    query: str = ""
    order: str = ""
    cursor: str = ""
    """The id of the paper under the cursor."""
    hidden: tuple[str, ...] = ()
    """Panes that the user hid."""
    unfolded: tuple[str, ...] = ()
    """Panes that the user wants where the layout would fold them."""
    sidebar: int = 0
    """Width of the sidebar, 0 for the usual one."""
    detail: int = 0
    """Width of the detail beside the list."""
    preview: int = 0
    """Height of the detail below the list."""
    folded: tuple[str, ...] = field(default=())
    """Tags whose children are hidden, folded names."""


def recall(folder: Path) -> Remembered:
    """What was remembered; the defaults where there is nothing that can be read."""
    try:
        raw = json.loads((folder / "window.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Remembered()
    known: dict[str, Any] = {}
    for one in fields(Remembered):
        value = raw.get(one.name) if isinstance(raw, dict) else None
        default = getattr(_DEFAULT, one.name)
        if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(item, str) for item in value):
            known[one.name] = tuple(value)
        elif type(value) is type(default):
            known[one.name] = value
    return Remembered(**known)


_DEFAULT = Remembered()


def remember(folder: Path, what: Remembered) -> None:
    """Keep it for the next run; a folder that cannot be written is no reason to complain."""
    with suppress(OSError):
        write_small(folder / "window.json", json.dumps(asdict(what), ensure_ascii=False, indent=1))


def keep(folder: Path, what: str, text: str) -> None:
    """Keep a small text under a name; a folder that cannot be written is no reason to complain."""
    with suppress(OSError):
        write_small(folder / f"{what}.json", text)


def kept(folder: Path, what: str) -> str:
    """The text under a name, "" when there is none that can be read."""
    try:
        return (folder / f"{what}.json").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def keep_draft(folder: Path, paper: str, text: str | None) -> None:
    """Keep the unsaved note on a paper, or forget it (None)."""
    path = _draft(folder, paper)
    with suppress(OSError):
        if text is None:
            path.unlink(missing_ok=True)
        else:
            write_small(path, text)


def draft(folder: Path, paper: str) -> str | None:
    """The unsaved note on a paper; None when there is none."""
    try:
        return _draft(folder, paper).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _draft(folder: Path, paper: str) -> Path:
    return folder / "drafts" / f"{hashlib.sha256(paper.encode()).hexdigest()[:24]}.md"


def write_small(path: Path, text: str) -> None:
    """Replace a small file in one go."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)

"""What a half-typed path may become, in every field that asks for one."""

from __future__ import annotations

import os
from collections.abc import Sequence

from reader.errors import InputError
from reader.paths import expanded

PATHS_OFFERED = 50
"""At most so many paths are offered."""


def complete_path(text: str) -> Sequence[str]:
    """Paths that a half-typed one may become: folders first (with a slash at the end), hidden ones only when asked."""
    if text.lower().startswith(("http:", "https:")):
        return ()
    folder, name = os.path.split(text)
    try:
        place = expanded(folder)
        entries = sorted(os.scandir(place), key=lambda entry: (not _is_folder(entry), entry.name.casefold()))
    except (OSError, InputError):
        return ()
    wanted = name.casefold()
    return [
        text[: len(text) - len(name)] + entry.name + ("/" if _is_folder(entry) else "")
        for entry in entries
        if entry.name.casefold().startswith(wanted) and (name.startswith(".") or not entry.name.startswith("."))
    ][:PATHS_OFFERED]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False

"""Editing a text in the user's own editor."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from reader.errors import InputError


def editor_command() -> list[str]:
    """$VISUAL, else $EDITOR, else what every machine has."""
    stated = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if stated:
        return shlex.split(stated) or ["vi"]
    return ["notepad"] if sys.platform == "win32" else ["vi"]


def edit_text(text: str, name: str) -> str:
    """The text as it is when the editor ends. Raises `InputError` when the editor cannot be run or fails."""
    command = editor_command()
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:60]
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        path = Path(folder) / f"{safe}.md"
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            status = subprocess.call([*command, str(path)])
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError(f"The editor '{command[0]}' cannot be run: {reason}. Set $EDITOR.") from None
        if status != 0:
            raise InputError(f"The editor '{command[0]}' ended with status {status}; nothing was changed.")
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise InputError("What the editor left behind cannot be read; nothing was changed.") from None

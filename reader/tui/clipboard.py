"""Putting text where the user can paste it, and addresses where they can be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser
from contextlib import suppress

_TOOLS = (
    ("pbcopy", "", ()),
    ("wl-copy", "WAYLAND_DISPLAY", ()),
    ("xclip", "DISPLAY", ("-selection", "clipboard")),
    ("xsel", "DISPLAY", ("--clipboard", "--input")),
    ("clip.exe", "WSL_DISTRO_NAME", ()),
)
"""(program, the variable that says it can work here, its arguments)."""


def copy_with_tool(text: str) -> bool:
    """Give `text` to the desktop's own clipboard tool; False when there is none here."""
    for name, variable, arguments in _TOOLS:
        path = shutil.which(name)
        if path is None or (variable and not os.environ.get(variable)):
            continue
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                [path, *arguments],
                input=text.encode("utf-8"),
                timeout=2,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return True
    return False


def has_browser() -> bool:
    """Whether a browser can open in a window of its own, so that it does not draw over this one."""
    if sys.platform in ("darwin", "win32") or os.environ.get("WSL_DISTRO_NAME"):
        return True
    return bool(os.environ.get("BROWSER") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def browse(address: str) -> bool:
    """Open an address in the browser; False when that failed."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False

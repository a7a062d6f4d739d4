"""Putting text where the user can paste it, and addresses where they can be read.

Every other program is started apart from the terminal, which is the interface's, and may take as long as it likes: call
from a thread.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_TOOLS = (
    ("pbcopy", "", ()),
    ("wl-copy", "WAYLAND_DISPLAY", ()),
    ("xclip", "DISPLAY", ("-selection", "clipboard")),
    ("xsel", "DISPLAY", ("--clipboard", "--input")),
    ("clip.exe", "WSL_DISTRO_NAME", ()),
)
"""(program, the variable that says it can work here, its arguments)."""


_CONSOLE_BROWSERS = frozenset({"lynx", "links", "links2", "elinks", "w3m", "www-browser", "browsh"})
"""Browsers that would draw over the interface."""
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


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
                start_new_session=True,
            )
            return True
    return False


def has_browser() -> bool:
    """Whether a browser can open in a window of its own, so that it does not draw over this one."""
    if sys.platform in ("darwin", "win32") or os.environ.get("WSL_DISTRO_NAME"):
        return True
    if named := os.environ.get("BROWSER", "").strip():
        first = named.split(os.pathsep)[0].split()
        return bool(first) and Path(first[0]).name not in _CONSOLE_BROWSERS
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def browse(address: str) -> bool:
    """Open an address in the browser; False when that failed. It may return no sooner than the browser is closed."""
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-I", "-c", _OPEN, address]
    try:
        opened = subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, check=False)
    except OSError:
        return False
    return opened.returncode == 0

"""The user's pager, for what is longer than the terminal; the words of a command that a variable states.

Little is loaded for it: the command line shows its longer answers so.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

_LEFT = tuple(-number for name in ("SIGINT", "SIGPIPE") if (number := getattr(signal, name, None)) is not None)
"""What ends a pager of which the user had enough."""


def command_in(stated: str, name: str) -> list[str]:
    """The words of a command that the variable `name` states. The path of a program that is there is one word, with
    blanks and backslashes. Raises ValueError for a command that cannot be read."""
    stated = stated.strip()
    if Path(stated).is_file():
        return [stated]
    windows = sys.platform == "win32"
    try:
        words = shlex.split(stated, posix=not windows)
    except ValueError as error:
        raise ValueError(f"${name} is not a command that can be read: {str(error).lower()}.") from None
    return [word.strip('"') for word in words] if windows else words


def pager_command() -> list[str]:
    """$PAGER, else `less` where that is; empty where a text is to be printed as it is: for `PAGER=` and `PAGER=cat`.
    Raises ValueError for a command that cannot be read."""
    stated = os.environ.get("PAGER")
    if stated is None:
        return ["less"] if shutil.which("less") else []
    return [] if stated.strip() in ("", "cat") else command_in(stated, "PAGER")


def page_through(text: str) -> int | None:
    """Show a text in the user's pager, and wait until it is left; None where there is none that can be run, else its
    exit status: 0 also where it was interrupted or let go of the text, as who reads no more wants no more.

    What `less` is told where $LESS tells it nothing, Git tells it too: to end where all fits on the screen, to leave
    colours as they are and the text where it was shown.
    """
    try:
        command = pager_command()
        if not command:
            return None
        usual = {"LESS": "FRX", "LV": "-c"}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**usual, **os.environ})
    except (OSError, ValueError):
        return None
    # An interrupt is for the pager, which stops what it does and goes on.
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    finally:
        signal.signal(signal.SIGINT, former)
    return 0 if process.returncode in _LEFT else process.returncode

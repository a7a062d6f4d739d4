"""Reports of errors that nobody foresaw, written where the user can find them and send them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from reader import __version__
from reader.paths import state_dir


def told(report: object) -> str:
    """The end of a sentence, which says where a report lies; None stands for one that could not be written."""
    return "its report could be written nowhere" if report is None else f"the report is in {report}"


def write_report(error: BaseException) -> Path | None:
    """Write the traceback of `error` to the state folder, else to the temporary folder, where only this user reads it.

    Returns the file's path; None where neither can be written. The name cannot be foreseen, and nothing that bears it
    is written over or followed: in a folder for all, another user may have put a link there.
    """
    # None of these is needed by a program that runs well.
    import platform  # noqa: PLC0415
    import secrets  # noqa: PLC0415
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    from reader.address_secrets import told_without_secrets  # noqa: PLC0415

    now = datetime.now(UTC)
    text = "\n".join(
        [
            f"Reader {__version__}, Python {platform.python_version()} on {platform.platform()}",
            now.isoformat(timespec="seconds"),
            told_without_secrets("".join(traceback.format_exception(error))),
        ]
    )
    name = f"crash-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(8)}.txt"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    for folder in (state_dir(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / name
            with open(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return path
    return None

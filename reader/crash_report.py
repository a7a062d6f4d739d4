"""Reports of errors that nobody foresaw, written where the user can find them and send them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from reader import __version__
from reader.paths import state_dir


def told(report: object) -> str:
    """The end of a sentence, which says where a report lies; None stands for one that could not be written."""
    return "its report could be written nowhere" if report is None else f"the report is in {report}"


def write_report(error: BaseException) -> Path | None:
    """Write the traceback of `error` to the state folder, else to the temporary folder.

    Returns the file's path; None where neither can be written.
    """
    # None of these is needed by a program that runs well.
    import platform  # noqa: PLC0415
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    now = datetime.now(UTC)
    text = "\n".join(
        [
            f"Reader {__version__}, Python {platform.python_version()} on {platform.platform()}",
            now.isoformat(timespec="seconds"),
            "".join(traceback.format_exception(error)),
        ]
    )
    name = f"crash-{now:%Y%m%d-%H%M%S}.txt"
    for folder in (state_dir(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / name
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return path
    return None

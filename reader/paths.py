"""Where Reader's files are: library, settings, state. One place, so that everything agrees on it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reader.errors import InputError
from reader.text import for_terminal, is_unfilled

APP = "reader"
_USUAL = {"XDG_DATA_HOME": ".local/share", "XDG_CONFIG_HOME": ".config", "XDG_STATE_HOME": ".local/state",
          "XDG_CACHE_HOME": ".cache"}  # fmt: skip
"""What the variables stand for where they are not set (the XDG Base Directory Specification)."""


def expanded(path: str | Path) -> Path:
    """A path as a person writes it, "~" for a home. Raises `InputError` for what can be no path."""
    try:
        if "\0" not in str(path):
            return Path(path).expanduser()
        why = "it holds a character that no path has"
    except RuntimeError:
        why = "there is no such home"
    raise InputError(f"'{for_terminal(str(path))}' is no path: {why}.")


def with_name(path: Path) -> Path:
    """A path that ends in a name, by which sentences can tell it: "." and ".." are the folders that they are."""
    return path if path.name not in ("", "..") else Path(os.path.abspath(path))  # noqa: PTH100  no link is followed


def from_home(path: Path) -> str:
    """A path as people write it: from the home folder on, where it lies below that."""
    try:
        below = path.relative_to(Path.home())
    except (ValueError, RuntimeError):
        return str(path)
    return f"~{os.sep}{below}" if below.parts else str(path)


def library_at(folder: str | Path) -> Path:
    """The path of a library as somebody names it.

    Raises `InputError` for what can be no path, and for a folder that is not there and of whose name a part is a place
    that a script did not fill in: a library would begin in a folder that is called `$HOME`.
    """
    path = expanded(folder)
    if (place := next(filter(is_unfilled, path.parts), "")) and not path.is_dir():
        raise InputError(f"'{for_terminal(str(folder))}' is no folder: '{for_terminal(place)}' was not filled in.")
    return path


def named_folder(given: str | None) -> Path | None:
    """The library's folder that is `given` with the call, else $READER_LIBRARY; None where neither names one.

    Raises `InputError` as `library_at`.
    """
    stated = given or os.environ.get("READER_LIBRARY")
    return library_at(stated) if stated else None


def usual_folder() -> Path:
    """The library's folder where nothing names another."""
    return _platform("user_data_dir", "XDG_DATA_HOME") / "library"


def config_file() -> tuple[Path, bool]:
    """The settings file, config.toml in the platform's config folder, and whether $READER_CONFIG names another."""
    if stated := os.environ.get("READER_CONFIG"):
        return expanded(stated), True
    return _platform("user_config_dir", "XDG_CONFIG_HOME") / "config.toml", False


def state_dir() -> Path:
    """The folder for what may be lost: device id, window state, drafts, reports."""
    return _platform("user_state_dir", "XDG_STATE_HOME")


def data_dir() -> Path:
    """The folder for what belongs to the user but not to one library: backups."""
    return _platform("user_data_dir", "XDG_DATA_HOME")


def cache_dir() -> Path:
    """The folder for what is made anew when it is gone: the search indexes."""
    return _platform("user_cache_dir", "XDG_CACHE_HOME")


def place_key(folder: str | Path) -> str:
    """The name made of a folder's path under which what this machine keeps for a library there may stand."""
    import hashlib  # noqa: PLC0415  few ask for it

    place = os.path.abspath(folder)  # noqa: PTH100  a link is not followed, another path to it is another name
    return f"at-{hashlib.sha256(os.fsencode(place)).hexdigest()[:10]}"


def _platform(kind: str, variable: str) -> Path:
    if base := os.environ.get(variable):
        return Path(base) / APP
    if sys.platform == "linux" and (home := os.environ.get("HOME", "")).startswith("/"):
        return Path(home, _USUAL[variable], APP)
    import platformdirs  # noqa: PLC0415  it costs 14 ms and is not needed where XDG and HOME say it all

    try:
        return Path(getattr(platformdirs, kind)(APP, appauthor=False))
    except RuntimeError:
        raise InputError(f"This user has no home folder; set HOME, or {variable} to an absolute path.") from None

"""Which library the settings file named last, so that no second one begins where that file is lost.

A small file in the folder "named" of the state folder for each settings file that named one:

    {"settings": "/home/i/.config/reader/config.toml", "library": "/home/i/papers"}

It may be lost or damaged at any time; then nothing is known of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from contextlib import suppress
from pathlib import Path

from reader import paths
from reader.counting import count
from reader.errors import SettingsError
from reader.settings import Settings
from reader.store import disk
from reader.suggestions import nearest
from reader.text import for_terminal


class NamedLibrary:
    """The library that one settings file names, and which it named before."""

    def __init__(self, settings: Settings, config: Path, state: Path) -> None:
        """`config` is where the settings are, or would be."""
        self._settings = settings
        self._config = os.path.abspath(config)
        self._state = str(state)
        mark = hashlib.sha256(os.fsencode(self._config)).hexdigest()[:16]
        self._file = os.path.join(self._state, "named", f"{mark}.json")

    @property
    def folder(self) -> Path:
        """The folder where the call names none: that of the settings, else the usual one. Raises `SettingsError` where
        it is not known which is meant, `InputError` for what can be no path."""
        settings = self._settings
        if settings.library:
            return paths.expanded(settings.library)
        if settings.library_doubt:
            before = self._named_before()
            known = f"; the settings named '{for_terminal(before)}' before" if before else ""
            raise SettingsError(f"It is not known which library is meant{known}; name it with --library DIR.")
        usual = paths.usual_folder()
        if not settings.names_library and (lost := self._named_before()) and not _is_same(lost, usual):
            raise SettingsError(self._lost(lost, usual))
        return usual

    @property
    def likely(self) -> Path:
        """The folder that is likely meant where `folder` does not know: the one that was named last, else the usual
        one."""
        before = self._named_before()
        return Path(before) if before else paths.usual_folder()

    @property
    def notice(self) -> str:
        """What is to be said where a new library begins in the usual place, though nothing names it and there is
        another one; else ""."""
        if self._settings.library or self._settings.names_library:
            return ""
        return beginning(str(paths.usual_folder()), self._state, "nothing names another one, though there is one")

    def keep(self, folder: Path) -> None:
        """Remember that the settings name this library, where they do. One in which nothing is yet does not take the
        place of one that there is."""
        if not (self._settings.library or self._settings.names_library):
            return
        place, before = os.path.abspath(folder), self._kept()
        if place == before or (before and _is_nothing(self._state, place) and not _is_nothing(self._state, before)):
            return
        said = json.dumps({"settings": self._config, "library": place}).encode()
        with suppress(OSError):
            disk.make_folder(os.path.dirname(self._file))
            disk.replace_unlocked(self._file, [said], lasting=False)

    def _kept(self) -> str:
        """The folder that the settings named last, "" where that is not known."""
        try:
            said = json.loads(disk.read_small(self._file))
        except (OSError, ValueError, RecursionError):
            return ""
        found = said.get("library") if isinstance(said, dict) else None
        return found if isinstance(found, str) and os.path.isabs(found) and "\0" not in found else ""

    def _named_before(self) -> str:
        """The same, "" also for a folder in which there never was anything."""
        folder = self._kept()
        return "" if not folder or _is_nothing(self._state, folder) else folder

    def _lost(self, folder: str, usual: Path) -> str:
        where = f"The settings file '{self._config}'"
        if self._settings.path:
            told = f"{where} names no library any more; it named '{folder}'."
        else:
            told = f"{where}, which named the library '{folder}', is not there any more."
        return for_terminal(
            f"{told} Write `library = {_quoted(folder)}` there again, or call "
            f"`reader --library {shlex.quote(folder)}`; `library = \"\"` there means the usual place, '{usual}'."
        )


def beginning(folder: str, state: str, why: str = "this machine has another one") -> str:
    """What is to be said where a new library begins in a folder, though this machine has another: the one whose path is
    most like it, else the one that was used last; else "". `why` is said of that."""
    from reader.store.memory import bare, used_elsewhere  # noqa: PLC0415  few libraries are new

    path = os.path.abspath(folder)
    if not bare(path) or not _is_nothing(state, path) or not _may_begin(path):
        return ""
    others = {other.path: other for other in used_elsewhere(state, path)}
    if not others:
        return ""
    other = others[nearest(path, others) or next(iter(others))]
    papers = f" ({count(other.papers, 'paper')})" if other.papers else ""
    return for_terminal(
        f"A new library begins in '{folder}': {why} in '{other.path}'{papers}, which "
        f"`--library {shlex.quote(other.path)}` opens."
    )


def _may_begin(path: str) -> bool:
    """Whether a library may begin at a path: nothing is there, or a folder that may be written."""
    return not os.path.lexists(path) or (os.path.isdir(path) and os.access(path, os.W_OK))


def _quoted(folder: str) -> str:
    """A path as text of TOML."""
    return json.dumps(folder, ensure_ascii=False)


def _is_same(one: str, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _is_nothing(state: str, folder: str) -> bool:
    """Whether there is no library in a folder, nor was one that this machine remembers."""
    from reader.store.memory import Memory, bare  # noqa: PLC0415  as in `NamedLibrary.notice`

    return bare(folder) and not Memory(state, folder).load().worth

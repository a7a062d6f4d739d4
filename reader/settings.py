"""The settings file: one TOML file, read once, never written. A wrong setting is said, and the others count.

library = "~/papers"            # the library's folder; "" for the usual one
theme = "ansi-dark"             # a theme of the interface; without it, the one chosen last
mouse = true                    # false leaves the mouse to the terminal
citation_key = "{auth}{year}{veryshorttitle}"   # how a key is made for a paper that came without one
goal = "1 a week"               # how many papers you want to read; "" for no goal
columns = ["year", "note", "authors", "tags", "votes"]   # beside the titles; also "added", "read", "venue", "code"
contact = "you@example.org"     # told to the services that are asked, so that they can write to you
hf_url = "https://huggingface.co"   # where a service is asked; likewise arxiv_url, crossref_url, doi_url
arxiv_pause = 3                 # seconds between two requests to arXiv

[keys]                          # the id of a command -> its key or keys
"paper.tag" = "T"
"move.down" = ["j", "down", "ctrl+n"]
"tag:to-read" = "W"             # a key of your own: a tag to give, a list to put on, a search to open
"list:Edge models" = "M"
"search:small and new" = "N"
"""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reader.citation_keys import USUAL_PATTERN, key_pattern
from reader.errors import InputError, SettingsError
from reader.paths import expanded
from reader.patterns import regex
from reader.suggestions import nearest, perhaps_among

THEMES = (
    "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine",
    "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light",
    "tokyo-night",
)  # fmt: skip
"""The themes that there are for certain; a later Textual may have more (`reader.tui.themes`)."""
USUAL_BESIDE = ("year", "note", "authors", "tags", "votes")
"""What stands beside the titles in the list, where there is room; "note" is for the marks of notes and lists."""
LIST_COLUMNS = (*USUAL_BESIDE, "added", "read", "venue", "code")
"""What can be chosen to stand there."""
_TYPES = {
    "library": (str, "text"), "theme": (str, "text"), "mouse": (bool, "true or false"), "citation_key": (str, "text"),
    "goal": (str, "text"), "columns": (list, "a list"), "contact": (str, "text"),
    "hf_url": (str, "text"), "arxiv_url": (str, "text"), "crossref_url": (str, "text"), "doi_url": (str, "text"),
    "arxiv_pause": (int | float, "a number"),
    "keys": (dict, "a table"),
}  # fmt: skip
_GOAL = regex(r"([1-9]\d{0,2}) +(?:a|per) +week", re.ASCII | re.IGNORECASE)
_MAIL = regex(r"[^\s@<>();:,]+@[^\s@<>();:,]+\.[^\s@<>();:,]+")
_ADDRESSES = ("hf_url", "arxiv_url", "crossref_url", "doi_url")
_MOST_PAUSE = 3600
_MOST_BYTES = 1_000_000
_MOST_LINES = 300
"""So long a file is looked through for the line of a setting."""
_DOUBTED = ("library", "citation_key")
"""Settings that nothing else can stand for where they are wrong."""
_KEY_NAMES = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "page_up": "pageup",
    "page_down": "pagedown", "del": "delete", "ins": "insert", " ": "space",
}  # fmt: skip
_SENT_AS = {
    "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "escape", "ctrl+left_square_bracket": "escape", "ctrl+h": "backspace",
}  # fmt: skip
"""Keys for which a terminal sends what it sends for others."""
_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
_NAMED_KEYS = frozenset({
    "enter", "escape", "space", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown", "up",
    "down", "left", "right", *(f"f{number}" for number in range(1, 25)),
})  # fmt: skip
"""Keys that have a name and no character, as Textual calls them."""
_SHORTER = frozenset({"slash", "backslash", "at", "minus", "plus", "underscore"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user settled; every field has a default that needs no file."""

    library: str = ""
    """The library's folder as written, "~" not expanded; "" for the platform's place."""
    names_library: bool = False
    """Whether the file says so, be it the platform's place."""
    theme: str = ""
    """"" for the theme that was chosen last."""
    mouse: bool = True
    columns: tuple[str, ...] = USUAL_BESIDE
    """What stands beside the titles in the list where nothing else was chosen there, of `LIST_COLUMNS`."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Command id -> keys as Textual names them; () takes every key from a command."""
    path: str = ""
    """The file that this was read from, for messages; "" when there is none."""
    problems: tuple[str, ...] = ()
    """What is wrong with the file, a sentence each that names file, key and what is allowed."""
    library_doubt: str = ""
    """The one of `problems` for which it is not known which library the user settled on; "" for none."""
    citation_key: str = USUAL_PATTERN
    """The pattern of citation keys that are made (see `citation_keys.key_pattern`)."""
    goal: int = 0
    """How many papers the user wants to read a week; 0 for no goal."""
    contact: str = ""
    """A mail address of the user, which the services that are asked are told; "" for none."""
    hf_url: str = ""
    """The address below which Hugging Face is asked; "" for its own, here and in those of the other services."""
    arxiv_url: str = ""
    crossref_url: str = ""
    doi_url: str = ""
    arxiv_pause: float | None = None
    """Seconds between two requests to arXiv; None for those that it asks for."""
    citation_key_doubt: str = ""
    """The one of `problems` for which it is not known how the user wants them; "" for none."""
    is_unread: bool = False
    """Whether nothing of the file counts: it could not be read, so all that can be in doubt is."""
    text: str = field(default="", repr=False, compare=False)
    """What stands in the file, for messages."""

    def line_of(self, name: str) -> int:
        """The line in which a setting begins ("keys" is a table), from 1 on; 0 where it stands in none."""
        return _line(self.text, name)

    def place(self, name: str) -> str:
        """Where a setting stands ("keys.quit" is one in a table), for messages: the file, with the line."""
        return _place(self.path, self.text, name)


def read_settings(path: Path, must_exist: bool = False) -> Settings:
    """The settings in a file; the defaults when there is none, and where nothing of it can be read.

    `must_exist` says that the user named this file.
    """
    try:
        text = _text(path)
        table = tomllib.loads(text)
    except FileNotFoundError:
        if not must_exist:
            return Settings()
        wrong = f"{path}: there are no settings here, though $READER_CONFIG names this file."
    except OSError as error:
        wrong = f"{path}: the settings cannot be read ({error.strerror or error})."
    except UnicodeDecodeError:
        wrong = f"{path}: the settings are not in UTF-8, as which TOML is saved."
    except ValueError as error:
        wrong = f"{path}: this is not TOML: {error}."
    except RecursionError:
        wrong = f"{path}: this is no TOML that can be read: it is nested too deeply."
    else:
        return checked(table, str(path), text)
    return Settings(path=str(path), problems=(wrong,), library_doubt=wrong, citation_key_doubt=wrong, is_unread=True)


def _place(path: str, text: str, name: str) -> str:
    """The file, with the line in which a setting begins; without it where that cannot be told, or only slowly."""
    line = _line(text, name)
    return f"{path}, line {line}" if line else path


def _line(text: str, name: str) -> int:
    """The line in which a setting begins, from 1 on; 0 where it stands in none, or that is told only slowly.

    TOML itself says which line that is: the one after the last beginning of the file that can be read and does not have
    the setting.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    last = 0
    for number in range(1, len(lines) + 1 if len(lines) <= _MOST_LINES else 0):
        try:
            table = tomllib.loads("\n".join(lines[:number]))
        except ValueError:
            continue
        if name in dict(_flat(table)):
            return last + 1
        last = number
    return 0


def _text(path: Path) -> str:
    """What stands in the settings file, without the mark of UTF-8 that some editors begin with.

    Raises `OSError`, also for what is no ordinary file (a pipe would be waited for, a device goes on without end) and
    for one that is too long; the system's null device is an empty file.
    """
    if not path.is_file() and path.exists() and not path.is_dir():
        if path.samefile(os.devnull):
            return ""
        raise OSError("it is no ordinary file")
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise OSError(f"it is longer than {_MOST_BYTES:,} bytes")
    return data.decode("utf-8-sig")


def checked(table: Mapping[str, Any], path: str, text: str = "") -> Settings:
    """The settings that a TOML table states, but for those that are wrong; `text` is what the table was read from."""
    known: dict[str, Any] = {}
    problems: list[str] = []
    doubts: dict[str, Any] = {}
    for name, value in table.items():
        if name not in _TYPES:
            problems.append(f"{path}: there is no setting '{name}'{perhaps_among(name, _TYPES)}")
            doubts |= {f"{meant}_doubt": problems[-1] for meant in _perhaps_meant(name, value)}
            continue
        kind, words = _TYPES[name]
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            known[name] = value
            continue
        problems.append(f"{path}: {name} must be {words}.")
        doubts |= {f"{name}_doubt": problems[-1]} if name in _DOUBTED else {}
    try:
        key_pattern(known.get("citation_key", USUAL_PATTERN))
    except SettingsError as error:
        del known["citation_key"]
        problems.append(f"{path}: citation_key: {error}")
        doubts["citation_key_doubt"] = problems[-1]
    try:
        if (library := known.get("library", "")) and not expanded(library).is_absolute():
            raise InputError(f"'{library}' is no whole path, such as /home/me/papers or ~/papers.")
    except InputError as error:
        del known["library"]
        problems.append(f"{path}: library: {error}")
        doubts["library_doubt"] = problems[-1]
    goal = known.pop("goal", "")
    if match := _GOAL.fullmatch(goal.strip()):
        known["goal"] = int(match[1])
    elif goal.strip():
        problems.append(f'{path}: goal must be a number of papers a week: "1 a week", "3 a week"; "" for none.')
    columns = known.pop("columns", USUAL_BESIDE)
    if all(isinstance(column, str) and column in LIST_COLUMNS for column in columns):
        known["columns"] = tuple(column for column in LIST_COLUMNS if column in columns)
    else:
        problems.append(f"{_place(path, text, 'columns')}: columns must be a list of some of {_quoted(LIST_COLUMNS)}.")
    for name in ("contact", *_ADDRESSES, "arxiv_pause"):
        try:
            known |= {name: service_setting(name, known[name])} if name in known else {}
        except SettingsError as error:
            del known[name]
            problems.append(f"{path}: {error}")
    keys: dict[str, tuple[str, ...]] = {}
    for id, value in _flat(known.pop("keys", {})):
        try:
            keys[id] = _keys(id, value)
        except SettingsError as error:
            problems.append(f"{_place(path, text, f'keys.{id}')}: {error}")
            doubts |= {f"{id}_doubt": problems[-1]} if id in _DOUBTED else {}
    known["names_library"] = "library" in known
    return Settings(**known, **doubts, keys=MappingProxyType(keys), path=path, problems=tuple(problems), text=text)


def _perhaps_meant(name: str, value: Any) -> list[str]:
    """The settings that nothing else can stand for, of which one that there is not may be meant: it is like their name,
    or a table that has one of them."""
    held = {inner.rpartition(".")[2] for inner, _ in _flat(value)} if isinstance(value, dict) else set()
    return [one for one in _DOUBTED if one in held or nearest(name, _TYPES) == one]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def service_setting(name: str, value: str | float, called: str = "") -> Any:
    """What a setting of how services are asked comes to, of the file or of the environment, where it is `called`
    otherwise. Raises `SettingsError` where it is wrong."""
    called = called or name
    if name == "arxiv_pause":
        try:
            pause = float(value)
        except ValueError:
            pause = -1
        if not 0 <= pause <= _MOST_PAUSE:
            raise SettingsError(f"{called} must be a number of seconds from 0 to {_MOST_PAUSE}.")
        return pause
    text = str(value).strip()
    if name == "contact":
        if text and (_MAIL.fullmatch(text) is None or not text.isprintable()):
            raise SettingsError(f"{called} must be a mail address.")
        return text
    from reader.identity import normal_url  # noqa: PLC0415  few settings name an address

    if text and not normal_url(text):
        raise SettingsError(f"{called} must be an http or https address.")
    return text


def _flat(keys: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """The entries of the keys table; `paper.tag = "T"` without quotes is a table in a table, and means the same."""
    found: list[tuple[str, Any]] = []
    for name, value in keys.items():
        found += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return found


def _keys(id: str, value: Any) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(key, str) and key for key in listed):
        raise SettingsError(f'keys.{id} must be a key such as "t" or "ctrl+t", or a list of keys.')
    keys = tuple(dict.fromkeys(map(_key, listed)))
    for key in keys:
        if not _is_key(key):
            raise SettingsError(f'keys.{id}: there is no key \'{key}\'; there are "t", "ctrl+t", "f5", "pgdn".')
    return keys


def _key(text: str) -> str:
    """A key as Textual names it: "Ctrl+T" is "ctrl+t", "PgUp" is "pageup"; a single character stays as it is. What
    a terminal sends as another key is that: "shift+s" is "S", "ctrl+m" is "enter"."""
    if len(text) == 1:
        return _KEY_NAMES.get(text, text)
    *modifiers, key = text.split("+") if not text.endswith("++") else [*text[:-2].split("+"), "+"]
    lowered = key if len(key) == 1 and not modifiers else key.lower()
    name = "+".join([*(modifier.strip().lower() for modifier in modifiers), _KEY_NAMES.get(lowered, lowered)])
    if name.startswith("shift+") and len(name) == len("shift+a") and (large := name[-1].upper()) != name[-1]:
        return large
    return _SENT_AS.get(name, name)


def _is_key(key: str) -> bool:
    """Whether some terminal sends such a key: a character or a name, after modifiers ("ctrl+backslash")."""
    *modifiers, last = [key] if len(key) == 1 else re.split(r"\+(?=.)", key)
    if not _MODIFIERS.issuperset(modifiers):
        return False
    return len(last) == 1 or last in _NAMED_KEYS or bool(modifiers and _names_character(last))


def _names_character(name: str) -> bool:
    """Whether a character is called so, by Unicode or, shorter, by Textual."""
    try:
        return name in _SHORTER or bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return False

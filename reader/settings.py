"""The settings file: one TOML file, read once, never written. A wrong setting is said, and the others count.

library = "~/papers"            # the library's folder
theme = "ansi-dark"             # a theme of the interface; without it, the one chosen last
mouse = true                    # false leaves the mouse to the terminal
citation_key = "{auth}{year}{veryshorttitle}"   # how a key is made for a paper that came without one
goal = "1 a week"               # how many papers you want to read; "" for no goal

[keys]                          # the id of a command -> its key or keys
"paper.tag" = "T"
"move.down" = ["j", "down", "ctrl+n"]
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reader.citation_keys import USUAL_PATTERN, key_pattern
from reader.errors import SettingsError

_TYPES = {
    "library": (str, "text"), "theme": (str, "text"), "mouse": (bool, "true or false"), "citation_key": (str, "text"),
    "goal": (str, "text"),
    "keys": (dict, "a table"),
}  # fmt: skip
_GOAL = re.compile(r"([1-9]\d{0,2}) +(?:a|per) +week", re.ASCII | re.IGNORECASE)
_DOUBTED = ("library", "citation_key")
"""Settings that nothing else can stand for where they are wrong."""
_KEY_NAMES = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "page_up": "pageup",
    "page_down": "pagedown", "del": "delete", "ins": "insert", " ": "space",
}  # fmt: skip
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
    theme: str = ""
    """"" for the theme that was chosen last."""
    mouse: bool = True
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
    citation_key_doubt: str = ""
    """The one of `problems` for which it is not known how the user wants them; "" for none."""


def read_settings(path: Path, must_exist: bool = False) -> Settings:
    """The settings in a file; the defaults when there is none, and where nothing of it can be read.

    `must_exist` says that the user named this file.
    """
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except FileNotFoundError:
        if not must_exist:
            return Settings()
        wrong = f"{path}: there are no settings here, though $READER_CONFIG names this file."
    except OSError as error:
        wrong = f"{path}: the settings cannot be read ({error.strerror or error})."
    except (ValueError, RecursionError) as error:
        wrong = f"{path}: this is not TOML: {error}."
    else:
        return checked(table, str(path))
    return Settings(path=str(path), problems=(wrong,), library_doubt=wrong, citation_key_doubt=wrong)


def checked(table: Mapping[str, Any], path: str) -> Settings:
    """The settings that a TOML table states, but for those that are wrong."""
    known: dict[str, Any] = {}
    problems: list[str] = []
    doubts: dict[str, Any] = {}
    for name, value in table.items():
        if name not in _TYPES:
            problems.append(f"{path}: there is no setting '{name}'; there are {', '.join(_TYPES)}.")
            continue
        kind, words = _TYPES[name]
        if isinstance(value, kind):
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
    goal = known.pop("goal", "")
    if match := _GOAL.fullmatch(goal.strip()):
        known["goal"] = int(match[1])
    elif goal.strip():
        problems.append(f'{path}: goal must be a number of papers a week: "1 a week", "3 a week"; "" for none.')
    keys: dict[str, tuple[str, ...]] = {}
    for id, value in _flat(known.pop("keys", {})):
        try:
            keys[id] = _keys(path, id, value)
        except SettingsError as error:
            problems.append(str(error))
    return Settings(**known, **doubts, keys=MappingProxyType(keys), path=path, problems=tuple(problems))


def _flat(keys: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """The entries of the keys table; `paper.tag = "T"` without quotes is a table in a table, and means the same."""
    found: list[tuple[str, Any]] = []
    for name, value in keys.items():
        found += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return found


def _keys(path: str, id: str, value: Any) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(key, str) and key for key in listed):
        raise SettingsError(f'{path}: keys.{id} must be a key such as "t" or "ctrl+t", or a list of keys.')
    keys = tuple(dict.fromkeys(map(_key, listed)))
    for key in keys:
        if not _is_key(key):
            raise SettingsError(f'{path}: keys.{id}: there is no key \'{key}\'; there are "t", "ctrl+t", "f5", "pgdn".')
    return keys


def _key(text: str) -> str:
    """A key as Textual names it: "Ctrl+T" is "ctrl+t", "PgUp" is "pageup"; a single character stays as it is."""
    if len(text) == 1:
        return _KEY_NAMES.get(text, text)
    *modifiers, key = text.split("+") if not text.endswith("++") else [*text[:-2].split("+"), "+"]
    lowered = key if len(key) == 1 and not modifiers else key.lower()
    return "+".join([*(modifier.strip().lower() for modifier in modifiers), _KEY_NAMES.get(lowered, lowered)])


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

"""YAML properties at the head of a Markdown file, merged key by key without touching what is not ours."""

from __future__ import annotations

import json
import re

KEY_LIMIT = 300
"""Characters of a line in which a property's name is looked for."""
_KEY = re.compile(
    r"(?:\"(?P<double>[^\"\\]+)\"|'(?P<single>[^']+)'|(?P<plain>[^\s#\"'\[\]{}&*!|>%@`,?:-][^:]*?))\s*:(?:\s|$)"
)


_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|<(?=!--)")
"""What YAML 1.1 does not allow as it is or takes for the end of a line, and what could forge an anchor."""


def quoted(text: str) -> str:
    """A text as a double-quoted scalar of YAML, whose escapes include JSON's."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def merge_front(existing: list[str], fresh: list[str], *, gone: frozenset[str] = frozenset()) -> list[str]:
    """The lines of `existing` with our properties as in `fresh`; unknown keys, comments and order stay.

    Both begin and end with the line that encloses them. `gone` names keys of ours that are dropped where `fresh` has
    none. Keys that the file lacks follow at its end.
    """
    ours = {key: lines for key, _, lines in blocks(fresh[1:-1]) if key}
    merged: list[str] = []
    used: set[str] = set()
    for key, _, lines in blocks(existing[1:-1]):
        if key in ours:
            merged += ours[key] if key not in used else []
            used.add(key)
        elif key not in gone:
            merged += lines
    for key, lines in ours.items():
        merged += lines if key not in used else []
    return [existing[0], *merged, existing[-1]]


def blocks(lines: list[str]) -> list[tuple[str, int, list[str]]]:
    """Properties of the top level, each with the index of its first line and the lines that belong to it; "" names what
    stands before the first, and comments and empty lines."""
    found: list[tuple[str, int, list[str]]] = []
    for at, line in enumerate(lines):
        match = _KEY.match(line[:KEY_LIMIT])
        if match:
            found.append((match["double"] or match["single"] or match["plain"], at, [line]))
        elif not line.strip() or line.startswith("#"):
            found.append(("", at, [line]))
        elif found and (found[-1][0] or line[:1] in (" ", "\t", "-")):
            found[-1][2].append(line)
        else:
            found.append(("", at, [line]))
    return found

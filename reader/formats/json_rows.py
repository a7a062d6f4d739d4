"""The records of a JSON text one by one, each with its line, so that a damaged or cut file still gives what it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.formats.parsed import Problem, excerpt
from reader.text import clean_line

_BLANK = re.compile(r"[\s,]*")
_NEXT = re.compile(r"\n[ \t]*,?[ \t]*(?=\{)")
_DECODER = json.JSONDecoder()

Row = tuple[int, Any]
"""(1-based line where the record begins, the record)."""


def rows(text: str, keys: tuple[str, ...] = ("data", "papers", "items", "results")) -> Iterator[Row | Problem]:
    """Each member of a top-level array, or of the array that a top-level object keeps under one of `keys`, or the
    object itself. What is not JSON is a problem, and reading goes on at the next line that begins a record."""
    body = text.lstrip("\ufeff")
    start = _BLANK.match(body)
    at = start.end() if start else 0
    if body[at : at + 1] != "[":
        yield from _single(body, at, keys)
        return
    at += 1
    lines = Lines(body)
    while True:
        blank = _BLANK.match(body, at)
        at = blank.end() if blank else at
        if at >= len(body):
            yield Problem(lines.number(at), "the text ends in the middle of its list, read as far as it goes")
            return
        if body[at] == "]":
            return
        try:
            value, end = _DECODER.raw_decode(body, at)
        except (ValueError, RecursionError) as error:
            shown = excerpt(clean_line(body[at : at + 200]))
            yield Problem(lines.number(at), f"not valid JSON ({_reason(error)}), skipped", shown)
            following = _NEXT.search(body, at + 1)
            if following is None:
                return
            at = following.end()
            continue
        yield lines.number(at), value
        at = end


def _single(body: str, at: int, keys: tuple[str, ...]) -> Iterator[Row | Problem]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        yield Problem(line, f"not valid JSON ({_reason(error)})", excerpt(clean_line(body[at : at + 200])))
        return
    if isinstance(value, dict):
        for key in keys:
            if isinstance(value.get(key), list):
                yield from ((1, member) for member in value[key])
                return
    yield 1, value


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg[:1].lower() + error.msg[1:]
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"


class Lines:
    """Line numbers of increasing offsets, counted once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def number(self, offset: int) -> int:
        self._line += self._text.count("\n", self._at, offset)
        self._at = offset
        return self._line

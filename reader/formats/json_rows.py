"""The records of a JSON text one by one, each with its line, so that a damaged or cut file still gives what it has."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Any

from reader.formats.beginnings import begins_part, begins_table
from reader.formats.huggingface.page_noise import has_header
from reader.formats.parsed import Problem, excerpt
from reader.text import clean_line

JSON_START = re.compile(r"\s*[\[{]")
"""How a text begins that may be JSON with records."""
_BLANK = re.compile(r"[\s,\ufeff]*")
_NEXT = re.compile(r"\n[ \t]*[\[,]?[ \t]*(?=\{)")
_NEXT_TEXT = re.compile(r"\n(?=[\[{])")
_DECODER = json.JSONDecoder()
_SHOWN = 200
_BARE = 100
"""So many values that can be no record are each told by its reader."""
_LINE = 5_000
"""Characters of a line that are looked at."""

JsonRow = tuple[int, Any]
"""(1-based line where the record begins, the record)."""


def rows(text: str, keys: tuple[str, ...] = ("data", "papers", "items", "results")) -> Iterator[JsonRow | Problem]:
    """Each member of a top-level array, or of the array that a top-level object keeps under one of `keys`, or the
    object itself; of several JSON texts in one file, as `cat` joins them, those of each. What is not JSON is a problem,
    and reading goes on at the next line that begins a record; so is what an object says again in another way. Of very
    many values that can be no record the first are given, and of the others one problem is made."""
    left, bare = _BARE, 0
    line = 0
    for row in _every_row(text, keys):
        if not isinstance(row, Problem) and (not row[1] or not isinstance(row[1], dict | list)):
            if not left:
                line, bare = line or row[0], bare + 1
                continue
            left -= 1
        yield row
    if bare:
        yield Problem(line, f"{bare} more values that are no records or empty ones, skipped")


def _every_row(text: str, keys: tuple[str, ...]) -> Iterator[JsonRow | Problem]:
    lines, decoder = Lines(text), _Decoder()
    at = _past_blanks(text, 0)
    while at < len(text):
        if text[at] == "[":
            at = yield from _members(text, at + 1, lines, decoder)
        else:
            at = yield from _single(text, at, lines, keys, decoder)
        at = _past_blanks(text, at)


def texts(text: str) -> Iterator[tuple[int, int]]:
    """Where each of several JSON texts begins and ends, up to where something in another format begins.

    What is damaged reaches to the next line that begins a text.
    """
    at = _past_blanks(text, 0)
    while at < len(text) and (end := _end(text, at)) > at:
        yield at, end
        at = _past_blanks(text, end)


def _end(text: str, at: int) -> int:
    """Where the JSON text ends that begins here; `at` itself where something else does."""
    if text[at] in "[{":
        with suppress(ValueError, RecursionError):
            return _DECODER.raw_decode(text, at)[1]
    elif _begins_other(text, at):
        return at
    while (at := text.find("\n", at) + 1) > 0:
        if text[at : at + 1] in ("[", "{") or _begins_other(text, at):
            return at
    return len(text)


def _begins_other(text: str, at: int) -> bool:
    """Whether a line begins something that is no JSON."""
    line = text[at : at + _LINE].partition("\n")[0]
    if line.lstrip("\ufeff \t")[:1] in ("[", "{"):
        return False
    return begins_part(line) or begins_table(line) or has_header(line)


def _past_blanks(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _members(text: str, at: int, lines: Lines, decoder: _Decoder) -> Generator[JsonRow | Problem, None, int]:
    """The members of an array whose bracket stands before `at`; returns where it ends."""
    while True:
        at = _past_blanks(text, at)
        if at >= len(text):
            yield Problem(lines.number(at), "the text ends in the middle of its list, read as far as it goes")
            return at
        if text[at] == "]":
            return at + 1
        try:
            value, end = decoder.read(text, at)
        except (ValueError, RecursionError) as error:
            yield _not_json(text, at, lines.number(at), error)
            following = _NEXT.search(text, at + 1)
            if following is None:
                return len(text)
            at = following.end()
            continue
        line = lines.number(at)
        yield from decoder.told_again(line)
        yield line, value
        at = end


def _single(
    text: str, at: int, lines: Lines, keys: tuple[str, ...], decoder: _Decoder
) -> Generator[JsonRow | Problem, None, int]:
    """What stands in no array, or in one of an object; returns where it ends."""
    line = lines.number(at)
    try:
        value, end = decoder.read(text, at)
    except (ValueError, RecursionError) as error:
        yield _not_json(text, at, getattr(error, "lineno", line), error)
        following = _NEXT_TEXT.search(text, at + 1)
        return following.end() if following is not None else len(text)
    yield from decoder.told_again(line)
    lists = (value[key] for key in keys if isinstance(value.get(key), list)) if isinstance(value, dict) else iter(())
    yield from ((line, member) for member in next(lists, [value]))
    return end


def _not_json(text: str, at: int, line: int, error: Exception) -> Problem:
    shown = excerpt(clean_line(text[at : at + _SHOWN]))
    return Problem(line, f"not valid JSON ({_reason(error)}), skipped", shown)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg[:1].lower() + error.msg[1:]
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"


class _Decoder:
    """Reads JSON, and of a key that an object has twice the first value that says something."""

    def __init__(self) -> None:
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object)
        self._again: list[tuple[str, Any]] = []
        """Further values of keys, which say something else."""

    def read(self, text: str, at: int) -> tuple[Any, int]:
        """The value that begins at a place, and where it ends. Raises as `json` does."""
        self._again.clear()
        return self._decoder.raw_decode(text, at)

    def told_again(self, line: int) -> Iterator[Problem]:
        """A problem for each value of the last record that was not taken."""
        for key, value in self._again:
            message = f"a second '{clean_line(key[:_SHOWN])}' that says something else, not read"
            yield Problem(line, message, excerpt(clean_line(str(value)[:_SHOWN])))

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        found.clear()
        for key, value in pairs:
            if found.get(key) in (None, "", [], {}):
                found[key] = value
            elif value not in (found[key], None, "", [], {}):
                self._again.append((key, value))
        return found


class Lines:
    """Line numbers of increasing offsets, counted once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def number(self, offset: int) -> int:
        """The 1-based number of the line that an offset stands in, which is no smaller than the one before."""
        self._line += self._text.count("\n", self._at, offset)
        self._at = offset
        return self._line

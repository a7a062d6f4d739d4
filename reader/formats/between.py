"""What of a text stands above, between and below its parts: notes, YAML, names of files, bare ids and addresses.

Nothing but their form says where these begin, so they are looked for paragraph by paragraph in what no part has taken.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reader.formats.beginnings import enclosed
from reader.formats.parsed import excerpt
from reader.text import clean_line

_PROPERTY = re.compile(r"[\"']?[A-Za-z][\w -]{0,40}[\"']?[ \t]*(?::(?:\s|$)|=)")
"""How the first line of a note's properties begins."""
_GOES_ON = re.compile(r"- (?!\[)|[ \t]|#|[\"']?[A-Za-z][\w -]{0,40}[\"']?[ \t]*:(?:\s|$)")
"""How a paragraph begins by which records of YAML may go on."""
_MAY_BE = re.compile(r"[:.\d]")
"""What every record of YAML, name of a file, id and address has: of very many paragraphs few do."""
_SHOWN = 300
_NOTES = 100
"""Lines of dashes below which a note is looked for."""
_LOOKED_AT = 1_000_000
"""Characters in which that is done, those of a text counted for each such line that stands above them."""

Signs = Callable[[str, str], bool]
"""Whether a format (by its name) is that of a text."""


class TextPart(NamedTuple):
    """Something in a known format between the parts of a text."""

    line: int
    """1-based number of its first line."""
    format: str
    text: str
    """The text with nothing but this in it, each line in its place."""


def pieces(text: str, is_in: Signs) -> tuple[list[TextPart], str]:
    """What stands in a text, which holds no part of another kind, in the order of its lines; and what is left of it.

    Notes reach to the end, for their words are anybody's; the names of papers are one piece.
    """
    lines = text.split("\n")
    found: list[TextPart] = []
    names: dict[str, list[tuple[int, int]]] = {}
    left = list(lines)
    end = _begin_of_notes(lines, is_in)
    if end < len(lines):
        found.append(TextPart(end + 1, "note", _only(lines, [(end, len(lines))])))
        left[end:] = [""] * (len(lines) - end)
    starts, stops = array("q"), array("q")  # There may be as many paragraphs as letters.
    for start, stop in _paragraphs(lines[:end]):
        starts.append(start)
        stops.append(stop)
    number = 0
    while number < len(starts):
        start, stop = starts[number], stops[number]
        number += 1
        block = "\n".join(lines[start:stop])
        if _MAY_BE.search(block) is None:
            continue
        if is_in("yaml", block):
            number = _yaml_to(lines, starts, stops, number - 1, is_in)
            stop = stops[number - 1]
            found.append(TextPart(start + 1, "yaml", _only(lines, [(start, stop)])))
        elif name := next((name for name in ("pdf-names", "ids") if is_in(name, block)), ""):
            names.setdefault(name, []).append((start, stop))
        else:
            continue
        left[start:stop] = [""] * (stop - start)
    found += [TextPart(spans[0][0] + 1, name, _only(lines, spans)) for name, spans in names.items()]
    return sorted(found), "\n".join(left)


def told_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The line and the beginning of each paragraph of a text."""
    lines = text.split("\n")
    for start, stop in _paragraphs(lines):
        yield start + 1, excerpt(clean_line(" ".join(lines[start:stop])[:_SHOWN]))


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each run of lines that say something begins and ends."""
    start = -1
    for at, line in enumerate([*lines, ""]):
        says = bool(line.strip("\ufeff \t\r"))
        if says and start < 0:
            start = at
        elif not says and start >= 0:
            yield start, at
            start = -1


def _begin_of_notes(lines: Sequence[str], is_in: Signs) -> int:
    """The index of the line where the properties of a first note begin; that behind the last line for none."""
    tried = looked_at = 0
    for at, line in enumerate(lines[:-1]):
        if line.strip("\ufeff").rstrip() in ("---", "+++") and _PROPERTY.match(lines[at + 1]) and enclosed(lines, at):
            rest = "\n".join(lines[at:])
            if is_in("note", rest.removeprefix("\ufeff")):
                return at
            tried += 1
            looked_at += len(rest)
            if tried >= _NOTES or looked_at >= _LOOKED_AT:
                break
    return len(lines)


def _yaml_to(lines: Sequence[str], starts: Sequence[int], stops: Sequence[int], number: int, is_in: Signs) -> int:
    """How many paragraphs there are up to the end of the record of YAML that begins in one of them: it goes on in those
    that are none by themselves."""
    last = number + 1
    while last < len(starts) and _GOES_ON.match(lines[starts[last]]):
        if is_in("yaml", "\n".join(lines[starts[last] : stops[last]])):
            break
        last += 1
    whole = "\n".join(lines[starts[number] : stops[last - 1]])
    return last if last > number + 1 and is_in("yaml", whole) else number + 1


def _only(lines: Sequence[str], spans: Sequence[tuple[int, int]]) -> str:
    """The lines of some spans, each in its place; every other line is empty."""
    kept = [""] * spans[-1][1]
    for start, stop in spans:
        kept[start:stop] = lines[start:stop]
    return "\n".join(kept)

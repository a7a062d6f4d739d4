"""Blocks of code between fences in a Markdown text (https://spec.commonmark.org/0.31.2/#fenced-code-blocks)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.patterns import regex

FENCE = r"`{3,}+(?=[^`\n]*$)|~{3,}+"
"""What opens a block, as a part of a regular expression with `re.MULTILINE`."""
_FENCE = regex(rf"( *)({FENCE})", re.MULTILINE)
_ITEM = regex(r" *(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\S)")


class Fenced(NamedTuple):
    """One block, by the indices of its lines."""

    start: int
    """The line of the fence that opens it."""
    end: int
    """The line of the fence that closes it, or the index after its last line where none does."""
    closed: bool


def fenced_blocks(lines: Sequence[str], ends: Mapping[int, int] | None = None) -> Iterator[Fenced]:
    """The blocks of some lines, in order. A fence stands at most three blanks deeper than its paragraph, which in an
    item of a list begins behind the item's mark; a block that is not closed goes on to the last line, or up to the line
    that `ends` has for the one where it opens."""
    depth = 0
    start, opened, stop = -1, "", -1
    for index, line in enumerate(lines):
        if start >= 0 and index == stop:
            yield Fenced(start, index, False)
            start = -1
        if start < 0:
            depth = _depth(line, depth)
            if (match := _FENCE.match(line)) and len(match[1]) <= depth + 3:
                start, opened, stop = index, match[2], (ends or {}).get(index, -1)
        elif _closes(line, opened, depth + 3):
            yield Fenced(start, index, True)
            start = -1
    if start >= 0:
        yield Fenced(start, len(lines), False)


def fenced_lines(lines: Sequence[str], *, closed: bool = False) -> set[int]:
    """The indices of the lines that stand in blocks, their fences included; with `closed`, in those that are closed."""
    blocks = (block for block in fenced_blocks(lines) if block.closed >= closed)
    return {index for block in blocks for index in range(block.start, min(block.end + 1, len(lines)))}


def _depth(line: str, before: int) -> int:
    """The column at which the paragraphs of the item begin that a line belongs to; 0 outside of lists."""
    if item := _ITEM.match(line):
        return item.end()
    outside = line.strip() and len(line) - len(line.lstrip(" ")) < min(before, 2)
    return 0 if outside else before


def closing(opened: str) -> str:
    """What closes the block that a fence opened, in the same form: a fence that is as long at least, with nothing
    behind it."""
    return rf"{opened[0]}{{{len(opened)},}}+[^\S\n]*$"


def _closes(line: str, opened: str, deepest: int) -> bool:
    bare = line.lstrip(" ")
    return len(line) - len(bare) <= deepest and re.match(closing(opened), bare) is not None

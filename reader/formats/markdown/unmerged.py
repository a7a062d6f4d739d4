"""Files that Git (or another tool) could not merge, or that hold two exports: a person must settle that first.

The marks are those of Git's `merge.conflictStyle` "merge" and "diff3": lines of seven or more `<`, `|`, `=` and `>`
(https://git-scm.com/docs/git-merge#_how_conflicts_are_presented), and those of Perforce (`>>>> ORIGINAL`,
`==== THEIRS`, `==== YOURS`, `<<<<`). A formatter may have moved them in or escaped them. In an export no line of a note
begins so: one with such a sign stands behind `> `. Marks within one closed fence are an example that somebody shows.
"""

from __future__ import annotations

import re

from reader.errors import Refused
from reader.formats.markdown import base
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.lines import fenced
from reader.text import for_terminal

_BEGIN = re.compile(r"<{7,}(?:\s.*)?|>>>> ORIGINAL\s.*")
_MIDDLE = re.compile(r"={7,}\s*|\|{7,}(?:\s.*)?|==== (?:THEIRS|YOURS|BOTH)\s.*")
_END = re.compile(r">{7,}(?:\s.*)?|<<<<\s*")
_SIGNS = ("<<<<", ">>>>", "\\<\\<", "&lt;&lt;")
_MOVED_IN = 3
"""So many blanks before a mark, and it still is one; with more it stands in code."""


def conflict_lines(text: str) -> tuple[int, ...]:
    """The 1-based numbers of the lines with marks of a conflict, () for a file without one.

    A row of `=` or `|` counts only between a beginning and an end: elsewhere it underlines a heading, or is a row.
    """
    if not any(sign in text for sign in _SIGNS):
        return ()
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    inside = fenced(lines)
    found: list[int] = []
    middle: list[int] = []
    begun = False
    for index, line in enumerate(lines):
        bare = line.lstrip(" ")
        mark = unescape(bare) if len(line) - len(bare) <= _MOVED_IN else ""
        if _BEGIN.fullmatch(mark):
            found.append(index)
            begun, middle = True, []
        elif begun and _MIDDLE.fullmatch(mark):
            middle.append(index)
        elif _END.fullmatch(mark) and (begun or mark[0] == ">"):
            found += [*middle, index]
            begun, middle = False, []
    return tuple(index + 1 for index in sorted(found)) if any(index not in inside for index in found) else ()


def must_be_one(text: str, name: str) -> None:
    """Raise `Refused` when a text holds two exports one after the other, be they of one list; `name` names it."""
    lines = text.removeprefix("\ufeff").split("\n")
    inside = fenced(lines)
    ends = [(line, held) for line, held in base.heads(text) if line - 1 not in inside]
    if len(ends) > 1:
        names = " and ".join(f"'{for_terminal(held.name)}'" for held in (ends[0][1], ends[-1][1]))
        raise Refused(
            f"{name}: left as it is, since it holds two exports, {names}, the first of which ends in line {ends[0][0]};"
            " keep each in a file of its own."
        )


def must_be_merged(text: str, name: str) -> None:
    """Raise `Refused` when a text holds the marks of a merge that was not finished; `name` names it."""
    lines = [str(line) for line in conflict_lines(text)]
    if lines:
        shown = ", ".join(lines[:9]) + (f" and {len(lines) - 9} more" if len(lines) > 9 else "")
        where = f"line{'s' if len(lines) > 1 else ''} {shown}"
        raise Refused(f"{name}: left as it is, since an unfinished merge has its marks in {where}; settle them first.")

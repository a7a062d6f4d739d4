"""Files that Git (or another tool) could not merge: the marks of a conflict, which a person must settle first.

The marks are those of Git's `merge.conflictStyle` "merge" and "diff3": lines of seven or more `<`, `|`, `=` and `>` at
the very beginning of a line (https://git-scm.com/docs/git-merge#_how_conflicts_are_presented). In an export a note's
text never stands there: it is indented, or behind `> `. Marks within one closed fence are an example that somebody
shows.
"""

from __future__ import annotations

import re

from reader.errors import Refused
from reader.formats.markdown.lines import fenced

_BEGIN = re.compile(r"<{7,}(?: .*)?")
_MIDDLE = re.compile(r"={7,}|\|{7,}(?: .*)?")
_END = re.compile(r">{7,}(?: .*)?")


def conflict_lines(text: str) -> tuple[int, ...]:
    """The 1-based numbers of the lines with marks of a conflict, () for a file without one.

    A row of `=` or `|` counts only between a beginning and an end: elsewhere it underlines a heading, or is a row.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return ()
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    inside = fenced(lines)
    found: list[int] = []
    middle: list[int] = []
    begun = False
    for index, line in enumerate(lines):
        if _BEGIN.fullmatch(line):
            found.append(index)
            begun, middle = True, []
        elif begun and _MIDDLE.fullmatch(line):
            middle.append(index)
        elif _END.fullmatch(line):
            found += [*middle, index]
            begun, middle = False, []
    return tuple(index + 1 for index in sorted(found)) if any(index not in inside for index in found) else ()


def must_be_merged(text: str, name: str) -> None:
    """Raise `Refused` when a text holds the marks of a merge that was not finished; `name` names it."""
    lines = [str(line) for line in conflict_lines(text)]
    if lines:
        shown = ", ".join(lines[:9]) + (f" and {len(lines) - 9} more" if len(lines) > 9 else "")
        where = f"line{'s' if len(lines) > 1 else ''} {shown}"
        raise Refused(f"{name}: left as it is, since an unfinished merge has its marks in {where}; settle them first.")

"""Files that Git (or another tool) could not merge, that hold two exports, or whose bytes are no longer UTF-8: a person
must settle that first.

The marks are those of Git's `merge.conflictStyle` "merge" and "diff3": lines of seven or more `<`, `|`, `=` and `>`
(https://git-scm.com/docs/git-merge#_how_conflicts_are_presented), those of Jujutsu between them, and those of Perforce
(`>>>> ORIGINAL`, `==== THEIRS`, `==== YOURS`, `<<<<`). A formatter may have moved them in or escaped them. In an export
no line of a note begins so: one with such a sign stands behind `> `. Marks within one closed fence are an example that
somebody shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from reader.counting import form
from reader.errors import Refused
from reader.formats.markdown import footer, marks
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.footer import ExportRecord
from reader.formats.markdown.lines import fenced, heading_at
from reader.formats.parsed import split_lines
from reader.text import for_terminal

_BEGIN = re.compile(r"<{7,}(?:\s.*)?|>>>> ORIGINAL\s.*")
_SIDE = re.compile(
    r"\|{7,}\s+[^\s|].*|==== (?:THEIRS|YOURS|BOTH)\s.*|[%+-]{7}\s+(?:[Cc]hanges from|[Cc]ontents of|diff from)\b.*"
)
"""Marks between two sides that are nothing else wherever they stand."""
_ROW = re.compile(r"\|{7,}\s*")
_MIDDLE = re.compile(r"={7,}\s*")
_UNREADABLE = re.compile("[\udc80-\udcff\0]")
_ALONE = re.compile(r"(?:={7}|\|{7})\s*")
"""What parts two sides, as every tool writes it unless told otherwise."""
_END = re.compile(r">{7,}(?:\s.*)?|<<<<\s*")
_SIGNS = ("<<<<", ">>>>", "\\<\\<", "&lt;&lt;", "=======", "|||||||", "\\|\\|", "==== ", "%%%%%%%", "+++++++")
_MOVED_IN = 3
"""So many blanks before a mark, and it still is one; with more it stands in code."""


@dataclass(slots=True)
class _MergeMarks:
    """The marks of a text, as indices of lines."""

    whole: list[int] = field(default_factory=list)
    """Those of conflicts that begin and end."""
    alone: list[int] = field(default_factory=list)
    """What a half-finished settlement left of others, where nothing else looks so."""
    doubtful: list[int] = field(default_factory=list)
    """Rows of seven `=` or of `|` outside a conflict: a mark, a heading's underline or a row of a table."""


def _find(lines: Sequence[str]) -> _MergeMarks:
    found = _MergeMarks()
    opened: list[int] = []
    for index, line in enumerate(lines):
        bare = line.lstrip(" ")
        mark = unescape(bare) if len(line) - len(bare) <= _MOVED_IN else ""
        if _BEGIN.fullmatch(mark):
            _leave(found, lines, opened)
            opened = [index]
        elif _SIDE.fullmatch(mark) or (opened and (_MIDDLE.fullmatch(mark) or _ROW.fullmatch(mark))):
            (opened or found.alone).append(index)
        elif _END.fullmatch(mark) and (opened or mark[0] == ">"):
            (found.whole if opened else found.alone).extend([*opened, index])
            opened = []
        elif _ALONE.fullmatch(mark):
            found.doubtful.append(index)
    _leave(found, lines, opened)
    return found


def _leave(found: _MergeMarks, lines: Sequence[str], opened: Sequence[int]) -> None:
    """A conflict that never ends: its rows of `=` and `|` are as doubtful as any."""
    for index in opened:
        sure = index == opened[0] or _SIDE.fullmatch(unescape(lines[index].lstrip(" ")))
        (found.alone if sure else found.doubtful).append(index)


def _lines_of(text: str) -> list[str]:
    if not any(sign in text for sign in _SIGNS):
        return []
    return split_lines(text.removeprefix("\ufeff"))


def conflict_lines(text: str, written: ExportRecord | None = None) -> tuple[int, ...]:
    """The 1-based numbers of the lines with marks of a conflict in an export, () for a file without one; `written` is
    what its comment says.

    A row of `=` that underlines a heading, or of `|` within a table, counts only between a beginning and an end. But
    in a note an underline is taken for a heading's only where it is as long as the heading: elsewhere it may well be
    what was left of a conflict, and would become a part of the note.
    """
    if not (lines := _lines_of(text)):
        return ()
    found, inside = _find(lines), fenced(lines)
    if found.doubtful:
        own = written is not None and written.form.style == "template"
        noted = _in_notes(lines)
        found.alone += [n for n in found.doubtful if not own and n not in inside and not _is_own(lines, n, noted)]
    every = [*found.whole, *found.alone]
    return tuple(index + 1 for index in sorted(every)) if any(index not in inside for index in every) else ()


def _in_notes(lines: Sequence[str]) -> set[int]:
    """The indices of the lines between the marks of a note, remark or description."""
    inside: set[int] = set()
    start: int | None = None
    for index, line in enumerate(lines):
        if "<!--" in line and marks.OPENING.fullmatch(line):
            start = index
        elif "<!--" in line and marks.CLOSING.fullmatch(line) and start is not None:
            inside.update(range(start, index))
            start = None
    return inside


def _is_own(lines: list[str], at: int, noted: Collection[int]) -> bool:
    """Whether a row of `=` or `|` is a person's own: the underline of a heading, or a row in a table."""
    around = [lines[index].lstrip() for index in (at - 1, at + 1) if 0 <= index < len(lines)]
    if "|" in lines[at]:
        return any(line.startswith("|") for line in around)
    if not at or not heading_at(lines, at - 1)[0]:
        return False
    above, row = lines[at - 1], lines[at]
    indent = len(above) - len(above.lstrip())
    return at not in noted or (len(above.strip()) == len(row.strip()) and row[:indent] == above[:indent])


def must_be_settled(text: str, name: str, *, prose: bool) -> tuple[int, ...]:
    """Raise `Refused` when a text of any format holds a whole conflict, both sides of which would be read.

    Returns the 1-based numbers of the lines where one mark stands alone, which most texts never have. `name` names it;
    in `prose` a row of `=` may underline a heading.
    """
    if not (lines := _lines_of(text)):
        return ()
    found, inside = _find(lines), fenced(lines)
    if any(index not in inside for index in found.whole):
        _refuse([index + 1 for index in sorted([*found.whole, *found.alone])], name)
    alone = [index for index in found.alone if _is_labelled(lines[index])]
    alone += [index for index in found.doubtful if "=" in lines[index] and not (prose and _is_own(lines, index, ()))]
    return tuple(index + 1 for index in sorted(alone) if index not in inside)


def _is_labelled(line: str) -> bool:
    """Whether a mark is of seven signs and names its side, as Git's do; a mail quoted seven times has none such."""
    return re.fullmatch(r"(?:<{7}|>{7}|\|{7})\s\S.*", unescape(line.strip())) is not None


def must_be_readable(text: str, name: str) -> None:
    """Raise `Refused` when a text holds bytes that are no UTF-8, kept as `surrogateescape` keeps them, or NUL bytes:
    another program wrote it in another encoding or damaged it, and no word with such a byte is the user's. `name` names
    it."""
    if found := [text.count("\n", 0, match.start()) + 1 for match in _UNREADABLE.finditer(text)]:
        what = f"{len(found):,} {form(len(found), 'byte is', 'bytes are')}"
        lines = tuple(dict.fromkeys(found))
        raise Refused(
            f"{name}: left as it is, since it is not valid UTF-8: {what} unreadable, in {_where(lines)};"
            " save it as UTF-8 with the words that it had."
        )


def must_be_one(text: str, name: str) -> None:
    """Raise `Refused` when a text holds two exports one after the other, be they of one list; `name` names it."""
    ends = footer.heads(text.removeprefix("\ufeff"))
    if len(ends) > 1:
        names = " and ".join(f"'{for_terminal(held.name)}'" for held in (ends[0][1], ends[-1][1]))
        raise Refused(
            f"{name}: left as it is, since it holds two exports, {names}, the first of which ends in line {ends[0][0]};"
            " keep each in a file of its own."
        )


def must_be_merged(text: str, name: str, written: ExportRecord | None = None) -> None:
    """Raise `Refused` when an export holds the marks of a merge that was not finished; `name` names it, `written` is
    what its comment says."""
    if lines := conflict_lines(text, written):
        _refuse(lines, name)


def _refuse(lines: Sequence[int], name: str) -> NoReturn:
    where = _where(lines)
    raise Refused(f"{name}: left as it is, since an unfinished merge has its marks in {where}; settle them first.")


def _where(lines: Sequence[int]) -> str:
    """The numbers of some lines for people, the first ones alone where they are many."""
    shown = ", ".join(map(str, lines[:9])) + (f" and {len(lines) - 9} more" if len(lines) > 9 else "")
    return f"{form(len(lines), 'line', 'lines')} {shown}"

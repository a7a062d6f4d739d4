"""What of an exported file stays in the form that a formatter gave it.

Who keeps a file in Git often has a formatter run at each commit. Were the file written back in the form of an export
each time, the two would write it in turn for good, and no pull would find a clean tree. So a stretch that says what the
fresh one does keeps its bytes. That it does is sure where its line in the file's comment is the same too: then it is
read as it was, whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from textwrap import dedent

from reader.formats.markdown.alike import line_as_shown, renders_alike
from reader.formats.markdown.footer import ExportedPaper
from reader.formats.markdown.scan import File, Stretch, cells_of
from reader.formats.markdown.state import after_bullet, begins_anew
from reader.text import fold_name

_OF_PAPERS = ("item", "noted")


class AsFormatted:
    """A file that is there, beside the one that is to take its place."""

    def __init__(self, old: File, new: File) -> None:
        self._old, self._new = old, new
        self._doubted = {problem.line - 1 for problem in old.problems} | old.torn | old.unclosed | old.bare
        """The lines that were not read as they stand there."""

    def stays(self, held: Stretch, fresh: Stretch) -> bool:
        """Whether a stretch of the old file says what the one of the new file does that takes its place."""
        there, core = self._old.lines[held.start : held.end], self._new.lines[fresh.start : fresh.end]
        if there == core:
            return True
        kind = held.key[0]
        if not self._is_recorded_alike(held) or not self._doubted.isdisjoint(range(held.start, held.end)):
            return False
        if kind == "table":
            return cells_of(there[0]) == cells_of(core[0])
        if kind == "item" and core[0].startswith("|"):
            return len(there) == 1 and _are_cells_alike(there[0], core[0])
        return not _is_box_escaped(there[0]) and _are_alike(there, core)

    def _is_recorded_alike(self, held: Stretch) -> bool:
        """Whether the comments of both say the same of it."""
        was, now = self._old.written, self._new.record
        if was is None or now is None or now.form.style == "template":
            return False
        if held.key[0] in _OF_PAPERS:
            said, told = was.papers.get(held.key[1]), now.papers.get(held.key[1])
            return said is not None and told is not None and _is_told_alike(said, told)
        if held.key[0] == "description":
            return now.description == was.description
        return held.key[0] == "table" or (held.key[0] == "contents" and now.sections == was.sections)


def _is_told_alike(one: ExportedPaper, other: ExportedPaper) -> bool:
    """Whether the same is said of a paper, in whatever order its tags came."""
    tags, others = ({*map(fold_name, each.tags)} for each in (one, other))
    return tags == others and replace(one, tags=()) == replace(other, tags=())


def _is_box_escaped(line: str) -> bool:
    """Whether an item's box is none to who renders the file."""
    return "\\" in line[: len(line) - len(after_bullet(line))]


def _are_cells_alike(one: str, other: str) -> bool:
    cells = (cells_of(one), cells_of(other))
    if cells[0] == cells[1]:
        return True
    return len(cells[0]) == len(cells[1]) and all(
        first == second or line_as_shown(first) == line_as_shown(second) for first, second in zip(*cells, strict=True)
    )


def _are_alike(there: Sequence[str], core: Sequence[str]) -> bool:
    """Whether two stretches say the same once they are rendered. A mark that was put to the head of a line is a block
    of its own there: a formatter that goes over it again takes what follows for another one."""
    (head, rest), (other, below) = map(_parted, (there, core))
    return (_are_wrapped_alike(head, other) or renders_alike(head, other)) and renders_alike(rest, below)


def _are_wrapped_alike(one: str, other: str) -> bool:
    """Whether two paragraphs are of the same words, and no line of the first but its own begins anything."""
    begin = (line.lstrip().startswith("<!--") or begins_anew(line) for line in one.split("\n")[1:])
    return one.split() == other.split() and not any(begin)


def _parted(lines: Sequence[str]) -> tuple[str, str]:
    """The lines of a stretch before its blocks, and the others."""
    head = [*takewhile(_is_of_head, lines)]
    return "\n".join(head), dedent("\n".join(lines[len(head) :])).strip("\n")


def _is_of_head(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("<!-- reader-")

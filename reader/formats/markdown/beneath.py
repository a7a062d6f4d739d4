"""Words of a person's own that belong to one paper, and go where it goes.

What stands indented beneath an item, goes on with its last line, or stands between an item and its note is of that
item's paper, and so is what stands under the heading that a table's notes have for a paper. All else between two papers
is of the page.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator

from reader.formats.markdown import marks
from reader.formats.markdown.lines import code_blocks, heading_at, headings_among, spelt
from reader.formats.markdown.scan import File, Stretch, title_in_row
from reader.formats.markdown.state import begins_anew
from reader.formats.parsed import Problem, excerpt
from reader.headings import is_rule
from reader.text import clean_line

_NO_WORDS = re.compile(r"<!--|\[[^\]]+\]:\s|[\w-]+::(?:\s|$)")
"""How a line begins that is a mark, a definition of what a text names, or set beneath an item by Logseq."""
_DEEPER = 2
"""So many columns right of its bullet an item's own lines begin."""
PARTED = (
    "written anew, the file would have these words beneath another paper or none; put them in a note or on a line of"
    " their own"
)
"""What is said of words whose paper leaves a file."""


def headings_of_parts(file: File) -> set[int]:
    """The indices of headings that may be a person's own, and are as high as those of sections: below them, papers
    would be in another section or outside of the list."""
    return {at for at, height in _headings(file).items() if height <= _height_of_parts(file)}


def _height_of_parts(file: File) -> int:
    return heading_at(file.lines, file.title[1])[0] + 1 if file.title else 2


def _headings(file: File) -> dict[int, int]:
    """The indices of the lines that are headings, no code -> their height, 1 for the highest."""
    inside = {index for block in code_blocks(file.lines) for index in block}
    outside = (at for at in range(len(file.lines)) if at not in inside)
    return {at: height for at, (height, _, _) in headings_among(file.lines, outside).items()}


def beneath(file: File) -> dict[tuple[str, ...], int]:
    """Keys of the stretches of papers -> the index after the last line below each that belongs to its paper; those with
    none are left out."""
    if not file.pieces:
        return {}
    lines = file.lines
    headings: dict[int, int] | None = None
    ends = [piece.start for piece in file.pieces[1:]] + [len(lines)]
    found: dict[tuple[str, ...], int] = {}
    titled, indent, above, is_in_table = 0, 0, 0, False
    for piece, following, stop in zip(file.pieces, [*file.pieces[1:], None], ends, strict=True):
        is_in_table = is_in_table if piece.key[0] != "item" else is_row(piece, file)
        if piece.key[0] not in ("item", "titled", "noted") or is_row(piece, file):
            titled, above = 0, piece.end
            continue
        if piece.key[0] == "item":
            titled, indent = 0, _width(lines[piece.start])
        titled = heading_at(lines, piece.start)[0] or titled
        if is_in_table and not titled:  # The heading of a note whose first mark is gone.
            headings = _headings(file) if headings is None else headings
            titled = next((headings[at] for at in range(piece.start, above - 1, -1) if at in headings), 0)
        above = piece.end
        if (end := _last(lines, piece.end, stop)) == piece.end:
            continue
        headings = _headings(file) if headings is None else headings
        below = [(at, headings[at]) for at in range(piece.end, end) if at in headings]
        stop = next((at for at, height in below if height <= _height_of_parts(file)), end)
        if following is not None and following.key[:2] == ("noted", piece.key[1]):
            end = stop
        elif titled:
            end = min(stop, next((at for at, height in below if height <= titled), stop))
        else:
            end = _indented(lines, piece.end, stop, indent)
        if (end := _last(lines, piece.end, end)) > piece.end:
            found[piece.key] = end
    return found


def places_of_words(file: File) -> dict[str, list[int]]:
    """The indices of the lines beneath each paper that belong to it and are not ours; those below a heading with its
    title in a table's file, too, where its notes have lost their marks."""
    ends = beneath(file)
    found: dict[str, list[int]] = {}
    titles: dict[str, set[str]] = {}
    for piece in file.pieces:
        if piece.key in ends:
            found.setdefault(piece.key[1], []).extend(range(piece.end, ends[piece.key]))
        if is_row(piece, file):
            titles.setdefault(title_in_row(file.lines[piece.start]), set()).add(piece.key[1])
    if not titles:
        return found
    starts = [*(piece.start for piece in file.pieces), len(file.lines)]
    following: dict[int, int] = {}
    """Heights -> the index of the next heading that is as high."""
    for at, height in reversed(_headings(file).items()):
        _, name, start = heading_at(file.lines, at)
        ids = titles.get(spelt(name), set()) - found.keys()
        if height > _height_of_parts(file) and len(ids) == 1:
            further = (other for level, other in following.items() if level <= height)
            stop = min([*further, starts[bisect(starts, at, hi=len(starts) - 1)]])
            if (end := _last(file.lines, start, stop)) > start:
                found[ids.pop()] = [*range(start, end)]
        following[height] = at
    return found


def own_words(file: File) -> Iterator[tuple[str, list[int]]]:
    """The paper of each stretch, and the indices of the lines where a person's words begin that belong to it and stand
    beneath; what another program sets there, a mark, a heading or a definition is none."""
    ends = beneath(file)
    for piece in file.pieces:
        lines = range(piece.end, ends.get(piece.key, piece.end))
        said = [at for at in lines if says_words(file.lines, at)]
        if begin := [at for at in said if at - 1 not in said]:
            yield piece.key[1], begin


def says_words(lines: list[str], at: int) -> bool:
    """Whether a line has words of a person's own, where it is none of ours."""
    line = lines[at].strip()
    return bool(line) and not _NO_WORDS.match(line) and not heading_at(lines, at)[0]


def is_row(piece: Stretch, file: File) -> bool:
    """Whether a stretch is the row of a table, beneath which nothing can stand."""
    return piece.key[0] == "item" and file.lines[piece.start].lstrip().startswith("|")


def parted(old: File, new: File) -> Iterator[Problem]:
    """The lines that belong to a paper in `old`, where `new`, which takes its place, does not have them with it."""
    kept = {piece.key for piece in new.pieces if not is_row(piece, new)}
    there: dict[str, Counter[str]] | None = None
    starts = {piece.key: piece.end for piece in old.pieces}
    for key, end in beneath(old).items():
        if key in kept:
            continue
        there = _below_papers(new) if there is None else there
        for at in range(starts[key], end):
            line = old.lines[at].strip()
            if not line or marks.DAMAGED.fullmatch(line):
                continue
            held = there.setdefault(key[1], Counter())
            if not held[line]:
                yield Problem(at + 1, PARTED, excerpt(clean_line(line)))
            held[line] -= 1


def _below_papers(file: File) -> dict[str, Counter[str]]:
    """The lines between the stretches of each paper and what follows them, by id."""
    found: dict[str, Counter[str]] = {}
    ends = [piece.start for piece in file.pieces[1:]] + [len(file.lines)]
    for piece, stop in zip(file.pieces, ends, strict=True):
        if piece.key[0] in ("item", "titled", "noted") and not is_row(piece, file):
            found.setdefault(piece.key[1], Counter()).update(line.strip() for line in file.lines[piece.end : stop])
    return found


def _last(lines: list[str], start: int, stop: int) -> int:
    """The index after the last line that is not empty."""
    while stop > start and not lines[stop - 1].strip():
        stop -= 1
    return stop


def _indented(lines: list[str], start: int, stop: int, indent: int) -> int:
    """The index after the last line that stands deeper than a bullet, or goes on with the one above."""
    end, goes_on = start, True
    for at in range(start, stop):
        line = lines[at]
        if not line.strip():
            goes_on = False
            continue
        if _width(line) < indent + _DEEPER and not (goes_on and _is_text(line)):
            break
        end, goes_on = at + 1, True
    return end


def _is_text(line: str) -> bool:
    return not (begins_anew(line) or is_rule(line) or line.lstrip().startswith("<!--"))


def _width(line: str) -> int:
    """How many columns a line is indented."""
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())

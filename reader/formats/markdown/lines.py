"""What single lines of a Markdown file say, and which of them stand in a fence or among the properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from reader.fences import fenced_blocks
from reader.formats.markdown import marks
from reader.formats.markdown.escaping import unescape
from reader.headings import heading_in
from reader.text import clean_line, fold_name

_UNDERLINE = re.compile(r" {0,3}(=|-)\1*[ \t]*")
_BELOW = frozenset("=- ")
"""How a line begins that may be one."""
_NO_TITLE = re.compile(r"\s*$|\s*(?:[-*+>|]|\d{1,9}[.)])(?:\s|$)|\s*\||\s{4}|.*-->\s*$")
"""Lines that no underline makes a heading."""
_NOT_OVER = re.compile(r"\s*$|\s*(?:[-*+>|#]|\d{1,9}[.)])(?:\s|$)|\s*[|<]|\s{4}")
"""The same, where a mark may stand at the end."""
_RAW = re.compile(r"\s*[`~]+ *\{=\w+\}")
"""A fence of Pandoc's around what it hands on as it is."""
_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|\[|$)")
TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
"""What typographers make of typed signs; three dots and dashes in a row are told apart from none."""


def parse_heading(line: str) -> tuple[int, str]:
    """Level and text of an ATX heading that begins its line; level 0 when it is none."""
    level, start, end = heading_in(line) if line.startswith("#") else (0, 0, 0)
    return level, clean_line(unescape(line[start:end]))


def heading_at(lines: list[str], at: int) -> tuple[int, str, int]:
    """Level and text of the heading that begins at a line, of either kind (ATX, or underlined), and the index after it;
    (0, "", 0) when there is none."""
    line = lines[at]
    if line.startswith("#"):
        level, name = parse_heading(line)
        return (level, name, at + 1) if level else (0, "", 0)
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if below[:1] not in _BELOW or _NO_TITLE.match(line) or not (match := _UNDERLINE.fullmatch(below)):
        return 0, "", 0
    if at and lines[at - 1].strip() and not lines[at - 1].rstrip().endswith("-->"):
        return 0, "", 0
    return (1 if match[1] == "=" else 2), clean_line(unescape(line.strip())), at + 2


def headings_among(lines: list[str], among: Iterable[int]) -> dict[int, tuple[int, str, int]]:
    """The indices of the lines that are headings, of some, each with what `heading_at` tells; that most are none their
    first sign and that of the next one say."""
    last = len(lines) - 1
    return {
        at: found
        for at in among
        if (lines[at][:1] == "#" or (at < last and lines[at + 1][:1] in _BELOW)) and (found := heading_at(lines, at))[0]
    }


def is_underlined(lines: Sequence[str], at: int) -> bool:
    """Whether a line, be there a mark at its end, is a heading of the first level because of the line below it."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return (found := _UNDERLINE.fullmatch(below)) is not None and found[1] == "=" and _NOT_OVER.match(lines[at]) is None


def spelt(name: str) -> str:
    """A name as it is told from others whatever an editor made of it: escapes, quotes, dashes and case aside."""
    return fold_name(_typed(name))


def recased(name: str, other: str) -> bool:
    """Whether two names that are spelt alike have other capitals, which no editor gives them of itself."""
    one, two = (normalize("NFKC", _typed(each)) for each in (name, other))
    return one != two and spelt(name) == spelt(other)


def _typed(name: str) -> str:
    return clean_line(unescape(name).replace("\\", "").translate(TYPED))


def after_front_matter(lines: list[str]) -> int:
    """The index after the YAML properties at the head of a file, 0 when it has none."""
    if lines[0].rstrip() != "---":
        return 0
    for index in range(1, min(len(lines), 500)):
        if lines[index].rstrip() in ("---", "..."):
            return index + 1
    return 0


def at_front_matter(text: str) -> str:
    """A text from the properties at its head on, where nothing but empty lines was put before them."""
    bare = text.removeprefix("\ufeff").lstrip()
    return bare if bare != text and after_front_matter(bare.split("\n")) else text


def fenced(lines: list[str]) -> set[int]:
    """Indices of lines inside fences that are closed again; a fence left open hides nothing."""
    return {index for block in _fences(lines) for index in block}


def code_blocks(lines: list[str]) -> list[range]:
    """The blocks of code that hide the marks in them: fences that are closed again, and lines that stand four blanks
    deep outside of lists."""
    blocks = _fences(lines)
    if any("<!--" in line and _is_deep(line) for line in lines):
        blocks += _indented(lines, {index for block in blocks for index in block})
    return blocks


def _fences(lines: list[str]) -> list[range]:
    """The fences that are closed again. One that opens in a note ends with it, as a note's own lines reach no further;
    what Pandoc hands on as it is is no code."""
    if not any("```" in line or "~~~" in line for line in lines):
        return []
    blocks = fenced_blocks(lines, ends_of_notes(lines))
    return [
        range(block.start, block.end + 1) for block in blocks if block.closed and not _RAW.match(lines[block.start])
    ]


def ends_of_notes(lines: list[str]) -> dict[int, int]:
    """Index of each line between the marks of a note, remark or description -> that of the closing mark."""
    found: dict[int, int] = {}
    start, kind = -1, ""
    for index, line in enumerate(lines):
        if "<!--" not in line or line.lstrip().startswith(">"):
            continue
        if opening := marks.OPENING.fullmatch(line):
            start, kind = index, opening[1]
        elif start >= 0 and (closing := marks.CLOSING.fullmatch(line)) and closing[1] == kind:
            found.update(dict.fromkeys(range(start + 1, index), index))
            start = -1
    return found


def _is_deep(line: str) -> bool:
    return line[:4].expandtabs(4).startswith("    ")


def _indented(lines: list[str], inside: set[int]) -> list[range]:
    """The blocks of lines that are code since they stand four blanks deep below an empty line or a heading; what
    stands as deep in an item of a list goes on with it. `inside` are the indices of lines in fences."""
    found: list[range] = []
    start, last, listed, free = -1, -1, False, True
    for index, line in enumerate(lines):
        if not line.strip() and index not in inside:
            free = True
            continue
        if index not in inside and not listed and free and _is_deep(line):
            start, last = (start if start >= 0 else index), index
            continue
        if start >= 0:
            found.append(range(start, last + 1))
            start = -1
        if index not in inside:
            listed = _BULLET.match(line) is not None or (listed and (not free or line.startswith((" ", "\t"))))
            listed = listed and not line.startswith("#")
        free = line.startswith("#")
    return [*found, range(start, last + 1)] if start >= 0 else found

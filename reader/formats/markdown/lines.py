"""What single lines of a Markdown file say, and which of them stand in a fence or among the properties."""

from __future__ import annotations

import re

from reader.fences import fenced_lines
from reader.formats.markdown.escaping import unescape
from reader.headings import heading_in
from reader.text import clean_line, fold_name

_UNDERLINE = re.compile(r" {0,3}(=|-)\1*[ \t]*")
_NO_TITLE = re.compile(r"\s*$|\s*(?:[-*+>|]|\d{1,9}[.)])(?:\s|$)|\s*\||\s{4}|.*-->\s*$")
"""Lines that no underline makes a heading."""
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
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
    if below[:1] not in ("=", "-", " ") or _NO_TITLE.match(line) or not (match := _UNDERLINE.fullmatch(below)):
        return 0, "", 0
    if at and lines[at - 1].strip() and not lines[at - 1].rstrip().endswith("-->"):
        return 0, "", 0
    return (1 if match[1] == "=" else 2), clean_line(unescape(line.strip())), at + 2


def spelt(name: str) -> str:
    """A name as it is told from others whatever an editor made of it: escapes, quotes, dashes and case aside."""
    return fold_name(clean_line(unescape(name).replace("\\", "").translate(_TYPED)))


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
    if not any("```" in line or "~~~" in line for line in lines):
        return set()
    return fenced_lines(lines, closed=True)

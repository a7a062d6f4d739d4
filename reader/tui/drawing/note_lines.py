"""A note as it is shown: the Markdown that people write in notes, as styled lines. Light on purpose; nothing is run."""

from __future__ import annotations

import re

from reader.fences import fenced_blocks
from reader.tui.drawing.styled_text import Line, Run, cells, marked, wrap

_INLINE = re.compile(
    r"(?P<code>`+)(?P<coded>.+?)(?P=code)"
    r"|(?P<strong>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=strong)"
    r"|(?<![\w*])(?P<em>[*_])(?=\S)(?P<italic>[^*_]+?)(?<=\S)(?P=em)(?![\w*])"
    r"|~~(?P<struck>.+?)~~"
    r"|!?\[(?P<label>[^\]]*)\]\((?P<target>[^)\s]*)[^)]*\)"
    r"|(?P<address>https?://[^\s<>)\]]+)"
)
_ITEM = re.compile(r"^(?P<depth>\s*)(?P<mark>[-*+]|\d{1,4}[.)])\s+(?:\[(?P<box>[ xX])\]\s+)?(?P<text>.*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")


def inline(text: str) -> list[Run]:
    """The runs of one paragraph: code, strong, emphasis, links."""
    runs: list[Run] = []
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            runs.append((text[at : found.start()], ""))
        if found["code"]:
            runs.append((found["coded"].strip() or found["coded"], "code"))
        elif found["strong"]:
            runs.append((found["bold"], "strong"))
        elif found["em"]:
            runs.append((found["italic"], "emphasis"))
        elif found["struck"] is not None:
            runs.append((found["struck"], "quiet"))
        elif found["address"]:
            runs.append((found["address"], "link"))
        else:
            runs.append((found["label"] or found["target"], "link"))
        at = found.end()
    if at < len(text):
        runs.append((text[at:], ""))
    return runs


def note_lines(note: str, width: int, words: re.Pattern[str] | None = None) -> list[Line]:
    """The lines of a note. Line breaks stay as they were typed; code keeps its blanks."""
    raws = note.expandtabs(4).split("\n")
    lines: list[Line] = []
    at = 0
    for block in fenced_blocks(raws):
        for raw in raws[at : block.start]:
            lines += _line(raw, width, words)
        lines += [[(raw, "code")] for raw in raws[block.start + 1 : block.end]]
        at = block.end + 1
    for raw in raws[at:]:
        lines += _line(raw, width, words)
    return lines


def _line(raw: str, width: int, words: re.Pattern[str] | None) -> list[Line]:
    if not raw.strip():
        return [[]]
    if heading := _HEADING.match(raw):
        return wrap(marked([(text, "strong") for text, _ in inline(heading[2])], words), width)
    if _RULE.match(raw):
        return [[("─" * min(width, 24), "quiet")]]
    if raw.lstrip().startswith(">"):
        quoted = wrap(marked([(t, s or "quiet") for t, s in inline(raw.lstrip().lstrip("> "))], words), width - 2)
        return [[("│ ", "quiet"), *line] for line in quoted]
    if item := _ITEM.match(raw):
        mark = item["mark"] if item["mark"][0].isdigit() else "•"
        if item["box"] is not None:
            mark = "☑" if item["box"] in "xX" else "☐"
        lead = " " * min(len(item["depth"]), 12) + mark + " "
        indent = " " * cells(lead)
        body = wrap(marked(inline(item["text"]), words), width - cells(lead))
        return [[(lead if at == 0 else indent, "quiet"), *line] for at, line in enumerate(body)]
    return wrap(marked(inline(raw), words), width)

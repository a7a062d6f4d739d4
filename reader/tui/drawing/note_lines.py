"""A note as it is shown: the Markdown that people write in notes, as styled lines. Light on purpose; nothing is run."""

from __future__ import annotations

from itertools import accumulate

from reader.fences import fenced_blocks
from reader.headings import heading_in, is_rule
from reader.patterns import regex
from reader.tui.drawing.styled_text import Line, Run, Spans, cells, marked, wrap

_INLINE = regex(
    r"(?P<code>`+)(?P<coded>.+?)(?P=code)"
    r"|(?P<strong>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=strong)"
    r"|(?<![\w*])(?P<em>[*_])(?=\S)(?P<italic>[^*_]+?)(?<=\S)(?P=em)(?![\w*])"
    r"|~~(?P<struck>.+?)~~"
    r"|!?\[(?P<label>[^\]]*)\]\((?P<target>[^)\s]*)[^)]*\)"
    r"|(?P<address>https?://[^\s<>)\]]+)"
)
_STYLES = (
    ("coded", "code"), ("bold", "strong"), ("italic", "emphasis"), ("struck", "quiet"), ("address", "link"),
    ("label", "link"), ("target", "link"),
)  # fmt: skip
"""The parts of `_INLINE` that are shown, and how; of those that stand in a text, the first."""
_ITEM = regex(r"^(?P<depth>\s*)(?P<mark>[-*+]|\d{1,4}[.)])\s+(?:\[(?P<box>[ xX])\]\s+)?(?P<text>.*)$")


def inline(text: str, style: str = "", spans: Spans = (), at: int = 0) -> list[Run]:
    """The runs of one paragraph: code, strong, emphasis, links, what matched; plain text has the style `style`.

    `spans` count the characters of the note, in which the paragraph begins at `at`.
    """
    runs: list[Run] = []
    done = 0
    for found in _INLINE.finditer(text):
        runs += marked(text[done : found.start()], style, spans, at + done)
        name, shown = next((name, shown) for name, shown in _STYLES if found[name] or name == "target")
        inner = (found[name].strip() or found[name]) if shown == "code" else found[name]
        start = found.start(name) + found[name].index(inner)
        runs += marked(inner, shown, spans, at + start)
        done = found.end()
    return runs + marked(text[done:], style, spans, at + done)


def note_lines(note: str, width: int, spans: Spans = ()) -> list[Line]:
    """The lines of a note, what `spans` of it cover marked. Line breaks stay as they were typed; code keeps its blanks.

    A note with tabs is measured as `as_drawn` has it.
    """
    note = note.expandtabs(4)
    raws = note.split("\n")
    begins = [0, *accumulate(len(raw) + 1 for raw in raws)]
    lines: list[Line] = []
    at = 0
    for block in fenced_blocks(raws):
        for number in range(at, block.start):
            lines += _line(raws[number], width, spans, begins[number])
        lines += [
            marked(raws[number], "code", spans, begins[number]) or [("", "code")]
            for number in range(block.start + 1, block.end)
        ]
        at = block.end + 1
    for number in range(at, len(raws)):
        lines += _line(raws[number], width, spans, begins[number])
    return lines


def _line(raw: str, width: int, spans: Spans, at: int) -> list[Line]:
    """The lines that a line of a note, which begins at its character `at`, is wrapped into."""
    if not raw.strip():
        return [[]]
    heading = heading_in(raw)
    if heading.level:
        runs = inline(raw[heading.start : heading.end], "strong", spans, at + heading.start)
        return wrap([(text, "match" if style == "match" else "strong") for text, style in runs], width) or [[]]
    if is_rule(raw):
        return [[("─" * min(width, 24), "quiet")]]
    if raw.lstrip().startswith(">"):
        said = raw.lstrip().lstrip("> ")
        quoted = wrap(inline(said, "quiet", spans, at + len(raw) - len(said)), width - 2)
        return [[("│ ", "quiet"), *line] for line in quoted]
    if item := _ITEM.match(raw):
        mark = item["mark"] if item["mark"][0].isdigit() else "•"
        if item["box"] is not None:
            mark = "☑" if item["box"] in "xX" else "☐"
        lead = " " * min(len(item["depth"]), 12) + mark + " "
        indent = " " * cells(lead)
        body = wrap(inline(item["text"], "", spans, at + item.start("text")), width - cells(lead))
        return [[(lead if row == 0 else indent, "quiet"), *line] for row, line in enumerate(body)]
    return wrap(inline(raw, "", spans, at), width)

"""One paper as a line of the list: marks, title, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from reader.paper import STANDINGS, Paper, Stage
from reader.persons import short_name
from reader.tui.drawing.styled_text import Spans, cells, cut, fit
from reader.tui.widgets.detail_lines import STAGE_MARKS

if TYPE_CHECKING:
    from reader.search import Snippet

Snip = Callable[[Paper, int], "Snippet | None"]
"""(paper, cells) -> why it matches, when its title does not show it."""

NEW = "•"
"""The mark of a paper that was not there when its place was last left."""
LEAD = 4
"""Cells before the title: selection, star, status, a blank."""
WITH_YEAR, WITH_AUTHORS, WITH_TAGS = 46, 76, 60
"""From so many cells on, a line has room for the year, the authors, the tags."""
TITLE, SNIPPET = 24, 16
"""Cells that a snippet leaves to the title (or half the line, where that is more), and that it needs itself."""


def paper_row(
    paper: Paper,
    width: int,
    spans: Spans,
    snip: Snip,
    style: Callable[[str], Style],
    *,
    selected: bool,
    new: bool = False,
) -> list[Segment]:
    """The line, exactly `width` cells wide. `style` gives the style of "", "star", "mark", "read", "quiet", "tag" and
    "match" over the ground of the line. A paper that is `new` is marked so, unless it bears a mark of its own."""
    mark = STAGE_MARKS[paper.stage]
    read = STANDINGS["read"].test(paper)
    segments = [
        Segment("▌" if selected else " ", style("star")),
        Segment("★" if paper.starred else " ", style("star")),
        Segment(f"{NEW if new and not mark.strip() else mark} ", style("read" if read else "mark")),
    ]
    plain, match = style("quiet" if _is_quiet(paper) else ""), style("match")
    if (found := _why(paper, width, snip)) is not None:
        why, whole, marks = found
        title = fit(paper.title, width - LEAD - 3 - cells(why))
        segments += [*_marked(title, paper.title, spans, plain, match), Segment("  ", style(""))]
        segments += _marked(why, whole, marks, style("quiet"), match)
        segments.append(Segment(" " * (width - LEAD - 2 - cells(title) - cells(why)), style("")))
        return segments
    right = _byline(paper, width)
    room = width - LEAD - (cells(right) + 2 if right else 1)
    title = fit(paper.title, room)
    segments += _marked(title, paper.title, spans, plain, match)
    left = room - cells(title)
    if width >= WITH_TAGS and paper.tags and left > 6:
        tags = fit("  " + " ".join(f"#{tag}" for tag in paper.tags), left)
        segments.append(Segment(tags, style("tag")))
        left -= cells(tags)
    segments.append(Segment(" " * (left + 1), style("")))
    if right:
        segments += [Segment(right, style("quiet")), Segment(" ", style(""))]
    return segments


def _why(paper: Paper, width: int, snip: Snip) -> tuple[str, str, Spans] | None:
    """A snippet as it fits beside the title, the whole of it, and what matches in it."""
    body = width - LEAD - 3
    room = body - min(cells(paper.title), max(TITLE, width // 2 - LEAD))
    snippet = snip(paper, room) if room >= SNIPPET else None
    return None if snippet is None else (fit(snippet.text, room), snippet.text, snippet.spans)


def _marked(shown: str, whole: str, spans: Spans, plain: Style, match: Style) -> list[Segment]:
    """A text, perhaps cut, with what matches of the whole text in another style."""
    length = len(shown) - 1 if shown != whole else len(shown)
    segments: list[Segment] = []
    at = 0
    for start, stop in spans:
        if start >= length:
            break
        stop = min(stop, length)
        segments += [Segment(shown[at:start], plain), Segment(shown[start:stop], match)]
        at = stop
    return [segment for segment in (*segments, Segment(shown[at:], plain)) if segment.text]


def _is_quiet(paper: Paper) -> bool:
    """Whether a paper steps back: it is read, put off or not for the user."""
    return paper.stage in (Stage.READ, Stage.LATER, Stage.DISMISSED)


def _byline(paper: Paper, width: int) -> str:
    """What stands at the right of a line: first author and year, as far as there is room."""
    year = paper.published[:4]
    if width >= WITH_AUTHORS and paper.authors:
        name = short_name(paper, paper.authors[0])
        several = len(paper.authors) > 2 or paper.more_authors
        who = fit(name, 14) + (" et al." if several else "")
        if len(paper.authors) == 2 and not several:
            who = f"{fit(name, 11)} & {cut(short_name(paper, paper.authors[1]), 11)}"
        return f"{who} {year}".strip()
    return year if width >= WITH_YEAR else ""

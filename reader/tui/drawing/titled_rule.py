"""The hairline above a pane: its title and what stands at its right lie in the line, so that they cost no row.

The line of the pane with the focus is heavy, which is seen without colour too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.tui.drawing.styled_text import Run, cells, fit

LIGHT, HEAVY = "─", "━"
TITLE_ENDS = 4
"""Cells of line and blanks on both sides of a title."""
SHORTEST = 2
"""Cells of line between a title and what stands at the right."""


@dataclass(frozen=True, slots=True)
class PaneTitle:
    """What the line above a pane says."""

    forms: Sequence[str] = ()
    """The title, the longest form first; of them the first that fits is drawn, the last one cut."""
    aside: Sequence[str] = ()
    """What stands at the right, likewise; none of it where only the title has room."""
    is_focused: bool = False


NO_TITLE = PaneTitle()
"""A line without a word."""


def titled_rule(title: PaneTitle, width: int) -> list[Run]:
    """The line as runs of exactly `width` cells in the styles "rule" (or "focused", where it is heavy), "title" and
    "aside"."""
    dash, line = (HEAVY, "focused") if title.is_focused else (LIGHT, "rule")
    forms = [form for form in title.forms if form]
    if not forms or width < 6:
        return [(dash * width, line)]
    room = width - TITLE_ENDS
    words = next((form for form in forms if cells(form) <= room), fit(forms[-1], room))
    room -= cells(words) + SHORTEST
    aside = next((form for form in title.aside if form and cells(form) + 2 <= room), "")
    runs = [(dash, line), (f" {words} ", "title")]
    used = 1 + cells(words) + 2
    if aside:
        gap = width - used - cells(aside) - 3
        return [*runs, (dash * gap, line), (f" {aside} ", "aside"), (dash, line)]
    return [*runs, (dash * (width - used), line)]

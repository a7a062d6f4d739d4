"""However few columns and lines a terminal has, everything can be drawn in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.paper import Paper
from reader.tui.app import ReaderApp
from tests.support.laws import is_long
from tests.support.memory import library
from tests.support.screen import opened, resize, type_in

WIDE = "Lernen, 学習と忘却 and a word"
SIZES = [(width, 1 + width % 5) for width in range(1, 11)]
OPENED: dict[str, tuple[str, ...]] = {
    "the search line": ("slash",),
    "its completions": ("slash", *"#al"),
    "the list": (),
    "the detail": ("l",),
    "the sidebar": ("h",),
    "for you": ("s", "j", "s", "1"),
    "what is near": ("R",),
    "a note": ("e",),
    "tags": ("t",),
    "all tags": ("M",),
    "add to a list": ("L",),
    "a new list": ("N",),
    "import": ("i",),
    "export": ("x",),
    "places": ("apostrophe",),
    "the palette": ("colon",),
    "help": ("question_mark",),
    "triage": ("T",),
    "the order": ("S",),
    "history": ("H",),
    "duplicates": ("D",),
}
"""What is open, and the keys that open it."""


@pytest.mark.long
@pytest.mark.parametrize("what", OPENED)
async def test_every_widget_is_drawn_in_the_smallest_terminals(what: str, tmp_path: Path) -> None:
    """In every eighth size, one of them after something was typed where it can be; the next in the others by turns. In
    a long run all in all of them."""
    sizes = SIZES if is_long() else SIZES[list(OPENED).index(what) % 8 :: 8]
    papers = [Paper(id=f"p{n}", title=f"{WIDE} {n}", tags=("alpha/beta", "忘却"), abstract=WIDE * 9) for n in range(3)]
    async with opened(library(*papers), tmp_path) as (app, pilot):
        await pilot.press(*OPENED[what])
        await pilot.pause()
        if app.screen.focused is None:
            await every_size(app, pilot, [*sizes, (80, 24)])
        else:
            await every_size(app, pilot, [*sizes, (80, 24)] if is_long() else sizes[::2])
            await type_in(pilot, WIDE)
            await every_size(app, pilot, [*(sizes if is_long() else sizes[1::2]), (80, 24)])
        assert app.is_running


async def every_size(app: ReaderApp, pilot: Pilot[object], sizes: list[tuple[int, int]]) -> None:
    """Every widget on top is drawn in some sizes."""
    for width, height in sizes:
        await resize(pilot, width, height)
        for widget in app.screen.query("*"):
            widget.render_lines(widget.size.region)

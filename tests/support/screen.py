"""The interface without a terminal: its screen as plain text."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import repeat
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from reader.library.library import Library
from reader.settings import Settings
from reader.tui.app import ReaderApp
from reader.tui.library_state import library_state
from reader.tui.remember import Remembered, remember
from tests.support.pilot import NEVER, driven, looked_at

GOLDEN = Path(__file__).parent.parent / "golden"
TURNS = 3_000
"""How often the interface is asked for what must come before a test gives it up."""


@asynccontextmanager
async def opened(
    library: Library,
    state: Path,
    size: tuple[int, int] = (80, 24),
    *,
    settings: Settings | None = None,
    query: str = "",
    late: bool = False,
    folder: Path = Path(),
) -> AsyncIterator[tuple[ReaderApp, Pilot[object]]]:
    """The interface over a library, drawn, its index built. `late`: the library is read after the first frame.

    Its clocks stand still: a notice stays until the next one, what other processes wrote is read when it is asked for.
    """
    if query:
        remember(state / "window.json", library_state(state, folder)[0] / "place.json", Remembered(query=query))
    app = ReaderApp(
        lambda: library,
        settings=settings or Settings(),
        state=state,
        folder=folder,
        library=None if late else library,
    )
    with (
        patch("reader.tui.presenter.NOTICE_TIME", NEVER),
        patch("reader.tui.app.POLL", NEVER),
        patch("reader.tui.app.IDLE", NEVER),
        patch("reader.tui.ranker.GATHERING", 0),
    ):
        async with driven(app, size, held=lambda: app.ahead.holding and not app.ahead.blocked) as pilot:
            if app._building is not None:
                await app._building
            await pilot.pause()
            yield app, pilot


def lines(app: ReaderApp) -> list[str]:
    """The screen on top as plain text, a line each."""
    return [strip.text.rstrip() for strip in looked_at(app)]


def text(app: ReaderApp) -> str:
    """The screen on top as plain text."""
    return "\n".join(lines(app))


def right_of(app: ReaderApp, column: int) -> list[str]:
    """What stands right of a column on the screen on top, but for the search line and the bottom line."""
    return [strip.crop(column).text.rstrip() for strip in looked_at(app)[1:-1]]


def bottom(app: ReaderApp) -> str:
    """The bottom line."""
    return lines(app)[-1].strip()


async def type_in(pilot: Pilot[object], words: str) -> None:
    """Paste text into what has the focus."""
    focused = pilot.app.screen.focused
    assert focused is not None
    pasted = events.Paste(words)
    pasted._set_forwarded()
    focused.post_message(pasted)
    await pilot.pause()


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    """Wait for what a thread is at, or a timer; fails when it never comes. What needs no clock costs no time."""
    for seconds in (0.0, *repeat(0.01, TURNS)):
        if true():
            return
        await asyncio.sleep(seconds)
        await pilot.pause()
    shown = "\n".join(strip.text.rstrip() for strip in looked_at(pilot.app))
    raise AssertionError(f"it did not happen:\n{shown}")


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    """Another size of the terminal, and all that follows from it."""
    await pilot.resize_terminal(width, height)
    pilot.app._check_resize()  # as a timer would
    await pilot.pause()
    await until(pilot, lambda: _drawn(pilot.app.screen, width, height))
    await pilot.pause()


def _drawn(screen: Screen[Any], width: int, height: int) -> bool:
    """Whether the screen is laid out for a size, and nothing waits for its next frame."""
    waiting = screen._layout_required or screen._scroll_required or screen._repaint_required or screen._callbacks
    return screen._compositor.size == (width, height) and not waiting


def golden(name: str, shown: str) -> None:
    """The screen must look as it is kept in tests/golden; `WRITE_GOLDEN=1 python -m pytest …` keeps it anew, to be held
    against its drawing by eye."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown + "\n", encoding="utf-8")
    assert shown + "\n" == path.read_text(encoding="utf-8")


async def work_out(app: ReaderApp) -> None:
    """Work out now what the user is likely to want, in place of the ranker, which was stopped."""
    relevance, found = app.main.view_state.relevance, app.main.context.library
    await relevance.build(found)
    await relevance.rank(found)
    app.main.order_is_ready()

"""The interface without a terminal: its screen as plain text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual import events
from textual._wait import wait_for_idle
from textual.pilot import Pilot
from textual.screen import Screen

from reader.library import Library
from reader.settings import Settings
from reader.tui.app import ReaderApp

GOLDEN = Path(__file__).parent / "golden"


@asynccontextmanager
async def opened(
    library: Library,
    state: Path,
    size: tuple[int, int] = (80, 24),
    *,
    settings: Settings | None = None,
    query: str = "",
    late: bool = False,
) -> AsyncIterator[tuple[ReaderApp, Pilot[object]]]:
    """The interface over a library, drawn, its index built. `late`: the library is read after the first frame."""
    app = ReaderApp(
        lambda: library,
        settings=settings or Settings(),
        state=state,
        initial_query=query,
        library=None if late else library,
    )
    async with app.run_test(size=size) as pilot:

        async def settled(*_: float) -> None:
            """All messages, and the messages that they lead to, are handled; no clock is looked at."""
            for _round in range(4):
                await pilot._wait_for_screen()
            app.screen._on_timer_update()
            await pilot._wait_for_screen()

        with patch("textual.app.wait_for_idle", settled), patch("textual.pilot.wait_for_idle", settled):
            await pilot.pause()
            if app._building is not None:
                await app._building
            await pilot.pause()
            yield app, pilot


def lines(app: ReaderApp) -> list[str]:
    """The screen on top as plain text, a line each."""
    screen: Screen[Any] = app.screen
    return [strip.text.rstrip() for strip in screen._compositor.render_strips()]


def text(app: ReaderApp) -> str:
    """The screen on top as plain text."""
    return "\n".join(lines(app))


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


async def resize(pilot: Pilot[object], width: int, height: int) -> None:
    """Another size of the terminal, and all that follows from it."""
    await pilot.resize_terminal(width, height)
    # The screen follows at its next frame, so here the clock matters.
    await wait_for_idle(0)
    await pilot.pause()


def golden(name: str, shown: str, *, write: bool = False) -> None:
    """The screen must look as it is kept in tests/golden; `write` keeps it anew."""
    path = GOLDEN / f"{name}.txt"
    if write:
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown + "\n", encoding="utf-8")
    assert shown + "\n" == path.read_text(encoding="utf-8")

"""How a test drives an app of Textual: it waits until nothing is left to do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip

from tests.support.handing import handed_quickly
from tests.support.laws import is_long
from tests.support.styling import styled_once

NEVER = 86_400.0
"""Seconds after which a clock of the interface rings where a test must not depend on how quick the machine is."""
LOOK = 0.001
"""Seconds between two looks at what waits for a thread or a clock: to look all the time costs more than all else."""
_draw = Compositor.render_update
_DRAWN: set[tuple[object, ...]] = set()
"""What was drawn when it ended: the app, its size and the screens that lay over one another."""


def _put_off(compositor: Compositor, **_: Any) -> None:
    """Draw nothing, and keep what is to be drawn until somebody looks at it."""


def looked_at(app: App[Any]) -> list[Strip]:
    """The lines of the screen on top, drawn now: what nobody looks at is a third of what the interface costs."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


async def quiet(*_: float) -> bool:
    """Wait until all that is left to do waits for a clock, a thread or another program."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    while ready:
        await asyncio.sleep(0)
    return True


@asynccontextmanager
async def driven(
    app: App[Any], size: tuple[int, int], *, drawing: bool = True, held: Callable[[], bool] = lambda: False
) -> AsyncIterator[Pilot[Any]]:
    """The app, started, and drawn when somebody looks at it (see `looked_at`) and, if it is the first with such a
    screen on top or this a long run, when it ends; without `drawing` when it draws by itself.

    The pilot's own way to wait is to sleep until the process seems idle, which is slow where many tests run and too
    short where the machine is busy. Here it waits for no clock, so two clicks on one place are a double click however
    long they take. While something is `held`, it waits on.
    """
    app.CLICK_CHAIN_TIME_THRESHOLD = NEVER  # type: ignore[misc]

    async def settled(*_: float) -> None:
        """All that was begun is done and, where it is drawn, on the screen. A frame that is waited for comes as soon as
        nothing else is left to do, not when its clock says so."""
        await quiet()
        while held():
            if drawing and app.screen._callbacks:
                app.screen._on_timer_update()
            else:
                await asyncio.sleep(LOOK)
            await quiet()
        if drawing:
            app.screen._on_timer_update()
            await quiet()

    with (
        styled_once(),
        handed_quickly(),
        patch.object(Compositor, "render_update", _put_off if drawing else _draw),
        patch.object(Pilot, "_wait_for_screen", quiet),
    ):
        async with app.run_test(size=size) as pilot:
            with patch("textual.app.wait_for_idle", settled), patch("textual.pilot.wait_for_idle", settled):
                await pilot.pause()
                yield pilot
                stack = app.screen_stack if drawing and app.is_running else ()
                kind = (type(app), size, *map(type, stack))
                if stack and (is_long() or kind not in _DRAWN):
                    _DRAWN.add(kind)
                    await settled()
                    _draw(app.screen._compositor, screen_stack=app._background_screens)

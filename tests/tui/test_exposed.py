"""What a widget leaves behind that is gone is drawn anew."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from reader.paper import Paper
from tests.support.memory import library
from tests.support.screen import opened


async def test_what_goes_leaves_nothing_where_places_are_looked_for_before_the_next_layout(tmp_path: Path) -> None:
    """As they are where a widget is to be drawn that has no place yet: beneath the list and in a dialog."""
    async with opened(library(Paper("a", "Outlier suppression")), tmp_path) as (app, pilot):
        for keys in ((), ("question_mark",)):
            await pilot.press(*keys)
            screen, notice = app.screen, Static("Gone soon")
            await screen.mount(notice)
            await pilot.pause()
            compositor, left = screen._compositor, notice.region
            assert left
            compositor._dirty_regions.clear()
            notice.display = False
            compositor.update_widgets({Static("not there yet")})
            assert screen.region
            compositor.reflow(screen, screen.size)
            assert left in compositor._dirty_regions

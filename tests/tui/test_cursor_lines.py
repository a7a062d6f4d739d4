"""One rule for every list with a cursor: how far a motion goes, what it steps over, what stays in sight."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual.app import App, ComposeResult

from reader.commands.context import Motion
from reader.tui.widgets.cursor_lines import CursorLines


class Numbered(CursorLines):
    """Twenty lines, the first two of which, the tenth and the last are headings."""

    headings: Iterable[int] = (0, 1, 9, 19)
    count = 20
    moved = 0

    @property
    def line_count(self) -> int:
        return self.count

    def can_hold(self, number: int) -> bool:
        return number not in self.headings

    def cursor_moved(self) -> None:
        self.moved += 1


class Lines(App[None]):
    """Shows the lines, six at once."""

    def compose(self) -> ComposeResult:
        yield Numbered()


@pytest.mark.parametrize(
    ("motion", "begun", "ended"),
    [
        (Motion.DOWN, 4, 5),
        (Motion.DOWN, 8, 10),
        (Motion.UP, 10, 8),
        (Motion.UP, 2, 2),
        (Motion.DOWN, 18, 18),
        (Motion.TOP, 12, 2),
        (Motion.BOTTOM, 4, 18),
        (Motion.HALF_DOWN, 4, 7),
        (Motion.HALF_UP, 12, 8),
        (Motion.PAGE_DOWN, 4, 10),
        (Motion.PAGE_UP, 17, 12),
    ],
)
async def test_a_motion_goes_as_far_as_its_name_says_and_steps_over_headings(
    motion: Motion, begun: int, ended: int
) -> None:
    async with Lines().run_test(size=(20, 6)) as pilot:
        lines = pilot.app.query_one(Numbered)
        lines.put_cursor(begun)
        lines.moved = 0
        lines.move(motion)
        assert (lines.cursor, lines.moved) == (ended, int(ended != begun))
        assert lines.top <= lines.cursor < lines.top + 6


async def test_a_cursor_that_comes_from_below_shows_the_heading_above_it_and_fewer_lines_leave_no_gap() -> None:
    async with Lines().run_test(size=(20, 6)) as pilot:
        lines = pilot.app.query_one(Numbered)
        lines.put_cursor(18)
        assert lines.top == 13
        lines.put_cursor(10)
        assert lines.top == 9
        lines.count = 12
        lines.reveal()
        assert lines.top == 6


async def test_without_a_line_for_it_the_cursor_stays() -> None:
    async with Lines().run_test(size=(20, 6)) as pilot:
        lines = pilot.app.query_one(Numbered)
        lines.headings = range(20)
        for motion in Motion:
            lines.move(motion)
            assert lines.cursor in range(20)
        lines.count = 0
        lines.cursor = 0
        for motion in Motion:
            lines.move(motion)
            assert lines.cursor == 0

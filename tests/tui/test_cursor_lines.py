"""One rule for every list with a cursor: how far a motion goes, what it steps over, what stays in sight."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from reader.commands.bindings import COMMANDS
from reader.commands.context import Motion, Pane
from reader.tui.dialogs.pane import LinePane
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.help import Help
from reader.tui.widgets.cursor_lines import CursorLines
from reader.tui.widgets.line_view import LineView, stride
from tests.support.pilot import driven


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
    """Shows a list, six lines at once."""

    def __init__(self, lines: LineView | None = None) -> None:
        super().__init__()
        self.lines = lines or Numbered()

    def compose(self) -> ComposeResult:
        yield self.lines


def shown(app: Lines) -> AbstractAsyncContextManager[Pilot[None]]:
    """The list in a small terminal."""
    return driven(app, (20, 6))


def picked_from() -> PickList:
    """The same lines as a list of a dialog."""
    headings = Numbered.headings
    return PickList([Row(str(at), "", tone=Tone.HEADING if at in headings else Tone.PLAIN) for at in range(20)])


MOTIONS = [
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
]


@pytest.mark.parametrize(("motion", "begun", "ended"), MOTIONS)
async def test_a_motion_goes_as_far_as_its_name_says_and_steps_over_headings(
    motion: Motion, begun: int, ended: int
) -> None:
    async with shown(Lines()) as pilot:
        lines = pilot.app.query_one(Numbered)
        lines.put_cursor(begun)
        lines.moved = 0
        lines.move(motion)
        assert (lines.cursor, lines.moved) == (ended, int(ended != begun))
        assert lines.top <= lines.cursor < lines.top + 6


KEYS = {
    Motion.UP: ("up", "k"),
    Motion.DOWN: ("down", "j"),
    Motion.TOP: ("home", "g"),
    Motion.BOTTOM: ("end", "G"),
    Motion.HALF_UP: ("ctrl+u",),
    Motion.HALF_DOWN: ("ctrl+d",),
    Motion.PAGE_UP: ("pageup", "ctrl+b"),
    Motion.PAGE_DOWN: ("pagedown", "ctrl+f"),
}


async def test_a_list_of_a_dialog_moves_by_the_same_rule() -> None:
    async with shown(Lines(picked_from())) as pilot:
        lines = pilot.app.query_one(PickList)
        for motion, begun, ended in MOTIONS:
            for key in KEYS[motion]:
                lines.put_cursor(begun)
                await pilot.press(key)
                assert (key, begun, lines.cursor) == (key, begun, ended)
                assert lines.top <= lines.cursor < lines.top + 6


async def test_the_help_and_a_text_in_a_dialog_take_the_keys_of_the_main_screen() -> None:
    keys = {key for row in COMMANDS if row.id.startswith("move.") for key in row.keys}
    assert keys == {key for held in KEYS.values() for key in held}
    assert keys <= set(Help(COMMANDS, (), Pane.LIST)._motions)
    pane = LinePane(lambda width: [[(str(number), "")] for number in range(40)])
    async with shown(Lines(pane)) as pilot:
        pane.focus()
        for motion, held in KEYS.items():
            for key in held:
                pane.scroll_lines(20)
                await pilot.press(key)
                assert pane.top == max(0, min(20 + stride(motion, 40, 6), 34)), key


async def test_a_key_brings_back_the_cursor_that_the_wheel_left_behind_and_all_headings_above_it() -> None:
    for made in (Numbered(), picked_from()):
        async with shown(Lines(made)):
            made.put_cursor(2)
            made.scroll_lines(9)
            made.move(Motion.UP)
            assert (made.cursor, made.top) == (2, 0)


async def test_a_text_without_a_cursor_is_scrolled() -> None:
    lines = PickList([Row("", str(at)) for at in range(20)], cursor=False)
    async with shown(Lines(lines)) as pilot:
        tops = []
        for key in ("down", "pagedown", "end", "up", "home"):
            await pilot.press(key)
            tops.append(lines.top)
        assert tops == [1, 6, 14, 13, 0]
        assert lines.current is None


async def test_a_cursor_that_comes_from_below_shows_the_heading_above_it_and_fewer_lines_leave_no_gap() -> None:
    async with shown(Lines()) as pilot:
        lines = pilot.app.query_one(Numbered)
        lines.put_cursor(18)
        assert lines.top == 13
        lines.put_cursor(10)
        assert lines.top == 9
        lines.count = 12
        lines.reveal()
        assert lines.top == 6


async def test_without_a_line_for_it_the_cursor_stays() -> None:
    async with shown(Lines()) as pilot:
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

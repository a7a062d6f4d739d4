"""A tiny app that puts one question, for the tests of the dialogs."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot

from reader.commands.questions import Question
from reader.paper import Paper
from reader.tui.app import DIALOG_STYLES, ReaderApp
from reader.tui.dialogs import screen_for
from reader.tui.dialogs.frame import KeyLine
from reader.tui.dialogs.kept_words import Keeper
from tests.support.pilot import driven, looked_at
from tests.support.screen import resize

SIZES = [(120, 36), (80, 24), (40, 12)]
"""Every dialog must fit these."""
HOSTILE = "[bold]x[/] [@click=app.quit]y[/] [/nope] \x1b[31mred\x1b]52;c;eA==\x07 漢字 \u202eevil"
"""Text that would be markup, a link, an escape sequence or a reversal, were it not data."""
HARMLESS = "[bold]x[/] [@click=app.quit]y[/] [/nope] red 漢字 evil"
"""How it is drawn."""
UNASKED = object()
"""Stands where no answer has come yet."""


class Host(App[None]):
    """Puts a question and keeps the answer. It looks as the whole interface does."""

    CSS_PATH: ClassVar = [Path(inspect.getfile(ReaderApp)).parent / "reader.tcss", DIALOG_STYLES]

    def __init__(self, question: Question[Any], keeper: Keeper | None = None) -> None:
        super().__init__()
        self.keeper = keeper
        self.question = question
        self.answer: Any = UNASKED
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Put the question."""
        self.push_screen(screen_for(self.question, self.keeper), self._keep)

    def _keep(self, answer: object) -> None:
        self.answer = answer

    @property
    def answered(self) -> bool:
        """Whether the dialog is gone."""
        return self.answer is not UNASKED


@asynccontextmanager
async def asking(
    question: Question[Any], size: tuple[int, int] = (80, 24), *, drawing: bool = True, keeper: Keeper | None = None
) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    """The app with its question put and drawn. Without `drawing` keys are handled and nothing is drawn in between.

    `keeper` keeps what stands typed when the app ends."""
    host = Host(question, keeper)
    async with driven(host, size, drawing=drawing) as pilot:
        yield host, pilot


def lines(host: App[Any]) -> list[str]:
    """The screen on top as plain text, a line each."""
    return [strip.text.rstrip() for strip in looked_at(host)]


def text(host: App[Any]) -> str:
    """The screen on top as plain text."""
    return "\n".join(lines(host))


def nothing_cut_off(host: App[Any]) -> None:
    """Frame, title, focus and every key of the key line are on the screen, whole."""
    screen = host.screen
    whole = Region(0, 0, *host.size)
    frame = screen.query_one("#frame")
    assert whole.contains_region(frame.region), f"the frame {frame.region} leaves the screen {whole}"
    keys = screen.query_one("#keys", KeyLine)
    for widget in (screen.query_one("#heading"), keys):
        assert widget.region.height > 0, widget
        assert frame.region.contains_region(widget.region), f"{widget} leaves the frame"
    assert keys.region.height == keys.get_content_height(host.size, host.size, keys.content_size.width)
    shown = text(host)
    for hint in keys._hints:
        assert hint.key in shown, hint
    focused = screen.focused
    if focused is not None:
        assert focused.region.height > 0
        assert frame.region.contains_region(focused.region), f"{focused} {focused.region} leaves {frame.region}"


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Put text into the field that has the focus, in one go."""
    focused = pilot.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await pilot.pause()


async def fits_every_size(question: Question[Any], *keys: str) -> None:
    """The dialog fits every size, drawn fresh or resized, and hostile text in it stays text. `keys` come first."""
    async with asking(question, SIZES[0]) as (host, pilot):
        await pilot.press(*keys)
        for width, height in SIZES:
            await resize(pilot, width, height)
            nothing_cut_off(host)
            shown = text(host)
            assert HARMLESS[:12] in shown, shown
            assert "\x1b" not in shown
            assert "\u202e" not in shown
        assert not host.answered


async def press_hint(host: Host, pilot: Pilot[None], label: str) -> None:
    """Click a key of the key lines by what it says."""
    for line in host.screen.query(KeyLine):
        for y, places in enumerate(line._places(line.content_size.width)):
            for x, hint in places:
                if label in hint.label:
                    await pilot.click(line, offset=(x + line.gutter.left, y + line.gutter.top))
                    await pilot.pause()
                    return
    raise AssertionError(f"no key says {label!r}")


def paper(number: int, **fields: Any) -> Paper:
    """A paper to ask about."""
    known: dict[str, Any] = {"title": f"Paper {number}", "abstract": "Words about it. " * 20}
    return Paper(f"p{number}", **(known | fields))

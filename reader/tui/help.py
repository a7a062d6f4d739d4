"""Help: the keys that matter where the user is, then all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from reader.commands.bindings import GROUPS, Command, named, shown_key
from reader.commands.context import Motion, Pane
from reader.query.fields import brief_rows
from reader.tui.drawing.styled_text import Line, cells, wrap
from reader.tui.sheet import Overlay
from reader.tui.typed_key import key_name
from reader.tui.widgets.line_view import LineView, strip_of

KEYS_WIDTH = 20
HERE = {
    Pane.LIST: "In the list",
    Pane.DETAIL: "In the detail",
    Pane.SIDEBAR: "In the sidebar",
    Pane.SEARCH: "In the search line",
}


def help_lines(commands: Sequence[Command], here: Sequence[Command], pane: Pane, width: int) -> list[Line]:
    """All lines of the help for a width."""
    lines: list[Line] = [[("Reader", "title"), (f"   {_leading_back(commands)} leads back", "quiet")], []]
    lines += _section(HERE[pane], here, width)
    for group in GROUPS:
        lines += _section(group, [command for command in commands if command.group == group], width)
    lines.append([("What the search line takes", "heading")])
    for text, words in brief_rows():
        lines += _row(text, words, width)
    lines += [
        [],
        *wrap([("The mouse works everywhere: click, wheel, drag the lines between panes.", "quiet")], width),
    ]
    return lines


def _leading_back(commands: Sequence[Command]) -> str:
    own = (key for command in commands if command.id == "help" for key in command.keys[:1])
    return " or ".join(["Esc", *map(shown_key, own)])


def _section(heading: str, commands: Sequence[Command], width: int) -> list[Line]:
    lines: list[Line] = [[(heading, "heading")]]
    for command in commands:
        keys = "  ".join(shown_key(key) for key in command.keys) or "(no key)"
        lines += _row(keys, command.title, width)
    return [*lines, []]


def _row(keys: str, words: str, width: int) -> list[Line]:
    column = min(KEYS_WIDTH, width // 2)
    gap = " " * max(1, column - cells(keys))
    first: Line = [("  ", ""), (keys, "key"), (gap, "")]
    body = wrap([(words, "")], max(8, width - column - 3))
    return [first + body[0], *([(" " * (column + 2), ""), *line] for line in body[1:])]


class HelpLines(LineView):
    """The lines of the help, drawn."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--title", "help--quiet", "help--heading", "help--key"}

    def __init__(self, commands: Sequence[Command], here: Sequence[Command], pane: Pane) -> None:
        super().__init__()
        self._content = (commands, here, pane)
        self._lines: list[Line] = []
        self._made_for = -1

    @property
    def line_count(self) -> int:
        """As many as the width needs."""
        width = self.size.width
        if width != self._made_for and width > 0:
            self._made_for = width
            self._lines = help_lines(*self._content, width - 3)
        return len(self._lines)

    def line(self, number: int, width: int) -> Strip:
        """One line of the help, drawn."""
        names = ("title", "quiet", "heading", "key")
        styles = {name: self.style_of(f"help--{name}", "") for name in names}
        return strip_of([(" ", ""), *self._lines[number]], width, styles, self.base)


class Help(Overlay[None]):
    """The keys on a sheet."""

    def __init__(self, commands: Sequence[Command], here: Sequence[Command], pane: Pane) -> None:
        super().__init__()
        self._lines = HelpLines(commands, here, pane)
        keys = {motion: named(commands, f"move.{motion}").keys for motion in Motion}
        self._motions = {"space": Motion.PAGE_DOWN, **{key: motion for motion in Motion for key in keys[motion]}}
        self._leaving = {"escape", "enter", *named(commands, "help").keys, *named(commands, "quit").keys}

    def compose(self) -> ComposeResult:
        """The lines to scroll through."""
        with Vertical(classes="sheet"):
            yield self._lines

    def on_mount(self) -> None:
        """Take the keys from the start."""
        self._lines.focus()

    def on_key(self, event: events.Key) -> None:
        """Scroll by a motion, or leave."""
        event.stop()
        name = key_name(event)
        if name in self._motions:
            self._lines.move(self._motions[name])
        elif name in self._leaving:
            self.dismiss(None)

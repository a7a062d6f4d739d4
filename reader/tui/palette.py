"""The palette: every command by name, with its key. Typing narrows it, Enter runs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip

from reader.commands.bindings import Command, shown_key
from reader.commands.context import Motion
from reader.text import fold
from reader.tui.drawing.styled_text import cells, fit
from reader.tui.sheet import Overlay
from reader.tui.typed_key import is_escape
from reader.tui.widgets.cursor_lines import CursorLines
from reader.tui.widgets.search_line import SearchLine


def ranked(commands: Sequence[Command], text: str) -> list[Command]:
    """The commands whose title or id holds every word of a text, those that begin with it first."""
    wanted = fold(text).split()
    found = []
    for place, command in enumerate(commands):
        title, other = fold(command.title), f"{fold(command.group)} {command.id}"
        if all(word in title or word in other for word in wanted):
            begins = bool(wanted) and title.startswith(wanted[0])
            inside = all(any(part.startswith(word) for part in title.split()) for word in wanted)
            found.append((not begins, not inside, place, command))
    return [command for *_, command in sorted(found, key=lambda one: one[:3])]


class CommandLines(CursorLines, can_focus=False):
    """Commands, one a line, with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "palette--row", "palette--cursor", "palette--key", "palette--group"
    }  # fmt: skip

    class RowPressed(Message):
        """A command was clicked."""

    commands: Sequence[Command] = ()
    unfit: Callable[[Command], str] = staticmethod(lambda command: "")
    """Why a command cannot run now."""

    @property
    def line_count(self) -> int:
        """A line a command."""
        return len(self.commands)

    def show_commands(self, commands: Sequence[Command]) -> None:
        """Show these, with the cursor on the first."""
        self.commands, self.cursor, self.top = commands, 0, 0
        self.refresh()

    def line(self, number: int, width: int) -> Strip:
        """One command: title, then keys at the right."""
        command = self.commands[number]
        row = "palette--cursor" if number == self.cursor else "palette--row"
        style = self.style_of(row)
        keys = " ".join(shown_key(key) for key in command.keys)
        key_style = self.style_of("palette--key", row)
        quiet = self.style_of("palette--group", row)
        title = fit(f" {command.title}", width - cells(keys) - 3)
        title_style = quiet if self.unfit(command) else style
        gap = " " * max(1, width - cells(title) - cells(keys) - 1)
        return Strip([Segment(title, title_style), Segment(gap, style), Segment(keys + " ", key_style)]).crop(0, width)

    def pressed(self, number: int, event: events.MouseDown) -> None:
        """Choose the command that was clicked."""
        if number < len(self.commands):
            self.cursor = number
            self.post_message(self.RowPressed())


class Palette(Overlay[Command]):
    """Answers the command to run."""

    def __init__(
        self,
        commands: Sequence[Command],
        unfit: Callable[[Command], str],
        must_wait: Callable[[Command, events.Event], bool] = lambda command, event: False,
    ) -> None:
        """`unfit` says why a command cannot run; `must_wait`, whether the event that chooses it has to wait."""
        super().__init__()
        self._must_wait = must_wait
        self._commands = [command for command in commands if not command.id.startswith(("move.", "palette"))]
        self._line = SearchLine(lambda text, cursor: (), hint="What do you want to do?")
        self._lines = CommandLines()
        self._lines.unfit = unfit

    def compose(self) -> ComposeResult:
        """A line to type in, and the commands."""
        with Vertical(classes="sheet"):
            yield self._line
            yield self._lines

    def on_mount(self) -> None:
        """All commands at first, those that make sense here before the others."""
        self._show("")
        self._line.focus()

    def _show(self, text: str) -> None:
        found = ranked(self._commands, text)
        if not text.strip():
            found = sorted(found, key=lambda command: bool(self._lines.unfit(command)))
        self._lines.show_commands(found)
        self._line.show_words("" if found else "no command is called so")

    def on_search_line_edited(self, event: SearchLine.Edited) -> None:
        """Show the commands that fit what was typed."""
        event.stop()
        self._show(self._line.text)

    def on_command_lines_row_pressed(self) -> None:
        """Run the one that was clicked."""
        self._choose()

    @property
    def _chosen(self) -> Command | None:
        commands, at = self._lines.commands, self._lines.cursor
        return commands[at] if at < len(commands) else None

    def _choose(self) -> None:
        self.dismiss(self._chosen)

    def waits(self, event: events.Event) -> bool:
        """Whether the choice must wait for the library, or for the end of a job."""
        enter = isinstance(event, events.Key) and event.key == "enter"
        return enter and self._chosen is not None and self._must_wait(self._chosen, event)

    def gives_up(self, event: events.Event) -> bool:
        """Esc leaves, whatever waits."""
        return is_escape(event)

    def on_key(self, event: events.Key) -> None:
        """Move, choose a command, or leave."""
        motions = {
            "up": Motion.UP, "ctrl+p": Motion.UP, "down": Motion.DOWN, "ctrl+n": Motion.DOWN,
            "pageup": Motion.PAGE_UP, "pagedown": Motion.PAGE_DOWN,
        }  # fmt: skip
        if event.key in motions:
            self._lines.move(motions[event.key])
        elif event.key == "enter":
            self._choose()
        elif event.key == "escape":
            self.dismiss(None)
        else:
            return
        event.stop()

"""The keys of the one screen: which command a key is, and which have to wait."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual import events
from textual.screen import Screen

from reader.commands.bindings import GROUPS, Command, Need, key_map, named
from reader.commands.context import Pane
from reader.tui.model.view_state import ViewState
from reader.tui.panes import Panes
from reader.tui.presenter import Presenter
from reader.tui.runner import Runner
from reader.tui.screen_context import ScreenContext
from reader.tui.screen_widgets import ScreenWidgets
from reader.tui.typeahead import Sight
from reader.tui.typed_key import key_name

_STEPS = {"move.down": 1, "move.up": -1}
_ANY_TIME = ("search", "back")
"""Commands that need no row of the list, beside those of the group Screen."""


class MainKeys(Screen[None]):
    """The part of the one screen that takes what is typed."""

    view_state: ViewState
    widgets: ScreenWidgets
    panes: Panes
    presenter: Presenter
    context: ScreenContext
    runner: Runner

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = commands
        self._keys = key_map(commands)
        self._typing_keys = {key: command for key, command in self._keys.items() if command.while_typing}
        self._told: events.Event | None = None
        self._looking = Sight()
        """Since when something that was typed waits for papers that are looked for."""

    @abstractmethod
    def run(self, command: Command) -> None:
        """Run a command of the table."""

    def on_key(self, event: events.Key) -> None:
        """Run the command of a key."""
        command = self._command(event)
        if command is not None:
            event.stop()
            event.prevent_default()
            self.run(command)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is no command: it is shown as what may be imported."""
        event.stop()
        if event.text.strip():
            self.context.pasted = event.text
            self.run(named(self.commands, "import"))
            self.context.pasted = ""

    def _command(self, event: events.Key) -> Command | None:
        return (self._typing_keys if self.panes.focus is Pane.SEARCH else self._keys).get(key_name(event))

    def waits(self, event: events.Event) -> bool:
        """Whether an event must wait for the end of a job, or for the library."""
        job = self.context.sight
        if job is not None and not job.of(event):
            return True
        command = self._command(event) if isinstance(event, events.Key) else None
        if isinstance(event, events.Paste) and self.panes.focus is not Pane.SEARCH:
            command = named(self.commands, "import")
        if command is not None and self._is_for_papers(command) and self.view_state.is_looking:
            self._looking.show()
            return True
        return command is not None and self.must_wait(command, event)

    def _is_for_papers(self, command: Command) -> bool:
        """Whether a command is meant for the papers that are still looked for; the list says that they are."""
        need = Need.PAPER | Need.LIKENESS | (Need.SOME if self.view_state.shown.is_sought else Need.NOTHING)
        return command.group == GROUPS[0] or bool(command.need & need)

    def must_wait(self, command: Command, event: events.Event) -> bool:
        """Whether a command cannot run yet; says so once for an event."""
        reason = self.runner.must_wait(command)
        if self.view_state.library is None and not self._is_ready_for(command):
            reason = "The library is still being read."
        if reason and self._told is not event:
            self._told = event
            self.presenter.say(reason)
        return bool(reason)

    def _is_ready_for(self, command: Command) -> bool:
        """Whether a command does the same while the library is being read as it will do then."""
        if step := _STEPS.get(command.id):
            rows = self.view_state.shown.rows
            at = self.widgets.list.current
            return self.panes.focus is Pane.LIST and at in rows and 0 <= rows.index(at) + step < len(rows)
        return not command.need & Need.LIBRARY and (command.id in _ANY_TIME or command.group == "Screen")

    def gives_up(self, event: events.Event) -> bool:
        """Esc of somebody who sees a job means the job, and what was typed for what it brings; likewise of papers that
        are looked for."""
        command = self._command(event) if isinstance(event, events.Key) else None
        job = self._looking if self.view_state.is_looking else self.context.sight
        return command is not None and command.id == "back" and job is not None and job.of(event)

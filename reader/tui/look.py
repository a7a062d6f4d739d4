"""How the screen looks: panes, themes, the sheets over it."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from textual.app import App

from reader.commands.desk import Pane
from reader.tui.panes import Panes
from reader.tui.presenter import Presenter
from reader.tui.terminal import has_shell


class ScreenLook(ABC):
    """The part of the stage that changes the look and not what is shown."""

    def __init__(
        self, app: App[object], panes: Panes, presenter: Presenter, open_screen: Callable[[str], None]
    ) -> None:
        self._app = app
        self._panes = panes
        self._presenter = presenter
        self._open_screen = open_screen

    @abstractmethod
    def focus(self, pane: Pane) -> None:
        """Go to a pane."""

    def toggle(self, pane: Pane) -> None:
        """Hide or show a pane; the focus does not stay on a hidden one."""
        if self._panes.focus is pane:
            self.focus(Pane.LIST)
        self._panes.toggle(pane)
        self._presenter.detail()

    def resize(self, by: int) -> None:
        """Make the pane with the focus larger or smaller."""
        self._panes.resize(by)

    def show_help(self) -> None:
        """The keys."""
        self._open_screen("help")

    def show_palette(self) -> None:
        """Every command."""
        self._open_screen("palette")

    @property
    def theme(self) -> str:
        """The theme that is shown."""
        return self._app.theme

    @property
    def themes(self) -> Sequence[str]:
        """All themes, those that keep the terminal's own colours first."""
        own = ["ansi-dark", "ansi-light"]
        return [*own, *sorted(set(self._app.available_themes) - set(own))]

    def show_theme(self, name: str) -> None:
        """Show another theme."""
        if name in self._app.available_themes:
            self._app.theme = name

    def suspend(self) -> None:
        """Stop until the shell goes on with the program."""
        if sys.platform == "win32":
            self._presenter.say("Windows cannot suspend a program.", error=True)
        elif not has_shell():
            self._presenter.say("No shell waits for Reader here, so nothing could go on with it.", error=True)
        else:
            self._app.action_suspend_process()

    def quit(self) -> None:
        """Leave."""
        self._app.exit()

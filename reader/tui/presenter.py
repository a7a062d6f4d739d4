"""Puts what the session knows onto the widgets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App
from textual.messages import Update
from textual.timer import Timer

from reader.commands.bindings import Command, shown_key
from reader.commands.context import Pane
from reader.operations.choosing import doubted_place
from reader.tui.error_reports import ErrorReports
from reader.tui.model.sidebar_rows import sidebar_rows
from reader.tui.model.view_state import ViewState
from reader.tui.panes import Panes
from reader.tui.screen_widgets import ScreenWidgets

NOTICE_TIME = 6.0
"""Seconds that a notice stays."""


class Presenter:
    """Each method shows one part; none of them changes the session."""

    def __init__(
        self, app: App[object], session: ViewState, parts: ScreenWidgets, panes: Panes, keys: dict[str, str]
    ) -> None:
        self._app = app
        self._session = session
        self._parts = parts
        self._panes = panes
        self._keys = keys
        self._timer: Timer | None = None
        self.folded: set[str] = set()
        self.trouble = ErrorReports(self.say)

    def recount(self) -> None:
        """Count the saved searches anew, when an edit may have changed what they find."""
        if self._session.recount:
            with self.trouble.contained("Counting the saved searches"):
                self._session.count_searches()
                self.everything()

    def everything(self, *, keep: bool = True) -> None:
        """All parts; with `keep` the cursor stays where it is."""
        self.sidebar()
        self.rows(keep=keep)

    def rows(self, *, keep: bool) -> None:
        """The list, and what depends on it."""
        session, parts = self._session, self._parts
        parts.list.show_rows(session.shown.rows, self._empty_words(), keep=keep)
        if parts.list.selection and session.library is not None:
            parts.list.keep_selected(session.library.papers)
        parts.search.show_words(self._quiet_words())
        self.detail()
        self.bottom()
        self.in_one_frame()

    def in_one_frame(self) -> None:
        """Tell the screen now which parts must be drawn, so that all of them are in the same frame as the key."""
        parts = self._parts
        screen = self._app.screen
        for widget in (parts.search, parts.sidebar, parts.list, parts.detail, parts.bottom):
            screen.post_message(Update(widget))

    def detail(self) -> None:
        """The paper under the cursor."""
        session = self._session
        paper = session.paper(self._parts.list.current)
        if paper is None:
            self._parts.detail.show_paper(None, (), {})
        elif self._panes.visible(Pane.DETAIL):
            lists = session.library.lists_of(paper.id) if session.library is not None else ()
            self._parts.detail.show_paper(paper, lists, session.matches(paper))

    def sidebar(self) -> None:
        """Places and their numbers."""
        session = self._session
        rows = sidebar_rows(session.counts, session.progress(), session.searches, self.folded)
        self._parts.sidebar.show_rows(rows, session.place)

    def bottom(self) -> None:
        """What is shown."""
        session = self._session
        self._parts.bottom.show_count(session.count_words(), session.filter_words(len(self._parts.list.selection)))

    def key(self, command: str) -> str:
        """The key of a command as people read it, "" when it has none."""
        return self._keys.get(command, "")

    def keys(self, commands: Sequence[Command]) -> None:
        """The keys that matter now."""
        self._parts.bottom.show_commands(commands)

    def say(self, message: str, *, error: bool = False, brief: bool = False) -> None:
        """A notice in the bottom line; where it does not fit, above it too, unless it may be cut (`brief`)."""
        if self._timer is not None:
            self._timer.stop()
        self._app.clear_notifications()
        if not self._parts.bottom.show_notice(message, error=error) and not brief:
            self._app.notify(message, markup=False, severity="error" if error else "information", timeout=10)
        self._timer = self._app.set_timer(NOTICE_TIME, self._quiet)

    def say_all(self, messages: Sequence[str]) -> None:
        """One notice of them all, for each takes the place of the one before; none where there is nothing to say."""
        if messages:
            self.say(" ".join(messages))

    def _quiet(self) -> None:
        self._parts.bottom.show_notice("")

    def _quiet_words(self) -> str:
        session = self._session
        shown = session.shown
        if shown.suggestion and not shown.papers:
            return f"nothing matches; did you mean {shown.suggestion}?"
        if shown.query.notes:
            return shown.query.notes[0]
        if why := self._doubted_place():
            return why
        if shown.query.words and not session.finder.ready:
            return "the index is being built; titles only for now"
        return ""

    def _doubted_place(self) -> str:
        library = self._session.library
        return "" if library is None else doubted_place(library, self._session.place)

    def _empty_words(self) -> Sequence[str]:
        session = self._session
        if session.library is None:
            return ("Reading the library…",)
        if not session.total:
            key = self._keys
            return (
                "Your library is empty.",
                "",
                f"{key['import']}   import a page, a file, a folder or an address",
                f"{key['help']}   all keys",
                f"{key['quit']}   quit",
            )
        if not session.shown.query.is_empty:
            words = [f"Nothing matches “{session.query.strip()}”.", ""]
            if session.shown.suggestion:
                words += [f"Did you mean “{session.shown.suggestion}”?", ""]
            return (*words, "Esc clears the search.")
        if why := self._doubted_place():
            return (why, "", "Esc leads back to all papers.")
        return ("Nothing is here yet.", "", "Esc leads back to all papers.")


def shown_keys(commands: Sequence[Command]) -> dict[str, str]:
    """Command id -> its key as people read it, "" when it has none."""
    return {command.id: shown_key(command.keys[0]) if command.keys else "" for command in commands}

"""What lies over the one screen for a while: dialogs, the help; an error in one does not end Reader."""

from __future__ import annotations

from typing import TypeVar, cast

from rich.console import RenderableType
from textual import events
from textual._context import active_message_pump
from textual.app import App
from textual.css.styles import RulesMap
from textual.dom import DOMNode
from textual.geometry import Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from reader.tui.drawing.exposed import ExposingCompositor
from reader.tui.error_reports import ErrorReports
from reader.tui.typed_key import is_escape
from reader.tui.widgets.line_view import LineView

A = TypeVar("A")

NOTICE_OVER = 10.0
"""Seconds that a notice stays over what is shown."""


def notice_over(app: App[object], message: str, *, error: bool = False) -> None:
    """Show a notice over whatever is on the screen: plain text, never markup."""
    app.notify(message, markup=False, severity="error" if error else "information", timeout=NOTICE_OVER)


class Begun(MessagePump):
    """Begins (`on_mount`) only with its widgets: Textual makes none for what is opened while the program ends.

    It is no widget itself: of several bases, Textual takes styles and component classes from the first that is one.
    """

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; the beginning of what ends already is none."""
        if not isinstance(event, events.Mount) or self.is_attached:
            await super().on_event(event)


class _Beneath(Visual):
    """The screen beneath a sheet, as its lines are drawn already: nothing is put over them."""

    def __init__(self, screen: Screen[object]) -> None:
        self._screen = screen

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Its lines."""
        return self._screen._compositor.render_strips(Size(width, height or 0))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as there is room."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As many lines as it has."""
        return self._screen.size.height


class Sheet(Begun, ModalScreen[A]):
    """A screen over another one. It stays, with what was typed into it, after an error that nobody foresaw."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = ExposingCompositor()
        self._error_reports = ErrorReports(self._tell)
        self.given_up = False
        """Whether it was left for an error: nobody answered anything, and what waits for an answer goes no further."""

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Its widgets have their styles since they were made, and a new theme comes to all screens."""
        event.refresh_styles = False

    def render(self) -> RenderableType:
        """What lies beneath. Textual would have Rich draw it all anew."""
        shown = super().render()
        if isinstance(shown, BackgroundScreen) and shown.color.a == 0:
            return cast("RenderableType", _Beneath(shown.screen))
        return shown

    def _tell(self, message: str, *, error: bool = False) -> None:
        notice_over(self.app, message, error=error)

    def contain(self, error: Exception, *, leave: bool) -> None:
        """Tell of an error in the sheet; `leave` gives the sheet up without an answer, when it could not go on."""
        self._error_reports.met("This dialog", error)
        if leave and self.is_current:
            self.given_up = True
            self.dismiss(None)

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # noqa: BLE001  a mistake in a sheet must not end the program
            self.contain(error, leave=_begins(message) or is_escape(message))

    def on_line_view_not_drawn(self, event: LineView.NotDrawn) -> None:
        """A line could not be drawn."""
        self._error_reports.met("Drawing", event.error)


class Overlay(Sheet[A | None]):
    """A sheet that only shows or offers something: a click beside it leaves."""

    def on_click(self, event: events.Click) -> None:
        """A click beside the sheet leaves."""
        if event.widget is self:
            self.dismiss(None)


class SheetApp(App[object]):
    """A program whose sheets may fail without ending it."""

    async def _dispatch_message(self, message: Message) -> None:
        """The actions of a sheet's keys run here."""
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            sheet = self._sheet()
            if sheet is None:
                raise
            sheet.contain(error, leave=is_escape(message))

    def contained(self, error: Exception) -> bool:
        """Whether an error in a sheet was told; where it ended a part of the sheet, the sheet is given up."""
        sheet = self._sheet()
        if sheet is None:
            return False
        sheet.contain(error, leave=active_message_pump.get(self) is not self)
        return True

    def draw_anew(self, _: object) -> None:
        """The terminal was another program's meanwhile, whoever stopped this one: nothing on it is what it was."""
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def _sheet(self) -> Sheet[object] | None:
        """The sheet in which something is done now."""
        here = active_message_pump.get(None)
        if self._exit or not self._running or not self.screen_stack:
            return None
        nodes = here.ancestors_with_self if isinstance(here, DOMNode) and here is not self else [self.screen]
        return next((node for node in nodes if isinstance(node, Sheet)), None)


def _begins(message: Message) -> bool:
    return isinstance(message, events.Compose | events.Mount)

"""The one finder: a line to type in, and all that one can go to, the best first; a menu is that over few commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.bindings import Command
from reader.tui.dialogs.field import Field
from reader.tui.dialogs.frame import Hint, TextLine
from reader.tui.dialogs.led_list import LedListDialog
from reader.tui.dialogs.pick_list import MadeRows, PickList, Row, Tone
from reader.tui.model.name_search import CHOOSER_ROWS
from reader.tui.model.things import COMMAND, LIST, NARROWED, PAPER, SEARCH, TAG, THEME, Findable, Thing
from reader.tui.typed_key import is_escape

HAS_MENU = (LIST, SEARCH, TAG, PAPER)
"""With what of these things more can be done than to go to it."""


class Chosen(NamedTuple):
    """What was chosen in the finder."""

    thing: Thing
    menu: bool = False
    """Whether it is asked what can be done with it."""


class FinderField(Field):
    """A line in which "right" behind the last letter asks for more."""

    def action_cursor_right(self, select: bool = False) -> None:
        """Go right, and behind the end into the row."""
        if self.cursor_at_end and not select:
            self.post_message(self.AtEnd())
        else:
            super().action_cursor_right(select)

    class AtEnd(Message):
        """The cursor was to go beyond the last letter."""


PREPARED_EVERY, PREPARED_FOR = 0.02, 0.008
"""Seconds between two times in which is made ready what finds slips, and how long each of them lasts: half a frame."""


class Finder(LedListDialog[Chosen]):
    """Answers what to go to. What is typed only finds, so it is not kept when the program ends."""

    MOST_ROWS = CHOOSER_ROWS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "go('up')", "Up", show=False),
        Binding("ctrl+n", "go('down')", "Down", show=False),
    ]

    def __init__(
        self,
        heading: str,
        things: Findable,
        *,
        sign: str = "",
        theme: str = "",
        show_theme: Callable[[str], None] = lambda name: None,
        must_wait: Callable[[Command, events.Event], bool] = lambda command, event: False,
        signs: bool = True,
    ) -> None:
        """`sign` narrows it at first. `show_theme` tries a theme, `theme` is the one that is shown; `must_wait` says
        whether the event that chooses a command has to wait. Without `signs` there is but one kind."""
        super().__init__(heading)
        self._things = things
        self._sign = sign
        self._theme = self._tried = theme
        self._show_theme = show_theme
        self._must_wait = must_wait
        self._signs = signs
        self._found: Sequence[Thing] = ()

    def body(self) -> Iterable[Widget]:
        """The line, what is found, and how much more of it there is."""
        yield FinderField(self._sign, placeholder="type to find", id="find")
        yield PickList(id="found", classes="-grows", led=True)
        yield TextLine(id="more", classes="quiet")

    def on_mount(self) -> None:
        """Begin with what is likely."""
        self.query_one("#find").focus()
        self._preparing = self.set_interval(PREPARED_EVERY, self._prepare)
        self._show()

    def _prepare(self) -> None:
        """Make ready, between the keys, to find what is only near to what is typed; show it where it was looked for."""
        text = self.query_one("#find", Field).value
        lacked = self._things.lacked_near
        if self._things.prepare(text, PREPARED_FOR):
            self._preparing.pause()
            if lacked:
                self._show()

    @property
    def _list(self) -> PickList:
        return self.query_one("#found", PickList)

    @property
    def _thing(self) -> Thing | None:
        """What is under the cursor."""
        row = self._list.current
        return self._found[int(row.value)] if row is not None and row.value else None

    # -- what is shown

    def _show(self) -> None:
        text = self.query_one("#find", Field).value
        self._found = self._things.found(text)
        found = self._found
        self._list.show_rows(MadeRows(len(found), lambda at: self._row(at, found[at])))
        if self._found and self._found[0].is_new:
            self._list.unmark()  # Enter goes to what there is, and makes nothing of a slip.
        self.saying.say("" if self._found else "Nothing here is called so.", bad=True)
        self._follow()

    def _row(self, at: int, thing: Thing) -> Row:
        tone = Tone.QUIET if thing.is_quiet else Tone.PLAIN
        return Row(str(at), thing.name, thing.hint, tone=tone, kind=thing.kind if self._signs else "")

    def _follow(self) -> None:
        """Keep the theme, the keys and the number of further rows in step with the cursor."""
        thing = self._thing
        self._try(thing.name if thing is not None and thing.kind == THEME else self._theme)
        do = "do" if thing is not None and thing.kind == COMMAND else "go"
        # The same keys whatever the row, so that the list keeps its height.
        further = (
            Hint("→", "what to do with it", "menu"),
            Hint(":", "commands", "narrow(':')"),
            Hint("#", "tags", "narrow('#')"),
            Hint("@", "people", "narrow('@')"),
            Hint("=", "papers", "narrow('=')"),
        )
        self.show_hints(Hint("Enter", do, "done"), *(further if self._signs else ()), Hint("Esc", "back", "leave"))
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        """Say how many rows there are below."""
        rows = self._list
        below = len(rows.rows) - rows.top - rows.page
        self.query_one("#more", TextLine).say(f"  … {below} more" if below > 0 else "")

    def _try(self, theme: str) -> None:
        if theme != self._tried:
            self._tried = theme
            self._show_theme(theme)

    # -- what the user does

    def on_resize(self, event: events.Resize) -> None:
        """Other rows are below."""
        self.call_after_refresh(self._count)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as one types."""
        event.stop()
        self._preparing.resume()
        self._show()

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """The keys follow the cursor."""
        self._follow()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        self.action_done()

    def on_finder_field_at_end(self) -> None:
        """What can be done with the row."""
        self.action_menu()

    def on_click(self, event: events.Click) -> None:
        """A click beside it leaves."""
        if event.widget is self:
            self.action_leave()

    def waits(self, event: events.Event) -> bool:
        """Whether the choice must wait for the library, or for the end of a job."""
        thing = self._thing
        enter = isinstance(event, events.Key) and event.key == "enter"
        command = thing.target if enter and thing is not None else None
        if enter and self._things.lacked_near:
            return True
        return isinstance(command, Command) and self._must_wait(command, event)

    def gives_up(self, event: events.Event) -> bool:
        """Esc leaves, whatever waits."""
        return is_escape(event)

    def action_narrow(self, sign: str) -> None:
        """Have only one kind, or all again."""
        field = self.query_one("#find", Field)
        text = field.value
        rest = text[1:] if text[:1] in NARROWED else text
        field.put(rest if text[:1] == sign else sign + rest)

    def action_done(self) -> None:
        """Answer what is under the cursor."""
        if (thing := self._thing) is not None:
            if thing.kind != THEME:
                self._try(self._theme)
            self.dismiss(Chosen(thing))

    def action_menu(self) -> None:
        """Ask what can be done with what is under the cursor."""
        thing = self._thing
        if thing is not None and thing.kind in HAS_MENU:
            self._try(self._theme)
            self.dismiss(Chosen(thing, menu=True))

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self._try(self._theme)
        self.dismiss(None)

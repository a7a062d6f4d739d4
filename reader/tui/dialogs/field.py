"""The one-line field of the dialogs, alone or with the completions of what was typed beneath it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.commands.context import Motion
from reader.text import as_one_line, clean_text
from reader.tui.dialogs.pick_list import PickList, Row
from reader.tui.sheet import Begun

_SHOWN = 200
"""Completions that are offered at once; more are found by typing on."""


class Field(Input):
    """One line to type in. The lines of a paste are joined, and none of its words is lost."""

    DEFAULT_CSS = """
    Field {
        width: 1fr;
        padding: 0 1;
        &.-textual-compact { padding: 0 1; background: $boost; }
        &.-textual-compact:focus { background: $foreground 12%; }
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(value, placeholder, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False
        self.cursor_position = len(value)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take(event.text)

    def action_paste(self) -> None:
        """Paste what was cut or copied in a field or a note."""
        self.take(self.app.clipboard)

    def take(self, pasted: str) -> None:
        """Put pasted text in the place of what is selected, or at the cursor."""
        if words := self.line_of(pasted):
            self.replace(words, *sorted(self.selection))

    def line_of(self, pasted: str) -> str:
        """What a pasted text is in this field."""
        return as_one_line(pasted)

    def put(self, text: str) -> None:
        """Put a text into the field, the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)


class CommaField(Field):
    """A field for several names with commas between them, which may be pasted one a line."""

    def line_of(self, pasted: str) -> str:
        """A comma stands behind each name, so that the next one can be typed or pasted."""
        names = [line.strip() for line in clean_text(pasted).split("\n") if line.strip()]
        return "".join(f"{name.removesuffix(',')}, " for name in names) if len(names) > 1 else as_one_line(pasted)


def is_page(pasted: str) -> bool:
    """Whether a pasted text is more than a line."""
    return "\n" in clean_text(pasted).strip("\n")


class PageField(Field):
    """A field that gives a paste of several lines to the dialog."""

    class Pasted(Message):
        """Text of more than one line was pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def take(self, pasted: str) -> None:
        """Put one line into the field."""
        if is_page(pasted):
            self.post_message(self.Pasted(pasted))
        else:
            super().take(pasted)


class CompletingField(Begun, Vertical):
    """A field with the texts beneath that what was typed may become; Tab takes one, the arrows choose."""

    DEFAULT_CSS = """
    CompletingField {
        height: auto;
        & > PickList { height: auto; max-height: 5; display: none; padding: 0 1; }
        & > PickList.-offering { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Previous", show=False),
        Binding("down", "choose(1)", "Next", show=False),
        Binding("tab", "complete", "Complete", show=False),
    ]

    class Changed(Message):
        """What is in the field changed."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Submitted(Message):
        """Enter was pressed in the field."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(
        self,
        complete: Callable[[str], Sequence[str]],
        value: str = "",
        *,
        placeholder: str = "",
        offered: Iterable[str] = (),
        kind: type[Field] = Field,
        id: str | None = None,
    ) -> None:
        """`offered` are texts to choose from while the field is empty; `kind` is what is typed into."""
        super().__init__(id=id)
        self.complete = complete
        self._offered = tuple(offered)
        self._kind = kind
        self._initial = value
        self._placeholder = placeholder
        self._typed = value

    def compose(self) -> ComposeResult:
        """The field, and the completions while there are any."""
        yield self._kind(self._initial, placeholder=self._placeholder)
        yield PickList(led=True)

    def on_mount(self) -> None:
        """Offer what can be offered before anything was typed."""
        if not self._initial:
            self._offer()

    @property
    def field(self) -> Field:
        """The field itself, for the focus."""
        return self.query_one(Field)

    @property
    def value(self) -> str:
        """What is in the field."""
        return self.field.value

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    def put(self, text: str) -> None:
        """Put a text into the field, offering nothing more."""
        self._typed = text
        self.field.put(text)
        self._show(())

    def _show(self, texts: Sequence[str]) -> None:
        rows = [Row(text, text) for text in texts]
        self._list.show_rows(rows)
        self._list.unmark()
        self._list.set_class(bool(rows), "-offering")

    def _offer(self) -> None:
        value = self.value
        texts = [text for text in self.complete(value)[:_SHOWN] if text != value] if value else self._offered
        self._show(texts)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer completions of what was typed, but not of what was chosen among them."""
        event.stop()
        if event.value != self._typed:
            self._typed = event.value
            self._offer()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is told to the dialog."""
        event.stop()
        self.post_message(self.Submitted(event.value))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A click on a completion takes it and offers what may follow."""
        event.stop()
        self.field.focus()
        self._take(event.row.value)

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """What the arrows come to stands in the field."""
        event.stop()
        self._typed = event.row.value
        self.field.put(event.row.value)

    def _take(self, text: str) -> None:
        self._typed = text
        self.field.put(text)
        self._offer()

    def action_choose(self, by: int) -> None:
        """Move among the completions; where there are none, offer what can be chosen without typing."""
        if not self._list.rows and self._offered:
            self._show(self._offered)
        if not self._list.rows or (by < 0 and self._list.cursor < 0):
            raise SkipAction
        self._list.move(Motion.UP if by < 0 else Motion.DOWN)

    def action_complete(self) -> None:
        """Complete as far as it is clear, then by the first completion; with nothing to complete go on to the next."""
        rows = self._list.rows
        chosen = self._list.current
        if chosen is not None:
            self._take(chosen.value)
            return
        if not rows or not self.value:
            self.screen.focus_next()
            return
        shared = _shared_start([row.value for row in rows])
        longer = len(shared) > len(self.value) and shared.startswith(self.value)
        self._take(shared if longer else rows[0].value)


def _shared_start(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    return first[: next((i for i, c in enumerate(first) if last[i : i + 1] != c), len(first))]


def labelled(label: str, widget: Widget) -> Widget:
    """A widget with a quiet label before it, on one line."""
    return Horizontal(Static(label, markup=False, classes="label"), widget, classes="labelled")

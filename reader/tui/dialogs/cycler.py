"""One line that holds one of a few values: the arrows or a click go to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.dialogs.drawing import one_line
from reader.tui.drawing.styled_text import fit


class Cycler(Widget, can_focus=True):
    """A value out of several, drawn as "‹ value ›"."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"cycler--arrow"}
    DEFAULT_CSS = """
    Cycler {
        height: 1;
        width: 1fr;
        pointer: pointer;
        background: $boost;
        &:focus { background: $foreground 12%; text-style: bold; }
        & > .cycler--arrow { color: $text-accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", "Previous", show=False),
        Binding("right,l,space", "turn(1)", "Next", show=False),
    ]

    class Turned(Message):
        """Another value was chosen."""

        def __init__(self, sender: Cycler, value: str) -> None:
            super().__init__()
            self.sender = sender
            self.value = value

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        """`choices` are (value, label)."""
        super().__init__(id=id)
        self.set_choices(choices, value)

    def set_choices(self, choices: Sequence[tuple[str, str]], value: str = "") -> None:
        """Offer other values; the first is taken when `value` is not among them."""
        self._choices = tuple(choices)
        self._at = next((at for at, (known, _) in enumerate(choices) if known == value), 0)
        self.disabled = len(choices) < 2
        self.refresh()

    @property
    def value(self) -> str:
        """The value chosen, "" when there is none."""
        return self._choices[self._at][0] if self._choices else ""

    def offers(self, value: str) -> bool:
        """Whether a value can be chosen."""
        return any(known == value for known, _ in self._choices)

    def put(self, value: str) -> None:
        """Have one of the values stand there, where it can be chosen; nobody is told."""
        if self.offers(value):
            self.set_choices(self._choices, value)

    def action_turn(self, by: int) -> None:
        """Take the next value."""
        if len(self._choices) > 1:
            self._at = (self._at + by) % len(self._choices)
            self.refresh()
            self.post_message(self.Turned(self, self.value))

    def on_click(self, event: events.Click) -> None:
        """A click on the left arrow goes back, one anywhere else goes on."""
        event.stop()
        self.action_turn(-1 if event.x < 2 else 1)

    def render_line(self, y: int) -> Strip:
        """The one line, drawn."""
        width, base = self.content_size.width, self.rich_style
        arrow = base + self.get_component_rich_style("cycler--arrow")
        label = one_line(self._choices[self._at][1]) if self._choices else ""
        if len(self._choices) < 2:
            return Strip([Segment("  " + fit(label, width - 2), base)]).adjust_cell_length(width, base)
        text = fit(label, width - 4)
        return Strip([Segment("‹ ", arrow), Segment(text, base), Segment(" ›", arrow)]).adjust_cell_length(width, base)

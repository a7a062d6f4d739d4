"""A text to scroll through in a dialog: lines are made for the width at hand and only those on the screen are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from reader.text import clean_text
from reader.tui.drawing.styled_text import Line, wrap
from reader.tui.widgets.line_view import MOTION_BINDINGS, LineView, strip_of

_STYLES = ("title", "quiet", "heading", "strong", "emphasis", "code", "link", "added", "removed", "conflict")


def plain_lines(text: str, width: int, style: str = "") -> list[Line]:
    """A text from anywhere, its line ends kept, wrapped; code-like indents stay at the first of the wrapped lines."""
    lines: list[Line] = []
    for raw in clean_text(text).expandtabs(4).split("\n"):
        lead = raw[: len(raw) - len(raw.lstrip())][: width // 2]
        wrapped = wrap([(raw.strip(), style)], width - len(lead)) if raw.strip() else [[]]
        lines += [[(lead, ""), *line] for line in wrapped] if lead else wrapped
    return lines


class LinePane(LineView):
    """Styled lines, scrolled with the keys of a list and the wheel."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"line-pane--{name}" for name in _STYLES}
    DEFAULT_CSS = """
    LinePane {
        height: 1fr;
        width: 1fr;
        & > .line-pane--title { text-style: bold; }
        & > .line-pane--quiet { color: $text-muted; }
        & > .line-pane--heading { color: $foreground; text-style: bold; }
        & > .line-pane--strong { text-style: bold; }
        & > .line-pane--emphasis { text-style: italic; }
        & > .line-pane--code { color: $text-success; }
        & > .line-pane--link { color: $text-accent; text-style: underline; }
        & > .line-pane--added { color: $text-success; }
        & > .line-pane--removed { color: $text-error; }
        & > .line-pane--conflict { color: $text-warning; }
        & > .bar--thumb { color: $text-muted; }
        & > .bar--track { color: $surface-lighten-1; }
        &:focus > .bar--thumb { color: $accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*MOTION_BINDINGS]

    def __init__(self, make: Callable[[int], list[Line]] = lambda width: [], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make = make
        self._lines: list[Line] = []
        self._made_for = Size(0, 0)

    def show_lines(self, make: Callable[[int], list[Line]]) -> None:
        """Show other lines, from the top; `make` is given a width in cells."""
        self._make = make
        self._made_for = Size(0, 0)
        self.top = 0
        self.refresh()

    def show_text(self, text: str) -> None:
        """Show a plain text."""
        self.show_lines(lambda width: plain_lines(text, width))

    @property
    def line_count(self) -> int:
        """As many lines as are needed at this size: where they do not all fit, they end before the scroll bar."""
        size = self.size
        if size != self._made_for and size.width > 0:
            self._made_for = size
            self._lines = self._make(size.width)
            if len(self._lines) > self.page:
                self._lines = self._make(size.width - 2)
            self.top = max(0, min(self.top, len(self._lines) - self.page))
        return len(self._lines)

    def line(self, number: int, width: int) -> Strip:
        """One line of the text, drawn."""
        base = self.base
        styles = {name: self.style_of(f"line-pane--{name}") for _, name in self._lines[number] if name in _STYLES}
        return strip_of([(clean_text(text), name) for text, name in self._lines[number]], width, styles, base)

"""What all dialogs share: a frame that fits every size, a title, a place for a complaint, and a line of keys to click.

A dialog returns a value and does nothing else; Esc always leads back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.commands.bindings import COMMANDS, OF_DIALOGS, shown_keys
from reader.tui.dialogs.drawing import block, one_line
from reader.tui.dialogs.kept_words import Typing
from reader.tui.drawing.styled_text import fit
from reader.tui.typeahead import Sight
from reader.tui.typed_key import is_escape

A = TypeVar("A")


SMALL, BESIDE_ROOM = ("", "-tall", "-lined"), 79
"""The frames that stand beside the preview, and the columns left of it that they need."""


FLAT = 10
"""The lines of a terminal below which a dialog has no line around it in any case."""
BESIDE_LIST = 9
"""Lines that a dialog has around the list of its choices: frame, title, field, keys."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A key of the dialog, which can be clicked too."""

    key: str
    """As people read it: "Enter", "ctrl+s"."""
    label: str
    action: str
    """The action of the dialog that the key and a click stand for."""
    command: str = ""
    """The id of the command whose key it is, whatever that is by the settings; "" for a key of the dialog's own."""


class KeyLine(Widget):
    """The keys that matter now, each one a button; wraps instead of cutting off."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--label"}
    DEFAULT_CSS = """
    KeyLine {
        height: auto;
        width: 1fr;
        pointer: pointer;
        & > .key-line--key { color: $text-accent; text-style: bold; }
        & > .key-line--label { color: $text-muted; }
    }
    """

    class HintPressed(Message):
        """A key of the line was clicked."""

        def __init__(self, hint: Hint) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, hints: Sequence[Hint], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints = tuple(hints)

    def on_mount(self) -> None:
        """Name the keys that the settings give."""
        self.show_hints(self._hints)

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Show other keys than before; none for a command that has no key any more."""
        screen = self.screen
        if isinstance(screen, Dialog):
            hints = [replace(hint, key=screen.key(hint.command)) if hint.command else hint for hint in hints]
            hints = [hint for hint in hints if hint.key or not hint.command]
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh(layout=True)

    def _places(self, width: int) -> list[list[tuple[int, Hint]]]:
        """(column, hint) of each line."""
        lines: list[list[tuple[int, Hint]]] = [[]]
        column = 0
        for hint in self._hints:
            needed = cell_len(hint.key) + 1 + cell_len(hint.label)
            if lines[-1] and column + needed > width:
                lines.append([])
                column = 0
            lines[-1].append((column, hint))
            column += needed + 3
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the keys need."""
        return len(self._places(width)) if self._hints else 0

    def render_line(self, y: int) -> Strip:
        """The keys of one line."""
        base, width = self.rich_style, self.content_size.width
        key_style = base + self.get_component_rich_style("key-line--key")
        label_style = base + self.get_component_rich_style("key-line--label")
        lines = self._places(width)
        segments: list[Segment] = []
        column = 0
        for start, hint in lines[y] if y < len(lines) else ():
            segments += [Segment(" " * (start - column), base), Segment(hint.key, key_style)]
            label = " " + fit(hint.label, width - start - cell_len(hint.key) - 1)
            segments.append(Segment(label, label_style))
            column = start + cell_len(hint.key) + cell_len(label)
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        offset = event.get_content_offset(self)
        lines = self._places(self.content_size.width)
        if offset is None or offset.y >= len(lines):
            return
        event.stop()
        for start, hint in lines[offset.y]:
            if start <= offset.x <= start + cell_len(hint.key) + cell_len(hint.label):
                self.post_message(self.HintPressed(hint))


class TextLine(Widget):
    """One line of text, cut with "…" where it does not fit."""

    DEFAULT_CSS = "TextLine { height: 1; width: 1fr; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = one_line(text)

    @property
    def text(self) -> str:
        """What the line says."""
        return self._text

    def say(self, text: str) -> None:
        """Say something else in the line."""
        self._text = one_line(text)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line, drawn."""
        width, style = self.content_size.width, self.rich_style
        return Strip([Segment(fit(self._text, width), style)]).adjust_cell_length(width, style)


class Saying(Static):
    """A sentence at the foot of a dialog: what is wrong, or what just happened; takes no room while it is silent."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id, classes="saying -silent")
        self.sentence = ""

    def say(self, sentence: str, *, bad: bool = False) -> None:
        """Say a sentence, "" to be silent."""
        if sentence == self.sentence and self.has_class("-bad") == bad:
            return
        self.sentence = sentence
        self.update(block(sentence))
        self.set_class(bad, "-bad")
        self.set_class(not sentence, "-silent")


class Dialog(Typing[A | None]):
    """A modal screen with a title, a body and a line of keys; its answer is what `dismiss` is called with."""

    CSS_PATH = "dialogs.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("Esc", "back", "leave"),)
    FRAME = ""
    """Classes of the frame: "-large" for dialogs that want the room, "-full" for those that want all of it, "-lined"
    for those that are parted by a line from what is around them also where there are few rows."""
    places: Callable[[], tuple[Region, Region] | None] = staticmethod(lambda: None)
    """Gives the places of the list and of the preview beside it, None where they are not side by side."""
    key: Callable[[str], str] = staticmethod(shown_keys(COMMANDS).__getitem__)
    """Gives the key of a command as people read it."""
    STANDS_BESIDE = True
    """Whether it stands left of the preview, where there is room, so that what it asks about can be read."""
    MOST_ROWS: ClassVar[int] = 0
    """So many rows its list shows at most: what is above that stays where it is, and the list grows downwards. 0 for as
    many as there is room for, in the middle."""
    unforeseen = False
    """Whether the dialog comes only sometimes, so that only what is typed by somebody who read it is an answer."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading
        self._sight = Sight()
        self.about = (heading,)

    def compose(self) -> ComposeResult:
        """The frame around the body, in the styles for this size from the start."""
        width, height = self.app.size
        kinds = {_fitting(self.HORIZONTAL_BREAKPOINTS, width), _fitting(self.VERTICAL_BREAKPOINTS, height)}
        own = {"-chooser": bool(self.MOST_ROWS), "-flat": height < FLAT}
        self.update_classes({**own, **dict.fromkeys(kinds, True)}, update=False)
        with Vertical(id="frame", classes=f"frame {self.FRAME}"):
            yield TextLine(self._heading, id="heading", classes="heading")
            yield from self.body()
            yield TextLine(id="kept")
            yield Saying(id="saying")
            yield KeyLine(self.HINTS, id="keys")

    def on_mount(self) -> None:
        """The first frame shows what is asked."""
        self._stand()
        self.call_after_refresh(self._sight.show)

    @property
    def unread_until(self) -> float:
        """When it could be seen first; 0 where it is expected, for ever while it is not drawn yet."""
        since = self._sight.since
        return 0.0 if not self.unforeseen else inf if since is None else since

    def say_kept(self, sentence: str) -> None:
        """Say where what stands in the dialog comes from, "" to say nothing."""
        line = self.query_one("#kept", TextLine)
        line.say(sentence)
        line.set_class(bool(sentence), "-there")

    @property
    def job(self) -> Sight | None:
        """The job that runs in the dialog, for those that have any."""
        return None

    def waits(self, event: events.Event) -> bool:
        """What is typed while a job runs is meant for what it finds."""
        return self.job is not None

    def gives_up(self, event: events.Event) -> bool:
        """Esc and the mouse of somebody who sees the job mean the job."""
        job = self.job
        return job is not None and job.of(event) and (is_escape(event) or isinstance(event, events.MouseEvent))

    async def on_key(self, event: events.Key) -> None:
        """A letter of the dialog's own stays that, where the settings give it to what moves in a list, too. What is
        typed into a field never comes here."""
        if (own := self.own_letter(event.key)) is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(own.action)

    def own_letter(self, key: str) -> Binding | None:
        """What a letter does that is the dialog's own; None for any other key."""
        if len(key) > 1 or key not in OF_DIALOGS or key in map(self.key, self._shared()):
            return None
        own = (one for one in self._all_bindings() if one.id is None)
        return next((one for one in own if key in one.key.split(",")), None)

    def _shared(self) -> Iterable[str]:
        """The commands of the main screen whose keys the dialog has itself."""
        return {one.id for one in self._all_bindings() if one.id and not one.id.startswith("move.")}

    def _all_bindings(self) -> Iterator[Binding]:
        """Those of the dialog as they are written, its own before those of what it is a kind of."""
        return (one for kind in type(self).__mro__ for one in vars(kind).get("BINDINGS", ()))

    def body(self) -> Iterable[Widget]:
        """The widgets between title and keys."""
        return ()

    def on_resize(self, event: events.Resize) -> None:
        """Leave a list that takes what room it needs no more than there is, and keep in sight what has the focus."""
        self.set_class(event.size.height < FLAT, "-flat")
        self.call_after_refresh(self.fit)
        self.call_after_refresh(self._in_sight)

    def _in_sight(self) -> None:
        """Scroll to what has the focus."""
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _stand(self) -> None:
        """Stand left of the preview, where there is room beside it: what is asked about is read there."""
        size, places = self.app.size, self.places() if self.STANDS_BESIDE and self.FRAME in SMALL else None
        has_room = places is not None and places[1].x >= BESIDE_ROOM and places[1].right <= size.width
        left = (size.width - places[1].x + 1) // 2 if places is not None and has_room else 0
        self.styles.align_vertical = "top" if self.MOST_ROWS else "middle"
        # Moved from the middle: what a screen is padded with would be drawn over the preview.
        self.query_one("#frame").styles.offset = (-left, self._top)

    @property
    def _top(self) -> int:
        """The line in which a frame begins that grows downwards."""
        if not self.MOST_ROWS or self.has_class("-short"):
            return 0
        return max(0, (self.app.size.height - self.MOST_ROWS - BESIDE_LIST) // 2)

    def fit(self) -> None:
        """Limit each list of the class "-grows" to the room that the rest of the dialog leaves."""
        self._stand()
        frame = self.query_one("#frame")
        limit = self.size.height if self.has_class("-short") else self.size.height * 94 // 100
        limit = min(limit, self.size.height - self._top)
        for grows in self.query(".-grows"):
            rest = sum(child.outer_size.height + child.styles.margin.height for child in frame.children
                       if child is not grows and child.display)  # fmt: skip
            room = max(1, limit - frame.gutter.height - rest)
            grows.styles.max_height = min(room, self.MOST_ROWS or room)

    @property
    def saying(self) -> Saying:
        """The sentence at the foot."""
        return self.query_one("#saying", Saying)

    def show_hints(self, *hints: Hint) -> None:
        """Show other keys at the foot."""
        self.query_one("#keys", KeyLine).show_hints(hints)

    def show_heading(self, text: str) -> None:
        """Show another title above the dialog."""
        self.query_one("#heading", TextLine).say(text)

    async def on_key_line_hint_pressed(self, event: KeyLine.HintPressed) -> None:
        """A clicked key does what the key does."""
        event.stop()
        await self.run_action(event.hint.action)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


def _fitting(kinds: Iterable[tuple[int, str]], size: int) -> str:
    """The class for so many cells, as Textual gives it once the dialog has its size."""
    return max(kind for kind in kinds if kind[0] <= size)[1]

"""The search line: one line to type in, and beneath it the hairline with the titles of the panes, quiet words or
completions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.patterns import regex
from reader.query import Completion
from reader.text import as_one_line
from reader.tui.drawing.styled_text import Run, cells, fit
from reader.tui.drawing.titled_rule import LIGHT, NO_TITLE, PaneTitle, titled_rule
from reader.tui.widgets.line_view import LineView

_WORD_BEFORE = regex(r"\S+\s*$|\s+$")
_WORD_AFTER = regex(r"^\s*\S+|^\s+")


@dataclass(frozen=True, slots=True)
class LineEdit:
    """The text and the place of the cursor in it."""

    text: str = ""
    at: int = 0
    """0 to the length of the text."""

    def typed(self, words: str) -> LineEdit:
        """With something typed or pasted at the cursor, cleaned; whatever parts words is a blank."""
        words = re.sub(r"\s", " ", as_one_line(words))
        return LineEdit(self.text[: self.at] + words + self.text[self.at :], self.at + len(words))

    def after(self, key: str) -> LineEdit | None:
        """After an editing key, as Textual names it; None when the key does not edit."""
        text, at = self.text, self.at
        match key:
            case "backspace":
                return LineEdit(text[: max(0, at - 1)] + text[at:], max(0, at - 1))
            case "delete":
                return LineEdit(text[:at] + text[at + 1 :], at)
            case "left":
                return LineEdit(text, max(0, at - 1))
            case "right":
                return LineEdit(text, min(len(text), at + 1))
            case "home" | "ctrl+a":
                return LineEdit(text, 0)
            case "end" | "ctrl+e":
                return LineEdit(text, len(text))
            case "ctrl+u":
                return LineEdit(text[at:], 0)
            case "ctrl+k":
                return LineEdit(text[:at], at)
            case "ctrl+w" | "alt+backspace" | "ctrl+backspace":
                start = self._word_start()
                return LineEdit(text[:start] + text[at:], start)
            case "ctrl+left" | "alt+b" | "alt+left":
                return LineEdit(text, self._word_start())
            case "ctrl+right" | "alt+f" | "alt+right":
                found = _WORD_AFTER.search(text[at:])
                return LineEdit(text, at + (found.end() if found else 0))
        return None

    def _word_start(self) -> int:
        found = _WORD_BEFORE.search(self.text[: self.at])
        return found.start() if found else 0


@dataclass(frozen=True, slots=True)
class Titles:
    """What the hairline says of the panes beneath it."""

    list: PaneTitle = NO_TITLE
    sidebar: PaneTitle = NO_TITLE
    detail: PaneTitle = NO_TITLE
    left: int = 0
    """Cells of the sidebar; 0 where it is not there."""
    right: int = 0
    """Cells of the detail, where that stands beside the list; else 0."""


PROMPT = " / "


class SearchLine(Widget, can_focus=True):
    """A query as it is typed. `complete(text, cursor)` says what may stand at the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "search--text", "search--prompt", "search--hint", "search--cursor", "search--rule", "search--words",
        "search--offer", "search--offered", "search--focused", "search--title", "search--aside",
    }  # fmt: skip

    class Edited(Message):
        """The text is another one."""

    def __init__(
        self,
        complete: Callable[[str, int], Sequence[Completion]],
        *,
        hint: str = "Search titles, authors, tags, notes, abstracts",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._complete = complete
        self._hint = hint
        self.edit = LineEdit()
        self.words: tuple[str, ...] = ()
        """Quiet words for the hairline, in forms of which the first that fits is drawn."""
        self.titles = Titles()
        self._offers: Sequence[Completion] = ()
        self._offered = 0
        self._last = ""

    @property
    def text(self) -> str:
        """The query that stands in the line."""
        return self.edit.text

    def set_text(self, text: str) -> None:
        """Put another text in, without a word to anybody."""
        self.edit = LineEdit(text, len(text))
        self._offers = ()
        self.refresh()

    def forget_text(self) -> None:
        """Empty the line; "up" in the empty line brings the text back."""
        if self.text.strip():
            self._last = self.text
        self.set_text("")

    def show_words(self, *words: str) -> None:
        """Say something quietly beneath the line, in the first of these forms for which there is room."""
        if (words := tuple(filter(None, words))) != self.words:
            self.words = words
            self.refresh()

    def show_titles(self, titles: Titles) -> None:
        """Say what the panes show; of the line only the part that differs is drawn anew."""
        before, self.titles = self.titles, titles
        if titles == before:
            return
        width = self.size.width
        if titles == replace(before, detail=titles.detail) and not self.words and width:
            self.refresh(Region(width - titles.right, 1, titles.right, 1))
        else:
            self.refresh(Region(0, 1, max(1, width), 1))

    # -- typing -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Type and edit; keys that do neither go on to the commands."""
        if event.key == "tab" and (self._is_chosen or self._is_cured):
            edited: LineEdit | None = self._accepted()
        elif event.key in ("ctrl+n", "shift+tab") and self._is_chosen:
            self._offered = (self._offered + (1 if event.key == "ctrl+n" else -1)) % len(self._offers)
            self.refresh()
            edited = self.edit
        elif event.is_printable and event.character is not None:
            edited = self.edit.typed(event.character)
        elif event.key == "up" and not self.text:
            edited = self.edit.typed(self._last)
        else:
            edited = self.edit.after(event.key)
        if edited is None:
            return
        event.stop()
        event.prevent_default()
        self._take(edited)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is typed."""
        event.stop()
        self._take(self.edit.typed(event.text.strip()))

    def _take(self, edited: LineEdit) -> None:
        if edited == self.edit:
            return
        changed = edited.text != self.edit.text
        self.edit = edited
        self._offers, self._offered = (), 0
        try:
            self._offers = self._complete(edited.text, edited.at)
        except Exception as error:  # noqa: BLE001  typing goes on, though nothing can be offered
            self.post_message(LineView.NotDrawn(error))
        self.refresh()
        if changed:
            self.post_message(self.Edited())

    @property
    def _is_chosen(self) -> bool:
        """Whether something is offered to choose from."""
        return bool(self._offers) and not self._offers[0].puts_right

    @property
    def _is_cured(self) -> bool:
        """Whether it is offered what was likely meant by something that is said not to be understood."""
        return bool(self._offers) and self._offers[0].puts_right and f"'{self._offers[0].text}'" in " ".join(self.words)

    def _accepted(self) -> LineEdit:
        offer = self._offers[self._offered]
        ends = not offer.text.endswith(":") and not (offer.puts_right and self.text[offer.end :])
        text = offer.text + (" " if ends and not self.text[offer.end :].startswith(" ") else "")
        return LineEdit(self.text[: offer.start] + text + self.text[offer.end :], offer.start + len(text))

    # -- drawing ------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The line itself, then the hairline with its words."""
        width = self.size.width
        strip = Strip(self._line(width) if y == 0 else self._rule(width))
        return strip.adjust_cell_length(width, self.get_component_rich_style("search--text"))

    def _line(self, width: int) -> list[Segment]:
        style = self.get_component_rich_style("search--text")
        prompt = Segment(PROMPT, self.get_component_rich_style("search--prompt"))
        if not self.text:
            hint = fit(self._hint, width - len(PROMPT))
            style = self.get_component_rich_style("search--hint")
            if not self.has_focus:
                return [prompt, Segment(hint, style)]
            cursor = self.get_component_rich_style("search--cursor")
            return [prompt, Segment(hint[:1], cursor), Segment(hint[1:], style)]
        text, at = self.text, self.edit.at
        room = max(0, width - len(PROMPT) - 1)
        start = 0
        while cells(text[start:at]) > room:
            start += 1
        before, under, after = text[start:at], text[at : at + 1] or " ", text[at + 1 :]
        cursor = self.get_component_rich_style("search--cursor") if self.has_focus else style
        return [prompt, Segment(before, style), Segment(under, cursor), Segment(after, style)]

    def _rule(self, width: int) -> list[Segment]:
        """The titles of the panes, each above its own; what is said of the query in place of those of list and detail,
        which it is about."""
        titles = self.titles
        left = titles.left if titles.left < width else 0
        segments = self._styled(titled_rule(titles.sidebar, left)) if left else []
        segments += self._styled([("┬", "rule")]) if left else []
        width -= left + 1 if left else 0
        if self.has_focus and self._is_chosen:
            return [*segments, *self._said(self._offer_segments(width - 6), width)]
        if self.words:
            room = width - 6
            forms = tuple(f"{one} Tab takes it." for one in self.words) if self.has_focus and self._is_cured else ()
            forms += self.words
            words = fit(f" {next((one for one in forms if cells(one) + 2 <= room), forms[-1])} ", room)
            return [*segments, *self._said([Segment(words, self.get_component_rich_style("search--words"))], width)]
        right = titles.right if titles.right < width else 0
        segments += self._styled(titled_rule(titles.list, width - right - 1 if right else width))
        segments += self._styled([("┬", "rule"), *titled_rule(titles.detail, right)]) if right else []
        return segments

    def _styled(self, runs: Sequence[Run]) -> list[Segment]:
        return [Segment(text, self.get_component_rich_style(f"search--{name}")) for text, name in runs]

    def _said(self, segments: list[Segment], width: int) -> list[Segment]:
        used = 3 + sum(cells(segment.text) for segment in segments)
        rest = self._styled([(LIGHT * max(0, width - used), "rule")])
        return [*self._styled([(LIGHT * 3, "rule")]), *segments, *rest]

    def _offer_segments(self, width: int) -> list[Segment]:
        quiet = self.get_component_rich_style("search--words")
        segments = [Segment(" Tab ", quiet)]
        width -= 5
        for at, offer in enumerate(self._offers[self._offered : self._offered + 8]):
            text = fit(f" {offer.label} ", width)
            if width < 6:
                break
            style = self.get_component_rich_style("search--offered" if at == 0 else "search--offer")
            segments.append(Segment(text, style))
            width -= cells(text)
        return segments

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked."""
        if event.y == 0:
            at, used = 0, len(PROMPT)
            while at < len(self.text) and used + cells(self.text[at]) <= event.x:
                used += cells(self.text[at])
                at += 1
            self._take(LineEdit(self.text, at))

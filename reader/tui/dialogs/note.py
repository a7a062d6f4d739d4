"""The note on a paper, in place: leaving saves, and what is typed is remembered twice a second."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import TextArea

from reader.commands.questions import AskNote
from reader.counting import count
from reader.library.note_versions import join
from reader.operations.sentences import refused
from reader.operations.settling import clean_note
from reader.text import shortened
from reader.tui.dialogs.abstract_pane import AbstractPane
from reader.tui.dialogs.drawing import one_line
from reader.tui.dialogs.frame import Dialog, Hint, KeyLine, Saying, TextLine
from reader.tui.dialogs.kept_words import KEEP_EVERY
from reader.tui.dialogs.note_area import NoteArea
from reader.tui.drafts import given_way
from reader.tui.drawing.titled_rule import PaneTitle
from reader.tui.widgets.rule_line import RuleLine

BESIDE_FROM, ABOVE_FROM = 100, 18
"""From so many columns on a note is written beside the preview; from so many lines on below the abstract."""
TITLE_SHOWN, BRIEF = 30, 16
"""Characters of a paper's title above its note, and where there is little room."""


class NoteDialog(Dialog[str]):
    """An editor for one note. Esc answers the text; throwing it away takes the same key twice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "leave", "Save", show=False),
        Binding("ctrl+g", "throw_away", "Throw away", show=False),
        Binding("tab,shift+tab", "turn", "The abstract", show=False, priority=True),
    ]
    STANDS_BESIDE = False
    HINTS = (Hint("Esc", "save and close", "leave"), Hint("Tab", "the abstract", "turn"),
             Hint("ctrl+z", "undo", "undo"), Hint("ctrl+g", "throw away", "throw_away"))  # fmt: skip
    ABSTRACT_HINTS = (Hint("Enter", "quote the sentence", "quote"), Hint("j k", "another one", "next_sentence"),
                      Hint("Tab", "the note", "turn"), Hint("Esc", "save and close", "leave"))  # fmt: skip

    def __init__(self, question: AskNote) -> None:
        super().__init__(f"Note on '{question.paper.title}'")
        self.question = question
        self._abstract = AbstractPane(question.paper.abstract, id="abstract")
        self._abstract_title = RuleLine()
        self._title = RuleLine(id="heading")
        self._note = NoteArea(question.text, placeholder="Markdown, as you like it", id="note")
        self._kept = question.text
        self._sure = False
        self._answered = False
        self._given_way = ""

    def compose(self) -> ComposeResult:
        """The abstract, and the area to write in."""
        with Vertical(id="reading", classes="note-pane"):
            yield self._abstract_title
            yield self._abstract
        with Vertical(id="frame", classes="note-pane"):
            yield self._title
            yield self._note
            yield TextLine(id="kept")
            yield Saying(id="saying")
            yield KeyLine(self.HINTS, id="keys")

    def on_mount(self) -> None:
        """The cursor stands at the end, where one goes on writing."""
        self.fit()
        note = self._note
        note.focus()
        note.move_cursor(note.document.end)
        self.set_interval(KEEP_EVERY, partial(self.call_later, self.keep))
        if self.question.trouble:
            self.saying.say(self.question.trouble, bad=True)
        elif self.question.recovered:
            self.saying.say("This is a draft that was not saved last time; Esc saves it, ctrl+g throws it away.")
        self._given_way = (
            self.keeper.offer(given_way(self.question.paper.id)) if self.keeper is not None else ""
        ) or ""
        if self._given_way:
            self.say_kept(f"Your draft that gave way; ctrl+r joins it: {self._given_way}")

    def action_take_kept(self) -> None:
        """Join the draft that gave way."""
        if self._given_way:
            area = self._note
            area.replace(join(self._given_way, area.text), area.document.start, area.document.end)
            area.move_cursor(area.document.end)
            self._given_way = ""
            self.say_kept("")

    def on_unmount(self) -> None:
        """A screen that goes away without an answer leaves its text as a draft."""
        if not self._answered:
            self.keep()

    def fit(self) -> None:
        """From 100 columns on the note takes the list's place and the preview stays; else the abstract stands above
        the note, and where there is no room for both, in its place while one chooses from it."""
        reading, frame = self.query_one("#reading"), self.query_one("#frame")
        width, height = self.size
        is_read = self._abstract.has_focus
        places = self.places() if width >= BESIDE_FROM else None
        above = 0 if places is not None or height < ABOVE_FROM else min(height // 2, 1 + self._abstract.lines_at(width))
        if places is not None:
            for pane, place in zip((frame, reading), places, strict=True):
                # The line above the panes and all down to the bottom line.
                _put(pane, Region(place.x, 1, place.width, height - 2))
        else:
            top = 1 if above else 0
            keys = self.query_one("#keys", KeyLine).get_content_height(self.size, self.size, width - 2)
            _put(reading, Region(0, top, width, above or height - keys))
            _put(frame, Region(0, top + above, width, height - top - above))
        reading.display = is_read or bool(above)
        self._show_titles()

    def _show_titles(self) -> None:
        """What stands above note and abstract."""
        whole = one_line(self.question.paper.title)
        title = shortened(whole, TITLE_SHOWN)
        is_read = self._abstract.has_focus
        words = count(len(self._note.text.split()), "word")
        kept = "kept · " if self.changed and self._note.text == self._kept else ""
        others = self.question.others
        stay = f" ({count(others, 'other')} {'stays' if others == 1 else 'stay'} selected)" if others else ""
        brief = shortened(whole, BRIEF)
        last = (f"Note{stay}",) if others else (f"Note on '{brief}' · {words}", f"Note on '{brief}'", f"Note · {words}")
        forms = (f"Note on '{title}'{stay} · {words}", *last, "Note")
        self._title.show_title(PaneTitle(forms, (f"{kept}Esc closes", "Esc closes"), not is_read))
        forms = (f"Abstract of '{whole}'", f"Abstract of '{title}'", "Abstract")
        aside = ("Enter quotes",) if is_read else ("Tab quotes",)
        self._abstract_title.show_title(PaneTitle(forms, () if self._abstract.is_empty else aside, is_read))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the keys do now."""
        self.show_hints(*(self.ABSTRACT_HINTS if self._abstract.has_focus else self.HINTS))
        self.fit()

    def action_turn(self) -> None:
        """From the note to the abstract, and back."""
        if self._abstract.has_focus:
            self._note.focus()
        else:
            self.query_one("#reading").display = True
            self._abstract.focus()

    def action_quote(self) -> None:
        """Quote the chosen sentence of the abstract."""
        self._abstract.action_quote()

    def action_next_sentence(self) -> None:
        """Choose the next sentence of the abstract."""
        self._abstract.action_choose(1)

    def on_abstract_pane_sentence_quoted(self, event: AbstractPane.SentenceQuoted) -> None:
        """Put the sentence into the note, where its cursor is, on lines of its own."""
        note = self._note
        row, column = note.cursor_location
        line = note.document.get_line(row)
        before = "\n" if column else ""
        after = "" if line[column:].strip() else "\n"
        note.insert(f"{before}> {event.sentence}\n{after}")
        note.focus()

    @property
    def changed(self) -> bool:
        """Whether leaving now would change the note."""
        unsaved = self.question.recovered or self.question.trouble
        return self._note.text != (self.question.paper.note if unsaved else self.question.text)

    def keep(self) -> None:
        """Remember the text against a crash, when it is another than last time."""
        text = self._note.text
        if self.question.keep is not None and text != self._kept and self.question.keep(text):
            self._kept = text
            self._show_titles()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Typing on means that nothing is thrown away."""
        event.stop()
        if self._sure:
            self._sure = False
            self.saying.say("")
        self._show_titles()

    def action_undo(self) -> None:
        """Take the last typing back."""
        self._note.undo()

    def action_leave(self) -> None:
        """Answer the text; None when it is as it was."""
        text = self._note.text
        if why := refused(clean_note, text):
            self.keep()
            self.saying.say(f"{why} Shorten it, or throw the edit away with ctrl+g.", bad=True)
            return
        self._answered = True
        self.dismiss(text if self.changed else None)

    def action_throw_away(self) -> None:
        """Leave without saving; asked twice when something would be lost."""
        if self.changed and not self._sure:
            self._sure = True
            self.saying.say("Press ctrl+g again to throw away what you typed.", bad=True)
            return
        self._answered = True
        self.dismiss(None)


def _put(widget: Widget, place: Region) -> None:
    """Put a pane to its place on the screen."""
    styles = widget.styles
    styles.offset = (place.x, place.y)
    styles.width, styles.height = place.width, max(1, place.height)

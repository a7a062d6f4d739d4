"""The note on a paper, in place: leaving saves, and what is typed is remembered twice a second."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import TextArea

from reader.commands.questions import AskNote
from reader.operations.sentences import refused
from reader.operations.settling import clean_note
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.kept_words import KEEP_EVERY
from reader.tui.dialogs.note_area import NoteArea


class NoteDialog(Dialog[str]):
    """An editor for one note. Esc answers the text; throwing it away takes the same key twice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "leave", "Save", show=False),
        Binding("ctrl+g", "throw_away", "Throw away", show=False),
    ]
    HINTS = (Hint("Esc", "save and close", "leave"), Hint("ctrl+z", "undo", "undo"),
             Hint("ctrl+g", "throw away", "throw_away"))  # fmt: skip
    FRAME = "-large"

    def __init__(self, question: AskNote) -> None:
        super().__init__(f"Note on '{question.paper.title}'")
        self.question = question
        self._note = NoteArea(question.text, placeholder="Markdown, as you like it", id="note")
        self._kept = question.text
        self._sure = False
        self._answered = False

    def body(self) -> Iterable[Widget]:
        """The area to write in."""
        yield self._note

    def on_mount(self) -> None:
        """The cursor stands at the end, where one goes on writing."""
        note = self._note
        note.focus()
        note.move_cursor(note.document.end)
        self.set_interval(KEEP_EVERY, partial(self.call_later, self.keep))
        if self.question.trouble:
            self.saying.say(self.question.trouble, bad=True)
        elif self.question.recovered:
            self.saying.say("This is a draft that was not saved last time; Esc saves it, ctrl+g throws it away.")

    def on_unmount(self) -> None:
        """A screen that goes away without an answer leaves its text as a draft."""
        if not self._answered:
            self.keep()

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

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Typing on means that nothing is thrown away."""
        event.stop()
        if self._sure:
            self._sure = False
            self.saying.say("")

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

"""The fields of a paper, to be put right or told from the beginning: a form, with what the world says beneath what was
corrected already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.questions import AskCorrections
from reader.errors import ReaderError
from reader.library.corrections import value_of
from reader.operations.corrections import FIELD_WORDS, SHOWN, text_of, typed
from reader.paper import Paper
from reader.text import clean_line, clean_text
from reader.tui.dialogs.field import Field, labelled
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.note_area import NoteArea

_WORDS = (*SHOWN, "volume", "issue", "page", "publisher", "editor")
"""The fields of the form, the abstract beneath them."""
_LABELS = {"arxiv": "arXiv", "doi": "DOI", "url": "URL", "pdf": "PDF", "key": "Key"}


class CorrectionsDialog(Dialog[Mapping[str, Any]]):
    """A form for what is known of a paper."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("down", "next", "Next", show=False),
        Binding("up", "previous", "Previous", show=False),
        Binding("ctrl+o", "as_it_came", "As it came", show=False),
    ]
    HINTS = (Hint("Enter", "save", "save"), Hint("Tab", "next", "next"), Hint("Esc", "back", "leave"))
    FRAME = "-large"
    WORDS = _WORDS

    def __init__(self, question: AskCorrections) -> None:
        self._is_new = not question.paper.title
        super().__init__("Add a paper by hand" if self._is_new else f"Put right: '{question.paper.title}'")
        self.question = question
        self.about = (question.paper.id,)
        self.typed = question.typed
        self.prose = (*_WORDS, "abstract") if self._is_new else ("abstract",)
        self._held = {word: self._text(word, question.paper) for word in (*_WORDS, "abstract")}
        self._came = {word: self._text(word, question.beneath) for word in (*_WORDS, "abstract")}
        self._complaint = ("", "")
        """The field that would not do, and why."""
        self._abstract = NoteArea(self._held["abstract"], id="abstract")

    @staticmethod
    def _text(word: str, paper: Paper) -> str:
        return clean_line(text_of(FIELD_WORDS[word], value_of(paper, FIELD_WORDS[word])))

    def body(self) -> Iterable[Widget]:
        """A line for each field, and room for the abstract."""
        rows = [labelled(_LABELS.get(word, word.capitalize()), Field(self._held[word], id=word)) for word in _WORDS]
        yield Vertical(*rows, labelled("Abstract", self._abstract), id="form")

    def on_mount(self) -> None:
        """Begin with the title."""
        self.query_one("#title", Field).focus()

    def words(self) -> dict[str, str]:
        """What stands in the whole form."""
        return super().words() | {"abstract": self._abstract.text}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """The form as it was left."""
        super().take_words(kept)
        if "abstract" in kept:
            self._abstract.text = clean_text(kept["abstract"])

    def _word(self) -> str:
        """The field that has the focus."""
        focused = self.focused
        return focused.id if focused is not None and focused.id in self._held else ""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what is wrong with a field, or how one came that was corrected."""
        word = self._word()
        was_corrected = word != "" and FIELD_WORDS[word] in self.question.paper.corrected
        came = f"It came as: {self._came[word] or 'nothing'}" if was_corrected else ""
        wrong = self._complaint[1] if word == self._complaint[0] else ""
        self.saying.say(wrong or came, bad=bool(wrong))
        self.show_hints(*self.HINTS, *([Hint("ctrl+o", "as it came", "as_it_came")] if was_corrected else []))

    def action_as_it_came(self) -> None:
        """Put back into a field what the world says."""
        word = self._word()
        if word == "abstract":
            self._abstract.text = self._came[word]
        elif word:
            self.query_one(f"#{word}", Field).put(self._came[word])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field saves."""
        event.stop()
        self.action_save()

    def action_next(self) -> None:
        """Go on to the field below."""
        self.focus_next()

    def action_previous(self) -> None:
        """Go back to the field above."""
        self.focus_previous()

    def action_save(self) -> None:
        """Answer what was changed, unless it will not do; None when nothing was."""
        values: dict[str, Any] = {}
        for word, text in self.words().items():
            if clean_line(text) == self._held[word]:
                continue
            try:
                told = {word: text} if clean_line(text) else {}
                values |= typed(self.question.paper, told, () if told else (word,))
            except ReaderError as error:
                self._complain(word, str(error))
                return
        if self._is_new and values and not values.get("title"):
            self._complain("title", "A paper needs a title.")
            return
        self.dismiss(values or None)

    def _complain(self, word: str, why: str) -> None:
        """Say why a field will not do, and go there."""
        self._complaint = (word, why)
        self.saying.say(why, bad=True)
        self.query_one(f"#{word}").focus()

"""The small questions: one line of text, one of several, yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.commands.bindings import shown_key
from reader.commands.questions import AskChoice, AskText, Confirm
from reader.tui.dialogs.drawing import block
from reader.tui.dialogs.field import CompletingField, Field
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.led_list import LedListDialog
from reader.tui.dialogs.pane import plain_lines
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.model.name_search import NameSearch

CHOICE_LETTERS = "asdfhlqwertyuiopzxcvbnmASDFHLQWERTYUIOPZXCVBNMgjkGJK"
"""The letters of choices, in their order; those that move in the list are left out."""


class TextDialog(Dialog[str]):
    """One line of text; a complaint appears while it is typed, and Enter is refused until there is none."""

    FRAME = "-lined"
    WORDS = ("text",)
    HINTS = (Hint("Enter", "done", "done"), Hint("Esc", "back", "leave"))

    def __init__(self, question: AskText) -> None:
        super().__init__(question.title)
        self.about += question.about
        self.question = question
        self.prose = ("text",) if question.prose else ()

    def body(self) -> Iterable[Widget]:
        """The sentence and the field."""
        if self.question.prompt:
            yield Static(block(self.question.prompt), markup=False, classes="prompt")
        yield CompletingField(
            self.question.complete, self.question.initial, placeholder=self.question.placeholder, id="text"
        )

    def on_mount(self) -> None:
        """What was given may be replaced by typing on."""
        field = self.query_one("#text", CompletingField).field
        field.focus()
        field.select_all()

    def on_completing_field_changed(self, event: CompletingField.Changed) -> None:
        """Complain at once, but not about a field that is still empty."""
        self.saying.say(self.question.complaint(event.value) if event.value else "", bad=True)

    def on_completing_field_submitted(self, event: CompletingField.Submitted) -> None:
        """Enter in the field answers."""
        self.action_done()

    def action_done(self) -> None:
        """Answer what stands in the field, unless there is a complaint."""
        value = self.query_one("#text", CompletingField).value
        complaint = self.question.complaint(value)
        if complaint:
            self.saying.say(complaint, bad=True)
        else:
            self.dismiss(value)


class ChoiceDialog(LedListDialog[str]):
    """One of several, with a look at each where the question offers one, and a field to find it where it may be many.

    What is typed there only finds, so it is not kept when the program ends.
    """

    HINTS = (Hint("Enter", "choose", "done"), Hint("↑", "up", "go('up')"), Hint("↓", "down", "go('down')"),
             Hint("Esc", "back", "leave"))  # fmt: skip

    def __init__(self, question: AskChoice) -> None:
        super().__init__(question.title)
        self.question = question
        self.unforeseen = question.unforeseen
        self._names = NameSearch([choice.label for choice in question.choices])
        self._letters = ""
        """The letters of the choices, as far as they have any."""

    def body(self) -> Iterable[Widget]:
        """The sentence and the choices."""
        if self.question.text:
            yield Static(block(self.question.text), markup=False, classes="prompt")
        if self.question.find:
            yield Field(placeholder="type to find", id="find")
        # With a preview a click only looks; else it chooses.
        looks = self.question.preview is not None
        yield PickList(id="choices", classes="-grows", led=self.question.find, click_picks=not looks)

    def on_mount(self) -> None:
        """Mark what is in force."""
        self.set_focus(self.query_one("#find" if self.question.find else "#choices"))
        if self.question.letters:
            moving = {key for key, active in self.active_bindings.items() if active.binding.action.startswith("go(")}
            self._letters = "".join(letter for letter in CHOICE_LETTERS if letter not in moving)
        self._show("", str(self._initial))
        if again := self.question.again:
            label = self.question.choices[self._initial].label
            self.show_hints(*self.HINTS[:-1], Hint(again, label, "again"), *self.HINTS[-1:])

    @property
    def _initial(self) -> int:
        """Which choice is marked at first."""
        initial = self.question.initial
        return next((n for n, choice in enumerate(self.question.choices) if choice.value == initial), 0)

    async def on_key(self, event: events.Key) -> None:
        """The key that asked answers what was marked at first, and a letter its choice."""
        at = self._letters.find(event.key) if len(event.key) == 1 else -1
        is_again = bool(self.question.again) and shown_key(event.key) == self.question.again
        if not is_again and not 0 <= at < len(self.question.choices):
            return
        event.stop()
        event.prevent_default()
        if is_again:
            self.action_again()
        else:
            self.dismiss(self.question.choices[at].value)

    def action_again(self) -> None:
        """Answer what was marked at first."""
        self.dismiss(self.question.choices[self._initial].value)

    def _show(self, typed: str, at: str = "") -> None:
        """Show what fits, the best first and under the cursor."""
        rows = []
        for _, number in self._names.found(typed):
            choice = self.question.choices[number]
            is_initial = choice.value == self.question.initial
            mark = self._letters[number : number + 1] or "●" * is_initial
            rows.append(Row(str(number), choice.label, choice.hint, mark or " "))
        self.query_one("#choices", PickList).show_rows(rows, at=at)
        self.saying.say("" if rows else f"Nothing here is called '{typed}'.", bad=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as one types."""
        event.stop()
        self._show(event.value.strip())

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Show what the choice would look like."""
        if self.question.preview is not None:
            self.question.preview(self.question.choices[int(event.row.value)].value)

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A choice that was picked is the answer."""
        self.dismiss(self.question.choices[int(event.row.value)].value)

    def action_done(self) -> None:
        """Answer what is under the cursor, if anything was found."""
        choices = self.query_one("#choices", PickList)
        if choices.current is not None:
            choices.action_pick()

    def action_leave(self) -> None:
        """Leave everything as it was."""
        if self.question.preview is not None:
            self.question.preview(self.question.initial)
        self.dismiss(None)


class ConfirmDialog(Dialog[bool]):
    """Yes or no; Enter is yes unless it cannot be taken back."""

    FRAME = "-lined"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "usual", "The usual answer", show=False),
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
    ]

    def __init__(self, question: Confirm) -> None:
        super().__init__(question.title)
        self.question = question
        self.unforeseen = question.unforeseen

    def body(self) -> Iterable[Widget]:
        """What is asked, and what is meant."""
        if self.question.text:
            yield Static(block(self.question.text), markup=False, classes="prompt")
        if self.question.details:
            rows = [Row("", line, tone=Tone.QUIET) for line in self.question.details]
            yield PickList(rows, id="details", classes="-grows", cursor=False)

    def on_mount(self) -> None:
        """Say which key is which."""
        if self.question.details:
            self.query_one("#details", PickList).focus()
        if self.question.news:
            self.show_hints(Hint("Enter, Esc", self.question.yes, "answer(True)"))
            return
        yes, no = Hint("y", self.question.yes, "answer(True)"), Hint("n", self.question.no, "answer(False)")
        if self.question.grave:
            self.query_one("#frame").add_class("-grave")
            self.show_hints(yes, Hint("n, Enter, Esc", self.question.no, "answer(False)"))
        else:
            self.show_hints(Hint("y, Enter", self.question.yes, "answer(True)"), no, Hint("Esc", "back", "leave"))

    def on_resize(self, event: events.Resize) -> None:
        """Sentences are wrapped to the width that there is."""
        if self.question.sentences:
            self.call_after_refresh(self._wrap)

    def _wrap(self) -> None:
        details = self.query_one("#details", PickList)
        told = [plain_lines(sentence, max(8, details.size.width - 2)) for sentence in self.question.details]
        lines = ["".join(text for text, _ in line) for wrapped in told for line in wrapped]
        details.show_rows([Row("", line) for line in lines])
        self.call_after_refresh(self.fit)

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter in the details means what it means elsewhere."""
        self.action_usual()

    def action_usual(self) -> None:
        """Answer what Enter means here."""
        self.dismiss(not self.question.grave)

    def action_answer(self, yes: bool) -> None:
        """Answer yes or no."""
        self.dismiss(yes)

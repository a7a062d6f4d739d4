"""The settings of a reading list: name, description, sections, or the query of a smart list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.questions import AskText, ListSettings
from reader.counting import count
from reader.operations.list_settings import ListEdit, sections_left, unchanged
from reader.operations.reading_lists import clean_name, section_taken
from reader.operations.sentences import refused
from reader.text import clean_line, clean_text
from reader.tui.dialogs.field import Field, labelled
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.note_area import NoteArea
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.dialogs.small import TextDialog

_SAVE = Hint("ctrl+s", "save", "save")
_BACK = Hint("Esc", "back", "leave")


def kept_sections(kept: str, now: Sequence[str]) -> list[tuple[str, str]] | None:
    """The kept sections of a list that has these now, each with its old name; None where they make no sense."""
    with suppress(ValueError, RecursionError, TypeError):
        were, wanted = json.loads(kept)
        sections = [(str(old), clean_line(str(new))) for old, new in wanted]
        olds = [old for old, _ in sections if old]
        if isinstance(were, list) and len(set(olds)) == len(olds) and set(olds) <= set(were):
            return sections if were == list(now) else sections_left(were, sections, now)
    return None


def _sections_word(now: Sequence[str], wanted: Sequence[tuple[str, str]]) -> str:
    """Sections as a word that can be kept: those of the list, and what is to become of them."""
    return json.dumps([now, wanted])


class ListSettingsDialog(Dialog[ListEdit]):
    """A form; the sections are edited in their list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("a,insert", "add", "Add a section", show=False),
        Binding("r", "rename", "Rename", show=False),
        Binding("d,delete", "remove", "Remove", show=False),
        Binding("alt+up", "shift(-1)", "Move up", show=False, id="list.up"),
        Binding("K,shift+up", "shift(-1)", "Move up", show=False),
        Binding("alt+down", "shift(1)", "Move down", show=False, id="list.down"),
        Binding("J,shift+down", "shift(1)", "Move down", show=False),
    ]
    FRAME = "-tall"
    WORDS = ("name", "query")

    def __init__(self, question: ListSettings) -> None:
        super().__init__(f"Settings of '{question.list.name}'")
        self.question = question
        self.prose = ("description",)
        self._sections = list(unchanged(question.list.sections))
        if (typed := question.typed) is not None:
            sections = _sections_word(question.list.sections, typed.sections)
            self.typed = {"name": typed.name, "query": typed.query, "description": typed.description,
                          "sections": sections}  # fmt: skip
        self._description = NoteArea(question.list.description, placeholder="Markdown, under the heading",
                                     id="description")  # fmt: skip

    def body(self) -> Iterable[Widget]:
        """The fields of the form."""
        lst = self.question.list
        yield labelled("Name", Field(lst.name, id="name"))
        if lst.query:
            yield labelled("Query", Field(lst.query, id="query"))
        yield labelled("About", self._description)
        if not lst.query:
            yield PickList(id="sections", click_picks=False)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name", Field).focus()
        self._show()

    def words(self) -> dict[str, str]:
        """What stands in the whole form."""
        sections = _sections_word(self.question.list.sections, self._sections)
        return super().words() | {"description": self._description.text, "sections": sections}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """The form as it was left."""
        super().take_words(kept)
        if "description" in kept:
            self._description.text = clean_text(kept["description"])
        left = kept_sections(kept.get("sections", ""), self.question.list.sections)
        self._sections = self._sections if left is None else left
        self._show()

    def told(self, name: str, word: str) -> str:
        """A kept word for people."""
        if name == "sections":
            return ", ".join(new for _, new in kept_sections(word, self.question.list.sections) or ())
        return word

    @property
    def _list(self) -> PickList:
        return self.query_one("#sections", PickList)

    def _show(self, at: int = 0) -> None:
        if self.question.list.query:
            return
        sizes: dict[str, int] = {}
        for entry in self.question.list.entries:
            sizes[entry.section] = sizes.get(entry.section, 0) + 1
        rows = [Row("", "Sections" if self._sections else "No sections: a adds one", tone=Tone.HEADING)]
        for number, (old, new) in enumerate(self._sections):
            renamed = f"was '{old}', " if old and old != new else ""
            hint = "new" if not old else f"{renamed}{count(sizes.get(old, 0), 'paper')}"
            rows.append(Row(str(number), new, hint, tone=Tone.PLAIN if old == new else Tone.GOOD))
        self._list.show_rows(rows, at=str(at))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keys are those of the part that has the focus."""
        if event.widget.id == "sections":
            self.show_hints(Hint("a", "add", "add"), Hint("Enter", "rename", "rename"), Hint("K", "up", "shift(-1)"),
                            Hint("J", "down", "shift(1)"), Hint("d", "remove", "remove"), _SAVE, _BACK)  # fmt: skip
        elif not self.question.list.query:
            self.show_hints(_SAVE, Hint("Tab", "next", "next"), Hint("Insert", "add a section", "add"), _BACK)
        else:
            self.show_hints(_SAVE, Hint("Tab", "next", "next"), _BACK)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field saves."""
        event.stop()
        self.action_save()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter on a section, or two clicks, rename it."""
        self.action_rename()

    def action_next(self) -> None:
        """The next part of the form."""
        self.focus_next()

    # -- the sections

    def _ask_name(self, besides: int = -1) -> AskText:
        """The question for a section's name, which no other than section `besides` has."""
        others = [name for number, (_, name) in enumerate(self._sections) if number != besides]

        def complaint(text: str) -> str:
            unfit = refused(partial(clean_name, what="section"), text)
            return unfit or section_taken(self.question.list.name, others, text)

        initial = self._sections[besides][1] if besides >= 0 else ""
        about = (self.question.list.name, initial)
        title = "Rename the section" if initial else "Add a section"
        return AskText(title, initial=initial, complaint=complaint, about=about)

    def action_add(self) -> None:
        """Ask for the name of a new section, which comes after the one under the cursor."""
        if self.question.list.query:
            return
        row = self._list.current
        at = int(row.value) + 1 if row is not None else 0

        def add(name: str | None) -> None:
            if name is not None:
                self._sections.insert(at, ("", clean_line(name)))
                self._show(at)
                self._list.focus()

        self._ask(self._ask_name(), add)

    def action_rename(self) -> None:
        """Ask for another name of the section under the cursor."""
        row = self._list.current if not self.question.list.query else None
        if row is None:
            return
        at = int(row.value)

        def rename(name: str | None) -> None:
            if name is not None:
                self._sections[at] = (self._sections[at][0], clean_line(name))
                self._show(at)

        self._ask(self._ask_name(at), rename)

    def _ask(self, question: AskText, then: Callable[[str | None], None]) -> None:
        """Put a question about a section. What it was answered is kept with the whole form, and no more as a word that
        waits for the same question: the next section is another."""

        def take(name: str | None) -> None:
            then(name)
            self.keep_words()

        dialog = TextDialog(question)
        dialog.keeper = self.keeper
        self.app.push_screen(dialog, take)

    def action_remove(self) -> None:
        """Remove the section under the cursor; its papers will join the one before it."""
        row = self._list.current if not self.question.list.query else None
        if row is not None:
            at = int(row.value)
            old, name = self._sections.pop(at)
            heir = f"the section '{self._sections[at - 1][1]}'" if at else "the part before the first section"
            self.saying.say(f"Removes '{name}'; its papers join {heir}. Esc takes all of it back." if old else "")
            self._show(min(at, len(self._sections) - 1))

    def action_shift(self, by: int) -> None:
        """Move the section under the cursor up or down."""
        row = self._list.current if not self.question.list.query else None
        if row is None:
            return
        at = int(row.value)
        to = max(0, min(at + by, len(self._sections) - 1))
        self._sections.insert(to, self._sections.pop(at))
        self._show(to)

    # -- answering

    def action_save(self) -> None:
        """Answer, unless the name or the query will not do."""
        name = clean_line(self.query_one("#name", Field).value)
        query = self.query_one("#query", Field).value.strip() if self.question.list.query else ""
        if why := refused(clean_name, name):
            self.saying.say(why, bad=True)
        elif self.question.list.query and not query:
            self.saying.say("A smart list needs a query.", bad=True)
        elif self.question.list.query and (complaint := self.question.complaint(query)):
            self.saying.say(complaint, bad=True)
        else:
            self.dismiss(ListEdit(name, self._description.text, query, tuple(self._sections)))

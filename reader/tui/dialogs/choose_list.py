"""Which reading list, old or new, and which of its sections."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.questions import AskList, InList
from reader.counting import count
from reader.operations.reading_lists import clean_name
from reader.operations.sentences import name, refused
from reader.text import clean_line, fold, fold_name
from reader.tui.dialogs.field import Field, labelled
from reader.tui.dialogs.frame import Hint
from reader.tui.dialogs.led_list import LedListDialog
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.drawing.styled_text import fit
from reader.tui.model.name_search import CHOOSER_ROWS, NameSearch

_NEW = "\n"
"""Marks the row that would make a list or a section; no name has a line break."""


class ListDialog(LedListDialog[InList]):
    """Two fields that lead one list: the reading lists while the first has the focus, sections for the second."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "Done", show=False),
    ]
    MOST_ROWS = CHOOSER_ROWS
    WORDS = ("name", "section")

    def __init__(self, question: AskList) -> None:
        super().__init__(f"{question.title}: {name(question.papers)}")
        self.about += tuple(paper.id for paper in question.papers)
        self.question = question
        self._list_name = question.lists[0].name if question.lists else ""
        self._in_section = False
        self._names = NameSearch([lst.name for lst in question.lists])

    def body(self) -> Iterable[Widget]:
        """The fields and what can be chosen for them."""
        yield labelled("List", Field(placeholder="find or make a list", id="name"))
        yield labelled("Section", Field(placeholder="none", id="section"))
        yield PickList(id="choices", classes="-grows", led=True)

    def on_mount(self) -> None:
        """Begin with the list used last."""
        self.query_one("#name", Field).focus()
        self._show_lists()

    # -- what is shown

    def _show_lists(self) -> None:
        typed = clean_line(self.query_one("#name", Field).value)
        rows = []
        for _, number in self._names.found(typed):
            lst = self.question.lists[number]
            asked = len(self.question.papers)
            holds = "has it" if lst.holds and asked == 1 else f"has {lst.holds} of these" if lst.holds else ""
            mark = "✓" if lst.holds == asked else "~" if lst.holds else " "
            rows.append(Row(lst.name, lst.name, ", ".join(filter(None, (holds, count(lst.papers, "paper")))), mark))
        if typed and not any(fold_name(lst.name) == fold_name(typed) for lst in self.question.lists):
            first = bool(rows) and fold(rows[0].value).startswith(fold(typed))
            rows.insert(1 if first else 0, Row(_NEW + typed, f"new list '{typed}'", mark="+", tone=Tone.GOOD))
        self._choices.show_rows(rows or [Row("", "No lists yet: type a name.", tone=Tone.HEADING)])
        self._follow()

    def _show_sections(self) -> None:
        typed = clean_line(self.query_one("#section", Field).value)
        known = next((lst.sections for lst in self.question.lists if lst.name == self._list_name), ())
        rows = [Row("", "(no section)")] if not typed else []
        rows += [Row(known[number], known[number]) for _, number in NameSearch(known).found(typed)]
        if typed and typed not in known:
            first = bool(rows) and fold(rows[0].value).startswith(fold(typed))
            rows.insert(1 if first else 0, Row(_NEW + typed, f"new section '{typed}'", mark="+", tone=Tone.GOOD))
        self._choices.show_rows(rows)
        self._follow()

    def _follow(self) -> None:
        """Keep the name of the list, and the keys, in step with the cursor."""
        row = self._choices.current
        if not self._in_section:
            self._list_name = row.value.lstrip(_NEW) if row is not None else ""
        section = row.value.lstrip(_NEW) if row is not None and self._in_section else ""
        bad = refused(clean_name, self._list_name) if self._list_name else ""
        self.saying.say(bad or (refused(partial(clean_name, what="section"), section) if section else ""), bad=True)
        other = Hint("Tab", "list" if self._in_section else "section", "other")
        what = f"add to '{fit(self._list_name, 24)}'" if self._list_name else "add"
        self.show_hints(Hint("Enter", what, "done"), other, Hint("Esc", "back", "leave"))

    @property
    def _choices(self) -> PickList:
        return self.query_one("#choices", PickList)

    # -- what the user does

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The list shows what the field with the focus asks for."""
        in_section = event.widget.id == "section"
        if in_section == self._in_section or event.widget.id not in ("name", "section"):
            return
        self._in_section = in_section
        if in_section:
            self.query_one("#name", Field).put(self._list_name)
            self._show_sections()
        else:
            self._show_lists()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as one types."""
        event.stop()
        if self._in_section and event.input.id == "section":
            self._show_sections()
        elif not self._in_section and event.input.id == "name":
            self._show_lists()

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Another list is meant."""
        self._follow()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A click on a row answers."""
        self._follow()
        self.action_done()

    def action_other(self) -> None:
        """Go to the other field."""
        self.query_one("#name" if self._in_section else "#section", Field).focus()

    def action_done(self) -> None:
        """Answer the list, and the section that was chosen."""
        row = self._choices.current
        if self.saying.sentence:
            return
        if not self._list_name:
            self.saying.say("Type the name of a list.", bad=True)
            return
        section = row.value.lstrip(_NEW) if self._in_section and row is not None else ""
        typed = clean_line(self.query_one("#section", Field).value)
        self.dismiss(InList(self._list_name, section if self._in_section else typed))

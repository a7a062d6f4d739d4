"""The tags of one or more papers: type to find or to make and Enter to be done; Space turns several on and off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.context import Motion
from reader.commands.questions import AskTags, TagEdit
from reader.counting import count
from reader.operations.annotate import clean_tag
from reader.operations.sentences import joined, name, refused
from reader.text import fold_name
from reader.tui.dialogs.field import CommaField, Field
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.pick_list import LED_BINDINGS, MadeRows, PickList, Row, Tone
from reader.tui.dialogs.tag_board import Has, TagBoard, pieces
from reader.tui.drawing.styled_text import fit
from reader.tui.model.name_search import CHOOSER_ROWS
from reader.tui.typed_key import is_escape

_NEW = "\n"
"""Marks the row that would make a tag; no tag has a line break."""

WORKED_OUT = "Which tags fit is being worked out: one moment."
"""What is said of a digit that takes a tag which is not known yet."""
LOOKED_AFTER = 0.1
"""Seconds after which one looks again whether it is known."""


def tag_row(board: TagBoard, tag: str, near: str = "", *, digits: bool = False) -> Row:
    """The line of a tag, or of a tag that would be new; `near` is the one that was likely meant by what was typed.

    With `digits` those that are suggested have the digit before them that takes them.
    """
    digit, reason = board.suggested(tag)
    before = "" if not digits or not board.suggestions else f"{digit} " if digit else "  "
    if tag.startswith(_NEW):
        return Row(tag, f"new tag '{tag[1:]}'", mark=f"{before}[+]", tone=Tone.GOOD)
    key = fold_name(tag)
    has = board.after(tag)
    if tag == near:
        hint, tone = "near to what you typed", Tone.PLAIN
    elif board.changed(tag):
        hint, tone = ("to be added", Tone.GOOD) if has is Has.ALL else ("to be removed", Tone.BAD)
    elif has is Has.SOME:
        hint, tone = f"{board.held[key]} of {board.papers} have it", Tone.PLAIN
    elif reason:
        hint, tone = reason, Tone.PLAIN
    else:
        hint, tone = count(board.library.get(key, board.held.get(key, 0)), "paper"), Tone.PLAIN
    return Row(tag, tag, hint, f"{before}[{has.value}]", tone)


class TagField(CommaField):
    """A field that leaves Space to the dialog while it is empty."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is text here."""
        if not self.value and key == "space":
            return False
        return super().check_consume_key(key, character)


class TagDialog(Dialog[TagEdit]):
    """Tags with their states; the field keeps the focus and leads the list.

    A digit alone in the field, or between commas, is the suggestion that it stands before, several are several; typed
    on, it is text: `1, 2024` takes the first suggestion and makes a tag '2024'.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *LED_BINDINGS,
        Binding("tab", "complete", "Complete", show=False, priority=True),
        Binding("space", "switch", "On or off", show=False, priority=True),
        Binding("ctrl+s", "save", "Save", show=False),
    ]
    MOST_ROWS = CHOOSER_ROWS
    WORDS = ("field",)

    def __init__(self, question: AskTags) -> None:
        super().__init__(f"Tags of {name(question.papers)}")
        self.about += tuple(paper.id for paper in question.papers)
        self.board = TagBoard(question)
        self._later = question.later
        self._armed = False

    def body(self) -> Iterable[Widget]:
        """The field and the tags."""
        yield TagField(placeholder="find or make a tag; several with commas", id="field")
        yield PickList(id="tags", classes="-grows", led=True)

    def on_mount(self) -> None:
        """Begin with all tags."""
        self.query_one("#field", Field).focus()
        self._looking = self.set_interval(LOOKED_AFTER, self._look, pause=self._later is None)
        self._show()

    # -- what is kept when the program ends

    def words(self) -> dict[str, str]:
        """What stands in the field, but for digits that took suggestions, and what was turned on and off."""
        edit = self.board.edit()
        typed = {} if not self.board.taken else {"field": ", ".join(self._pieces(self._field.value))}
        return super().words() | typed | {"add": "\n".join(edit.add), "remove": "\n".join(edit.remove)}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """The tags stand as they were left."""
        super().take_words(kept)
        for tag in kept.get("add", "").split("\n"):
            if named := self.board.named(tag):
                self.board.set(named, True)
        for tag in kept.get("remove", "").split("\n"):
            if self.board.known(tag):
                self.board.set(self.board.known(tag), False)
        self._show()

    # -- what is shown

    def _show(self, at: str = "") -> None:
        """Show the tags that fit; the cursor goes to `at`, else to the best one while something is being typed."""
        parts = self._field.value.split(",")
        self.board.taken = frozenset(tag for part in parts for tag in self.board.numbered(part))
        numbered = self.board.numbered(parts[-1])
        at, typed = at or (numbered[-1] if numbered else ""), self._typed()
        names = self.board.matching(typed)
        named = self.board.named(typed) if self._names_some(typed) else ""
        near = ""
        if named and not self.board.known(named):
            slipped = self.board.slipped(named)  # Two slips may be none: the new tag comes first.
            near = self.board.near(named) or slipped
            first = [_NEW + named, near] if slipped else [near, _NEW + named] if near else [_NEW + named]
            names = [*first, *(name for name in names if name != near)]
        elif named and named not in names:
            names.insert(0, named)
        tags = self._list

        def row(number: int) -> Row:
            return tag_row(self.board, names[number], near, digits=not typed)

        if names:
            place = names.index(at) if at in names else 0
            tags.show_rows(MadeRows(len(names), row), at=place)
        else:
            tags.show_rows([Row("", "No tags yet: type one.", tone=Tone.HEADING)])
        if not at and not typed:
            tags.unmark()
        self._show_keys()

    def _show_keys(self) -> None:
        row = self._list.current
        save, back = Hint("ctrl+s", "save", "save"), Hint("Esc", "back", "leave")
        if self.board.vain_digit(self._field.value):
            self.show_hints(back)
        elif row is not None and (self._typed() or self._armed):
            new = row.value.startswith(_NEW)
            off = self._armed and not new and self.board.after(row.value) is Has.ALL
            what = f"{'take off' if off else 'make' if new else 'add'} '{fit(row.value.lstrip(_NEW), 20)}'"
            if self.board.taken and self._typed():
                taken = [fit(tag, 20) for tag in sorted(self.board.taken)]
                what += f", add {joined(taken)}"
            self.show_hints(Hint("Enter", what, "enter"), Hint("Tab", "complete", "complete"), back)
        elif self._pieces(self._field.value):
            self.show_hints(Hint("Enter", "add", "enter"), save, back)
        else:
            self.show_hints(Hint("Enter", "save", "save"), Hint("↓", "choose", "go('down')"),
                            Hint("Space", "on/off", "switch"), back)  # fmt: skip

    @property
    def _field(self) -> Field:
        return self.query_one("#field", Field)

    @property
    def _list(self) -> PickList:
        return self.query_one("#tags", PickList)

    def _typed(self) -> str:
        """The tag being typed: what stands behind the last comma; "" where that takes suggestions by their digits."""
        typed = self._field.value.rpartition(",")[2].strip()
        return "" if self.board.numbered(typed) else typed

    def _names_some(self, typed: str) -> bool:
        """Whether a text names a tag, be it one that is to be made: more than what marks one."""
        return bool(self.board.known(typed) or typed.strip("#/ "))

    def _pieces(self, typed: str) -> list[str]:
        """The tags that are typed by their names."""
        return pieces(",".join(part for part in typed.split(",") if not self.board.numbered(part)))

    def _complaint(self) -> str:
        """Why what stands in the field cannot be taken, as a sentence; "" where it can."""
        typed = self._field.value
        if vain := self.board.vain_digit(typed):
            return WORKED_OUT if self._later else f"No tag is offered as {vain} here; #{vain} is a tag of that name."
        return self.board.complaint(self._pieces(typed))

    # -- suggestions that are still worked out

    @property
    def _is_awaited(self) -> bool:
        """Whether a digit stands in the field that may take a suggestion which is not known yet."""
        return self._later is not None and self.board.vain_digit(self._field.value) != ""

    def waits(self, event: events.Event) -> bool:
        """Enter behind such a digit waits for it."""
        takes = isinstance(event, events.Key) and event.key in ("enter", "ctrl+s")
        return super().waits(event) or (takes and self._is_awaited)

    def gives_up(self, event: events.Event) -> bool:
        """Esc leaves, whatever waits."""
        return super().gives_up(event) or (is_escape(event) and self._is_awaited)

    def _look(self) -> None:
        """Take in what is suggested, once a digit asks for it and it is known."""
        if not self._is_awaited or self._later is None or (found := self._later()) is None:
            return
        self._later = None
        self._looking.stop()
        self.board.offer(found)
        self.saying.say(self._complaint(), bad=True)
        self._show()

    # -- what the user does

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as one types."""
        event.stop()
        self._armed = self._armed and not event.value
        self._look()
        self.saying.say(self._complaint(), bad=True)
        if event.value or self.board.taken or self._list.cursor < 0 or len(self._list.rows) != len(self.board.names):
            self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter turns on what was typed or chosen; on an empty field it saves."""
        event.stop()
        self.action_enter()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A click turns a tag on or off."""
        self._take()

    def action_enter(self) -> None:
        """Take what was typed or chosen, and save; what names no tag and finds none is said, and stays typed."""
        if self._complaint():
            return
        row, typed = self._list.current, self._typed()
        if typed and not self._armed and (row is None or not row.value):
            self.saying.say(refused(clean_tag, typed), bad=True)
            return
        if self._armed or typed or self._pieces(self._field.value):
            self._take(keep=not self._armed)
        self.dismiss(self.board.edit())

    def _take(self, keep: bool = False) -> None:
        """Turn the tags before the last comma on, and the one under the cursor on or off; with `keep`, only on."""
        before, _, typed = self._field.value.rpartition(",")
        for tag in (*self._pieces(before), *self.board.taken):
            self.board.set(self.board.named(tag), True)
        row = self._list.current
        at, takes_row = "", self._armed or not keep or not self.board.numbered(typed)
        if row is not None and row.value and (typed.strip() or not before) and takes_row:
            at = row.value.lstrip(_NEW)
            if keep or row.value.startswith(_NEW):
                self.board.set(at, True)
            else:
                self.board.toggle(at)
        self._armed = False
        with self.prevent(Input.Changed):
            self._field.clear()
        self._show(at)

    def action_switch(self) -> None:
        """In an empty field, turn the tag under the cursor on or off."""
        if self._field.value:
            raise SkipAction
        if self._list.current is None:
            self.action_go(Motion.DOWN)
        else:
            self._take()

    def action_complete(self) -> None:
        """Put the best tag into the field, to add to it or to go on with a comma."""
        row = self._list.current
        if row is not None and row.value.startswith(_NEW):
            row = next((row for row in self._list.rows[:2] if not row.value.startswith(_NEW)), None)
        if row is not None and row.value:
            before, comma, _ = self._field.value.rpartition(",")
            self._field.put(f"{before}, {row.value}" if comma else row.value)

    def action_go(self, motion: str) -> None:
        """Move among the tags; what digits took stays taken, and the field is empty again."""
        if self.board.taken and not self._pieces(self._field.value):
            for tag in self.board.taken:
                self.board.set(tag, True)
            with self.prevent(Input.Changed):
                self._field.clear()
            row = self._list.current
            self._show(at=row.value if row is not None else "")
        self._armed = True
        self._list.move(Motion(motion))
        self._show_keys()

    def action_save(self) -> None:
        """Answer, with what is still in the field."""
        if self._pieces(self._field.value) or self._typed():
            self.action_enter()
        elif not self._complaint():
            self.dismiss(self.board.edit())

"""Tag hygiene: all tags, with those that look alike on top; rename, merge and delete after a look at what it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from reader.commands.context import Motion
from reader.commands.questions import TagHygiene
from reader.counting import count
from reader.operations.annotate import TagChange, clean_tag
from reader.operations.sentences import joined, refused
from reader.text import fold, fold_name, new_tag, whole_tag
from reader.tui.dialogs.field import Field, labelled
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.model.name_search import NameSearch, rank

_NEAR = "\n"
"""Begins the value of a row that is a group of tags; no tag has a line break."""
_BACK = Hint("Esc", "back", "leave")


class TagHygieneDialog(Dialog[TagChange]):
    """Two steps in one frame: the tags, and what a change to some of them would do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", show=False, id="paper.select"),
        Binding("r,m", "change", "Rename or merge", show=False),
        Binding("d", "delete", "Delete", show=False, id="paper.remove"),
        Binding("delete", "delete", "Delete", show=False),
        Binding("slash", "find", "Find", show=False, id="search"),
        Binding("ctrl+s,enter", "done", "Do it", show=False),
    ]
    FRAME = "-tall"
    WORDS = ("name",)

    def __init__(self, question: TagHygiene) -> None:
        super().__init__("Tags")
        self.question = question
        self._papers = {tag.name: tag.papers for tag in question.tags}
        self._names = NameSearch([tag.name for tag in question.tags])
        self._marked: dict[str, None] = {}
        self._change: TagChange | None = None

    def body(self) -> Iterable[Widget]:
        """Both steps; one is shown at a time."""
        with Vertical(id="all"):
            yield labelled("Find", Field(placeholder="/", id="find"))
            yield PickList(id="tags", click_picks=False)
        with Vertical(id="one"):
            yield labelled("New name", Field(id="name"))
            yield PickList(id="effect", cursor=False)

    def on_mount(self) -> None:
        """Begin with all tags."""
        self._show_tags()
        self._show_step()

    @property
    def _tags(self) -> PickList:
        return self.query_one("#tags", PickList)

    # -- what is kept when the program ends

    def words(self) -> dict[str, str]:
        """The new name, once it is one, and of which tags; what is only looked for is not kept."""
        change, words = self._change, super().words()
        if change is None or words.get("name", "") in ("", change.to):
            return {}
        return words | {"tags": "\n".join(change.tags)}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """Go on with the new name, where there are those tags yet."""
        tags = tuple(kept.get("tags", "").split("\n"))
        if tags and all(tag in self._papers for tag in tags):
            self._change = TagChange(tags, tags[0])
            self._show_step()
            super().take_words(kept)

    # -- what is shown

    def _show_step(self) -> None:
        change = self._change
        self.query_one("#all").display = change is None
        self.query_one("#one").display = change is not None
        self.saying.say("")
        if change is None:
            self.show_heading(count(len(self.question.tags), "tag"))
            self._tags.focus()
            self._show_keys()
            return
        name = self.query_one("#name", Field)
        if name.parent is not None:
            name.parent.display = bool(change.to)
        verb = "Delete" if not change.to else "Merge" if len(change.tags) > 1 else "Rename"
        self.show_heading(f"{verb} {joined(change.tags)}")
        if change.to:
            name.put(change.to)
            name.select_all()
            name.focus()
        else:
            self.query_one("#effect", PickList).focus()
        self.show_hints(Hint("Enter", verb.lower(), "done"), _BACK)
        self._show_effect()

    def _show_tags(self, at: str = "") -> None:
        typed = fold(self.query_one("#find", Field).value.strip())
        rows: list[Row] = []
        near = [(number, group) for number, group in enumerate(self.question.near)
                if not typed or any(rank(fold(tag), typed) is not None for tag in group)]  # fmt: skip
        if near:
            rows.append(Row("", f"Look alike ({len(near)})", tone=Tone.HEADING))
            rows += [Row(f"{_NEAR}{number}", f"{', '.join(group[1:])} → {group[0]}", "Enter merges", " ≈ ", Tone.WARN)
                     for number, group in near]  # fmt: skip
            rows.append(Row("", "All tags", tone=Tone.HEADING))
        for _, place in self._names.found(typed):
            tag = self.question.tags[place]
            rows.append(Row(tag.name, tag.name, count(tag.papers, "paper"),
                            "[✓]" if tag.name in self._marked else "[ ]"))  # fmt: skip
        nothing = "No tag fits." if self.question.tags else "There are no tags yet."
        self._tags.show_rows(rows or [Row("", nothing, tone=Tone.HEADING)], at=at)
        self._show_keys()

    def _show_keys(self) -> None:
        row = self._tags.current
        if row is None:
            self.show_hints(Hint("/", "find", "find", "search"), _BACK)
            return
        several = len(self._marked) > 1 or (row.value.startswith(_NEAR) and not self._marked)
        what = f"merge {len(self._marked)}" if len(self._marked) > 1 else "merge" if several else "rename"
        keys = [Hint("Enter", what, "change")]
        if not row.value.startswith(_NEAR):
            keys.append(Hint("Space", "mark", "mark", "paper.select"))
        if not (row.value.startswith(_NEAR) and not self._marked):
            keys.append(Hint("d", "delete", "delete", "paper.remove"))
        self.show_hints(*keys, Hint("/", "find", "find", "search"), _BACK)

    def _show_effect(self) -> None:
        """What the change would do, as it stands in the field."""
        change = self._wanted()
        rows = [Row("", line) for line in self.question.preview(change)] if change is not None else []
        self.query_one("#effect", PickList).show_rows(rows)

    def _wanted(self) -> TagChange | None:
        """The change with the name that was typed; None, with a complaint, when it will not do."""
        change = self._change
        if change is None or not change.to:
            return change
        name = new_tag(typed := self.query_one("#name", Field).value)
        if fold_name(name) not in map(fold_name, self._papers):
            name = whole_tag(typed)
        bad = refused(clean_tag, name) or ("That is its name already." if change.tags == (name,) else "")
        self.saying.say(bad, bad=bool(bad))
        return None if bad else TagChange(change.tags, name)

    # -- what the user does

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as one types; or see what the new name does."""
        event.stop()
        if event.input.id == "find" and self._change is None:
            self._show_tags()
        elif event.input.id == "name" and self._change is not None:
            self._show_effect()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from the search to the tags, and does what the second step says."""
        event.stop()
        if event.input.id == "find":
            self._tags.focus()
        else:
            self.action_done()

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """The keys follow the cursor."""
        self._show_keys()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter, or two clicks."""
        self.action_change()

    def action_find(self) -> None:
        """Go to the search."""
        if self._change is None:
            self.query_one("#find", Field).focus()

    def action_mark(self) -> None:
        """Mark a tag, to be merged or deleted together with others, and move on."""
        row = self._tags.current
        if self._change is not None or row is None or row.value.startswith(_NEAR):
            return
        if row.value in self._marked:
            del self._marked[row.value]
        else:
            self._marked[row.value] = None
        top = self._tags.top
        self._show_tags(at=row.value)
        self._tags.scroll_lines(top)
        self._tags.move(Motion.DOWN)

    def _meant(self) -> tuple[str, ...]:
        row = self._tags.current
        if self._marked or row is None:
            return tuple(sorted(self._marked, key=lambda tag: -self._papers[tag]))
        return self.question.near[int(row.value[1:])] if row.value.startswith(_NEAR) else (row.value,)

    def action_change(self) -> None:
        """Rename the tag under the cursor, or merge the marked ones into the most used."""
        if self._change is None and (tags := self._meant()):
            self._change = TagChange(tags, tags[0])
            self._show_step()

    def action_delete(self) -> None:
        """Take the marked tags, or the one under the cursor, off all papers."""
        row = self._tags.current
        if self._change is None and row is not None and (self._marked or not row.value.startswith(_NEAR)):
            self._change = TagChange(self._meant())
            self._show_step()

    def action_done(self) -> None:
        """Answer the change, in the second step."""
        if self._change is not None and (change := self._wanted()) is not None:
            self.dismiss(change)

    def action_leave(self) -> None:
        """A step back: to the tags, out of the search, out of the dialog."""
        if self._change is not None:
            self._change = None
            self._show_step()
        elif self.query_one("#find", Field).value or self.query_one("#find").has_focus:
            self.query_one("#find", Field).clear()
            self._tags.focus()
        else:
            self.dismiss(None)

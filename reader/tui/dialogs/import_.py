"""Import: a path, pasted text or what names papers, then what it would bring, then yes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import ClassVar
from urllib.parse import unquote

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from reader.address_secrets import told_without_secrets
from reader.commands.context import Motion
from reader.commands.imports import OwnExport
from reader.commands.questions import AskImport, ImportAnswer, ImportSource, Progress
from reader.counting import count
from reader.operations.imports import ImportResult, SourceResult
from reader.operations.looking_up import NamedImport
from reader.paper import Paper
from reader.text import as_one_line, for_terminal
from reader.tui.dialogs.field import CommaField, CompletingField, Field, PageField, is_page, labelled
from reader.tui.dialogs.frame import Dialog, Hint, TextLine
from reader.tui.dialogs.job_line import JobLine
from reader.tui.dialogs.named_rows import first_choice, named_at, named_rows
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.dialogs.tag_board import pieces
from reader.tui.typeahead import Sight

_BACK = Hint("Esc", "back", "leave")
_OWN = ("id", "added", "sources")
"""Fields whose change completes nothing that a person would look for."""
_PAPER = "paper "
"""How the value of a row begins that stands for a paper that can be left out; its id follows."""
_ESCAPED = re.compile(r"\\(.)")
_RECORD = re.compile(r"@\w+\s*[{(]|[\[{]\s*[\"{]")
"""How records begin that fit into one line, and no path does."""


def unquoted(text: str) -> str:
    """A path as a terminal or desktop hands it over when a file is dropped: without quotes, without `file://` and the
    percent signs that go with it, and without backslashes where no file is called so."""
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    text = text[1:-1] if quoted else text
    if text.startswith("file:///"):
        return unquote(text.removeprefix("file://"), errors="surrogateescape")
    bare = text if quoted else _ESCAPED.sub(r"\1", text)
    return bare if bare != text and _is_there(bare) and not _is_there(text) else text


def _is_there(path: str) -> bool:
    return os.path.lexists(os.path.expanduser(path))  # noqa: PTH111  Path.expanduser raises where there is no home


def gains(before: Paper, after: Paper) -> str:
    """What an import changes about a known paper: "abstract, doi"."""
    names = [field.name for field in fields(Paper)
             if field.name not in _OWN and getattr(before, field.name) != getattr(after, field.name)]  # fmt: skip
    return ", ".join(name.replace("_id", "").replace("_", " ") for name in names)


def preview_rows(preview: ImportResult, left: Container[str] = ()) -> list[Row]:
    """The lines of a preview: what could not be read first, since it needs eyes most. `left` are the ids of papers that
    are left out."""
    rows = named_rows(preview.lookup) if isinstance(preview, NamedImport) else list[Row]()
    new = () if isinstance(preview, NamedImport) else preview.new

    def group(heading: str, found: Sequence[Row]) -> None:
        if found:
            rows.append(Row("", f"{heading} ({len(found)})", tone=Tone.HEADING))
            rows.extend(found)

    def row(paper: Paper, hint: str, mark: str, tone: Tone = Tone.PLAIN) -> Row:
        if paper.id in left:
            hint, mark, tone = "left out", "-", Tone.QUIET
        return Row(f"{_PAPER}{paper.id}", paper.title, hint, mark, tone)

    group("Not readable", [
        Row("", ": ".join(filter(None, (for_terminal(p.place()), p.message))) + (f"  {p.excerpt}" if p.excerpt else ""),
            for_terminal(source) if len(preview.sources) > 1 else "", "!", Tone.BAD)
        for source, p in preview.unreadable
    ])  # fmt: skip
    group("Words for papers that are there, not taken", [
        Row("", left.id, ", ".join(left.words), "!", Tone.WARN) for source in preview.sources for left in source.untaken
    ])  # fmt: skip
    group("Possibly there already", [
        row(new, f"like {old.id}", "?", Tone.WARN) for old, new in preview.doubtful
    ])  # fmt: skip
    group("Joined, since a record has the ids of both", [
        Row("", kept.title, f"with {other.title}", "=", Tone.WARN) for kept, other in preview.joined
    ])  # fmt: skip
    group("Completed", [
        row(after, f"+ {found}" if (found := gains(old, after)) else "seen once more", "~")
        for old, after in preview.completed
    ])  # fmt: skip
    group("New", [row(paper, str(paper.year or ""), "+", Tone.GOOD) for paper in new])
    return rows


def nothing_said(preview: ImportResult) -> str:
    """Why a preview has nothing to import."""
    if isinstance(preview, NamedImport) and not preview.lookup.taken:
        return "There is nothing to add."
    is_known = any(source.unchanged for source in preview.sources)
    return "There is nothing new in it." if is_known or not preview.problems else "Nothing in it can be imported."


def read_words(sources: Sequence[SourceResult]) -> str:
    """What was read, and as what, for the heading; "" for nothing."""
    if not sources:
        return ""
    formats = sorted({source.format for source in sources if source.format})
    what = for_terminal(sources[0].source) if len(sources) == 1 else count(len(sources), "source")
    kind = count(len(formats), "format") if formats[1:] else "".join(formats)
    return f" · {what}{kind and f', read as {kind}'}"


class ImportDialog(Dialog[ImportAnswer]):
    """Two steps in one frame: where from, and what would come of it. Nothing is carried out here."""

    FRAME = "-lined"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,enter", "go_on", "Go on", show=False),
        Binding("backspace", "forget", "Forget the pasted text", show=False, priority=True),
        Binding("right", "turn(1)", "Next choice", show=False),
        Binding("space", "leave_out", "Leave out, take again", show=False),
        Binding("left", "turn(-1)", "Previous choice", show=False),
        Binding("ctrl+n", "by_hand", "Tell a paper by hand", show=False),
    ]
    HINTS = (Hint("Enter", "look", "go_on"), Hint("ctrl+n", "by hand", "by_hand"), _BACK)
    WORDS = ("path", "tags", "list")

    def __init__(self, question: AskImport) -> None:
        super().__init__("Import")
        self.question = question
        self._job = JobLine(id="job")
        self._pasted = ""
        self._preview: ImportResult | None = None
        self._left: set[str] = set()
        """The ids of the papers of the preview that are left out."""
        if pasted := question.pasted:
            self.typed = {"page": pasted} if is_page(pasted) else {"path": as_one_line(pasted)}

    def body(self) -> Iterable[Widget]:
        """Both steps; one is shown at a time."""
        with Vertical(id="source"):
            yield TextLine("A file, folder or address; arXiv ids, DOIs, titles; or paste a page.", classes="quiet")
            yield CompletingField(self.question.complete, placeholder="path, id or title", kind=PageField, id="path")
            yield TextLine("", id="pasted", classes="pasted")
        with Vertical(id="preview"):
            yield TextLine("", id="summary")
            yield PickList(id="rows", click_picks=False)
            yield labelled("Tag all", CommaField(placeholder="no tags", id="tags"))
            yield labelled("Into list", Field(placeholder="no reading list", id="list"))
        yield self._job

    def on_mount(self) -> None:
        """Begin with the source."""
        self._show_step()

    def words(self) -> dict[str, str]:
        """What stands in the fields of both steps, and the page that was pasted, without the secrets of addresses: they
        are kept nowhere, and typed again."""
        return {name: told_without_secrets(text) for name, text in (super().words() | {"page": self._pasted}).items()}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """Begin with the source again; the other fields wait with what was typed in them."""
        super().take_words(kept)
        if kept.get("page"):
            self._take_page(kept["page"])

    def _show_step(self) -> None:
        preview = self._preview
        self.query_one("#source").display = preview is None
        self.query_one("#preview").display = preview is not None
        self.query_one("#frame").set_class(preview is not None, "-tall")
        self.saying.say("")
        self.show_heading("Import")
        if preview is None:
            self.query_one("#path", CompletingField).field.focus()
            self.show_hints(*self.HINTS)
            return
        rows = self.query_one("#rows", PickList)
        at, value = rows.cursor, rows.current.value if rows.current is not None else ""
        found = preview_rows(preview, self._left)
        rows.show_rows(found, at=first_choice(found))
        there = [number for number, row in enumerate(rows.rows) if value and row.value == value]
        if there:
            rows.put_cursor(at if at in there else there[0])
        rows.focus()
        if not isinstance(preview, NamedImport):
            self.show_heading(f"Import{read_words(preview.sources)}")
        self.query_one("#summary", TextLine).say(preview.summary)
        for id in ("#tags", "#list"):
            self.query_one(id).disabled = preview.empty
        self._show_keys(preview)
        self._say_whole(rows.current)

    def _show_keys(self, preview: ImportResult) -> None:
        """The keys of the second step."""
        rows, is_named = self.query_one("#rows", PickList), isinstance(preview, NamedImport)
        has_choices = is_named and any(named_at(row) is not None for row in rows.rows)
        turn = [Hint("← →", "choose", "turn(1)")] if has_choices else []
        if preview.empty:
            self.show_hints(Hint("Enter, Esc", "back", "leave"), *turn)
            return
        taken = len(self._taken(preview))
        if not is_named and rows.has_focus and rows.current is not None:
            is_left = rows.current.value.removeprefix(_PAPER) in self._left
            words = "take again" if is_left else "leave out"
            turn = [Hint("Space", words, "leave_out")] if rows.current.value.startswith(_PAPER) else []
        verb = "add" if has_choices else "import"
        go_on = [Hint("Enter", f"{verb} {count(taken, 'paper')}", "go_on")] if taken or not self._left else []
        self.show_hints(*go_on, *turn, Hint("Tab", "next", "next"), _BACK)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keys are those of what has the focus."""
        self._follow()

    def _follow(self) -> None:
        """The keys of the second step follow cursor and focus."""
        if self._preview is not None and not self._job.running:
            self._show_keys(self._preview)

    def _taken(self, preview: ImportResult) -> set[str]:
        """The ids of the papers that are new or gain something, but for those that are left out."""
        return {paper.id for paper in (*preview.new, *(after for _, after in preview.completed))} - self._left

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """A sentence that may not fit into its line is said whole."""
        if self._preview is not None:
            self._say_whole(event.row)
            self._follow()

    def _say_whole(self, row: Row | None) -> None:
        """Say what stands in the row under the cursor where that is a complaint, and that nothing is new."""
        nothing = nothing_said(self._preview) if self._preview is not None and self._preview.empty else ""
        is_bad = row is not None and row.tone is Tone.BAD
        self.saying.say(" ".join(filter(None, (nothing, row.text if row is not None and is_bad else ""))), bad=is_bad)

    # -- the source

    def on_page_field_pasted(self, event: PageField.Pasted) -> None:
        """A page was pasted."""
        event.stop()
        self.query_one("#path", CompletingField).put("")
        self._take_page(event.text)

    def _take_page(self, text: str) -> None:
        self._pasted = text
        number = text.count("\n") + 1
        first = next((line for line in text.splitlines() if line.strip()), "")
        pasted = self.query_one("#pasted", TextLine)
        pasted.say(f"Pasted {count(number, 'line')}: {first}")
        pasted.add_class("-there")
        self.saying.say("")
        self.show_hints(Hint("Enter", "look", "go_on"), Hint("Backspace", "forget", "forget"), _BACK)

    def action_forget(self) -> None:
        """Forget the pasted text; elsewhere the key deletes as ever."""
        if not self._pasted or self._preview is not None or self.query_one("#path", CompletingField).value:
            raise SkipAction
        self._pasted = ""
        self.query_one("#pasted", TextLine).remove_class("-there")
        self.show_hints(*self.HINTS)

    def on_completing_field_changed(self, event: CompletingField.Changed) -> None:
        """A complaint about another path is out of date."""
        self.saying.say("")

    def on_completing_field_submitted(self, event: CompletingField.Submitted) -> None:
        """Look what it brings."""
        self.action_go_on()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the fields of the preview imports."""
        self.action_go_on()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter in the preview imports."""
        self.action_go_on()

    # -- going on and back

    @property
    def job(self) -> Sight | None:
        """The job that reads."""
        return self._job.sight

    def action_turn(self, by: int) -> None:
        """Take another choice for the paper under the cursor."""
        rows = self.query_one("#rows", PickList)
        preview, row = self._preview, rows.current
        at = named_at(row) if row is not None else None
        if preview is None or at is None or self._job.running or not (rows.has_focus or self.focused is None):
            raise SkipAction
        self.run_worker(self._look(lambda progress: self.question.turned(preview, at, by), preview), exclusive=True)

    def action_leave_out(self) -> None:
        """Leave out the paper under the cursor, or take it again, and move on, also from a row that is no paper; of a
        paper that was named, take another choice."""
        rows = self.query_one("#rows", PickList)
        preview, row = self._preview, rows.current
        if isinstance(preview, NamedImport) or preview is None or row is None or not rows.has_focus:
            self.action_turn(1)
            return
        if row.value.startswith(_PAPER):
            at, top = rows.cursor, rows.top
            self._left ^= {row.value.removeprefix(_PAPER)}
            rows.show_rows(preview_rows(preview, self._left), at=at)
            rows.scroll_lines(top)
        rows.move(Motion.DOWN)
        self._follow()

    def action_by_hand(self) -> None:
        """Tell a paper by hand instead."""
        if self._job.running or self._preview is not None:
            raise SkipAction
        typed = self.query_one("#path", CompletingField).value
        self.dismiss(ImportAnswer(ImportResult(()), by_hand=typed.strip()))

    def action_next(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_go_on(self) -> None:
        """Read the source; or, when that is done, answer."""
        if self._job.running:
            return
        if self._preview is None:
            path, pasted = unquoted(self.query_one("#path", CompletingField).value), self._pasted
            if _RECORD.match(path) and not _is_there(path):
                path, pasted = "", path
            if path or pasted:
                source = ImportSource(path) if path else ImportSource(text=pasted)
                self.show_hints(Hint("Esc", "stop", "leave"))
                self.run_worker(self._look(lambda progress: self.question.read(source, progress)), exclusive=True)
            else:
                self.saying.say("Type a path, an id or a title, or paste the text of a page.", bad=True)
        elif self._preview.empty:
            self.action_leave()
        elif self._left and not self._taken(self._preview):
            self.saying.say("All of it is left out: Space takes a paper again.", bad=True)
        elif self._left:
            self.run_worker(self._approve(self._preview), exclusive=True)
        else:
            self._answer(self._preview)

    async def _approve(self, preview: ImportResult) -> None:
        """Answer what a preview comes to without the papers that are left out."""
        left = frozenset(self._left)
        found, trouble, bad = await self._job.run_job(
            lambda progress: self.question.without(preview, left), "Stopped; nothing was imported."
        )
        if self.is_attached and found is not None:
            self._answer(found)
        elif self.is_attached:
            self.saying.say(trouble, bad=bad)

    def _answer(self, preview: ImportResult) -> None:
        tags = tuple(pieces(self.query_one("#tags", Field).value))
        self.dismiss(ImportAnswer(preview, tags, self.query_one("#list", Field).value.strip()))

    async def _look(self, job: Callable[[Progress], ImportResult], before: ImportResult | None = None) -> None:
        """Show the preview that a job gives; where it gives none, the one `before`. What Reader exported is synced."""
        self.saying.say("")
        own = ""

        def looked(progress: Progress) -> ImportResult:
            nonlocal own
            try:
                return job(progress)
            except OwnExport as export:
                own = export.path
                raise

        preview, trouble, bad = await self._job.run_job(looked, "Stopped; nothing was imported.")
        self._left.clear()
        self._preview = before if preview is None else preview
        if own and self.is_attached:
            self.dismiss(ImportAnswer(ImportResult(()), exported=own))
        elif self.is_attached:
            self._show_step()
            if trouble:
                self.saying.say(trouble, bad=bad)

    def action_leave(self) -> None:
        """A step back: stop reading, else back to the source, else leave."""
        if self._job.give_up():
            return
        if self._preview is not None:
            self._preview = None
            self._show_step()
        else:
            self.dismiss(None)

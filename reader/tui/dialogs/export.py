"""Export: for whom it is, with what would be written beside it; then, behind Tab, to which file and how."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from reader.commands.export_ways import way_of
from reader.commands.questions import AskExport, Cancelled, ExportAnswer, ExportWay
from reader.counting import count
from reader.errors import ReaderError
from reader.formats import FORMATS
from reader.operations.exports import GO_WITH
from reader.operations.foreseen_exports import Destination
from reader.tui.dialogs.cycler import Cycler
from reader.tui.dialogs.drawing import block, one_line
from reader.tui.dialogs.export_preview import drawn
from reader.tui.dialogs.field import CompletingField, labelled
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.job_line import JobLine
from reader.tui.dialogs.pane import LinePane, plain_lines
from reader.tui.dialogs.pick_list import PickList, Row
from reader.tui.drawing.styled_text import cells
from reader.tui.job_progress import JobProgress
from reader.tui.typeahead import Sight

_PAUSE = 0.08
"""Seconds to wait for the next change before a preview is made."""
_ROOMY = 60
"""Cells of a screen that is not narrow."""
_GROUPS = (("", "as they stand"), ("tag", "by tag"), ("status", "by status"), ("year", "by year"))
_AUTHORS = (("", "the first three"), ("1", "the first"), ("5", "the first five"), ("10", "the first ten"),
            ("all", "all"))  # fmt: skip
_WHICH_TEMPLATE = "Which template? `reader export --show-template list` prints one to begin with."
_WITH = (("", "without"), ("yes", "with"))
_AUDIENCES = (("me", "all of them"), ("others", "no status, stars or notes"))


class ExportDialog(Dialog[ExportAnswer]):
    """The ways in a list, the options in their place behind Tab, and beside both the preview."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "done", "Export", show=False),
        Binding("tab", "next", "Next", show=False),
        Binding("shift+tab", "focus_by(-1)", "Previous", show=False),
        Binding("up", "focus_by(-1)", "Up", show=False),
        Binding("down", "focus_by(1)", "Down", show=False),
        Binding("J", "scroll_preview(1)", "Down in the preview", show=False, id="preview.down"),
        Binding("K", "scroll_preview(-1)", "Up in the preview", show=False, id="preview.up"),
        Binding("ctrl+t", "source", "Source or rendered", show=False),
        Binding("ctrl+o", "overwrite", "Write over what is there", show=False),
    ]
    FRAME = "-large"
    WORDS = ("path", "template")

    def __init__(self, question: AskExport) -> None:
        super().__init__("Export")
        self.about += question.about
        self.question = question
        self._begun = question.initial
        """The answer with which the way that is chosen began."""
        self._way = self._way_that_takes(question.initial)
        self._held: dict[str, ExportAnswer] = {}
        """What was chosen of the ways that were left, by their names."""
        self._source = False
        self._destination: tuple[ExportAnswer, Destination] | None = None
        """What was found of an answer."""
        self._previewed: tuple[ExportAnswer, bool] | None = None
        """Of which answer, but for its path, the preview is, and whether that is its source; None while it is made."""
        self._job = JobLine(id="job")
        self._preview = LinePane(id="preview")
        self._into, self._carries = Static(id="into"), Static(id="carries")
        scopes = [(scope.value, f"{scope.label} ({count(scope.papers, 'paper')})") for scope in question.scopes]
        choices = {"scope": scopes, "form": (), "abstracts": _WITH, "group": _GROUPS, "front_matter": _WITH,
                   "authors": _AUTHORS, "audience": _AUDIENCES}  # fmt: skip
        self._cyclers = {id: Cycler(offered, id=id) for id, offered in choices.items()}

    def body(self) -> Iterable[Widget]:
        """The ways or the options, the preview, and what comes of it."""
        complete, cyclers = self.question.complete, self._cyclers
        with Container(id="halves"):
            with Vertical(id="choices"):
                yield PickList(id="ways", click_picks=False)
                with VerticalScroll(id="options", can_focus=False):
                    yield _option("Template", CompletingField(complete, placeholder="a Jinja2 file", id="template"))
                    yield _option("Where", CompletingField(complete, placeholder="the clipboard", id="path"))
                    yield _option("What", cyclers["scope"])
                    yield _option("Form", cyclers["form"])
                    yield _option("Abstracts", cyclers["abstracts"])
                    yield _option("Headings", cyclers["group"])
                    yield _option("YAML", cyclers["front_matter"])
                    yield _option("Authors", cyclers["authors"])
                    yield _option("My words", cyclers["audience"])
            yield self._preview
        yield self._job
        for label, said in (("Into", self._into), ("Carries", self._carries)):
            row = labelled(label, said)
            row.add_class("foot")
            yield row

    def on_mount(self) -> None:
        """Begin with the last export from here."""
        self.query_one("#options").display = False
        self._begin(self.question.initial)
        self._show_ways()
        self.query_one("#ways").focus()

    def on_resize(self, event: events.Resize) -> None:
        """What has no room is not shown in half."""
        super().on_resize(event)
        self.call_after_refresh(self._show_all)

    def _show_all(self) -> None:
        if self._is_there:
            self._show_ways()
            self._follow()

    @property
    def _is_there(self) -> bool:
        """Whether there is anything to be shown in: of a screen that goes away, what is in it goes first."""
        return len(self.query("#heading, #ways, #path, #template, #keys")) == 5

    # -- what is chosen

    def _way_that_takes(self, answer: ExportAnswer) -> ExportWay:
        return next((way for way in self.question.ways if way == way_of(answer)), self.question.ways[0])

    @property
    def _is_at_options(self) -> bool:
        return bool(self.query_one("#options").display)

    @property
    def answer(self) -> ExportAnswer:
        """What is chosen now."""
        form = self._way.forms[int(self._value("form") or 0)]

        def of_format(name: str) -> str:
            return self._value(name) if form.format in GO_WITH[name] else ""

        template = self.query_one("#template", CompletingField).value.strip() if self._way.has_template else ""
        return ExportAnswer(
            self._value("scope"), form.format, form.style, bool(of_format("abstracts")),
            self.query_one("#path", CompletingField).value.strip(), self._value("audience"), template,
            of_format("group"), bool(of_format("front_matter")), of_format("authors"),
        )  # fmt: skip

    def _value(self, id: str) -> str:
        return self._cyclers[id].value

    def _begin(self, answer: ExportAnswer) -> None:
        """Have an answer stand in all that can be chosen."""
        self._begun = answer
        forms = [(str(at), form.label) for at, form in enumerate(self._way.forms)]
        at = next((str(at) for at, form in enumerate(self._way.forms)
                   if (form.format, form.style) == (answer.format, answer.style)), "0")  # fmt: skip
        authors = [*_AUTHORS, *([(answer.authors, answer.authors)] if answer.authors not in dict(_AUTHORS) else [])]
        for id, value in (("scope", answer.scope), ("abstracts", "yes" if answer.abstracts else ""),
                          ("front_matter", "yes" if answer.front_matter else ""),
                          ("audience", answer.audience or self._way.audience)):  # fmt: skip
            self._cyclers[id].put(value)
        self._cyclers["form"].set_choices(forms, at)
        self._cyclers["authors"].set_choices(authors, answer.authors)
        self._show_groups(answer.group)
        self.query_one("#template", CompletingField).put(answer.template)
        self.query_one("#path", CompletingField).put(answer.path)
        self._follow()

    def _show_groups(self, group: str) -> None:
        """Nothing that is for others tells a status, its headings neither."""
        is_private = self._value("audience") == "others"
        choices = [choice for choice in _GROUPS if choice[0] != "status" or not is_private]
        self._cyclers["group"].set_choices(choices, group)

    def _choose(self, way: ExportWay) -> None:
        """Go another way: as it was left, else as it went the last time."""
        if way != self._way:
            self._held[self._way.name] = self.answer
            scope = self._value("scope")
            self._way = way
            self._begin(self._held.get(way.name) or self.question.begin(way, scope))

    def words(self) -> dict[str, str]:
        """The path and the template, unless they stood there from the beginning, and what was to be written so."""
        first = {"path": self._begun.path, "template": self._begun.template}
        typed = {name: word for name, word in super().words().items() if word != first[name]}
        return typed | {"scope": self._value("scope"), "way": self._way.name} if typed else {}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """The path, with what was to be written there, where that can be chosen here."""
        way = next((way for way in self.question.ways if way.name == kept.get("way", self._way.name)), None)
        scopes = self._cyclers["scope"]
        if way is not None and scopes.offers(kept.get("scope", scopes.value)):
            self._choose(way)
            scopes.put(kept.get("scope", scopes.value))
            self._show_ways()
            super().take_words(kept)

    # -- what is shown

    def _show_ways(self) -> None:
        """The ways, each with its form where there is room for both."""
        hints = max(cells(way.hint) for way in self.question.ways)
        rows = [Row(way.name, way.label, way.hint.ljust(hints) if self.size.width >= _ROOMY else "")
                for way in self.question.ways]  # fmt: skip
        self.query_one("#ways", PickList).show_rows(rows, at=self._way.name)

    def _follow(self) -> None:
        """Keep all that is shown in step with the choices."""
        answer = self.answer
        for name in GO_WITH.keys() & {"abstracts", "group", "front_matter", "authors"}:
            self.query_one(f"#row-{name}").display = answer.format in GO_WITH[name]
        self.query_one("#row-template").display = self._way.has_template
        self.query_one("#row-form").display = len(self._way.forms) > 1
        scope = next(scope for scope in self.question.scopes if scope.value == answer.scope)
        subject = self._way.label if self._is_at_options else "for whom is it?"
        self.show_heading(f"Export {scope.name or scope.label}, {count(scope.papers, 'paper')} · {subject}")
        self._destination = None
        self._show_foot()
        self._show_keys()
        previewed = (replace(answer, path=""), self._source)
        if previewed != self._previewed:
            self._previewed = None
            wanting = _WHICH_TEMPLATE if self._lacks_template(answer) else ""
            self._preview.show_lines(partial(plain_lines, wanting, style="quiet"))
        see = partial(self._see, answer, previewed)  # A function: it is called only if the worker begins.
        self.run_worker(see, exclusive=True, group="preview")  # type: ignore[arg-type]

    def _show_keys(self) -> None:
        keys = [Hint("Enter", "write" if self.answer.path else "copy", "done")]
        if self._destination is not None and self._destination[1].can_be_forced:
            keys.append(Hint("ctrl+o", "write over it", "overwrite"))
        if self._is_at_options:
            keys += [Hint("Tab", "next", "next"), Hint("← →", "change", "turn")]
        else:
            keys += [Hint("↑ ↓", "for whom", "turn"), Hint("Tab", "file and options", "next")]
        if self.size.width >= _ROOMY:
            keys.append(Hint("ctrl+t", "rendered" if self._source else "source", "source"))
        self.show_hints(*keys, Hint("Esc", "back", "leave"))

    def _show_foot(self) -> None:
        """Where it goes and what stays there, and what it carries."""
        answer, found = self.answer, self._destination
        is_narrow = self.size.width < _ROOMY
        lead = "Into " if is_narrow else ""
        room = 2 * ((self.size.width if is_narrow else self._into.size.width) or _ROOMY) - len(lead) - 8
        self._into.update(block(lead + _told_of(answer.path, found[1] if found is not None else None, room)))
        self._into.set_class(found is not None and bool(found[1].obstacle), "-bad")
        self._carries.update(block(("Carries " if is_narrow else "") + self.question.carries(answer)))

    async def _see(self, answer: ExportAnswer, previewed: tuple[ExportAnswer, bool]) -> None:
        """Show how an export will begin and what is where it goes, once nothing else is chosen for a moment."""
        await asyncio.sleep(_PAUSE)
        if previewed != self._previewed and self._preview.display and not self._lacks_template(answer):
            await self._see_beginning(answer)
            self._previewed = previewed
        progress = JobProgress()
        try:
            found = await asyncio.to_thread(self.question.look, answer, progress)
        except Cancelled:
            return
        finally:
            progress.give_up()
        if self._is_there:
            self._take_destination(answer, found)

    async def _see_beginning(self, answer: ExportAnswer) -> None:
        papers = next(scope.papers for scope in self.question.scopes if scope.value == answer.scope)

        source = self._source
        try:
            lines = await asyncio.to_thread(lambda: drawn(self.question.render(answer), papers, source=source))
        except ReaderError as error:
            lines = partial(plain_lines, str(error), style="removed")
        self._preview.show_lines(lines)

    def _take_destination(self, answer: ExportAnswer, found: Destination) -> None:
        self._destination = answer, found
        self._show_foot()
        self._show_keys()

    # -- what is done

    @property
    def job(self) -> Sight | None:
        """The job that looks where it would be written."""
        return self._job.sight

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Another way is under the cursor."""
        self.saying.say("")
        self._choose(next(way for way in self.question.ways if way.name == event.row.value))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter, or two clicks, on a way."""
        self.action_done()

    def on_cycler_turned(self, event: Cycler.Turned) -> None:
        """Another choice: perhaps another path, another preview."""
        self.saying.say("")
        if event.sender.id == "audience":
            self._show_groups(self._value("group"))
        path = self.query_one("#path", CompletingField)
        if event.sender.id in ("scope", "form") and path.value == self._begun.path:
            fitting = self.question.begin(self._way, self.answer.scope)
            same = (fitting.format, fitting.style) == (self.answer.format, self.answer.style)
            self._begun = replace(self._begun, path=fitting.path if same else self.question.suggest(self.answer))
            path.put(self._begun.path)
        self._follow()

    def on_completing_field_changed(self, event: CompletingField.Changed) -> None:
        """Another path or template."""
        path = self.query_one("#path", CompletingField)
        if self.answer.template and path.value == self._begun.path:
            self._begun = replace(self._begun, path=self.question.suggest(self.answer))
            path.put(self._begun.path)
        self.saying.say("")
        self._follow()

    def on_completing_field_submitted(self, event: CompletingField.Submitted) -> None:
        """Enter in a field exports."""
        self.action_done()

    def _show_options(self, shown: bool) -> None:
        self.query_one("#options").display = shown
        self.query_one("#ways").display = not shown
        first = "#template" if self._way.has_template else "#path"
        (self.query_one(first, CompletingField).field if shown else self.query_one("#ways")).focus()
        self._follow()

    def action_next(self) -> None:
        """Go to file and options, and from one to the next."""
        if self._is_at_options:
            self.focus_next()
        else:
            self._show_options(True)

    def action_focus_by(self, by: int) -> None:
        """Go to the next line."""
        self.focus_next() if by > 0 else self.focus_previous()

    def action_turn(self) -> None:
        """The next way, or the next value of the line that has the focus, for a click on its key."""
        if isinstance(self.focused, Cycler):
            self.focused.action_turn(1)
        elif not self._is_at_options:
            self.query_one("#ways", PickList).action_go("down")

    def action_scroll_preview(self, by: int) -> None:
        """Scroll what would be written."""
        self._preview.scroll_lines(self._preview.top + by)

    def action_source(self) -> None:
        """Show the text itself, or as it will be read."""
        self._source = not self._source
        self._follow()

    def _lacks_template(self, answer: ExportAnswer) -> bool:
        return self._way.has_template and not answer.template

    def action_done(self) -> None:
        """Answer what was chosen, where nothing stands in the way."""
        answer = self.answer
        if self._job.running:
            return
        if self._lacks_template(answer):
            self._ask_for("#template", _WHICH_TEMPLATE)
        elif FORMATS[answer.format].folder and not answer.path:
            self._ask_for("#path", "A folder cannot go to the clipboard: say where to write it.")
        elif self._destination is not None and self._destination[0] == answer:
            self._end_with(answer, self._destination[1])
        else:
            self.run_worker(self._look(answer), exclusive=True, group="look")

    def _ask_for(self, field: str, sentence: str) -> None:
        if not self._is_at_options:
            self._show_options(True)
        self.query_one(field, CompletingField).field.focus()
        self.saying.say(sentence, bad=True)

    async def _look(self, answer: ExportAnswer) -> None:
        """See what is there first."""
        self.show_hints(Hint("Esc", "stop", "leave"))
        found, trouble, bad = await self._job.run_job(
            lambda progress: self.question.look(answer, progress), "Stopped; nothing was written."
        )
        if not self._is_there:
            return
        self._show_keys()
        if found is not None:
            self._take_destination(answer, found)
            self._end_with(answer, found)
        elif trouble:
            self.saying.say(trouble, bad=bad)

    def _end_with(self, answer: ExportAnswer, found: Destination) -> None:
        if found.obstacle:
            self.saying.say(found.obstacle, bad=True)
        else:
            self.dismiss(answer)

    def action_overwrite(self) -> None:
        """Answer it all the same: it is asked once more whether that is meant."""
        if self._destination is not None and self._destination[1].can_be_forced and not self._job.running:
            self.dismiss(self._destination[0])

    def action_leave(self) -> None:
        """A step back: stop looking, else from the options to the ways, else leave."""
        if self._job.give_up():
            return
        if self._is_at_options:
            self._show_options(False)
        else:
            self.dismiss(None)


def _option(label: str, widget: Widget) -> Widget:
    """A line of the options, which can be hidden."""
    row = labelled(label, widget)
    row.id = f"row-{widget.id}"
    return row


def _told_of(path: str, found: Destination | None, room: int) -> str:
    """A path with what was found of it in parentheses; of a long path the end, so that both are in so many cells."""
    shown = one_line(path) or "the clipboard"
    if found is None or not path:
        return shown
    if found.obstacle:
        return f"{found.say}: {found.obstacle}".removeprefix(": ")
    room -= cells(found.say)
    return f"{shown if cells(shown) <= room else '…' + shown[-max(12, room) :]} ({found.say})"

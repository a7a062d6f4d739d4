"""Export: what, how and where, with the text that would be written beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from reader.commands.questions import AskExport, ExportAnswer
from reader.counting import count
from reader.errors import ReaderError
from reader.formats import FORMATS, Format
from reader.tui.dialogs.cycler import Cycler
from reader.tui.dialogs.field import CompletingField, labelled
from reader.tui.dialogs.frame import Dialog, Hint
from reader.tui.dialogs.markdown_lines import parse, token_lines
from reader.tui.dialogs.pane import LinePane, plain_lines

_PAUSE = 0.08
"""Seconds to wait for the next change before a preview is made."""


class ExportDialog(Dialog[ExportAnswer]):
    """A line for each choice; the preview follows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "done", "Export", show=False),
        Binding("up", "focus_by(-1)", "Up", show=False),
        Binding("down", "focus_by(1)", "Down", show=False),
        Binding("ctrl+t", "source", "Source or rendered", show=False),
    ]
    FRAME = "-large"
    WORDS = ("path",)

    def __init__(self, question: AskExport) -> None:
        super().__init__("Export")
        self.about += question.about
        self.question = question
        first = question.initial or ExportAnswer(question.scopes[0].value, question.formats[0].name)
        self._initial = first
        scopes = [(scope.value, f"{scope.label} ({count(scope.papers, 'paper')})") for scope in question.scopes]
        formats = [(known.name, ", ".join(filter(None, (known.label, known.hint)))) for known in question.formats]
        self._what = Cycler(scopes, first.scope, id="scope")
        self._how = Cycler(formats, first.format, id="format")
        self._suggested = ""
        self._source = False
        self._preview = LinePane(lambda width: plain_lines("Making a preview…", width, "quiet"), id="preview")

    def body(self) -> Iterable[Widget]:
        """The choices and the preview."""
        first = self._initial
        with Container(id="halves"):
            with Vertical(id="choices"):
                yield labelled("What", self._what)
                yield labelled("Format", self._how)
                yield labelled("Style", Cycler((), id="style"))
                yield labelled("Abstracts", Cycler((("", "without"), ("yes", "with")), "yes" if first.abstracts else "",
                                                   id="abstracts"))  # fmt: skip
                yield labelled("Where", CompletingField(self.question.complete, first.path,
                                                        placeholder="the clipboard", id="path"))  # fmt: skip
            yield self._preview

    def on_mount(self) -> None:
        """Begin with the last export, or with a fitting path."""
        self._show_styles(self._initial.style)
        if self.question.initial is None:
            self._suggest()
        else:
            self._suggested = self.question.suggest(self.answer)
        (self._how if self._what.disabled else self._what).focus()
        self._follow()

    def words(self) -> dict[str, str]:
        """The path, unless it is only what was suggested, and what is to be written there."""
        words = super().words()
        if words.get("path") == self._suggested:
            return {}
        return words | {"scope": self._what.value, "format": self._how.value}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """The path, with what was to be written there, where that can be chosen here."""
        scope, format = kept.get("scope", self._what.value), kept.get("format", self._how.value)
        if self._what.offers(scope) and self._how.offers(format):
            self._what.choose(scope)
            self._how.choose(format)
            super().take_words(kept)

    @property
    def answer(self) -> ExportAnswer:
        """What is chosen now."""

        def value(id: str) -> str:
            return self.query_one(id, Cycler).value

        path = self.query_one("#path", CompletingField).value.strip()
        return ExportAnswer(self._what.value, self._how.value, value("#style"), bool(value("#abstracts")), path)

    @property
    def _format(self) -> Format:
        return next(known for known in self.question.formats if known.name == self._how.value)

    def _show_styles(self, style: str = "") -> None:
        styles = self._format.styles
        choices = [(name, name) for name in styles] or [("", "as it is")]
        self.query_one("#style", Cycler).set_choices(choices, style)

    def _suggest(self) -> None:
        """Suggest another path, unless the user typed one."""
        path = self.query_one("#path", CompletingField)
        if path.value == self._suggested:
            self._suggested = self.question.suggest(self.answer)
            path.put(self._suggested)

    def _follow(self) -> None:
        """Keep keys and preview in step with the choices."""
        where = "export" if self.answer.path else "copy"
        source = "rendered" if self._source else "source"
        keys = [Hint("Enter", where, "done"), Hint("Tab", "next", "focus_by(1)"), Hint("← →", "change", "turn")]
        if FORMATS[self.answer.format].syncs:
            keys.append(Hint("ctrl+t", source, "source"))
        self.show_hints(*keys, Hint("Esc", "back", "leave"))
        preview = partial(self._show_preview, self.answer)  # A function: it is called only if the worker begins.
        self.run_worker(preview, exclusive=True, group="preview")  # type: ignore[arg-type]

    async def _show_preview(self, answer: ExportAnswer) -> None:
        await asyncio.sleep(_PAUSE)
        try:
            text = await asyncio.to_thread(self.question.render, answer)
        except ReaderError as error:
            sentence = str(error)
            self._preview.show_lines(lambda width: plain_lines(sentence, width, "removed"))
            return
        if FORMATS[answer.format].syncs and not self._source:
            tokens = await asyncio.to_thread(parse, text)
            self._preview.show_lines(lambda width: token_lines(tokens, width))
        else:
            self._preview.show_text(text)

    def on_cycler_turned(self, event: Cycler.Turned) -> None:
        """Another choice: other styles, another path, another preview."""
        if event.sender.id == "format":
            self._show_styles(self.query_one("#style", Cycler).value)
        if event.sender.id in ("scope", "format"):
            self._suggest()
        self._follow()

    def on_completing_field_changed(self, event: CompletingField.Changed) -> None:
        """The keys say whether it is a file or the clipboard."""
        self.saying.say("")
        self._follow()

    def on_completing_field_submitted(self, event: CompletingField.Submitted) -> None:
        """Enter in the field exports."""
        self.action_done()

    def action_focus_by(self, by: int) -> None:
        """Go to the next line."""
        self.focus_next() if by > 0 else self.focus_previous()

    def action_turn(self) -> None:
        """The next value of the line that has the focus, for a click on its key."""
        if isinstance(self.focused, Cycler):
            self.focused.action_turn(1)

    def action_source(self) -> None:
        """Show the text itself, or as it will be read."""
        self._source = not self._source
        self._follow()

    def action_done(self) -> None:
        """Answer what was chosen."""
        if not self._format.folder or self.answer.path:
            self.dismiss(self.answer)
        else:
            self.saying.say("A folder cannot go to the clipboard: say where to write it.", bad=True)
            self.query_one("#path", CompletingField).field.focus()

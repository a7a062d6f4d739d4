"""Sync with a Markdown file or folder: what would go which way, then yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from reader.commands.questions import AskSync, SyncAnswer, SyncPreview
from reader.operations.roundtrip import INTO_FILE, INTO_LIBRARY
from reader.tui.dialogs.field import CompletingField
from reader.tui.dialogs.frame import Dialog, Hint, TextLine
from reader.tui.dialogs.import_ import unquoted
from reader.tui.dialogs.job_line import JobLine
from reader.tui.dialogs.pane import LinePane, plain_lines
from reader.tui.drawing.styled_text import Line
from reader.tui.typeahead import Sight

_BACK = Hint("Esc", "back", "leave")
_ANY = 80
"""Some width, where only counts whether there are lines."""


def sync_lines(preview: SyncPreview, width: int) -> list[Line]:
    """What goes which way, whole sentences: what needs eyes comes first."""
    lines: list[Line] = []

    def group(heading: str, sentences: Sequence[str], mark: str, style: str) -> None:
        if sentences:
            gap: list[Line] = [[]] if lines else []
            lines.extend(
                [
                    *gap,
                    *plain_lines(
                        heading if heading.endswith("?") else f"{heading} ({len(sentences)})", width, "heading"
                    ),
                ]
            )
            for sentence in sentences:
                first, *others = plain_lines(sentence, width - 2)
                lines.append([(f"{mark} ", style), *first])
                lines.extend([("  ", ""), *line] for line in others)

    news = [sentence for sentence in preview.into_library if sentence not in preview.losses]
    group("Is this meant?", [preview.brake] if preview.brake else [], "!", "conflict")
    group("Changed on both sides", preview.conflicts, "!", "conflict")
    group("Not taken", preview.untaken, "!", "conflict")
    group("Taken away in the library", preview.losses, INTO_LIBRARY, "removed")
    group("Into the library", news, INTO_LIBRARY, "added")
    group("Into the file", preview.into_file, INTO_FILE, "link")
    group("Left as it is", [preview.left] if preview.left else [], "!", "conflict")
    group("To be known", preview.notes, "!", "quiet")
    return lines


class SyncDialog(Dialog[SyncAnswer]):
    """A path, and beneath it what a sync would move."""

    FRAME = "-lined"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go_on", "Compare, then sync", show=False)]
    HINTS = (Hint("Enter", "compare", "go_on"), _BACK)
    WORDS = ("path",)

    def __init__(self, question: AskSync) -> None:
        super().__init__("Sync with a Markdown file or folder")
        self.question = question
        self._job = JobLine(id="job")
        self._moved = LinePane(id="moved")
        self._answer: SyncAnswer | None = None

    def body(self) -> Iterable[Widget]:
        """The path and what it brings."""
        question = self.question
        last = question.known[0] if question.known else ""
        yield CompletingField(question.complete, last, placeholder="a file or folder that was exported before",
                              offered=question.known, id="path")  # fmt: skip
        yield self._job
        yield TextLine("", id="summary")
        yield self._moved

    def on_mount(self) -> None:
        """Begin with the path exported to last."""
        field = self.query_one("#path", CompletingField).field
        field.focus()
        field.select_all()
        self._show(None)
        if self.question.begun:
            self.query_one("#path", CompletingField).put(self.question.begun)
            self.action_go_on()

    @property
    def job(self) -> Sight | None:
        """The job that reads."""
        return self._job.sight

    def on_completing_field_changed(self, event: CompletingField.Changed) -> None:
        """Another path: what was compared is out of date."""
        self.saying.say("")
        if self._answer is not None and event.value.strip() != self._answer.path:
            self._show(None)

    def on_completing_field_submitted(self, event: CompletingField.Submitted) -> None:
        """Enter compares first, then syncs."""
        self.action_go_on()

    def _show(self, answer: SyncAnswer | None) -> None:
        self._answer = answer
        preview = answer.preview if answer is not None else None
        moves = preview is not None and bool(sync_lines(preview, _ANY))
        self._moved.show_lines(partial(sync_lines, preview) if preview is not None else lambda width: [])
        self.query_one("#frame").set_class(moves, "-tall")
        self._moved.display = moves
        summary = self.query_one("#summary", TextLine)
        if preview is None:
            summary.say("")
            others = [Hint("↓", "others", "others")] if len(self.question.known) > 1 else []
            self.show_hints(self.HINTS[0], *others, *self.HINTS[1:])
        elif not moves:
            summary.say("Both sides are the same: nothing is to be moved.")
            self.show_hints(Hint("Enter, Esc", "back", "leave"))
        else:
            eyes = [*preview.conflicts, *preview.untaken, *filter(None, (preview.brake, preview.left))]
            more = f", {len(eyes)} to look at" if eyes else ""
            summary.say(f"{len(preview.into_library)} into the library, {len(preview.into_file)} into the file{more}")
            asks = "sync, asks first" if preview.brake or preview.is_foreign else "sync"
            self.show_hints(Hint("Enter", asks, "go_on"), Hint("↑ ↓", "scroll", "scroll"), _BACK)
            self._moved.focus()

    def action_go_on(self) -> None:
        """Compare; or, when that is done, answer."""
        if self._job.running:
            return
        if self._answer is None:
            path = unquoted(self.query_one("#path", CompletingField).value)
            if path:
                self.run_worker(self._compare(path), exclusive=True)
            else:
                self.saying.say("Type the path of a file or folder that was exported before.", bad=True)
        elif self._moved.display:
            self.dismiss(self._answer)
        else:
            self.dismiss(None)

    def action_scroll(self) -> None:
        """The next page of what would move, for a click on its keys."""
        self._moved.action_go("page-down")

    def action_others(self) -> None:
        """Offer the other paths exported to."""
        if self.question.known:
            self.query_one("#path", CompletingField).action_choose(1)

    async def _compare(self, path: str) -> None:
        self.saying.say("")
        self.query_one("#path", CompletingField).put(path)
        self.show_hints(Hint("Esc", "stop", "leave"))
        preview, trouble, bad = await self._job.run_job(
            lambda progress: self.question.plan(path, progress), "Stopped; nothing was changed."
        )
        if self.is_attached:
            self._show(None if preview is None else SyncAnswer(path, preview))
            self.saying.say(self.question.said if path == self.question.begun else "")
            if trouble:
                self.saying.say(trouble, bad=bad)

    def action_leave(self) -> None:
        """A step back: stop comparing, else leave."""
        if not self._job.give_up():
            self.dismiss(None)

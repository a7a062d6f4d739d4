"""Sync with a Markdown file or folder: what would go which way, then yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from reader.commands.questions import AskSync, SyncAnswer, SyncPreview
from reader.operations.roundtrip import INTO_FILE, INTO_LIBRARY
from reader.tui.dialogs.field import CompletingField
from reader.tui.dialogs.frame import Dialog, Hint, TextLine
from reader.tui.dialogs.import_ import unquoted
from reader.tui.dialogs.job_line import JobLine
from reader.tui.dialogs.pick_list import PickList, Row, Tone
from reader.tui.typeahead import Sight

_BACK = Hint("Esc", "back", "leave")


def sync_rows(preview: SyncPreview) -> list[Row]:
    """What goes which way, conflicts first."""
    rows: list[Row] = []

    def group(heading: str, sentences: Sequence[str], mark: str, tone: Tone) -> None:
        if sentences:
            rows.append(Row("", f"{heading} ({len(sentences)})", tone=Tone.HEADING))
            rows.extend(Row("", sentence, mark=mark, tone=tone) for sentence in sentences)

    group("Changed on both sides", preview.conflicts, "!", Tone.WARN)
    group("Into the library", preview.into_library, INTO_LIBRARY, Tone.GOOD)
    group("Into the file", preview.into_file, INTO_FILE, Tone.PLAIN)
    group("Left as it is", [preview.left] if preview.left else [], "!", Tone.WARN)
    return rows


class SyncDialog(Dialog[SyncAnswer]):
    """A path, and beneath it what a sync would move."""

    HINTS = (Hint("Enter", "compare", "go_on"), _BACK)
    WORDS = ("path",)

    def __init__(self, question: AskSync) -> None:
        super().__init__("Sync with a Markdown file or folder")
        self.question = question
        self._job = JobLine(id="job")
        self._answer: SyncAnswer | None = None

    def body(self) -> Iterable[Widget]:
        """The path and what it brings."""
        question = self.question
        last = question.known[0] if question.known else ""
        yield CompletingField(question.complete, last, placeholder="a file or folder that was exported before",
                              offered=question.known, id="path")  # fmt: skip
        yield self._job
        yield TextLine("", id="summary")
        yield PickList(id="rows", click_picks=False)

    def on_mount(self) -> None:
        """Begin with the path exported to last."""
        field = self.query_one("#path", CompletingField).field
        field.focus()
        field.select_all()
        self._show(None)

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

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Enter in the preview syncs."""
        self.action_go_on()

    def _show(self, answer: SyncAnswer | None) -> None:
        self._answer = answer
        preview = answer.preview if answer is not None else None
        rows = sync_rows(preview) if preview is not None else []
        self.query_one("#rows", PickList).show_rows(rows)
        self.query_one("#frame").set_class(bool(rows), "-tall")
        self.query_one("#rows").display = bool(rows)
        summary = self.query_one("#summary", TextLine)
        if preview is None:
            summary.say("")
            others = [Hint("↓", "others", "others")] if len(self.question.known) > 1 else []
            self.show_hints(self.HINTS[0], *others, *self.HINTS[1:])
        elif not rows:
            summary.say("Both sides are the same: nothing is to be moved.")
            self.show_hints(Hint("Enter, Esc", "back", "leave"))
        else:
            both = f", {len(preview.conflicts)} changed on both sides" if preview.conflicts else ""
            summary.say(f"{len(preview.into_library)} into the library, {len(preview.into_file)} into the file{both}")
            self.show_hints(Hint("Enter", "sync", "go_on"), _BACK)
            self.query_one("#rows", PickList).focus()

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
        elif self.query_one("#rows", PickList).rows:
            self.dismiss(self._answer)
        else:
            self.dismiss(None)

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
            if trouble:
                self.saying.say(trouble, bad=bad)

    def action_leave(self) -> None:
        """A step back: stop comparing, else leave."""
        if not self._job.give_up():
            self.dismiss(None)

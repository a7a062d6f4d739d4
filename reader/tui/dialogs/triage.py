"""Triage: one paper at a time, one key a decision, on to the next; each decision is durable at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from reader.commands.questions import Triage
from reader.counting import count
from reader.errors import ReaderError, UnknownPaper
from reader.paper import Decision, Paper
from reader.tui.dialogs.frame import Dialog, Hint, KeyLine
from reader.tui.dialogs.pane import LinePane
from reader.tui.drawing.styled_text import Line, wrap
from reader.tui.drawing.tex import readable

_DONE_WORDS = {Decision.QUEUE: "queued", Decision.LATER: "for later", Decision.STAR: "starred",
               Decision.DISMISS: "dismissed"}  # fmt: skip


def paper_lines(paper: Paper, width: int) -> list[Line]:
    """The facts of a paper, TeX made readable."""
    lines = wrap([(readable(paper.title), "title")], width)
    if paper.authors:
        lines += wrap([(", ".join(paper.authors), "")], width)
    facts = [paper.venue, paper.published, f"arXiv {paper.arxiv_id}" if paper.arxiv_id else "",
             f"{paper.upvotes} votes" if paper.upvotes else ""]  # fmt: skip
    lines += wrap([(" · ".join(filter(None, facts)), "quiet")], width) if any(facts) else []
    lines.append([])
    abstract = (readable(paper.abstract), "") if paper.abstract else ("No abstract is known.", "quiet")
    return lines + wrap([abstract], width)


class TriageScreen(Dialog[int]):
    """The inbox. Skipping leaves a paper in it; undo goes back to the paper that it frees."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,1", f"decide('{Decision.QUEUE.name}')", "Queue", show=False),
        Binding("l,2", f"decide('{Decision.LATER.name}')", "Later", show=False),
        Binding("s,3", f"decide('{Decision.STAR.name}')", "Star", show=False),
        Binding("d,4", f"decide('{Decision.DISMISS.name}')", "Dismiss", show=False),
        Binding("u", "undo", "Undo", show=False),
        Binding("right,n", "skip(1)", "Next", show=False),
        Binding("left,p", "skip(-1)", "Previous", show=False),
        Binding("space", "scroll_abstract", "Scroll", show=False),
        Binding("enter", "finish", "Finish", show=False),
    ]
    FRAME = "-full"

    def __init__(self, question: Triage) -> None:
        super().__init__("Triage")
        self.question = question
        self._at = 0
        self._decided: dict[int, Decision] = {}
        """Place in the inbox -> what was decided, in the order of deciding."""
        self._gone: set[int] = set()
        """The places of papers that were removed meanwhile."""

    def body(self) -> Iterable[Widget]:
        """The paper, and beneath it the four decisions as large as they matter."""
        yield LinePane(id="paper")
        yield KeyLine((), id="decisions")

    def on_mount(self) -> None:
        """Begin with the first paper."""
        self.query_one("#decisions", KeyLine).show_hints([
            Hint("q", f"queue in '{self.question.queue}'", "decide('QUEUE')"),
            Hint("l", "later", "decide('LATER')"),
            Hint("s", "star", "decide('STAR')"),
            Hint("d", "dismiss", "decide('DISMISS')"),
        ])  # fmt: skip
        self.query_one("#paper", LinePane).focus()
        self._show()

    @property
    def _left(self) -> int:
        return len(self.question.papers) - len(self._decided) - len(self._gone)

    def _show(self) -> None:
        pane = self.query_one("#paper", LinePane)
        undo, leave = Hint("u", "undo", "undo"), Hint("Esc", "leave", "leave")
        self.query_one("#decisions").display = self._left > 0
        if not self._left:
            self.show_heading("Triage: the inbox is empty")
            counted = Counter(self._decided.values())
            words = [f"{counted[decision]} {_DONE_WORDS[decision]}" for decision in Decision if counted[decision]]
            done = f"{count(len(self._decided), 'paper')} decided: {', '.join(words)}." if words else "Nothing waits."
            pane.show_lines(lambda width: wrap([(done, "")], width))
            self.show_hints(Hint("Enter", "finish", "leave"), undo, leave)
            return
        self.show_heading(f"Triage: {self._at + 1} of {len(self.question.papers)}, {self._left} left")
        paper = self.question.papers[self._at]
        pane.show_lines(lambda width: paper_lines(paper, width))
        self.show_hints(undo, Hint("←", "previous", "skip(-1)"), Hint("→", "skip", "skip(1)"),
                        Hint("Space", "scroll", "scroll_abstract"), leave)  # fmt: skip

    def _go(self, by: int) -> None:
        """Go to the next paper that is neither decided nor gone, around the end."""
        for step in range(1, len(self.question.papers) + 1):
            at = (self._at + by * step) % len(self.question.papers)
            if at not in self._decided and at not in self._gone:
                self._at = at
                break
        self._show()

    def action_decide(self, name: str) -> None:
        """Carry out a decision and go on to the next paper."""
        if not self._left or self._at in self._decided:
            return
        decision = Decision[name]
        try:
            sentence = self.question.decide(self.question.papers[self._at].id, decision)
        except UnknownPaper as error:
            self.saying.say(str(error), bad=True)
            self._gone.add(self._at)
            self._go(1)
            return
        except ReaderError as error:
            self.saying.say(str(error), bad=True)
            return
        self.saying.say(sentence)
        self._decided[self._at] = decision
        self._go(1)

    def action_undo(self) -> None:
        """Take the last decision back and return to its paper."""
        if not self._decided:
            self.saying.say("There is no decision to take back.")
            return
        try:
            sentence = self.question.undo()
        except ReaderError as error:
            self.saying.say(str(error), bad=True)
            return
        self.saying.say(sentence)
        self._at, _ = self._decided.popitem()
        self._show()

    def action_skip(self, by: int) -> None:
        """Look at another paper; this one stays in the inbox."""
        if self._left:
            self.saying.say("")
            self._go(by)

    def action_scroll_abstract(self) -> None:
        """A page of the abstract."""
        self.query_one("#paper", LinePane).action_go("page-down")

    def action_finish(self) -> None:
        """Leave when nothing is left."""
        if not self._left:
            self.action_leave()

    def action_leave(self) -> None:
        """Answer how many were decided; triage can be taken up again at any time."""
        self.dismiss(len(self._decided))

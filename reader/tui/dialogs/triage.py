"""Triage: one paper at a time, one key a decision, on to the next; each decision is durable at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from reader.commands.questions import Triage
from reader.counting import count
from reader.errors import ReaderError, UnknownPaper
from reader.operations.tag_suggestions import TagSuggestion
from reader.paper import Decision, Paper
from reader.readable_tex import readable
from reader.tui.dialogs.frame import Dialog, Hint, KeyLine
from reader.tui.dialogs.pane import LinePane
from reader.tui.dialogs.paper_tags import LOOKED_AFTER, WORKED_OUT
from reader.tui.drawing.styled_text import Line, wrap

_DONE_WORDS = {Decision.QUEUE: "queued", Decision.LATER: "for later", Decision.STAR: "starred",
               Decision.DISMISS: "not for you"}  # fmt: skip


def paper_lines(paper: Paper, width: int, why: str = "") -> list[Line]:
    """The facts of a paper, TeX made readable, and why it is likely to be wanted."""
    lines = wrap([(readable(paper.title), "title")], width)
    if paper.authors:
        lines += wrap([(", ".join(paper.authors), "")], width)
    facts = [paper.venue, paper.published, f"arXiv {paper.arxiv_id}" if paper.arxiv_id else "",
             f"{paper.upvotes} votes" if paper.upvotes else ""]  # fmt: skip
    lines += wrap([(" · ".join(filter(None, facts)), "quiet")], width) if any(facts) else []
    if why:
        lines += [[], *wrap([(f"Because: {why}", "strong")], width)]
    lines.append([])
    abstract = (readable(paper.abstract), "") if paper.abstract else ("No abstract is known.", "quiet")
    return lines + wrap([abstract], width)


_ONCE_DECIDED = {
    "l": "l decides nothing: > puts it off.",
    "d": "d decides nothing: - says that it is not for you; in the list d removes.",
}
"""Keys that mean something else in the list, and what is said of them here."""


class TriageScreen(Dialog[int]):
    """The papers that wait. Skipping leaves a paper in the inbox; undo goes back to the paper that it frees. The keys
    mean what they mean in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", f"decide('{Decision.QUEUE.name}')", "Queue", show=False, id="paper.queue"),
        Binding("greater_than_sign", f"decide('{Decision.LATER.name}')", "Later", show=False, id="paper.later"),
        Binding("s", f"decide('{Decision.STAR.name}')", "Star", show=False, id="paper.star"),
        Binding("minus", f"decide('{Decision.DISMISS.name}')", "Dismiss", show=False, id="list.take-off"),
        *(Binding(str(number), f"tag({number})", f"Tag {number}", show=False) for number in range(1, 10)),
        Binding("u", "undo", "Undo", show=False, id="undo"),
        Binding("S", "sort", "Likeliest first, or as they stood", show=False, id="sort"),
        Binding("right,n", "skip(1)", "Next", show=False),
        Binding("left,p", "skip(-1)", "Previous", show=False),
        Binding("space", "scroll_abstract", "Scroll", show=False),
        Binding("enter", "finish", "Finish", show=False),
        Binding("q", "leave", "Leave", show=False, id="quit"),
        *(Binding(key, f"no_decision('{key}')", show=False) for key in _ONCE_DECIDED),
    ]
    FRAME = "-full"

    def __init__(self, question: Triage) -> None:
        super().__init__("Triage")
        self.question = question
        self._papers = {paper.id: paper for paper in question.papers}
        self._order = list(self._papers)
        """The ids in the order in which they are gone through."""
        self._is_sorted = False
        """Whether the likeliest to be wanted come first, because that was asked for here."""
        self._at = self._order[0] if self._order else ""
        self._decided: dict[str, Decision] = {}
        """What was decided of which paper, in the order of deciding."""
        self._acts: list[tuple[str, str]] = []
        """What undo takes back, in its order: the paper, and the tag that was given or taken off, "" for a decision."""
        self._given: set[tuple[str, str]] = set()
        """The tags that were given here, each after its paper."""
        self._skipped: set[str] = set()
        """Papers that were looked at, and left as they are."""
        self._gone: set[str] = set()
        """Papers that were removed meanwhile."""
        self._suggested: tuple[str, Sequence[TagSuggestion] | None] = ("", ())
        """The paper that is shown, and the tags that are offered for it, None while it is worked out which: each keeps
        its digit while it is shown."""
        self._is_looking = False
        """Whether a digit asked for tags that are not known yet."""

    def body(self) -> Iterable[Widget]:
        """The paper, the tags that fit it, and beneath them the four decisions as large as they matter."""
        yield LinePane(id="paper")
        yield KeyLine((), id="tags")
        yield KeyLine((), id="decisions")

    def on_mount(self) -> None:
        """Begin with the first paper."""
        self.query_one("#decisions", KeyLine).show_hints([
            Hint("+", f"queue in '{self.question.queue}'", "decide('QUEUE')", "paper.queue"),
            Hint(">", "later", "decide('LATER')", "paper.later"),
            Hint("-", "not for me", "decide('DISMISS')", "list.take-off"),
            Hint("s", "star", "decide('STAR')", "paper.star"),
        ])  # fmt: skip
        self.query_one("#paper", LinePane).focus()
        self._looking = self.set_interval(LOOKED_AFTER, self._look, pause=True)
        self._show()

    @property
    def _left(self) -> int:
        return len(self._order) - len(self._decided) - len(self._gone)

    def _show(self) -> None:
        pane = self.query_one("#paper", LinePane)
        undo, leave = Hint("u", "undo", "undo", "undo"), Hint("Esc", "leave", "leave")
        self.query_one("#decisions").display = self._left > 0
        place = self.question.place
        heading = f"Triage · {place}" if place else "Triage"
        if not self._left:
            self.show_heading(f"{heading}: nothing of it waits any more" if place else f"{heading}: the inbox is empty")
            counted = Counter(self._decided.values())
            words = [f"{counted[decision]} {_DONE_WORDS[decision]}" for decision in Decision if counted[decision]]
            done = f"{count(len(self._decided), 'paper')} decided: {', '.join(words)}." if words else "Nothing waits."
            pane.show_lines(lambda width: wrap([(done, "")], width))
            self._show_tags("")
            self.show_hints(Hint("Enter", "finish", "leave"), undo, leave)
            return
        order = f", {self.question.by()}" if self._is_sorted else ""
        at = self._order.index(self._at) + 1
        self.show_heading(f"{heading}: {at} of {len(self._order)}, {self._left} left{order}")
        paper, why = self._papers[self._at], self.question.why(self._at)
        pane.show_lines(lambda width: paper_lines(paper, width, why))
        self._show_tags(self._at)
        sort = Hint("S", "as they stood" if self._is_sorted else "likeliest first", "sort", "sort")
        self.show_hints(undo, Hint("←", "previous", "skip(-1)"), Hint("→", "skip", "skip(1)"),
                        Hint("Space", "scroll", "scroll_abstract"), *(() if self.question.is_sorted else (sort,)),
                        leave)  # fmt: skip

    def _show_tags(self, id: str) -> None:
        """Offer the tags that fit a paper, each with its reason, or ticked where it was given."""
        held, offered = self._suggested
        if held != id or not offered:
            offered = self.question.suggest(id) if id and self.question.tag is not None else ()
            self._is_looking = self._is_looking and offered is None
        self._suggested = (id, offered)
        self.query_one("#tags", KeyLine).show_hints([
            Hint(str(number), f"✓ #{one.tag}" if (id, one.tag) in self._given else f"#{one.tag} ({one.reason})",
                 f"tag({number})")
            for number, one in enumerate(offered or (), 1)
        ])  # fmt: skip

    def _go(self, by: int) -> None:
        """Go to the next paper that is neither decided nor gone, around the end."""
        here = self._order.index(self._at)
        for step in range(1, len(self._order) + 1):
            id = self._order[(here + by * step) % len(self._order)]
            if id not in self._decided and id not in self._gone:
                self._at = id
                break
        self._show()

    def action_decide(self, name: str) -> None:
        """Carry out a decision and go on to the next paper."""
        if not self._left or self._at in self._decided:
            return
        decision = Decision[name]
        if self._done(lambda: self.question.decide(self._at, decision)):
            self._decided[self._at] = decision
            self._go(1)

    def action_tag(self, number: int) -> None:
        """Give the paper a tag that is offered, or take it off again; it waits still."""
        id, offered = self._suggested
        give = self.question.tag
        if not self._left:
            return
        if offered is None:
            self._is_looking = True
            self.saying.say(WORKED_OUT)
            self._looking.resume()
            self._look()
            return
        if give is None or number > len(offered):
            self.saying.say(f"No tag is offered as {number} here.")
            return
        tag = offered[number - 1].tag
        on = (id, tag) not in self._given
        if self._done(lambda: give(id, tag, on), tag):
            self._given ^= {(id, tag)}
            self._show()

    def _look(self) -> None:
        """Show the tags that fit once they are known, where a digit asked for them; it takes none that nobody saw."""
        if self._is_looking:
            self._show_tags(self._at)
            if self._is_looking:
                return
            offered = self._suggested[1]
            self.saying.say("These tags fit: a digit takes one." if offered else "No tag is offered here.")
        self._looking.pause()

    def _done(self, act: Callable[[], str], tag: str = "") -> bool:
        """Whether something could be done to the paper; it says what came of it."""
        try:
            sentence = act()
        except UnknownPaper as error:
            self.saying.say(str(error), bad=True)
            self._gone.add(self._at)
            self._go(1)
            return False
        except ReaderError as error:
            self.saying.say(str(error), bad=True)
            return False
        self.saying.say(sentence)
        self._acts.append((self._at, tag))
        return True

    def action_undo(self) -> None:
        """Take the last decision back, or the last tag, and return to its paper."""
        if not self._acts:
            self.saying.say("There is no decision to take back.")
            return
        try:
            sentence = self.question.undo()
        except ReaderError as error:
            self.saying.say(str(error), bad=True)
            return
        self.saying.say(sentence)
        self._at, tag = self._acts.pop()
        if tag:
            self._given ^= {(self._at, tag)}
        else:
            del self._decided[self._at]
        self._show()

    def action_sort(self) -> None:
        """Go through what is left with the likeliest first, or again as it stood; what was skipped is behind one."""
        if not self._left:
            return
        if self.question.is_sorted:
            self.saying.say("They come in this order already.")
            return
        likeliest = () if self._is_sorted else tuple(self.question.likeliest())
        if not self._is_sorted and not likeliest:
            self.saying.say("What you are likely to want is being worked out: one moment.")
            return
        self._is_sorted = not self._is_sorted
        rest = [id for id in self._papers if id not in likeliest]
        self._order = [*likeliest, *rest] if self._is_sorted else list(self._papers)
        done = self._skipped | self._gone | set(self._decided)
        self._at = next((id for id in self._order if id not in done), self._at)
        self.saying.say("")
        self._show()

    def action_skip(self, by: int) -> None:
        """Look at another paper; this one stays in the inbox."""
        if self._left:
            self.saying.say("")
            self._skipped.add(self._at)
            self._go(by)

    def action_no_decision(self, key: str) -> None:
        """Say what the key does no more."""
        self.saying.say(_ONCE_DECIDED[key])

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

"""Triage: one paper at a time, one key a decision, on to the next; each decision is durable at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from reader.commands.one_by_one import has_left
from reader.commands.papers import CONFIRMED_FROM
from reader.commands.questions import Triage
from reader.counting import count, form
from reader.errors import ReaderError, UnknownPaper
from reader.operations.collection import TITLES, Kind
from reader.operations.tag_suggestions import TagSuggestion
from reader.paper import Decision, Paper
from reader.readable_tex import readable
from reader.text import clean_line, shortened
from reader.tui.dialogs.frame import Dialog, Hint, KeyLine, Saying, TextLine
from reader.tui.dialogs.pane import LinePane
from reader.tui.dialogs.paper_tags import LOOKED_AFTER, WORKED_OUT
from reader.tui.drawing.styled_text import Line, wrap
from reader.tui.drawing.titled_rule import PaneTitle
from reader.tui.widgets.rule_line import RuleLine

_DONE_WORDS = {Decision.QUEUE: "queued", Decision.LATER: "for later", Decision.STAR: "starred",
               Decision.DISMISS: "not for you", None: "put on lists"}  # fmt: skip
_RUN = {"paper.tag": "t", "list.add": "L", "paper.note": "e", "paper.open": "o", "paper.repeat": "full_stop"}
"""Commands of the list that are run on the paper that is shown, with their usual keys."""


def paper_lines(paper: Paper, width: int, why: str = "") -> list[Line]:
    """The facts of a paper, TeX made readable, and why it is likely to be wanted."""
    lines = wrap([(readable(paper.title), "title")], width)
    if paper.authors:
        lines += wrap([(", ".join(paper.authors), "")], width)
    facts = [paper.venue, paper.published, f"arXiv {paper.arxiv_id}" if paper.arxiv_id else "",
             f"{paper.upvotes} votes" if paper.upvotes else ""]  # fmt: skip
    lines += wrap([(" · ".join(filter(None, facts)), "quiet")], width) if any(facts) else []
    if paper.tags:
        lines += wrap([(" ".join(f"#{tag}" for tag in paper.tags), "quiet")], width)
    if paper.note:
        lines += wrap([(f"¶ {clean_line(paper.note)}", "")], width)[:NOTE_LINES]
    if why:
        lines += [[], *wrap([(f"Because: {why}", "strong")], width)]
    lines.append([])
    abstract = (readable(paper.abstract), "") if paper.abstract else ("No abstract is known.", "quiet")
    return lines + wrap([abstract], width)


NOTE_LINES = 2
"""So many lines of a note are shown."""
_ONCE_DECIDED = {
    "l": "l decides nothing: > puts it off.",
    "d": "d decides nothing: - says that it is not for you; in the list d removes.",
}
"""Keys that mean something else in the list, and what is said of them here."""


@dataclass(frozen=True, slots=True)
class TriageAct:
    """What undo takes back at once."""

    paper: str
    """The paper to go back to."""
    decided: tuple[str, ...] = ()
    """Those that wait again then."""
    tag: str = ""
    """The tag that was given to it by a digit, or taken off."""


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
        *(Binding(key, f"run('{id}')", show=False, id=id) for id, key in _RUN.items()),
        Binding("V", "all", "All that are left", show=False, id="paper.select-all"),
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
        self._decided: dict[str, Decision | None] = {}
        """What was decided of which paper, in the order of deciding; None where it is on a list now."""
        self._acts: list[TriageAct] = []
        """What undo takes back, in its order."""
        self._takes_all = False
        """Whether the next decision is one on all that are left."""
        self._asked_of = 0
        """Of how many papers the same key again says that they are not for the user; 0 where none was asked."""
        self._given: set[tuple[str, str]] = set()
        """The tags that were given here, each after its paper."""
        self._skipped: set[str] = set()
        """Papers that were looked at, and left as they are."""
        self._gone: set[str] = set()
        """Papers that were removed, or decided on elsewhere, meanwhile."""
        self._suggested: tuple[str, Sequence[TagSuggestion] | None] = ("", ())
        """The paper that is shown, and the tags that are offered for it, None while it is worked out which: each keeps
        its digit while it is shown."""
        self._is_looking = False
        """Whether a digit asked for tags that are not known yet."""

    def compose(self) -> ComposeResult:
        """The paper beneath a line that says where one is, and the keys."""
        with Vertical(id="frame", classes=f"frame {self.FRAME}"):
            yield RuleLine(id="heading")
            yield from self.body()
            yield TextLine(id="kept")
            yield Saying(id="saying")
            yield RuleLine(id="foot")
            yield KeyLine((), id="decisions")
            yield KeyLine((), id="keys")

    def body(self) -> Iterable[Widget]:
        """The paper, and the tags that fit it."""
        yield LinePane(id="paper")
        yield KeyLine((), id="tags")

    def on_mount(self) -> None:
        """Begin with the first paper."""
        self.query_one("#decisions", KeyLine).show_hints([
            Hint("+", "queue", "decide('QUEUE')", "paper.queue"),
            Hint(">", "later", "decide('LATER')", "paper.later"),
            Hint("-", "not for me", "decide('DISMISS')", "list.take-off"),
            Hint("s", "star", "decide('STAR')", "paper.star"),
            Hint("t", "tag", "run('paper.tag')", "paper.tag"),
            Hint("L", "list", "run('list.add')", "list.add"),
            Hint("e", "note", "run('paper.note')", "paper.note"),
            Hint(self._own_key("→", "n"), "skip", "skip(1)"),
        ])  # fmt: skip
        self.query_one("#paper", LinePane).focus()
        self._looking = self.set_interval(LOOKED_AFTER, self._look, pause=True)
        self._show()

    def _own_key(self, usual: str, else_: str) -> str:
        """The key of what the list has no command for: the usual one, unless the settings give that to a command."""
        return else_ if usual in map(self.key, self._shared()) else usual

    @property
    def _left(self) -> int:
        return len(self._order) - len(self._decided) - len(self._gone)

    @property
    def _unsettled(self) -> list[str]:
        """Those that are left, in their order."""
        return [id for id in self._order if id not in self._decided and id not in self._gone]

    def _show(self) -> None:
        pane = self.query_one("#paper", LinePane)
        undo, leave = Hint("u", "undo", "undo", "undo"), Hint("Esc", "leave", "leave")
        self.query_one("#decisions").display = self._left > 0
        place = self.question.place
        heading = f"Triage · {place or TITLES[Kind.INBOX]}"
        if not self._left:
            self._say_where(heading, "nothing of it waits any more" if place else "the inbox is empty")
            counted = Counter(self._decided.values())
            words = [f"{counted[decision]} {_DONE_WORDS[decision]}" for decision in Decision if counted[decision]]
            done = f"{count(len(self._decided), 'paper')} decided: {', '.join(words)}." if words else "Nothing waits."
            pane.show_lines(lambda width: wrap([(done, "")], width))
            self._show_tags("")
            self.show_hints(Hint("Enter", "finish", "leave"), undo, leave)
            return
        order = f", {self.question.by()}" if self._is_sorted else ""
        at = self._order.index(self._at) + 1
        if self._takes_all:
            self._say_where(
                f"{heading} · all {self._left} left", "the next decision is on all of them", "on all of them"
            )
        else:
            told = f"{at} of {len(self._order)}, {self._left} left"
            self._say_where(heading, f"{told}{order}", told, f"{at} of {len(self._order)}")
        paper, why = self.question.now(self._at) or self._papers[self._at], self.question.why(self._at)
        pane.show_lines(lambda width: paper_lines(paper, width, why))
        self._show_tags(self._at)
        sort = Hint("S", "as they stood" if self._is_sorted else "likeliest first", "sort", "sort")
        all_left = "one again" if self._takes_all else f"all {self._left} left"
        back = Hint(self._own_key("←", "p"), "back", "skip(-1)")
        self.show_hints(undo, back, Hint("V", all_left, "all", "paper.select-all"),
                        Hint("o", "page", "run('paper.open')", "paper.open"),
                        *(() if self.question.is_sorted else (sort,)),
                        leave)  # fmt: skip

    def _say_where(self, heading: str, *aside: str) -> None:
        """Say in the line above which papers these are, and which of them is shown."""
        self.query_one("#heading", RuleLine).show_title(PaneTitle((heading, "Triage"), aside, is_focused=True))

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
        """Carry out a decision and go on to the next paper; on all that are left, where they are meant. What was
        decided on elsewhere meanwhile stays as it is, and is told."""
        decision = Decision[name]
        if not self._left or self._at in self._decided:
            return
        ids, told = self._still_waiting()
        if not ids:
            self.saying.say(told)
            self._takes_all = False
            self._go(1)
            return
        if decision is Decision.DISMISS and len(ids) >= CONFIRMED_FROM and self._asked_of != len(ids):
            self._asked_of = len(ids)
            asked = f"{count(len(ids), 'paper')}: not for you? The same key again says so; u takes it back."
            self.saying.say(f"{told} {asked}".strip())
            self._show()
            return
        act = TriageAct(self._at if self._at in ids else ids[0], tuple(ids))
        if self._done(lambda: self.question.decide(ids, decision), act, told):
            self._decided |= dict.fromkeys(ids, decision)
            self._takes_all, self._asked_of = False, 0
            self._go(1)

    def _still_waiting(self) -> tuple[list[str], str]:
        """Those of the papers that are meant which wait still, and a sentence on the others, which are left out from
        now on. That the one paper that is shown was removed is told by who decides on it."""
        meant = self._unsettled if self._takes_all else [self._at]
        settled = set(self.question.settled(meant))
        if not settled or (not self._takes_all and self.question.now(self._at) is None):
            return meant, ""
        self._gone |= settled
        stays = form(len(settled), "stays as it is", "stay as they are")
        what = count(len(settled), "paper") if self._takes_all else f"'{shortened(self._papers[self._at].title, 60)}'"
        told = f"{what} {form(len(settled), 'was', 'were')} decided on elsewhere meanwhile, and {stays}."
        return [id for id in meant if id not in settled], told

    def action_all(self) -> None:
        """Mean all that are left by the next decision, or again one paper only."""
        if self._left:
            self._takes_all, self._asked_of = not self._takes_all, 0
            self.saying.say("")
            self._show()

    def action_run(self, command: str) -> None:
        """Run a command of the list on the paper that is shown."""
        run = self.question.run
        if not self._left or run is None:
            return
        if self._refuses_all():
            return
        id = self._at
        self.saying.say("")
        try:
            run(id, command, lambda said, bad: self._told(id, said, bad=bad), lambda: self._edited(id))
        except UnknownPaper as error:
            self._has_gone(id, str(error))
        except ReaderError as error:
            self.saying.say(str(error), bad=True)

    def _refuses_all(self) -> bool:
        """Say, where all that are left are meant, what alone can be done with them; whether they are."""
        if self._takes_all:
            key = self.key("paper.select-all")
            again = f": {key} means one again" if key else ""
            self.saying.say(f"All {self._left} left are meant only to be decided on{again}.")
        return self._takes_all

    def _told(self, id: str, said: str, *, bad: bool) -> None:
        """A command on a paper came to something."""
        if not self.is_attached:
            return
        self.saying.say(said, bad=bad)
        paper = self.question.now(id)
        settled = paper is not None and has_left(self._papers[id], paper)
        if settled and id not in self._decided and self._acts[-1:] == [TriageAct(id)]:
            self._decided[id] = None
            self._acts[-1] = TriageAct(id, (id,))
            if self._at == id:
                self._go(1)
                return
        self._show()

    def _edited(self, id: str) -> None:
        self._acts.append(TriageAct(id))

    def action_tag(self, number: int) -> None:
        """Give the paper a tag that is offered, or take it off again; it waits still."""
        id, offered = self._suggested
        give = self.question.tag
        if not self._left or self._refuses_all():
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
        if self._done(lambda: give(id, tag, on), TriageAct(id, tag=tag)):
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

    def _done(self, act: Callable[[], str], undone: TriageAct, told: str = "") -> bool:
        """Whether something could be done; it says what came of it, behind what is `told` besides, and `undone` is what
        undo takes back then."""
        try:
            sentence = act()
        except UnknownPaper as error:
            self._has_gone(self._at, str(error))
            return False
        except ReaderError as error:
            self.saying.say(str(error), bad=True)
            return False
        self.saying.say(f"{told} {sentence}".strip())
        self._acts.append(undone)
        return True

    def _has_gone(self, id: str, said: str) -> None:
        self.saying.say(said, bad=True)
        self._gone.add(id)
        self._go(1)

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
        act = self._acts.pop()
        self._at, self._takes_all, self._asked_of = act.paper, False, 0
        if act.tag:
            self._given ^= {(act.paper, act.tag)}
        for id in act.decided:
            del self._decided[id]
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
            self._takes_all, self._asked_of = False, 0
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
        """Answer how many were decided; triage can be taken up again at any time. Where all that are left are meant,
        one is meant again first."""
        if self._takes_all:
            self.action_all()
            return
        self.dismiss(len(self._decided))

"""A context without a screen: commands run over it in milliseconds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from reader.commands.asking import Progress, Question
from reader.commands.bindings import COMMANDS, missing, named, shown_keys
from reader.commands.context import CommandContext, EditorResult, Mark, Motion, Pane
from reader.commands.place_look import PlaceLook
from reader.library.library import Library, Outcome
from reader.online.client import ServiceClient
from reader.online.endpoints import endpoints
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.paths import cache_dir
from reader.settings import USUAL_BESIDE, Settings
from reader.tui.model.live_relevance import LiveRelevance
from tests.support.services import ADDRESSES

A = TypeVar("A")


class PlainProgress:
    """Progress that nobody watches."""

    def __init__(self) -> None:
        self.given_up = Event()

    def report(self, done: int, total: int | None, what: str = "") -> None:
        """Nothing to show."""


class PlainNavigator:
    """A navigator that only remembers what was asked of it."""

    def __init__(self) -> None:
        self.collection = Collection()
        self.query = ""
        self.order = ""
        self.pointed: Collection | None = None
        self.theme = "textual-dark"
        self.is_theme_chosen = False
        self.themes: Sequence[str] = ("textual-dark", "nord")
        self.calls: list[tuple[str, Any]] = []

    def open(self, collection: Collection) -> None:
        self.collection, self.query = collection, ""

    def search(self, query: str) -> None:
        self.query = query

    def sort(self, order: str) -> None:
        self.order = order

    @property
    def look(self) -> PlaceLook:
        return PlaceLook(self.order)

    usual_columns: Sequence[str] = USUAL_BESIDE

    def show_as(self, look: PlaceLook, *, everywhere: bool = False) -> None:
        self.order = look.order
        self.calls.append(("show_as", (look, everywhere)))

    def fold(self, heading: str = "") -> None:
        self.calls.append(("fold", heading))

    def go_to(self, id: str) -> None:
        self.calls.append(("go_to", id))

    def move(self, motion: Motion) -> None:
        self.calls.append(("move", motion))

    def mark(self, mark: Mark) -> None:
        self.calls.append(("mark", mark))

    def scroll_preview(self, lines: int) -> None:
        self.calls.append(("scroll_preview", lines))

    def focus(self, pane: Pane) -> None:
        self.calls.append(("focus", pane))

    def next_pane(self, by: int) -> None:
        self.calls.append(("next_pane", by))

    def enter(self) -> None:
        self.calls.append(("enter", None))

    def leave(self) -> None:
        self.calls.append(("leave", None))

    def back(self) -> None:
        self.calls.append(("back", None))

    pinned: Sequence[Collection] = (Collection(Kind.INBOX), Collection(Kind.LIST, "Queue"))

    def pin(self, place: Collection) -> int:
        self.pinned = [one for one in self.pinned if one != place] if place in self.pinned else [*self.pinned, place]
        return len(self.pinned) if place in self.pinned else 0

    def switch_again(self) -> bool:
        self.calls.append(("again", None))
        return True

    def toggle(self, pane: Pane) -> None:
        self.calls.append(("toggle", pane))

    def next_layout(self) -> bool:
        self.calls.append(("next_layout", None))
        return False

    def resize(self, by: int) -> None:
        self.calls.append(("resize", by))

    def show_help(self) -> None:
        self.calls.append(("help", None))

    def show_menu(self) -> None:
        self.calls.append(("menu", None))

    def show_finder(self, sign: str = "") -> None:
        self.calls.append(("finder", sign))

    def show_theme(self, name: str) -> None:
        self.theme, self.is_theme_chosen = name, True

    def redraw(self) -> None:
        self.calls.append(("redraw", None))

    def suspend(self) -> None:
        self.calls.append(("suspend", None))

    def quit(self) -> None:
        self.calls.append(("quit", None))


class PlainContext:
    """Answers questions from a list; the first paper is under the cursor."""

    def __init__(self, library: Library, *answers: Any, folder: Path = Path()) -> None:
        self.library = library
        self.folder = folder
        self.answers = list(answers)
        self.asked: list[Question[Any]] = []
        self.said: list[str] = []
        self.copied = self.what_was_copied = ""
        self.opened = ""
        self.edited: Callable[[str], EditorResult] = EditorResult
        self.drafts: dict[str, str] = {}
        self.begun: dict[str, str | None] = {}
        """The notes on which the drafts were begun."""
        self.given_way: dict[str, str] = {}
        self.remembered: dict[str, str] = {}
        self.full = False
        """Whether nothing can be kept as a draft."""
        self.settings = Settings()
        self.goal = 0
        self.pasted = ""
        self.at = 0
        self.selected: Sequence[Paper] = ()
        self.hidden: frozenset[str] = frozenset()
        """The ids of papers that a search hides."""
        self.navigator = PlainNavigator()
        self.likely = LiveRelevance()
        self.again: Callable[[Library, Sequence[Paper]], Outcome] | None = None
        self.keys = shown_keys(COMMANDS)

    @property
    def shown(self) -> Sequence[Paper]:
        return [paper for paper in self.library.papers.values() if paper.id not in self.hidden]

    @property
    def matching(self) -> Sequence[Paper]:
        return self.shown

    @property
    def current(self) -> Paper | None:
        return self.shown[self.at] if self.at < len(self.shown) else None

    @property
    def reached(self) -> Paper | None:
        return self.current

    folded: frozenset[str] = frozenset()

    async def ask(self, question: Question[A]) -> A | None:
        self.asked.append(question)
        answer: Any = self.answers.pop(0) if self.answers else None
        given: A | None = answer(question) if callable(answer) else answer
        return given

    async def work(self, what: str, job: Callable[[Progress], A]) -> A | None:
        return job(PlainProgress())

    def service_client(self, tell: Callable[[str], None], given_up: Event) -> ServiceClient:
        asked = endpoints(Settings(), {**ADDRESSES, **os.environ})
        return ServiceClient(asked, cache_dir(), say=tell, asks=tell, cancel=given_up)

    def follow_others(self) -> None:
        self.library.refresh()

    def key(self, command: str) -> str:
        return self.keys.get(command, "")

    def say(self, message: str, *, error: bool = False) -> None:
        self.said.append(message)

    def done(self, *outcomes: Outcome, quiet: bool = False) -> None:
        if not quiet:
            self.said += [sentence for outcome in outcomes for sentence in (outcome.say, *outcome.warnings)]

    def copy(self, text: str, what: str) -> None:
        self.copied, self.what_was_copied = text, what

    def run_aside(self, command: str, on: CommandContext) -> None:
        pending = named(COMMANDS, command).run(on)
        if pending is not None:
            assert next(iter(pending.__await__()), None) is None

    def open_address(self, address: str, say: Callable[[str], None] | None = None) -> None:
        self.opened = address

    def open_file(self, path: Path) -> None:
        self.opened = str(path)

    def edit(self, text: str, name: str) -> EditorResult:
        return self.edited(text)

    def edit_file(self, path: Path, line: int) -> str:
        self.edited_at = (path, line)
        return self.edit_trouble

    edit_trouble = ""

    def expect(self, paper: str, path: Path, text: str, begun_on: str) -> None:
        self.expected = (paper, path, text, begun_on)

    def keep(self, what: str, text: str) -> None:
        self.remembered[what] = text

    def kept(self, what: str) -> str:
        return self.remembered.get(what, "")

    def keep_draft(self, paper: str, text: str | None, begun_on: str | None = None) -> bool:
        if text is None:
            self.drafts.pop(paper, None)
        elif self.full:
            return False
        else:
            self.drafts[paper] = text
            self.begun[paper] = begun_on
        return True

    def draft_file(self, paper: str) -> Path | None:
        return Path(f"drafts/{paper}.md") if paper in self.drafts else None

    def draft(self, paper: str) -> str | None:
        return self.drafts.get(paper)

    def draft_begun_on(self, paper: str, note: str) -> bool:
        return self.begun.get(paper) == note

    def give_way(self, paper: str, draft: str | None) -> None:
        if draft is None:
            self.given_way.pop(paper, None)
        else:
            self.given_way[paper] = draft

    def run(self, id: str) -> PlainContext:
        """Run a command to its end, as its key would."""
        command = named(COMMANDS, id)
        if reason := missing(command.need, self, ready=True):
            self.said.append(reason)
            return self

        pending = command.run(self)
        if pending is not None:
            # Nothing here ever waits, so the command runs to its end in one go.
            assert next(iter(pending.__await__()), None) is None
        return self

"""The context of the interface: what commands see and do, over the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from textual.app import App, SuspendNotSupported
from textual.geometry import Region

from reader.commands.asking import Cancelled, Progress, Question
from reader.commands.context import CommandContext, EditorResult
from reader.errors import Refused
from reader.library.library import Library, Outcome
from reader.library.note_versions import join
from reader.operations.sentences import name
from reader.paper import Paper
from reader.paths import cache_dir
from reader.settings import Settings
from reader.store.disk import is_full, nearest, obstacle
from reader.text import for_terminal, is_web
from reader.tui import dialogs
from reader.tui.background import in_background
from reader.tui.drafts import Drafts, given_way
from reader.tui.follow import Follower
from reader.tui.job_progress import LOOK_EVERY, JobProgress
from reader.tui.model.live_relevance import LiveRelevance
from reader.tui.model.view_state import ViewState
from reader.tui.navigator import ScreenNavigator
from reader.tui.presenter import Presenter
from reader.tui.remember import keep_small, read_small
from reader.tui.screen_widgets import ScreenWidgets
from reader.tui.sheet import Sheet
from reader.tui.typeahead import Sight

if TYPE_CHECKING:
    from reader.online.client import ServiceClient

A = TypeVar("A")


RECOUNT_AFTER = 0.2
"""Seconds after an edit in which the next key comes first, before what smart lists find is counted anew."""


class ScreenContext:
    """Implements `commands.context.CommandContext` over the screen."""

    def __init__(
        self,
        app: App[object],
        view_state: ViewState,
        widgets: ScreenWidgets,
        presenter: Presenter,
        navigator: ScreenNavigator,
        own: Path,
        folder: Path,
        settings: Settings,
    ) -> None:
        """`own` is the folder for the state of the library."""
        self._app = app
        self._widgets = widgets
        self._view_state = view_state
        self._presenter = presenter
        self.navigator = navigator
        """What can be done to the screen itself."""
        self.folder = folder
        """The folder that the library lies in."""
        self.settings = settings
        self.goal = settings.goal
        """How many papers the user wants to read a week; 0 for no goal."""
        self.pasted = ""
        """What was pasted where no field is open, while the command that takes it is begun."""
        self.runner: Callable[[str, CommandContext], None] | None = None
        """Runs the command of an id over another context than this one."""
        self.again: Callable[[Library, Sequence[Paper]], Outcome] | None = None
        """Does to papers what was done to papers last."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._job: JobProgress | None = None
        self._asked = 0
        self.questions = 0
        """How many questions were put so far, to the user or to the user's editor."""
        self._own = own
        self.drafts = Drafts(own, unkept=self._tell_unkept)
        self.words = Drafts(own, "words", self._tell_unkept)
        """What stands half-typed in dialogs."""
        self._told_unkept = False
        self._answered: dict[object, list[str]] = {}
        """What dialogs were about that were answered, by the task of the command that asked and is not at its end."""
        self._follower = Follower(view_state, presenter, self.drafts)

    @property
    def library(self) -> Library:
        """The library. Raises `Refused` while it is being read."""
        if self._view_state.library is None:
            raise Refused("The library is still being read.")
        return self._view_state.library

    @property
    def likely(self) -> LiveRelevance:
        """What the user is likely to want."""
        return self._view_state.relevance

    @property
    def shown(self) -> Sequence[Paper]:
        """The papers in the list."""
        return self._view_state.papers()

    @property
    def matching(self) -> Sequence[Paper]:
        """Those of them that match what is searched for."""
        return self._view_state.matching_papers()

    @property
    def current(self) -> Paper | None:
        """The paper under the cursor."""
        return self._view_state.paper(self._widgets.list.current)

    @property
    def reached(self) -> Paper | None:
        """The paper under the cursor, or the last one above it."""
        return self._view_state.paper(self._widgets.list.reached)

    @property
    def folded(self) -> Container[str]:
        """The papers that stand folded in every group that has them."""
        shown = self._view_state.shown
        return set(chain.from_iterable(shown.hidden.values())).difference(shown.rows) if shown.hidden else ()

    @property
    def selected(self) -> Sequence[Paper]:
        """The selected papers, those shown first and in order."""
        selection = self._widgets.list.selection
        if not selection:
            return ()
        found = [id for id in self._view_state.shown.ids if id in selection]
        found += sorted(selection.difference(found))
        return [paper for paper in map(self._view_state.paper, found) if paper is not None]

    # -- telling ------------------------------------------------------------------------------------------------------

    def key(self, command: str) -> str:
        """The key of a command, with the user's keys."""
        return self._presenter.key(command)

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a notice in the bottom line."""
        self._presenter.say(message, error=error)

    def uncover(self) -> None:
        """Take away what was said over the screen: who opens something there has gone on, and is to see its keys."""
        self._app.clear_notifications()

    def done(self, *outcomes: Outcome, quiet: bool = False) -> None:
        """Show what edits did."""
        others, seen = False, self._view_state.shown.ids
        for outcome in outcomes:
            others |= self._view_state.follow(outcome.papers, outcome.step)
        if others:
            self._view_state.derive()
            # What leaves the place by this is out of sight: the next key is not meant for it.
            self._widgets.list.selection -= set(seen).difference(self._view_state.shown.ids)
        self._presenter.everything()
        if others:
            self._widgets.list.show_above({id for outcome in outcomes for id in outcome.papers}.difference(seen))
        if self._view_state.recount:
            self._app.set_timer(RECOUNT_AFTER, self._presenter.recount)
        sentences = [] if quiet else [outcome.say for outcome in outcomes[-1:]]
        extra = [words for outcome in outcomes for words in (*outcome.skipped, *outcome.warnings)]
        if sentences or extra:
            whole = [words if words.endswith((".", "!", "?")) else f"{words}." for words in sentences + extra]
            self._presenter.say(" ".join(whole), brief=not extra)

    # -- asking -------------------------------------------------------------------------------------------------------

    @property
    def working(self) -> bool:
        """Whether a long job runs; edits wait for its end."""
        return self._job is not None

    @property
    def sight(self) -> Sight | None:
        """Since when the job that runs can be seen; None when there is none."""
        return self._job.sight if self._job is not None else None

    @property
    def waiting(self) -> int:
        """How many commands wait for an answer or for a job."""
        return self._asked + self.working

    def cancel(self) -> None:
        """Give up the job that runs."""
        if self._job is not None:
            self._job.give_up()

    async def ask(self, question: Question[A]) -> A | None:
        """Put a question on a screen of its own. Where that is given up for an error, the command ends there."""
        answer: asyncio.Future[A | None] = asyncio.get_running_loop().create_future()
        answered = partial(self._note_answer, asyncio.current_task())
        # Over what lies over the list, neither that nor the preview is to be seen.
        places = self.places if len(self._app.screen_stack) == 1 else _no_places
        screen = dialogs.screen_for(question, self.words, answered, places, self.key)

        def take(given: A | None) -> None:
            self._asked -= 1
            if isinstance(screen, Sheet) and screen.given_up:
                answer.cancel()
            elif not answer.done():
                answer.set_result(given)

        self._app.push_screen(screen, take)
        self._asked += 1
        self.questions += 1
        return await answer

    def places(self) -> tuple[Region, Region] | None:
        """Where the list is and the preview beside it, where they are side by side."""
        there, beside = self._widgets.list, self._widgets.detail
        side_by_side = there.display and beside.display and beside.region.x >= there.region.right
        return (there.region, beside.region) if side_by_side else None

    def _note_answer(self, asking: object, subject: str) -> None:
        self._answered.setdefault(asking, []).append(subject)

    def end_of_command(self, *, carried_out: bool) -> None:
        """The command of this task is at its end: what it was answered was saved, or stays kept to be offered again."""
        for subject in self._answered.pop(asyncio.current_task(), []):
            if carried_out:
                self.words.forget(subject)

    async def work(self, what: str, job: Callable[[Progress], A]) -> A | None:
        """Run a job in a thread, with its progress in the bottom line."""
        progress = self._job = JobProgress()
        task = asyncio.ensure_future(asyncio.to_thread(job, progress))
        try:
            while not (await asyncio.wait({task}, timeout=LOOK_EVERY))[0]:
                self._widgets.bottom.show_progress(f"{what} {progress.what}".strip(), progress.part)
                progress.sight.show()
            return task.result()
        except Cancelled:
            self.say("Cancelled; nothing was changed.")
            return None
        finally:
            self._job = None
            self._widgets.bottom.show_progress("", None)

    def run_aside(self, command: str, on: CommandContext) -> None:
        """Run a command over another context while a question stands on the screen."""
        if self.runner is not None:
            self.runner(command, on)

    def service_client(self, tell: Callable[[str], None], given_up: Event) -> ServiceClient:
        """What asks the services on the network, as the settings say."""
        from reader.online.client import ServiceClient  # noqa: PLC0415  as in `copy`
        from reader.online.endpoints import endpoints  # noqa: PLC0415  as in `copy`

        return ServiceClient(endpoints(self.settings), cache_dir(), say=tell, asks=tell, cancel=given_up)

    # -- what other programs do ---------------------------------------------------------------------------------------

    def follow_others(self) -> None:
        """Show what other processes wrote, and keep what editors saved; edits of our own come first."""
        if self._view_state.library is not None and not self.working:
            if not self.waiting:
                self._follower.take_saved()
            self._follower.take_written()

    def expect(self, paper: str, path: Path, text: str, begun_on: str) -> None:
        """Take for a draft what an editor that came back at once saves later."""
        self._follower.expect(paper, path, text, begun_on)

    def copy(self, text: str, what: str) -> None:
        """Copy by the terminal (OSC 52), and by the desktop's tool where there is one."""
        from reader.tui.outside_programs import copy_with_tool  # noqa: PLC0415  few runs need it, and it costs a start

        self._app.copy_to_clipboard(text)

        def told(copied: bool) -> None:
            if copied:
                self.say(f"{what} was copied.")
            else:
                self.say(f"{what} was copied, if your terminal allows it (OSC 52); export writes it to a file.")

        self._outside(partial(copy_with_tool, text), told)

    def open_address(self, address: str, say: Callable[[str], None] | None = None) -> None:
        """Open an address in the browser, or show and copy it."""
        say = say or self.say
        if not is_web(address):
            raise Refused("Only http and https addresses are opened.")
        from reader.tui.outside_programs import browse, has_browser  # noqa: PLC0415  as in `copy`

        if has_browser():
            say(f"Opened {address}")
            sorry = partial(self._unopened, "The browser could not open it.", address, say)
            self._outside(partial(browse, address), sorry)
        else:
            self._unopened("There is no browser here.", address, say, False)

    def open_file(self, path: Path) -> None:
        """Open a file with what the desktop opens it with."""
        from reader.tui.outside_programs import browse, has_browser  # noqa: PLC0415  as in `copy`

        address = path.absolute().as_uri()
        if has_browser():
            self.say(f"Opened {path}")
            sorry = f"It could not be opened; it lies in {path.absolute()}."
            self._outside(partial(browse, address), lambda opened: None if opened else self.say(sorry, error=True))
        else:
            self.say(f"It lies in {path.absolute()}; there is no desktop here to open it with.")

    def _unopened(self, why: str, address: str, say: Callable[[str], None], opened: bool) -> None:
        if not opened:
            self._app.copy_to_clipboard(address)
            say(f"{why} The address was copied: {address}")

    def _outside(self, job: Callable[[], bool], told: Callable[[bool], None]) -> None:
        """Have another program do something; it may fail or hang without anybody waiting for it, at the end neither."""

        async def done() -> None:
            with self._presenter.error_reports.contained("Another program"):
                told(await in_background(job))

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def edit(self, text: str, name: str) -> EditorResult:
        """Lend the terminal to the user's editor."""
        from reader.tui.outside_programs import discard, edit_text  # noqa: PLC0415  as in `copy`

        try:
            with self._app.suspend():
                self.questions += 1
                edited = edit_text(text, name)
        except SuspendNotSupported:
            return EditorResult(None, "An editor cannot be opened in this terminal.")
        if edited.trouble or edited.open_still:
            return edited
        discard(edited.path)
        return replace(edited, path=None)

    def edit_file(self, path: Path, line: int) -> str:
        """Lend the terminal to the user's editor, with a file of the user's own."""
        from reader.tui.outside_programs import edit_in_place  # noqa: PLC0415  as in `copy`

        try:
            with self._app.suspend():
                self.questions += 1
                return edit_in_place(path, line)
        except SuspendNotSupported:
            return "An editor cannot be opened in this terminal."

    # -- remembering --------------------------------------------------------------------------------------------------

    def _tell_unkept(self) -> None:
        """Say once that what is typed cannot be kept; it can be saved all the same."""
        if not self._told_unkept:
            self._told_unkept = True
            place = str(self._own)
            why = "the disk is full" if is_full(nearest(place)) else obstacle(place) or "it cannot be written"
            told = f"A crash would lose what you type until you save it: {why} ('{for_terminal(place)}')."
            self._presenter.say(told, error=True)

    def keep(self, what: str, text: str) -> None:
        """Remember a small text."""
        keep_small(self._own / f"{what}.json", text)

    def kept(self, what: str) -> str:
        """What is remembered under a name."""
        return read_small(self._own / f"{what}.json") or ""

    def unsaved_notes(self, papers: Mapping[str, Paper], key: str) -> str:
        """A sentence that names a note which was not saved last time, "" when there is none; `key` opens notes."""
        waiting = [papers[id] for id in self.drafts.papers(papers) if self.drafts.text(id) != papers[id].note]
        if not waiting:
            return ""
        more = f" ({len(waiting) - 1} more like it)" if waiting[1:] else ""
        goes_on = f"{key or 'its note'} there goes on with it"
        return f"The note on {name(waiting[:1])} was not saved last time{more}: {goes_on}."

    def keep_draft(self, paper: str, text: str | None, begun_on: str | None = None) -> bool:
        """Keep an unsaved note against a crash; False when it could not be."""
        if text is not None:
            return self.drafts.keep(paper, text, begun_on)
        self.drafts.forget(paper)
        return True

    def draft_file(self, paper: str) -> Path | None:
        """The file with the unsaved note that was kept last."""
        return self.drafts.file(paper)

    def draft(self, paper: str) -> str | None:
        """The unsaved note that was left behind, by an editor too."""
        self._follower.take_saved()
        return self.drafts.offer(paper)

    def draft_begun_on(self, paper: str, note: str) -> bool:
        """Whether the draft was begun on this note."""
        return self.drafts.begun_on(paper, note)

    def give_way(self, paper: str, draft: str | None) -> None:
        """Keep a draft that gave way, with what gave way before it; None forgets all of it."""
        subject = given_way(paper)
        if draft is None:
            self.words.forget(subject)
            return
        before = self.words.offer(subject) or ""
        self.words.keep(subject, draft if before in draft else join(draft, before))

    def close(self) -> None:
        """The window is left: what was not saved in it, and what editors saved meanwhile, may be offered by others."""
        self._follower.take_saved()
        self.drafts.close()
        self.words.close()


def _no_places() -> None:
    """List and preview are covered."""

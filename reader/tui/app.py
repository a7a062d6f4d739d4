"""The program: reads the library, keeps the screen in step with other processes, leaves the terminal sane."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.driver import Driver
from textual.filter import LineFilter, NoColor
from textual.geometry import Size
from textual.screen import Screen

from reader.commands.bindings import changed_keys, remapped
from reader.commands.place_look import PlaceLook
from reader.crash_report import told, write_report
from reader.errors import ReaderError
from reader.library.library import Library
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.settings import Settings
from reader.tui.background import in_background
from reader.tui.drawing.on_terminal import OnTerminal
from reader.tui.drawing.terminal_guard import TextGuard
from reader.tui.freed_memory import give_back
from reader.tui.kept_order import keep_order, kept_order
from reader.tui.library_state import library_state
from reader.tui.main_screen import MainScreen
from reader.tui.model.looked import Looked
from reader.tui.model.place_looks import PlaceLooks
from reader.tui.model.rows import HEADING
from reader.tui.model.things import place_key
from reader.tui.model.view_state import ViewState
from reader.tui.ranker import Ranker
from reader.tui.remember import LOOKED, LOOKS, Remembered, keep_small, read_json, recall, remember
from reader.tui.sheet import SheetApp
from reader.tui.signals import Ending
from reader.tui.startup_cache import ROW_LIMIT, StartupCache, keep_startup_cache, read_startup_cache
from reader.tui.typeahead import KeyReader, TypedAhead
from reader.tui.typed_key import TypedKey

if TYPE_CHECKING:
    from reader.operations.kept_index import IndexKeeper
    from reader.operations.kept_relevance import RelevanceKeeper
    from reader.tui.ground import Ground

BRISK, USUAL = 0.001, 0.005
"""Seconds that a thread may keep the interpreter while another one waits: while the library is read, else."""
POLL = 1.0
"""Seconds between two looks at what other processes wrote."""
ATTENTION = 0.04
"""Seconds after a key or a click that its answer may take: nothing else is begun meanwhile."""
IDLE = 3.0
"""Seconds without a key or a click after which what nobody asked for is made ready, where it would be seen."""

_TOUCHING = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What a person does to what is shown, but for moving the mouse."""
DIALOG_STYLES = Path(__file__).parent / "dialogs" / "dialogs.tcss"
"""The styles of dialogs, for which the first frame does not wait."""
LIGHT_THEME = "textual-light"
"""The theme for a terminal with a light ground, where none was chosen."""
TERMINAL_COLOURS = {
    "primary": "ansi_bright_blue", "text-primary": "ansi_bright_blue", "accent": "ansi_yellow",
    "text-accent": "ansi_yellow",
}  # fmt: skip
"""What stands in for colours of "ansi-dark"."""
LINE_FEED = "ctrl+j"
"""What Enter is turned into by a terminal that no program has set up yet."""


class ReaderApp(SheetApp):
    """One screen over one library."""

    CSS_PATH: ClassVar = ["reader.tcss"]
    TITLE = "Reader"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(
        self,
        open_library: Callable[[], Library],
        *,
        settings: Settings,
        state: Path,
        folder: Path = Path(),
        notices: Sequence[str] = (),
        library: Library | None = None,
        first_papers: Callable[[int], Sequence[Paper]] = lambda count: (),
        ending: Ending | None = None,
        index_keeper: Callable[[], IndexKeeper] | None = None,
        relevance_keeper: Callable[[], RelevanceKeeper] | None = None,
        ground: Ground | None = None,
    ) -> None:
        super().__init__()
        self._ending = ending or Ending()
        self.modes_before = self._ending.modes
        """How the terminal was set before the program did anything to it."""
        self._ground = ground
        self.animation_level = "none"
        self.failure: ReaderError | None = None
        """Why the library could not be opened, when that ended the program."""
        self._guard = TextGuard()
        self._written = OnTerminal()
        self._window: Size | None = None
        """The size of the window that was told last."""
        self._colourless = NoColor()
        self._open_library = open_library
        self._index_keeper = index_keeper
        self._keeper: IndexKeeper | None = None
        self._relevance_keeper = relevance_keeper
        self._state = state
        self._notices = list(notices)
        self._building: asyncio.Task[None] | None = None
        self._last: asyncio.Task[None] | None = None
        self._touched = 0.0
        self._own, left = library_state(state, folder)
        self._notices += [left] if left else []
        held = recall(state / "window.json", self._own / "place.json")
        self._chosen_theme = held.theme
        self._choose_theme(settings)
        view_state = self._view_state(_collection(held), held.query, self._looks(held, settings), library)
        view_state.looked = Looked(lambda: read_json(self._own / LOOKED))
        self._folder = folder
        startup_cache = read_startup_cache(state, folder) if library is None else StartupCache()
        if (
            library is None
            and not startup_cache.papers
            and (view_state.collection, view_state.query, view_state.look) == (Collection(), "", PlaceLook())
        ):
            startup_cache = StartupCache(tuple(first_papers(ROW_LIMIT)))
        commands = remapped(settings.keys)[0]
        self.main = MainScreen(self, view_state, commands, held, startup_cache, self._own, folder, settings)
        self._ranker = Ranker(view_state.relevance, self._busy, self.main.order_is_ready, self.main.error_reports)
        runner = self.main.runner
        self.ahead = TypedAhead(self, self._hand_on, runner.opening, lambda: runner.refused, self._not_taken)
        """What was typed and waits for its turn."""

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme. Among those of the terminal itself blue cannot be read on black, and green says
        that something is read."""
        found = super().get_css_variables()
        return found | TERMINAL_COLOURS if self.theme == "ansi-dark" else found

    def _choose_theme(self, settings: Settings) -> None:
        """The theme of the settings, else, and where there is none of that name, the one that the user chose last, else
        the one that fits the terminal's ground."""
        named, known = settings.theme, self.available_themes
        fitting = LIGHT_THEME if self._ground is not None and self._ground.look() else ""
        wished = ("ansi-dark",) if self.no_color else (named, self._chosen_theme, fitting)
        if name := next((name for name in wished if name in known), ""):
            self.theme = name
            # The sheet is read with the theme's colours from the start; a watcher would bring them after a first frame.
            self.stylesheet.set_variables(self.get_css_variables())
        self._first_theme = self.theme

    def _looks(self, held: Remembered, settings: Settings) -> PlaceLooks:
        """How each place is shown; an earlier version remembered an order of the one that was open."""
        path = self._own / LOOKS
        record = read_json(path)
        keep = partial(_keep_record, path)
        looks = PlaceLooks(record, settings.columns, keep)
        if record is None and held.order:
            looks.show(_collection(held), PlaceLook(held.order))
        return looks

    def _view_state(self, collection: Collection, query: str, looks: PlaceLooks, library: Library | None) -> ViewState:
        """What is shown first; all papers where what was remembered cannot be shown, so that the interface opens."""
        try:
            view_state = ViewState(collection, query, looks)
            if collection.kind is Kind.FOR_YOU and (kept := kept_order(self._own)) is not None:
                view_state.relevance.take(kept)
                view_state.relevance.has_arrived = False
            if library is not None:
                view_state.take(library)
            return view_state
        except Exception as error:  # noqa: BLE001  a mistake about what was remembered must not last for ever
            self._notices.append(f"What was open last cannot be shown again; {told(write_report(error))}.")
        looks.show(Collection(), PlaceLook())
        view_state = ViewState(looks=looks)
        if library is not None:
            view_state.take(library)
        return view_state

    def get_default_screen(self) -> Screen[object]:
        """The one screen, which lies under all others."""
        return self.main  # type: ignore[return-value]  # its answer is never asked for

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal; whatever happens inside, the screen comes back before it is told."""
        failure: BaseException | None = None
        with super().suspend():
            try:
                yield
            except BaseException as error:  # noqa: BLE001  it is raised again when the terminal is ours
                failure = error
        if failure is not None:
            raise failure

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, which on Linux and macOS minds a terminal that goes away."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from reader.tui.driver import TerminalDriver  # noqa: PLC0415  other platforms cannot load it

        return TerminalDriver

    def on_load(self) -> None:
        """The terminal is about to be ours."""
        self.set_keymap(changed_keys(self.main.commands))
        self._ending.leave_by(self._end)

    def _end(self) -> None:
        """A signal ends the program: what was typed before it goes where it was meant for, jobs are given up, and all
        that is open puts away what was typed."""
        self._last = asyncio.ensure_future(self._end_in_turn())

    async def _end_in_turn(self) -> None:
        try:
            await self.ahead.catch_up(self._driver if isinstance(self._driver, KeyReader) else None)
        finally:
            self.main.context.cancel()
            self.exit(return_code=self._ending.status)

    def take_typed_before(self) -> bytes:
        """What was typed before the terminal was ours, and is read already: once, since keys are read anew whenever the
        terminal comes back from another program."""
        return self._ground.take_typed() if self._ground is not None else b""

    def terminal_is_gone(self) -> None:
        """Nobody sees or types anything any more; called by the threads that read and write."""
        self._ending.end(getattr(signal, "SIGHUP", 1))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Nothing that steers the terminal leaves; NO_COLOR leaves no colour, greys neither."""
        filters = [self._colourless] if self.no_color else super().get_line_filters()
        return [self._guard, *filters]

    def on_mount(self) -> None:
        """Read the library after the first frame, when it was not read before it."""
        self.set_interval(POLL, self.main.context.follow_others)
        self.app_resume_signal.subscribe(self, self.ahead.terminal_is_back, immediate=True)
        self.app_resume_signal.subscribe(self, self.draw_anew)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if self._building is not None:
            return
        # Read by the first dialog, it would have all styles be read and worked out once more.
        self.stylesheet.read(DIALOG_STYLES)
        self.stylesheet.parse()
        if self.main.view_state.library is not None:
            self._greet()
        else:
            self.main.presenter.say_all(self._notices)
        self._building = asyncio.ensure_future(self._read())

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write what differs from what stands on the terminal."""
        super()._display(screen, renderable if self.is_headless else self._written.changes(renderable))

    def draw_anew(self, signalled: object) -> None:
        """The terminal was another program's meanwhile."""
        self._written.forget()
        super().draw_anew(signalled)

    async def on_event(self, event: events.Event) -> None:
        """What the user does goes on in its turn; when it was done is remembered. Where the window has another size or
        comes to the front, anything may stand in it."""
        if isinstance(event, events.Resize | events.AppFocus):
            self._written.forget()
        if isinstance(event, events.Resize):
            if self._window not in (None, event.size):  # What a terminal had it may move while the first frame comes.
                self.call_after_refresh(self._written.forget)
            self._window = event.size
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._touched = perf_counter()
        if isinstance(event, events.Key) and event.key == LINE_FEED and self._building is None:
            event = events.Key("enter", "\r")
        if isinstance(event, events.Key):
            event = TypedKey(event)
        await self.ahead.take(event)

    async def _hand_on(self, event: events.Event) -> None:
        """An event comes to the screen in its turn, and what is to be known of the library goes before its answer."""
        self._begin()
        if isinstance(event, _TOUCHING):
            self.main.view_state.relevance.touch()
        await super().on_event(event)

    def _not_taken(self, typed: str, keys: Sequence[str]) -> None:
        self.notify(f"Typed {typed}, and not taken: {' '.join(keys)}", markup=False)

    def _busy(self) -> bool:
        return perf_counter() - self._touched < ATTENTION

    async def _read(self) -> None:
        try:
            await self._foresee()
            if self.main.view_state.library is None:
                # The thread that reads gives way to a key sooner than it would by itself.
                sys.setswitchinterval(BRISK)
                self.main.take(await in_background(self._open_library))
                sys.setswitchinterval(USUAL)
                self._greet()
                await asyncio.sleep(0.05)
            library = self.main.view_state.library
            gc.freeze()
            if library is not None:
                with self.main.error_reports.contained("The index of words"):
                    await self.main.view_state.finder.build(library, self._busy, self._keeper)
                with self.main.error_reports.contained("The index of words"):
                    self.main.index_is_ready()
                gc.freeze()
                await in_background(give_back)
                await self._recall_order()
                if self._relevance_keeper is not None:
                    self.main.view_state.relevance.keeper = await in_background(self._relevance_keeper)
                self._ranker.begin(library)
                self.set_timer(IDLE, self._prepare)
            gc.enable()
        except ReaderError as error:
            self.failure = error
            self.exit()
        except Exception as error:  # noqa: BLE001  a task has no other edge: hand it to the one of the program
            self._handle_exception(error)

    def _greet(self) -> None:
        """Say what is to be known of the library that has just been read: at once, before any key can be answered, so
        that nothing is said over the answer, nor a draft that it left called one of the last time."""
        library = self.main.view_state.library
        if library is None:
            return
        waiting = self.main.context.unsaved_notes(library.papers, self.main.presenter.key("paper.note"))
        said = [*self._notices, *library.warnings, *([waiting] if waiting else [])]
        self.main.presenter.say_all(said)
        if not said:
            self.main.presenter.greet()

    async def _recall_order(self) -> None:
        """Begin with the order of the last run, which is shown where one is waited for."""
        relevance = self.main.view_state.relevance
        if not relevance.is_ranked and (found := await in_background(lambda: kept_order(self._own))) is not None:
            relevance.take(found)
            self.main.order_is_ready()

    def _prepare(self) -> None:
        """Be ready to say what is near to a paper, once one is looked at for a while where that would stand: it takes
        memory and a second of work, which is nothing to be spent on what nobody sees."""
        rest = IDLE - (perf_counter() - self._touched)
        if rest <= 0 and self.main.presenter.has_room_for_near:
            self._ranker.prepare()
        else:
            self.set_timer(rest if rest > 0 else IDLE, self._prepare)

    async def _foresee(self) -> None:
        """Show the library as it was left, to be searched while it is read, where it still stands so."""
        if self._index_keeper is not None:
            with self.main.error_reports.contained("The index that was kept"):
                self._keeper = await in_background(self._index_keeper)
                if self.main.view_state.library is not None:
                    return
                if (found := await in_background(self._keeper.as_it_stands)) is not None:
                    self.main.foresee(*found)

    def action_help_quit(self) -> None:
        """Ctrl+C, which a terminal's user may press to leave: say how."""
        key = self.main.presenter.key("quit")
        self.main.presenter.say(f"{key} quits." if key else "The commands of the finder have Quit.")

    def _handle_exception(self, error: Exception) -> None:
        """Leave the terminal sane and say where the report lies, unless what failed was only a dialog."""
        if self.contained(error):
            return
        if self.is_headless:
            super()._handle_exception(error)
            return
        where = told(write_report(error))
        self._return_code = 1
        self.panic(Text(f"Reader met an error it does not know; {where}."))

    def leave(self) -> None:
        """Remember where the user was."""
        if self._building is not None:
            self._building.cancel()
        self._ranker.stop()
        self.ahead.stop()
        main, view_state = self.main, self.main.view_state
        main.runner.stop()
        layout = main.panes.layout
        what = Remembered(
            theme=self._chosen_theme if self.no_color or self.theme == self._first_theme else self.theme,
            place=view_state.collection.kind.value,
            name=view_state.collection.name,
            query=view_state.query,
            order=view_state.order,  # For an earlier version, which knows one order only.
            cursor=main.widgets.list.current or "",
            hidden=tuple(sorted(pane.value for pane in layout.hidden)),
            unfolded=tuple(sorted(pane.value for pane in layout.shown)),
            sidebar=layout.sidebar,
            detail=layout.detail,
            preview=layout.preview,
            folded=tuple(sorted(main.presenter.folded)),
            visited=tuple(map(place_key, main.navigator.visited)),
            pinned=tuple(place_key(place).strip() for place in main.presenter.pinned),
            again=int(main.presenter.is_again_shown),
        )
        remember(self._state / "window.json", self._own / "place.json", what)
        relevance = view_state.relevance
        if (ranking := relevance.newer or relevance.ranking) is not None:
            keep_order(self._own, ranking)
        main.context.close()
        view_state.leave()
        if (looked := view_state.to_remember()) is not None:
            keep_small(self._own / LOOKED, json.dumps(looked))
        if view_state.library is not None:
            view_state.finder.leave(view_state.library, self._keeper)
            lines = main.widgets.list
            seen = dict.fromkeys(lines.rows[lines.top : lines.top + ROW_LIMIT])
            rows = [row for row in seen if not row.startswith(HEADING)]
            papers = [paper for paper in map(view_state.paper, rows) if paper is not None]
            cursor = rows.index(lines.current) if lines.current in rows else 0
            keep_startup_cache(
                self._state, self._folder, papers, cursor, main.widgets.sidebar.rows, view_state.count_words()
            )

    async def on_unmount(self) -> None:
        """The program ends: remember where the user was."""
        self.leave()


def _keep_record(path: Path, record: object) -> None:
    keep_small(path, json.dumps(record, ensure_ascii=False))


def _collection(held: Remembered) -> Collection:
    try:
        kind = Kind(held.place)
    except ValueError:
        return Collection()
    # Some papers are looked at once; which they were is not remembered.
    return Collection() if kind is Kind.PAPERS else Collection(kind, held.name)

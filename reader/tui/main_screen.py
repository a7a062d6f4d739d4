"""The one screen: search line, sidebar, list, detail, bottom line. It wires them; what they do lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from reader.commands.bindings import (
    PINNED,
    Command,
    Need,
    bar,
    late,
    missing,
    named,
    pinned_keys,
    shown_key,
    shown_keys,
)
from reader.commands.context import Pane
from reader.counting import count
from reader.library.contents import Contents
from reader.library.library import Library
from reader.operations.collection import Collection, Kind
from reader.settings import Settings
from reader.tui.drawing.exposed import ExposingCompositor
from reader.tui.main_keys import MainKeys
from reader.tui.model.things import LIST, PAPER, PERSON, PLACE, TAG, place_of
from reader.tui.model.view_state import SnippetCache, ViewState
from reader.tui.navigator import MOST_PINNED, ScreenNavigator
from reader.tui.panes import Layout, Panes
from reader.tui.presenter import Presenter
from reader.tui.remember import Remembered
from reader.tui.runner import Runner
from reader.tui.screen_context import ScreenContext
from reader.tui.screen_widgets import ScreenWidgets
from reader.tui.sheet import SheetApp
from reader.tui.startup_cache import StartupCache
from reader.tui.widgets.bottom_line import BottomLine
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.line_view import LineView
from reader.tui.widgets.paper_detail import PaperDetail
from reader.tui.widgets.paper_list import Order, PaperList
from reader.tui.widgets.search_line import SearchLine
from reader.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from reader.search import Index
    from reader.tui.dialogs.finder import Chosen, Finder


COMMANDS_USED = 5
"""So many commands that were run from the finder are remembered as used lately."""
IN_MENU = {
    PAPER: (
        "open", "paper.tag", "paper.star", "paper.status", "paper.queue", "paper.later", "paper.dismiss", "paper.note",
        "list.add", "list.section", "list.remark", "list.take-off", "near", "paper.open", "paper.pdf", "paper.code",
        "paper.project", "paper.copy", "paper.put-right", "export", "paper.remove",
    ),
    LIST: ("list.settings", "place.rename", "place.pin", "export", "triage", "place.delete"),
    TAG: ("place.rename", "tags", "place.pin", "export", "triage", "place.delete"),
    PLACE: ("triage", "export", "sort", "place.pin"),
}  # fmt: skip
"""What can be done with papers, a list, a tag and any other place, in the order in which it is offered."""
ENDS_NO_RANGE = ("Moving", "Screen", "Finding")
"""Groups of commands that do nothing to what is selected."""


class MainScreen(MainKeys):
    """Keys become commands, messages of the widgets become calls of the navigator."""

    AUTO_FOCUS: ClassVar[str | None] = "#list"

    def __init__(
        self,
        app: SheetApp,
        view_state: ViewState,
        commands: Sequence[Command],
        held: Remembered,
        startup_cache: StartupCache,
        own: Path,
        folder: Path,
        settings: Settings,
    ) -> None:
        super().__init__(commands)
        self._compositor = ExposingCompositor()
        self.view_state = view_state
        self._cursor = held.cursor
        self._first_query = view_state.query
        self._is_covered = False
        self._used: list[str] = []
        """The ids of the commands that were run from the finder, the last one first."""
        self._startup_cache = startup_cache
        self.widgets = self._made(view_state)
        layout = Layout(held.sidebar, held.detail, held.preview, _panes(held.unfolded), _panes(held.hidden))
        self.panes = Panes(self.widgets, layout)
        self.presenter = Presenter(app, view_state, self.widgets, self.panes, shown_keys(commands), folder)
        self.presenter.place_changed = self._show_keys
        self._show_as_left(held)
        self.navigator = ScreenNavigator(
            app,
            view_state,
            self.widgets,
            self.panes,
            self.presenter,
            self._open_help,
            self._open_finder,
            self._show_menu,
        )
        self.navigator.chosen_theme = held.theme
        self.navigator.visited = _places(held.visited)
        self.context = ScreenContext(
            app, view_state, self.widgets, self.presenter, self.navigator, own, folder, settings
        )
        self.error_reports = self.presenter.error_reports
        self.runner = Runner(self.context, view_state, self.error_reports)
        self.context.runner = lambda id, on: self.runner.run_on(named(self.commands, id), on)
        self.panes.settle(app.size)
        self.widgets.search.set_text(view_state.query)

    def _made(self, view_state: ViewState) -> ScreenWidgets:
        """The parts of the screen, as nothing is shown yet."""
        return ScreenWidgets(
            SearchLine(view_state.complete, id="search"),
            Sidebar(id="sidebar"),
            Divider(id="side"),
            Container(id="main"),
            PaperList(
                view_state.paper,
                view_state.title_spans,
                SnippetCache(view_state).of,
                view_state.beneath,
                Order(view_state, self.run),
                view_state.is_new,
                view_state.is_listed,
                id="list",
            ),
            Divider(id="split"),
            PaperDetail(id="detail"),
            BottomLine(id="bottom"),
        )

    def _show_as_left(self, held: Remembered) -> None:
        """What is folded, pinned and shown once more is as it was when the window was left."""
        self.presenter.folded = set(held.folded)
        self.presenter.is_again_shown = held.again > 0
        self.presenter.pinned = _places(held.pinned)[:MOST_PINNED]
        keys = pinned_keys(named(self.commands, PINNED))
        self.presenter.pinned_keys = {at: shown_key(key) for at, key in keys.items()}

    def compose(self) -> ComposeResult:
        """The widgets from top to bottom."""
        widgets = self.widgets
        yield widgets.search
        with Horizontal(id="body"):
            yield widgets.sidebar
            yield widgets.side
            with widgets.main:
                yield widgets.list
                yield widgets.split
                yield widgets.detail
        yield widgets.bottom

    def on_mount(self) -> None:
        """Show what is there already: the library, or a glimpse of it."""
        if self.view_state.library is None and self._startup_cache.papers:
            self.view_state.foresee(self._startup_cache.papers, self._startup_cache.count)
            self.presenter.rows(keep=False)
            self.widgets.list.go_to(self._startup_cache.papers[self._startup_cache.cursor].id)
            self.widgets.sidebar.show_rows(self._startup_cache.sidebar, self.view_state.collection)
        else:
            self.presenter.everything(keep=False)
            self.widgets.list.go_to(self._cursor)
        self._show_keys()

    def foresee(self, contents: Contents, index: Index) -> None:
        """The library as it was left, which is being read: it can be looked at and searched."""
        foreseen = bool(self.view_state.cached)
        self.view_state.foresee_all(contents, index)
        self.presenter.rows(keep=foreseen)
        if not foreseen:
            self.widgets.list.go_to(self._cursor)

    def take(self, library: Library) -> None:
        """The library has been read."""
        foreseen = bool(self.view_state.cached) or self.view_state.contents is not None
        searched = self.view_state.query != self._first_query
        try:
            self.view_state.take(library)
        except Exception as error:  # noqa: BLE001  what was remembered of the last run must not keep it from opening
            self.error_reports.met("What was open last", error)
            self.view_state.forget()
            self.widgets.search.set_text("")
        self.presenter.everything(keep=foreseen and not searched)
        if not foreseen and not searched:
            self.widgets.list.go_to(self._cursor)
        self._show_keys()

    def index_is_ready(self) -> None:
        """Words find more than titles from now on, and smart lists of words hold papers."""
        self.view_state.count_searches()
        shown = self.view_state.shown
        if shown.query.has_words or shown.unknown or self.view_state.collection.kind in (Kind.LIST, Kind.NEAR):
            self.view_state.derive()
            self.presenter.rows(keep=not shown.is_sought)
            if shown.is_sought:
                self.widgets.list.go_to(self._cursor)
        self.presenter.sidebar()

    def order_is_ready(self) -> None:
        """It is worked out what is likely to be wanted: it is shown where it was waited for, from its beginning, else
        it is said: no row moves by itself where somebody is at work.

        The cursor stays on the paper of the last run, where it still is.
        """
        view_state, relevance = self.view_state, self.view_state.relevance
        has_arrived, relevance.has_arrived = relevance.has_arrived and view_state.shown.is_learned, False
        before, held = view_state.shown, self.widgets.list.current
        if relevance.is_missed and relevance.ready:
            relevance.is_missed = False
            view_state.count_searches()
            view_state.derive()
            self.presenter.everything()
            return
        if has_arrived or before.waits:
            view_state.derive()
        if has_arrived:
            self.presenter.rows(keep=held is not None and held == self._cursor)
        elif (view_state.shown.rows, view_state.shown.waits) != (before.rows, before.waits):
            self.presenter.rows(keep=True)
        else:
            self.presenter.words()
            self.presenter.detail()

    # -- keys ---------------------------------------------------------------------------------------------------------

    def run(self, command: Command) -> None:
        """Run a command, and show the keys that matter then. A range ends with what is done to it."""
        if command.group not in ENDS_NO_RANGE and command.id != "paper.range" and self.widgets.list.end_range():
            self.presenter.bottom()
        self.presenter.went_on()
        self.runner.run(command)
        self._show_keys()

    def _show_keys(self) -> None:
        """The keys that matter here; none while they go to what lies over the screen."""
        if self._is_covered:
            return
        ready = self.view_state.library is not None
        self.presenter.keys(bar(self.commands, self.context, self.panes.focus, ready=ready))

    def on_screen_suspend(self) -> None:
        """Something lies over it, to which the keys go."""
        self._is_covered = True
        self.presenter.keys(())

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """The keys are its own again. Its widgets have their styles since they were made."""
        event.refresh_styles = False
        self._is_covered = False
        self._show_keys()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane that the user went to."""
        self.panes.focus = self.widgets.of(event.widget)
        self.panes.settle()
        self.presenter.detail()
        self._show_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panes to the terminal."""
        self.panes.settle(event.size)
        self.presenter.detail()

    def on_paper_list_papers_dragged(self, event: PaperList.PapersDragged) -> None:
        """Papers are dragged onto a list or a tag of the sidebar, which shows where they would be dropped."""
        sidebar, target = self.widgets.sidebar, None
        if event.at is not None and sidebar.display and sidebar.region.contains(*event.at):
            number = sidebar.top + event.at[1] - sidebar.region.y
            place = sidebar.collection_at(number)
            smart = place is not None and place.kind is Kind.LIST and place.name in self.view_state.searches
            target = number if place is not None and place.kind in (Kind.LIST, Kind.TAG) and not smart else None
        sidebar.show_target(None if event.done else target)
        if event.done and target is not None:
            run = late("papers.dropped_on", event.papers, sidebar.rows[target].collection)
            self.run(Command("drop", (), "Drop", run, "Reading lists", need=Need.LIBRARY))

    # -- what the widgets say -----------------------------------------------------------------------------------------

    def on_search_line_edited(self) -> None:
        """Search at every key."""
        with self.error_reports.contained("The search"):
            self.navigator.searched()

    def on_paper_list_cursor_moved(self) -> None:
        """The detail follows the cursor."""
        with self.error_reports.contained("The detail"):
            self.presenter.detail()
        self.presenter.in_one_frame()

    def on_paper_list_selection_changed(self) -> None:
        """What is selected is said above and below."""
        self.presenter.bottom()
        self.presenter.in_one_frame()

    def on_paper_list_range_clicked(self, event: PaperList.RangeClicked) -> None:
        """A range that is begun goes up to there; one that may begin does so first."""
        papers = self.widgets.list
        if papers.range_from is None:
            self.run(named(self.commands, "paper.range"))
        if papers.range_from is not None:
            papers.select_to(event.row)

    def on_line_view_not_drawn(self, event: LineView.NotDrawn) -> None:
        """A line could not be drawn."""
        self.error_reports.met("Drawing", event.error)

    def on_line_view_wanted(self, event: LineView.Wanted) -> None:
        """Something that stands for a command was clicked."""
        self.run(named(self.commands, event.command))

    def on_paper_detail_tag_pressed(self, event: PaperDetail.TagPressed) -> None:
        """A tag leads to its papers."""
        with self.error_reports.contained("Opening it"):
            self.navigator.open(Collection(Kind.TAG, event.tag))

    def on_paper_detail_near_pressed(self, event: PaperDetail.NearPressed) -> None:
        """A paper that is near is shown."""
        with self.error_reports.contained("Opening it"):
            self.navigator.go_to(event.paper)

    def on_paper_list_fold_turned(self, event: PaperList.FoldTurned) -> None:
        """Hide the papers of a group but for the first, or show them."""
        with self.error_reports.contained("Folding"):
            self.navigator.fold(event.heading)

    def on_sidebar_collection_chosen(self, event: Sidebar.CollectionChosen) -> None:
        """Open what was chosen in the sidebar."""
        with self.error_reports.contained("Opening it"):
            self.navigator.open(event.collection)
        self.navigator.focus(Pane.LIST)

    def on_sidebar_folded(self, event: Sidebar.Folded) -> None:
        """Hide or show the tags below one."""
        self.presenter.folded ^= {event.tag}
        self.presenter.sidebar()

    def on_bottom_line_command_pressed(self, event: BottomLine.CommandPressed) -> None:
        """A key was clicked."""
        self.run(event.command)

    def on_divider_dragged(self, event: Divider.Dragged) -> None:
        """A divider was dragged."""
        if event.divider is self.widgets.side:
            self.panes.put(sidebar=event.x)
        elif self.panes.below:
            self.panes.put(detail=self.size.height - 2 - event.y)
        else:
            self.panes.put(detail=self.size.width - 1 - event.x)

    def _open_help(self) -> None:
        from reader.tui.help import Help  # noqa: PLC0415  the first frame does not wait for it

        here = bar(self.commands, self.context, self.panes.focus, ready=self.view_state.library is not None)
        self.app.push_screen(Help(self.commands, here, self.panes.focus))

    def _unfit(self, command: Command) -> str:
        return missing(command.need, self.context, ready=self.view_state.library is not None)

    def _open_finder(self, sign: str) -> None:
        """All that one can go to."""
        from reader.commands.settings import settings_shown  # noqa: PLC0415  as above
        from reader.tui.dialogs import finder as finders  # noqa: PLC0415  as above
        from reader.tui.model.things import Things  # noqa: PLC0415  as above

        navigator = self.navigator
        themes = navigator.themes
        settings = settings_shown(self.context)
        things = Things(self.view_state, self.commands, self._unfit, navigator.visited, themes, self._used, settings)
        finder = finders.Finder(
            "Go to anything",
            things,
            sign=sign,
            theme=navigator.theme,
            show_theme=navigator.show_theme,
            must_wait=self.must_wait,
        )
        self._ask(finder)

    def _ask(self, finder: Finder) -> None:
        finder.places, finder.key = self.context.places, self.context.key
        self.app.push_screen(finder, self._go)

    def _go(self, chosen: Chosen | None) -> None:
        """Go to what was chosen in the finder."""
        if chosen is None:
            return
        target, navigator = chosen.thing.target, self.navigator
        if isinstance(target, Command):
            self._used = [target.id, *(id for id in self._used if id != target.id)][:COMMANDS_USED]
            self.run(target)
            return
        with self.error_reports.contained("Opening it"):
            if isinstance(target, Collection):
                navigator.open(target)
            elif chosen.thing.kind == PAPER:
                navigator.go_to(target)
            elif chosen.thing.kind == PERSON:
                from reader.commands.following import show_person  # noqa: PLC0415  as above

                show_person(navigator, target)
            else:
                navigator.show_theme(target)
                return
            navigator.focus(Pane.LIST)
        self._show_keys()
        if chosen.menu:
            if isinstance(target, Collection):
                self._open_menu(target.title, IN_MENU[target.kind.value])
            else:
                self._show_menu()

    def _show_menu(self) -> None:
        """Ask what to do with the papers meant; in the sidebar, with a place, which is opened."""
        if (place := self.navigator.pointed) is not None:
            self.navigator.open(place)
            self._open_menu(place.title, IN_MENU.get(place.kind.value, IN_MENU[PLACE]))
            return
        selected, current = len(self.context.selected), self.context.current
        title = current.title if current is not None else self.view_state.collection.title
        self._open_menu(f"{count(selected, 'selected paper')}" if selected else title, IN_MENU[PAPER])

    def _open_menu(self, heading: str, ids: Sequence[str]) -> None:
        """Ask which of these commands is to be run, as far as they make sense here."""
        from reader.tui.dialogs import finder as finders  # noqa: PLC0415  as above
        from reader.tui.model.things import Menu  # noqa: PLC0415  as above

        fitting = [command for id in ids if not self._unfit(command := named(self.commands, id))]
        menu = finders.Finder(heading, Menu(fitting, self._unfit), must_wait=self.must_wait, signs=False)
        self._ask(menu)


def _panes(names: Sequence[str]) -> frozenset[Pane]:
    return frozenset(pane for pane in Pane if pane.value in names)


def _places(names: Sequence[str]) -> list[Collection]:
    """Those of the places that were remembered by their names."""
    return [place for place in map(place_of, names) if place is not None]

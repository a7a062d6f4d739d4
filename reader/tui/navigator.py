"""The navigator: what commands open, search, move and select on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.commands.context import Mark, Motion, Pane
from reader.commands.place_look import PlaceLook
from reader.errors import Refused
from reader.operations.collection import Collection, Kind
from reader.tui.model.rows import heading_of
from reader.tui.model.shown import ALL_PAPERS, RANKED
from reader.tui.model.view_state import ViewState
from reader.tui.panes import Panes
from reader.tui.presenter import Presenter
from reader.tui.screen_widgets import ScreenWidgets
from reader.tui.sheet import SheetApp
from reader.tui.terminal import has_shell

MOST_PINNED = 9
"""So many places have a digit."""
VISITED = 10
"""So many places where one was are remembered."""


class ScreenNavigator:
    """Implements `commands.context.Navigator` over the widgets."""

    def __init__(
        self,
        app: SheetApp,
        view_state: ViewState,
        widgets: ScreenWidgets,
        panes: Panes,
        presenter: Presenter,
        open_help: Callable[[], None],
        open_finder: Callable[[str], None],
        open_menu: Callable[[], None],
    ) -> None:
        self._app = app
        self._panes = panes
        self._presenter = presenter
        self._open_help = open_help
        self._open_finder = open_finder
        self._open_menu = open_menu
        self._view_state = view_state
        self._widgets = widgets
        self._cursors: dict[Collection, str] = {}
        self.visited: list[Collection] = []
        """The places where one was, the last one first, each once."""
        self._trail: list[tuple[Collection, str, str, str | None]] = []
        """Where one was when what is near was asked for: the place, query and order, the paper under the cursor."""
        self._first_theme = app.theme
        self.chosen_theme = ""
        """The theme that was chosen in an earlier run, "" where none was."""

    # -- what is open -------------------------------------------------------------------------------------------------

    @property
    def collection(self) -> Collection:
        """The collection that is open."""
        return self._view_state.collection

    @property
    def query(self) -> str:
        """The text of the search line."""
        return self._view_state.query

    @property
    def order(self) -> str:
        """The sort key in force."""
        return self._view_state.order

    @property
    def look(self) -> PlaceLook:
        """How the place that is open is shown."""
        return self._view_state.look

    @property
    def usual_columns(self) -> Sequence[str]:
        """The columns where none were chosen."""
        return self._view_state.looks.usual

    @property
    def pointed(self) -> Collection | None:
        """The collection under the cursor of the sidebar, while that has the focus."""
        return self._widgets.sidebar.pointed if self._panes.focus is Pane.SIDEBAR else None

    def open(self, collection: Collection) -> None:
        """Show another collection, with the cursor where it was left there."""
        view_state, widgets = self._view_state, self._widgets
        if (held := widgets.list.current) is not None and not view_state.query:
            self._cursors[view_state.collection] = held
        self._remember_way(collection)
        if view_state.relevance.enter():
            # The likeliest stand above, where one was before there is something else.
            self._cursors.pop(Collection(Kind.FOR_YOU), None)
        if collection != view_state.collection:
            view_state.leave()
            self._note_visit(view_state.collection)
        view_state.collection, view_state.query = collection, ""
        widgets.search.set_text("")
        widgets.list.selection = set()
        widgets.list.end_range()
        view_state.derive()
        self._presenter.everything(keep=False)
        if (known := self._cursors.get(view_state.collection)) is not None:
            widgets.list.go_to(known)

    def _note_visit(self, place: Collection) -> None:
        """What was just left; what is found near something and what is looked at once leads nowhere later."""
        if place.kind not in (Kind.NEAR, Kind.PAPERS):
            self.visited = [place, *(one for one in self.visited if one != place)][:VISITED]

    def _remember_way(self, collection: Collection) -> None:
        """What is near to something leads back to where one came from; what has an order of its own is shown in it."""
        view_state = self._view_state
        if collection.kind is Kind.NEAR:
            place = (view_state.collection, view_state.query, view_state.order, self._widgets.list.current)
            self._trail.append(place)
        else:
            self._trail.clear()
        if collection.kind in RANKED and collection != view_state.collection and collection.kind is Kind.NEAR:
            view_state.looks.show(collection, replace(view_state.looks.of(collection), order=""))

    def _go_back(self) -> None:
        """To where what is near was asked for."""
        collection, query, order, held = self._trail.pop()
        trail = list(self._trail)
        self.open(collection)
        self._trail = trail if collection.kind is Kind.NEAR else []
        if query:
            self.search(query)
        if order != self._view_state.order:
            self.sort(order)
        if held is not None:
            self._widgets.list.go_to(held)

    def search(self, query: str) -> None:
        """Show what a query finds."""
        self._widgets.search.set_text(query)
        self.searched()

    def searched(self) -> None:
        """The text of the search line is another one."""
        view_state, widgets = self._view_state, self._widgets
        held = widgets.list.current
        view_state.query = widgets.search.text
        was = view_state.shown.by_likelihood
        view_state.derive()
        if view_state.shown.by_likelihood and not was and view_state.relevance.enter():
            view_state.derive()
        self._presenter.rows(keep=False)
        if view_state.shown.query.is_empty and held is not None:
            widgets.list.go_to(held)

    def sort(self, order: str) -> None:
        """Show the rows in another order."""
        self.show_as(replace(self._view_state.look, order=order))

    def show_as(self, look: PlaceLook, *, everywhere: bool = False) -> None:
        """Show the place that is open so from now on, and every other place with it where that is wished."""
        self._view_state.looks.show(self._view_state.collection, look, everywhere=everywhere)
        self._view_state.relevance.enter()
        self._view_state.derive()
        self._presenter.rows(keep=True)

    def fold(self, heading: str = "") -> None:
        """Fold a group, or open it: that of this heading, else that in which the cursor stands. The cursor stays with
        it."""
        view_state, papers = self._view_state, self._widgets.list
        if not view_state.shown.group or not (heading := heading or papers.group):
            key = self._presenter.key("sort")
            self._presenter.say(f"Nothing is grouped here{f': {key} groups by day, tag, list or year' if key else ''}.")
            return
        before, held = view_state.shown.rows, papers.current
        first = next((ids[0] for row, ids in view_state.shown.hidden.items() if heading_of(row) == heading), None)
        view_state.fold(heading)
        if view_state.shown.rows == before:
            self._presenter.say("Nothing to fold: the group is shown whole in so few lines.")
            return
        at_fold = papers.is_at_fold
        self._presenter.rows(keep=True)
        if at_fold and first is not None:
            papers.go_to(first, heading)
        elif held is not None and papers.current != held:
            papers.go_to_fold(heading)

    def go_to(self, id: str) -> None:
        """Put the cursor on a paper, where it is folded away too."""
        if self._widgets.list.go_to(id):
            return
        if self._view_state.unfold_for(id):
            self._presenter.rows(keep=True)
        else:
            self.open(ALL_PAPERS)
        if not self._widgets.list.go_to(id) and self._view_state.unfold_for(id):
            self._presenter.rows(keep=True)
            self._widgets.list.go_to(id)

    # -- moving -------------------------------------------------------------------------------------------------------

    def move(self, motion: Motion) -> None:
        """Move in the pane with the focus; from the search line, in the list."""
        self._widgets.view(self._panes.focus).move(motion)
        self._presenter.detail()
        self._presenter.in_one_frame()

    def mark(self, mark: Mark) -> None:
        """Select or unselect papers of the list."""
        self._widgets.list.mark(mark)
        self._presenter.bottom()

    def scroll_preview(self, lines: int) -> None:
        """Scroll the preview, where it is on the screen."""
        detail = self._widgets.detail
        if self._panes.visible(Pane.DETAIL):
            detail.scroll_lines(detail.top + lines)
            self._presenter.in_one_frame()
        else:
            self._presenter.say("The preview is not on the screen; Enter opens the paper.")

    def focus(self, pane: Pane) -> None:
        """Go to a pane."""
        if pane is Pane.SEARCH:
            self._presenter.forgive()
        self._panes.focus = pane
        self._panes.settle()
        self._widgets.pane(pane).focus(scroll_visible=False)
        if pane is Pane.DETAIL:
            self._presenter.detail()

    def next_pane(self, by: int) -> None:
        """List, detail, sidebar, and round again; a folded pane unfolds while it has the focus."""
        order = [Pane.LIST, Pane.DETAIL, Pane.SIDEBAR]
        here = self._panes.focus
        at = order.index(here) if here in order else -1 if by > 0 else 1
        self.focus(order[(at + by) % len(order)])

    def enter(self) -> None:
        """One step further: from the search line to the list, to the detail; from the sidebar to its collection."""
        match self._panes.focus:
            case Pane.SEARCH:
                self.focus(Pane.LIST)
            case Pane.SIDEBAR:
                self._widgets.sidebar.choose()
            case Pane.LIST if self._widgets.list.is_at_fold:
                self.fold()
            case Pane.LIST if self._widgets.list.current is not None:
                self.focus(Pane.DETAIL)
            case _:
                pass

    def leave(self) -> None:
        """One step back: from the detail to the list, from the list to the sidebar, where it folds tags."""
        match self._panes.focus:
            case Pane.SIDEBAR:
                self._widgets.sidebar.fold_tag()
            case Pane.LIST:
                self.focus(Pane.SIDEBAR)
            case _:
                self.focus(Pane.LIST)

    def back(self) -> None:
        """Escape: clear the search, leave the pane, clear the selection, leave the collection; one thing at a time."""
        view_state, widgets = self._view_state, self._widgets
        if self._panes.focus is Pane.LIST and widgets.list.end_range():
            self._presenter.bottom()
        elif self._panes.focus is not Pane.LIST:
            if self._panes.focus is Pane.SEARCH and view_state.query:
                widgets.search.forget_text()
                self.searched()
            self.focus(Pane.LIST)
        elif view_state.query:
            widgets.search.forget_text()
            self.searched()
        elif widgets.list.selection:
            self.mark(Mark.NONE)
        elif view_state.collection.kind is Kind.NEAR and self._trail:
            self._go_back()
        elif view_state.collection != ALL_PAPERS:
            held = widgets.list.current
            self.open(ALL_PAPERS)
            if held is not None:
                widgets.list.go_to(held)

    # -- the look -----------------------------------------------------------------------------------------------------

    @property
    def pinned(self) -> Sequence[Collection]:
        """The pinned places, in their order."""
        return self._presenter.pinned

    def pin(self, place: Collection) -> int:
        """Pin a place, or no more; its number, 0 for none."""
        presenter = self._presenter
        if place not in presenter.pinned and len(presenter.pinned) == MOST_PINNED:
            raise Refused(f"{MOST_PINNED} places are pinned, as many as there are digits: take one out first.")
        is_new = place not in presenter.pinned
        presenter.pinned = [one for one in presenter.pinned if one != place] + ([place] if is_new else [])
        presenter.sidebar()
        return len(presenter.pinned) if is_new else 0

    def switch_again(self) -> bool:
        """Show in the sidebar what may be looked at again, or hide it."""
        presenter = self._presenter
        presenter.is_again_shown = not presenter.is_again_shown
        presenter.sidebar()
        return presenter.is_again_shown

    def toggle(self, pane: Pane) -> None:
        """Hide or show a pane; the focus does not stay on a hidden one."""
        if self._panes.focus is pane:
            self.focus(Pane.LIST)
        self._panes.toggle(pane)
        self._presenter.detail()

    def next_layout(self) -> bool:
        """Show fewer panes, after the list alone all; the list has the focus then, as it is always there."""
        self.focus(Pane.LIST)
        moved = self._panes.turn()
        self._presenter.detail()
        return moved

    def resize(self, by: int) -> None:
        """Make the pane with the focus larger or smaller."""
        self._panes.resize(by)

    def show_help(self) -> None:
        """Show the keys, those that matter here first."""
        self._open_help()

    def show_menu(self) -> None:
        """Show what can be done with the papers meant; in the sidebar, with the place under its cursor."""
        self._open_menu()

    def show_finder(self, sign: str = "") -> None:
        """Show all that one can go to, to be found by typing."""
        self._open_finder(sign)

    @property
    def theme(self) -> str:
        """The theme that is shown."""
        return self._app.theme

    @property
    def is_theme_chosen(self) -> bool:
        """Whether the user chose it, now or in an earlier run."""
        return self.theme == self.chosen_theme or self.theme != self._first_theme

    @property
    def themes(self) -> Sequence[str]:
        """All themes, those that keep the terminal's own colours first."""
        own = ["ansi-dark", "ansi-light"]
        return [*own, *sorted(set(self._app.available_themes) - set(own))]

    def show_theme(self, name: str) -> None:
        """Show the theme of this name."""
        if name in self._app.available_themes:
            self._app.theme = name

    def redraw(self) -> None:
        """Draw the whole screen anew."""
        self._app.draw_anew(None)

    def suspend(self) -> None:
        """Stop until the shell goes on with the program."""
        if sys.platform == "win32":
            self._presenter.say("Windows cannot suspend a program.", error=True)
        elif not has_shell():
            self._presenter.say("No shell waits for Reader here, so nothing could go on with it.", error=True)
        else:
            self._app.action_suspend_process()

    def quit(self) -> None:
        """Leave the program, remembering where the user was."""
        self._app.exit()

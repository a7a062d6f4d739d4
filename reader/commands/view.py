"""What changes the view only: moving, panes, places, order, help. Nothing here touches the library."""

from __future__ import annotations

from collections.abc import Callable

from reader.commands.context import Desk, Mark, Motion, Pane
from reader.commands.questions import AskChoice, Choice
from reader.operations import reading_lists
from reader.operations.collection import TITLES, Kind, Place

SORT_CHOICES = (
    Choice("", "The order of the place", "as imported, as arranged in a list, or best match first"),
    Choice("added", "Added", "newest first"),
    Choice("year", "Published", "newest first"),
    Choice("title", "Title", "A to Z"),
    Choice("status", "Status", "being read, unread, read"),
    Choice("-added", "Added, oldest first"),
    Choice("-year", "Published, oldest first"),
    Choice("-title", "Title, Z to A"),
)


def mover(motion: Motion) -> Callable[[Desk], None]:
    """The command that moves so."""

    def move(desk: Desk) -> None:
        desk.stage.move(motion)

    return move


def marker(mark: Mark) -> Callable[[Desk], None]:
    """The command that selects so."""

    def select(desk: Desk) -> None:
        desk.stage.mark(mark)

    return select


def opener(kind: Kind) -> Callable[[Desk], None]:
    """The command that opens a view."""

    def open_view(desk: Desk) -> None:
        desk.stage.open(Place(kind))
        desk.stage.focus(Pane.LIST)

    return open_view


def toggler(pane: Pane) -> Callable[[Desk], None]:
    """The command that hides or shows a pane."""

    def toggle(desk: Desk) -> None:
        desk.stage.toggle(pane)

    return toggle


def search(desk: Desk) -> None:
    """Go to the search line."""
    desk.stage.focus(Pane.SEARCH)


def back(desk: Desk) -> None:
    """Leave what is open: the search, the selection, the pane."""
    desk.stage.back()


def enter(desk: Desk) -> None:
    """Open what is under the cursor: the paper's detail, or the place in the sidebar."""
    desk.stage.enter()


def leave(desk: Desk) -> None:
    """From the detail to the list, from the list to the sidebar."""
    desk.stage.leave()


def next_pane(desk: Desk) -> None:
    """Go to the next pane."""
    desk.stage.next_pane(1)


def previous_pane(desk: Desk) -> None:
    """Go to the pane before."""
    desk.stage.next_pane(-1)


def wider(desk: Desk) -> None:
    """Make the pane with the focus larger."""
    desk.stage.resize(2)


def narrower(desk: Desk) -> None:
    """Make the pane with the focus smaller."""
    desk.stage.resize(-2)


def show_help(desk: Desk) -> None:
    """Show the keys."""
    desk.stage.show_help()


def show_palette(desk: Desk) -> None:
    """Show every command."""
    desk.stage.show_palette()


def suspend(desk: Desk) -> None:
    """Go back to the shell until it calls."""
    desk.stage.suspend()


def leave_program(desk: Desk) -> None:
    """Quit."""
    desk.stage.quit()


async def sort(desk: Desk) -> None:
    """Ask for an order."""
    order = await desk.ask(AskChoice("Sort by", SORT_CHOICES, initial=desk.stage.order))
    if order is not None:
        desk.stage.sort(order)


async def theme(desk: Desk) -> None:
    """Ask for a theme; each is shown as the cursor passes it."""
    stage = desk.stage
    before = stage.theme
    choices = tuple(Choice(name, name) for name in stage.themes)
    chosen = await desk.ask(AskChoice("Theme", choices, initial=before, preview=stage.show_theme))
    stage.show_theme(chosen if chosen is not None else before)


async def go_to_place(desk: Desk) -> None:
    """Ask for a view, list, tag or saved search to open."""
    library = desk.library
    places = [Place(kind) for kind in TITLES]
    places += [Place(Kind.LIST, name) for name in library.lists]
    places += [Place(Kind.SEARCH, name) for name in library.searches]
    places += [Place(Kind.TAG, name) for name in library.tags()]
    hints = {Kind.LIST: "list", Kind.SEARCH: "saved search", Kind.TAG: "tag"}
    choices = tuple(Choice(str(at), place.title, hints.get(place.kind, "view")) for at, place in enumerate(places))
    chosen = await desk.ask(AskChoice("Go to", choices, find=True))
    if chosen is not None:
        desk.stage.open(places[int(chosen)])
        desk.stage.focus(Pane.LIST)


def next_unread(desk: Desk) -> None:
    """Put the cursor on the first unread paper of the place, from the cursor on if there is one."""
    shown = list(desk.shown)
    at = next((i for i, paper in enumerate(shown) if paper is desk.current), -1)
    paper = reading_lists.next_paper(desk.library, shown[at + 1 :] + shown[: at + 1], desk.stage.place.title)
    desk.stage.go_to(paper.id)

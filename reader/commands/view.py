"""What changes the view only: moving, panes, collections, order, help. Nothing here changes the library."""

from __future__ import annotations

from collections.abc import Callable

from reader.commands.context import CommandContext, Mark, Motion, Pane, targets
from reader.commands.place_look import SECTION, UNGROUPED, AskPlaceLook
from reader.commands.questions import AskChoice, Choice
from reader.commands.shown_query import must_be_understood
from reader.counting import rank
from reader.errors import Refused
from reader.operations import reading_lists, triage
from reader.operations.collection import TITLES, Collection, Kind, collection_now, near_collection, near_papers
from reader.operations.sentences import name
from reader.paper import QUEUE


def mover(motion: Motion) -> Callable[[CommandContext], None]:
    """The command that moves so."""

    def move(context: CommandContext) -> None:
        context.navigator.move(motion)

    return move


def marker(mark: Mark) -> Callable[[CommandContext], None]:
    """The command that selects so. It raises `UsageError` where many are selected at once and what shows them is not
    understood, and `Refused` where nothing that is shown matches."""

    def select(context: CommandContext) -> None:
        if mark in (Mark.ALL, Mark.RANGE):
            must_be_understood(context)
        if mark is Mark.ALL and context.shown and not context.matching:
            key = context.key("paper.select")
            raise Refused(f"None of these has all the words{f': {key} selects one of the nearest' if key else ''}.")
        context.navigator.mark(mark)

    return select


def preview_scroller(lines: int) -> Callable[[CommandContext], None]:
    """The command that scrolls the preview by so many lines."""

    def scroll(context: CommandContext) -> None:
        context.navigator.scroll_preview(lines)

    return scroll


def opener(kind: Kind) -> Callable[[CommandContext], None]:
    """The command that opens a view."""

    def open_view(context: CommandContext) -> None:
        context.navigator.open(Collection(kind))
        context.navigator.focus(Pane.LIST)

    return open_view


def pinned_opener(at: int) -> Callable[[CommandContext], None]:
    """The command that opens the pinned place of a number, from 0 on. It raises `Refused` where there is none."""

    def open_pinned(context: CommandContext) -> None:
        pinned = context.navigator.pinned
        if at >= len(pinned):
            raise Refused(f"No place is pinned as {at + 1}: 'Pin this place' under {context.key('palette')} pins one.")
        place = pinned[at]
        if place.kind is Kind.LIST and context.library.list_called(place.name) is None:
            # It may have been renamed while no window was open.
            now = collection_now(context.library, place)
            if now.kind is not Kind.LIST:
                key = context.key("paper.queue")
                queues = f"Nothing is on the Queue yet{f': {key} puts a paper there' if key else ''}."
                raise Refused(queues if place.name == QUEUE else f"The list '{place.name}' was deleted.")
            place = now
        context.navigator.open(place)
        context.navigator.focus(Pane.LIST)

    return open_pinned


def pin(context: CommandContext) -> None:
    """Have the place that is open, or the one under the cursor of the sidebar, among the pinned ones, or no more."""
    navigator = context.navigator
    place = navigator.pointed or navigator.collection
    if place.kind in (Kind.NEAR, Kind.PAPERS):
        raise Refused("Only a place with a name of its own is pinned: a view, a list, a search, a tag.")
    at = navigator.pin(place)
    context.say(f"'{place.title}' is pinned: {at} opens it." if at else f"'{place.title}' is pinned no more.")


def list_opener(list_name: str) -> Callable[[CommandContext], None]:
    """The command that opens the list or the search of this name."""

    def open_list(context: CommandContext) -> None:
        context.navigator.open(Collection(Kind.LIST, context.library.reading_list(list_name).name))
        context.navigator.focus(Pane.LIST)

    return open_list


def switch_again(context: CommandContext) -> None:
    """Have what may be looked at again in the sidebar, or no more."""
    on = context.navigator.switch_again()
    context.say(f"'{TITLES[Kind.AGAIN]}' {'stands in the sidebar now' if on else 'is out of the sidebar'}.")


def toggler(pane: Pane) -> Callable[[CommandContext], None]:
    """The command that hides or shows a pane."""

    def toggle(context: CommandContext) -> None:
        context.navigator.toggle(pane)

    return toggle


def next_layout(context: CommandContext) -> None:
    """Show all panes, the list with the preview, or the list alone."""
    if not context.navigator.next_layout():
        key = context.key("pane.next")
        context.say(f"There is room for one pane here{f': {key} goes to the others' if key else ''}.")


def near(context: CommandContext) -> None:
    """Show what is near the papers meant; in the sidebar, near those of the list or tag under its cursor."""
    pointed, papers = context.navigator.pointed, targets(context)
    is_named = pointed is not None and pointed.kind in (Kind.LIST, Kind.TAG)
    context.navigator.open(near_collection(pointed) if pointed is not None and is_named else near_papers(papers))
    context.navigator.focus(Pane.LIST)


def search(context: CommandContext) -> None:
    """Go to the search line."""
    context.navigator.focus(Pane.SEARCH)


def back(context: CommandContext) -> None:
    """Leave what is open: the search, the selection, the pane."""
    context.navigator.back()


def enter(context: CommandContext) -> None:
    """Open what is under the cursor: the paper's detail, or the collection in the sidebar."""
    context.navigator.enter()


def leave(context: CommandContext) -> None:
    """From the detail to the list, from the list to the sidebar."""
    context.navigator.leave()


def next_pane(context: CommandContext) -> None:
    """Go to the next pane."""
    context.navigator.next_pane(1)


def previous_pane(context: CommandContext) -> None:
    """Go to the pane before."""
    context.navigator.next_pane(-1)


def wider(context: CommandContext) -> None:
    """Make the pane with the focus larger."""
    context.navigator.resize(2)


def narrower(context: CommandContext) -> None:
    """Make the pane with the focus smaller."""
    context.navigator.resize(-2)


def show_help(context: CommandContext) -> None:
    """Show the keys, those that matter here first."""
    context.navigator.show_help()


def menu(context: CommandContext) -> None:
    """Show what can be done with what is meant."""
    context.navigator.show_menu()


def finder(sign: str) -> Callable[[CommandContext], None]:
    """The command that opens the finder, narrowed by a sign; "" for all that one can go to."""

    def find(context: CommandContext) -> None:
        context.navigator.show_finder(sign)

    return find


def redraw(context: CommandContext) -> None:
    """Draw the whole screen anew."""
    context.navigator.redraw()


def suspend(context: CommandContext) -> None:
    """Go back to the shell until it calls."""
    context.navigator.suspend()


def leave_program(context: CommandContext) -> None:
    """Quit; where the user was is remembered."""
    context.navigator.quit()


async def sort(context: CommandContext) -> None:
    """Ask how the place is to be shown: its order, its groups, what stands beside the titles and beneath them."""
    navigator = context.navigator
    place = navigator.collection
    own_group = "topic" if place.kind is Kind.FOR_YOU else UNGROUPED
    if place.kind is Kind.LIST and context.library.reading_list(place.name).sections:
        own_group = SECTION
    asked = AskPlaceLook(place.title, navigator.look, own_group, navigator.usual_columns)
    answer = await context.ask(asked)
    if answer is not None:
        navigator.show_as(answer.look, everywhere=answer.everywhere)


def fold(context: CommandContext) -> None:
    """Fold the group in which the cursor stands, or open it."""
    context.navigator.fold()


async def theme(context: CommandContext) -> None:
    """Ask for a theme; each is shown as the cursor passes it."""
    navigator = context.navigator
    before = navigator.theme
    choices = tuple(Choice(name, name) for name in navigator.themes)
    chosen = await context.ask(AskChoice("Theme", choices, initial=before, preview=navigator.show_theme, find=True))
    navigator.show_theme(chosen if chosen is not None else before)


def next_unread(context: CommandContext) -> None:
    """Go to what is next, and say which: the next unread paper of what is open, from the cursor on; else the first of
    the Queue that is not read; else the first that the user is likely to want.

    Raises `Refused` where nothing is left to read.
    """
    navigator, shown = context.navigator, list(context.shown)
    at = next((i for i, paper in enumerate(shown) if paper is context.reached), -1)
    if (paper := reading_lists.first_unread(shown[at + 1 :] + shown[: at + 1])) is not None:
        navigator.go_to(paper.id)
        context.say(f"Next in {navigator.collection.title}, {rank(shown.index(paper) + 1)} of {len(shown)}.")
    elif (paper := triage.first_queued(context.library)) is not None and paper not in shown:
        navigator.open(Collection(Kind.LIST, context.library.reading_list(QUEUE).name))
        navigator.go_to(paper.id)
        context.say(f"Nothing unread here. First in your Queue: {name([paper])}.")
    else:
        any_unread = reading_lists.next_paper(context.library, context.library.papers.values(), "the library")
        navigator.open(Collection(Kind.FOR_YOU))
        first = reading_lists.first_unread(context.shown) or any_unread
        navigator.go_to(first.id)
        context.say(f"Nothing unread here, and nothing in your Queue. First for you: {name([first])}.")
    navigator.focus(Pane.LIST)

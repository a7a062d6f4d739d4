"""The context of a command: all that it sees of the interface.

A command is a function over a `CommandContext`. It reads the library and the selection, asks questions (the only
pauses), applies an operation and says what came of it. The interface implements the context once
(`reader.tui.screen_context`); tests run commands over one that has no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypeVar

from reader.commands.asking import Progress, Question
from reader.commands.place_look import PlaceLook
from reader.library.contents import Contents
from reader.library.library import Library, Outcome
from reader.operations.collection import Collection
from reader.paper import Paper

if TYPE_CHECKING:
    from reader.online.client import ServiceClient
    from reader.relevance import Relevance
    from reader.settings import Settings

A = TypeVar("A")


class Motion(StrEnum):
    """The ways to move in the pane that has the focus."""

    UP = "up"
    DOWN = "down"
    TOP = "top"
    BOTTOM = "bottom"
    HALF_UP = "half-up"
    HALF_DOWN = "half-down"
    PAGE_UP = "page-up"
    PAGE_DOWN = "page-down"


class Pane(StrEnum):
    """The parts of the screen."""

    SEARCH = "search"
    SIDEBAR = "sidebar"
    LIST = "list"
    DETAIL = "detail"


class Mark(StrEnum):
    """What to do with the selection."""

    TOGGLE = "toggle"
    """The paper under the cursor, and move on."""
    ALL = "all"
    """All papers shown; none when all are selected already."""
    NONE = "none"
    RANGE = "range"
    """From the paper under the cursor to the one that it comes to; asked for again, no more."""


@dataclass(frozen=True, slots=True)
class EditorResult:
    """What came of a text that was given to an editor."""

    text: str | None
    """What the editor left; None where it left nothing, or nothing that can be read."""
    trouble: str = ""
    """What went wrong, as sentences, so that the text is not to be taken for the user's word; "" when nothing did."""
    path: Path | None = None
    """The file that the editor left; None where there is none any more."""
    open_still: str = ""
    """How to have the editor waited for, as a sentence, where it came back at once with nothing changed, so that it may
    still be open and write to `path` later; "" when it did not."""


class Likely(Protocol):
    """What the user is likely to want, as far as it is worked out; it is worked out from when it is first asked for."""

    @property
    def relevance(self) -> Relevance | None:
        """What tells which papers are near to others; None while it is being made."""

    @property
    def is_given_up(self) -> bool:
        """Whether an error keeps it from being worked out."""

    def want(self) -> None:
        """Have it worked out from now on, with its reasons."""

    def likeliest(self, library: Contents, ids: Sequence[str]) -> Sequence[str]:
        """The likeliest first, then those of which that is not asked: read, starred, dismissed; nothing until that is
        worked out."""

    def beside(self, library: Contents, id: str) -> Sequence[tuple[Paper, str]]:
        """The few papers nearest to one, each with what it shares; none while that cannot be told at once."""

    def order_words(self, *, latest: bool = False) -> str:
        """What comes first in the order that is shown, or in the one that was worked out last (`latest`)."""

    def reasons(self, library: Contents, collection: Collection, *, latest: bool = False) -> Mapping[str, str]:
        """Why papers stand in a place, in a line each, by their ids; with `latest` by the order that was worked out
        last, shown or not."""


class Navigator(Protocol):
    """What can be done to the screen itself; nothing here touches the library."""

    @property
    def collection(self) -> Collection:
        """The view, list or tag that is open."""

    @property
    def query(self) -> str:
        """The text of the search line."""

    @property
    def order(self) -> str:
        """The sort key that is in force, "" for the order of the collection; a leading "-" reverses."""

    @property
    def look(self) -> PlaceLook:
        """How the place that is open is shown."""

    @property
    def usual_columns(self) -> Sequence[str]:
        """The columns of a list where none were chosen, of `settings.LIST_COLUMNS`."""

    @property
    def pointed(self) -> Collection | None:
        """The collection under the cursor of the sidebar; None unless that has the focus."""

    def open(self, collection: Collection) -> None:
        """Show another collection; the search line is emptied."""

    def search(self, query: str) -> None:
        """Put a query into the search line and show what it finds."""

    def sort(self, order: str) -> None:
        """Sort by `order`; "" is the order of the collection."""

    def show_as(self, look: PlaceLook, *, everywhere: bool = False) -> None:
        """Show the place that is open so from now on, and every other place with it where that is wished."""

    def fold(self, heading: str = "") -> None:
        """Fold the group of this heading, or that in which the cursor stands; open it where it is folded."""

    def go_to(self, id: str) -> None:
        """Put the cursor on a paper, in the collection that is open or else among all papers."""

    def move(self, motion: Motion) -> None:
        """Move in the pane that has the focus."""

    def mark(self, mark: Mark) -> None:
        """Select or unselect papers of the list."""

    def scroll_preview(self, lines: int) -> None:
        """Scroll the preview by so many lines from wherever one is."""

    def focus(self, pane: Pane) -> None:
        """Go to a pane, showing it when it was hidden."""

    def next_pane(self, by: int) -> None:
        """Go to the next pane (1) or the one before (-1)."""

    def enter(self) -> None:
        """Open what is under the cursor: the paper's detail, or the collection in the sidebar."""

    def leave(self) -> None:
        """From the detail to the list, from the list to the sidebar."""

    def back(self) -> None:
        """Escape: clear the search, else the selection, else the collection; the focus returns to the list."""

    @property
    def pinned(self) -> Sequence[Collection]:
        """The pinned places, in their order: the keys of digits open them."""

    def pin(self, place: Collection) -> int:
        """Pin a place as the last one and tell its number; 0 where it was pinned, and is no more. Raises `Refused`
        where there are as many as there are digits."""

    def switch_again(self) -> bool:
        """Have in the sidebar what may be looked at again, or no more; whether it is there now."""

    def toggle(self, pane: Pane) -> None:
        """Hide or show a pane."""

    def next_layout(self) -> bool:
        """Show the list and the preview instead of all panes, the list alone instead of these, all again; False where
        there is room for one pane only."""

    def resize(self, by: int) -> None:
        """Make the pane that has the focus (or the sidebar) `by` steps larger."""

    def show_help(self) -> None:
        """The keys, for where the user is."""

    def show_menu(self) -> None:
        """What can be done with the papers meant, or with the place under the cursor of the sidebar."""

    def show_finder(self, sign: str = "") -> None:
        """All that one can go to, by its name; a sign (":", "#") narrows it at first."""

    @property
    def theme(self) -> str:
        """The name of the theme that is shown."""

    @property
    def is_theme_chosen(self) -> bool:
        """Whether the theme that is shown is one that the user chose, now or in an earlier run."""

    @property
    def themes(self) -> Sequence[str]:
        """The names of all themes."""

    def show_theme(self, name: str) -> None:
        """Show the theme of this name."""

    def redraw(self) -> None:
        """Draw the whole screen anew: only what differs from what was drawn is written otherwise."""

    def suspend(self) -> None:
        """Stop the program until the shell goes on with it; Windows cannot."""

    def quit(self) -> None:
        """Leave, remembering where the user was."""


class CommandContext(Protocol):
    """The library, what is shown and selected, and ways to ask, say and show."""

    @property
    def library(self) -> Library:
        """The library that is open."""

    @property
    def folder(self) -> Path:
        """The library's folder, into which nothing else is ever written."""

    @property
    def settings(self) -> Settings:
        """What the user settled, as it was when the interface was opened."""

    @property
    def goal(self) -> int:
        """How many papers the user wants to read a week; 0 for no goal."""

    @property
    def shown(self) -> Sequence[Paper]:
        """The papers in the list as they stand on the screen, in order."""

    @property
    def matching(self) -> Sequence[Paper]:
        """Those of them that match what is searched for: those that only come near are left out."""

    @property
    def current(self) -> Paper | None:
        """The paper under the cursor; None when the list is empty."""

    @property
    def reached(self) -> Paper | None:
        """The paper to which the cursor has come: that under it, or the last one above where it is on a folded
        group."""

    @property
    def folded(self) -> Container[str]:
        """The ids of the papers of `shown` that no row shows, as their groups are folded."""

    @property
    def selected(self) -> Sequence[Paper]:
        """The selected papers in the order shown; () when none is selected."""

    @property
    def pasted(self) -> str:
        """The text that was pasted where no field is open, for the command that it begins; "" for any other."""

    again: Callable[[Library, Sequence[Paper]], Outcome] | None
    """Does to papers what was done to papers last; None where that is nothing that can be done again."""

    @property
    def likely(self) -> Likely:
        """What the user is likely to want."""

    @property
    def navigator(self) -> Navigator:
        """What can be done to the screen itself."""

    async def ask(self, question: Question[A]) -> A | None:
        """Put a question; None when the user left it with Esc, and then nothing must happen."""

    async def work(self, what: str, job: Callable[[Progress], A]) -> A | None:
        """Run `job` in a thread with a progress line that begins with `what`; None when the user cancelled it.

        What `job` raises is raised here. It must touch nothing of the screen.
        """

    def run_aside(self, command: str, on: CommandContext) -> None:
        """Run the command of an id over another context while a question stands there; what it asks lies over that."""

    def service_client(self, tell: Callable[[str], None], given_up: Event) -> ServiceClient:
        """What asks the services on the network, as the settings say; `tell` is told who is asked and what is waited
        for, and what it does ends soon after `given_up` is set. Raises `SettingsError`."""

    def follow_others(self) -> None:
        """Take in what other processes wrote meanwhile."""

    def key(self, command: str) -> str:
        """The key of a command as people read it, "" when it has none."""

    def say(self, message: str, *, error: bool = False) -> None:
        """A notice at the edge of the screen: plain text, never markup."""

    def done(self, *outcomes: Outcome, quiet: bool = False) -> None:
        """Show what edits did: the papers as they are now, the sentences (unless `quiet`), and what was skipped."""

    def copy(self, text: str, what: str) -> None:
        """Put `text` on the clipboard and say that `what` was copied."""

    def open_address(self, address: str, say: Callable[[str], None] | None = None) -> None:
        """Open an http or https address in the browser; where there is none, show and copy it. What came of it is told
        by `say`, where that is given."""

    def open_file(self, path: Path) -> None:
        """Open a file or folder with what the desktop opens it with; where there is none, show its path."""

    def edit(self, text: str, name: str) -> EditorResult:
        """`text` as the user left it in $VISUAL or $EDITOR, the terminal lent meanwhile.

        The file stays after trouble, and where the editor may be open still. `name` becomes part of its name.
        """

    def edit_file(self, path: Path, line: int) -> str:
        """Have the user edit a file in $VISUAL or $EDITOR, at a line where that is above 0; what went wrong, as
        sentences, "" when nothing did."""

    def expect(self, paper: str, path: Path, text: str, begun_on: str) -> None:
        """Take for a draft of the note on a paper what an editor saves to `path`, which holds `text`, from now on.

        `begun_on` is the note that was there when the editor was opened.
        """

    def keep(self, what: str, text: str) -> None:
        """Remember a small text under a name, for later and for the next run."""

    def kept(self, what: str) -> str:
        """The text that is remembered under a name, "" when there is none."""

    def keep_draft(self, paper: str, text: str | None, begun_on: str | None = None) -> bool:
        """Remember the unsaved note on a paper across a crash; None forgets it. False when it could not be kept.

        `begun_on` is the note that was there when it was begun.
        """

    def draft_file(self, paper: str) -> Path | None:
        """The file with the unsaved note on a paper that was kept last; None where there is none."""

    def draft(self, paper: str) -> str | None:
        """The unsaved note that a crash left behind, None when there is none."""

    def draft_begun_on(self, paper: str, note: str) -> bool:
        """Whether the draft that was offered was begun on this note, so that it replaces nothing never seen."""

    def give_way(self, paper: str, draft: str | None) -> None:
        """Keep a draft of the note on a paper that gave way to the present one, to be offered where that is written;
        None forgets it."""


def targets(context: CommandContext) -> Sequence[Paper]:
    """What a command works on: the selection, else the paper under the cursor, else nothing."""
    return context.selected or ([context.current] if context.current is not None else [])

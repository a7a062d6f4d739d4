"""Puts what the session knows onto the widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from textual.app import App
from textual.messages import Update
from textual.timer import Timer

from reader.commands.bindings import COMMANDS, Command, named
from reader.commands.context import Pane
from reader.counting import count
from reader.dates import day_words, moment_of
from reader.library.note_versions import told_of_unseen
from reader.operations.collection import Collection, Kind
from reader.paper import STANDINGS
from reader.paths import from_home
from reader.tui.drawing.styled_text import cells
from reader.tui.drawing.titled_rule import TITLE_ENDS, PaneTitle
from reader.tui.error_reports import ErrorReports
from reader.tui.model.for_you import near_words, short_title, title_words
from reader.tui.model.live_relevance import NEAR_SHOWN
from reader.tui.model.sidebar_rows import sidebar_rows
from reader.tui.model.titles import order_forms, paper_forms, place_forms, said_forms
from reader.tui.model.view_state import ViewState
from reader.tui.panes import Panes
from reader.tui.screen_widgets import ScreenWidgets
from reader.tui.sheet import notice_over
from reader.tui.widgets.detail_lines import Amount
from reader.tui.widgets.search_line import Titles

NOTICE_TIME = 6.0
"""Seconds that a notice stays."""
_NOTHING_LEFT = {
    Kind.INBOX: "Nothing waits: every paper that came in is decided on.",
    Kind.UNREAD: "No paper is unread.",
}
"""What is said of views that are empty because all was done."""
WIDE_WORDS = 72
"""From so many cells of the list on there is room for what an empty library says in whole sentences."""
REST = 0.1
"""Seconds that the cursor rests on a paper before it is worked out what is near."""


class Presenter:
    """Each method shows one part; none of them changes the session."""

    def __init__(
        self,
        app: App[object],
        view_state: ViewState,
        widgets: ScreenWidgets,
        panes: Panes,
        keys: dict[str, str],
        folder: Path,
    ) -> None:
        """`keys` are those of the commands as people read them; the library lies in `folder`."""
        self._app = app
        self._view_state = view_state
        self._widgets = widgets
        self._panes = panes
        self._keys = keys
        self._folder = folder
        self._timer: Timer | None = None
        self._is_refusal = False
        """Whether what was said last is why something could not be done."""
        self._is_greeting = False
        """Whether it is what one who comes back is told."""
        self.place_changed: Callable[[], None] = lambda: None
        """Called where another place may be open, or other papers selected."""
        self.folded: set[str] = set()
        self.pinned: list[Collection] = []
        """The places that stand above the others, and that digits open."""
        self.pinned_keys: Mapping[int, str] = {}
        """The keys of the pinned places as people read them, by their numbers from 0 on."""
        self.is_again_shown = False
        """Whether the user wants in the sidebar what may be looked at again."""
        self._moved = 0.0
        self._resting: Timer | None = None
        self.error_reports = ErrorReports(self.say)

    def recount(self) -> None:
        """Count anew what the smart lists find, when an edit may have changed that."""
        if self._view_state.recount:
            with self.error_reports.contained("Counting what the smart lists find"):
                self._view_state.count_searches()
                self.sidebar()  # The list stays as it is, with what is dragged out of it.
                self.in_one_frame()

    def everything(self, *, keep: bool = True) -> None:
        """All parts; with `keep` the cursor stays where it is."""
        self.sidebar()
        self.rows(keep=keep)

    def rows(self, *, keep: bool) -> None:
        """The list, and what depends on it."""
        view_state, widgets = self._view_state, self._widgets
        widgets.list.show_columns(view_state.columns())
        if widgets.list.selection and view_state.library is not None:
            widgets.list.keep_selected(view_state.library.papers)
        shown = view_state.shown
        widgets.list.show_rows(shown.rows, self._empty_words(), keep=keep, hidden=shown.hidden)
        self.words()
        self.detail()
        self.bottom()
        self.in_one_frame()

    def titles(self) -> None:
        """What stands above the panes."""
        view_state, widgets, panes = self._view_state, self._widgets, self._panes
        left, right = panes.columns
        focus = panes.focus
        selected = len(widgets.list.selection)
        at = paper_forms(widgets.list.position(view_state.shown.papers), view_state.shown.papers)
        paper = view_state.paper(widgets.list.current)
        is_read = focus is Pane.DETAIL
        in_range = widgets.list.range_from is not None
        learned = () if selected else self._learned_words()
        order = () if learned else order_forms(view_state)
        place = PaneTitle(
            (*learned, *place_forms(view_state, selected, in_range=in_range)), order, focus in (Pane.LIST, Pane.SEARCH)
        )
        back = (f"{key} back",) if is_read and (key := self.key("leave")) else ()
        if panes.below:
            said = said_forms(paper, view_state.lists_of(paper.id)) if paper is not None else ()
            widgets.split.show_title(PaneTitle(said, at[1:], is_read))
        if is_read and not widgets.list.display:
            title = view_state.collection.title
            place = PaneTitle((*(f"{form} · {title}" for form in at[:1]), *at), back, is_focused=True)
        sidebar = PaneTitle(is_focused=focus is Pane.SIDEBAR)
        if focus is Pane.SIDEBAR and not widgets.list.display:
            place = replace(place, is_focused=True)
        if learned and right and cells(learned[0]) > panes.width - left - right - TITLE_ENDS:
            right = 0  # How to teach it, or that there is a new order, matters more than which paper it is.
        widgets.search.show_titles(Titles(place, sidebar, PaneTitle(at, back, is_read), left, right))

    def words(self) -> None:
        """What stands beneath the search line."""
        self._widgets.search.show_words(*self._quiet_words())

    def in_one_frame(self) -> None:
        """Tell the screen now which parts must be drawn, so that all of them are in the same frame as the key.

        A timer or a worker may still end when the program has left its screen: then nothing is drawn.
        """
        widgets = self._widgets
        if not self._app.screen_stack:
            return
        screen = self._app.screen
        for widget in (widgets.search, widgets.sidebar, widgets.list, widgets.split, widgets.detail, widgets.bottom):
            if widget.display:  # One that is not there would have all places be looked for anew.
                screen.post_message(Update(widget))

    def detail(self) -> None:
        """The paper under the cursor."""
        view_state = self._view_state
        paper = view_state.paper(self._widgets.list.current)
        if paper is None:
            self._widgets.detail.show_paper(None, (), {})
        elif self._panes.visible(Pane.DETAIL):
            matches, unseen = view_state.matches(paper), self._unseen(paper.id)
            self._widgets.detail.show_paper(paper, view_state.standing_in(paper.id), matches, unseen, self._amount())
            self._rests()
        self.titles()

    def _amount(self) -> Amount:
        """How much of the paper is told."""
        if self._panes.focus is Pane.DETAIL:
            return Amount.WHOLE
        return Amount.BELOW if self._panes.below else Amount.BESIDE

    def _unseen(self, id: str) -> tuple[tuple[str, str], ...]:
        """The texts of a paper's note and of its remarks that were written without sight of the one that is shown, each
        with what is told of it."""
        library = self._view_state.library
        if library is None:
            return ()
        told = []
        for at in library.state.unseen_of(id):
            text = library.state.text_at(*at)
            key = self.key("list.remark" if text.list else "paper.note")
            what, shown = (f"Remark in '{text.list}'", "the shown one") if text.list else ("Note", "that above")
            settles = f"{key or f'writing the {text.kind}'} settles it{' there' if text.list else ''}"
            for one in library.state.unseen(*at):
                where = told_of_unseen(one, library.device)
                told.append((f"{what} written {where} without sight of {shown}: {settles}", one.text))
        return tuple(told)

    @property
    def has_room_for_near(self) -> bool:
        """Whether what is near to the paper that is shown would be seen beneath it, at once or by scrolling."""
        if self._widgets.list.current is None or not self._panes.visible(Pane.DETAIL):
            return False
        return self._amount() is Amount.WHOLE or self._widgets.detail.has_room

    def _rests(self) -> None:
        """Another paper may be under the cursor: what is near it is shown once it has rested there."""
        self._moved = perf_counter()
        if self._resting is None and self._view_state.relevance.ready:
            self._resting = self._app.set_timer(REST, self._beside)

    def _beside(self) -> None:
        """Show what is near the paper under the cursor, unless that came there just now."""
        self._resting = None
        if (left := REST - (perf_counter() - self._moved)) > 0.01:
            self._resting = self._app.set_timer(left, self._beside)
            return
        view_state, current = self._view_state, self._widgets.list.current
        if current is not None and view_state.library is not None and self._panes.visible(Pane.DETAIL):
            with self.error_reports.contained("What is near"):
                near = view_state.relevance.beside(view_state.library, current)
                self._widgets.detail.show_near(near, self.key("near"))

    def sidebar(self) -> None:
        """Shows the collections and how many papers each has."""
        view_state = self._view_state
        number = view_state.count_again() if self.is_again_shown else None
        if renamed := view_state.take_renamed():
            self.pinned = list(dict.fromkeys(renamed.get(place, place) for place in self.pinned))
        pinned = [(place, self.pinned_keys.get(at, "")) for at, place in enumerate(self.pinned)]
        rows = sidebar_rows(
            view_state.counts,
            view_state.progress(),
            view_state.searches,
            self.folded,
            number,
            view_state.new_in,
            pinned,
        )
        self._widgets.sidebar.show_rows(rows, view_state.collection)

    def bottom(self) -> None:
        """Show how much is shown, and by which filters, above and below, and the keys for that."""
        self.titles()
        self.place_changed()
        view_state = self._view_state
        self._widgets.bottom.show_count(view_state.count_words(), view_state.filter_words(self._widgets.list.selection))
        self._widgets.bottom.show_standing(self._way_out())

    def _way_out(self) -> str:
        """What can be done where the library can only be read, or why it can; "" where it can be written."""
        library = self._view_state.library
        if library is None or not library.read_only:
            return ""
        if library.copies:
            palette, title = self.key("palette"), named(COMMANDS, "backup").title
            return f"'{title}' under {palette}" if palette else title
        return "`reader doctor` says what to do" if library.losses else library.read_only

    def key(self, command: str) -> str:
        """The key of a command as people read it, "" when it has none."""
        return self._keys.get(command, "")

    def keys(self, commands: Sequence[Command]) -> None:
        """The keys that matter now."""
        self._widgets.bottom.show_commands(commands)

    def say(self, message: str, *, error: bool = False, brief: bool = False) -> None:
        """A notice in the bottom line; where it does not fit, above it too, unless it may be cut (`brief`)."""
        if self._timer is not None:
            self._timer.stop()
        self._is_refusal, self._is_greeting = error, False
        self._app.clear_notifications()
        if not self._widgets.bottom.show_notice(message, error=error) and not brief:
            notice_over(self._app, message, error=error)
        self._timer = self._app.set_timer(NOTICE_TIME, self._quiet)

    def forgive(self) -> None:
        """Somebody does what was missing: what was refused for that is said no more."""
        if self._is_refusal:
            self._is_refusal = False
            self._app.clear_notifications()
            self._quiet()

    def greet(self) -> None:
        """Tell one who comes back what is in hand, until a key is pressed."""
        if words := self._in_hand():
            self.say_all(words)
            self._is_greeting = True

    def went_on(self) -> None:
        """A key was pressed: whoever was greeted has read it, and is to see the keys."""
        if self._is_greeting:
            self._is_greeting = False
            self._quiet()

    def _in_hand(self) -> list[str]:
        """What one who comes back is told: what is being read, and how to go on with it; nothing where that is what
        the cursor is on, or nothing."""
        view_state, reading_place = self._view_state, Collection(Kind.READING)
        at = self.pinned.index(reading_place) if reading_place in self.pinned else -1
        key = self.key("view.reading") or self.pinned_keys.get(at, "")
        papers = view_state.contents.papers.values() if view_state.contents is not None else ()
        reading = sorted(filter(STANDINGS["reading"].test, papers), key=lambda paper: paper.reading_at)
        if not reading or not key or reading[-1].id == self._widgets.list.current:
            return []
        last = f"'{short_title(reading[-1])}'"
        begun = moment_of(reading[-1].reading_at)
        since = f" since {day_words(begun, datetime.now(UTC))}" if begun is not None else ""
        if len(reading) == 1:
            return [f"You are reading {last}{since}.  {key} shows it"]
        return [f"You are reading {count(len(reading), 'paper')}, {last}{since} last.  {key} shows them"]

    def say_all(self, messages: Sequence[str]) -> None:
        """One notice of them all, for each takes the place of the one before; none where there is nothing to say."""
        if messages:
            self.say(" ".join(messages))

    def _quiet(self) -> None:
        self._widgets.bottom.show_notice("")

    def _quiet_words(self) -> tuple[str, ...]:
        """What is to be said of the query, in forms of which the first that fits is shown."""
        return (said,) if (said := self._doubts()) else ()

    def _learned_words(self) -> tuple[str, ...]:
        """The title of a place whose order is learned, with what that is learned from."""
        view_state = self._view_state
        kind = view_state.collection.kind
        shown, relevance = view_state.shown, view_state.relevance
        if not shown.papers:
            return ()
        if shown.by_likelihood or kind is Kind.FOR_YOU:
            title = view_state.collection.title
            return title_words(title, shown.by, relevance.ranking, newer=relevance.newer is not None)
        if kind is Kind.NEAR:
            cut = NEAR_SHOWN if relevance.is_cut(view_state.collection) else 0
            return near_words(view_state.collection, shown.by, cut=cut)
        return ()

    def _doubts(self) -> str:
        view_state = self._view_state
        shown = view_state.shown
        if shown.suggestion and not shown.papers:
            return f"nothing matches; did you mean {shown.suggestion}?"
        if shown.query.notes:
            return shown.query.notes[0]
        if shown.unknown and shown.papers:
            return shown.unknown.splitlines()[0]
        if why := self._doubted_collection():
            return why
        if shown.query.words and not view_state.finder.ready:
            return "the index is being built; titles only for now"
        return ""

    def _doubted_collection(self) -> str:
        """As `choosing.doubted_collection`."""
        library, collection = self._view_state.library, self._view_state.collection
        if library is None or collection.kind is not Kind.LIST:
            return ""
        from reader.operations.choosing import doubted_collection  # noqa: PLC0415  the first frame does not wait for it

        return doubted_collection(library, collection)

    def _empty_words(self) -> Sequence[str]:
        view_state = self._view_state
        if view_state.contents is None:
            return ("Reading the library…",)
        if not view_state.contents.papers:
            return self._first_words()
        return self._nothing_here()

    def _first_words(self) -> Sequence[str]:
        """What an empty library says: three ways in."""
        key, where = self._keys, from_home(self._folder)
        left, right = self._panes.columns
        if self._panes.width - left - right < WIDE_WORDS:
            return (
                "Nothing to read yet.",
                "",
                "paste a page, ids or titles,",
                f"{key['import']}  a file or an address,",
                f"{key['help']}  all keys,  {key['quit']}  quit",
            )
        return (
            "Nothing to read yet. Three ways in:",
            "",
            "paste    anything with papers in it, right here: a page, a mail,",
            "         arXiv ids, DOIs, titles, a .bib file",
            f"{key['import']:<8} a file, a folder or an address",
            "reader import ~/Downloads     from the shell",
            "",
            "Nothing leaves this machine unasked. Your papers are plain files in",
            f"{where}, and {key['undo'] or 'undo'} takes back anything.",
        )

    def _nothing_here(self) -> Sequence[str]:
        """What a place without papers says."""
        view_state, back = self._view_state, self.key("back")
        leads = f"{back} leads back to all papers." if back else ""
        if view_state.shown.is_sought:
            return (f"Looking for the papers of {view_state.collection.title}…", "", leads)
        if not view_state.shown.query.is_empty:
            words = [f"Nothing matches “{view_state.query.strip()}”.", ""]
            if view_state.shown.unknown:
                words += [*view_state.shown.unknown.splitlines(), ""]
            if view_state.shown.suggestion:
                words += [f"Did you mean “{view_state.shown.suggestion}”?", ""]
            return (*words, f"{back} clears the search." if back else "")
        if view_state.collection.kind is Kind.FOR_YOU:
            return ("Nothing is left to be read: every paper is read, or not for you.", "", leads)
        if view_state.collection.kind is Kind.AGAIN:
            return ("No star is half a year old and unread, no note a year old.", "", leads)
        if view_state.collection.kind is Kind.NEAR:
            back_there = f"{back} leads back." if back else ""
            label = view_state.collection.label
            if view_state.shown.waits:
                return (f"Looking for what is near {label}…", "", back_there)
            return (f"Nothing is near {label} in your library.", "", back_there)
        if why := self._doubted_collection():
            return (why, "", leads)
        return (_NOTHING_LEFT.get(view_state.collection.kind, "Nothing is here yet."), "", leads)

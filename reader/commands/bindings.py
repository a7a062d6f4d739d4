"""The one table of commands: key map, key bar, finder, `?` help and the README's key table come from it.

All keys of the one screen stand here; a dialog has its own. Keys are written as Textual names them, several for one
command in order of preference; the first is the one that is shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Flag, auto
from importlib import import_module

from reader.commands.context import CommandContext, Mark, Motion, Pane
from reader.operations.collection import DECIDED_IN, Kind
from reader.paper import Decision
from reader.suggestions import perhaps_of

CommandFunction = Callable[[CommandContext], Awaitable[None] | None]


def late(path: str, *given: object) -> CommandFunction:
    """The command function `path` ("module.function" of this package), imported when it is first run: the first frame
    does not wait for what commands need. With `given`, the function is one that makes a command of them."""
    module, name = path.split(".")

    def run(context: CommandContext) -> Awaitable[None] | None:
        function = getattr(import_module(f"reader.commands.{module}"), name)
        result: Awaitable[None] | None = function(*given)(context) if given else function(context)
        return result

    return run


class Need(Flag):
    """What must be there for a command to make sense."""

    NOTHING = 0
    LIBRARY = auto()
    """The library has been read."""
    PAPER = auto()
    """A paper is under the cursor or selected."""
    LIKENESS = auto()
    """There is a paper as above, or a reading list or tag under the cursor of the sidebar."""
    LIST = auto()
    """A reading list is open whose order is the user's."""
    REMOVABLE = auto()
    """What is open is a reading list, a tag or a view from which papers can be taken."""
    NAMED = auto()
    """Something with a name of the user's is open: a list or a tag."""
    QUERY = auto()
    """There is something in the search line."""
    SOME = auto()
    """The library has papers; without it the key bar does not offer the command, which still says why it cannot."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can do in the interface."""

    id: str
    """How the settings name it: "paper.tag"."""
    keys: tuple[str, ...]
    title: str
    """For the finder and the help: an imperative, without a full stop."""
    run: CommandFunction
    group: str
    """The heading under which help and README list it."""
    word: str = ""
    """One or two words for the key bar; "" keeps it out of it."""
    weight: int = 0
    """How much it matters in the key bar: larger comes first."""
    need: Need = Need.NOTHING
    while_typing: bool = False
    """Whether its keys also work in the search line."""
    panes: frozenset[Pane] = frozenset()
    """The panes in which the key bar offers it; () in all."""


_P = Need.LIBRARY | Need.PAPER
_MOVE, _PAPERS, _LISTS, _FIND, _LIBRARY, _SCREEN = "Moving", "Papers", "Reading lists", "Finding", "Library", "Screen"
_HERE = frozenset({Pane.LIST, Pane.DETAIL})

PINNED = "go.pinned"
"""The command that opens the pinned places: each of its keys opens another one."""
COMMANDS: tuple[Command, ...] = (
    Command("search", ("/",), "Search", late("view.search"), _FIND, "search", 90, Need.SOME,
            panes=_HERE | {Pane.SIDEBAR}),
    Command("back", ("escape",), "Clear the search, or go back", late("view.back"), _FIND, "back", 95,
            while_typing=True, panes=frozenset({Pane.SEARCH})),
    Command("sort", ("S",), "Choose how this place is shown: order, groups, columns", late("view.sort"), _FIND,
            "sort", 15, Need.LIBRARY | Need.SOME, panes=_HERE),
    Command("fold", ("Z",), "Fold the group under the cursor, or open it", late("view.fold"), _FIND,
            need=Need.LIBRARY | Need.SOME),
    Command("go", ("'",), "Go to anything: places, tags, papers, people, commands, themes, settings",
            late("view.finder", ""), _FIND, "go", 64, Need.LIBRARY | Need.SOME, panes=_HERE | {Pane.SIDEBAR}),
    Command("go.tag", ("#",), "Go to a tag", late("view.finder", "#"), _FIND, need=Need.LIBRARY | Need.SOME),
    Command("search.save", ("w",), "Keep this search, as a smart list", late("library.save_search"), _FIND,
            "keep search", 60, Need.LIBRARY | Need.QUERY),
    Command("search.smart", (), "Make a smart list of this search", late("library.save_search"), _FIND,
            need=Need.LIBRARY | Need.QUERY),
    Command("near", ("R",), "Show more like this paper, list or tag", late("view.near"), _FIND, "near", 18,
            Need.LIBRARY | Need.LIKENESS, panes=_HERE | {Pane.SIDEBAR}),
    Command("next-unread", ("n",), "Go to what is next: the next unread paper here, of your Queue, or for you",
            late("view.next_unread"), _FIND, "next", 62,
            Need.LIBRARY | Need.SOME, panes=_HERE),
    Command(PINNED, tuple("123456789"), "Open the pinned place of this number, as the sidebar shows it",
            late("view.pinned_opener", 0), _FIND, need=Need.LIBRARY),
    Command("place.pin", (), "Pin this place, or take it out of the pinned ones", late("view.pin"), _FIND,
            need=Need.LIBRARY),
    Command("view.all", (), "Show all papers", late("view.opener", Kind.ALL), _FIND),
    Command("view.for-you", (), "Show what you are likely to want next", late("view.opener", Kind.FOR_YOU), _FIND),
    Command("view.again", (), "Show what may be looked at again: old stars, old notes", late("view.opener", Kind.AGAIN),
            _FIND),
    Command("view.again.switch", (), "Have 'Again' in the sidebar, or no more", late("view.switch_again"), _FIND),
    Command("view.starred", (), "Show the starred papers", late("view.opener", Kind.STARRED), _FIND),
    Command("view.unread", (), "Show the unread papers", late("view.opener", Kind.UNREAD), _FIND),
    Command("view.reading", (), "Show the papers being read", late("view.opener", Kind.READING), _FIND),
    Command("view.read", (), "Show the papers that are read", late("view.opener", Kind.READ), _FIND),
    Command("view.recent", (), "Show what was added lately", late("view.opener", Kind.RECENT), _FIND),
    Command("view.inbox", (), "Show the inbox", late("view.opener", Kind.INBOX), _FIND),

    Command("move.down", ("j", "down"), "Down", late("view.mover", Motion.DOWN), _MOVE, while_typing=True),
    Command("move.up", ("k", "up"), "Up", late("view.mover", Motion.UP), _MOVE, while_typing=True),
    Command("move.top", ("g", "home"), "To the top", late("view.mover", Motion.TOP), _MOVE),
    Command("move.bottom", ("G", "end"), "To the end", late("view.mover", Motion.BOTTOM), _MOVE),
    Command("move.half-down", ("ctrl+d",), "Half a page down", late("view.mover", Motion.HALF_DOWN), _MOVE),
    Command("move.half-up", ("ctrl+u",), "Half a page up", late("view.mover", Motion.HALF_UP), _MOVE),
    Command("move.page-down", ("pagedown", "ctrl+f"), "A page down", late("view.mover", Motion.PAGE_DOWN), _MOVE,
            while_typing=True),
    Command("move.page-up", ("pageup", "ctrl+b"), "A page up", late("view.mover", Motion.PAGE_UP), _MOVE,
            while_typing=True),
    Command("open", ("enter", "l", "right"), "Open the detail, or the collection in the sidebar", late("view.enter"),
            _MOVE, "open", 70, while_typing=True, panes=frozenset({Pane.SIDEBAR, Pane.SEARCH})),
    Command("preview.down", ("J",), "Scroll the preview down, from wherever you are", late("view.preview_scroller", 3),
            _MOVE),
    Command("preview.up", ("K",), "Scroll the preview up", late("view.preview_scroller", -3), _MOVE),
    Command("leave", ("h", "left"), "Back from the detail to the list, from the list to the sidebar",
            late("view.leave"), _MOVE),
    Command("pane.next", ("tab",), "Next pane", late("view.next_pane"), _MOVE, while_typing=True),
    Command("pane.previous", ("shift+tab",), "Previous pane", late("view.previous_pane"), _MOVE, while_typing=True),

    Command("paper.select", ("space",), "Select, and move on", late("view.marker", Mark.TOGGLE), _PAPERS, "select",
            30, _P, panes=_HERE),
    Command("paper.select-all", ("V",), "Select all that is shown", late("view.marker", Mark.ALL), _PAPERS, need=_P),
    Command("paper.range", ("v",), "Select from here to where the cursor goes", late("view.marker", Mark.RANGE),
            _PAPERS, need=_P),
    Command("paper.tag", ("t",), "Tag", late("papers.tag"), _PAPERS, "tag", 85, _P, panes=_HERE),
    Command("paper.star", ("s",), "Star or unstar", late("papers.star"), _PAPERS, "star", 80, _P, panes=_HERE),
    Command("paper.status", ("r",), "Next status: unread, reading, read", late("papers.next_status"), _PAPERS,
            "status", 65, _P, panes=_HERE),
    Command("paper.queue", ("+", "="), "Put on the Queue, to be read next", late("papers.decider", Decision.QUEUE),
            _PAPERS, "queue", 78, _P, panes=_HERE),
    Command("paper.later", (">",), "Put off for later", late("papers.decider", Decision.LATER), _PAPERS, "later",
            12, _P, panes=_HERE),
    Command("paper.dismiss", (), "Say that it is not for you", late("papers.decider", Decision.DISMISS), _PAPERS,
            need=_P),
    Command("paper.repeat", (".",), "Do the last tag, star, status, list or decision again", late("repeating.repeat"),
            _PAPERS, need=_P),
    Command("paper.note", ("e",), "Write a note", late("papers.note"), _PAPERS, "note", 75, _P, panes=_HERE),
    Command("paper.note-editor", ("E",), "Write the note in $EDITOR", late("papers.note_in_editor"), _PAPERS,
            need=_P),
    Command("paper.put-right", ("P",), "Put right a title, authors, a date and the like", late("put_right.put_right"),
            _PAPERS, need=_P),
    Command("paper.open", ("o",), "Open the paper's page", late("papers.open_link"), _PAPERS, "open page", 55, _P,
            panes=_HERE),
    Command("paper.pdf", ("O",), "Open the PDF", late("papers.open_pdf"), _PAPERS, need=_P),
    Command("paper.code", ("c",), "Open the code", late("papers.open_code"), _PAPERS, need=_P),
    Command("paper.project", ("C",), "Open the page of the project", late("papers.open_project"), _PAPERS, need=_P),
    Command("follow", ("f",), "Follow a link, an author, a tag, a list or a paper near to this one",
            late("following.follow"), _PAPERS, "follow", 17, _P, panes=_HERE),
    Command("paper.copy", ("y",), "Copy a citation, link, key, BibTeX or quote",
            late("copying.copy"), _PAPERS, "copy", 45, _P, panes=_HERE),
    Command("paper.remove", ("d",), "Remove from the library", late("papers.remove"), _PAPERS, need=_P),

    Command("list.add", ("L",), "Add to a reading list", late("papers.add_to_list"), _LISTS, "list", 50, _P,
            panes=_HERE),
    Command("list.new", ("N",), "Make a reading list", late("library.new_list"), _LISTS, need=Need.LIBRARY),
    Command("list.up", ("alt+up",), "Move up in the list", late("papers.move_up"), _LISTS, "move up", 40,
            _P | Need.LIST, panes=_HERE),
    Command("list.down", ("alt+down",), "Move down in the list", late("papers.move_down"), _LISTS, "move down",
            40, _P | Need.LIST, panes=_HERE),
    Command("list.top", ("alt+home",), "Move to the top of the list", late("papers.move_to_top"), _LISTS,
            need=_P | Need.LIST),
    Command("list.section", ("m",), "Move to a section of the list", late("papers.put_in_section"), _LISTS,
            need=_P | Need.LIST),
    Command("list.remark", ("a",), "Write a remark for this list", late("papers.annotate"), _LISTS,
            need=_P | Need.LIST),
    Command("list.take-off", ("-",), "Take off the list, tag or star; where all come by: not for you",
            late("papers.take_off"), _LISTS, "take off", 76,
            _P | Need.REMOVABLE, panes=_HERE),
    Command("list.settings", (",",), "Name and more of the list, name of the tag",
            late("library.list_settings"), _LISTS, need=Need.LIBRARY | Need.NAMED),
    Command("place.rename", (), "Rename the list or tag", late("library.rename_collection"), _LISTS,
            need=Need.LIBRARY | Need.NAMED),
    Command("place.delete", ("X",), "Delete the list or tag", late("library.delete_collection"), _LISTS,
            need=Need.LIBRARY | Need.NAMED),

    Command("import", ("i",), "Import papers", late("imports.import_papers"), _LIBRARY, "import", 56, Need.LIBRARY),
    Command("import.by-hand", (), "Add a paper by hand", late("imports.add_by_hand"), _LIBRARY, need=Need.LIBRARY),
    Command("complete", (), "Complete: ask what papers lack of authors, dates, links, abstracts",
            late("completing.complete"), _LIBRARY, need=Need.LIBRARY),
    Command("export", ("x",), "Export", late("exports.export_papers"), _LIBRARY, "export", 58,
            Need.LIBRARY | Need.SOME),
    Command("sync", ("Y",), "Sync with an exported Markdown file", late("syncing.sync"), _LIBRARY,
            need=Need.LIBRARY),
    Command("triage", ("T",), "Go through what waits here", late("one_by_one.triage"),
            _LIBRARY, "triage", 60, Need.LIBRARY | Need.SOME),
    Command("tags", (), "Rename, merge and delete tags", late("library.tags"), _LIBRARY, need=Need.LIBRARY),
    Command("duplicates", ("M",), "Go through possible duplicates", late("library.show_duplicates"), _LIBRARY,
            need=Need.LIBRARY),
    Command("undo", ("u",), "Undo", late("library.undo"), _LIBRARY, "undo", 28, Need.LIBRARY | Need.SOME),
    Command("redo", ("ctrl+r",), "Redo", late("library.redo"), _LIBRARY, need=Need.LIBRARY),
    Command("stats", ("F",), "Show your reading in figures", late("figures.show_figures"), _LIBRARY,
            need=Need.LIBRARY),
    Command("history", ("H",), "Show the history", late("library.show_history"), _LIBRARY, need=Need.LIBRARY),
    Command("backup", (), "Put a backup back", late("put_back.put_back"), _LIBRARY, need=Need.LIBRARY),
    Command("go-on", (), "Go on without what is missing", late("put_back.go_on"), _LIBRARY, need=Need.LIBRARY),

    Command("sidebar", ("[",), "Hide or show the sidebar", late("view.toggler", Pane.SIDEBAR), _SCREEN),
    Command("detail", ("]",), "Hide or show the preview", late("view.toggler", Pane.DETAIL), _SCREEN),
    Command("layout", ("z",), "Show all panes, the list with the preview, or the list alone", late("view.next_layout"),
            _SCREEN),
    Command("wider", (), "Make the pane larger", late("view.wider"), _SCREEN),
    Command("narrower", (), "Make the pane smaller", late("view.narrower"), _SCREEN),
    Command("theme", ("ctrl+t",), "Choose a theme", late("view.theme"), _SCREEN),
    Command("settings", (), "Show the settings, and change them", late("settings.show_settings"), _SCREEN),
    Command("palette", (":", "ctrl+p"), "Show every command", late("view.finder", ":"), _SCREEN, "commands", 11,
            while_typing=True),
    Command("menu", ("f22",), "Show what can be done with this", late("view.menu"), _SCREEN,
            need=Need.LIBRARY | Need.SOME),
    Command("help", ("?",), "Show the keys", late("view.show_help"), _SCREEN, "keys", 100),
    Command("redraw", ("ctrl+l",), "Draw the screen anew, where something else was written to it", late("view.redraw"),
            _SCREEN),
    Command("suspend", ("ctrl+z",), "Go back to the shell for a while (`fg` returns)", late("view.suspend"), _SCREEN),
    Command("quit", ("q",), "Quit", late("view.leave_program"), _SCREEN, "quit", 10),
)  # fmt: skip
"""Every command, in the order of help and README."""

ASKING = frozenset({
    "sort", "search.save", "search.smart", "paper.tag", "paper.note", "paper.note-editor", "paper.put-right",
    "follow", "paper.copy", "list.add", "list.new", "list.section", "list.remark", "list.settings", "place.rename",
    "place.delete", "import", "import.by-hand", "complete", "export", "sync", "triage", "tags", "duplicates",
    "history", "stats", "backup", "go-on", "theme", "settings",
})  # fmt: skip
"""Commands that put a question before they do anything: what is typed behind one of them is meant for the answer."""

OVER_SCREEN = ASKING | {"go", "go.tag", "menu", "palette", "help"}
"""Commands that open something over the one screen."""

OF_ONE = frozenset({
    "paper.select", "paper.select-all", "paper.range", "paper.note", "paper.note-editor", "paper.put-right",
    "paper.open", "paper.pdf", "paper.code", "paper.project", "follow",
})  # fmt: skip
"""Commands that take the paper under the cursor, whatever is selected."""
FIRST_IN = {
    Kind.INBOX: ("paper.queue", "paper.later", "list.take-off", "paper.star", "paper.tag", "triage"),
    Kind.LIST: ("list.up", "list.take-off", "next-unread", "paper.note"),
}
"""What a place is for, which the key bar offers before all but what it always does."""
OF_READING = ("paper.note", "paper.tag", "follow", "paper.open", "near", "paper.copy")
"""What the detail is for, likewise."""
SURE = 90
"""The weight from which on the key bar offers a command in every place."""

_MACROS = {
    "tag": ("Tag '{}'", "papers.tagger", _PAPERS, _P),
    "list": ("Put on the list '{}'", "papers.lister", _LISTS, _P),
    "search": ("Open the search '{}'", "view.list_opener", _FIND, Need.LIBRARY),
}
"""What the settings can give a key of its own beside the commands, by what stands before the colon."""

GROUPS = (_MOVE, _FIND, _PAPERS, _LISTS, _LIBRARY, _SCREEN)
"""The headings, in order."""

_SHOWN = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "shift+tab": "Shift+Tab", "up": "↑", "down": "↓",
    "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "f22": "shift+F10",  # as terminals send it
    "alt+up": "alt+↑", "alt+down": "alt+↓", "alt+home": "alt+Home",
}  # fmt: skip


def shown_key(key: str) -> str:
    """A key as people read it: "Esc", "ctrl+d", "G"."""
    return _SHOWN.get(key, key)


def shown_keys(commands: Iterable[Command]) -> dict[str, str]:
    """The id of each command with its first key as people read it, "" where it has none."""
    return {command.id: shown_key(command.keys[0]) if command.keys else "" for command in commands}


def remapped(keys: Mapping[str, tuple[str, ...]]) -> tuple[tuple[Command, ...], tuple[str, ...]]:
    """The table with the user's keys, and what is wrong with them, a sentence each.

    A key given to a command is taken from the one that had it. Of a key given to two commands the first has it; a
    command that is left without any of the keys it was given keeps its own.
    """
    if not keys:
        return COMMANDS, ()
    known = {command.id for command in COMMANDS}
    problems: list[str] = []
    taken: dict[str, str] = {}
    given: dict[str, tuple[str, ...]] = {}
    macros: list[Command] = []
    for id, wanted in keys.items():
        macro = _macro(id)
        if macro is not None and (wrong := _name_complaint(id)):
            problems.append(f"keys.{id}: {wrong}")
            continue
        macros += [] if macro is None else [macro]
        if macro is None and id not in known:
            problems.append(f"keys.{id}: there is no such command{perhaps_of(id, sorted(known))}")
            continue
        for key in wanted:
            if taken.setdefault(key, id) != id:
                problems.append(f"keys.{id}: '{key}' is given to '{taken[key]}' already; a key does one thing.")
        own = tuple(key for key in wanted if taken[key] == id)
        if own or not wanted:
            given[id] = own
    table = tuple(
        replace(command, keys=given.get(command.id, tuple(key for key in command.keys if key not in taken)))
        for command in (*COMMANDS, *macros)
    )
    return table, tuple(problems)


def _macro(id: str) -> Command | None:
    """The command of the user's own that an id of the settings names: to give a tag ("tag:to-read"), to put on a list,
    to open a search; None where it names none of these."""
    kind, parted, name = id.partition(":")
    if not parted or kind not in _MACROS:
        return None
    title, function, group, need = _MACROS[kind]
    return Command(id, (), title.format(name.strip()), late(function, name.strip()), group, need=need)


def _name_complaint(id: str) -> str:
    """Why nothing can be called as a macro says, in a sentence; "" where something can."""
    from reader.operations.annotate import clean_tag  # noqa: PLC0415  few settings have one
    from reader.operations.reading_lists import clean_name  # noqa: PLC0415  as above
    from reader.operations.sentences import refused  # noqa: PLC0415  as above

    kind, _, name = id.partition(":")
    return refused(clean_tag if kind == "tag" else clean_name, name.strip())


def left_without(keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A sentence for each command that has no key any more with the user's keys, as they are given to others. It can be
    meant, and the finder has the command still."""
    owner = {key: id for id, wanted in keys.items() for key in wanted}
    return [
        f"keys.{owner[before.keys[0]]}: '{before.keys[0]}' was the key of '{before.id}', which has none now."
        for before, now in zip(COMMANDS, remapped(keys)[0], strict=False)  # What is the user's own comes after these.
        if before.keys and not now.keys and before.id not in keys
    ]


_DIGITS = tuple("123456789")
OF_DIALOGS = frozenset("yntmawpdhlrJK")
"""Letters that mean something in some dialogs by themselves, beside the keys of commands: yes, no, mine, theirs, what
the foot of the dialog says. They keep that there where the settings give them to what moves."""
OF_TRIAGE = frozenset("np")
"""Those that mean something in triage, which there give way to the commands that it shares with the list."""
IN_TRIAGE = frozenset({
    "paper.queue", "paper.later", "paper.star", "list.take-off", "undo", "paper.tag", "list.add", "paper.note",
    "paper.open", "paper.repeat", "paper.select-all", "sort", "quit",
})  # fmt: skip
"""The commands of the list that triage has with their keys."""


def kept_by_dialogs(keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A sentence for each of the user's keys that a dialog has for something of its own: which of the two it is there.
    Both can be meant."""
    found: list[str] = []
    for id, wanted in keys.items():
        if id.startswith("move."):
            found += [
                f"keys.{id}: '{key}' means something of their own in some dialogs, as their last line says; there it "
                "stays that."
                for key in wanted
                if key in OF_DIALOGS
            ]
        elif id in IN_TRIAGE:
            way = {"n": "next paper, as → does", "p": "paper before, as ← does"}
            found += [
                f"keys.{id}: '{key}' led to the {way[key]}, in triage; there it is yours now."
                for key in wanted
                if key in OF_TRIAGE
            ]
    return found


NO_KEY = "none"
"""Stands for the key of a command that has none; no keyboard sends it."""


def changed_keys(commands: Iterable[Command]) -> dict[str, str]:
    """The id of each command that has other keys than usual with these, parted by commas, as Textual takes them for the
    bindings of dialogs that bear the id."""
    usual = {command.id: command.keys for command in COMMANDS}
    return {
        command.id: ",".join("comma" if key == "," else key for key in command.keys) or NO_KEY
        for command in commands
        if command.keys != usual.get(command.id, command.keys)
    }


def key_map(commands: Sequence[Command]) -> dict[str, Command]:
    """Each key with the command that it runs."""
    found = {key: command for command in commands for key in command.keys}
    for command in commands:
        if command.id == PINNED:
            numbers = {key: at for at, key in pinned_keys(command).items()}
            found |= {key: replace(command, run=late("view.pinned_opener", at)) for key, at in numbers.items()}
    return found


def pinned_keys(command: Command) -> dict[int, str]:
    """The key that opens each of the pinned places, by its number from 0: a digit opens the place of that number,
    whatever other keys there are; of other keys each the next place."""
    return {int(key) - 1 if key in _DIGITS else at: key for at, key in enumerate(command.keys)}


def named(commands: Iterable[Command], id: str) -> Command:
    """The command with this id."""
    return next(command for command in commands if command.id == id)


def missing(need: Need, context: CommandContext, *, ready: bool) -> str:
    """Why what needs this cannot run now, in a sentence; "" when it can. `ready`: whether the library has been read."""
    if need & Need.LIBRARY and not ready:
        return "The library is still being read."
    is_paper = context.current is not None or bool(context.selected)
    pointed = context.navigator.pointed
    is_like = is_paper or (pointed is not None and pointed.kind in (Kind.LIST, Kind.TAG))
    if (need & Need.PAPER and not is_paper) or (need & Need.LIKENESS and not is_like):
        return "There is no paper here."
    collection = context.navigator.collection
    if need & Need.LIST and (collection.kind is not Kind.LIST or context.library.reading_list(collection.name).query):
        return "Open a reading list (not a smart one) first."
    if need & Need.REMOVABLE and collection.kind not in (Kind.LIST, Kind.TAG, Kind.STARRED, *DECIDED_IN):
        return f"There is nothing to take them off: {collection.title} holds papers by what is so of them."
    if need & Need.NAMED and collection.kind not in (Kind.LIST, Kind.TAG):
        return "Open a list or a tag first."
    if need & Need.QUERY and not context.navigator.query.strip():
        return "Search for something first."
    return ""


def bar(commands: Sequence[Command], context: CommandContext, pane: Pane, *, ready: bool) -> list[Command]:
    """The commands that the key bar offers now, those that matter most first."""
    first = OF_READING if pane is Pane.DETAIL else FIRST_IN.get(context.navigator.collection.kind, ())
    some = not ready or bool(context.library.papers)
    selected = len(context.selected)
    met = {need for need in {command.need for command in commands} if not missing(need, context, ready=ready)}
    fitting = [
        command if (word := _word(command, context, selected)) == command.word else replace(command, word=word)
        for command in commands
        if command.word
        and (some or not command.need & Need.SOME)
        and command.keys
        and (not command.panes or pane in command.panes)
        and (pane is not Pane.SEARCH or command.while_typing)
        and command.need in met
    ]
    places = {id: at for at, id in enumerate(first)}
    return sorted(
        fitting,
        key=lambda command: (command.weight < SURE, places.get(command.id, len(places)), -command.weight),
    )


def _word(command: Command, context: CommandContext, selected: int) -> str:
    """What a command is called in the key bar here: to take off what all come by is to say that it is not for one, and
    what is done to selected papers is done to so many."""
    word = command.word
    if command.id == "list.take-off" and context.navigator.collection.kind in DECIDED_IN:
        word = "not for me"
    takes_all = command.need & Need.PAPER and command.id not in OF_ONE
    return f"{word} {selected}" if selected and takes_all else word


def key_table() -> str:
    """The README's key table, as Markdown."""
    lines: list[str] = []
    for group in GROUPS:
        lines += [f"**{group}**", "", "| Key | Command |  |", "|---|---|---|"]
        for command in COMMANDS:
            if command.group == group:
                keys = " ".join(f"`{shown_key(key)}`" for key in command.keys)
                lines.append(f"| {keys} | {command.title} | `{command.id}` |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"

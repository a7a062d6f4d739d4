"""All that one can go to by its name: places, papers, people, commands, themes, settings; found as one types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reader.commands.bindings import Command, Need, late, shown_key
from reader.counting import count
from reader.operations.collection import TITLES, Collection, Kind
from reader.operations.reading_lists import name_complaint
from reader.operations.sentences import first_author
from reader.paper import Paper
from reader.query import parse
from reader.text import clean_line, fold
from reader.tui.model.name_search import BEGINS, EQUAL, HAS_LETTERS, WORD_BEGINS, NameSearch, rank
from reader.tui.model.view_state import ViewState

if TYPE_CHECKING:
    from reader.commands.settings import SettingShown

PLACE, LIST, SEARCH, TAG, PAPER, PERSON, COMMAND, THEME, SETTING = (
    "place", "list", "search", "tag", "paper", "person", "command", "theme", "setting"
)  # fmt: skip
"""What there is to be found, in the words that stand beside it."""
_OWN = (PLACE, LIST, SEARCH, TAG)
_ORDER = {PAPER: 1, PERSON: 2, COMMAND: 3, THEME: 4, SETTING: 5}
"""What stands behind one's own places where it fits no better."""
NARROWED = {":": (COMMAND,), "#": (TAG,), "@": (PERSON,), "=": (PAPER,)}
"""The signs that narrow it to one kind."""
LAST_PLACES = 5
"""So many of the places where one was last stand above where nothing was typed."""
MOST_PAPERS, MOST_PEOPLE = 50, 50
"""More are found by typing on."""
PEOPLE_OF = 200
"""The papers, best first, among whose authors a person is looked for."""
LATELY, OTHERS, SCATTERED = 2, 3, 4
"""Behind what is called so, and what begins so: what was used lately, the rest, what only holds the letters."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to go to."""

    name: str
    kind: str
    target: Collection | Command | str
    """A place, a command, the id of a paper, the name of a person or of a theme."""
    hint: str = ""
    """A few words on it."""
    also: str = ""
    """Words by which it is found beside its name."""
    is_quiet: bool = False
    """Whether it cannot be had now."""
    is_new: bool = False
    """Whether choosing it makes something, which nobody shall do by mistyping a name."""


class Findable(Protocol):
    """What a finder finds."""

    @property
    def lacked_near(self) -> bool:
        """Whether what comes near to the last text could not be found yet."""

    def found(self, text: str) -> Sequence[Thing]:
        """What fits a text, the best first; what is only near to it as far as that is prepared."""

    def prepare(self, text: str, seconds: float) -> bool:
        """Make ready to find what is only near to such a text, for so many seconds at most; whether that is so now."""


def command_things(commands: Sequence[Command], unfit: Callable[[Command], str]) -> list[Thing]:
    """Commands as things; `unfit` says why one cannot run now."""
    return [
        Thing(
            command.title,
            COMMAND,
            command,
            " ".join(map(shown_key, command.keys)),
            f"{command.group} {command.id}",
            is_quiet=bool(unfit(command)),
        )
        for command in commands
    ]


def setting_things(settings: Sequence[SettingShown]) -> Iterator[Thing]:
    """Settings as things, each with a command that changes it."""
    for one in settings:
        change = Command(f"setting.{one.name}", (), one.name, late("settings.setting_changer", one.name), "")
        yield Thing(one.name, SETTING, change, f"{one.value}, {one.told}", "setting")


class Menu:
    """A few commands to choose from, found by their names."""

    def __init__(self, commands: Sequence[Command], unfit: Callable[[Command], str]) -> None:
        self._things = command_things(commands, unfit)
        self._search = NameSearch([thing.name for thing in self._things], [thing.also for thing in self._things])

    lacked_near = False

    def prepare(self, text: str, seconds: float) -> bool:
        """They are few: what is near is found at once."""
        return True

    def found(self, text: str) -> list[Thing]:
        """The commands that fit, all where nothing was typed."""
        return [self._things[number] for _, number in self._search.found(text)]


class Things:
    """Everything, as it is when it is first asked for."""

    def __init__(
        self,
        view_state: ViewState,
        commands: Sequence[Command],
        unfit: Callable[[Command], str],
        visited: Sequence[Collection],
        themes: Sequence[str],
        used: Sequence[str] = (),
        settings: Sequence[SettingShown] = (),
    ) -> None:
        """`visited` are the places where one was, the last one first; `used`, the ids of commands likewise."""
        self._view_state = view_state
        self._visited = [place for place in visited if place != view_state.collection]
        self._used = used
        run_here = [command for command in commands if not command.id.startswith(("move.", "palette", "go"))]
        self._commands = command_things(run_here, unfit)
        self._others = [*(Thing(name, THEME, name) for name in themes), *setting_things(settings)]
        self._named: list[Thing] | None = None
        self._had_library = False
        self._searches: dict[str, tuple[list[Thing], NameSearch]] = {}
        self._people: Counter[str] | None = None
        self.lacked_near = False

    def found(self, text: str) -> list[Thing]:
        """What fits, the best first: what begins so, what was used lately, what the search finds; where nothing was
        typed, the places where one was last, and all others."""
        self._look_again()
        self.lacked_near = False
        sign = text[:1] if text[:1] in NARROWED else ""
        wanted = text[len(sign) :].strip()
        if not wanted:
            return list(self._offered(sign))
        fits = [] if sign in ("@", "=") else [*self._by_name(sign, wanted)]
        if sign in ("", "="):
            fits += self._papers(wanted)
        if sign == "@":
            fits += self._persons(wanted)
        fits.sort(key=lambda one: one[0])
        found = [thing for _, thing in fits]
        return [*found, *self._to_make(wanted)] if not sign else found

    def _look_again(self) -> None:
        """The library may have been read meanwhile."""
        if self._named is None or self._had_library != (self._view_state.library is not None):
            self._had_library = self._view_state.library is not None
            self._named, self._people, self._searches = [*self._places(), *self._commands, *self._others], None, {}

    # -- what there is

    def _places(self) -> Iterator[Thing]:
        view, library = self._view_state, self._view_state.library
        if library is None:
            return
        for kind, title in TITLES.items():
            papers = view.count_again() if kind is Kind.AGAIN else view.counts.views[kind]
            yield Thing(title, PLACE, Collection(kind), count(papers, "paper"))
        progress = view.progress()
        for lst in view.lists.values():
            place = Collection(Kind.LIST, lst.name)
            if lst.query:
                new = len(view.new_in(place))
                yield Thing(lst.name, SEARCH, place, f"{new} new, {lst.query}" if new else lst.query)
            else:
                yield Thing(lst.name, LIST, place, "{} of {} read".format(*progress[lst.name]))
        for tag, papers in view.counts.tags.counts().items():
            yield Thing(f"#{tag}", TAG, Collection(Kind.TAG, tag), count(papers, "paper"))

    def _to_make(self, wanted: str) -> Iterator[Thing]:
        """A list of the name that was typed, where there is none."""
        library, name = self._view_state.library, clean_line(wanted)
        if library is not None and not name_complaint(library, name):
            title = f"Make a list '{name}'"
            make = Command("list.make", (), title, late("library.list_maker", name), "", need=Need.LIBRARY)
            yield Thing(title, COMMAND, make, is_new=True)

    # -- what fits

    def _offered(self, sign: str) -> Iterator[Thing]:
        """What is there before anything is typed."""
        assert self._named is not None
        if sign == "@":
            for name, papers in self._counted().most_common(MOST_PEOPLE):
                yield _person(name, papers)
        elif sign == "=":
            for paper in self._view_state.papers()[:MOST_PAPERS]:
                yield self._paper(paper)
        elif sign == ":":
            yield from sorted(self._commands, key=lambda thing: thing.is_quiet)
        else:
            kinds = NARROWED.get(sign, _OWN)
            there = {thing.target: thing for thing in self._named if thing.kind in kinds}
            if not sign:
                there.pop(self._view_state.collection, None)
                last = [place for place in self._visited if place in there][:LAST_PLACES]
                yield from (there.pop(place) for place in last)
            yield from there.values()

    def _by_name(self, sign: str, wanted: str) -> Iterator[tuple[tuple[int, int, int, int], Thing]]:
        things, search = self._search_of(sign)
        found = search.found(wanted, near=False)
        self.lacked_near = search.lacked_near
        for place, number in found:
            thing = things[number]
            begins = place <= BEGINS or (place == WORD_BEGINS and thing.kind in _OWN)
            tier = min(place, BEGINS) if begins else SCATTERED if place == HAS_LETTERS else OTHERS
            tier = LATELY if tier == OTHERS and self._is_used(thing) else tier
            yield (tier, _ORDER.get(thing.kind, 0), place, number), thing

    def _search_of(self, sign: str) -> tuple[list[Thing], NameSearch]:
        if sign not in self._searches:
            assert self._named is not None
            kinds = NARROWED.get(sign)
            things = [thing for thing in self._named if kinds is None or thing.kind in kinds]
            names = [thing.name.lstrip("#") for thing in things]
            self._searches[sign] = things, NameSearch(names, [thing.also for thing in things])
        return self._searches[sign]

    def prepare(self, text: str, seconds: float) -> bool:
        """Make ready to find what is only near to such a text, for so many seconds at most; whether that is so now."""
        self._look_again()
        sign = text[:1] if text[:1] in NARROWED else ""
        return sign in ("@", "=") or self._search_of(sign)[1].prepare(seconds)

    def _is_used(self, thing: Thing) -> bool:
        if isinstance(thing.target, Command):
            return thing.target.id in self._used
        return thing.target in self._visited[:LAST_PLACES]

    def _papers(self, wanted: str) -> Iterator[tuple[tuple[int, int, int, int], Thing]]:
        for at, paper in enumerate(self._found(wanted)[:MOST_PAPERS]):
            place = rank(fold(paper.title), fold(wanted))
            yield (place if place in (EQUAL, BEGINS) else OTHERS, _ORDER[PAPER], at, 0), self._paper(paper)

    def _found(self, wanted: str) -> list[Paper]:
        """The papers that have all these words."""
        view = self._view_state
        if view.contents is None:
            return []
        result = view.finder.find(view.contents, parse(wanted))
        return [view.contents.papers[id] for id in result.hits.ids[: result.strict]]

    def _paper(self, paper: Paper) -> Thing:
        year = paper.published[:4]
        told = ", ".join(self._view_state.lists_of(paper.id)) or ", ".join(filter(None, (first_author(paper), year)))
        return Thing(paper.title, PAPER, paper.id, told)

    def _counted(self) -> Counter[str]:
        """The people who wrote the papers, each with how many."""
        if self._people is None:
            contents = self._view_state.contents
            papers = contents.papers.values() if contents is not None else ()
            self._people = Counter(name for paper in papers for name in paper.authors)
        return self._people

    def _persons(self, wanted: str) -> Iterator[tuple[tuple[int, int, int, int], Thing]]:
        """Those who wrote what is found by these words, and are called so."""
        counted = self._counted()
        found = dict.fromkeys(name for paper in self._found(wanted)[:PEOPLE_OF] for name in paper.authors)
        names = sorted(found, key=lambda name: -counted[name])
        for place, number in NameSearch(names).found(wanted)[:MOST_PEOPLE]:
            yield (place, 0, number, 0), _person(names[number], counted[names[number]])


def _person(name: str, papers: int) -> Thing:
    return Thing(name, PERSON, name, count(papers, "paper"))


def place_key(place: Collection) -> str:
    """A place as it is remembered for the next run."""
    return f"{place.kind.value} {place.name}"


def place_of(key: str) -> Collection | None:
    """The place that was remembered so; None where there is none of that kind."""
    kind, _, name = key.partition(" ")
    return Collection(Kind(kind), name) if kind in (*TITLES, Kind.LIST, Kind.TAG) else None

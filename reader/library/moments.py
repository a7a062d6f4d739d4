"""When a paper came to be as it is: the moments of the steps that set its registers, with undo taken out of account.

An undo brings back what a register held, and with it when it came to hold that; a redo brings back the moment of the
step itself. A step that says again what a register holds already sets nothing, and changes no moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from reader.dates import is_moment, moment
from reader.library.change import Change, Stamp, Step, Value
from reader.library.corrections import PREFIX

NOTE = "note"
"""The key of the register that holds a paper's note."""
DESCRIPTION = "description"
"""The key of the register that holds a list's description."""
_REMARK = "note"
"""The name of the remark in the value of a place in a list."""
_WORDS = ("star", "status", NOTE, "triage")
"""The registers of a paper that hold the user's words, beside its tags, its places in lists and what of
it was put right."""
_SEVERAL = ("tag:", "list:", PREFIX)


class Writer(NamedTuple):
    """The step that set a register, without its changes."""

    stamp: Stamp
    wall: int
    undoes: str
    redoes: str

    @classmethod
    def of(cls, step: Step) -> Writer:
        """The writer of a step's changes."""
        return cls(step.stamp, step.wall, step.undoes, step.redoes)

    @property
    def step(self) -> tuple[int, str]:
        """The stamp of the step."""
        return self.stamp if len(self.stamp) == 2 else self.stamp[2:]

    @property
    def time(self) -> tuple[int, str]:
        """The stamp of the word that what it wrote counts with: of its own, or of that which it only stands above."""
        return self.stamp[:2]

    @property
    def repeats(self) -> bool:
        """Whether what it wrote only repeats older words."""
        return len(self.stamp) > 2

    @property
    def id(self) -> str:
        """The id of the step."""
        return self.step[1]

    @property
    def revisits(self) -> str:
        """The id of the step that it takes back or brings back; "" where it says something itself."""
        return self.undoes or self.redoes


class Start(NamedTuple):
    """Where the writer of a text started."""

    device: str
    """The journal that the step stands in."""
    texts: tuple[str, ...]
    """What the writer had before the eyes: the text that was there, and what else the step brought together."""


class Register(NamedTuple):
    """What a register holds, and the step that set it."""

    by: Writer
    value: Value
    start: Start | None = None
    """Of what holds a text only (see `holds_text`)."""


def holds_text(change: Change) -> bool:
    """Whether a change is of a register that holds what a person wrote: a paper's note, its remark in a list, or a
    list's description."""
    key = change.key
    if key == NOTE or key.startswith("list:"):
        return change.of_paper
    return key == DESCRIPTION and not change.of_paper


def text_of(value: Value) -> str:
    """The text in the value of a register that holds one: the value itself, or the remark of a place in a list."""
    text = value.get(_REMARK) if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def with_text(value: Value, text: str) -> Value:
    """The same value with another text in it."""
    if not isinstance(value, dict):
        return text or None
    rest = {name: held for name, held in value.items() if name != _REMARK}
    return {**rest, _REMARK: text} if text else rest


def texts_of(value: Value) -> tuple[str, ...]:
    """What a writer has before the eyes who starts from that value."""
    text = text_of(value)
    return (text,) if text else ()


_NOTHING = Register(Writer((0, ""), 0, "", ""), None)
Earlier = Mapping[str, Sequence[Register]]
"""What registers of one paper held before, by their keys, in the order of the steps."""
TakenBackBy = Callable[[str], Writer | None]
"""The step that undid the one of an id; None where that stands."""


class Moments(NamedTuple):
    """When the user said of a paper what stands now, each as "YYYY-MM-DDTHH:MM:SSZ", "" where there is nothing."""

    starred: str
    status: str
    changed: str
    added: str
    """When it came into the library, where that is another time than its facts say: it was removed and came again, or
    is one with another that came before."""


def utc(wall: int) -> str:
    """Milliseconds since 1970 as "YYYY-MM-DDTHH:MM:SSZ"; a time that no calendar has becomes ""."""
    try:
        return moment(datetime.fromtimestamp(wall / 1000, UTC))
    except (OverflowError, ValueError, OSError):
        return ""


def moments(registers: Mapping[str, Register], earlier: Earlier, taken_back_by: TakenBackBy) -> Moments:
    """The moments of one paper, told by its registers.

    What came with the paper is no change of it, and has the moments that came with it ("when"), else none: that it came
    as read says nothing of when it was read. Of what was said before another paper became one with it, the moments that
    were told then ("when" too) hold.
    """
    gone = [*earlier.get("gone", ()), *([registers["gone"]] if "gone" in registers else [])]
    arrivals = _arrivals(gone)
    origins = {
        key: by
        for key, register in registers.items()
        if (key in _WORDS or key.startswith(_SEVERAL))
        and (by := origin((*earlier.get(key, ()), register), taken_back_by)) is not None
    }
    told = registers.get("when", _NOTHING)
    came_with = _came_with(told)
    teller = origin((*earlier.get("when", ()), told), taken_back_by)
    told_at: Stamp = (0, "") if teller is None else teller.stamp

    def when(word: str, name: str) -> str:
        by = origins.get(word)
        if by is None or by.id in arrivals:
            return came_with.get(name, "") if by is not None else ""
        return came_with[name] if name in came_with and by.stamp <= told_at else utc(by.wall)

    def added() -> str:
        by = arrival(gone, taken_back_by)
        at = next((at for at, held in enumerate(gone) if held.by == by), 0)
        if by is None or not at or by.stamp <= told_at:
            return came_with.get("added", "")
        return utc(by.wall)

    status = "read_at" if registers.get("status", _NOTHING).value == "read" else "reading_at"
    changes = [by for by in origins.values() if by.id not in arrivals]
    return Moments(
        starred=when("star", "starred_at"),
        status=when("status", status),
        changed=utc(max(changes, key=attrgetter("step")).wall) if changes else came_with.get("changed_at", ""),
        added=added(),
    )


def noted_at(
    note: Sequence[Register], gone: Sequence[Register], told: Register | None, taken_back_by: TakenBackBy
) -> str:
    """When the note of a paper was written as it stands, by all that its registers "note" and "gone" held and what came
    with it ("when"): of a note that came with its paper, when something was said of that last; "" where nobody knows.
    """
    by = origin(note, taken_back_by) if note else None
    if by is None:
        return ""
    return _came_with(told or _NOTHING).get("changed_at", "") if by.id in _arrivals(gone) else utc(by.wall)


def _arrivals(gone: Iterable[Register]) -> set[str]:
    """The ids of the steps that brought a paper, by all that its register "gone" held."""
    return {held.by.id for held in gone if not held.value and not held.by.undoes and not held.by.redoes}


def _came_with(told: Register) -> dict[str, str]:
    """The moments that came with a paper, by their names."""
    known = told.value if isinstance(told.value, Mapping) else {}
    return {name: text for name, text in known.items() if text == "" or is_moment(text)}


def arrival(held: Sequence[Register], taken_back_by: TakenBackBy) -> Writer | None:
    """The step by which a paper came last, told by all that its register "gone" held: one that has left since, or is
    one with another, came before that. None where no step tells."""
    while held and held[-1].value:
        held = held[:-1]
    return None if not held else held[0].by if len(held) == 1 else origin(held, taken_back_by) or held[0].by


def origin(held: Sequence[Register], taken_back_by: TakenBackBy) -> Writer | None:
    """The step to whose act the last of a register's values goes back; None where it goes back behind them all.

    `held` are its values in the order of their steps. What an undo or a redo says counts where it brought back what
    it speaks of; where that is not known any more, or others wrote between, it is an act like any other. What a step
    said that was taken back counts where nothing else says it.
    """
    at = len(held) - 1
    while True:
        register = held[at]
        former = _former(held, at, taken_back_by)
        if former is None:
            if (held[at - 1].value if at else None) != register.value:
                return register.by
            former = at - 1
        if former < 0:
            return None
        at = former


def _former(held: Sequence[Register], at: int, taken_back_by: TakenBackBy) -> int | None:
    """Where the value stands that an undo or a redo brought back, -1 for what was before all; None where it is none."""
    by, value, _ = held[at]
    if not by.revisits:
        return None
    place = next((place for place in range(at) if held[place].by.id == by.revisits), None)
    if place is None:
        return None
    if by.redoes:
        return place if held[place].value == value else None
    # What stood beneath may have been undone before, so that what was brought back lies deeper, where only what was
    # undone holds the same value, too. Nothing was there before one that says nothing: it brought its paper.
    first = [-1] if value is None and held[0].value is not None else []
    same = [one for one in range(place - 1, -1, -1) if held[one].value == value] + first
    standing = (one for one in same if one < 0 or _stands(held, one, taken_back_by))
    return next(standing, same[0] if same else None)


def _stands(held: Sequence[Register], at: int, taken_back_by: TakenBackBy) -> bool:
    """Whether what one of a register's values says was not undone, or left by the undo of its step though nothing had
    been said since, as another device had built upon the paper."""
    by, value, _ = held[at]
    undo = taken_back_by(by.id)
    if undo is None:
        return True
    if any(one.by.id == undo.id for one in held):
        return False
    since = [one for one in held[at + 1 :] if one.by.stamp < undo.stamp]
    said = any(not one.by.revisits and taken_back_by(one.by.id) is None for one in since)
    return not said and (not since or since[-1].value == value)

"""How a place is shown: its order, its groups, what stands beneath a title and beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace

from reader.commands.asking import Choice, Question
from reader.settings import LIST_COLUMNS, USUAL_BESIDE
from reader.text import clean_line

UNGROUPED, DAY, TAG, LIST, SECTION, YEAR = "none", "day", "tag", "list", "section", "year"
"""What papers can be put together by, but for the way that a place has of its own, which is ""."""
SORT_CHOICES = (
    Choice("", "its own order"),
    Choice("published", "newest first"),
    Choice("next", "likeliest first"),
    Choice("title", "title, A to Z"),
    Choice("upvotes", "votes, most first"),
    Choice("added", "came in last first"),
    Choice("status", "status: being read first"),
    Choice("read", "read last first"),
    Choice("starred", "newest star first"),
    Choice("changed", "changed by you last first"),
    Choice("-published", "oldest first"),
    Choice("-title", "title, Z to A"),
    Choice("-added", "came in first first"),
)
"""The orders that are offered, as a query names them with `sort:`."""
GROUP_CHOICES = (Choice(DAY, "day it came in"), Choice(TAG, "tag"), Choice(LIST, "list"), Choice(YEAR, "year"))
"""What papers can be put together by in every place."""


@dataclass(frozen=True, slots=True)
class PlaceLook:
    """How one place is shown."""

    order: str = ""
    """A sort key, "" for the order of the place; a leading "-" reverses."""
    group: str = ""
    """What papers are put together by; "" for the place's own way, which may be none."""
    beneath: bool = False
    """Whether the authors stand beneath each title."""
    columns: tuple[str, ...] | None = None
    """What stands beside the titles, of `settings.LIST_COLUMNS`; None for the usual."""
    turned: frozenset[str] = field(default=frozenset())
    """The headings of the groups that the user folded where they stand open, or opened where they are folded."""

    def grouped_by(self, group: str) -> PlaceLook:
        """The same with other groups: which of them are folded is another matter then."""
        return self if group == self.group else replace(self, group=group, turned=frozenset())


USUAL_LOOK = PlaceLook()


@dataclass(frozen=True, slots=True)
class ShownSo:
    """How a place is to be shown from now on."""

    look: PlaceLook
    everywhere: bool = False
    """Whether every other place is shown so, too."""


@dataclass(frozen=True, slots=True)
class AskPlaceLook(Question[ShownSo]):
    """Order, groups, rows and columns of the place that is open."""

    place: str
    """What it is called."""
    look: PlaceLook
    """How it is shown now."""
    own_group: str = UNGROUPED
    """What the place puts papers together by itself, in a word."""
    usual: Sequence[str] = USUAL_BESIDE
    """The columns where none were chosen."""

    @property
    def groups(self) -> tuple[Choice, ...]:
        """What can be chosen to put papers together by."""
        none = () if self.own_group == UNGROUPED else (Choice(UNGROUPED, UNGROUPED),)
        return (Choice("", self.own_group), *none, *GROUP_CHOICES)


def look_of(record: object) -> PlaceLook:
    """A look as it was remembered, as far as it makes sense."""
    if not isinstance(record, dict):
        return PlaceLook()
    known = record.get("columns")
    chosen = tuple(name for name in LIST_COLUMNS if name in known) if isinstance(known, list) else None
    turned = record.get("turned")
    return PlaceLook(
        _one_of(record.get("order"), {choice.value for choice in SORT_CHOICES}),
        _one_of(record.get("group"), {UNGROUPED, *(choice.value for choice in GROUP_CHOICES)}),
        record.get("beneath") is True,
        chosen,
        frozenset(clean_line(name) for name in turned if isinstance(name, str))
        if isinstance(turned, list)
        else frozenset(),
    )


def _one_of(value: object, known: Collection[str]) -> str:
    return value if isinstance(value, str) and value in known else ""


def record_of(look: PlaceLook) -> dict[str, object]:
    """A look as it is remembered: what is as usual is left out."""
    said = {one.name: getattr(look, one.name) for one in fields(look)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
        for name, value in said.items()
        if value != getattr(USUAL_LOOK, name)
    }

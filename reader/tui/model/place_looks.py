"""How each place is shown, kept for the next run: what the user chose for one place, or for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.commands.place_look import PlaceLook, look_of, record_of
from reader.operations.collection import Collection, Kind
from reader.settings import USUAL_BESIDE
from reader.text import fold_name
from reader.tui.model.shown import RANKED

EVERY_PLACE = "everywhere"
"""In place of a place, for all that were not shown otherwise since."""
MOST_LOOKS = 500
"""So many places are remembered at most, those that were changed last."""


def nowhere(record: object) -> None:
    """What was chosen is not kept."""


class PlaceLooks:
    """The looks of places. One that has none is shown as it was chosen for all; but what orders and groups its papers
    by itself (For you, what is near) does so still."""

    def __init__(
        self, record: object = None, usual: Sequence[str] = USUAL_BESIDE, keep: Callable[[object], None] = nowhere
    ) -> None:
        """`record` is what was kept before, whatever it says; `usual` the columns where none were chosen; `keep` is
        told what is to be kept at each change."""
        known = record if isinstance(record, dict) else {}
        self._looks = {str(place): look_of(look) for place, look in list(known.items())[-MOST_LOOKS:]}
        self.usual = tuple(usual)
        self._keep = keep

    def of(self, place: Collection) -> PlaceLook:
        """How a place is shown."""
        if (own := self._looks.get(_key(place))) is not None:
            return own
        look = self._looks.get(EVERY_PLACE, PlaceLook())
        return PlaceLook(beneath=look.beneath, columns=look.columns) if place.kind in RANKED else look

    def show(self, place: Collection, look: PlaceLook, *, everywhere: bool = False) -> None:
        """Have a place, or every place, shown so from now on."""
        if everywhere:
            self._looks = {EVERY_PLACE: replace(look, turned=frozenset())}  # What is folded is folded in one place.
        key = _key(place)
        self._looks.pop(key, None)
        if self.of(place) != look:
            self._looks[key] = look
        self._kept()

    def follow(self, before: Collection, now: Collection) -> None:
        """A list has another name."""
        look = self._looks.pop(_key(before), None) if _key(before) != _key(now) and before.kind is now.kind else None
        if look is not None:
            self._looks[_key(now)] = look
            self._kept()

    def _kept(self) -> None:
        looks = dict(list(self._looks.items())[-MOST_LOOKS:])
        self._keep({place: record_of(look) for place, look in looks.items()})


def _key(place: Collection) -> str:
    """What a place is remembered as: what is near to papers, and some papers, are looked at once and are all one."""
    name = fold_name(place.name) if place.kind in (Kind.LIST, Kind.TAG) else ""
    return f"{place.kind.value} {name}"

"""What a search gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found."""

    id: str
    score: float
    """0 to 100; 100 for every paper when the query has no free words."""
    nearest: bool = False
    """It does not have all words of the query, in any form, and is among those that come nearest to it."""


class Ids(Sequence[str]):
    """Ids looked up when they are asked for: `table[slot]` for each slot."""

    def __init__(self, table: Sequence[str], slots: Sequence[int]) -> None:
        self._table = table
        self._slots = slots

    def __len__(self) -> int:
        return len(self._slots)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Ids: ...
    def __getitem__(self, at: int | slice) -> str | Ids:
        return Ids(self._table, self._slots[at]) if isinstance(at, slice) else self._table[self._slots[at]]

    def __iter__(self) -> Iterator[str]:
        return map(self._table.__getitem__, self._slots)


class Hits(Sequence[Hit]):
    """Hits in their order, each made when it is looked at: a list of a hundred thousand costs nothing.

    Those that match come first, then those that are nearest.
    """

    def __init__(
        self, ids: Sequence[str], scores: Sequence[float] = (), scale: float = 100.0, nearest: Sequence[Hit] = ()
    ) -> None:
        self._ids = ids
        self._scores = scores
        self._scale = scale
        self._nearest = nearest

    @property
    def strict(self) -> int:
        """How many of them match: those before the nearest."""
        return len(self._ids)

    @property
    def ids(self) -> Sequence[str]:
        """Their ids in order."""
        return [*self._ids, *(hit.id for hit in self._nearest)] if self._nearest else self._ids

    def __len__(self) -> int:
        return len(self._ids) + len(self._nearest)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Hits: ...
    def __getitem__(self, at: int | slice) -> Hit | Hits:
        if isinstance(at, slice):
            if self._nearest:
                return self.taken(range(len(self))[at])
            return Hits(self._ids[at], self._scores[at] if len(self._scores) else (), self._scale)
        place = at if at >= 0 else len(self) + at
        if place >= len(self._ids):
            return self._nearest[place - len(self._ids)]
        return Hit(self._ids[place], round(float(self._scores[place]) * self._scale, 2) if len(self._scores) else 100.0)

    def led(self, ids: Sequence[str]) -> Hits:
        """The hits with these papers first; none of the nearest."""
        if not ids or list(self._ids[: len(ids)]) == list(ids):
            return self
        first = set(ids)
        rest = self.taken(at for at, id in enumerate(self._ids) if id not in first)
        best = 100.0 / self._scale
        return Hits([*ids, *rest.ids], [*(best for _ in ids), *rest._scores], self._scale)

    def taken(self, places: Iterable[int]) -> Hits:
        """The hits at these places, those that match before the nearest."""
        places = list(places)
        strict = [at for at in places if at < len(self._ids)]
        scores = [self._scores[at] for at in strict] if len(self._scores) else ()
        nearest = [self._nearest[at - len(self._ids)] for at in places if at >= len(self._ids)]
        return Hits([self._ids[at] for at in strict], scores, self._scale, nearest)

    def as_nearest(self, most: int) -> Hits:
        """The first of them, and all only as nearest."""
        return Hits([], nearest=[replace(hit, nearest=True) for hit in self[:most]])

    def followed_by(self, nearest: Sequence[Hit]) -> Hits:
        """These, and the nearest after them."""
        return Hits(self._ids, self._scores, self._scale, nearest)


@dataclass(frozen=True, slots=True)
class Result:
    """The papers that a query found, in order, and the query that may have been meant when it found none."""

    hits: Hits
    """In order; `hits.ids` gives the ids alone."""
    total: int
    """How many papers it found, the nearest among them, whatever the limit."""
    strict: int = 0
    """How many of these match: the others do not have all words, and nothing that changes or exports may take them."""
    suggestion: str = ""
    """When nothing is found: the query with the nearest words of the library, "" when none are near."""
    unknown: str = ""
    """When nothing is found because no paper has what the query names, or none that has its words has the rest: the
    sentence that says so."""
    held: int = 0
    """How many papers have all its words, those among them that what stands beside these takes away."""

    @property
    def only_nearest(self) -> bool:
        """Whether no paper has all words, and those that were found only come nearest to them."""
        return not self.strict and self.total > 0

"""What a search gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found."""

    id: str
    score: float
    """0 to 100; 100 for every paper when the query has no free words."""


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


class Hits(Sequence[Hit]):
    """Hits in their order, each made when it is looked at: a list of a hundred thousand costs nothing."""

    def __init__(self, ids: Sequence[str], scores: Sequence[float] = (), scale: float = 100.0) -> None:
        self.ids = ids
        self._scores = scores
        self._scale = scale

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Hits: ...
    def __getitem__(self, at: int | slice) -> Hit | Hits:
        if isinstance(at, slice):
            return Hits(self.ids[at], self._scores[at] if len(self._scores) else (), self._scale)
        return Hit(self.ids[at], round(float(self._scores[at]) * self._scale, 2) if len(self._scores) else 100.0)

    def led(self, ids: Sequence[str]) -> Hits:
        """The hits with these papers first."""
        if not ids or list(self.ids[: len(ids)]) == list(ids):
            return self
        first = set(ids)
        rest = self.taken([at for at, id in enumerate(self.ids) if id not in first])
        best = 100.0 / self._scale
        return Hits([*ids, *rest.ids], [*(best for _ in ids), *rest._scores], self._scale)

    def taken(self, places: Sequence[int]) -> Hits:
        """The hits at these places."""
        scores = [self._scores[at] for at in places] if len(self._scores) else ()
        return Hits([self.ids[at] for at in places], scores, self._scale)


@dataclass(frozen=True, slots=True)
class Result:
    """The papers that a query found, in order, and the query that may have been meant when it found none."""

    hits: Hits
    """In order; `hits.ids` gives the ids alone."""
    total: int
    """How many papers match, whatever the limit."""
    suggestion: str = ""
    """When nothing matches: the query with the nearest words of the library, "" when none are near."""
    unknown: str = ""
    """When nothing matches because no paper has what the query names: the sentence that says so."""

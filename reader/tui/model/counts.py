"""How many papers each view and tag holds, kept up to date paper by paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from reader.dates import moment
from reader.library.contents import SHOWN_WHERE_TOLD
from reader.library.registers import Tally
from reader.operations.collection import RECENT_DAYS, Kind, is_for_you
from reader.paper import STANDINGS, Paper

_STANDINGS = [(kind, STANDINGS[kind].test) for kind in Kind if kind in STANDINGS]


def recent_since() -> str:
    """The moment from which on a paper counts as recently added."""
    return moment(datetime.now(UTC) - timedelta(days=RECENT_DAYS))


class Counts:
    """The numbers of the sidebar."""

    def __init__(self, papers: Mapping[str, Paper]) -> None:
        self.views: Counter[Kind] = Counter()
        self.tags = Tally()
        self.told: Counter[str] = Counter()
        """Of how many papers each of these is known, by the names of their fields."""
        self._seen: dict[str, Paper] = {}
        self._since = recent_since()
        self.follow(papers, papers)

    def follow(self, papers: Mapping[str, Paper], ids: Iterable[str]) -> set[str]:
        """Take in papers that changed, came or went; returns the names of the fields that differ ("" for a paper
        that came or went)."""
        differing: set[str] = set()
        for id in ids:
            before, after = self._seen.get(id), papers.get(id)
            if before is after:
                continue
            if before is not None:
                self._add(before, -1)
            if after is not None:
                self._add(after, 1)
                self._seen[id] = after
            else:
                self._seen.pop(id, None)
            differing |= _differences(before, after)
        return differing

    def _add(self, paper: Paper, number: int) -> None:
        views = self.views
        views[Kind.ALL] += number
        if paper.added >= self._since:
            views[Kind.RECENT] += number
        if is_for_you(paper):
            views[Kind.FOR_YOU] += number
        for kind, test in _STANDINGS:
            if test(paper):
                views[kind] += number
        self.tags.count(paper.tags, number)
        for field in SHOWN_WHERE_TOLD:
            if getattr(paper, field):
                self.told[field] += number


_FIELDS = tuple(name for name in Paper.__slots__ if name != "id")


def _differences(before: Paper | None, after: Paper | None) -> set[str]:
    if before is None or after is None:
        return {""}
    return {name for name in _FIELDS if getattr(before, name) != getattr(after, name)}

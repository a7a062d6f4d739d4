"""A backing that keeps its steps in memory, for tests that are not about files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from reader.library.change import Change, Draft, Step, Update
from reader.library.folded import FoldedSteps
from reader.library.library import Library
from reader.paper import Paper
from reader.text import fold_name


class Log:
    """What is durable: shared by all backings that are opened on it, as a folder is by processes."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self.papers: list[Paper] = list(papers)
        self.steps: list[Step] = []
        self.told: dict[str, dict[str, str]] = {}


class Lossless:
    """What a backing does that never loses a step and tells each by `pull`."""

    away = ""
    unread = ""
    loss = ""
    losses: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    settled = (0, "")
    read_only = ""
    copies = ""
    is_away = False
    is_unread = False
    made_anew = ""

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Keep what `propose` wants."""
        raise NotImplementedError

    def put_back(
        self, lines: Mapping[str, tuple[str, bytes]], propose: Callable[[Update], Draft | None]
    ) -> Step | None:
        """Nothing is ever lost here."""
        return self.push(propose)

    def told(self, name: str) -> Mapping[str, str]:
        """What is kept of an exported file."""
        return {}

    def keep_told(self, name: str, text: str) -> None:
        """Nothing is kept."""

    def farewell(self) -> Draft | None:
        """Nothing is missing."""

    def go_on(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Nothing is missing."""
        return self.push(propose)

    def missing_with(
        self, lines: Mapping[str, tuple[str, bytes]], steps: Iterable[Step], papers: Iterable[str]
    ) -> list[str]:
        """Nothing is missing."""
        return []

    def early(self) -> Iterable[Step]:
        """Every step is told by `pull`."""
        return ()

    def leave(self, fold: Callable[[], FoldedSteps]) -> None:
        """Nothing is left to anybody."""


class MemoryBacking(Lossless):
    """One process that has a log open."""

    def __init__(self, log: Log, device: str = "here", clock: Callable[[], int] | None = None) -> None:
        """Without a `clock` (milliseconds since 1970) a step is made every second of a day in 2023."""
        self.device = device
        self._log = log
        self._papers = 0
        self._steps = 0
        self._fresh = True
        self._clock = clock

    def told(self, name: str) -> Mapping[str, str]:
        """What each device keeps of an exported file."""
        return dict(self._log.told.get(name, {}))

    def keep_told(self, name: str, text: str) -> None:
        """Keep it in the log."""
        self._log.told.setdefault(name, {})[self.device] = text

    def pull(self) -> Update:
        """What was logged since the last call."""
        papers, steps = self._log.papers[self._papers :], self._log.steps[self._steps :]
        self._papers, self._steps = len(self._log.papers), len(self._log.steps)
        reset, self._fresh = self._fresh, False
        return Update(tuple(papers), tuple(steps), reset=reset)

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Log what `propose` wants."""
        draft = propose(self.pull())
        if draft is None:
            return None
        number = len(self._log.steps) + 1
        wall = self._clock() if self._clock is not None else 1_700_000_000_000 + number * 1000
        told = (draft.say, draft.changes, draft.undoes, draft.redoes, self.device)
        step = Step(
            f"{self.device}-{number}", number, wall, *told, author=draft.author, times=draft.times, mends=draft.mends
        )
        self._log.papers.extend(draft.adds)
        self._log.steps.append(step)
        self._papers, self._steps = len(self._log.papers), len(self._log.steps)
        return step


def saved_before(shelf: Library, name: str, query: str) -> None:
    """Save a search as an older program did."""
    subject = f"search:{fold_name(name)}"
    shelf.apply([Change(subject, "name", None, name), Change(subject, "query", None, query)], f"Saved '{name}'")


def library(
    *papers: Paper, log: Log | None = None, device: str = "here", clock: Callable[[], int] | None = None
) -> Library:
    """A library of these papers, in memory."""
    return Library(MemoryBacking(log or Log(papers), device, clock))

"""A reader's half year, day by day: a library in memory whose clock is set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from reader.library.library import Library
from reader.operations import annotate, reading_lists, removal, triage
from reader.paper import Decision, Paper, Status
from tests.support.memory import Log, library

WEEKS = 26
TITLES = (
    "SlimMoE: Structured Compression of Large MoE Models via Expert Slimming",
    "AWQ: Activation-aware Weight Quantization for LLM Compression",
)
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
"""A Wednesday, on which the figures of tests are drawn."""


class Diary:
    """A library, and the day on which its next step is made."""

    def __init__(self, log: Log | None = None, device: str = "here") -> None:
        self.log = log or Log()
        self.now = NOW
        self.library: Library = library(log=self.log, device=device, clock=lambda: int(self.now.timestamp() * 1000))
        self._made = 0

    def on(self, days_ago: float) -> Diary:
        """Go to a day before `NOW`."""
        self.now = NOW - timedelta(days_ago)
        return self

    def came(self, *titles: str, **fields: object) -> list[str]:
        """Import papers of these titles; their ids."""
        incoming = []
        for title in titles:
            self._made += 1
            incoming.append(Paper("", title, doi=f"10.1000/{self.library.device}{self._made}", **fields))  # type: ignore[arg-type]
        plan = self.library.add(incoming, say=lambda plan: f"Imported {len(plan.new)} papers").plan
        assert plan is not None
        return list(plan.ids)

    def papers(self, ids: Sequence[str]) -> list[Paper]:
        """The papers with these ids."""
        return [self.library.papers[id] for id in ids]

    def mark(self, *ids: str, status: Status = Status.READ) -> None:
        """Mark papers as read, or otherwise."""
        annotate.mark_papers(self.library, self.papers(ids), status)

    def dismiss(self, *ids: str) -> None:
        """Decide that papers are not for the user."""
        triage.decide(self.library, self.papers(ids), Decision.DISMISS)

    def queue(self, *ids: str) -> None:
        """Put papers onto the Queue."""
        triage.decide(self.library, self.papers(ids), Decision.QUEUE)

    def star(self, *ids: str) -> None:
        """Star papers."""
        annotate.star_papers(self.library, self.papers(ids), True)

    def tag(self, tag: str, *ids: str) -> None:
        """Tag papers."""
        annotate.tag_papers(self.library, self.papers(ids), [tag])

    def put_on(self, name: str, *ids: str) -> None:
        """Put papers onto a reading list."""
        reading_lists.add_to_list(self.library, name, self.papers(ids))

    def remove(self, *ids: str) -> None:
        """Remove papers."""
        removal.remove_papers(self.library, self.papers(ids))


CAME_IN = (14, 11, 22, 7, 11, 18, 11, 11, 26, 14, 11, 7, 18, 22, 11, 7, 11, 30, 11, 18, 11, 7, 14, 30, 14, 18)
NOT_FOR_ME = (0, 5, 16, 8, 10, 10, 16, 8, 13, 19, 10, 8, 13, 22, 13, 8, 10, 19, 16, 13, 10, 8, 10, 22, 16, 16)
READ = (1, 0, 2, 1, 0, 1, 1, 2, 1, 0, 1, 1, 2, 3, 1, 1, 0, 1, 2, 1, 1, 0, 2, 1, 2, 2)
"""What happened in each of 26 weeks."""


def half_year() -> Diary:
    """Half a year of a reader: so many papers a week, some read from the Queue, a list and four tags."""
    diary = Diary()
    titles = (*(f"Read in time, number {n}" for n in range(sum(READ) - len(TITLES))), *TITLES)
    chosen = diary.on(WEEKS * 7 - 5).came(*titles, *(f"Begun with, number {n}" for n in range(30)))
    chosen, pile = chosen[: len(titles)], chosen[len(titles) :]
    for week, (came, dismissed, read) in enumerate(zip(CAME_IN, NOT_FOR_ME, READ, strict=True)):
        ago = (WEEKS - 1 - week) * 7
        pile += diary.on(ago + 1.9).came(*(f"A paper of week {week}, the number {n} of it" for n in range(came)))
        for id in chosen[:read]:
            diary.on(ago + 2 + week % 9 * 3).queue(id)
            diary.on(ago + 1).mark(id)
            diary.tag(("quantization", "kv-cache", "agents", "quantization")[week % 4], id)
        del chosen[:read]
        if dismissed:
            diary.on(ago + 0.9).dismiss(*pile[:dismissed])
            del pile[:dismissed]
    diary.on(0.5).tag("video/generation", *pile[:15])
    diary.tag("quantization", *pile[15:40])
    diary.put_on("Edge models", *list(diary.library.papers)[:3], *pile[:9])
    diary.queue(*pile[-7:])
    diary.star(*pile[:1])
    diary.library.undo()
    return diary

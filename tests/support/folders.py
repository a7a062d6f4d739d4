"""Libraries in folders, for tests that are about files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from reader.library import change as edits
from reader.library.library import Library
from reader.paper import Paper
from reader.store import LONG_HISTORY, doctor, open_library
from reader.store.folder import Folder

NOON = 1_790_000_000_000
"""A moment in September 2026, in milliseconds since 1970."""


def numbered(count: int, start: int = 0) -> list[Paper]:
    """Papers that nobody takes for one another, with their ids."""
    return [
        Paper(
            id=named(n),
            title=f"The paper that has the number {n}",
            abstract=f"What number {n} is about.",
            arxiv_id=named(n),
        )
        for n in range(start, start + count)
    ]


def named(n: int) -> str:
    """The id of paper n."""
    return f"2401.{n:05d}"


def found_in(path: Path, **dirs: Path) -> list[doctor.Finding]:
    """What the doctor finds, but for that no session ended yet that left a backup."""
    return [finding for finding in doctor.check(path, **dirs) if finding.kind != "no-backup"]


def mended_in(path: Path, **dirs: Path) -> list[str]:
    """What the doctor mends, but for that backup."""
    return [sentence for sentence in doctor.repair(path, **dirs) if sentence != doctor.BACKED_UP]


class Machines:
    """Devices that share nothing but the library folders they are given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = NOON

    def folder(
        self,
        name: str = "library",
        device: str = "here",
        patience: float = 60.0,
        long: int = LONG_HISTORY,
        *,
        returning: bool = False,
    ) -> Folder:
        """A library folder, opened by one more process of a device. Every step is a second later.

        The device's journal has a name that begins with `device`. A history is `long` from so many bytes on. One that
        is not there can be `returning`.
        """
        aside = self.root / device
        (aside / "state").mkdir(parents=True, exist_ok=True)
        (aside / "state" / "device").write_text(f"{device:x<10}", encoding="ascii")
        return open_library(
            self.root / name,
            state_dir=aside / "state",
            data_dir=aside / "data",
            cache_dir=aside / "cache",
            clock=self.tick,
            patience=patience,
            long=long,
            returning=returning,
        )

    def library(self, name: str = "library", device: str = "here", long: int = LONG_HISTORY) -> Library:
        """A library, opened by one more process of a device."""
        return Library(self.folder(name, device, long=long))

    def forget(self, device: str = "here") -> None:
        """Let a device know nothing any more of what was there, as after the loss of its state folder."""
        shutil.rmtree(self.root / device / "state" / "memory", ignore_errors=True)

    def check(self, device: str = "here") -> list[doctor.Finding]:
        """What the doctor finds on a device about the usual library, as `found_in`."""
        aside = self.root / device
        return found_in(self.path(), state_dir=aside / "state", data_dir=aside / "data")

    def repair(self, device: str = "here") -> list[str]:
        """What the doctor mends there, as `mended_in`."""
        aside = self.root / device
        return mended_in(self.path(), state_dir=aside / "state", data_dir=aside / "data")

    def tick(self) -> int:
        """The time, a second later than before."""
        self.now += 1000
        return self.now

    def path(self, *parts: str) -> Path:
        """A file in the usual library folder."""
        return self.root.joinpath("library", *parts)

    def journal(self) -> Path:
        """The one journal of the usual library folder."""
        (found,) = self.path("journal").glob("*.jsonl")
        return found


def seed(library: Library, count: int = 3, say: Callable[[int], str] = "Imported {}".format) -> None:
    """Import numbered papers."""
    library.add(numbered(count), say=lambda plan: say(len(plan.new)))


def give_tags(library: Library, count: int, name: str = "t", papers: int | None = None) -> None:
    """So many steps: tag t0 for paper 0, t1 for paper 1, and so on; of few `papers` the first again after the last."""
    for n in range(count):
        paper = library.papers[named(n % (papers or count))]
        library.apply(edits.tag(paper, add=(f"{name}{n}",)), f"Tagged {name}{n}")

"""What a library of very many steps costs: opening it, one more edit, and what is left for the next opening.

    python -m tests.benchmarks.long_journal [STEPS] [PAPERS]       (by default 1000000 10000)

The steps are those of three devices, drawn with a seed: tags, stars, statuses, notes, decisions, places on lists, bulk
edits, undo and redo. Exits with 1 when opening takes more than three seconds of the processor or 300 MiB, or an edit
more than twice what it takes in an empty library, or more than one sync.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.library import change as edits
from reader.library.change import Change, Step
from reader.library.library import Library
from reader.store import open_library
from reader.store.folder import Folder
from reader.store.lines import encode, encode_header
from tests.benchmarks.store import apart, build, opened, worked

EDITS = 300
_TAGS = [f"topic-{n}" for n in range(200)]
_OFTEN = [1 / (n + 3) for n in range(200)]
_WORDS = ["we", "show", "that", "this", "holds", "for", "every", "model", "and", "ask", "whether", "it", "does", "so"]
_STARTED = 1_700_000_000_000


class Writer:
    """Somebody with three devices, and what they said so far."""

    def __init__(self, ids: list[str], devices: list[str], clock: int) -> None:
        self.ids = ids
        self.chance = random.Random(7)
        self.held: dict[tuple[str, str], Any] = {}
        self.devices = devices
        self.done: dict[str, list[Step]] = {device: [] for device in devices}
        self.undone: dict[str, list[Step]] = {device: [] for device in devices}
        self.clock = clock
        self.sessions = {device: f"{self.chance.getrandbits(48):012x}" for device in devices}
        self.places = [0] * 20

    def steps(self, count: int) -> Iterator[Step]:
        """That many steps, in the order of their clock."""
        for n in range(count):
            device = self.chance.choices(self.devices, (6, 3, 1))[0]
            if n % 40 == 0:
                self.sessions[device] = f"{self.chance.getrandbits(48):012x}"
            self.clock += 1
            yield self._step(device, n)

    def _step(self, device: str, n: int) -> Step:
        kind = self.chance.random()
        undoes = redoes = ""
        if kind < 0.03 and self.done[device]:
            back = self.done[device].pop()
            self.undone[device].append(back)
            say, changes, undoes = f"Undid: {back.say}", list(edits.inverse(back.changes)), back.id
        elif kind < 0.04 and self.undone[device]:
            again = self.undone[device].pop()
            self.done[device].append(again)
            say, changes, redoes = f"Redid: {again.say}", list(again.changes), again.id
        else:
            say, changes = self._said(kind)
            self.undone[device] = []
        id = f"{self.sessions[device]}-{n}"
        step = Step(id, self.clock, _STARTED + n * 60_000, say, tuple(changes), undoes, redoes, device)
        if not undoes and not redoes:
            self.done[device] = [*self.done[device][-20:], step]
        for change in changes:
            self.held[change.subject, change.key] = change.after
        return step

    def _said(self, kind: float) -> tuple[str, list[Change]]:
        papers = self.chance.sample(self.ids, 14 if kind < 0.05 else 1)
        if kind < 0.40:
            tag = self.chance.choices(_TAGS, _OFTEN)[0]
            return f"Tagged {len(papers)} papers '{tag}'", self._all(papers, f"tag:{tag}", tag)
        if kind < 0.60:
            return "Marked 1 paper", self._all(papers, "status", self.chance.choice(["reading", "read", None]))
        if kind < 0.72:
            return "Starred 1 paper", self._all(papers, "star", True)
        if kind < 0.82:
            return "Edited the note", self._all(papers, "note", " ".join(self.chance.choices(_WORDS, k=25)))
        if kind < 0.91:
            return "Decided on 1 paper", self._all(papers, "triage", self.chance.choice(["later", "dismissed", None]))
        which = self.chance.randrange(20)
        self.places[which] += 1
        place = {
            "at": f"{self.places[which]:05d}5",
            "section": self.chance.choice(["", "Methods", "Later"]),
            "note": "",
        }
        return f"Put 1 paper on the list 'List {which}'", self._all(papers, f"list:list {which}", place)

    def _all(self, papers: list[str], key: str, value: Any) -> list[Change]:
        """A value for each, taken back where it is so already."""
        held = [self.held.get((id, key)) for id in papers]
        return [Change(id, key, old, None if old == value else value) for id, old in zip(papers, held, strict=True)]


def write(root: Path, steps: int, papers: int) -> None:
    """A library of that many steps and papers."""
    build(root, papers)
    ids = list(opened(root).papers)
    own = (root / "state" / "device").read_text(encoding="ascii").strip()
    devices = [own, "bbbbbbbbbb", "cccccccccc"]
    folder = root / "library" / "journal"
    files = {device: (folder / f"{device}.jsonl").open("ab") for device in devices}
    for device in devices[1:]:
        files[device].write(encode_header(device))
    for step in Writer(ids, devices, 1).steps(steps):
        files[step.device].write(encode(step))
    for file in files.values():
        file.close()


def first(root: Path, answer: Any) -> None:
    """Opening with nothing left by anybody, and leaving something to the next opening, in a process of its own."""
    libraries: list[tuple[Folder, Library]] = []
    figures = {"open": worked(lambda: libraries.append(read(root)))}
    ((folder, library),) = libraries
    folder.close()
    figures["leave"] = worked(library.leave)
    answer.put({**figures, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def again(root: Path, answer: Any) -> None:
    """Opening what was left, and editing, in a process of its own."""
    libraries: list[tuple[Folder, Library]] = []
    figures = {"open": worked(lambda: libraries.append(read(root)))}
    ((_, library),) = libraries
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ids = list(library.papers)
    real, syncs, written = os.fsync, 0, folder_size(root)

    def counted(fd: Any) -> None:
        nonlocal syncs
        syncs += 1
        real(fd)

    os.fsync = counted
    spent = []
    for n in range(EDITS + 20):
        paper = library.papers[ids[n * 7919 % len(ids)]]
        if n == 20:
            await_backup()
            syncs, written = 0, folder_size(root)
        changes = edits.tag(paper, add=(f"tag-{n}",))
        spent.append(worked(lambda changes=changes, n=n: library.apply(changes, f"Tagged 'tag-{n}'")))  # type: ignore[misc]
    figures |= {"edit": statistics.median(spent[20:]), "syncs": syncs / EDITS}
    answer.put({**figures, "bytes": (folder_size(root) - written) / EDITS})


def await_backup() -> None:
    """Wait for the day's backup, which the first edit began beside the rest and which is no part of any."""
    for thread in threading.enumerate():
        if thread.name == "backup":
            thread.join()


def folder_size(root: Path) -> int:
    """The bytes of the journals."""
    return sum(path.stat().st_size for path in (root / "library" / "journal").iterdir())


def read(root: Path) -> tuple[Folder, Library]:
    """The library, opened as the command line does it."""
    gc.disable()
    try:
        folder = open_library(
            root / "library", state_dir=root / "state", data_dir=root / "data", cache_dir=root / "cache"
        )
        return folder, Library(folder)
    finally:
        gc.freeze()
        gc.enable()


def main() -> int:
    """Measure and judge."""
    given = [int(text) for text in sys.argv[1:]]
    steps, papers = (*given, *(1_000_000, 10_000)[len(given) :])
    with tempfile.TemporaryDirectory(prefix="reader-long-") as place:
        small, large = Path(place, "small"), Path(place, "large")
        build(small, 10)
        write(large, steps, papers)
        size = folder_size(large) / 1e6
        few = apart(again, small)
        whole = apart(first, large)
        kept = apart(again, large)
    print(f"{steps} steps of {papers} papers, {size:.0f} MB")
    print(f"opening, nothing left  {whole['open']:6.2f} s  {whole['memory']:5.0f} MiB, leaving {whole['leave']:.2f} s")
    print(f"opening what was left  {kept['open']:6.2f} s  {kept['memory']:5.0f} MiB")
    for name, row in (("of ten papers", few), ("here", kept)):
        print(f"an edit {name:13} {row['edit'] * 1e3:6.3f} ms {row['bytes']:4.0f} bytes {row['syncs']:.2f} syncs")
    verdicts = {
        "opening takes less than 3 seconds": kept["open"] < 3,
        "and less than 300 MiB": kept["memory"] < 300,
        "an edit takes at most twice that in a library of ten papers": kept["edit"] <= 2 * few["edit"],
        "and syncs once": kept["syncs"] == 1,
    }
    for sentence, holds in verdicts.items():
        print(f"{'yes' if holds else 'NO '}  {sentence}")
    return int(not all(verdicts.values()))


if __name__ == "__main__":
    sys.exit(main())

"""Keys at any speed in a terminal, against a model of where each of them must land.

    python -m tests.proof.typed [--trials N] [--seed N]

In each trial a person of a few habits (`HABITS`) types at random: moves, stars, marks, tags, notes, lists, searches,
takes back, opens dialogs and leaves them. All keys of a trial come in one packet, 5 or 50 milliseconds apart, or in
bursts. The model knows papers, cursor and steps, and nothing of the program. Afterwards the library on the disk must
say what the model says, no crash may be reported and the interface must still be there. The sizes take turns.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from unittest.mock import patch

from reader.cli.main import main
from reader.paper import Status
from tests.support.terminal import PROGRAM, Terminal

TRIALS = 2000
AT_ONCE = 50
"""So many runs of the program leave their open files, before these are looked for: that takes long."""
_RUNS = count(1)
SIZES = ((120, 36), (80, 24), (40, 12))
IDLE_FOR, AT_WORK = 10.0, 0.1
"""So many seconds in which the interface works for less than so many show that nothing that was typed is on its way:
on a machine that is busy with other things, what was typed may take longer than any time that one would set."""
PATIENCE = 300.0
"""Seconds after which it is given up whatever it does."""
IN_ONE = 40
"""So many trials are typed into one run of the interface."""
PAUSES = (0.0, 0.005, 0.05)
"""Seconds between two keys."""
TITLES = ("Zebra", "Quartz", "Violin", "Moonlight", "Harbour", "Pumpkin", "Glacier", "Thunder")
"""One word each, so unlike one another that no search takes one for another."""
TAGS = ("copper", "willow", "jigsaw")
LISTS = ("Orchard", "Fjord")
LETTERS = "tdnusjkq/eLx1. "
"""What is typed into notes: keys that would do harm elsewhere."""
LOOKED_AT = ("?", ":", "'", "S", "i", "x", "H", "#", "Y")
"""Keys that open something, which Esc leaves."""
ESCAPE = "\x1b"


@dataclass(frozen=True)
class Said:
    """What is said of a paper."""

    starred: bool = False
    status: Status = Status.UNREAD
    tags: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    note: str = ""


@dataclass
class Model:
    """What the keys so far must have done."""

    papers: list[Said] = field(default_factory=lambda: [Said() for _ in TITLES])
    cursor: int = 0
    steps: list[list[Said]] = field(default_factory=list)
    """The papers before each step that can be taken back."""

    def say(self, change: Callable[[Said], Said]) -> None:
        """Change what is said of the paper under the cursor; a step, where it is another."""
        after = change(self.papers[self.cursor])
        if after != self.papers[self.cursor]:
            self.steps.append(list(self.papers))
            self.papers[self.cursor] = after

    def take_back(self) -> None:
        """Take the last step back."""
        self.papers = self.steps.pop()


def moves(model: Model, random: Random) -> str:
    """Moves the cursor."""
    key, by = random.choice([("j", 1), ("k", -1), ("g", -99), ("G", 99), ("\x1b[B", 1), ("\x1b[A", -1)])
    model.cursor = max(0, min(model.cursor + by, len(TITLES) - 1))
    return key


def stars(model: Model, random: Random) -> str:
    """Stars, or takes the star away."""
    model.say(lambda said: replace(said, starred=not said.starred))
    return "s"


def marks(model: Model, random: Random) -> str:
    """Says that the paper is being read, is read, is not."""
    model.say(lambda said: replace(said, status=said.status.next))
    return "r"


def tags(model: Model, random: Random) -> str:
    """Gives a tag, by its whole name."""
    tag = random.choice(TAGS)
    model.say(lambda said: replace(said, tags=said.tags | {tag}))
    return f"t{tag}\r"


def lists(model: Model, random: Random) -> str:
    """Puts it on a list, by its whole name."""
    name = random.choice(LISTS)
    model.say(lambda said: replace(said, lists=said.lists | {name}))
    return f"L{name}\r"


def notes(model: Model, random: Random) -> str:
    """Writes on at the note's end; Esc saves it."""
    words = "x" + "".join(random.choice(LETTERS) for _ in range(random.randrange(1, 9))) + "x"
    model.say(lambda said: replace(said, note=said.note + words))
    return f"e{words}{ESCAPE}"


def searches(model: Model, random: Random) -> str:
    """Searches for a paper and leaves the search, on it."""
    at = random.randrange(len(TITLES))
    model.cursor = at
    return f"/{TITLES[at].lower()}\r{ESCAPE}"


def takes_back(model: Model, random: Random) -> str:
    """Takes the last step back, where the person made one."""
    if not model.steps:
        return ""
    model.take_back()
    return "u"


def looks(model: Model, random: Random) -> str:
    """Opens something and leaves it."""
    return random.choice(LOOKED_AT) + ESCAPE


HABITS = (moves, moves, stars, marks, tags, lists, notes, searches, takes_back, looks)


@dataclass(frozen=True)
class Trial:
    """What is typed, and how fast."""

    keys: tuple[str, ...]
    """Each key as the terminal sends it."""
    pause: float
    """Seconds between two keys; below 0: in bursts."""


def drawn(model: Model, random: Random) -> Trial:
    """A trial, which the model has done then."""
    typed = "".join(random.choice(HABITS)(model, random) for _ in range(random.randrange(3, 12)))
    return Trial(tuple(keys_of(typed)), random.choice((*PAUSES, -1.0)))


def keys_of(typed: str) -> Iterator[str]:
    """A text key by key: an arrow is one."""
    at = 0
    while at < len(typed):
        size = 3 if typed.startswith("\x1b[", at) else 1
        yield typed[at : at + size]
        at += size


def packets(trial: Trial, random: Random) -> Iterator[tuple[str, float]]:
    """What is sent at once, and the seconds to wait after it."""
    packet = ""
    for key in trial.keys:
        packet += key
        if random.random() < 0.2 if trial.pause < 0 else trial.pause > 0:
            yield packet, max(trial.pause, 0.0) or 0.02
            packet = ""
    if packet:
        yield packet, 0.0


class Place:
    """A library of `TITLES` in that order, in a folder with all that the program keeps elsewhere."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.library = root / "library"
        self.environment = {
            f"XDG_{kind}_HOME": str(root / kind.lower()) for kind in ("STATE", "CACHE", "CONFIG", "DATA")
        }
        lines = [json.dumps({"title": title, "abstract": f"Of {title.lower()}."}) for title in TITLES]
        source = root / "papers.jsonl"
        source.write_text("\n".join(lines), encoding="utf-8")
        self.run("import", str(source))
        ids = {paper["title"]: paper["id"] for paper in json.loads(self.run("search", "--json"))}
        self.ids = [ids[title] for title in TITLES]
        """Those of `TITLES`, whatever becomes of these."""

    def run(self, *arguments: str) -> str:
        """Run the program on the library, in this process; what it answers."""
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with (
            patch.dict(os.environ, self.environment),
            redirect_stdout(out),
            redirect_stderr(io.StringIO()),
            suppress(SystemExit),
        ):
            main(["--library", str(self.library), *arguments])
        if next(_RUNS) % AT_ONCE == 0:
            # A run is made to be the only one of its process: what it read would stay, and its open files.
            gc.unfreeze()
            gc.collect()
        out.seek(0)
        return out.read()

    def said(self) -> list[Said]:
        """What the library says of the papers."""
        found = {paper["id"]: paper for paper in json.loads(self.run("search", "--json"))}
        return [
            Said(
                paper["starred"],
                Status(paper["status"]),
                frozenset(paper["tags"]),
                frozenset(paper["lists"]),
                paper["note"],
            )
            for paper in map(found.__getitem__, self.ids)
        ]

    @property
    def stand(self) -> list[tuple[str, int, int]]:
        """How the library's files stand: another one after each step."""
        found = []
        for path in self.library.rglob("*"):
            with suppress(FileNotFoundError):  # It had another name for a moment.
                found.append((str(path), path.stat().st_size, path.stat().st_mtime_ns))
        return found

    @property
    def reports(self) -> list[str]:
        """What was reported of errors that nobody foresaw."""
        return [path.read_text(encoding="utf-8") for path in (self.root / "state").rglob("crash*") if path.is_file()]


class Typist:
    """Types trials into one run of the interface."""

    def __init__(self, place: Place, size: tuple[int, int], before: str = "") -> None:
        self.place = place
        self.model = Model(place.said())
        width, height = size
        self.terminal = Terminal(
            "--library",
            str(place.library),
            command=PROGRAM,
            before=before,
            COLUMNS=str(width),
            LINES=str(height),
            **place.environment,
        )
        self.terminal.wait_for(f"{len(TITLES)} papers")

    def type(self, trial: Trial, random: Random) -> str:
        """Type it; what is wrong then, "" for nothing."""
        self.send(trial, random)
        said: list[Said] = []

        def is_meant(found: list[Said]) -> bool:
            said[:] = found
            return found == self.model.papers

        wrong = self.awaited(is_meant)
        others = [
            f"{title}: {there} where {meant} was meant"
            for title, there, meant in zip(TITLES, said, self.model.papers, strict=True)
            if there != meant
        ]
        return "\n".join([wrong, *others]) if wrong else ""

    def send(self, trial: Trial, random: Random) -> None:
        """Type it, and wait for nothing that it does."""
        for packet, seconds in packets(trial, random):
            self.terminal.send(packet)
            self.terminal.listen(seconds)

    def awaited(self, is_meant: Callable[[list[Said]], bool]) -> str:
        """Wait until the library says what is meant; what happened instead, "" for nothing."""
        began = idle_since = time.monotonic()
        worked = self.terminal.worked
        asked: object = None
        while True:
            # A question takes longer than all else here, and the answer follows from the files.
            if (stand := self.place.stand) != asked:
                asked = stand
                if is_meant(self.place.said()):
                    return ""
            if self.place.reports:
                return self.place.reports[0]
            if self.terminal.has_ended:
                return f"it ended: {self.terminal.bytes[-500:]!r}"
            now = time.monotonic()
            if self.terminal.worked - worked > AT_WORK:
                idle_since, worked = now, self.terminal.worked
            if now - idle_since > IDLE_FOR or now - began > PATIENCE:
                return "the library says something else"
            self.terminal.listen(0.05)

    def leave(self) -> str:
        """Quit; what is wrong with that, "" for nothing."""
        status = self.terminal.end(f"{ESCAPE}q")
        if status or not self.terminal.restored:
            return f"it ended with {status}, the terminal {'as' if self.terminal.restored else 'not as'} it was"
        return self.place.reports[0] if self.place.reports else ""


def proved(trials: int, seed: int, say: Callable[[str], None]) -> int:
    """Type so many trials; how many of them went wrong."""
    failed = 0
    for first in range(0, trials, IN_ONE):
        random = Random(f"{seed} {first}")
        size = SIZES[first // IN_ONE % len(SIZES)]
        with tempfile.TemporaryDirectory() as folder:
            typist = Typist(Place(Path(folder)), size)
            try:
                for number in range(first, min(trials, first + IN_ONE)):
                    trial = drawn(typist.model, random)
                    if wrong := typist.type(trial, random):
                        failed += 1
                        say(f"trial {number}, seed {seed}, {size}, {trial.pause} s: {''.join(trial.keys)!r}\n{wrong}")
                        break
                else:
                    if wrong := typist.leave():
                        failed += 1
                        say(f"after trial {number}: {wrong}")
            finally:
                typist.terminal.stop()
        say(f"{min(trials, first + IN_ONE)} trials, {failed} went wrong")
    return failed


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--trials", type=int, default=TRIALS)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    sys.exit(bool(proved(given.trials, given.seed, print)))

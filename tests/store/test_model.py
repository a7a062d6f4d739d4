"""A model of the store and its sync: devices that edit, undo, import and half-sync, that lose files and get them back,
go on without them, are killed and opened again.

Whatever happens in whatever order: what is missing is told with its number, nothing is written meanwhile, and once all
files are back every device says the same, each step that was ever answered is there, and the doctor finds nothing.
A history is drawn from its number, which a failure names.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from reader.errors import ReaderError, ReadOnly
from reader.store import doctor
from tests.store.test_devices import act, carry
from tests.support.folders import Machines, seed
from tests.support.laws import often
from tests.support.losses import Contents, contents

DEVICES = ("one", "two")


class World:
    """Two devices, each with its copy of one library, open."""

    def __init__(self, root: Path, number: int) -> None:
        self.root = root
        self.chance = random.Random(number)
        self.machines = Machines(root)
        seed(self.machines.library("at-one", "one"))
        shutil.copytree(root / "at-one", root / "at-two")
        self.made = set(contents(root / "at-one").steps)
        """Every step that was answered."""
        self.known = {device: contents(self.place(device)) for device in DEVICES}
        """What each device has seen and not given up."""
        self.lost: dict[str, dict[str, bytes]] = {device: {} for device in DEVICES}
        """What was taken from each device: a file's name and what stood in it."""
        self.first: dict[str, dict[str, bytes]] = {device: {} for device in DEVICES}
        """What stood first in each file of a device."""
        self.windows = {device: self.machines.library(f"at-{device}", device) for device in DEVICES}
        self.told = {device: " ".join(self.windows[device].warnings) for device in DEVICES}
        self.losses = 0

    def place(self, device: str) -> Path:
        """A device's copy of the library."""
        return self.root / f"at-{device}"

    # -- what happens -------------------------------------------------------------------------------------------------

    def step(self, n: int) -> None:
        """One thing that happens."""
        device = self.chance.choice(DEVICES)
        what = self.chance.choices(
            [self.edit, self.sync, self.lose, self.give_back, self.reopen, self.kill, self.go_on],
            [10, 5, 3, 2, 2, 1, 1],
        )[0]
        what(device, n)

    def look(self, device: str) -> None:
        """The device looks at its files, and what is missing must have been told."""
        window = self.windows[device]
        self.told[device] += " ".join(window.refresh().warnings)
        gone = contents(self.place(device)).lacks(self.known[device], f"{device:x<10}")
        if "The catalogue" not in self.told[device]:  # What stands in it alone may still be known.
            assert [part for part in gone if part not in self.told[device]] == [], self.told[device]

    def own(self, device: str) -> int:
        """How many of its own steps and papers a device lacks."""
        now, known = contents(self.place(device)), self.known[device]
        steps = [id for id, by in known.steps.items() if by == f"{device:x<10}" and id not in now.steps]
        papers = len((known.papers or frozenset()) - now.papers) if now.papers is not None else 1
        return len(steps) + papers

    def edit(self, device: str, n: int) -> None:
        """Something that a user does: it is answered and stands in the files, or refused and nothing is written."""
        self.look(device)
        window, missing = self.windows[device], self.own(device)
        before = _files(self.place(device))
        try:
            made = act(window, self.chance, n)
        except ReadOnly:
            assert missing, "an edit was refused though nothing is missing"
            assert _files(self.place(device)) == before, "something was written"
            return
        assert not missing, "an edit was taken while something was missing"
        now = contents(self.place(device))
        if made is not None:
            assert made.id in now.steps
            self.made.add(made.id)
            known = self.known[device]
            papers = (known.papers or frozenset()) | (now.papers or frozenset())
            self.known[device] = Contents({**known.steps, made.id: f"{device:x<10}"}, papers)
        if not now.lacks(self.known[device], f"{device:x<10}"):
            self.known[device] = now

    def sync(self, device: str, n: int) -> None:
        """A sync tool carries some files to the other device, which looks at them."""
        to = next(other for other in DEVICES if other != device)
        carry(self.root, f"at-{device}", f"at-{to}", self.chance)
        self.told[to] += " ".join(self.windows[to].refresh().warnings)
        now = contents(self.place(to))
        if not now.lacks(self.known[to], f"{to:x<10}") and now.papers is not None:
            self.known[to] = now

    def lose(self, device: str, n: int) -> None:
        """A file is removed, emptied, filled with NULs, cut, put back to what it was first, or exchanged for another;
        of a journal a line is taken out of the middle, bits are flipped, or lines change places."""
        names = [name for name in _files(self.place(device)) if name != "catalogue.json.1"]
        name = self.chance.choice(names)
        path = self.place(device) / name
        data = path.read_bytes()
        if name in self.lost[device] or not data:
            return
        self.look(device)
        for changed, left in self._left(device, name, data).items():
            place = self.place(device) / changed
            self.lost[device][changed] = place.read_bytes()
            place.unlink() if left is None else place.write_bytes(left)
        self.losses += 1

    def _left(self, device: str, name: str, data: bytes) -> dict[str, bytes | None]:
        """What is left of a file that held `data`, and of the one that it is exchanged for; None: nothing."""
        lines = data.splitlines(keepends=True)
        some = b"".join(lines[: self.chance.randrange(1, len(lines) + 1)])
        ways: list[dict[str, bytes | None]] = [{name: None}]
        ways += [{name: each} for each in (b"", b"\0" * len(data), some, self.first[device].setdefault(name, data))]
        if name.endswith(".jsonl") and len(lines) > 2:
            turned = b"".join([lines[0], *lines[:0:-1]])
            ways += [{name: each} for each in (self._without_one(lines), self._flipped(lines), turned)]
        others = (
            _files(self.place(device)).keys() - {name, "catalogue.json.1", ".gitattributes"} - self.lost[device].keys()
        )
        if others:
            other = self.chance.choice(sorted(others))
            ways.append({name: (self.place(device) / other).read_bytes(), other: data})
        return self.chance.choice(ways)

    def _without_one(self, lines: list[bytes]) -> bytes:
        """A journal without a line that is not the last one."""
        at = self.chance.randrange(1, len(lines) - 1)
        return b"".join(lines[:at] + lines[at + 1 :])

    def _flipped(self, lines: list[bytes]) -> bytes:
        """A journal with a flipped bit behind its first line."""
        data = bytearray(b"".join(lines))
        data[self.chance.randrange(len(lines[0]), len(data))] ^= 1 << self.chance.randrange(8)
        return bytes(data)

    def give_back(self, device: str, n: int) -> None:
        """All that was taken is back, beside what was written since."""
        for name, data in self.lost[device].items():
            path = self.place(device) / name
            if path.exists() and path.suffix != ".id":
                beside = path.with_name(f"{path.stem} (back {n}){path.suffix}")
                if path.name == "catalogue.json" and contents(self.place(device)).papers is None:
                    path.rename(beside.with_suffix(".damaged"))  # Only where it can be read it can be written.
                else:
                    path = beside
            path.write_bytes(data)
        self.lost[device] = {}

    def reopen(self, device: str, n: int) -> None:
        """The window is closed and another one opened."""
        self.windows[device] = self.machines.library(f"at-{device}", device)
        self.told[device] = " ".join(self.windows[device].warnings)

    def kill(self, device: str, n: int) -> None:
        """A writer is killed amid its line, which nobody was told of."""
        path = self.place(device) / "journal" / f"{device:x<10}.jsonl"
        if path.exists() and path.read_bytes().endswith(b"}\n"):
            with path.open("ab") as journal:
                journal.write(b'{"i":"torn-%d","t":%d,"w":1,"say":"Torn' % (n, n))

    def go_on(self, device: str, n: int) -> None:
        """The user goes on without what is missing."""
        aside = self.root / device
        self.look(device)
        try:
            doctor.repair(self.place(device), state_dir=aside / "state", data_dir=aside / "data")
        except ReaderError as error:
            raise AssertionError(f"it cannot be mended: {error}") from None
        self.reopen(device, n)
        now = contents(self.place(device))
        self.known[device] = Contents(now.steps, now.papers)
        self.made |= set(now.steps)

    # -- the end ------------------------------------------------------------------------------------------------------

    def end(self) -> None:
        """Everything is back, and everything is carried everywhere."""
        for device in DEVICES:
            self.give_back(device, 999)
        for device, other in (DEVICES, DEVICES[::-1]):
            for path in [*self.place(other).glob("*.json"), *self.place(other).glob("journal/*.jsonl")]:
                inside = "journal" if path.suffix == ".jsonl" else "."
                shutil.copyfile(path, self.place(device) / inside / f"{path.stem}.from-{other}{path.suffix}")
        for device in DEVICES:
            self.look(device)
            self.reopen(device, 999)
            found = doctor.check(self.place(device), state_dir=self.root / device / "state")
            bad = [one.message for one in found if one.kind in ("missing", "away", "catalogue")]
            assert not bad, bad
        everything = self.root / "everything"
        (everything / "journal").mkdir(parents=True)
        for device in DEVICES:
            for path in self.place(device).rglob("*.json*"):
                if "set-aside" not in path.parts:
                    inside = "journal" if path.suffix == ".jsonl" else "."
                    shutil.copyfile(path, everything / inside / f"{path.stem}-{device}{path.suffix}")
        shutil.copyfile(self.place("one") / "catalogue.json", everything / "catalogue.json")
        said = []
        for device in DEVICES:
            shutil.copytree(everything, self.root / f"end-{device}")
            library = self.machines.library(f"end-{device}", device)
            assert self.made <= {step.id for step in library.history()}, "a step that was answered is not there"
            said.append((dict(library.papers), {name: each.papers for name, each in library.lists.items()}))
        assert said[0] == said[1]


def _files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if "set-aside" not in path.parts}


def lived(root: Path, number: int, length: int) -> int:
    """One history; how many files were lost in it. Raises AssertionError."""
    world = World(root, number)
    for n in range(length):
        world.step(n)
    world.end()
    return world.losses


@pytest.mark.long
def test_whatever_is_lost_is_told_and_back_in_the_end(tmp_path: Path) -> None:
    losses = 0
    for number in range(often(5, 400)):
        try:
            losses += lived(tmp_path / str(number), number, 24)
        except AssertionError as error:
            raise AssertionError(f"in history {number}: {error}") from error
    assert losses > 5

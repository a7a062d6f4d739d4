"""To undo the putting back of what was lost takes away the copies that it brought, and nothing that stands elsewhere.

A model of two machines with a copy of the library each: the one loses its journal, or its catalogue as well, puts it
back from a backup and undoes that, and what was lost returns before or after that, here or by way of the other, which
never lost it. The law: whatever the order, once it has returned, all stands as if neither the loss nor the putting back
had been; and until then the machine that undid it shows what it showed before.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from reader.library import change as edits
from reader.library.library import Library
from reader.library.registers import State
from reader.operations import annotate, backups, reading_lists, undo
from reader.operations.backups import BackupRow
from reader.paper import Paper
from reader.store import LONG_HISTORY
from reader.store.backup import Backups
from tests.support.folders import Machines, named, seed
from tests.support.laws import often

EVENTS = ("undo", "return", "carry", "fetch", "edit", "edit there", "redo", "undo", "reopen")


class World:
    """Two machines, "here" and "there", and what each step of either really said."""

    def __init__(self, root: Path, number: int) -> None:
        self.chance = random.Random(number)
        self.root = root
        self.machines = Machines(root)
        self.long = 1 if number % 3 == 0 else LONG_HISTORY
        """From how many bytes on only what came of the steps is read."""
        self.number = 0
        folder = self.machines.folder("here-place", "here")
        library = Library(folder)
        seed(library)
        for _ in range(self.chance.randrange(1, 6)):
            self.edit(library)
        shutil.copytree(root / "here-place", root / "there-place")
        self.carried = self.chance.random() < 0.5
        if not self.carried:  # The other machine has none of the words that will be lost.
            shutil.rmtree(root / "there-place" / "journal")
        folder.close(long=True)
        self.windows: dict[str, Library] = {}
        for name in ("here", "there"):
            self.reopen(name)
        self.real = {step.id: step for step in self.windows["here"].history()}
        self.edit(self.windows["there"])
        self.lost: dict[str, bytes] = {}

    @property
    def here(self) -> Library:
        """The library on the machine that loses."""
        return self.windows["here"]

    def edit(self, library: Library) -> None:
        """Say something."""
        self.number += 1
        n = self.chance.randrange(3)
        if named(n) not in library.papers:
            return
        paper = library.papers[named(n)]
        kind = self.chance.randrange(4)
        if kind == 0:
            annotate.tag_papers(library, [paper], [f"t{self.number}"])
        elif kind == 1:
            annotate.star_papers(library, [paper], not paper.starred)
        elif kind == 2:
            library.apply(edits.note(paper, f"text {self.number}"), "Noted")
        else:
            reading_lists.add_to_list(library, "Edge", [paper])

    def reopen(self, name: str = "here") -> None:
        """A window is closed and another one opened."""
        if name in self.windows:
            self.windows[name].leave()
        self.windows[name] = self.machines.library(f"{name}-place", name, self.long)

    def lose(self) -> None:
        """The journal is gone, or the whole library."""
        place = self.root / "here-place"
        gone = [place / "journal" / "herexxxxxx.jsonl"]
        gone += [place / "catalogue.json"] if self.chance.random() < 0.4 else []
        for path in gone:
            self.lost[path.relative_to(place).as_posix()] = path.read_bytes()
            path.unlink()
        self.machines.forget()  # So that it can be written, and nothing but the backup brings it back.
        self.reopen()

    def put_back(self) -> None:
        """From the one backup."""
        aside = self.root / "here"
        of = Backups(str(self.root / "here-place"), str(aside / "data"), str(aside / "state"))
        rows: list[BackupRow] = backups.backup_rows(of, "herexxxxxx")
        backups.put_back(self.here, backups.chosen(of, rows[0].name, self.here))

    def give_back(self) -> None:
        """What was lost is there again, beside what was written since."""
        for name, data in self.lost.items():
            path = self.root / "here-place" / name
            path.with_name(f"{path.stem} (returned){path.suffix}").write_bytes(data)

    def carry(self, one: str, other: str) -> None:
        """A sync tool carries all files of one machine to the other, each beside what is there."""
        for path in sorted((self.root / f"{one}-place").rglob("*.json*")):
            inside = path.relative_to(self.root / f"{one}-place")
            to = self.root / f"{other}-place" / inside
            to.parent.mkdir(exist_ok=True)
            if to.exists() and (path.suffix == ".json" or to.read_bytes() != path.read_bytes()):
                to = to.with_name(f"{to.stem} (of {one}){to.suffix}")
            shutil.copyfile(path, to)

    def happens(self, event: str) -> None:
        """One thing happens."""
        if event == "undo" and self.here.undoable(1):
            undo.undo(self.here)
        elif event == "redo" and self.here.redoable(1):
            undo.redo(self.here)
        elif event == "return":
            self.give_back()
        elif event == "carry":
            self.carry("here", "there")
        elif event == "fetch":
            self.carry("there", "here")
        elif event.startswith("edit"):
            self.edit(self.windows["there" if event == "edit there" else "here"])
        elif event == "reopen":
            self.reopen(self.chance.choice(("here", "there")))
        for window in self.windows.values():
            window.refresh()

    def as_said(self, library: Library) -> Any:
        """What is shown where nothing had been lost, nor put back."""
        steps = {**self.real, **{step.id: step for step in library.history()}}
        again = {step.id for step in steps.values() if step.mends}
        state = State()
        state.fold(
            [library.state.facts(named(n)) or Paper(named(n), "") for n in range(3)],
            [step for step in steps.values() if not {step.id, step.undoes, step.redoes} & again],
        )
        return shown(state)


def shown(state: State) -> Any:
    """What a person sees, but when it was said."""
    papers = {id: (paper.tags, paper.starred, paper.note) for id, paper in state.papers.items()}
    return papers, {key: (each.name, each.papers) for key, each in state.lists.items()}


def lived(root: Path, number: int) -> int:
    """One history; how often a putting back was undone in it. Raises AssertionError."""
    world = World(root, number)
    world.lose()
    before = shown(world.here.state)
    world.put_back()
    assert shown(world.here.state) == world.as_said(world.here), "what was put back is not what was said"
    if world.chance.random() < 0.7:
        if world.chance.random() < 0.7:
            world.edit(world.here)
        while not world.here.undoable(1)[0].mends:
            undo.undo(world.here)
        undo.undo(world.here)
        assert shown(world.here.state) == before, "the undo leads not to what was before"
        undo.redo(world.here)
        assert shown(world.here.state) == world.as_said(world.here), "the redo leads not to what was put back"
    events = list(EVENTS)
    world.chance.shuffle(events)
    undone = 0
    for event in events:
        world.happens(event)
        undone += sum(step.mends for step in world.here.undone())
        if world.carried:
            there = world.windows["there"]
            assert shown(there.state) == world.as_said(there), f"words went there by '{event}'"
    for one, other in (("here", "there"), ("there", "here")):
        world.give_back()
        world.carry(one, other)
    for name in ("here", "there"):
        window = world.windows[name]
        window.refresh()
        assert shown(window.state) == world.as_said(window), f"not all is back {name}"
        world.reopen(name)
        assert shown(world.windows[name].state) == shown(window.state), f"a new window shows something else {name}"
    assert shown(world.windows["here"].state) == shown(world.windows["there"].state)
    return undone


def test_a_long_history_of_which_only_what_came_is_read_knows_what_was_undone(tmp_path: Path) -> None:
    """The undo and the redo come to a window that has not read the steps."""
    world = World(tmp_path, 3)
    world.lose()
    before = shown(world.here.state)
    world.put_back()
    restored = shown(world.here.state)
    assert restored != before
    for act, wanted in ((undo.undo, before), (undo.redo, restored), (undo.undo, before)):
        world.reopen()
        assert world.here._kept is not None
        act(world.here)
        assert shown(world.here.state) == wanted
    world.reopen()
    assert shown(world.here.state) == before
    world.give_back()
    world.here.refresh()
    assert shown(world.here.state) == restored


def test_a_word_that_is_back_may_be_led_back_to_though_another_machine_wrote_upon_its_copy(tmp_path: Path) -> None:
    """What was said upon the copy, taken back, brought back and taken back again stands above what was written there
    meanwhile, as it would without the loss."""
    lived(tmp_path, 340)


@pytest.mark.long
def test_whatever_the_order_what_was_lost_is_back_once_its_file_is(tmp_path: Path) -> None:
    undone = 0
    for number in range(often(16, 1000)):
        try:
            undone += lived(tmp_path / str(number), number)
        except AssertionError as error:
            raise AssertionError(f"in history {number}: {error}") from error
    assert undone > 10

"""Whatever is done in whatever order, by two processes and through crashes, the library is what a plain dict says."""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reader.library import change as edits
from reader.library.change import Change
from reader.library.library import Library
from reader.paper import Paper, Status
from tests.support.folders import Machines, numbered
from tests.support.laws import drawn

PAPERS = numbered(8)
IDS = st.sampled_from([paper.id for paper in PAPERS])
TAGS = st.sampled_from(["rl", "RL", "vision", "a/b", "ö"])
NOTES = st.sampled_from(["", "one", "two\nlines", "three ~"])
TEAR = st.integers(0, 400)
Plain = dict[str, dict[str, Any]]


def told(library: Library) -> Plain:
    """What the library says, as the model says it."""
    return {
        id: {"tags": frozenset(p.tags), "star": p.starred, "status": p.status, "note": p.note}
        for id, p in library.papers.items()
    }


class Shelves(RuleBasedStateMachine):
    """Two processes of one device on one folder, and a dict."""

    @initialize()
    def open(self) -> None:
        """Start with an empty library."""
        self.root = Path(tempfile.mkdtemp(prefix="reader-machine-"))
        self.machines = Machines(self.root)
        self.name = "library"
        self.shelves = [self.machines.library(), self.machines.library()]
        self.words: Plain = {}
        self.done: list[Plain] = []
        self.undone: list[Plain] = []
        self.crashes = 0

    def teardown(self) -> None:
        """Nothing stays behind."""
        if hasattr(self, "root"):
            shutil.rmtree(self.root)

    @property
    def shown(self) -> Plain:
        """The model of what is seen."""
        return {
            id: {key: value for key, value in held.items() if key != "gone"}
            for id, held in self.words.items()
            if not held["gone"]
        }

    def _apply(self, who: int, changes: list[Change], after: Plain) -> None:
        outcome = self.shelves[who].apply(changes, "An edit")
        assert (outcome.step is not None) == (after != self.words)
        if after != self.words:
            self._step(after)

    def _step(self, after: Plain) -> None:
        self.done.append(self.words)
        self.undone = []
        self.words = after

    def _look(self, who: int) -> dict[str, Paper]:
        self.shelves[who].refresh()
        return dict(self.shelves[who].papers)

    @rule(who=st.integers(0, 1), picked=st.sets(st.sampled_from(PAPERS)))
    def bring(self, who: int, picked: set[Paper]) -> None:
        """An import: new papers arrive, removed ones come back, known ones stay."""
        papers = sorted(picked, key=lambda paper: paper.id)
        after = deepcopy(self.words)
        for paper in papers:
            fresh = {"tags": frozenset[str](), "star": False, "status": Status.UNREAD, "note": "", "gone": False}
            after.setdefault(paper.id, fresh)["gone"] = False
        outcome = self.shelves[who].add(papers, say=lambda plan: f"Imported {len(plan.new)}")
        assert (outcome.step is not None) == (after != self.words)
        if after != self.words:
            self._step(after)

    @rule(who=st.integers(0, 1), id=IDS, tag=TAGS, on=st.booleans())
    def tag(self, who: int, id: str, tag: str, on: bool) -> None:
        """A tag comes or goes."""
        self._tag(who, [id], tag, on)

    @rule(who=st.integers(0, 1), tag=TAGS, on=st.booleans())
    def tag_all(self, who: int, tag: str, on: bool) -> None:
        """A bulk edit is one step."""
        self._tag(who, list(self.shown), tag, on)

    def _tag(self, who: int, ids: list[str], tag: str, on: bool) -> None:
        papers = self._look(who)
        after = deepcopy(self.words)
        changes = []
        for id in ids:
            if id not in papers:
                continue
            held = after[id]["tags"]
            same = {name for name in held if name.casefold() == tag.casefold()}
            if on:
                changes += edits.tag(papers[id], add=(tag,))
                after[id]["tags"] = held if same else held | {tag}
            else:
                changes += edits.tag(papers[id], remove=(tag,))
                after[id]["tags"] = held - same
        self._apply(who, changes, after)

    @rule(who=st.integers(0, 1), id=IDS, on=st.booleans())
    def star(self, who: int, id: str, on: bool) -> None:
        """A star comes or goes."""
        papers = self._look(who)
        if id in papers:
            after = deepcopy(self.words)
            after[id]["star"] = on
            self._apply(who, edits.star(papers[id], on), after)

    @rule(who=st.integers(0, 1), id=IDS, to=st.sampled_from(Status))
    def mark(self, who: int, id: str, to: Status) -> None:
        """A status changes."""
        papers = self._look(who)
        if id in papers:
            after = deepcopy(self.words)
            after[id]["status"] = to
            self._apply(who, edits.status(papers[id], to), after)

    @rule(who=st.integers(0, 1), id=IDS, text=NOTES)
    def note(self, who: int, id: str, text: str) -> None:
        """A note is replaced."""
        papers = self._look(who)
        if id in papers:
            after = deepcopy(self.words)
            after[id]["note"] = text
            self._apply(who, edits.note(papers[id], text), after)

    @rule(who=st.integers(0, 1), id=IDS)
    def remove(self, who: int, id: str) -> None:
        """A paper is removed; its words stay for when it comes back."""
        papers = self._look(who)
        if id in papers:
            after = deepcopy(self.words)
            after[id]["gone"] = True
            self._apply(who, edits.gone(papers[id]), after)

    @rule(who=st.integers(0, 1))
    @precondition(lambda self: self.done)
    def undo(self, who: int) -> None:
        """The last step, whichever process made it, is taken back exactly."""
        assert self.shelves[who].undo().skipped == ()
        self.undone.append(self.words)
        self.words = self.done.pop()
        for id, held in self.undone[-1].items():
            self.words.setdefault(id, {**held, "gone": True})

    @rule(who=st.integers(0, 1))
    @precondition(lambda self: self.undone)
    def redo(self, who: int) -> None:
        """What was undone comes back exactly."""
        assert self.shelves[who].redo().skipped == ()
        self.done.append(self.words)
        self.words = self.undone.pop()

    @rule(who=st.integers(0, 1))
    def reopen(self, who: int) -> None:
        """What is read from disk is what was in memory."""
        self.shelves[who] = self.machines.library(self.name)

    @rule(tear=TEAR, who=st.integers(0, 1))
    def crash(self, tear: int, who: int) -> None:
        """The machine stops in the middle of writing a line: the folder as it was then, with a part of a line."""
        journals = list((self.root / self.name / "journal").glob("*.jsonl"))
        self.crashes += 1
        name = f"library-{self.crashes}"
        shutil.copytree(self.root / self.name, self.root / name)
        for journal in journals:
            data = journal.read_bytes()
            last = data[data.rfind(b"\n", 0, -1) + 1 : -1].replace(b'{"i":"', b'{"i":"x')
            with open(self.root / name / "journal" / journal.name, "ab") as file:
                file.write(last[: min(tear, len(last))])
        self.name = name
        self.shelves = [self.machines.library(name), self.machines.library(name)]

    @invariant()
    def agrees(self) -> None:
        """Both processes, and one that opens the folder anew, see what the dict says."""
        for shelf in self.shelves:
            shelf.refresh()
            assert told(shelf) == self.shown
            assert len(shelf.undoable()) == len(self.done)
            assert len(shelf.redoable()) == len(self.undone)


class Papers(Shelves):
    """The machine with a reading from disk after every step."""

    @invariant()
    def kept(self) -> None:
        """Memory is what the disk says."""
        assert told(self.machines.library(self.name)) == self.shown


TestShelves = Papers.TestCase
TestShelves.settings = drawn(30, HealthCheck.data_too_large, stateful_step_count=25)
pytest.mark.long(TestShelves)

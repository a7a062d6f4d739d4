"""A library opened with what another opening left of its steps is the one that all of its steps give."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.errors import ReaderError
from reader.library import change as edits
from reader.library import folded
from reader.library.change import Step
from reader.library.library import Library
from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.store.folder import Folder
from reader.store.lines import encode_header, parse, seal
from tests.support.folders import Machines, numbered, seed
from tests.support.laws import often

ALWAYS, NEVER = 1, 1 << 40
"""From how many bytes on a history is long."""
DEVICES = ("here", "there")


def told(library: Library) -> dict[str, Any]:
    """All that a library says."""
    state = library.state
    subjects = [*library.papers, *state.hidden, *state.orphans]
    keys = ["star", "status", "note", "gone", "triage", "tag:rl", "tag:ö", "list:one", "list:two", "differs:x"]
    return {
        "warnings": library.warnings,
        "loss": library.loss,
        "papers": list(library.papers.items()),
        "lists": list(state.lists.items()),
        "lists of": [state.lists_of(id) for id in subjects],
        "merged": state.merged,
        "orphans": state.orphans,
        "pairs": state.pairs("differs"),
        "tags": library.tags.counts(),
        "recent": library.recent(5),
        "undo": [library.undoable(count) for count in (1, 3, None)],
        "redo": [library.redoable(count) for count in (1, 3, None)],
        "undone": {step.id for step in library.undone()},
        "history": library.history(),
        "unseen": [(at, state.unseen(*at)) for at in state.with_unseen],
        "held": [state.held(subject, key) for subject in subjects for key in keys],
    }


class Diary:
    """Two devices on one folder, of which each leaves what came of the steps to its next opening."""

    def __init__(self, root: Path, number: int) -> None:
        self.machines = Machines(root)
        self.chance = random.Random(number)
        seed(self.machines.library(), 6)
        self.imported = 6
        self.copies: list[bytes] = []

    def open(self, device: str, long: int = ALWAYS) -> tuple[Library, Folder]:
        """A library and its folder."""
        folder = self.machines.folder(device=device, long=long)
        return Library(folder), folder

    def journal(self, device: str) -> Path:
        """A device's journal."""
        return self.machines.path("journal", f"{device:x<10}.jsonl")

    def left(self, device: str) -> list[Path]:
        """What was left to the openings of a device."""
        return list((self.machines.root / device / "cache").glob("indexes/*.steps"))

    # -- what people do -----------------------------------------------------------------------------------------------

    def day(self, device: str) -> None:
        """A few edits, and what came of them is left."""
        library, folder = self.open(device)
        for _ in range(self.chance.randrange(5)):
            try:
                self.edit(library)
            except ReaderError:
                break
        folder.close()
        if self.chance.random() < 0.8:
            library.leave()

    def edit(self, library: Library) -> None:
        """One edit."""
        papers = list(library.papers.values())
        some = self.chance.sample(papers, min(len(papers), self.chance.choice((1, 1, 1, 3))))
        wishes: list[Callable[[Paper], list[edits.Change]]] = [
            lambda paper: edits.tag(paper, add=(self.chance.choice(("rl", "RL", "ö")),)),
            lambda paper: edits.tag(paper, remove=paper.tags[:1]),
            lambda paper: edits.star(paper, not paper.starred),
            lambda paper: edits.status(paper, self.chance.choice(list(Status))),
            lambda paper: edits.note(paper, self.chance.choice(("", "one", "two\nlines ü"))),
            lambda paper: edits.triage(paper, self.chance.choice(("later", "dismissed", ""))),
            lambda paper: [edits.Change(paper.id, f"differs:{papers[0].id}", None, True)],
        ]
        kind = self.chance.random()
        if kind < 0.55:
            wish = self.chance.choice(wishes)
            library.apply([change for paper in some for change in wish(paper)], f"Edited {len(some)}")
        elif kind < 0.65:
            before = library.list_called(name := self.chance.choice(("One", "Two")))
            ids = [paper.id for paper in some]
            library.set_list(before, _listed(name, before, ids), "Put")
        elif kind < 0.7 and papers:
            merged = self.chance.choice(("", papers[0].id))
            library.apply([c for paper in some[:1] for c in edits.gone(paper, merged)], "Removed 1")
        elif kind < 0.75:
            self.imported += 2
            library.add(numbered(2, self.chance.choice((0, self.imported))), say=lambda plan: "Imported", tags=("rl",))
        elif kind < 0.9:
            library.undo()
        else:
            library.redo()

    # -- what befalls files -------------------------------------------------------------------------------------------

    def mishap(self) -> None:
        """Something that a sync tool, a crash or a disk does."""
        device = self.chance.choice(DEVICES)
        path = self.journal(device)
        if not path.exists():
            return
        data = path.read_bytes()
        at = self.chance.randrange(len(data))
        self.copies.append(data)
        lines = data.splitlines(keepends=True)
        beside = self.machines.path("journal", f"{device} (copy {self.chance.randrange(3)}).jsonl")
        tail = self.chance.choice(self.copies)
        happen: list[Callable[[], object]] = [
            lambda: path.write_bytes(data[:at]),
            lambda: path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]),
            lambda: path.write_bytes(data + b"<<<<<<< ours\n"),
            lambda: path.write_bytes(data + b'{"i":"torn'),
            lambda: path.write_bytes(data + b"no line\n"),
            lambda: path.write_bytes(data + self.chance.choice(lines)),
            lambda: beside.write_bytes(tail),
            lambda: beside.write_bytes(encode_header("elsewhere") + self.chance.choice(lines)),
            lambda: beside.unlink(missing_ok=True),
            lambda: path.write_bytes(tail),
            path.unlink,
            lambda: self.machines.forget(device),
            lambda: self.twin(path),
            self.older_catalogue,
        ]
        self.chance.choice(happen)()

    def twin(self, path: Path) -> None:
        """Another step with the id of one that is there."""
        steps = [line.text for line in parse(path.read_bytes(), "x") if isinstance(line.said, Step)]
        if steps:
            said = json.loads(self.chance.choice(steps))
            del said["c"]
            path.write_bytes(path.read_bytes() + seal({**said, "say": "Something else"}))

    def older_catalogue(self) -> None:
        """The catalogue becomes the one before."""
        if (former := self.machines.path("catalogue.json.1")).exists():
            shutil.copy(former, self.machines.path("catalogue.json"))

    def spoil(self, device: str) -> None:
        """What was left is cut, altered, emptied or that of somebody else."""
        for path in self.left(device):
            data = path.read_bytes()
            at = self.chance.randrange(len(data) + 1)
            others = [other.read_bytes() for name in DEVICES for other in self.left(name)]
            altered = data[:at] + b"?" + data[at + 1 :]
            path.write_bytes(self.chance.choice([data[:at], altered, b"", self.chance.randbytes(999), *others]))

    def check(self) -> int:
        """Both ways of opening tell the same; how many had been left something that held."""
        used = 0
        for device in DEVICES:
            used += self.machines.folder(device=device, long=ALWAYS).pull().folded is not None
            whole, kept = self.open(device, NEVER)[0], self.open(device)[0]
            assert told(kept) == told(whole)
            again, folder = self.open(device)
            try:
                outcome = (again.undo if self.chance.random() < 0.7 else again.redo)()
            except ReaderError as error:
                refused = whole.redo if "redo" in str(error) else whole.undo
                with pytest.raises(type(error)):
                    refused()
                continue
            finally:
                folder.close()
            whole = self.open(device, NEVER)[0]
            assert outcome.step == whole.recent(1)[0]
            assert {**told(again), "warnings": ()} == {**told(whole), "warnings": ()}
        return used


def _listed(name: str, before: ReadingList | None, ids: list[str]) -> ReadingList:
    """The list with these papers on it too."""
    entries = dict.fromkeys([*(before.papers if before else ()), *ids])
    return replace(before or ReadingList(name), entries=tuple(ListEntry(id) for id in entries))


@pytest.mark.long
def test_a_library_is_the_same_with_what_was_left_of_its_steps_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever two devices say, whatever becomes of their files and of what was left."""
    used = 0
    for number in range(often(2, 200)):
        monkeypatch.setattr(folded, "RECENT", (500, 3)[number % 2])
        used += _lived(tmp_path / str(number), number)
    assert used > often(10, 2_000)


def _lived(root: Path, number: int) -> int:
    """How often what was left held in a week of two devices, in a long run in two."""
    diary = Diary(root, number)
    used = 0
    for _ in range(often(6, 12)):
        for device in DEVICES:
            diary.day(device)
        used += diary.check()
        if diary.chance.random() < 0.4:
            diary.mishap()
            used += diary.check()
        if diary.chance.random() < 0.2:
            diary.spoil(diary.chance.choice(DEVICES))
            used += diary.check()
        for device in DEVICES:
            if diary.open(device, NEVER)[1].read_only:
                diary.machines.repair(device)
    return used

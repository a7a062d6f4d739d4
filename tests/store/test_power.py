"""Power may be cut at any instant: what was acknowledged is there, what was in flight is whole or absent."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import StoreError
from reader.library import change as edits
from reader.library.library import Library
from reader.store import disk
from tests.support.folders import Machines, named, numbered, seed
from tests.support.power import Op, Recorder


def seen(library: Library) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is compared."""
    return tuple((id, paper.tags) for id, paper in library.papers.items())


def record(machines: Machines, monkeypatch: pytest.MonkeyPatch, *, forgets_sync: bool = False) -> Recorder:
    """A first run with imports, edits, a bulk edit and undo, written down."""
    recorder = Recorder(machines.path(), forgets_sync=forgets_sync)
    with monkeypatch.context() as patched:
        patched.setattr(disk, "os", recorder)
        library = machines.library()
        recorder.ops.append(Op("ack", said=seen(library)))
        acts: list[Callable[[], object]] = [
            lambda: seed(library),
            lambda: library.apply(edits.tag(library.papers[named(0)], add=("one",)), "Tagged"),
            lambda: library.add(numbered(2, start=3), say=lambda plan: "Imported"),
            lambda: library.apply([c for p in library.papers.values() for c in edits.tag(p, add=("all",))], "Tagged"),
            lambda: library.undo(),
        ]
        for act in acts:
            act()
            recorder.ops.append(Op("ack", said=seen(library)))
    return recorder


def violations(machines: Machines, recorder: Recorder, probe: int, *, first: bool = False) -> tuple[int, list[str]]:
    """How many folders a cut could leave, and what is wrong with some (or with the `first` such, from the last cut
    back); every `probe`-th gets one more edit."""
    acknowledged = [(n, op.said) for n, op in enumerate(recorder.ops) if op.kind == "ack"]
    wrong: list[str] = []
    known: set[tuple[object, ...]] = set()
    ends = range(acknowledged[0][0] + 1, len(recorder.ops) + 1)
    for end in reversed(ends) if first else ends:
        before = [said for n, said in acknowledged if n < end][-1]
        after = [said for n, said in acknowledged if n >= end][:1]
        for files in recorder.states(end):
            mark = (before, *sorted(files.items()))
            if mark in known:
                continue
            known.add(mark)
            if first and wrong:
                return len(known), wrong
            # A place of its own, on a machine that knows nothing of the library: it would remember how far it was.
            machines.forget()
            place = machines.root / f"after-{len(known)}"
            for name, data in files.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(data)
            try:
                told = seen(machines.library(place.name))
                if told not in [before, *after]:
                    wrong.append(f"after {end} operations: {told}")
                elif len(known) % probe == 0:
                    library = machines.library(place.name)
                    if told:
                        library.apply(edits.tag(library.papers[named(0)], add=("next",)), "Tagged")
                    else:
                        seed(library)
                    if seen(machines.library(place.name)) != seen(library):
                        wrong.append(f"after {end} operations and the next edit")
            except StoreError as error:
                wrong.append(f"after {end} operations: {error}")
            shutil.rmtree(place)
    return len(known), wrong


def test_no_power_cut_loses_what_was_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first run on, through imports and undo. (The proofs cut at every byte.)"""
    machines = Machines(tmp_path)
    count, wrong = violations(machines, record(machines, monkeypatch), 5)
    assert wrong == []
    assert count > 150


def test_without_fsync_the_same_finds_losses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it can fail."""
    machines = Machines(tmp_path)
    assert violations(machines, record(machines, monkeypatch, forgets_sync=True), 1000, first=True)[1]


def test_without_closing_unfinished_lines_the_same_finds_losses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edit after a cut would be glued to the torn one and lost with it."""
    machines = Machines(tmp_path)
    recorder = record(machines, monkeypatch)
    careful = disk.append
    monkeypatch.setattr(disk, "append", lambda path, data, size: careful(path, data.removeprefix(b"~\n"), size))
    assert violations(machines, recorder, 1, first=True)[1]

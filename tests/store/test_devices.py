"""Several devices on one library that a sync tool carries to and fro: all come to the same words, none is lost."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from reader.errors import ReadOnly
from reader.library import change as edits
from reader.library.change import Step
from reader.library.library import Library
from reader.store import doctor
from tests.support.folders import Machines, named, numbered, seed
from tests.support.laws import often

DEVICES = ("one", "two", "three")


def carry(root: Path, source: str, target: str, chance: random.Random) -> None:
    """Sync some of the files of one device's folder to another's, as sync tools do: whole files, some left behind,
    a file that both changed kept as a conflict copy."""
    for path in sorted((root / source).rglob("*.json*")):
        if chance.random() < 0.3 or path.name == "catalogue.json.1":
            continue
        place = root / target / path.relative_to(root / source)
        place.parent.mkdir(exist_ok=True)
        if place.exists() and place.read_bytes() == path.read_bytes():
            continue
        own = path.name.startswith(target.removeprefix("at-"))
        if path.name == "catalogue.json" and place.exists():
            shutil.copyfile(path, place.with_name(f"catalogue.sync-conflict-{source}.json"))
        elif own:
            shutil.copyfile(path, place.with_name(f"{path.stem} (conflicted copy {source}).jsonl"))
        elif not place.exists() or len(place.read_bytes()) <= len(path.read_bytes()):
            fresh = place.with_name(f".{place.name}.sync")
            shutil.copyfile(path, fresh)
            fresh.replace(place)


def act(library: Library, chance: random.Random, n: int) -> Step | None:
    """Something that a user does."""
    papers = list(library.papers.values())
    kind = chance.randrange(6)
    if kind == 0 or not papers:
        start = chance.randrange(12)
        return library.add(numbered(2, start=start), say=lambda plan: f"Imported {len(plan.new)}").step
    if kind == 1 and library.undoable():
        return library.undo().step
    if kind == 2 and library.redoable():
        return library.redo().step
    if kind == 3:
        return library.apply(edits.note(chance.choice(papers), f"note {n}"), f"Noted {n}").step
    if kind == 4:
        changes = [change for paper in papers for change in edits.tag(paper, add=(f"b{n}",))]
        return library.apply(changes, f"Tagged all {n}").step
    return library.apply(edits.star(chance.choice(papers), chance.random() < 0.5), f"Starred {n}").step


def history(root: Path, number: int) -> int:
    """One random history; how many steps all devices have in the end. Raises AssertionError."""
    chance = random.Random(number)
    machines = Machines(root)
    made: set[str] = set()
    shelves = {device: machines.library(f"at-{device}", device) for device in DEVICES}
    for n in range(chance.randrange(5, 25)):
        device = chance.choice(DEVICES)
        library = shelves[device]
        library.refresh()
        # While the catalogue is still on its way, a device can only read.
        with suppress(ReadOnly):
            step = act(library, chance, n)
            made |= {step.id} if step else set()
        if chance.random() < 0.5:
            carry(root, f"at-{device}", f"at-{chance.choice(DEVICES)}", chance)
        if chance.random() < 0.2:
            shelves[device] = machines.library(f"at-{device}", device)
    everything = root / "everything"
    (everything / "journal").mkdir(parents=True)
    for device in DEVICES:
        for path in (root / f"at-{device}").rglob("*.json*"):
            inside = "journal" if path.suffix == ".jsonl" else "."
            shutil.copyfile(path, everything / inside / f"{path.stem}-{device}{path.suffix}")
    main = sorted(everything.glob("catalogue-*.json"))
    if main:
        shutil.copyfile(main[0], everything / "catalogue.json")
    told = []
    for order in DEVICES:
        shutil.copytree(everything, root / f"end-{order}")
        library = machines.library(f"end-{order}", order)
        assert made <= {step.id for step in library.history()}, "a step is missing"
        gaps = [
            found for found in doctor.check(root / f"end-{order}", state_dir=root) if found.kind in ("gap", "order")
        ]
        assert gaps == [], "something is said to be missing"
        told.append((dict(library.papers), {name: lst.papers for name, lst in library.lists.items()}))
    assert sorted(told[0][0]) == sorted(told[1][0])
    assert told[0] == told[1] == told[2]
    for device in DEVICES:
        known = shelves[device]
        known.refresh()
        assert all(step in machines.library("end-one", "one").history() for step in known.history())
    return len(made)


@pytest.mark.long
def test_half_synced_devices_come_to_the_same_words(tmp_path: Path) -> None:
    """Random histories of three devices. (The proofs run 300.)"""
    assert sum(history(tmp_path / str(number), number) for number in range(often(5, 24))) > often(20, 120)


def test_conflict_copies_of_a_journal_are_read_once(tmp_path: Path) -> None:
    """A step counts once in however many files it stands, and its device is the one that its journal names."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    journal = machines.journal()
    shutil.copyfile(journal, journal.with_name(f"{journal.stem}.sync-conflict-20261121-101010-ABCDEFG.jsonl"))
    again = machines.library()
    assert [step.say for step in again.history()] == ["Starred", "Imported 3"]
    assert len(again.undoable()) == 2


def test_a_copy_of_the_catalogue_adds_what_only_it_has(tmp_path: Path) -> None:
    """Its papers are shown, and the next import takes them over."""
    machines = Machines(tmp_path)
    seed(machines.library())
    other = machines.library("other", "there")
    other.add(numbered(2, start=2), say=lambda plan: "Imported")
    shutil.copyfile(tmp_path / "other" / "catalogue.json", machines.path("catalogue (conflicted copy 2026-11-21).json"))
    library = machines.library()
    assert list(library.papers) == [named(n) for n in range(4)]
    assert any("adds 1 paper" in warning for warning in library.warnings)
    library.apply(edits.star(library.papers[named(3)], True), "Starred")
    library.add(numbered(1, start=9), say=lambda plan: "Imported")
    machines.path("catalogue (conflicted copy 2026-11-21).json").unlink()
    after = machines.library()
    assert set(after.papers) == {named(n) for n in (0, 1, 2, 3, 9)}
    assert after.papers[named(3)].starred


def test_undo_takes_back_only_what_this_device_did(tmp_path: Path) -> None:
    """Another device's steps stand."""
    machines = Machines(tmp_path)
    here, there = machines.library(device="here"), machines.library(device="there")
    seed(here)
    there.refresh()
    there.apply(edits.star(there.papers[named(0)], True), "Starred there")
    here.apply(edits.star(here.papers[named(1)], True), "Starred here")
    here.undo()
    here.undo()
    there.refresh()
    assert list(there.papers) == [named(0)]
    assert [step.say for step in there.undoable()] == ["Starred there"]


def test_an_import_that_never_reached_a_journal_is_whole_and_keeps_its_device(tmp_path: Path) -> None:
    """Its line stands in the catalogue; the next writer, whoever it is, puts it into a journal."""
    machines = Machines(tmp_path)
    seed(machines.library(device="here"))
    machines.journal().unlink()
    window = machines.folder(device="here")
    assert [step.say for step in window.pull().steps] == ["Imported 3"]
    there = machines.library(device="there")
    assert [step.say for step in there.history()] == ["Imported 3"]
    there.apply(edits.star(there.papers[named(0)], True), "Starred")
    assert [step.say for step in window.pull().steps] == ["Starred"]
    there.add(numbered(1, start=5), say=lambda plan: "Imported one more")
    here = machines.library(device="here")
    assert [step.say for step in here.history()] == ["Imported one more", "Starred", "Imported 3"]
    assert [step.say for step in here.undoable()] == ["Imported 3"]


def test_an_import_whose_last_line_goes_under_an_open_window_is_missing_there(tmp_path: Path) -> None:
    """A catalogue holds the line of one import alone, so that an older one may stand in a copy of it only."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    beside = machines.path("catalogue (older).json")
    shutil.copyfile(machines.path("catalogue.json"), beside)
    library.add(numbered(1, start=5), say=lambda plan: "Imported one more")
    machines.journal().unlink()
    window = machines.library()
    assert (len(window.history()), window.read_only) == (2, "")
    whole = beside.read_bytes()
    beside.unlink()
    assert "1 step of this machine" in " ".join(window.refresh().warnings)
    assert (len(window.history()), len(window.papers)) == (1, 4)
    with pytest.raises(ReadOnly, match="1 step of this machine"):
        window.apply(edits.star(window.papers[named(0)], True), "Starred")
    beside.write_bytes(whole)
    window.refresh()
    window.apply(edits.star(window.papers[named(0)], True), "Starred")
    beside.unlink()
    assert [step.say for step in machines.library().history()] == ["Starred", "Imported one more", "Imported 3"]

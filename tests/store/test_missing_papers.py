"""Papers that the catalogue had and has no more are missed, each of them, whatever stands in their place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library import change as edits
from reader.library.library import Library
from reader.operations import backups
from reader.store.backup import Backups
from reader.store.lines import seal
from reader.store.loss import SAMPLE
from tests.support.folders import Machines, named, numbered, seed

ALL = 30
KEPT = [(ALL - 1) * n // (SAMPLE - 1) for n in range(SAMPLE)]
"""Papers that both machines have: the first, the last and a few between them."""
GONE = ALL - len(KEPT)


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library with as many papers as that of another machine, which has none of most of them; and a backup."""
    machines = Machines(tmp_path)
    folder = machines.folder()
    library = Library(folder)
    seed(library, ALL)
    library.apply(edits.star(library.papers[named(1)], True), "Starred")
    folder.close(long=True)
    other = machines.library("other", device="there")
    other.add([numbered(1, n)[0] for n in KEPT[:-1]], say=lambda plan: "Imported")
    other.add([*numbered(GONE, 500), *numbered(1, KEPT[-1])], say=lambda plan: "Imported")
    machines.now += 86_400_000
    return machines


def overwrite(machines: Machines) -> bytes:
    """A sync tool puts the other machine's catalogue in the place of this one; what was there."""
    catalogue = machines.path("catalogue.json")
    held = catalogue.read_bytes()
    for name in ("catalogue.json", "journal/therexxxxx.jsonl"):
        shutil.copyfile(machines.root / "other" / name, machines.path(name))
    return held


def kept_ids(machines: Machines) -> list[Path]:
    """The files that tell the ids of papers."""
    return sorted((machines.root / "here" / "state" / "memory").glob("*.papers"))


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "under an open window"])
def test_another_machines_catalogue_with_as_many_papers_loses_none_in_silence(machines: Machines, opened: bool) -> None:
    """The number is exact, nothing is written, and the copy is named."""
    window = machines.library() if opened else None
    held = overwrite(machines)
    library = machines.library() if window is None else window
    if opened:
        library.refresh()
    told = f"{GONE} papers of the catalogue that were here on {22 if opened else 21} September 2026 are missing"
    assert library.read_only.startswith(told)
    assert "put them back with `reader backup restore 2026-09-21`, which holds them all" in library.read_only
    (finding,) = (finding for finding in machines.check() if finding.serious)
    assert (finding.kind, finding.message.startswith(f"{GONE} papers of the catalogue")) == ("missing", True)
    machines.path("catalogue.json").write_bytes(held)
    assert (library.refresh().warnings, library.read_only) == ((), "")
    assert [finding for finding in machines.check() if finding.serious] == []


def test_a_backup_brings_them_back_and_what_came_instead_stays(machines: Machines) -> None:
    overwrite(machines)
    library = machines.library()
    of_library = Backups(str(machines.path()), str(machines.root / "here" / "data"))
    outcome = backups.put_back(library, backups.chosen(of_library, "2026-09-21", library))
    assert outcome.warnings == (backups.NOTHING_MISSING,)
    again = machines.library()
    assert (again.warnings, len(again.papers)) == ((), ALL + GONE)
    assert again.papers[named(1)].starred
    lose(machines, 501)  # What came while others were missing is missed as soon as none is.
    assert machines.library().read_only.startswith("1 paper of the catalogue that was here")


def test_going_on_without_them_is_told_once_and_settles_it(machines: Machines) -> None:
    """Until the next loss."""
    overwrite(machines)
    assert machines.repair()[-1].startswith(f"Went on without {GONE} papers; ")
    library = machines.library()
    assert (library.warnings, library.read_only) == ((), "")
    assert [finding for finding in machines.check() if finding.serious] == []
    catalogue = machines.path("catalogue.json")
    tables = json.loads(catalogue.read_bytes())
    tables["papers"] = {id: facts for id, facts in tables["papers"].items() if id != named(501)}
    catalogue.write_text(json.dumps(tables), encoding="utf-8")
    assert machines.library().read_only.startswith("1 paper of the catalogue that was here")


def lose(machines: Machines, *papers: int) -> None:
    """Papers are gone from the catalogue."""
    catalogue = machines.path("catalogue.json")
    tables = json.loads(catalogue.read_bytes())
    tables["papers"] = {id: facts for id, facts in tables["papers"].items() if id not in map(named, papers)}
    catalogue.write_text(json.dumps(tables), encoding="utf-8")


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "under an open window"])
@pytest.mark.parametrize("first", ["the loss", "the step"])
def test_what_another_machine_goes_on_without_settles_nothing_of_what_is_lost_here(
    machines: Machines, first: str, opened: bool
) -> None:
    """That one had lost a single paper, and never had the others; what is gone here is told in whatever order both
    arrive, until it is said here."""
    there = machines.library(device="there")
    there.apply(edits.star(there.papers[named(2)], True), "Starred")
    machines.library().add(numbered(3, 700), say=lambda plan: "Imported 3")
    window = machines.library() if opened else None
    catalogue, journal = machines.path("catalogue.json"), machines.path("journal", "therexxxxx.jsonl")
    whole, before = catalogue.read_bytes(), journal.read_bytes()
    lose(machines, 5)
    assert machines.repair("there")[-1].startswith("Went on without 1 paper")
    said = journal.read_bytes()
    catalogue.write_bytes(whole)
    if first == "the loss":
        journal.write_bytes(before)
        lose(machines, 5, 700, 701, 702)
        (window or machines.library()).refresh()
        journal.write_bytes(said)
    else:
        (window or machines.library()).refresh()
        lose(machines, 5, 700, 701, 702)
    library = machines.library() if window is None else window
    library.refresh()
    assert library.read_only.startswith("4 papers of the catalogue that were here")
    assert [finding.kind for finding in machines.check() if finding.serious] == ["missing"]
    machines.repair()
    assert (machines.library().warnings, machines.library().read_only) == ((), "")


def test_more_papers_than_there_were_hide_none_that_is_gone(machines: Machines) -> None:
    """The other machine's catalogue has grown meanwhile."""
    machines.library("other", device="there").add(numbered(50, 600), say=lambda plan: "Imported")
    overwrite(machines)
    assert machines.library().read_only.startswith(f"{GONE} papers of the catalogue that were here")


def forget_the_ids(machines: Machines) -> None:
    (path,) = kept_ids(machines)
    path.unlink()


def damage_the_ids(machines: Machines) -> None:
    (path,) = kept_ids(machines)
    path.write_bytes(path.read_bytes()[:-3])


def remember_as_older_versions(machines: Machines) -> None:
    forget_the_ids(machines)
    (path,) = (machines.root / "here" / "state" / "memory").glob("*.json")
    said = json.loads(path.read_bytes())
    del said["catalogue"], said["c"]
    path.write_bytes(seal(said))


def test_what_stands_in_the_place_of_the_ids_costs_nothing_but_them(machines: Machines) -> None:
    """A file of any length, without being read to its end; and a folder, which is told."""
    (path,) = kept_ids(machines)
    with path.open("wb") as file:
        file.truncate(1 << 40)
    library = machines.library()
    library.apply(edits.star(library.papers[named(2)], True), "Starred")
    assert (library.refresh().warnings, path.stat().st_size < 1000) == ((), True)
    path.unlink()
    path.mkdir()
    library = machines.library()
    library.apply(edits.star(library.papers[named(3)], True), "Starred")
    (told,) = library.refresh().warnings
    assert "what gets lost is not noticed" in told
    (journal,) = (path for path in machines.path("journal").iterdir() if path.stem.startswith("here"))
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    assert machines.library().read_only.startswith("1 step of this machine")


FORGET = [forget_the_ids, damage_the_ids, remember_as_older_versions]


@pytest.mark.parametrize("forget", FORGET)
def test_where_not_all_ids_are_known_the_number_is_told_as_the_least(
    machines: Machines, forget: Callable[[Machines], None]
) -> None:
    """Their number and a few of them are known still."""
    forget(machines)
    catalogue = machines.path("catalogue.json")
    tables = json.loads(catalogue.read_bytes())
    there = list(tables["papers"].items())[4:]
    tables["papers"] = {**dict(there), **{f"x{n}": {"title": f"Another {n}"} for n in range(4)}}
    catalogue.write_text(json.dumps(tables), encoding="utf-8")
    assert machines.library().read_only.startswith("At least 2 papers of the catalogue that were here")
    assert machines.repair()[-1].startswith("Went on without at least 2 papers; ")


@pytest.mark.parametrize("forget", FORGET)
def test_all_ids_are_known_again_after_one_look(machines: Machines, forget: Callable[[Machines], None]) -> None:
    """What an older version remembered is nothing to complain of."""
    forget(machines)
    kinds = [] if forget is remember_as_older_versions else ["memory"]
    assert [finding.kind for finding in machines.check()] == kinds
    folder = machines.folder()
    assert Library(folder).warnings == ()
    folder.close()
    assert machines.check() == []
    assert [path.read_text(encoding="utf-8").split("\n")[0] for path in kept_ids(machines)] == [named(0)]


def test_the_ids_are_written_when_papers_come_and_not_at_every_edit(machines: Machines) -> None:
    """What they were before is let go, unless another place remembers it."""
    library = machines.library()
    (before,) = kept_ids(machines)
    since = before.stat().st_mtime_ns
    library.apply(edits.star(library.papers[named(2)], True), "Starred")
    assert [(path, path.stat().st_mtime_ns) for path in kept_ids(machines)] == [(before, since)]
    shutil.copytree(machines.path(), machines.root / "copy")
    copy = machines.folder("copy")
    Library(copy)
    copy.close()
    library.add(numbered(1, 800), say=lambda plan: "Imported")
    assert len(kept_ids(machines)) == 2
    copied = machines.library("copy")
    copied.add(numbered(1, 900), say=lambda plan: "Imported")
    assert (before.exists(), len(kept_ids(machines))) == (False, 2)

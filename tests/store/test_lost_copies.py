"""What a library has lost is told with where copies of it are, and only where they were found to hold it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import change as edits
from reader.library.library import Library
from reader.operations import backups
from reader.store.backup import Backups
from tests.support.folders import Machines, named, seed


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library of some steps, and a backup of all of them."""
    machines = Machines(tmp_path)
    folder = machines.folder()
    library = Library(folder)
    seed(library)
    for n in range(6):
        library.apply(edits.tag(library.papers[named(0)], add=(f"t{n}",)), f"Tagged {n}")
    folder.close()
    return machines


def test_what_was_cut_out_of_the_middle_is_named_and_comes_back(machines: Machines) -> None:
    """Where this machine remembers nothing, only the chain of the lines tells that something is missing."""
    lines = machines.journal().read_bytes().splitlines(keepends=True)
    machines.journal().write_bytes(b"".join([*lines[:3], *lines[5:]]))
    machines.forget()
    machines.now += 86_400_000
    library = machines.library()
    (told,) = library.warnings
    assert "put them back with `reader backup restore 2026-09-21`, which holds them all, put the files back" in told
    (finding,) = (finding for finding in machines.check() if finding.serious)
    assert "`reader backup restore 2026-09-21`" in finding.message
    of_library = Backups(str(machines.path()), str(machines.root / "here" / "data"))
    outcome = backups.put_back(library, backups.chosen(of_library, "2026-09-21", library))
    assert outcome.warnings == (backups.NOTHING_MISSING,)
    again = machines.library()
    assert (again.warnings, again.loss) == ((), "")
    assert again.papers[named(0)].tags == tuple(f"t{n}" for n in range(6))
    assert [finding for finding in machines.check() if finding.serious] == []


def test_a_backup_without_what_was_cut_out_is_not_named(machines: Machines) -> None:
    (backup,) = (machines.root / "here" / "data" / "backups").glob("*/2026*")
    lines = machines.journal().read_bytes().splitlines(keepends=True)
    backup.unlink()
    (backup.parent / "2026-09-21.jsonl").write_bytes(b"".join(lines[:3]))
    machines.journal().write_bytes(b"".join([*lines[:3], *lines[5:]]))
    machines.forget()
    (told,) = machines.library().warnings
    assert "`reader backup" not in told


def test_words_of_another_machine_that_a_backup_holds_are_named_with_it(tmp_path: Path) -> None:
    """That machine may be gone for good, so that nothing but the backup of this one ever brings them back."""
    machines = Machines(tmp_path)
    seed(machines.library())
    there = machines.library(device="there")
    for n in range(3):
        there.apply(edits.tag(there.papers[named(1)], add=(f"u{n}",)), f"Tagged {n}")
    folder = machines.folder()
    library = Library(folder)
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    folder.close(long=True)
    machines.path("journal", "therexxxxx.jsonl").unlink()
    machines.now += 86_400_000
    of_library = Backups(str(machines.path()), str(tmp_path / "here" / "data"))
    name = of_library.found()[-1].name
    back = f"`reader backup restore {name}`, which holds them all"
    library = machines.library()
    assert library.warnings == (
        "3 steps of the machine 'therexxxxx' that were here on 21 September 2026 are missing; this warning goes when "
        "the files arrive, or with `reader doctor --repair`.",
        f"The missing steps of other machines come back with {back}.",
    )
    assert (library.read_only, library.copies) == ("", back)
    (finding,) = machines.check()
    assert (finding.serious, finding.message.endswith(f"come back with {back}.")) == (False, True)
    assert machines.repair()[-1].endswith(f"and with {back}.")
    again = machines.library()
    backups.put_back(again, backups.chosen(of_library, name, again))
    assert machines.library().papers[named(1)].tags == ("u0", "u1", "u2")
    assert machines.check() == []


def test_what_a_backup_alone_holds_is_named_until_it_is_back_or_gone_on_without(machines: Machines) -> None:
    """Also where this machine remembers nothing, no line is left whose chain tells, and edits were made since; what is
    new is no loss."""
    held = machines.journal().read_bytes()
    machines.journal().write_bytes(b"")
    machines.forget()
    machines.now += 86_400_000
    folder = machines.folder()
    library = Library(folder)
    library.apply(edits.star(library.papers[named(1)], True), "Starred")
    folder.close(long=True)
    told = "The backup '2026-09-21' holds 6 steps that are not here: `reader backup restore 2026-09-21` puts them back"
    for _ in range(2):
        (finding,) = (finding for finding in machines.check() if finding.serious)
        assert (finding.kind, finding.message) == ("missing", f"{told}, or a repair goes on without them.")
    left = machines.journal().read_bytes()
    machines.journal().write_bytes(left + held)
    assert machines.check() == []
    machines.journal().write_bytes(left)
    assert "Went on without 6 steps that a backup holds." in machines.repair()
    assert machines.check() == []
    machines.journal().unlink()
    assert [finding.kind for finding in machines.check() if finding.serious] == ["missing"]


def test_what_was_gone_on_without_before_is_not_named_again(machines: Machines) -> None:
    machines.journal().write_bytes(b"")
    machines.library()
    assert any("Went on without" in sentence for sentence in machines.repair())
    machines.forget()
    assert machines.check() == []


def test_a_paper_whose_entry_is_spoilt_is_told_with_the_backup_that_holds_it(machines: Machines) -> None:
    catalogue = machines.path("catalogue.json")
    catalogue.write_text(catalogue.read_text().replace('"The paper that has the number 1"', "1"))
    copy = "put it back with `reader backup restore 2026-09-21`, which holds it"
    assert copy in machines.library().loss
    (told,) = (finding.message for finding in machines.check() if finding.kind == "missing")
    assert copy in told


def test_words_come_back_of_a_backup_that_has_lost_its_catalogue_as_the_library_has(machines: Machines) -> None:
    """As its way out says: the papers stay missing, which is told still."""
    for spoilt in (*(machines.root / "here" / "data" / "backups").rglob("catalogue*"), machines.path("catalogue.json")):
        spoilt.unlink()
    lines = machines.journal().read_bytes().splitlines(keepends=True)
    machines.journal().write_bytes(b"".join(lines[:4]))
    machines.now += 86_400_000
    library = machines.library()
    name = library.copies.partition("restore ")[2].partition("`")[0]
    of_library = Backups(str(machines.path()), str(machines.root / "here" / "data"))
    outcome = backups.put_back(library, backups.chosen(of_library, name, library))
    assert outcome.step is not None
    assert machines.path("catalogue.json").exists()
    again = machines.library()
    assert {f"Tagged {n}" for n in range(6)} <= {step.say for step in again.history()}
    assert "papers of the catalogue" in again.loss
    assert "step" not in again.loss

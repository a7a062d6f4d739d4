"""A library carries an id: from its first edit, wherever it goes, and one for all machines that share it."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from reader.library import change as edits
from reader.library.library import Library
from reader.store import disk, library_ids, library_keys
from reader.store.library_id import give_id, id_path
from tests.support.folders import Machines, named, seed


def star(library: Library, n: int = 0) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], True), f"Starred {n}")


def nameless(machines: Machines) -> None:
    """A library as an older version left it."""
    seed(machines.library())
    for path in machines.path().glob("library-*.id"):
        path.unlink()


def test_the_id_is_given_at_the_first_edit_and_stays(tmp_path: Path) -> None:
    """Not by opening, and not anew by another process or after a restart."""
    machines = Machines(tmp_path)
    library = machines.library()
    assert library_ids(machines.path()) == ()
    seed(library)
    (id,) = library_ids(machines.path())
    star(library)
    star(machines.library(device="there"), 1)
    assert library_ids(machines.path()) == (id,)


def test_a_library_of_an_older_version_gets_its_id_at_the_next_edit(tmp_path: Path) -> None:
    """Reading leaves the folder as it is."""
    machines = Machines(tmp_path)
    nameless(machines)
    before = sorted(machines.path().iterdir())
    library = machines.library()
    assert sorted(machines.path().iterdir()) == before
    star(library)
    assert len(library_ids(machines.path())) == 1


def test_copies_of_a_nameless_library_on_two_machines_get_the_same_id(tmp_path: Path) -> None:
    """The sync tool that carries them has nothing to merge."""
    machines = Machines(tmp_path)
    nameless(machines)
    shutil.copytree(machines.path(), tmp_path / "copy")
    star(machines.library())
    star(machines.library("copy", "there"), 1)
    assert library_ids(machines.path()) == library_ids(tmp_path / "copy") != ()
    (one,), (two,) = (list(folder.glob("library-*.id")) for folder in (machines.path(), tmp_path / "copy"))
    assert one.read_bytes() == two.read_bytes()


def test_of_two_ids_every_machine_takes_the_same(tmp_path: Path) -> None:
    """Two libraries that were made apart and then joined; what only resembles an id is none."""
    machines = Machines(tmp_path)
    seed(machines.library())
    (own,) = library_ids(machines.path())
    give_id(str(machines.path()), "a" * 10)
    machines.path("library-short.id").write_bytes(b"")
    machines.path("library-bbbbbbbbbb (1).id").write_bytes(b"")
    assert library_ids(machines.path()) == tuple(sorted(("a" * 10, own)))
    assert library_keys(machines.path())[:2] == library_ids(machines.path())


def test_the_keys_of_a_library_tell_it_from_any_other_and_from_its_copy(tmp_path: Path) -> None:
    """Before it has an id, by its path alone; a folder that is not there has a key too."""
    machines = Machines(tmp_path)
    (before,) = library_keys(machines.path())
    seed(machines.library())
    seed(machines.library("other"))
    keys = library_keys(machines.path())
    assert keys[1:] == (before,)
    assert not set(keys) & set(library_keys(tmp_path / "other"))
    shutil.copytree(machines.path(), tmp_path / "copy")
    copied = library_keys(tmp_path / "copy")
    assert copied[0] == keys[0]
    assert copied[1] != keys[1]


def test_an_id_that_cannot_be_written_costs_no_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next edit gives it."""
    machines = Machines(tmp_path)
    nameless(machines)
    library = machines.library()

    def fail(path: str, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patched:
        patched.setattr(disk, "create", fail)
        star(library)
    assert library_ids(machines.path()) == ()
    star(library, 1)
    (id,) = library_ids(machines.path())
    assert Path(id_path(str(machines.path()), id)).is_file()
    assert [paper.starred for paper in machines.library().papers.values()] == [True, True, False]

"""A library goes by its id: what it loses is noticed wherever its folder lies and by whatever path it is called; a copy
goes by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.errors import ReadOnly
from reader.library import change as edits
from reader.library.library import Library
from reader.store import doctor
from reader.store.backup import Backups
from tests.support import losses
from tests.support.folders import Machines, found_in, give_tags, named, numbered, seed

LOSSES = {
    "the journal": (losses.remove_journal, "9 steps of this machine"),
    "the journals": (losses.remove_folder, "9 steps of this machine"),
    "newer steps": (losses.roll_back, "5 steps of this machine"),
    "newer papers": (losses.roll_back_catalogue, "2 papers of the catalogue"),
    "the newer half of both": (
        losses.put_an_older_copy_in_its_place,
        "6 steps of this machine and 2 papers of the catalogue",
    ),
}


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library in which this machine made ten steps; beside it "older", a copy of earlier."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    give_tags(library, 3)
    shutil.copytree(machines.path(), tmp_path / "older")
    library.add(numbered(2, start=3), say=lambda plan: "Imported two more")
    give_tags(library, 5, "u")
    return machines


def star(library: Library, n: int = 0) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], not library.papers[named(n)].starred), f"Starred {n}")


def lose(machines: Machines, name: str, way: str) -> None:
    """What befalls the library in a folder."""
    state = machines.root / "here" / "state"
    LOSSES[way][0](losses.Place(machines.root / name, machines.root / "older", state, "herexxxxxx"))


def findings(machines: Machines, name: str) -> list[doctor.Finding]:
    """What the doctor says of the library in a folder."""
    aside = machines.root / "here"
    return found_in(machines.root / name, state_dir=aside / "state", data_dir=aside / "data")


def look(machines: Machines, name: str) -> tuple[str, ...]:
    """What a command is told that only reads a library."""
    folder = machines.folder(name)
    library = Library(folder)
    folder.close()
    return library.warnings


def move(machines: Machines, there: str, here: str = "library") -> None:
    """Rename the folder."""
    (machines.root / here).rename(machines.root / there)


def must_miss(machines: Machines, name: str, what: str) -> None:
    """The library in a folder tells what is missing and can only be read; so says the doctor, before and after it."""
    for _ in range(2):
        told = [found.message for found in findings(machines, name) if found.serious]
        assert [what in message for message in told] == [True]
        library = machines.library(name)
        assert [what in warning for warning in library.warnings if "read-only" in warning] == [True]
        with pytest.raises(ReadOnly, match=what):
            star(library)


@pytest.mark.parametrize("way", LOSSES)
@pytest.mark.parametrize("opened", [False, True], ids=["before it was opened there", "after that"])
def test_what_a_library_loses_that_was_moved_is_told_and_nothing_is_written_until_it_is_back(
    machines: Machines, way: str, opened: bool
) -> None:
    """The last that is true of it is what was known of its former place."""
    move(machines, "moved")
    if opened:
        assert look(machines, "moved") == ()
    shutil.copytree(machines.root / "moved", machines.root / "whole")
    lose(machines, "moved", way)
    must_miss(machines, "moved", LOSSES[way][1])
    shutil.rmtree(machines.root / "moved")
    (machines.root / "whole").rename(machines.root / "moved")
    star(machines.library("moved"))
    assert findings(machines, "moved") == []


def test_where_it_was_before_is_named_with_what_is_missing(machines: Machines) -> None:
    """As long as something is."""
    move(machines, "moved")
    assert look(machines, "moved") == ()
    move(machines, "again", "moved")
    lose(machines, "again", "the journal")
    said = f"was in '{machines.root / 'moved'}' before"
    (found,) = findings(machines, "again")
    assert said in found.message
    assert [said in warning for warning in look(machines, "again")] == [False, True]
    move(machines, "library", "again")
    (found,) = findings(machines, "library")
    assert f"was in '{machines.root / 'again'}' before" in found.message


def test_going_on_without_it_holds_in_the_new_place_and_back_in_the_old(machines: Machines) -> None:
    """The choice goes with the library."""
    move(machines, "moved")
    lose(machines, "moved", "the journal")
    aside = machines.root / "here"
    doctor.repair(machines.root / "moved", state_dir=aside / "state", data_dir=aside / "data")
    star(machines.library("moved"))
    move(machines, "library", "moved")
    library = machines.library()
    star(library)
    assert library.warnings == ()
    assert machines.check() == []


def test_what_it_loses_away_from_its_place_is_told_when_it_is_back_there(machines: Machines) -> None:
    """A disk that comes under one name and then another: the place where it was used last counts."""
    move(machines, "moved")
    library = machines.library("moved")
    star(library)
    star(library)
    move(machines, "library", "moved")
    lose(machines, "library", "newer steps")
    must_miss(machines, "library", "7 steps of this machine")


def test_a_library_in_whose_place_another_one_is_has_moved(machines: Machines) -> None:
    """It need not be empty there."""
    move(machines, "moved")
    other = machines.library("other")
    other.add(numbered(2, start=70), say=lambda plan: "Imported others")
    (machines.root / "other").rename(machines.path())
    star(machines.library(), 70)
    lose(machines, "moved", "the journal")
    must_miss(machines, "moved", LOSSES["the journal"][1])


def test_by_another_path_to_its_folder_it_is_the_same_library(machines: Machines) -> None:
    """A link, another mount, capitals where the file system makes nothing of them."""
    (machines.root / "link").symlink_to(machines.path(), target_is_directory=True)
    assert look(machines, "link") == ()
    star(machines.library())
    lose(machines, "library", "newer steps")
    must_miss(machines, "link", "6 steps of this machine")


@pytest.mark.parametrize("older", [False, True])
def test_a_copy_lacks_nothing_and_neither_does_its_library_by_it(machines: Machines, older: bool) -> None:
    """Each is edited, and the copy is deleted again, without a word; clocks go on from the highest."""
    shutil.copytree(machines.root / ("older" if older else "library"), machines.root / "copy")
    top = machines.library().history()[0].clock
    copy = machines.library("copy")
    star(copy)
    star(copy)
    assert copy.warnings == ()
    assert copy.history()[0].clock > top
    assert findings(machines, "copy") == []
    star(machines.library())
    shutil.rmtree(machines.root / "copy")
    star(machines.library(), 1)
    assert machines.library().warnings == ()
    assert machines.check() == []
    move(machines, "moved")
    assert machines.library("moved").warnings == ()


def test_what_a_copy_loses_is_told_of_it_alone(machines: Machines) -> None:
    """Also after it was moved: then nothing is said of the library."""
    shutil.copytree(machines.path(), machines.root / "copy")
    star(machines.library("copy"))
    move(machines, "moved", "copy")
    star(machines.library("moved"))
    lose(machines, "moved", "newer steps")
    must_miss(machines, "moved", "7 steps of this machine")
    star(machines.library())
    assert machines.check() == []


def test_an_older_copy_that_takes_the_place_of_a_library_that_is_gone_lacks_what_it_had(machines: Machines) -> None:
    """In another folder, so that only the id tells."""
    shutil.rmtree(machines.path())
    (machines.root / "older").rename(machines.root / "new")
    must_miss(machines, "new", "6 steps of this machine and 2 papers of the catalogue")


def test_a_library_without_its_id_is_known_by_its_place_and_gets_it_again(machines: Machines) -> None:
    """Its loss hides no other."""
    (id_file,) = machines.path().glob("library-*.id")
    id_file.unlink()
    star(machines.library())
    assert id_file.exists()
    id_file.unlink()
    lose(machines, "library", "newer steps")
    must_miss(machines, "library", "6 steps of this machine")


def lose_id(machines: Machines, name: str) -> None:
    """Nobody knows any more by its folder which library it is."""
    for file in (machines.root / name).glob("library-*.id"):
        file.unlink()


@pytest.mark.parametrize("way", ["newer steps", "newer papers", "the newer half of both"])
@pytest.mark.parametrize("opened", [False, True], ids=["before it was opened there", "after that"])
def test_a_library_that_was_moved_without_its_id_is_known_by_its_words(
    machines: Machines, way: str, opened: bool
) -> None:
    """Its first step tells, of which its id was made."""
    move(machines, "moved")
    lose_id(machines, "moved")
    if opened:
        assert look(machines, "moved") == ()
        move(machines, "again", "moved")
        move(machines, "moved", "again")
    lose(machines, "moved", way)
    must_miss(machines, "moved", LOSSES[way][1])


@pytest.mark.parametrize("way", ["the journal", "the journals"])
def test_a_library_that_was_moved_without_id_and_words_is_known_by_its_papers(machines: Machines, way: str) -> None:
    """One of the same papers that has words of its own is another library."""
    move(machines, "moved")
    lose_id(machines, "moved")
    lose(machines, "moved", way)
    must_miss(machines, "moved", LOSSES[way][1])
    seed(machines.library("other", device="there"), 5)
    lose_id(machines, "other")
    assert machines.library("other").read_only == ""


@pytest.mark.parametrize("way", LOSSES)
def test_by_another_path_it_is_known_without_its_id(machines: Machines, way: str) -> None:
    """Whatever of its words is left."""
    (machines.root / "link").symlink_to(machines.path(), target_is_directory=True)
    lose_id(machines, "library")
    lose(machines, "library", way)
    must_miss(machines, "link", LOSSES[way][1])


def test_the_words_of_another_machine_tell_which_library_it_is(machines: Machines) -> None:
    """When all of this machine's are gone; it gets the id that it had, not one made of what is left."""
    star(machines.library(device="there"))
    assert look(machines, "library") == ()
    (id_file,) = machines.path().glob("library-*.id")
    lost = machines.path("journal", "herexxxxxx.jsonl")
    whole = lost.read_bytes()
    move(machines, "moved")
    lose_id(machines, "moved")
    (machines.root / "moved" / "journal" / lost.name).unlink()
    must_miss(machines, "moved", LOSSES["the journal"][1])
    (machines.root / "moved" / "journal" / lost.name).write_bytes(whole)
    star(machines.library("moved"))
    assert (machines.root / "moved" / id_file.name).exists()


def test_a_new_library_beside_others_is_none_of_them(machines: Machines) -> None:
    """The same papers do not make it one."""
    seed(machines.library("new"))
    lose_id(machines, "new")
    assert look(machines, "new") == ()
    assert findings(machines, "new") == []


def test_backups_of_a_library_that_was_moved_without_its_id_are_found(machines: Machines) -> None:
    """What this machine remembers tells which they are."""
    folder = machines.folder()
    star(Library(folder))
    folder.close(long=True)
    move(machines, "moved")
    lose_id(machines, "moved")
    aside = machines.root / "here"
    backups = Backups(str(machines.root / "moved"), str(aside / "data"), str(aside / "state"))
    assert backups.found()


def test_another_library_in_the_place_of_an_open_one_is_told_as_that(machines: Machines) -> None:
    """Nothing of it is taken for words that are missing, and nothing is written to it."""
    library = machines.library()
    star(library)
    seed(machines.library("other", device="there"), 7)
    move(machines, "aside")
    move(machines, "library", "other")
    (warning,) = library.refresh().warnings
    assert "another library is in its place, which a new window shows; this one goes on when it is back" in warning
    assert (library.losses, library.gone, len(library.papers)) == ((warning,), (), 5)
    with pytest.raises(ReadOnly, match="another library is in its place"):
        star(library)
    move(machines, "other", "library")
    move(machines, "library", "aside")
    assert (library.refresh().warnings, library.read_only) == ((), "")
    star(library, 1)
    assert machines.library().papers[named(1)].starred

"""Backups hold words and papers, are made when it counts, take little room, and keep the last copy of every word."""

from __future__ import annotations

import gzip
import shutil
import stat
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.library import change as edits
from reader.library.library import Library
from reader.store import backup, library_ids
from reader.store.backup import Backups, kept
from reader.store.backup_files import (
    Backup,
    backup_at,
    backups_in,
    catalogue_path,
    head_line,
    head_of,
    name_of,
    read_backup,
)
from reader.store.folder import Folder
from tests.support.folders import NOON, Machines, named, numbered, seed
from tests.support.grids import crossed

DAY = 86_400_000


def star(library: Library, n: int = 0) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], True), f"Starred {n}")


def note(library: Library, text: str, n: int = 0) -> None:
    """An edit that always changes something."""
    library.apply(edits.note(library.papers[named(n)], text), "Noted")


def starred(library: Library) -> list[str]:
    """The papers with a star."""
    return [paper.id for paper in library.papers.values() if paper.starred]


def of(machines: Machines, name: str = "library") -> Backups:
    """The backups of a library."""
    return Backups(str(machines.root / name), str(machines.root / "here" / "data"))


def made(machines: Machines, name: str = "library") -> list[Backup]:
    """Those that there are, in the library's own folder."""
    return backups_in(of(machines, name).folder)


def session(machines: Machines, *texts: str, long: bool = False, name: str = "library") -> None:
    """A process that writes notes and ends."""
    folder = machines.folder(name)
    library = Library(folder)
    for text in texts:
        note(library, text)
    folder.close(long=long)


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library of three papers, that was edited on one day."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    star(library, 1)
    return machines


# -- when, and what ---------------------------------------------------------------------------------------------------


def test_before_the_first_edit_of_a_day_words_and_papers_are_backed_up(machines: Machines) -> None:
    """As they were before it; the edits of the rest of the day make no more."""
    machines.now += DAY
    library = machines.library()
    star(library, 2)
    star(library, 0)
    (one,) = made(machines)
    held = read_backup(one)
    assert held.head.kind == "first edit"
    assert [step.say for step in held.steps.values()] == ["Imported 3", "Starred 1"]
    assert list(held.papers) == [named(n) for n in range(3)]
    assert held.flaws == ()
    assert head_of(one).place == str(machines.path())
    assert head_of(one).ids == library_ids(machines.path()) == library_ids(one.folder)


def test_an_unpacked_backup_is_a_journal_and_a_copy_of_the_catalogue(machines: Machines) -> None:
    """Without the program: nothing but `gunzip` is needed."""
    machines.now += DAY
    star(machines.library(), 2)
    (one,) = made(machines)
    (mark,) = head_of(one).catalogues
    shutil.rmtree(machines.path())
    machines.path("journal").mkdir(parents=True)
    machines.path("journal", "back.jsonl").write_bytes(gzip.decompress(Path(one.path).read_bytes()))
    packed = Path(catalogue_path(one.folder, mark)).read_bytes()
    machines.path("catalogue.json").write_bytes(gzip.decompress(packed))
    machines.forget()
    again = machines.library()
    assert again.warnings == ()
    assert starred(again) == [named(1)]
    assert [step.say for step in again.undoable()] == ["Starred 1", "Imported 3"]
    assert machines.check() == []


def test_a_session_that_edited_leaves_a_backup_of_all(machines: Machines) -> None:
    """The first import of all too, before which there was nothing to back up; one that only read leaves none."""
    machines.folder().close(long=True)
    assert made(machines) == []
    session(machines, "a thought", long=True)
    last = made(machines)[-1]
    assert head_of(last).kind == "session end"
    assert [step.say for step in read_backup(last).steps.values()][-1] == "Noted"
    new = Machines(machines.root / "new")
    folder = new.folder()
    seed(Library(folder))
    folder.close()
    (first,) = made(new)
    assert len(read_backup(first).papers) == 3


@pytest.mark.parametrize("steps", [3, backup.UNHELD])
def test_what_a_killed_session_left_is_backed_up_before_the_next_edit(machines: Machines, steps: int) -> None:
    """Where it is much, or was some minutes ago; so it is as a long session ends that only read."""
    machines.now += DAY
    session(machines, "first", long=True)
    killed = machines.library()
    for n in range(steps):
        note(killed, f"thought {n}")
    if steps < backup.UNHELD:
        machines.folder().close(long=False)
        assert steps_held(machines)[-1] == 3
        machines.now += backup.OFTENEST
    note(machines.library(), "next")
    assert steps_held(machines)[-1] == 3 + steps
    killed.refresh()
    for n in range(backup.UNHELD):
        note(killed, f"more {n}")
    folder = machines.folder()
    Library(folder)
    folder.close(long=True)
    assert steps_held(machines)[-1] == 4 + steps + backup.UNHELD


def steps_held(machines: Machines) -> list[int]:
    """How many steps each backup holds."""
    return [len(read_backup(one).steps) for one in made(machines)]


def test_of_short_sessions_in_quick_succession_the_first_leaves_one(machines: Machines) -> None:
    """Beside that of before it, which holds nothing of it. A shell that edits again and again is not slowed; ten
    minutes later there is one more, in the place of the other."""
    machines.now += DAY
    for n in range(5):
        session(machines, f"thought {n}")
    assert [head_of(one).kind for one in made(machines)] == ["first edit", "session end"]
    assert steps_held(machines) == [2, 3]
    machines.now += 600_000
    session(machines, "a later one")
    assert steps_held(machines) == [2, 8]
    session(machines, "long", long=True)
    assert [head_of(one).kind for one in made(machines)] == ["first edit", "session end"]
    assert steps_held(machines) == [2, 9]


def test_a_short_session_of_many_steps_leaves_one_at_once(machines: Machines) -> None:
    """As soon as so many are in none, of this machine or of another; whoever made them."""
    machines.now += DAY
    session(machines, "first")
    session(machines, *(f"thought {n}" for n in range(backup.UNHELD - 1)))
    assert steps_held(machines) == [2, 3]
    session(machines, "one more")
    assert steps_held(machines) == [2, 3 + backup.UNHELD]
    other = machines.library(device="there")
    for n in range(backup.UNHELD):
        note(other, f"from elsewhere {n}")
    session(machines, "here")
    assert steps_held(machines) == [2, 4 + 2 * backup.UNHELD]


def test_the_loop_of_commands_makes_one_backup_for_every_so_many_steps(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no more stay for that."""
    written: list[int] = []
    write = Backups._write

    def counting(*given: Any) -> None:
        written.append(1)
        write(*given)

    monkeypatch.setattr(Backups, "_write", counting)
    machines.now += DAY
    for n in range(2 * backup.UNHELD + 1):
        session(machines, f"thought {n}")
    assert len(written) == 4  # The day's, the first session's, and two of so many steps.
    assert steps_held(machines) == [2, 3 + 2 * backup.UNHELD]


def test_a_backup_that_does_not_tell_how_far_it_goes_holds_no_step_for_sure(machines: Machines) -> None:
    """One of an older version within the ten minutes, or a journal that is another by now."""
    machines.now += DAY
    session(machines, *(f"thought {n}" for n in range(backup.UNHELD)))
    last = made(machines)[-1]
    head = head_of(last)
    assert head.ends == {machines.journal().name: machines.journal().stat().st_size}
    for ends in ({}, {machines.journal().name: 1 << 40}):
        rest = gzip.decompress(Path(last.path).read_bytes()).partition(b"\n")[2]
        Path(last.path).write_bytes(gzip.compress(head_line(replace(head, ends=ends)) + rest))
        session(machines, "one more")
        *_, before, after = steps_held(machines)
        assert after > before
        last = made(machines)[-1]


def test_one_large_library_is_copied_beside_the_edits_as_it_was_before_them(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are held, so that what is written meanwhile, a new catalogue too, is not in it."""
    monkeypatch.setattr(backup, "LARGE_LIBRARY", 1)
    begun = []

    class Late(threading.Thread):
        """A thread that begins when somebody waits for it."""

        def start(self) -> None:
            begun.append(self.name)

        def join(self, timeout: float | None = None) -> None:
            super().start()
            super().join(timeout)

    monkeypatch.setattr(threading, "Thread", Late)
    machines.now += DAY
    folder = machines.folder()
    library = Library(folder)
    star(library, 2)
    library.add(numbered(2, start=3), say=lambda plan: "Imported two more")
    assert made(machines) == []
    folder.close()
    held = [read_backup(one) for one in made(machines)]
    assert [(len(one.steps), len(one.papers)) for one in held] == [(2, 3), (4, 5)]
    assert begun == ["backup", "backup"]


def test_an_unchanged_catalogue_is_kept_once(machines: Machines) -> None:
    """Whatever the number of backups that name it; one that nobody names any more goes."""
    for _ in range(3):
        machines.now += DAY
        star(machines.library(), 2)
        session(machines, f"day {machines.now}", long=True)
    folder = Path(of(machines).folder)
    assert len(made(machines)) > 3
    assert len(list(folder.glob("catalogue-*"))) == 1
    machines.library().add(numbered(1, start=5), say=lambda plan: "Imported one more")
    for _ in range(40):
        machines.now += DAY
        session(machines, f"day {machines.now}")
    (catalogue,) = folder.glob("catalogue-*")
    assert {mark for one in made(machines) for mark in head_of(one).catalogues} == {catalogue.name[10:42]}


def test_a_catalogue_that_was_damaged_in_the_backups_is_copied_again(machines: Machines) -> None:
    """At the first edit of the next day."""
    machines.now += DAY
    star(machines.library(), 2)
    (catalogue,) = Path(of(machines).folder).glob("catalogue-*")
    sound = catalogue.read_bytes()
    other = gzip.compress(gzip.decompress(sound).replace(b'"title": "', b'"title": "Not '))
    for n, (damaged, why) in enumerate(
        [(sound[:-20], "its end is missing"), (other, "it is not as it was put there")], start=1
    ):
        catalogue.write_bytes(damaged)
        told = f"its catalogue can be read in part ({why})"
        assert read_backup(made(machines)[0]).flaws == (told,)
        assert any(why in found.message for found in machines.check())
        machines.now += DAY
        session(machines, f"day {n} after")
        assert gzip.decompress(catalogue.read_bytes()) == gzip.decompress(sound)
        assert {read_backup(one).flaws for one in made(machines)} == {()}


def test_backups_are_for_their_owner_alone_and_follow_no_link(machines: Machines, tmp_path: Path) -> None:
    """Nor do they leave anything unfinished behind."""
    machines.now += DAY
    folder = Path(of(machines).folder)
    folder.mkdir(parents=True, mode=0o700)
    (folder / ".2026.0badcafe.tmp").write_bytes(b"half")
    precious = tmp_path / "precious"
    precious.write_text("mine")
    name = f"{name_of(machines.now + 1000)}.jsonl.gz"
    (folder / f".{name[:40]}.tmp").symlink_to(precious)
    star(machines.library(), 2)
    assert precious.read_text() == "mine"
    assert list(folder.glob(".*.tmp")) == []
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o600}


def test_a_backup_that_fails_does_not_fail_the_edit(tmp_path: Path) -> None:
    """It is told once, with the next news or when the session ends."""
    machines = Machines(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "data").write_text("in the way", encoding="utf-8")
    folder = machines.folder()
    library = Library(folder)
    seed(library)
    (warning,) = library.refresh().warnings
    assert warning.startswith("Today's backup")
    assert folder.close(long=True) == ()


def test_a_backup_that_fails_as_the_session_ends_is_told_then(machines: Machines) -> None:
    folder = machines.folder()
    star(Library(folder), 2)
    shutil.rmtree(machines.root / "here" / "data")
    (machines.root / "here" / "data").write_text("in the way", encoding="utf-8")
    (warning,) = folder.close(long=True)
    assert warning.startswith("Today's backup")
    assert warning.endswith("could not be made: it is not a folder.")


# -- which ones stay --------------------------------------------------------------------------------------------------


def test_seven_days_and_four_weeks_are_kept(machines: Machines) -> None:
    """Of each the last one; of today what was before its first edit, too."""
    for n in range(40):
        machines.now += DAY
        session(machines, f"day {n}")
        machines.now += 3_600_000
        session(machines, f"day {n}, later")
        machines.now -= 3_600_000
    found = made(machines)
    assert len(found) == 12
    assert [one.day for one in found[-3:]] == ["2026-10-30", "2026-10-31", "2026-10-31"]
    assert len({one.day for one in found}) == 11
    assert len(read_backup(found[-1]).steps) == 82


@crossed
@pytest.mark.parametrize("noticed", [False, True])
@pytest.mark.parametrize("lost", ["journal", "catalogue.json"])
def test_what_was_there_before_a_loss_stays_for_good(machines: Machines, noticed: bool, lost: str) -> None:
    """Weeks of edits later it is all there, and there is only one more backup than usual."""
    for n in range(9):
        machines.now += DAY
        session(machines, f"before {n}", long=True)
    before = read_backup(made(machines)[-1])
    if lost == "journal":
        shutil.rmtree(machines.path("journal"))
    else:
        with_one = machines.root / "one"
        one = Machines(with_one).library()
        seed(one, 1)
        machines.path(lost).write_bytes((with_one / "library" / "catalogue.json").read_bytes())
    machines.repair() if noticed else machines.forget()
    for n in range(40):
        machines.now += DAY
        session(machines, f"after {n}")
    found = [read_backup(one) for one in made(machines)]
    assert any(one.steps.keys() >= before.steps.keys() and one.papers.keys() >= before.papers.keys() for one in found)
    assert len(found) == 13 + noticed  # The doctor's own clock is ahead of that of the tests.


def test_what_comes_back_lets_the_backup_of_before_go(machines: Machines) -> None:
    """Then a later one holds it all again."""
    session(machines, "words", long=True)
    journal = machines.journal()
    aside = journal.read_bytes()
    journal.unlink()
    machines.forget()
    for n in range(40):
        machines.now += DAY
        session(machines, f"after {n}")
    assert min(one.day for one in made(machines)) == "2026-09-21"
    machines.path("journal", "back.jsonl").write_bytes(aside)
    machines.now += DAY
    session(machines, "whole again", long=True)
    assert min(one.day for one in made(machines)) > "2026-09-21"


def test_a_backup_that_cannot_be_read_is_left_where_it_is(machines: Machines) -> None:
    """And counts as holding nothing."""
    machines.now += DAY
    session(machines, "words")
    one, _ = made(machines)
    Path(one.path).write_bytes(b"no gzip at all")
    for n in range(40):
        machines.now += DAY
        session(machines, f"day {n}")
    assert made(machines)[0].path == one.path
    assert len(made(machines)) == 13


def test_a_backup_that_cannot_be_read_takes_the_place_of_none_that_can(machines: Machines) -> None:
    """The last of a day that can be read is kept of it, and the one that cannot stays beside it."""
    machines.now += DAY
    session(machines, "words", long=True)
    machines.now += DAY
    session(machines, "of the day", long=True)
    good, broken = made(machines)[-2:]
    assert good.day == broken.day
    Path(broken.path).write_bytes(b"no gzip at all")
    for n in range(3):
        machines.now += DAY
        session(machines, f"day {n}")
    assert {good.path, broken.path} <= {one.path for one in made(machines)}


def test_a_clock_that_is_set_back_costs_no_day(machines: Machines) -> None:
    """What seems to be still to come stays, as far as it would stay else."""
    for n in range(10):
        machines.now += DAY
        session(machines, f"day {n}")
    days, right = {one.day for one in made(machines)}, machines.now
    machines.now = 0
    for n in range(20):
        machines.now += DAY
        session(machines, f"wrong {n}")
    assert {one.day for one in made(machines)} >= days
    machines.now = right + DAY
    session(machines, "right again", long=True)
    assert len({one.day for one in made(machines)} & days) == 7
    assert len(made(machines)) == 12


@pytest.mark.parametrize("back", [2_000, 3_600_000], ids=["some seconds", "an hour"])
def test_a_clock_that_goes_back_within_a_day_leaves_that_day_its_first_backup(machines: Machines, back: int) -> None:
    """Those that are made since are called as if they were later, as they are."""
    for n in range(2):
        machines.now += DAY
        session(machines, f"day {n}", long=True)
    first = next(one for one in made(machines) if one.day == made(machines)[-1].day)
    machines.now -= back + 10_000
    for n in range(3):
        session(machines, f"later {n}", long=True)
    today = [one for one in made(machines) if one.day == first.day]
    assert [today[0].path, len(today)] == [first.path, 2]
    assert "later 2" in {step.changes[0].after for step in read_backup(today[1]).steps.values() if step.changes}


def test_a_clock_that_was_ahead_for_a_while_is_in_the_way_of_no_later_day(machines: Machines) -> None:
    """The days that it made are counted by themselves."""
    right = machines.now
    for n in range(20):
        machines.now = right + (4000 + n) * DAY
        session(machines, f"wrong {n}")
    ahead = {one.day for one in made(machines)}
    for n in range(20):
        machines.now = right + (1 + n) * DAY
        session(machines, f"right {n}", long=True)
    days = {one.day for one in made(machines)} - ahead
    assert len(days) == 9
    assert {f"2026-10-{day:02}" for day in range(5, 12)} <= days


def test_which_days_are_kept() -> None:
    """Seven, then one of each week; today its first and its last; those to come by themselves."""
    days = [f"2026-10-{day:02} 08:00:00" for day in range(1, 29)]
    assert sorted(kept(days, "2026-10-28")) == [
        *(f"2026-10-{day:02} 08:00:00" for day in (4, 11, 18, 21)),
        *(f"2026-10-{day:02} 08:00:00" for day in range(22, 29)),
    ]
    today = [f"2026-10-28 {hour:02}:00:00" for hour in (7, 9, 12)]
    assert sorted(kept(today, "2026-10-28")) == [today[0], today[2]]
    assert sorted(kept([*days, "2031-01-01 00:00:00"], "2026-10-28"))[-1] == "2031-01-01 00:00:00"
    assert kept([], "2026-10-28") == set()


# -- whose they are ---------------------------------------------------------------------------------------------------


def test_backups_of_an_older_version_are_found_where_they_are(machines: Machines) -> None:
    """They are plain, hold words alone, and count as the day's."""
    folder = Path(of(machines).folder)
    folder.mkdir(parents=True)
    shutil.copyfile(machines.journal(), folder / "2026-09-20.jsonl")
    today = f"{name_of(NOON)[:10]}.jsonl"
    shutil.copyfile(machines.journal(), folder / today)
    star(machines.library(), 2)
    assert [one.name for one in of(machines).found()] == ["2026-09-20", today.removesuffix(".jsonl")]
    held = read_backup(made(machines)[0])
    assert (held.head.kind, len(held.steps), len(held.papers)) == ("words only", 2, 0)
    machines.now += DAY
    star(machines.library(), 0)
    assert len(made(machines)) == 3


def test_a_library_that_moved_finds_its_backups_and_a_copy_has_its_own(machines: Machines, tmp_path: Path) -> None:
    """Those from the other place are called by it."""
    machines.now += DAY
    session(machines, "words", long=True)
    _, old = of(machines).found()
    machines.path().rename(tmp_path / "elsewhere")
    session(machines, "more words", name="elsewhere")
    own, *_, other = of(machines, "elsewhere").found()
    assert other.name == f"{old.name}@{Path(old.folder).name}"
    assert head_of(other).place == str(machines.path())
    assert own.folder != other.folder == old.folder
    shutil.copytree(tmp_path / "elsewhere", tmp_path / "copy")
    session(machines, "words of the copy", name="copy")
    assert len(made(machines, "copy")) == 2
    assert len(of(machines, "copy").found()) == 6


def test_another_library_at_the_same_path_mixes_nothing(machines: Machines, tmp_path: Path) -> None:
    """It has a folder of its own; the first one finds its own again when it is back."""
    session(machines, "words", long=True)
    first = of(machines).folder
    machines.path().rename(tmp_path / "aside")
    machines.forget()
    machines.now += DAY
    folder = machines.folder()
    Library(folder).add(numbered(2, start=70), say=lambda plan: "Imported others")
    folder.close()
    (one,) = of(machines).found()
    assert one.folder != first
    assert set(read_backup(one).papers) == {named(70), named(71)}
    machines.path().rename(tmp_path / "second")
    (tmp_path / "aside").rename(machines.path())
    assert of(machines).folder == first


@pytest.mark.parametrize(
    "name", ["2026-13-01.jsonl", "2026-11-26.json", "x2026-11-26.jsonl", "2026-11-26-0812.jsonl.gz"]
)
def test_what_has_no_name_of_a_backup_is_none(name: str) -> None:
    assert backup_at(f"/backups/{name}") is None


def test_a_folder_is_closed_without_a_backup_while_words_are_missing(machines: Machines) -> None:
    """What is left of a library is no state to keep."""
    folder: Folder = machines.folder()
    note(Library(folder), "words")
    before = made(machines)
    shutil.rmtree(machines.path("journal"))
    folder.pull()
    folder.close(long=True)
    assert made(machines) == before

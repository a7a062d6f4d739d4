"""What was there and is gone is noticed, told with numbers, and nothing is written until the user has chosen."""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import ReadOnly, StoreError
from reader.library import change as edits
from reader.library.change import Step
from reader.library.library import Library
from reader.store import LONG_HISTORY, disk, doctor, library_ids, open_library
from reader.store.lines import chained, checksum, decode, encode, parse
from reader.store.memory import NOTHING, Memory
from tests.support import losses
from tests.support.cli import Reader
from tests.support.folders import Machines, found_in, give_tags, named, numbered, seed
from tests.support.grids import crossed

Lose = Callable[[Machines], None]
KEPT, ALL = 4, 10
"""Own steps in the older copy, and in all."""


def star(library: Library, n: int = 0, on: bool = True) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], on), f"Starred {n}")


def tags(library: Library) -> list[str]:
    """The tags of all papers."""
    return sorted({tag for paper in library.papers.values() for tag in paper.tags})


def files(machines: Machines) -> dict[str, bytes]:
    """Everything in the library's folder but the lock."""
    return losses.files(machines.path())


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library in which this machine made ten steps and another one two; beside it "older", a copy of earlier."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    give_tags(library, 3)
    there = machines.library(device="there")
    give_tags(there, 2, "far")
    shutil.copytree(machines.path(), tmp_path / "older")
    library.add(numbered(2, start=3), say=lambda plan: "Imported two more")
    give_tags(library, 5, "u")
    return machines


def own(machines: Machines) -> Path:
    """This machine's journal."""
    return machines.path("journal", "herexxxxxx.jsonl")


def older(machines: Machines, *parts: str) -> Path:
    """A file of the older copy."""
    return machines.root.joinpath("older", *parts)


def befalls(lose: losses.Lose) -> Lose:
    """A way of losing, of this machine's library."""
    return lambda machines: lose(
        losses.Place(machines.path(), older(machines), machines.root / "here" / "state", own(machines).stem)
    )


roll_back = befalls(losses.roll_back)
remove_folder = befalls(losses.remove_folder)
empty_journal = befalls(losses.empty_journal)
fill_with_nulls = befalls(losses.fill_with_nulls)


def exchange_catalogue(machines: Machines) -> None:
    other = machines.library("other")
    other.add(numbered(8, start=70), say=lambda plan: "Imported others")
    shutil.copyfile(machines.root / "other" / "catalogue.json", machines.path("catalogue.json"))


def put_an_older_copy_in_its_place(machines: Machines) -> None:
    machines.forget("there")
    shutil.rmtree(machines.path())
    shutil.copytree(older(machines), machines.path())


def put_an_older_copy_in_its_place_and_keep_it(machines: Machines) -> None:
    machines.path().rename(machines.root / "aside")
    shutil.copytree(older(machines), machines.path())


WAYS: dict[str, tuple[Lose, str]] = {
    "the folder of journals removed": (remove_folder, "9 steps of this machine"),
    "the journal removed": (befalls(losses.remove_journal), "9 steps of this machine"),
    "the journal emptied": (empty_journal, "9 steps of this machine"),
    "the journal filled with NULs": (fill_with_nulls, "9 steps of this machine"),
    "an older journal put in place": (roll_back, "5 steps of this machine"),
    "an older journal written over it": (befalls(losses.roll_back_in_place), "5 steps of this machine"),
    "the journal cut at its end": (befalls(losses.cut_at_the_end), "1 step of this machine"),
    "the journal cut in the middle": (befalls(losses.cut_in_the_middle), "2 steps of this machine"),
    "a line damaged": (befalls(losses.damage_a_line), "1 step of this machine"),
    "an older catalogue": (befalls(losses.roll_back_catalogue), "2 papers of the catalogue"),
    "another library's catalogue": (exchange_catalogue, "5 papers of the catalogue"),
    "all but the id removed": (
        befalls(losses.remove_all_but_the_id),
        "10 steps of this machine and 5 papers of the catalogue",
    ),
    "the folder deleted and an older copy put in its place": (
        put_an_older_copy_in_its_place,
        "6 steps of this machine and 2 papers of the catalogue",
    ),
    "the folder moved away and an older copy put in its place": (
        put_an_older_copy_in_its_place_and_keep_it,
        "6 steps of this machine and 2 papers of the catalogue",
    ),
}
# The line of the last import stands in the catalogue too, so that it is not lost with the journal.


def lost(machines: Machines, lose: Lose) -> dict[str, bytes]:
    """The files before they are lost."""
    whole = files(machines)
    lose(machines)
    return whole


def bring_back(machines: Machines, whole: dict[str, bytes]) -> None:
    """Put the files back, as a user does who finds them."""
    for name, data in whole.items():
        path = machines.path(*name.split("/"))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


@pytest.mark.parametrize("way", WAYS)
def test_a_loss_while_closed_is_told_and_nothing_is_written_until_the_files_are_back(
    machines: Machines, way: str
) -> None:
    """By every process and by the doctor, with the day; then the words are back in their order."""
    lose, said = WAYS[way]
    expected = tags(machines.library())
    whole = lost(machines, lose)
    after = files(machines)
    for _ in range(2):
        library = machines.library()
        assert any(f"{said} that" in warning and "on 21 September 2026" in warning for warning in library.warnings)
        with pytest.raises(ReadOnly, match=f"^{said} that .* missing, so .* read-only: .*`reader doctor --repair`"):
            library.add(numbered(1, start=50), say=lambda plan: "Imported")
        with pytest.raises(ReadOnly):
            library.undo()
    assert any(finding.kind == "missing" and said in finding.message for finding in machines.check())
    assert files(machines) == after
    bring_back(machines, whole)
    again = machines.library()
    assert again.warnings == ()
    assert tags(again) == expected
    assert machines.check() == []
    star(again)
    again.undo()
    assert tags(machines.library()) == expected


@pytest.mark.parametrize("way", WAYS)
def test_a_loss_under_an_open_window_is_told_and_over_when_the_files_are_back(machines: Machines, way: str) -> None:
    """What the window knows is enough: nothing need be remembered outside."""
    lose, said = WAYS[way]
    library = machines.library()
    expected = tags(library)
    machines.forget()
    whole = lost(machines, lose)
    after = files(machines)
    assert any(said in warning for warning in library.refresh().warnings)
    with pytest.raises(ReadOnly, match=said):
        star(library, 7) if named(7) in library.papers else library.add(numbered(1, start=50), say=lambda plan: "x")
    assert files(machines) == after
    bring_back(machines, whole)
    assert library.refresh().warnings == ()
    assert tags(library) == expected
    star(library)
    assert tags(machines.library()) == expected


@pytest.mark.parametrize("way", WAYS)
def test_going_on_without_it_is_a_step_and_the_words_come_back_all_the_same(machines: Machines, way: str) -> None:
    """In order of time: what was said since stays, and what was lost stands where nothing was said."""
    lose, _ = WAYS[way]
    expected = tags(machines.library())
    window = machines.library()
    whole = lost(machines, lose)
    if way == "all but the id removed":
        whole.pop("catalogue.json.1", None)
    window.refresh()
    assert any(sentence.startswith("Went on without") for sentence in machines.repair())
    library = machines.library()
    assert not any("missing" in warning for warning in library.warnings)
    assert not any(finding.kind == "missing" for finding in machines.check())
    assert library.history()[0].say.startswith("Went on without")
    seed(library, 5)
    library.apply(edits.tag(library.papers[named(4)], remove=("u4",)), "Took u4 off") if named(
        4
    ) in library.papers else None
    library.apply(edits.tag(library.papers[named(0)], add=("since",)), "Tagged since")
    assert "since" in tags(machines.library())
    window.refresh()
    star(window, 1)
    for name, data in whole.items():
        if name.startswith("journal/"):
            machines.path("journal", f"back-{name.partition('/')[2]}").write_bytes(data)
    again = machines.library()
    assert "since" in tags(again)
    assert {*expected, "since"} - set(tags(again)) <= {"u4"}
    assert again.papers[named(1)].starred
    assert len({step.id for step in again.history()}) == len(again.history())


@pytest.mark.parametrize("empty", [True, False], ids=["an empty folder in its place", "nothing in its place"])
def test_what_is_said_in_a_library_that_began_in_its_place_is_later_than_all_that_it_said(
    machines: Machines, *, empty: bool
) -> None:
    """Its journals may come back to the new one."""
    star(machines.library())
    away = machines.root / "away"
    machines.path().rename(away)
    if empty:
        machines.path().mkdir()
    assert "Went on without the library" in machines.repair()[0]
    library = machines.library()
    seed(library)
    star(library)
    star(library, on=False)
    for path in (away / "journal").iterdir():
        shutil.copyfile(path, machines.path("journal", f"back-{path.name}"))
    back = machines.library()
    assert not back.papers[named(0)].starred
    assert "u0" in tags(back)


def test_going_on_is_nothing_to_undo(machines: Machines) -> None:
    """Undo takes back the step before."""
    machines.library().undo()
    roll_back(machines)
    machines.repair()
    library = machines.library()
    assert library.undoable()[0].say == "Imported two more"
    assert library.undo().say == "Undid: Imported two more"


def test_another_devices_words_are_missed_with_a_warning_that_goes_when_they_arrive(machines: Machines) -> None:
    """Edits go on meanwhile."""
    path = machines.path("journal", "therexxxxx.jsonl")
    data = path.read_bytes()
    path.unlink()
    library = machines.library()
    (warning,) = library.warnings
    assert warning.startswith(
        "2 steps of the machine 'therexxxxx' that were here on 21 September 2026 are missing; this"
    )
    star(library)
    assert machines.library().warnings == (warning,)
    assert [(found.kind, found.serious) for found in machines.check()] == [("missing", False)]
    path.write_bytes(data)
    assert machines.library().warnings == ()
    assert library.refresh().warnings == ()
    assert machines.check() == []


def test_a_device_decides_about_its_own_words_alone(machines: Machines) -> None:
    """Another device went on without them; this one still misses them."""
    data = own(machines).read_bytes()
    roll_back(machines)
    assert any("Went on without 5 steps" in said for said in machines.repair("there")) is False
    there = machines.library(device="there")
    assert any("of the machine 'herexxxxxx'" in warning for warning in there.warnings) is False
    with pytest.raises(ReadOnly, match="5 steps of this machine"):
        star(machines.library())
    own(machines).write_bytes(data)
    star(machines.library())


def test_what_one_device_goes_on_without_another_that_had_it_still_misses(machines: Machines) -> None:
    """Until it goes on without that, too, or has it again."""
    folder = machines.folder(device="there")
    assert Library(folder).warnings == ()
    folder.close()
    roll_back(machines)
    assert any("Went on without 5 steps" in said for said in machines.repair())
    star(machines.library())
    assert machines.library().warnings == ()
    (warning,) = machines.library(device="there").warnings
    assert "5 steps of the machine 'herexxxxxx' that were here" in warning
    assert [(found.kind, found.serious) for found in machines.check("there")] == [("missing", False)]
    assert machines.library(device="third").warnings == ()
    assert any("Went on without at least 5 steps" in said for said in machines.repair("there"))
    assert machines.library(device="there").warnings == ()
    assert machines.check("there") == []


def test_a_torn_last_line_after_a_power_loss_is_no_loss(machines: Machines) -> None:
    """It was never acknowledged."""
    line = own(machines).read_bytes().splitlines(keepends=True)[-1]
    with own(machines).open("ab") as journal:
        journal.write(line.replace(b'{"i":"', b'{"i":"x')[:-20])
    library = machines.library()
    assert library.warnings == ()
    star(library)
    assert machines.library().papers[named(0)].starred


ENDS = {
    "nothing": b"",
    "a carriage return": b"\r",
    "blanks": b"  \t",
    "a line of blanks": b"\n   ",
    "blank lines": b"\n\n \r\n",
    "blanks behind the line": b"   \n",
}
"""What an editor, a sync tool or a disk leaves in the place of the last newline."""


@pytest.mark.parametrize("end", ENDS)
def test_a_last_line_that_lost_only_its_newline_is_whole(machines: Machines, end: str) -> None:
    """Nothing is missing and nobody is alarmed; it is closed before the next line, and no backup is without it."""
    held = {step.id for step in machines.library().history()}
    path = own(machines)
    path.write_bytes(path.read_bytes()[:-1] + ENDS[end])
    before = path.read_bytes()
    assert machines.check() == []
    assert machines.repair() == []
    library = machines.library()
    assert (library.warnings, library.loss) == ((), "")
    assert {step.id for step in library.history()} == held
    assert path.read_bytes().rstrip(b"\n") == before.rstrip(b"\n")  # The repair closed it for the first backup.
    machines.now += 86_400_000
    star(library)
    backup = max((machines.root / "here" / "data" / "backups").glob("*/2026*"))
    assert held == {step.id for step in parsed(gzip.decompress(backup.read_bytes()))} - {"back"}
    machines.forget()
    assert machines.check() == []
    library = machines.library()
    assert {step.id for step in library.history()} > held
    assert library.papers[named(0)].starred
    assert library.warnings == ()


def parsed(data: bytes) -> list[Step]:
    """The steps in the lines of a journal."""
    return [line.said for line in parse(data, "") if isinstance(line.said, Step)]


def test_an_open_window_misses_nothing_where_a_newline_is_cut_away(machines: Machines) -> None:
    """Of this machine's journal or of another one's."""
    window = machines.library()
    before = tags(window)
    for path in (own(machines), machines.path("journal", "therexxxxx.jsonl")):
        path.write_bytes(path.read_bytes()[:-1])
        assert window.refresh().warnings == ()
    assert (tags(window), window.loss) == (before, "")
    star(window)
    assert machines.library().warnings == ()
    assert [finding for finding in machines.check() if finding.serious] == []


def test_a_whole_line_that_nobody_was_told_of_stays_no_step(machines: Machines) -> None:
    """It was never answered, so it must not come alive later."""
    line = own(machines).read_bytes().splitlines()[-1]
    step = decode(line, "herexxxxxx")
    assert isinstance(step, Step)
    fresh = replace(step, id=f"{step.id}9", clock=step.clock + 1, say="Never answered")
    with own(machines).open("ab") as journal:
        journal.write(chained(encode(fresh), checksum(line))[:-1])
    (finding,) = machines.check()
    assert (finding.kind, finding.serious) == ("unfinished", False)
    library = machines.library()
    assert library.warnings == ()
    star(library)
    assert b"~\n" in own(machines).read_bytes()
    assert "Never answered" not in [step.say for step in machines.library().history()]


def test_a_repair_of_other_lines_keeps_a_last_line_without_its_newline(machines: Machines) -> None:
    """Only what is damaged is set aside."""
    path = own(machines)
    path.write_bytes(path.read_bytes().replace(b'"u2"', b'"U2"')[:-1] + b"\0\0")
    machines.repair()
    assert path.read_bytes().endswith(b'"}\n')
    assert "u4" in tags(machines.library())


@pytest.mark.parametrize("fails", ["write", "fsync"])
def test_where_the_newline_cannot_be_written_nothing_is_saved(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """One sentence says so, and the step without its newline is there as before."""
    path = own(machines)
    path.write_bytes(path.read_bytes()[:-1])
    before = path.read_bytes()
    library = machines.library()
    with monkeypatch.context() as patched:
        patched.setattr(disk, "write_all" if fails == "write" else "sync", full)
        with pytest.raises(StoreError):
            star(library)
    assert path.read_bytes() == before
    again = machines.library()
    assert (again.warnings, again.papers[named(0)].starred) == ((), False)
    star(again)
    assert machines.library().papers[named(0)].starred


def full(*arguments: object) -> None:
    """A disk on which nothing can be saved."""
    raise OSError(errno.ENOSPC, "full")


def test_after_a_roll_back_no_id_is_used_again(machines: Machines) -> None:
    """Not even by a machine that does not remember: when the true file returns, all steps of both stand."""
    window = machines.library()
    star(window, 0)
    data = own(machines).read_bytes()
    roll_back(machines)
    machines.forget()
    star(machines.library(), 1)
    machines.path("journal", "true.jsonl").write_bytes(data)
    again = machines.library()
    assert [paper.starred for paper in again.papers.values()][:2] == [True, True]
    assert len({step.id for step in again.history()}) == ALL + 2 + 2


def test_an_older_version_that_writes_after_a_roll_back_does_not_hide_it(machines: Machines) -> None:
    """Its steps have the clocks of those that are missing."""
    before = len(own(machines).read_bytes().splitlines())
    roll_back(machines)
    kept = len(own(machines).read_bytes().splitlines())
    memory = machines.root / "here" / "state" / "memory"
    memory.rename(machines.root / "memory")
    library = machines.library()
    for n in range(8):
        star(library, 0, on=n % 2 == 0)
    shutil.rmtree(memory)
    (machines.root / "memory").rename(memory)
    with pytest.raises(ReadOnly, match=f"{before - kept - 1} steps of this machine"):
        star(machines.library(), 1)


def test_the_clock_goes_on_from_the_highest_ever_seen(machines: Machines) -> None:
    """Words said after a loss are later than those that were lost."""
    top = machines.library().history()[0].clock
    remove_folder(machines)
    machines.repair()
    library = machines.library()
    assert library.history()[0].clock > top


# -- the folder -------------------------------------------------------------------------------------------------------


def test_a_library_that_is_away_is_not_made_anew(machines: Machines, tmp_path: Path) -> None:
    """Neither where nothing is, nor in the empty folder on which a disk was mounted."""
    machines.path().rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(
            StoreError, match=r"on 21 September 2026, is not there \(is the disk mounted\?\)\. To begin"
        ):
            machines.library()
        assert [finding.kind for finding in machines.check()] == ["away"]
        assert list(machines.path().glob("**/*")) == []
        machines.path().mkdir(exist_ok=True)
    machines.path().rmdir()
    (tmp_path / "away").rename(machines.path())
    star(machines.library())


def test_an_empty_folder_under_an_open_window_is_not_filled(machines: Machines, tmp_path: Path) -> None:
    """The disk was unmounted: memory is shown, nothing is written, and all goes on when it is back."""
    library = machines.library()
    machines.path().rename(tmp_path / "away")
    machines.path().mkdir()
    assert any("it is not there" in warning for warning in library.refresh().warnings)
    with pytest.raises(ReadOnly):
        star(library)
    assert len(library.papers) == 5
    assert list(machines.path().iterdir()) == []
    machines.path().rmdir()
    (tmp_path / "away").rename(machines.path())
    star(library)


@pytest.mark.parametrize("first", ["disk", "link"])
def test_a_library_is_away_under_every_path_that_leads_to_its_folder(machines: Machines, first: str) -> None:
    """A new one can begin after a repair under either."""
    folder, state = machines.root / "disk", machines.root / "here" / "state"
    folder.mkdir()
    (machines.root / "link").symlink_to(folder, target_is_directory=True)
    seed(machines.library(first))
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for name in ("disk", "link"):
        with pytest.raises(StoreError, match="is not there"):
            machines.library(name)
        assert [finding.kind for finding in found_in(machines.root / name, state_dir=state)] == ["away"]
    assert list(folder.iterdir()) == []
    doctor.repair(folder, state_dir=state, data_dir=machines.root / "here" / "data")
    seed(machines.library("disk"))
    assert len(machines.library("link").papers) == 3


def test_after_a_repair_a_new_library_can_begin_where_one_is_away(machines: Machines, tmp_path: Path) -> None:
    """It is how to say that it was deleted on purpose."""
    machines.path().rename(tmp_path / "away")
    (said,) = machines.repair()
    assert said.startswith("Went on without the library that was in")
    seed(machines.library())
    assert machines.library().warnings == ()


@pytest.mark.parametrize("copied", [False, True], ids=["moved", "deleted"])
def test_an_empty_folder_where_a_library_was_takes_no_new_one_until_that_is_chosen(
    machines: Machines, tmp_path: Path, copied: bool
) -> None:
    """Whatever became of the files: nobody can tell it from a disk that is not mounted."""
    shutil.copytree(machines.path(), tmp_path / "away")
    if copied:
        shutil.rmtree(machines.path())
    else:
        machines.path().rename(tmp_path / "aside")
    machines.path().mkdir()
    for _ in range(2):
        with pytest.raises(StoreError, match="is not there"):
            machines.library()
        assert [finding.kind for finding in machines.check()] == ["away"]
        assert list(machines.path().iterdir()) == []
    assert machines.repair() != []
    assert machines.check() == []
    seed(machines.library())
    assert machines.library().warnings == ()
    assert machines.check() == []


@crossed
@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("cut", [False, True])
def test_a_library_that_is_back_is_held_against_what_was_known_of_it(
    machines: Machines, tmp_path: Path, begun: bool, cut: bool
) -> None:
    """Though another one was begun in its place meanwhile; that one is known again too when the first is gone."""
    machines.path().rename(tmp_path / "away")
    machines.repair()
    if begun:
        seed(machines.library(), 2)
        star(machines.library())
        machines.path().rename(tmp_path / "new")
    else:
        shutil.rmtree(machines.path())
    (tmp_path / "away").rename(machines.path())
    if cut:
        roll_back(machines)
    library = machines.library()
    another = ["The library in"] if begun else []
    lost = ["5 steps of thi"] if cut else []
    assert [warning[:14] for warning in library.warnings] == lost + another
    assert [finding.kind for finding in machines.check()] == ["missing"] * cut
    if cut:
        machines.repair()
    star(machines.library())
    assert machines.library().warnings == ()
    if begun:
        machines.path().rename(tmp_path / "away")
        (tmp_path / "new").rename(machines.path())
        (machines.path("journal") / "herexxxxxx.jsonl").unlink()
        with pytest.raises(ReadOnly, match="of this machine"):
            star(machines.library())


def test_another_library_in_the_place_of_one_is_told_and_is_no_loss(machines: Machines, tmp_path: Path) -> None:
    """Two libraries that change places: each is what it was, and is told once."""
    other = machines.library("other")
    other.add(numbered(2, start=70), say=lambda plan: "Imported others")
    machines.path().rename(tmp_path / "aside")
    (tmp_path / "other").rename(machines.path())
    (tmp_path / "aside").rename(tmp_path / "other")
    for name, count in (("library", 2), ("other", 5)):
        folder = machines.folder(name)
        library = Library(folder)
        (warning,) = library.warnings
        assert "is another one than the one that was here on 21 September 2026." in warning
        assert len(library.papers) == count
        library.apply(edits.star(next(iter(library.papers.values())), True), "Starred")
        folder.close()
        assert machines.library(name).warnings == ()
    assert machines.check() == []


# -- what is remembered -----------------------------------------------------------------------------------------------


def memories(machines: Machines) -> Iterator[Path]:
    """The memory's files."""
    return (machines.root / "here" / "state" / "memory").glob("*.json")


def test_whatever_stands_in_the_memory_the_library_opens_and_no_more_is_told(machines: Machines) -> None:
    """Random bytes, cut files, files of other kinds."""
    (path,) = memories(machines)
    sound = path.read_bytes()
    chance = random.Random(7)
    shapes = [b"", b"\0" * 300, b"null\n", b"[]\n", b'{"reader":"memory"}\n', sound[:-1], b"{" * 5000]
    shapes += [sound[: chance.randrange(len(sound))] for _ in range(20)]
    for _ in range(40):
        altered = bytearray(sound)
        altered[chance.randrange(len(sound) - 2)] ^= 1 << chance.randrange(8)
        shapes.append(bytes(altered))
    roll_back(machines)
    for shape in shapes:
        path.write_bytes(shape)
        library = machines.library()
        if shape != sound[:-1]:
            (warning,) = library.warnings
            assert warning.endswith("is damaged: what was lost before now is not noticed.")
    path.unlink()
    path.mkdir()
    star(machines.library())


def test_values_of_a_wrong_kind_are_not_remembered(machines: Machines) -> None:
    """Also under a right checksum."""
    from reader.store.lines import seal

    (path,) = memories(machines)
    whole = json.loads(path.read_bytes())
    whole.pop("c")
    memory = Memory(str(machines.root / "here" / "state"), str(machines.path()))
    assert memory.load() != NOTHING
    for key in whole:
        for value in (None, -1.5, "x", [None], [[1]], {"a": 1}, {"a": [1, 2, 3, None]}, True):
            path.write_bytes(seal({**whole, key: value}))
            if key not in ("place", "ids", "sample", "version", "moved", "copy"):
                assert memory.load() == NOTHING
            machines.library()


def test_a_state_folder_that_cannot_be_written_is_fine(machines: Machines) -> None:
    """Nothing is remembered then, and that alone is said."""
    state = machines.root / "here" / "state"
    shutil.rmtree(state / "memory")
    (state / "memory").write_text("in the way", encoding="utf-8")
    library = machines.library()
    star(library)
    blind = (*library.warnings, *library.refresh().warnings)
    assert ["what gets lost is not noticed" in warning for warning in blind] == [True]
    roll_back(machines)
    assert machines.library().warnings == blind


def test_reading_makes_nothing_in_the_library_and_remembers(machines: Machines) -> None:
    """What a sync tool brought is known after one look."""
    machines.forget()
    before = sorted(machines.path().rglob("*"))
    folder = machines.folder()
    Library(folder)
    folder.close()
    assert sorted(machines.path().rglob("*")) == before
    roll_back(machines)
    assert any("5 steps of this machine" in warning for warning in machines.library().warnings)


def test_a_process_that_knows_less_does_not_make_this_machine_forget(machines: Machines) -> None:
    """It looked before the last edits, and leaves after their loss."""
    early = machines.folder()
    Library(early)
    data = own(machines).read_bytes()
    late = machines.library()
    star(late, 1)
    star(late, 2)
    own(machines).write_bytes(data)
    early.close()
    with pytest.raises(ReadOnly, match="2 steps of this machine"):
        star(machines.library())
    stale = machines.library()
    with pytest.raises(ReadOnly):
        star(stale)


def test_a_window_learns_from_the_memory_what_another_wrote_and_lost(machines: Machines) -> None:
    """The files are as the window last saw them, and yet something is missing."""
    window = machines.library()
    data = own(machines).read_bytes()
    stamp = own(machines).stat()
    star(machines.library(), 1)
    own(machines).write_bytes(data)
    os.utime(own(machines), ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with pytest.raises(ReadOnly, match="1 step of this machine"):
        star(window, 2)


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "looked at"])
def test_edits_in_quick_succession_are_remembered_when_they_are_done(machines: Machines, closed: bool) -> None:
    """By a look at the files a moment later, or when the library is closed."""
    aside = machines.root / "here"
    now = [machines.tick()]
    folder = open_library(machines.path(), state_dir=aside / "state", data_dir=aside / "data", clock=lambda: now[0])
    library = Library(folder)
    data = own(machines).read_bytes()
    for n in range(5):
        star(library, n)
    now[0] += 1000
    folder.close() if closed else folder.pull()
    own(machines).write_bytes(data)
    (warning,) = machines.library().warnings
    assert warning.startswith("5 steps of this machine")


def test_what_is_remembered_costs_no_sync(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    """One write and one fsync are the step's own; a few hundred bytes are written beside them."""
    library = machines.library()
    star(library, 0)
    calls: list[tuple[str, int]] = []

    class Counting:
        """`os`, counting."""

        def __getattr__(self, name: str) -> object:
            real = getattr(os, name)
            if name not in ("write", "pwrite", "fsync", "replace"):
                return real

            def call(fd: int, *data: bytes) -> object:
                calls.append((name, len(data[0]) if data else 0))
                return real(fd, *data)

            return call

    monkeypatch.setattr(disk, "os", Counting())
    star(library, 1)
    assert [name for name, _ in calls] == ["write", "fsync", "pwrite"]
    assert max(size for _, size in calls) < 1000


# -- the commands -----------------------------------------------------------------------------------------------------


def test_the_command_line_reads_on_refuses_edits_and_names_the_choice(reader: Reader) -> None:
    """Exit 1 and one sentence; `batch` answers each request; after the choice everything goes on."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "A paper about models", "id": "one-paper"}\n')
    (paper,) = reader("search", "--ids").lines
    for tag in ("a", "b", "c"):
        reader("tag", paper, "--add", tag)
    shutil.rmtree(reader.folder / "journal")
    answer = reader("show", paper)
    assert answer.status == 0
    assert "3 steps of this machine" in answer.err
    answer = reader("star", paper, check=False)
    assert answer.status == 1
    assert answer.err.count("3 steps of this machine") == 1
    answer = reader("batch", stdin=f'{{"op": "star", "papers": ["{paper}"]}}\n{{"op": "count"}}\n')
    refused, counted = map(json.loads, answer.lines)
    assert refused["error"]["kind"] == "read-only"
    assert counted["ok"]
    answer = reader("doctor", check=False)
    assert answer.status == 1
    assert "3 steps of this machine" in answer.out
    answer = reader("doctor", "--repair")
    assert "Went on without 3 steps" in answer.out
    reader("star", paper)
    assert "Went on without 3 steps" in reader("history").out
    assert "as it should be" in reader("doctor").out


def test_the_command_line_never_begins_anew_where_a_library_was(reader: Reader, tmp_path: Path) -> None:
    """One sentence for every command, and the way to begin anew works."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "A paper about models", "id": "one-paper"}\n')
    assert library_ids(reader.folder) != ()
    reader.folder.rename(tmp_path / "away")
    for command in (["search"], ["tags"], ["import", "-", "--format", "jsonl"], ["undo"]):
        answer = reader(*command, check=False, stdin='{"title": "Another paper"}\n')
        assert answer.status == 1
        assert "is not there (is the disk mounted?)" in answer.err
        assert not reader.folder.exists()
    reader("doctor", "--repair")
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Another paper about models"}\n')
    assert len(reader("search", "--ids").lines) == 1


@crossed
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize("data", [b"", b"\0" * 900, None], ids=["emptied", "NULs", "removed"])
def test_a_catalogue_that_cannot_be_read_hides_no_loss_of_words(
    machines: Machines, data: bytes | None, closed: bool
) -> None:
    """Both are told with their numbers, and both are over when the files are back."""
    library = machines.library()
    whole = lost(machines, roll_back)
    machines.path("catalogue.json").unlink() if data is None else machines.path("catalogue.json").write_bytes(data)
    library = machines.library() if closed else library
    told = " ".join([*library.warnings, *library.refresh().warnings])
    assert "6 steps of this machine that were here on 21 September 2026 are missing" in told
    assert "The catalogue had 5 papers on 21 September 2026." in told
    assert "papers of the catalogue that" not in told
    bring_back(machines, whole)
    assert library.refresh().warnings == ()
    star(library)


@pytest.mark.parametrize("lose", [empty_journal, fill_with_nulls])
def test_a_journal_that_lost_its_first_line_names_its_device_again(machines: Machines, lose: Lose) -> None:
    """So that under another name, as a sync tool gives it, its steps stay those of this machine."""
    lose(machines)
    machines.repair()
    library = machines.library()
    star(library, 1)
    said = library.history()[0]
    copy = own(machines).with_name("herexxxxxx (conflicted copy).jsonl")
    shutil.copyfile(own(machines), copy)
    assert machines.library().history()[0] == said
    own(machines).unlink()
    again = machines.library()
    assert again.history()[0] == said
    assert again.undoable()[0].id == said.id
    assert [finding for finding in machines.check() if finding.kind in ("missing", "same-id")] == []


def move_away(machines: Machines) -> None:
    machines.path().rename(machines.root / "away")


def leave_half_a_copy(machines: Machines) -> None:
    machines.path("catalogue-back.json").write_text("{")


AGAIN: dict[str, Lose] = {
    "the folder moved away": move_away,
    "the catalogue removed": befalls(losses.remove_catalogue),
    "the catalogue emptied": befalls(losses.empty_catalogue),
    "the journal cut": befalls(losses.cut_in_the_middle),
    "the other's journal removed": befalls(losses.remove_other_journal),
    "a copy of the catalogue that cannot be read": leave_half_a_copy,
}


@pytest.mark.parametrize("way", AGAIN)
def test_a_loss_that_comes_back_under_an_open_window_is_told_again(machines: Machines, way: str) -> None:
    """Each time once; what is over is not, and holds nobody up."""
    library = machines.library()
    whole = files(machines)
    tellings = []
    for _ in range(3):
        AGAIN[way](machines)
        tellings.append(library.refresh().warnings)
        assert library.refresh().warnings == ()
        shutil.rmtree(machines.root / "away", ignore_errors=True)
        machines.path("catalogue-back.json").unlink(missing_ok=True)
        bring_back(machines, whole)
        assert library.refresh().warnings == ()
    assert tellings[0] != ()
    assert tellings == tellings[:1] * 3
    star(library)


@pytest.mark.parametrize("long", [LONG_HISTORY, 1])
def test_what_came_back_under_an_open_window_and_goes_again_is_told_to_who_comes_then(
    machines: Machines, long: int
) -> None:
    """Though the user went on without it, and nothing was edited while it was there: the window has seen it."""
    library = machines.library(long=long)
    held = own(machines).read_bytes()
    shutil.copyfile(older(machines, "journal", own(machines).name), own(machines))
    library.refresh()
    machines.repair()
    library.refresh()
    back = own(machines).with_name("back.jsonl")
    back.write_bytes(held)
    assert library.refresh().warnings == ()
    library.refresh()
    assert (library.losses, "u4" in tags(library)) == ((), True)
    back.unlink()
    for fresh in (machines.library(long=long), library):
        fresh.refresh()
        # The import among them stands in the catalogue too.
        assert fresh.losses[0].startswith(f"{ALL - KEPT - 1} steps of this machine that were here on ")
        with pytest.raises(ReadOnly):
            star(fresh)


def test_what_came_from_another_machine_under_an_open_window_and_goes_again_is_told(machines: Machines) -> None:
    """To who opens the library then, also where another window remembered something meanwhile."""
    other = machines.path("journal", "therexxxxx.jsonl")
    library = machines.library()
    before = other.read_bytes()
    give_tags(machines.library(device="there"), 3, "further")
    library.refresh()
    library.refresh()
    other.write_bytes(before)
    assert "3 steps of the machine 'therexxxxx' that were here" in " ".join(machines.library().losses)


def test_where_other_steps_stand_in_the_place_of_lost_ones_the_number_is_told_as_the_least(machines: Machines) -> None:
    """Those that came back after the user went on without them make up for what is missing now in number only."""
    former = own(machines).read_bytes()
    own(machines).write_bytes(b"".join(former.splitlines(keepends=True)[:3]))
    machines.repair()
    give_tags(machines.library(), 3, "v")
    own(machines).write_bytes(former)
    told = " ".join(machines.library().warnings)
    assert "At least 1 step of this machine that was here on" in told
    assert any("At least 1 step of this machine" in finding.message for finding in machines.check())
    assert machines.repair()[0].startswith("Went on without at least 1 step; ")
    assert machines.library().warnings == ()


def test_another_library_that_was_here_for_a_moment_is_not_held_against_an_open_one(tmp_path: Path) -> None:
    """A link led to it, and another process looked at it there; what is remembered of each is kept."""
    machines = Machines(tmp_path)
    one, other, place = (tmp_path / name for name in ("one", "other", "library"))
    for name in (one, other):
        place.unlink(missing_ok=True)
        place.symlink_to(name, target_is_directory=True)
        name.mkdir()
        machines.forget()
        seed(machines.library(), 2 if name == other else 4)
    give_tags(machines.library(), 2)
    machines.forget()
    place.unlink()
    place.symlink_to(one, target_is_directory=True)
    window = machines.library()
    star(window)
    place.unlink()
    place.symlink_to(other, target_is_directory=True)
    folder = machines.folder()
    (warning,) = Library(folder).warnings
    assert "is another one than" in warning
    folder.close()
    place.unlink()
    place.symlink_to(one, target_is_directory=True)
    assert window.refresh().warnings == ()
    star(window, 1)
    assert machines.library().warnings == ()
    assert machines.check() == []
    place.unlink()
    place.symlink_to(other, target_is_directory=True)
    next(other.glob("journal/*.jsonl")).unlink()
    assert "missing" in " ".join(machines.library().warnings)


def test_what_is_read_where_nothing_may_be_written_is_remembered(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's library, or one on a disk that is mounted to be read: its loss is told there, too."""

    def refused(lock: disk.Lock) -> None:
        raise OSError(errno.EROFS, "")

    star(machines.library())
    machines.forget()
    with monkeypatch.context() as patched:
        patched.setattr(disk, "writable", lambda path: not str(path).startswith(str(machines.path())))
        patched.setattr(disk.Lock, "held", refused)
        folder = machines.folder()
        assert "may only be read here" in Library(folder).read_only
        folder.close()
    lines = own(machines).read_bytes().splitlines(keepends=True)
    own(machines).write_bytes(b"".join(lines[:-1]))
    assert "1 step of this machine" in machines.library().read_only

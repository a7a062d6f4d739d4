"""What sync tools, editors and Git leave in a library is read where it says something, and named where it does not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import ReadOnly
from reader.library import change as edits
from reader.library.library import Library
from reader.store import LONG_HISTORY, disk
from reader.store.backup import Backups
from reader.store.backup_files import read_backup
from reader.store.journal import device_of
from reader.store.lines import parse
from tests.support.folders import Machines, give_tags, named, numbered, seed

LEFT = [
    "{}.jsonl~HEAD", "{}.jsonl~", "{}.jsonl.orig", "{}.jsonl.bak", "{}.jsonl.conflict", "{}.conflict.jsonl",
    "{} (1).jsonl",
    "{}.sync-conflict-20261121-101010-ABCDEFG.jsonl", "{} (conflicted copy).jsonl", ".{}.jsonl.AbC123", "{}.jsonl.tmp",
    ".syncthing.{}.jsonl.tmp", "~{}.jsonl", "{}_BACKUP_4321.JSONL",
]  # fmt: skip
OWN = "herexxxxxx"


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library of three papers, two of them tagged by this machine and one by another."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    give_tags(library, 2)
    there = machines.library(device="there")
    there.apply(edits.tag(there.papers[named(2)], add=("far",)), "Tagged far")
    return machines


def journal(machines: Machines, device: str = OWN) -> Path:
    """A device's journal."""
    return machines.path("journal", f"{device}.jsonl")


def tags(machines: Machines) -> list[str]:
    """The tags of all papers."""
    return sorted({tag for paper in machines.library().papers.values() for tag in paper.tags})


def star(library: Library, n: int = 0, on: bool = True) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], on), "Starred")


ALL = ["far", "t0", "t1"]


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LEFT)
def test_lines_are_read_whatever_was_added_to_the_name(machines: Machines, name: str) -> None:
    """Also where the journal itself is gone; and they count once where it is not. The doctor is content."""
    path = journal(machines)
    shutil.copyfile(path, machines.path("journal", name.format(OWN)))
    assert machines.library().warnings == ()
    assert len(machines.library().history()) == 4
    path.unlink()
    machines.forget()
    library = machines.library()
    assert tags(machines) == ALL
    assert library.warnings == ()
    star(library)
    assert library.undo().say == "Undid: Starred"
    assert machines.check() == []
    assert machines.repair() == []


@pytest.mark.parametrize("name", LEFT)
def test_the_device_is_known_by_the_name_where_no_first_line_tells_it(name: str) -> None:
    """What stands before the ending."""
    assert device_of(f"/x/journal/{name.format(OWN)}") == OWN


def lose_the_first_line(data: bytes) -> bytes:
    return data.partition(b"\n")[2]


def damage_the_first_line(data: bytes) -> bytes:
    return data[:9] + b"?" + data[10:]


def blank_the_beginning(data: bytes) -> bytes:
    return b"\0" * 40 + data[40:]


@pytest.mark.parametrize("lose", [lose_the_first_line, damage_the_first_line, blank_the_beginning])
@pytest.mark.parametrize("name", ["{} 2.jsonl", "{}-LAPTOP.jsonl", "A copy of {}.jsonl", "0.jsonl"])
def test_a_copy_that_does_not_tell_whose_it_is_takes_no_step_from_its_device(
    machines: Machines, name: str, lose: Callable[[bytes], bytes]
) -> None:
    """Whatever it is called: the steps are read as its device's that wrote them, and nothing is missing."""
    for device in (OWN, "therexxxxx"):
        copy = machines.path("journal", name.format(device))
        copy.write_bytes(lose(journal(machines, device).read_bytes()))
        library = machines.library()
        assert (library.loss, [told for told in library.warnings if "missing" in told]) == ("", [])
        assert {step.device for step in library.history()} == {OWN, "therexxxxx"}
        assert [found for found in machines.check() if found.kind == "missing"] == []
        star(library)
        assert library.undo().say == "Undid: Starred"
        copy.unlink()
        assert machines.library().warnings == ()


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "under an open window"])
@pytest.mark.parametrize("lose", [lose_the_first_line, damage_the_first_line, blank_the_beginning])
@pytest.mark.parametrize("name", ["2026backup", "aaaaaaaaaa"])
def test_a_copy_that_is_called_as_a_devices_journal_takes_no_step_from_its_device(
    machines: Machines, name: str, lose: Callable[[bytes], bytes], opened: bool
) -> None:
    """Any ten letters look like a device: who wrote a step is told by the journal that names it."""
    window = machines.library() if opened else None
    copy = machines.path("journal", f"{name}.jsonl")
    copy.write_bytes(lose(journal(machines).read_bytes()))
    library = machines.library() if window is None else window
    library.refresh()
    assert (library.read_only, [told for told in library.warnings if "missing" in told]) == ("", [])
    assert {step.device for step in library.history()} == {OWN, "therexxxxx"}
    assert [found for found in machines.check() if found.kind == "missing"] == []
    star(library)
    assert library.undo().say == "Undid: Starred"
    folder = machines.folder()
    star(Library(folder))
    folder.close(long=True)
    (last, *_) = reversed(Backups(str(machines.path()), str(machines.root / "here" / "data")).found())
    assert {device for device, _ in read_backup(last).lines.values()} == {OWN, "therexxxxx"}
    copy.unlink()
    assert machines.library().warnings == ()


def test_a_journal_without_its_first_line_is_its_devices_also_beside_a_copy_without_it(machines: Machines) -> None:
    """Its first step names that line, so that it is known which one is missing."""
    copy = machines.path("journal", "2026backup.jsonl")
    copy.write_bytes(lose_the_first_line(journal(machines).read_bytes()))
    journal(machines).write_bytes(copy.read_bytes())
    library = machines.library()
    assert (library.read_only, library.warnings) == ("", ())
    assert {step.device for step in library.history()} == {OWN, "therexxxxx"}
    assert [found for found in machines.check() if found.kind == "missing"] == []


def test_a_journal_that_arrives_behind_its_copy_tells_an_open_window_whose_the_steps_are(machines: Machines) -> None:
    away = machines.root / "away.jsonl"
    journal(machines, "therexxxxx").rename(away)
    copy = machines.path("journal", "aaaaaaaaaa.jsonl")
    copy.write_bytes(lose_the_first_line(away.read_bytes()))
    machines.forget()
    window = machines.library()
    assert "aaaaaaaaaa" in {step.device for step in window.history()}
    away.rename(journal(machines, "therexxxxx"))
    assert window.refresh().warnings == ()
    assert {step.device for step in window.history()} == {OWN, "therexxxxx"}


@pytest.mark.parametrize("long", [LONG_HISTORY, 1], ids=["short", "long"])
@pytest.mark.parametrize("lose", [lose_the_first_line, damage_the_first_line])
@pytest.mark.parametrize("name", ["copy", "aaaaaaaaaa", "journal (conflicted copy)"])
def test_a_copy_that_arrives_before_its_journal_leaves_no_machine_that_never_was(
    machines: Machines, name: str, lose: Callable[[bytes], bytes], long: int
) -> None:
    """Its steps are counted as those of who wrote them when that is known; until then nobody can tell."""
    away, there = machines.root / "away.jsonl", journal(machines, "therexxxxx")
    there.rename(away)
    copy = machines.path("journal", f"{name}.jsonl")
    copy.write_bytes(lose(away.read_bytes()))
    machines.forget()
    library = machines.library(long=long)
    star(library)
    assert {step.device for step in library.history()} > {OWN}
    library.leave()
    away.rename(there)
    for _ in range(2):
        library = machines.library(long=long)
        assert [told for told in library.warnings if "missing" in told] == []
        assert [found for found in machines.check() if found.kind == "missing"] == []
        library.apply(edits.star(library.papers[named(0)], not library.papers[named(0)].starred), "Starred")
        library.leave()
        copy.unlink(missing_ok=True)
    there.unlink()
    told = machines.library(long=long).warnings[0]
    assert told.startswith("1 step of the machine 'therexxxxx' that was here on")


def test_words_of_another_machine_are_missed_also_where_its_last_ones_stand_in_a_copy(machines: Machines) -> None:
    """One that does not tell whose it is, and holds less."""
    library = machines.library(device="there")
    give_tags(library, 2, "u")
    machines.library().refresh()
    there = journal(machines, "therexxxxx")
    last = there.read_bytes().splitlines(keepends=True)[-1]
    star(machines.library())
    there.unlink()
    machines.path("journal", "copy.jsonl").write_bytes(last)
    assert any(told.startswith("3 steps of the machine 'therexxxxx'") for told in machines.library().warnings)


def test_a_backup_of_a_copy_without_its_first_line_tells_whose_steps_it_holds(machines: Machines) -> None:
    """Where nothing but the copy was there when it was made."""
    journal(machines).rename(machines.path("journal", f"{OWN} 2.jsonl"))
    copy = machines.path("journal", f"{OWN} 2.jsonl")
    copy.write_bytes(lose_the_first_line(copy.read_bytes()))
    folder = machines.folder()
    star(Library(folder))
    folder.close(long=True)
    (last, *_) = reversed(Backups(str(machines.path()), str(machines.root / "here" / "data")).found())
    assert {device for device, _ in read_backup(last).lines.values()} == {OWN, "therexxxxx"}


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "It is empty"), (b"\0" * 300, "nothing but NULs"), (b"b0VIM 9.0\0\xff\n\x01\n", "no line of a journal")],
)
def test_what_says_nothing_is_named_and_set_aside(machines: Machines, data: bytes, says: str) -> None:
    """Nobody is told of it who only opens the library."""
    left = machines.path("journal", f".{OWN}.jsonl.swp")
    left.write_bytes(data)
    assert machines.library().warnings == ()
    (found,) = machines.check()
    assert (found.kind, found.where, found.serious) == ("strange", f"journal/{left.name}", False)
    assert says in found.message
    machines.repair()
    assert machines.check() == []
    assert tags(machines) == ALL
    assert [path.read_bytes() for path in machines.path("set-aside").iterdir()] == [data]


@pytest.mark.parametrize("data", [b"", b"\0" * 300])
def test_an_emptied_journal_is_named_and_the_next_edit_begins_it_anew(machines: Machines, data: bytes) -> None:
    """With its first line, so that it says whose it is and begins a chain."""
    journal(machines).write_bytes(data)
    machines.forget()
    assert [found.kind for found in machines.check()] == ["strange"]
    star(machines.library())
    assert [line.said is None for line in parse(journal(machines).read_bytes(), "")][-3:] == [False] * 3
    assert [found.kind for found in machines.check() if found.kind != "orphan"] == []


def test_a_placeholder_of_this_machines_journal_makes_the_library_read_only(machines: Machines) -> None:
    """A new journal in its place would be a second one."""
    journal(machines).unlink()
    machines.path("journal", f".{OWN}.jsonl.icloud").write_bytes(b"bplist00")
    machines.forget()
    library = machines.library()
    assert f"'journal/{OWN}.jsonl' is in iCloud and not on this machine, so the library is read-only" in str(
        library.warnings
    )
    with pytest.raises(ReadOnly, match="have it downloaded"):
        star(library)
    assert not journal(machines).exists()
    assert [(found.kind, found.serious) for found in machines.check()] == [("placeholder", True)]


def test_a_placeholder_of_another_journal_is_told_and_edits_go_on(machines: Machines) -> None:
    """Until it is downloaded; a stale placeholder beside the file says nothing."""
    path = journal(machines, "therexxxxx")
    whole = path.read_bytes()
    path.unlink()
    machines.path("journal", f".{path.name}.icloud").write_bytes(b"bplist00")
    machines.forget()
    library = machines.library()
    assert f"'journal/{path.name}' is in iCloud and not on this machine, so its steps are not here" in str(
        library.warnings
    )
    star(library)
    assert [found.kind for found in machines.check() if found.kind != "missing"] == ["placeholder"]
    path.write_bytes(whole)
    assert machines.library().warnings == ()
    assert machines.check() == []
    assert tags(machines) == ALL


def test_a_catalogue_that_is_in_icloud_is_never_begun_anew(machines: Machines) -> None:
    """Nor brought back from older files; also where nothing else of the library is there."""
    path = machines.path("catalogue.json")
    path.unlink()
    machines.path(".catalogue.json.icloud").write_bytes(b"bplist00")
    with pytest.raises(ReadOnly, match="is in iCloud and not on this machine, so the library is read-only"):
        machines.library().add(numbered(1, start=8), say=lambda plan: "Imported")
    with pytest.raises(ReadOnly, match="nothing is mended"):
        machines.repair()
    assert "placeholder" in [found.kind for found in machines.check()]
    shutil.rmtree(machines.path("journal"))
    for left in machines.path().glob("library-*.id"):
        left.unlink()
    machines.forget()
    with pytest.raises(ReadOnly, match="is in iCloud"):
        machines.library().add(numbered(1, start=8), say=lambda plan: "Imported")
    assert not path.exists()


@pytest.mark.parametrize(
    "name",
    ["catalogue.json~HEAD", "catalogue.json.orig", "catalogue (1).json", "CATALOGUE.JSON", "catalogue.json.conflict",
     "catalogue.sync-conflict-20261121-101010-ABCDEFG.json", "catalogue.json~"],
)  # fmt: skip
def test_copies_of_the_catalogue_add_what_only_they_have(machines: Machines, name: str) -> None:
    """Where they can be read; the doctor names the others."""
    other = machines.library("other")
    other.add(numbered(2, start=2), say=lambda plan: "Imported")
    shutil.copyfile(machines.root / "other" / "catalogue.json", machines.path(name))
    library = machines.library()
    assert list(library.papers) == [named(n) for n in range(4)]
    assert any("adds 1 paper" in warning for warning in library.warnings)
    assert [found.kind for found in machines.check()] == ["copy"]
    machines.repair()
    assert machines.check() == []
    assert len(machines.library().papers) == 4
    machines.path(name).write_bytes(b"half")
    assert [found.kind for found in machines.check()] == ["copy"]


def test_an_unfinished_transfer_of_the_catalogue_is_not_read_and_named(machines: Machines) -> None:
    """What it brings will be the catalogue in a moment."""
    machines.path(".catalogue.json.AbC123").write_bytes(b'{"papers": {"x": {"title": "Half')
    assert machines.library().warnings == ()
    assert [found.kind for found in machines.check()] == ["leftover"]
    machines.repair()
    assert machines.check() == []


def test_capitals_and_small_letters_are_one_file_where_the_disk_takes_them_for_one(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal and the catalogue are found under a name in other letters, go on there, and nothing is set aside."""
    folded = {f"{OWN}.jsonl": f"{OWN.upper()}.JSONL", "catalogue.json": "CATALOGUE.JSON"}
    for path in (journal(machines), machines.path("catalogue.json")):
        os.link(path, path.with_name(folded[path.name]))
    real = disk.names
    monkeypatch.setattr(disk, "names", lambda path: sorted(name for name in real(path) if name not in folded))
    window = machines.library()
    star(window)
    star(machines.library(), 1)
    window.refresh()
    star(window, 2)
    assert tags(machines) == ALL
    assert machines.check() == []
    assert machines.repair() == []
    assert len(machines.library().history()) == 7
    assert window.warnings == ()


# -- bytes ------------------------------------------------------------------------------------------------------------

SAVED = {
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "both": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    "blank lines": lambda data: data.replace(b"\n", b"\r\n\r\n"),
}


@pytest.mark.parametrize("way", SAVED)
def test_what_an_editor_saves_otherwise_is_no_damage(machines: Machines, way: str) -> None:
    """Steps count once, the chain holds, and both journals go on being written."""
    paths = [journal(machines), journal(machines, "therexxxxx")]
    window = machines.library()
    for path in paths:
        path.write_bytes(SAVED[way](path.read_bytes()))
    assert window.refresh().warnings == ()
    for forgets in (False, True):
        if forgets:
            machines.forget()
        assert machines.library().warnings == ()
        assert machines.check() == []
        assert tags(machines) == ALL
    star(window)
    for device in ("here", "there"):
        star(machines.library(device=device), 1, on=device == "here")
    assert machines.check() == []
    assert len(machines.library().history()) == 7
    before = [path.read_bytes() for path in paths]
    assert machines.repair() == []
    assert [path.read_bytes() for path in paths] == before


def test_a_torn_line_in_a_journal_with_carriage_returns_is_closed_as_ever(machines: Machines) -> None:
    """It never comes alive, and Git's marks are known."""
    path = journal(machines)
    data = path.read_bytes().replace(b"\n", b"\r\n")
    marks = b"<<<<<<< HEAD\r\n=======\r\n>>>>>>> theirs\r\n"
    path.write_bytes(data + marks + data.splitlines()[-1].replace(b'"t1"', b'"t9"')[:-1])
    machines.forget()
    star(machines.library())
    assert b"~\n" in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert tags(machines) == ALL
    assert [found.kind for found in machines.check()] == ["merge"] * 3
    machines.repair()
    assert machines.check() == []


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-be"])
def test_a_journal_in_utf_16_is_read_and_this_machines_own_is_not_written_until_it_is_mended(
    machines: Machines, coding: str
) -> None:
    """Two codings in one file could not be told apart."""
    own, other = journal(machines), journal(machines, "therexxxxx")
    for path in (own, other):
        mark = "" if coding == "utf-16" else "\ufeff"
        path.write_bytes((mark + path.read_text(encoding="utf-8")).encode(coding))
    saved = own.read_bytes()
    window = machines.library()
    assert tags(machines) == ALL
    with pytest.raises(ReadOnly, match="was saved as UTF-16, so the library is read-only"):
        star(window)
    other.touch()
    window.refresh()
    with pytest.raises(ReadOnly, match="was saved as UTF-16"):
        star(window)
    assert own.read_bytes() == saved
    assert [(found.kind, found.serious) for found in machines.check()] == [("coding", True), ("coding", False)]
    machines.repair()
    assert machines.check() == []
    assert saved in [path.read_bytes() for path in machines.path("set-aside").iterdir()]
    star(window)
    assert tags(machines) == ALL
    assert machines.library().warnings == ()


def test_nuls_before_a_line_do_not_cost_the_step_in_it(machines: Machines) -> None:
    """A power cut left them; a repair takes them out. A line of nothing else is damage as before."""
    path = journal(machines)
    held = path.read_bytes().splitlines(keepends=True)
    held[-1] = b"\0" * 50 + held[-1]
    path.write_bytes(b"".join(held))
    assert tags(machines) == ALL
    assert machines.library().warnings == ()
    (found,) = machines.check()
    assert (found.kind, found.serious) == ("line", False)
    machines.repair()
    assert machines.check() == []
    assert b"\0" not in path.read_bytes()
    assert tags(machines) == ALL
    with path.open("ab") as file:
        file.write(b"\0\0\0\n")
    assert "has a line that is damaged" in str(machines.library().warnings)
    assert [(found.kind, found.serious) for found in machines.check()] == [("line", True)]


# -- Git --------------------------------------------------------------------------------------------------------------


def test_git_is_told_once_to_leave_the_ends_of_lines_alone(machines: Machines) -> None:
    """At the first edit; what the user makes of the file, and that it was deleted, stands."""
    path = machines.path(".gitattributes")
    assert path.read_text(encoding="ascii").splitlines()[-1] == "* -text"
    path.write_text("*.json text\n", encoding="ascii")
    star(machines.library())
    assert path.read_text(encoding="ascii") == "*.json text\n"
    path.unlink()
    star(machines.library(), 1)
    star(machines.library(device="there"), 2)
    machines.library(device="third").add(numbered(1, start=9), say=lambda plan: "Imported")
    assert not path.exists()


def test_a_library_that_has_its_own_git_attributes_keeps_them(machines: Machines) -> None:
    """Before the first edit, too."""
    machines.path("..", "new").mkdir()
    path = machines.root / "new" / ".gitattributes"
    path.write_text("* text\n", encoding="ascii")
    seed(machines.library("new"))
    assert path.read_text(encoding="ascii") == "* text\n"


def test_an_edit_stands_where_the_file_for_git_cannot_be_made(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said of it."""
    real = disk.replace

    def refuse(path: str, *rest: object, **more: object) -> None:
        if path.endswith(".gitattributes"):
            raise PermissionError(13, "")
        real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(disk, "replace", refuse)
    library = machines.library("new")
    seed(library)
    assert library.refresh().warnings == ()
    assert len(machines.library("new").papers) == 3
    assert not (machines.root / "new" / ".gitattributes").exists()


# -- links ------------------------------------------------------------------------------------------------------------


def lead(path: Path, where: str) -> None:
    """Make a link that leads nowhere."""
    targets = {"circle": path.name, "too long": "x" * 300, "beyond a file": "../catalogue.json/x"}
    path.symlink_to(targets.get(where, where))


@pytest.mark.skipif(os.name == "nt", reason="links take a right there that few have")
@pytest.mark.parametrize("where", ["circle", "too long", "beyond a file"])
def test_a_link_that_can_lead_to_no_file_is_no_journal_and_takes_nothing_else_away(
    machines: Machines, where: str
) -> None:
    lead(machines.path("journal", "x.jsonl"), where)
    library = machines.library()
    assert library.warnings == ("'journal/x.jsonl' is no journal and is passed over.",)
    star(library)
    assert machines.library().papers[named(0)].starred
    assert tags(machines) == ALL
    assert [(one.kind, one.where, one.serious) for one in machines.check()] == [("strange", "journal/x.jsonl", False)]
    machines.repair()
    assert machines.check() == []
    assert tags(machines) == ALL


@pytest.mark.skipif(os.name == "nt", reason="links take a right there that few have")
@pytest.mark.parametrize("where", ["circle", "too long", "beyond a file", "nowhere"])
def test_a_link_beside_the_catalogue_that_leads_nowhere_takes_nothing_away(machines: Machines, where: str) -> None:
    lead(machines.path("catalogue (1).json"), where)
    library = machines.library()
    star(library)
    assert len(machines.library().papers) == 3
    assert not any(one.serious for one in machines.check())


@pytest.mark.skipif(os.name == "nt", reason="links take a right there that few have")
def test_the_lock_that_emacs_leaves_is_named_and_no_fault(machines: Machines) -> None:
    lead(machines.path("journal", f".#{OWN}.jsonl"), "ada@lamp.example.4321:1700000000")
    assert machines.library().warnings == ()
    star(machines.library())
    assert [(one.kind, one.serious) for one in machines.check()] == [("strange", False)]


def test_a_folder_of_journals_that_takes_no_new_one_is_told_as_that(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = disk.writable
    monkeypatch.setattr(disk, "writable", lambda path: own(path) and Path(path).name != "journal")
    star(machines.library())
    assert [(one.where, one.message, one.serious) for one in machines.check()] == [
        ("journal", "It may not be written, so no new journal can be made in it.", False)
    ]

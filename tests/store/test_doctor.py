"""The doctor names what is wrong with the files, and mends it without deleting anything."""

from __future__ import annotations

import errno
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.errors import ReadOnly, StoreError
from reader.library import change as edits
from reader.library.change import Step
from reader.store import disk, doctor
from reader.store.lines import decode, encode
from tests.support.cli import Reader
from tests.support.folders import Machines, give_tags, named, numbered, seed


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library of four papers in two imports, with words."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    library.add(numbered(1, start=3), say=lambda plan: "Imported one")
    give_tags(library, 4)
    return machines


def kinds(machines: Machines) -> list[str]:
    """What the doctor finds."""
    return [finding.kind for finding in machines.check()]


def tags(machines: Machines) -> list[tuple[str, ...]]:
    """What the user said."""
    return [paper.tags for paper in machines.library().papers.values()]


def aside(machines: Machines) -> bytes:
    """Everything that was set aside."""
    return b"".join(path.read_bytes() for path in sorted(machines.path("set-aside").iterdir()))


WORDS = [("t0",), ("t1",), ("t2",), ("t3",)]


def test_a_sound_library_has_no_findings_and_needs_no_repair(machines: Machines) -> None:
    """Also a new one."""
    assert machines.check() == []
    before = {path: path.read_bytes() for path in machines.path().rglob("*") if path.is_file()}
    assert machines.repair() == []
    assert {path: path.read_bytes() for path in machines.path().rglob("*") if path.is_file()} == before
    machines.folder("empty")
    assert doctor.check(machines.root / "empty") == []


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """It is not made."""
    (finding,) = doctor.check(tmp_path / "nowhere")
    assert finding.serious
    assert not (tmp_path / "nowhere").exists()


def test_damaged_lines_are_named_by_place_and_set_aside(machines: Machines) -> None:
    """The other words stay."""
    path = machines.journal()
    path.write_bytes(path.read_bytes().replace(b'"t1"', b'"T1"'))
    finding, missing = machines.check()
    assert (missing.kind, missing.message[:24]) == ("missing", "1 step of this machine t")
    assert finding.kind == "line"
    assert finding.where.endswith(".jsonl:5")
    assert "byte" in finding.message
    said, without = machines.repair()
    assert "1 line of" in said
    assert without == "Went on without 1 step; what is missing comes back when its file returns."
    assert machines.check() == []
    assert tags(machines) == [("t0",), (), ("t2",), ("t3",)]
    assert b'"T1"' in aside(machines)


def test_steps_on_lines_that_ran_together_are_brought_back(machines: Machines) -> None:
    """A newline that became something else costs nothing after a repair."""
    path = machines.journal()
    data = path.read_bytes()
    at = data.index(b"\n", data.index(b'"t1"'))
    path.write_bytes(data[:at] + b"\x0b" + data[at + 1 :])
    assert tags(machines) == [("t0",), (), (), ("t3",)]
    assert "2 steps within could be read and are kept" in machines.repair()[0]
    assert tags(machines) == WORDS
    assert machines.check() == []


def test_an_open_library_follows_a_repair(machines: Machines) -> None:
    """The journal was replaced underneath it."""
    library = machines.library()
    path = machines.journal()
    path.write_bytes(path.read_bytes().replace(b'"t1"', b'"T1"'))
    library.refresh()
    machines.repair()
    library.apply(edits.star(library.papers[named(1)], True), "Starred")
    assert machines.library().papers[named(1)].starred


def test_an_unfinished_line_is_no_loss_and_gets_closed(machines: Machines) -> None:
    """It is told as such."""
    path = machines.journal()
    path.write_bytes(path.read_bytes()[:-7])
    machines.forget()
    (finding,) = machines.check()
    assert (finding.kind, finding.serious) == ("unfinished", False)
    machines.repair()
    assert path.read_bytes().endswith(b"~\n")
    assert machines.check() == []


def test_the_marks_of_a_git_merge_are_named_and_both_sides_kept(machines: Machines) -> None:
    """The marks go."""
    path = machines.journal()
    lines = path.read_bytes().splitlines(keepends=True)
    lines[5:5] = [b"=======\n"]
    lines[4:4] = [b"<<<<<<< HEAD\n"]
    path.write_bytes(b"".join([*lines, b">>>>>>> theirs\n"]))
    assert "unfinished Git merge" in machines.library().warnings[0]
    assert kinds(machines) == ["merge"] * 3
    machines.repair()
    assert machines.check() == []
    assert tags(machines) == WORDS


def test_a_damaged_catalogue_is_rebuilt_from_all_that_can_be_read(machines: Machines) -> None:
    """From its own lines and from its previous version; the damaged file is kept under the date."""
    path = machines.path("catalogue.json")
    data = path.read_bytes()
    broken = data.replace(b'"title": "The paper that has the number 1"', b'"title": "The pap')
    path.write_bytes(broken)
    assert kinds(machines) == ["catalogue", *["orphan"] * 4]
    said = machines.repair()
    assert any("3 papers were read out of the damaged" in sentence for sentence in said)
    assert any("1 paper came from 'catalogue.json.1'" in sentence for sentence in said)
    assert broken in aside(machines)
    assert machines.check() == []
    assert list(machines.library().papers) == [named(n) for n in range(4)]
    assert sorted(tags(machines)) == WORDS


def test_a_former_catalogue_from_which_nothing_came_is_not_named(machines: Machines) -> None:
    """All could be read out of the damaged one."""
    path = machines.path("catalogue.json")
    path.write_bytes(path.read_bytes()[:-2])
    said = machines.repair()
    assert any("papers were read out of the damaged" in sentence for sentence in said)
    assert not any("came from" in sentence for sentence in said)


@pytest.mark.parametrize("data", [b"", b"null", b"\0" * 100, None])
def test_an_empty_or_missing_catalogue_comes_back_as_its_previous_version(
    machines: Machines, data: bytes | None
) -> None:
    """What is lost is named."""
    path = machines.path("catalogue.json")
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    assert kinds(machines)[0] == "catalogue"
    said = machines.repair()
    assert f"import it again: {named(3)}" in said[-2]
    assert tags(machines) == WORDS[:3]
    assert kinds(machines) == ["orphan"]
    library = machines.library()
    library.add(numbered(1, start=3), say=lambda plan: "Imported again")
    assert tags(machines) == WORDS
    assert machines.check() == []


def test_bad_entries_are_set_aside_and_the_good_ones_stay(machines: Machines) -> None:
    """One by one."""
    path = machines.path("catalogue.json")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"papers": {\n', '"papers": {\n"bad": {"title": 5},\n"": {"title": "x"},\n'), "utf-8")
    assert kinds(machines) == ["entry", "entry"]
    machines.repair()
    assert machines.check() == []
    assert b'"bad": {"title": 5}' in aside(machines)
    assert tags(machines) == WORDS


@pytest.mark.parametrize("way", ["a line taken out", "a comma taken away", "two files put together"])
def test_a_catalogue_whose_lines_do_not_fit_together_is_told_and_put_right(machines: Machines, way: str) -> None:
    """Every line is read. So a loss is seen also by a machine that never saw the catalogue whole."""
    path = machines.path("catalogue.json")
    lines = path.read_bytes().splitlines(keepends=True)
    last = next(at for at, line in enumerate(lines) if line.startswith(b'"') and line.endswith(b"}\n"))
    more = b'"2401.00099": {"title": "Of another file", "arxiv_id": "2401.00099"}\n'
    changed = {
        "a line taken out": lines[:last] + lines[last + 1 :],
        "a comma taken away": [*lines[: last - 1], lines[last - 1].replace(b"},\n", b"}\n"), *lines[last:]],
        "two files put together": [*lines[: last + 1], more, *lines[last + 1 :]],
    }[way]
    path.write_bytes(b"".join(changed))
    with pytest.raises(json.JSONDecodeError):
        json.loads(path.read_bytes())
    there = machines.library(device="there")
    assert len(there.papers) == {"a line taken out": 3, "two files put together": 5}.get(way, 4)
    (warning,) = there.warnings
    assert warning.startswith("In the catalogue a comma is missing or too many")
    found = [finding for finding in machines.check("there") if finding.kind == "entry"]
    assert [(one.where, one.serious) for one in found] == [("catalogue.json", False)]
    assert "The commas between the lines of 'catalogue.json' were put right." in machines.repair("there")
    assert len(json.loads(path.read_bytes())["papers"]) == len(there.papers)
    assert machines.library(device="there").warnings == ()
    assert [finding for finding in machines.check("there") if finding.kind == "entry"] == []


def test_a_copy_of_the_catalogue_is_taken_over_and_set_aside(machines: Machines) -> None:
    """Adding only."""
    other = machines.library("other")
    other.add(numbered(2, start=3), say=lambda plan: "Imported")
    shutil.copyfile(machines.root / "other" / "catalogue.json", machines.path("catalogue-DESKTOP.json"))
    assert kinds(machines) == ["copy"]
    machines.repair()
    assert machines.check() == []
    assert tags(machines) == [*WORDS, ()]


def test_a_newer_version_is_never_touched(machines: Machines) -> None:
    """Not even to repair it."""
    path = machines.path("catalogue.json")
    path.write_text(path.read_text(encoding="utf-8").replace('"version": 1', '"version": 7'), encoding="utf-8")
    before = path.read_bytes()
    assert kinds(machines) == ["newer"]
    with pytest.raises(ReadOnly, match="newer version"):
        machines.repair()
    assert path.read_bytes() == before


def test_what_a_crash_left_behind_is_set_aside(machines: Machines) -> None:
    """The library never reads it."""
    machines.path(".catalogue.json.tmp").write_text("half", encoding="utf-8")
    assert kinds(machines) == ["leftover"]
    machines.repair()
    assert machines.check() == []
    assert aside(machines) == b"half"


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_folders_and_pipes_with_names_of_ours_are_named_and_set_aside(machines: Machines) -> None:
    """What stands beside them is mended all the same."""
    with machines.journal().open("ab") as journal:
        journal.write(b"damaged\n")
    machines.path("journal", "a.jsonl").mkdir()
    os.mkfifo(machines.path("journal", "b.jsonl"))
    assert sorted(kinds(machines)) == ["line", "strange", "strange"]
    machines.repair()
    assert machines.check() == []
    assert tags(machines) == WORDS


@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES, errno.ENOENT])
def test_a_repair_sets_no_journal_aside_that_it_cannot_look_at(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """At whichever look the system refuses: then nothing is known of it, and nothing is wrong with it."""
    before = tags(machines)
    journal, real, looks, at = str(machines.path("journal")), os.stat, 0, 0

    def stat(path: object, *args: object, **options: object) -> os.stat_result:
        nonlocal looks
        looks += str(path) == journal
        if str(path) == journal and looks == at:
            raise OSError(error, "refused", journal)
        return real(path, *args, **options)  # type: ignore[arg-type]

    while looks >= at:
        looks, at = 0, at + 1
        with monkeypatch.context() as patch, suppress(StoreError):
            patch.setattr(os, "stat", stat)
            machines.repair()
        assert not machines.path("set-aside").exists()
        assert tags(machines) == before
    assert at > 2


def test_a_catalogue_that_is_a_folder_is_named_and_set_aside(machines: Machines) -> None:
    """The papers of the previous version come back."""
    machines.path("catalogue.json").rename(machines.path("catalogue.json.1"))
    machines.path("catalogue.json").mkdir()
    (found,) = (one for one in machines.check() if one.serious)
    assert (found.kind, found.where) == ("unreadable", "catalogue.json")
    machines.repair()
    assert machines.check() == []
    assert tags(machines) == WORDS


def test_files_that_anybody_may_write_are_named_and_closed(machines: Machines) -> None:
    """Other modes are the owner's choice."""
    machines.journal().chmod(0o666)
    machines.path("catalogue.json").chmod(0o644)
    assert kinds(machines) == ["open"]
    machines.repair()
    assert machines.check() == []
    assert machines.path("catalogue.json").stat().st_mode & 0o777 == 0o644


def test_two_steps_of_one_id_are_named(machines: Machines) -> None:
    """The first counts, whatever stands in the second."""
    path = machines.journal()
    lines = path.read_bytes().splitlines(keepends=True)
    other = machines.path("journal", "other.jsonl")
    known = decode(lines[-1][:-1], "")
    assert isinstance(known, Step)
    other.write_bytes(lines[0] + encode(Step(known.id, 9, 9, "Forged", ())))
    assert "same-id" in kinds(machines)


def test_what_keeps_a_library_from_being_written_is_said_once(reader: Reader) -> None:
    """And a library that cannot be read is not called empty."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "A paper about models", "id": "one-paper"}\n')
    path = reader.folder / "catalogue.json"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace('"version": 1', '"version": 2'), encoding="utf-8")
    (paper,) = reader("search", "--ids").lines
    answer = reader("star", paper, check=False)
    assert answer.status == 1
    assert answer.err.count("newer version") == 1
    path.write_text("null", encoding="utf-8")
    answer = reader("search")
    assert "cannot be read" in answer.err
    assert "is empty" not in answer.err


def test_a_backup_that_cannot_be_made_is_said_and_the_edit_stands(reader: Reader, own_home: Path) -> None:
    """In one sentence after the edit's own."""
    data = own_home / "data"
    data.mkdir(parents=True)
    (data / "reader").write_text("in the way", encoding="utf-8")
    answer = reader("import", "-", "--format", "jsonl", stdin='{"title": "A paper about models"}\n')
    assert answer.status == 0
    assert answer.err.count("Today's backup") == 1
    assert len(reader("search", "--ids").lines) == 1
    told = reader("doctor", check=False)
    assert (told.status, "No backup can be read or made there: it is not a folder." in told.out) == (1, True)


@pytest.mark.parametrize(
    ("ending", "spoilt", "flaw"),
    [
        (".jsonl.gz", b"", "its end is missing"),
        (".jsonl.gz", b"not gzip", "it is damaged"),
        (".json.gz", b"", "its catalogue cannot be read (its end is missing)"),
        (".json.gz", None, "its catalogue cannot be read (it is not there)"),
    ],
)
def test_a_backup_that_cannot_be_read_whole_is_named(
    reader: Reader, own_home: Path, ending: str, spoilt: bytes | None, flaw: str
) -> None:
    """And no loss of the library; that no other is left is one of what keeps it."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "A paper about models"}\n')
    assert "This backup" not in reader("doctor").out
    (file,) = (path for path in (own_home / "data").rglob(f"*{ending}") if path.name.endswith(ending))
    file.unlink()
    if spoilt is not None:
        file.write_bytes(spoilt)
    told = reader("doctor", check=False)
    assert f"This backup does not bring back all that it should: {flaw}. No other can be read whole" in told.out
    assert told.status == 1
    (other,) = {path.parent for path in (own_home / "data").rglob("*.id")}
    (other / "2026-01-01.jsonl").write_bytes(b'{"reader":"journal","version":1,"device":"k3v9x2m7qa","c":"00000000"}\n')
    told = reader("doctor")
    assert f"{flaw}. Others can be read whole." in told.out


@pytest.mark.parametrize("name", ["library", "catalogue.json", "herexxxxxx.jsonl", "data"])
def test_what_may_not_be_written_so_that_nothing_is_saved_or_backed_up_is_serious(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The README promises that the doctor then ends with 1."""
    machines.library()
    shutil.rmtree(machines.root / "here" / "data", ignore_errors=True)
    (machines.root / "here" / "data").mkdir()
    own = disk.writable
    monkeypatch.setattr(disk, "writable", lambda path: own(path) and Path(path).name != name)
    (found,) = machines.check()
    kind, told = ("backup", "No backup can be made there: '") if name == "data" else ("unreadable", "It may not be")
    assert (found.kind, found.message[: len(told)], found.serious) == (kind, told, True)


def test_a_full_disk_is_named(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    """As nothing can be saved on it; not where the file system does not say how large it is."""
    space = SimpleNamespace(total=1 << 20, free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: space)
    assert [(one.kind, one.serious) for one in machines.check()] == [("full", True)] * 3
    space.total = 0
    assert machines.check() == []


@pytest.mark.parametrize(
    ("full", "told"),
    {
        "data": "No backup can be made there: the disk is full.",
        "state": "The disk of what this machine remembers is full: what gets lost from now on may not be noticed.",
    }.items(),
)
def test_a_full_disk_beside_that_of_the_library_is_named(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, full: str, told: str
) -> None:
    """Edits are saved, and none of them is in a backup or remembered."""
    (machines.root / "here" / full).mkdir(exist_ok=True)
    spaces = {True: SimpleNamespace(total=1 << 20, free=0), False: SimpleNamespace(total=1 << 20, free=9)}
    monkeypatch.setattr(shutil, "disk_usage", lambda path: spaces[full in Path(path).parts])
    (found,) = machines.check()
    assert (found.kind, found.serious) == ("full", True)
    assert found.message == told


def test_lines_that_changed_places_are_not_told_to_be_from_another_file(machines: Machines) -> None:
    library = machines.library()
    for n in range(3):
        library.apply(edits.tag(library.papers[named(0)], add=(f"t{n}",)), f"Tagged {n}")
    *above, one, other, last = machines.journal().read_bytes().splitlines(keepends=True)
    machines.journal().write_bytes(b"".join([*above, other, one, last]))
    (found,) = machines.check()
    assert found.message == "It stands above the line that it was written behind; nothing is missing, and all is read."


@pytest.mark.parametrize("device", ["here", "there"])
def test_a_library_without_any_backup_is_told_with_how_to_have_one(machines: Machines, device: str) -> None:
    """It is serious on the machine that wrote in it, of whose words there was one; the other makes one of its own as it
    edits."""
    aside = machines.root / device
    where = {"state_dir": aside / "state", "data_dir": aside / "data"}
    (finding,) = doctor.check(machines.path(), **where)
    assert (finding.kind, finding.repairable, finding.serious) == ("no-backup", True, device == "here")
    assert "no backup of its 6 steps and 4 papers on this machine" in finding.message
    assert doctor.BACKED_UP in doctor.repair(machines.path(), **where)
    assert doctor.check(machines.path(), **where) == []
    assert doctor.BACKED_UP not in doctor.repair(machines.path(), **where)

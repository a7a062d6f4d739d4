"""`reader backup`: the list of backups, and putting one back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader.library.undo import LOST_AGAIN, LOST_FOR_GOOD
from reader.paths import data_dir, state_dir
from reader.store.lines import encode, encode_header
from tests.support.cli import Reader

PAPERS = "".join(json.dumps({"title": f"A paper on {what}", "id": f"p-{what}"}) + "\n" for what in ("rain", "wood"))


@pytest.fixture
def shelf(reader: Reader) -> Reader:
    """A library of two papers with a tag, and one backup of it."""
    reader("import", "-", "--format", "jsonl", "--tag", "wet", stdin=PAPERS)
    return reader


def name(shelf: Reader) -> str:
    """The name of the one backup."""
    (row,) = shelf("backup", "list", "--json").json
    return str(row["name"])


def test_the_list_says_what_each_backup_holds(shelf: Reader) -> None:
    (row,) = shelf("backup", "list", "--json").json
    assert (row["kind"], row["steps"], row["own_steps"], row["papers"]) == ("session end", 1, 1, 2)
    assert (row["readable"], row["flaws"], row["place"]) == (True, [], "")
    assert row["name"].startswith(row["date"])
    assert row["size"] > 100
    (line,) = shelf("backup", "list").lines
    assert line.startswith(f"{row['name']}  session end, 1 step (1 of this machine), 2 papers, ")


def test_steps_of_a_machine_whose_id_cannot_be_read_are_not_counted_as_none(shelf: Reader) -> None:
    """A folder stands where the id should: what is remembered of the library tells it still; without that, how many
    steps are its own is not known, and that is said."""
    device = state_dir() / "device"
    device.unlink()
    device.mkdir()
    assert "1 step (1 of this machine)" in shelf("backup", "list").out
    for remembered in (state_dir() / "memory").iterdir():
        remembered.unlink()
    answer = shelf("backup", "list")
    assert "1 step, 2 papers" in answer.out
    assert f"This machine's id in '{device}' cannot be read" in answer.err
    (row,) = shelf("backup", "list", "--json").json
    assert row["own_steps"] is None


def test_a_library_without_a_backup_says_when_there_will_be_one(reader: Reader) -> None:
    answer = reader("backup", "list")
    assert (answer.out, answer.err.startswith("There is no backup of this library: one is made before")) == ("", True)
    assert reader("backup", "list", "--json").json == []
    answer = reader("backup", "restore", "2026-11-24", check=False)
    assert answer.status == 1
    assert answer.err.startswith("reader: There is no backup of this library")


def test_a_dry_run_tells_what_would_change_and_changes_nothing(shelf: Reader) -> None:
    (paper,) = shelf("search", "rain", "--ids").lines
    shelf("tag", paper, "--remove", "wet")
    answer = shelf("backup", "restore", name(shelf), "--dry-run")
    assert answer.lines[0].startswith("Would put back 1 tag from the backup of ")
    assert answer.lines[1] == "1 tag comes back: 'A paper on rain' (wet)."
    assert shelf("show", paper, "--json").json["tags"] == []


def test_what_is_put_back_is_one_step_that_undo_takes_back(shelf: Reader) -> None:
    """Off a terminal nothing is asked: a script names what it wants."""
    (paper,) = shelf("search", "rain", "--ids").lines
    shelf("tag", paper, "--remove", "wet")
    shelf("remove", paper, "--yes")
    answer = shelf("backup", "restore", name(shelf)[:10])
    assert answer.err.startswith("Put back 1 paper and 1 tag from the backup of ")
    assert shelf("show", paper, "--json").json["tags"] == ["wet"]
    shelf("undo")
    assert len(shelf("search", "--ids").lines) == 1


def test_after_a_loss_the_words_come_back_and_the_warning_goes(shelf: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the warning says to type is what does it."""
    monkeypatch.setattr("reader.store.backup.OFTENEST", -1000)
    shelf("star", *shelf("search", "--ids").lines)
    shutil.rmtree(shelf.folder / "journal")
    answer = shelf("star", shelf("search", "--ids").lines[0], "--off", check=False)
    assert answer.status == 1
    command = answer.err.partition("`reader ")[2].partition("`")[0]
    assert command.startswith("backup restore 20")
    assert f"`reader {command}`" in shelf("doctor", check=False).out
    foreseen = shelf(*command.split(), "--dry-run")
    assert (foreseen.err, foreseen.lines[-1]) == ("", "Then nothing is missing any more.")
    answer = shelf(*command.split())
    first, *others = answer.err.splitlines()
    assert first.startswith("Put back 1 lost step from the backup of")
    assert others == ["Nothing is missing any more."]
    assert shelf("doctor").lines[0] == "Everything about the library's files is as it should be."
    assert shelf("search", "is:starred", "--ids").lines == shelf("search", "--ids").lines


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["backup"], 2, "'reader backup' needs a command; one of list, restore."),
        (["backup", "lst"], 2, "There is no command 'backup lst'; did you mean 'list'?"),
        (["backup", "restore"], 2, "Missing argument 'DATE'."),
        (["backup", "list", "--jsn"], 2, "did you mean '--json'?"),
        (["backup", "restore", "2001"], 1, "There is no backup of '2001'; `reader backup list` names those"),
        (["backup", "restore", ""], 2, "'' is no day and no name of a backup"),
        (["backup", "restore", "yesterday"], 2, "'yesterday' is no day and no name of a backup"),
        (["backup", "restore", "2026-13-40", "--dry-run"], 2, "'2026-13-40' is no day and no name of a backup"),
        (["backups", "list"], 2, "did you mean 'backup'?"),
    ],
)
def test_a_mistake_is_answered_with_what_was_meant(shelf: Reader, arguments: list[str], status: int, told: str) -> None:
    answer = shelf(*arguments, check=False)
    assert answer.status == status
    assert told in answer.err


@pytest.mark.parametrize(("typed", "back"), [("y\n", True), ("n\n", False), ("", False)])
def test_on_a_terminal_it_is_asked_first(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch, typed: str, back: bool
) -> None:
    """With all that would change; `--yes` asks nothing."""
    (paper,) = shelf("search", "rain", "--ids").lines
    shelf("tag", paper, "--remove", "wet")
    backup = name(shelf)
    with monkeypatch.context() as patched:
        patched.setattr("reader.cli.backups.is_at_terminal", lambda: True)
        answer = shelf("backup", "restore", backup, stdin=typed, check=False)
    assert "1 tag comes back: 'A paper on rain' (wet)." in answer.err
    assert "Put it back?" in answer.err
    assert bool(shelf("show", paper, "--json").json["tags"]) is back
    assert (answer.status == 0) is back


def test_a_backup_that_cannot_be_read_is_named_in_one_sentence(shelf: Reader, own_home: Path) -> None:
    (file,) = (own_home / "data" / "reader" / "backups").rglob("20*.gz")
    file.write_bytes(b"no gzip")
    answer = shelf("backup", "restore", file.name[:10], check=False)
    assert answer.status == 1
    assert answer.err.count("\n") == 1
    assert answer.err.endswith("cannot be read: it is damaged.\n")
    assert shelf("backup", "list").out.endswith("not readable: it is damaged\n")
    file.unlink()
    for path in (own_home / "data" / "reader" / "backups").iterdir():
        shutil.rmtree(path)
        path.write_text("in the way")
    answer = shelf("backup", "list", check=False)
    assert answer.status == 1
    assert answer.err.startswith("reader: The backups in '")


def test_a_catalogue_that_comes_back_is_not_told_as_gone(shelf: Reader) -> None:
    """Where a backup cannot bring it, that is the answer."""
    (shelf.folder / "catalogue.json").unlink()
    first, *others = shelf("backup", "restore", name(shelf)).err.splitlines()
    assert first.startswith("Put back 2 lost papers from the backup of")
    assert others == ["Nothing is missing any more."]
    (shelf.folder / "catalogue.json").write_text("no JSON", encoding="utf-8")
    first, *others = shelf("backup", "restore", name(shelf)).err.splitlines()
    assert first.startswith("Put back 2 lost papers from the backup of")
    assert [line for line in others if "missing" in line] == ["Nothing is missing any more."]
    assert any("It is kept as 'set-aside/" in line for line in others)
    (shelf.folder / "catalogue.json").unlink()
    (shelf.folder / "catalogue.json").mkdir()
    answer = shelf("backup", "restore", name(shelf), check=False)
    assert answer.status == 1
    assert "so the library is read-only" in answer.err


def test_a_library_whose_folder_was_deleted_is_made_anew_by_the_command_that_its_message_names(shelf: Reader) -> None:
    before = shelf("search", "--json").json
    shutil.rmtree(shelf.folder)
    answer = shelf("search", check=False)
    assert answer.status == 1
    command = answer.err.partition("`reader ")[2].partition("`")[0]
    assert command.startswith("backup restore 20")
    assert shelf(*command.split(), "--dry-run").lines[-1] == "Then nothing is missing any more."
    assert not shelf.folder.exists()
    told = shelf(*command.split()).err.splitlines()
    assert (told[0][:38], told[1:]) == ("Put back 1 lost step and 2 lost papers", ["Nothing is missing any more."])
    assert shelf("search", "--json").json == before


def test_the_backups_of_a_library_that_was_in_the_same_place_are_named_as_that(shelf: Reader) -> None:
    shutil.rmtree(shelf.folder)
    assert "Until then the former one comes back with `reader backup restore" in shelf("doctor", "--repair").out
    shelf.take({"2401.00001": "Another library"})
    new, old = shelf("backup", "list").lines
    assert "former" not in new
    assert old.endswith(", of a former library in this place")
    shelf("backup", "restore", old.split()[0])
    assert len(shelf("search", "--ids").lines) == 3


@pytest.mark.parametrize("edits", [1, 40])
def test_the_only_short_call_of_a_day_is_in_a_backup(shelf: Reader, edits: int) -> None:
    """The backup of before its first edit does not stand for it: what the journal loses next comes back."""
    (paper,) = shelf("search", "rain", "--ids").lines
    shutil.rmtree(data_dir() / "backups")  # As on a day of which there is none yet.
    shelf.batch(*({"op": "tag", "papers": [paper], "add": [f"t{n}"]} for n in range(edits)))
    (journal,) = (shelf.folder / "journal").glob("*.jsonl")
    journal.write_bytes(journal.read_bytes().partition(b"\n")[0] + b"\n")
    answer = shelf("star", paper, check=False)
    command = answer.err.partition("`reader ")[2].partition("`")[0]
    shelf(*command.split())
    assert len(shelf("show", paper, "--json").json["tags"]) == 1 + edits


def test_a_day_with_two_backups_is_name_enough(shelf: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the shell and in a batch; each says which it took, and what the other would bring."""
    monkeypatch.setattr("reader.store.backup.OFTENEST", -1000)
    (paper,) = shelf("search", "rain", "--ids").lines
    shelf("tag", paper, "--remove", "wet")
    first, last = (row["name"] for row in shelf("backup", "list", "--json").json)
    (dry,) = shelf.batch({"op": "backup", "action": "restore", "date": first[:10], "dry_run": True})
    assert dry["backup"] == last
    assert dry["say"][-1] == f"'{first}' would bring 1 tag more."
    (done,) = shelf.batch({"op": "backup", "action": "restore", "date": last[:10]})
    assert (done["backup"], done["changed"]) == (last, [])
    assert done["notes"][-1] == f"'{first}' would bring 1 tag more."
    answer = shelf("backup", "restore", last[:10])
    assert answer.err.splitlines()[-2].endswith(f"this is '{last}', the last of them.")
    assert "Put back 1 tag" in shelf("backup", "restore", first).err


def test_a_batch_lists_backups_and_puts_one_back(shelf: Reader) -> None:
    """As the commands do; the answer names the step and what changed."""
    (paper,) = shelf("search", "rain", "--ids").lines
    shelf("tag", paper, "--remove", "wet")
    listed, dry, done, again, undone = shelf.batch(
        {"op": "backup"},
        {"op": "backup", "action": "restore", "date": name(shelf), "dry_run": True},
        {"op": "backup", "action": "restore", "date": name(shelf)},
        {"op": "backup", "action": "restore", "date": name(shelf)},
        {"op": "undo"},
    )
    assert [row["name"] for row in listed["backups"]] == [name(shelf)]
    assert (dry["dry_run"], dry["changed"]) == (True, [paper])
    assert dry["say"][1] == "1 tag comes back: 'A paper on rain' (wet)."
    assert done["changed"] == [paper]
    assert done["step"]
    assert (again["changed"], again["notes"][0][:27]) == ([], "The library has all that th")
    assert undone["say"] == [f"Undid: {done['say']}"]


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"action": "lst"}, "'lst' is no action of 'backup'; did you mean 'list'?"),
        ({"date": "2026"}, "'date' goes with the action 'restore', not with 'list'."),
        ({"action": "restore"}, "'backup restore' needs 'date': a text."),
        ({"action": "restore", "date": "2001"}, "There is no backup of '2001'; `reader backup list` names those"),
        ({"action": "restore", "day": "2001"}, "'day' is no key of 'backup restore'; one of action, date, dry_run, b"),
    ],
)
def test_a_request_that_is_not_understood_is_answered(shelf: Reader, request_: dict[str, str], told: str) -> None:
    (answer,) = shelf.batch({"op": "backup", **request_})
    assert told in answer["error"]["message"]


def starred_and_lost(shelf: Reader) -> tuple[str, Path, bytes]:
    """The id of a paper that was starred, and the journal, which has gone since, with what stood in it."""
    (rain,) = shelf("search", "rain", "--ids").lines
    journal = next((shelf.folder / "journal").glob("*.jsonl"))
    shelf("star", rain)
    words = journal.read_bytes()
    journal.unlink()
    return rain, journal, words


def put_back(shelf: Reader) -> None:
    """Restore the last backup."""
    shelf("backup", "restore", max(row["name"] for row in shelf("backup", "list", "--json").json))


def test_the_undo_of_what_was_put_back_is_foretold_and_gives_way_to_the_file_that_returns(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a dry run of one step and of several, in a batch, and as it is done."""
    monkeypatch.setattr("reader.store.backup.OFTENEST", -1000)
    (wood,) = shelf("search", "wood", "--ids").lines
    rain, journal, words = starred_and_lost(shelf)
    put_back(shelf)
    shelf("star", wood)
    assert LOST_AGAIN not in shelf("undo", "--dry-run").err
    assert LOST_AGAIN in shelf("undo", "2", "--dry-run").err
    ask = json.dumps({"op": "undo", "steps": 2, "dry_run": True})
    assert LOST_AGAIN in json.loads(shelf("batch", stdin=f"{ask}\n").out)["notes"]
    assert LOST_AGAIN not in shelf("undo").err
    assert LOST_AGAIN in shelf("undo", "--dry-run").err
    undone = json.loads(shelf("batch", stdin='{"op": "undo"}\n').out)
    assert undone["changed"]
    assert LOST_AGAIN in undone["notes"]
    assert shelf("search", "is:starred").lines == []
    journal.with_name(f"{journal.stem} (returned).jsonl").write_bytes(words)
    assert [row["id"] for row in shelf("search", "is:starred", "--json").json] == [rain]
    assert "goes away" not in shelf("redo").err
    assert [row["id"] for row in shelf("search", "is:starred", "--json").json] == [rain]


def test_what_was_put_back_and_has_returned_with_its_file_stays_and_that_is_told(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its undo changes nothing, and nor does its redo, which tells of nothing."""
    monkeypatch.setattr("reader.store.backup.OFTENEST", -1000)
    rain, journal, words = starred_and_lost(shelf)
    put_back(shelf)
    journal.with_name(f"{journal.stem} (returned).jsonl").write_bytes(words)
    stays = " stays: it stands here elsewhere, too."
    undone = shelf("undo")
    assert stays in undone.out + undone.err
    redone = shelf("redo")
    assert stays not in redone.out + redone.err
    assert [row["id"] for row in shelf("search", "is:starred", "--json").json] == [rain]


def test_the_undo_of_what_an_older_version_put_back_is_told_as_what_it_is(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its step and its copies tell not that they are any: they stay away where the file returns."""
    monkeypatch.setattr("reader.store.backup.OFTENEST", -1000)
    rain, journal, words = starred_and_lost(shelf)
    with monkeypatch.context() as older:
        older.setattr("reader.store.folder.encode", lambda step, **told: encode(replace(step, mends=False), **told))
        older.setattr("reader.store.journal.encode_header", lambda device, by="": encode_header(device))
        put_back(shelf)
    written = b"".join(file.read_bytes() for file in (shelf.folder / "journal").glob("*.jsonl"))
    assert b'"as":' in written
    assert b"mends" not in written
    assert b"copied_by" not in written
    shelf("mark", "reading", rain)
    assert "taken away" not in shelf("undo", "--dry-run").err
    assert LOST_FOR_GOOD in shelf("undo", "2", "--dry-run").err
    ask = json.dumps({"op": "undo", "steps": 2, "dry_run": True})
    assert LOST_FOR_GOOD in json.loads(shelf("batch", stdin=f"{ask}\n").out)["notes"]
    assert "taken away" not in shelf("undo").err
    assert LOST_FOR_GOOD in shelf("undo", "--dry-run").err
    assert LOST_FOR_GOOD in shelf("undo").err
    assert "taken away" not in shelf("redo").err
    assert LOST_FOR_GOOD in json.loads(shelf("batch", stdin='{"op": "undo"}\n').out)["notes"]
    journal.with_name(f"{journal.stem} (returned).jsonl").write_bytes(words)
    assert shelf("search", "is:starred").lines == []
    shelf("redo")
    assert [row["id"] for row in shelf("search", "is:starred", "--json").json] == [rain]

"""A search from the shell answers from the index that was kept, and never otherwise than the library itself would."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from unittest.mock import Mock

import pytest

from reader.cli import session
from reader.cli.session import Session
from reader.operations import kept_index
from reader.search import program
from reader.search.postings import Postings
from reader.store import disk, standing
from reader.store.index_file import IndexFile
from reader.store.lines import seal
from tests.support.cli import Answer, Reader
from tests.support.laws import is_long, often

TITLES = {
    f"2401.{at:05d}": f"{first} {second} of {third}"
    for at, (first, second, third) in enumerate(
        (first, second, third)
        for first in ("Quantization", "Attention", "Mixtures")
        for second in ("Studies", "Bounds")
        for third in ("Models", "Experts", "Caches")
    )
}
QUERIES = (
    ["quantiz"], ["atention modls"], ["attention", "--sort", "title"], ["is:starred"], ["tag:rl quantization"],
    ["list:edge"], ["changed:1d", "--sort", "changed"],
    ["experts", "--limit", "2"], ["zebra"], ["xqzv"], ["#rl"], [""], ["bounds -tag:rl"],
)  # fmt: skip


@pytest.fixture
def shelf(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A library of some papers; the clock of its file system counts as exact."""
    monkeypatch.setattr(standing, "FINE", 0)
    monkeypatch.setattr(standing, "COARSE", 0)
    reader.take(TITLES)
    return reader


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The libraries that were opened."""
    seen: list[Path] = []
    usual = Session.open_library

    def open_library(session: Session) -> object:
        seen.append(session.folder)
        return usual(session)

    monkeypatch.setattr(Session, "open_library", open_library)
    return seen
    return seen


def index_file(home: Path) -> Path:
    (found,) = (home / "cache" / "reader" / "indexes").glob("*.index")
    return found


def same(reader: Reader, home: Path, *arguments: str) -> Answer:
    """What a search says, which is what it says where nothing is kept."""
    answer = reader("search", *arguments, check=False)
    cache = os.environ["XDG_CACHE_HOME"]
    os.environ["XDG_CACHE_HOME"] = str(home / "bare")
    fresh = reader("search", *arguments, check=False)
    shutil.rmtree(home / "bare", ignore_errors=True)
    os.environ["XDG_CACHE_HOME"] = cache
    assert answer == fresh, arguments
    return answer


def test_a_library_that_stands_as_it_did_is_not_opened(shelf: Reader, opened: list[Path]) -> None:
    """Words, filters, orders and everything that is printed are answered from what was kept."""
    shelf("tag", "2401.00001", "--add", "rl")
    shelf("list", "add", "Edge", "2401.00002")
    first = [shelf("search", *query, "--json", check=False) for query in QUERIES]
    opened.clear()
    assert [shelf("search", *query, "--json", check=False) for query in QUERIES] == first
    assert [shelf("search", *query, check=False).status for query in QUERIES] == [answer.status for answer in first]
    assert opened == []
    assert shelf("search", "tag:rl", "--json").json[0]["lists"] == []
    assert shelf("search", "list:edge", "--json").json[0]["lists"] == ["Edge"]


def test_an_index_made_at_once_is_kept_as_it_is(
    shelf: Reader, own_home: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large library's is: the first search answers from it and leaves it, and the next one opens nothing."""
    monkeypatch.setattr(kept_index, "LARGE", 1)
    with monkeypatch.context() as entered:
        entered.setattr(Postings, "add", Mock(side_effect=AssertionError))
        first = shelf("search", "atention")
    assert first.out
    opened.clear()
    assert shelf("search", "atention").out == first.out
    assert opened == []
    for query in QUERIES:
        same(shelf, own_home, *query)


def other_machine(shelf: Reader) -> None:
    line = {"i": "elsewhere-1", "t": 900, "w": 1, "say": "x", "ops": [["2401.00003", "tag:rl", "rl", None]]}
    header = seal({"reader": "journal", "version": 1, "device": "elsewherex"})
    (shelf.folder / "journal" / "elsewherex.jsonl").write_bytes(header + seal(line))


def damaged(shelf: Reader) -> None:
    (journal,) = (shelf.folder / "journal").glob("*.jsonl")
    with journal.open("ab") as file:
        file.write(b"nothing that a journal has\n")


def in_place(shelf: Reader) -> None:
    path = shelf.folder / "catalogue.json"
    with path.open("r+b") as file:
        at = file.read().index(b"Attention")
        file.seek(at)
        file.write(b"Astronomy")


def lost(shelf: Reader) -> None:
    (journal,) = (shelf.folder / "journal").glob("*.jsonl")
    journal.unlink()


def read_only(shelf: Reader) -> None:
    text = (shelf.folder / "catalogue.json").read_text()
    (shelf.folder / "catalogue.json").write_text(text.replace('"version": 1', '"version": 9'))


ALL = [["quantiz"], ["attention", "--sort", "title"], ["experts", "--limit", "2"], [""]]
TAGS = [["tag:rl quantization"], ["#rl"], ["bounds -tag:rl"], ["changed:1d", "--sort", "changed"], [""]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "queries"),
    [
        (lambda shelf: shelf("tag", "2401.00001", "--add", "rl"), TAGS),
        (lambda shelf: shelf("star", "2401.00004"), [["is:starred"], ["changed:1d", "--sort", "changed"], [""]]),
        (lambda shelf: shelf("note", "2401.00005", "--set", "a zebra"), [["zebra"], ["attention"], [""]]),
        (lambda shelf: shelf("remove", "2401.00006", "--yes"), ALL),
        (lambda shelf: shelf("undo"), [[""], ["attention"]]),
        (lambda shelf: shelf.take({"2402.00001": "Attention for Zebras"}), [["zebra"], ["atention modls"], *ALL]),
        (lambda shelf: shelf("list", "add", "Edge", "2401.00002"), [["list:edge"], ["xqzv"], [""]]),
        (other_machine, TAGS), (damaged, ALL), (in_place, ALL), (lost, ALL), (read_only, ALL),
    ],
)  # fmt: skip
def test_whatever_changed_since_is_seen(
    shelf: Reader, own_home: Path, change: Callable[[Reader], object], queries: list[list[str]], opened: list[Path]
) -> None:
    """By this program, another machine or a foreign hand: answers, warnings and exit statuses are the library's.

    `queries` are those that the change bears on; in a long run all are asked."""
    shelf("search", "attention")
    change(shelf)
    opened.clear()
    for query in QUERIES if is_long() else queries:
        same(shelf, own_home, *query)
    assert opened


EDITS: dict[str, Callable[[Reader], object]] = {
    "a tag": lambda shelf: shelf("tag", "2401.00001", "--add", "rl"),
    "a note": lambda shelf: shelf("note", "2401.00005", "--set", "a zebra"),
    "a paper goes": lambda shelf: shelf("remove", "2401.00006", "--yes"),
    "a paper comes": lambda shelf: shelf.take({"2402.00001": "Attention for Zebras"}),
    "a list": lambda shelf: shelf("list", "add", "Edge", "2401.00002"),
    "a search between": lambda shelf: shelf.batch(
        {"op": "star", "papers": ["2401.00003"]}, {"op": "search", "query": "zebra"}, {"op": "undo"}
    ),
    "several": lambda shelf: shelf.batch({"op": "star", "papers": ["2401.00004"]}, {"op": "undo"}, {"op": "redo"}),
}


def test_a_library_is_not_opened_for_what_was_edited_here(
    shelf: Reader, own_home: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a large library an edit leaves a note of itself beside the index: the next search answers from both."""
    monkeypatch.setattr(session, "WORTH_NOTING", 1)
    shelf("search", "attention")
    for name, edit in EDITS.items():
        edit(shelf)
        opened.clear()
        shelf("search", "attention")
        assert opened == [], name
        for query in QUERIES:
            same(shelf, own_home, *query)
    monkeypatch.chdir(shelf.folder.parent)
    monkeypatch.setattr(shelf, "folder", Path(shelf.folder.name))
    EDITS["a note"](shelf)
    opened.clear()
    shelf("search", "attention")
    assert opened == [], "a folder named from here"
    monkeypatch.setattr(session, "WORTH_NOTING", 1_000)
    EDITS["a list"](shelf)
    shelf("list", "remove", "Edge", "2401.00002")
    opened.clear()
    shelf("search", "attention")
    assert opened


@pytest.mark.parametrize(
    "strange", [other_machine, damaged, in_place, lambda shelf: shelf("note", "2401.00003", "--set", "zebra")]
)
def test_an_edit_is_noted_where_the_index_was_left_of_all_else(
    shelf: Reader,
    own_home: Path,
    opened: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    strange: Callable[[Reader], object],
) -> None:
    """What another machine, a foreign hand or an edit that is not noted did before or after is not covered up."""
    for before in (True, False):
        shelf("search", "attention")
        with monkeypatch.context() as noted:
            if not before:
                noted.setattr(session, "WORTH_NOTING", 1)
                shelf("tag", "2401.00001", "--add", "rl", "--add", "after")
            strange(shelf)
            noted.setattr(session, "WORTH_NOTING", 1)
            if before:
                shelf("tag", "2401.00001", "--add", "rl", check=False)
        opened.clear()
        for query in TAGS:
            same(shelf, own_home, *query)
        assert opened


def test_what_had_to_be_said_when_the_library_was_opened_is_said_each_time(shelf: Reader) -> None:
    """A library with a damaged line is opened for every search, so that nobody misses the sentence."""
    damaged(shelf)
    said = [shelf("search", "attention").err for _ in range(3)]
    assert said[0] == said[1] == said[2] != ""


def test_a_library_is_opened_once_a_day_at_least(
    shelf: Reader, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that this machine knows when it was there last."""
    shelf("search", "attention")
    now = time.time()
    opened.clear()
    for later, times in ((3_600, 0), (90_000, 1), (-3_600, 1)):
        opened.clear()
        monkeypatch.setattr("reader.operations.kept_index.time.time", lambda later=later: now + later)
        shelf("search", "attention")
        assert len(opened) == times, later


def test_files_that_were_written_just_now_are_not_trusted(
    shelf: Reader, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of a file system goes in steps: a second write within one would not show."""
    monkeypatch.setattr(standing, "FINE", 10**12)
    monkeypatch.setattr(standing, "COARSE", 10**12)
    for _ in range(3):
        shelf("search", "attention")
    assert len(opened) == 3


def spoil(path: Path, how: str, chance: random.Random) -> None:
    """Do something to a file that no program of ours does."""
    data = bytearray(path.read_bytes())
    match how:
        case "cut":
            del data[chance.randrange(len(data)) :]
        case "byte":
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        case "zeros":
            at = chance.randrange(len(data))
            data[at : at + 4096] = bytes(len(data[at : at + 4096]))
        case "longer":
            data += chance.randbytes(50)
        case "twice":
            data += bytes(data)
        case "empty":
            data.clear()
        case "noise":
            data = bytearray(chance.randbytes(5_000))
    path.write_bytes(data)


@pytest.mark.long
@pytest.mark.parametrize("how", ["cut", "byte", "zeros", "longer", "twice", "empty", "noise"])
def test_an_index_that_is_not_whole_is_made_anew(shelf: Reader, own_home: Path, how: str) -> None:
    """Without a word, wherever it was hit."""
    chance = random.Random(how)
    shelf("search", "attention")
    for _ in range(often(3, 100)):
        spoil(index_file(own_home), how, chance)
        for query in chance.sample(QUERIES, 2):
            assert same(shelf, own_home, *query).err.count("reader:") == 0


def test_an_index_of_a_program_that_knew_less_of_a_paper_is_made_anew(
    shelf: Reader, own_home: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of its papers is believed: a value that it did not know would be missing, or stand in place of another."""
    with monkeypatch.context() as older:
        older.setattr(program, "fields", lambda of: [one for one in fields(of) if one.name != "changed_at"])
        program.program.cache_clear()
        shelf("star", "2401.00001")
        shelf("search", "attention")
        opened.clear()
        shelf("search", "attention")
        assert opened == []
    program.program.cache_clear()
    shelf("search", "attention")
    assert opened == [shelf.folder]
    assert len(same(shelf, own_home, "changed:1d").out.splitlines()) == 1


def test_the_index_of_another_library_is_not_believed(shelf: Reader, own_home: Path) -> None:
    """Neither where its file was put in the place of this one's, nor where the whole library was replaced."""
    shelf("search", "attention")
    mine = index_file(own_home)
    other = Reader(shelf.folder.parent / "other", shelf._monkeypatch, shelf._capsys)
    other.take({"2403.00001": "Attention elsewhere"})
    other("search", "attention")
    theirs = next(path for path in mine.parent.glob("*.index") if path != mine)
    shutil.copy(theirs, mine)
    for query in QUERIES:
        same(shelf, own_home, *query)
    shutil.rmtree(shelf.folder)
    shutil.copytree(other.folder, shelf.folder)
    assert "another one" in shelf("search", "attention").err
    for query in QUERIES:
        same(shelf, own_home, *query)


@pytest.mark.parametrize("full", [False, True])
def test_what_was_read_of_it_stays_whatever_is_written_into_its_file(
    shelf: Reader, own_home: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """A process that runs on was given bytes that were checked; also where the disk has no room for a second file."""
    shelf("search", "attention")
    path = index_file(own_home)
    if full:
        monkeypatch.setattr(disk, "write_all", Mock(side_effect=OSError(errno.ENOSPC, "full")))
    kept = IndexFile(shelf.folder, own_home / "cache" / "reader").read()
    assert kept is not None
    before = bytes(kept.blocks.block("records"))
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
    assert before.strip(b"\0")
    assert bytes(kept.blocks.block("records")) == before
    assert list(path.parent.glob("*.tmp")) == []


@pytest.mark.parametrize("obstacle", ["a file", "a folder in its place", "a link to nothing"])
def test_where_nothing_can_be_kept_nothing_is_said(shelf: Reader, own_home: Path, obstacle: str) -> None:
    """A cache folder that cannot be written is no error."""
    before = same(shelf, own_home, "attention")
    path = index_file(own_home)
    path.unlink()
    if obstacle == "a file":
        shutil.rmtree(path.parent)
        path.parent.write_text("x")
    elif obstacle == "a folder in its place":
        (path / "x").mkdir(parents=True)
    else:
        path.symlink_to(own_home / "nowhere" / "x")
    assert [same(shelf, own_home, "attention"), same(shelf, own_home, "attention")] == [before, before]


def test_nobody_else_can_read_it_and_nothing_unfinished_stays(shelf: Reader, own_home: Path) -> None:
    """It holds notes; and what a killed process left is swept away in time."""
    shelf("search", "attention")
    path = index_file(own_home)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    old, young = path.parent / ".old.tmp", path.parent / ".young.tmp"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (1, 1))
    path.unlink()
    shelf("search", "attention")
    assert (old.exists(), young.exists(), path.exists()) == (False, True, True)


def killed(shelf: Reader, *arguments: str, at: int) -> None:
    """Run a command in a process of its own that ends, as if it was killed, in the midst of its n-th call that writes
    something: a file, its name, or what it holds."""
    if child := os.fork():
        os.waitpid(child, 0)
        return
    left = iter(range(at - 1, -1, -1))

    def ending(call: Callable[..., object], half: Callable[..., object]) -> Callable[..., object]:
        def called(*given: object) -> object:
            if next(left, 0):
                return call(*given)
            half(*given)
            os._exit(9)

        return called

    try:
        write = os.write
        os.write = ending(write, lambda fd, data: write(fd, data[: len(data) // 2]))  # type: ignore[assignment]
        for name in ("replace", "ftruncate", "fsync", "mkdir", "unlink"):
            setattr(os, name, ending(getattr(os, name), lambda *given: None))
        shelf(*arguments, check=False)
    finally:
        os._exit(0)


@pytest.mark.long
@pytest.mark.parametrize("worth", [1, 2_000], ids=["edits are noted", "and are not"])
def test_after_any_edits_it_answers_like_a_fresh_one(
    shelf: Reader, own_home: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch, worth: int
) -> None:
    """Tags, notes, imports, removals, undo and redo, foreign journals, a cut index, edits and searches that are killed:
    identical answers throughout."""
    monkeypatch.setattr(kept_index, "NOTED", 5)
    monkeypatch.setattr(session, "WORTH_NOTING", worth)
    chance = random.Random(14)
    papers = list(TITLES)
    quick = 0
    for number in range(often(16, 2_000)):
        name = chance.choice(papers)
        match chance.randrange(12):
            case 0 | 1:
                shelf(
                    "tag",
                    name,
                    chance.choice(["--add", "--remove"]),
                    chance.choice(["rl", "zebra", "edge"]),
                    check=False,
                )
            case 2:
                shelf(
                    "note", name, "--set", chance.choice(["a zebra", "attention", "experts of caches", ""]), check=False
                )
            case 3:
                shelf("star", name, *chance.choice([["--off"], []]), check=False)
            case 4:
                shelf("remove", name, "--yes", check=False)
            case 5 | 6:
                shelf(chance.choice(["undo", "undo", "redo"]), check=False)
            case 7:
                papers.append(f"2405.{number:05d}")
                shelf.take({papers[-1]: chance.choice(["Zebra attention", "Experts abroad", "Quantized mixtures"])})
            case 8:
                step = {"i": f"far-{number}", "t": 10**6 + number, "w": 1, "say": "x"}
                path = shelf.folder / "journal" / "elsewherex.jsonl"
                if not path.exists():
                    path.write_bytes(seal({"reader": "journal", "version": 1, "device": "elsewherex"}))
                with path.open("ab") as file:
                    file.write(seal({**step, "ops": [[name, "tag:rl", chance.choice(["rl", None]), None]]}))
            case 9 | 10:
                command = chance.choice(
                    [("tag", name, "--add", "zebra"), ("note", name, "--set", "ends"), ("search", "experts")]
                )
                killed(shelf, *command, at=chance.randint(1, 10))
            case _:
                found = [*(own_home / "cache").rglob("*.index")]
                if found:
                    spoil(found[0], chance.choice(["cut", "byte", "zeros"]), chance)
        for query in chance.sample(QUERIES, 2):
            same(shelf, own_home, *query, *chance.choice([["--json"], ["--ids"], []]))
            opened.clear()
            shelf("search", *query, check=False)
            quick += not opened
    assert quick > number / 4


def test_many_changes_are_written_with_the_rest(
    shelf: Reader, own_home: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few are noted behind what is there, without writing that again; and the order of the papers stays theirs."""
    shelf("search", "attention")
    before = index_file(own_home).stat().st_ino
    shelf("remove", "2401.00003", "--yes")
    shelf.take({"2402.00001": "Attention for zebras"})
    shelf("undo")
    shelf("undo")
    shelf("redo")
    same(shelf, own_home, "attention")
    assert index_file(own_home).stat().st_ino == before
    opened.clear()
    same(shelf, own_home)
    assert len(opened) == 1
    monkeypatch.setattr(kept_index, "NOTED", 0)
    shelf("star", "2401.00004")
    same(shelf, own_home, "attention")
    assert index_file(own_home).stat().st_ino != before


def test_the_note_is_json_of_plain_values(shelf: Reader, own_home: Path) -> None:
    """It is never pickled, and says nothing of papers that did not change."""
    shelf("search", "attention")
    data = index_file(own_home).read_bytes()
    note = json.loads(data[data.rindex(b'{"standing"') :])
    assert (note["changed"], note["gone"], note["new"], note["order"]) == ([], [], [], None)


def test_the_doctor_names_the_file_of_the_index(shelf: Reader) -> None:
    """Whether it is there yet, whole, or something else, which is no fault of the library's files."""
    path = Path(shelf("doctor", "--json").json["index"])
    assert shelf("doctor").lines[-1] == f"The next search leaves its index in '{path}'."
    shelf("search", "attention")
    assert shelf("doctor").lines[-1] == f"The search index is in '{path}'; it may be removed at any time."
    path.write_bytes(path.read_bytes()[:100])
    answer = shelf("doctor")
    assert answer.lines[-1].startswith(f"What is in '{path}' is no index of this program and library")
    assert (answer.lines[0], answer.status) == ("Everything about the library's files is as it should be.", 0)

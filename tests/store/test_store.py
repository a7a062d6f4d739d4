"""The library folder: what is acknowledged is kept, others' words are seen, and nothing damaged is overwritten."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.table import Table

from reader.errors import Busy, NoteConflict, ReadOnly, StoreError, UnknownPaper
from reader.library import change as edits
from reader.library.change import Change, Draft, Update
from reader.library.library import Library
from reader.paper import Paper
from reader.store import disk
from reader.store.lines import parse
from tests.support.folders import Machines, named, numbered, seed


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A place for libraries."""
    return Machines(tmp_path)


def star(library: Library, n: int = 0) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], True), f"Starred {n}")


def starred(library: Library) -> list[str]:
    """What it did."""
    return [id for id, paper in library.papers.items() if paper.starred]


# -- the files --------------------------------------------------------------------------------------------------------


def test_opening_makes_a_folder_for_its_owner_only(machines: Machines) -> None:
    """Mode 0700, and 0600 for what is written into it."""
    seed(machines.library())
    assert stat.S_IMODE(machines.path().stat().st_mode) == 0o700
    assert stat.S_IMODE(machines.path("journal").stat().st_mode) == 0o700
    files = [machines.path("catalogue.json"), machines.path(".lock"), machines.journal()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600] * 3


def test_the_catalogue_is_an_ordinary_tinydb_file(machines: Machines) -> None:
    """Stock TinyDB opens it; the ids are text."""

    class Papers(Table):
        """A table with text ids."""

        document_id_class = str  # type: ignore[assignment]

    seed(machines.library())
    with TinyDB(machines.path("catalogue.json")) as db:
        papers = Papers(db.storage, "papers")
        assert [str(document.doc_id) for document in papers.all()] == [named(0), named(1), named(2)]
        assert papers.search(where("arxiv_id") == named(1))[0]["title"] == "The paper that has the number 1"


def test_the_catalogue_has_one_paper_a_line_and_is_left_alone_by_edits(machines: Machines) -> None:
    """An edit only appends to the journal."""
    library = machines.library()
    seed(library)
    before = machines.path("catalogue.json").read_bytes()
    assert sum(line.startswith(b'"2401.') for line in before.split(b"\n")) == 3
    star(library)
    assert machines.path("catalogue.json").read_bytes() == before
    library.add(numbered(1, start=7), say=lambda plan: "Imported")
    assert machines.path("catalogue.json.1").read_bytes() == before


def test_an_edit_is_one_write_of_under_a_kilobyte_and_one_fsync(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the size of the library."""
    library = machines.library()
    seed(library, 300)
    star(library, 1)
    calls: list[tuple[str, int]] = []

    class Counting:
        """`os`, counting."""

        def __getattr__(self, name: str) -> object:
            real = getattr(os, name)
            if name not in ("write", "fsync"):
                return real

            def call(fd: int, *data: bytes) -> object:
                calls.append((name, len(data[0]) if data else 0))
                return real(fd, *data)

            return call

    monkeypatch.setattr(disk, "os", Counting())
    star(library, 2)
    assert [name for name, _ in calls] == ["write", "fsync"]
    assert calls[0][1] < 1000


def test_what_the_library_never_read_stays_in_the_catalogue(machines: Machines) -> None:
    """Unknown keys, other tables and entries that are no papers are carried over."""
    machines.path().mkdir()
    foreign = {
        "papers": {named(0): {"title": "One", "colour": "red"}, "bad": {"title": 5}},
        "other": {"1": {"x": 1}},
    }
    machines.path("catalogue.json").write_text(json.dumps(foreign), encoding="utf-8")
    library = machines.library()
    assert [paper.title for paper in library.papers.values()] == ["One"]
    assert any("'bad' is set aside" in warning for warning in library.warnings)
    library.add([Paper("", "A second paper", arxiv_id=named(5))], say=lambda plan: "Imported")
    kept = json.loads(machines.path("catalogue.json").read_text(encoding="utf-8"))
    assert kept["papers"][named(0)]["colour"] == "red"
    assert kept["papers"]["bad"] == {"title": 5}
    assert kept["other"] == foreign["other"]
    assert list(machines.library().papers) == [named(0), named(5)]


# -- steps ------------------------------------------------------------------------------------------------------------


def test_reopening_gives_what_memory_held(machines: Machines) -> None:
    """Papers, words, lists and history."""
    library = machines.library()
    seed(library)
    star(library)
    library.apply(edits.note(library.papers[named(1)], "A note\nof two lines"), "Noted")
    again = machines.library()
    assert dict(again.papers) == dict(library.papers)
    assert again.history() == library.history()


def test_undo_and_redo_across_restarts_pass_through_every_state(machines: Machines) -> None:
    """Edits, restart, undo all, restart, redo all: every state exact. (The proofs take 3,000.)"""
    states = there_and_back(machines, 60)
    assert states == 61


def there_and_back(machines: Machines, count: int) -> int:
    """That test for `count` edits; how many states were compared."""
    library = machines.library()
    seed(library, 5)
    states = [dict(library.papers)]
    for n in range(count):
        paper = library.papers[named(n % 5)]
        library.apply(_change(library, paper, n), f"Edit {n}")
        states.append(dict(library.papers))
    library = machines.library()
    for expected in states[-2::-1]:
        assert library.undo().skipped == ()
        assert plain(library) == plain(expected)
    library = machines.library()
    for expected in states[1:]:
        assert library.redo().skipped == ()
        assert plain(library) == plain(expected)
    return len(states)


def _change(library: Library, paper: Paper, n: int) -> list[Change]:
    if n % 4 == 0:
        return edits.star(paper, not paper.starred)
    if n % 4 == 1:
        return edits.note(paper, f"note {n}")
    if n % 4 == 2:
        return [change for each in library.papers.values() for change in edits.tag(each, add=(f"t{n}",))]
    return edits.tag(paper, remove=paper.tags[:1]) or edits.star(paper, not paper.starred)


def plain(library: Library | dict[str, Paper]) -> dict[str, tuple[object, ...]]:
    """Everything but the time of reading."""
    papers = library.papers if isinstance(library, Library) else library
    return {id: (p.title, p.tags, p.starred, p.status, p.note) for id, p in papers.items()}


def test_an_edit_of_an_unknown_paper_is_an_error(machines: Machines) -> None:
    """Nothing is written."""
    library = machines.library()
    seed(library)
    before = machines.journal().read_bytes()
    with pytest.raises(UnknownPaper):
        library.apply([Change("nobody", "star", None, True)], "Starred")
    assert machines.journal().read_bytes() == before


def test_words_about_a_paper_that_the_catalogue_lost_are_kept_and_listed(machines: Machines) -> None:
    """They come back with the paper."""
    library = machines.library()
    seed(library)
    star(library, 1)
    text = machines.path("catalogue.json").read_text(encoding="utf-8")
    data = json.loads(text)
    del data["papers"][named(1)]
    machines.path("catalogue.json").write_text(json.dumps(data), encoding="utf-8")
    machines.forget()
    again = machines.library()
    assert list(again.papers) == [named(0), named(2)]
    assert again.state.orphans == [named(1)]
    seed(again)
    assert starred(again) == [named(1)]


def test_a_proposal_that_fails_writes_nothing_and_keeps_the_news(machines: Machines) -> None:
    """What others wrote is told at the next look."""
    one, two = machines.folder(), machines.library()
    seed(two)
    one.pull()
    star(two)

    def refuse(news: Update) -> Draft | None:
        assert [step.say for step in news.steps] == ["Starred 0"]
        return None

    assert one.push(refuse) is None
    assert one.pull() == Update()


# -- several processes ------------------------------------------------------------------------------------------------


def test_others_edits_are_news_once(machines: Machines) -> None:
    """`changed` is the cheap question, `refresh` the answer."""
    one = machines.folder()
    library, other = Library(one), machines.library()
    seed(other)
    assert one.changed()
    assert library.refresh().papers == {named(0), named(1), named(2)}
    assert not one.changed()
    star(other)
    assert one.changed()
    assert library.refresh().papers == {named(0)}
    star(library, 1)
    assert not one.changed()
    other.refresh()
    assert starred(other) == [named(0), named(1)]


def test_tags_of_two_processes_merge(machines: Machines) -> None:
    """Each is a register of its own."""
    one, two = machines.library(), machines.library()
    seed(one)
    two.refresh()
    paper = one.papers[named(0)]
    one.apply(edits.tag(paper, add=("a",)), "Tagged")
    two.apply(edits.tag(paper, add=("b",)), "Tagged")
    one.refresh()
    assert one.papers[named(0)].tags == two.papers[named(0)].tags == ("a", "b")


def test_a_note_that_was_changed_elsewhere_is_not_overwritten(machines: Machines) -> None:
    """The second save is refused with both texts, and the first stands."""
    one, two = machines.library(), machines.library()
    seed(one)
    two.refresh()
    paper = one.papers[named(0)]
    one.apply(edits.note(paper, "mine"), "Noted")
    with pytest.raises(NoteConflict) as refused:
        two.apply(edits.note(paper, "yours"), "Noted")
    assert (refused.value.stored, refused.value.mine) == ("mine", "yours")
    two.apply(edits.note(two.papers[named(0)], "mine\nyours"), "Joined")
    texts = [change.after for step in two.history() for change in step.changes if change.key == "note"]
    assert texts == ["mine\nyours", "mine"]


def test_a_held_lock_is_a_sentence_after_the_patience(machines: Machines) -> None:
    """The step is not applied; reading goes on."""
    library = Library(machines.folder(patience=0.0))
    seed(library)
    holder = disk.Lock(str(machines.path(".lock")))
    with holder.held():
        with pytest.raises(Busy, match="Another window is saving"):
            star(library)
        assert len(machines.library().papers) == 3
    assert starred(library) == []
    star(library)
    assert starred(machines.library()) == [named(0)]


def test_a_lock_file_that_was_deleted_is_taken_anew(machines: Machines) -> None:
    """Two processes never hold two locks."""
    one, two = machines.library(), Library(machines.folder(patience=0.0))
    seed(one)
    two.refresh()
    star(two)
    machines.path(".lock").unlink()
    with disk.Lock(str(machines.path(".lock"))).held(), pytest.raises(Busy):
        star(two, 1)


def test_writers_at_once_lose_nothing(machines: Machines) -> None:
    """Four threads with a folder each, 25 edits each."""
    seed(machines.library())
    failed: list[BaseException] = []

    def write(who: int) -> None:
        try:
            library = machines.library()
            for n in range(25):
                library.apply(edits.tag(library.papers[named(n % 3)], add=(f"{who}-{n}",)), "Tagged")
        except BaseException as error:  # It must reach the test.
            failed.append(error)
            raise

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    library = machines.library()
    assert sum(len(paper.tags) for paper in library.papers.values()) == 100
    assert len(library.history()) == 101


# -- files that change underneath -------------------------------------------------------------------------------------


def test_a_journal_that_was_replaced_is_read_again(machines: Machines) -> None:
    """As Git and sync tools do."""
    library = machines.library()
    seed(library)
    star(library, 0)
    old = machines.journal().read_bytes()
    star(library, 1)
    fresh = machines.path("journal", "fresh")
    fresh.write_bytes(old)
    fresh.replace(machines.journal())
    assert library.refresh().papers == {named(1)}
    assert starred(library) == [named(0)]
    assert [step.say for step in library.history()] == ["Starred 0", "Imported 3"]
    machines.repair()
    star(library, 2)
    assert starred(machines.library()) == [named(0), named(2)]


def test_a_journal_that_shrank_is_read_again(machines: Machines) -> None:
    """In place, with the same inode."""
    library = machines.library()
    seed(library)
    star(library, 0)
    length = machines.journal().stat().st_size
    star(library, 1)
    os.truncate(machines.journal(), length)
    library.refresh()
    assert starred(library) == [named(0)]


def test_a_journal_that_was_rewritten_in_place_is_read_again(machines: Machines) -> None:
    """Longer than before, under the same inode."""
    library = machines.library()
    seed(library)
    star(library, 0)
    length = machines.journal().stat().st_size
    other = machines.library("other")
    seed(other)
    star(other, 1)
    star(other, 2)
    (theirs,) = (machines.root / "other" / "journal").iterdir()
    assert theirs.stat().st_size > length
    machines.journal().write_bytes(theirs.read_bytes())
    library.refresh()
    assert starred(library) == [named(1), named(2)]


def test_a_journal_of_the_same_length_written_over_in_place_is_read_again(machines: Machines) -> None:
    """Though the end is the same: what was damaged early in it no longer counts, and is told."""
    library = machines.library()
    seed(library)
    star(library, 0)
    star(library, 1)
    whole = machines.journal().read_bytes()
    machines.journal().write_bytes(whole.replace(b'"Starred 0"', b'"Starred X"'))
    os.utime(machines.journal(), ns=(0, machines.journal().stat().st_mtime_ns + 1_000_000_000))
    assert "has a line that is damaged" in " ".join(library.refresh().warnings)
    assert starred(library) == [named(1)]


def test_edits_leave_nothing_in_a_journal_but_their_lines(machines: Machines) -> None:
    """A header and a line for each step."""
    library = machines.library()
    seed(library)
    star(library, 0)
    star(library, 1)
    assert [line.said is not None for line in parse(machines.journal().read_bytes(), "")] == [True] * 4


def test_a_paper_that_vanishes_from_the_catalogue_vanishes_from_an_open_library(machines: Machines) -> None:
    """And comes back with it."""
    library = machines.library()
    seed(library)
    star(library, 1)
    whole = machines.path("catalogue.json").read_bytes()
    data = json.loads(whole)
    del data["papers"][named(1)]
    machines.path("catalogue.json").write_text(json.dumps(data), encoding="utf-8")
    assert library.refresh().papers == {named(1)}
    assert list(library.papers) == [named(0), named(2)]
    machines.path("catalogue.json").write_bytes(whole)
    library.refresh()
    assert starred(library) == [named(1)]


def test_a_deleted_journal_is_noticed(machines: Machines) -> None:
    """What it held is gone from view, and nothing is written until the user goes on without it."""
    library = machines.library()
    seed(library)
    star(library, 0)
    machines.journal().unlink()
    library.refresh()
    assert starred(library) == []
    with pytest.raises(ReadOnly, match="1 step of this machine"):
        star(library, 1)
    machines.repair()
    star(library, 1)
    assert starred(machines.library()) == [named(1)]


def test_a_folder_that_vanishes_leaves_memory_and_is_never_made_anew(machines: Machines, tmp_path: Path) -> None:
    """One sentence; when it comes back everything goes on."""
    folder = machines.folder()
    library = Library(folder)
    seed(library)
    machines.path().rename(tmp_path / "away")
    with pytest.raises(ReadOnly, match="is gone; nothing was saved"):
        star(library)
    (warning,) = library.refresh().warnings
    assert "cannot be read" in warning
    assert folder.read_only.endswith("cannot be read: it is not there (is the disk mounted?).")
    assert len(library.papers) == 3
    assert not machines.path().exists()
    (tmp_path / "away").rename(machines.path())
    star(library)
    assert starred(machines.library()) == [named(0)]


def test_a_catalogue_that_vanishes_makes_the_library_read_only(machines: Machines, tmp_path: Path) -> None:
    """It is never taken for a new library."""
    folder = machines.folder()
    library = Library(folder)
    seed(library)
    machines.path("catalogue.json").rename(tmp_path / "away.json")
    library.refresh()
    assert len(library.papers) == 3
    with pytest.raises(ReadOnly, match="is gone"):
        star(library)
    with pytest.raises(ReadOnly, match="not there though the journals are"):
        machines.library().add(numbered(1), say=lambda plan: "Imported")
    (tmp_path / "away.json").rename(machines.path("catalogue.json"))
    star(library)
    assert starred(machines.library()) == [named(0)]


def test_links_stay_links_and_modes_stay_as_they_are(machines: Machines, tmp_path: Path) -> None:
    """The library, its catalogue and its journals may be links; who may read them is the owner's choice."""
    seed(machines.library())
    real = tmp_path / "real"
    machines.path().rename(real)
    machines.path().symlink_to(real)
    (real / "catalogue.json").rename(tmp_path / "elsewhere.json")
    (real / "catalogue.json").symlink_to(tmp_path / "elsewhere.json")
    (tmp_path / "elsewhere.json").chmod(0o640)
    library = machines.library()
    library.add(numbered(1, start=8), say=lambda plan: "Imported")
    star(library, 8)
    assert (real / "catalogue.json").is_symlink()
    assert stat.S_IMODE((tmp_path / "elsewhere.json").stat().st_mode) == 0o640
    assert starred(machines.library()) == [named(8)]


def test_a_link_in_a_circle_is_one_sentence(machines: Machines, tmp_path: Path) -> None:
    """And no traceback."""
    (tmp_path / "library").symlink_to("library")
    with pytest.raises(StoreError, match="cannot be opened"):
        machines.folder()


def test_a_file_in_the_folder_s_place_is_one_sentence(machines: Machines) -> None:
    """It is left as it is."""
    machines.path().write_text("precious", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        machines.folder()
    assert machines.path().read_text(encoding="utf-8") == "precious"


# -- read-only --------------------------------------------------------------------------------------------------------


@contextmanager
def unwritable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder that may only be read, also for the administrator who runs this test."""

    class Guarded:
        """`os` without the right to write."""

        def __getattr__(self, name: str) -> object:
            return {"access": lambda path, mode: False, "open": self.open}.get(name) or getattr(os, name)

        @staticmethod
        def open(path: str, flags: int, mode: int = 0o777) -> int:
            """Reading only."""
            if flags & (os.O_WRONLY | os.O_RDWR):
                raise PermissionError(13, "")
            return os.open(path, flags, mode)

    with monkeypatch.context() as patched:
        patched.setattr(disk, "os", Guarded())
        yield


def test_a_folder_without_permission_is_read_and_not_written(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, and everything can still be looked at."""
    seed(machines.library())
    with unwritable(monkeypatch):
        folder = machines.folder()
        library = Library(folder)
        assert len(library.papers) == 3
        assert "may only be read" in folder.read_only
        with pytest.raises(ReadOnly, match="may only be read"):
            star(library)
    star(library)
    assert folder.read_only == ""


def test_a_newer_version_is_read_and_never_written(machines: Machines) -> None:
    """In the catalogue or in one of the journals."""
    seed(machines.library())
    catalogue = machines.path("catalogue.json")
    old = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(old.replace('"version": 1', '"version": 2'), encoding="utf-8")
    library = machines.library()
    assert len(library.papers) == 3
    with pytest.raises(ReadOnly, match="newer version of reader"):
        star(library)
    assert '"version": 2' in catalogue.read_text(encoding="utf-8")


# -- the device -------------------------------------------------------------------------------------------------------


def test_a_device_keeps_its_id_outside_the_library(machines: Machines, tmp_path: Path) -> None:
    """Two libraries of one machine have journals of one name, and two machines never write one file."""
    seed(machines.library("a", "one"))
    seed(machines.library("b", "one"))
    star(machines.library("a", "two"))
    assert [path.name for path in (tmp_path / "b" / "journal").iterdir()] == ["onexxxxxxx.jsonl"]
    names = sorted(path.name for path in (tmp_path / "a" / "journal").iterdir())
    assert names == ["onexxxxxxx.jsonl", "twoxxxxxxx.jsonl"]


# -- killed -----------------------------------------------------------------------------------------------------------


def test_what_a_killed_program_acknowledged_is_there(machines: Machines, tmp_path: Path) -> None:
    """Three programs, each killed in the middle of its edits. (The proofs kill a thousand.)"""
    path = str(machines.path())
    run = [sys.executable, "-m", "tests.proof.driver"]
    env = {**os.environ, "READER_PROOF": str(tmp_path / "aside")}
    root = Path(__file__).parent.parent.parent
    subprocess.run([*run, "init", path], check=True, cwd=root, env=env)
    start, expected = 1, dict[str, bool | None]()
    for acknowledged in (5, 12, 30):
        with subprocess.Popen(
            [*run, "edit", path, str(start), "0", "--mixed"], stdout=subprocess.PIPE, cwd=root, env=env, text=True
        ) as program:
            assert program.stdout is not None
            for line in program.stdout:
                take(line, expected)
                if line.startswith(f"ACK {start + acknowledged} "):
                    break
            program.kill()
            for line in program.stdout:
                take(line, expected)
        library = machines.library()
        said = " ".join(f"{p.title} {p.tags} {p.note}" for p in library.papers.values())
        for token, there in expected.items():
            if there is None:  # In flight: as it is now it stays.
                expected[token] = token in said
            else:
                assert (token in said) == there, token
        assert library.warnings == ()
        start += 1000


def take(line: str, expected: dict[str, bool | None]) -> None:
    """Learn from a line of the driver which tokens must be there, must not, or may."""
    word, _, *tokens = line.split() or ["", ""]
    if line.endswith("\n") and word in ("TRY", "ACK"):
        for token in tokens:
            expected[token[1:]] = token[0] == "+" if word == "ACK" else None

"""Where words are missing, the files beside the journals that hold them are named; where none are, none is sought."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library.library import Library
from tests.support.folders import Machines, give_tags, seed


def pack(journal: Path) -> Path:
    """The journal packed, under its name with an ending."""
    packed = journal.with_name(f"{journal.name}.gz")
    packed.write_bytes(gzip.compress(journal.read_bytes()))
    journal.unlink()
    return packed


def pack_in_place(journal: Path) -> Path:
    """The journal packed, under its own name."""
    journal.write_bytes(gzip.compress(journal.read_bytes()))
    return journal


def put_into(name: str) -> Callable[[Path], Path]:
    """Move the journal to a name below the library's folder."""

    def put(journal: Path) -> Path:
        place = journal.parent.parent / name
        place.parent.mkdir(exist_ok=True)
        return journal.rename(place)

    return put


@pytest.mark.parametrize(
    "stray", [put_into("a.jsonl"), put_into("journals/a.jsonl"), put_into("journal/a.json"), pack, pack_in_place]
)
def test_a_journal_that_lies_where_nobody_reads_it_is_named_while_its_steps_are_missing(
    tmp_path: Path, stray: Callable[[Path], Path]
) -> None:
    machines = Machines(tmp_path)
    folder = machines.folder()
    library = Library(folder)
    seed(library)
    give_tags(library, 3)
    folder.close(long=True)
    machines.path("notes.txt").write_text("no lines of a journal\n", encoding="utf-8")
    machines.path("exports").mkdir(exist_ok=True)
    whole = machines.journal().read_bytes()
    place = stray(machines.journal())
    named = [one.where for one in machines.check() if "nobody reads them here" in one.message]
    assert named == [str(place.relative_to(machines.path()))]
    assert [one.where for one in machines.check() if one.kind == "strange"] == named
    machines.path("journal", "here.jsonl").write_bytes(whole)
    assert [one.kind for one in machines.check() if "nobody reads" in one.message] == []


def test_what_lies_in_the_librarys_own_folder_and_would_go_with_it_is_named(tmp_path: Path) -> None:
    machines = Machines(tmp_path)
    machines.root.joinpath("library").mkdir()
    (tmp_path / "here").symlink_to("library")
    folder = machines.folder()
    seed(Library(folder))
    folder.close(long=True)
    told = {(one.kind, one.serious) for one in machines.check() if "own folder" in one.message}
    assert told == {("backup", False), ("memory", False)}


def test_a_library_whose_name_is_as_long_as_a_name_can_be_has_backups(tmp_path: Path) -> None:
    machines = Machines(tmp_path)
    for name in ("a" * 255, "日" * 85):
        folder = machines.folder(name)
        seed(Library(folder))
        assert folder.close(long=True) == ()
    places = [place.name for place in (tmp_path / "here" / "data" / "backups").iterdir()]
    assert {place[0] for place in places} == {"a", "日"}
    assert max(len(place.encode()) for place in places) == 244

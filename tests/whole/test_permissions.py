"""What may not be read or written is said in one sentence, and nothing is lost. Root is denied nothing: for it
`python -m tests.unprivileged` runs these."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.cli import Answer, Reader
from tests.unprivileged import permissions_count

pytestmark = pytest.mark.skipif(not permissions_count(), reason="root may read and write everything")


@contextmanager
def allowed(path: Path, mode: int) -> Iterator[None]:
    """A file or folder with other permissions for a while."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


def stood(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def refused(answer: Answer) -> str:
    """What a command says that did nothing, for people."""
    assert answer.status == 1
    assert "Traceback" not in answer.err
    return answer.err


@pytest.fixture
def library(reader: Reader) -> Reader:
    """A library with a paper that is starred and has a note."""
    reader.take({"2401.00001": "Moss on northern walls"})
    reader("star", "2401.00001")
    reader("note", "2401.00001", "--set", "Years of work")
    return reader


PARTS = {
    "the folder": ("", 0o000, 0o500),
    "the catalogue": ("catalogue.json", 0o000, 0o400),
    "the journals": ("journal", 0o000, 0o500),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_library_that_may_not_be_read_is_not_taken_for_an_empty_one(library: Reader, part: str) -> None:
    """Nothing is written either, and all of it is there again when it may be read."""
    before = stood(library.folder)
    path, locked, _ = PARTS[part]
    with allowed(library.folder / path, locked):
        said = refused(library("tag", "2401.00001", "+later", check=False))
    assert "ermission" in said
    assert stood(library.folder) == before
    assert library("show", "2401.00001", "--json").json["note"].strip() == "Years of work"


def test_a_journal_that_may_not_be_read_is_named_and_nothing_is_written_beside_it(library: Reader) -> None:
    """Its words are not taken for lost."""
    (journal,) = (library.folder / "journal").glob("*.jsonl")
    before = stood(library.folder)
    with allowed(journal, 0o000):
        said = refused(library("tag", "2401.00001", "+later", check=False))
    assert "ermission" in said
    assert stood(library.folder) == before
    assert library("show", "2401.00001", "--json").json["note"].strip() == "Years of work"


def test_a_catalogue_that_may_not_be_read_is_whole_and_no_backup_is_needed(library: Reader) -> None:
    with allowed(library.folder / "catalogue.json", 0o000):
        told = library("search").err
        found = library("doctor", check=False).out
    assert "permission is denied; `chmod u+rw` gives it back" in told
    assert "restore" not in told
    assert "catalogue.json: It cannot be read: permission is denied; `chmod u+rw` gives it back." in found
    assert "words of yours" not in found


@pytest.mark.parametrize("part", PARTS)
def test_a_library_that_may_only_be_read_is_read(library: Reader, part: str) -> None:
    path, _, readable = PARTS[part]
    with allowed(library.folder / path, readable):
        assert library("show", "2401.00001", "--json").json["note"].strip() == "Years of work"


def test_a_source_that_may_not_be_read_is_named(library: Reader, tmp_path: Path) -> None:
    source = tmp_path / "page.txt"
    source.write_text("A page", encoding="utf-8")
    with allowed(source, 0o000):
        assert "There is no permission to read" in refused(library("import", str(source), check=False))


def test_settings_that_may_not_be_read_are_named(
    library: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may name another library than the usual one."""
    settings = tmp_path / "settings.toml"
    settings.write_text('theme = "x"', encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(settings))
    with allowed(settings, 0o000):
        answer = library("show", "2401.00001", check=False)
    assert "Permission denied" in answer.err
    assert "Traceback" not in answer.err


def test_a_state_folder_that_may_not_be_written_stops_no_one_from_reading(library: Reader, own_home: Path) -> None:
    with allowed(own_home / "state" / "reader", 0o500):
        assert library("show", "2401.00001", "--json").json["note"].strip() == "Years of work"


def test_memory_that_may_not_be_read_is_said_and_edits_go_on(library: Reader, own_home: Path) -> None:
    """A loss would not be noticed by it."""
    (file,) = (own_home / "state").rglob("memory/*.json")
    with allowed(file, 0o000):
        said = library("star", "2401.00001", "--off")
        assert (said.status, "cannot be read (permission is denied): what gets lost is not" in said.err) == (0, True)
        assert "What this machine remembers of the library" in library("doctor", check=False).out
    assert library("search").err == ""


def test_a_folder_of_memory_that_takes_nothing_new_is_told_by_the_doctor(library: Reader, own_home: Path) -> None:
    with allowed(own_home / "state" / "reader" / "memory", 0o500):
        assert "memory' may not be written): what gets lost is not noticed" in library("doctor", check=False).out


@pytest.mark.parametrize("name", [".lock", "journal"])
def test_a_refusal_names_the_file(library: Reader, name: str) -> None:
    """What keeps the library from being written is told with its name, below the folder of the library."""
    file = library.folder / name
    file = next(file.glob("*.jsonl")) if name == "journal" else file
    with allowed(file, 0o400):
        assert f"'{file.relative_to(library.folder)}' in it" in refused(
            library("tag", "2401.00001", "--add", "z", check=False)
        )

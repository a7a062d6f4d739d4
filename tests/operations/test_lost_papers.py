"""Papers that the library has lost: what was exported of them before stays where it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader import paths
from tests.support.cli import Reader
from tests.support.grids import crossed


def lose(reader: Reader, how: str) -> None:
    """Take the catalogue, which holds what the papers are, or the lines of one of them."""
    catalogue = reader.folder / "catalogue.json"
    if how == "gone":
        catalogue.unlink()
    elif how == "empty":
        catalogue.write_bytes(b"")
    else:
        text = catalogue.read_text(encoding="utf-8")
        begins = text.index('"1706.03762": ')
        catalogue.write_text(text[:begins] + text[text.index("\n", begins) + 1 :], encoding="utf-8")


def files_in(path: Path) -> dict[str, bytes]:
    """Every file beneath a path, or the one that it is."""
    return {file.name: file.read_bytes() for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()}


@crossed
@pytest.mark.parametrize("how", ["gone", "empty", "one"])
@pytest.mark.parametrize("form", ["list", "tasks", "table", "obsidian"])
def test_no_export_loses_the_papers_that_the_library_has_lost(
    reader: Reader, fixtures: Path, tmp_path: Path, form: str, how: str
) -> None:
    """Neither a sync nor another export takes them for papers that somebody took off the list."""
    reader("import", str(fixtures / "library.bib"), "--list", "Edge")
    path = tmp_path / "exported"
    wish = ("--format", form) if form == "obsidian" else ("--style", form)
    assert reader("export", "--list", "Edge", "-o", str(path), *wish).status == 0
    before = files_in(path)
    lose(reader, how)
    assert "was left as it is: the library has lost" in reader("sync", str(path)).out
    assert files_in(path) == before
    answer = reader("export", "--list", "Edge", "-o", str(path), *wish, check=False)
    assert answer.status == 1
    assert "was left as it is: the library has lost" in answer.err
    assert files_in(path) == before


@pytest.mark.parametrize("how", ["gone", "empty", "one"])
def test_a_backup_is_replaced_by_one_without_the_papers_that_the_library_has_lost_only_by_force(
    reader: Reader, fixtures: Path, tmp_path: Path, how: str
) -> None:
    """Why is said, also where the machine does not remember how many there were."""
    reader("import", str(fixtures / "library.bib"), "--list", "Edge")
    path = tmp_path / "backup.jsonl"
    wanted = ("export", "--list", "Edge", "-o", str(path), "--format", "jsonl")
    reader(*wanted)
    before = path.read_bytes()
    lose(reader, how)
    for lost in ("words or papers", "1 paper" if how == "one" else "words or papers"):
        answer = reader(*wanted, check=False)
        assert (answer.status, path.read_bytes()) == (1, before)
        assert f"was left as it is: the library has lost {lost} that it may hold." in answer.err
        shutil.rmtree(paths.state_dir())
    reader(*wanted, "--force")
    assert path.read_bytes() != before


def test_no_file_is_written_over_while_a_journal_cannot_be_read(reader: Reader, fixtures: Path, tmp_path: Path) -> None:
    """Whoever wants it: that is not what the library holds."""
    reader("import", str(fixtures / "library.bib"), "--list", "Edge")
    path = tmp_path / "edge.md"
    wanted = ("export", "--list", "Edge", "-o", str(path))
    reader(*wanted)
    before = path.read_bytes()
    (journal,) = (reader.folder / "journal").glob("*.jsonl")
    journal.write_text(journal.read_text(encoding="utf-8"), encoding="utf-16")
    for arguments in (("sync", str(path)), ("sync", str(path), "--force"), wanted, (*wanted, "--force")):
        answer = reader(*arguments, check=False)
        assert (answer.status, path.read_bytes()) == (1, before)
        assert f"{path} was left as it is, since the library could not be read whole." in answer.err
    assert reader("export", "--list", "Edge", "-o", str(tmp_path / "new.md")).status == 0


def test_what_was_taken_off_or_removed_leaves_the_file(reader: Reader, fixtures: Path, tmp_path: Path) -> None:
    """That was no loss."""
    reader("import", str(fixtures / "library.bib"), "--list", "Edge")
    path = tmp_path / "edge.md"
    reader("export", "--list", "Edge", "-o", str(path))
    reader("list", "remove", "Edge", "1706.03762")
    reader("remove", "2205.14135", "--yes")
    assert "Updated" in reader("sync", str(path)).out
    text = path.read_text(encoding="utf-8")
    assert ("1706.03762" in text, "2205.14135" in text, "2312.00752" in text) == (False, False, True)

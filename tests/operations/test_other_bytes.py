"""An export that another program saved in other bytes: nothing is taken from it, and it is left as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.cli import Answer, Reader
from tests.support.grids import crossed

NOTE = "Ask Zoë — soon"


def noted(reader: Reader, fixtures: Path) -> str:
    """The id of a paper with a note, the only one on its list."""
    reader("import", str(fixtures / "page-compact.txt"))
    (id,) = reader("search", "--ids", "--limit", "1").lines
    reader("list", "add", "Edge", id)
    reader("note", id, "--set", NOTE)
    return id


def note(reader: Reader, id: str) -> str:
    """What it is."""
    return str(reader("show", id, "--json").json["note"])


def exported(reader: Reader, path: Path, kind: str) -> Path:
    """The file with the note, or of a vault the one that is meant."""
    if kind in ("note", "index"):
        reader("export", "--list", "Edge", "-o", str(path), "--format", "obsidian")
        return next(file for file in path.iterdir() if (file.name == "Edge.md") is (kind == "index"))
    reader("export", "--list", "Edge", "-o", str(path), "--style", kind)
    return path


def refused(answer: Answer, file: Path, data: bytes, why: str) -> None:
    """What everybody does with such a file: they say why and leave it."""
    assert answer.status != 0
    assert why in answer.err + answer.out
    assert file.read_bytes() == data


SAVED: dict[str, tuple[Callable[[str], bytes], str]] = {
    "Windows": (lambda text: f"{text}\né\n".encode("cp1252", "replace"), "not valid UTF-8"),
    "one byte": (lambda text: text.encode().replace(b"\n", b"\nZo\xeb\n", 1), "1 byte is unreadable, in line 2"),
    "NUL": (lambda text: text.encode() + bytes(300), "not valid UTF-8"),
}
AGAIN: dict[str, tuple[Callable[[str], bytes], str]] = {
    "UTF-16": (lambda text: text.encode("utf-16"), "UTF-16"),
    "old Macs": (lambda text: text.replace("\n", "\r").encode(), "line ends"),
}


@crossed
@pytest.mark.parametrize("kind", ["list", "tasks", "table", "note", "index"])
@pytest.mark.parametrize("how", SAVED)
def test_nothing_is_taken_from_a_file_that_is_not_utf_8_any_more(
    reader: Reader, fixtures: Path, tmp_path: Path, kind: str, how: str
) -> None:
    id, path = noted(reader, fixtures), tmp_path / "out"
    if kind not in ("note", "index"):
        path = path.with_suffix(".md")
    file = exported(reader, path, kind)
    save, why = SAVED[how]
    data = save(file.read_text(encoding="utf-8"))
    file.write_bytes(data)
    form = ("--format", "obsidian") if path.is_dir() else ("--style", kind)
    refused(reader("import", str(path), check=False), file, data, why)
    refused(reader("sync", str(path), check=False), file, data, why)
    refused(reader("export", "--list", "Edge", "-o", str(path), *form, check=False), file, data, why)
    assert note(reader, id) == NOTE
    reader("export", "--list", "Edge", "-o", str(path), *form, "--force")
    assert file.read_bytes() != data


@pytest.mark.parametrize("how", AGAIN)
def test_a_file_that_cannot_be_written_as_it_was_saved_is_refused(
    reader: Reader, fixtures: Path, tmp_path: Path, how: str
) -> None:
    id = noted(reader, fixtures)
    path = exported(reader, tmp_path / "out.md", "list")
    save, why = AGAIN[how]
    data = save(path.read_text(encoding="utf-8").replace("Ask", "Ask the"))
    path.write_bytes(data)
    refused(reader("sync", str(path), check=False), path, data, why)
    refused(reader("export", "--list", "Edge", "-o", str(path), check=False), path, data, why)
    assert note(reader, id) == NOTE
    if how == "old Macs":  # What is only read may have any line ends.
        reader("import", str(path))
        assert note(reader, id) == NOTE.replace("Ask", "Ask the")
    else:
        refused(reader("import", str(path), check=False), path, data, why)

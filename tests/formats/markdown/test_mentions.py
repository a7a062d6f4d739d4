"""A paper of a list that a document mentions elsewhere, too, has its place in the list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Reader

TITLES = {
    "2407.04001": "Elder woods for sequence models",
    "2407.04002": "Fallow fields of machine vision",
    "2407.04003": "Granite steps under attention",
    "2407.04004": "Heather moors that learn",
}
IDS = list(TITLES)
STYLES = ["list", "tasks", "table"]


@pytest.fixture
def shelf(reader: Reader) -> Reader:
    """Four papers on a list, one of them with a note."""
    reader.take(TITLES)
    reader("list", "add", "Land", *IDS)
    reader("note", IDS[2], "--set", "the note on granite")
    return reader


def state(shelf: Reader) -> Any:
    """All that the library says of the list."""
    return shelf("list", "show", "Land", "--json").json


def lowered(text: str) -> str:
    """An export with its heading one lower."""
    assert text.startswith("# Land\n")
    return f"#{text}"


def item_of(text: str, id: str) -> str:
    """The lines of a paper, without its note."""
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if f"<!-- reader:{id} " in line)
    end = start + 1
    while lines[end].startswith("  ") and "<!--" not in lines[end]:
        end += 1
    return "\n".join(lines[start:end])


def said_of_copy(shelf: Reader, command: str, path: Path) -> str:
    """What an answer says to people."""
    answer = shelf(command, str(path))
    return answer.out + answer.err


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("start", ["", "> "])
@pytest.mark.parametrize("heading", ["# My page\n\n## Top picks\n\n", "# My page\n\n"])
def test_a_copy_above_the_list_is_of_the_page(
    shelf: Reader, tmp_path: Path, style: str, start: str, heading: str
) -> None:
    own = shelf("export", "--list", "Land", "--style", style).out
    page = heading + "\n".join(start + line for line in item_of(own, IDS[2]).split("\n")) + "\n\n"
    path = tmp_path / "page.md"
    path.write_text(page + lowered(own))
    before, text = state(shelf), path.read_text()
    for command in ("import", "sync"):
        assert f"'{IDS[2]}' stands here again, above its list or quoted" in said_of_copy(shelf, command, path)
        assert (state(shelf), path.read_text()) == (before, text)
    shelf("mark", "reading", IDS[2])
    shelf("sync", str(path))
    assert state(shelf)["sections"] == before["sections"]
    assert [paper["status"] for paper in state(shelf)["papers"]] == ["unread", "unread", "reading", "unread"]
    assert path.read_text().startswith(f"{page}## Land\n")


@pytest.mark.parametrize("style", STYLES)
def test_a_copy_with_its_note_above_the_list_takes_no_note_along(shelf: Reader, tmp_path: Path, style: str) -> None:
    own = shelf("export", "--list", "Land", "--style", style).out
    note = f"\n<!-- reader-note {IDS[2]} -->\nanother note on granite\n\n<!-- /reader-note -->\n"
    page = f"# My page\n\n{item_of(own, IDS[2])}\n{note}\n"
    path = tmp_path / "page.md"
    path.write_text(page + lowered(own))
    before = state(shelf)
    shelf("sync", str(path))
    assert state(shelf) == before
    assert path.read_text() == page + lowered(own)


@pytest.mark.parametrize("style", STYLES)
def test_a_quoted_item_below_the_list_is_of_the_page(shelf: Reader, tmp_path: Path, style: str) -> None:
    own = shelf("export", "--list", "Land", "--style", style).out
    quoted = "".join(f"> {line}\n" for line in item_of(own, IDS[2]).split("\n"))
    path = tmp_path / "page.md"
    path.write_text(f"{own}\n# Mail\n\n{quoted}")
    before, text = state(shelf), path.read_text()
    shelf("sync", str(path))
    assert (state(shelf), path.read_text()) == (before, text)
    shelf("mark", "reading", IDS[1])
    shelf("sync", str(path))
    assert path.read_text().endswith(f"\n# Mail\n\n{quoted}")


def test_a_copy_above_the_list_of_a_vault_is_of_the_page(shelf: Reader, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shelf("export", "--list", "Land", "--format", "obsidian", "-o", str(vault))
    path = next(path for path in vault.iterdir() if "# Land\n" in path.read_text())
    own = path.read_text()
    page = f"# My page\n\n## Top picks\n\n{item_of(own, IDS[2])}\n\n"
    path.write_text(own.replace("# Land\n", f"{page}## Land\n", 1))
    before, text = state(shelf), path.read_text()
    shelf("sync", str(vault))
    assert (state(shelf), path.read_text()) == (before, text)

"""An export that a document shows as an example, in code, is the document's own: it changes nothing and stays whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Copies, Reader
from tests.support.grids import crossed, grid
from tests.support.typing_in import typed_in

TITLES = {
    "2407.03001": "Amber lanterns for sequence models",
    "2407.03002": "Brick harbours of machine vision",
    "2407.03003": "Chalk cliffs under attention",
    "2407.03004": "Dune grasses that learn",
}
IDS = list(TITLES)
STYLES = ["list", "tasks", "table"]


def made(reader: Reader) -> None:
    reader.take(TITLES)
    reader("list", "add", "Long", *IDS)
    reader("list", "add", "Short", *IDS[2:])
    reader("list", "annotate", "Short", IDS[2], "a remark of Short")
    reader("note", IDS[3], "--set", "the note on dunes")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Four papers on one list, and two of them on another, where one has a remark and the other a note."""
    return copy_of(made)


def state(shelf: Reader) -> list[Any]:
    """All that the library says."""
    return [shelf.holds("list", "show", name) for name in ("Long", "Short")]


def export_of(shelf: Reader, name: str, style: str) -> str:
    """A list as text."""
    return shelf("export", "--list", name, "--style", style).out


def without_comment(text: str) -> str:
    """An export up to its comment."""
    return text[: text.index("<!-- reader-base")]


def indented(text: str) -> str:
    """A text as code without a fence."""
    return "".join(f"    {line}" for line in text.splitlines(keepends=True))


CODE: dict[str, Callable[[str], str]] = {
    "a fence": lambda text: f"```md\n{text}```\n",
    "a fence of tildes": lambda text: f"~~~~\n{text}~~~~\n",
    "four blanks": indented,
    "four blanks, and no comment": lambda text: indented(without_comment(text)),
    "a fence, and no comment": lambda text: f"```md\n{without_comment(text)}```\n",
}


@grid(style=STYLES, name=["Long", "Short"], code=CODE, above=[True, False])
def test_an_export_shown_in_code_beside_a_list_is_an_example(
    shelf: Reader, tmp_path: Path, style: str, name: str, code: str, above: bool
) -> None:
    """Be it of another list or of the same."""
    own = export_of(shelf, "Long", style)
    shown = f"# Example\n\n{CODE[code](export_of(shelf, name, style))}"
    path = tmp_path / "page.md"
    path.write_text(f"{shown}\n{own}" if above else f"{own}\n{shown}")
    before, text = state(shelf), path.read_text()
    for command in ("import", "sync"):
        shelf(command, str(path))
        assert (state(shelf), path.read_text()) == (before, text)
    old, new = ("- [ ]", "- [x]") if style == "tasks" else ("unread", "read")
    edited = typed_in(own, old, new)
    path.write_text(f"{shown}\n{edited}" if above else f"{edited}\n{shown}")
    shelf("mark", "reading", IDS[1])
    shelf("sync", str(path))
    assert [paper["status"] for paper in state(shelf)[0]["papers"]] == ["read", "reading", "unread", "unread"]
    assert shown.rstrip("\n") in path.read_text()


@pytest.mark.parametrize("style", STYLES)
def test_an_example_of_which_the_list_lost_a_paper_is_one_still(shelf: Reader, tmp_path: Path, style: str) -> None:
    own = export_of(shelf, "Long", style)
    shown = f"\n# Example\n\n```\n{own}```\n"
    path = tmp_path / "page.md"
    path.write_text("".join(line for line in own.splitlines(True) if f"reader:{IDS[1]} " not in line) + shown)
    before = state(shelf)
    shelf("sync", str(path))
    assert state(shelf) == before
    assert shown in path.read_text()


@pytest.mark.parametrize("style", STYLES)
def test_fences_that_stay_open_in_two_notes_hide_no_note(shelf: Reader, tmp_path: Path, style: str) -> None:
    """A note ends where its mark says, and a fence in it no later."""
    for id in IDS:
        shelf("note", id, "--set", f"words on {id}")
    path = tmp_path / "page.md"
    text = export_of(shelf, "Long", style)
    for id in IDS[0], IDS[3]:
        text = text.replace(f"words on {id}", f"words on {id}\n\n```\ncode for {id}".replace("\n", "\n  "))
    path.write_text(text.replace(f"words on {IDS[1]}", f"other words on {IDS[1]}"))
    shelf("sync", str(path))
    notes = [paper["note"].split("\n")[0] for paper in state(shelf)[0]["papers"]]
    assert notes == [f"words on {IDS[0]}", f"other words on {IDS[1]}", f"words on {IDS[2]}", f"words on {IDS[3]}"]
    assert all("```\ncode for" in state(shelf)[0]["papers"][n]["note"].replace("\n  ", "\n") for n in (0, 3))


@pytest.mark.parametrize("style", STYLES)
def test_a_note_that_was_put_into_a_fence_with_its_marks_is_kept(shelf: Reader, tmp_path: Path, style: str) -> None:
    lines = export_of(shelf, "Long", style).split("\n")
    start = next(at for at, line in enumerate(lines) if "<!-- reader-note" in line)
    end = next(at for at, line in enumerate(lines) if "<!-- /reader-note" in line)
    path = tmp_path / "page.md"
    path.write_text("\n".join([*lines[:start], "```", *lines[start : end + 1], "```", *lines[end + 1 :]]))
    before = state(shelf)
    shelf("sync", str(path))
    assert state(shelf) == before
    assert path.read_text().count("the note on dunes") == 1


def test_two_exports_in_fences_are_two_exports(shelf: Reader, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    shown = [export_of(shelf, name, "list") for name in ("Long", "Short")]
    path.write_text("".join(f"```\n{text}```\n\n" for text in shown))
    answer = shelf("sync", str(path), check=False)
    assert answer.status == 1
    assert "two exports, 'Long' and 'Short'" in answer.err


def test_a_note_of_a_vault_that_shows_an_export_is_a_note_still(shelf: Reader, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shelf("export", "--list", "Long", "--format", "obsidian", "-o", str(vault))
    names = sorted(path.name for path in vault.iterdir())
    path = next(path for path in vault.iterdir() if "the note on dunes" in path.read_text())
    shown = f"\n```\n{export_of(shelf, 'Short', 'list')}```\n"
    path.write_text(path.read_text() + shown)
    before = state(shelf)
    said = shelf("sync", str(vault))
    assert "of its own" not in said.out + said.err
    assert state(shelf) == before
    assert sorted(path.name for path in vault.iterdir()) == names
    assert shown in path.read_text()


@pytest.mark.parametrize("style", STYLES)
def test_a_fence_that_stays_open_in_a_note_ends_with_it_above_an_example(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    own = export_of(shelf, "Long", style).replace("the note on dunes", "the note on dunes\n\n```\ntyped code")
    shown = f"\n# Example\n\n```md\n{export_of(shelf, 'Short', style)}```\n"
    path = tmp_path / "page.md"
    path.write_text(own + shown)
    before = state(shelf)
    shelf("sync", str(path))
    assert "typed code" in state(shelf)[0]["papers"][3]["note"]
    assert [paper["entry_note"] for paper in state(shelf)[0]["papers"]] == [""] * 4
    assert [paper["id"] for paper in state(shelf)[1]["papers"]] == [paper["id"] for paper in before[1]["papers"]]
    assert shown in path.read_text()


def without_item(text: str, id: str) -> str:
    """An export without the lines of a paper."""
    return re.sub(rf"^.*<!-- reader:{id} -->.*\n(?:  \w.*\n)?", "", text, count=1, flags=re.MULTILINE)


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lost", [IDS[:1], IDS[:3]])
def test_an_example_that_is_the_only_export_takes_no_paper_off_its_list(
    shelf: Reader, tmp_path: Path, style: str, lost: list[str]
) -> None:
    own = export_of(shelf, "Long", style)
    for id in lost:
        own = without_item(own, id)
    path = tmp_path / "page.md"
    path.write_text(f"# How it looks\n\n```md\n{own}```\n")
    before, text = state(shelf), path.read_text()
    for command in (["import"], ["sync"], ["export", "--list", "Long", "--style", style, "-o"]):
        answer = shelf(*command, str(path), check=False)
        assert (answer.status, "the export in it stands in code" in answer.err) == (1, True)
        assert (state(shelf), path.read_text()) == (before, text)


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("code", [CODE["a fence, and no comment"], indented])
@pytest.mark.parametrize("above", [True, False])
def test_an_item_in_code_whose_paper_was_deleted_from_the_list_is_named_and_the_file_left(
    shelf: Reader, tmp_path: Path, style: str, code: Callable[[str], str], above: bool
) -> None:
    own = export_of(shelf, "Long", style)
    item = next(line for line in own.splitlines(True) if f"<!-- reader:{IDS[1]} -->" in line)
    shown = "# Example\n\n" + (indented(item) if code is indented else f"```\n{item}```\n")
    own = without_item(own, IDS[1])
    path = tmp_path / "page.md"
    path.write_text(f"{shown}\n{own}" if above else f"{own}\n{shown}")
    before, text = state(shelf), path.read_text()
    for command in ("import", "sync"):
        answer = shelf(command, str(path))
        assert f"'{IDS[1]}' stands here, in code, and no more in its list" in answer.out + answer.err
        assert (state(shelf), path.read_text()) == (before, text)
    shelf("list", "remove", "Long", IDS[1])
    shelf("sync", str(path))
    assert (shown.rstrip() in path.read_text(), path.read_text().count(f"reader:{IDS[1]}")) == (True, 1)

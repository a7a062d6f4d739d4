"""Where a list in a document begins and ends, and what a paper means that the document mentions elsewhere: its place is
in the list or nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Copies, Reader
from tests.support.grids import beside, crossed

TITLES = {
    "2407.04001": "Elder woods for sequence models",
    "2407.04002": "Fallow fields of machine vision",
    "2407.04003": "Granite steps under attention",
    "2407.04004": "Heather moors that learn",
}
IDS = list(TITLES)
STYLES = ["list", "tasks", "table"]


def made(reader: Reader) -> None:
    reader.take(TITLES)
    reader("list", "add", "Land", *IDS)
    reader("note", IDS[2], "--set", "the note on granite")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Four papers on a list, one of them with a note."""
    return copy_of(made)


def state(shelf: Reader) -> Any:
    """All that the library says of the list."""
    return shelf.holds("list", "show", "Land")


def lowered(text: str) -> str:
    """An export with its headings one lower."""
    assert text.startswith("# Land\n")
    return re.sub("^(?=#)", "#", text, flags=re.MULTILINE)


def item_of(text: str, id: str) -> str:
    """The lines of a paper, without its note."""
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if f"<!-- reader:{id} " in line)
    end = start + 1
    while lines[end].startswith("  ") and "<!--" not in lines[end]:
        end += 1
    return "\n".join(lines[start:end])


def said_of(shelf: Reader, command: str, path: Path) -> str:
    """What an answer says to people."""
    answer = shelf(command, str(path))
    return answer.out + answer.err


@crossed
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
        assert f"'{IDS[2]}' stands here again, {'in a quote' if start else 'above its list'}" in said_of(
            shelf, command, path
        )
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


PAGES: dict[str, Callable[[str, str], str]] = {
    "above": lambda own, item: f"# Now reading\n\n{item}\n\n{own}",
    "above in a bigger document": lambda own, item: f"# Page\n\n## Now reading\n\n{item}\n\n{lowered(own)}",
    "in a quote above": lambda own, item: f"{quoted(item)}\n\n{own}",
    "in a quote below": lambda own, item: f"{own}\n{quoted(item)}\n",
    "in a quote within": lambda own, item: own.replace("\n<!-- reader-base", f"\n{quoted(item)}\n\n<!-- reader-base"),
    "below": lambda own, item: f"{own}\n# Now reading\n\n{item}\n",
    "below, before the comment": lambda own, item: own.replace(
        "<!-- reader-base", f"# Now reading\n\n{item}\n\n<!-- reader-base"
    ),
    "below in a bigger document": lambda own, item: f"# Page\n\n{lowered(own)}\n## Now reading\n\n{item}\n",
}
"""An export with one of its items set elsewhere on the page."""


def quoted(text: str) -> str:
    """A text as a quote."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def made_in_parts(reader: Reader) -> None:
    made(reader)
    reader("list", "section", "add", "Land", "Uplands")
    reader("list", "section", "put", "Land", "Uplands", *IDS[2:])
    reader("note", IDS[2], "--set", "")


@pytest.fixture
def parted(copy_of: Copies) -> Reader:
    """The same list, its papers three and four in a section of their own, without the note."""
    return copy_of(made_in_parts)


def page_with_copy(shelf: Reader, path: Path, style: str, where: str, id: str) -> str:
    """A page with the list, and a copy of one of its items elsewhere; that copy."""
    own = shelf("export", "--list", "Land", "--style", style).out
    item = item_of(own, id)
    path.write_text(PAGES[where](own, item))
    return quoted(item) if "quote" in where else item


@beside(style=STYLES, where=PAGES, id=[IDS[0], IDS[2], IDS[3]])
def test_a_copy_on_the_page_is_never_a_place_though_its_paper_left_the_list(
    parted: Reader, tmp_path: Path, style: str, where: str, id: str
) -> None:
    """Nor does a sync take it from the page."""
    path = tmp_path / "page.md"
    item = page_with_copy(parted, path, style, where, id)
    before, text = state(parted), path.read_text()
    parted("sync", str(path))
    assert (state(parted), path.read_text()) == (before, text)
    parted("list", "remove", "Land", id)
    before = state(parted)
    parted("sync", str(path))
    text = path.read_text()
    assert (state(parted), text.count(f"<!-- reader:{id} -->"), item in text) == (before, 1, True)
    for command in ("sync", "import"):
        parted(command, str(path))
        assert (state(parted), path.read_text()) == (before, text)
    parted("export", "--list", "Land", "--style", style, "-o", str(path))
    assert (state(parted), item in path.read_text()) == (before, True)


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("where", PAGES)
def test_a_paper_deleted_from_the_list_whose_copy_stays_on_the_page_is_asked_about(
    parted: Reader, tmp_path: Path, style: str, where: str
) -> None:
    """It may have been moved or taken off; with a copy of the second one nothing else in the file is like it was."""
    path = tmp_path / "page.md"
    item = page_with_copy(parted, path, style, where, IDS[1])
    own = item_of(parted("export", "--list", "Land", "--style", style).out, IDS[1])
    text = path.read_text()
    at = text.rindex(f"\n{own}\n") if "above" in where else text.index(f"\n{own}\n")
    path.write_text(text[:at] + text[at + len(own) + 1 :])
    before, text = state(parted), path.read_text()
    line = text[: text.index(f"<!-- reader:{IDS[1]} -->")].count("\n") + 1
    for command in ("import", "sync"):
        said = said_of(parted, command, path)
        assert f":{line}: '{IDS[1]}' stands here," in said
        assert "no more in its list" in said
        assert (state(parted), path.read_text()) == (before, text)
    refused = parted("export", "--list", "Land", "--style", style, "-o", str(path), check=False)
    assert (refused.status, path.read_text()) == (1, text)
    parted("list", "remove", "Land", IDS[1])
    parted("sync", str(path))
    assert item in path.read_text()
    assert path.read_text().count(f"<!-- reader:{IDS[1]} -->") == 1


@beside(style=STYLES, where=PAGES, sections=[0, 1])
def test_a_paper_moved_out_of_the_list_is_named_and_moved_back_by_nothing(
    parted: Reader, tmp_path: Path, style: str, where: str, sections: int
) -> None:
    """Where it stood in a section, that which stands last above it is not taken for its own."""
    if sections:
        parted("list", "section", "add", "Land", "Wetlands")
        parted("list", "section", "put", "Land", "Wetlands", IDS[3])
    path = tmp_path / "page.md"
    own = parted("export", "--list", "Land", "--style", style).out
    item = item_of(own, IDS[2])
    path.write_text(PAGES[where](own.replace(f"{item}\n", "", 1), item))
    before, text = state(parted), path.read_text()
    for command in ("import", "sync"):
        assert "no more in its list" in said_of(parted, command, path)
        assert (state(parted), path.read_text()) == (before, text)
    parted("mark", "reading", IDS[0])
    assert "was left as it is" in said_of(parted, "sync", path)
    assert path.read_text() == text


@crossed
@pytest.mark.parametrize("style", STYLES[:2])
@pytest.mark.parametrize("heading", ["# Later", "Later\n====="])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_heading_as_high_as_the_lists_own_that_was_typed_within_it_ends_it_nowhere(
    parted: Reader, tmp_path: Path, style: str, heading: str, at: int
) -> None:
    """Wherever it stands and whatever is moved there; that it makes no section is said."""
    path = tmp_path / "page.md"
    item = item_of(parted("export", "--list", "Land", "--style", style).out, IDS[at])
    own = parted("export", "--list", "Land", "--style", style).out
    path.write_text(own.replace(item, f"\n{heading}\n\n{item}"))
    before, text = state(parted), path.read_text()
    for command in ("import", "sync"):
        assert "the heading 'Later' is as high as the list's own" in said_of(parted, command, path)
        assert (state(parted), path.read_text()) == (before, text)
    if at in (0, 2):
        follower = item_of(text, IDS[at + 1])
        path.write_text(text.replace(f"{item}\n{follower}\n", f"{follower}\n{item}\n"))
        assert "order changed" in said_of(parted, "sync", path)


@pytest.mark.parametrize("style", STYLES)
def test_a_paper_moved_below_a_heading_of_a_sections_height_joins_that_section(
    parted: Reader, tmp_path: Path, style: str
) -> None:
    path = tmp_path / "page.md"
    own = parted("export", "--list", "Land", "--style", style).out
    item = item_of(own, IDS[2])
    head = "" if style != "table" else "| Title | Authors | Year | Tags | Status | ★ |\n|---|---|---|---|---|---|\n"
    page = f"# Page\n\n{lowered(own)}\n### Done\n\n{head}{item}\n"
    path.write_text(page.replace(f"{item}\n", "", 1))
    assert "to section 'Done'" in said_of(parted, "sync", path)
    assert "was up to date" in said_of(parted, "sync", path)


def test_a_heading_called_as_the_list_right_below_its_own_is_named_as_no_section(
    parted: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    parted("export", "--list", "Land", "-o", str(path))
    path.write_text(path.read_text().replace("# Land\n", "# Land\n\n## Land\n", 1))
    before, text = state(parted), path.read_text()
    for command in ("import", "sync"):
        assert "page.md:3: the heading 'Land' is called as the list" in said_of(parted, command, path)
        assert (state(parted), path.read_text()) == (before, text)


@pytest.mark.parametrize("cut", [True, False])
def test_a_note_set_beneath_another_paper_is_named_and_stays_with_its_own(
    parted: Reader, tmp_path: Path, cut: bool
) -> None:
    parted("note", IDS[0], "--set", "Read it twice.")
    path = tmp_path / "page.md"
    parted("export", "--list", "Land", "-o", str(path))
    text = path.read_text()
    note = (
        text[text.index(f"  <!-- reader-note {IDS[0]}") : text.index("  <!-- /reader-note -->")]
        + "  <!-- /reader-note -->\n"
    )
    moved = text.replace(note, "", 1) if cut else text
    path.write_text(moved.replace("\n<!-- reader-base", f"\n{note}\n<!-- reader-base"))
    before = state(parted)
    for command in ("import", "sync"):
        assert "stands beneath another paper here" in said_of(parted, command, path)
        assert state(parted) == before
    assert path.read_text().count("Read it twice.") == 1
    assert "another paper" not in said_of(parted, "sync", path)

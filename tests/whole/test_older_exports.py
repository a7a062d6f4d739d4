"""Exports of an earlier version, kept as they were written, come back to the library that wrote them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.cli import Copies, Reader

OLD = Path(__file__).parent.parent / "golden" / "exports"
FILES = ("list.md", "tasks.md", "table.md", "template.md", "vault")


def of_harbour(reader: Reader) -> None:
    """What they were made from."""
    reader("import", str(OLD / "papers.jsonl"))
    reader("list", "add", "Harbour", "2311.04001", "2312.05002", "2401.06003", "10.5555-rain.4")
    reader("list", "describe", "Harbour", "Read by the *water*.")
    reader("list", "section", "add", "Harbour", "Low tide")
    reader("list", "section", "put", "Harbour", "Low tide", "2401.06003", "10.5555-rain.4")
    reader("list", "annotate", "--", "Harbour", "2312.05002", "for Monday")


@pytest.fixture
def harbour(copy_of: Copies) -> Reader:
    """The library that they were made from."""
    return copy_of(of_harbour)


def copied(name: str, to: Path) -> Path:
    """A copy of an old export."""
    target = to / name
    if (OLD / name).is_dir():
        shutil.copytree(OLD / name, target)
    else:
        shutil.copy(OLD / name, target)
    return target


def bytes_of(path: Path) -> dict[str, bytes]:
    """What a file, or each file of a folder, holds."""
    return {file.name: file.read_bytes() for file in ([path] if path.is_file() else sorted(path.iterdir()))}


@pytest.mark.parametrize("name", FILES)
def test_an_old_export_changes_nothing_and_takes_the_form_of_today(harbour: Reader, tmp_path: Path, name: str) -> None:
    """No edit is invented on either way, words of a person's own stay, and then it is written no more."""
    path = copied(name, tmp_path)
    before = harbour("search", "--json").out
    said = harbour("import", str(path))
    assert "Nothing was edited" in said.err
    assert said.out == ""
    file = path / "Harbour.md" if path.is_dir() else path
    file.write_text(file.read_text().replace("# Harbour\n", "# Harbour\n\nMy own words above.\n", 1))
    said = harbour("sync", str(path))
    assert "←" not in said.out
    assert harbour("search", "--json").out == before
    text = file.read_text()
    if name == "template.md":
        return
    assert "My own words above." in text
    assert "unread" not in text.partition("<!-- reader-base")[0]
    now = bytes_of(path)
    harbour("sync", str(path))
    assert bytes_of(path) == now
    assert harbour("search", "--json").out == before


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_authors_that_an_earlier_version_named_all_are_no_edit_of_today(
    reader: Reader, tmp_path: Path, style: str
) -> None:
    """Venue, links and the shorter list of authors come in with the next export; what was edited beside is taken."""
    reader("import", str(OLD / "worded.jsonl"))
    reader("list", "add", "Quay", "2402.07001", "2403.07002", "10.5555-buoy.3")
    path = copied(f"worded-{style}.md", tmp_path)
    assert "Nothing was edited" in reader("import", str(path)).err
    path.write_text(path.read_text().replace("about *red*", "about *blue*"))
    out = reader("sync", str(path)).out
    assert "was left" not in out
    text = path.read_text()
    assert "about *blue*" in text
    assert "Ada Pier, Bo Quay, Cy Rope et al." in text
    assert "Harbour Systems" in text
    assert "[code](https://github.com/pier/ropes)" in text
    assert "unread" not in text
    papers = {paper["id"]: paper for paper in reader("search", "--json").json}
    assert papers["10.5555-buoy.3"]["note"] == "Ask Hal about *blue*."
    assert [papers[id]["status"] for id in ("2402.07001", "2403.07002", "10.5555-buoy.3")] == [
        "unread",
        "read",
        "reading",
    ]
    assert "Nothing was edited" in reader("import", str(path)).err


FIRST = ("early-list.md", "early-tasks.md", "early-table.md", "early-vault")
"""Of the first version, which set every note behind `> ` and had no mark that says so."""


@pytest.mark.parametrize("name", FIRST)
def test_an_export_of_the_first_version_brings_back_notes_without_the_signs_before_them(
    harbour: Reader, tmp_path: Path, name: str
) -> None:
    """What was edited, and nothing else; written anew it has the form of today and says the same."""
    path = copied(name, tmp_path)
    before = harbour("search", "--json").out
    assert "Nothing was edited" in harbour("import", str(path)).err
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        text = file.read_text().replace("figure 2", "figure 3").replace("then listen", "then hear\n  > and sing")
        file.write_text(text.replace("for Monday", "for Friday"))
    harbour("sync", str(path))
    notes = {paper["id"]: paper["note"] for paper in harbour("search", "--json").json}
    assert notes["2311.04001"] == "Compare figure 3 with the harbour data."
    assert notes["2312.05002"] == "- ring first\n- then hear\nand sing\n\nand a *word* after"
    assert notes["10.5555-rain.4"] == "trailing blanks  \nsecond line"
    assert '"for Friday"' in harbour("list", "show", "Harbour", "--json").out
    assert "Nothing was edited" in harbour("import", str(path)).err
    assert harbour("search", "--json").out != before


@pytest.mark.parametrize("name", ["list.md", "tasks.md", "table.md"])
def test_what_was_taken_out_of_an_old_export_goes(harbour: Reader, tmp_path: Path, name: str) -> None:
    """The library is known by what the file said of it, so absence is an edit as ever."""
    path = copied(name, tmp_path)
    text = path.read_text().replace("Compare figure 2 with the harbour data.\n", "")
    path.write_text(text.replace("bells, no", "bells"))
    harbour("sync", str(path))
    papers = {paper["id"]: paper for paper in harbour("search", "--json").json}
    assert papers["2311.04001"]["note"] == ""
    assert papers["2312.05002"]["tags"] == ["bells"]


def test_an_edit_made_before_the_old_export_is_read_still_makes_it_this_librarys(
    harbour: Reader, tmp_path: Path
) -> None:
    """The file agrees with what the library said at some time, not with what it says."""
    harbour("tag", "2312.05002", "--remove", "bells")
    harbour("note", "2311.04001", "--set", "Another thought.")
    path = copied("list.md", tmp_path)
    assert "up to date" not in harbour("sync", str(path)).out
    assert "Another thought." in path.read_text()
    assert "bells, no" not in path.read_text()


@pytest.mark.parametrize("name", FILES)
def test_another_library_takes_nothing_away_on_an_old_export(
    reader: Reader, tmp_path: Path, name: str
) -> None:  # fmt: skip
    """One that has the papers and never said what the file says."""
    reader("import", str(OLD / "papers.jsonl"))
    reader("list", "add", "Harbour", "2311.04001", "2312.05002", "2401.06003", "10.5555-rain.4")
    reader("tag", "2401.06003", "--add", "mine")
    path = copied(name, tmp_path)
    before = bytes_of(path)
    said = reader("sync", str(path)).out
    assert ("another library wrote" in said) is (name != "template.md")
    assert bytes_of(path) == before
    assert reader("show", "2401.06003", "--json").json["tags"] == ["mine"]


SEALED = ("sealed-list.md", "sealed-tasks.md", "sealed-table.md", "sealed-others.md", "sealed-vault")
"""Of the version whose comment held digests of the text and of itself, and no id of the file."""


@pytest.mark.parametrize("name", SEALED)
def test_an_export_whose_comment_held_digests_is_known_on_another_machine_and_goes_on(
    reader: Reader, tmp_path: Path, name: str
) -> None:
    """Unedited it changes nothing and keeps its bytes; edits of both sides come and go as in a file of today."""
    shutil.copytree(OLD / "sealed-library", reader.folder, dirs_exist_ok=True)
    path = copied(name, tmp_path)
    before, held = reader("search", "--json").out, bytes_of(path)
    assert "Nothing was edited" in reader("import", str(path)).err
    reader("sync", str(path))
    assert (reader("search", "--json").out, bytes_of(path)) == (before, held)
    reader("tag", "2312.05002", "--add", "chimes")
    assert "another library" not in reader("sync", str(path)).out
    file = next(path.glob("Quiet*")) if path.is_dir() else path
    assert "chimes" in file.read_text()
    assert "Nothing was edited" in reader("import", str(path)).err
    file.write_text(file.read_text().replace("chimes", "gongs", 1))
    reader("sync", str(path))
    papers = {paper["id"]: paper for paper in reader("search", "--json").json}
    assert papers["2312.05002"]["tags"] == ["bells", "gongs", "no"]
    assert papers["2311.04001"]["status"] == "reading"
    assert "Compare figure 2" in papers["2311.04001"]["note"]

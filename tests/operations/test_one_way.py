"""What is changed in an export that cannot bring it back, grouped, of a query or of a list that was renamed, is named
and not written over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.cli import Copies, Reader
from tests.support.grids import crossed
from tests.support.typing_in import typed_in

TITLES = {
    "2401.00001": "Rushes along the northern bank",
    "2401.00002": "Sedge roots under running water",
    "2401.00003": "Turf walls without any mortar",
    "2401.00004": "Umber stains from the peat",
}
IDS = list(TITLES)
FORMS: dict[str, Sequence[str]] = {
    "grouped by status": ("--list", "Shore", "--group", "status"),
    "grouped by tag": ("--list", "Shore", "--group", "tag"),
    "a smart list": ("--list", "Wet"),
    "a query": ("list:Shore",),
}
STYLES = ["list", "tasks", "table"]


def made(reader: Reader) -> None:
    reader.take(TITLES)
    reader("list", "add", "Shore", *IDS)
    reader("list", "new", "Wet", "--query", "list:Shore")
    reader("mark", "read", *IDS[2:])
    reader("tag", *IDS[:2], "--add", "north")
    reader("tag", *IDS[2:], "--add", "peat")
    reader("list", "annotate", "Shore", IDS[1], "not convincing, skip the proofs")
    reader("list", "describe", "Shore", "what grows on the bank and what does not")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Four papers on a list, two of them read and tagged, and a smart list of all."""
    return copy_of(made)


def exported(shelf: Reader, path: Path, *options: str) -> str:
    """An export in a file; its text."""
    shelf("export", *options, "-o", str(path))
    return path.read_text()


def rows(text: str, id: str) -> list[str]:
    """The lines of a paper where it stands first, its state with it."""
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if f"<!-- reader:{id} " in line)
    return lines[at : at + (1 if lines[at].startswith("|") else 2)]


def without(text: str, id: str) -> str:
    """A text without the first place of a paper."""
    return text.replace("".join(f"{line}\n" for line in rows(text, id)), "", 1)


def moved(text: str, id: str, behind: str) -> str:
    """A text in which the first place of a paper comes right behind that of another."""
    item, other = ("".join(f"{line}\n" for line in rows(text, each)) for each in (id, behind))
    return without(text, id).replace(other, other + item, 1)


def ticked(text: str, id: str) -> str:
    """A text in which a paper is read."""
    item = "\n".join(rows(text, id))
    read = item.replace("- [ ]", "- [x]") if "- [ ]" in item else typed_in(item, "unread", "read")
    return text.replace(item, read)


def said_of(shelf: Reader, command: str, path: Path) -> str:
    """What an answer says to people."""
    answer = shelf(command, str(path))
    return answer.out + answer.err


def is_left(shelf: Reader, path: Path, options: Sequence[str]) -> None:
    """Whether what was changed is named by an import, and the file left by sync and export."""
    text = path.read_text()
    lists = [shelf.holds("list", "show", "Shore"), shelf.holds("search", "*")]
    assert "which was not taken" in said_of(shelf, "import", path)
    assert "was left as it is" in said_of(shelf, "sync", path)
    refused = shelf("export", *options, "-o", str(path), check=False)
    assert (refused.status, "was left as it is" in refused.err) == (1, True)
    assert path.read_text() == text
    assert [shelf.holds("list", "show", "Shore"), shelf.holds("search", "*")] == lists
    shelf("export", *options, "-o", str(path), "--force")
    assert path.read_text() != text


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", FORMS)
def test_a_paper_taken_out_of_an_export_that_has_its_papers_from_elsewhere_is_named_and_stays_out(
    shelf: Reader, tmp_path: Path, style: str, form: str
) -> None:
    path, options = tmp_path / "page.md", (*FORMS[form], "--style", style)
    path.write_text(without(exported(shelf, path, *options), IDS[1]))
    assert "a paper was taken out below" in said_of(shelf, "import", path)
    is_left(shelf, path, options)


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("id", "behind"), [(IDS[0], IDS[1]), (IDS[0], IDS[3]), (IDS[2], IDS[0])])
def test_a_paper_moved_in_an_export_that_has_its_order_from_elsewhere_is_named_and_stays_there(
    shelf: Reader, tmp_path: Path, style: str, form: str, id: str, behind: str
) -> None:
    path, options = tmp_path / "page.md", (*FORMS[form], "--style", style)
    path.write_text(moved(exported(shelf, path, *options), id, behind))
    is_left(shelf, path, options)


@pytest.mark.parametrize("style", STYLES)
def test_a_paper_moved_where_its_new_status_puts_it_is_where_it_belongs(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    path = tmp_path / "page.md"
    text = ticked(exported(shelf, path, *FORMS["grouped by status"], "--style", style), IDS[1])
    path.write_text(moved(text, IDS[1], IDS[3]))
    assert "was left as it is" not in said_of(shelf, "sync", path)
    assert shelf("show", IDS[1], "--json").json["status"] == "read"
    assert "was up to date" in said_of(shelf, "sync", path)


@crossed
@pytest.mark.parametrize("style", STYLES[:2])
@pytest.mark.parametrize("form", FORMS)
def test_a_heading_typed_into_an_export_that_has_its_places_from_elsewhere_stays(
    shelf: Reader, tmp_path: Path, style: str, form: str
) -> None:
    path, options = tmp_path / "page.md", (*FORMS[form], "--style", style)
    text = exported(shelf, path, *options)
    line = rows(text, IDS[1])[0]
    path.write_text(text.replace(line, f"\n## Mine\n\n{line}", 1))
    shelf("mark", "reading", IDS[3])
    assert "was left as it is" not in said_of(shelf, "sync", path)
    assert "## Mine" in path.read_text()


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", FORMS)
def test_a_lost_mark_takes_no_paper_out(shelf: Reader, tmp_path: Path, style: str, form: str) -> None:
    path, options = tmp_path / "page.md", (*FORMS[form], "--style", style)
    text = exported(shelf, path, *options)
    path.write_text(text.replace(f" <!-- reader:{IDS[1]} -->", "", 1))
    assert "taken out" not in said_of(shelf, "import", path)
    assert "was left as it is" not in said_of(shelf, "sync", path)
    assert path.read_text() == text


WORDS = {
    "remark": ("not convincing, skip the proofs", "convincing, not the proofs"),
    "description": ("what grows on the bank and what does not", "what does not grow on the bank and what does"),
}
"""Words of the list, and the same words in another order."""


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("what", WORDS)
def test_words_of_a_list_edited_in_a_grouped_export_are_named_and_stay(
    shelf: Reader, tmp_path: Path, style: str, what: str
) -> None:
    path, options = tmp_path / "page.md", (*FORMS["grouped by status"], "--style", style)
    text = exported(shelf, path, *options)
    assert WORDS[what][0] in text
    path.write_text(text.replace(*WORDS[what]))
    is_left(shelf, path, options)


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("what", WORDS)
@pytest.mark.parametrize("goes", [False, True])
def test_words_edited_in_the_file_of_a_renamed_list_are_not_written_over(
    shelf: Reader, tmp_path: Path, style: str, what: str, goes: bool
) -> None:
    path = tmp_path / "page.md"
    text = exported(shelf, path, "--list", "Shore", "--style", style)
    shelf("list", "rename", "Shore", "Bank")
    old, new = WORDS[what]
    path.write_text(text.replace(old, "" if goes else new))
    shelf("sync", str(path))
    shelf("import", str(path))
    text = path.read_text()
    refused = shelf("export", "--list", "Bank", "--style", style, "-o", str(path), check=False)
    assert (refused.status, path.read_text()) == (1, text)
    assert f"{'A remark' if what == 'remark' else 'The description'} was changed here" in refused.err
    assert "has no list 'Shore' any more" in refused.err
    if not goes:
        option = ("annotate", "Bank", IDS[1]) if what == "remark" else ("describe", "Bank")
        shelf("list", *option, new)
        shelf("export", "--list", "Bank", "--style", style, "-o", str(path))
        assert path.read_text().startswith("# Bank\n")


@pytest.mark.parametrize("style", STYLES)
def test_what_a_formatter_does_to_words_of_a_renamed_list_is_no_edit(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = tmp_path / "page.md"
    text = exported(shelf, path, "--list", "Shore", "--style", style)
    shelf("list", "rename", "Shore", "Bank")
    path.write_text(text.replace("what grows on the bank and", "what grows on the bank\nand"))
    shelf("export", "--list", "Bank", "--style", style, "-o", str(path))
    assert path.read_text().startswith("# Bank\n")


@pytest.mark.parametrize("style", STYLES)
def test_what_was_moved_and_taken_is_written_over_by_another_form(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = tmp_path / "page.md"
    path.write_text(moved(exported(shelf, path, "--list", "Shore", "--style", style), IDS[0], IDS[3]))
    assert "order changed" in said_of(shelf, "import", path)
    shelf("export", *FORMS["grouped by status"], "--style", style, "-o", str(path))
    assert "## Unread" in path.read_text()

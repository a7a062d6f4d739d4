"""Words beneath a paper are that paper's: they go where it goes, and never stand beneath another one or alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.cli import Copies, Reader
from tests.support.grids import beside, crossed

MAMBA, SCALING, LORA = "2312.00752", "2001.08361", "2106.09685"
PAPERS = {MAMBA: "Mamba", SCALING: "Scaling Laws", LORA: "LoRA"}
FORMS: dict[str, tuple[str, ...]] = {
    "list": ("--list", "Week"),
    "tasks": ("--list", "Week", "--style", "tasks"),
    "smart": ("--list", "Open", "--style", "tasks"),
    "vault": ("--list", "Week", "--format", "obsidian"),
}
WORDS = {
    "task": "  - [ ] redo their fit",
    "paragraph": "\n  Redo their fit.\n\n  And mine.",
    "lazy": "redo their fit\nand mine",
    "numbers": "    1. redo their fit",
    "code": "\n  ```\n  redo(fit)\n  ```",
    "bullet": "\t* redo their fit",
}


def made(reader: Reader) -> None:
    reader.take(PAPERS)
    reader("list", "add", "Week", *PAPERS)
    reader("list", "new", "Open", "--query", "is:unread")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Three papers on a list, and a smart list of them."""
    return copy_of(made)


def exported(shelf: Reader, tmp_path: Path, form: str) -> tuple[Path, Path]:
    """What is synced, and the file in it that lists the papers."""
    path = tmp_path / ("vault" if form == "vault" else "week.md")
    shelf("export", *FORMS[form], "-o", str(path))
    return path, path / "Week.md" if path.is_dir() else path


def put_beneath(file: Path, id: str, words: str) -> None:
    """Type words beneath a paper's item."""
    lines = file.read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if f"reader:{id} " in line) + 1
    while lines[at].strip() and not lines[at].startswith("- "):
        at += 1
    lines.insert(at, words)
    file.write_text("\n".join(lines))


def said_of(text: str, id: str) -> str:
    """What stands between a paper's item and the next one, or the comment."""
    rest = text[text.index(f"<!-- reader:{id} -->") :].split("\n", 1)[1]
    return rest[: min(at for mark in ("<!-- reader:", "<!-- reader-base") if (at := rest.find(mark)) >= 0)]


def off(shelf: Reader, id: str) -> None:
    shelf("list", "remove", "Week", id)


def removed(shelf: Reader, id: str) -> None:
    shelf("remove", "--yes", id)


def read(shelf: Reader, id: str) -> None:
    shelf("mark", "read", id)


LEAVES: list[tuple[str, Callable[[Reader, str], None]]] = [
    *((form, go) for form in ("list", "tasks", "vault") for go in (off, removed)),
    ("smart", read),
    ("smart", removed),
]


@beside(words=WORDS, leaves=LEAVES, id=[MAMBA, SCALING])
def test_words_beneath_a_paper_that_leaves_are_named_and_the_file_is_left(
    shelf: Reader, tmp_path: Path, leaves: tuple[str, Callable[[Reader, str], None]], words: str, id: str
) -> None:
    form, go = leaves
    path, file = exported(shelf, tmp_path, form)
    put_beneath(file, id, WORDS[words])
    before = file.read_text()
    go(shelf, id)
    first = WORDS[words].strip().split("\n")[0]
    for command in (["sync", str(path)], ["export", *FORMS[form], "-o", str(path)]):
        answer = shelf(*command, check=False)
        said = answer.out + answer.err
        assert f"“{first}”" in said
        assert "beneath another paper or none" in said
        assert file.read_text() == before
    shelf("undo")
    shelf("sync", str(path))
    assert WORDS[words].strip("\n") in said_of(file.read_text(), id)
    go(shelf, id)
    shelf("sync", "--force", str(path))
    assert first not in file.read_text()


@pytest.mark.parametrize("words", WORDS)
def test_words_beneath_a_paper_that_is_ticked_out_of_its_list_are_named(
    shelf: Reader, tmp_path: Path, words: str
) -> None:  # fmt: skip
    path, _ = exported(shelf, tmp_path, "smart")
    put_beneath(path, SCALING, WORDS[words])
    text = path.read_text()
    path.write_text(text.replace("- [ ] [Scaling", "- [x] [Scaling"))
    before = path.read_text()
    assert before != text
    for _ in range(2):
        assert "beneath another paper or none" in shelf("sync", str(path)).out
        assert path.read_text() == before
    assert shelf("show", SCALING, "--json").json["status"] == "read"


@crossed
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("form", ["list", "tasks", "vault"])
@pytest.mark.parametrize("how", ["moved", "section"])
def test_words_beneath_a_paper_that_moves_go_with_it(
    shelf: Reader, tmp_path: Path, form: str, words: str, how: str
) -> None:  # fmt: skip
    shelf("list", "section", "add", "Week", "Later")
    path, file = exported(shelf, tmp_path, form)
    put_beneath(file, MAMBA, WORDS[words])
    if how == "moved":
        shelf("list", "move", "Week", MAMBA, "3")
    else:
        shelf("list", "section", "put", "Week", "Later", MAMBA)
    shelf("sync", str(path))
    text = file.read_text()
    assert text.index(f"reader:{SCALING}") < text.index(f"reader:{MAMBA}")
    assert WORDS[words].strip("\n") in said_of(text, MAMBA)


@pytest.mark.parametrize("words", WORDS)
def test_words_beneath_one_of_two_places_go_to_the_one_that_stays(shelf: Reader, tmp_path: Path, words: str) -> None:
    shelf("tag", MAMBA, "--add", "a", "--add", "b")
    path = tmp_path / "tags.md"
    shelf("export", "--list", "Week", "--group", "tag", "-o", str(path))
    text = path.read_text()
    head, tail = text.split("## b\n")
    path.write_text(tail)
    put_beneath(path, MAMBA, WORDS[words])
    path.write_text(f"{head}## b\n{path.read_text()}")
    shelf("tag", MAMBA, "--remove", "b")
    shelf("sync", str(path))
    assert WORDS[words].strip("\n") in said_of(path.read_text(), MAMBA)
    assert "## b" not in path.read_text()


OWN = ["A paragraph of mine.", "- a task of mine\n  - and more", "> a quote", "### Mine\n\nx"]


@pytest.mark.parametrize("own", OWN)
def test_words_of_the_page_between_two_papers_stay_where_one_leaves(shelf: Reader, tmp_path: Path, own: str) -> None:
    path, file = exported(shelf, tmp_path, "list")
    put_beneath(file, SCALING, f"\n{own}\n")
    off(shelf, SCALING)
    shelf("sync", str(path))
    text = file.read_text()
    assert SCALING not in text
    assert f"\n\n{own}\n" in text


@pytest.mark.parametrize("own", OWN[:2])
def test_only_what_is_the_papers_leaves_with_it_by_force(shelf: Reader, tmp_path: Path, own: str) -> None:
    path, file = exported(shelf, tmp_path, "list")
    put_beneath(file, SCALING, f"  - [ ] redo their fit\n\n{own}\n")
    off(shelf, SCALING)
    assert "was left as it is" in shelf("sync", str(path)).out
    shelf("sync", "--force", str(path))
    assert "redo their fit" not in file.read_text()
    assert f"\n\n{own}\n" in file.read_text()


@crossed
@pytest.mark.parametrize("mine", ["Read this first.", "- and a list", "#### Deeper\n\nWords.", "```\n## code\n```"])
@pytest.mark.parametrize("id", [MAMBA, LORA])
@pytest.mark.parametrize("go", ["off", "removed", "note"])
def test_words_under_a_papers_heading_below_a_table_are_never_under_another(
    shelf: Reader, tmp_path: Path, mine: str, id: str, go: str
) -> None:
    for each in PAPERS:
        shelf("note", each, "--set", f"On {PAPERS[each]}.")
    path = tmp_path / "week.md"
    shelf("export", "--list", "Week", "--style", "table", "-o", str(path))
    text = path.read_text()
    at = text.index("<!-- /reader-note -->", text.index(f"### {PAPERS[id]}")) + len("<!-- /reader-note -->")
    path.write_text(f"{text[:at]}\n\n{mine}{text[at:]}")
    before = path.read_text()
    if go == "note":
        shelf("note", id, "--set", "")
    else:
        (off if go == "off" else removed)(shelf, id)
    answer = shelf("sync", str(path))
    assert f"“{mine.split(chr(10))[0]}”" in answer.out
    assert path.read_text() == before
    shelf("undo")
    shelf("list", "move", "Week", id, "2")
    shelf("sync", str(path))
    rest = path.read_text().split(f"### {PAPERS[id]}\n")[1]
    assert mine in rest.split("\n### ")[0]


def test_words_between_a_paper_and_its_note_are_the_papers(shelf: Reader, tmp_path: Path) -> None:
    shelf("note", SCALING, "--set", "Laws of thumb.")
    path, file = exported(shelf, tmp_path, "list")
    text = file.read_text()
    file.write_text(text.replace("  <!-- reader-note", "Redo their fit.\n\n  <!-- reader-note"))
    assert file.read_text() != text
    off(shelf, SCALING)
    assert "“Redo their fit.”" in shelf("sync", str(path)).out
    assert SCALING in file.read_text()


def test_words_beneath_papers_are_named_where_a_table_has_no_place_for_them(shelf: Reader, tmp_path: Path) -> None:
    path, file = exported(shelf, tmp_path, "list")
    put_beneath(file, SCALING, WORDS["task"])
    refused = shelf("export", "--list", "Week", "--style", "table", "-o", str(path), check=False)
    assert refused.status == 1
    assert "redo their fit" in refused.err

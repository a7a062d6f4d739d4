"""What an export for others shows, what comes back from it, and how a file turns from one audience to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Copies, Reader

OWN = ("my own words", "starred", "reading", "★", "[x]", "unread")
STYLES = ("list", "tasks", "table")


def of_group(reader: Reader) -> None:
    """A list whose papers have all that is private."""
    papers = (
        '{"title": "Alpha paper on tides", "arxiv_id": "2402.00001", "tags": ["rl"], "note": "my own words"}\n'
        '{"title": "Bravo paper on ropes", "arxiv_id": "2402.00002", "status": "read", "starred": true}\n'
        '{"title": "Charlie paper on rain", "arxiv_id": "2402.00003", "status": "reading"}\n'
    )
    reader("import", "-", "--format", "jsonl", stdin=papers)
    reader("list", "add", "Group", "2402.00001", "2402.00002", "2402.00003")
    reader("list", "describe", "Group", "For all.")
    reader("list", "annotate", "--", "Group", "2402.00001", "for Monday")


@pytest.fixture
def group(copy_of: Copies) -> Reader:
    """A library with such a list."""
    return copy_of(of_group)


def text_of(path: Path) -> str:
    """All that stands in a file, or in the files of a folder."""
    return path.read_text() if path.is_file() else "\n".join(file.read_text() for file in sorted(path.iterdir()))


@pytest.mark.parametrize("form", [*STYLES, "obsidian"])
def test_what_is_private_is_not_in_it_and_the_rest_is(group: Reader, tmp_path: Path, form: str) -> None:
    """A sync, and an export that says nothing of it, keep it so."""
    path = tmp_path / "out"
    how = ("--format", "obsidian") if form == "obsidian" else ("--style", form)
    group("export", "--list", "Group", *how, "--for", "others", "-o", str(path))
    before = group("search", "--json").out
    for _ in range(2):
        text = text_of(path).partition("reader-base")[0] if path.is_file() else text_of(path).replace('"star"', "")
        assert not [word for word in OWN if word in text]
        assert all(word in text for word in ("rl", "For all.", "for Monday", "Charlie paper"))
        assert "←" not in group("sync", str(path)).out
        group("mark", "read", "2402.00003")
        group("note", "2402.00002", "--set", "my own words too")
        assert group("sync", str(path), "--dry-run").out == ""
        group("sync", str(path))
        group("export", "--list", "Group", *how, "-o", str(path))
        group("undo", "2")
    assert group("search", "--json").out == before


@pytest.mark.parametrize(
    ("style", "old", "new"),
    [
        ("tasks", "- [ ] [Alpha", "- [x] [Alpha"),
        ("list", "  tags: rl", "  read · ★ · tags: rl"),
        ("list", "  tags: rl", "  ★ · tags: rl"),
        ("table", "| Tags |\n|---|---|---|---|", "| Tags | Status |\n|---|---|---|---|---|"),
        ("obsidian", "aliases:", 'status: "read"\naliases:'),
        ("obsidian", "aliases:", "starred: true\naliases:"),
    ],
)
def test_a_box_or_star_that_is_typed_there_is_named_and_not_taken(
    group: Reader, tmp_path: Path, style: str, old: str, new: str
) -> None:
    path = tmp_path / "out"
    how = ("--format", "obsidian") if style == "obsidian" else ("--style", style)
    group("export", "--list", "Group", *how, "--for", "others", "-o", str(path))
    file = next(path.glob("Alpha*")) if path.is_dir() else path
    text = file.read_text().replace(old, new)
    if style == "table":
        text = "\n".join(f"{line} read |" if "<!-- reader:" in line else line for line in text.split("\n"))
    file.write_text(text)
    before = group("search", "--json").out
    assert "a status or star stands here, in a file for others" in group("import", str(path)).out
    group("sync", str(path))
    assert group("search", "--json").out == before
    assert file.read_text() == text


def test_what_a_group_shares_comes_back(group: Reader, tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    group("export", "--list", "Group", "--for", "others", "-o", str(path))
    path.write_text(path.read_text().replace("tags: rl", "tags: rl, new").replace("for Monday", "for Friday"))
    group("sync", str(path))
    assert group("show", "2402.00001", "--json").json["tags"] == ["new", "rl"]
    assert group("show", "2402.00001", "--json").json["note"] == "my own words"
    assert "for Friday" in group("list", "show", "Group", "--json").out


def test_a_note_typed_there_is_named(group: Reader, tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    group("export", "--list", "Group", "--for", "others", "-o", str(path))
    path.write_text(path.read_text().replace("tags: rl\n", "tags: rl\n\n  > a thought\n"))
    assert "from which no notes are taken" in group("import", str(path)).out
    assert group("show", "2402.00001", "--json").json["note"] == "my own words"


@pytest.mark.parametrize("form", [*STYLES, "obsidian"])
def test_a_file_that_turns_to_others_and_back_says_so_and_loses_nothing(
    group: Reader, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "out"
    how = ("--format", "obsidian") if form == "obsidian" else ("--style", form)
    group("export", "--list", "Group", *how, "-o", str(path))
    group("list", "remove", "Group", "2402.00003")
    before = group("search", "--json").out
    said = group("export", "--list", "Group", *how, "--for", "others", "-o", str(path))
    assert "status, stars and notes have left it" in said.err
    assert not [word for word in OWN[:4] if word in text_of(path).replace('"star"', "")]
    assert group("import", str(path)).status == 0
    assert "for you now" in group("export", "--list", "Group", *how, "--for", "me", "-o", str(path)).err
    assert "my own words" in text_of(path)
    assert "Nothing " in group("import", str(path)).err
    assert group("search", "--json").out == before


def test_force_without_a_word_on_it_never_shows_what_is_private(group: Reader, tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    group("export", "--list", "Group", "--for", "others", "-o", str(path))
    group("export", "--list", "Group", "--force", "-o", str(path))
    assert "my own words" not in path.read_text()


def test_a_vault_has_one_audience(group: Reader, tmp_path: Path) -> None:
    """A paper has one file there, on whatever lists it is."""
    vault = str(tmp_path / "vault")
    group("list", "add", "Mine", "2402.00001")
    group("export", "--list", "Group", "--format", "obsidian", "--for", "others", "-o", vault)
    said = group("export", "--list", "Mine", "--format", "obsidian", "--for", "me", "-o", vault, check=False)
    assert said.status == 1
    assert "holds 'Group' for others" in said.err
    group("export", "--list", "Mine", "--format", "obsidian", "-o", vault)
    assert "my own words" not in text_of(tmp_path / "vault")


def test_other_formats_for_others_tell_nothing_private(group: Reader) -> None:
    text = group("export", "--list", "Group", "--format", "jsonl", "--for", "others").out
    assert not [word for word in ("my own words", '"reading"', '"read"', "true") if word in text]


def test_no_headings_are_made_of_what_is_private(group: Reader) -> None:
    said = group("export", "--group", "status", "--for", "others", check=False)
    assert said.status == 2
    assert "tells no status" in said.err


@pytest.mark.parametrize("form", ["list", "obsidian"])
def test_a_file_for_others_that_somebody_made_one_for_a_user_is_not_written_before_that_is_said_here(
    group: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Neither by a sync, also with --force, nor by an export that does not say it; a library that only read it does as
    the one that wrote it."""
    how = ("--format", "obsidian") if form == "obsidian" else ("--style", form)
    path, other = tmp_path / "out", Reader(tmp_path / "other", monkeypatch, capsys)
    of_group(other)
    group("export", "--list", "Group", *how, "--for", "others", "-o", str(path))
    other("note", "2402.00003", "--set", "what another one wrote")
    other("sync", str(path))
    other("export", "--list", "Group", *how, "--for", "me", "-o", str(path))
    group("note", "2402.00003", "--set", "for nobody else")
    before = text_of(path)
    for more in ((), (), ("--force",)):
        assert "it was for others" in group("sync", str(path), *more, check=False).out
        assert text_of(path) == before
    group("export", "--list", "Group", *how, "-o", str(path), "--force")
    for words in ("for nobody else", "what another one wrote", "my own words"):
        assert words not in text_of(path)
    group("sync", str(path))
    group("export", "--list", "Group", *how, "--for", "me", "-o", str(path))
    assert "for nobody else" in text_of(path)
    assert "it was for others" not in group("sync", str(path)).out

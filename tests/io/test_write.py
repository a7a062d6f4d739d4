"""Where an export goes: whole or not at all, and never over what is somebody else's."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.errors import InputError, ReaderError, Refused, SavedMeanwhile, UsageError
from reader.formats.markdown import Document, OpenedExport, document_of, render_document
from reader.io.write import read_export, read_folder, read_vault, write_file, write_vault
from reader.paper import ListEntry, Paper, ReadingList
from reader.store.disk import replace_unlocked
from tests.support.typing_in import typed_in
from tests.unprivileged import permissions_count

powerless_only = pytest.mark.skipif(not permissions_count(), reason="root may write everywhere")


def small(count: int = 2) -> Document:
    papers = {n: Paper(n, f"Paper {n}") for n in "123"[:count]}
    return document_of(ReadingList("Edge", entries=tuple(map(ListEntry, papers))), papers)


TEXT = render_document(small())


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_with_the_usual_mode(tmp_path: Path) -> None:
    path = tmp_path / "edge.md"
    assert write_file(path, TEXT, markdown=True).say == f"Wrote {path}."
    assert path.read_bytes() == TEXT.encode()
    probe = tmp_path / "probe"
    probe.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(probe.stat().st_mode)
    assert left(tmp_path) == ["edge.md", "probe"]


def test_an_export_of_ours_is_merged_into_and_keeps_its_mode_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "edge.md"
    path.write_bytes(
        TEXT.replace("# Edge\n", "# Edge\n\nMine \udcff.\n").replace("\n", "\r\n").encode("utf-8", "surrogateescape")
    )
    path.chmod(0o640)
    assert write_file(path, render_document(small(3)), markdown=True).merged == 1
    data = path.read_bytes()
    assert b"# Edge\r\n\r\nMine \xff.\r\n" in data
    assert b"Paper 3" in data
    assert data.count(b"\n") == data.count(b"\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert write_file(path, render_document(small(3)), markdown=True).unchanged == 1
    export = read_export(path)
    assert export is not None
    assert export.text.count("\r\n") > 5


def test_a_file_of_somebody_else_is_left_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Mine\n")
    for markdown in (True, False):
        with pytest.raises(Refused, match=r"notes\.md.*--force"):
            write_file(path, TEXT, markdown=markdown)
    assert path.read_text() == "# Mine\n"
    assert read_export(path) is None
    assert write_file(path, TEXT, force=True).replaced == 1
    assert path.read_text() == TEXT


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("precious")
    link = tmp_path / "link.md"
    link.symlink_to(outside)
    with pytest.raises(Refused, match="is a link to"):
        write_file(link, TEXT, markdown=True)
    write_file(link, TEXT, force=True)
    assert outside.read_text() == "precious"
    assert link.read_text() == TEXT
    assert not link.is_symlink()


def test_the_library_is_never_written_to(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    held = library / "papers.json"
    held.write_text("{}")
    (tmp_path / "hard.md").hardlink_to(held)
    (tmp_path / "way").symlink_to(library)
    for path in (held, library / "new.md", tmp_path / "way" / "papers.json", tmp_path / "hard.md"):
        with pytest.raises(Refused, match="library's own"):
            write_file(path, TEXT, force=True, protect=library)
    with pytest.raises(Refused, match="library's own"):
        write_vault(tmp_path / "way", small(), protect=library)
    assert held.read_text() == "{}"
    assert left(library) == ["papers.json"]


def test_a_folder_is_not_a_file_nor_a_file_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_file(tmp_path, TEXT)
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        write_vault(tmp_path / "file", small())


def test_a_missing_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="could not be written: no such file or directory"):
        write_file(tmp_path / "none" / "x.md", TEXT)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_device_is_said_in_one_sentence() -> None:
    with pytest.raises(ReaderError, match="/dev/full could not be written: no space left"):
        write_file(Path("/dev/full"), TEXT)


@powerless_only
def test_a_folder_that_cannot_be_written_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "edge.md"
    path.write_text("old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ReaderError, match="permission denied"):
            write_file(path, TEXT, force=True)
    finally:
        tmp_path.chmod(0o700)
    assert path.read_text() == "old"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "edge.md"
    path.write_text("old")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReaderError, match="no space left"):
        write_file(path, TEXT, force=True)
    assert path.read_text() == "old"
    assert left(tmp_path) == ["edge.md"]


def test_a_vault_finds_its_files_again_under_other_names(tmp_path: Path) -> None:
    vault = tmp_path / "new" / "vault"
    assert write_vault(vault, small()).made == 3
    assert left(vault) == ["Edge.md", "Paper 1 1.md", "Paper 2 2.md"]
    (vault / "Paper 1 1.md").rename(vault / "Renamed.md")
    (vault / "Paper 3 3.md").write_text("mine")
    written = write_vault(vault, small(3))
    assert (written.made, written.merged, written.unchanged) == (1, 1, 2)
    assert written.say == f"Wrote {vault}: 1 new, 1 updated, 2 unchanged."
    assert left(vault) == ["Edge.md", "Paper 2 2.md", "Paper 3 3 (2).md", "Paper 3 3.md", "Renamed.md"]
    assert "[[Renamed|Paper 1]]" in (vault / "Edge.md").read_text()
    assert (vault / "Paper 3 3.md").read_text() == "mine"


def test_a_folder_that_is_a_link_is_the_users_choice_but_links_in_it_are_not_read(tmp_path: Path) -> None:
    real, secret = tmp_path / "real", tmp_path / "secret.md"
    real.mkdir()
    secret.write_text(TEXT)
    (tmp_path / "vault").symlink_to(real)
    (real / "Edge.md").symlink_to(secret)
    write_vault(tmp_path / "vault", small())
    assert secret.read_text() == TEXT
    assert set(read_folder(real)) == {"Edge (2).md", "Paper 1 1.md", "Paper 2 2.md"}


@pytest.mark.parametrize("now", ["edited", "gone", "made"])
def test_a_file_is_not_written_that_is_another_than_the_one_that_was_read(tmp_path: Path, now: str) -> None:
    """Nobody has looked for edits in what stands there then."""
    path, edited = tmp_path / "edge.md", typed_in(TEXT, "unread", "read")
    if now == "edited":
        path.write_text(edited)
    before = OpenedExport("" if now == "made" else TEXT)
    if now == "made":
        path.write_text(edited)
    with pytest.raises(SavedMeanwhile, match="was saved by another program"):
        write_file(path, render_document(small(3)), markdown=True, before=before)
    assert [file.read_text() for file in tmp_path.iterdir()] == ([] if now == "gone" else [edited])


@pytest.mark.parametrize("when", ["read", "planned"])
@pytest.mark.parametrize("now", ["edited", "gone", "made"])
def test_a_file_of_a_vault_is_not_written_that_is_another_than_the_one_that_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: str, when: str
) -> None:
    """Be it saved before all is planned, or while the others are written."""
    vault = tmp_path / "vault"
    write_vault(vault, small(3))
    before = read_vault(vault)
    file = vault / "Paper 3 3.md"
    edited = file.read_text().replace("unread", "read")
    document = replace(small(3), description="Another.", abstracts=True)
    if now == "made":
        file.unlink()
        before = {name: export for name, export in before.items() if name != file.name}

    def save() -> None:
        if now == "gone":
            file.unlink()
        else:
            file.write_text(edited)

    def then(path: str, *rest: Any) -> None:
        replace_unlocked(path, *rest)
        if path.endswith("Edge.md"):
            save()

    if when == "read":
        save()
    else:
        monkeypatch.setattr("reader.io.write.replace_unlocked", then)
        change = {name: OpenedExport(each.text.replace("unread", "reading")) for name, each in before.items()}
        for name, each in change.items():
            (vault / name).write_text(each.text)
        before = change
    with pytest.raises(SavedMeanwhile, match="Paper 3"):
        write_vault(vault, document, before=before)
    assert not file.exists() if now == "gone" else file.read_text() == edited


@pytest.mark.parametrize(
    ("name", "seen"), [("a\nb.md", "a[U+000A]b.md"), ("a\tb.md", "a[U+0009]b.md"), ("\u2028.md", "[U+2028].md")]
)
def test_a_line_end_is_in_no_name_of_a_new_file_or_folder(tmp_path: Path, name: str, seen: str) -> None:
    said = re.escape(f"The name '{seen}' holds a character that nobody sees")
    with pytest.raises(UsageError, match=said):
        write_file(tmp_path / name, "text")
    with pytest.raises(UsageError, match=said):
        write_vault(tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["x.md ", " x.md"])
def test_a_name_with_a_blank_at_its_end_is_no_name_of_a_new_file_or_folder(tmp_path: Path, name: str) -> None:
    """It came with a copied name and nobody sees it; what is there already is written to."""
    with pytest.raises(UsageError, match="was given with a blank before or behind"):
        write_file(tmp_path / name, "text")
    with pytest.raises(UsageError, match="was given with a blank before or behind"):
        write_vault(tmp_path / name)
    assert not list(tmp_path.iterdir())
    (tmp_path / name).write_text("text")
    assert write_file(tmp_path / name, "text").unchanged == 1

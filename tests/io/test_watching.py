"""What is watched is given when it is new or changed, and whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.errors import Busy
from reader.io.watching import Watch
from reader.operations import roundtrip
from tests.support.cli import Reader


def names(watch: Watch) -> list[str]:
    """What one look gives."""
    return [path.name for path in watch.look()]


def test_a_file_is_given_once_when_it_grows_no_more(tmp_path: Path) -> None:
    (tmp_path / "old.bib").write_text("x")
    watch = Watch([tmp_path])
    assert (names(watch), names(watch)) == ([], [])
    new = tmp_path / "new.bib"
    new.write_text("a")
    assert names(watch) == []
    new.write_text("ab")
    assert names(watch) == []
    assert (names(watch), names(watch)) == (["new.bib"], [])
    watch.give_again(new)
    assert (names(watch), names(watch)) == (["new.bib"], [])


def test_what_is_changed_or_put_in_the_place_of_a_file_is_given_again(tmp_path: Path) -> None:
    page, other = tmp_path / "page.txt", tmp_path / "other"
    page.write_text("abc")
    watch = Watch([page])
    other.write_text("abc")
    status = page.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(page)
    assert (names(watch), names(watch)) == ([], ["page.txt"])
    page.unlink()
    assert (names(watch), names(watch)) == ([], [])


def test_what_is_not_finished_or_hidden_or_empty_is_left(tmp_path: Path) -> None:
    watch = Watch([tmp_path])
    for name in ("a.txt.part", "b.crdownload", ".c.txt", "d.txt~"):
        (tmp_path / name).write_text("x")
    (tmp_path / "empty.txt").touch()
    assert (names(watch), names(watch), names(watch)) == ([], [], [])


class Ticks:
    """What happens between the looks, instead of waiting; then somebody ends it."""

    def __init__(self, *doings: object) -> None:
        self._doings = list(doings)

    def __call__(self, seconds: float) -> None:
        if not self._doings:
            raise KeyboardInterrupt
        if callable(doing := self._doings.pop(0)):
            doing()


def record(title: str) -> str:
    """A record of BibTeX."""
    return f"@article{{x, title={{{title}}}, author={{Bean, Ada}}}}\n"


def test_what_comes_into_a_watched_folder_is_imported_step_by_step(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    page = folder / "a.bib"
    page.write_text(record("On Light"))
    (folder / "b.bin").write_bytes(b"\x00\x01" * 50)
    ticks = Ticks(
        lambda: (folder / "b.bib").write_text(record("Of Shadows")),
        None,
        lambda: page.write_text(record("On Light") + record("Of Lamps")),
        lambda: (folder / "c.bin").write_bytes(b"\x00\x01" * 60),
        None,
    )
    monkeypatch.setattr("reader.cli.importing.time.sleep", ticks)
    ended = reader("import", "--watch", str(folder), "--tag", "saved", check=False)
    assert ended.status == 130
    assert ended.err.splitlines()[0] == "Imported: 1 new."
    assert ended.err.splitlines()[1].startswith("Watching for what is new")
    assert [line for line in ended.err.splitlines() if line.startswith("Imported")] == [
        "Imported: 1 new.", "Imported: 1 new.", "Imported: 1 new, 1 known already."
    ]  # fmt: skip
    assert [line for line in ended.err.splitlines() if "none of the forms" in line] == [
        f"'{folder / 'c.bin'}' is in none of the forms that are read: nothing of it was taken."
    ]
    assert ended.err.splitlines()[-1] == "The watch has ended; what came is in the library."
    papers = reader("search", "--json").json
    assert {paper["title"] for paper in papers if paper["tags"] == ["saved"]} == {"On Light", "Of Shadows", "Of Lamps"}
    reader("undo")
    assert len(reader("search", "--ids").lines) == 2


def test_a_folder_without_papers_is_watched_and_a_busy_library_waited_for(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    take_in, busy = roundtrip.take_in, [True]

    def taken(library: object, sources: object, *given: object, **named: object) -> object:
        if sources and not any(source.error for source in sources) and busy.pop():  # type: ignore[attr-defined]
            busy.append(False)
            raise Busy("Another program has the library.")
        return take_in(library, sources, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(roundtrip, "take_in", taken)
    ticks = Ticks(lambda: (folder / "b.bib").write_text(record("Of Shadows")), None, None, None)
    monkeypatch.setattr("reader.cli.importing.time.sleep", ticks)
    ended = reader("import", "--watch", str(folder), check=False)
    assert "reader: Another program has the library." in ended.err
    assert len(reader("search", "--ids").lines) == 1


@pytest.mark.parametrize(
    "given", [("-",), ("no-such-place",), ("https://example.org/x",), (".", "--dry-run"), (".", "--json")]
)
def test_what_cannot_be_watched_is_said(reader: Reader, given: tuple[str, ...]) -> None:
    refused = reader("import", "--watch", *given, check=False)
    assert refused.status == 2


def test_a_watched_page_that_cannot_be_read_any_more_is_said(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(record("On Light"))
    ticks = Ticks(lambda: page.write_text("nothing of worth"), None)
    monkeypatch.setattr("reader.cli.importing.time.sleep", ticks)
    assert "No papers were found in" in reader("import", "--watch", str(page), check=False).err


def test_a_watched_place_that_goes_away_and_comes_back_is_said_once_each(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, aside = tmp_path / "saved", tmp_path / "aside"
    folder.mkdir()
    (folder / "a.bib").write_text(record("On Light"))
    (folder / "later.bib").touch()
    ticks = Ticks(
        lambda: folder.rename(aside),
        None,
        lambda: aside.rename(folder),
        lambda: (folder / "b.bib").write_text(record("Of Shadows")),
        None,
    )
    monkeypatch.setattr("reader.cli.importing.time.sleep", ticks)
    told = reader("import", "--watch", str(folder), check=False).err.splitlines()
    assert told[2:] == [
        f"'{folder}' is not there any more; the watch goes on in case it comes back.",
        f"'{folder}' is there again.",
        "Imported: 1 new.",
        "The watch has ended; what came is in the library.",
    ]

"""What a dry run says of an edited file is what comes of it: the same lines are named, and the same is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reader.library.change import note
from reader.library.library import Library
from reader.operations import roundtrip
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.cli import Reader
from tests.support.memory import library

IDS = tuple(f"2402.{n:05d}" for n in range(1, 6))


def shelf() -> Library:
    """Five papers on a list, each with a note."""
    names = ("Alpha", "Bravo", "Charlie", "Delta", "Echo")
    papers = [
        Paper(id, f"{name} on graphs", authors=("Ann Lee", "Bo Chi"), published="2024", arxiv_id=id)
        for id, name in zip(IDS, names, strict=True)
    ]
    found = library(*papers)
    found.apply([edit for paper in papers for edit in note(paper, f"On {paper.title.split()[0]}.")], "Wrote notes")
    found.set_list(None, ReadingList("Group", entries=tuple(map(ListEntry, IDS))), "Made a list")
    return found


def exported(held: Library, path: Path, **wish: Any) -> Path:
    """The list as a file or vault."""
    lst = held.reading_list("Group")
    export(held, path.parent / "library", Wish(**wish), held.held(lst.papers), lst=lst, path=path)
    return path


def edited(path: Path) -> Path:
    """With another author in each file, and one note that is taken."""
    for file in sorted(path.glob("*.md")) if path.is_dir() else [path]:
        text = file.read_text().replace("Ann Lee", "Anna Lea").replace("On Delta.", "On Delta, again.")
        file.write_text(text)
    return path


WISHES = [{}, {"style": "tasks"}, {"style": "table"}, {"format": "obsidian"}]


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("verb", ["import", "sync"])
def test_a_dry_run_names_the_lines_that_are_named_then(tmp_path: Path, wish: dict[str, str], verb: str) -> None:
    held = shelf()
    path = edited(exported(held, tmp_path / ("vault" if "format" in wish else "group.md"), **wish))
    go = _import if verb == "import" else _sync
    foretold, done = go(held, path, dry_run=True), go(held, path, dry_run=False)
    assert foretold.returned.problems == done.returned.problems
    assert foretold.written == done.written
    assert foretold.returned.diff == done.returned.diff
    assert held.papers[IDS[3]].note == "On Delta, again."


@pytest.mark.parametrize("wish", WISHES)
def test_a_sync_names_each_line_that_it_could_not_take(tmp_path: Path, wish: dict[str, str]) -> None:
    held = shelf()
    path = edited(exported(held, tmp_path / ("vault" if "format" in wish else "group.md"), **wish))
    back = _sync(held, path)
    said = "\n".join(back.lines)
    for file in sorted(path.glob("*.md")) if path.is_dir() else [path]:
        at = [n for n, line in enumerate(file.read_text().split("\n"), 1) if "Anna" in line]
        named = [n for n in at if f"line {n} " in said or f"{file.name}:{n}:" in said]
        assert named == at, (file.name, said)


def test_the_library_that_would_be_is_another_one() -> None:
    """What was tried stands in it, and what was told stays as it is."""
    held = shelf()
    with held.trying():
        step = held.set_list(held.reading_list("Group"), ReadingList("Group"), "Emptied it").step
    then = held.after(step, [Paper("2403.1", "New")])
    assert (then.reading_list("Group").papers, "2403.1" in then.papers) == ((), True)
    assert then.history()[0].say == "Emptied it"
    assert (held.reading_list("Group").papers, held.history()[0].say) == (IDS, "Made a list")
    assert "2403.1" not in held.papers
    assert held.after(None) is held


def _import(held: Library, path: Path, *, dry_run: bool = False) -> roundtrip.Back:
    if path.is_dir():
        return roundtrip.bring_back(held, path, dry_run=dry_run)
    return roundtrip.bring_back_text(held, path.read_text(), path.name, dry_run=dry_run)


def _sync(held: Library, path: Path, *, dry_run: bool = False) -> roundtrip.Back:
    return roundtrip.sync(held, path.parent / "library", path, PaperFinder(held), dry_run=dry_run)


def test_a_folder_is_told_by_its_name(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(tmp_path) in reader("sync", ".", check=False).err
    assert str(tmp_path.parent) in reader("sync", "..", check=False).err


def test_a_note_below_an_open_tag_may_be_wrapped(tmp_path: Path) -> None:
    """What went out is a paragraph there, since the tag would hide what follows it; its breaks say nothing."""
    held = shelf()
    text = "<pre>\none word\n  two words"
    held.apply(note(held.papers[IDS[0]], text), "Wrote a note")
    path = exported(held, tmp_path / "group.md")
    path.write_text(path.read_text().replace("  > one word\n  >   two words", "  > one word two words"))
    back = _import(held, path)
    assert (back.returned.diff, back.returned.conflicts, held.papers[IDS[0]].note) == ((), (), text)

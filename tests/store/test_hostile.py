"""Whatever stands where the catalogue should be: it is read or reported, and never overwritten."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import ReadOnly, StoreError
from reader.library import change as edits
from reader.library.library import Library
from reader.store import disk, doctor
from tests.support.folders import Machines, named, numbered, seed

DAMAGED = {
    "empty": (b"", "it is empty"),
    "truncated": (b'{"papers": {"a": {"title": "x", "abstr', "not whole JSON"),
    "nuls": (b"\0" * 4096, "nothing but blanks"),
    "trailing": (b'{"papers": {}}}]garbage', "not whole JSON"),
    "list": (b"[]", "no table of papers"),
    "null": (b"null", "no table of papers"),
    "no papers": (b"{}", "no table of papers"),
    "papers as a list": (b'{"papers": []}', "no table of papers"),
    "huge int": (b'{"papers": {"a": {"title": "x", "n": ' + b"9" * 5000 + b"}}}", "not whole JSON"),
    "deep": (b'{"papers": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}", "not whole JSON"),
    "not UTF-8": (b'{"papers": {"a": {"title": "\xff\xfe"}}}', "not UTF-8"),
    "git": (b'<<<<<<< HEAD\n{"papers": {}}\n=======\n{"papers": {"a": {}}}\n>>>>>>> theirs\n', "Git merge"),
}
OPEN = {
    "bom": (b'\xef\xbb\xbf{"papers": {"a": {"title": "x"}}}', ["x"], 0),
    "foreign": (b'{"papers": {"a": {"title": "x", "abstract": "y", "tags": ["z"], "note": "n"}}}', ["x"], 0),
    "wrong types": (
        b'{"papers": {"a": {"title": 5}, "b": {"title": "x"}, "c": 7, "": {"title": "y"}}, '
        b'"state": {"a": {"star": 1}}}',
        ["x"],
        4,
    ),
    "nan": (b'{"papers": {"a": {"title": "x", "score": NaN, "upvotes": Infinity}}}', ["x"], 0),
    "surrogate": (b'{"papers": {"a": {"title": "x \\ud800 y"}}}', ["x \ufffd y"], 0),
    "twice": (b'{"papers": {"a": {"title": "one"}, "a": {"title": "two"}}}', ["two"], 1),
    "escapes": (b'{"papers": {"a": {"title": "\\u001b]0;PWNED\\u0007x\\u202e\\u200b"}}}', ["x"], 0),
    "escapes in an id": (b'{"papers": {"\\u001b[31ma": {"title": "x"}, "b": {"title": "y"}}}', ["y"], 1),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_catalogue_is_read_only_and_kept(tmp_path: Path, case: str) -> None:
    """One sentence; the papers of the previous version are shown; the file stays as it is."""
    machines = Machines(tmp_path)
    first = machines.library()
    seed(first)
    first.add(numbered(1, start=5), say=lambda plan: "Imported")
    first.apply(edits.star(first.papers[named(0)], True), "Starred")
    data, what = DAMAGED[case]
    machines.path("catalogue.json").write_bytes(data)
    folder = machines.folder()
    news = folder.pull()
    assert what in folder.read_only
    assert folder.read_only.count(". ") == 0
    assert [paper.id for paper in news.papers] == [named(0), named(1), named(2)]
    library = machines.library()
    assert library.papers[named(0)].starred
    with pytest.raises(ReadOnly, match="cannot be read"):
        library.apply(edits.star(library.papers[named(1)], True), "Starred")
    first.refresh()
    assert len(first.papers) == 4
    assert machines.path("catalogue.json").read_bytes() == data


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_catalogue_alone_is_no_new_library(tmp_path: Path, case: str) -> None:
    """Also where nothing else is in the folder."""
    machines = Machines(tmp_path)
    machines.path().mkdir()
    data, _ = DAMAGED[case]
    machines.path("catalogue.json").write_bytes(data)
    library = machines.library()
    assert not library.papers
    with pytest.raises(ReadOnly):
        seed(library)
    assert machines.path("catalogue.json").read_bytes() == data
    assert any(finding.kind == "catalogue" and finding.serious for finding in doctor.check(machines.path()))


@pytest.mark.parametrize("case", OPEN)
def test_a_strange_catalogue_opens_and_what_is_bad_is_told_one_by_one(tmp_path: Path, case: str) -> None:
    """The good entries are papers, the library can be written."""
    machines = Machines(tmp_path)
    machines.path().mkdir()
    data, titles, told = OPEN[case]
    machines.path("catalogue.json").write_bytes(data)
    library = machines.library()
    assert [paper.title for paper in library.papers.values()] == titles
    assert len(library.warnings) == told
    paper = next(iter(library.papers.values()))
    library.apply(edits.star(paper, True), "Starred")
    assert paper.tags == ()
    seed(library)
    again = machines.library()
    assert [paper.title for paper in again.papers.values()][: len(titles)] == titles
    assert again.papers[paper.id].starred


def test_a_newer_version_is_read_only_in_either_place(tmp_path: Path) -> None:
    """At the top, where a foreign hand puts it, or in our own mark."""
    for number, data in enumerate(
        [{"version": 99, "papers": {}}, {"state": {"format": {"version": 2}}, "papers": {"a": {"title": "x"}}}]
    ):
        machines = Machines(tmp_path / str(number))
        machines.path().mkdir(parents=True)
        machines.path("catalogue.json").write_text(json.dumps(data), encoding="utf-8")
        folder = machines.folder()
        assert len(folder.pull().papers) == number
        assert "newer version" in folder.read_only


@pytest.mark.parametrize("cut", [30, 150, 400, 660])
def test_a_catalogue_cut_anywhere_never_opens_as_whole(tmp_path: Path, cut: int) -> None:
    """No half catalogue is taken for a small one."""
    machines = Machines(tmp_path)
    seed(machines.library())
    path = machines.path("catalogue.json")
    data = path.read_bytes()
    assert cut < len(data)
    path.write_bytes(data[:cut])
    folder = machines.folder()
    folder.pull()
    assert "cannot be read" in folder.read_only


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    """A folder or a pipe among the journals is told and does not hang."""
    machines = Machines(tmp_path)
    seed(machines.library())
    machines.path("journal", "folder.jsonl").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(machines.path("journal", "pipe.jsonl"))
    library = machines.library()
    assert len(library.papers) == 3
    names = ["folder", "pipe"] if hasattr(os, "mkfifo") else ["folder"]
    assert sorted(library.warnings) == [f"'journal/{name}.jsonl' is no journal and is passed over." for name in names]
    library.apply(edits.star(library.papers[named(1)], True), "Starred")


@pytest.mark.parametrize("name", ["journal/there.jsonl", "catalogue.json"])
def test_a_file_that_may_not_be_read_leaves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What can be read is shown, nothing is written, and the file is tried again."""
    machines = Machines(tmp_path)
    seed(machines.library())
    other = machines.library(device="there")
    other.apply(edits.star(other.papers[named(0)], True), "Starred")
    (machines.path() / "journal" / "therexxxxx.jsonl").rename(machines.path() / "journal" / "there.jsonl")
    other.add(numbered(1, start=5), say=lambda plan: "Imported")
    real = disk.chunks

    def refuse(path: str, start: int = 0) -> Iterator[bytes]:
        if path.endswith(name):
            raise PermissionError(errno.EACCES, "")
        return real(path, start)

    with monkeypatch.context() as patched:
        patched.setattr(disk, "chunks", refuse)
        folder = machines.folder()
        library = Library(folder)
        assert len(library.papers) >= 3
        assert "permission is denied" in folder.read_only
        with pytest.raises(ReadOnly, match="permission is denied"):
            library.apply(edits.star(library.papers[named(1)], True), "Starred")
    with pytest.raises(StoreError, match="can be read now"):  # What it is about was not seen whole.
        library.apply(edits.star(library.papers[named(1)], True), "Starred")
    library.apply(edits.star(library.papers[named(1)], True), "Starred")
    assert [paper.starred for paper in library.papers.values()] == [True, True, False, False]

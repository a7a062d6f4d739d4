"""A library that an earlier version made opens unchanged and shows exactly what it showed.

`golden_library` was written by the first version of the format on two devices: `library` with its catalogue and two
journals, `context` and `lap` with what the devices kept, and `shown.json` with what `told` gave then.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reader.library import change as edits
from reader.library.change import Change
from reader.library.library import Library
from reader.paper import MOMENTS
from reader.paper_json import to_json
from reader.store import library_ids
from tests.support.folders import NOON, Machines, found_in, mended_in

GOLDEN = Path(__file__).parent.parent / "golden_library"
DESK = "desk"
ADDRESSES = {
    "2403.11111": "https://arxiv.org/abs/2403.11111",
    "2501.00002": "https://arxiv.org/abs/2501.00002",
    "10.5555-slow.clock": "https://doi.org/10.5555/slow.clock",
    "10.5555-laptop": "https://doi.org/10.5555/laptop",
}
"""The addresses of its papers that came with none."""
PDFS = {id: {"pdf": f"https://arxiv.org/pdf/{id}"} for id in ("2403.11111", "2501.00002")}
"""The links of each of its papers that has any."""
DATES = [
    ["2026-09-21T14:16:23Z", "2026-09-21T14:18:25Z", None, "2026-09-21T14:32:39Z"],
    [None, None, "2026-09-21T14:17:24Z", "2026-09-21T14:31:38Z"],
    [None, None, None, "2026-09-21T14:38:45Z"],
    [None, None, None, "2026-09-21T14:21:28Z"],
    [None, None, None, None],
]
"""When each of its papers was starred, begun, read and changed, as its journals tell: no undo has a date of its own."""


def told(library: Library) -> dict[str, Any]:
    """All that a library shows."""
    return {
        "papers": [to_json(paper, library.state.lists_of(paper.id)) for paper in library.papers.values()],
        "lists": [
            {
                "name": lst.name,
                "description": lst.description,
                "sections": list(lst.sections),
                "query": lst.query,
                "entries": [[entry.paper, entry.section, entry.note] for entry in lst.entries],
            }
            for key, lst in library.state.lists.items()
            if not library.state.is_search(key)
        ],
        "searches": {lst.name: lst.query for key, lst in library.state.lists.items() if library.state.is_search(key)},
        "history": [[step.id, step.device, step.clock, step.wall, step.say] for step in library.history()],
        "undoable": [step.id for step in library.undoable()],
        "redoable": [step.id for step in library.redoable()],
        "warnings": list(library.warnings),
        "tags": library.tags.counts(),
        "differing": sorted(sorted(pair) for pair in library.state.pairs("differs")),
    }


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """The golden library, and the folders of the two devices, where they can be written."""
    for name in ("library", "desk", "lap"):
        shutil.copytree(GOLDEN / name, tmp_path / name)
    machines = Machines(tmp_path)
    machines.now = NOON + 86_400_000
    return machines


@pytest.fixture
def expected() -> dict[str, Any]:
    """What it showed."""
    found: dict[str, Any] = json.loads((GOLDEN / "shown.json").read_text(encoding="utf-8"))
    return found


def test_it_shows_exactly_what_it_showed(machines: Machines, expected: dict[str, Any]) -> None:
    """Papers, words, lists, searches, history, undo; and the doctor finds nothing."""
    assert len(expected["papers"]) == 5
    shown = told(machines.library(device=DESK))
    # Keys that its version did not show.
    assert {(paper.pop("kind"), paper.pop("citation_key")) for paper in shown["papers"]} == {("", "")}
    pdf = {paper["id"]: paper.pop("links") for paper in shown["papers"]}
    assert {id: links for id, links in pdf.items() if links} == PDFS
    assert [paper.pop("metadata") for paper in shown["papers"]] == [{}] * 5
    assert [[paper.pop(name) for name in MOMENTS] for paper in shown["papers"]] == DATES
    assert [paper.pop("triage") for paper in shown["papers"]] == ["reading", "read", "inbox", "later", "inbox"]
    # What its version left out: a year alone, and an address that is made from others.
    for paper in expected["papers"]:
        paper["published"] = paper["published"] or (paper["year"] and str(paper["year"]))
        paper["url"] = paper["url"] or ADDRESSES.get(paper["id"], "")
    assert shown == expected
    assert found_in(machines.path()) == []


def test_looking_leaves_every_byte_as_it_is(machines: Machines, tmp_path: Path) -> None:
    """On either device; nothing is added to the folder either."""
    for device in (DESK, "lap"):
        folder = machines.folder(device=device)
        Library(folder).refresh()
        folder.close()
    assert mended_in(machines.path()) == []
    assert files(tmp_path / "library") == files(GOLDEN / "library")
    assert library_ids(machines.path()) == ()


def test_an_edit_only_appends_to_the_journal_of_its_device(machines: Machines, tmp_path: Path) -> None:
    """The other files stay byte for byte as they were; the library gets its id, and a file for Git."""
    library = machines.library(device=DESK)
    paper = next(iter(library.papers.values()))
    library.apply(edits.tag(paper, add=("fresh",)), "Tagged 1 paper 'fresh'")
    before, after = files(GOLDEN / "library"), files(tmp_path / "library")
    own = "journal/deskxxxxxx.jsonl"
    fresh = after.keys() - before.keys()
    assert fresh == {f"library-{library_ids(machines.path())[0]}.id", ".gitattributes"}
    assert {name: data for name, data in after.items() if name not in (own, *fresh)} == {
        name: data for name, data in before.items() if name != own
    }
    assert after[own].startswith(before[own])
    assert after[own].count(b"\n") == before[own].count(b"\n") + 1
    library.undo()
    again = machines.library(device="lap")
    assert [paper.tags for paper in again.papers.values()] == [
        tuple(paper["tags"]) for paper in json.loads((GOLDEN / "shown.json").read_text(encoding="utf-8"))["papers"]
    ]


def test_everything_that_was_done_can_still_be_undone(machines: Machines, expected: dict[str, Any]) -> None:
    """Back to the import of one device, and forth again."""
    library = machines.library(device=DESK)
    for _ in expected["undoable"]:
        library.undo()
    assert library.undoable() == []
    for _ in expected["undoable"]:
        library.redo()
    again = told(machines.library(device=DESK))
    assert again["tags"] == expected["tags"]
    assert again["searches"] == expected["searches"]
    assert [lst["entries"] for lst in again["lists"]] == [lst["entries"] for lst in expected["lists"]]


def test_names_that_were_once_folded_otherwise_are_found_as_they_are_now(machines: Machines) -> None:
    """A tag, a list and a saved search keep what they hold and can be edited and undone; equal names are one."""
    library = machines.library(device=DESK)
    paper = next(id for id in library.papers)
    place = {"at": "m", "note": "why"}
    former = [
        Change(paper, "tag:i\u0307stanbul", None, "İstanbul"),
        Change(paper, "tag:\u03ca\u0301", None, "Ϊ́"),
        Change("list:i\u0307lk", "name", None, "İlk"),
        Change(paper, "list:i\u0307lk", None, place),
        Change("search:i\u0307lk", "name", None, "İlk"),
        Change("search:i\u0307lk", "query", None, "is:read"),
    ]
    library.apply(former, "As it was once")
    again = machines.library(device="lap")
    assert set(again.papers[paper].tags) >= {"İstanbul", "Ϊ́"}
    assert again.lists["İlk"].entries[-1].note == "why"
    assert again.lists["İlk (search)"].query == "is:read"
    again.apply(edits.tag(again.papers[paper], add=("ΐ",), remove=("istanbul",)), "Took a tag away")
    for device in (DESK, "lap"):
        tags = machines.library(device=device).papers[paper].tags
        assert "Ϊ́" in tags
        assert not {"İstanbul", "ΐ"} & set(tags)
    machines.library(device=DESK).undo()
    assert "Ϊ́" not in machines.library(device="lap").papers[paper].tags
    assert found_in(machines.path()) == []

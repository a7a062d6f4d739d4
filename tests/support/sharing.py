"""Several libraries on one exported file or folder, for tests of what they owe each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from reader.library.library import Library
from reader.operations import annotate, exports, reading_lists, roundtrip
from reader.operations.exports import Wish
from reader.operations.search import PaperFinder
from reader.paper import Paper, Status
from tests.support.memory import Log, MemoryBacking

LIST = "Trees"
NAMES = ("Ash", "Birch", "Cedar", "Dogwood")
IDS = tuple(f"2402.0000{n}" for n in range(1, len(NAMES) + 1))
FORMS = ("list", "tasks", "table", "obsidian")
_NOWHERE = Path("/nonexistent")


def trees() -> list[Paper]:
    """The papers that are shared, of which nobody has said anything."""
    return [
        Paper(
            id,
            f"{name} and its bark",
            authors=(f"{name} Author",),
            published="2024",
            url=f"https://arxiv.org/abs/{id}",
            arxiv_id=id,
            added="2024-03-01T10:00:00Z",
        )
        for id, name in zip(IDS, NAMES, strict=True)
    ]


class Sharer:
    """A library that shares a file or folder with others."""

    def __init__(self, target: Path, form: str, name: str, papers: Iterable[Paper] = ()) -> None:
        self.library = Library(MemoryBacking(Log(papers), name))
        self.library.refresh()
        self.target, self.form, self.name = target, form, name

    def paper(self, at: int) -> Paper:
        """One of the papers that are shared."""
        return self.library.papers[IDS[at]]

    def files(self) -> dict[str, str]:
        """What is there."""
        files = sorted(self.target.glob("*.md")) if self.form == "obsidian" else [self.target]
        return {file.name: file.read_text() for file in files}

    def export(self) -> None:
        """Write the list where nothing is yet."""
        lst = self.library.reading_list(LIST)
        wish = Wish("obsidian") if self.form == "obsidian" else Wish(style=self.form)
        exports.export(self.library, _NOWHERE, wish, [*self.library.papers.values()], lst=lst, path=self.target)

    def sync(self) -> bool:
        """Both directions once; whether anything was written."""
        was = self.files()
        roundtrip.sync(self.library, _NOWHERE, self.target, PaperFinder(self.library))
        return self.files() != was

    def bring_back(self) -> None:
        """Take what is there, and write nothing."""
        roundtrip.bring_back(self.library, self.target)

    def said(self) -> list[object]:
        """All that such a file carries."""
        lst = self.library.reading_list(LIST)
        shown = [(entry, self.library.papers[entry.paper]) for entry in lst.entries]
        return [
            lst.sections, lst.description, *((e, p.status, p.starred, sorted(p.tags), p.note) for e, p in shown)
        ]  # fmt: skip


def sharers(place: Path, form: str, *, with_papers: bool = False) -> list[Sharer]:
    """The writer of a list, which is not exported yet, and two others, who have its papers or nothing."""
    target = place / ("vault" if form == "obsidian" else "trees.md")
    writer = Sharer(target, form, "ann", trees())
    reading_lists.add_to_list(writer.library, LIST, [*writer.library.papers.values()])
    here = [replace(paper, added="2024-05-01T10:00:00Z") for paper in trees()] if with_papers else []
    return [writer, Sharer(target, form, "bob", here), Sharer(target, form, "cy", here)]


def say_everything(of: Sharer) -> None:
    """Give each paper a tag, a star, a status, a note and a remark."""
    papers = [*of.library.papers.values()]
    annotate.tag_papers(of.library, papers, add=["bark", "two words"])
    annotate.star_papers(of.library, papers, on=True)
    annotate.mark_papers(of.library, papers, Status.READ)
    for paper in papers:
        annotate.set_note(of.library, paper, f"A note on {paper.title}.")
        reading_lists.annotate_entry(of.library, LIST, paper, f"A remark on {paper.title}.")

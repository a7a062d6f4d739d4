"""Several libraries on one exported file or folder, for tests of what they owe each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from reader.errors import ReaderError
from reader.library.library import Library
from reader.operations import annotate, exports, reading_lists, removal, roundtrip
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

    def __init__(
        self, target: Path, form: str, name: str, papers: Iterable[Paper] = (), log: Log | None = None
    ) -> None:
        self.log = log or Log(papers)
        self.library = Library(MemoryBacking(self.log, name))
        self.library.refresh()
        self.target, self.form, self.name = target, form, name
        self.is_left = False
        """Whether the last sync left the file as it was, though it may be out of date."""

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
        self.lines()
        return self.files() != was

    def lines(self) -> list[str]:
        """The same; what is said of it."""
        back = roundtrip.sync(self.library, _NOWHERE, self.target, PaperFinder(self.library))
        self.is_left = back.is_left
        return back.lines

    def bring_back(self) -> None:
        """Take what is there, and write nothing."""
        roundtrip.bring_back(self.library, self.target)

    def said(self) -> list[Any]:
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


TAGS = ("two words", "two-words", "A/B c", "LLM", "llm", "c#", "123", "🌳", "a, b", '"q"', "-", "x·y", "plain")
SECTIONS = ("S", "s", "E", "Part one", "Notes", "Trees", "Ash and its bark", "A & B")
TEXTS = ("", "N.", "Two\n\nlines", "- a\n- b", "# head\n\ntext", "> q", "a  \nb", "```\ncode")


def _new_paper(of: Sharer, dice: Random) -> None:
    id = f"2402.1000{dice.randrange(4)}"
    if id not in of.library.papers:
        paper = replace(trees()[0], id=id, title=f"Paper {id} on trees", arxiv_id=id, url=f"https://arxiv.org/abs/{id}")
        of.library.add([paper], say=lambda _: "Added a paper")
        reading_lists.add_to_list(of.library, LIST, [of.library.papers[id]])


def edit(of: Sharer, dice: Random) -> None:
    """One edit of any kind; one that is refused changes nothing."""
    library, lst = of.library, of.library.reading_list(LIST)
    paper = library.papers[dice.choice(lst.papers)]
    text, tag, name, place = dice.choice(TEXTS), dice.choice(TAGS), dice.choice(SECTIONS), dice.randint(1, 5)
    section, held = dice.choice([*lst.sections, ""]), dice.choice([*paper.tags, tag])
    edits: list[Callable[[], object]] = [
        lambda: annotate.tag_papers(library, [paper], add=[tag]),
        lambda: annotate.tag_papers(library, [paper], remove=[held]),
        lambda: annotate.star_papers(library, [paper], on=not paper.starred),
        lambda: annotate.set_note(library, paper, text),
        lambda: annotate.mark_papers(library, [paper], dice.choice([*Status])),
        lambda: reading_lists.annotate_entry(library, LIST, paper, text),
        lambda: reading_lists.describe_list(library, LIST, text),
        lambda: reading_lists.add_section(library, LIST, name),
        lambda: reading_lists.rename_section(library, LIST, section, name),
        lambda: reading_lists.remove_section(library, LIST, section),
        lambda: reading_lists.put_in_section(library, LIST, [paper], section),
        lambda: reading_lists.move_to_place(library, LIST, [paper], place),
        lambda: _new_paper(of, dice),
    ]
    if len(lst.papers) > 2:
        edits += [
            lambda: reading_lists.remove_from_list(library, LIST, [paper]),
            lambda: removal.remove_papers(library, [paper]),
        ]
    with suppress(ReaderError):
        dice.choice(edits)()


class Play:
    """Three libraries that edit and sync at random, two of which join the file at random: empty, with its papers, or,
    where nobody edits meanwhile, as a copy of one that is there, be it with what that one remembers of the file."""

    def __init__(self, place: Path, form: str, dice: Random, *, one_after_another: bool) -> None:
        """`one_after_another` has nobody edit before what was edited last is there."""
        self.dice, self.one_after_another = dice, one_after_another
        self.everyone = sharers(place, form)
        for _ in range(dice.randint(0, 6)):
            edit(self.everyone[0], dice)
        self.everyone[0].export()
        self.latest = self.everyone[0].said()
        self.joined = 1
        self.wrong: list[str] = []

    def faults(self, turns: int = 8) -> list[str]:
        """What is wrong when everybody has synced twice without an edit."""
        for _ in range(turns):
            self._turn()
        while self.joined < len(self.everyone):
            self._join()
        for _ in range(2):
            for each in self.everyone:
                each.sync()
        self.wrong += [f"{each.name} goes on to write" for each in self.everyone if each.sync()]
        self.wrong += [f"{each.name} is stuck" for each in self.everyone if each.is_left]
        first, *others = self.everyone
        self.wrong += [f"{each.name} says something else" for each in others if _differ(first, each)]
        if self.one_after_another and first.said() != self.latest:
            self.wrong.append("what was edited last is lost")
        return self.wrong

    def _turn(self) -> None:
        """Somebody joins, or syncs, edits and syncs."""
        if self.joined < len(self.everyone) and self.dice.random() < 0.3:
            self._join()
            return
        one = self.dice.choice(self.everyone[: self.joined])
        if self.one_after_another or self.dice.random() < 0.5:
            one.sync()
        if self.one_after_another and one.said() != self.latest:
            self.wrong.append(f"{one.name} says something else before it edits")
        for _ in range(self.dice.randint(0, 2)):
            edit(one, self.dice)
        self.latest = one.said()
        if self.one_after_another or self.dice.random() < 0.5:
            one.sync()

    def _join(self) -> None:
        new, other = self.everyone[self.joined], self.everyone[self.dice.randrange(self.joined)]
        way = self.dice.choice(["empty", "papers", *(["copy"] if self.one_after_another else [])])
        log = Log(trees() if way == "papers" else ())
        if way == "copy":
            other.sync()
            log.papers, log.steps = [*other.log.papers], [*other.log.steps]
            if self.dice.random() < 0.5:
                log.told = {name: dict(told) for name, told in other.log.told.items()}
        self.everyone[self.joined] = Sharer(new.target, new.form, new.name, log=log)
        self.everyone[self.joined].sync()
        self.joined += 1


def _differ(one: Sharer, other: Sharer) -> bool:
    """Whether two say other things of the list, or of papers that both have: who removes one, has it no more."""
    (head, said), (other_head, other_said) = (
        (told[:2], [each for each in told[2:] if each[0].paper in one.library.papers.keys() & other.library.papers])
        for told in (one.said(), other.said())
    )
    return head != other_head or said != other_said

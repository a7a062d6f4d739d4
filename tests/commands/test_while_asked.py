"""What a command acts on is taken before its question: while that stands there, the screen may come to something else.

Another window removes the paper under the cursor, or the list that is open, and the cursor goes to the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.commands import papers as paper_commands
from reader.commands.bindings import ASKING
from reader.commands.place_look import PlaceLook, ShownSo
from reader.commands.questions import (
    AskChoice,
    AskExport,
    AskImport,
    AskSync,
    ExportAnswer,
    HistoryWish,
    ImportAnswer,
    ImportSource,
    InList,
    ListSettings,
    PairDecision,
    Question,
    ReadingAnswer,
    SyncAnswer,
    TagEdit,
    Triage,
)
from reader.errors import ReaderError
from reader.library.library import Library
from reader.operations import annotate, exports, reading_lists, triage
from reader.operations.annotate import TagChange
from reader.operations.backups import library_backups
from reader.operations.collection import Collection, Kind
from reader.operations.exports import Wish
from reader.operations.list_settings import ListEdit, settings_of
from reader.operations.reading_figures import Period
from reader.operations.removal import remove_papers
from reader.paper import Decision, Paper
from reader.store.lines import encode
from tests.operations.test_completion import knowing
from tests.support.context import PlainContext, PlainProgress
from tests.support.grids import crossed
from tests.support.memory import Log, Lossless, library
from tests.support.services import serving

PAPERS = (
    Paper("a", "Alpha", abstract="one"),
    Paper("b", "Beta", abstract="one"),
    Paper("c", "Attention is all you need", authors=("A. B",)),
    Paper("d", "Attention is all you need"),
)


class Window(PlainContext):
    """A window that shows some of the papers."""

    seen: Sequence[str] = ("a", "b", "c", "d")

    @property
    def shown(self) -> Sequence[Paper]:
        return [self.library.papers[id] for id in self.seen if id in self.library.papers]


def window(folder: Path, log: Log | None = None) -> Window:
    """The list "L" is open, the cursor on "Alpha" or on "Beta" selected; "Other" holds the other papers."""
    found = library(log=log or Log(PAPERS))
    for name, ids in (("L", "ab"), ("Other", "abcd")):
        reading_lists.new_list(found, name)
        reading_lists.add_to_list(found, name, [found.papers[id] for id in ids])
    triage.decide(found, list(found.papers.values()), None)
    annotate.star_papers(found, [found.papers["a"]], on=True)
    here = Window(found, folder=folder / "library")
    here.seen = ("a", "b")
    here.navigator.collection, here.navigator.query = Collection(Kind.LIST, "L"), "one"
    # The draft of a note that was begun on another one is shown before the editor is opened.
    here.drafts, here.begun = {"a": "draft"}, {"a": "an older note"}
    exports.export(found, here.folder, Wish("markdown"), list(found.papers.values()), lst=None, path=folder / "l.md")
    return here


@pytest.fixture(autouse=True)
def services(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked on the network, and something to go on without."""
    serving(monkeypatch, knowing())
    monkeypatch.setattr(Lossless, "gone", ("2 steps are missing.",))


def go_elsewhere(here: Window) -> None:
    """All that a command may look at is something else."""
    here.seen, here.at = ("c", "d", "b"), 1
    here.selected = here.shown[:2]
    here.navigator.collection = Collection(Kind.LIST, "Other")
    here.navigator.query, here.navigator.order = "attention", "title"


def settings(question: Question[Any], _: Path) -> ListEdit:
    assert isinstance(question, ListSettings)
    return ListEdit("Renamed", "described", "", settings_of(question.list).sections)


def followed(question: Question[Any], _: Path) -> str:
    """A list that the paper is on, which each of them is."""
    assert isinstance(question, AskChoice)
    return next(choice.value for choice in question.choices if choice.hint == "list")


def imported(question: Question[Any], _: Path) -> ImportAnswer:
    assert isinstance(question, AskImport)
    source = ImportSource(text="@article{x, title={Gamma rays}, author={C, D}, year={2020}}")
    return ImportAnswer(question.read(source, PlainProgress()), ("new",), "Imported")


def written(scope: str) -> Callable[[Question[Any], Path], object]:
    def answer(question: Question[Any], folder: Path) -> object:
        path = str(folder / "out.md")
        return ExportAnswer(scope, "markdown", "list", path=path) if isinstance(question, AskExport) else "done"

    return answer


def synced(question: Question[Any], folder: Path) -> object:
    assert isinstance(question, AskSync)
    path = str(folder / "l.md")
    return SyncAnswer(path, question.plan(path, PlainProgress()))


def decided(question: Question[Any], _: Path) -> int:
    assert isinstance(question, Triage)
    question.decide([question.papers[0].id], Decision.QUEUE)
    return 1


def completed(question: Question[Any], _: Path) -> object:
    """What is under the cursor or selected."""
    return "here" if isinstance(question, AskChoice) else True


def put_back(question: Question[Any], folder: Path) -> object:
    """The only backup, and yes."""
    return "2026-11-20" if isinstance(question, AskChoice) else True


def back_up(here: Window) -> None:
    """A backup of all that the library holds, of which something is removed then."""
    place = Path(library_backups(here.folder).folder)
    place.mkdir(parents=True)
    steps = b"".join(encode(step, signed=True) for step in here.library.history())
    (place / "2026-11-20.jsonl").write_bytes(steps)
    annotate.tag_papers(here.library, [here.library.papers["b"]], [], ["x"])


ANSWERS: Mapping[str, object] = {
    "sort": ShownSo(PlaceLook("title")), "theme": "nord", "search.save": "Saved", "search.smart": "Smart",
    "settings": "theme",
    "follow": followed, "paper.tag": TagEdit(("new",), ()), "paper.note": "a note", "paper.note-editor": "a note",
    "paper.copy": "title",
    "list.add": InList("L2"), "list.new": "L2", "list.section": "New", "list.remark": "a remark",
    "list.settings": settings, "place.rename": "Renamed", "place.delete": True, "import": imported,
    "export": written("list"), "export shown": written("shown"), "sync": synced, "triage": decided,
    "tags": TagChange(("x",), "y"), "duplicates": PairDecision("c", "d", same=False), "history": HistoryWish(1),
    "stats": ReadingAnswer(Period.WEEK, 0, Collection(Kind.STARRED)),
    "import.by-hand": {"title": "Delta"}, "complete": completed, "paper.put-right": {"title": "Alphabet"},
    "paper.remove": True, "backup": put_back, "go-on": True,
}  # fmt: skip
"""An answer for each command that asks, or what makes one of the question."""


ABOUT_PAPERS = {
    case for case in ANSWERS if case.startswith(("paper.", "list.")) and case not in ("list.new", "list.settings")
}


def outcome(folder: Path, case: str, between: Callable[[Window], None], selected: str) -> tuple[object, ...]:
    """All that comes of a command that is answered, where something happens while its first question stands there."""
    folder.mkdir()
    here = window(folder)
    here.selected = [here.library.papers[id] for id in selected]
    asked: list[Question[Any]] = []

    def answered(question: Question[Any]) -> object:
        if not asked:
            between(here)
        asked.append(question)
        answer = ANSWERS[case]
        return answer(question, folder) if callable(answer) else answer

    here.answers = [answered, lambda question: None if case in ("tags", "duplicates") else answered(question)]
    annotate.tag_papers(here.library, [here.library.papers["b"]], ["x"])
    if case == "backup":
        back_up(here)
    if case == "go-on":
        here.folder.mkdir()
    here.run(case.split()[0])
    assert asked
    held = here.library
    files = [path.read_text("utf-8") for path in sorted(folder.glob("out.md"))]
    said = [words.replace(str(folder), "") for words in here.said]
    papers = {id: replace(paper, added="") for id, paper in held.papers.items()}  # The second may end between the two.
    return papers, dict(held.lists), said, here.copied, here.drafts, files


def test_every_command_that_asks_is_answered_here() -> None:
    """One that is added is told what to answer."""
    assert {case.split()[0] for case in ANSWERS} == ASKING | {"paper.remove"}


@crossed
@pytest.mark.parametrize("selected", ["", "b", "ba"])
@pytest.mark.parametrize("case", ANSWERS)
def test_a_command_does_the_same_whatever_the_screen_comes_to_while_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, selected: str
) -> None:
    monkeypatch.setattr(paper_commands, "CONFIRMED_FROM", 1)
    still = outcome(tmp_path / "1", case, lambda here: None, selected)
    moved = outcome(tmp_path / "2", case, go_elsewhere, selected)
    assert moved == still


@pytest.mark.parametrize("gone", ["from the list", "from the library"])
@pytest.mark.parametrize("case", sorted(ABOUT_PAPERS))
def test_what_is_asked_about_a_paper_concerns_no_other_where_that_is_taken_away_meanwhile(
    tmp_path: Path, case: str, gone: str
) -> None:
    log = Log(PAPERS)
    here, there = window(tmp_path, log), library(log=log, device="there")

    def taken(question: Question[Any]) -> object:
        there.refresh()
        alpha = there.papers["a"]
        reading_lists.remove_from_list(there, "L", [alpha]) if gone == "from the list" else remove_papers(
            there, [alpha]
        )
        here.library.refresh()
        here.seen = ("b",)
        answer = ANSWERS[case]
        return answer(question, tmp_path) if callable(answer) else answer

    def others(found: Library) -> object:
        entries = [(lst.name, entry) for lst in found.lists.values() for entry in lst.entries if entry.paper != "a"]
        return [paper for paper in found.papers.values() if paper.id != "a"], entries

    before = others(here.library)
    here.answers = [taken]
    with suppress(ReaderError):
        here.run(case)
    assert others(here.library) == before

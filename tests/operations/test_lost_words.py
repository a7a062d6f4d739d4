"""Words that the library has lost: an exported file that holds the last of them is left, or gives them back."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import paths
from reader.commands.questions import Confirm, ExportAnswer
from reader.errors import Refused, UnknownPaper
from reader.formats.markdown import OpenedExport
from reader.library import change, reading_lists
from reader.library.library import Library
from reader.operations import roundtrip
from reader.operations.authorship import foreign_among
from reader.operations.exports import Wish, text_of
from reader.operations.exports import export as write
from reader.operations.search import PaperFinder
from reader.paper import Paper, ReadingList, Status
from reader.store import open_library
from tests.operations.test_lost_papers import files_in
from tests.support.cli import Answer, Reader
from tests.support.context import PlainContext
from tests.support.grids import beside, crossed
from tests.support.laws import law
from tests.support.memory import Log
from tests.support.memory import library as in_memory

ALPHA, BETA, GAMMA = "2401.00001", "2401.00002", "2401.00003"
TITLES = {ALPHA: "Alpha paper on sequence models", BETA: "Beta paper on vision models", GAMMA: "Gamma paper on speech"}
WORDS: dict[str, tuple[str, ...]] = {
    "note": ("note", ALPHA, "--set", "my only note"),
    "tag": ("tag", ALPHA, "--add", "shore"),
    "status": ("mark", "read", ALPHA),
    "star": ("star", ALPHA),
    "description": ("list", "describe", "L", "Deep and cold."),
    "remark": ("list", "annotate", "--", "L", ALPHA, "for Monday"),
    "section": ("list", "section", "add", "L", "Background"),
    "order": ("list", "move", "L", BETA, "1"),
}
"""What a person says, one step each."""
WAYS = ["a damaged line", "an older journal", "no journal"]
FORMS = ["list", "tasks", "table", "obsidian"]


def page(*ids: str) -> str:
    """Papers to import."""
    return "".join(json.dumps({"title": TITLES[id], "arxiv_id": id}) + "\n" for id in ids)


def wish(form: str) -> tuple[str, ...]:
    """The options of an export."""
    return ("--format", form) if form == "obsidian" else ("--style", form)


def export(reader: Reader, path: Path, form: str, *more: str, check: bool = True) -> Answer:
    """The list as a file or folder."""
    return reader("export", "--list", "L", *wish(form), "-o", str(path), *more, check=check)


def says(reader: Reader) -> dict[str, Any]:
    """What the library says of each kind."""
    lst = reader("list", "show", "L", "--json").json
    (alpha,) = (paper for paper in lst["papers"] if paper["id"] == ALPHA)
    return {
        "note": alpha["note"],
        "tag": alpha["tags"],
        "status": alpha["status"],
        "star": alpha["starred"],
        "description": lst["description"],
        "section": lst["sections"],
        "order": [paper["id"] for paper in lst["papers"]],
        "remark": [entry.note for entry in Library(open_library(reader.folder)).reading_list("L").entries],
    }


def begin(reader: Reader) -> None:
    """Two papers on a list."""
    reader("import", "-", "--format", "jsonl", "--list", "L", stdin=page(ALPHA, BETA))


def say_and_lose(reader: Reader, kind: str, how: str, exported: Callable[[], object]) -> None:
    """Say something of a kind and more after it, export all of that, and lose what was said."""
    place = reader.folder / "journal"
    older = reader.folder.parent / "older"
    shutil.copytree(place, older)
    lines = len(next(place.glob("*.jsonl")).read_bytes().splitlines())
    reader(*WORDS[kind])
    if how == "a damaged line":
        reader("tag", BETA, "--add", "later")
    else:
        reader("import", "-", "--format", "jsonl", "--list", "L", stdin=page(GAMMA))
    exported()
    if how == "a damaged line":
        path = next(place.glob("*.jsonl"))
        whole = path.read_bytes().splitlines(keepends=True)
        whole[lines] = whole[lines].replace(b'"say":"', b'"say":"X', 1)
        path.write_bytes(b"".join(whole))
        return
    shutil.rmtree(place)
    if how == "an older journal":
        shutil.copytree(older, place)
    else:
        place.mkdir()


@beside(how=WAYS, kind=WORDS, form=FORMS)
def test_a_library_that_knows_of_a_loss_writes_over_no_exported_file(
    reader: Reader, tmp_path: Path, form: str, kind: str, how: str
) -> None:
    """Nor after a repair, when it no longer knows of it: what the file alone says comes back, or stays in the file."""
    begin(reader)
    path = tmp_path / "exported"
    held: dict[str, Any] = {}

    def exported() -> None:
        export(reader, path, form)
        held.update(says(reader))

    say_and_lose(reader, kind, how, exported)
    before = files_in(path)
    synced = reader("sync", str(path), check=False)
    assert files_in(path) == before
    assert "is read-only: put" in synced.err
    assert "put the files back, or go on without them" in synced.err
    foretold = reader("sync", "--dry-run", str(path), check=False)
    assert "was left as it is: the library has lost words or papers" in foretold.out
    answer = export(reader, path, form, check=False)
    assert answer.status == 1
    assert files_in(path) == before
    reader("doctor", "--repair", check=False)
    export(reader, path, form, check=False)
    assert files_in(path) == before
    reader("sync", str(path))
    reader("sync", str(path))
    reader("import", str(path))
    if kind != "order":
        assert says(reader)[kind] == held[kind]
    refused = export(reader, path, form, check=False).status
    assert said_in(path) == {name: said_of(text) for name, text in before.items()}
    if refused or kind == "order":
        assert files_in(path) == before


def said_of(text: bytes) -> bytes:
    """What a file says, without the hidden comment in which the last steps are named."""
    return re.sub(rb"<!--.*?-->", b"", text, flags=re.DOTALL)


def said_in(path: Path) -> dict[str, bytes]:
    """The same of each file of an export."""
    return {name: said_of(text) for name, text in files_in(path).items()}


@beside(kind=[kind for kind in WORDS if kind != "order"], form=FORMS)
def test_who_went_on_without_lost_words_can_export_once_the_file_gave_them_back(
    reader: Reader, tmp_path: Path, form: str, kind: str
) -> None:
    """Until then the file is left; from then on it takes what is said anew."""
    begin(reader)
    path = tmp_path / "exported"
    say_and_lose(reader, kind, "an older journal", lambda: export(reader, path, form))
    reader("doctor", "--repair", check=False)
    assert export(reader, path, form, check=False).status == 1
    reader("import", str(path))
    reader("note", BETA, "--append", "said after the loss")
    export(reader, path, form)
    assert any(b"said after the loss" in text for text in files_in(path).values())
    export(reader, path, form)


@crossed
@pytest.mark.parametrize("format", ["csv", "jsonl", "bibtex", "ris"])
@pytest.mark.parametrize("of", [["--list", "L"], ["--list", "Smart"], ["models"], []])
def test_a_file_of_any_format_is_replaced_by_a_library_with_a_loss_only_by_force(
    reader: Reader, tmp_path: Path, of: list[str], format: str
) -> None:  # fmt: skip
    begin(reader)
    reader("list", "new", "Smart", "--query", "models")
    path = tmp_path / "file"
    wanted = ("export", *of, "--format", format, "-o", str(path))
    reader(*wanted)
    path.write_bytes(path.read_bytes() + b"\n")
    before = path.read_bytes()
    reader("note", ALPHA, "--set", "my only note")
    journal = next((reader.folder / "journal").glob("*.jsonl"))
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    answer = reader(*wanted, check=False)
    assert "was left as it is: the library has lost words or papers that it may hold" in answer.err
    assert path.read_bytes() == before
    reader(*wanted, "--force")
    assert path.read_bytes() != before


@crossed
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", [kind for kind in WORDS if kind != "order"])
def test_words_that_are_lost_come_back_where_nobody_remembers_them_either(
    reader: Reader, tmp_path: Path, form: str, kind: str
) -> None:
    """A machine that never had the lost line knows of no loss; the file tells it."""
    begin(reader)
    path = tmp_path / "exported"
    say_and_lose(reader, kind, "a damaged line", lambda: export(reader, path, form))
    lost = says(reader)[kind]
    before = files_in(path)
    shutil.rmtree(paths.state_dir())
    refused = export(reader, path, form, check=False)
    assert "another library wrote it last, or this one has lost what it said then" in refused.err
    reader("sync", str(path))
    assert says(reader)[kind] != lost
    export(reader, path, form)
    assert files_in(path) == before


def test_what_the_library_said_anew_is_told_beside_what_it_lost(reader: Reader, tmp_path: Path) -> None:
    """Neither is written over the other."""
    begin(reader)
    path = tmp_path / "exported.md"
    say_and_lose(reader, "note", "a damaged line", lambda: export(reader, path, "list"))
    reader("doctor", "--repair", check=False)
    reader("note", ALPHA, "--set", "another one")
    before = path.read_bytes()
    said = reader("sync", str(path)).out
    assert "the note of the file says “my only note”, the library's “another one”, which stays" in said
    assert path.read_bytes() == before
    reader("sync", "--force", str(path))
    assert "another one" in path.read_text(encoding="utf-8")


def test_a_new_file_is_written_by_a_library_with_a_loss(reader: Reader, tmp_path: Path) -> None:
    """It holds nothing yet that could be lost."""
    begin(reader)
    say_and_lose(reader, "note", "a damaged line", lambda: None)
    for form in FORMS:
        assert "Wrote" in export(reader, tmp_path / form, form).err


def test_the_interface_asks_before_a_library_with_a_loss_writes_over_a_file(reader: Reader, tmp_path: Path) -> None:
    begin(reader)
    path = tmp_path / "exported.md"
    say_and_lose(reader, "note", "a damaged line", lambda: export(reader, path, "list"))
    before = path.read_bytes()
    answer = ExportAnswer("all", "markdown", "list", path=str(path))
    context = PlainContext(Library(open_library(reader.folder)), answer, False, folder=reader.folder)
    with pytest.raises(Refused):
        context.run("export")
    asked = context.asked[1]
    assert isinstance(asked, Confirm)
    assert "the library has lost words or papers" in asked.text
    assert path.read_bytes() == before


SMALL = st.integers(0, 3)
WORDS_OF_PAPERS = ["note", "tag", "untag", "star", "status", "gone"]
WORDS_OF_LISTS = ["describe", "annotate", "section", "unsection", "resection", "put", "move", "take-off", "add"]
OTHERS = ["rename", "recase", "undo", "redo", "export", "import"]
ACTS = st.tuples(st.sampled_from([*WORDS_OF_PAPERS, *WORDS_OF_LISTS, *OTHERS]), SMALL, SMALL)
NAMES = ["Lakes", "Hills", "Moors", "Woods"]


def act(library: Library, what: str, one: int, other: int, name: str) -> None:
    """Something that a person does, with a name."""
    (lst,) = library.lists.values()
    listed = list(lst.papers)
    paper = list(library.papers.values())[one % max(len(library.papers), 1)] if library.papers else None
    at = listed[one % len(listed)] if listed else ""
    edits: dict[str, Callable[[], ReadingList]] = {
        "describe": lambda: replace(lst, description=name * (one > 0)),
        "annotate": lambda: reading_lists.annotate(lst, at, name * (one > 0)),
        "section": lambda: reading_lists.with_section(lst, name),
        "unsection": lambda: reading_lists.without_section(lst, name),
        "resection": lambda: reading_lists.rename_section(lst, name, NAMES[one]),
        "put": lambda: reading_lists.put_in_section(lst, [at], name),
        "move": lambda: reading_lists.move(lst, [at], other + 1),
        "take-off": lambda: reading_lists.remove(lst, [at]),
        "add": lambda: reading_lists.add(lst, list(library.papers), at=other),
        "rename": lambda: replace(lst, name=name if library.lists.keys() != {name} else "Fens"),
        "recase": lambda: replace(lst, name=lst.name.swapcase()),
    }
    words: dict[str, Callable[[Paper], Iterable[change.Change]]] = {
        "note": lambda paper: change.note(paper, name * (one > 0)),
        "tag": lambda paper: change.tag(paper, (name,)),
        "untag": lambda paper: change.tag(paper, (), paper.tags),
        "star": lambda paper: change.star(paper, one > 1),
        "status": lambda paper: change.status(paper, list(Status)[other % 3]),
        "gone": lambda paper: [change.Change(paper.id, "gone", None, True)],
    }
    if what in edits:
        with suppress(UnknownPaper):
            library.set_list(lst, edits[what](), "Edited")
    elif what in words and paper is not None:
        library.apply(words[what](paper), "Said")
    elif what == "import":
        fresh = [Paper(f"2402.0000{one}", f"{name} and more", arxiv_id=f"2402.0000{one}", note=name, tags=(name,))]
        library.add(fresh, say=lambda plan: "Imported", list_name=lst.name)
    elif what in ("undo", "redo"):
        with suppress(Refused):
            getattr(library, what)()


@law(60)
@given(acts=st.lists(ACTS, min_size=5, max_size=40))
def test_no_export_of_a_library_that_lost_nothing_is_anothers(acts: list[tuple[str, int, int]]) -> None:
    """Whatever was edited, taken back, renamed or removed since it was written."""
    library = in_memory()
    library.add(
        [Paper(id, title, arxiv_id=id) for id, title in TITLES.items()], say=lambda plan: "Imported", list_name="L"
    )
    written: dict[str, OpenedExport] = {}
    for number, (what, one, other) in enumerate(acts):
        if what == "export" and library.lists:
            (lst,) = library.lists.values()
            text = text_of(library, Wish(), list(library.papers.values()), lst)
            written[f"{number}.md"] = OpenedExport(text)
        elif library.lists:
            act(library, what, one, other, NAMES[other])
    assert not foreign_among(library, written)


@law(60)
@given(acts=st.lists(ACTS, min_size=3, max_size=25), which=st.integers(0, 24), style=st.sampled_from(["list", "table"]))
def test_no_word_of_a_lost_step_is_in_neither_library_nor_file(
    acts: list[tuple[str, int, int]], which: int, style: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each word that a file told stands in the file or in the library afterwards, or was given up by a step."""
    log = Log()
    library = in_memory(log=log)
    library.add(
        [Paper(id, title, arxiv_id=id) for id, title in TITLES.items()], say=lambda plan: "Imported", list_name="L"
    )
    for number, (what, one, other) in enumerate(acts):
        if what not in ("gone", "rename", "recase") and (what != "undo" or len(library.undoable()) > 1):
            act(library, what, one, other, f"{NAMES[other]}{number}")
    (lst,) = library.lists.values()
    place = tmp_path_factory.mktemp("lost")
    path = place / "list.md"
    path.write_text(text_of(library, Wish(style=style), list(library.papers.values()), lst), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    rest = Log(log.papers)
    lost = 1 + which % max(len(log.steps) - 1, 1)
    rest.steps = [step for at, step in enumerate(log.steps) if at != lost]
    holed = in_memory(log=rest, device="mended")
    for _ in range(2):
        roundtrip.sync(holed, place / "library", path, PaperFinder(holed))
        with suppress(Refused):
            (held,) = holed.lists.values()
            write(holed, place / "library", Wish(style=style), [*holed.papers.values()], lst=held, path=path)
    told = set(re.findall(r"(?:Lakes|Hills|Moors|Woods)\d+", before))
    kept = path.read_text(encoding="utf-8") + repr([step.changes for step in holed.history()])
    assert [word for word in sorted(told) if word not in kept] == []

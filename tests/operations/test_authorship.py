"""Two libraries on one exported file: neither undoes the other, and no word that anybody wrote is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.commands.imports import reader_of
from reader.commands.questions import AskSync, Confirm, ExportAnswer, ImportSource, SyncAnswer
from reader.errors import ReaderError, Refused
from reader.formats.markdown import OpenedExport
from reader.library import change
from reader.library.library import Library
from reader.operations import roundtrip
from reader.operations.authorship import foreign_among
from reader.operations.collection import Collection, Kind
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from reader.paper import Paper
from reader.store import open_library
from tests.support.cli import Reader
from tests.support.context import PlainContext, PlainProgress
from tests.support.grids import crossed
from tests.support.laws import law

PAGE = "".join(
    json.dumps({"title": f"{name} of the northern lakes", "arxiv_id": f"2407.0000{n}"}) + "\n"
    for n, name in enumerate(["Anatomy", "Botany", "Currents", "Depths"], start=1)
)
IDS = [f"2407.0000{n}" for n in range(1, 5)]
FORMS = ["list", "tasks", "table", "obsidian"]
Make = Callable[[str], Reader]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """Libraries with the same papers on a list of the same name, made independently."""

    def library(name: str) -> Reader:
        reader = Reader(tmp_path / name, monkeypatch, capsys)
        reader("import", "-", "--format", "jsonl", stdin=PAGE)
        reader("list", "add", "Lakes", *IDS)
        return reader

    return library


def exported(reader: Reader, path: Path, form: str = "list") -> Path:
    """The list as a file or folder."""
    style = ["--format", "obsidian"] if form == "obsidian" else ["--style", form]
    reader("export", "--list", "Lakes", *style, "-o", str(path))
    return path


def bytes_of(path: Path) -> dict[str, bytes]:
    """What a file, or each file of a folder, holds."""
    return {file.name: file.read_bytes() for file in ([path] if path.is_file() else sorted(path.iterdir()))}


def paper(reader: Reader, id: str = IDS[0]) -> dict[str, object]:
    """One paper."""
    found: dict[str, object] = reader("show", id, "--json").json
    return found


def work(reader: Reader) -> None:
    """What a person does to a paper."""
    reader("tag", IDS[0], "--add", "shore")
    reader("star", IDS[0])
    reader("mark", "reading", IDS[0])
    reader("note", IDS[0], "--set", "Ask Mira about the tides.")


@pytest.mark.parametrize("form", FORMS)
def test_a_library_that_did_not_write_the_file_last_does_not_revert_it(make: Make, tmp_path: Path, form: str) -> None:
    one, other = make("one"), make("other")
    path = exported(one, tmp_path / "lakes", form)
    work(one)
    one("sync", str(path))
    before = bytes_of(path)
    said = other("sync", str(path)).out
    assert "note added" in said
    assert "shore" in said
    assert "→ Anatomy" not in said
    assert bytes_of(path) == before
    assert paper(other)["note"] == "Ask Mira about the tides."
    assert "another library" not in one("sync", str(path)).out
    assert bytes_of(path) == before
    assert paper(one)["note"] == "Ask Mira about the tides."
    assert "shore" in str(paper(one)["tags"])


@pytest.mark.parametrize("form", FORMS)
def test_what_is_empty_is_filled_and_what_differs_is_told_with_both_sides(
    make: Make, tmp_path: Path, form: str
) -> None:
    one, other = make("one"), make("other")
    other("tag", IDS[1], "--add", "mine")
    other("note", IDS[1], "--set", "My reading of it.")
    path = exported(one, tmp_path / "lakes", form)
    work(one)
    one("tag", IDS[1], "--add", "theirs")
    one("note", IDS[1], "--set", "Their reading of it.")
    one("sync", str(path))
    said = other("import", str(path)).out
    filled, kept = paper(other), paper(other, IDS[1])
    assert (filled["tags"], filled["starred"], filled["status"]) == (["shore"], True, "reading")
    assert filled["note"] == "Ask Mira about the tides."
    assert (kept["tags"], kept["note"]) == (["mine"], "My reading of it.")
    for word in ("theirs", "mine", "Their reading of it.", "My reading of it."):
        assert word in said
    other("undo")
    assert paper(other)["note"] == ""


@crossed
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("how", [["--force"], []])
def test_force_or_an_edit_writes_the_file_and_keeps_the_persons_own_words(
    make: Make, tmp_path: Path, form: str, how: list[str]
) -> None:
    one, other = make("one"), make("other")
    one("tag", IDS[2], "--add", "wide")
    path = exported(one, tmp_path / "lakes", form)
    file = next(path.glob("Lakes*")) if path.is_dir() else path
    file.write_text(file.read_text().replace("\n<!-- reader-base", "\nMy own paragraph.\n\n<!-- reader-base"))
    other("tag", IDS[2], "--add", "deep")
    before = bytes_of(path)
    assert "for the first time" in other("sync", str(path)).out
    assert bytes_of(path) == before
    assert "for the first time" not in other("sync", str(path)).out
    assert bytes_of(path) == before
    if not how:
        other("tag", IDS[2], "--remove", "deep")
        other("sync", str(path))
        other("tag", IDS[2], "--add", "deep")
    other("sync", *how, str(path))
    assert "My own paragraph." in file.read_text()
    assert "deep" in "".join(map(str, bytes_of(path).values()))
    assert "another library" not in other("sync", str(path)).out
    assert "tags +deep" in one("sync", str(path)).out


def test_an_export_over_the_file_of_another_library_is_refused(make: Make, tmp_path: Path) -> None:
    one, other = make("one"), make("other")
    for form in FORMS:
        path = exported(one, tmp_path / f"lakes-{form}", form)
        before = bytes_of(path)
        style = ["--format", "obsidian"] if form == "obsidian" else ["--style", form]
        refused = other("export", "--list", "Lakes", *style, "-o", str(path), check=False)
        assert refused.status == 1
        assert "another library wrote it last" in refused.err
        assert bytes_of(path) == before


def test_an_absence_in_the_file_of_another_library_takes_nothing(make: Make, tmp_path: Path) -> None:
    one, other = make("one"), make("other")
    work(other)
    path = exported(one, tmp_path / "lakes.md")
    lines = path.read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if IDS[3] in line)
    path.write_text("\n".join([*lines[:at], *lines[at + 2 :]]))
    before = paper(other)
    other("import", str(path))
    assert paper(other) == before
    assert len(other("list", "show", "Lakes", "--json").json["papers"]) == 4


@pytest.mark.parametrize("form", FORMS)
def test_what_a_library_gave_up_is_not_filled_again_by_the_file_of_another(
    make: Make, tmp_path: Path, form: str
) -> None:  # fmt: skip
    one, other = make("one"), make("other")
    for reader in (one, other):
        work(reader)
        reader("list", "annotate", "--", "Lakes", IDS[0], "for Monday")
        reader("list", "describe", "Lakes", "Deep and cold.")
    path = exported(one, tmp_path / "lakes", form)
    other("star", IDS[0], "--off")
    other("mark", "unread", IDS[0])
    other("note", IDS[0], "--set", "")
    other("tag", IDS[0], "--remove", "shore")
    other("list", "annotate", "--", "Lakes", IDS[0], "")
    other("list", "describe", "Lakes", "")
    other("list", "remove", "Lakes", IDS[1])
    before = paper(other), other("list", "show", "Lakes", "--json").json
    said = other("import", str(path)).out
    assert (paper(other), other("list", "show", "Lakes", "--json").json) == before
    title = other("show", IDS[1], "--json").json["title"]
    for what in ("star", "status", "shore", "Ask Mira", "remark", "description", f"'{title}' was taken off"):
        assert what in said


def test_what_an_undo_took_back_can_come_in_again(make: Make, tmp_path: Path) -> None:
    one, other = make("one"), make("other")
    work(one)
    path = exported(one, tmp_path / "lakes.md")
    other("import", str(path))
    other("undo")
    assert paper(other)["note"] == ""
    other("import", str(path))
    assert paper(other)["note"] == "Ask Mira about the tides."


def test_a_copy_of_a_library_is_the_same_one_until_it_misses_a_step(make: Make, tmp_path: Path) -> None:
    one = make("one")
    path = exported(one, tmp_path / "lakes.md")
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    copy = make("copy")
    assert "another library" not in copy("sync", str(path)).out
    work(one)
    one("sync", str(path))
    before = path.read_bytes()
    assert "note added" in copy("sync", str(path)).out
    assert path.read_bytes() == before
    for file in (tmp_path / "one" / "journal").iterdir():
        shutil.copy(file, tmp_path / "copy" / "journal" / file.name)
    assert "another library" not in copy("sync", str(path)).out
    assert paper(copy)["note"] == "Ask Mira about the tides."


@pytest.mark.parametrize("form", FORMS)
def test_an_edit_of_what_is_not_in_the_file_leaves_its_bytes(make: Make, tmp_path: Path, form: str) -> None:
    one = make("one")
    one("import", "-", "--format", "jsonl", stdin='{"title": "Elsewhere and far", "arxiv_id": "2407.00009"}\n')
    path = exported(one, tmp_path / "lakes", form)
    before = bytes_of(path)
    one("star", "2407.00009")
    one("sync", str(path))
    exported(one, path, form)
    one("star", IDS[0])
    one("star", "--off", IDS[0])
    one("sync", str(path))
    assert bytes_of(path) == before


def test_a_list_of_another_library_is_made_with_its_papers(make: Make, tmp_path: Path) -> None:
    one, other = make("one"), make("other")
    one("list", "annotate", "--", "Lakes", IDS[1], "for Monday")
    path = exported(one, tmp_path / "lakes.md")
    other("list", "delete", "Lakes")
    other("import", str(path))
    made = other("list", "show", "Lakes", "--json").json
    assert [each["id"] for each in made["papers"]] == IDS
    assert [each.note for each in _open(other.folder).reading_list("Lakes").entries] == ["", "for Monday", "", ""]


def _open(folder: Path) -> Library:
    return Library(open_library(folder, state_dir=folder.parent / "state", data_dir=folder.parent / "data"))


WORDS = st.sampled_from(["ebb", "flood", "gravel", "heron", "inlet", "jetty"])
ACTS = st.tuples(
    st.sampled_from(["note", "tag", "file", "block", "sync", "sync"]), st.integers(0, 1), st.integers(0, 3), WORDS
)


@law(25)
@given(acts=st.lists(ACTS, max_size=12), style=st.sampled_from(["list", "tasks", "table"]))
def test_no_order_of_edits_and_syncs_loses_a_word(
    acts: list[tuple[str, int, int, str]], style: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Edits only add here, so every word ever written must stand in one of the libraries or in the file, and each
    library keeps its own."""
    place = tmp_path_factory.mktemp("two")
    libraries = [_open(place / name) for name in ("one", "other")]
    papers = [Paper(id, f"{id} and the lakes", arxiv_id=id) for id in IDS]
    for library in libraries:
        library.add(papers, say=lambda plan: "Imported", list_name="Lakes")
    path = place / "lakes.md"
    lst = libraries[0].reading_list("Lakes")
    export(libraries[0], place / "one", Wish(style=style), papers, lst=lst, path=path)
    own: list[set[tuple[str, str]]] = [set(), set()]
    typed: set[str] = set()
    written: set[str] = set()
    for number, (act, who, which, word) in enumerate(acts):
        library, id, fresh = libraries[who], IDS[which], f"{word}{number}"
        held = library.papers[id]
        if act == "note":
            library.apply(change.note(held, f"{held.note}\n{fresh} of mine".strip()), "Noted")
            own[who].add((id, fresh))
        elif act == "tag":
            library.apply(change.tag(held, (fresh,)), "Tagged")
            own[who].add((id, fresh))
        elif act == "file":
            path.write_text(path.read_text().replace("\n<!-- reader-base", f"\n{fresh} typed\n\n<!-- reader-base", 1))
            typed.add(fresh)
        elif act == "block" and " of mine" in (text := path.read_text()):
            path.write_text(text.replace(" of mine", f" of mine and {fresh}", 1))
            written.add(fresh)
        elif act == "sync":
            roundtrip.sync(library, library_folder(place, who), path, PaperFinder(library))
    for who, library in enumerate(libraries):
        for id, word in own[who]:
            found = library.papers[id]
            assert word in " ".join([found.note, *found.tags])
    everything = path.read_text() + "".join(paper.note for library in libraries for paper in library.papers.values())
    assert all(word in path.read_text() for word in typed)
    assert all(word in everything for word in written)


def library_folder(place: Path, who: int) -> Path:
    """Where a library lies."""
    return place / ("one", "other")[who]


def test_every_form_of_file_tells_who_wrote_it(make: Make, tmp_path: Path) -> None:
    """With a template of one's own, too."""
    one, other = make("one"), make("other")
    template = tmp_path / "mine.jinja"
    template.write_text("{% for p in papers %}* {{ p | link }} {{ p | anchor }}\n{% endfor %}")
    path = tmp_path / "lakes.md"
    one("export", "--list", "Lakes", "--template", str(template), "-o", str(path))
    libraries = [_open(reader.folder) for reader in (one, other)]
    export_there = OpenedExport(path.read_text())
    assert [bool(foreign_among(library, {"f": export_there})) for library in libraries] == [False, True]
    with pytest.raises(ReaderError, match="another library"):
        export(libraries[1], other.folder, Wish(), [], path=path)


def synced(reader: Reader, path: Path, *answers: bool) -> PlainContext:
    """A sync in the interface, with these answers to what it asks besides."""

    def look(question: AskSync) -> SyncAnswer:
        return SyncAnswer(str(path), question.plan(str(path), PlainProgress()))

    context = PlainContext(_open(reader.folder), look, *answers, folder=reader.folder)
    context.run("sync")
    return context


def test_the_interface_asks_before_it_writes_the_file_of_another_library(make: Make, tmp_path: Path) -> None:
    one, other = make("one"), make("other")
    one("tag", IDS[2], "--add", "wide")
    path = exported(one, tmp_path / "lakes.md")
    other("tag", IDS[2], "--add", "deep")
    before = path.read_bytes()
    context = synced(other, path, False)
    asked = context.asked[1]
    assert isinstance(asked, Confirm)
    assert "for the first time" in asked.text
    assert asked.grave
    assert "both stay as they are" in context.said[-1]
    assert path.read_bytes() == before
    assert len(synced(other, path).asked) == 1
    third = make("third")
    third("tag", IDS[2], "--add", "deep")
    synced(third, path, True)
    assert "deep" in path.read_text()


def test_the_interface_asks_whether_so_much_absence_is_meant(make: Make, tmp_path: Path) -> None:
    one = make("one")
    path = exported(one, tmp_path / "lakes.md")
    text = path.read_text()
    path.write_text("# Lakes\n\n" + text[text.index("<!-- reader-base") :])
    for answers in ((), (False,)):
        context = synced(one, path, *answers)
        asked = context.asked[1]
        assert isinstance(asked, Confirm)
        assert "No paper is marked in it" in asked.text
        assert len(asked.details) == 4
        assert len(one("list", "show", "Lakes", "--json").json["papers"]) == 4
    synced(one, path, True)
    assert one("list", "show", "Lakes", "--json").json["papers"] == []


def test_the_interface_says_which_file_of_a_folder_is_for_sync(make: Make, tmp_path: Path) -> None:
    one = make("one")
    folder = tmp_path / "mixed"
    folder.mkdir()
    exported(one, folder / "lakes.md")
    (folder / "more.jsonl").write_text(PAGE.replace("northern", "southern").replace("2407", "2408"))
    opened = _open(one.folder)
    preview = reader_of(opened, PlainContext(opened).service_client)(ImportSource(str(folder)), PlainProgress())
    assert len(preview.new) == 4
    assert [(Path(name).name, "sync brings its edits back" in p.message) for name, p in preview.unreadable] == [
        ("lakes.md", True)
    ]


# -- two lists of one library ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", [["--list", "Hills"], ["botany"], []])
def test_the_export_of_a_list_is_not_written_over_by_that_of_something_else(
    make: Make, tmp_path: Path, other: list[str]
) -> None:
    mine = make("mine")
    mine("list", "add", "Hills", IDS[0])
    target = exported(mine, tmp_path / "lakes.md")
    before = target.read_bytes()
    refused = mine("export", *other, "-o", str(target), check=False)
    assert refused.status != 0
    assert "is the export of the list 'Lakes'; --force writes" in refused.err
    assert target.read_bytes() == before
    mine("export", *other, "-o", str(target), "--force")
    assert target.read_bytes() != before


def test_the_export_of_a_list_is_written_over_by_its_own_however_it_is_called_now(make: Make, tmp_path: Path) -> None:
    mine = make("mine")
    target = exported(mine, tmp_path / "lakes.md")
    mine("export", "--list", "Lakes", "--group", "year", "-o", str(target))
    mine("list", "rename", "Lakes", "Ponds")
    mine("export", "--list", "Ponds", "-o", str(target))
    assert "# Ponds" in target.read_text(encoding="utf-8")


def test_an_export_over_that_of_another_list_is_asked_in_the_interface(make: Make, tmp_path: Path) -> None:
    mine = make("mine")
    mine("list", "add", "Hills", IDS[0])
    target = exported(mine, tmp_path / "lakes.md")
    before = target.read_bytes()
    answer = ExportAnswer("list", "markdown", "list", path=str(target))
    desk = PlainContext(_open(mine.folder), answer, False, folder=mine.folder)
    desk.navigator.collection = Collection(Kind.LIST, "Hills")
    with pytest.raises(Refused):
        desk.run("export")
    assert isinstance(desk.asked[1], Confirm)
    assert "the export of the list 'Lakes'" in desk.asked[1].text
    assert target.read_bytes() == before

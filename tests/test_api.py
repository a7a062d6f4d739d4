"""Reader from Python: the names stay, each does what the command line does, and what is wrong is one sentence."""

from __future__ import annotations

import doctest
import inspect
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader import api
from reader.cli.main import main
from reader.errors import (
    InputError,
    NoteConflict,
    ReaderError,
    Refused,
    SettingsError,
    StoreError,
    UnknownList,
    UnknownPaper,
    UsageError,
    WrongValue,
)

README = Path(__file__).parent.parent / "README.md"
RECORDS = (
    '{"title": "Heaps and Other Trees", "arxiv_id": "2405.00001", "year": 2024}\n'
    '{"title": "Caches That Compress Heaps", "arxiv_id": "2405.00002"}\n'
)
NAMES = {
    "add_to_list": "(list_name, papers, *, section)", "close": "()",
    "edit": "(paper, values, *, clear)", "export": "(papers, *, list_name, format, path, **wishes)",
    "history": "()", "import_files": "(*sources, format, tags, list_name)",
    "import_text": "(text, *, format, tags, list_name)", "lists": "property", "mark": "(papers, status)",
    "note": "(paper, text)", "paper": "(name)", "papers": "property", "papers_of": "(list_name)", "redo": "()",
    "remove": "(papers)", "remove_from_list": "(list_name, papers)", "search": "(query, *, limit)",
    "star": "(papers, on)", "tag": "(papers, *, add, remove)", "triage": "(papers, decision)", "undo": "(step)",
}  # fmt: skip
"""What other programs call: a change here breaks them."""


@pytest.fixture
def two(tmp_path: Path) -> Iterator[api.OpenLibrary]:
    """An open library of two papers."""
    with api.open_library(tmp_path / "library") as library:
        library.import_text(RECORDS)
        yield library


def shape(member: object) -> str:
    """What a member is called with, without the kinds of values."""
    if isinstance(member, property):
        return "property"
    found: list[str] = []
    marked = False
    for each in list(inspect.signature(member).parameters.values())[1:]:  # type: ignore[arg-type]
        if each.kind is each.KEYWORD_ONLY and not marked and not any(one.startswith("*") for one in found):
            found.append("*")
            marked = True
        sign = "*" if each.kind is each.VAR_POSITIONAL else "**" if each.kind is each.VAR_KEYWORD else ""
        found.append(f"{sign}{each.name}")
    return f"({', '.join(found)})"


def test_the_names_are_those_that_were_promised() -> None:
    members = {name: value for name, value in vars(api.OpenLibrary).items() if not name.startswith("_")}
    assert {name: shape(member) for name, member in members.items()} == NAMES
    assert api.__all__ == ["Edit", "Imported", "OpenLibrary", "Paper", "ReaderError", "ReadingList", "open_library"]
    assert list(api.Edit.__dataclass_fields__) == ["say", "step", "changed", "notes"]
    told = ["new", "updated", "unchanged", "problems", "edit", "possible_duplicates", "joined", "words_not_taken"]
    assert list(api.Imported.__dataclass_fields__) == told
    assert shape(api.open_library) == "(*, author)"


def test_the_readmes_session_goes_as_it_is_written(
    tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(fixtures / "page-compact.txt", tmp_path / "page.txt")
    text = README.read_text(encoding="utf-8").partition("### From Python")[2].partition("```python\n")[2]
    told: list[str] = []
    test = doctest.DocTestParser().get_doctest(text.partition("```")[0], {}, "README", "README.md", 0)
    assert test.examples
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert not told, "".join(told)


def test_every_edit_is_a_step_that_undo_takes_back(two: api.OpenLibrary) -> None:
    """By name, as papers, one or several; an edit of what is so already is none."""
    one, other = two.search("heaps trees")[0], "2405.00002"
    before = dict(two.papers), dict(two.lists)
    edits = [
        two.tag([one, other], add="x"),
        two.star(one),
        two.mark(other, "reading"),
        two.triage([other], "queue"),
        two.note(one, "A note."),
        two.edit(one, {"venue": "ICML", "year": 2023}, clear=["abstract"]),
        two.add_to_list("L", [one, other], section="S"),
        two.remove_from_list("L", other),
        two.remove(other),
    ]
    assert all(edit.step and edit.changed for edit in edits)
    assert (two.paper(one.id).tags, two.paper(one.id).venue, two.paper(one.id).note) == (("x",), "ICML", "A note.")
    assert [paper.id for paper in two.papers_of("L")] == [one.id]
    assert two.star(one) == api.Edit("Nothing to change", "", ())
    assert [line["id"] for line in two.history()][: len(edits)] == [edit.step for edit in reversed(edits)]
    for edit in reversed(edits):
        assert set(two.undo(edit.step).changed) == set(edit.changed)
    assert (dict(two.papers), dict(two.lists)) == before
    assert two.redo().say.startswith("Redid: ")
    assert two.undo().say.startswith("Undid: ")


def test_what_is_wrong_is_told_and_nothing_is_changed(two: api.OpenLibrary, tmp_path: Path) -> None:
    """By one sentence of an error that says what kind it is."""
    before, steps = dict(two.papers), len(two.history())
    one = two.search()[0]
    wrong: list[tuple[type[ReaderError], object, tuple[object, ...]]] = [
        (UnknownPaper, two.paper, ("nobody",)), (UnknownPaper, two.star, ("2405",)), (InputError, two.star, ([],)),
        (UsageError, two.search, ("is:stared",)), (UsageError, two.search, ("-tag:x",)),
        (UsageError, two.mark, (one, "raed")), (UsageError, two.triage, (one, "quue")),
        (UsageError, two.edit, (one, {"titel": "x"})), (UsageError, two.edit, (one, {"abstract": " "})),
        (UsageError, two.edit, (one, {"authors": []})), (UsageError, two.edit, (one, {"keywords": [""]})),
        (UsageError, partial(two.export, format=""), ()), (UsageError, partial(two.import_text, "x", format=""), ()),
        (InputError, two.import_text, ("",)),
        (InputError, two.import_files, (tmp_path / "none.txt",)), (UsageError, two.import_files, ("-",)),
        (WrongValue, two.note, (one, "a\x1b[31mb")), (WrongValue, two.add_to_list, ("L\u200bM", one)),
        (UnknownList, two.papers_of, ("L",)), (Refused, two.undo, ("nothing-1",)), (Refused, two.redo, ()),
    ]  # fmt: skip
    for kind, call, arguments in wrong:
        with pytest.raises(kind):
            call(*arguments)  # type: ignore[operator]
    for wishes in (
        {"format": "cvs"}, {"styl": "list"}, {"list_name": "L"}, {"path": "x.bib"}, {"group": "tags"},
        {"format": "obsidian"}, {"format": "bibtex", "style": "tasks"}, {"format": "jsonl", "bom": True},
        {"path": tmp_path / "x\u200by.md"},
    ):  # fmt: skip
        with pytest.raises(ReaderError):
            two.export(one, **wishes)
    assert (dict(two.papers), len(two.history())) == (before, steps)


def test_an_empty_query_is_refused_and_so_is_a_name_that_was_not_given(two: api.OpenLibrary) -> None:
    """A variable that is empty never means all papers, nor the whole library, nor the last step."""
    for empty in ("", " ", "\n"):
        with pytest.raises(UsageError, match=r"'\*'"):
            two.remove(two.search(empty))
    with pytest.raises(InputError, match="empty"):
        two.export(list_name="")
    with pytest.raises(InputError, match="empty"):
        two.import_text(RECORDS, list_name=" ")
    with pytest.raises(UsageError, match="changed nothing"):
        two.undo(two.star("2405.00001", on=False).step)
    assert two.search("*") == two.search() == list(two.papers.values())
    assert len(two.papers) == 2


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("search", {"query": None}), ("search", {"query": "*", "limit": -1}), ("search", {"query": "*", "limit": "3"}),
        ("search", {"query": "*", "limit": True}), ("paper", {"name": None}), ("papers_of", {"list_name": 3}),
        ("tag", {"papers": None}), ("tag", {"papers": [None], "add": "x"}), ("tag", {"papers": "*", "add": [1]}),
        ("star", {"papers": b"2405.00001"}), ("star", {"papers": "2405.00001", "on": "no"}),
        ("note", {"paper": "2405.00001", "text": None}), ("mark", {"papers": "2405.00001", "status": ["read"]}),
        ("triage", {"papers": "2405.00001", "decision": None}), ("edit", {"paper": "2405.00001", "values": "title"}),
        ("undo", {"step": 1}), ("import_text", {"text": b"x"}), ("import_files", {"sources": [None]}),
        ("export", {"papers": "2405.00001", "abstracts": "yes"}), ("export", {"title": None}),
        ("export", {"path": " "}),
    ],
)  # fmt: skip
def test_an_argument_of_another_kind_is_told_in_a_sentence(
    two: api.OpenLibrary, name: str, arguments: dict[str, object]
) -> None:
    """Before anything is done; so is a folder without a name."""
    with pytest.raises(UsageError, match=r"^'\w+' must be .*, not .*\.$"):
        getattr(two, name)(*arguments.pop("sources", ()), **arguments)  # type: ignore[misc]
    for folder in ("", " ", 3):
        with pytest.raises(UsageError, match=r"^'folder' must be a path, not "):
            api.open_library(folder)


@pytest.mark.parametrize(
    ("name", "arguments", "named"),
    [
        ("note", ["2405.00001", "a\ud800b"], {}), ("tag", ["2405.00001"], {"add": ["a\udcffb"]}),
        ("edit", ["2405.00001", {"title": "a\ud800b"}], {}), ("edit", ["2405.00001", {"authors": ["\ud800b"]}], {}),
        ("add_to_list", ["a\ud800b", "2405.00001"], {}), ("import_text", ['"a\ud800b"'], {}),
        ("export", [], {"path": "a\ud800.md"}), ("import_files", ["a\ud800"], {}),
        ("import_files", [Path("a\ud800")], {}),
    ],
)  # fmt: skip
def test_half_a_character_is_refused(
    two: api.OpenLibrary, name: str, arguments: list[object], named: dict[str, object]
) -> None:
    """As `os.listdir` gives it of a name that is not UTF-8: stored, it would be another."""
    before = dict(two.papers), dict(two.lists)
    with pytest.raises(UsageError, match="half a character"):
        getattr(two, name)(*arguments, **named)
    assert (dict(two.papers), dict(two.lists)) == before


def test_a_smart_list_that_cannot_be_answered_is_not_empty(two: api.OpenLibrary) -> None:
    """It is refused, by an export too."""
    two.import_text('{"title": "Trees"}', list_name="Edge")
    for words in (("new", "Kept", "--query", "is:unread list:Edge"), ("delete", "Edge")):
        with pytest.raises(SystemExit, match="0"):
            main(["--library", str(two.folder), "list", *words])
    for call in (two.papers_of, lambda name: two.export(list_name=name)):
        with pytest.raises(UsageError, match="cannot be answered"):
            call("Kept")


def test_two_have_one_library_open_and_see_what_the_other_wrote(two: api.OpenLibrary) -> None:
    """A note that another wrote meanwhile is not written over; whose step it was stands in the history."""
    seen = two.paper("2405.00001")
    with api.open_library(two.folder, author="my script") as other:
        other.note("2405.00001", "Theirs.")
        other.tag("2405.00002", add=["x"])
    assert (two.paper("2405.00001").note, [paper.arxiv_id for paper in two.search("#x")]) == ("Theirs.", ["2405.00002"])
    assert [line.get("author") for line in two.history()] == ["my script", "my script", None]
    assert seen.note == ""
    assert NoteConflict.kind == "note-conflict"


def test_papers_come_in_and_go_out(two: api.OpenLibrary, tmp_path: Path) -> None:
    """From files with tags and a list, to a text and to a file; what a source does not give is told."""
    (tmp_path / "new.jsonl").write_text('{"title": "Lamps", "arxiv_id": "2406.00001"}\nnonsense\n')
    came = two.import_files(tmp_path / "new.jsonl", tmp_path / "none.txt", tags=["new"], list_name="New")
    assert (came.new, came.updated, came.unchanged, len(came.problems)) == (1, 0, 0, 2)
    assert "none.txt" in came.problems[1]
    assert [paper.tags for paper in two.papers_of("New")] == [("new",)]
    assert two.export(list_name="New", style="tasks").splitlines()[0] == "# New"
    assert len(two.export(format="jsonl").splitlines()) == 3
    assert two.export("2405.00001", format="csl-json", path=tmp_path / "one.json").endswith("one.json.")
    assert (tmp_path / "one.json").exists()
    assert two.undo(came.edit.step).changed
    assert len(two.search()) == 2


def test_an_import_tells_what_may_be_twice_and_which_words_it_did_not_take(two: api.OpenLibrary) -> None:
    """As the command does: in doubt both are kept, and words come with new papers only."""
    came = two.import_text('{"title": "Lamps", "arxiv_id": "2405.00001", "note": "Mine.", "tags": ["dim"]}\n')
    assert (came.words_not_taken, came.possible_duplicates, came.joined) == ({"2405.00001": ("note", "tags")}, (), ())
    one, other = (
        f"@article{{a, title={{Lamps in the rain}}, author={{Vale, Ada}}, year={{2001}}, hal_id={{hal-0123{at}}}}}\n"
        for at in (1, 2)
    )
    assert two.import_text(one).possible_duplicates == ()
    ((new, before),) = two.import_text(other).possible_duplicates
    assert {two.paper(id).title for id in (new, before)} == {"Lamps in the rain"}
    assert new != before


def test_a_closed_library_says_so(tmp_path: Path) -> None:
    library = api.open_library(tmp_path / "library")
    library.close()
    library.close()
    with pytest.raises(StoreError, match=r"^The library is closed\.$"):
        library.search()


def test_without_a_folder_it_is_the_library_that_reader_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the variable, of the settings; where these leave it open, it is asked for."""
    config = tmp_path / "config.toml"
    monkeypatch.setenv("READER_CONFIG", str(config))
    config.write_text(f'library = "{tmp_path / "settled"}"\ncitation_key = "{{auth}}"\n')
    with api.open_library() as library:
        assert library.folder == tmp_path / "settled"
        library.import_text('{"title": "Lamps", "authors": ["Ada Vale"], "arxiv_id": "2406.00001"}')
        assert "@misc{vale," in library.export(format="bibtex").lower()
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "named"))
    with api.open_library() as library:
        assert library.folder == tmp_path / "named"
    config.write_text("citation_key = 3\n")
    with pytest.raises(SettingsError, match="citation_key must be text"):
        api.open_library(tmp_path / "named")


@pytest.mark.parametrize("author", ["\n", " ", "a" * 61, "me\x1b[2J", "me\nyou"])
def test_an_author_is_a_name_on_one_line(tmp_path: Path, author: str) -> None:
    with pytest.raises(UsageError, match="must be a name on one line"):
        api.open_library(tmp_path / "new", author=author)


def test_a_folder_with_half_a_character_is_refused() -> None:
    with pytest.raises(UsageError, match="half a character"):
        api.open_library("a\ud800")


@pytest.mark.parametrize("name", ["\x1b[31m", "a\nb", "a\u200bb", "\x1b[A/library"])
def test_no_library_is_made_in_a_folder_that_nobody_could_name_again(tmp_path: Path, name: str) -> None:
    """One that is there opens."""
    with pytest.raises(UsageError, match="holds a character that nobody sees: no library is made there"):
        api.open_library(tmp_path / name)
    assert not list(tmp_path.iterdir())
    (tmp_path / name).mkdir(parents=True)
    api.open_library(tmp_path / name).close()


def test_an_edit_of_nothing_is_refused(two: api.OpenLibrary) -> None:
    with pytest.raises(UsageError, match="Say what to put right"):
        two.edit("2405.00001", {})


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ({"title": "a\ud800"}, "'title' holds half a character"), ({"template": ""}, "'template' is empty"),
        ({"template": "", "format": "csv"}, "'template' is empty"), ({"title": " "}, "'title' is empty"),
    ],
)  # fmt: skip
def test_a_wish_of_an_export_that_is_none_is_named(two: api.OpenLibrary, wishes: dict[str, str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        two.export(**wishes)


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("undo", ["a\nb"]),
        ("mark", ["2405.00001", "a\nb"]),
        ("triage", ["2405.00001", "a\r\nb"]),
        ("paper", ["a\u2028b"]),
    ],
)  # fmt: skip
def test_a_sentence_is_on_one_line(two: api.OpenLibrary, method: str, given: list[str]) -> None:
    with pytest.raises(ReaderError, match="a b"):
        getattr(two, method)(*given)


def test_no_sentence_steers_the_terminal_of_who_prints_it(two: api.OpenLibrary) -> None:
    with pytest.raises(ReaderError) as refused:
        two.mark("2405.00001", "a\x1b[2Jb")
    assert str(refused.value).isprintable()

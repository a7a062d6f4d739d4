"""The last export is where the next one begins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.commands.exports import without_option
from reader.commands.questions import AskExport, AskSync, Confirm, ExportAnswer, SyncAnswer
from reader.errors import Refused
from reader.operations import annotate, reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.tui.library_state import library_state
from reader.tui.remember import keep_small, read_small
from tests.support.context import PlainContext, PlainProgress
from tests.support.memory import library
from tests.support.screen import opened, text, until

PAPERS = (Paper("p1", "Attention Is All You Need"), Paper("p2", "Mamba"))


def again(context: PlainContext) -> ExportAnswer:
    """With which answer the next export begins."""
    context.run("export")
    question = next(one for one in reversed(context.asked) if isinstance(one, AskExport))
    return question.initial


def test_the_last_export_is_offered_again_and_another_ones_path_lies_beside_it(tmp_path: Path) -> None:
    found = library(*PAPERS)
    reading_lists.add_to_list(found, "Edge", PAPERS[:1])
    done = ExportAnswer("all", "markdown", "tasks", True, str(tmp_path / "mine.md"))
    context = PlainContext(found, done, folder=tmp_path / "library")
    assert again(context) == ExportAnswer("shown", "markdown", "list", path="all-papers.md", audience="others")
    assert again(context) == done
    context.selected = PAPERS[:1]
    assert again(context) == ExportAnswer("selection", "markdown", "tasks", True, str(tmp_path / "selection-tasks.md"))
    context.selected = ()
    done = ExportAnswer("list", "bibtex", path=str(tmp_path / "edge.bib"))
    context.answers = [done]
    context.navigator.collection = Collection(Kind.LIST, "Edge")
    context.run("export")
    assert again(context) == done
    context.navigator.collection = Collection(Kind.STARRED)
    assert again(context) == ExportAnswer("shown", "bibtex", path=str(tmp_path / "starred.bib"))


def test_a_path_typed_for_one_place_is_that_of_no_other(tmp_path: Path) -> None:
    """What is kept of a dialog that goes away is kept under what it was about."""
    context = PlainContext(library(*PAPERS), folder=tmp_path / "library")
    places = [("", Collection()), ("mamba", Collection()), ("", Collection(Kind.TAG, "x"))]
    about = set()
    for context.navigator.query, context.navigator.collection in places:
        again(context)
        about.add(next(one.about for one in reversed(context.asked) if isinstance(one, AskExport)))
    context.selected = PAPERS[:1]
    again(context)
    about.add(next(one.about for one in reversed(context.asked) if isinstance(one, AskExport)))
    assert len(about) == 4


def test_a_path_below_the_current_folder_is_said_short_and_the_clipboard_stays_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    context = PlainContext(library(*PAPERS), ExportAnswer("all", "csv", path="out.csv"), folder=tmp_path / "library")
    context.run("export")
    assert (tmp_path / "out.csv").exists()
    assert again(context).path == "out.csv"
    context.answers = [ExportAnswer("all", "csv")]
    context.run("export")
    assert again(context).path == ""


@pytest.mark.parametrize(
    ("name", "path"),
    [("रोम की कथा!", "रोम-की-कथा.md"), ("ガラス/研究", "ガラス-研究.md"), ("?! พี่", "พี่.md"), ("?", "papers.md")],
)
def test_the_path_that_is_offered_has_the_letters_of_the_name_with_their_marks(name: str, path: str) -> None:
    found = library(*PAPERS)
    reading_lists.add_to_list(found, name, PAPERS[:1])
    context = PlainContext(found)
    context.navigator.collection = Collection(Kind.LIST, name)
    assert again(context).path == path


@pytest.mark.parametrize("kept", ["", "[", "[]", "{}", '{"subject": "all", "scope": 1}',
                                  '{"subject": "all", "scope": "all", "format": "nonsense", "style": "", '
                                  '"abstracts": false, "path": ""}'])  # fmt: skip
def test_what_cannot_be_read_is_as_if_nothing_had_been_exported(kept: str, tmp_path: Path) -> None:
    context = PlainContext(library(*PAPERS), folder=tmp_path / "library")
    context.keep("export", kept)
    assert again(context).path == "all-papers.md"


async def test_enter_repeats_the_export_in_the_next_run(tmp_path: Path) -> None:
    target = tmp_path / "mine.md"
    done = f'{{"subject": "all", "scope": "all", "format": "markdown", "style": "tasks", "abstracts": false, ' \
           f'"path": "{target.as_posix()}"}}'  # fmt: skip
    own, _ = library_state(tmp_path / "state", Path())
    assert keep_small(own / "export.json", done)
    async with opened(library(*PAPERS), tmp_path / "state", (120, 36)) as (app, pilot):
        await pilot.press("x")
        assert "Export the whole library" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Exported" in text(app))
    assert "- [ ] " in target.read_text(encoding="utf-8")
    assert read_small(own / "export.json")


# -- what can be synced ------------------------------------------------------------------------------------------------


def offered(context: PlainContext) -> tuple[str, ...]:
    """Which paths the next sync offers."""
    context.answers = [None]
    context.run("sync")
    question = context.asked[-1]
    assert isinstance(question, AskSync)
    return question.known


def test_a_sync_offers_what_was_exported_and_is_still_there_the_last_one_first(tmp_path: Path) -> None:
    answers = [ExportAnswer("all", kind, path=str(tmp_path / name))
               for kind, name in (("markdown", "one.md"), ("obsidian", "vault"), ("bibtex", "refs.bib"),
                                  ("markdown", "two.md"))]  # fmt: skip
    context = PlainContext(library(*PAPERS), folder=tmp_path / "library")
    assert offered(context) == ()
    for answer in answers:
        context.answers = [answer]
        context.run("export")
    assert offered(context) == tuple(str(tmp_path / name) for name in ("two.md", "vault", "one.md"))
    (tmp_path / "two.md").unlink()
    one = str(tmp_path / "one.md")
    context.answers = [lambda question: SyncAnswer(one, question.plan(one, PlainProgress()))]
    context.run("sync")
    assert offered(context) == tuple(str(tmp_path / name) for name in ("one.md", "vault"))


def test_the_last_export_of_an_earlier_version_is_offered_for_a_sync(tmp_path: Path) -> None:
    (tmp_path / "mine.md").touch()
    context = PlainContext(library(*PAPERS), folder=tmp_path / "library")
    context.keep("export", json.dumps({"subject": "all", "scope": "all", "format": "markdown", "style": "",
                                       "abstracts": False, "path": str(tmp_path / "mine.md")}))  # fmt: skip
    assert offered(context) == (str(tmp_path / "mine.md"),)


@pytest.mark.parametrize("kept", ["[", "{}", "1", '[1, "", "a\\u0000b", "\\u001b[1m"]'])
def test_what_cannot_be_read_offers_nothing_for_a_sync(kept: str, tmp_path: Path) -> None:
    context = PlainContext(library(*PAPERS), folder=tmp_path / "library")
    context.keep("synced", kept)
    assert offered(context) == ()


def test_what_is_asked_of_a_file_that_is_there_names_no_option_of_the_command_line(tmp_path: Path) -> None:
    """Nor does what is said when it stays as it is."""
    path = tmp_path / "a; b, c.csv"
    path.write_text("Mine")
    csv = ExportAnswer("all", "csv", path=str(path))
    context = PlainContext(library(*PAPERS), csv, False, folder=tmp_path / "library")
    with pytest.raises(Refused) as refusal:
        context.run("export")
    assert str(refusal.value) == f"{path} exists."
    assert path.read_text() == "Mine"
    context.answers = [csv, True]
    context.run("export")
    assert [one.text for one in context.asked if isinstance(one, Confirm)] == [f"{path} exists."] * 2
    assert "Mamba" in path.read_text()


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("x.md exists; --force replaces it.", "x.md exists."),
        ("It was left as it is: why; import it, or replace it with --force.", "It was left as it is: why; import it."),
        ("It holds edits; sync or import it first, or replace it with --force.",
         "It holds edits; sync or import it first."),
        ("It is a link to y; name that file, or use --force.", "It is a link to y; name that file."),
        ("Put it in a note. --force writes over it.", "Put it in a note."),
        ("It is an export of 'L'; --force writes a. b over it.", "It is an export of 'L'."),
        ("Wrote 3 papers to x.md.", "Wrote 3 papers to x.md."), ("", ""),
    ],
)  # fmt: skip
def test_a_sentence_loses_the_option_and_stays_a_sentence(said: str, bare: str) -> None:
    assert without_option(said) == bare


def test_one_paper_is_counted_as_one(tmp_path: Path) -> None:
    context = PlainContext(library(PAPERS[0]), ExportAnswer("all", "csv"), folder=tmp_path / "library").run("export")
    assert context.what_was_copied == "The export of 1 paper"


def test_each_place_has_its_own_last_export_and_each_way_there_too(tmp_path: Path) -> None:
    found = library(*PAPERS)
    for name in ("Edge", "Cloud"):
        reading_lists.add_to_list(found, name, PAPERS)
    context = PlainContext(found, folder=tmp_path / "library")
    done = {}
    for name, format in (("Edge", "bibtex"), ("Cloud", "csv"), ("Edge", "ris")):
        context.navigator.collection = Collection(Kind.LIST, name)
        done[name, format] = ExportAnswer("list", format, path=str(tmp_path / f"{name}-own.{format}"), audience="me")
        context.answers = [done[name, format]]
        context.run("export")
    assert again(context) == done["Edge", "ris"]
    question = next(one for one in reversed(context.asked) if isinstance(one, AskExport))
    latex = next(way for way in question.ways if way.name == "latex")
    assert question.begin(latex, "list") == done["Edge", "bibtex"]
    context.navigator.collection = Collection(Kind.LIST, "Cloud")
    assert again(context) == done["Cloud", "csv"]


@pytest.mark.parametrize("format", ["csv", "bibtex", "html", "jsonl"])
def test_a_file_that_does_not_tell_whose_it_is_is_written_again_unless_it_was_changed(
    tmp_path: Path, format: str
) -> None:
    found = library(*PAPERS)
    path = tmp_path / "out"
    answer = ExportAnswer("all", format, path=str(path), audience="me")
    context = PlainContext(found, answer, folder=tmp_path / "library").run("export")
    reading_lists.add_to_list(found, "L", PAPERS)
    annotate.tag_papers(found, list(found.papers.values()), ["new-tag"])
    context.answers = [answer]
    context.run("export")
    assert "new-tag" in path.read_text()
    assert not any(isinstance(one, Confirm) for one in context.asked)
    path.write_text(path.read_text() + "mine\n")
    annotate.tag_papers(found, list(found.papers.values()), ["newer"])
    context.answers = [answer, False]
    with pytest.raises(Refused):
        context.run("export")
    assert path.read_text().endswith("mine\n")

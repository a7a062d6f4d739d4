"""A sync announces what will come of it: a write where one comes, and why where none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.imports import OwnExport
from reader.commands.questions import AskImport, AskSync, ImportAnswer, ImportSource, SyncAnswer, SyncPreview
from reader.library.library import Library
from reader.operations import annotate, exports, reading_lists
from reader.operations.exports import Wish
from reader.operations.imports import ImportResult
from reader.paper import Paper
from tests.support.context import PlainContext, PlainProgress
from tests.support.memory import library

PAPERS = (Paper("p1", "Attention Is All You Need"), Paper("p2", "Mamba"))
FORMS = {"markdown": "mine.md", "obsidian": "vault"}


def announced(found: Library, path: Path) -> SyncPreview:
    """What the dialog shows of a path."""
    context = PlainContext(found, folder=path.parent / "library")
    context.run("sync")
    question = context.asked[-1]
    assert isinstance(question, AskSync)
    return question.plan(str(path), PlainProgress())


def exported(found: Library, path: Path, form: str = "markdown", template: str = "") -> Path:
    wish = Wish(form, template=template)
    exports.export(found, path.parent / "library", wish, list(found.papers.values()), lst=None, path=path)
    return path


@pytest.mark.parametrize("form", FORMS)
def test_where_both_sides_are_the_same_nothing_is_announced(tmp_path: Path, form: str) -> None:
    found = library(*PAPERS)
    path = exported(found, tmp_path / FORMS[form], form)
    assert announced(found, path) == SyncPreview((), ())


@pytest.mark.parametrize("form", FORMS)
def test_what_the_library_says_meanwhile_goes_into_the_file(tmp_path: Path, form: str) -> None:
    found = library(*PAPERS)
    path = exported(found, tmp_path / FORMS[form], form)
    annotate.star_papers(found, [found.papers["p1"]], True)
    preview = announced(found, path)
    assert preview.into_file == (
        "Attention Is All You Need: ★ set",
        f"{path.name} is brought up to date, in the form in which it was exported.",
    )
    assert (preview.into_library, preview.conflicts, preview.left) == ((), (), "")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("<!-- reader-base", "<!-- lost", "the comment that says how it was made is lost or damaged"),
        ("Mamba", "Mamba and more of it", "the library could not take what stands in line"),
    ],
)
def test_a_file_that_is_not_written_is_announced_so(tmp_path: Path, old: str, new: str, why: str) -> None:
    found = library(*PAPERS)
    path = exported(found, tmp_path / "mine.md")
    path.write_text(path.read_text().replace(old, new, 1))
    before = path.read_bytes()
    preview = announced(found, path)
    assert (preview.into_library, preview.into_file) == ((), ())
    assert why in preview.left
    assert "--force" not in preview.left
    assert path.read_bytes() == before


def test_a_file_that_another_library_wrote_is_announced_so(tmp_path: Path) -> None:
    other, found = library(*PAPERS), library(*PAPERS)
    annotate.star_papers(other, [other.papers["p1"]], True)
    file = exported(other, tmp_path / "mine.md")
    news = announced(found, file)
    assert (news.is_foreign, news.left) == (False, "")
    annotate.tag_papers(found, [found.papers["p1"]], add=["mine"])
    annotate.tag_papers(other, [other.papers["p1"]], add=["theirs"])
    file = exported(other, tmp_path / "theirs.md")
    preview = announced(found, file)
    assert preview.is_foreign
    assert "both stay as they are until one is edited" in preview.left
    assert "--force" not in preview.left
    assert preview.into_file == ()


def test_what_is_taken_away_is_told_apart_and_what_is_not_taken_by_its_line(tmp_path: Path) -> None:
    found = library(*PAPERS)
    reading_lists.new_list(found, "L")
    reading_lists.add_to_list(found, "L", PAPERS)
    path, lst = tmp_path / "mine.md", found.lists["L"]
    exports.export(found, tmp_path / "library", Wish(), list(PAPERS), lst=lst, path=path)
    kept = [line for line in path.read_text().splitlines(keepends=True) if "reader:p2" not in line]
    path.write_text("".join(kept).replace("\n<!-- reader-base", "\n- A title of no paper\n\n<!-- reader-base", 1))
    preview = announced(found, path)
    assert preview.losses == ("Mamba: leaves 'L'",)
    assert set(preview.losses) <= set(preview.into_library)
    assert [told.partition(":")[0] for told in preview.untaken] == ["line 5"]
    assert preview.conflicts == ()


@pytest.mark.parametrize("changed", ["file", "library"])
def test_what_was_not_shown_is_not_moved(tmp_path: Path, changed: str) -> None:
    """A file or library that changes while it is asked is compared and asked again."""
    found = library(*PAPERS)
    path = exported(found, tmp_path / "mine.md")
    annotate.star_papers(found, [found.papers["p1"]], True)

    def first(question: AskSync) -> SyncAnswer:
        answer = SyncAnswer(str(path), question.plan(str(path), PlainProgress()))
        if changed == "file":
            path.write_text(path.read_text().replace("reader:p2 -->", "reader:p2 -->\\\n  read"))
        else:
            annotate.star_papers(found, [found.papers["p2"]], True)
        return answer

    context = PlainContext(found, first, None, folder=tmp_path / "library").run("sync")
    again = context.asked[-1]
    assert isinstance(again, AskSync)
    assert (len(context.asked), again.begun) == (2, str(path))
    assert "changed meanwhile" in again.said
    assert "★" not in path.read_text()
    assert context.said == []


def test_a_file_that_was_saved_with_the_same_words_is_not_asked_of_again(tmp_path: Path) -> None:
    found = library(*PAPERS)
    path = exported(found, tmp_path / "mine.md")
    annotate.star_papers(found, [found.papers["p1"]], True)

    def first(question: AskSync) -> SyncAnswer:
        answer = SyncAnswer(str(path), question.plan(str(path), PlainProgress()))
        path.write_text(path.read_text())
        return answer

    context = PlainContext(found, first, folder=tmp_path / "library").run("sync")
    assert len(context.asked) == 1
    assert "★" in path.read_text()


def test_an_import_of_what_reader_exported_leads_to_its_sync(tmp_path: Path) -> None:
    found = library(*PAPERS)
    path = exported(found, tmp_path / "mine.md")

    def own(question: AskImport) -> ImportAnswer:
        with pytest.raises(OwnExport) as refusal:
            question.read(ImportSource(str(path)), PlainProgress())
        return ImportAnswer(ImportResult(()), exported=refusal.value.path)

    context = PlainContext(found, own, None, folder=tmp_path / "library").run("import")
    asked = context.asked[-1]
    assert isinstance(asked, AskSync)
    assert asked.begun == str(path)

"""A sync announces what will come of it: a write where one comes, and why where none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.questions import AskSync, SyncPreview
from reader.library.library import Library
from reader.operations import annotate, exports
from reader.operations.exports import Wish
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
    preview = announced(found, exported(other, tmp_path / "mine.md"))
    assert preview.is_foreign
    assert preview.left.startswith("mine.md was left as it is: ")
    assert preview.into_file == ()

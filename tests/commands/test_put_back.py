"""Putting a backup back in the interface: choose one, see what would come back, say yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.questions import AskChoice, Confirm
from reader.library.library import Library
from reader.operations import annotate, backups
from reader.store import open_library
from tests.support.context import PlainContext
from tests.support.folders import named, seed


@pytest.fixture
def library(own_home: Path) -> Library:
    """A library with a tag that was taken off since its backup was made."""
    assert own_home
    folder = open_library(own_home / "library")
    library = Library(folder)
    seed(library)
    annotate.tag_papers(library, [library.papers[named(1)]], ["wet"])
    folder.close(long=True)
    annotate.tag_papers(library, [library.papers[named(1)]], [], ["wet"])
    return library


def name(own_home: Path) -> str:
    """The one backup."""
    (backup,) = backups.library_backups(own_home / "library").found()
    return backup.name


def test_a_backup_is_chosen_foretold_and_put_back(library: Library, own_home: Path) -> None:
    context = PlainContext(library, name(own_home), True, folder=own_home / "library").run("backup")
    choose, confirm = context.asked
    assert isinstance(choose, AskChoice)
    assert [(choice.label, choice.hint) for choice in choose.choices] == [(name(own_home), "2 steps, 3 papers")]
    assert isinstance(confirm, Confirm)
    assert confirm.text.startswith("Would put back 1 tag from the backup of ")
    assert confirm.details == ("1 tag comes back: 'The paper that has the number 1' (wet).",)
    assert confirm.sentences
    assert library.papers[named(1)].tags == ("wet",)
    library.undo()
    assert library.papers[named(1)].tags == ()


@pytest.mark.parametrize("answers", [(None,), ("", None), ("", False)])
def test_whoever_says_no_changes_nothing(library: Library, own_home: Path, answers: tuple[object, ...]) -> None:
    given = [name(own_home) if answer == "" else answer for answer in answers]
    PlainContext(library, *given, folder=own_home / "library").run("backup")
    assert library.papers[named(1)].tags == ()


def test_where_there_is_nothing_to_put_back_that_is_said(library: Library, own_home: Path) -> None:
    library.undo()
    context = PlainContext(library, name(own_home), folder=own_home / "library").run("backup")
    assert context.said[0].startswith("The library has all that the backup of ")
    for path in (own_home / "data").rglob("*.gz"):
        path.unlink()
    context = PlainContext(library, folder=own_home / "library").run("backup")
    assert context.said[0] == backups.NONE_YET

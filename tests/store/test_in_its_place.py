"""Where the folder of a library was there is something else: it is told what, and the way back that is named works."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.store import open_library
from tests.support.cli import Reader

Put = Callable[[Path], object]


def a_file(place: Path) -> None:
    place.write_text("hello\n", encoding="utf-8")


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


def a_link_to_nothing(place: Path) -> None:
    place.symlink_to(place.with_name("nowhere"))


def a_link_to_itself(place: Path) -> None:
    place.symlink_to(place)


def a_link_to_a_file(place: Path) -> None:
    target = place.with_name("file")
    a_file(target)
    place.symlink_to(target)


def a_link_to_a_folder(place: Path) -> None:
    other = place.with_name("other")
    other.mkdir()
    (other / "letter.txt").write_text("Dear", encoding="utf-8")
    place.symlink_to(other)


BLOCKING: dict[Put, str] = {
    a_file: "what is there is a file",
    a_pipe: "what is there is no folder",
    a_link_to_nothing: "it is a link to '{}/nowhere', which is not there (is the disk mounted?)",
    a_link_to_itself: "it is a link that leads nowhere",
    a_link_to_a_file: "it is a link to '{}/file', which is no folder",
}
"""What keeps a folder from being made, and what is said of it."""


@pytest.fixture
def backed_up(reader: Reader) -> Reader:
    """A library of two papers, of which there is a backup, moved elsewhere."""
    reader.take({"2408.07990": "Tin roofs", "2312.00752": "Lamps"})
    assert reader("backup", "list").lines
    reader.folder.rename(reader.folder.with_name("was"))
    return reader


def restored(told: str) -> list[str]:
    """The command that brings the library back, as a message names it."""
    (found,) = re.findall(r"`reader (backup restore [^`]+)`", told)
    return str(found).split()


@pytest.mark.parametrize("put", BLOCKING, ids=lambda put: put.__name__)
def test_what_keeps_the_library_from_coming_back_is_named_and_then_it_comes_back(put: Put, backed_up: Reader) -> None:
    """By every command, which writes nothing and forgets nothing."""
    place = backed_up.folder
    put(place)
    told = f"is not there: {BLOCKING[put].format(place.parent)}."
    answers = [backed_up(*command, check=False) for command in (["search"], ["doctor"], ["doctor", "--repair"])]
    assert [answer.status for answer in answers] == [1, 1, 1]
    for answer in answers:
        assert f"{told} If it is gone, first move away what stands in its place" in answer.out + answer.err
    command = restored(answers[0].err)
    assert restored(answers[1].out) == command
    foretold = backed_up(*command, "--dry-run")
    assert "2 papers come back" in foretold.out
    assert f"{told} If it is gone, first move away what stands in its place." in foretold.out
    refused = backed_up(*command, "--yes", check=False)
    assert (refused.status, f"{told} If it" in refused.err) == (1, True)
    place.rename(place.with_name("moved away"))
    backed_up(*command, "--yes")
    assert len(backed_up("search", "--ids").lines) == 2
    assert backed_up("doctor").status == 0


def test_a_new_library_can_begin_where_that_was_moved_away(backed_up: Reader) -> None:
    """As the message says; what is remembered of the former one was not forgotten before."""
    a_file(backed_up.folder)
    assert backed_up("doctor", "--repair", check=False).status == 1
    assert backed_up("search", check=False).status == 1
    backed_up.folder.unlink()
    assert "which was here" in backed_up("search", check=False).err
    assert "a new one can begin there" in backed_up("doctor", "--repair").out
    assert backed_up("search").status == 0


def test_a_link_to_another_folder_is_told_and_where_the_library_would_be_made(backed_up: Reader) -> None:
    place = backed_up.folder
    a_link_to_a_folder(place)
    told = f"is not there: it is a link to '{place.parent}/other', where no library is (is the disk mounted?)."
    answers = [backed_up(*command, check=False) for command in (["search"], ["doctor"])]
    assert [told in answer.out + answer.err for answer in answers] == [True, True]
    command = restored(answers[0].err)
    assert (
        f"It would be made in '{place.parent}/other', to which '{place}' is a link."
        in backed_up(*command, "--dry-run").out
    )
    assert [path.name for path in place.iterdir()] == ["letter.txt"]
    backed_up(*command, "--yes")
    assert len(backed_up("search", "--ids").lines) == 2


def test_an_open_library_says_what_stands_in_its_place(reader: Reader) -> None:
    """And goes on when the folder is back."""
    reader.take({"2408.07990": "Tin roofs"})
    place = reader.folder
    library = Library(open_library(place))
    place.rename(place.with_name("was"))
    a_file(place)
    library.refresh()
    assert (
        "cannot be read: it is not there: what is there is a file. If it is gone, first move away" in library.read_only
    )
    assert "then put it back with `reader backup restore" in library.read_only
    place.unlink()
    place.with_name("was").rename(place)
    library.refresh()
    assert (library.read_only, len(library.papers)) == ("", 1)
